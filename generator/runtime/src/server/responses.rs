//! The answers of a description → schemas by status and media type.

use std::collections::{BTreeMap, HashMap};

use axum::http::StatusCode;

use crate::runtime::description::read::Free;
use crate::runtime::description::{Answers, Responses};
use crate::runtime::validator::{Id, Schemas};

/// The answers of an operation with their schemas at hand.
#[derive(Debug, Default)]
pub(crate) struct CompiledResponses(BTreeMap<String, BTreeMap<String, Option<Id>>>);

impl CompiledResponses {
    pub(crate) fn new(described: Responses<Free>, schemas: &mut Schemas) -> Self {
        let statuses = described.0.into_iter().map(|(status, content)| {
            let content = content.0.into_iter();
            let content = content.map(|(media, it)| (media, it.map(|it| schemas.add(it))));
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
    pub(crate) fn of(&self, status: StatusCode) -> Option<&BTreeMap<String, Option<Id>>> {
        of_status(status, |it| self.0.get(it))
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
    /// The headers that answers have to have, by operation and status.
    headers: HashMap<String, HashMap<String, Vec<String>>>,
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
        Self {
            operations: operations
                .map(|(name, it)| (name, CompiledResponses::new(it, &mut schemas)))
                .collect(),
            headers: {
                let headers = described.headers.0.into_iter();
                headers
                    .map(|(name, it)| (name, it.0.into_iter().collect()))
                    .collect()
            },
            schemas,
        }
    }

    /// The headers that an answer has to have. A failure of the server has to where it is documented by itself.
    pub(crate) fn required_headers(&self, operation: &str, status: StatusCode) -> &[String] {
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
