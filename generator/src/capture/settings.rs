//! Which settings pages were made with.

use std::fmt::Write as _;

use indexmap::IndexMap;

use super::facts::{BEARER, Content, Page};
use crate::config::Docs;
use crate::docs::grammar;
use crate::docs::label::TypeLabel;

/// What stands for the secret of an HTTP scheme.
const CREDENTIALS: &str = " {credentials}";

/// What the pages say of the settings, but for their [`quirks`]; what they do not say is as it is by default.
pub fn found(pages: &[Page<'_>]) -> Docs {
    let default = Docs::default();
    let operations = || pages.iter().flat_map(Page::operations);
    let most = |found: Vec<&str>| most_frequent(found).map(str::to_owned);
    let fence = most(fences(pages).collect());
    let token = most(tokens(pages).collect());
    let sentence = most(operations().filter_map(|it| it.sentence).collect());
    let protected = operations().any(|it| it.secrets().next().is_some());
    let fence = fence.unwrap_or(default.shell_fence);
    let authentication = pages.iter().find_map(|it| match it.content {
        Content::Authentication(text, ref schemes) if schemes.is_empty() => Some(text.to_owned()),
        _ => None,
    });
    // One setting stands for all addresses.
    let mut origins = origins(pages);
    let first = origins.next();
    let server = first.filter(|first| origins.all(|it| it == *first));
    Docs {
        server: server.map(str::to_owned),
        token: token.unwrap_or(default.token),
        authenticated: match sentence {
            Some(it) => it,
            None if protected => String::new(),
            None => default.authenticated,
        },
        extension: operations()
            .any(|it| it.request.file.is_some())
            .then(|| "x-docs".to_owned()),
        authentication,
        quirks: false,
        revisions: Vec::new(),
        shell_fence: fence,
        skip_marker: None,
        notice_marker: None,
    }
}

/// The words behind the opening fences of the samples; webhooks have none.
fn fences<'p>(pages: &'p [Page<'_>]) -> impl Iterator<Item = &'p str> {
    let tags = pages
        .iter()
        .filter(|it| matches!(it.content, Content::Tag(..)));
    tags.flat_map(Page::operations).map(|it| it.request.fence)
}

/// What stands for a secret in the samples, as the settings say it.
fn tokens<'p>(pages: &'p [Page<'_>]) -> impl Iterator<Item = &'p str> {
    pages
        .iter()
        .flat_map(Page::operations)
        .flat_map(|it| it.secrets())
        .map(|(_, value)| *value)
        .filter(|it| *it != BEARER && !it.ends_with(CREDENTIALS))
}

/// Settings of which the pages say something else: the name, and what they say.
pub fn contradicted(pages: &[Page<'_>], docs: &Docs) -> Vec<(&'static str, String)> {
    let said = found(pages);
    let operations = || pages.iter().flat_map(Page::operations);
    let mut out = Vec::new();
    if fences(pages).next().is_some() && said.shell_fence != docs.shell_fence {
        out.push(("shell-fence", said.shell_fence));
    }
    if tokens(pages).next().is_some() && said.token != docs.token {
        out.push(("token", said.token));
    }
    if operations().any(|it| it.sentence.is_some()) && said.authenticated != docs.authenticated {
        out.push(("authenticated", said.authenticated));
    }
    if let Some(own) = docs.server.as_deref().map(|it| it.trim_end_matches('/'))
        && let Some(other) = origins(pages).find(|it| *it != own)
    {
        out.push(("server", other.to_owned()));
    }
    out
}

/// Where each operation is served, without the paths.
fn origins<'p>(pages: &'p [Page<'_>]) -> impl Iterator<Item = &'p str> {
    let operations = pages.iter().flat_map(Page::operations);
    operations.filter_map(|it| it.address()).filter_map(origin)
}

/// `https://example.com/v1` without its path.
fn origin(address: &str) -> Option<&str> {
    let start = address.find("://")? + 3;
    let end = address[start..]
        .find('/')
        .map_or(address.len(), |it| start + it);
    Some(&address[..end])
}

/// The most frequent of these, the first of those that are equally so.
fn most_frequent(found: Vec<&str>) -> Option<&str> {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for it in found {
        *counts.entry(it).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map(|(it, _)| it)
}

/// Whether the pages have the oddities of the tools that made the documented reference; none where they could have been
/// made either way.
pub fn quirks(pages: &[Page<'_>]) -> Option<bool> {
    if pages
        .iter()
        .any(|it| matches!(it.content, Content::Index(_, _, Some(_))))
    {
        return Some(false);
    }
    let operations = || pages.iter().flat_map(Page::operations);
    if let Some(id) = operations().find_map(|it| it.response_schema) {
        return Some(id.is_some());
    }
    if let Some(loose_end) = operations().find_map(|it| it.request.loose_end) {
        return Some(loose_end);
    }
    if operations().any(|it| it.request.sends_body || it.deprecated) {
        return Some(false);
    }
    let sections = pages.iter().flat_map(|it| match &it.content {
        Content::Schemas(sections) => &sections[..],
        _ => &[],
    });
    // Without oddities the page of schemas shows formats, and says `any` of items that may be anything.
    let mut rows = sections.flat_map(|it| &it.groups).flat_map(|it| &it.rows);
    rows.find_map(|it| match &it.label {
        TypeLabel::Words {
            format: Some(_), ..
        } => Some(false),
        TypeLabel::ArrayOf(of) if of.is_word(grammar::UNTYPED) => Some(true),
        TypeLabel::ArrayOf(of) if of.is_word(grammar::ANY) => Some(false),
        _ => None,
    })
}

/// The settings as a `gen.toml` that says what is not so by default.
pub fn toml(docs: &Docs) -> String {
    let default = Docs::default();
    let mut out = "[docs]\n".to_owned();
    let mut set = |key: &str, value: &str| {
        let _ = writeln!(out, "{key} = {}", toml_string(value));
    };
    if let Some(server) = &docs.server {
        set("server", server);
    }
    for (key, value, default) in [
        ("token", &docs.token, &default.token),
        ("shell-fence", &docs.shell_fence, &default.shell_fence),
        ("authenticated", &docs.authenticated, &default.authenticated),
    ] {
        if value != default {
            set(key, value);
        }
    }
    for (key, value) in [
        ("skip-marker", &docs.skip_marker),
        ("notice-marker", &docs.notice_marker),
        ("extension", &docs.extension),
        ("authentication", &docs.authentication),
    ] {
        if let Some(value) = value {
            set(key, value);
        }
    }
    if docs.quirks {
        out.push_str("quirks = true\n");
    }
    out
}

/// A string of TOML: over several lines where it has several.
fn toml_string(text: &str) -> String {
    let escaped = |c: char, out: &mut String| match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\t' => out.push_str("\\t"),
        c if c.is_control() => {
            let _ = write!(out, "\\u{:04X}", u32::from(c));
        }
        c => out.push(c),
    };
    let mut out = String::new();
    if text.contains('\n') {
        out.push_str("\"\"\"\n");
        for c in text.chars() {
            match c {
                '\n' => out.push('\n'),
                c => escaped(c, &mut out),
            }
        }
        out.push_str("\"\"\"");
    } else {
        out.push('"');
        text.chars().for_each(|c| escaped(c, &mut out));
        out.push('"');
    }
    out
}
