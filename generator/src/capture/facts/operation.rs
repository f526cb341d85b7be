//! The section of an operation.

use super::super::markdown::{Block, Kind};
use super::overview::{servers_of, variables};
use super::request::request;
use super::schemas::{is_note, is_of_rows, leads_to, none_to_send};
use super::spans::whole;
use super::{Group, Operation, Reader, ResponseSchema, Sample, list_item, request_line, uncoded};
use crate::catalogue as code;
use crate::docs::grammar::{self, Title};
use crate::docs::restrictions::span;
use crate::model::SecurityRequirement;

/// The headings that divide a section, in order.
const PARTS: [Title; 14] = [
    grammar::PARAMETERS,
    grammar::BODY,
    grammar::PARTS,
    grammar::EXAMPLE_RESPONSES,
    grammar::RESPONSES,
    grammar::RESPONSE_SCHEMA,
    grammar::RESPONSE_SCHEMA_WITH_ID,
    grammar::RESPONSE_HEADERS,
    grammar::CONTENTS,
    grammar::LINKS,
    grammar::CALLBACKS,
    grammar::SERVERS,
    grammar::AUTHORIZATION_WAYS,
    grammar::CODE_SAMPLES,
];

/// What stands around emphasis: the first of a page decides on all of them (MD049, MD050).
const EMPHASIS: [char; 2] = ['*', '_'];

/// Which part of a section begins at a block.
fn part(block: &Block<'_>) -> Option<Title> {
    let Kind::Heading { level, text, .. } = block.kind else {
        return None;
    };
    PARTS.into_iter().find(|it| it.is(level, text))
}

impl<'a> Reader<'a, '_> {
    /// Reads a section, whose first block is its heading.
    pub(super) fn operation(&mut self, blocks: &[Block<'a>]) -> Option<Operation<'a>> {
        let (heading, mut rest) = blocks.split_first()?;
        let Kind::Heading { text: title, .. } = heading.kind else {
            return None;
        };
        let mut deprecated = false;
        if let [
            Block {
                kind: Kind::Text(text),
                ..
            },
            more @ ..,
        ] = rest
            && text.trim_matches(EMPHASIS) == grammar::DEPRECATED
        {
            deprecated = true;
            rest = more;
        }
        let [samples, sample, rest @ ..] = rest else {
            return self.without(heading, title, "a sample of a request");
        };
        let Kind::Code {
            language: fence,
            text,
            ..
        } = sample.kind
        else {
            return self.without(samples, title, "a sample of a request");
        };
        let Some(request) = request(fence, text) else {
            let message = "the sample is no request with curl";
            let help = "expected `curl -X METHOD URL`, each header as `-H 'NAME: VALUE'` on a line of its own";
            self.fault(code::UNREADABLE_SAMPLE, sample.line, message, help);
            return None;
        };
        let operation = Operation {
            request,
            deprecated,
            ..Operation::new(title, self.place(heading.line, 1), "", "")
        };
        let Some((first, rest)) = rest.split_first() else {
            return self.without(sample, title, "its method and path");
        };
        self.described(operation, first, rest)
    }

    /// Reads the section of a webhook, which has no sample.
    pub(super) fn webhook(&mut self, blocks: &[Block<'a>]) -> Option<Operation<'a>> {
        let [heading, line, rest @ ..] = blocks else {
            return None;
        };
        let Kind::Heading { text: title, .. } = heading.kind else {
            return None;
        };
        let webhook = Operation::new(title, self.place(heading.line, 1), "", "");
        self.described(webhook, line, rest)
    }

    /// Reads what an operation is, from its method and path on.
    fn described(
        &mut self,
        operation: Operation<'a>,
        line: &Block<'a>,
        rest: &[Block<'a>],
    ) -> Option<Operation<'a>> {
        let Some((method, path)) = request_line(line) else {
            return self.without(line, operation.title, "its method and path");
        };
        let body_begins = |it: &Block<'_>| matches!(it.kind, Kind::Quote(text) if Sample::titled(text).title == grammar::BODY_PARAMETER);
        let end = rest
            .iter()
            .position(|it| part(it).is_some() || body_begins(it));
        let (description, mut rest) = rest.split_at(end.unwrap_or(rest.len()));
        let mut operation = Operation {
            description: self.span(description),
            method,
            path,
            ..operation
        };
        // The sentence is the last block, behind everything that has a title. A heading in HTML may have nothing below it; a
        // status always has.
        let needs_more = |it: &Block<'_>| match it.kind {
            Kind::Heading { id, .. } => id.is_none(),
            Kind::Text(text) => grammar::STATUS_CODE.read::<1>(text).is_some(),
            _ => false,
        };
        if let [before @ .., last] = rest
            && let Kind::Text(text) = last.kind
            && !is_of_a_part(text)
            && whole(text).is_none()
            && before.last().is_some_and(|it| !needs_more(it))
        {
            operation.sentence = Some(text);
            rest = before;
        }
        if rest.first().is_some_and(body_begins) {
            let end = rest.iter().position(|it| part(it).is_some());
            let (body, more) = rest.split_at(end.unwrap_or(rest.len()));
            operation.body = Some(self.samples(body));
            rest = more;
        }
        while let Some((heading, more)) = rest.split_first() {
            let end = more.iter().position(|it| part(it).is_some());
            let (blocks, more) = more.split_at(end.unwrap_or(more.len()));
            match part(heading) {
                Some(title) => self.part(&mut operation, title, heading, blocks),
                None => self.unexpected(heading, "an operation"),
            }
            rest = more;
        }
        Some(operation)
    }

    /// Tells that an operation lacks something it cannot do without.
    fn without<T>(&mut self, block: &Block<'a>, title: &str, what: &str) -> Option<T> {
        let shown = crate::diagnostic::printable(title);
        let message = format!("`{shown}` has not got {what}");
        let help = "compare it with a page that `cargo xtask gen --emit docs` makes";
        self.fault(code::MISSING_PART, block.line, message, help);
        None
    }

    fn part(
        &mut self,
        operation: &mut Operation<'a>,
        title: Title,
        heading: &Block<'a>,
        blocks: &[Block<'a>],
    ) {
        match title {
            grammar::PARAMETERS => self.parameters_part(operation, blocks),
            grammar::EXAMPLE_RESPONSES => operation.examples = Some(self.samples(blocks)),
            grammar::RESPONSES => {
                for block in blocks {
                    match &block.kind {
                        Kind::Table(table) => {
                            operation.responses = self.responses(table, block.line);
                        }
                        _ => self.unexpected(block, "the responses"),
                    }
                }
            }
            grammar::RESPONSE_SCHEMA | grammar::RESPONSE_SCHEMA_WITH_ID => {
                if let Kind::Heading { id, .. } = heading.kind {
                    operation.response_schema = Some(id);
                }
                self.tables(&mut operation.schemas, blocks);
            }
            grammar::BODY => {
                operation.body_schema.push(ResponseSchema::default());
                self.tables(&mut operation.body_schema, blocks);
            }
            grammar::RESPONSE_HEADERS => {
                for block in blocks {
                    match &block.kind {
                        Kind::Table(table) => operation.headers = self.headers(table, block.line),
                        _ => self.unexpected(block, "the headers"),
                    }
                }
            }
            grammar::PARTS => {
                for block in blocks {
                    match &block.kind {
                        Kind::Table(table) if table.columns == grammar::PART_COLUMNS => {
                            operation.parts = self.parts(table, block.line);
                        }
                        Kind::Table(table) => {
                            operation.part_headers = self.headers(table, block.line);
                        }
                        _ => self.unexpected(block, "the parts of a body"),
                    }
                }
            }
            grammar::CONTENTS => self.contents_part(operation, blocks),
            grammar::LINKS => {
                operation.links = self.list(blocks, |it| {
                    let [name, status, target] = grammar::LINK.read(it)?;
                    Some([uncoded(name)?, status, uncoded(target)?])
                });
            }
            grammar::CALLBACKS => {
                operation.callbacks = self.list(blocks, |it| {
                    let [name, call] = grammar::CALLBACK.read(it)?;
                    Some([uncoded(name)?, uncoded(call)?])
                });
            }
            grammar::SERVERS => {
                for block in blocks {
                    match &block.kind {
                        Kind::Table(table) if table.columns == grammar::SERVER_COLUMNS => {
                            operation.servers = servers_of(table);
                        }
                        Kind::Table(table) if table.columns == grammar::VARIABLE_COLUMNS => {
                            variables(table, &mut operation.servers);
                        }
                        _ => self.unexpected(block, "the servers"),
                    }
                }
            }
            grammar::AUTHORIZATION_WAYS => operation.ways = self.ways(blocks),
            _ => self.unexpected(heading, "an operation"),
        }
    }

    /// The media types of a body and of responses, and the properties of those that are described by themselves.
    fn contents_part(&mut self, operation: &mut Operation<'a>, blocks: &[Block<'a>]) {
        let of_rows = |it: &Block<'a>| match it.kind {
            Kind::Text(text) => grammar::CONTENT_ROWS.read::<2>(text),
            _ => None,
        };
        let Some((first, mut rest)) = blocks.split_first() else {
            return;
        };
        match &first.kind {
            Kind::Table(table) => operation.contents = self.contents(table, first.line),
            _ => self.unexpected(first, "the media types"),
        }
        while let Some((heading, more)) = rest.split_first() {
            let end = more.iter().position(|it| of_rows(it).is_some());
            let (rows, behind) = more.split_at(end.unwrap_or(more.len()));
            let named = of_rows(heading).and_then(|[of, name]| Some((of, uncoded(name)?)));
            let mut held = operation.contents.iter_mut();
            match named.and_then(|of| held.find(|it| (it.of, it.name) == of)) {
                Some(held) => {
                    let mut found = vec![ResponseSchema::default()];
                    self.tables(&mut found, rows);
                    held.rows = found.into_iter().next();
                }
                None => self.unexpected(heading, "the media types"),
            }
            rest = behind;
        }
    }

    /// The ways in which a caller may show who they are.
    fn ways(&mut self, blocks: &[Block<'a>]) -> Option<Vec<SecurityRequirement>> {
        let [block] = blocks else {
            blocks
                .iter()
                .for_each(|it| self.unexpected(it, "the ways to authorize"));
            return None;
        };
        let Kind::Text(text) = block.kind else {
            self.unexpected(block, "the ways to authorize");
            return None;
        };
        let ways: Option<Vec<_>> = text.lines().map(way).collect();
        if ways.is_none() {
            self.unexpected(block, "the ways to authorize");
        }
        ways
    }

    /// The items of a list, each with its description.
    fn list<const N: usize>(
        &mut self,
        blocks: &[Block<'a>],
        read: impl Fn(&'a str) -> Option<[&'a str; N]>,
    ) -> Vec<([&'a str; N], Option<&'a str>)> {
        let mut out = Vec::new();
        for block in blocks {
            let Kind::Text(text) = block.kind else {
                self.unexpected(block, "a list");
                continue;
            };
            for line in text.lines() {
                // Only behind the last code span may a description begin.
                let item = list_item(line).unwrap_or(line);
                let behind = format!("`{}", grammar::BEFORE_DESCRIPTION);
                let split = item.match_indices(&behind).find_map(|(at, _)| {
                    let (head, rest) = item.split_at(at + 1);
                    Some((
                        read(head)?,
                        Some(&rest[grammar::BEFORE_DESCRIPTION.len()..]),
                    ))
                });
                match split.or_else(|| Some((read(item)?, None))) {
                    Some(it) => out.push(it),
                    None => self.unexpected(block, "a list"),
                }
            }
        }
        out
    }

    fn parameters_part(&mut self, operation: &mut Operation<'a>, blocks: &[Block<'a>]) {
        let mut values_follow = false;
        let mut details = None;
        for (i, block) in blocks.iter().enumerate() {
            match &block.kind {
                Kind::Heading { level, text, .. }
                    if grammar::ENUMERATED_VALUES.is(*level, text) =>
                {
                    values_follow = true;
                }
                Kind::Heading { level, text, .. }
                    if grammar::DETAILED_DESCRIPTIONS.is(*level, text) =>
                {
                    details = Some(i + 1);
                }
                Kind::Table(table) if values_follow => {
                    operation.values = self.values(table, block.line);
                }
                Kind::Table(table) if details.is_none() => {
                    operation.parameters = self.parameters(table, block.line);
                }
                Kind::Text(text) if details.is_none() && none_to_send(text).is_some() => {
                    let name = none_to_send(text).and_then(uncoded);
                    let mut all = operation.parameters.iter_mut();
                    let found = all.find(|it| {
                        let is_named =
                            matches!(&it.name, super::Name::Property(of) if Some(&**of) == name);
                        is_named && !it.none_to_send && it.location != grammar::BODY_NAME
                    });
                    match found {
                        Some(it) => it.none_to_send = true,
                        None => self.unexpected(block, "the parameters"),
                    }
                }
                _ if details.is_some() && !values_follow => {}
                _ => self.unexpected(block, "the parameters"),
            }
        }
        let Some(start) = details else { return };
        let is_values = |it: &Block<'_>| matches!(it.kind, Kind::Heading { level, text, .. } if grammar::ENUMERATED_VALUES.is(level, text));
        let end = blocks[start..].iter().position(is_values);
        let blocks = &blocks[start..end.map_or(blocks.len(), |it| start + it)];
        self.details(operation, blocks);
    }

    /// The descriptions that have more than one line, in the order of their parameters.
    fn details(&mut self, operation: &mut Operation<'a>, blocks: &[Block<'a>]) {
        let begins = |block: &Block<'a>, parameter: &super::Parameter<'a>| {
            let Kind::Text(text) = block.kind else {
                return false;
            };
            let super::Name::Property(name) = &parameter.name else {
                return false;
            };
            let written = match parameter.depth {
                0 => name.to_string(),
                depth => grammar::at_depth(depth, name),
            };
            let rest = text
                .strip_prefix("**")
                .and_then(|it| it.strip_prefix(written.as_str()));
            let rest = rest.and_then(|it| it.strip_prefix("**"));
            rest.and_then(|it| it.strip_prefix(grammar::BEFORE_DESCRIPTION.trim_end()))
                .is_some_and(|it| it.trim_start().starts_with(&*parameter.description))
        };
        let mut starts = Vec::new();
        let mut next = 0;
        for (index, parameter) in operation.parameters.iter().enumerate() {
            if parameter.description.is_empty() {
                continue;
            }
            let found = blocks[next..].iter().position(|it| begins(it, parameter));
            if let Some(at) = found {
                starts.push((index, next + at));
                next += at + 1;
            }
        }
        for (i, (index, start)) in starts.iter().enumerate() {
            let end = starts.get(i + 1).map_or(blocks.len(), |it| it.1);
            let Some(text) = self.span(&blocks[*start..end]) else {
                continue;
            };
            let behind = text.find("**:").map_or(0, |at| at + 3);
            text[behind..]
                .trim_start()
                .clone_into(&mut operation.parameters[*index].description);
        }
    }

    /// Examples, each with what stands above it.
    fn samples(&mut self, blocks: &[Block<'a>]) -> Vec<Sample<'a>> {
        let mut out: Vec<Sample<'a>> = Vec::new();
        // What stands above the next one.
        let mut above = Sample::default();
        for block in blocks {
            let is_open = out.last().is_some_and(Sample::is_open);
            match &block.kind {
                Kind::Quote(text) if *text == grammar::REFUSED_EXAMPLE => {
                    if !is_open {
                        out.push(above.another());
                    }
                    if let Some(it) = out.last_mut() {
                        it.is_refused = true;
                    }
                }
                Kind::Quote(text) if is_open && above.name.is_some() => {
                    if let Some(it) = out.last_mut() {
                        it.description = Some(text);
                    }
                }
                Kind::Quote(text) => {
                    above = Sample::titled(text);
                    out.push(Sample::titled(text));
                }
                Kind::Code { language, text, .. } => {
                    let value = self.sample(block);
                    let open = out.pop_if(|it| it.is_open());
                    let sample = open.unwrap_or_else(|| above.another());
                    out.push(Sample {
                        language: Some(language),
                        value,
                        text,
                        ..sample
                    });
                }
                Kind::Text(text) if is_note(text) => {
                    if let Some(it) = out.last_mut().filter(|_| *text == grammar::NONE_ACCEPTED) {
                        it.none_accepted = true;
                    }
                }
                Kind::Text(text) if external(text).is_some() => {
                    let open = out.pop_if(|it| it.is_open());
                    let sample = open.unwrap_or_else(|| above.another());
                    out.push(Sample {
                        external: external(text),
                        ..sample
                    });
                }
                _ => self.unexpected(block, "the examples"),
            }
        }
        out
    }

    /// The tables of properties of responses or of a body, each with what stands above it.
    fn tables(&mut self, out: &mut Vec<ResponseSchema<'a>>, blocks: &[Block<'a>]) {
        let mut values_follow = false;
        let mut title = None;
        let mut rest = blocks;
        while let [block, more @ ..] = rest {
            rest = more;
            match &block.kind {
                Kind::Text(text) if grammar::STATUS_CODE.read::<1>(text).is_some() => {
                    let status = grammar::STATUS_CODE.read::<1>(text);
                    let status = status.map(|[it]| it.trim_matches(EMPHASIS));
                    without_rows(out, title.take());
                    out.push(ResponseSchema {
                        status,
                        ..ResponseSchema::default()
                    });
                    values_follow = false;
                }
                Kind::Heading { level, text, .. }
                    if grammar::ENUMERATED_VALUES.is(*level, text) =>
                {
                    without_rows(out, title.take());
                    values_follow = true;
                }
                Kind::Table(table) if values_follow => {
                    let values = self.values(table, block.line);
                    if out.last().is_none_or(|it| !it.values.is_empty()) {
                        out.push(ResponseSchema::default());
                    }
                    if let Some(it) = out.last_mut() {
                        it.values = values;
                    }
                    values_follow = false;
                }
                Kind::Table(table) => {
                    let group = self.properties(table, block.line, title.take());
                    match out.last_mut() {
                        Some(it) => it.groups.push(group),
                        None => self.unexpected(block, "the responses' properties"),
                    }
                }
                Kind::Text(text) if is_of_rows(text) => {}
                Kind::Text(text) if whole(text).is_some() => {
                    if let Some(it) = out.last_mut() {
                        it.whole.extend(whole(text).unwrap_or_default());
                    }
                }
                Kind::Text(text) if leads_to(text).is_some() => {
                    without_rows(out, title.take());
                    let mapping = self.mapping(text, rest.first());
                    rest = rest.get(1..).unwrap_or_default();
                    if let Some(it) = out.last_mut() {
                        it.mapping = mapping;
                    }
                }
                Kind::Text(text) if text.starts_with(EMPHASIS) && !values_follow => {
                    // A description may have several paragraphs.
                    let ends = |it: &Block<'_>| match it.kind {
                        Kind::Text(text) => text.ends_with(EMPHASIS) && text.len() > 1,
                        _ => false,
                    };
                    let stops = |it: &Block<'_>| ends(it) || matches!(it.kind, Kind::Table(_));
                    let mut last = block;
                    if !ends(block) {
                        let at = rest.iter().position(stops).unwrap_or(rest.len());
                        let Some(end) = rest.get(at).filter(|it| ends(it)) else {
                            self.unexpected(block, "the responses' properties");
                            rest = &rest[at..];
                            continue;
                        };
                        last = end;
                        rest = &rest[at + 1..];
                    }
                    let text = &self.text[block.span.start..last.span.end];
                    let next = text.strip_prefix(EMPHASIS);
                    let next = next.and_then(|it| it.strip_suffix(EMPHASIS));
                    without_rows(out, std::mem::replace(&mut title, next));
                }
                _ => self.unexpected(block, "the responses' properties"),
            }
        }
        without_rows(out, title);
    }
}

/// Adds the group of a title without a table: one that has no rows.
fn without_rows<'a>(out: &mut [ResponseSchema<'a>], title: Option<&'a str>) {
    if let (Some(_), Some(it)) = (title, out.last_mut()) {
        it.groups.push(Group {
            title,
            rows: Vec::new(),
        });
    }
}

/// One way to show who one is: `a` with the scopes `b`, `c` and `d`.
fn way(line: &str) -> Option<SecurityRequirement> {
    let item = list_item(line)?;
    let mut requirement = SecurityRequirement::default();
    if item == grammar::ANONYMOUSLY {
        return Some(requirement);
    }
    let mut rest = item;
    let mut behind = grammar::BOTH;
    while !rest.is_empty() {
        let length = span(rest)?;
        let name = uncoded(&rest[..length])?;
        rest = &rest[length..];
        match (behind, requirement.schemes.last_mut()) {
            (grammar::BOTH, _) => requirement.schemes.push((name.into(), Vec::new())),
            (_, Some((_, scopes))) => scopes.push(name.to_owned()),
            (_, None) => return None,
        }
        let all = [grammar::BOTH, grammar::WITH_SCOPES, grammar::BETWEEN_VALUES];
        match all.into_iter().find(|it| rest.starts_with(it)) {
            Some(it) => (behind, rest) = (it, &rest[it.len()..]),
            None if rest.is_empty() => {}
            None => return None,
        }
    }
    Some(requirement)
}

/// Whether a text belongs to the tables of properties.
fn is_of_a_part(text: &str) -> bool {
    grammar::STATUS_CODE.read::<1>(text).is_some()
        || leads_to(text).is_some()
        || grammar::CONTENT_ROWS
            .read::<2>(text)
            .is_some_and(|[_, it]| uncoded(it).is_some())
        || is_note(text)
        || is_of_rows(text)
        || none_to_send(text).is_some()
}

/// Where an example stands, if the text says that it stands elsewhere.
fn external(text: &str) -> Option<&str> {
    let [url] = grammar::EXTERNAL_EXAMPLE.read(text)?;
    uncoded(url)
}
