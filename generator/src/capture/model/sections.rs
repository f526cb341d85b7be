//! The page of schemas, and what rows say of components where it is not among the pages.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::Builder;
use super::titles::Described;
use super::value;
use crate::capture::draft::{Draft, DraftId};
use crate::capture::facts::{self, Name, Page, Section};
use crate::capture::rows::Standing;
use crate::docs::grammar;
use crate::docs::label::TypeLabel;
use crate::docs::restrictions::Restriction;
use crate::model::JsonType;
use crate::node::{Node, Value};

/// How many pairs of a list of values and a member of the example are looked at for what has no rows.
const MOST_HIDDEN: usize = 10_000;

impl Builder<'_> {
    /// Adds the sections of the page of schemas.
    pub(super) fn sections(&mut self, sections: &[Section<'_>], described: &Described<'_>) {
        for it in sections {
            let id = self.drafts.component(&it.name);
            let draft = self.drafts.get_mut(id);
            draft.shown.clone_from(&it.sample);
            if let Some(Value::Array(_)) = draft.shown.as_ref().map(|it| &it.value) {
                draft.types = vec![JsonType::Array];
            }
            (draft.title, draft.description) = described.texts(&it.name, it.description);
            draft.external_docs = it
                .external_docs
                .map(|(text, url)| (text.to_owned(), url.to_owned()));
        }
        self.extensions(sections);
        let shown = self.by_sample();
        for it in sections {
            let id = self.drafts.component(&it.name);
            let sample = it.sample.as_ref();
            let mut reader = self.reader(&it.values);
            reader.standing = Standing::Section;
            reader.rows = &it.groups;
            if !it.groups.is_empty() {
                reader.groups(id, &it.groups, sample);
                if let Some(mapping) = &it.mapping {
                    reader.map(id, mapping);
                }
            } else {
                self.without_rows(id, it, sample, &shown);
            }
            let draft = self.drafts.get_mut(id);
            // What has a title and is no object has a row of that name.
            if draft.title.is_some() && draft.has_branches() && !self.docs.quirks && !has_row(it) {
                draft.types = vec![JsonType::Object];
            }
            let of_rows = properties(it, |_| true);
            let members = sample.and_then(Node::as_object).map_or(0, |it| it.len());
            let may_be_hidden = self.docs.quirks && members * it.values.len() <= MOST_HIDDEN;
            for own in &it.values {
                let is_hidden = !of_rows.contains(&*own.name) && own.name != grammar::ANONYMOUS;
                if may_be_hidden && is_hidden && self.limit_hidden(id, own, sample) {
                    continue;
                }
                if own.name.is_empty() {
                    self.limit_itself(id, own, sample);
                }
            }
            let whole = it.whole.clone().into_owned();
            let draft = self.drafts.get_mut(id);
            draft.read_only |= whole.has(Restriction::ReadOnly);
            draft.write_only |= whole.has(Restriction::WriteOnly);
            draft.nullable |= whole.has(Restriction::Nullable);
            draft.restrictions.extend(whole.of_values());
            let draft = self.drafts.get(id);
            // What has a title and may be anything has a row of that name.
            let is_titled = draft.title.is_some();
            let is_free = it.has_none && !self.docs.quirks && draft.types.is_empty();
            if is_free
                && draft.link.is_none()
                && !draft.has_parts()
                && sample
                    .is_some_and(|it| has_no_members(it) || is_titled && it.as_object().is_some())
            {
                // What names no type has `null` for an example.
                self.drafts.get_mut(id).types = vec![JsonType::Object];
            }
            if it.has_none {
                // Its example is one of its own, unless it is one of nothing.
                self.drafts.get_mut(id).known = true;
            }
            // Rows tell all types where the layout has no oddities: none is guessed.
            self.drafts.get_mut(id).known |= !self.docs.quirks && !it.groups.is_empty();
            if let Some(sample) = sample {
                if self.own.schemas.contains(&*it.name) {
                    self.drafts.get_mut(id).example = Some(sample.clone());
                } else {
                    self.drafts.see(id, sample, None);
                }
            }
            self.drafts.get_mut(id).known = true;
        }
    }

    /// Notes what extends a base: a property of the base leads to it, and its example has what only the base has a row of.
    fn extensions(&mut self, sections: &[Section<'_>]) {
        let by_name: HashMap<&str, &Section<'_>> =
            sections.iter().map(|it| (&*it.name, it)).collect();
        let mut seen = HashSet::new();
        for base in sections {
            let (Some(mapping), [_]) = (&base.mapping, &base.groups[..]) else {
                continue;
            };
            let of_base = properties(base, |depth| depth == 0);
            for (_, label) in &mapping.values {
                let TypeLabel::Schema { link, .. } = label else {
                    continue;
                };
                let Some(it) = by_name.get(&*link.name) else {
                    continue;
                };
                if it.groups.len() != 1 || !seen.insert(&*it.name) {
                    continue;
                }
                let own = properties(it, |depth| depth == 0);
                let sample = it.sample.as_ref().and_then(Node::as_object);
                let names = sample.into_iter().flat_map(|it| it.iter());
                let mut names = names.map(|(key, _)| &*key.text);
                if names.any(|it| !own.contains(it) && of_base.contains(it)) {
                    let id = self.drafts.component(&it.name);
                    let base = self.drafts.component(&base.name);
                    self.extends.push((id, base));
                }
            }
        }
    }

    /// Adds what an example says of a section without rows. The items of an array may be a component, whose rows stand in its
    /// own section; an array that holds itself has an example without items.
    fn without_rows(
        &mut self,
        id: DraftId,
        section: &Section<'_>,
        sample: Option<&Node>,
        shown: &HashMap<Node, Vec<DraftId>>,
    ) {
        // Items with members have rows, or one for the component they are.
        let is_own = |it: &Node| it.as_object().is_some_and(|it| !it.is_empty());
        let first = sample.and_then(|it| it.as_array()?.first());
        // Where items are a component, the array has a row of its own, which has no table in the published layout. What is its
        // only branch has none.
        let component = first
            .filter(|it| self.docs.quirks && section.has_none == is_own(it))
            .and_then(|first| shown.get(first)?.iter().copied().find(|it| *it != id));
        if let Some(component) = component {
            let items = self.drafts.add(Draft {
                link: Some(component),
                in_all_of: section.has_none,
                known: true,
                ..Draft::default()
            });
            let draft = self.drafts.get_mut(id);
            (draft.types, draft.items) = (vec![JsonType::Array], Some(items));
        } else if section.has_none && first.is_some_and(is_own) {
            self.drafts.get_mut(id).example = sample.cloned();
        } else if !section.has_none || first.is_some() {
            let mut reader = self.reader(&[]);
            reader.standing = Standing::Section;
            reader.parts(id, &[], sample);
            let holds_itself = !section.has_none && sample.is_some_and(is_empty_array);
            if self.docs.quirks && holds_itself {
                let link = Draft {
                    link: Some(id),
                    known: true,
                    ..Draft::default()
                };
                let items = self.drafts.add(link);
                self.drafts.get_mut(id).items = Some(items);
            }
        }
    }

    /// Adds the values of a property of a branch that the page has no rows of: the property that they are listed under, or else
    /// one whose example is among them.
    fn limit_hidden(
        &mut self,
        id: DraftId,
        own: &facts::ListedValues<'_>,
        sample: Option<&Node>,
    ) -> bool {
        let Some(members) = sample.and_then(Node::as_object) else {
            return false;
        };
        // Of a choice the first branch is shown; what extends a component stands behind it.
        let [all_of, any_of, one_of] = &self.drafts.get(id).branches;
        let mut branches = all_of.iter().rev().chain(any_of).chain(one_of);
        let is_hidden = |it: &&DraftId| {
            let draft = self.drafts.get(**it);
            let is_made = draft.is(JsonType::Object) && !draft.properties.is_empty();
            !draft.known && draft.link.is_none() && (is_made || draft.is_empty())
        };
        let Some(branch) = branches.find(is_hidden).copied() else {
            return false;
        };
        let texts = own.values(self.docs.quirks);
        let listed =
            |of: &Node| -> Vec<Node> { texts.iter().map(|it| value(it, None, Some(of))).collect() };
        let is_free = |name: &str| !self.drafts.get(branch).properties.contains_key(name);
        let found = members.iter().find(|(key, of)| match &*own.name {
            "" => is_free(&key.text) && listed(of).contains(of),
            name => *key.text == *name,
        });
        let Some((key, of)) = found else {
            return false;
        };
        let property = self.drafts.add(Draft {
            values: Some(listed(of)),
            ..Draft::default()
        });
        let draft = self.drafts.get_mut(branch);
        draft.types = vec![JsonType::Object];
        draft.properties.insert(key.text.clone(), property);
        self.drafts.see(property, of, Some(&key.text));
        true
    }

    /// The components by what the page shows of them, of those that are alike the first two.
    fn by_sample(&self) -> HashMap<Node, Vec<DraftId>> {
        let mut out: HashMap<Node, Vec<DraftId>> = HashMap::new();
        for id in self.drafts.components().values() {
            if let Some(shown) = &self.drafts.get(*id).shown {
                let alike = out.entry(shown.clone()).or_default();
                if alike.len() < 2 {
                    alike.push(*id);
                }
            }
        }
        out
    }

    /// Adds the values that a schema itself is limited to, or the first of its branches that the page has no rows of.
    fn limit_itself(&mut self, id: DraftId, own: &facts::ListedValues<'_>, sample: Option<&Node>) {
        let (mut id, mut sample) = (id, sample);
        let values = own.values(self.docs.quirks);
        // A list of whole arrays has the example itself.
        let is_whole = |sample: &Node| {
            values
                .iter()
                .any(|it| value(it, None, Some(sample)) == *sample)
        };
        while !sample.is_some_and(is_whole)
            && let Some(items) = self.drafts.get(id).items
            && sample.is_some_and(|it| it.as_array().is_some())
        {
            id = self.drafts.target(items);
            sample = sample.and_then(|it| it.as_array()?.first());
        }
        let values: Vec<Node> = values.iter().map(|it| value(it, None, sample)).collect();
        let mut branches = self.drafts.get(id).branches.iter().flatten();
        let hidden = branches.find(|it| self.drafts.get(**it).is_empty());
        let id = hidden.copied().unwrap_or_else(|| self.limited(id, &values));
        let draft = self.drafts.get_mut(id);
        draft.values = Some(values);
        if let Some(first) = draft.example.take() {
            self.drafts.see(id, &first, None);
        }
    }

    /// What values without a name limit: the schema itself, or what its branches have within them, preferably what has one
    /// of them for an example.
    fn limited(&self, id: DraftId, values: &[Node]) -> DraftId {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let branches = self.drafts.get(id).branches.iter().flatten();
        let mut open: Vec<DraftId> = branches.copied().collect();
        open.reverse();
        while let Some(it) = open.pop() {
            let draft = self.drafts.get(it);
            if draft.link.is_some() || !seen.insert(it) {
                continue;
            }
            let below = draft.prefix.iter().chain(&draft.items);
            let below = below.chain(&draft.additional);
            let below = below.chain(draft.properties.values());
            let below: Vec<DraftId> = below
                .chain(draft.branches.iter().flatten())
                .copied()
                .collect();
            if below.is_empty() && draft.values.is_none() && !draft.is(JsonType::Object) {
                found.push(it);
            }
            open.extend(below.into_iter().rev());
        }
        let has_one = |it: &&DraftId| {
            let example = self.drafts.get(**it).example.as_ref();
            example.is_some_and(|it| values.contains(it))
        };
        let best = found.iter().find(has_one).or(found.first());
        best.copied().unwrap_or(id)
    }

    /// Describes components of which there is no section as the rows do that link to them. One that a row shows without a
    /// description has none; of several descriptions the most frequent is the component's, others are the rows' own.
    pub(super) fn descriptions(&mut self, pages: &[Page<'_>]) {
        let mut found: IndexMap<&str, IndexMap<&str, usize>> = IndexMap::new();
        let operations = || pages.iter().flat_map(Page::operations);
        let groups = || {
            operations()
                .flat_map(|it| &it.schemas)
                .flat_map(|it| &it.groups)
        };
        let rows = groups()
            .flat_map(|it| &it.rows)
            .map(|it| (Some(&it.label), &it.description));
        let body_rows = operations()
            .flat_map(|it| &it.parameters)
            .filter(|it| it.location == grammar::BODY_NAME && it.depth > 0)
            .map(|it| (it.label.as_ref(), &it.description));
        for (label, description) in rows.chain(body_rows) {
            if let Some(TypeLabel::Schema { link, .. }) = label {
                let of_component = found.entry(&link.name).or_default();
                *of_component.entry(description).or_default() += 1;
            }
        }
        // An array shows the description of what its items are between brackets.
        for it in operations() {
            for schema in &it.schemas {
                let response = it
                    .responses
                    .iter()
                    .find(|response| Some(response.status) == schema.status);
                let row = schema.groups.first().and_then(|it| it.rows.first());
                if let (Some(TypeLabel::ArrayOf(of)), Some(row)) =
                    (response.and_then(|it| it.label.as_ref()), row)
                    && let TypeLabel::Schema { link, .. } = &**of
                    && row.name == Name::Anonymous
                {
                    let text = row
                        .description
                        .strip_prefix('[')
                        .and_then(|it| it.strip_suffix(']'));
                    let of_component = found.entry(&link.name).or_default();
                    *of_component.entry(text.unwrap_or_default()).or_default() += 1;
                }
            }
        }
        for (name, descriptions) in &found {
            let most = descriptions.iter().rev().max_by_key(|(_, count)| **count);
            let Some((description, _)) = most.filter(|_| !descriptions.contains_key("")) else {
                continue;
            };
            let id = self.drafts.component(name);
            self.drafts.get_mut(id).description = Some(self.text(description));
        }
    }
}

/// Whether an array has nothing within it but arrays.
fn is_empty_array(value: &Node) -> bool {
    value
        .as_array()
        .is_some_and(|it| it.iter().all(is_empty_array))
}

/// Whether a section has a row of the schema itself, or of its properties, in front of its branches.
fn has_row(section: &Section<'_>) -> bool {
    section.groups.first().is_none_or(|it| it.title.is_none())
}

fn has_no_members(value: &Node) -> bool {
    value.as_object().is_some_and(|it| it.is_empty())
}

/// The properties that a section has rows of, at some depths.
fn properties<'s>(section: &'s Section<'_>, at: impl Fn(usize) -> bool) -> HashSet<&'s str> {
    let rows = section.groups.iter().flat_map(|it| &it.rows);
    let names = rows
        .filter(|it| at(it.depth))
        .filter_map(|it| match &it.name {
            Name::Property(name) => Some(&**name),
            _ => None,
        });
    names.collect()
}
