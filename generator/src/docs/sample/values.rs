//! A schema of numbers or strings → the value that stands for it.

use super::super::json;
use crate::model::{JsonType, Schema};
use std::borrow::Cow;

/// A number within the schema's bounds.
pub fn number(schema: &Schema, json_type: JsonType) -> Cow<'static, str> {
    let bound = |it: &Option<crate::model::Bound>| {
        it.as_ref()
            .and_then(|it| Some((it.limit.parse::<f64>().ok()?, it.exclusive)))
    };
    let (minimum, maximum) = (bound(&schema.number.minimum), bound(&schema.number.maximum));
    let value = match (minimum, maximum) {
        (Some((low, true)), Some((high, exclusive))) => {
            let next = low.floor() + 1.0;
            let beyond = if exclusive { next >= high } else { next > high };
            if beyond { (low + high) / 2.0 } else { next }
        }
        (Some((low, false)), _) => low,
        (Some((low, true)), None) => low.floor() + 1.0,
        (None, Some((high, true))) if high > 0.0 => 0.0,
        (None, Some((high, true))) => high.floor() - 1.0,
        (None, Some((high, false))) => high,
        (None, None) => {
            let fraction = matches!(schema.format.as_deref(), Some("float" | "double"));
            if json_type == JsonType::Number && fraction {
                0.1
            } else {
                0.0
            }
        }
    };
    if value == 0.0 {
        return "0".into();
    }
    json::number_text(value).into()
}

/// A string of the schema's format.
pub fn string(schema: &Schema, property: Option<&str>) -> Cow<'static, str> {
    let rules = &schema.string;
    let minimum = rules.min_length.unwrap_or(0).min(LENGTH_LIMIT);
    match schema.format.as_deref() {
        Some("password") => password(minimum).into(),
        format => of_format(format.unwrap_or_default(), property).unwrap_or_else(|| {
            let mut text = repeat("string", minimum);
            let maximum = rules.max_length.filter(|it| *it > 0);
            let maximum = maximum.and_then(|it| usize::try_from(it).ok());
            if let Some(maximum) = maximum.filter(|it| *it < text.len()) {
                text.to_mut().truncate(maximum);
            }
            text
        }),
    }
}

/// The string that stands for a format, whatever else its schema says; a UUID is another one for each property. None for
/// formats that have no value of their own.
pub fn of_format(format: &str, property: Option<&str>) -> Option<Cow<'static, str>> {
    let fixed = match format {
        "email" => "user@example.com",
        "idn-email" => "пошта@укр.нет",
        "password" => PASSWORD,
        "date-time" => "2019-08-24T14:15:22Z",
        "date" => "2019-08-24",
        "time" => "14:15:22Z",
        "ipv4" => "192.168.0.1",
        "ipv6" => "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "hostname" => "example.com",
        "idn-hostname" => "приклад.укр",
        "iri" => "http://example.com/entity/1",
        "iri-reference" => "/entity/1",
        "uri" => "http://example.com",
        "uri-reference" => "../dictionary",
        "uri-template" => "http://example.com/{endpoint}",
        "uuid" => {
            let property = property.filter(|it| !it.is_empty());
            return Some(uuid(property.unwrap_or("id")).into());
        }
        "json-pointer" => "/json/pointer",
        "relative-json-pointer" => "1/relative/json/pointer",
        "regex" => "/regex/",
        _ => return None,
    };
    Some(fixed.into())
}

/// The string that stands for a password.
const PASSWORD: &str = "pa$$word";

/// How many characters `minLength` may ask for.
const LENGTH_LIMIT: u64 = 10_000;

fn password(minimum: u64) -> String {
    let mut text = PASSWORD.to_owned();
    let length = text.len() as u64;
    if minimum > length {
        // The underscore counts.
        text.push('_');
        let more = minimum - length - 1;
        text.push_str(&repeat("qwerty!@#$%^123456", more)[..usize::try_from(more).unwrap_or(0)]);
    }
    text
}

/// The text, or as much of its repetition as reaches the minimum. ASCII only.
fn repeat(text: &str, minimum: u64) -> Cow<'_, str> {
    let minimum = usize::try_from(minimum).unwrap_or(0);
    if minimum <= text.len() {
        return text.into();
    }
    text.chars().cycle().take(minimum).collect()
}

/// A version 4 UUID that follows from the name of the property alone, so that a page never changes by itself: a
/// 32-bit hash of the name seeds Bob Jenkins' small generator, which draws the digits.
fn uuid(name: &str) -> String {
    let seed = name.encode_utf16().fold(0u32, |hash, unit| {
        (hash << 5).wrapping_sub(hash).wrapping_add(u32::from(unit))
    });
    let [mut a, mut b, mut c, mut d] = [seed; 4];
    let mut draw = || {
        let t = a.wrapping_sub(b.rotate_left(27));
        a = b ^ c.rotate_left(17);
        b = c.wrapping_add(d);
        c = d.wrapping_add(t);
        d = a.wrapping_add(t);
        d >> 28
    };
    let form = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
    let mut out = String::with_capacity(form.len());
    out.extend(form.chars().map(|place| match place {
        'x' => char::from_digit(draw(), 16).unwrap_or('0'),
        'y' => char::from_digit(draw() & 3 | 8, 16).unwrap_or('0'),
        other => other,
    }));
    out
}
