//! The organization-members API over data in memory.
//!
//! ```text
//! cargo run -p members-api --example members_server -- --port 8080
//! ```
//!
//! It listens on loopback (`--port 0` takes any free port) and prints its address, the token of the caller, and the
//! ids of what it begins with:
//!
//! | what         | called                                                                               |
//! |--------------|--------------------------------------------------------------------------------------|
//! | organization | `coder`, also `default`                                                              |
//! | members      | `ada` (the caller, `me`), `grace`, `alan`, `edsger`, `barbara`                       |
//! | not members  | `linus`, `margaret`                                                                  |
//! | custom roles | `string` (of the sample bodies; it may still be inserted, once) and `roleName`       |
//!
//! The curl samples of `docs/members.md` work as they are printed, once the address and the token are put in: a
//! placeholder that was left in the path (`{user}`, which curl sends as `user`) stands for one of these, and a body
//! that was left out for the one that is printed under the sample. Run anew, a sample that adds or removes something
//! finds that done.

use std::io::Write;
use std::net::Ipv4Addr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use chrono::{DateTime, FixedOffset, Utc};
use members_api::api::MembersApi;
use members_api::api::members::{
    AddOrganizationMemberRequest, AssignRoleToOrganizationMemberRequest,
    DeleteACustomOrganizationRoleRequest, GetMemberRolesByOrganizationRequest,
    GetOrganizationMemberRequest, InsertACustomOrganizationRoleRequest,
    ListOrganizationMembersRequest, PaginatedOrganizationMembersRequest,
    RemoveOrganizationMemberRequest, UpdateACustomOrganizationRoleRequest,
};
use members_api::server::{self, Authenticator, Credential, Denied, Problem};
use members_api::types::{
    AssignableRoles, CustomRoleRequest, LoginType, OrganizationMember,
    OrganizationMemberWithUserData, OrganizationMemberWithUserDataStatus, PaginatedMembersResponse,
    Role, SlimRole,
};
use tokio::net::TcpListener;
use uuid::Uuid;

/// What the caller presents. A server that others can reach would not have it in its source.
const TOKEN: &str = "c0ffee-members-example";

const ORGANIZATION: Uuid = Uuid::from_u128(0x7c60d51f_b44e_4682_87d6_449835ea4de6);

/// Roles everyone's organization has.
const BUILT_IN: [(&str, &str); 6] = [
    ("organization-admin", "Organization Admin"),
    ("organization-auditor", "Organization Auditor"),
    ("organization-member", "Organization Member"),
    ("organization-template-admin", "Organization Template Admin"),
    ("organization-user-admin", "Organization User Admin"),
    (
        "organization-workspace-creation-ban",
        "Organization Workspace Creation Ban",
    ),
];

/// Roles of the whole deployment.
const SITE: [(&str, &str); 5] = [
    ("owner", "Owner"),
    ("auditor", "Auditor"),
    ("template-admin", "Template Admin"),
    ("user-admin", "User Admin"),
    ("member", "Member"),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = port(std::env::args().skip(1))?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let directory = Directory::seeded();
    let mut text = format!("listening on http://{}\n", listener.local_addr()?);
    text += &format!("Coder-Session-Token: {TOKEN}\n{}", directory.listing());
    // Whoever has read what they need may close the pipe.
    let _ = std::io::stdout().write_all(text.as_bytes());
    let router = server::router(directory, Tokens);
    // A layer of its own goes around the router as a whole: it changes where a request is routed.
    let app = axum::Router::new()
        .nest("/docs", members_api::docs::router())
        .fallback_service(router)
        .layer(from_fn(as_printed));
    axum::serve(listener, app).await?;
    Ok(())
}

/// The argument of `--port`.
fn port(mut arguments: impl Iterator<Item = String>) -> Result<u16, String> {
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Ok(8080),
        (Some("--port"), Some(port)) => port.parse().map_err(|_| format!("no port: {port}")),
        _ => Err("usage: members_server [--port N]".to_owned()),
    }
}

/// Knows one token, and whose it is.
struct Tokens;

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

/// The organization, its members and roles.
struct Directory(Mutex<State>);

struct State {
    users: Vec<User>,
    /// In the order in which they joined.
    members: Vec<Member>,
    roles: Vec<CustomRole>,
}

struct User {
    id: Uuid,
    username: String,
    name: String,
    created_at: DateTime<FixedOffset>,
}

struct Member {
    user_id: Uuid,
    roles: Vec<String>,
    created_at: DateTime<FixedOffset>,
    updated_at: DateTime<FixedOffset>,
}

struct CustomRole {
    name: String,
    request: CustomRoleRequest,
    /// Whether somebody inserted it. The role of the page's sample bodies is there to be updated before that.
    is_inserted: bool,
}

fn user_id(number: u128) -> Uuid {
    Uuid::from_u128(0xa169451c_8525_4352_b8ca_070dd449a100 + number)
}

fn now() -> DateTime<FixedOffset> {
    Utc::now().fixed_offset()
}

impl Directory {
    fn seeded() -> Self {
        let people = [
            ("ada", "Ada Lovelace"),
            ("grace", "Grace Hopper"),
            ("alan", "Alan Turing"),
            ("edsger", "Edsger Dijkstra"),
            ("barbara", "Barbara Liskov"),
            ("linus", "Linus Torvalds"),
            ("margaret", "Margaret Hamilton"),
        ];
        let users: Vec<User> = people
            .iter()
            .zip(0..)
            .map(|((username, name), number)| User {
                id: user_id(number),
                username: (*username).to_owned(),
                name: (*name).to_owned(),
                created_at: now(),
            })
            .collect();
        let members = users.iter().take(5).enumerate().map(|(at, user)| Member {
            user_id: user.id,
            roles: BUILT_IN
                .iter()
                .take(usize::from(at == 0))
                .map(|it| it.0.to_owned())
                .collect(),
            created_at: now(),
            updated_at: now(),
        });
        let role = |name: &str, is_inserted| CustomRole {
            name: name.to_owned(),
            request: CustomRoleRequest {
                display_name: Some(name.to_owned()),
                name: Some(name.to_owned()),
                ..CustomRoleRequest::default()
            },
            is_inserted,
        };
        Self(Mutex::new(State {
            members: members.collect(),
            roles: vec![role("string", false), role("roleName", true)],
            users,
        }))
    }

    fn listing(&self) -> String {
        let state = self.state();
        let mut text = format!("organization: coder {ORGANIZATION}\n");
        for user in &state.users {
            let what = match state.members.iter().any(|it| it.user_id == user.id) {
                _ if user.id == user_id(0) => "member (me)",
                true => "member",
                false => "not a member",
            };
            text += &format!("{what}: {} {}\n", user.username, user.id);
        }
        text
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What a handler that panicked left behind is whole all the same: each changes one thing.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, if the organization is the one there is.
    fn organization(&self, organization: &str) -> Result<MutexGuard<'_, State>, Problem> {
        let known = ["coder", "default"].contains(&organization)
            || organization.parse() == Ok(ORGANIZATION);
        if known {
            Ok(self.state())
        } else {
            Err(not_found(format!(
                "There is no organization {organization}."
            )))
        }
    }
}

impl State {
    fn user(&self, user: &str, caller: Uuid) -> Result<&User, Problem> {
        let id = if user == "me" {
            Some(caller)
        } else {
            user.parse().ok()
        };
        let mut users = self.users.iter();
        users
            .find(|it| Some(it.id) == id || it.username == user)
            .ok_or_else(|| not_found(format!("There is no user {user}.")))
    }

    /// Where among the members a user stands.
    fn position(&self, user: &str, caller: Uuid) -> Result<usize, Problem> {
        let user = self.user(user, caller)?;
        let mut members = self.members.iter();
        members
            .position(|it| it.user_id == user.id)
            .ok_or_else(|| not_found(format!("{} is not a member.", user.username)))
    }

    fn with_user_data(&self, member: &Member) -> OrganizationMemberWithUserData {
        let user = self.users.iter().find(|it| it.id == member.user_id);
        OrganizationMemberWithUserData {
            avatar_url: Some(String::new()),
            created_at: Some(member.created_at),
            email: user.map(|it| format!("{}@example.com", it.username)),
            global_roles: Some(Vec::new()),
            has_ai_seat: Some(false),
            is_service_account: Some(false),
            last_seen_at: Some(now()),
            login_type: Some(LoginType::Password),
            name: user.map(|it| it.name.clone()),
            organization_id: Some(ORGANIZATION),
            roles: Some(self.slim_roles(member)),
            status: Some(OrganizationMemberWithUserDataStatus::Active),
            updated_at: Some(member.updated_at),
            user_created_at: user.map(|it| it.created_at),
            user_id: Some(member.user_id),
            user_updated_at: user.map(|it| it.created_at),
            username: user.map(|it| it.username.clone()),
        }
    }

    fn plain(&self, member: &Member) -> OrganizationMember {
        OrganizationMember {
            created_at: Some(member.created_at),
            organization_id: Some(ORGANIZATION),
            roles: Some(self.slim_roles(member)),
            updated_at: Some(member.updated_at),
            user_id: Some(member.user_id),
        }
    }

    fn slim_roles(&self, member: &Member) -> Vec<SlimRole> {
        let roles = member.roles.iter().map(|name| SlimRole {
            display_name: self.display_name(name),
            name: Some(name.clone()),
            organization_id: Some(ORGANIZATION.to_string()),
        });
        roles.collect()
    }

    fn display_name(&self, name: &str) -> Option<String> {
        let built_in = BUILT_IN.iter().find(|it| it.0 == name);
        let built_in = built_in.map(|it| it.1.to_owned());
        built_in.or_else(|| self.role(name)?.request.display_name.clone())
    }

    fn role(&self, name: &str) -> Option<&CustomRole> {
        self.roles.iter().find(|it| it.name == name)
    }

    fn matching(&self, query: &str) -> Vec<OrganizationMemberWithUserData> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        let members = self.members.iter().map(|it| self.with_user_data(it));
        members
            .filter(|member| words.iter().all(|word| is_about(member, word)))
            .collect()
    }
}

/// Whether a word of a query (`grace`, `email:grace@`) fits a member.
fn is_about(member: &OrganizationMemberWithUserData, word: &str) -> bool {
    let id = member.user_id.map(|it| it.to_string());
    let fields = [
        ("username", &member.username),
        ("email", &member.email),
        ("name", &member.name),
        ("user_id", &id),
    ];
    let (key, text) = word.split_once(':').unwrap_or(("", word));
    fields
        .iter()
        .filter(|(name, _)| key.is_empty() || *name == key)
        .any(|(_, value)| {
            value
                .as_ref()
                .is_some_and(|it| it.to_lowercase().contains(text))
        })
}

impl MembersApi for Directory {
    type Error = Problem;
    type Principal = Uuid;

    async fn list_organization_members(
        &self,
        _: Uuid,
        request: ListOrganizationMembersRequest,
    ) -> Result<Vec<OrganizationMemberWithUserData>, Problem> {
        let state = self.organization(&request.organization)?;
        Ok(state.matching(""))
    }

    async fn get_member_roles_by_organization(
        &self,
        _: Uuid,
        request: GetMemberRolesByOrganizationRequest,
    ) -> Result<Vec<AssignableRoles>, Problem> {
        let state = self.organization(&request.organization.to_string())?;
        let built_in = BUILT_IN.iter().map(|it| built_in(it, Some(ORGANIZATION)));
        let custom = state.roles.iter().map(|it| AssignableRoles {
            assignable: Some(true),
            built_in: Some(false),
            display_name: it.request.display_name.clone(),
            name: Some(it.name.clone()),
            organization_id: Some(ORGANIZATION),
            organization_member_permissions: it.request.organization_member_permissions.clone(),
            organization_permissions: it.request.organization_permissions.clone(),
            site_permissions: it.request.site_permissions.clone(),
            user_permissions: it.request.user_permissions.clone(),
        });
        Ok(built_in.chain(custom).collect())
    }

    async fn update_a_custom_organization_role(
        &self,
        _: Uuid,
        request: UpdateACustomOrganizationRoleRequest,
    ) -> Result<Vec<Role>, Problem> {
        let mut state = self.organization(&request.organization.to_string())?;
        let name = custom_name(&request.body)?;
        let mut roles = state.roles.iter_mut();
        let role = roles.find(|it| it.name == name);
        let role = role.ok_or_else(|| not_found(format!("There is no custom role {name}.")))?;
        role.request = request.body;
        Ok(vec![written(role)])
    }

    async fn insert_a_custom_organization_role(
        &self,
        _: Uuid,
        request: InsertACustomOrganizationRoleRequest,
    ) -> Result<Vec<Role>, Problem> {
        let mut state = self.organization(&request.organization.to_string())?;
        let name = custom_name(&request.body)?;
        if state.role(&name).is_some_and(|it| it.is_inserted) {
            let problem = Problem::new(StatusCode::CONFLICT);
            return Err(problem.detail(format!("There is a custom role {name}.")));
        }
        state.roles.retain(|it| it.name != name);
        let role = CustomRole {
            name,
            request: request.body,
            is_inserted: true,
        };
        let answer = vec![written(&role)];
        state.roles.push(role);
        Ok(answer)
    }

    async fn delete_a_custom_organization_role(
        &self,
        _: Uuid,
        request: DeleteACustomOrganizationRoleRequest,
    ) -> Result<Vec<Role>, Problem> {
        let mut state = self.organization(&request.organization.to_string())?;
        let name = request.role_name;
        if BUILT_IN.iter().any(|it| it.0 == name) {
            return Err(bad_request(format!("{name} is built in.")));
        }
        let at = state.roles.iter().position(|it| it.name == name);
        let at = at.ok_or_else(|| not_found(format!("There is no custom role {name}.")))?;
        for member in &mut state.members {
            member.roles.retain(|it| *it != name);
        }
        Ok(vec![written(&state.roles.remove(at))])
    }

    async fn get_organization_member(
        &self,
        caller: Uuid,
        request: GetOrganizationMemberRequest,
    ) -> Result<OrganizationMemberWithUserData, Problem> {
        let state = self.organization(&request.organization)?;
        let at = state.position(&request.user, caller)?;
        Ok(state.with_user_data(&state.members[at]))
    }

    async fn add_organization_member(
        &self,
        caller: Uuid,
        request: AddOrganizationMemberRequest,
    ) -> Result<OrganizationMember, Problem> {
        let mut state = self.organization(&request.organization)?;
        let user_id = state.user(&request.user, caller)?.id;
        if state.members.iter().any(|it| it.user_id == user_id) {
            let problem = Problem::new(StatusCode::CONFLICT);
            return Err(problem.detail(format!("{} is a member.", request.user)));
        }
        let member = Member {
            user_id,
            roles: Vec::new(),
            created_at: now(),
            updated_at: now(),
        };
        let answer = state.plain(&member);
        state.members.push(member);
        Ok(answer)
    }

    async fn remove_organization_member(
        &self,
        caller: Uuid,
        request: RemoveOrganizationMemberRequest,
    ) -> Result<(), Problem> {
        let mut state = self.organization(&request.organization)?;
        let at = state.position(&request.user, caller)?;
        if state.members[at].user_id == caller {
            return Err(bad_request("You cannot remove yourself.".to_owned()));
        }
        state.members.remove(at);
        Ok(())
    }

    async fn assign_role_to_organization_member(
        &self,
        caller: Uuid,
        request: AssignRoleToOrganizationMemberRequest,
    ) -> Result<OrganizationMember, Problem> {
        let mut state = self.organization(&request.organization)?;
        let at = state.position(&request.user, caller)?;
        let mut roles = request.body.roles.unwrap_or_default();
        roles.dedup();
        let is_known =
            |name: &&String| BUILT_IN.iter().any(|it| it.0 == **name) || state.role(name).is_some();
        if let Some(unknown) = roles.iter().find(|it| !is_known(it)) {
            return Err(bad_request(format!("There is no role {unknown}.")));
        }
        let member = &mut state.members[at];
        member.roles = roles;
        member.updated_at = now();
        Ok(state.plain(&state.members[at]))
    }

    async fn paginated_organization_members(
        &self,
        _: Uuid,
        request: PaginatedOrganizationMembersRequest,
    ) -> Result<Vec<PaginatedMembersResponse>, Problem> {
        let state = self.organization(&request.organization)?;
        let mut members = state.matching(&request.q.unwrap_or_default());
        let count = i64::try_from(members.len()).unwrap_or(i64::MAX);
        if let Some(after) = request.after_id {
            let at = members.iter().position(|it| it.user_id == Some(after));
            let at = at.ok_or_else(|| bad_request(format!("{after} is not on the list.")))?;
            members.drain(..=at);
        }
        let offset = size(request.offset, "offset")?;
        let limit = match size(request.limit, "limit")? {
            0 => usize::MAX,
            limit => limit,
        };
        let members = members.into_iter().skip(offset).take(limit).collect();
        Ok(vec![PaginatedMembersResponse {
            count: Some(count),
            members: Some(members),
        }])
    }

    async fn get_site_member_roles(&self, _: Uuid) -> Result<Vec<AssignableRoles>, Problem> {
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

fn written(role: &CustomRole) -> Role {
    let request = role.request.clone();
    Role {
        display_name: request.display_name,
        name: Some(role.name.clone()),
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

fn size(value: Option<i64>, name: &str) -> Result<usize, Problem> {
    let value = usize::try_from(value.unwrap_or(0));
    value.map_err(|_| bad_request(format!("The {name} cannot be negative.")))
}

fn not_found(detail: String) -> Problem {
    Problem::new(StatusCode::NOT_FOUND).detail(detail)
}

fn bad_request(detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST).detail(detail)
}

/// Puts something sensible where a sample of the page was sent as it is printed.
async fn as_printed(request: Request, next: Next) -> Response {
    let (mut head, mut body) = request.into_parts();
    let path = head.uri.path();
    let segments = path.split('/').map(|segment| {
        let name = segment
            .strip_prefix("%7B")
            .and_then(|it| it.strip_suffix("%7D"));
        match (name.unwrap_or(segment), &head.method) {
            ("organization", _) => ORGANIZATION.to_string(),
            ("user", &Method::POST) => "linus".to_owned(),
            ("user", &Method::DELETE) => "barbara".to_owned(),
            ("user", _) => "me".to_owned(),
            _ => segment.to_owned(),
        }
    });
    let replaced = segments.collect::<Vec<_>>().join("/");
    // Only a path with a placeholder is that of a sample.
    if replaced != path {
        if matches!(head.method, Method::POST | Method::PUT) && path.ends_with("/roles") {
            let sent = to_bytes(body, 2 << 20).await.unwrap_or_default();
            body = match (sent.is_empty(), path.ends_with("/members/roles")) {
                (false, _) => Body::from(sent),
                (true, true) => Body::from(r#"{"display_name": "string", "name": "string"}"#),
                (true, false) => Body::from(r#"{"roles": ["string"]}"#),
            };
            head.headers.remove("content-length");
        }
        let query = head
            .uri
            .query()
            .map(|it| format!("?{it}"))
            .unwrap_or_default();
        if let Ok(uri) = format!("{replaced}{query}").parse::<Uri>() {
            head.uri = uri;
        }
    }
    next.run(Request::from_parts(head, body)).await
}
