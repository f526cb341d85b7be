//! The section of an operation.

use std::collections::HashMap;
use std::sync::Arc;

use super::outline::{Section, heading_text, is_below};
use super::reader::{
    Reader, authentication, emphasised, is_element, operation_id, part, request_line,
};
use super::schemas::words;
use super::tables::table;
use crate::capture::facts::{
    Group, Name, Operation, Parameter, Request, ResponseSchema, Said, Sample, branch, unescaped,
};
use crate::capture::markdown::{Block, Kind};
use crate::docs::grammar as documented;
use crate::docs::inline::Standing;
use crate::docs::label::TypeLabel;
use crate::docs::notation::{body_media_type, media_type};
use crate::docs::restrictions::Restrictions;
use crate::docs::widdershins::{self as grammar, Part, TableKind};
use crate::model::SecurityRequirement;
use crate::node::{Node, Value};

/// An operation in the making.
struct Making<'a> {
    operation: Operation<'a>,
    said: Said<'a>,
    /// The part that is open; none while the description is.
    part: Option<Part>,
    description: std::ops::Range<usize>,
    /// What stands above the next sample.
    sample_title: &'a str,
    /// What stands above the next table of properties.
    group_title: Option<&'a str>,
    /// Which parameter the text of a detailed description goes on with.
    detail: Option<usize>,
    /// The parameters by name, once a detailed description asks for one.
    names: Option<HashMap<String, usize>>,
    /// The status that links belong to.
    status: &'a str,
    /// The callback and the expression that are open.
    callback: [&'a str; 2],
}

impl<'a> Reader<'a, '_> {
    /// Reads an operation.
    pub fn operation(&mut self, section: &Section<'_, 'a>) -> Option<Operation<'a>> {
        let (heading, _) = section.blocks.split_first()?;
        let title = heading_text(heading)?;
        let (method, path) = request_line(&section.blocks[section.request])?;
        let mut making = Making {
            operation: Operation::new(title, self.place(heading.line), method, path),
            said: Said::default(),
            part: None,
            description: 0..0,
            sample_title: "",
            group_title: None,
            detail: None,
            names: None,
            status: "",
            callback: [""; 2],
        };
        let mut id = section.id;
        let mut is_after_request = false;
        let mut skip = 0;
        for (at, block) in section.blocks.iter().enumerate().skip(1) {
            if at < skip {
                continue;
            }
            if at == section.request {
                making.part = None;
                is_after_request = true;
                self.sample_of_request(&mut making, block);
            } else if let Some(list) = authentication(block) {
                let more = section.blocks.get(at + 1);
                let more = more.filter(|_| list.is_some_and(str::is_empty));
                let list = match (list, more.map(|it| &it.kind)) {
                    (Some(_), Some(Kind::Text(text))) => {
                        skip = at + 2;
                        Some(*text)
                    }
                    (list, _) => list,
                };
                making.said.security = Some(list.map(requirements).unwrap_or_default());
                making.part = Some(Part::Overview);
            } else if let Some(found) = operation_id(block) {
                id = id.or(Some(found));
            } else if !is_after_request {
                self.sample_of_request(&mut making, block);
            } else if let Some(part) =
                part(block, self.has_ids).filter(|_| is_below(block, heading))
            {
                making.part = Some(part);
                making.sample_title = "";
                if making.said.summary.is_none() {
                    making.said.summary = Some("");
                }
            } else if making.part.is_none() && table(block).is_none() {
                self.description(&mut making, block);
            } else if let Some(end) = nested(section, at) {
                let [name, expression] = making.callback;
                self.lost(
                    block.line,
                    format!("what callback `{name}` sends is not read, nor its method"),
                    "the document has its name and address, and `POST`; mend it by hand",
                );
                let call = [
                    name,
                    if expression.is_empty() {
                        name
                    } else {
                        expression
                    },
                ];
                let callbacks = &mut making.operation.callbacks;
                // Each method of an address has a section; they stand together.
                if callbacks.last().is_none_or(|it| it.0 != call) {
                    callbacks.push((call, None));
                }
                skip = end;
            } else {
                self.block(&mut making, block);
            }
        }
        self.finish(making, title, id)
    }

    /// A block between the heading and the line with method and path.
    fn sample_of_request(&mut self, making: &mut Making<'a>, block: &Block<'a>) {
        let Kind::Code { language, text, .. } = block.kind else {
            return;
        };
        read_request(&mut making.operation.request, language, text);
    }

    fn description(&mut self, making: &mut Making<'a>, block: &Block<'a>) {
        let nothing_yet = making.description.is_empty();
        if nothing_yet && making.said.summary.is_none() {
            if let Kind::Text(text) = block.kind
                && let Some(summary) = emphasised(text)
            {
                making.said.summary = Some(summary);
                return;
            }
            making.said.summary = Some("");
        }
        if nothing_yet && is_element(block) {
            return;
        }
        if nothing_yet {
            making.description = block.span.clone();
        }
        making.description.end = block.span.end;
    }

    /// A block of a part.
    fn block(&mut self, making: &mut Making<'a>, block: &Block<'a>) {
        if let Some((kind, table)) = table(block) {
            making.detail = None;
            match kind {
                TableKind::Parameters => making.operation.parameters = self.parameters(&table),
                TableKind::Responses => {
                    making.operation.responses = self.responses(&table);
                    making.part = Some(Part::Responses);
                }
                TableKind::Headers => making.operation.headers = self.headers(&table),
                TableKind::Properties => {
                    let rows = self.properties(&table);
                    let title = making.group_title.take();
                    schema_of(&mut making.operation)
                        .groups
                        .push(Group { title, rows });
                }
                TableKind::Values => match making.operation.responses.is_empty() {
                    false => self.values(&table, &mut schema_of(&mut making.operation).values),
                    true => self.values(&table, &mut making.operation.values),
                },
                TableKind::LinkParameters => self.lost(
                    block.line,
                    "what a link passes on is not read",
                    "write it below `parameters` of the link",
                ),
                TableKind::Scopes => self.lost_block(block, "an operation"),
            }
            return;
        }
        match (&block.kind, making.part) {
            (Kind::Code { .. }, Some(Part::CodeSamples)) => self.sample_of_request(making, block),
            (Kind::Code { .. }, Some(part @ (Part::Body | Part::Examples))) => {
                let Some((language, value)) = self.sample(block) else {
                    return;
                };
                let sample = Sample {
                    title: making.sample_title,
                    language: Some(language),
                    value,
                    ..Sample::default()
                };
                let samples = match part {
                    Part::Body => &mut making.operation.body,
                    _ => &mut making.operation.examples,
                };
                samples.get_or_insert_default().push(sample);
            }
            (Kind::Quote(text), Some(Part::Body | Part::Examples)) => making.sample_title = text,
            (Kind::Heading { text, .. }, Some(Part::Examples)) => making.sample_title = text,
            (Kind::Text(text), _) if status_of(text).is_some() => {
                making.status = status_of(text).unwrap_or_default();
                making.operation.schemas.push(ResponseSchema {
                    whole: Restrictions::default(),
                    mapping: None,
                    status: Some(making.status),
                    groups: Vec::new(),
                    values: Vec::new(),
                });
            }
            (Kind::Text(text), Some(Part::Details)) => {
                let named = making.detailed(text);
                let description = match named {
                    Some(_) => text.split_once("**:").map_or("", |it| it.1.trim()),
                    None => text,
                };
                making.detail = named.or(making.detail);
                match making
                    .detail
                    .and_then(|it| making.operation.parameters.get_mut(it))
                {
                    Some(it) if named.is_some() => description.clone_into(&mut it.description),
                    Some(it) => {
                        it.description.push_str("\n\n");
                        it.description.push_str(description);
                    }
                    None => self.lost_block(block, "the parameters"),
                }
            }
            (_, Some(Part::Details)) if making.detail.is_some() => {
                let more = self.span(std::slice::from_ref(block)).unwrap_or_default();
                if let Some(it) = making
                    .detail
                    .and_then(|it| making.operation.parameters.get_mut(it))
                {
                    it.description.push_str("\n\n");
                    it.description.push_str(more);
                }
            }
            (Kind::Text(text), Some(Part::Links)) if link(text, "").is_some() => {
                let status = making.status;
                making
                    .operation
                    .links
                    .extend(link(text, status).map(|it| (it, None)));
            }
            (Kind::Heading { text, .. }, Some(Part::Callbacks)) => making.callback = [text, ""],
            (Kind::Text(text), Some(Part::Callbacks)) => {
                let expression = text
                    .trim()
                    .strip_prefix("**")
                    .and_then(|it| it.strip_suffix("**"));
                match expression {
                    Some(it) => making.callback[1] = it,
                    None if is_element(block) => {}
                    None => self.lost_block(block, "the callbacks"),
                }
            }
            (Kind::Text(text), Some(Part::Values | Part::ResponseSchema))
                if branch(words(text)).is_some() =>
            {
                if let Some(title) = making.group_title.replace(words(text)) {
                    let group = Group {
                        title: Some(title),
                        rows: Vec::new(),
                    };
                    schema_of(&mut making.operation).groups.push(group);
                }
            }
            // The title or the description of a schema that has no name.
            (Kind::Text(text), Some(Part::Values | Part::ResponseSchema))
                if emphasised(text).is_some() =>
            {
                making.group_title = emphasised(text);
            }
            _ if is_element(block) => {}
            _ => self.lost_block(block, "an operation"),
        }
    }

    fn finish(
        &mut self,
        making: Making<'a>,
        title: &'a str,
        id: Option<&'a str>,
    ) -> Option<Operation<'a>> {
        let Making {
            mut operation,
            mut said,
            description,
            ..
        } = making;
        operation.description = self.range(description);
        let unnamed = format!(
            "{}_{}",
            operation.method.to_ascii_lowercase(),
            operation.path.replace('/', "_")
        );
        said.summary = said.summary.filter(|it| !it.is_empty());
        // The heading is the operationId, unless it was made of method and path, or is the summary.
        let by_anchor = id.map(str::trim).filter(|it| !it.is_empty());
        let heading = unescaped(title);
        said.id = match by_anchor {
            Some(id) => {
                if said.summary.is_none() && heading != id.replace('/', "_") {
                    said.summary = Some(title);
                }
                Some(id)
            }
            None if heading == unnamed => None,
            None if said.summary.is_none() && heading.contains(' ') => {
                said.summary = Some(title);
                None
            }
            None => Some(title),
        };
        if said.security.is_none() {
            let message = "the page does not say who may call this operation";
            self.lost(
                operation.place.line,
                message,
                "add `security` to the operation where it has any",
            );
        }
        operation.said = Some(Box::new(said));
        type_of_body(&mut operation);
        types_of_responses(&mut operation);
        self.further_types(&operation);
        Some(operation)
    }

    /// Tells of media types that only the examples show.
    fn further_types(&mut self, operation: &Operation<'a>) {
        for (samples, of) in [
            (&operation.body, "the body"),
            (&operation.examples, "responses"),
        ] {
            let mut languages: Vec<&str> = samples
                .iter()
                .flatten()
                .filter_map(|it| it.language)
                .collect();
            languages.sort_unstable();
            languages.dedup();
            if languages.len() > 1 {
                let message = format!(
                    "{of} may be of further media types: {}",
                    languages.join(", ")
                );
                self.lost(operation.place.line, message, "add them to `content`");
            }
        }
    }
}

/// Where the operation of a callback ends that begins at a block; it has the heading and the request of the operation that
/// it belongs to, and ends with who may call it.
fn nested(section: &Section<'_, '_>, at: usize) -> Option<usize> {
    let blocks = section.blocks;
    if heading_text(&blocks[at]).is_none() || heading_text(&blocks[at]) != heading_text(&blocks[0])
    {
        return None;
    }
    let end = blocks[at..]
        .iter()
        .position(|it| authentication(it).is_some());
    Some(end.map_or(blocks.len(), |it| at + it + 1))
}

/// The schema of a response that rows belong to.
fn schema_of<'o, 'a>(operation: &'o mut Operation<'a>) -> &'o mut ResponseSchema<'a> {
    if operation.schemas.is_empty() {
        operation.schemas.push(ResponseSchema {
            whole: Restrictions::default(),
            mapping: None,
            status: None,
            groups: Vec::new(),
            values: Vec::new(),
        });
    }
    let last = operation.schemas.len() - 1;
    &mut operation.schemas[last]
}

/// The status of `Status Code **200**`.
fn status_of(text: &str) -> Option<&str> {
    let [status] = documented::STATUS_CODE.read(text.trim())?;
    Some(status.trim_matches('*'))
}

impl Making<'_> {
    /// The parameter that a detailed description is of: `**name**: …`.
    fn detailed(&mut self, text: &str) -> Option<usize> {
        let (written, _) = text.strip_prefix("**")?.split_once("**:")?;
        let parameters = &self.operation.parameters;
        let names = self.names.get_or_insert_with(|| {
            let named = parameters.iter().enumerate().rev();
            let name = |(at, it): (usize, &Parameter<'_>)| match &it.name {
                Name::Property(name) => Some((name.to_string(), at)),
                _ => None,
            };
            named.filter_map(name).collect()
        });
        let name = unescaped(written.trim_start_matches(['»', ' ']));
        names.get(&*name).copied()
    }
}

/// `**name** => <a href="#opIdX">X</a>`.
fn link<'a>(text: &'a str, status: &'a str) -> Option<[&'a str; 3]> {
    let (name, rest) = text.trim().strip_prefix("**")?.split_once("**")?;
    let target = rest
        .trim()
        .strip_prefix("=>")
        .or_else(|| rest.trim().strip_prefix("=\\>"))?
        .trim();
    let id = target.strip_prefix("<a href=\"#");
    let target = match id.and_then(|it| it.strip_prefix(grammar::OPERATION_ID)) {
        Some(rest) => rest.split_once('"')?.0,
        None => documented::ANOTHER_OPERATION,
    };
    Some([name, status, target])
}

/// The alternatives of `Key, OAuth ( Scopes: read write ) & Other`.
fn requirements(list: &str) -> Vec<SecurityRequirement> {
    let mut out: Vec<SecurityRequirement> = Vec::new();
    let mut rest = list.trim();
    let mut is_further = false;
    while !rest.is_empty() {
        let end = rest.find(['(', ',', '&']).unwrap_or(rest.len());
        let name = rest[..end].trim();
        rest = &rest[end..];
        let mut scopes = Vec::new();
        if let Some(inner) = rest.strip_prefix('(') {
            let (inside, more) = inner.split_once(')').unwrap_or((inner, ""));
            let listed = inside.trim().trim_start_matches("Scopes:");
            scopes = listed.split_whitespace().map(str::to_owned).collect();
            rest = more.trim_start();
        }
        let scheme: Option<(Arc<str>, _)> =
            (!name.is_empty() && name != grammar::NO_SCHEMA).then(|| (name.into(), scopes));
        match out.last_mut() {
            Some(last) if is_further => last.schemes.extend(scheme),
            _ => out.push(SecurityRequirement {
                schemes: scheme.into_iter().collect(),
            }),
        }
        is_further = rest.starts_with('&');
        rest = rest.trim_start_matches([',', '&', ' ', '\n', '\r']);
        // Whatever else stands there names no scheme.
        if let Some(inner) = rest.strip_prefix(')') {
            rest = inner;
        }
    }
    out
}

/// Adds what a sample in some language says of a request.
fn read_request<'a>(request: &mut Request<'a>, language: &'a str, text: &'a str) {
    if request.url.is_empty()
        && let Some(line) = text.lines().find_map(|it| it.strip_prefix("curl -X "))
        && let Some((_, url)) = line.split_once(' ')
    {
        request.fence = language;
        request.url = url.trim_end_matches(['\\', ' ']);
        for line in text.lines() {
            let line = line.trim().trim_end_matches('\\').trim_end();
            let header = line
                .strip_prefix("-H '")
                .and_then(|it| it.strip_suffix('\''));
            request
                .headers
                .extend(header.and_then(|it| it.split_once(": ")));
        }
    }
    // Each language has its own way to write a header, but all write name and value.
    for name in ["Content-Type", "Accept"] {
        let value = text.split(name).nth(1).and_then(|rest| {
            let rest = rest.trim_start_matches(['\'', '"', ':', '=', '>', ' ', ',', '[', ']']);
            let rest = rest.strip_prefix("string{\"").unwrap_or(rest);
            let rest = rest.trim_start_matches(['\'', '"']);
            let end = rest.find(['\'', '"', '\n', '\r'])?;
            Some(rest[..end].trim()).filter(|it| it.contains('/') && !it.contains(' '))
        });
        if let Some(value) = value {
            add_header(request, name, value);
        }
    }
}

/// The media type where the language of an example stands for none.
const JSON: &str = "application/json";

fn add_header<'a>(request: &mut Request<'a>, name: &'a str, value: &'a str) {
    if request.headers.iter().all(|it| it.0 != name) {
        request.headers.push((name, value));
    }
}

/// Makes the rows of a body those of the documented layout: it has a row of its own, and an array of a component is called
/// by the component's name with a link of its own.
fn type_of_body(operation: &mut Operation<'_>) {
    let is_body = |it: &&Parameter<'_>| it.location == documented::BODY_NAME;
    let count = operation.parameters.iter().filter(is_body).count();
    let at = operation
        .parameters
        .iter()
        .position(|it| it.location == documented::BODY_NAME);
    let is_array = operation
        .body_sample()
        .is_some_and(|it| it.as_array().is_some());
    if let Some(at) = at {
        let first = &operation.parameters[at];
        let next = operation.parameters.get(at + 1).filter(is_body);
        let names_itself = first.name == Name::Property(documented::BODY_NAME.into())
            || next.is_none_or(|it| it.depth > 0);
        let is_property = !names_itself
            || (count == 1
                && first.name != Name::Property(documented::BODY_NAME.into())
                && operation
                    .body_sample()
                    .and_then(Node::as_object)
                    .is_some_and(
                        |it| matches!(&first.name, Name::Property(name) if it.get(name).is_some()),
                    ));
        if is_property {
            for it in operation
                .parameters
                .iter_mut()
                .filter(|it| it.location == documented::BODY_NAME)
            {
                it.depth += 1;
            }
            operation.parameters.insert(
                at,
                Parameter {
                    members: Vec::new(),
                    none_to_send: false,
                    name: Name::Property(documented::BODY_NAME.into()),
                    part: None,
                    depth: 0,
                    location: documented::BODY_NAME,
                    label: Some(TypeLabel::words("object")),
                    required: false,
                    restrictions: Restrictions::default(),
                    description: String::new(),
                },
            );
        }
        if is_array
            && let Some(TypeLabel::Schema { link, .. }) = &mut operation.parameters[at].label
        {
            link.from = Standing::SchemaPage;
        }
    }
    let languages = || operation.body.iter().flatten().filter_map(|it| it.language);
    let language = languages().next();
    if let Some(language) = language {
        add_header(
            &mut operation.request,
            "Content-Type",
            body_media_type(language).unwrap_or(JSON),
        );
    }
}

/// Gives a schema without a name the type that its example has.
fn types_of_responses(operation: &mut Operation<'_>) {
    let mut groups: HashMap<&str, &Group<'_>> = HashMap::new();
    for it in &operation.schemas {
        if let (Some(status), Some(group)) = (it.status, it.groups.first()) {
            groups.entry(status).or_insert(group);
        }
    }
    let mut types = Vec::new();
    for it in &operation.responses {
        let sample = operation.response_sample(it.status);
        let first = groups.get(it.status);
        types.push(match (sample.map(|it| &it.value), first) {
            (Some(Value::Array(_)), _) => "array",
            (_, Some(first))
                if first.title.is_none_or(|it| branch(it).is_none())
                    && first.rows.iter().any(|it| it.name != Name::Anonymous) =>
            {
                "object"
            }
            (Some(Value::Object(_)), None) => "object",
            _ => "any",
        });
    }
    for (it, found) in operation.responses.iter_mut().zip(types) {
        if it.label.as_ref().is_some_and(|it| it.is_word("any")) {
            it.label = Some(TypeLabel::words(found));
        }
    }
    let languages = || {
        operation
            .examples
            .iter()
            .flatten()
            .filter_map(|it| it.language)
    };
    let language = languages().next();
    if let Some(language) = language {
        let name = media_type(language).unwrap_or(JSON);
        add_header(&mut operation.request, "Accept", name);
    }
}
