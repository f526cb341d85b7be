//! What stands at the top of a document: info, servers, tags, components, security.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Reader;
use super::read::{nearest_of, printable};
use crate::catalogue as code;
use crate::model::{
    Contact, Extensions, ExternalDocs, Info, License, OAuthFlow, ParameterIn, SecurityRequirement,
    SecurityScheme, SecuritySchemeKind, Server, ServerVariable, Tag,
};
use crate::node::{Key, Node, Object};

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

impl Reader<'_> {
    pub(super) fn head(&mut self, root: &Object) {
        self.only(root, "document", ROOT);
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
            .and_then(|it| self.flat::<openapiv3::Contact>(it, "Contact Object"));
        // A licence without a name is no openapiv3::License, and what it says of itself is still worth keeping.
        let license = object
            .get("license")
            .and_then(|it| self.object(it, "`license`"));
        Info {
            title: self.text(object, "title").unwrap_or_default(),
            version: self.text(object, "version").unwrap_or_default(),
            summary: self.text(object, "summary"),
            description: self.text(object, "description"),
            terms_of_service: self.text(object, "termsOfService"),
            contact: contact.map(|it| Contact {
                name: it.name,
                url: it.url,
                email: it.email,
            }),
            license: license.map(|it| License {
                name: self.text(it, "name").unwrap_or_default(),
                identifier: self.text(it, "identifier"),
                url: self.text(it, "url"),
            }),
            extensions: self.extensions(object),
        }
    }

    /// `servers` of the document, of a path item or of an operation.
    pub(super) fn servers(&mut self, object: &Object) -> Vec<Server> {
        let nodes = self.list(object, "servers");
        let read = nodes
            .iter()
            .filter_map(|it| self.flat::<openapiv3::Server>(it, "Server Object"));
        read.map(|it| Server {
            url: it.url,
            description: it.description,
            variables: it
                .variables
                .unwrap_or_default()
                .into_iter()
                .map(|(name, it)| {
                    let values = it.enumeration;
                    (
                        name.into(),
                        ServerVariable {
                            default: it.default,
                            values,
                            description: it.description,
                        },
                    )
                })
                .collect(),
        })
        .collect()
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
        let it =
            self.flat::<openapiv3::ExternalDocumentation>(node, "External Documentation Object")?;
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
                if let Some(scheme) = self.security_scheme(&key.text, node) {
                    self.api.security_schemes.insert(key.text.clone(), scheme);
                }
            }
        }
        self.api.security = self.security(root);
        self.component_parts(components);
    }

    fn security_scheme(&mut self, name: &str, node: &Node) -> Option<SecurityScheme> {
        let pointer = format!(
            "/components/securitySchemes/{}",
            crate::node::pointer_segment(name)
        );
        let node = self.target(node, &pointer, "securitySchemes")?.node;
        let object = self.object(&node, "a security scheme")?;
        let kind = self.word(object, "type");
        let kind = match kind.as_deref() {
            Some("apiKey") => {
                let location = match self.word(object, "in").as_deref() {
                    Some("query") => ParameterIn::Query,
                    Some("cookie") => ParameterIn::Cookie,
                    Some("header") => ParameterIn::Header,
                    _ => {
                        let message = "an API key travels in a header, the query or a cookie";
                        self.error(
                            code::WRONG_VALUE,
                            object.get("in").unwrap_or(&node).place,
                            message,
                            "write `in: header`, `query` or `cookie`",
                        );
                        return None;
                    }
                };
                let Some(name) = self.text(object, "name") else {
                    let message = "an API key without a name";
                    self.error(
                        code::MISSING_FIELD,
                        node.place,
                        message,
                        "write `name:`, the name of the header",
                    );
                    return None;
                };
                SecuritySchemeKind::ApiKey { location, name }
            }
            Some("http") => SecuritySchemeKind::Http {
                scheme: self.text(object, "scheme").unwrap_or_else(|| {
                    let message = "an HTTP security scheme without a `scheme`; bearer is assumed";
                    self.warn(
                        code::MISSING_FIELD,
                        node.place,
                        message,
                        "write `scheme: bearer` or `scheme: basic`",
                    );
                    "bearer".to_owned()
                }),
                bearer_format: self.text(object, "bearerFormat"),
            },
            Some("oauth2") => SecuritySchemeKind::OAuth2 {
                flows: self.oauth_flows(object),
            },
            Some("openIdConnect") => SecuritySchemeKind::OpenIdConnect {
                url: self.text(object, "openIdConnectUrl").unwrap_or_default(),
            },
            Some("mutualTLS") => SecuritySchemeKind::MutualTls,
            other => {
                let message = match other {
                    Some(other) => format!("`{}` is no type of security scheme", printable(other)),
                    None => "a security scheme without a `type`".to_owned(),
                };
                let help = "write `type: apiKey`, `http`, `oauth2`, `openIdConnect` or `mutualTLS`";
                self.error(
                    code::WRONG_VALUE,
                    object.get("type").unwrap_or(&node).place,
                    message,
                    help,
                );
                return None;
            }
        };
        Some(SecurityScheme {
            description: self.text(object, "description"),
            kind,
            extensions: self.extensions(object),
            place: node.place,
        })
    }

    fn oauth_flows(&mut self, object: &Object) -> Vec<OAuthFlow> {
        let Some(flows) = self.map(object, "flows") else {
            return Vec::new();
        };
        let mut read = Vec::new();
        for grant in [
            "implicit",
            "password",
            "clientCredentials",
            "authorizationCode",
            "deviceAuthorization",
        ] {
            let Some(flow) = self.map(flows, grant) else {
                continue;
            };
            let mut scopes = IndexMap::new();
            if let Some(declared) = self.map(flow, "scopes") {
                for (key, _) in declared.iter() {
                    let meaning = self.text(declared, &key.text).unwrap_or_default();
                    scopes.insert(key.text.clone(), meaning);
                }
            }
            read.push(OAuthFlow {
                grant,
                authorization_url: self.text(flow, "authorizationUrl"),
                token_url: self.text(flow, "tokenUrl"),
                refresh_url: self.text(flow, "refreshUrl"),
                scopes,
            });
        }
        read
    }

    /// `security` of the document or of an operation; `None` where it says nothing.
    pub(super) fn security(&mut self, object: &Object) -> Option<Vec<SecurityRequirement>> {
        object.get("security").filter(|it| !it.is_null())?;
        let mut requirements = Vec::new();
        for node in self.list(object, "security") {
            let Some(alternative) = self.object(node, "a security requirement") else {
                continue;
            };
            let mut schemes = Vec::new();
            for (key, _) in alternative.iter() {
                let scopes = self.words(alternative, &key.text);
                if !self.api.security_schemes.contains_key(&key.text) {
                    self.undeclared_scheme(key);
                }
                schemes.push((
                    Arc::clone(&key.text),
                    scopes.iter().map(|it| it.as_ref().to_owned()).collect(),
                ));
            }
            requirements.push(SecurityRequirement { schemes });
        }
        Some(requirements)
    }

    /// Takes note of a scheme that is used and not declared. The requirement stays, since to drop it would open what
    /// the document protects.
    fn undeclared_scheme(&mut self, name: &Key) {
        let message = format!(
            "the security scheme `{}` is not declared",
            printable(&name.text)
        );
        let declared = self.api.security_schemes.keys().map(|it| &**it);
        let help = match nearest_of(&name.text, declared, &mut self.comparisons) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it in `components/securitySchemes`".to_owned(),
        };
        self.warn(code::UNDEFINED_SECURITY, name.place, message, help);
        let kind = SecuritySchemeKind::Undeclared;
        let scheme = SecurityScheme {
            description: None,
            kind,
            extensions: Extensions::default(),
            place: name.place,
        };
        self.api.security_schemes.insert(name.text.clone(), scheme);
    }
}
