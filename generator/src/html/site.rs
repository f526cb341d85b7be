//! What there is a page of, and where it stands.

use std::borrow::Cow;
use std::collections::HashMap;

use super::address::Taken;
use super::links::scheme;
use crate::docs::context::Context;
use crate::docs::page::{self, Nesting};
use crate::docs::{grammar, operation, schemas};
use crate::model::{Api, ExternalDocs, Operation, SchemaId};

/// What there is a page of.
pub struct Site<'a> {
    /// The API.
    pub api: &'a Api,
    /// What it is called.
    pub title: &'a str,
    /// Operations, by the tag that they are grouped under.
    pub groups: Vec<Group<'a>>,
    /// What the API calls on its part.
    pub webhooks: Vec<Entry<'a>>,
    /// The component schemas.
    pub schemas: Vec<Schema<'a>>,
    /// Whether there is a page on how to authenticate.
    pub has_authentication: bool,
    by_name: HashMap<&'a str, usize>,
    /// Where operations stand, by their ids, and tags, by their names.
    by_id: HashMap<&'a str, (usize, usize)>,
    by_tag: HashMap<String, usize>,
}

/// Operations that belong together.
pub struct Group<'a> {
    /// What the tag is called where it is shown.
    pub title: String,
    /// What it is nested under.
    pub within: Vec<String>,
    /// CommonMark.
    pub description: Option<&'a str>,
    /// Where more is said.
    pub external_docs: Option<&'a ExternalDocs>,
    /// The operations.
    pub operations: Vec<Entry<'a>>,
    /// Its file, from the folder of the site, without `.html`.
    pub file: String,
}

/// An operation or a webhook.
pub struct Entry<'a> {
    /// What it is.
    pub operation: &'a Operation,
    /// What it is called.
    pub title: Cow<'a, str>,
    /// Its file.
    pub file: String,
    /// How the client in Rust calls it.
    pub call: Option<&'a str>,
}

/// A component schema.
pub struct Schema<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub id: SchemaId,
    /// Its file.
    pub file: String,
}

impl<'a> Site<'a> {
    /// That of an API, with samples in Rust of its operations in document order.
    pub fn of(cx: &Context<'a>, calls: &'a [String]) -> Self {
        let operations = cx.api.operations.iter();
        let calls: HashMap<&str, &'a str> = operations
            .zip(calls)
            .map(|(it, call)| (&*it.pointer, call.as_str()))
            .collect();
        let mut taken: [Taken; 4] = Default::default();
        let [of_tags, of_operations, of_webhooks, of_schemas] = &mut taken;
        let nesting = Nesting::of(cx);
        let stems = HashMap::new();
        let mut by_tag = HashMap::new();
        let mut groups = Vec::new();
        for (name, tag) in page::tags(cx) {
            let above = nesting.above(&name, &stems);
            let has_none = tag.operations.is_empty();
            let shown = tag.operations.into_iter();
            let shown = shown.filter(|it| !page::is_skipped(cx, it));
            let operations = shown.map(|it| {
                let title = operation::title(cx, it);
                let line = operation::request_line(it);
                let called = it.id.as_deref().unwrap_or(&line);
                let file = of_operations.give(called, &line);
                let file = format!("operations/{file}");
                Entry {
                    operation: it,
                    title,
                    file,
                    call: calls.get(&*it.pointer).copied(),
                }
            });
            let operations: Vec<Entry<'a>> = operations.collect();
            // A tag that is declared and has none says what it says; one whose operations are all left out goes with them.
            if operations.is_empty() && !has_none {
                continue;
            }
            groups.push(Group {
                title: nesting.title(&name).to_owned(),
                within: above.into_iter().map(|it| it.title).collect(),
                description: tag.description,
                external_docs: tag.external_docs,
                operations,
                file: format!("tags/{}", of_tags.give(&name, &name)),
            });
            by_tag.insert(name, groups.len() - 1);
        }
        let webhooks = cx.api.webhooks.iter().map(|it| {
            let key = operation::request_line(it);
            Entry {
                operation: it,
                title: operation::webhook_title(it).into(),
                file: format!("webhooks/{}", of_webhooks.give(&it.path, &key)),
                call: None,
            }
        });
        let components = cx.api.components.iter();
        let schemas = components
            .filter(|(_, id)| !schemas::is_skipped(cx, **id))
            .map(|(name, id)| Schema {
                name,
                id: *id,
                file: format!("schemas/{}", of_schemas.give(name, name)),
            });
        let schemas: Vec<Schema<'a>> = schemas.collect();
        let by_name = schemas.iter().enumerate().map(|(at, it)| (it.name, at));
        let mut by_id = HashMap::new();
        for (group, it) in groups.iter().enumerate() {
            for (at, it) in it.operations.iter().enumerate() {
                if let Some(id) = it.operation.id.as_deref() {
                    by_id.entry(id).or_insert((group, at));
                }
            }
        }
        let is_protected = cx.api.operations.iter().any(|it| !it.security.is_empty());
        Self {
            api: cx.api,
            title: match cx.api.info.title.trim() {
                "" => grammar::INDEX,
                title => title,
            },
            webhooks: webhooks.collect(),
            has_authentication: !cx.api.security_schemes.is_empty() || is_protected,
            by_name: by_name.collect(),
            by_id,
            by_tag,
            groups,
            schemas,
        }
    }

    /// Where a schema stands, seen from a page.
    pub fn schema(&self, name: &str, root: &str) -> Option<String> {
        let at = self.by_name.get(name)?;
        Some(page_of(root, &self.schemas[*at].file))
    }

    /// Where an operation stands, by its id.
    pub fn operation(&self, id: &str, root: &str) -> Option<String> {
        let (group, at) = self.by_id.get(id)?;
        Some(page_of(root, &self.groups[*group].operations[*at].file))
    }

    /// What to write for a link of the document.
    ///
    /// Addresses of the web and of mail stay as they are. Those within a page are those that other renderers make, and
    /// lead to what they are about; all others would lead nowhere.
    pub fn resolve(&self, to: &str, root: &str) -> Option<String> {
        let to = to.trim();
        if to.contains(|it: char| it.is_control()) {
            return None;
        }
        match scheme(to).as_deref() {
            Some("http" | "https" | "mailto" | "tel") => return Some(to.to_owned()),
            Some(_) => return None,
            None => {}
        }
        if let Some(it) = to.strip_prefix("//") {
            return Some(format!("https://{it}"));
        }
        if let Some(fragment) = to.strip_prefix('#') {
            return self.within(fragment, root);
        }
        let (file, _) = to.split_once('#').unwrap_or((to, ""));
        match file.strip_suffix(".md")? {
            "authentication" if self.has_authentication => Some(page_of(root, "authentication")),
            "schemas" if !self.schemas.is_empty() => Some(page_of(root, "schemas")),
            "index" => Some(page_of(root, "index")),
            _ => None,
        }
    }

    /// What `#tag/pets`, `#operation/getPet` and the like are about, as Redoc, Scalar and Swagger UI have them.
    fn within(&self, fragment: &str, root: &str) -> Option<String> {
        let fragment = fragment.trim_start_matches('/');
        let (kind, name) = fragment.split_once('/')?;
        let last = name.rsplit('/').next().unwrap_or(name);
        match kind {
            "operation" | "operations" => self
                .operation(name, root)
                .or_else(|| self.operation(last, root)),
            "tag" | "tags" => {
                let words = name.replace("%20", " ");
                let found = self.by_tag.get(name).or_else(|| self.by_tag.get(&words));
                let found = found.or_else(|| self.by_tag.get(&name.replace('-', " ")))?;
                Some(page_of(root, &self.groups[*found].file))
            }
            "components" | "schema" | "schemas" | "model" | "definitions" => {
                self.schema(last, root)
            }
            _ => None,
        }
    }
}

/// The address of a page, seen from another.
pub fn page_of(root: &str, file: &str) -> String {
    [root, file, ".html"].concat()
}
