//! What stands at the top of a document: info, tags, external documentation.

use std::collections::{HashMap, HashSet};

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Contact, Dialect, ExternalDocs, Info, License, Tag};
use crate::nearest::nearest_of;
use crate::node::{Node, Object};
use crate::source::{FileId, Place};
use crate::vocabulary::SpecObject;

impl Resolver<'_> {
    pub(super) fn head(&mut self, root: &Object) {
        self.check_fields(root, SpecObject::Document);
        if root.get("paths").is_none() && self.requires(SpecObject::Document, "paths") {
            self.warn(
                code::MISSING_FIELD,
                self.document.root.place,
                "the document has no `paths`",
                "write `paths:`, and below it each path with its operations; `paths: {}` if there is none",
            );
        }
        let parts = ["paths", "components", "webhooks"];
        let is_31 = self.document.dialect >= Dialect::OpenApi31;
        if is_31 && parts.iter().all(|it| root.get(it).is_none()) {
            self.warn(
                code::MISSING_FIELD,
                self.document.root.place,
                "the document has none of `paths`, `components` and `webhooks`",
                "write `paths:`, and below it each path with its operations; `paths: {}` if there is none",
            );
        }
        self.own_uri(root);
        if is_31 {
            self.tell_of_dialect(root, "jsonSchemaDialect");
        }
        self.api.info = self.info(root);
        self.api.servers = self.servers(root);
        self.api.tags = self.tags(root);
        self.api.external_docs = self.external_docs(root);
        self.api.extensions = self.extensions(root);
    }

    /// Tells of a `$self` that is no base for references: one with a fragment, or a relative one, since nothing is known of
    /// the URI it is relative to.
    fn own_uri(&mut self, root: &Object) {
        let is_known = self.knows(SpecObject::Document, "$self");
        let Some(node) = root.get("$self").filter(|it| is_known && !it.is_null()) else {
            return;
        };
        let Some(uri) = self.text(node, "$self") else {
            return;
        };
        if self.document.own_uri(FileId(0)).is_some() {
            return;
        }
        let what = match uri.contains('#') {
            true => "a URI without a fragment",
            false => "an absolute URI to be a base",
        };
        let message = format!(
            "`$self` must be {what}, found `{}`; references are resolved against the place of the file",
            printable(&uri)
        );
        let help =
            "write the URI at which the document is published: `https://example.com/openapi`";
        self.warn(code::WRONG_VALUE, node.place, message, help);
    }

    fn info(&mut self, root: &Object) -> Info {
        let Some(node) = root.get("info") else {
            self.warn(
                code::MISSING_FIELD,
                self.document.root.place,
                "the document has no `info`",
                "write `info:` with a `title` and a `version`",
            );
            return Info::default();
        };
        let Some(object) = self.object(node, "`info`") else {
            return Info::default();
        };
        self.check_fields(object, SpecObject::Info);
        let contact = object
            .get("contact")
            .and_then(|it| self.flat::<openapiv3::Contact>(it, SpecObject::Contact));
        let place = node.place;
        Info {
            title: self
                .required_string(
                    object,
                    place,
                    "`info` has no `title`",
                    "title",
                    "the API's name",
                )
                .unwrap_or_default(),
            version: self
                .required_string(
                    object,
                    place,
                    "`info` has no `version`",
                    "version",
                    "the API's, in quotes",
                )
                .unwrap_or_default(),
            summary: self.string(object, "summary"),
            description: self.string(object, "description"),
            terms_of_service: self.string(object, "termsOfService"),
            contact: contact.map(|it| Contact {
                name: it.name,
                url: it.url,
                email: it.email,
            }),
            license: object.get("license").and_then(|it| self.license(it)),
            extensions: self.extensions(object),
        }
    }

    /// A licence without a name is no `openapiv3::License`, and what it says of itself is still worth keeping.
    fn license(&mut self, node: &Node) -> Option<License> {
        if node.is_null() {
            return None;
        }
        let object = self.object(node, "`license`")?;
        self.check_fields(object, SpecObject::License);
        Some(License {
            name: self
                .required_string(
                    object,
                    node.place,
                    "a license without a `name`",
                    "name",
                    "such as `MIT`",
                )
                .unwrap_or_default(),
            identifier: self.string(object, "identifier"),
            url: self.string(object, "url"),
        })
    }

    fn tags(&mut self, root: &Object) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::new();
        let mut names = HashSet::new();
        for node in self.array(root, "tags") {
            let Some(object) = self.object(node, "a tag") else {
                continue;
            };
            self.check_fields(object, SpecObject::Tag);
            let Some(name) = self.string(object, "name") else {
                self.warn(
                    code::MISSING_FIELD,
                    node.place,
                    "a tag without a name",
                    "write `name:`",
                );
                continue;
            };
            if !names.insert(name.clone()) {
                let message = format!("the tag `{}` is declared twice", printable(&name));
                self.warn(
                    code::DUPLICATE_KEY,
                    node.place,
                    message,
                    "take one of the two away",
                );
                continue;
            }
            tags.push(Tag {
                name,
                summary: self.known_string(object, SpecObject::Tag, "summary"),
                parent: self.known_string(object, SpecObject::Tag, "parent"),
                kind: self.known_string(object, SpecObject::Tag, "kind"),
                description: self.string(object, "description"),
                external_docs: self.external_docs(object),
                extensions: self.extensions(object),
                place: node.place,
            });
        }
        self.check_parents(root, &tags);
        tags
    }

    /// Warns of tags that are nested under one that is not declared, or under themselves (OpenAPI 3.2.0, section 4.22.1).
    fn check_parents(&mut self, root: &Object, tags: &[Tag]) {
        let parents: HashMap<&str, Option<&str>> = (tags.iter())
            .map(|it| (it.name.as_str(), it.parent.as_deref()))
            .collect();
        let places: HashMap<Place, Place> = (self.array(root, "tags").iter())
            .filter_map(|it| Some((it.place, it.get("parent")?.place)))
            .collect();
        // Tags whose parents have been walked, all the way up.
        let mut sound: HashSet<&str> = HashSet::new();
        for tag in tags.iter().filter(|it| it.parent.is_some()) {
            let mut seen = HashSet::from([tag.name.as_str()]);
            let mut next = tag.parent.as_deref();
            let fault = loop {
                let Some(parent) = next.filter(|it| !sound.contains(it)) else {
                    break None;
                };
                match parents.get(parent) {
                    None if seen.len() == 1 => break Some("which is not declared"),
                    None => break None,
                    Some(_) if !seen.insert(parent) => break Some("and so under itself"),
                    Some(above) => next = *above,
                }
            };
            // A circle is told once.
            sound.extend(seen);
            let Some(fault) = fault else {
                continue;
            };
            let parent = tag.parent.as_deref().unwrap_or_default();
            let message = format!(
                "the tag `{}` is nested under `{}`, {fault}",
                printable(&tag.name),
                printable(parent)
            );
            let place = places.get(&tag.place).copied().unwrap_or(tag.place);
            let near = nearest_of(parent, parents.keys().copied(), &mut self.comparisons);
            let help = match near.filter(|it| !parents.contains_key(parent) && *it != tag.name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "name another tag of `tags`, or take it away".to_owned(),
            };
            self.warn(code::WRONG_PARENT, place, message, help);
        }
    }

    pub(super) fn external_docs(&mut self, object: &Object) -> Option<ExternalDocs> {
        let node = object.get("externalDocs").filter(|it| !it.is_null())?;
        let it = self.flat::<openapiv3::ExternalDocumentation>(node, SpecObject::ExternalDocs)?;
        Some(ExternalDocs {
            description: it.description,
            url: it.url,
        })
    }
}
