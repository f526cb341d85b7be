//! A schema → a value of it by chance, with every property that goes that way.

use std::sync::Arc;

use crate::analysis::facets::{Facets, Kinds, Together};
use crate::judge::{Judge, Verdict};
use crate::model::SchemaId;
use crate::node::Node;
use crate::sample::draw::{Draw, MAX_DEPTH, MAX_ITEMS, SPARE_DEPTH};
use crate::sample::members::{Members, array, as_members, object, tagged, with};
use crate::sample::scalars::{boolean, null, number, string};

/// How many items arrays have, where the schema leaves it open.
const USUAL_ITEMS: u64 = 3;
/// How many properties are tried that tell the branches of a union apart.
const MOST_TRIED: usize = 12;
/// How many schemas hold together for one value at the most.
const MAX_TOGETHER: usize = 6;

impl Draw<'_> {
    /// A value of schemas that hold together, so deep within the whole. What it is made of is accepted by the judge part by
    /// part; the whole may be refused all the same.
    pub fn arbitrary(
        &mut self,
        own: &Together,
        judge: &mut Judge<'_>,
        depth: usize,
    ) -> Option<Node> {
        if depth > MAX_DEPTH || self.left == 0 || judge.is_spent() {
            return None;
        }
        self.left -= 1;
        let facets = self.own.facets(own);
        let is_plain = facets.unions.is_empty() && facets.bases.is_empty();
        let is_listed = facets.values.is_some();
        if !is_listed && !is_plain && own.schemas.len() < MAX_TOGETHER && depth < SPARE_DEPTH {
            let branch = self.branch(own, &facets)?;
            if let Some(value) = self.arbitrary(&branch, judge, depth + 1) {
                let tags = self.tags(&facets, &branch);
                let tagged = tagged(&value, &tags).into_iter().next();
                let value = tagged.unwrap_or(value);
                if let Some(value) = self.told_apart(own, &facets, value, judge) {
                    return Some(value);
                }
            }
        }
        if !is_listed && is_plain {
            if facets.kinds.contains(Kinds::OBJECT) && !facets.objects.is_empty() {
                return self.arbitrary_object(&facets, judge, depth);
            }
            if facets.kinds.contains(Kinds::ARRAY)
                && !facets.kinds.meets(Kinds::STRING.or(Kinds::numbers()))
                && facets.arrays.iter().all(|it| it.prefix.is_empty())
            {
                return self.arbitrary_array(&facets, judge, depth);
            }
        }
        let drawn = self.draw(own, None, depth + 2);
        let accepted = drawn.into_iter().filter(|it| {
            let mut schemas = own.schemas.iter();
            schemas.all(|id| judge.judge(*id, it) == Verdict::Valid)
        });
        let mut accepted: Vec<Node> = accepted.collect();
        let at = self.chance.below(accepted.len() as u64) as usize;
        (!accepted.is_empty()).then(|| accepted.swap_remove(at))
    }

    /// The value, if the schemas accept it; where it is of several branches at once, which `oneOf` refuses, with a property
    /// that the others do not accept.
    pub fn told_apart(
        &mut self,
        own: &Together,
        facets: &Facets<'_>,
        value: Node,
        judge: &mut Judge<'_>,
    ) -> Option<Node> {
        let mut is_accepted = |value: &Node| {
            let mut schemas = own.schemas.iter();
            schemas.all(|id| judge.judge(*id, value) == Verdict::Valid)
        };
        if is_accepted(&value) {
            return Some(value);
        }
        let members = as_members(&value)?;
        let branches = facets.unions.iter().flat_map(|it| it.branches.iter());
        let mut names: Vec<Arc<str>> = Vec::new();
        for &branch in branches.take(MAX_TOGETHER) {
            let listed = self.own.facets(&Together::one(branch)).properties;
            names.extend(
                listed
                    .into_keys()
                    .filter(|name| !members.iter().any(|it| it.0 == *name)),
            );
        }
        for name in names.iter().take(MOST_TRIED) {
            for wrong in [
                string("a"),
                number("1"),
                boolean(true),
                array(Vec::new()),
                null(),
            ] {
                self.left = self.left.saturating_sub(1);
                let candidate = with(&members, name, wrong);
                if is_accepted(&candidate) {
                    return Some(candidate);
                }
            }
        }
        None
    }

    /// The same schemas with one of the branches of their first union.
    fn branch(&mut self, own: &Together, facets: &Facets<'_>) -> Option<Together> {
        let (owner, branches) = match (facets.unions.first(), facets.bases.first()) {
            (Some(union), _) => (union.owner, union.branches.to_vec()),
            (None, Some(&base)) => (base, self.own.subtypes.of_base(base).to_vec()),
            (None, None) => return None,
        };
        let at = self.chance.below(branches.len() as u64) as usize;
        Some(own.with_branch(owner, *branches.get(at)?))
    }

    fn arbitrary_object(
        &mut self,
        facets: &Facets<'_>,
        judge: &mut Judge<'_>,
        depth: usize,
    ) -> Option<Node> {
        let mut members = Members::new();
        let listed = facets.properties.iter();
        let mut properties: Vec<(Arc<str>, Vec<SchemaId>)> = listed
            .filter(|(_, schemas)| !self.own.is_refused(self.direction, schemas))
            .map(|(name, schemas)| (name.clone(), schemas.clone()))
            .collect();
        properties.retain(|it| depth < SPARE_DEPTH || facets.required.contains(&it.0));
        for (name, schemas) in properties {
            match self.arbitrary(&Together::all(schemas), judge, depth + 1) {
                Some(value) => members.push((name, value)),
                None if facets.required.contains(&name) => return None,
                None => {}
            }
        }
        Some(object(&members))
    }

    fn arbitrary_array(
        &mut self,
        facets: &Facets<'_>,
        judge: &mut Judge<'_>,
        depth: usize,
    ) -> Option<Node> {
        let least = facets.min_items.unwrap_or(0);
        let most = facets.max_items.unwrap_or(least.max(USUAL_ITEMS));
        let most = most.min(least.max(USUAL_ITEMS)).max(least);
        let count = match depth < SPARE_DEPTH {
            true => least.max(1.min(most)) + self.chance.below(most - least.max(1.min(most)) + 1),
            false => least,
        };
        let items = facets.arrays.iter().filter_map(|it| it.items);
        let item = Together::all(items.collect());
        let mut found: Vec<Node> = Vec::new();
        for _ in 0..count.min(MAX_ITEMS) {
            match self.arbitrary(&item, judge, depth + 1) {
                Some(value) if facets.unique && found.contains(&value) => {}
                Some(value) => found.push(value),
                None => break,
            }
        }
        (found.len() as u64 >= least).then(|| array(found))
    }
}
