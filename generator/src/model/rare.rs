//! What most values do not have, in the room of a pointer.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;

use super::{ArrayRules, NumberRules, ObjectRules, StringRules};
use crate::node::Node;

/// Fields that are mostly left as they are by default: of the schemas of a document a few have rules for objects, fewer
/// such for numbers, and all of them are kept. Reads like the fields themselves.
#[derive(Clone, PartialEq)]
pub struct Rare<T>(Option<Box<T>>);

/// Fields that may be rare together.
pub trait Fields: Default + PartialEq + 'static {
    /// The fields as they are by default.
    fn unset() -> &'static Self;
}

impl<T: Fields> From<T> for Rare<T> {
    fn from(it: T) -> Self {
        Self((it != *T::unset()).then(|| Box::new(it)))
    }
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Fields> Deref for Rare<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            Some(it) => it,
            None => T::unset(),
        }
    }
}

impl<T: Fields + fmt::Debug> fmt::Debug for Rare<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

macro_rules! fields {
    ($($type:ty),*) => {$(
        impl Fields for $type {
            fn unset() -> &'static Self {
                static UNSET: LazyLock<$type> = LazyLock::new(<$type>::default);
                &UNSET
            }
        }
    )*};
}

fields!(
    ObjectRules,
    NumberRules,
    StringRules,
    ArrayRules,
    IndexMap<Arc<str>, Node>
);
