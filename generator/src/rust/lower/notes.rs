//! Decisions that the user has to know of → notes on them, each where the document gave rise to it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::client;
use super::shape::Loss;
use crate::analysis::conjunction::Conjunct;
use crate::analysis::media::{is_file, positions, properties};
use crate::analysis::merged::MergedSchema;
use crate::catalogue as code;
use crate::describe::travel;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::model::{Api, EncodingKey, Nullable, ParameterShape, Schema, SchemaId};
use crate::node::{Node, Value, pointer_segment};
use crate::rust::names::bare;
use crate::source::Place;

/// What can be done about a name that stands for itself on the wire.
pub const ON_THE_WIRE: &str = "nothing has to change: what is sent is spelt as in the document";
/// What can be done about the name of a component.
pub const OF_COMPONENT: &str = "`[names.schemas]` in gen.toml gives it another name";
/// What can be done about the name of an operation.
pub const OF_OPERATION: &str = "`[names.operations]` in gen.toml gives it another name";

/// A place in a file of the user's, and the JSON pointer to what stands there.
pub type Site = (Place, String);

/// Adds a note for each name of a scope that could not be had. `names` has each as the document writes it and as it would
/// be in Rust, `claimed` what it is in the end.
pub fn renamed(
    sink: &mut Sink,
    names: &[(Arc<str>, String)],
    claimed: &[Arc<str>],
    help: &'static str,
    site: impl Fn(usize) -> Option<Site>,
) {
    let is_changed = |at: usize| bare(&names[at].1) != bare(&claimed[at]);
    if !(0..names.len()).any(is_changed) {
        return;
    }
    let mut alike: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, wanted)) in names.iter().enumerate() {
        alike.entry(wanted).or_default().push(at);
    }
    for (at, (written, wanted)) in names.iter().enumerate() {
        let first = alike[wanted.as_str()][0];
        let message = if *names[first].0 != **written {
            format!(
                "`{}` and `{}` are both `{}` in Rust, so one of them gets a number",
                printable(written),
                printable(&names[first].0),
                printable(wanted)
            )
        } else if first == at && is_changed(at) && alike[wanted.as_str()].len() == 1 {
            taken(written, wanted, &claimed[at])
        } else {
            continue;
        };
        if let Some((place, pointer)) = site(at) {
            sink.push(Diagnostic::note(code::RENAMED, place, pointer, message).with_help(help));
        }
    }
}

/// Adds a note for a name that Rust has already.
pub fn reserved(sink: &mut Sink, written: &str, wanted: &str, claimed: &str, schema: &Schema) {
    let message = taken(written, wanted, claimed);
    let origin = &schema.origin;
    let note = Diagnostic::note(code::RENAMED, origin.place, origin.pointer.clone(), message);
    sink.push(note.with_help(OF_COMPONENT));
}

fn taken(written: &str, wanted: &str, claimed: &str) -> String {
    format!(
        "`{}` is `{}` in Rust, since something else is called `{}` there",
        printable(written),
        printable(claimed),
        printable(wanted)
    )
}

/// Adds a note on each default of a parameter that a server cannot take in place of one that is not given.
pub fn unheld_defaults(api: &Api, sink: &mut Sink) {
    let operations = api.operations.iter().chain(&api.webhooks);
    let parameters = operations.flat_map(|it| &it.parameters);
    let schemas = parameters.filter_map(|it| match it.shape {
        ParameterShape::Schema { schema, .. } => Some(schema),
        ParameterShape::Content(_) => None,
    });
    let unheld = schemas.filter(|id| travel::default(api, *id).is_none());
    let unheld = unheld.filter_map(|id| api.schema(id).annotations.default.clone());
    let unheld: Vec<Node> = unheld.collect();
    let said = "the parameter is not given: no float holds its number";
    unused_defaults(&unheld, said, sink);
}

/// Adds a note on each part that may be a file or something else, at that: a server takes it for a file.
pub fn files_or_others(api: &Api, sink: &mut Sink) {
    let bodies = api.operations.iter().chain(&api.webhooks);
    let contents = bodies.filter_map(|it| it.request_body.as_ref());
    let contents = contents.flat_map(|it| &it.content);
    let mut seen = HashSet::new();
    for media in contents.filter(|it| it.range().is_multipart()) {
        let listed = media.schema.map(|id| properties(api, id));
        for (name, id) in listed.into_iter().flatten() {
            if !is_file(api, media, &name, id) {
                continue;
            }
            let schema = api.schema(id);
            let branches = schema.any_of.iter().chain(&schema.one_of);
            let other = branches.filter(|&&it| {
                let is_null = api.schema(it).nullable == Nullable::Only;
                !is_null && !is_file(api, media, &name, it)
            });
            for it in other.filter(|it| seen.insert(**it)) {
                let origin = &api.schema(*it).origin;
                let message = format!(
                    "the part `{}` may be a file, so nothing is checked where it is this instead",
                    printable(&name)
                );
                let help = "look at its media type where the operation is implemented";
                let place = origin.place;
                let note =
                    Diagnostic::note(code::UNSUPPORTED, place, origin.pointer.clone(), message);
                sink.push(note.with_help(help));
            }
        }
    }
}

/// Adds a note on each header that a part has to have and a client does not know how to send: that of a value, unless the
/// document says what it is.
pub fn unsent_headers(api: &Api, sink: &mut Sink) {
    let bodies = api
        .operations
        .iter()
        .filter_map(|it| it.request_body.as_ref());
    let contents = bodies.flat_map(|it| &it.content);
    let mut seen = HashSet::new();
    for media in contents.filter(|it| it.range().is_multipart()) {
        let positions = positions(api, media);
        let listed = media.schema.map(|id| properties(api, id));
        let listed = listed.unwrap_or_default();
        for (key, encoding) in media.encodings.iter() {
            let is_sent = match (key, &positions) {
                (EncodingKey::Name(name), None) => {
                    let found = listed.iter().find(|it| &*it.0 == name);
                    found.is_none_or(|(name, id)| is_file(api, media, name, *id))
                }
                (EncodingKey::Position(at), Some(all)) => {
                    all.at(at).is_none_or(|it| it.is_file(api))
                }
                (EncodingKey::Rest, Some(all)) => all.rest.is_none_or(|it| it.is_file(api)),
                // It is ignored, and that is told.
                _ => true,
            };
            let required = encoding.headers.iter().filter(|it| it.required && !is_sent);
            for header in required.filter(|it| client::constant(api, it).is_none()) {
                if !seen.insert(header.place) {
                    continue;
                }
                let message = format!(
                    "the client does not send the header `{}` of the part `{}`, which is required",
                    printable(&header.name),
                    printable(&key.to_string())
                );
                let help =
                    "write its value as `const`, or describe the part as a file, which has headers";
                let note = Diagnostic::note(code::UNSUPPORTED, header.place, "", message);
                sink.push(note.with_help(help));
            }
        }
    }
}

/// Adds a note on each answer that consists of parts, which are octets to the server and the client.
pub fn parts_of_answers(api: &Api, sink: &mut Sink) {
    let answers = api.operations.iter().flat_map(|it| &it.responses);
    let contents = answers.flat_map(|it| &it.content);
    let mut seen = HashSet::new();
    for media in contents.filter(|it| it.range().is_multipart()) {
        let is_described = media.shown_schema().is_some() || !media.encodings.is_empty();
        if is_described && seen.insert(media.place) {
            let message = format!(
                "the parts of an answer are not supported yet: one of `{}` is written and read as octets",
                printable(&media.name)
            );
            let help = "nothing has to change: write its parts where the operation is implemented, and name their boundary by `Body::with_media_type`";
            let note = Diagnostic::note(code::UNSUPPORTED, media.place, "", message);
            sink.push(note.with_help(help));
        }
    }
}

/// Adds a note on each default that is not applied where something is so, unless it has been told to be wrong.
pub fn unused_defaults(defaults: &[Node], said: &str, sink: &mut Sink) {
    let wrong = sink.findings().iter();
    let wrong = wrong.filter(|it| it.code == code::WRONG_DEFAULT);
    let wrong: HashSet<Place> = wrong.map(|it| it.place).collect();
    let mut seen = HashSet::new();
    for node in defaults.iter().filter(|it| seen.insert(it.place)) {
        if has_place(node, &wrong) {
            continue;
        }
        let message = format!("this default is not applied where {said}");
        let help = "set it where the operation is implemented, if it is meant";
        let note = Diagnostic::note(code::UNSUPPORTED, node.place, "", message);
        sink.push(note.with_help(help));
    }
}

/// Whether a value, or a part of it, stands at one of some places.
fn has_place(node: &Node, places: &HashSet<Place>) -> bool {
    places.contains(&node.place)
        || match &node.value {
            Value::Array(items) => items.iter().any(|it| has_place(it, places)),
            Value::Object(members) => members.iter().any(|(_, it)| has_place(it, places)),
            _ => false,
        }
}

/// Where a property is listed: at its name.
pub fn site_of_property(api: &Api, conjuncts: &[Conjunct], name: &str) -> Option<Site> {
    let mut schemas = conjuncts.iter().map(|it| api.schema(it.id));
    let schema = schemas.find(|it| it.object.properties.contains_key(name))?;
    let listed = schema.keyword("properties").and_then(Node::as_object);
    let key = listed.and_then(|it| it.entry(name));
    let place = key.map_or(schema.origin.place, |(key, _)| key.place);
    let pointer = &schema.origin.pointer;
    Some((
        place,
        format!("{pointer}/properties/{}", pointer_segment(name)),
    ))
}

/// Where a value is listed.
pub fn site_of_value(api: &Api, conjuncts: &[Conjunct], place: Place) -> Option<Site> {
    conjuncts.iter().find_map(|it| {
        let schema = api.schema(it.id);
        let values = &schema.values.as_ref()?.values;
        let index = values.iter().position(|it| it.place == place)?;
        let keyword = match schema.keyword("enum") {
            Some(_) => format!("enum/{index}"),
            None => "const".to_owned(),
        };
        Some((place, format!("{}/{keyword}", schema.origin.pointer)))
    })
}

/// Adds a note on the schemas whose types are narrower than they are, at the first of them.
pub fn untyped(api: &Api, schemas: &BTreeSet<SchemaId>, sink: &mut Sink) {
    let Some(first) = schemas.first() else {
        return;
    };
    let origin = &api.schema(*first).origin;
    let message = match schemas.len() {
        1 => "this schema has no `type`, and is read as the one that its keywords are about: other values are refused".to_owned(),
        n => format!("{n} schemas, of which this is the first, have no `type`, and are read as the one that their keywords are about: other values are refused"),
    };
    let help = "write `type: object` or `type: array`";
    let note = Diagnostic::note(code::UNTYPED, origin.place, origin.pointer.clone(), message);
    sink.push(note.with_help(help));
}

/// Adds a note on what the type of a merged schema does not say.
pub fn lost(api: &Api, merged: &MergedSchema, loss: Loss, sink: &mut Sink) {
    let of_keyword = |has: fn(&Schema) -> bool, names: [&'static str; 2]| {
        let mut schemas = merged.conjuncts.iter().map(|it| api.schema(it.id));
        let schema = schemas.find(|it| has(it))?;
        let keyword = names.into_iter().find(|it| schema.keyword(it).is_some())?;
        let pointer = format!("{}/{keyword}", schema.origin.pointer);
        Some((schema.place_of(keyword), pointer))
    };
    let (site, message, help) = match loss {
        Loss::Values(place) => (
            site_of_value(api, &merged.conjuncts, place),
            "listed objects and arrays become no Rust enum yet: the type is that of any such value",
            "nothing has to change: the server checks that a value is one of these",
        ),
        Loss::Beyond(place) => (
            site_of_value(api, &merged.conjuncts, place),
            "the Rust enum has no such value, since integers have 64 bits there: no request with it is taken",
            "take it away, or write `type: number`, whose values are floats",
        ),
        Loss::Patterns => (
            of_keyword(
                |it| !it.object.patterns.is_empty(),
                ["patternProperties"; 2],
            ),
            "these members become `serde_json::Value`: types by the pattern of a name are not supported yet",
            "nothing has to change, for the server checks each by the patterns its name matches; beside `additionalProperties: false` one pattern types all of them",
        ),
        Loss::Elements => (
            of_keyword(|it| !it.array.prefix.is_empty(), ["prefixItems", "items"]),
            "the elements of this array become `serde_json::Value`, since anything may follow the first",
            "write `items: false` if nothing follows them",
        ),
    };
    if let Some((place, pointer)) = site {
        sink.push(Diagnostic::note(code::UNSUPPORTED, place, pointer, message).with_help(help));
    }
}
