//! The bodies and responses of two operations → how they differ.

use std::collections::{HashMap, VecDeque};

use super::change::{Change, Side, Verdict};
use super::comparison::{Comparison, Sender, first_by, form_of, line, proved, requirement};
use super::life::{self, Announced};
use super::notes::texts;
use crate::catalogue as code;
use crate::model::{
    Encoding, Encodings, Header, MediaRange, MediaType, Operation, RequestBody, Response, Status,
};
use crate::source::Place;

/// A media type as it is compared: in lower case, its parameters in order.
fn normal(name: &str) -> String {
    let range = MediaRange::parse(name);
    let mut parameters: Vec<String> = name
        .split(';')
        .skip(1)
        .map(|it| it.trim().to_ascii_lowercase())
        .filter(|it| !it.is_empty())
        .collect();
    parameters.sort();
    let mut text = range.essence().to_ascii_lowercase();
    for it in parameters {
        text = format!("{text}; {it}");
    }
    text
}

/// Whether a range takes in a media type.
fn covers(range: &str, name: &str) -> bool {
    let (range, name) = (MediaRange::parse(range), MediaRange::parse(name));
    if range.is("*/*") {
        return true;
    }
    let same_kind = range.kind().eq_ignore_ascii_case(name.kind());
    same_kind && (range.is_range() || range.subtype().eq_ignore_ascii_case(name.subtype()))
}

/// How many pairs of media types are looked at, of which one may be a range that takes in the other.
const MAX_TRIES: usize = 250_000;

impl Comparison<'_, '_> {
    /// Compares the request bodies of an operation.
    pub fn request_bodies(&mut self, old: &Operation, new: &Operation, sender: Sender) {
        let subject = "request body";
        let (it, is_new, places) = match (&old.request_body, &new.request_body) {
            (Some(a), Some(b)) => return self.request_body(a, b, sender),
            (None, None) => return,
            (Some(it), None) => (it, false, [it.place, new.place]),
            (None, Some(it)) => (it, true, [old.place, it.place]),
        };
        // A client that sends one wants to be heard; one that is sent one may not listen. Who is sent none may wait for it.
        let (sends, waits) = match (sender, it.required) {
            (Sender::Client, true) => (Verdict::Breaking, Verdict::Breaking),
            (Sender::Client, false) => (Verdict::Breaking, Verdict::Compatible),
            (Sender::Server, true) => (Verdict::Compatible, Verdict::Breaking),
            (Sender::Server, false) => (Verdict::Compatible, Verdict::Risky),
        };
        let kind = if it.required {
            "a required"
        } else {
            "an optional"
        };
        let change = match is_new {
            false => Change::new(code::BODY_REMOVED, "the request body was removed")
                .verdicts(sends, waits),
            true => Change::new(code::BODY_ADDED, format!("{kind} request body was added"))
                .verdicts(waits, sends),
        };
        let change = change.about(subject).at(Some(places[0]), Some(places[1]));
        let change = proved(change, &self.request());
        self.push(sender.for_clients(change));
    }

    fn request_body(&mut self, old: &RequestBody, new: &RequestBody, sender: Sender) {
        let subject = "request body";
        let places = [old.place, new.place];
        let at = |it: Change| it.about(subject).at(Some(old.place), Some(new.place));
        if let Some(it) = requirement(
            code::BODY_REQUIRED,
            "the request body",
            [old.required, new.required],
            sender,
            "a request without a body",
        ) {
            self.push(at(it));
        }
        for it in texts([(
            "description",
            old.description.as_deref(),
            new.description.as_deref(),
        )]) {
            self.push(at(it));
        }
        self.extensions(subject, &old.extensions, &new.extensions, places);
        self.contents(
            subject,
            [&old.content, &new.content],
            places,
            (sender, false),
        );
    }

    /// Extensions of what has nothing else to announce.
    pub fn extensions(
        &mut self,
        subject: &str,
        old: &crate::model::Extensions,
        new: &crate::model::Extensions,
        places: [Place; 2],
    ) {
        for (name, was, is) in life::extensions(old, new) {
            let change = Change::new(code::EXTENSION, format!("the extension `{name}` changed"))
                .from_to(was.map(life::shown), is.map(life::shown));
            self.push(change.about(subject).at(Some(places[0]), Some(places[1])));
        }
    }

    /// Compares what a body may be; `is_asked_for` where the other side says by `Accept` what it wants.
    fn contents(
        &mut self,
        subject: &str,
        [old, new]: [&[MediaType]; 2],
        places: [Place; 2],
        (sender, is_asked_for): (Sender, bool),
    ) {
        let is_asked_for = is_asked_for && sender == Sender::Server;
        // Who sends what is not described any more is refused, and so is who asks for it.
        let told = |change: Change, it: &MediaType| match is_asked_for {
            true => proved(change, &format!("Accept: {}", it.name)),
            false => sender.for_clients(proved(change, &format!("Content-Type: {}", it.name))),
        };
        let mut by_name: HashMap<String, VecDeque<usize>> = HashMap::new();
        for (at, it) in new.iter().enumerate() {
            by_name.entry(normal(&it.name)).or_default().push_back(at);
        }
        let mut is_free = vec![true; new.len()];
        let mut gone: Vec<&MediaType> = Vec::new();
        for it in old {
            let same = by_name.get_mut(&normal(&it.name));
            match same.and_then(VecDeque::pop_front) {
                Some(at) => {
                    is_free[at] = false;
                    self.media_types(subject, it, &new[at], sender);
                }
                None => gone.push(it),
            }
        }
        let free = new.iter().zip(is_free).filter(|it| it.1);
        let mut added: Vec<&MediaType> = free.map(|it| it.0).collect();
        let mut left: Vec<&MediaType> = Vec::new();
        if gone.len().saturating_mul(added.len()) > MAX_TRIES {
            left.append(&mut gone);
        }
        for it in gone {
            // A range that takes it in, or one of those that it took in.
            let wider = added.iter().position(|other| covers(&other.name, &it.name));
            let narrower = || added.iter().position(|other| covers(&it.name, &other.name));
            match (wider, wider.or_else(narrower)) {
                (wider, Some(at)) => {
                    let other = added.remove(at);
                    let message = format!("the media type `{}` became `{}`", it.name, other.name);
                    // Who sends by the wider one may send what the other one does not take.
                    let (old_sends, new_sends, sent) = match wider {
                        Some(_) => (Verdict::Compatible, Verdict::Breaking, other),
                        None => (Verdict::Breaking, Verdict::Compatible, it),
                    };
                    let change = Change::new(code::MEDIA_TYPE, message)
                        .verdicts(old_sends, new_sends)
                        .about(subject)
                        .at(Some(it.place), Some(other.place));
                    let change = proved(change, &format!("Content-Type: {}", sent.name));
                    self.push(sender.for_clients(change));
                    self.media_types(subject, it, other, sender);
                }
                (_, None) => left.push(it),
            }
        }
        for it in left {
            let message = format!("the media type `{}` was removed", it.name);
            let change = Change::new(code::MEDIA_TYPE_REMOVED, message)
                .verdicts(Verdict::Breaking, Verdict::Compatible)
                .about(subject)
                .at(Some(it.place), Some(places[1]));
            self.push(told(change, it));
        }
        for it in added {
            // Where there was no body at all, there was nothing to ask for.
            let message = format!("the media type `{}` was added", it.name);
            let change = Change::new(code::MEDIA_TYPE_ADDED, message)
                .verdicts(Verdict::Compatible, Verdict::Breaking)
                .about(subject)
                .at(Some(places[0]), Some(it.place));
            self.push(told(change, it));
        }
    }

    fn media_types(&mut self, subject: &str, old: &MediaType, new: &MediaType, sender: Sender) {
        let subject = format!("{subject}, `{}`", new.name);
        let places = [old.place, new.place];
        let at = |it: Change| it.about(&*subject).at(Some(old.place), Some(new.place));
        if let Some(it) = self.examples(&old.examples, &new.examples) {
            self.push(at(it));
        }
        self.extensions(&subject, &old.extensions, &new.extensions, places);
        if old.is_of_items() != new.is_of_items() {
            let change = Change::new(
                code::MEDIA_TYPE,
                "whether the body is described by its items changed",
            );
            self.push(at(change.verdicts(Verdict::Risky, Verdict::Risky)));
        }
        self.encodings(&subject, old, new, sender);
        let form = form_of(old, new);
        self.compare(&subject, [old.schema, new.schema], sender, form);
        if old.item_schema.is_some() || new.item_schema.is_some() {
            let subject = format!("{subject}, each item");
            self.compare(&subject, [old.item_schema, new.item_schema], sender, form);
        }
    }

    fn encodings(&mut self, subject: &str, old: &MediaType, new: &MediaType, sender: Sender) {
        self.encodings_within(
            subject,
            [&old.encodings, &new.encodings],
            [old.place, new.place],
            sender,
        );
    }

    fn encodings_within(
        &mut self,
        subject: &str,
        [old, new]: [&Encodings; 2],
        places: [Place; 2],
        sender: Sender,
    ) {
        let facts = |it: &Encoding| {
            format!(
                "{:?} {:?} {} {}",
                it.content_type, it.style, it.explode, it.allow_reserved
            )
        };
        let find =
            |all: &'_ Encodings, key| all.iter().find(|it| it.0 == key).map(|it| it.1.clone());
        let added = new.iter().filter(|it| find(old, it.0).is_none());
        let keys: Vec<_> = old.iter().chain(added).map(|it| it.0).collect();
        let none = Encodings::default();
        for key in keys {
            let (was, is) = (find(old, key), find(new, key));
            if was.as_ref().map(facts) != is.as_ref().map(facts) {
                let message = format!("the encoding of `{key}` changed");
                let change =
                    Change::new(code::ENCODING, message).verdicts(Verdict::Risky, Verdict::Risky);
                let [was, is] = places.map(Some);
                self.push(change.about(subject).at(was, is));
            }
            let subject = format!("{subject}, part `{key}`");
            let both = [&was, &is].map(Option::as_ref);
            let headers = both.map(|it| it.map_or(&[][..], |it| &it.headers));
            self.headers(&subject, headers, places, sender);
            let within = both.map(|it| it.map_or(&none, |it| &it.within));
            self.encodings_within(&subject, within, places, sender);
        }
    }

    /// Compares the responses of an operation.
    pub fn responses(&mut self, old: &Operation, new: &Operation, sender: Sender) {
        let find =
            |all: &'_ [Response], status: Status| all.iter().position(|it| it.status == status);
        let covering = |all: &[Response], status: Status| {
            let class = status.class().map(Status::Range);
            let class = class
                .filter(|it| *it != status)
                .and_then(|it| find(all, it));
            class.or_else(|| find(all, Status::Default).filter(|_| status != Status::Default))
        };
        for it in &old.responses {
            let exact = find(&new.responses, it.status);
            match exact.or_else(|| covering(&new.responses, it.status)) {
                Some(at) => self.response(it, &new.responses[at], sender),
                None => self.lone_response(it, Side::Old, new, sender),
            }
        }
        for it in &new.responses {
            if find(&old.responses, it.status).is_some() {
                continue;
            }
            match covering(&old.responses, it.status) {
                // It was one of those already.
                Some(at) => {
                    let change = Change::new(
                        code::STATUS_ADDED,
                        format!("the response {} is described by itself now", it.status),
                    );
                    let change = change.verdicts(Verdict::Compatible, Verdict::Compatible);
                    self.push(
                        change
                            .about(format!("response {}", it.status))
                            .at(Some(old.responses[at].place), Some(it.place)),
                    );
                    self.response(&old.responses[at], it, sender);
                }
                None => self.lone_response(it, Side::New, old, sender),
            }
        }
    }

    /// A response that only one of the documents has.
    fn lone_response(&mut self, it: &Response, side: Side, other: &Operation, sender: Sender) {
        // Who knows it waits for it; who is sent it without knowing may take it as another one of its class. A status that is
        // not known is taken as the first of its class (RFC 9110, section 15).
        let (waits, is_sent) = match it.status.is_success() {
            true => (Verdict::Breaking, Verdict::Risky),
            false => (Verdict::Compatible, Verdict::Compatible),
        };
        let (code, verb, old_sends, new_sends, places) = match side {
            Side::Old => (
                code::STATUS_REMOVED,
                "removed",
                is_sent,
                waits,
                (it.place, other.place),
            ),
            Side::New => (
                code::STATUS_ADDED,
                "added",
                waits,
                is_sent,
                (other.place, it.place),
            ),
        };
        let (wire, reverse) = sender.verdicts(old_sends, new_sends);
        let mut change = Change::new(code, format!("the response {} was {verb}", it.status))
            .verdicts(wire, reverse)
            .about(format!("response {}", it.status))
            .at(Some(places.0), Some(places.1));
        let proof =
            |verdict| (verdict == Verdict::Breaking).then(|| line(status_line(it.status), side));
        (change.witness, change.witness_reverse) = (proof(wire), proof(reverse));
        self.push(change);
    }

    fn response(&mut self, old: &Response, new: &Response, sender: Sender) {
        let subject = format!("response {}", new.status);
        let places = [old.place, new.place];
        let at = |it: Change| it.about(&*subject).at(Some(old.place), Some(new.place));
        for it in texts([
            (
                "description",
                Some(&*old.description),
                Some(&*new.description),
            ),
            ("summary", old.summary.as_deref(), new.summary.as_deref()),
        ]) {
            self.push(at(it));
        }
        let links = |it: &Response| {
            it.links
                .iter()
                .map(|it| (it.name.clone(), it.raw.clone()))
                .collect::<Vec<_>>()
        };
        if links(old) != links(new) {
            self.push(at(Change::new(code::TEXTS, "the links changed")));
        }
        self.extensions(&subject, &old.extensions, &new.extensions, places);
        self.headers(&subject, [&old.headers, &new.headers], places, sender);
        self.contents(
            &subject,
            [&old.content, &new.content],
            places,
            (sender, true),
        );
    }

    /// Compares headers of a response, or of a part of a body.
    fn headers(
        &mut self,
        subject: &str,
        [old, new]: [&[Header]; 2],
        places: [Place; 2],
        sender: Sender,
    ) {
        let name = |it: &Header| it.name.to_ascii_lowercase();
        let (of_old, of_new) = (first_by(old, name), first_by(new, name));
        let misses = |it: &Header| match it.required {
            true => Verdict::Breaking,
            false => Verdict::Risky,
        };
        for it in old {
            let subject = format!("{subject}, header `{}`", it.name);
            if let Some(other) = of_new.get(&name(it)) {
                self.header(&subject, it, other, sender);
                continue;
            }
            // Whoever reads it does not find it; whoever has to send it does.
            let (wire, reverse) = sender.verdicts(Verdict::Compatible, misses(it));
            let change = Change::new(code::HEADER_REMOVED, "the header was removed")
                .verdicts(wire, reverse)
                .about(&*subject)
                .at(Some(it.place), Some(places[1]));
            self.push(proved(change, &subject));
        }
        for it in new.iter().filter(|it| !of_old.contains_key(&name(it))) {
            let subject = format!("{subject}, header `{}`", it.name);
            let (wire, reverse) = sender.verdicts(misses(it), Verdict::Compatible);
            let change = Change::new(code::HEADER_ADDED, "the header was added")
                .verdicts(wire, reverse)
                .about(&*subject)
                .at(Some(places[0]), Some(it.place));
            self.push(proved(change, &subject));
        }
    }

    fn header(&mut self, subject: &str, old: &Header, new: &Header, sender: Sender) {
        let change = requirement(
            code::HEADER_REQUIRED,
            "the header",
            [old.required, new.required],
            sender,
            &format!("{subject} is not there"),
        );
        let mut all: Vec<Change> = change.into_iter().collect();
        all.extend(texts([(
            "description",
            old.description.as_deref(),
            new.description.as_deref(),
        )]));
        let announced = [old, new].map(|it| Announced {
            deprecated: it.deprecated,
            extensions: &it.extensions,
        });
        all.extend(life::changes("the header", announced, self.options));
        all.extend(self.examples(&old.examples, &new.examples));
        for change in all {
            self.push(change.about(subject).at(Some(old.place), Some(new.place)));
        }
        let places = [old.place, new.place];
        self.compare_shapes(subject, [&old.shape, &new.shape], places, sender);
    }
}

fn status_line(status: Status) -> String {
    match status.phrase() {
        Some(phrase) => format!("HTTP/1.1 {status} {phrase}"),
        None => format!("HTTP/1.1 {status}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{covers, normal};

    #[test]
    fn media_types_are_compared_by_what_they_mean() {
        assert_eq!(
            normal("Application/JSON;charset=utf-8"),
            normal("application/json; charset=UTF-8")
        );
        assert!(covers("application/*", "application/json") && covers("*/*", "image/png"));
        assert!(covers("application/json", "application/json; v=1"));
        assert!(!covers("text/*", "application/json"));
    }
}
