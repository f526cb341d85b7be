//! An emitted server that sends back what it takes, and a program that asks it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use verbatim_gen::{Config, Emit, FileSet, Source, generate};
use verbatim_tests::{MapFiles, run_package, write_if_changed};

/// What is emitted for a document; what is wrong with it otherwise.
pub fn emitted(path: &str, document: &str) -> Result<FileSet, String> {
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    let source = Source::new(path, document);
    let made = generate(source, &MapFiles::default(), &Config::default(), emit);
    made.map(|it| it.files).map_err(|report| report.to_string())
}

/// The answers to bodies, each a status and a body: `POST /G7` is the operation `take_g7`, which answers the body.
pub fn drive(
    folder: &str,
    path: &str,
    document: &str,
    names: &[String],
    sent: &[(&str, String)],
) -> Vec<(String, String)> {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let files = emitted(path, document).unwrap_or_else(|report| panic!("{report}"));
    for (path, text) in files.iter() {
        let text = match path.to_string().as_str() {
            "Cargo.toml" => text.replace("\"{name}\"", "\"echo\""),
            _ => text.to_owned(),
        };
        write_if_changed(&root.join("echo").join(path), &text);
    }
    let mut handlers = String::new();
    for name in names {
        let method = format!("take_{}", name.to_lowercase());
        let _ = writeln!(
            handlers,
            "    async fn {method}(&self, it: Take{name}Request) -> Result<Value, Problem> {{\n        Ok(json!(it.body))\n    }}"
        );
    }
    let lines = sent.iter().map(|(name, body)| format!("/{name} {body}\n"));
    write_if_changed(&root.join("sent.txt"), &lines.collect::<String>());
    write_if_changed(
        &root.join("src/main.rs"),
        &DRIVER.replace("    // handlers\n", &handlers),
    );
    write_if_changed(
        &root.join("Cargo.toml"),
        &MANIFEST.replace("FOLDER", folder),
    );
    let messages = run_package(&root, None, Path::new(env!("CARGO_TARGET_TMPDIR")));
    assert!(!messages.contains("warning"), "{messages}");
    let answers = std::fs::read_to_string(root.join("answers.txt")).expect("there are answers");
    let answers = answers
        .lines()
        .map(|it| it.split_once(' ').expect("a status and a body"));
    let answers: Vec<_> = answers
        .map(|(status, body)| (status.to_owned(), body.to_owned()))
        .collect();
    assert_eq!(answers.len(), sent.len());
    answers
}

const MANIFEST: &str = r#"[package]
name = "FOLDER"
version = "0.1.0"
edition = "2024"

[dependencies]
axum = { version = "0.8", default-features = false }
echo = { path = "echo", features = ["server"] }
serde_json = "1"
tokio = { version = "1", features = ["rt"] }
tower = { version = "0.5", features = ["util"] }

[workspace]
"#;

const DRIVER: &str = r#"//! Sends what stands in `sent.txt`, and writes down the answers.

use axum::body::{Body, to_bytes};
use axum::http::Request;
use echo::api::all::*;
use echo::server::Problem;
use serde_json::{Value, json};
use tower::ServiceExt;

struct Api;

impl echo::api::AllApi for Api {
    type Error = Problem;

    // handlers
}

fn main() {
    let router: axum::Router = echo::server::router(Api);
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a run-time");
    let sent = std::fs::read_to_string("sent.txt").expect("what is sent");
    let mut answers = String::new();
    for line in sent.lines() {
        let (path, body) = line.split_once(' ').expect("a path and a body");
        let request = Request::post(path).header("content-type", "application/json");
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let answer = runtime.block_on(router.clone().oneshot(request)).expect("an answer");
        let status = answer.status().as_u16();
        let body = runtime.block_on(to_bytes(answer.into_body(), usize::MAX)).expect("a body");
        answers += &format!("{status} {}\n", String::from_utf8_lossy(&body));
    }
    std::fs::write("answers.txt", answers).expect("they can be written");
}
"#;
