//! Schemas that contain themselves: as a part, which has no meaning, or as what each value needs, which no value has.

use std::ops::ControlFlow;

use super::Checker;
use crate::analysis::graph::{Step, depth_first};
use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, printable};
use crate::model::{Api, JsonType, Nullable, Schema, SchemaId};

/// How many cycles are told of.
const MAX_CYCLES: usize = 1_000;
/// How many schemas of a cycle are named.
const MAX_NAMED: usize = 6;

impl Checker<'_> {
    pub(super) fn recursion(&mut self) {
        let api = self.api;
        let included = |id: SchemaId| api.schema(id).all_of.iter().copied();
        for cycle in cycles(api, included) {
            let first = api.schema(cycle[0]);
            let message = format!(
                "this schema is part of itself by `allOf`: {}",
                path(api, &cycle)
            );
            let place = match first.reference_with_siblings {
                true => first.place_of("$ref"),
                false => first.place_of_name("allOf"),
            };
            self.sink.push(
                Diagnostic::error(code::CYCLIC_ALL_OF, place, "", message).with_help(
                    "take one of the references away; a schema may contain itself in a property",
                ),
            );
        }
        self.endless();
    }

    /// Schemas each value of which would have to contain another value of the schema, and so on without end.
    fn endless(&mut self) {
        let api = self.api;
        let inhabited = inhabited(api);
        let needed = |id: SchemaId| -> Vec<SchemaId> {
            if inhabited[id.index()] {
                return Vec::new();
            }
            let needs = Needs::of(api.schema(id));
            let branches = needs.any.into_iter().flatten();
            let needs = needs.all.into_iter().chain(branches);
            needs.filter(|it| !inhabited[it.index()]).collect()
        };
        for cycle in cycles(api, needed) {
            // Told of as an error already.
            let next = cycle.iter().cycle().skip(1);
            if cycle
                .iter()
                .zip(next)
                .all(|(id, next)| api.schema(*id).all_of.contains(next))
            {
                continue;
            }
            let schema = api.schema(cycle[0]);
            let message = format!(
                "no value is ever complete, since each has to contain another: {}",
                path(api, &cycle)
            );
            let place = match schema.keyword("required") {
                Some(_) => schema.place_of_name("required"),
                None => schema.origin.place,
            };
            self.warn(
                code::IMPOSSIBLE_SCHEMA,
                place,
                message,
                "make one of the properties optional or nullable",
            );
        }
        for (_, schema) in self.each_schema() {
            for name in &schema.object.required {
                let property = schema.object.properties.get(name);
                if property.is_some_and(|it| api.schema(*it).never) {
                    let message = format!(
                        "`{}` is required, and no value is accepted for it",
                        printable(name)
                    );
                    self.warn(
                        code::IMPOSSIBLE_SCHEMA,
                        schema.place_of_name("required"),
                        message,
                        "take it out of `required`, or give it a schema",
                    );
                }
            }
        }
    }
}

/// What a value of a schema cannot do without: values of all of some schemas, and one of each of some lists.
struct Needs {
    all: Vec<SchemaId>,
    any: Vec<Vec<SchemaId>>,
}

impl Needs {
    fn of(schema: &Schema) -> Self {
        let mut needs = Needs {
            all: Vec::new(),
            any: Vec::new(),
        };
        if schema.nullable != Nullable::No || schema.values.is_some() {
            return needs;
        }
        needs.all.extend(&schema.all_of);
        for branches in [&schema.any_of, &schema.one_of] {
            if !branches.is_empty() {
                needs.any.push(branches.clone());
            }
        }
        match schema.types.single() {
            Some(JsonType::Object) => {
                let properties = &schema.object.properties;
                let required = schema.object.required.iter();
                needs
                    .all
                    .extend(required.filter_map(|it| properties.get(it)));
            }
            Some(JsonType::Array) if schema.array.min_items.is_some_and(|it| it > 0) => {
                let first = schema.array.prefix.first().copied().or(schema.array.items);
                needs.all.extend(first);
            }
            _ => {}
        }
        needs
    }
}

/// For each schema whether some value satisfies its structure, counting up from those that need nothing.
fn inhabited(api: &Api) -> Vec<bool> {
    let count = api.schemas.len();
    // Of each schema: how many needs are open, and who waits for it with which of their needs.
    let mut open = vec![0_usize; count];
    let mut met: Vec<Vec<bool>> = vec![Vec::new(); count];
    let mut waiting: Vec<Vec<(SchemaId, Option<usize>)>> = vec![Vec::new(); count];
    let mut ready = Vec::new();
    for id in api.schema_ids() {
        let needs = Needs::of(api.schema(id));
        open[id.index()] = needs.all.len() + needs.any.len();
        met[id.index()] = vec![false; needs.any.len()];
        for it in needs.all {
            waiting[it.index()].push((id, None));
        }
        for (index, branches) in needs.any.iter().enumerate() {
            for it in branches {
                waiting[it.index()].push((id, Some(index)));
            }
        }
        // `false` is meant to accept nothing; that is no fault of those who use it.
        if open[id.index()] == 0 {
            ready.push(id);
        }
    }
    let mut inhabited = vec![false; count];
    while let Some(id) = ready.pop() {
        inhabited[id.index()] = true;
        for (user, branch) in std::mem::take(&mut waiting[id.index()]) {
            if let Some(index) = branch
                && std::mem::replace(&mut met[user.index()][index], true)
            {
                continue;
            }
            open[user.index()] -= 1;
            if open[user.index()] == 0 {
                ready.push(user);
            }
        }
    }
    inhabited
}

/// The cycles of a graph of schemas, each as a way around it that begins with its first schema; of cycles that share
/// schemas, one.
fn cycles<S: IntoIterator<Item = SchemaId>>(
    api: &Api,
    successors: impl Fn(SchemaId) -> S,
) -> Vec<Vec<SchemaId>> {
    let mut cycles = Vec::new();
    depth_first(
        api.schemas.len(),
        api.schema_ids(),
        successors,
        |step| match step {
            // A schema of many cycles is told of once or twice; who mends those finds the others.
            _ if cycles.len() >= MAX_CYCLES => ControlFlow::Break(()),
            Step::Back(cycle) => {
                cycles.push(from_first(cycle.to_vec()));
                ControlFlow::Continue(())
            }
            Step::Enter(_) | Step::Again(..) | Step::Leave(..) => ControlFlow::Continue(()),
        },
    );
    cycles
}

/// Turns a cycle so that it begins with the schema that stands first in the document.
fn from_first(mut cycle: Vec<SchemaId>) -> Vec<SchemaId> {
    let first = (0..cycle.len())
        .min_by_key(|index| cycle[*index])
        .unwrap_or_default();
    cycle.rotate_left(first);
    cycle
}

/// `A → B → A`, by the names of the schemas, or by their pointers.
fn path(api: &Api, cycle: &[SchemaId]) -> String {
    let name = |id: &SchemaId| {
        let origin = &api.schema(*id).origin;
        printable(origin.name.as_deref().unwrap_or(&origin.pointer))
    };
    let mut names: Vec<String> = cycle.iter().take(MAX_NAMED).map(name).collect();
    if cycle.len() > MAX_NAMED {
        names.push("…".to_owned());
    }
    names.extend(cycle.first().map(name));
    names.join(" → ")
}
