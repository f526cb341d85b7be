//! What an operation takes → the request.

use std::fmt::Write;

use bytes::{BufMut, Bytes, BytesMut};
use http::header::InvalidHeaderValue;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::{Map, Value};

use crate::runtime::api::{Accept, Body};
use crate::runtime::charset;
use crate::runtime::description::{Encoding, Location, Style};
use crate::runtime::fault::Fault;
use crate::runtime::items::Items;
use crate::runtime::json::{Error, Reader};
use crate::runtime::media::{fit, parameter};
use crate::runtime::sequence::{self, Framing, Gate};
use crate::runtime::style::{Rule, finite_value, form_text, property_rule};
use crate::runtime::types::{Decode, NOT_FINITE, Source, from_slice};

/// The longest scalar, as JSON, that is sent without a tree of values: nearly all parameters.
const SHORT: usize = 128;

/// A request in the making. Credentials may be in it, so that nothing shows it.
#[derive(Default)]
pub struct Outgoing {
    /// The path: `/pets/{id}` until what stands in it is known.
    path: String,
    /// The query, in the order of the parameters.
    pub(crate) query: String,
    pub(crate) cookies: String,
    pub(crate) headers: HeaderMap,
    /// The media type of the body.
    pub(crate) media: Option<HeaderValue>,
    pub(crate) body: Payload,
    /// The first value that cannot be sent.
    pub(crate) fault: Option<Fault>,
}

/// The body of a request.
#[derive(Debug, Default)]
pub(crate) enum Payload {
    #[default]
    None,
    /// It can be sent as often as need be.
    Whole(Bytes),
    /// It can be sent once.
    Stream(Body),
    /// It was sent once.
    Sent,
}

impl Payload {
    /// What is sent of it now.
    pub(crate) fn sent(&mut self) -> Body {
        match self {
            Self::None | Self::Sent => Bytes::new().into(),
            Self::Whole(bytes) => bytes.clone().into(),
            Self::Stream(_) => match std::mem::replace(self, Self::Sent) {
                Self::Stream(body) => body,
                _ => Bytes::new().into(),
            },
        }
    }
}

/// What an operation takes.
pub trait IntoRequest {
    /// Puts it into a request.
    fn put(self, out: &mut Outgoing);
}

/// An operation that takes nothing.
impl IntoRequest for () {
    fn put(self, _: &mut Outgoing) {}
}

/// A parameter of the path as it is without a `style`.
pub const PATH: Rule<'static> = Rule {
    name: "",
    location: Location::Path,
    style: Style::Simple,
    explode: false,
    allow_reserved: false,
    item_style: Style::Simple,
};

/// A parameter of the query as it is without a `style`.
pub const QUERY: Rule<'static> = Rule {
    location: Location::Query,
    style: Style::Form,
    explode: true,
    ..PATH
};

/// A header.
pub const HEADER: Rule<'static> = Rule {
    location: Location::Header,
    ..PATH
};

/// A cookie as it is without a `style`.
pub const COOKIE: Rule<'static> = Rule {
    location: Location::Cookie,
    ..QUERY
};

/// A query string as a whole.
pub const QUERYSTRING: Rule<'static> = Rule {
    location: Location::Querystring,
    ..PATH
};

impl Outgoing {
    /// A request of the operation that has this path in the document.
    pub(crate) fn of(template: &str) -> Self {
        let mut path = String::with_capacity(template.len() + 40);
        match is_path(template) {
            true => path.push_str(template),
            false => escape_template(template, &mut path),
        }
        Self {
            path,
            ..Self::default()
        }
    }

    /// Puts a value, escaped as it is, into the path wherever its name stands.
    fn put_in_path(&mut self, name: &str, text: &str) {
        let found = |path: &str, from: usize, mark: u8| {
            let rest = path.as_bytes()[from..].iter();
            rest.copied().position(|it| it == mark).map(|it| it + from)
        };
        let mut from = 0;
        while let Some(open) = found(&self.path, from, b'{') {
            let Some(close) = found(&self.path, open, b'}') else {
                return;
            };
            from = match &self.path[open + 1..close] == name {
                true => {
                    // `replace_range` goes byte by byte.
                    drop(self.path.drain(open..=close));
                    self.path.insert_str(open, text);
                    open + text.len()
                }
                false => close + 1,
            };
        }
    }

    fn refuse(&mut self, part: &str, name: &str, why: impl ToString) {
        if self.fault.is_none() {
            let location = [part, name].join(" ");
            self.fault = Some(Fault {
                location: location.trim_end().to_owned(),
                detail: why.to_string(),
            });
        }
    }

    /// Puts a parameter where it belongs.
    pub fn parameter<T: Decode>(&mut self, rule: &Rule<'static>, value: &T) {
        if !T::HAS_FLOATS && self.short(rule, value) {
            return;
        }
        match value_of(value) {
            Ok(value) => self.value(rule, &value, may_be_absent::<T>),
            Err(why) => self.refuse(rule.location.as_str(), rule.name, why),
        }
    }

    /// Puts a parameter of the path without a `style` there.
    pub fn path_parameter<T: Decode>(&mut self, name: &'static str, value: &T) {
        self.parameter(&Rule { name, ..PATH }, value);
    }

    /// Puts a parameter of the query without a `style` there.
    pub fn query_parameter<T: Decode>(&mut self, name: &'static str, value: &T) {
        self.parameter(&Rule { name, ..QUERY }, value);
    }

    /// Puts a short scalar where it belongs, if it is one.
    fn short<T: Decode>(&mut self, rule: &Rule<'static>, value: &T) -> bool {
        if !matches!(rule.location, Location::Path | Location::Query) {
            return false;
        }
        let mut room = [0; SHORT];
        let mut rest = &mut room[..];
        if serde_json::to_writer(&mut rest, value).is_err() {
            return false;
        }
        let length = SHORT - rest.len();
        std::str::from_utf8(&room[..length]).is_ok_and(|it| self.scalar(rule, it))
    }

    /// Puts a scalar where it belongs, given as JSON; whether it is one that travels as its own text.
    fn scalar(&mut self, rule: &Rule<'static>, json: &str) -> bool {
        let text = match json.as_bytes() {
            [b'"', .., b'"'] if !json.contains('\\') => &json[1..json.len() - 1],
            [b't' | b'f' | b'-' | b'0'..=b'9', ..] => json,
            _ => return false,
        };
        let Some(text) = rule.scalar(text) else {
            return false;
        };
        match rule.location {
            Location::Path => self.put_in_path(rule.name, &text),
            _ => {
                joined(&mut self.query, "&", &rule.escaped_name());
                self.query.push('=');
                self.query.push_str(&text);
            }
        }
        true
    }

    fn value(&mut self, rule: &Rule<'static>, value: &Value, may_be_absent: fn() -> bool) {
        let text = match rule.encode(value) {
            Ok(Some(text)) => text,
            Ok(None) if value.is_null() || may_be_absent() => return,
            Ok(None) => {
                return self.refuse(rule.location.as_str(), rule.name, NOTHING_SENT);
            }
            Err(why) => return self.refuse(rule.location.as_str(), rule.name, why),
        };
        match rule.location {
            Location::Path => self.put_in_path(rule.name, &text),
            Location::Query | Location::Querystring => joined(&mut self.query, "&", &text),
            Location::Cookie => joined(&mut self.cookies, "; ", &text),
            Location::Header => {
                let name = HeaderName::try_from(rule.name);
                match (name, HeaderValue::try_from(text)) {
                    (Ok(name), Ok(value)) => drop(self.headers.append(name, value)),
                    (Ok(_), Err(why)) => self.refuse("header", rule.name, why),
                    (Err(why), _) => self.refuse("header", rule.name, why),
                }
            }
        }
    }

    /// Puts a query string that is a form.
    pub fn query_form<T: Decode>(
        &mut self,
        name: &'static str,
        encodings: &[(&str, Encoding)],
        value: &T,
    ) {
        match form_of(value, encodings) {
            Ok(text) => joined(&mut self.query, "&", &text),
            Err(why) => self.refuse("querystring", name, why),
        }
    }

    /// Puts a parameter of the query in place of the one of its name.
    pub(crate) fn replace_query(&mut self, rule: &Rule<'static>, value: &Value) {
        let name = Rule {
            style: Style::Form,
            ..*rule
        };
        // An empty text is the name, and what stands before each value.
        let before = name.encode(&Value::from("")).ok().flatten();
        let before = before.unwrap_or_default();
        let kept = self.query.split('&').filter(|it| !it.starts_with(&before));
        self.query = kept.collect::<Vec<_>>().join("&");
        self.value(rule, value, || true);
    }

    /// The same request once more; `None` where its body can be sent once.
    pub(crate) fn again(&self) -> Option<Self> {
        Some(Self {
            path: self.path.clone(),
            query: self.query.clone(),
            cookies: self.cookies.clone(),
            headers: self.headers.clone(),
            media: self.media.clone(),
            body: match &self.body {
                Payload::None => Payload::None,
                Payload::Whole(bytes) => Payload::Whole(bytes.clone()),
                Payload::Stream(_) | Payload::Sent => return None,
            },
            fault: self.fault.clone(),
        })
    }

    /// Says which media types are preferred.
    pub fn accept(&mut self, accept: &Accept) {
        let ranges = accept.to_string();
        if ranges.is_empty() {
            return;
        }
        match HeaderValue::try_from(ranges) {
            Ok(value) => drop(self.headers.insert(header::ACCEPT, value)),
            Err(why) => self.refuse("header", "Accept", why),
        }
    }

    /// The body, whole, and of a media type.
    pub(crate) fn body(&mut self, media: &str, bytes: impl Into<Bytes>) {
        self.media(media);
        self.body = Payload::Whole(bytes.into());
    }

    pub(crate) fn media(&mut self, media: &str) {
        self.media_value(HeaderValue::from_str(media));
    }

    /// A media type of the document, which need not be copied.
    fn static_media(&mut self, media: &'static str) {
        self.media_value(HeaderValue::from_maybe_shared(Bytes::from_static(
            media.as_bytes(),
        )));
    }

    fn media_value(&mut self, media: Result<HeaderValue, InvalidHeaderValue>) {
        match media {
            Ok(value) => self.media = Some(value),
            Err(why) => self.refuse("header", "Content-Type", why),
        }
    }

    /// A key that travels in the query.
    pub(crate) fn secret_query(&mut self, name: &'static str, secret: &str) {
        let rule = Rule { name, ..QUERY };
        self.value(&rule, &Value::from(secret), || true);
    }

    /// A key that travels in a cookie.
    pub(crate) fn secret_cookie(&mut self, name: &'static str, secret: &str) {
        joined(&mut self.cookies, "; ", &format!("{name}={secret}"));
    }

    /// A body that cannot be sent.
    pub(crate) fn refuse_body(&mut self, why: impl ToString) {
        self.refuse("body", "", why);
    }

    /// The body as JSON.
    pub fn json<T: Decode>(&mut self, media: &'static str, value: T) {
        if !value.is_finite() {
            return self.refuse_body(NOT_FINITE);
        }
        let mut text = BytesMut::with_capacity(512).writer();
        match serde_json::to_writer(&mut text, &value) {
            Ok(()) => {
                self.static_media(media);
                self.body = Payload::Whole(text.into_inner().freeze());
            }
            Err(why) => self.refuse_body(why),
        }
    }

    /// The body as a form.
    pub fn form<T: Decode>(
        &mut self,
        media: &'static str,
        encodings: &'static [(&'static str, Encoding)],
        value: T,
    ) {
        match form_of(&value, encodings) {
            Ok(text) => self.body(media, text),
            Err(why) => self.refuse_body(why),
        }
    }

    /// The body as text, in the `charset` of its media type.
    pub fn text<T: Decode>(&mut self, media: &'static str, value: T) {
        let text = match finite_value(&value) {
            Ok(Value::String(text)) => text,
            Ok(Value::Null) => String::new(),
            Ok(value) => value.to_string(),
            Err(why) => return self.refuse_body(why),
        };
        let label = parameter(media, "charset").unwrap_or("utf-8");
        match charset::encode(label, text) {
            Some(bytes) => self.body(media, bytes),
            None => self.refuse_body(format!("cannot be written in {label}")),
        }
    }

    /// The body as bytes, of a media type that the caller chooses where a range of them is documented.
    pub fn stream(&mut self, media: &'static str, mut body: Body) {
        let chosen = body.media_type().map(str::to_owned);
        match chosen {
            Some(chosen) if fit(media, &chosen).is_none() => {
                return self.refuse_body(format!("{chosen} is not {media}"));
            }
            Some(chosen) => self.media(&chosen),
            None if media.contains('*') => self.media("application/octet-stream"),
            None => self.media(media),
        }
        self.body = match body.whole() {
            Some(bytes) => Payload::Whole(bytes),
            None => Payload::Stream(body),
        };
    }

    /// The body as JSON lines.
    pub fn lines<T: Decode + 'static>(&mut self, media: &'static str, items: Items<T>) {
        self.items(media, items, Framing::Line);
    }

    /// The body as a JSON text sequence.
    pub fn sequence<T: Decode + 'static>(&mut self, media: &'static str, items: Items<T>) {
        self.items(media, items, Framing::Record);
    }

    /// The body as events, each an object of its fields.
    pub fn typed_events<T: Decode + 'static>(&mut self, media: &'static str, items: Items<T>) {
        self.items(media, items, Framing::Event);
    }

    fn items<T: Decode + 'static>(
        &mut self,
        media: &'static str,
        items: Items<T>,
        framing: Framing,
    ) {
        let gate = Gate::default();
        let body = Body::from_stream(sequence::Outgoing {
            items,
            framing,
            gate,
        });
        self.media(media);
        self.body = Payload::Stream(body);
    }

    /// The body, of one of several kinds.
    pub fn choice<T: IntoRequest>(&mut self, body: T) {
        body.put(self);
    }

    /// The path with everything in it: `/pets/7`.
    pub(crate) fn path(&self) -> Result<&str, Fault> {
        let Some((_, after)) = self.path.split_once('{') else {
            return Ok(&self.path);
        };
        let name = after.split('}').next().unwrap_or_default();
        Err(Fault {
            location: format!("path {name}"),
            detail: "is not described, so that nothing can stand there".to_owned(),
        })
    }
}

/// What is said of a list or an object that has to be there, and of which nothing would be sent.
const NOTHING_SENT: &str =
    "is required, and nothing is sent of what has no items: it would be missing";

/// Whether a value may be absent: nothing that is there reads as `null` does.
pub(crate) fn may_be_absent<T: Decode>() -> bool {
    T::decode(Source::Text(&mut Reader::new("null"))).is_ok()
}

/// The properties that have to be there, and of which nothing would be sent.
pub(crate) fn missing<T: Decode>(
    value: &Value,
    is_sent: impl Fn(&str, &Value) -> bool,
) -> Result<(), Error> {
    let Value::Object(members) = value else {
        return Ok(());
    };
    let is_lost = |name: &str, it: &Value| match it {
        Value::Array(items) => items.is_empty() && !is_sent(name, it),
        Value::Object(members) => members.is_empty() && !is_sent(name, it),
        _ => false,
    };
    if !members.iter().any(|(name, it)| is_lost(name, it)) {
        return Ok(());
    }
    let sent = members.iter().filter(|(name, it)| !is_lost(name, it));
    let sent: Map<String, Value> = sent.map(|(name, it)| (name.clone(), it.clone())).collect();
    let read = |it: Value| from_slice::<T>(it.to_string().as_bytes());
    match read(sent.into()) {
        // What cannot be read whole either says nothing of what is missing.
        Err(why) if read(value.clone()).is_ok() => {
            Err(Error::new(format!("{}: {NOTHING_SENT}", why.detail())))
        }
        _ => Ok(()),
    }
}

/// A value that travels as text: a whole number as one, whatever its type, since not all read `5.0` as it.
fn value_of<T: Decode>(value: &T) -> Result<Value, serde_json::Error> {
    let mut value = finite_value(value)?;
    if T::HAS_FLOATS {
        shorten(&mut value);
    }
    Ok(value)
}

fn shorten(value: &mut Value) {
    /// Every whole number up to here is a float of its own.
    const EXACT: f64 = (1_u64 << 53) as f64;
    match value {
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or_default();
            if float.fract() == 0.0 && float.abs() <= EXACT {
                *value = Value::from(float as i64);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        Value::Object(members) => members.values_mut().for_each(shorten),
        _ => {}
    }
}

fn joined(whole: &mut String, between: &str, part: &str) {
    if !whole.is_empty() {
        whole.push_str(between);
    }
    whole.push_str(part);
}

/// What a template says by itself and no path has to have escaped (RFC 3986, section 3.3); escapes are there already.
const STANDS: [bool; 256] = {
    let mut stands = [false; 256];
    let mut at = 0;
    while at < 128 {
        stands[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    let marks = b"-._~!$&'()*+,;=:@/%";
    let mut at = 0;
    while at < marks.len() {
        stands[marks[at] as usize] = true;
        at += 1;
    }
    stands
};

/// Whether a template is a path as it stands, but for the names in it.
fn is_path(template: &str) -> bool {
    let mut is_name = false;
    for byte in template.bytes() {
        match byte {
            b'{' if !is_name => is_name = true,
            b'}' if is_name => is_name = false,
            _ if STANDS[usize::from(byte)] => {}
            _ => return false,
        }
    }
    !is_name
}

/// Writes a template down as a path, as far as it can be one.
#[cold]
fn escape_template(template: &str, path: &mut String) {
    let mut rest = template;
    loop {
        let end = rest.bytes().position(|it| !STANDS[usize::from(it)]);
        let (stands, after) = rest.split_at(end.unwrap_or(rest.len()));
        path.push_str(stands);
        let Some(found) = after.chars().next() else {
            break;
        };
        rest = &after[found.len_utf8()..];
        match found {
            '?' | '#' => break,
            // A name is whatever stands in braces.
            '{' => {
                let end = after.find(['}', '?', '#']).unwrap_or(after.len());
                path.push_str(&after[..end]);
                path.push('}');
                rest = after[end..].strip_prefix('}').unwrap_or(&after[end..]);
            }
            _ => {
                for byte in after[..found.len_utf8()].bytes() {
                    // Writing to a text does not fail.
                    let _ = write!(path, "%{byte:02X}");
                }
            }
        }
    }
}

fn form_of<T: Decode>(
    value: &T,
    encodings: &[(&str, Encoding)],
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let value = value_of(value)?;
    let encoding = |name: &str| {
        let found = encodings.iter().find(|it| it.0 == name);
        found.map(|it| &it.1)
    };
    missing::<T>(&value, |name, it| {
        let rule = property_rule(name, encoding(name), it.is_object());
        !matches!(rule.encode(it), Ok(None))
    })
    .map_err(|why| why.detail())?;
    Ok(form_text(&value, encoding)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is sent of a value by way of its short text, and by way of a tree of values.
    fn sent<T: Decode>(rule: Rule<'static>, value: &T) -> [(String, String, Option<String>); 2] {
        let template = "/a/{a b}/{a b};{c}";
        let rule = Rule {
            name: "a b",
            ..rule
        };
        let mut all = [Outgoing::of(template), Outgoing::of(template)];
        all[0].parameter(&rule, value);
        match value_of(value) {
            Ok(tree) => all[1].value(&rule, &tree, may_be_absent::<T>),
            Err(why) => all[1].refuse(rule.location.as_str(), rule.name, why),
        }
        all.map(|it| (it.path, it.query, it.fault.map(|it| it.detail)))
    }

    #[test]
    fn a_scalar_is_sent_as_its_tree_would_be() {
        let reserved = Rule {
            allow_reserved: true,
            ..QUERY
        };
        let label = Rule {
            style: Style::Label,
            ..PATH
        };
        let long = "ä".repeat(SHORT);
        for rule in [PATH, QUERY, reserved, label, COOKIE, HEADER] {
            for text in [
                "", ".", "..", "a", "a/b", "a b", "{c}", "ü", "\"", "\\", "null", "7", "a=b&c#d",
                &long,
            ] {
                let [short, tree] = sent(rule, &text.to_owned());
                assert_eq!(short, tree, "{text:?} in {:?}", rule.location);
            }
            let [short, tree] = sent(rule, &i64::MIN);
            assert_eq!(short, tree);
            let [short, tree] = sent(rule, &true);
            assert_eq!(short, tree);
            let [short, tree] = sent(rule, &5.0_f64);
            assert_eq!(short, tree);
            let [short, tree] = sent(rule, &None::<i64>);
            assert_eq!(short, tree);
            let [short, tree] = sent(rule, &vec!["a,b".to_owned(), "c".to_owned()]);
            assert_eq!(short, tree);
        }
        let [(path, ..), _] = sent(PATH, &"x".to_owned());
        assert_eq!(path, "/a/x/x;{c}");
    }

    #[test]
    fn what_nothing_describes_in_a_path_is_told() {
        let mut out = Outgoing::of("/ä/{id}/{of}?fixed=1");
        out.put_in_path("id", "7");
        let fault = out.path().expect_err("`of` is missing");
        assert_eq!(fault.location, "path of");
        out.put_in_path("of", "%7Bid%7D");
        assert_eq!(out.path().expect("all is there"), "/%C3%A4/7/%7Bid%7D");
    }

    #[test]
    fn a_template_is_a_path_as_far_as_it_can_be_one() {
        for (template, path) in [
            ("", ""),
            ("/", "/"),
            ("/a b/{c d}/é?e={f}#g", "/a%20b/{c d}/%C3%A9"),
            ("/a%20b#{c}", "/a%20b"),
            ("/{a{b}}", "/{a{b}%7D"),
            ("/{a", "/{a}"),
            ("/{a?b}", "/{a}"),
            ("/a}\"<>\\^`|", "/a%7D%22%3C%3E%5C%5E%60%7C"),
        ] {
            assert_eq!(Outgoing::of(template).path, path, "{template}");
        }
    }
}
