//! `Api` → [`RustApi`]: every type, operation and name, what the crate depends on, and what its server reads.
//!
//! Components get their names first, then operations, then what is written inline, named after the place where it
//! first stands. Bodies are lowered from a queue, breadth first: schemas nest as deep as a document likes.

mod extension;
mod features;
mod literal;
pub mod operation;
mod prefix;
mod shape;
mod union;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::item::{
    Constant, Derives, Enum, EnumRepr, Field, Literal, Presence, Rest, RustApi, Scalar, Struct, TypeId,
    TypeItem, TypeKind, TypeRef, Variant,
};
use super::names::{self, Scope, pascal, snake};
use super::{cycles, description, doc};
use crate::analysis::conjunction::{self, Conjunct, Conjunction};
use crate::analysis::direction::Directions;
use crate::analysis::duplicates::{enclosing_components, structural_duplicates};
use crate::analysis::merged::{self, AdditionalProperties, MergedSchema};
use crate::analysis::subtypes::Subtypes;
use crate::budget::OutputBudget;
use crate::config::Config;
use crate::model::{Api, MediaType, Operation, ParameterShape, Schema, SchemaId, Status};
use shape::{Branch, EnumShape, Shape};

/// Names that every Rust module knows already: a schema `Option` becomes `OptionModel`.
const PRELUDE: &[&str] = &[
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Box",
    "Vec",
    "String",
    "ToString",
    "ToOwned",
    "Default",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Iterator",
    "IntoIterator",
    "Extend",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "FromIterator",
    "AsRef",
    "AsMut",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Debug",
    "Hash",
    "Unpin",
    "Future",
    "IntoFuture",
    "Self_",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
];

/// Decides everything that is emitted. Where the budget is exhausted, what comes of it is of no use.
pub fn lower(api: &Api, config: &Config, budget: &OutputBudget) -> RustApi {
    let subtypes = Subtypes::of(api);
    let mut lower = Lower {
        api,
        config,
        budget,
        scope: Scope::default(),
        types: Vec::new(),
        names: Vec::new(),
        components: vec![None; api.schemas.len()],
        twins: structural_duplicates(api),
        known: HashMap::new(),
        open: HashMap::new(),
        queue: VecDeque::new(),
        directions: Directions::of(api, &subtypes),
        subtypes,
        homes: enclosing_components(api),
        current: None,
        home: None,
        owners: Vec::new(),
        references: vec![None; api.schemas.len()],
    };
    for name in PRELUDE {
        lower.scope.try_claim(name);
    }
    lower.name_components();
    let (modules, operations) = operation::names(api, config, &mut lower.scope);
    lower.finish_queue();
    for (operation, names) in api.operations.iter().zip(&operations) {
        lower.operation(operation, &names.stem);
        lower.finish_queue();
    }
    for webhook in &api.webhooks {
        lower.operation(webhook, &pascal(&format!("{} webhook", webhook.path)));
        lower.finish_queue();
    }
    let order = each_with_parts(&lower.owners);
    let mut types: Vec<TypeItem> = (lower.types.into_iter())
        .map(|it| it.expect("every type that got an id is lowered before the queue is empty"))
        .collect();
    union::break_direct_cycles(&mut types);
    cycles::box_cycles(&mut types);
    literal::settle(&mut types);
    cycles::derive(&mut types);
    let references: Vec<TypeRef> = (lower.references.into_iter())
        .map(|it| it.unwrap_or(TypeRef::Any))
        .collect();
    if budget.is_exhausted() {
        return RustApi::default();
    }
    let (modules, operations) = operation::lower(api, &references, modules, &operations);
    let features = features::features(api, &types, &references, &modules);
    let (description, answers) = match features.has_server() {
        true => (description::description(api), description::answers(api)),
        false => Default::default(),
    };
    RustApi {
        docs: crate_docs(api),
        types,
        order,
        modules,
        operations,
        features,
        description,
        answers,
    }
}

/// The documentation of the crate: title, summary and description of the document.
fn crate_docs(api: &Api) -> Vec<String> {
    let title = api.info.title.trim();
    let mut docs = doc::lines(if title.is_empty() { "An API" } else { title });
    docs.truncate(1);
    for text in api.info.summary.iter().chain(&api.info.description) {
        docs.push(String::new());
        docs.extend(doc::lines(text));
    }
    docs
}

/// Every type, each followed by those that were written in it.
fn each_with_parts(owners: &[Option<TypeId>]) -> Vec<TypeId> {
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
    /// The names of `types`.
    scope: Scope,
    types: Vec<Option<TypeItem>>,
    /// The names of `types`, also of those that are not lowered yet.
    names: Vec<Arc<str>>,
    /// The type of each component, by the index of its schema.
    components: Vec<Option<TypeId>>,
    /// For each schema the first that is word for word the same.
    twins: Vec<SchemaId>,
    /// What each bundle was found to be.
    known: HashMap<Conjunction, TypeRef>,
    /// Bundles that are being looked at, with the type that stands for those that turned out to contain themselves.
    open: HashMap<Conjunction, Option<TypeId>>,
    queue: VecDeque<Job>,
    directions: Directions,
    subtypes: Subtypes,
    /// For each schema the component it is written in.
    homes: Vec<Option<SchemaId>>,
    /// The type whose body is being lowered, the component that one is written in, and for each type the one it was
    /// written in.
    current: Option<TypeId>,
    home: Option<SchemaId>,
    owners: Vec<Option<TypeId>>,
    references: Vec<Option<TypeRef>>,
}

/// A type that has its name and waits for its body.
struct Job {
    id: TypeId,
    name: Arc<str>,
    bundle: Conjunction,
    shape: Option<Shape>,
    /// What the names of its inline parts begin with.
    stem: String,
}

impl Lower<'_> {
    /// Gives every component its name and type, in document order.
    fn name_components(&mut self) {
        let wanted = prefix::component_names(self.api, self.config);
        let all = (self.api.components.keys()).map(|written| {
            let name = wanted[written].clone();
            let known = PRELUDE.contains(&name.as_str());
            let name = if known { format!("{name}Model") } else { name };
            (written.clone(), name)
        });
        let names = self.scope.claim_all(all);
        let skips_unused = self.config.types.unused == Some(false);
        for ((written, id), name) in self.api.components.iter().zip(names) {
            if skips_unused && !self.directions.used[id.index()] {
                continue;
            }
            let replaced = (self.config.types.replace.get(&**written))
                .map(|path| TypeRef::Path(path.as_str().into()))
                .or_else(|| self.replaced(&[Conjunct::whole(*id)]));
            if let Some(reference) = replaced {
                self.known
                    .insert(vec![Conjunct::whole(*id)], reference.clone());
                self.references[id.index()] = Some(reference);
                continue;
            }
            let type_id = self.new_type(name.clone());
            let is_alias = self.components[id.index()].is_some();
            if !is_alias {
                self.components[id.index()] = Some(type_id);
            }
            self.queue.push_back(Job {
                id: type_id,
                stem: name.to_string(),
                name,
                bundle: vec![Conjunct::whole(*id)],
                // A second name for a schema that has one is an alias of the first.
                shape: is_alias.then(|| Shape::Same(vec![Conjunct::whole(*id)])),
            });
        }
    }

    fn new_type(&mut self, name: Arc<str>) -> TypeId {
        let id = TypeId(u32::try_from(self.types.len()).expect("there are fewer types than nodes"));
        self.types.push(None);
        self.names.push(name);
        self.owners.push(self.current);
        id
    }

    fn finish_queue(&mut self) {
        while let Some(job) = self.queue.pop_front() {
            self.current = Some(job.id);
            self.home = self.homes[job.bundle[0].id.index()];
            self.budget
                .enter(self.api.schema(job.bundle[0].id).origin.place);
            let (id, item) = self.item(job);
            self.types[id.0 as usize] = Some(item);
        }
        self.current = None;
    }

    /// Types that an operation writes inline.
    fn operation(&mut self, operation: &Operation, stem: &str) {
        for parameter in &operation.parameters {
            let name = format!("{stem}{}", pascal(&parameter.name));
            self.parameter_shape(&parameter.shape, &name);
        }
        if let Some(body) = &operation.request_body {
            self.content(&body.content, &format!("{stem}Request"));
        }
        let plain = (operation.responses.iter())
            .map(|it| it.status)
            .find(|it| matches!(it, Status::Code(200..=299) | Status::Range(2)))
            .or_else(|| operation.responses.first().map(|it| it.status));
        for response in &operation.responses {
            let name = if Some(response.status) == plain {
                format!("{stem}Response")
            } else {
                format!("{stem}{}", status_word(response.status))
            };
            self.content(&response.content, &name);
            for header in &response.headers {
                self.parameter_shape(&header.shape, &format!("{name}{}", pascal(&header.name)));
            }
        }
        for callback in &operation.callbacks {
            let name = format!("{stem}{}", pascal(&callback.name));
            for operation in &callback.operations {
                self.operation(operation, &name);
            }
        }
    }

    fn parameter_shape(&mut self, shape: &ParameterShape, name: &str) {
        match shape {
            ParameterShape::Schema { schema, .. } => {
                self.reference(*schema, name, name);
            }
            ParameterShape::Content(media) => self.content(std::slice::from_ref(media), name),
        }
    }

    /// Bodies by media type. Parts of an inline body are named without the word that tells the body itself from the
    /// request struct: `CreateUserRequestBody` has a `CreateUserRequestAddress`.
    fn content(&mut self, content: &[MediaType], stem: &str) {
        for media in content {
            for schema in media.schema.into_iter().chain(media.item_schema) {
                self.reference(schema, &format!("{stem}Body"), stem);
            }
            for header in media.encoding.values().flat_map(|it| &it.headers) {
                self.parameter_shape(&header.shape, &format!("{stem}{}", pascal(&header.name)));
            }
        }
    }

    /// The type of a schema, `Option` around it where it accepts `null`. `name` is what it is called if it is inline
    /// and needs a name; `stem` is what the names of its own inline parts begin with.
    fn reference(&mut self, id: SchemaId, name: &str, stem: &str) -> TypeRef {
        if let Some(known) = &self.references[id.index()] {
            return known.clone();
        }
        let reference = self.bundle(vec![Conjunct::whole(id)], name, stem);
        self.references[id.index()] = Some(reference.clone());
        reference
    }

    /// What a bundle says. It is charged to the budget, since it is as long as all its parts are together; nothing where that
    /// is exhausted.
    fn view(&self, bundle: &[Conjunct]) -> MergedSchema {
        if self.budget.is_exhausted() {
            return MergedSchema::default();
        }
        let view = MergedSchema::of(self.api, bundle);
        self.budget.spend(8 * view.weight());
        view
    }

    /// The type of a bundle.
    fn bundle(&mut self, bundle: Conjunction, name: &str, stem: &str) -> TypeRef {
        let (bundle, nullable) = self.simplify(bundle);
        let reference = self.plain_bundle(bundle, name, stem);
        if nullable {
            reference.optional()
        } else {
            reference
        }
    }

    fn plain_bundle(&mut self, bundle: Conjunction, name: &str, stem: &str) -> TypeRef {
        if let Some(known) = self.known.get(&bundle) {
            return known.clone();
        }
        if let Some(replaced) = self.replaced(&bundle) {
            return replaced;
        }
        if let [part] = bundle[..]
            && part.is_whole()
            && let Some(id) = self.components[part.id.index()]
        {
            let view = self.view(&bundle);
            let mut reference = TypeRef::Named(id);
            if is_nullable(self.api, &view) {
                reference = reference.optional();
            }
            self.known.insert(bundle, reference.clone());
            return reference;
        }
        if let Some(standing) = self.open.get(&bundle) {
            // It contains itself by way of arrays and maps alone.
            let id = standing.unwrap_or_else(|| {
                let name = self.scope.claim(&names::shorten(name));
                self.new_type(name)
            });
            self.open.insert(bundle, Some(id));
            return TypeRef::Named(id);
        }
        self.open.insert(bundle.clone(), None);
        let view = self.view(&bundle);
        let shape = shape::shape(self.api, &view, &|it| self.view(it));
        let inner = match self.configured_format(&view, &shape) {
            Some(path) => path,
            None => self.shape(&bundle, shape, name, stem),
        };
        let inner = match self.open.remove(&bundle).flatten() {
            None => inner,
            Some(id) => {
                let name = self.names[id.0 as usize].clone();
                let item = self.new_item(&bundle, name, TypeKind::Alias(inner));
                self.types[id.0 as usize] = Some(item);
                TypeRef::Named(id)
            }
        };
        let reference = if is_nullable(self.api, &view) {
            inner.optional()
        } else {
            inner
        };
        self.known.insert(bundle, reference.clone());
        reference
    }

    /// The type a bundle's shape needs; what needs a name is queued.
    fn shape(&mut self, bundle: &Conjunction, shape: Shape, name: &str, stem: &str) -> TypeRef {
        match shape {
            Shape::Any => TypeRef::Any,
            Shape::Never => TypeRef::Never,
            Shape::Null => TypeRef::Null,
            Shape::Scalar(scalar) => TypeRef::Scalar(scalar),
            Shape::Same(bundle) => self.bundle(bundle, name, stem),
            Shape::Map(None) => TypeRef::Map(Box::new(TypeRef::Any)),
            Shape::Map(Some(values)) => {
                let name = format!("{stem}Value");
                TypeRef::Map(Box::new(self.bundle(values, &name, &name)))
            }
            Shape::Vec(None) => TypeRef::Vec(Box::new(TypeRef::Any)),
            Shape::Vec(Some(items)) => {
                let name = format!("{stem}Item");
                TypeRef::Vec(Box::new(self.bundle(items, &name, &name)))
            }
            Shape::Tuple(parts) => TypeRef::Tuple(
                parts
                    .into_iter()
                    .enumerate()
                    .map(|(index, id)| {
                        let name = format!("{stem}{index}");
                        self.bundle(vec![Conjunct::whole(id)], &name, &name)
                    })
                    .collect(),
            ),
            Shape::Elements(parts) => {
                let name = format!("{stem}Item");
                let first = self.twins[parts[0].index()];
                if parts.iter().all(|it| self.twins[it.index()] == first) {
                    let element = self.bundle(vec![Conjunct::whole(first)], &name, &name);
                    return TypeRef::Vec(Box::new(element));
                }
                let branches = parts.iter().map(|id| Branch {
                    bundle: vec![Conjunct::whole(*id)],
                    schema: Some(*id),
                    only: None,
                });
                let union = Shape::Union(branches.collect());
                let nullable = merged::one_accepts_null(self.api, parts.iter().copied());
                let element = self.shape(bundle, union, &name, &name);
                TypeRef::Vec(Box::new(if nullable {
                    element.optional()
                } else {
                    element
                }))
            }
            shape @ (Shape::Enum(_) | Shape::Struct | Shape::Union(_)) => {
                let chosen = self.chosen_name(bundle);
                let wanted = chosen.unwrap_or_else(|| names::shorten(name));
                let claimed = self.scope.claim(&wanted);
                // Where another has the name, the names of its parts follow.
                let stem = if stem == name {
                    claimed.to_string()
                } else {
                    stem.to_owned()
                };
                let name = claimed;
                let id = self.new_type(name.clone());
                self.queue.push_back(Job {
                    id,
                    name,
                    bundle: bundle.clone(),
                    shape: Some(shape),
                    stem,
                });
                TypeRef::Named(id)
            }
        }
    }

    /// The name the configuration gives an inline schema, by its JSON pointer.
    fn chosen_name(&self, bundle: &[Conjunct]) -> Option<String> {
        let [part] = bundle else { return None };
        let schema = self.api.schema(part.id);
        let configured = self.config.names.schemas.get(&*schema.origin.pointer);
        configured.cloned().or_else(|| extension::name(schema))
    }

    fn replaced(&self, bundle: &[Conjunct]) -> Option<TypeRef> {
        let [part] = bundle else { return None };
        let schema = self.api.schema(part.id);
        let extension = schema.annotations.extensions.get("x-rust-type")?;
        Some(TypeRef::Path(extension.as_str()?.into()))
    }

    fn configured_format(&self, view: &MergedSchema, shape: &Shape) -> Option<TypeRef> {
        let path = self.config.types.formats.get(view.format.as_deref()?)?;
        matches!(shape, Shape::Scalar(_)).then(|| TypeRef::Path(path.as_str().into()))
    }

    /// Takes away what changes nothing: a wrapper around one schema (`allOf: [$ref]` beside a description), and parts
    /// that say nothing. Also tells whether a wrapper that fell away said that `null` is accepted.
    fn simplify(&self, mut bundle: Conjunction) -> (Conjunction, bool) {
        let mut nullable = false;
        // A chain of wrappers that leads back to itself ends after as many steps as there are schemas; a short one
        // is all that documents have.
        for _ in 0..64 {
            if bundle.len() > 1 {
                let mut kept: Conjunction = Vec::with_capacity(bundle.len());
                let mut seen = HashSet::new();
                for part in &bundle {
                    let vacuous =
                        part.only.is_none() && conjunction::is_vacuous(self.api.schema(part.id));
                    if !vacuous && seen.insert(*part) {
                        kept.push(*part);
                    }
                }
                if kept.is_empty() {
                    kept.push(bundle[0]);
                }
                if kept.len() == bundle.len() {
                    return (bundle, nullable);
                }
                bundle = kept;
                continue;
            }
            let [part] = bundle[..] else { break };
            let schema = self.api.schema(part.id);
            let is_component = self.components[part.id.index()].is_some();
            if !part.is_whole() || is_component {
                break;
            }
            if conjunction::is_thin(schema) && self.replaced(&bundle).is_none() {
                let mut inner = (schema.all_of.iter())
                    .filter(|id| !conjunction::is_vacuous(self.api.schema(**id)));
                if let (Some(only), None) = (inner.next(), inner.next()) {
                    nullable |= schema.nullable != crate::model::Nullable::No;
                    bundle = vec![Conjunct::whole(*only)];
                    continue;
                }
            }
            let twin = self.twins[part.id.index()];
            if twin != part.id {
                bundle = vec![Conjunct::whole(twin)];
            }
            break;
        }
        (bundle, nullable)
    }

    fn item(&mut self, job: Job) -> (TypeId, TypeItem) {
        let Job {
            id,
            name,
            bundle,
            shape,
            stem,
        } = job;
        if let [part] = bundle[..]
            && part.is_whole()
            && shape.is_none()
            && let Some(family) = union::family(self, part.id, &stem)
        {
            return (id, self.new_item(&bundle, name, family));
        }
        let shape = shape.unwrap_or_else(|| {
            let view = self.view(&bundle);
            self.component_shape(&bundle, &view)
        });
        if let Some(path) = self.configured_format(&self.view(&bundle), &shape) {
            return (id, self.new_item(&bundle, name, TypeKind::Alias(path)));
        }
        let kind = match shape {
            Shape::Struct => TypeKind::Struct(self.structure(&bundle, &stem)),
            Shape::Enum(listed) => TypeKind::Enum(self.enumeration(&bundle, &listed)),
            Shape::Union(branches) => self.union(&bundle, branches, &stem),
            other => {
                let target = self.shape(&bundle, other, &name, &stem);
                // Whether `null` is accepted is said where the alias is used.
                TypeKind::Alias(target.without_null().clone())
            }
        };
        (id, self.new_item(&bundle, name, kind))
    }

    /// The shape of a component, which is itself the type that a wrapper would fall away for.
    fn component_shape(&self, bundle: &Conjunction, view: &MergedSchema) -> Shape {
        if let [part] = bundle[..] {
            let schema = self.api.schema(part.id);
            // One that adds nothing to its base is an alternative of it all the same.
            if conjunction::is_thin(schema) && !self.subtypes.is_subtype(part.id) {
                let mut inner = (schema.all_of.iter())
                    .filter(|id| !conjunction::is_vacuous(self.api.schema(**id)));
                if let (Some(only), None) = (inner.next(), inner.next())
                    && *only != part.id
                {
                    return Shape::Same(vec![Conjunct::whole(*only)]);
                }
            }
        }
        shape::shape(self.api, view, &|it| self.view(it))
    }

    fn new_item(&self, bundle: &Conjunction, name: Arc<str>, kind: TypeKind) -> TypeItem {
        let id = bundle[0].id;
        let schema = self.api.schema(id);
        TypeItem {
            docs: doc::of_type(schema),
            deprecated: schema.annotations.deprecated,
            derives: Derives {
                custom: (self.config.types.derives.iter())
                    .map(|it| it.as_str().into())
                    .collect(),
                ..Derives::default()
            },
            schema: id,
            // A branch beside other keywords stands where those do.
            pointer: (bundle.last())
                .map_or(schema, |it| self.api.schema(it.id))
                .origin
                .pointer
                .clone(),
            name,
            kind,
        }
    }

    fn structure(&mut self, bundle: &Conjunction, stem: &str) -> Struct {
        let view = self.view(bundle);
        let tags = match bundle[..] {
            [part] => self.subtypes.told_by(part.id),
            _ => &[],
        };
        let tags: Vec<(Arc<str>, Arc<str>)> = (tags.iter())
            .filter(|it| !view.properties.contains_key(&it.property))
            .map(|it| (it.property.clone(), it.value.clone()))
            .collect();
        let is_tag = |wire: &Arc<str>| tags.iter().any(|it| it.0 == *wire);
        let unlisted = || {
            (view.required.iter()).filter(|it| !view.properties.contains_key(*it) && !is_tag(it))
        };
        let mut scope = Scope::default();
        let wires = (tags.iter().map(|it| &it.0))
            .chain(view.properties.keys())
            .chain(unlisted());
        let names = scope.claim_all(wires.map(|wire| (wire.clone(), snake(wire))));
        let mut names = names.into_iter();
        let mut name = || names.next().expect("each property has a name");
        let mut fields = Vec::with_capacity(view.properties.len());
        for (wire, value) in &tags {
            fields.push(tag_field(name(), wire, value));
        }
        for (wire, property) in &view.properties {
            let required = view.required.contains(wire);
            fields.push(self.field(name(), wire, property.clone(), required, stem));
        }
        for wire in unlisted() {
            // It has to be there, and the document does not say what it is.
            let property = match &view.additional {
                AdditionalProperties::Typed(bundle) => bundle.clone(),
                _ => Vec::new(),
            };
            fields.push(self.field(name(), wire, property, true, stem));
        }
        let name = format!("{stem}Value");
        let rest = match (&view.additional, &view.patterns[..]) {
            (AdditionalProperties::Typed(bundle), []) => {
                Some(self.bundle(bundle.clone(), &name, &name))
            }
            (AdditionalProperties::Any, _) => Some(TypeRef::Any),
            // What stands for an unknown heir keeps what that one adds.
            (AdditionalProperties::Unsaid, []) if self.is_base_alone(bundle) => Some(TypeRef::Any),
            (_, []) => None,
            (AdditionalProperties::Unsaid | AdditionalProperties::None, [pattern]) => {
                Some(self.bundle(vec![Conjunct::whole(*pattern)], &name, &name))
            }
            _ => Some(TypeRef::Any),
        };
        let size = |it: &Field| {
            let docs: usize = it.docs.iter().map(|it| it.len() + 8).sum();
            128 + 2 * it.wire.len() + docs
        };
        self.budget.spend(fields.iter().map(size).sum());
        Struct {
            closed: view.additional == AdditionalProperties::None && rest.is_none(),
            rest: rest.map(|ty| Rest {
                name: scope.claim("extra"),
                ty,
            }),
            fields,
        }
    }

    fn is_base_alone(&self, bundle: &[Conjunct]) -> bool {
        matches!(bundle, [part] if *part == union::base_alone(part.id)
            && !self.subtypes.of_base(part.id).is_empty())
    }

    fn field(
        &mut self,
        name: Arc<str>,
        wire: &Arc<str>,
        property: Conjunction,
        required: bool,
        stem: &str,
    ) -> Field {
        let schema = property.first().map(|it| it.id);
        let one_way = self.one_way(&property);
        let required = required && one_way.is_none();
        let stem = match property[..] {
            [part] => self.stem_at_home(part.id, stem),
            _ => Arc::from(stem),
        };
        let type_name = format!("{stem}{}", pascal(wire));
        let ty = match (&property[..], schema) {
            ([], _) => TypeRef::Any,
            ([part], Some(id)) if part.is_whole() => self.reference(id, &type_name, &type_name),
            _ => self.bundle(property.clone(), &type_name, &type_name),
        };
        let (ty, nullable) = match ty {
            TypeRef::Option(inner) => (*inner, true),
            other => (other, false),
        };
        let schema_of = schema.map(|id| self.api.schema(id));
        let default = schema_of.and_then(|it| it.annotations.default.as_ref());
        let default = default
            .filter(|_| !required && !nullable)
            .and_then(|node| literal::of(node, &ty));
        let presence = match (required, nullable, &default) {
            (true, false, _) => Presence::Required,
            (true, true, _) => Presence::Nullable,
            (false, _, Some(_)) => Presence::Defaulted,
            (false, false, None) => Presence::Optional,
            (false, true, None) => Presence::OptionalNullable,
        };
        Field {
            name,
            wire: wire.clone(),
            ty,
            presence,
            default,
            docs: doc::paragraphs(
                schema_of.map(|it| self.field_docs(it)).unwrap_or_default(),
                one_way.into_iter().map(str::to_owned).collect(),
            ),
            deprecated: schema_of.is_some_and(|it| it.annotations.deprecated),
            schema,
        }
    }

    /// What the name of a property's type begins with: where it comes from another component by `allOf`, the name of
    /// that one, whichever of those that share it is looked at first.
    fn stem_at_home(&self, property: SchemaId, stem: &str) -> Arc<str> {
        let home = self.homes[property.index()];
        match home.and_then(|it| self.components[it.index()]) {
            Some(id) if home != self.home => self.names[id.0 as usize].clone(),
            _ => Arc::from(stem),
        }
    }

    /// Whether a property that is required may be missing all the same: callers do not send what is `readOnly`, and
    /// are not sent what is `writeOnly`.
    fn may_be_left_out(&self, property: &[Conjunct]) -> bool {
        self.one_way(property).is_some()
    }

    /// What a type that goes both ways says of a property that goes one way.
    fn one_way(&self, property: &[Conjunct]) -> Option<&'static str> {
        property.iter().find_map(|it| {
            let annotations = &self.api.schema(it.id).annotations;
            let index = it.id.index();
            if annotations.read_only && self.directions.sent[index] {
                Some("Read-only: what callers send is ignored.")
            } else if annotations.write_only && self.directions.received[index] {
                Some("Write-only: callers are not sent it.")
            } else {
                None
            }
        })
    }

    /// What stands above a field. A component documents itself; its text is not repeated where it is used.
    fn field_docs(&self, schema: &Schema) -> Vec<String> {
        if schema.origin.name.is_some() {
            return Vec::new();
        }
        doc::of_field(schema)
    }

    fn enumeration(&self, bundle: &[Conjunct], listed: &EnumShape) -> Enum {
        let said = extension::values(self.api, &MergedSchema::of(self.api, bundle));
        let mut scope = Scope::default();
        let other = listed.open.then(|| {
            let is_value = |word: &str| {
                (listed.values.iter())
                    .any(|it| it.value.as_str().is_some_and(|it| pascal(it) == word))
            };
            let word = if is_value("Other") {
                "Unlisted"
            } else {
                "Other"
            };
            scope.claim(word)
        });
        let wanted = listed.values.iter().map(|it| {
            let written = it.value.as_str().unwrap_or_default();
            let said = said.get(&shape::value_key(&it.value));
            let chosen = said.and_then(|it| it.name.as_deref()).map(pascal);
            let name = chosen.unwrap_or_else(|| self.variant_name(it, listed.repr));
            (written.into(), name)
        });
        let names = scope.claim_all(wanted);
        let variants = (listed.values.iter().zip(names))
            .map(|(it, name)| Variant {
                name,
                value: literal::constant(&it.value).unwrap_or(Constant::Null),
                docs: match (it.schema, said.get(&shape::value_key(&it.value))) {
                    (Some(id), _) => doc::of_variant(self.api.schema(id)),
                    (None, Some(said)) => doc::lines(said.description.as_deref().unwrap_or("")),
                    (None, None) => Vec::new(),
                },
            })
            .collect();
        Enum {
            repr: listed.repr,
            variants,
            other,
        }
    }

    fn variant_name(&self, value: &shape::EnumValue, repr: EnumRepr) -> String {
        let title = value
            .schema
            .and_then(|id| self.api.schema(id).annotations.title.as_deref());
        match (repr, &value.value.value) {
            (EnumRepr::Integer, crate::node::Value::Number(digits)) => match title {
                Some(title) => pascal(title),
                None => pascal(digits),
            },
            (_, crate::node::Value::String(text)) => pascal(text),
            (_, crate::node::Value::Number(digits)) => pascal(&digits.replace('.', " point ")),
            (_, crate::node::Value::Bool(it)) => pascal(if *it { "true" } else { "false" }),
            _ => "Null".to_owned(),
        }
    }

    fn union(&mut self, bundle: &Conjunction, branches: Vec<Branch>, stem: &str) -> TypeKind {
        union::lower(self, bundle, branches, stem)
    }
}

/// The property by which a discriminator tells a schema that does not list it: it has to be written all the same.
fn tag_field(name: Arc<str>, wire: &Arc<str>, value: &Arc<str>) -> Field {
    Field {
        name,
        wire: wire.clone(),
        ty: TypeRef::Scalar(Scalar::String),
        presence: Presence::Defaulted,
        default: Some(Literal::String(value.clone())),
        docs: vec!["The discriminator: it tells which of several schemas this is.".to_owned()],
        deprecated: false,
        schema: None,
    }
}

fn is_nullable(api: &Api, view: &MergedSchema) -> bool {
    view.nullable || shape::group_accepts_null(api, view)
}

/// The word for a response that is not the plain success: `NotFound`.
pub fn status_word(status: Status) -> String {
    let code = match status {
        Status::Default => return "Default".to_owned(),
        Status::Range(class) => {
            return match class {
                1 => "Informational".to_owned(),
                2 => "Success".to_owned(),
                3 => "Redirection".to_owned(),
                4 => "ClientError".to_owned(),
                5 => "ServerError".to_owned(),
                other => format!("Status{other}xx"),
            };
        }
        Status::Code(code) => code,
    };
    let word = match code {
        100 => "Continue",
        101 => "SwitchingProtocols",
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "PayloadTooLarge",
        414 => "UriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        417 => "ExpectationFailed",
        418 => "ImATeapot",
        422 => "UnprocessableEntity",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        507 => "InsufficientStorage",
        _ => return format!("Status{code}"),
    };
    word.to_owned()
}
