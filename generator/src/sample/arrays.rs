//! Schemas → arrays: of each length that counts, with each item that tells something.

use crate::analysis::facets::{Facets, Together};
use crate::node::Node;
use crate::sample::draw::{Draw, MAX_ITEMS, MAX_SIZE, MOST};
use crate::sample::members::array;
use crate::sample::scalars::{boolean, null, number, string};

impl<'a> Draw<'a> {
    /// Draws them.
    pub fn draw_arrays(
        &mut self,
        facets: &Facets<'a>,
        against: Option<&Facets<'a>>,
        depth: usize,
        all: &mut Vec<Node>,
    ) {
        let item = |facets: &Facets<'_>, at: usize| {
            let schemas = facets.arrays.iter().filter_map(|it| {
                let rest = it.items.or(it.unevaluated);
                it.prefix.get(at).copied().or(rest)
            });
            Together::all(schemas.collect())
        };
        let is_free = |it: &Facets<'_>| {
            it.arrays
                .iter()
                .all(|it| it.items.is_none() && it.unevaluated.is_none())
        };
        let beside = against.map_or(0, Facets::prefix_length);
        let length = facets.prefix_length().max(beside).min(12);
        let at = |draw: &mut Self, at: usize| {
            let beside = against.map(|it| item(it, at));
            draw.draw(&item(facets, at), beside.as_ref(), depth + 1)
        };
        let ahead: Vec<Vec<Node>> = (0..length).map(|index| at(self, index)).collect();
        let mut rest = at(self, length);
        // What `contains` asks for, of the schema and of the other one.
        for id in facets
            .arrays
            .iter()
            .filter_map(|it| it.contains)
            .collect::<Vec<_>>()
        {
            let wanted = self.draw(&Together::one(id), None, depth + 1);
            rest.splice(0..0, wanted.into_iter().take(3));
        }
        if let (Some(document), Some(against)) = (self.other, against) {
            let mut theirs = self.of_other(document);
            for id in against.arrays.iter().filter_map(|it| it.contains) {
                rest.extend(
                    theirs
                        .draw(&Together::one(id), None, depth + 1)
                        .into_iter()
                        .take(2),
                );
            }
        }
        let head: Vec<Node> = ahead.iter().map_while(|it| it.first().cloned()).collect();
        let fill = |count: usize, values: &[Node]| -> Vec<Node> {
            let mut items: Vec<Node> = head.iter().take(count).cloned().collect();
            let more = values
                .iter()
                .cycle()
                .take(count.saturating_sub(items.len()));
            items.extend(more.cloned());
            items
        };
        // Of large items there are few.
        let largest = (head.iter().chain(&rest)).map(|it| it.count(MAX_SIZE[0]));
        let room = MAX_SIZE[depth.min(1)] / largest.max().unwrap_or(1);
        if facets.min_items.is_some_and(|it| it > room as u64) {
            return;
        }
        let one = &rest[..rest.len().min(1)];
        let least = facets.min_items.unwrap_or(0).min(MAX_ITEMS) as usize;
        // The smallest that says something comes first.
        let usual = least.max(1).max(head.len().min(1));
        all.push(array(fill(usual, if facets.unique { &rest } else { one })));
        all.push(array(fill(least, &rest)));
        let mut sizes: Vec<u64> = vec![0, 1, 2, 3, head.len() as u64, head.len() as u64 + 1];
        for it in [Some(facets), against].into_iter().flatten() {
            let contains = it
                .arrays
                .iter()
                .flat_map(|it| [it.min_contains, it.max_contains]);
            for size in [it.min_items, it.max_items]
                .into_iter()
                .chain(contains)
                .flatten()
            {
                sizes.extend([size.saturating_sub(1), size, size.saturating_add(1)]);
            }
        }
        sizes.retain(|it| *it <= MAX_ITEMS.min(room as u64));
        sizes.sort_unstable();
        sizes.dedup();
        for size in sizes {
            let size = size as usize;
            all.push(array(fill(size, one)));
            all.push(array(fill(size, &rest)));
            for value in rest.iter().take(if depth == 0 { 8 } else { 2 }) {
                all.push(array(fill(size, std::slice::from_ref(value))));
            }
            if size > least + 30 {
                break;
            }
        }
        for value in rest.iter().take(MOST[(depth + 1).min(2)]) {
            let mut items = fill(least.max(1), one);
            match items.get_mut(head.len()) {
                Some(it) => *it = value.clone(),
                None => items.push(value.clone()),
            }
            all.push(array(items));
        }
        for (index, values) in ahead.iter().enumerate() {
            for value in values.iter().take(10) {
                let mut items = fill(head.len().max(least), one);
                if let Some(it) = items.get_mut(index) {
                    *it = value.clone();
                    all.push(array(items.clone()));
                    items.truncate(index + 1);
                    all.push(array(items));
                }
            }
        }
        if is_free(facets) && depth == 0 {
            let mixed = [string("a"), number("1"), null(), boolean(true)];
            all.push(array(mixed.to_vec()));
            for it in mixed {
                let mut items = fill(head.len().max(1), one);
                items.push(it);
                all.push(array(items));
            }
        }
    }
}
