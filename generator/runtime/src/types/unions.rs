//! One of several types: `tagged!` by a property, `untagged!` by what values look like.

use std::cmp::Reverse;

use super::constant::{Constant, is_constant};
use super::source::Source;
use super::value::{Value, tag_text};
use crate::runtime::json::Error;
use crate::runtime::json::Reader;
use crate::runtime::json::reader::Name;

/// Reads and writes one of several types that a property tells apart. With `..Other`, what none of its values leads to
/// is read as that variant; with `=> Cat`, as one of those that have values of their own.
#[macro_export]
macro_rules! tagged {
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

            fn serialize_tagged<S: ::serde::Serializer>(
                &self,
                tags: $crate::runtime::types::Tags,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let (_, _) = (&tags, &serializer);
                let default: &[&str] = &[$(stringify!($default))?];
                let all: &'static [&'static str] = &[$($($wire),+),*];
                match *self {
                    $(Self::$variant(ref value) => {
                        let tag = $crate::runtime::types::Tag {
                            name: $tag,
                            values: &[$($wire),+],
                            all: default.contains(&stringify!($variant)).then_some(all),
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

            fn as_text(&self) -> ::std::option::Option<&str> {
                match *self {
                    $(Self::$variant(ref value) => $crate::runtime::types::Decode::as_text(value),)*
                }
            }

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

        serialize!($name);
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
            let tag = reader.ahead(|reader| find_tag(reader, name));
            let tag = match &tag {
                Ok(tag) => tag_text(tag.as_ref(), name),
                Err(error) => Err(error.clone()),
            };
            match tag {
                Ok(tag) => read(&tag, Source::Text(reader)).map_err(|error| error.at(at)),
                Err(_) if has_other => read("", Source::Text(reader)),
                Err(error) => Err(error.at(at)),
            }
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

/// The value of a member of an object that the reader stands before. Mostly it is the first one.
fn find_tag<'de>(reader: &mut Reader<'de>, name: &str) -> Result<Option<Value<'de>>, Error> {
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
    const SHOWN: usize = 20;
    let mut list: Vec<String> = known
        .iter()
        .take(SHOWN)
        .map(|it| format!("`{it}`"))
        .collect();
    if known.len() > SHOWN {
        list.push("…".to_owned());
    }
    let list = list.join(", ");
    Err(Error::new(format!("must be one of {list}, found `{found}`")).within(name))
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
        if !self.is_of_kind(value) {
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
            return Error::new("it is none of the types it can be");
        }
        if !self.values.is_empty() {
            return not_listed(value, self.values);
        }
        let Value::Object(members) = value else {
            return Error::new("it is none of the types it can be");
        };
        for (name, values) in self.constants {
            let found = members.iter().find(|(it, _)| it == name);
            if let Some((_, value)) = found
                && !values.iter().any(|it| is_constant(value, it))
            {
                return not_listed(value, values).within(name);
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

/// How much of a value fits a type that it is not of.
struct Misfit(usize);

/// The value is none of those that are listed.
#[cold]
fn not_listed(value: &Value<'_>, listed: &[Constant]) -> Error {
    let listed: Vec<String> = listed.iter().take(20).map(|it| format!("`{it}`")).collect();
    let listed = listed.join(", ");
    Error::new(format!(
        "must be one of {listed}, found `{}`",
        value.describe()
    ))
}

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
        let mut misfit: Option<(usize, Error)> = None;
        let mut refusal: Option<Error> = None;
        let mut last: Option<(usize, Reverse<usize>)> = None;
        loop {
            // The best of those that have not been tried; of several, the first.
            let mut best = None;
            for (index, test) in tests.iter().enumerate() {
                match test.rank(value) {
                    Ok(rank) => {
                        let place = Some((rank, Reverse(index)));
                        if place > best && last.is_none_or(|last| place < Some(last)) {
                            best = place;
                        }
                    }
                    Err(other) => match &misfit {
                        Some(found) if found.0 >= other.0 => {}
                        _ => misfit = Some((other.0, test.misfit(value))),
                    },
                }
            }
            let Some((_, Reverse(index))) = best else {
                break;
            };
            last = best;
            match again.read(decoders[index]) {
                Ok(it) => return Ok(it),
                // The one that was found furthest within is of the type that fits best.
                Err(error) => match &refusal {
                    Some(found) if found.depth() >= error.depth() => {}
                    _ => refusal = Some(error),
                },
            }
        }
        let none = || Error::new("it is none of the types it can be");
        Err(refusal.or(misfit.map(|it| it.1)).unwrap_or_else(none))
    })
}
