//! A regular expression, a format or a length → texts.

use regex_syntax::hir::{Class, Hir, HirKind};

/// How long a text that is made for a pattern may be, in characters.
const MAX_LENGTH: usize = 3_000;
/// How long a pattern may be for texts to be made of it.
const MAX_PATTERN: usize = 4_000;

/// Numbers that look arbitrary and are the same for the same seed (SplitMix64).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Those of a seed.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a limit; 0 where there is none.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (it ^ (it >> 31)).checked_rem(limit).unwrap_or(0)
    }
}

/// Texts that a pattern (ECMA 262, not anchored) most likely matches, each time with so many repetitions more than it asks
/// for. None where the pattern has what has no texts of its own, such as a look-ahead.
pub fn matching(pattern: &str, more: u32, chance: &mut Chance) -> Option<String> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    // `\d` of ECMA 262 is of ASCII, and `\/` is an escape there that need not be one.
    let pattern = pattern.replace("\\/", "/").replace("\\d", "[0-9]");
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(60).build();
    let hir = parser.parse(&pattern).ok()?;
    let mut text = String::new();
    write(&hir, more, chance, &mut text)?;
    Some(text)
}

fn write(hir: &Hir, more: u32, chance: &mut Chance, out: &mut String) -> Option<()> {
    if out.len() > 4 * MAX_LENGTH {
        return None;
    }
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(it) => out.push_str(std::str::from_utf8(&it.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges();
            let plain = ranges
                .iter()
                .filter(|it| it.start() <= 'z' && it.end() >= '0');
            let plain: Vec<_> = plain.collect();
            let (start, end) = match plain.len() as u64 {
                0 => ranges.first().map(|it| (it.start(), it.end()))?,
                count => {
                    let it = plain[chance.below(count) as usize];
                    (it.start().max('0'), it.end().min('z'))
                }
            };
            let width = u64::from(u32::from(end) - u32::from(start)).min(100) + 1;
            let at = u32::from(start) + chance.below(width) as u32;
            out.push(char::from_u32(at).unwrap_or(start));
        }
        HirKind::Class(Class::Bytes(_)) => return None,
        HirKind::Repetition(it) => {
            let most = it.max.unwrap_or(u32::MAX);
            let times = it.min.saturating_add(more).min(most);
            if times as usize > MAX_LENGTH {
                return None;
            }
            for _ in 0..times {
                write(&it.sub, more, chance, out)?;
            }
        }
        HirKind::Capture(it) => write(&it.sub, more, chance, out)?,
        HirKind::Concat(all) => {
            for it in all {
                write(it, more, chance, out)?;
            }
        }
        HirKind::Alternation(all) => {
            let at = chance.below(all.len() as u64) as usize;
            write(&all[at], more, chance, out)?;
        }
    }
    Some(())
}

/// Texts of a format, the usual one first; none for one that says nothing about texts.
pub fn of_format(format: &str) -> &'static [&'static str] {
    match format {
        "uuid" => &["123e4567-e89b-12d3-a456-426614174000"],
        "date" => &["2024-02-29"],
        "date-time" => &["2024-02-29T12:30:00Z", "2024-02-29T12:30:00.5+02:00"],
        "time" => &["12:30:00Z"],
        "duration" => &["P1DT2H"],
        "email" | "idn-email" => &["someone@example.com"],
        "hostname" | "idn-hostname" => &["example.com"],
        "ip" | "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "uri" | "url" | "iri" => &["https://example.com/a"],
        "uri-reference" | "iri-reference" => &["/a?b=c"],
        "uri-template" => &["/a/{b}"],
        "json-pointer" => &["/a/0"],
        "relative-json-pointer" => &["0/a"],
        "regex" => &["^a+$"],
        "byte" | "base64" => &["YWJj", "YWI="],
        "base64url" => &["YWJj", "YWI"],
        "decimal" | "decimal128" => &["12.50"],
        "int64" | "uint64" | "int32" => &["12"],
        _ => &[],
    }
}

/// A text of so many characters; none where that is more than a value should have.
pub fn of_length(text: &str, length: u64) -> Option<String> {
    let length = usize::try_from(length)
        .ok()
        .filter(|it| *it <= MAX_LENGTH)?;
    let text = if text.is_empty() { "a" } else { text };
    Some(text.chars().cycle().take(length).collect())
}

#[cfg(test)]
mod tests {
    use super::{Chance, matching, of_length};

    #[test]
    fn what_is_made_for_a_pattern_matches_it() {
        for pattern in [
            "^[a-z]{3,5}-\\d+$",
            "abc|def",
            "^(?:x|y)*z?$",
            "^\\w+@\\w+\\.com$",
            "^[^a-z]+$",
            "^a\\/b$",
        ] {
            let regex = regress::Regex::new(pattern).expect("a pattern");
            for seed in 0..20 {
                let text =
                    matching(pattern, (seed % 4) as u32, &mut Chance::of(seed)).expect("a text");
                assert!(regex.find(&text).is_some(), "{pattern}: {text:?}");
            }
        }
        assert_eq!(matching("^(?=a)b", 0, &mut Chance::of(1)), None);
        assert_eq!(matching("a{1000000}", 0, &mut Chance::of(1)), None);
    }

    #[test]
    fn a_text_has_the_length_that_was_asked_for() {
        assert_eq!(of_length("ab", 5).as_deref(), Some("ababa"));
        assert_eq!(of_length("", 2).as_deref(), Some("aa"));
        assert_eq!(of_length("a", u64::MAX), None);
    }
}
