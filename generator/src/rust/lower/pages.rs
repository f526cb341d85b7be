//! Rules of `[client.pagination]`, and what operations say of themselves → which operations answer page by page, and where their answers have what leads on.

use std::sync::Arc;

use super::lock::Locked;
use super::pagination;
use crate::catalogue as code;
use crate::config::{Config, Named, Pages, Pagination};
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::model::{Api, Operation, Parameter, ParameterIn, ParameterShape};
use crate::node::pointer_name;
use crate::rust::doc;
use crate::rust::item::OperationId;
use crate::rust::item::client::{Access, Answer, Call, PageStep, Paging, VariantForm};
use crate::rust::item::operation::{
    BodyEnum, BodyVariant, Coding, Endpoint, Module, OperationType, Output, Response, ResponseBody,
    SharedResponse,
};
use crate::rust::item::types::{Presence, Scalar, TypeItem, TypeKind, TypeRef};
use crate::rust::names::{Scope, bare};

/// What pages are decided by.
pub struct Deciding<'a> {
    pub api: &'a Api,
    pub types: &'a [TypeItem],
    pub modules: &'a [Module],
    pub responses: &'a [SharedResponse],
}

/// For each operation how its pages follow one another, if they do. `calls` has how each is called, by module.
pub fn pages(
    deciding: &Deciding<'_>,
    (operations, calls): (&[OperationId], &[Vec<Call>]),
    (methods, lock): (&mut Scope, &mut Locked<'_>),
    config: &Config,
    sink: &mut Sink,
) -> Vec<Option<Paging>> {
    let api = deciding.api;
    let mut found: Vec<Option<Paging>> = operations.iter().map(|_| None).collect();
    let paging = |at: usize, rule: &Pagination| {
        let id = operations[at];
        let endpoint = &deciding.modules[id.module].operations[id.index];
        let call = &calls[id.module][id.index];
        deciding.paging(&api.operations[at], endpoint, call, rule)
    };
    // What is named goes before what fits.
    for (name, rule) in &config.client.pagination {
        for named in &rule.operations {
            let place = config.origin.place(&format!("{name}.operations"), named);
            let is_named = |it: &Operation| {
                it.id.as_deref() == Some(named)
                    || *named == format!("{} {}", it.method.as_upper(), it.path)
            };
            let Some(at) = api.operations.iter().position(is_named) else {
                let message = format!(
                    "the settings name the operation `{}`, which the document does not have",
                    printable(named)
                );
                let help = "name an operation by its operationId, or as `GET /path`";
                let it = Diagnostic::warning(code::UNUSED_SETTING, place, "", message);
                sink.push(it.with_help(help));
                continue;
            };
            let why = match (&found[at], paging(at, rule)) {
                (Some(_), _) => "another rule is for it already".to_owned(),
                (None, Err(why)) => why,
                (None, Ok(paging)) => {
                    found[at] = Some(paging);
                    continue;
                }
            };
            let message = format!(
                "`{}` does not answer in pages by the rule `{}`: {why}",
                printable(named),
                printable(name)
            );
            let it = Diagnostic::error(code::UNUSABLE_SETTING, place, "", message);
            sink.push(it.with_help("change the rule, or take the operation out of it"));
        }
    }
    // What an operation says of itself goes before what fits it, too.
    for (at, of_it) in found.iter_mut().enumerate() {
        let Some(extension) = api.operations[at].extensions.get(pagination::NAME) else {
            continue;
        };
        if of_it.is_some() {
            continue;
        }
        let made = pagination::rule(extension).and_then(|(rule, passed_over)| {
            let made = paging(at, &rule).map_err(|why| (extension.place, why))?;
            Ok((made, passed_over))
        });
        let fault = match made {
            Ok((made, passed_over)) => {
                *of_it = Some(made);
                passed_over.map(|(place, why)| (place, why, "nothing has to change"))
            }
            Err((place, why)) => Some((
                place,
                format!("it has no pages by this: {why}"),
                "change it, or write a rule in `[client.pagination]` of gen.toml",
            )),
        };
        if let Some((place, why, help)) = fault {
            let message = format!("`{}`: {why}", pagination::NAME);
            let it = Diagnostic::warning(code::UNSUPPORTED, place, "", message);
            sink.push(it.with_help(help));
        }
    }
    for (name, rule) in &config.client.pagination {
        if !rule.operations.is_empty() {
            continue;
        }
        let (mut fits, mut nearest) = (false, None);
        for (at, of_it) in found.iter_mut().enumerate() {
            match paging(at, rule) {
                Ok(paging) => {
                    fits = true;
                    of_it.get_or_insert(paging);
                }
                Err(why) if nearest.is_none() && deciding.has_parameter(at, &rule.parameter) => {
                    nearest = Some((at, why));
                }
                Err(_) => {}
            }
        }
        if !fits {
            let why = match nearest {
                Some((at, why)) => {
                    let it = &api.operations[at];
                    format!(": of `{} {}`, {why}", it.method.as_upper(), it.path)
                }
                None => format!(
                    ": none has a parameter `{}` of the query",
                    printable(&rule.parameter)
                ),
            };
            let message = format!("the rule `{}` fits no operation{why}", printable(name));
            let place = config.origin.place("client.pagination", name);
            let it = Diagnostic::warning(code::UNUSED_SETTING, place, "", message);
            sink.push(it.with_help("change the rule, or take it away"));
        }
    }
    // Names are given in document order, whichever rule is whose.
    let keys = lock.operations.clone();
    for (at, (it, id)) in found.iter_mut().zip(operations).enumerate() {
        if let Some(it) = it {
            let function = bare(&calls[id.module][id.index].function);
            let key = keys.get(at).cloned().unwrap_or_default();
            it.methods = [(Named::Pages, "pages"), (Named::Items, "items")].map(|(part, word)| {
                lock.claim(part, &key, methods, &format!("{function}_{word}"), false)
            });
        }
    }
    found
}

/// Where something is, and what it is.
type Found<'a> = (Vec<Access>, &'a TypeRef);

impl<'a> Deciding<'a> {
    fn has_parameter(&self, at: usize, name: &str) -> bool {
        name.is_empty() || parameter(&self.api.operations[at], name).is_some()
    }

    fn paging(
        &self,
        operation: &Operation,
        endpoint: &'a Endpoint,
        call: &Call,
        rule: &Pagination,
    ) -> Result<Paging, String> {
        let taken = |name: &str| match parameter(operation, name) {
            Some(_) => Ok(Arc::from(name)),
            None => Err(format!(
                "it has no parameter `{}` of the query",
                printable(name)
            )),
        };
        let size = |it: &Option<String>| it.as_deref().map(taken).transpose();
        if !rule.parameter.is_empty() {
            taken(&rule.parameter)?;
        }
        let (start, whole) = self.page(endpoint, call.answer)?;
        let (items, list) = self.follow(start.clone(), whole, &rule.items)?;
        let TypeRef::Vec(item) = self.behind(list) else {
            return Err(format!("its answer has no list at {}", shown(&rule.items)));
        };
        let cursor = |(mut steps, from): Found<'a>, pointer: &str| {
            let (rest, ty) = self.follow(Vec::new(), from, pointer)?;
            steps.extend(rest);
            match self.behind(ty) {
                TypeRef::Scalar(it) if *it != Scalar::Binary => Ok((steps, *it)),
                TypeRef::Named(id)
                    if matches!(self.types[id.0 as usize].kind, TypeKind::Enum(_)) =>
                {
                    Ok((steps, Scalar::String))
                }
                _ => Err(format!(
                    "what it has at {} is no text or number",
                    shown(pointer)
                )),
            }
        };
        let whole_page = (start.clone(), whole);
        let (step, by) = match &rule.pages {
            Pages::Next(next) => (
                PageStep::Cursor(taken(&rule.parameter)?, cursor(whole_page.clone(), next)?.0),
                format!(
                    "its parameter {} takes what a page has at {}",
                    doc::code(&rule.parameter),
                    shown(next)
                ),
            ),
            Pages::Last(last) => {
                let mut steps = items.clone();
                steps.push(Access::Last);
                (
                    PageStep::Cursor(taken(&rule.parameter)?, cursor((steps, item), last)?.0),
                    format!(
                        "its parameter {} takes what the last item of a page has at {}",
                        doc::code(&rule.parameter),
                        shown(last)
                    ),
                )
            }
            Pages::Offset(it) => (
                PageStep::Offset(taken(&rule.parameter)?, size(it)?),
                format!(
                    "its parameter {} takes the number of items so far",
                    doc::code(&rule.parameter)
                ),
            ),
            Pages::Number(it) => (
                PageStep::Number(
                    taken(&rule.parameter)?,
                    self.first_number(operation, &rule.parameter),
                    size(it)?,
                ),
                format!(
                    "its parameter {} takes the number of the page",
                    doc::code(&rule.parameter)
                ),
            ),
            Pages::Link(None) => (
                PageStep::Link(None),
                "the header `Link` has the address of the next one".to_owned(),
            ),
            Pages::Link(Some(next)) => {
                let (steps, scalar) = cursor(whole_page.clone(), next)?;
                if scalar != Scalar::String {
                    return Err(format!("what it has at {} is no text", shown(next)));
                }
                (
                    PageStep::Link(Some(steps)),
                    format!("a page has the address of the next one at {}", shown(next)),
                )
            }
        };
        let more = rule.more.as_deref().map(|pointer| {
            let (steps, ty) = self.follow(start.clone(), whole, pointer)?;
            match self.behind(ty) {
                TypeRef::Scalar(Scalar::Bool) => Ok(steps),
                _ => Err(format!("what it has at {} is no boolean", shown(pointer))),
            }
        });
        Ok(Paging {
            methods: [Arc::from(""), Arc::from("")],
            said: format!("{by}."),
            step,
            items: (items, (**item).clone()),
            more: more.transpose()?,
        })
    }

    /// The number that the first page has: by the default of the parameter, or its least value, or else one.
    fn first_number(&self, operation: &Operation, name: &str) -> u64 {
        let shape = parameter(operation, name).map(|it| &it.shape);
        let Some(ParameterShape::Schema { schema, .. }) = shape else {
            return 1;
        };
        let schema = self.api.schema(*schema);
        let default = schema
            .annotations
            .default
            .as_ref()
            .and_then(|it| it.as_u64());
        let least = schema.number.minimum.as_ref();
        let least = least.and_then(|it| it.limit.parse().ok());
        default.or(least).unwrap_or(1)
    }

    /// The body of a page: of the first success that is JSON.
    fn page(
        &self,
        endpoint: &'a Endpoint,
        answer: Answer,
    ) -> Result<(Vec<Access>, &'a TypeRef), String> {
        let found = match (answer, &endpoint.output) {
            (Answer::Head, _) => None,
            (_, Output::Body(only)) => self.body(only, Vec::new()),
            (Answer::One(at), Output::Enum { variants, .. }) => {
                self.body(&variants[at].1, Vec::new())
            }
            (_, Output::Enum { name, variants }) => {
                let mut successes =
                    (variants.iter()).filter(|(_, it)| it.documented.starts_with('2'));
                successes.find_map(|(variant, it)| {
                    let access = Access::Variant {
                        of: name.clone(),
                        name: variant.clone(),
                        form: match (it.headers.is_empty(), it.status) {
                            (false, _) => VariantForm::Body,
                            (true, None) => VariantForm::WithStatus,
                            (true, Some(_)) => VariantForm::Only,
                        },
                        is_only: variants.len() == 1,
                    };
                    self.body(it, vec![access])
                })
            }
        };
        found.ok_or_else(|| "it has no success that is JSON".to_owned())
    }

    fn body(&self, it: &'a Response, mut steps: Vec<Access>) -> Option<Found<'a>> {
        let json = |it: &'a BodyVariant| match (&it.coding, &it.ty) {
            (Coding::Json, OperationType::Ref(ty)) => Some(ty),
            _ => None,
        };
        let of_enum = |of: &'a BodyEnum| {
            let mut variants = of.variants.iter();
            variants.find_map(|it| {
                let access = Access::Variant {
                    of: of.name.clone(),
                    name: it.name.clone(),
                    form: VariantForm::Only,
                    is_only: of.variants.len() == 1,
                };
                Some((access, json(it)?))
            })
        };
        let (access, ty) = match &it.body {
            ResponseBody::Empty => return None,
            ResponseBody::One(only) => (None, json(only)?),
            ResponseBody::Enum(bodies) => {
                let (access, ty) = of_enum(bodies)?;
                (Some(access), ty)
            }
            ResponseBody::Shared(name) => {
                let shared: &'a SharedResponse =
                    self.responses.iter().find(|it| it.name == *name)?;
                let field = match shared.response.headers.is_empty() {
                    true => "0",
                    false => "body",
                };
                steps.push(Access::Field(Arc::from(field)));
                match &shared.response.body {
                    ResponseBody::One(only) => (None, json(only)?),
                    // Its enum stands in another module.
                    _ => return None,
                }
            }
        };
        steps.extend(access);
        Some((steps, ty))
    }

    /// What a pointer leads to, from a value of a type.
    fn follow(
        &self,
        mut steps: Vec<Access>,
        mut ty: &'a TypeRef,
        pointer: &str,
    ) -> Result<Found<'a>, String> {
        ty = self.opened(&mut steps, ty);
        for segment in pointer.split('/').filter(|_| !pointer.is_empty()) {
            let name = pointer_name(segment);
            let missing = || format!("its answer has nothing at {}", shown(pointer));
            let TypeRef::Named(id) = ty else {
                return Err(missing());
            };
            let TypeKind::Struct(item) = &self.types[id.0 as usize].kind else {
                return Err(missing());
            };
            let mut fields = item.fields.iter().filter(|_| !item.any_of);
            let field = fields.find(|it| *it.wire == *name).ok_or_else(missing)?;
            steps.push(Access::Field(field.name.clone()));
            match field.presence {
                Presence::Required | Presence::Defaulted => {}
                Presence::Nullable | Presence::Optional => steps.push(Access::Option),
                Presence::OptionalNullable => steps.push(Access::Nullable),
            }
            ty = self.opened(&mut steps, &field.ty);
        }
        Ok((steps, ty))
    }

    /// What a value is whatever its type is called, and without what it is wrapped in.
    fn opened(&self, steps: &mut Vec<Access>, mut ty: &'a TypeRef) -> &'a TypeRef {
        loop {
            ty = match ty {
                TypeRef::Boxed(inner) => inner,
                TypeRef::Option(inner) => {
                    steps.push(Access::Option);
                    inner
                }
                TypeRef::Named(id) => match &self.types[id.0 as usize].kind {
                    TypeKind::Alias(target) => target,
                    TypeKind::Newtype(target) => {
                        steps.push(Access::Field(Arc::from("0")));
                        target
                    }
                    _ => return ty,
                },
                _ => return ty,
            };
        }
    }

    /// The same where nothing has to be opened any more.
    fn behind(&self, ty: &'a TypeRef) -> &'a TypeRef {
        self.opened(&mut Vec::new(), ty)
    }
}

fn parameter<'o>(operation: &'o Operation, name: &str) -> Option<&'o Parameter> {
    let mut all = operation.parameters.iter();
    all.find(|it| it.location == ParameterIn::Query && *it.name == *name)
}

/// A pointer, as a message has it.
fn shown(pointer: &str) -> String {
    match pointer {
        "" => "its top".to_owned(),
        it => format!("`/{}`", printable(it)),
    }
}
