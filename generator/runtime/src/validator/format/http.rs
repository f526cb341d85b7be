//! What HTTP has in fields: dates, media ranges (RFC 9110), items of structured fields (RFC 8941).

use super::encoding;
use crate::runtime::media;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG_DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// RFC 9110, section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, and the two older forms.
pub(super) fn is_date(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    match words[..] {
        [day, date, month, year, time, "GMT"] => {
            day.strip_suffix(',').is_some_and(|it| DAYS.contains(&it))
                && is_of(date, 1, 31, 2)
                && MONTHS.contains(&month)
                && is_of(year, 0, 9999, 4)
                && is_clock(time)
        }
        [day, date, time, "GMT"] => {
            let parts: Vec<&str> = date.split('-').collect();
            let is_day = matches!(parts[..], [date, month, year]
                if is_of(date, 1, 31, 2) && MONTHS.contains(&month) && is_of(year, 0, 99, 2));
            is_day
                && day
                    .strip_suffix(',')
                    .is_some_and(|it| LONG_DAYS.contains(&it))
                && is_clock(time)
        }
        [day, month, date, time, year] => is_older(day, month, date, time, year),
        [day, month, "", date, time, year] => {
            date.len() == 1 && is_older(day, month, &format!("0{date}"), time, year)
        }
        _ => false,
    }
}

/// The form of `asctime`: `Sun Nov  6 08:49:37 1994`.
fn is_older(day: &str, month: &str, date: &str, time: &str, year: &str) -> bool {
    DAYS.contains(&day)
        && MONTHS.contains(&month)
        && is_of(date, 1, 31, 2)
        && is_clock(time)
        && is_of(year, 0, 9999, 4)
}

fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    matches!(parts[..], [hour, minute, second]
        if is_of(hour, 0, 23, 2) && is_of(minute, 0, 59, 2) && is_of(second, 0, 60, 2))
}

fn is_of(digits: &str, least: u32, most: u32, length: usize) -> bool {
    let is_number = digits.len() == length && digits.bytes().all(|it| it.is_ascii_digit());
    is_number
        && digits
            .parse()
            .is_ok_and(|it: u32| (least..=most).contains(&it))
}

/// RFC 9110, section 12.5.1: `text/*;q=0.5`.
pub(super) fn is_media_range(text: &str) -> bool {
    let mut rest = text;
    let (kind, after) = rest.split_once('/').unwrap_or((rest, ""));
    rest = after;
    let end = rest.find([';', ' ', '\t']).unwrap_or(rest.len());
    let subtype = &rest[..end];
    // An asterisk is a token, too.
    let is_range = kind != "*" || subtype == "*";
    if !(is_range && media::is_token(kind) && media::is_token(subtype)) {
        return false;
    }
    rest = &rest[end..];
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        if rest.is_empty() {
            return true;
        }
        let Some(parameter) = rest.strip_prefix(';') else {
            return false;
        };
        let parameter = parameter.trim_start_matches([' ', '\t']);
        // A parameter may be left out between two semicolons.
        if parameter.is_empty() || parameter.starts_with(';') {
            rest = parameter;
            continue;
        }
        let Some((name, value)) = parameter.split_once('=') else {
            return false;
        };
        let length = match value.strip_prefix('"') {
            Some(quoted) => match quoted_end(quoted) {
                Some(end) => end + 2,
                None => return false,
            },
            None => value.find([';', ' ', '\t']).unwrap_or(value.len()),
        };
        if !media::is_token(name) || !value.starts_with('"') && !media::is_token(&value[..length]) {
            return false;
        }
        rest = &value[length..];
    }
}

/// Where the quote stands that closes a string.
fn quoted_end(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(at),
            b'\t' | b' '..=b'~' | 0x80.. => {}
            _ => return None,
        }
    }
    None
}

/// RFC 8941, section 3.3.6.
pub(super) fn is_boolean(text: &str) -> bool {
    matches!(text, "?0" | "?1")
}

/// RFC 8941, section 3.3.4.
pub(super) fn is_token(text: &str) -> bool {
    let begins = text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '*');
    begins
        && text
            .bytes()
            .all(|it| media::is_token_byte(it) || b":/".contains(&it))
}

/// RFC 8941, section 3.3.3: printable ASCII in quotes.
pub(super) fn is_string(text: &str) -> bool {
    let inner = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.is_some_and(|inner| {
        let mut bytes = inner.bytes();
        while let Some(byte) = bytes.next() {
            let is_right = match byte {
                b'\\' => matches!(bytes.next(), Some(b'"' | b'\\')),
                b'"' => false,
                byte => (b' '..=b'~').contains(&byte),
            };
            if !is_right {
                return false;
            }
        }
        true
    })
}

/// RFC 8941, section 3.3.5: `:aGk=:`.
pub(super) fn is_binary(text: &str) -> bool {
    let inner = text.strip_prefix(':').and_then(|it| it.strip_suffix(':'));
    inner.is_some_and(|it| !it.contains(['-', '_']) && encoding::is_base64(it))
}

/// RFC 8941, sections 3.3.1 and 3.3.2: so many digits, and perhaps as many of a fraction.
pub(super) fn is_number(text: &str, whole: usize, fraction: Option<usize>) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let are_digits = |it: &str, most: usize| {
        (1..=most).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit())
    };
    match (digits.split_once('.'), fraction) {
        (Some((a, b)), Some(most)) => are_digits(a, whole) && are_digits(b, most),
        (None, None) => are_digits(digits, whole),
        _ => false,
    }
}
