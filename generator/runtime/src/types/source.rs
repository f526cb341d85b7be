//! What a type is read from: JSON text, or any other format by way of serde.

use std::borrow::Cow;

use super::value::Value;
use crate::runtime::json::reader::{Kind, Name};
use crate::runtime::json::{Error, Names, Reader, integer_of};

/// What one value is read from.
///
/// Types read themselves by code that is compiled once, whatever they are read from: JSON text goes by a reader of its
/// own, another format by a [`Deserializer`](serde::Deserializer) whose type has been erased.
pub enum Source<'a, 'de> {
    /// JSON text, before the value.
    Text(&'a mut Reader<'de>),
    /// Another format.
    Serde(&'a mut dyn Erased<'de>),
}

impl<'a, 'de> Source<'a, 'de> {
    /// Truth values.
    #[inline]
    pub(super) fn boolean(self) -> Result<bool, Error> {
        match self {
            Self::Text(reader) => reader.boolean(),
            Self::Serde(erased) => match erased.scalar("a boolean")? {
                Value::Bool(it) => Ok(it),
                other => Err(Error::expected("a boolean", other.kind())),
            },
        }
    }

    /// Integers, in whatever way they are written: to JSON Schema `3.0` is one (2020-12 Validation, section 6.1.1).
    #[inline]
    pub(super) fn integer(self) -> Result<i128, Error> {
        match self {
            Self::Text(reader) => match reader.small_integer()? {
                Some(it) => Ok(it.into()),
                None => long_integer(reader),
            },
            Self::Serde(erased) => erased.integer(),
        }
    }

    /// Numbers that a float holds.
    #[inline]
    pub(super) fn float(self) -> Result<f64, Error> {
        match self {
            Self::Text(reader) => {
                if let Some(it) = reader.small_float()? {
                    return Ok(it);
                }
                let at = reader.offset();
                let digits = reader.number()?;
                let it: f64 = digits.parse().unwrap_or(f64::INFINITY);
                match it.is_finite() {
                    true => Ok(it),
                    false => Err(Error::out_of_range(digits).at(at)),
                }
            }
            Self::Serde(erased) => erased.float(),
        }
    }

    /// Strings.
    #[inline]
    pub(super) fn string(self) -> Result<String, Error> {
        match self {
            Self::Text(reader) => Ok(reader.string()?.into_owned()),
            Self::Serde(erased) => erased.string(),
        }
    }

    /// What is made of a string.
    pub(super) fn parse<T>(self, parse: fn(&str) -> Result<T, Error>) -> Result<T, Error> {
        match self {
            Self::Text(reader) => {
                let at = reader.offset();
                let text = reader.string()?;
                parse(&text).map_err(|error| error.at(at))
            }
            Self::Serde(erased) => match erased.scalar("a string")? {
                Value::String(it) => parse(&it),
                other => Err(Error::expected("a string", other.kind())),
            },
        }
    }

    /// `null`.
    pub(super) fn null(self) -> Result<(), Error> {
        match self {
            Self::Text(reader) => match reader.null()? {
                true => Ok(()),
                false => Err(reader.mismatch("null")),
            },
            Self::Serde(erased) => match erased.scalar("null")? {
                Value::Null => Ok(()),
                other => Err(Error::expected("null", other.kind())),
            },
        }
    }

    /// `null`, or a value that is read by another function.
    #[inline]
    pub(super) fn option<T>(
        self,
        read: fn(Source<'_, 'de>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        match self {
            Self::Text(reader) => match reader.null()? {
                true => Ok(None),
                false => read(Source::Text(reader)).map(Some),
            },
            Self::Serde(erased) => {
                let mut value = None;
                erased.option(&mut |source| {
                    value = Some(read(source)?);
                    Ok(())
                })?;
                Ok(value)
            }
        }
    }

    /// Arrays, whose elements are read by another function.
    #[inline]
    pub(super) fn array<T>(
        self,
        read: fn(Source<'_, 'de>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        match self {
            Self::Text(reader) => {
                let mut elements = reader.array()?;
                while reader.element(&mut elements)? {
                    match read(Source::Text(reader)) {
                        Ok(item) => items.push(item),
                        Err(error) => return Err(error.within_index(items.len())),
                    }
                }
            }
            Self::Serde(erased) => erased.array(&mut |source| {
                match read(source) {
                    Ok(item) => items.push(item),
                    Err(error) => return Err(error.within_index(items.len())),
                }
                Ok(())
            })?,
        }
        Ok(items)
    }

    /// Arrays of a few elements, each of which is read in its own way.
    pub(super) fn elements(
        self,
        count: usize,
        read: &mut dyn FnMut(usize, Source<'_, 'de>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut index = 0;
        let mut element = |source: Source<'_, 'de>| {
            if index == count {
                return Err(Error::new(format!(
                    "must be an array of {count} elements, found more"
                )));
            }
            read(index, source).map_err(|error| error.within_index(index))?;
            index += 1;
            Ok(())
        };
        match self {
            Self::Text(reader) => {
                let at = reader.offset();
                let mut elements = reader.array()?;
                while reader.element(&mut elements)? {
                    element(Source::Text(reader)).map_err(|error| error.at(at))?;
                }
            }
            Self::Serde(erased) => erased.array(&mut element)?,
        }
        match index == count {
            true => Ok(()),
            false => Err(Error::new(format!(
                "must be an array of {count} elements, found {index}"
            ))),
        }
    }
}

/// An integer of many digits, or one that is written with a fraction or an exponent.
#[cold]
fn long_integer(reader: &mut Reader<'_>) -> Result<i128, Error> {
    let at = reader.offset();
    match reader.kind() {
        Ok(Kind::Number) => {}
        _ => return Err(reader.mismatch("an integer")),
    }
    let digits = reader.number()?;
    match integer_of(digits) {
        Some(Ok(it)) => Ok(it),
        Some(Err(())) => Err(Error::out_of_range(digits).at(at)),
        None => Err(Error::expected("an integer", "a number").at(at)),
    }
}

/// What reads a value from where it is given.
pub type Read<'r, 'de> = dyn FnMut(Source<'_, 'de>) -> Result<(), Error> + 'r;

/// What reads a value, whatever it borrows from.
pub type ReadAny<'r> = dyn FnMut(Source<'_, '_>) -> Result<(), Error> + 'r;

/// What reads an object once it is known what stands in the member that tells types apart.
pub type ReadTagged<'r> = dyn FnMut(&str, Source<'_, '_>) -> Result<(), Error> + 'r;

/// A value of a format, which can be read once.
pub trait Erased<'de> {
    /// Whether the format is one that people read, so that a UUID is text in it.
    fn is_human_readable(&self) -> bool;

    /// A value that is neither array nor object; `expected` has what it should be, with an article.
    ///
    /// # Errors
    /// It is one of them, or cannot be read.
    fn scalar(&mut self, expected: &'static str) -> Result<Value<'de>, Error>;

    /// An integer, in whatever way it is written.
    ///
    /// # Errors
    /// It is none.
    fn integer(&mut self) -> Result<i128, Error>;

    /// A number.
    ///
    /// # Errors
    /// It is none.
    fn float(&mut self) -> Result<f64, Error>;

    /// A string.
    ///
    /// # Errors
    /// It is none.
    fn string(&mut self) -> Result<String, Error>;

    /// Reads an object by the value of one of its members: an empty one where there is none and `has_other`.
    ///
    /// # Errors
    /// It is none, there is no such member, or those of `read`.
    fn tagged(
        &mut self,
        name: &str,
        has_other: bool,
        read: &mut ReadTagged<'_>,
    ) -> Result<(), Error>;

    /// Reads a value unless it is `null`.
    ///
    /// # Errors
    /// Those of `some`, or it cannot be read.
    fn option(&mut self, some: &mut Read<'_, 'de>) -> Result<(), Error>;

    /// Reads each element of an array.
    ///
    /// # Errors
    /// It is none, or those of `element`.
    fn array(&mut self, element: &mut Read<'_, 'de>) -> Result<(), Error>;

    /// Reads the members of an object.
    ///
    /// # Errors
    /// It is none, or a member is not as it should be.
    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error>;

    /// A value of any kind.
    ///
    /// # Errors
    /// It cannot be read.
    fn value(&mut self) -> Result<Value<'de>, Error>;
}

/// What becomes of one member.
pub trait Slot {
    /// Reads its value.
    ///
    /// # Errors
    /// It is not of the type.
    fn fill(&mut self, source: Source<'_, '_>) -> Result<(), Error>;

    /// Whether there has been a value.
    fn is_filled(&self) -> bool;
}

/// What becomes of members that are not listed.
pub trait Rest {
    /// Reads one.
    ///
    /// # Errors
    /// It is not of the type, or there twice.
    fn insert(&mut self, name: String, source: Source<'_, '_>) -> Result<(), Error>;
}

/// What becomes of members that are not listed.
pub enum Others<'a> {
    /// They are passed over.
    Ignored,
    /// They are refused.
    Refused,
    /// They are kept.
    Kept(&'a mut dyn Rest),
}

/// An object that is being read: names and slots of the members that are listed, side by side.
pub struct Filling<'a, 'de> {
    /// Names, and whether a member has to be there.
    names: &'a [(&'a str, bool)],
    slots: &'a mut [&'a mut dyn Slot],
    others: Others<'a>,
    /// Which member is likely to come: most objects are written in the order of their type.
    next: usize,
    /// How many have come.
    count: usize,
    /// A member that is kept and has no slot.
    other: Option<Cow<'de, str>>,
    /// Members that are passed over.
    ignored: Names<'de>,
}

/// The place of a member that has no slot.
const OTHER: usize = usize::MAX;

impl<'de> Filling<'_, 'de> {
    #[inline]
    fn expected(&self) -> Option<&str> {
        self.names.get(self.next).map(|it| it.0)
    }

    /// The slot of a name.
    #[inline]
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        if self.expected() == Some(name) {
            return Some(self.next);
        }
        let (before, after) = self.names.split_at(self.next.min(self.names.len()));
        let after = after.iter().position(|it| it.0 == name);
        let after = after.map(|it| it + before.len());
        after.or_else(|| before.iter().position(|it| it.0 == name))
    }

    /// What becomes of a name that is not listed: the place to read its value to, if it is to be read.
    pub(crate) fn other(&mut self, name: Cow<'de, str>) -> Result<Option<usize>, Error> {
        match self.others {
            Others::Kept(_) => {
                self.other = Some(name);
                Ok(Some(OTHER))
            }
            Others::Refused => Err(Error::new(format!("unknown property `{name}`"))),
            Others::Ignored => self.ignored.note(name).map(|()| None),
        }
    }

    /// Reads a member, whether it has a slot or not.
    pub(crate) fn member(
        &mut self,
        name: Cow<'de, str>,
        value: Source<'_, '_>,
    ) -> Result<(), Error> {
        let index = match self.find(&name) {
            Some(index) => Some(index),
            None => self.other(name)?,
        };
        index.map_or(Ok(()), |index| self.fill(index, value))
    }

    /// Reads the value of a member.
    #[inline]
    pub(crate) fn fill(&mut self, index: usize, source: Source<'_, '_>) -> Result<(), Error> {
        let Some(slot) = self.slots.get_mut(index) else {
            return self.keep(source);
        };
        let (name, _) = self.names[index];
        if slot.is_filled() {
            return Err(Error::repeated(name));
        }
        self.next = index + 1;
        self.count += 1;
        match slot.fill(source) {
            Ok(()) => Ok(()),
            Err(error) => Err(error.within(name)),
        }
    }

    fn keep(&mut self, source: Source<'_, '_>) -> Result<(), Error> {
        let name = self.other.take().unwrap_or_default().into_owned();
        match &mut self.others {
            Others::Kept(rest) => rest.insert(name, source),
            Others::Ignored | Others::Refused => Ok(()),
        }
    }

    /// Whether all members have come that have to be there.
    #[inline]
    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.count == self.names.len() {
            return Ok(());
        }
        let mut members = self.names.iter().zip(&*self.slots);
        match members.find(|((_, is_required), slot)| *is_required && !slot.is_filled()) {
            None => Ok(()),
            Some(((name, _), _)) => Err(Error::new(format!("missing property `{name}`"))),
        }
    }
}

/// Reads an object into slots. Beside the name of each member stands whether it has to be there.
///
/// # Errors
/// It is none, or a member is missing, refused or not of its type.
pub fn object<'a>(
    source: Source<'_, '_>,
    names: &'a [(&'a str, bool)],
    slots: &'a mut [&'a mut dyn Slot],
    others: Others<'a>,
) -> Result<(), Error> {
    let mut filling = Filling {
        names,
        slots,
        others,
        next: 0,
        count: 0,
        other: None,
        ignored: Names::default(),
    };
    let reader = match source {
        Source::Text(reader) => reader,
        Source::Serde(erased) => return erased.object(&mut filling),
    };
    let start = reader.offset();
    let mut members = reader.object()?;
    loop {
        let at = reader.offset();
        let index = match reader.name(&mut members, filling.expected())? {
            Name::End => break,
            Name::Expected => filling.next,
            Name::Other(name) => match filling.find(&name) {
                Some(index) => index,
                None => match filling.other(name) {
                    Ok(Some(index)) => index,
                    Ok(None) => {
                        reader.skip()?;
                        continue;
                    }
                    Err(error) => return Err(error.at(at)),
                },
            },
        };
        if let Err(error) = filling.fill(index, Source::Text(reader)) {
            return Err(error.at(at));
        }
    }
    filling.end().map_err(|error| error.at(start))
}
