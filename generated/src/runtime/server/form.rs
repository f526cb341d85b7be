//! The pairs of a form → an object, each property by its encoding.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::runtime::description::{Encoding, Style};
use crate::runtime::style::{self, Decoding, Pair, Shape, StyleDecoder, scalar};
use crate::runtime::validator::{Fault, Id, Place, Schemas};

/// Reads a form: each property by its encoding, what is not listed as text.
pub(crate) fn form(
    schemas: &Schemas,
    id: Id,
    pairs: &[Pair<'_>],
    encoding: &HashMap<String, Encoding>,
) -> Result<Value, Vec<Fault>> {
    let shape = Shape::of(schemas, id);
    let properties = shape.properties(schemas);
    let mut object = Map::new();
    let mut faults = Vec::new();
    for (name, property) in &properties {
        let encoded = encoding.get(*name);
        let decoder = StyleDecoder {
            schemas,
            name,
            style: encoded.map_or(Style::Form, |it| it.style),
            explode: encoded.is_none_or(|it| it.explode),
            allow_reserved: false,
        };
        let property = Shape::of(schemas, *property);
        let value = match encoded {
            // An object without a style of its own travels as JSON.
            None if property.is_object() => StyleDecoder {
                style: Style::Json,
                ..decoder
            }
            .query(&property, pairs, &[]),
            _ => decoder.query(&property, pairs, &[]),
        };
        match value {
            Ok(Some(value)) => drop(object.insert((*name).to_owned(), value)),
            Ok(None) => {}
            Err(detail) => faults.push(Place::BODY.fault(&format!("/{name}"), detail)),
        }
    }
    let listed: BTreeSet<&str> = properties.iter().map(|it| it.0).collect();
    let nested = |name: &str| {
        let outer = name.split_once('[').map(|it| it.0);
        outer.is_some_and(|it| listed.contains(it))
    };
    for (name, raw) in pairs {
        if listed.contains(&**name) || nested(name) {
            continue;
        }
        let types = shape.additional_types(schemas);
        match style::decode(raw, Decoding::Form) {
            Ok(text) => drop(object.insert(name.to_string(), scalar(types, text))),
            Err(detail) => faults.push(Place::BODY.fault("", detail)),
        }
    }
    if faults.is_empty() {
        Ok(Value::Object(object))
    } else {
        Err(faults)
    }
}
