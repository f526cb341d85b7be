//! Which members or items of a value some keyword has looked at (JSON Schema 2020-12 Core, section 11).

/// The members or items of one value that were looked at. Most schemas do not ask, and then nothing is noted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Evaluated {
    /// None of them, or nobody asked.
    #[default]
    None,
    /// All of them.
    All,
    /// Some, a bit each.
    Some(Box<[u64]>),
}

impl Evaluated {
    /// Whether the one at that place is among them.
    pub(super) fn has(&self, at: usize) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Some(bits) => bits[at / 64] & (1 << (at % 64)) != 0,
        }
    }

    /// Adds the one at that place, of so many.
    pub(super) fn add(&mut self, at: usize, length: usize) {
        if *self == Self::None {
            *self = Self::Some(vec![0; length.div_ceil(64)].into());
        }
        if let Self::Some(bits) = self {
            bits[at / 64] |= 1 << (at % 64);
        }
    }

    /// Adds those of another schema over the same value.
    pub(super) fn merge(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::All, _) | (_, Self::None) => {}
            (_, Self::All) => *self = Self::All,
            (Self::None, other) => *self = other,
            (Self::Some(bits), Self::Some(more)) => {
                for (bits, more) in bits.iter_mut().zip(&more) {
                    *bits |= more;
                }
            }
        }
    }
}
