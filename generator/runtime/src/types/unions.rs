//! One of several types: `tagged!` by a property, `untagged!` by what values look like.

use std::cmp::Reverse;
use std::fmt::Display;
use std::iter::once_with;

use super::constant::{Constant, is_constant};
use super::look::Again;
use super::source::{ReadAny, Source};
use super::value::{Value, tag_text};
use crate::runtime::json::reader::Name;
use crate::runtime::json::{self, Error, Reader};

/// Makes a union of any of its alternatives whose types are told apart: `from!(Payment { Card(Card), Bank(Box Bank) })`.
#[macro_export]
macro_rules! from {
    ($name:ident { $($variant:ident($($what:tt)+)),* $(,)? }) => {
        $(from!(one $name $variant $($what)+);)*
    };
    (one $name:ident $variant:ident Box $ty:ident) => {
        #[allow(deprecated)]
        impl ::std::convert::From<$ty> for $name {
            fn from(it: $ty) -> Self {
                Self::$variant(::std::boxed::Box::new(it))
            }
        }
    };
    (one $name:ident $variant:ident $ty:ident) => {
        #[allow(deprecated)]
        impl ::std::convert::From<$ty> for $name {
            fn from(it: $ty) -> Self {
                Self::$variant(it)
            }
        }
    };
}

/// Reads and writes one of several types that a property tells apart. With `..Other`, what none of its values leads to
/// is read as that variant; with `=> Cat`, as one of those that have values of their own. With `else`, an object without
/// the property is told by its form.
#[macro_export]
macro_rules! tagged {
    ($name:ident by $tag:literal { $($variant:ident = $($wire:literal)|+),* $(,)? } else { $($formed:ident = $test:expr),* $(,)? }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                #[allow(unused_imports)]
                use $crate::runtime::types::{Constant, Kind, Test};
                const TESTS: &[Test] = &[$($test),*];
                $crate::runtime::types::tagged_or_formed(
                    source,
                    $tag,
                    |tag, source| match tag {
                        $($($wire)|+ => {
                            $crate::runtime::types::Decode::decode(source).map(Self::$variant)
                        })*
                        _ => $crate::runtime::types::unknown_tag($tag, tag, &[$($($wire),+),*]),
                    },
                    TESTS,
                    &[$(|source| $crate::runtime::types::Decode::decode(source).map(Self::$formed)),*],
                )
            }

            tagged!(@serialize $tag { $($variant = $($wire)|+),* });
        }

        serialize!($name);
        deserialize!($name);
    };
    (@serialize $tag:literal { $($variant:ident = $($wire:literal)|+),* $(..$other:ident)? $(=> $default:ident)? }) => {
        fn serialize_tagged<S: ::serde::Serializer>(
            &self,
            tags: $crate::runtime::types::Tags,
            serializer: S,
        ) -> ::std::result::Result<S::Ok, S::Error> {
            const ALL: &[&str] = &[$($($wire),+),*];
            let (_, _) = (&tags, &serializer);
            let default: &[&str] = &[$(stringify!($default))?];
            match *self {
                $(Self::$variant(ref value) => {
                    let tag: &'static $crate::runtime::types::Tag =
                        if default.contains(&stringify!($variant)) {
                            &$crate::runtime::types::Tag {
                                name: $tag,
                                values: &[$($wire),+],
                                all: ::std::option::Option::Some(ALL),
                            }
                        } else {
                            &$crate::runtime::types::Tag {
                                name: $tag,
                                values: &[$($wire),+],
                                all: ::std::option::Option::None,
                            }
                        };
                    $crate::runtime::types::Decode::serialize_tagged(
                        value,
                        tags.with(tag),
                        serializer,
                    )
                })*
                $(Self::$other(ref value) => {
                    $crate::runtime::types::Decode::serialize_tagged(value, tags, serializer)
                })?
            }
        }
    };
    ($name:ident by $tag:literal { $($variant:ident = $($wire:literal)|+),* $(,)? $(..$other:ident)? $(=> $default:ident)? }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                let others: &[&str] = &[$(stringify!($other))? $(stringify!($default))?];
                $crate::runtime::types::tagged(
                    source,
                    $tag,
                    !others.is_empty(),
                    |tag, source| match tag {
                        $($($wire)|+ => {
                            $crate::runtime::types::Decode::decode(source).map(Self::$variant)
                        })*
                        $(_ => $crate::runtime::types::Decode::decode(source).map(Self::$other),)?
                        $(_ => $crate::runtime::types::Decode::decode(source).map(Self::$default),)?
                        #[allow(unreachable_patterns)]
                        _ => $crate::runtime::types::unknown_tag($tag, tag, &[$($($wire),+),*]),
                    },
                )
            }

            tagged!(@serialize $tag { $($variant = $($wire)|+),* $(..$other)? $(=> $default)? });
        }

        serialize!($name);
        deserialize!($name);
    };
}

/// Reads and writes one of several types that their form tells apart.
#[macro_export]
macro_rules! untagged {
    ($name:ident { $($variant:ident = $test:expr),* $(,)? }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                #[allow(unused_imports)]
                use $crate::runtime::types::{Constant, Kind, Test};
                const TESTS: &[Test] = &[$($test),*];
                $crate::runtime::types::first_of(source, TESTS, &[
                    $(|source| $crate::runtime::types::Decode::decode(source).map(Self::$variant)),*
                ])
            }

            const HAS_FLOATS: bool = true;

            fn is_finite(&self) -> bool {
                match *self {
                    $(Self::$variant(ref value) => $crate::runtime::types::Decode::is_finite(value),)*
                }
            }

            fn serialize_tagged<S: ::serde::Serializer>(
                &self,
                #[allow(unused_variables)] tags: $crate::runtime::types::Tags,
                #[allow(unused_variables)] serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match *self {
                    $(Self::$variant(ref value) => {
                        $crate::runtime::types::Decode::serialize_tagged(value, tags, serializer)
                    })*
                }
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                #[allow(unused_variables)] serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match *self {
                    $(Self::$variant(ref value) => ::serde::Serialize::serialize(value, serializer),)*
                }
            }
        }

        deserialize!($name);
    };
}

/// Reads one of several types by the property that tells them apart. Where `has_other`, one of them is what there is
/// without it.
///
/// # Errors
/// It is missing or no string, or those of `read`.
pub fn tagged<T>(
    source: Source<'_, '_>,
    name: &str,
    has_other: bool,
    read: fn(&str, Source<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    match source {
        Source::Text(reader) => {
            let at = reader.offset();
            let tag = reader.ahead(|reader| find_tag(reader, name, has_other));
            let tag = tag.map_err(|error| error.at(at))?;
            let tag = tag_text(tag.as_ref(), name, has_other);
            let read = tag.and_then(|tag| read(&tag, Source::Text(reader)));
            read.map_err(|error| error.at(at))
        }
        Source::Serde(erased) => {
            let mut value = None;
            erased.tagged(name, has_other, &mut |tag, source| {
                value = Some(read(tag, source)?);
                Ok(())
            })?;
            value.ok_or_else(|| Error::new("the value has not been read"))
        }
    }
}

/// Reads one of several types by the property that tells them apart, and by its form where an object does not have it.
///
/// # Errors
/// It is no string, or those of `read` and of [`first_of`].
pub fn tagged_or_formed<T>(
    source: Source<'_, '_>,
    name: &str,
    read: fn(&str, Source<'_, '_>) -> Result<T, Error>,
    tests: &[Test],
    decoders: &[Decoder<T>],
) -> Result<T, Error> {
    match source {
        Source::Text(reader) => {
            let at = reader.offset();
            let tag = reader.ahead(|reader| find_tag(reader, name, false));
            let tag = tag.map_err(|error| error.at(at))?;
            if tag.is_none() {
                return first_of(Source::Text(reader), tests, decoders);
            }
            let tag = tag_text(tag.as_ref(), name, false);
            let read = tag.and_then(|tag| read(&tag, Source::Text(reader)));
            read.map_err(|error| error.at(at))
        }
        source => source.look(true, |value, again| match value.get(name) {
            None => again.read(|source| first_of(source, tests, decoders)),
            tag => {
                let tag = tag_text(tag, name, false)?;
                again.read(|source| read(&tag, source))
            }
        }),
    }
}

/// The value of a member of an object that the reader stands before. Mostly it is the first one. Where `has_other`, it may
/// be another value, which has no members.
fn find_tag<'de>(
    reader: &mut Reader<'de>,
    name: &str,
    has_other: bool,
) -> Result<Option<Value<'de>>, Error> {
    if has_other && reader.kind()? != json::reader::Kind::Object {
        return Ok(None);
    }
    let mut members = reader.object()?;
    loop {
        match reader.name(&mut members, Some(name))? {
            Name::End => return Ok(None),
            Name::Expected => return Value::shallow(reader).map(Some),
            Name::Other(_) => reader.skip()?,
        }
    }
}

/// Refuses a value of the property that tells types apart.
///
/// # Errors
/// Always.
#[cold]
pub fn unknown_tag<T>(name: &str, found: &str, known: &[&str]) -> Result<T, Error> {
    Err(one_of(known, found).within(name))
}

/// The value is none of those that are listed, the first of which are shown.
#[cold]
fn one_of(listed: &[impl Display], found: &str) -> Error {
    const SHOWN: usize = 20;
    let shown = listed.iter().take(SHOWN).map(|it| format!("`{it}`"));
    let more = (listed.len() > SHOWN).then(|| "…".to_owned());
    let shown: Vec<String> = shown.chain(more).collect();
    let shown = shown.join(", ");
    Error::new(format!("must be one of {shown}, found `{found}`"))
}

/// A kind of JSON value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// What values of a type look like, as far as that tells it from others.
#[derive(Debug, Clone, Copy)]
pub struct Test {
    /// The kinds they can be; any where none is named.
    pub kinds: &'static [Kind],
    /// The values they can be; any where none is named.
    pub values: &'static [Constant],
    /// Properties that have to be there.
    pub required: &'static [&'static str],
    /// Properties that are listed.
    pub known: &'static [&'static str],
    /// Whether others are refused.
    pub closed: bool,
    /// Properties that have one of a few values.
    pub constants: &'static [(&'static str, &'static [Constant])],
    /// Whether this is the alternative for what is of several others at once.
    pub any_of: bool,
}

impl Test {
    /// Anything passes.
    pub const ANY: Self = Self {
        kinds: &[],
        values: &[],
        required: &[],
        known: &[],
        closed: false,
        constants: &[],
        any_of: false,
    };

    /// What is of several others at once passes.
    pub const ANY_OF: Self = Self {
        any_of: true,
        ..Self::ANY
    };

    const fn of_kind(kinds: &'static [Kind]) -> Self {
        Self { kinds, ..Self::ANY }
    }

    /// `null` passes.
    pub const NULL: Self = Self::of_kind(&[Kind::Null]);
    /// Booleans pass.
    pub const BOOL: Self = Self::of_kind(&[Kind::Bool]);
    /// Whole numbers pass.
    pub const INTEGER: Self = Self::of_kind(&[Kind::Integer]);
    /// Numbers pass.
    pub const NUMBER: Self = Self::of_kind(&[Kind::Number]);
    /// Strings pass.
    pub const STRING: Self = Self::of_kind(&[Kind::String]);
    /// Arrays pass.
    pub const ARRAY: Self = Self::of_kind(&[Kind::Array]);
    /// Objects pass.
    pub const OBJECT: Self = Self::of_kind(&[Kind::Object]);

    /// Whether it is of interest what an object has in it.
    fn looks_inside(&self) -> bool {
        let names = [self.required.len(), self.known.len(), self.constants.len()];
        self.closed || names.iter().any(|it| *it > 0)
    }

    fn is_of_kind(&self, value: &Value<'_>) -> bool {
        let is_it = |kind: &Kind| match value {
            Value::Null => *kind == Kind::Null,
            Value::Bool(_) => *kind == Kind::Bool,
            Value::Integer(_) => matches!(kind, Kind::Integer | Kind::Number),
            // `3.0` is an integer.
            Value::Float(it) if it.fract() == 0.0 => matches!(kind, Kind::Integer | Kind::Number),
            Value::Float(_) => *kind == Kind::Number,
            Value::String(_) | Value::Bytes(_) => *kind == Kind::String,
            Value::Array(_) => *kind == Kind::Array,
            Value::Object(_) => *kind == Kind::Object,
        };
        self.kinds.is_empty() || self.kinds.iter().any(is_it)
    }

    /// How well a value fits, and whether it can be of the type at all.
    fn rank(&self, value: &Value<'_>) -> Result<usize, Misfit> {
        if self.any_of || !self.is_of_kind(value) {
            return Err(Misfit(0));
        }
        if !self.values.is_empty() {
            let listed = self.values.iter().any(|it| is_constant(value, it));
            return if listed {
                Ok(usize::MAX)
            } else {
                Err(Misfit(1))
            };
        }
        let Value::Object(members) = value else {
            return Ok(0);
        };
        let (mut rank, mut fits) = (0, true);
        for (name, value) in members {
            let constants = self.constants.iter().find(|(constant, _)| name == constant);
            if let Some((_, constants)) = constants {
                let is_one = constants.iter().any(|it| is_constant(value, it));
                fits &= is_one;
                rank += usize::from(is_one);
            }
            let is_known = self.known.iter().any(|it| name == it);
            fits &= is_known || !self.closed;
            rank += usize::from(is_known);
        }
        let has = |name: &str| members.iter().any(|(it, _)| it == name);
        fits &= self.required.iter().all(|it| has(it));
        if fits {
            Ok(rank)
        } else {
            Err(Misfit(rank + 2))
        }
    }

    /// Why a value cannot be of the type.
    #[cold]
    fn misfit(&self, value: &Value<'_>) -> Error {
        if !self.is_of_kind(value) {
            return Error::new(NONE_OF_THEM);
        }
        if !self.values.is_empty() {
            return one_of(self.values, &value.describe());
        }
        let Value::Object(members) = value else {
            return Error::new(NONE_OF_THEM);
        };
        for (name, values) in self.constants {
            let found = members.iter().find(|(it, _)| it == name);
            if let Some((_, value)) = found
                && !values.iter().any(|it| is_constant(value, it))
            {
                return one_of(values, &value.describe()).within(name);
            }
        }
        let has = |name: &str| members.iter().any(|(it, _)| it == name);
        if let Some(name) = self.required.iter().find(|it| !has(it)) {
            return Error::new(format!("missing property `{name}`"));
        }
        let is_unknown = |name: &str| !self.known.contains(&name);
        let unknown = members.iter().find(|(it, _)| is_unknown(it));
        let name = unknown.map_or("", |it| &it.0);
        Error::new(format!("unknown property `{name}`"))
    }
}

/// Reads an object as several types at once, where there is one for that and the type that fits best would drop members
/// that another one lists.
fn read_several<T>(
    value: &Value<'_>,
    again: &mut Again<'_, '_>,
    best: usize,
    tests: &[Test],
    decoders: &[Decoder<T>],
) -> Result<Option<T>, Error> {
    let Some(any_of) = tests.iter().position(|it| it.any_of) else {
        return Ok(None);
    };
    let Value::Object(members) = value else {
        return Ok(None);
    };
    let dropped = members.iter().map(|(name, _)| &**name);
    let dropped: Vec<&str> = dropped
        .filter(|name| !tests[best].known.contains(name))
        .collect();
    let adds = |test: &Test| {
        dropped.iter().any(|name| test.known.contains(name)) && test.rank(value).is_ok()
    };
    let others = (0..tests.len()).filter(|&at| at != best && adds(&tests[at]));
    let mut others = others.peekable();
    // Mostly there are none, and then nothing has to be tried.
    if others.peek().is_none() || !again.is_read_by(decoders[best])? {
        return Ok(None);
    }
    for at in others {
        if again.is_read_by(decoders[at])? {
            return again.read(decoders[any_of]).map(Some);
        }
    }
    Ok(None)
}

/// Reads and writes an object that is of several types at once: a field for each, which is there where the object is of it. It
/// is written with the members of all of them.
#[macro_export]
macro_rules! any_of {
    ($name:ident { $($field:ident),* $(,)? }) => {
        #[allow(deprecated)]
        impl $crate::runtime::types::Decode for $name {
            fn decode(
                source: $crate::runtime::types::Source<'_, '_>,
            ) -> ::std::result::Result<Self, $crate::runtime::types::Error> {
                $(let mut $field = ::std::option::Option::None;)*
                let read = $crate::runtime::types::each_of(source, &mut [$(&mut |source| {
                    $field = ::std::option::Option::Some(
                        $crate::runtime::types::Decode::decode(source)?,
                    );
                    ::std::result::Result::Ok(())
                }),*]);
                read.map(|()| Self { $($field),* })
            }
        }

        #[allow(deprecated)]
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                use ::serde_json::Value;

                fn add(it: &mut Value, more: Value) {
                    match (it, more) {
                        (Value::Object(it), Value::Object(more)) => {
                            for (name, more) in more {
                                match it.get_mut(&name) {
                                    ::std::option::Option::Some(it) => add(it, more),
                                    ::std::option::Option::None => {
                                        it.insert(name, more);
                                    }
                                }
                            }
                        }
                        (Value::Array(it), Value::Array(more)) if it.len() == more.len() => {
                            it.iter_mut().zip(more).for_each(|(it, more)| add(it, more));
                        }
                        _ => {}
                    }
                }

                let mut all = Value::Object(::serde_json::Map::new());
                $(if let ::std::option::Option::Some(value) = &self.$field {
                    match ::serde_json::to_value(value) {
                        ::std::result::Result::Ok(it) => add(&mut all, it),
                        ::std::result::Result::Err(error) => {
                            return ::std::result::Result::Err(::serde::ser::Error::custom(error));
                        }
                    }
                })*
                ::serde::Serialize::serialize(&all, serializer)
            }
        }

        deserialize!($name);
    };
}

/// Reads a value by each of several functions that takes it.
///
/// # Errors
/// None of them does; what is said is why the last one does not.
pub fn each_of(source: Source<'_, '_>, readers: &mut [&mut ReadAny<'_>]) -> Result<(), Error> {
    source.look(false, |_, again| {
        let mut result = Err(Error::new(NONE_OF_THEM));
        for read in readers {
            let found = again.peek(&mut **read);
            if result.is_err() {
                result = found;
            }
        }
        again.pass()?;
        result
    })
}

/// What is said of a value that no type is known to be meant for.
const NONE_OF_THEM: &str = "it is none of the types it can be";

/// How much of a value fits a type that it is not of.
struct Misfit(usize);

/// What reads a value as one of several types.
pub type Decoder<T> = fn(Source<'_, '_>) -> Result<T, Error>;

/// Reads the first of several types that takes a value, those that fit it best first.
///
/// # Errors
/// None of them takes it; what is said is why the one does not that fits best.
pub fn first_of<T>(
    source: Source<'_, '_>,
    tests: &[Test],
    decoders: &[Decoder<T>],
) -> Result<T, Error> {
    let with_members = tests.iter().any(Test::looks_inside);
    source.look(with_members, |value, again| {
        let mut best = None;
        let mut misfit: Option<(usize, &Test)> = None;
        for (index, test) in tests.iter().enumerate() {
            match test.rank(value) {
                Ok(rank) => best = best.max(Some((rank, Reverse(index)))),
                Err(Misfit(rank)) if misfit.is_some_and(|found| found.0 >= rank) => {}
                Err(Misfit(rank)) => misfit = Some((rank, test)),
            }
        }
        if let Some((_, Reverse(best))) = best
            && let Some(it) = read_several(value, again, best, tests, decoders)?
        {
            return Ok(it);
        }
        // Those after the best one are put in order only where that refuses the value: of several that fit it alike, the
        // first comes first.
        let others = || {
            let ranks = tests.iter().enumerate();
            let ranks = ranks.filter_map(|(at, test)| Some((test.rank(value).ok()?, Reverse(at))));
            let mut ranks: Vec<_> = ranks.collect();
            ranks.sort_unstable_by(|a, b| b.cmp(a));
            ranks.into_iter().skip(1)
        };
        let mut refusal: Option<Error> = None;
        for (_, Reverse(index)) in best.into_iter().chain(once_with(others).flatten()) {
            match again.read(decoders[index]) {
                Ok(it) => return Ok(it),
                // The one that was found furthest within is of the type that fits best.
                Err(error) => match &refusal {
                    Some(found) if found.depth() >= error.depth() => {}
                    _ => refusal = Some(error),
                },
            }
        }
        let none = || Error::new(NONE_OF_THEM);
        let refusal = refusal.or_else(|| misfit.map(|(_, test)| test.misfit(value)));
        Err(refusal.unwrap_or_else(none))
    })
}
