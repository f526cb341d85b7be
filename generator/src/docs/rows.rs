//! A schema → the rows that describe its properties, in blocks.
//!
//! The order, the depth of the `»` and what starts a block of its own are those of widdershins 4.0.1
//! (`schemaToArray`), which walks a schema with oas-schema-walker 1.1.5.

mod layers;
mod row;

use std::borrow::Cow;
use std::collections::HashSet;

use super::blanks::trim;
use super::context::Context;
use super::depth::Depth;
use super::grammar;
use super::inline::Standing;
use super::label::TypeLabel;
use super::labels::{MOST_ARRAYS, infer, is_tuple, lone_part, rest, type_words, unnamed};
use super::levels::deepest;
use super::reference::target_of_reference;
use super::restricted;
use super::restrictions::Restrictions;
use crate::model::{Additional, ArrayRules, JsonType, Nullable, Schema, SchemaId, TypeSet};
use layers::Layers;
pub use layers::OnReference;
pub use row::{Items, Row, RowGroup, RowName};

/// The rows of a schema.
#[derive(Debug)]
pub struct Rows<'a> {
    /// The rows, in groups; at least one.
    pub groups: Vec<RowGroup<'a>>,
    /// Why there are no more rows, where there could be.
    pub end: Option<End>,
    /// What is said of the schema, which has no row itself.
    pub whole: Restrictions<'a>,
    /// The properties that it requires and that have no row here.
    pub requires: Option<String>,
}

/// Why a schema has no more rows than it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Components are opened to this depth: below it they stand in their own sections alone.
    OpenedTo(i64),
    /// It has too many itself.
    TooMany,
}

/// The rows of a schema. `offset` is added to every depth.
pub fn rows<'a>(
    cx: &Context<'a>,
    schema: SchemaId,
    on_reference: OnReference,
    offset: i64,
) -> Rows<'a> {
    let attempt = |levels| {
        let walker = to_depth(cx, schema, on_reference, offset, levels);
        (!walker.is_full() || levels == 1).then_some(walker)
    };
    let (levels, walker) =
        deepest(&SHORTER, attempt).expect("the last depth is taken whether it fits or not");
    let layers = Layers::new(cx, on_reference, cx.target(schema));
    // Below an operation the type says it, and what is nothing but `null` has that for an example.
    let tells_null = on_reference == OnReference::Link && !is_null(cx, schema);
    let accepts_null = tells_null && is_nullable(&layers);
    let layers = layers.schemas;
    let whole = (!walker.is_row).then(|| restricted::whole(cx, &layers, accepts_null));
    Rows {
        whole: whole.unwrap_or_default(),
        requires: restricted::requires(cx, &layers, walker.is_row),
        end: match levels {
            _ if walker.is_full() => Some(End::TooMany),
            DEPTH_LIMIT => None,
            levels => Some(End::OpenedTo(levels)),
        },
        groups: walker.groups,
    }
}

/// The rows to a depth.
fn to_depth<'a, 'c>(
    cx: &'c Context<'a>,
    schema: SchemaId,
    on_reference: OnReference,
    offset: i64,
    levels: i64,
) -> Walker<'a, 'c> {
    let mut walker = Walker {
        cx,
        on_reference,
        offset,
        levels,
        groups: vec![RowGroup::default()],
        depth: Depth::default(),
        group_depth: 0,
        seen: HashSet::new(),
        top: true,
        is_row: false,
        rows: 0,
        opened: 0,
        rows_of_opened: 0,
        limit: cx.layout.properties.rows,
    };
    let target = walker.target(schema);
    let root = cx.api.schema(target);
    let title = root.annotations.title.as_ref().filter(|it| !it.is_empty());
    walker.groups[0].title = title
        .or(root.annotations.description.as_ref())
        .map_or_else(Cow::default, |it| it.as_str().into());
    let root = Subject::Schema(Layers::new(cx, on_reference, target));
    walker.walk(root, None, Position::Top, 0);
    walker
}

/// How deep a schema may nest in its rows. One that holds itself by a lone `allOf` would have no end of them.
const DEPTH_LIMIT: i64 = 100;

/// How many rows a schema may have in all: more are made to exhaust their reader.
const MOST_ROWS: usize = 10_000;

/// The depths that are tried.
const SHORTER: [i64; 7] = [DEPTH_LIMIT, 8, 5, 4, 3, 2, 1];

/// Where a schema stands in the one above it.
#[derive(Debug, Clone, Copy)]
enum Position<'a> {
    Top,
    Items,
    /// The element of a tuple at this index.
    Element(usize),
    /// The elements of a tuple from this index on.
    Rest(usize),
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
        /// The keywords beside the reference.
        beside: Option<&'a Schema>,
    },
    Schema(Layers<'a>),
    /// No schema at all: the member the tools put behind properties on a cycle.
    Mark,
}

struct Walker<'a, 'c> {
    cx: &'c Context<'a>,
    on_reference: OnReference,
    offset: i64,
    groups: Vec<RowGroup<'a>>,
    depth: Depth,
    /// The depth of the branch that opened the last group; 0 for none.
    group_depth: i64,
    seen: HashSet<SchemaId>,
    top: bool,
    /// Whether the schema has a row itself.
    is_row: bool,
    rows: usize,
    /// How many components, one within another, are being walked that have sections of their own.
    opened: usize,
    /// How many of the rows stand in those sections as well.
    rows_of_opened: usize,
    /// How many of these there may be.
    limit: usize,
    /// How deep components are opened. What is written in a schema itself has its rows however deep it is.
    levels: i64,
}

impl<'a> Walker<'a, '_> {
    fn walk(
        &mut self,
        subject: Subject<'a>,
        parent: Option<&Layers<'a>>,
        position: Position<'a>,
        depth: i64,
    ) {
        if self.is_full() || depth > DEPTH_LIMIT || self.cx.budget.is_exhausted() {
            return;
        }
        self.visit(&subject, parent, position, depth);
        let Subject::Schema(schema) = subject else {
            return;
        };
        let opens = !matches!(position, Position::Top) && self.is_component(&schema);
        if opens && depth >= self.levels || self.has_been(&schema) {
            return;
        }
        self.top = false;
        self.opened += usize::from(opens);
        self.children(&schema, depth + 1);
        self.opened -= usize::from(opens);
    }

    /// Whether there are too many rows for the depth that is tried.
    fn is_full(&self) -> bool {
        self.rows >= MOST_ROWS || self.rows_of_opened >= self.limit
    }

    fn is_component(&self, schema: &Layers<'a>) -> bool {
        let mut ids = schema.ids.iter();
        ids.any(|it| self.cx.references.component(*it).is_some())
    }

    /// Whether what is below a schema stands in the rows already. To the templates merged layers are an object of their own each
    /// time; only a schema by itself is recognised.
    fn has_been(&mut self, schema: &Layers<'a>) -> bool {
        if schema.ids.len() == 1 && schema.link.is_none() {
            return !self.seen.insert(schema.ids[0]);
        }
        if !self.cx.layout.properties.all_layers {
            return false;
        }
        let layers = schema.schemas.iter().zip(&schema.ids);
        let mut layers = layers.filter(|(it, _)| schema.has_parts_of(it)).peekable();
        let has_any = layers.peek().is_some();
        // Each is marked, whatever the others are.
        let is_new = layers.fold(false, |new, (_, id)| self.seen.insert(*id) || new);
        has_any && !is_new
    }

    fn children(&mut self, schema: &Layers<'a>, depth: i64) {
        if let Some(tuple) = schema.tuple(self.cx) {
            for (at, it) in tuple.prefix.iter().enumerate() {
                if self.is_full() {
                    break;
                }
                self.child(*it, schema, Position::Element(at), depth);
            }
            if let Some(it) = rest(self.cx, tuple) {
                self.child(it, schema, Position::Rest(tuple.prefix.len()), depth);
            }
        } else if let Some(items) = schema.items(self.cx) {
            self.child(items, schema, Position::Items, depth);
        }
        let additional = schema.get(|it| match it.object.further() {
            Additional::Unsaid => None,
            other => Some(other),
        });
        if let Some(Additional::Schema(it)) = additional {
            self.child(it, schema, Position::AnyProperty, depth);
        }
        let owners = schema.schemas.iter().zip(&schema.ids);
        let owners = owners.filter(|(it, _)| !it.object.properties.is_empty());
        // To the templates the first counts.
        let most = match self.cx.layout.properties.all_layers {
            true => usize::MAX,
            false => 1,
        };
        let owners: Vec<(&'a Schema, SchemaId)> =
            owners.take(most).map(|(it, id)| (*it, *id)).collect();
        for (at, (owner, id)) in owners.iter().enumerate() {
            self.cx.budget.spend(owner.object.properties.len());
            for (name, it) in super::json::script_order(&owner.object.properties) {
                if self.is_full() {
                    break;
                }
                let mut before = owners[..at].iter();
                if !before.any(|it| it.0.object.properties.contains_key(name)) {
                    self.child(*it, schema, Position::Property(name), depth);
                }
            }
            if self.on_reference == OnReference::Follow
                && self.cx.references.has_marked_properties(*id)
            {
                self.walk(Subject::Mark, Some(schema), Position::Mark, depth);
            }
        }
        let patterns = schema
            .schemas
            .iter()
            .find(|it| !it.object.patterns.is_empty());
        for (name, it) in patterns.into_iter().flat_map(|it| &it.object.patterns) {
            self.child(*it, schema, Position::Pattern(name), depth);
        }
        let branches = [
            (schema.all_of, "allOf", "and"),
            (schema.any_of, "anyOf", "or"),
            (schema.one_of, "oneOf", "xor"),
        ];
        for (list, first, rest) in branches {
            // That `null` is accepted is part of the type.
            let joins_null = self.cx.layout.types.joins_null;
            let shown = list
                .iter()
                .filter(|it| !joins_null || !is_null(self.cx, **it));
            for (i, it) in shown.enumerate() {
                let position = Position::Branch(if i == 0 { first } else { rest });
                self.child(*it, schema, position, depth);
            }
        }
        if let Some(not) = schema.get(|it| it.not) {
            self.child(not, schema, Position::Branch("not"), depth);
        }
    }

    fn child(&mut self, id: SchemaId, parent: &Layers<'a>, position: Position<'a>, depth: i64) {
        let subject = if self.is_link(id) {
            Subject::Link {
                target: self.link_target(id),
                description: self.beside_link(id),
                beside: Some(self.cx.api.schema(id)).filter(|it| it.reference_with_siblings),
            }
        } else {
            Subject::Schema(Layers::new(self.cx, self.on_reference, self.target(id)))
        };
        self.walk(subject, Some(parent), position, depth);
    }

    fn is_link(&self, id: SchemaId) -> bool {
        self.on_reference.is_link(self.cx, id)
    }

    fn link_target(&self, id: SchemaId) -> SchemaId {
        target_of_reference(self.cx.api, id)
    }

    fn beside_link(&self, id: SchemaId) -> Option<&'a str> {
        let schema = self.cx.api.schema(id);
        (schema.reference_with_siblings
            && !self
                .cx
                .layout
                .references
                .drops_siblings(self.cx.api.dialect))
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
        position: Position<'a>,
        depth: i64,
    ) {
        self.open_group(subject, parent, position, depth);
        let schema = match subject {
            Subject::Schema(schema) => Some(schema),
            Subject::Link { .. } | Subject::Mark => None,
        };
        let name = self.name(schema, parent, position);
        let is_element = matches!(position, Position::Element(_) | Position::Rest(_));
        let before = is_element.then(|| self.depth.clone());
        if name.is_some() || matches!(position, Position::Mark) {
            self.depth.step(depth);
        }
        let Some(name) = name else { return };
        let row = self.row(subject, parent, name, position);
        if let Some(before) = before
            && !says_more(schema, &row)
        {
            self.depth = before;
            return;
        }
        if self.top && row.words == "object" {
            return;
        }
        self.is_row |= matches!(position, Position::Top);
        self.rows += 1;
        self.rows_of_opened += usize::from(self.opened > 0);
        let said = row.description.len() + row.restrictions.size();
        self.cx.budget.spend(said + 8);
        let last = self.groups.len() - 1;
        self.groups[last].rows.push(row);
    }

    fn open_group(
        &mut self,
        subject: &Subject<'a>,
        parent: Option<&Layers<'a>>,
        position: Position<'a>,
        depth: i64,
    ) {
        if let Position::Branch(keyword) = position {
            let title = if self.cx.layout.properties.terse_branches {
                self.terse_title(keyword, subject)
            } else {
                let outer = parent.and_then(|it| it.get(|it| it.discriminator.as_ref()));
                branch_title(keyword, outer.map(|it| &*it.property))
            };
            self.groups.push(RowGroup {
                title,
                rows: Vec::new(),
            });
            self.group_depth = depth;
        } else if self.group_depth != 0 && depth < self.group_depth {
            let title = if self.cx.layout.properties.terse_branches {
                grammar::CONTINUED
            } else {
                grammar::AFTER_BRANCHES
            };
            self.groups.push(RowGroup {
                title: title.into(),
                rows: Vec::new(),
            });
            self.group_depth = 0;
        }
    }

    /// What widdershins puts above a branch: its keyword, and the property by which the branch itself tells others
    /// apart.
    fn terse_title(&self, keyword: &'static str, subject: &Subject<'a>) -> Cow<'a, str> {
        let (schema, component) = match subject {
            Subject::Link { target, .. } => (
                self.cx.api.schema(*target),
                self.cx.references.component(*target),
            ),
            Subject::Schema(schema) => (schema.schemas[0], None),
            Subject::Mark => return keyword.into(),
        };
        let Some(discriminator) = &schema.discriminator else {
            return keyword.into();
        };
        let property = match component {
            Some(component) => format!("{}.{}", component.name(), discriminator.property),
            None => discriminator.property.to_string(),
        };
        grammar::BRANCHES_BY_DISCRIMINATOR
            .fill([keyword, &property])
            .into()
    }

    fn name(
        &mut self,
        schema: Option<&Layers<'a>>,
        parent: Option<&Layers<'a>>,
        position: Position<'a>,
    ) -> Option<RowName<'a>> {
        let own = match position {
            Position::Property(name) => Some(RowName::Text(until_slash(self.cx, name))),
            Position::Pattern(name) => Some(RowName::Pattern(name)),
            Position::Element(at) => Some(RowName::Element(at)),
            Position::Rest(from) => Some(RowName::Rest(from)),
            Position::Branch(_) => Some(RowName::Anonymous),
            Position::Mark => return None,
            Position::Top | Position::Items | Position::AnyProperty => None,
        };
        // To the templates a property whose name is empty has none.
        let has_name = !self.cx.layout.properties.markdown_names;
        let own = own.filter(|it| has_name || !matches!(it, RowName::Text("")));
        let name = own.or_else(|| schema?.title().map(RowName::Text));
        if name.is_some() {
            return name;
        }
        self.force_in(schema);
        if self.top {
            return None;
        }
        match position {
            Position::AnyProperty => Some(RowName::AnyProperty),
            _ if parent.is_some_and(|it| it.items(self.cx).is_some()) => None,
            _ => Some(RowName::Anonymous),
        }
    }

    /// A schema that is not an object, or an array of components, gets a row of its own at the top; without oddities also one that is
    /// what another one is.
    fn force_in(&mut self, schema: Option<&Layers<'a>>) {
        let Some(schema) = schema else { return };
        if schema.link.is_some() && self.cx.layout.properties.all_layers {
            self.top = false;
        }
        if self.on_reference == OnReference::Link && words(self.cx, schema) == grammar::NULL {
            self.top = false;
        }
        let Some(types) = schema.types() else { return };
        let is_array = schema.is(JsonType::Array);
        let linked_items = || {
            schema.tuple(self.cx).is_none()
                && schema
                    .items(self.cx)
                    .is_some_and(|it| self.shown_as(it).is_some())
        };
        if is_array {
            if linked_items() || self.is_told_by_row(schema) {
                self.top = false;
            }
        } else if !types.contains(JsonType::Object) || self.is_one_of_many(types) {
            self.top = false;
        }
    }

    /// Whether a schema on the page of schemas is more than an object, which only a row of it says.
    fn is_one_of_many(&self, types: &TypeSet) -> bool {
        let rows_say_types = self.cx.layout.properties.rows_of_arrays;
        rows_say_types && self.on_reference == OnReference::Link && types.single().is_none()
    }

    /// Whether an array on the page of schemas has no rows but that of itself.
    fn is_told_by_row(&self, schema: &Layers<'a>) -> bool {
        if !self.cx.layout.properties.rows_of_arrays || self.on_reference != OnReference::Link {
            return false;
        }
        if schema.tuple(self.cx).is_some() {
            return true;
        }
        let mut items = schema.items(self.cx);
        for _ in 0..MOST_ARRAYS {
            let Some(id) = items.filter(|it| !self.is_link(*it)) else {
                return true;
            };
            let of = Layers::new(self.cx, self.on_reference, self.target(id));
            if of.link.is_some() {
                return true;
            }
            if !of.is(JsonType::Array) {
                return !of.has_parts() && of.title().is_none();
            }
            items = of.items(self.cx);
        }
        false
    }

    /// The component a schema is shown as.
    fn shown_as(&self, id: SchemaId) -> Option<SchemaId> {
        match self.on_reference {
            OnReference::Link => self.is_link(id).then(|| self.link_target(id)),
            OnReference::Follow => self.cx.references.target(self.target(id)),
        }
    }

    fn row(
        &self,
        subject: &Subject<'a>,
        parent: Option<&Layers<'a>>,
        name: RowName<'a>,
        position: Position<'a>,
    ) -> Row<'a> {
        let depth = usize::try_from(self.depth.out + self.offset).unwrap_or(0);
        let required = match name {
            RowName::Text(text) | RowName::Pattern(text) => {
                parent.is_some_and(|it| it.required(self.cx, text))
            }
            _ => false,
        };
        let (schema, link) = match subject {
            Subject::Schema(schema) => {
                let named = schema.ids.iter().find_map(|it| self.named(*it));
                (Some(schema), named.or(schema.link))
            }
            Subject::Link { target, .. } => (None, Some(*target)),
            Subject::Mark => (None, None),
        };
        let is_inferred = |it: &Layers<'_>| {
            let tells = self.cx.layout.types.items_in_full && it.types().is_none();
            tells && words(self.cx, it) == JsonType::Array.as_str()
        };
        let items = schema
            .filter(|it| it.is(JsonType::Array) || is_inferred(it))
            .and_then(|it| it.array());
        let items = items.and_then(|it| self.items(it));
        let own = match subject {
            Subject::Schema(schema) => schema.description(),
            Subject::Link { description, .. } => *description,
            Subject::Mark => None,
        };
        let description: Cow<'a, str> = match own.or_else(|| self.description_of(link?)) {
            Some(it) => trim(it).into(),
            None => items
                .as_ref()
                .and_then(|it| it.schema)
                .and_then(|it| {
                    let part = || self.shown_as(lone_part(self.cx, self.target(it))?);
                    self.description_of(self.shown_as(it).or_else(part)?)
                })
                .map(|it| match self.cx.layout.properties.reword_descriptions {
                    true => it,
                    false => trim(it),
                })
                .map_or_else(Cow::default, |it| format!("[{it}]").into()),
        };
        let words = match schema {
            Some(schema) if schema.link.is_none() => words(self.cx, schema),
            _ => "$ref".into(),
        };
        let label = match (schema, &items) {
            (Some(schema), Some(items)) => self.array_label(schema, items),
            (Some(schema), ..) => label(schema, words.clone()),
            (None, ..) => TypeLabel::words(words.clone()),
        };
        Row {
            depth,
            name,
            nameless: match position {
                Position::Branch("allOf" | "and") => grammar::PART,
                Position::Branch("not") => grammar::EXCLUDED,
                Position::Branch(_) => grammar::ONE_OF_THESE,
                _ if words == "array" => grammar::ARRAY,
                _ => grammar::VALUE,
            },
            component: link.and_then(|it| self.cx.references.component(it)),
            words: words.clone(),
            label: match &label {
                TypeLabel::Words {
                    words,
                    format: None,
                    ..
                } if words == grammar::ANY
                    && self.cx.layout.types.joins_null
                    && schema.is_some_and(is_nullable) =>
                {
                    label.or_null()
                }
                _ => label,
            },
            is_nullable: self.cx.layout.types.joins_null
                && words != grammar::NULL
                && match subject {
                    Subject::Schema(schema) => is_nullable(schema),
                    Subject::Link { beside, .. } => {
                        beside.is_some_and(|it| it.nullable != Nullable::No)
                    }
                    Subject::Mark => false,
                },
            items,
            required,
            restrictions: match subject {
                Subject::Schema(schema) => restricted::layers(self.cx, &schema.schemas),
                Subject::Link { beside, .. } => restricted::beside(self.cx, *beside),
                Subject::Mark => Restrictions::default(),
            },
            description,
            values: schema.and_then(|it| it.values()),
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

    fn items(&self, array: &'a ArrayRules) -> Option<Items<'a>> {
        if is_tuple(self.cx, array) {
            return Some(Items {
                component: None,
                words: None,
                array,
                schema: None,
            });
        }
        let id = self.target(array.items?);
        let component = self.shown_as(array.items?);
        let schema = self.cx.api.schema(id);
        Some(Items {
            component: component.and_then(|it| self.cx.references.component(it)),
            words: (!schema.types.is_empty()).then(|| type_words(&schema.types)),
            array,
            schema: Some(id),
        })
    }

    fn array_label(&self, schema: &Layers<'a>, items: &Items<'a>) -> TypeLabel<'a> {
        let of = match items.schema {
            Some(id) if !self.cx.layout.types.items_in_full => self.terse_items(items, id),
            // What is of one of several types is called by all of them.
            Some(id) if items.component.is_none() && has_choice(self.cx.api.schema(id)) => {
                unnamed(self.cx, id)
            }
            _ => items.label(self.cx, Standing::OtherPage),
        };
        TypeLabel::Items {
            of: Box::new(of),
            nullable: is_nullable(schema),
        }
    }

    /// What widdershins says of the items of an array.
    fn terse_items(&self, items: &Items<'a>, id: SchemaId) -> TypeLabel<'a> {
        let schema_of_items = self.cx.api.schema(id);
        if !schema_of_items.one_of.is_empty() {
            TypeLabel::words("oneOf")
        } else if !schema_of_items.all_of.is_empty() && !schema_of_items.reference_with_siblings {
            TypeLabel::words("allOf")
        } else if !schema_of_items.any_of.is_empty() {
            TypeLabel::words("anyOf")
        } else if let Some(component) = items.component {
            TypeLabel::schema(if self.cx.layout.types.links_to_unset_ids {
                component.link_to_unset_id()
            } else {
                component.link(Standing::OtherPage)
            })
        } else {
            TypeLabel::words(items.words.clone().unwrap_or(grammar::ANY.into()))
        }
    }
}

/// The name of a property; up to its first slash where the layout has it so.
fn until_slash<'a>(cx: &Context<'_>, name: &'a str) -> &'a str {
    if cx.layout.properties.names_end_at_slash {
        name.split('/').next().unwrap_or(name)
    } else {
        name
    }
}

/// The type a schema names, or what its keywords let one guess.
fn words(cx: &Context<'_>, schema: &Layers<'_>) -> Cow<'static, str> {
    let is_choice = !(schema.one_of.is_empty() && schema.any_of.is_empty());
    match schema.types() {
        Some(types) => type_words(types),
        None => match infer(cx, &schema.schemas) {
            // What is said of items is so where the choice is an array.
            "array" if is_choice && cx.layout.types.name_branches => grammar::ANY.into(),
            guess => guess.into(),
        },
    }
}

/// Whether the row of an element says more of it than the type of its tuple.
fn says_more(schema: Option<&Layers<'_>>, row: &Row<'_>) -> bool {
    schema.is_some_and(Layers::has_parts)
        || !row.restrictions.is_empty()
        || !row.description.is_empty()
        || row.values.is_some()
}

/// Whether a schema that names no type is one of several others.
fn has_choice(schema: &Schema) -> bool {
    schema.types.is_empty() && !(schema.one_of.is_empty() && schema.any_of.is_empty())
}

/// Whether a schema accepts nothing but `null`.
fn is_null(cx: &Context<'_>, id: SchemaId) -> bool {
    cx.api.schema(cx.target(id)).nullable == Nullable::Only
}

/// The same with format and nullability, where the schema names a type.
fn label<'a>(schema: &Layers<'a>, words: Cow<'static, str>) -> TypeLabel<'a> {
    if schema.types().is_none() {
        return TypeLabel::words(words);
    }
    let format = schema.get(|it| it.format.as_deref());
    TypeLabel::Words {
        words,
        format: format.filter(|it| !it.is_empty()).map(Cow::Borrowed),
        nullable: is_nullable(schema),
    }
}

fn is_nullable(schema: &Layers<'_>) -> bool {
    schema.has_null || schema.schemas.iter().any(|it| it.nullable != Nullable::No)
}

/// What stands above the rows of a branch, the first with the property that tells them apart.
fn branch_title(keyword: &str, discriminator: Option<&str>) -> Cow<'static, str> {
    let words = match keyword {
        "allOf" => grammar::ALL_OF,
        "anyOf" => grammar::ANY_OF,
        "oneOf" => grammar::ONE_OF,
        "not" => return grammar::BRANCHES.fill([grammar::NOT]).into(),
        "and" => return grammar::AND.into(),
        _ => return grammar::OR.into(),
    };
    match discriminator {
        Some(property) => grammar::TOLD_APART.fill([words, property]),
        None => grammar::BRANCHES.fill([words]),
    }
    .into()
}
