//! The answers of a description → schemas by status and media type, and their headers.

use std::collections::{BTreeMap, HashMap};

use axum::http::StatusCode;

use super::parameter::CompiledParameter;
use crate::runtime::description::read::Free;
use crate::runtime::description::{Answers, Coding, Headers, Responses};
use crate::runtime::media;
use crate::runtime::validator::{Id, Schemas};

/// The answers of an operation with their schemas at hand.
#[derive(Debug, Default)]
pub(crate) struct CompiledResponses(BTreeMap<String, BTreeMap<String, CompiledContent>>);

/// The body of an answer with its schema at hand.
#[derive(Debug)]
pub(crate) struct CompiledContent {
    pub(crate) coding: Coding,
    pub(crate) schema: Option<Id>,
}

impl CompiledResponses {
    pub(crate) fn new(described: Responses<Free>, schemas: &mut Schemas) -> Self {
        let statuses = described.0.into_iter().map(|(status, content)| {
            let content = content.0.into_iter().map(|(media, it)| {
                let it = CompiledContent {
                    coding: it.coding,
                    schema: it.schema.map(|it| schemas.add(it)),
                };
                (media, it)
            });
            (status, content.collect())
        });
        Self(statuses.collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a status is documented by itself.
    pub(crate) fn has(&self, status: StatusCode) -> bool {
        self.0.contains_key(status.as_str())
    }

    /// What is documented for a status: by itself, by its range, or by `default`.
    pub(crate) fn of(&self, status: StatusCode) -> Option<&BTreeMap<String, CompiledContent>> {
        of_status(status, |it| self.0.get(it))
    }

    /// How the body of an answer with that status and of that media type is written, and what it has to be; `None` where
    /// anything goes.
    pub(crate) fn body(&self, status: StatusCode, sent: Option<&str>) -> Option<(Coding, Id)> {
        let fitting = self.of(status)?.iter();
        let mut fitting =
            fitting.filter_map(|(documented, it)| Some((media::fit(documented, sent?)?, it)));
        let first = fitting.next()?;
        let (_, best) = fitting.fold(first, |a, b| if b.0 > a.0 { b } else { a });
        Some((best.coding, best.schema?))
    }
}

/// What is documented for a status: by itself, by its range, or by `default`.
pub(crate) fn of_status<T>(
    status: StatusCode,
    documented: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    documented(status.as_str())
        .or_else(|| documented(&format!("{}XX", status.as_u16() / 100)))
        .or_else(|| documented("default"))
}

/// Every answer of the document, for `Settings::check_answers`.
#[derive(Debug)]
pub(crate) struct ResponseSchemas {
    pub(crate) schemas: Schemas,
    pub(crate) operations: HashMap<String, CompiledResponses>,
    /// The headers of answers, by operation and status.
    headers: HashMap<String, HashMap<String, Vec<CompiledParameter>>>,
}

impl ResponseSchemas {
    /// Reads them from `answers.json`.
    ///
    /// # Panics
    /// The text is no such description: a fault of the generator.
    pub(crate) fn new(text: &str) -> Self {
        let described = match Answers::read(text) {
            Ok(it) => it,
            Err(error) => panic!("the text describes no answers: {error}"),
        };
        let mut schemas = Schemas::new(described.schemas);
        let operations = described.operations.0.into_iter();
        let operations = operations
            .map(|(name, it)| (name, CompiledResponses::new(it, &mut schemas)))
            .collect();
        let mut of_statuses = |it: Headers<Free>| {
            let statuses = it.0.into_iter().map(|(status, headers)| {
                let headers = headers.into_iter();
                let headers = headers.map(|it| CompiledParameter::new(it, &mut schemas));
                (status, headers.collect())
            });
            statuses.collect()
        };
        let headers = described.headers.0.into_iter();
        let headers = headers.map(|(name, it)| (name, of_statuses(it))).collect();
        Self {
            operations,
            headers,
            schemas,
        }
    }

    /// The headers of an answer. A failure of the server has those of its own status alone.
    pub(crate) fn headers(&self, operation: &str, status: StatusCode) -> &[CompiledParameter] {
        let of = |status: &str| self.headers.get(operation)?.get(status);
        let documented = match status.is_server_error() || self.has(operation, status) {
            true => of(status.as_str()),
            false => of_status(status, of),
        };
        documented.map_or(&[], Vec::as_slice)
    }

    fn has(&self, operation: &str, status: StatusCode) -> bool {
        let answers = self.operations.get(operation);
        answers.is_some_and(|it| it.has(status))
    }
}
