//! A schema → an example value.
//!
//! Which value stands for which schema is what openapi-sampler 1.x (as widdershins 4.0.1 calls it) does: the schema's
//! own example, the first of an enum, the default, or a fixed value for type and format.

mod draft;
mod mending;
mod subject;
mod values;

use std::borrow::Cow;
use std::collections::HashSet;

use super::block::Block;
use super::context::Context;
use super::grammar;
use super::inline::Inline;
use super::json::{Json, Member};
use super::levels::deepest;
use super::properties::shown_to_depth;
use super::values as accepted;
use crate::analysis::walk::Direction;
use crate::describe::Direction as Way;
use crate::model::{Additional, JsonType, Schema, SchemaId};
use crate::node::Node;
use draft::{Draft, merge, merge_all, set};
use mending::{may_refuse, set_tag};
use subject::{Sampled, Subject, Via, circular};
pub use values::{number, of_format, string};

/// An example.
#[derive(Debug)]
pub struct Example<'a> {
    /// The value.
    pub value: Json<'a>,
    /// How deep it goes, where the schema goes deeper and the limit did not allow that.
    pub levels: Option<usize>,
    /// Whether its schema refuses it, and nothing was found that it accepts.
    pub is_refused: bool,
}

impl Example<'_> {
    /// What stands below it: how deep it goes, and that its schema refuses it.
    pub fn notes<'b>(&self) -> Vec<Block<'b>> {
        let none = self.is_refused.then_some(grammar::NONE_ACCEPTED);
        let none = none.map(|it| Block::paragraph(Inline::plain(it)));
        let depth = self.levels.map(shown_to_depth);
        depth.into_iter().chain(none).collect()
    }
}

/// An example of what a schema accepts: of a value that consumers send (without what is read-only), of one that they
/// receive (without what is write-only), or of the schema as such.
pub fn sample<'a>(cx: &Context<'a>, schema: SchemaId, direction: Option<Direction>) -> Example<'a> {
    let schema = cx.target(schema);
    let way = accepted::direction(direction);
    let mut examples = cx.api.schema(schema).annotations.examples.iter();
    let written =
        examples.find_map(|it| it.value.as_ref().filter(|it| is_shown(cx, schema, way, it)));
    if let Some(value) = written.map(Json::from_node).filter(Json::is_truthy) {
        return Example {
            value,
            levels: None,
            is_refused: false,
        };
    }
    // Each schema of a wide graph leads to all others: an example to the full depth would fill a book.
    let found = deepest(&SHORTER, |levels| to_depth(cx, schema, direction, levels));
    let (levels, value) = found.unwrap_or((0, Json::Object(Vec::new())));
    let example = Example {
        value,
        levels: (levels < LEVEL_LIMIT).then_some(levels),
        is_refused: false,
    };
    match cx.values {
        Some(values) if values.refuses(schema, way, &example.value) => {
            let other = values.instead(schema, way, &example.value);
            let drawn = other.map(|value| Example {
                value,
                levels: None,
                is_refused: false,
            });
            drawn.unwrap_or(Example {
                is_refused: true,
                ..example
            })
        }
        _ => example,
    }
}

/// Whether an example of the document is shown: one that its schema refuses is not.
fn is_shown(cx: &Context<'_>, schema: SchemaId, way: Way, example: &Node) -> bool {
    cx.values
        .is_none_or(|it| !it.refuses_node(schema, way, example))
}

/// The example to a depth; nothing if that has too many values.
fn to_depth<'a>(
    cx: &Context<'a>,
    schema: SchemaId,
    direction: Option<Direction>,
    levels: usize,
) -> Option<Json<'a>> {
    let mut sampler = Sampler {
        cx,
        direction,
        levels,
        stack: Vec::new(),
        branches: Vec::new(),
        nesting: 0,
        budget: cx.layout.samples.values,
        text: cx.layout.samples.text,
        shown: HashSet::new(),
    };
    let sampled = sampler.sample(&Subject::of(schema), None, 0);
    // What is thrown away has taken its time too.
    let limits = cx.layout.samples;
    let text = limits.text - sampler.text;
    cx.budget
        .spend(16 * (limits.values - sampler.budget) as usize + text / 2);
    if sampler.budget == 0 {
        return None;
    }
    // What is empty goes through the sampler once more as a property, which `readOnly` takes out.
    if sampled.value.is_empty() && sampler.leaves_out(&sampled) {
        return Some(Json::Object(Vec::new()));
    }
    Some(sampled.value.into_json().unwrap_or(Json::Null))
}

/// The depths that are tried.
const SHORTER: [usize; 7] = [LEVEL_LIMIT, 6, 4, 3, 2, 1, 0];

/// Objects and arrays this deep are shown empty (`--maxDepth` of widdershins, 10 unless set).
const LEVEL_LIMIT: usize = 10;

/// How deep properties and items are followed (`maxSampleDepth` of openapi-sampler).
const DEPTH_LIMIT: usize = 15;

/// How deep schemas may stand in each other by `allOf` and its like alone.
const NESTING_LIMIT: usize = 100;

/// How many items `minItems` may ask for.
const ITEM_LIMIT: u64 = 1_000;

struct Sampler<'a, 'c> {
    cx: &'c Context<'a>,
    direction: Option<Direction>,
    /// Objects and arrays this deep are left empty.
    levels: usize,
    /// The schemas that are being sampled, as far as they are told apart.
    stack: Vec<Option<SchemaId>>,
    /// The branches that are being sampled, which the templates do not tell apart: theirs go on to the last level.
    branches: Vec<SchemaId>,
    nesting: usize,
    /// How many values there may still be.
    budget: u32,
    /// How many bytes of text there may still be; where there are more, no values are left either.
    text: usize,
    /// The schemas whose own example has been shown.
    shown: HashSet<SchemaId>,
}

impl<'a> Sampler<'a, '_> {
    /// `level` is the depth of the value in the example.
    fn sample(&mut self, subject: &Subject, via: Option<&Via<'a>>, level: usize) -> Sampled<'a> {
        let subject = &subject.within_wrappers(self.cx);
        let schema = self.cx.api.schema(subject.id);
        let is_whole = !subject.without_all_of && !subject.without_choice;
        let is_branch = subject.copy && is_whole && self.cx.values.is_some();
        let cyclic = match is_branch {
            true => self.branches.contains(&subject.id),
            false => via.is_some() && !subject.copy && self.stack.contains(&Some(subject.id)),
        };
        let deep = via
            .and_then(|it| it.depth)
            .is_some_and(|it| it > DEPTH_LIMIT);
        if cyclic
            || deep
            || self.nesting > NESTING_LIMIT
            || self.budget == 0
            || self.cx.budget.is_exhausted()
        {
            // An object of thousands of members that all lead back to it has as many of these, wherever it stands.
            self.take_text(8);
            let mut sampled = circular(self.infer(schema, subject));
            sampled.fails = self.is_refused(subject, &sampled.value);
            return sampled;
        }
        self.budget -= 1;
        self.nesting += 1;
        let pushed = via.is_some();
        if pushed {
            self.stack.push((!subject.copy).then_some(subject.id));
        }
        let id = subject.id;
        if is_branch {
            self.branches.push(id);
        }
        let sampled = self.sample_inner(schema, subject, via, level, pushed);
        if is_branch {
            self.branches.pop();
        }
        self.nesting -= 1;
        sampled
    }

    /// Takes the schema off the stack at the point where openapi-sampler does: before it looks into branches.
    fn sample_inner(
        &mut self,
        schema: &'a Schema,
        subject: &Subject,
        via: Option<&Via<'a>>,
        level: usize,
        pushed: bool,
    ) -> Sampled<'a> {
        let done = |it: Draft<'a>, json_type| Sampled {
            value: it,
            json_type,
            read_only: schema.annotations.read_only || subject.read_only,
            write_only: schema.annotations.write_only || subject.write_only,
            ends: false,
            fails: false,
        };
        let mut examples = schema.annotations.examples.iter();
        let way = accepted::direction(self.direction);
        let is_shown = |it: &&Node| is_shown(self.cx, subject.id, way, it);
        if let Some(value) = examples.find_map(|it| it.value.as_ref().filter(is_shown)) {
            self.pop(pushed);
            let value = self.written_example(value, subject.id, level);
            return done(value, schema.types.iter().next());
        }
        let all_of = !subject.without_all_of && !schema.all_of.is_empty();
        let one_of = (!subject.without_choice)
            .then(|| schema.one_of.first())
            .flatten();
        let choice = one_of.or_else(|| {
            (!subject.without_choice)
                .then(|| schema.any_of.first())
                .flatten()
        });
        if all_of || choice.is_some() {
            self.pop(pushed);
            if let Some(value) = self.inferred(schema, subject, level) {
                return done(value, None);
            }
            return match choice {
                _ if all_of => self.all_of(schema, subject, via, level),
                Some(choice) => self.choice(subject, *choice, via, level),
                None => unreachable!("one of the two holds"),
            };
        }
        if let Some(sampled) = self.subtype(subject, schema, via, level) {
            self.pop(pushed);
            return sampled;
        }
        let sampled = match self.inferred(schema, subject, level) {
            Some(value) => done(value, None),
            None => {
                let json_type = self.infer(schema, subject);
                let (value, fails) = self.by_type(schema, json_type, via, level);
                let sampled = Sampled {
                    fails,
                    ..done(value, json_type)
                };
                self.mended(schema, subject, sampled)
            }
        };
        self.pop(pushed);
        sampled
    }

    fn pop(&mut self, pushed: bool) {
        if pushed {
            self.stack.pop();
        }
    }

    /// A value the document gives: `const`, the first of an `enum`, the `default`.
    fn inferred(
        &mut self,
        schema: &'a Schema,
        subject: &Subject,
        level: usize,
    ) -> Option<Draft<'a>> {
        let listed = schema.values.as_ref().and_then(|it| it.values.first());
        let mut node = listed.or(schema.annotations.default.as_ref())?;
        if let Some(values) = self.cx.values {
            let way = accepted::direction(self.direction);
            let listed = schema.values.iter().flat_map(|it| &it.values);
            let mut all = listed.take(MOST_TRIED).chain(&schema.annotations.default);
            let shown = all.find(|it| !values.refuses_node(subject.id, way, it));
            match (shown, &schema.values) {
                (Some(it), _) => node = it,
                // A default that is refused is none to show.
                (None, None) => return None,
                (None, Some(_)) => {}
            }
        }
        Some(self.written(node, level))
    }

    fn written(&mut self, node: &'a Node, level: usize) -> Draft<'a> {
        if !self.has_room_for(node) {
            return Draft::Null;
        }
        shorten(Draft::from_json(Json::from_node(node)), level)
    }

    /// A schema's own example. The tool empties what is too deep in the first place alone: it knows an object it has
    /// seen by its identity.
    fn written_example(&mut self, node: &'a Node, id: SchemaId, level: usize) -> Draft<'a> {
        if node.as_object().is_some() && !self.shown.insert(id) && self.has_room_for(node) {
            return Draft::from_json(Json::from_node(node));
        }
        self.written(node, level)
    }

    /// Every branch laid over the schema's own keywords.
    fn all_of(
        &mut self,
        schema: &'a Schema,
        subject: &Subject,
        via: Option<&Via<'a>>,
        level: usize,
    ) -> Sampled<'a> {
        let own = Subject {
            without_all_of: true,
            copy: true,
            ..subject.clone()
        };
        let mut result = self.sample(&own, None, level);
        let mut parts = Vec::new();
        for branch in &schema.all_of {
            if self.budget == 0 {
                break;
            }
            let id = self.cx.target(*branch);
            // The tool takes no type for one, so that a branch that names none is `null`.
            let known = result.json_type.is_some() || self.cx.values.is_none();
            let branch = Subject {
                fallback: known.then_some(result.json_type),
                copy: true,
                ..Subject::of(id)
            };
            let via = Via {
                branch_of_all_of: true,
                ..via.cloned().unwrap_or_default()
            };
            let sampled = self.sample(&branch, Some(&via), level);
            if sampled.json_type.is_some() {
                result.json_type = sampled.json_type;
            }
            result.read_only |= sampled.read_only;
            result.write_only |= sampled.write_only;
            result.fails |= sampled.fails;
            if !matches!(sampled.value, Draft::Null | Draft::Undefined) {
                parts.push(sampled.value);
            }
        }
        if result.json_type == Some(JsonType::Object) {
            let own = match std::mem::replace(&mut result.value, Draft::Null) {
                Draft::Object(members) => Draft::Object(members),
                _ => Draft::Object(Vec::new()),
            };
            let parts = parts.into_iter().filter(Draft::is_object_like);
            let mut merged = merge_all(own, parts);
            if let Draft::Object(members) = &mut merged {
                members.retain(|(_, it)| !matches!(it, Draft::Skipped));
            }
            if let Draft::Object(members) = &merged {
                self.cx.budget.spend(4 * members.len());
            }
            result.value = merged;
        } else if let Some(last) = parts.pop() {
            result.value = last;
        }
        self.tell_apart(schema, subject.id, &mut result.value);
        if result.fails && !self.is_refused(subject, &result.value) {
            // What one part lacks another one has.
            result.fails = false;
        }
        self.mended(schema, subject, result)
    }

    /// The first branch, laid over the schema's own keywords.
    fn choice(
        &mut self,
        subject: &Subject,
        first: SchemaId,
        via: Option<&Via<'a>>,
        level: usize,
    ) -> Sampled<'a> {
        let schema = self.cx.api.schema(subject.id);
        let Some(values) = self.cx.values else {
            return self.branch(subject, first, via, level);
        };
        let way = accepted::direction(self.direction);
        let mut shown: Option<Sampled<'a>> = None;
        let branches = schema.one_of.iter().chain(&schema.any_of);
        for &branch in branches.take(MOST_TRIED) {
            let mut sampled = self.branch(subject, branch, via, level);
            if let Some(discriminator) = &schema.discriminator {
                let target = self.cx.target(branch);
                set_tag(
                    &discriminator.property,
                    &values.tags(discriminator, target),
                    &mut sampled.value,
                );
            }
            let is_fine = self.budget == 0
                || !sampled.value.is_null()
                    && !values.refuses(subject.id, way, &sampled.value.clone().into_shown());
            if is_fine {
                return sampled;
            }
            shown.get_or_insert(sampled);
        }
        let mut sampled = match shown {
            Some(it) => it,
            None => self.branch(subject, first, via, level),
        };
        if !subject.copy && self.budget > 0 {
            self.replace(subject, &mut sampled);
        }
        sampled
    }

    /// A branch, laid over the schema's own keywords.
    fn branch(
        &mut self,
        subject: &Subject,
        branch: SchemaId,
        via: Option<&Via<'a>>,
        level: usize,
    ) -> Sampled<'a> {
        let schema = self.cx.api.schema(subject.id);
        let own = Subject {
            without_choice: true,
            copy: true,
            ..subject.clone()
        };
        let local = self.sample(&own, via, level);
        let first = Subject {
            copy: true,
            read_only: schema.annotations.read_only,
            write_only: schema.annotations.write_only,
            ..Subject::of(branch)
        };
        let mut sampled = self.sample(&first, via, level);
        if local.value.is_object_like() && sampled.value.is_object_like() {
            let base = match (local.value, &sampled.value) {
                (Draft::Null, Draft::Array(_)) => Draft::Array(Vec::new()),
                (Draft::Null, _) => Draft::Object(Vec::new()),
                (other, _) => other,
            };
            let top = std::mem::replace(&mut sampled.value, Draft::Null);
            sampled.value = merge(base, top);
        }
        sampled
    }

    /// What stands for a base: the first of the schemas that extend it, and says so.
    fn subtype(
        &mut self,
        subject: &Subject,
        schema: &'a Schema,
        via: Option<&Via<'a>>,
        level: usize,
    ) -> Option<Sampled<'a>> {
        let discriminator = schema.discriminator.as_deref().filter(|_| !subject.copy)?;
        let values = self.cx.values?;
        let &first = values.subtypes(subject.id).first()?;
        let first = Subject {
            copy: true,
            ..Subject::of(first)
        };
        let mut sampled = self.sample(&first, via, level);
        let tags = values.tags(discriminator, first.id);
        set_tag(&discriminator.property, &tags, &mut sampled.value);
        Some(sampled)
    }

    /// Lets what extends bases say which of their subtypes it is.
    fn tell_apart(&self, schema: &Schema, id: SchemaId, value: &mut Draft<'a>) {
        let Some(values) = self.cx.values else { return };
        let mut todo = schema.all_of.clone();
        for _ in 0..MOST_TRIED {
            let Some(next) = todo.pop() else { break };
            let base = self.cx.api.schema(next);
            if let Some(discriminator) = &base.discriminator {
                let tags = values.tags(discriminator, id);
                set_tag(&discriminator.property, &tags, value);
            }
            todo.extend(&base.all_of);
        }
    }

    /// A value in place of one that its schema refuses.
    fn mended(&self, schema: &Schema, subject: &Subject, sampled: Sampled<'a>) -> Sampled<'a> {
        let mut sampled = sampled;
        let is_asked = !subject.copy && self.budget > 0 && may_refuse(schema, &sampled.value);
        if is_asked && self.is_refused(subject, &sampled.value) {
            self.replace(subject, &mut sampled);
        }
        sampled
    }

    fn is_refused(&self, subject: &Subject, value: &Draft<'a>) -> bool {
        let way = accepted::direction(self.direction);
        let shown = || value.clone().into_shown();
        (self.cx.values).is_some_and(|it| it.refuses(subject.id, way, &shown()))
    }

    /// Puts a value in place of one that is refused, if one is found. Where the example ends there is none to look for: what
    /// it is a part of does without it.
    fn replace(&self, subject: &Subject, sampled: &mut Sampled<'a>) {
        let Some(values) = self.cx.values.filter(|_| !sampled.fails) else {
            return;
        };
        let way = accepted::direction(self.direction);
        let refused = sampled.value.clone().into_shown();
        match values.instead(subject.id, way, &refused) {
            Some(other) => sampled.value = Draft::from_json(other),
            None => sampled.fails = true,
        }
    }

    /// Takes the text of a value.
    fn has_room_for(&mut self, node: &Node) -> bool {
        use crate::node::Value;
        match &node.value {
            Value::Null | Value::Bool(_) => self.take_text(4),
            Value::Number(text) | Value::String(text) => self.take_text(text.len()),
            Value::Array(items) => items.iter().all(|it| self.has_room_for(it)),
            Value::Object(object) => object
                .iter()
                .all(|(key, it)| self.take_text(key.text.len()) && self.has_room_for(it)),
        }
    }

    fn take_text(&mut self, bytes: usize) -> bool {
        match self.text.checked_sub(bytes + 2) {
            Some(left) => self.text = left,
            None => self.budget = 0,
        }
        self.budget > 0
    }

    fn infer(&self, schema: &Schema, subject: &Subject) -> Option<JsonType> {
        if let Some(named) = schema.types.iter().next() {
            return Some(named);
        }
        if let Some(fallback) = subject.fallback {
            return fallback;
        }
        let (number, string, array, object) = (
            &schema.number,
            &schema.string,
            &schema.array,
            &schema.object,
        );
        if number.multiple_of.is_some() || number.maximum.is_some() || number.minimum.is_some() {
            Some(JsonType::Number)
        } else if string.max_length.is_some()
            || string.min_length.is_some()
            || string.pattern.is_some()
        {
            Some(JsonType::String)
        } else if array.items.is_some()
            || !array.prefix.is_empty()
            || array.max_items.is_some()
            || array.min_items.is_some()
            || array.unique
        {
            Some(JsonType::Array)
        } else if object.max_properties.is_some()
            || object.min_properties.is_some()
            || !object.required.is_empty()
            || object.further() != Additional::Unsaid
            || !object.properties.is_empty()
            || !object.patterns.is_empty()
        {
            Some(JsonType::Object)
        } else {
            // The tool asks no format.
            let format = schema
                .format
                .as_deref()
                .filter(|_| self.cx.values.is_some());
            match format? {
                "int32" | "int64" => Some(JsonType::Integer),
                "float" | "double" => Some(JsonType::Number),
                it => of_format(it, None).map(|_| JsonType::String),
            }
        }
    }

    /// A value of a type, and whether it is none that the schema accepts.
    fn by_type(
        &mut self,
        schema: &'a Schema,
        json_type: Option<JsonType>,
        via: Option<&Via<'a>>,
        level: usize,
    ) -> (Draft<'a>, bool) {
        let value = match json_type {
            None | Some(JsonType::File) => Draft::Null,
            Some(JsonType::Boolean) => Draft::Bool(true),
            Some(json_type @ (JsonType::Number | JsonType::Integer)) => {
                Draft::Number(number(schema, json_type))
            }
            Some(JsonType::String) => {
                let text = string(schema, via.and_then(|it| it.property));
                self.take_text(text.len());
                Draft::String(text)
            }
            Some(JsonType::Array) => return self.array(schema, via, level),
            Some(JsonType::Object) => return self.object(schema, via, level),
        };
        (value, false)
    }

    fn array(
        &mut self,
        schema: &'a Schema,
        via: Option<&Via<'a>>,
        level: usize,
    ) -> (Draft<'a>, bool) {
        let rules = &schema.array;
        let depth = via.and_then(|it| it.depth).unwrap_or(1);
        // Whether what does not go on is told.
        let tells = self.cx.values.is_some();
        let least = rules.min_items.unwrap_or(0);
        if level >= self.levels {
            return (Draft::Array(Vec::new()), tells && least > 0);
        }
        let via = Via {
            depth: Some(depth + 1),
            ..Via::default()
        };
        let mut items = Vec::new();
        let mut fails = false;
        if !rules.prefix.is_empty() {
            for item in &rules.prefix {
                let sampled = self.sample(&Subject::of(*item), Some(&via), level + 1);
                // Any item of a tuple may be the last one.
                if tells && sampled.fails && items.len() as u64 >= least {
                    break;
                }
                fails |= tells && sampled.fails;
                items.push(sampled.value);
            }
            return (Draft::Array(items), fails);
        }
        let Some(item) = rules.items.or(rules.contains) else {
            return (Draft::Array(Vec::new()), false);
        };
        let wanted = rules.min_items.filter(|it| *it > 0).unwrap_or(1);
        let count = wanted
            .min(rules.max_items.unwrap_or(u64::MAX))
            .min(ITEM_LIMIT);
        for _ in 0..count {
            let sampled = self.sample(&Subject::of(item), Some(&via), level + 1);
            // A list without items ends what would go on for ever.
            if tells && sampled.is_spare() && least == 0 {
                break;
            }
            fails |= tells && sampled.fails;
            items.push(sampled.value);
        }
        (Draft::Array(items), fails)
    }

    fn object(
        &mut self,
        schema: &'a Schema,
        via: Option<&Via<'a>>,
        level: usize,
    ) -> (Draft<'a>, bool) {
        let rules = &schema.object;
        let tells = self.cx.values.is_some();
        if level >= self.levels {
            let fails = tells && !rules.required.is_empty();
            return (Draft::Object(Vec::new()), fails);
        }
        let depth = via.and_then(|it| it.depth).unwrap_or(1) + 1;
        let branch = via.is_some_and(|it| it.branch_of_all_of);
        self.cx.budget.spend(rules.properties.len());
        let mut out = Vec::with_capacity(rules.properties.len());
        let mut fails = false;
        for (name, property) in super::json::script_order(&rules.properties) {
            let via = Via {
                depth: Some(depth),
                property: Some(name),
                ..Via::default()
            };
            if self.budget == 0 {
                break;
            }
            let property = Subject::of(*property);
            let mut sampled = self.sample(&property, Some(&via), level + 1);
            let is_left_out = self.leaves_out(&sampled);
            if tells && !is_left_out {
                if sampled.fails && !sampled.value.is_empty() {
                    // What ends within it can be made up for, which what ends here cannot.
                    sampled.fails = false;
                    self.replace(&property, &mut sampled);
                }
                if sampled.is_spare() && !rules.required.contains(name) {
                    continue;
                }
                fails |= sampled.fails;
            }
            if !is_left_out {
                out.push((Cow::Borrowed(&**name), sampled.value));
            } else if branch {
                out.push((Cow::Borrowed(&**name), Draft::Skipped));
            }
        }
        if let Additional::Schema(more) = rules.additional {
            let name = additional_name(self.cx.api.schema(more));
            for suffix in ["1", "2"] {
                let via = Via {
                    depth: Some(depth),
                    ..Via::default()
                };
                let sampled = self.sample(&Subject::of(more), Some(&via), level + 1);
                if tells && sampled.is_spare() {
                    break;
                }
                set(&mut out, format!("{name}{suffix}").into(), sampled.value);
            }
        }
        if let Some(limit) = rules.max_properties.and_then(|it| usize::try_from(it).ok()) {
            keep_required_first(schema, &mut out, limit);
        }
        (Draft::Object(out), fails)
    }

    fn leaves_out(&self, it: &Sampled) -> bool {
        match self.direction {
            Some(Direction::Sent) => it.read_only,
            Some(Direction::Received) => it.write_only,
            None => false,
        }
    }
}

/// How many values or branches of a schema are tried.
const MOST_TRIED: usize = 12;

fn additional_name(schema: &Schema) -> String {
    schema
        .annotations
        .extensions
        .get("x-additionalPropertiesName")
        .and_then(|it| it.as_str())
        .filter(|it| !it.is_empty())
        .unwrap_or("property")
        .to_owned()
}

fn keep_required_first(schema: &Schema, members: &mut Vec<Member<'_, Draft<'_>>>, limit: usize) {
    if schema.object.properties.is_empty() || members.len() <= limit {
        return;
    }
    let required = &schema.object.required;
    let rank = |name: &str| required.get_index_of(name).unwrap_or(usize::MAX);
    members.sort_by_key(|(name, _)| rank(name));
    let needed = members.partition_point(|(name, _)| rank(name) < usize::MAX);
    members.truncate(limit.max(needed));
}

/// Empties what is deeper than examples go.
fn shorten(value: Draft<'_>, level: usize) -> Draft<'_> {
    match value {
        Draft::Array(_) if level >= LEVEL_LIMIT => Draft::Array(Vec::new()),
        Draft::Object(_) if level >= LEVEL_LIMIT => Draft::Object(Vec::new()),
        Draft::Array(items) => {
            Draft::Array(items.into_iter().map(|it| shorten(it, level + 1)).collect())
        }
        Draft::Object(members) => Draft::Object(
            members
                .into_iter()
                .map(|(key, it)| (key, shorten(it, level + 1)))
                .collect(),
        ),
        other => other,
    }
}
