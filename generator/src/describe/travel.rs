//! How parameters and the properties of forms travel, as whoever reads and writes requests has it.

use verbatim_runtime::description::{self as described, Location};
use verbatim_runtime::style::Rule;

use crate::analysis::media::{Coding, coding};
use crate::model::{Api, Encoding, ParameterIn, ParameterShape, SchemaId, Style};
use crate::node::{Node, Value};

/// How a parameter or a header of that name travels.
pub fn rule<'n>(api: &Api, name: &'n str, location: Location, shape: &ParameterShape) -> Rule<'n> {
    let rule = Rule {
        name,
        location,
        ..Rule::default()
    };
    match shape {
        ParameterShape::Schema {
            style: own,
            explode,
            allow_reserved,
            schema,
        } => Rule {
            style: style(*own),
            explode: *explode,
            allow_reserved: *allow_reserved,
            item_style: item_style(api, *schema).unwrap_or(described::Style::Simple),
            ..rule
        },
        ParameterShape::Content(media) => Rule {
            style: match coding(api, media) {
                Coding::Json => described::Style::Json,
                _ => described::Style::Simple,
            },
            ..rule
        },
    }
}

/// Where a parameter travels.
pub fn location(it: ParameterIn) -> Location {
    match it {
        ParameterIn::Path => Location::Path,
        ParameterIn::Query => Location::Query,
        ParameterIn::Header => Location::Header,
        ParameterIn::Cookie => Location::Cookie,
        ParameterIn::Querystring => Location::Querystring,
    }
}

/// What stands for a parameter of that schema where it is not given; none with a number in it that no float holds, since values
/// that travel as text are held as such.
pub fn default(api: &Api, id: SchemaId) -> Option<&Node> {
    let default = api.schema(id).annotations.default.as_ref();
    default.filter(|it| is_held(it))
}

fn is_held(it: &Node) -> bool {
    match &it.value {
        Value::Number(digits) => digits.parse().is_ok_and(f64::is_finite),
        Value::Array(items) => items.iter().all(is_held),
        Value::Object(members) => members.iter().all(|(_, it)| is_held(it)),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// How a property of a form is laid out, where the document says so.
pub fn encoding(it: &Encoding) -> Option<described::Encoding> {
    Some(described::Encoding {
        style: style(it.style?),
        explode: it.explode,
        item_style: None,
    })
}

/// How an array among the items of an array is laid out, where Swagger 2.0 says so.
pub fn item_style(api: &Api, id: SchemaId) -> Option<described::Style> {
    let items = api.schema(id).array.items?;
    match api.schema(items).keyword("collectionFormat")?.as_str()? {
        "ssv" => Some(described::Style::SpaceDelimited),
        "tsv" => Some(described::Style::TabDelimited),
        "pipes" => Some(described::Style::PipeDelimited),
        _ => None,
    }
}

/// How arrays and objects are laid out.
pub fn style(it: Style) -> described::Style {
    match it {
        Style::Matrix => described::Style::Matrix,
        Style::Label => described::Style::Label,
        Style::Form => described::Style::Form,
        Style::Simple => described::Style::Simple,
        Style::SpaceDelimited => described::Style::SpaceDelimited,
        Style::PipeDelimited => described::Style::PipeDelimited,
        Style::DeepObject => described::Style::DeepObject,
        Style::TabDelimited => described::Style::TabDelimited,
        Style::Cookie => described::Style::Cookie,
    }
}
