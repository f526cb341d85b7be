//! A schema → the rows that describe its properties, in blocks.
//!
//! The order, the depth of the `»` and what starts a block of its own are those of widdershins 4.0.1
//! (`schemaToArray`), which walks a schema with oas-schema-walker 1.1.5.

mod depth;
mod layers;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::context::Context;
use super::labels::{dead_or_live_link, infer, type_words};
use super::levels::deepest;
use super::reference::target_of_reference;
use crate::model::{Additional, JsonType, Nullable, Schema, SchemaId, Values};
use depth::Depth;
use layers::Layers;
pub use layers::OnReference;

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

/// The rows of a schema.
#[derive(Debug)]
pub struct Rows<'a> {
    /// The rows, in groups; at least one.
    pub groups: Vec<Group<'a>>,
    /// How deep they go, where the schema goes deeper and the limit did not allow that.
    pub levels: Option<i64>,
}

/// The rows of a schema. `offset` is added to every depth.
pub fn rows<'a>(
    cx: &Context<'a>,
    schema: SchemaId,
    on_reference: OnReference,
    offset: i64,
) -> Rows<'a> {
    let attempt = |levels| {
        let (groups, fits) = to_depth(cx, schema, on_reference, offset, levels);
        (fits || levels == 1).then_some(groups)
    };
    let (levels, groups) =
        deepest(&SHORTER, attempt).expect("the last depth is taken whether it fits or not");
    Rows {
        groups,
        levels: (levels < DEPTH_LIMIT).then_some(levels),
    }
}

/// The rows to a depth, and whether the limit allowed all of them.
fn to_depth<'a>(
    cx: &Context<'a>,
    schema: SchemaId,
    on_reference: OnReference,
    offset: i64,
    levels: i64,
) -> (Vec<Group<'a>>, bool) {
    let mut walker = Walker {
        cx,
        on_reference,
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
    let root = Subject::Schema(Layers::new(cx, on_reference, target));
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

struct Walker<'a, 'c> {
    cx: &'c Context<'a>,
    on_reference: OnReference,
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
            if self.on_reference == OnReference::Follow
                && self.cx.references.has_marked_properties(*id)
            {
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
            Subject::Schema(Layers::new(self.cx, self.on_reference, self.target(id)))
        };
        self.walk(subject, Some(parent), place, depth);
    }

    fn is_link(&self, id: SchemaId) -> bool {
        self.on_reference.is_link(self.cx, id)
    }

    fn link_target(&self, id: SchemaId) -> SchemaId {
        target_of_reference(self.cx.api, id)
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
                title = branch_title(keyword, outer.map(|it| &*it.property));
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
                    AFTER_BRANCHES
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
        match self.on_reference {
            OnReference::Link => self.is_link(id).then(|| self.link_target(id)),
            OnReference::Follow => self.cx.references.target(self.target(id)),
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
        match self.on_reference {
            OnReference::Link => None,
            OnReference::Follow => self.cx.references.target(id),
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
            dead_or_live_link(self.cx, &link)
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

/// The type a schema names, or what its keywords let one guess.
fn kind(schema: &Layers<'_>) -> String {
    match schema.types() {
        Some(types) => type_words(types),
        None => infer(&schema.schemas).to_owned(),
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

/// What stands above the rows of a branch, the first with the property that tells them apart. The tools of the
/// reference say `and`, `or` and `xor`.
pub fn branch_title(keyword: &str, discriminator: Option<&str>) -> String {
    let words = match keyword {
        "allOf" => "All of these",
        "anyOf" => "Any of these",
        "oneOf" => "One of these",
        "not" => return "Not this:".to_owned(),
        "and" => return "and".to_owned(),
        _ => return "or".to_owned(),
    };
    match discriminator {
        Some(property) => format!("{words}, told apart by `{property}`:"),
        None => format!("{words}:"),
    }
}

/// What stands above the rows that follow those of a branch.
pub const AFTER_BRANCHES: &str = "Beside these:";
