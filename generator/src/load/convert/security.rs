//! Security schemes of Swagger 2.0 and requirements of them → those of OpenAPI 3.

use super::converter::Converter;
use crate::catalogue as code;
use crate::load::members::{Members, map_items, map_members};
use crate::node::Node;
use crate::vocabulary::SpecObject;

impl<'a> Converter<'a> {
    pub(super) fn security_scheme(&mut self, scheme: &Node) -> Node {
        let Some(object) = scheme.as_object() else {
            return scheme.clone();
        };
        self.check_fields(scheme, SpecObject::SecurityScheme);
        let kind = object.get("type").and_then(Node::as_str);
        let mut out = Members::default();
        match kind {
            Some("basic") => {
                for (key, node) in object.iter() {
                    if &*key.text != "type" {
                        out.push(key, node.clone());
                    }
                }
                out.set("type", Node::string("http", scheme.place));
                out.set("scheme", Node::string("basic", scheme.place));
            }
            Some("oauth2") => {
                let mut flow = Members::default();
                for (key, node) in object.iter() {
                    match &*key.text {
                        "authorizationUrl" | "tokenUrl" | "scopes" => flow.push(key, node.clone()),
                        "flow" => {}
                        _ => out.push(key, node.clone()),
                    }
                }
                if !flow.has("scopes") {
                    flow.set("scopes", Node::object(Vec::new(), scheme.place));
                }
                let mut flows = Members::default();
                let flow = flow.into_node(scheme.place);
                match object.get("flow") {
                    None => {
                        let message = "an OAuth 2.0 scheme without a `flow`; implicit is assumed";
                        let help =
                            "write `flow: accessCode`, `application`, `implicit` or `password`";
                        self.warn(code::MISSING_FIELD, scheme.place, message, help);
                        flows.set("implicit", flow);
                    }
                    Some(node) => {
                        let grant = match node.as_str() {
                            Some("application") => "clientCredentials",
                            Some("accessCode") => "authorizationCode",
                            // What is none is reported where flows are read.
                            _ => node.as_str().unwrap_or_default(),
                        };
                        flows.set_at(&Node::string(grant, node.place), flow);
                    }
                }
                out.set("flows", flows.into_node(scheme.place));
            }
            _ => return scheme.clone(),
        }
        out.into_node(scheme.place)
    }

    /// Security requirements, which name schemes.
    pub(super) fn security(&self, requirements: &Node) -> Node {
        if self.names.security_schemes.is_empty() {
            return requirements.clone();
        }
        map_items(requirements, |requirement| {
            Some(map_members(requirement, |key, scopes| {
                Some((self.names.security_schemes.key(key), scopes.clone()))
            }))
        })
    }
}
