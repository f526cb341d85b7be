//! A Swagger 2.0 document over several files → one tree, as if all had been written in the first.
//!
//! What other files hold has no shape of its own: the same `{"type": "string"}` is a schema under `definitions` and part
//! of a parameter under `parameters`. So it is brought to where it is used before the document is converted to OpenAPI 3:
//! schemas become definitions, and parameters, responses and path items are written out. Every value keeps its place.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::convert::is_method;
use super::document::{Document, MAX_HOPS};
use super::members::map_members;
use crate::node::{Key, Node, Value, pointer_name, pointer_segment};
use crate::source::{FileId, Place};

/// How many values may be written out again that stand elsewhere.
const MAX_INLINED: usize = 2_000_000;

const ROOT: FileId = FileId(0);

/// Brings the document into one tree. What leads nowhere stays as it is, and is reported where references are resolved.
pub(super) fn bundle(document: &Document) -> Node {
    let root = document.tree(ROOT);
    let Some(object) = root.as_object() else {
        return root.clone();
    };
    let mut bundler = Bundler {
        document,
        names: HashMap::new(),
        taken: HashSet::new(),
        queue: VecDeque::new(),
        budget: MAX_INLINED,
        sizes: HashMap::new(),
    };
    let definitions = root.get("definitions").and_then(Node::as_object);
    for (key, node) in definitions.into_iter().flat_map(|it| it.iter()) {
        bundler.taken.insert(key.text.to_string());
        bundler.adopt(&key.text, node);
    }
    let mut members: Vec<(Key, Node)> = Vec::with_capacity(object.len() + 1);
    for (key, node) in object.iter() {
        let bundled = match &*key.text {
            "paths" => map(node, |_, it| {
                bundler.referable(Referable::PathItem, it, ROOT, it.place)
            }),
            "parameters" => map(node, |_, it| {
                bundler.referable(Referable::Parameter, it, ROOT, it.place)
            }),
            "responses" => map(node, |_, it| {
                bundler.referable(Referable::Response, it, ROOT, it.place)
            }),
            "definitions" => map(node, |key, it| bundler.definition(&key.text, it)),
            _ => node.clone(),
        };
        members.push((key.clone(), bundled));
    }
    let imported = bundler.imported();
    if !imported.is_empty() {
        match members
            .iter_mut()
            .find(|(key, _)| &*key.text == "definitions")
        {
            Some((_, node)) => {
                let own = node.as_object().into_iter().flat_map(|it| it.iter());
                let mut all: Vec<(Key, Node)> = own.map(|(a, b)| (a.clone(), b.clone())).collect();
                all.extend(imported);
                *node = Node::object(all, node.place);
            }
            None => {
                let key = Key::new("definitions", root.place);
                members.push((key, Node::object(imported, root.place)));
            }
        }
    }
    Node::object(members, root.place)
}

/// What a reference leads to.
#[derive(Clone, Copy)]
enum Referable {
    PathItem,
    Parameter,
    Response,
}

/// A schema of another file that becomes a definition, and the reference that asked for it first.
struct Import<'a> {
    name: String,
    node: &'a Node,
    place: Place,
}

struct Bundler<'a> {
    document: &'a Document,
    /// The definitions that schemas of other files have become, by file and pointer.
    names: HashMap<(FileId, String), String>,
    taken: HashSet<String>,
    queue: VecDeque<Import<'a>>,
    budget: usize,
    sizes: HashMap<*const u8, usize>,
}

impl<'a> Bundler<'a> {
    /// A definition that is nothing but a reference to another file is what that holds.
    fn adopt(&mut self, name: &str, node: &'a Node) {
        if let Some(target) = reference(node)
            && let Some((file, pointer, _)) = self.find(ROOT, target)
            && file != ROOT
        {
            self.names
                .entry((file, pointer))
                .or_insert_with(|| name.to_owned());
        }
    }

    fn definition(&mut self, name: &str, node: &'a Node) -> Node {
        if let Some(target) = reference(node)
            && let Some((file, pointer, found)) = self.find(ROOT, target)
            && self
                .names
                .get(&(file, pointer))
                .is_some_and(|it| it == name)
        {
            return self.schema(found, file, node.place);
        }
        self.schema(node, ROOT, node.place)
    }

    /// The schemas that were asked for, and those that these ask for.
    fn imported(&mut self) -> Vec<(Key, Node)> {
        let mut imported = Vec::new();
        while let Some(Import { name, node, place }) = self.queue.pop_front() {
            let schema = self.schema(node, node.place.file, place);
            imported.push((Key::new(name, node.place), schema));
            if node.get("discriminator").is_some() {
                self.subtypes(node, place);
            }
        }
        imported
    }

    /// The definitions of the same file that extend a schema: where it is named, one of them may stand.
    fn subtypes(&mut self, base: &'a Node, place: Place) {
        let file = base.place.file;
        let definitions = self.document.tree(file).get("definitions");
        let all: Vec<(&'a Key, &'a Node)> = (definitions.and_then(Node::as_object).into_iter())
            .flat_map(|it| it.iter())
            .collect();
        let mut bases = vec![base];
        let mut seen = HashSet::from([base.place]);
        while let Some(base) = bases.pop() {
            self.budget = self.budget.saturating_sub(all.len());
            if self.budget == 0 {
                return;
            }
            for (key, node) in &all {
                let parts = node
                    .get("allOf")
                    .and_then(Node::as_array)
                    .unwrap_or_default();
                let mut targets = parts
                    .iter()
                    .filter_map(|it| self.find(file, reference(it)?));
                let extends = targets.any(|(_, _, it)| it.place == base.place);
                if extends && seen.insert(node.place) {
                    let pointer = format!("/definitions/{}", pointer_segment(&key.text));
                    self.name(file, pointer, node, place);
                    bases.push(node);
                }
            }
        }
    }

    /// A path item, parameter or response; `here` is a place of the first file.
    fn referable(&mut self, what: Referable, node: &'a Node, file: FileId, here: Place) -> Node {
        let (mut node, mut file) = (node, file);
        for _ in 0..MAX_HOPS {
            let Some(target) = reference(node) else { break };
            if file == ROOT && target.starts_with('#') {
                return node.clone();
            }
            let Some((next, pointer, found)) = self.find(file, target) else {
                return node.clone();
            };
            if next == ROOT {
                return referring(&to_root(&pointer), here);
            }
            self.budget = self.budget.saturating_sub(self.size(found));
            if self.budget == 0 {
                return node.clone();
            }
            (node, file) = (found, next);
        }
        let here = if file == ROOT { node.place } else { here };
        match what {
            Referable::PathItem => map(node, |key, it| match &*key.text {
                "parameters" => self.parameters(it, file, here),
                method if is_method(method) => self.operation(it, file, here),
                _ => it.clone(),
            }),
            Referable::Parameter | Referable::Response => map(node, |key, it| match &*key.text {
                "schema" => self.schema(it, file, here),
                _ => it.clone(),
            }),
        }
    }

    fn operation(&mut self, node: &'a Node, file: FileId, here: Place) -> Node {
        map(node, |key, it| match &*key.text {
            "parameters" => self.parameters(it, file, here),
            "responses" => map(it, |_, it| {
                self.referable(Referable::Response, it, file, here)
            }),
            _ => it.clone(),
        })
    }

    fn parameters(&mut self, node: &'a Node, file: FileId, here: Place) -> Node {
        let Some(items) = node.as_array() else {
            return node.clone();
        };
        let items = items
            .iter()
            .map(|it| self.referable(Referable::Parameter, it, file, here));
        Node::array(items.collect(), node.place)
    }

    fn schema(&mut self, node: &'a Node, file: FileId, here: Place) -> Node {
        let here = if node.place.file == ROOT {
            node.place
        } else {
            here
        };
        if let Some(target) = reference(node) {
            if file == ROOT && target.starts_with('#') {
                return node.clone();
            }
            return match self.find(file, target) {
                Some((ROOT, pointer, _)) => referring(&to_root(&pointer), here),
                Some((file, pointer, found)) => {
                    let name = self.name(file, pointer, found, here);
                    let pointer = format!("/definitions/{}", pointer_segment(&name));
                    referring(&to_root(&pointer), here)
                }
                None => node.clone(),
            };
        }
        map(node, |key, it| match &*key.text {
            "properties" | "patternProperties" => map(it, |_, it| self.schema(it, file, here)),
            "items"
            | "additionalProperties"
            | "not"
            | "allOf"
            | "anyOf"
            | "oneOf"
            | "x-not"
            | "x-anyOf"
            | "x-oneOf" => match it.as_array() {
                Some(items) => {
                    let items = items.iter().map(|it| self.schema(it, file, here));
                    Node::array(items.collect(), it.place)
                }
                None => self.schema(it, file, here),
            },
            _ => it.clone(),
        })
    }

    /// The definition that a schema of another file becomes: its own name, or else one that names its file too.
    fn name(&mut self, file: FileId, pointer: String, node: &'a Node, place: Place) -> String {
        if let Some(name) = self.names.get(&(file, pointer.clone())) {
            return name.clone();
        }
        let path = self.document.path(file);
        let stem = path.rsplit('/').next().unwrap_or(path);
        let stem = stem.split('.').next().unwrap_or(stem);
        let last = pointer.rsplit('/').next().map(pointer_name);
        let own = last.filter(|it| !it.is_empty()).map(|it| it.into_owned());
        let own = own.unwrap_or_else(|| stem.to_owned());
        let candidates = [own.clone(), format!("{stem}_{own}")];
        let numbered = (2..).map(|number| format!("{stem}_{own}_{number}"));
        let name = (candidates.into_iter().chain(numbered))
            .find(|it| self.taken.insert(it.clone()))
            .expect("numbers never end");
        self.names.insert((file, pointer), name.clone());
        self.queue.push_back(Import {
            name: name.clone(),
            node,
            place,
        });
        name
    }

    /// The file, pointer and value that a reference in a file leads to.
    fn find(&self, file: FileId, target: &str) -> Option<(FileId, String, &'a Node)> {
        let (file, pointer, node) = self.document.find(file, target)?;
        Some((file, pointer.trim_end_matches('/').to_owned(), node))
    }

    /// How many values stand in a value.
    fn size(&mut self, node: &Node) -> usize {
        match &node.value {
            Value::Object(object) => {
                let identity = Arc::as_ptr(object).cast::<u8>();
                if let Some(size) = self.sizes.get(&identity) {
                    return *size;
                }
                let size = object
                    .iter()
                    .fold(1, |sum: usize, (_, it)| sum.saturating_add(self.size(it)));
                self.sizes.insert(identity, size);
                size
            }
            Value::Array(items) => items
                .iter()
                .fold(1, |sum: usize, it| sum.saturating_add(self.size(it))),
            _ => 1,
        }
    }
}

/// The target, where a value is a reference.
fn reference(node: &Node) -> Option<&str> {
    node.get("$ref")?.as_str()
}

/// A reference to a pointer of the first file. A `%` of the pointer itself is no escape of the reference, a URI.
fn to_root(pointer: &str) -> String {
    format!("#{}", pointer.replace('%', "%25"))
}

fn referring(target: &str, place: Place) -> Node {
    let member = (Key::new("$ref", place), Node::string(target, place));
    Node::object(vec![member], place)
}

/// The object with each member changed; what is no object stays as it is.
fn map<'n>(node: &'n Node, mut change: impl FnMut(&'n Key, &'n Node) -> Node) -> Node {
    map_members(node, |key, it| Some((key.clone(), change(key, it))))
}

#[cfg(test)]
mod tests {
    use crate::{Config, Emit, Files, Source, generate};

    /// Two files: what the first names, and what describes all kinds of parts in the manner of 2.0.
    struct Others;

    impl Files for Others {
        fn read(&self, path: &str) -> Result<String, String> {
            match path {
                "common/types.json" => Ok(r##"{
                    "parameters": {
                        "Version": {"name": "version", "in": "query", "type": "integer", "format": "int32"},
                        "Pet": {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Pet"}}
                    },
                    "responses": {"Pet": {"description": "A pet.", "schema": {"$ref": "#/definitions/Pet"}}},
                    "definitions": {
                        "Pet": {"properties": {"kind": {"type": "string"}, "owner": {"$ref": "../api.json#/definitions/Owner"}}, "required": ["kind"], "discriminator": "kind"},
                        "Cat": {"allOf": [{"$ref": "#/definitions/Pet"}], "properties": {"lives": {"type": "integer"}}},
                        "Lion": {"allOf": [{"$ref": "#/definitions/Cat"}]},
                        "Unreached": {"type": "object"}
                    }
                }"##.to_owned()),
                "common/paths.json" => Ok(r##"{
                    "photo": {"post": {"operationId": "photo", "consumes": ["multipart/form-data"],
                        "parameters": [{"name": "file", "in": "formData", "type": "file"}],
                        "responses": {"200": {"$ref": "types.json#/responses/Pet"}}}}
                }"##.to_owned()),
                other => Err(format!("there is no {other}")),
            }
        }
    }

    #[test]
    fn parts_of_other_files_are_raised_where_they_are_used() {
        let text = r##"{
            "swagger": "2.0", "info": {"title": "Pets", "version": "1"},
            "paths": {
                "/pets": {"put": {"operationId": "put",
                    "parameters": [{"$ref": "common/types.json#/parameters/Version"}, {"$ref": "common/types.json#/parameters/Pet"}],
                    "responses": {"200": {"$ref": "common/types.json#/responses/Pet"}}}},
                "/photo": {"$ref": "common/paths.json#/photo"}
            },
            "definitions": {"Owner": {"properties": {"name": {"type": "string"}}}}
        }"##;
        let emit = Emit {
            rust: true,
            docs: false,
            html: false,
        };
        let source = Source::new("api.json", text);
        let made = generate(source, &Others, &Config::default(), emit).expect("it is sound");
        let types = made.files.get("src/types.rs").expect("there are types");
        for expected in [
            "pub struct Owner {",
            "pub enum Pet {",
            "Cat = \"Cat\", Lion = \"Lion\", ..Other",
            "pub owner: Option<Owner>,",
            "pub file: Option<runtime::Binary>,",
        ] {
            assert!(types.contains(expected), "{expected} in {types}");
        }
        assert!(!types.contains("Unreached"));
        let api = made
            .files
            .get("src/api/pets.rs")
            .expect("there are operations");
        assert!(api.contains("pub version: Option<i32>,"), "{api}");
        assert!(api.contains("pub body: Option<types::Pet>,"), "{api}");
    }
}
