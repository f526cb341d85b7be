//! The server over [`MembersApi`].

#![allow(deprecated)]

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;

use super::{Authenticator, DOCUMENT, Settings};
use crate::api::members::*;
use crate::runtime::server::handler::Handlers;
use crate::runtime::server::route::Routes;

/// A router over these operations.
pub fn router<A, S>(api: A, authenticator: S) -> Router
where
    A: MembersApi<Error: IntoResponse, Principal = S::Principal>,
    S: Authenticator,
{
    router_with(api, authenticator, Settings::default())
}

/// A router over these operations, with settings other than the default.
pub fn router_with<A, S>(api: A, authenticator: S, settings: Settings) -> Router
where
    A: MembersApi<Error: IntoResponse, Principal = S::Principal>,
    S: Authenticator,
{
    let api = Arc::new(api);
    let authenticator = Arc::new(authenticator);
    let mut routes = Routes::new(&DOCUMENT);
    self::routes(&mut routes, &api, &authenticator);
    routes.into_router(settings)
}

pub(super) fn routes<A, S>(routes: &mut Routes, api: &Arc<A>, authenticator: &Arc<S>)
where
    A: MembersApi<Error: IntoResponse, Principal = S::Principal>,
    S: Authenticator,
{
    let mut handlers = Handlers::guarded(routes, api, authenticator);
    operations!(handlers: A {
        LIST_ORGANIZATION_MEMBERS => list_organization_members(caller, request) -> json 200,
        GET_MEMBER_ROLES_BY_ORGANIZATION =>
            get_member_roles_by_organization(caller, request) -> json 200,
        UPDATE_A_CUSTOM_ORGANIZATION_ROLE =>
            update_a_custom_organization_role(caller, request) -> json 200,
        INSERT_A_CUSTOM_ORGANIZATION_ROLE =>
            insert_a_custom_organization_role(caller, request) -> json 200,
        DELETE_A_CUSTOM_ORGANIZATION_ROLE =>
            delete_a_custom_organization_role(caller, request) -> json 200,
        GET_ORGANIZATION_MEMBER => get_organization_member(caller, request) -> json 200,
        ADD_ORGANIZATION_MEMBER => add_organization_member(caller, request) -> json 200,
        REMOVE_ORGANIZATION_MEMBER => remove_organization_member(caller, request) -> empty 204,
        ASSIGN_ROLE_TO_ORGANIZATION_MEMBER =>
            assign_role_to_organization_member(caller, request) -> json 200,
        PAGINATED_ORGANIZATION_MEMBERS =>
            paginated_organization_members(caller, request) -> json 200,
        GET_SITE_MEMBER_ROLES => get_site_member_roles(caller) -> json 200,
    });
}

/// The operations as the document has them, by the names of their methods.
pub mod operations {
    statics! {
        LIST_ORGANIZATION_MEMBERS =
            "list-organization-members" "GET"
            "/api/v2/organizations/{organization}/members" ["Members"];
        GET_MEMBER_ROLES_BY_ORGANIZATION =
            "get-member-roles-by-organization" "GET"
            "/api/v2/organizations/{organization}/members/roles" ["Members"];
        UPDATE_A_CUSTOM_ORGANIZATION_ROLE =
            "update-a-custom-organization-role" "PUT"
            "/api/v2/organizations/{organization}/members/roles" ["Members"];
        INSERT_A_CUSTOM_ORGANIZATION_ROLE =
            "insert-a-custom-organization-role" "POST"
            "/api/v2/organizations/{organization}/members/roles" ["Members"];
        DELETE_A_CUSTOM_ORGANIZATION_ROLE =
            "delete-a-custom-organization-role" "DELETE"
            "/api/v2/organizations/{organization}/members/roles/{roleName}" ["Members"];
        GET_ORGANIZATION_MEMBER =
            "get-organization-member" "GET"
            "/api/v2/organizations/{organization}/members/{user}" ["Members"];
        ADD_ORGANIZATION_MEMBER =
            "add-organization-member" "POST"
            "/api/v2/organizations/{organization}/members/{user}" ["Members"];
        REMOVE_ORGANIZATION_MEMBER =
            "remove-organization-member" "DELETE"
            "/api/v2/organizations/{organization}/members/{user}" ["Members"];
        ASSIGN_ROLE_TO_ORGANIZATION_MEMBER =
            "assign-role-to-organization-member" "PUT"
            "/api/v2/organizations/{organization}/members/{user}/roles" ["Members"];
        PAGINATED_ORGANIZATION_MEMBERS =
            "paginated-organization-members" "GET"
            "/api/v2/organizations/{organization}/paginated-members" ["Members"];
        GET_SITE_MEMBER_ROLES = "get-site-member-roles" "GET" "/api/v2/users/roles" ["Members"];
    }
}

requests! {
    ListOrganizationMembersRequest { organization },
    GetMemberRolesByOrganizationRequest { organization },
    UpdateACustomOrganizationRoleRequest { organization, body = json },
    InsertACustomOrganizationRoleRequest { organization, body = json },
    DeleteACustomOrganizationRoleRequest { organization, role_name },
    GetOrganizationMemberRequest { organization, user },
    AddOrganizationMemberRequest { organization, user },
    RemoveOrganizationMemberRequest { organization, user },
    AssignRoleToOrganizationMemberRequest { organization, user, body = json },
    PaginatedOrganizationMembersRequest { organization, q, after_id, limit, offset },
}
