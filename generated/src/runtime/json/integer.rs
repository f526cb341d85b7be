//! Digits → the integer they are.

/// The integer that digits are: `None` where they are none, an error where none of 128 bits is that large.
pub fn integer_of(digits: &str) -> Option<Result<i128, ()>> {
    if let Ok(it) = digits.parse::<i128>() {
        return Some(Ok(it));
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(whole) => ("-", whole),
        None => ("", whole),
    };
    let significant = format!("{whole}{fraction}");
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some(Ok(0));
    }
    let trimmed = significant.trim_end_matches('0');
    let zeros = (significant.len() - trimmed.len()) as i64;
    let exponent = match exponent.map(|it| (it, it.parse::<i64>())) {
        None => 0,
        Some((_, Ok(it))) => it,
        // An exponent of more digits than that leads out of every range.
        Some((text, Err(_))) if text.starts_with('-') => return None,
        Some(_) => return Some(Err(())),
    };
    // The value is `trimmed` with so many zeros behind it.
    let behind = exponent
        .saturating_sub(fraction.len() as i64)
        .saturating_add(zeros);
    match usize::try_from(behind) {
        Err(_) => None,
        Ok(behind) if behind.saturating_add(trimmed.len()) > 40 => Some(Err(())),
        Ok(behind) => {
            let text = format!("{sign}{trimmed}{}", "0".repeat(behind));
            Some(text.parse().map_err(|_| ()))
        }
    }
}
