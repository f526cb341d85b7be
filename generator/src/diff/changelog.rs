//! Changes → a changelog in Markdown: what breaks first, operation by operation.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::change::{Class, Verdict};
use super::words::{Group, Told, groups, proof, sentence};
use crate::model::Info;
use crate::source::one_line;

/// How many operations a heading names.
const MAX_NAMED: usize = 8;

/// What a changelog of one document says at its top.
pub fn title(info: &Info) -> String {
    format!("# {}: changes\n", markdown_text(&info.title))
}

/// The changes from one version of a document to the next, below headings of a level and the one beneath.
pub fn changelog(old: &Info, new: &Info, told: &[Told], level: usize) -> String {
    let versions = match old.version == new.version {
        true => format!("Version {}", markdown_text(&new.version)),
        false => format!(
            "From version {} to {}",
            markdown_text(&old.version),
            markdown_text(&new.version)
        ),
    };
    // At the top it is a sentence, and else a heading.
    let mut text = match level {
        2 => format!("{versions}.\n"),
        level => format!("{} {versions}\n", "#".repeat(level - 1)),
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
        section(&mut text, title, of_it, level);
    }
    let of_reference = all
        .iter()
        .filter(|it| it.first.change.class() == Class::Reference);
    section(&mut text, "In the reference alone", of_reference, level);
    rust_section(&mut text, told, level);
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

fn section<'a>(
    text: &mut String,
    title: &str,
    groups: impl Iterator<Item = &'a Group<'a>>,
    level: usize,
) {
    let mut by_operations: Vec<(String, Vec<&Group<'_>>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for it in groups {
        let shown: Vec<String> = it
            .operations
            .iter()
            .take(MAX_NAMED)
            .map(|it| match it.as_str() {
                "the API" => "The API".to_owned(),
                it => format!("`{}`", it.replace('`', "'")),
            })
            .collect();
        let mut heading = shown.join(", ");
        if it.operations.len() > MAX_NAMED {
            let _ = write!(heading, " and {} more", it.operations.len() - MAX_NAMED);
        }
        match known.get(&heading) {
            Some(at) => by_operations[*at].1.push(it),
            None => {
                known.insert(heading.clone(), by_operations.len());
                by_operations.push((heading, vec![it]));
            }
        }
    }
    if by_operations.is_empty() {
        return;
    }
    let _ = write!(text, "\n{} {title}\n", "#".repeat(level));
    for (heading, groups) in by_operations {
        let _ = write!(text, "\n{} {heading}\n\n", "#".repeat(level + 1));
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

/// What code that is written against the crate has to follow, each once.
fn rust_section(text: &mut String, told: &[Told], level: usize) {
    let mut lines = String::new();
    let mut known: HashSet<String> = HashSet::new();
    for it in told {
        let change = &it.change;
        let own = (change.class() == Class::Rust && change.rust == Verdict::Breaking)
            .then(|| (change.subject.trim_matches('`'), change.message.as_str()));
        let all = change.in_rust.iter();
        let all = all.filter(|it| it.verdict == Verdict::Breaking);
        let all = all.map(|it| (it.item.as_str(), it.message.as_str()));
        for (item, message) in all.chain(own) {
            let line = format!("- {}.\n", markdown_text(&format!("`{item}`: {message}")));
            if known.insert(line.clone()) {
                lines += &line;
            }
        }
    }
    if !lines.is_empty() {
        let _ = write!(
            text,
            "\n{} For code written against the crate\n\n{lines}",
            "#".repeat(level)
        );
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
