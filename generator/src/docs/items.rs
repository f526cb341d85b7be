//! An item of a sequential media type → its text, as it is sent.

use super::json::Json;
use crate::model::MediaType;

/// The item as it is sent, and the word after the fence; `None` for media types whose examples are written otherwise.
pub fn text(content: &MediaType, item: &Json<'_>) -> Option<(&'static str, String)> {
    content.item_schema?;
    let range = content.range();
    if range.is_event_stream() {
        return Some(("", event(item)));
    }
    (range.is_json_lines() || range.is_json_sequence()).then(|| ("json", item.compact()))
}

/// An event, each member of an object as a field (WHATWG HTML, section 9.2).
fn event(item: &Json<'_>) -> String {
    let members = match item {
        Json::Object(members) if members.iter().any(|(name, _)| name == "data") => members,
        payload => return lines("data", &payload.plain()).join("\n"),
    };
    let fields = members.iter();
    let fields = fields.flat_map(|(name, value)| lines(name, &value.plain()));
    fields.collect::<Vec<_>>().join("\n")
}

fn lines(field: &str, text: &str) -> Vec<String> {
    text.split('\n')
        .map(|it| format!("{field}: {it}"))
        .collect()
}
