//! What is known while a document is written: names, and where what is shared stands.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::walk::{api_sites, subschemas};
use crate::model::{Api, SchemaId};

/// Writes the objects of one document.
pub struct Writer<'a> {
    /// The API.
    pub api: &'a Api,
    /// Whether the document is one of 3.1, which has lists of types.
    pub lists_types: bool,
    /// Whether only what decides which values are accepted is written, and no text beside it.
    pub rules_alone: bool,
    /// The names of the components.
    pub names: HashMap<SchemaId, &'a Arc<str>>,
    /// By schema, how often it is referred to.
    pub references: Vec<u32>,
    /// Where a schema that is no component and is referred to more than once has been written.
    pub pointers: HashMap<SchemaId, String>,
}

impl<'a> Writer<'a> {
    /// A writer that knows of no component, and of nothing that is shared.
    pub fn of_one_schema(api: &'a Api) -> Self {
        Self {
            api,
            lists_types: false,
            rules_alone: false,
            names: HashMap::new(),
            references: Vec::new(),
            pointers: HashMap::new(),
        }
    }

    /// A writer that has written nothing.
    pub fn new(api: &'a Api) -> Self {
        let mut writer = Self {
            references: references(api),
            ..Self::of_one_schema(api)
        };
        for (name, id) in &api.components {
            writer.names.entry(*id).or_insert(name);
        }
        writer
    }
}

/// How often each schema is referred to.
fn references(api: &Api) -> Vec<u32> {
    let mut counts = vec![0; api.schemas.len()];
    let sites = api_sites(api).map(|it| it.schema);
    let edges = api.schemas.iter().flat_map(subschemas);
    for id in sites.chain(edges) {
        counts[id.index()] += 1;
    }
    counts
}

/// Does something at a pointer that is longer by this.
pub fn under<T>(at: &mut String, more: &str, go: impl FnOnce(&mut String) -> T) -> T {
    let length = at.len();
    at.push_str(more);
    let made = go(at);
    at.truncate(length);
    made
}
