//! JSON text → its values, one after the other, as RFC 8259 has them.
//!
//! A [`Reader`] stands before a value and is asked for what the caller expects there. It is not generic and keeps no
//! tree: what a type does not ask for is passed over. Beside the text it can have a [`Watch`], which is told of every
//! value that goes by and of the schema that is to hold there.

mod ahead;

use std::borrow::Cow;
use std::collections::HashMap;

use super::error::Error;
use super::names::Names;

pub use self::ahead::Mark;

/// Arrays and objects within one another; more are refused, for the stack has an end.
const MAX_DEPTH: usize = 128;

/// A byte of a long document may be read this often to find out what a value is; then the document is refused. What is
/// only passed over counts once.
const MAX_LOOKS: usize = 12;

/// What is read of this many bytes is never too much.
const FREE_LOOKS: usize = 1 << 20;

/// The schema of a value for which there is none: anything goes.
pub const ANYTHING: usize = usize::MAX;

/// What is told of the values that go by. A schema is a number that means something to the watch alone.
pub trait Watch {
    /// Whether `null` is accepted.
    fn null(&self, schema: usize) -> bool;
    /// Whether a truth value is accepted.
    fn boolean(&self, schema: usize, it: bool) -> bool;
    /// Whether an integer is accepted.
    fn integer(&self, schema: usize, it: i64) -> bool;
    /// Whether another number is accepted, by its digits; an integer may be among them.
    fn number(&self, schema: usize, digits: &str) -> bool;
    /// Whether a string is accepted.
    fn string(&self, schema: usize, it: &str) -> bool;
    /// The schema of the elements of an array; `None` where no array is accepted.
    fn array(&self, schema: usize) -> Option<usize>;
    /// Whether an array may have so many elements.
    fn end_of_array(&self, schema: usize, count: usize) -> bool;
    /// Whether objects are accepted.
    fn object(&self, schema: usize) -> bool;
    /// What holds for a member. In `seen` the watch notes what it has to know at the end.
    fn member(&self, schema: usize, name: &str, seen: &mut u64) -> Member;
    /// Whether an object may end here, with so many members.
    fn end_of_object(&self, schema: usize, count: usize, seen: u64) -> bool;
}

/// What holds for a member of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// Its value has that schema.
    Schema(usize),
    /// It is as if it were not there.
    PassedOver,
    /// It is not accepted.
    Refused,
}

/// A kind of value, by how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// With an article.
    pub fn describe(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// Reads JSON text.
pub struct Reader<'de> {
    text: &'de str,
    at: usize,
    /// How many arrays and objects may still be opened.
    depth: usize,
    /// How many bytes may still be read for a second time.
    looks: usize,
    /// How often one is ahead of where one will go back to.
    aheads: usize,
    /// Where arrays and objects end that have been passed over ahead, by where they begin: of unions within unions each
    /// looks at what is within it, which would be looked at once more for each of those around it.
    ends: HashMap<usize, usize>,
    /// Whether something reads the value that begins there.
    verdicts: HashMap<(usize, usize), bool>,
    /// How many bytes on the way here were known to be passed over.
    known: usize,
    watch: Option<&'de dyn Watch>,
    /// The schema of the value that comes next.
    schema: usize,
}

/// An array whose elements are being read.
#[derive(Debug)]
pub struct Elements {
    schema: usize,
    items: usize,
    count: usize,
}

/// An object whose members are being read.
#[derive(Debug)]
pub struct Members<'de> {
    schema: usize,
    count: usize,
    seen: u64,
    is_first: bool,
    /// Members that are there and nobody asks for.
    others: Names<'de>,
}

impl<'de> Members<'de> {
    /// Notes the name of a member that stands at that byte and nobody asks for: it must not come again.
    ///
    /// # Errors
    /// It has been noted before.
    pub fn note(&mut self, name: Cow<'de, str>, at: usize) -> Result<(), Error> {
        self.others.note(name).map_err(|error| error.at(at))
    }
}

/// The name of a member.
#[derive(Debug)]
pub enum Name<'de> {
    /// There are no more.
    End,
    /// It is the one that was expected.
    Expected,
    /// It is another one.
    Other(Cow<'de, str>),
}

impl<'de> Reader<'de> {
    /// A reader at the beginning of a text.
    pub fn new(text: &'de str) -> Self {
        Self {
            text,
            at: 0,
            depth: MAX_DEPTH,
            looks: text
                .len()
                .saturating_mul(MAX_LOOKS)
                .saturating_add(FREE_LOOKS),
            aheads: 0,
            ends: HashMap::new(),
            verdicts: HashMap::new(),
            known: 0,
            watch: None,
            schema: ANYTHING,
        }
    }

    /// Takes arrays and objects that are so deep within one another, where 128 levels are not enough.
    pub fn deep(mut self, levels: usize) -> Self {
        self.depth = levels;
        self
    }

    /// A reader at the beginning of bytes that are to be text.
    ///
    /// # Errors
    /// They are not UTF-8.
    pub fn of_bytes(bytes: &'de [u8]) -> Result<Self, Error> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(text)),
            Err(error) => Err(Error::in_syntax("invalid UTF-8")
                .at(error.valid_up_to())
                .in_text(bytes)),
        }
    }

    /// Tells a watch of all that is read; `schema` is that of the whole value.
    pub fn watched(mut self, watch: &'de dyn Watch, schema: usize) -> Self {
        self.watch = Some(watch);
        self.schema = schema;
        self
    }

    /// Reads the whole text by what reads one value.
    ///
    /// # Errors
    /// It is not JSON, or not what was asked for; the error knows line and column.
    pub fn whole<T>(
        mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let value = read(&mut self).and_then(|value| self.end().map(|()| value));
        value.map_err(|error| error.in_text(self.text.as_bytes()))
    }

    /// Nothing but whitespace follows.
    fn end(&mut self) -> Result<(), Error> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("trailing characters")),
        }
    }

    #[cold]
    fn error(&self, message: &str) -> Error {
        Error::in_syntax(message).at(self.at)
    }

    /// What stands where something else should.
    #[cold]
    fn unexpected(&self, what: &str) -> Error {
        match self.text.as_bytes().get(self.at) {
            Some(_) => self.error(&format!("expected {what}")),
            None => self.error("the text ends too early"),
        }
    }

    /// The next byte that is no whitespace.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at).copied() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// The kind of the value that comes next, by its first byte.
    pub fn kind(&mut self) -> Result<Kind, Error> {
        match self.peek() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            _ => Err(self.unexpected("a value")),
        }
    }

    /// A value of another kind stands here.
    #[cold]
    pub fn mismatch(&mut self, what: &str) -> Error {
        match self.kind() {
            Ok(kind) => Error::expected(what, kind.describe()).at(self.at),
            Err(error) => error,
        }
    }

    /// The place of the next value.
    pub fn offset(&mut self) -> usize {
        self.peek();
        self.at
    }

    #[inline]
    fn check(&self, accepts: impl FnOnce(&dyn Watch, usize) -> bool) -> Result<(), Error> {
        match self.watch {
            Some(watch) if self.schema != ANYTHING && !accepts(watch, self.schema) => {
                Err(Error::unchecked().at(self.at))
            }
            _ => Ok(()),
        }
    }

    /// Reads `null` if it stands here.
    #[inline]
    pub fn null(&mut self) -> Result<bool, Error> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null")?;
        self.check(|watch, schema| watch.null(schema))?;
        Ok(true)
    }

    /// Reads `true` or `false`.
    pub fn boolean(&mut self) -> Result<bool, Error> {
        let it = match self.peek() {
            Some(b't') => true,
            Some(b'f') => false,
            _ => return Err(self.mismatch("a boolean")),
        };
        self.word(if it { "true" } else { "false" })?;
        self.check(|watch, schema| watch.boolean(schema, it))?;
        Ok(it)
    }

    fn word(&mut self, word: &str) -> Result<(), Error> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.error("expected a value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Reads a number that is written as an integer of few digits; what is not is left where it is.
    #[inline]
    pub fn small_integer(&mut self) -> Result<Option<i64>, Error> {
        self.peek();
        let start = self.at;
        let bytes = self.text.as_bytes();
        let is_negative = bytes.get(start) == Some(&b'-');
        let first = start + usize::from(is_negative);
        let mut at = first;
        let mut magnitude: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = bytes.get(at) {
            // More than 18 digits may be more than an `i64` holds.
            if at - first == 18 {
                return Ok(None);
            }
            magnitude = magnitude * 10 + i64::from(digit - b'0');
            at += 1;
        }
        let is_whole = !matches!(bytes.get(at), Some(b'.' | b'e' | b'E'));
        // `007` is no number, and `-0` is none that an integer can be.
        let has_zero_first = bytes.get(first) == Some(&b'0') && at - start > 1;
        if at == first || !is_whole || has_zero_first {
            return Ok(None);
        }
        self.at = at;
        let it = if is_negative { -magnitude } else { magnitude };
        self.check(|watch, schema| watch.integer(schema, it))?;
        Ok(Some(it))
    }

    /// Reads a number that is written with few digits and no exponent: an integer below 2^53 over a power of ten that a
    /// float holds, so that one division rounds it as it has to be. What is not is left where it is.
    #[inline]
    pub fn small_float(&mut self) -> Result<Option<f64>, Error> {
        const POWERS: [f64; 16] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        ];
        self.peek();
        let start = self.at;
        let bytes = self.text.as_bytes();
        let is_negative = bytes.get(start) == Some(&b'-');
        let first = start + usize::from(is_negative);
        let mut at = first;
        let mut mantissa: u64 = 0;
        let mut point = None;
        loop {
            match bytes.get(at) {
                Some(digit @ b'0'..=b'9') => {
                    mantissa = mantissa
                        .wrapping_mul(10)
                        .wrapping_add(u64::from(digit - b'0'));
                }
                Some(b'.') if point.is_none() => point = Some(at),
                Some(b'e' | b'E' | b'.') => return Ok(None),
                _ => break,
            }
            at += 1;
        }
        let whole = point.unwrap_or(at) - first;
        let decimals = at - point.map_or(at, |it| it + 1);
        let has_zero_first = bytes.get(first) == Some(&b'0') && whole > 1;
        let lacks_digits = whole == 0 || (point.is_some() && decimals == 0);
        // Fifteen digits are below 2^53.
        if whole + decimals > 15 || has_zero_first || lacks_digits {
            return Ok(None);
        }
        self.at = at;
        if self.watch.is_some() {
            let digits = &self.text[start..at];
            self.check(|watch, schema| watch.number(schema, digits))?;
        }
        let magnitude = mantissa as f64 / POWERS[decimals];
        Ok(Some(if is_negative { -magnitude } else { magnitude }))
    }

    /// Reads a number: its digits, with sign, fraction and exponent as they stand there.
    pub fn number(&mut self) -> Result<&'de str, Error> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.mismatch("a number"));
        }
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.at += usize::from(bytes[start] == b'-');
        match bytes.get(self.at) {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        if let Some(b'0'..=b'9') = bytes.get(self.at) {
            return Err(self.error("a number must not begin with a zero"));
        }
        let digits = &self.text[start..self.at];
        self.check(|watch, schema| watch.number(schema, digits))?;
        Ok(digits)
    }

    /// Reads at least one digit.
    fn digits(&mut self) -> Result<(), Error> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.text.as_bytes().get(self.at) {
            self.at += 1;
        }
        match self.at > start {
            true => Ok(()),
            false => Err(self.unexpected("a digit")),
        }
    }

    /// Reads a string, which is borrowed unless there is an escape in it.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'de, str>, Error> {
        if self.peek() != Some(b'"') {
            return Err(self.mismatch("a string"));
        }
        self.at += 1;
        let text = self.rest_of_string()?;
        if self.watch.is_some() {
            self.check(|watch, schema| watch.string(schema, &text))?;
        }
        Ok(text)
    }

    /// What follows the quote that opens a string, to the one that closes it.
    #[inline]
    fn rest_of_string(&mut self) -> Result<Cow<'de, str>, Error> {
        let start = self.at;
        self.pass_plain();
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped(start).map(Cow::Owned)
    }

    /// Goes to the next quote, backslash or control character.
    #[inline]
    fn pass_plain(&mut self) {
        const ONES: u64 = u64::from_ne_bytes([1; 8]);
        const HIGH: u64 = ONES << 7;
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        // Eight bytes at a time: a byte is special where its highest bit is set. A carry may set that of a byte behind
        // one that is special, never before it; the lowest one is looked for.
        while let Some(chunk) = bytes.get(at..).and_then(|it| it.first_chunk::<8>()) {
            let word = u64::from_le_bytes(*chunk);
            let is = |byte: u8| {
                let differs = word ^ (ONES * u64::from(byte));
                differs.wrapping_sub(ONES) & !differs
            };
            let is_control = word.wrapping_sub(ONES * 0x20) & !word;
            let special = (is(b'"') | is(b'\\') | is_control) & HIGH;
            if special != 0 {
                self.at = at + (special.trailing_zeros() / 8) as usize;
                return;
            }
            at += 8;
        }
        while let Some(byte) = bytes.get(at)
            && !matches!(byte, b'"' | b'\\' | 0..0x20)
        {
            at += 1;
        }
        self.at = at;
    }

    /// A string with escapes in it, whose text begins at `start`.
    #[cold]
    fn escaped(&mut self, start: usize) -> Result<String, Error> {
        let mut text = self.text[start..self.at].to_owned();
        loop {
            let byte = self.text.as_bytes().get(self.at).copied();
            match byte {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    let it = self.escape()?;
                    text.push(it);
                }
                Some(_) => return Err(self.error("a control character has to be escaped")),
                None => return Err(self.error("the text ends within a string")),
            }
            let from = self.at;
            self.pass_plain();
            text.push_str(&self.text[from..self.at]);
        }
    }

    /// Reads an escape, from its backslash on.
    fn escape(&mut self) -> Result<char, Error> {
        let it = match self.text.as_bytes().get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            Some(_) => return Err(self.error("there is no such escape")),
            None => return Err(self.error("the text ends within a string")),
        };
        self.at += 2;
        Ok(it)
    }

    /// Reads `\uXXXX`, or two of them that are a pair of surrogates.
    fn unicode_escape(&mut self) -> Result<char, Error> {
        let alone = "a surrogate must not stand alone";
        let first = self.hexadecimal()?;
        let code = match first {
            0xD800..=0xDBFF => {
                if !self.text.as_bytes()[self.at + 6..].starts_with(b"\\u") {
                    return Err(self.error(alone));
                }
                let start = self.at;
                self.at += 6;
                let second = self.hexadecimal()?;
                if !(0xDC00..=0xDFFF).contains(&second) {
                    self.at = start;
                    return Err(self.error(alone));
                }
                0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            }
            other => other,
        };
        let it = char::from_u32(code).ok_or_else(|| self.error(alone))?;
        self.at += 6;
        Ok(it)
    }

    /// The number of the `\uXXXX` that stands here.
    fn hexadecimal(&self) -> Result<u32, Error> {
        let digits = self.text.as_bytes().get(self.at + 2..self.at + 6);
        let digit = |code: u32, byte: &u8| Some(code * 16 + char::from(*byte).to_digit(16)?);
        digits
            .and_then(|it| it.iter().try_fold(0, digit))
            .ok_or_else(|| self.error("expected four hexadecimal digits"))
    }

    fn descend(&mut self) -> Result<(), Error> {
        match self.depth.checked_sub(1) {
            Some(left) => self.depth = left,
            None => return Err(self.error("arrays and objects are too deep")),
        }
        self.at += 1;
        Ok(())
    }

    fn ascend(&mut self) {
        self.at += 1;
        self.depth += 1;
    }

    /// Begins an array.
    pub fn array(&mut self) -> Result<Elements, Error> {
        if self.peek() != Some(b'[') {
            return Err(self.mismatch("an array"));
        }
        let schema = self.schema;
        let mut items = ANYTHING;
        if let (Some(watch), true) = (self.watch, schema != ANYTHING) {
            let refused = || Error::unchecked().at(self.at);
            items = watch.array(schema).ok_or_else(refused)?;
        }
        self.descend()?;
        Ok(Elements {
            schema,
            items,
            count: 0,
        })
    }

    /// Whether there is one more element, before which the reader stands then.
    pub fn element(&mut self, elements: &mut Elements) -> Result<bool, Error> {
        match self.peek() {
            Some(b']') => {
                self.schema = elements.schema;
                self.check(|watch, schema| watch.end_of_array(schema, elements.count))?;
                self.ascend();
                return Ok(false);
            }
            Some(b',') if elements.count > 0 => self.at += 1,
            Some(_) if elements.count == 0 => {}
            _ => return Err(self.unexpected("`,` or `]`")),
        }
        elements.count += 1;
        self.schema = elements.items;
        Ok(true)
    }

    /// Begins an object.
    pub fn object(&mut self) -> Result<Members<'de>, Error> {
        if self.peek() != Some(b'{') {
            return Err(self.mismatch("an object"));
        }
        let schema = self.schema;
        self.check(|watch, schema| watch.object(schema))?;
        self.descend()?;
        Ok(Members {
            schema,
            count: 0,
            seen: 0,
            is_first: true,
            others: Names::default(),
        })
    }

    /// Reads the name of the next member. Objects are mostly written in the order of their type, so it is compared with
    /// the one that is likely.
    #[inline]
    pub fn name(
        &mut self,
        members: &mut Members<'de>,
        expected: Option<&str>,
    ) -> Result<Name<'de>, Error> {
        loop {
            let name = self.any_name(members, expected)?;
            let Some(watch) = self.watch else {
                return Ok(name);
            };
            if !self.is_passed_over(members, &name, expected, watch)? {
                return Ok(name);
            }
        }
    }

    #[inline]
    fn any_name(
        &mut self,
        members: &mut Members<'de>,
        expected: Option<&str>,
    ) -> Result<Name<'de>, Error> {
        match self.peek() {
            Some(b',') if !members.is_first => {
                self.at += 1;
                self.peek();
            }
            Some(b'"') if members.is_first => {}
            Some(b'}') => {
                self.ascend();
                return Ok(Name::End);
            }
            _ => return Err(self.unexpected("`,` or `}`")),
        }
        members.is_first = false;
        if self.text.as_bytes().get(self.at) != Some(&b'"') {
            return Err(self.unexpected("the name of a member"));
        }
        self.at += 1;
        let name = self.rest_of_string()?;
        if self.peek() != Some(b':') {
            return Err(self.unexpected("`:`"));
        }
        self.at += 1;
        Ok(match expected == Some(&*name) {
            true => Name::Expected,
            false => Name::Other(name),
        })
    }

    /// Tells the watch of a member, or of the end of the object.
    fn is_passed_over(
        &mut self,
        members: &mut Members<'de>,
        name: &Name<'de>,
        expected: Option<&str>,
        watch: &dyn Watch,
    ) -> Result<bool, Error> {
        let schema = members.schema;
        self.schema = ANYTHING;
        if schema == ANYTHING {
            return Ok(false);
        }
        let text = match name {
            Name::End => {
                return match watch.end_of_object(schema, members.count, members.seen) {
                    true => Ok(false),
                    false => Err(Error::unchecked().at(self.at)),
                };
            }
            Name::Expected => expected.unwrap_or_default(),
            Name::Other(name) => name,
        };
        match watch.member(schema, text, &mut members.seen) {
            Member::Schema(id) => self.schema = id,
            Member::Refused => return Err(Error::unchecked().at(self.at)),
            Member::PassedOver => {
                members.others.note(Cow::Owned(text.to_owned()))?;
                self.skip()?;
                return Ok(true);
            }
        }
        members.count += 1;
        Ok(false)
    }
}
