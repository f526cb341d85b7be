//! Schemas in the making: what rows and samples say of them, one after the other.
//!
//! A page shows a schema in up to four ways: as a section, as rows below an operation, as an example, as a link. Each adds
//! what the others have not said; where two differ, the more exact one was read first.

use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};

use crate::docs::restrictions::{Restriction, Restrictions};
use crate::model::{Bound, JsonType, NumberRules, Schema, SchemaId, StringRules};
use crate::node::{Node, Value};

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
    /// Whether nothing else is.
    pub is_null: bool,
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
    /// Its title.
    pub title: Option<String>,
    /// What restricts its values.
    pub restrictions: Restrictions<'static>,
    /// Where more stands about it: the text of the link, and the address.
    pub external_docs: Option<(String, String)>,
    /// What its items are; of a tuple, those behind the elements that have a place of their own.
    pub items: Option<DraftId>,
    /// What the elements of a tuple are, each by its place.
    pub prefix: Vec<DraftId>,
    /// Whether no value is accepted.
    pub never: bool,
    /// How many items there are at least.
    pub min_items: Option<u64>,
    /// What properties are that are not listed.
    pub additional: Option<DraftId>,
    /// What properties are whose names match a pattern.
    pub patterns: IndexMap<Arc<str>, DraftId>,
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
    /// The components that values of it lead to.
    pub mapping: IndexMap<Arc<str>, DraftId>,
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
            || self.is_null
            || self.read_only
            || self.write_only
            || !self.restrictions.is_empty()
    }

    /// Whether a value is of none of its types.
    pub fn is_of_other_type(&self, value: &Node) -> bool {
        let is_of = |it: &JsonType| match &value.value {
            Value::Null => self.nullable,
            Value::Bool(_) => *it == JsonType::Boolean,
            Value::Number(_) => matches!(it, JsonType::Integer | JsonType::Number),
            Value::String(_) => matches!(it, JsonType::String | JsonType::File),
            Value::Array(_) => *it == JsonType::Array,
            Value::Object(_) => *it == JsonType::Object,
        };
        !self.types.is_empty() && !self.types.iter().any(is_of)
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

    /// Whether it is a component of which nothing is known but that it is there.
    pub fn has_only_name(&self) -> bool {
        let is_said = self.link.is_some()
            || !self.types.is_empty()
            || self.not.is_some()
            || self.has_siblings()
            || self.has_parts();
        self.name.is_some() && !is_said
    }

    /// The number in one of its restrictions.
    pub fn count(&self, of: Restriction) -> Option<u64> {
        self.restrictions.get(of)?.parse().ok()
    }

    /// What stands for an absent value.
    pub fn absent_value(&self) -> Option<Node> {
        self.value(Restriction::Default)
    }

    /// The only value there is, or all of them, where what restricts it says so.
    pub fn told_values(&self) -> Option<Vec<Node>> {
        if let Some(only) = self.value(Restriction::Always) {
            return Some(vec![only]);
        }
        let all = self.restrictions.get(Restriction::OneOf)?;
        let all = crate::load::json_value(all).ok()?;
        Some(all.as_array()?.to_vec())
    }

    /// The keywords that its restrictions have the rules of.
    pub fn keywords(&self) -> impl Iterator<Item = (&'static str, Node)> + '_ {
        let all = Restriction::OF_KEYWORDS.into_iter();
        let all = all.filter(|(it, _)| *it != Restriction::Not || self.not.is_none());
        all.filter_map(|(it, keyword)| {
            let rules = crate::load::json_value(self.restrictions.get(it)?).ok()?;
            Some((keyword, rules))
        })
    }

    /// The value in one of its restrictions.
    fn value(&self, of: Restriction) -> Option<Node> {
        let text = self.restrictions.get(of)?;
        let is_string = self.is(JsonType::String) && !text.starts_with('"') && text != "null";
        match is_string {
            true => Some(Node::string(text, Default::default())),
            false => crate::load::json_value(text).ok(),
        }
    }

    /// Whether it is of this type and no other.
    pub fn is(&self, it: JsonType) -> bool {
        self.types == [it]
    }

    /// Whether anything has been said of what it is made of.
    pub fn has_parts(&self) -> bool {
        self.items.is_some()
            || !self.prefix.is_empty()
            || self.additional.is_some()
            || !self.properties.is_empty()
            || !self.patterns.is_empty()
            || self.has_branches()
    }

    /// Whether it has `allOf`, `anyOf` or `oneOf`.
    pub fn has_branches(&self) -> bool {
        self.branches.iter().any(|it| !it.is_empty())
    }
}

/// All drafts.
#[derive(Debug, Default)]
pub struct Drafts {
    drafts: Vec<Draft>,
    /// Whether rows say how many items there are at least.
    pub counts_items: bool,
    components: IndexMap<Arc<str>, DraftId>,
}

impl Drafts {
    /// None yet.
    pub fn new(counts_items: bool) -> Self {
        Self {
            counts_items,
            ..Self::default()
        }
    }

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
        // What refers to it already would come to refer to itself.
        if self.target(inline) == self.target(component) {
            return;
        }
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

/// The schema of a draft, as far as it is neither an array nor an object.
pub fn scalar(draft: &Draft) -> Schema {
    Schema {
        format: draft.format.clone(),
        number: number_rules(draft).into(),
        string: string_rules(draft).into(),
        ..Schema::default()
    }
}

/// The bounds of a draft's numbers.
pub fn number_rules(draft: &Draft) -> NumberRules {
    let bound = |[limit, exclusive]: [Restriction; 2]| {
        let of = |it| draft.restrictions.get(it);
        let limit = of(limit).map(|it| (it, false));
        let (limit, exclusive) = limit.or_else(|| Some((of(exclusive)?, true)))?;
        Some(Bound {
            limit: limit.into(),
            exclusive,
        })
    };
    NumberRules {
        minimum: bound([Restriction::Minimum, Restriction::ExclusiveMinimum]),
        maximum: bound([Restriction::Maximum, Restriction::ExclusiveMaximum]),
        multiple_of: draft
            .restrictions
            .get(Restriction::MultipleOf)
            .map(Into::into),
    }
}

/// A pattern, which is JSON where a cell has no room for its signs.
fn pattern(text: &str) -> Arc<str> {
    let json = text.starts_with('"');
    let json = json.then(|| crate::load::json_value(text).ok()).flatten();
    json.and_then(|it| Some(it.as_str()?.into()))
        .unwrap_or_else(|| text.into())
}

/// What a draft's strings have to be.
pub fn string_rules(draft: &Draft) -> StringRules {
    StringRules {
        min_length: draft.count(Restriction::MinLength),
        max_length: draft.count(Restriction::MaxLength),
        pattern: draft.restrictions.get(Restriction::Pattern).map(pattern),
    }
}
