//! A request → samples in several languages, all of one description.

use std::fmt::Write;

use crate::docs::curl::draft::{Draft, DraftBody};
use crate::docs::curl::parts::{Part, arguments};
use crate::docs::curl::words::{quoted, word};
use crate::docs::json::Json;
use crate::node::json::{push_string, string};

/// How long a body may be that stands in a sample; longer ones stand beside it.
const LONGEST_BODY: usize = 2_500;

/// A language: what it is called, the word for its samples, and one.
pub struct Sample {
    /// What it is called.
    pub name: &'static str,
    /// How its samples are coloured.
    pub language: &'static str,
    /// The lines.
    pub text: String,
}

/// The samples of a request; that in Rust is made elsewhere.
pub fn all(draft: &Draft<'_>, rust: Option<&str>) -> Vec<Sample> {
    let json = match &draft.body {
        DraftBody::Json(value) => Some(value.pretty()),
        _ => None,
    };
    let json = json.as_deref().filter(|it| it.len() <= LONGEST_BODY);
    let sample = |name, language, text| Sample {
        name,
        language,
        text,
    };
    let mut out = vec![sample("curl", "sh", curl(draft, json))];
    out.extend(rust.map(|it| sample("Rust", "rust", it.to_owned())));
    out.push(sample("JavaScript", "js", script(draft, json)));
    out.push(sample("Python", "python", python(draft, json)));
    out
}

fn curl(it: &Draft<'_>, json: Option<&str>) -> String {
    let mut out = match it.method {
        "GET" => "curl".to_owned(),
        // With any other option curl waits for a body.
        "HEAD" => "curl --head".to_owned(),
        method => format!("curl -X {}", word(method)),
    };
    out.push(' ');
    out.push_str(&word(&it.url));
    let mut add = |argument: String| {
        out.push_str(" \\\n  ");
        out.push_str(&argument);
    };
    for (name, value) in &it.headers {
        let line = match value.is_empty() {
            // curl sends a header without a value where a semicolon stands behind its name.
            true => format!("{name};"),
            false => format!("{name}: {value}"),
        };
        add(format!("-H {}", quoted(&line)));
    }
    if it.is_basic {
        add("-u '{username}:{password}'".to_owned());
    }
    match (&it.body, json) {
        (DraftBody::None, _) => {}
        (DraftBody::Json(_), Some(text)) => add(format!("-d {}", quoted(text))),
        (DraftBody::Json(_), None) => add("-d @body.json".to_owned()),
        (DraftBody::Text(text), _) => add(format!("--data-binary {}", quoted(text))),
        (DraftBody::Form(pairs), _) => {
            for (name, value) in pairs {
                add(format!(
                    "--data-urlencode {}",
                    quoted(&format!("{name}={value}"))
                ));
            }
        }
        (DraftBody::Parts(parts, _), _) => arguments(parts).into_iter().for_each(&mut add),
        (DraftBody::File, _) => add("--data-binary @FILE".to_owned()),
    }
    out
}

fn script(it: &Draft<'_>, json: Option<&str>) -> String {
    // `FormData` has no headers of parts.
    let written = match &it.body {
        DraftBody::Parts(parts, is_form) => {
            let is_plain = is_plain(parts) && parts.iter().all(|it| it.headers.is_empty());
            (!is_plain || !is_form).then(|| written(it, parts))
        }
        _ => None,
    };
    let it = written.as_ref().unwrap_or(it);
    let mut head = String::new();
    let body = match (&it.body, json) {
        (DraftBody::None, _) => None,
        (DraftBody::Json(_), Some(text)) => {
            Some(format!("JSON.stringify({})", indented(text, "  ")))
        }
        (DraftBody::Json(_), None) => Some("JSON.stringify(body)".to_owned()),
        (DraftBody::Text(text), _) => Some(string(text)),
        (DraftBody::Form(pairs), _) => {
            head.push_str("const body = new URLSearchParams();\n");
            for (name, value) in pairs {
                let _ = writeln!(head, "body.append({}, {});", string(name), string(value));
            }
            Some("body".to_owned())
        }
        (DraftBody::Parts(parts, _), _) => {
            head.push_str("const body = new FormData();\n");
            for part in parts {
                let value = part.text.as_deref().map_or("file".to_owned(), string);
                let value = match &part.media {
                    Some(media) => format!("new Blob([{value}], {{ type: {} }})", string(media)),
                    None => value,
                };
                let _ = writeln!(head, "body.append({}, {value});", string(&part.name));
            }
            Some("body".to_owned())
        }
        (DraftBody::File, _) => Some("file".to_owned()),
    };
    let mut out = head;
    out.push_str("const response = await fetch(");
    push_string(&mut out, &it.url);
    let mut options = Vec::new();
    if it.method != "GET" {
        options.push(format!("method: {}", string(it.method)));
    }
    let mut headers: Vec<String> = it
        .headers
        .iter()
        .map(|(name, value)| format!("    {}: {},\n", string(name), string(value)))
        .collect();
    if it.is_basic {
        headers.push(
            "    \"Authorization\": \"Basic \" + btoa(\"{username}:{password}\"),\n".to_owned(),
        );
    }
    if !headers.is_empty() {
        options.push(format!("headers: {{\n{}  }}", headers.concat()));
    }
    options.extend(body.map(|it| format!("body: {it}")));
    if !options.is_empty() {
        out.push_str(", {\n");
        for it in options {
            let _ = writeln!(out, "  {it},");
        }
        out.push('}');
    }
    out.push_str(");\nconsole.log(response.status, await response.text());");
    out
}

fn python(it: &Draft<'_>, json: Option<&str>) -> String {
    let written = match &it.body {
        DraftBody::Parts(parts, is_form) if !is_form || !is_plain(parts) => {
            Some(written(it, parts))
        }
        _ => None,
    };
    let it = written.as_ref().unwrap_or(it);
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let mut out = "import requests\n\nresponse = requests.".to_owned();
    match known.contains(&it.method) {
        true => {
            let _ = write!(out, "{}(\n    ", it.method.to_ascii_lowercase());
        }
        false => {
            let _ = write!(out, "request(\n    {},\n    ", string(it.method));
        }
    }
    push_string(&mut out, &it.url);
    out.push_str(",\n");
    let dictionary = |pairs: &[(String, String)]| {
        let pairs = pairs
            .iter()
            .map(|(name, value)| format!("        {}: {},\n", string(name), string(value)));
        format!("{{\n{}    }}", pairs.collect::<String>())
    };
    // `json` says what the body is.
    let headers: Vec<(String, String)> = it
        .headers
        .iter()
        .filter(|(name, value)| {
            !(matches!(it.body, DraftBody::Json(_))
                && name.eq_ignore_ascii_case("content-type")
                && value == "application/json")
        })
        .cloned()
        .collect();
    if !headers.is_empty() {
        let _ = writeln!(out, "    headers={},", dictionary(&headers));
    }
    if it.is_basic {
        out.push_str("    auth=(\"{username}\", \"{password}\"),\n");
    }
    match (&it.body, json) {
        (DraftBody::None, _) => {}
        (DraftBody::Json(value), Some(_)) => {
            let mut text = String::new();
            literal(&mut text, value, 1);
            let _ = writeln!(out, "    json={text},");
        }
        (DraftBody::Json(_), None) => out.push_str("    json=body,\n"),
        (DraftBody::Text(text), _) => {
            let _ = writeln!(out, "    data={}.encode(),", string(text));
        }
        (DraftBody::Form(pairs), _) => {
            let pairs = pairs
                .iter()
                .map(|(name, value)| format!("        ({}, {}),\n", string(name), string(value)));
            let _ = writeln!(out, "    data=[\n{}    ],", pairs.collect::<String>());
        }
        (DraftBody::Parts(parts, _), _) => {
            out.push_str("    files=[\n");
            for part in parts {
                let name = string(&part.name);
                let _ = writeln!(out, "        ({name}, {}),", python_part(part));
            }
            out.push_str("    ],\n");
        }
        (DraftBody::File, _) => out.push_str("    data=open(\"FILE\", \"rb\"),\n"),
    }
    out.push_str(")\nprint(response.status_code, response.text)");
    out
}

/// A part as `requests` takes it: its content, or a file's name, content, media type and headers.
fn python_part(part: &Part) -> String {
    let (name, content) = match &part.text {
        Some(text) => ("None", string(text)),
        None => ("\"FILE\"", "open(\"FILE\", \"rb\")".to_owned()),
    };
    let headers = part.headers.iter();
    let headers = headers.map(|(name, value)| format!("{}: {}", string(name), string(value)));
    let headers: Vec<String> = headers.collect();
    let media = part.media.as_deref().map(string);
    match (media, &headers[..]) {
        (None, []) if part.text.is_none() => content,
        (None, []) => format!("({name}, {content})"),
        (Some(media), []) => format!("({name}, {content}, {media})"),
        (media, headers) => {
            let media = media.unwrap_or_else(|| "None".to_owned());
            format!("({name}, {content}, {media}, {{{}}})", headers.join(", "))
        }
    }
}

/// What stands between the parts of a body that a sample writes out.
const BOUNDARY: &str = "boundary";

/// Writes parts down, and those that they consist of.
fn put_parts(text: &mut String, parts: &[Part], boundary: &str) {
    for part in parts {
        let _ = write!(text, "--{boundary}\r\n");
        let is_said = |it: &(String, String)| it.0.eq_ignore_ascii_case("content-disposition");
        if !part.headers.iter().any(is_said) {
            let disposition = match (&*part.name, &part.text) {
                ("", Some(_)) => None,
                ("", None) => Some("attachment".to_owned()),
                (name, _) => Some(format!("form-data; name={}", string(name))),
            };
            let file = part.text.is_none().then_some("; filename=\"FILE\"");
            if let Some(disposition) = disposition {
                let file = file.unwrap_or_default();
                let _ = write!(text, "Content-Disposition: {disposition}{file}\r\n");
            }
        }
        let inner = format!("{boundary}-");
        let media = part.media.iter().map(|it| match part.within.is_empty() {
            true => ("Content-Type", it.clone()),
            false => ("Content-Type", format!("{it}; boundary={inner}")),
        });
        let headers = part.headers.iter();
        let headers = headers.map(|(name, it)| (&**name, it.clone()));
        for (name, value) in media.chain(headers) {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        text.push_str("\r\n");
        match part.within.is_empty() {
            true => text.push_str(part.text.as_deref().unwrap_or("FILE")),
            false => put_parts(text, &part.within, &inner),
        }
        text.push_str("\r\n");
    }
    let _ = write!(text, "--{boundary}--\r\n");
}

/// Whether a form of parts can be sent by what knows names, media types and files alone.
fn is_plain(parts: &[Part]) -> bool {
    let mut all = parts.iter();
    all.all(|it| it.within.is_empty() && !it.name.is_empty())
}

/// A request whose parts are one text (RFC 2046, section 5.1).
fn written<'a>(draft: &Draft<'a>, parts: &[Part]) -> Draft<'a> {
    let mut text = String::new();
    put_parts(&mut text, parts, BOUNDARY);
    let is_type = |name: &str| name.eq_ignore_ascii_case("content-type");
    let mut headers = draft.headers.clone();
    if !headers.iter().any(|it| is_type(&it.0)) {
        let media = "multipart/form-data".to_owned();
        headers.push(("Content-Type".to_owned(), media));
    }
    for (_, media) in headers.iter_mut().filter(|it| is_type(&it.0)) {
        let _ = write!(media, "; boundary={BOUNDARY}");
    }
    Draft {
        method: draft.method,
        url: draft.url.clone(),
        headers,
        is_basic: draft.is_basic,
        body: DraftBody::Text(text),
    }
}

/// Lines behind the first, so much to the right.
fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}"))
}

/// A value in Python.
fn literal(out: &mut String, value: &Json<'_>, depth: usize) {
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"    ".repeat(depth));
    };
    match value {
        Json::Null => out.push_str("None"),
        Json::Bool(true) => out.push_str("True"),
        Json::Bool(false) => out.push_str("False"),
        Json::Number(digits) => out.push_str(digits),
        Json::String(text) => push_string(out, text),
        Json::Array(items) if items.is_empty() => out.push_str("[]"),
        Json::Array(items) => {
            out.push('[');
            for it in items {
                line(out, depth + 1);
                literal(out, it, depth + 1);
                out.push(',');
            }
            line(out, depth);
            out.push(']');
        }
        Json::Object(members) if members.is_empty() => out.push_str("{}"),
        Json::Object(members) => {
            out.push('{');
            for (name, it) in members {
                line(out, depth + 1);
                push_string(out, name);
                out.push_str(": ");
                literal(out, it, depth + 1);
                out.push(',');
            }
            line(out, depth);
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(body: DraftBody<'static>) -> Draft<'static> {
        Draft {
            method: "POST",
            url: "https://a.example/p?q=1&r='x'".to_owned(),
            headers: vec![("X-A".to_owned(), "it's \"b\"".to_owned())],
            is_basic: true,
            body,
        }
    }

    #[test]
    fn each_language_says_the_same() {
        let value = Json::Object(vec![
            ("a".into(), Json::Null),
            ("b".into(), Json::Array(vec![Json::Bool(true)])),
        ]);
        let texts: Vec<String> = all(&draft(DraftBody::Json(value)), None)
            .into_iter()
            .map(|it| it.text)
            .collect();
        assert_eq!(
            texts[0],
            "curl -X POST 'https://a.example/p?q=1&r='\\''x'\\''' \\\n  -H 'X-A: it'\\''s \"b\"' \\\n  -u '{username}:{password}' \\\n  \
             -d '{\n  \"a\": null,\n  \"b\": [\n    true\n  ]\n}'"
        );
        assert!(
            texts[1].contains("\"X-A\": \"it's \\\"b\\\"\""),
            "{}",
            texts[1]
        );
        assert!(
            texts[1].contains("body: JSON.stringify({\n    \"a\": null,"),
            "{}",
            texts[1]
        );
        assert!(
            texts[2].contains("    json={\n        \"a\": None,\n        \"b\": [\n            True,\n        ],\n    },\n"),
            "{}",
            texts[2]
        );
    }

    #[test]
    fn forms_and_files_are_sent() {
        let part = |name: &str, text: Option<&str>| Part {
            name: name.to_owned(),
            text: text.map(str::to_owned),
            media: None,
            headers: Vec::new(),
            within: Vec::new(),
        };
        let parts = || vec![part("f", None), part("t", Some("x"))];
        let texts = all(&draft(DraftBody::Parts(parts(), true)), Some("call()"));
        assert!(texts[0].text.contains("-F 'f=@FILE' \\\n  -F 't=x'"));
        assert_eq!((texts[1].name, &*texts[1].text), ("Rust", "call()"));
        assert!(
            texts[2]
                .text
                .starts_with("const body = new FormData();\nbody.append(\"f\", file);\n")
        );
        assert!(texts[3].text.contains("(\"t\", (None, \"x\")),"));
        // Nothing else sends parts of another media type, or their headers.
        let mut it = draft(DraftBody::Parts(parts(), false));
        let media = ("Content-Type".to_owned(), "multipart/related".to_owned());
        it.headers.push(media);
        let texts = all(&it, None);
        assert!(
            texts[0]
                .text
                .contains("-H 'Content-Type: multipart/related'")
        );
        let body = r#""--boundary\r\nContent-Disposition: form-data; name=\"f\"; filename=\"FILE\"\r\n\r\nFILE\r\n--boundary\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nx\r\n--boundary--\r\n""#;
        for (text, before) in [(&texts[1].text, "body: "), (&texts[2].text, "data=")] {
            assert!(text.contains(&format!("{before}{body}")), "{text}");
            assert!(
                text.contains("\"multipart/related; boundary=boundary\""),
                "{text}"
            );
        }
        let mut parts = parts();
        parts[1].media = Some("application/json".to_owned());
        parts[1].headers.push(("X-B".to_owned(), "1".to_owned()));
        let texts = all(&draft(DraftBody::Parts(parts, true)), None);
        assert!(
            texts[0]
                .text
                .ends_with("-F 't=x;type=application/json;headers=\"X-B: 1\"'")
        );
        assert!(
            texts[1]
                .text
                .contains("name=\\\"t\\\"\\r\\nContent-Type: application/json\\r\\nX-B: 1\\r\\n")
        );
        assert!(
            texts[2]
                .text
                .contains("(\"t\", (None, \"x\", \"application/json\", {\"X-B\": \"1\"})),")
        );
    }
}
