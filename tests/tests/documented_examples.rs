//! The JSON that the reference shows decodes into the emitted types and encodes back to itself.

use members_api::types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A type that a sample of the reference is sent through.
type Through = fn(&str) -> Result<Value, serde_json::Error>;

fn through<T: DeserializeOwned + Serialize>(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_str::<T>(text)?)
}

/// The JSON samples below a page's second-level headings, each with its heading and the third-level one it is under.
fn samples(page: &str) -> Vec<(String, String, String)> {
    let mut samples = Vec::new();
    let (mut operation, mut part) = (String::new(), String::new());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(heading) = line.strip_prefix("## ") {
            operation = heading.to_owned();
            part.clear();
        } else if let Some(heading) = line.strip_prefix("### ") {
            part = heading.to_owned();
        } else if line == "```json" {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            samples.push((operation.clone(), part.clone(), text.join("\n")));
        }
    }
    samples
}

fn page(name: &str) -> &'static str {
    members_api::docs::page(name)
        .expect("the page is emitted")
        .text
}

fn assert_survives(what: &str, text: &str, through: Through) {
    let documented: Value = serde_json::from_str(text).expect(what);
    match through(text) {
        Ok(made) => assert_eq!(made, documented, "{what} does not come back as it was"),
        Err(error) => panic!("{what} cannot be read: {error}"),
    }
}

#[test]
fn samples_of_operations_survive_their_types() {
    let kinds: &[(&str, &str, Through)] = &[
        (
            "List organization members",
            "Example responses",
            through::<Vec<types::OrganizationMemberWithUserData>>,
        ),
        (
            "Get member roles by organization",
            "Example responses",
            through::<Vec<types::AssignableRoles>>,
        ),
        (
            "Update a custom organization role",
            "Code samples",
            through::<types::CustomRoleRequest>,
        ),
        (
            "Update a custom organization role",
            "Example responses",
            through::<Vec<types::Role>>,
        ),
        (
            "Insert a custom organization role",
            "Code samples",
            through::<types::CustomRoleRequest>,
        ),
        (
            "Insert a custom organization role",
            "Example responses",
            through::<Vec<types::Role>>,
        ),
        (
            "Delete a custom organization role",
            "Example responses",
            through::<Vec<types::Role>>,
        ),
        (
            "Get organization member",
            "Example responses",
            through::<types::OrganizationMemberWithUserData>,
        ),
        (
            "Add organization member",
            "Example responses",
            through::<types::OrganizationMember>,
        ),
        (
            "Assign role to organization member",
            "Code samples",
            through::<types::UpdateRoles>,
        ),
        (
            "Assign role to organization member",
            "Example responses",
            through::<types::OrganizationMember>,
        ),
        (
            "Paginated organization members",
            "Example responses",
            through::<Vec<types::PaginatedMembersResponse>>,
        ),
        (
            "Get site member roles",
            "Example responses",
            through::<Vec<types::AssignableRoles>>,
        ),
    ];
    let samples = samples(page("members.md"));
    // Bodies of requests are shown under "Code samples" or a heading of their own; both are asked for by the operation.
    assert_eq!(
        samples.len(),
        kinds.len(),
        "every sample of the page has a type here"
    );
    for ((operation, _, text), (expected, part, through)) in samples.iter().zip(kinds) {
        assert_eq!(operation, expected);
        assert_survives(&format!("{operation}, {part}"), text, *through);
    }
}

#[test]
fn samples_of_schemas_survive_their_types() {
    let kinds: &[(&str, Through)] = &[
        (
            "codersdk.AssignableRoles",
            through::<types::AssignableRoles>,
        ),
        (
            "codersdk.CustomRoleRequest",
            through::<types::CustomRoleRequest>,
        ),
        ("codersdk.LoginType", through::<types::LoginType>),
        (
            "codersdk.OrganizationMember",
            through::<types::OrganizationMember>,
        ),
        (
            "codersdk.OrganizationMemberWithUserData",
            through::<types::OrganizationMemberWithUserData>,
        ),
        (
            "codersdk.PaginatedMembersResponse",
            through::<types::PaginatedMembersResponse>,
        ),
        ("codersdk.Permission", through::<types::Permission>),
        ("codersdk.RBACAction", through::<types::RbacAction>),
        ("codersdk.RBACResource", through::<types::RbacResource>),
        ("codersdk.Role", through::<types::Role>),
        ("codersdk.SlimRole", through::<types::SlimRole>),
        ("codersdk.UpdateRoles", through::<types::UpdateRoles>),
        ("codersdk.UserStatus", through::<types::UserStatus>),
    ];
    let samples = samples(page("schemas.md"));
    assert_eq!(
        samples.len(),
        kinds.len(),
        "every schema of the page has a type here"
    );
    for ((schema, _, text), (expected, through)) in samples.iter().zip(kinds) {
        assert_eq!(schema, expected);
        assert_survives(schema, text, *through);
    }
}
