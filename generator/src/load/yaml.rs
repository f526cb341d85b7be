//! YAML text (1.2, core schema) → [`Node`], with the line and column of every value.
//!
//! What JSON cannot say is brought to what specifications in the wild mean by it: a key that is no string is spelt
//! as written (`200:`), a date is a string, `.inf` is a string, and merge keys (`<<`) are merged.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput, Tag};

use super::json::drop_repeated;
use super::limits::{Budget, MAX_DEPTH, MAX_POINTER, TextError};
use crate::catalogue as code;
use crate::node::{Key, Node, Value};
use crate::source::{FileId, Place};

/// What to look for, by what the parser says.
fn hint(info: &str) -> &'static str {
    const HINTS: [(&str, &str); 8] = [
        ("tabs disallowed", "; indent with spaces"),
        (
            "find expected key",
            "; indent this line like those that it belongs to",
        ),
        (
            "expected '-' indicator",
            "; indent this line like those that it belongs to",
        ),
        (
            "indentation in quoted",
            "; the quote that opens here is not closed on a line that belongs to it",
        ),
        (
            "mapping values are not",
            "; a text with `: ` in it stands in quotes, and a key has `: ` after it, on the line above too",
        ),
        (
            "placement of ':'",
            "; a `[`, `{` or quote before it is not closed",
        ),
        ("unexpected character", "; put the text in quotes"),
        (
            "unknown anchor",
            "; a text that begins with `*` stands in quotes",
        ),
    ];
    let found = HINTS.iter().find(|(said, _)| info.contains(said));
    found.map_or("", |(_, hint)| hint)
}

/// The first document of a text.
pub(super) struct Parsed {
    pub root: Node,
    /// Where another one begins behind it, or what is no YAML.
    pub next: Option<Place>,
}

/// Parses the first document of a YAML text. Keys that stand twice are put to `repeated`; the last one holds.
///
/// # Errors
/// The first thing that is not YAML, or that has no meaning in JSON.
pub(super) fn parse(
    text: &str,
    file: FileId,
    repeated: &mut Vec<Key>,
) -> Result<Parsed, TextError> {
    let mut refusal = match parse_strictly(text, file, repeated, false) {
        Err(error) => error,
        parsed => return parsed,
    };
    let mut mended = Cow::Borrowed(text);
    let mut has_pairs = false;
    // Each may be the first fault of a text that has both.
    let mut last = refusal.message.clone();
    for _ in 0..2 {
        let next = match &last {
            it if it.ends_with(INDENTATION) => indent_closers(&mended),
            it if it.ends_with(ESCAPE) && !has_pairs => {
                has_pairs = true;
                move_surrogates(&mended)
            }
            _ => None,
        };
        let Some(next) = next else {
            break;
        };
        mended = Cow::Owned(next);
        repeated.clear();
        match parse_strictly(&mended, file, repeated, has_pairs) {
            // Where the text is the same but for its surrogates, so are the places in it.
            Err(error) if last.ends_with(ESCAPE) => {
                last = error.message.clone();
                refusal = error;
            }
            Err(error) => last = error.message,
            parsed => return parsed,
        }
    }
    Err(refusal)
}

/// What the parser says of a line that does not stand far enough to the right.
const INDENTATION: &str = "invalid indentation";

/// What it says of an escape that stands for no character.
const ESCAPE: &str = "invalid Unicode character escape code";

/// How far surrogates are moved: to U+E800..=U+EFFF, which are for private use.
const MOVED_BY: u32 = 0x1000;

/// Writes pairs of surrogates, which JSON writes characters beyond U+FFFF by (`\ud83d\ude00`, RFC 8259, section 7), as pairs
/// of characters that the parser takes. Every character of the text stays where it is. `None` where there is none, or where
/// the text has such characters itself.
fn move_surrogates(text: &str) -> Option<String> {
    let is_taken = |it: char| ('\u{E800}'..='\u{EFFF}').contains(&it);
    if text.contains(is_taken) || escaped_pairs(text, 0xE800).next().is_some() {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    let mut is_changed = false;
    for at in escaped_pairs(text, 0xD800) {
        for digit in [at + 2, at + 8] {
            // `d` becomes `e`, `D` becomes `E`.
            bytes[digit] += 1;
        }
        is_changed = true;
    }
    is_changed.then(|| String::from_utf8(bytes).ok()).flatten()
}

/// Where a text has two escapes that follow each other, of the 1,024 code units from one on and of the 1,024 from there on.
fn escaped_pairs(text: &str, from: u32) -> impl Iterator<Item = usize> {
    let unit = move |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut past = 0;
    text.match_indices('\\').filter_map(move |(at, _)| {
        if at < past {
            return None;
        }
        // A backslash that is escaped escapes nothing.
        past = at + 2;
        let is_within =
            |it: Option<u32>, from| it.is_some_and(|it| (from..from + 0x400).contains(&it));
        let is_pair = is_within(unit(at), from) && is_within(unit(at + 6), from + 0x400);
        if is_pair {
            past = at + 12;
        }
        is_pair.then_some(at)
    })
}

/// A text as it was before its surrogates were moved: in double quotes a character for each pair, elsewhere what was
/// written.
fn moved_back(text: Cow<'_, str>, style: ScalarStyle) -> Cow<'_, str> {
    if style != ScalarStyle::DoubleQuoted {
        let pairs: Vec<usize> = escaped_pairs(&text, 0xE800).collect();
        if pairs.is_empty() {
            return text;
        }
        let mut bytes = text.into_owned().into_bytes();
        for digit in pairs.into_iter().flat_map(|at| [at + 2, at + 8]) {
            bytes[digit] -= 1;
        }
        return Cow::Owned(String::from_utf8_lossy(&bytes).into_owned());
    }
    let is_moved = |it: char| ('\u{E800}'..='\u{EFFF}').contains(&it);
    if !text.contains(is_moved) {
        return text;
    }
    let unit = |it: char| match is_moved(it) {
        true => (u32::from(it) - MOVED_BY) as u16,
        false => 0,
    };
    let mut characters = text.chars();
    let mut written = String::with_capacity(text.len());
    while let Some(it) = characters.next() {
        let next = characters.as_str().chars().next();
        let pair = next.map(|next| [unit(it), unit(next)]);
        match pair.map(|it| char::decode_utf16(it).next()) {
            Some(Some(Ok(whole))) if is_moved(it) => {
                written.push(whole);
                characters.next();
            }
            _ => written.push(it),
        }
    }
    Cow::Owned(written)
}

/// Moves brackets that close a list or an object below its key to the right by one column, which the letter of YAML
/// asks for and every other parser does without:
///
/// ```yaml
/// required: [
///   "id"
/// ]
/// ```
fn indent_closers(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len() + text.len() / 32);
    let mut changed = false;
    // The indentation of the line whose block of text (`|` or `>`) is being read: that is not touched.
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let indent = line.len() - line.trim_start_matches(' ').len();
        if !bare.is_empty() && block.is_some_and(|outer| indent <= outer) {
            block = None;
        }
        if block.is_none() && bare.starts_with([']', '}']) {
            mended.push(' ');
            changed = true;
        }
        mended.push_str(line);
        let header = bare.split(" #").next().unwrap_or_default().trim_end();
        let header = header.trim_end_matches(|c: char| c == '+' || c == '-' || c.is_ascii_digit());
        if block.is_none() && (header.ends_with(" |") || header.ends_with(" >")) {
            block = Some(indent);
        }
    }
    changed.then_some(mended)
}

fn parse_strictly(
    text: &str,
    file: FileId,
    repeated: &mut Vec<Key>,
    has_pairs: bool,
) -> Result<Parsed, TextError> {
    let mut builder = Builder {
        has_pairs,
        file,
        open: Vec::new(),
        anchors: HashMap::new(),
        budget: Budget::default(),
        root: None,
        way: 0,
        repeated,
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let place = place(file, error.marker());
            // The parser has a limit of its own for what nests in flow style.
            if error.info().contains("recursion limit") {
                return TextError::too_deep(place);
            }
            TextError {
                code: code::SYNTAX,
                place,
                message: format!("this is not YAML: {}{}", error.info(), hint(error.info())),
            }
        })?;
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        builder.take(event, span)?;
    }
    let root = builder.root.map(|it| it.node);
    Ok(Parsed {
        root: root.unwrap_or_else(|| Node::new(Value::Null, Place::start_of(file))),
        next: next_document(&mut parser, file),
    })
}

/// Where the next document begins that holds something.
fn next_document(parser: &mut Parser<'_, StrInput<'_>>, file: FileId) -> Option<Place> {
    // A line that ends the document may be written more than once.
    const MOST: usize = 100;
    for _ in 0..MOST {
        let (event, span) = match parser.next_event()? {
            Ok(it) => it,
            Err(error) => return Some(place(file, error.marker())),
        };
        match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) if ["", "~", "null"].contains(&&*text) => {}
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {
                return Some(place(file, &span.start));
            }
            _ => {}
        }
    }
    None
}

fn place(file: FileId, mark: &Marker) -> Place {
    Place {
        file,
        line: mark.line() as u32,
        column: mark.col() as u32 + 1,
    }
}

/// A node and what it would be with its aliases written out.
#[derive(Clone)]
struct Sized {
    node: Node,
    extent: Extent,
}

/// How much a node holds with its aliases written out.
#[derive(Clone, Copy)]
struct Extent {
    nodes: u64,
    /// Of names and texts.
    bytes: u64,
    /// How many collections stand in one another.
    depth: usize,
    /// The bytes of the names on the longest way to a value.
    way: usize,
}

impl Extent {
    fn scalar(bytes: usize) -> Self {
        Self {
            nodes: 1,
            bytes: bytes as u64,
            depth: 0,
            way: 0,
        }
    }

    fn hold(&mut self, name: usize, it: Extent) {
        self.nodes = self.nodes.saturating_add(it.nodes);
        self.bytes = self
            .bytes
            .saturating_add(it.bytes)
            .saturating_add(name as u64);
        self.depth = self.depth.max(it.depth + 1);
        self.way = self.way.max(it.way + name);
    }

    /// Holds the members of another mapping, which nest no deeper than they did there.
    fn merge(&mut self, it: Extent) {
        self.nodes = self.nodes.saturating_add(it.nodes);
        self.bytes = self.bytes.saturating_add(it.bytes);
        self.depth = self.depth.max(it.depth);
        self.way = self.way.max(it.way);
    }
}

/// A collection whose end has not come yet.
struct Open {
    place: Place,
    anchor: usize,
    extent: Extent,
    kind: OpenKind,
}

enum OpenKind {
    Sequence(Vec<Node>),
    Mapping {
        entries: Vec<(Key, Node)>,
        /// The key whose value comes next.
        key: Option<Key>,
        /// Whether that key is a merge key.
        merge: bool,
        merged: Vec<Node>,
    },
}

struct Builder<'t> {
    /// Whether surrogates were moved in the text.
    has_pairs: bool,
    file: FileId,
    open: Vec<Open>,
    anchors: HashMap<usize, Sized>,
    budget: Budget,
    root: Option<Sized>,
    /// The bytes of the names on the way to the value at hand.
    way: usize,
    repeated: &'t mut Vec<Key>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), TextError> {
        let place = place(self.file, &span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let text = match self.has_pairs {
                    true => moved_back(text, style),
                    false => text,
                };
                if self.expects_key() {
                    let merge = style == ScalarStyle::Plain && text == "<<";
                    if anchor != 0 {
                        let node = Node::string(&*text, place);
                        let extent = Extent::scalar(text.len());
                        self.anchors.insert(anchor, Sized { node, extent });
                    }
                    return self.set_key(Key::new(text, place), merge);
                }
                self.budget.spend(1, place)?;
                let extent = Extent::scalar(text.len());
                let node = Node::new(scalar(text, style, tag.as_deref()), place);
                self.finish(Sized { node, extent }, anchor);
                Ok(())
            }
            Event::SequenceStart(anchor, _) => {
                self.start(place, anchor, OpenKind::Sequence(Vec::new()))
            }
            Event::MappingStart(anchor, _) => self.start(
                place,
                anchor,
                OpenKind::Mapping {
                    entries: Vec::new(),
                    key: None,
                    merge: false,
                    merged: Vec::new(),
                },
            ),
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.alias(anchor, place),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                kind: OpenKind::Mapping { key: None, .. },
                ..
            })
        )
    }

    fn set_key(&mut self, it: Key, is_merge: bool) -> Result<(), TextError> {
        self.way += it.text.len();
        if self.way > MAX_POINTER {
            return Err(TextError::too_long(it.place));
        }
        if let Some(Open {
            kind: OpenKind::Mapping { key, merge, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some(it);
            *merge = is_merge;
        }
        Ok(())
    }

    fn start(&mut self, place: Place, anchor: usize, kind: OpenKind) -> Result<(), TextError> {
        if self.expects_key() {
            let message =
                "a key must be a string; put it in quotes if it begins with `{` or `[`".to_owned();
            return Err(TextError {
                code: code::SYNTAX,
                place,
                message,
            });
        }
        if self.open.len() > MAX_DEPTH {
            return Err(TextError::too_deep(place));
        }
        self.budget.spend(1, place)?;
        self.open.push(Open {
            place,
            anchor,
            extent: Extent::scalar(0),
            kind,
        });
        Ok(())
    }

    fn end(&mut self) -> Result<(), TextError> {
        let Some(Open {
            place,
            anchor,
            extent,
            kind,
        }) = self.open.pop()
        else {
            return Ok(());
        };
        let node = match kind {
            OpenKind::Sequence(items) => Node::array(items, place),
            OpenKind::Mapping {
                mut entries,
                merged,
                ..
            } => {
                drop_repeated(&mut entries, self.repeated);
                if !merged.is_empty() {
                    self.merge(&mut entries, &merged)?;
                }
                Node::object(entries, place)
            }
        };
        self.finish(Sized { node, extent }, anchor);
        Ok(())
    }

    /// Adds the members of the merged mappings that the mapping does not have itself; an earlier one wins.
    fn merge(&mut self, entries: &mut Vec<(Key, Node)>, merged: &[Node]) -> Result<(), TextError> {
        let mut have: HashSet<Arc<str>> = entries.iter().map(|(key, _)| key.text.clone()).collect();
        let sources = merged
            .iter()
            .flat_map(|it| it.as_array().unwrap_or(std::slice::from_ref(it)));
        for source in sources {
            let Some(object) = source.as_object() else {
                let message = format!(
                    "`<<` merges a mapping or a list of mappings, not {}",
                    source.kind()
                );
                return Err(TextError {
                    code: code::SYNTAX,
                    place: source.place,
                    message,
                });
            };
            self.budget
                .spend_aliased(object.len() as u64, 0, source.place)?;
            for (key, node) in object.iter() {
                if have.insert(key.text.clone()) {
                    entries.push((key.clone(), node.clone()));
                }
            }
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, place: Place) -> Result<(), TextError> {
        let Some(it) = self.anchors.get(&anchor).cloned() else {
            let message = "an alias inside of what it stands for has no end".to_owned();
            return Err(TextError {
                code: code::SYNTAX,
                place,
                message,
            });
        };
        if self.expects_key() {
            let Some(text) = it.node.as_str() else {
                let message = format!(
                    "a key must be a string, found an alias of {}",
                    it.node.kind()
                );
                return Err(TextError {
                    code: code::SYNTAX,
                    place,
                    message,
                });
            };
            self.budget.spend_aliased(1, text.len() as u64, place)?;
            return self.set_key(Key::new(text, place), false);
        }
        if self.open.len() + it.extent.depth > MAX_DEPTH {
            return Err(TextError::too_deep(place));
        }
        if self.way + it.extent.way > MAX_POINTER {
            return Err(TextError::too_long(place));
        }
        self.budget
            .spend_aliased(it.extent.nodes, it.extent.bytes, place)?;
        self.finish(it, 0);
        Ok(())
    }

    /// Puts a finished node where it belongs.
    fn finish(&mut self, it: Sized, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, it.clone());
        }
        let Some(Open { extent, kind, .. }) = self.open.last_mut() else {
            self.root = Some(it);
            return;
        };
        let name = match kind {
            OpenKind::Mapping { key: Some(key), .. } => key.text.len(),
            _ => 0,
        };
        self.way -= name;
        match kind {
            OpenKind::Mapping { merge: true, .. } => extent.merge(it.extent),
            _ => extent.hold(name, it.extent),
        }
        match kind {
            OpenKind::Sequence(items) => items.push(it.node),
            OpenKind::Mapping {
                entries,
                key,
                merge,
                merged,
            } => match key.take() {
                Some(_) if *merge => merged.push(it.node),
                Some(key) => entries.push((key, it.node)),
                None => {}
            },
        }
    }
}

/// What a plain scalar without a tag is.
pub(super) fn plain(text: &str) -> Value {
    scalar(Cow::Borrowed(text), ScalarStyle::Plain, None)
}

/// Reads a scalar by the core schema (YAML 1.2.2, section 10.3.2).
fn scalar(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let typed = match tag {
        None => style == ScalarStyle::Plain,
        Some(tag) => {
            tag.is_yaml_core_schema()
                && !matches!(tag.suffix.as_str(), "str" | "binary" | "timestamp")
        }
    };
    if !typed {
        return Value::String(text.into());
    }
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(&text) {
            Some(digits) => Value::Number(digits),
            None => Value::String(text.into()),
        },
    }
}

/// The digits, as JSON writes them, of a plain scalar that is a number. `007` is none: what begins with zeros is a
/// code, not a quantity.
fn number(text: &str) -> Option<Arc<str>> {
    if let Some(digits) = text.strip_prefix("0x") {
        return u128::from_str_radix(digits, 16)
            .ok()
            .map(|it| it.to_string().into());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return u128::from_str_radix(digits, 8)
            .ok()
            .map(|it| it.to_string().into());
    }
    let (sign, rest) = match text.as_bytes().first()? {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (rest, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    let nothing = whole.is_empty() && fraction.is_none_or(str::is_empty);
    if nothing || leading_zero || !digits(whole) || !fraction.is_none_or(digits) {
        return None;
    }
    if let Some(exponent) = exponent {
        let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if unsigned.is_empty() || !digits(unsigned) {
            return None;
        }
    }
    let mut json = String::with_capacity(text.len() + 2);
    json.push_str(sign);
    json.push_str(if whole.is_empty() { "0" } else { whole });
    if let Some(fraction) = fraction {
        json.push('.');
        json.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    if let Some(exponent) = exponent {
        json.push('e');
        json.push_str(exponent);
    }
    Some(json.into())
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::node::Node;
    use crate::source::FileId;

    fn read(text: &str) -> Node {
        match parse(text, FileId(0), &mut Vec::new()) {
            Ok(parsed) => parsed.root,
            Err(error) => panic!("{}", error.message),
        }
    }

    /// In double quotes, and there alone, as in JSON; and nothing changes its place.
    #[test]
    fn pairs_of_surrogates_are_one_character() {
        let root = read("{\"a\": \"x\\uD83D\\ude00y\", \"b\": 1}\n");
        assert_eq!(root.get("a").and_then(Node::as_str), Some("x\u{1F600}y"));
        assert_eq!(root.get("b").map(|it| it.place.column), Some(30));
        let root = read(concat!(
            "double: \"\\ud83d\\ude00 \\\\ud83d\\\\ude00\"\n",
            "\"\\ud83d\\ude00\": 1\n",
            "plain: a \\ud83d\\ude00\n",
            "single: '\\uD83D\\uDE00'\n",
            "block: |\n",
            "  \"\\ud83d\\ude00\"\n",
            "list: [\n  \"\\ud83d\\ude00\"\n]\n",
        ));
        let text = |name: &str| root.get(name).and_then(Node::as_str);
        assert_eq!(text("double"), Some("\u{1F600} \\ud83d\\ude00"));
        assert!(root.get("\u{1F600}").is_some());
        assert_eq!(text("plain"), Some("a \\ud83d\\ude00"));
        assert_eq!(text("single"), Some("\\uD83D\\uDE00"));
        assert_eq!(text("block"), Some("\"\\ud83d\\ude00\"\n"));
    }

    #[test]
    fn a_surrogate_alone_is_refused_where_it_stands() {
        for text in [
            "a: \"\\ud83d\\ude00\"\nb: \"\\ud83d\"\n",
            "a: 1\nb: \"\\ude00\\ud83d\"\n",
            "a: 1\nb: \"\\\\ud83d\\ude00\"\n",
        ] {
            let error = parse(text, FileId(0), &mut Vec::new()).err();
            let place = error.map(|it| (it.place.line, it.place.column));
            assert_eq!(place, Some((2, 4)), "{text}");
        }
    }

    #[test]
    fn another_document_is_found() {
        for (text, expected) in [
            ("a: 1\n", None),
            ("---\na: 1\n---\n", None),
            ("a: 1\n...\n# the end\n", None),
            ("a: 1\n---\nb: 2\n", Some((3, 1))),
            ("a: 1\n---\n---\n- b\n", Some((4, 1))),
            ("a: 1\n...\nb: [\n", Some((3, 1))),
        ] {
            let parsed = parse(text, FileId(0), &mut Vec::new());
            let next = parsed.ok().and_then(|it| it.next);
            assert_eq!(next.map(|it| (it.line, it.column)), expected, "{text}");
        }
    }
}
