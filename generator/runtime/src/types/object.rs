//! Objects: `object!`, what it reads and writes with, and maps, which are objects of any members.

use std::collections::BTreeMap;

use serde::ser::{SerializeMap, Serializer};

use super::decode::{Decode, NOT_FINITE};
use super::nullable::Nullable;
use super::source::{Others, Rest, Slot, Source, object};
use crate::runtime::json::Error;

impl<T: Decode> Slot for Option<T> {
    #[inline]
    fn fill(&mut self, source: Source<'_, '_>) -> Result<(), Error> {
        match T::decode(source) {
            Ok(it) => {
                *self = Some(it);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    #[inline]
    fn is_filled(&self) -> bool {
        self.is_some()
    }
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

/// An object is not what it has to be, as [`object`] has found.
///
/// # Errors
/// Always.
#[cold]
pub fn incomplete<T>(read: Result<(), Error>) -> Result<T, Error> {
    Err(match read {
        Err(error) => error,
        Ok(()) => Error::new("a property is missing"),
    })
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    const HAS_FLOATS: bool = T::HAS_FLOATS;

    fn decode(source: Source<'_, '_>) -> Result<Self, Error> {
        let mut map = Self::new();
        object(source, &[], &mut [], Others::Kept(&mut map))?;
        Ok(map)
    }

    fn is_finite(&self) -> bool {
        !T::HAS_FLOATS || self.values().all(T::is_finite)
    }
}

/// Writes the members of an object. An error stays until the end, so that a type is one line a member.
pub struct Writer<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> Writer<S> {
    /// Begins the object.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(serializer: S) -> Self {
        Self(serializer.serialize_map(None))
    }

    /// A member that is always written.
    // Inlined, with key and value apart: so `serde_json` writes a name whose length is known where the type is, in place of one
    // call for the two. That spares some hundredths of what writing takes; code without optimization is no larger.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn required<T: Decode>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.0 {
            let result = match value.is_finite() {
                true => match map.serialize_key(name) {
                    Ok(()) => map.serialize_value(value),
                    Err(error) => Err(error),
                },
                false => Err(not_finite(name)),
            };
            if let Err(error) = result {
                self.0 = Err(error);
            }
        }
    }

    /// A member that is written where it is there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn optional<T: Decode>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// A member that is written unless it is absent.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn nullable<T: Decode>(&mut self, name: &str, value: &Nullable<T>) {
        if !value.is_absent() {
            self.required(name, value);
        }
    }

    /// A member that has a default, and is written all the same.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn defaulted<T: Decode>(&mut self, name: &str, value: &T) {
        self.required(name, value);
    }

    /// Members that are not listed.
    pub fn rest<T: Decode>(&mut self, rest: &BTreeMap<String, T>) {
        for (name, value) in rest {
            self.required(name, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// What went wrong on the way.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}

#[cold]
fn not_finite<E: serde::ser::Error>(name: &str) -> E {
    E::custom(format!("{name}: {NOT_FINITE}"))
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
                $(let mut $field = ::std::option::Option::None;)*
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                let read = $crate::runtime::types::object(
                    source,
                    &[$((wire!($field $($wire)?), member!(is $how))),*],
                    &mut [$(&mut $field),*],
                    others!($(..$rest)? $($closed)?),
                );
                // One look at all members, and one way out: a `?` for each would cost the compiler more than the rest of the
                // type.
                let (::std::result::Result::Ok(()), $(member!(read $how $field),)*) = (&read, $($field,)*) else {
                    return $crate::runtime::types::incomplete(read);
                };
                ::std::result::Result::Ok(Self {
                    $($field: member!(of $how $field $($default)?),)*
                    $($rest,)?
                })
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                #[allow(unused_mut)]
                let mut object = $crate::runtime::types::Writer::new(serializer);
                $(object.$how(wire!($field $($wire)?), &self.$field);)*
                $(object.rest(&self.$rest);)?
                object.end()
            }
        }

        deserialize!($name);
    };
}

/// How a member is read: whether it has to be there, what has been read of it, and what becomes of that.
#[macro_export]
macro_rules! member {
    (is required) => {
        true
    };
    (is $how:ident) => {
        false
    };
    (read required $field:ident) => {
        ::std::option::Option::Some($field)
    };
    (read $how:ident $field:ident) => {
        $field
    };
    (of nullable $field:ident) => {
        match $field {
            ::std::option::Option::Some(it) => it,
            ::std::option::Option::None => $crate::runtime::types::Nullable::Absent,
        }
    };
    (of $how:ident $field:ident) => {
        $field
    };
    (of $how:ident $field:ident $default:expr) => {
        match $field {
            ::std::option::Option::Some(it) => it,
            ::std::option::Option::None => $default,
        }
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
