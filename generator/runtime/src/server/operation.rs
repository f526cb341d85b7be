//! An operation of the description → the same with its schemas, templates and headers at hand, as requests need it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::StatusCode;

use super::parameter::CompiledParameter;
use super::path::Template;
use super::responses::{CompiledResponses, of_status};
use super::security::{CompiledRequirement, Security};
use crate::runtime::description::read::Free;
use crate::runtime::description::{
    Coding, Composition, Encoding, Location, Map, MediaType, Operation, Part, RequestBody,
    SchemeRequirement, SecurityScheme, Style,
};
use crate::runtime::problem::Problem;
use crate::runtime::style::Declared;
use crate::runtime::validator::{Fault, Id, Schemas};

/// An operation with its schemas at hand.
#[derive(Debug)]
pub(crate) struct CompiledOperation {
    /// As the document has it: `GET /pets/{id}`.
    pub(crate) name: String,
    pub(crate) template: Template,
    pub(crate) parameters: Vec<CompiledParameter>,
    pub(crate) body: Option<CompiledBody>,
    pub(crate) security: Security,
    /// The media types of its answers; empty where it has an answer without a body.
    pub(crate) produces: Vec<String>,
    /// The status of requests with faults, where it is not `400`.
    refusal: Option<u16>,
    /// For each name of the template, which parameter it is.
    pub(crate) captured: Vec<Option<Captured>>,
    /// Which parameters do not travel in the path.
    pub(crate) elsewhere: Vec<usize>,
    pub(crate) takes_query: bool,
    pub(crate) takes_cookies: bool,
    /// What its parameters take of the query and cookies.
    pub(crate) declared: Declared,
    pub(crate) responses: CompiledResponses,
    /// How the properties of answers that are forms are laid out: by status and media type.
    forms: HashMap<String, HashMap<String, HashMap<String, Encoding>>>,
}

impl CompiledOperation {
    /// Compiles the operation of that method and path: its schemas are added to the others.
    pub(crate) fn new(
        name: &str,
        operation: Operation<Free>,
        schemas: &mut Schemas,
        schemes: &HashMap<String, SecurityScheme>,
    ) -> Self {
        let path = name.split_once(' ').map_or("/", |it| it.1);
        let responses = CompiledResponses::new(operation.answers, schemas);
        let parameters = operation.parameters.into_iter();
        let parameters = parameters.map(|it| CompiledParameter::new(it, schemas));
        let parameters: Vec<_> = parameters.collect();
        let requirement = |it: &SchemeRequirement| {
            let scheme = schemes.get(&it.scheme).cloned();
            let scheme = scheme.unwrap_or(SecurityScheme::Undeclared);
            CompiledRequirement::new(it, scheme)
        };
        let alternatives = operation.security.iter();
        let security = alternatives.map(|it| it.iter().map(requirement).collect());
        let template = Template::new(path);
        let captured = template.names.iter().enumerate().map(|(at, name)| {
            let is_first = !template.names[..at].contains(name);
            let mut all = parameters.iter();
            let found = all.position(|it| it.location == Location::Path && it.name == *name);
            let at = found.filter(|_| is_first)?;
            let is_text = parameters[at].style == Style::Simple;
            Some(Captured {
                at,
                is_text: is_text && parameters[at].shape.is_any_text(),
            })
        });
        let elsewhere = parameters.iter().enumerate();
        let elsewhere = elsewhere.filter(|(_, it)| it.location != Location::Path);
        Self {
            name: name.to_owned(),
            body: operation.body.map(|it| CompiledBody::new(it, schemas)),
            produces: operation.produces,
            refusal: operation.refusal,
            captured: captured.collect(),
            declared: declared(&parameters, schemas),
            elsewhere: elsewhere.map(|(at, _)| at).collect(),
            takes_query: parameters.iter().any(|it| it.location == Location::Query),
            takes_cookies: parameters.iter().any(|it| it.location == Location::Cookie),
            security: security.collect(),
            template,
            parameters,
            responses,
            forms: {
                let forms = operation.forms.0.into_iter();
                let content = |it: Map<Map<Encoding>>| {
                    let all = it.0.into_iter();
                    all.map(|(media, it)| (media, it.0.into_iter().collect()))
                };
                forms
                    .map(|(status, it)| (status, content(it).collect()))
                    .collect()
            },
        }
    }

    /// What the document says of the body of that media type.
    pub(crate) fn documented(&self, media: usize) -> Option<&CompiledMediaType> {
        self.body.as_ref()?.content.get(media)
    }

    /// Whether answers are to be changed before they are sent.
    pub(crate) fn changes_answers(&self) -> bool {
        !self.responses.is_empty() || !self.forms.is_empty()
    }

    /// How the properties of an answer that is a form are laid out, where the document says so.
    pub(crate) fn form(
        &self,
        status: StatusCode,
        media: &str,
    ) -> Option<&HashMap<String, Encoding>> {
        of_status(status, |it| self.forms.get(it))?.get(media)
    }

    /// The problem of a request with faults.
    pub(crate) fn refused(&self, faults: Vec<Fault>) -> Problem {
        let status = self.refusal;
        let status = status.and_then(|it| StatusCode::from_u16(it).ok());
        Problem::faults(status.unwrap_or(StatusCode::BAD_REQUEST), faults)
    }
}

/// What parameters take of a query.
fn declared(parameters: &[CompiledParameter], schemas: &Schemas) -> Declared {
    let mut declared = Declared::default();
    for it in parameters {
        declared.names.push(it.name.clone());
        if it.style == Style::DeepObject {
            declared.deep.push(it.name.clone());
        } else if it.explode && it.shape.is_object() {
            let properties = it.shape.properties(schemas).into_iter();
            declared.names.extend(properties.map(|it| it.0.to_owned()));
        }
    }
    declared
}

/// The body of an operation with its schemas at hand.
#[derive(Debug)]
pub(crate) struct CompiledBody {
    pub(crate) required: bool,
    pub(crate) content: Vec<CompiledMediaType>,
}

impl CompiledBody {
    fn new(it: RequestBody<Free>, schemas: &mut Schemas) -> Self {
        let content = it.content.into_iter();
        Self {
            required: it.required,
            content: content
                .map(|it| CompiledMediaType::new(it, schemas))
                .collect(),
        }
    }

    /// Whether a body of no octets may be one all the same.
    pub(crate) fn may_be_empty(&self) -> bool {
        let mut all = self.content.iter();
        all.any(|it| self.takes_nothing(it.coding))
    }

    /// Whether no octets are a body all the same: an empty stream, an empty text, and a form without fields where there has to
    /// be one.
    pub(crate) fn takes_nothing(&self, coding: Coding) -> bool {
        match coding {
            Coding::Parts | Coding::Multipart | Coding::PartItems => false,
            Coding::Form => self.required,
            Coding::Text => true,
            coding => coding.is_streamed(),
        }
    }
}

/// A media type of a body with its schema at hand.
#[derive(Debug)]
pub(crate) struct CompiledMediaType {
    pub(crate) name: String,
    pub(crate) coding: Coding,
    /// `None` where anything goes.
    pub(crate) schema: Option<Id>,
    /// Of what it is composed.
    pub(crate) composition: CompiledComposition,
}

/// What the document says of the properties of a form, or of the parts of a multipart body, beside their schemas.
#[derive(Debug)]
pub(crate) struct CompiledComposition {
    /// How properties are laid out.
    pub(crate) encoding: HashMap<String, Encoding>,
    /// What the parts of properties have to be.
    pub(crate) parts: HashMap<String, CompiledPart>,
    /// What parts have to be by their positions, where they have no names.
    pub(crate) positions: Option<CompiledPositions>,
}

/// What parts have to be by their positions.
#[derive(Debug)]
pub(crate) struct CompiledPositions {
    /// The first ones.
    pub(crate) prefix: Vec<CompiledPart>,
    /// All others.
    pub(crate) rest: CompiledPart,
}

/// What a part of a multipart body has to be beside its schema.
#[derive(Debug)]
pub(crate) struct CompiledPart {
    /// The media types it may have; any where none is listed.
    pub(crate) types: Vec<String>,
    pub(crate) headers: Vec<CompiledParameter>,
    /// Of what it is composed, where it is a form or consists of parts itself.
    pub(crate) within: Option<Arc<CompiledComposition>>,
}

impl CompiledMediaType {
    fn new(it: MediaType<Free>, schemas: &mut Schemas) -> Self {
        Self {
            name: it.name,
            coding: it.coding,
            schema: it.schema.map(|it| schemas.add(it)),
            composition: CompiledComposition::new(it.composition, schemas),
        }
    }
}

impl CompiledComposition {
    fn new(it: Composition<Free>, schemas: &mut Schemas) -> Self {
        let mut part = |it| CompiledPart::new(it, schemas);
        let parts = it.parts.0.into_iter();
        Self {
            encoding: it.encoding.0.into_iter().collect(),
            parts: parts.map(|(name, it)| (name, part(it))).collect(),
            positions: it.positions.map(|it| CompiledPositions {
                prefix: it.prefix.into_iter().map(&mut part).collect(),
                rest: part(it.rest),
            }),
        }
    }
}

impl CompiledPart {
    fn new(it: Part<Free>, schemas: &mut Schemas) -> Self {
        let headers = it.headers.into_iter();
        Self {
            types: it.types,
            headers: headers
                .map(|it| CompiledParameter::new(it, schemas))
                .collect(),
            within: (it.within).map(|it| Arc::new(CompiledComposition::new(*it, schemas))),
        }
    }
}

/// A parameter that the template captures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Captured {
    /// Which of the parameters it is.
    pub(crate) at: usize,
    /// Whether it is a text, and any will do.
    pub(crate) is_text: bool,
}
