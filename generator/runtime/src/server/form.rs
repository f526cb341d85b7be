//! The pairs of a form → an object, each property by its encoding.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::runtime::description::{Encoding, Style};
use crate::runtime::json::{Tree, pointer};
use crate::runtime::style::{
    self, Declared, Decoding, Pair, REPEATED, Shape, StyleDecoder, property_rule, scalar_of,
};
use crate::runtime::validator::{Fault, Id, Place, Schemas};

/// Reads a form that stands in a place: each property by its encoding, what is not listed as text.
pub(crate) fn form<'t>(
    schemas: &Schemas,
    id: Id,
    pairs: &[Pair<'t>],
    encoding: &HashMap<String, Encoding>,
    place: Place<'_>,
) -> Result<Tree<'t>, Vec<Fault>> {
    let shape = Shape::of(schemas, id);
    let properties = shape.properties(schemas);
    let mut object: BTreeMap<Cow<'t, str>, Tree<'t>> = BTreeMap::new();
    let mut faults = Vec::new();
    // An object whose properties stand on their own takes none that another one has.
    let mut declared = Declared::default();
    for (name, _) in &properties {
        match encoding.get(*name) {
            Some(it) if it.style == Style::DeepObject => declared.deep.push((*name).to_owned()),
            _ => declared.names.push((*name).to_owned()),
        }
    }
    let mut spread = Vec::new();
    for (name, property) in &properties {
        let encoded = encoding.get(*name);
        let property = Shape::of(schemas, *property);
        let decoder = StyleDecoder {
            schemas,
            rule: property_rule(name, encoded, property.is_object()),
        };
        let value = decoder.query(&property, pairs, &declared);
        match value {
            Ok(Some(value)) => drop(object.insert((*name).to_owned().into(), value)),
            Ok(None) => {}
            Err(detail) => {
                let mut pointer = String::new();
                pointer::push(&mut pointer, name);
                faults.push(place.fault(&pointer, detail));
            }
        }
        let is_spread = encoded.is_some_and(|it| it.style == Style::Form && it.explode);
        if is_spread && property.is_object() {
            spread.push(property);
        }
    }
    let is_of_another = |name: &str| {
        let takes = |it: &Shape| it.lists(schemas, name) || it.takes_unlisted(schemas);
        spread.iter().any(takes)
    };
    let listed: BTreeSet<&str> = properties.iter().map(|it| it.0).collect();
    let nested = |name: &str| {
        let outer = name.split_once('[').map(|it| it.0);
        outer.is_some_and(|it| listed.contains(it))
    };
    for (name, raw) in pairs {
        if listed.contains(&**name) || nested(name) || is_of_another(name) {
            continue;
        }
        match style::decode(raw, Decoding::Form) {
            Ok(text) => {
                let further = shape.property(schemas, name).unwrap_or_default();
                let value = scalar_of(schemas, &further, text);
                let mut given = match object.remove(name) {
                    None => Vec::new(),
                    Some(Tree::Array(items)) => items,
                    Some(one) => vec![one],
                };
                // Of whatever type it may be, a list is what is given more than once.
                let is_list = further.is_array() || !given.is_empty();
                if !given.is_empty() && !further.is_list_if_repeated() {
                    let mut pointer = String::new();
                    pointer::push(&mut pointer, name);
                    faults.push(place.fault(&pointer, REPEATED));
                }
                given.push(value);
                let value = match is_list {
                    true => Tree::Array(given),
                    false => given.swap_remove(0),
                };
                object.insert(name.clone(), value);
            }
            Err(detail) => faults.push(place.fault("", detail)),
        }
    }
    if faults.is_empty() {
        Ok(Tree::Object(object.into_iter().collect()))
    } else {
        Err(faults)
    }
}
