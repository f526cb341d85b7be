//! `Api` → [`RustApi`]: every type, operation and name, what the crate depends on, and what its server reads.
//!
//! Components get their names first, then operations, then what is written inline, named after the place where it
//! first stands. Bodies are lowered from a queue, breadth first: schemas nest as deep as a document likes.

mod about;
mod base_path;
mod body;
mod client;
mod component;
mod description;
mod docs;
mod enumeration;
mod extension;
mod features;
mod inline;
mod json_schema;
mod literal;
mod lock;
mod notes;
pub mod operation;
mod pages;
mod pagination;
mod patterns;
mod prefix;
mod reference;
mod shape;
mod structure;
mod tag;
#[cfg(test)]
mod tests;
mod union;

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use super::description::render;
use super::item::RustApi;
use super::item::types::{TypeId, TypeItem, TypeRef};
use super::names::{Scope, pascal, status_variant};
use super::{cycles, derives};
use crate::analysis::conjunction::Conjunction;
use crate::analysis::direction::Directions;
use crate::analysis::duplicates::{enclosing_components, structural_duplicates};
use crate::analysis::subtypes::Subtypes;
use crate::budget::OutputBudget;
use crate::config::{Config, NameLock};
use crate::describe;
use crate::diagnostic::Sink;
use crate::model::{Api, MediaType, Operation, ParameterShape, SchemaId};
use crate::node::pointer_name;
use lock::{Locked, Owner};
use shape::Shape;

/// Decides everything that is emitted. `sink` gets the findings about these decisions. Nothing is in the result where the
/// budget is exhausted.
pub fn lower(api: &Api, config: &Config, budget: &OutputBudget, sink: &mut Sink) -> RustApi {
    let (mut rust, subtypes) = decided(api, config, budget, sink);
    let has_server = rust.features.has_server();
    let has_schemas = rust.features.has_schemas();
    if !(has_server || has_schemas) {
        return rust;
    }
    let context = describe::Context::new(api, subtypes);
    if has_server {
        rust.description = Some(description::description(api, &context));
        rust.answers = Some(description::answers(api, &context));
    }
    if has_schemas {
        rust.json_schemas = Some(json_schema::json_schemas(api, context, &rust.types));
    }
    rust
}

/// What a server reads of the document at run time: its `description.json` and `answers.json`.
pub fn descriptions(api: &Api) -> [String; 2] {
    let context = describe::Context::new(api, Subtypes::of(api));
    let description = description::description(api, &context);
    let answers = description::answers(api, &context);
    [render(description), render(answers)]
}

/// The same without what the server reads of the document at run time, which no code sees.
pub fn surface(api: &Api, config: &Config, budget: &OutputBudget, sink: &mut Sink) -> RustApi {
    decided(api, config, budget, sink).0
}

fn decided(
    api: &Api,
    config: &Config,
    budget: &OutputBudget,
    sink: &mut Sink,
) -> (RustApi, Subtypes) {
    let Some(lock) = &config.lock else {
        return decided_by(api, config, None, budget, sink);
    };
    // What is gone or has moved is known once all is named.
    let (spent, mut found) = (budget.spent(), sink.clone());
    let first = decided_by(api, config, Some(lock), budget, &mut found);
    let asked = first.0.lock.as_ref().filter(|_| !found.has_errors());
    let Some(lock) = asked.and_then(|it| lock.after(it)) else {
        *sink = found;
        return first;
    };
    drop(first);
    budget.rewind_to(spent);
    decided_by(api, config, Some(&lock), budget, sink)
}

/// The same by the names that are kept.
fn decided_by(
    api: &Api,
    config: &Config,
    lock: Option<&NameLock>,
    budget: &OutputBudget,
    sink: &mut Sink,
) -> (RustApi, Subtypes) {
    let patterns = patterns::engine(api, sink);
    let subtypes = Subtypes::of(api);
    let duplicates = structural_duplicates(api);
    let directions = Directions::of(api, &subtypes);
    let all = |marks: &dyn Fn(usize) -> bool| of_all(&duplicates, marks);
    let sent = all(&|it| directions.sent[it]);
    let received = all(&|it| directions.given[it]);
    let filled = all(&|it| !directions.patched[it]);
    let mut lower = Lower {
        api,
        config,
        budget,
        sink,
        scope: Scope::default(),
        lock: Locked::of(lock, api),
        owner: Owner::default(),
        types: Vec::new(),
        names: Vec::new(),
        components: vec![None; api.schemas.len()],
        duplicates,
        sent,
        received,
        filled,
        known: HashMap::new(),
        inline: HashMap::new(),
        open: HashMap::new(),
        queue: VecDeque::new(),
        directions,
        subtypes,
        enclosing: enclosing_components(api),
        current: None,
        current_component: None,
        owners: Vec::new(),
        roots: Vec::new(),
        operation: 0,
        references: vec![None; api.schemas.len()],
        untyped: BTreeSet::new(),
    };
    lower.name_components();
    let (modules, operations) =
        operation::names(api, config, &mut lower.scope, &mut lower.lock, lower.sink);
    lower.finish_queue();
    for (at, (operation, names)) in api.operations.iter().zip(&operations).enumerate() {
        let key = lower.lock.operations.get(at).cloned().unwrap_or_default();
        lower.enter(|| key.to_string(), &names.stem);
        lower.operation(operation, &names.stem);
        lower.finish_queue();
    }
    for webhook in &api.webhooks {
        let stem = pascal(&format!("{} webhook", webhook.path));
        lower.enter(|| format!("webhook {}", webhook.path), &stem);
        lower.operation(webhook, &stem);
        lower.finish_queue();
    }
    lower.type_tags();
    notes::untyped(api, &lower.untyped, lower.sink);
    let order = in_order_of_emission(&lower.owners);
    let mut types: Vec<TypeItem> = (lower.types.into_iter())
        .map(|it| it.expect("every type that got an id is lowered before the queue is empty"))
        .collect();
    cycles::break_direct_cycles(&mut types);
    cycles::box_cycles(&mut types);
    cycles::box_large(&mut types);
    literal::settle(&mut types, budget, lower.sink);
    derives::derive(&mut types, &config.types.derives);
    let references: Vec<TypeRef> = (lower.references.into_iter())
        .map(|it| it.unwrap_or(TypeRef::Any))
        .collect();
    if budget.is_exhausted() {
        return (RustApi::default(), lower.subtypes);
    }
    let mut lock = lower.lock;
    let operation::Operations {
        modules,
        ids: operations,
        responses,
    } = operation::lower(
        (api, config),
        &references,
        modules,
        &operations,
        (&mut lock, &mut *lower.sink),
    );
    let features = features::features(
        api,
        &types,
        &references,
        (&modules, &responses),
        patterns,
        config,
        lower.sink,
    );
    let deciding = pages::Deciding {
        api,
        types: &types,
        modules: &modules,
        responses: &responses,
    };
    let client = client::client(
        &deciding,
        &operations,
        config,
        (&mut lock, &mut *lower.sink),
    );
    if features.has_server() {
        base_path::tell(api, lower.sink);
        notes::unheld_defaults(api, lower.sink);
        notes::files_or_others(api, lower.sink);
    }
    notes::parts_of_answers(api, lower.sink);
    notes::unsent_headers(api, lower.sink);
    let rust = RustApi {
        title: about::title(api),
        docs: about::crate_docs(api),
        types,
        order,
        modules,
        responses,
        operations,
        style: config.types.style,
        server: config.server,
        base_path: base_path::base_path(api),
        client,
        features,
        description: None,
        answers: None,
        json_schemas: None,
        lock: lock.into_names(),
    };
    (rust, lower.subtypes)
}

/// Marks the first of structural duplicates where one of them is marked.
fn of_all(duplicates: &[SchemaId], is_marked: &dyn Fn(usize) -> bool) -> Vec<bool> {
    let mut marks = vec![false; duplicates.len()];
    for (at, first) in duplicates.iter().enumerate() {
        marks[first.index()] |= is_marked(at);
    }
    marks
}

/// The order of emission: every type, each followed by those that were written inline in it.
fn in_order_of_emission(owners: &[Option<TypeId>]) -> Vec<TypeId> {
    let mut parts: Vec<Vec<TypeId>> = vec![Vec::new(); owners.len()];
    let mut stack: Vec<TypeId> = Vec::new();
    for (index, owner) in owners.iter().enumerate().rev() {
        let id = TypeId(index as u32);
        match owner {
            Some(owner) => parts[owner.0 as usize].push(id),
            None => stack.push(id),
        }
    }
    let mut order = Vec::with_capacity(owners.len());
    while let Some(id) = stack.pop() {
        order.push(id);
        stack.append(&mut parts[id.0 as usize]);
    }
    order
}

struct Lower<'a> {
    api: &'a Api,
    config: &'a Config,
    budget: &'a OutputBudget,
    sink: &'a mut Sink,
    /// The names of all types.
    scope: Scope,
    /// Those that are kept.
    lock: Locked<'a>,
    /// What is being lowered, as the lock knows it.
    owner: Owner,
    types: Vec<Option<TypeItem>>,
    /// The names of `types`, also of those that are not lowered yet.
    names: Vec<Arc<str>>,
    /// The type of each component, by the index of its schema.
    components: Vec<Option<TypeId>>,
    /// For each schema, by the index of its id, the first of its structural duplicates.
    duplicates: Vec<SchemaId>,
    /// The type of each conjunction that was lowered, but for those of the next.
    known: HashMap<Conjunction, TypeRef>,
    /// The types of each that has an inline one in it, by where they stand.
    inline: HashMap<Conjunction, Vec<InlineType>>,
    /// Conjunctions that are being lowered; with an alias where one contains itself by way of arrays and maps alone.
    open: HashMap<Conjunction, Option<TypeId>>,
    queue: VecDeque<Job>,
    directions: Directions,
    /// For the first of structural duplicates, whether any of them is part of a request, and of anything else.
    sent: Vec<bool>,
    received: Vec<bool>,
    /// The same, of anything but bodies of `PATCH`.
    filled: Vec<bool>,
    subtypes: Subtypes,
    /// For each schema the component that it is written in.
    enclosing: Vec<Option<SchemaId>>,
    /// The type whose body is being lowered, the component that one is written in, and for each type the one it was
    /// written in.
    current: Option<TypeId>,
    current_component: Option<SchemaId>,
    owners: Vec<Option<TypeId>>,
    /// For each type what it was written in, and how many operations have been lowered.
    roots: Vec<Root>,
    operation: usize,
    references: Vec<Option<TypeRef>>,
    /// Schemas that are objects or arrays in Rust and do not say so.
    untyped: BTreeSet<SchemaId>,
}

/// What an inline type was written in: a component, or an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    Type(TypeId),
    Operation(usize),
}

/// The type of a conjunction at some place.
struct InlineType {
    root: Root,
    /// The last word of its name that says something.
    role: Box<str>,
    reference: TypeRef,
}

/// A type that has its name and waits for its body.
struct Job {
    id: TypeId,
    name: Arc<str>,
    conjunction: Conjunction,
    shape: Option<Shape>,
    /// The prefix of the names of its inline types.
    stem: String,
}

impl Lower<'_> {
    fn new_type(&mut self, name: Arc<str>) -> TypeId {
        let id = TypeId(u32::try_from(self.types.len()).expect("there are fewer types than nodes"));
        self.types.push(None);
        self.names.push(name);
        self.owners.push(self.current);
        self.roots.push(self.root());
        id
    }

    /// What is being lowered.
    fn root(&self) -> Root {
        match self.current {
            Some(id) => self.roots[id.0 as usize],
            None => Root::Operation(self.operation),
        }
    }

    /// Whether a type is written in no other, nor in an operation.
    fn is_root(&self, id: TypeId) -> bool {
        self.roots[id.0 as usize] == Root::Type(id)
    }

    fn finish_queue(&mut self) {
        while let Some(job) = self.queue.pop_front() {
            self.current = Some(job.id);
            self.enter_type(job.id, &job.stem);
            self.current_component = self.enclosing[job.conjunction[0].id.index()];
            self.budget
                .enter(self.api.schema(job.conjunction[0].id).origin.place);
            let (id, item) = self.item(job);
            self.types[id.0 as usize] = Some(item);
        }
        self.current = None;
    }

    /// Lowers every schema of an operation, so that what is inline gets a type named after the operation.
    fn operation(&mut self, operation: &Operation, stem: &str) {
        self.operation += 1;
        self.parts(operation, stem);
    }

    fn parts(&mut self, operation: &Operation, stem: &str) {
        for parameter in &operation.parameters {
            let name = format!("{stem}{}", pascal(&parameter.name));
            self.parameter_shape(&parameter.shape, &name);
        }
        if let Some(body) = &operation.request_body {
            self.content(&body.content, &format!("{stem}Request"));
        }
        let plain = (operation.responses.iter())
            .map(|it| it.status)
            .find(|it| it.is_success())
            .or_else(|| operation.responses.first().map(|it| it.status));
        for response in &operation.responses {
            let name = if Some(response.status) == plain {
                format!("{stem}Response")
            } else {
                format!("{stem}{}", status_variant(response.status))
            };
            self.content(&response.content, &name);
            for header in &response.headers {
                self.parameter_shape(&header.shape, &format!("{name}{}", pascal(&header.name)));
            }
        }
        for callback in &operation.callbacks {
            let name = format!("{stem}{}", pascal(&callback.name));
            for operation in &callback.operations {
                self.parts(operation, &name);
            }
        }
    }

    fn parameter_shape(&mut self, shape: &ParameterShape, name: &str) {
        match shape {
            ParameterShape::Schema { schema, .. } => match self.shared(*schema) {
                Some((kind, name)) => self.shared_parameter(*schema, kind, &name),
                None => {
                    self.reference(*schema, name, name);
                }
            },
            ParameterShape::Content(media) => self.content(std::slice::from_ref(media), name),
        }
    }

    fn shared_parameter(&mut self, schema: SchemaId, kind: &str, word: &str) {
        let name = match self.scope.is_taken(word) {
            true => format!("{word}Parameter"),
            false => word.to_owned(),
        };
        let before = self.enter(|| format!("{kind}/{word}"), &name);
        self.reference(schema, &name, &name);
        self.owner = before;
    }

    /// Lowers the schemas of bodies. Types within an inline body are named without the word `Body`, which tells the body
    /// from the request struct: `CreateUserRequestBody` has a `CreateUserRequestAddress`.
    fn content(&mut self, content: &[MediaType], stem: &str) {
        for media in content {
            for schema in media.schema.into_iter().chain(media.item_schema) {
                let shared = self.shared(schema);
                let is_shared = shared.is_some();
                let before = (shared.as_ref())
                    .map(|(kind, name)| self.enter(|| format!("{kind}/{name}"), name));
                let stem = shared.as_ref().map_or(stem, |it| it.1.as_str());
                let name = match stem.ends_with("Body") {
                    true if is_shared => stem.to_owned(),
                    _ => format!("{stem}Body"),
                };
                self.reference(schema, &name, stem);
                if let Some(before) = before {
                    self.owner = before;
                }
            }
            for header in media.encodings.all().into_iter().flat_map(|it| &it.headers) {
                self.parameter_shape(&header.shape, &format!("{stem}{}", pascal(&header.name)));
            }
        }
    }

    /// What a schema is called after that stands in a parameter, body, response or header of `components`: the name of that,
    /// which no operation that refers to it is alone with, and what of `components` it is.
    fn shared(&self, schema: SchemaId) -> Option<(&'static str, String)> {
        let pointer = self
            .api
            .schema(schema)
            .origin
            .pointer
            .trim_start_matches(['#', '/']);
        let mut segments = pointer
            .strip_prefix("components/")
            .unwrap_or(pointer)
            .split('/');
        let kind = segments.next()?;
        let name = pascal(&pointer_name(segments.next()?));
        match kind {
            "parameters" => Some(("parameters", name)),
            "headers" => Some(("headers", name)),
            "requestBodies" => Some(("requestBodies", name)),
            "responses" => {
                let name = format!("{}Response", name.trim_end_matches("Response"));
                Some(("responses", name))
            }
            _ => None,
        }
    }
}
