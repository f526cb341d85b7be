//! The names of what a Swagger 2.0 document declares → the component names that stand for them in OpenAPI 3.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::node::{Key, Node, percent_decode, pointer_name};

/// Where definitions, parameters, responses and security schemes stand once a document has the shape of OpenAPI 3. Made
/// once, from the declarations; whatever names one of them asks here.
#[derive(Debug, Default)]
pub struct ComponentNames {
    /// `definitions`.
    pub schemas: SectionNames,
    /// `parameters`.
    pub parameters: SectionNames,
    /// `responses`.
    pub responses: SectionNames,
    /// `securityDefinitions`.
    pub security_schemes: SectionNames,
}

impl ComponentNames {
    /// The names of the root object of a document.
    pub(super) fn of(root: &Node) -> Self {
        let section = |name| SectionNames::of(root.get(name));
        Self {
            schemas: section("definitions"),
            parameters: section("parameters"),
            responses: section("responses"),
            security_schemes: section("securityDefinitions"),
        }
    }

    /// Where what stood at a pointer of the Swagger 2.0 document stands in OpenAPI 3; `None` where it did not move:
    /// `/definitions/Page[Pet]/properties/id` is `/components/schemas/Page_Pet_/properties/id`. Segments may be
    /// percent-encoded, as in a URI.
    pub fn moved(&self, pointer: &str) -> Option<String> {
        let sections = [
            ("/definitions/", "/components/schemas/", &self.schemas),
            ("/parameters/", "/components/parameters/", &self.parameters),
            ("/responses/", "/components/responses/", &self.responses),
            (
                "/securityDefinitions/",
                "/components/securitySchemes/",
                &self.security_schemes,
            ),
        ];
        let (rest, to, names) = sections
            .into_iter()
            .find_map(|(from, to, names)| Some((pointer.strip_prefix(from)?, to, names)))?;
        if names.is_empty() {
            return Some([to, rest].concat());
        }
        let (name, tail) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Some(match names.renamed(&segment_name(name)) {
            Some(new) => [to, new, tail].concat(),
            None => [to, rest].concat(),
        })
    }
}

/// The names of one section that OpenAPI 3 does not allow for a component, and what stands for each.
#[derive(Debug, Default)]
pub struct SectionNames(HashMap<Arc<str>, Arc<str>>);

impl SectionNames {
    /// Names that are allowed stay. What others come to is made unique in the order of the document, since `Page[Pet]`
    /// and `Page<Pet>` come to one name.
    fn of(section: Option<&Node>) -> Self {
        let Some(object) = section.and_then(Node::as_object) else {
            return Self::default();
        };
        let wrong: Vec<&Arc<str>> = object
            .iter()
            .map(|(key, _)| &key.text)
            .filter(|it| !is_component_name(it))
            .collect();
        let mut names = HashMap::with_capacity(wrong.len());
        let mut suffixes: HashMap<String, usize> = HashMap::new();
        let mut taken: HashSet<Arc<str>> = HashSet::new();
        for old in wrong {
            let name = component_name(old);
            let mut unique: Arc<str> = name.as_str().into();
            // Counted on from the last, since very many may come to one name.
            let suffix = suffixes.entry(name.clone()).or_insert(1);
            while object.get(&unique).is_some() || !taken.insert(unique.clone()) {
                *suffix += 1;
                unique = format!("{name}{suffix}").into();
            }
            names.insert(old.clone(), unique);
        }
        Self(names)
    }

    /// The name that stands for one that is not allowed; `None` where a name stays.
    pub fn renamed(&self, name: &str) -> Option<&Arc<str>> {
        self.0.get(name)
    }

    /// Whether all names stay.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A declaration's or a use's key under its new name.
    pub(super) fn key(&self, key: &Key) -> Key {
        match self.renamed(&key.text) {
            Some(name) => Key::new(name.clone(), key.place),
            None => key.clone(),
        }
    }
}

/// Whether OpenAPI 3 allows a name for a component (3.0.4, section 4.7.7.1).
fn is_component_name(name: &str) -> bool {
    name.bytes()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.'))
}

/// What a name comes to as a component's: `Page[Pet]` is `Page_Pet_`.
fn component_name(name: &str) -> String {
    let name = name.replacen("[]", "Array", 1);
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        let fine = c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        if fine {
            out.push(c);
        } else if !gap || c == '/' {
            out.push('_');
        }
        gap = !fine && c != '/';
    }
    out
}

/// The name that a segment of a JSON pointer in a URI stands for: `~1` is `/`, `%20` is a space.
pub(super) fn segment_name(segment: &str) -> String {
    pointer_name(&percent_decode(segment)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Place;

    fn section(names: &[&str]) -> SectionNames {
        let place = Place::default();
        let members = names
            .iter()
            .map(|it| (Key::new(*it, place), Node::string("", place)));
        SectionNames::of(Some(&Node::object(members.collect(), place)))
    }

    #[test]
    fn names_that_come_to_one_are_told_apart() {
        let names = section(&[
            "Page[Pet]",
            "Page<Pet>",
            "Page_Pet_2",
            "Pet",
            "Not Found",
            "Not_Found",
            "a/b",
            "[]x",
        ]);
        let new = |old| names.renamed(old).map(|it| it.to_string());
        assert_eq!(new("Page[Pet]").as_deref(), Some("Page_Pet_"));
        assert_eq!(new("Page<Pet>").as_deref(), Some("Page_Pet_3"));
        assert_eq!(new("Not Found").as_deref(), Some("Not_Found2"));
        assert_eq!(new("a/b").as_deref(), Some("a_b"));
        assert_eq!(new("[]x").as_deref(), Some("Arrayx"));
        for stays in ["Pet", "Page_Pet_2", "Not_Found", "undeclared[]"] {
            assert_eq!(new(stays), None, "{stays}");
        }
    }

    #[test]
    fn pointers_move_with_what_they_lead_to() {
        let names = ComponentNames {
            schemas: section(&["Page[Pet]", "a/b", "100%", "Pet"]),
            responses: section(&["Not Found"]),
            ..ComponentNames::default()
        };
        for (old, new) in [
            ("/definitions/Pet", Some("/components/schemas/Pet")),
            (
                "/definitions/Page[Pet]",
                Some("/components/schemas/Page_Pet_"),
            ),
            (
                "/definitions/Page%5BPet%5d",
                Some("/components/schemas/Page_Pet_"),
            ),
            (
                "/definitions/a~1b/properties/x~1y",
                Some("/components/schemas/a_b/properties/x~1y"),
            ),
            ("/definitions/a%2Fb", Some("/components/schemas/a_b")),
            ("/definitions/100%25", Some("/components/schemas/100_")),
            ("/definitions/No[ne]", Some("/components/schemas/No[ne]")),
            (
                "/responses/Not%20Found",
                Some("/components/responses/Not_Found"),
            ),
            ("/parameters/page", Some("/components/parameters/page")),
            (
                "/securityDefinitions/key",
                Some("/components/securitySchemes/key"),
            ),
            ("/paths/~1pets/get", None),
            ("/definitions", None),
        ] {
            assert_eq!(names.moved(old).as_deref(), new, "{old}");
        }
    }
}
