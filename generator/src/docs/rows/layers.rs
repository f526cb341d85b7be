//! A schema together with the one branch of a lone `allOf`, `anyOf` or `oneOf`.

use super::super::context::Context;
use super::super::labels::is_tuple;
use super::super::reference::target_of_reference;
use crate::model::{Additional, ArrayRules, JsonType, Nullable, Schema, SchemaId, TypeSet, Values};

/// What becomes of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnReference {
    /// A reference is a row of its own and a link: the page of schemas.
    Link,
    /// A reference's target is walked as if it stood there: responses and bodies.
    Follow,
}

impl OnReference {
    /// Whether the schema is a reference that is not followed.
    pub fn is_link(self, cx: &Context<'_>, id: SchemaId) -> bool {
        let target = target_of_reference(cx.api, id);
        self == OnReference::Link && cx.references.component(target).is_some()
    }
}

/// A schema with the one branch of a lone `allOf`, `anyOf` or `oneOf` behind it: what the schema does not say itself,
/// its branch says.
pub struct Layers<'a> {
    pub schemas: Vec<&'a Schema>,
    /// The ids of the same.
    pub ids: Vec<SchemaId>,
    /// The target of the lone branch, where that is a reference that is not followed.
    pub link: Option<SchemaId>,
    pub all_of: &'a [SchemaId],
    pub any_of: &'a [SchemaId],
    pub one_of: &'a [SchemaId],
    /// Whether a branch that is left out is `null`.
    pub has_null: bool,
}

/// How many references with keywords beside them lead on to one another before the last is taken for what it is itself.
const MOST_LAYERS: usize = 8;

impl<'a> Layers<'a> {
    pub fn new(cx: &Context<'a>, on_reference: OnReference, id: SchemaId) -> Self {
        let schema = cx.api.schema(id);
        let mut it = Self {
            schemas: vec![schema],
            ids: vec![id],
            link: None,
            all_of: &schema.all_of,
            any_of: &schema.any_of,
            one_of: &schema.one_of,
            has_null: false,
        };
        if cx.layout.types.joins_null {
            let is_null = |id: &SchemaId| cx.api.schema(cx.target(*id)).nullable == Nullable::Only;
            for list in [&mut it.any_of, &mut it.one_of] {
                it.has_null |= list.iter().any(is_null);
                // One branch beside `null` is a lone one.
                if let [a, b] = list {
                    match (is_null(a), is_null(b)) {
                        (true, false) => *list = &list[1..],
                        (false, true) => *list = &list[..1],
                        _ => {}
                    }
                }
            }
        }
        // One that has a place of its own is told beside the properties, which would hide it; to the templates it does.
        let has_own = cx.layout.properties.all_layers && !schema.object.properties.is_empty();
        let lone = |branches: &[SchemaId]| match *branches {
            [only] if !has_own || !on_reference.is_link(cx, only) => Some(only),
            _ => None,
        };
        if let Some(only) = lone(it.all_of) {
            it.all_of = &[];
            it.add(cx, on_reference, only);
        }
        if let Some(only) = lone(it.any_of) {
            it.any_of = &[];
            it.add(cx, on_reference, only);
        }
        if let Some(only) = lone(it.one_of) {
            it.one_of = &[];
            it.add(cx, on_reference, only);
        }
        it
    }

    fn add(&mut self, cx: &Context<'a>, on_reference: OnReference, branch: SchemaId) {
        if on_reference.is_link(cx, branch) {
            self.link = Some(target_of_reference(cx.api, branch));
            let schema = cx.api.schema(branch);
            if cx.layout.properties.all_layers && schema.reference_with_siblings {
                self.schemas.push(schema);
                self.ids.push(branch);
            }
            return;
        }
        let branch = cx.target(branch);
        let schema = cx.api.schema(branch);
        self.schemas.push(schema);
        self.ids.push(branch);
        if self.any_of.is_empty() {
            self.any_of = &schema.any_of;
        }
        if self.one_of.is_empty() {
            self.one_of = &schema.one_of;
        }
        // A reference with keywords beside it is what it refers to.
        if let [target] = schema.all_of[..]
            && cx.layout.properties.all_layers
            && schema.reference_with_siblings
            && self.ids.len() < MOST_LAYERS
        {
            self.add(cx, on_reference, target);
        }
    }

    pub fn get<T>(&self, part: impl Fn(&'a Schema) -> Option<T>) -> Option<T> {
        self.schemas.iter().find_map(|it| part(it))
    }

    pub fn title(&self) -> Option<&'a str> {
        self.get(|it| it.annotations.title.as_deref())
            .filter(|it| !it.is_empty())
    }

    pub fn description(&self) -> Option<&'a str> {
        self.get(|it| it.annotations.description.as_deref())
            .filter(|it| !it.is_empty())
    }

    pub fn types(&self) -> Option<&'a TypeSet> {
        self.get(|it| (!it.types.is_empty()).then_some(&it.types))
    }

    /// What the items are. To the templates any schema has some; otherwise none has that is no array.
    pub fn items(&self, cx: &Context<'_>) -> Option<SchemaId> {
        let types = self.get(|it| Some(&it.types).filter(|it| !it.is_empty()));
        let is_array = types.is_none_or(|it| it.contains(JsonType::Array));
        let counts = is_array || !cx.layout.properties.all_layers;
        self.get(|it| it.array.items).filter(|_| counts)
    }

    /// The first that says what elements are.
    pub fn array(&self) -> Option<&'a ArrayRules> {
        let array = |it: &'a Schema| {
            Some(&*it.array).filter(|it| it.items.is_some() || !it.prefix.is_empty())
        };
        self.get(array)
    }

    /// What says that elements have a place and a schema of their own, where that is told.
    pub fn tuple(&self, cx: &Context<'_>) -> Option<&'a ArrayRules> {
        self.array().filter(|it| is_tuple(cx, it))
    }

    pub fn values(&self) -> Option<&'a Values> {
        self.get(|it| it.values.as_ref())
    }

    /// Whether any of them says so; to the templates the first that says it of any property.
    pub fn required(&self, cx: &Context<'_>, name: &str) -> bool {
        let says = self.schemas.iter().map(|it| &it.object.required);
        let mut says = says.filter(|it| !it.is_empty());
        match cx.layout.properties.all_layers {
            true => says.any(|it| it.contains(name)),
            false => says.next().is_some_and(|it| it.contains(name)),
        }
    }

    /// Whether anything is below it: properties, branches, items.
    pub fn has_parts(&self) -> bool {
        let branches = [self.all_of, self.any_of, self.one_of];
        branches.iter().any(|it| !it.is_empty()) || self.schemas.iter().any(|it| has_parts(it))
    }

    /// Whether anything of that is there by one of the layers.
    pub fn has_parts_of(&self, layer: &Schema) -> bool {
        let lists = [
            (self.all_of, &layer.all_of),
            (self.any_of, &layer.any_of),
            (self.one_of, &layer.one_of),
        ];
        let has = |(shown, own): &(&[SchemaId], &Vec<SchemaId>)| {
            shown.first().is_some_and(|it| own.contains(it))
        };
        has_parts(layer) || lists.iter().any(has)
    }

    pub fn is(&self, json_type: JsonType) -> bool {
        self.types().and_then(TypeSet::single) == Some(json_type)
    }
}

/// Whether a schema says itself what is below it, beside its branches.
fn has_parts(schema: &Schema) -> bool {
    let object = &schema.object;
    schema.array.items.is_some()
        || !schema.array.prefix.is_empty()
        || !object.properties.is_empty()
        || !object.patterns.is_empty()
        || matches!(object.further(), Additional::Schema(_))
        || schema.not.is_some()
}
