//! What stands at the top of a document: info, tags, external documentation.

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Contact, ExternalDocs, Info, License, Tag};
use crate::node::{Node, Object};
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
        self.api.info = self.info(root);
        self.api.servers = self.servers(root);
        self.api.tags = self.tags(root);
        self.api.external_docs = self.external_docs(root);
        self.api.extensions = self.extensions(root);
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
        let mut names = std::collections::HashSet::new();
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
                description: self.string(object, "description"),
                external_docs: self.external_docs(object),
                extensions: self.extensions(object),
                place: node.place,
            });
        }
        tags
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
