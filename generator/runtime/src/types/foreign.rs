//! JSON text as serde reads it: for types of other packages within emitted types.

use std::borrow::Cow;

use serde::Deserializer;
use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::value::{visit_integer, visit_wide_integer};
use super::variant::Variant;
use crate::runtime::json::reader::{Elements, Kind, Members, Name};
use crate::runtime::json::{Error, Reader};

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind()? {
            Kind::Null => {
                self.skip()?;
                visitor.visit_unit()
            }
            Kind::Boolean => visitor.visit_bool(self.boolean()?),
            Kind::Number => number(self, visitor, visit_integer),
            Kind::String => match self.string()? {
                Cow::Borrowed(it) => visitor.visit_borrowed_str(it),
                Cow::Owned(it) => visitor.visit_string(it),
            },
            Kind::Array => {
                let elements = self.array()?;
                let mut left = Left {
                    reader: self,
                    elements,
                    index: 0,
                    is_over: false,
                };
                let it = visitor.visit_seq(&mut left)?;
                if left.is_over {
                    return Ok(it);
                }
                match left.reader.element(&mut left.elements)? {
                    false => Ok(it),
                    true => Err(Error::new("the array has more elements than it may have")),
                }
            }
            Kind::Object => {
                let members = self.object()?;
                let mut left = MembersLeft {
                    reader: self,
                    members,
                    name: String::new(),
                    is_over: false,
                };
                let it = visitor.visit_map(&mut left)?;
                if left.is_over {
                    return Ok(it);
                }
                match left.reader.name(&mut left.members, None)? {
                    Name::End => Ok(it),
                    _ => Err(Error::new("the object has more members than it may have")),
                }
            }
        }
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.kind()? {
            Kind::Number => number(self, visitor, visit_wide_integer),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i128(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.null()? {
            true => visitor.visit_none(),
            false => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.kind()? {
            Kind::String => {
                let name = self.string()?;
                visitor.visit_enum(Variant::<Self> {
                    name,
                    content: None,
                })
            }
            Kind::Object => {
                let mut members = self.object()?;
                let Name::Other(name) = self.name(&mut members, None)? else {
                    return Err(Error::new("must have one member"));
                };
                let content = Some(&mut *self);
                let it = visitor.visit_enum(Variant { name, content })?;
                match self.name(&mut members, None)? {
                    Name::End => Ok(it),
                    _ => Err(Error::new("must have one member")),
                }
            }
            other => Err(Error::expected("a string or an object", other.describe())),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.skip()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier
    }
}

/// A number; `integer` gives one without a fraction.
fn number<'de, V: Visitor<'de>>(
    reader: &mut Reader<'de>,
    visitor: V,
    integer: fn(i128, V) -> Result<V::Value, Error>,
) -> Result<V::Value, Error> {
    if let Some(it) = reader.small_integer()? {
        return integer(it.into(), visitor);
    }
    let at = reader.offset();
    let digits = reader.number()?;
    match digits.parse::<i128>() {
        // As a float, `-0` keeps its sign.
        Ok(it) if it != 0 => integer(it, visitor),
        _ => match digits.parse::<f64>() {
            Ok(it) if it.is_finite() => visitor.visit_f64(it),
            _ => Err(Error::out_of_range(digits).at(at)),
        },
    }
}

/// What is left of an array.
struct Left<'a, 'de> {
    reader: &'a mut Reader<'de>,
    elements: Elements,
    index: usize,
    is_over: bool,
}

impl<'de> SeqAccess<'de> for Left<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        if !self.reader.element(&mut self.elements)? {
            self.is_over = true;
            return Ok(None);
        }
        match seed.deserialize(&mut *self.reader) {
            Ok(item) => {
                self.index += 1;
                Ok(Some(item))
            }
            Err(error) => Err(error.within_index(self.index)),
        }
    }
}

/// What is left of an object.
struct MembersLeft<'a, 'de> {
    reader: &'a mut Reader<'de>,
    members: Members<'de>,
    /// The name of the member whose value comes next.
    name: String,
    is_over: bool,
}

impl<'de> MapAccess<'de> for MembersLeft<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let at = self.reader.offset();
        let Name::Other(name) = self.reader.name(&mut self.members, None)? else {
            self.is_over = true;
            return Ok(None);
        };
        self.name.clear();
        self.name.push_str(&name);
        self.members.note(name.clone(), at)?;
        let key = match name {
            Cow::Borrowed(name) => {
                let name: BorrowedStrDeserializer<'de, Error> = BorrowedStrDeserializer::new(name);
                seed.deserialize(name)
            }
            Cow::Owned(name) => {
                let name: StringDeserializer<Error> = name.into_deserializer();
                seed.deserialize(name)
            }
        };
        key.map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let value = seed.deserialize(&mut *self.reader);
        value.map_err(|error| error.within(&self.name))
    }
}
