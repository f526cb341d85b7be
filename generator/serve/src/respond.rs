//! A request that was looked at → the answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use verbatim_gen::model::{Api, MediaType, Operation};
use verbatim_gen::node::Node;
use verbatim_runtime::server::Problem;
use verbatim_runtime::untyped::Checked;

use crate::args;
use crate::choice::{self, Accept, Answer};
use crate::encode;
use crate::headers;
use crate::preference::{APPLIED, Preferences};
use crate::values::Values;

/// How many items there are in a body of items that is made.
const ITEMS: u64 = 3;

/// The header that tells of deprecated operations (RFC 9745), and its value: since when is not known.
const DEPRECATION: (&str, &str) = ("deprecation", "@0");

/// What all answers are made of.
pub struct Answering {
    /// The document.
    pub api: Arc<Api>,
    /// Who makes values.
    pub values: Values,
    /// How requests are answered.
    pub how: args::Answers,
    /// How many requests of each operation there were.
    pub counts: Vec<AtomicU64>,
}

/// A value, or a body as it is sent.
enum Content {
    Value(Node),
    Text(String),
    Nothing,
}

impl Answering {
    /// Answers a request of the operation of that number.
    ///
    /// # Errors
    /// The problem that is the answer in place of a documented one.
    pub async fn answer(&self, at: usize, request: Checked) -> Result<Response, Problem> {
        let operation = &self.api.operations[at];
        let count = self.counts[at].fetch_add(1, Relaxed);
        // Where one operation stands beside another is no reason for their values to be the same.
        let seed = mixed(self.how.seed ^ mixed(at as u64) ^ count);
        if !self.how.delay.is_zero() {
            tokio::time::sleep(self.how.delay).await;
        }
        let preferences = request.head.extensions.get::<Preferences>();
        let preferences = preferences.cloned().unwrap_or_default();
        let accept = accept(&request.head.headers);
        let has_surplus_body = operation.request_body.is_none() && has_body(&request.head.headers);
        let making = Making {
            answering: self,
            operation: at,
            accept,
            has_surplus_body,
            seed: preferences
                .dynamic
                .unwrap_or(self.how.dynamic)
                .then_some(seed),
            preferences,
        };
        let mut response = match request.refused {
            _ if mixed(seed) % args::Share::WHOLE < self.how.fail.0 => making.failed().await,
            Some(problem) => making.refused(problem).await,
            None => making.taken().await,
        }?;
        if operation.deprecated {
            let (name, value) = DEPRECATION;
            let headers = response.headers_mut();
            if !headers.contains_key(name) {
                headers.insert(name, HeaderValue::from_static(value));
            }
        }
        Ok(response)
    }
}

fn accept(headers: &HeaderMap) -> Accept {
    let lines = headers.get_all(header::ACCEPT).iter();
    Accept::of(lines.filter_map(|it| it.to_str().ok()))
}

/// Whether a request has a body (RFC 9112, section 6).
fn has_body(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH);
    length.is_some_and(|it| it != "0") || headers.contains_key(header::TRANSFER_ENCODING)
}

/// A number that looks arbitrary (SplitMix64).
fn mixed(it: u64) -> u64 {
    let it = it.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    it ^ (it >> 31)
}

/// One answer in the making.
struct Making<'a> {
    answering: &'a Answering,
    operation: usize,
    accept: Accept,
    /// Whether the request has a body, and the operation takes none.
    has_surplus_body: bool,
    preferences: Preferences,
    /// What chance begins with, where values are made by chance.
    seed: Option<u64>,
}

impl<'a> Making<'a> {
    fn operation(&self) -> &'a Operation {
        &self.answering.api.operations[self.operation]
    }

    /// The answer to a request that is as it should be.
    async fn taken(&self) -> Result<Response, Problem> {
        let operation = self.operation();
        let answers = choice::answers(operation, &self.preferences)?;
        let Some(first) = answers.first() else {
            let detail = "The document has no answer for this operation.";
            return Err(Problem::new(StatusCode::NOT_IMPLEMENTED).detail(detail));
        };
        if let Some(name) = &self.preferences.example {
            return self.named(&answers, name).await;
        }
        // What a handler would look at itself: there is a body, none is described, and an answer to that is.
        if self.has_surplus_body
            && self.preferences.code.is_none()
            && let Some(it) = choice::exactly(operation, StatusCode::UNSUPPORTED_MEDIA_TYPE)
        {
            return self.whatever_is_accepted(&it).await;
        }
        let acceptable = answers.iter().find_map(|it| {
            if has_no_body(it.status) || it.response.content.is_empty() {
                return Some((it, None));
            }
            // What went wrong is told, in another media type if need be (RFC 9110, section 15.5.7).
            let is_failure = it.status.is_client_error() || it.status.is_server_error();
            let any = it.response.content.first().filter(|_| is_failure);
            let sorted = self.accept.sorted(&it.response.content);
            let chosen = sorted.first().copied().or_else(|| any.map(|it| (0, it)));
            Some((it, Some(chosen?)))
        });
        match acceptable {
            Some((answer, content)) => self.made(answer, content).await,
            None => {
                let content = first.response.content.iter();
                let names: Vec<&str> = content.map(|it| &*it.name).collect();
                let detail = format!("The answer is {}.", names.join(", "));
                Err(Problem::new(StatusCode::NOT_ACCEPTABLE).detail(detail))
            }
        }
    }

    /// The example of that name, whatever its schema says of it.
    async fn named(&self, answers: &[Answer<'a>], name: &str) -> Result<Response, Problem> {
        for answer in answers {
            for (at, content) in self.accept.sorted(&answer.response.content) {
                let mut examples = content.examples.iter();
                let Some(it) = examples.find(|it| it.name.as_deref() == Some(name)) else {
                    continue;
                };
                let shown = match (&it.value, &it.serialized) {
                    (Some(value), _) => Content::Value(value.clone()),
                    (None, Some(text)) => Content::Text(text.clone()),
                    (None, None) => continue,
                };
                return self.written(answer, Some((at, content)), shown).await;
            }
        }
        let shown: String = name.chars().take(80).collect();
        let detail = format!("There is no example `{shown}` that could be sent here.");
        Err(Problem::new(StatusCode::NOT_FOUND).detail(detail))
    }

    /// The answer to a request that is refused: what the document has for it, or else the problem.
    async fn refused(&self, problem: Problem) -> Result<Response, Problem> {
        let operation = self.operation();
        let preferred = self.preferences.code.as_ref();
        let preferred = preferred.and_then(|it| StatusCode::from_bytes(it.as_bytes()).ok());
        // A failure may be asked for, but no success.
        let preferred = preferred.filter(|it| it.is_client_error() || it.is_server_error());
        let answer = preferred.and_then(|it| choice::with_status(operation, it));
        let Some(answer) = answer.or_else(|| choice::refusal(operation, problem.status)) else {
            return Err(problem);
        };
        let made = match &self.preferences.example {
            Some(name) => self.named(&[answer], name).await?,
            None => match self.whatever_is_accepted(&answer).await {
                Ok(made) => made,
                Err(_) => return Err(problem),
            },
        };
        let mut made = made;
        // The challenge of a `401`, the methods of a `405`.
        for (name, value) in problem.headers.iter().flat_map(|it| it.iter()) {
            if !made.headers().contains_key(name) {
                made.headers_mut().append(name, value.clone());
            }
        }
        Ok(made)
    }

    /// A failure for those who try what their client makes of it.
    async fn failed(&self) -> Result<Response, Problem> {
        let made = match choice::failure(self.operation()) {
            Some(it) => self.whatever_is_accepted(&it).await.ok(),
            None => None,
        };
        made.ok_or_else(|| {
            let detail = "This request was chosen to fail.";
            let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE).detail(detail);
            problem.header(header::RETRY_AFTER, "1")
        })
    }

    /// An answer that has to be told, in the first media type that is acceptable, or the first of all.
    async fn whatever_is_accepted(&self, answer: &Answer<'a>) -> Result<Response, Problem> {
        let content = &answer.response.content;
        let sorted = self.accept.sorted(content).first().copied();
        let chosen = sorted.or_else(|| content.first().map(|it| (0, it)));
        self.made(answer, chosen).await
    }

    /// An answer with what the document has for its body, or what is made of its schema.
    async fn made(
        &self,
        answer: &Answer<'a>,
        content: Option<(usize, &'a MediaType)>,
    ) -> Result<Response, Problem> {
        let shown = match content {
            Some((at, content)) if !has_no_body(answer.status) => {
                self.content(answer, at, content).await?
            }
            _ => Content::Nothing,
        };
        self.written(answer, content, shown).await
    }

    async fn content(
        &self,
        answer: &Answer<'a>,
        at: usize,
        content: &'a MediaType,
    ) -> Result<Content, Problem> {
        let values = &self.answering.values;
        let schema = content.shown_schema();
        if self.seed.is_none() || schema.is_none() {
            // Those of a range that it is in are its own as well: `*/*` in the `examples` of Swagger 2.0.
            let around = answer.response.content.iter().enumerate();
            let around = around.filter(|(_, it)| {
                it.range().is_range()
                    && it.range().includes(content.range())
                    && it.name != content.name
            });
            for (at, content) in std::iter::once((at, content)).chain(around) {
                for (number, example) in content.examples.iter().enumerate() {
                    let place = [self.operation, answer.at, at, number];
                    match (&example.value, &example.serialized) {
                        (Some(value), _) if !values.refuses(place).await => {
                            return Ok(Content::Value(value.clone()));
                        }
                        (None, Some(text)) => return Ok(Content::Text(text.clone())),
                        _ => {}
                    }
                }
            }
        }
        let Some(schema) = schema else {
            let is_json = content.range().is_json();
            return Ok(match is_json {
                true => Content::Value(Node::object(Vec::new(), Default::default())),
                false => Content::Nothing,
            });
        };
        let made = match self.seed {
            None => values.shown(schema).await.map(|it| vec![it]),
            Some(seed) => {
                let mut made = Vec::new();
                let count = if content.is_of_items() { ITEMS } else { 1 };
                for number in 0..count {
                    made.extend(values.arbitrary(schema, seed.wrapping_add(number)).await);
                }
                (!made.is_empty()).then_some(made)
            }
        };
        let none = || {
            let detail = "No value was found that its schema accepts: give the answer an example.";
            self.unanswered(detail)
        };
        let mut made = made.ok_or_else(none)?;
        Ok(Content::Value(match content.is_of_items() {
            true => Node::array(made, Default::default()),
            false => made.swap_remove(0),
        }))
    }

    async fn written(
        &self,
        answer: &Answer<'a>,
        content: Option<(usize, &'a MediaType)>,
        shown: Content,
    ) -> Result<Response, Problem> {
        let api = &self.answering.api;
        let mut response = Response::default();
        *response.status_mut() = answer.status;
        if let Some((_, content)) = content.filter(|_| !has_no_body(answer.status)) {
            let media = self.accept.concrete(&content.name);
            let body = match shown {
                Content::Value(value) => encode::body(api, content, &media, &value),
                Content::Text(text) => encode::labelled(media, text.into_bytes()),
                Content::Nothing => Ok(encode::Body {
                    media,
                    bytes: Vec::new(),
                }),
            };
            let body = body.map_err(|why| self.unanswered(why))?;
            if let Ok(media) = HeaderValue::try_from(body.media) {
                response.headers_mut().insert(header::CONTENT_TYPE, media);
            }
            *response.body_mut() = body.bytes.into();
        }
        let values = &self.answering.values;
        let headers = response.headers_mut();
        headers::add(headers, api, values, answer.response, self.seed)
            .await
            .map_err(|name| {
                self.unanswered(format!("No value was found for the header {name}."))
            })?;
        if let Some(applied) = self.preferences.applied()
            && let Ok(applied) = HeaderValue::try_from(applied)
        {
            headers.insert(APPLIED, applied);
        }
        Ok(response)
    }

    /// There is an answer, and it cannot be made.
    fn unanswered(&self, detail: impl Into<std::borrow::Cow<'static, str>>) -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR).detail(detail)
    }
}

/// Whether a status has no body (RFC 9110, section 6.4.1).
fn has_no_body(status: StatusCode) -> bool {
    status.is_informational() || matches!(status.as_u16(), 204 | 205 | 304)
}
