//! `components`: every component read once, whether or not an operation refers to it.

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Dialect, SecurityScheme, Status};
use crate::node::{Object, pointer_segment};
use crate::vocabulary::SpecObject;

impl Resolver<'_> {
    /// Gives every component an id and reads those that are no schemas; operations read the ones they use again, which
    /// finds the same ids and the same findings.
    pub(super) fn components(&mut self, root: &Object) {
        let Some(components) = self.map(root, "components") else {
            self.api.security = self.security(root);
            return;
        };
        self.check_fields(components, SpecObject::Components);
        // Of a selection, what is used is read there where it is.
        let reads_all = self.selection.is_none();
        if reads_all {
            self.check_names(components);
        }
        if let Some(schemas) = self.map(components, "schemas").filter(|_| reads_all) {
            self.component_schemas(schemas);
        }
        if let Some(schemes) = self.map(components, "securitySchemes") {
            for (key, node) in schemes.iter() {
                let scheme = self.security_scheme(&key.text, node);
                // One that is wrong has been reported, and is declared all the same.
                let scheme = scheme.unwrap_or_else(|| SecurityScheme::undeclared(key.place));
                self.api.security_schemes.insert(key.text.clone(), scheme);
            }
        }
        self.api.security = self.security(root);
        if reads_all {
            self.component_parts(components);
        }
    }

    /// Warns of names that components cannot have (OpenAPI 3.0.4, section 4.7.7).
    fn check_names(&mut self, components: &Object) {
        if self.document.dialect == Dialect::Swagger2 {
            return;
        }
        let may_have = |it: u8| it.is_ascii_alphanumeric() || b".-_".contains(&it);
        let sections = components
            .iter()
            .filter(|(key, _)| !key.text.starts_with("x-"));
        for (key, _) in sections
            .filter_map(|it| it.1.as_object())
            .flat_map(Object::iter)
        {
            if key.text.is_empty() || !key.text.bytes().all(may_have) {
                let message = format!("no component can be called `{}`", printable(&key.text));
                let help = "write letters, digits, `.`, `-` and `_`; it is found by this name nevertheless";
                self.warn(code::WRONG_COMPONENT_NAME, key.place, message, help);
            }
        }
    }

    /// Components that are no schemas, for their schemas and their findings.
    pub(super) fn component_parts(&mut self, components: &Object) {
        if let Some(map) = self.map(components, "parameters") {
            for (key, node) in map.iter() {
                self.parameter(
                    node,
                    &format!("/components/parameters/{}", pointer_segment(&key.text)),
                );
            }
        }
        if let Some(map) = self.map(components, "requestBodies") {
            for (key, node) in map.iter() {
                self.request_body(
                    node,
                    &format!("/components/requestBodies/{}", pointer_segment(&key.text)),
                );
            }
        }
        if let Some(map) = self.map(components, "mediaTypes") {
            for (key, node) in map.iter() {
                let pointer = format!("/components/mediaTypes/{}", pointer_segment(&key.text));
                self.media_type(&key.text, key.place, node, &pointer);
            }
        }
        if let Some(map) = self.map(components, "responses") {
            for (key, node) in map.iter() {
                let pointer = format!("/components/responses/{}", pointer_segment(&key.text));
                self.response(Status::Default, key.place, node, &pointer);
            }
        }
        if let Some(map) = self.map(components, "examples") {
            for (key, node) in map.iter() {
                self.example(&key.text, node);
            }
        }
        self.links(components);
        if let Some(map) = self.map(components, "headers") {
            for (key, node) in map.iter() {
                self.header(
                    &key.text,
                    node,
                    &format!("/components/headers/{}", pointer_segment(&key.text)),
                );
            }
        }
    }
}
