//! Messages as they stand on the wire, and what one says that another one does not.

use axum::body::Body;
use axum::http::{HeaderMap, Request, Response};
use serde_json::Value;

/// What a message begins with (`GET /path?query`, `200`), its headers, and its body.
#[derive(Debug, Clone, Default)]
pub struct Message {
    pub head: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// Headers that say nothing of what is exchanged.
const OF_HTTP: [&str; 6] = ["accept", "content-length", "date", "host", "transfer-encoding", "vary"];

impl Message {
    pub fn of(head: String, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
        let all = headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes())));
        let mut headers: Vec<_> = all.filter(|it| !OF_HTTP.contains(&&*it.0)).collect();
        headers.sort();
        let mut it = Self { head, headers, body: text(body) };
        // What divides parts is another text each time.
        if let Some(boundary) = it.boundary() {
            it.body = it.body.replace(&boundary, "BOUNDARY");
            for header in &mut it.headers {
                header.1 = header.1.replace(&boundary, "BOUNDARY");
            }
        }
        it
    }

    /// The request of an exchange.
    pub fn request(it: &Value) -> Self {
        Self {
            head: format!("{} {}", text(&it["method"]), text(&it["target"])),
            headers: pairs(&it["headers"]),
            body: text(&it["body"]),
        }
    }

    /// The answer of an exchange.
    pub fn expected(it: &Value) -> Self {
        Self {
            head: it["status"].to_string(),
            headers: pairs(&it["answer_headers"]),
            body: text(&it["answer"]),
        }
    }

    pub fn as_request(&self) -> Result<Request<Body>, axum::http::Error> {
        let (method, target) = self.head.split_once(' ').expect("a method");
        let mut request = Request::builder().method(method).uri(target);
        for (name, value) in &self.headers {
            request = request.header(name, value.as_bytes());
        }
        request.body(Body::from(self.body.clone()))
    }

    pub fn answer(&self) -> Response<Body> {
        let mut response = Response::builder().status(self.head.parse::<u16>().expect("a status"));
        for (name, value) in &self.headers {
            response = response.header(name, value.as_bytes());
        }
        response.body(Body::from(self.body.clone())).expect("headers")
    }

    pub fn is_same(&self, other: &Self) -> bool {
        (&self.head, &self.headers, &self.body) == (&other.head, &other.headers, &other.body)
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|it| it.0.eq_ignore_ascii_case(name));
        found.map(|it| &*it.1)
    }

    fn boundary(&self) -> Option<String> {
        let media = self.header("content-type").filter(|it| it.starts_with("multipart/"))?;
        let (_, boundary) = media.split_once("boundary=")?;
        Some(boundary.trim_matches('"').to_owned())
    }
}

fn text(it: &Value) -> String {
    it.as_str().expect("a text").to_owned()
}

fn pairs(it: &Value) -> Vec<(String, String)> {
    let all = it.as_array().expect("pairs").iter();
    all.map(|it| (text(&it[0]), text(&it[1]))).collect()
}

/// What the second message does not say of the first one. It may say more: what was absent is sent by its default.
pub fn lost(first: &Message, second: &Message) -> Option<String> {
    let [(path, query), (other_path, other_query)] =
        [first, second].map(|it| it.head.split_once('?').unwrap_or((&it.head, "")));
    if !is_same_text(&decoded(path), &decoded(other_path)) {
        return Some("the path is another".to_owned());
    }
    if let Some(it) = lost_pair(query, other_query) {
        return Some(format!("the query lacks `{it}`"));
    }
    // A body that may be absent and may be `null` is one `Option`.
    if first.body == "null" && second.body.is_empty() {
        return None;
    }
    for (name, value) in first.headers.iter().filter(|it| !it.0.eq_ignore_ascii_case("accept")) {
        // A client says it of a body alone.
        let is_idle = name.eq_ignore_ascii_case("content-type") && first.body.is_empty();
        let others = second.headers.iter().filter(|it| it.0.eq_ignore_ascii_case(name));
        let is_there = |it: &(String, String)| match name.eq_ignore_ascii_case("cookie") {
            true => value.split("; ").all(|pair| it.1.split("; ").any(|it| is_same_text(pair, it))),
            // Of a range of JSON the bare one is sent.
            false if name.eq_ignore_ascii_case("content-type") => {
                let [a, b] = [essence(value), essence(&it.1)];
                a == b || a.ends_with("+json") && b == "application/json"
            }
            false => is_same_text(value, &it.1),
        };
        if !is_idle && !others.clone().any(is_there) {
            let others: Vec<_> = others.collect();
            return Some(format!("the header {name} is {others:?}, not {value}"));
        }
    }
    let media = first.header("content-type").unwrap_or_default();
    lost_body(essence(media), &first.body, &second.body)
}

/// A media type without its parameters, among which there may be a `charset`.
fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default().trim()
}

fn lost_body(essence: &str, first: &str, second: &str) -> Option<String> {
    match essence {
        _ if first == second => None,
        "application/x-www-form-urlencoded" => {
            lost_pair(first, second).map(|it| format!("the form lacks `{it}`"))
        }
        "text/event-stream" => lost_item(first.split("\n\n"), second.split("\n\n"), |a, b| {
            a.lines().find_map(|line| {
                let (name, value) = line.split_once(": ").unwrap_or((line, ""));
                let mut others = b.lines().filter_map(|it| it.split_once(": "));
                let is_there = others.any(|it| it.0 == name && is_same_text(value, it.1));
                (!is_there).then(|| format!("`{line}`"))
            })
        }),
        _ if essence.ends_with("jsonl") || essence.ends_with("json-seq") || essence.ends_with("ndjson") => {
            let items = |it: &'_ str| -> Vec<String> {
                let all = it.split(['\n', '\u{1e}']).filter(|it| !it.is_empty());
                all.map(str::to_owned).collect()
            };
            let (first, second) = (items(first), items(second));
            lost_item(first.iter().map(|it| &**it), second.iter().map(|it| &**it), lost_json)
        }
        _ if essence.starts_with("multipart/") => {
            let parts = |it: &'_ str| -> Vec<String> { it.split("--BOUNDARY").map(str::to_owned).collect() };
            let (first, second) = (parts(first), parts(second));
            lost_item(first.iter().map(|it| &**it), second.iter().map(|it| &**it), lost_part)
        }
        _ if second.is_empty() => Some("the body".to_owned()),
        _ => lost_json(first, second),
    }
}

/// What items lack of others, one by one.
fn lost_item<'a>(
    first: impl Iterator<Item = &'a str>,
    second: impl Iterator<Item = &'a str>,
    lost: impl Fn(&str, &str) -> Option<String>,
) -> Option<String> {
    let (first, second): (Vec<_>, Vec<_>) = (first.collect(), second.collect());
    if first.len() != second.len() {
        return Some(format!("{} items became {}", first.len(), second.len()));
    }
    first.iter().zip(&second).find_map(|(a, b)| match a.is_empty() && b.is_empty() {
        true => None,
        false => lost(a, b),
    })
}

fn lost_part(first: &str, second: &str) -> Option<String> {
    let [(head, body), (other_head, other_body)] =
        [first, second].map(|it| it.split_once("\r\n\r\n").unwrap_or(("", it)));
    let missing = head.lines().find(|line| {
        let mut others = other_head.lines();
        !others.any(|it| it.eq_ignore_ascii_case(line))
    });
    match missing {
        Some(line) => Some(format!("`{line}` of a part")),
        None if body == other_body => None,
        None => lost_json(body.trim_end(), other_body.trim_end()),
    }
}

fn lost_json(first: &str, second: &str) -> Option<String> {
    let values = [first, second].map(serde_json::from_str::<Value>);
    match values {
        [Ok(a), Ok(b)] => lost_value(&a, &b, ""),
        _ => (!is_same_text(first, second)).then(|| format!("`{first}` became `{second}`")),
    }
}

fn lost_value(first: &Value, second: &Value, pointer: &str) -> Option<String> {
    match (first, second) {
        (Value::Object(a), Value::Object(b)) => a.iter().find_map(|(name, it)| {
            let pointer = format!("{pointer}/{name}");
            match b.get(name) {
                Some(other) => lost_value(it, other, &pointer),
                None => Some(format!("there is no {pointer}")),
            }
        }),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(at, (a, b))| lost_value(a, b, &format!("{pointer}/{at}"))),
        (Value::Number(a), Value::Number(b)) if is_same_number(a.as_f64(), b.as_f64()) => None,
        (Value::String(a), Value::String(b)) if is_same_text(a, b) => None,
        _ if first == second => None,
        _ => Some(format!("`{first}` became `{second}` at {pointer}")),
    }
}

/// Whether numbers are the same, or one is what `format: float` makes of the other.
fn is_same_number(first: Option<f64>, second: Option<f64>) -> bool {
    first == second || first.map(|it| it as f32) == second.map(|it| it as f32)
}

/// A pair of a query or form that another one has not.
fn lost_pair(first: &str, second: &str) -> Option<String> {
    let all = |it: &str| -> Vec<String> {
        let pairs = it.split('&').filter(|it| !it.is_empty());
        pairs.map(|it| decoded(&it.replace('+', " "))).collect()
    };
    let mut others = all(second);
    all(first).into_iter().find(|it| {
        let found = others.iter().position(|other| match (it.split_once('='), other.split_once('=')) {
            (Some((a, b)), Some((c, d))) => a == c && (is_same_text(b, d) || lost_json(b, d).is_none()),
            _ => it == other,
        });
        found.map(|at| others.remove(at)).is_none()
    })
}

fn decoded(text: &str) -> String {
    let digit = |it: Option<&u8>| it.and_then(|it| char::from(*it).to_digit(16));
    let (all, mut at, mut bytes) = (text.as_bytes(), 0, Vec::new());
    while at < all.len() {
        match (all[at], digit(all.get(at + 1)), digit(all.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether texts are the same, the numbers, times and octets in them in whatever form.
fn is_same_text(first: &str, second: &str) -> bool {
    if first == second || octets(first).is_some_and(|it| Some(it) == octets(second)) {
        return true;
    }
    let parts = |it: &'_ str| -> Vec<String> { decoded(it).split([',', '=', ';', '/', '|', '&', ' ']).map(plain).collect() };
    parts(first) == parts(second)
}

/// A number or time in one form, and anything else as it is.
fn plain(text: &str) -> String {
    let bare = text.strip_prefix('.').unwrap_or(text);
    match bare.parse::<f64>() {
        Ok(it) => it.to_string(),
        Err(_) => instant(bare).unwrap_or_else(|| bare.to_owned()),
    }
}

/// A time without zeros at the end of its fraction.
fn instant(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    if bytes.len() < 20 || bytes[4] != b'-' || bytes[13] != b':' {
        return None;
    }
    let text = text.to_ascii_uppercase().replace("+00:00", "Z").replace("-00:00", "Z");
    let (time, zone) = text.split_at(text.rfind(['Z', '+', '-'])?);
    let time = match time.contains('.') {
        true => time.trim_end_matches('0').trim_end_matches('.'),
        false => time,
    };
    Some(format!("{time}{zone}"))
}

/// The octets of a text in Base64, whatever the bits are that stand for none.
fn octets(text: &str) -> Option<Vec<u8>> {
    let (mut found, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for it in text.trim_end_matches('=').bytes() {
        let digit = match it {
            b'A'..=b'Z' => it - b'A',
            b'a'..=b'z' => it - b'a' + 26,
            b'0'..=b'9' => it - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(digit);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            found.push((held >> bits) as u8);
        }
    }
    Some(found)
}
