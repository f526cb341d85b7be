//! What restricts a value beside its type: the cell of a table that says it, written and read.
//!
//! ``read-only; default: `10`; maximum: `100` ``

use std::borrow::Cow;

use super::inline::Inline;
use super::table::Table;
use crate::node::json::string;

/// What is said of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Restriction {
    /// Only answers have it.
    ReadOnly,
    /// Only requests have it.
    WriteOnly,
    /// It should not be used any more.
    Deprecated,
    /// The only value.
    Always,
    /// Its values are listed below the table.
    Enumerated,
    /// The values there are, where none is listed elsewhere.
    OneOf,
    /// What stands for an absent value.
    Default,
    /// The least number.
    Minimum,
    /// What a number is greater than.
    ExclusiveMinimum,
    /// The greatest number.
    Maximum,
    /// What a number is less than.
    ExclusiveMaximum,
    /// What a number is a multiple of.
    MultipleOf,
    /// How many characters there are at least.
    MinLength,
    /// How many characters there are at the most.
    MaxLength,
    /// A regular expression.
    Pattern,
    /// How many items there are at least.
    MinItems,
    /// How many items there are at the most.
    MaxItems,
    /// All items differ.
    UniqueItems,
    /// What some items are.
    Contains,
    /// How many of these there are at least.
    MinContains,
    /// How many of these there are at the most.
    MaxContains,
    /// What items are that nothing else describes.
    UnevaluatedItems,
    /// How many properties there are at least.
    MinProperties,
    /// How many properties there are at the most.
    MaxProperties,
    /// What the names of properties are.
    PropertyNames,
    /// Properties that have to be there beside others.
    DependentRequired,
    /// What holds where a property is there.
    DependentSchemas,
    /// Properties that have to be there and are listed elsewhere, or nowhere.
    Requires,
    /// It has no properties beside those that are listed.
    NoOthers,
    /// What properties are that no branch describes either.
    UnevaluatedProperties,
    /// What the value is not.
    Not,
    /// On what it depends which of the next two holds.
    If,
    /// What holds if that does.
    Then,
    /// What holds if it does not.
    Else,
    /// `null` is accepted, where no type says it.
    Nullable,
    /// As what a string stands for bytes.
    ContentEncoding,
    /// What a string holds.
    ContentMediaType,
    /// What that is.
    ContentSchema,
    /// Keywords that the document has, too long to be shown or of signs that a table has no room for.
    Further,
    /// How a parameter or a field of a form is laid out.
    Style,
    /// Whether each item or property stands on its own.
    Explode,
    /// As what a parameter or a part of a form is sent.
    MediaType,
    /// The headers of a part of a form.
    Headers,
    /// Reserved characters are sent as they are.
    AllowReserved,
    /// A query may name it without a value.
    AllowEmpty,
}

impl Restriction {
    /// All of them, in the order of a cell.
    pub const ALL: [Restriction; 45] = [
        Self::ReadOnly,
        Self::WriteOnly,
        Self::Deprecated,
        Self::Always,
        Self::Enumerated,
        Self::OneOf,
        Self::Default,
        Self::Minimum,
        Self::ExclusiveMinimum,
        Self::Maximum,
        Self::ExclusiveMaximum,
        Self::MultipleOf,
        Self::MinLength,
        Self::MaxLength,
        Self::Pattern,
        Self::MinItems,
        Self::MaxItems,
        Self::UniqueItems,
        Self::Contains,
        Self::MinContains,
        Self::MaxContains,
        Self::UnevaluatedItems,
        Self::MinProperties,
        Self::MaxProperties,
        Self::PropertyNames,
        Self::DependentRequired,
        Self::DependentSchemas,
        Self::Requires,
        Self::NoOthers,
        Self::UnevaluatedProperties,
        Self::Not,
        Self::If,
        Self::Then,
        Self::Else,
        Self::Nullable,
        Self::ContentEncoding,
        Self::ContentMediaType,
        Self::ContentSchema,
        Self::Further,
        Self::Style,
        Self::Explode,
        Self::MediaType,
        Self::Headers,
        Self::AllowReserved,
        Self::AllowEmpty,
    ];

    /// As a page has it.
    pub fn words(self) -> &'static str {
        match self {
            Self::ReadOnly => "read-only",
            Self::WriteOnly => "write-only",
            Self::Deprecated => "deprecated",
            Self::Always => "always",
            Self::Enumerated => "enumerated",
            Self::OneOf => "one of",
            Self::Default => "default",
            Self::Minimum => "minimum",
            Self::ExclusiveMinimum => "greater than",
            Self::Maximum => "maximum",
            Self::ExclusiveMaximum => "less than",
            Self::MultipleOf => "multiple of",
            Self::MinLength => "minimum length",
            Self::MaxLength => "maximum length",
            Self::Pattern => "pattern",
            Self::MinItems => "minimum items",
            Self::MaxItems => "maximum items",
            Self::UniqueItems => "unique items",
            Self::Contains => "contains",
            Self::MinContains => "minimum contained",
            Self::MaxContains => "maximum contained",
            Self::UnevaluatedItems => "further items",
            Self::MinProperties => "minimum properties",
            Self::MaxProperties => "maximum properties",
            Self::PropertyNames => "names of properties",
            Self::DependentRequired => "required beside others",
            Self::DependentSchemas => "where a property is there",
            Self::Requires => "requires",
            Self::NoOthers => "no other properties",
            Self::UnevaluatedProperties => "further properties",
            Self::Not => "not",
            Self::If => "if",
            Self::Then => "then",
            Self::Else => "else",
            Self::Nullable => "may be null",
            Self::ContentEncoding => "encoded as",
            Self::ContentMediaType => "holds",
            Self::ContentSchema => "which is",
            Self::Further => "more in the document",
            Self::Style => "style",
            Self::Explode => "explode",
            Self::MediaType => "sent as",
            Self::Headers => "with the headers",
            Self::AllowReserved => "reserved characters as they are",
            Self::AllowEmpty => "may be empty",
        }
    }

    #[cfg(feature = "capture")]
    fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.words() == words)
    }
}

/// The keyword of JSON Schema that a restriction has the rules of, as JSON.
#[cfg(feature = "capture")]
impl Restriction {
    /// All that have one.
    pub const OF_KEYWORDS: [(Restriction, &str); 13] = [
        (Self::Contains, "contains"),
        (Self::MinContains, "minContains"),
        (Self::MaxContains, "maxContains"),
        (Self::UnevaluatedItems, "unevaluatedItems"),
        (Self::UnevaluatedProperties, "unevaluatedProperties"),
        (Self::PropertyNames, "propertyNames"),
        (Self::DependentRequired, "dependentRequired"),
        (Self::DependentSchemas, "dependentSchemas"),
        (Self::Not, "not"),
        (Self::If, "if"),
        (Self::Then, "then"),
        (Self::Else, "else"),
        (Self::ContentSchema, "contentSchema"),
    ];
}

/// What stands between the names of properties that are required.
const BETWEEN_NAMES: &str = ", ";

/// How names stand in one code span: one that would be taken for something else as JSON.
pub fn names(names: &[&str]) -> Option<String> {
    let is_odd = |it: char| it.is_control() || matches!(it, '`' | ',' | '\\');
    let names: Vec<Cow<'_, str>> = names
        .iter()
        .map(|&it| {
            let is_plain =
                !it.is_empty() && it.trim() == it && !it.contains(is_odd) && !it.starts_with('"');
            if is_plain {
                return it.into();
            }
            // A cell ends at `|`, and a code span at backticks.
            let text = string(it).replace('`', "\\u0060");
            text.replace('|', "\\u007c").into()
        })
        .collect();
    (!names.is_empty()).then(|| names.join(BETWEEN_NAMES))
}

/// The names that [`names`] was given.
#[cfg(feature = "capture")]
fn names_of(text: &str) -> Vec<Cow<'_, str>> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut quoted = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        let name = rest.starts_with('"').then(|| quoted.next()).flatten();
        let end = match name {
            Some(Ok(name)) => {
                out.push(name.into());
                quoted.byte_offset()
            }
            _ => {
                let end = rest.find(BETWEEN_NAMES).unwrap_or(rest.len());
                out.push(rest[..end].into());
                end
            }
        };
        let behind = &rest[end..];
        rest = behind.strip_prefix(BETWEEN_NAMES).unwrap_or_default();
    }
    out
}

const BETWEEN: &str = "; ";
const BEFORE_VALUE: &str = ": ";
/// Before what restricts the items of an array, which ends the cell.
const EACH_ITEM: &str = "each item";

/// Everything that is said of a value, in the order of a cell, and of its items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restrictions<'a>(
    Vec<(Restriction, Cow<'a, str>)>,
    Option<Box<Restrictions<'a>>>,
);

impl<'a> Restrictions<'a> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty() && self.1.is_none()
    }

    /// Adds what restricts the items, unless something is there.
    pub fn add_items(&mut self, items: Restrictions<'a>) {
        if !items.is_empty() && self.1.is_none() {
            self.1 = Some(Box::new(items));
        }
    }

    /// Adds to what restricts the items of that many arrays in one another.
    pub fn innermost(&mut self, arrays: usize, add: impl FnOnce(&mut Self)) {
        let mut innermost = &mut *self;
        for _ in 0..arrays {
            innermost = innermost.1.get_or_insert_default();
        }
        add(innermost);
        self.drop_empty_items();
    }

    /// Takes away that nothing is said of items.
    fn drop_empty_items(&mut self) {
        if let Some(items) = &mut self.1 {
            items.drop_empty_items();
            self.1.take_if(|it| it.is_empty());
        }
    }

    /// The same without some of them.
    pub fn without_any(mut self, of: &[Restriction]) -> Self {
        self.0.retain(|(it, _)| !of.contains(it));
        self
    }

    /// Adds one that has no value, or an empty one.
    pub fn add(&mut self, it: Restriction, value: impl Into<Cow<'a, str>>) {
        if !self.has(it) {
            self.0.push((it, value.into()));
        }
    }

    /// Adds a word to the value of one, which is a list of words.
    pub fn add_word(&mut self, it: Restriction, word: &str) {
        match self.0.iter_mut().find(|known| known.0 == it) {
            Some((_, words)) => *words = [words, BETWEEN_NAMES, word].concat().into(),
            None => self.add(it, word.to_owned()),
        }
    }

    /// Adds those of others that are not there yet.
    pub fn extend(&mut self, others: Restrictions<'a>) {
        for (it, value) in others.0 {
            self.add(it, value);
        }
        if let Some(items) = others.1 {
            self.add_items(*items);
        }
    }

    /// How many bytes their values take.
    pub fn size(&self) -> usize {
        let own: usize = self.0.iter().map(|it| it.1.len()).sum();
        own + self.1.as_ref().map_or(0, |it| it.size())
    }

    /// Whether one is there.
    pub fn has(&self, it: Restriction) -> bool {
        self.0.iter().any(|known| known.0 == it)
    }

    /// Adds them to a cell.
    pub fn push_to(self, table: &mut Table<'a>) {
        self.inlines().into_iter().for_each(|it| table.push(it));
    }

    /// As they stand in a cell, or in a sentence.
    pub fn inlines(mut self) -> Vec<Inline<'a>> {
        let mut out = Vec::new();
        let place = |it: &Restriction| Restriction::ALL.iter().position(|known| known == it);
        self.0.sort_by_key(|(it, _)| place(it));
        for (it, value) in self.0 {
            if !out.is_empty() {
                out.push(Inline::plain(BETWEEN));
            }
            out.push(Inline::plain(it.words()));
            if !value.is_empty() {
                out.push(Inline::plain(BEFORE_VALUE));
                out.push(Inline::Code(value));
            }
        }
        if let Some(items) = self.1 {
            if !out.is_empty() {
                out.push(Inline::plain(BETWEEN));
            }
            out.push(Inline::plain(EACH_ITEM));
            out.push(Inline::plain(BEFORE_VALUE));
            out.extend(items.inlines());
        }
        out
    }
}

/// What pages are read by.
#[cfg(feature = "capture")]
impl<'a> Restrictions<'a> {
    /// That something should not be used any more.
    pub fn deprecated() -> Self {
        Restrictions(vec![(Restriction::Deprecated, "".into())], None)
    }

    /// That an object has no properties beside those that are listed.
    pub fn no_others() -> Self {
        Restrictions(vec![(Restriction::NoOthers, "".into())], None)
    }

    /// In how many arrays the values are that are listed; 0 for those of the value itself.
    pub fn listed_within(&self) -> Option<usize> {
        let mut all = Some(self);
        for arrays in 0.. {
            if all?.has(Restriction::Enumerated) {
                return Some(arrays);
            }
            all = all?.items();
        }
        None
    }

    /// What restricts the items.
    pub fn items(&self) -> Option<&Restrictions<'a>> {
        self.1.as_deref()
    }

    /// What restricts the value itself.
    pub fn without_items(&self) -> Restrictions<'a> {
        Restrictions(self.0.clone(), None)
    }

    /// The value of one that is there.
    pub fn get(&self, it: Restriction) -> Option<&str> {
        let found = self.0.iter().find(|known| known.0 == it);
        found.map(|it| &*it.1)
    }

    /// The properties that have to be there and are listed elsewhere.
    pub fn required(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.names(Restriction::Requires)
    }

    /// The names that are the value of one.
    pub fn names(&self, of: Restriction) -> impl Iterator<Item = Cow<'_, str>> {
        let names = self.get(of).into_iter();
        names.flat_map(names_of)
    }

    /// That properties have to be there which are listed elsewhere.
    pub fn requires(names: Cow<'a, str>) -> Self {
        Restrictions(vec![(Restriction::Requires, names)], None)
    }

    /// Those that others have not got.
    pub fn without(&self, others: &Restrictions<'_>) -> Restrictions<'a> {
        let own = self.0.iter().filter(|it| {
            let known = others.0.iter();
            !known
                .into_iter()
                .any(|known| known.0 == it.0 && known.1 == it.1)
        });
        let items = self.1.clone().filter(|_| self.1 != others.1);
        Restrictions(own.cloned().collect(), items)
    }

    /// Those that a schema says, but for which way values go.
    pub fn of_values(&self) -> Restrictions<'a> {
        let of_values = self.0.iter().filter(|it| {
            !matches!(
                it.0,
                Restriction::ReadOnly
                    | Restriction::WriteOnly
                    | Restriction::Enumerated
                    | Restriction::Style
                    | Restriction::Explode
                    | Restriction::MediaType
                    | Restriction::Headers
                    | Restriction::AllowReserved
                    | Restriction::AllowEmpty
            )
        });
        let items = self.1.as_ref().map(|it| Box::new(it.of_values()));
        Restrictions(of_values.cloned().collect(), items)
    }

    /// The same with texts of its own.
    pub fn into_owned(self) -> Restrictions<'static> {
        let all = self.0.into_iter();
        Restrictions(
            all.map(|(it, text)| (it, Cow::Owned(text.into_owned())))
                .collect(),
            self.1.map(|it| Box::new(it.into_owned())),
        )
    }

    /// Reads a cell: `None` for what is none of restrictions. `code` reads a code span.
    pub fn parse(cell: &'a str, code: impl Fn(&'a str) -> Cow<'a, str>) -> Option<Self> {
        // What is said of each item follows what is said of the array that it is in.
        let mut of_each = Vec::new();
        let mut all = Restrictions::default();
        let mut rest = cell;
        while !rest.is_empty() {
            let end = rest.find([';', ':']).unwrap_or(rest.len());
            if let Some(behind) = rest[end..].strip_prefix(BEFORE_VALUE.trim_end())
                && &rest[..end] == EACH_ITEM
            {
                of_each.push(std::mem::take(&mut all));
                rest = behind.trim_start();
                if rest.is_empty() {
                    return None;
                }
                continue;
            }
            let it = Restriction::of_words(&rest[..end])?;
            rest = &rest[end..];
            let mut value = Cow::default();
            if let Some(behind) = rest.strip_prefix(BEFORE_VALUE.trim_end()) {
                // Tidying may have taken the blank away.
                let behind = behind.trim_start();
                let length = span(behind)?;
                value = code(&behind[..length]);
                rest = &behind[length..];
            }
            all.add(it, value);
            rest = match rest {
                "" => rest,
                _ => rest.strip_prefix(BETWEEN)?,
            };
        }
        for mut of_array in of_each.into_iter().rev() {
            of_array.add_items(all);
            all = of_array;
        }
        Some(all)
    }
}

/// How long the code span is that a text begins with.
#[cfg(feature = "capture")]
pub fn span(text: &str) -> Option<usize> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks == 0 {
        return None;
    }
    let mut at = ticks;
    while at < text.len() {
        let start = at + text[at..].find('`')?;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == ticks {
            return Some(start + run);
        }
        at = start + run;
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn any_name_is_read_again() {
        let all = [
            "a", "b,c", "", " d", "e`f", "\"g", "h|i, j", "k\\|l", "m\nn", "x y",
        ];
        let text = names(&all).expect("there are some");
        assert!(!text.contains(['`', '|', '\n']), "{text}");
        assert_eq!(names_of(&text), all);
        assert_eq!(names(&[]), None);
    }

    use super::super::block::Block;
    use super::super::layout::Layout;
    use super::super::markdown;
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut all = Restrictions::default();
        for (i, it) in Restriction::ALL.into_iter().enumerate() {
            let value = ["", "10", "a; b: c", "^a|b$", "^\\d+$", "a b", "[1,2]"][i % 7];
            all.add(it, value);
        }
        let mut items = Restrictions::default();
        items.add(Restriction::MinItems, "2");
        items.add_items(all.clone());
        all.add_items(items);
        let mut table = Table::new(&["Restrictions"]);
        all.clone().push_to(&mut table);
        table.end_cell();
        let text = markdown::print(vec![Block::Table(table)], Layout::PLAIN.text);
        let line = text.lines().nth(2).expect("a row");
        let cell = line.trim_matches('|').trim();
        let code = |span: &str| {
            let ticks = span.len() - span.trim_start_matches('`').len();
            let inner = &span[ticks..span.len() - ticks];
            let inner = inner
                .strip_prefix(' ')
                .and_then(|it| it.strip_suffix(' '))
                .unwrap_or(inner);
            Cow::Owned(inner.replace("\\|", "|"))
        };
        let read = Restrictions::parse(cell, code).map(Restrictions::into_owned);
        assert_eq!(read, Some(all), "{cell}");
    }

    #[test]
    fn another_text_is_not_read() {
        for cell in [
            "readonly",
            "read-only, deprecated",
            "default: 10",
            "default: `10",
            "read-only;",
            "each item",
            "each item: ",
        ] {
            assert_eq!(Restrictions::parse(cell, Cow::Borrowed), None, "{cell}");
        }
    }
}
