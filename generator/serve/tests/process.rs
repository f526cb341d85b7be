//! The program as people start it: what it prints, how it follows files, and when it ends.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long anything may take on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

struct Program {
    child: Child,
    address: String,
    /// What it says on standard error.
    said: Receiver<String>,
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim-serve"));
    command
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl Program {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = command(folder).args(arguments).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let errors = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let (sender, said) = channel();
        std::thread::spawn(move || {
            errors
                .map_while(Result::ok)
                .try_for_each(|it| sender.send(it))
        });
        let first = lines.next().expect("a line").expect("a text");
        let address = first.strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("{first}")).to_owned();
        Self {
            child,
            address,
            said,
        }
    }

    /// The head and body of an answer to `GET`.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.address
        );
        stream
            .write_all(request.as_bytes())
            .expect("it takes requests");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("it answers");
        text
    }

    /// What it says next that has a word in it.
    fn says(&self, word: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let line = self.said.recv_timeout(left).expect("it says something");
            if line.contains(word) {
                return line;
            }
        }
    }
}

fn document(example: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /a: {{get: {{responses: {{'200': {{$ref: 'parts.yaml#/ok'}}}}}}}}\n  /b: {{get: {{responses: {{'200': {{description: D, content: {{text/plain: {{example: '{example}'}}}}}}}}}}}}\n"
    )
}

fn part(example: &str) -> String {
    format!("ok: {{description: D, content: {{text/plain: {{example: '{example}'}}}}}}\n")
}

#[test]
fn what_is_saved_is_served_and_what_is_broken_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("it can be written")
    };
    write("api.yaml", &document("one"));
    write("parts.yaml", &part("red"));
    let program = Program::start(folder.path(), &["--spec", "api.yaml", "--watch"]);
    assert!(
        program.address.starts_with("127.0.0.1:"),
        "{}",
        program.address
    );
    assert!(program.get("/b").ends_with("\r\n\r\none"));
    write("api.yaml", &document("two, and longer"));
    program.says("serving the new version");
    assert!(program.get("/b").ends_with("\r\n\r\ntwo, and longer"));
    write("parts.yaml", &part("green"));
    program.says("serving the new version");
    assert!(program.get("/a").ends_with("\r\n\r\ngreen"));
    // Neither what is no YAML nor what is no such document takes the place of what is served.
    write("api.yaml", "openapi: [");
    assert!(program.says("error[").starts_with("api.yaml:"));
    program.says("the last version is still served");
    assert!(program.get("/b").ends_with("two, and longer"));
    write(
        "api.yaml",
        &document("three").replace(
            "responses: {'200': {description",
            "responses: {'2000': {description",
        ),
    );
    let told = program.says("error[");
    assert!(
        told.starts_with("api.yaml:5:") && told.contains("2000"),
        "{told}"
    );
    program.says("the last version is still served");
    assert!(program.get("/b").ends_with("two, and longer"));
    let page = program.get("/");
    assert!(
        page.contains("api.yaml:5:") && page.contains("the last version is still served"),
        "{page}"
    );
    fs::remove_file(folder.path().join("api.yaml")).expect("it is there");
    program.says("the last version is still served");
    write("api.yaml", &document("four"));
    program.says("serving the new version");
    assert!(program.get("/b").ends_with("four"));
    assert!(!program.get("/").contains("the last version"));
}

#[test]
fn what_keeps_it_from_listening_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("api.yaml"), "a: [").expect("it can be written");
    for (arguments, code, word) in [
        (&["--spec", "api.yaml"][..], 1, "api.yaml:2:"),
        (&["--spec", "none.yaml"], 1, "there is no such file"),
        (
            &["--spec", "-", "--watch"],
            1,
            "standard input can be read once",
        ),
        (
            &["--spec", "api.yaml", "--fail", "200%"],
            2,
            "from 0% to 100%",
        ),
        (
            &["--spec", "api.yaml", "--cors", "example.com"],
            2,
            "an origin is a scheme",
        ),
        (
            &["--spec", "api.yaml", "--host", "no such name"],
            1,
            "--host no such name",
        ),
    ] {
        let run = command(folder.path())
            .args(arguments)
            .stdin(Stdio::null())
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(word), "{arguments:?}: {said}");
        assert!(run.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn other_machines_are_warned_of() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("api.yaml"),
        document("one").replace(
            "/a: {get: {responses: {'200': {$ref: 'parts.yaml#/ok'}}}}",
            "/: {}",
        ),
    )
    .expect("it can be written");
    let program = Program::start(folder.path(), &["--spec", "api.yaml", "--host", "0.0.0.0"]);
    program.says("can be called from other machines");
}
