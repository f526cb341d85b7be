//! What a comparison finds: one change with what it means for those on both ends.

use std::fmt;
use std::sync::Arc;

use crate::catalogue::Code;
use crate::model::Operation;
use crate::source::Place;

/// What a change means for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Verdict {
    /// It is not about them.
    #[default]
    None,
    /// They go on as before.
    Compatible,
    /// They may have to change, or that could not be told.
    Risky,
    /// Something that worked fails.
    Breaking,
}

impl Verdict {
    /// Breaking, or else compatible.
    pub(super) fn breaking_if(is_breaking: bool) -> Self {
        match is_breaking {
            true => Verdict::Breaking,
            false => Verdict::Compatible,
        }
    }

    /// Risky, or else compatible.
    pub(super) fn risky_if(is_risky: bool) -> Self {
        match is_risky {
            true => Verdict::Risky,
            false => Verdict::Compatible,
        }
    }

    /// As it stands in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::None => "none",
            Verdict::Compatible => "compatible",
            Verdict::Risky => "risky",
            Verdict::Breaking => "breaking",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a change is about, apart from whom it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What is sent and received.
    Wire,
    /// What is announced: deprecation, sunset, stability.
    LifeCycle,
    /// What the reference alone shows: texts, examples, tags.
    Reference,
    /// What code alone sees that is written against an emitted crate: names that move although nothing else does.
    Rust,
}

impl Class {
    /// The class of the changes of a code.
    pub fn of(code: Code) -> Self {
        match code.as_str().as_bytes().get(1) {
            Some(b'7') => Class::LifeCycle,
            Some(b'8') => Class::Reference,
            Some(b'9') => Class::Rust,
            _ => Class::Wire,
        }
    }

    /// As it stands in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Class::Wire => "wire",
            Class::LifeCycle => "life-cycle",
            Class::Reference => "reference",
            Class::Rust => "rust",
        }
    }
}

/// Which of the two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The old one.
    Old,
    /// The new one.
    New,
}

impl Side {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Side::Old => Side::New,
            Side::New => Side::Old,
        }
    }

    /// As it stands in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Old => "old",
            Side::New => "new",
        }
    }
}

/// What proves that something breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// A value as JSON, or a request or answer as its first line: `GET /pets`.
    pub text: String,
    /// Whether it is a value: accepted by the schema of one document, refused by that of the other.
    pub is_value: bool,
    /// Which document accepts it.
    pub accepted_by: Side,
}

/// How the crates of two documents differ by a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InRust {
    /// Which kind of difference it is.
    pub code: Code,
    /// What it means for code that is written against the old crate.
    pub verdict: Verdict,
    /// The item: `types::Pet`, `api::pets::PetsApi::list_pets`.
    pub item: String,
    /// What differs, one line without a full stop.
    pub message: String,
}

/// An operation as changes name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationName {
    /// The method as it stands on the wire: `GET`.
    pub method: Arc<str>,
    /// The path as the new document writes it, or else the old one; of a webhook, its name.
    pub path: Arc<str>,
}

impl OperationName {
    /// How an operation is called.
    pub(super) fn of(it: &Operation) -> Self {
        Self {
            method: it.method.as_upper().into(),
            path: it.path.clone(),
        }
    }
}

impl fmt::Display for OperationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which kind it is.
    pub code: Code,
    /// What it means for a client of the old document against a server of the new one.
    pub wire: Verdict,
    /// What it means for a client of the new document against a server of the old one.
    pub wire_reverse: Verdict,
    /// What it means for Rust that is written against the crate of the old document: the worst of `in_rust`. None where the crates
    /// were not compared, too.
    pub rust: Verdict,
    /// How the crates differ by it.
    pub in_rust: Vec<Arc<InRust>>,
    /// The operation, where it is about one.
    pub operation: Option<OperationName>,
    /// Where in the operation: ``request body, `application/json`: `pets[].name` ``; empty where it is about the whole.
    pub subject: String,
    /// What changed, one line without a full stop.
    pub message: String,
    /// What it was, where that is short.
    pub was: Option<String>,
    /// What it is, where that is short.
    pub is: Option<String>,
    /// Where it stands, or what it was in, in the old document.
    pub old: Option<Place>,
    /// Where it stands, or what it is in, in the new document.
    pub new: Option<Place>,
    /// What proves that `wire` is breaking.
    pub witness: Option<Witness>,
    /// What proves that `wire_reverse` is breaking.
    pub witness_reverse: Option<Witness>,
}

impl Change {
    /// A change that is not about anybody yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            wire: Verdict::None,
            wire_reverse: Verdict::None,
            rust: Verdict::None,
            in_rust: Vec::new(),
            operation: None,
            subject: String::new(),
            message: message.into(),
            was: None,
            is: None,
            old: None,
            new: None,
            witness: None,
            witness_reverse: None,
        }
    }

    /// With what it means for old clients, and for new ones.
    pub fn verdicts(mut self, wire: Verdict, wire_reverse: Verdict) -> Self {
        (self.wire, self.wire_reverse) = (wire, wire_reverse);
        self
    }

    /// With its places.
    pub fn at(mut self, old: Option<Place>, new: Option<Place>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    /// With what it was and is.
    pub fn from_to(mut self, was: Option<String>, is: Option<String>) -> Self {
        (self.was, self.is) = (was, is);
        self
    }

    /// With where in the operation it is.
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into();
        self
    }

    /// The class of its code.
    pub fn class(&self) -> Class {
        Class::of(self.code)
    }
}

/// How a comparison is made.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day on which it is asked, `2026-01-31`: what was announced to go by then may go. Without it, what was announced
    /// counts as due.
    pub today: Option<String>,
    /// The extension that says how stable an operation is.
    pub stability: String,
    /// Its values, the least stable first.
    pub levels: Vec<String>,
    /// How many of the levels promise nothing: what is of them may go.
    pub unstable: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            today: None,
            stability: "x-stability-level".to_owned(),
            levels: ["draft", "alpha", "beta", "stable"]
                .map(str::to_owned)
                .into(),
            unstable: 2,
        }
    }
}
