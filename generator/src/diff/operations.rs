//! The operations of two documents → which are one, which came or went, and how those that are one differ.

use std::collections::HashMap;
use std::sync::Arc;

use super::change::{Change, OperationName, Side, Verdict};
use super::comparison::{Comparison, Sender};
use super::life::{self, Announced};
use super::notes::text;
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

impl<'p> Comparison<'p, '_> {
    /// Compares all operations and webhooks.
    pub fn operations(&mut self) {
        let (old, new) = (self.pair.old.api(), self.pair.new.api());
        self.lists(&old.operations, &new.operations, Kind::Path);
        self.lists(&old.webhooks, &new.webhooks, Kind::Webhook);
    }

    fn lists(&mut self, old: &'p [Operation], new: &'p [Operation], kind: Kind) {
        let mut by_key: HashMap<(Arc<str>, String), Vec<&'p Operation>> = HashMap::new();
        let key = |it: &Operation| (Arc::from(it.method.as_upper()), unnamed(&it.path));
        for it in new {
            by_key.entry(key(it)).or_default().push(it);
        }
        let mut gone = Vec::new();
        let mut pairs: Vec<(&Operation, &'p Operation)> = Vec::new();
        for it in old {
            let Some(candidates) = by_key.get_mut(&key(it)).filter(|all| !all.is_empty()) else {
                gone.push(it);
                continue;
            };
            // Two paths may differ in the names of their parameters alone.
            let same = candidates
                .iter()
                .position(|other| other.path == it.path)
                .unwrap_or(0);
            pairs.push((it, candidates.remove(same)));
        }
        let left: Vec<&Operation> = by_key.into_values().flatten().collect();
        let added = new
            .iter()
            .filter(|it| left.iter().any(|other| std::ptr::eq(*other, *it)));
        let added: Vec<&Operation> = added.collect();
        for (a, b) in pairs {
            let outer = self.operation.clone();
            if kind != Kind::Callback {
                self.begin(Some(name_of(b)));
            }
            self.operation_pair(a, b, kind);
            if kind == Kind::Callback {
                self.operation = outer;
            }
        }
        for it in gone {
            self.removed(it, kind);
        }
        for it in added {
            self.added(it, kind);
        }
    }

    fn removed(&mut self, it: &Operation, kind: Kind) {
        let announced = announced(it);
        let is_announced = announced.is_due(self.options);
        let is_unstable = announced.is_unstable(self.options);
        let what = word(kind);
        let how = match (is_announced, is_unstable) {
            (true, _) => ", as was announced",
            (_, true) => "; it was not stable",
            _ => "",
        };
        let wire = match is_announced || is_unstable {
            true => Verdict::Risky,
            false => Verdict::Breaking,
        };
        let code = if kind == Kind::Path {
            code::OPERATION_REMOVED
        } else {
            code::CALL_REMOVED
        };
        if kind != Kind::Callback {
            self.begin(Some(name_of(it)));
        }
        let mut change = Change::new(code, format!("the {what} was removed{how}"))
            .verdicts(wire, Verdict::Compatible)
            .at(Some(it.place), None);
        change.witness = self
            .request(Side::Old)
            .filter(|_| wire == Verdict::Breaking);
        self.push(change);
    }

    fn added(&mut self, it: &Operation, kind: Kind) {
        let what = word(kind);
        let announced = announced(it);
        let reverse = match announced.is_due(self.options) || announced.is_unstable(self.options) {
            true => Verdict::Risky,
            false => Verdict::Breaking,
        };
        let code = if kind == Kind::Path {
            code::OPERATION_ADDED
        } else {
            code::CALL_ADDED
        };
        if kind != Kind::Callback {
            self.begin(Some(name_of(it)));
        }
        let mut change = Change::new(code, format!("the {what} was added"))
            .verdicts(Verdict::Compatible, reverse)
            .at(None, Some(it.place));
        change.witness_reverse = self
            .request(Side::New)
            .filter(|_| reverse == Verdict::Breaking);
        self.push(change);
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
        for it in [
            text("summary", old.summary.clone(), new.summary.clone()),
            text(
                "description",
                old.description.clone(),
                new.description.clone(),
            ),
            text(
                "summary of the path",
                old.path_summary.clone(),
                new.path_summary.clone(),
            ),
            text(
                "description of the path",
                old.path_description.clone(),
                new.path_description.clone(),
            ),
            text(
                "external documentation",
                old.external_docs
                    .as_ref()
                    .map(|it| format!("{} {:?}", it.url, it.description)),
                new.external_docs
                    .as_ref()
                    .map(|it| format!("{} {:?}", it.url, it.description)),
            ),
        ]
        .into_iter()
        .flatten()
        {
            self.push(at(it));
        }
        for it in life::changes(
            "the operation",
            announced(old),
            announced(new),
            self.options,
        ) {
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
                let risk = |is: bool| {
                    if is {
                        Verdict::Risky
                    } else {
                        Verdict::Compatible
                    }
                };
                let is_gone = verb == "removed";
                let change =
                    Change::new(code::SERVERS, format!("the server `{}` was {verb}", it.url));
                self.push(at(change
                    .verdicts(risk(is_gone), risk(!is_gone))
                    .about("servers")));
            }
        }
        for it in old {
            let Some(other) = new.iter().find(|other| url(other) == url(it)) else {
                continue;
            };
            if let Some(text) = text(
                "description",
                it.description.clone(),
                other.description.clone(),
            ) {
                self.push(at(text.about(format!("server `{}`", it.url))));
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
        for it in old {
            let within = std::mem::replace(&mut self.within, format!("callback `{}`", it.name));
            match new.iter().find(|other| other.name == it.name) {
                Some(other) => self.callback_operations(&it.operations, &other.operations),
                None => {
                    let change = Change::new(code::CALL_REMOVED, "the callback was removed");
                    let change = change
                        .verdicts(Verdict::Breaking, Verdict::Compatible)
                        .at(Some(a.place), Some(b.place));
                    let change = self.proved(change, &format!("the callback `{}`", it.name));
                    self.push(change);
                }
            }
            self.within = within;
        }
        for it in new
            .iter()
            .filter(|it| !old.iter().any(|other| other.name == it.name))
        {
            let within = std::mem::replace(&mut self.within, format!("callback `{}`", it.name));
            let change = Change::new(code::CALL_ADDED, "the callback was added");
            let change = change
                .verdicts(Verdict::Compatible, Verdict::Breaking)
                .at(Some(a.place), Some(b.place));
            let change = self.proved(change, &format!("the callback `{}`", it.name));
            self.push(change);
            self.within = within;
        }
    }

    fn callback_operations(&mut self, old: &[Operation], new: &[Operation]) {
        for it in old {
            let other = new
                .iter()
                .find(|other| other.method == it.method && other.path == it.path);
            match other {
                Some(other) => self.operation_pair(it, other, Kind::Callback),
                None => self.removed(it, Kind::Callback),
            }
        }
        for it in new {
            if !old
                .iter()
                .any(|other| other.method == it.method && other.path == it.path)
            {
                self.added(it, Kind::Callback);
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
