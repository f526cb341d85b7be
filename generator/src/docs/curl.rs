//! An operation → a request with curl.

use super::context::Context;
use super::grammar;
use super::json::Json;
use super::sample::sample;
use super::status;
use crate::analysis::walk::Direction;
use crate::model::{
    MediaRange, Operation, Parameter, ParameterIn, ParameterShape, SecuritySchemeKind,
};

/// The lines of the sample.
pub fn request(cx: &Context<'_>, operation: &Operation) -> String {
    let layout = cx.layout.requests;
    let url = format!(
        "{}{}",
        address(cx, operation),
        required_query(cx, operation)
    );
    let mut arguments: Vec<String> = headers(cx, operation)
        .into_iter()
        .map(|(name, value)| match name.as_str() {
            // curl sets it by itself for a form.
            "Content-Type" if value == "application/x-www-form-urlencoded" => String::new(),
            // Only curl knows the boundary.
            "Content-Type" if !layout.multipart_content_type && value.starts_with("multipart/") => {
                String::new()
            }
            _ => format!("  -H {}", quoted(cx, &format!("{name}: {value}"))),
        })
        .collect();
    if layout.body {
        arguments.extend(body(cx, operation));
    }
    if let Some(file) = raw_body_file(cx, operation) {
        arguments.push(format!(
            "  --data-binary {}",
            quoted(cx, &format!("@{file}"))
        ));
    }
    let mut out = format!(
        "{}\ncurl -X {} {}",
        grammar::CURL_COMMENT,
        operation.method.as_upper(),
        word(cx, &url)
    );
    if arguments.is_empty() {
        if layout.loose_end {
            out.push('\n');
        }
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
    if layout.loose_end {
        out
    } else {
        out.trim_end_matches([' ', '\\', '\n']).to_owned()
    }
}

/// The arguments that give the body. The samples of the reference leave it to their readers.
fn body(cx: &Context<'_>, operation: &Operation) -> Vec<String> {
    let mut contents = operation.request_body.iter().flat_map(|it| &it.content);
    let Some(content) = contents.next() else {
        return Vec::new();
    };
    let form = match MediaRange::parse(&content.name).essence() {
        "application/x-www-form-urlencoded" => "--data-urlencode",
        "multipart/form-data" => "-F",
        name if name.ends_with("json") => return vec!["  -d @body.json".to_owned()],
        _ => return vec!["  --data-binary @FILE".to_owned()],
    };
    let Some(schema) = content.schema.map(|it| cx.target(it)) else {
        return vec![format!("  {form} NAME=VALUE")];
    };
    let Json::Object(fields) = sample(cx, schema, Some(Direction::Sent)).value else {
        return vec![format!("  {form} NAME=VALUE")];
    };
    let properties = &cx.api.schema(schema).object.properties;
    let is_file = |name: &str| {
        let property = properties.get(name).map(|it| cx.api.schema(cx.target(*it)));
        property.is_some_and(|it| it.format.as_deref() == Some("binary"))
    };
    let fields = fields.iter().map(|(name, value)| {
        let value = if form == "-F" && is_file(name) {
            "@FILE".to_owned()
        } else {
            value.plain()
        };
        format!("  {form} {}", quoted(cx, &format!("{name}={value}")))
    });
    fields.collect()
}

/// The cookies that must be there.
fn cookies<'a>(cx: &Context<'a>, operation: &'a Operation) -> Vec<String> {
    let parameters = operation.parameters.iter();
    parameters
        .filter(|it| {
            it.location == ParameterIn::Cookie && it.required && cx.layout.requests.cookies
        })
        .map(|it| format!("{}={}", it.name, example(cx, it).plain()))
        .collect()
}

/// The first server's address and the path.
fn address(cx: &Context<'_>, operation: &Operation) -> String {
    let servers = if operation.servers.is_empty() || !cx.layout.requests.servers_of_operation {
        &cx.api.servers
    } else {
        &operation.servers
    };
    let base = servers.first().map_or("", |it| it.url.as_str());
    let (origin, base_path) = split_origin(base);
    let origin = cx
        .config
        .server
        .as_deref()
        .or(origin)
        .unwrap_or("http://localhost:8080");
    let path = single_slashes(&format!("{base_path}{}", operation.path));
    format!("{}{path}", origin.trim_end_matches('/'))
}

/// `https://host/base` as `https://host` and `/base`.
fn split_origin(url: &str) -> (Option<&str>, &str) {
    let start = match url.find("://") {
        Some(at) => at + 3,
        None if url.starts_with("//") => 2,
        None => return (None, url),
    };
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    (Some(&url[..end]), &url[end..])
}

fn single_slashes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
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
                let explodes = content.encoding.get(&**name).is_none_or(|it| it.explode);
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
        let value = match example(cx, namesake(cx, operation, parameter)) {
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

/// The parameter whose example is taken.
fn namesake<'a>(
    cx: &Context<'_>,
    operation: &'a Operation,
    parameter: &'a Parameter,
) -> &'a Parameter {
    let mut others = operation.parameters.iter().rev();
    others
        .find(|it| cx.layout.requests.examples_by_name && it.name == parameter.name)
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
fn headers(cx: &Context<'_>, operation: &Operation) -> Vec<(String, String)> {
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
    let mut cookies = cookies(cx, operation);
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
            SecuritySchemeKind::Http { scheme, .. }
                if !authorized && cx.layout.requests.all_http_schemes =>
            {
                let mut name = scheme.to_lowercase();
                if let Some(first) = name.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                add("Authorization", format!("{name} {{credentials}}"));
            }
            SecuritySchemeKind::ApiKey {
                location: ParameterIn::Header,
                name,
            } => {
                add(name, cx.config.token.clone());
            }
            SecuritySchemeKind::ApiKey {
                location: ParameterIn::Cookie,
                name,
            } if cx.layout.requests.cookies => {
                cookies.push(format!("{name}={}", cx.config.token));
            }
            _ => {}
        }
    }
    if !cookies.is_empty() {
        out.push(("Cookie".to_owned(), cookies.join("; ")));
    }
    out
}

/// The file that is sent as it is, where the document's extension names one.
fn raw_body_file<'a>(cx: &Context<'_>, operation: &'a Operation) -> Option<&'a str> {
    let extension = cx.config.extension.as_deref()?;
    operation
        .extensions
        .get(extension)?
        .get("rawBodyFile")?
        .as_str()
}

/// A word of the command line in single quotes.
fn quoted(cx: &Context<'_>, text: &str) -> String {
    if !cx.layout.requests.shell_quoting {
        return format!("'{text}'");
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A word of the command line, quoted where the shell would read more into it.
fn word(cx: &Context<'_>, text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/%={}?,+@".contains(c);
    if !cx.layout.requests.shell_quoting || text.chars().all(plain) {
        text.to_owned()
    } else {
        quoted(cx, text)
    }
}
