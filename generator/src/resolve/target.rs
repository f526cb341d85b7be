//! What a reference leads to, or why it leads nowhere.

use std::sync::Arc;

use crate::diagnostic::Code;
use crate::node::{Node, Object};

/// What a `$ref` leads to.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The value, never a bare reference itself.
    pub node: Node,
    /// JSON pointer to it in its file, which is the file of the node's place.
    pub pointer: Arc<str>,
    /// What the references on the way say of it.
    pub said: Said,
}

impl Target {
    /// One that no reference says anything of.
    pub fn new(node: Node, pointer: impl Into<Arc<str>>) -> Self {
        Self {
            node,
            pointer: pointer.into(),
            said: Said::default(),
        }
    }
}

/// What a Reference Object says of its target (OpenAPI 3.1.1, section 4.8.23); of several, the first.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    summary: Option<Node>,
    description: Option<Node>,
}

impl Said {
    /// What a reference says.
    pub fn by(reference: &Object) -> Self {
        let field = |name| reference.get(name).filter(|it| !it.is_null()).cloned();
        Self {
            summary: field("summary"),
            description: field("description"),
        }
    }

    /// The same, with what a reference further on says where this one says nothing.
    #[must_use]
    pub fn or(self, further: Self) -> Self {
        Self {
            summary: self.summary.or(further.summary),
            description: self.description.or(further.description),
        }
    }

    /// `summary` or `description`.
    pub fn field(&self, name: &str) -> Option<&Node> {
        match name {
            "summary" => self.summary.as_ref(),
            "description" => self.description.as_ref(),
            _ => None,
        }
    }
}

/// Why there is no target: a sentence, and what to write instead.
pub(super) type Failure = (Code, String, String);
