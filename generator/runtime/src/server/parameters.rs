//! The head of a request → the values of an operation's parameters, and every fault they have.

use std::borrow::Cow;

use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};

use super::form;
use super::operation::{Captured, CompiledOperation};
use super::parameter::CompiledParameter;
use crate::runtime::description::{Location, Style};
use crate::runtime::json::Tree;
use crate::runtime::style::{self, Decoding, Pair, Shape, StyleDecoder, cookies, pairs};
use crate::runtime::validator::{Fault, Place, Schemas, Types};

/// The parameters of a request on their way to values.
pub(crate) struct ParameterReading<'a> {
    pub(crate) operation: &'a CompiledOperation,
    pub(crate) schemas: &'a Schemas,
    pub(crate) values: Vec<Option<Tree<'static>>>,
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
                if raw.is_empty() {
                    let place = parameters[at].place();
                    return self.faults.push(place.fault("", "must not be empty"));
                }
                match is_text.then(|| style::decode(raw, Decoding::Percent)) {
                    Some(Ok(text)) => {
                        self.values[at] = Some(Tree::String(text.into_owned().into()));
                    }
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
            cookies(lines.filter_map(|it| str::from_utf8(it.as_bytes()).ok()))
        } else {
            Vec::new()
        };
        for &at in &operation.elsewhere {
            let parameter = &operation.parameters[at];
            if parameter.location == Location::Querystring {
                self.read_querystring(at, head.uri.query().unwrap_or_default());
                continue;
            }
            if parameter.allow_empty && self.take_empty(at, &query) {
                continue;
            }
            self.take(at, |decoder, shape| match parameter.location {
                Location::Path | Location::Querystring => Ok(None),
                Location::Query => decoder.query(shape, &query, &operation.declared),
                Location::Cookie => decoder.query(shape, &cookies, &operation.declared),
                Location::Header => {
                    let text = header_text(&head.headers, &parameter.name)?;
                    let value = text.map(|it| decoder.header(shape, &it).map(Tree::into_owned));
                    value.transpose()
                }
            });
        }
    }

    /// Takes a parameter that is named without a value, where the document allows that (`allowEmptyValue`, OpenAPI 3.0.4,
    /// section 4.7.12.2.1): a flag is set, a text is empty, and anything else is as good as not there.
    fn take_empty(&mut self, at: usize, query: &[Pair<'_>]) -> bool {
        let parameter = &self.operation.parameters[at];
        let mut given = query.iter().filter(|(name, _)| *name == parameter.name);
        let (Some((_, "")), None) = (given.next(), given.next()) else {
            return false;
        };
        let types = parameter.shape.types();
        let is_unset = parameter.default.is_some() || !parameter.required;
        self.values[at] = if types.names(Types::BOOLEAN) && !types.names(Types::STRING) {
            Some(Tree::Bool(true))
        } else if parameter.shape.takes_text(self.schemas, "") || types.names(Types::NULL) {
            return false;
        } else if is_unset {
            None
        } else if types.names(Types::STRING) {
            Some(Tree::String(Cow::Borrowed("")))
        } else {
            return false;
        };
        true
    }

    /// The query string as one value: a form, a JSON document or a text (OpenAPI 3.2.0, section 4.12.1). An empty one is as
    /// good as none.
    fn read_querystring(&mut self, at: usize, query: &str) {
        if query.is_empty() {
            return;
        }
        let parameter = &self.operation.parameters[at];
        if parameter.style != Style::Form {
            return self.take(at, |decoder, shape| decoder.path(shape, query).map(Some));
        }
        let place = parameter.place();
        let pairs = pairs(query);
        match form::form(
            self.schemas,
            parameter.schema,
            &pairs,
            &parameter.encoding,
            place,
        ) {
            Ok(value) => self.take(at, |_, _| Ok(Some(value))),
            Err(faults) => self.faults.extend(faults),
        }
    }

    /// Takes the value of a parameter that is there, or its faults.
    fn take<'t>(
        &mut self,
        at: usize,
        read: impl FnOnce(&StyleDecoder<'_>, &Shape) -> Result<Option<Tree<'t>>, &'static str>,
    ) {
        let parameter = &self.operation.parameters[at];
        let shape = &parameter.shape;
        let decoder = StyleDecoder {
            schemas: self.schemas,
            rule: parameter.rule(),
        };
        let mut value = match read(&decoder, shape) {
            Ok(Some(value)) => value,
            Ok(None) => return,
            Err(detail) => return self.faults.push(parameter.place().fault("", detail)),
        };
        let is_any_text = shape.is_any_text() && matches!(value, Tree::String(_));
        if !is_any_text && !self.schemas.accepts_quickly(parameter.schema, &value) {
            let place = parameter.place();
            let id = parameter.schema;
            self.schemas.check(id, &value, place, &mut self.faults);
            let read_only = self.schemas.read_only_in(id, &value);
            read_only.remove_from(&mut value);
        }
        self.values[at] = Some(value.into_owned());
    }
}

/// Adds what is wrong with a header in its place: that of a part, or of an answer.
pub(crate) fn check_header(
    schemas: &Schemas,
    headers: &HeaderMap,
    it: &CompiledParameter,
    place: Place<'_>,
    faults: &mut Vec<Fault>,
) {
    let decoder = StyleDecoder {
        schemas,
        rule: it.rule(),
    };
    // Cookies cannot share a line (RFC 9110, section 5.3): each is an item, or a value of its own.
    let is_cookies = it.name.eq_ignore_ascii_case(header::SET_COOKIE.as_str());
    let values: Result<Vec<Tree<'_>>, &str> = if is_cookies && it.style == Style::Simple {
        let item = it.shape.is_array().then(|| it.shape.item(schemas));
        let shape = item.as_ref().unwrap_or(&it.shape);
        let lines = headers.get_all(&it.name).iter();
        let values = lines.map(|line| decoder.header(shape, text_of(line)?));
        let values = values.collect::<Result<Vec<_>, _>>();
        match item {
            Some(_) => values.map(|it| match it.is_empty() {
                true => it,
                false => vec![Tree::Array(it)],
            }),
            None => values,
        }
    } else {
        let text = header_text(headers, &it.name);
        let value = text.and_then(|text| {
            let value = text.map(|text| decoder.header(&it.shape, &text).map(Tree::into_owned));
            value.transpose()
        });
        value.map(|it| it.into_iter().collect())
    };
    match values {
        Ok(values) if values.is_empty() && it.required => {
            faults.push(place.fault("", "is required"));
        }
        Ok(values) => {
            for value in &values {
                schemas.check(it.schema, value, place, faults);
            }
        }
        Err(detail) => faults.push(place.fault("", detail)),
    }
}

fn text_of(line: &HeaderValue) -> Result<&str, &'static str> {
    std::str::from_utf8(line.as_bytes()).map_err(|_| "must be UTF-8")
}

/// All lines of a header as one.
fn header_text<'h>(
    headers: &'h HeaderMap,
    name: &str,
) -> Result<Option<Cow<'h, str>>, &'static str> {
    let mut lines = headers.get_all(name).iter().map(text_of);
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
