//! Schema objects → [`Schema`]s under ids: what a schema is called, and where references to it end.

mod discriminator;
mod keywords;

use std::sync::Arc;

use super::reference::reference;
use super::resolver::{Pending, Resolver};
use super::scope::OUTERMOST;
use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, printable, shown};
use crate::load::MAX_HOPS;
use crate::model::{Dialect, Origin, Schema, SchemaId};
use crate::node::{Node, Object, Value, pointer_name, pointer_segment};
use crate::source::{FileId, Place};
use crate::vocabulary::{SpecObject, Versions};

/// Keywords beside a `$ref` that say nothing about which values are accepted.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "summary",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
    "nullable",
];

impl Resolver<'_> {
    /// Gives every component schema its id, in document order, before anything is read.
    pub(super) fn component_schemas(&mut self, schemas: &Object) {
        // First those that are schemas themselves, so that ids follow the document; then those that are references.
        for (key, node) in schemas.iter().filter(|(_, node)| reference(node).is_none()) {
            let pointer = format!("/components/schemas/{}", pointer_segment(&key.text));
            self.schema(node, &pointer);
        }
        for (key, node) in schemas.iter() {
            let pointer = format!("/components/schemas/{}", pointer_segment(&key.text));
            let id = self.schema(node, &pointer);
            self.api.components.insert(key.text.clone(), id);
        }
    }

    /// The id of a schema or of what it refers to.
    pub(super) fn schema(&mut self, node: &Node, pointer: &str) -> SchemaId {
        let mut node = node.clone();
        let mut pointer: Arc<str> = pointer.into();
        let mut scope = self.scope;
        // A reference with siblings that have no meaning leads on like a bare one; see `MAX_HOPS`.
        for _ in 0..MAX_HOPS {
            let Value::Object(object) = &node.value else {
                return self.boolean_schema(&node, &pointer);
            };
            scope = self.enter(scope, &node);
            let Some(reference) = reference(&node) else {
                if let Some(around) = self.recursive_target(object, node.place.file, &pointer) {
                    (node, pointer) = around;
                    continue;
                }
                return self.intern(object, &node, pointer, scope);
            };
            let no_siblings = object.iter().all(|(key, _)| {
                matches!(
                    &*key.text,
                    "$ref" | "$dynamicRef" | "$schema" | "$id" | "$comment"
                )
            });
            if let Some(id) = self.made_of_generic(object, &node, &pointer, scope) {
                return id;
            }
            if !no_siblings && self.siblings_matter(object, reference.place) {
                return self.intern(object, &node, pointer, scope);
            }
            let target = self.schema_target(&node, &pointer, scope);
            self.warn_of_dynamic(object);
            let Some(target) = target else {
                // The finding is an error; any schema will do for what is read of the rest.
                return self.implied_schema(node.place, &pointer);
            };
            (node, pointer) = (target.node, target.pointer);
        }
        let message = "these references lead back to themselves";
        let help = "let one of the references be what they stand for";
        self.error(code::CIRCULAR_REFERENCE, node.place, message, help);
        self.implied_schema(node.place, &pointer)
    }

    /// The schema around one that stands for it by `$recursiveRef: "#"`, as JSON Schema 2019-09 has it: the nearest that
    /// says `$recursiveAnchor: true`.
    fn recursive_target(
        &mut self,
        object: &Object,
        file: FileId,
        pointer: &str,
    ) -> Option<(Node, Arc<str>)> {
        let (key, _) = object.entry("$recursiveRef")?;
        let mut around = None;
        let mut node = self.document.tree(file);
        for (at, _) in pointer
            .match_indices('/')
            .skip(1)
            .chain([(pointer.len(), "")])
        {
            if node.get("$recursiveAnchor").and_then(Node::as_bool) == Some(true) {
                around = Some((node.clone(), at));
            }
            let start = pointer[..at].rfind('/')? + 1;
            node = node.step(&pointer_name(&pointer[start..at]))?;
        }
        if around.is_none() || object.len() > 1 {
            let message = "`$recursiveRef` is of an earlier JSON Schema, and not supported here; it is ignored";
            let help = "write `$ref` to the schema that is meant";
            self.warn(code::UNSUPPORTED, key.place, message, help);
            return None;
        }
        let (node, at) = around?;
        let end = pointer[..at].rfind('/').unwrap_or_default();
        Some((node, pointer[..end].into()))
    }

    /// A schema that says nothing, where none is written.
    pub(super) fn implied_schema(&mut self, place: Place, pointer: &str) -> SchemaId {
        self.add(Schema {
            origin: origin(place, pointer),
            ..Schema::default()
        })
    }

    /// Whether keywords beside a `$ref` have a meaning. In 3.0 those that narrow the target have none.
    fn siblings_matter(&mut self, object: &Object, place: Place) -> bool {
        if self.document.dialect >= Dialect::OpenApi31 {
            return true;
        }
        let mut matters = false;
        for (key, _) in object.iter() {
            let name = &*key.text;
            if ANNOTATIONS.contains(&name) || name.starts_with("x-") {
                matters = true;
            } else if name != "$ref" {
                let message = format!(
                    "`{}` beside `$ref` is ignored before OpenAPI 3.1",
                    printable(name)
                );
                let place = if key.place.line == 0 {
                    place
                } else {
                    key.place
                };
                self.warn(
                    code::REFERENCE_SIBLINGS,
                    place,
                    message,
                    "put the `$ref` into an `allOf` beside it",
                );
            }
        }
        matters
    }

    /// `true`, `false`, or what is no schema.
    fn boolean_schema(&mut self, node: &Node, pointer: &str) -> SchemaId {
        let never = match node.value {
            Value::Bool(it) => {
                self.boolean_of_other_version(node, it);
                !it
            }
            _ => {
                let message = format!("a schema must be an object, found {}", shown(node));
                self.error(
                    code::WRONG_TYPE,
                    node.place,
                    message,
                    "write `{…}`, or in YAML the keywords below it, indented",
                );
                false
            }
        };
        self.add(Schema {
            origin: origin(node.place, pointer),
            never,
            ..Schema::default()
        })
    }

    /// Notes that booleans are schemas from 3.1 on.
    fn boolean_of_other_version(&mut self, node: &Node, it: bool) {
        if self.document.dialect >= Dialect::OpenApi31 {
            return;
        }
        let found = format!("a schema may be a boolean {}", Versions::V31);
        let help = if it { "write `{}`" } else { "write `not: {}`" };
        self.note_of_version(node.place, found, help);
    }

    fn intern(
        &mut self,
        object: &Arc<Object>,
        node: &Node,
        pointer: Arc<str>,
        mut scope: usize,
    ) -> SchemaId {
        let identity = Arc::as_ptr(object).cast::<u8>();
        let mut is_itself = self.is_itself(scope, object);
        let known = match is_itself {
            true => self.ids.get(&identity),
            false => self.scoped.get(&(identity, scope)),
        };
        if let Some(id) = known {
            return *id;
        }
        if !is_itself && !self.may_be_scoped(node.place) {
            (scope, is_itself) = (OUTERMOST, true);
            if let Some(id) = self.ids.get(&identity) {
                return *id;
            }
        }
        let id = self.unread_schema(object, node, &pointer, is_itself);
        match is_itself {
            true => self.ids.insert(identity, id),
            false => self.scoped.insert((identity, scope), id),
        };
        self.queue.push_back(Pending {
            id,
            node: node.clone(),
            pointer,
            scope,
        });
        id
    }

    /// The id of a schema that is still to be read; `is_named` where it is the one that stands under that name.
    pub(super) fn unread_schema(
        &mut self,
        object: &Arc<Object>,
        node: &Node,
        pointer: &Arc<str>,
        is_named: bool,
    ) -> SchemaId {
        let name = self.schema_name(node.place.file, pointer);
        let origin = Origin {
            name: name.filter(|_| is_named),
            pointer: self.users_pointer(pointer),
            place: node.place,
            written: Some(object.clone()),
        };
        self.add(Schema {
            origin,
            ..Schema::default()
        })
    }

    fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId::from_index(self.api.schemas.len());
        self.api.schemas.push(schema);
        id
    }

    /// The name of a schema that stands where schemas are kept under names, or that is a file of its own.
    fn schema_name(&self, file: FileId, pointer: &str) -> Option<Arc<str>> {
        if pointer.is_empty() {
            let path = self.document.path(file);
            let stem = path
                .rsplit('/')
                .next()
                .unwrap_or(path)
                .split('.')
                .next()
                .unwrap_or_default();
            return (file != FileId(0)).then(|| stem.into());
        }
        let (parent, name) = pointer.rsplit_once('/')?;
        let kept = match parent {
            "/components/schemas" | "/definitions" | "/$defs" | "/schemas" => true,
            "" => file != FileId(0),
            // A map of the author's own.
            _ => {
                let mut around = parent.split('/').skip(1);
                let is_own = |it: &str| it.starts_with("x-") || file != FileId(0) && !is_field(it);
                around.all(is_own) && !is_field(name) && !name.bytes().all(|it| it.is_ascii_digit())
            }
        };
        kept.then(|| Arc::from(&*pointer_name(name)))
    }

    /// A pointer as it stands in the user's document: Swagger 2.0 keeps schemas elsewhere.
    fn users_pointer(&self, pointer: &Arc<str>) -> Arc<str> {
        match (
            self.document.dialect,
            pointer.strip_prefix("/components/schemas/"),
        ) {
            (Dialect::Swagger2, Some(rest)) => ["/definitions/", rest].concat().into(),
            _ => pointer.clone(),
        }
    }

    /// Tells of the first XML Object of a document with bodies in XML. Without any, none has an effect.
    pub(super) fn tell_of_xml(&mut self, object: &Object) {
        let Some((key, _)) = object.entry("xml").filter(|_| self.has_xml) else {
            return;
        };
        self.has_xml = false;
        let message = "`xml` is not supported yet: bodies in XML are passed on as they are, whatever any schema says of them";
        let help = "nothing has to change: read or write them where the operation is implemented";
        let finding = Diagnostic::note(code::UNSUPPORTED, key.place, "", message);
        self.sink.push(finding.with_help(help));
    }

    /// Tells of what a schema says of its own URI or dialect and is not followed: `id` of earlier drafts, and that its
    /// keywords are those of another dialect.
    pub(super) fn tell_of_identity(&mut self, object: &Object) {
        if self.document.dialect < Dialect::OpenApi31 {
            return;
        }
        let is_base = |it: &Node| it.as_str().is_some_and(|it| !it.starts_with('#'));
        if let Some((key, _)) = object.entry("id").filter(|(_, it)| is_base(it)) {
            let message = "`id` is of an earlier JSON Schema, and not supported here; references are not resolved against it";
            let finding = Diagnostic::note(code::UNSUPPORTED, key.place, "", message);
            self.sink.push(finding.with_help("write `$id`"));
        }
        self.tell_of_dialect(object, "$schema");
    }

    /// Tells of a dialect of JSON Schema that is none of those that are read.
    pub(super) fn tell_of_dialect(&mut self, object: &Object, field: &str) {
        let Some((key, node)) = object.entry(field) else {
            return;
        };
        let known = ["json-schema.org/", "spec.openapis.org/oas/"];
        let is_known = |uri: &str| {
            let bare = uri
                .trim_start_matches("https://")
                .trim_start_matches("http://");
            known.iter().any(|it| bare.starts_with(it))
        };
        let Some(uri) = node.as_str().filter(|it| !is_known(it)) else {
            return;
        };
        let message = format!(
            "nothing is known of the dialect `{}`; schemas are read as JSON Schema 2020-12",
            printable(uri)
        );
        let help = "nothing has to change where its keywords mean the same";
        let finding = Diagnostic::note(code::UNSUPPORTED, key.place, "", message);
        self.sink.push(finding.with_help(help));
    }

    /// Reads every schema that has an id, and those that these lead to.
    pub(super) fn read_pending(&mut self) {
        while let Some(pending) = self.queue.pop_front() {
            let Pending {
                id,
                node,
                pointer,
                scope,
            } = pending;
            self.scope = scope;
            let origin = std::mem::take(&mut self.api.schemas[id.index()].origin);
            let schema = self.read_schema(&node, &pointer, origin);
            self.api.schemas[id.index()] = schema;
            self.scope = OUTERMOST;
        }
    }
}

fn origin(place: Place, pointer: &str) -> Origin {
    Origin {
        pointer: pointer.into(),
        place,
        name: None,
        written: None,
    }
}

/// Whether a segment of a pointer is one of the fields that lead to schemas, or one within them.
fn is_field(segment: &str) -> bool {
    [
        SpecObject::Document,
        SpecObject::Components,
        SpecObject::PathItem,
        SpecObject::Operation,
        SpecObject::Parameter,
        SpecObject::RequestBody,
        SpecObject::Response,
        SpecObject::MediaType,
        SpecObject::Header,
        SpecObject::Schema,
    ]
    .iter()
    .any(|it| !it.rows(segment).is_empty())
}
