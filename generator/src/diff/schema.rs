//! Two schemas, wherever they stand → the changes between them, each at the part of the value that it is about.
//!
//! ```text
//! old ─┐                ┌ differ in a rule? ─decide▶ change `pets[].name`, with a value that proves it
//!      ├─ walk, part by part
//! new ─┘                └ equal? passed over
//! ```

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use super::change::{Change, Options, Side, Verdict, Witness};
use super::court::Form;
use super::decide::{Decider, Decision, verdict};
use super::inclusion::{Inclusion, is_one_way, item};
use super::local::{self, Found, Local, Rule, Test};
use super::notes;
use super::pair::Pair;
use super::parts;
use crate::analysis::facets::{Facets, Kinds, Together};
use crate::catalogue as code;
use crate::describe::Direction;
use crate::judge;
use crate::model::SchemaId;
use crate::node::{Node, Value};
use crate::sample::members::further;
use crate::source::Place;

/// How many pairs of schemas one walk looks at.
const MAX_PAIRS: usize = 20_000;
/// How many pairs all walks of a comparison look at.
const MAX_ALL_PAIRS: usize = 300_000;
/// How deep a walk goes.
const MAX_DEPTH: usize = 60;

/// A change between schemas, and what it means for who sends by the old one, and for who sends by the new one.
#[derive(Debug, Clone)]
pub struct SchemaChange {
    /// Which part of the value: `pets[].name`; empty for all of it.
    pub path: String,
    /// The change; of its verdicts, `wire` is about who sends by the old schema.
    pub change: Change,
}

/// Compares schemas, and remembers what it found.
pub struct Schemas<'p, 'o> {
    pair: Pair<'p>,
    options: &'o Options,
    requests: Decider<'p>,
    responses: Decider<'p>,
    known: HashMap<(Together, Together, Direction, Form), Rc<Vec<SchemaChange>>>,
    left: usize,
}

impl<'p, 'o> Schemas<'p, 'o> {
    /// Nothing is compared yet.
    pub fn new(pair: Pair<'p>, options: &'o Options) -> Self {
        Self {
            pair,
            options,
            requests: Decider::new(pair, Direction::Request),
            responses: Decider::new(pair, Direction::Response),
            known: HashMap::new(),
            left: MAX_ALL_PAIRS,
        }
    }

    /// The changes from a schema to another one, of values that go that way. No schema accepts anything.
    pub fn changes(
        &mut self,
        old: Option<SchemaId>,
        new: Option<SchemaId>,
        direction: Direction,
        form: Form,
    ) -> Rc<Vec<SchemaChange>> {
        let together = |it: Option<SchemaId>| Together::all(it.into_iter().collect());
        let (old, new) = (together(old), together(new));
        if self.pair.are_equal(&old, &new) {
            return Rc::default();
        }
        let key = (old, new, direction, form);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let decider = match direction {
            Direction::Request => &mut self.requests,
            Direction::Response | Direction::Either => &mut self.responses,
        };
        let mut walk = Walk {
            pair: self.pair,
            options: self.options,
            decider,
            direction,
            form,
            found: Vec::new(),
            seen: HashSet::new(),
            left: MAX_PAIRS.min(self.left),
            has_given_up: false,
        };
        let before = walk.left;
        walk.pairs(&key.0, &key.1, &mut At::default());
        self.left -= before - walk.left;
        let found = Rc::new(walk.found);
        self.known.insert(key, found.clone());
        found
    }
}

impl Schemas<'_, '_> {
    /// A text that the schema of one document refuses, as JSON: of those that somebody may send who was told nothing.
    pub fn refused_text(&mut self, side: Side, schema: Option<SchemaId>) -> Option<String> {
        let schema = Together::one(schema?);
        let texts = [
            "a",
            "text",
            "A-1",
            "1",
            "00000000-0000-0000-0000-000000000000",
        ];
        let mut texts = texts.iter().map(|it| Node::string(*it, Place::default()));
        let court = &mut self.requests.court;
        let refused = texts
            .find(|it| court.receives(side, &schema, it, Form::Text) == judge::Verdict::Invalid);
        refused.map(|it| it.to_json())
    }
}

/// Where a walk is.
#[derive(Default, Clone)]
struct At {
    path: String,
    depth: usize,
    /// Whether values of it do not go this way.
    is_silent: bool,
    /// Within a union, what its change as a whole comes to: for who sends by the old one, and by the new one.
    whole: Option<[(Verdict, Option<Witness>); 2]>,
}

impl At {
    fn part(&self, name: &str) -> Self {
        let path = match (self.path.as_str(), name.starts_with(['[', '{', '('])) {
            ("", _) => name.to_owned(),
            (path, true) => format!("{path}{name}"),
            (path, false) => format!("{path}.{name}"),
        };
        Self {
            path,
            depth: self.depth + 1,
            ..self.clone()
        }
    }
}

struct Walk<'w, 'p> {
    pair: Pair<'p>,
    options: &'w Options,
    decider: &'w mut Decider<'p>,
    direction: Direction,
    form: Form,
    found: Vec<SchemaChange>,
    seen: HashSet<(Together, Together)>,
    left: usize,
    has_given_up: bool,
}

/// Two schemas that are compared.
struct Both<'a, 'p> {
    schemas: [&'a Together; 2],
    facets: [&'a Facets<'p>; 2],
}

impl<'p> Both<'_, 'p> {
    fn before(&self) -> &Facets<'p> {
        self.facets[0]
    }

    fn after(&self) -> &Facets<'p> {
        self.facets[1]
    }
}

impl<'p> Walk<'_, 'p> {
    fn pairs(&mut self, old: &Together, new: &Together, at: &mut At) {
        if self.pair.are_equal(old, new) || !self.seen.insert((old.clone(), new.clone())) {
            return;
        }
        if at.depth > MAX_DEPTH || self.left == 0 {
            // One pair that is left out speaks for all of them.
            if !self.has_given_up {
                self.has_given_up = true;
                self.not_compared(at, "from here on, the schemas were not compared");
            }
            return;
        }
        self.left -= 1;
        let facets = [
            self.pair.facets(Side::Old, old),
            self.pair.facets(Side::New, new),
        ];
        let both = Both {
            schemas: [old, new],
            facets: [&facets[0], &facets[1]],
        };
        if facets.iter().any(|it| it.is_cut_short) {
            self.not_compared(at, "the schemas are made of too many parts to be compared");
        }
        if facets[0].prefix_length().max(facets[1].prefix_length()) > parts::MAX_PREFIX {
            self.not_compared(at, "not all of its elements were compared");
        }
        self.notes(&both, at);
        let takes_scalars = self.form == Form::Text;
        let mut found = local::differences(both.before(), both.after(), takes_scalars);
        self.required(&both, &mut found);
        let mut doubts = Vec::new();
        self.properties(&both, &mut found, &mut doubts, at);
        parts::others(self.pair, [both.before(), both.after()], &mut found);
        self.own(&both, found, &doubts, at);
        self.unions(&both, at);
        self.members(&both, at);
        self.items(&both, at);
    }

    fn notes(&mut self, both: &Both<'_, 'p>, at: &At) {
        let (old, new) = (self.pair.old.api(), self.pair.new.api());
        for (keyword, change) in
            notes::differences((old, both.before()), (new, both.after()), self.options)
        {
            let mut change = change.at(
                self.place(Side::Old, both, keyword),
                self.place(Side::New, both, keyword),
            );
            if at.is_silent {
                change = change.verdicts(Verdict::None, Verdict::None);
            }
            self.push(at, change);
        }
    }

    fn not_compared(&mut self, at: &At, message: &str) {
        if !at.is_silent {
            let change = Change::new(code::NOT_COMPARED, message);
            self.push(at, change.verdicts(Verdict::Risky, Verdict::Risky));
        }
    }

    fn push(&mut self, at: &At, change: Change) {
        self.found.push(SchemaChange {
            path: at.path.clone(),
            change,
        });
    }

    /// Where a keyword of the schemas stands, or else the first of them.
    fn place(&self, side: Side, both: &Both<'_, 'p>, keyword: &str) -> Option<Place> {
        let (api, facets) = match side {
            Side::Old => (self.pair.old.api(), both.before()),
            Side::New => (self.pair.new.api(), both.after()),
        };
        let with_keyword = facets
            .parts
            .iter()
            .find(|id| api.schema(**id).keyword(keyword).is_some());
        let id = with_keyword.or(facets.parts.first())?;
        Some(api.schema(*id).place_of(keyword)).filter(|it| it.line > 0)
    }

    /// Tells the rules that differ, with verdicts.
    fn own(&mut self, both: &Both<'_, 'p>, found: Found, doubts: &[(usize, [bool; 2])], at: &At) {
        for (index, it) in found.all.into_iter().enumerate() {
            let doubt = doubts
                .iter()
                .find(|it| it.0 == index)
                .map_or([false; 2], |it| it.1);
            let mut verdicts =
                [(Side::Old, it.widens), (Side::New, it.narrows)].map(|(sender, holds)| {
                    if at.is_silent {
                        (Verdict::None, None)
                    } else if holds {
                        (Verdict::Compatible, None)
                    } else if let Some(whole) = &at.whole {
                        whole[usize::from(sender == Side::New)].clone()
                    } else {
                        self.judge(both, sender, &it.test)
                    }
                });
            for (verdict, doubt) in verdicts.iter_mut().zip(doubt) {
                if doubt && verdict.0 == Verdict::Compatible {
                    verdict.0 = Verdict::Risky;
                }
            }
            let change = self.told(both, it, verdicts);
            self.push(at, change);
        }
    }

    fn told(
        &self,
        both: &Both<'_, 'p>,
        it: Local,
        [old, new]: [(Verdict, Option<Witness>); 2],
    ) -> Change {
        let places = [Side::Old, Side::New].map(|side| {
            let named = match &it.test {
                Test::Lacks(name) | Test::Has(name) => self.place_of_property(side, both, name),
                _ => None,
            };
            named.or_else(|| self.place(side, both, it.keyword))
        });
        let mut change = Change::new(it.code, it.message).from_to(it.was, it.is);
        change = change.verdicts(old.0, new.0).at(places[0], places[1]);
        (change.witness, change.witness_reverse) = (old.1, new.1);
        change
    }

    fn place_of_property(&self, side: Side, both: &Both<'_, 'p>, name: &str) -> Option<Place> {
        let (api, facets) = match side {
            Side::Old => (self.pair.old.api(), both.before()),
            Side::New => (self.pair.new.api(), both.after()),
        };
        let id = facets.properties.get(name)?.first()?;
        Some(api.schema(*id).origin.place).filter(|it| it.line > 0)
    }

    /// A verdict on one rule, by values that break it.
    fn judge(
        &mut self,
        both: &Both<'_, 'p>,
        sender: Side,
        test: &Test,
    ) -> (Verdict, Option<Witness>) {
        let [own, other] = match sender {
            Side::Old => both.schemas,
            Side::New => [both.schemas[1], both.schemas[0]],
        };
        let taken = match sender {
            Side::Old => both.after(),
            Side::New => both.before(),
        };
        let decision = self.decider.decide(sender, self.form, own, other);
        let by_test = verdict(&decision, sender, |it| test.breaks(taken, it) == Some(true));
        if by_test.0 != Verdict::Risky {
            return by_test;
        }
        let whole = self.refused_as_a_whole(&decision, sender.other(), taken);
        verdict(&decision, sender, |it| whole.contains(*it))
    }

    /// The values that are refused although each of their parts is accepted.
    fn refused_as_a_whole(
        &mut self,
        decision: &Decision,
        receiver: Side,
        taken: &Facets<'p>,
    ) -> Vec<Node> {
        let mut all = Vec::new();
        for value in &decision.witnesses {
            let mut parts: Vec<(Together, &Node)> = Vec::new();
            match &value.value {
                Value::Object(object) => parts.extend(object.iter().filter_map(|(key, it)| {
                    Some((Together::all(taken.properties.get(&*key.text)?.clone()), it))
                })),
                Value::Array(items) => {
                    parts.extend(
                        items
                            .iter()
                            .enumerate()
                            .map(|(at, it)| (item(taken, at), it)),
                    );
                }
                _ => {}
            }
            let court = &mut self.decider.court;
            let is_whole = parts.iter().all(|(schemas, it)| {
                court.receives(receiver, schemas, it, self.form) != judge::Verdict::Invalid
            });
            if is_whole {
                all.push(value.clone());
            }
        }
        all
    }

    fn is_one_way(&self, side: Side, facets: &Facets<'_>, name: &str) -> bool {
        is_one_way(&self.decider.court, side, facets, name)
    }

    /// Properties that both have, and that were or are required.
    fn required(&mut self, both: &Both<'_, 'p>, found: &mut Found) {
        let (old, new) = (both.before(), both.after());
        let names = old.required.symmetric_difference(&new.required);
        let names: Vec<Arc<str>> = names.cloned().collect();
        for name in names {
            let is_new = new.required.contains(&name);
            let lists = |it: &Facets<'_>| it.properties.contains_key(&name);
            if lists(old) != lists(new) {
                continue;
            }
            let (side, facets) = if is_new {
                (Side::New, new)
            } else {
                (Side::Old, old)
            };
            let asked = !self.is_one_way(side, facets, &name);
            let word = |it: bool| Some(if it { "required" } else { "optional" }.to_owned());
            let rule = Rule {
                was: word(!is_new),
                is: word(is_new),
                widens: !is_new || !asked,
                narrows: is_new || !asked,
            };
            let message = match is_new {
                true => format!("`{name}` became required"),
                false => format!("`{name}` became optional"),
            };
            found.told(code::REQUIRED, "required", message, rule, Test::Lacks(name));
        }
    }

    /// Properties that only one has, and those that go another way now.
    fn properties(
        &mut self,
        both: &Both<'_, 'p>,
        found: &mut Found,
        doubts: &mut Vec<(usize, [bool; 2])>,
        at: &At,
    ) {
        let (old, new) = (both.before(), both.after());
        let gone = old
            .properties
            .keys()
            .filter(|it| !new.properties.contains_key(*it));
        let added = new
            .properties
            .keys()
            .filter(|it| !old.properties.contains_key(*it));
        let names: Vec<(Arc<str>, bool)> = gone
            .map(|it| (it.clone(), false))
            .chain(added.map(|it| (it.clone(), true)))
            .collect();
        for (name, is_new) in names {
            let (side, has, lacks) = match is_new {
                true => (Side::New, new, old),
                false => (Side::Old, old, new),
            };
            let one_way = self.is_one_way(side, has, &name);
            let required = has.required.contains(&name) && !lacks.required.contains(&name);
            let schemas = Together::all(has.properties[&name].clone());
            // Who does not list it may still accept it, or send it.
            let rest = further(lacks, &name).map(Together::all);
            let is_refused = rest.is_none() && lacks.is_closed();
            let from_lister = one_way
                || !is_refused
                    && match &rest {
                        Some(rest) => self.holds(side, &schemas, rest),
                        None => true,
                    };
            let to_lister = one_way
                || !required
                    && match &rest {
                        Some(rest) => self.holds(side.other(), rest, &schemas),
                        None => true,
                    };
            let (widens, narrows) = match is_new {
                true => (to_lister, from_lister),
                false => (from_lister, to_lister),
            };
            let kind = if required { "required" } else { "optional" };
            let (code, verb) = match is_new {
                true => (code::PROPERTY_ADDED, "added"),
                false => (code::PROPERTY_REMOVED, "removed"),
            };
            let message = format!("the {kind} property `{name}` was {verb}");
            let kinds = self.pair.facets(side, &schemas).kinds.names();
            let shown = Some(format!("`{kinds}`"));
            let rule = Rule {
                was: shown.clone().filter(|_| !is_new),
                is: shown.filter(|_| is_new),
                widens,
                narrows,
            };
            let test = match required {
                true if to_lister != from_lister => Test::Lacks(name.clone()),
                _ => Test::Has(name.clone()),
            };
            found.told(code, "properties", message, rule, test);
            // What a client says that its server has no word for is lost; what it waits for does not come.
            let sends = [!is_new, is_new];
            let doubt = sends.map(|lister_sends| match self.direction {
                Direction::Request => lister_sends,
                Direction::Response | Direction::Either => !lister_sends,
            });
            if !one_way && !at.is_silent {
                doubts.push((found.all.len() - 1, doubt));
            }
        }
        self.ways(both, found, doubts);
    }

    /// Properties that became `readOnly` or `writeOnly`, or are not any more.
    fn ways(
        &mut self,
        both: &Both<'_, 'p>,
        found: &mut Found,
        doubts: &mut Vec<(usize, [bool; 2])>,
    ) {
        let flags = |side: Side, schemas: &[SchemaId]| {
            let api = self.pair.half(side).api();
            let any = |of: fn(&crate::model::Annotations) -> bool| {
                schemas.iter().any(|it| of(&api.schema(*it).annotations))
            };
            [any(|it| it.read_only), any(|it| it.write_only)]
        };
        let mut all = Vec::new();
        for (name, schemas) in &both.before().properties {
            let Some(other) = both.after().properties.get(name) else {
                continue;
            };
            let (was, is) = (flags(Side::Old, schemas), flags(Side::New, other));
            for (at, keyword) in ["readOnly", "writeOnly"].into_iter().enumerate() {
                if was[at] != is[at] {
                    all.push((name.clone(), keyword, is[at]));
                }
            }
        }
        for (name, keyword, is) in all {
            let ways = [
                self.is_one_way(Side::Old, both.before(), &name),
                self.is_one_way(Side::New, both.after(), &name),
            ];
            let message = match is {
                true => format!("`{name}` became `{keyword}`"),
                false => format!("`{name}` is not `{keyword}` any more"),
            };
            // The one side has it and the other one has not.
            let needed = |it: &Facets<'_>| it.required.contains(&name);
            let rule = Rule {
                was: None,
                is: None,
                widens: !(ways[0] && !ways[1] && needed(both.after())),
                narrows: !(ways[1] && !ways[0] && needed(both.before())),
            };
            found.told(code::ONE_WAY, keyword, message, rule, Test::Lacks(name));
            if ways[0] != ways[1] {
                doubts.push((found.all.len() - 1, [true; 2]));
            }
        }
    }

    fn holds(&mut self, sender: Side, own: &Together, other: &Together) -> bool {
        Inclusion::from(&mut self.decider.court, sender, self.form).holds(own, other)
    }

    /// Unions as wholes, and the changes within branches that both have.
    fn unions(&mut self, both: &Both<'_, 'p>, at: &At) {
        let mut found = Found::default();
        let branches = parts::unions(self.pair, both.facets, &mut found);
        self.own(both, found, &[], at);
        if branches.is_empty() {
            return;
        }
        // A change within a branch may be made up for by another one: the whole decides.
        let whole = match &at.whole {
            Some(whole) => whole.clone(),
            None => [Side::Old, Side::New].map(|sender| self.judge(both, sender, &Test::Whole)),
        };
        for (name, old, new) in branches {
            let mut inside = at.part(&name);
            inside.whole = Some(whole.clone());
            self.pairs(&Together::one(old), &Together::one(new), &mut inside);
        }
    }

    fn members(&mut self, both: &Both<'_, 'p>, at: &At) {
        for (name, old) in &both.before().properties {
            let Some(new) = both.after().properties.get(name) else {
                continue;
            };
            let mut part = at.part(&parts::shown_name(name));
            part.is_silent |= self.is_one_way(Side::Old, both.before(), name)
                || self.is_one_way(Side::New, both.after(), name);
            self.pairs(
                &Together::all(old.clone()),
                &Together::all(new.clone()),
                &mut part,
            );
        }
        for (name, old, new) in parts::further_pairs(both.facets) {
            self.pairs(&old, &new, &mut at.part(&name));
        }
    }

    fn items(&mut self, both: &Both<'_, 'p>, at: &At) {
        let [old, new] = both.facets;
        let is_array = |it: &Facets<'_>| it.kinds.contains(Kinds::ARRAY);
        if !is_array(old) || !is_array(new) {
            return;
        }
        let length = parts::prefix_length(old).max(parts::prefix_length(new));
        for index in 0..length {
            let mut part = at.part(&format!("[{index}]"));
            self.pairs(&item(old, index), &item(new, index), &mut part);
        }
        self.pairs(&item(old, length), &item(new, length), &mut at.part("[]"));
    }
}
