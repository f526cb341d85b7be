//! Writing an object with the properties of the unions that it stands in.

use std::fmt;

use serde::Serialize;
use serde::ser::{Impossible, SerializeMap, SerializeStruct, Serializer};

use super::tags::{Tag, Tags};

/// Writes a value as `S` does, and in an object the properties that unions own. What is no object is written as it is.
pub struct Tagging<S> {
    inner: S,
    tags: Tags,
}

impl<S> Tagging<S> {
    /// Writes to `inner`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(inner: S, tags: Tags) -> Self {
        Self { inner, tags }
    }
}

/// Methods that `S` has as well.
macro_rules! passed_on {
    ($($method:ident($($name:ident: $type:ty),*) $(-> $result:ident)?;)*) => {$(
        fn $method(self, $($name: $type),*) -> Result<passed_on!(@ $($result)?), S::Error> {
            self.inner.$method($($name),*)
        }
    )*};
    (@) => { S::Ok };
    (@ $result:ident) => { S::$result };
}

impl<S: Serializer> Serializer for Tagging<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = S::SerializeSeq;
    type SerializeTuple = S::SerializeTuple;
    type SerializeTupleStruct = S::SerializeTupleStruct;
    type SerializeTupleVariant = S::SerializeTupleVariant;
    type SerializeMap = Members<S::SerializeMap>;
    type SerializeStruct = Members<S::SerializeMap>;
    type SerializeStructVariant = S::SerializeStructVariant;

    passed_on! {
        serialize_bool(it: bool);
        serialize_i8(it: i8);
        serialize_i16(it: i16);
        serialize_i32(it: i32);
        serialize_i64(it: i64);
        serialize_i128(it: i128);
        serialize_u8(it: u8);
        serialize_u16(it: u16);
        serialize_u32(it: u32);
        serialize_u64(it: u64);
        serialize_u128(it: u128);
        serialize_f32(it: f32);
        serialize_f64(it: f64);
        serialize_char(it: char);
        serialize_str(it: &str);
        serialize_bytes(it: &[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
        serialize_seq(length: Option<usize>) -> SerializeSeq;
        serialize_tuple(length: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, length: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(
            name: &'static str, index: u32, variant: &'static str, length: usize
        ) -> SerializeTupleVariant;
        serialize_struct_variant(
            name: &'static str, index: u32, variant: &'static str, length: usize
        ) -> SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(value)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_struct(name, value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner
            .serialize_newtype_variant(name, index, variant, value)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        // How many properties are added is known at the end.
        Ok(Members {
            inner: self.inner.serialize_map(None)?,
            tags: self.tags,
            tag: None,
        })
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        self.serialize_map(None)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// Writes the members of an object.
// Inlined as the `Writer` of the type is, so that a name whose length is known there is written as such, and nothing is asked of
// the property once it has been written: an eighth of what writing takes.
pub struct Members<M> {
    inner: M,
    /// Properties that unions own and that have not been written.
    tags: Tags,
    /// The one whose name has been written.
    tag: Option<&'static Tag>,
}

impl<M> Members<M> {
    /// The property of that name, if a union owns it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn take<K: Serialize + ?Sized>(&mut self, name: &K) -> Option<&'static Tag> {
        if self.tags.is_empty() {
            return None;
        }
        let find = |name: Option<&str>| self.tags.take(name?);
        name.serialize(Text(find)).unwrap_or_default()
    }
}

impl<M: SerializeMap> SerializeMap for Members<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn serialize_key<K: Serialize + ?Sized>(&mut self, name: &K) -> Result<(), M::Error> {
        self.tag = self.take(name);
        self.inner.serialize_key(name)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        if let Some(tag) = self.tag.take()
            && let Some(text) = instead_of(tag, value)
        {
            return self.inner.serialize_value(text);
        }
        self.inner.serialize_value(value)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn serialize_entry<K: Serialize + ?Sized, T: Serialize + ?Sized>(
        &mut self,
        name: &K,
        value: &T,
    ) -> Result<(), M::Error> {
        match self.take(name).and_then(|tag| instead_of(tag, value)) {
            Some(text) => self.inner.serialize_entry(name, text),
            None => self.inner.serialize_entry(name, value),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn end(mut self) -> Result<M::Ok, M::Error> {
        while let Some(tag) = self.tags.take_any() {
            if let Some(text) = tag.instead_of(None) {
                self.inner.serialize_entry(tag.name, text)?;
            }
        }
        self.inner.end()
    }
}

impl<M: SerializeMap> SerializeStruct for Members<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.serialize_entry(name, value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        SerializeMap::end(self)
    }
}

/// What is written in place of the value that a property has of its own.
#[inline(never)]
fn instead_of<T: Serialize + ?Sized>(tag: &Tag, own: &T) -> Option<&'static str> {
    let look = |own: Option<&str>| tag.instead_of(own);
    own.serialize(Text(look)).unwrap_or_else(|_| look(None))
}

/// Looks at the text of a value that could tell types apart: a string, an integer or a truth value. There is none of other
/// scalars, and arrays and objects are errors.
struct Text<F>(F);

/// Methods for values that are written as text.
macro_rules! as_text {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, it: $type) -> Result<R, fmt::Error> {
            Ok((self.0)(Some(&it.to_string())))
        }
    )*};
}

/// Methods for values that have no text.
macro_rules! no_text {
    ($($method:ident($($type:ty),*))*) => {$(
        fn $method(self, $(_: $type),*) -> Result<R, fmt::Error> {
            Ok((self.0)(None))
        }
    )*};
}

/// Methods for values that are no scalars.
macro_rules! no_scalar {
    ($($method:ident($($type:ty),*))*) => {$(
        fn $method(self, $(_: $type),*) -> Result<Impossible<R, fmt::Error>, fmt::Error> {
            Err(fmt::Error)
        }
    )*};
}

impl<R, F: FnOnce(Option<&str>) -> R> Serializer for Text<F> {
    type Ok = R;
    type Error = fmt::Error;
    type SerializeSeq = Impossible<R, fmt::Error>;
    type SerializeTuple = Impossible<R, fmt::Error>;
    type SerializeTupleStruct = Impossible<R, fmt::Error>;
    type SerializeTupleVariant = Impossible<R, fmt::Error>;
    type SerializeMap = Impossible<R, fmt::Error>;
    type SerializeStruct = Impossible<R, fmt::Error>;
    type SerializeStructVariant = Impossible<R, fmt::Error>;

    as_text! {
        serialize_bool(bool) serialize_char(char)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
    }

    no_text! {
        serialize_f32(f32) serialize_f64(f64) serialize_bytes(&[u8])
        serialize_none() serialize_unit() serialize_unit_struct(&'static str)
    }

    no_scalar! {
        serialize_seq(Option<usize>)
        serialize_tuple(usize)
        serialize_tuple_struct(&'static str, usize)
        serialize_tuple_variant(&'static str, u32, &'static str, usize)
        serialize_map(Option<usize>)
        serialize_struct(&'static str, usize)
        serialize_struct_variant(&'static str, u32, &'static str, usize)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn serialize_str(self, it: &str) -> Result<R, fmt::Error> {
        Ok((self.0)(Some(it)))
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<R, fmt::Error> {
        self.serialize_str(variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<R, fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<R, fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<R, fmt::Error> {
        Err(fmt::Error)
    }
}
