//! A regular expression, a format or a length → texts.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

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
/// for. Where it looks ahead, the text begins with what is looked for; what it must not find is left to chance.
pub fn matching(pattern: &str, more: u32, chance: &mut Chance) -> Option<String> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let Looks { ahead, rest } = Looks::of(pattern);
    let mut wanted = String::new();
    for it in ahead {
        wanted.push_str(&written(it, 0, chance)?);
    }
    let text = written(&rest, more, chance)?;
    let over = text.chars().skip(wanted.chars().count());
    Some(wanted.chars().chain(over).collect())
}

/// A text of a pattern that looks nowhere.
fn written(pattern: &str, more: u32, chance: &mut Chance) -> Option<String> {
    // `\d` of ECMA 262 is of ASCII, and `\/` is an escape there that need not be one.
    let pattern = pattern.replace("\\/", "/").replace("\\d", "[0-9]");
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(60).build();
    let hir = parser.parse(&pattern).ok()?;
    let mut text = String::new();
    write(&hir, more, chance, &mut text)?;
    Some(text)
}

/// A pattern taken apart: `(?=…)`, `(?!…)`, `(?<=…)` and `(?<!…)` of ECMA 262 are no part of what is matched.
struct Looks<'p> {
    /// What has to come next, by `(?=…)`.
    ahead: Vec<&'p str>,
    /// The pattern without any of them.
    rest: String,
}

impl<'p> Looks<'p> {
    fn of(pattern: &'p str) -> Self {
        let mut looks = Self {
            ahead: Vec::new(),
            rest: String::new(),
        };
        let mut kept = 0;
        let mut at = 0;
        while let Some(left) = pattern.get(at..).filter(|it| !it.is_empty()) {
            let marks = ["(?=", "(?!", "(?<=", "(?<!"];
            let Some(mark) = marks.into_iter().find(|it| left.starts_with(it)) else {
                at += token(left);
                continue;
            };
            let inner = at + mark.len();
            let end = inner + group(&pattern[inner..]);
            looks.rest.push_str(&pattern[kept..at]);
            if mark == "(?=" {
                looks.ahead.push(&pattern[inner..end]);
            }
            // The parenthesis that closes it, where there is one.
            at = (end + 1).min(pattern.len());
            kept = at;
        }
        looks.rest.push_str(&pattern[kept..]);
        looks
    }
}

/// How long a group is whose parenthesis has been opened: up to the one that closes it.
fn group(pattern: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(left) = pattern.get(at..).filter(|it| !it.is_empty()) {
        match left.as_bytes()[0] {
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            _ => {}
        }
        at += token(left);
    }
    at
}

/// How long a character, an escape or a class is that a pattern begins with.
fn token(pattern: &str) -> usize {
    let mut characters = pattern.char_indices();
    let first = characters.next().map(|it| it.1);
    let after = |it: Option<(usize, char)>| it.map_or(pattern.len(), |it| it.0);
    match first {
        Some('\\') => {
            characters.next();
            after(characters.next())
        }
        Some('[') => {
            let mut at = 1;
            while let Some(left) = pattern.get(at..).filter(|it| !it.is_empty()) {
                match left.as_bytes()[0] {
                    b']' => return at + 1,
                    b'[' => at += 1,
                    _ => at += token(left),
                }
            }
            pattern.len()
        }
        _ => after(characters.next()),
    }
}

fn is_look(hir: &Hir, look: Look) -> bool {
    matches!(hir.kind(), HirKind::Look(it) if *it == look)
}

/// The text that a part of a pattern is, if it is one.
fn literal(hir: &Hir) -> &str {
    match hir.kind() {
        HirKind::Literal(it) => std::str::from_utf8(&it.0).unwrap_or_default(),
        _ => "",
    }
}

/// A text whose first and last characters are those that a pattern begins and ends with, if it says which.
pub fn within_ends(pattern: &str, text: &str) -> Option<String> {
    if pattern.len() > MAX_PATTERN {
        return None;
    }
    let parser = regex_syntax::ParserBuilder::new().nest_limit(60).build();
    let hir = { parser }.parse(&pattern.replace("\\/", "/")).ok()?;
    let HirKind::Concat(parts) = hir.kind() else {
        return None;
    };
    let first = match &parts[..] {
        [it, next, ..] if is_look(it, Look::Start) => literal(next),
        _ => "",
    };
    let last = match &parts[..] {
        [.., next, it] if is_look(it, Look::End) => literal(next),
        _ => "",
    };
    let middle = text.get(first.len()..text.len().checked_sub(last.len())?)?;
    (!first.is_empty() || !last.is_empty()).then(|| [first, middle, last].concat())
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
        "date-time-local" => &["2024-02-29T12:30:00"],
        "time" => &["12:30:00Z"],
        "time-local" => &["12:30:00"],
        "http-date" => &["Thu, 29 Feb 2024 12:30:00 GMT"],
        "duration" => &["P1DT2H", "PT30M", "P1D", "P2W", "PT15S"],
        "email" | "idn-email" => &["someone@example.com"],
        "hostname" | "idn-hostname" => &["example.com"],
        "ip" => &["192.0.2.1", "2001:db8::1"],
        "ipv4" => &["192.0.2.1"],
        "ipv6" => &["2001:db8::1"],
        "uri" | "url" | "iri" => &["https://example.com/a", "http://example.com/a"],
        "uri-reference" | "iri-reference" => &["/a?b=c", "https://example.com/a"],
        "uri-template" => &["/a/{b}"],
        "json-pointer" => &["/a/0"],
        "relative-json-pointer" => &["0/a"],
        "media-range" => &["text/plain", "text/*"],
        "regex" => &["^a+$"],
        "char" => &["a"],
        "byte" | "base64" => &["YWJj", "YWI="],
        "base64url" => &["YWJj", "YWI"],
        "sf-binary" => &[":YWJj:"],
        "sf-boolean" => &["?1"],
        "sf-string" => &["\"a b\""],
        "sf-token" => &["a"],
        "decimal" | "decimal128" => &["12.50"],
        "int64" | "uint64" | "int32" => &["12"],
        _ => &[],
    }
}

/// More texts of a format, for a schema that says more of them, such as by a `pattern`: of other centuries, at other offsets,
/// in capitals. None for a format of which the usual ones are as good as any.
pub fn more_of_format(format: &str) -> Vec<String> {
    const DATES: [&str; 6] = [
        "2024-01-01",
        "2000-12-31",
        "1999-12-31",
        "1970-01-01",
        "2030-06-15",
        "0001-01-01",
    ];
    const TIMES: [&str; 5] = [
        "12:30:00",
        "00:00:00",
        "12:30:00.123",
        "12:30:00.123456",
        "12:30:00.123456789",
    ];
    const OFFSETS: [&str; 5] = ["Z", "+00:00", "+02:00", "-05:00", "-00:00"];
    let with_offsets = |times: &[String]| -> Vec<String> {
        let all = times.iter();
        all.flat_map(|time| OFFSETS.map(|offset| format!("{time}{offset}")))
            .collect()
    };
    let times = || TIMES.map(str::to_owned).to_vec();
    let dates_and_times = || -> Vec<String> {
        let of_one_day = TIMES.map(|time| format!("2024-02-29T{time}"));
        let of_one_time = DATES.map(|date| format!("{date}T00:00:00"));
        of_one_day.into_iter().chain(of_one_time).collect()
    };
    match format {
        "date" => DATES.map(str::to_owned).to_vec(),
        "time" => with_offsets(&times()),
        "time-local" => times(),
        "date-time" => with_offsets(&dates_and_times()),
        "date-time-local" => dates_and_times(),
        "http-date" => vec![
            "Sun, 06 Nov 1994 08:49:37 GMT".to_owned(),
            "Sunday, 06-Nov-94 08:49:37 GMT".to_owned(),
            "Sun Nov  6 08:49:37 1994".to_owned(),
        ],
        "uuid" => {
            // Of each version, and that without any; then the same in capitals.
            let versions = ('1'..='8').map(|it| format!("123e4567-e89b-{it}2d3-a456-426614174000"));
            let nil = "00000000-0000-0000-0000-000000000000".to_owned();
            let small: Vec<String> = versions.chain([nil]).collect();
            let capitals: Vec<String> = small.iter().map(|it| it.to_uppercase()).collect();
            small.into_iter().chain(capitals).collect()
        }
        _ => Vec::new(),
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
    use super::{Chance, matching, of_length, within_ends};

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
        for pattern in [
            "^(?!-)[A-Z]+$",
            "^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$",
            "^(?=[(]\\()[(]{2}(a(?!b))+$",
            "(?<=a)b|c(?<![)d])",
        ] {
            let texts = (0..20).filter_map(|seed| matching(pattern, 1, &mut Chance::of(seed)));
            let regex = regress::Regex::new(pattern).expect("a pattern");
            let fits = texts.filter(|it| regex.find(it).is_some()).count();
            assert!(fits >= 5, "{pattern}: {fits}");
        }
        for pattern in ["^(?=a", "(?!", "(?=[", "(?=\\", "((?=a)))", "é(?=ü)ö"] {
            matching(pattern, 0, &mut Chance::of(1));
        }
        assert_eq!(matching("a{1000000}", 0, &mut Chance::of(1)), None);
    }

    #[test]
    fn a_text_has_the_ends_that_a_pattern_asks_for() {
        for (pattern, text, made) in [
            ("^2021.+", "2024-02-28", Some("2021-02-28")),
            ("^.+\\.org$", "example.com", Some("example.org")),
            ("^a.*z$", "b", None),
            ("^urn:.+", "é", None),
            ("^[a-z]+", "abc", None),
            ("2021", "2024-02-28", None),
            ("^(", "a", None),
        ] {
            assert_eq!(within_ends(pattern, text).as_deref(), made, "{pattern}");
        }
    }

    #[test]
    fn a_text_has_the_length_that_was_asked_for() {
        assert_eq!(of_length("ab", 5).as_deref(), Some("ababa"));
        assert_eq!(of_length("", 2).as_deref(), Some("aa"));
        assert_eq!(of_length("a", u64::MAX), None);
    }
}
