//! A request, for samples in any language.

use super::super::json::Json;
use super::parts::Part;

/// A request.
#[derive(Debug)]
pub struct Draft<'a> {
    /// `GET`.
    pub method: &'a str,
    /// The address, with its query.
    pub url: String,
    /// Names and values; that of a body only where no form says it.
    pub headers: Vec<(String, String)>,
    /// Whether a name and a password are sent (RFC 7617).
    pub is_basic: bool,
    /// What is sent.
    pub body: DraftBody<'a>,
}

/// The body of a request.
#[derive(Debug)]
pub enum DraftBody<'a> {
    /// There is none.
    None,
    /// JSON.
    Json(Json<'a>),
    /// Text.
    Text(String),
    /// The names and values of a form.
    Form(Vec<(String, String)>),
    /// The parts of a multipart body, and whether it is `multipart/form-data`.
    Parts(Vec<Part>, bool),
    /// Whatever is in a file.
    File,
}
