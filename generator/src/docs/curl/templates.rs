//! An operation → a request with curl as the templates of the reference write it: every value as text, whatever its style.

use super::super::context::Context;
use super::super::grammar;
use super::super::json::Json;
use super::super::sample::sample;
use super::super::status;
use super::address::{address, raw_body_file};
use crate::analysis::walk::Direction;
use crate::model::{Operation, Parameter, ParameterIn, ParameterShape, SecuritySchemeKind};

/// The lines of the sample.
pub fn request<'a>(cx: &Context<'a>, operation: &'a Operation) -> String {
    let url = format!(
        "{}{}",
        address(cx, &cx.api.servers, operation),
        required_query(cx, operation)
    );
    let mut arguments: Vec<String> = headers(cx, operation)
        .into_iter()
        .map(|(name, value)| match name.as_str() {
            // curl sets it by itself for a form.
            "Content-Type" if value == "application/x-www-form-urlencoded" => String::new(),
            _ => format!("  -H '{name}: {value}'"),
        })
        .collect();
    arguments.extend(raw_body_file(cx, operation).map(|it| format!("  --data-binary '@{it}'")));
    let method = operation.method.as_upper();
    let mut out = format!("{}\ncurl -X {method} {url}", grammar::CURL_COMMENT);
    if arguments.is_empty() {
        // The templates leave an empty line there.
        out.push('\n');
        return out;
    }
    out.push_str(" \\\n");
    let last = arguments.len() - 1;
    for (i, argument) in arguments
        .iter()
        .enumerate()
        .filter(|(_, it)| !it.is_empty())
    {
        out.push_str(argument);
        if i < last {
            out.push_str(" \\\n");
        }
    }
    // And a backslash, where the last argument came to nothing.
    out
}

/// An example of a query string that is one parameter (OpenAPI 3.2.0, section 4.12.1).
fn whole_query<'a>(cx: &Context<'a>, parameter: &'a Parameter) -> Option<String> {
    let ParameterShape::Content(content) = &parameter.shape else {
        return None;
    };
    let examples = parameter.examples.iter().chain(&content.examples);
    let mut serialized = examples.clone().filter_map(|it| it.serialized.as_deref());
    if let Some(text) = serialized.next() {
        return Some(format!("?{text}"));
    }
    let value = match examples.filter_map(|it| it.value.as_ref()).next() {
        Some(value) => Json::from_node(value),
        None => example(cx, parameter),
    };
    let text = match value {
        Json::Null => return None,
        Json::Object(members) if content.range().is_form() => {
            let pairs = members.iter().flat_map(|(name, it)| {
                let explodes = content.encodings.get(name).is_none_or(|it| it.explode);
                let texts = match it {
                    Json::Array(items) if explodes => items.iter().map(Json::plain).collect(),
                    Json::Array(_) => vec![it.joined()],
                    it => vec![it.plain()],
                };
                texts.into_iter().map(move |it| (name, it))
            });
            let pairs = pairs.map(|(name, it)| format!("{}={}", encode(name), encode(&it)));
            pairs.collect::<Vec<_>>().join("&")
        }
        value => encode(&value.plain()),
    };
    Some(format!("?{text}"))
}

/// The query with an example of every parameter that must be there.
fn required_query<'a>(cx: &Context<'a>, operation: &'a Operation) -> String {
    let mut out = String::new();
    let whole = operation.parameters.iter();
    let mut whole = whole.filter(|it| it.location == ParameterIn::Querystring && it.required);
    if let Some(parameter) = whole.next() {
        return whole_query(cx, parameter).unwrap_or_default();
    }
    let parameters = operation.parameters.iter();
    for parameter in parameters.filter(|it| it.location == ParameterIn::Query && it.required) {
        let name = encode(&parameter.name)
            .replace('-', "%2D")
            .replace('.', "%2E");
        let explode = matches!(
            parameter.shape,
            ParameterShape::Schema { explode: true, .. }
        );
        let value = match example(cx, namesake(operation, parameter)) {
            Json::Null => continue,
            Json::Array(items) => {
                let items = items.iter().map(|it| encode(&it.plain()));
                let separator = if explode {
                    format!("&{name}=")
                } else {
                    ",".to_owned()
                };
                items.collect::<Vec<_>>().join(&separator)
            }
            Json::Object(members) => {
                let pairs = members
                    .iter()
                    .map(|(key, it)| (encode(key), encode(&it.plain())));
                let pairs = pairs.map(|(key, it)| format!("{key},{it}"));
                pairs.collect::<Vec<_>>().join(",")
            }
            other => encode(&other.plain()),
        };
        out.push(if out.is_empty() { '?' } else { '&' });
        out.push_str(&format!("{name}={value}"));
    }
    out
}

/// The parameter whose example is taken: the tools keep examples by name, so that of several parameters with one name (in
/// the query, in a header) the last gives its example to all.
fn namesake<'a>(operation: &'a Operation, parameter: &'a Parameter) -> &'a Parameter {
    let mut others = operation.parameters.iter().rev();
    others
        .find(|it| it.name == parameter.name)
        .unwrap_or(parameter)
}

/// An example of a parameter's value.
fn example<'a>(cx: &Context<'a>, parameter: &'a Parameter) -> Json<'a> {
    let written = parameter.examples.iter().find_map(|it| it.value.as_ref());
    if let Some(written) = written.map(Json::from_node).filter(Json::is_truthy) {
        return written;
    }
    let schema = parameter.shape.schema();
    schema.map_or(Json::Null, |it| sample(cx, it, Some(Direction::Sent)).value)
}

/// Every octet but `A-Z a-z 0-9 - . _ ~` as `%41`.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            // The reference decodes `%25` once more than it encodes.
            b'%' => out.push('%'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The request's headers: what it carries, what it accepts, its parameters, who sends it.
fn headers<'a>(cx: &Context<'a>, operation: &'a Operation) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut add = |name: &str, value: String| out.push((name.to_owned(), value));
    let body = operation
        .request_body
        .iter()
        .flat_map(|it| &it.content)
        .next();
    if let Some(body) = body {
        add("Content-Type", body.name.to_string());
    }
    let answers = status::in_order(operation);
    if let Some(answer) = answers.iter().flat_map(|it| &it.content).next() {
        add("Accept", answer.name.to_string());
    }
    let mut authorized = false;
    for parameter in operation
        .parameters
        .iter()
        .filter(|it| it.location == ParameterIn::Header)
    {
        authorized |= parameter.name.eq_ignore_ascii_case("authorization");
        add(&parameter.name, example(cx, parameter).joined());
    }
    let schemes = operation.security.first().map_or(&[][..], |it| &it.schemes);
    for (name, _) in schemes {
        let Some(scheme) = cx.api.security_schemes.get(name) else {
            continue;
        };
        match &scheme.kind {
            SecuritySchemeKind::OAuth2 { .. } | SecuritySchemeKind::OpenIdConnect { .. }
                if !authorized =>
            {
                add("Authorization", "Bearer {access-token}".to_owned());
            }
            SecuritySchemeKind::Http { scheme, .. }
                if scheme.eq_ignore_ascii_case("bearer") && !authorized =>
            {
                add("Authorization", "Bearer {access-token}".to_owned());
            }
            SecuritySchemeKind::ApiKey {
                location: ParameterIn::Header,
                name,
            } => {
                add(name, cx.config.token.clone());
            }
            _ => {}
        }
    }
    out
}
