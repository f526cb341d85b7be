//! Media types → how bodies of them are sent, and what they are called.

use verbatim_runtime::charset;

use crate::model::MediaRange;
use crate::rust::item::operation::Coding;
use crate::rust::names::pascal;

/// The media type that bodies are sent as.
pub fn sent_as(media: &str, coding: Coding) -> String {
    // A range of media types is nothing an answer can be of, unless the handler chooses one.
    let media = match (coding, media.contains('*')) {
        (Coding::Json, true) => "application/json",
        (Coding::Text, true) => "text/plain",
        _ => media,
    };
    match coding == Coding::Text {
        true => charset::labelled(media),
        false => media.to_owned(),
    }
}

/// The name of a kind of body: `Json`, `Form`, `TextPlain`.
pub(super) fn variant_name(media: &str) -> String {
    match MediaRange::parse(media).essence() {
        "application/json" => "Json".to_owned(),
        "application/xml" | "text/xml" => "Xml".to_owned(),
        "application/x-www-form-urlencoded" => "Form".to_owned(),
        "multipart/form-data" => "Multipart".to_owned(),
        "text/plain" => "Text".to_owned(),
        "text/html" => "Html".to_owned(),
        "text/csv" => "Csv".to_owned(),
        "text/event-stream" => "Events".to_owned(),
        "application/octet-stream" => "Bytes".to_owned(),
        "*/*" => "Any".to_owned(),
        _ => pascal(&media.replace("application/", "").replace('*', "any")),
    }
}
