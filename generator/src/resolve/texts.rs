//! Values of YAML that look like numbers or truth values where their schema says `type: string` → the text they are written as.
//!
//! ```yaml
//! Version: {type: string, enum: [1.0, 1.10], default: 1.10}   # "1.0", "1.10"
//! ```
//!
//! In JSON a number is no string, and stays what it is.

use std::collections::HashMap;
use std::sync::Arc;

use super::lines::Lines;
use super::resolver::Resolver;
use crate::catalogue::{self as code, Code};
use crate::diagnostic::{Diagnostic, printable};
use crate::load::Document;
use crate::model::{
    Additional, Callback, Example, Header, JsonType, MediaType, Nullable, Operation,
    ParameterShape, Schema, SchemaId,
};
use crate::node::{Node, Object, Value};
use crate::source::{FileId, Place};

/// How deep schemas are looked into for one value.
const MAX_DEPTH: usize = 64;
/// How many parts of values are looked at, in all of a document; what is beyond stays as it is, and is held against its schema.
const MAX_PARTS: usize = 4_000_000;

impl Resolver<'_> {
    /// Makes texts of what is meant as text, wherever a schema says so.
    pub(super) fn settle_texts(&mut self) {
        if (0..self.document.count()).all(|it| self.document.is_json(FileId(it))) {
            return;
        }
        let mut schemas = std::mem::take(&mut self.api.schemas);
        let mut found = Vec::new();
        let mut texts = Texts {
            schemas: &schemas,
            document: self.document,
            lines: &mut self.lines,
            known: HashMap::new(),
            left: MAX_PARTS,
            told: Vec::new(),
        };
        for at in 0..schemas.len() {
            let it = Settled::of(&mut texts, SchemaId::from_index(at));
            found.extend(it.map(|it| (at, it)));
        }
        let (mut operations, mut webhooks) = (
            std::mem::take(&mut self.api.operations),
            std::mem::take(&mut self.api.webhooks),
        );
        for operation in operations.iter_mut().chain(&mut webhooks) {
            texts.operation(operation);
        }
        let told = std::mem::take(&mut texts.told);
        for (at, it) in found {
            it.put_into(&mut schemas[at]);
        }
        self.api.schemas = schemas;
        (self.api.operations, self.api.webhooks) = (operations, webhooks);
        for (code, place, text) in told {
            let message = format!(
                "`{}` is read as the text that it is written as, since its schema is of `type: string`",
                printable(&text)
            );
            let finding = Diagnostic::note(code, place, "", message);
            self.sink.push(
                finding.with_help("put it in quotes: other tools read a number or a truth value"),
            );
        }
    }
}

/// The values of a schema, some of which are texts now.
struct Settled {
    values: Option<Vec<Node>>,
    default: Option<Node>,
    examples: Vec<(usize, Node)>,
}

impl Settled {
    /// Those of a schema; `None` where nothing changes.
    fn of(texts: &mut Texts<'_, '_>, id: SchemaId) -> Option<Self> {
        let schema = &texts.schemas[id.index()];
        let is_of_any = schema.values.is_some()
            || schema.annotations.default.is_some()
            || !schema.annotations.examples.is_empty();
        if !is_of_any {
            return None;
        }
        let values = schema
            .values
            .as_ref()
            .and_then(|it| texts.list(&it.values, id, code::WRONG_ENUM_VALUE));
        let default = schema.annotations.default.as_ref();
        let default = default.and_then(|it| texts.value(it, id, code::WRONG_DEFAULT, 0));
        let examples = schema.annotations.examples.iter().enumerate();
        let examples = examples.filter_map(|(at, it)| {
            let value = texts.value(it.value.as_ref()?, id, code::WRONG_EXAMPLE, 0)?;
            Some((at, value))
        });
        let examples: Vec<_> = examples.collect();
        let changes = values.is_some() || default.is_some() || !examples.is_empty();
        changes.then_some(Self {
            values,
            default,
            examples,
        })
    }

    fn put_into(self, schema: &mut Schema) {
        if let (Some(values), Some(listed)) = (self.values, &mut schema.values) {
            listed.values = values;
        }
        if self.default.is_some() {
            schema.annotations.default = self.default;
        }
        for (at, value) in self.examples {
            schema.annotations.examples[at].value = Some(value);
        }
    }
}

/// What makes texts of values.
struct Texts<'s, 'd> {
    schemas: &'s [Schema],
    document: &'d Document,
    lines: &'s mut Lines<'d>,
    /// What has become of an array or object by a schema: of what is shared, each is looked at once.
    known: HashMap<(*const u8, SchemaId), Option<Node>>,
    left: usize,
    told: Vec<(Code, Place, Arc<str>)>,
}

impl Texts<'_, '_> {
    fn operation(&mut self, operation: &mut Operation) {
        for parameter in &mut operation.parameters {
            self.shape(&mut parameter.shape, &mut parameter.examples);
        }
        let body = operation.request_body.iter_mut();
        body.for_each(|it| self.content(&mut it.content));
        for response in &mut operation.responses {
            self.content(&mut response.content);
            self.headers(&mut response.headers);
        }
        for Callback { operations, .. } in &mut operation.callbacks {
            operations.iter_mut().for_each(|it| self.operation(it));
        }
    }

    fn shape(&mut self, shape: &mut ParameterShape, examples: &mut [Example]) {
        match shape {
            ParameterShape::Schema { schema, .. } => {
                let whole = examples.iter().filter_map(|it| it.value.as_ref());
                let whole: Vec<Place> = whole.map(|it| it.place).collect();
                let before = self.told.len();
                self.examples(examples, *schema);
                // A value that travels as text is the same with quotes and without; one of several within it is a value.
                let mut told = self.told.split_off(before);
                told.retain(|it| !whole.contains(&it.1));
                self.told.append(&mut told);
            }
            ParameterShape::Content(media) => self.content(std::slice::from_mut(media)),
        }
    }

    fn headers(&mut self, headers: &mut [Header]) {
        for header in headers {
            self.shape(&mut header.shape, &mut header.examples);
        }
    }

    fn content(&mut self, content: &mut [MediaType]) {
        for media in content {
            if let Some(schema) = media.schema {
                self.examples(&mut media.examples, schema);
            }
            (media.encodings).each_mut(&mut |it| self.headers(&mut it.headers));
        }
    }

    fn examples(&mut self, examples: &mut [Example], schema: SchemaId) {
        for example in examples {
            let value = example.value.as_ref();
            if let Some(it) = value.and_then(|it| self.value(it, schema, code::WRONG_EXAMPLE, 0)) {
                example.value = Some(it);
            }
        }
    }

    /// The values of a list; `None` where none of them changes.
    fn list(&mut self, values: &[Node], id: SchemaId, code: Code) -> Option<Vec<Node>> {
        let settled: Vec<Option<Node>> = values
            .iter()
            .map(|it| self.value(it, id, code, 0))
            .collect();
        combined(values, settled)
    }

    /// A value by its schema; `None` where nothing changes.
    fn value(&mut self, node: &Node, id: SchemaId, code: Code, depth: usize) -> Option<Node> {
        self.left = self.left.checked_sub(1)?;
        if depth > MAX_DEPTH || self.document.is_json(node.place.file) {
            return None;
        }
        let identity = match &node.value {
            Value::Null | Value::String(_) => return None,
            Value::Number(_) | Value::Bool(_) => {
                if !self.is_text(id, 0) {
                    return None;
                }
                let text = self.lines.written(node)?;
                self.told.push((code, node.place, text.clone()));
                return Some(Node::new(Value::String(text), node.place));
            }
            Value::Array(items) => items.as_ptr().cast::<u8>(),
            Value::Object(members) => Arc::as_ptr(members).cast::<u8>(),
        };
        if let Some(known) = self.known.get(&(identity, id)) {
            return known.clone();
        }
        let value = match &node.value {
            Value::Array(items) => {
                let settled = items.iter().enumerate().map(|(at, it)| {
                    let schema = self.of_item(id, at, 0)?;
                    self.value(it, schema, code, depth + 1)
                });
                let settled = settled.collect();
                combined(items, settled).map(|it| Value::Array(it.into()))
            }
            Value::Object(members) => {
                let settled = members.iter().map(|(key, it)| {
                    let schema = self.of_member(id, &key.text, 0)?;
                    self.value(it, schema, code, depth + 1)
                });
                let settled: Vec<Option<Node>> = settled.collect();
                settled.iter().any(Option::is_some).then(|| {
                    let all = members.iter().zip(settled);
                    let all = all
                        .map(|((key, it), new)| (key.clone(), new.unwrap_or_else(|| it.clone())));
                    Value::Object(Arc::new(Object::new(all.collect())))
                })
            }
            _ => None,
        };
        let settled = value.map(|it| Node::new(it, node.place));
        self.known.insert((identity, id), settled.clone());
        settled
    }

    /// Whether values of a schema are texts and nothing else.
    fn is_text(&self, id: SchemaId, depth: usize) -> bool {
        let schema = &self.schemas[id.index()];
        if !schema.types.is_empty() || depth > MAX_DEPTH / 8 {
            return schema.types.single() == Some(JsonType::String);
        }
        let all = |branches: &[SchemaId]| {
            let is_null = |id: &SchemaId| self.schemas[id.index()].nullable == Nullable::Only;
            let mut branches = branches.iter().filter(|it| !is_null(it)).peekable();
            branches.peek().is_some() && branches.all(|it| self.is_text(*it, depth + 1))
        };
        schema.all_of.iter().any(|it| self.is_text(*it, depth + 1))
            || all(&schema.one_of)
            || all(&schema.any_of)
    }

    /// The schema of an item.
    fn of_item(&self, id: SchemaId, at: usize, depth: usize) -> Option<SchemaId> {
        let schema = &self.schemas[id.index()];
        let own = schema.array.prefix.get(at).copied().or(schema.array.items);
        own.or_else(|| self.of_part(schema, depth, |id, depth| self.of_item(id, at, depth)))
    }

    /// The schema of a member.
    fn of_member(&self, id: SchemaId, name: &str, depth: usize) -> Option<SchemaId> {
        let schema = &self.schemas[id.index()];
        let own = schema.object.properties.get(name).copied();
        let own = own
            .or_else(|| self.of_part(schema, depth, |id, depth| self.of_member(id, name, depth)));
        own.or(match schema.object.additional {
            Additional::Schema(id) => Some(id),
            _ => None,
        })
    }

    fn of_part(
        &self,
        schema: &Schema,
        depth: usize,
        find: impl Fn(SchemaId, usize) -> Option<SchemaId>,
    ) -> Option<SchemaId> {
        // What a value is by one alternative of several, it need not be by the next.
        let mut parts = schema.all_of.iter().filter(|_| depth <= MAX_DEPTH / 8);
        parts.find_map(|it| find(*it, depth + 1))
    }
}

/// A list with what has changed in it; `None` where nothing has.
fn combined(values: &[Node], settled: Vec<Option<Node>>) -> Option<Vec<Node>> {
    settled.iter().any(Option::is_some).then(|| {
        let all = values.iter().zip(settled);
        all.map(|(it, new)| new.unwrap_or_else(|| it.clone()))
            .collect()
    })
}
