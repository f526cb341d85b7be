//! A row of the table of parameters, and what the sample sends → a parameter.

use indexmap::IndexMap;

use super::media_types::media_type;
use super::names::{json_items, query_pairs, query_values};
use super::{Builder, examples};
use crate::capture::draft::{Draft, DraftId};
use crate::capture::facts::{self, Name};
use crate::capture::samples::listed_value;
use crate::docs::grammar;
use crate::docs::restrictions::Restriction;
use crate::model::{JsonType, Parameter, ParameterIn, ParameterShape, SecuritySchemeKind, Style};
use crate::node::{Key, Node, Value, percent_decode};

impl Builder<'_> {
    /// The parameter of a row.
    pub(super) fn parameter(
        &mut self,
        it: &facts::Parameter<'_>,
        schema: Option<DraftId>,
        facts: &facts::Operation<'_>,
    ) -> Option<Parameter> {
        let Name::Property(name) = &it.name else {
            return None;
        };
        let location = match it.location {
            "path" => ParameterIn::Path,
            "query" => ParameterIn::Query,
            "querystring" => ParameterIn::Querystring,
            "header" => ParameterIn::Header,
            _ => ParameterIn::Cookie,
        };
        let schema = schema.unwrap_or_else(|| self.drafts.add(Draft::default()));
        let said = it.restrictions.get(Restriction::Style);
        let style = said.and_then(Style::named);
        let style = style.unwrap_or(location.usual_style());
        let is_array = self
            .drafts
            .get(self.drafts.target(schema))
            .is(JsonType::Array);
        let mut explode = match it.restrictions.get(Restriction::Explode) {
            Some(it) => it == "true",
            None => style.explodes(),
        };
        let mut sent: Vec<String> = match location {
            ParameterIn::Header => {
                let headers = facts.request.headers.iter();
                let mut values = headers.filter(|(header, _)| *header == &**name);
                // Types stand before parameters, credentials behind them.
                let is_type = matches!(&**name, "Accept" | "Content-Type");
                match self.docs.quirks || is_type {
                    true => values.next_back(),
                    false => values.next(),
                }
                .map(|(_, value)| self.sent(value))
                .into_iter()
                .collect()
            }
            ParameterIn::Query if it.required => query_values(facts.request.url, name),
            ParameterIn::Cookie if it.required && self.docs.quirks => {
                facts.cookie(name).map(str::to_owned).into_iter().collect()
            }
            ParameterIn::Cookie if it.required => {
                let cookies = facts.cookies().filter(|(key, _)| *key == &**name);
                cookies.map(|(_, value)| value.to_owned()).collect()
            }
            _ => Vec::new(),
        };
        // A component of which the page says nothing else.
        let is_unknown = {
            let draft = self.drafts.get(self.drafts.target(schema));
            draft.has_only_name()
        };
        let unknown = match (is_unknown && self.docs.quirks, location) {
            (true, ParameterIn::Query) => laid_out_by_templates(&sent),
            (true, ParameterIn::Header) => sent.first().and_then(|it| joined_by_templates(it)),
            _ => None,
        };
        if let Some((Value::Array(_), is_one)) =
            unknown.as_ref().map(|it| (&it.value, sent.len() == 1))
        {
            explode &= !is_one;
        }
        if location == ParameterIn::Cookie && is_array && self.docs.quirks {
            sent = sent.iter().flat_map(|it| json_items(it)).collect();
        } else if let [only] = &sent[..]
            && is_array
            && only.contains(',')
        {
            explode &= !self.docs.quirks;
            sent = only.split(',').map(str::to_owned).collect();
        }
        let is_escaped = match location {
            ParameterIn::Query => true,
            ParameterIn::Cookie => !self.docs.quirks && style != Style::Cookie,
            _ => false,
        };
        if is_escaped {
            sent.iter_mut().for_each(|it| *it = percent_decode(it));
        }
        // The tools take the example of the last parameter of a name for all of them.
        let is_last = {
            let mut namesakes = facts
                .parameters
                .iter()
                .rev()
                .filter(|other| other.location != grammar::BODY_NAME && other.name == it.name);
            namesakes.next().is_none_or(|last| std::ptr::eq(last, it))
        };
        let is_object = {
            let draft = self.drafts.get(self.drafts.target(schema));
            draft.is(JsonType::Object) && draft.name.is_none()
        };
        let is_unknown = is_unknown && !self.docs.quirks;
        let own = match &sent[..] {
            [] if is_unknown => self.members(it, schema, (style, explode), facts),
            [only] if is_unknown => Some(of_texts(only, style)),
            several if is_unknown => Some(texts(several)),
            _ if is_object && !self.docs.quirks => {
                self.members(it, schema, (style, explode), facts)
            }
            [] => None,
            _ if !is_last && location == ParameterIn::Query && self.docs.quirks => None,
            _ if unknown.is_some() => unknown,
            sent => self.drafts.own_example(schema, sent),
        };
        Some(Parameter {
            name: (&**name).into(),
            location,
            required: it.required,
            description: self.some_text(&it.description),
            deprecated: it.restrictions.has(Restriction::Deprecated),
            allow_empty: it.restrictions.has(Restriction::AllowEmpty),
            shape: match it.restrictions.get(Restriction::MediaType) {
                Some(name) => ParameterShape::Content(media_type(name, Some(schema)).into()),
                None => ParameterShape::Schema {
                    style,
                    explode,
                    allow_reserved: it.restrictions.has(Restriction::AllowReserved),
                    schema,
                },
            },
            examples: own.into_iter().map(examples::example).collect(),
            extensions: Default::default(),
            pointer: "".into(),
            place: facts.place,
        })
    }
}

impl Builder<'_> {
    /// The object that the sample sends for a parameter.
    fn members(
        &self,
        it: &facts::Parameter<'_>,
        schema: DraftId,
        laid_out: (Style, bool),
        facts: &facts::Operation<'_>,
    ) -> Option<Node> {
        let Name::Property(name) = &it.name else {
            return None;
        };
        let mut keys: Vec<&str> = Vec::new();
        for scheme in self.schemes.values() {
            if let SecuritySchemeKind::ApiKey { name, .. } = &scheme.kind {
                keys.push(name);
            }
        }
        let members = sent_members(it, name, laid_out, (facts, &keys));
        // What is in objects of objects is told by their rows alone.
        if members.is_empty() || members.keys().any(|it| it.contains("][")) {
            return None;
        }
        let members = members.into_iter().map(|(key, sent)| {
            let value = self.sent_member(schema, &key, &sent);
            (Key::new(&*key, Default::default()), value)
        });
        Some(Node::object(members.collect(), Default::default()))
    }

    /// A member of an object that is sent, by what the rows say of it.
    fn sent_member(&self, object: DraftId, name: &str, sent: &[String]) -> Node {
        let object = self.drafts.get(self.drafts.target(object));
        let described = object.properties.get(name).copied().or(object.additional);
        let of = |id: DraftId| self.drafts.get(self.drafts.target(id));
        let described = described.map(of);
        let items = described.filter(|it| it.is(JsonType::Array));
        let kind = |it: &Draft| it.types.first().copied();
        match (items, sent) {
            (None, [only]) => listed_value(only, described.and_then(kind), None),
            (items, several) => {
                let kind = items.and_then(|it| it.items).map(of).and_then(kind);
                let items = several.iter().map(|it| listed_value(it, kind, None));
                Node::array(items.collect(), Default::default())
            }
        }
    }

    /// A word as a shell has it. The templates do not escape the quotes within one.
    fn sent(&self, word: &str) -> String {
        match self.docs.quirks {
            true => word.to_owned(),
            false => word.replace("'\\''", "'"),
        }
    }
}

/// The members of an object that the sample sends for a parameter: as texts, which is how they are sent.
fn sent_members(
    it: &facts::Parameter<'_>,
    name: &str,
    (style, explode): (Style, bool),
    (facts, keys): (&facts::Operation<'_>, &[&str]),
) -> IndexMap<String, Vec<String>> {
    let is_of_other = |key: &str| {
        let mut others = facts.parameters.iter();
        let is_it = |other: &facts::Parameter<'_>| {
            other.location == it.location && other.name == Name::Property(key.into())
        };
        others.any(is_it) || keys.contains(&key)
    };
    let pairs: Vec<(String, String)> = match it.location {
        "query" if it.required && style == Style::DeepObject => {
            let pairs = query_pairs(facts.request.url);
            let member = |it: &str| {
                let rest = it.strip_prefix(name)?.strip_prefix('[')?;
                Some(rest.strip_suffix(']')?.to_owned())
            };
            pairs
                .filter_map(|(key, value)| Some((member(&key)?, value)))
                .collect()
        }
        "query" if it.required && explode => {
            let pairs = query_pairs(facts.request.url);
            pairs.filter(|(key, _)| !is_of_other(key)).collect()
        }
        "query" if it.required => {
            let sent = query_values(facts.request.url, name);
            let texts: Vec<&str> = sent.iter().flat_map(|it| it.split(',')).collect();
            let texts = texts.chunks_exact(2);
            texts
                .map(|it| (percent_decode(it[0]), percent_decode(it[1])))
                .collect()
        }
        "cookie" if it.required && explode => {
            let pairs = facts
                .cookies()
                .map(|(key, value)| (key.to_owned(), percent_decode(value)));
            pairs.filter(|(key, _)| !is_of_other(key)).collect()
        }
        "header" => {
            let headers = facts.request.headers.iter();
            let sent = headers
                .filter(|it| it.0 == name)
                .flat_map(|it| it.1.split(','));
            let texts: Vec<&str> = sent.collect();
            match explode {
                true => texts
                    .iter()
                    .filter_map(|it| it.split_once('='))
                    .map(|(key, value)| (key.to_owned(), value.to_owned()))
                    .collect(),
                false => texts
                    .chunks_exact(2)
                    .map(|it| (it[0].to_owned(), it[1].to_owned()))
                    .collect(),
            }
        }
        _ => Vec::new(),
    };
    let mut members: IndexMap<String, Vec<String>> = IndexMap::new();
    for (key, value) in pairs {
        members.entry(key).or_default().push(value);
    }
    members
}

/// What the templates put into a query: they escape commas but for those between items, or between the names and values of
/// members.
fn laid_out_by_templates(sent: &[String]) -> Option<Node> {
    let decoded = |it: &[&str]| -> Vec<String> { it.iter().map(|it| percent_decode(it)).collect() };
    let one = match sent {
        [] => return None,
        [one] => one,
        several => {
            let all: Vec<&str> = several.iter().map(String::as_str).collect();
            return Some(texts(&decoded(&all)));
        }
    };
    let parts: Vec<&str> = one.split(',').collect();
    if let [only] = parts[..] {
        return Some(Node::string(percent_decode(only), Default::default()))
            .filter(|_| !only.is_empty());
    }
    let members: IndexMap<String, String> = match parts.len() % 2 {
        0 => parts
            .chunks_exact(2)
            .map(|it| (percent_decode(it[0]), percent_decode(it[1])))
            .collect(),
        _ => IndexMap::new(),
    };
    Some(match 2 * members.len() == parts.len() {
        true => object(members),
        false => texts(&decoded(&parts)),
    })
}

/// What the templates put into a header: JavaScript's text of a value, which says of an object that it is one.
fn joined_by_templates(text: &str) -> Option<Node> {
    const OBJECT: &str = "[object Object]";
    let a_member = || object(IndexMap::from([("property1".to_owned(), String::new())]));
    match text {
        "" | "null" => None,
        OBJECT => Some(a_member()),
        _ if text.split(',').all(|it| it == OBJECT) => {
            let items = text.split(',').map(|_| a_member());
            Some(Node::array(items.collect(), Default::default()))
        }
        _ => Some(Node::string(text, Default::default())),
    }
}

/// An object of texts.
fn object(members: IndexMap<String, String>) -> Node {
    let members = members.into_iter().map(|(key, value)| {
        let value = Node::string(&*value, Default::default());
        (Key::new(&*key, Default::default()), value)
    });
    Node::object(members.collect(), Default::default())
}

/// What is sent as one text may be several, divided as their style has it.
fn of_texts(text: &str, style: Style) -> Node {
    let separator = match style {
        Style::SpaceDelimited => ' ',
        Style::PipeDelimited => '|',
        _ => ',',
    };
    match text.contains(separator) {
        true => {
            let all: Vec<String> = text.split(separator).map(str::to_owned).collect();
            texts(&all)
        }
        false => Node::string(text, Default::default()),
    }
}

fn texts(all: &[String]) -> Node {
    let items = all.iter();
    let items = items.map(|it| Node::string(&**it, Default::default()));
    Node::array(items.collect(), Default::default())
}
