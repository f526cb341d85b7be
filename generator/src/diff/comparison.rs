//! A comparison under way: the two documents, what was found so far, and for which operation.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::change::{Change, OperationName, Options, Side, Verdict, Witness};
use super::court::Form;
use super::notes;
use super::pair::Pair;
use super::schema::Schemas;
use crate::analysis::facets::{Kinds, Together};
use crate::catalogue::{self as code, Code};
use crate::describe::Direction;
use crate::model::{Example, MediaType, ParameterShape, SchemaId, Style};
use crate::source::Place;

/// A proof in words of HTTP: what works by one of the documents and fails by the other one.
pub fn line(text: impl Into<String>, accepted_by: Side) -> Witness {
    Witness {
        text: text.into(),
        is_value: false,
        accepted_by,
    }
}

/// A change with proofs where it is breaking.
pub fn proved(mut change: Change, text: &str) -> Change {
    let proof = |verdict, side| (verdict == Verdict::Breaking).then(|| line(text, side));
    change.witness = proof(change.wire, Side::Old);
    change.witness_reverse = proof(change.wire_reverse, Side::New);
    change
}

/// Who sends a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// Consumers of the API.
    Client,
    /// Its provider.
    Server,
}

impl Sender {
    /// Who sends the answer.
    pub fn other(self) -> Self {
        match self {
            Sender::Client => Sender::Server,
            Sender::Server => Sender::Client,
        }
    }

    /// A change whose verdicts and proofs are about who sends by the old document, and who sends by the new one → the same
    /// about old and new clients.
    pub fn for_clients(self, mut change: Change) -> Change {
        if self == Sender::Server {
            // An old client is sent what a new server sends.
            std::mem::swap(&mut change.wire, &mut change.wire_reverse);
            std::mem::swap(&mut change.witness, &mut change.witness_reverse);
        }
        change
    }

    /// What a change means for who sends by the old document, and for who sends by the new one, as verdicts on old and on
    /// new clients.
    pub fn verdicts(self, old_sends: Verdict, new_sends: Verdict) -> (Verdict, Verdict) {
        match self {
            Sender::Client => (old_sends, new_sends),
            Sender::Server => (new_sends, old_sends),
        }
    }
}

/// The change of whether something has to be sent, if it is one; `without` is what is sent then.
pub fn requirement(
    code: Code,
    what: &str,
    [old, new]: [bool; 2],
    sender: Sender,
    without: &str,
) -> Option<Change> {
    if old == new {
        return None;
    }
    let word = if new { "required" } else { "optional" };
    let change = Change::new(code, format!("{what} became {word}"))
        .verdicts(Verdict::breaking_if(new), Verdict::breaking_if(old));
    Some(sender.for_clients(proved(change, without)))
}

/// What is listed, by what tells it; of those that are told alike the first.
pub fn first_by<T, K: Eq + Hash>(all: &[T], key: impl Fn(&T) -> K) -> HashMap<K, &T> {
    all.iter().rev().map(|it| (key(it), it)).collect()
}

/// How many changes are told.
const MAX_CHANGES: usize = 100_000;
/// How many security schemes, and pairs of alternatives, are looked at for all operations.
const MAX_SCHEMES: usize = 2_000_000;

/// A comparison under way.
pub struct Comparison<'p, 'o> {
    /// The documents.
    pub pair: Pair<'p>,
    /// How they are compared.
    pub options: &'o Options,
    /// Compares schemas.
    pub schemas: Schemas<'p, 'o>,
    /// What was found.
    pub changes: Vec<Change>,
    /// The operation that changes are about.
    pub operation: Option<OperationName>,
    /// What stands before the subject of each change: of a callback, its name.
    pub within: String,
    /// What was told of the operation.
    told: HashSet<(Code, String, String)>,
    /// Which kinds of value the schemas of parameters accept, in the old document or the new one.
    kinds: HashMap<(bool, SchemaId), Kinds>,
    /// How many security schemes and pairs of alternatives may still be looked at.
    pub schemes_left: usize,
}

impl<'p, 'o> Comparison<'p, 'o> {
    /// One that has found nothing yet.
    pub fn new(pair: Pair<'p>, options: &'o Options) -> Self {
        Self {
            pair,
            options,
            schemas: Schemas::new(pair, options),
            changes: Vec::new(),
            operation: None,
            within: String::new(),
            told: HashSet::new(),
            kinds: HashMap::new(),
            schemes_left: MAX_SCHEMES,
        }
    }

    /// Begins with an operation, or with what is about none.
    pub fn begin(&mut self, operation: Option<OperationName>) {
        self.operation = operation;
        self.told.clear();
    }

    /// Takes a change of the operation at hand, once.
    pub fn push(&mut self, mut change: Change) {
        if self.is_full() {
            return;
        }
        if !self.within.is_empty() {
            change.subject = match change.subject.as_str() {
                "" => self.within.clone(),
                subject => format!("{}: {subject}", self.within),
            };
        }
        change.operation.clone_from(&self.operation);
        let key = (change.code, change.subject.clone(), change.message.clone());
        if !self.told.insert(key) {
            return;
        }
        match self.changes.len() {
            MAX_CHANGES => {
                let message =
                    format!("there are more than {MAX_CHANGES} changes; no others are told");
                let change = Change::new(code::NOT_COMPARED, message);
                self.changes
                    .push(change.verdicts(Verdict::Risky, Verdict::Risky));
            }
            _ => self.changes.push(change),
        }
    }

    /// Whether no more changes are told.
    fn is_full(&self) -> bool {
        self.changes.len() > MAX_CHANGES
    }

    /// The first line of a request of the operation.
    pub fn request(&self) -> String {
        self.operation
            .as_ref()
            .map_or_else(String::new, OperationName::to_string)
    }

    /// Compares the schemas of one place of an operation.
    pub fn compare(
        &mut self,
        subject: &str,
        [old, new]: [Option<SchemaId>; 2],
        sender: Sender,
        form: Form,
    ) {
        let direction = match sender {
            Sender::Client => Direction::Request,
            Sender::Server => Direction::Response,
        };
        let found = self.schemas.changes(old, new, direction, form);
        for it in found.iter() {
            if self.is_full() {
                return;
            }
            let mut change = sender.for_clients(it.change.clone());
            change.subject = match it.path.as_str() {
                "" => subject.to_owned(),
                path => format!("{subject}: `{path}`"),
            };
            self.push(change);
        }
    }

    /// A change of the examples of a place.
    pub fn examples(&self, old: &[Example], new: &[Example]) -> Option<Change> {
        let (of_old, of_new) = (self.pair.old.prints, self.pair.new.prints);
        let old = old.iter().map(|it| of_old.example(it));
        notes::examples(old, new.iter().map(|it| of_new.example(it)))
    }

    /// Compares how two values are laid out, and what they are.
    pub fn compare_shapes(
        &mut self,
        subject: &str,
        [old, new]: [&ParameterShape; 2],
        places: [Place; 2],
        sender: Sender,
    ) {
        let layout = |it: &ParameterShape| match it {
            ParameterShape::Schema { style, explode, .. } => {
                format!(
                    "`{style:?}`, {}exploded",
                    if *explode { "" } else { "not " }
                )
            }
            ParameterShape::Content(it) => format!("`{}`", it.name),
        };
        let (was, is) = (layout(old), layout(new));
        let shows = self.shows_layout(old, Side::Old) || self.shows_layout(new, Side::New);
        if was != is && (shows || is_content(old) != is_content(new)) {
            let message = format!("how it is laid out changed from {was} to {is}");
            let change = Change::new(code::LAYOUT, message)
                .verdicts(Verdict::Breaking, Verdict::Breaking)
                .from_to(Some(was.clone()), Some(is.clone()))
                .about(subject)
                .at(Some(places[0]), Some(places[1]));
            self.push(proved(change, &format!("{subject}: {was} → {is}")));
        }
        let reserved = |it: &ParameterShape| {
            matches!(
                it,
                ParameterShape::Schema {
                    allow_reserved: true,
                    ..
                }
            )
        };
        if reserved(old) != reserved(new) {
            let change = Change::new(code::LAYOUT, "`allowReserved` changed")
                .verdicts(Verdict::Risky, Verdict::Risky)
                .about(subject)
                .at(Some(places[0]), Some(places[1]));
            self.push(change);
        }
        let form = match (old, new) {
            (ParameterShape::Content(a), ParameterShape::Content(b)) => form_of(a, b),
            _ => Form::Text,
        };
        self.compare(subject, [old.schema(), new.schema()], sender, form);
    }

    /// Whether a layout is seen: values of more than one piece have one.
    fn shows_layout(&mut self, shape: &ParameterShape, side: Side) -> bool {
        let is_plain = |style: &Style| matches!(style, Style::Form | Style::Simple | Style::Cookie);
        let ParameterShape::Schema { style, .. } = shape else {
            return true;
        };
        let kinds = shape.schema().map_or(Kinds::ALL, |it| {
            // Operations share parameters, and an enum may be long.
            let known = self.kinds.entry((side == Side::Old, it));
            let pair = self.pair;
            *known.or_insert_with(|| pair.facets(side, &Together::one(it)).kinds)
        });
        !is_plain(style) || kinds.meets(Kinds::ARRAY.or(Kinds::OBJECT)) && kinds != Kinds::ALL
    }
}

fn is_content(it: &ParameterShape) -> bool {
    matches!(it, ParameterShape::Content(_))
}

/// How values of media types travel: what is not JSON is text.
pub fn form_of(old: &MediaType, new: &MediaType) -> Form {
    let is_json = |it: &MediaType| {
        let range = it.range();
        range.is_json() || range.is_range() || it.is_of_items()
    };
    match is_json(old) && is_json(new) {
        true => Form::Json,
        false => Form::Text,
    }
}
