//! Operations → [`Module`]s: the traits of their tags, what each takes, and what it answers.

mod media;
mod names;
mod request;
mod response;
mod shared;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub use media::sent_as;
pub use names::{ModuleNames, OperationNames, operations as names};
use shared::{Shared, scope_of_file};
pub use shared::{component, is_error};

use super::{about, notes};
use crate::analysis::media::{coding, schema_of_text};
use crate::config::{Config, Named};
use crate::describe::travel::default;
use crate::diagnostic::Sink;
use crate::model::{Api, MediaType, Operation, ParameterShape, Response, SchemaId, Tag};
use crate::rust::doc;
use crate::rust::item::OperationId;
use crate::rust::item::operation::{
    Auth, BodyVariant, Coding, Endpoint, Module, OperationType, Output, Sequence, SharedResponse,
};
use crate::rust::item::types::{Scalar, TypeRef};
use crate::rust::lower::lock::Locked;
use crate::rust::names::{Scope, bare};

/// What is emitted for operations.
pub struct Operations {
    /// The modules of their tags.
    pub modules: Vec<Module>,
    /// Where each operation of the document stands in those.
    pub ids: Vec<OperationId>,
    /// The responses that they share.
    pub responses: Vec<SharedResponse>,
}

/// Decides what is emitted for every operation. `references` has the type of each schema, by the index of its id.
pub fn lower(
    (api, config): (&Api, &Config),
    references: &[TypeRef],
    modules: Vec<ModuleNames>,
    operations: &[OperationNames],
    lock: (&mut Locked<'_>, &mut Sink),
) -> Operations {
    // Of two tags with one name the first holds.
    let tags: HashMap<&str, &Tag> = (api.tags.iter().rev())
        .map(|it| (it.name.as_str(), it))
        .collect();
    let mut scopes: Vec<Scope> = modules.iter().map(module_scope).collect();
    for names in operations {
        for taken in [&names.request, &names.response, &names.error] {
            scopes[names.module].try_claim(taken);
        }
    }
    let mut modules: Vec<Module> = (modules.into_iter())
        .map(|names| {
            let tag = names.tag.as_deref().and_then(|it| tags.get(it));
            let docs = tag.copied().map(docs_of_tag).unwrap_or_default();
            Module {
                name: names.name,
                tag: names.tag,
                trait_name: names.trait_name,
                docs,
                operations: Vec::new(),
            }
        })
        .collect();
    let mut shared = Shared::of(api, config.server.typed_errors, lock);
    let mut seen = HashSet::new();
    let mut routes: HashMap<String, &Arc<str>> = HashMap::new();
    let mut constants: Vec<Scope> = Vec::new();
    constants.resize_with(modules.len(), Scope::default);
    let mut ids = Vec::with_capacity(operations.len());
    let keys = shared.lock.operations.clone();
    for (names, key) in operations.iter().zip(&keys) {
        let scope = &mut scopes[names.module];
        shared.lock.reserve_within(Named::Body, key, scope);
    }
    for (at, (operation, names)) in api.operations.iter().zip(operations).enumerate() {
        let mut lowering = Lowering {
            api,
            references,
            scope: &mut scopes[names.module],
            key: keys.get(at).map_or("", |it| &**it),
            stem: &names.stem,
            shared: &mut shared,
        };
        let route = format!("{} {}", operation.method.as_upper(), operation.path);
        let request = lowering.request(operation, &names.request);
        let (output, errors) = lowering.output(operation, names);
        let first = *routes
            .entry(shape(&operation.path))
            .or_insert(&operation.path);
        let constant = bare(&names.function).to_uppercase();
        let endpoint = Endpoint {
            same_route: (*first != operation.path).then(|| first.clone()),
            tags: operation.tags.clone(),
            constant: constants[names.module].claim(&constant),
            id: operation.id.clone(),
            is_shadowed: !seen.insert(route.clone()),
            function: names.function.clone(),
            docs: docs(operation, &route, &output, errors.is_some()),
            errors,
            deprecated: operation.deprecated,
            auth: auth(operation),
            request,
            output,
            route,
        };
        let module = &mut modules[names.module];
        ids.push(OperationId {
            module: names.module,
            index: module.operations.len(),
        });
        module.operations.push(endpoint);
    }
    Operations {
        modules,
        ids,
        responses: shared.finish(),
    }
}

/// What paths have in common that are one route: a segment with a parameter in it may be anything, as may one that begins
/// as parameters of older routers did.
fn shape(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let segments = path.split('/');
    let is_any = |it: &str| it.contains('{') || it.starts_with([':', '*']);
    let segments = segments.map(|it| if is_any(it) { "{}" } else { it });
    segments.collect::<Vec<_>>().join("/")
}

/// The documentation of a module.
fn docs_of_tag(tag: &Tag) -> Vec<String> {
    let text = |text: &Option<String>| doc::lines(text.as_deref().unwrap_or_default());
    let docs = doc::paragraphs(text(&tag.summary), text(&tag.description));
    doc::paragraphs(docs, about::see_also(tag.external_docs.as_ref()))
}

/// What no item of a module of a tag may be called.
fn module_scope(names: &ModuleNames) -> Scope {
    let mut scope = scope_of_file();
    scope.try_claim(&names.trait_name);
    scope
}

fn auth(operation: &Operation) -> Auth {
    let mut alternatives = operation.security.iter();
    // `security: [{}]` asks for no credentials either.
    if alternatives.all(|it| it.schemes.is_empty()) {
        return Auth::None;
    }
    let mut alternatives = operation.security.iter();
    match alternatives.any(|it| it.schemes.is_empty()) {
        true => Auth::Optional,
        false => Auth::Required,
    }
}

/// The documentation of a trait's method. The responses stand at the enum of what it returns where there is one.
fn docs(it: &Operation, route: &str, output: &Output, has_errors: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(summary) = it.summary.as_deref().filter(|it| !it.trim().is_empty()) {
        lines.extend(doc::lines(summary));
        lines.push(String::new());
    }
    lines.push(format!("`{route}`"));
    if let Some(description) = it.description.as_deref().filter(|&text| {
        !text.trim().is_empty() && Some(text.trim()) != it.summary.as_deref().map(str::trim)
    }) {
        lines.push(String::new());
        lines.extend(doc::lines(description));
    }
    for text in [&it.path_summary, &it.path_description] {
        let text = text.as_deref().unwrap_or_default();
        let said = [it.summary.as_deref(), it.description.as_deref()];
        if !said.contains(&Some(text)) {
            lines = doc::paragraphs(lines, doc::lines(text));
        }
    }
    lines = doc::paragraphs(lines, about::see_also(it.external_docs.as_ref()));
    lines = doc::paragraphs(lines, about::servers("# Servers", &it.servers));
    if matches!(output, Output::Body(_)) && !it.responses.is_empty() {
        lines.push(String::new());
        lines.push("# Responses".to_owned());
        let errors = |it: &Response| has_errors && is_error(it.status);
        for response in it.responses.iter().filter(|it| !errors(it)) {
            let status = response.status;
            let description = doc::lines(&response.text("\n\n"));
            let description = description.first().map_or("", |it| it.as_str());
            let line = format!("- `{status}`: {description}");
            lines.push(line.trim_end_matches([':', ' ']).to_owned());
        }
    }
    lines
}

/// Which way a body goes.
#[derive(Clone, Copy)]
enum Towards {
    Server,
    Client,
}

/// One operation, being lowered.
struct Lowering<'a, 'l, 'n> {
    api: &'a Api,
    references: &'a [TypeRef],
    /// The items of its module.
    scope: &'a mut Scope,
    /// What it is known by where names are kept.
    key: &'a str,
    /// What the names of its own items begin with.
    stem: &'a str,
    shared: &'a mut Shared<'l, 'n>,
}

impl Lowering<'_, '_, '_> {
    /// The name of an item of its own, which is kept by a word.
    fn own(&mut self, word: &str, wanted: &str) -> Arc<str> {
        let key = (self.key, word);
        (self.shared.lock).claim_within(Named::Body, key, self.scope, wanted)
    }

    /// The type of a schema.
    fn type_of(&self, id: SchemaId) -> &TypeRef {
        &self.references[id.index()]
    }

    /// The type of a parameter or header.
    fn value_type(&self, shape: &ParameterShape, required: bool) -> OperationType {
        let schema = shape.schema();
        let Some(id) = schema else {
            let any = match shape {
                ParameterShape::Content(media) if coding(self.api, media) == Coding::Json => {
                    TypeRef::Any
                }
                _ => TypeRef::Scalar(Scalar::String),
            };
            return if required {
                OperationType::Ref(any)
            } else {
                OperationType::Ref(any).optional()
            };
        };
        let ty = OperationType::Ref(self.type_of(id).clone());
        let has_default =
            matches!(shape, ParameterShape::Schema { .. }) && default(self.api, id).is_some();
        if required || has_default {
            ty
        } else {
            ty.optional()
        }
    }

    /// A variant for each media type.
    fn variants(&self, content: &[MediaType], towards: Towards) -> Vec<BodyVariant> {
        let mut scope = Scope::default();
        content
            .iter()
            .map(|it| {
                let coding = match (coding(self.api, it), towards) {
                    (Coding::Events, Towards::Server)
                    | (
                        Coding::Multipart | Coding::Parts | Coding::Items(Sequence::Parts),
                        Towards::Client,
                    ) => Coding::Stream,
                    (coding, _) => coding,
                };
                BodyVariant {
                    name: scope.claim(&media::variant_name(&it.name)),
                    media: it.name.clone(),
                    sent_as: media::sent_as(&it.name, coding),
                    coding,
                    ty: self.body_type(it, coding),
                }
            })
            .collect()
    }

    fn body_type(&self, it: &MediaType, coding: Coding) -> OperationType {
        let schema = it.schema.map(|id| self.type_of(id).clone());
        let string = TypeRef::Scalar(Scalar::String);
        match coding {
            Coding::Json | Coding::Form | Coding::Parts => {
                OperationType::Ref(schema.unwrap_or(TypeRef::Any))
            }
            Coding::Multipart => OperationType::Multipart(None),
            Coding::Text => {
                let schema = schema_of_text(self.api, it);
                OperationType::Ref(match schema.map(|id| self.type_of(id)) {
                    Some(it @ TypeRef::Scalar(scalar)) if *scalar != Scalar::Binary => it.clone(),
                    _ => string,
                })
            }
            Coding::Stream => OperationType::Body,
            Coding::Events => {
                let item = it.item_schema.map(|id| self.type_of(id).clone());
                OperationType::Events(item.or(schema).unwrap_or(string))
            }
            Coding::Items(_) => {
                let item = it.item_schema.map(|id| self.type_of(id).clone());
                OperationType::Items(item.unwrap_or(TypeRef::Any))
            }
        }
    }
}
