//! What stands for a value in a path, query, header, cookie or form → the value.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::encode::Rule;
use super::encoding::{
    Decoding, Deep, Pair, REPEATED, bracketed, decode, separators, strip_prefix,
};
use super::shape::{Items, Shape};
use crate::runtime::description::{Location, Style};
use crate::runtime::json::{Number, Tree};
use crate::runtime::validator::{Schemas, Types};

/// Reads a parameter that is laid out by a style.
pub(crate) struct StyleDecoder<'a> {
    pub(crate) schemas: &'a Schemas,
    pub(crate) rule: Rule<'a>,
}

/// What the other parameters of an operation take of its query or cookies, so that an object whose properties are not
/// listed does not.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    /// The names of parameters, and of the properties of those that are spread.
    pub(crate) names: Vec<String>,
    /// The names of those that are laid out as `name[property]`.
    pub(crate) deep: Vec<String>,
}

impl Declared {
    fn takes(&self, name: &str) -> bool {
        let is_deep = |(outer, _): (&str, &str)| self.deep.iter().any(|it| it == outer);
        self.names.iter().any(|it| it == name) || name.split_once('[').is_some_and(is_deep)
    }
}

/// Why a parameter cannot be read.
type Detail = &'static str;

impl StyleDecoder<'_> {
    /// Reads what stands in a path segment.
    pub(crate) fn path<'t>(&self, shape: &Shape, raw: &'t str) -> Result<Tree<'t>, Detail> {
        match self.rule.style {
            Style::Label => {
                let raw = strip_prefix(raw, ".").ok_or("must begin with a dot")?;
                let separator = if self.rule.explode { "." } else { "," };
                self.separated(shape, raw, &[separator], Decoding::Percent)
            }
            Style::Matrix => self.matrix(shape, raw),
            Style::Json => document(decode(raw, Decoding::Percent)?),
            _ => self.delimited(shape, raw, Decoding::Percent),
        }
    }

    /// Reads a header.
    pub(crate) fn header<'t>(&self, shape: &Shape, text: &'t str) -> Result<Tree<'t>, Detail> {
        match self.rule.style {
            Style::Json => document(text.into()),
            _ => self.delimited(shape, text.trim(), Decoding::Verbatim),
        }
    }

    /// Reads what a query, form or cookie says; `None` where it does not name the parameter.
    pub(crate) fn query<'t>(
        &self,
        shape: &Shape,
        pairs: &[Pair<'t>],
        declared: &Declared,
    ) -> Result<Option<Tree<'t>>, Detail> {
        let Rule { style, explode, .. } = self.rule;
        if style == Style::DeepObject {
            return self.deep_object(shape, pairs);
        }
        if shape.is_object() && explode && style != Style::Json {
            return self.spread(shape, pairs, declared);
        }
        let mut values = pairs
            .iter()
            .filter(|(name, _)| name == self.rule.name)
            .map(|(_, value)| *value);
        let Some(first) = values.next() else {
            return Ok(None);
        };
        let value = if style == Style::Json {
            document(decode(first, self.form())?)?
        } else if shape.is_array() && explode {
            let items = shape.items(self.schemas);
            let raw: Vec<&'t str> = std::iter::once(first).chain(values.by_ref()).collect();
            match raw[..] {
                [only] if items.are_objects() => self.objects(only, &[], self.form())?,
                [only] => {
                    let list = self.list(&items, raw, self.form());
                    self.list_or_scalar(shape, list, only, self.form())?
                }
                _ => self.list(&items, raw, self.form())?,
            }
        } else {
            self.delimited(shape, first, self.form())?
        };
        match values.next() {
            Some(_) => Err(REPEATED),
            None => Ok(Some(value)),
        }
    }

    /// How a value of a query, form or cookie is encoded; that of a part, which is as in a header.
    fn form(&self) -> Decoding {
        match self.rule {
            Rule {
                style: Style::Cookie,
                ..
            }
            | Rule {
                location: Location::Header,
                ..
            } => Decoding::Verbatim,
            Rule {
                location: Location::Cookie,
                ..
            }
            | Rule {
                allow_reserved: true,
                ..
            } => Decoding::Percent,
            _ => Decoding::Form,
        }
    }

    /// Reads what stands between the separators of the style.
    pub(crate) fn delimited<'t>(
        &self,
        shape: &Shape,
        raw: &'t str,
        decoding: Decoding,
    ) -> Result<Tree<'t>, Detail> {
        self.separated(shape, raw, separators(self.rule.style, decoding), decoding)
    }

    /// `a,b` for an array, `k,v` or `k=v` for an object.
    fn separated<'t>(
        &self,
        shape: &Shape,
        raw: &'t str,
        separators: &[&str],
        decoding: Decoding,
    ) -> Result<Tree<'t>, Detail> {
        if shape.is_scalar() {
            return self.scalar(shape, raw, decoding);
        }
        if shape.is_array() {
            let items = shape.items(self.schemas);
            let list = match items.are_objects() {
                true => self.objects(raw, separators, decoding),
                false => self.list(&items, self.split(raw, separators), decoding),
            };
            return self.list_or_scalar(shape, list, raw, decoding);
        }
        let parts = self.split(raw, separators);
        let pairs: Vec<(&'t str, &'t str)> = if self.rule.explode {
            let pairs = parts.iter().map(|it| it.split_once('='));
            pairs
                .collect::<Option<_>>()
                .ok_or("must be name=value pairs")?
        } else if parts.len().is_multiple_of(2) {
            parts.chunks(2).map(|it| (it[0], it[1])).collect()
        } else {
            return Err("must be pairs of a name and a value");
        };
        let mut object = Members::new();
        for (name, raw) in pairs {
            let name = decode(name, decoding)?;
            let property = shape.property(self.schemas, &name).unwrap_or_default();
            let value = self.nested(&property, raw, decoding)?;
            insert(&mut object, name, value)?;
        }
        Ok(whole(object))
    }

    fn split<'t>(&self, raw: &'t str, separators: &[&str]) -> Vec<&'t str> {
        split(raw, separators, self.rule.location == Location::Header)
    }

    /// An array of objects, each of which travels as JSON. What others send is taken too, since nothing else begins with a
    /// bracket there: one array for all of them.
    fn objects<'t>(
        &self,
        raw: &'t str,
        separators: &[&str],
        decoding: Decoding,
    ) -> Result<Tree<'t>, Detail> {
        let text = decode(raw, decoding)?;
        if text.trim_start().starts_with('[') {
            return document(text);
        }
        // What is not escaped has commas of its own between those of the style.
        if separators.is_empty() || decoding == Decoding::Verbatim {
            return document(format!("[{text}]").into());
        }
        let parts = self.split(raw, separators).into_iter();
        let parts = parts.map(|it| document(decode(it, decoding)?));
        match parts.collect() {
            Err(_) => document(format!("[{text}]").into()),
            Ok(items) => Ok(Tree::Array(items)),
        }
    }

    fn matrix<'t>(&self, shape: &Shape, raw: &'t str) -> Result<Tree<'t>, Detail> {
        let raw = raw.strip_prefix(';').ok_or("must begin with a semicolon")?;
        let explode = self.rule.explode;
        if shape.is_object() && explode {
            return self.separated(shape, raw, &[";"], Decoding::Percent);
        }
        let parts = raw.split(';').map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let named = decode(name, Decoding::Percent)? == self.rule.name;
            named.then_some(value).ok_or("must be called by its name")
        });
        let values: Vec<&'t str> = parts.collect::<Result<_, _>>()?;
        if shape.is_array() && explode {
            let only = match values[..] {
                [only] => Some(only),
                _ => None,
            };
            let list = self.list(&shape.items(self.schemas), values, Decoding::Percent);
            return match only {
                Some(only) => self.list_or_scalar(shape, list, only, Decoding::Percent),
                None => list,
            };
        }
        match values[..] {
            [value] => self.separated(shape, value, &[","], Decoding::Percent),
            _ => Err(REPEATED),
        }
    }

    /// `R=100&G=200`: each property is a parameter of its own.
    fn spread<'t>(
        &self,
        shape: &Shape,
        pairs: &[Pair<'t>],
        declared: &Declared,
    ) -> Result<Option<Tree<'t>>, Detail> {
        let mut object = Members::new();
        let takes_unlisted = shape.takes_unlisted(self.schemas);
        let mut repeated: BTreeMap<&Cow<'t, str>, Vec<Tree<'t>>> = BTreeMap::new();
        for (name, raw) in pairs {
            let listed = shape.listed(self.schemas, name);
            let further = || {
                let further = shape.property(self.schemas, name);
                further.filter(|_| !declared.takes(name))
            };
            let Some(property) = listed.or_else(further).or_else(|| {
                let free = takes_unlisted && !declared.takes(name);
                free.then(Shape::default)
            }) else {
                continue;
            };
            if property.is_array() {
                let items = repeated.entry(name).or_default();
                let shapes = property.items(self.schemas);
                items.push(self.nested(shapes.at(items.len()), raw, self.form())?);
            } else {
                let value = self.nested(&property, raw, self.form())?;
                insert(&mut object, name.clone(), value)?;
            }
        }
        for (name, items) in repeated {
            object.insert(name.clone(), Tree::Array(items));
        }
        match object.is_empty() {
            true => self.alone(shape, pairs),
            false => Ok(Some(whole(object))),
        }
    }

    /// `color[R]=100&color[G]=200`, to any depth; `color[names][]=a` and repeated names make arrays.
    fn deep_object<'t>(
        &self,
        shape: &Shape,
        pairs: &[Pair<'t>],
    ) -> Result<Option<Tree<'t>>, Detail> {
        let mut tree = Deep::default();
        for (name, raw) in pairs {
            let Some(keys) = name.strip_prefix(self.rule.name) else {
                continue;
            };
            if let Some(keys) = bracketed(keys) {
                tree.insert(&keys, raw);
            }
        }
        if tree.members.is_empty() {
            return self.alone(shape, pairs);
        }
        self.grow(shape, &tree).map(Some)
    }

    /// What is none of the objects that a parameter may be, and stands under its name alone.
    fn alone<'t>(&self, shape: &Shape, pairs: &[Pair<'t>]) -> Result<Option<Tree<'t>>, Detail> {
        let own = pairs.iter().filter(|it| it.0 == self.rule.name);
        let mut own = own.map(|it| it.1).filter(|_| shape.may_be_scalar());
        match (own.next(), own.next()) {
            (None, _) => Ok(None),
            (Some(raw), None) => self.scalar(shape, raw, self.form()).map(Some),
            (Some(_), Some(_)) => Err(REPEATED),
        }
    }

    fn grow<'t>(&self, shape: &Shape, tree: &Deep<'t>) -> Result<Tree<'t>, Detail> {
        if shape.is_array() {
            let shapes = shape.items(self.schemas);
            let own = tree.values.iter().enumerate();
            let mut items = own
                .map(|(at, raw)| self.scalar(shapes.at(at), raw, self.form()))
                .collect::<Result<Vec<_>, _>>()?;
            for member in tree.items() {
                let item = shapes.at(items.len());
                if item.is_array() {
                    items.push(self.grow(item, member)?);
                    continue;
                }
                for raw in &member.values {
                    let item = shapes.at(items.len());
                    items.push(self.scalar(item, raw, self.form())?);
                }
                if !member.members.is_empty() {
                    items.push(self.grow(shapes.at(items.len()), member)?);
                }
            }
            return Ok(Tree::Array(items));
        }
        if tree.members.is_empty() || shape.is_scalar() && shape.types() != Types::default() {
            return match tree.values[..] {
                [raw] => self.scalar(shape, raw, self.form()),
                [] => Err("must not have members"),
                // Of whatever type it may be, a list is what is given more than once.
                _ if shape.is_list_if_repeated() => {
                    let items = tree.values.iter();
                    let items = items.map(|raw| self.scalar(shape, raw, self.form()));
                    items.collect::<Result<_, _>>().map(Tree::Array)
                }
                _ => Err(REPEATED),
            };
        }
        let mut object = Members::new();
        for (name, member) in &tree.members {
            let property = shape.property(self.schemas, name).unwrap_or_default();
            object.insert(name.clone().into(), self.grow(&property, member)?);
        }
        Ok(whole(object))
    }

    /// The items of a list, each by the schema of its place.
    fn list<'t>(
        &self,
        items: &Items,
        parts: Vec<&'t str>,
        decoding: Decoding,
    ) -> Result<Tree<'t>, Detail> {
        let parts = parts.into_iter().enumerate();
        let all = parts.map(|(at, raw)| self.item(items.at(at), raw, decoding));
        all.collect::<Result<_, _>>().map(Tree::Array)
    }

    /// What stands for a list is the scalar that is written so where the schema takes that, and not the list, or there is one item.
    fn list_or_scalar<'t>(
        &self,
        shape: &Shape,
        list: Result<Tree<'t>, Detail>,
        raw: &'t str,
        decoding: Decoding,
    ) -> Result<Tree<'t>, Detail> {
        let is_taken = |it: &Tree<'t>| shape.takes(self.schemas, it);
        // A list of one item and that item are the same text (OpenAPI 3.2.0, section 4.12.5.1): it is read as the item. What has
        // separators is a list before it is a text.
        let is_one = matches!(&list, Ok(Tree::Array(items)) if items.len() < 2);
        if shape.may_be_scalar() && (is_one || !list.as_ref().is_ok_and(is_taken)) {
            let alone = self.scalar(shape, raw, decoding)?;
            if is_taken(&alone) {
                return Ok(alone);
            }
        }
        list
    }

    /// An item: between separators of its own where it is an array again, `1,2|3,4`.
    fn item<'t>(
        &self,
        shape: &Shape,
        raw: &'t str,
        decoding: Decoding,
    ) -> Result<Tree<'t>, Detail> {
        if shape.is_array() {
            let inner = Rule {
                style: self.rule.item_style,
                item_style: Style::Simple,
                explode: false,
                ..self.rule
            };
            let inner = Self {
                rule: inner,
                ..*self
            };
            return inner.delimited(shape, raw, decoding);
        }
        self.nested(shape, raw, decoding)
    }

    /// What stands within a value: a scalar, or JSON where it is an array or object.
    fn nested<'t>(
        &self,
        shape: &Shape,
        raw: &'t str,
        decoding: Decoding,
    ) -> Result<Tree<'t>, Detail> {
        if shape.is_scalar() {
            return self.scalar(shape, raw, decoding);
        }
        document(decode(raw, decoding)?)
    }

    fn scalar<'t>(
        &self,
        shape: &Shape,
        raw: &'t str,
        decoding: Decoding,
    ) -> Result<Tree<'t>, Detail> {
        let text = decode(raw, decoding)?;
        if shape.is_any_text() {
            return Ok(Tree::String(text));
        }
        Ok(scalar_of(self.schemas, shape, text))
    }
}

/// The value that a text stands for under a schema. An empty text and `null` stand for nothing where the schema takes
/// `null`, unless it takes them as they are.
pub(crate) fn scalar_of<'t>(schemas: &Schemas, shape: &Shape, text: Cow<'t, str>) -> Tree<'t> {
    let types = shape.types();
    match scalar(types, text) {
        Tree::String(text)
            if types.names(Types::NULL)
                && matches!(&*text, "" | "null")
                && !shape.takes_text(schemas, &text) =>
        {
            Tree::Null
        }
        value => value,
    }
}

/// The value a text stands for among values of those types: a number is one in all of its digits. A text that is of none of
/// them stays a string, which the schema then refuses.
fn scalar(types: Types, text: Cow<'_, str>) -> Tree<'_> {
    if types.names(Types::INTEGER)
        && Number::new(&*text).is_some_and(|it| types.names(Types::NUMBER) || it.is_integer())
    {
        return Number::new(text).map_or(Tree::Null, Tree::Number);
    }
    match &*text {
        "true" if types.names(Types::BOOLEAN) => Tree::Bool(true),
        "false" if types.names(Types::BOOLEAN) => Tree::Bool(false),
        _ => Tree::String(text),
    }
}

/// The members of an object that is being read.
type Members<'t> = BTreeMap<Cow<'t, str>, Tree<'t>>;

fn whole(members: Members<'_>) -> Tree<'_> {
    Tree::Object(members.into_iter().collect())
}

fn insert<'t>(object: &mut Members<'t>, name: Cow<'t, str>, value: Tree<'t>) -> Result<(), Detail> {
    match object.insert(name, value) {
        Some(_) => Err("must not name a property more than once"),
        None => Ok(()),
    }
}

fn document(text: Cow<'_, str>) -> Result<Tree<'_>, Detail> {
    let read = match text {
        Cow::Borrowed(text) => Tree::of_bytes(text.as_bytes()),
        Cow::Owned(text) => Tree::of_bytes(text.as_bytes()).map(Tree::into_owned),
    };
    read.map_err(|_| "must be JSON")
}

/// Splits at any of the separators; an empty text has no parts. In a header there may be blanks around each part (RFC
/// 9110, section 5.6.1).
fn split<'a>(raw: &'a str, separators: &[&str], has_blanks: bool) -> Vec<&'a str> {
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
    if has_blanks {
        for part in &mut parts {
            *part = part.trim_matches([' ', '\t']);
        }
    }
    parts
}
