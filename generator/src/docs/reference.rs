//! Which schemas are shown under a name of their own, and so are linked to.
//!
//! A schema is when it is a component that a `$ref` leads to. The reference's tools find that out while they put the
//! targets of references in their places, and on a cycle they give the name to the wrong object; `References::replaced`
//! goes the same way, step by step, because the pages show it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::grammar;
use super::inline::Standing;
use super::label::SchemaLink;
use super::layout::{Fragments, ReferenceRules};
use super::names;
use crate::analysis::walk::{self, Keyword, Location, OperationOrigin};
use crate::model::{Api, SchemaId};

/// The names of schemas.
#[derive(Debug)]
pub struct References {
    /// By schema, the component whose name it goes by.
    names: Vec<Option<SchemaId>>,
    /// By schema, the component it is.
    components: Vec<Option<Component>>,
    /// Schemas whose `properties` got a member of the tools' own, at the end.
    marked_properties: Vec<bool>,
}

/// A component schema.
#[derive(Debug, Clone)]
pub struct Component {
    /// Its name.
    name: Arc<str>,
    /// The fragment of its section.
    fragment: String,
    /// Whether the heading of its section has another one.
    is_anchored: bool,
}

impl Component {
    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The fragment of its section, where the heading has another one.
    pub fn anchor(&self) -> Option<&str> {
        self.is_anchored.then_some(&*self.fragment)
    }

    /// A link to its section.
    pub fn link(&self, from: Standing) -> SchemaLink<'_> {
        SchemaLink {
            name: (&*self.name).into(),
            fragment: self.fragment.as_str().into(),
            from,
        }
    }

    /// A link to the id that widdershins' own templates would set for it.
    pub fn link_to_unset_id(&self) -> SchemaLink<'_> {
        SchemaLink {
            name: (&*self.name).into(),
            fragment: format!("schema{}", self.name.to_lowercase()).into(),
            from: Standing::SchemaPage,
        }
    }
}

impl References {
    /// The references of an API as the layout has them.
    pub fn new(api: &Api, rules: ReferenceRules) -> Self {
        if rules.misplace_names_on_cycles {
            Self::replaced(api, rules.fragments)
        } else {
            Self::plain(api, rules.fragments)
        }
    }

    /// Every component goes by its own name.
    fn plain(api: &Api, fragments: Fragments) -> Self {
        let mut components = vec![None; api.schemas.len()];
        let mut made = Anchors::of(api, fragments);
        for (name, id) in &api.components {
            components[id.index()].get_or_insert_with(|| {
                let (fragment, is_anchored) = made.next(names::fragment(name, fragments));
                Component {
                    name: name.clone(),
                    fragment,
                    is_anchored,
                }
            });
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
    fn replaced(api: &Api, fragments: Fragments) -> Self {
        let plain = Self::plain(api, fragments);
        let mut replacer = Replacer {
            edges: api
                .schema_ids()
                .map(|id| edges(api, id, &plain.components))
                .collect(),
            state: vec![State::Unseen; api.schemas.len()],
            steps: STEP_LIMIT,
            depth: 0,
            references: Self {
                names: vec![None; api.schemas.len()],
                ..plain
            },
        };
        for root in roots(api) {
            let root = target_of_reference(api, root);
            if replacer.references.components[root.index()].is_some() {
                replacer.follow(root);
            } else {
                replacer.settle_inline(root);
            }
        }
        for id in api.components.values() {
            replacer.settle_inline(*id);
        }
        replacer.references
    }

    /// The component whose name the schema goes by.
    pub fn named(&self, id: SchemaId) -> Option<&Component> {
        self.component(self.names[id.index()]?)
    }

    /// The component whose name the schema goes by, as a schema.
    pub fn target(&self, id: SchemaId) -> Option<SchemaId> {
        self.names[id.index()]
    }

    /// The component that the schema is.
    pub fn component(&self, id: SchemaId) -> Option<&Component> {
        self.components[id.index()].as_ref()
    }

    /// Whether the tools have put a member of their own behind the schema's properties.
    pub fn has_marked_properties(&self, id: SchemaId) -> bool {
        self.marked_properties[id.index()]
    }
}

/// The fragments of the page of schemas. Renderers put a number behind one that stood before, so that `Wow!` below `Wow` is
/// `wow-1`: a heading whose fragment is not its own gets an anchor.
struct Anchors {
    /// How often each fragment is that of a heading.
    headings: HashMap<String, usize>,
    taken: HashSet<String>,
    is_rendered: bool,
}

impl Anchors {
    fn of(api: &Api, fragments: Fragments) -> Self {
        let mut it = Self {
            headings: HashMap::new(),
            taken: HashSet::new(),
            is_rendered: fragments == Fragments::AsRendered,
        };
        if it.is_rendered {
            let fixed = [
                grammar::SCHEMAS,
                grammar::PROPERTIES.words,
                grammar::ENUMERATED_VALUES.words,
            ];
            let fixed = fixed.map(|it| names::fragment(it, fragments));
            let names = api
                .components
                .keys()
                .map(|it| names::fragment(it, fragments));
            for name in names.chain(fixed.clone()).chain(fixed) {
                *it.headings.entry(name).or_default() += 1;
            }
        }
        it
    }

    /// The fragment of the next schema, and whether it takes an anchor.
    fn next(&mut self, own: String) -> (String, bool) {
        if !self.is_rendered {
            return (own, false);
        }
        // What stands often has the numbers behind it, too.
        let base = own
            .rsplit_once('-')
            .filter(|(_, number)| number.bytes().all(|it| it.is_ascii_digit()));
        let is_numbered =
            base.is_some_and(|(base, _)| self.headings.get(base).is_some_and(|it| *it > 1));
        let is_first = self.taken.insert(own.clone());
        let times = self.headings.get(&own).copied().unwrap_or_default();
        let is_fixed = times > 1 && self.is_fixed(&own);
        if is_first && !is_fixed && !is_numbered && !own.is_empty() {
            return (own, false);
        }
        let mut anchor = format!("{own}-schema");
        let mut number = 1;
        while self.headings.contains_key(&anchor) || !self.taken.insert(anchor.clone()) {
            number += 1;
            anchor = format!("{own}-schema-{number}");
        }
        (anchor, true)
    }

    /// Whether it is the fragment of a heading that is no schema's.
    fn is_fixed(&self, fragment: &str) -> bool {
        let fixed = [
            grammar::SCHEMAS,
            grammar::PROPERTIES.words,
            grammar::ENUMERATED_VALUES.words,
        ];
        fixed
            .iter()
            .any(|it| names::fragment(it, Fragments::AsRendered) == fragment)
    }
}

/// How many steps along references are gone before the rest keeps its plain names. Coder's document takes some
/// thousands; only a hostile one takes more.
const STEP_LIMIT: u32 = 20_000_000;

/// How many components may be in work at once; what lies deeper keeps its plain name.
const DEPTH_LIMIT: u32 = 1_000;

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
fn edges(api: &Api, id: SchemaId, components: &[Option<Component>]) -> Vec<Edge> {
    let followed = walk::edges(api.schema(id)).filter_map(|edge| {
        let (rank, holder) = match edge.keyword {
            Keyword::AdditionalProperties => (0, Holder::Schema),
            Keyword::AllOf(_) => (1, Holder::List),
            Keyword::AnyOf(_) => (2, Holder::List),
            Keyword::Items => (3, Holder::Schema),
            Keyword::Not => (4, Holder::Schema),
            Keyword::OneOf(_) => (5, Holder::List),
            Keyword::PatternProperty(_) => (6, Holder::Properties),
            Keyword::Property(_) => (7, Holder::Properties),
            // The tools follow none of these.
            Keyword::PropertyNames
            | Keyword::PrefixItem(_)
            | Keyword::Contains
            | Keyword::UnevaluatedProperties
            | Keyword::UnevaluatedItems
            | Keyword::DependentSchema(_)
            | Keyword::If
            | Keyword::Then
            | Keyword::Else
            | Keyword::Mapping(_) => return None,
        };
        let target = target_of_reference(api, edge.target);
        let pending = components[target.index()].is_some();
        Some((
            rank,
            Edge {
                target,
                pending,
                holder,
            },
        ))
    });
    let mut out: Vec<(u8, Edge)> = followed.collect();
    out.sort_by_key(|(rank, _)| *rank);
    out.into_iter().map(|(_, edge)| edge).collect()
}

/// The schemas of the operations' parameters, bodies and responses, in the order of the document.
fn roots(api: &Api) -> impl Iterator<Item = SchemaId> {
    let sites = (api.operations.iter()).flat_map(|it| walk::sites(it, OperationOrigin::Path));
    let roots = sites.filter(|it| {
        let seen = match it.location {
            Location::Parameter(_) | Location::RequestBody | Location::Response(_) => true,
            Location::ResponseHeader(..) | Location::EncodingHeader(_) => false,
        };
        seen && !it.is_item && it.origin == OperationOrigin::Path
    });
    roots.map(|it| it.schema)
}

struct Replacer {
    edges: Vec<Vec<Edge>>,
    state: Vec<State>,
    /// How many steps are left.
    steps: u32,
    /// How many components are in work.
    depth: u32,
    references: References,
}

impl Replacer {
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
        while self.depth < DEPTH_LIMIT && self.walk(id) {}
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
            if self.steps == 0 {
                return false;
            }
            self.steps -= 1;
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

#[cfg(test)]
mod tests {
    use super::super::layout::Layout;
    use super::*;
    use crate::testing::api;

    const TREE: &str = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /nodes:
    get:
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}
components:
  schemas:
    Node: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/Node'}}}}
    Unused: {type: object}
";

    #[test]
    fn a_component_goes_by_its_name_or_by_that_the_tools_give_it() {
        let api = api(TREE);
        let node = api.components["Node"];
        let children = api.schema(node).object.properties["children"];
        let name =
            |references: &References, id| references.named(id).map(|it| it.name().to_owned());
        let plain = References::new(&api, Layout::PLAIN.references);
        assert_eq!(name(&plain, node).as_deref(), Some("Node"));
        assert_eq!(name(&plain, children), None);
        assert_eq!(
            name(&plain, api.components["Unused"]).as_deref(),
            Some("Unused")
        );
        // The tools take the array on the cycle for the node, and name nothing that no reference leads to.
        let replaced = References::new(&api, Layout::WIDDERSHINS.references);
        assert_eq!(name(&replaced, node).as_deref(), Some("Node"));
        assert_eq!(name(&replaced, children).as_deref(), Some("Node"));
        assert_eq!(name(&replaced, api.components["Unused"]), None);
        assert!(replaced.component(api.components["Unused"]).is_some());
    }

    #[test]
    fn keywords_are_followed_in_the_order_of_the_alphabet() {
        let api = crate::testing::schemas(
            "A: {properties: {p: {title: p}}, patternProperties: {x: {title: x}}, oneOf: [{title: one}], \
             not: {title: not}, items: {title: items}, anyOf: [{title: any}], allOf: [{title: all}], \
             additionalProperties: {title: more}, contains: {title: contains}}",
        );
        let edges = edges(&api, api.components["A"], &vec![None; api.schemas.len()]);
        let titles: Vec<&str> = edges
            .iter()
            .filter_map(|it| api.schema(it.target).annotations.title.as_deref())
            .collect();
        assert_eq!(
            titles,
            ["more", "all", "any", "items", "not", "one", "x", "p"]
        );
    }
}
