//! Names of a document that come to one identifier in Rust → a note on each that cannot have it to itself.

use std::collections::HashMap;

use super::names::{pascal, snake};
use crate::catalogue as code;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::model::{Api, Schema};
use crate::source::Place;

/// Adds a note for each name that has to be changed because another one is spelt alike.
pub fn report(api: &Api, config: &Config, sink: &mut Sink) {
    let mut names = Names::new(
        "`[names.schemas]` in gen.toml gives it another name",
        pascal,
    );
    for (name, id) in &api.components {
        if !config.names.schemas.contains_key(&**name) {
            names.add(name, api.schema(*id).origin.place, sink);
        }
    }
    let mut names = Names::new(
        "`[names.operations]` in gen.toml gives it another name",
        snake,
    );
    for it in &api.operations {
        if let Some(id) = &it.id
            && !config.names.operations.contains_key(&**id)
        {
            names.add(id, it.place, sink);
        }
    }
    for schema in &api.schemas {
        let mut names = Names::new(ON_THE_WIRE, snake);
        for name in schema.object.properties.keys() {
            names.add(name, property_place(schema, name), sink);
        }
        let mut names = Names::new(ON_THE_WIRE, pascal);
        for value in schema.values.iter().flat_map(|it| &it.values) {
            if let Some(text) = value.as_str() {
                names.add(text, value.place, sink);
            }
        }
    }
}

const ON_THE_WIRE: &str = "nothing has to change: what is sent is spelt as in the document";

/// The names of one scope, by their identifiers.
struct Names<'n> {
    help: &'static str,
    spell: fn(&str) -> String,
    first: HashMap<String, &'n str>,
}

impl<'n> Names<'n> {
    fn new(help: &'static str, spell: fn(&str) -> String) -> Self {
        Self {
            help,
            spell,
            first: HashMap::new(),
        }
    }

    fn add(&mut self, name: &'n str, place: Place, sink: &mut Sink) {
        let identifier = (self.spell)(name);
        let first = *self.first.entry(identifier.clone()).or_insert(name);
        if first == name {
            return;
        }
        let message = format!(
            "`{}` and `{}` are both `{}` in Rust, so one of them gets a number",
            printable(name),
            printable(first),
            printable(&identifier)
        );
        sink.push(Diagnostic::note(code::RENAMED, place, "", message).with_help(self.help));
    }
}

fn property_place(schema: &Schema, name: &str) -> Place {
    schema
        .keyword("properties")
        .and_then(|it| it.as_object()?.entry(name))
        .map_or(schema.origin.place, |(key, _)| key.place)
}
