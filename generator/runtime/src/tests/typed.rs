//! Types of formats that are text unless they are asked for.

use std::time;

use crate::formats::{Duration, TimeOfDay};

fn duration(text: &str) -> Option<Duration> {
    text.parse().ok()
}

#[test]
fn durations_keep_their_units() {
    for text in [
        "P1Y",
        "P2M",
        "P3D",
        "P1Y2M3D",
        "PT36H",
        "PT5M",
        "PT6S",
        "PT6.5S",
        "PT0.000000001S",
        "PT1H0M6S",
        "P1Y0M3D",
        "P2W",
        "PT0S",
        "P1Y2M3DT4H5M6.25S",
    ] {
        assert_eq!(duration(text).expect(text).to_string(), text);
    }
    for (text, written) in [
        ("P0D", "PT0S"),
        ("PT007M", "PT7M"),
        ("PT6.50S", "PT6.5S"),
        ("P0W", "PT0S"),
        ("P0Y3M", "P3M"),
    ] {
        assert_eq!(duration(text).expect(text).to_string(), written);
    }
    for text in [
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "P1H",
        "PT1D",
        "P1DT",
        "P1Y3D",
        "P3D1Y",
        "P1W2D",
        "P-1D",
        "P+1D",
        "P1.5D",
        "PT1.5H",
        "PT1.S",
        "PT.5S",
        "PT1.5",
        "PT1.5M",
        "PT0.1234567890S",
        "P99999999999999999999D",
        "PT1H6S",
        "PT1S1S",
        "p1d",
        "PT5MS",
        "P1\u{661}D",
    ] {
        assert_eq!(duration(text), None, "{text}");
    }
}

#[test]
fn a_duration_without_months_has_a_length() {
    let hours = |it: u64| time::Duration::from_secs(3_600 * it);
    for (text, length) in [
        ("P1DT2H", hours(26)),
        ("P1W", hours(168)),
        ("PT1.5S", time::Duration::from_millis(1_500)),
    ] {
        let it = duration(text).expect(text);
        assert_eq!(time::Duration::try_from(it).ok(), Some(length));
    }
    assert_eq!(Duration::from(hours(1)).to_string(), "PT3600S");
    let most = Duration {
        weeks: u64::MAX,
        ..Duration::default()
    };
    for it in [duration("P1M").expect("a month"), most] {
        assert!(time::Duration::try_from(it).is_err());
    }
    // Weeks beside days, which no text has.
    let both = Duration {
        weeks: 1,
        days: 1,
        ..Duration::default()
    };
    assert_eq!(both.to_string(), "P8D");
}

#[test]
fn times_of_day_keep_their_zone() {
    for text in [
        "09:31:04Z",
        "11:31:04+02:00",
        "11:31:04.5-03:30",
        "23:59:60Z",
        "01:59:60+02:00",
        "00:00:00.000000001Z",
    ] {
        let it: TimeOfDay = text.parse().expect(text);
        assert_eq!(it.to_string(), text);
    }
    for (text, written) in [
        ("09:31:04z", "09:31:04Z"),
        ("09:31:04+00:00", "09:31:04Z"),
        ("09:31:04.50Z", "09:31:04.5Z"),
    ] {
        let it: TimeOfDay = text.parse().expect(text);
        assert_eq!(it.to_string(), written);
    }
    for text in [
        "",
        "09:31",
        "09:31:04",
        "24:00:00Z",
        "09:60:00Z",
        "09:31:60Z",
        "09:31:04.Z",
        "09:31:04+2:00",
        "09:31:04+02",
        "09:31:04.1234567890Z",
        "9:31:04Z",
        "09:31:04+24:00",
        "\u{660}9:31:04Z",
        "09:31:04 Z",
    ] {
        assert!(text.parse::<TimeOfDay>().is_err(), "{text}");
    }
}

#[test]
fn both_are_text_in_json() {
    let text = r#"["P1D","09:31:04Z"]"#;
    let read: (Duration, TimeOfDay) = serde_json::from_str(text).expect("both are read");
    assert_eq!(
        serde_json::to_string(&read).expect("both are written"),
        text
    );
    assert!(serde_json::from_str::<Duration>("1").is_err());
    let read: (Duration, TimeOfDay) =
        crate::types::from_str(text).expect("by the crate's own reader, too");
    assert_eq!(read.1.hour, 9);
}
