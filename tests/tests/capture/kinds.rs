//! What pages of random APIs lose, by its reason: each kind takes out of a document what a row of `capture --explain-losses`
//! tells of. A loss has a reason if the pages of what is left come back; one without fails the test.

use serde_json::{Value, json};
use verbatim_gen::capture::losses;
use verbatim_gen::{Config, Source};
use verbatim_tests::{MapFiles, pages};

use super::page_of_operations;

/// Where a schema stands, or that it is something else instead: the map of media types, or what has a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Component,
    Top,
    Parameter,
    Property,
    Items,
    Map,
    Branch,
    Content,
    Described,
}

/// Something that pages may lose.
pub struct Kind {
    /// What it is.
    pub name: &'static str,
    /// The row that tells of it.
    pub told: &'static str,
    /// Takes it out of a schema.
    pub without: fn(&mut Value, At),
}

/// Calls for each schema of a document, the inner ones first.
pub fn each(document: &mut Value, change: fn(&mut Value, At)) {
    if let Some(all) = document["components"]["schemas"].as_object_mut() {
        all.values_mut()
            .for_each(|it| within(it, At::Component, change));
    }
    held(&mut document["paths"], At::Top, change);
}

/// Looks for schemas in what is none.
fn held(it: &mut Value, at: At, change: fn(&mut Value, At)) {
    match it {
        Value::Array(all) => all.iter_mut().for_each(|it| held(it, at, change)),
        Value::Object(all) => {
            if all.get("description").is_some_and(Value::is_string) {
                change(it, At::Described);
            }
            let Value::Object(all) = it else { return };
            let is_parameter = all.contains_key("in");
            let at = if is_parameter { At::Parameter } else { at };
            for (name, it) in all {
                match name.as_str() {
                    "schema" => within(it, at, change),
                    "content" => {
                        held(it, at, change);
                        change(it, At::Content);
                    }
                    _ => held(it, at, change),
                }
            }
        }
        _ => {}
    }
}

fn within(it: &mut Value, at: At, change: fn(&mut Value, At)) {
    if let Some(all) = it.get_mut("properties").and_then(Value::as_object_mut) {
        all.values_mut()
            .for_each(|it| within(it, At::Property, change));
    }
    for (name, at) in [("items", At::Items), ("additionalProperties", At::Map)] {
        if let Some(it) = it.get_mut(name) {
            within(it, at, change);
        }
    }
    for name in ["allOf", "oneOf", "anyOf"] {
        if let Some(all) = it.get_mut(name).and_then(Value::as_array_mut) {
            all.iter_mut().for_each(|it| within(it, At::Branch, change));
        }
    }
    change(it, at);
}

fn remove(it: &mut Value, name: &str) {
    if let Some(all) = it.as_object_mut() {
        all.remove(name);
    }
}

/// Leaves one branch of a choice.
fn one_branch(it: &mut Value) {
    for name in ["oneOf", "anyOf"] {
        if let Some(first) = it.get(name).and_then(|it| it.get(0)).cloned() {
            *it = first;
        }
    }
}

/// Leaves the last branch of an `allOf` of so many.
fn last_of_all(it: &mut Value, count: usize) {
    let all = it.get("allOf").and_then(Value::as_array);
    let last = all.filter(|it| it.len() == count).and_then(|it| it.last());
    if let Some(last) = last.cloned() {
        *it = last;
    }
}

/// The kinds, the narrowest first.
pub const KINDS: &[Kind] = &[
    Kind {
        name: "values",
        told: VALUES,
        without: |it, _| remove(it, "enum"),
    },
    Kind {
        name: "null",
        told: FORMATS,
        without: |it, _| remove(it, "nullable"),
    },
    Kind {
        name: "formats",
        told: FORMATS,
        without: |it, _| remove(it, "format"),
    },
    Kind {
        name: "one way",
        told: ONE_WAY,
        without: |it, _| {
            remove(it, "readOnly");
            remove(it, "writeOnly");
        },
    },
    Kind {
        name: "examples",
        told: "examples and defaults",
        without: |it, _| remove(it, "example"),
    },
    Kind {
        name: "texts of several lines",
        told: "white space and indentation within descriptions, before and behind them",
        without: |it, _| {
            let text = it.get("description").and_then(Value::as_str);
            if text.is_some_and(|it| it.contains('\n') || it.trim() != it) {
                it["description"] = "Text.".into();
            }
        },
    },
    Kind {
        name: "descriptions",
        told: "a description beside a `$ref`, and that of its component",
        without: |it, at| {
            if at != At::Described {
                remove(it, "description");
            }
        },
    },
    Kind {
        name: "parameters of components",
        told: NAMES_ALONE,
        without: |it, at| {
            if at == At::Parameter && it.get("$ref").is_some() {
                *it = json!({"type": "string"});
            }
        },
    },
    Kind {
        name: "components held by a body or an answer",
        told: NAMES_ALONE,
        without: |it, at| {
            if at == At::Top && it.get("$ref").is_some() {
                *it = json!({"type": "object", "properties": {"held": {"type": "string"}}});
            }
        },
    },
    Kind {
        name: "an allOf of one",
        told: BRANCHES,
        without: |it, _| last_of_all(it, 1),
    },
    Kind {
        name: "choices",
        told: BRANCHES,
        without: |it, _| one_branch(it),
    },
    Kind {
        name: "arrays in arrays",
        told: ARRAYS,
        without: |it, _| {
            let inner = it.get("items").filter(|it| it.get("items").is_some());
            if let Some(inner) = inner.cloned() {
                *it = inner;
            }
        },
    },
    Kind {
        name: "arrays of components that are arrays, perhaps",
        told: ARRAYS,
        without: |it, at| {
            let is_reference = it.get("items").is_some_and(|it| it.get("$ref").is_some());
            if is_reference && at == At::Property {
                it["items"] = json!({"type": "string"});
            }
        },
    },
    Kind {
        name: "maps",
        told: BRANCHES,
        without: |it, _| remove(it, "additionalProperties"),
    },
    Kind {
        name: "an allOf of a component and more",
        told: ALL_OF,
        without: |it, _| last_of_all(it, 2),
    },
    Kind {
        name: "media types",
        told: "media types beyond the first",
        without: |it, at| {
            let first = it.as_object().and_then(|it| it.values().next());
            if let (At::Content, Some(first)) = (at, first.cloned()) {
                *it = json!({"application/json": first});
            }
        },
    },
    Kind {
        name: "arrays of components",
        told: ITEMS,
        without: |it, at| {
            let is_reference = it.get("items").is_some_and(|it| it.get("$ref").is_some());
            if is_reference && at != At::Property {
                it["items"] = json!({"type": "string"});
            }
        },
    },
];

const VALUES: &str = "which of several schemas without a name a list of values limits, and which of one name where a page has one list for all of them";
const FORMATS: &str = "`null` and formats of what no operation has a row of";
const ONE_WAY: &str =
    "members that requests alone or answers alone have, of a component that is in both";
const NAMES_ALONE: &str = "what a component is, without the page of schemas, of which a page of operations has the name alone";
const BRANCHES: &str = "branches that are no component, and what is in them";
const ALL_OF: &str =
    "an `allOf` of a component and more, where both have a property, or where no value is accepted";
const ARRAYS: &str = "which of several arrays within one another rows belong to";
const ITEMS: &str = "which component the items of a component are";

/// Two schemas of which pages are the same: which row tells of it, in which layouts (that of the reference, the other), whether of
/// the page of operations alone, and what else there has to be.
struct Pair {
    told: &'static str,
    quirks: &'static [bool],
    alone: bool,
    schemas: [&'static str; 2],
}

/// What is lost for certain: no reader tells one from the other.
const PAIRS: &[Pair] = &[
    Pair {
        told: VALUES,
        quirks: &[true],
        alone: false,
        schemas: [
            "{oneOf: [{type: string}, {type: string, enum: [a]}, {type: string}]}",
            "{oneOf: [{type: string}, {type: string}, {type: string, enum: [a]}]}",
        ],
    },
    Pair {
        told: FORMATS,
        quirks: &[true],
        alone: false,
        schemas: [
            "{type: object, properties: {it: {type: boolean, nullable: true}}}",
            "{type: object, properties: {it: {type: boolean}}}",
        ],
    },
    Pair {
        told: BRANCHES,
        quirks: &[true],
        alone: false,
        schemas: [
            "{oneOf: [{type: string}, {type: object, properties: {x: {type: integer}}}]}",
            "{oneOf: [{type: string}, {type: object, properties: {y: {type: boolean}}}]}",
        ],
    },
    Pair {
        told: NAMES_ALONE,
        quirks: &[true, false],
        alone: true,
        schemas: ["{type: string}", "{type: boolean}"],
    },
    Pair {
        told: ITEMS,
        quirks: &[true],
        alone: false,
        schemas: [
            "{type: array, items: {$ref: '#/components/schemas/One'}}",
            "{type: array, items: {$ref: '#/components/schemas/Two'}}",
        ],
    },
];

const UNDEFINED: &str = "the text `undefined` for the description of a parameter";

fn document(schema: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Things, version: '1.0'}}
tags: [{{name: Things}}]
paths:
  /things:
    get:
      tags: [Things]
      summary: Get things
      parameters:
      - {{name: it, in: query, schema: {{$ref: '#/components/schemas/It'}}}}
      responses: {{'204': {{description: Done}}}}
components:
  schemas:
    It: {schema}
    One: {{type: string}}
    Two: {{type: string}}
"
    )
}

#[test]
fn what_is_lost_makes_no_other_pages() {
    for pair in PAIRS {
        for quirks in pair.quirks {
            let mut config = Config::default();
            config.docs.quirks = *quirks;
            let texts = pair.schemas.map(|it| {
                let pages: Vec<Source> = pages(&document(it), &MapFiles::default(), &config);
                match pair.alone {
                    true => vec![page_of_operations(&pages).text.to_string()],
                    false => pages.iter().map(|it| it.text.to_string()).collect(),
                }
            });
            assert_eq!(texts[0], texts[1], "{}, quirks {quirks}", pair.told);
        }
    }
    let plain = document("{type: string}");
    let described = plain.replace("in: query,", "in: query, description: undefined,");
    for quirks in [true, false] {
        let mut config = Config::default();
        config.docs.quirks = quirks;
        let texts = [&plain, &described].map(|it| {
            let pages: Vec<Source> = pages(it, &MapFiles::default(), &config);
            pages
                .iter()
                .map(|it| it.text.to_string())
                .collect::<Vec<_>>()
        });
        assert_eq!(texts[0], texts[1], "{UNDEFINED}, quirks {quirks}");
    }
}

#[test]
fn a_row_tells_of_each_kind() {
    let told = KINDS.iter().map(|it| it.told);
    let told = told.chain(PAIRS.iter().map(|it| it.told));
    for what in told.chain([UNDEFINED]) {
        let mut rows = losses::general().iter();
        assert!(rows.any(|it| it.what == what), "no row says `{what}`");
    }
}
