//! `Api` → an OpenAPI 3.0 document, as a tree and as text.
//!
//! ```text
//! Api ─document▶ Node ─yaml, json▶ text
//! ```
//!
//! What the other versions say and 3.0 cannot is written in the nearest words that 3.0 has: `const` as an `enum` of one
//! value, `null` in a list of types as `nullable`, several types as `anyOf`, webhooks as `x-webhooks`. What was captured may ask for
//! lists of types, for tuples or for what a text holds, which makes the document one of 3.1.

mod components;
mod json;
mod members;
mod operation;
mod schema;
mod writer;
mod yaml;

use std::collections::HashSet;

use crate::analysis::walk::subschemas;
use crate::model::{Api, Nullable, SchemaId};
use crate::node::Node;
use members::Members;
use writer::Writer;

pub use json::{json, json_laid_out};
pub use yaml::yaml;

/// How texts are written in YAML, for whoever writes into one that is there.
#[cfg(feature = "capture")]
pub(crate) mod words {
    pub(crate) use super::json::quoted;
    pub(crate) use super::yaml::{is_block, is_dull, is_literal, is_plain};
}

/// The version that documents are written in.
const VERSION: &str = "3.0.3";

/// That of documents which need lists of types.
const WITH_TYPE_LISTS: &str = "3.1.0";

/// The document of an API.
pub fn document(api: &Api) -> Node {
    written(Writer::new(api))
}

/// The document of an API: of 3.1 where 3.0 has no words for one of its types, which is a list of several, a tuple, `null`
/// alone, or a text of which is said what it holds, for one of its keywords, and for
/// how parts of a multipart body are laid out.
pub fn document_of_types(api: &Api) -> Node {
    let mut writer = Writer::new(api);
    let bodies = api
        .operations
        .iter()
        .filter_map(|it| it.request_body.as_ref());
    let contents = bodies.flat_map(|it| &it.content);
    let mut parts = contents.filter(|it| it.range().is_multipart());
    // In 3.0 it says so of urlencoded forms alone.
    let lays_out_parts = parts.any(|it| it.encodings.named.values().any(|it| it.style.is_some()));
    let has_types = api.schemas.iter().any(|it| {
        let is_one_of_several = !it.types.is_empty() && it.types.single().is_none();
        let content = [
            &it.annotations.content_encoding,
            &it.annotations.content_media_type,
        ];
        let mut more = it.annotations.extensions.keys();
        let has_keywords = more.any(|it| !it.starts_with("x-"));
        let has_rules = has_keywords || !it.object.patterns.is_empty();
        let is_null = it.nullable == Nullable::Only;
        is_one_of_several
            || has_rules
            || is_null
            || !it.array.prefix.is_empty()
            || content.iter().any(|it| it.is_some())
    });
    writer.lists_types = has_types || lays_out_parts;
    written(writer)
}

/// The rules of one schema in the words of 3.1, components as references. `None` for one of more than that many schemas and values,
/// or one that holds itself without being a component.
pub fn rules(api: &Api, id: SchemaId, most: usize) -> Option<Node> {
    let mut writer = Writer::of_one_schema(api);
    (writer.lists_types, writer.rules_alone) = (true, true);
    let mut left = most;
    let mut known = HashSet::new();
    let mut stack = vec![id];
    while let Some(id) = stack.pop() {
        let schema = api.schema(id);
        let name = schema.origin.name.as_ref();
        if let Some((name, _)) = name.and_then(|it| api.components.get_key_value(it))
            && api.components[name] == id
        {
            writer.names.insert(id, name);
            continue;
        }
        let listed = schema.values.iter().flat_map(|it| &it.values);
        let listed: usize = listed.map(|it| it.count(most)).take(most).sum();
        left = left.checked_sub(1 + listed + schema.object.required.len())?;
        if !known.insert(id) {
            return None;
        }
        stack.extend(subschemas(schema));
    }
    Some(writer.schema(id, &mut String::new()))
}

fn written(mut writer: Writer<'_>) -> Node {
    let api = writer.api;
    // First, so that what operations share with them is written there.
    let components = writer.components();
    let mut root = Members::default();
    let (version, webhooks) = match writer.lists_types {
        true => (WITH_TYPE_LISTS, "webhooks"),
        false => (VERSION, "x-webhooks"),
    };
    root.text("openapi", version);
    root.push("info", writer.info());
    root.list("servers", api.servers.iter().map(components::server));
    root.list("tags", api.tags.iter().map(components::tag));
    let security = api.security.as_deref();
    root.some("security", security.map(operation::security));
    root.push("paths", writer.paths(&api.operations, "/paths"));
    if !api.webhooks.is_empty() {
        let paths = writer.paths(&api.webhooks, &format!("/{webhooks}"));
        root.push(webhooks, paths);
    }
    root.some("components", components);
    root.some(
        "externalDocs",
        api.external_docs.as_ref().map(components::external_docs),
    );
    for (name, it) in api
        .extensions
        .iter()
        .filter(|(name, _)| &***name != "x-webhooks")
    {
        root.push(name.clone(), it.clone());
    }
    root.into_node()
}
