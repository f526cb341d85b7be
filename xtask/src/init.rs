//! `cargo xtask init`: the documents of a repository → a file that names them, a workflow, and what to do next.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::args::InitArgs;
use crate::door;
use crate::outcome::Outcome;
use crate::package_name::package_called;
use crate::paths::{shown, unwritable};
use crate::project::{self, FILE};
use crate::terminal::{self, GREEN};

/// Every choice there is, commented.
pub const CHOICES: &str = include_str!("choices.toml");

const WORKFLOW: &str = ".github/workflows/verbatim.yml";
/// How many entries of folders are looked at, and how deep.
const MOST_LOOKED_AT: usize = 20_000;
const DEEPEST: usize = 6;

/// Runs `cargo xtask init`.
pub fn run(args: &InitArgs) -> Outcome {
    let taken = match project::in_folder(Path::new("")) {
        _ if Path::new(FILE).exists() => Some(format!("there is a {FILE}")),
        Ok(None) => None,
        // It would not be looked at any more.
        _ => Some("Cargo.toml has targets".to_owned()),
    };
    if let Some(taken) = taken {
        terminal::error(format_args!(
            "{taken} already; `{} gen` makes what it names",
            door::command()
        ));
        return Outcome::WrongUse;
    }
    if let Some(none) = args.spec.iter().find(|it| !it.is_file()) {
        let none = shown(none);
        terminal::error(format_args!("there is no file {none}; nothing was written"));
        return Outcome::WrongUse;
    }
    let documents = match args.spec.is_empty() {
        true => documents(Path::new("")),
        false => args.spec.clone(),
    };
    let text = project(&documents);
    let mut written = vec![(FILE, text)];
    if !Path::new(WORKFLOW).exists() {
        written.push((WORKFLOW, workflow()));
    }
    for (path, text) in &written {
        let path = Path::new(path);
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
        let made = folder.map_or(Ok(()), fs::create_dir_all);
        if let Err(why) = made.and_then(|()| fs::write(path, text)) {
            terminal::error(unwritable(path, &why));
            return Outcome::Failed;
        }
        terminal::out(&format!("{GREEN}Added   {GREEN:#}{}\n", shown(path)));
    }
    terminal::out(&next(&documents));
    Outcome::Done
}

/// The OpenAPI documents beneath a folder, by path. Folders that are hidden or built are passed over.
fn documents(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![(root.to_owned(), 0)];
    let mut left = MOST_LOOKED_AT;
    'all: while let Some((folder, depth)) = folders.pop() {
        let here = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &folder
        };
        for entry in fs::read_dir(here).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_passed =
                name.starts_with('.') || matches!(&*name, "target" | "node_modules" | "vendor");
            if left == 0 {
                break 'all;
            }
            left -= 1;
            if is_passed {
                continue;
            }
            let path = folder.join(&name);
            match entry.file_type() {
                Ok(it) if it.is_dir() && depth < DEEPEST => folders.push((path, depth + 1)),
                Ok(it) if it.is_file() && is_document(&path) => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Whether a file begins like an OpenAPI document.
fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    if !matches!(extension, Some("json" | "yaml" | "yml")) {
        return false;
    }
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|it| it.take(4096).read_to_end(&mut head));
    let head = String::from_utf8_lossy(&head);
    let starts = |line: &str| {
        let line = line
            .trim_start_matches(['\u{feff}', '{', ' ', '\t'])
            .trim_start_matches(['"', '\'']);
        let rest = line
            .strip_prefix("openapi")
            .or_else(|| line.strip_prefix("swagger"));
        rest.is_some_and(|it| it.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
    };
    read.is_ok() && head.lines().any(starts)
}

/// The text that names documents, with every choice of the first of them in a comment.
fn project(documents: &[PathBuf]) -> String {
    let command = door::command();
    let mut text = format!(
        "# What is generated of which OpenAPI documents: `{command} gen` makes it, `{command} gen --check` compares it.\n\
         # Paths are relative to this file.\n"
    );
    let sample = [PathBuf::from("openapi.yaml")];
    let documents = match documents {
        [] => {
            text += "\n# No document was found here; name yours.\n";
            &sample[..]
        }
        some => some,
    };
    let mut names: Vec<String> = Vec::new();
    for document in documents {
        let name = name_of(document, &names);
        let _ = write!(
            text,
            "\n[targets.{name}]\nspec = {:?}\nout = {:?}\n# emit = [\"rust\"]\n# overlays = [\"mend.overlay.yaml\"]\n",
            shown(document),
            format!("{}{name}", folder_of_crates())
        );
        names.push(name);
    }
    // The sections of a file of choices are those of a target.
    for line in CHOICES.lines().skip_while(|it| !it.is_empty()) {
        let bare = line.trim_start_matches("# ");
        match bare.strip_prefix('[') {
            Some(section) if bare.ends_with(']') => {
                let _ = writeln!(text, "# [targets.{}.{section}", names[0]);
            }
            _ => {
                text += line;
                text.push('\n');
            }
        }
    }
    text
}

/// `crates/` where a workspace keeps its members there.
fn folder_of_crates() -> &'static str {
    let manifest = fs::read_to_string("Cargo.toml").unwrap_or_default();
    if manifest.contains("\"crates/*\"") {
        "crates/"
    } else {
        ""
    }
}

/// What a document is called: by its file, or by its folder where the file is called as all are.
fn name_of(document: &Path, taken: &[String]) -> String {
    let stem = document.file_stem().unwrap_or_default();
    let is_general = ["openapi", "swagger", "api", "spec", "index"]
        .iter()
        .any(|it| stem == *it);
    let parent = document.parent().and_then(Path::file_name);
    let word = parent.filter(|_| is_general).unwrap_or(stem);
    let name = package_called(&word.to_string_lossy());
    let is_free = |it: &String| !taken.contains(it);
    let numbered = (2..).map(|it| format!("{name}-{it}"));
    std::iter::once(name.clone())
        .chain(numbered)
        .find(is_free)
        .unwrap_or(name)
}

fn workflow() -> String {
    let command = door::command();
    let install = match door::entered() {
        door::Door::Xtask => "",
        _ => {
            "      # Install the version that is used here, and keep it in a cache.\n      # - run: cargo install --locked --git URL xtask\n"
        }
    };
    format!(
        "name: verbatim\non: [push, pull_request]\njobs:\n  verbatim:\n    runs-on: ubuntu-latest\n    steps:\n      \
         - uses: actions/checkout@v4\n      - uses: dtolnay/rust-toolchain@stable\n      - uses: Swatinem/rust-cache@v2\n{install}      \
         - run: {command} gen --check --message-format github\n"
    )
}

fn next(documents: &[PathBuf]) -> String {
    let command = door::command();
    let found = match documents {
        [] => format!("No OpenAPI document was found: name yours in {FILE}.\n"),
        some => format!("{} named.\n", terminal::count(some.len(), "document")),
    };
    format!(
        "\n{found}Next:\n  {command} gen            makes the crates\n  {command} gen --check    compares them, as the workflow does\n  \
         cargo check --features server    in the folder of a crate\n"
    )
}
