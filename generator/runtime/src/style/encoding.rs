//! Query strings, forms and cookies → pairs; percent-encoded text → text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::runtime::description::Style;
use crate::runtime::json::pointer;

/// What is said of a name that may be given once.
pub(crate) const REPEATED: &str = "must not be given more than once";

/// A name and a value that is still encoded.
pub(crate) type Pair<'a> = (Cow<'a, str>, &'a str);

/// Splits a query string or a form.
pub(crate) fn pairs(text: &str) -> Vec<Pair<'_>> {
    let parts = text.split('&').filter(|it| !it.is_empty());
    parts
        .map(|it| it.split_once('=').unwrap_or((it, "")))
        .map(|(name, value)| (lossy(name), value))
        .collect()
}

/// Splits `Cookie` headers.
pub(crate) fn cookies<'a>(headers: impl Iterator<Item = &'a str>) -> Vec<Pair<'a>> {
    headers
        .flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='))
        .map(|(name, value)| (Cow::Borrowed(name), unquoted(value.trim())))
        .collect()
}

/// The value of a cookie without the quotes around it (RFC 6265, section 4.1.1).
fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.unwrap_or(value)
}

/// How a text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decoding {
    /// Not at all.
    Verbatim,
    /// By `%20`.
    Percent,
    /// By `%20`, with `+` for a space.
    Form,
}

/// Takes the encoding off a text. A `%` that no two digits follow stands for itself.
pub(crate) fn decode(raw: &str, decoding: Decoding) -> Result<Cow<'_, str>, &'static str> {
    let encoded = match decoding {
        Decoding::Verbatim => false,
        Decoding::Percent => raw.contains('%'),
        Decoding::Form => raw.contains(['%', '+']),
    };
    if !encoded {
        return Ok(Cow::Borrowed(raw));
    }
    String::from_utf8(octets(raw, decoding))
        .map(Cow::Owned)
        .map_err(|_| "must be UTF-8 when its percent-encoding is taken off")
}

/// The name of a pair; one that is not UTF-8 names nothing that is documented.
fn lossy(raw: &str) -> Cow<'_, str> {
    decode(raw, Decoding::Form).unwrap_or_else(|_| {
        let octets = octets(raw, Decoding::Form);
        Cow::Owned(String::from_utf8_lossy(&octets).into_owned())
    })
}

fn octets(raw: &str, decoding: Decoding) -> Vec<u8> {
    let mut octets = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((octet, length)) = octet(rest, decoding) {
        octets.push(octet);
        rest = &rest[length..];
    }
    octets
}

/// The octet that a text begins with, and of how many bytes its escape is; `None` at the end.
fn octet(text: &[u8], decoding: Decoding) -> Option<(u8, usize)> {
    match text {
        [b'+', ..] if decoding == Decoding::Form => Some((b' ', 1)),
        _ => pointer::octet(text),
    }
}

/// What follows a text at the beginning of another one, whichever of their characters are escaped by `%20`.
pub(crate) fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    // A `%` may be one by itself, or begin an escape.
    if let Some(rest) = text.strip_prefix(prefix)
        && !prefix.contains('%')
    {
        return Some(rest);
    }
    let (mut rest, mut prefix) = (text.as_bytes(), prefix.as_bytes());
    while let Some((expected, length)) = octet(prefix, Decoding::Percent) {
        prefix = &prefix[length..];
        let (found, length) = octet(rest, Decoding::Percent)?;
        if found != expected {
            return None;
        }
        rest = &rest[length..];
    }
    text.get(text.len() - rest.len()..)
}

/// What stands between the items where they do not stand on their own: any of these, the first of which is written.
pub(crate) fn separators(style: Style, decoding: Decoding) -> &'static [&'static str] {
    match (style, decoding) {
        (Style::SpaceDelimited, Decoding::Form) => &["%20", "+", " "],
        (Style::SpaceDelimited, Decoding::Percent) => &["%20"],
        (Style::SpaceDelimited, Decoding::Verbatim) => &[" "],
        (Style::PipeDelimited, Decoding::Verbatim) => &["|"],
        (Style::PipeDelimited, _) => &["%7C", "%7c", "|"],
        (Style::TabDelimited, Decoding::Verbatim) => &["\t"],
        (Style::TabDelimited, _) => &["%09", "\t"],
        _ => &[","],
    }
}

/// The keys of `[a][b]`; `None` for any other text.
pub(crate) fn bracketed(mut text: &str) -> Option<Vec<&str>> {
    /// Deeper parameters than this are not read.
    const MAX_DEPTH: usize = 32;
    let mut keys = Vec::new();
    while !text.is_empty() && keys.len() < MAX_DEPTH {
        let (key, rest) = text.strip_prefix('[')?.split_once(']')?;
        keys.push(key);
        text = rest;
    }
    (!keys.is_empty() && text.is_empty()).then_some(keys)
}

/// What stands beneath the name of a `deepObject`.
#[derive(Default)]
pub(crate) struct Deep<'a> {
    /// The values that stand here, still encoded.
    pub(crate) values: Vec<&'a str>,
    /// What stands beneath each key.
    pub(crate) members: BTreeMap<String, Self>,
}

impl<'a> Deep<'a> {
    /// Adds a value at the end of these keys.
    pub(crate) fn insert(&mut self, keys: &[&str], raw: &'a str) {
        match keys {
            [] => self.values.push(raw),
            [key, rest @ ..] => self
                .members
                .entry((*key).to_owned())
                .or_default()
                .insert(rest, raw),
        }
    }
}

impl Deep<'_> {
    /// What stands beneath its keys, as items: `[0]`, `[1]`, … `[10]` in the order of the numbers.
    pub(crate) fn items(&self) -> Vec<&Self> {
        let mut members: Vec<_> = self.members.iter().collect();
        members.sort_by_key(|(index, _)| index.parse::<u64>().ok());
        members.into_iter().map(|it| it.1).collect()
    }
}
