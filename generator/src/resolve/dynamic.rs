//! `$dynamicRef` → the schema that it leads to by the way that it is come to.

use std::collections::HashSet;
use std::sync::Arc;

use super::reference::reference;
use super::resolver::{Pending, Resolver};
use super::resource::Resources;
use super::scope::{Found, OUTERMOST, Scopes, asked, identity};
use super::target::Target;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::SchemaId;
use crate::node::{Node, Object, Value};
use crate::source::Place;

/// How many schemas are read in some scope beside those that are read outside of any.
const MAX_SCOPED: usize = 5_000;

/// Keywords that say nothing of values beside a reference.
const NOTHING_MORE: [&str; 9] = [
    "$ref",
    "$dynamicRef",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$schema",
    "$comment",
    "$defs",
    "definitions",
];

impl Resolver<'_> {
    /// Finds out what the dynamic scopes of the document are made of.
    pub(super) fn find_scopes(&mut self) {
        if self.resources.is_none() || !Scopes::are_needed(self.document) {
            return;
        }
        let roots = self.resources.iter().flat_map(Resources::with_id);
        let roots: HashSet<Place> = roots.map(|it| it.root.node.place).collect();
        let found = Found::of(self.document, &roots);
        let names = found.names();
        if names.is_empty() {
            return;
        }
        // Where each of them leads: what is wrong with one is told where it is read.
        let targets: Vec<Option<Node>> = (found.references.iter())
            .map(|(_, node)| Some(self.target(node, "", "schemas")?.node))
            .collect();
        self.scopes = Some(Scopes::of(found, names, &targets));
    }

    /// The scope that a schema is read in which is come to in another one.
    pub(super) fn enter(&mut self, scope: usize, node: &Node) -> usize {
        let Some(scopes) = &mut self.scopes else {
            return OUTERMOST;
        };
        let Value::Object(object) = &node.value else {
            return scope;
        };
        match scopes.enter(scope, object) {
            Some(scope) => scope,
            None => {
                self.warn_of_many_scopes(node.place);
                OUTERMOST
            }
        }
    }

    fn warn_of_many_scopes(&mut self, place: Place) {
        let message = "`$dynamicRef`s lead to too many schemas by too many ways; from here on the one that a `$ref` would lead to is taken";
        let help = "write `$ref` to the one that is meant";
        self.warn(code::UNSUPPORTED, place, message, help);
    }

    /// Whether a schema is what it is called, in a scope that it is come to in: it is not one of several that are made of
    /// it.
    pub(super) fn is_itself(&self, scope: usize, object: &Arc<Object>) -> bool {
        scope == OUTERMOST || (self.scopes.as_ref()).is_none_or(|it| it.is_own(scope, object))
    }

    /// Counts a schema that is read in a scope; whether there may be one more.
    pub(super) fn may_be_scoped(&mut self, place: Place) -> bool {
        let Some(scopes) = &mut self.scopes else {
            return true;
        };
        scopes.count += 1;
        let is_allowed = scopes.count <= MAX_SCOPED;
        if !is_allowed {
            self.warn_of_many_scopes(place);
        }
        is_allowed
    }

    /// What a schema refers to, in the scope that it stands in.
    pub(super) fn schema_target(
        &mut self,
        node: &Node,
        pointer: &str,
        scope: usize,
    ) -> Option<Target> {
        let lexical = self.target(node, pointer, "schemas")?;
        let object = node.as_object()?;
        if object.get("$ref").is_some() {
            return Some(lexical);
        }
        let Some(scopes) = &self.scopes else {
            return Some(lexical);
        };
        let name = asked(object).and_then(|it| scopes.names.get(it));
        // Only where a `$ref` would lead to such a name as well, the way decides.
        let is_dynamic = lexical.node.get("$dynamicAnchor").and_then(Node::as_str) == asked(object);
        let given = name.filter(|_| is_dynamic);
        let given = given.and_then(|it| Some((*it, scopes.given(scope, *it)?)));
        let found = given.and_then(|(name, unit)| {
            let mut all = scopes.anchors.get(&unit)?.iter();
            all.find(|it| it.0 == name).map(|it| it.1.clone())
        });
        Some(found.unwrap_or(lexical))
    }

    /// The id of a schema that is a generic one with names given to it, and nothing more: that one, as it is read in this
    /// scope, by the name of this one.
    pub(super) fn made_of_generic(
        &mut self,
        object: &Arc<Object>,
        node: &Node,
        pointer: &Arc<str>,
        scope: usize,
    ) -> Option<SchemaId> {
        self.scopes.as_ref()?;
        if let Some(id) = self.ids.get(&identity(object)) {
            return self.is_itself(scope, object).then_some(*id);
        }
        let is_plain = object
            .iter()
            .all(|(key, _)| NOTHING_MORE.contains(&&*key.text));
        if !is_plain || !self.is_itself(scope, object) {
            return None;
        }
        let target = self.schema_target(node, pointer, scope)?;
        let Value::Object(generic) = &target.node.value else {
            return None;
        };
        let scope = self.enter(scope, &target.node);
        let key = (identity(generic), scope);
        let is_made = reference(&target.node).is_none() && !self.is_itself(scope, generic);
        if !is_made || self.scoped.contains_key(&key) || !self.may_be_scoped(node.place) {
            return None;
        }
        let id = self.unread_schema(object, node, pointer, true);
        self.ids.insert(identity(object), id);
        self.scoped.insert(key, id);
        self.queue.push_back(Pending {
            id,
            node: target.node.clone(),
            pointer: target.pointer.clone(),
            scope,
        });
        self.definitions(object, pointer);
        Some(id)
    }

    /// Warns of a `$dynamicRef` that could lead to one of several.
    pub(super) fn warn_of_dynamic(&mut self, object: &Object) {
        let Some((key, _)) = object.entry("$dynamicRef") else {
            return;
        };
        let Some(name) = asked(object) else {
            return;
        };
        let is_followed = (self.scopes.as_ref()).is_some_and(|it| it.names.contains_key(name));
        let is_ambiguous = (self.resources.as_ref()).is_some_and(|it| it.is_ambiguous(name));
        if is_ambiguous && !is_followed {
            let message = format!(
                "which `$dynamicAnchor` `{}` is meant cannot be told, since schemas without an `$id` have it; the one that a `$ref` would lead to is taken",
                printable(name)
            );
            let help =
                "give each schema that has it an `$id`, or write `$ref` to the one that is meant";
            self.warn(code::UNSUPPORTED, key.place, message, help);
        }
    }
}
