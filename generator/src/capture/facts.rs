//! The blocks of a page → what the page says.
//!
//! Titles, columns, sentences and type labels are those that `docs::grammar` and `docs::label` declare for whoever writes
//! a page; what does not fit them is a finding with its place.

mod authentication;
mod operation;
mod overview;
mod request;
mod sample;
mod schemas;
mod spans;
mod tables;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub use overview::About;
pub use request::BEARER;
use sample::is_of_statuses;
pub use sample::{Sample, status};
pub use schemas::{Branch, branch};

use super::markdown::{Block, Kind, blocks};
use crate::catalogue as code;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::docs::grammar;
use crate::docs::label::TypeLabel;
pub use crate::docs::label::unescaped;
use crate::docs::restrictions::{Restriction, Restrictions};
use crate::model::{Info, SecurityRequirement, SecurityScheme, Server};
use crate::node::Node;
use crate::source::{FileId, Place};

/// What a page says.
#[derive(Debug)]
pub struct Page<'a> {
    /// Its first heading.
    pub title: &'a str,
    /// What it is about.
    pub content: Content<'a>,
}

/// What a page is about.
#[derive(Debug)]
pub enum Content<'a> {
    /// How to authenticate: the text under the heading, and the schemes where it describes them.
    Authentication(&'a str, Vec<(Arc<str>, SecurityScheme)>),
    /// The operations of a tag, and what stands above them.
    Tag(Option<&'a str>, Vec<Operation<'a>>),
    /// What the API calls on its part.
    Webhooks(Vec<Operation<'a>>),
    /// The component schemas.
    Schemas(Vec<Section<'a>>),
    /// What a page of widdershins' own templates says of the API as a whole.
    Overview(Box<Overview>),
    /// The way to the other pages: what stands above it, the titles of the pages in order, and what is said of the API.
    Index(Option<&'a str>, Vec<&'a str>, Option<Box<About>>),
}

/// What is said of an API as a whole.
#[derive(Debug)]
pub struct Overview {
    /// Its title, version, and whom to ask.
    pub info: Info,
    /// Where it is served.
    pub servers: Vec<Server>,
    /// How callers prove who they are; the templates give names to keys alone.
    pub schemes: Vec<(Option<Arc<str>>, SecurityScheme)>,
}

/// What a page of widdershins' own templates says of an operation in so many words, and pages of the documented layout let
/// one guess.
#[derive(Debug, Default)]
pub struct Said<'a> {
    /// The operationId.
    pub id: Option<&'a str>,
    /// The summary.
    pub summary: Option<&'a str>,
    /// Who may call it: the alternatives, without any where anyone may; none where the page does not say.
    pub security: Option<Vec<SecurityRequirement>>,
}

/// What a page says of an operation.
#[derive(Debug)]
pub struct Operation<'a> {
    /// Its heading.
    pub title: &'a str,
    /// Where that stands.
    pub place: Place,
    /// The sample of a request.
    pub request: Request<'a>,
    /// The method, in capitals.
    pub method: &'a str,
    /// The path.
    pub path: &'a str,
    /// The description.
    pub description: Option<&'a str>,
    /// Whether the page calls it deprecated.
    pub deprecated: bool,
    /// Whether the page shows a body, and the examples of it.
    pub body: Option<Vec<Sample<'a>>>,
    /// The branches of the body.
    pub body_schema: Vec<ResponseSchema<'a>>,
    /// The rows of the table of parameters, those of the body among them.
    pub parameters: Vec<Parameter<'a>>,
    /// The values of parameters.
    pub values: Vec<ListedValues<'a>>,
    /// Whether the page has examples of responses, and the examples.
    pub examples: Option<Vec<Sample<'a>>>,
    /// Which of them are of a status, once one has been asked for.
    of_status: OnceCell<HashMap<&'a str, Vec<usize>>>,
    /// The table of responses.
    pub responses: Vec<Response<'a>>,
    /// Whether there is a heading above the properties of responses, and the id that it has as an element of HTML.
    pub response_schema: Option<Option<&'a str>>,
    /// The properties of responses.
    pub schemas: Vec<ResponseSchema<'a>>,
    /// The headers of responses.
    pub headers: Vec<Header<'a>>,
    /// How parts of the body are laid out, as far as their rows do not say it.
    pub parts: Vec<(Cow<'a, str>, Restrictions<'a>)>,
    /// The headers of parts.
    pub part_headers: Vec<Header<'a>>,
    /// The media types of the body and of responses, where the page lists them.
    pub contents: Vec<Held<'a>>,
    /// Where one may go on: the name of the link, the status it belongs to, the operation, and the description.
    pub links: Vec<([&'a str; 3], Option<&'a str>)>,
    /// What is called in turn: its name, method and path, and the summary.
    pub callbacks: Vec<([&'a str; 2], Option<&'a str>)>,
    /// Where it is served, where the page lists that.
    pub servers: Vec<Server>,
    /// The sentence under the operation.
    pub sentence: Option<&'a str>,
    /// The ways in which a caller may show who they are, where the page lists them.
    pub ways: Option<Vec<SecurityRequirement>>,
    /// What need not be guessed.
    pub said: Option<Box<Said<'a>>>,
}

impl<'a> Operation<'a> {
    /// One of which no more is known than its heading and its request line.
    pub fn new(title: &'a str, place: Place, method: &'a str, path: &'a str) -> Self {
        Self {
            title,
            place,
            request: Request::default(),
            method,
            path,
            description: None,
            deprecated: false,
            body: None,
            body_schema: Vec::new(),
            parameters: Vec::new(),
            values: Vec::new(),
            examples: None,
            of_status: OnceCell::new(),
            responses: Vec::new(),
            response_schema: None,
            schemas: Vec::new(),
            headers: Vec::new(),
            parts: Vec::new(),
            part_headers: Vec::new(),
            contents: Vec::new(),
            links: Vec::new(),
            callbacks: Vec::new(),
            servers: Vec::new(),
            sentence: None,
            ways: None,
            said: None,
        }
    }
}

impl<'a> Operation<'a> {
    /// The examples of a response. None is added once they have been asked for.
    pub fn response_samples(&self, status: &str) -> impl Iterator<Item = &Sample<'a>> {
        let all = self.examples.as_deref().unwrap_or_default();
        let of_status = self.of_status.get_or_init(|| {
            let mut out: HashMap<&str, Vec<usize>> = HashMap::new();
            for (i, it) in all.iter().enumerate() {
                let statuses = self.status_of(it).into_iter();
                for status in statuses.flat_map(|it| it.split(grammar::BETWEEN_STATUSES)) {
                    out.entry(status).or_default().push(i);
                }
            }
            out
        });
        let found = of_status.get(status).into_iter().flatten();
        found.map(|it| &all[*it])
    }

    /// The status in the title of an example, or several: widdershins' own templates word it in two ways.
    pub fn status_of(&self, sample: &Sample<'a>) -> Option<&'a str> {
        let title = sample.title;
        let status = grammar::EXAMPLE_TITLE.read::<1>(title).map(|[it]| it);
        let other = || {
            title
                .strip_suffix(" response")
                .filter(|_| self.said.is_some())
        };
        status.or_else(other).filter(|it| is_of_statuses(it))
    }

    /// The example of a response that has no name, which may follow from its schema.
    pub fn response_sample(&self, status: &str) -> Option<&Node> {
        self.made_of_response(status)?.value.as_ref()
    }

    /// The same, with what is said of it.
    pub fn made_of_response(&self, status: &str) -> Option<&Sample<'a>> {
        let mut samples = self.response_samples(status);
        samples.find(|it| !it.is_refused && it.name.is_none() && it.value.is_some())
    }

    /// The example of the body.
    pub fn body_sample(&self) -> Option<&Node> {
        self.made_of_body()?.value.as_ref()
    }

    /// The same, with what is said of it.
    pub fn made_of_body(&self) -> Option<&Sample<'a>> {
        let mut samples = self.body.iter().flatten();
        samples.find(|it| !it.is_refused && it.value.is_some())
    }
}

/// The sample of a request.
#[derive(Debug, Default)]
pub struct Request<'a> {
    /// The word behind the opening fence.
    pub fence: &'a str,
    /// The address.
    pub url: &'a str,
    /// The headers, in order.
    pub headers: Vec<(&'a str, &'a str)>,
    /// Whether the first argument is empty, which stands for the type of a form.
    pub form: bool,
    /// The file that is sent.
    pub file: Option<&'a str>,
    /// Of a request without arguments, whether an empty line follows it, as the templates have it.
    pub loose_end: Option<bool>,
    /// Whether the body is sent, as the layout without oddities does.
    pub sends_body: bool,
    /// Whether it is sent as the parts of a form.
    pub multipart: bool,
}

/// A row of the table of parameters.
#[derive(Debug, Clone)]
pub struct Parameter<'a> {
    /// Its name, and how deep it is in a body.
    pub name: Name<'a>,
    /// Which kind of branch it is, as far as what stands for its name says so.
    pub part: Option<Branch>,
    /// The depth.
    pub depth: usize,
    /// Where it travels.
    pub location: &'a str,
    /// Its type.
    pub label: Option<TypeLabel<'a>>,
    /// Whether it must be there.
    pub required: bool,
    /// What restricts it.
    pub restrictions: Restrictions<'a>,
    /// Its description, all of it.
    pub description: String,
    /// The rows of what is below one that is none of a body.
    pub members: Vec<Row<'a>>,
    /// Whether the page says that no value was found for it.
    pub none_to_send: bool,
}

impl<'a> Parameter<'a> {
    /// The same as a row of properties.
    pub fn into_row(self) -> Row<'a> {
        Row {
            depth: self.depth.max(1),
            name: self.name,
            part: self.part,
            label: self.label.unwrap_or(TypeLabel::words(grammar::ANY)),
            required: self.required,
            restrictions: self.restrictions,
            description: self.description,
        }
    }
}

/// A row of the table of responses.
#[derive(Debug)]
pub struct Response<'a> {
    /// The status as written.
    pub status: &'a str,
    /// The description.
    pub description: String,
    /// The type of what it holds.
    pub label: Option<TypeLabel<'a>>,
}

/// The properties of a response.
#[derive(Debug, Default)]
pub struct ResponseSchema<'a> {
    /// The status as written; of values without a table none.
    pub status: Option<&'a str>,
    /// The rows.
    pub groups: Vec<Group<'a>>,
    /// The values of properties.
    pub values: Vec<ListedValues<'a>>,
    /// Which schema each value of a property leads to.
    pub mapping: Option<Mapping<'a>>,
    /// What the page says of it below its rows.
    pub whole: Restrictions<'a>,
}

/// A row of the table of media types.
#[derive(Debug)]
pub struct Held<'a> {
    /// The status of a response as written, or the word for the body.
    pub of: &'a str,
    /// The media type.
    pub name: &'a str,
    /// The type of what is held.
    pub label: Option<TypeLabel<'a>>,
    /// The properties, where they are not those of the first content.
    pub rows: Option<ResponseSchema<'a>>,
}

/// A row of the table of headers.
#[derive(Debug)]
pub struct Header<'a> {
    /// The status as written, or the part that has it.
    pub of: Cow<'a, str>,
    /// The header.
    pub name: &'a str,
    /// Its type.
    pub label: Option<TypeLabel<'a>>,
    /// Its format.
    pub format: &'a str,
    /// Whether it is always there.
    pub required: bool,
    /// What restricts it.
    pub restrictions: Restrictions<'a>,
    /// Its description.
    pub description: String,
}

/// What the page of schemas says of one.
#[derive(Debug)]
pub struct Section<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// The example.
    pub sample: Option<Node>,
    /// Its title or its description.
    pub description: Option<&'a str>,
    /// Where further documentation stands: the text of the link, and the address.
    pub external_docs: Option<(&'a str, &'a str)>,
    /// Whether the page says that it has no properties.
    pub has_none: bool,
    /// What the page says of it below its rows.
    pub whole: Restrictions<'a>,
    /// The rows.
    pub groups: Vec<Group<'a>>,
    /// The values of properties; those of the schema itself under no name.
    pub values: Vec<ListedValues<'a>>,
    /// Which schema each value of a property leads to.
    pub mapping: Option<Mapping<'a>>,
}

/// Which schema each value of a property leads to.
#[derive(Debug)]
pub struct Mapping<'a> {
    /// The property.
    pub property: &'a str,
    /// The values, and the types that the page calls the schemas by.
    pub values: Vec<(Vec<String>, TypeLabel<'a>)>,
}

/// The values that something is limited to, as a cell lists them.
#[derive(Debug)]
pub struct ListedValues<'a> {
    /// Under which name; under none those of a schema itself.
    pub name: Cow<'a, str>,
    /// The cell.
    pub cell: &'a str,
    /// The values, where each has a row of its own instead.
    pub rows: Vec<String>,
}

/// Rows of properties that belong together.
#[derive(Debug, Default)]
pub struct Group<'a> {
    /// What stands above them.
    pub title: Option<&'a str>,
    /// The rows.
    pub rows: Vec<Row<'a>>,
}

/// A row of a table of properties.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// How deep it is.
    pub depth: usize,
    /// What it is called.
    pub name: Name<'a>,
    /// Which kind of branch it is, as far as what stands for its name says so.
    pub part: Option<Branch>,
    /// Its type.
    pub label: TypeLabel<'a>,
    /// Whether it is required.
    pub required: bool,
    /// What restricts it.
    pub restrictions: Restrictions<'a>,
    /// Its description.
    pub description: String,
}

impl Row<'_> {
    /// Whether answers alone have it, or requests.
    pub fn is_one_way(&self) -> bool {
        self.restrictions.has(Restriction::ReadOnly)
            || self.restrictions.has(Restriction::WriteOnly)
    }
}

/// What a row is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Name<'a> {
    /// A property.
    Property(Cow<'a, str>),
    /// Any property that is not listed.
    AnyProperty,
    /// Any property that is not listed and whose name matches a pattern.
    Pattern(Cow<'a, str>),
    /// An item, a branch, a schema that is no object.
    Anonymous,
}

impl<'a> Page<'a> {
    /// The operations of a page of a tag, or the webhooks.
    pub fn operations(&self) -> &[Operation<'a>] {
        match &self.content {
            Content::Tag(_, operations) | Content::Webhooks(operations) => operations,
            Content::Authentication(..)
            | Content::Schemas(_)
            | Content::Overview(_)
            | Content::Index(..) => &[],
        }
    }
}

/// Reads a page. What cannot be read is told, and left out.
pub fn read<'a>(text: &'a str, file: FileId, sink: &mut Sink) -> Option<Page<'a>> {
    let blocks = blocks(text);
    let reader = &mut Reader { text, file, sink };
    let Some((first, rest)) = blocks.split_first() else {
        reader.fault(code::NOT_A_PAGE, 1, "the page is empty", TITLE);
        return None;
    };
    let Kind::Heading {
        level: grammar::PAGE,
        text: title,
        ..
    } = first.kind
    else {
        reader.fault(
            code::NOT_A_PAGE,
            first.line,
            "the page does not begin with its title",
            TITLE,
        );
        return None;
    };
    let sections = sections(rest, begins_section);
    // A tag may have the name of another page.
    let has_requests = sections.iter().any(|it| {
        let sample = rest.get(it.start + 1);
        sample.is_some_and(|it| matches!(it.kind, Kind::Heading { level, text, .. } if grammar::CODE_SAMPLES.is(level, text)))
    });
    let is_tag = has_requests || is_without_operations(rest);
    let title_of_page = if is_tag { "" } else { title };
    let content = match &sections[..] {
        [] if title == grammar::AUTHENTICATION => reader.authentication(rest),
        _ if title_of_page == grammar::SCHEMAS && !sections.is_empty() => Content::Schemas(
            sections
                .iter()
                .filter_map(|it| reader.schema(&rest[it.clone()]))
                .collect(),
        ),
        _ if title_of_page == grammar::AUTHENTICATION => reader.authentication(rest),
        [] if title == grammar::WEBHOOKS && rest.iter().any(|it| request_line(it).is_some()) => {
            let webhooks = self::sections(rest, |it| request_line(it).is_some());
            let read = webhooks
                .iter()
                .filter_map(|it| reader.webhook(&rest[it.clone()]));
            Content::Webhooks(read.collect())
        }
        // A tag whose operations are all left out of the reference.
        [] if rest.is_empty() => Content::Tag(None, Vec::new()),
        [] if is_without_operations(rest) => {
            let above = &rest[..rest.len() - 1];
            Content::Tag(reader.span(above), Vec::new())
        }
        [] => {
            let Some((titles, above)) = rest
                .split_last()
                .and_then(|(last, above)| Some((index(last)?, above)))
            else {
                let message = "the page has neither operations nor schemas";
                let help = "give a page of the reference: one of a tag, or schemas.md";
                reader.fault(code::NOT_A_PAGE, first.line, message, help);
                return None;
            };
            let (description, about) = reader.about(above);
            Content::Index(description, titles, about)
        }
        [first_section, ..] => {
            let above = reader.span(&rest[..first_section.start]);
            let read = sections
                .iter()
                .filter_map(|it| reader.operation(&rest[it.clone()]));
            Content::Tag(above, read.collect())
        }
    };
    Some(Page { title, content })
}

/// Whether a page ends with the sentence that says that no operation has its tag.
fn is_without_operations(blocks: &[Block<'_>]) -> bool {
    let last = blocks.last();
    last.is_some_and(|it| matches!(it.kind, Kind::Text(grammar::NO_OPERATIONS)))
}

const TITLE: &str = "begin with a heading of one `#`";

/// The titles of the pages, where a block is the list of links that an index ends with.
fn index<'a>(block: &Block<'a>) -> Option<Vec<&'a str>> {
    let Kind::Text(text) = block.kind else {
        return None;
    };
    let title = |line: &'a str| {
        let link = list_item(line)?.strip_prefix('[')?.strip_suffix(".md)")?;
        Some(link.rsplit_once("](")?.0)
    };
    text.lines().map(title).collect()
}

/// Whether a block follows the heading of an operation or a schema.
fn begins_section(block: &Block<'_>) -> bool {
    match &block.kind {
        Kind::Heading { level, text, .. } => grammar::CODE_SAMPLES.is(*level, text),
        Kind::Code { .. } => true,
        Kind::Text(text) => text.trim_matches(['*', '_']) == grammar::DEPRECATED,
        _ => false,
    }
}

/// Method and path, between backticks.
fn request_line<'a>(block: &Block<'a>) -> Option<(&'a str, &'a str)> {
    match block.kind {
        Kind::Text(text) => uncoded(text)?.split_once(' '),
        _ => None,
    }
}

/// The blocks of each section: one begins at a heading of two `#` that something of a section follows, so that a heading
/// within a description begins none.
fn sections(blocks: &[Block<'_>], follows: impl Fn(&Block<'_>) -> bool) -> Vec<Range<usize>> {
    let begins = |at: &usize| {
        let is_heading = matches!(
            blocks[*at].kind,
            Kind::Heading {
                level: grammar::SECTION,
                ..
            }
        );
        is_heading && blocks.get(at + 1).is_some_and(&follows)
    };
    let starts: Vec<usize> = (0..blocks.len()).filter(begins).collect();
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| *start..end)
        .collect()
}

/// Reads the sections of one page.
struct Reader<'a, 's> {
    text: &'a str,
    file: FileId,
    sink: &'s mut Sink,
}

impl<'a> Reader<'a, '_> {
    fn place(&self, line: u32, column: u32) -> Place {
        Place {
            file: self.file,
            line,
            column,
        }
    }

    /// Tells of something that cannot be read.
    fn fault(
        &mut self,
        code: Code,
        line: u32,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.fault_at(code, self.place(line, 1), message, help);
    }

    fn fault_at(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.sink
            .push(Diagnostic::error(code, place, "", message).with_help(help));
    }

    /// The text that these blocks are, as it stands in the page.
    fn span(&self, blocks: &[Block<'a>]) -> Option<&'a str> {
        let (first, last) = (blocks.first()?, blocks.last()?);
        Some(&self.text[first.span.start..last.span.end])
    }

    /// The value of a sample.
    fn sample(&mut self, block: &Block<'a>) -> Option<Node> {
        let Kind::Code {
            language,
            text,
            closed,
        } = block.kind
        else {
            return None;
        };
        if !closed {
            let message = "the sample has no end";
            self.fault(
                code::UNREADABLE_SAMPLE,
                block.line,
                message,
                "close it with a fence",
            );
            return None;
        }
        let read = match language {
            "json" => crate::load::json_value(text),
            "yaml" => crate::load::yaml_value(text),
            // Text may be anything.
            "" | "xml" => {
                let value = crate::load::json_value(text).ok();
                // Below the text of an example the templates leave an empty line.
                let text = text.strip_suffix('\n').unwrap_or(text);
                return value.or_else(|| Some(Node::string(text, Default::default())));
            }
            _ => return None,
        };
        match read {
            Ok(it) => Some(it),
            Err((place, message)) => {
                let place = self.place(block.line + place.line, place.column);
                let message = format!("the sample cannot be read: {message}");
                let help = format!("write {}", if language == "json" { "JSON" } else { "YAML" });
                self.fault_at(code::UNREADABLE_SAMPLE, place, message, help);
                None
            }
        }
    }
}

/// A text from a cell of a table. Without oddities it is one line: paragraphs and lines end with `<br/>`, items have bullets, and
/// pipes and braces stand behind backslashes.
pub fn cell_text(text: &str, quirks: bool) -> String {
    if quirks || !text.contains(['\\', '<', '•', '◦']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (i, paragraph) in text.split(grammar::PARAGRAPH_BREAK).enumerate() {
        out.push_str(if i > 0 { "\n\n" } else { "" });
        for (i, line) in paragraph.split(grammar::LINE_BREAK).enumerate() {
            let item = line.strip_prefix(grammar::BULLET).map(|it| ("- ", it));
            let nested = line.strip_prefix(grammar::NESTED_BULLET);
            let item = item.or_else(|| nested.map(|it| ("  - ", it)));
            let is_own = item.is_some() || grammar::begins_line(line.trim_start_matches('\\'));
            // Before anything but an item it is the author's.
            out.push_str(match i {
                0 => "",
                _ if is_own => "\n",
                _ => grammar::LINE_BREAK,
            });
            let (marker, line) = item.unwrap_or(("", line));
            out.push_str(marker);
            out.push_str(line);
        }
    }
    out.replace("\\|", "|").replace("\\{", "{")
}

/// A text from a cell: a line break that tore the row stands for the end of a paragraph.
pub fn paragraphs(cell: &str) -> String {
    if !cell.contains('\n') {
        return cell.to_owned();
    }
    let lines = cell.lines().map(str::trim).filter(|it| !it.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

/// What stands between backticks.
fn uncoded(text: &str) -> Option<&str> {
    text.strip_prefix('`')?.strip_suffix('`')
}

/// A description as the document has it. Blank lines stand around what was a heading there: without them it was `#text`, which
/// tidying has made one (MD018).
pub fn description(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split('\n').peekable();
    let (mut is_fenced, mut before) = (false, "");
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        }
        let after = lines.peek().copied().unwrap_or_default();
        let hashes = line.len() - line.trim_start_matches('#').len();
        let is_alone = before.trim().is_empty() && after.trim().is_empty();
        match line[hashes..].strip_prefix(' ') {
            Some(rest) if (1..=6).contains(&hashes) && !is_fenced && !is_alone => {
                out.push_str(&line[..hashes]);
                out.push_str(rest);
            }
            _ => out.push_str(line),
        }
        if lines.peek().is_some() {
            out.push('\n');
        }
        before = line;
    }
    out
}

/// The text of an item of a list. The first list of a page decides on the marker of all of them (MD004).
fn list_item(line: &str) -> Option<&str> {
    line.strip_prefix(['-', '*', '+'])?.strip_prefix(' ')
}

/// A link that is written as HTML: its text and its address.
pub fn html_link(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("<a href=\"")?.strip_suffix("</a>")?;
    let (url, text) = rest.split_once("\">")?;
    Some((text, url))
}
