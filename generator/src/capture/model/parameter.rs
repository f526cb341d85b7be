//! A row of the table of parameters, and what the sample sends → a parameter.

use super::media_types::media_type;
use super::names::{json_items, query_values};
use super::{Builder, examples};
use crate::capture::draft::{Draft, DraftId};
use crate::capture::facts::{self, Name};
use crate::docs::grammar;
use crate::docs::restricted::STYLES;
use crate::docs::restrictions::Restriction;
use crate::model::{JsonType, Parameter, ParameterIn, ParameterShape};
use crate::node::percent_decode;

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
            "header" => ParameterIn::Header,
            _ => ParameterIn::Cookie,
        };
        let schema = schema.unwrap_or_else(|| self.drafts.add(Draft::default()));
        let said = it.restrictions.get(Restriction::Style);
        let said = said.and_then(|it| STYLES.into_iter().find(|style| style.1 == it));
        let style = said.map_or(location.usual_style(), |it| it.0);
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
                let headers = facts.request.headers.iter().rev();
                let mut values = headers.filter(|(header, _)| *header == &**name);
                values
                    .next()
                    .map(|(_, value)| (*value).to_owned())
                    .into_iter()
                    .collect()
            }
            ParameterIn::Query if it.required => query_values(facts.request.url, name),
            ParameterIn::Cookie if it.required => {
                facts.cookie(name).map(str::to_owned).into_iter().collect()
            }
            _ => Vec::new(),
        };
        if location == ParameterIn::Cookie && is_array {
            sent = sent.iter().flat_map(|it| json_items(it)).collect();
        } else if let [only] = &sent[..]
            && is_array
            && only.contains(',')
        {
            explode &= !self.docs.quirks;
            sent = only.split(',').map(str::to_owned).collect();
        }
        if location == ParameterIn::Query {
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
        let own = match &sent[..] {
            [] => None,
            _ if !is_last && location == ParameterIn::Query && self.docs.quirks => None,
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
