//! Operations → [`Module`]s: the traits of their tags, what each takes, and what it answers.

mod media;
mod names;
mod request;
mod response;

use std::collections::{HashMap, HashSet};

pub use media::{coding, properties, schema_of_text};
pub use names::{ModuleNames, OperationNames, operations as names};

use super::{about, notes};
use crate::model::{Api, MediaType, Operation, ParameterShape, SchemaId, Tag};
use crate::rust::doc;
use crate::rust::item::OperationId;
use crate::rust::item::operation::{
    Auth, BodyVariant, Coding, Endpoint, Module, OperationType, Output,
};
use crate::rust::item::types::{Scalar, TypeRef};
use crate::rust::names::Scope;

/// Decides what is emitted for every operation. `references` has the type of each schema, by the index of its id.
///
/// The second half of the answer says where each operation of the document stands in the first.
pub fn lower(
    api: &Api,
    references: &[TypeRef],
    modules: Vec<ModuleNames>,
    operations: &[OperationNames],
) -> (Vec<Module>, Vec<OperationId>) {
    // Of two tags with one name the first holds.
    let tags: HashMap<&str, &Tag> = (api.tags.iter().rev())
        .map(|it| (it.name.as_str(), it))
        .collect();
    let mut scopes: Vec<Scope> = modules.iter().map(module_scope).collect();
    for names in operations {
        for taken in [&names.request, &names.response] {
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
    let mut seen = HashSet::new();
    let mut ids = Vec::with_capacity(operations.len());
    for (operation, names) in api.operations.iter().zip(operations) {
        let mut lowering = Lowering {
            api,
            references,
            scope: &mut scopes[names.module],
            stem: &names.stem,
        };
        let route = format!("{} {}", operation.method.as_upper(), operation.path);
        let request = lowering.request(operation, &names.request);
        let output = lowering.output(operation, &names.response);
        let endpoint = Endpoint {
            id: operation.id.clone(),
            is_shadowed: !seen.insert(route.clone()),
            function: names.function.clone(),
            docs: docs(operation, &route, &output),
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
    (modules, ids)
}

/// The documentation of a module.
fn docs_of_tag(tag: &Tag) -> Vec<String> {
    let text = |text: &Option<String>| doc::lines(text.as_deref().unwrap_or_default());
    let docs = doc::paragraphs(text(&tag.summary), text(&tag.description));
    doc::paragraphs(docs, about::see_also(tag.external_docs.as_ref()))
}

/// What no item of a module may be called.
fn module_scope(names: &ModuleNames) -> Scope {
    const RUNTIME: [&str; 8] = [
        "Items",
        "Accept",
        "Body",
        "Event",
        "EventStream",
        "Multipart",
        "NotImplemented",
        "Part",
    ];
    const STD: [&str; 8] = [
        "Future",
        "Option",
        "Result",
        "Send",
        "StatusCode",
        "String",
        "Vec",
        "Box",
    ];
    let mut scope = Scope::default();
    for name in RUNTIME.iter().chain(&STD) {
        scope.try_claim(name);
    }
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
fn docs(it: &Operation, route: &str, output: &Output) -> Vec<String> {
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
        for response in &it.responses {
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
struct Lowering<'a> {
    api: &'a Api,
    references: &'a [TypeRef],
    /// The items of its module.
    scope: &'a mut Scope,
    /// What the names of its own items begin with.
    stem: &'a str,
}

impl Lowering<'_> {
    /// The type of a schema.
    fn type_of(&self, id: SchemaId) -> &TypeRef {
        &self.references[id.index()]
    }

    /// The type of a parameter or header.
    fn value_type(&self, shape: &ParameterShape, required: bool) -> OperationType {
        let schema = match shape {
            ParameterShape::Schema { schema, .. } => Some(*schema),
            ParameterShape::Content(media) => media.schema,
        };
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
        let has_default = matches!(shape, ParameterShape::Schema { .. })
            && self.api.schema(id).annotations.default.is_some();
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
                    | (Coding::Multipart | Coding::Parts, Towards::Client) => Coding::Stream,
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
