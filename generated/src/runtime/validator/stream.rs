//! A body's text → its Rust type, checked against its schema in the same pass.
//!
//! [`Checked`] stands between the parser and the type: whatever the type asks the parser for goes by here, and is
//! compared with the schema of that place. It notes no more than *that* something is wrong; what it is, and where, is
//! found by a second look that valid requests never need.

use std::cell::Cell;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, IntoDeserializer,
    MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;

use super::fault::{Fault, Place};
use super::schema::{Additional, Id, Schema, size_fault};
use super::schemas::Schemas;
use super::types::Types;
use crate::runtime::json::{Number, Tree};

/// Reads a JSON document as a `T` that satisfies a schema, or says everything that is wrong with it.
pub(crate) fn json<T>(text: &[u8], schemas: &Schemas, schema: Option<Id>) -> Result<T, Vec<Fault>>
where
    T: for<'de> Deserialize<'de>,
{
    let Some(id) = schema else {
        return serde_json::from_slice(text)
            .map_err(|error| vec![Place::BODY.fault("", error.to_string())]);
    };
    if !schemas.get(id).streams {
        return value(parse(text)?, Place::BODY, schemas, id);
    }
    let check = Check {
        schemas,
        failed: Cell::new(false),
    };
    let mut parser = serde_json::Deserializer::from_slice(text);
    let decoded = T::deserialize(Checked {
        inner: &mut parser,
        check: &check,
        schema: Some(schemas.get(id)),
    });
    match decoded.and_then(|it| parser.end().map(|()| it)) {
        Ok(it) if !check.failed.get() => Ok(it),
        // The second look, which knows where it is.
        _ => value(parse(text)?, Place::BODY, schemas, id),
    }
}

/// Reads a value as a `T` that satisfies a schema, or says everything that is wrong with it.
pub(crate) fn value<T>(
    mut value: Value,
    place: Place<'_>,
    schemas: &Schemas,
    schema: Id,
) -> Result<T, Vec<Fault>>
where
    T: for<'de> Deserialize<'de>,
{
    let faults = schemas.faults(schema, &Tree::from(&value), place);
    if !faults.is_empty() {
        return Err(faults);
    }
    schemas.strip_read_only(schema, &mut value);
    T::deserialize(value).map_err(|error| vec![place.fault("", error.to_string())])
}

/// Reads a JSON document as a value.
pub(crate) fn parse(text: &[u8]) -> Result<Value, Vec<Fault>> {
    serde_json::from_slice(text).map_err(|error| vec![Place::BODY.fault("", error.to_string())])
}

struct Check<'a> {
    schemas: &'a Schemas,
    failed: Cell<bool>,
}

impl<'a> Check<'a> {
    /// Stops at what does not hold: the second look finds out the rest.
    fn expect<E: serde::de::Error>(&self, holds: bool) -> Result<(), E> {
        if holds {
            return Ok(());
        }
        self.failed.set(true);
        Err(E::custom(""))
    }

    fn get(&self, id: Id) -> &'a Schema {
        self.schemas.get(id)
    }
}

/// A deserializer, visitor or access that is watched.
struct Checked<'a, 'c, T> {
    inner: T,
    check: &'a Check<'c>,
    /// `None` where anything goes.
    schema: Option<&'c Schema>,
}

impl<'a, 'c, T> Checked<'a, 'c, T> {
    fn with<U>(&self, inner: U) -> Checked<'a, 'c, U> {
        Checked {
            inner,
            check: self.check,
            schema: self.schema,
        }
    }

    fn expect<E: serde::de::Error>(&self, holds: impl FnOnce(&Schema) -> bool) -> Result<(), E> {
        self.schema
            .map_or(Ok(()), |schema| self.check.expect(holds(schema)))
    }
}

/// Methods of `Deserializer` that hand a watched visitor on.
macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            let visitor = self.with(visitor);
            self.inner.$method($($argument,)* visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Checked<'_, '_, D> {
    type Error = D::Error;

    forward! {
        deserialize_any() deserialize_bool()
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64()
        deserialize_char() deserialize_str() deserialize_string() deserialize_bytes() deserialize_byte_buf()
        deserialize_option() deserialize_unit() deserialize_seq() deserialize_map() deserialize_identifier()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }

    /// What the type ignores has to be looked at all the same.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        match self.schema {
            Some(_) => self.deserialize_any(visitor),
            None => self.inner.deserialize_ignored_any(visitor),
        }
    }
}

/// Methods of `Visitor` for integers.
macro_rules! integers {
    ($($method:ident($type:ty))*) => {$(
        fn $method<E: serde::de::Error>(self, it: $type) -> Result<V::Value, E> {
            if let Some(schema) = self.schema {
                let integer = i128::try_from(it);
                self.check.expect(integer.is_ok_and(|it| schema.accepts_integer(it)))?;
            }
            self.inner.$method(it)
        }
    )*};
}

/// Methods of `Visitor` for strings.
macro_rules! strings {
    ($($method:ident($type:ty))*) => {$(
        fn $method<E: serde::de::Error>(self, it: $type) -> Result<V::Value, E> {
            self.expect(|schema| schema.accepts_string(&it))?;
            self.inner.$method(it)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Checked<'_, '_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.expecting(f)
    }

    integers! { visit_i64(i64) visit_u64(u64) visit_i128(i128) visit_u128(u128) }

    fn visit_f64<E: serde::de::Error>(self, it: f64) -> Result<V::Value, E> {
        if let Some(schema) = self.schema {
            let number = Number::from_f64(it);
            self.check
                .expect(number.is_some_and(|it| schema.accepts_number(&it)))?;
        }
        self.inner.visit_f64(it)
    }

    strings! { visit_str(&str) visit_borrowed_str(&'de str) visit_string(String) }

    fn visit_bool<E: serde::de::Error>(self, it: bool) -> Result<V::Value, E> {
        self.expect(|schema| schema.accepts_bool(it))?;
        self.inner.visit_bool(it)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.expect(Schema::accepts_null)?;
        self.inner.visit_none()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.expect(Schema::accepts_null)?;
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let inner = self.with(inner);
        self.inner.visit_some(inner)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        let inner = self.with(inner);
        self.inner.visit_newtype_struct(inner)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        // Only an enum of strings is read in this way, and it accepts nothing but its own.
        self.inner.visit_enum(access)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        self.expect(|schema| schema.types.accepts(Types::ARRAY) && schema.values.is_empty())?;
        let access = self.with(access);
        self.inner.visit_seq(Items { access, count: 0 })
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        self.expect(|schema| schema.types.accepts(Types::OBJECT) && schema.values.is_empty())?;
        let access = self.with(access);
        self.inner.visit_map(Members {
            access,
            count: 0,
            seen: 0,
            member: None,
        })
    }
}

/// The items of an array.
struct Items<'a, 'c, A> {
    access: Checked<'a, 'c, A>,
    count: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, '_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let Checked { check, schema, .. } = self.access;
        let seed = Checked {
            inner: seed,
            check,
            schema: schema.and_then(|it| it.items).map(|id| check.get(id)),
        };
        let item = self.access.inner.next_element_seed(seed)?;
        match item {
            Some(_) => self.count += 1,
            None => self.access.expect(|it| {
                size_fault(self.count, it.min_items, it.max_items, "item").is_none()
            })?,
        }
        Ok(item)
    }
}

/// The members of an object.
struct Members<'a, 'c, A> {
    access: Checked<'a, 'c, A>,
    count: usize,
    /// Which of the required members were there, a bit each.
    seen: u64,
    /// The schema of the member whose name was read last.
    member: Option<&'c Schema>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, '_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let Checked { check, schema, .. } = self.access;
        let Some(schema) = schema else {
            return self.access.inner.next_key_seed(seed);
        };
        let watch = Watch {
            check,
            schema,
            seen: &mut self.seen,
            member: &mut self.member,
        };
        let key = if schema.has_read_only {
            watch.next_that_counts(&mut self.access.inner, seed)?
        } else {
            let seed = Key { inner: seed, watch };
            self.access.inner.next_key_seed(seed)?
        };
        match key {
            Some(_) => {
                self.count += 1;
                check.expect(!check.failed.get())?;
            }
            None => {
                let all = schema.required.len();
                let (min, max) = (schema.min_properties, schema.max_properties);
                check.expect(self.seen.count_ones() as usize == all)?;
                check.expect(size_fault(self.count, min, max, "property").is_none())?;
            }
        }
        Ok(key)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let seed = Checked {
            inner: seed,
            check: self.access.check,
            schema: self.member,
        };
        self.access.inner.next_value_seed(seed)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Checked<'_, '_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let deserializer = self.with(deserializer);
        self.inner.deserialize(deserializer)
    }
}

/// What is noted when the name of a member goes by.
struct Watch<'a, 'c> {
    check: &'a Check<'c>,
    schema: &'c Schema,
    seen: &'a mut u64,
    member: &'a mut Option<&'c Schema>,
}

impl Watch<'_, '_> {
    /// Passes over members that callers do not send.
    fn next_that_counts<'de, A: MapAccess<'de>, S: DeserializeSeed<'de>>(
        mut self,
        access: &mut A,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        while let Some(name) = access.next_key::<String>()? {
            let property = self.schema.property(&name);
            if property.is_some_and(|id| self.check.get(id).read_only) {
                access.next_value::<IgnoredAny>()?;
            } else {
                self.note(&name);
                return seed.deserialize(name.into_deserializer()).map(Some);
            }
        }
        Ok(None)
    }

    fn note(&mut self, name: &str) {
        if let Some(at) = self.schema.required.iter().position(|it| it == name) {
            *self.seen |= 1 << at;
        }
        *self.member = match (self.schema.property(name), self.schema.additional) {
            (Some(id), _) | (None, Additional::Schema(id)) => Some(self.check.get(id)),
            (None, Additional::Any) => None,
            (None, Additional::None) => {
                self.check.failed.set(true);
                None
            }
        };
    }
}

/// A seed, deserializer or visitor of a member's name.
struct Key<'a, 'c, T> {
    inner: T,
    watch: Watch<'a, 'c>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'_, '_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Key {
            inner: deserializer,
            watch: self.watch,
        })
    }
}

macro_rules! forward_key {
    ($($method:ident($($argument:ident: $type:ty),*))*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($($argument,)* Key { inner: visitor, watch: self.watch })
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Key<'_, '_, D> {
    type Error = D::Error;

    forward_key! {
        deserialize_any() deserialize_bool()
        deserialize_i8() deserialize_i16() deserialize_i32() deserialize_i64() deserialize_i128()
        deserialize_u8() deserialize_u16() deserialize_u32() deserialize_u64() deserialize_u128()
        deserialize_f32() deserialize_f64()
        deserialize_char() deserialize_str() deserialize_string() deserialize_bytes() deserialize_byte_buf()
        deserialize_option() deserialize_unit() deserialize_seq() deserialize_map() deserialize_identifier()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_str(visitor)
    }
}

macro_rules! key_strings {
    ($($method:ident($type:ty))*) => {$(
        fn $method<E: serde::de::Error>(mut self, it: $type) -> Result<V::Value, E> {
            self.watch.note(&it);
            self.inner.$method(it)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Key<'_, '_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.expecting(f)
    }

    key_strings! { visit_str(&str) visit_borrowed_str(&'de str) visit_string(String) }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Key {
            inner,
            watch: self.watch,
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(access)
    }
}
