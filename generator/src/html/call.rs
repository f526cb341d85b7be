//! An operation → what the form to try it is made of.

use serde_json::{Map, Value, json};

use crate::analysis::media::{Coding, coding, is_file, properties};
use crate::docs::context::Context;
use crate::docs::curl::draft::{Draft, DraftBody};
use crate::docs::json::Json;
use crate::model::{
    Api, MediaType, Operation, Parameter, ParameterIn, ParameterShape, Schema, SecuritySchemeKind,
    Server,
};

/// How many values a choice has; what has more is filled in.
const MOST_VALUES: usize = 100;
/// How long the example of a body may be.
const LONGEST_BODY: usize = 40_000;

/// What a script makes the form of, as it stands in an attribute.
pub fn form(cx: &Context<'_>, operation: &Operation, draft: Option<&Draft<'_>>) -> String {
    let parameters = operation.parameters.iter();
    let parameters: Vec<Value> = parameters
        .filter(|it| !it.is_described_elsewhere(cx.api.dialect))
        .map(|it| parameter(cx.api, it))
        .collect();
    let accept = draft.and_then(|it| it.headers.iter().find(|it| it.0 == "Accept"));
    let ways: Vec<Vec<&str>> = (operation.security.iter())
        .map(|it| it.schemes.iter().map(|it| &*it.0).collect())
        .collect();
    let mut out = json!({
        "method": operation.method.as_upper(),
        "path": &*operation.path,
        "parameters": parameters,
        "security": ways,
    });
    if let Some((_, media)) = accept {
        out["accept"] = json!(media);
    }
    if !operation.servers.is_empty() {
        out["servers"] = servers(&operation.servers);
    }
    let content = operation.request_body.as_ref();
    if let Some((body, content)) = content.and_then(|it| Some((it, it.content.first()?))) {
        out["body"] = self::body(cx, content, draft);
        out["body"]["required"] = json!(body.required);
    }
    out.to_string()
}

fn parameter(api: &Api, it: &Parameter) -> Value {
    let mut out = Map::new();
    let mut add = |name: &str, value: Value| out.insert(name.to_owned(), value);
    add("name", json!(&*it.name));
    add("in", json!(it.location.as_str()));
    if it.required {
        add("required", json!(true));
    }
    match &it.shape {
        ParameterShape::Schema {
            style,
            explode,
            allow_reserved,
            ..
        } => {
            if *style != it.location.usual_style() {
                add("style", json!(style.name()));
            }
            add("explode", json!(explode));
            if *allow_reserved {
                add("reserved", json!(true));
            }
        }
        ParameterShape::Content(media) => {
            add("media", json!(&*media.name));
        }
    }
    let schema = it.shape.schema().map(|id| api.schema(id));
    if let Some(schema) = schema {
        add("type", json!(kind(schema)));
        if let Some(values) = values(schema) {
            add("values", values);
        }
    }
    let mut examples = it.examples.iter().filter_map(|it| it.value.as_ref());
    let of_schema = schema.and_then(|it| {
        let mut examples = it.annotations.examples.iter();
        examples
            .find_map(|it| it.value.as_ref())
            .or(it.annotations.default.as_ref())
    });
    if let Some(it) = examples.next().or(of_schema) {
        add("example", json!(Json::from_node(it).plain()));
    }
    Value::Object(out)
}

fn kind(schema: &Schema) -> &'static str {
    schema.types.single().map_or("any", |it| it.as_str())
}

fn values(schema: &Schema) -> Option<Value> {
    let values = &schema.values.as_ref()?.values;
    let texts = values.iter().map(|it| Json::from_node(it).plain());
    (values.len() <= MOST_VALUES).then(|| texts.collect())
}

fn body(cx: &Context<'_>, content: &MediaType, draft: Option<&Draft<'_>>) -> Value {
    let mut out = json!({ "media": &*content.name });
    let coding = coding(cx.api, content);
    out["kind"] = json!(match coding {
        Coding::Json => "json",
        Coding::Form => "form",
        Coding::Parts | Coding::Multipart => "parts",
        Coding::Text | Coding::Items(_) | Coding::Events => "text",
        Coding::Stream => "file",
    });
    let text = match draft.map(|it| &it.body) {
        Some(DraftBody::Json(value)) => value.pretty(),
        Some(DraftBody::Text(text)) => text.clone(),
        _ => String::new(),
    };
    if !text.is_empty() && text.len() <= LONGEST_BODY {
        out["text"] = json!(text);
    }
    if let (Coding::Form | Coding::Parts | Coding::Multipart, Some(id)) = (coding, content.schema) {
        let filled: Vec<(&str, Option<&str>)> = match draft.map(|it| &it.body) {
            Some(DraftBody::Form(pairs)) => pairs.iter().map(|it| (&*it.0, Some(&*it.1))).collect(),
            Some(DraftBody::Parts(parts, _)) => {
                let parts = parts.iter();
                parts.map(|it| (&*it.name, it.text.as_deref())).collect()
            }
            _ => Vec::new(),
        };
        let fields = properties(cx.api, id).into_iter();
        let fields = fields.map(|(name, schema)| {
            let mut field = json!({ "name": &*name });
            if is_file(cx.api, content, &name, schema) {
                field["file"] = json!(true);
            }
            let example = filled.iter().find(|it| it.0 == &*name);
            if let Some((_, Some(text))) = example {
                field["example"] = json!(text);
            }
            field
        });
        out["fields"] = fields.collect();
    }
    out
}

fn servers(all: &[Server]) -> Value {
    let all = all.iter().map(|it| {
        let variables = it.variables.iter().map(|(name, it)| {
            let variable = json!({ "default": it.default, "values": it.values });
            (name.to_string(), variable)
        });
        json!({
            "url": it.url,
            "description": it.description,
            "variables": variables.collect::<Map<_, _>>(),
        })
    });
    all.collect()
}

/// `verbatim.api({…})`: servers and security schemes, for the forms of all pages.
pub fn shared(cx: &Context<'_>) -> String {
    let schemes = cx.api.security_schemes.iter();
    let schemes = schemes.map(|(name, it)| {
        let value = match &it.kind {
            SecuritySchemeKind::ApiKey { location, name } => {
                let location = match location {
                    ParameterIn::Path | ParameterIn::Querystring => "query",
                    other => other.as_str(),
                };
                json!({ "kind": "key", "in": location, "name": name })
            }
            SecuritySchemeKind::Http { scheme, .. } => {
                json!({ "kind": "http", "scheme": scheme.to_ascii_lowercase() })
            }
            SecuritySchemeKind::OAuth2 { .. } | SecuritySchemeKind::OpenIdConnect { .. } => {
                json!({ "kind": "http", "scheme": "bearer" })
            }
            SecuritySchemeKind::MutualTls | SecuritySchemeKind::Undeclared => {
                json!({ "kind": "none" })
            }
        };
        (name.to_string(), value)
    });
    let api = json!({
        "schemes": schemes.collect::<Map<_, _>>(),
        "servers": servers(&cx.api.servers),
        "server": cx.config.server,
    });
    format!("verbatim.api({api})\n")
}
