//! The generated client beside one that is written by hand with reqwest and serde's derives: calls a second and allocations a
//! call, over HTTP on loopback, to a server in a process of its own.
//!
//! ```text
//! cargo bench -p members-api --bench client                 # all calls, or those that are named
//! cargo bench -p members-api --bench client -- "GET one"
//! ```
//!
//! Short rounds take turns, so that whatever else the machine does falls on both and leaves some rounds alone; the best one counts.

use std::alloc::System;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header;
use axum::routing::{get, post};
use members_api::api::members::*;
use members_api::client::{Client, CoderSessionToken};
use members_api::types::CustomRoleRequest;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const ID: &str = "7c60d51f-b44e-4682-87d6-449835ea4de6";
const ROLE: &str = r#"{"display_name":"Reviewer","name":"reviewer","site_permissions":[{"action":"read","negate":false,"resource_type":"template"},{"action":"update","negate":false,"resource_type":"workspace"}]}"#;

/// A member, as the server answers it.
fn member(at: usize) -> String {
    let role = r#"{"display_name":"Member","name":"member","organization_id":""}"#;
    format!(
        "{{\"avatar_url\":\"https://example.com/{at}.png\",\"created_at\":\"2024-05-06T07:08:09.123456Z\",\
         \"email\":\"user{at}@example.com\",\"global_roles\":[{role}],\"has_ai_seat\":false,\"name\":\"User {at}\",\
         \"login_type\":\"password\",\"organization_id\":\"{ID}\",\"roles\":[{role}],\"status\":\"active\",\
         \"updated_at\":\"2024-05-06T07:08:09.123456Z\",\"user_id\":\"{ID}\",\"username\":\"user{at}\"}}"
    )
}

fn members(count: usize) -> String {
    let all: Vec<String> = (0..count).map(member).collect();
    format!("[{}]", all.join(","))
}

/// Answers what it has ready, so that the clients are what is measured.
async fn serve() {
    let json = |text: String| {
        let text = axum::body::Bytes::from(text);
        move || {
            let text = text.clone();
            async move { ([(header::CONTENT_TYPE, "application/json")], text) }
        }
    };
    let large = 10_000_000 / member(5_000).len();
    let base = "/api/v2/organizations";
    let roles = format!("[{ROLE}]");
    let router = Router::new()
        .route(&format!("{base}/small/members"), get(json(members(50))))
        .route(&format!("{base}/large/members"), get(json(members(large))))
        .route(&format!("{base}/small/members/ada"), get(json(member(1))))
        .route(&format!("{base}/{ID}/members/roles"), post(json(roles)));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    println!("{}", listener.local_addr().expect("an address"));
    axum::serve(listener, router).await.expect("it serves");
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    if std::env::args().any(|it| it == "serve") {
        return runtime.block_on(serve());
    }
    let program = std::env::current_exe().expect("this program");
    let mut server = Command::new(program)
        .arg("serve")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut address = String::new();
    let output = server.stdout.take().expect("its output");
    BufReader::new(output)
        .read_line(&mut address)
        .expect("its address");
    runtime.block_on(measure(&format!("http://{}", address.trim())));
    server.kill().expect("the server runs");
    server.wait().expect("the server ends");
}

async fn measure(base: &str) {
    let client = Client::builder(base).credential(CoderSessionToken::new("token"));
    let client = client.build().expect("a client");
    let by_hand = by_hand::Client::new(base);
    println!(
        "{:14}{:>12}{:>12}{:>8}{:>12}{:>12}{:>8}",
        "", "calls/s", "by hand", "ratio", "allocations", "by hand", "ratio"
    );
    let list = |name: &str| ListOrganizationMembersRequest {
        organization: name.to_owned(),
    };
    #[allow(deprecated)]
    let generated = async || {
        client
            .list_organization_members(list("small"))
            .await
            .expect("it")
            .len()
    };
    compare("GET list of 50", (40, 100), generated, async || {
        by_hand.list("small").await.len()
    })
    .await;
    let one = async || {
        let request = GetOrganizationMemberRequest {
            organization: "small".to_owned(),
            user: "ada".to_owned(),
        };
        client
            .get_organization_member(request)
            .await
            .expect("it")
            .username
            .map_or(0, |it| it.len())
    };
    compare("GET one", (100, 200), one, async || {
        by_hand.one("small", "ada").await
    })
    .await;
    let role: CustomRoleRequest = serde_json::from_str(ROLE).expect("a role");
    let insert = async || {
        let request = InsertACustomOrganizationRoleRequest {
            organization: ID.parse().expect("it"),
            body: role.clone(),
        };
        client
            .insert_a_custom_organization_role(request)
            .await
            .expect("it")
            .len()
    };
    let role: by_hand::Role = serde_json::from_str(ROLE).expect("a role");
    compare("POST role", (100, 200), insert, async || {
        by_hand.insert(ID, role.clone()).await
    })
    .await;
    #[allow(deprecated)]
    let generated = async || {
        client
            .list_organization_members(list("large"))
            .await
            .expect("it")
            .len()
    };
    compare("GET 10 MB", (1, 40), generated, async || {
        by_hand.list("large").await.len()
    })
    .await;
}

/// Runs both by turns, and prints calls a second and allocations a call.
async fn compare(
    name: &str,
    (count, rounds): (usize, usize),
    first: impl AsyncFn() -> usize,
    second: impl AsyncFn() -> usize,
) {
    let mut named = std::env::args()
        .skip(1)
        .filter(|it| !it.starts_with('-'))
        .peekable();
    if named.peek().is_some() && !named.any(|it| it == name) {
        return;
    }
    assert_eq!(first().await, second().await, "{name}");
    let mut best = [Duration::MAX; 2];
    let mut allocations = [usize::MAX; 2];
    for round in 0..rounds {
        let turns = if round % 2 == 0 { [0, 1] } else { [1, 0] };
        for at in turns {
            let (took, allocated) = match at {
                0 => timed(count, &first).await,
                _ => timed(count, &second).await,
            };
            best[at] = best[at].min(took);
            allocations[at] = allocations[at].min(allocated);
        }
    }
    let [ours, theirs] = best.map(|it| count as f64 / it.as_secs_f64());
    let [mine, other] = allocations.map(|it| it as f64 / count as f64);
    println!(
        "{name:14}{ours:12.0}{theirs:12.0}{:8.2}{mine:12.1}{other:12.1}{:8.2}",
        ours / theirs,
        mine / other
    );
}

async fn timed(count: usize, call: impl AsyncFn() -> usize) -> (Duration, usize) {
    let region = Region::new(ALLOCATOR);
    let started = Instant::now();
    for _ in 0..count {
        std::hint::black_box(call().await);
    }
    (started.elapsed(), region.change().allocations)
}

mod by_hand {
    use chrono::{DateTime, FixedOffset};
    use serde::{Deserialize, Serialize};
    use uuid::Uuid;

    type Time = Option<DateTime<FixedOffset>>;

    /// What somebody would write for these three calls.
    pub struct Client {
        base: String,
        http: reqwest::Client,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "what is decoded counts, not what is done with it")]
    pub struct Member {
        avatar_url: Option<String>,
        created_at: Time,
        email: Option<String>,
        global_roles: Option<Vec<SlimRole>>,
        has_ai_seat: Option<bool>,
        is_service_account: Option<bool>,
        last_seen_at: Time,
        login_type: Option<LoginType>,
        name: Option<String>,
        organization_id: Option<Uuid>,
        roles: Option<Vec<SlimRole>>,
        status: Option<Status>,
        updated_at: Time,
        user_created_at: Time,
        user_id: Option<Uuid>,
        user_updated_at: Time,
        username: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum LoginType {
        Password,
        Github,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Status {
        Active,
        Dormant,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "what is decoded counts, not what is done with it")]
    pub struct SlimRole {
        display_name: Option<String>,
        name: Option<String>,
        organization_id: Option<String>,
    }

    #[derive(Clone, Serialize, Deserialize)]
    pub struct Role {
        #[serde(skip_serializing_if = "Option::is_none")]
        display_name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        organization_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        organization_permissions: Option<Vec<Permission>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        site_permissions: Option<Vec<Permission>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_permissions: Option<Vec<Permission>>,
    }

    #[derive(Clone, Serialize, Deserialize)]
    struct Permission {
        action: Option<Action>,
        negate: Option<bool>,
        resource_type: Option<Resource>,
    }

    #[derive(Clone, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Action {
        Read,
        Update,
    }

    #[derive(Clone, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Resource {
        Template,
        Workspace,
    }

    impl Client {
        pub fn new(base: &str) -> Self {
            let base = format!("{base}/api/v2/organizations");
            Self {
                base,
                http: reqwest::Client::new(),
            }
        }

        async fn read<T: for<'de> Deserialize<'de>>(&self, request: reqwest::RequestBuilder) -> T {
            let request = request
                .header("Coder-Session-Token", "token")
                .header("Accept", "application/json");
            let answer = request
                .send()
                .await
                .expect("it")
                .error_for_status()
                .expect("it");
            let text = answer.bytes().await.expect("it");
            serde_json::from_slice(&text).expect("it")
        }

        pub async fn list(&self, organization: &str) -> Vec<Member> {
            self.read(
                self.http
                    .get(format!("{}/{organization}/members", self.base)),
            )
            .await
        }

        pub async fn one(&self, organization: &str, user: &str) -> usize {
            let address = format!("{}/{organization}/members/{user}", self.base);
            let it: Member = self.read(self.http.get(address)).await;
            it.username.map_or(0, |it| it.len())
        }

        pub async fn insert(&self, organization: &str, role: Role) -> usize {
            let address = format!("{}/{organization}/members/roles", self.base);
            let text = serde_json::to_vec(&role).expect("it");
            let request = self
                .http
                .post(address)
                .header("Content-Type", "application/json");
            let all: Vec<Role> = self.read(request.body(text)).await;
            all.len()
        }
    }
}
