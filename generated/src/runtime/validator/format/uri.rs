//! URIs (RFC 3986), IRIs (RFC 3987) and templates (RFC 6570).

use std::net::Ipv6Addr;

pub(super) fn is_uri(text: &str) -> bool {
    text.is_ascii() && is_iri(text)
}

pub(super) fn is_uri_reference(text: &str) -> bool {
    text.is_ascii() && is_iri_reference(text)
}

pub(super) fn is_iri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    is_scheme(scheme) && is_relative(rest)
}

pub(super) fn is_iri_reference(text: &str) -> bool {
    // The first segment of a path has no colon, unless there is a scheme (RFC 3986, section 4.2).
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    match first.contains(':') {
        true => is_iri(text),
        false => is_relative(text),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_alphabetic())
        && text
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
}

/// What follows the scheme, or stands for itself: `//authority/path?query#fragment`.
fn is_relative(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (text, query) = text.split_once('?').unwrap_or((text, ""));
    let (authority, path) = match text.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", text),
    };
    is_authority(authority)
        && are_characters(path, "/:@")
        && are_characters(query, "/?:@")
        && are_characters(fragment, "/?:@")
}

fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    if !are_characters(user, ":") {
        return false;
    }
    let (is_host, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let Some((address, port)) = rest.split_once(']') else {
                return false;
            };
            let is_future = address.starts_with(['v', 'V']) && are_characters(address, ":");
            (address.parse::<Ipv6Addr>().is_ok() || is_future, port)
        }
        None => {
            let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
            (are_characters(name, ""), port)
        }
    };
    let port = port.strip_prefix(':').unwrap_or(port);
    is_host && port.bytes().all(|it| it.is_ascii_digit())
}

/// Whether there are no others than unreserved characters, percent-encoded ones, delimiters within components, and these.
fn are_characters(text: &str, more: &str) -> bool {
    let mut rest = text.chars();
    while let Some(it) = rest.next() {
        let is_fine = match it {
            '%' => {
                let mut digit = || rest.next().is_some_and(|it| it.is_ascii_hexdigit());
                digit() && digit()
            }
            it if it.is_ascii() => {
                it.is_ascii_alphanumeric() || "-._~!$&'()*+,;=".contains(it) || more.contains(it)
            }
            it => !it.is_whitespace() && !it.is_control(),
        };
        if !is_fine {
            return false;
        }
    }
    true
}

/// RFC 6570, section 2.
pub(super) fn is_uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (literal, expression) = rest.split_at(at);
        let Some((expression, more)) = expression
            .strip_prefix('{')
            .and_then(|it| it.split_once('}'))
        else {
            return false;
        };
        if !is_literal(literal) || !is_expression(expression) {
            return false;
        }
        rest = more;
    }
    is_literal(rest)
}

fn is_literal(text: &str) -> bool {
    let is_excluded = |it: char| it.is_control() || " \"'<>\\^`|".contains(it);
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default();
    !first.contains(is_excluded)
        && parts.all(|it| {
            let digits = it.bytes().take_while(u8::is_ascii_hexdigit).count();
            digits >= 2 && !it.contains(is_excluded)
        })
}

fn is_expression(text: &str) -> bool {
    let variables = text.strip_prefix(['+', '#', '.', '/', ';', '?', '&']);
    variables.unwrap_or(text).split(',').all(|variable| {
        let name = match variable.split_once(':') {
            Some((name, length)) => {
                let is_length = (1..=4).contains(&length.len())
                    && !length.starts_with('0')
                    && length.bytes().all(|it| it.is_ascii_digit());
                if !is_length {
                    return false;
                }
                name
            }
            None => variable.strip_suffix('*').unwrap_or(variable),
        };
        let is_name = |it: char| it.is_ascii_alphanumeric() || "_%.".contains(it);
        !name.is_empty() && !name.starts_with('.') && name.chars().all(is_name)
    })
}
