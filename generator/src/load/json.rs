//! JSON text (RFC 8259) → [`Node`], with the line and column of every value.

use std::collections::HashSet;
use std::sync::Arc;

use super::limits::{Budget, MAX_DEPTH, MAX_POINTER, TextError};
use crate::catalogue as code;
use crate::node::{Key, Node, Value};
use crate::source::{FileId, Place};

/// Parses a JSON text. Keys that stand twice are put to `repeated`; the last one holds, as in most parsers.
///
/// # Errors
/// The first thing that is not JSON.
pub(super) fn parse(text: &str, file: FileId, repeated: &mut Vec<Key>) -> Result<Node, TextError> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        file,
        line: 1,
        column: 1,
        counted: 0,
        budget: Budget::default(),
        way: 0,
        members: Vec::new(),
        items: Vec::new(),
        repeated,
    };
    parser.skip_space();
    let root = parser.value(0)?;
    parser.skip_space();
    if parser.at < parser.bytes.len() {
        return Err(parser.error("there is text after the end of the document"));
    }
    Ok(root)
}

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    file: FileId,
    line: u32,
    /// The column of the byte at `counted`; columns are counted on from there, so that one long line costs no more
    /// than many short ones.
    column: u32,
    counted: usize,
    budget: Budget,
    /// The bytes of the names on the way to the value at hand.
    way: usize,
    /// The members read so far of the objects around the place at hand, from outermost to innermost: an object gets room
    /// for as many as it has, once its end is reached.
    members: Vec<(Key, Node)>,
    /// The same for the elements of arrays.
    items: Vec<Node>,
    repeated: &'t mut Vec<Key>,
}

impl Parser<'_> {
    fn place(&mut self) -> Place {
        let passed = &self.bytes[self.counted..self.at];
        // Every byte but the continuation bytes of UTF-8 begins a character.
        self.column += passed.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u32;
        self.counted = self.at;
        Place {
            file: self.file,
            line: self.line,
            column: self.column,
        }
    }

    fn error(&mut self, message: impl Into<String>) -> TextError {
        let place = self.place();
        let hint = match self.bytes.get(self.at..).unwrap_or_default() {
            [b'/', b'/' | b'*', ..] => "; JSON has no comments",
            [b'\'', ..] => "; JSON has double quotes alone",
            _ => "",
        };
        TextError {
            code: code::SYNTAX,
            place,
            message: message.into() + hint,
        }
    }

    fn skip_space(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.column = 1;
                    self.counted = self.at;
                }
                _ => break,
            }
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, TextError> {
        let place = self.place();
        self.budget.spend(1, place)?;
        if depth > MAX_DEPTH {
            return Err(TextError::too_deep(place));
        }
        let value = match self.bytes.get(self.at) {
            Some(b'{') => return self.object(place, depth),
            Some(b'[') => return self.array(place, depth),
            Some(b'"') => Value::String(self.string()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(_) => {
                let found = self.text[self.at..].chars().next().unwrap_or_default();
                return Err(self.error(format!("expected a value, found {found:?}")));
            }
            None => return Err(self.error("expected a value, found the end of the file")),
        };
        Ok(Node::new(value, place))
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, TextError> {
        if self.text[self.at..].starts_with(word) {
            self.at += word.len();
            Ok(value)
        } else {
            Err(self.error(format!("expected `{word}`")))
        }
    }

    fn object(&mut self, place: Place, depth: usize) -> Result<Node, TextError> {
        self.at += 1;
        self.skip_space();
        if self.eat(b'}') {
            return Ok(Node::object(Vec::new(), place));
        }
        let first = self.members.len();
        loop {
            self.skip_space();
            let at = self.place();
            if self.bytes.get(self.at) != Some(&b'"') {
                let more = if self.members.len() == first {
                    " or `}`"
                } else if self.bytes.get(self.at) == Some(&b'}') {
                    "; a comma before `}` is one too many"
                } else {
                    ""
                };
                return Err(self.error(format!("expected a key in double quotes{more}")));
            }
            let key = Key::new(self.string()?, at);
            self.skip_space();
            if !self.eat(b':') {
                return Err(self.error(format!("expected `:` after the key {:?}", key.text)));
            }
            self.skip_space();
            self.way += key.text.len();
            if self.way > MAX_POINTER {
                return Err(TextError::too_long(at));
            }
            let value = self.value(depth + 1)?;
            self.way -= key.text.len();
            self.members.push((key, value));
            self.skip_space();
            if self.eat(b'}') {
                break;
            }
            if !self.eat(b',') {
                return Err(self.error("expected `,` or `}`"));
            }
        }
        let mut entries = self.members.drain(first..).collect();
        drop_repeated(&mut entries, self.repeated);
        Ok(Node::object(entries, place))
    }

    fn array(&mut self, place: Place, depth: usize) -> Result<Node, TextError> {
        self.at += 1;
        self.skip_space();
        if self.eat(b']') {
            return Ok(Node::array(Vec::new(), place));
        }
        let first = self.items.len();
        loop {
            self.skip_space();
            let item = self.value(depth + 1)?;
            self.items.push(item);
            self.skip_space();
            if self.eat(b']') {
                let items = self.items.drain(first..).collect();
                return Ok(Node::new(Value::Array(items), place));
            }
            if !self.eat(b',') {
                return Err(self.error("expected `,` or `]`"));
            }
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn number(&mut self) -> Result<Arc<str>, TextError> {
        let start = self.at;
        self.eat(b'-');
        let whole = self.digits()?;
        if whole > 1 && self.bytes[self.at - whole] == b'0' {
            return Err(
                self.error("a number does not begin with 0; put it in quotes if it is a string")
            );
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Ok(self.text[start..self.at].into())
    }

    /// Skips one digit or more and says how many.
    fn digits(&mut self) -> Result<usize, TextError> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        match self.at - start {
            0 => Err(self.error("expected a digit")),
            count => Ok(count),
        }
    }

    fn string(&mut self) -> Result<Arc<str>, TextError> {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        if self.bytes.get(self.at) == Some(&b'"') {
            self.at += 1;
            return Ok(self.text[start..self.at - 1].into());
        }
        let mut text = self.text[start..self.at].to_owned();
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text.into());
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => {
                    return Err(self.error("a control character in a string has to be escaped"));
                }
                None => return Err(self.error("the string has no end")),
            }
            let run = self.at;
            self.skip_plain();
            text.push_str(&self.text[run..self.at]);
        }
    }

    /// Skips what stands for itself in a string.
    fn skip_plain(&mut self) {
        let rest = &self.bytes[self.at..];
        let run = memchr::memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
        let control = rest[..run].iter().position(|&byte| byte < 0x20);
        self.at += control.unwrap_or(run);
    }

    fn escape(&mut self) -> Result<char, TextError> {
        self.at += 1;
        let simple = match self.bytes.get(self.at) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at += 1;
                return self.unicode_escape();
            }
            _ => return Err(self.error(r#"an escape is one of \" \\ \/ \b \f \n \r \t \uXXXX"#)),
        };
        self.at += 1;
        Ok(simple)
    }

    /// Reads the digits after `\u`, of both halves where it is a surrogate pair. A lone surrogate, which no text can
    /// hold, becomes U+FFFD.
    fn unicode_escape(&mut self) -> Result<char, TextError> {
        let high = self.hex()?;
        if !(0xD800..0xDC00).contains(&high) || !self.bytes[self.at..].starts_with(b"\\u") {
            return Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.at;
        self.at += 2;
        let low = self.hex()?;
        if !(0xDC00..0xE000).contains(&low) {
            self.at = before;
            return Ok(char::REPLACEMENT_CHARACTER);
        }
        let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Result<u32, TextError> {
        let digits = self
            .bytes
            .get(self.at..self.at + 4)
            .and_then(|it| std::str::from_utf8(it).ok());
        let code = digits
            .filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|it| u32::from_str_radix(it, 16).ok());
        match code {
            Some(code) => {
                self.at += 4;
                Ok(code)
            }
            None => Err(self.error(r"\u is followed by four hexadecimal digits")),
        }
    }
}

/// Keeps the last of the members that share a name, and puts the keys of the others to `repeated`.
pub(super) fn drop_repeated(entries: &mut Vec<(Key, Node)>, repeated: &mut Vec<Key>) {
    let names = || entries.iter().map(|(key, _)| &*key.text);
    let all_differ = if entries.len() <= 12 {
        names()
            .enumerate()
            .all(|(index, name)| names().take(index).all(|it| it != name))
    } else {
        let mut seen = HashSet::with_capacity(entries.len());
        names().all(|name| seen.insert(name))
    };
    if all_differ {
        return;
    }
    let mut seen = HashSet::with_capacity(entries.len());
    let mut kept: Vec<(Key, Node)> = Vec::with_capacity(entries.len());
    for (key, node) in entries.drain(..).rev() {
        if seen.insert(key.text.clone()) {
            kept.push((key, node));
        } else {
            repeated.push(key);
        }
    }
    kept.reverse();
    *entries = kept;
}
