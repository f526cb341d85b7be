//! The server over [`MembersApi`].

#![allow(deprecated)]

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;

use super::{ANSWERS, Authenticator, DESCRIPTION, Settings};
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
    let mut routes = Routes::new(DESCRIPTION, ANSWERS);
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
        "GET /api/v2/organizations/{organization}/members" =>
            list_organization_members(caller, request) -> json 200,
        "GET /api/v2/organizations/{organization}/members/roles" =>
            get_member_roles_by_organization(caller, request) -> json 200,
        "PUT /api/v2/organizations/{organization}/members/roles" =>
            update_a_custom_organization_role(caller, request) -> json 200,
        "POST /api/v2/organizations/{organization}/members/roles" =>
            insert_a_custom_organization_role(caller, request) -> json 200,
        "DELETE /api/v2/organizations/{organization}/members/roles/{roleName}" =>
            delete_a_custom_organization_role(caller, request) -> json 200,
        "GET /api/v2/organizations/{organization}/members/{user}" =>
            get_organization_member(caller, request) -> json 200,
        "POST /api/v2/organizations/{organization}/members/{user}" =>
            add_organization_member(caller, request) -> json 200,
        "DELETE /api/v2/organizations/{organization}/members/{user}" =>
            remove_organization_member(caller, request) -> empty 204,
        "PUT /api/v2/organizations/{organization}/members/{user}/roles" =>
            assign_role_to_organization_member(caller, request) -> json 200,
        "GET /api/v2/organizations/{organization}/paginated-members" =>
            paginated_organization_members(caller, request) -> json 200,
        "GET /api/v2/users/roles" => get_site_member_roles(caller) -> json 200,
    });
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
