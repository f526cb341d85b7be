//! Dates and times of RFC 3339, durations of its appendix A.

pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_at_checked(10) else {
        return false;
    };
    // RFC 3339, section 5.6: applications may separate the two by a space.
    let Some(time) = time.strip_prefix(['T', 't', ' ']) else {
        return false;
    };
    is_date(date) && is_time(time)
}

/// A date and time without an offset.
pub(super) fn is_local_date_time(text: &str) -> bool {
    let has_offset = text.ends_with(['Z', 'z']);
    !has_offset && is_date_time(&format!("{text}Z"))
}

/// A time without an offset.
pub(super) fn is_local_time(text: &str) -> bool {
    let has_offset = text.ends_with(['Z', 'z']);
    !has_offset && is_time(&format!("{text}Z"))
}

pub(super) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (
        digits(&bytes[..4]),
        digits(&bytes[5..7]),
        digits(&bytes[8..]),
    ) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

pub(super) fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() < 9 || bytes[2] != b':' || bytes[5] != b':' {
        return false;
    }
    let clock = (
        digits(&bytes[..2]),
        digits(&bytes[3..5]),
        digits(&bytes[6..8]),
    );
    let (Some(hour @ 0..=23), Some(minute @ 0..=59), Some(second @ 0..=60)) = clock else {
        return false;
    };
    let mut rest = &bytes[8..];
    if let [b'.', fraction @ ..] = rest {
        let length = fraction.iter().take_while(|it| it.is_ascii_digit()).count();
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    let offset = match rest {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), a, b, b':', c, d] => {
            let (Some(hours @ 0..=23), Some(minutes @ 0..=59)) =
                (digits(&[*a, *b]), digits(&[*c, *d]))
            else {
                return false;
            };
            let minutes = i64::from(60 * hours + minutes);
            if *sign == b'+' { minutes } else { -minutes }
        }
        _ => return false,
    };
    // A leap second is the last one of a day of UTC (section 5.7).
    let of_day = (i64::from(60 * hour + minute) - offset).rem_euclid(24 * 60);
    second < 60 || of_day == 23 * 60 + 59
}

/// `P3Y6M4DT12H30M5S`, `P2W`: RFC 3339, appendix A, and with a fraction of the last part, as ISO 8601 has it.
pub(super) fn is_duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else {
        return false;
    };
    if let Some(weeks) = text.strip_suffix('W') {
        return !weeks.is_empty() && weeks.bytes().all(|it| it.is_ascii_digit());
    }
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let has_time = time.is_none_or(|it| !it.is_empty() && are_parts(it, "HMS"));
    has_time && are_parts(date, "YMD") && !(date.is_empty() && time.is_none())
}

/// Digits, each with one of the units, which follow one another without a gap.
fn are_parts(mut text: &str, units: &str) -> bool {
    let mut last: Option<usize> = None;
    while !text.is_empty() {
        let length = text.bytes().take_while(u8::is_ascii_digit).count();
        let mut end = length;
        let is_last = text.ends_with('S') && units.contains('S');
        if is_last && text[end..].starts_with('.') {
            let more = text[end + 1..]
                .bytes()
                .take_while(u8::is_ascii_digit)
                .count();
            if more == 0 {
                return false;
            }
            end += 1 + more;
        }
        let unit = text[end..].chars().next().and_then(|it| units.find(it));
        let Some(unit) = unit.filter(|_| length > 0) else {
            return false;
        };
        if end > length && units.as_bytes()[unit] != b'S' || last.is_some_and(|it| unit != it + 1) {
            return false;
        }
        last = Some(unit);
        text = &text[end + 1..];
    }
    true
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u32::from(byte - b'0'))
    })
}
