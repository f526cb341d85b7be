//! Paths, webhooks and callbacks → the [`Operation`]s of each of their path items.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::resolver::Resolver;
use super::target::Target;
use crate::catalogue as code;
use crate::diagnostic::printable;
use crate::model::{Callback, Method, Operation, Parameter, ParameterIn, is_token, template_names};
use crate::node::{Key, Node, Object, Value, pointer_segment};
use crate::source::Place;
use crate::vocabulary::SpecObject;

/// How deep callbacks may stand in operations of callbacks.
const MAX_CALLBACK_DEPTH: usize = 4;

/// What the operations of one path share.
pub(super) struct PathItem<'n> {
    pub path: Arc<str>,
    pub object: &'n Object,
    /// The pointer to what its `$ref` leads to, or else to itself.
    pointer: String,
    /// Where it has fields beside its `$ref`: those, and the pointer to itself.
    own: Option<(&'n Object, &'n str)>,
    pub place: Place,
    pub parameters: Vec<Parameter>,
    pub depth: usize,
    /// Whether it stands in `paths`, or is what a reference there leads to.
    pub is_path: bool,
}

impl PathItem<'_> {
    /// The pointer to the object that has a field.
    fn pointer_around(&self, field: &str) -> &str {
        match self.own {
            Some((own, pointer)) if own.get(field).is_some() => pointer,
            _ => &self.pointer,
        }
    }
}

impl Resolver<'_> {
    pub(super) fn operations(&mut self, root: &Object) {
        if let Some(paths) = self.map(root, "paths") {
            for (key, node) in paths.iter().filter(|(key, _)| !key.text.starts_with("x-")) {
                let pointer = format!("/paths/{}", pointer_segment(&key.text));
                if !self.selects_any(Some(&key.text), node, &pointer) {
                    continue;
                }
                let mut path = key.text.clone();
                if !path.starts_with('/') {
                    path = format!("/{path}").into();
                    let message = format!(
                        "a path must begin with `/`, found `{}`",
                        printable(&key.text)
                    );
                    self.warn(
                        code::WRONG_PATH,
                        key.place,
                        message,
                        format!("write `{}`, which it is taken for", printable(&path)),
                    );
                }
                if !is_balanced(&key.text) {
                    let path = printable(&key.text);
                    let message = format!("the braces of `{path}` do not match");
                    let help = "write each parameter as `{name}`";
                    self.warn(code::WRONG_PATH, key.place, message, help);
                }
                self.check_template(&path, key.place);
                let mut read = self.path_item(&path, node, &pointer, key.place, 0);
                self.path_places.insert(path, key.place);
                self.api.operations.append(&mut read);
            }
        }
        for field in ["webhooks", "x-webhooks"] {
            let webhooks = match field {
                "webhooks" => self.map(root, field),
                _ => root.get(field).and_then(Node::as_object),
            };
            let Some(webhooks) = webhooks else { continue };
            for (key, node) in webhooks
                .iter()
                .filter(|(key, _)| !key.text.starts_with("x-"))
            {
                let pointer = format!("/{field}/{}", pointer_segment(&key.text));
                if !self.selects_any(None, node, &pointer) {
                    continue;
                }
                let mut read = self.path_item(&key.text, node, &pointer, key.place, 0);
                self.api.webhooks.append(&mut read);
            }
        }
        let components = root.get("components").and_then(Node::as_object);
        if let Some(components) = components.filter(|_| self.selection.is_none()) {
            self.component_operations(components);
        }
        self.report_repeated_ids();
        self.report_colliding_paths();
    }

    /// Warns of what no path has, and of a parameter that it names twice (OpenAPI 3.2.0, section 4.8.2).
    fn check_template(&mut self, path: &str, place: Place) {
        let literal = |symbol: char| {
            let mut rest = path;
            let mut found = None;
            while found.is_none() && !rest.is_empty() {
                let (text, after) = rest.split_once('{').unwrap_or((rest, ""));
                found = text.find(symbol);
                rest = after.split_once('}').map_or("", |(_, after)| after);
            }
            found.is_some()
        };
        let shown = printable(path);
        let told = [
            (
                '?',
                "the path `{}` has a query; operations are told apart by it",
                "describe what follows the `?` as parameters `in: query`",
            ),
            (
                '#',
                "the path `{}` has a fragment, which no request has; it is ignored",
                "take away what follows the `#`",
            ),
        ];
        for (symbol, message, help) in told {
            if literal(symbol) {
                let message = message.replace("{}", &shown);
                self.warn(code::WRONG_PATH, place, message, help);
            }
        }
        let mut seen = HashSet::new();
        let mut names = template_names(path);
        if let Some(name) = names.find(|it| !seen.insert(*it)) {
            let name = printable(name);
            let message = format!("the path `{shown}` names `{{{name}}}` twice; the first is read");
            let help = "give each parameter a name of its own";
            self.warn(code::WRONG_PATH, place, message, help);
        }
    }

    /// Components that are operations, or have some. They come after the operations that use them, so that what is
    /// written inline in both is named after those.
    fn component_operations(&mut self, components: &Object) {
        if let Some(map) = self.map(components, "callbacks") {
            for (key, node) in map.iter() {
                let pointer = format!("/components/callbacks/{}", pointer_segment(&key.text));
                self.callback(node, &pointer, 0);
            }
        }
        if let Some(map) = self.map(components, "pathItems") {
            for (key, node) in map.iter() {
                let pointer = format!("/components/pathItems/{}", pointer_segment(&key.text));
                self.path_item(&key.text, node, &pointer, key.place, 1);
            }
        }
    }

    fn path_item(
        &mut self,
        path: &Arc<str>,
        node: &Node,
        pointer: &str,
        place: Place,
        depth: usize,
    ) -> Vec<Operation> {
        if node.is_null() {
            return Vec::new();
        }
        let Some(target) = self.target(node, pointer, "pathItems") else {
            return Vec::new();
        };
        let merged = self.merged_item(node, &target);
        let object = merged.as_deref().or(target.node.as_object());
        let Some(object) = object.or_else(|| self.object(&target.node, "a path item")) else {
            return Vec::new();
        };
        self.check_fields(object, SpecObject::PathItem);
        let is_path = depth == 0 && pointer.starts_with("/paths/");
        let own = node.as_object().filter(|_| merged.is_some());
        let mut item = PathItem {
            path: path.clone(),
            object,
            pointer: match target.node.place == node.place {
                true => pointer.to_owned(),
                false => target.pointer.to_string(),
            },
            own: own.map(|it| (it, pointer)),
            place,
            parameters: Vec::new(),
            depth,
            is_path,
        };
        item.parameters = self.parameters(object, item.pointer_around("parameters"));
        let mut operations = Vec::new();
        for (key, node) in object.iter() {
            let Some(method) = Method::ALL.into_iter().find(|it| it.as_str() == &*key.text) else {
                continue;
            };
            let field = method.as_str();
            let pointer = format!("{}/{field}", item.pointer_around(field));
            operations.extend(self.operation(&item, method, &pointer, key.place, node));
        }
        self.additional_operations(&item, &mut operations);
        operations
    }

    /// The operations of methods that have no field of their own (OpenAPI 3.2.0, section 4.9.1).
    fn additional_operations(&mut self, item: &PathItem<'_>, operations: &mut Vec<Operation>) {
        let Some(additional) = self.map(item.object, "additionalOperations") else {
            return;
        };
        for (key, node) in additional.iter() {
            let name = &*key.text;
            if name.starts_with("x-") {
                continue;
            }
            if let Some(method) = Method::ALL.into_iter().find(|it| it.as_upper() == name) {
                let field = method.as_str();
                let message = format!("`{name}` is no additional operation: it has a field");
                let help = format!("write it as `{field}:` of the path item");
                self.error(code::WRONG_VALUE, key.place, message, help);
                continue;
            }
            if !is_token(name) {
                let message = format!("`{}` is no method of HTTP", printable(name));
                let help = "write its name in letters, as it is sent: `COPY`";
                self.error(code::WRONG_VALUE, key.place, message, help);
                continue;
            }
            let segment = pointer_segment(name);
            let around = item.pointer_around("additionalOperations");
            let pointer = format!("{around}/additionalOperations/{segment}");
            let method = Method::Other(key.text.clone());
            operations.extend(self.operation(item, method, &pointer, key.place, node));
        }
    }

    /// A path item with what stands beside its `$ref`; `None` where nothing does. What both have is undefined (OpenAPI
    /// 3.1.1, section 4.8.9.1): the item's own holds.
    fn merged_item(&mut self, node: &Node, target: &Target) -> Option<Arc<Object>> {
        let own = node.as_object().filter(|it| it.len() > 1)?;
        own.get("$ref")?.as_str()?;
        let theirs = target.node.as_object()?;
        let mut members: Vec<(Key, Node)> = Vec::with_capacity(own.len() + theirs.len());
        for (key, node) in own.iter().filter(|(key, _)| &*key.text != "$ref") {
            if theirs.get(&key.text).is_some() {
                let name = printable(&key.text);
                let message = format!("`{name}` stands here and in what the `$ref` leads to");
                let help = "this one holds; take one of the two away";
                self.warn(code::EXCLUSIVE_FIELDS, key.place, message, help);
            }
            members.push((key.clone(), node.clone()));
        }
        let others = theirs
            .iter()
            .filter(|(key, _)| own.get(&key.text).is_none());
        members.extend(others.map(|(key, node)| (key.clone(), node.clone())));
        match Node::object(members, target.node.place).value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    pub(super) fn callbacks(
        &mut self,
        object: &Object,
        pointer: &str,
        depth: usize,
    ) -> Vec<Callback> {
        let Some(callbacks) = self.map(object, "callbacks") else {
            return Vec::new();
        };
        let mut read = Vec::new();
        for (key, node) in callbacks.iter() {
            if depth >= MAX_CALLBACK_DEPTH {
                let message =
                    format!("callbacks stand more than {MAX_CALLBACK_DEPTH} deep in callbacks");
                self.warn(
                    code::UNSUPPORTED,
                    key.place,
                    message,
                    "the inner ones are left out",
                );
                break;
            }
            let pointer = format!("{pointer}/callbacks/{}", pointer_segment(&key.text));
            if let Some(operations) = self.callback(node, &pointer, depth) {
                read.push(Callback {
                    name: key.text.clone(),
                    operations,
                });
            }
        }
        read
    }

    /// The operations of a callback, of each of its expressions.
    fn callback(&mut self, node: &Node, pointer: &str, depth: usize) -> Option<Vec<Operation>> {
        let target = self.target(node, pointer, "callbacks")?;
        let expressions = self.object(&target.node, "a callback")?;
        let mut operations = Vec::new();
        for (expression, item) in expressions
            .iter()
            .filter(|(key, _)| !key.text.starts_with("x-"))
        {
            let pointer = format!("{}/{}", target.pointer, pointer_segment(&expression.text));
            operations.extend(self.path_item(
                &expression.text,
                item,
                &pointer,
                expression.place,
                depth + 1,
            ));
        }
        Some(operations)
    }

    pub(super) fn check_path_parameters(&mut self, item: &PathItem<'_>, parameters: &[Parameter]) {
        let named: HashSet<&str> = template_names(&item.path).collect();
        let described: HashSet<&str> = parameters
            .iter()
            .filter(|it| it.location == ParameterIn::Path)
            .map(|it| &*it.name)
            .collect();
        for name in template_names(&item.path).filter(|it| !described.contains(it)) {
            let message = format!(
                "the path names `{{{}}}`, which no parameter describes",
                printable(name)
            );
            let help = format!(
                "describe a parameter `name: {}`, `in: path`",
                printable(name)
            );
            self.warn(code::MISSING_PATH_PARAMETER, item.place, message, help);
        }
        for it in parameters
            .iter()
            .filter(|it| it.location == ParameterIn::Path && !named.contains(&*it.name))
        {
            let message = format!(
                "the path `{}` does not name `{}`",
                printable(&item.path),
                printable(&it.name)
            );
            let help = format!(
                "write `{{{}}}` into the path, or take the parameter away",
                printable(&it.name)
            );
            self.warn(code::UNUSED_PATH_PARAMETER, it.place, message, help);
        }
    }

    /// Warns of paths that differ in the names of parameters alone: where they have a method in common, the first answers;
    /// where they have none, they should be one path item (OpenAPI 3.0.4, section 4.7.8.2).
    fn report_colliding_paths(&mut self) {
        let mut first: HashMap<(String, Method), Arc<str>> = HashMap::new();
        let mut found = Vec::new();
        let mut templates: HashMap<String, Arc<str>> = HashMap::new();
        let mut alike = Vec::new();
        let mut last: Option<&Arc<str>> = None;
        for it in &self.api.operations {
            if last.is_none_or(|last| !Arc::ptr_eq(last, &it.path)) && it.path.contains('{') {
                let known = templates.entry(template_shape(&it.path));
                let known = known.or_insert_with(|| it.path.clone());
                if *known != it.path && !known.contains('#') && !it.path.contains('#') {
                    alike.push((known.clone(), it.path.clone(), it.place));
                }
            }
            last = Some(&it.path);
            match first.get(&(template_shape(&it.path), it.method.clone())) {
                Some(other) if *other != it.path => {
                    found.push((other.clone(), it.path.clone(), it.place))
                }
                Some(_) => {}
                None => drop(first.insert(
                    (template_shape(&it.path), it.method.clone()),
                    it.path.clone(),
                )),
            }
        }
        let colliding: HashSet<Arc<str>> = found.iter().map(|it| it.1.clone()).collect();
        for (other, path, place) in alike {
            if colliding.contains(&path) {
                continue;
            }
            let place = self.path_places.get(&path).copied().unwrap_or(place);
            let message = format!(
                "`{}` and `{}` are one path",
                printable(&path),
                printable(&other)
            );
            let help = "nothing is lost; write their operations below one of the two";
            self.warn(code::COLLIDING_PATHS, place, message, help);
        }
        for (other, path, place) in found {
            let place = self.path_places.get(&path).copied().unwrap_or(place);
            let message = format!(
                "no request can tell `{}` from `{}`",
                printable(&path),
                printable(&other)
            );
            self.warn(
                code::COLLIDING_PATHS,
                place,
                message,
                "the first one answers; make one of the two differ",
            );
        }
    }
}

/// A path with the names of its parameters taken away, and with them the fragment, which no request has: `/#list`.
fn template_shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut rest = path.split('#').next().unwrap_or_default();
    while let Some((before, after)) = rest.split_once('{') {
        shape.push_str(before);
        shape.push_str("{}");
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    shape.push_str(rest);
    shape
}

/// Whether each brace of a path has its counterpart, and none stands in another.
fn is_balanced(path: &str) -> bool {
    let mut open = false;
    path.bytes().all(|it| match it {
        b'{' => !std::mem::replace(&mut open, true),
        b'}' => std::mem::replace(&mut open, false),
        _ => true,
    }) && !open
}
