//! A request → the typed request of an operation, with every fault it has.

use std::future::poll_fn;
use std::sync::Arc;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::Response;

use super::form;
use super::negotiation::accepts;
use super::operation::{CompiledMediaType, CompiledOperation};
use super::parameters::ParameterReading;
use super::security::{Authenticator, authenticate};
use super::state::{Endpoint, ServerState};
use crate::runtime::api;
use crate::runtime::charset;
use crate::runtime::context::Context;
use crate::runtime::description::Coding;
use crate::runtime::json::Tree;
use crate::runtime::media;
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::style::{Shape, pairs, scalar_of};
use crate::runtime::types::Decode;
use crate::runtime::types::judged::from_tree;
use crate::runtime::validator::{Fault, Id, Place, stream};

/// What comes of a request: an answer, or the problem that kept it from the handler.
pub(crate) type Outcome = Result<Response, Rejection>;

/// A request on its way to a handler.
pub struct Call {
    pub(crate) context: Context,
    body: Option<Body>,
    pub(super) endpoint: Arc<Endpoint>,
    /// The parameters' values, in the order of the operation.
    pub(crate) values: Vec<Option<Tree<'static>>>,
    /// Which of them is taken next.
    next: usize,
    /// Which of the media types the body has; `None` where there is no body.
    pub(super) media: Option<usize>,
    /// The body, unless it is streamed.
    pub(super) text: Bytes,
}

/// A request that can be made of a [`Call`].
pub trait FromCall: Sized {
    /// Takes parameters and body.
    fn from_call(call: &mut Call) -> Result<Self, Rejection>;
}

/// What a body without a content type is: a recipient may assume octets (RFC 9110, section 8.3).
const OCTETS: &str = "application/octet-stream";

/// What reads the body of one media type.
pub type BodyReader<T> = fn(&mut Call) -> Result<T, Rejection>;

impl Call {
    pub(crate) fn new(request: Request, endpoint: Arc<Endpoint>) -> Self {
        let (head, body) = request.into_parts();
        Self {
            context: Context::new(head, endpoint.identity),
            body: Some(body),
            endpoint,
            values: Vec::new(),
            next: 0,
            media: None,
            text: Bytes::new(),
        }
    }

    pub(crate) fn operation(&self) -> &CompiledOperation {
        &self.endpoint.operation
    }

    pub(super) fn state(&self) -> &ServerState {
        &self.endpoint.state
    }

    /// The principal of an operation that has to be authenticated.
    pub async fn authenticate<S: Authenticator>(
        &mut self,
        authenticator: &S,
    ) -> Result<S::Principal, Rejection> {
        let principal = self.identify(authenticator).await?;
        principal.ok_or_else(|| Problem::new(StatusCode::UNAUTHORIZED).into())
    }

    /// The principal of an operation that may be called anonymously.
    pub async fn identify<S: Authenticator>(
        &mut self,
        authenticator: &S,
    ) -> Result<Option<S::Principal>, Rejection> {
        let security = &self.operation().security;
        authenticate(security, &self.context, authenticator).await
    }

    /// Checks the whole request and makes the typed one of it.
    pub async fn request<R: FromCall>(&mut self) -> Result<R, Rejection> {
        self.check().await?;
        R::from_call(self)
    }

    /// Reads what there is and checks all but what the type of the body tells.
    pub(crate) async fn check(&mut self) -> Result<(), Rejection> {
        self.check_accept()?;
        if self.operation().body.is_some() {
            self.read_body().await?;
        }
        let faults = self.read_parameters();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(self.refuse(faults))
        }
    }

    /// Checks the request of an operation that takes nothing.
    pub fn check_accept(&self) -> Result<(), Rejection> {
        if accepts(&self.context.head.headers, &self.operation().produces) {
            return Ok(());
        }
        let produced = self.operation().produces.join(", ");
        let problem = Problem::new(StatusCode::NOT_ACCEPTABLE);
        Err(problem.detail(format!("The answer is {produced}.")).into())
    }

    /// The media types the caller takes.
    pub fn accept(&mut self) -> Result<api::Accept, Rejection> {
        let lines = self.context.head.headers.get_all(header::ACCEPT).iter();
        let lines: Option<Vec<_>> = lines.map(|it| it.to_str().ok()).collect();
        Ok(lines.unwrap_or_default().join(",").as_str().into())
    }

    /// The value of a parameter, by its place in the operation.
    pub(crate) fn parameter<T: Decode>(&mut self, at: usize) -> Result<T, Rejection> {
        let value = self.values.get_mut(at).and_then(Option::take);
        from_tree(value.unwrap_or(Tree::Null)).map_err(|error| {
            let place = self.operation().parameters[at].place();
            self.refused(vec![place.fault(&error.pointer(), error.message())])
        })
    }

    /// The value of the parameter that comes next.
    pub fn next_parameter<T: Decode>(&mut self) -> Result<T, Rejection> {
        let at = self.next;
        self.next += 1;
        self.parameter(at)
    }

    /// The body by the reader of its media type, of which there is one for each that is documented.
    pub fn one_of<T>(&mut self, readers: &[BodyReader<T>]) -> Result<T, Rejection> {
        readers[self.media.unwrap_or_default()](self)
    }

    /// The body, of one of several kinds.
    pub fn choice<T: FromCall>(&mut self) -> Result<T, Rejection> {
        T::from_call(self)
    }

    /// The body, if there is one.
    pub fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Rejection>,
    ) -> Result<Option<T>, Rejection> {
        match self.media {
            Some(_) => read(self).map(Some),
            None => Ok(None),
        }
    }

    /// The body, if there is one. `null` says as much as none at all.
    pub fn nullable<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Option<T>, Rejection>,
    ) -> Result<Option<T>, Rejection> {
        match self.media {
            Some(_) => read(self),
            None => Ok(None),
        }
    }

    /// The body as JSON.
    pub fn json<T: Decode>(&mut self) -> Result<T, Rejection> {
        let schemas = &self.state().schemas;
        stream::json(&self.text, schemas, self.schema()).map_err(|faults| self.refused(faults))
    }

    /// The body as a form.
    pub fn form<T: Decode>(&mut self) -> Result<T, Rejection> {
        self.typed(Self::form_value)
    }

    /// The body as text.
    pub fn text<T: Decode>(&mut self) -> Result<T, Rejection> {
        self.typed(Self::text_value)
    }

    /// The body as a stream of bytes.
    pub fn stream(&mut self) -> Result<api::Body, Rejection> {
        let body = self.body.take().unwrap_or_default();
        let media = self.context.head.headers.get(header::CONTENT_TYPE);
        let media = media.and_then(|it| it.to_str().ok());
        let body = api::Body::from_stream(body.into_data_stream());
        Ok(body.with_media_type(media.unwrap_or(OCTETS)))
    }

    pub(super) fn typed<T: Decode>(
        &mut self,
        read: fn(&Self) -> Result<Tree<'_>, Vec<Fault>>,
    ) -> Result<T, Rejection> {
        let schemas = &self.state().schemas;
        let typed =
            read(self).and_then(|value| stream::value(value, Place::FORM, schemas, self.schema()));
        typed.map_err(|faults| self.refused(faults))
    }

    /// The request is not as documented.
    pub(crate) fn refused(&self, faults: Vec<Fault>) -> Rejection {
        self.operation().refused(faults).into()
    }

    /// The schema of the body.
    pub(super) fn schema(&self) -> Option<Id> {
        self.documented()?.schema
    }

    /// What the document says of a body of that media type; `None` without a body.
    pub(crate) fn documented(&self) -> Option<&CompiledMediaType> {
        self.operation().documented(self.media?)
    }

    /// Finds out which media type the body has, and reads it unless it is to be streamed.
    async fn read_body(&mut self) -> Result<(), Rejection> {
        let endpoint = Arc::clone(&self.endpoint);
        let Some(documented) = &endpoint.operation.body else {
            return Ok(());
        };
        let sent = self.context.head.headers.get(header::CONTENT_TYPE);
        let is_empty = self.body.as_ref().is_none_or(HttpBody::is_end_stream);
        if is_empty && (sent.is_none() || !documented.may_be_empty()) {
            return Ok(());
        }
        let sent = sent.map_or(Ok(OCTETS), |it| it.to_str());
        let fitting = documented
            .content
            .iter()
            .enumerate()
            .filter_map(|(at, it)| {
                let fit = media::fit(&it.name, sent.as_ref().ok()?)?;
                Some((fit, std::cmp::Reverse(at)))
            });
        let Some((_, std::cmp::Reverse(at))) = fitting.max() else {
            let names: Vec<_> = documented.content.iter().map(|it| &*it.name).collect();
            let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE);
            let problem = problem.header(header::ACCEPT, &names.join(", "));
            let detail = format!("The body has to be {}.", names.join(" or "));
            return Err(problem.detail(detail).into());
        };
        if !documented.content[at].coding.is_streamed() {
            let label = sent.ok().and_then(|it| media::parameter(it, "charset"));
            let is_read = match documented.content[at].coding {
                // JSON has no such parameter (RFC 8259, section 11).
                Coding::Json => true,
                Coding::Text => label.is_none_or(charset::is_known),
                _ => label.is_none_or(charset::is_utf8),
            };
            if !is_read {
                let problem = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE);
                return Err(problem.detail("The body has to be in UTF-8.").into());
            }
            let limit = self.state().settings.body_limit;
            self.text = whole(self.body.take().unwrap_or_default(), limit).await?;
            if self.text.is_empty() && !documented.takes_nothing(documented.content[at].coding) {
                return Ok(());
            }
        }
        self.media = Some(at);
        Ok(())
    }

    /// Reads and checks every parameter, and finds a body missing that has to be there.
    fn read_parameters(&mut self) -> Vec<Fault> {
        let mut reading = ParameterReading {
            operation: self.operation(),
            schemas: &self.state().schemas,
            values: Vec::with_capacity(self.operation().parameters.len()),
            faults: Vec::new(),
        };
        reading.read(&self.context.head);
        let ParameterReading {
            values, mut faults, ..
        } = reading;
        self.values = values;
        let body = self.operation().body.as_ref();
        if self.media.is_none() && body.is_some_and(|it| it.required) {
            faults.push(body_fault("is required"));
        }
        faults
    }

    /// The problem of a request whose parameters have faults: with those of its body, so that none is left to be found
    /// out by the next attempt.
    fn refuse(&self, mut faults: Vec<Fault>) -> Rejection {
        self.check_body(&mut faults);
        self.refused(faults)
    }

    /// Finds the faults of a body that is here, whatever type would be made of it.
    pub(crate) fn check_body(&self, faults: &mut Vec<Fault>) {
        let (place, value) = match self.documented().map(|it| it.coding) {
            Some(Coding::Json) => (Place::BODY, stream::tree(&self.text)),
            Some(Coding::Form) => (Place::FORM, self.form_value()),
            Some(Coding::Text) => (Place::FORM, self.text_value()),
            Some(Coding::Parts) => (Place::FORM, self.parts_value()),
            Some(_) | None => return,
        };
        match (value, self.schema()) {
            (Ok(tree), Some(id)) => self.state().schemas.check(id, &tree, place, faults),
            (Ok(_), None) => {}
            (Err(more), _) => faults.extend(more),
        }
    }

    fn form_value(&self) -> Result<Tree<'_>, Vec<Fault>> {
        let text =
            std::str::from_utf8(&self.text).map_err(|_| vec![body_fault("must be UTF-8")])?;
        let pairs = pairs(text);
        let (Some(id), Some(media)) = (self.schema(), self.documented()) else {
            return Ok(Tree::Null);
        };
        form::form(
            &self.state().schemas,
            id,
            &pairs,
            &media.composition.encoding,
            Place::BODY,
        )
    }

    fn text_value(&self) -> Result<Tree<'_>, Vec<Fault>> {
        let label = self.charset();
        let text = charset::decode(label, &self.text)
            .ok_or_else(|| vec![body_fault(&format!("must be {}", label.to_uppercase()))])?;
        let schemas = &self.state().schemas;
        let shape = self.schema().map(|id| Shape::of(schemas, id));
        Ok(scalar_of(schemas, &shape.unwrap_or_default(), text))
    }

    /// The `charset` of a text: what the caller says, or else the document.
    fn charset(&self) -> &str {
        let sent = self.context.head.headers.get(header::CONTENT_TYPE);
        let sent = sent.and_then(|it| media::parameter(it.to_str().ok()?, "charset"));
        let documented = || media::parameter(&self.documented()?.name, "charset");
        sent.or_else(documented).unwrap_or("UTF-8")
    }
}

fn body_fault(detail: &str) -> Fault {
    Place::BODY.fault("", detail)
}

/// The whole body, if it is not longer than the limit.
async fn whole(body: Body, limit: usize) -> Result<Bytes, Problem> {
    // What `Content-Length` says, where the body is as it arrived.
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large(limit));
    }
    let mut first: Option<Bytes> = None;
    let mut rest = Vec::new();
    let mut next = std::pin::pin!(body);
    while let Some(frame) = poll_fn(|context| next.as_mut().poll_frame(context)).await {
        let Ok(frame) = frame else {
            let problem = Problem::new(StatusCode::BAD_REQUEST);
            return Err(problem.detail("The body broke off."));
        };
        let Ok(chunk) = frame.into_data() else {
            continue;
        };
        let held = first.as_ref().map_or(0, Bytes::len) + rest.len();
        if chunk.len() > limit.saturating_sub(held) {
            return Err(too_large(limit));
        }
        if first.is_none() {
            first = Some(chunk);
        } else {
            rest.extend_from_slice(&chunk);
        }
    }
    let first = first.unwrap_or_default();
    if rest.is_empty() {
        return Ok(first);
    }
    Ok([first.as_ref(), &rest].concat().into())
}

fn too_large(limit: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE)
        .detail(format!("The body may have no more than {limit} bytes."))
}
