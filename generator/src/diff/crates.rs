//! Changes of documents and differences of the crates made of them → changes that say what they mean for Rust, and what only
//! Rust sees as changes of their own.
//!
//! Each difference comes from a part of the document. Where that part changed, the difference is what the change means; where it
//! did not (a schema got a name, a title went into another name) it is told by itself.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::change::{Change, Class, InRust, OperationName, Verdict};
use super::parameters::subject;
use crate::catalogue as code;
use crate::model::{Additional, Api, Operation, Parameter, SchemaId};
use crate::node::pointer_name;
use crate::rust::compare::{About, Difference, Effect, Part};
use crate::source::Place;

/// How many differences are told with one change.
const MAX_IN_RUST: usize = 100;
/// How many schemas a difference is looked for in.
const MAX_SCHEMAS: usize = 300;

/// Adds to changes what they mean for code that is written against the crate of the old document, and as changes of their own
/// the differences that come from none of them.
pub fn with_crates(
    mut changes: Vec<Change>,
    differences: Vec<Difference>,
    [old, new]: [&Api; 2],
) -> Vec<Change> {
    let index = Index::of(&changes, [old, new]);
    let mut own = Vec::new();
    for it in differences {
        let verdict = match it.effect {
            Effect::Compatible => Verdict::Compatible,
            Effect::Risky => Verdict::Risky,
            Effect::Breaking => Verdict::Breaking,
        };
        let causes = index.causes(&changes, &it.about);
        if causes.is_empty() {
            let change = Change::new(it.code, it.message.clone()).about(format!("`{}`", it.item));
            let [a, b] = index.places(&it.about);
            let mut change = change.at(a, b);
            change.operation = index.operation(&it.about);
            change.rust = verdict;
            own.push(change);
            continue;
        }
        let in_rust = Arc::new(InRust {
            code: it.code,
            verdict,
            item: it.item,
            message: it.message,
        });
        for at in causes {
            let change = &mut changes[at];
            change.rust = change.rust.max(verdict);
            if change.in_rust.len() < MAX_IN_RUST {
                change.in_rust.push(in_rust.clone());
            }
        }
    }
    changes.append(&mut own);
    changes
}

/// Finds the changes that a difference comes from.
struct Index<'a> {
    apis: [&'a Api; 2],
    /// The changes of an operation, by its name in either document.
    by_operation: HashMap<OperationName, Vec<usize>>,
    /// The changes within a schema of the old document, and of the new one.
    by_schema: [HashMap<SchemaId, Vec<usize>>; 2],
    /// The changes that are about no operation.
    of_all: Vec<usize>,
}

impl<'a> Index<'a> {
    fn of(changes: &[Change], apis: [&'a Api; 2]) -> Self {
        let mut by_operation: HashMap<OperationName, Vec<usize>> = HashMap::new();
        let mut of_all = Vec::new();
        let mut by_place: [HashMap<Place, Vec<usize>>; 2] = Default::default();
        for (at, it) in changes.iter().enumerate() {
            match &it.operation {
                Some(name) => by_operation.entry(name.clone()).or_default().push(at),
                None => of_all.push(at),
            }
            if it.code.as_str().starts_with("D6") {
                for (places, place) in by_place.iter_mut().zip([it.old, it.new]) {
                    if let Some(place) = place {
                        places.entry(place).or_default().push(at);
                    }
                }
            }
        }
        let [of_old, of_new] = &by_place;
        let by_schema = [(apis[0], of_old), (apis[1], of_new)].map(|(api, places)| {
            let mut all: HashMap<SchemaId, Vec<usize>> = HashMap::new();
            if places.is_empty() {
                return all;
            }
            for id in api.schema_ids() {
                let schema = api.schema(id);
                let members = schema.origin.written.iter().flat_map(|it| it.iter());
                let own = members.map(|(_, it)| it.place);
                for place in own.chain([schema.origin.place]) {
                    if let Some(found) = places.get(&place) {
                        all.entry(id).or_default().extend(found);
                    }
                }
            }
            all
        });
        Self {
            apis,
            by_operation,
            by_schema,
            of_all,
        }
    }

    /// The changes that a difference comes from, each once, in order.
    fn causes(&self, changes: &[Change], about: &About) -> Vec<usize> {
        let mut found = match about {
            About::Type { schemas, property } => {
                self.of_type(changes, schemas, property.as_deref())
            }
            About::Operation([old, new], part) => self.of_operations(
                changes,
                [&Vec::from_iter(*old), &Vec::from_iter(*new)],
                part,
            ),
            About::Operations([old, new], part) => self.of_operations(changes, [old, new], part),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    fn of_type(
        &self,
        changes: &[Change],
        schemas: &[Option<SchemaId>; 2],
        property: Option<&str>,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        let mut roots: Vec<(usize, SchemaId)> = Vec::new();
        for (side, id) in schemas.iter().enumerate() {
            roots.extend(id.map(|id| (side, id)));
        }
        if let Some(name) = property {
            for (side, id) in &roots {
                let properties = self.properties(*side, *id, name);
                for id in self.within(*side, properties) {
                    found.extend(self.by_schema[*side].get(&id).into_iter().flatten());
                }
            }
        }
        if found.is_empty() {
            for (side, id) in &roots {
                for id in self.within(*side, vec![*id]) {
                    found.extend(self.by_schema[*side].get(&id).into_iter().flatten());
                }
            }
        }
        if found.is_empty() {
            // What is written in an operation is named after it.
            for (side, id) in &roots {
                let pointer = &self.apis[*side].schema(*id).origin.pointer;
                if let Some(name) = operation_of(pointer) {
                    let all = self.by_operation.get(&name).into_iter().flatten();
                    found.extend(all.filter(|at| is_of(&changes[**at], &Part::Name)));
                }
            }
        }
        found
    }

    /// The schemas of a property.
    fn properties(&self, side: usize, id: SchemaId, name: &str) -> Vec<SchemaId> {
        let api = self.apis[side];
        let mut all = Vec::new();
        for id in self.conjunction(side, id) {
            all.extend(api.schema(id).object.properties.get(name));
        }
        all
    }

    /// The schemas that hold together with one, by `allOf`.
    fn conjunction(&self, side: usize, id: SchemaId) -> Vec<SchemaId> {
        let mut all = vec![id];
        let mut at = 0;
        while let Some(id) = all.get(at).copied().filter(|_| all.len() < MAX_SCHEMAS) {
            for part in &self.apis[side].schema(id).all_of {
                if !all.contains(part) {
                    all.push(*part);
                }
            }
            at += 1;
        }
        all
    }

    /// Those schemas, with the ones that a type of theirs is made of, members of objects aside.
    fn within(&self, side: usize, roots: Vec<SchemaId>) -> Vec<SchemaId> {
        let mut seen: HashSet<SchemaId> = roots.iter().copied().collect();
        let mut all = roots;
        let mut at = 0;
        while let Some(id) = all.get(at).copied().filter(|_| all.len() < MAX_SCHEMAS) {
            let schema = self.apis[side].schema(id);
            let branches = schema
                .all_of
                .iter()
                .chain(&schema.one_of)
                .chain(&schema.any_of);
            let items = schema.array.prefix.iter().chain(&schema.array.items);
            let further = match schema.object.further() {
                Additional::Schema(id) => Some(id),
                Additional::Unsaid | Additional::Any | Additional::None => None,
            };
            for id in branches.chain(items).copied().chain(further) {
                if seen.insert(id) {
                    all.push(id);
                }
            }
            at += 1;
        }
        all
    }

    fn of_operations(
        &self,
        changes: &[Change],
        operations: [&Vec<usize>; 2],
        part: &Part,
    ) -> Vec<usize> {
        let mut found = Vec::new();
        for (side, indices) in operations.into_iter().enumerate() {
            for it in indices {
                let operation = &self.apis[side].operations[*it];
                let Some(all) = self.by_operation.get(&OperationName::of(operation)) else {
                    continue;
                };
                if let Part::Parameter(indices) = part {
                    let parameter =
                        indices[side].and_then(|it| self.parameter(side, operation, it));
                    if let Some(parameter) = parameter {
                        let subject = subject(parameter);
                        let fits = |at: &&usize| begins(&changes[**at].subject, &subject);
                        found.extend(all.iter().filter(fits));
                    }
                    continue;
                }
                found.extend(all.iter().filter(|at| is_of(&changes[**at], part)));
            }
        }
        if found.is_empty() && matches!(part, Part::Security | Part::Servers) {
            let of_all = self.of_all.iter();
            found.extend(of_all.filter(|at| is_of(&changes[**at], part)));
        }
        found
    }

    /// A parameter by its index among those that become fields.
    fn parameter(
        &self,
        side: usize,
        operation: &'a Operation,
        index: usize,
    ) -> Option<&'a Parameter> {
        let dialect = self.apis[side].dialect;
        let all = operation.parameters.iter();
        let mut fields = all.filter(|it| !it.is_described_elsewhere(dialect));
        fields.nth(index)
    }

    /// Where the parts of the document stand that a difference comes from.
    fn places(&self, about: &About) -> [Option<Place>; 2] {
        let [old, new] = match about {
            About::Type { schemas, .. } => [0, 1].map(|side| {
                let id = schemas[side]?;
                Some(self.apis[side].schema(id).origin.place)
            }),
            About::Operation(indices, _) => {
                [0, 1].map(|side| Some(self.apis[side].operations[indices[side]?].place))
            }
            About::Operations(..) => [None, None],
        };
        [old, new].map(|it| it.filter(|it| it.line > 0))
    }

    fn operation(&self, about: &About) -> Option<OperationName> {
        let About::Operation([old, new], _) = about else {
            return None;
        };
        let operation = match (old, new) {
            (_, Some(new)) => &self.apis[1].operations[*new],
            (Some(old), None) => &self.apis[0].operations[*old],
            (None, None) => return None,
        };
        Some(OperationName::of(operation))
    }
}

/// The operation that a JSON pointer leads into: `/paths/~1pets/get/..`.
fn operation_of(pointer: &str) -> Option<OperationName> {
    let mut parts = pointer.trim_start_matches('#').split('/').skip(1);
    (parts.next()? == "paths").then_some(())?;
    let path = pointer_name(parts.next()?);
    let method = parts.next()?.to_ascii_uppercase();
    Some(OperationName {
        method: method.into(),
        path: (*path).into(),
    })
}

/// Whether a subject is something or part of it.
fn begins(subject: &str, whole: &str) -> bool {
    subject
        .strip_prefix(whole)
        .is_some_and(|it| !it.starts_with(|it: char| it.is_alphanumeric()))
}

/// Whether a change of an operation may be one of that part.
fn is_of(change: &Change, part: &Part) -> bool {
    let subject = change.subject.as_str();
    let is_request = || {
        subject.contains(" parameter `") && !subject.starts_with("callback")
            || begins(subject, "request body")
    };
    let code = change.code;
    let about = match part {
        Part::Whole => return [code::OPERATION_REMOVED, code::OPERATION_ADDED].contains(&code),
        Part::Name => return [code::OPERATION_ID, code::TAGS].contains(&code),
        Part::Tags => {
            return [code::TAGS, code::OPERATION_REMOVED, code::OPERATION_ADDED].contains(&code);
        }
        Part::Security => {
            return [code::SECURITY, code::SECURITY_SCHEME].contains(&code)
                || [code::OPERATION_REMOVED, code::OPERATION_ADDED].contains(&code);
        }
        Part::Servers => return code == code::SERVERS,
        Part::Request | Part::Parameter(_) => is_request(),
        Part::Body => begins(subject, "request body"),
        Part::Responses => begins(subject, "response"),
        Part::Response(status) => begins(subject, &format!("response {status}")),
    };
    about && change.class() == Class::Wire
}

#[cfg(test)]
mod tests {
    use super::{begins, operation_of};

    #[test]
    fn parts_are_told_by_their_words() {
        assert!(begins("response 200, header `X`", "response 200"));
        assert!(!begins("response 2000", "response 200"));
        assert!(begins("query parameter `a`: `b`", "query parameter `a`"));
        assert!(!begins("query parameter `ab`", "query parameter `a`"));
    }

    #[test]
    fn a_pointer_leads_into_an_operation() {
        let found = operation_of("/paths/~1pets~1{id}/get/responses/200");
        assert_eq!(
            found.map(|it| it.to_string()),
            Some("GET /pets/{id}".to_owned())
        );
        assert_eq!(operation_of("/components/schemas/Pet"), None);
    }
}
