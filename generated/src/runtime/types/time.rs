//! Points in time as they are mostly written.

/// A point in time, its parts as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// The year, of four digits.
    pub year: i32,
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
    /// The hour.
    pub hour: u32,
    /// The minute.
    pub minute: u32,
    /// The second, less than 60.
    pub second: u32,
    /// The part of a second, in nanoseconds.
    pub nanosecond: u32,
    /// How many seconds local time is ahead of UTC.
    pub offset: i32,
}

/// Reads `2024-05-17T09:31:04.181529Z` or `2024-05-17T11:31:04+02:00` (RFC 3339, section 5.6). `None` is what is written
/// in another way, or a leap second; whether there is such a day is for the calendar to say.
pub fn time(text: &str) -> Option<Time> {
    let bytes = text.as_bytes();
    let (whole, rest) = bytes.split_first_chunk::<19>()?;
    let separators = [whole[4], whole[7], whole[10], whole[13], whole[16]];
    if separators != *b"--T::" {
        return None;
    }
    let (fraction, zone) = match rest {
        [b'.', rest @ ..] => {
            let digits = rest.iter().take_while(|it| it.is_ascii_digit()).count();
            rest.split_at_checked(digits)
                .filter(|it| (1..=9).contains(&it.0.len()))?
        }
        _ => (&rest[..0], rest),
    };
    let nanosecond = number(fraction)? * 10u32.pow(9 - fraction.len() as u32);
    let offset = match zone {
        [b'Z'] => 0,
        [sign @ (b'+' | b'-'), zone @ ..] if zone.len() == 5 && zone[2] == b':' => {
            let (hours, minutes) = (number(&zone[..2])?, number(&zone[3..])?);
            let ahead = i32::try_from(hours * 3600 + minutes * 60).ok()?;
            let is_clock = hours < 24 && minutes < 60;
            is_clock.then_some(if *sign == b'-' { -ahead } else { ahead })?
        }
        _ => return None,
    };
    let time = Time {
        year: i32::try_from(number(&whole[..4])?).ok()?,
        month: number(&whole[5..7])?,
        day: number(&whole[8..10])?,
        hour: number(&whole[11..13])?,
        minute: number(&whole[14..16])?,
        second: number(&whole[17..])?,
        nanosecond,
        offset,
    };
    (time.second < 60).then_some(time)
}

/// The number of at most nine digits.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        let is_digit = digit.is_ascii_digit();
        is_digit.then(|| number * 10 + u32::from(digit - b'0'))
    })
}
