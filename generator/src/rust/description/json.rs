//! A JSON value → text that people can read: what fits on a line stands on one.

use std::borrow::Cow;
use std::fmt::{self, Write};

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    Serializer,
};

use verbatim_runtime::json::Number;

use crate::node::{Node, Value, json};

/// A JSON value that keeps its digits, and the order of its members.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// Text that is JSON already: a number, a string, `true`.
    Raw(String),
    /// An array.
    List(Vec<Json>),
    /// An object, in this order.
    Object(Vec<(Cow<'static, str>, Json)>),
}

/// No line is longer, but for long strings.
const WIDTH: usize = 100;

impl Json {
    /// `null`.
    pub fn null() -> Self {
        Self::Raw("null".to_owned())
    }

    /// A string.
    pub fn text(text: &str) -> Self {
        Self::Raw(json::string(text))
    }

    /// A number of the document; `None` for what is no number that JSON has.
    pub fn number(digits: &str) -> Option<Self> {
        number(digits).map(Self::Raw)
    }

    /// A value of the document. A number that JSON cannot write is the string of its digits.
    pub fn of(node: &Node) -> Self {
        Self::with_numbers(node, Self::number)
    }

    /// A number of the document by all of its digits, which not every reader of JSON keeps: `1e400`.
    pub fn exact_number(digits: &str) -> Option<Self> {
        match Number::new(digits) {
            Some(_) => Some(Self::Raw(digits.to_owned())),
            None => Self::number(digits),
        }
    }

    /// A value of the document, with [exact numbers](Self::exact_number).
    pub fn exact(node: &Node) -> Self {
        Self::with_numbers(node, Self::exact_number)
    }

    fn with_numbers(node: &Node, number: fn(&str) -> Option<Self>) -> Self {
        match &node.value {
            Value::Null => Self::null(),
            Value::Bool(it) => Self::Raw(it.to_string()),
            Value::Number(digits) => number(digits).unwrap_or_else(|| Self::text(digits)),
            Value::String(text) => Self::text(text),
            Value::Array(items) => {
                let items = items.iter().map(|it| Self::with_numbers(it, number));
                Self::List(items.collect())
            }
            Value::Object(members) => {
                let members = members.iter().map(|(key, it)| {
                    let it = Self::with_numbers(it, number);
                    (key.text.to_string().into(), it)
                });
                Self::Object(members.collect())
            }
        }
    }

    /// What a type becomes by its `Serialize`; maps have names that are strings.
    ///
    /// # Panics
    /// The type refuses to be written, which those of a description do not.
    pub fn from_type(value: &impl Serialize) -> Self {
        value.serialize(ToJson).expect("descriptions are JSON")
    }

    /// The value as a file.
    pub fn render(&self) -> String {
        let mut text = String::new();
        self.write(0, 0, &mut text);
        text.push('\n');
        text
    }

    /// Writes the value; `before` is how much stands before it on its line.
    fn write(&self, indent: usize, before: usize, text: &mut String) {
        if let Some(left) = WIDTH.checked_sub(before + 1)
            && let start = text.len()
            && indent > 0
        {
            if self.write_flat(start + left, text) {
                return;
            }
            text.truncate(start);
        }
        let inner = indent + 2;
        match self {
            Self::Raw(raw) => text.push_str(raw),
            Self::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    new_line(at, inner, text);
                    item.write(inner, inner, text);
                }
                let _ = write!(text, "\n{:indent$}]", "");
            }
            Self::Object(members) if members.is_empty() => text.push_str("{}"),
            Self::Object(members) => {
                text.push('{');
                for (at, (name, member)) in members.iter().enumerate() {
                    new_line(at, inner, text);
                    let name = json::string(name);
                    text.push_str(&name);
                    text.push_str(": ");
                    member.write(inner, inner + name.len() + 2, text);
                }
                let _ = write!(text, "\n{:indent$}}}", "");
            }
        }
    }

    /// Writes the value on the line, or gives up at the end of it.
    fn write_flat(&self, end: usize, text: &mut String) -> bool {
        match self {
            Self::Raw(raw) => text.push_str(raw),
            Self::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    if !item.write_flat(end, text) {
                        return false;
                    }
                }
                text.push(']');
            }
            Self::Object(members) => {
                text.push('{');
                for (at, (name, member)) in members.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { ", " });
                    json::push_string(text, name);
                    text.push_str(": ");
                    if !member.write_flat(end, text) {
                        return false;
                    }
                }
                text.push('}');
            }
        }
        text.len() <= end
    }
}

impl Serialize for Json {
    /// JSON text goes through as bytes: what else is written has none.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Raw(text) => serializer.serialize_bytes(text.as_bytes()),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, it)| (name, it)))
            }
        }
    }
}

/// Makes a [`Json`] of a type by its `Serialize`.
struct ToJson;

/// Methods of `Serializer` for what is written as Rust writes it.
macro_rules! plain {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, it: $type) -> Result<Json, fmt::Error> {
            Ok(Json::Raw(it.to_string()))
        }
    )*};
}

impl Serializer for ToJson {
    type Ok = Json;
    type Error = fmt::Error;
    type SerializeSeq = List;
    type SerializeTuple = Impossible<Json, fmt::Error>;
    type SerializeTupleStruct = Impossible<Json, fmt::Error>;
    type SerializeTupleVariant = Impossible<Json, fmt::Error>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Variant;

    plain! {
        serialize_bool(bool)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
    }

    fn serialize_f32(self, _: f32) -> Result<Json, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_f64(self, _: f64) -> Result<Json, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_char(self, it: char) -> Result<Json, fmt::Error> {
        self.serialize_str(it.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<Json, fmt::Error> {
        Ok(Json::text(text))
    }

    fn serialize_bytes(self, json: &[u8]) -> Result<Json, fmt::Error> {
        let json = std::str::from_utf8(json).map_err(|_| fmt::Error)?;
        Ok(Json::Raw(json.to_owned()))
    }

    fn serialize_none(self) -> Result<Json, fmt::Error> {
        Ok(Json::null())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, it: &T) -> Result<Json, fmt::Error> {
        it.serialize(self)
    }

    fn serialize_unit(self) -> Result<Json, fmt::Error> {
        Ok(Json::null())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Json, fmt::Error> {
        Ok(Json::null())
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Json, fmt::Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        it: &T,
    ) -> Result<Json, fmt::Error> {
        it.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        it: &T,
    ) -> Result<Json, fmt::Error> {
        Ok(Json::Object(vec![(variant.into(), it.serialize(self)?)]))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<List, fmt::Error> {
        Ok(List(Vec::with_capacity(length.unwrap_or_default())))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, fmt::Error> {
        Err(fmt::Error)
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Members, fmt::Error> {
        Ok(Members(Vec::with_capacity(length.unwrap_or_default())))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, fmt::Error> {
        // As many as there may be: a schema has a few of forty.
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant, fmt::Error> {
        Ok(Variant(variant, self.serialize_map(Some(length))?))
    }
}

/// The elements of an array that is being made.
struct List(Vec<Json>);

impl SerializeSeq for List {
    type Ok = Json;
    type Error = fmt::Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, it: &T) -> Result<(), fmt::Error> {
        self.0.push(it.serialize(ToJson)?);
        Ok(())
    }

    fn end(self) -> Result<Json, fmt::Error> {
        Ok(Json::List(self.0))
    }
}

/// The members of an object that is being made.
struct Members(Vec<(Cow<'static, str>, Json)>);

impl SerializeMap for Members {
    type Ok = Json;
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), fmt::Error> {
        // Names are strings, and what is displayed of a string is itself.
        let mut name = String::new();
        write!(name, "{}", Displayed(key))?;
        self.0.push((name.into(), Json::null()));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, it: &T) -> Result<(), fmt::Error> {
        let member = self.0.last_mut().ok_or(fmt::Error)?;
        member.1 = it.serialize(ToJson)?;
        Ok(())
    }

    fn end(self) -> Result<Json, fmt::Error> {
        Ok(Json::Object(self.0))
    }
}

impl SerializeStruct for Members {
    type Ok = Json;
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        it: &T,
    ) -> Result<(), fmt::Error> {
        self.0.push((name.into(), it.serialize(ToJson)?));
        Ok(())
    }

    fn end(self) -> Result<Json, fmt::Error> {
        Ok(Json::Object(self.0))
    }
}

/// A string by its `Serialize`.
struct Displayed<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> fmt::Display for Displayed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

/// The only member of an object that stands for a variant: its name, and what is in it.
struct Variant(&'static str, Members);

impl SerializeStructVariant for Variant {
    type Ok = Json;
    type Error = fmt::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        it: &T,
    ) -> Result<(), fmt::Error> {
        SerializeStruct::serialize_field(&mut self.1, name, it)
    }

    fn end(self) -> Result<Json, fmt::Error> {
        Ok(Json::Object(vec![(self.0.into(), Json::Object(self.1.0))]))
    }
}

fn new_line(at: usize, indent: usize, text: &mut String) {
    let comma = if at == 0 { "" } else { "," };
    let _ = write!(text, "{comma}\n{:indent$}", "");
}

/// A number of the document as JSON spells it: `.5` is `0.5`; `None` for what is no number that JSON has.
fn number(digits: &str) -> Option<String> {
    if Number::new(digits).is_some() && digits.parse::<f64>().is_ok_and(f64::is_finite) {
        return Some(digits.to_owned());
    }
    let number: f64 = digits.parse().ok()?;
    number.is_finite().then(|| number.to_string())
}
