//! Schemas in the words of OpenAPI 3.0, or in those of 3.1 where types are lists.

use std::sync::Arc;

use super::components;
use super::members::{Members, boolean, list, number, string};
use super::writer::{Writer, under};
use crate::analysis::walk::subschemas;
use crate::model::{
    Additional, Bound, Discriminator, JsonType, Nullable, Schema, SchemaId, StringRules,
};
use crate::node::{Node, Value, pointer, pointer_segment};
use crate::source::Place;

impl Writer<'_> {
    /// A schema where it is used: a reference to a component or to where it has been written, or the schema itself.
    pub(super) fn schema(&mut self, id: SchemaId, at: &mut String) -> Node {
        if let Some(name) = self.names.get(&id) {
            return reference(&pointer(["components", "schemas", name]));
        }
        if let Some(pointer) = self.pointers.get(&id) {
            return reference(pointer);
        }
        let is_shared = self.references.get(id.index()).is_some_and(|it| *it > 1);
        if is_shared && subschemas(self.api.schema(id)).next().is_some() {
            self.pointers.insert(id, at.clone());
        }
        let it = self.schema_itself(id, at);
        if is_shared && it.get("$ref").is_some() {
            // What is a reference itself is written as that wherever it is used.
            self.pointers.remove(&id);
        }
        it
    }

    /// The Schema Object.
    pub(super) fn schema_itself(&mut self, id: SchemaId, at: &mut String) -> Node {
        let schema = self.api.schema(id);
        let mut out = Members::default();
        if schema.never && self.lists_types {
            return boolean(false);
        }
        if schema.never {
            out.push("not", Members::default().into_node());
            return out.into_node();
        }
        if schema.reference_with_siblings
            && let [target] = schema.all_of[..]
        {
            let target = under(at, "/allOf/0", |at| self.schema(target, at));
            if let Some(target) = target.get("$ref") {
                out.push("$ref", target.clone());
                self.annotations(&mut out, schema);
                let accepts_null = schema.nullable != Nullable::No;
                if self.lists_types && accepts_null {
                    return or_null(out);
                }
                out.flag("nullable", accepts_null);
                return out.into_node();
            }
        }
        let has_type = !schema.types.is_empty() || schema.nullable == Nullable::Only;
        if self.lists_types && !has_type && schema.nullable != Nullable::No {
            under(at, "/anyOf/0", |at| self.keywords(&mut out, schema, at));
            return or_null(out);
        }
        self.keywords(&mut out, schema, at);
        out.into_node()
    }

    fn keywords(&mut self, out: &mut Members, schema: &Schema, at: &mut String) {
        if !self.rules_alone {
            out.some_text("title", schema.annotations.title.as_ref());
            out.some_text("description", schema.annotations.description.as_ref());
        }
        match schema.types.single() {
            _ if self.lists_types => self.type_list(out, schema),
            Some(JsonType::File) => {
                out.text("type", "string");
                out.text("format", "binary");
            }
            Some(only) => out.text("type", only.as_str()),
            // Several stand below, as branches.
            None => {}
        }
        out.some_text("format", schema.format.as_ref());
        if self.lists_types {
            let said = &schema.annotations;
            out.some_text("contentEncoding", said.content_encoding.as_ref());
            out.some_text("contentMediaType", said.content_media_type.as_ref());
        }
        match schema.nullable {
            _ if self.lists_types => {}
            Nullable::No => {}
            Nullable::Keyword | Nullable::TypeList => out.flag("nullable", true),
            Nullable::Only => {
                out.flag("nullable", true);
                out.push("enum", list([Node::new(Value::Null, Place::default())]));
            }
        }
        match schema
            .values
            .as_ref()
            .map(|it| (&it.values[..], it.constant))
        {
            Some(([only], true)) if self.lists_types => out.push("const", only.clone()),
            Some((values, _)) => out.list("enum", values.iter().cloned()),
            None => {}
        }
        for (name, exclusive, limit) in [
            ("minimum", "exclusiveMinimum", &schema.number.minimum),
            ("maximum", "exclusiveMaximum", &schema.number.maximum),
        ] {
            match limit {
                Some(it) if self.lists_types && it.exclusive => {
                    out.push(exclusive, number(&it.limit));
                }
                limit => bound(out, name, exclusive, limit),
            }
        }
        let multiple = schema.number.multiple_of.as_deref();
        out.some("multipleOf", multiple.map(number));
        let StringRules {
            min_length,
            max_length,
            pattern,
        } = &*schema.string;
        out.some_count("minLength", *min_length);
        out.some_count("maxLength", *max_length);
        out.some_text("pattern", pattern.as_ref());
        self.array(out, schema, at);
        self.object(out, schema, at);
        for (keyword, branches) in [
            ("allOf", &schema.all_of),
            ("anyOf", &schema.any_of),
            ("oneOf", &schema.one_of),
        ] {
            let branches: Vec<Node> = (0..)
                .zip(branches)
                .map(|(i, it)| under(at, &format!("/{keyword}/{i}"), |at| self.schema(*it, at)))
                .collect();
            let is_free =
                keyword == "anyOf" && branches.is_empty() && schema.types.single().is_none();
            let is_free = is_free && !self.lists_types;
            out.list(keyword, branches);
            if is_free {
                out.list(keyword, schema.types.iter().map(of_type));
            }
        }
        if let Some(not) = schema.not {
            let not = under(at, "/not", |at| self.schema(not, at));
            out.push("not", not);
        }
        let condition = &*schema.condition;
        let parts = [
            ("if", condition.when),
            ("then", condition.then),
            ("else", condition.otherwise),
        ];
        for (keyword, part) in parts {
            self.part(out, keyword, part, at);
        }
        if let Some(it) = &schema.discriminator {
            out.push("discriminator", self.discriminator(it));
        }
        self.annotations_but_texts(out, schema);
    }

    /// A schema under a keyword that 3.0 has not got.
    fn part(&mut self, out: &mut Members, keyword: &str, part: Option<SchemaId>, at: &mut String) {
        if let Some(it) = part.filter(|_| self.lists_types) {
            let it = under(at, &format!("/{keyword}"), |at| self.schema(it, at));
            out.push(keyword, it);
        }
    }

    /// Schemas by name under a keyword.
    fn parts<'n>(
        &mut self,
        out: &mut Members,
        keyword: &str,
        parts: impl IntoIterator<Item = (&'n Arc<str>, &'n SchemaId)>,
        at: &mut String,
    ) {
        let mut members = Members::default();
        for (name, id) in parts {
            let more = format!("/{keyword}/{}", pointer_segment(name));
            let part = under(at, &more, |at| self.schema(*id, at));
            members.push(name.clone(), part);
        }
        out.object(keyword, members);
    }

    /// The types of 3.1, `null` among them.
    fn type_list(&self, out: &mut Members, schema: &Schema) {
        let null = (schema.nullable != Nullable::No).then_some("null");
        let is_file = schema.types.contains(JsonType::File);
        let words = schema.types.iter().map(|it| match it {
            JsonType::File => JsonType::String.as_str(),
            it => it.as_str(),
        });
        // What names no type may be anything, `null` as well.
        let null = null.filter(|_| !schema.types.is_empty() || schema.nullable == Nullable::Only);
        let words: Vec<&str> = words.chain(null).collect();
        match words[..] {
            [] => {}
            [only] => out.text("type", only),
            _ => out.list("type", words.into_iter().map(string)),
        }
        if is_file {
            out.text("format", "binary");
        }
    }

    fn array(&mut self, out: &mut Members, schema: &Schema, at: &mut String) {
        let rules = &schema.array;
        match (rules.items, &rules.prefix[..]) {
            (Some(items), []) => {
                let items = under(at, "/items", |at| self.schema(items, at));
                out.push("items", items);
            }
            (items, [_, ..]) if self.lists_types => {
                let prefix = rules.prefix.iter().enumerate();
                let prefix: Vec<Node> = prefix
                    .map(|(i, it)| {
                        under(at, &format!("/prefixItems/{i}"), |at| self.schema(*it, at))
                    })
                    .collect();
                out.list("prefixItems", prefix);
                let items = items.map(|it| match self.api.schema(it).never {
                    true => boolean(false),
                    false => under(at, "/items", |at| self.schema(it, at)),
                });
                out.some("items", items);
            }
            // 3.0 knows no positions.
            (_, [_, ..]) => {
                let branches = rules.prefix.iter().chain(&rules.items).enumerate();
                let branches: Vec<Node> = branches
                    .map(|(i, it)| {
                        let more = format!("/items/anyOf/{i}");
                        under(at, &more, |at| self.schema(*it, at))
                    })
                    .collect();
                let mut items = Members::default();
                items.list("anyOf", branches);
                out.push("items", items.into_node());
            }
            (None, []) => {}
        }
        out.some_count("minItems", rules.min_items);
        out.some_count("maxItems", rules.max_items);
        out.flag("uniqueItems", rules.unique);
        self.part(out, "contains", rules.contains, at);
        if self.lists_types {
            out.some_count("minContains", rules.min_contains);
            out.some_count("maxContains", rules.max_contains);
        }
        self.part(out, "unevaluatedItems", rules.unevaluated, at);
    }

    fn object(&mut self, out: &mut Members, schema: &Schema, at: &mut String) {
        let rules = &schema.object;
        out.list("required", rules.required.iter().map(|it| string(it)));
        self.parts(out, "properties", &rules.properties, at);
        if self.lists_types {
            self.parts(out, "patternProperties", &rules.patterns, at);
        }
        self.further(out, "additionalProperties", rules.additional, at);
        if self.lists_types {
            self.further(out, "unevaluatedProperties", rules.unevaluated, at);
        }
        out.some_count("minProperties", rules.min_properties);
        out.some_count("maxProperties", rules.max_properties);
        self.part(out, "propertyNames", rules.names, at);
        if self.lists_types {
            let mut dependent = Members::default();
            for (name, others) in &rules.dependent_required {
                dependent.push(name.clone(), list(others.iter().map(|it| string(it))));
            }
            out.object("dependentRequired", dependent);
            self.parts(out, "dependentSchemas", &rules.dependent_schemas, at);
        }
    }

    /// What holds for properties that are not listed.
    fn further(&mut self, out: &mut Members, keyword: &str, rule: Additional, at: &mut String) {
        let rule = match rule {
            Additional::Unsaid => return,
            Additional::Any => boolean(true),
            Additional::None => boolean(false),
            Additional::Schema(it) => under(at, &format!("/{keyword}"), |at| self.schema(it, at)),
        };
        out.push(keyword, rule);
    }

    fn discriminator(&self, it: &Discriminator) -> Node {
        let mut out = Members::default();
        out.text("propertyName", &it.property);
        let mut mapping = Members::default();
        for (value, id) in &it.mapping {
            let target = match (self.names.get(id), self.pointers.get(id)) {
                (Some(name), _) => pointer(["components", "schemas", name]),
                (None, Some(pointer)) => pointer.clone(),
                // An inline branch has no address that a mapping could name.
                (None, None) => continue,
            };
            mapping.text(value, &format!("#{target}"));
        }
        out.object("mapping", mapping);
        out.into_node()
    }

    fn annotations(&self, out: &mut Members, schema: &Schema) {
        if self.rules_alone {
            return;
        }
        out.some_text("title", schema.annotations.title.as_ref());
        out.some_text("description", schema.annotations.description.as_ref());
        self.annotations_but_texts(out, schema);
    }

    fn annotations_but_texts(&self, out: &mut Members, schema: &Schema) {
        if self.rules_alone {
            return;
        }
        let it = &schema.annotations;
        out.some("default", it.default.clone());
        let mut examples = it.examples.iter();
        out.some("example", examples.find_map(|it| it.value.clone()));
        out.flag("deprecated", it.deprecated);
        out.flag("readOnly", it.read_only);
        out.flag("writeOnly", it.write_only);
        let docs = it.external_docs.as_deref();
        out.some("externalDocs", docs.map(components::external_docs));
        out.extensions(&it.extensions);
    }
}

/// A schema that names a type and nothing else.
fn of_type(it: JsonType) -> Node {
    let mut out = Members::default();
    out.text("type", it.as_str());
    out.into_node()
}

/// A schema that names no type, or `null`. What annotates it stands around both.
fn or_null(schema: Members) -> Node {
    const ANNOTATIONS: [&str; 8] = [
        "title",
        "description",
        "default",
        "example",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
    ];
    let goes_within = |name: &str| !ANNOTATIONS.contains(&name) && !name.starts_with("x-");
    let or_null = |schema: Members| {
        let mut null = Members::default();
        null.text("type", "null");
        // A choice offers the component itself.
        let reference = only_reference(&schema).cloned();
        let schema = reference.unwrap_or_else(|| schema.into_node());
        list([schema, null.into_node()])
    };
    schema.wrap(goes_within, "anyOf", or_null).into_node()
}

/// The reference that is all of an `allOf`, which is all of a schema.
fn only_reference(schema: &Members) -> Option<&Node> {
    let ("allOf", value) = schema.only()? else {
        return None;
    };
    let [only] = value.as_array()? else {
        return None;
    };
    let is_reference = only.get("$ref").is_some() && only.as_object()?.len() == 1;
    is_reference.then_some(only)
}

/// A Reference Object.
fn reference(pointer: &str) -> Node {
    let mut out = Members::default();
    out.text("$ref", &format!("#{}", fragment(pointer)));
    out.into_node()
}

/// A JSON pointer as the fragment of a URI (RFC 6901, section 6).
fn fragment(pointer: &str) -> String {
    let mut out = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+'
            | b',' | b';' | b'=' | b':' | b'@' | b'!' | b'?' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// An end of a range. In 3.0 `exclusiveMinimum` is a truth value beside `minimum`.
fn bound(out: &mut Members, name: &str, exclusive: &str, bound: &Option<Bound>) {
    if let Some(it) = bound {
        out.push(name, number(&it.limit));
        out.flag(exclusive, it.exclusive);
    }
}
