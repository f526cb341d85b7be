//! Servers and the variables in their URLs.

use std::collections::HashSet;

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Server, ServerVariable};
use crate::node::{Node, Object};
use crate::vocabulary::SpecObject;

/// In how many variables a URL is looked for what is not described.
const MAX_VARIABLES: usize = 100;

impl Resolver<'_> {
    /// `servers` of the document, of a path item or of an operation.
    pub(super) fn servers(&mut self, object: &Object) -> Vec<Server> {
        let nodes = self.array(object, "servers");
        let read = nodes.iter().filter_map(|node| {
            if !self.variables_are_flat(node) {
                self.is_flat(node, SpecObject::Server);
                return None;
            }
            let server = self.flat::<openapiv3::Server>(node, SpecObject::Server)?;
            self.warn_of_undescribed(node, &server);
            let object = node.as_object()?;
            let place = node.get("url").unwrap_or(node).place;
            let name = self.known_string(object, SpecObject::Server, "name");
            Some((place, name, server))
        });
        let variable = |it: openapiv3::ServerVariable| ServerVariable {
            default: it.default,
            values: it.enumeration,
            description: it.description,
        };
        read.map(|(place, name, it)| Server {
            url: it.url,
            place,
            name,
            description: it.description,
            variables: (it.variables.unwrap_or_default().into_iter())
                .map(|(name, it)| (name.into(), variable(it)))
                .collect(),
        })
        .collect()
    }

    /// Warns of what a URL names between braces and no variable describes, and of defaults that a variable does not list.
    fn warn_of_undescribed(&mut self, node: &Node, server: &openapiv3::Server) {
        let described = server.variables.as_ref();
        let mut reported = HashSet::new();
        for part in server.url.split('{').skip(1).take(MAX_VARIABLES) {
            let Some((name, _)) = part.split_once('}') else {
                continue;
            };
            if described.is_some_and(|it| it.contains_key(name)) || !reported.insert(name) {
                continue;
            }
            let message = format!(
                "the URL names `{{{}}}`, which no variable describes",
                printable(name)
            );
            let help = format!(
                "describe `{}` in `variables`, with a `default`",
                printable(name)
            );
            let place = node.get("url").unwrap_or(node).place;
            self.warn(code::MISSING_FIELD, place, message, help);
        }
        for (name, it) in described.into_iter().flatten() {
            if it.enumeration.is_empty() || it.enumeration.contains(&it.default) {
                continue;
            }
            let variable = node
                .get("variables")
                .and_then(|it| it.get(name)?.get("default"));
            let message = format!(
                "the default of `{}` is none of the values of its `enum`",
                printable(name)
            );
            let place = variable.unwrap_or(node).place;
            self.warn(
                code::WRONG_DEFAULT,
                place,
                message,
                "write one that is listed",
            );
        }
    }

    /// Whether the variables of a server are what the specification says they are.
    fn variables_are_flat(&mut self, server: &Node) -> bool {
        let Some(variables) = server.get("variables").filter(|it| !it.is_null()) else {
            return true;
        };
        let Some(variables) = variables.as_object() else {
            let message = format!("`variables` must be an object, found {}", variables.kind());
            let help = "write the name of each variable, and below it its `default`";
            self.warn(code::WRONG_TYPE, variables.place, message, help);
            return false;
        };
        let mut all = true;
        for (_, node) in variables.iter() {
            all &= self.is_flat(node, SpecObject::ServerVariable);
            let Some(listed) = node.get("enum").filter(|it| !it.is_null()) else {
                continue;
            };
            let wrong = match listed.as_array() {
                None => Some(listed),
                Some(values) => values.iter().find(|it| is_no_text(it)),
            };
            if listed.as_array().is_some_and(|it| it.is_empty()) {
                let message = "the `enum` of a server variable is empty, so no value may be chosen";
                let help = "list the values, its `default` among them, or take it away";
                self.warn(code::WRONG_VALUE, listed.place, message, help);
            }
            if let Some(wrong) = wrong {
                let message = format!(
                    "the `enum` of a server variable must be an array of strings, found {}",
                    wrong.kind()
                );
                self.warn(
                    code::WRONG_TYPE,
                    wrong.place,
                    message,
                    "write `enum: [a, b]`",
                );
                all = false;
            }
        }
        all
    }
}

/// Whether a value is none that stands for a text: numbers and truth values do, since YAML needs no quotes.
fn is_no_text(node: &Node) -> bool {
    node.is_null() || node.as_object().is_some() || node.as_array().is_some()
}
