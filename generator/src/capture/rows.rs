//! The rows of tables → what they say of schemas.

mod tree;

pub use tree::{RowTree, tree};

use std::collections::HashSet;

use super::draft::{Draft, DraftId, Drafts};
use super::facts::{Branch, Group, ListedValues, Name, Row, branch, cell_text};
use super::samples::{listed_value, same_members};
use crate::docs::grammar;
use crate::docs::label::{SchemaLink, TypeLabel};
use crate::docs::wording::reworded_row;
use crate::model::JsonType;
use crate::node::{Node, Object, Value};
use std::sync::Arc;

/// A row below which further groups may go on.
struct OpenRow {
    /// Its depth; none of the schema itself.
    depth: Option<usize>,
    /// What it says.
    id: DraftId,
    /// The keyword that its branches belong to.
    keyword: usize,
    /// Its example.
    sample: Option<Node>,
}

/// Where rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// On the page of schemas, where components are links.
    Section,
    /// Below an operation, where the properties of components follow.
    Operation,
}

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
    pub values: &'d [ListedValues<'d>],
    /// All rows of the table, for whoever asks what else there is.
    pub rows: &'d [Group<'d>],
    /// Whether they are rows of a body, whose values may be those of a row's items.
    pub of_body: bool,
    /// The schemas whose rows this table has shown: they are not shown again.
    pub shown: Vec<(DraftId, Option<Node>)>,
    /// The schemas of which nothing was known before: what further groups say is added to them alone.
    pub fresh: HashSet<DraftId>,
    /// The rows that lead to components and whose rows below are being read, outermost first: the draft of the row, and
    /// the component.
    pub open: Vec<(DraftId, DraftId)>,
}

impl RowReader<'_> {
    /// Adds the rows of a schema's groups. Branches belong to the row that stands one level above theirs, or to the schema
    /// itself.
    pub fn groups(&mut self, id: DraftId, groups: &[Group<'_>], sample: Option<&Node>) {
        if groups.is_empty() && self.standing == Standing::Section {
            // The items of an array may be a component, whose rows stand in its own section.
            self.parts(id, &[], sample);
        }
        if !self.drafts.get(self.drafts.target(id)).known {
            self.fresh.insert(self.drafts.target(id));
        }
        // The rows that are open: the depth and the schema of each, the keyword of its branches, and its example.
        let mut open = vec![OpenRow {
            depth: None,
            id,
            keyword: 2,
            sample: sample.cloned(),
        }];
        for group in groups {
            let first = group.rows.first().map_or(0, |it| it.depth);
            let top = group.title.is_none() && open.len() == 1;
            while !top && open.len() > 1 && open.last().is_some_and(|it| it.depth >= Some(first)) {
                open.pop();
            }
            let Some(owner) = open.last_mut() else { return };
            let of_root = owner.depth.is_none();
            let (holder, sample) = if of_root {
                (owner.id, owner.sample.clone())
            } else {
                self.holder(owner.id, owner.sample.take())
            };
            let is_branch = group.title.is_none_or(|it| branch(it).is_some());
            let begun = match group.title {
                // What stands above the first rows and begins no branch is what the schema is about.
                Some(description) if of_root && !is_branch => {
                    let target = self.drafts.target(holder);
                    let is_component = self.quirks && self.drafts.get(target).name.is_some();
                    let described = if is_component { target } else { holder };
                    let draft = self.drafts.get_mut(described);
                    let is_own = draft.link.is_none() || draft.in_all_of;
                    if is_own && !(is_component && draft.known) {
                        draft
                            .description
                            .get_or_insert_with(|| description.to_owned());
                    }
                    self.body(holder, &tree(&group.rows), sample.as_ref());
                    holder
                }
                None if of_root => {
                    self.body(holder, &tree(&group.rows), sample.as_ref());
                    holder
                }
                _ if !self.fresh.contains(&self.drafts.target(holder)) => continue,
                _ => {
                    let (keyword, begun) =
                        self.branch(holder, group, sample.as_ref(), owner.keyword);
                    owner.keyword = keyword;
                    begun
                }
            };
            owner.sample.clone_from(&sample);
            self.follow(begun, &group.rows, sample, &mut open);
        }
    }

    /// The schema that the branches below a row belong to: for an array, that of its items.
    fn holder(&mut self, id: DraftId, sample: Option<Node>) -> (DraftId, Option<Node>) {
        let (mut id, mut sample) = (self.drafts.target(id), sample);
        for _ in 0..DEEPEST_ARRAYS {
            if !self.drafts.get(id).is(JsonType::Array) {
                break;
            }
            let is_fresh = self.fresh.contains(&id);
            let items = self.items(id);
            id = self.drafts.target(items);
            if is_fresh && self.drafts.get(id).name.is_none() {
                self.fresh.insert(id);
            }
            sample = sample.and_then(|it| it.as_array()?.first().cloned());
        }
        (id, sample)
    }

    /// Opens the last row of a group and those above it.
    fn follow(
        &mut self,
        id: DraftId,
        rows: &[Row<'_>],
        sample: Option<Node>,
        open: &mut Vec<OpenRow>,
    ) {
        let mut path: Vec<&Row<'_>> = Vec::new();
        for row in rows {
            while path.last().is_some_and(|it| it.depth >= row.depth) {
                path.pop();
            }
            path.push(row);
        }
        let (mut id, mut sample) = (id, sample);
        for row in path {
            let (holder, of_holder) = self.holder(id, sample);
            let draft = self.drafts.get(holder);
            let next = match &row.name {
                Name::Property(name) => draft.properties.get(&**name).copied(),
                Name::AnyProperty => draft.additional,
                Name::Anonymous => Some(holder),
            };
            let Some(next) = next else { return };
            sample = match &row.name {
                Name::Property(name) => of_holder.and_then(|it| it.get(name).cloned()),
                Name::AnyProperty => of_holder.and_then(|it| it.get("property1").cloned()),
                Name::Anonymous => of_holder,
            };
            id = next;
            open.push(OpenRow {
                depth: Some(row.depth),
                id,
                keyword: 2,
                sample: sample.clone(),
            });
        }
    }

    /// Adds the rows of a branch, whose title says of what kind it is; `open` is the keyword that further branches belong
    /// to. Says which that is now, and the schema that the rows are of.
    fn branch(
        &mut self,
        id: DraftId,
        group: &Group<'_>,
        sample: Option<&Node>,
        open: usize,
    ) -> (usize, DraftId) {
        let rows = tree(&group.rows);
        let keyword = match group.title.and_then(branch) {
            Some(Branch::AllOf) => 0,
            Some(Branch::AnyOf) => 1,
            Some(Branch::OneOf) => 2,
            Some(Branch::Another) => open,
            Some(Branch::Not) => 3,
            Some(Branch::Beside) | None => {
                // The rows before the branches have said that it is known.
                self.drafts.get_mut(id).known = false;
                self.properties(id, &rows, sample);
                return (open, id);
            }
        };
        if let [only] = &rows[..]
            && only.row.label.is_word("null")
        {
            self.drafts.get_mut(id).nullable = true;
            return (keyword, id);
        }
        let branch = self.drafts.add(Draft::default());
        self.fresh.insert(branch);
        match &rows[..] {
            [only] if only.row.name == Name::Anonymous => {
                self.label(branch, &only.row.label);
                self.describe(branch, only.row);
                self.parts(branch, &only.children, None);
            }
            _ => {
                self.drafts.get_mut(branch).types = vec![JsonType::Object];
                self.properties(branch, &rows, None);
            }
        }
        self.drafts.get_mut(branch).known = true;
        if let Some(title) = group.title {
            self.tell_apart(id, branch, title);
        }
        let draft = self.drafts.get_mut(id);
        match draft.branches.get_mut(keyword) {
            Some(branches) => branches.push(branch),
            None => draft.not = Some(branch),
        }
        (keyword, branch)
    }

    /// Adds the property that tells branches apart, which a title names: those of the schema, or in widdershins' words those
    /// of the branch.
    fn tell_apart(&mut self, id: DraftId, branch: DraftId, title: &str) {
        if let Some([_, property]) = grammar::TOLD_APART.read(title) {
            let told = &mut self.drafts.get_mut(id).discriminator;
            told.get_or_insert_with(|| property.into());
        } else if let Some([_, path]) = grammar::BRANCHES_BY_DISCRIMINATOR.read(title) {
            let target = self.drafts.target(branch);
            let draft = self.drafts.get_mut(target);
            let prefix = draft.name.as_ref().map(|it| format!("{it}."));
            let property = prefix.and_then(|it| path.strip_prefix(it.as_str()));
            draft
                .discriminator
                .get_or_insert_with(|| property.unwrap_or(path).into());
        }
    }

    /// Adds the rows of a schema that has no row of its own.
    fn body(&mut self, id: DraftId, rows: &[RowTree<'_, '_>], sample: Option<&Node>) {
        if let [only] = rows
            && only.row.name == Name::Anonymous
        {
            self.place(id, only, sample, None);
            return;
        }
        self.parts(id, rows, sample);
    }

    /// Adds what a schema is made of. Items have no rows of their own: those of an array are its items'.
    pub fn parts(&mut self, id: DraftId, rows: &[RowTree<'_, '_>], sample: Option<&Node>) {
        let mut id = self.drafts.target(id);
        let mut sample = sample;
        // An array may hold itself.
        for _ in 0..DEEPEST_ARRAYS {
            let draft = self.drafts.get(id);
            let is_array = if draft.types.is_empty() {
                sample.is_some_and(|it| it.as_array().is_some())
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
            if let Some(seen) = self.already_shown(items, rows, sample) {
                self.drafts.get_mut(id).items = Some(seen);
                return;
            }
            id = self.drafts.target(items);
        }
        if rows.is_empty() {
            return;
        }
        if self.standing == Standing::Operation {
            self.shown.push((id, sample.cloned()));
        }
        self.properties(id, rows, sample);
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
            if target == items {
                return found;
            }
            if found.is_some() {
                self.drafts.get_mut(items).link = found;
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

    /// Adds properties to a schema that is an object.
    fn properties(&mut self, id: DraftId, rows: &[RowTree<'_, '_>], sample: Option<&Node>) {
        if self.drafts.get(id).types.is_empty() && !self.drafts.get(id).known {
            self.drafts.get_mut(id).types = vec![JsonType::Object];
        }
        if !self.drafts.get(id).known {
            self.fresh.insert(id);
        }
        let members = sample.and_then(Node::as_object).filter(|it| !it.is_empty());
        for node in rows {
            // Behind arrays of arrays the depth of a row may be that of another schema; the example knows better.
            let is_elsewhere = |name: &str| {
                self.standing == Standing::Operation
                    && node.row.restrictions.is_empty()
                    && members.is_some_and(|it| it.get(name).is_none())
            };
            match &node.row.name {
                Name::AnyProperty => {
                    let property = match self.drafts.get(id).additional {
                        Some(it) => it,
                        None if self.drafts.get(id).known => continue,
                        None => {
                            let it = self.drafts.add(Draft::default());
                            self.drafts.get_mut(id).additional = Some(it);
                            it
                        }
                    };
                    let sample = sample.and_then(|it| it.get("property1"));
                    self.place(property, node, sample, None);
                }
                Name::Property(name) => {
                    let whole = self.whole_name(name, members);
                    let name = whole.as_deref().unwrap_or(name);
                    let property = match self.drafts.get(id).properties.get(name) {
                        Some(it) => *it,
                        None if self.drafts.get(id).known || is_elsewhere(name) => continue,
                        None => {
                            let it = self.drafts.add(Draft::default());
                            let draft = self.drafts.get_mut(id);
                            draft.properties.insert(name.into(), it);
                            it
                        }
                    };
                    if node.row.required && !self.drafts.get(id).known {
                        self.drafts.get_mut(id).required.insert(name.into());
                    }
                    let sample = sample.and_then(|it| it.get(name));
                    self.place(property, node, sample, Some(name));
                }
                Name::Anonymous => self.parts(id, &node.children, sample),
            }
        }
        self.drafts.get_mut(id).known = true;
    }

    /// The name of a property whose row shows it up to its first slash, by the example.
    fn whole_name(&self, shown: &str, members: Option<&Object>) -> Option<Arc<str>> {
        let members = members.filter(|it| self.quirks && it.get(shown).is_none())?;
        let mut names = members.iter().map(|(key, _)| &key.text);
        let whole = names.find(|it| it.split_once('/').is_some_and(|(first, _)| first == shown));
        whole.cloned()
    }

    /// Adds a row and what is below it.
    fn place(
        &mut self,
        id: DraftId,
        node: &RowTree<'_, '_>,
        sample: Option<&Node>,
        property: Option<&str>,
    ) {
        let row = node.row;
        let was_known = self.drafts.get(id).known;
        if !was_known {
            self.fresh.insert(id);
        }
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
                (TypeLabel::Schema { link, .. }, Some(Value::Array(_))) if self.is_object(link) => {
                    let items = self.link(link);
                    let draft = self.drafts.get_mut(id);
                    draft.types = vec![JsonType::Array];
                    draft.items = Some(items);
                }
                _ => self.label(id, &row.label),
            }
            self.describe(id, row);
            let draft = self.drafts.get_mut(id);
            draft.read_only = row.restrictions == grammar::READ_ONLY;
            draft.write_only = row.restrictions == grammar::WRITE_ONLY;
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
        self.parts(id, &node.children, sample);
        if opens {
            self.open.pop();
        }
        self.drafts.get_mut(id).known = true;
        if let Some(sample) = sample
            && !was_known
        {
            self.drafts.see(id, sample, property);
        }
    }

    /// Adds the values that the page lists under the name of a row. Rows of one name share a list; one whose example is
    /// none of the values is not meant.
    fn limit(&mut self, id: DraftId, row: &Row<'_>, sample: Option<&Node>) {
        let names: [&str; 2] = match &row.name {
            Name::Property(name) => [name, name],
            Name::AnyProperty => [grammar::ADDITIONAL_PROPERTIES, grammar::ANY_PROPERTY],
            Name::Anonymous => [grammar::ANONYMOUS, grammar::ONE_OF_THESE],
        };
        // Those of a body stand under the name with its depth.
        let depth = if self.of_body { row.depth } else { 0 };
        let is_named = |listed: &str| {
            let (listed_depth, name) = match depth {
                0 => (0, listed),
                _ => grammar::depth_of(listed),
            };
            listed_depth == depth && names.contains(&name)
        };
        let Some(listed) = self.values.iter().find(|it| is_named(&it.name)) else {
            return;
        };
        let (mut id, mut sample) = (id, sample);
        if self.of_body && self.drafts.get(id).is(JsonType::Array) {
            sample = sample.and_then(|it| it.as_array()?.first());
            id = self.items(id);
        }
        let target = self.drafts.target(id);
        let (draft, component) = (self.drafts.get(id), self.drafts.get(target));
        if draft.has_parts()
            || component.has_parts()
            || draft.is(JsonType::Object)
            || draft.is(JsonType::Array)
        {
            return;
        }
        let kind = component.types.first().copied();
        let values: Vec<Node> = listed
            .values(self.quirks)
            .iter()
            .map(|it| listed_value(it, kind, sample))
            .collect();
        if sample.is_some_and(|it| !values.contains(it)) && !self.is_only_one(&row.name) {
            return;
        }
        let is_theirs = |theirs: &Vec<Node>| {
            theirs.len() == values.len() && theirs.iter().all(|it| values.contains(it))
        };
        if target != id && self.standing == Standing::Operation {
            match &component.values {
                Some(theirs) if is_theirs(theirs) => return,
                None if !component.known => {
                    self.drafts.get_mut(target).values = Some(values);
                    return;
                }
                _ => {}
            }
        }
        let draft = self.drafts.get_mut(id);
        draft.values = Some(values);
        // What looked like an example of its own is the first of the values.
        if let Some(first) = draft.example.take() {
            self.drafts.see(id, &first, None);
        }
    }

    /// Whether no other row has the name.
    fn is_only_one(&self, name: &Name<'_>) -> bool {
        let rows = self.rows.iter().flat_map(|it| &it.rows);
        rows.filter(|it| it.name == *name).nth(1).is_none()
    }

    /// A component's rows are shown once, unless it stands in an `allOf`.
    fn note_repetition(&mut self, id: DraftId, node: &RowTree<'_, '_>) {
        let target = self.drafts.target(id);
        let is_link = target != id && !node.children.is_empty();
        if is_link
            && self.drafts.get(id).is_bare_link()
            && self.shown.iter().any(|(it, _)| *it == target)
        {
            // Of a component that holds itself, the outer row is the one: the inner would go on without end.
            let holder = self.open.last().filter(|(_, it)| *it == target);
            let in_all_of = holder.map_or(id, |(outer, _)| *outer);
            self.drafts.get_mut(in_all_of).in_all_of = true;
        }
    }

    /// A component without rows that has an example has been shown as the items of an array, under no name.
    fn find_shown_component(&mut self, component: DraftId, sample: Option<&Node>) {
        let is_object = |it: &&Node| it.as_object().is_some_and(|it| !it.is_empty());
        let Some(sample) = sample.filter(is_object) else {
            return;
        };
        if self.shown.iter().any(|(id, _)| *id == component) {
            return;
        }
        let same = self.shown_unnamed(|it| it == sample);
        if self.drafts.get(component).has_parts() {
            if let Some(seen) = same {
                *self.drafts.get_mut(seen) = Draft {
                    link: Some(component),
                    known: true,
                    ..Draft::default()
                };
            }
            return;
        }
        let has_members = |it: &Node| same_members(it, sample);
        if let Some(seen) = same.or_else(|| self.shown_unnamed(has_members)) {
            self.drafts.move_into_component(seen, component);
        }
    }

    /// A schema without a name whose rows have been shown, by its example.
    fn shown_unnamed(&self, is_it: impl Fn(&Node) -> bool) -> Option<DraftId> {
        let mut shown = self.shown.iter();
        let found = shown.find(|(id, it)| {
            let draft = self.drafts.get(*id);
            draft.name.is_none() && draft.link.is_none() && it.as_ref().is_some_and(&is_it)
        });
        found.map(|(id, _)| *id)
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

    /// The description of a row, where it is not what the component's would be.
    fn describe(&mut self, id: DraftId, row: &Row<'_>) {
        if row.description.is_empty() {
            return;
        }
        let own = cell_text(&row.description, self.quirks);
        let is_own = |theirs: &str| self.worded(row, theirs) == self.worded(row, &own);
        let target = self.drafts.target(id);
        if target != id
            && let Some(theirs) = self.drafts.get(target).description.as_deref()
            && is_own(theirs)
        {
            return;
        }
        // An array shows the description of the component that its items are.
        let items = self.drafts.get(id).items.map(|it| self.drafts.target(it));
        if let Some(theirs) = items.and_then(|it| self.drafts.get(it).description.as_deref())
            && is_own(&format!("[{theirs}]"))
        {
            return;
        }
        self.drafts.get_mut(id).description = Some(own);
    }

    /// A description as it stands in a row, on one line where the layout has no oddities.
    fn worded(&self, row: &Row<'_>, text: &str) -> String {
        if !self.quirks {
            return text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        let name = match &row.name {
            Name::Property(name) => name,
            Name::AnyProperty => grammar::ADDITIONAL_PROPERTIES,
            Name::Anonymous => grammar::ANONYMOUS,
        };
        let worded = reworded_row(name, row.depth, text.trim());
        super::facts::paragraphs(&worded)
    }

    /// Adds to a component what the page of schemas does not show where it links to it.
    fn add_restrictions(&mut self, id: DraftId, row: &Row<'_>) {
        let target = self.drafts.target(id);
        let own = self.drafts.get(id);
        if target == id || own.read_only || own.write_only {
            return;
        }
        let component = self.drafts.get_mut(target);
        component.read_only |= row.restrictions == grammar::READ_ONLY;
        component.write_only |= row.restrictions == grammar::WRITE_ONLY;
    }

    /// Adds the format that a label shows of a schema that is known already.
    fn add_format(&mut self, id: DraftId, label: &TypeLabel<'_>) {
        let TypeLabel::Words {
            words,
            format: Some(format),
            ..
        } = label
        else {
            return;
        };
        let target = self.drafts.target(id);
        let draft = self.drafts.get_mut(target);
        let same = draft.types.first().is_some_and(|it| it.as_str() == words);
        if same {
            draft.format = Some((&**format).into());
        }
    }

    /// Adds what a label says.
    pub fn label(&mut self, id: DraftId, label: &TypeLabel<'_>) {
        match label {
            TypeLabel::Words {
                words,
                format,
                nullable,
            } => {
                if words == UNTYPED {
                    self.untyped(id);
                    return;
                }
                let is_binary = words == "binary";
                let types = if is_binary {
                    vec![JsonType::String]
                } else {
                    words.split(',').filter_map(json_type).collect()
                };
                let draft = self.drafts.get_mut(id);
                draft.types = types;
                draft.nullable = *nullable;
                draft.format = match format {
                    Some(format) => Some((&**format).into()),
                    None if is_binary => Some("binary".into()),
                    None => None,
                };
            }
            TypeLabel::Schema {
                link,
                format,
                nullable,
            } => {
                let component = self.drafts.component(&link.name);
                let draft = self.drafts.get_mut(id);
                if component != id {
                    draft.link = Some(component);
                }
                draft.format = format.as_ref().map(|it| (&**it).into());
                draft.nullable |= nullable;
            }
            TypeLabel::ArrayOf(items) | TypeLabel::ArrayIn(items) => self.array(id, items, false),
            TypeLabel::Items { of, nullable } => self.array(id, of, *nullable),
            TypeLabel::OneOf(list) => self.list(id, 2, list),
            TypeLabel::AllOf(list) => self.list(id, 0, list),
        }
    }

    fn array(&mut self, id: DraftId, items: &TypeLabel<'_>, nullable: bool) {
        let draft = self.drafts.get_mut(id);
        draft.types = vec![JsonType::Array];
        draft.nullable = nullable;
        if items.is_word("any") {
            return;
        }
        if draft.items.is_none() {
            let is_choice = ["anyOf", "oneOf", "allOf", "not"]
                .iter()
                .any(|it| items.is_word(it));
            let of = self.drafts.add(Draft {
                // Which branches there are, further rows say.
                known: is_choice,
                ..Draft::default()
            });
            self.label(of, items);
            self.drafts.get_mut(id).items = Some(of);
        }
    }

    /// A schema that names no type: whatever else is found out of it stands in a branch.
    fn untyped(&mut self, id: DraftId) {
        if self.drafts.get(id).link.is_none() {
            let inner = self.drafts.add(Draft::default());
            let draft = self.drafts.get_mut(id);
            draft.link = Some(inner);
            draft.in_all_of = true;
        }
    }

    fn list(&mut self, id: DraftId, kind: usize, list: &[TypeLabel<'_>]) {
        for label in list {
            let branch = self.drafts.add(Draft::default());
            self.label(branch, label);
            self.drafts.get_mut(id).branches[kind].push(branch);
        }
    }
}

/// What the templates call a schema that names no type.
const UNTYPED: &str = "undefined";

/// The type of a word; no page calls a schema a file.
fn json_type(word: &str) -> Option<JsonType> {
    JsonType::from_word(word).filter(|it| *it != JsonType::File)
}
