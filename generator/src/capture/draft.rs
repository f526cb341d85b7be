//! Schemas in the making: what rows and samples say of them, one after the other.
//!
//! A page shows a schema in up to four ways: as a section, as rows below an operation, as an example, as a link. Each adds
//! what the others have not said; where two differ, the more exact one was read first.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use crate::model::{JsonType, SchemaId};
use crate::node::Node;

/// Which draft: an index into [`Drafts`]; the schema that comes of it has the same.
pub type DraftId = SchemaId;

/// A schema in the making.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Its name, if it is a component.
    pub name: Option<Arc<str>>,
    /// The component it refers to, perhaps with keywords of its own beside.
    pub link: Option<DraftId>,
    /// Whether its properties show that the reference stands in an `allOf`, even if nothing stands beside it.
    pub in_all_of: bool,
    /// Whether it has been said what it is; without types, that it may be anything.
    pub known: bool,
    /// Its types.
    pub types: Vec<JsonType>,
    /// Its format.
    pub format: Option<Arc<str>>,
    /// Whether `null` is accepted.
    pub nullable: bool,
    /// Its description.
    pub description: Option<String>,
    /// The values it is limited to.
    pub values: Option<Vec<Node>>,
    /// An example of its own.
    pub example: Option<Node>,
    /// Whether it is sent by the server alone.
    pub read_only: bool,
    /// Whether it is sent by callers alone.
    pub write_only: bool,
    /// Where more stands about it: the text of the link, and the address.
    pub external_docs: Option<(String, String)>,
    /// What its items are.
    pub items: Option<DraftId>,
    /// How many items there are at least.
    pub min_items: Option<u64>,
    /// What properties are that are not listed.
    pub additional: Option<DraftId>,
    /// Its properties.
    pub properties: IndexMap<Arc<str>, DraftId>,
    /// Which of them are required.
    pub required: IndexSet<Arc<str>>,
    /// `allOf`, `anyOf`, `oneOf`.
    pub branches: [Vec<DraftId>; 3],
    /// `not`.
    pub not: Option<DraftId>,
    /// The property that tells branches apart.
    pub discriminator: Option<Arc<str>>,
    /// The example that a page shows of the component.
    pub shown: Option<Node>,
}

impl Draft {
    /// Whether nothing but a reference has been said of it.
    pub fn is_bare_link(&self) -> bool {
        self.link.is_some() && !self.in_all_of && !self.has_siblings()
    }

    /// Whether something stands beside its reference.
    pub fn has_siblings(&self) -> bool {
        self.description.is_some()
            || self.values.is_some()
            || self.example.is_some()
            || self.format.is_some()
            || self.nullable
            || self.read_only
            || self.write_only
    }

    /// Whether nothing has been said of it.
    pub fn is_empty(&self) -> bool {
        let is_said = self.name.is_some()
            || self.link.is_some()
            || !self.types.is_empty()
            || self.not.is_some()
            || self.has_siblings()
            || self.has_parts();
        !is_said
    }

    /// Whether it is of this type and no other.
    pub fn is(&self, it: JsonType) -> bool {
        self.types == [it]
    }

    /// Whether anything has been said of what it is made of.
    pub fn has_parts(&self) -> bool {
        self.items.is_some()
            || self.additional.is_some()
            || !self.properties.is_empty()
            || self.branches.iter().any(|it| !it.is_empty())
    }
}

/// All drafts.
#[derive(Debug, Default)]
pub struct Drafts {
    drafts: Vec<Draft>,
    components: IndexMap<Arc<str>, DraftId>,
}

impl Drafts {
    /// Adds a draft.
    pub fn add(&mut self, draft: Draft) -> DraftId {
        self.drafts.push(draft);
        SchemaId::from_index(self.drafts.len() - 1)
    }

    /// The component of that name; a new one, of which nothing is known, if there is none.
    pub fn component(&mut self, name: &str) -> DraftId {
        if let Some(id) = self.components.get(name) {
            return *id;
        }
        let name: Arc<str> = name.into();
        let id = self.add(Draft {
            name: Some(name.clone()),
            ..Draft::default()
        });
        self.components.insert(name, id);
        id
    }

    /// The components by name, in the order they were found in.
    pub fn components(&self) -> &IndexMap<Arc<str>, DraftId> {
        &self.components
    }

    /// Sorts the components by name.
    pub fn sort_components(&mut self) {
        self.components.sort_keys();
    }

    /// The draft itself.
    pub fn get(&self, id: DraftId) -> &Draft {
        &self.drafts[id.index()]
    }

    /// The draft itself, to be added to.
    pub fn get_mut(&mut self, id: DraftId) -> &mut Draft {
        &mut self.drafts[id.index()]
    }

    /// What a draft refers to in the end; itself where it refers to nothing.
    pub fn target(&self, id: DraftId) -> DraftId {
        let mut id = id;
        // References do not form circles: a component refers to another only where a page shows it so.
        for _ in 0..64 {
            match self.get(id).link {
                Some(next) => id = next,
                None => break,
            }
        }
        id
    }

    /// Makes a component of a schema that turned out to be it.
    pub fn move_into_component(&mut self, inline: DraftId, component: DraftId) {
        let name = self.get(component).name.clone();
        let shown = self.get_mut(component).shown.take();
        let description = self.get_mut(component).description.take();
        let mut content = std::mem::take(self.get_mut(inline));
        content.name = name;
        content.shown = content.shown.or(shown);
        content.description = content.description.or(description);
        *self.get_mut(component) = content;
        self.get_mut(inline).link = Some(component);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.drafts.len()
    }

    /// All of them, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter()
    }
}
