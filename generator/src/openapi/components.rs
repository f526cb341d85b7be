//! What stands around operations: info, servers, tags, components.

use super::members::{Members, string};
use super::writer::Writer;
use crate::model::{
    ExternalDocs, OAuthFlow, SecurityScheme, SecuritySchemeKind, Server, ServerVariable, Tag,
};
use crate::node::{Node, pointer};

impl Writer<'_> {
    /// The Info Object.
    pub(super) fn info(&self) -> Node {
        let info = &self.api.info;
        let mut out = Members::default();
        out.text("title", &info.title);
        out.some_text("description", info.description.as_ref());
        out.some_text("termsOfService", info.terms_of_service.as_ref());
        if let Some(it) = &info.contact {
            let mut contact = Members::default();
            contact.some_text("name", it.name.as_ref());
            contact.some_text("url", it.url.as_ref());
            contact.some_text("email", it.email.as_ref());
            out.push("contact", contact.into_node());
        }
        if let Some(it) = &info.license {
            let mut license = Members::default();
            license.text("name", &it.name);
            license.some_text("url", it.url.as_ref());
            out.push("license", license.into_node());
        }
        out.text("version", &info.version);
        out.extensions(&info.extensions);
        out.into_node()
    }

    /// The Components Object, if it has any members.
    pub(super) fn components(&mut self) -> Option<Node> {
        let api = self.api;
        let mut schemas = Members::default();
        for (name, id) in &api.components {
            let is_first = self.names.get(id).is_some_and(|it| *it == name);
            let mut at = pointer(["components", "schemas", name]);
            let written = if is_first {
                self.schema_itself(*id, &mut at)
            } else {
                self.schema(*id, &mut at)
            };
            schemas.push(name.clone(), written);
        }
        let mut schemes = Members::default();
        for (name, it) in &api.security_schemes {
            if let Some(written) = security_scheme(it) {
                schemes.push(name.clone(), written);
            }
        }
        let mut out = Members::default();
        out.object("schemas", schemas);
        out.object("securitySchemes", schemes);
        (!out.is_empty()).then(|| out.into_node())
    }
}

/// The External Documentation Object.
pub(super) fn external_docs(it: &ExternalDocs) -> Node {
    let mut out = Members::default();
    out.some_text("description", it.description.as_ref());
    out.text("url", &it.url);
    out.into_node()
}

/// The Tag Object.
pub(super) fn tag(it: &Tag) -> Node {
    let mut out = Members::default();
    out.text("name", &it.name);
    out.some_text("description", it.description.as_ref());
    out.some("externalDocs", it.external_docs.as_ref().map(external_docs));
    out.extensions(&it.extensions);
    out.into_node()
}

/// The Server Object.
pub(super) fn server(it: &Server) -> Node {
    let mut out = Members::default();
    out.text("url", &it.url);
    out.some_text("description", it.description.as_ref());
    let mut variables = Members::default();
    for (name, it) in &it.variables {
        variables.push(name.clone(), server_variable(it));
    }
    out.object("variables", variables);
    out.into_node()
}

fn server_variable(it: &ServerVariable) -> Node {
    let mut out = Members::default();
    out.list("enum", it.values.iter().map(|it| string(it)));
    out.text("default", &it.default);
    out.some_text("description", it.description.as_ref());
    out.into_node()
}

/// The Security Scheme Object; none where nothing is known of the scheme but its name, or 3.0 has no words for it.
fn security_scheme(it: &SecurityScheme) -> Option<Node> {
    let mut out = Members::default();
    match &it.kind {
        SecuritySchemeKind::ApiKey { location, name } => {
            out.text("type", "apiKey");
            out.text("in", location.as_str());
            out.text("name", name);
        }
        SecuritySchemeKind::Http {
            scheme,
            bearer_format,
        } => {
            out.text("type", "http");
            out.text("scheme", scheme);
            out.some_text("bearerFormat", bearer_format.as_ref());
        }
        SecuritySchemeKind::OAuth2 { flows, .. } => {
            out.text("type", "oauth2");
            let mut written = Members::default();
            for it in flows {
                written.push(it.grant, oauth_flow(it));
            }
            out.push("flows", written.into_node());
        }
        SecuritySchemeKind::OpenIdConnect { url } => {
            out.text("type", "openIdConnect");
            out.text("openIdConnectUrl", url);
        }
        SecuritySchemeKind::MutualTls | SecuritySchemeKind::Undeclared => return None,
    }
    out.some_text("description", it.description.as_ref());
    out.extensions(&it.extensions);
    Some(out.into_node())
}

fn oauth_flow(it: &OAuthFlow) -> Node {
    let mut out = Members::default();
    out.some_text("authorizationUrl", it.authorization_url.as_ref());
    out.some_text("tokenUrl", it.token_url.as_ref());
    out.some_text("refreshUrl", it.refresh_url.as_ref());
    let mut scopes = Members::default();
    for (name, description) in &it.scopes {
        scopes.text(name, description);
    }
    out.push("scopes", scopes.into_node());
    out.into_node()
}
