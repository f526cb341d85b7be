//! What protects operations: security schemes, their flows, and what operations require of them.

use std::sync::Arc;

use indexmap::IndexMap;

use super::reference::reference;
use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::load::is_file_like;
use crate::model::{
    Dialect, OAuthFlow, ParameterIn, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};
use crate::nearest::nearest_of;
use crate::node::{Key, Node, Object, pointer_name};
use crate::source::Place;
use crate::vocabulary::SpecObject;

/// The flows of OAuth 2.0, and what each cannot do without.
const FLOWS: &[(&str, &[&str])] = &[
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
    (
        "deviceAuthorization",
        &["deviceAuthorizationUrl", "tokenUrl"],
    ),
];

impl Resolver<'_> {
    pub(super) fn security_scheme(&mut self, name: &str, node: &Node) -> Option<SecurityScheme> {
        let pointer = format!(
            "/components/securitySchemes/{}",
            crate::node::pointer_segment(name)
        );
        if self.is_out_of_reach(node) {
            return None;
        }
        let target = self.target(node, &pointer, "securitySchemes")?;
        let node = &target.node;
        let object = self.object(node, "a security scheme")?;
        self.check_fields(object, SpecObject::SecurityScheme);
        let kind = self.shared_string(object, "type");
        let kind = match kind.as_deref() {
            Some("apiKey") => {
                let location = match self.shared_string(object, "in").as_deref() {
                    Some("query") => ParameterIn::Query,
                    Some("cookie") => ParameterIn::Cookie,
                    Some("header") => ParameterIn::Header,
                    _ => {
                        let message = "an API key travels in a header, the query or a cookie";
                        self.error(
                            code::WRONG_VALUE,
                            object.get("in").unwrap_or(node).place,
                            message,
                            "write `in: header`, `query` or `cookie`",
                        );
                        return None;
                    }
                };
                let Some(name) = self.string(object, "name") else {
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
                scheme: self.string(object, "scheme").unwrap_or_else(|| {
                    let message = "an HTTP security scheme without a `scheme`; bearer is assumed";
                    self.warn(
                        code::MISSING_FIELD,
                        node.place,
                        message,
                        "write `scheme: bearer` or `scheme: basic`",
                    );
                    "bearer".to_owned()
                }),
                bearer_format: self.string(object, "bearerFormat"),
            },
            Some("oauth2") => SecuritySchemeKind::OAuth2 {
                flows: self.oauth_flows(object, node.place),
                metadata_url: self.string(object, "oauth2MetadataUrl"),
            },
            Some("openIdConnect") => SecuritySchemeKind::OpenIdConnect {
                url: self.open_id_url(object, node.place),
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
                    object.get("type").unwrap_or(node).place,
                    message,
                    help,
                );
                return None;
            }
        };
        Some(SecurityScheme {
            description: self.text_of(&target, "description"),
            kind,
            deprecated: self.boolean(object, "deprecated"),
            extensions: self.extensions(object),
            place: node.place,
        })
    }

    /// Whether a scheme stands on the network. The operations that require it stay protected, by a scheme about which nothing
    /// is known, so that this is no error.
    fn is_out_of_reach(&mut self, node: &Node) -> bool {
        let Some(reference) = reference(node).filter(|it| it.text.contains("://")) else {
            return false;
        };
        let path = reference.text.split('#').next().unwrap_or_default();
        let Err(why) = self.document.file(reference.place.file, path) else {
            return false;
        };
        let path = printable(path);
        let message = format!("`{path}` cannot be read, so nothing is known of this scheme: {why}");
        let help = "name a file beneath the document's folder, relative to this one";
        self.warn(code::UNREADABLE_FILE, reference.place, message, help);
        true
    }

    fn open_id_url(&mut self, object: &Object, place: Place) -> String {
        let message = "an OpenID Connect scheme without an `openIdConnectUrl`";
        let found = self.required_string(
            object,
            place,
            message,
            "openIdConnectUrl",
            "the one that ends in `/.well-known/openid-configuration`",
        );
        found.unwrap_or_default()
    }

    fn oauth_flows(&mut self, object: &Object, place: Place) -> Vec<OAuthFlow> {
        let Some(flows) = self.map(object, "flows") else {
            let help = "write `flows:`, and below it `authorizationCode:`, `clientCredentials:`, `implicit:` or `password:`";
            let message = "an OAuth 2.0 scheme without `flows`";
            self.warn(code::MISSING_FIELD, place, message, help);
            return Vec::new();
        };
        self.flow_names(flows);
        let mut read = Vec::new();
        for (grant, needs) in FLOWS {
            let Some(node) = flows.get(grant).filter(|it| !it.is_null()) else {
                continue;
            };
            let Some(flow) = self.object(node, &format!("`{grant}`")) else {
                continue;
            };
            self.check_fields(flow, SpecObject::OAuthFlow);
            let mut scopes = IndexMap::new();
            if let Some(declared) = self.map(flow, "scopes") {
                for (key, _) in declared
                    .iter()
                    .filter(|(key, _)| !key.text.starts_with("x-"))
                {
                    let meaning = self.string(declared, &key.text).unwrap_or_default();
                    scopes.insert(key.text.clone(), meaning);
                }
            } else if flow.get("scopes").is_none() {
                let message = format!("the OAuth 2.0 flow `{grant}` has no `scopes`");
                let help =
                    "write `scopes:`, each with what it allows; `scopes: {}` if there is none";
                self.warn(code::MISSING_FIELD, node.place, message, help);
            }
            for field in *needs {
                if flow.get(field).is_none() {
                    let message = format!("the OAuth 2.0 flow `{grant}` has no `{field}`");
                    let help = format!("write `{field}:`, a URL");
                    self.warn(code::MISSING_FIELD, node.place, message, help);
                }
            }
            read.push(OAuthFlow {
                grant,
                authorization_url: self.string(flow, "authorizationUrl"),
                device_authorization_url: self.string(flow, "deviceAuthorizationUrl"),
                token_url: self.string(flow, "tokenUrl"),
                refresh_url: self.string(flow, "refreshUrl"),
                scopes,
            });
        }
        read
    }

    /// Warns of flows that there are none of. Swagger 2.0 names its only one in `flow`.
    fn flow_names(&mut self, flows: &Object) {
        if self.document.dialect != Dialect::Swagger2 {
            return self.check_fields(flows, SpecObject::OAuthFlows);
        }
        let known = ["implicit", "password", "application", "accessCode"];
        for (key, _) in flows.iter() {
            if FLOWS.iter().any(|(grant, _)| *grant == &*key.text) {
                continue;
            }
            let message = format!("`{}` is no flow of OAuth 2.0", printable(&key.text));
            let help = match nearest_of(&key.text, known, &mut self.comparisons) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "write `implicit`, `password`, `application` or `accessCode`".to_owned(),
            };
            self.warn(code::WRONG_VALUE, key.place, message, help);
        }
    }

    /// `security` of the document or of an operation; `None` where it says nothing.
    pub(super) fn security(&mut self, object: &Object) -> Option<Vec<SecurityRequirement>> {
        object.get("security").filter(|it| !it.is_null())?;
        let mut requirements = Vec::new();
        for node in self.array(object, "security") {
            let Some(alternative) = self.object(node, "a security requirement") else {
                continue;
            };
            let mut schemes = Vec::new();
            for (key, _) in alternative.iter() {
                let scopes = self.strings(alternative, &key.text);
                let name = self.scheme_by_uri(key);
                if !self.api.security_schemes.contains_key(&name) {
                    self.undeclared_scheme(key);
                }
                schemes.push((
                    name,
                    scopes.iter().map(|it| it.as_ref().to_owned()).collect(),
                ));
            }
            requirements.push(SecurityRequirement { schemes });
        }
        Some(requirements)
    }

    /// The name of the scheme that a requirement means: the name of a component, or else from 3.2 on the URI of a scheme
    /// (OpenAPI 3.2.0, section 4.30), which is read.
    fn scheme_by_uri(&mut self, key: &Key) -> Arc<str> {
        let text = &key.text;
        let is_32 = self.document.dialect >= Dialect::OpenApi32;
        let is_uri = text.contains('#') || is_file_like(text);
        if !is_32 || !is_uri || self.api.security_schemes.contains_key(text) {
            return text.clone();
        }
        let in_components = text.strip_prefix("#/components/securitySchemes/");
        let named = in_components.map(|it| Arc::<str>::from(&*pointer_name(it)));
        if let Some(name) = named.filter(|it| self.api.security_schemes.contains_key(it)) {
            return name;
        }
        let reference = Node::string(text.clone(), key.place);
        let reference = Node::object(vec![(Key::new("$ref", key.place), reference)], key.place);
        let scheme = self.security_scheme(text, &reference);
        let scheme = scheme.unwrap_or_else(|| SecurityScheme::undeclared(key.place));
        self.api.security_schemes.insert(text.clone(), scheme);
        text.clone()
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
        let scheme = SecurityScheme::undeclared(name.place);
        self.api.security_schemes.insert(name.text.clone(), scheme);
    }
}
