//! A [`Node`] as a serde data source and sink: flat objects are read as `openapiv3`'s types, and trees are printed by
//! any serde format.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, IntoDeserializer, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Node, Value};
use crate::source::Place;

/// Why a node is not what a type expects, and where.
#[derive(Debug)]
pub struct Mismatch {
    /// Where; `None` where serde did not say which value it was looking at.
    pub place: Option<Place>,
    /// What is wrong.
    pub message: String,
}

/// Reads a node as a type that has no untagged parts (serde loses places in those).
///
/// # Errors
/// The first thing that does not fit.
pub fn from_node<'de, T: de::Deserialize<'de>>(node: &'de Node) -> Result<T, Mismatch> {
    T::deserialize(node.into_deserializer()).map_err(|it: Mismatch| Mismatch {
        place: it.place.or(Some(node.place)),
        ..it
    })
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self {
            place: None,
            message: message.to_string(),
        }
    }
}

/// [`Node`] as `serde::Deserializer`.
pub struct NodeDeserializer<'de>(&'de Node);

impl<'de> IntoDeserializer<'de, Mismatch> for &'de Node {
    type Deserializer = NodeDeserializer<'de>;

    fn into_deserializer(self) -> NodeDeserializer<'de> {
        NodeDeserializer(self)
    }
}

impl<'de> NodeDeserializer<'de> {
    fn placed<T>(&self, result: Result<T, Mismatch>) -> Result<T, Mismatch> {
        result.map_err(|it| Mismatch {
            place: it.place.or(Some(self.0.place)),
            ..it
        })
    }
}

impl<'de> de::Deserializer<'de> for NodeDeserializer<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let result = match &self.0.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(it) => visitor.visit_bool(*it),
            Value::Number(digits) => match (
                digits.parse::<u64>(),
                digits.parse::<i64>(),
                digits.parse::<f64>(),
            ) {
                (Ok(it), ..) => visitor.visit_u64(it),
                (_, Ok(it), _) => visitor.visit_i64(it),
                (.., Ok(it)) => visitor.visit_f64(it),
                _ => visitor.visit_borrowed_str(digits),
            },
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Value::Object(object) => visitor.visit_map(MapDeserializer::new(
                object.iter().map(|(key, value)| (&*key.text, value)),
            )),
        };
        self.placed(result)
    }

    /// A number where a text is expected is read as its digits: YAML has `version: 1.0` in many a document.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match &self.0.value {
            Value::Number(digits) => visitor.visit_borrowed_str(digits),
            Value::Bool(it) => visitor.visit_borrowed_str(if *it { "true" } else { "false" }),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        let result = match &self.0.value {
            Value::String(text) => visitor.visit_enum((&**text).into_deserializer()),
            _ => Err(de::Error::custom(format!(
                "expected a string, found {}",
                self.0.kind()
            ))),
        };
        self.placed(result)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.value {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(it) => serializer.serialize_bool(*it),
            Value::Number(digits) => match (
                digits.parse::<u64>(),
                digits.parse::<i64>(),
                digits.parse::<f64>(),
            ) {
                (Ok(it), ..) => serializer.serialize_u64(it),
                (_, Ok(it), _) => serializer.serialize_i64(it),
                (.., Ok(it)) => serializer.serialize_f64(it),
                _ => serializer.serialize_str(digits),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => serializer.collect_seq(items.iter()),
            Value::Object(object) => {
                let mut map = serializer.serialize_map(Some(object.len()))?;
                for (key, value) in object.iter() {
                    map.serialize_entry(&*key.text, value)?;
                }
                map.end()
            }
        }
    }
}
