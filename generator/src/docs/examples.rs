//! Responses → examples of them.

use std::borrow::Cow;

use super::block::Block;
use super::context::Context;
use super::inline::Inline;
use super::json::Json;
use super::notation::Notation;
use super::sample::sample;
use super::{grammar, items, values, yaml};
use crate::analysis::media::{Coding, coding, schema_of_text};
use crate::analysis::walk::Direction;
use crate::model::{Example, JsonType, MediaType, Response, SchemaId, Status};
use crate::node::Node;

pub fn response_examples<'a>(cx: &Context<'a>, responses: &[&'a Response]) -> Vec<Block<'a>> {
    let mut all: Vec<(TitledExample<'a>, &'a MediaType)> = Vec::new();
    let mut made: Vec<(Made, usize)> = Vec::new();
    for response in responses {
        for content in &response.content {
            let found = content_examples(cx, response, content, &mut made, &all);
            if let Some(at) = found.same_as
                && !all[at].0.statuses.contains(&response.status)
            {
                all[at].0.statuses.push(response.status);
            }
            all.extend(found.list.into_iter().map(|it| (it, content)));
        }
    }
    let mut out = Vec::new();
    let mut last = Cow::default();
    for (it, content) in all {
        let blocks = match it.shown {
            Shown::Value(value) => notations(cx, content, &value, it.is_of_document),
            Shown::Text(text) => vec![Block::code("", text.trim_end().to_owned())],
            Shown::Elsewhere(url) => vec![elsewhere(url)],
        };
        // A title of nothing says nothing.
        if blocks.is_empty() && !cx.layout.operations.titles_of_nothing {
            continue;
        }
        let title = match &it.statuses[..] {
            [] => it.title,
            statuses => {
                let statuses: Vec<String> = statuses.iter().map(Status::to_string).collect();
                let statuses = statuses.join(grammar::BETWEEN_STATUSES);
                grammar::EXAMPLE_TITLE.fill([&statuses]).into()
            }
        };
        if !title.is_empty() && (title != last || !it.details.is_empty()) {
            out.push(Block::Quote(Inline::Markdown(title.clone())));
            last = title;
        }
        out.extend(it.details.into_iter().map(Block::Quote));
        out.extend(blocks);
        out.extend(it.notes);
    }
    out
}

/// An example that is made: what else it is one of needs none.
#[derive(PartialEq, Eq)]
struct Made {
    notation: Option<Notation>,
    /// The schema, unless one example of each notation is enough.
    schema: Option<SchemaId>,
}

/// The examples of a content, and which one that is shown already is its example, too.
#[derive(Default)]
struct Found<'a> {
    list: Vec<TitledExample<'a>>,
    same_as: Option<usize>,
}

impl<'a> Found<'a> {
    fn of(list: Vec<TitledExample<'a>>) -> Self {
        Self {
            list,
            same_as: None,
        }
    }
}

/// An example and what stands above and below it.
struct TitledExample<'a> {
    title: Cow<'a, str>,
    /// Of one that is made, the statuses of the responses that it is an example of, which are its title.
    statuses: Vec<Status>,
    /// What else is said of it, in lines of their own.
    details: Vec<Inline<'a>>,
    shown: Shown<'a>,
    /// Whether it is one of the document, not one that is made.
    is_of_document: bool,
    /// What stands below one that is made.
    notes: Vec<Block<'a>>,
}

impl<'a> TitledExample<'a> {
    /// The value that is shown.
    fn value(&self) -> Option<&Json<'a>> {
        match &self.shown {
            Shown::Value(value) => Some(value),
            Shown::Text(_) | Shown::Elsewhere(_) => None,
        }
    }
}

/// The title of an example of the document: what it is an example of, its name, and its summary.
pub fn title(what: &str, it: &Example) -> String {
    let mut out = what.to_owned();
    if let Some(name) = &it.name {
        out.push_str(&grammar::NAMED_EXAMPLE.fill([&name.replace('`', "'")]));
        let summary = it.summary.as_deref().map(str::trim);
        if let Some(summary) = summary.filter(|it| !it.is_empty()) {
            out.push_str(grammar::BEFORE_DESCRIPTION);
            out.push_str(summary);
        }
    }
    out
}

/// What an example is of, where it may be of several media types: which, unless it is the first of them.
pub fn of_type(what: &str, all: &[MediaType], content: &MediaType) -> String {
    let is_first = all.first().is_none_or(|it| std::ptr::eq(it, content));
    match is_first || content.name.contains('`') {
        true => what.to_owned(),
        false => what.to_owned() + &grammar::EXAMPLE_OF_TYPE.fill([&content.name]),
    }
}

/// What is said of an example below its title: its description, and that it does not work.
pub fn details(it: &Example, is_refused: bool) -> Vec<Inline<'_>> {
    let description = it.description.as_deref().map(str::trim);
    let description = description.filter(|text| !text.is_empty() && it.name.is_some());
    let refused = is_refused.then(|| Inline::plain(grammar::REFUSED_EXAMPLE));
    description
        .map(Inline::markdown)
        .into_iter()
        .chain(refused)
        .collect()
}

/// An example as it is shown.
pub enum Shown<'a> {
    /// A value.
    Value(Json<'a>),
    /// The value as it is sent.
    Text(&'a str),
    /// Not at all: it stands elsewhere.
    Elsewhere(&'a str),
}

impl<'a> Shown<'a> {
    /// An example, as far as there is anything to show.
    pub fn of(cx: &Context<'_>, it: &'a Example) -> Option<Self> {
        let in_full = cx.layout.operations.in_full;
        match (&it.value, &it.serialized, &it.external) {
            (Some(value), ..) => Some(Shown::Value(Json::from_node(value))),
            (None, Some(text), _) => Some(Shown::Text(text)),
            (None, None, Some(url)) if in_full => Some(Shown::Elsewhere(url)),
            _ => None,
        }
    }
}

/// Whether the schema of a content refuses one of its examples.
pub fn is_refused(
    cx: &Context<'_>,
    content: &MediaType,
    example: &Example,
    direction: Direction,
) -> bool {
    let way = values::direction(Some(direction));
    match (&example.value, content.shown_schema(), cx.values) {
        (Some(value), ..) if is_as_sent(cx, content, value) => false,
        (Some(value), Some(schema), Some(values)) => values.refuses_node(schema, way, value),
        _ => false,
    }
}

/// Whether an example is the text that is sent, in a syntax of which the schema does not speak.
fn is_as_sent(cx: &Context<'_>, content: &MediaType, example: &Node) -> bool {
    let is_said_of_text = || {
        let of_text = schema_of_text(cx.api, content).map(|it| cx.api.schema(it));
        of_text.is_some_and(|it| it.types.contains(JsonType::String))
    };
    match coding(cx.api, content) {
        _ if example.as_str().is_none() => false,
        Coding::Text => !is_said_of_text(),
        Coding::Stream | Coding::Events | Coding::Items(_) => true,
        Coding::Json | Coding::Form | Coding::Parts | Coding::Multipart => false,
    }
}

/// The first example of a content that its schema does not refuse.
pub fn accepted_example<'a>(
    cx: &Context<'a>,
    content: &'a MediaType,
    direction: Direction,
) -> Option<Json<'a>> {
    let accepted = content.examples.iter().find_map(|it| {
        let value = it.value.as_ref()?;
        (!is_refused(cx, content, it, direction)).then_some(value)
    });
    accepted.map(Json::from_node)
}

/// An example of a body that stands behind another one: its title, what is said of it, and the example.
pub fn further_example<'a>(
    cx: &Context<'a>,
    content: &MediaType,
    it: &'a Example,
    is_refused: bool,
    what: &str,
) -> Vec<Block<'a>> {
    let blocks = match Shown::of(cx, it) {
        Some(Shown::Value(value)) => notations(cx, content, &value, true),
        Some(Shown::Text(text)) => vec![Block::code("", text.trim_end().to_owned())],
        Some(Shown::Elsewhere(url)) => vec![elsewhere(url)],
        None => Vec::new(),
    };
    if blocks.is_empty() {
        return blocks;
    }
    // Above one without a name of the usual type it is said already what it is an example of.
    let is_told = it.name.is_none() && what == grammar::BODY_PARAMETER;
    let title = (!is_told).then(|| title(what, it));
    let title = title.map(|it| Block::Quote(Inline::Markdown(it.into())));
    let details = details(it, is_refused).into_iter().map(Block::Quote);
    title.into_iter().chain(details).chain(blocks).collect()
}

/// Whether examples of a content are shown as JSON. A range that is read as JSON is, unless the tools decide.
pub fn is_json(cx: &Context<'_>, content: &MediaType) -> bool {
    let is_read = || content.range().is_range() && coding(cx.api, content) == Coding::Json;
    is_of(cx, content, Notation::Json) || (cx.layout.operations.in_full && is_read())
}

/// Whether examples of a content are shown in a notation. Media types heed no case, unless the tools decide.
pub fn is_of(cx: &Context<'_>, content: &MediaType, notation: Notation) -> bool {
    let is_odd = || content.name.bytes().any(|it| it.is_ascii_uppercase());
    let is_lower = || notation.is(&content.name.to_ascii_lowercase());
    notation.is(&content.name) || (cx.layout.operations.in_full && is_odd() && is_lower())
}

/// Whether a content is YAML by the name of its type.
pub fn is_yaml(content: &MediaType) -> bool {
    let range = content.range();
    range.subtype() == "yaml" || range.suffix() == Some("yaml")
}

/// Where an example stands.
pub fn elsewhere(url: &str) -> Block<'_> {
    Block::Paragraph(grammar::EXTERNAL_EXAMPLE.of([Inline::Code(url.replace('`', "").into())]))
}

/// What an example says of itself.
pub fn said<'a>(cx: &Context<'_>, it: &'a Example) -> Option<&'a str> {
    let summary = it.summary.as_deref();
    let summary = summary.filter(|_| cx.layout.operations.in_full);
    let mut texts = it.description.as_deref().into_iter().chain(summary);
    texts.find(|it| !it.is_empty())
}

/// The examples that are written down, or one that is made, which stands for all responses that it is an example of; the tools
/// make one for each notation, for the first response that has it. `shown` are those of the contents before.
fn content_examples<'a>(
    cx: &Context<'a>,
    response: &'a Response,
    content: &'a MediaType,
    made: &mut Vec<(Made, usize)>,
    shown: &[(TitledExample<'a>, &'a MediaType)],
) -> Found<'a> {
    let standard = || -> Cow<'a, str> {
        let status = response.status.to_string();
        grammar::EXAMPLE_TITLE.fill([&status]).into()
    };
    let in_full = cx.layout.operations.in_full;
    // The same value in another notation stands below the first, and has its title.
    let is_again = |value: &Json<'_>| {
        let mut before = shown.iter().filter(|it| it.0.value() == Some(value));
        before.any(|(_, of)| response.content.iter().any(|it| std::ptr::eq(it, *of)))
    };
    let mut refused: Vec<TitledExample<'a>> = Vec::new();
    let mut written: Vec<TitledExample<'a>> = Vec::new();
    for it in &content.examples {
        let Some(shown) = Shown::of(cx, it) else {
            continue;
        };
        let title = match (&it.name, said(cx, it)) {
            _ if matches!(&shown, Shown::Value(it) if in_full && is_again(it)) => {
                title(&standard(), it).into()
            }
            _ if in_full => title(&of_type(&standard(), &response.content, content), it).into(),
            (None, _) => standard(),
            (Some(_), Some(said)) => said.into(),
            (Some(_), None) => response.description.as_str().into(),
        };
        let is_refused = is_refused(cx, content, it, Direction::Received);
        let list = if is_refused {
            &mut refused
        } else {
            &mut written
        };
        list.push(TitledExample {
            title,
            statuses: Vec::new(),
            details: match in_full {
                true => details(it, is_refused),
                false => Vec::new(),
            },
            shown,
            is_of_document: true,
            notes: Vec::new(),
        });
    }
    if !written.is_empty() {
        written.append(&mut refused);
        return Found::of(written);
    }
    let Some(schema) = content.shown_schema() else {
        return Found::default();
    };
    let order = [
        Notation::Text,
        Notation::Xml,
        Notation::Yaml,
        Notation::Json,
    ];
    let notation = order.into_iter().find(|it| is_of(cx, content, *it));
    let notation = notation.or(is_json(cx, content).then_some(Notation::Json));
    let notation = notation.or((in_full && is_yaml(content)).then_some(Notation::Yaml));
    let key = Made {
        notation,
        schema: in_full.then(|| cx.target(schema)),
    };
    let same_as = |at: usize, refused| Found {
        same_as: in_full.then_some(at),
        ..Found::of(refused)
    };
    if let Some((_, at)) = made.iter().find(|it| it.0 == key) {
        return same_as(*at, refused);
    }
    let sampled = sample(cx, schema, Some(Direction::Received));
    // Of what may be anything there is nothing to show.
    if content.range().is_range() && in_full && sampled.value == Json::Null {
        return Found::of(refused);
    }
    let is_same = |(made, at): &&(Made, usize)| {
        let value = shown.get(*at).and_then(|it| it.0.value());
        in_full && made.notation == notation && value == Some(&sampled.value)
    };
    if let Some(at) = made.iter().find(is_same).map(|it| it.1) {
        return same_as(at, refused);
    }
    // What has no notation is no other's, but to the tools.
    if notation.is_some() || !in_full {
        made.push((key, shown.len()));
    }
    let example = TitledExample {
        title: Cow::default(),
        statuses: vec![response.status],
        details: Vec::new(),
        notes: sampled.notes(),
        shown: Shown::Value(sampled.value),
        is_of_document: false,
    };
    Found::of([example].into_iter().chain(refused).collect())
}

/// A value in the notations of a media type. Text of the document is shown as it is, whatever the type.
pub fn notations<'a>(
    cx: &Context<'_>,
    content: &MediaType,
    value: &Json<'_>,
    is_of_document: bool,
) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    if let Some((language, text)) = items::text(content, value) {
        return vec![Block::code(language, text)];
    }
    let in_full = cx.layout.operations.in_full;
    let is_json = is_json(cx, content);
    let is_yaml = is_yaml(content);
    if let Json::String(text) = value
        && in_full
        && !is_json
        && (is_of_document || is_of(cx, content, Notation::Text))
    {
        let language = match (is_of(cx, content, Notation::Xml), is_yaml) {
            (true, _) => "xml",
            (_, true) => "yaml",
            _ => "",
        };
        return vec![Block::code(language, text.trim_end().to_owned())];
    }
    if is_json {
        out.push(Block::code("json", value.pretty()));
    }
    if is_of(cx, content, Notation::Yaml) || (in_full && is_yaml) {
        out.push(Block::code("yaml", yaml::text(value)));
    }
    if is_of(cx, content, Notation::Text) {
        out.push(Block::code("", value.compact()));
    }
    out
}
