//! Changes → text for people, editors, machines, GitHub, and a changelog.

use std::fmt::Write as _;

use anstyle::Style;
use serde_json::{Value, json};
use verbatim_gen::diff::{
    Change, Class, Group, InRust, Told, Verdict, Witness, changelog, groups, operation, proof,
    sentence, title,
};
use verbatim_gen::source::{Location, Place, one_line};
use verbatim_gen::{Report, model};

use crate::findings::{github_data, github_property};
use crate::terminal::{BOLD, CYAN, ERROR, GREEN, YELLOW, count};

/// The two documents, for the places of changes.
pub struct Documents<'a> {
    /// The old one.
    pub old: (&'a model::Api, &'a Report),
    /// The new one.
    pub new: (&'a model::Api, &'a Report),
    /// Whether it is known what changes mean for Rust.
    pub knows_rust: bool,
}

impl Documents<'_> {
    fn location(report: &Report, place: Place) -> Option<Location> {
        let source = report.sources.get(usize::from(place.file.0))?;
        Some(Location {
            path: source.path.clone(),
            line: place.line.max(1),
            column: place.column.max(1),
        })
    }

    fn old_place(&self, it: &Change) -> Option<Location> {
        Self::location(self.old.1, it.old?)
    }

    fn new_place(&self, it: &Change) -> Option<Location> {
        Self::location(self.new.1, it.new?)
    }

    /// Where somebody looks first: at what is there now.
    fn place(&self, it: &Change) -> Option<Location> {
        self.new_place(it).or_else(|| self.old_place(it))
    }
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Breaking => ERROR,
        Verdict::Risky => YELLOW,
        Verdict::Compatible => GREEN,
        Verdict::None => CYAN,
    }
}

/// The verdict that a change is told under: what Rust alone sees is about Rust.
fn told_as(it: &Change) -> (Style, String) {
    match it.class() {
        Class::Rust => (style(it.rust), format!("rust-{}", it.rust)),
        Class::Wire | Class::LifeCycle | Class::Reference => (style(it.wire), it.wire.to_string()),
    }
}

/// How many differences of crates are told with a change.
const MAX_IN_RUST: usize = 4;

/// What a change means for Rust: a line each, the worst first.
fn in_rust(it: &Change) -> Vec<String> {
    let mut all: Vec<&InRust> = it.in_rust.iter().map(|it| &**it).collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.verdict));
    let line = |it: &&InRust| format!("`{}`: {} ({})", it.item, one_line(&it.message), it.verdict);
    let mut lines: Vec<String> = all.iter().take(MAX_IN_RUST).map(line).collect();
    if all.len() > MAX_IN_RUST {
        lines.push(format!("and {} more", all.len() - MAX_IN_RUST));
    }
    lines
}

fn more(group: &Group<'_>) -> String {
    match group.operations.len() {
        1 => String::new(),
        n => format!(" (and in {})", count(n - 1, "other operation")),
    }
}

/// How many changes there are of each verdict.
pub fn summary(told: &[Told]) -> String {
    let of = |verdict| {
        told.iter()
            .filter(|it| it.reason.is_none() && it.change.wire == verdict)
            .count()
    };
    let accepted = told.iter().filter(|it| it.reason.is_some()).count();
    let mut parts = vec![count(told.len(), "change")];
    let rust = told.iter().filter(|it| it.reason.is_none());
    let rust = rust
        .filter(|it| it.change.rust == Verdict::Breaking)
        .count();
    for (number, word) in [
        (of(Verdict::Breaking), "breaking"),
        (of(Verdict::Risky), "risky"),
        (rust, "breaking for Rust"),
        (accepted, "accepted"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    parts.join(", ")
}

/// For people: the worst first, each with its proof.
pub fn human(told: &[Told], documents: &Documents<'_>) -> String {
    let mut text = String::new();
    let mut all = groups(told);
    all.sort_by_key(|it| {
        (
            it.first.reason.is_some(),
            std::cmp::Reverse(it.first.change.wire),
            std::cmp::Reverse(it.first.change.rust),
        )
    });
    let (mut hidden, mut additions) = (0, 0);
    for group in &all {
        let change = &group.first.change;
        match change.class() {
            Class::Reference if change.rust <= Verdict::Compatible => {
                hidden += 1;
                continue;
            }
            Class::Rust if change.rust == Verdict::Compatible => {
                additions += 1;
                continue;
            }
            _ => {}
        }
        let (style, word) = match group.first.reason {
            Some(_) => (CYAN, "accepted".to_owned()),
            None => told_as(change),
        };
        let _ = writeln!(
            text,
            "{style}{word}[{}]{style:#} {BOLD}{}{BOLD:#}: {}{}",
            change.code,
            group.operations[0],
            sentence(change),
            more(group)
        );
        if let Some(it) = &change.witness {
            let _ = writeln!(text, "  {}", one_line(&proof(it)));
        }
        for line in in_rust(change) {
            let _ = writeln!(text, "  Rust: {line}");
        }
        if let Some(reason) = &group.first.reason {
            let _ = writeln!(text, "  accepted: {}", one_line(reason));
        }
        let places: Vec<String> = [documents.old_place(change), documents.new_place(change)]
            .into_iter()
            .flatten()
            .map(|it| it.to_string())
            .collect();
        if !places.is_empty() {
            let _ = writeln!(text, "  {}", places.join(" → "));
        }
    }
    if hidden > 0 {
        let _ = writeln!(
            text,
            "and {} that the reference alone shows; `--message-format short` lists them",
            count(hidden, "change")
        );
    }
    if additions > 0 {
        let _ = writeln!(
            text,
            "and {} in Rust that breaks nothing; `--message-format short` lists them",
            count(additions, "difference")
        );
    }
    let _ = writeln!(text, "{}", summary(told));
    text
}

/// One line each.
pub fn short(told: &[Told], documents: &Documents<'_>) -> String {
    let mut text = String::new();
    for it in told {
        let change = &it.change;
        let place = documents.place(change).map_or_else(
            || {
                documents
                    .new
                    .1
                    .sources
                    .first()
                    .map_or_else(String::new, |it| format!("{}:1:1", it.path))
            },
            |it| it.to_string(),
        );
        let accepted = if it.reason.is_some() {
            " (accepted)"
        } else {
            ""
        };
        let _ = writeln!(
            text,
            "{place}: {}[{}]: {}: {}{accepted}",
            told_as(change).1,
            change.code,
            operation(change),
            sentence(change)
        );
    }
    text
}

fn place_json(it: Option<Location>) -> Value {
    match it {
        Some(it) => json!({"file": &*it.path, "line": it.line, "column": it.column}),
        None => Value::Null,
    }
}

fn witness_json(it: Option<&Witness>) -> Value {
    let Some(it) = it else {
        return Value::Null;
    };
    // What is a value is one here, too.
    let value = it
        .is_value
        .then(|| serde_json::from_str(&it.text).ok())
        .flatten();
    let value: Value = value.unwrap_or_else(|| Value::String(it.text.clone()));
    json!({"value": value, "text": it.text, "is_value": it.is_value, "accepted_by": it.accepted_by.as_str(), "refused_by": it.accepted_by.other().as_str()})
}

fn in_rust_json(it: &InRust) -> Value {
    json!({"code": it.code.as_str(), "verdict": it.verdict.as_str(), "item": it.item, "message": it.message})
}

/// One object a line.
pub fn json(told: &[Told], documents: &Documents<'_>) -> String {
    let mut text = String::new();
    for it in told {
        let change = &it.change;
        let operation = change.operation.as_ref();
        let object = json!({
            "code": change.code.as_str(),
            "class": change.class().as_str(),
            "wire": change.wire.as_str(),
            "wire_reverse": change.wire_reverse.as_str(),
            "rust": documents.knows_rust.then(|| change.rust.as_str()),
            "in_rust": change.in_rust.iter().map(|it| in_rust_json(it)).collect::<Vec<_>>(),
            "operation": operation.map(|it| &*it.method),
            "path": operation.map(|it| &*it.path),
            "subject": change.subject,
            "message": change.message,
            "was": change.was,
            "is": change.is,
            "old": place_json(documents.old_place(change)),
            "new": place_json(documents.new_place(change)),
            "witness": witness_json(change.witness.as_ref()),
            "witness_reverse": witness_json(change.witness_reverse.as_ref()),
            "accepted": it.reason,
        });
        let _ = writeln!(text, "{object}");
    }
    text
}

/// Workflow commands.
pub fn github(told: &[Told], documents: &Documents<'_>) -> String {
    let mut text = String::new();
    for group in groups(told) {
        let change = &group.first.change;
        let command = match (change.wire, &group.first.reason) {
            (_, Some(_)) => "notice",
            (Verdict::Breaking, None) => "error",
            (Verdict::Risky, None) => "warning",
            (_, None) if change.rust >= Verdict::Risky => "warning",
            (Verdict::Compatible | Verdict::None, None) => "notice",
        };
        // What is gone is told at the top of the new document.
        let place = documents.new_place(change);
        let path = place
            .as_ref()
            .map(|it| it.path.clone())
            .or_else(|| documents.new.1.sources.first().map(|it| it.path.clone()));
        let (line, column) = place.map_or((1, 1), |it| (it.line, it.column));
        let proof = change
            .witness
            .as_ref()
            .map_or_else(String::new, |it| format!("; {}", proof(it)));
        let rust: String = in_rust(change)
            .iter()
            .map(|it| format!("; Rust: {it}"))
            .collect();
        let message = format!(
            "{}: {}{}{proof}{rust}",
            group.operations[0],
            sentence(change),
            more(&group)
        );
        let _ = writeln!(
            text,
            "::{command} file={},line={line},col={column},title={}::{}",
            github_property(path.as_deref().unwrap_or_default()),
            change.code,
            github_data(&message)
        );
    }
    text
}

/// A changelog.
pub fn markdown(told: &[Told], documents: &Documents<'_>) -> String {
    let (old, new) = (&documents.old.0.info, &documents.new.0.info);
    format!("{}\n{}", title(new), changelog(old, new, told, 2))
}
