//! The example server as a process.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// The example server, for as long as this lives.
pub struct Server {
    /// The process, which ends with this.
    pub process: Child,
    /// `127.0.0.1:40000`
    pub address: String,
    /// The session token that it takes.
    pub token: String,
}

impl Server {
    /// Starts it with these arguments among others.
    pub fn start(arguments: &[&str]) -> Self {
        // `cargo test` builds the examples beside the tests.
        let test = std::env::current_exe().unwrap();
        let folder: PathBuf = test.parent().unwrap().parent().unwrap().join("examples");
        let program = folder.join(format!("members_server{}", std::env::consts::EXE_SUFFIX));
        let mut process = Command::new(&program)
            .args(["--port", "0", "--log", "off"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!(
                    "{}: {error}; `cargo test` without `--test` builds it",
                    program.display()
                )
            });
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut after = |start: &str| {
            let mut found = lines.by_ref().map(Result::unwrap);
            let line = found.find(|it| it.starts_with(start)).expect(start);
            line[start.len()..].to_owned()
        };
        let address = after("listening on http://");
        let token = after("Coder-Session-Token: ");
        Self {
            process,
            address,
            token,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
