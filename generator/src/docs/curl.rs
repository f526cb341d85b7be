//! An operation → a request with curl.

mod address;
pub mod draft;
mod encoded;
mod fields;
pub mod parts;
mod templates;
pub mod words;

use super::context::Context;
use crate::model::{Operation, Parameter};

/// The request for samples in other languages; none where samples are shown whether they are accepted or not.
pub fn draft<'a>(cx: &Context<'a>, operation: &'a Operation) -> Option<draft::Draft<'a>> {
    Some(encoded::draft(cx, cx.values?, operation))
}

/// The lines of the sample.
pub fn request<'a>(cx: &Context<'a>, operation: &'a Operation) -> String {
    match cx.values {
        Some(values) => encoded::request(cx, values, operation),
        None => templates::request(cx, operation),
    }
}

/// Whether no value of a parameter was found that its schema accepts.
pub fn has_none<'a>(cx: &Context<'a>, parameter: &'a Parameter) -> bool {
    (cx.values).is_some_and(|values| encoded::has_none(cx, values, parameter))
}
