//! `Api` → an OpenAPI 3.0 document, as a tree and as text.
//!
//! ```text
//! Api ─document▶ Node ─yaml, json▶ text
//! ```
//!
//! What the other versions say and 3.0 cannot is written in the nearest words that 3.0 has: `const` as an `enum` of one
//! value, `null` in a list of types as `nullable`, several types as `anyOf`, webhooks as `x-webhooks`.

mod components;
mod json;
mod members;
mod operation;
mod schema;
mod writer;
mod yaml;

use crate::model::Api;
use crate::node::Node;
use members::Members;
use writer::Writer;

pub use json::{json, json_laid_out};
pub use yaml::yaml;

/// How texts are written in YAML, for whoever writes into one that is there.
pub(crate) mod words {
    pub(crate) use super::json::quoted;
    pub(crate) use super::yaml::{is_block, is_dull, is_literal, is_plain};
}

/// The version that documents are written in.
const VERSION: &str = "3.0.3";

/// The document of an API.
pub fn document(api: &Api) -> Node {
    let mut writer = Writer::new(api);
    // First, so that what operations share with them is written there.
    let components = writer.components();
    let mut root = Members::default();
    root.text("openapi", VERSION);
    root.push("info", writer.info());
    root.list("servers", api.servers.iter().map(components::server));
    root.list("tags", api.tags.iter().map(components::tag));
    let security = api.security.as_deref();
    root.some("security", security.map(operation::security));
    root.push("paths", writer.paths(&api.operations, "/paths"));
    if !api.webhooks.is_empty() {
        root.push("x-webhooks", writer.paths(&api.webhooks, "/x-webhooks"));
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
