//! Objects: `object!`, what it reads and writes with, and maps, which are objects of any members.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::decode::Decode;
use super::source::{Others, Rest, Slot, Source, object};
use super::tags::Tags;
use crate::runtime::json::Error;

/// A member that has to be there.
pub struct Required<T>(Option<T>);

/// A member that may be missing.
pub struct Optional<T>(Option<T>);

/// A member that may be missing and then has a default.
pub struct Defaulted<T, F>(Option<T>, F);

/// How a member is read, by the word that `object!` has for it.
pub mod member {
    use super::{Defaulted, Optional, Required};

    /// A member that has to be there.
    #[inline]
    pub fn required<T>() -> Required<T> {
        Required(None)
    }

    /// A member that may be missing, but is not `null`.
    #[inline]
    pub fn optional<T>() -> Optional<T> {
        Optional(None)
    }

    /// A member that may be missing and then has a default.
    #[inline]
    pub fn defaulted<T, F: FnOnce() -> T>(default: F) -> Defaulted<T, F> {
        Defaulted(None, default)
    }
}

impl<T> Required<T> {
    /// Its value; `None` where it is missing.
    #[inline]
    pub fn finish(self) -> Option<T> {
        self.0
    }
}

impl<T> Optional<T> {
    /// Its value.
    #[inline]
    pub fn finish(self) -> Option<Option<T>> {
        Some(self.0)
    }
}

impl<T, F: FnOnce() -> T> Defaulted<T, F> {
    /// Its value.
    #[inline]
    pub fn finish(self) -> Option<T> {
        Some(self.0.unwrap_or_else(self.1))
    }
}

/// Methods of a slot.
macro_rules! slot {
    ($is_required:literal) => {
        #[inline]
        fn fill(&mut self, source: Source<'_, '_>) -> Result<(), Error> {
            match T::decode(source) {
                Ok(it) => {
                    self.0 = Some(it);
                    Ok(())
                }
                Err(error) => Err(error),
            }
        }

        #[inline]
        fn is_filled(&self) -> bool {
            self.0.is_some()
        }

        #[inline]
        fn is_required(&self) -> bool {
            $is_required
        }
    };
}

impl<T: Decode> Slot for Required<T> {
    slot!(true);
}

impl<T: Decode> Slot for Optional<T> {
    slot!(false);
}

impl<T: Decode, F> Slot for Defaulted<T, F> {
    slot!(false);
}

impl<T: Decode> Rest for BTreeMap<String, T> {
    fn insert(&mut self, name: String, source: Source<'_, '_>) -> Result<(), Error> {
        let value = match T::decode(source) {
            Ok(it) => it,
            Err(error) => return Err(error.within(&name)),
        };
        match self.entry(name) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(value);
                Ok(())
            }
            std::collections::btree_map::Entry::Occupied(place) => {
                Err(Error::repeated(place.key()))
            }
        }
    }
}

/// A member that has to be there is missing. [`object`] has refused it before.
///
/// # Errors
/// Always.
#[cold]
pub fn incomplete<T>() -> Result<T, Error> {
    Err(Error::new("a property is missing"))
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        let mut map = Self::new();
        object(source, &[], &mut [], Others::Kept(&mut map))?;
        Ok(map)
    }

    fn is_finite(&self) -> bool {
        self.values().all(T::is_finite)
    }

    fn serialize_tagged<S: Serializer>(
        &self,
        tags: Tags,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        if tags.is_empty() {
            return self.serialize(serializer);
        }
        let mut object = Writer::new(serializer, tags);
        object.rest(self);
        object.end()
    }
}
/// Writes the members of an object. An error stays until the end, so that a type is one line a member.
pub struct Writer<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
    /// Properties that unions own and that have not been written.
    tags: Tags,
}

impl<S: Serializer> Writer<S> {
    /// Begins the object.
    #[inline]
    pub fn new(serializer: S, tags: Tags) -> Self {
        Self {
            map: serializer.serialize_map(None),
            tags,
        }
    }

    /// A member that is always written.
    #[inline]
    pub fn required<T: Decode>(&mut self, name: &str, value: &T) {
        if !self.tags.is_empty()
            && let Some(tag) = self.tags.take(name)
        {
            match tag.instead_of(value.as_text()) {
                Some(text) => self.write(name, text),
                None => self.write(name, value),
            }
            return;
        }
        if value.is_finite() {
            self.write(name, value);
        } else {
            self.refuse(name);
        }
    }

    /// A member that is written where it is there.
    #[inline]
    pub fn optional<T: Decode>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// A member that has a default, and is written all the same.
    #[inline]
    pub fn defaulted<T: Decode>(&mut self, name: &str, value: &T) {
        self.required(name, value);
    }

    /// Members that are not listed.
    pub fn rest<T: Decode>(&mut self, rest: &BTreeMap<String, T>) {
        for (name, value) in rest {
            self.required(name, value);
        }
    }

    #[inline]
    fn write<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.map = Err(error);
        }
    }

    #[cold]
    fn refuse(&mut self, name: &str) {
        if self.map.is_ok() {
            let message = format!("{name}: JSON has no number that is infinite or none");
            self.map = Err(serde::ser::Error::custom(message));
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// What went wrong on the way.
    #[inline]
    pub fn end(mut self) -> Result<S::Ok, S::Error> {
        while let Some(tag) = self.tags.take_any() {
            if let Some(text) = tag.instead_of(None) {
                self.write(tag.name, text);
            }
        }
        self.map?.end()
    }
}

/// Reads and writes an object: for each property how it is treated, its field, and its name in JSON where that is
/// another. Others are passed over, kept in the field `..rest`, or refused (`nothing_else`).
#[macro_export]
macro_rules! object {
    ($name:ident {
        $($how:ident $field:ident $(= $wire:literal)? $(or $default:expr)?),*
        $(,)?
        $(; ..$rest:ident)?
        $(; $closed:ident)?
    }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                $(let mut $field = $crate::runtime::types::member::$how($(|| $default)?);)*
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                if let ::std::result::Result::Err(error) = $crate::runtime::types::object(
                    source,
                    &[$(wire!($field $($wire)?)),*],
                    &mut [$(&mut $field),*],
                    others!($(..$rest)? $($closed)?),
                ) {
                    return ::std::result::Result::Err(error);
                }
                // One look at all members: a `?` for each would cost the compiler more than the rest of the type.
                let ($(::std::option::Option::Some($field),)*) = ($($field.finish(),)*) else {
                    return $crate::runtime::types::incomplete();
                };
                ::std::result::Result::Ok(Self { $($field,)* $($rest,)? })
            }

            fn serialize_tagged<S: ::serde::Serializer>(
                &self,
                tags: $crate::runtime::types::Tags,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut)]
                let mut object = $crate::runtime::types::Writer::new(serializer, tags);
                $(object.$how(wire!($field $($wire)?), &self.$field);)*
                $(object.rest(&self.$rest);)?
                object.end()
            }
        }

        serialize!($name);
        deserialize!($name);
    };
}

/// The name of a property in JSON.
#[macro_export]
macro_rules! wire {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

/// What becomes of members that are not listed.
#[macro_export]
macro_rules! others {
    () => {
        $crate::runtime::types::Others::Ignored
    };
    (nothing_else) => {
        $crate::runtime::types::Others::Refused
    };
    (..$rest:ident) => {
        $crate::runtime::types::Others::Kept(&mut $rest)
    };
}
