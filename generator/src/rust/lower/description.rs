//! `Api` → what the emitted server has to know of the document at run time: parameters, bodies, security, and the JSON
//! Schemas that requests and answers are checked against.
//!
//! It is data and not Rust so that a thousand operations cost the compiler nothing.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use verbatim_runtime::description as described;
use verbatim_runtime::description::{
    Content, Headers, Location, Map, RequestBody, Responses, SchemeRequirement, SecurityScheme,
};

use crate::analysis::direction::reaches_write_only;
use crate::analysis::media::{
    Position, Sequence, coding, parts_of, positions, properties, schema_of_text, styled_part,
    within,
};
use crate::describe::travel::{default, encoding, item_style, location, style as travel_style};
use crate::describe::{Context, Direction, FreeValue};
use crate::model::{
    Api, Encoding, Header, MediaType, Operation, Parameter, ParameterShape, SchemaId,
    SecuritySchemeKind, Status,
};
use crate::node::Node;
use crate::rust::description::{Answers, Description, Json};
use crate::rust::item::operation::Coding;

type Schemas<'a> = crate::describe::Schemas<'a, Json>;

/// What requests have to be, and what is taken out of answers.
pub fn description(api: &Api, context: &Context) -> Description {
    let mut schemas = Schemas::new(api, context, Direction::Request);
    let write_only = reaches_write_only(api);
    let operations = operations(api, |it| operation(&mut schemas, it, &write_only));
    let schemes = api.security_schemes.iter();
    let schemes = schemes.map(|(name, it)| (name.to_string(), scheme(&it.kind)));
    Description {
        operations,
        schemas: named(schemas),
        security_schemes: schemes.collect(),
    }
}

/// What answers have to be.
pub fn answers(api: &Api, context: &Context) -> Answers {
    let mut schemas = Schemas::new(api, context, Direction::Response);
    let responses = operations(api, |it| responses(&mut schemas, it, |_| true));
    let mut headers = operations(api, |it| headers(&mut schemas, it));
    headers.0.retain(|(_, it)| *it != Json::Object(Vec::new()));
    Answers {
        operations: responses,
        headers,
        schemas: named(schemas),
    }
}

impl FreeValue for Json {
    fn of(node: &Node) -> Self {
        Json::exact(node)
    }

    fn number(digits: &str) -> Option<Self> {
        Json::exact_number(digits)
    }

    fn null() -> Self {
        Json::null()
    }
}

/// Every schema that was referred to, by name. Each is JSON as soon as it is described.
fn named(mut schemas: Schemas<'_>) -> Map<Json> {
    let mut described = BTreeMap::new();
    while let Some((name, schema)) = schemas.next_named() {
        described.insert(name, Json::from_type(&schema));
    }
    described.into_iter().collect()
}

/// Operations by method and path. Where two have the same, which no document should have, the first holds.
fn operations<T: Serialize>(api: &Api, mut describe: impl FnMut(&Operation) -> T) -> Map<Json> {
    let described = by_name(api).map(|(name, it)| (name, Json::from_type(&describe(it))));
    described.collect()
}

fn by_name(api: &Api) -> impl Iterator<Item = (String, &Operation)> {
    let mut seen = HashSet::new();
    let named = api.operations.iter().map(|it| {
        let name = format!("{} {}", it.method.as_upper(), it.path);
        (name, it)
    });
    named.filter(move |(name, _)| seen.insert(name.clone()))
}

/// The answers of an operation by status and media type: all of them, or those with schemas that are wanted.
fn responses(
    schemas: &mut Schemas<'_>,
    it: &Operation,
    is_wanted: impl Fn(Option<SchemaId>) -> bool,
) -> Responses<Json> {
    let statuses = it.responses.iter().filter_map(|response| {
        let mut content = Map::default();
        for media in &response.content {
            let coding = coding(schemas.api, media);
            // Of a body of items, that of each.
            let schema = match coding {
                Coding::Json | Coding::Form => media.schema,
                Coding::Text => schema_of_text(schemas.api, media),
                Coding::Events => media.item_schema.or(media.schema),
                Coding::Parts
                | Coding::Multipart
                | Coding::Items(Sequence::Parts)
                | Coding::Stream => None,
                Coding::Items(_) => media.item_schema,
            };
            if is_wanted(schema) {
                let it = Content {
                    coding: match coding {
                        // Towards a client, parts are octets.
                        Coding::Items(Sequence::Parts) => described::Coding::Stream,
                        coding => coding.described(),
                    },
                    schema: schema.map(|id| schemas.of(id)),
                };
                content.0.push((media.name.to_string(), it));
            }
        }
        let is_there = !content.is_empty() || is_wanted(None);
        is_there.then(|| (response.status.to_string(), content))
    });
    statuses.collect()
}

fn operation(
    schemas: &mut Schemas<'_>,
    it: &Operation,
    write_only: &[bool],
) -> described::Operation<Json> {
    let api = schemas.api;
    let parameters = it
        .parameters
        .iter()
        .filter(|it| !it.is_described_elsewhere(api.dialect));
    let parameters = parameters.map(|it| parameter(schemas, it)).collect();
    let body = it.request_body.as_ref();
    let body = body.filter(|it| !it.content.is_empty());
    let body = body.map(|it| RequestBody {
        required: it.required,
        content: it.content.iter().map(|it| media(schemas, it)).collect(),
    });
    let security = it.security.iter().map(|requirement| {
        let schemes = requirement.schemes.iter();
        let schemes = schemes.map(|(name, scopes)| SchemeRequirement {
            scheme: name.to_string(),
            scopes: scopes.iter().map(|it| it.to_string()).collect(),
        });
        schemes.collect()
    });
    described::Operation {
        parameters,
        body,
        security: security.collect(),
        refusal: refusal(it),
        produces: produces(it),
        forms: forms(api, it),
        answers: responses(schemas, it, |schema| {
            schema.is_some_and(|id| write_only[id.index()])
        }),
    }
}

/// The media types of the answers, each once; none where an answer that is no failure has no body.
fn produces(it: &Operation) -> Vec<String> {
    let mut produced: Vec<String> = Vec::new();
    for response in &it.responses {
        if response.content.is_empty()
            && !matches!(response.status, Status::Code(400..) | Status::Range(4..))
        {
            return Vec::new();
        }
        for media in &response.content {
            if !produced.iter().any(|it| **it == *media.name) {
                produced.push(media.name.to_string());
            }
        }
    }
    produced
}

/// The status of requests with faults, where it is not the ordinary one: a document that has `422 Unprocessable
/// Content` and no `400` means it for them.
fn refusal(it: &Operation) -> Option<u16> {
    let has = |code| {
        let mut all = it.responses.iter();
        all.any(|it| it.status == Status::Code(code))
    };
    (has(422) && !has(400)).then_some(422)
}

fn parameter(schemas: &mut Schemas<'_>, it: &Parameter) -> described::Parameter<Json> {
    let location = location(it.location);
    let described = described::Parameter {
        required: it.required || location == Location::Path,
        allow_empty_value: it.allow_empty && location == Location::Query,
        ..plain(&it.name, location)
    };
    match &it.shape {
        ParameterShape::Schema {
            style,
            explode,
            allow_reserved,
            schema,
        } => described::Parameter {
            style: travel_style(*style),
            explode: *explode,
            allow_reserved: *allow_reserved,
            item_style: item_style(schemas.api, *schema),
            default: default(schemas.api, *schema).map(Json::exact),
            schema: schemas.of(*schema),
            ..described
        },
        ParameterShape::Content(media) => {
            let encodings = media.encodings.named.iter();
            let encodings =
                encodings.filter_map(|(name, it)| Some((name.to_string(), encoding(it)?)));
            described::Parameter {
                style: match coding(schemas.api, media) {
                    Coding::Json => described::Style::Json,
                    Coding::Form if location == Location::Querystring => described::Style::Form,
                    _ => described::Style::Simple,
                },
                encoding: match location {
                    Location::Querystring => encodings.collect(),
                    _ => Map::default(),
                },
                schema: media.schema.map(|it| schemas.of(it)).unwrap_or_default(),
                ..described
            }
        }
    }
}

/// A parameter that may be absent, and may be anything.
fn plain(name: &str, location: Location) -> described::Parameter<Json> {
    described::Parameter {
        name: name.to_owned(),
        location,
        required: false,
        style: described::Style::Simple,
        explode: false,
        allow_reserved: false,
        item_style: None,
        allow_empty_value: false,
        default: None,
        encoding: Map::default(),
        schema: described::Schema::default(),
    }
}

/// The headers of the answers of an operation, by status.
fn headers(schemas: &mut Schemas<'_>, it: &Operation) -> Headers<Json> {
    let statuses = it.responses.iter().map(|response| {
        let headers = response.headers.iter();
        let headers = headers.map(|it| header(schemas, it)).collect();
        (response.status.to_string(), headers)
    });
    statuses
        .filter(|(_, it): &(_, Vec<_>)| !it.is_empty())
        .collect()
}

/// How the properties of answers that are forms are laid out, where the document says so.
fn forms(api: &Api, it: &Operation) -> Map<Map<Map<described::Encoding>>> {
    let statuses = it.responses.iter().filter_map(|response| {
        let forms = response.content.iter();
        let forms = forms.filter(|it| coding(api, it) == Coding::Form);
        let forms = forms.map(|it| (it.name.to_string(), encodings(api, it)));
        let content: Map<_> = forms.filter(|(_, it)| !it.is_empty()).collect();
        (!content.is_empty()).then(|| (response.status.to_string(), content))
    });
    statuses.collect()
}

/// How the properties of a form or the parts of a multipart body are laid out, where the document says so.
pub(super) fn encodings(api: &Api, it: &MediaType) -> Map<described::Encoding> {
    let named = &it.encodings.named;
    let schema = it.schema.filter(|_| !named.is_empty());
    let fields = schema.map(|id| properties(api, id));
    let fields = fields.unwrap_or_default();
    let is_form = it.range().is_form();
    let of_all = named.iter();
    let followed = of_all.filter(|(name, _)| is_form || styled_part(api, it, name).is_some());
    let encodings = followed.filter_map(|(name, it)| {
        let field = fields.iter().find(|(field, _)| field == name);
        let encoding = described::Encoding {
            item_style: field.and_then(|(_, id)| item_style(api, *id)),
            ..encoding(it)?
        };
        Some((name.to_string(), encoding))
    });
    encodings.collect()
}

fn media(schemas: &mut Schemas<'_>, it: &MediaType) -> described::MediaType<Json> {
    let coding = coding(schemas.api, it);
    let composition = composition(schemas, it);
    let is_of_parts = composition.positions.is_some();
    described::MediaType {
        name: it.name.to_string(),
        coding: coding.described(),
        schema: match coding {
            Coding::Text => schema_of_text(schemas.api, it).map(|id| schemas.of(id)),
            // Parts are items of an array, however they are described.
            _ if is_of_parts => match (it.item_schema, it.schema) {
                (Some(id), _) => Some(described::Schema {
                    types: described::Types(vec![described::JsonType::Array]),
                    items: Some(Box::new(schemas.of(id))),
                    ..described::Schema::default()
                }),
                (None, schema) => schema.map(|id| schemas.of(id)),
            },
            Coding::Items(_) => it.item_schema.map(|id| schemas.of(id)),
            _ => it.schema.map(|id| schemas.of(id)),
        },
        composition,
    }
}

/// What is said of the properties of a form or of the parts of a multipart body beside their schemas.
fn composition(schemas: &mut Schemas<'_>, it: &MediaType) -> described::Composition<Json> {
    let is_multipart = it.range().is_multipart();
    let api = schemas.api;
    let positions = positions(api, it).map(|positions| described::Positions {
        prefix: {
            let prefix = positions.prefix.iter();
            prefix.map(|it| part_at(schemas, it)).collect()
        },
        rest: positions
            .rest
            .map(|it| part_at(schemas, &it))
            .unwrap_or_default(),
    });
    described::Composition {
        encoding: encodings(api, it),
        parts: match is_multipart && positions.is_none() {
            true => parts(schemas, it),
            false => Map::default(),
        },
        positions,
    }
}

/// What the parts of properties have to be beside their schemas.
fn parts(schemas: &mut Schemas<'_>, media: &MediaType) -> Map<described::Part<Json>> {
    let fields = media.schema.map(|id| properties(schemas.api, id));
    let fields = fields.unwrap_or_default();
    let parts = media.encodings.named.iter().filter_map(|(name, it)| {
        let field = fields.iter().find(|(field, _)| field == name);
        let part = match styled_part(schemas.api, media, name) {
            Some(_) => described::Part {
                headers: it.headers.iter().map(|it| header(schemas, it)).collect(),
                ..described::Part::default()
            },
            None => {
                let all = field.map(|(_, id)| parts_of(schemas.api, *id));
                part(schemas, &all.unwrap_or_default(), it)
            }
        };
        (!part.is_empty()).then(|| (name.to_string(), part))
    });
    parts.collect()
}

fn part_at(schemas: &mut Schemas<'_>, it: &Position<'_>) -> described::Part<Json> {
    match it.encoding {
        Some(encoding) => part(schemas, it.schema.as_slice(), encoding),
        None => described::Part::default(),
    }
}

/// What a part of one of these schemas has to be.
fn part(schemas: &mut Schemas<'_>, all: &[SchemaId], it: &Encoding) -> described::Part<Json> {
    let types = it.content_type.iter().flat_map(|it| it.split(','));
    let types = types.map(|it| it.trim().to_owned());
    let mut within = all.iter().filter_map(|id| within(schemas.api, *id, it));
    let within = within.next();
    described::Part {
        types: types.filter(|it| !it.is_empty()).collect(),
        headers: it.headers.iter().map(|it| header(schemas, it)).collect(),
        within: within.map(|it| Box::new(composition(schemas, &it))),
    }
}

/// A header of a part or an answer.
fn header(schemas: &mut Schemas<'_>, it: &Header) -> described::Parameter<Json> {
    let (style, explode, schema) = match &it.shape {
        ParameterShape::Schema {
            style,
            explode,
            schema,
            ..
        } => (travel_style(*style), *explode, Some(*schema)),
        ParameterShape::Content(media) => match coding(schemas.api, media) {
            Coding::Json => (described::Style::Json, false, media.schema),
            _ => (described::Style::Simple, false, media.schema),
        },
    };
    described::Parameter {
        required: it.required,
        style,
        explode,
        schema: schema.map(|id| schemas.of(id)).unwrap_or_default(),
        ..plain(&it.name, Location::Header)
    }
}

/// How callers authenticate, as the run-time knows it.
pub(super) fn scheme(it: &SecuritySchemeKind) -> SecurityScheme {
    match it {
        SecuritySchemeKind::ApiKey { location: at, name } => SecurityScheme::ApiKey {
            location: location(*at),
            name: name.to_string(),
        },
        SecuritySchemeKind::Http { scheme, .. } if scheme.eq_ignore_ascii_case("basic") => {
            SecurityScheme::Basic
        }
        SecuritySchemeKind::Http { scheme, .. } if !scheme.eq_ignore_ascii_case("bearer") => {
            SecurityScheme::Http(scheme.to_string())
        }
        SecuritySchemeKind::Http { .. }
        | SecuritySchemeKind::OAuth2 { .. }
        | SecuritySchemeKind::OpenIdConnect { .. } => SecurityScheme::Bearer,
        SecuritySchemeKind::Undeclared => SecurityScheme::Undeclared,
        SecuritySchemeKind::MutualTls => SecurityScheme::MutualTls,
    }
}

#[cfg(test)]
mod tests {
    use super::{answers, description};
    use crate::analysis::subtypes::Subtypes;
    use crate::budget::OutputBudget;
    use crate::config::Config;
    use crate::describe::Context;
    use crate::diagnostic::Sink;
    use crate::rust::description::render;
    use crate::rust::lower::lower;
    use crate::testing::api;

    /// Of a body of items, that of each item: what of it is `writeOnly` is never sent, and answers are held against it.
    #[test]
    fn items_of_answers_are_described() {
        let api = api("
openapi: 3.2.0
info: {title: T, version: '1'}
paths:
  /events:
    get:
      responses:
        '200':
          description: Done
          content:
            application/jsonl: {itemSchema: {type: object, properties: {key: {type: string, writeOnly: true}}}}
            text/event-stream: {itemSchema: {type: object, properties: {data: {type: integer}}}}
");
        let context = Context::new(&api, Subtypes::of(&api));
        let text = render(description(&api, &context));
        let key = r#""properties": {"key": {"type": "string", "writeOnly": true}}"#;
        assert!(
            text.contains(r#""answers""#) && text.contains(key),
            "{text}"
        );
        assert!(!text.contains(r#""data""#), "{text}");
        let text = render(answers(&api, &context));
        assert!(text.contains(key) && text.contains(r#""data""#), "{text}");
    }

    /// A default that no float holds is none, which is told; other limits beyond them hold.
    #[test]
    fn defaults_are_numbers_that_floats_hold() {
        let api = api("
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /pets:
    get:
      parameters:
        - {name: a, in: query, schema: {type: number, default: 1e400}}
        - {name: b, in: query, schema: {type: array, items: {type: number}, default: [0.5, -1e999]}}
        - {name: c, in: query, schema: {type: number, default: 1.7e308, maximum: 1e400, multipleOf: 1e-400}}
      responses: {'204': {description: Done}}
");
        let mut sink = Sink::default();
        let budget = OutputBudget::unlimited();
        let rust = lower(&api, &Config::default(), &budget, &mut sink);
        let found = sink.findings().iter();
        let lines: Vec<_> = found.map(|it| (it.code.as_str(), it.place.line)).collect();
        assert_eq!(lines, [("V0801", 8), ("V0801", 9)]);
        let text = render(rust.description.expect("there is a server"));
        for (part, is_there) in [
            (r#""default": 1.7e308"#, true),
            (r#""maximum": 1e400"#, true),
            (r#""multipleOf": 1e-400"#, true),
            ("0.5", false),
        ] {
            assert_eq!(text.contains(part), is_there, "{part} in {text}");
        }
    }

    /// What is beyond `u64` and `f64`, or would be rounded by who reads it as a float, is written as it stands.
    #[test]
    fn numbers_keep_their_digits() {
        let api = api("
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: integer, maximum: 340282366920938463463374607431768211455}}
        - {name: share, in: query, schema: {type: number, multipleOf: 0.1000000000000000000001, maximum: 9.727837981879871e+26, minimum: -0.25, default: 1.10}}
      responses: {'200': {description: Done, content: {application/json: {schema: {type: string, writeOnly: true}}}}}
");
        let context = Context::new(&api, Subtypes::of(&api));
        let text = render(description(&api, &context));
        for part in [
            r#""maximum": 340282366920938463463374607431768211455"#,
            r#""multipleOf": 0.1000000000000000000001"#,
            r#""maximum": 9.727837981879871e+26"#,
            r#""minimum": -0.25"#,
            r#""default": 1.10"#,
            r#""answers": {"200": {"application/json": {"schema": {"type": "string", "writeOnly": true}}}}"#,
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let text = render(answers(&api, &context));
        let response =
            r#""200": {"application/json": {"schema": {"type": "string", "writeOnly": true}}}"#;
        assert!(text.contains(response), "{text}");
    }
}
