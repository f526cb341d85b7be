//! Responses → what the method of an operation returns.

use std::sync::Arc;

use super::media::coding;
use super::status::{documented, status_name};
use super::{Lowering, Towards};
use crate::model::{self, Header, Operation, ParameterShape, Status};
use crate::rust::doc;
use crate::rust::item::operation::{
    BodyEnum, Coding, HeaderField, HeaderStyle, Output, Response, ResponseBody,
};
use crate::rust::names::{Scope, snake};

impl Lowering<'_> {
    /// What the method returns: a body, or an enum by the given name.
    pub(super) fn output(&mut self, operation: &Operation, name: &Arc<str>) -> Output {
        let is_only = operation.responses.len() == 1;
        let mut scope = Scope::default();
        let mut variants: Vec<_> = (operation.responses.iter())
            .map(|it| {
                let variant = scope.claim(&status_name(it.status));
                let response = self.response(it, &variant, is_only);
                (variant, response)
            })
            .collect();
        match &variants[..] {
            [] => Output::Body(Response {
                docs: Vec::new(),
                documented: "200".to_owned(),
                status: Some(200),
                headers: Vec::new(),
                body: ResponseBody::Empty,
            }),
            [(_, only)] if only.headers.is_empty() && only.status.is_some() => {
                Output::Body(variants.remove(0).1)
            }
            _ => Output::Enum {
                name: name.clone(),
                variants,
            },
        }
    }

    fn response(&mut self, it: &model::Response, variant: &str, is_only: bool) -> Response {
        let mut scope = Scope::default();
        for name in ["status", "body", "response"] {
            scope.try_claim(name);
        }
        let headers = it.headers.iter();
        let headers = headers.filter(|it| !it.name.eq_ignore_ascii_case("content-type"));
        let headers = headers.map(|it| self.header(&mut scope, it)).collect();
        let mut variants = self.variants(&it.content, Towards::Client);
        let body = match variants.len() {
            0 => ResponseBody::Empty,
            1 => ResponseBody::One(variants.remove(0)),
            _ => ResponseBody::Enum(BodyEnum {
                name: self.scope.claim(&format!("{}{variant}Body", self.stem)),
                variants,
            }),
        };
        Response {
            docs: doc::lines(&it.description),
            documented: documented(it.status),
            status: match it.status {
                Status::Code(code) => Some(code),
                // A document that names no status at all means the ordinary one.
                Status::Default if is_only => Some(200),
                Status::Range(_) | Status::Default => None,
            },
            headers,
            body,
        }
    }

    fn header(&self, scope: &mut Scope, it: &Header) -> HeaderField {
        let ty = self.value_type(&it.shape, true);
        HeaderField {
            name: scope.claim(&snake(&it.name)),
            wire: it.name.clone(),
            docs: doc::lines(it.description.as_deref().unwrap_or_default()),
            ty: if it.required { ty } else { ty.optional() },
            style: self.header_style(it),
        }
    }

    fn header_style(&self, it: &Header) -> HeaderStyle {
        match &it.shape {
            ParameterShape::Schema { explode: true, .. } => HeaderStyle::Exploded,
            ParameterShape::Schema { .. } => HeaderStyle::Simple,
            ParameterShape::Content(media) if coding(self.api, media) == Coding::Json => {
                HeaderStyle::Json
            }
            ParameterShape::Content(_) => HeaderStyle::Simple,
        }
    }
}
