//! What stands at the top of a document: info, servers, tags, components.

use std::collections::HashSet;

use super::Reader;
use super::read::{Flat, printable};
use crate::catalogue as code;
use crate::model::{
    Contact, Dialect, ExternalDocs, Info, License, SecurityScheme, Server, ServerVariable, Tag,
};
use crate::node::{Node, Object};

const ROOT: &[&str] = &[
    "openapi",
    "swagger",
    "info",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
    "jsonSchemaDialect",
];
/// In how many variables a URL is looked for what is not described.
const MAX_VARIABLES: usize = 100;

/// What Swagger 2.0 has at the top, raised or not.
const ROOT_2: &[&str] = &[
    "openapi",
    "servers",
    "components",
    "swagger",
    "info",
    "host",
    "basePath",
    "schemes",
    "consumes",
    "produces",
    "paths",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "security",
    "tags",
    "externalDocs",
];
const COMPONENTS: &[&str] = &[
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
];

const CONTACT: Flat = Flat {
    what: "contact",
    texts: &["name", "url", "email"],
    others: &[],
    needed: None,
};
const SERVER: Flat = Flat {
    what: "server",
    texts: &["url", "description", "name"],
    others: &["variables"],
    needed: Some(("url", "`https://api.example.com`, or relative: `/v1`")),
};
const VARIABLE: Flat = Flat {
    what: "server variable",
    texts: &["default", "description"],
    others: &["enum"],
    needed: Some((
        "default",
        "what stands in the URL unless a user chooses otherwise",
    )),
};
const EXTERNAL_DOCS: Flat = Flat {
    what: "external documentation",
    texts: &["description", "url"],
    others: &[],
    needed: Some(("url", "where the documentation stands")),
};

impl Reader<'_> {
    pub(super) fn head(&mut self, root: &Object) {
        self.only(root, "document", self.fields_of(ROOT, ROOT_2));
        if root.get("paths").is_none() && self.document.dialect != Dialect::OpenApi31 {
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
        let known = [
            "title",
            "version",
            "summary",
            "description",
            "termsOfService",
            "contact",
            "license",
            "identifier",
        ];
        self.only(object, "info object", &known);
        let contact = object
            .get("contact")
            .and_then(|it| self.flat::<openapiv3::Contact>(it, &CONTACT));
        let place = node.place;
        Info {
            title: self
                .needed(
                    object,
                    place,
                    "`info` has no `title`",
                    "title",
                    "the API's name",
                )
                .unwrap_or_default(),
            version: self
                .needed(
                    object,
                    place,
                    "`info` has no `version`",
                    "version",
                    "the API's, in quotes",
                )
                .unwrap_or_default(),
            summary: self.text(object, "summary"),
            description: self.text(object, "description"),
            terms_of_service: self.text(object, "termsOfService"),
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
        self.only(object, "license", &["name", "identifier", "url"]);
        Some(License {
            name: self
                .needed(
                    object,
                    node.place,
                    "a license without a `name`",
                    "name",
                    "such as `MIT`",
                )
                .unwrap_or_default(),
            identifier: self.text(object, "identifier"),
            url: self.text(object, "url"),
        })
    }

    /// `servers` of the document, of a path item or of an operation.
    pub(super) fn servers(&mut self, object: &Object) -> Vec<Server> {
        let nodes = self.list(object, "servers");
        let read = nodes.iter().filter_map(|node| {
            if !self.variables_are_flat(node) {
                self.is_flat(node, &SERVER);
                return None;
            }
            let server = self.flat::<openapiv3::Server>(node, &SERVER)?;
            self.warn_of_undescribed(node, &server);
            Some(server)
        });
        let variable = |it: openapiv3::ServerVariable| ServerVariable {
            default: it.default,
            values: it.enumeration,
            description: it.description,
        };
        read.map(|it| Server {
            url: it.url,
            description: it.description,
            variables: (it.variables.unwrap_or_default().into_iter())
                .map(|(name, it)| (name.into(), variable(it)))
                .collect(),
        })
        .collect()
    }

    /// Warns of what a URL names between braces and no variable describes, and of defaults that a variable does not list.
    fn warn_of_undescribed(&mut self, node: &Node, server: &openapiv3::Server) {
        let described = server.variables.as_ref();
        let mut told = HashSet::new();
        for part in server.url.split('{').skip(1).take(MAX_VARIABLES) {
            let Some((name, _)) = part.split_once('}') else {
                continue;
            };
            if described.is_some_and(|it| it.contains_key(name)) || !told.insert(name) {
                continue;
            }
            let message = format!(
                "the URL names `{{{}}}`, which no variable describes",
                printable(name)
            );
            let help = format!(
                "describe `{}` in `variables`, with a `default`",
                printable(name)
            );
            let place = node.get("url").unwrap_or(node).place;
            self.warn(code::MISSING_FIELD, place, message, help);
        }
        for (name, it) in described.into_iter().flatten() {
            if it.enumeration.is_empty() || it.enumeration.contains(&it.default) {
                continue;
            }
            let variable = node
                .get("variables")
                .and_then(|it| it.get(name)?.get("default"));
            let message = format!(
                "the default of `{}` is none of the values of its `enum`",
                printable(name)
            );
            let place = variable.unwrap_or(node).place;
            self.warn(
                code::WRONG_DEFAULT,
                place,
                message,
                "write one that is listed",
            );
        }
    }

    /// Whether the variables of a server are what the specification says they are.
    fn variables_are_flat(&mut self, server: &Node) -> bool {
        let Some(variables) = server.get("variables").filter(|it| !it.is_null()) else {
            return true;
        };
        let Some(variables) = variables.as_object() else {
            let message = format!("`variables` is an object, and this is {}", variables.kind());
            let help = "write the name of each variable, and below it its `default`";
            self.warn(code::WRONG_TYPE, variables.place, message, help);
            return false;
        };
        let mut all = true;
        for (_, node) in variables.iter() {
            all &= self.is_flat(node, &VARIABLE);
            let Some(listed) = node.get("enum").filter(|it| !it.is_null()) else {
                continue;
            };
            let wrong = match listed.as_array() {
                None => Some(listed),
                Some(values) => values.iter().find(|it| is_no_text(it)),
            };
            if let Some(wrong) = wrong {
                let message = format!(
                    "the `enum` of a server variable is a list of texts, and this is {}",
                    wrong.kind()
                );
                self.warn(
                    code::WRONG_TYPE,
                    wrong.place,
                    message,
                    "write `enum: [a, b]`",
                );
                all = false;
            }
        }
        all
    }

    fn tags(&mut self, root: &Object) -> Vec<Tag> {
        let mut tags: Vec<Tag> = Vec::new();
        let mut names = std::collections::HashSet::new();
        for node in self.list(root, "tags") {
            let Some(object) = self.object(node, "a tag") else {
                continue;
            };
            self.only(
                object,
                "tag",
                &[
                    "name",
                    "description",
                    "externalDocs",
                    "summary",
                    "parent",
                    "kind",
                ],
            );
            let Some(name) = self.text(object, "name") else {
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
                description: self.text(object, "description"),
                external_docs: self.external_docs(object),
                extensions: self.extensions(object),
                place: node.place,
            });
        }
        tags
    }

    pub(super) fn external_docs(&mut self, object: &Object) -> Option<ExternalDocs> {
        let node = object.get("externalDocs").filter(|it| !it.is_null())?;
        let it = self.flat::<openapiv3::ExternalDocumentation>(node, &EXTERNAL_DOCS)?;
        Some(ExternalDocs {
            description: it.description,
            url: it.url,
        })
    }

    /// Gives every component an id and reads those that are no schemas; operations read the ones they use again, which
    /// finds the same ids and the same findings.
    pub(super) fn components(&mut self, root: &Object) {
        let Some(components) = self.map(root, "components") else {
            self.api.security = self.security(root);
            return;
        };
        self.only(components, "components object", COMPONENTS);
        if let Some(schemas) = self.map(components, "schemas") {
            self.component_schemas(schemas);
        }
        if let Some(schemes) = self.map(components, "securitySchemes") {
            for (key, node) in schemes.iter() {
                let scheme = self.security_scheme(&key.text, node);
                // One that is wrong has been told of, and is declared all the same.
                let scheme = scheme.unwrap_or_else(|| SecurityScheme::undeclared(key.place));
                self.api.security_schemes.insert(key.text.clone(), scheme);
            }
        }
        self.api.security = self.security(root);
        self.component_parts(components);
    }
}

/// Whether a value is none that stands for a text: numbers and truth values do, since YAML needs no quotes.
fn is_no_text(node: &Node) -> bool {
    node.is_null() || node.as_object().is_some() || node.as_array().is_some()
}
