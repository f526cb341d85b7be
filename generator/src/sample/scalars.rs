//! What two schemas say of numbers and texts → numbers and texts on both sides of each limit.

use fancy_regex::Regex;

use crate::analysis::facets::{Facets, Kinds};
use crate::node::{Node, Value};
use crate::sample::text::{Chance, matching, more_of_format, of_format, of_length, within_ends};
use crate::source::Place;

/// How many patterns of one schema are followed.
const MAX_PATTERNS: usize = 4;
/// How long a pattern may be to be held against texts of a format.
const MAX_PATTERN: usize = 300;
/// How many texts of a format and a pattern there are.
const MOST_OF_BOTH: usize = 8;

/// A number of these digits.
pub fn number(digits: &str) -> Node {
    Node::new(Value::Number(digits.into()), Place::default())
}

/// A string.
pub fn string(text: &str) -> Node {
    Node::string(text, Place::default())
}

/// `null`.
pub fn null() -> Node {
    Node::new(Value::Null, Place::default())
}

/// `true` or `false`.
pub fn boolean(it: bool) -> Node {
    Node::new(Value::Bool(it), Place::default())
}

/// Numbers that a schema most likely accepts, the most usual first, among them those that another one draws its lines at.
pub fn numbers(own: &Facets<'_>, other: Option<&Facets<'_>>) -> Vec<Node> {
    let mut digits: Vec<String> = Vec::new();
    let fractions = own.kinds.contains(Kinds::FRACTION);
    for it in own.multiples.iter() {
        digits.push((*it).to_owned());
        if let Ok(step) = it.parse::<f64>() {
            let least = own.minimum.and_then(|it| it.limit.parse::<f64>().ok());
            let first = least.map_or(0.0, |it| (it / step).ceil());
            for times in [first, first + 1.0, first + 2.0, first + 3.0, 3.0, 7.0, -1.0] {
                digits.push(plain(step * times));
            }
        }
    }
    let bounds = |it: &Facets<'_>| {
        [it.minimum, it.maximum]
            .into_iter()
            .flatten()
            .map(|it| it.limit.to_string())
            .collect::<Vec<_>>()
    };
    let mut usual = vec!["1".to_owned(), "0".to_owned()];
    let mut at_limits = Vec::new();
    for limit in bounds(own)
        .iter()
        .chain(&other.map(bounds).unwrap_or_default())
    {
        at_limits.extend(near(limit, fractions));
    }
    // Between two limits that differ.
    if let (Some(low), Some(high)) = (own.minimum, own.maximum)
        && let (Ok(low), Ok(high)) = (low.limit.parse::<f64>(), high.limit.parse::<f64>())
    {
        let middle = f64::midpoint(low, high);
        usual.insert(0, plain(if fractions { middle } else { middle.floor() }));
    }
    for it in other.iter().flat_map(|it| &it.multiples) {
        if let Ok(step) = it.parse::<f64>() {
            usual.extend([plain(step), plain(step + 1.0), plain(step * 2.0 + 1.0)]);
        }
    }
    digits.extend(usual);
    digits.extend(at_limits);
    digits.extend(["2", "-1", "7", "100"].map(str::to_owned));
    if fractions {
        digits.extend(["1.5", "-0.25", "0.1"].map(str::to_owned));
    }
    let formats = own
        .formats
        .iter()
        .chain(other.iter().flat_map(|it| &it.formats));
    if formats.count() > 0 || own.formats.is_empty() {
        let wide = [
            "128",
            "-129",
            "256",
            "32768",
            "65536",
            "2147483648",
            "-2147483649",
            "4294967296",
            "9007199254740993",
            "9223372036854775808",
        ];
        digits.extend(wide.map(str::to_owned));
        if fractions {
            digits.extend(["1e39", "1e300"].map(str::to_owned));
        }
    }
    distinct(digits).iter().map(|it| number(it)).collect()
}

/// A number without what a binary fraction leaves behind.
fn plain(it: f64) -> String {
    let text = format!("{it}");
    if text.len() > 14 && it.abs() < 1e12 {
        let short = format!("{it:.6}");
        let short = short.trim_end_matches('0').trim_end_matches('.');
        return short.to_owned();
    }
    text
}

/// A limit, and the numbers on both sides of it.
fn near(limit: &str, fractions: bool) -> Vec<String> {
    let mut all = vec![limit.to_owned()];
    if let Ok(it) = limit.parse::<i128>() {
        all.extend([it.saturating_add(1), it.saturating_sub(1)].map(|it| it.to_string()));
        if fractions && it.abs() < 1 << 50 {
            all.extend([
                format!("{it}.5"),
                plain(it as f64 - 0.5),
                plain(it as f64 + 0.001),
            ]);
        }
    } else if let Ok(it) = limit.parse::<f64>() {
        all.extend([it.ceil(), it.floor(), it.ceil() + 1.0, it.floor() - 1.0].map(plain));
        all.extend([plain(it + 0.001), plain(it - 0.001)]);
    }
    all
}

/// Texts that a schema most likely accepts, the most usual first, among them those that another one draws its lines at.
pub fn strings(own: &Facets<'_>, other: Option<&Facets<'_>>, chance: &mut Chance) -> Vec<Node> {
    let mut texts: Vec<String> = of_format_and_pattern(own);
    let lengths = |it: &Facets<'_>| [it.min_length, it.max_length];
    let limits: Vec<u64> = lengths(own)
        .into_iter()
        .chain(other.into_iter().flat_map(lengths))
        .flatten()
        .flat_map(|it| [it, it.saturating_add(1), it.saturating_sub(1)])
        .collect();
    for pattern in own.patterns.iter().take(MAX_PATTERNS) {
        for more in [0, 1, 2, 5, 12] {
            texts.extend(matching(pattern, more, chance));
        }
        // That one of them is of the format, too, takes luck.
        for _ in 0..if own.formats.is_empty() { 0 } else { 8 } {
            texts.extend(matching(pattern, 0, chance));
        }
        for limit in limits.iter().filter(|it| **it < 300) {
            let least = matching(pattern, 0, chance).map_or(0, |it| it.chars().count() as u64);
            let more = u32::try_from(limit.saturating_sub(least)).unwrap_or(0);
            texts.extend(matching(pattern, more, chance));
        }
    }
    for format in &own.formats {
        // What a pattern begins or ends with, with the rest of a text of the format.
        for text in of_format(format) {
            // Few years have a leap day.
            let text = text.replacen("-02-29", "-02-28", 1);
            let patterns = own.patterns.iter().take(MAX_PATTERNS);
            texts.extend(patterns.filter_map(|it| within_ends(it, &text)));
        }
        texts.extend(of_format(format).iter().map(|it| (*it).to_owned()));
    }
    texts.extend(
        [
            "a", "text", "", "A1", "12", "1.5", "true", "a b", "é", "-", "x_y", "0",
        ]
        .map(str::to_owned),
    );
    for it in other.into_iter() {
        for pattern in it.patterns.iter().take(MAX_PATTERNS) {
            texts.extend(matching(pattern, 0, chance));
            texts.extend(matching(pattern, 2, chance));
        }
        for format in &it.formats {
            texts.extend(of_format(format).iter().map(|it| (*it).to_owned()));
        }
    }
    for limit in limits {
        texts.extend(of_length("a", limit));
        texts.extend(of_length("1", limit).filter(|_| limit < 60));
    }
    distinct(texts).iter().map(|it| string(it)).collect()
}

/// Texts of a format that match a pattern as well: what is made for either alone most likely misses the other.
fn of_format_and_pattern(own: &Facets<'_>) -> Vec<String> {
    if own.formats.is_empty() || own.patterns.is_empty() {
        return Vec::new();
    }
    let patterns = own.patterns.iter().filter(|it| it.len() < MAX_PATTERN);
    let patterns = patterns.take(MAX_PATTERNS);
    let patterns: Vec<Regex> = patterns.filter_map(|it| Regex::new(it).ok()).collect();
    let usual = own.formats.iter().flat_map(|it| of_format(it));
    let more = own.formats.iter().flat_map(|it| more_of_format(it));
    let texts = usual.map(|it| (*it).to_owned()).chain(more);
    let matches = |it: &String| {
        let mut patterns = patterns.iter();
        patterns.all(|pattern| pattern.is_match(it).unwrap_or(false))
    };
    texts.filter(matches).take(MOST_OF_BOTH).collect()
}

fn distinct(texts: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    texts
        .into_iter()
        .filter(|it| seen.insert(it.clone()))
        .collect()
}
