//! The head of a request → the values of an operation's parameters, and every fault they have.

use std::borrow::Cow;

use axum::http::header;
use axum::http::request::Parts;
use serde_json::Value;

use super::operation::{Captured, CompiledOperation};
use crate::runtime::description::Location;
use crate::runtime::style::{self, Decoding, Shape, StyleDecoder, cookies, pairs};
use crate::runtime::validator::{Fault, Schemas};

/// The parameters of a request on their way to values.
pub(crate) struct ParameterReading<'a> {
    pub(crate) operation: &'a CompiledOperation,
    pub(crate) schemas: &'a Schemas,
    pub(crate) values: Vec<Option<Value>>,
    pub(crate) faults: Vec<Fault>,
}

impl ParameterReading<'_> {
    pub(crate) fn read(&mut self, head: &Parts) {
        let operation = self.operation;
        let parameters = &operation.parameters;
        self.values.resize_with(parameters.len(), || None);
        operation
            .template
            .captures(head.uri.path(), |capture, raw| {
                let Some(Captured { at, is_text }) = operation.captured[capture] else {
                    return;
                };
                match is_text.then(|| style::decode(raw, Decoding::Percent)) {
                    Some(Ok(text)) => self.values[at] = Some(Value::String(text.into_owned())),
                    _ => self.take(at, |decoder, shape| decoder.path(shape, raw).map(Some)),
                }
            });
        if !operation.elsewhere.is_empty() {
            self.read_elsewhere(head);
        }
        for (parameter, value) in parameters.iter().zip(&mut self.values) {
            if value.is_none() {
                match &parameter.default {
                    Some(default) => *value = Some(default.clone()),
                    None if parameter.required => {
                        let place = parameter.place();
                        let known = self.faults.iter().any(|it| place.is_of(it));
                        if !known {
                            self.faults.push(place.fault("", "is required"));
                        }
                    }
                    None => {}
                }
            }
        }
    }

    /// What the query, headers and cookies say.
    fn read_elsewhere(&mut self, head: &Parts) {
        let operation = self.operation;
        let query = head.uri.query().filter(|_| operation.takes_query);
        let query = query.map(pairs).unwrap_or_default();
        let cookies = if operation.takes_cookies {
            let lines = head.headers.get_all(header::COOKIE).iter();
            cookies(lines.filter_map(|it| it.to_str().ok()))
        } else {
            Vec::new()
        };
        for &at in &operation.elsewhere {
            let parameter = &operation.parameters[at];
            self.take(at, |decoder, shape| match parameter.location {
                Location::Path => Ok(None),
                Location::Query => decoder.query(shape, &query, &operation.declared),
                Location::Cookie => decoder.query(shape, &cookies, &operation.declared),
                Location::Header => {
                    let text = header_text(head, &parameter.name)?;
                    text.map(|it| decoder.header(shape, &it)).transpose()
                }
            });
        }
    }

    /// Takes the value of a parameter that is there, or its faults.
    fn take(
        &mut self,
        at: usize,
        read: impl FnOnce(&StyleDecoder<'_>, &Shape) -> Result<Option<Value>, &'static str>,
    ) {
        let parameter = &self.operation.parameters[at];
        let shape = &parameter.shape;
        let decoder = StyleDecoder {
            schemas: self.schemas,
            name: &parameter.name,
            style: parameter.style,
            explode: parameter.explode,
            allow_reserved: parameter.allow_reserved,
        };
        let mut value = match read(&decoder, shape) {
            Ok(Some(value)) => value,
            Ok(None) => return,
            Err(detail) => return self.faults.push(parameter.place().fault("", detail)),
        };
        let is_any_text = shape.is_any_text() && value.is_string();
        if !is_any_text && !self.schemas.accepts_quickly(parameter.schema, &value) {
            let place = parameter.place();
            let id = parameter.schema;
            self.schemas.check(id, &value, place, &mut self.faults);
            self.schemas.strip_read_only(id, &mut value);
        }
        self.values[at] = Some(value);
    }
}

/// All lines of a header as one.
fn header_text<'h>(head: &'h Parts, name: &str) -> Result<Option<Cow<'h, str>>, &'static str> {
    let mut lines = head.headers.get_all(name).iter().map(|it| {
        let text = std::str::from_utf8(it.as_bytes());
        text.map_err(|_| "must be UTF-8")
    });
    let Some(first) = lines.next().transpose()? else {
        return Ok(None);
    };
    let mut text = Cow::Borrowed(first);
    for line in lines {
        text.to_mut().push(',');
        text.to_mut().push_str(line?);
    }
    Ok(Some(text))
}
