//! A JSON value that knows where in the user's text it stands.
//!
//! Documents are read into this tree, whatever their syntax, and everything that is free-form in them (examples,
//! defaults, enum values, extensions) stays one. Cloning is cheap: strings, arrays and objects are shared.

pub mod de;
pub mod json;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use crate::source::Place;

/// A value and its place.
#[derive(Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where its first character stands.
    pub place: Place,
}

/// The six kinds of JSON value.
#[derive(Clone)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number in the digits of the source, so that nothing beyond `i64` or `f64` is lost.
    Number(Arc<str>),
    /// A string.
    String(Arc<str>),
    /// An array.
    Array(Arc<[Node]>),
    /// An object, in the order of the source.
    Object(Arc<Object>),
}

/// The members of an object in the order of the source; no name stands twice.
#[derive(Default)]
pub struct Object {
    entries: Vec<(Key, Node)>,
    /// The marks of all names. Most look-ups are for a keyword that is not there, and this tells so at once.
    marks: u64,
    index: OnceLock<HashMap<Arc<str>, usize>>,
}

/// One bit for a name, by its length and its ends: the usual keywords of a schema have one each.
#[inline]
fn mark(name: &str) -> u64 {
    let (first, last) = match name.as_bytes() {
        [first, .., last] => (*first, *last),
        _ => (0, 0),
    };
    let sum = name.len() + 7 * usize::from(first) + 16 * usize::from(last);
    1 << (sum % 64)
}

/// The name of an object's member, and its place.
#[derive(Clone)]
pub struct Key {
    /// The name. A YAML key that is no string (`200`, `true`, `null`) is spelt as in the source.
    pub text: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// Above this many members a look-up goes through a hash index instead of a scan.
const SCAN_LIMIT: usize = 12;

impl Object {
    /// Takes members whose names are known to differ.
    pub fn new(entries: Vec<(Key, Node)>) -> Self {
        let marks = entries.iter().map(|(key, _)| mark(&key.text));
        Self {
            marks: marks.fold(0, |all, it| all | it),
            entries,
            index: OnceLock::new(),
        }
    }

    /// The members in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Key, &Node)> + ExactSizeIterator {
        self.entries.iter().map(|(key, node)| (key, node))
    }

    /// The member of that name.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// The member of that name with its key, for its place.
    #[inline]
    pub fn entry(&self, name: &str) -> Option<(&Key, &Node)> {
        match self.marks & mark(name) {
            0 => None,
            _ => self.look_up(name),
        }
    }

    fn look_up(&self, name: &str) -> Option<(&Key, &Node)> {
        let (key, node) = if self.entries.len() <= SCAN_LIMIT {
            self.entries.iter().find(|(key, _)| &*key.text == name)?
        } else {
            let index = self.index.get_or_init(|| {
                self.entries
                    .iter()
                    .enumerate()
                    .map(|(i, (key, _))| (key.text.clone(), i))
                    .collect()
            });
            &self.entries[*index.get(name)?]
        };
        Some((key, node))
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

// Debug output is for people who follow a value through the stages, so it looks like the value.

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.write_str("null"),
            Value::Bool(it) => it.fmt(f),
            Value::Number(digits) => f.write_str(digits),
            Value::String(text) => text.fmt(f),
            Value::Array(items) => f.debug_list().entries(items.iter()).finish(),
            Value::Object(object) => object.fmt(f),
        }
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

// Values are equal as JSON Schema has it for `enum`, `const` and `uniqueItems` (2020-12 Core, section 4.2.2), and hash
// alike then, so that a set of them tells which stand twice.

impl PartialEq for Object {
    /// Equal members, in any order.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self
                .iter()
                .all(|(key, node)| other.get(&key.text).is_some_and(|it| it == node))
    }
}

impl PartialEq for Node {
    /// Equal values, wherever they stand.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Value {
    /// Numbers are equal where they are the same, however they are spelt.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) => json::is_same_number(a, b),
            (Value::String(a), Value::String(b)) => a == b,
            (Value::Array(a), Value::Array(b)) => a == b,
            (Value::Object(a), Value::Object(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Object {}
impl Eq for Node {}
impl Eq for Value {}

impl Hash for Object {
    /// The order of the members does not count.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let members = self.iter().map(|(key, node)| {
            let mut member = DefaultHasher::new();
            key.text.hash(&mut member);
            node.hash(&mut member);
            member.finish()
        });
        self.len().hash(state);
        members.fold(0u64, u64::wrapping_add).hash(state);
    }
}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Value::Null => {}
            Value::Bool(it) => it.hash(state),
            Value::Number(digits) => json::hash_number(digits, state),
            Value::String(text) => text.hash(state),
            Value::Array(items) => items.hash(state),
            Value::Object(object) => object.hash(state),
        }
    }
}

impl Node {
    /// A value at a place.
    pub fn new(value: Value, place: Place) -> Self {
        Self { value, place }
    }

    /// A string at a place.
    pub fn string(text: impl Into<Arc<str>>, place: Place) -> Self {
        Self::new(Value::String(text.into()), place)
    }

    /// An object at a place.
    pub fn object(entries: Vec<(Key, Node)>, place: Place) -> Self {
        Self::new(Value::Object(Arc::new(Object::new(entries))), place)
    }

    /// An array at a place.
    pub fn array(items: Vec<Node>, place: Place) -> Self {
        Self::new(Value::Array(items.into()), place)
    }

    /// The member of an object; `None` as well where this is no object.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.as_object()?.get(name)
    }

    /// The member of an object or the element of an array that a segment of a JSON pointer names (RFC 6901, section 4).
    pub fn step(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(object) => object.get(name),
            Value::Array(items) => items.get(name.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// The value that a JSON pointer leads to (RFC 6901, section 4); the value itself for the empty pointer.
    pub fn at(&self, pointer: &str) -> Option<&Node> {
        pointer
            .split('/')
            .skip(1)
            .try_fold(self, |node, segment| node.step(&pointer_name(segment)))
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The elements, if it is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(it) => Some(it),
            _ => None,
        }
    }

    /// The digits, if it is a number.
    pub fn as_number(&self) -> Option<&str> {
        match &self.value {
            Value::Number(digits) => Some(digits),
            _ => None,
        }
    }

    /// The number, if it is a whole one within 0 ..= `u64::MAX` (`3`, `3.0` and `3e0` are all three).
    pub fn as_u64(&self) -> Option<u64> {
        let digits = self.as_number()?;
        digits.parse().ok().or_else(|| {
            let it: f64 = digits.parse().ok()?;
            (it.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&it))
                .then_some(it as u64)
        })
    }

    /// The value as JSON on one line.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) {
        match &self.value {
            Value::Null => out.push_str("null"),
            Value::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
            Value::Number(digits) => out.push_str(digits),
            Value::String(text) => json::push_string(out, text),
            Value::Array(items) => {
                out.push('[');
                for (at, it) in items.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    it.write_json(out);
                }
                out.push(']');
            }
            Value::Object(object) => {
                out.push('{');
                for (at, (key, it)) in object.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    json::push_string(out, &key.text);
                    out.push_str(": ");
                    it.write_json(out);
                }
                out.push('}');
            }
        }
    }

    /// How many values there are in it, itself among them; no more than the limit are counted.
    pub fn count(&self, limit: usize) -> usize {
        let mut open = vec![self];
        let mut count = 0;
        while let Some(it) = open.pop() {
            count += 1;
            if count >= limit {
                break;
            }
            match &it.value {
                Value::Array(items) => open.extend(items.iter().take(limit)),
                Value::Object(members) => open.extend(members.iter().map(|it| it.1).take(limit)),
                _ => {}
            }
        }
        count
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// What kind of value it is, with an article: `a string`, `an object`, `null`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

impl Key {
    /// A name at a place.
    pub fn new(text: impl Into<Arc<str>>, place: Place) -> Self {
        Self {
            text: text.into(),
            place,
        }
    }
}

/// A name as a segment of a JSON pointer (RFC 6901, section 3).
pub fn pointer_segment(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        name.replace('~', "~0").replace('/', "~1").into()
    } else {
        name.into()
    }
}

/// The JSON pointer whose segments stand for these names (RFC 6901, section 3): `/paths/~1pets`.
pub fn pointer<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut pointer = String::new();
    for name in names {
        pointer.push('/');
        pointer.push_str(&pointer_segment(name));
    }
    pointer
}

/// The name that a segment of a JSON pointer stands for (RFC 6901, section 4).
pub fn pointer_name(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        segment.replace("~1", "/").replace("~0", "~").into()
    } else {
        segment.into()
    }
}

/// Decodes `%XX` of a URI reference: in its path, or in the pointer that is its fragment (RFC 6901, section 6). What is not
/// such an escape stays.
pub(crate) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            // A sign is no digit, though numbers may begin with one.
            .filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        match escape.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Key, Node, Value, pointer};
    use crate::source::Place;

    fn number(digits: &str) -> Node {
        Node::new(Value::Number(digits.into()), Place::default())
    }

    fn object(members: [(&str, Node); 2]) -> Node {
        let members = members.map(|(name, it)| (Key::new(name, Place::default()), it));
        Node::object(members.into(), Place::default())
    }

    #[test]
    fn equal_values_are_one_in_a_set() {
        let text = Node::string("1", Place::default());
        let array = Node::array(vec![number("1")], Place::default());
        let values = [
            number("1"),
            number("1.0"),
            number("2"),
            text.clone(),
            array.clone(),
            Node::array(vec![number("1e0")], Place::default()),
            object([("a", number("1")), ("b", text.clone())]),
            object([("b", text.clone()), ("a", number("1.00"))]),
            object([("a", text), ("b", number("1"))]),
        ];
        let set: HashSet<&Node> = values.iter().collect();
        assert_eq!(set.len(), 6);
        assert!(set.contains(&number("10e-1")) && set.contains(&array));
    }

    #[test]
    fn pointers_lead_to_what_they_were_made_for() {
        let place = Place::default();
        let member = |name: &str, it| Node::object(vec![(Key::new(name, place), it)], place);
        let items = Node::array(
            vec![Node::string("a", place), Node::string("b", place)],
            place,
        );
        let root = member("a/b", member("m~1n", items));
        let to_item = pointer(["a/b", "m~1n", "1"]);
        assert_eq!(to_item, "/a~1b/m~01n/1");
        assert_eq!(root.at(&to_item).and_then(Node::as_str), Some("b"));
        assert_eq!(root.at(""), Some(&root));
        assert_eq!(root.at("/a~1b/m~01n/2"), None);
        for nowhere in ["/a", "/a~1b/m~01n/x", "/a~1b/m~01n/0/0"] {
            assert_eq!(root.at(nowhere), None, "{nowhere}");
        }
    }
}
