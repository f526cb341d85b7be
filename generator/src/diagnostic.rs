//! Findings: what is wrong with an input, where, and what to write instead.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use crate::catalogue::{Code, Subject};
use crate::node::{Node, Value};
use crate::source::{Location, Place, Source};

/// Whether a finding keeps output from being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The output would be wrong; nothing is written.
    Error,
    /// Output can be made, though the document does not say what its author meant.
    Warning,
    /// Worth knowing, nothing to mend.
    Note,
}

impl Severity {
    /// As it stands in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Which kind it is.
    pub code: Code,
    /// Where it is.
    pub place: Place,
    /// JSON pointer to the value in its file; empty where the text could not be read as a value.
    pub pointer: Arc<str>,
    /// What is wrong, one line without a full stop.
    pub message: String,
    /// What to write instead, one line without a full stop.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(
        code: Code,
        place: Place,
        pointer: impl Into<Arc<str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            place,
            pointer: pointer.into(),
            message: message.into(),
            help: None,
        }
    }

    /// A warning at a place.
    pub fn warning(
        code: Code,
        place: Place,
        pointer: impl Into<Arc<str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, place, pointer, message)
        }
    }

    /// A note at a place.
    pub fn note(
        code: Code,
        place: Place,
        pointer: impl Into<Arc<str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::error(code, place, pointer, message)
        }
    }

    /// What it is about.
    pub fn subject(&self) -> Subject {
        self.code.subject()
    }

    /// Adds what to write instead.
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Collects findings while a stage runs, so that one run reports them all.
#[derive(Debug, Clone, Default)]
pub struct Sink {
    found: Vec<Diagnostic>,
}

impl Sink {
    /// The findings so far.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Adds a finding.
    pub fn push(&mut self, it: Diagnostic) {
        self.found.push(it);
    }

    /// Whether one of the findings is an error.
    pub fn has_errors(&self) -> bool {
        self.found.iter().any(|it| it.severity == Severity::Error)
    }

    /// Every finding, in document order, each once, with the texts they point into. A finding without a pointer gets
    /// the one that `pointers` has for its place.
    pub fn into_report(
        mut self,
        sources: Vec<Source>,
        pointers: &BTreeMap<(Place, Subject), Arc<str>>,
    ) -> Report {
        for it in self.found.iter_mut().filter(|it| it.pointer.is_empty()) {
            let key = (it.place, it.subject());
            it.pointer = pointers.get(&key).cloned().unwrap_or_default();
        }
        let mut report = Report {
            findings: self.found,
            sources,
        };
        report.settle();
        report
    }
}

/// Every finding of a run, in document order, with the texts they point into.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The findings.
    pub findings: Vec<Diagnostic>,
    /// The files that were read; a [`Place`] names one by its index.
    pub sources: Vec<Source>,
}

impl Report {
    /// Adds a finding, where it belongs.
    pub fn add(&mut self, it: Diagnostic) {
        let before = |other: &Diagnostic| (other.place, other.severity) <= (it.place, it.severity);
        let at = self.findings.partition_point(before);
        self.findings.insert(at, it);
    }

    /// Takes the findings out, for a stage that asks what has been told; [`Report::extend`] puts them back.
    pub fn reopen(&mut self) -> Sink {
        Sink {
            found: std::mem::take(&mut self.findings),
        }
    }

    /// Adds the findings of another stage, which have their pointers.
    pub fn extend(&mut self, sink: Sink) {
        self.findings.extend(sink.found);
        self.settle();
    }

    /// In document order, each once.
    fn settle(&mut self) {
        self.findings.sort_by(|a, b| {
            (a.place, a.severity, a.code, &a.message)
                .cmp(&(b.place, b.severity, b.code, &b.message))
        });
        self.findings
            .dedup_by(|a, b| (a.place, a.code, &a.message) == (b.place, b.code, &b.message));
    }

    /// Whether one of the findings is an error.
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|it| it.severity == Severity::Error)
    }

    /// The place of a finding, with the path of its file.
    pub fn location(&self, it: &Diagnostic) -> Location {
        match self.sources.get(usize::from(it.place.file.0)) {
            Some(source) => source.location(it.place),
            None => Location {
                path: "".into(),
                line: it.place.line,
                column: it.place.column,
            },
        }
    }

    /// A finding in a line, `file:line:column: severity[code]: what is wrong; what to write instead`.
    pub fn line(&self, it: &Diagnostic) -> String {
        let help = it.help.iter().map(|it| format!("; {it}"));
        format!(
            "{}: {}[{}]: {}{}",
            self.location(it),
            it.severity.as_str(),
            it.code,
            it.message,
            help.collect::<String>()
        )
    }
}

impl fmt::Display for Report {
    /// One line a finding, as [`Report::line`] has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.findings.iter().map(|it| self.line(it));
        lines.try_for_each(|it| writeln!(f, "{it}"))
    }
}

/// A value as a message shows it: short ones as written, others by their kind.
pub(crate) fn shown(node: &Node) -> String {
    match &node.value {
        Value::String(text) if text.chars().nth(40).is_none() => format!("the string {text:?}"),
        Value::Number(digits) if digits.len() <= 40 => digits.as_ref().to_owned(),
        Value::Bool(it) => it.to_string(),
        _ => node.kind().to_owned(),
    }
}

/// A name as a message shows it: in one line, and not endless.
pub(crate) fn printable(name: &str) -> String {
    let mut text = String::new();
    for it in name.chars().take(60) {
        match it {
            // As written: a pattern has many of them.
            '\\' | '"' | '\'' => text.push(it),
            _ => text.extend(it.escape_debug()),
        }
    }
    if name.chars().nth(60).is_some() {
        text.push('…');
    }
    text
}
