//! `Api` → how a client calls its operations: where each value travels, which answers are failures, who may call.

use std::sync::Arc;

use verbatim_runtime::description as described;
use verbatim_runtime::description::{Location, SecurityScheme};

use super::description::{encodings, scheme};
use super::operation::{is_error, sent_as};
use super::pages::{self, Deciding};
use super::pagination;
use crate::analysis::media::{Sequence, coding, parts_of, positions, properties, within};
use crate::config::{Config, Named};
use crate::describe::travel;
use crate::diagnostic::Sink;
use crate::model::{
    Api, Encoding, Header, MediaType, Method, Operation, Parameter, ParameterShape, SchemaId,
    SecuritySchemeKind, Status,
};
use crate::node::Value;
use crate::rust::doc;
use crate::rust::item::OperationId;
use crate::rust::item::client::{
    Answer, Call, Client, EXPORTS, Layout, OTHERS, Parameter as Travelling, Part, Requirement,
    Scheme, SchemeKind, Server, Variable,
};
use crate::rust::item::operation::{
    Coding, Endpoint, Output, Response, ResponseBody, SharedResponse,
};
use crate::rust::lower::lock::Locked;
use crate::rust::names::{Scope, bare, pascal};

/// Names that methods of a client cannot have, since it has them already.
const TAKEN_METHODS: [&str; 5] = ["new", "builder", "clone", "from", "into"];

/// Further names in `client`, or of the prelude and used there, that no credentials can have.
const TAKEN_TYPES: [&str; 7] = [
    "Client", "Core", "From", "Into", "Reqwest", "Result", "String",
];

/// Decides how operations are called. `modules` have them as the server has, at these places.
pub fn client(
    deciding: &Deciding<'_>,
    operations: &[OperationId],
    config: &Config,
    (lock, sink): (&mut Locked<'_>, &mut Sink),
) -> Client {
    let Deciding {
        api,
        modules,
        responses,
        ..
    } = *deciding;
    let mut methods = Scope::default();
    for name in TAKEN_METHODS {
        methods.try_claim(name);
    }
    for part in [Named::Call, Named::Pages, Named::Items] {
        lock.reserve(part, &mut methods, sink);
    }
    let keys = lock.operations.clone();
    let mut client = Client {
        schemes: schemes(api),
        servers: servers(api),
        modules: modules.iter().map(|_| Vec::new()).collect(),
        responses: responses.iter().map(|it| shared(api, it)).collect(),
    };
    for (at, (operation, id)) in api.operations.iter().zip(operations).enumerate() {
        let key = keys.get(at).cloned().unwrap_or_default();
        let module = &modules[id.module];
        let endpoint = &module.operations[id.index];
        let kept = lock.name(Named::Call, &key);
        let claimed = kept.or_else(|| methods.try_claim(&endpoint.function));
        let function = claimed.unwrap_or_else(|| {
            // Functions have one name in a module each.
            let names = [bare(&module.name), bare(&endpoint.function)];
            methods.claim(&names.join("_"))
        });
        lock.keep(Named::Call, key, &function);
        client.modules[id.module].push(call(api, operation, endpoint, function));
    }
    let mut all = api.operations.iter();
    let says_so = |it: &Operation| it.extensions.contains_key(pagination::NAME);
    if !config.client.pagination.is_empty() || all.any(says_so) {
        let calls = (operations, &client.modules[..]);
        let found = pages::pages(deciding, calls, (&mut methods, lock), config, sink);
        for (it, id) in found.into_iter().zip(operations) {
            client.modules[id.module][id.index].paging = it;
        }
    }
    client
}

fn call(api: &Api, it: &Operation, endpoint: &Endpoint, function: Arc<str>) -> Call {
    let parameters = it.parameters.iter();
    let parameters = parameters.filter(|it| !it.is_described_elsewhere(api.dialect));
    let body = it.request_body.iter().flat_map(|it| &it.content);
    let responses = it.responses.iter();
    let layouts = responses.map(|response| {
        let layouts = response.content.iter().map(|it| layout(api, it));
        (response.status.to_string(), layouts.collect())
    });
    let answer = answer(it, endpoint);
    Call {
        function,
        docs: docs(api, it, answer),
        accept: accept(it),
        security: security(api, it),
        parameters: parameters.map(|it| parameter(api, it)).collect(),
        body: body.map(|it| layout(api, it)).collect(),
        answer,
        layouts: layouts.collect(),
        streamed: streamed(api, it),
        redirects: redirects(it),
        paging: None,
    }
}

/// What callers have to know of an operation that the client does not do all of.
fn docs(api: &Api, it: &Operation, answer: Answer) -> Vec<String> {
    let mut said = Vec::new();
    let whole = api.servers.first().map(|it| &it.url);
    if let Some(own) = it.servers.first().map(|it| &it.url)
        && whole != Some(own)
    {
        said.push(format!(
            "It has a server of its own, {}, which is called where that is said: `.base_url(..)`.",
            doc::code(own)
        ));
    }
    if answer == Answer::Head {
        said.push(
            "`HEAD` leaves out the bodies of its answers: `.with_response()` has the headers, and what is no success \
             is [`Error::Undocumented`](crate::client::Error::Undocumented), documented or not."
                .to_owned(),
        );
    }
    doc::lines(&said.join("\n\n"))
}

/// The media types of the answers, each once; those of failures come last.
fn accept(it: &Operation) -> Vec<Arc<str>> {
    let mut all: Vec<Arc<str>> = Vec::new();
    for failed in [false, true] {
        let responses = it.responses.iter();
        let responses = responses.filter(|it| is_error(it.status) == failed);
        for media in responses.flat_map(|it| &it.content) {
            if !all.contains(&media.name) {
                all.push(media.name.clone());
            }
        }
    }
    all
}

/// What an operation asks of its caller. What the connection tells, as a client certificate does, is nothing that is sent.
fn security(api: &Api, it: &Operation) -> Vec<Vec<Requirement>> {
    let alternatives = it.security.iter().map(|requirement| {
        let sent = requirement.schemes.iter().filter(|(name, _)| {
            let scheme = api.security_schemes.get(name);
            scheme.is_some_and(|it| scheme_kind(&it.kind).is_some())
        });
        let sent = sent.map(|(name, scopes)| {
            let scopes = scopes.iter().map(|it| Arc::from(&**it));
            (name.clone(), scopes.collect())
        });
        sent.collect()
    });
    alternatives.collect()
}

/// Each media type of each answer, where one of them is streamed.
fn streamed(api: &Api, it: &Operation) -> Vec<(String, Arc<str>, bool)> {
    let rows = it.responses.iter().flat_map(|response| {
        let content = response.content.iter();
        content.map(|it| {
            (
                response.status.to_string(),
                it.name.clone(),
                is_streamed(api, it),
            )
        })
    });
    let rows: Vec<_> = rows.collect();
    match it.method != Method::Head && rows.iter().any(|it| it.2) {
        true => rows,
        false => Vec::new(),
    }
}

fn is_streamed(api: &Api, it: &MediaType) -> bool {
    match coding(api, it) {
        Coding::Json | Coding::Form | Coding::Text => false,
        // Towards a client, parts are bytes.
        Coding::Parts | Coding::Multipart | Coding::Stream | Coding::Events | Coding::Items(_) => {
            true
        }
    }
}

fn redirects(it: &Operation) -> Vec<u16> {
    const ALL: [u16; 5] = [301, 302, 303, 307, 308];
    let statuses = it.responses.iter().map(|it| it.status);
    let mut found: Vec<u16> = Vec::new();
    for status in statuses {
        match status {
            Status::Code(code) if ALL.contains(&code) => found.push(code),
            Status::Range(3) => found.extend(ALL),
            Status::Code(_) | Status::Range(_) | Status::Default => {}
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What the method answers: a success, where the trait's method answers whatever is documented.
fn answer(it: &Operation, endpoint: &Endpoint) -> Answer {
    let has_body = |it: &Response| !matches!(it.body, ResponseBody::Empty);
    if it.method == Method::Head && endpoint.responses().any(has_body) {
        return Answer::Head;
    }
    if endpoint.errors.is_some() {
        return Answer::Typed;
    }
    let Output::Enum { variants, .. } = &endpoint.output else {
        return Answer::Plain;
    };
    let is_failure = |response: &Response| {
        let mut all = it.responses.iter();
        all.any(|it| is_error(it.status) && it.status.to_string() == response.documented)
    };
    let successes = variants.iter().filter(|it| !is_failure(&it.1));
    if successes.clone().count() == variants.len() {
        return Answer::Plain;
    }
    match &successes.collect::<Vec<_>>()[..] {
        [(_, only)] if only.headers.is_empty() && only.status.is_some() => {
            let at = variants.iter().position(|it| !is_failure(&it.1));
            at.map_or(Answer::Whole, Answer::One)
        }
        _ => Answer::Whole,
    }
}

fn parameter(api: &Api, it: &Parameter) -> Travelling {
    let place = travel::location(it.location);
    let travelling = Travelling {
        name: it.name.clone(),
        location: place,
        style: described::Style::Simple,
        explode: false,
        allow_reserved: false,
        item_style: None,
        form: None,
    };
    match &it.shape {
        ParameterShape::Schema {
            style,
            explode,
            allow_reserved,
            schema,
        } => Travelling {
            style: travel::style(*style),
            explode: *explode,
            allow_reserved: *allow_reserved,
            item_style: travel::item_style(api, *schema),
            ..travelling
        },
        ParameterShape::Content(media) => match coding(api, media) {
            Coding::Json => Travelling {
                style: described::Style::Json,
                ..travelling
            },
            Coding::Form if place == Location::Querystring => Travelling {
                form: Some(encodings_of(api, media)),
                ..travelling
            },
            _ => travelling,
        },
    }
}

fn encodings_of(api: &Api, it: &MediaType) -> Vec<(Arc<str>, described::Encoding)> {
    let encodings = encodings(api, it).0.into_iter();
    encodings.map(|(name, it)| (name.into(), it)).collect()
}

fn layout(api: &Api, it: &MediaType) -> Layout {
    let coding = coding(api, it);
    let mut layout = Layout {
        sent_as: sent_as(&it.name, coding),
        ..Layout::default()
    };
    match coding {
        Coding::Form => layout.encodings = encodings_of(api, it),
        Coding::Parts | Coding::Multipart | Coding::Items(Sequence::Parts) => {
            layout.parts = parts(api, it);
            layout.is_positional = positions(api, it).is_some();
        }
        _ => {}
    }
    layout
}

/// What is said of the parts of a body, or of the properties of a form that is one.
fn parts(api: &Api, media: &MediaType) -> Vec<Part> {
    if let Some(positions) = positions(api, media) {
        let prefix = positions.prefix.iter().enumerate();
        let prefix = prefix.map(|(at, it)| (Arc::from(at.to_string()), *it));
        let rest = positions.rest.map(|it| (Arc::from(OTHERS), it));
        let parts = prefix.chain(rest).map(|(name, it)| {
            let schemas = it.schema.as_slice();
            match it.encoding {
                Some(encoding) => part(api, name, schemas, encoding, None),
                None => Part::named(name),
            }
        });
        return parts.collect();
    }
    let encodings = encodings(api, media).0;
    let fields = media.schema.map(|id| properties(api, id));
    let fields = fields.unwrap_or_default();
    let parts = media.encodings.named.iter().map(|(name, it)| {
        let style = encodings.iter().find(|it| *it.0 == **name);
        let field = fields.iter().find(|(field, _)| field == name);
        let schemas = field.map(|(_, id)| parts_of(api, *id));
        let schemas = schemas.unwrap_or_default();
        part(api, name.clone(), &schemas, it, style.map(|it| it.1))
    });
    parts.filter(|it| !it.is_plain()).collect()
}

fn part(
    api: &Api,
    name: Arc<str>,
    schemas: &[SchemaId],
    it: &Encoding,
    style: Option<described::Encoding>,
) -> Part {
    let types = it.content_type.iter().flat_map(|it| it.split(','));
    let types = types.filter(|_| style.is_none());
    let mut types = types.map(str::trim).filter(|it| !it.contains('*'));
    let mut within = schemas.iter().filter_map(|id| within(api, *id, it));
    let within = within.next().filter(|_| style.is_none());
    let headers = it.headers.iter().filter_map(|it| {
        let text = constant(api, it)?;
        Some((it.name.clone(), text))
    });
    Part {
        name,
        media: types.next().unwrap_or_default().to_owned(),
        style,
        headers: headers.collect(),
        within: within.map(|it| parts(api, &it)).unwrap_or_default(),
    }
}

/// What a header of a part says, where its schema accepts nothing else.
pub(super) fn constant(api: &Api, it: &Header) -> Option<String> {
    let ParameterShape::Schema { schema, .. } = &it.shape else {
        return None;
    };
    match &api.schema(*schema).values.as_ref()?.values[..] {
        [only] => match &only.value {
            Value::String(text) => Some(text.to_string()),
            Value::Number(digits) => Some(digits.to_string()),
            Value::Bool(it) => Some(it.to_string()),
            _ => None,
        },
        _ => None,
    }
    .filter(|it| it.bytes().all(|it| (b' '..0x7f).contains(&it)))
}

/// How the bodies of a shared response are laid out: as those of the first operation that refers to it.
fn shared(api: &Api, it: &SharedResponse) -> Vec<Layout> {
    let mut responses = api.operations.iter().flat_map(|it| &it.responses);
    let found = responses
        .find(|response| super::operation::component(response).as_deref() == Some(&*it.component));
    let content = found.into_iter().flat_map(|it| &it.content);
    content.map(|it| layout(api, it)).collect()
}

fn schemes(api: &Api) -> Vec<Scheme> {
    let mut scope = Scope::default();
    for name in EXPORTS.into_iter().chain(TAKEN_TYPES) {
        scope.try_claim(name);
    }
    let schemes = api.security_schemes.iter().filter_map(|(wire, it)| {
        let kind = scheme_kind(&it.kind)?;
        Some(Scheme {
            name: scope.claim(&pascal(wire)),
            wire: wire.clone(),
            docs: doc::lines(it.description.as_deref().unwrap_or_default()),
            kind,
        })
    });
    schemes.collect()
}

/// How the credentials of a scheme are sent; `None` where they are no part of a request.
fn scheme_kind(it: &SecuritySchemeKind) -> Option<SchemeKind> {
    Some(match scheme(it) {
        SecurityScheme::ApiKey { location, name } => SchemeKind::ApiKey(location, name.into()),
        SecurityScheme::Basic => SchemeKind::Basic,
        SecurityScheme::Bearer => SchemeKind::Bearer,
        SecurityScheme::Http(scheme) => SchemeKind::Http(scheme.into()),
        SecurityScheme::MutualTls | SecurityScheme::Undeclared => return None,
    })
}

/// The servers that have an address of their own.
fn servers(api: &Api) -> Vec<Server> {
    let servers = api.servers.iter().filter(|it| it.url.contains("://"));
    let servers = servers.map(|it| {
        let said = it.description.as_deref().or(it.name.as_deref());
        let words = said.unwrap_or_default().split_whitespace();
        let variables = it.variables.iter().map(|(name, it)| {
            let values = it.values.iter().map(|it| Arc::from(&**it));
            Variable {
                name: name.clone(),
                default: Arc::from(&*it.default),
                values: values.collect(),
            }
        });
        Server {
            url: Arc::from(&*it.url),
            description: words.collect::<Vec<_>>().join(" "),
            variables: variables.collect(),
        }
    });
    servers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::api;

    #[test]
    fn credentials_have_names_that_are_free() {
        let schemes = ["call", "from", "Into", "result", "string", "key"];
        let declared = schemes.map(|it| format!("{it}: {{type: http, scheme: bearer}}"));
        let api = api(&format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n\
             components: {{securitySchemes: {{{}}}}}\n",
            declared.join(", ")
        ));
        let found = super::schemes(&api);
        let names: Vec<&str> = found.iter().map(|it| &*it.name).collect();
        assert_eq!(
            names,
            ["Call2", "From2", "Into2", "Result2", "String2", "Key"]
        );
    }

    #[test]
    fn what_the_client_does_not_do_is_said() {
        let api = api(
            "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a.example'}]\npaths:\n  \
             /x:\n    get: {servers: [{url: 'https://b.example/v1'}], responses: {}}\n    \
             put: {servers: [{url: 'https://a.example'}], responses: {}}\n",
        );
        let said = |at: usize| docs(&api, &api.operations[at], Answer::Plain);
        assert_eq!(said(0).len(), 1);
        assert!(said(0)[0].contains("`https://b.example/v1`") && said(0)[0].contains("base_url"));
        assert_eq!(said(1), [""; 0]);
        let head = docs(&api, &api.operations[1], Answer::Head);
        assert!(
            head.iter().any(|it| it.contains("`.with_response()`")),
            "{head:?}"
        );
    }
}
