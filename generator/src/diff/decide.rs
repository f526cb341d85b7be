//! Two schemas and who sends → whether what is sent is accepted: proved by their keywords, refuted by a value, or neither.

use std::collections::HashMap;
use std::rc::Rc;

use super::change::{Side, Verdict, Witness};
use super::court::{Court, Form};
use super::inclusion::{Inclusion, MAX_ALL_PAIRS};
use super::pair::Pair;
use crate::analysis::facets::Together;
use crate::describe::Direction;
use crate::judge;
use crate::node::{Node, Value};
use crate::sample::telling;

/// How many nodes are made for all of a comparison, each way.
const MAX_NODES: usize = 6_000_000;
/// How many values are kept that refute one inclusion.
const MAX_WITNESSES: usize = 60;
/// How long a value is that is shown as a proof, in bytes: the shortest is taken.
const MAX_SHOWN: usize = 2_000;

/// What was found for one pair of schemas and one way.
#[derive(Debug, Default)]
pub struct Decision {
    /// Whether it is proved that whatever is sent is accepted.
    pub included: bool,
    /// Values that the sender may send and the receiver refuses.
    pub witnesses: Vec<Node>,
}

type Question = (Side, Form, Together, Together);

/// Decides for values that go one way.
pub struct Decider<'p> {
    /// Judges values.
    pub court: Court<'p>,
    known: HashMap<Question, Rc<Decision>>,
    left: usize,
}

impl<'p> Decider<'p> {
    /// One that has decided nothing yet.
    pub fn new(pair: Pair<'p>, direction: Direction) -> Self {
        Self {
            court: Court::new(pair, direction, MAX_ALL_PAIRS),
            known: HashMap::new(),
            left: MAX_NODES,
        }
    }

    /// Whether what the sender sends by its schemas is accepted by those of the other one.
    pub fn decide(
        &mut self,
        sender: Side,
        form: Form,
        own: &Together,
        other: &Together,
    ) -> Rc<Decision> {
        let key = (sender, form, own.clone(), other.clone());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let mut decision = Decision {
            included: Inclusion::from(&mut self.court, sender, form).holds(own, other),
            ..Decision::default()
        };
        if !decision.included {
            decision.witnesses = self.refute(sender, form, own, other);
        }
        let decision = Rc::new(decision);
        self.known.insert(key, decision.clone());
        decision
    }

    fn refute(&mut self, sender: Side, form: Form, own: &Together, other: &Together) -> Vec<Node> {
        let pair = self.court.pair;
        let values = telling(
            (pair.half(sender).document, own),
            (pair.half(sender.other()).document, other),
            self.court.direction,
            &mut self.left,
        );
        let mut found = Vec::new();
        for value in values {
            if found.len() >= MAX_WITNESSES {
                break;
            }
            // An array without items is not sent as a text.
            let is_absent =
                form == Form::Text && matches!(&value.value, Value::Array(it) if it.is_empty());
            if !is_absent
                && self.court.accepts(sender, own, &value) == judge::Verdict::Valid
                && self.court.receives(sender.other(), other, &value, form)
                    == judge::Verdict::Invalid
            {
                found.push(value);
            }
        }
        found
    }
}

/// A verdict on values with its proof: of those that fit, the shortest.
pub fn verdict(
    decision: &Decision,
    sender: Side,
    fits: impl FnMut(&&Node) -> bool,
) -> (Verdict, Option<Witness>) {
    if decision.included {
        return (Verdict::Compatible, None);
    }
    let texts = decision
        .witnesses
        .iter()
        .filter(fits)
        .map(|it| it.to_json());
    match texts
        .filter(|it| it.len() <= MAX_SHOWN)
        .min_by_key(String::len)
    {
        Some(text) => {
            let witness = Witness {
                text,
                is_value: true,
                accepted_by: sender,
            };
            (Verdict::Breaking, Some(witness))
        }
        None => (Verdict::Risky, None),
    }
}
