//! Why text is not JSON, or a value not of a type, and where.

use std::fmt;

use serde::de;

use super::pointer;

/// Why a value could not be read, and where in it.
///
/// It is written as serde's errors are: `roles[0].name: must be a string, found null at line 3 column 12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    /// From the inside out.
    path: Vec<Segment>,
    message: String,
    /// The byte of the text at which it was found, until that is a line and a column.
    offset: Option<usize>,
    position: Option<Position>,
    kind: Kind,
}

/// What an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A value.
    Value,
    /// The text, which is no JSON, so that there is no value to be within.
    Text,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Segment {
    Name(String),
    Index(usize),
}

/// A line and a column, in bytes as serde_json counts them, each from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    line: usize,
    column: usize,
}

impl Error {
    /// An error at the value itself.
    #[cold]
    pub fn new(message: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            path: Vec::new(),
            message: message.into(),
            offset: None,
            position: None,
            kind: Kind::Value,
        }))
    }

    /// A value of another kind than the type has; both are named with an article.
    #[cold]
    pub fn expected(what: &str, found: &str) -> Self {
        let parts = ["must be ", what, ", found ", found];
        Self::new(parts.concat())
    }

    /// A number that is larger than its type.
    #[cold]
    pub fn out_of_range(number: impl fmt::Display) -> Self {
        Self::new(format!("{number} is out of range"))
    }

    /// A member that stands there twice.
    #[cold]
    pub fn repeated(name: &str) -> Self {
        Self::new("must not be there more than once").within(name)
    }

    /// The check that goes along with the reader refused the value; what is wrong is for a second look to find out.
    #[cold]
    pub fn unchecked() -> Self {
        Self::new("does not satisfy its schema")
    }

    /// The text is no JSON.
    #[cold]
    pub fn in_syntax(message: &str) -> Self {
        let mut error = Self::new(message);
        error.0.kind = Kind::Text;
        error
    }

    /// It is about a member of that name.
    #[cold]
    pub fn within(mut self, name: &str) -> Self {
        if self.0.kind != Kind::Text {
            self.0.path.push(Segment::Name(name.to_owned()));
        }
        self
    }

    /// It is about an element of that index.
    #[cold]
    pub fn within_index(mut self, index: usize) -> Self {
        if self.0.kind != Kind::Text {
            self.0.path.push(Segment::Index(index));
        }
        self
    }

    /// It was found at that byte, unless it is known already where.
    #[cold]
    pub fn at(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// Tells line and column in the text it was read from.
    #[cold]
    pub fn in_text(mut self, text: &[u8]) -> Self {
        if let (Some(offset), None) = (self.0.offset, self.0.position) {
            let before = &text[..offset.min(text.len())];
            let line = 1 + before.iter().filter(|it| **it == b'\n').count();
            let start = before.iter().rposition(|it| *it == b'\n');
            let column = 1 + before.len() - start.map_or(0, |it| it + 1);
            self.0.position = Some(Position { line, column });
        }
        self
    }

    /// Takes over line and column from the words of another library's error, which end with them where it knows them.
    #[cold]
    pub fn at_place_of(mut self, words: &str) -> Self {
        if self.0.position.is_none() {
            self.0.position = position(words).map(|it| it.1);
        }
        self
    }

    /// The error of another library, whose words may end with line and column.
    #[cold]
    pub fn foreign(words: &str) -> Self {
        let found = position(words);
        let message = found.map_or(words, |(message, _)| message);
        let kinds = message.strip_prefix("invalid type: ");
        let mut error = match kinds.and_then(|it| it.rsplit_once(", expected ")) {
            Some((found, expected)) => Self::expected(expected, found),
            None => Self::new(message),
        };
        error.0.position = found.map(|it| it.1);
        error
    }

    /// Where the value is that it is about, as a JSON pointer (RFC 6901): empty for the whole, `/roles/0/name`.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for segment in self.0.path.iter().rev() {
            match segment {
                Segment::Name(name) => pointer::push_name(&mut pointer, name),
                Segment::Index(index) => pointer::push(&mut pointer, index),
            }
        }
        pointer
    }

    /// What is wrong, without a word about where.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What is wrong, and the line and column of the text where they are known.
    pub fn detail(&self) -> String {
        match self.0.position {
            Some(Position { line, column }) => {
                format!("{} at line {line} column {column}", self.0.message)
            }
            None => self.0.message.clone(),
        }
    }

    /// Line and column of the text, each from 1, where they are known.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        self.0.position.map(|it| (it.line, it.column))
    }

    /// How many steps into the value it is.
    pub fn depth(&self) -> usize {
        self.0.path.len()
    }
}

/// `… at line 3 column 12` → what stands before it, and the two numbers.
fn position(words: &str) -> Option<(&str, Position)> {
    let (message, place) = words.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    Some((message, Position { line, column }))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_first = true;
        for segment in self.0.path.iter().rev() {
            match segment {
                Segment::Name(name) if is_first => f.write_str(name)?,
                Segment::Name(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
            }
            is_first = false;
        }
        if !is_first {
            f.write_str(": ")?;
        }
        f.write_str(&self.0.message)?;
        match self.0.position {
            Some(Position { line, column }) => write!(f, " at line {line} column {column}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}
