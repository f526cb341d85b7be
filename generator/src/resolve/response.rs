//! Responses, with their statuses and links.

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Link, Response, Status};
use crate::node::{Node, Object, pointer_segment};
use crate::source::Place;
use crate::vocabulary::SpecObject;

impl Resolver<'_> {
    pub(super) fn responses(
        &mut self,
        object: &Object,
        pointer: &str,
        place: Place,
    ) -> Vec<Response> {
        let Some(responses) = self.map(object, "responses") else {
            if self.requires(SpecObject::Operation, "responses") {
                self.warn(
                    code::NO_RESPONSE,
                    place,
                    "an operation without responses",
                    "write `responses:` with a status",
                );
            }
            return Vec::new();
        };
        let mut read = Vec::new();
        for (key, node) in responses
            .iter()
            .filter(|(key, _)| !key.text.starts_with("x-"))
        {
            let Ok(status) = key.text.parse() else {
                let message = format!("`{}` is no status", printable(&key.text));
                self.error(
                    code::WRONG_STATUS,
                    key.place,
                    message,
                    "write one such as `200`, `4XX` or `default`",
                );
                continue;
            };
            let pointer = format!("{pointer}/responses/{}", pointer_segment(&key.text));
            read.extend(self.response(status, key.place, node, &pointer));
        }
        read
    }

    pub(super) fn response(
        &mut self,
        status: Status,
        name: Place,
        node: &Node,
        pointer: &str,
    ) -> Option<Response> {
        let target = self.target(node, pointer, "responses")?;
        let is_here = target.node.place == node.place;
        let (node, pointer) = (&target.node, &target.pointer);
        let object = self.object(node, "a response")?;
        self.check_fields(object, SpecObject::Response);
        let description = self.text_of(&target, "description");
        if description.is_none() && self.requires(SpecObject::Response, "description") {
            let message = "a response without a description";
            self.warn(
                code::MISSING_DESCRIPTION,
                if is_here { name } else { node.place },
                message,
                "write `description:`, even if it is empty",
            );
        }
        let content = match object.get("content").filter(|it| !it.is_null()) {
            Some(content) => self.content_map(content, &format!("{pointer}/content")),
            None => Vec::new(),
        };
        let has_summary = self.knows(SpecObject::Response, "summary");
        Some(Response {
            status,
            summary: self.text_of(&target, "summary").filter(|_| has_summary),
            description: description.unwrap_or_default(),
            headers: self.headers(object, pointer),
            content,
            links: self.links(object),
            extensions: self.extensions(object),
            pointer: pointer.clone(),
            place: node.place,
        })
    }

    pub(super) fn links(&mut self, object: &Object) -> Vec<Link> {
        let Some(links) = self.map(object, "links") else {
            return Vec::new();
        };
        let mut read = Vec::new();
        for (key, node) in links.iter() {
            let Some(target) = self.target(node, "", "links") else {
                continue;
            };
            let Some(object) = self.object(&target.node, "a link") else {
                continue;
            };
            self.check_fields(object, SpecObject::Link);
            read.push(Link {
                name: key.text.clone(),
                operation: self
                    .string(object, "operationId")
                    .or_else(|| self.string(object, "operationRef")),
                description: self.text_of(&target, "description"),
                raw: target.node.clone(),
            });
        }
        read
    }
}
