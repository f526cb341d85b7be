//! Operation objects → [`Operation`]s, with what they inherit from their path and the document.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::path::PathItem;
use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, printable};
use crate::model::{Method, Operation, ParameterIn, SecurityRequirement};
use crate::node::{Node, Object};
use crate::source::Place;
use crate::vocabulary::SpecObject;

impl Resolver<'_> {
    pub(super) fn operation(
        &mut self,
        item: &PathItem<'_>,
        method: Method,
        pointer: &str,
        name: Place,
        node: &Node,
    ) -> Option<Operation> {
        let object = self.object(node, "an operation")?;
        let path = Some(&*item.path).filter(|_| item.is_path);
        if item.depth == 0 && !self.selects(path, &method, object) {
            return None;
        }
        self.check_fields(object, SpecObject::Operation);
        let id = self
            .shared_string(object, "operationId")
            .filter(|it| !it.is_empty());
        if let Some(written) = object.get("operationId") {
            self.id_places.insert(node.place, written.place);
        }
        if item.depth == 0 && self.is_skipped(id.as_deref(), &method, &item.path, node.place) {
            return None;
        }
        let mut parameters = self.parameters(object, pointer);
        let own: HashSet<(ParameterIn, Arc<str>)> = parameters
            .iter()
            .map(|it| (it.location, it.location.compared(&it.name)))
            .collect();
        let inherited = item
            .parameters
            .iter()
            .filter(|it| !own.contains(&(it.location, it.location.compared(&it.name))));
        parameters.extend(inherited.cloned());
        self.report_repeated_query(&parameters);
        if item.is_path {
            self.check_path_parameters(item, &parameters);
        }
        let request_body = object
            .get("requestBody")
            .filter(|it| !it.is_null())
            .and_then(|it| self.request_body(it, &format!("{pointer}/requestBody")));
        if let (Some(body), Method::Get | Method::Head | Method::Delete) = (&request_body, &method)
        {
            let message = format!(
                "HTTP gives the body of a {} request no meaning",
                method.as_upper()
            );
            let name = object.entry("requestBody").map(|(key, _)| key.place);
            self.warn(
                code::BODY_NOT_EXPECTED,
                name.unwrap_or(body.place),
                message,
                "send it as parameters, or by POST",
            );
        }
        let security = self.operation_security(object, node.place);
        let mut servers = self.servers(object);
        if servers.is_empty() {
            servers = self.servers(item.object);
        }
        Some(Operation {
            id,
            path: item.path.clone(),
            tags: self.strings(object, "tags"),
            summary: self.string(object, "summary"),
            description: self.string(object, "description"),
            path_summary: self.string(item.object, "summary"),
            path_description: self.string(item.object, "description"),
            deprecated: self.boolean(object, "deprecated"),
            parameters,
            request_body,
            responses: self.responses(object, pointer, name),
            callbacks: self.callbacks(object, pointer, item.depth),
            security,
            servers,
            external_docs: self.external_docs(object),
            extensions: self.extensions(object),
            pointer: pointer.into(),
            place: node.place,
            method,
        })
    }

    /// The operation's own security, or else the document's.
    fn operation_security(&mut self, object: &Object, place: Place) -> Vec<SecurityRequirement> {
        if let Some(own) = self.security(object) {
            return own;
        }
        let each = |it: &SecurityRequirement| {
            1 + it
                .schemes
                .iter()
                .map(|(_, scopes)| 1 + scopes.len())
                .sum::<usize>()
        };
        let count = self.api.security.iter().flatten().map(each).sum();
        if !self.may_inline(count, place) {
            return Vec::new();
        }
        self.api.security.clone().unwrap_or_default()
    }

    /// Whether the settings leave this operation out, which is reported.
    fn is_skipped(&mut self, id: Option<&str>, method: &Method, path: &str, place: Place) -> bool {
        let config = self.config;
        let line = format!("{} {path}", method.as_upper());
        let found = config
            .skip
            .operations
            .iter()
            .position(|it| Some(it.as_str()) == id || *it == line);
        if let Some(index) = found {
            self.skipped.insert(index);
            let message = format!("`{}` is left out, as the settings ask", printable(&line));
            self.sink
                .push(Diagnostic::note(code::SKIPPED, place, "", message));
        }
        found.is_some()
    }

    pub(super) fn report_unused_skips(&mut self) {
        let config = self.config;
        for (index, name) in config.skip.operations.iter().enumerate() {
            if !self.skipped.contains(&index) {
                let message = format!(
                    "the settings leave out `{}`, which the document does not have",
                    printable(name)
                );
                let help = "name an operation by its operationId, or as `GET /path`";
                let place = config.origin.place("skip.operations", name);
                self.warn(code::UNUSED_SETTING, place, message, help);
            }
        }
    }

    pub(super) fn report_repeated_ids(&mut self) {
        let mut first: HashMap<Arc<str>, Place> = HashMap::new();
        let mut found = Vec::new();
        for it in &self.api.operations {
            let Some(id) = &it.id else { continue };
            match first.get(id) {
                Some(_) => found.push((id.clone(), it.place)),
                None => drop(first.insert(id.clone(), it.place)),
            }
        }
        for (id, place) in found {
            let place = self.id_places.get(&place).copied().unwrap_or(place);
            let message = format!(
                "another operation has the operationId `{}` too",
                printable(&id)
            );
            self.warn(
                code::DUPLICATE_OPERATION_ID,
                place,
                message,
                "give each operation an id of its own",
            );
        }
    }
}
