//! A document → requests of each of its operations and answers to them, at random, as they stand on the wire.
//!
//! Values are drawn from the schemas and confirmed by the judge. For each operation there is at least one exchange for each
//! media type of its body, and for each response with each of its media types; the first one has every parameter, header and
//! property that may be absent. What cannot be sent is told with a reason.

mod listed;
pub mod package;
mod samples;

use std::collections::HashMap;

use serde_json::{Value, json};
use verbatim_gen::analysis::media::{self, Coding, Sequence, coding, schema_of_text};
use verbatim_gen::model::{
    Api, Encoding, Header, MediaType, Method, Operation, Parameter, ParameterIn, ParameterShape,
    Response, SchemaId, SecuritySchemeKind, Status,
};
use verbatim_gen::stages::{Direction, Samples, travel};
use verbatim_runtime::description::{Location, Style};
use verbatim_runtime::style::Rule;

use crate::random::Rng;
use listed::Listed;

/// How many values are drawn for a schema.
const VALUES: usize = 48;
/// What divides the parts of multipart bodies.
const BOUNDARY: &str = "BOUNDARY";

/// What was made of a document.
#[derive(Debug)]
pub struct Exchanges {
    /// Each as the drivers read it: `what`, `method`, `target`, `headers`, `body`, and the answer: `status`, `answer_headers`,
    /// `answer`. Headers are pairs, bodies texts.
    pub all: Vec<Value>,
    /// What is not among them, and why.
    pub left_out: Vec<String>,
}

/// The exchanges of a document: `rounds` for each operation, or more where it has more media types or responses. The same seed
/// gives the same ones.
pub fn exchanges(api: &Api, seed: u64, rounds: usize) -> Exchanges {
    let mut maker = Maker {
        api,
        samples: Samples::of(api),
        listed: Listed::of(api),
        values: HashMap::new(),
        rng: Rng::new(seed),
        whole: true,
    };
    let mut found = Exchanges {
        all: Vec::new(),
        left_out: Vec::new(),
    };
    for operation in &api.operations {
        let name = format!("{} {}", operation.method.as_upper(), operation.path);
        if operation.path.contains('#') {
            found
                .left_out
                .push(format!("{name}: what stands behind `#` is not sent"));
            continue;
        }
        let bodies = bodies(operation);
        let answers: Vec<(&Response, Option<&MediaType>)> = operation
            .responses
            .iter()
            .flat_map(|it| match &it.content[..] {
                [] => vec![(it, None)],
                content => content.iter().map(|media| (it, Some(media))).collect(),
            })
            .collect();
        for round in 0..rounds.max(bodies.len()).max(answers.len()) {
            maker.whole = round == 0;
            let body = bodies[round % bodies.len()];
            let answer = answers.get(round % answers.len().max(1));
            let media = |it: Option<&MediaType>| it.map_or(String::new(), |it| it.name.to_string());
            let what = match answer {
                Some((it, content)) => format!(
                    "{name} ({}) {} ({})",
                    media(body),
                    it.status,
                    media(*content)
                ),
                None => name.clone(),
            };
            let made = (0..8).find_map(|attempt| {
                maker.whole &= attempt < 4;
                let made = maker.exchange(operation, body, answer.copied());
                (made.is_ok() || attempt == 7).then_some(made)
            });
            match made.expect("the last attempt counts") {
                Ok(mut it) => {
                    it["what"] = what.into();
                    found.all.push(it);
                }
                Err(why) => {
                    let why = format!("{what}: {why}");
                    if !found.left_out.contains(&why) {
                        found.left_out.push(why);
                    }
                }
            }
        }
    }
    found
}

/// The bodies that an operation takes: each media type, and none where it may be absent.
fn bodies(operation: &Operation) -> Vec<Option<&MediaType>> {
    let Some(body) = &operation.request_body else {
        return vec![None];
    };
    let mut all: Vec<_> = body.content.iter().map(Some).collect();
    if !body.required || all.is_empty() {
        all.push(None);
    }
    all
}

struct Maker<'a> {
    api: &'a Api,
    samples: Samples<'a>,
    listed: Listed<'a>,
    values: HashMap<(SchemaId, bool), Vec<Value>>,
    rng: Rng,
    /// Whether everything that may be absent is there.
    whole: bool,
}

/// The head and body of a message.
#[derive(Default)]
struct Message {
    headers: Vec<(String, String)>,
    body: String,
}

impl Maker<'_> {
    fn exchange(
        &mut self,
        operation: &Operation,
        body: Option<&MediaType>,
        answer: Option<(&Response, Option<&MediaType>)>,
    ) -> Result<Value, String> {
        let (target, request) = self.request(operation, body)?;
        let mut made = json!({
            "method": operation.method.as_upper(),
            "target": target,
            "headers": request.headers,
            "body": request.body,
            "status": 200,
            "answer_headers": [],
            "answer": "",
        });
        if let Some((response, content)) = answer {
            let (status, answer) = self.answer(operation, response, content)?;
            made["status"] = status.into();
            made["answer_headers"] = json!(answer.headers);
            made["answer"] = answer.body.into();
        }
        Ok(made)
    }

    fn request(
        &mut self,
        operation: &Operation,
        body: Option<&MediaType>,
    ) -> Result<(String, Message), String> {
        let mut path: String = operation.path.chars().map(escaped).collect();
        let mut query: Vec<String> = Vec::new();
        let mut cookies: Vec<String> = Vec::new();
        let mut message = Message::default();
        for it in &operation.parameters {
            if it.is_described_elsewhere(self.api.dialect)
                || !(it.required || self.whole || self.rng.one_in(2))
            {
                continue;
            }
            let text = match self.parameter(it)? {
                Some(text) => text,
                None if it.required => return Err(format!("nothing of `{}` is sent", it.name)),
                None => continue,
            };
            match it.location {
                ParameterIn::Path => {
                    let place: String = format!("{{{}}}", it.name).chars().map(escaped).collect();
                    if !path.contains(&place) {
                        return Err(format!("the path has no `{place}`"));
                    }
                    path = path.replace(&place, &text);
                }
                ParameterIn::Query | ParameterIn::Querystring => query.push(text),
                ParameterIn::Cookie => cookies.push(text),
                ParameterIn::Header => message.headers.push((it.name.to_string(), text)),
            }
        }
        self.credentials(operation, &mut query, &mut cookies, &mut message);
        if let accepted = accepted(operation)
            && !accepted.is_empty()
        {
            message.headers.push(("Accept".to_owned(), accepted));
        }
        if !cookies.is_empty() {
            message.headers.push(("Cookie".into(), cookies.join("; ")));
        }
        if let Some(content) = body {
            message.body = self.body(content, Direction::Request, &mut message.headers)?;
        }
        let query: Vec<String> = query.into_iter().filter(|it| !it.is_empty()).collect();
        if !query.is_empty() {
            // What a path says itself goes first.
            let mark = if path.contains('?') { '&' } else { '?' };
            path = format!("{path}{mark}{}", query.join("&"));
        }
        Ok((path, message))
    }

    /// What shows who the caller is, by the first alternative.
    fn credentials(
        &self,
        operation: &Operation,
        query: &mut Vec<String>,
        cookies: &mut Vec<String>,
        message: &mut Message,
    ) {
        let schemes = operation.security.first();
        for (name, _) in schemes.iter().flat_map(|it| &it.schemes) {
            let Some(scheme) = self.api.security_schemes.get(name) else {
                continue;
            };
            let authorization = match &scheme.kind {
                SecuritySchemeKind::ApiKey { location, name } => {
                    match location {
                        ParameterIn::Cookie => cookies.push(format!("{name}=secret")),
                        ParameterIn::Query => query.push(format!("{name}=secret")),
                        _ => message.headers.push((name.clone(), "secret".to_owned())),
                    }
                    continue;
                }
                SecuritySchemeKind::Http { scheme, .. } => {
                    match &*scheme.to_ascii_lowercase() {
                        // ada:secret
                        "basic" => "Basic YWRhOnNlY3JldA==".to_owned(),
                        "bearer" => "Bearer secret".to_owned(),
                        _ => format!("{scheme} secret"),
                    }
                }
                SecuritySchemeKind::OAuth2 { .. } | SecuritySchemeKind::OpenIdConnect { .. } => {
                    "Bearer secret".to_owned()
                }
                SecuritySchemeKind::MutualTls | SecuritySchemeKind::Undeclared => continue,
            };
            let has_it = message.headers.iter().any(|it| it.0 == "Authorization");
            if !has_it {
                message
                    .headers
                    .push(("Authorization".to_owned(), authorization));
            }
        }
    }

    /// What stands for a parameter where it is sent.
    fn parameter(&mut self, it: &Parameter) -> Result<Option<String>, String> {
        if let ParameterShape::Content(content) = &it.shape
            && it.location == ParameterIn::Querystring
            && content.range().is_form()
        {
            return self.form(content, Direction::Request).map(Some);
        }
        let location = travel::location(it.location);
        self.laid_out(&it.name, location, &it.shape, Direction::Request)
    }

    fn header(&mut self, it: &Header, direction: Direction) -> Result<Option<String>, String> {
        self.laid_out(&it.name, Location::Header, &it.shape, direction)
    }

    /// The text of a value as its style lays it out.
    fn laid_out(
        &mut self,
        name: &str,
        location: Location,
        shape: &ParameterShape,
        direction: Direction,
    ) -> Result<Option<String>, String> {
        let rule = travel::rule(self.api, name, location, shape);
        let Some(schema) = shape.schema() else {
            return Err(format!("`{name}` has no schema"));
        };
        let mut why = format!("no value of `{name}` was found");
        for value in self.several(schema, direction) {
            match rule.encode(&value) {
                // What has nothing to send is not there.
                Ok(None) => why = format!("nothing of `{name}` is sent"),
                Ok(text) => return Ok(text),
                Err(it) => why = format!("`{name}`: {it}: {value}"),
            }
        }
        Err(why)
    }

    fn answer(
        &mut self,
        operation: &Operation,
        response: &Response,
        content: Option<&MediaType>,
    ) -> Result<(u16, Message), String> {
        let is_listed = |code: u16| {
            let mut all = operation.responses.iter();
            all.any(|it| match it.status {
                Status::Code(it) => it == code,
                Status::Range(class) => {
                    response.status == Status::Default && u16::from(class) == code / 100
                }
                Status::Default => false,
            })
        };
        let mut codes: Box<dyn Iterator<Item = u16>> = match response.status {
            Status::Code(it) => return self.answer_of(operation, response, it, content),
            Status::Range(class) => {
                Box::new(u16::from(class) * 100 + 10..u16::from(class) * 100 + 99)
            }
            // Where there is no other, nothing says that it is a failure.
            Status::Default if operation.responses.len() == 1 => Box::new(200..=200),
            Status::Default => Box::new((500..=599).chain(400..=499).chain(200..=203)),
        };
        let code = codes.find(|it| !is_listed(*it));
        let code = code.ok_or("each status has a response of its own")?;
        self.answer_of(operation, response, code, content)
    }

    fn answer_of(
        &mut self,
        operation: &Operation,
        response: &Response,
        code: u16,
        content: Option<&MediaType>,
    ) -> Result<(u16, Message), String> {
        if code < 200 {
            return Err("what comes before the answer is none".to_owned());
        }
        let mut message = Message::default();
        for it in &response.headers {
            if it.name.eq_ignore_ascii_case("content-length")
                || !(it.required || self.whole || self.rng.one_in(2))
            {
                continue;
            }
            if let Some(text) = self.header(it, Direction::Response)? {
                message.headers.push((it.name.to_string(), text));
            }
        }
        if let Some(content) = content {
            message.body = self.body(content, Direction::Response, &mut message.headers)?;
            // These have none, whatever the document says (RFC 9110, sections 9.3.2 and 15).
            if operation.method == Method::Head || [204, 205, 304].contains(&code) {
                message.body.clear();
                message.headers.retain(|it| it.0 != "Content-Type");
            }
        }
        Ok((code, message))
    }

    /// A body of a media type, and the header that says so.
    fn body(
        &mut self,
        content: &MediaType,
        direction: Direction,
        headers: &mut Vec<(String, String)>,
    ) -> Result<String, String> {
        let coding = coding(self.api, content);
        let text = match coding {
            Coding::Json => self.json(content.schema, direction)?,
            Coding::Form => self.form(content, direction)?,
            Coding::Parts | Coding::Multipart | Coding::Items(Sequence::Parts) => {
                self.parts(content, direction)?
            }
            Coding::Text => match schema_of_text(self.api, content) {
                Some(id) => match self.value(id, direction)? {
                    Value::String(it) => it,
                    other => other.to_string(),
                },
                None => "<some>text</some>".to_owned(),
            },
            Coding::Stream => "some \u{0} octets\r\n".to_owned(),
            Coding::Events => {
                let schema = content.item_schema.or(content.schema);
                let mut text = String::new();
                for at in 0..=self.rng.below(3) {
                    let data = match schema {
                        Some(id) => match self.value(id, direction)? {
                            Value::String(it) => it,
                            other => other.to_string(),
                        },
                        None => "data".to_owned(),
                    };
                    text += &fields(&json!({"event": "made", "id": at.to_string(), "data": data}));
                }
                text
            }
            Coding::Items(sequence) => {
                let schema = content.item_schema.ok_or("items without a schema")?;
                let mut text = String::new();
                for _ in 0..=self.rng.below(3) {
                    let item = self.value(schema, direction)?;
                    text += &match sequence {
                        Sequence::Lines => format!("{item}\n"),
                        Sequence::Texts => format!("\u{1e}{item}\n"),
                        Sequence::Events => fields(&item),
                        // They have gone another way.
                        Sequence::Parts => continue,
                    };
                }
                text
            }
        };
        headers.push(("Content-Type".to_owned(), media_type(content, coding)));
        Ok(text)
    }

    fn json(&mut self, schema: Option<SchemaId>, direction: Direction) -> Result<String, String> {
        Ok(match schema {
            Some(id) => self.value(id, direction)?.to_string(),
            None => json!({"any": [1, "thing"]}).to_string(),
        })
    }

    /// The members of a form.
    fn members(
        &mut self,
        content: &MediaType,
        direction: Direction,
    ) -> Result<Vec<(String, Value)>, String> {
        let Some(schema) = content.schema else {
            return Ok(vec![("any".to_owned(), json!("thing"))]);
        };
        let all = self.several(schema, direction).into_iter();
        let objects = all.filter_map(|it| match it {
            Value::Object(it) => Some(it.into_iter().collect()),
            _ => None,
        });
        let found = objects.into_iter().next();
        found.ok_or_else(|| "no object was found for a form".to_owned())
    }

    fn form(&mut self, content: &MediaType, direction: Direction) -> Result<String, String> {
        let mut pairs = Vec::new();
        for (name, value) in self.members(content, direction)? {
            let encoding = content.encodings.get(&name).and_then(travel::encoding);
            let rule = Rule {
                name: &name,
                location: Location::Query,
                style: match encoding {
                    Some(it) => it.style,
                    None if value.is_object() => Style::Json,
                    None => Style::Form,
                },
                explode: encoding.is_none_or(|it| it.explode),
                ..Rule::default()
            };
            let text = rule
                .encode(&value)
                .map_err(|it| format!("`{name}`: {it}"))?;
            pairs.extend(text.filter(|it| !it.is_empty()));
        }
        Ok(pairs.join("&"))
    }

    /// The parts of a multipart body.
    fn parts(&mut self, content: &MediaType, direction: Direction) -> Result<String, String> {
        if let Some(positions) = media::positions(self.api, content) {
            let array = match (content.item_schema, content.schema) {
                (Some(item), _) => {
                    let count = 1 + self.rng.below(3);
                    let items = (0..count).map(|_| self.value(item, direction));
                    Value::Array(items.collect::<Result<_, _>>()?)
                }
                (None, Some(id)) => self.value(id, direction)?,
                (None, None) => return Err("parts without a schema".to_owned()),
            };
            let items = array.as_array().ok_or("parts that are no items")?;
            let mut text = String::new();
            for (at, it) in items.iter().enumerate() {
                let position = positions.at(at).ok_or("more parts than there may be")?;
                let is_file = position.is_file(self.api);
                let headers = position.encoding.map_or(&[][..], |it| &it.headers);
                let mut lines = String::new();
                for header in headers {
                    if let Some(text) = self.header(header, direction)? {
                        lines += &format!("{}: {text}\r\n", header.name);
                    }
                }
                let within = position.within(self.api).filter(|_| !is_file);
                text += &match within.filter(|it| it.range().is_multipart()) {
                    Some(within) => {
                        let within = self.text_of_parts(&within, it, direction)?;
                        format!("--{BOUNDARY}\r\n{lines}{within}")
                    }
                    None => part("", it, is_file, position.encoding, &lines)?,
                };
            }
            return Ok(format!("{text}--{BOUNDARY}--\r\n"));
        }
        if !content.range().is("multipart/form-data") {
            return Ok(format!(
                "--{BOUNDARY}\r\nContent-Type: text/plain\r\n\r\na part\r\n--{BOUNDARY}--\r\n"
            ));
        }
        let listed = content.schema.map(|id| media::properties(self.api, id));
        let listed: HashMap<_, _> = listed.unwrap_or_default().into_iter().collect();
        let mut text = String::new();
        for (name, value) in self.members(content, direction)? {
            let encoding = content.encodings.get(&name);
            let schema = listed.get(&*name).copied();
            let is_file = schema.is_some_and(|id| media::is_file(self.api, content, &name, id));
            let styled = media::styled_part(self.api, content, &name);
            let styled = styled.and_then(travel::encoding).filter(|_| !is_file);
            let items = match (value, styled) {
                (Value::Null, _) => continue,
                (value, Some(it)) => {
                    // Nothing is escaped in a part.
                    let rule = Rule {
                        name: &name,
                        location: Location::Header,
                        style: it.style,
                        explode: it.explode,
                        ..Rule::default()
                    };
                    let parts = rule.parts(&value);
                    let parts = parts.map_err(|it| format!("`{name}`: {it}"))?.into_iter();
                    parts.map(|(name, it)| (name, it.into())).collect()
                }
                (Value::Array(items), None) => {
                    let items = items.into_iter();
                    items.map(|it| (name.to_string(), it)).collect()
                }
                (other, None) => vec![(name.to_string(), other)],
            };
            for (name, it) in items {
                let headers = encoding.map_or(&[][..], |it| &it.headers);
                let mut lines = String::new();
                for header in headers {
                    if let Some(text) = self.header(header, direction)? {
                        lines += &format!("{}: {text}\r\n", header.name);
                    }
                }
                let encoding = encoding.filter(|_| styled.is_none());
                let schemas = schema.map(|id| media::parts_of(self.api, id));
                let within = encoding.filter(|_| !is_file).and_then(|encoding| {
                    let mut all = schemas.iter().flatten();
                    all.find_map(|id| media::within(self.api, *id, encoding))
                });
                text += &match within.filter(|it| it.range().is_multipart()) {
                    Some(within) => {
                        let within = self.text_of_parts(&within, &it, direction)?;
                        let name = format!("Content-Disposition: form-data; name=\"{name}\"\r\n");
                        format!("--{BOUNDARY}\r\n{name}{lines}{within}")
                    }
                    None => part(&name, &it, is_file, encoding, &lines)?,
                };
            }
        }
        Ok(format!("{text}--{BOUNDARY}--\r\n"))
    }

    /// A part that consists of parts, none of which is one that does: its media type, and what stands in it.
    fn text_of_parts(
        &mut self,
        content: &MediaType,
        value: &Value,
        direction: Direction,
    ) -> Result<String, String> {
        const INNER: &str = "wBOUNDARY";
        let positions = media::positions(self.api, content);
        let listed: Vec<(String, &Value)> = match value {
            Value::Array(items) => items.iter().map(|it| (String::new(), it)).collect(),
            Value::Object(members) => (members.iter().map(|it| (it.0.clone(), it.1))).collect(),
            _ => return Err("a part of parts that is none".to_owned()),
        };
        let mut text = String::new();
        for (at, (name, it)) in listed.into_iter().enumerate() {
            let position = positions.as_ref().and_then(|all| all.at(at));
            let position = position.and_then(|it| it.encoding);
            let encoding = position.or(content.encodings.get(&name));
            let mut lines = String::new();
            for header in encoding.map_or(&[][..], |it| &it.headers) {
                if let Some(text) = self.header(header, direction)? {
                    lines += &format!("{}: {text}\r\n", header.name);
                }
            }
            text += &part(&name, it, false, encoding, &lines)?;
        }
        let text = text.replace(&format!("--{BOUNDARY}\r\n"), &format!("--{INNER}\r\n"));
        Ok(format!(
            "Content-Type: {}; boundary={INNER}\r\n\r\n{text}--{INNER}--\r\n\r\n",
            content.range().essence()
        ))
    }

    /// A value of a schema.
    fn value(&mut self, id: SchemaId, direction: Direction) -> Result<Value, String> {
        let mut all = self.several(id, direction).into_iter();
        all.next()
            .ok_or_else(|| format!("{} has no value", self.api.schema(id).origin.pointer))
    }

    /// Values of a schema in another order each time; the first time the largest ones first.
    fn several(&mut self, id: SchemaId, direction: Direction) -> Vec<Value> {
        let is_sent = matches!(direction, Direction::Request);
        let samples = &self.samples;
        let all = self.values.entry((id, is_sent)).or_insert_with(|| {
            let accepted = samples.accepted(id, direction, 7, VALUES);
            let values = accepted
                .iter()
                .map(|it| serde_json::from_str::<Value>(&it.to_json()).expect("JSON"));
            let listed = &self.listed;
            let mut values: Vec<Value> = values.filter(|it| listed.has(&[id], it)).collect();
            values.sort_by_key(|it| std::cmp::Reverse(it.to_string().len()));
            values
        });
        let mut all = all.clone();
        if !self.whole {
            let count = all.len().max(1);
            all.rotate_left(self.rng.below(count));
        }
        all
    }
}

/// A character of a path as it stands in a request.
fn escaped(it: char) -> String {
    match it.is_ascii_graphic() {
        true => it.to_string(),
        false => {
            let mut bytes = [0; 4];
            let bytes = it.encode_utf8(&mut bytes).bytes();
            bytes.map(|it| format!("%{it:02X}")).collect()
        }
    }
}

/// What a caller accepts: all that is documented, failures last.
fn accepted(operation: &Operation) -> String {
    let is_failure = |it: &&Response| !matches!(it.status.class(), Some(1..=3));
    let (failures, others): (Vec<_>, Vec<_>) = operation.responses.iter().partition(is_failure);
    let mut names: Vec<&str> = Vec::new();
    for it in others.iter().chain(&failures).flat_map(|it| &it.content) {
        if !names.contains(&&*it.name) {
            names.push(&it.name);
        }
    }
    names.join(", ")
}

/// A part, up to the next one: of `multipart/form-data`, where it has a name.
fn part(
    name: &str,
    value: &Value,
    is_file: bool,
    encoding: Option<&Encoding>,
    headers: &str,
) -> Result<String, String> {
    let types = encoding.and_then(|it| it.content_type.as_deref());
    let media = types.and_then(|it| it.split(',').next()).map(str::trim);
    let media = media.filter(|it| !it.contains('*'));
    let text = match value {
        _ if is_file => "a file\r\nof \u{0} octets".to_owned(),
        Value::String(it) => it.clone(),
        Value::Object(members) if media == Some("application/x-www-form-urlencoded") => {
            let mut pairs = Vec::new();
            for (name, value) in members {
                let encoding = encoding.and_then(|it| it.within.get(name));
                let encoding = encoding.and_then(travel::encoding);
                let rule = Rule {
                    name,
                    location: Location::Query,
                    style: match encoding {
                        Some(it) => it.style,
                        None if value.is_object() => Style::Json,
                        None => Style::Form,
                    },
                    explode: encoding.is_none_or(|it| it.explode),
                    ..Rule::default()
                };
                pairs.extend(rule.encode(value).map_err(|it| format!("`{name}`: {it}"))?);
            }
            pairs.join("&")
        }
        other => other.to_string(),
    };
    let media = match (media, value) {
        (Some(it), _) => Some(it),
        (None, _) if is_file => Some("application/octet-stream"),
        (None, Value::Object(_) | Value::Array(_)) => Some("application/json"),
        (None, _) => None,
    };
    let name = name
        .replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    let disposition = match (&*name, is_file) {
        ("", false) => String::new(),
        ("", true) => "Content-Disposition: attachment; filename=\"a.bin\"\r\n".to_owned(),
        (name, is_file) => {
            let file = if is_file { "; filename=\"a.bin\"" } else { "" };
            format!("Content-Disposition: form-data; name=\"{name}\"{file}\r\n")
        }
    };
    let media = media.map_or(String::new(), |it| format!("Content-Type: {it}\r\n"));
    Ok(format!(
        "--{BOUNDARY}\r\n{disposition}{media}{headers}\r\n{text}\r\n"
    ))
}

/// An event as lines of its fields.
fn fields(event: &Value) -> String {
    let mut text = String::new();
    for (name, value) in event.as_object().into_iter().flatten() {
        // There is no such thing as a wait that is negative.
        if name == "retry" && !value.is_u64() {
            continue;
        }
        let value = match value {
            Value::String(it) => it.clone(),
            other => other.to_string(),
        };
        for line in value.split('\n') {
            text += &format!("{name}: {line}\n");
        }
    }
    text + "\n"
}

/// What `Content-Type` says: one that a range includes.
fn media_type(content: &MediaType, coding: Coding) -> String {
    let range = content.range();
    match (coding, range.kind()) {
        (Coding::Parts | Coding::Multipart | Coding::Items(Sequence::Parts), _) => {
            let name = if range.is_range() {
                "multipart/mixed"
            } else {
                range.essence()
            };
            format!("{name}; boundary={BOUNDARY}")
        }
        _ if content.name.contains("*+") => content.name.replace('*', "vnd.any"),
        _ if !range.is_range() => content.name.to_string(),
        (Coding::Json, _) => "application/json".to_owned(),
        (_, "text") => "text/plain".to_owned(),
        (_, "image") => "image/png".to_owned(),
        (_, "audio") => "audio/mpeg".to_owned(),
        (_, "video") => "video/mp4".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}
