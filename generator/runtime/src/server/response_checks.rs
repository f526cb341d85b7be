//! What a handler answers → what goes out: problems as the implementer has them rendered, and answers without properties
//! that are `writeOnly`, held against the document where the implementer asks for it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::response::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;

use super::call::{Call, Outcome};
use super::form;
use super::operation::CompiledOperation;
use super::parameters::check_header;
use super::reply::{Form, Unwritten, Withheld};
use super::responses::{CompiledResponses, ResponseSchemas};
use super::state::{Endpoint, ServerState};
use crate::runtime::api::BoxError;
use crate::runtime::charset;
use crate::runtime::context::Refused;
use crate::runtime::description::{Coding, Encoding};
use crate::runtime::json::Tree;
use crate::runtime::media;
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::sequence::Gate;
use crate::runtime::style::{Shape, pairs, scalar_of};
use crate::runtime::validator::{Fault, Id, Place, Schemas};

impl Call {
    /// What goes out: answers as they are documented, problems as the implementer has them rendered, and with either the
    /// headers that the method added.
    pub(crate) async fn respond(&mut self, outcome: Outcome) -> Response {
        let outcome = match outcome {
            // Few answers are: the others need no room for it while they wait.
            Ok(response) if self.endpoint.changes_answers() => {
                let added = self.context.added();
                Box::pin(finish(response, &self.endpoint, added)).await
            }
            outcome => outcome,
        };
        let mut response = match outcome {
            Ok(mut response) => {
                if let Some(Unwritten(why)) = response.extensions_mut().remove() {
                    let settings = &self.state().settings;
                    settings.tell(&format!("an answer cannot be sent: {why}"));
                }
                match response.extensions_mut().remove() {
                    Some(problem) => self.rendered(problem),
                    None => response,
                }
            }
            Err(Rejection(problem)) => self.rendered(*problem),
        };
        self.context.add_to(response.headers_mut());
        self.context.leave_room(&mut response);
        response.extensions_mut().insert(*self.endpoint.identity);
        response
    }

    fn rendered(&self, problem: Problem) -> Response {
        let refused = Refused {
            head: &self.context.head,
            operation: Some(self.endpoint.identity),
        };
        self.state().settings.render(problem, &refused)
    }
}

/// Takes away what callers are not sent, and holds the rest against the document; `added` are headers that go out with it.
async fn finish(
    mut response: Response,
    endpoint: &Endpoint,
    added: HeaderMap,
) -> Result<Response, Rejection> {
    let Endpoint {
        operation, state, ..
    } = endpoint;
    if response.extensions().get::<Unwritten>().is_some() {
        return Ok(response);
    }
    if let Some(form) = response.extensions_mut().remove::<Form>() {
        response = form.finished(response, operation, &state.schemas);
    }
    let (mut head, body) = response.into_parts();
    let media = head.headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|it| it.to_str().ok()).map(str::to_owned);
    let media = media.as_deref();
    // What is wrong with a request is found out by parts of its body, too, which the handler asks for.
    let problem = head.extensions.get::<Problem>();
    let all = state.documented.as_deref();
    let all = all.filter(|_| problem.is_none_or(|it| it.errors.is_empty()));
    let mut faults = Vec::new();
    if let Some(all) = all {
        check_head(all, operation, &head, media, &added, &mut faults);
    }
    let hidden = operation.responses.body(head.status, media);
    let answers = all.and_then(|it| it.operations.get(&operation.name));
    let documented = answers.and_then(|it| it.body(head.status, media));
    if let Some(gate) = head.extensions.remove::<Gate>() {
        let [hidden, documented] = [hidden, documented].map(|it| it.map(|it| it.1));
        if hidden.is_some() || documented.is_some() {
            let state = Arc::clone(state);
            gate.set(move |item| sendable(item, &state, hidden, documented));
        }
        return finished(head, body, faults);
    }
    let hidden = hidden.filter(|it| it.0 == Coding::Json);
    let documented =
        documented.filter(|it| matches!(it.0, Coding::Json | Coding::Form | Coding::Text));
    if hidden.is_none() && documented.is_none() {
        return finished(head, body, faults);
    }
    let Ok(mut text) = to_bytes(body, usize::MAX).await else {
        return Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR).into());
    };
    if let Some((_, id)) = hidden
        && let Some(rest) = without_hidden(&text, &state.schemas, id)
    {
        text = rest.into();
        head.headers.remove(header::CONTENT_LENGTH);
    }
    if let (Some(all), Some((coding, id))) = (all, documented) {
        let place = Place {
            has_types: coding == Coding::Json,
            ..ANSWER
        };
        let found = match coding {
            Coding::Json => json(&text),
            Coding::Form => {
                let encodings = media.and_then(|it| operation.form(head.status, it));
                form(&text, &all.schemas, id, encodings)
            }
            _ => plain(&text, media, &all.schemas, id),
        };
        match found {
            Ok(value) => all.schemas.check(id, &value, place, &mut faults),
            Err(more) => faults.extend(more),
        }
    }
    finished(head, Body::from(text), faults)
}

fn finished(head: Parts, body: Body, faults: Vec<Fault>) -> Result<Response, Rejection> {
    match faults.is_empty() {
        true => Ok(Response::from_parts(head, body)),
        false => Err(undocumented(faults).into()),
    }
}

/// Where faults of answers are.
const ANSWER: Place<'_> = Place {
    part: "answer",
    name: "",
    has_types: true,
};

/// A JSON document without what callers are not sent of it; `None` where that is all of it.
fn without_hidden(text: &[u8], schemas: &Schemas, id: Id) -> Option<String> {
    let mut value = Tree::of_bytes(text).ok()?;
    let hidden = schemas.write_only_in(id, &value);
    if hidden.is_empty() {
        return None;
    }
    hidden.remove_from(&mut value);
    Some(value.to_string())
}

/// The value of a JSON document as it is sent: with all of its digits.
fn json(text: &[u8]) -> Result<Tree<'_>, Vec<Fault>> {
    let read = Tree::of_bytes(text);
    read.map_err(|error| vec![ANSWER.fault(&error.pointer(), error.detail())])
}

/// The value of a form as it is sent.
fn form<'t>(
    text: &'t [u8],
    schemas: &Schemas,
    id: Id,
    encodings: Option<&HashMap<String, Encoding>>,
) -> Result<Tree<'t>, Vec<Fault>> {
    let text = str::from_utf8(text).map_err(|_| vec![ANSWER.fault("", "must be UTF-8")])?;
    let none = HashMap::new();
    let encodings = encodings.unwrap_or(&none);
    form::form(schemas, id, &pairs(text), encodings, ANSWER)
}

/// The value that a text stands for as it is sent, in its `charset`.
fn plain<'t>(
    text: &'t [u8],
    media: Option<&str>,
    schemas: &Schemas,
    id: Id,
) -> Result<Tree<'t>, Vec<Fault>> {
    let label = media.and_then(|it| media::parameter(it, "charset"));
    let label = label.unwrap_or("UTF-8");
    let Some(text) = charset::decode(label, text) else {
        let detail = format!("must be {}", label.to_uppercase());
        return Err(vec![ANSWER.fault("", detail)]);
    };
    Ok(scalar_of(schemas, &Shape::of(schemas, id), text))
}

/// The text of an item of an answer without what callers are not sent; `None` where that is all of it. One that is not as
/// documented breaks the answer off: its head is on its way.
fn sendable(
    item: &[u8],
    state: &ServerState,
    hidden: Option<Id>,
    documented: Option<Id>,
) -> Result<Option<String>, BoxError> {
    let rest = hidden.and_then(|id| without_hidden(item, &state.schemas, id));
    if let (Some(all), Some(id)) = (&state.documented, documented) {
        let sent = rest.as_deref().map_or(item, str::as_bytes);
        let faults = match json(sent) {
            Ok(value) => all.schemas.faults(id, &value, ANSWER),
            Err(faults) => faults,
        };
        if let Some(fault) = faults.first() {
            let why = format!("an item of {}: {}", fault.location, fault.detail);
            state.settings.tell(&why);
            return Err(why.into());
        }
    }
    Ok(rest)
}

/// Adds what is wrong with the head of an answer, and with a body that was left out.
fn check_head(
    all: &ResponseSchemas,
    operation: &CompiledOperation,
    head: &Parts,
    media: Option<&str>,
    added: &HeaderMap,
    faults: &mut Vec<Fault>,
) {
    let answers = all.operations.get(&operation.name);
    faults.extend(answers.and_then(|it| head_fault(it, head.status, media)));
    let documented = all.headers(&operation.name, head.status);
    if !documented.is_empty() {
        let mut headers = head.headers.clone();
        for (name, value) in added {
            headers.append(name, value.clone());
        }
        for it in documented {
            let place = Place {
                part: "answer header",
                name: &it.name,
                has_types: false,
            };
            check_header(&all.schemas, &headers, it, place, faults);
        }
    }
    let is_withheld = head.extensions.get::<Withheld>().is_some();
    if is_withheld && answers.is_some_and(|it| it.has(head.status)) {
        faults.push(Fault {
            location: "answer body".to_owned(),
            detail: format!("{} has none", head.status.as_u16()),
        });
    }
}

/// What is wrong with a status or a media type. Failures of the server need not be documented.
fn head_fault(
    answers: &CompiledResponses,
    status: StatusCode,
    media: Option<&str>,
) -> Option<Fault> {
    let (location, detail) = match (answers.of(status), media) {
        (None, _) if status.is_server_error() || answers.is_empty() => return None,
        (None, _) => (
            "answer status",
            format!("{} is not documented", status.as_u16()),
        ),
        (Some(content), Some(media))
            if !content.is_empty()
                && status.as_u16() < 400
                && !content.keys().any(|it| media::fit(it, media).is_some()) =>
        {
            (
                "answer header Content-Type",
                format!("{media} is not documented"),
            )
        }
        _ => return None,
    };
    Some(Fault {
        location: location.to_owned(),
        detail,
    })
}

fn undocumented(faults: Vec<Fault>) -> Problem {
    let mut problem =
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR).detail("The answer is not as documented.");
    problem.errors = faults;
    problem
}
