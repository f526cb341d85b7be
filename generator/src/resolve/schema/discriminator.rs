//! Discriminators, and the schemas that their mappings lead to.

use indexmap::IndexMap;

use super::super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Discriminator, SchemaId};
use crate::nearest::nearest_of;
use crate::node::{Node, Object, Value, pointer_segment};
use crate::source::FileId;
use crate::vocabulary::SpecObject;

impl Resolver<'_> {
    pub(super) fn discriminator(
        &mut self,
        object: &Object,
        pointer: &str,
    ) -> Option<Discriminator> {
        let node = object.get("discriminator")?;
        // Swagger 2.0 names the property alone.
        if let Value::String(property) = &node.value {
            return Some(Discriminator {
                property: property.clone(),
                mapping: IndexMap::new(),
                default: None,
                place: node.place,
            });
        }
        let object = self.object(node, "`discriminator`")?;
        self.check_fields(object, SpecObject::Discriminator);
        let Some(property) = self.shared_string(object, "propertyName") else {
            let message = "a discriminator without `propertyName`";
            self.error(
                code::MISSING_FIELD,
                node.place,
                message,
                "name the property that tells the branches apart",
            );
            return None;
        };
        let mut mapping = IndexMap::new();
        if let Some(entries) = self.map(object, "mapping") {
            for (key, target) in entries.iter() {
                if let Some(id) = self.mapping_target(target, "a value of `mapping`", pointer) {
                    mapping.insert(key.text.clone(), id);
                }
            }
        }
        let is_known = self.knows(SpecObject::Discriminator, "defaultMapping");
        let default = object.get("defaultMapping").filter(|_| is_known);
        let default = default.and_then(|it| self.mapping_target(it, "`defaultMapping`", pointer));
        Some(Discriminator {
            property,
            mapping,
            default,
            place: node.place,
        })
    }

    /// The schema that a value of `mapping` or `defaultMapping` leads to: the name of a component, or a reference (OpenAPI
    /// 3.0.4, section 4.7.25; 3.2.0, section 4.25.1). `what` is what a message calls it.
    fn mapping_target(&mut self, node: &Node, what: &str, pointer: &str) -> Option<SchemaId> {
        let Some(text) = node.as_str() else {
            let message = format!("{what} must be the name of a schema, found {}", node.kind());
            self.warn(
                code::DISCRIMINATOR_TARGET,
                node.place,
                message,
                "write the name of a component schema",
            );
            return None;
        };
        let document = self.document;
        let schemas = document
            .root
            .get("components")
            .and_then(|it| it.get("schemas"));
        let name = text
            .strip_prefix("#/components/schemas/")
            .or_else(|| text.strip_prefix("#/definitions/"));
        // A pointer is one into the file that it stands in; of a bare name, nothing says so.
        let is_of_root =
            node.place.file == FileId(0) || document.find(node.place.file, text).is_none();
        let name = name.filter(|_| is_of_root).unwrap_or(text);
        if let Some(schema) = schemas.and_then(|it| it.get(name)) {
            return Some(self.schema(
                schema,
                &format!("/components/schemas/{}", pointer_segment(name)),
            ));
        }
        if text.contains('/') || text.contains('#') || text.contains('.') {
            let key = crate::node::Key::new("$ref", node.place);
            let target = self.target(
                &Node::object(vec![(key, node.clone())], node.place),
                pointer,
                "schemas",
            )?;
            return Some(self.schema(&target.node, &target.pointer));
        }
        let message = format!("no schema is called `{}`", printable(text));
        let left = &mut self.comparisons;
        let near = schemas.and_then(|it| {
            nearest_of(
                text,
                it.as_object()?.iter().map(|(key, _)| &*key.text),
                left,
            )
        });
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the name of a component schema, or a reference to it".to_owned(),
        };
        self.warn(code::DISCRIMINATOR_TARGET, node.place, message, help);
        None
    }
}
