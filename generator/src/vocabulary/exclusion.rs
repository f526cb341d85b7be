//! Fields that the specifications do not allow beside one another.

use super::{SpecObject, Versions};

/// Two fields of an object that must not stand beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exclusion {
    /// The field that counts.
    pub field: &'static str,
    /// The one that must not stand beside it, at which this is told.
    pub beside: &'static str,
    /// Where they exclude each other.
    pub versions: Versions,
    /// What becomes of the second, as a message says it.
    pub then: &'static str,
}

const fn exclusion(field: &'static str, beside: &'static str, then: &'static str) -> Exclusion {
    Exclusion {
        field,
        beside,
        versions: Versions::V3,
        then,
    }
}

const fn exclusion_of_32(
    field: &'static str,
    beside: &'static str,
    then: &'static str,
) -> Exclusion {
    Exclusion {
        versions: Versions::V32,
        ..exclusion(field, beside, then)
    }
}

/// What becomes of most.
pub(crate) const IGNORED: &str = "it is ignored";
const SHOWN_AFTER: &str = "it comes after that one";

/// Of parameters and headers (OpenAPI 3.0.4, sections 4.7.12 and 4.7.21). That they have `schema` or `content`, and a style
/// beside `schema` alone, is told where they are read.
const OF_VALUES: &[Exclusion] = &[exclusion("example", "examples", SHOWN_AFTER)];

/// OpenAPI 3.2.0, sections 4.14.1 and 4.15.1.
const OF_ENCODINGS: &[Exclusion] = &[
    exclusion_of_32("encoding", "prefixEncoding", IGNORED),
    exclusion_of_32("encoding", "itemEncoding", IGNORED),
];

const OF_MEDIA_TYPES: &[Exclusion] = &[
    exclusion("example", "examples", SHOWN_AFTER),
    OF_ENCODINGS[0],
    OF_ENCODINGS[1],
];

/// OpenAPI 3.2.0, section 4.19.1.
const OF_EXAMPLES: &[Exclusion] = &[
    exclusion("value", "externalValue", IGNORED),
    exclusion_of_32("value", "dataValue", IGNORED),
    exclusion_of_32("value", "serializedValue", IGNORED),
    exclusion_of_32("serializedValue", "externalValue", IGNORED),
];

const OF_LICENSES: &[Exclusion] = &[Exclusion {
    versions: Versions::V31,
    ..exclusion("identifier", "url", "both are shown")
}];

const OF_LINKS: &[Exclusion] = &[exclusion("operationId", "operationRef", IGNORED)];

const OF_XML: &[Exclusion] = &[
    exclusion_of_32("nodeType", "attribute", IGNORED),
    exclusion_of_32("nodeType", "wrapped", IGNORED),
];

impl SpecObject {
    /// The fields that must not stand beside one another in it.
    pub fn exclusions(self) -> &'static [Exclusion] {
        match self {
            Self::Parameter | Self::Header => OF_VALUES,
            Self::MediaType => OF_MEDIA_TYPES,
            Self::Encoding => OF_ENCODINGS,
            Self::Example => OF_EXAMPLES,
            Self::License => OF_LICENSES,
            Self::Link => OF_LINKS,
            Self::Xml => OF_XML,
            _ => &[],
        }
    }
}
