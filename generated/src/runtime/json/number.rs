//! A JSON number by its digits, compared and divided without floats.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A number of JSON (RFC 8259, section 6) in the digits it is written in. Two are equal where they are the same number:
/// `1`, `1.0` and `10e-1` are one, and so are `0` and `-0`.
///
/// ```ignore
/// use crate::json::Number;
///
/// let number = Number::new("1.50").unwrap();
/// assert_eq!(number, Number::new("15e-1").unwrap());
/// assert!(!number.is_integer());
/// assert!(Number::new("01").is_none());
/// ```
#[derive(Debug, Clone)]
pub struct Number<'a>(Cow<'a, str>);

/// Exponents are not followed further: nothing that is written out has as many digits.
const MAX_EXPONENT: i64 = i64::MAX / 8;

impl<'a> Number<'a> {
    /// Takes digits; `None` where JSON does not spell a number so.
    pub fn new(digits: impl Into<Cow<'a, str>>) -> Option<Self> {
        let digits = digits.into();
        is_number(&digits).then_some(Self(digits))
    }

    /// Takes digits that a reader has found to be a number.
    pub(super) fn of_reader(digits: &'a str) -> Self {
        Self(Cow::Borrowed(digits))
    }

    /// As it is written.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether there is no fraction: `3.0` and `1e3` are integers (JSON Schema 2020-12 Core, section 4.2.1).
    pub fn is_integer(&self) -> bool {
        self.is_plain() || self.decimal().exponent >= 0
    }

    /// The number, where it is an integer of 128 bits.
    pub fn as_i128(&self) -> Option<i128> {
        if self.is_plain()
            && let Ok(it) = self.0.parse()
        {
            return Some(it);
        }
        let decimal = self.decimal();
        let zeros = u32::try_from(decimal.exponent).ok().filter(|it| *it < 39)?;
        let digits = decimal.digits().try_fold(0_i128, |sum, digit| {
            let digit = i128::from(digit - b'0');
            let sum = sum.checked_mul(10)?;
            if decimal.is_negative {
                sum.checked_sub(digit)
            } else {
                sum.checked_add(digit)
            }
        })?;
        digits.checked_mul(10_i128.checked_pow(zeros)?)
    }

    /// The nearest float; infinite beyond the greatest.
    pub fn as_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Whether this is a multiple of another number, to the last digit. Every number is one of 0.
    pub fn is_multiple_of(&self, step: &Number<'_>) -> bool {
        let (number, step) = (self.decimal(), step.decimal());
        if step.is_zero() || number.is_zero() {
            return true;
        }
        // `number.digits` does not end in 0, so that no power of ten divides it.
        let Some(zeros) = number.exponent.checked_sub(step.exponent) else {
            return false;
        };
        if zeros < 0 {
            return false;
        }
        // More zeros than the step has factors of 2 or 5 change nothing.
        let length = step.length();
        let zeros = usize::try_from(zeros).unwrap_or(usize::MAX);
        let zeros = zeros.min(4 * length);
        let digits = number.digits().chain(std::iter::repeat_n(b'0', zeros));
        if length <= 37 {
            let step = step.digits().fold(0_u128, |sum, it| sum * 10 + value(it));
            return digits.fold(0_u128, |rest, it| (rest * 10 + value(it)) % step) == 0;
        }
        let step: Vec<u8> = step.digits().collect();
        let rest = digits.fold(Vec::new(), |rest, it| remainder(rest, it, &step));
        rest.is_empty()
    }

    /// The same number with digits of its own.
    pub fn into_owned(self) -> Number<'static> {
        Number(Cow::Owned(self.0.into_owned()))
    }

    /// Digits alone, and few enough for 64 bits.
    fn is_plain(&self) -> bool {
        let digits = self.0.strip_prefix('-').unwrap_or(&self.0);
        digits.len() <= 18 && digits.bytes().all(|it| it.is_ascii_digit())
    }

    fn decimal(&self) -> Decimal<'_> {
        Decimal::of(&self.0)
    }
}

/// The integer that the digits of a number are: `None` where there is a fraction, an error where none of 128 bits is that
/// large.
pub fn integer_of(digits: &str) -> Option<Result<i128, ()>> {
    let number = Number(Cow::Borrowed(digits));
    match number.as_i128() {
        Some(it) => Some(Ok(it)),
        None => number.is_integer().then_some(Err(())),
    }
}

fn value(digit: u8) -> u128 {
    u128::from(digit - b'0')
}

/// `(rest * 10 + digit) % step`, with numbers as digits without leading zeros.
fn remainder(mut rest: Vec<u8>, digit: u8, step: &[u8]) -> Vec<u8> {
    if !rest.is_empty() || digit != b'0' {
        rest.push(digit);
    }
    let is_less = |rest: &[u8]| {
        let order = rest.len().cmp(&step.len());
        order.then_with(|| rest.cmp(step)).is_lt()
    };
    while !is_less(&rest) {
        let mut borrowed = 0;
        for at in 1..=rest.len() {
            let place = rest.len() - at;
            let taken = step.len().checked_sub(at).map_or(0, |it| step[it] - b'0') + borrowed;
            let has = rest[place] - b'0';
            borrowed = u8::from(has < taken);
            rest[place] = b'0' + has + 10 * borrowed - taken;
        }
        let zeros = rest.iter().take_while(|it| **it == b'0').count();
        rest.drain(..zeros);
    }
    rest
}

/// Whether JSON spells a number so: `-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?`.
fn is_number(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    are_digits(whole)
        && are_digits(fraction)
        && are_digits(exponent)
        && (whole == "0" || !whole.starts_with('0'))
}

/// A number as `digits × 10^exponent`; the digits neither begin nor end with 0, and there are none of 0.
struct Decimal<'a> {
    is_negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    exponent: i64,
}

impl<'a> Decimal<'a> {
    fn of(text: &'a str) -> Self {
        let (is_negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = match exponent.parse::<i64>() {
            Ok(it) => it.clamp(-MAX_EXPONENT, MAX_EXPONENT),
            Err(_) if exponent.starts_with('-') => -MAX_EXPONENT,
            Err(_) => MAX_EXPONENT,
        };
        let mut whole = whole.trim_start_matches('0');
        let mut fraction = fraction.trim_end_matches('0');
        let mut exponent = exponent - fraction.len() as i64;
        if whole.is_empty() {
            fraction = fraction.trim_start_matches('0');
        }
        if fraction.is_empty() {
            let digits = whole.trim_end_matches('0');
            exponent += (whole.len() - digits.len()) as i64;
            whole = digits;
        }
        let is_zero = whole.is_empty() && fraction.is_empty();
        Self {
            is_negative: is_negative && !is_zero,
            whole: whole.as_bytes(),
            fraction: fraction.as_bytes(),
            exponent: if is_zero { 0 } else { exponent },
        }
    }

    fn length(&self) -> usize {
        self.whole.len() + self.fraction.len()
    }

    fn is_zero(&self) -> bool {
        self.length() == 0
    }

    fn digits(&self) -> impl Iterator<Item = u8> + 'a {
        self.whole.iter().chain(self.fraction).copied()
    }

    fn compare_size(&self, other: &Decimal<'_>) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        let first = |it: &Decimal<'_>| it.exponent + it.length() as i64;
        let by_size = first(self).cmp(&first(other));
        by_size.then_with(|| self.digits().cmp(other.digits()))
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number<'_> {}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.is_plain()
            && other.is_plain()
            && let (Ok(a), Ok(b)) = (self.0.parse::<i64>(), other.0.parse::<i64>())
        {
            return a.cmp(&b);
        }
        let (a, b) = (self.decimal(), other.decimal());
        match (a.is_negative, b.is_negative) {
            (false, false) => a.compare_size(&b),
            (true, true) => b.compare_size(&a),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl Hash for Number<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let it = self.decimal();
        it.is_negative.hash(state);
        it.exponent.hash(state);
        state.write(it.whole);
        state.write(it.fraction);
    }
}

impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<i128> for Number<'_> {
    fn from(it: i128) -> Self {
        Self(Cow::Owned(it.to_string()))
    }
}

impl Number<'_> {
    /// The shortest digits that are read as this float; `None` where it is no number.
    pub fn from_f64(it: f64) -> Option<Self> {
        it.is_finite().then(|| Self(Cow::Owned(format!("{it:e}"))))
    }
}
