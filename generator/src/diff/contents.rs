//! The bodies and responses of two operations → how they differ.

use super::change::{Change, Side, Verdict};
use super::comparison::{Comparison, Sender, form_of, proved, requirement};
use super::life::{self, Announced};
use super::notes::{examples, texts};
use crate::catalogue as code;
use crate::model::{
    Encoding, Header, MediaRange, MediaType, Operation, RequestBody, Response, Status,
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

impl Comparison<'_, '_> {
    /// Compares the request bodies of an operation.
    pub fn request_bodies(&mut self, old: &Operation, new: &Operation, sender: Sender) {
        let subject = "request body";
        let change = match (&old.request_body, &new.request_body) {
            (Some(a), Some(b)) => return self.request_body(a, b, sender),
            (None, None) => return,
            (Some(it), None) => Change::new(code::BODY_REMOVED, "the request body was removed")
                .verdicts(Verdict::Breaking, Verdict::breaking_if(it.required))
                .at(Some(it.place), Some(new.place)),
            (None, Some(it)) => {
                let kind = if it.required {
                    "a required"
                } else {
                    "an optional"
                };
                Change::new(code::BODY_ADDED, format!("{kind} request body was added"))
                    .verdicts(Verdict::breaking_if(it.required), Verdict::Breaking)
                    .at(Some(old.place), Some(it.place))
            }
        };
        self.push(proved(change.about(subject), &self.request()));
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
        self.contents(subject, [&old.content, &new.content], places, sender);
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

    /// Compares what a body may be.
    fn contents(
        &mut self,
        subject: &str,
        [old, new]: [&[MediaType]; 2],
        places: [Place; 2],
        sender: Sender,
    ) {
        let mut added: Vec<&MediaType> = new.iter().collect();
        let mut gone: Vec<&MediaType> = Vec::new();
        for it in old {
            match added
                .iter()
                .position(|other| normal(&other.name) == normal(&it.name))
            {
                Some(at) => {
                    let other = added.remove(at);
                    self.media_types(subject, it, other, sender);
                }
                None => gone.push(it),
            }
        }
        let mut left: Vec<&MediaType> = Vec::new();
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
            self.push(proved(change, &accepted(it, sender)));
        }
        for it in added {
            // Where there was no body at all, there was nothing to ask for.
            let message = format!("the media type `{}` was added", it.name);
            let change = Change::new(code::MEDIA_TYPE_ADDED, message)
                .verdicts(Verdict::Compatible, Verdict::Breaking)
                .about(subject)
                .at(Some(places[0]), Some(it.place));
            self.push(proved(change, &accepted(it, sender)));
        }
    }

    fn media_types(&mut self, subject: &str, old: &MediaType, new: &MediaType, sender: Sender) {
        let subject = format!("{subject}, `{}`", new.name);
        let places = [old.place, new.place];
        let at = |it: Change| it.about(&*subject).at(Some(old.place), Some(new.place));
        if let Some(it) = examples(&old.examples, &new.examples) {
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
        let facts = |it: &Encoding| {
            format!(
                "{:?} {:?} {} {}",
                it.content_type, it.style, it.explode, it.allow_reserved
            )
        };
        let names = old.encoding.keys().chain(
            new.encoding
                .keys()
                .filter(|it| !old.encoding.contains_key(*it)),
        );
        for name in names {
            let (was, is) = (old.encoding.get(name), new.encoding.get(name));
            if was.map(facts) != is.map(facts) {
                let message = format!("the encoding of `{name}` changed");
                let change =
                    Change::new(code::ENCODING, message).verdicts(Verdict::Risky, Verdict::Risky);
                self.push(change.about(subject).at(Some(old.place), Some(new.place)));
            }
            let headers = [was, is].map(|it| it.map_or(&[][..], |it| &it.headers));
            self.headers(
                &format!("{subject}, part `{name}`"),
                headers,
                [old.place, new.place],
                sender,
            );
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
                None => self.lone_response(it, Side::Old, new),
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
                None => self.lone_response(it, Side::New, old),
            }
        }
    }

    /// A response that only one of the documents has.
    fn lone_response(&mut self, it: &Response, side: Side, other: &Operation) {
        let is_success = it.status.is_success();
        let (code, verb, (wire, reverse), places) = match side {
            // Clients wait for it.
            Side::Old => (
                code::STATUS_REMOVED,
                "removed",
                (Verdict::Breaking, Verdict::Risky),
                (it.place, other.place),
            ),
            Side::New => (
                code::STATUS_ADDED,
                "added",
                (Verdict::Risky, Verdict::Breaking),
                (other.place, it.place),
            ),
        };
        // A status that is not known is taken as the first of its class (RFC 9110, section 15).
        let (wire, reverse) = match is_success {
            true => (wire, reverse),
            false => (Verdict::Compatible, Verdict::Compatible),
        };
        let change = Change::new(code, format!("the response {} was {verb}", it.status))
            .verdicts(wire, reverse)
            .about(format!("response {}", it.status))
            .at(Some(places.0), Some(places.1));
        self.push(proved(change, &status_line(it.status)));
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
        self.contents(&subject, [&old.content, &new.content], places, sender);
    }

    /// Compares headers of a response, or of a part of a body.
    fn headers(
        &mut self,
        subject: &str,
        [old, new]: [&[Header]; 2],
        places: [Place; 2],
        sender: Sender,
    ) {
        let same = |a: &Header, b: &Header| a.name.eq_ignore_ascii_case(&b.name);
        let misses = |it: &Header| match it.required {
            true => Verdict::Breaking,
            false => Verdict::Risky,
        };
        for it in old {
            let subject = format!("{subject}, header `{}`", it.name);
            if let Some(other) = new.iter().find(|other| same(it, other)) {
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
        for it in new
            .iter()
            .filter(|it| !old.iter().any(|other| same(it, other)))
        {
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
        all.extend(examples(&old.examples, &new.examples));
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

fn accepted(it: &MediaType, sender: Sender) -> String {
    match sender {
        Sender::Client => format!("Content-Type: {}", it.name),
        Sender::Server => format!("Accept: {}", it.name),
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
