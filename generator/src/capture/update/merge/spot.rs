//! Where something shared stands, and what pages say of it.

use super::super::shape::Shape;
use crate::node::{Key, Node, Value};
use crate::patch::is_same;
use crate::source::FileId;

/// A file, and a JSON pointer into it.
pub type Spot = (FileId, String);

/// What pages say of something that is shared.
#[derive(Debug)]
pub struct Vote {
    /// What it is.
    pub shape: Option<Shape>,
    /// A reference that leads there.
    pub reference: Option<Node>,
    /// What pages said and what they say, each pair once; none where no page has it any more. A page may show less of it
    /// than another one does.
    pub pairs: Vec<(Node, Option<Node>)>,
    /// Whether those that said the same say the same.
    pub agree: bool,
}

/// How many pairs are remembered of one thing.
const MOST: usize = 48;

impl Vote {
    /// Adds what a page said and says.
    pub fn add(&mut self, base: &Node, theirs: Option<&Node>) {
        for (was, is) in &mut self.pairs {
            if is_same(was, base) {
                match (&*is, theirs) {
                    (Some(is), Some(theirs)) => self.agree &= is_same(is, theirs),
                    // What is not used here any more may be used elsewhere.
                    (None, Some(theirs)) => *is = Some(theirs.clone()),
                    (_, None) => {}
                }
                return;
            }
        }
        if self.pairs.len() < MOST {
            self.pairs.push((base.clone(), theirs.cloned()));
        }
    }

    /// What pages show of it, as it will be.
    pub fn shown(&self) -> Option<&Node> {
        let (base, theirs) = self.pairs.first()?;
        match (self.agree, theirs) {
            (true, Some(theirs)) => Some(theirs),
            _ => Some(base),
        }
    }
}

/// A tree with another value at the end of these names.
pub fn replaced(tree: &Node, names: &[String], value: &Node) -> Node {
    let [name, rest @ ..] = names else {
        return value.clone();
    };
    match &tree.value {
        Value::Object(object) => {
            let members = object.iter().map(|(key, it)| match *key.text == **name {
                true => (key.clone(), replaced(it, rest, value)),
                false => (key.clone(), it.clone()),
            });
            Node::object(members.collect(), tree.place)
        }
        Value::Array(items) => {
            let at: Option<usize> = name.parse().ok();
            let items = items.iter().enumerate().map(|(i, it)| match Some(i) == at {
                true => replaced(it, rest, value),
                false => it.clone(),
            });
            Node::array(items.collect(), tree.place)
        }
        _ => tree.clone(),
    }
}

/// A value as one that has no place yet: it is written anew.
pub fn bare(node: &Node) -> Node {
    let place = Default::default();
    match &node.value {
        Value::Object(object) => {
            let members = object
                .iter()
                .map(|(key, it)| (Key::new(key.text.clone(), place), bare(it)));
            Node::object(members.collect(), place)
        }
        Value::Array(items) => Node::array(items.iter().map(bare).collect(), place),
        value => Node::new(value.clone(), place),
    }
}
