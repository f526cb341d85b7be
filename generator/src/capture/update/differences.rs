//! Two captured documents → every difference, in the terms of the API.

use std::collections::HashSet;

use super::change::{Aspect, Change, Edit, Part, Subject, brief, contrast, type_of};
use super::pairs;
use super::shape::method;
use crate::node::{Node, Object};
use crate::patch::is_same;

/// What newer pages say otherwise than older ones. Both are captured and normal. Schemas that are not on the newer pages are
/// gone only if all schemas are shown there.
pub fn differences(base: &Node, theirs: &Node, shows_all_schemas: bool) -> Vec<Change> {
    let mut walk = Walk {
        changes: Vec::new(),
        subject: Subject::Api,
        within: Vec::new(),
    };
    if !is_same(base, theirs) {
        walk.root(base, theirs, shows_all_schemas);
    }
    walk.changes
}

struct Walk {
    changes: Vec<Change>,
    subject: Subject,
    within: Vec<Part>,
}

/// The members of both objects by name: those of the older one first.
fn pairs_of<'a>(
    base: Option<&'a Node>,
    theirs: Option<&'a Node>,
) -> impl Iterator<Item = (&'a str, Option<&'a Node>, Option<&'a Node>)> {
    let (base, theirs) = (
        base.and_then(Node::as_object),
        theirs.and_then(Node::as_object),
    );
    let members = |it: Option<&'a Object>| it.into_iter().flat_map(Object::iter);
    let old = members(base).map(move |(key, it)| {
        (
            &*key.text,
            Some(it),
            theirs.and_then(|theirs| theirs.get(&key.text)),
        )
    });
    let new = members(theirs)
        .filter(move |(key, _)| base.is_none_or(|base| base.get(&key.text).is_none()))
        .map(|(key, it)| (&*key.text, None, Some(it)));
    old.chain(new)
}

impl Walk {
    fn add(&mut self, aspect: Aspect, edit: Edit) {
        self.changes.push(Change {
            subject: self.subject.clone(),
            within: self.within.clone(),
            aspect,
            edit,
        });
    }

    fn within(&mut self, part: Part, go: impl FnOnce(&mut Self)) {
        self.within.push(part);
        go(self);
        self.within.pop();
    }

    fn about(&mut self, subject: Subject, go: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.subject, subject);
        go(self);
        self.subject = before;
    }

    /// A part that came, went, or is there on both sides.
    fn part(
        &mut self,
        part: Part,
        base: Option<&Node>,
        theirs: Option<&Node>,
        what: fn(&Node) -> String,
        go: fn(&mut Self, &Node, &Node),
    ) {
        match (base, theirs) {
            (Some(base), Some(theirs)) if !is_same(base, theirs) => {
                let before = self.changes.len();
                self.within(part, |walk| {
                    go(walk, base, theirs);
                    if walk.changes.len() == before {
                        walk.add(Aspect::Type, Edit::Changed(what(base), what(theirs)));
                    }
                });
            }
            (Some(base), None) => {
                self.within(part, |walk| {
                    walk.add(Aspect::Whole, Edit::Removed(what(base)))
                });
            }
            (None, Some(theirs)) => {
                self.within(part, |walk| {
                    walk.add(Aspect::Whole, Edit::Added(what(theirs)))
                });
            }
            _ => {}
        }
    }

    /// A member that is a value of its own.
    fn field(&mut self, name: &str, base: Option<&Node>, theirs: Option<&Node>) {
        let edit = match (base, theirs) {
            (Some(a), Some(b)) if !is_same(a, b) => match (a.as_str(), b.as_str()) {
                (Some(a), Some(b)) => {
                    let (a, b) = contrast(a, b);
                    Edit::Changed(a, b)
                }
                _ if brief(a) == brief(b) => Edit::Changed(brief(a), "another one".to_owned()),
                _ => Edit::Changed(brief(a), brief(b)),
            },
            (Some(a), None) => Edit::Removed(brief(a)),
            (None, Some(b)) => Edit::Added(brief(b)),
            _ => return,
        };
        let aspect = match name {
            "security" => Aspect::Security,
            "tags" => Aspect::Tags,
            "servers" => Aspect::Servers,
            name => Aspect::Field(name.to_owned()),
        };
        self.add(aspect, edit);
    }

    /// Tells where what both sides have stands in another order.
    fn order(&mut self, what: &'static str, base: Option<&Node>, theirs: Option<&Node>) {
        let names = |it: Option<&Node>| -> Vec<String> {
            let members = it
                .and_then(Node::as_object)
                .into_iter()
                .flat_map(Object::iter);
            members.map(|(key, _)| key.text.to_string()).collect()
        };
        self.order_of(what, names(base), names(theirs));
    }

    fn order_of(&mut self, what: &'static str, mut base: Vec<String>, mut theirs: Vec<String>) {
        let old: HashSet<String> = base.iter().cloned().collect();
        let new: HashSet<String> = theirs.iter().cloned().collect();
        base.retain(|it| new.contains(it));
        theirs.retain(|it| old.contains(it));
        if base != theirs {
            let shown = |it: Vec<String>| it.join(", ");
            self.add(
                Aspect::Order(what),
                Edit::Changed(shown(base), shown(theirs)),
            );
        }
    }

    fn root(&mut self, base: &Node, theirs: &Node, shows_all_schemas: bool) {
        for (name, base, theirs) in pairs_of(Some(base), Some(theirs)) {
            match name {
                "paths" => self.paths(base, theirs),
                "components" => {
                    let schemas =
                        |it: Option<&'_ Node>| it.and_then(|it| it.get("schemas")).cloned();
                    let (base, theirs) = (schemas(base), schemas(theirs));
                    for (name, base, theirs) in pairs_of(base.as_ref(), theirs.as_ref()) {
                        self.about(Subject::Schema(name.to_owned()), |walk| {
                            match (base, theirs) {
                                (Some(base), Some(theirs)) => walk.schema(base, theirs),
                                (Some(base), None) if shows_all_schemas => {
                                    walk.add(Aspect::Whole, Edit::Removed(type_of(base)));
                                }
                                (None, Some(theirs)) => {
                                    walk.add(Aspect::Whole, Edit::Added(type_of(theirs)))
                                }
                                _ => {}
                            }
                        });
                    }
                    if shows_all_schemas {
                        self.order("schemas", base.as_ref(), theirs.as_ref());
                    }
                }
                "tags" => self.tags(base, theirs),
                name => self.field(name, base, theirs),
            }
        }
    }

    fn tags(&mut self, base: Option<&Node>, theirs: Option<&Node>) {
        let by_name = |it: Option<&Node>| {
            let items = it.and_then(Node::as_array).unwrap_or_default();
            let named = items.iter().filter_map(|it| {
                let name = it.get("name")?.as_str()?;
                Some((crate::node::Key::new(name, it.place), it.clone()))
            });
            Node::object(named.collect(), Default::default())
        };
        let (base, theirs) = (by_name(base), by_name(theirs));
        for (name, base, theirs) in pairs_of(Some(&base), Some(&theirs)) {
            self.about(Subject::Tag(name.to_owned()), |walk| match (base, theirs) {
                (Some(base), Some(theirs)) => walk.fields(base, theirs),
                (Some(_), None) => walk.add(Aspect::Whole, Edit::Removed(String::new())),
                (None, _) => walk.add(Aspect::Whole, Edit::Added(String::new())),
            });
        }
    }

    fn fields(&mut self, base: &Node, theirs: &Node) {
        for (name, base, theirs) in pairs_of(Some(base), Some(theirs)) {
            self.field(name, base, theirs);
        }
    }

    fn paths(&mut self, base: Option<&Node>, theirs: Option<&Node>) {
        let (old, new) = (
            base.and_then(Node::as_object),
            theirs.and_then(Node::as_object),
        );
        let renamed = pairs::renamed(old, new);
        let old_names: HashSet<&str> = renamed.values().map(|it| &**it).collect();
        for (path, base, theirs) in pairs_of(base, theirs) {
            if base.is_none() && old_names.contains(path) {
                continue;
            }
            let now = renamed.get(path);
            let theirs = match now {
                Some(now) => new.and_then(|it| it.get(now)),
                None => theirs,
            };
            for (key, base, theirs) in pairs_of(base, theirs) {
                let Some(method) = method(key) else {
                    self.field(key, base, theirs);
                    continue;
                };
                let subject = Subject::Operation(method.as_upper().to_owned(), path.to_owned());
                let title = |it: &Node| it.get("summary").map(brief).unwrap_or_default();
                self.about(subject, |walk| match (base, theirs) {
                    (Some(base), Some(theirs)) => {
                        if let Some(now) = now {
                            let edit = Edit::Changed(format!("`{path}`"), format!("`{now}`"));
                            walk.add(Aspect::Path, edit);
                        }
                        walk.operation(base, theirs);
                    }
                    (Some(base), None) => walk.add(Aspect::Whole, Edit::Removed(title(base))),
                    (None, Some(theirs)) => {
                        walk.subject = match (&walk.subject, now) {
                            (Subject::Operation(method, _), Some(now)) => {
                                Subject::Operation(method.clone(), now.to_string())
                            }
                            (subject, _) => subject.clone(),
                        };
                        walk.add(Aspect::Whole, Edit::Added(title(theirs)));
                    }
                    _ => {}
                });
            }
        }
        let operations = |object: Option<&Object>, rename: bool| -> Vec<String> {
            let items = object.into_iter().flat_map(Object::iter);
            let operations = items.flat_map(|(path, item)| {
                let path = renamed
                    .get(&path.text)
                    .filter(|_| rename)
                    .unwrap_or(&path.text);
                let members = item.as_object().into_iter().flat_map(Object::iter);
                members.map(move |(key, _)| format!("{} {path}", key.text.to_uppercase()))
            });
            operations.collect()
        };
        self.order_of("operations", operations(old, true), operations(new, false));
    }

    fn operation(&mut self, base: &Node, theirs: &Node) {
        let same_title = is_same_member(base.get("summary"), theirs.get("summary"));
        for (name, base, theirs) in pairs_of(Some(base), Some(theirs)) {
            match name {
                // It follows from the title.
                "operationId" if !same_title => {}
                "parameters" => self.parameters(base, theirs),
                "requestBody" => {
                    self.part(Part::Body, base, theirs, |_| String::new(), Self::holder)
                }
                "responses" => {
                    for (status, base, theirs) in pairs_of(base, theirs) {
                        let what = |it: &Node| it.get("description").map(brief).unwrap_or_default();
                        self.part(
                            Part::Response(status.to_owned()),
                            base,
                            theirs,
                            what,
                            Self::holder,
                        );
                    }
                    self.order("responses", base, theirs);
                }
                "callbacks" => {
                    for (name, base, theirs) in pairs_of(base, theirs) {
                        let go =
                            |walk: &mut Self, base: &Node, theirs: &Node| walk.fields(base, theirs);
                        self.part(
                            Part::Callback(name.to_owned()),
                            base,
                            theirs,
                            |_| String::new(),
                            go,
                        );
                    }
                }
                name => self.field(name, base, theirs),
            }
        }
    }

    fn parameters(&mut self, base: Option<&Node>, theirs: Option<&Node>) {
        let items = |it: Option<&Node>| it.and_then(Node::as_array).unwrap_or_default().to_vec();
        let (base, theirs) = (items(base), items(theirs));
        let find = |list: &[Node], it: &Node| {
            list.iter()
                .find(|other| parameter_name(other) == parameter_name(it))
                .cloned()
        };
        let part = |it: &Node| {
            let (location, name) = parameter_name(it);
            Part::Parameter(location.to_owned(), name.to_owned())
        };
        for it in &base {
            let now = find(&theirs, it);
            self.part(part(it), Some(it), now.as_ref(), typed, Self::holder);
        }
        for it in theirs.iter().filter(|it| find(&base, it).is_none()) {
            self.part(part(it), None, Some(it), typed, Self::holder);
        }
        let names = |list: &[Node]| -> Vec<String> {
            let names = list.iter().map(parameter_name);
            names
                .map(|(location, name)| format!("{name} ({location})"))
                .collect()
        };
        self.order_of("parameters", names(&base), names(&theirs));
    }

    /// A parameter, a header, a body, a response: what has a content or a schema.
    fn holder(&mut self, base: &Node, theirs: &Node) {
        for (name, base, theirs) in pairs_of(Some(base), Some(theirs)) {
            match (name, base, theirs) {
                ("required", _, _) => self.required(base.is_some(), theirs.is_some()),
                ("schema", Some(base), Some(theirs)) => self.schema(base, theirs),
                ("content", _, _) => {
                    let is_one = |it: Option<&Node>| {
                        it.and_then(Node::as_object).is_some_and(|it| it.len() == 1)
                    };
                    let is_named = !(is_one(base) && is_one(theirs));
                    for (name, base, theirs) in pairs_of(base, theirs) {
                        match (base, theirs) {
                            // Where there is one media type, nobody needs to be told which.
                            (Some(base), Some(theirs)) if !is_named => {
                                self.media_type(base, theirs)
                            }
                            _ => self.part(
                                Part::MediaType(name.to_owned()),
                                base,
                                theirs,
                                typed,
                                Self::media_type,
                            ),
                        }
                    }
                    self.order("media types", base, theirs);
                }
                ("headers", _, _) => {
                    for (name, base, theirs) in pairs_of(base, theirs) {
                        self.part(
                            Part::Header(name.to_owned()),
                            base,
                            theirs,
                            typed,
                            Self::holder,
                        );
                    }
                    self.order("headers", base, theirs);
                }
                _ => self.field(name, base, theirs),
            }
        }
    }

    fn media_type(&mut self, base: &Node, theirs: &Node) {
        for (name, base, theirs) in pairs_of(Some(base), Some(theirs)) {
            match (name, base, theirs) {
                ("schema", Some(base), Some(theirs)) => self.schema(base, theirs),
                _ => self.field(name, base, theirs),
            }
        }
    }

    fn required(&mut self, was: bool, is: bool) {
        if was != is {
            self.add(
                Aspect::Required,
                Edit::Changed(was.to_string(), is.to_string()),
            );
        }
    }

    fn schema(&mut self, base: &Node, theirs: &Node) {
        if is_same(base, theirs) {
            return;
        }
        let before = self.changes.len();
        let is_link = |it: &Node| it.get("$ref").is_some();
        let differs = |name: &str| !is_same_member(base.get(name), theirs.get(name));
        if is_link(base) || is_link(theirs) || differs("type") {
            self.add(Aspect::Type, Edit::Changed(type_of(base), type_of(theirs)));
            if is_link(base) || is_link(theirs) {
                return;
            }
        }
        for (name, base, theirs) in pairs_of(Some(base), Some(theirs)) {
            match (name, base, theirs) {
                ("type", _, _) => {}
                ("properties", _, _) => {
                    for (name, base, theirs) in pairs_of(base, theirs) {
                        self.part(
                            Part::Property(name.to_owned()),
                            base,
                            theirs,
                            type_of,
                            Self::schema,
                        );
                    }
                    self.order("properties", base, theirs);
                }
                ("enum", Some(base), Some(theirs)) => self.values(base, theirs),
                ("required", _, _) => {}
                ("items", Some(_), Some(_)) => {
                    self.part(Part::Items, base, theirs, type_of, Self::schema)
                }
                ("additionalProperties", Some(_), Some(_)) => {
                    self.part(Part::OtherProperties, base, theirs, type_of, Self::schema);
                }
                ("not", _, _) => self.part(Part::Not, base, theirs, type_of, Self::schema),
                ("allOf", _, _) => self.branches("allOf", base, theirs),
                ("anyOf", _, _) => self.branches("anyOf", base, theirs),
                ("oneOf", _, _) => self.branches("oneOf", base, theirs),
                _ => self.field(name, base, theirs),
            }
        }
        self.required_properties(base, theirs);
        if self.changes.len() == before {
            self.add(Aspect::Type, Edit::Changed(type_of(base), type_of(theirs)));
        }
    }

    /// Which of the properties that both sides have must be there on one side alone.
    fn required_properties(&mut self, base: &Node, theirs: &Node) {
        let list = |it: &Node| -> Vec<String> {
            let items = it
                .get("required")
                .and_then(Node::as_array)
                .unwrap_or_default();
            items
                .iter()
                .filter_map(|it| Some(it.as_str()?.to_owned()))
                .collect()
        };
        let (was, is) = (list(base), list(theirs));
        let has = |it: &Node, name: &str| {
            it.get("properties")
                .is_some_and(|it| it.get(name).is_some())
        };
        for name in was.iter().chain(is.iter().filter(|it| !was.contains(it))) {
            let in_both = has(base, name) == has(theirs, name);
            if in_both && was.contains(name) != is.contains(name) {
                self.within(Part::Property(name.clone()), |walk| {
                    walk.required(was.contains(name), is.contains(name));
                });
            }
        }
    }

    fn values(&mut self, base: &Node, theirs: &Node) {
        let (Some(was), Some(is)) = (base.as_array(), theirs.as_array()) else {
            return self.field("enum", Some(base), Some(theirs));
        };
        let before = self.changes.len();
        let (old, new): (HashSet<&Node>, HashSet<&Node>) =
            (was.iter().collect(), is.iter().collect());
        for it in is.iter().filter(|it| !old.contains(it)) {
            self.add(Aspect::Value, Edit::Added(brief(it)));
        }
        for it in was.iter().filter(|it| !new.contains(it)) {
            self.add(Aspect::Value, Edit::Removed(brief(it)));
        }
        if self.changes.len() == before && !is_same(base, theirs) {
            self.add(
                Aspect::Order("values"),
                Edit::Changed(brief(base), brief(theirs)),
            );
        }
    }

    fn branches(&mut self, keyword: &'static str, base: Option<&Node>, theirs: Option<&Node>) {
        let items = |it: Option<&Node>| it.and_then(Node::as_array).unwrap_or_default().to_vec();
        let (base, theirs) = (items(base), items(theirs));
        for i in 0..base.len().max(theirs.len()) {
            let part = Part::Branch(keyword, i + 1);
            self.part(part, base.get(i), theirs.get(i), type_of, Self::schema);
        }
    }
}

/// Whether two members are the same, or there is neither.
pub fn is_same_member(a: Option<&Node>, b: Option<&Node>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => is_same(a, b),
        _ => false,
    }
}

/// Where a parameter travels, and its name.
pub fn parameter_name(it: &Node) -> (&str, &str) {
    let text = |name: &str| it.get(name).and_then(Node::as_str).unwrap_or_default();
    (text("in"), text("name"))
}

/// What is sent: its type, and whether it is required.
fn typed(it: &Node) -> String {
    let schema = it.get("schema").map(type_of).unwrap_or_default();
    match it.get("required").and_then(Node::as_bool) {
        Some(true) if it.get("in").is_some() => format!("{schema}, required"),
        _ => schema,
    }
}
