//! A schema → the rows that describe its properties, in blocks.
//!
//! The order, the depth of the `»` and what starts a block of its own are those of widdershins 4.0.1
//! (`schemaToArray`), which walks a schema with oas-schema-walker 1.1.5.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Context, beyond};
use crate::model::{Additional, JsonType, Nullable, Schema, SchemaId, TypeSet, Values};

/// Rows that belong together.
#[derive(Debug, Default)]
pub struct Group<'a> {
    /// What stands above them: the schema's title or description, `and`, `or`, `xor`, `not`, `continued`.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row<'a>>,
}

/// One property, or another schema under a schema.
#[derive(Debug)]
pub struct Row<'a> {
    /// How many `»`.
    pub depth: usize,
    /// What it is called.
    pub name: Name<'a>,
    /// The schema that is shown under a name of its own: the component's.
    pub link: Option<Arc<str>>,
    /// Its type.
    pub kind: String,
    /// Its type with format and nullability, an array's with the type of its items.
    pub safe_kind: String,
    /// Of an array, what its items are.
    pub items: Option<Items>,
    /// Whether it is required.
    pub required: bool,
    /// `read-only`, `write-only` or nothing.
    pub restrictions: &'static str,
    /// Its description.
    pub description: Cow<'a, str>,
    /// The values it is limited to.
    pub values: Option<&'a Values>,
    /// Of an array, the schema of its items.
    pub item_schema: Option<SchemaId>,
}

/// What a row is called.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Name<'a> {
    /// A property, or the title of a schema.
    Text(&'a str),
    /// A pattern for the names of properties.
    Pattern(&'a str),
    /// `additionalProperties`.
    AnyProperty,
    /// An item of an array, a branch, a schema that is no object.
    Anonymous,
}

impl Name<'_> {
    /// As widdershins spells it.
    pub fn spelt(self) -> String {
        match self {
            Name::Text(text) | Name::Pattern(text) => text.to_owned(),
            Name::AnyProperty => "**additionalProperties**".to_owned(),
            Name::Anonymous => "*anonymous*".to_owned(),
        }
    }
}

/// What the items of an array are.
#[derive(Debug, Clone, PartialEq)]
pub struct Items {
    /// The component they are.
    pub link: Option<Arc<str>>,
    /// Their type, where the schema names one.
    pub kind: Option<String>,
}

/// Whether references are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// A reference is a row of its own and a link: the page of schemas.
    Links,
    /// A reference's target is walked as if it stood there: responses and bodies.
    Whole,
}

/// The rows of a schema.
#[derive(Debug)]
pub struct Rows<'a> {
    /// The rows, in groups; at least one.
    pub groups: Vec<Group<'a>>,
    /// How deep they go, where the schema goes deeper and the limit did not allow that.
    pub levels: Option<i64>,
}

/// The rows of a schema. `offset` is added to every depth.
pub fn rows<'a>(cx: &Context<'a>, schema: SchemaId, view: View, offset: i64) -> Rows<'a> {
    let attempt = |levels| {
        let (groups, fits) = to_depth(cx, schema, view, offset, levels);
        (fits || levels == 1).then_some(groups)
    };
    let (levels, groups) =
        super::deepest(&SHORTER, attempt).expect("the last depth is taken whether it fits or not");
    Rows {
        groups,
        levels: (levels < DEPTH_LIMIT).then_some(levels),
    }
}

/// The rows to a depth, and whether the limit allowed all of them.
fn to_depth<'a>(
    cx: &Context<'a>,
    schema: SchemaId,
    view: View,
    offset: i64,
    levels: i64,
) -> (Vec<Group<'a>>, bool) {
    let mut walker = Walker {
        cx,
        view,
        offset,
        levels,
        groups: vec![Group::default()],
        depth: Depth::default(),
        group_depth: 0,
        seen: HashSet::new(),
        top: true,
        rows: 0,
        limit: if cx.quirks() {
            QUIRKS_ROW_LIMIT
        } else {
            ROW_LIMIT
        },
    };
    let target = walker.target(schema);
    let root = cx.api.schema(target);
    let title = root.annotations.title.as_ref().filter(|it| !it.is_empty());
    walker.groups[0].title = title
        .or(root.annotations.description.as_ref())
        .cloned()
        .unwrap_or_default();
    let root = Subject::Schema(Layers::new(&walker, target));
    walker.walk(root, None, Place::Top, 0);
    let fits = walker.rows < walker.limit;
    (walker.groups, fits)
}

/// How many rows a schema may have; they are made less deep until there are no more. The longest list of the reference
/// has some two hundred.
const ROW_LIMIT: usize = 500;
/// The same where pages are to equal the reference's, whose tools know no such limit.
const QUIRKS_ROW_LIMIT: usize = 10_000;
/// How deep a schema may nest in its rows. One that holds itself by a lone `allOf` would have no end of them.
const DEPTH_LIMIT: i64 = 100;
/// The depths that are tried.
const SHORTER: [i64; 7] = [DEPTH_LIMIT, 8, 5, 4, 3, 2, 1];

/// Where a schema stands in the one above it.
#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    Top,
    Items,
    AnyProperty,
    Property(&'a str),
    Pattern(&'a str),
    /// A branch: `and`, `or`, `xor`, `not` or the keyword itself for the first.
    Branch(&'static str),
    /// The member the tools put behind properties on a cycle.
    Mark,
}

/// What is walked.
enum Subject<'a> {
    /// A reference that is not followed.
    Link {
        target: SchemaId,
        description: Option<&'a str>,
    },
    Schema(Layers<'a>),
    /// No schema at all: the member the tools put behind properties on a cycle.
    Mark,
}

/// A schema with the one branch of a lone `allOf`, `anyOf` or `oneOf` behind it: what the schema does not say itself,
/// its branch says.
struct Layers<'a> {
    schemas: Vec<&'a Schema>,
    /// The ids of the same.
    ids: Vec<SchemaId>,
    /// The target of the lone branch, where that is a reference that is not followed.
    link: Option<SchemaId>,
    all_of: &'a [SchemaId],
    any_of: &'a [SchemaId],
    one_of: &'a [SchemaId],
}

impl<'a> Layers<'a> {
    fn new(walker: &Walker<'a, '_>, id: SchemaId) -> Self {
        let schema = walker.cx.api.schema(id);
        let mut it = Self {
            schemas: vec![schema],
            ids: vec![id],
            link: None,
            all_of: &schema.all_of,
            any_of: &schema.any_of,
            one_of: &schema.one_of,
        };
        if let [only] = it.all_of {
            it.all_of = &[];
            it.add(walker, *only);
        }
        if let [only] = it.any_of {
            it.any_of = &[];
            it.add(walker, *only);
        }
        if let [only] = it.one_of {
            it.one_of = &[];
            it.add(walker, *only);
        }
        it
    }

    fn add(&mut self, walker: &Walker<'a, '_>, branch: SchemaId) {
        if walker.is_link(branch) {
            self.link = Some(walker.link_target(branch));
            return;
        }
        let branch = walker.target(branch);
        let schema = walker.cx.api.schema(branch);
        self.schemas.push(schema);
        self.ids.push(branch);
        if self.any_of.is_empty() {
            self.any_of = &schema.any_of;
        }
        if self.one_of.is_empty() {
            self.one_of = &schema.one_of;
        }
    }

    fn get<T>(&self, part: impl Fn(&'a Schema) -> Option<T>) -> Option<T> {
        self.schemas.iter().find_map(|it| part(it))
    }

    fn title(&self) -> Option<&'a str> {
        self.get(|it| it.annotations.title.as_deref())
            .filter(|it| !it.is_empty())
    }

    fn description(&self) -> Option<&'a str> {
        self.get(|it| it.annotations.description.as_deref())
            .filter(|it| !it.is_empty())
    }

    fn types(&self) -> Option<&'a TypeSet> {
        self.get(|it| (!it.types.is_empty()).then_some(&it.types))
    }

    fn items(&self) -> Option<SchemaId> {
        self.get(|it| it.array.items)
    }

    fn values(&self) -> Option<&'a Values> {
        self.get(|it| it.values.as_ref())
    }

    fn required(&self, name: &str) -> bool {
        self.schemas
            .iter()
            .find(|it| !it.object.required.is_empty())
            .is_some_and(|it| it.object.required.contains(name))
    }

    fn is(&self, kind: JsonType) -> bool {
        self.types().and_then(TypeSet::single) == Some(kind)
    }
}

struct Walker<'a, 'c> {
    cx: &'c Context<'a>,
    view: View,
    offset: i64,
    groups: Vec<Group<'a>>,
    depth: Depth,
    /// The depth of the branch that opened the last group; 0 for none.
    group_depth: i64,
    seen: HashSet<SchemaId>,
    top: bool,
    rows: usize,
    limit: usize,
    /// How deep the walk goes.
    levels: i64,
}

impl<'a> Walker<'a, '_> {
    fn walk(
        &mut self,
        subject: Subject<'a>,
        parent: Option<&Layers<'a>>,
        place: Place<'a>,
        depth: i64,
    ) {
        if self.rows >= self.limit || depth > self.levels || self.cx.budget.is_exhausted() {
            return;
        }
        self.visit(&subject, parent, place, depth);
        let Subject::Schema(schema) = subject else {
            return;
        };
        // Merged layers are an object of their own each time; only a schema by itself is recognised.
        let alone = schema.ids.len() == 1 && schema.link.is_none();
        if alone && !self.seen.insert(schema.ids[0]) {
            return;
        }
        self.top = false;
        self.children(&schema, depth + 1);
    }

    fn children(&mut self, schema: &Layers<'a>, depth: i64) {
        if let Some(items) = schema.items() {
            self.child(items, schema, Place::Items, depth);
        }
        let additional = schema.get(|it| match it.object.additional {
            Additional::Unsaid => None,
            other => Some(other),
        });
        if let Some(Additional::Schema(it)) = additional {
            self.child(it, schema, Place::AnyProperty, depth);
        }
        let properties = schema
            .schemas
            .iter()
            .zip(&schema.ids)
            .find(|(it, _)| !it.object.properties.is_empty());
        if let Some((owner, id)) = properties {
            self.cx.budget.spend(owner.object.properties.len());
            for (name, it) in super::json::script_order(&owner.object.properties) {
                if self.rows >= self.limit {
                    break;
                }
                self.child(*it, schema, Place::Property(name), depth);
            }
            if self.view == View::Whole && self.cx.references.has_marked_properties(*id) {
                self.walk(Subject::Mark, Some(schema), Place::Mark, depth);
            }
        }
        let patterns = schema
            .schemas
            .iter()
            .find(|it| !it.object.patterns.is_empty());
        for (name, it) in patterns.into_iter().flat_map(|it| &it.object.patterns) {
            self.child(*it, schema, Place::Pattern(name), depth);
        }
        let branches = [
            (schema.all_of, "allOf", "and"),
            (schema.any_of, "anyOf", "or"),
            (schema.one_of, "oneOf", "xor"),
        ];
        for (list, first, rest) in branches {
            for (i, it) in list.iter().enumerate() {
                let place = Place::Branch(if i == 0 { first } else { rest });
                self.child(*it, schema, place, depth);
            }
        }
        if let Some(not) = schema.get(|it| it.not) {
            self.child(not, schema, Place::Branch("not"), depth);
        }
    }

    fn child(&mut self, id: SchemaId, parent: &Layers<'a>, place: Place<'a>, depth: i64) {
        let subject = if self.is_link(id) {
            Subject::Link {
                target: self.link_target(id),
                description: self.beside_link(id),
            }
        } else {
            Subject::Schema(Layers::new(self, self.target(id)))
        };
        self.walk(subject, Some(parent), place, depth);
    }

    fn is_link(&self, id: SchemaId) -> bool {
        self.view == View::Links && self.cx.references.component(self.link_target(id)).is_some()
    }

    fn link_target(&self, id: SchemaId) -> SchemaId {
        super::target_of_reference(self.cx.api, id)
    }

    fn beside_link(&self, id: SchemaId) -> Option<&'a str> {
        let schema = self.cx.api.schema(id);
        (schema.reference_with_siblings && !self.cx.drops_siblings())
            .then_some(schema.annotations.description.as_deref())
            .flatten()
            .filter(|it| !it.is_empty())
    }

    fn target(&self, id: SchemaId) -> SchemaId {
        self.cx.target(id)
    }

    /// Adds the row of a schema, if it gets one, and opens a group, if it starts one.
    fn visit(
        &mut self,
        subject: &Subject<'a>,
        parent: Option<&Layers<'a>>,
        place: Place<'a>,
        depth: i64,
    ) {
        self.open_group(subject, parent, place, depth);
        let schema = match subject {
            Subject::Schema(schema) => Some(schema),
            Subject::Link { .. } | Subject::Mark => None,
        };
        let name = self.name(schema, parent, place);
        if name.is_some() || matches!(place, Place::Mark) {
            self.depth.step(depth);
        }
        let Some(name) = name else { return };
        let row = self.row(subject, parent, name);
        if self.top && row.kind == "object" {
            return;
        }
        self.rows += 1;
        self.cx.budget.spend(row.description.len() + 8);
        let last = self.groups.len() - 1;
        self.groups[last].rows.push(row);
    }

    fn open_group(
        &mut self,
        subject: &Subject<'a>,
        parent: Option<&Layers<'a>>,
        place: Place<'a>,
        depth: i64,
    ) {
        if let Place::Branch(keyword) = place {
            let mut title = keyword.to_owned();
            let (target, prefix) = match subject {
                Subject::Link { target, .. } => (
                    Some(self.cx.api.schema(*target)),
                    self.cx
                        .references
                        .component(*target)
                        .map(|it| format!("{it}.")),
                ),
                Subject::Schema(schema) => (Some(schema.schemas[0]), None),
                Subject::Mark => (None, None),
            };
            let discriminator = target.and_then(|it| it.discriminator.as_ref());
            if !self.cx.quirks() {
                let outer = parent.and_then(|it| it.get(|it| it.discriminator.as_ref()));
                title = beyond::branch_title(keyword, outer.map(|it| &*it.property));
            } else if let Some(discriminator) = discriminator {
                let prefix = prefix.unwrap_or_default();
                title.push_str(&format!(
                    " - discriminator: {prefix}{}",
                    discriminator.property
                ));
            }
            self.groups.push(Group {
                title,
                rows: Vec::new(),
            });
            self.group_depth = depth;
        } else if self.group_depth != 0 && depth < self.group_depth {
            self.groups.push(Group {
                title: if self.cx.quirks() {
                    "continued"
                } else {
                    beyond::AFTER_BRANCHES
                }
                .to_owned(),
                rows: Vec::new(),
            });
            self.group_depth = 0;
        }
    }

    fn name(
        &mut self,
        schema: Option<&Layers<'a>>,
        parent: Option<&Layers<'a>>,
        place: Place<'a>,
    ) -> Option<Name<'a>> {
        let own = match place {
            Place::Property(name) => Some(Name::Text(until_slash(self.cx, name))),
            Place::Pattern(name) => Some(Name::Pattern(name)),
            Place::Branch(_) => Some(Name::Anonymous),
            Place::Mark => return None,
            Place::Top | Place::Items | Place::AnyProperty => None,
        };
        let own = own.filter(|it| !matches!(it, Name::Text(""))); // a property called `` is shown as anonymous
        let name = own.or_else(|| schema?.title().map(Name::Text));
        if name.is_some() {
            return name;
        }
        self.force_in(schema);
        if self.top {
            return None;
        }
        match place {
            Place::AnyProperty => Some(Name::AnyProperty),
            _ if parent.is_some_and(|it| it.items().is_some()) => None,
            _ => Some(Name::Anonymous),
        }
    }

    /// A schema that is not an object, or an array of components, gets a row of its own at the top.
    fn force_in(&mut self, schema: Option<&Layers<'a>>) {
        let Some(schema) = schema else { return };
        let Some(types) = schema.types() else { return };
        let is_array = schema.is(JsonType::Array);
        let linked_items = || schema.items().is_some_and(|it| self.shown_as(it).is_some());
        if is_array {
            if linked_items() {
                self.top = false;
            }
        } else if !types.contains(JsonType::Object) {
            self.top = false;
        }
    }

    /// The component a schema is shown as.
    fn shown_as(&self, id: SchemaId) -> Option<SchemaId> {
        match self.view {
            View::Links => self.is_link(id).then(|| self.link_target(id)),
            View::Whole => self.cx.references.target(self.target(id)),
        }
    }

    fn row(&self, subject: &Subject<'a>, parent: Option<&Layers<'a>>, name: Name<'a>) -> Row<'a> {
        let depth = usize::try_from(self.depth.out + self.offset).unwrap_or(0);
        let required = match name {
            Name::Text(text) | Name::Pattern(text) => parent.is_some_and(|it| it.required(text)),
            Name::AnyProperty | Name::Anonymous => false,
        };
        let (schema, link) = match subject {
            Subject::Schema(schema) => {
                let named = schema.ids.iter().find_map(|it| self.named(*it));
                (Some(schema), named.or(schema.link))
            }
            Subject::Link { target, .. } => (None, Some(*target)),
            Subject::Mark => (None, None),
        };
        let items = schema
            .filter(|it| it.is(JsonType::Array))
            .and_then(|it| it.items());
        let own = match subject {
            Subject::Schema(schema) => schema.description(),
            Subject::Link { description, .. } => *description,
            Subject::Mark => None,
        };
        let description: Cow<'a, str> = match own.or_else(|| self.description_of(link?)) {
            Some(it) => super::prose::trim(it).into(),
            None => items
                .and_then(|it| self.description_of(self.shown_as(it)?))
                .map_or_else(Cow::default, |it| format!("[{it}]").into()),
        };
        let kind = match schema {
            Some(schema) if schema.link.is_none() => kind(schema),
            _ => "$ref".to_owned(),
        };
        let safe_kind = match (schema, items) {
            (Some(schema), Some(items)) => self.array_kind(schema, items),
            (Some(schema), None) => safe_kind(schema, &kind),
            (None, _) => kind.clone(),
        };
        let item_schema = items.map(|it| self.target(it));
        let items = items.map(|it| self.items(it));
        Row {
            depth,
            name,
            link: link
                .and_then(|it| self.cx.references.component(it))
                .cloned(),
            kind,
            safe_kind,
            items,
            required,
            restrictions: restrictions(schema),
            description,
            values: schema.and_then(|it| it.values()),
            item_schema,
        }
    }

    fn named(&self, id: SchemaId) -> Option<SchemaId> {
        match self.view {
            View::Links => None,
            View::Whole => self.cx.references.target(id),
        }
    }

    fn description_of(&self, id: SchemaId) -> Option<&'a str> {
        let description = self.cx.api.schema(id).annotations.description.as_deref();
        description.filter(|it| !it.is_empty())
    }

    fn items(&self, id: SchemaId) -> Items {
        let link = self
            .shown_as(id)
            .and_then(|it| self.cx.references.component(it))
            .cloned();
        let schema = self.cx.api.schema(self.target(id));
        Items {
            link,
            kind: (!schema.types.is_empty()).then(|| type_words(&schema.types)),
        }
    }

    fn array_kind(&self, schema: &Layers<'a>, items: SchemaId) -> String {
        let item = self.items(items);
        let schema_of_items = self.cx.api.schema(self.target(items));
        let inner = if !schema_of_items.one_of.is_empty() {
            "oneOf".to_owned()
        } else if !schema_of_items.all_of.is_empty() && !schema_of_items.reference_with_siblings {
            "allOf".to_owned()
        } else if !schema_of_items.any_of.is_empty() {
            "anyOf".to_owned()
        } else if let Some(link) = item.link {
            super::operation::dead_or_live_link(self.cx, &link)
        } else {
            item.kind.unwrap_or_else(|| "any".to_owned())
        };
        let null = if is_nullable(schema) { "¦null" } else { "" };
        format!("[{inner}]{null}")
    }
}

/// The name of a property up to its first slash.
///
/// Quirk: widdershins splits `properties/NAME` at every slash and takes the second part.
fn until_slash<'a>(cx: &Context<'_>, name: &'a str) -> &'a str {
    if cx.quirks() {
        name.split('/').next().unwrap_or(name)
    } else {
        name
    }
}

/// The `»` of a row. widdershins counts them apart from the real depth, since items of arrays have no row.
#[derive(Debug, Default)]
struct Depth {
    /// The real depth of the last row.
    last: i64,
    /// The number shown.
    out: i64,
    /// By the depth a step down started from, how far it went, in the order of the steps.
    steps: Vec<(i64, i64)>,
}

impl Depth {
    fn step(&mut self, depth: i64) {
        if depth > self.last {
            let went = depth - self.last;
            match self.steps.iter_mut().find(|(from, _)| *from == self.last) {
                Some(step) => step.1 = went,
                None => self.steps.push((self.last, went)),
            }
            self.out += 1;
        }
        if depth < self.last {
            let mut back = 0;
            self.steps.retain(|(from, went)| {
                let undone = *from >= depth;
                if undone {
                    back += if went % 2 == 0 { went / 2 } else { *went };
                }
                !undone
            });
            self.out = (self.out - back).max(0);
        }
        self.last = depth;
    }
}

/// The type a schema names, or what its keywords let one guess.
fn kind(schema: &Layers<'_>) -> String {
    match schema.types() {
        Some(types) => type_words(types),
        None => infer(&schema.schemas).to_owned(),
    }
}

/// The types as JavaScript puts a list into text.
pub fn type_words(types: &TypeSet) -> String {
    if let Some(only) = types.single() {
        return only.as_str().to_owned();
    }
    let words: Vec<&str> = types.iter().map(JsonType::as_str).collect();
    words.join(",")
}

/// The type of a schema by its other keywords, as widdershins guesses it (a `pattern` counts for a number there).
pub fn infer(schemas: &[&Schema]) -> &'static str {
    let any = |test: fn(&Schema) -> bool| schemas.iter().any(|it| test(it));
    let mut found: Vec<&'static str> = Vec::new();
    if any(|it| {
        let object = &it.object;
        !object.properties.is_empty()
            || object.additional != Additional::Unsaid
            || !object.patterns.is_empty()
            || object.min_properties.is_some()
            || object.max_properties.is_some()
            || !object.required.is_empty()
    }) {
        found.push("object");
    }
    if any(|it| {
        let array = &it.array;
        array.items.is_some()
            || array.max_items.is_some()
            || array.min_items.is_some()
            || array.unique
    }) {
        found.push("array");
    }
    if any(|it| {
        let number = &it.number;
        number.minimum.is_some() || number.maximum.is_some() || number.multiple_of.is_some()
    }) {
        found.push("number");
    }
    if any(|it| {
        let string = &it.string;
        string.max_length.is_some() || string.min_length.is_some() || string.pattern.is_some()
    }) {
        found.push("number");
    }
    for value in schemas
        .iter()
        .filter_map(|it| it.values.as_ref())
        .take(1)
        .flat_map(|it| &it.values)
    {
        use crate::node::Value;
        found.push(match value.value {
            Value::Null | Value::Array(_) | Value::Object(_) => "object",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
        });
    }
    match found[..] {
        [only] => only,
        _ => "any",
    }
}

fn safe_kind(schema: &Layers<'_>, kind: &str) -> String {
    if schema.types().is_none() {
        return kind.to_owned();
    }
    let mut out = kind.to_owned();
    if let Some(format) = schema
        .get(|it| it.format.as_deref())
        .filter(|it| !it.is_empty())
    {
        out.push_str(&format!("({format})"));
    }
    if is_nullable(schema) {
        out.push_str("¦null");
    }
    out
}

fn is_nullable(schema: &Layers<'_>) -> bool {
    schema.schemas.iter().any(|it| it.nullable != Nullable::No)
}

fn restrictions(schema: Option<&Layers<'_>>) -> &'static str {
    let has = |test: fn(&Schema) -> bool| {
        schema.is_some_and(|it| it.schemas.iter().any(|layer| test(layer)))
    };
    if has(|it| it.annotations.write_only) {
        "write-only"
    } else if has(|it| it.annotations.read_only) {
        "read-only"
    } else {
        ""
    }
}
