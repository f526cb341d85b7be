//! What a document says of the API as a whole → the documentation of the crate.

use crate::model::{Api, ExternalDocs, Server};
use crate::rust::doc::{self, code, in_line};

/// The title and the summary.
pub fn title(api: &Api) -> Vec<String> {
    let info = &api.info;
    let title = info.title.trim();
    let mut docs = doc::lines(if title.is_empty() { "An API" } else { title });
    docs.truncate(1);
    if let Some(text) = &info.summary {
        docs = doc::paragraphs(docs, doc::lines(text));
    }
    docs
}

/// The description, and what else there is to know.
pub fn crate_docs(api: &Api) -> Vec<String> {
    let info = &api.info;
    let mut docs = Vec::new();
    if let Some(text) = &info.description {
        docs = doc::paragraphs(docs, doc::lines(text));
    }
    let mut items = Vec::new();
    let mut item = |what: &str, parts: Vec<String>| {
        let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        if !parts.is_empty() {
            items.push(format!("- {what}: {}", parts.join(", ")));
        }
    };
    item("Version", vec![in_line(&info.version)]);
    item(
        "Terms of service",
        vec![of_url(info.terms_of_service.as_deref())],
    );
    if let Some(it) = &info.contact {
        let name = it.name.as_deref().map(in_line).unwrap_or_default();
        let email = it.email.as_deref().map(in_line).unwrap_or_default();
        item("Contact", vec![name, of_url(it.url.as_deref()), email]);
    }
    if let Some(it) = &info.license {
        let identifier = it.identifier.as_deref().map(code).unwrap_or_default();
        let url = of_url(it.url.as_deref());
        item("License", vec![in_line(&it.name), identifier, url]);
    }
    if let Some(it) = &api.external_docs {
        item("See also", vec![see(it)]);
    }
    let mut of_api = doc::lines(&items.join("\n"));
    of_api = doc::paragraphs(of_api, servers("## Servers", &api.servers));
    doc::paragraphs(docs, of_api)
}

/// The servers under a heading (`# Servers`), with their variables; nothing where there is nothing to say but a URL.
pub fn servers(heading: &str, servers: &[Server]) -> Vec<String> {
    let mut items = Vec::new();
    for it in servers {
        let said = [it.name.as_deref(), it.description.as_deref()];
        let said = said.into_iter().flatten().map(in_line);
        let said: Vec<String> = said.filter(|it| !it.is_empty()).collect();
        items.push(described(format!("- {}", code(&it.url)), &said.join(". ")));
        for (name, it) in &it.variables {
            let mut line = format!("  - {}", code(name));
            if !it.default.trim().is_empty() {
                line += &format!(", which is {} by default", code(&it.default));
            }
            if !it.values.is_empty() {
                let values: Vec<String> = it.values.iter().map(|it| code(it)).collect();
                line += &format!(", one of {}", values.join(", "));
            }
            let said = it.description.as_deref().map(in_line).unwrap_or_default();
            items.push(described(line, &said));
        }
    }
    if items.is_empty() {
        return items;
    }
    doc::lines(&format!("{heading}\n\n{}", items.join("\n")))
}

/// A pointer to more documentation, in a sentence: `See also the guide (<https://example.com>).`
pub fn see_also(docs: Option<&ExternalDocs>) -> Vec<String> {
    docs.map(|it| doc::lines(&format!("See also {}.", see(it))))
        .unwrap_or_default()
}

fn see(it: &ExternalDocs) -> String {
    let url = of_url(Some(&it.url));
    match it.description.as_deref().map(in_line) {
        Some(description) if !description.is_empty() => {
            let description = description.trim_end_matches('.');
            format!("{description} ({url})")
        }
        _ => url,
    }
}

fn described(line: String, description: &str) -> String {
    match description {
        "" => line,
        _ => format!("{line}: {description}"),
    }
}

/// A URL, as a link if it is absolute.
fn of_url(url: Option<&str>) -> String {
    match url.map(str::trim) {
        None | Some("") => String::new(),
        Some(url) if url.starts_with("https://") || url.starts_with("http://") => match url {
            plain if plain.contains(['<', '>', '`']) || plain.contains(char::is_whitespace) => {
                code(plain)
            }
            plain => format!("<{plain}>"),
        },
        Some(url) => code(url),
    }
}
