//! Types of formats of text that are text unless they are asked for: `duration = "typed"` and `time = "typed"` in
//! `[types.formats]`. Each is written in one way, whatever way it was read in.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::json::Error;

/// A length of time by the units that it is given in: `P1Y2M3DT4H5M6.5S`, or `P2W` (RFC 3339, appendix A). A month has no
/// length of its own, so that none of them is made of another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Years.
    pub years: u64,
    /// Months.
    pub months: u64,
    /// Weeks; not beside other units.
    pub weeks: u64,
    /// Days.
    pub days: u64,
    /// Hours.
    pub hours: u64,
    /// Minutes.
    pub minutes: u64,
    /// Seconds.
    pub seconds: u64,
    /// The part of a second, in nanoseconds: less than a billion.
    pub nanoseconds: u32,
}

impl FromStr for Duration {
    type Err = Error;

    /// Reads a duration. Beyond RFC 3339, a second may have a fraction, of nine digits at the most.
    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::new("must be a duration, as `P1DT2H30M`");
        let mut it = Self::default();
        let (date, time) = match text.strip_prefix('P').ok_or_else(wrong)?.split_once('T') {
            Some((date, time)) if !time.is_empty() => (date, time),
            Some(_) => return Err(wrong()),
            None => (&text[1..], ""),
        };
        if date.is_empty() && time.is_empty() {
            return Err(wrong());
        }
        if let Some(weeks) = date.strip_suffix('W').filter(|_| time.is_empty()) {
            it.weeks = number(weeks).ok_or_else(wrong)?;
            return Ok(it);
        }
        let fields = [&mut it.years, &mut it.months, &mut it.days];
        units(date, b"YMD", fields)
            .filter(|it| it.is_empty())
            .ok_or_else(wrong)?;
        let fields = [&mut it.hours, &mut it.minutes, &mut it.seconds];
        let rest = units(time, b"HMS", fields).ok_or_else(wrong)?;
        if let Some((seconds, fraction)) = rest.split_once('.') {
            it.seconds = number(seconds).ok_or_else(wrong)?;
            let digits = fraction.strip_suffix('S').ok_or_else(wrong)?;
            it.nanoseconds = nanoseconds(digits).ok_or_else(wrong)?;
        } else if !rest.is_empty() {
            return Err(wrong());
        }
        Ok(it)
    }
}

/// Reads numbers with units, which follow one another in their order without a gap; what is left is none, or has a fraction.
fn units<'t>(mut text: &'t str, units: &[u8; 3], fields: [&mut u64; 3]) -> Option<&'t str> {
    let mut begun = false;
    for (at, (unit, field)) in units.iter().zip(fields).enumerate() {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let after = text.as_bytes().get(digits);
        if digits == 0 {
            break;
        }
        if after == Some(unit) {
            *field = number(&text[..digits])?;
            text = &text[digits + 1..];
            begun = true;
        } else if (begun || at == 2) && !(at == 2 && after == Some(&b'.')) {
            return None;
        }
    }
    Some(text)
}

fn number(digits: &str) -> Option<u64> {
    let is_number = digits.bytes().all(|it| it.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// What stands behind the point of a second.
fn nanoseconds(digits: &str) -> Option<u32> {
    let missing = 9_usize.checked_sub(digits.len())?;
    let number = u32::try_from(number(digits)?).ok()?;
    Some(number * 10_u32.pow(u32::try_from(missing).ok()?))
}

/// The part of a second, without zeros at its end.
fn write_fraction(f: &mut fmt::Formatter<'_>, nanoseconds: u32) -> fmt::Result {
    if nanoseconds == 0 {
        return Ok(());
    }
    let digits = format!("{nanoseconds:09}");
    write!(f, ".{}", digits.trim_end_matches('0'))
}

impl fmt::Display for Duration {
    /// `P1DT2H`: units that are zero are left out, unless all are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::default() {
            return f.write_str("PT0S");
        }
        f.write_str("P")?;
        // Weeks stand alone where they are read; beside others they are days.
        let is_in_weeks = Self {
            weeks: self.weeks,
            ..Self::default()
        } == *self;
        if is_in_weeks {
            return write!(f, "{}W", self.weeks);
        }
        let days = self.days.saturating_add(self.weeks.saturating_mul(7));
        // No unit between two others is left out (RFC 3339, appendix A).
        let is_between = self.years > 0 && days > 0;
        for (count, unit, is_there) in [
            (self.years, 'Y', false),
            (self.months, 'M', is_between),
            (days, 'D', false),
        ] {
            if count > 0 || is_there {
                write!(f, "{count}{unit}")?;
            }
        }
        let has_seconds = self.seconds > 0 || self.nanoseconds > 0;
        if self.hours == 0 && self.minutes == 0 && !has_seconds {
            return Ok(());
        }
        f.write_str("T")?;
        if self.hours > 0 {
            write!(f, "{}H", self.hours)?;
        }
        if self.minutes > 0 || self.hours > 0 && has_seconds {
            write!(f, "{}M", self.minutes)?;
        }
        if has_seconds {
            write!(f, "{}", self.seconds)?;
            write_fraction(f, self.nanoseconds)?;
            f.write_str("S")?;
        }
        Ok(())
    }
}

impl From<std::time::Duration> for Duration {
    fn from(it: std::time::Duration) -> Self {
        Self {
            seconds: it.as_secs(),
            nanoseconds: it.subsec_nanos(),
            ..Self::default()
        }
    }
}

impl TryFrom<Duration> for std::time::Duration {
    type Error = Error;

    /// A day has 24 hours.
    ///
    /// # Errors
    /// It has years or months, which have no length, or is too long.
    fn try_from(it: Duration) -> Result<Self, Error> {
        if it.years > 0 || it.months > 0 {
            return Err(Error::new("a year or a month has no length of its own"));
        }
        let parts = [
            (it.weeks, 7 * 86_400),
            (it.days, 86_400),
            (it.hours, 3_600),
            (it.minutes, 60),
        ];
        let all = parts
            .into_iter()
            .try_fold(it.seconds, |all, (count, length)| {
                all.checked_add(count.checked_mul(length)?)
            });
        let seconds = all.ok_or_else(|| Error::new("the duration is too long"))?;
        Ok(Self::from_secs(seconds) + Self::from_nanos(it.nanoseconds.into()))
    }
}

/// A time of day with its distance from UTC: `09:31:04Z`, `11:31:04.5+02:00` (RFC 3339, section 5.6, `full-time`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeOfDay {
    /// The hour, less than 24.
    pub hour: u8,
    /// The minute, less than 60.
    pub minute: u8,
    /// The second; 60 where it is a leap second.
    pub second: u8,
    /// The part of a second, in nanoseconds: less than a billion.
    pub nanosecond: u32,
    /// How many minutes local time is ahead of UTC.
    pub offset: i16,
}

impl FromStr for TimeOfDay {
    type Err = Error;

    /// Reads a time; a second has a fraction of nine digits at the most.
    fn from_str(text: &str) -> Result<Self, Error> {
        time(text).ok_or_else(|| Error::new("must be a time, as `09:31:04Z` or `11:31:04+02:00`"))
    }
}

fn time(text: &str) -> Option<TimeOfDay> {
    let (whole, rest) = text.as_bytes().split_first_chunk::<8>()?;
    let two = |at: &[u8], end: u8| {
        let [a @ b'0'..=b'9', b @ b'0'..=b'9'] = at else {
            return None;
        };
        Some((a - b'0') * 10 + (b - b'0')).filter(|it| *it < end)
    };
    if whole[2] != b':' || whole[5] != b':' {
        return None;
    }
    let (hour, minute, second) = (
        two(&whole[..2], 24)?,
        two(&whole[3..5], 60)?,
        two(&whole[6..], 61)?,
    );
    let (nanosecond, zone) = match rest {
        [b'.', rest @ ..] => {
            let digits = rest.iter().take_while(|it| it.is_ascii_digit()).count();
            let (fraction, zone) = rest.split_at(digits);
            let fraction = std::str::from_utf8(fraction)
                .ok()
                .filter(|it| !it.is_empty())?;
            (nanoseconds(fraction)?, zone)
        }
        _ => (0, rest),
    };
    let offset = match zone {
        b"Z" | b"z" => 0,
        [sign @ (b'+' | b'-'), hours @ .., b':', m1, m2] => {
            let minutes = 60 * i16::from(two(hours, 24)?) + i16::from(two(&[*m1, *m2], 60)?);
            if *sign == b'-' { -minutes } else { minutes }
        }
        _ => return None,
    };
    // A leap second is the last one of a day of UTC (section 5.7).
    let of_day = (60 * i16::from(hour) + i16::from(minute) - offset).rem_euclid(24 * 60);
    (second < 60 || of_day == 24 * 60 - 1).then_some(TimeOfDay {
        hour,
        minute,
        second,
        nanosecond,
        offset,
    })
}

impl fmt::Display for TimeOfDay {
    /// `11:31:04.5+02:00`; `Z` where it is UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            hour,
            minute,
            second,
            nanosecond,
            offset,
        } = *self;
        write!(f, "{hour:02}:{minute:02}:{second:02}")?;
        write_fraction(f, nanosecond)?;
        if offset == 0 {
            return f.write_str("Z");
        }
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Both stand in JSON as their text.
macro_rules! as_text {
    ($($name:ident)*) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text: Cow<'de, str> = Cow::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    )*};
}

as_text!(Duration TimeOfDay);
