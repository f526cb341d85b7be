//! A value → what stands for it in a path, query, header, cookie or form.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::Value;

use super::encoding::{Decoding, decode, separators};
use crate::runtime::description::{Encoding, Location, Style};
use crate::runtime::media::is_token;
use crate::runtime::types::{Decode, NOT_FINITE};

/// How a value travels: what a document says of a parameter, a header, or a property of a form.
///
/// ```
/// use serde_json::json;
/// use verbatim_runtime::description::{Location, Style};
/// use verbatim_runtime::style::Rule;
///
/// let rule = Rule { name: "color", location: Location::Query, style: Style::Form, explode: true, ..Rule::default() };
/// let sent = rule.encode(&json!(["blue", "light blue"]))?;
/// assert_eq!(sent.as_deref(), Some("color=blue&color=light%20blue"));
/// # Ok::<(), verbatim_runtime::style::Unsendable>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Rule<'a> {
    /// The name of the parameter, header or property.
    pub name: &'a str,
    /// Where it travels. A form is as a query.
    pub location: Location,
    /// How arrays and objects are laid out.
    pub style: Style,
    /// Whether each item or property stands on its own.
    pub explode: bool,
    /// Whether reserved characters (RFC 3986, section 2.2) are sent as they are, so that `+` is a plus sign and not a space.
    pub allow_reserved: bool,
    /// How an array among the items of an array is laid out: `items.collectionFormat` of Swagger 2.0.
    pub item_style: Style,
}

impl Default for Rule<'_> {
    fn default() -> Self {
        Self {
            name: "",
            location: Location::Query,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            item_style: Style::Simple,
        }
    }
}

/// Why a value has no text by which it could travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsendable(&'static str);

impl std::fmt::Display for Unsendable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Unsendable {}

/// How characters are escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    /// Not at all.
    None,
    /// All but the unreserved ones (RFC 3986, section 2.3).
    Percent,
    /// All but the unreserved and the reserved ones that mean nothing where the value stands.
    Reserved,
}

impl Rule<'_> {
    /// The text by which a value travels: a segment of a path, a part of a query or form (`name=value&…`), a header, a part
    /// of a `Cookie` header (`name=value; …`). `None` where there is nothing to send, as of `null` and of a list without
    /// items whose items stand on their own.
    ///
    /// # Errors
    /// There is no such text: it would be read as another value, or may not stand there.
    pub fn encode(&self, value: &Value) -> Result<Option<String>, Unsendable> {
        match self.location {
            Location::Path => self.segment(value).map(Some),
            Location::Header => self.header(value),
            Location::Query => self.pairs(value, "&"),
            Location::Querystring if value.is_null() => Ok(None),
            Location::Querystring if self.style == Style::Form => self.pairs(value, "&"),
            Location::Querystring => self.segment(value).map(Some),
            Location::Cookie => self.pairs(value, "; "),
        }
    }

    /// What stands for a scalar where it travels as its own text, which is what [`encode`](Self::encode) makes of it without
    /// the tree of values that it takes: in a path the segment, in a query what stands behind the name. `None` where more is
    /// to be looked at.
    #[cfg(feature = "client-core")]
    pub(crate) fn scalar<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        match (self.location, self.style) {
            // Some segments would be taken out of the path.
            (Location::Path, Style::Simple) => {
                (!matches!(text, "" | "." | "..")).then(|| escaped(text, Escape::Percent, &[]))
            }
            (Location::Query, Style::Form) => Some(escaped(text, self.escape(), &[])),
            _ => None,
        }
    }

    /// The name of a parameter of the query as it is sent.
    #[cfg(feature = "client-core")]
    pub(crate) fn escaped_name(&self) -> Cow<'_, str> {
        escaped(self.name, Escape::Percent, &[])
    }

    fn escape(&self) -> Escape {
        match (self.location, self.style) {
            (Location::Header, _) | (_, Style::Cookie) => Escape::None,
            // In a path or cookie they end what stands there.
            (Location::Query, _) if self.allow_reserved => Escape::Reserved,
            _ => Escape::Percent,
        }
    }

    /// What stands between items.
    fn separator(&self, style: Style) -> &'static str {
        let decoding = match self.escape() {
            Escape::None => Decoding::Verbatim,
            Escape::Percent | Escape::Reserved => Decoding::Percent,
        };
        separators(style, decoding)[0]
    }

    /// What stands in a path.
    fn segment(&self, value: &Value) -> Result<String, Unsendable> {
        let name = self.name;
        let text = match (self.style, value) {
            (_, Value::Null) => return Err(Unsendable("`null` has no place in a path")),
            (Style::Json, value) => self.text(&value.to_string(), &[])?,
            (Style::Label, value) => {
                let separator = if self.explode { "." } else { "," };
                format!(".{}", self.joined(value, separator)?)
            }
            (Style::Matrix, value) if self.explode && is_empty(value) => {
                return Err(Unsendable("nothing in it stands on its own"));
            }
            (Style::Matrix, Value::Array(items)) if self.explode => {
                let items = items.iter();
                let items = items.map(|it| Ok(format!(";{name}={}", self.item(it, &[])?)));
                items.collect::<Result<String, Unsendable>>()?
            }
            (Style::Matrix, Value::Object(_)) if self.explode => {
                format!(";{}", self.joined(value, ";")?)
            }
            (Style::Matrix, value) => format!(";{name}={}", self.joined(value, ",")?),
            (style, value) => self.joined(value, self.separator(style))?,
        };
        match text.as_str() {
            "" => Err(Unsendable("a path has no empty segments")),
            ".." if self.style == Style::Label && value.is_array() => {
                Err(Unsendable("two dots would be taken out of a path"))
            }
            // These would be taken out of the path (RFC 3986, section 5.2.4).
            "." | ".." => Ok(text.replace('.', "%2E")),
            _ => Ok(text),
        }
    }

    /// What stands in a header.
    fn header(&self, value: &Value) -> Result<Option<String>, Unsendable> {
        let text = match (self.style, value) {
            (Style::Json, value) => value.to_string(),
            (_, Value::Null) => return Ok(None),
            (_, value) => self.joined(value, self.separator(self.style))?,
        };
        if text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']) {
            return Err(Unsendable("blanks around a header are no part of it"));
        }
        match text.bytes().any(|it| matches!(it, b'\r' | b'\n' | 0)) {
            true => Err(Unsendable("a header is one line")),
            false => Ok(Some(text)),
        }
    }

    /// The parts of a body of `multipart/form-data` by which a value travels, each with its name (OpenAPI 3.1.1, section
    /// 4.8.15.1.2): one for each item or property that stands on its own. Nothing is escaped there, which is why this is asked
    /// of rules for headers.
    ///
    /// # Errors
    /// There are none: they would be read as another value.
    pub fn parts(&self, value: &Value) -> Result<Vec<(String, String)>, Unsendable> {
        self.named(value)
    }

    /// What stands in a query, form or cookie.
    fn pairs(&self, value: &Value, between: &str) -> Result<Option<String>, Unsendable> {
        let pairs = self.named(value)?;
        let written: Result<Vec<String>, Unsendable> = (pairs.iter())
            .map(|(name, text)| match self.location {
                Location::Cookie if !is_token(name) || text.contains([';', '"']) => {
                    Err(Unsendable("a cookie has no such name or value"))
                }
                Location::Cookie if text.trim() != text => {
                    Err(Unsendable("blanks around a cookie are no part of it"))
                }
                Location::Cookie => Ok(format!("{name}={text}")),
                _ => Ok(format!("{}={text}", escaped(name, Escape::Percent, &[]))),
            })
            .collect();
        Ok((!pairs.is_empty()).then_some(written?.join(between)))
    }

    /// What stands on its own, with the names that it has there.
    fn named(&self, value: &Value) -> Result<Vec<(String, String)>, Unsendable> {
        let mut pairs = Vec::new();
        match (self.style, value) {
            (_, Value::Null) => {}
            (Style::Json, value) => {
                let text = self.text(&value.to_string(), &[])?;
                pairs.push((self.name.to_owned(), text));
            }
            (Style::DeepObject, value) => self.deep(self.name, value, &mut pairs)?,
            (_, Value::Array(items)) if self.explode => {
                for it in items {
                    pairs.push((self.name.to_owned(), self.item(it, &[])?));
                }
            }
            (_, Value::Object(members)) if self.explode => {
                for (name, it) in members {
                    match it {
                        Value::Null => {}
                        Value::Array(items) => {
                            for it in items {
                                pairs.push((name.clone(), self.nested(it, &[])?));
                            }
                        }
                        it => pairs.push((name.clone(), self.nested(it, &[])?)),
                    }
                }
            }
            (style, value) => {
                let text = self.joined(value, self.separator(style))?;
                pairs.push((self.name.to_owned(), text));
            }
        }
        Ok(pairs)
    }

    /// `color[R]=100`.
    fn deep(
        &self,
        name: &str,
        value: &Value,
        pairs: &mut Vec<(String, String)>,
    ) -> Result<(), Unsendable> {
        match value {
            Value::Object(members) => {
                for (key, it) in members {
                    if key.contains(['[', ']']) {
                        return Err(Unsendable("brackets end the name of a property"));
                    }
                    self.deep(&format!("{name}[{key}]"), it, pairs)?;
                }
            }
            Value::Array(items) => {
                // OpenAPI leaves it open how an array is sent, which alone has no name that its items could repeat.
                let is_whole = name == self.name;
                for (at, it) in items.iter().enumerate() {
                    let before = pairs.len();
                    match it {
                        Value::Array(_) | Value::Object(_) => {
                            self.deep(&format!("{name}[{at}]"), it, pairs)?;
                        }
                        it if is_whole => self.deep(&format!("{name}[{at}]"), it, pairs)?,
                        it => self.deep(name, it, pairs)?,
                    }
                    if is_whole && pairs.len() == before {
                        return Err(Unsendable("an item without a value has no place"));
                    }
                }
            }
            Value::Null => {}
            it => pairs.push((name.to_owned(), self.nested(it, &[])?)),
        }
        Ok(())
    }

    /// The items of an array, or the names and values of an object, one after the other; the bare text of anything else.
    fn joined(&self, value: &Value, separator: &'static str) -> Result<String, Unsendable> {
        let within = [separator];
        match value {
            Value::Array(items) => match &items[..] {
                [] => Ok(String::new()),
                // Unescaped, JSON goes on behind commas alone.
                items if self.escape() == Escape::None && items.iter().all(Value::is_object) => {
                    let items = items.iter().map(Value::to_string);
                    Ok(items.collect::<Vec<_>>().join(","))
                }
                items => {
                    let items: Result<Vec<_>, _> =
                        items.iter().map(|it| self.item(it, &within)).collect();
                    let text = items?.join(separator);
                    match text.is_empty() {
                        true => Err(Unsendable(
                            "a list of one empty text reads as an empty list",
                        )),
                        false => Ok(text),
                    }
                }
            },
            Value::Object(members) => {
                let behind = if self.explode { "=" } else { separator };
                let members = members.iter().filter(|it| !it.1.is_null());
                let members = members.map(|(name, it)| {
                    let name = self.text(name, &[separator, "="])?;
                    Ok(format!("{name}{behind}{}", self.nested(it, &within)?))
                });
                Ok(members.collect::<Result<Vec<_>, _>>()?.join(separator))
            }
            it => self.nested(it, &[]),
        }
    }

    /// An item of an array, which is an array between separators of its own where it is one again.
    fn item(&self, value: &Value, within: &[&'static str]) -> Result<String, Unsendable> {
        let Value::Array(items) = value else {
            return self.nested(value, within);
        };
        let inner = self.separator(self.item_style);
        if within.contains(&inner) {
            return Err(Unsendable("an array in an array needs another separator"));
        }
        let within = [within.first().copied().unwrap_or(inner), inner];
        let items = items.iter().map(|it| self.nested(it, &within));
        let text = items.collect::<Result<Vec<_>, _>>()?.join(inner);
        match text.is_empty() && !is_empty(value) {
            true => Err(Unsendable(
                "a list of one empty text reads as an empty list",
            )),
            false => Ok(text),
        }
    }

    /// A scalar, or JSON.
    fn nested(&self, value: &Value, within: &[&'static str]) -> Result<String, Unsendable> {
        match value {
            Value::String(text) => self.text(text, within),
            // In a header, nothing but JSON has commas of its own.
            Value::Object(_)
                if self.escape() == Escape::None && self.location == Location::Header =>
            {
                Ok(value.to_string())
            }
            value => self.text(&value.to_string(), within),
        }
    }

    /// A text between separators.
    fn text(&self, text: &str, within: &[&'static str]) -> Result<String, Unsendable> {
        let escape = self.escape();
        let is_lost = match escape {
            Escape::None => within.iter().any(|it| text.contains(it)),
            // What cannot stand there unescaped separates escaped, too.
            _ => within.iter().any(|it| {
                it.strip_prefix('%')
                    .is_some_and(|_| text.contains(&*unescaped(it)))
            }),
        };
        let blank = |it: &str| it.starts_with([' ', '\t']) || it.ends_with([' ', '\t']);
        if is_lost || escape == Escape::None && !within.is_empty() && blank(text) {
            return Err(Unsendable("what separates items cannot stand in one"));
        }
        Ok(escaped(text, escape, within).into_owned())
    }
}

/// How a property of a form travels: by what the document says of it, an object of which it says nothing as JSON.
pub(crate) fn property_rule<'a>(
    name: &'a str,
    encoding: Option<&Encoding>,
    is_object: bool,
) -> Rule<'a> {
    let style = match encoding {
        Some(it) => it.style,
        None if is_object => Style::Json,
        None => Style::Form,
    };
    Rule {
        name,
        location: Location::Query,
        style,
        explode: encoding.is_none_or(|it| it.explode),
        item_style: (encoding.and_then(|it| it.item_style)).unwrap_or(Style::Simple),
        ..Rule::default()
    }
}

/// A value as JSON, which has no number that is infinite or none at all.
pub(crate) fn finite_value<T: Decode>(value: &T) -> Result<Value, serde_json::Error> {
    match value.is_finite() {
        true => serde_json::to_value(value),
        false => Err(serde::ser::Error::custom(NOT_FINITE)),
    }
}

/// The text of a form: each property by its encoding, where the document has one.
pub(crate) fn form_text<'e>(
    value: &Value,
    encoding: impl Fn(&str) -> Option<&'e Encoding>,
) -> Result<String, Unsendable> {
    let members = match value {
        Value::Object(members) => members,
        Value::Null => return Ok(String::new()),
        _ => return Err(Unsendable("a form is made of the properties of an object")),
    };
    let pairs = members.iter().filter_map(|(name, value)| {
        let rule = property_rule(name, encoding(name), value.is_object());
        rule.encode(value).transpose()
    });
    let pairs = pairs.collect::<Result<Vec<_>, _>>();
    Ok(pairs?.join("&"))
}

/// Whether a value is an array without items, or an object without members.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The character that an escaped separator stands for.
fn unescaped(separator: &str) -> Cow<'_, str> {
    decode(separator, Decoding::Percent).unwrap_or(Cow::Borrowed(separator))
}

/// A text with its characters escaped, those of `within` always.
fn escaped<'t>(text: &'t str, escape: Escape, within: &[&str]) -> Cow<'t, str> {
    // `#` and `&` end a value, `[` and `]` are no characters of a query.
    let most = if escape == Escape::Reserved { 2 } else { 1 };
    let stands = |byte: u8| {
        (1..=most).contains(&KINDS[usize::from(byte)])
            && !within.iter().any(|it| it.as_bytes() == [byte])
    };
    if escape == Escape::None || text.bytes().all(stands) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        match stands(byte) {
            true => out.push(char::from(byte)),
            false => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    Cow::Owned(out)
}

/// Octets by how they stand in an address (RFC 3986, section 2): 1 those that are unreserved, 2 those that are reserved and may stand in
/// a query, 0 others.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut at = 0;
    while at < 128 {
        kinds[at] = match at as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => 1,
            b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b'/' | b':' | b';' | b'='
            | b'?' | b'@' => 2,
            _ => 0,
        };
        at += 1;
    }
    kinds
};
