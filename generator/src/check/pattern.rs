//! ECMA 262 patterns: whether they are any.

/// Longer ones are not looked at.
const MAX_LENGTH: usize = 4_000;

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

#[cfg(test)]
mod tests {
    use super::{Fault, fault};

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
}
