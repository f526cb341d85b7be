//! Ranges of versions, and how a message says them.

use std::fmt;

use crate::model::Dialect;

/// A range of versions, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    /// The first one.
    pub from: Dialect,
    /// The last one.
    pub to: Dialect,
}

impl Versions {
    /// Swagger 2.0 and every OpenAPI.
    pub const ALL: Self = Self::new(Dialect::Swagger2, Dialect::OpenApi32);
    /// Swagger 2.0 only.
    pub const V2: Self = Self::new(Dialect::Swagger2, Dialect::Swagger2);
    /// Up to OpenAPI 3.0.
    pub const UP_TO_30: Self = Self::new(Dialect::Swagger2, Dialect::OpenApi30);
    /// Up to OpenAPI 3.1.
    pub const UP_TO_31: Self = Self::new(Dialect::Swagger2, Dialect::OpenApi31);
    /// From OpenAPI 3.0 on.
    pub const V3: Self = Self::new(Dialect::OpenApi30, Dialect::OpenApi32);
    /// OpenAPI 3.0 only.
    pub const V30: Self = Self::new(Dialect::OpenApi30, Dialect::OpenApi30);
    /// From OpenAPI 3.1 on.
    pub const V31: Self = Self::new(Dialect::OpenApi31, Dialect::OpenApi32);
    /// From OpenAPI 3.2 on.
    pub const V32: Self = Self::new(Dialect::OpenApi32, Dialect::OpenApi32);

    const fn new(from: Dialect, to: Dialect) -> Self {
        Self { from, to }
    }

    /// Whether a version is one of them.
    pub fn contains(self, dialect: Dialect) -> bool {
        self.from <= dialect && dialect <= self.to
    }
}

impl fmt::Display for Versions {
    /// As it stands behind what exists in them: `from OpenAPI 3.1 on`, `in Swagger 2.0 only`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (*self, self.from == self.to) {
            (Self::ALL, _) => f.write_str("in every version"),
            (
                Self {
                    from,
                    to: Dialect::OpenApi32,
                },
                _,
            ) => write!(f, "from {} on", from.name()),
            (Self { from, .. }, true) => write!(f, "in {} only", from.name()),
            (
                Self {
                    from: Dialect::Swagger2,
                    to,
                },
                _,
            ) => write!(f, "up to {}", to.name()),
            (Self { from, to }, _) => write!(f, "from {} to {}", from.name(), to.name()),
        }
    }
}
