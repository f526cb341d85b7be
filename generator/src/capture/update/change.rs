//! What pages say otherwise than a document, in the terms of the API.

use std::fmt;

use crate::node::{Node, Value};

/// One difference between a document and the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub subject: Subject,
    /// Where in that, from the outside in.
    pub within: Vec<Part>,
    /// What of it.
    pub aspect: Aspect,
    /// What has become of it.
    pub edit: Edit,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The API as a whole.
    Api,
    /// A tag.
    Tag(String),
    /// An operation: method in capitals, and the path that the document has; the new one where it is new.
    Operation(String, String),
    /// A component schema.
    Schema(String),
}

/// A part of an operation or a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A parameter: where it travels, and its name.
    Parameter(String, String),
    /// The request body.
    Body,
    /// A response, by its status.
    Response(String),
    /// What is sent as a media type.
    MediaType(String),
    /// A header.
    Header(String),
    /// A callback.
    Callback(String),
    /// A property.
    Property(String),
    /// The items of an array.
    Items,
    /// What properties are that are not listed.
    OtherProperties,
    /// A branch: the keyword, and which, counted from 1.
    Branch(&'static str, usize),
    /// What a value must not be.
    Not,
}

/// What of a part has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aspect {
    /// All of it: it came or went.
    Whole,
    /// The path of an operation.
    Path,
    /// The servers.
    Servers,
    /// What protects an operation.
    Security,
    /// The tags of an operation.
    Tags,
    /// Whether it must be there.
    Required,
    /// What type it is of.
    Type,
    /// A value that it is limited to.
    Value,
    /// In which order its members stand.
    Order(&'static str),
    /// Another member of the object: `description`, `summary`, `format`.
    Field(String),
}

/// What has become of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// It is new: what it is, as a message shows it.
    Added(String),
    /// It is gone.
    Removed(String),
    /// It was one thing and is another.
    Changed(String, String),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Subject::Api => f.write_str("the API"),
            Subject::Tag(name) => write!(f, "tag `{name}`"),
            Subject::Operation(method, path) => write!(f, "`{method} {path}`"),
            Subject::Schema(name) => write!(f, "schema `{name}`"),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Parameter(location, name) => write!(f, "{location} parameter `{name}`"),
            Part::Body => f.write_str("the body"),
            Part::Response(status) => write!(f, "response {status}"),
            Part::MediaType(name) => write!(f, "`{name}`"),
            Part::Header(name) => write!(f, "header `{name}`"),
            Part::Callback(name) => write!(f, "callback `{name}`"),
            Part::Property(name) => write!(f, "property `{name}`"),
            Part::Items => f.write_str("the items"),
            Part::OtherProperties => f.write_str("the properties that are not listed"),
            Part::Branch(keyword, number) => write!(f, "branch {number} of `{keyword}`"),
            Part::Not => f.write_str("`not`"),
        }
    }
}

impl fmt::Display for Change {
    /// `` `POST /pets`: property `name` of the body added: string, required ``
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut place = String::new();
        for (i, part) in self.within.iter().rev().enumerate() {
            if i > 0 {
                place.push_str(" of ");
            }
            place.push_str(&part.to_string());
        }
        let of = match place.is_empty() {
            true => String::new(),
            false => format!(" of {place}"),
        };
        let subject = &self.subject;
        let what = match &self.aspect {
            Aspect::Whole if place.is_empty() => match subject {
                Subject::Operation(..) => "operation".to_owned(),
                _ => String::new(),
            },
            Aspect::Whole => place,
            Aspect::Path => match &self.edit {
                // What it was stands before.
                Edit::Changed(_, to) => return write!(f, "{subject}: path changed to {to}"),
                _ => "path".to_owned(),
            },
            Aspect::Servers => "servers".to_owned(),
            Aspect::Security => "security".to_owned(),
            Aspect::Tags => "tags".to_owned(),
            Aspect::Type => format!("type{of}"),
            Aspect::Required => {
                let is = matches!(&self.edit, Edit::Changed(_, to) if to == "true");
                let now = if is {
                    "is required now"
                } else {
                    "is not required any more"
                };
                let what = if place.is_empty() { "it" } else { &place };
                return write!(f, "{subject}: {what} {now}");
            }
            Aspect::Value => match &self.edit {
                Edit::Added(it) => return write!(f, "{subject}: value {it}{of} added"),
                Edit::Removed(it) => return write!(f, "{subject}: value {it}{of} removed"),
                Edit::Changed(..) => format!("values{of}"),
            },
            Aspect::Order(of_what) => {
                return write!(f, "{subject}: {of_what}{of} stand in another order");
            }
            Aspect::Field(name) => match self.within.last() {
                Some(_) => format!("{name}{of}"),
                None => name.clone(),
            },
        };
        let what = match what.is_empty() {
            true => format!("{subject}"),
            false => format!("{subject}: {what}"),
        };
        match &self.edit {
            Edit::Added(it) if it.is_empty() => write!(f, "{what} added"),
            Edit::Added(it) => write!(f, "{what} added: {it}"),
            Edit::Removed(it) if it.is_empty() => write!(f, "{what} removed"),
            Edit::Removed(it) => write!(f, "{what} removed, which was {it}"),
            Edit::Changed(from, to) => write!(f, "{what} changed from {from} to {to}"),
        }
    }
}

/// A value as a message shows it.
pub fn brief(node: &Node) -> String {
    match &node.value {
        Value::String(text) => quoted(text),
        Value::Null => "null".to_owned(),
        Value::Bool(it) => it.to_string(),
        Value::Number(digits) => digits.to_string(),
        Value::Array(items) if items.is_empty() => "nothing".to_owned(),
        Value::Array(items) if items.len() == 1 => brief(&items[0]),
        Value::Array(items) if items.len() <= 6 => {
            let items: Vec<String> = items.iter().map(brief).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Array(items) => format!("a list of {}", items.len()),
        Value::Object(object) => {
            let text = |name: &str| object.get(name).and_then(Node::as_str);
            match (text("$ref").map(name_of), text("url"), object.iter().next()) {
                (Some(it), ..) | (_, Some(it), _) => quoted(it),
                // A security requirement.
                (.., Some((key, it))) if object.len() == 1 && it.as_array().is_some() => {
                    quoted(&key.text)
                }
                (.., Some(_)) => format!("an object of {}", object.len()),
                (.., None) => "an empty object".to_owned(),
            }
        }
    }
}

/// Two texts as a message contrasts them: from the word on in which they begin to differ.
pub fn contrast(from: &str, to: &str) -> (String, String) {
    const LEAD: usize = 24;
    let same = from
        .char_indices()
        .zip(to.chars())
        .take_while(|((_, a), b)| a == b)
        .count();
    let start = same.saturating_sub(LEAD);
    let cut = |text: &str| {
        let rest: String = text.chars().skip(start).collect();
        let text = match start {
            0 => rest,
            _ => format!("…{rest}"),
        };
        quoted(&text)
    };
    (cut(from), cut(to))
}

fn quoted(text: &str) -> String {
    const LONG: usize = 72;
    let text = text.replace('\n', " ");
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// What a reference to a component calls it.
pub fn name_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// A schema as a message shows it: `array of string(uuid)`.
pub fn type_of(schema: &Node) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Node::as_str) {
        return format!("`{}`", name_of(reference));
    }
    let text = |name: &str| schema.get(name).and_then(Node::as_str);
    if text("type") == Some("array") {
        return match schema.get("items") {
            Some(items) => format!("array of {}", type_of(items)),
            None => "array".to_owned(),
        };
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        if let Some(branches) = schema.get(keyword).and_then(Node::as_array) {
            let branches: Vec<String> = branches.iter().take(4).map(type_of).collect();
            return match &branches[..] {
                [only] => only.clone(),
                _ => format!("{keyword} of {}", branches.join(", ")),
            };
        }
    }
    let mut out = text("type").unwrap_or("any type").to_owned();
    if let Some(format) = text("format") {
        out = format!("{out}({format})");
    }
    if schema.get("enum").is_some() {
        out.push_str(" of listed values");
    }
    if schema.get("nullable").and_then(Node::as_bool) == Some(true) {
        out.push_str(" or null");
    }
    out
}
