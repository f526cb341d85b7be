//! A schema → values that come to mind for it, those first that are most likely accepted. Nothing here is certain: the
//! judge has the last word.
//!
//! Values can be drawn against another schema, of another document perhaps: then there are some on both sides of each line
//! that it draws. What is drawn has no property that only the other schema lists: nobody sends what they do not know of.

use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::facets::{Facets, Kinds, Together};
use crate::analysis::subtypes::Subtypes;
use crate::describe::Direction;
use crate::model::{Api, SchemaId};
use crate::node::Node;
use crate::sample::members::{as_members, tagged, with};
use crate::sample::scalars::{boolean, null, numbers, string, strings};
use crate::sample::text::Chance;

/// How deep values nest.
pub const MAX_DEPTH: usize = 7;
/// From which depth on an object has no property that it may do without.
pub const SPARE_DEPTH: usize = 4;
/// How many values are drawn for the whole, and for each of its parts.
pub const MOST: [usize; 3] = [400, 24, 6];
/// How many branches of a union are followed.
const MAX_BRANCHES: usize = 24;
/// How many values there are in the whole, itself among them, and in each of its parts.
pub const MAX_SIZE: [usize; 2] = [5_000, 400];
/// So many of them count for a value that may be made.
const VALUES_A_NODE: usize = 4;
/// How long an array is made.
pub const MAX_ITEMS: u64 = 300;

/// A document to draw from.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    /// Its model.
    pub api: &'a Api,
    /// What its discriminators lead to.
    pub subtypes: &'a Subtypes,
}

impl<'a> Document<'a> {
    /// What schemas say together.
    pub fn facets(self, together: &Together) -> Facets<'a> {
        Facets::of(self.api, self.subtypes, together)
    }

    /// Whether schemas keep a property from going that way.
    pub fn is_refused(self, direction: Direction, schemas: &[SchemaId]) -> bool {
        schemas.iter().any(|id| {
            let it = &self.api.schema(*id).annotations;
            match direction {
                Direction::Request => it.read_only,
                Direction::Response => it.write_only,
                Direction::Either => false,
            }
        })
    }

    /// Whether a property that is listed does not go that way.
    pub fn is_one_way(self, direction: Direction, facets: &Facets<'_>, name: &str) -> bool {
        let schemas = facets.properties.get(name);
        schemas.is_some_and(|it| self.is_refused(direction, it))
    }
}

/// Draws values.
pub struct Draw<'a> {
    /// Whose values.
    pub own: Document<'a>,
    /// Against whose schemas.
    pub other: Option<Document<'a>>,
    /// Which way values go.
    pub direction: Direction,
    /// How many nodes may still be made.
    pub left: usize,
    /// What is arbitrary.
    pub chance: Chance,
}

impl<'a> Draw<'a> {
    /// Draws from the other document, by itself and not as much.
    pub fn of_other(&self, document: Document<'a>) -> Self {
        Draw {
            own: document,
            other: None,
            direction: self.direction,
            left: self.left / 4,
            chance: self.chance.clone(),
        }
    }

    /// Values of schemas that hold together, against those of the other document.
    pub fn values(&mut self, own: &Together, other: Option<&Together>) -> Vec<Node> {
        self.draw(own, other, 0)
    }

    /// The same, so deep within the whole.
    pub fn draw(&mut self, own: &Together, other: Option<&Together>, depth: usize) -> Vec<Node> {
        let most = MOST[depth.min(2)];
        let mut all: Vec<Node> = Vec::new();
        if depth > MAX_DEPTH || self.left == 0 {
            return all;
        }
        self.left -= 1;
        let facets = self.own.facets(own);
        let against = match (self.other, other) {
            (Some(document), Some(it)) => Some(document.facets(it)),
            _ => None,
        };
        self.draw_facets(own, &facets, other, against.as_ref(), depth, &mut all);
        let limit = MAX_SIZE[depth.min(1)];
        let mut made = 0;
        all.retain(|it| {
            let size = it.count(limit + 1);
            made += size;
            size <= limit
        });
        // What is left out anyway need not be told apart.
        let mut kept = HashSet::new();
        all.retain(|it| kept.len() < most && kept.insert(it.clone()));
        self.left = self.left.saturating_sub(all.len() + made / VALUES_A_NODE);
        all
    }

    fn draw_facets(
        &mut self,
        own: &Together,
        facets: &Facets<'a>,
        other: Option<&Together>,
        against: Option<&Facets<'a>>,
        depth: usize,
        all: &mut Vec<Node>,
    ) {
        if facets.accepts_nothing() {
            return;
        }
        let examples = facets.parts.iter().flat_map(|id| {
            let annotations = &self.own.api.schema(*id).annotations;
            let shown = annotations
                .examples
                .iter()
                .filter_map(|it| it.value.as_ref());
            shown.take(2).chain(&annotations.default)
        });
        let examples: Vec<Node> = examples.take(4).cloned().collect();
        if let Some(values) = &facets.values {
            // Those that the other does not list are the most telling.
            let listed = against.and_then(|it| it.values.as_ref());
            let listed: HashSet<&Node> = listed.into_iter().flatten().copied().collect();
            let (known, new): (Vec<&&Node>, Vec<_>) =
                values.iter().partition(|it| listed.contains(**it));
            all.extend(
                new.into_iter()
                    .chain(known)
                    .take(MOST[0])
                    .map(|it| (*it).clone()),
            );
            if facets.kinds.contains(Kinds::NULL) {
                all.push(null());
            }
            return;
        }
        self.draw_branches(own, facets, other, depth, all);
        let is_choice = !facets.unions.is_empty() || !facets.bases.is_empty();
        if is_choice && !all.is_empty() && depth > 0 {
            all.extend(facets.kinds.contains(Kinds::NULL).then(null));
            return;
        }
        let kinds = facets.kinds;
        let says_object = !facets.objects.is_empty();
        if kinds.contains(Kinds::OBJECT) && says_object {
            self.draw_objects(facets, against, depth, all);
        }
        if kinds.meets(Kinds::STRING) {
            all.extend(strings(facets, against, &mut self.chance));
        }
        if kinds.meets(Kinds::numbers()) {
            all.extend(numbers(facets, against));
        }
        if kinds.contains(Kinds::BOOLEAN) {
            all.extend([boolean(true), boolean(false)]);
        }
        if kinds.contains(Kinds::ARRAY) {
            self.draw_arrays(facets, against, depth, all);
        }
        if kinds.contains(Kinds::OBJECT) && !says_object {
            self.draw_objects(facets, against, depth, all);
        }
        if kinds.contains(Kinds::NULL) {
            all.push(null());
        }
        // In the middle of the rest: what is shown may be long.
        all.extend(examples);
        let listed = against.and_then(|it| it.values.as_ref());
        all.extend(
            listed
                .into_iter()
                .flatten()
                .take(20)
                .map(|it| (*it).clone()),
        );
        // Kinds that the other does not take first.
        if let Some(against) = against {
            let refused = kinds.without(against.kinds);
            if refused != Kinds::NONE && kinds == Kinds::ALL {
                let (first, rest): (Vec<Node>, Vec<Node>) = std::mem::take(all)
                    .into_iter()
                    .partition(|it| refused.meets(Kinds::of(it)));
                all.extend(first.into_iter().chain(rest));
            }
        }
    }

    /// Values of each branch of each union, of what extends a base, and on both sides of conditions.
    fn draw_branches(
        &mut self,
        own: &Together,
        facets: &Facets<'a>,
        other: Option<&Together>,
        depth: usize,
        all: &mut Vec<Node>,
    ) {
        let mut parts: Vec<Together> = Vec::new();
        for union in &facets.unions {
            let branches = union.branches.iter().take(MAX_BRANCHES);
            parts.extend(branches.map(|it| own.with_branch(union.owner, *it)));
        }
        for &base in &facets.bases {
            let subtypes = self.own.subtypes.of_base(base).iter().take(MAX_BRANCHES);
            parts.extend(subtypes.map(|it| own.with_branch(base, *it)));
        }
        let each = (MOST[depth.min(2)] / parts.len().max(1)).max(2);
        for part in parts {
            if self.left == 0 {
                return;
            }
            let mut values = self.draw_one_deeper(&part, other, depth);
            let tags = self.tags(facets, &part);
            if !tags.is_empty() {
                values = values.iter().flat_map(|it| tagged(it, &tags)).collect();
            }
            values.truncate(each);
            all.extend(values);
        }
        if depth > 2 {
            return;
        }
        for condition in &facets.conditions {
            for it in [condition.when, condition.then, condition.otherwise]
                .into_iter()
                .flatten()
            {
                self.draw_with(own, it, other, depth, all);
            }
        }
        for rules in &facets.objects {
            for (name, id) in &rules.dependent_schemas {
                let mut found = Vec::new();
                self.draw_with(own, *id, other, depth, &mut found);
                let trigger = string("a");
                all.extend(found.iter().map(|it| match as_members(it) {
                    Some(members) if !members.iter().any(|it| it.0 == *name) => {
                        with(&members, name, trigger.clone())
                    }
                    _ => it.clone(),
                }));
            }
        }
    }

    /// The same schemas with one more.
    fn draw_with(
        &mut self,
        own: &Together,
        more: SchemaId,
        other: Option<&Together>,
        depth: usize,
        all: &mut Vec<Node>,
    ) {
        if own.schemas.contains(&more) || own.schemas.len() > 6 {
            return;
        }
        let both = own.and(more);
        let values = self.draw_one_deeper(&both, other, depth);
        all.extend(values.into_iter().take(24));
    }

    fn draw_one_deeper(
        &mut self,
        own: &Together,
        other: Option<&Together>,
        depth: usize,
    ) -> Vec<Node> {
        match own.schemas.len() + own.chosen.len() < 12 {
            true => self.draw(own, other, depth + 1),
            false => Vec::new(),
        }
    }

    /// The discriminators that a branch is told by, each with the values that lead to it.
    pub fn tags(&self, facets: &Facets<'a>, part: &Together) -> Vec<(Arc<str>, Vec<Arc<str>>)> {
        let Some(&branch) = part.schemas.last() else {
            return Vec::new();
        };
        let api = self.own.api;
        let of_unions = facets.unions.iter();
        let of_unions = of_unions
            .filter(|it| it.branches.contains(&branch))
            .filter_map(|it| it.discriminator);
        let of_bases = facets
            .bases
            .iter()
            .filter_map(|it| api.schema(*it).discriminator.as_deref());
        let mut tags = Vec::new();
        for discriminator in of_unions.chain(of_bases) {
            let mapped = discriminator
                .mapping
                .iter()
                .filter(|it| *it.1 == branch)
                .map(|it| it.0.clone());
            let mut values: Vec<Arc<str>> = mapped.take(4).collect();
            values.extend(
                api.schema(branch)
                    .origin
                    .name
                    .clone()
                    .filter(|_| values.is_empty()),
            );
            values.extend(
                self.own
                    .subtypes
                    .values_of(api, discriminator, branch)
                    .into_iter()
                    .take(2),
            );
            values.dedup();
            tags.push((discriminator.property.clone(), values));
        }
        tags
    }
}
