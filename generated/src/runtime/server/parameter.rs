//! What stands in a path, query, header or cookie → JSON values, by the styles of OpenAPI 3.0.4 (section 4.7.12.3).

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::{Map, Number, Value};

use super::schema::{Additional, Id, Place, Schemas, Types};

/// A parameter as the document describes it.
#[derive(Debug, Deserialize)]
pub(crate) struct Parameter {
    /// Its name on the wire.
    pub(crate) name: String,
    /// Where it travels.
    #[serde(rename = "in")]
    pub(crate) location: Location,
    /// Whether a request without it is refused.
    #[serde(default)]
    pub(crate) required: bool,
    /// How arrays and objects are laid out.
    pub(crate) style: Style,
    /// Whether each item or property stands on its own.
    #[serde(default)]
    pub(crate) explode: bool,
    /// Whether reserved characters need not be encoded in a query, so that `+` is one and no space.
    #[serde(default, rename = "allowReserved")]
    pub(crate) allow_reserved: bool,
    /// The value in place of one that is not given.
    #[serde(default)]
    pub(crate) default: Option<Value>,
    /// The JSON Schema.
    pub(crate) schema: Value,
}

impl Parameter {
    /// Where its faults are.
    pub(crate) fn place(&self) -> Place<'_> {
        Place {
            part: self.location.name(),
            name: &self.name,
        }
    }
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

impl Location {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How arrays and objects are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Style {
    /// `;color=blue,black`
    Matrix,
    /// `.blue,black`
    Label,
    /// `color=blue&color=black`
    Form,
    /// `blue,black`
    Simple,
    /// `blue%20black`
    SpaceDelimited,
    /// `blue|black`
    PipeDelimited,
    /// `blue%09black`
    TabDelimited,
    /// `color[R]=100`
    DeepObject,
    /// Not laid out by a style: a JSON document.
    Json,
}

impl Style {
    /// What stands between the items where they do not stand on their own.
    fn separators(self, decoding: Decoding) -> &'static [&'static str] {
        match (self, decoding) {
            (Self::SpaceDelimited, Decoding::Form) => &["%20", "+", " "],
            (Self::SpaceDelimited, Decoding::Percent) => &["%20"],
            (Self::SpaceDelimited, Decoding::Verbatim) => &[" "],
            (Self::PipeDelimited, Decoding::Verbatim) => &["|"],
            (Self::PipeDelimited, _) => &["|", "%7C", "%7c"],
            (Self::TabDelimited, Decoding::Verbatim) => &["\t"],
            (Self::TabDelimited, _) => &["%09", "\t"],
            _ => &[","],
        }
    }
}

/// What a schema lets a parameter be, found once when the router is made.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    types: Types,
    is_any_text: bool,
    /// The schemas of items.
    items: Vec<Id>,
    /// The schemas that describe objects.
    objects: Vec<Id>,
}

impl Shape {
    /// Looks at a schema and at what it is combined from.
    pub(crate) fn of(schemas: &Schemas, id: Id) -> Self {
        let mut shape = Self {
            is_any_text: schemas.get(id).is_any_text(),
            ..Self::default()
        };
        let mut todo = vec![id];
        let mut seen = HashSet::new();
        while let Some(id) = todo.pop() {
            let id = schemas.follow(id);
            if !seen.insert(id) {
                continue;
            }
            let schema = schemas.get(id);
            shape.types = shape.types.and(schema.types);
            for value in &schema.values {
                shape.types = shape.types.and(Types::of(value));
            }
            shape.items.extend(schema.items);
            if !schema.properties.is_empty() || schema.additional != Additional::Any {
                shape.objects.push(id);
            }
            let combined = schema.all_of.iter().chain(&schema.any_of);
            todo.extend(combined.chain(&schema.one_of));
        }
        shape
    }

    /// The types a value may have.
    pub(crate) fn types(&self) -> Types {
        self.types
    }

    /// Whether values are strings, whichever: most that name something in a path.
    pub(crate) fn is_any_text(&self) -> bool {
        self.is_any_text
    }

    /// The properties that are listed.
    pub(crate) fn properties<'s>(&self, schemas: &'s Schemas) -> Vec<(&'s str, Id)> {
        let mut seen = HashSet::new();
        let objects = self
            .objects
            .iter()
            .flat_map(|&id| &schemas.get(id).properties);
        objects
            .map(|(name, id)| (name.as_str(), *id))
            .filter(|(name, _)| seen.insert(*name))
            .collect()
    }

    /// The types of properties that are not listed.
    pub(crate) fn further(&self, schemas: &Schemas) -> Types {
        let further = self.objects.iter().map(|&id| schemas.get(id).additional);
        let mut further = further.filter_map(|it| match it {
            Additional::Schema(id) => Some(Self::of(schemas, id).types),
            _ => None,
        });
        further.next().unwrap_or_default()
    }

    fn is_array(&self) -> bool {
        self.types.name(Types::ARRAY)
    }

    pub(crate) fn is_object(&self) -> bool {
        self.types.name(Types::OBJECT) && !self.is_array()
    }

    fn is_scalar(&self) -> bool {
        !self.is_array() && !self.is_object()
    }

    fn item(&self, schemas: &Schemas) -> Shape {
        let items = self.items.first();
        items.map_or_else(Self::default, |&id| Self::of(schemas, id))
    }

    /// The schema of the items, where values are arrays; `None` within for items of any kind.
    pub(crate) fn repeated(&self) -> Option<Option<Id>> {
        self.is_array().then(|| self.items.first().copied())
    }

    /// The shape of a property; `None` where the schema knows no such property.
    fn property(&self, schemas: &Schemas, name: &str) -> Option<Shape> {
        self.property_id(schemas, name)
            .map(|id| Self::of(schemas, id))
    }

    /// The schema of a property.
    pub(crate) fn property_id(&self, schemas: &Schemas, name: &str) -> Option<Id> {
        let listed = |&id: &Id| schemas.get(id).property(name);
        let further = |&id: &Id| match schemas.get(id).additional {
            Additional::Schema(id) => Some(id),
            _ => None,
        };
        let mut objects = self.objects.iter();
        let id = objects.find_map(listed);
        id.or_else(|| self.objects.iter().find_map(further))
    }

    /// Whether a property is listed.
    pub(crate) fn lists(&self, schemas: &Schemas, name: &str) -> bool {
        let mut objects = self.objects.iter();
        objects.any(|&id| schemas.get(id).property(name).is_some())
    }

    fn takes_unlisted(&self, schemas: &Schemas) -> bool {
        self.objects.is_empty()
            || self
                .objects
                .iter()
                .any(|&id| matches!(schemas.get(id).additional, Additional::Schema(_)))
    }
}

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
        .map(|(name, value)| (Cow::Borrowed(name), value.trim_matches('"')))
        .collect()
}

/// What a parameter is read from, and how.
pub(crate) struct Reader<'a> {
    pub(crate) schemas: &'a Schemas,
    pub(crate) name: &'a str,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
}

/// Why a parameter cannot be read.
type Fault = &'static str;

impl Reader<'_> {
    /// Reads what stands in a path segment.
    pub(crate) fn path(&self, shape: &Shape, raw: &str) -> Result<Value, Fault> {
        match self.style {
            Style::Label => {
                let raw = raw.strip_prefix('.').ok_or("must begin with a dot")?;
                let separator = if self.explode { "." } else { "," };
                self.separated(shape, raw, &[separator], Decoding::Percent)
            }
            Style::Matrix => self.matrix(shape, raw),
            Style::Json => document(&decode(raw, Decoding::Percent)?),
            _ => self.delimited(shape, raw, Decoding::Percent),
        }
    }

    /// Reads a header.
    pub(crate) fn header(&self, shape: &Shape, text: &str) -> Result<Value, Fault> {
        match self.style {
            Style::Json => document(text),
            _ => self.delimited(shape, text.trim(), Decoding::Verbatim),
        }
    }

    /// Reads what a query, form or cookie says; `None` where it does not name the parameter. `declared` are the names
    /// of the other parameters, which an object spread over the query does not take.
    pub(crate) fn query(
        &self,
        shape: &Shape,
        pairs: &[Pair<'_>],
        declared: &[String],
    ) -> Result<Option<Value>, Fault> {
        if self.style == Style::DeepObject {
            return self.deep_object(shape, pairs);
        }
        if shape.is_object() && self.explode && self.style != Style::Json {
            return self.spread(shape, pairs, declared);
        }
        let mut values = pairs
            .iter()
            .filter(|(name, _)| name == self.name)
            .map(|(_, value)| *value);
        let Some(first) = values.next() else {
            return Ok(None);
        };
        let value = if self.style == Style::Json {
            document(&decode(first, self.form())?)?
        } else if shape.is_array() && self.explode {
            let item = shape.item(self.schemas);
            let raw = std::iter::once(first).chain(values.by_ref());
            raw.map(|raw| self.item(&item, raw, self.form()))
                .collect::<Result<_, _>>()?
        } else {
            self.delimited(shape, first, self.form())?
        };
        match values.next() {
            Some(_) => Err("must not be given more than once"),
            None => Ok(Some(value)),
        }
    }

    /// How a value of a query or form is encoded.
    fn form(&self) -> Decoding {
        if self.allow_reserved {
            Decoding::Percent
        } else {
            Decoding::Form
        }
    }

    /// Reads what stands between the separators of the style.
    pub(crate) fn delimited(
        &self,
        shape: &Shape,
        raw: &str,
        decoding: Decoding,
    ) -> Result<Value, Fault> {
        self.separated(shape, raw, self.style.separators(decoding), decoding)
    }

    /// `a,b` for an array, `k,v` or `k=v` for an object.
    fn separated(
        &self,
        shape: &Shape,
        raw: &str,
        separators: &[&str],
        decoding: Decoding,
    ) -> Result<Value, Fault> {
        if shape.is_scalar() {
            return self.scalar(shape, raw, decoding);
        }
        let parts = split(raw, separators);
        if shape.is_array() {
            let item = shape.item(self.schemas);
            let parts = parts.iter().map(|it| self.item(&item, it, decoding));
            return parts.collect();
        }
        let pairs: Vec<(&str, &str)> = if self.explode {
            let pairs = parts.iter().map(|it| it.split_once('='));
            pairs
                .collect::<Option<_>>()
                .ok_or("must be name=value pairs")?
        } else if parts.len().is_multiple_of(2) {
            parts.chunks(2).map(|it| (it[0], it[1])).collect()
        } else {
            return Err("must be pairs of a name and a value");
        };
        let mut object = Map::new();
        for (name, raw) in pairs {
            let name = decode(name, decoding)?;
            let property = shape.property(self.schemas, &name).unwrap_or_default();
            let value = self.scalar(&property, raw, decoding)?;
            insert(&mut object, name, value)?;
        }
        Ok(Value::Object(object))
    }

    fn matrix(&self, shape: &Shape, raw: &str) -> Result<Value, Fault> {
        let raw = raw.strip_prefix(';').ok_or("must begin with a semicolon")?;
        if shape.is_object() && self.explode {
            return self.separated(shape, raw, &[";"], Decoding::Percent);
        }
        let parts = raw.split(';').map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let named = decode(name, Decoding::Percent)? == self.name;
            named.then_some(value).ok_or("must be called by its name")
        });
        let values: Vec<&str> = parts.collect::<Result<_, _>>()?;
        if shape.is_array() && self.explode {
            let item = shape.item(self.schemas);
            let values = values
                .iter()
                .map(|it| self.scalar(&item, it, Decoding::Percent));
            return values.collect();
        }
        match values[..] {
            [value] => self.separated(shape, value, &[","], Decoding::Percent),
            _ => Err("must not be given more than once"),
        }
    }

    /// `R=100&G=200`: each property is a parameter of its own.
    fn spread(
        &self,
        shape: &Shape,
        pairs: &[Pair<'_>],
        declared: &[String],
    ) -> Result<Option<Value>, Fault> {
        let mut object = Map::new();
        let takes_unlisted = shape.takes_unlisted(self.schemas);
        let mut repeated: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for (name, raw) in pairs {
            let Some(property) = shape.property(self.schemas, name).or_else(|| {
                let free = takes_unlisted && !declared.iter().any(|it| it == name);
                free.then(Shape::default)
            }) else {
                continue;
            };
            if property.is_array() {
                let item = self.scalar(&property.item(self.schemas), raw, self.form())?;
                let items: &mut Vec<Value> = repeated.entry(name.as_ref()).or_default();
                items.push(item);
            } else {
                let value = self.scalar(&property, raw, self.form())?;
                insert(&mut object, name.clone(), value)?;
            }
        }
        for (name, items) in repeated {
            object.insert(name.to_owned(), Value::Array(items));
        }
        Ok((!object.is_empty()).then_some(Value::Object(object)))
    }

    /// `color[R]=100&color[G]=200`, to any depth; `color[names][]=a` and repeated names make arrays.
    fn deep_object(&self, shape: &Shape, pairs: &[Pair<'_>]) -> Result<Option<Value>, Fault> {
        let mut tree = Tree::default();
        for (name, raw) in pairs {
            let Some(keys) = name.strip_prefix(self.name) else {
                continue;
            };
            if let Some(keys) = bracketed(keys) {
                tree.insert(&keys, raw);
            }
        }
        if tree.members.is_empty() {
            return Ok(None);
        }
        self.grow(shape, &tree).map(Some)
    }

    fn grow(&self, shape: &Shape, tree: &Tree<'_>) -> Result<Value, Fault> {
        if shape.is_array() {
            let item = shape.item(self.schemas);
            let own = tree.values.iter();
            let mut items = own
                .map(|raw| self.scalar(&item, raw, self.form()))
                .collect::<Result<Vec<_>, _>>()?;
            // `[0]`, `[1]`, … `[10]` in the order of the numbers.
            let mut members: Vec<_> = tree.members.iter().collect();
            members.sort_by_key(|(index, _)| index.parse::<u64>().ok());
            for (_, member) in members {
                for raw in &member.values {
                    items.push(self.scalar(&item, raw, self.form())?);
                }
                if !member.members.is_empty() {
                    items.push(self.grow(&item, member)?);
                }
            }
            return Ok(Value::Array(items));
        }
        if tree.members.is_empty() || shape.is_scalar() && shape.types != Types::default() {
            return match tree.values[..] {
                [raw] => self.scalar(shape, raw, self.form()),
                [] => Err("must not have members"),
                _ => Err("must not be given more than once"),
            };
        }
        let mut object = Map::new();
        for (name, member) in &tree.members {
            let property = shape.property(self.schemas, name).unwrap_or_default();
            object.insert(name.clone(), self.grow(&property, member)?);
        }
        Ok(Value::Object(object))
    }

    /// An item: between commas where it is an array again, `1,2|3,4`.
    fn item(&self, shape: &Shape, raw: &str, decoding: Decoding) -> Result<Value, Fault> {
        if !shape.is_array() {
            return self.scalar(shape, raw, decoding);
        }
        let item = shape.item(self.schemas);
        let parts = split(raw, &[","]).into_iter();
        parts.map(|it| self.scalar(&item, it, decoding)).collect()
    }

    fn scalar(&self, shape: &Shape, raw: &str, decoding: Decoding) -> Result<Value, Fault> {
        let text = decode(raw, decoding)?;
        if shape.is_any_text {
            return Ok(Value::String(text.into_owned()));
        }
        let value = scalar(shape.types, text);
        Ok(match value {
            Value::Number(it) if !shape.types.name(Types::NUMBER) => Value::Number(whole(it)),
            value => value,
        })
    }
}

/// `1e3` is an integer too.
fn whole(number: Number) -> Number {
    match number.as_f64() {
        Some(it) if number.is_f64() && it.fract() == 0.0 && it.abs() < 9e18 => {
            Number::from(it as i64)
        }
        _ => number,
    }
}

/// The value a text stands for among values of those types. A text that is of none of them stays a string, which the
/// schema then refuses.
pub(crate) fn scalar(types: Types, text: Cow<'_, str>) -> Value {
    if types.name(Types::INTEGER)
        && let Ok(number) = serde_json::from_str::<Number>(&text)
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
    {
        return Value::Number(number);
    }
    match &*text {
        "true" if types.name(Types::BOOLEAN) => Value::Bool(true),
        "false" if types.name(Types::BOOLEAN) => Value::Bool(false),
        "" | "null" if types.name(Types::NULL) => Value::Null,
        _ => Value::String(text.into_owned()),
    }
}

fn insert(object: &mut Map<String, Value>, name: Cow<'_, str>, value: Value) -> Result<(), Fault> {
    match object.insert(name.into_owned(), value) {
        Some(_) => Err("must not name a property more than once"),
        None => Ok(()),
    }
}

fn document(text: &str) -> Result<Value, Fault> {
    serde_json::from_str(text).map_err(|_| "must be JSON")
}

/// Splits at any of the separators; an empty text has no parts.
fn split<'a>(raw: &'a str, separators: &[&str]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = raw;
    while !rest.is_empty() || !parts.is_empty() {
        let next = separators
            .iter()
            .filter_map(|it| Some((rest.find(it)?, it.len())))
            .min();
        match next {
            Some((at, length)) => {
                parts.push(&rest[..at]);
                rest = &rest[at + length..];
            }
            None => {
                parts.push(rest);
                break;
            }
        }
    }
    parts
}

/// The keys of `[a][b]`; `None` for any other text.
fn bracketed(mut text: &str) -> Option<Vec<&str>> {
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

#[derive(Default)]
struct Tree<'a> {
    values: Vec<&'a str>,
    members: BTreeMap<String, Tree<'a>>,
}

impl<'a> Tree<'a> {
    fn insert(&mut self, keys: &[&str], raw: &'a str) {
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
pub(crate) fn decode(raw: &str, decoding: Decoding) -> Result<Cow<'_, str>, Fault> {
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
    while let [first, tail @ ..] = rest {
        rest = tail;
        octets.push(match (first, tail) {
            (b'+', _) if decoding == Decoding::Form => b' ',
            (b'%', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    high * 16 + low
                }
                _ => b'%',
            },
            _ => *first,
        });
    }
    octets
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|it| u8::try_from(it).ok())
}

/// Whether two texts are the same once the percent-encoding is taken off.
pub(crate) fn same(a: &str, b: &str) -> bool {
    octets(a, Decoding::Percent) == octets(b, Decoding::Percent)
}
