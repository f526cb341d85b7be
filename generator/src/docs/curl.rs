//! An operation → a request with curl.

mod address;
mod encoded;
mod fields;
mod templates;
mod words;

use super::context::Context;
use crate::model::Operation;

/// The lines of the sample.
pub fn request<'a>(cx: &Context<'a>, operation: &'a Operation) -> String {
    match cx.values {
        Some(values) => encoded::request(cx, values, operation),
        None => templates::request(cx, operation),
    }
}
