//! Words of a document → Rust identifiers: casing, keywords, symbols, collisions.
//!
//! ```text
//! OrganizationMember       OrganizationMember
//! created_at, createdAt    created_at, created_at_2
//! type                     r#type
//! +1, -1, <=               Plus1, Minus1, LessEqual
//! 404, 2fa                 N404, N2fa (a type or variant); _404, _2fa (a field or function)
//! ```

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::model::Status;

/// The identifiers that are taken in one scope.
#[derive(Debug, Default)]
pub struct Scope {
    /// Each with the number to try next when it is wanted again.
    taken: HashMap<Arc<str>, u64>,
}

impl Scope {
    /// Takes the name, or else the first of `Name2`, `Name3` … (`name_2` in snake case) that is free.
    pub fn claim(&mut self, wanted: &str) -> Arc<str> {
        let wanted = &*within(wanted);
        if let Some(name) = self.try_claim(wanted) {
            return name;
        }
        let bare = match bare(wanted) {
            "Self_" => "Self",
            bare => bare,
        };
        let glued = bare.ends_with('_')
            || bare.starts_with(char::is_uppercase) && !bare.ends_with(|c: char| c.is_numeric());
        let joint = if glued { "" } else { "_" };
        let mut number = self.taken.get(bare).copied().unwrap_or(2);
        loop {
            let end = format!("{joint}{number}");
            let room = LONGEST.saturating_sub(end.len());
            let name = match bare.char_indices().nth(room) {
                Some((at, _)) => self.try_claim(&format!("{}{end}", &bare[..at])),
                None => self.try_claim(&format!("{bare}{end}")),
            };
            number += 1;
            if let Some(name) = name {
                self.taken.insert(bare.into(), number);
                return name;
            }
        }
    }

    /// Takes a name for each, in order. What is written in Rust's case already keeps its name: beside `petId`, it is
    /// `pet_id` that is called `pet_id`.
    pub fn claim_all(&mut self, all: &[(Arc<str>, String)]) -> Vec<Arc<str>> {
        let mut names: Vec<Option<Arc<str>>> = (all.iter())
            .map(|(written, wanted)| {
                let exact = bare(wanted) == &**written;
                exact.then(|| self.try_claim(wanted)).flatten()
            })
            .collect();
        for (name, (_, wanted)) in names.iter_mut().zip(all) {
            if name.is_none() {
                *name = Some(self.claim(wanted));
            }
        }
        names.into_iter().flatten().collect()
    }

    /// Takes the name if it is free.
    pub fn try_claim(&mut self, wanted: &str) -> Option<Arc<str>> {
        if self.is_taken(wanted) {
            return None;
        }
        self.taken.insert(bare(wanted).into(), 2);
        Some(wanted.into())
    }

    /// Whether the name is taken.
    pub fn is_taken(&self, name: &str) -> bool {
        self.taken.contains_key(bare(name))
    }
}

/// A name without what its first word has where it stands alone: `SelfRequest` is one, and `Self` is not.
pub fn within(name: &str) -> Cow<'_, str> {
    match name.strip_prefix("Self_") {
        Some(rest) if rest.starts_with(char::is_alphanumeric) => format!("Self{rest}").into(),
        _ => name.into(),
    }
}

/// A name without `r#`.
pub fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The name of a type, trait or variant: `list-members` is `ListMembers`.
pub fn pascal(words: &str) -> String {
    let name = identifier(&spell(words).to_upper_camel_case());
    let name = shorten_to(&name, LONGEST - 1);
    match name.as_str() {
        "Self" => "Self_".to_owned(),
        name if name.starts_with(char::is_numeric) => format!("N{name}"),
        _ => name,
    }
}

/// The name of a field, function or module: `listMembers` is `list_members`, `type` is `r#type`.
pub fn snake(words: &str) -> String {
    let name = identifier(&spell(words).to_snake_case());
    let name = cut(&name, LONGEST - 1, |before, it| before == '_' && it != '_');
    let name = match name.strip_suffix('_') {
        Some(whole) if !whole.is_empty() && name.len() >= LONGEST - 1 => whole.to_owned(),
        _ => name,
    };
    match name.as_str() {
        // These four cannot be raw identifiers.
        "self" | "super" | "crate" | "_" => format!("{name}_"),
        name if KEYWORDS.binary_search(&name).is_ok() => format!("r#{name}"),
        name if name.starts_with(char::is_numeric) => format!("_{name}"),
        _ => name,
    }
}

/// The name of the variant (or the part of a type's name) that stands for a status: `NotFound`, `ClientError`,
/// `Default`; `Status599` for a code that is not registered.
pub fn status_variant(status: Status) -> String {
    match (status.phrase(), status) {
        // Shorter than the registered name of the class.
        (_, Status::Range(2)) => "Success".to_owned(),
        // The apostrophe of 418 divides no words.
        (Some(phrase), _) => pascal(&phrase.replace('\'', "").to_lowercase()),
        (None, Status::Code(code)) => format!("Status{code}"),
        (None, Status::Range(class)) => format!("Status{class}xx"),
        (None, Status::Default) => "Default".to_owned(),
    }
}

/// Whether Rust has a word for itself.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok() || matches!(word, "self" | "super" | "crate" | "_")
}

/// The words of the name of a type, in lower case: `PaymentIntent` is `payment` and `intent`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for it in bare(name).chars().filter(|it| *it != '_') {
        match words.last_mut() {
            Some(word) if !it.is_uppercase() => word.push(it),
            _ => words.push(it.to_lowercase().collect()),
        }
    }
    words
}

/// The last word of the name of a type that says what its values are: `Address` of `CreateUserRequestAddress`, and of
/// `ListUsersResponseAddressItem` as well. All of it where no word does.
pub fn role(name: &str) -> &str {
    const SAY_LITTLE: [&str; 6] = ["Body", "Item", "Output", "Request", "Response", "Value"];
    let mut end = name.len();
    while let Some(start) = name[..end].rfind(char::is_uppercase) {
        let word = &name[start..end];
        if !SAY_LITTLE.contains(&word.trim_end_matches(|it: char| it.is_numeric() || it == '_')) {
            return word;
        }
        end = start;
    }
    name
}

/// The keywords of edition 2024, sorted, but those that cannot be raw identifiers.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Leaves letters and digits, puts `_` between words, and spells out symbols that nothing would be left of, or that
/// stand in front: `-created` and `created` are two values of many a `sort` parameter.
fn spell(words: &str) -> String {
    let signed =
        words.starts_with(['+', '-']) && words.chars().nth(1).is_some_and(char::is_alphanumeric);
    let symbolic = !words.contains(is_word);
    let mut spelt = String::with_capacity(words.len());
    for (index, c) in words.char_indices() {
        if is_word(c) {
            spelt.push(c);
        } else if symbolic || (signed && index == 0) {
            spelt.push('_');
            match symbol(c) {
                Some(word) => spelt.push_str(word),
                None => spelt.push_str(&format!("u{:x}", u32::from(c))),
            }
            spelt.push('_');
        } else if c != '\'' {
            spelt.push('_');
        }
    }
    if spelt.is_empty() {
        spelt.push_str("empty");
    }
    spelt
}

/// Whether a character may stand in an identifier of any case. (`²` is numeric and may not.)
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() && unicode_ident::is_xid_continue(c)
}

/// Mends what casing made of exotic letters.
fn identifier(cased: &str) -> String {
    let name: String = cased.chars().filter(|&c| c == '_' || is_word(c)).collect();
    if name.is_empty() {
        return "_".to_owned();
    }
    if name.starts_with(|c: char| !unicode_ident::is_xid_start(c) && !c.is_numeric() && c != '_') {
        return format!("_{name}");
    }
    name
}

fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' => "minus",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '#' => "hash",
        '@' => "at",
        '$' => "dollar",
        '?' => "question",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '_' => "underscore",
        ' ' => "space",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        '(' => "open_paren",
        ')' => "close_paren",
        '[' => "open_bracket",
        ']' => "close_bracket",
        '{' => "open_brace",
        '}' => "close_brace",
        _ => return None,
    })
}

/// How many letters a name has at the most.
pub const LONGEST: usize = 60;

/// A composed name that people can still read: where it is very long, words in its middle go.
///
/// `CodeSecurityCreateConfigurationForEnterpriseRequestDependencyGraphAutosubmitAction` is
/// `CodeSecurityCreateDependencyGraphAutosubmitAction`.
pub fn shorten(name: &str) -> String {
    shorten_to(name, LONGEST)
}

/// The same for a stem, which something is put behind.
pub fn shorten_to(name: &str, most: usize) -> String {
    cut(name, most, |_, it| it.is_uppercase())
}

/// Takes words out of the middle of a name that is too long. `begins` tells by the letter before, and a letter, whether a
/// word begins there.
fn cut(name: &str, most: usize, begins: fn(char, char) -> bool) -> String {
    // In bytes first: most names are short.
    if name.len() <= most || name.chars().count() <= most {
        return name.to_owned();
    }
    let mut before = '_';
    let mut starts: Vec<usize> = Vec::new();
    for (at, it) in name.char_indices() {
        starts.extend(begins(before, it).then_some(at));
        before = it;
    }
    starts.push(name.len());
    // Half of it from the beginning, and as much as there is room for from the end.
    let is_head = |at: &&usize| name[..**at].chars().count() <= most / 2;
    let head = (starts.iter().take_while(is_head).last()).map_or(0, |it| *it);
    let room = most - name[..head].chars().count();
    // From the end, so that a name of a hundred thousand words takes no longer than one of ten.
    let fits = |at: &&usize| **at >= head && name[**at..].chars().take(room + 1).count() <= room;
    let tail = starts.iter().rev().take_while(fits).last();
    match tail {
        Some(tail) if *tail < name.len() => format!("{}{}", &name[..head], &name[*tail..]),
        // One endless word.
        _ => name.chars().take(most).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_has_one_name() {
        for (status, name) in [
            (Status::Code(200), "Ok"),
            (Status::Code(203), "NonAuthoritativeInformation"),
            (Status::Code(207), "MultiStatus"),
            (Status::Code(226), "ImUsed"),
            (Status::Code(414), "UriTooLong"),
            (Status::Code(418), "ImATeapot"),
            (Status::Code(421), "MisdirectedRequest"),
            (Status::Code(422), "UnprocessableEntity"),
            (Status::Code(505), "HttpVersionNotSupported"),
            (Status::Code(599), "Status599"),
            (Status::Range(2), "Success"),
            (Status::Range(4), "ClientError"),
            (Status::Default, "Default"),
        ] {
            assert_eq!(status_variant(status), name);
        }
    }

    #[test]
    fn words_become_identifiers() {
        for (words, type_name, field_name) in [
            (
                "OrganizationMember",
                "OrganizationMember",
                "organization_member",
            ),
            ("list-members", "ListMembers", "list_members"),
            ("HTTPStatus", "HttpStatus", "http_status"),
            ("type", "Type", "r#type"),
            ("gen", "Gen", "r#gen"),
            ("self", "Self_", "self_"),
            ("crate", "Crate", "crate_"),
            ("+1", "Plus1", "plus_1"),
            ("-1", "Minus1", "minus_1"),
            ("-created_at", "MinusCreatedAt", "minus_created_at"),
            ("<=", "LessEqual", "less_equal"),
            ("_", "Underscore", "underscore"),
            ("", "Empty", "empty"),
            ("404", "N404", "_404"),
            ("2fa", "N2fa", "_2fa"),
            ("don't", "Dont", "dont"),
            ("größe", "Größe", "größe"),
            ("名前", "名前", "名前"),
            ("m²", "M", "m"),
            ("☃", "U2603", "u2603"),
            ("a\u{0}b", "AB", "a_b"),
        ] {
            assert_eq!(pascal(words), type_name, "{words:?}");
            assert_eq!(snake(words), field_name, "{words:?}");
        }
    }

    #[test]
    fn long_names_lose_their_middle() {
        assert_eq!(shorten("ShortName"), "ShortName");
        assert_eq!(
            shorten(
                "CodeSecurityCreateConfigurationForEnterpriseRequestDependencyGraphAutosubmitAction"
            ),
            "CodeSecurityCreateRequestDependencyGraphAutosubmitAction"
        );
        assert_eq!(
            snake(
                "kratos_selfservice_methods_deviceauthn_config_insecure_allow_relaxed_attestation"
            ),
            "kratos_selfservice_methods_allow_relaxed_attestation"
        );
        assert_eq!(shorten(&"a".repeat(100)).len(), 60);
        assert_eq!(pascal(&"a".repeat(100)).len(), 59);
    }

    #[test]
    fn a_role_is_a_word_that_says_something() {
        for (name, expected) in [
            ("CreateUserRequestAddress", "Address"),
            ("ListUsersResponseAddressItem", "Address"),
            ("ListUsersSortItem2", "Sort"),
            ("PetValue", "Pet"),
            ("ResponseBody", "ResponseBody"),
            ("名前", "名前"),
        ] {
            assert_eq!(role(name), expected);
        }
    }

    #[test]
    fn a_long_name_that_is_taken_stays_short() {
        let mut scope = Scope::default();
        let long = "A".repeat(LONGEST);
        for _ in 0..120 {
            assert_eq!(scope.claim(&long).len(), LONGEST);
        }
    }

    #[test]
    fn what_stands_beside_other_words_is_no_word_of_rust() {
        let mut scope = Scope::default();
        let claimed = |it: &&str| scope.claim(it).to_string();
        let wanted = [
            "Self_",
            "Self_",
            "Self_Request",
            "Self_Request",
            "SelfRequest",
            "self_",
            "self_",
        ];
        assert_eq!(
            wanted.iter().map(claimed).collect::<Vec<_>>(),
            [
                "Self_",
                "Self2",
                "SelfRequest",
                "SelfRequest2",
                "SelfRequest3",
                "self_",
                "self_2"
            ]
        );
    }

    #[test]
    fn keywords_are_sorted() {
        assert!(KEYWORDS.is_sorted());
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut scope = Scope::default();
        let names: Vec<_> = [
            "Pet", "Pet", "Pet2", "Pet", "r#type", "type", "_404", "_404",
        ]
        .iter()
        .map(|it| scope.claim(it).to_string())
        .collect();
        assert_eq!(
            names,
            [
                "Pet", "Pet2", "Pet2_2", "Pet3", "r#type", "type_2", "_404", "_404_2"
            ]
        );
    }
}
