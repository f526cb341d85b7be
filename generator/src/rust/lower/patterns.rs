//! The patterns of a document → the engine that matches them, and a warning on each that no engine of Rust can follow:
//! the server takes what it should refuse.

use std::collections::HashSet;
use std::sync::Arc;

use fancy_regex::{CompileError, Error, Regex, RegexBuilder};
use verbatim_runtime::ecma::translated;
use verbatim_runtime::vendored::Feature;

use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::model::{Api, Schema};
use crate::node::{Node, pointer_segment};

/// How many patterns of a document are tried, and how long one may be.
const MAX_PATTERNS: usize = 2_000;
const MAX_LENGTH: usize = 4_000;
/// How much memory almost all of them take once they are compiled, and how many may take as much as they like, which is
/// milliseconds each.
const USUAL_SIZE: usize = 32_000;
const MAX_LARGE: usize = 50;

/// The engine that can follow the patterns; `None` where there are none. Tells of those that are not matched when a request
/// arrives.
pub fn engine(api: &Api, sink: &mut Sink) -> Option<Feature> {
    let mut engine = None;
    let mut seen = HashSet::new();
    let mut large_left = MAX_LARGE;
    for schema in &api.schemas {
        for pattern in patterns(schema) {
            if !seen.insert(pattern.clone()) {
                continue;
            }
            engine = engine.max(Some(engine_of(pattern)));
            if seen.len() <= MAX_PATTERNS && !is_followed(pattern, &mut large_left) {
                sink.push(not_followed(schema, pattern));
            }
        }
    }
    engine
}

/// `pattern`, and the names of `patternProperties`.
fn patterns(schema: &Schema) -> impl Iterator<Item = &Arc<str>> {
    (schema.string.pattern.iter()).chain(schema.object.patterns.keys())
}

fn engine_of(pattern: &str) -> Feature {
    let looks = ["(?=", "(?!", "(?<=", "(?<!", "\\k<"];
    let refers = ('1'..='9').any(|it| pattern.contains(&format!("\\{it}")));
    if refers || looks.iter().any(|it| pattern.contains(it)) {
        Feature::FancyRegex
    } else {
        Feature::Regex
    }
}

/// Whether the engine takes a pattern. Of those that are only too large, as many are tried as may be; the others are
/// taken on trust. A long one exhausts the stack of its parser. What is no expression to anybody has been told already.
fn is_followed(pattern: &str, large_left: &mut usize) -> bool {
    if pattern.len() > MAX_LENGTH || regress::Regex::new(pattern).is_err() {
        return true;
    }
    let text = translated(pattern);
    let usual = RegexBuilder::new(&text)
        .delegate_size_limit(USUAL_SIZE)
        .build();
    match usual {
        Ok(_) => true,
        Err(Error::CompileError(CompileError::InnerError(error)))
            if error.size_limit().is_some() =>
        {
            let Some(left) = large_left.checked_sub(1) else {
                return true;
            };
            *large_left = left;
            Regex::new(&text).is_ok()
        }
        Err(_) => false,
    }
}

fn not_followed(schema: &Schema, pattern: &Arc<str>) -> Diagnostic {
    let pointer = &schema.origin.pointer;
    let (place, pointer) = if schema.string.pattern.as_ref() == Some(pattern) {
        (schema.place_of("pattern"), format!("{pointer}/pattern"))
    } else {
        let named = schema.keyword("patternProperties");
        let key = named
            .and_then(Node::as_object)
            .and_then(|it| it.entry(pattern));
        let segment = pointer_segment(pattern);
        (
            key.map_or(schema.origin.place, |(key, _)| key.place),
            format!("{pointer}/patternProperties/{segment}"),
        )
    };
    let message = format!(
        "no value is held against the pattern `{}`: the engines of Rust cannot follow it",
        printable(pattern)
    );
    let help = "write it with what both ECMA 262 and the crate `regex` know";
    Diagnostic::warning(code::UNFOLLOWED_PATTERN, place, pointer, message).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn what_a_pattern_matches_stays_the_same() {
        for (pattern, yes, no) in [
            (r"^\d+$", "12", "\u{663}"),
            (r"^\w+$", "a_1", "\u{e4}"),
            (r"^[\w-]+$", "a-b", "a b"),
            (r"^\p{L}[\p{Lu}]+$", "\u{e4}B", "1B"),
            (r"^[^\s\/]+$", "ab", "a/b"),
            (r"^.$", "a", "\r"),
            (r"\\d", r"\d", "7"),
            (r"^{a}$", "{a}", "a"),
            (r"^a{2,}$", "aa", "a"),
            (r"^a{,2}$", "a{,2}", "aa"),
            (r"^[a&&b]$", "&", "c"),
            (r"^[[a]$", "[", "b"),
            (r"^[^]$", "\n", ""),
            (r"^\u0041\x42\cJ$", "AB\n", "AB"),
            (r"^\uD83D\uDE00$", "\u{1f600}", "\u{1f601}"),
            (r"^\/\-\_\.$", "/-_.", "/-_x"),
            (r"\bcat\b", "a cat.", "concat"),
            (r"^(?!x).*$", "ay", "xy"),
            (r"^(a)\1$", "aa", "ab"),
            (r"^(?<n>a)\k<n>$", "aa", "ab"),
        ] {
            let text = translated(pattern);
            let regex = fancy_regex::Regex::new(&text);
            let regex = regex.unwrap_or_else(|error| panic!("{pattern} {text}: {error}"));
            assert!(regex.is_match(yes).unwrap(), "{pattern} {text}: {yes:?}");
            assert!(!regex.is_match(no).unwrap(), "{pattern} {text}: {no:?}");
        }
        assert!(fancy_regex::Regex::new(&translated(r"[\uD800-\uDBFF]")).is_err());
    }
}
