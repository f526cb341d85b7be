//! The rows of tables → what they say of schemas.

mod apart;
mod descriptions;
mod element;
mod elements;
mod labels;
mod shown;
mod titles;
mod tree;
mod values;

pub use tree::{Root, RowTree, Standing, tree};
use tree::{first_branch, nesting};
pub use values::{Lists, Marked};

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::draft::{Draft, DraftId, Drafts};
use super::facts::{Branch, Group, Name, Row};
use super::samples::same_members;
use crate::docs::grammar;
use crate::docs::label::{SchemaLink, TypeLabel};
use crate::docs::restricted::is_bare;
use crate::docs::restrictions::{Restriction, Restrictions};
use crate::model::JsonType;
use crate::node::{Node, Object, Value};
use std::sync::Arc;

/// How many arrays within one another rows are looked for behind.
const DEEPEST_ARRAYS: usize = 64;

/// Adds rows to drafts.
pub struct RowReader<'d> {
    /// All drafts.
    pub drafts: &'d mut Drafts,
    /// Where the rows stand.
    pub standing: Standing,
    /// Whether descriptions are worded as the templates do it.
    pub quirks: bool,
    /// The values that properties are limited to, by name.
    pub values: Lists<'d>,
    /// All rows of the table, for whoever asks what else there is.
    pub rows: &'d [Group<'d>],
    /// The names that several of them have, once one has been asked for.
    pub repeated: OnceCell<HashSet<&'d Name<'d>>>,
    /// Whether they are rows of a body, whose values may be those of a row's items.
    pub of_body: bool,
    /// Whether the example is one of the operation's own, which says where rows belong and nothing of schemas.
    pub is_hint: bool,
    /// The schemas whose rows this table has shown: they are not shown again.
    pub shown: Vec<(DraftId, Option<Node>)>,
    /// The rows under whose names the page lists values: which list, what the row says, and its example.
    pub named: Vec<(usize, DraftId, Option<Node>)>,
    /// Of the rows that say so which list is theirs, once one has been asked for.
    pub marked: OnceCell<Marked>,
    /// Which of the lists are those of rows, and the types that these have.
    pub taken: HashMap<usize, Vec<Vec<JsonType>>>,
    /// How often a list was one of a row.
    pub takes: usize,
    /// The schemas whose rows are being read, outermost first.
    pub within: Vec<DraftId>,
    /// The schemas whose branches stand in this table.
    pub begun: HashSet<DraftId>,
    /// The rows that lead to components and whose rows below are being read, outermost first: the draft of the row, and
    /// the component.
    pub open: Vec<(DraftId, DraftId)>,
}

impl RowReader<'_> {
    /// Adds the rows of all tables of a schema.
    pub fn groups(&mut self, id: DraftId, groups: &[Group<'_>], sample: Option<&Node>) {
        // What stands above the first rows and begins no branch is what the schema is about.
        let title = groups.first().and_then(|it| it.title);
        let begins_branch = first_branch(title, self.standing).is_some();
        let first = groups.first().and_then(|it| it.rows.first());
        let is_called = |title: Option<&str>| {
            first.is_some_and(|it| {
                it.depth == 0 && matches!(&it.name, Name::Property(name) if title == Some(&**name))
            })
        };
        let is_named = match self.standing {
            Standing::Operation => is_called(title),
            // The title stands above the heading of the properties. A row of the same name may be that of a property.
            Standing::Section => {
                let is_member = |title: &str| sample.is_some_and(|it| it.get(title).is_some());
                let draft = self.drafts.get(id);
                let title = draft.title.as_deref().or(draft.description.as_deref());
                let title = title.map(in_one_line);
                let title = title.as_deref();
                !self.quirks
                    && is_called(title)
                    && first.is_some_and(|it| !it.label.is_word(JsonType::Object.as_str()))
                    && !title.is_some_and(is_member)
            }
        };
        if is_named {
            // The only row that is no property is called by the title of the schema.
            let draft = self.drafts.get_mut(id);
            draft.title = match self.standing {
                Standing::Operation => title.map(str::to_owned),
                Standing::Section => draft.title.take().or(draft.description.take()),
            };
        } else if let Some(description) = title.filter(|_| !begins_branch) {
            let target = self.drafts.target(id);
            let is_component = self.quirks && self.drafts.get(target).name.is_some();
            let described = if is_component { target } else { id };
            let draft = self.drafts.get_mut(described);
            let is_own = draft.link.is_none() || draft.in_all_of;
            if is_own && !(is_component && draft.known) {
                draft
                    .description
                    .get_or_insert_with(|| description.to_owned());
            }
        }
        let root = Root {
            is_titled: is_named,
            ..self.root(id, sample)
        };
        let all = tree(groups, root);
        if let (true, Some(row)) = (is_named, all.row) {
            if self.standing == Standing::Section {
                self.drafts.get_mut(id).types = Vec::new();
                self.label(id, &row.label);
            }
            self.describe(id, row);
            self.restrict(id, &row.restrictions);
            self.limit(id, row, sample);
            self.parts(id, &all.children, sample);
        } else if all.row.is_some() {
            self.place_root(id, all, sample);
        } else {
            // A choice of texts is called a text.
            let target = self.drafts.target(id);
            let draft = self.drafts.get_mut(target);
            let is_choice = all.children.iter().any(|it| it.branch.is_some());
            let is_parts = |it: &JsonType| matches!(it, JsonType::Object | JsonType::Array);
            if is_choice && draft.name.is_none() && !draft.types.iter().any(is_parts) {
                (draft.types, draft.format) = (Vec::new(), None);
            }
            self.parts(id, &all.children, sample);
        }
        self.settle_values();
    }

    /// Adds the row of the schema itself, and what is below it.
    fn place_root(&mut self, id: DraftId, mut all: RowTree<'_, '_>, sample: Option<&Node>) {
        let is_link = all
            .row
            .is_some_and(|it| matches!(it.label, TypeLabel::Schema { .. }));
        if !is_link || self.standing != Standing::Section {
            let described = match all.row {
                Some(row) if !is_link => self.described_by(id, row),
                _ => id,
            };
            return self.place(described, &all, None);
        }
        // What stands below the row of a component that is another one is said beside the reference.
        let beside = std::mem::take(&mut all.children);
        self.place(id, &all, None);
        let draft = self.drafts.get_mut(id);
        let link = draft.link.take();
        draft.known = false;
        self.parts(id, &beside, sample);
        let draft = self.drafts.get_mut(id);
        // A component that is nothing but a reference has the rows of that.
        (draft.link, draft.in_all_of, draft.known) = (link, link.is_some(), true);
    }

    /// Adds the rows of a body.
    pub fn body(&mut self, id: DraftId, group: &Group<'_>, sample: Option<&Node>) {
        let all = tree(std::slice::from_ref(group), self.root(id, sample));
        self.parts(id, &all.children, sample);
        self.settle_values();
    }

    fn root<'n>(&self, id: DraftId, sample: Option<&'n Node>) -> Root<'n> {
        let (mut next, mut arrays) = (self.drafts.target(id), 0);
        let is_tuple = |id: DraftId| !self.drafts.get(id).prefix.is_empty();
        while !is_tuple(next)
            && let Some(items) = self.drafts.get(next).items
            && arrays < DEEPEST_ARRAYS
        {
            next = self.drafts.target(items);
            arrays += 1;
        }
        let draft = self.drafts.get(self.drafts.target(id));
        let may_be = draft.types.is_empty() || draft.is(JsonType::Array);
        Root {
            sample,
            arrays: match may_be {
                true if is_tuple(next) => arrays,
                true => arrays.max(nesting(sample)),
                false => 0,
            },
            standing: self.standing,
            of_body: self.of_body,
            is_titled: false,
        }
    }

    /// Adds a branch. Branches that the page of schemas has no rows of are known by those below an operation.
    fn branch(
        &mut self,
        id: DraftId,
        kind: Branch,
        node: &RowTree<'_, '_>,
        counts: &mut [usize; 4],
    ) {
        let keyword = match kind {
            Branch::AllOf => 0,
            Branch::AnyOf => 1,
            Branch::OneOf | Branch::Another | Branch::Beside => 2,
            Branch::Not => 3,
        };
        if node.row.is_some_and(|it| it.label.is_word("null")) {
            self.drafts.get_mut(id).nullable = true;
            return;
        }
        let index = counts[keyword];
        counts[keyword] += 1;
        let draft = self.drafts.get(id);
        let there = match draft.branches.get(keyword) {
            Some(branches) => branches.get(index).copied(),
            None => draft.not,
        };
        let branch = match there {
            Some(it) => it,
            None if draft.known && !draft.is_empty() && !self.begun.contains(&id) => return,
            None => {
                self.begun.insert(id);
                let it = self.drafts.add(Draft::default());
                let draft = self.drafts.get_mut(id);
                match draft.branches.get_mut(keyword) {
                    Some(branches) => branches.push(it),
                    None => draft.not = Some(it),
                }
                it
            }
        };
        if !node.is_hidden() {
            self.place(branch, node, None);
        } else if !node.children.is_empty() {
            self.parts(branch, &node.children, node.sample);
        }
        self.tell_apart(id, node, branch);
    }

    /// Adds what a schema is made of. Items have no rows of their own: those of an array are its items'.
    pub fn parts(&mut self, id: DraftId, rows: &[RowTree<'_, '_>], sample: Option<&Node>) {
        let has_branches = rows.iter().any(|it| it.branch.is_some());
        let mut id = self.branched(id, has_branches);
        let (mut sample, mut rows) = (sample, rows);
        // An array may hold itself.
        for _ in 0..DEEPEST_ARRAYS {
            if self.is_tuple(id, rows, sample) {
                return self.elements(id, rows, sample);
            }
            let draft = self.drafts.get(id);
            let is_array = if draft.types.is_empty() && draft.items.is_none() {
                // Without oddities an array is called one, unless it is a component.
                let may_be = self.quirks || draft.name.is_some();
                let is_branched = match self.quirks {
                    true => has_branches,
                    false => has_branches && !has_object(rows),
                };
                may_be && !is_branched && sample.is_some_and(|it| it.as_array().is_some())
            } else if draft.types.is_empty() {
                true
            } else {
                draft.is(JsonType::Array)
            };
            if !is_array {
                break;
            }
            sample = sample.and_then(|it| it.as_array()?.first());
            if draft.types.is_empty() {
                self.drafts.get_mut(id).types = vec![JsonType::Array];
            }
            if rows.is_empty() && sample.is_none() && self.drafts.get(id).items.is_none() {
                return;
            }
            let items = self.items(id);
            rows = self.of_titled_items(id, items, rows, sample);
            if let Some(seen) = self.already_shown(items, rows, sample) {
                self.drafts.get_mut(id).items = Some(seen);
                return;
            }
            id = self.branched(items, has_branches);
        }
        if rows.is_empty() {
            return;
        }
        if self.standing == Standing::Operation {
            self.shown.push((id, sample.cloned()));
        }
        if has_branches && !self.drafts.get(id).known {
            // Rows say more of branches than the label that names them.
            self.drafts.get_mut(id).branches = Default::default();
        }
        self.within.push(id);
        self.properties(id, rows, sample);
        self.within.pop();
    }

    /// What a schema refers to in the end. One without a type that has branches does so itself.
    fn branched(&mut self, id: DraftId, has_branches: bool) -> DraftId {
        let target = self.drafts.target(id);
        if has_branches && target != id && self.drafts.get(target).is_empty() {
            let draft = self.drafts.get_mut(id);
            (draft.link, draft.in_all_of) = (None, false);
            return id;
        }
        target
    }

    /// What the items of an array are, of which nothing need be known yet.
    fn items(&mut self, id: DraftId) -> DraftId {
        match self.drafts.get(id).items {
            Some(it) => it,
            None => {
                let it = self.drafts.add(Draft::default());
                self.drafts.get_mut(id).items = Some(it);
                it
            }
        }
    }

    /// Below an operation the properties of a schema are shown once. A schema that has members in its example and none in
    /// its rows is one that has been shown.
    fn already_shown(
        &mut self,
        items: DraftId,
        rows: &[RowTree<'_, '_>],
        sample: Option<&Node>,
    ) -> Option<DraftId> {
        let target = self.drafts.target(items);
        let draft = self.drafts.get(target);
        let open = rows.is_empty() && !draft.has_parts();
        let sample = sample?;
        sample.as_object().filter(|it| !it.is_empty() && open)?;
        if self.standing == Standing::Section {
            // On the page of schemas what has members and no rows is a component; here its name is not shown.
            if target != items && draft.name.is_some() {
                return None;
            }
            let shown = |id: DraftId| self.drafts.get(id).shown.as_ref();
            let has_members = |id: DraftId| shown(id).is_some_and(|it| same_members(it, sample));
            let components = || self.drafts.components().values().copied();
            let same = components().find(|id| shown(*id) == Some(sample));
            // One that holds itself is cut off at another depth there.
            let found = same.or_else(|| components().find(|id| has_members(*id)));
            if found.is_some() {
                let draft = self.drafts.get_mut(items);
                (draft.link, draft.known) = (found, true);
            }
            return None;
        }
        let same = |seen: &Option<Node>| seen.as_ref().is_some_and(|it| same_members(it, sample));
        let (seen, _) = self.shown.iter().find(|(_, it)| same(it))?;
        let seen = *seen;
        if seen == target {
            return None;
        }
        if draft.name.is_none() {
            return Some(seen);
        }
        if self.drafts.get(seen).name.is_none() {
            self.drafts.move_into_component(seen, target);
        }
        None
    }

    /// Adds properties and branches to a schema.
    fn properties(&mut self, id: DraftId, rows: &[RowTree<'_, '_>], sample: Option<&Node>) {
        let draft = self.drafts.get(id);
        let has_properties = rows.iter().any(|it| it.branch.is_none());
        if has_properties && draft.types.is_empty() && !draft.known {
            self.drafts.get_mut(id).types = vec![JsonType::Object];
        }
        let members = sample.and_then(Node::as_object).filter(|it| !it.is_empty());
        let mut counts = [0; 4];
        // Values that no name was known for may turn out to be those of a row.
        let unnamed = self.unnamed_values(id);
        let takes = self.takes;
        let in_body = self.of_body.then(|| kind_in_body(rows, sample));
        // Beside what may be anything, anything else would be two of a choice at once.
        let is_any = |it: &Row<'_>| match &it.label {
            TypeLabel::Words { words, .. } => words == grammar::ANY,
            _ => false,
        };
        let has_any = rows.iter().any(|it| it.row.is_some_and(is_any));
        let choice = if has_any {
            Branch::AnyOf
        } else {
            Branch::OneOf
        };
        for node in rows {
            // Behind arrays of arrays the depth of a row may be that of another schema; the example knows better.
            let is_elsewhere = |name: &str| {
                self.quirks
                    && self.standing == Standing::Operation
                    && node.row.is_none_or(|it| !it.is_one_way())
                    && members.is_some_and(|it| it.get(name).is_none())
            };
            if let Some(kind) = node.branch {
                let kind = match (in_body, node.row.and_then(|it| it.part)) {
                    (Some(_), Some(it @ (Branch::AllOf | Branch::Not))) => it,
                    (Some(_), Some(_)) => choice,
                    (in_body, _) => in_body.unwrap_or(kind),
                };
                self.branch(id, kind, node, &mut counts);
                continue;
            }
            match node.row.map(|it| &it.name) {
                Some(Name::AnyProperty) => {
                    let property = match self.drafts.get(id).additional {
                        Some(it) => it,
                        None if self.drafts.get(id).known => continue,
                        None => {
                            let it = self.drafts.add(Draft::default());
                            self.drafts.get_mut(id).additional = Some(it);
                            it
                        }
                    };
                    self.place(property, node, None);
                }
                Some(Name::Pattern(pattern)) => {
                    let draft = self.drafts.get(id);
                    let property = match draft.patterns.get(&**pattern) {
                        Some(it) => *it,
                        None if draft.known => continue,
                        None => self.drafts.add(Draft::default()),
                    };
                    let draft = self.drafts.get_mut(id);
                    draft.patterns.insert((&**pattern).into(), property);
                    self.place(property, node, None);
                }
                Some(Name::Property(name)) => {
                    let whole = self.whole_name(name, members);
                    let name = whole.as_deref().unwrap_or(name);
                    let property = match self.drafts.get(id).properties.get(name) {
                        Some(it) => *it,
                        None if self.drafts.get(id).known || is_elsewhere(name) => continue,
                        None => self.property(id, name),
                    };
                    if node.row.is_some_and(|it| it.required) && !self.drafts.get(id).known {
                        self.drafts.get_mut(id).required.insert(name.into());
                    }
                    self.place(property, node, Some(name));
                }
                Some(Name::Anonymous) => self.parts(id, &node.children, sample),
                None => {
                    // A property that has no row, and further ones below: one of the example that no row has.
                    let is_shown = |name: &str| {
                        let names = rows.iter().filter_map(|it| it.row.map(|it| &it.name));
                        names
                            .into_iter()
                            .any(|it| matches!(it, Name::Property(it) if it == name))
                    };
                    let mut names = members.into_iter().flat_map(|it| it.iter());
                    let found = names.find(|(key, _)| {
                        !is_shown(&key.text)
                            && !self.drafts.get(id).properties.contains_key(&key.text)
                    });
                    if let Some((key, value)) = found {
                        let property = self.property(id, &key.text);
                        self.parts(property, &node.children, Some(value));
                    }
                }
            }
        }
        if self.takes == takes {
            for (branch, values) in unnamed {
                self.drafts.get_mut(branch).values.get_or_insert(values);
            }
        }
        self.drafts.get_mut(id).known = true;
    }

    /// Takes the values of branches of which nothing else is known.
    fn unnamed_values(&mut self, id: DraftId) -> Vec<(DraftId, Vec<Node>)> {
        if self.standing == Standing::Section || !self.drafts.get(id).known {
            return Vec::new();
        }
        let branches: Vec<DraftId> = self
            .drafts
            .get(id)
            .branches
            .iter()
            .flatten()
            .copied()
            .collect();
        let mut out = Vec::new();
        for it in branches {
            let draft = self.drafts.get_mut(it);
            if let Some(values) = draft
                .values
                .take_if(|_| !draft.known && draft.types.is_empty())
            {
                out.push((it, values));
            }
        }
        out
    }

    /// A new property.
    fn property(&mut self, id: DraftId, name: &str) -> DraftId {
        let it = self.drafts.add(Draft::default());
        let draft = self.drafts.get_mut(id);
        draft.properties.insert(name.into(), it);
        it
    }

    /// The name of a property whose row shows it up to its first slash, by the example.
    fn whole_name(&self, shown: &str, members: Option<&Object>) -> Option<Arc<str>> {
        let members = members.filter(|it| self.quirks && it.get(shown).is_none())?;
        let mut names = members.iter().map(|(key, _)| &key.text);
        let whole = names.find(|it| it.split_once('/').is_some_and(|(first, _)| first == shown));
        whole.cloned()
    }

    /// Adds a row and what is below it.
    fn place(&mut self, id: DraftId, node: &RowTree<'_, '_>, property: Option<&str>) {
        let Some(row) = node.row else { return };
        let sample = node.sample;
        let was_known = self.drafts.get(id).known;
        if was_known {
            self.add_format(id, &row.label);
            self.add_restrictions(id, row);
            if self.of_body && self.drafts.get(id).is(JsonType::Array) {
                // The page of schemas lists no values of items.
                self.limit(id, row, sample);
            }
        } else {
            match (&row.label, sample.map(|it| &it.value)) {
                // The tools pin the name of a component that holds itself to the array it stands in.
                (TypeLabel::Schema { link, .. }, Some(Value::Array(_)))
                    if self.quirks && self.is_object(link) =>
                {
                    let items = self.link(link);
                    let draft = self.drafts.get_mut(id);
                    draft.types = vec![JsonType::Array];
                    draft.items = Some(items);
                }
                _ => self.label(id, &row.label),
            }
            if !self.quirks && node.children.is_empty() {
                self.settle_items(id, &row.label);
            }
            self.describe(id, row);
            let draft = self.drafts.get_mut(id);
            draft.read_only = row.restrictions.has(Restriction::ReadOnly);
            draft.write_only = row.restrictions.has(Restriction::WriteOnly);
            self.restrict(id, &row.restrictions);
            self.limit(id, row, sample);
        }
        if self.standing == Standing::Operation {
            self.note_repetition(id, node);
        }
        let target = self.drafts.target(id);
        let draft = self.drafts.get(target);
        let fresh = node.children.is_empty() && draft.name.is_some();
        if fresh && self.standing == Standing::Operation {
            self.find_shown_component(target, sample);
        }
        let opens = target != id;
        if opens {
            self.open.push((id, target));
        }
        // What a component is made of stands in its own section; below operations what was shown before is left out of branches.
        let has_branches = node.children.iter().any(|it| it.branch.is_some());
        let has_section = opens && self.drafts.get(target).shown.is_some();
        let is_told = !self.quirks && has_section && has_branches;
        let may_add = self.standing == Standing::Operation && !is_told;
        if !opens || may_add || self.standing == Standing::Section && !node.children.is_empty() {
            self.parts(id, &node.children, sample);
        }
        if opens {
            self.open.pop();
        }
        self.drafts.get_mut(id).known = true;
        // The example of a branch is mixed with those of what it stands beside, or another one's.
        let draft = self.drafts.get(id);
        let is_mixed = node.branch.is_some()
            && (draft.link.is_some()
                || (!self.quirks && draft.types.is_empty() && !draft.has_parts())
                || draft.is(JsonType::Object)
                || sample.is_some_and(|it| draft.is_of_other_type(it)));
        if let Some(sample) = sample
            && !was_known
            && !is_mixed
            && !self.is_hint
        {
            self.drafts.see(id, sample, property);
        }
    }

    fn is_object(&self, link: &SchemaLink<'_>) -> bool {
        let found = self.drafts.components().get(&*link.name);
        found.is_some_and(|id| self.drafts.get(*id).types.first() != Some(&JsonType::Array))
    }

    /// A reference to the component that a link leads to.
    fn link(&mut self, link: &SchemaLink<'_>) -> DraftId {
        let component = self.drafts.component(&link.name);
        self.drafts.add(Draft {
            link: Some(component),
            known: true,
            ..Draft::default()
        })
    }

    /// Adds to a component what the page of schemas does not show where it links to it.
    fn add_restrictions(&mut self, id: DraftId, row: &Row<'_>) {
        let target = self.drafts.target(id);
        let own = self.drafts.get(id);
        if target == id || own.read_only || own.write_only {
            return;
        }
        let beside = own.restrictions.clone();
        let component = self.drafts.get_mut(target);
        component.read_only |= row.restrictions.has(Restriction::ReadOnly);
        component.write_only |= row.restrictions.has(Restriction::WriteOnly);
        if !self.quirks && self.standing == Standing::Operation {
            // What does not stand beside the link is the component's, of which its section may have no row.
            let all = row.restrictions.of_values();
            let theirs = all.without_items().without(&beside);
            let more = theirs.without(&component.restrictions).into_owned();
            component.restrictions.extend(more);
            self.restrict_items(target, &all);
        }
    }

    /// Adds what restricts the items of an array.
    fn restrict_items(&mut self, id: DraftId, restrictions: &Restrictions<'_>) {
        let items = self.drafts.get(self.drafts.target(id)).items;
        if let (Some(items), Some(it)) = (items, restrictions.items()) {
            self.restrict(items, it);
        }
    }

    /// Adds what restricts a value: to its component, if nothing is known of that, and otherwise what the component does not
    /// say itself.
    pub fn restrict(&mut self, id: DraftId, restrictions: &Restrictions<'_>) {
        self.restrict_items(id, restrictions);
        let restrictions = restrictions.of_values().without_items();
        if restrictions.is_empty() {
            return;
        }
        let target = self.drafts.target(id);
        let component = self.drafts.get(target);
        let own = match target == id {
            true => restrictions,
            false if self.standing == Standing::Operation && component.has_only_name() => {
                let component = self.drafts.get_mut(target);
                component.restrictions.extend(restrictions.into_owned());
                if let Some(values) = component.told_values() {
                    component.values = Some(values);
                }
                return;
            }
            false => restrictions.without(&component.restrictions),
        };
        let draft = self.drafts.get_mut(id);
        draft.restrictions.extend(own.into_owned());
        // The text of a string is JSON where its schema names no type, though it is called by that of its value.
        let is_json = |it| draft.restrictions.get(it).is_some_and(is_needless_json);
        if draft.is(JsonType::String)
            && (is_json(Restriction::Always) || is_json(Restriction::Default))
        {
            draft.types.clear();
        }
        if let Some(values) = draft.told_values() {
            draft.values = Some(values);
        }
    }

    /// Adds the format that a label shows of a schema that is known already, and that `null` is accepted, which the published
    /// layout has below operations alone.
    fn add_format(&mut self, id: DraftId, label: &TypeLabel<'_>) {
        let target = self.drafts.target(id);
        if let TypeLabel::Schema { nullable: true, .. } = label
            && !self.quirks
            && target != id
            && !self.drafts.get(id).nullable
        {
            // What stands beside the link was said where it was made: it is the component that accepts it.
            self.drafts.get_mut(target).nullable = true;
        }
        let TypeLabel::Words {
            words,
            format,
            nullable,
        } = label
        else {
            return;
        };
        let draft = self.drafts.get_mut(target);
        if draft.types.first().is_some_and(|it| it.as_str() == words) {
            draft.nullable |= *nullable && self.quirks;
            if let Some(format) = format {
                draft.format = Some((&**format).into());
            }
        }
    }
}

/// Whether what rows are of is an object: all of it, or else the branch that an example shows.
fn has_object(rows: &[RowTree<'_, '_>]) -> bool {
    let is_object = |it: &RowTree<'_, '_>| {
        it.row
            .is_some_and(|it| it.label.is_word(JsonType::Object.as_str()))
    };
    let mut branches = rows.iter().filter(|it| it.branch.is_some());
    let of_all = |it: &RowTree<'_, '_>| it.branch == Some(Branch::AllOf) && is_object(it);
    rows.iter().any(of_all) || branches.next().is_some_and(is_object)
}

/// A text of several lines as a row has it for a name.
fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is a string of JSON that would stand by itself if its schema said that it is a string.
fn is_needless_json(text: &str) -> bool {
    let value = text
        .starts_with('"')
        .then(|| crate::load::json_value(text).ok());
    let value = value.flatten();
    let inner = value.as_ref().and_then(Node::as_str);
    inner.is_some_and(is_bare)
}

/// The type of a word; no page calls a schema a file.
fn json_type(word: &str) -> Option<JsonType> {
    JsonType::from_word(word).filter(|it| *it != JsonType::File)
}

/// Which keyword the branches of a body belong to, that has no titles for them: the members of all are in the example of
/// `allOf`.
fn kind_in_body(rows: &[RowTree<'_, '_>], sample: Option<&Node>) -> Branch {
    let branches = rows.iter().filter(|it| it.branch.is_some());
    let is_there = |it: &RowTree<'_, '_>| match it.row.map(|it| &it.name) {
        Some(Name::Property(name)) => sample.is_some_and(|it| it.get(name).is_some()),
        _ => false,
    };
    match branches.skip(1).any(|it| it.children.iter().any(is_there)) {
        true => Branch::AllOf,
        false => Branch::OneOf,
    }
}
