//! What is read of titles and addresses.

use crate::capture::facts;
use crate::config::Docs;
use crate::docs::grammar;
use crate::model::Server;
use crate::node::{Node, Value, percent_decode};

/// The summary, as the heading has it. A heading loses the full stop at its end; the id that is made of it does not.
pub fn summary(title: &str, facts: &facts::Operation<'_>) -> String {
    let id = facts.response_schema.flatten();
    let slug = id.and_then(|it| it.strip_suffix(grammar::RESPONSE_SCHEMA_ID));
    let lost = slug.and_then(|it| it.strip_prefix(slug_of(title).as_str()));
    let lost = lost.filter(|it| it.chars().all(|c| c.is_ascii_punctuation()));
    [title, lost.unwrap_or_default()].concat()
}

/// The id that is made of a heading.
fn slug_of(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// The id that the rules of the reference give an operation by its summary: `List users` is `list-users`.
pub fn operation_id(summary: &str) -> String {
    let mut out = String::with_capacity(summary.len());
    for c in summary.trim().chars().flat_map(char::to_lowercase) {
        match c {
            ' ' | '-' if out.ends_with('-') => {}
            ' ' | '-' => out.push('-'),
            c if c.is_alphanumeric() || c == '_' => out.push(c),
            _ => {}
        }
    }
    out.trim_matches('-').to_owned()
}

/// What a query gives for a parameter, as it stands there.
pub fn query_values(url: &str, name: &str) -> Vec<String> {
    let query = url.split_once('?').map_or("", |it| it.1);
    let pairs = query.split('&').filter_map(|it| it.split_once('='));
    let values = pairs.filter(|(key, _)| percent_decode(key) == name);
    values.map(|(_, value)| value.to_owned()).collect()
}

/// The pairs of a query.
pub fn query_pairs(url: &str) -> impl Iterator<Item = (String, String)> {
    let query = url.split_once('?').map_or("", |it| it.1);
    let pairs = query.split('&').filter_map(|it| it.split_once('='));
    pairs.map(|(key, value)| (percent_decode(key), percent_decode(value)))
}

/// The items of an array that is sent as JSON.
pub fn json_items(text: &str) -> Vec<String> {
    let value = crate::load::json_value(text).ok();
    let items = value.as_ref().and_then(Node::as_array).unwrap_or_default();
    let texts = items.iter().map(|it| match &it.value {
        Value::String(text) | Value::Number(text) => text.to_string(),
        Value::Bool(it) => it.to_string(),
        _ => String::new(),
    });
    texts.collect()
}

/// The server, less what the settings say of it.
pub fn server_of(address: Option<&str>, docs: &Docs) -> Server {
    let address = address.unwrap_or("/");
    let set = docs.server.as_deref().map(|it| it.trim_end_matches('/'));
    let url = match set.and_then(|it| address.strip_prefix(it)) {
        Some("") => "/",
        Some(path) => path,
        None => address,
    };
    Server {
        url: url.to_owned(),
        ..Server::default()
    }
}
