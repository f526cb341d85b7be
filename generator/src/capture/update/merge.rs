//! A document, what its pages said and what they say now → the document that says that.
//!
//! Three trees are walked side by side: what was captured of the document's own pages, what was captured of the pages that
//! are given, and the document itself. Where the first two differ, the document follows; everything else of it stays, in
//! whatever words it says it. What a `$ref` of the document leads to is edited there, if all pages agree on it; where they
//! do not, a parameter, a body or a response that is no longer what it shares is written out.

mod enums;
mod lists;
mod narrowed;
mod operation;
mod shared;
mod spot;
mod unused;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;

use super::pairs;
use super::shape::{Shape, method};
use super::{change::name_of, order};
use crate::load::Document;
use crate::node::{Key, Node, Object, Value};
use crate::patch::{Refusal, is_same};
use crate::source::{FileId, Place};
use spot::{Spot, Vote};

/// What is put together.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What was captured of the document's own pages, normal.
    pub base: &'a Node,
    /// What was captured of the pages that are given, normal.
    pub theirs: &'a Node,
    /// The security schemes that were captured of the pages that are given.
    pub schemes: Option<&'a Node>,
    /// The document.
    pub document: &'a Document,
    /// Whether of several places that show one thing the first has the last word, and not the last one.
    pub is_reversed: bool,
}

/// What has become of the document.
#[derive(Debug, Default)]
pub struct Merged {
    /// The files that change, with their trees.
    pub trees: BTreeMap<FileId, Node>,
    /// What cannot be brought in step.
    pub refusals: Vec<Refusal>,
    /// What may be the cause where a page does not come back: pages that do not agree.
    pub doubts: Vec<Refusal>,
    /// Names in an extension that no page says: the value, and the name.
    pub made_up: Vec<(String, String)>,
}

/// Puts the trees together.
pub fn merge(input: Input<'_>) -> Merged {
    let root = input.document.tree(FileId(0));
    let mut merger = Merger {
        input,
        is_asking: true,
        votes: HashMap::new(),
        shared: HashMap::new(),
        requirements: HashMap::new(),
        queue: IndexMap::new(),
        path_parameters: None,
        depth: 0,
        merged: Merged::default(),
    };
    let both = |merger: &mut Merger<'_>| {
        merger.merge(
            Shape::Root,
            Some(input.base),
            Some(input.theirs),
            Some(root),
            FileId(0),
        )
    };
    // First it is asked who shares what, and whether all agree on it.
    both(&mut merger);
    merger.is_asking = false;
    merger.share();
    let made = both(&mut merger).unwrap_or_else(|| root.clone());
    if !is_same(&made, root) {
        merger.merged.trees.insert(FileId(0), made);
    }
    merger.edit_what_is_shared();
    merger.follow_narrowed();
    merger.add_schemes();
    merger.remove_unused();
    merger.merged
}

struct Merger<'a> {
    input: Input<'a>,
    /// Whether it is asked who shares what; nothing is made of it then.
    is_asking: bool,
    /// By where it stands, what pages say of something that is shared.
    votes: HashMap<Spot, Vote>,
    /// The references of the document, by what they lead to as pages show it.
    shared: HashMap<(Shape, Node), Node>,
    /// What protects operations in the words of the document, by what pages say.
    requirements: HashMap<Node, Node>,
    /// What is shared and has to be edited.
    queue: IndexMap<Spot, Shape>,
    /// The parameters of the path item at hand, and where they stand.
    path_parameters: Option<(Node, Spot)>,
    depth: usize,
    merged: Merged,
}

/// How deep trees are walked at the most.
const MAX_DEPTH: usize = 400;

impl Merger<'_> {
    /// What a value of the document becomes; none where it goes, or is none of the pages' business.
    fn merge(
        &mut self,
        shape: Shape,
        base: Option<&Node>,
        theirs: Option<&Node>,
        ours: Option<&Node>,
        file: FileId,
    ) -> Option<Node> {
        match (base, theirs, ours) {
            (None, None, ours) => ours.cloned(),
            (_, None, None) => None,
            (Some(base), None, Some(ours)) => self.removed(shape, base, ours, file),
            (Some(base), Some(theirs), None) if is_same(base, theirs) => None,
            (_, Some(theirs), None) => Some(self.fresh(shape, theirs)),
            // The document says more than its pages showed so far.
            (None, Some(theirs), Some(ours)) => match (shape, &ours.value) {
                (Shape::Schema, Value::Object(_)) => Some(ours.clone()),
                _ => Some(self.fresh(shape, theirs)),
            },
            (Some(base), Some(theirs), Some(ours)) => {
                if self.depth > MAX_DEPTH {
                    return Some(ours.clone());
                }
                self.depth += 1;
                let made = self.both(shape, base, theirs, ours, file);
                self.depth -= 1;
                made
            }
        }
    }

    /// Something that no page shows any more.
    fn removed(&mut self, shape: Shape, base: &Node, ours: &Node, file: FileId) -> Option<Node> {
        if shape == Shape::PathItem {
            // Other pages may describe other operations of the path.
            let none = Node::object(Vec::new(), base.place);
            let left = self.both(shape, base, &none, ours, file)?;
            let has_operations = left
                .as_object()
                .is_some_and(|it| it.iter().any(|(key, _)| method(&key.text).is_some()));
            return has_operations.then_some(left);
        }
        if self.is_asking
            && let Some(spot) = self.shared_spot(shape, ours, file)
        {
            self.vote(spot, base, None);
        }
        None
    }

    fn both(
        &mut self,
        shape: Shape,
        base: &Node,
        theirs: &Node,
        ours: &Node,
        file: FileId,
    ) -> Option<Node> {
        if shape == Shape::Schema
            && let Some(made) = self.link(base, theirs, ours)
        {
            return Some(made);
        }
        if let Some(spot) = self.shared_spot(shape, ours, file) {
            return Some(self.through_reference(shape, base, theirs, ours, spot));
        }
        if !self.is_asking && is_same(base, theirs) {
            return Some(ours.clone());
        }
        match (&base.value, &theirs.value, &ours.value) {
            (Value::Object(base), Value::Object(theirs), Value::Object(members)) => {
                Some(self.object(shape, base, theirs, members, ours.place, file))
            }
            (Value::Array(base), Value::Array(theirs), Value::Array(items)) => {
                self.list(shape, base, theirs, items, ours.place, file)
            }
            _ if is_same(base, theirs) => Some(ours.clone()),
            // No page shows the line break that a block of text ends with.
            (Value::String(base), Value::String(theirs), Value::String(text))
                if text.strip_suffix('\n') == Some(&**base) && !theirs.ends_with('\n') =>
            {
                Some(Node::string([theirs, "\n"].concat(), ours.place))
            }
            _ => Some(self.fresh(shape, theirs)),
        }
    }

    /// A schema that pages show as a reference by name, on one side at least.
    fn link(&mut self, base: &Node, theirs: &Node, ours: &Node) -> Option<Node> {
        let link = |it: &Node| {
            it.get("$ref")
                .and_then(Node::as_str)
                .map(|it| name_of(it).to_owned())
        };
        let (was, is) = (link(base), link(theirs));
        if was.is_none() && is.is_none() {
            return None;
        }
        if is_same(base, theirs) {
            return Some(ours.clone());
        }
        let ours_object = ours.as_object()?;
        let (Some(was), Some(_)) = (&was, &is) else {
            // A reference became something else, or the other way round.
            let stays_wrapped =
                was.is_some() && theirs.get("allOf").is_some() && ours.get("allOf").is_some();
            return match stays_wrapped {
                true => {
                    let wrapped = wrapped(base);
                    self.both(Shape::Schema, &wrapped, theirs, ours, FileId(0))
                }
                false => Some(self.fresh(Shape::Schema, theirs)),
            };
        };
        let leads_there = |it: &Node| link(it).as_ref() == Some(was);
        let reference = theirs.get("$ref")?;
        let replaced = |it: &Node| match it.as_object() {
            Some(object) if leads_there(it) => with(object, "$ref", reference.clone(), it.place),
            _ => it.clone(),
        };
        if leads_there(ours) {
            return Some(replaced(ours));
        }
        let branches = ours
            .get("allOf")
            .and_then(Node::as_array)
            .filter(|it| it.iter().any(leads_there));
        Some(match branches {
            Some(branches) => {
                let branches = branches.iter().map(replaced).collect();
                with(
                    ours_object,
                    "allOf",
                    Node::array(branches, ours.place),
                    ours.place,
                )
            }
            None => self.fresh(Shape::Schema, theirs),
        })
    }

    /// An object, member by member.
    fn object(
        &mut self,
        shape: Shape,
        base: &Object,
        theirs: &Object,
        ours: &Object,
        place: Place,
        file: FileId,
    ) -> Node {
        let renamed = match shape {
            Shape::Paths => self.renamed(base, theirs, ours),
            _ => HashMap::new(),
        };
        let now = |name: &Arc<str>| renamed.get(name).unwrap_or(name).clone();
        let mut special: HashMap<&'static str, Option<Node>> = match shape {
            Shape::Operation => self.operation(base, theirs, ours, place, file),
            _ => HashMap::new(),
        };
        if shape == Shape::Schema {
            self.reference_beside(base, theirs, ours, &mut special);
        }
        let mut members: IndexMap<Arc<str>, (Key, Node)> = IndexMap::new();
        for (key, node) in ours.iter() {
            let name = now(&key.text);
            let outer = self.enter(shape, key, node, file);
            let made = match special.remove(&*key.text) {
                Some(made) => made,
                None => {
                    let (was, is) = (base.get(&key.text), theirs.get(&name));
                    let is_kept = shape == Shape::Schemas && is.is_none();
                    match is_kept {
                        // Whether a component goes is seen once it is known what refers to it.
                        true => Some(node.clone()),
                        false => self.merge(shape.member(&key.text), was, is, Some(node), file),
                    }
                }
            };
            self.leave(outer);
            if let Some(made) = made {
                let key = Key::new(name.clone(), key.place);
                members.insert(name, (key, made));
            }
        }
        for (key, node) in theirs.iter() {
            let is_there = ours.get(&key.text).is_some() || members.contains_key(&key.text);
            let was = base.get(&key.text);
            if is_there || was.is_some_and(|it| is_same(it, node)) {
                continue;
            }
            let made = match special.remove(&*key.text) {
                Some(made) => made,
                None if self.says_elsewhere(shape, &key.text, node, &mut members) => None,
                None => Some(self.fresh(shape.member(&key.text), node)),
            };
            if let Some(made) = made {
                members.insert(key.text.clone(), (key.clone(), made));
            }
        }
        for (name, made) in special {
            if let Some(made) = made {
                let key = Key::new(name, Place::default());
                members.insert(name.into(), (key, made));
            }
        }
        if shape == Shape::Schema {
            self.name_values(ours, &mut members);
        }
        let names_of = |object: &Object| -> Vec<Arc<str>> {
            object.iter().map(|(key, _)| now(&key.text)).collect()
        };
        let (base, ours) = (names_of(base), names_of(ours));
        let ours: Vec<&str> = ours
            .iter()
            .map(|it| &**it)
            .filter(|it| members.contains_key(*it))
            .collect();
        let base: Vec<&str> = base.iter().map(|it| &**it).collect();
        let theirs: Vec<&str> = theirs
            .iter()
            .map(|(key, _)| &*key.text)
            .filter(|it| members.contains_key(*it))
            .collect();
        let order = order::merged(&ours, &base, &theirs);
        let mut out = Vec::with_capacity(members.len());
        for name in order {
            out.extend(members.swap_remove(name));
        }
        // What neither side has in an order stands at the end.
        members.sort_keys();
        out.extend(members.into_values());
        Node::object(out, place)
    }

    /// Paths that are called differently now; one that other pages say something of as well is not renamed.
    fn renamed(
        &self,
        base: &Object,
        theirs: &Object,
        ours: &Object,
    ) -> HashMap<Arc<str>, Arc<str>> {
        let mut renamed = pairs::renamed(Some(base), Some(theirs));
        renamed.retain(|was, is| {
            let shown = |name: &str| base.get(was).is_some_and(|it| it.get(name).is_some());
            let item = ours.get(was).and_then(Node::as_object);
            ours.get(is).is_none()
                && item.is_some_and(|it| {
                    let mut operations = it.iter().filter(|(key, _)| method(&key.text).is_some());
                    operations.all(|(key, _)| shown(&key.text))
                })
        });
        renamed
    }

    /// Remembers the parameters of a path item while its operations are looked at.
    fn enter(
        &mut self,
        shape: Shape,
        key: &Key,
        node: &Node,
        file: FileId,
    ) -> Option<Option<(Node, Spot)>> {
        let parameters = match shape {
            Shape::Paths => node.get("parameters").cloned().map(|it| {
                let pointer = crate::node::pointer(["paths", &key.text, "parameters"]);
                (it, (file, pointer))
            }),
            // No page shows parameters there.
            Shape::PathItems => None,
            _ => return None,
        };
        Some(std::mem::replace(&mut self.path_parameters, parameters))
    }

    fn leave(&mut self, outer: Option<Option<(Node, Spot)>>) {
        if let Some(outer) = outer {
            self.path_parameters = outer;
        }
    }

    /// Whether the document says in other words what pages show at a key: edited there.
    fn says_elsewhere(
        &self,
        shape: Shape,
        key: &str,
        theirs: &Node,
        members: &mut IndexMap<Arc<str>, (Key, Node)>,
    ) -> bool {
        match key {
            "enum" if shape == Shape::Schema => {
                members.shift_remove("const");
                false
            }
            "example" => {
                let Some((_, examples)) = members.get_mut("examples") else {
                    return false;
                };
                let edited = match &examples.value {
                    Value::Array(items) => {
                        let rest = items.iter().skip(1).cloned();
                        Node::array(
                            [theirs.clone()].into_iter().chain(rest).collect(),
                            examples.place,
                        )
                    }
                    Value::Object(object) => {
                        let mut members = object.iter().map(|(key, it)| (key.clone(), it.clone()));
                        let Some((name, first)) = members.next() else {
                            return false;
                        };
                        let Some(example) = first.as_object() else {
                            return false;
                        };
                        let first = with(example, "value", theirs.clone(), first.place);
                        Node::object(
                            [(name, first)].into_iter().chain(members).collect(),
                            examples.place,
                        )
                    }
                    _ => return false,
                };
                *examples = edited;
                true
            }
            _ => false,
        }
    }

    /// A schema of 3.1 may have keywords beside a `$ref`, which pages show as an `allOf`.
    fn reference_beside(
        &mut self,
        base: &Object,
        theirs: &Object,
        ours: &Object,
        special: &mut HashMap<&'static str, Option<Node>>,
    ) {
        if ours.get("$ref").is_none() {
            return;
        }
        let only = |it: &Object| match it.get("allOf").and_then(Node::as_array) {
            Some([only]) => only.get("$ref").cloned(),
            _ => None,
        };
        if let (Some(_), Some(is)) = (only(base), only(theirs)) {
            special.insert("$ref", Some(is));
            special.insert("allOf", None);
        }
    }

    /// Something that is new in the document.
    fn fresh(&self, shape: Shape, node: &Node) -> Node {
        if matches!(shape, Shape::Parameter | Shape::Body | Shape::Response)
            && let Some(reference) = self.known(shape, node)
        {
            return reference;
        }
        match &node.value {
            Value::Object(object) => {
                let members = object.iter().filter_map(|(key, it)| {
                    let it = match (shape, &*key.text) {
                        (Shape::Operation, "security") => self.requirement(it)?,
                        (Shape::Operation, "parameters") => {
                            let own = self.without_those_of_path_item(it.as_array()?);
                            let own: Vec<Node> = own
                                .iter()
                                .map(|it| self.fresh(Shape::Parameter, it))
                                .collect();
                            (!own.is_empty()).then(|| Node::array(own, Place::default()))?
                        }
                        _ => self.fresh(shape.member(&key.text), it),
                    };
                    Some((key.clone(), it))
                });
                Node::object(members.collect(), Place::default())
            }
            Value::Array(items) => {
                let items = items.iter().map(|it| self.fresh(shape.item(), it));
                Node::array(items.collect(), Place::default())
            }
            _ => Node::new(node.value.clone(), Place::default()),
        }
    }
}

/// A reference as the one branch of an `allOf`.
fn wrapped(reference: &Node) -> Node {
    let branches = Node::array(vec![reference.clone()], reference.place);
    Node::object(
        vec![(Key::new("allOf", reference.place), branches)],
        reference.place,
    )
}

/// An object with another value at a key, or one more.
fn with(object: &Object, name: &str, value: Node, place: Place) -> Node {
    let mut members: Vec<(Key, Node)> = object
        .iter()
        .map(|(key, it)| (key.clone(), it.clone()))
        .collect();
    match members.iter_mut().find(|(key, _)| &*key.text == name) {
        Some((_, it)) => *it = value,
        None => members.push((Key::new(name, Place::default()), value)),
    }
    Node::object(members, place)
}
