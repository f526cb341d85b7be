//! ECMA 262 patterns: whether they are any, and whether a text matches.

use std::collections::HashMap;
use std::sync::Arc;

use regex::bytes::{Regex, RegexBuilder};

/// Longer ones are neither compiled nor held against a text.
const MAX_LENGTH: usize = 4_000;
/// How many patterns of one document are held against texts.
const MAX_COMPILED: usize = 1_000;
/// How much memory a compiled pattern may take, which bounds how long it takes to compile: a microsecond each 100 bytes.
const MAX_SIZE: usize = 200_000;
/// What almost all take; how many may take more.
const USUAL_SIZE: usize = 16_000;
const MAX_LARGE: usize = 50;

/// Compiled patterns, each once.
pub(super) struct Patterns {
    compiled: HashMap<Arc<str>, Option<Regex>>,
    left: usize,
    large_left: usize,
}

impl Default for Patterns {
    fn default() -> Self {
        Self {
            compiled: HashMap::new(),
            left: MAX_COMPILED,
            large_left: MAX_LARGE,
        }
    }
}

impl Patterns {
    /// Whether a pattern has been compiled.
    pub fn knows(&self, pattern: &Arc<str>) -> bool {
        self.compiled.contains_key(pattern)
    }

    /// Whether a text has a part that matches; `None` where that cannot be told.
    pub fn matches(&mut self, pattern: &Arc<str>, text: &str) -> Option<bool> {
        // What is a letter or a digit differs beyond ASCII, and so does what counts as one character.
        if !text.is_ascii() || !pattern.is_ascii() {
            return None;
        }
        if !self.compiled.contains_key(pattern) {
            let compiled = self.compile(pattern);
            self.compiled.insert(pattern.clone(), compiled);
        }
        let compiled = self.compiled.get(pattern)?.as_ref()?;
        Some(compiled.is_match(text.as_bytes()))
    }

    fn compile(&mut self, pattern: &str) -> Option<Regex> {
        self.left = self.left.checked_sub(1)?;
        if pattern.len() > MAX_LENGTH || reads_differently(pattern) {
            return None;
        }
        compile(pattern, USUAL_SIZE).or_else(|| {
            self.large_left = self.large_left.checked_sub(1)?;
            compile(pattern, MAX_SIZE)
        })
    }
}

/// Why a text is no pattern.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// It is written as a literal of JavaScript, `/^…$/` with or without flags: the slashes are part of the pattern.
    Literal,
    /// It does not follow the grammar; the engine's message.
    Syntax(String),
}

impl Fault {
    /// What is wrong, without a full stop.
    pub fn message(&self) -> &str {
        match self {
            Fault::Literal => "the slashes around it are part of it, so that nothing matches",
            Fault::Syntax(message) => message.trim_end_matches('.'),
        }
    }

    /// What to write instead.
    pub fn help(&self) -> &'static str {
        match self {
            Fault::Literal => "take the slashes away, and the flags behind them",
            Fault::Syntax(_) => {
                "write one of ECMA 262 (JavaScript), with a backslash before what stands for itself"
            }
        }
    }
}

/// Why a text is no pattern, if it is none. Lookarounds and back references are valid, whether or not an engine at hand
/// can follow them.
pub(super) fn fault(pattern: &str) -> Option<Fault> {
    if pattern.len() > MAX_LENGTH {
        return None;
    }
    if let Some(inner) = pattern
        .strip_prefix("/^")
        .and_then(|it| it.rsplit_once("$/"))
    {
        let flags = inner.1;
        if flags.len() <= 4 && flags.bytes().all(|it| it.is_ascii_lowercase()) {
            return Some(Fault::Literal);
        }
    }
    // What Ruby, Perl, Python and Go write and JavaScript does not know.
    let foreign = [
        "(?i", "(?m", "(?s", "(?x", "(?P", "(?>", "++", "*+", "?+", "}+", "\\p", "\\A", "\\Q", "[[",
    ];
    if foreign.iter().any(|it| pattern.contains(it)) {
        return None;
    }
    // From 2020-12 on patterns are to be read with the flag `u`; documents are written by people who test them without.
    let without = regress::Regex::new(pattern).err()?;
    regress::Regex::with_flags(pattern, "u").err()?;
    Some(Fault::Syntax(without.text))
}

fn compile(pattern: &str, size: usize) -> Option<Regex> {
    RegexBuilder::new(pattern)
        .unicode(false)
        .size_limit(size)
        .dfa_size_limit(MAX_SIZE)
        .nest_limit(100)
        .build()
        .ok()
}

/// Whether the engine takes a pattern for something else than ECMA 262 does: sets within sets, word boundaries
/// written `\<`, escapes of control characters.
fn reads_differently(pattern: &str) -> bool {
    let mut in_class = false;
    let mut characters = pattern.chars().peekable();
    while let Some(it) = characters.next() {
        match it {
            '\\' => {
                let escaped = characters.next();
                if matches!(escaped, Some('<' | '>' | 'c' | 'A' | 'z' | 'Z' | 'p' | 'P'))
                    || escaped.is_some_and(|it| it.is_ascii_digit())
                {
                    return true;
                }
                if escaped == Some('b') && (in_class || characters.peek() == Some(&'{')) {
                    return true;
                }
            }
            '[' if in_class => return true,
            '[' => in_class = true,
            ']' => in_class = false,
            '&' | '-' | '~' if in_class && characters.peek() == Some(&it) => return true,
            '(' if !in_class && characters.peek() == Some(&'?') => {
                characters.next();
                if !matches!(characters.peek(), Some(':')) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Fault, Patterns, fault};

    #[test]
    fn what_javascript_takes_is_no_fault() {
        for pattern in [
            r"^[a-z]+$",
            r"^(?=.*\d).{8,}$",
            r"(a)\1",
            r"\/",
            r"^[\w\-.]+$",
            r"(?<!x)y",
            r"\p{L}",
            r"(?i)abc",
            "{",
            "a{,3}",
        ] {
            assert_eq!(fault(pattern), None, "{pattern}");
        }
        for pattern in ["/^a$/", "/^a$/gi"] {
            assert_eq!(fault(pattern), Some(Fault::Literal), "{pattern}");
        }
        // Slashes alone do not make a literal of it: it may begin so and be broken elsewhere.
        assert!(matches!(fault("/^a["), Some(Fault::Syntax(_))));
        for pattern in ["[", "(", "*a", "a)", "[z-a]", "(?<n", r"a{3,1}"] {
            assert!(fault(pattern).is_some(), "{pattern}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_told() {
        let mut patterns = Patterns::default();
        for (pattern, text, expected) in [
            ("^a+$", "aaa", Some(true)),
            ("^a+$", "aab", Some(false)),
            ("a", "bab", Some(true)),
            (r"^(?!x)", "x", None),
            (r"[a&&b]", "a", None),
            (r"^\d{3}$", "123", Some(true)),
            (r"^\A", "a", None),
        ] {
            assert_eq!(
                patterns.matches(&Arc::from(pattern), text),
                expected,
                "{pattern}"
            );
        }
    }
}
