//! The operations, each one transaction.

use axum::http::request::Parts;
use members_api::api::MembersApi;
use members_api::api::members::{
    AddOrganizationMemberRequest, AssignRoleToOrganizationMemberRequest,
    DeleteACustomOrganizationRoleRequest, GetMemberRolesByOrganizationRequest,
    GetOrganizationMemberRequest, InsertACustomOrganizationRoleRequest,
    ListOrganizationMembersRequest, PaginatedOrganizationMembersRequest,
    RemoveOrganizationMemberRequest, UpdateACustomOrganizationRoleRequest,
};
use members_api::server::{Authenticator, Credential, Denied, Problem};
use members_api::types::{
    AssignableRoles, CustomRoleRequest, OrganizationMember, OrganizationMemberWithUserData,
    PaginatedMembersResponse, Role,
};
use uuid::Uuid;

use crate::database::{Database, Failure};
use crate::directory::{
    self, BUILT_IN, CustomRole, ORGANIZATION, Page, bad_request, conflict, not_found, user_id,
};

/// What the caller presents. A server that others can reach would not have it in its source.
pub const TOKEN: &str = "c0ffee-members-example";

/// Roles of the whole deployment.
const SITE: [(&str, &str); 5] = [
    ("owner", "Owner"),
    ("auditor", "Auditor"),
    ("template-admin", "Template Admin"),
    ("user-admin", "User Admin"),
    ("member", "Member"),
];

/// Knows one token, and whose it is.
pub struct Tokens;

impl Authenticator for Tokens {
    type Principal = Uuid;

    async fn authenticate(
        &self,
        credentials: &[Credential<'_>],
        _: &Parts,
    ) -> Result<Uuid, Denied> {
        let known = credentials
            .iter()
            .all(|it| it.secret.as_str() == Some(TOKEN));
        if known {
            Ok(user_id(0))
        } else {
            Err(Denied::Unauthorized)
        }
    }
}

impl MembersApi for Database {
    type Error = Failure;
    type Principal = Uuid;

    async fn list_organization_members(
        &self,
        _: Uuid,
        request: ListOrganizationMembersRequest,
    ) -> Result<Vec<OrganizationMemberWithUserData>, Failure> {
        directory::organization(&request.organization)?;
        let found = self.transaction(|it| directory::members(it, &Page::default()));
        Ok(found.await?.1)
    }

    async fn get_member_roles_by_organization(
        &self,
        _: Uuid,
        request: GetMemberRolesByOrganizationRequest,
    ) -> Result<Vec<AssignableRoles>, Failure> {
        directory::organization(&request.organization.to_string())?;
        let custom = self.transaction(directory::roles).await?;
        let built_in = BUILT_IN.iter().map(|it| built_in(it, Some(ORGANIZATION)));
        let custom = custom.into_iter().map(|it| AssignableRoles {
            assignable: Some(true),
            built_in: Some(false),
            display_name: it.request.display_name,
            name: Some(it.name),
            organization_id: Some(ORGANIZATION),
            organization_member_permissions: it.request.organization_member_permissions,
            organization_permissions: it.request.organization_permissions,
            site_permissions: it.request.site_permissions,
            user_permissions: it.request.user_permissions,
        });
        Ok(built_in.chain(custom).collect())
    }

    async fn update_a_custom_organization_role(
        &self,
        _: Uuid,
        request: UpdateACustomOrganizationRoleRequest,
    ) -> Result<Vec<Role>, Failure> {
        directory::organization(&request.organization.to_string())?;
        let name = custom_name(&request.body)?;
        let updated =
            self.transaction(
                move |it| match directory::update_role(it, &name, &request.body)? {
                    true => Ok(vec![written(name, request.body)]),
                    false => Err(not_found(format!("There is no custom role {name}.")).into()),
                },
            );
        updated.await
    }

    async fn insert_a_custom_organization_role(
        &self,
        _: Uuid,
        request: InsertACustomOrganizationRoleRequest,
    ) -> Result<Vec<Role>, Failure> {
        directory::organization(&request.organization.to_string())?;
        let name = custom_name(&request.body)?;
        let inserted = self.transaction(move |it| {
            if let Some(role) = directory::role(it, &name)? {
                if role.is_inserted {
                    return Err(conflict(format!("There is a custom role {name}.")).into());
                }
                directory::delete_role(it, &name)?;
            }
            directory::insert_role(it, &name, &request.body, true)?;
            Ok(vec![written(name, request.body)])
        });
        inserted.await
    }

    async fn delete_a_custom_organization_role(
        &self,
        _: Uuid,
        request: DeleteACustomOrganizationRoleRequest,
    ) -> Result<Vec<Role>, Failure> {
        directory::organization(&request.organization.to_string())?;
        let name = request.role_name;
        if BUILT_IN.iter().any(|it| it.0 == name) {
            return Err(bad_request(format!("{name} is built in.")).into());
        }
        let deleted = self.transaction(move |it| {
            let Some(CustomRole { name, request, .. }) = directory::role(it, &name)? else {
                return Err(not_found(format!("There is no custom role {name}.")).into());
            };
            directory::delete_role(it, &name)?;
            Ok(vec![written(name, request)])
        });
        deleted.await
    }

    async fn get_organization_member(
        &self,
        caller: Uuid,
        request: GetOrganizationMemberRequest,
    ) -> Result<OrganizationMemberWithUserData, Failure> {
        directory::organization(&request.organization)?;
        let found = self.transaction(move |it| {
            let user = directory::member(it, &request.user, caller)?;
            directory::described(it, &user)
        });
        found.await
    }

    async fn add_organization_member(
        &self,
        caller: Uuid,
        request: AddOrganizationMemberRequest,
    ) -> Result<OrganizationMember, Failure> {
        directory::organization(&request.organization)?;
        let added = self.transaction(move |it| {
            let user = directory::user(it, &request.user, caller)?;
            if directory::is_member(it, user.id)? {
                return Err(conflict(format!("{} is a member.", request.user)).into());
            }
            directory::add_member(it, user.id)?;
            directory::plain(it, user.id)
        });
        added.await
    }

    async fn remove_organization_member(
        &self,
        caller: Uuid,
        request: RemoveOrganizationMemberRequest,
    ) -> Result<(), Failure> {
        directory::organization(&request.organization)?;
        let removed = self.transaction(move |it| {
            let user = directory::member(it, &request.user, caller)?;
            if user.id == caller {
                return Err(bad_request("You cannot remove yourself.".to_owned()).into());
            }
            directory::remove_member(it, user.id)
        });
        removed.await
    }

    async fn assign_role_to_organization_member(
        &self,
        caller: Uuid,
        request: AssignRoleToOrganizationMemberRequest,
    ) -> Result<OrganizationMember, Failure> {
        directory::organization(&request.organization)?;
        let mut roles = request.body.roles.unwrap_or_default();
        roles.dedup();
        let assigned = self.transaction(move |it| {
            let user = directory::member(it, &request.user, caller)?;
            for role in &roles {
                let is_built_in = BUILT_IN.iter().any(|it| it.0 == role);
                if !is_built_in && directory::role(it, role)?.is_none() {
                    return Err(bad_request(format!("There is no role {role}.")).into());
                }
            }
            directory::set_roles(it, user.id, &roles)?;
            directory::plain(it, user.id)
        });
        assigned.await
    }

    async fn paginated_organization_members(
        &self,
        _: Uuid,
        request: PaginatedOrganizationMembersRequest,
    ) -> Result<Vec<PaginatedMembersResponse>, Failure> {
        directory::organization(&request.organization)?;
        let page = Page {
            query: request.q.unwrap_or_default(),
            after: request.after_id,
            offset: size(request.offset, "offset")?,
            limit: Some(size(request.limit, "limit")?).filter(|it| *it > 0),
        };
        let found = self.transaction(move |it| directory::members(it, &page));
        let (count, members) = found.await?;
        Ok(vec![PaginatedMembersResponse {
            count: Some(count),
            members: Some(members),
        }])
    }

    async fn get_site_member_roles(&self, _: Uuid) -> Result<Vec<AssignableRoles>, Failure> {
        Ok(SITE.iter().map(|it| built_in(it, None)).collect())
    }
}

fn built_in(&(name, display_name): &(&str, &str), organization: Option<Uuid>) -> AssignableRoles {
    AssignableRoles {
        assignable: Some(true),
        built_in: Some(true),
        display_name: Some(display_name.to_owned()),
        name: Some(name.to_owned()),
        organization_id: organization,
        organization_member_permissions: Some(Vec::new()),
        organization_permissions: Some(Vec::new()),
        site_permissions: Some(Vec::new()),
        user_permissions: Some(Vec::new()),
    }
}

fn written(name: String, request: CustomRoleRequest) -> Role {
    Role {
        display_name: request.display_name,
        name: Some(name),
        organization_id: Some(ORGANIZATION),
        organization_member_permissions: request.organization_member_permissions,
        organization_permissions: request.organization_permissions,
        site_permissions: request.site_permissions,
        user_permissions: request.user_permissions,
    }
}

/// The name of a role that may be made.
fn custom_name(request: &CustomRoleRequest) -> Result<String, Problem> {
    let name = request.name.clone().unwrap_or_default();
    let is_word = |it: char| it.is_ascii_alphanumeric() || "-_".contains(it);
    if name.is_empty() || name.len() > 64 || !name.chars().all(is_word) {
        return Err(bad_request(
            "A role's name has 1 to 64 letters, digits, hyphens and underscores.".to_owned(),
        ));
    }
    if BUILT_IN.iter().any(|it| it.0 == name) {
        return Err(bad_request(format!("{name} is built in.")));
    }
    Ok(name)
}

fn size(value: Option<i64>, name: &str) -> Result<i64, Problem> {
    let value = value.unwrap_or(0);
    match value {
        0.. => Ok(value),
        _ => Err(bad_request(format!("The {name} cannot be negative."))),
    }
}
