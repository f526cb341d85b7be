//! What most values do not have, in the room of a pointer.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use indexmap::IndexMap;

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

/// Implements [`Fields`] for types, each with one value of its defaults.
macro_rules! fields {
    ($($type:ty),*) => {$(
        impl $crate::model::Fields for $type {
            fn unset() -> &'static Self {
                static UNSET: std::sync::LazyLock<$type> = std::sync::LazyLock::new(<$type>::default);
                &UNSET
            }
        }
    )*};
}

pub(super) use fields;

/// The members of an object that begin with `x-`, in document order.
pub type Extensions = Rare<IndexMap<Arc<str>, Node>>;

fields!(IndexMap<Arc<str>, Node>);
