//! The members of an object in the making.

use std::sync::Arc;

use crate::model::Extensions;
use crate::node::{Key, Node, Value};
use crate::source::Place;

/// The members of an object, in the order they are added.
#[derive(Default)]
pub struct Members(Vec<(Key, Node)>);

impl Members {
    /// Adds a member.
    pub fn push(&mut self, name: impl Into<Arc<str>>, value: Node) {
        self.0.push((Key::new(name, Place::default()), value));
    }

    /// Adds a member, if there is a value.
    pub fn some(&mut self, name: &str, value: Option<Node>) {
        if let Some(value) = value {
            self.push(name, value);
        }
    }

    /// Adds a text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.push(name, string(text));
    }

    /// Adds a text, if there is one.
    pub fn some_text<T: AsRef<str>>(&mut self, name: &str, text: Option<T>) {
        if let Some(text) = text {
            self.text(name, text.as_ref());
        }
    }

    /// Adds a count, if there is one.
    pub fn some_count(&mut self, name: &str, count: Option<u64>) {
        self.some(name, count.map(|it| number(&it.to_string())));
    }

    /// Adds a truth value, if it is true.
    pub fn flag(&mut self, name: &str, it: bool) {
        if it {
            self.push(name, boolean(true));
        }
    }

    /// Adds a list, unless it is empty.
    pub fn list(&mut self, name: &str, items: impl IntoIterator<Item = Node>) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_some() {
            self.push(name, list(items));
        }
    }

    /// Adds an object, unless it is empty.
    pub fn object(&mut self, name: &str, members: Members) {
        if !members.is_empty() {
            self.push(name, members.into_node());
        }
    }

    /// Adds extensions.
    pub fn extensions(&mut self, extensions: &Extensions) {
        for (name, it) in extensions.iter() {
            self.push(name.clone(), it.clone());
        }
    }

    /// Puts those that go within something in its place: the first of them makes way for a member of that name.
    pub fn wrap(
        self,
        goes_within: impl Fn(&str) -> bool,
        name: &str,
        around: impl FnOnce(Members) -> Node,
    ) -> Self {
        let at = self.0.iter().position(|(key, _)| goes_within(&key.text));
        let at = at.unwrap_or(self.0.len());
        let members = self.0.into_iter();
        let (within, mut out): (Vec<_>, Vec<_>) =
            members.partition(|(key, _)| goes_within(&key.text));
        let wrapped = (Key::new(name, Place::default()), around(Members(within)));
        out.insert(at, wrapped);
        Self(out)
    }

    /// The only one, if there is one: its name and value.
    pub fn only(&self) -> Option<(&str, &Node)> {
        match &self.0[..] {
            [(key, it)] => Some((&*key.text, it)),
            _ => None,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The object.
    pub fn into_node(self) -> Node {
        Node::object(self.0, Place::default())
    }
}

/// A string.
pub fn string(text: &str) -> Node {
    Node::string(text, Place::default())
}

/// A truth value.
pub fn boolean(it: bool) -> Node {
    Node::new(Value::Bool(it), Place::default())
}

/// A number by its digits.
pub fn number(digits: &str) -> Node {
    Node::new(Value::Number(digits.into()), Place::default())
}

/// A list.
pub fn list(items: impl IntoIterator<Item = Node>) -> Node {
    Node::array(items.into_iter().collect(), Place::default())
}
