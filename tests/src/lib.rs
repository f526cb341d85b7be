//! Helpers the tests share.

pub mod exchange;
pub mod hostile;
pub mod hostile_pages;
pub mod ledger;
pub mod modules;
pub mod probe;
pub mod proxy;
pub mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

use verbatim_gen::{Config, Emit, Files, Report, Source};

/// Files a document may refer to, by path.
#[derive(Debug, Default)]
pub struct MapFiles(pub BTreeMap<String, String>);

impl Files for MapFiles {
    fn read(&self, path: &str) -> Result<String, String> {
        let found = self.0.get(path).cloned();
        found.ok_or_else(|| "there is no such file".to_owned())
    }
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The text of a file of the repository.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("the file is there")
}

/// The settings of the shipped document.
pub fn settings() -> Config {
    Config::parse(&Source::new("gen.toml", text("spec/gen.toml"))).expect("the settings are fine")
}

/// The described API from one revision to the next: files of `spec/`. None of them is the document that is edited when the
/// API changes, which the last one is a copy of.
pub const REVISIONS: [&str; 4] = [
    "revisions/2026-01-27.yaml",
    "revisions/2026-02-27.yaml",
    "revisions/2026-03-26.yaml",
    "revisions/2026-06-02.yaml",
];

/// The text of a revision.
pub fn revision(name: &str) -> String {
    text(&format!("spec/{name}"))
}

/// The operations of the last revision, as its reference shows them.
pub fn members_page() -> String {
    let document = revision(REVISIONS[3]);
    let mut pages = pages(&document, &MapFiles::default(), &settings()).into_iter();
    let page = pages.find(|it| &*it.path == "docs/members.md");
    page.expect("there is a page of members").text.to_string()
}

/// The pages of a document under some settings.
///
/// # Panics
/// It has errors.
pub fn pages(document: &str, files: &MapFiles, config: &Config) -> Vec<Source> {
    let made = try_pages(document, files, config);
    made.unwrap_or_else(|report| panic!("{report}\n{document}"))
}

/// The same, where the document may have errors.
///
/// # Errors
/// What is wrong with it.
pub fn try_pages(document: &str, files: &MapFiles, config: &Config) -> Result<Vec<Source>, Report> {
    let emit = Emit {
        rust: false,
        docs: true,
        html: false,
    };
    let source = Source::new("openapi.yaml", document);
    let made = verbatim_gen::generate(source, files, config, emit)?;
    let files = made.files.into_iter();
    Ok(files.map(|(path, text)| Source::new(path, text)).collect())
}

/// The number that an environment variable gives, if it is there.
///
/// # Panics
/// It is there and no such number.
pub fn number<T: FromStr>(variable: &str) -> Option<T> {
    let text = std::env::var_os(variable)?;
    let number = text.to_str().and_then(|it| it.trim().parse().ok());
    Some(number.unwrap_or_else(|| panic!("{variable} is no such number: {text:?}")))
}

/// What is found in a document that stands alone.
pub fn read(text: &str) -> Report {
    read_with(text, &Config::default())
}

/// What is found in a document under some settings.
pub fn read_with(text: &str, config: &Config) -> Report {
    let source = Source::new("openapi.yaml", text);
    match verbatim_gen::read(source, &MapFiles::default(), config) {
        Ok((_, report)) | Err(report) => report,
    }
}

/// The same, and what is found when Rust is made of it.
pub fn emit_with(text: &str, config: &Config) -> Report {
    let source = Source::new("openapi.yaml", text);
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    match verbatim_gen::generate(source, &MapFiles::default(), config, emit) {
        Ok(made) => made.report,
        Err(report) => report,
    }
}

/// The codes of a report, each once, in order.
pub fn codes(report: &Report) -> Vec<&'static str> {
    let mut codes: Vec<&str> = report.findings.iter().map(|it| it.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Findings as the snapshots show them: each with its place, its pointer and the line it points into.
pub fn rendered(report: &Report) -> String {
    let mut text = String::new();
    for it in &report.findings {
        let place = report.location(it);
        text += &format!(
            "{}[{}] {}:{}:{} {}\n    {}\n",
            it.severity.as_str(),
            it.code,
            place.path,
            place.line,
            place.column,
            it.pointer,
            it.message
        );
        if let Some(help) = &it.help {
            text += &format!("    = {help}\n");
        }
        let source = report.sources.get(usize::from(it.place.file.0));
        let line = (place.line as usize).checked_sub(1);
        let line = line.and_then(|line| source?.text.lines().nth(line));
        if let Some(line) = line.filter(|it| it.len() < 200) {
            let indent = " ".repeat((place.column as usize).saturating_sub(1));
            text += &format!("  | {line}\n  | {indent}^\n");
        }
    }
    text
}

/// Writes a file if it would change, so that nothing is compiled twice.
pub fn write_if_changed(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|it| it == text) {
        return;
    }
    let folder = path.parent().expect("files stand in folders");
    fs::create_dir_all(folder).expect("folders can be made");
    fs::write(path, text).expect("files can be written");
}

/// Runs a package that stands in a folder of its own; what cargo says of it on standard error. It is built in the folder
/// above `scratch` (`CARGO_TARGET_TMPDIR`), that of this workspace, where most dependencies are built already.
///
/// # Panics
/// It is not built, or fails.
pub fn run_package(root: &Path, package: Option<&str>, scratch: &Path) -> String {
    let mut command = cargo(root, scratch, &["run", "--quiet"]);
    command.args(package.iter().flat_map(|it| ["--package", it]));
    let output = command.output().expect("cargo runs");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}{messages}",
        String::from_utf8_lossy(&output.stdout)
    );
    messages.into_owned()
}

/// Checks each member of a workspace that stands in a folder of its own, whether or not others compile; what the compiler says,
/// as cargo's messages in JSON, one a line.
///
/// # Panics
/// Cargo does not run.
pub fn check_workspace(root: &Path, scratch: &Path) -> String {
    let arguments = [
        "check",
        "--workspace",
        "--keep-going",
        "--message-format",
        "json",
    ];
    let output = cargo(root, scratch, &arguments)
        .output()
        .expect("cargo runs");
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        messages.contains("\"reason\""),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    messages
}

fn cargo(root: &Path, scratch: &Path, arguments: &[&str]) -> Command {
    // The versions of this workspace, which are at hand without a network.
    let lock = self::root().join("Cargo.lock");
    fs::copy(lock, root.join("Cargo.lock")).expect("the lock file can be copied");
    let mut command = Command::new(env!("CARGO"));
    let target = scratch.parent().expect("a folder above");
    command
        .args(arguments)
        .arg("--offline")
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target)
        // As in this workspace's profile, or nothing that is built already would be used.
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        // Each package is built once; what would speed up a second build takes most of the disk.
        .env("CARGO_INCREMENTAL", "0");
    command
}
