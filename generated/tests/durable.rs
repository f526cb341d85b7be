//! The example server is killed while it writes, at moments that differ from round to round, and begun anew over the same
//! file: whatever it had answered as done is there. `KILLS` says how many rounds (4).
//!
//! ```text
//! KILLS=200 cargo test -p members-api --test durable
//! ```

mod example;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use example::Server;

const ORGANIZATION: &str = "7c60d51f-b44e-4682-87d6-449835ea4de6";

/// The example server over a file.
fn start(database: &Path) -> Server {
    let file = database.to_str().expect("the path is text");
    Server::start(&["--database", file])
}

/// What is asked of it.
trait Asked {
    fn send(&self, method: &str, path: &str, body: &str) -> Option<(u16, String)>;
    fn insert(&self, role: &str) -> Option<u16>;
    fn roles(&self) -> BTreeSet<String>;
}

impl Asked for Server {
    /// The status and the body that are answered; `None` where the answer did not come whole.
    fn send(&self, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
        let mut stream = TcpStream::connect(&self.address).ok()?;
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCoder-Session-Token: {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.token,
            body.len()
        );
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let length = head
            .lines()
            .find_map(|it| it.strip_prefix("content-length: "));
        let length: usize = length.unwrap_or("0").parse().ok()?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        (body.len() == length).then(|| (status, body.to_owned()))
    }

    fn insert(&self, role: &str) -> Option<u16> {
        let path = format!("/api/v2/organizations/{ORGANIZATION}/members/roles");
        let body = format!("{{\"name\": {role:?}, \"display_name\": \"Role {role}\"}}");
        Some(self.send("POST", &path, &body)?.0)
    }

    /// The names of all roles that were inserted here.
    fn roles(&self) -> BTreeSet<String> {
        let path = format!("/api/v2/organizations/{ORGANIZATION}/members/roles");
        let (status, body) = self.send("GET", &path, "").expect("an answer");
        assert_eq!(status, 200, "{body}");
        let names = body.split("\"name\":\"").skip(1);
        let names = names.map(|it| it.split('"').next().unwrap_or_default().to_owned());
        names.filter(|it| it.starts_with("role-")).collect()
    }
}

/// A path for a database that is not there yet.
fn database(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

#[test]
fn a_kill_loses_nothing_that_was_answered() {
    let rounds = std::env::var("KILLS").map_or(4, |it| it.parse().expect("a number"));
    let file = database("killed.db");
    let mut kept = BTreeSet::new();
    for round in 0..rounds {
        let mut server = start(&file);
        assert_eq!(
            server.roles().intersection(&kept).count(),
            kept.len(),
            "round {round}"
        );
        // Those that nobody heard of may be there or not; they are whole either way.
        let (answered, sent) = (Mutex::new(Vec::new()), Mutex::new(BTreeSet::new()));
        // After a few answers, and a moment that differs.
        let (least, more) = (1 + round % 20, Duration::from_millis(round * 7 % 11));
        let began = Instant::now();
        thread::scope(|scope| {
            for writer in 0..4 {
                let (server, answered, sent) = (&server, &answered, &sent);
                scope.spawn(move || {
                    for number in 0.. {
                        let role = format!("role-{round}-{writer}-{number}");
                        sent.lock().unwrap().insert(role.clone());
                        match server.insert(&role) {
                            Some(200) => answered.lock().unwrap().push(role),
                            Some(status) => panic!("{role}: {status}"),
                            None => return,
                        }
                    }
                });
            }
            let is_patient = || began.elapsed() < Duration::from_secs(60);
            while (answered.lock().unwrap().len() as u64) < least && is_patient() {
                thread::sleep(Duration::from_millis(1));
            }
            thread::sleep(more);
            let id = server.process.id();
            kill(id);
        });
        server.process.wait().expect("it has ended");
        let answered = answered.into_inner().unwrap();
        assert!(
            answered.len() as u64 >= least,
            "round {round}: nothing was answered"
        );
        let server = start(&file);
        let found = server.roles();
        for role in &answered {
            assert!(
                found.contains(role),
                "round {round}: {role} was answered and is lost"
            );
        }
        let sent = sent.into_inner().unwrap();
        let unknown: Vec<_> = found
            .iter()
            .filter(|it| !sent.contains(*it) && !kept.contains(*it))
            .collect();
        assert!(unknown.is_empty(), "round {round}: {unknown:?}");
        kept = found;
    }
}

/// Ends a process at once, whatever it does.
fn kill(id: u32) {
    let words: &[&str] = match cfg!(windows) {
        true => &["taskkill", "/F", "/PID"],
        false => &["kill", "-9"],
    };
    let status = Command::new(words[0])
        .args(&words[1..])
        .arg(id.to_string())
        .status();
    assert!(status.expect("it can be killed").success());
}

/// What was asked before it ended is answered, and the log beside the file is gone.
#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to() {
    let file = database("ended.db");
    let mut server = start(&file);
    assert_eq!(server.insert("role-last"), Some(200));
    // An idle connection does not hold it up.
    let idle = TcpStream::connect(&server.address).unwrap();
    let status = Command::new("kill")
        .arg(server.process.id().to_string())
        .status();
    assert!(status.unwrap().success());
    drop(idle);
    assert!(server.process.wait().unwrap().success());
    let log = std::fs::metadata(format!("{}-wal", file.display()));
    assert!(log.is_err() || log.unwrap().len() == 0);
    let server = start(&file);
    assert!(server.roles().contains("role-last"));
    let (status, document) = server.send("GET", "/openapi.yaml", "").unwrap();
    assert_eq!((status, document.contains("paths:")), (200, true));
    let (status, page) = server.send("GET", "/docs/members.md", "").unwrap();
    assert_eq!((status, page.starts_with("# Members")), (200, true));
}

#[test]
fn a_database_of_a_later_version_is_refused() {
    let file = database("later.db");
    drop(start(&file));
    // `user_version` stands at byte 60 of the file, in four bytes (SQLite's file format, section 1.3).
    let mut bytes = std::fs::read(&file).unwrap();
    // What the killed server wrote is in the log still, which a server that ends on its own leaves empty.
    let _ = std::fs::remove_file(format!("{}-wal", file.display()));
    let _ = std::fs::remove_file(format!("{}-shm", file.display()));
    assert!(bytes.len() >= 100, "the file has a header");
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&file, bytes).unwrap();
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().unwrap().parent().unwrap().join("examples");
    let program = folder.join(format!("members_server{}", std::env::consts::EXE_SUFFIX));
    let output = Command::new(program)
        .args(["--port", "0", "--database"])
        .arg(&file)
        .output();
    let output = output.unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("version 99"), "{said}");
}
