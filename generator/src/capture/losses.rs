//! What pages cannot say: each field of the specifications, what a page shows of it, and what capture takes in its place.
//!
//! A test tries every row, and holds the rows to the vocabulary.

mod fields;
mod general;
mod loss;
mod schemas;

use std::fmt::Write as _;

use crate::vocabulary::SpecObject;

pub use loss::{GeneralLoss, Kept, Loss};

/// A row for each field of every version from OpenAPI 3.0 on. Those of Swagger 2.0 alone are shown as what they become.
pub fn fields() -> impl Iterator<Item = &'static Loss> {
    fields::ROWS.iter().chain(schemas::ROWS)
}

/// What is lost beside fields.
pub const fn general() -> &'static [GeneralLoss] {
    general::ROWS
}

/// All of it as a page in Markdown.
pub fn markdown() -> String {
    let mut out = String::from(INTRODUCTION);
    out.push_str("\n## In general\n\n| What a document may hold | What a page shows | What capture assumes |\n|---|---|---|\n");
    for it in general() {
        let _ = writeln!(out, "| {} | {} | {} |", it.what, it.shown, it.assumed);
    }
    let mut open = None;
    for it in fields() {
        if open != Some(it.object) {
            open = Some(it.object);
            let _ = write!(
                out,
                "\n## {}\n\n| Field | Reference | Plain | What a page shows | What capture assumes |\n|---|---|---|---|---|\n",
                title(it.object)
            );
        }
        let names: Vec<String> = it.fields.iter().map(|it| format!("`{it}`")).collect();
        let [reference, plain] = it.kept.map(Kept::word);
        let lost = it.kept.iter().any(|it| *it != Kept::Whole);
        let shown = match it.shown {
            "" if it.kept == [Kept::No; 2] => "nothing",
            "" => "it",
            it => it,
        };
        let assumed = match it.assumed {
            "" if lost => "it is left out",
            it => it,
        };
        let _ = writeln!(
            out,
            "| {} | {reference} | {plain} | {shown} | {assumed} |",
            names.join(", ")
        );
    }
    out
}

const INTRODUCTION: &str = "\
# What pages cannot say

`cargo xtask capture --explain-losses` prints this page: what a document may hold, what the pages of its reference show of
it, and what `capture` assumes where they show nothing. *Reference* is the layout with `quirks = true`, *Plain* the one
without. *Yes*: it comes back as it was written. *In part*: a page depends on it and does not say all of it, or says it by an
example alone. *No*: pages are the same without it.

Security schemes stand on the page on how to authenticate, unless a text of the settings takes its place; without it, capture
knows what the samples of requests send.
";

/// The noun with a capital.
fn title(object: SpecObject) -> String {
    let noun = object.noun();
    let mut chars = noun.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
