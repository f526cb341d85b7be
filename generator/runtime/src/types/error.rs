//! Why a value is not of a type.

use std::fmt;

use serde::de;

/// Why a value could not be read, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// From the inside out: `.name` or `[0]`.
    path: Vec<String>,
    message: String,
}

impl Error {
    /// An error at the value itself.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            message: message.into(),
        }
    }

    /// A value of another kind than the type has; both are named with an article.
    pub(super) fn expected(what: &str, found: &str) -> Self {
        Self::new(format!("must be {what}, found {found}"))
    }

    pub(super) fn within(mut self, segment: String) -> Self {
        self.path.push(segment);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path: String = self.path.iter().rev().map(String::as_str).collect();
        match path.strip_prefix('.').unwrap_or(&path) {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}
