//! Every curl sample of `docs/members.md`, sent to the example server as it is printed, with nothing put in but the
//! address and the token: each is answered with the status that is documented under it.

mod example;

use std::io::{Read, Write};
use std::net::TcpStream;

use example::Server;

const PAGE: &str = include_str!("../docs/members.md");

/// The status and the body that are answered.
fn send(server: &Server, sample: &Sample, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let mut request = format!("{} {} HTTP/1.1\r\n", sample.method, sample.path);
    for (name, value) in &sample.headers {
        let value = value.replace("API_KEY", &server.token);
        request += &format!("{name}: {value}\r\n");
    }
    request += &format!("Host: {}\r\nConnection: close\r\n", server.address);
    request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    (status, body.to_owned())
}

/// A sample of the page, and what is documented with it.
#[derive(Debug)]
struct Sample {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    /// The body that is printed under it.
    body: String,
    /// The first status of its table of responses.
    status: u16,
}

fn samples() -> Vec<Sample> {
    let sections = PAGE.split("\n## ").skip(1);
    sections.map(sample).collect()
}

fn sample(section: &str) -> Sample {
    let between = |start: &str, end: &str| {
        let rest = section.split_once(start)?.1;
        Some(rest.split_once(end)?.0.to_owned())
    };
    let shell = between("```shell\n", "```").unwrap();
    let command = shell.lines().find(|it| it.starts_with("curl ")).unwrap();
    let mut words = command.split(' ').skip(1);
    assert_eq!(words.next(), Some("-X"));
    let method = words.next().unwrap().to_owned();
    let address = words.next().unwrap();
    let path = address.strip_prefix("http://coder-server:8080").unwrap();
    let headers = shell.lines().filter_map(|line| {
        let header = line.trim().strip_prefix("-H '")?.split_once('\'')?.0;
        let (name, value) = header.split_once(": ")?;
        Some((name.to_owned(), value.to_owned()))
    });
    let table = between("### Responses\n\n", "\n\n").unwrap();
    let row = table.lines().nth(2).unwrap();
    Sample {
        method,
        // curl takes the braces off: they enclose a set of one word.
        path: path.replace(['{', '}'], ""),
        headers: headers.collect(),
        body: between("> Body parameter\n\n```json\n", "```").unwrap_or_default(),
        status: row.split('|').nth(1).unwrap().trim().parse().unwrap(),
    }
}

#[test]
fn each_sample_works_as_it_is_printed() {
    let server = Server::start(&[]);
    let samples = samples();
    assert_eq!(samples.len(), 11);
    for sample in &samples {
        let (status, answer) = send(&server, sample, "");
        assert_eq!(status, sample.status, "{sample:?}\n{answer}");
    }
}

#[test]
fn each_sample_works_with_the_body_that_is_printed_under_it() {
    let server = Server::start(&[]);
    let samples = samples();
    assert_eq!(samples.iter().filter(|it| !it.body.is_empty()).count(), 3);
    for sample in &samples {
        let (status, answer) = send(&server, sample, &sample.body);
        assert_eq!(status, sample.status, "{sample:?}\n{answer}");
    }
}

#[test]
fn nothing_works_without_the_token() {
    let server = Server::start(&[]);
    for mut sample in samples() {
        sample
            .headers
            .retain(|(name, _)| name != "Coder-Session-Token");
        let (status, answer) = send(&server, &sample, &sample.body);
        assert_eq!(status, 401, "{sample:?}\n{answer}");
        assert!(answer.contains("\"status\":401"), "{answer}");
    }
}

/// Sends a request of one's own; `organizations/coder` goes before the path.
fn ask(server: &Server, method: &str, path: &str, body: &str) -> (u16, String) {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let sample = Sample {
        method: method.to_owned(),
        path: format!("/api/v2/organizations/{path}"),
        headers: vec![
            header("Coder-Session-Token", "API_KEY"),
            header("Content-Type", "application/json"),
        ],
        body: String::new(),
        status: 0,
    };
    send(server, &sample, body)
}

#[test]
fn members_come_and_go_and_are_given_roles() {
    const ID: &str = "7c60d51f-b44e-4682-87d6-449835ea4de6";
    let server = Server::start(&[]);
    let ask = |method: &str, path: &str, body: &str| ask(&server, method, path, body);
    let roles = format!("{ID}/members/roles");
    let steps = [
        ("POST", "coder/members/linus", "", 200, "\"roles\":[]"),
        ("POST", "coder/members/linus", "", 409, "is a member"),
        (
            "GET",
            "coder/members/linus",
            "",
            200,
            "\"username\":\"linus\"",
        ),
        ("GET", "coder/members/me", "", 200, "\"username\":\"ada\""),
        ("GET", "coder/members/nobody", "", 404, "no user nobody"),
        (
            "GET",
            "elsewhere/members",
            "",
            404,
            "no organization elsewhere",
        ),
        (
            "POST",
            &roles,
            r#"{"name": "reviewer"}"#,
            200,
            "\"name\":\"reviewer\"",
        ),
        (
            "POST",
            &roles,
            r#"{"name": "reviewer"}"#,
            409,
            "is a custom role",
        ),
        (
            "PUT",
            &roles,
            r#"{"name": "reviewer", "display_name": "R"}"#,
            200,
            "\"display_name\":\"R\"",
        ),
        (
            "PUT",
            &roles,
            r#"{"name": "unheard-of"}"#,
            404,
            "no custom role",
        ),
        (
            "POST",
            &roles,
            r#"{"name": "organization-admin"}"#,
            400,
            "built in",
        ),
        (
            "PUT",
            "coder/members/linus/roles",
            r#"{"roles": ["reviewer"]}"#,
            200,
            "\"name\":\"reviewer\"",
        ),
        (
            "PUT",
            "coder/members/linus/roles",
            r#"{"roles": ["unheard-of"]}"#,
            400,
            "no role",
        ),
        (
            "PUT",
            "coder/members/linus/roles",
            r#"{"roles": [1]}"#,
            400,
            "body /roles/0",
        ),
        (
            "DELETE",
            &format!("{roles}/reviewer"),
            "",
            200,
            "\"name\":\"reviewer\"",
        ),
        (
            "DELETE",
            &format!("{roles}/reviewer"),
            "",
            404,
            "no custom role",
        ),
        ("GET", "coder/members/linus", "", 200, "\"roles\":[]"),
        ("DELETE", "coder/members/linus", "", 204, ""),
        ("DELETE", "coder/members/linus", "", 404, "not a member"),
        (
            "GET",
            "coder/paginated-members?limit=2&offset=1",
            "",
            200,
            "\"count\":5",
        ),
        (
            "GET",
            "coder/paginated-members?q=hopper",
            "",
            200,
            "\"count\":1",
        ),
        (
            "GET",
            "coder/paginated-members?limit=-1",
            "",
            400,
            "negative",
        ),
        (
            "GET",
            "coder/paginated-members?limit=x&offset=y",
            "",
            400,
            "query offset",
        ),
    ];
    for (method, path, body, status, text) in steps {
        let (found, answer) = ask(method, path, body);
        assert_eq!(found, status, "{method} {path} {body}\n{answer}");
        assert!(answer.contains(text), "{method} {path} {body}\n{answer}");
    }
    let (_, page) = ask("GET", "coder/paginated-members?limit=2&offset=1", "");
    assert_eq!(page.matches("\"username\"").count(), 2);
    let after = "a169451c-8525-4352-b8ca-070dd449a103";
    let (_, page) = ask(
        "GET",
        &format!("coder/paginated-members?after_id={after}"),
        "",
    );
    assert_eq!(page.matches("\"username\"").count(), 1);
}
