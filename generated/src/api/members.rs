//! Operations of [`MembersApi`].

#![allow(deprecated)]

use std::future::Future;

use uuid::Uuid;

use crate::runtime::api::{NotImplemented, not_implemented};
use crate::types;

/// Handler for the operations tagged `Members`.
///
/// A method that is not overridden responds with `501 Not Implemented`.
#[allow(unused_variables, reason = "the default methods use none")]
pub trait MembersApi: Send + Sync + 'static {
    /// An error that becomes a response which the document does not describe.
    type Error: From<NotImplemented> + Send;

    /// The authenticated caller, as the server's `Authenticator` returns it.
    type Principal: Send;

    /// List organization members
    ///
    /// `GET /api/v2/organizations/{organization}/members`
    ///
    /// # Responses
    /// - `200`: OK
    #[deprecated]
    fn list_organization_members(
        &self,
        caller: Self::Principal,
        request: ListOrganizationMembersRequest,
    ) -> impl Future<Output = Result<Vec<types::OrganizationMemberWithUserData>, Self::Error>> + Send
    {
        not_implemented("list_organization_members")
    }

    /// Get member roles by organization
    ///
    /// `GET /api/v2/organizations/{organization}/members/roles`
    ///
    /// # Responses
    /// - `200`: OK
    fn get_member_roles_by_organization(
        &self,
        caller: Self::Principal,
        request: GetMemberRolesByOrganizationRequest,
    ) -> impl Future<Output = Result<Vec<types::AssignableRoles>, Self::Error>> + Send {
        not_implemented("get_member_roles_by_organization")
    }

    /// Update a custom organization role
    ///
    /// `PUT /api/v2/organizations/{organization}/members/roles`
    ///
    /// # Responses
    /// - `200`: OK
    fn update_a_custom_organization_role(
        &self,
        caller: Self::Principal,
        request: UpdateACustomOrganizationRoleRequest,
    ) -> impl Future<Output = Result<Vec<types::Role>, Self::Error>> + Send {
        not_implemented("update_a_custom_organization_role")
    }

    /// Insert a custom organization role
    ///
    /// `POST /api/v2/organizations/{organization}/members/roles`
    ///
    /// # Responses
    /// - `200`: OK
    fn insert_a_custom_organization_role(
        &self,
        caller: Self::Principal,
        request: InsertACustomOrganizationRoleRequest,
    ) -> impl Future<Output = Result<Vec<types::Role>, Self::Error>> + Send {
        not_implemented("insert_a_custom_organization_role")
    }

    /// Delete a custom organization role
    ///
    /// `DELETE /api/v2/organizations/{organization}/members/roles/{roleName}`
    ///
    /// # Responses
    /// - `200`: OK
    fn delete_a_custom_organization_role(
        &self,
        caller: Self::Principal,
        request: DeleteACustomOrganizationRoleRequest,
    ) -> impl Future<Output = Result<Vec<types::Role>, Self::Error>> + Send {
        not_implemented("delete_a_custom_organization_role")
    }

    /// Get organization member
    ///
    /// `GET /api/v2/organizations/{organization}/members/{user}`
    ///
    /// # Responses
    /// - `200`: OK
    fn get_organization_member(
        &self,
        caller: Self::Principal,
        request: GetOrganizationMemberRequest,
    ) -> impl Future<Output = Result<types::OrganizationMemberWithUserData, Self::Error>> + Send
    {
        not_implemented("get_organization_member")
    }

    /// Add organization member
    ///
    /// `POST /api/v2/organizations/{organization}/members/{user}`
    ///
    /// # Responses
    /// - `200`: OK
    fn add_organization_member(
        &self,
        caller: Self::Principal,
        request: AddOrganizationMemberRequest,
    ) -> impl Future<Output = Result<types::OrganizationMember, Self::Error>> + Send {
        not_implemented("add_organization_member")
    }

    /// Remove organization member
    ///
    /// `DELETE /api/v2/organizations/{organization}/members/{user}`
    ///
    /// # Responses
    /// - `204`: No Content
    fn remove_organization_member(
        &self,
        caller: Self::Principal,
        request: RemoveOrganizationMemberRequest,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send {
        not_implemented("remove_organization_member")
    }

    /// Assign role to organization member
    ///
    /// `PUT /api/v2/organizations/{organization}/members/{user}/roles`
    ///
    /// # Responses
    /// - `200`: OK
    fn assign_role_to_organization_member(
        &self,
        caller: Self::Principal,
        request: AssignRoleToOrganizationMemberRequest,
    ) -> impl Future<Output = Result<types::OrganizationMember, Self::Error>> + Send {
        not_implemented("assign_role_to_organization_member")
    }

    /// Paginated organization members
    ///
    /// `GET /api/v2/organizations/{organization}/paginated-members`
    ///
    /// # Responses
    /// - `200`: OK
    fn paginated_organization_members(
        &self,
        caller: Self::Principal,
        request: PaginatedOrganizationMembersRequest,
    ) -> impl Future<Output = Result<Vec<types::PaginatedMembersResponse>, Self::Error>> + Send
    {
        not_implemented("paginated_organization_members")
    }

    /// Get site member roles
    ///
    /// `GET /api/v2/users/roles`
    ///
    /// # Responses
    /// - `200`: OK
    fn get_site_member_roles(
        &self,
        caller: Self::Principal,
    ) -> impl Future<Output = Result<Vec<types::AssignableRoles>, Self::Error>> + Send {
        not_implemented("get_site_member_roles")
    }
}

/// The parameters of [`MembersApi::list_organization_members`].
#[derive(Debug, Clone)]
pub struct ListOrganizationMembersRequest {
    /// Organization ID
    pub organization: String,
}

/// The parameters of [`MembersApi::get_member_roles_by_organization`].
#[derive(Debug, Clone)]
pub struct GetMemberRolesByOrganizationRequest {
    /// Organization ID
    pub organization: Uuid,
}

/// The parameters and the body of [`MembersApi::update_a_custom_organization_role`].
#[derive(Debug, Clone)]
pub struct UpdateACustomOrganizationRoleRequest {
    /// Organization ID
    pub organization: Uuid,
    /// Update role request
    pub body: types::CustomRoleRequest,
}

/// The parameters and the body of [`MembersApi::insert_a_custom_organization_role`].
#[derive(Debug, Clone)]
pub struct InsertACustomOrganizationRoleRequest {
    /// Organization ID
    pub organization: Uuid,
    /// Insert role request
    pub body: types::CustomRoleRequest,
}

/// The parameters of [`MembersApi::delete_a_custom_organization_role`].
#[derive(Debug, Clone)]
pub struct DeleteACustomOrganizationRoleRequest {
    /// Organization ID
    pub organization: Uuid,
    /// Role name
    pub role_name: String,
}

/// The parameters of [`MembersApi::get_organization_member`].
#[derive(Debug, Clone)]
pub struct GetOrganizationMemberRequest {
    /// Organization ID
    pub organization: String,
    /// User ID, name, or me
    pub user: String,
}

/// The parameters of [`MembersApi::add_organization_member`].
#[derive(Debug, Clone)]
pub struct AddOrganizationMemberRequest {
    /// Organization ID
    pub organization: String,
    /// User ID, name, or me
    pub user: String,
}

/// The parameters of [`MembersApi::remove_organization_member`].
#[derive(Debug, Clone)]
pub struct RemoveOrganizationMemberRequest {
    /// Organization ID
    pub organization: String,
    /// User ID, name, or me
    pub user: String,
}

/// The parameters and the body of [`MembersApi::assign_role_to_organization_member`].
#[derive(Debug, Clone)]
pub struct AssignRoleToOrganizationMemberRequest {
    /// Organization ID
    pub organization: String,
    /// User ID, name, or me
    pub user: String,
    /// Update roles request
    pub body: types::UpdateRoles,
}

/// The parameters of [`MembersApi::paginated_organization_members`].
#[derive(Debug, Clone)]
pub struct PaginatedOrganizationMembersRequest {
    /// Organization ID
    pub organization: String,
    /// Member search query
    pub q: Option<String>,
    /// After ID
    pub after_id: Option<Uuid>,
    /// Page limit, if 0 returns all members
    pub limit: Option<i64>,
    /// Page offset
    pub offset: Option<i64>,
}
