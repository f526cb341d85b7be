//! The operations of two documents → which are one, which came or went, and how those that are one differ.

use std::collections::HashMap;

use super::change::{Change, OperationName, Side, Verdict};
use super::comparison::{Comparison, Sender, proved};
use super::life::{self, Announced};
use super::notes::texts;
use crate::catalogue as code;
use crate::model::{Callback, Operation, Server};

/// A path without the names of its parameters: `/pets/{}`.
fn unnamed(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else {
            break;
        };
        text = format!("{text}{before}{{}}");
        rest = behind;
    }
    text + rest
}

/// How an operation is called.
fn name_of(it: &Operation) -> OperationName {
    OperationName {
        method: it.method.as_upper().into(),
        path: it.path.clone(),
    }
}

fn announced(it: &Operation) -> Announced<'_> {
    Announced {
        deprecated: it.deprecated,
        extensions: &it.extensions,
    }
}

/// What kind of operations are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Path,
    Webhook,
    Callback,
}

impl Kind {
    fn sender(self) -> Sender {
        match self {
            Kind::Path => Sender::Client,
            Kind::Webhook | Kind::Callback => Sender::Server,
        }
    }
}

impl Comparison<'_, '_> {
    /// Compares all operations and webhooks.
    pub fn operations(&mut self) {
        let (old, new) = (self.pair.old.api(), self.pair.new.api());
        self.lists(&old.operations, &new.operations, Kind::Path);
        self.lists(&old.webhooks, &new.webhooks, Kind::Webhook);
    }

    fn lists(&mut self, old: &[Operation], new: &[Operation], kind: Kind) {
        let mut by_key: HashMap<(&str, String), Vec<usize>> = HashMap::new();
        for (at, it) in new.iter().enumerate() {
            let key = (it.method.as_upper(), unnamed(&it.path));
            by_key.entry(key).or_default().push(at);
        }
        let mut is_known = vec![false; new.len()];
        let mut gone = Vec::new();
        for it in old {
            let key = (it.method.as_upper(), unnamed(&it.path));
            let Some(candidates) = by_key.get_mut(&key).filter(|all| !all.is_empty()) else {
                gone.push(it);
                continue;
            };
            // Two paths may differ in the names of their parameters alone.
            let mut same = candidates.iter();
            let same = same.position(|at| new[*at].path == it.path);
            let at = candidates.remove(same.unwrap_or(0));
            is_known[at] = true;
            self.begin(Some(name_of(&new[at])));
            self.operation_pair(it, &new[at], kind);
        }
        for it in gone {
            self.begin(Some(name_of(it)));
            self.lone(it, Side::Old, kind);
        }
        for (it, _) in new.iter().zip(is_known).filter(|it| !it.1) {
            self.begin(Some(name_of(it)));
            self.lone(it, Side::New, kind);
        }
    }

    /// An operation that only one of the documents has.
    fn lone(&mut self, it: &Operation, side: Side, kind: Kind) {
        let announced = announced(it);
        let is_announced = announced.is_due(self.options);
        let is_unstable = announced.is_unstable(self.options);
        let (code, verb) = match (side, kind) {
            (Side::Old, Kind::Path) => (code::OPERATION_REMOVED, "removed"),
            (Side::Old, _) => (code::CALL_REMOVED, "removed"),
            (Side::New, Kind::Path) => (code::OPERATION_ADDED, "added"),
            (Side::New, _) => (code::CALL_ADDED, "added"),
        };
        let how = match (side, is_announced, is_unstable) {
            (Side::Old, true, _) => ", as was announced",
            (Side::Old, false, true) => "; it was not stable",
            _ => "",
        };
        // Who knows it counts on it.
        let knows = match is_announced || is_unstable {
            true => Verdict::Risky,
            false => Verdict::Breaking,
        };
        let change = Change::new(code, format!("the {} was {verb}{how}", word(kind)));
        let change = match side {
            Side::Old => change
                .verdicts(knows, Verdict::Compatible)
                .at(Some(it.place), None),
            Side::New => change
                .verdicts(Verdict::Compatible, knows)
                .at(None, Some(it.place)),
        };
        self.push(proved(change, &self.request()));
    }

    fn operation_pair(&mut self, old: &Operation, new: &Operation, kind: Kind) {
        let sender = kind.sender();
        self.about(old, new);
        self.parameters(old, new, sender);
        self.request_bodies(old, new, sender);
        self.responses(old, new, sender.other());
        self.security(old, new);
        self.servers([&old.servers, &new.servers], Some([old, new]));
        self.callbacks(&old.callbacks, &new.callbacks, [old, new]);
    }

    /// What an operation says of itself.
    fn about(&mut self, old: &Operation, new: &Operation) {
        let at = |it: Change| it.at(Some(old.place), Some(new.place));
        if old.id != new.id {
            let said = |it: &Operation| it.id.as_deref().map(|it| format!("`{it}`"));
            let message = match (said(old), said(new)) {
                (Some(was), Some(is)) => format!("`operationId` changed from {was} to {is}"),
                (None, Some(is)) => format!("`operationId` {is} was added"),
                (Some(was), None) => format!("`operationId` {was} was removed"),
                (None, None) => String::new(),
            };
            let change = Change::new(code::OPERATION_ID, message);
            self.push(at(change.from_to(said(old), said(new))));
        }
        let tags = |it: &Operation| {
            let mut all: Vec<String> = it.tags.iter().map(|it| it.to_string()).collect();
            all.sort();
            all
        };
        let (was, is) = (tags(old), tags(new));
        for (all, other, verb) in [(&was, &is, "removed"), (&is, &was, "added")] {
            for it in all.iter().filter(|it| !other.contains(it)) {
                self.push(at(Change::new(
                    code::TAGS,
                    format!("the tag `{it}` was {verb}"),
                )));
            }
        }
        let docs = [old, new].map(|it| {
            let docs = it.external_docs.as_ref();
            docs.map(|it| format!("{} {:?}", it.url, it.description))
        });
        for it in texts([
            ("summary", old.summary.as_deref(), new.summary.as_deref()),
            (
                "description",
                old.description.as_deref(),
                new.description.as_deref(),
            ),
            (
                "summary of the path",
                old.path_summary.as_deref(),
                new.path_summary.as_deref(),
            ),
            (
                "description of the path",
                old.path_description.as_deref(),
                new.path_description.as_deref(),
            ),
            (
                "external documentation",
                docs[0].as_deref(),
                docs[1].as_deref(),
            ),
        ]) {
            self.push(at(it));
        }
        let announced = [old, new].map(announced);
        for it in life::changes("the operation", announced, self.options) {
            self.push(at(it));
        }
    }

    /// Compares where the API, or an operation, is served.
    pub fn servers(&mut self, [old, new]: [&[Server]; 2], operations: Option<[&Operation; 2]>) {
        let url = |it: &Server| it.url.trim_end_matches('/').to_owned();
        let places = operations.map(|[a, b]| [a.place, b.place]);
        let at = |it: Change| match places {
            Some([a, b]) => it.at(Some(a), Some(b)),
            None => it,
        };
        for (all, other, verb) in [(old, new, "removed"), (new, old, "added")] {
            for it in all
                .iter()
                .filter(|it| !other.iter().any(|other| url(other) == url(it)))
            {
                let is_gone = verb == "removed";
                let change =
                    Change::new(code::SERVERS, format!("the server `{}` was {verb}", it.url))
                        .verdicts(Verdict::risky_if(is_gone), Verdict::risky_if(!is_gone));
                self.push(at(change.about("servers")));
            }
        }
        for it in old {
            let Some(other) = new.iter().find(|other| url(other) == url(it)) else {
                continue;
            };
            for change in texts([(
                "description",
                it.description.as_deref(),
                other.description.as_deref(),
            )]) {
                self.push(at(change.about(format!("server `{}`", it.url))));
            }
            for (name, was) in &it.variables {
                let is = other.variables.get(name);
                if is.is_none_or(|is| is.default != was.default || is.values != was.values) {
                    let change =
                        Change::new(code::SERVERS, format!("the variable `{name}` changed"));
                    let change = change.verdicts(Verdict::Risky, Verdict::Risky);
                    self.push(at(change.about(format!("server `{}`", it.url))));
                }
            }
        }
    }

    fn callbacks(&mut self, old: &[Callback], new: &[Callback], [a, b]: [&Operation; 2]) {
        let gone = old.iter().map(|it| (it, Side::Old));
        let added = new.iter().map(|it| (it, Side::New));
        for (it, side) in gone.chain(added) {
            let others = if side == Side::Old { new } else { old };
            let other = others.iter().find(|other| other.name == it.name);
            let within = format!("callback `{}`", it.name);
            let outer = std::mem::replace(&mut self.within, within);
            match (side, other) {
                (Side::Old, Some(other)) => {
                    self.callback_operations(&it.operations, &other.operations)
                }
                (Side::New, Some(_)) => {}
                (side, None) => {
                    let change = match side {
                        Side::Old => Change::new(code::CALL_REMOVED, "the callback was removed")
                            .verdicts(Verdict::Breaking, Verdict::Compatible),
                        Side::New => Change::new(code::CALL_ADDED, "the callback was added")
                            .verdicts(Verdict::Compatible, Verdict::Breaking),
                    };
                    let change = change.at(Some(a.place), Some(b.place));
                    self.push(proved(change, &format!("the callback `{}`", it.name)));
                }
            }
            self.within = outer;
        }
    }

    fn callback_operations(&mut self, old: &[Operation], new: &[Operation]) {
        for it in old {
            let other = new
                .iter()
                .find(|other| other.method == it.method && other.path == it.path);
            match other {
                Some(other) => self.operation_pair(it, other, Kind::Callback),
                None => self.lone(it, Side::Old, Kind::Callback),
            }
        }
        for it in new {
            if !old
                .iter()
                .any(|other| other.method == it.method && other.path == it.path)
            {
                self.lone(it, Side::New, Kind::Callback);
            }
        }
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Path => "operation",
        Kind::Webhook => "webhook",
        Kind::Callback => "callback",
    }
}

#[cfg(test)]
mod tests {
    use super::unnamed;

    #[test]
    fn paths_are_one_whatever_their_parameters_are_called() {
        assert_eq!(unnamed("/a/{b}/c/{d}.{e}"), "/a/{}/c/{}.{}");
        assert_eq!(unnamed("/a/{b"), "/a/{b");
    }
}
