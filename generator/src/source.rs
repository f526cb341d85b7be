//! What was read, and where in it something stands.

use std::fmt;
use std::sync::Arc;

/// The text of one file of an API description, under the path messages call it by.
#[derive(Debug, Clone)]
pub struct Source {
    /// As given on the command line, or relative to the root document for a file that a `$ref` named.
    /// Always with `/` between segments.
    pub path: Arc<str>,
    /// The whole text.
    pub text: Arc<String>,
}

impl Source {
    /// Pairs a path with the text that was read from it.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: Arc::new(text.into()),
        }
    }
}

/// Reads the files that a document refers to. The generator itself touches no disk.
pub trait Files {
    /// The text of a file, by its path relative to the root document's folder, `/` between segments.
    ///
    /// A path may begin with `..` or `/` where a document says so; whether such a file is read is decided here.
    ///
    /// # Errors
    /// A sentence that says why it cannot be read.
    fn read(&self, path: &str) -> Result<String, String>;
}

/// Which of the files that were read: an index into `Document::sources`; 0 is the root document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u16);

impl FileId {
    /// The file of choices, until a report has it among its sources.
    pub const SETTINGS: Self = Self(u16::MAX);
}

/// A place in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Counted from 1; 0 where a value has no place of its own.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
}

impl Place {
    /// Where a file begins.
    pub const fn start_of(file: FileId) -> Self {
        Self {
            file,
            line: 1,
            column: 1,
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.file.0 > 0 {
            write!(f, "file {}, ", self.file.0)?;
        }
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A place as people read it: `spec/members.yaml:41:9`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The path of the file.
    pub path: Arc<str>,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in characters.
    pub column: u32,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}
