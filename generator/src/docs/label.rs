//! What a page calls a type: `string(uuid)`, `array of [User](schemas.md#user)`, `[Cat](#cat) or [Dog](#dog)`.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::inline::{Inline, Link, LinkForm, Standing, Target};
use super::table::Table;

/// What a type is called. [`Display`](fmt::Display) writes it as it stands in Markdown, [`FromStr`] reads that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeLabel<'a> {
    /// By its words: `string`, `string(date-time)`, `integer¦null`, `string,number`.
    Words {
        /// The types, or one of widdershins' own: `any`, `binary`, `undefined`, `oneOf`, `$ref`.
        words: Cow<'a, str>,
        /// The format.
        format: Option<Cow<'a, str>>,
        /// Whether `null` is accepted too.
        nullable: bool,
    },
    /// By the component it is: `[User](schemas.md#user)`.
    Schema {
        /// The component.
        link: SchemaLink<'a>,
        /// The format that stands beside it.
        format: Option<Cow<'a, str>>,
        /// Whether `null` is accepted too, which pages of widdershins' own templates say.
        nullable: bool,
    },
    /// `array of …`.
    ArrayOf(Box<TypeLabel<'a>>),
    /// `array[…]`.
    ArrayIn(Box<TypeLabel<'a>>),
    /// `[…]`, `[…]¦null`.
    Items {
        /// What the items are.
        of: Box<TypeLabel<'a>>,
        /// Whether `null` is accepted in place of the array.
        nullable: bool,
    },
    /// `… or …`.
    OneOf(Vec<TypeLabel<'a>>),
    /// `… and …`.
    AllOf(Vec<TypeLabel<'a>>),
    /// `(…, …)`: what each element of a tuple is, where the elements of an array are told.
    Elements {
        /// The elements that have a place of their own.
        first: Vec<TypeLabel<'a>>,
        /// Those that may follow.
        rest: Rest<'a>,
    },
}

/// What may follow the elements of a tuple that have a place of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rest<'a> {
    /// Nothing: `(number, string)`.
    Nothing,
    /// Elements of any type: `(number, string, …)`.
    Anything,
    /// Elements of this type: `(number, string, integer …)`.
    Of(Box<TypeLabel<'a>>),
}

/// A link to the section of a component schema, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaLink<'a> {
    /// The component's name.
    pub name: Cow<'a, str>,
    /// The fragment of its section.
    pub fragment: Cow<'a, str>,
    /// Where the link stands.
    pub from: Standing,
}

impl<'a> From<SchemaLink<'a>> for Inline<'a> {
    fn from(it: SchemaLink<'a>) -> Self {
        Link {
            text: it.name,
            target: Target::Schema {
                from: it.from,
                fragment: it.fragment,
            },
            form: LinkForm::Link,
        }
        .into()
    }
}

const ARRAY_OF: &str = "array of ";
const ARRAY_IN: &str = "array[";
const OR: &str = " or ";
const AND: &str = " and ";
const NULL: &str = "¦null";
const BETWEEN_ELEMENTS: &str = ", ";
const FURTHER: &str = "…";
const FURTHER_OF: &str = " …";

/// How many levels of arrays and choices a label is read with; a page has three at the most.
const DEEPEST: u8 = 16;

impl<'a> TypeLabel<'a> {
    /// A type by its words alone.
    pub fn words(words: impl Into<Cow<'a, str>>) -> Self {
        TypeLabel::Words {
            words: words.into(),
            format: None,
            nullable: false,
        }
    }

    /// The section of a component.
    pub fn schema(link: SchemaLink<'a>) -> Self {
        TypeLabel::Schema {
            link,
            format: None,
            nullable: false,
        }
    }

    /// `array of` these.
    pub fn array_of(self) -> Self {
        TypeLabel::ArrayOf(Box::new(self))
    }

    /// The same with a format behind it.
    pub fn with_format(mut self, format: &'a str) -> Self {
        match &mut self {
            TypeLabel::Words { format: it, .. } | TypeLabel::Schema { format: it, .. } => {
                *it = Some(format.into());
            }
            TypeLabel::OneOf(list) | TypeLabel::AllOf(list) => {
                if let Some(last) = list.pop() {
                    list.push(last.with_format(format));
                }
            }
            TypeLabel::ArrayOf(_)
            | TypeLabel::ArrayIn(_)
            | TypeLabel::Items { .. }
            | TypeLabel::Elements { .. } => {}
        }
        self
    }

    /// The same where `null` is accepted, too.
    pub fn or_null(mut self) -> Self {
        if let TypeLabel::ArrayOf(of) | TypeLabel::ArrayIn(of) = self {
            return TypeLabel::Items { of, nullable: true };
        }
        match &mut self {
            TypeLabel::Words { nullable, .. }
            | TypeLabel::Schema { nullable, .. }
            | TypeLabel::Items { nullable, .. } => *nullable = true,
            TypeLabel::OneOf(list) | TypeLabel::AllOf(list) => {
                if let Some(last) = list.pop() {
                    list.push(last.or_null());
                }
            }
            TypeLabel::ArrayOf(_) | TypeLabel::ArrayIn(_) | TypeLabel::Elements { .. } => {}
        }
        self
    }

    /// The same, or as it is where `null` is not accepted.
    pub fn or_null_where(self, accepts_null: bool) -> Self {
        if accepts_null { self.or_null() } else { self }
    }

    /// Whether it is this word and nothing else.
    pub fn is_word(&self, word: &str) -> bool {
        matches!(self, TypeLabel::Words { words, format: None, nullable: false } if words == word)
    }

    /// Whether it is `string(binary)`, which parameters call `binary`.
    pub fn is_binary(&self) -> bool {
        matches!(self, TypeLabel::Words { words, format: Some(format), nullable: false }
            if words == "string" && format == "binary")
    }

    /// Adds it to a cell, stretch by stretch.
    pub fn push_to(self, table: &mut Table<'a>) {
        self.each(&mut |it| table.push(it));
    }

    /// Its stretches in order.
    fn each(self, add: &mut impl FnMut(Inline<'a>)) {
        let add_format = |format: Option<Cow<'a, str>>, add: &mut dyn FnMut(Inline<'a>)| {
            if let Some(format) = format {
                add(Inline::plain("("));
                add(Inline::Plain(format));
                add(Inline::plain(")"));
            }
        };
        match self {
            TypeLabel::Words {
                words,
                format,
                nullable,
            } => {
                add(Inline::Plain(words));
                add_format(format, add);
                if nullable {
                    add(Inline::plain(NULL));
                }
            }
            TypeLabel::Schema {
                link,
                format,
                nullable,
            } => {
                add(link.into());
                add_format(format, add);
                if nullable {
                    add(Inline::plain(NULL));
                }
            }
            TypeLabel::ArrayOf(items) => {
                add(Inline::plain(ARRAY_OF));
                items.each(add);
            }
            TypeLabel::ArrayIn(items) => {
                add(Inline::plain(ARRAY_IN));
                items.each(add);
                add(Inline::plain("]"));
            }
            TypeLabel::Items { of, nullable } => {
                add(Inline::plain("["));
                of.each(add);
                add(Inline::plain("]"));
                if nullable {
                    add(Inline::plain(NULL));
                }
            }
            TypeLabel::OneOf(list) => Self::each_of(list, OR, add),
            TypeLabel::AllOf(list) => Self::each_of(list, AND, add),
            TypeLabel::Elements { first, rest } => {
                let has_first = !first.is_empty();
                add(Inline::plain("("));
                Self::each_of(first, BETWEEN_ELEMENTS, add);
                if has_first && rest != Rest::Nothing {
                    add(Inline::plain(BETWEEN_ELEMENTS));
                }
                match rest {
                    Rest::Nothing => {}
                    Rest::Anything => add(Inline::plain(FURTHER)),
                    Rest::Of(it) => {
                        it.each(add);
                        add(Inline::plain(FURTHER_OF));
                    }
                }
                add(Inline::plain(")"));
            }
        }
    }

    fn each_of(list: Vec<Self>, between: &'static str, add: &mut impl FnMut(Inline<'a>)) {
        for (i, it) in list.into_iter().enumerate() {
            if i > 0 {
                add(Inline::plain(between));
            }
            it.each(add);
        }
    }

    /// Reads what [`Display`](fmt::Display) writes: `None` for what is no type.
    pub fn parse(text: &'a str) -> Option<Self> {
        Self::parse_to(text, DEEPEST)
    }

    /// `depth` is how many arrays there may still be around the type.
    fn parse_to(text: &'a str, depth: u8) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let (inner, nullable) = match text.strip_suffix(NULL) {
            Some(inner) => (inner, true),
            None => (text, false),
        };
        if let Some(items) = bracketed(inner) {
            let of = Box::new(Self::parse_to(items, depth)?);
            return Some(TypeLabel::Items { of, nullable });
        }
        if text.starts_with('(') {
            return Self::parse_elements(text, depth);
        }
        for (between, list) in [
            (OR, TypeLabel::OneOf as fn(Vec<Self>) -> Self),
            (AND, TypeLabel::AllOf),
        ] {
            if !text.starts_with(ARRAY_OF) && text.contains(between) {
                let alternatives = text.split(between).map(|it| Self::parse_to(it, depth));
                return alternatives.collect::<Option<_>>().map(list);
            }
        }
        if let Some(items) = text.strip_prefix(ARRAY_OF) {
            return Self::parse_to(items, depth).map(Self::array_of);
        }
        if let Some(items) = text.strip_prefix(ARRAY_IN) {
            let items = Self::parse_to(items.strip_suffix(']')?, depth)?;
            return Some(TypeLabel::ArrayIn(Box::new(items)));
        }
        if inner.starts_with('[') {
            let end = inner.find(')')? + 1;
            let link = SchemaLink::parse(&inner[..end])?;
            let format = match &inner[end..] {
                "" => None,
                rest => Some(unescaped(rest.strip_prefix('(')?.strip_suffix(')')?)),
            };
            return Some(TypeLabel::Schema {
                link,
                format,
                nullable,
            });
        }
        let (words, format) = match inner.split_once('(') {
            Some((words, rest)) => (words, Some(unescaped(rest.strip_suffix(')')?))),
            None => (inner, None),
        };
        let is_word = |it: &str| {
            let letters = it.strip_prefix('$').unwrap_or(it);
            !letters.is_empty() && letters.bytes().all(|it| it.is_ascii_alphabetic())
        };
        words.split(',').all(is_word).then(|| TypeLabel::Words {
            words: words.into(),
            format,
            nullable,
        })
    }

    /// Reads `(…, …)`.
    fn parse_elements(text: &'a str, depth: u8) -> Option<Self> {
        let inner = text.strip_prefix('(')?.strip_suffix(')')?;
        let mut elements = elements(inner)?;
        let rest = match *elements.last()? {
            FURTHER => Some(Rest::Anything),
            last => match last.strip_suffix(FURTHER_OF) {
                Some(of) => Some(Rest::Of(Box::new(Self::parse_to(of, depth)?))),
                None => None,
            },
        };
        if rest.is_some() {
            elements.pop();
        }
        let first = elements.into_iter().map(|it| Self::parse_to(it, depth));
        Some(TypeLabel::Elements {
            first: first.collect::<Option<_>>()?,
            rest: rest.unwrap_or(Rest::Nothing),
        })
    }

    /// The same with a text of its own.
    pub fn into_owned(self) -> TypeLabel<'static> {
        let own = |it: Cow<'a, str>| Cow::Owned(it.into_owned());
        let all = |list: Vec<Self>| list.into_iter().map(Self::into_owned).collect();
        match self {
            TypeLabel::Words {
                words,
                format,
                nullable,
            } => TypeLabel::Words {
                words: own(words),
                format: format.map(own),
                nullable,
            },
            TypeLabel::Schema {
                link,
                format,
                nullable,
            } => TypeLabel::Schema {
                link: SchemaLink {
                    name: own(link.name),
                    fragment: own(link.fragment),
                    from: link.from,
                },
                format: format.map(own),
                nullable,
            },
            TypeLabel::ArrayOf(it) => TypeLabel::ArrayOf(Box::new(it.into_owned())),
            TypeLabel::ArrayIn(it) => TypeLabel::ArrayIn(Box::new(it.into_owned())),
            TypeLabel::Items { of, nullable } => TypeLabel::Items {
                of: Box::new(of.into_owned()),
                nullable,
            },
            TypeLabel::OneOf(list) => TypeLabel::OneOf(all(list)),
            TypeLabel::AllOf(list) => TypeLabel::AllOf(all(list)),
            TypeLabel::Elements { first, rest } => TypeLabel::Elements {
                first: all(first),
                rest: match rest {
                    Rest::Nothing => Rest::Nothing,
                    Rest::Anything => Rest::Anything,
                    Rest::Of(it) => Rest::Of(Box::new(it.into_owned())),
                },
            },
        }
    }
}

/// The parts of a list of elements, whatever commas there are within brackets; `None` where these do not belong together.
fn elements(text: &str) -> Option<Vec<&str>> {
    let (mut out, mut from) = (Vec::new(), 0);
    let (mut open, mut is_escaped) = (0u32, false);
    for (at, it) in text.bytes().enumerate() {
        match it {
            _ if is_escaped => {}
            b'[' | b'(' => open += 1,
            b']' | b')' => open = open.checked_sub(1)?,
            b',' if open == 0 && text[at..].starts_with(BETWEEN_ELEMENTS) => {
                out.push(&text[from..at]);
                from = at + BETWEEN_ELEMENTS.len();
            }
            _ => {}
        }
        is_escaped = it == b'\\' && !is_escaped;
    }
    out.push(&text[from..]);
    (open == 0).then_some(out)
}

/// What stands between two brackets that belong together.
fn bracketed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let (mut open, mut is_escaped) = (1u32, false);
    for it in inner.bytes() {
        open = match it {
            _ if is_escaped => open,
            b'[' => open + 1,
            b']' => open - 1,
            _ => open,
        };
        is_escaped = it == b'\\' && !is_escaped;
        if open == 0 {
            return None;
        }
    }
    Some(inner)
}

impl<'a> SchemaLink<'a> {
    /// Reads `[User](schemas.md#user)` and `[User](#user)`.
    fn parse(text: &'a str) -> Option<Self> {
        let (name, rest) = text.strip_prefix('[')?.split_once("](")?;
        let name = unescaped(name);
        let (from, fragment) = Target::schema(rest.strip_suffix(')')?)?;
        Some(Self {
            name,
            fragment: fragment.into(),
            from,
        })
    }
}

/// A text without the backslashes that stand before punctuation in Markdown.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        out.push(if escapes {
            chars.next().unwrap_or(c)
        } else {
            c
        });
    }
    out.into()
}

/// A text that is no type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoTypeLabel;

impl fmt::Display for NoTypeLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not what a page calls a type")
    }
}

impl std::error::Error for NoTypeLabel {}

impl FromStr for TypeLabel<'static> {
    type Err = NoTypeLabel;

    fn from_str(text: &str) -> Result<Self, NoTypeLabel> {
        TypeLabel::parse(text)
            .map(TypeLabel::into_owned)
            .ok_or(NoTypeLabel)
    }
}

impl fmt::Display for TypeLabel<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.clone().each(&mut |it| {
            if result.is_ok() {
                result = match it {
                    Inline::Link(it) => write!(f, "[{}]({})", it.text, it.target),
                    Inline::Plain(it) => f.write_str(&it),
                    _ => unreachable!("a label is of words and links"),
                };
            }
        });
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(from: Standing) -> SchemaLink<'static> {
        SchemaLink {
            name: "codersdk.User".into(),
            fragment: "codersdkuser".into(),
            from,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let here = || TypeLabel::schema(user(Standing::SchemaPage));
        let there = || TypeLabel::schema(user(Standing::OtherPage));
        let nullable = |it: TypeLabel<'static>| match it {
            TypeLabel::Words { words, format, .. } => TypeLabel::Words {
                words,
                format,
                nullable: true,
            },
            other => other,
        };
        let items = |of, nullable| TypeLabel::Items {
            of: Box::new(of),
            nullable,
        };
        let elements = |first, rest| TypeLabel::Elements { first, rest };
        let cases = [
            (TypeLabel::words("string"), "string"),
            (TypeLabel::words("string,integer"), "string,integer"),
            (TypeLabel::words("$ref"), "$ref"),
            (
                TypeLabel::words("string").with_format("date-time"),
                "string(date-time)",
            ),
            (
                nullable(TypeLabel::words("integer").with_format("int64")),
                "integer(int64)¦null",
            ),
            (here(), "[codersdk.User](#codersdkuser)"),
            (there(), "[codersdk.User](schemas.md#codersdkuser)"),
            (
                there().array_of(),
                "array of [codersdk.User](schemas.md#codersdkuser)",
            ),
            (TypeLabel::words("string").array_of(), "array of string"),
            (
                TypeLabel::ArrayIn(Box::new(TypeLabel::words("string"))),
                "array[string]",
            ),
            (items(TypeLabel::words("any"), false), "[any]"),
            (
                items(
                    TypeLabel::OneOf(vec![TypeLabel::words("string"), here()]),
                    true,
                ),
                "[string or [codersdk.User](#codersdkuser)]¦null",
            ),
            (items(here(), true), "[[codersdk.User](#codersdkuser)]¦null"),
            (
                TypeLabel::Schema {
                    link: user(Standing::SchemaPage),
                    format: None,
                    nullable: true,
                },
                "[codersdk.User](#codersdkuser)¦null",
            ),
            (
                TypeLabel::OneOf(vec![there(), TypeLabel::words("object")]),
                "[codersdk.User](schemas.md#codersdkuser) or object",
            ),
            (
                TypeLabel::AllOf(vec![here(), there().with_format("x")]),
                "[codersdk.User](#codersdkuser) and [codersdk.User](schemas.md#codersdkuser)(x)",
            ),
            (
                elements(
                    vec![
                        TypeLabel::words("number"),
                        TypeLabel::OneOf(vec![TypeLabel::words("string,integer"), here()]),
                    ],
                    Rest::Nothing,
                )
                .array_of(),
                "array of (number, string,integer or [codersdk.User](#codersdkuser))",
            ),
            (
                elements(
                    vec![elements(vec![there()], Rest::Anything).array_of()],
                    Rest::Of(Box::new(nullable(
                        TypeLabel::words("integer").with_format("int64"),
                    ))),
                )
                .array_of()
                .or_null(),
                "[(array of ([codersdk.User](schemas.md#codersdkuser), …), integer(int64)¦null …)]¦null",
            ),
            (elements(vec![], Rest::Anything), "(…)"),
            (
                TypeLabel::OneOf(vec![here(), here()]).array_of(),
                "array of [codersdk.User](#codersdkuser) or [codersdk.User](#codersdkuser)",
            ),
        ];
        for (label, text) in cases {
            assert_eq!(label.to_string(), text);
            assert_eq!(text.parse(), Ok(label), "{text}");
        }
    }

    #[test]
    fn what_is_no_type_is_refused() {
        for text in [
            "",
            "12",
            "array of ",
            "array[string",
            "string(",
            "[a b]",
            "[1]",
            "[User](users.md)",
            "`string`",
            "string or ",
            "[string]null",
            "()",
            "(string",
            "(string, )",
            "(… …)",
            "(string)) or ((string)",
        ] {
            assert_eq!(text.parse::<TypeLabel>(), Err(NoTypeLabel), "{text}");
        }
        let deep = format!("{}string", ARRAY_OF.repeat(100_000));
        assert_eq!(deep.parse::<TypeLabel>(), Err(NoTypeLabel));
        let deep = format!("{}string{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(deep.parse::<TypeLabel>(), Err(NoTypeLabel));
    }
}
