//! The server over [`MembersApi`].

#![allow(deprecated)]

use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;

use super::runtime::call::{Call, FromCall};
use super::runtime::reply;
use super::runtime::route::{Outcome, Rejection, Routes};
use super::{ANSWERS, Authenticator, DESCRIPTION, Settings};
use crate::api::members as api;
use crate::api::members::MembersApi;

/// A router over these operations.
pub fn router<A, S>(api: A, authenticator: S) -> Router
where
    A: MembersApi<Error: IntoResponse, Principal = S::Principal>,
    S: Authenticator,
{
    router_with(api, authenticator, Settings::default())
}

/// A router over these operations, with settings of the implementer's.
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
    let endpoints = Arc::new(Endpoints {
        api: Arc::clone(api),
        authenticator: Arc::clone(authenticator),
    });
    routes.on(
        "GET /api/v2/organizations/{organization}/members",
        &endpoints,
        Endpoints::list_organization_members,
    );
    routes.on(
        "GET /api/v2/organizations/{organization}/members/roles",
        &endpoints,
        Endpoints::get_member_roles_by_organization,
    );
    routes.on(
        "PUT /api/v2/organizations/{organization}/members/roles",
        &endpoints,
        Endpoints::update_a_custom_organization_role,
    );
    routes.on(
        "POST /api/v2/organizations/{organization}/members/roles",
        &endpoints,
        Endpoints::insert_a_custom_organization_role,
    );
    routes.on(
        "DELETE /api/v2/organizations/{organization}/members/roles/{roleName}",
        &endpoints,
        Endpoints::delete_a_custom_organization_role,
    );
    routes.on(
        "GET /api/v2/organizations/{organization}/members/{user}",
        &endpoints,
        Endpoints::get_organization_member,
    );
    routes.on(
        "POST /api/v2/organizations/{organization}/members/{user}",
        &endpoints,
        Endpoints::add_organization_member,
    );
    routes.on(
        "DELETE /api/v2/organizations/{organization}/members/{user}",
        &endpoints,
        Endpoints::remove_organization_member,
    );
    routes.on(
        "PUT /api/v2/organizations/{organization}/members/{user}/roles",
        &endpoints,
        Endpoints::assign_role_to_organization_member,
    );
    routes.on(
        "GET /api/v2/organizations/{organization}/paginated-members",
        &endpoints,
        Endpoints::paginated_organization_members,
    );
    routes.on(
        "GET /api/v2/users/roles",
        &endpoints,
        Endpoints::get_site_member_roles,
    );
}

/// Each operation, from the request to the response.
struct Endpoints<A, S> {
    api: Arc<A>,
    authenticator: Arc<S>,
}

impl<A, S> Endpoints<A, S>
where
    A: MembersApi<Error: IntoResponse, Principal = S::Principal>,
    S: Authenticator,
{
    async fn list_organization_members(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self.api.list_organization_members(caller, request).await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn get_member_roles_by_organization(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self
            .api
            .get_member_roles_by_organization(caller, request)
            .await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn update_a_custom_organization_role(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self
            .api
            .update_a_custom_organization_role(caller, request)
            .await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn insert_a_custom_organization_role(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self
            .api
            .insert_a_custom_organization_role(caller, request)
            .await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn delete_a_custom_organization_role(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self
            .api
            .delete_a_custom_organization_role(caller, request)
            .await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn get_organization_member(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self.api.get_organization_member(caller, request).await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn add_organization_member(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self.api.add_organization_member(caller, request).await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn remove_organization_member(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self.api.remove_organization_member(caller, request).await;
        Ok(match answer {
            Ok(()) => reply::empty(204),
            Err(error) => error.into_response(),
        })
    }

    async fn assign_role_to_organization_member(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self
            .api
            .assign_role_to_organization_member(caller, request)
            .await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn paginated_organization_members(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        let request = call.request().await?;
        let answer = self
            .api
            .paginated_organization_members(caller, request)
            .await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }

    async fn get_site_member_roles(self: Arc<Self>, mut call: Call) -> Outcome {
        let caller = call.authenticate(&*self.authenticator).await?;
        call.check_accept()?;
        let answer = self.api.get_site_member_roles(caller).await;
        Ok(match answer {
            Ok(it) => reply::json(200, "application/json", &it),
            Err(error) => error.into_response(),
        })
    }
}

impl FromCall for api::ListOrganizationMembersRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
        })
    }
}

impl FromCall for api::GetMemberRolesByOrganizationRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
        })
    }
}

impl FromCall for api::UpdateACustomOrganizationRoleRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
            body: call.json()?,
        })
    }
}

impl FromCall for api::InsertACustomOrganizationRoleRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
            body: call.json()?,
        })
    }
}

impl FromCall for api::DeleteACustomOrganizationRoleRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
            role_name: call.parameter(1)?,
        })
    }
}

impl FromCall for api::GetOrganizationMemberRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
            user: call.parameter(1)?,
        })
    }
}

impl FromCall for api::AddOrganizationMemberRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
            user: call.parameter(1)?,
        })
    }
}

impl FromCall for api::RemoveOrganizationMemberRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
            user: call.parameter(1)?,
        })
    }
}

impl FromCall for api::AssignRoleToOrganizationMemberRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
            user: call.parameter(1)?,
            body: call.json()?,
        })
    }
}

impl FromCall for api::PaginatedOrganizationMembersRequest {
    fn from_call(call: &mut Call) -> Result<Self, Rejection> {
        Ok(Self {
            organization: call.parameter(0)?,
            q: call.parameter(1)?,
            after_id: call.parameter(2)?,
            limit: call.parameter(3)?,
            offset: call.parameter(4)?,
        })
    }
}
