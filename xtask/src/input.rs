//! Paths → texts: the document, the files it refers to, the file of choices.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use verbatim_gen::catalogue as code;
use verbatim_gen::diagnostic::{Code, Diagnostic};
use verbatim_gen::source::{FileId, Place};
use verbatim_gen::{Config, Files, Report, Source};

use crate::args::ReadingArgs;
use crate::door;
use crate::findings;
use crate::paths::shown;

/// The largest input file, and the most that all files of one document may have together.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads a file that the command line names, or standard input, which is called `-`.
///
/// # Errors
/// One finding: it cannot be read, is too large, or is no UTF-8.
pub fn read_source(path: &Path) -> Result<Source, Report> {
    let shown = shown(path);
    let text = match shown.as_str() {
        "-" => read_all(std::io::stdin().lock(), 0, LARGEST),
        it if it.starts_with("http://") || it.starts_with("https://") => {
            Err(Unreadable::Address(it.to_owned()))
        }
        _ => read(path, LARGEST),
    };
    match text {
        Ok(text) => Ok(Source::new(shown, text)),
        Err(why) => {
            let place = Place {
                file: FileId(0),
                ..why.place()
            };
            let finding = Diagnostic::error(why.code(), place, "", why.message());
            let text = why.legible();
            Err(Report {
                findings: vec![match why.help() {
                    Some(help) => finding.with_help(help),
                    None => finding,
                }],
                sources: vec![Source::new(shown, text)],
            })
        }
    }
}

/// Reads a document, its overlays and the file of choices, if there is one. Faults of both are told; `None` if there are any.
pub fn read_both(
    spec: &Path,
    overlays: &[PathBuf],
    config: Option<&Path>,
    args: &ReadingArgs,
) -> Option<(Source, Config)> {
    let root = with_overlays(spec, overlays);
    let config = match config {
        Some(path) => read_source(path).and_then(|it| Config::parse(&it)),
        None => Ok(Config::default()),
    };
    match (root, config) {
        (Ok(root), Ok(config)) => Some((root, config)),
        (root, config) => {
            for report in [root.err(), config.err()].into_iter().flatten() {
                findings::tell(&report, args);
            }
            None
        }
    }
}

/// A document with its overlays. The first of them that cannot be read is told.
fn with_overlays(spec: &Path, overlays: &[PathBuf]) -> Result<Source, Report> {
    let root = read_source(spec)?;
    let overlays: Result<Vec<Source>, Report> = overlays.iter().map(|it| read_source(it)).collect();
    Ok(root.with_overlays(overlays?))
}

/// The nearest folder, from the current one upwards, that has a `spec/members.yaml`.
pub fn workspace() -> Result<PathBuf, String> {
    let here =
        std::env::current_dir().map_err(|why| format!("there is no current folder: {why}"))?;
    let root = here
        .ancestors()
        .find(|it| it.join("spec/members.yaml").is_file())
        .ok_or(
            "there is no verbatim.toml and no spec/members.yaml here or in a folder above; give --spec FILE --out DIR",
        )?;
    // Within the workspace's root, messages show short paths.
    Ok(if root == here {
        PathBuf::new()
    } else {
        root.to_owned()
    })
}

/// The files beneath a document's folder, for its `$ref`s.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    allow_outside: bool,
    left: Cell<u64>,
}

impl Folder {
    /// The folder of a document. With `allow_outside`, paths may lead out of it.
    pub fn of(document: &Path, allow_outside: bool) -> Self {
        let parent = document.parent().filter(|it| !it.as_os_str().is_empty());
        Self {
            root: parent.unwrap_or(Path::new(".")).to_owned(),
            allow_outside,
            left: Cell::new(LARGEST),
        }
    }
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<String, String> {
        if path.contains("://") {
            return Err(
                "files are read from disk alone; save a copy beside the document".to_owned(),
            );
        }
        let io = |why: io::Error| Unreadable::Io(why).message();
        // Symbolic links are followed before the path is judged: what counts is the file that is really read.
        let real = self.root.join(path).canonicalize().map_err(io)?;
        if !self.allow_outside && !real.starts_with(self.root.canonicalize().map_err(io)?) {
            return Err(
                "it lies outside the document's folder; --allow-outside lets it be read".to_owned(),
            );
        }
        let text = read(&real, self.left.get()).map_err(|why| why.message())?;
        self.left.set(self.left.get() - text.len() as u64);
        Ok(text)
    }
}

/// Why a file gave no text.
#[derive(Debug)]
enum Unreadable {
    Io(io::Error),
    /// It is no file but an address.
    Address(String),
    TooLarge,
    /// The bytes, and how many of them are UTF-8.
    NotUtf8(Vec<u8>, usize),
}

fn read(path: &Path, limit: u64) -> Result<String, Unreadable> {
    let file = File::open(path).map_err(Unreadable::Io)?;
    let metadata = file.metadata().map_err(Unreadable::Io)?;
    if metadata.is_dir() {
        return Err(Unreadable::Io(io::ErrorKind::IsADirectory.into()));
    }
    // The length is a hint: that of a pipe (`--spec <(curl …)`) is 0.
    read_all(file, metadata.len(), limit)
}

fn read_all(input: impl Read, length: u64, limit: u64) -> Result<String, Unreadable> {
    let mut bytes = Vec::with_capacity(length.min(limit) as usize + 1);
    input
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(Unreadable::Io)?;
    if bytes.len() as u64 > limit {
        return Err(Unreadable::TooLarge);
    }
    String::from_utf8(bytes).map_err(|it| {
        let valid = it.utf8_error().valid_up_to();
        Unreadable::NotUtf8(it.into_bytes(), valid)
    })
}

impl Unreadable {
    fn code(&self) -> Code {
        match self {
            Self::Io(_) | Self::Address(_) => code::UNREADABLE,
            Self::TooLarge => code::TOO_LONG,
            Self::NotUtf8(..) => code::NOT_UTF8,
        }
    }

    fn place(&self) -> Place {
        let before = self.legible();
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
        Place {
            file: FileId(0),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Io(why) => match why.kind() {
                io::ErrorKind::NotFound => "there is no such file".to_owned(),
                io::ErrorKind::IsADirectory => "this is a folder, not a file".to_owned(),
                _ => format!("it cannot be read: {why}"),
            },
            Self::Address(_) => "documents are read from disk, not from the network".to_owned(),
            Self::TooLarge => format!("it is larger than {} MiB", LARGEST / 1024 / 1024),
            Self::NotUtf8(bytes, _)
                if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) =>
            {
                "it is UTF-16 text".to_owned()
            }
            Self::NotUtf8(bytes, valid) => match bytes.get(*valid) {
                Some(byte) => format!("it is not UTF-8 text: byte {valid} is 0x{byte:02X}"),
                None => "it is not UTF-8 text".to_owned(),
            },
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::NotUtf8(..) => Some("save it as UTF-8".to_owned()),
            Self::Address(it) => Some(format!(
                "fetch it: `curl -sSfL {it} | {} gen --spec - --out DIR`",
                door::command()
            )),
            _ => None,
        }
    }

    /// The text up to where it stops being text.
    fn legible(&self) -> &str {
        match self {
            Self::NotUtf8(bytes, valid) => {
                std::str::from_utf8(&bytes[..*valid]).unwrap_or_default()
            }
            _ => "",
        }
    }
}
