//! The section of a schema.

use std::ops::Range;

use super::outline::heading_text;
use super::reader::{Reader, emphasised, is_element, part};
use super::tables::table;
use crate::capture::facts::{Group, Name, Section, branch, html_link, unescaped};
use crate::capture::markdown::{Block, Kind};
use crate::docs::grammar as documented;
use crate::docs::restrictions::Restrictions;
use crate::docs::widdershins::{self as grammar, Part, TableKind};

impl<'a> Reader<'a, '_> {
    /// Reads a section, whose first block is its heading.
    pub fn schema(&mut self, blocks: &[Block<'a>]) -> Option<Section<'a>> {
        let (heading, rest) = blocks.split_first()?;
        let name = heading_text(heading)?;
        let id = match heading.kind {
            Kind::Heading { id: Some(id), .. } => id.strip_prefix(grammar::SCHEMA_ID),
            _ => None,
        };
        // The id has the name as it is; a formatter may put backslashes into the heading.
        let name = id
            .map(|it| it.strip_prefix('_').unwrap_or(it))
            .filter(|it| *it == unescaped(name));
        let mut section = Section {
            mapping: None,
            name: name.unwrap_or(heading_text(heading)?).into(),
            sample: None,
            description: None,
            external_docs: None,
            groups: Vec::new(),
            values: Vec::new(),
            has_none: false,
            whole: Restrictions::default(),
        };
        let mut title: Option<&'a str> = None;
        let mut above: Option<Range<usize>> = None;
        let mut in_properties = false;
        let mut rest = rest;
        while let [block, more @ ..] = rest {
            rest = more;
            if let Some((kind, table)) = table(block) {
                in_properties = true;
                match kind {
                    TableKind::Properties => {
                        let rows = self.properties(&table);
                        section.groups.push(Group {
                            title: title.take(),
                            rows,
                        });
                    }
                    TableKind::Values => self.values(&table, &mut section.values),
                    _ => self.lost_block(block, "a schema"),
                }
                continue;
            }
            match part(block, false) {
                Some(Part::Properties) => {
                    in_properties = true;
                    continue;
                }
                Some(Part::Values) => continue,
                _ => {}
            }
            match &block.kind {
                Kind::Code { .. } if section.sample.is_none() && !in_properties => {
                    section.sample = self.sample(block).and_then(|it| it.1);
                }
                _ if is_element(block) => {}
                Kind::Text(text) if html_link(text).is_some() => {
                    section.external_docs = html_link(text);
                }
                Kind::Text(text) if emphasised(text) == Some(grammar::NO_ROWS) => {
                    // A text or a number is shown so, too, where only its example says what it is.
                    let is_scalar = section
                        .sample
                        .as_ref()
                        .is_some_and(|it| it.as_object().is_none() && it.as_array().is_none());
                    section.has_none = !is_scalar;
                }
                Kind::Text(text) if in_properties || branch(words(text)).is_some() => {
                    in_properties = true;
                    match branch(words(text)) {
                        Some(_) => {
                            if let Some(title) = title.replace(words(text)) {
                                section.groups.push(Group {
                                    title: Some(title),
                                    rows: Vec::new(),
                                });
                            }
                        }
                        None => self.lost_block(block, "the properties of a schema"),
                    }
                }
                _ if in_properties => self.lost_block(block, "the properties of a schema"),
                _ => above.get_or_insert(block.span.clone()).end = block.span.end,
            }
        }
        if title.is_some() {
            section.groups.push(Group {
                title,
                rows: Vec::new(),
            });
        }
        let description = above.and_then(|it| self.range(it));
        section.description = description.map(|it| emphasised(it).unwrap_or(it));
        // Where a schema has a title and no description, its title stands there.
        if section.description.map(unescaped).as_deref() == Some(&*unescaped(&section.name)) {
            section.description = None;
        }
        self.name_itself(&mut section);
        Some(section)
    }

    /// A schema that is no object has a row for itself, with its title for a name.
    fn name_itself(&mut self, section: &mut Section<'a>) {
        let [Group { title: None, rows }, branches @ ..] = &mut section.groups[..] else {
            return;
        };
        let [only] = &mut rows[..] else { return };
        let Name::Property(title) = &only.name else {
            return;
        };
        let members = section.sample.as_ref().map(|it| it.as_object());
        let is_itself = match members {
            Some(Some(members)) => !branches.is_empty() && members.get(title).is_none(),
            Some(None) => branches.iter().all(|it| it.title.is_some()),
            None => false,
        };
        if !is_itself || only.label.is_word("object") || only.depth > 0 {
            return;
        }
        for values in &mut section.values {
            if values.name == *title {
                values.name = documented::ANONYMOUS.into();
            }
        }
        only.name = Name::Anonymous;
    }
}

/// The words between branches, which below operations are emphasised.
pub fn words(text: &str) -> &str {
    emphasised(text).unwrap_or(text)
}
