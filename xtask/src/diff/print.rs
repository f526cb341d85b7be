//! Changes → text for people, editors, machines, GitHub, and a changelog.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anstyle::Style;
use serde_json::{Value, json};
use verbatim_gen::diff::{Change, Class, InRust, Verdict, Witness};
use verbatim_gen::source::{Location, Place};
use verbatim_gen::{Report, model};

use super::told::Told;
use crate::findings::{github_data, github_property, one_line};
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
    let mut all: Vec<&InRust> = it.in_rust.iter().collect();
    all.sort_by_key(|it| std::cmp::Reverse(it.verdict));
    let line = |it: &&InRust| format!("`{}`: {} ({})", it.item, one_line(&it.message), it.verdict);
    let mut lines: Vec<String> = all.iter().take(MAX_IN_RUST).map(line).collect();
    if all.len() > MAX_IN_RUST {
        lines.push(format!("and {} more", all.len() - MAX_IN_RUST));
    }
    lines
}

fn operation(it: &Change) -> String {
    match &it.operation {
        Some(it) => one_line(&it.to_string()),
        None => "the API".to_owned(),
    }
}

fn sentence(it: &Change) -> String {
    match it.subject.as_str() {
        "" => one_line(&it.message),
        subject => one_line(&format!("{subject}: {}", it.message)),
    }
}

fn proof(it: &Witness) -> String {
    let (accepts, refuses) = (it.accepted_by.as_str(), it.accepted_by.other().as_str());
    match it.is_value {
        true => format!(
            "`{}` is accepted by the {accepts} document and refused by the {refuses} one",
            it.text
        ),
        false => format!(
            "`{}` works by the {accepts} document and fails by the {refuses} one",
            it.text
        ),
    }
}

/// Changes that are one: of a schema that many operations lead to, say.
struct Group<'a> {
    first: &'a Told,
    operations: Vec<String>,
}

/// Changes grouped by what they are, in order, the worst first.
fn groups(told: &[Told]) -> Vec<Group<'_>> {
    type Key<'k> = (
        Option<Place>,
        Option<Place>,
        &'k str,
        &'k str,
        Verdict,
        bool,
    );
    let mut known: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let mut all: Vec<Group<'_>> = Vec::new();
    for it in told {
        let change = &it.change;
        let key = (
            change.old,
            change.new,
            change.code.as_str(),
            change.message.as_str(),
            change.wire,
            it.reason.is_some(),
        );
        // What has no places of its own is told each time.
        let at = known
            .get(&key)
            .copied()
            .filter(|_| change.old.is_some() || change.new.is_some());
        match at {
            Some(at) => {
                let name = operation(change);
                if !all[at].operations.contains(&name) {
                    all[at].operations.push(name);
                }
            }
            None => {
                known.insert(key, all.len());
                all.push(Group {
                    first: it,
                    operations: vec![operation(change)],
                });
            }
        }
    }
    all
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
            "in_rust": change.in_rust.iter().map(in_rust_json).collect::<Vec<_>>(),
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

/// A text within a line of Markdown: what stands between backticks stays, the rest is escaped.
fn markdown_text(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in one_line(text).split('`').enumerate() {
        match at % 2 {
            0 => {
                for it in part.chars() {
                    if "\\*_[]<>#|".contains(it) {
                        out.push('\\');
                    }
                    out.push(it);
                }
            }
            _ => {
                let _ = write!(out, "`{part}`");
            }
        }
    }
    out
}

/// A changelog.
pub fn markdown(told: &[Told], documents: &Documents<'_>) -> String {
    let (old, new) = (&documents.old.0.info, &documents.new.0.info);
    let mut text = format!("# {}: changes\n\n", markdown_text(&new.title));
    let _ = match old.version == new.version {
        true => writeln!(text, "Version {}.", markdown_text(&new.version)),
        false => writeln!(
            text,
            "From version {} to {}.",
            markdown_text(&old.version),
            markdown_text(&new.version)
        ),
    };
    if told.is_empty() {
        text += "\nNothing changed.\n";
        return text;
    }
    let all = groups(told);
    for (title, wanted) in [
        ("Breaking changes", Verdict::Breaking),
        ("To be looked at", Verdict::Risky),
        ("Compatible changes", Verdict::Compatible),
        ("Other changes", Verdict::None),
    ] {
        let of_it = all.iter().filter(|it| {
            let class = it.first.change.class();
            it.first.change.wire == wanted && ![Class::Reference, Class::Rust].contains(&class)
        });
        section(&mut text, title, of_it);
    }
    let of_reference = all
        .iter()
        .filter(|it| it.first.change.class() == Class::Reference);
    section(&mut text, "In the reference alone", of_reference);
    rust_section(&mut text, told);
    text
}

/// What code that is written against the crate has to follow, each once.
fn rust_section(text: &mut String, told: &[Told]) {
    let mut lines: Vec<String> = Vec::new();
    for it in told {
        let own =
            (it.change.class() == Class::Rust && it.change.rust == Verdict::Breaking).then(|| {
                (
                    it.change.subject.trim_matches('`'),
                    it.change.message.as_str(),
                )
            });
        let all = it
            .change
            .in_rust
            .iter()
            .filter(|it| it.verdict == Verdict::Breaking);
        let all = all.map(|it| (it.item.as_str(), it.message.as_str()));
        for (item, message) in all.chain(own) {
            let line = format!("- {}.\n", markdown_text(&format!("`{item}`: {message}")));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    if !lines.is_empty() {
        let _ = write!(
            text,
            "\n## For code written against the crate\n\n{}",
            lines.concat()
        );
    }
}

fn section<'a>(text: &mut String, title: &str, groups: impl Iterator<Item = &'a Group<'a>>) {
    let mut by_operations: Vec<(String, Vec<&Group<'_>>)> = Vec::new();
    for it in groups {
        let shown: Vec<String> = it
            .operations
            .iter()
            .take(8)
            .map(|it| match it.as_str() {
                "the API" => "The API".to_owned(),
                it => format!("`{}`", it.replace('`', "'")),
            })
            .collect();
        let mut heading = shown.join(", ");
        if it.operations.len() > 8 {
            let _ = write!(heading, " and {} more", it.operations.len() - 8);
        }
        match by_operations.iter_mut().find(|all| all.0 == heading) {
            Some(all) => all.1.push(it),
            None => by_operations.push((heading, vec![it])),
        }
    }
    if by_operations.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {title}\n");
    for (heading, groups) in by_operations {
        let _ = write!(text, "\n### {heading}\n\n");
        for it in groups {
            let change = &it.first.change;
            let _ = write!(text, "- {}", markdown_text(&capital(&sentence(change))));
            if let Some(it) = &change.witness {
                let _ = write!(text, "; {}", markdown_text(&proof(it)));
            }
            if let Some(reason) = &it.first.reason {
                let _ = write!(text, " (accepted: {})", markdown_text(reason));
            }
            text.push_str(".\n");
        }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{capital, markdown_text};

    #[test]
    fn text_of_documents_stays_text_in_markdown() {
        assert_eq!(markdown_text("a_b `c_d` [e]"), "a\\_b `c_d` \\[e\\]");
        assert_eq!(markdown_text("a\nb"), "a\\\\nb");
        assert_eq!(capital("été"), "Été");
    }
}
