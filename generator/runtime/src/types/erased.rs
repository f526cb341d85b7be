//! Formats other than JSON text, and JSON that others read: any [`Deserializer`], its type erased.
//!
//! What is generic here is compiled once for a deserializer, not once for each type that is read from it.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::source::{Erased, Filling, Read, ReadTagged, Source};
use super::value::{MemberName, OfValue, Value, ValueVisitor, keep, tag_text};
use crate::runtime::json::Error;

/// A deserializer, until it is used.
pub struct Deserializing<D>(Option<D>);

impl<D> Deserializing<D> {
    /// Holds it.
    pub fn new(inner: D) -> Self {
        Self(Some(inner))
    }

    fn take(&mut self) -> Result<D, Error> {
        let used = || Error::new("the value has been read");
        self.0.take().ok_or_else(used)
    }
}

impl<'de, D: Deserializer<'de>> Erased<'de> for Deserializing<D> {
    fn is_human_readable(&self) -> bool {
        self.0.as_ref().is_none_or(D::is_human_readable)
    }

    fn scalar(&mut self, expected: &'static str) -> Result<Value<'de>, Error> {
        let mut own = None;
        let visitor = ValueVisitor {
            own: &mut own,
            expected: Some(expected),
        };
        let result = self.take()?.deserialize_any(visitor);
        unwrap(result, own)
    }

    fn integer(&mut self) -> Result<i128, Error> {
        // Asked for an `i64`, some formats refuse what a `u64` holds.
        let result = self.take()?.deserialize_any(IntegerVisitor);
        unwrap(result, None)
    }

    fn float(&mut self) -> Result<f64, Error> {
        let result = self.take()?.deserialize_f64(FloatVisitor);
        unwrap(result, None)
    }

    fn string(&mut self) -> Result<String, Error> {
        let result = self.take()?.deserialize_str(StringVisitor);
        unwrap(result, None)
    }

    fn tagged(
        &mut self,
        name: &str,
        has_other: bool,
        read: &mut ReadTagged<'_>,
    ) -> Result<(), Error> {
        let is_human_readable = self.is_human_readable();
        let mut own = None;
        let visitor = TaggedVisitor {
            name,
            has_other,
            read,
            own: &mut own,
            is_human_readable,
        };
        let result = self.take()?.deserialize_map(visitor);
        unwrap(result, own)
    }

    fn option(&mut self, some: &mut Read<'_, 'de>) -> Result<(), Error> {
        let mut own = None;
        let visitor = OptionVisitor {
            some,
            own: &mut own,
        };
        let result = self.take()?.deserialize_option(visitor);
        unwrap(result, own)
    }

    fn array(&mut self, element: &mut Read<'_, 'de>) -> Result<(), Error> {
        let mut own = None;
        let visitor = ArrayVisitor {
            element,
            own: &mut own,
        };
        let result = self.take()?.deserialize_seq(visitor);
        unwrap(result, own)
    }

    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error> {
        let mut own = None;
        let visitor = ObjectVisitor {
            filling,
            own: &mut own,
        };
        let result = self.take()?.deserialize_map(visitor);
        unwrap(result, own)
    }

    fn value(&mut self) -> Result<Value<'de>, Error> {
        let mut own = None;
        let result = Value::read(self.take()?, &mut own);
        unwrap(result, own)
    }
}

/// An error of ours goes through the deserializer as an empty one, which may come back with the place it happened at.
fn unwrap<T, E: fmt::Display>(result: Result<T, E>, own: Option<Error>) -> Result<T, Error> {
    match (result, own) {
        (Ok(it), None) => Ok(it),
        (Ok(_), Some(own)) => Err(own),
        (Err(error), Some(own)) => Err(own.at_place_of(&error.to_string())),
        (Err(error), None) => Err(Error::foreign(&error.to_string())),
    }
}

struct OptionVisitor<'a, 'r, 'de> {
    some: &'a mut Read<'r, 'de>,
    own: &'a mut Option<Error>,
}

impl<'de> Visitor<'de> for OptionVisitor<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut erased = Deserializing::new(deserializer);
        (self.some)(Source::Serde(&mut erased)).map_err(|error| keep(self.own, error))
    }
}

struct ArrayVisitor<'a, 'r, 'de> {
    element: &'a mut Read<'r, 'de>,
    own: &'a mut Option<Error>,
}

impl<'de> Visitor<'de> for ArrayVisitor<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        loop {
            let seed = ElementSeed {
                element: self.element,
                own: self.own,
            };
            if seq.next_element_seed(seed)?.is_none() {
                return Ok(());
            }
        }
    }
}

struct ElementSeed<'a, 'r, 'de> {
    element: &'a mut Read<'r, 'de>,
    own: &'a mut Option<Error>,
}

impl<'de> DeserializeSeed<'de> for ElementSeed<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut erased = Deserializing::new(deserializer);
        (self.element)(Source::Serde(&mut erased)).map_err(|error| keep(self.own, error))
    }
}

struct ObjectVisitor<'a, 'f, 'de> {
    filling: &'a mut Filling<'f, 'de>,
    own: &'a mut Option<Error>,
}

impl<'de> Visitor<'de> for ObjectVisitor<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        fill_from(&mut map, self.filling, self.own)
    }
}

/// Reads what is left of an object.
fn fill_from<'de, A: MapAccess<'de>>(
    map: &mut A,
    filling: &mut Filling<'_, 'de>,
    own: &mut Option<Error>,
) -> Result<(), A::Error> {
    while let Some(found) = map.next_key_seed(NameSeed(filling))? {
        let place = match found {
            Found::Slot(index) => Ok(Some(index)),
            Found::Other(name) => filling.other(name),
        };
        match place {
            Ok(None) => {
                map.next_value::<IgnoredAny>()?;
            }
            Ok(Some(index)) => map.next_value_seed(MemberSeed {
                index,
                filling,
                own,
            })?,
            Err(error) => return Err(keep(own, error)),
        }
    }
    filling.end().map_err(|error| keep(own, error))
}

/// Methods of `Visitor` for numbers.
macro_rules! numbers {
    ($($method:ident($type:ty) $number:expr;)*) => {$(
        fn $method<E: serde::de::Error>(self, it: $type) -> Result<Self::Value, E> {
            $number(it)
        }
    )*};
}

struct IntegerVisitor;

impl Visitor<'_> for IntegerVisitor {
    type Value = i128;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    numbers! {
        visit_i64(i64) |it| Ok(i128::from(it));
        visit_u64(u64) |it| Ok(i128::from(it));
        visit_i128(i128) Ok;
        visit_u128(u128) |it| i128::try_from(it).map_err(|_| E::custom(Error::out_of_range(it)));
        visit_f64(f64) |it: f64| match it.fract() == 0.0 && it.abs() < 1e38 {
            true => Ok(it as i128),
            false => Err(E::custom(Error::expected("an integer", "a number"))),
        };
    }
}

struct FloatVisitor;

impl Visitor<'_> for FloatVisitor {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    numbers! {
        visit_i64(i64) |it| Ok(it as f64);
        visit_u64(u64) |it| Ok(it as f64);
        visit_i128(i128) |it| Ok(it as f64);
        visit_u128(u128) |it| Ok(it as f64);
        visit_f64(f64) Ok;
    }
}

struct StringVisitor;

impl<'de> Visitor<'de> for StringVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, it: &str) -> Result<String, E> {
        Ok(it.to_owned())
    }

    fn visit_string<E>(self, it: String) -> Result<String, E> {
        Ok(it)
    }
}

struct TaggedVisitor<'a, 'r> {
    name: &'a str,
    has_other: bool,
    read: &'a mut ReadTagged<'r>,
    own: &'a mut Option<Error>,
    is_human_readable: bool,
}

impl<'de> Visitor<'de> for TaggedVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self {
            name,
            has_other,
            read,
            own,
            is_human_readable,
        } = self;
        let first = map.next_key_seed(MemberName)?;
        if first.as_deref() == Some(name) {
            // The tag comes first, as it mostly does: what follows is read as it comes.
            let value = map.next_value_seed(ValueVisitor::any(own))?;
            let tag = tag_text(Some(&value), name, has_other);
            let tag = tag.map_err(|error| keep(own, error))?;
            let mut begun = Begun {
                name,
                value: &value,
                map: Some(&mut map),
                is_human_readable,
                error: None,
            };
            return match (read(&tag, Source::Serde(&mut begun)), begun.error) {
                (_, Some(error)) => Err(error),
                (Ok(()), None) => Ok(()),
                (Err(error), None) => Err(keep(own, error)),
            };
        }
        let value = Value::rest_of_map(first, &mut map, own)?;
        let tag = tag_text(value.get(name), name, has_other);
        let read = tag.and_then(|tag| {
            let value = OfValue::new(&value, is_human_readable);
            read(&tag, Source::Serde(&mut Deserializing::new(value)))
        });
        read.map_err(|error| keep(own, error))
    }
}

/// An object of which the tag has been read.
struct Begun<'a, 'de, A: MapAccess<'de>> {
    name: &'a str,
    value: &'a Value<'de>,
    map: Option<&'a mut A>,
    is_human_readable: bool,
    /// An error of the format.
    error: Option<A::Error>,
}

impl<'de, A: MapAccess<'de>> Begun<'_, 'de, A> {
    /// Does something with what is left of the object.
    fn rest<T>(
        &mut self,
        read: impl FnOnce(&mut A, &mut Option<Error>) -> Result<T, A::Error>,
    ) -> Result<T, Error> {
        let Some(map) = self.map.take() else {
            return Err(Error::new("the value has been read"));
        };
        let mut own = None;
        read(map, &mut own).map_err(|error| {
            own.unwrap_or_else(|| {
                let shown = Error::foreign(&error.to_string());
                self.error = Some(error);
                shown
            })
        })
    }
}

impl<'de, A: MapAccess<'de>> Erased<'de> for Begun<'_, 'de, A> {
    fn is_human_readable(&self) -> bool {
        self.is_human_readable
    }

    fn scalar(&mut self, expected: &'static str) -> Result<Value<'de>, Error> {
        Err(Error::expected(expected, "an object"))
    }

    fn integer(&mut self) -> Result<i128, Error> {
        Err(Error::expected("an integer", "an object"))
    }

    fn float(&mut self) -> Result<f64, Error> {
        Err(Error::expected("a number", "an object"))
    }

    fn string(&mut self) -> Result<String, Error> {
        Err(Error::expected("a string", "an object"))
    }

    fn tagged(
        &mut self,
        name: &str,
        has_other: bool,
        read: &mut ReadTagged<'_>,
    ) -> Result<(), Error> {
        if name == self.name {
            let tag = tag_text(Some(self.value), name, has_other)?;
            return read(&tag, Source::Serde(self));
        }
        let value = self.value()?;
        let is_human_readable = self.is_human_readable;
        Deserializing::new(OfValue::new(&value, is_human_readable)).tagged(name, has_other, read)
    }

    fn option(&mut self, some: &mut Read<'_, 'de>) -> Result<(), Error> {
        some(Source::Serde(self))
    }

    fn array(&mut self, _: &mut Read<'_, 'de>) -> Result<(), Error> {
        Err(Error::expected("an array", "an object"))
    }

    fn object(&mut self, filling: &mut Filling<'_, 'de>) -> Result<(), Error> {
        let value = OfValue::new(self.value, self.is_human_readable);
        let name = Cow::Owned(self.name.to_owned());
        filling.member(name, Source::Serde(&mut Deserializing::new(value)))?;
        self.rest(|map, own| fill_from(map, filling, own))
    }

    fn value(&mut self) -> Result<Value<'de>, Error> {
        let (name, value) = (Cow::Owned(self.name.to_owned()), self.value.clone());
        self.rest(|map, own| {
            let mut members = vec![(name, value)];
            Value::members(&mut members, map, own)?;
            Ok(Value::Object(members))
        })
    }
}

/// A name of an object: that of a slot, or another.
enum Found<'de> {
    Slot(usize),
    Other(Cow<'de, str>),
}

struct NameSeed<'a, 'f, 'de>(&'a Filling<'f, 'de>);

impl<'de> DeserializeSeed<'de> for NameSeed<'_, '_, 'de> {
    type Value = Found<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found<'de>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for NameSeed<'_, '_, 'de> {
    type Value = Found<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Found<'de>, E> {
        Ok(match self.0.find(name) {
            Some(index) => Found::Slot(index),
            None => Found::Other(Cow::Borrowed(name)),
        })
    }

    fn visit_str<E>(self, name: &str) -> Result<Found<'de>, E> {
        Ok(match self.0.find(name) {
            Some(index) => Found::Slot(index),
            None => Found::Other(Cow::Owned(name.to_owned())),
        })
    }
}

struct MemberSeed<'a, 'f, 'de> {
    index: usize,
    filling: &'a mut Filling<'f, 'de>,
    own: &'a mut Option<Error>,
}

impl<'de> DeserializeSeed<'de> for MemberSeed<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut erased = Deserializing::new(deserializer);
        let filled = self.filling.fill(self.index, Source::Serde(&mut erased));
        filled.map_err(|error| keep(self.own, error))
    }
}
