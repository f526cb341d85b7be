//! An operation → a request with curl.

mod address;
pub mod draft;
mod encoded;
mod fields;
mod templates;
pub mod words;

use super::context::Context;
use crate::model::Operation;

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
