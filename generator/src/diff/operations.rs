//! The operations of two documents → which are one, which came or went, and how those that are one differ.

use std::collections::{HashMap, HashSet, VecDeque};

use super::change::{Change, OperationName, Side, Verdict};
use super::comparison::{Comparison, Sender, first_by, proved};
use super::life::{self, Announced};
use super::notes::texts;
use crate::catalogue as code;
use crate::model::{Api, Callback, Operation, Server};

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

/// The path of the URL of a server, and with its variables as they are unless a user chooses otherwise: `/v1`, or nothing.
fn path_of(server: &Server) -> String {
    let mut url = server.url.trim().to_owned();
    for (name, variable) in &server.variables {
        url = url.replace(&format!("{{{name}}}"), &variable.default);
    }
    let behind_host = url.split_once("://").map(|it| it.1);
    let behind_host = behind_host.or_else(|| url.strip_prefix("//"));
    let path = match behind_host {
        Some(rest) => rest.find('/').map_or("", |at| &rest[at..]),
        None => &*url,
    };
    path.trim_matches('/').to_owned()
}

/// The path that all paths of a document stand beneath, whichever of its servers is called; `None` where that depends.
fn base_of(api: &Api) -> Option<String> {
    let mut paths = api.servers.iter().map(path_of);
    let first = paths.next().unwrap_or_default();
    paths.all(|it| it == first).then_some(first)
}

/// The path of an operation with the one that it stands beneath.
fn whole_path(base: &str, it: &Operation) -> Option<String> {
    let path = it.path.trim_start_matches('/');
    let whole = match base {
        "" => format!("/{path}"),
        base => format!("/{base}/{path}"),
    };
    it.servers.is_empty().then(|| unnamed(&whole))
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
        let partners = self.partners(old, new, kind);
        let mut is_known = vec![false; new.len()];
        for (it, at) in old.iter().zip(&partners) {
            if let Some(at) = *at {
                is_known[at] = true;
                self.begin(Some(OperationName::of(&new[at])));
                self.operation_pair(it, &new[at], kind);
            }
        }
        for (it, _) in old.iter().zip(&partners).filter(|it| it.1.is_none()) {
            self.begin(Some(OperationName::of(it)));
            self.lone(it, Side::Old, kind);
        }
        for (it, _) in new.iter().zip(is_known).filter(|it| !it.1) {
            self.begin(Some(OperationName::of(it)));
            self.lone(it, Side::New, kind);
        }
    }

    /// For each old operation the new one that it is: of the same path; or else of one that differs in the names of its parameters
    /// alone; or else of the same URL, where a part of the path has moved between the servers and the paths.
    fn partners(&self, old: &[Operation], new: &[Operation], kind: Kind) -> Vec<Option<usize>> {
        let bases = [self.pair.old, self.pair.new].map(|it| base_of(it.api()));
        let whole = |base: &Option<String>, it: &Operation| whole_path(base.as_ref()?, it);
        let same = |it: &Operation| Some(it.path.to_string());
        let likewise = |it: &Operation| Some(unnamed(&it.path));
        let of_old = |it: &Operation| whole(&bases[0], it);
        let of_new = |it: &Operation| whole(&bases[1], it);
        let mut partners = vec![None; old.len()];
        let mut is_free = vec![true; new.len()];
        pair_up((old, &same), (new, &same), &mut partners, &mut is_free);
        pair_up(
            (old, &likewise),
            (new, &likewise),
            &mut partners,
            &mut is_free,
        );
        if kind == Kind::Path && bases[0] != bases[1] {
            pair_up((old, &of_old), (new, &of_new), &mut partners, &mut is_free);
        }
        partners
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
            let other: HashSet<&String> = other.iter().collect();
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
        let (of_old, of_new) = (first_by(old, url), first_by(new, url));
        for (all, other, verb) in [(old, &of_new, "removed"), (new, &of_old, "added")] {
            for it in all.iter().filter(|it| !other.contains_key(&url(it))) {
                let is_gone = verb == "removed";
                let change =
                    Change::new(code::SERVERS, format!("the server `{}` was {verb}", it.url))
                        .verdicts(Verdict::risky_if(is_gone), Verdict::risky_if(!is_gone));
                self.push(at(change.about("servers")));
            }
        }
        for it in old {
            let Some(other) = of_new.get(&url(it)) else {
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
        let name = |it: &Callback| it.name.clone();
        let (of_old, of_new) = (first_by(old, name), first_by(new, name));
        let gone = old.iter().map(|it| (it, Side::Old));
        let added = new.iter().map(|it| (it, Side::New));
        for (it, side) in gone.chain(added) {
            let other = match side {
                Side::Old => of_new.get(&it.name),
                Side::New => of_old.get(&it.name),
            };
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
        let same = |it: &Operation| Some(it.path.to_string());
        let (mut partners, mut is_free) = (vec![None; old.len()], vec![true; new.len()]);
        pair_up((old, &same), (new, &same), &mut partners, &mut is_free);
        for (it, at) in old.iter().zip(partners) {
            match at {
                Some(at) => self.operation_pair(it, &new[at], Kind::Callback),
                None => self.lone(it, Side::Old, Kind::Callback),
            }
        }
        for (it, _) in new.iter().zip(is_free).filter(|it| it.1) {
            self.lone(it, Side::New, Kind::Callback);
        }
    }
}

/// What an operation is told by, beside its method.
type Key<'k> = &'k dyn Fn(&Operation) -> Option<String>;

/// Pairs what is left of both lists by their methods and keys, each with the first that is free.
fn pair_up(
    (old, old_key): (&[Operation], Key<'_>),
    (new, new_key): (&[Operation], Key<'_>),
    partners: &mut [Option<usize>],
    is_free: &mut [bool],
) {
    let mut by_key: HashMap<(&str, String), VecDeque<usize>> = HashMap::new();
    for (at, it) in new.iter().enumerate().filter(|it| is_free[it.0]) {
        if let Some(key) = new_key(it) {
            by_key
                .entry((it.method.as_upper(), key))
                .or_default()
                .push_back(at);
        }
    }
    for (it, partner) in old.iter().zip(partners).filter(|it| it.1.is_none()) {
        let key = old_key(it).map(|key| (it.method.as_upper(), key));
        *partner = key.and_then(|key| by_key.get_mut(&key)?.pop_front());
        if let Some(at) = *partner {
            is_free[at] = false;
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
