//! An example → what it says of the schema it stands for.

use std::sync::Arc;

use super::draft::{Draft, DraftId, Drafts, scalar};
use crate::docs::restrictions::Restriction;
use crate::docs::{Json, sample_number, sample_string, sample_text};
use crate::load::json_value;
use crate::model::JsonType;
use crate::node::{Key, Node, Object, Value};

/// The formats whose examples are told from a plain string.
const FORMATS: [&str; 19] = [
    "uuid",
    "date-time",
    "date",
    "email",
    "uri",
    "time",
    "ipv4",
    "ipv6",
    "hostname",
    "password",
    "uri-reference",
    "uri-template",
    "iri",
    "iri-reference",
    "idn-email",
    "idn-hostname",
    "json-pointer",
    "relative-json-pointer",
    "regex",
];

/// The names under which an example shows properties that are not listed.
pub const ADDITIONAL: [&str; 2] = ["property1", "property2"];

impl Drafts {
    /// Adds what an example says of a schema that is reached through this property.
    pub fn see(&mut self, id: DraftId, value: &Node, property: Option<&str>) {
        let draft = self.get(id);
        if draft.example.is_some() {
            return;
        }
        if draft.link.is_some() {
            self.see_link(id, value, property);
            return;
        }
        if !draft.known && draft.types.is_empty() && !draft.has_parts() {
            self.guess(id, value);
        }
        let draft = self.get(id);
        if let Some(values) = &draft.values {
            match values.iter().position(|it| it == value) {
                Some(at) => self.put_first(id, at),
                None => self.get_mut(id).example = Some(value.clone()),
            }
            return;
        }
        if draft.has_branches() {
            self.see_branches(id, value);
            return;
        }
        match (&value.value, draft.types.first()) {
            (Value::Object(object), Some(JsonType::Object)) => self.see_object(id, value, object),
            (Value::Array(items), Some(JsonType::Array)) => self.see_array(id, value, items),
            _ => self.see_scalar(id, value, property),
        }
    }

    /// What is shown of branches follows from these, unless a page has not said all of them.
    fn see_branches(&mut self, id: DraftId, value: &Node) {
        let draft = self.get(id);
        let all = draft.branches.iter().flatten();
        let is_unknown = all.into_iter().any(|it| self.get(*it).is_empty());
        if is_unknown {
            self.get_mut(id).example = Some(value.clone());
        }
    }

    fn put_first(&mut self, id: DraftId, at: usize) {
        if let Some(values) = &mut self.get_mut(id).values {
            values[..=at].rotate_right(1);
        }
    }

    /// A reference shows its component's example, unless it has one of its own.
    fn see_link(&mut self, id: DraftId, value: &Node, property: Option<&str>) {
        let target = self.target(id);
        let own = self.get(id).values.clone();
        if let Some(values) = own {
            match values.iter().position(|it| it == value) {
                Some(at) => self.put_first(id, at),
                None => self.get_mut(id).example = Some(value.clone()),
            }
            return;
        }
        let component = self.get(target);
        let is_unknown = !component.known && component.types.is_empty() && !component.has_parts();
        if is_unknown || matches!(value.value, Value::Object(_) | Value::Array(_)) {
            if component.shown.is_none() {
                self.see(target, value, property);
            } else if let Value::Object(object) = &value.value {
                let shown = component.shown.as_ref();
                let differs = shown.and_then(Node::as_object).is_some_and(|shown| {
                    !object.is_empty()
                        && !shown.is_empty()
                        && object.iter().any(|(key, _)| shown.get(&key.text).is_none())
                });
                if differs {
                    self.get_mut(id).example = Some(value.clone());
                }
            }
            return;
        }
        let differs = match &component.shown {
            // A UUID is another one for each property.
            Some(shown) => {
                shown != value && self.expected(target, property).as_ref() != Some(value)
            }
            None => self.expected(target, property).as_ref() != Some(value),
        };
        if differs {
            let may_learn = self.get(target).shown.is_none();
            if may_learn && self.learn_format(target, value, property) {
                return;
            }
            let component = self.get(target);
            let first = component
                .values
                .as_ref()
                .and_then(|it| it.iter().position(|it| it == value));
            match first {
                Some(at) if may_learn => self.put_first(target, at),
                _ => self.get_mut(id).example = Some(value.clone()),
            }
        }
    }

    fn see_object(&mut self, id: DraftId, value: &Node, object: &Arc<Object>) {
        // An object that would hold itself, or is too deep, is shown empty.
        if object.is_empty() {
            return;
        }
        let draft = self.get(id);
        let additional = draft.additional;
        let is_additional = |name: &str| additional.is_some() && ADDITIONAL.contains(&name);
        // What is required and has no row is made up for a sample.
        let made_up: Vec<_> = draft.restrictions.required().collect();
        let is_listed =
            |name: &str| draft.properties.contains_key(name) || made_up.iter().any(|it| it == name);
        if draft.properties.is_empty() && additional.is_none() {
            if self.get(id).known {
                self.get_mut(id).example = Some(value.clone());
            } else {
                self.guess_object(id, object);
            }
            return;
        }
        let is_own = !object
            .iter()
            .all(|(key, _)| is_listed(&key.text) || is_additional(&key.text));
        if is_own {
            if draft.known {
                self.get_mut(id).example = Some(value.clone());
                return;
            }
            for (key, _) in object.iter() {
                if !self.get(id).properties.contains_key(&key.text) {
                    let property = self.add(Draft::default());
                    self.get_mut(id)
                        .properties
                        .insert(key.text.clone(), property);
                }
            }
        }
        for (key, it) in object.iter() {
            match self.get(id).properties.get(&key.text) {
                Some(property) => self.see(*property, it, Some(&key.text)),
                None if &*key.text == ADDITIONAL[0] => {
                    if let Some(additional) = additional {
                        self.see(additional, it, None);
                    }
                }
                None => {}
            }
        }
    }

    fn see_array(&mut self, id: DraftId, value: &Node, items: &[Node]) {
        let Some((first, others)) = items.split_first() else {
            return;
        };
        let prefix = self.get(id).prefix.clone();
        if !prefix.is_empty() {
            if prefix.len() != items.len() {
                self.get_mut(id).example = Some(value.clone());
                return;
            }
            for (element, it) in prefix.into_iter().zip(items) {
                self.see(element, it, None);
            }
            return;
        }
        if !others.is_empty() {
            if others.iter().all(|it| it == first) && !self.counts_items {
                self.get_mut(id).min_items = Some(items.len() as u64);
            } else if !others.iter().all(|it| it == first)
                || self.get(id).count(Restriction::MinItems) != Some(items.len() as u64)
            {
                self.get_mut(id).example = Some(value.clone());
                return;
            }
        }
        let of = match self.get(id).items {
            Some(it) => it,
            None => {
                let it = self.add(Draft::default());
                self.get_mut(id).items = Some(it);
                it
            }
        };
        self.see(of, first, None);
    }

    fn see_scalar(&mut self, id: DraftId, value: &Node, property: Option<&str>) {
        let draft = self.get(id);
        let expected = self.expected(id, property);
        if expected.as_ref() == Some(value) {
            return;
        }
        // A text for a pattern is made for it.
        if draft.restrictions.has(Restriction::Pattern) && value.as_str().is_some() {
            return;
        }
        // What is left out of an example has no value; what has no type is `null`.
        if value.is_null() && draft.types.is_empty() {
            return;
        }
        if draft.format.is_none() && self.learn_format(id, value, property) {
            return;
        }
        self.get_mut(id).example = Some(value.clone());
    }

    /// Takes the format that an example like this is of.
    fn learn_format(&mut self, id: DraftId, value: &Node, property: Option<&str>) -> bool {
        // Without oddities labels have them.
        if self.counts_items {
            return false;
        }
        let draft = self.get(id);
        let found = match (&value.value, draft.types.first()) {
            (Value::String(text), Some(JsonType::String)) => FORMATS
                .into_iter()
                .find(|it| sample_text(it, property).is_some_and(|it| *it == **text)),
            (Value::Number(digits), Some(JsonType::Number)) if &**digits == "0.1" => Some("double"),
            _ => None,
        };
        if let Some(format) = found {
            self.get_mut(id).format = Some(format.into());
        }
        found.is_some()
    }

    /// The example of a schema that has none of its own and is no object and no array.
    fn expected(&self, id: DraftId, property: Option<&str>) -> Option<Node> {
        let draft = self.get(id);
        if let Some(first) = draft
            .example
            .as_ref()
            .or(draft.values.as_ref().and_then(|it| it.first()))
        {
            return Some(first.clone());
        }
        if let Some(default) = draft.absent_value() {
            return Some(default);
        }
        if !draft.restrictions.is_empty() && !draft.restrictions.has(Restriction::Pattern) {
            let schema = scalar(draft);
            let text = match draft.types.first()? {
                JsonType::String => Some(Value::String(sample_string(&schema, property).into())),
                it @ (JsonType::Integer | JsonType::Number) => {
                    Some(Value::Number(sample_number(&schema, *it).into()))
                }
                _ => None,
            };
            if let Some(value) = text {
                return Some(Node::new(value, Default::default()));
            }
        }
        let value = match draft.types.first()? {
            JsonType::String => {
                let format = draft.format.as_deref().unwrap_or_default();
                let text = sample_text(format, property).unwrap_or("string".into());
                Value::String(text.into_owned().into())
            }
            JsonType::Integer => Value::Number("0".into()),
            JsonType::Number if matches!(draft.format.as_deref(), Some("float" | "double")) => {
                Value::Number("0.1".into())
            }
            JsonType::Number => Value::Number("0".into()),
            JsonType::Boolean => Value::Bool(true),
            JsonType::Array | JsonType::Object | JsonType::File => return None,
        };
        Some(Node::new(value, Default::default()))
    }

    /// Takes examples away that follow from the branches of a schema, which were read after it.
    pub fn settle_examples(&mut self) {
        for at in 0..self.len() {
            let id = DraftId::from_index(at);
            let draft = self.get(id);
            let [_, any_of, one_of] = &draft.branches;
            let Some(first) = one_of.first().or(any_of.first()) else {
                continue;
            };
            let is_theirs = draft.example.is_some()
                && draft.types.is_empty()
                && self.expected(self.target(*first), None) == draft.example;
            if is_theirs {
                self.get_mut(id).example = None;
            }
        }
    }

    /// Gives a schema of which nothing is known the type of a value.
    fn guess(&mut self, id: DraftId, value: &Node) {
        let kind = match &value.value {
            Value::Null => return,
            Value::Bool(_) => JsonType::Boolean,
            Value::Number(digits) if digits.contains(['.', 'e', 'E']) => JsonType::Number,
            Value::Number(_) => JsonType::Integer,
            Value::String(_) => JsonType::String,
            Value::Array(_) => JsonType::Array,
            Value::Object(_) => JsonType::Object,
        };
        self.get_mut(id).types = vec![kind];
    }

    fn guess_object(&mut self, id: DraftId, object: &Object) {
        let names: Vec<&str> = object.iter().map(|(key, _)| &*key.text).collect();
        let first = object.iter().next().map(|(_, it)| it);
        if names == ADDITIONAL {
            let additional = self.add(Draft::default());
            if let Some(value) = first {
                self.see(additional, value, None);
            }
            self.get_mut(id).additional = Some(additional);
            return;
        }
        for (key, value) in object.iter() {
            let property = self.add(Draft::default());
            self.see(property, value, Some(&key.text));
            self.get_mut(id)
                .properties
                .insert(key.text.clone(), property);
        }
    }
}

impl Drafts {
    /// The example that a request shows of a parameter, as one text or as the texts of its items, where it is not the one
    /// that follows from its schema.
    pub fn own_example(&mut self, id: DraftId, sent: &[String]) -> Option<Node> {
        let target = self.target(id);
        let draft = self.get(target);
        let is_array = draft.is(JsonType::Array);
        let of = match draft.items.filter(|_| is_array) {
            Some(items) => self.target(items),
            None => target,
        };
        let draft = self.get(of);
        if let [only] = sent {
            let values = draft.values.iter().flatten();
            if let Some(at) = values.map(plain).position(|it| it == only) {
                self.put_first(of, at);
                return None;
            }
            if self.expected(of, None).is_some_and(|it| plain(&it) == only) {
                return None;
            }
        }
        let kind = draft.types.first().copied();
        if is_array {
            let no_items = matches!(sent, [only] if only.is_empty());
            let sent = if no_items { &[] } else { sent };
            let items = sent.iter().map(|it| listed_value(it, kind, None)).collect();
            return Some(Node::array(items, Default::default()));
        }
        if matches!(kind, None | Some(JsonType::Object | JsonType::Array)) {
            return None;
        }
        let value = listed_value(sent.first()?, kind, None);
        if Json::from_node(&value).is_truthy() {
            return Some(value);
        }
        // The tools take such an example for none, unless it is the schema's.
        self.get_mut(of).example = Some(value);
        None
    }
}

/// Whether two examples that have members may be of one schema.
pub fn same_members(a: &Node, b: &Node) -> bool {
    let has_members = |it: &Node| it.as_object().is_some_and(|it| !it.is_empty());
    has_members(a) && has_members(b) && same_but_for_depth(a, b)
}

/// Whether two examples may be of one schema: one that holds itself is cut off at another depth in each place.
fn same_but_for_depth(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Object(a), Value::Object(b)) => {
            let same = |(key, a): (&Key, &Node)| {
                b.get(&key.text).is_some_and(|b| same_but_for_depth(a, b))
            };
            a.is_empty() || b.is_empty() || (a.len() == b.len() && a.iter().all(same))
        }
        (Value::Array(a), Value::Array(b)) => match (&a[..], &b[..]) {
            ([], _) | (_, []) => true,
            (a, b) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_but_for_depth(a, b)),
        },
        (a, b) => a == b,
    }
}

/// A value as running text has it.
fn plain(value: &Node) -> &str {
    match &value.value {
        Value::String(text) | Value::Number(text) => text,
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Null | Value::Array(_) | Value::Object(_) => "",
    }
}

/// A value that a page lists, of the type that its schema or its example has.
pub fn listed_value(text: &str, kind: Option<JsonType>, sample: Option<&Node>) -> Node {
    if let Some(Value::Array(_)) = sample.map(|it| &it.value)
        && let Ok(whole) = json_value(text)
        && whole.as_array().is_some()
    {
        return whole;
    }
    let kind = kind.or_else(|| {
        Some(match sample?.value {
            Value::Number(_) => JsonType::Number,
            Value::Bool(_) => JsonType::Boolean,
            _ => JsonType::String,
        })
    });
    let is_number =
        matches!(kind, Some(JsonType::Integer | JsonType::Number)) && text.parse::<f64>().is_ok();
    let value = match (kind, text) {
        (Some(JsonType::Boolean), "true") => Value::Bool(true),
        (Some(JsonType::Boolean), "false") => Value::Bool(false),
        _ if is_number => Value::Number(text.into()),
        _ => Value::String(text.into()),
    };
    Node::new(value, Default::default())
}
