//! The parameters of two operations → how they differ.

use super::change::{Change, Side, Verdict, Witness};
use super::comparison::{Comparison, Sender, line, requirement};
use super::life::{self, Announced};
use super::notes::{examples, texts};
use crate::catalogue as code;
use crate::model::{Operation, Parameter, ParameterIn, template_names};

/// What a message calls a parameter: ``query parameter `limit` ``.
fn subject(it: &Parameter) -> String {
    format!("{} parameter `{}`", it.location.as_str(), it.name)
}

impl Comparison<'_, '_> {
    /// Compares the parameters of an operation.
    pub fn parameters(&mut self, old: &Operation, new: &Operation, sender: Sender) {
        let mut added: Vec<&Parameter> = new.parameters.iter().collect();
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
            let is_same = |other: &&Parameter| {
                other.location == it.location
                    && match it.location {
                        ParameterIn::Header => other.name.eq_ignore_ascii_case(&it.name),
                        ParameterIn::Path => *other.name == *wanted,
                        _ => other.name == it.name,
                    }
            };
            match added.iter().position(is_same) {
                Some(at) => {
                    let other = added.remove(at);
                    self.parameter(it, other, sender);
                }
                None => self.lone_parameter(it, Side::Old),
            }
        }
        for it in added {
            self.lone_parameter(it, Side::New);
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
        all.extend(examples(&old.examples, &new.examples));
        let announced = [old, new].map(announced);
        all.extend(life::changes("the parameter", announced, self.options));
        for change in all {
            self.push(change.about(&*subject).at(Some(old.place), Some(new.place)));
        }
        let places = [old.place, new.place];
        self.compare_shapes(&subject, [&old.shape, &new.shape], places, sender);
    }

    /// A parameter that only one of the documents has.
    fn lone_parameter(&mut self, it: &Parameter, side: Side) {
        let announced = announced(it);
        let is_due = announced.is_due(self.options);
        let kind = if it.required { "required" } else { "optional" };
        // Who knows it and sends it: a request that asks for something is answered as if it did not.
        let knows = match is_due || announced.is_unstable(self.options) {
            true => Verdict::Risky,
            false => Verdict::Breaking,
        };
        let mut witness = None;
        let (knows, does_not) = match (it.location, it.required) {
            // The path has it, described or not.
            (ParameterIn::Path, _) => {
                witness = self
                    .schemas
                    .refused_text(side, it.shape.schema())
                    .map(|text| Witness {
                        text,
                        is_value: true,
                        accepted_by: side.other(),
                    });
                (Verdict::Compatible, Verdict::breaking_if(witness.is_some()))
            }
            (_, true) => (knows, Verdict::Breaking),
            (_, false) => (knows, Verdict::Compatible),
        };
        let known_to = subject(it);
        let mut change = match side {
            Side::Old => {
                let how = if is_due { ", as was announced" } else { "" };
                let message = format!("the {kind} parameter was removed{how}");
                let change = Change::new(code::PARAMETER_REMOVED, message);
                change.verdicts(knows, does_not).at(Some(it.place), None)
            }
            Side::New => {
                let change = Change::new(
                    code::PARAMETER_ADDED,
                    format!("a {kind} parameter was added"),
                );
                change.verdicts(does_not, knows).at(None, Some(it.place))
            }
        };
        let with = line(format!("a request with {known_to}"), side);
        let without = || line(format!("a request without {known_to}"), side.other());
        let [of_knowing, of_other] = [(knows, with), (does_not, witness.unwrap_or_else(without))]
            .map(|(verdict, proof)| (verdict == Verdict::Breaking).then_some(proof));
        (change.witness, change.witness_reverse) = match side {
            Side::Old => (of_knowing, of_other),
            Side::New => (of_other, of_knowing),
        };
        self.push(change.about(known_to));
    }
}

fn announced(it: &Parameter) -> Announced<'_> {
    Announced {
        deprecated: it.deprecated,
        extensions: &it.extensions,
    }
}
