//! A value that has to be looked at before it is known what it is.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use super::variant::Variant;
use crate::runtime::json::reader::{Kind, Name};
use crate::runtime::json::{Error, Reader, integer_of};

/// A value that borrows from what it was read from where it can.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// Another number.
    Float(f64),
    /// A string.
    String(Cow<'a, str>),
    /// Bytes, which JSON has none of.
    Bytes(Cow<'a, [u8]>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// What kind of value it is, with an article.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::Bytes(_) => "bytes",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }

    /// The member of that name, if it is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(members) => {
                let member = members.iter().find(|(key, _)| key == name)?;
                Some(&member.1)
            }
            _ => None,
        }
    }

    /// How it is shown to people: a scalar as it is written, others by their kind.
    pub(super) fn describe(&self) -> String {
        match self {
            Value::Bool(it) => it.to_string(),
            Value::Integer(it) => it.to_string(),
            Value::Float(it) => it.to_string(),
            Value::String(it) => it.to_string(),
            other => other.kind().to_owned(),
        }
    }

    /// A whole number that has no sign.
    pub(super) fn unsigned(it: u128) -> Self {
        i128::try_from(it).map_or(Value::Float(it as f64), Value::Integer)
    }

    /// What a value of a text looks like: no elements of arrays, and members of objects, if they are of interest, without
    /// what is within them. The reader is somewhere in the value then.
    pub(super) fn outline(reader: &mut Reader<'a>, with_members: bool) -> Result<Self, Error> {
        if reader.kind()? != Kind::Object || !with_members {
            return Self::shallow(reader);
        }
        let mut read = Vec::new();
        let mut members = reader.object()?;
        while let Name::Other(name) = reader.name(&mut members, None)? {
            let value = Self::shallow(reader)?;
            if matches!(value, Value::Array(_) | Value::Object(_)) {
                reader.skip()?;
            }
            read.push((name, value));
        }
        Ok(Value::Object(read))
    }

    /// A scalar, or that there is an array or an object, which stays where it is.
    pub(super) fn shallow(reader: &mut Reader<'a>) -> Result<Self, Error> {
        Ok(match reader.kind()? {
            Kind::Null => {
                reader.skip()?;
                Value::Null
            }
            Kind::Boolean => Value::Bool(reader.boolean()?),
            Kind::Number => match reader.small_integer()? {
                Some(it) => Value::Integer(it.into()),
                None => Self::number(reader.number()?),
            },
            Kind::String => Value::String(reader.string()?),
            Kind::Array => Value::Array(Vec::new()),
            Kind::Object => Value::Object(Vec::new()),
        })
    }

    fn number(digits: &str) -> Self {
        match integer_of(digits) {
            Some(Ok(it)) => Value::Integer(it),
            _ => Value::Float(digits.parse().unwrap_or(f64::INFINITY)),
        }
    }

    /// Reads what is left of an object. An error of ours is kept in `own`.
    pub(super) fn members<A: MapAccess<'a>>(
        members: &mut Vec<(Cow<'a, str>, Self)>,
        map: &mut A,
        own: &mut Option<Error>,
    ) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = map.next_key_seed(MemberName)? {
            // A few names are compared one by one, more are hashed.
            let is_repeated = match members.len() {
                0..16 => members.iter().any(|it| it.0 == name),
                16 => {
                    names.extend(members.iter().map(|it| it.0.clone()));
                    !names.insert(name.clone())
                }
                _ => !names.insert(name.clone()),
            };
            if is_repeated {
                return Err(keep(own, Error::repeated(&name)));
            }
            members.push((name, map.next_value_seed(ValueVisitor::any(own))?));
        }
        Ok(())
    }

    /// The object whose first name has been read.
    pub(super) fn rest_of_map<A: MapAccess<'a>>(
        first: Option<Cow<'a, str>>,
        map: &mut A,
        own: &mut Option<Error>,
    ) -> Result<Self, A::Error> {
        let mut members = Vec::new();
        if let Some(name) = first {
            members.push((name, map.next_value_seed(ValueVisitor::any(own))?));
            Self::members(&mut members, map, own)?;
        }
        Ok(Value::Object(members))
    }

    /// Reads one by serde. An error of ours is kept in `own`.
    pub(super) fn read<D: Deserializer<'a>>(
        deserializer: D,
        own: &mut Option<Error>,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor::any(own))
    }
}

/// Reads a value. An error of ours is kept in `own`.
pub(super) struct ValueVisitor<'o> {
    pub(super) own: &'o mut Option<Error>,
    /// What it should be, with an article, where it may be neither array nor object.
    pub(super) expected: Option<&'static str>,
}

impl<'o> ValueVisitor<'o> {
    /// Of a value of any kind.
    pub(super) fn any(own: &'o mut Option<Error>) -> Self {
        Self {
            own,
            expected: None,
        }
    }
}

impl<'de> DeserializeSeed<'de> for ValueVisitor<'_> {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueVisitor<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected.unwrap_or("a JSON value"))
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Value<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(it.into()))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(it.into()))
    }

    fn visit_i128<E>(self, it: i128) -> Result<Value<'de>, E> {
        Ok(Value::Integer(it))
    }

    fn visit_u128<E>(self, it: u128) -> Result<Value<'de>, E> {
        Ok(Value::unsigned(it))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Value<'de>, E> {
        Ok(Value::Float(it))
    }

    fn visit_str<E>(self, it: &str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Owned(it.to_owned())))
    }

    fn visit_borrowed_str<E>(self, it: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Borrowed(it)))
    }

    fn visit_string<E>(self, it: String) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Owned(it)))
    }

    fn visit_bytes<E>(self, it: &[u8]) -> Result<Value<'de>, E> {
        Ok(Value::Bytes(Cow::Owned(it.to_owned())))
    }

    fn visit_borrowed_bytes<E>(self, it: &'de [u8]) -> Result<Value<'de>, E> {
        Ok(Value::Bytes(Cow::Borrowed(it)))
    }

    fn visit_byte_buf<E>(self, it: Vec<u8>) -> Result<Value<'de>, E> {
        Ok(Value::Bytes(Cow::Owned(it)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value<'de>, A::Error> {
        if let Some(expected) = self.expected {
            return Err(keep(self.own, Error::expected(expected, "an array")));
        }
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(ValueVisitor::any(self.own))? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        if let Some(expected) = self.expected {
            return Err(keep(self.own, Error::expected(expected, "an object")));
        }
        let mut members = Vec::new();
        Value::members(&mut members, &mut map, self.own)?;
        Ok(Value::Object(members))
    }
}

/// The name of a member. Formats that write few bytes give the variants of an enum a number in place of a name.
pub(super) struct MemberName;

impl<'de> DeserializeSeed<'de> for MemberName {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MemberName {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, it: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(it.to_owned()))
    }

    fn visit_borrowed_str<E>(self, it: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(it))
    }

    fn visit_string<E>(self, it: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(it))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(it.to_string()))
    }
}

/// Reads from a [`Value`].
#[derive(Clone, Copy)]
pub(super) struct OfValue<'a> {
    value: &'a Value<'a>,
    is_human_readable: bool,
}

impl<'a> OfValue<'a> {
    pub(super) fn new(value: &'a Value<'a>, is_human_readable: bool) -> Self {
        Self {
            value,
            is_human_readable,
        }
    }

    fn with(&self, value: &'a Value<'a>) -> Self {
        Self { value, ..*self }
    }
}

impl<'de> Deserializer<'de> for OfValue<'de> {
    type Error = Error;

    fn is_human_readable(&self) -> bool {
        self.is_human_readable
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(it) => visitor.visit_bool(*it),
            Value::Integer(it) => visit_integer(*it, visitor),
            Value::Float(it) => visitor.visit_f64(*it),
            Value::String(it) => visitor.visit_borrowed_str(it),
            Value::Bytes(it) => visitor.visit_borrowed_bytes(it),
            Value::Array(items) => {
                let mut left = Left {
                    of: self,
                    items: items.iter(),
                };
                let it = visitor.visit_seq(&mut left)?;
                match left.items.next() {
                    None => Ok(it),
                    Some(_) => Err(Error::new("the array has more elements than it may have")),
                }
            }
            Value::Object(members) => visitor.visit_map(MembersLeft {
                of: self,
                members: members.iter(),
                value: None,
            }),
        }
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Integer(it) => visit_wide_integer(*it, visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_i128(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
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
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (name, value) = match self.value {
            Value::String(name) => (&**name, None),
            Value::Object(members) if members.len() == 1 => (&*members[0].0, Some(&members[0].1)),
            other => return Err(Error::expected("a string or an object", other.kind())),
        };
        // Where a variant is written as its number.
        let number = name
            .parse::<usize>()
            .ok()
            .filter(|_| !self.is_human_readable);
        let name = match variants.contains(&name) {
            true => name,
            false => number
                .and_then(|it| variants.get(it).copied())
                .unwrap_or(name),
        };
        visitor.visit_enum(Variant {
            name: Cow::Borrowed(name),
            content: value.map(|it| self.with(it)),
        })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// Gives an integer as the smallest type that serde's visitors know all of; beyond 64 bits as a float, as `serde_json` does:
/// what takes any value has no larger integers.
pub(super) fn visit_integer<'de, V: Visitor<'de>>(it: i128, visitor: V) -> Result<V::Value, Error> {
    match (u64::try_from(it), i64::try_from(it)) {
        (Ok(it), _) => visitor.visit_u64(it),
        (_, Ok(it)) => visitor.visit_i64(it),
        _ => visitor.visit_f64(it as f64),
    }
}

/// The same for what asks for 128 bits.
pub(super) fn visit_wide_integer<'de, V: Visitor<'de>>(
    it: i128,
    visitor: V,
) -> Result<V::Value, Error> {
    match i64::try_from(it).is_ok() || u64::try_from(it).is_ok() {
        true => visit_integer(it, visitor),
        false => visitor.visit_i128(it),
    }
}

/// What is left of an array.
struct Left<'de> {
    of: OfValue<'de>,
    items: std::slice::Iter<'de, Value<'de>>,
}

impl<'de> SeqAccess<'de> for Left<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let item = self.items.next();
        item.map(|it| seed.deserialize(self.of.with(it)))
            .transpose()
    }
}

/// What is left of an object.
struct MembersLeft<'de> {
    of: OfValue<'de>,
    members: std::slice::Iter<'de, (Cow<'de, str>, Value<'de>)>,
    value: Option<&'de Value<'de>>,
}

impl<'de> MapAccess<'de> for MembersLeft<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Error> {
        let Some((name, value)) = self.members.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        let name: serde::de::value::BorrowedStrDeserializer<'de, Error> =
            serde::de::value::BorrowedStrDeserializer::new(name);
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(self.of.with(value)),
            None => Err(Error::custom("a name comes before its value")),
        }
    }
}

/// Keeps an error of ours, and gives one of the deserializer's in its place.
pub(super) fn keep<E: serde::de::Error>(own: &mut Option<Error>, error: Error) -> E {
    own.get_or_insert(error);
    E::custom("")
}

/// The text that tells types apart: an empty one for what has none, where one of the types is for that (`has_other`).
pub(super) fn tag_text<'a>(
    value: Option<&'a Value<'_>>,
    name: &str,
    has_other: bool,
) -> Result<Cow<'a, str>, Error> {
    match value {
        Some(Value::String(text)) => Ok(Cow::Borrowed(text)),
        Some(Value::Integer(number)) => Ok(Cow::Owned(number.to_string())),
        Some(Value::Bool(it)) => Ok(Cow::Owned(it.to_string())),
        _ if has_other => Ok(Cow::Borrowed("")),
        Some(other) => Err(Error::expected("a string", other.kind()).within(name)),
        None => Err(Error::new(format!("missing property `{name}`"))),
    }
}
