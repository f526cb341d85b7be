//! What pages say → `Api`.

mod contents;
mod encodings;
mod examples;
mod finish;
mod hidden;
mod links;
mod media_types;
mod names;
mod parameter;
mod sections;
mod security;
mod servers;
mod titles;

pub use examples::OwnExamples;
pub use media_types::shows_notation;
use media_types::{answers, bodies, media_type};
use names::{operation_id, server_of, summary};

use indexmap::{IndexMap, IndexSet};

use self::titles::Described;
use super::draft::{Draft, DraftId, Drafts};
use super::facts::{self, Content, Name, Page};
use super::paths;
use super::rows::{Lists, RowReader, Standing};
use super::samples::listed_value as value;
use crate::config::Docs;
use crate::docs::grammar;
use crate::docs::inline::Standing as SchemaStanding;
use crate::docs::label::TypeLabel;
use crate::docs::notation::Notation;
use crate::docs::restrictions::{Restriction, Restrictions};
use crate::model::{
    Api, Header, Info, JsonType, MediaType, Method, Operation, Parameter, ParameterShape,
    RequestBody, Response, SecurityScheme, Style, Tag,
};
use crate::node::Node;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The API that pages describe which were made with these settings.
pub fn api<'c>(pages: &'c [Page<'_>], docs: &'c Docs, own: &'c OwnExamples) -> Api {
    let server = pages
        .iter()
        .flat_map(Page::operations)
        .find_map(facts::Operation::address);
    // Where the settings say the origin, the list of servers does not.
    let listed = about(pages).and_then(|it| it.servers.first());
    let listed = listed.filter(|it| docs.server.is_none() && it.url.contains("://"));
    let usual = match listed {
        Some(it) => Some(it.by_defaults().trim_end_matches('/').to_owned()),
        None => server.map(str::to_owned),
    };
    let mut builder = Builder {
        drafts: Drafts::new(!docs.quirks),
        server: usual,
        docs,
        own,
        schemes: IndexMap::new(),
        extends: Vec::new(),
        ids: IndexSet::new(),
    };
    let described = match docs.quirks {
        true => Described::default(),
        false => Described::by(pages),
    };
    for page in pages {
        match &page.content {
            Content::Schemas(sections) => builder.sections(sections, &described),
            Content::Authentication(_, schemes) => builder.schemes.extend(schemes.iter().cloned()),
            _ => {}
        }
    }
    let has_sections = !builder.drafts.components().is_empty();
    if !has_sections {
        builder.descriptions(pages);
    }
    let read: Vec<Vec<Shapes>> = pages
        .iter()
        .map(|page| {
            page.operations()
                .iter()
                .map(|it| builder.shapes(it))
                .collect()
        })
        .collect();
    let each = || {
        let pages = pages.iter().zip(&read);
        pages.flat_map(|(page, shapes)| page.operations().iter().zip(shapes))
    };
    // What rows say is more exact than what an example lets one guess.
    for (it, shapes) in each() {
        builder.rows(it, shapes);
        builder.rows_of_contents(it, shapes);
    }
    let refusing = builder.refusing(each());
    for (it, shapes) in each() {
        builder.samples(it, shapes);
    }
    builder.refuse(&refusing);
    let mut operations = Vec::new();
    let mut webhooks = Vec::new();
    for (page, shapes) in pages.iter().zip(&read) {
        let of_page = page.operations().iter().zip(shapes);
        let made = of_page.map(|(it, shapes)| builder.operation(page, it, shapes));
        match page.content {
            Content::Webhooks(_) => webhooks.extend(made),
            _ => operations.push(made.collect()),
        }
    }
    if !has_sections {
        builder.drafts.sort_components();
    }
    let said = pages.iter().find_map(|it| match &it.content {
        Content::Overview(it) => Some(&**it),
        _ => None,
    });
    let api = Api {
        info: info(pages, docs),
        servers: match said {
            Some(it) if !it.servers.is_empty() => it.servers.clone(),
            _ => match about(pages) {
                Some(it) if !it.servers.is_empty() => it.servers.clone(),
                // One at `/` is not worth a word.
                Some(_) => vec![server_of(None, docs)],
                None => vec![server_of(server, docs)],
            },
        },
        external_docs: about(pages).and_then(|it| it.external_docs.clone()),
        tags: tags(pages, docs),
        operations: paths::merged(operations),
        webhooks,
        ..Api::default()
    };
    if let Some(said) = said {
        builder.declare_all(said, &api.operations);
    }
    builder.finish(api)
}

/// What pages say of the API as a whole. What none of them says is a name and a version that 3.0 asks for.
fn info(pages: &[Page<'_>], docs: &Docs) -> Info {
    let said = pages.iter().find_map(|it| match &it.content {
        Content::Overview(it) => Some(&it.info),
        _ => None,
    });
    if let Some(info) = said {
        return info.clone();
    }
    let index = pages.iter().find_map(|it| match it.content {
        Content::Index(description, ..) => Some((it.title, description)),
        _ => None,
    });
    let about = about(pages).map(|it| it.info.clone());
    let about = about.unwrap_or_default();
    let first = pages
        .iter()
        .find(|it| matches!(it.content, Content::Tag(..)));
    let title = index
        .map(|it| it.0)
        .or(first.filter(|_| pages.len() == 1).map(|it| it.title));
    Info {
        title: unescaped(title.unwrap_or("API"), docs.quirks),
        version: match about.version.as_str() {
            // No page has room for one.
            "" if docs.quirks || index.is_none() => "1.0".to_owned(),
            _ => about.version,
        },
        description: index.and_then(|it| it.1).map(facts::description),
        ..about
    }
}

/// What the page that leads to the others says of the API.
fn about<'p>(pages: &'p [Page<'_>]) -> Option<&'p facts::About> {
    pages.iter().find_map(|it| match &it.content {
        Content::Index(_, _, about) => about.as_deref(),
        _ => None,
    })
}

/// The tags in the order of the index, if there is one, and otherwise as the pages come.
fn tags(pages: &[Page<'_>], docs: &Docs) -> Vec<Tag> {
    let order = pages.iter().find_map(|it| match &it.content {
        Content::Index(_, titles, _) => Some(titles),
        _ => None,
    });
    let mut pages: Vec<&Page<'_>> = pages.iter().collect();
    if let Some(order) = order {
        let titles: HashSet<&str> = pages.iter().map(|it| it.title).collect();
        // A nested one stands behind those that it is nested under.
        let is_nested = |it: &str, title: &str| {
            let within = it.strip_suffix(title);
            within.is_some_and(|it| it.ends_with(grammar::BETWEEN_NESTED)) && !titles.contains(it)
        };
        // A tag of that name stands behind the page on how to authenticate.
        let is_authentication = |it: &&Page<'_>| matches!(it.content, Content::Authentication(..));
        let first = pages.iter().copied().find(is_authentication);
        pages.sort_by_cached_key(|page| {
            let is_second = first.is_some_and(|it| {
                it.title == page.title && matches!(page.content, Content::Tag(..))
            });
            let mut found = order.iter().enumerate().filter(|it| *it.1 == page.title);
            let whole = found.nth(usize::from(is_second)).map(|it| it.0);
            whole.or_else(|| order.iter().position(|it| is_nested(it, page.title)))
        });
    }
    let tags = pages.into_iter().filter_map(|page| {
        let Content::Tag(description, _) = page.content else {
            return None;
        };
        (page.title != grammar::UNTAGGED || description.is_some()).then(|| Tag {
            name: unescaped(page.title, docs.quirks),
            description: description.map(facts::description),
            ..Tag::default()
        })
    });
    tags.collect()
}

/// The text of a heading. Without oddities, what Markdown would take for more than text stands behind backslashes.
fn unescaped(title: &str, quirks: bool) -> String {
    match quirks {
        true => title.to_owned(),
        false => facts::unescaped(title).into_owned(),
    }
}

/// The schemas of an operation.
struct Shapes {
    parameters: Vec<Option<DraftId>>,
    body: Option<DraftId>,
    responses: Vec<Option<DraftId>>,
    /// Those of the table of media types.
    contents: Vec<Option<DraftId>>,
}

struct Builder<'c> {
    drafts: Drafts,
    /// Where operations are served that have no server of their own.
    server: Option<String>,
    docs: &'c Docs,
    own: &'c OwnExamples,
    schemes: IndexMap<Arc<str>, SecurityScheme>,
    /// What extends a base, with the base.
    extends: Vec<(DraftId, DraftId)>,
    /// The operationIds that are taken.
    ids: IndexSet<Arc<str>>,
}

impl Builder<'_> {
    /// The text of a cell.
    fn text(&self, cell: &str) -> String {
        facts::cell_text(cell, self.docs.quirks)
    }

    /// The text of a cell that has one.
    fn some_text(&self, cell: &str) -> Option<String> {
        Some(self.text(cell)).filter(|it| !it.is_empty())
    }

    /// The schemas that the labels of an operation name.
    fn shapes(&mut self, facts: &facts::Operation<'_>) -> Shapes {
        let mut shapes = Shapes {
            parameters: Vec::new(),
            body: None,
            responses: Vec::new(),
            contents: Vec::new(),
        };
        for it in &facts.parameters {
            if it.location != grammar::BODY_NAME {
                let id = it.label.as_ref().map(|label| self.labelled(label));
                if let Some(id) = id {
                    self.limit_parameter(id, it, facts);
                    // It is the parameter that is deprecated.
                    let restrictions = it.restrictions.without(&Restrictions::deprecated());
                    self.reader(&[]).restrict(id, &restrictions);
                }
                shapes.parameters.push(id);
            } else if it.depth == 0 && shapes.body.is_none() {
                let id = it.label.as_ref().map(|label| match label {
                    // The templates call an array by the component that its items are, with a link that leads nowhere.
                    TypeLabel::Schema { link, .. } if link.from == SchemaStanding::SchemaPage => {
                        self.labelled(&label.clone().array_of())
                    }
                    label => self.labelled(label),
                });
                if let Some(id) = id {
                    self.limit_parameter(id, it, facts);
                    self.reader(&[]).restrict(id, &it.restrictions);
                }
                shapes.body = id;
            }
        }
        for it in &facts.responses {
            let has_rows = facts
                .schemas
                .iter()
                .any(|schema| schema.status == Some(it.status));
            let label = match &it.label {
                // An array that is a component itself is called so too, and has its rows on its own page. Another array has a
                // row of its own here, whatever its items are.
                Some(TypeLabel::ArrayOf(of))
                    if self.docs.quirks && !has_rows && self.is_array(of) =>
                {
                    self.array_by_its_own_name(of);
                    Some(&**of)
                }
                label => label.as_ref(),
            };
            shapes.responses.push(label.map(|it| self.labelled(it)));
        }
        self.primitive(facts, &shapes);
        for it in &facts.contents {
            let (label, id) = Self::of_tables(facts, &shapes, it.of);
            let is_same = it.rows.is_none() && it.label.as_ref() == label;
            shapes.contents.push(match &it.label {
                Some(_) if is_same => id,
                label => label.as_ref().map(|it| self.labelled(it)),
            });
        }
        shapes
    }

    fn labelled(&mut self, label: &TypeLabel<'_>) -> DraftId {
        let id = self.drafts.add(Draft::default());
        let none = &[];
        self.reader(none).label(id, label);
        id
    }

    fn reader<'d>(&'d mut self, values: &'d [facts::ListedValues<'d>]) -> RowReader<'d> {
        RowReader {
            drafts: &mut self.drafts,
            standing: Standing::Operation,
            quirks: self.docs.quirks,
            values: Lists::new(values),
            rows: &[],
            repeated: OnceCell::new(),
            of_body: false,
            is_hint: false,
            shown: Vec::new(),
            named: Vec::new(),
            marked: OnceCell::new(),
            taken: HashMap::new(),
            takes: 0,
            within: Vec::new(),
            begun: HashSet::new(),
            open: Vec::new(),
        }
    }

    /// Adds the values that a parameter, or its items, is limited to.
    fn limit_parameter(
        &mut self,
        id: DraftId,
        parameter: &facts::Parameter<'_>,
        facts: &facts::Operation<'_>,
    ) {
        let Name::Property(name) = &parameter.name else {
            return;
        };
        let Some(listed) = facts.values.iter().find(|it| it.name == *name) else {
            return;
        };
        // The values of an array are those of its items, whose list no page of schemas has.
        let target = self.drafts.target(id);
        let limited = self.drafts.get(target).items.unwrap_or(id);
        let target = self.drafts.target(limited);
        let draft = self.drafts.get(target);
        if draft.values.is_some() || draft.has_parts() || draft.is(JsonType::Object) {
            return;
        }
        let kind = draft.types.first().copied();
        let values = listed.values(self.docs.quirks);
        let values: Vec<Node> = values.iter().map(|it| value(it, kind, None)).collect();
        let is_known = self.drafts.get(target).known;
        let limited = if is_known { limited } else { target };
        self.drafts.get_mut(limited).values = Some(values);
    }

    /// Adds the rows of an operation.
    fn rows(&mut self, facts: &facts::Operation<'_>, shapes: &Shapes) {
        let parameters = facts.parameters.iter();
        let parameters = parameters.filter(|it| it.location != grammar::BODY_NAME);
        for (it, id) in parameters.zip(&shapes.parameters) {
            if let (Some(id), [_, ..]) = (id, &it.members[..]) {
                let group = facts::Group {
                    title: None,
                    rows: it.members.clone(),
                };
                let mut reader = self.reader(&facts.values);
                reader.of_body = true;
                reader.rows = std::slice::from_ref(&group);
                reader.body(*id, &group, None);
            }
        }
        if let Some(body) = shapes.body {
            let rows: Vec<facts::Row<'_>> = facts
                .parameters
                .iter()
                .filter(|it| it.location == grammar::BODY_NAME)
                .skip(1)
                .map(|it| it.clone().into_row())
                .collect();
            let sample = facts.body_sample();
            if !rows.is_empty() {
                let group = facts::Group { title: None, rows };
                let mut reader = self.reader(&facts.values);
                reader.of_body = true;
                reader.rows = std::slice::from_ref(&group);
                reader.body(body, &group, sample);
            }
        }
        if let (Some(body), Some(it)) = (shapes.body, facts.body_schema.first()) {
            self.within_all_of(body);
            let title = it.groups.first().and_then(|it| it.title);
            if title.is_none_or(|it| facts::branch(it).is_none()) {
                self.lone_part(body);
            }
            // Objects have their rows among the parameters.
            let draft = self.drafts.get_mut(body);
            draft.types.retain(|it| *it != JsonType::Object);
            let mut reader = self.reader(&it.values);
            reader.rows = &it.groups;
            reader.groups(body, &it.groups, facts.body_sample());
            if let Some(mapping) = &it.mapping {
                reader.map(body, mapping);
            }
        }
        for (response, id) in facts.responses.iter().zip(&shapes.responses) {
            if let (Some(id), Some(label)) = (id, &response.label) {
                self.hidden_branches(*id, response.status, label, facts);
            }
        }
        for it in &facts.schemas {
            let index = facts
                .responses
                .iter()
                .position(|response| Some(response.status) == it.status);
            let Some(id) = index.and_then(|at| shapes.responses[at]) else {
                continue;
            };
            let sample = it.status.and_then(|it| self.hint(facts, it));
            let own = it.status.and_then(|it| facts.response_sample(it));
            self.within_all_of(id);
            let mut reader = self.reader(&it.values);
            reader.is_hint = own.is_none();
            reader.rows = &it.groups;
            reader.groups(id, &it.groups, sample);
            if let Some(mapping) = &it.mapping {
                reader.map(id, mapping);
            }
            reader.restrict(id, &it.whole);
        }
    }

    /// Adds the examples of an operation.
    fn samples(&mut self, facts: &facts::Operation<'_>, shapes: &Shapes) {
        let own = self.own;
        if let (Some(body), Some(sample)) = (shapes.body, facts.body_sample())
            && !own.bodies.contains(&facts.place)
            && !self.is_shown_otherwise(body, sample)
        {
            let labels = facts
                .parameters
                .iter()
                .filter(|it| it.location == grammar::BODY_NAME);
            let mut rows = labels.map(|it| it.label.as_ref());
            let label = rows.next().flatten();
            let has_rows = rows.next().is_some() || !facts.body_schema.is_empty();
            self.settle_any(body, label, has_rows);
            self.drafts.see(body, sample, None);
        }
        for (it, id) in facts.responses.iter().zip(&shapes.responses) {
            let (Some(id), Some(sample)) = (id, facts.response_sample(it.status)) else {
                continue;
            };
            if self.is_shown_otherwise(*id, sample) {
                continue;
            }
            if !own.responses.contains(&(facts.place, it.status.to_owned())) {
                let mut rows = facts.schemas.iter();
                let has_rows = rows.any(|schema| schema.status == Some(it.status));
                self.settle_any(*id, it.label.as_ref(), has_rows);
                self.drafts.see(*id, sample, None);
            } else if examples::is_of_schema(facts, it) {
                let target = self.drafts.target(*id);
                let draft = self.drafts.get_mut(target);
                if draft.shown.is_none() {
                    draft.example.get_or_insert_with(|| sample.clone());
                }
            }
        }
    }

    /// The operation itself.
    fn operation(
        &mut self,
        page: &Page<'_>,
        facts: &facts::Operation<'_>,
        shapes: &Shapes,
    ) -> Operation {
        let method = Method::ALL
            .into_iter()
            .find(|it| it.as_upper() == facts.method);
        let request_line = format!("{} {}", facts.method, facts.path);
        let title = unescaped(facts.title, self.docs.quirks);
        let is_webhook = matches!(page.content, Content::Webhooks(_));
        let is_named = title != request_line && !(is_webhook && title == facts.path);
        let summary = is_named.then(|| summary(&title, facts));
        let id = summary.as_deref().filter(|_| !is_webhook);
        let id = id.map(operation_id);
        let (summary, id) = match &facts.said {
            Some(said) => (
                said.summary.map(|it| unescaped(it, false)),
                said.id.map(|it| unescaped(it, false)),
            ),
            None => (summary, id),
        };
        let id = id.filter(|it| !it.is_empty()).map(Arc::<str>::from);
        let id = id.filter(|it| self.ids.insert(it.clone()));
        let rows = facts
            .parameters
            .iter()
            .filter(|it| it.location != grammar::BODY_NAME);
        let parameters: Vec<Parameter> = rows
            .zip(&shapes.parameters)
            .filter_map(|(it, schema)| self.parameter(it, *schema, facts))
            .collect();
        Operation {
            id,
            method: method.unwrap_or_else(|| Method::Other(facts.method.into())),
            path: facts.path.into(),
            tags: if page.title == grammar::UNTAGGED || is_webhook {
                Vec::new()
            } else {
                vec![unescaped(page.title, self.docs.quirks).into()]
            },
            summary,
            description: self.description(facts).map(facts::description),
            path_summary: None,
            path_description: None,
            deprecated: facts.deprecated,
            request_body: self.body(facts, shapes),
            responses: self.responses(facts, shapes),
            callbacks: links::callbacks(facts),
            security: self.security(facts),
            parameters,
            servers: self.own_servers(facts),
            external_docs: None,
            extensions: self.operation_extensions(facts),
            pointer: "".into(),
            place: facts.place,
        }
    }

    /// The description. Where nothing stands between the two, it ends with the sentence on who may call an operation.
    fn description<'f>(&self, facts: &facts::Operation<'f>) -> Option<&'f str> {
        match self.above_sentence(facts) {
            Some(text) => Some(text.trim_end()).filter(|it| !it.is_empty()),
            None => facts.description,
        }
    }

    /// What stands in the description above that sentence, where it ends with it.
    fn above_sentence<'f>(&self, facts: &facts::Operation<'f>) -> Option<&'f str> {
        let has_parts =
            !facts.responses.is_empty() || !facts.parameters.is_empty() || facts.body.is_some();
        let sentence = self.docs.authenticated.as_str();
        if has_parts || sentence.is_empty() {
            return None;
        }
        let above = facts.description?.strip_suffix(sentence)?;
        let stands_alone = above.is_empty() || above.ends_with("\n\n");
        stands_alone.then_some(above)
    }

    /// What speaks to the generator: which file a sample sends.
    fn operation_extensions(&self, facts: &facts::Operation<'_>) -> crate::model::Extensions {
        let mut out = IndexMap::new();
        if let (Some(name), Some(file)) = (&self.docs.extension, facts.request.file) {
            let key = crate::node::Key::new("rawBodyFile", Default::default());
            let members = vec![(key, Node::string(file, Default::default()))];
            out.insert(
                name.as_str().into(),
                Node::object(members, Default::default()),
            );
        }
        out.into()
    }

    fn body(&mut self, facts: &facts::Operation<'_>, shapes: &Shapes) -> Option<RequestBody> {
        let row = facts
            .parameters
            .iter()
            .find(|it| it.location == grammar::BODY_NAME);
        let content_type = facts
            .request
            .headers
            .iter()
            .find(|(name, _)| *name == "Content-Type");
        let is_header = facts
            .parameters
            .iter()
            .any(|it| it.location == "header" && it.name == Name::Property("Content-Type".into()));
        let content_type = content_type.filter(|_| !is_header).map(|it| it.1);
        if facts.body.is_none() && row.is_none() && content_type.is_none() {
            return None;
        }
        let languages = || facts.body.iter().flatten().filter_map(|it| it.language);
        let is_unknown = row.is_some() && facts.body.is_none() && !self.docs.quirks;
        let name = match content_type {
            // What is sent as JSON for want of a type of its own has no example.
            Some(it) if is_unknown && Notation::Json.is(it) => "*/*",
            Some(it) => it,
            None if facts.request.multipart => "multipart/form-data",
            None if facts.request.form || languages().next() == Some("yaml") => {
                "application/x-www-form-urlencoded"
            }
            None => "application/json",
        };
        let encodings = self.encodings(facts);
        Some(RequestBody {
            description: row.and_then(|it| self.some_text(&it.description)),
            required: row.is_some_and(|it| it.required),
            content: match self.contents_of_body(facts, shapes, &encodings) {
                listed if !listed.is_empty() => listed,
                _ => bodies(facts, name)
                    .into_iter()
                    .take(self.most_contents(facts))
                    .map(|name| MediaType {
                        examples: examples::of_body(self.own, facts, |_| true),
                        encodings: encodings.clone(),
                        ..media_type(name, shapes.body)
                    })
                    .collect(),
            },
            extensions: Default::default(),
            pointer: "".into(),
            place: facts.place,
        })
    }

    fn responses(&mut self, facts: &facts::Operation<'_>, shapes: &Shapes) -> Vec<Response> {
        let accept = facts
            .request
            .headers
            .iter()
            .find(|(name, _)| *name == "Accept");
        let accept = accept.map(|it| it.1);
        // A response may hold something that has no schema: the first that succeeds is the likeliest.
        let has_schema = shapes.responses.iter().any(Option::is_some);
        let without_schema = accept.filter(|_| !has_schema && facts.examples.is_some());
        let first = facts
            .responses
            .iter()
            .position(|it| it.status.starts_with('2'))
            .unwrap_or(0);
        // Without oddities the sample accepts the first type there is; one that no example shows is that of an answer without a
        // schema.
        let is_of_other = accept.is_some_and(|accept| self.holds_schema(facts, shapes, accept));
        let mut titled = examples::titled(facts);
        let mut out = Vec::new();
        for (i, (it, schema)) in facts.responses.iter().zip(&shapes.responses).enumerate() {
            let Some(status) = facts::status(it.status) else {
                continue;
            };
            let mut content = match (schema, without_schema) {
                _ if facts.contents.iter().any(|held| held.of == it.status) => {
                    self.contents_of_response(facts, shapes, it)
                }
                (Some(_), _) => answers(
                    facts,
                    it.status,
                    accept.unwrap_or("application/json"),
                    self.docs.quirks,
                )
                .into_iter()
                .take(self.most_contents(facts))
                .map(|name| media_type(name, *schema))
                .collect(),
                // An example of its own has a title with the status.
                (None, _)
                    if !self.docs.quirks && facts.response_samples(it.status).next().is_some() =>
                {
                    let accept = accept.unwrap_or("application/json");
                    let names = answers(facts, it.status, accept, self.docs.quirks).into_iter();
                    let names = names.take(self.most_contents(facts));
                    let shown = examples::all_of_response(self.own, facts, it, |_| true);
                    let names = names.map(|name| MediaType {
                        examples: shown.clone(),
                        ..media_type(name, None)
                    });
                    names.collect()
                }
                // What has no example and no type is told by the request alone.
                (None, _)
                    if i == first
                        && !self.docs.quirks
                        && accept.is_some_and(|it| !media_types::is_shown(it) || !is_of_other) =>
                {
                    vec![media_type(accept.unwrap_or_default(), None)]
                }
                (None, Some(name)) if i == first || titled.contains_key(&i) => {
                    vec![media_type(name, None)]
                }
                (None, _) => Vec::new(),
            };
            let is_listed = facts.contents.iter().any(|held| held.of == it.status);
            let first = content.first_mut();
            if let Some(first) = first.filter(|it| it.examples.is_empty() && !is_listed) {
                first.examples = match examples::of_response(self.own, facts, it) {
                    _ if !self.docs.quirks && facts.said.is_none() => {
                        examples::all_of_response(self.own, facts, it, |_| true)
                    }
                    Some(own) => vec![own],
                    None => titled.remove(&i).unwrap_or_default(),
                };
            }
            let headers = facts.headers.iter().filter(|header| header.of == it.status);
            let headers = headers.map(|it| self.header(it, facts)).collect();
            out.push(Response {
                status,
                summary: None,
                description: self.text(&it.description),
                headers,
                content,
                links: links::links(facts, it.status),
                extensions: Default::default(),
                pointer: "".into(),
                place: facts.place,
            });
        }
        out
    }

    pub(super) fn header(
        &mut self,
        it: &facts::Header<'_>,
        facts: &facts::Operation<'_>,
    ) -> Header {
        let schema = match &it.label {
            Some(label) => self.labelled(label),
            None => self.drafts.add(Draft::default()),
        };
        if !it.format.is_empty() {
            self.drafts.get_mut(schema).format = Some(it.format.into());
        }
        let restrictions = it.restrictions.without(&Restrictions::deprecated());
        self.reader(&[]).restrict(schema, &restrictions);
        Header {
            name: it.name.into(),
            description: self.some_text(&it.description),
            required: it.required,
            deprecated: it.restrictions.has(Restriction::Deprecated),
            shape: match it.restrictions.get(Restriction::MediaType) {
                Some(name) => ParameterShape::Content(media_type(name, Some(schema)).into()),
                None => ParameterShape::Schema {
                    style: Style::Simple,
                    explode: false,
                    allow_reserved: false,
                    schema,
                },
            },
            examples: Vec::new(),
            extensions: Default::default(),
            place: facts.place,
        }
    }
}
