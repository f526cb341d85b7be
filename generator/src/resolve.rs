//! [`Document`] → [`Api`]: every `$ref` followed, every keyword read, every finding with its place.

mod components;
mod content;
mod dynamic;
mod head;
mod lines;
mod operation;
mod parameter;
mod path;
mod read;
mod reference;
mod resolver;
mod resource;
mod response;
mod schema;
mod scope;
mod security;
mod selection;
mod server;
mod target;
#[cfg(test)]
mod tests;
mod texts;
mod wanted;

use crate::config::Config;
use crate::diagnostic::Sink;
use crate::load::Document;
use crate::model::Api;

use resolver::Resolver;

/// Reads the model. What is wrong is in `sink`; the model is then incomplete.
pub fn resolve(document: &Document, config: &Config, sink: &mut Sink) -> Api {
    let mut resolver = Resolver::new(document, config, sink);
    resolver.read();
    resolver.api
}

/// What a schema takes in a document that is full of short ones.
const BYTES_OF_A_SCHEMA: usize = 80;
/// For how many schemas memory is reserved at the start, at the most.
const MOST_EXPECTED: usize = 20_000;

impl Resolver<'_> {
    fn read(&mut self) {
        let document = self.document;
        let Some(root) = document.root.as_object() else {
            return;
        };
        if root.is_empty() {
            return;
        }
        // Schemas are large, and to grow is to copy them. Reserved memory that is not used costs nothing.
        let schemas = (document.size() / BYTES_OF_A_SCHEMA).min(MOST_EXPECTED);
        self.api.schemas.reserve(schemas);
        self.find_scopes();
        self.head(root);
        self.components(root);
        self.operations(root);
        self.read_pending();
        self.keep_to_selection(root);
        self.report_repeated_identities();
        self.settle_texts();
        self.report_unused_skips();
    }
}
