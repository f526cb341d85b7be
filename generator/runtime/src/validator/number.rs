//! Bounds of numbers, and numbers that are held against them.

use std::cmp::Ordering;

use crate::runtime::json::{Number, Tree};

/// An end of a range.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) limit: Number<'static>,
    /// Whether the limit itself is out of the range.
    pub(super) exclusive: bool,
    /// The limit, where it is an integer.
    integer: Option<i128>,
}

/// A number that is held against bounds.
#[derive(Debug)]
pub(super) enum Operand<'a> {
    /// An integer of 128 bits.
    Integer(i128),
    /// Another number.
    Digits(&'a Number<'a>),
}

impl<'a> Operand<'a> {
    pub(super) fn of(number: &'a Number<'a>) -> Self {
        match number.as_i128() {
            Some(it) => Self::Integer(it),
            None => Self::Digits(number),
        }
    }

    /// Whether it is an integer, however large.
    pub(super) fn is_integer(&self) -> bool {
        match self {
            Self::Integer(_) => true,
            Self::Digits(it) => it.is_integer(),
        }
    }

    /// The nearest float.
    pub(super) fn as_f64(&self) -> f64 {
        match self {
            Self::Integer(it) => *it as f64,
            Self::Digits(it) => it.as_f64(),
        }
    }

    /// Whether it is a multiple of another number. Every number is one of 0.
    pub(super) fn is_multiple_of(&self, step: &Number<'_>) -> bool {
        match (self, step.as_i128()) {
            // There is no rest by 0, nor of the smallest integer by -1.
            (Self::Integer(it), Some(step)) => it.checked_rem(step).is_none_or(|rest| rest == 0),
            (Self::Integer(it), None) => Number::from(*it).is_multiple_of(step),
            (Self::Digits(it), _) => it.is_multiple_of(step),
        }
    }
}

impl Bound {
    /// A bound of these keywords. Where both are written, the narrower one holds: that of `narrower` beside the other.
    pub(super) fn new(
        inclusive: Option<Tree<'static>>,
        exclusive: Option<Tree<'static>>,
        narrower: Ordering,
    ) -> Option<Self> {
        let inclusive = number(inclusive).map(|limit| (limit, false));
        let exclusive = number(exclusive).map(|limit| (limit, true));
        let (limit, exclusive) = match (inclusive, exclusive) {
            (Some(a), Some(b)) if a.0.cmp(&b.0) == narrower => a,
            (a, b) => b.or(a)?,
        };
        Some(Self {
            integer: limit.as_i128(),
            limit,
            exclusive,
        })
    }

    fn compare(&self, it: &Operand<'_>) -> Ordering {
        match (self.integer, it) {
            (Some(limit), Operand::Integer(it)) => limit.cmp(it),
            (_, Operand::Integer(it)) => self.limit.cmp(&Number::from(*it)),
            (_, Operand::Digits(it)) => self.limit.cmp(it),
        }
    }

    /// Whether a number is above this end, or at it where that is within.
    pub(super) fn is_below(&self, it: &Operand<'_>) -> bool {
        let order = self.compare(it);
        order.is_lt() || (order.is_eq() && !self.exclusive)
    }

    /// Whether a number is below this end, or at it where that is within.
    pub(super) fn is_above(&self, it: &Operand<'_>) -> bool {
        let order = self.compare(it);
        order.is_gt() || (order.is_eq() && !self.exclusive)
    }
}

/// The number of a keyword.
pub(super) fn number(value: Option<Tree<'static>>) -> Option<Number<'static>> {
    match value {
        Some(Tree::Number(it)) => Some(it),
        _ => None,
    }
}
