//! Schemas that say by `$id` which URI is theirs, and by `$anchor` what they are called below it (JSON Schema 2020-12 Core,
//! section 8.2): where references that stand in them are resolved from, and where those that name them lead.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::target::Target;
use crate::load::{Document, uri};
use crate::model::Dialect;
use crate::node::{Node, Object, pointer_segment};
use crate::source::{FileId, Place};

/// What references can be relative to: each file, and each schema with an `$id`.
#[derive(Default)]
pub(super) struct Resources {
    /// The files come first, in order.
    all: Vec<Resource>,
    /// The schemas with an `$id`, by their URIs. Of two with one URI, the first has it.
    by_uri: HashMap<String, usize>,
    /// Each anchor of any resource, and whether several have it.
    names: HashMap<String, bool>,
    repeated: Vec<(Place, &'static str, String)>,
    /// For each reference in such a schema the nearest one around it.
    around: HashMap<Place, usize>,
}

/// A file, or a schema with an `$id`.
pub(super) struct Resource {
    /// What `#` stands for.
    pub root: Target,
    /// The URI that references are relative to, without a fragment; of a file that has none, one made up of its path.
    pub base: String,
    /// Whether a schema says so by `$id`.
    pub is_schema: bool,
    anchors: HashMap<String, Target>,
}

impl Resources {
    /// Whether a document has to be searched for them before any reference is resolved. Up to OpenAPI 3.0, `$id` is no
    /// keyword.
    pub fn are_needed(document: &Document) -> bool {
        let mut files = (0..document.count()).map(FileId);
        document.dialect >= Dialect::OpenApi31
            && files.any(|it| document.source(it).text.contains("$id"))
    }

    /// Searches all files of a document.
    pub fn of(document: &Document) -> Self {
        let mut it = Self::default();
        for file in (0..document.count()).map(FileId) {
            let base = match document.own_uri(file) {
                Some(uri) => uri.to_owned(),
                None => format!("file:///{}", document.path(file)),
            };
            it.all.push(Resource {
                root: Target::new(document.tree(file).clone(), ""),
                base,
                is_schema: false,
                anchors: HashMap::new(),
            });
        }
        let has_ids = document.dialect >= Dialect::OpenApi31;
        for at in 0..it.all.len() {
            let tree = it.all[at].root.node.clone();
            it.search(&tree, &mut String::new(), at, has_ids, false);
        }
        it
    }

    /// Searches a value that stands in a resource. In a map, keys are names, not keywords.
    fn search(
        &mut self,
        node: &Node,
        pointer: &mut String,
        around: usize,
        has_ids: bool,
        is_map: bool,
    ) {
        let length = pointer.len();
        if let Some(items) = node.as_array() {
            for (index, item) in items.iter().enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                self.search(item, pointer, around, has_ids, false);
                pointer.truncate(length);
            }
        }
        let Some(object) = node.as_object() else {
            return;
        };
        let around = match is_map {
            true => around,
            false => self.identify(object, node, pointer, around, has_ids),
        };
        for (key, value) in object.iter() {
            let name = &*key.text;
            if !is_map && (VALUES.contains(&name) || name.starts_with("x-")) {
                continue;
            }
            pointer.push('/');
            pointer.push_str(&pointer_segment(name));
            let holds_names = !is_map && MAPS.contains(&name);
            self.search(value, pointer, around, has_ids, holds_names);
            pointer.truncate(length);
        }
    }

    /// Takes note of what an object says of itself, and of the references in it: the resource that it stands in, or is.
    fn identify(
        &mut self,
        object: &Object,
        node: &Node,
        pointer: &str,
        mut around: usize,
        has_ids: bool,
    ) -> usize {
        let text = |name| Some((name, object.get(name)?, object.get(name)?.as_str()?));
        let id = text("$id")
            .map(|(name, node, id)| (name, node, id.split_once('#').unwrap_or((id, ""))));
        if let Some((keyword, id, (uri, _))) = id
            && has_ids
            && !uri.is_empty()
            && let Some(base) = uri::resolve(&self.all[around].base, uri)
        {
            match self.by_uri.entry(base.clone()) {
                Entry::Vacant(it) => drop(it.insert(self.all.len())),
                // What an alias repeats is one schema.
                Entry::Occupied(first) => {
                    if self.all[*first.get()].root.node.place != node.place {
                        self.repeated.push((id.place, keyword, base.clone()));
                    }
                }
            }
            around = self.all.len();
            self.all.push(Resource {
                root: Target::new(node.clone(), pointer),
                base,
                is_schema: true,
                anchors: HashMap::new(),
            });
        }
        let said = ["$anchor", "$dynamicAnchor"].into_iter().filter_map(text);
        let said = said.chain(id.map(|(keyword, id, (_, fragment))| (keyword, id, fragment)));
        for (keyword, value, name) in said.filter(|it| !it.2.is_empty()) {
            match self.all[around].anchors.entry(name.to_owned()) {
                Entry::Vacant(it) => {
                    it.insert(Target::new(node.clone(), pointer));
                    let names = self.names.entry(name.to_owned());
                    names.and_modify(|it| *it = true).or_insert(false);
                }
                Entry::Occupied(first) if first.get().node.place != node.place => {
                    self.names.insert(name.to_owned(), true);
                    // Of several `$dynamicAnchor`s, a reference to them tells.
                    if keyword != "$dynamicAnchor" {
                        self.repeated.push((value.place, keyword, name.to_owned()));
                    }
                }
                Entry::Occupied(_) => {}
            }
        }
        if self.all[around].is_schema {
            let references = ["$ref", "$dynamicRef", "defaultMapping"].map(|it| object.get(it));
            let mapping = object.get("mapping").and_then(Node::as_object);
            let targets = mapping.into_iter().flat_map(|it| it.iter().map(|it| it.1));
            for it in references.into_iter().flatten().chain(targets) {
                self.around.entry(it.place).or_insert(around);
            }
        }
        around
    }

    /// The resource that a reference stands in.
    pub fn around(&self, reference: Place) -> usize {
        let file = usize::from(reference.file.0);
        self.around.get(&reference).copied().unwrap_or(file)
    }

    /// The schemas with an `$id`.
    pub fn with_id(&self) -> impl Iterator<Item = &Resource> {
        self.all.iter().filter(|it| it.is_schema)
    }

    /// A resource by its number.
    pub fn get(&self, at: usize) -> &Resource {
        &self.all[at]
    }

    /// Whether a schema has an `$id`.
    pub fn has_ids(&self) -> bool {
        !self.by_uri.is_empty()
    }

    /// The schema whose `$id` comes to a URI.
    pub fn by_uri(&self, uri: &str) -> Option<usize> {
        self.by_uri.get(uri).copied()
    }

    /// What has a name in a resource.
    pub fn anchor(&self, at: usize, name: &str) -> Option<&Target> {
        self.all[at].anchors.get(name)
    }

    /// Each `$id` and `$anchor` that another schema has already (JSON Schema 2020-12 Core, sections 8.2.1 and 8.2.2): where
    /// it stands, its keyword, and the URI or name.
    pub fn repeated(&self) -> &[(Place, &'static str, String)] {
        &self.repeated
    }

    /// Whether several resources, or several schemas of one, have an anchor of that name.
    pub fn is_ambiguous(&self, name: &str) -> bool {
        self.names.get(name) == Some(&true)
    }
}

/// Keywords with values of any form, in which nothing is a schema.
pub(super) const VALUES: [&str; 6] = ["example", "examples", "default", "const", "enum", "value"];

/// Fields whose members are called as the author likes.
pub(super) const MAPS: [&str; 20] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "dependencies",
    "$defs",
    "definitions",
    "schemas",
    "responses",
    "parameters",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
    "paths",
    "webhooks",
    "content",
    "encoding",
];
