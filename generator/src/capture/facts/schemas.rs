//! The section of a component schema.

use super::super::markdown::{Block, Kind};
use super::spans::whole;
use super::{Group, Mapping, Reader, Section, html_link, unescaped};
use crate::catalogue as code;
use crate::docs::grammar;
use crate::docs::restrictions::Restrictions;

impl<'a> Reader<'a, '_> {
    /// Reads a section, whose first block is its heading.
    pub(super) fn schema(&mut self, blocks: &[Block<'a>]) -> Option<Section<'a>> {
        let [heading, sample, rest @ ..] = blocks else {
            return None;
        };
        let Kind::Heading { text: name, .. } = heading.kind else {
            return None;
        };
        let mut section = Section {
            name: unescaped(name),
            sample: self.sample(sample),
            description: None,
            external_docs: None,
            groups: Vec::new(),
            values: Vec::new(),
            has_none: false,
            whole: Restrictions::default(),
            mapping: None,
        };
        let is_properties = |it: &Block<'_>| matches!(it.kind, Kind::Heading { level, text, .. } if grammar::PROPERTIES.is(level, text));
        let Some(end) = rest.iter().position(is_properties) else {
            let message = format!(
                "`{name}` has no heading `### {}`",
                grammar::PROPERTIES.words
            );
            let help = "put one between its example and its properties";
            self.fault(code::MISSING_PART, heading.line, message, help);
            return None;
        };
        let (mut above, mut rest) = rest.split_at(end);
        rest = &rest[1..];
        if let [
            before @ ..,
            Block {
                kind: Kind::Text(text),
                ..
            },
        ] = above
            && let Some(link) = html_link(text)
        {
            section.external_docs = Some(link);
            above = before;
        }
        while let [
            Block {
                kind: Kind::Text(text),
                ..
            },
            after @ ..,
        ] = above
            && is_note(text)
        {
            above = after;
        }
        section.description = self.span(above);
        let mut title = None;
        let mut values_follow = false;
        while let Some((block, more)) = rest.split_first() {
            rest = more;
            match &block.kind {
                Kind::Heading { level, text, .. }
                    if grammar::ENUMERATED_VALUES.is(*level, text) =>
                {
                    values_follow = true;
                }
                Kind::Text(text) if leads_to(text).is_some() => {
                    section.mapping = self.mapping(text, rest.first());
                    rest = rest.get(1..).unwrap_or_default();
                }
                Kind::Table(table) if values_follow => {
                    section.values = self.values(table, block.line);
                }
                Kind::Table(table) => {
                    let group = self.properties(table, block.line, title.take());
                    section.groups.push(group);
                }
                Kind::Text(text)
                    if [grammar::NO_PROPERTIES, grammar::ANY_PROPERTIES].contains(text)
                        && section.groups.is_empty() =>
                {
                    section.has_none = true;
                }
                Kind::Text(text) if is_of_rows(text) => {}
                Kind::Text(text) if title.is_none() && whole(text).is_some() => {
                    section.whole.extend(whole(text).unwrap_or_default());
                }
                // Before the next schema.
                Kind::Text(text) if is_anchor(text) => {}
                Kind::Text(text) if !values_follow && branch(text).is_some() => {
                    if let Some(title) = title.replace(*text) {
                        section.groups.push(Group {
                            title: Some(title),
                            rows: Vec::new(),
                        });
                    }
                }
                _ => self.unexpected(block, "the properties of a schema"),
            }
        }
        if title.is_some() {
            section.groups.push(Group {
                title,
                rows: Vec::new(),
            });
        }
        Some(section)
    }

    /// Which schema each value of a property leads to, by the sentence and the table below it.
    pub(super) fn mapping(
        &mut self,
        sentence: &'a str,
        table: Option<&Block<'a>>,
    ) -> Option<Mapping<'a>> {
        let property = leads_to(sentence)?;
        let block = table?;
        match &block.kind {
            Kind::Table(table) => {
                let values = self.led_to(table, block.line);
                Some(Mapping { property, values })
            }
            _ => {
                self.unexpected(block, "the properties of a schema");
                None
            }
        }
    }

    /// Tells of a block that has no business where it stands.
    pub(super) fn unexpected(&mut self, block: &Block<'a>, within: &str) {
        let what = block.kind.describe();
        let message = format!("{what} is not expected within {within}");
        let help = "compare it with a page that `cargo xtask gen --emit docs` makes";
        self.fault(code::UNEXPECTED_BLOCK, block.line, message, help);
    }
}

/// Whether a text is a note below tables that have not all the rows there could be.
pub fn is_of_rows(text: &str) -> bool {
    grammar::OPENED_TO_DEPTH.read::<1>(text).is_some() || text == grammar::MORE_ROWS
}

/// Whether a text is a note below an example that is made.
pub fn is_note(text: &str) -> bool {
    grammar::SHOWN_TO_DEPTH.read::<1>(text).is_some() || text == grammar::NONE_ACCEPTED
}

/// The parameter of which a text says that nothing can be sent for it.
pub fn none_to_send(text: &str) -> Option<&str> {
    grammar::NONE_TO_SEND.read::<1>(text).map(|[it]| it)
}

/// The property of which the sentence says that it tells schemas apart.
pub fn leads_to(text: &str) -> Option<&str> {
    grammar::LEADS_TO.read::<1>(text).map(|[it]| it)
}

/// A keyword that has branches, or what follows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Branch {
    /// A branch of `allOf`.
    AllOf,
    /// The first branch of `anyOf`.
    AnyOf,
    /// The first branch of `oneOf`.
    OneOf,
    /// A further branch of the `anyOf` or `oneOf` that is open.
    Another,
    /// The schema under `not`.
    Not,
    /// Properties that stand beside the branches.
    Beside,
}

/// Which branch a title begins.
pub fn branch(title: &str) -> Option<Branch> {
    if title == grammar::AFTER_BRANCHES {
        return Some(Branch::Beside);
    }
    let [words, _] = grammar::BRANCHES_BY_DISCRIMINATOR
        .read(title)
        .unwrap_or([title, ""]);
    let told_apart = grammar::TOLD_APART.read::<2>(title).map(|[words, _]| words);
    let branches = grammar::BRANCHES.read::<1>(title).map(|[words]| words);
    Some(match told_apart.or(branches).unwrap_or(words) {
        "allOf" | grammar::ALL_OF | grammar::AND => Branch::AllOf,
        "anyOf" | grammar::ANY_OF => Branch::AnyOf,
        "oneOf" | grammar::ONE_OF => Branch::OneOf,
        "xor" | grammar::OR => Branch::Another,
        "not" | grammar::NOT => Branch::Not,
        grammar::CONTINUED => Branch::Beside,
        _ => return None,
    })
}

/// Whether the text is where links may lead.
fn is_anchor(text: &str) -> bool {
    let [before, behind] = grammar::ANCHOR;
    text.starts_with(before) && text.ends_with(behind)
}
