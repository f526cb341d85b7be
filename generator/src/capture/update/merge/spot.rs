//! Where something shared stands, and what pages say of it.

use super::super::shape::Shape;
use crate::node::{Node, Value};
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
    /// What pages said.
    pub base: Node,
    /// What they say; none where no page has it any more.
    pub theirs: Option<Node>,
    /// Whether all say the same.
    pub agree: bool,
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
