//! The headers of a documented answer → those that are sent.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use verbatim_gen::analysis::media::{Coding, coding};
use verbatim_gen::model::{Api, Header, ParameterShape, Response};
use verbatim_gen::node::Node;
use verbatim_runtime::description::{Location, Style};
use verbatim_runtime::style::Rule;

use crate::encode::to_serde;
use crate::values::Values;

/// Headers of a connection and of how a body travels on it: whoever documents them does not mean them to be made up.
const OF_TRANSPORT: [&str; 9] = [
    "connection",
    "content-encoding",
    "content-length",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "date",
];

/// Adds them: what their examples say, or else their schemas. What cannot be made is left out, unless it has to be there.
///
/// # Errors
/// The name of a header that has to be there, for which no value is found.
pub async fn add(
    headers: &mut HeaderMap,
    api: &Api,
    values: &Values,
    response: &Response,
    seed: Option<u64>,
) -> Result<(), String> {
    let is_own = |it: &&Header| {
        let mut all = OF_TRANSPORT.iter();
        all.all(|name| !it.name.eq_ignore_ascii_case(name))
    };
    for header in response.headers.iter().filter(is_own) {
        let made = value(values, header, seed).await;
        let lines = made.and_then(|it| lines(api, header, &it));
        let name: Option<HeaderName> = header.name.parse().ok();
        match (name, lines) {
            (Some(name), Some(lines)) => {
                for it in lines {
                    headers.append(&name, it);
                }
            }
            (_, None) if header.required => return Err(header.name.to_string()),
            _ => {}
        }
    }
    Ok(())
}

async fn value(values: &Values, header: &Header, seed: Option<u64>) -> Option<Node> {
    let schema = header.shape.schema();
    let of_content = match &header.shape {
        ParameterShape::Content(media) => &media.examples[..],
        ParameterShape::Schema { .. } => &[],
    };
    let mut examples = header.examples.iter().chain(of_content);
    let example = examples.find_map(|it| it.value.clone());
    match (seed, schema, example) {
        (None, _, Some(it)) | (Some(_), None, Some(it)) => Some(it),
        (None, Some(schema), None) => values.shown(schema).await,
        (Some(seed), Some(schema), _) => values.arbitrary(schema, seed).await,
        (_, None, None) => None,
    }
}

/// The lines of a header: cookies cannot share one (RFC 9110, section 5.3).
fn lines(api: &Api, header: &Header, value: &Node) -> Option<Vec<HeaderValue>> {
    let (style, explode) = match &header.shape {
        ParameterShape::Schema { explode, .. } => (Style::Simple, *explode),
        ParameterShape::Content(media) => match coding(api, media) {
            Coding::Json => (Style::Json, false),
            _ => (Style::Simple, false),
        },
    };
    let rule = Rule {
        name: &header.name,
        location: Location::Header,
        style,
        explode,
        ..Rule::default()
    };
    let one = std::slice::from_ref(value);
    let is_cookie = header.name.eq_ignore_ascii_case("set-cookie");
    let all = value.as_array().filter(|_| is_cookie).unwrap_or(one).iter();
    let texts = all.map(|it| rule.encode(&to_serde(it)).ok());
    let texts: Option<Vec<Option<String>>> = texts.collect();
    let lines = texts?.into_iter().flatten();
    lines.map(|it| HeaderValue::try_from(it).ok()).collect()
}
