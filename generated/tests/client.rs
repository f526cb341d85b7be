//! The emitted client against the example server, over HTTP: every operation, and what goes wrong.

mod example;

use std::time::Duration;

use example::Server;
use members_api::api::members::*;
use members_api::client::{BuildError, Client, CoderSessionToken, Error};
use members_api::types::{CustomRoleRequest, Permission, RbacAction, RbacResource, UpdateRoles};

const ORGANIZATION: &str = "7c60d51f-b44e-4682-87d6-449835ea4de6";

fn client(server: &Server) -> Client {
    let builder = Client::builder(format!("http://{}", server.address));
    let token = CoderSessionToken::new(&server.token);
    builder.credential(token).build().expect("a client")
}

fn role(name: &str) -> CustomRoleRequest {
    CustomRoleRequest {
        name: Some(name.to_owned()),
        display_name: Some("Some role".to_owned()),
        site_permissions: Some(vec![Permission {
            action: Some(RbacAction::Read),
            negate: Some(false),
            resource_type: Some(RbacResource::Wildcard),
        }]),
        ..CustomRoleRequest::default()
    }
}

#[tokio::test]
#[allow(deprecated)]
async fn every_operation_is_called() -> Result<(), Error> {
    let server = Server::start(&[]);
    let client = client(&server);
    let organization = ORGANIZATION.parse().expect("a UUID");
    let (coder, user) = (|| "coder".to_owned(), || "alan".to_owned());

    let all = client
        .list_organization_members(ListOrganizationMembersRequest {
            organization: coder(),
        })
        .await?;
    assert_eq!(all.len(), 5);
    let request = || PaginatedOrganizationMembersRequest {
        organization: coder(),
        q: Some("a & b = c".to_owned()),
        after_id: None,
        limit: Some(2),
        offset: None,
    };
    let none = client.paginated_organization_members(request()).await?;
    assert_eq!(none[0].count, Some(0));
    let some = PaginatedOrganizationMembersRequest {
        q: None,
        ..request()
    };
    let some = client.paginated_organization_members(some).await?;
    assert_eq!(some[0].members.as_ref().map(Vec::len), Some(2));
    assert_eq!(some[0].count, Some(5));

    let one = GetOrganizationMemberRequest {
        organization: coder(),
        user: "ada".to_owned(),
    };
    let one = client.get_organization_member(one).await?;
    assert_eq!(one.username.as_deref(), Some("ada"));
    assert_eq!(one.user_id, all[0].user_id);

    client
        .remove_organization_member(RemoveOrganizationMemberRequest {
            organization: coder(),
            user: user(),
        })
        .await?;
    let added = client
        .add_organization_member(AddOrganizationMemberRequest {
            organization: coder(),
            user: user(),
        })
        .await?;
    assert_eq!(added.user_id, all[2].user_id);

    let inserted = client
        .insert_a_custom_organization_role(InsertACustomOrganizationRoleRequest {
            organization,
            body: role("auditors"),
        })
        .await?;
    assert_eq!(inserted[0].name.as_deref(), Some("auditors"));
    let updated = client
        .update_a_custom_organization_role(UpdateACustomOrganizationRoleRequest {
            organization,
            body: role("auditors"),
        })
        .await?;
    assert_eq!(updated[0].site_permissions, role("").site_permissions);
    let assigned = client
        .assign_role_to_organization_member(AssignRoleToOrganizationMemberRequest {
            organization: coder(),
            user: user(),
            body: UpdateRoles {
                roles: Some(vec!["auditors".to_owned()]),
            },
        })
        .await?;
    assert_eq!(assigned.roles.as_ref().map(Vec::len), Some(1));
    let roles = GetMemberRolesByOrganizationRequest { organization };
    let roles = client.get_member_roles_by_organization(roles).await?;
    assert!(
        roles
            .iter()
            .any(|it| it.name.as_deref() == Some("auditors"))
    );
    client
        .delete_a_custom_organization_role(DeleteACustomOrganizationRoleRequest {
            organization,
            role_name: "auditors".to_owned(),
        })
        .await?;
    assert!(!client.get_site_member_roles().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_goes_wrong_is_told() {
    let server = Server::start(&[]);
    let absent = || GetOrganizationMemberRequest {
        organization: "coder".to_owned(),
        user: "nobody / at all".to_owned(),
    };
    match client(&server).get_organization_member(absent()).await {
        Err(Error::Undocumented {
            status,
            headers,
            body,
        }) => {
            assert_eq!(status, 404);
            assert_eq!(headers["content-type"], "application/problem+json");
            let text = String::from_utf8_lossy(&body);
            assert!(text.contains("nobody / at all"), "{text}");
        }
        other => panic!("{other:?}"),
    }
    let raw = client(&server).get_organization_member(absent()).raw();
    assert_eq!(raw.await.expect("an answer").status(), 404);

    // Without a credential nothing is sent; with a wrong one the server says so. Neither shows.
    let base = format!("http://{}", server.address);
    let anonymous = Client::new(base.as_str()).expect("a client");
    match anonymous.get_site_member_roles().await {
        Err(Error::Credential(it)) => {
            let said = it.to_string();
            assert!(said.contains("`CoderSessionToken`"), "{said}");
        }
        other => panic!("{other:?}"),
    }
    let call = anonymous.get_site_member_roles();
    let call = call.credential(CoderSessionToken::new("hush"));
    assert!(!format!("{call:?} {:?}", client(&server)).contains("hush"));
    match call.await {
        Err(error) => assert_eq!(error.status().map(|it| it.as_u16()), Some(401)),
        Ok(roles) => panic!("{roles:?}"),
    }

    // A segment of two dots would be taken out of the path.
    let dots = GetOrganizationMemberRequest {
        user: "..".to_owned(),
        ..absent()
    };
    match client(&server).get_organization_member(dots).await {
        Err(Error::Transport(why)) => assert!(why.to_string().contains("%2E%2E"), "{why}"),
        other => panic!("{other:?}"),
    }

    // Nobody answers, or not in time.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let silent = format!("http://{}", listener.local_addr().expect("an address"));
    let builder = Client::builder(silent.as_str()).timeout(Duration::from_millis(50));
    let late = builder
        .credential(CoderSessionToken::new("x"))
        .build()
        .expect("a client");
    let answer = late.get_site_member_roles().await;
    assert!(matches!(answer, Err(Error::Timeout(_))), "{answer:?}");
    drop(listener);
    // However long that takes to find out.
    let patient = late
        .get_site_member_roles()
        .timeout(Duration::from_secs(60));
    let answer = patient.await;
    assert!(matches!(answer, Err(Error::Transport(_))), "{answer:?}");

    let wrong: Result<Client, BuildError> = Client::new("example.com/v1");
    assert!(wrong.is_err_and(|it| it.to_string().contains("https://example.com/v1")));
}
