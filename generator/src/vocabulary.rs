//! Every field of every object of Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2, as data: in which versions it exists, what its
//! value is, and what documents of other versions have in its place.
//!
//! [`SpecObject::fields`] are the rows; `check_fields` holds an object of a document against them. What is read of a
//! field, and how, stands where the model is built; a row only says whether that happens (see [`Handling`]).

mod check;
mod exclusion;
mod field;
mod objects;
mod schema;
mod spec_object;
mod table;
mod versions;

use crate::model::Dialect;

use table::Table;

pub(crate) use check::{check_fields, exclusive};
pub use exclusion::Exclusion;
pub(crate) use exclusion::IGNORED;
pub use field::{Effect, Field, Handling, Shape, Targets};
pub use spec_object::SpecObject;
pub use table::Lookup;
pub use versions::Versions;

impl SpecObject {
    /// Where its fields are declared.
    fn table(self) -> &'static Table {
        match self {
            Self::Document => &objects::DOCUMENT,
            Self::Info => &objects::INFO,
            Self::Contact => &objects::CONTACT,
            Self::License => &objects::LICENSE,
            Self::Server => &objects::SERVER,
            Self::ServerVariable => &objects::SERVER_VARIABLE,
            Self::Components => &objects::COMPONENTS,
            Self::PathItem => &objects::PATH_ITEM,
            Self::Operation => &objects::OPERATION,
            Self::ExternalDocs => &objects::EXTERNAL_DOCS,
            Self::Parameter => &objects::PARAMETER,
            Self::BodyParameter => &objects::BODY_PARAMETER,
            // Its fields are those of the other parameters of Swagger 2.0.
            Self::FormField => &objects::PARAMETER,
            Self::RequestBody => &objects::REQUEST_BODY,
            Self::MediaType => &objects::MEDIA_TYPE,
            Self::Encoding => &objects::ENCODING,
            Self::Response => &objects::RESPONSE,
            Self::Example => &objects::EXAMPLE,
            Self::Link => &objects::LINK,
            Self::Header => &objects::HEADER,
            Self::Tag => &objects::TAG,
            Self::Reference => &objects::REFERENCE,
            Self::Schema => &schema::SCHEMA,
            Self::Discriminator => &objects::DISCRIMINATOR,
            Self::Xml => &objects::XML,
            Self::SecurityScheme => &objects::SECURITY_SCHEME,
            Self::OAuthFlows => &objects::OAUTH_FLOWS,
            Self::OAuthFlow => &objects::OAUTH_FLOW,
        }
    }

    /// Its fields in the order of the specification, those of earlier versions among them.
    pub fn fields(self) -> &'static [Field] {
        self.table().fields
    }

    /// Its fields in a version.
    pub fn fields_in(self, dialect: Dialect) -> impl Iterator<Item = &'static Field> {
        self.fields()
            .iter()
            .filter(move |it| it.versions.contains(dialect))
    }

    /// Whether a version has this object.
    pub fn exists_in(self, dialect: Dialect) -> bool {
        self.fields_in(dialect).next().is_some()
    }

    /// Whether a version requires a field.
    pub fn requires(self, name: &str, dialect: Dialect) -> bool {
        matches!(self.lookup(name, dialect), Lookup::Here(field) if field.required)
    }

    /// The row of a field in a version, or else in another one: the first later, or else the last earlier.
    pub fn lookup(self, name: &str, dialect: Dialect) -> Lookup {
        let table = self.table();
        match table.first_row(name) {
            Some(first) => table.lookup_from(first, dialect),
            None => Lookup::Unknown,
        }
    }

    /// The rows of a field, in the order of versions.
    pub fn rows(self, name: &str) -> &'static [Field] {
        let table = self.table();
        table.first_row(name).map_or(&[], |it| table.rows_from(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIALECTS: [Dialect; 4] = [
        Dialect::Swagger2,
        Dialect::OpenApi30,
        Dialect::OpenApi31,
        Dialect::OpenApi32,
    ];

    #[test]
    fn each_row_is_found_in_its_versions_and_no_version_has_two() {
        for object in SpecObject::ALL {
            for row in object.fields() {
                for dialect in DIALECTS {
                    let found = object.lookup(row.name, dialect);
                    let here = row.versions.contains(dialect);
                    match found {
                        Lookup::Here(it) => assert_eq!(it == row, here, "{object:?} {}", row.name),
                        Lookup::Elsewhere(it) => {
                            assert!(!here && it.name == row.name, "{object:?} {}", row.name);
                        }
                        Lookup::Unknown => panic!("{object:?} {} is not found", row.name),
                    }
                }
                let rows = object.rows(row.name);
                let of_name = object.fields().iter().filter(|it| it.name == row.name);
                assert_eq!(
                    rows.len(),
                    of_name.count(),
                    "{object:?} {}: rows stand apart",
                    row.name
                );
                for pair in rows.windows(2) {
                    assert!(
                        pair[0].versions.to < pair[1].versions.from,
                        "{object:?} {}",
                        row.name
                    );
                }
            }
            for name in ["", "x", "nosuchfield", "Type"] {
                assert_eq!(
                    object.lookup(name, Dialect::OpenApi31),
                    Lookup::Unknown,
                    "{name}"
                );
            }
        }
    }

    /// What a row leads to is an object that its versions have.
    #[test]
    fn rows_lead_to_objects_of_their_versions() {
        fn objects(shape: Shape, found: &mut Vec<SpecObject>) {
            match shape {
                Shape::Object(it) | Shape::Referable(it) => found.push(it),
                Shape::List(it) | Shape::Map(it) => objects(*it, found),
                Shape::Either(one, other) => {
                    objects(*one, found);
                    objects(*other, found);
                }
                _ => {}
            }
        }
        let mut reached = vec![
            SpecObject::Document,
            SpecObject::Reference,
            SpecObject::BodyParameter,
            SpecObject::FormField,
        ];
        for object in SpecObject::ALL {
            for row in object.fields() {
                let mut found = Vec::new();
                objects(row.shape, &mut found);
                for it in &found {
                    for dialect in DIALECTS.into_iter().filter(|it| row.versions.contains(*it)) {
                        assert!(
                            it.exists_in(dialect),
                            "{object:?}.{} in {dialect:?}",
                            row.name
                        );
                    }
                }
                reached.append(&mut found);
            }
        }
        for object in SpecObject::ALL {
            assert!(reached.contains(object), "nothing leads to {object:?}");
        }
    }

    #[test]
    fn versions_read_like_a_sentence() {
        for (versions, text) in [
            (Versions::V31, "from OpenAPI 3.1 on"),
            (Versions::V32, "from OpenAPI 3.2 on"),
            (Versions::UP_TO_30, "up to OpenAPI 3.0"),
            (Versions::V30, "in OpenAPI 3.0 only"),
            (Versions::V2, "in Swagger 2.0 only"),
        ] {
            assert_eq!(versions.to_string(), text);
        }
    }

    #[test]
    fn what_a_version_requires() {
        for (object, field, required) in [
            (SpecObject::Document, "paths", [true, true, false, false]),
            (
                SpecObject::Operation,
                "responses",
                [true, true, false, false],
            ),
            (
                SpecObject::Response,
                "description",
                [true, true, true, false],
            ),
            (SpecObject::Info, "title", [true, true, true, true]),
            (
                SpecObject::RequestBody,
                "content",
                [false, true, true, true],
            ),
        ] {
            let found = DIALECTS.map(|it| object.requires(field, it));
            assert_eq!(found, required, "{object:?}.{field}");
        }
    }
}
