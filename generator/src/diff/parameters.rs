//! The parameters of two operations → how they differ.

use std::collections::{HashMap, VecDeque};

use super::change::{Change, Side, Verdict, Witness};
use super::comparison::{Comparison, Sender, line, requirement};
use super::life::{self, Announced};
use super::notes::texts;
use crate::catalogue as code;
use crate::model::{Operation, Parameter, ParameterIn, template_names};

/// What a message calls a parameter: ``query parameter `limit` ``.
pub fn subject(it: &Parameter) -> String {
    format!("{} parameter `{}`", it.location.as_str(), it.name)
}

/// What tells a parameter: names of headers are the same whatever their case.
fn key(location: ParameterIn, name: &str) -> (ParameterIn, String) {
    let name = match location {
        ParameterIn::Header => name.to_ascii_lowercase(),
        _ => name.to_owned(),
    };
    (location, name)
}

impl Comparison<'_, '_> {
    /// Compares the parameters of an operation.
    pub fn parameters(&mut self, old: &Operation, new: &Operation, sender: Sender) {
        let mut by_key: HashMap<(ParameterIn, String), VecDeque<usize>> = HashMap::new();
        for (at, it) in new.parameters.iter().enumerate() {
            by_key
                .entry(key(it.location, &it.name))
                .or_default()
                .push_back(at);
        }
        let mut is_free = vec![true; new.parameters.len()];
        let (names_of_old, names_of_new) = (template_names(&old.path), template_names(&new.path));
        let (names_of_old, names_of_new): (Vec<&str>, Vec<&str>) =
            (names_of_old.collect(), names_of_new.collect());
        for it in &old.parameters {
            // Those of a path go by their position: a name is between the document and its readers.
            let position = (it.location == ParameterIn::Path)
                .then(|| names_of_old.iter().position(|name| *name == &*it.name))
                .flatten();
            let wanted = position
                .and_then(|at| names_of_new.get(at))
                .copied()
                .unwrap_or(&it.name);
            let same = by_key.get_mut(&key(it.location, wanted));
            match same.and_then(VecDeque::pop_front) {
                Some(at) => {
                    is_free[at] = false;
                    self.parameter(it, &new.parameters[at], sender);
                }
                None => self.lone_parameter(it, Side::Old, sender),
            }
        }
        for (it, _) in new.parameters.iter().zip(is_free).filter(|it| it.1) {
            self.lone_parameter(it, Side::New, sender);
        }
    }

    fn parameter(&mut self, old: &Parameter, new: &Parameter, sender: Sender) {
        let subject = subject(new);
        let mut all: Vec<Change> = Vec::new();
        // A path has all of its parameters, whatever the document says.
        if new.location != ParameterIn::Path {
            let change = requirement(
                code::PARAMETER_REQUIRED,
                "it",
                [old.required, new.required],
                sender,
                &format!("a request without {subject}"),
            );
            all.extend(change);
        }
        if old.allow_empty != new.allow_empty {
            all.push(
                Change::new(code::LAYOUT, "`allowEmptyValue` changed").verdicts(
                    Verdict::risky_if(old.allow_empty),
                    Verdict::risky_if(new.allow_empty),
                ),
            );
        }
        all.extend(texts([(
            "description",
            old.description.as_deref(),
            new.description.as_deref(),
        )]));
        all.extend(self.examples(&old.examples, &new.examples));
        let announced = [old, new].map(announced);
        all.extend(life::changes("the parameter", announced, self.options));
        for change in all {
            self.push(change.about(&*subject).at(Some(old.place), Some(new.place)));
        }
        let places = [old.place, new.place];
        self.compare_shapes(&subject, [&old.shape, &new.shape], places, sender);
    }

    /// A parameter that only one of the documents has.
    fn lone_parameter(&mut self, it: &Parameter, side: Side, sender: Sender) {
        let announced = announced(it);
        let is_due = announced.is_due(self.options);
        let (article, kind) = match it.required {
            true => ("a", "required"),
            false => ("an", "optional"),
        };
        // Who knows it and sends it: a request that asks for something is answered as if it did not.
        let asks = match is_due || announced.is_unstable(self.options) {
            true => Verdict::Risky,
            false => Verdict::Breaking,
        };
        let mut refused = None;
        // What becomes of who knows it and sends it, and of who knows it and is sent none.
        let (sends, waits) = match (it.location, sender, it.required) {
            // The path has it, described or not.
            (ParameterIn::Path, ..) => {
                refused = self.schemas.refused_text(side, it.shape.schema());
                (Verdict::Compatible, Verdict::breaking_if(refused.is_some()))
            }
            (_, Sender::Client, true) => (asks, Verdict::Breaking),
            (_, Sender::Client, false) => (asks, Verdict::Compatible),
            // A consumer that is called may pass over what it does not know, and misses what it does.
            (_, Sender::Server, true) => (Verdict::Compatible, Verdict::Breaking),
            (_, Sender::Server, false) => (Verdict::Compatible, Verdict::Risky),
        };
        let known_to = subject(it);
        let with =
            (sends == Verdict::Breaking).then(|| line(format!("a request with {known_to}"), side));
        let without = (waits == Verdict::Breaking).then(|| match refused {
            Some(text) => Witness {
                text,
                is_value: true,
                accepted_by: side.other(),
            },
            None => line(format!("a request without {known_to}"), side.other()),
        });
        let mut change = match side {
            Side::Old => {
                let how = if is_due { ", as was announced" } else { "" };
                let message = format!("the {kind} parameter was removed{how}");
                Change::new(code::PARAMETER_REMOVED, message)
                    .verdicts(sends, waits)
                    .at(Some(it.place), None)
            }
            Side::New => {
                let message = format!("{article} {kind} parameter was added");
                Change::new(code::PARAMETER_ADDED, message)
                    .verdicts(waits, sends)
                    .at(None, Some(it.place))
            }
        };
        (change.witness, change.witness_reverse) = match side {
            Side::Old => (with, without),
            Side::New => (without, with),
        };
        self.push(sender.for_clients(change.about(known_to)));
    }
}

fn announced(it: &Parameter) -> Announced<'_> {
    Announced {
        deprecated: it.deprecated,
        extensions: &it.extensions,
    }
}
