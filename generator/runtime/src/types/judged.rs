//! A value that was judged → a Rust type: what travels as text is read as what it was judged as, digit by digit.

use std::borrow::Cow;

use super::decode::Decode;
use super::source::{Erased, Filling, Read, ReadTagged, Source};
use super::value::{Value, tag_text};
use crate::runtime::json::{Error, Number, Tree};

/// Reads a type from a value.
///
/// # Errors
/// The value is not of that type. The error says where it is in the value.
pub(crate) fn from_tree<T: Decode>(tree: Tree<'_>) -> Result<T, Error> {
    T::decode(Source::Serde(&mut Judged::new(tree)))
}

/// A value, until it is read.
pub(crate) struct Judged<'de>(Tree<'de>);

impl<'de> Judged<'de> {
    /// Holds it.
    pub(crate) fn new(tree: Tree<'de>) -> Self {
        Self(tree)
    }

    fn take(&mut self) -> Tree<'de> {
        std::mem::replace(&mut self.0, Tree::Null)
    }

    fn number(&self, expected: &'static str) -> Result<&Number<'de>, Error> {
        match &self.0 {
            Tree::Number(it) => Ok(it),
            other => Err(Error::expected(expected, kind(other))),
        }
    }
}

impl<'de> Erased<'de> for Judged<'de> {
    fn is_human_readable(&self) -> bool {
        true
    }

    fn scalar(&mut self, expected: &'static str) -> Result<Value<'de>, Error> {
        match &self.0 {
            it @ (Tree::Array(_) | Tree::Object(_)) => Err(Error::expected(expected, kind(it))),
            _ => self.value(),
        }
    }

    fn integer(&mut self) -> Result<i128, Error> {
        let number = self.number("an integer")?;
        match number.as_i128() {
            Some(it) => Ok(it),
            None if number.is_integer() => Err(Error::out_of_range(number)),
            None => Err(Error::expected("an integer", "a number")),
        }
    }

    fn float(&mut self) -> Result<f64, Error> {
        finite(self.number("a number")?)
    }

    fn string(&mut self) -> Result<String, Error> {
        match self.take() {
            Tree::String(it) => Ok(it.into_owned()),
            other => Err(Error::expected("a string", kind(&other))),
        }
    }

    fn tagged(
        &mut self,
        name: &str,
        has_other: bool,
        read: &mut ReadTagged<'_>,
    ) -> Result<(), Error> {
        if !matches!(self.0, Tree::Object(_)) {
            return Err(Error::expected("an object", kind(&self.0)));
        }
        let tag = self.0.get(name).map(outline).transpose()?;
        let tag = tag_text(tag.as_ref(), name, has_other)?.into_owned();
        read(&tag, Source::Serde(self))
    }

    fn option(&mut self, some: &mut Read<'_, 'de>) -> Result<(), Error> {
        match self.0 {
            Tree::Null => Ok(()),
            _ => some(Source::Serde(self)),
        }
    }

    fn array(&mut self, element: &mut Read<'_, 'de>) -> Result<(), Error> {
        match self.take() {
            Tree::Array(items) => items
                .into_iter()
                .try_for_each(|it| element(Source::Serde(&mut Self(it)))),
            other => Err(Error::expected("an array", kind(&other))),
        }
    }

    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error> {
        match self.take() {
            Tree::Object(members) => {
                for (name, it) in members {
                    filling.member(name, Source::Serde(&mut Self(it)))?;
                }
                filling.end()
            }
            other => Err(Error::expected("an object", kind(&other))),
        }
    }

    fn value(&mut self) -> Result<Value<'de>, Error> {
        whole(self.take())
    }
}

/// The float that is nearest, if there is one.
fn finite(number: &Number<'_>) -> Result<f64, Error> {
    let it = number.as_f64();
    match it.is_finite() {
        true => Ok(it),
        false => Err(Error::out_of_range(number)),
    }
}

/// A string that is borrowed, or what `plain` has of others.
fn outline<'a>(tree: &'a Tree<'_>) -> Result<Value<'a>, Error> {
    match tree {
        Tree::String(it) => Ok(Value::String(Cow::Borrowed(it))),
        other => plain(other),
    }
}

/// All of a value.
fn whole(tree: Tree<'_>) -> Result<Value<'_>, Error> {
    match tree {
        Tree::String(it) => Ok(Value::String(it)),
        Tree::Array(items) => {
            let items = items.into_iter().enumerate();
            let items = items.map(|(at, it)| whole(it).map_err(|error| error.within_index(at)));
            items.collect::<Result<_, _>>().map(Value::Array)
        }
        Tree::Object(members) => {
            let members = members.into_iter();
            let members = members.map(|(name, it)| match whole(it) {
                Ok(it) => Ok((name, it)),
                Err(error) => Err(error.within(&name)),
            });
            members.collect::<Result<_, _>>().map(Value::Object)
        }
        other => plain(&other),
    }
}

/// A value without a text, or that there is an array or an object.
fn plain(tree: &Tree<'_>) -> Result<Value<'static>, Error> {
    Ok(match tree {
        Tree::Bool(it) => Value::Bool(*it),
        Tree::Number(it) => match it.as_i128() {
            Some(it) => Value::Integer(it),
            None => Value::Float(finite(it)?),
        },
        Tree::Array(_) => Value::Array(Vec::new()),
        Tree::Object(_) => Value::Object(Vec::new()),
        Tree::Null | Tree::String(_) => Value::Null,
    })
}

/// What kind of value it is, with an article.
fn kind(tree: &Tree<'_>) -> &'static str {
    match tree {
        Tree::Null => "null",
        Tree::Bool(_) => "a boolean",
        Tree::Number(it) if it.is_integer() => "an integer",
        Tree::Number(_) => "a number",
        Tree::String(_) => "a string",
        Tree::Array(_) => "an array",
        Tree::Object(_) => "an object",
    }
}
