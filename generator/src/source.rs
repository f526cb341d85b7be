//! What was read, and where in it something stands.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The text of one file of an API description, under the path messages call it by.
#[derive(Debug, Clone)]
pub struct Source {
    /// As given on the command line, or relative to the root document for a file that a `$ref` named.
    /// Always with `/` between segments.
    pub path: Arc<str>,
    /// The whole text, and after it that of each overlay.
    pub text: Arc<String>,
    /// The document and its overlays, where it has any.
    parts: Arc<[Part]>,
}

/// A file in the text of a [`Source`] that has overlays.
#[derive(Debug, Clone)]
struct Part {
    path: Arc<str>,
    /// How many lines stand before it.
    lines_before: u32,
    /// The bytes that are its own.
    bytes: Range<usize>,
}

impl Source {
    /// Pairs a path with the text that was read from it.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: Arc::new(text.into()),
            parts: Arc::default(),
        }
    }

    /// The document with OpenAPI Overlays, which are applied to it in order as it is read. Places in them are lines after
    /// those of the document; [`Source::location`] tells which file they are in.
    #[must_use]
    pub fn with_overlays(self, overlays: impl IntoIterator<Item = Source>) -> Self {
        let mut text = String::new();
        let mut parts = Vec::new();
        let mut lines = 0;
        let document = self.clone();
        for it in std::iter::once(document).chain(overlays) {
            let own = it.text.strip_prefix('\u{feff}').unwrap_or(&it.text);
            let start = text.len();
            text.push_str(own);
            parts.push(Part {
                path: it.path.clone(),
                lines_before: lines,
                bytes: start..text.len(),
            });
            text.push('\n');
            let breaks = text.as_bytes()[start..].iter().filter(|it| **it == b'\n');
            lines = lines.saturating_add(u32::try_from(breaks.count()).unwrap_or(u32::MAX));
        }
        if parts.len() == 1 {
            return self;
        }
        Self {
            path: self.path,
            text: Arc::new(text),
            parts: parts.into(),
        }
    }

    /// The document and its overlays as sources of their own, each with how many lines stand before it.
    pub(crate) fn parts(&self) -> Vec<(Self, u32)> {
        let of = |it: &Part| {
            (
                Self::new(it.path.clone(), &self.text[it.bytes.clone()]),
                it.lines_before,
            )
        };
        match &self.parts[..] {
            [] => vec![(self.clone(), 0)],
            parts => parts.iter().map(of).collect(),
        }
    }

    /// A place in the text, with the path of the file that it is in.
    pub fn location(&self, place: Place) -> Location {
        let part = self.parts.iter().rfind(|it| it.lines_before < place.line);
        let part = part.or(self.parts.first());
        Location {
            path: part.map_or(&self.path, |it| &it.path).clone(),
            line: part.map_or(place.line, |it| place.line.saturating_sub(it.lines_before)),
            column: place.column,
        }
    }
}

/// A text of a document in one line: control characters (an escape sequence, say) are made visible.
pub fn one_line(text: &str) -> String {
    let visible = |it: char| match it {
        it if it.is_control() => it.escape_default().collect(),
        it => String::from(it),
    };
    text.chars().map(visible).collect()
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
    /// The lock of names, likewise.
    pub const LOCK: Self = Self(u16::MAX - 1);
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

    /// The place behind the text that a file begins with.
    pub fn behind(file: FileId, before: &str) -> Self {
        let breaks = before.bytes().filter(|it| *it == b'\n').count();
        let last = before.rsplit('\n').next().unwrap_or_default();
        let number = |it: usize| u32::try_from(it + 1).unwrap_or(u32::MAX);
        Self {
            file,
            line: number(breaks),
            column: number(last.chars().count()),
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
