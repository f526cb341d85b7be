//! What the search of a site looks through: a script that hands over a list, so that it is loaded from a disk as well.

use super::site::{Entry, Site};
use super::text;
use crate::model::SchemaId;
use crate::node::json::push_string;

/// How much of a description is looked through.
const LONGEST_TEXT: usize = 300;
/// How many names of parameters and properties are.
const MOST_NAMES: usize = 60;

/// `verbatim.found([[kind, title, what stands beside it, file, words], …])`.
pub fn index(site: &Site<'_>) -> String {
    let mut out = String::from("verbatim.found([");
    for group in &site.groups {
        let title = super::frame::shown(group);
        let description = group.description.unwrap_or_default();
        entry(&mut out, ["tag", &title, "", &group.file], &[], description);
        for it in &group.operations {
            operation(&mut out, it, &group.title);
        }
    }
    for it in &site.webhooks {
        operation(&mut out, it, "webhook");
    }
    for it in &site.schemas {
        let schema = site.api.schema(it.id);
        let names = properties(site, it.id);
        let title = schema.annotations.title.as_deref().unwrap_or_default();
        let description = schema.annotations.description.as_deref();
        let description = description.unwrap_or_default();
        entry(
            &mut out,
            ["schema", it.name, title, &it.file],
            &names,
            description,
        );
    }
    for (name, it) in &site.api.security_schemes {
        let description = it.description.as_deref().unwrap_or_default();
        let head = ["security", name, "", "authentication"];
        entry(&mut out, head, &[], description);
    }
    if out.ends_with(",\n") {
        out.truncate(out.len() - 2);
    }
    out.push_str("])\n");
    out
}

fn operation(out: &mut String, it: &Entry<'_>, group: &str) {
    let operation = it.operation;
    let mut names: Vec<&str> = vec![group];
    names.extend(operation.id.as_deref());
    names.extend(operation.parameters.iter().map(|it| &*it.name));
    let path = [operation.method.as_upper(), " ", &operation.path].concat();
    let description = operation.description.as_deref().unwrap_or_default();
    let head = ["operation", &it.title, &path, &it.file];
    entry(out, head, &names, description);
}

/// The names of the properties of a schema and of its parts.
fn properties<'a>(site: &Site<'a>, id: SchemaId) -> Vec<&'a str> {
    let mut names = Vec::new();
    let schema = site.api.schema(id);
    let parts = schema.all_of.iter().map(|it| site.api.schema(*it));
    for it in [schema].into_iter().chain(parts) {
        names.extend(it.object.properties.keys().map(|it| &**it));
    }
    names
}

fn entry(out: &mut String, head: [&str; 4], names: &[&str], description: &str) {
    let mut words = names[..names.len().min(MOST_NAMES)].join(" ");
    let (description, _) = text::cut(description.trim(), LONGEST_TEXT);
    if !description.is_empty() {
        words.push(' ');
        words.extend(description.split_whitespace().flat_map(|it| [it, " "]));
    }
    out.push('[');
    for it in head {
        push_string(out, it);
        out.push(',');
    }
    push_string(out, words.trim());
    out.push_str("],\n");
}
