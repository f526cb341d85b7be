//! Paths → texts: documents and the files that they refer to, from disk and within limits. The generator itself touches
//! none, and whoever calls it reads by the same rules.

#![forbid(unsafe_code)]

mod watch;

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use verbatim_gen::catalogue as code;
use verbatim_gen::config::NameLock;
use verbatim_gen::diagnostic::{Code, Diagnostic};
use verbatim_gen::source::{FileId, Place};
use verbatim_gen::{Config, Files, Report, Source};

pub use watch::Watched;

/// The largest file, and the most that all files of one document may have together, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

/// A path as messages show it: `/` between segments.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text
    }
}

/// Reads a file.
///
/// # Errors
/// One finding: it cannot be read, is too large, or is no UTF-8.
pub fn read_source(path: &Path) -> Result<Source, Report> {
    source(shown(path), read(path, LARGEST))
}

/// Reads a text to its end, under the name that messages call it by.
///
/// # Errors
/// As those of [`read_source`].
pub fn read_stream(name: &str, input: impl Read) -> Result<Source, Report> {
    source(name.to_owned(), read_all(input, 0, LARGEST))
}

fn source(name: String, text: Result<String, Unreadable>) -> Result<Source, Report> {
    text.map_err(|why| {
        let place = Place::behind(FileId(0), why.legible());
        let finding = Diagnostic::error(why.code(), place, "", why.message());
        Report {
            findings: vec![match why {
                Unreadable::NotUtf8(..) => finding.with_help("save it as UTF-8"),
                _ => finding,
            }],
            sources: vec![Source::new(name.as_str(), why.legible())],
        }
    })
    .map(|text| Source::new(name.as_str(), text))
}

/// Reads the lock of names that choices name, into the choices, and says where it is, or is to be; `None` where no names are kept.
/// Where there is no such file, no name is kept yet.
///
/// # Errors
/// The file cannot be read, or is no lock.
pub fn read_lock(config: &mut Config, folder: &Folder) -> Result<Option<PathBuf>, Report> {
    let Some(path) = config.names.lock.as_ref().map(|it| folder.place(it)) else {
        return Ok(None);
    };
    let lock = match path.exists() {
        true => NameLock::parse(&read_source(&path)?)?,
        false => NameLock::default(),
    };
    config.lock = Some(lock);
    Ok(Some(path))
}

/// The files beneath a document's folder, for its `$ref`s.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    allow_outside: bool,
    option: &'static str,
    left: Cell<u64>,
    opened: RefCell<Watched>,
}

impl Folder {
    /// The folder of a document. With `allow_outside`, paths may lead out of it; `option` is how whoever calls says that.
    pub fn of(document: &Path, allow_outside: bool, option: &'static str) -> Self {
        let parent = document.parent().filter(|it| !it.as_os_str().is_empty());
        Self {
            root: parent.unwrap_or(Path::new(".")).to_owned(),
            allow_outside,
            option,
            left: Cell::new(LARGEST),
            opened: RefCell::default(),
        }
    }

    /// The files that the document led to so far, also those that are not there, as they were before they were read.
    pub fn opened(&self) -> Watched {
        self.opened.borrow().clone()
    }

    /// Where a file is that a document refers to.
    pub fn place(&self, path: &str) -> PathBuf {
        match self.root == Path::new(".") {
            true => PathBuf::from(path),
            false => self.root.join(path),
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
        self.opened.borrow_mut().add(&[self.place(path)]);
        let io = |why: io::Error| Unreadable::Io(why).message();
        // Symbolic links are followed before the path is judged: what counts is the file that is really read.
        let real = self.place(path).canonicalize().map_err(io)?;
        if !self.allow_outside && !real.starts_with(self.root.canonicalize().map_err(io)?) {
            return Err(format!(
                "it lies outside the document's folder; {} lets it be read",
                self.option
            ));
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
            Self::Io(_) => code::UNREADABLE,
            Self::TooLarge => code::TOO_LONG,
            Self::NotUtf8(..) => code::NOT_UTF8,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Io(why) => match why.kind() {
                io::ErrorKind::NotFound => "there is no such file".to_owned(),
                io::ErrorKind::IsADirectory => "this is a folder, not a file".to_owned(),
                _ => format!("it cannot be read: {why}"),
            },
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

#[cfg(test)]
mod tests {
    use std::fs;

    use verbatim_gen::Files;

    use super::{Folder, read_source, read_stream};

    #[test]
    fn what_is_no_text_is_told_where_it_stops_being_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.yaml");
        fs::write(&path, b"a: b\nc: \xFF\n").expect("it can be written");
        let report = read_source(&path).expect_err("it is no text").to_string();
        assert!(
            report.contains(
                "a.yaml:2:4: error[V0002]: it is not UTF-8 text: byte 8 is 0xFF; save it as UTF-8"
            ),
            "{report}"
        );
        let report = read_source(folder.path()).expect_err("it is a folder");
        assert!(report.to_string().contains("this is a folder, not a file"));
        let report = read_stream("-", &b"\xFF\xFEa"[..]).expect_err("it is UTF-16");
        assert!(report.to_string().starts_with("-:1:1: error["), "{report}");
    }

    #[test]
    fn files_are_those_of_the_folder_unless_others_may_be_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let spec = folder.path().join("api/a.yaml");
        fs::create_dir(folder.path().join("api")).expect("it can be made");
        fs::write(folder.path().join("b.yaml"), "b").expect("it can be written");
        let within = Folder::of(&spec, false, "--outside");
        let why = within.read("../b.yaml").expect_err("it is outside");
        assert_eq!(
            why,
            "it lies outside the document's folder; --outside lets it be read"
        );
        assert!(within.read("https://example.com/b.yaml").is_err());
        let anywhere = Folder::of(&spec, true, "--outside");
        assert_eq!(anywhere.read("../b.yaml").as_deref(), Ok("b"));
    }
}
