//! What a handler answers → what goes out: without what callers are not sent (`writeOnly`), and held against the
//! document where the implementer asks for it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;

use super::call::{Plan, Served};
use super::media;
use super::problem::{Fault, Problem};
use super::route::Outcome;
use super::schema::{Id, Place, Schemas, Written};

/// The answers of an operation as they are written: by status (`200`, `4XX`, `default`) and media type, each with its
/// JSON Schema.
pub(crate) type WrittenAnswers = BTreeMap<String, BTreeMap<String, Option<Value>>>;

/// The answers of an operation with their schemas at hand.
#[derive(Debug, Default)]
pub(crate) struct Answers(BTreeMap<String, BTreeMap<String, Option<Id>>>);

impl Answers {
    pub(crate) fn new(written: &WrittenAnswers, schemas: &mut Schemas) -> Self {
        let statuses = written.iter().map(|(status, content)| {
            let content = content.iter().map(|(media, schema)| {
                let id = schema.as_ref().map(|it| schemas.add(it));
                (media.clone(), id)
            });
            (status.clone(), content.collect())
        });
        Self(statuses.collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(&self, status: StatusCode) -> Option<&BTreeMap<String, Option<Id>>> {
        let range = || self.0.get(&format!("{}XX", status.as_u16() / 100));
        let exact = self.0.get(status.as_str());
        exact.or_else(range).or_else(|| self.0.get("default"))
    }
}

/// Every answer of the document, for those who hold theirs against it.
#[derive(Debug)]
pub(crate) struct Checks {
    schemas: Schemas,
    operations: HashMap<String, Answers>,
}

#[derive(Deserialize)]
struct WrittenChecks {
    operations: HashMap<String, WrittenAnswers>,
    schemas: BTreeMap<String, Written>,
}

impl Checks {
    /// Reads them.
    ///
    /// # Panics
    /// The text is no such description: a fault of the generator.
    pub(crate) fn new(text: &str) -> Self {
        let written: WrittenChecks =
            serde_json::from_str(text).expect("the text describes answers");
        let mut schemas = Schemas::new(written.schemas);
        let operations = written.operations.iter();
        Self {
            operations: operations
                .map(|(name, it)| (name.clone(), Answers::new(it, &mut schemas)))
                .collect(),
            schemas,
        }
    }
}

/// Takes away what callers are not sent, and holds the rest against the document.
pub(crate) async fn finish(response: Response, operation: Arc<Served>) -> Outcome {
    let Served { plan, shared } = &*operation;
    let (mut head, body) = response.into_parts();
    let media = head.headers.get(header::CONTENT_TYPE);
    let media = media.and_then(|it| it.to_str().ok());
    let media = media.map(|it| media::essence(it).to_owned());
    let is_json = media
        .as_deref()
        .is_some_and(|it| it.ends_with("/json") || it.ends_with("+json"));
    let schema = |answers: &Answers| {
        let content = answers.of(head.status)?;
        let mut fitting = content
            .iter()
            .filter_map(|(documented, id)| Some((media::fit(documented, media.as_deref()?)?, *id)));
        let first = fitting.next()?;
        fitting.fold(first, |a, b| if b.0 > a.0 { b } else { a }).1
    };
    let hidden = schema(&plan.answers);
    let checks = shared.checks.as_ref();
    let faults = checks.map(|it| it.head_faults(plan, head.status, media.as_deref()));
    let mut faults = faults.unwrap_or_default();
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
        shared.schemas.hide(id, &mut value);
        text = value.to_string().into();
        head.headers.remove(header::CONTENT_LENGTH);
    }
    if let Some(checks) = checks {
        let answers = checks.operations.get(&plan.name());
        if let Some(id) = answers.and_then(schema) {
            let place = Place {
                part: "answer",
                name: "",
            };
            checks.schemas.check(id, &value, place, &mut faults);
        }
    }
    match faults.is_empty() {
        true => Ok(Response::from_parts(head, Body::from(text))),
        false => Err(undocumented(faults).into()),
    }
}

impl Checks {
    /// What is wrong with a status or a media type. Failures need not be documented.
    fn head_faults(&self, plan: &Plan, status: StatusCode, media: Option<&str>) -> Vec<Fault> {
        let Some(answers) = self.operations.get(&plan.name()) else {
            return Vec::new();
        };
        let fault = |location: &str, detail: String| {
            vec![Fault {
                location: location.to_owned(),
                detail,
            }]
        };
        match (answers.of(status), media) {
            (None, _) if status.as_u16() >= 400 || answers.is_empty() => Vec::new(),
            (None, _) => fault(
                "answer status",
                format!("{} is not documented", status.as_u16()),
            ),
            (Some(content), Some(media))
                if !content.is_empty()
                    && status.as_u16() < 400
                    && !content.keys().any(|it| media::fit(it, media).is_some()) =>
            {
                fault(
                    "answer header Content-Type",
                    format!("{media} is not documented"),
                )
            }
            _ => Vec::new(),
        }
    }
}

fn undocumented(faults: Vec<Fault>) -> Problem {
    let mut problem =
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR).detail("The answer is not as documented.");
    problem.errors = faults;
    problem
}
