//! Schemas → objects: with each property and without, with names that are not listed, of each size that counts.

use std::sync::Arc;

use crate::analysis::facets::{Facets, Together};
use crate::model::SchemaId;
use crate::node::Node;
use crate::sample::draw::{Draw, MAX_DEPTH, MOST, SPARE_DEPTH};
use crate::sample::members::{Members, fits, further, merged, object, set, with, without};
use crate::sample::scalars::{null, number, string};
use crate::sample::text::matching;

impl<'a> Draw<'a> {
    /// Draws them.
    pub fn draw_objects(
        &mut self,
        facets: &Facets<'a>,
        against: Option<&Facets<'a>>,
        depth: usize,
        all: &mut Vec<Node>,
    ) {
        let known = self.known_properties(facets);
        let mut drawn: Vec<(Arc<str>, Vec<Node>)> = Vec::new();
        for (name, schemas) in &known {
            let needed = facets.required.contains(name);
            if depth >= SPARE_DEPTH && !needed {
                continue;
            }
            let beside = against.and_then(|it| it.properties.get(name)).cloned();
            let beside = beside.or_else(|| against.and_then(|it| further(it, name)));
            let values = self.draw(
                &Together::all(schemas.clone()),
                beside.map(Together::all).as_ref(),
                depth + 1,
            );
            if !values.is_empty() {
                drawn.push((name.clone(), values));
            }
        }
        for name in &facets.required {
            if !drawn.iter().any(|it| it.0 == *name)
                && !self.own.is_one_way(self.direction, facets, name)
            {
                let values = match further(facets, name) {
                    Some(schemas) => self.draw(&Together::all(schemas), None, depth + 1),
                    None => vec![string("a")],
                };
                drawn.push((name.clone(), values));
            }
        }
        let first = |(name, values): &(Arc<str>, Vec<Node>)| {
            let usual = values.iter().find(|it| !it.is_null()).or(values.first());
            usual.map(|it| (name.clone(), it.clone()))
        };
        let is_needed = |it: &&(Arc<str>, Vec<Node>)| facets.required.contains(&it.0);
        let mut least: Members = drawn.iter().filter(is_needed).filter_map(first).collect();
        let whole: Members = drawn.iter().filter_map(first).collect();
        let fill = self.fillers(facets, depth);
        for (name, value) in &fill {
            let short = facets
                .min_properties
                .is_some_and(|it| (least.len() as u64) < it);
            if short {
                set(&mut least, name, value.clone());
            }
        }
        all.push(object(&least));
        all.push(object(&whole));
        for (name, values) in &drawn {
            for value in values
                .iter()
                .skip(usize::from(facets.required.contains(name)))
            {
                all.push(with(&least, name, value.clone()));
                if all.len() > MOST[depth.min(2)] * 2 {
                    break;
                }
            }
            if !facets.required.contains(name) {
                all.push(without(&whole, name));
            }
        }
        self.draw_further(facets, against, depth, &least, &fill, all);
        // What the other one asks about by other keywords than `properties`.
        if let (Some(document), Some(against)) = (self.other, against)
            && depth <= 2
        {
            let mut asked: Vec<SchemaId> = Vec::new();
            for it in &against.conditions {
                asked.extend([it.when, it.then, it.otherwise].into_iter().flatten());
            }
            asked.extend(&against.nots);
            asked.extend(
                against
                    .objects
                    .iter()
                    .flat_map(|it| it.dependent_schemas.values()),
            );
            let mut theirs = self.of_other(document);
            let triggers = against
                .objects
                .iter()
                .flat_map(|it| it.dependent_schemas.keys());
            let mut bases = vec![least.clone(), whole.clone()];
            for name in triggers {
                let mut members = whole.clone();
                if !members.iter().any(|it| it.0 == *name) {
                    set(&mut members, name, string("a"));
                    bases.push(members);
                }
            }
            for &id in &asked {
                // Something else than what is asked of each property.
                for name in document
                    .facets(&Together::one(id))
                    .properties
                    .keys()
                    .take(12)
                {
                    for value in [string("a"), number("1"), null(), object(&Members::new())] {
                        all.extend(bases.iter().map(|it| with(it, name, value.clone())));
                    }
                }
            }
            for id in asked {
                for value in theirs
                    .draw(&Together::one(id), None, depth + 1)
                    .iter()
                    .take(12)
                {
                    for base in &bases {
                        all.extend(merged(base, value));
                    }
                }
            }
            for rules in &against.objects {
                let dependent = rules
                    .dependent_required
                    .keys()
                    .chain(rules.dependent_schemas.keys());
                for name in dependent {
                    if !least.iter().any(|it| it.0 == *name) {
                        let value = drawn
                            .iter()
                            .find(|it| it.0 == *name)
                            .and_then(|it| it.1.first());
                        let value = value.cloned().unwrap_or_else(|| string("a"));
                        all.push(with(&least, name, value));
                    }
                }
            }
        }
    }

    /// Objects with properties that are not listed: by the own rules, and on both sides of those of the other one.
    fn draw_further(
        &mut self,
        facets: &Facets<'a>,
        against: Option<&Facets<'a>>,
        depth: usize,
        least: &Members,
        fill: &Members,
        all: &mut Vec<Node>,
    ) {
        let is_known = |name: &str| {
            facets.properties.contains_key(name)
                || against.is_some_and(|it| it.properties.contains_key(name))
        };
        let mut names: Vec<Arc<str>> = vec!["zz".into(), "x-a".into(), "".into(), "A1".into()];
        let both = [Some(facets), against];
        for rules in both.into_iter().flatten().flat_map(|it| &it.objects) {
            for pattern in rules.patterns.keys().take(6) {
                let made = (0..2).filter_map(|more| matching(pattern, more, &mut self.chance));
                names.extend(made.map(Into::into));
            }
        }
        let own_names = facets.objects.iter().filter_map(|it| it.names);
        for id in own_names.collect::<Vec<_>>() {
            let made = self.draw(&Together::one(id), None, depth + 1);
            names.extend(made.iter().filter_map(Node::as_str).take(3).map(Into::into));
        }
        if depth > 2 {
            names.truncate(1);
        }
        for name in names.iter().filter(|it| !is_known(it)).take(10) {
            let beside = against.and_then(|it| further(it, name));
            let schemas = further(facets, name);
            let values = match schemas {
                Some(schemas) => self.draw(
                    &Together::all(schemas),
                    beside.map(Together::all).as_ref(),
                    depth + 1,
                ),
                // Whatever the other one says of it, there is something else.
                None => vec![string("a"), number("1"), null(), object(&Members::new())],
            };
            for value in values.iter().take(MOST[(depth + 1).min(2)]) {
                all.push(with(least, name, value.clone()));
            }
        }
        // As many as one of them allows, and one more.
        let sizes = both
            .into_iter()
            .flatten()
            .flat_map(|it| [it.min_properties, it.max_properties]);
        for size in sizes.flatten().filter(|it| *it < 60) {
            for size in [size.saturating_sub(1), size, size + 1] {
                let mut members = least.clone();
                for (name, value) in fill {
                    if (members.len() as u64) < size && !is_known(name) {
                        set(&mut members, name, value.clone());
                    }
                }
                all.push(object(&members));
            }
        }
    }

    /// Properties that may be added to have enough of them. Little is made of each, and less with each step down, or maps of
    /// themselves would have no end.
    fn fillers(&mut self, facets: &Facets<'a>, depth: usize) -> Members {
        let depth = MAX_DEPTH.max(depth + 1);
        let most = [facets.min_properties, facets.max_properties];
        let count = most.into_iter().flatten().max().unwrap_or(3).clamp(3, 60);
        let asked: Vec<SchemaId> = facets.objects.iter().filter_map(|it| it.names).collect();
        let mut patterns = facets.objects.iter().flat_map(|it| it.patterns.keys());
        let made = match (asked.is_empty(), facets.is_closed()) {
            (false, _) => self.draw(&Together::all(asked), None, depth),
            (true, true) => {
                let made = patterns
                    .next()
                    .and_then(|it| matching(it, 0, &mut self.chance));
                made.iter().map(|it| string(it)).collect()
            }
            (true, false) => Vec::new(),
        };
        let stem = made.iter().find_map(Node::as_str).unwrap_or("zz");
        let mut fill = Members::new();
        for at in 0..=count {
            let name: Arc<str> = format!("{stem}{at}").into();
            let value = match further(facets, &name) {
                Some(schemas) => self
                    .draw(&Together::all(schemas), None, depth)
                    .into_iter()
                    .next(),
                None => Some(string("a")),
            };
            fill.extend(value.map(|it| (name, it)));
        }
        fill
    }

    /// The properties that are listed, in the schemas and in those that hold for some values of them.
    fn known_properties(&self, facets: &Facets<'a>) -> Vec<(Arc<str>, Vec<SchemaId>)> {
        let properties = facets.properties.iter();
        properties
            .filter(|(_, schemas)| !self.own.is_refused(self.direction, schemas))
            .map(|(name, schemas)| {
                let mut schemas = schemas.clone();
                let of_patterns = facets.objects.iter().flat_map(|it| &it.patterns);
                schemas.extend(of_patterns.filter(|it| fits(it.0, name)).map(|it| *it.1));
                (name.clone(), schemas)
            })
            .collect()
    }
}
