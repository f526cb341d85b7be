//! The client where no runtime of futures runs, in tests without a server, and in spans.

mod example;

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;

use example::Server;
use members_api::api::members::*;
use members_api::client::blocking::Iter;
use members_api::client::testing::Mock;
use members_api::client::{Client, CoderSessionToken, Error};
use members_api::types::{OrganizationMemberWithUserData, UpdateRoles};
use tracing_subscriber::fmt::format::FmtSpan;

fn client(server: &Server) -> Client {
    let builder = Client::builder(format!("http://{}", server.address));
    let token = CoderSessionToken::new(&server.token);
    builder.credential(token).build().expect("a client")
}

fn runtime() -> tokio::runtime::Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime")
}

#[test]
fn calls_are_waited_for_on_any_thread_but_a_runtimes() {
    let server = Server::start(&[]);
    let client = client(&server);
    let names = || {
        let roles = client.get_site_member_roles().wait().expect("an answer");
        roles.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    let expected = names();
    assert!(!expected.is_empty());
    thread::scope(|scope| {
        // Connections are shared, whoever waits for them.
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| (0..10).map(|_| names()).collect::<Vec<_>>()))
            .collect();
        for it in threads {
            let found = it.join().expect("no panic");
            assert!(found.iter().all(|it| *it == expected));
        }
    });
    let answer = client
        .get_site_member_roles()
        .wait_with_response()
        .expect("an answer");
    assert_eq!(answer.status, 200);
    let raw = client
        .get_site_member_roles()
        .wait_raw()
        .expect("an answer");
    let chunks: Result<Vec<_>, _> = Iter(raw.into_body()).collect();
    assert!(chunks.expect("a body").concat().starts_with(b"[{"));
    runtime().block_on(async {
        let error = client.get_site_member_roles().wait();
        assert!(matches!(error, Err(Error::InsideRuntime)), "{error:?}");
    });
}

/// What is tested without a server: it makes a member an auditor, and says who that is.
async fn promote(client: &Client, user: &str) -> Result<String, Error> {
    let organization = || "coder".to_owned();
    let roles = AssignRoleToOrganizationMemberRequest {
        organization: organization(),
        user: user.to_owned(),
        body: UpdateRoles {
            roles: Some(vec!["auditor".to_owned()]),
        },
    };
    client.assign_role_to_organization_member(roles).await?;
    let request = GetOrganizationMemberRequest {
        organization: organization(),
        user: user.to_owned(),
    };
    let member = client.get_organization_member(request).await?;
    Ok(member.username.unwrap_or_default())
}

#[tokio::test]
async fn what_calls_the_api_is_tested_without_a_server() {
    let mock = Mock::new().in_order();
    let builder = Client::builder("http://test").transport(mock.clone());
    let client = builder
        .credential(CoderSessionToken::new("hush"))
        .build()
        .expect("a client");
    let roles = AssignRoleToOrganizationMemberRequest {
        organization: "coder".to_owned(),
        user: "ada".to_owned(),
        body: UpdateRoles {
            roles: Some(vec!["auditor".to_owned()]),
        },
    };
    mock.on(client.assign_role_to_organization_member(roles))
        .answer(Ok(Default::default()));
    let any = GetOrganizationMemberRequest {
        organization: String::new() + "x",
        user: "x".to_owned(),
    };
    mock.on(client.get_organization_member(any))
        .any_request()
        .times(1)
        .answer_with(|sent| {
            let user = sent.uri.path().rsplit('/').next().map(str::to_owned);
            Ok(OrganizationMemberWithUserData {
                username: user,
                ..Default::default()
            })
        });
    assert_eq!(promote(&client, "ada").await.expect("both calls"), "ada");
    mock.verify();
    // Anything else is told.
    let error = promote(&client, "bob")
        .await
        .expect_err("nobody expects it")
        .to_string();
    assert!(
        error.contains("/members/bob/roles") && error.contains("no call is expected"),
        "{error}"
    );
}

/// What was written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("it").extend_from_slice(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_span_has_the_operation_and_no_secret() {
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone());
    let subscriber = subscriber
        .with_ansi(false)
        .with_span_events(FmtSpan::CLOSE)
        .finish();
    let mock = Mock::new();
    let builder = Client::builder("http://test").transport(mock.clone());
    let client = builder
        .credential(CoderSessionToken::new("hush"))
        .build()
        .expect("a client");
    mock.on(client.get_site_member_roles())
        .answer(Ok(Vec::new()));
    tracing::subscriber::with_default(subscriber, || {
        runtime().block_on(async {
            client.get_site_member_roles().await.expect("an answer");
            client.get_site_member_roles().await.expect_err("no answer");
        });
    });
    let text = String::from_utf8(written.0.lock().expect("it").clone()).expect("a text");
    let lines: Vec<&str> = text.lines().filter(|it| it.contains("call{")).collect();
    let [answered, failed] = lines[..] else {
        panic!("{text}");
    };
    assert!(
        answered.contains("operation=\"get-site-member-roles\""),
        "{answered}"
    );
    assert!(
        answered.contains("http.response.status_code=200"),
        "{answered}"
    );
    assert!(failed.contains("error=\"no answer came\""), "{failed}");
    assert!(!text.contains("hush"), "{text}");
}
