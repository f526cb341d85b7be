//! Texts that stand for bytes, numbers, pointers or patterns.

pub(super) fn is_uuid(text: &str) -> bool {
    let Ok(text) = <&[u8; 36]>::try_from(text.as_bytes()) else {
        return false;
    };
    // To its end, without a way out on the way: many octets at once are looked at so.
    let is_digit = |it: u8| it.wrapping_sub(b'0') < 10 || (it | 0x20).wrapping_sub(b'a') < 6;
    let digits: u8 = text.iter().map(|it| u8::from(is_digit(*it))).sum();
    digits == 32 && [8, 13, 18, 23].iter().all(|at| text[*at] == b'-')
}

/// Base64 of either alphabet (RFC 4648, sections 4 and 5), padded or not.
pub(super) fn is_base64(text: &str) -> bool {
    is_encoded(text, b"+/-_")
}

/// Base64 of the alphabet that is safe in URLs (RFC 4648, section 5), padded or not.
pub(super) fn is_base64url(text: &str) -> bool {
    is_encoded(text, b"-_")
}

fn is_encoded(text: &str, more: &[u8]) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let is_whole = match digits.len() % 4 {
        0 => padding == 0,
        1 => false,
        rest => padding == 0 || padding == 4 - rest,
    };
    is_whole
        && digits
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || more.contains(&it))
}

/// A number with or without a fraction, and without an exponent.
pub(super) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    are_digits(whole) && are_digits(fraction)
}

/// A number of at most 34 digits that count, with an exponent perhaps (IEEE 754, decimal128).
pub(super) fn is_decimal128(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let exponent: Option<i32> = exponent.parse().ok();
    let counting = mantissa.bytes().filter(u8::is_ascii_digit);
    let counting = counting.skip_while(|it| *it == b'0').count();
    !mantissa.starts_with(['-', '+'])
        && is_decimal(mantissa)
        && counting <= 34
        && exponent.is_some_and(|it| (-6176..=6144).contains(&it))
}

/// One character, as Unicode counts them.
pub(super) fn is_character(text: &str) -> bool {
    text.chars().count() == 1
}

/// RFC 6901, section 3.
pub(super) fn is_json_pointer(text: &str) -> bool {
    let mut rest = text.bytes();
    let mut is_escaped = true;
    while let Some(byte) = rest.next() {
        if byte == b'~' {
            is_escaped &= matches!(rest.next(), Some(b'0' | b'1'));
        }
    }
    is_escaped && (text.is_empty() || text.starts_with('/'))
}

/// `1/a`, `0#`: draft-handrews-relative-json-pointer-01, section 3.
pub(super) fn is_relative_json_pointer(text: &str) -> bool {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (steps, rest) = text.split_at(length);
    let is_number = steps == "0" || (!steps.is_empty() && !steps.starts_with('0'));
    is_number && (rest == "#" || is_json_pointer(rest))
}

/// An expression of ECMA 262, as far as its brackets tell: it is not compiled, since a caller would choose what that
/// costs.
pub(super) fn is_regex(text: &str) -> bool {
    let mut depth = 0_u32;
    let mut in_class = false;
    let mut rest = text.chars();
    while let Some(it) = rest.next() {
        match it {
            '\\' if rest.next().is_none() => return false,
            '\\' => {}
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            },
            _ => {}
        }
    }
    depth == 0 && !in_class && !text.starts_with(['*', '+', '?'])
}
