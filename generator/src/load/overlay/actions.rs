//! The tree of an overlay → its actions, with everything that is wrong with it told.

use std::collections::HashSet;

use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::nearest::nearest;
use crate::node::{Node, Object};
use crate::source::Place;

/// One action.
pub(super) struct Action {
    /// The JSONPath of what it is about.
    pub target: String,
    /// Where that stands.
    pub place: Place,
    /// What is done to it.
    pub change: Change,
    /// The minor version of the Overlay Specification that the overlay is written by.
    pub minor: u64,
}

/// What is done to the target of an action.
pub(super) enum Change {
    /// It is a description alone.
    Nothing,
    /// The target is taken away.
    Remove,
    /// A value is merged into it.
    Update(Node),
    /// Likewise, the value that a JSONPath selects; and where that stands.
    Copy(String, Place),
}

/// The actions of an overlay, as far as they can be read. `None` where it is no overlay.
pub(super) fn read(overlay: &Node, file: &str, sink: &mut Sink) -> Option<Vec<Action>> {
    let mut reader = Reader { sink, minor: 1 };
    let Some(object) = overlay.as_object() else {
        let message = format!("an overlay must be an object, found {}", overlay.kind());
        reader.refuse(overlay.place, message, HEAD);
        return None;
    };
    reader.minor = reader.version(overlay)?;
    let minor = reader.minor;
    let later = if minor > 1 { &["$self"][..] } else { &[] };
    reader.fields(
        object,
        "an overlay",
        &["overlay", "info", "extends", "actions"],
        later,
    );
    reader.info(overlay);
    if let Some(extends) = reader.text(object, "extends", "an overlay") {
        let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        if name(&extends) != name(file) {
            let message = format!(
                "this overlay extends `{}`, and is applied to `{}`",
                printable(&extends),
                printable(file)
            );
            let place = object.get("extends").map_or(overlay.place, |it| it.place);
            reader
                .sink
                .push(Diagnostic::note(code::OVERLAY_MISSES, place, "", message));
        }
    }
    let actions = object
        .get("actions")
        .filter(|it| it.as_array().is_some_and(|it| !it.is_empty()));
    let Some(actions) = actions else {
        let place = object
            .entry("actions")
            .map_or(overlay.place, |(key, _)| key.place);
        let message = "`actions` must be a list with at least one action".to_owned();
        reader.refuse(
            place,
            message,
            "write `actions: [{target: $.info, update: {title: Pets}}]`",
        );
        return None;
    };
    let items = actions.as_array().unwrap_or_default();
    let mut seen = HashSet::new();
    for it in items {
        if !seen.insert(it) {
            let message = "this action stands here twice".to_owned();
            reader.refuse(it.place, message, "take one of the two away");
        }
    }
    Some(items.iter().filter_map(|it| reader.action(it)).collect())
}

const HEAD: &str = "an overlay begins with `overlay: 1.1.0`, and has `info` and `actions`";

struct Reader<'s> {
    sink: &'s mut Sink,
    minor: u64,
}

impl Reader<'_> {
    fn refuse(&mut self, place: Place, message: String, help: &str) {
        self.sink
            .push(Diagnostic::error(code::OVERLAY, place, "", message).with_help(help));
    }

    /// The minor version.
    fn version(&mut self, overlay: &Node) -> Option<u64> {
        let Some(node) = overlay.get("overlay") else {
            let message = "this is no overlay: it has no field `overlay`".to_owned();
            self.refuse(overlay.place, message, HEAD);
            return None;
        };
        let text = node.as_str().unwrap_or_default();
        let parts: Vec<&str> = text.split('.').collect();
        let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        match &parts[..] {
            ["1", minor @ ("0" | "1" | "2"), patch] if is_number(patch) => minor.parse().ok(),
            _ => {
                let written = node
                    .as_number()
                    .map_or_else(|| node.to_json(), str::to_owned);
                let message = format!(
                    "Overlay {} is not a version that is known here",
                    printable(&written)
                );
                self.refuse(
                    node.place,
                    message,
                    "write `overlay: 1.0.0` or `overlay: 1.1.0`",
                );
                None
            }
        }
    }

    fn info(&mut self, overlay: &Node) {
        let Some(object) = overlay.get("info").and_then(Node::as_object) else {
            let place = overlay.get("info").map_or(overlay.place, |it| it.place);
            let message = "an overlay must have an object `info`".to_owned();
            self.refuse(
                place,
                message,
                "write `info: {title: What it is for, version: 1.0.0}`",
            );
            return;
        };
        let later = if self.minor > 0 {
            &["description"][..]
        } else {
            &[]
        };
        self.fields(object, "`info`", &["title", "version"], later);
        for name in ["title", "version"] {
            if object.get(name).is_none() {
                let place = overlay.get("info").map_or(overlay.place, |it| it.place);
                let message = format!("`info` must have `{name}`");
                self.refuse(
                    place,
                    message,
                    "an overlay has a title and a version of its own",
                );
            }
        }
        for name in ["title", "version", "description"] {
            self.text(object, name, "`info`");
        }
    }

    /// Tells of fields that nothing knows.
    fn fields(&mut self, object: &Object, what: &str, known: &[&str], later: &[&str]) {
        for (key, _) in object.iter() {
            let name = &*key.text;
            let is_known = name.starts_with("x-") || known.contains(&name) || later.contains(&name);
            if is_known {
                continue;
            }
            if self.minor > 1 && matches!(name, "components" | "$ref") {
                let message = "reusable actions (Overlay 1.2) are not followed yet".to_owned();
                self.refuse(key.place, message, "write each action where it is applied");
                continue;
            }
            let message = format!("{what} has no field `{}`", printable(name));
            let names = || known.iter().chain(later).copied();
            let help = match nearest(name, names()) {
                Some(it) => format!("did you mean `{it}`?"),
                None => format!("there are `{}`", names().collect::<Vec<_>>().join("`, `")),
            };
            self.refuse(key.place, message, &help);
        }
    }

    /// A field that must be a string.
    fn text(&mut self, object: &Object, name: &str, what: &str) -> Option<String> {
        let node = object.get(name)?;
        let text = node.as_str();
        if text.is_none() {
            let message = format!("`{name}` of {what} must be a string, found {}", node.kind());
            self.refuse(node.place, message, "write it in quotes");
        }
        text.map(str::to_owned)
    }

    fn action(&mut self, node: &Node) -> Option<Action> {
        let Some(object) = node.as_object() else {
            let message = format!("an action must be an object, found {}", node.kind());
            self.refuse(
                node.place,
                message,
                "write `{target: $.info, update: {title: Pets}}`",
            );
            return None;
        };
        let later = if self.minor > 0 { &["copy"][..] } else { &[] };
        self.fields(
            object,
            "an action",
            &["target", "description", "update", "remove"],
            later,
        );
        self.text(object, "description", "an action");
        let remove = object.get("remove");
        if let Some(it) = remove.filter(|it| it.as_bool().is_none()) {
            let message = format!("`remove` must be `true` or `false`, found {}", it.kind());
            self.refuse(it.place, message, "write `remove: true`");
        }
        let copy = self.text(object, "copy", "an action");
        let Some(target) = object.get("target") else {
            let message = "an action must have a `target`".to_owned();
            self.refuse(node.place, message, "write `target: $.info`");
            return None;
        };
        let text = self.text(object, "target", "an action")?;
        if !text.starts_with('$') {
            let message = format!("the target `{}` does not begin with `$`", printable(&text));
            self.refuse(
                target.place,
                message,
                "write a JSONPath (RFC 9535), as `$.info.title`",
            );
            return None;
        }
        let place = |name: &str| object.get(name).map_or(node.place, |it| it.place);
        let change = match (remove.and_then(Node::as_bool), copy, object.get("update")) {
            (Some(true), ..) => Change::Remove,
            (_, Some(from), None) => Change::Copy(from, place("copy")),
            (_, _, Some(value)) => Change::Update(value.clone()),
            (_, None, None) => Change::Nothing,
        };
        Some(Action {
            target: text,
            place: target.place,
            change,
            minor: self.minor,
        })
    }
}
