//! The generated server beside one that is written by hand, with the same handlers: requests a second and allocations
//! a request, in process and on one thread.
//!
//! ```text
//! cargo bench -p members-api --bench server
//! cargo bench -p members-api --bench server -- loop generated 'GET one' 10000   # for a profiler
//! cargo bench -p members-api --bench server -- serve by-hand                    # over HTTP: tests/scripts/serve-cost
//! ```

use std::alloc::System;
use std::hint::black_box;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tower::Service;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const TOKEN: &str = "token";
const ID: &str = "7c60d51f-b44e-4682-87d6-449835ea4de6";
const ROLE: &str = r#"{
    "display_name": "Reviewer",
    "name": "reviewer",
    "organization_permissions": [
        {"action": "read", "negate": false, "resource_type": "template"},
        {"action": "update", "negate": false, "resource_type": "workspace"}
    ],
    "site_permissions": [],
    "user_permissions": [{"action": "ssh", "negate": true, "resource_type": "workspace"}]
}"#;

/// A request that is made many times.
struct Case {
    name: &'static str,
    method: &'static str,
    path: String,
    body: &'static str,
    status: u16,
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let runtime = runtime.expect("a runtime");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["serve", which, ..] => runtime.block_on(serve(router(which))),
        ["loop", which, name, count, ..] => {
            let cases = cases();
            let case = cases.iter().find(|it| it.name == name);
            let count = count.parse().expect("a number of requests");
            let mut router = router(which);
            for _ in 0..count {
                let case = case.expect("one of the cases");
                black_box(runtime.block_on(send(&mut router, request(case))));
            }
        }
        _ => compare(&runtime),
    }
}

fn router(which: &str) -> Router {
    match which {
        "generated" => generated::router(),
        "by-hand" => by_hand::router(),
        other => panic!("no server is called {other}: generated, by-hand"),
    }
}

/// Answers on loopback, and tells where.
async fn serve(router: Router) {
    let listener = tokio::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await;
    let listener = listener.expect("a free port");
    println!(
        "listening on http://{}",
        listener.local_addr().expect("an address")
    );
    axum::serve(listener, router)
        .await
        .expect("serving goes on");
}

fn cases() -> [Case; 4] {
    [
        Case {
            name: "GET list of 50",
            method: "GET",
            path: "/api/v2/organizations/coder/members".to_owned(),
            body: "",
            status: 200,
        },
        Case {
            name: "GET one",
            method: "GET",
            path: "/api/v2/organizations/coder/members/ada".to_owned(),
            body: "",
            status: 200,
        },
        Case {
            name: "POST role",
            method: "POST",
            path: format!("/api/v2/organizations/{ID}/members/roles"),
            body: ROLE,
            status: 200,
        },
        Case {
            name: "PUT refused",
            method: "PUT",
            path: format!("/api/v2/organizations/{ID}/members/roles"),
            body: r#"{"name": 7}"#,
            status: 400,
        },
    ]
}

fn compare(runtime: &tokio::runtime::Runtime) {
    let mut generated = generated::router();
    let mut by_hand = by_hand::router();
    println!("| request | generated, requests/s | by hand | ratio | allocations | by hand |");
    println!("|---|---|---|---|---|---|");
    for case in &cases() {
        let mut best = [0.0_f64; 2];
        let mut allocations = [0; 2];
        // In turns, so that what else the machine does falls on both.
        for _ in 0..7 {
            for (at, router) in [&mut generated, &mut by_hand].into_iter().enumerate() {
                let (rate, count) = runtime.block_on(measure(router, case, at == 0));
                best[at] = best[at].max(rate);
                allocations[at] = count;
            }
        }
        println!(
            "| {} | {:.0} | {:.0} | {:.2} | {} | {} |",
            case.name,
            best[0],
            best[1],
            best[0] / best[1],
            allocations[0],
            allocations[1],
        );
    }
}

/// Requests a second, and allocations of one.
async fn measure(router: &mut Router, case: &Case, generated: bool) -> (f64, usize) {
    // The server that is written by hand says 422 where a body does not fit, as axum's `Json` does.
    let status = match case.status {
        400 if !generated => 422,
        status => status,
    };
    for _ in 0..50 {
        assert_eq!(send(router, request(case)).await, status, "{}", case.name);
    }
    let prepared = request(case);
    let region = Region::new(ALLOCATOR);
    send(router, prepared).await;
    let count = region.change().allocations;
    let start = Instant::now();
    let mut sent = 0_u32;
    while start.elapsed() < Duration::from_millis(250) {
        for _ in 0..20 {
            black_box(send(router, request(case)).await);
        }
        sent += 20;
    }
    (f64::from(sent) / start.elapsed().as_secs_f64(), count)
}

fn request(case: &Case) -> Request<Body> {
    let request = Request::builder()
        .method(case.method)
        .uri(&case.path)
        .header("accept", "application/json")
        .header("Coder-Session-Token", TOKEN)
        .header("content-type", "application/json");
    request.body(Body::from(case.body)).expect("a request")
}

async fn send(router: &mut Router, request: Request<Body>) -> u16 {
    let response = router.call(request).await.expect("an answer");
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await;
    black_box(body.expect("a body"));
    status
}

/// The generated server.
mod generated {
    use axum::Router;
    use axum::http::request::Parts;
    use members_api::api::MembersApi;
    use members_api::api::members::{
        GetOrganizationMemberRequest, InsertACustomOrganizationRoleRequest,
        ListOrganizationMembersRequest,
    };
    use members_api::server::{self, Authenticator, Credential, Denied, Problem};
    use members_api::types::{
        LoginType, OrganizationMemberWithUserData, OrganizationMemberWithUserDataStatus, Role,
        SlimRole,
    };

    struct Api;

    impl Authenticator for Api {
        type Principal = ();

        async fn authenticate(
            &self,
            credentials: &[Credential<'_>],
            _: &Parts,
        ) -> Result<(), Denied> {
            match credentials[0].secret.as_str() {
                Some(super::TOKEN) => Ok(()),
                _ => Err(Denied::Unauthorized),
            }
        }
    }

    impl MembersApi for Api {
        type Error = Problem;
        type Principal = ();

        async fn list_organization_members(
            &self,
            (): (),
            _: ListOrganizationMembersRequest,
        ) -> Result<Vec<OrganizationMemberWithUserData>, Problem> {
            Ok((0..50).map(|at| member(&format!("user{at}"))).collect())
        }

        async fn get_organization_member(
            &self,
            (): (),
            request: GetOrganizationMemberRequest,
        ) -> Result<OrganizationMemberWithUserData, Problem> {
            Ok(member(&request.user))
        }

        async fn insert_a_custom_organization_role(
            &self,
            (): (),
            request: InsertACustomOrganizationRoleRequest,
        ) -> Result<Vec<Role>, Problem> {
            let body = request.body;
            Ok(vec![Role {
                display_name: body.display_name,
                name: body.name,
                organization_id: Some(request.organization),
                organization_member_permissions: body.organization_member_permissions,
                organization_permissions: body.organization_permissions,
                site_permissions: body.site_permissions,
                user_permissions: body.user_permissions,
            }])
        }
    }

    fn member(username: &str) -> OrganizationMemberWithUserData {
        OrganizationMemberWithUserData {
            email: Some(format!("{username}@example.com")),
            global_roles: Some(Vec::new()),
            has_ai_seat: Some(false),
            login_type: Some(LoginType::Password),
            organization_id: super::ID.parse().ok(),
            roles: Some(vec![SlimRole {
                name: Some("organization-admin".to_owned()),
                ..SlimRole::default()
            }]),
            status: Some(OrganizationMemberWithUserDataStatus::Active),
            user_id: super::ID.parse().ok(),
            username: Some(username.to_owned()),
            ..OrganizationMemberWithUserData::default()
        }
    }

    pub fn router() -> Router {
        server::router(Api, Api)
    }
}

/// What one writes with axum and serde alone.
mod by_hand {
    use axum::extract::{FromRequestParts, Path};
    use axum::http::StatusCode;
    use axum::http::request::Parts;
    use axum::routing::{get, put};
    use axum::{Json, Router};
    use chrono::{DateTime, FixedOffset};
    use serde::{Deserialize, Serialize};
    use uuid::Uuid;

    type Time = Option<DateTime<FixedOffset>>;

    #[derive(Default, Serialize)]
    struct Member {
        #[serde(skip_serializing_if = "Option::is_none")]
        avatar_url: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        created_at: Time,
        #[serde(skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        global_roles: Option<Vec<SlimRole>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        has_ai_seat: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        is_service_account: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        last_seen_at: Time,
        #[serde(skip_serializing_if = "Option::is_none")]
        login_type: Option<LoginType>,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        organization_id: Option<Uuid>,
        #[serde(skip_serializing_if = "Option::is_none")]
        roles: Option<Vec<SlimRole>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
        #[serde(skip_serializing_if = "Option::is_none")]
        updated_at: Time,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_created_at: Time,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_id: Option<Uuid>,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_updated_at: Time,
        #[serde(skip_serializing_if = "Option::is_none")]
        username: Option<String>,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum LoginType {
        Password,
    }

    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    enum Status {
        Active,
    }

    #[derive(Default, Serialize)]
    struct SlimRole {
        #[serde(skip_serializing_if = "Option::is_none")]
        display_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        organization_id: Option<String>,
    }

    #[derive(Serialize, Deserialize)]
    struct Role {
        display_name: Option<String>,
        name: Option<String>,
        organization_id: Option<Uuid>,
        organization_member_permissions: Option<Vec<Permission>>,
        organization_permissions: Option<Vec<Permission>>,
        site_permissions: Option<Vec<Permission>>,
        user_permissions: Option<Vec<Permission>>,
    }

    #[derive(Serialize, Deserialize)]
    struct Permission {
        action: Option<Action>,
        negate: Option<bool>,
        resource_type: Option<Resource>,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Action {
        Read,
        Update,
        Ssh,
    }

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Resource {
        Template,
        Workspace,
    }

    /// Somebody who presents the token.
    struct Caller;

    impl<S: Sync> FromRequestParts<S> for Caller {
        type Rejection = StatusCode;

        async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
            match parts.headers.get("Coder-Session-Token") {
                Some(token) if token == super::TOKEN => Ok(Self),
                _ => Err(StatusCode::UNAUTHORIZED),
            }
        }
    }

    async fn list(_: Caller, Path(_): Path<String>) -> Json<Vec<Member>> {
        Json((0..50).map(|at| member(&format!("user{at}"))).collect())
    }

    async fn one(_: Caller, Path((_, user)): Path<(String, String)>) -> Json<Member> {
        Json(member(&user))
    }

    async fn insert(
        _: Caller,
        Path(organization): Path<Uuid>,
        Json(mut role): Json<Role>,
    ) -> Json<Vec<Role>> {
        role.organization_id = Some(organization);
        Json(vec![role])
    }

    fn member(username: &str) -> Member {
        Member {
            email: Some(format!("{username}@example.com")),
            global_roles: Some(Vec::new()),
            has_ai_seat: Some(false),
            login_type: Some(LoginType::Password),
            organization_id: super::ID.parse().ok(),
            roles: Some(vec![SlimRole {
                name: Some("organization-admin".to_owned()),
                ..SlimRole::default()
            }]),
            status: Some(Status::Active),
            user_id: super::ID.parse().ok(),
            username: Some(username.to_owned()),
            ..Member::default()
        }
    }

    pub fn router() -> Router {
        let organization = "/api/v2/organizations/{organization}";
        Router::new()
            .route(&format!("{organization}/members"), get(list))
            .route(&format!("{organization}/members/{{user}}"), get(one))
            .route(
                &format!("{organization}/members/roles"),
                put(insert).post(insert),
            )
    }
}
