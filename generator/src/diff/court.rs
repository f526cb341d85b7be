//! Values and the schemas of either document → whether they are accepted: by the judge of servers, in a number of steps for
//! all of a comparison.

use super::change::Side;
use super::pair::Pair;
use crate::analysis::facets::Together;
use crate::describe::Direction;
use crate::judge::{Judge, Verdict};
use crate::node::{Node, Value};
use crate::source::Place;

/// How many steps the judges of a comparison have, each.
const MAX_STEPS: u64 = 20_000_000;

/// How values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As JSON: a number is no text.
    Json,
    /// As texts, which the receiver reads as what it expects: parameters, headers, forms.
    Text,
}

/// Judges values of both documents that go one way.
pub struct Court<'p> {
    /// The documents.
    pub pair: Pair<'p>,
    /// Which way values go.
    pub direction: Direction,
    /// How many pairs of schemas may still be looked at to prove that one includes the other.
    pub proofs: usize,
    judges: [Judge<'p>; 2],
}

impl<'p> Court<'p> {
    /// One that has judged nothing yet.
    pub fn new(pair: Pair<'p>, direction: Direction, proofs: usize) -> Self {
        let judge = |side| pair.half(side).samples.judge(direction, MAX_STEPS);
        Self {
            pair,
            direction,
            proofs,
            judges: [judge(Side::Old), judge(Side::New)],
        }
    }

    /// Whether schemas that hold together accept a value.
    pub fn accepts(&mut self, side: Side, schemas: &Together, value: &Node) -> Verdict {
        let judge = &mut self.judges[usize::from(side == Side::New)];
        let mut verdict = Verdict::Valid;
        for id in &schemas.schemas {
            match judge.judge(*id, value) {
                Verdict::Valid => {}
                Verdict::Invalid => return Verdict::Invalid,
                Verdict::Unknown => verdict = Verdict::Unknown,
            }
        }
        verdict
    }

    /// Whether a receiver takes a value, whichever way it reads what it is sent.
    pub fn receives(
        &mut self,
        side: Side,
        schemas: &Together,
        value: &Node,
        form: Form,
    ) -> Verdict {
        let as_is = self.accepts(side, schemas, value);
        if form == Form::Json || as_is == Verdict::Valid {
            return as_is;
        }
        let mut verdict = as_is;
        for reading in readings(value) {
            match self.accepts(side, schemas, &reading) {
                Verdict::Valid => return Verdict::Valid,
                Verdict::Unknown => verdict = Verdict::Unknown,
                Verdict::Invalid => {}
            }
        }
        verdict
    }
}

/// What else a text may be read as, by who expects something else.
fn readings(value: &Node) -> Vec<Node> {
    let place = Place::default();
    let text = match &value.value {
        Value::String(text) => text.clone(),
        Value::Number(digits) => digits.clone(),
        Value::Bool(it) => it.to_string().into(),
        Value::Array(items) => {
            // What is one item is sent as the item is.
            let [only] = &items[..] else {
                return Vec::new();
            };
            return vec![only.clone()];
        }
        Value::Null | Value::Object(_) => return Vec::new(),
    };
    let mut all = vec![Node::string(text.clone(), place)];
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite)
        && text
            .bytes()
            .all(|it| it.is_ascii_digit() || b"+-.eE".contains(&it));
    if is_number {
        all.push(Node::new(Value::Number(text.clone()), place));
    }
    if let Ok(it) = text.parse::<bool>() {
        all.push(Node::new(Value::Bool(it), place));
    }
    let one_item = all.iter().map(|it| Node::array(vec![it.clone()], place));
    all.extend(one_item.collect::<Vec<_>>());
    all
}
