//! Users, members and roles in the database: what the handlers ask and change, within a transaction of theirs.

use axum::http::StatusCode;
use chrono::{DateTime, FixedOffset, Utc};
use members_api::server::Problem;
use members_api::types::{
    CustomRoleRequest, LoginType, OrganizationMember, OrganizationMemberWithUserData,
    OrganizationMemberWithUserDataStatus, SlimRole,
};
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, Transaction, params, params_from_iter};
use uuid::Uuid;

use crate::database::Failure;

pub const ORGANIZATION: Uuid = Uuid::from_u128(0x7c60d51f_b44e_4682_87d6_449835ea4de6);

/// Roles everyone's organization has.
pub const BUILT_IN: [(&str, &str); 6] = [
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

pub struct User {
    pub id: Uuid,
    pub username: String,
}

pub struct CustomRole {
    pub name: String,
    pub request: CustomRoleRequest,
    pub is_inserted: bool,
}

/// The id of the user that the database begins with by that number.
pub fn user_id(number: u128) -> Uuid {
    Uuid::from_u128(0xa169451c_8525_4352_b8ca_070dd449a100 + number)
}

pub fn now() -> DateTime<FixedOffset> {
    Utc::now().fixed_offset()
}

fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<DateTime<FixedOffset>> {
    read(row, column, DateTime::parse_from_rfc3339)
}

fn id(row: &Row<'_>, column: &str) -> rusqlite::Result<Uuid> {
    read(row, column, |it| it.parse::<Uuid>())
}

/// A text of the database that stands for something else.
fn read<T, E>(row: &Row<'_>, column: &str, parse: fn(&str) -> Result<T, E>) -> rusqlite::Result<T>
where
    E: std::error::Error + Send + Sync + 'static,
{
    let text: String = row.get(column)?;
    parse(&text).map_err(|error| {
        let at = row.as_ref().column_index(column).unwrap_or_default();
        rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error))
    })
}

/// Fills a database that nobody has used yet.
pub fn seed(it: &Transaction<'_>) -> Result<(), Failure> {
    let users: i64 = it.query_row("SELECT count(*) FROM users", [], |row| row.get(0))?;
    if users > 0 {
        return Ok(());
    }
    let people = [
        ("ada", "Ada Lovelace"),
        ("grace", "Grace Hopper"),
        ("alan", "Alan Turing"),
        ("edsger", "Edsger Dijkstra"),
        ("barbara", "Barbara Liskov"),
        ("linus", "Linus Torvalds"),
        ("margaret", "Margaret Hamilton"),
    ];
    for ((username, name), number) in people.into_iter().zip(0..) {
        let id = user_id(number);
        let email = format!("{username}@example.com");
        it.execute(
            "INSERT INTO users (id, username, name, email, created_at) VALUES (?, ?, ?, ?, ?)",
            params![id.to_string(), username, name, email, now().to_rfc3339()],
        )?;
        if number < 5 {
            add_member(it, id)?;
        }
    }
    set_roles(it, user_id(0), &["organization-admin".to_owned()])?;
    for (name, is_inserted) in [("string", false), ("roleName", true)] {
        let request = CustomRoleRequest {
            display_name: Some(name.to_owned()),
            name: Some(name.to_owned()),
            ..CustomRoleRequest::default()
        };
        insert_role(it, name, &request, is_inserted)?;
    }
    Ok(())
}

/// A line for each user, for whoever tries the server.
pub fn listing(it: &Transaction<'_>) -> Result<String, Failure> {
    let mut text = format!("organization: coder {ORGANIZATION}\n");
    let mut users = it.prepare(
        "SELECT username, id, id IN (SELECT user_id FROM members) AS is_member FROM users ORDER BY rowid",
    )?;
    let mut rows = users.query([])?;
    while let Some(row) = rows.next()? {
        let (username, id) = (row.get::<_, String>("username")?, id(row, "id")?);
        let what = match row.get("is_member")? {
            true if id == user_id(0) => "member (me)",
            true => "member",
            false => "not a member",
        };
        text += &format!("{what}: {username} {id}\n");
    }
    Ok(text)
}

/// Refuses every organization but the one there is.
pub fn organization(organization: &str) -> Result<(), Problem> {
    let is_known =
        ["coder", "default"].contains(&organization) || organization.parse() == Ok(ORGANIZATION);
    match is_known {
        true => Ok(()),
        false => Err(not_found(format!(
            "There is no organization {organization}."
        ))),
    }
}

/// A user by name or id; `me` is the caller.
pub fn user(it: &Transaction<'_>, user: &str, caller: Uuid) -> Result<User, Failure> {
    let asked = match user {
        "me" => Some(caller),
        user => user.parse().ok(),
    };
    let found = it
        .query_row(
            "SELECT id, username FROM users WHERE id = ? OR username = ?",
            params![asked.map(|it| it.to_string()), user],
            |row| {
                Ok(User {
                    id: id(row, "id")?,
                    username: row.get("username")?,
                })
            },
        )
        .optional()?;
    Ok(found.ok_or_else(|| not_found(format!("There is no user {user}.")))?)
}

/// A user who is a member.
pub fn member(it: &Transaction<'_>, user: &str, caller: Uuid) -> Result<User, Failure> {
    let user = self::user(it, user, caller)?;
    match is_member(it, user.id)? {
        true => Ok(user),
        false => Err(not_found(format!("{} is not a member.", user.username)).into()),
    }
}

pub fn is_member(it: &Transaction<'_>, user: Uuid) -> Result<bool, Failure> {
    let mut members = it.prepare_cached("SELECT 1 FROM members WHERE user_id = ?")?;
    Ok(members.exists([user.to_string()])?)
}

pub fn add_member(it: &Transaction<'_>, user: Uuid) -> Result<(), Failure> {
    let now = now().to_rfc3339();
    it.execute(
        "INSERT INTO members (user_id, created_at, updated_at) VALUES (?, ?, ?)",
        params![user.to_string(), now, now],
    )?;
    Ok(())
}

pub fn remove_member(it: &Transaction<'_>, user: Uuid) -> Result<(), Failure> {
    it.execute("DELETE FROM members WHERE user_id = ?", [user.to_string()])?;
    Ok(())
}

/// Gives a member these roles in place of others.
pub fn set_roles(it: &Transaction<'_>, user: Uuid, roles: &[String]) -> Result<(), Failure> {
    let user = user.to_string();
    it.execute("DELETE FROM member_roles WHERE user_id = ?", [&user])?;
    for (position, role) in (0_i64..).zip(roles) {
        it.execute(
            "INSERT INTO member_roles (user_id, position, role) VALUES (?, ?, ?)",
            params![user, position, role],
        )?;
    }
    it.execute(
        "UPDATE members SET updated_at = ? WHERE user_id = ?",
        params![now().to_rfc3339(), user],
    )?;
    Ok(())
}

fn roles_of(it: &Transaction<'_>, user: Uuid) -> Result<Vec<SlimRole>, Failure> {
    let mut roles = it.prepare_cached(
        "SELECT member_roles.role, roles.request ->> 'display_name' AS display_name \
         FROM member_roles LEFT JOIN roles ON roles.name = member_roles.role \
         WHERE user_id = ? ORDER BY position",
    )?;
    let roles = roles.query_map([user.to_string()], |row| {
        let name: String = row.get("role")?;
        let built_in = BUILT_IN.iter().find(|it| it.0 == name);
        Ok(SlimRole {
            display_name: match built_in {
                Some(it) => Some(it.1.to_owned()),
                None => row.get("display_name")?,
            },
            name: Some(name),
            organization_id: Some(ORGANIZATION.to_string()),
        })
    })?;
    Ok(roles.collect::<Result<_, _>>()?)
}

/// A member without the data of the user.
pub fn plain(it: &Transaction<'_>, user: Uuid) -> Result<OrganizationMember, Failure> {
    let roles = roles_of(it, user)?;
    let mut members =
        it.prepare_cached("SELECT created_at, updated_at FROM members WHERE user_id = ?")?;
    Ok(members.query_row([user.to_string()], |row| {
        Ok(OrganizationMember {
            created_at: Some(time(row, "created_at")?),
            organization_id: Some(ORGANIZATION),
            roles: Some(roles),
            updated_at: Some(time(row, "updated_at")?),
            user_id: Some(user),
        })
    })?)
}

/// Which members a page has.
#[derive(Default)]
pub struct Page {
    /// Words that each fit some column of a member, or the one they name: `grace`, `email:grace@`.
    pub query: String,
    /// Only members who joined after this one.
    pub after: Option<Uuid>,
    pub offset: i64,
    /// `None` for no limit.
    pub limit: Option<i64>,
}

/// The members of a page, and how many the query has on all pages.
pub fn members(
    it: &Transaction<'_>,
    page: &Page,
) -> Result<(i64, Vec<OrganizationMemberWithUserData>), Failure> {
    const COLUMNS: [&str; 4] = ["username", "email", "name", "user_id"];
    let mut condition = "TRUE".to_owned();
    let mut words = Vec::new();
    for word in page.query.split_whitespace() {
        let (key, text) = word.split_once(':').unwrap_or(("", word));
        let columns = COLUMNS.iter().filter(|it| key.is_empty() || **it == key);
        let fits = columns.map(|it| {
            words.push(text.to_lowercase());
            format!("instr(lower({it}), ?) > 0")
        });
        let fits = fits.collect::<Vec<_>>().join(" OR ");
        condition += &format!(" AND ({})", if fits.is_empty() { "FALSE" } else { &fits });
    }
    let from = format!("FROM members JOIN users ON users.id = user_id WHERE {condition}");
    let count = it.query_row(
        &format!("SELECT count(*) {from}"),
        params_from_iter(&words),
        |row| row.get(0),
    )?;
    let mut after = 0;
    if let Some(user) = page.after {
        let number = it.query_row(
            &format!("SELECT number {from} AND user_id = ?"),
            params_from_iter(words.iter().chain([&user.to_string()])),
            |row| row.get::<_, i64>(0),
        );
        let number = number.optional()?;
        after = number.ok_or_else(|| bad_request(format!("{user} is not on the list.")))?;
    }
    let mut rows = it.prepare(&format!(
        "SELECT user_id, username, name, email, users.created_at AS user_created_at, members.created_at, \
         members.updated_at {from} AND number > {after} ORDER BY number LIMIT {} OFFSET {}",
        page.limit.unwrap_or(-1),
        page.offset
    ))?;
    let found = rows.query_map(params_from_iter(&words), with_user_data)?;
    let mut found: Vec<OrganizationMemberWithUserData> = found.collect::<Result<_, _>>()?;
    for member in &mut found {
        member.roles = member.user_id.map(|user| roles_of(it, user)).transpose()?;
    }
    Ok((count, found))
}

/// A member with the data of the user.
pub fn described(
    it: &Transaction<'_>,
    user: &User,
) -> Result<OrganizationMemberWithUserData, Failure> {
    let page = Page {
        query: format!("user_id:{}", user.id),
        ..Page::default()
    };
    let (_, mut found) = members(it, &page)?;
    Ok(found.pop().ok_or(rusqlite::Error::QueryReturnedNoRows)?)
}

fn with_user_data(row: &Row<'_>) -> rusqlite::Result<OrganizationMemberWithUserData> {
    let user_created_at = Some(time(row, "user_created_at")?);
    Ok(OrganizationMemberWithUserData {
        avatar_url: Some(String::new()),
        created_at: Some(time(row, "created_at")?),
        email: row.get("email")?,
        global_roles: Some(Vec::new()),
        has_ai_seat: Some(false),
        is_service_account: Some(false),
        last_seen_at: Some(now()),
        login_type: Some(LoginType::Password),
        name: row.get("name")?,
        organization_id: Some(ORGANIZATION),
        roles: None,
        status: Some(OrganizationMemberWithUserDataStatus::Active),
        updated_at: Some(time(row, "updated_at")?),
        user_created_at,
        user_id: Some(id(row, "user_id")?),
        user_updated_at: user_created_at,
        username: row.get("username")?,
    })
}

fn custom_role(row: &Row<'_>) -> rusqlite::Result<CustomRole> {
    Ok(CustomRole {
        name: row.get("name")?,
        request: read(row, "request", |it| serde_json::from_str(it))?,
        is_inserted: row.get("is_inserted")?,
    })
}

/// Every custom role, in the order in which they were made.
pub fn roles(it: &Transaction<'_>) -> Result<Vec<CustomRole>, Failure> {
    let mut roles = it.prepare_cached("SELECT * FROM roles ORDER BY number")?;
    let roles = roles.query_map([], custom_role)?;
    Ok(roles.collect::<Result<_, _>>()?)
}

pub fn role(it: &Transaction<'_>, name: &str) -> Result<Option<CustomRole>, Failure> {
    let mut roles = it.prepare_cached("SELECT * FROM roles WHERE name = ?")?;
    Ok(roles.query_row([name], custom_role).optional()?)
}

pub fn insert_role(
    it: &Transaction<'_>,
    name: &str,
    request: &CustomRoleRequest,
    is_inserted: bool,
) -> Result<(), Failure> {
    it.execute(
        "INSERT INTO roles (name, request, is_inserted) VALUES (?, ?, ?)",
        params![name, json(request)?, is_inserted],
    )?;
    Ok(())
}

/// Whether there was one to update.
pub fn update_role(
    it: &Transaction<'_>,
    name: &str,
    request: &CustomRoleRequest,
) -> Result<bool, Failure> {
    let changed = it.execute(
        "UPDATE roles SET request = ? WHERE name = ?",
        params![json(request)?, name],
    )?;
    Ok(changed > 0)
}

/// Removes a role, also from those who have it.
pub fn delete_role(it: &Transaction<'_>, name: &str) -> Result<(), Failure> {
    it.execute("DELETE FROM member_roles WHERE role = ?", [name])?;
    it.execute("DELETE FROM roles WHERE name = ?", [name])?;
    Ok(())
}

fn json(request: &CustomRoleRequest) -> Result<String, Failure> {
    let text = serde_json::to_string(request);
    Ok(text.map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?)
}

pub fn not_found(detail: String) -> Problem {
    Problem::new(StatusCode::NOT_FOUND).detail(detail)
}

pub fn bad_request(detail: String) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST).detail(detail)
}

pub fn conflict(detail: String) -> Problem {
    Problem::new(StatusCode::CONFLICT).detail(detail)
}
