//! `[select]`: the operations that are read where not all are, and what they use of the components.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::reference::reference;
use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, printable};
use crate::model::{Callback, Method, Operation};
use crate::node::{Node, Object, Value, percent_decode, pointer_name, pointer_segment};

impl Resolver<'_> {
    /// Whether an operation is read.
    pub(super) fn selects(
        &mut self,
        path: Option<&str>,
        method: &Method,
        operation: &Object,
    ) -> bool {
        let selection = self.selection.as_mut();
        selection.is_none_or(|it| it.takes(path, method.as_upper(), operation))
    }

    /// Whether any operation of a path item is read. What is wrong with an item of which none is, is not told.
    pub(super) fn selects_any(&mut self, path: Option<&str>, node: &Node, pointer: &str) -> bool {
        if self.selection.is_none() {
            return true;
        }
        let Some(target) = self.target(node, pointer, "pathItems") else {
            return true;
        };
        let own = node.as_object().filter(|_| reference(node).is_some());
        let objects = [own, target.node.as_object()];
        let mut takes = false;
        let mut left_out = 0;
        for object in objects.into_iter().flatten() {
            for (method, operation) in operations(object) {
                let selection = self.selection.as_mut();
                match selection.is_some_and(|it| it.takes(path, &method, operation)) {
                    true => takes = true,
                    false => left_out += 1,
                }
            }
        }
        if let Some(selection) = &mut self.selection {
            selection.left_out += left_out;
        }
        takes
    }

    /// After a selection was read: the components that it uses are given their names, with the subtypes of those that have a
    /// discriminator; declarations that nothing uses go.
    pub(super) fn keep_to_selection(&mut self, root: &Object) {
        if self.selection.is_none() {
            return;
        }
        let components = root.get("components").and_then(Node::as_object);
        let schemas = components.and_then(|it| it.get("schemas")?.as_object());
        if let Some(schemas) = schemas {
            self.reach_subtypes(schemas);
            for (key, node) in schemas.iter() {
                if let Some(id) = identity(node).and_then(|it| self.ids.get(&it)) {
                    self.api.components.insert(key.text.clone(), *id);
                }
            }
        }
        let mut used = Used::default();
        for it in self.api.operations.iter().chain(&self.api.webhooks) {
            used.collect(it);
        }
        for requirement in self.api.security.iter().flatten() {
            used.schemes
                .extend(requirement.schemes.iter().map(|(name, _)| name.to_string()));
        }
        let parents: HashMap<String, String> = (self.api.tags.iter())
            .filter_map(|it| Some((it.name.clone(), it.parent.clone()?)))
            .collect();
        let mut above: Vec<String> = used.tags.iter().cloned().collect();
        while let Some(tag) = above.pop() {
            if let Some(parent) = parents.get(&tag)
                && used.tags.insert(parent.clone())
            {
                above.push(parent.clone());
            }
        }
        let Used { tags, schemes } = used;
        self.api.tags.retain(|it| tags.contains(&it.name));
        self.api
            .security_schemes
            .retain(|name, _| schemes.contains(&**name));
        self.report_selection(root);
    }

    /// Reads the schemas that extend, by `allOf`, one with a discriminator that was read: values of these are values of it.
    fn reach_subtypes(&mut self, schemas: &Object) {
        let mut heirs: HashMap<String, Vec<&Arc<str>>> = HashMap::new();
        for (key, node) in schemas.iter() {
            let parts = node.get("allOf").and_then(Node::as_array);
            for text in parts.into_iter().flatten().filter_map(reference) {
                if let Some(name) = text.text.strip_prefix("#/components/schemas/") {
                    let name = pointer_name(&percent_decode(name)).into_owned();
                    heirs.entry(name).or_default().push(&key.text);
                }
            }
        }
        let mut bases: Vec<(&str, &Node)> = (schemas.iter())
            .filter(|(_, node)| node.get("discriminator").is_some())
            .map(|(key, node)| (&*key.text, node))
            .collect();
        let mut seen: HashSet<&str> = HashSet::new();
        loop {
            let mut next: Vec<&str> = Vec::new();
            bases.retain(|(name, node)| {
                let is_read = identity(node).is_some_and(|it| self.ids.contains_key(&it));
                if is_read {
                    next.push(name);
                }
                !is_read
            });
            if next.is_empty() {
                return;
            }
            while let Some(name) = next.pop() {
                for heir in heirs.get(name).into_iter().flatten() {
                    if seen.insert(heir) {
                        if let Some(node) = schemas.get(heir) {
                            let pointer = format!("/components/schemas/{}", pointer_segment(heir));
                            self.schema(node, &pointer);
                        }
                        next.push(heir);
                    }
                }
            }
            self.read_pending();
        }
    }

    /// Tells how many operations are left out, and of entries that name none.
    fn report_selection(&mut self, root: &Object) {
        let Some(selection) = self.selection.take() else {
            return;
        };
        if selection.left_out > 0 {
            let paths = root.entry("paths").map(|(key, _)| key.place);
            let message = match selection.left_out {
                1 => "1 operation is left out that `[select]` does not name".to_owned(),
                many => format!("{many} operations are left out that `[select]` does not name"),
            };
            let place = paths.unwrap_or(self.document.root.place);
            self.sink
                .push(Diagnostic::note(code::SKIPPED, place, "", message));
        }
        for (list, entry) in selection.unmet() {
            let entry_shown = printable(entry);
            let message = match list {
                "tags" => {
                    format!("the settings select the tag `{entry_shown}`, which no operation has")
                }
                "paths" => format!("the settings select `{entry_shown}`, and no path is like this"),
                _ => {
                    format!("the settings select `{entry_shown}`, which the document does not have")
                }
            };
            let help = match list {
                "tags" => "name a tag as it stands in `tags` of an operation",
                "paths" => {
                    "write a path as it stands below `paths`, with `*` for any text: `/admin/*`"
                }
                _ => "name an operation by its operationId, or as `GET /path`",
            };
            let place = self.config.origin.place(&format!("select.{list}"), entry);
            self.warn(code::UNUSED_SETTING, place, message, help);
        }
    }
}

/// What operations use that is declared elsewhere, by name.
#[derive(Default)]
struct Used {
    tags: HashSet<String>,
    schemes: HashSet<String>,
}

impl Used {
    fn collect(&mut self, it: &Operation) {
        self.tags.extend(it.tags.iter().map(ToString::to_string));
        for requirement in &it.security {
            let schemes = requirement.schemes.iter();
            self.schemes
                .extend(schemes.map(|(name, _)| name.to_string()));
        }
        // Operations of callbacks nest four deep at the most.
        for it in it.callbacks.iter().flat_map(|it: &Callback| &it.operations) {
            self.collect(it);
        }
    }
}

/// What tells a schema from all others.
fn identity(node: &Node) -> Option<*const u8> {
    match &node.value {
        Value::Object(object) => Some(Arc::as_ptr(object).cast::<u8>()),
        _ => None,
    }
}

/// The operations of a path item, with their methods as they are sent.
fn operations(item: &Object) -> Vec<(String, &Object)> {
    let fields = Method::ALL.into_iter().filter_map(|method| {
        let operation = item.get(method.as_str())?.as_object()?;
        Some((method.as_upper().to_owned(), operation))
    });
    let additional = item.get("additionalOperations").and_then(Node::as_object);
    let additional = additional.into_iter().flat_map(Object::iter);
    let additional =
        additional.filter_map(|(key, node)| Some((key.text.to_string(), node.as_object()?)));
    fields.chain(additional).collect()
}

#[cfg(test)]
mod tests {
    use crate::config::Select;
    use crate::model::Api;
    use crate::source::{Files, Source};
    use crate::{Config, Report, read};

    struct NoFiles;

    impl Files for NoFiles {
        fn read(&self, path: &str) -> Result<String, String> {
            Err(format!("there is no {path}"))
        }
    }

    const DOCUMENT: &str = "\
openapi: 3.0.4
info: {title: T, version: '1'}
tags: [{name: pets}, {name: people}, {name: none}]
paths:
  /pets:
    parameters: [{$ref: '#/components/parameters/page'}]
    get:
      operationId: listPets
      tags: [pets]
      security: [{key: []}]
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    post: {operationId: addPet, tags: [pets], responses: {'204': {description: OK}}}
  /people:
    get: {operationId: listPeople, tags: [people], responses: {'200': {$ref: '#/components/responses/People'}}}
    put: {operationId: broken, responses: {'200': {$ref: '#/components/responses/Nowhere'}}}
components:
  parameters: {page: {name: page, in: query, schema: {$ref: '#/components/schemas/Page'}}}
  responses: {People: {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}}
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, other: {type: http, scheme: bearer}}
  schemas:
    Wrong: {type: strin}
    Page: {type: integer}
    Person: {type: object, properties: {name: {type: string}}}
    Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}], properties: {owner: {$ref: '#/components/schemas/Owner'}}}
    Owner: {type: string}
    Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
";

    fn select(tags: &[&str], paths: &[&str], operations: &[&str]) -> Result<(Api, Report), Report> {
        let owned = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        let select = Select {
            tags: owned(tags),
            paths: owned(paths),
            operations: owned(operations),
        };
        let config = Config {
            select,
            ..Config::default()
        };
        read(Source::new("api.yaml", DOCUMENT), &NoFiles, &config)
    }

    fn told(report: &Report) -> Vec<String> {
        report.to_string().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_selection_is_read_with_what_it_uses_and_nothing_else() {
        let (api, report) = select(&["pets"], &[], &[]).expect("what is wrong is left out");
        let ids: Vec<_> = api
            .operations
            .iter()
            .flat_map(|it| it.id.as_deref())
            .collect();
        assert_eq!(ids, ["listPets", "addPet"]);
        let components: Vec<&str> = api.components.keys().map(|it| &**it).collect();
        assert_eq!(components, ["Page", "Puppy", "Dog", "Owner", "Pet"]);
        let schemes: Vec<&str> = api.security_schemes.keys().map(|it| &**it).collect();
        assert_eq!(schemes, ["key"]);
        let tags: Vec<&str> = api.tags.iter().map(|it| &*it.name).collect();
        assert_eq!(tags, ["pets"]);
        let note =
            "api.yaml:4:1: note[V0605]: 2 operations are left out that `[select]` does not name";
        assert_eq!(told(&report), [note]);
    }

    #[test]
    fn operations_are_named_in_three_ways() {
        let ids = |tags: &[&str], paths: &[&str], operations: &[&str]| -> Vec<String> {
            let (api, _) = select(tags, paths, operations).expect("no error");
            api.operations
                .iter()
                .flat_map(|it| it.id.clone())
                .map(|it| it.to_string())
                .collect()
        };
        assert_eq!(ids(&["people"], &[], &["addPet"]), ["addPet", "listPeople"]);
        assert_eq!(ids(&[], &["/pe*s"], &[]), ["listPets", "addPet"]);
        assert_eq!(ids(&[], &[], &["GET /pets"]), ["listPets"]);
        // What is wrong with the others is told where they are read.
        assert!(select(&[], &["/*"], &[]).is_err());
    }

    #[test]
    fn entries_that_name_nothing_are_told() {
        let (api, report) =
            select(&["cats"], &["/pet"], &["get /pets", "listPets"]).expect("no error");
        assert_eq!(api.operations.len(), 1);
        let told = told(&report);
        assert_eq!(
            told.iter()
                .filter(|it| it.contains("warning[V0604]"))
                .count(),
            3,
            "{told:#?}"
        );
    }
}
