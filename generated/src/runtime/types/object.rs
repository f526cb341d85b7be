//! Objects: `object!`, what it reads and writes with, and maps, which are objects of any members.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::decode::Decode;
use super::error::Error;
use super::value::Value;

/// An object whose members are taken out one by one. An error stays until the end, so that a type is one line a member.
pub struct Object<'a> {
    members: Vec<Option<(Cow<'a, str>, Value<'a>)>>,
    /// Where the next member is likely to be: most objects are written in the order of their type.
    next: usize,
    error: Option<Error>,
}

impl<'a> Object<'a> {
    /// Takes a value to be an object.
    pub fn new(value: Value<'a>) -> Self {
        let (members, error) = match value {
            Value::Object(members) => (members, None),
            other => (Vec::new(), Some(Error::expected("an object", other.kind()))),
        };
        Self {
            members: members.into_iter().map(Some).collect(),
            next: 0,
            error,
        }
    }

    /// A member that has to be there; `None` where it is missing, or no `T`.
    pub fn required<T: Decode>(&mut self, name: &str) -> Option<T> {
        self.read(|object| match object.take(name) {
            Some(value) => T::decode(value).map_err(|error| error.within(format!(".{name}"))),
            None => Err(Error::new(format!("missing property `{name}`"))),
        })
    }

    /// A member that may be missing, but is not `null`; `None` where it is no `T`.
    pub fn optional<T: Decode>(&mut self, name: &str) -> Option<Option<T>> {
        self.read(|object| {
            let value = object.take(name).map(T::decode).transpose();
            value.map_err(|error| error.within(format!(".{name}")))
        })
    }

    /// A member that may be missing and then has a default; `None` where it is no `T`.
    pub fn defaulted<T: Decode>(&mut self, name: &str, default: T) -> Option<T> {
        self.optional(name).map(|it| it.unwrap_or(default))
    }

    /// Every member that was not taken; `None` where one of them is no `T`. They stand in no member, whatever the name.
    pub fn rest<T: Decode>(&mut self, _: &str) -> Option<BTreeMap<String, T>> {
        self.read(|object| {
            let members = std::mem::take(&mut object.members).into_iter().flatten();
            let read = members.map(|(name, value)| match T::decode(value) {
                Ok(value) => Ok((name.into_owned(), value)),
                Err(error) => Err(error.within(format!(".{name}"))),
            });
            read.collect()
        })
    }

    /// Refuses members that were not taken.
    pub fn nothing_else(&mut self) {
        self.read(|object| match object.members.iter().flatten().next() {
            None => Ok(()),
            Some((name, _)) => Err(Error::new(format!("unknown property `{name}`"))),
        });
    }

    /// Whether all went well.
    pub fn end(&self) -> Option<()> {
        self.error.is_none().then_some(())
    }

    /// What went wrong.
    pub fn error(self) -> Error {
        let unknown = || Error::new("the object cannot be read");
        self.error.unwrap_or_else(unknown)
    }

    /// Reads unless something went wrong before.
    fn read<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Option<T> {
        if self.error.is_some() {
            return None;
        }
        match read(self) {
            Ok(it) => Some(it),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    fn take(&mut self, name: &str) -> Option<Value<'a>> {
        let is_it = |member: &Option<(Cow<'_, str>, Value<'_>)>| {
            member.as_ref().is_some_and(|(key, _)| key == name)
        };
        let at = match self.members.get(self.next) {
            Some(member) if is_it(member) => self.next,
            _ => self.members.iter().position(is_it)?,
        };
        self.next = at + 1;
        self.members[at].take().map(|(_, value)| value)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode(value: Value<'_>) -> Result<Self, Error> {
        let mut object = Object::new(value);
        let rest = object.rest("");
        rest.ok_or_else(|| object.error())
    }
}

/// Writes the members of an object. An error stays until the end, so that a type is one line a member.
pub struct Writer<S: Serializer>(Result<S::SerializeMap, S::Error>);

impl<S: Serializer> Writer<S> {
    /// Begins the object.
    pub fn new(serializer: S) -> Self {
        Self(serializer.serialize_map(None))
    }

    /// A member that is always written.
    pub fn required<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.0
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.0 = Err(error);
        }
    }

    /// A member that is written where it is there.
    pub fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// A member that has a default, and is written all the same.
    pub fn defaulted<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.required(name, value);
    }

    /// Members that are not listed, whatever the name of the field they are in.
    pub fn rest<T: Serialize>(&mut self, _: &str, rest: &BTreeMap<String, T>) {
        for (name, value) in rest {
            self.required(name, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    /// What went wrong on the way.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.0?.end()
    }
}

/// Reads and writes an object: for each property how it is treated, its field, and its name in JSON where that is
/// another.
macro_rules! object {
    ($name:ident {
        $($how:ident $field:ident $(= $wire:literal)? $(or $default:expr)?),*
        $(,)?
        $(; $closed:ident)?
    }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                value: $crate::runtime::types::Value<'_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                #[allow(unused_mut)]
                let mut object = $crate::runtime::types::Object::new(value);
                // One look at all members: a `?` for each would cost the compiler more than the rest of the type.
                let members = ($(object.$how(wire!($field $($wire)?) $(, $default)?),)*);
                $(object.$closed();)?
                let (
                    ($(::std::option::Option::Some($field),)*),
                    ::std::option::Option::Some(()),
                ) = (members, object.end()) else {
                    return ::std::result::Result::Err(object.error());
                };
                ::std::result::Result::Ok(Self { $($field,)* })
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
                object.end()
            }
        }

        deserialize!($name);
    };
}

/// The name of a property in JSON.
macro_rules! wire {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}
