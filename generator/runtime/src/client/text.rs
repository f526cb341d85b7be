//! Text that has no types → a Rust type, which is asked what it is: headers, plain text, forms, the data of events.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::runtime::description::{Encoding, Style};
use crate::runtime::json::{Error, Number, Tree};
use crate::runtime::style::{
    Decoding, Deep, Pair, REPEATED, bracketed, decode, property_rule, separators,
};
use crate::runtime::types::judged::Judged;
use crate::runtime::types::{Decode, Erased, Filling, Read, ReadTagged, Source, Value};

/// How a text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A scalar stands for itself, anything else is JSON.
    Plain,
    /// Items, or names and values, between separators: of a header, where blanks may stand around them.
    Header(Style, bool),
    /// It is JSON.
    Json,
}

/// Reads a type from a text.
pub(crate) fn from_text<T: Decode>(text: &str, layout: Layout) -> Result<T, Error> {
    T::decode(Source::Serde(&mut Text { text, layout }))
}

/// A text on its way to a type.
struct Text<'t> {
    text: &'t str,
    layout: Layout,
}

impl Text<'_> {
    /// Reads it as JSON.
    fn by_json<'de, T>(
        &self,
        read: impl FnOnce(&mut Judged<'de>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let tree = Tree::of_bytes(self.text.as_bytes())?;
        read(&mut Judged::new(tree.into_owned()))
    }

    /// The parts of a header.
    fn parts(&self, style: Style) -> Vec<&str> {
        let separator = separators(style, Decoding::Verbatim)[0];
        match self.text.is_empty() {
            true => Vec::new(),
            false => self.text.split(separator).map(str::trim).collect(),
        }
    }
}

/// A text within another one.
fn plain(text: &str) -> Text<'_> {
    Text {
        text,
        layout: Layout::Plain,
    }
}

impl<'de> Erased<'de> for Text<'_> {
    fn is_human_readable(&self) -> bool {
        true
    }

    fn scalar(&mut self, expected: &'static str) -> Result<Value<'de>, Error> {
        if self.layout == Layout::Json {
            return self.by_json(|it| it.scalar(expected));
        }
        Ok(match (expected, self.text) {
            ("a boolean", "true") => Value::Bool(true),
            ("a boolean", "false") => Value::Bool(false),
            ("null", "" | "null") => Value::Null,
            (_, text) => Value::String(Cow::Owned(text.to_owned())),
        })
    }

    fn integer(&mut self) -> Result<i128, Error> {
        self.by_json(Erased::integer)
    }

    fn float(&mut self) -> Result<f64, Error> {
        self.by_json(Erased::float)
    }

    fn string(&mut self) -> Result<String, Error> {
        match self.layout {
            Layout::Json => self.by_json(Erased::string),
            Layout::Plain | Layout::Header(..) => Ok(self.text.to_owned()),
        }
    }

    fn tagged(
        &mut self,
        name: &str,
        has_other: bool,
        read: &mut ReadTagged<'_>,
    ) -> Result<(), Error> {
        self.by_json(|it| it.tagged(name, has_other, read))
    }

    fn option(&mut self, some: &mut Read<'_, 'de>) -> Result<(), Error> {
        match self.layout == Layout::Json && self.text.trim() == "null" {
            true => Ok(()),
            false => some(Source::Serde(self)),
        }
    }

    fn array(&mut self, element: &mut Read<'_, 'de>) -> Result<(), Error> {
        let Layout::Header(style, _) = self.layout else {
            return self.by_json(|it| it.array(element));
        };
        // JSON has commas of its own.
        if self.text.starts_with('{') {
            let text = format!("[{}]", self.text);
            return plain(&text).array(element);
        }
        let parts = self.parts(style).into_iter();
        parts
            .map(plain)
            .try_for_each(|mut it| element(Source::Serde(&mut it)))
    }

    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error> {
        let Layout::Header(style, explode) = self.layout else {
            return self.by_json(|it| it.object(filling));
        };
        let parts = self.parts(style);
        let pairs: Vec<(&str, &str)> = match explode {
            true => parts
                .iter()
                .map(|it| it.split_once('=').unwrap_or((it, "")))
                .collect(),
            false => parts
                .chunks(2)
                .map(|it| (it[0], it.get(1).copied().unwrap_or_default()))
                .collect(),
        };
        for (name, text) in pairs {
            filling.member(Cow::Owned(name.to_owned()), Source::Serde(&mut plain(text)))?;
        }
        filling.end()
    }

    fn value(&mut self) -> Result<Value<'de>, Error> {
        let is_json = self.layout == Layout::Json || self.text.starts_with(['{', '[']);
        if is_json && let Ok(value) = self.by_json(Erased::value) {
            return Ok(value);
        }
        Ok(match self.text {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            text => {
                let number = Number::new(text).map(Number::into_owned);
                let number = number.map(|it| Judged::new(Tree::Number(it)).value());
                match number {
                    Some(Ok(number)) => number,
                    _ => Value::String(Cow::Owned(text.to_owned())),
                }
            }
        })
    }
}

/// Reads a type from the fields of a form, each laid out by its encoding.
pub(crate) fn from_form<T: Decode>(
    pairs: &[Pair<'_>],
    encodings: &[(&str, Encoding)],
) -> Result<T, Error> {
    T::decode(Source::Serde(&mut Form { pairs, encodings }))
}

/// Reads a type from names and texts, each of which stands for itself: the fields of an event.
pub(crate) fn from_fields<T: Decode>(fields: &[(&str, &str)]) -> Result<T, Error> {
    T::decode(Source::Serde(&mut Fields(fields)))
}

/// A form on its way to a type.
struct Form<'t> {
    pairs: &'t [Pair<'t>],
    encodings: &'t [(&'t str, Encoding)],
}

/// What a form says of one property.
struct Field<'t> {
    raw: Vec<&'t str>,
    style: Style,
    explode: bool,
}

/// Names and texts on their way to a type.
struct Fields<'t>(&'t [(&'t str, &'t str)]);

fn no_object<T>(expected: &'static str) -> Result<T, Error> {
    Err(Error::expected(expected, "an object"))
}

/// What can be asked of an object alone.
macro_rules! objects_alone {
    () => {
        fn is_human_readable(&self) -> bool {
            true
        }

        fn scalar(&mut self, expected: &'static str) -> Result<Value<'de>, Error> {
            no_object(expected)
        }

        fn integer(&mut self) -> Result<i128, Error> {
            no_object("an integer")
        }

        fn float(&mut self) -> Result<f64, Error> {
            no_object("a number")
        }

        fn string(&mut self) -> Result<String, Error> {
            no_object("a string")
        }

        fn option(&mut self, some: &mut Read<'_, 'de>) -> Result<(), Error> {
            some(Source::Serde(self))
        }

        fn array(&mut self, _: &mut Read<'_, 'de>) -> Result<(), Error> {
            no_object("an array")
        }

        fn tagged(
            &mut self,
            name: &str,
            has_other: bool,
            read: &mut ReadTagged<'_>,
        ) -> Result<(), Error> {
            let tag = self.member_text(name);
            match (tag, has_other) {
                (Some(tag), _) => read(&tag, Source::Serde(self)),
                (None, true) => read("", Source::Serde(self)),
                (None, false) => Err(Error::new(format!("missing property `{name}`"))),
            }
        }
    };
}

impl Form<'_> {
    /// The name and keys of a value that stands beneath a property: `place[x]`.
    fn keys<'n>(&self, name: &'n str) -> Option<(&'n str, Vec<&'n str>)> {
        let outer = name.split_once('[')?.0;
        let mut all = self.encodings.iter();
        let is_deep = all.any(|it| it.0 == outer && it.1.style == Style::DeepObject);
        let keys = bracketed(&name[outer.len()..])?;
        is_deep.then_some((outer, keys))
    }

    fn member_text(&self, name: &str) -> Option<String> {
        let raw = self.pairs.iter().find(|it| it.0 == name)?.1;
        let text = decode(raw, Decoding::Form).ok()?;
        Some(text.into_owned())
    }
}

impl<'de> Erased<'de> for Form<'_> {
    objects_alone!();

    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error> {
        // In the order in which they come first: what is given of each, and what is given beneath it: `place[x]=1`.
        let mut given: Vec<(&str, Vec<&str>, Deep<'_>)> = Vec::new();
        let mut places = HashMap::new();
        for (name, raw) in self.pairs {
            let keys = self.keys(name);
            let name = keys.as_ref().map_or(&**name, |it| it.0);
            let place = *places.entry(name).or_insert_with(|| {
                given.push((name, Vec::new(), Deep::default()));
                given.len() - 1
            });
            match keys {
                Some((_, keys)) => given[place].2.insert(&keys, raw),
                None => given[place].1.push(raw),
            }
        }
        for (name, raw, deep) in given {
            if !deep.members.is_empty() {
                filling.member(Cow::Owned(name.to_owned()), Source::Serde(&mut &deep))?;
            }
            if raw.is_empty() {
                continue;
            }
            let encoding = self.encodings.iter().find(|it| it.0 == name);
            let rule = property_rule(name, encoding.map(|it| &it.1), false);
            let mut field = Field {
                raw,
                style: rule.style,
                explode: rule.explode,
            };
            filling.member(Cow::Owned(name.to_owned()), Source::Serde(&mut field))?;
        }
        filling.end()
    }

    fn value(&mut self) -> Result<Value<'de>, Error> {
        let members = self.pairs.iter().map(|(name, raw)| {
            let text = decode(raw, Decoding::Form).map_err(Error::new)?;
            Ok((Cow::Owned(name.to_string()), plain(&text).value()?))
        });
        members.collect::<Result<_, Error>>().map(Value::Object)
    }
}

/// What can be asked of a text alone, for what has a way to be one.
macro_rules! by_text {
    () => {
        fn is_human_readable(&self) -> bool {
            true
        }

        fn scalar(&mut self, expected: &'static str) -> Result<Value<'de>, Error> {
            self.with(|it| it.scalar(expected))
        }

        fn integer(&mut self) -> Result<i128, Error> {
            self.with(|it| it.integer())
        }

        fn float(&mut self) -> Result<f64, Error> {
            self.with(|it| it.float())
        }

        fn string(&mut self) -> Result<String, Error> {
            self.with(|it| it.string())
        }

        fn option(&mut self, some: &mut Read<'_, 'de>) -> Result<(), Error> {
            some(Source::Serde(self))
        }
    };
}

impl Deep<'_> {
    fn with<T>(&self, read: impl FnOnce(&mut Text<'_>) -> Result<T, Error>) -> Result<T, Error> {
        match self.values[..] {
            [raw] if self.members.is_empty() => read(&mut plain(
                &decode(raw, Decoding::Form).map_err(Error::new)?,
            )),
            _ => no_object("a value"),
        }
    }

    /// Reads each of the values that stand here.
    fn each(&self, element: &mut Read<'_, '_>) -> Result<(), Error> {
        self.values.iter().try_for_each(|raw| {
            let text = decode(raw, Decoding::Form).map_err(Error::new)?;
            element(Source::Serde(&mut plain(&text)))
        })
    }
}

impl<'de> Erased<'de> for &Deep<'_> {
    by_text!();

    fn tagged(
        &mut self,
        name: &str,
        has_other: bool,
        read: &mut ReadTagged<'_>,
    ) -> Result<(), Error> {
        match (self.members.get(name), has_other) {
            (Some(tag), _) => {
                let tag = tag.with(|it| it.string())?;
                read(&tag, Source::Serde(self))
            }
            (None, true) => read("", Source::Serde(self)),
            (None, false) => Err(Error::new(format!("missing property `{name}`"))),
        }
    }

    fn array(&mut self, element: &mut Read<'_, 'de>) -> Result<(), Error> {
        self.each(element)?;
        self.items().into_iter().try_for_each(|mut it| {
            it.each(element)?;
            match it.members.is_empty() {
                true => Ok(()),
                false => element(Source::Serde(&mut it)),
            }
        })
    }

    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error> {
        for (name, mut it) in &self.members {
            filling.member(Cow::Owned(name.to_owned()), Source::Serde(&mut it))?;
        }
        filling.end()
    }

    fn value(&mut self) -> Result<Value<'de>, Error> {
        if self.members.is_empty() {
            return self.with(|it| it.value());
        }
        let members = self.members.iter();
        let members = members.map(|(name, mut it)| Ok((Cow::Owned(name.clone()), it.value()?)));
        members.collect::<Result<_, Error>>().map(Value::Object)
    }
}

impl Fields<'_> {
    fn member_text(&self, name: &str) -> Option<String> {
        let found = self.0.iter().find(|it| it.0 == name);
        found.map(|it| it.1.to_owned())
    }
}

impl<'de> Erased<'de> for Fields<'_> {
    objects_alone!();

    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error> {
        for (name, text) in self.0 {
            filling.member(
                Cow::Owned((*name).to_owned()),
                Source::Serde(&mut plain(text)),
            )?;
        }
        filling.end()
    }

    fn value(&mut self) -> Result<Value<'de>, Error> {
        let members = self
            .0
            .iter()
            .map(|(name, text)| Ok((Cow::Owned((*name).to_owned()), plain(text).value()?)));
        members.collect::<Result<_, Error>>().map(Value::Object)
    }
}

impl Field<'_> {
    /// The only text there is.
    fn text(&self) -> Result<Cow<'_, str>, Error> {
        match self.raw[..] {
            [raw] => decode(raw, Decoding::Form).map_err(Error::new),
            _ => Err(Error::new(REPEATED)),
        }
    }

    fn layout(&self) -> Layout {
        match self.style {
            Style::Json => Layout::Json,
            _ => Layout::Plain,
        }
    }

    fn with<T>(&self, read: impl FnOnce(&mut Text<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let text = self.text()?;
        read(&mut Text {
            text: &text,
            layout: self.layout(),
        })
    }
}

impl<'de> Erased<'de> for Field<'_> {
    by_text!();

    fn tagged(
        &mut self,
        name: &str,
        has_other: bool,
        read: &mut ReadTagged<'_>,
    ) -> Result<(), Error> {
        self.with(|it| it.tagged(name, has_other, read))
    }

    fn array(&mut self, element: &mut Read<'_, 'de>) -> Result<(), Error> {
        if self.style == Style::Json {
            return self.with(|it| it.array(element));
        }
        let raw = match (self.explode, &self.raw[..]) {
            (false, [""]) => Vec::new(),
            (false, [only]) => {
                let mut parts = vec![*only];
                for separator in separators(self.style, Decoding::Form) {
                    parts = parts.iter().flat_map(|it| it.split(separator)).collect();
                }
                parts
            }
            (_, all) => all.to_vec(),
        };
        for raw in raw {
            let text = decode(raw, Decoding::Form).map_err(Error::new)?;
            element(Source::Serde(&mut plain(&text)))?;
        }
        Ok(())
    }

    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error> {
        self.with(|it| it.object(filling))
    }

    fn value(&mut self) -> Result<Value<'de>, Error> {
        match self.raw.len() {
            1 => self.with(|it| it.value()),
            _ => {
                let items = self.raw.iter().map(|raw| {
                    let text = decode(raw, Decoding::Form).map_err(Error::new)?;
                    plain(&text).value()
                });
                items.collect::<Result<_, Error>>().map(Value::Array)
            }
        }
    }
}
