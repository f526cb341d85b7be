//! Which schemas are shown under a name of their own, and so are linked to.
//!
//! A schema is when it is a component that a `$ref` leads to. The reference's tools find that out while they put the
//! targets of references in their places, and on a cycle they pin the name to the wrong object; [`References::pinned`]
//! goes the same way, step by step, because the pages show it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Additional, Api, ParameterShape, SchemaId};

/// The names of schemas.
#[derive(Debug)]
pub struct References {
    /// By schema, the component whose name it goes by.
    names: Vec<Option<SchemaId>>,
    components: Vec<Option<Arc<str>>>,
    /// Schemas whose `properties` got a member of the tools' own, at the end.
    marked_properties: Vec<bool>,
}

impl References {
    /// Every component goes by its own name.
    pub fn plain(api: &Api) -> Self {
        let mut components = vec![None; api.schemas.len()];
        for (name, id) in &api.components {
            components[id.index()].get_or_insert_with(|| name.clone());
        }
        let names = api
            .schema_ids()
            .map(|id| components[id.index()].as_ref().map(|_| id))
            .collect();
        Self {
            names,
            components,
            marked_properties: vec![false; api.schemas.len()],
        }
    }

    /// As [`References::plain`], with the names that `reftools` 1.1.9 gives on cycles. Where a reference leads to a
    /// schema that is being worked on, the tool marks the object that holds the reference instead of its target: in
    /// `Group: { properties: { children: { type: array, items: { $ref: Group } } } }` the array is taken for a `Group`.
    pub fn pinned(api: &Api) -> Self {
        let plain = Self::plain(api);
        let mut pinner = Pinner {
            edges: api
                .schema_ids()
                .map(|id| edges(api, id, &plain.components))
                .collect(),
            state: vec![State::Unseen; api.schemas.len()],
            budget: PIN_BUDGET,
            depth: 0,
            references: Self {
                names: vec![None; api.schemas.len()],
                ..plain
            },
        };
        for root in roots(api) {
            let root = target_of_reference(api, root);
            if pinner.references.components[root.index()].is_some() {
                pinner.follow(root);
            } else {
                pinner.settle_inline(root);
            }
        }
        for id in api.components.values() {
            pinner.settle_inline(*id);
        }
        pinner.references
    }

    /// The component whose name the schema goes by.
    pub fn name(&self, id: SchemaId) -> Option<&Arc<str>> {
        self.component(self.names[id.index()]?)
    }

    /// The component whose name the schema goes by, as a schema.
    pub fn target(&self, id: SchemaId) -> Option<SchemaId> {
        self.names[id.index()]
    }

    /// The name of a component.
    pub fn component(&self, id: SchemaId) -> Option<&Arc<str>> {
        self.components[id.index()].as_ref()
    }

    /// Whether the tools have put a member of their own behind the schema's properties.
    pub fn has_marked_properties(&self, id: SchemaId) -> bool {
        self.marked_properties[id.index()]
    }
}

/// How many steps along references are gone before the rest keeps its plain names. Coder's document takes some
/// thousands; only a hostile one takes more.
const PIN_BUDGET: u32 = 20_000_000;

/// How many components may be in work at once; what lies deeper keeps its plain name.
const PIN_DEPTH: u32 = 1_000;

/// How far a component is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Unseen,
    InWork,
    /// Its references are in place.
    Placed,
}

/// A schema under a schema.
#[derive(Debug, Clone, Copy)]
struct Edge {
    target: SchemaId,
    /// Whether it stands as a `$ref` that has not been replaced yet.
    pending: bool,
    /// What the tool marks when the target is in work.
    holder: Holder,
}

/// The object that holds a reference.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Holder {
    /// The schema itself: `items`, `additionalProperties`, `not`.
    Schema,
    /// The object under `properties`.
    Properties,
    /// The array under `allOf`, `anyOf` or `oneOf`.
    List,
}

/// The schemas under a schema, in the alphabetical order generators write keywords in.
fn edges(api: &Api, id: SchemaId, components: &[Option<Arc<str>>]) -> Vec<Edge> {
    let schema = api.schema(id);
    let mut out = Vec::new();
    let mut add = |target: SchemaId, holder| {
        let target = target_of_reference(api, target);
        out.push(Edge {
            target,
            pending: components[target.index()].is_some(),
            holder,
        });
    };
    if let Additional::Schema(it) = schema.object.additional {
        add(it, Holder::Schema);
    }
    for it in schema.all_of.iter().chain(&schema.any_of) {
        add(*it, Holder::List);
    }
    for it in schema.array.items.iter().chain(&schema.not) {
        add(*it, Holder::Schema);
    }
    for it in &schema.one_of {
        add(*it, Holder::List);
    }
    for it in schema
        .object
        .patterns
        .values()
        .chain(schema.object.properties.values())
    {
        add(*it, Holder::Properties);
    }
    out
}

/// The schemas of the operations, in the order of the document.
fn roots(api: &Api) -> Vec<SchemaId> {
    let mut out = Vec::new();
    for operation in &api.operations {
        for parameter in &operation.parameters {
            match &parameter.shape {
                ParameterShape::Schema { schema, .. } => out.push(*schema),
                ParameterShape::Content(content) => out.extend(content.schema),
            }
        }
        let body = operation.request_body.iter().flat_map(|it| &it.content);
        let responses = operation.responses.iter().flat_map(|it| &it.content);
        out.extend(body.chain(responses).filter_map(|it| it.schema));
    }
    out
}

struct Pinner {
    edges: Vec<Vec<Edge>>,
    state: Vec<State>,
    budget: u32,
    /// How many components are in work.
    depth: u32,
    references: References,
}

impl Pinner {
    /// A reference to a component outside of every schema.
    fn follow(&mut self, target: SchemaId) {
        if self.state[target.index()] == State::Unseen {
            self.place(target);
        }
        self.references.names[target.index()] = Some(target);
    }

    /// A schema that is written out where it is used.
    fn settle_inline(&mut self, id: SchemaId) {
        self.walk(id);
    }

    /// Replaces the references under a component, and again until none is left that it reaches.
    fn place(&mut self, id: SchemaId) {
        self.state[id.index()] = State::InWork;
        self.depth += 1;
        while self.depth < PIN_DEPTH && self.walk(id) {}
        self.depth -= 1;
        self.state[id.index()] = State::Placed;
    }

    /// One pass over everything the schema reaches that may still hold references. Says whether there was one.
    ///
    /// A stack of our own: documents nest as deep as they like.
    fn walk(&mut self, root: SchemaId) -> bool {
        let mut changed = false;
        let mut known = HashSet::from([root]);
        let mut stack = vec![(root, 0)];
        while let Some((id, next)) = stack.pop() {
            let Some(edge) = self.edges[id.index()].get(next).copied() else {
                continue;
            };
            if self.budget == 0 {
                return false;
            }
            self.budget -= 1;
            stack.push((id, next + 1));
            if edge.pending {
                self.replace(id, next, edge);
                changed = true;
            } else if self.state[edge.target.index()] != State::Placed && known.insert(edge.target)
            {
                stack.push((edge.target, 0));
            }
        }
        changed
    }

    fn replace(&mut self, holder: SchemaId, at: usize, edge: Edge) {
        match self.state[edge.target.index()] {
            State::Unseen => {
                self.place(edge.target);
                self.references.names[edge.target.index()] = Some(edge.target);
            }
            State::Placed => self.references.names[edge.target.index()] = Some(edge.target),
            State::InWork => match edge.holder {
                Holder::Schema => self.references.names[holder.index()] = Some(edge.target),
                Holder::Properties => self.references.marked_properties[holder.index()] = true,
                Holder::List => {}
            },
        }
        self.edges[holder.index()][at].pending = false;
    }
}

/// The target of a `$ref` that has keywords beside it; any other schema itself.
pub fn target_of_reference(api: &Api, id: SchemaId) -> SchemaId {
    let schema = api.schema(id);
    match schema.all_of[..] {
        [target] if schema.reference_with_siblings => target,
        _ => id,
    }
}
