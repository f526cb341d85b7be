//! A variant of an enum as serde reads it, out of text or a value that is kept.

use std::borrow::Cow;

use serde::Deserializer;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, VariantAccess, Visitor};

use crate::runtime::json::Error;

/// A variant of an enum.
pub(super) struct Variant<'n, D> {
    /// Its name.
    pub(super) name: Cow<'n, str>,
    /// What it holds, if anything.
    pub(super) content: Option<D>,
}

impl<'de, D: Deserializer<'de, Error = Error>> EnumAccess<'de> for Variant<'_, D> {
    type Error = Error;
    type Variant = Content<D>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Content<D>), Error> {
        let name: StrDeserializer<'_, Error> = (*self.name).into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

/// What a variant holds.
pub(super) struct Content<D>(Option<D>);

impl<D> Content<D> {
    fn get(self) -> Result<D, Error> {
        self.0
            .ok_or_else(|| Error::new("the variant has to hold a value"))
    }
}

impl<'de, D: Deserializer<'de, Error = Error>> VariantAccess<'de> for Content<D> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.0 {
            None => Ok(()),
            Some(_) => Err(Error::new("the variant holds no value")),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.get()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.get()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.get()?.deserialize_any(visitor)
    }
}
