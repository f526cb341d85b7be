//! A value and a media type → the octets of a body.

use verbatim_gen::model::{Api, MediaRange, MediaType};
use verbatim_gen::node::{Node, Value};
use verbatim_runtime::charset;
use verbatim_runtime::description::{Location, Style};
use verbatim_runtime::style::Rule;

use crate::xml;

/// What stands between the parts of a body of parts.
const BOUNDARY: &str = "verbatim-part";

/// A body, with the media type that it is sent as.
#[derive(Debug, PartialEq, Eq)]
pub struct Body {
    /// The media type.
    pub media: String,
    /// The octets.
    pub bytes: Vec<u8>,
}

/// Writes a value in a media type. `media` is the concrete name of what is documented as `content`.
///
/// # Errors
/// Why the media type cannot hold the value.
pub fn body(api: &Api, content: &MediaType, media: &str, value: &Node) -> Result<Body, String> {
    let range = MediaRange::parse(media);
    let as_it_is = |text: String| Ok(text.into_bytes());
    let mut media = media.to_owned();
    let bytes = if content.item_schema.is_some() && range.is_sequence() {
        as_it_is(items(range, value))
    } else if range.is_json() {
        as_it_is(json(value))
    } else if let (Some(text), false) = (value.as_str(), range.is_form() || range.is_event_stream())
    {
        as_it_is(text.to_owned())
    } else if range.is_xml() {
        as_it_is(xml::document(api, content.schema, value))
    } else if range.is_form() {
        form(value).map(String::into_bytes)
    } else if range.is_event_stream() {
        as_it_is(event(value))
    } else if range.is_json_lines() || range.is_json_sequence() {
        as_it_is(items(range, value))
    } else if range.is_multipart() {
        media = format!("{}; boundary={BOUNDARY}", range.essence());
        parts(value)
    } else if range.is("text/csv") {
        csv(value).map(String::into_bytes)
    } else if range.is_yaml() {
        // What is JSON is YAML (YAML 1.2.2, section 1.3).
        as_it_is(json(value))
    } else {
        match &value.value {
            Value::Array(_) | Value::Object(_) if range.is_textual() => Err(format!(
                "{} cannot be written as {media}: give an example that is the text itself",
                value.kind()
            )),
            Value::Array(_) | Value::Object(_) => as_it_is(json(value)),
            _ => as_it_is(plain(value)),
        }
    };
    bytes.and_then(|bytes| labelled(media, bytes))
}

/// A text in the `charset` of its media type, as emitted servers write it.
///
/// # Errors
/// The text has characters that the `charset` has not.
pub fn labelled(media: String, bytes: Vec<u8>) -> Result<Body, String> {
    let range = MediaRange::parse(&media);
    let is_read = range.is_json() || range.is_form() || range.is_sequence();
    if is_read || !(range.is_textual() || range.parameter("charset").is_some()) {
        return Ok(Body { media, bytes });
    }
    let media = charset::labelled(&media);
    let label = MediaRange::parse(&media).parameter("charset");
    let label = label.unwrap_or("utf-8");
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(format!("{media} cannot be written: it is no text"));
    };
    match charset::encode(label, text) {
        Some(bytes) => Ok(Body { media, bytes }),
        None => Err(format!("the text cannot be written in {label}")),
    }
}

/// A value as JSON without blanks.
pub fn json(value: &Node) -> String {
    let mut out = String::new();
    put_json(&mut out, value);
    out
}

fn put_json(out: &mut String, value: &Node) {
    match &value.value {
        Value::Null => out.push_str("null"),
        Value::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
        Value::Number(digits) => out.push_str(&number(digits)),
        Value::String(text) => verbatim_gen::node::json::push_string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (at, it) in items.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                put_json(out, it);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (at, (key, it)) in members.iter().enumerate() {
                out.push_str(if at > 0 { "," } else { "" });
                verbatim_gen::node::json::push_string(out, &key.text);
                out.push(':');
                put_json(out, it);
            }
            out.push('}');
        }
    }
}

/// A number of the document, in digits as JSON has them. YAML has some that JSON has not: `.5` is written in another way, and
/// `.inf` as a string, which no schema of a number accepts.
fn number(digits: &str) -> String {
    match verbatim_runtime::json::Number::new(digits) {
        Some(_) => digits.to_owned(),
        None => match digits.parse::<f64>().ok().filter(|it| it.is_finite()) {
            Some(it) => it.to_string(),
            None => verbatim_gen::node::json::string(digits),
        },
    }
}

/// A value as a text of its own: a string without quotes.
pub fn plain(value: &Node) -> String {
    match &value.value {
        Value::String(text) => text.to_string(),
        Value::Null => String::new(),
        _ => json(value),
    }
}

/// A value of serde_json, for what is written by rules of the run-time.
pub fn to_serde(value: &Node) -> serde_json::Value {
    serde_json::from_str(&json(value)).unwrap_or_default()
}

/// Items one after the other: those of an array, or the value as the only one.
fn items(range: MediaRange<'_>, value: &Node) -> String {
    let one = std::slice::from_ref(value);
    let all = value.as_array().unwrap_or(one).iter();
    match () {
        () if range.is_event_stream() => all.map(event).collect(),
        () if range.is_json_sequence() => all.map(|it| format!("\u{1e}{}\n", json(it))).collect(),
        () => all.map(|it| json(it) + "\n").collect(),
    }
}

/// An event: each member of an object with `data` as a field, or else the value as its data (WHATWG HTML, section 9.2).
fn event(value: &Node) -> String {
    let members = value.as_object().filter(|it| it.get("data").is_some());
    let mut out = String::new();
    match members {
        Some(members) => {
            for (key, it) in members.iter() {
                put_field(&mut out, &key.text, &plain(it));
            }
        }
        // An example may be the events as they are sent.
        None => match value.as_str() {
            Some(text) if text.starts_with("data:") || text.starts_with("event:") => {
                let end = if text.ends_with("\n\n") { "" } else { "\n\n" };
                return format!("{text}{end}");
            }
            _ => put_field(&mut out, "data", &plain(value)),
        },
    }
    out + "\n"
}

fn put_field(out: &mut String, field: &str, text: &str) {
    if matches!(field, "data" | "event" | "id" | "retry") {
        for line in text.split(['\n', '\r']) {
            out.push_str(&format!("{field}: {line}\n"));
        }
    }
}

/// Properties as the pairs of a form, each laid out as parameters of a query are by default.
fn form(value: &Node) -> Result<String, String> {
    let members = value.as_object().ok_or("a form is an object")?;
    let mut pairs = Vec::new();
    for (key, it) in members.iter() {
        let rule = Rule {
            name: &key.text,
            location: Location::Query,
            style: Style::Form,
            explode: true,
            ..Rule::default()
        };
        let value = match &it.value {
            // What nests is JSON (OpenAPI 3.0.4, section 4.7.15.1).
            Value::Object(_) => serde_json::Value::String(json(it)),
            _ => to_serde(it),
        };
        let pair = rule.encode(&value);
        pairs.extend(pair.map_err(|why| format!("`{}`: {why}", key.text))?);
    }
    Ok(pairs.join("&"))
}

/// Properties as parts, each item of an array as one of its own.
fn parts(value: &Node) -> Result<Vec<u8>, String> {
    let members = value.as_object().ok_or("a body of parts is an object")?;
    let mut out = String::new();
    for (key, it) in members.iter() {
        let one = std::slice::from_ref(it);
        for it in it.as_array().unwrap_or(one) {
            let name = key.text.replace(['"', '\r', '\n'], "_");
            out.push_str(&format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n"
            ));
            let is_json = matches!(it.value, Value::Object(_) | Value::Array(_));
            out.push_str(if is_json {
                "Content-Type: application/json\r\n"
            } else {
                ""
            });
            out.push_str(&format!("\r\n{}\r\n", plain(it)));
        }
    }
    Ok(format!("{out}--{BOUNDARY}--\r\n").into_bytes())
}

/// Rows (RFC 4180): of objects with a line of their names, of arrays as they are.
fn csv(value: &Node) -> Result<String, String> {
    let one = std::slice::from_ref(value);
    let rows = value.as_array().unwrap_or(one);
    let mut names: Vec<&str> = Vec::new();
    for it in rows.iter().filter_map(Node::as_object) {
        for (key, _) in it.iter() {
            if !names.contains(&&*key.text) {
                names.push(&key.text);
            }
        }
    }
    let field = |it: &str| match it.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", it.replace('"', "\"\"")),
        false => it.to_owned(),
    };
    let line = |all: Vec<String>| all.join(",") + "\r\n";
    let mut out = String::new();
    if !names.is_empty() {
        out.push_str(&line(names.iter().map(|it| field(it)).collect()));
    }
    for row in rows {
        out.push_str(&match &row.value {
            Value::Object(members) => {
                let cell = |name: &&str| members.get(name).map(plain).unwrap_or_default();
                line(names.iter().map(|it| field(&cell(it))).collect())
            }
            Value::Array(cells) => line(cells.iter().map(|it| field(&plain(it))).collect()),
            _ => line(vec![field(&plain(row))]),
        });
    }
    Ok(out)
}
