//! What a comparison of crates finds.

use std::sync::Arc;

use crate::catalogue::Code;
use crate::model::SchemaId;

/// What a difference means for code that is written against the old crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It compiles.
    Compatible,
    /// It compiles, and may mean something else.
    Risky,
    /// It does not compile, where it uses what differs.
    Breaking,
}

/// What of the document a difference comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A type.
    Type {
        /// The schema that it stands for, in the old document and in the new one.
        schemas: [Option<SchemaId>; 2],
        /// The property, where it is about one.
        property: Option<Arc<str>>,
    },
    /// An operation: its index among those of the old document, and of the new one.
    Operation([Option<usize>; 2], Part),
    /// Operations taken together: those of a tag, or of the whole document, by their indices.
    Operations([Vec<usize>; 2], Part),
}

/// Which part of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// That there is one.
    Whole,
    /// What it is called.
    Name,
    /// Its tags.
    Tags,
    /// Who calls.
    Security,
    /// All that it takes.
    Request,
    /// A parameter: its index among those that become fields, in the old document and in the new one.
    Parameter([Option<usize>; 2]),
    /// The body that it takes.
    Body,
    /// All that it answers.
    Responses,
    /// The response of a status as the document has it: `404`, `4XX`, `default`.
    Response(String),
    /// Where it is served.
    Servers,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which kind it is.
    pub code: Code,
    /// What it means.
    pub effect: Effect,
    /// The item as the old crate has it, or else the new one: `types::Pet`, `api::PetsApi::list_pets`.
    pub item: String,
    /// What differs, one line without a full stop.
    pub message: String,
    /// Where it comes from.
    pub about: About,
}

/// Collects differences.
#[derive(Default)]
pub struct Found {
    /// Those.
    pub all: Vec<Difference>,
}

/// What differences are about, until the next item.
pub struct Item<'f> {
    /// Where they go.
    pub found: &'f mut Found,
    /// The item's path.
    pub path: String,
    /// What it comes from.
    pub about: About,
}

impl Found {
    /// A difference.
    pub fn tell(&mut self, code: Code, effect: Effect, item: &str, message: String, about: About) {
        self.all.push(Difference {
            code,
            effect,
            item: item.to_owned(),
            message,
            about,
        });
    }

    /// Differences of an item.
    pub fn of(&mut self, path: String, about: About) -> Item<'_> {
        Item {
            found: self,
            path,
            about,
        }
    }
}

impl Item<'_> {
    /// A difference of the item.
    pub fn tell(&mut self, code: Code, effect: Effect, message: String) {
        let about = self.about.clone();
        self.found.tell(code, effect, &self.path, message, about);
    }

    /// A difference of a part of it.
    pub fn tell_of(&mut self, about: About, code: Code, effect: Effect, message: String) {
        self.found.tell(code, effect, &self.path, message, about);
    }
}
