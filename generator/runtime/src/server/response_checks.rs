//! What a handler answers → what goes out: problems as the implementer has them rendered, and answers without properties
//! that are `writeOnly`, held against the document where the implementer asks for it.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde_json::Value;

use super::call::{Call, Outcome};
use super::reply::{Form, Unwritten, Withheld};
use super::responses::CompiledResponses;
use super::state::{Endpoint, ServerState};
use crate::runtime::api::BoxError;
use crate::runtime::context::Refused;
use crate::runtime::json::Tree;
use crate::runtime::media;
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::sequence::Gate;
use crate::runtime::validator::{Fault, Id, Place};

impl Call {
    /// What goes out: answers as they are documented, problems as the implementer has them rendered, and with either the
    /// headers that the method added.
    pub(crate) async fn respond(&mut self, outcome: Outcome) -> Response {
        let outcome = match outcome {
            // Few answers are: the others need no room for it while they wait.
            Ok(response) if self.endpoint.changes_answers() => {
                Box::pin(finish(response, &self.endpoint)).await
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

/// Takes away what callers are not sent, and holds the rest against the document.
async fn finish(mut response: Response, endpoint: &Endpoint) -> Result<Response, Rejection> {
    let Endpoint {
        operation, state, ..
    } = endpoint;
    if response.extensions().get::<Unwritten>().is_some() {
        return Ok(response);
    }
    if let Some(form) = response.extensions_mut().remove::<Form>()
        && let Some(encodings) = operation.form(response.status(), form.media)
    {
        response = form.laid_out(response, encodings);
    }
    let (mut head, body) = response.into_parts();
    let media = head.headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|it| it.to_str().ok());
    let media = media.map(|it| media::essence(it).to_owned());
    let is_json = media.as_deref().is_some_and(media::is_json);
    let schema = |answers: &CompiledResponses| {
        let content = answers.of(head.status)?;
        let mut fitting = content
            .iter()
            .filter_map(|(documented, id)| Some((media::fit(documented, media.as_deref()?)?, *id)));
        let first = fitting.next()?;
        fitting.fold(first, |a, b| if b.0 > a.0 { b } else { a }).1
    };
    let hidden = schema(&operation.responses);
    let checks = state.documented.as_ref().map(|it| {
        let answers = it.operations.get(&operation.name);
        (&it.schemas, answers)
    });
    // What is wrong with a request is found out by parts of its body, too, which the handler asks for.
    let problem = head.extensions.get::<Problem>();
    let checks = checks.filter(|_| problem.is_none_or(|it| it.errors.is_empty()));
    let answers = checks.and_then(|it| it.1);
    let mut faults: Vec<Fault> = answers
        .and_then(|it| head_fault(it, head.status, media.as_deref()))
        .into_iter()
        .collect();
    if let Some(all) = state.documented.as_ref().filter(|_| checks.is_some()) {
        for name in all.required_headers(&operation.name, head.status) {
            if !head.headers.contains_key(name) {
                faults.push(Fault {
                    location: format!("answer header {name}"),
                    detail: "is required".to_owned(),
                });
            }
        }
    }
    let is_withheld = head.extensions.get::<Withheld>().is_some();
    if is_withheld && answers.is_some_and(|it| it.has(head.status)) {
        faults.push(Fault {
            location: "answer body".to_owned(),
            detail: format!("{} has none", head.status.as_u16()),
        });
    }
    if let Some(gate) = head.extensions.remove::<Gate>() {
        let documented = answers.and_then(schema);
        if hidden.is_some() || documented.is_some() {
            let state = Arc::clone(state);
            gate.set(move |item| sendable(item, &state, hidden, documented));
        }
    }
    if !is_json || hidden.is_none() && checks.is_none() {
        return match faults.is_empty() {
            true => Ok(Response::from_parts(head, body)),
            false => Err(undocumented(faults).into()),
        };
    }
    let Ok(text) = to_bytes(body, usize::MAX).await else {
        return Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR).into());
    };
    let Ok(mut value) = serde_json::from_slice::<Value>(&text) else {
        return Ok(Response::from_parts(head, Body::from(text)));
    };
    let mut text = text;
    if let Some(id) = hidden {
        let hidden = state.schemas.write_only_in(id, &Tree::from(&value));
        hidden.remove_from(&mut value);
        text = value.to_string().into();
        head.headers.remove(header::CONTENT_LENGTH);
    }
    if let Some((schemas, Some(answers))) = checks
        && let Some(id) = schema(answers)
    {
        schemas.check(id, &Tree::from(&value), ANSWER, &mut faults);
    }
    match faults.is_empty() {
        true => Ok(Response::from_parts(head, Body::from(text))),
        false => Err(undocumented(faults).into()),
    }
}

/// Where faults of answers are.
const ANSWER: Place<'_> = Place {
    part: "answer",
    name: "",
    has_types: true,
};

/// An item of an answer without what callers are not sent. One that is not as documented breaks the answer off: its head
/// is on its way.
fn sendable(
    mut item: Value,
    state: &ServerState,
    hidden: Option<Id>,
    documented: Option<Id>,
) -> Result<Value, BoxError> {
    if let Some(id) = hidden {
        let hidden = state.schemas.write_only_in(id, &Tree::from(&item));
        hidden.remove_from(&mut item);
    }
    if let (Some(all), Some(id)) = (&state.documented, documented) {
        let mut faults = Vec::new();
        all.schemas
            .check(id, &Tree::from(&item), ANSWER, &mut faults);
        if let Some(fault) = faults.first() {
            let why = format!("an item of {}: {}", fault.location, fault.detail);
            state.settings.tell(&why);
            return Err(why.into());
        }
    }
    Ok(item)
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
