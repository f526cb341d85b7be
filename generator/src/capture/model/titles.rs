//! Which components have a title, which their sections show in place of the description.

use std::collections::{HashMap, HashSet};

use crate::capture::facts::{self, Content, Name, Page, Section, cell_text};
use crate::docs::grammar;
use crate::docs::label::TypeLabel;

/// What rows say of the descriptions of the components that they link to.
#[derive(Debug, Default)]
pub struct Described<'p> {
    /// The components that have no description: what stands in their sections is their title.
    nothing: HashSet<&'p str>,
    /// The descriptions of those that have another one than their sections show, which is their title.
    otherwise: HashMap<&'p str, String>,
}

/// What stands in a row that links to a component.
struct Shown<'p> {
    description: &'p str,
    /// Whether it is hardly the row's own: that of items between brackets, or of a branch.
    is_of_component: bool,
}

impl<'p> Described<'p> {
    /// What all rows of pages say.
    pub fn by(pages: &'p [Page<'_>]) -> Self {
        let operations = || pages.iter().flat_map(Page::operations);
        let sections = || {
            pages.iter().flat_map(|it| match &it.content {
                Content::Schemas(sections) => &sections[..],
                _ => &[],
            })
        };
        let of_contents = |it: &'p facts::Operation<'_>| {
            let rows = it.contents.iter().filter_map(|it| it.rows.as_ref());
            it.schemas.iter().chain(&it.body_schema).chain(rows)
        };
        let groups = sections().flat_map(|it| &it.groups);
        let groups = groups.chain(operations().flat_map(of_contents).flat_map(|it| &it.groups));
        let rows = groups.flat_map(|it| &it.rows);
        let rows = rows.map(|it| {
            let is_branch = matches!(it.name, Name::Anonymous);
            (Some(&it.label), is_branch, &it.description)
        });
        let of_bodies = operations()
            .flat_map(|it| &it.parameters)
            .filter(|it| it.location == grammar::BODY_NAME && it.depth > 0)
            .map(|it| (it.label.as_ref(), false, &it.description));
        let mut out = Self::default();
        let mut shown: HashMap<&str, Vec<Shown<'p>>> = HashMap::new();
        for (label, is_branch, text) in rows.chain(of_bodies) {
            let found = match label {
                Some(TypeLabel::Schema { link, .. }) => Some((&*link.name, is_branch, &**text)),
                // An array has the description of its items, between brackets.
                Some(TypeLabel::ArrayOf(of) | TypeLabel::Items { of, .. }) => match &**of {
                    TypeLabel::Schema { link, .. } => {
                        let inner = text.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
                        let said = inner.or(text.is_empty().then_some(""));
                        said.map(|it| (&*link.name, true, it))
                    }
                    _ => None,
                },
                _ => None,
            };
            match found {
                Some((name, _, "")) => {
                    out.nothing.insert(name);
                }
                Some((name, is_of_component, description)) => {
                    let it = Shown {
                        description,
                        is_of_component,
                    };
                    shown.entry(name).or_default().push(it);
                }
                None => {}
            }
        }
        for it in sections() {
            let all = shown.get(&*it.name).map_or(&[][..], |it| it);
            let (Some(title), [first, ..]) = (it.description, all) else {
                continue;
            };
            let words = letters(first.description);
            let is_one = all.iter().all(|it| letters(it.description) == words);
            let is_of_component = all.iter().any(|it| it.is_of_component);
            let may_be_title = has_properties(it) && !title.contains('\n');
            if is_one && is_of_component && may_be_title && letters(title) != words {
                let description = cell_text(first.description, false);
                out.otherwise.insert(&it.name, description);
            }
        }
        out
    }

    /// The title and the description of a component, of which its section shows this.
    pub fn texts(&self, name: &str, shown: Option<&str>) -> (Option<String>, Option<String>) {
        let shown = shown.map(str::to_owned);
        match self.otherwise.get(name) {
            _ if self.nothing.contains(name) => (shown, None),
            Some(description) => (shown, Some(description.clone())),
            None => (None, shown),
        }
    }
}

/// Whether a section begins with rows of properties. Whatever else has a title has a row that is called by it.
fn has_properties(section: &Section<'_>) -> bool {
    let first = section.groups.first().filter(|it| it.title.is_none());
    let first = first.and_then(|it| it.rows.first());
    section.has_none || first.is_some_and(|it| !matches!(it.name, Name::Anonymous))
}

/// What two texts have in common that differ in their Markdown alone.
fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}
