//! Values that are read in the way of others: by serde, or after a look at them.

use serde::de::DeserializeOwned;

use super::erased::Deserializing;
use super::source::Source;
use super::value::{OfValue, Value};
use crate::runtime::json::reader::Kind;
use crate::runtime::json::{Error, Reader};

impl<'de> Source<'_, 'de> {
    /// Types of other packages, by their own `Deserialize`.
    ///
    /// # Errors
    /// The type refuses the value.
    pub fn foreign<T: DeserializeOwned>(self) -> Result<T, Error> {
        match self {
            Self::Text(reader) => {
                let at = reader.offset();
                T::deserialize(reader).map_err(|error| error.at(at))
            }
            Self::Serde(erased) => {
                let is_readable = erased.is_human_readable();
                let value = erased.value()?;
                T::deserialize(OfValue::new(&value, is_readable))
            }
        }
    }

    /// Types of other packages that are mostly written in one way, which `parse` knows; what is not goes by their own
    /// `Deserialize`.
    ///
    /// # Errors
    /// The type refuses the value.
    pub fn parse_or_foreign<T: DeserializeOwned>(
        self,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, Error> {
        match self {
            Self::Text(reader) => {
                let mark = reader.mark();
                if reader.kind()? == Kind::String
                    && let Some(it) = parse(&reader.string()?)
                {
                    return Ok(it);
                }
                reader.back_to(mark)?;
                Source::Text(reader).foreign()
            }
            Self::Serde(erased) => {
                let is_readable = erased.is_human_readable();
                let value = erased.value()?;
                if let Value::String(text) = &value
                    && let Some(it) = parse(text)
                {
                    return Ok(it);
                }
                T::deserialize(OfValue::new(&value, is_readable))
            }
        }
    }

    /// A value that has to be looked at before it is known how to read it: what it looks like, and then what reads it, as
    /// often as it takes.
    pub(super) fn look<T>(
        self,
        with_members: bool,
        read: impl FnOnce(&Value<'_>, &mut Again<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self {
            Self::Text(reader) => {
                let at = reader.offset();
                let outline = reader.ahead(|reader| Value::outline(reader, with_members))?;
                let result = read(&outline, &mut Again(Origin::Text(reader)));
                result.map_err(|error| error.at(at))
            }
            Self::Serde(erased) => {
                let is_readable = erased.is_human_readable();
                let value = erased.value()?;
                read(&value, &mut Again(Origin::Value(&value, is_readable)))
            }
        }
    }
}

/// A value that can be read more than once.
pub struct Again<'a, 'de>(Origin<'a, 'de>);

enum Origin<'a, 'de> {
    Text(&'a mut Reader<'de>),
    Value(&'a Value<'de>, bool),
}

impl Again<'_, '_> {
    /// Reads it, as it is now, or once more where `read` refuses it.
    pub(super) fn read<T>(
        &mut self,
        read: impl FnOnce(Source<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match &mut self.0 {
            Origin::Text(reader) => {
                let mark = reader.mark();
                let result = read(Source::Text(reader));
                if result.is_err() {
                    reader.back_to(mark)?;
                }
                result
            }
            Origin::Value(value, is_readable) => {
                let mut erased = Deserializing::new(OfValue::new(value, *is_readable));
                read(Source::Serde(&mut erased))
            }
        }
    }

    /// Reads it, and stays before it.
    pub(super) fn peek<T>(
        &mut self,
        read: impl FnOnce(Source<'_, '_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match &mut self.0 {
            Origin::Text(reader) => reader.tried(|reader| read(Source::Text(reader))),
            Origin::Value(..) => self.read(read),
        }
    }

    /// Whether it is read by a function. That is found out once: in unions within unions it is asked for by each around it.
    pub(super) fn is_read_by<T>(
        &mut self,
        read: fn(Source<'_, '_>) -> Result<T, Error>,
    ) -> Result<bool, Error> {
        match &mut self.0 {
            Origin::Text(reader) => {
                let number = read as *const () as usize;
                reader.is_read_by(number, |reader| read(Source::Text(reader)))
            }
            Origin::Value(..) => Ok(self.read(read).is_ok()),
        }
    }

    /// Passes over it, once it is known what it is.
    pub(super) fn pass(&mut self) -> Result<(), Error> {
        match &mut self.0 {
            Origin::Text(reader) => reader.skip(),
            Origin::Value(..) => Ok(()),
        }
    }
}
