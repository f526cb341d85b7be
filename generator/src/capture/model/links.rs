//! Where one may go on from a response, and what an operation has called in turn.

use indexmap::IndexMap;

use crate::capture::facts;
use crate::docs::grammar;
use crate::model::{Callback, Link, Method, Operation};
use crate::node::{Key, Node};

/// The links of a response.
pub fn links(facts: &facts::Operation<'_>, status: &str) -> Vec<Link> {
    let of_status = facts.links.iter().filter(|([_, of, _], _)| *of == status);
    of_status
        .map(|([name, _, target], description)| {
            let mut members = Vec::new();
            let mut add = |key: &str, text: &str| {
                let key = Key::new(key, Default::default());
                members.push((key, Node::string(text, Default::default())));
            };
            let operation = (*target != grammar::ANOTHER_OPERATION).then(|| (*target).to_owned());
            if let Some(operation) = &operation {
                add("operationId", operation);
            }
            if let Some(description) = description {
                add("description", description);
            }
            Link {
                name: (*name).into(),
                operation,
                description: description.map(str::to_owned),
                raw: Node::object(members, Default::default()),
            }
        })
        .collect()
}

/// What an operation has called in turn. Of the answers to that no page says anything.
pub fn callbacks(facts: &facts::Operation<'_>) -> Vec<Callback> {
    let mut found: IndexMap<&str, Vec<Operation>> = IndexMap::new();
    for ([name, call], summary) in &facts.callbacks {
        let (method, path) = call.split_once(' ').unwrap_or(("POST", call));
        let method = Method::ALL.into_iter().find(|it| it.as_upper() == method);
        found.entry(name).or_default().push(Operation {
            id: None,
            method: method.unwrap_or(Method::Post),
            path: path.into(),
            tags: Vec::new(),
            summary: summary.map(str::to_owned),
            description: None,
            path_summary: None,
            path_description: None,
            deprecated: false,
            parameters: Vec::new(),
            request_body: None,
            responses: Vec::new(),
            callbacks: Vec::new(),
            security: Vec::new(),
            servers: Vec::new(),
            external_docs: None,
            extensions: Default::default(),
            pointer: "".into(),
            place: facts.place,
        });
    }
    let callbacks = found.into_iter();
    callbacks
        .map(|(name, operations)| Callback {
            name: name.into(),
            operations,
        })
        .collect()
}
