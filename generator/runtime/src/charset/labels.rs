//! Texts by the `charset` of their media type (RFC 9110, section 8.3.2): all that the WHATWG Encoding Standard has labels
//! for.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, mem};

/// How texts of a `charset` are laid out.
#[derive(Clone, Copy)]
enum Layout {
    Utf8,
    /// ISO 8859-1 by the letter. The standard takes its labels for windows-1252, which has other characters from 0x80 to 0x9F.
    Latin1,
    /// Units of 16 bits, the high byte first or last.
    Utf16(bool),
    Other(&'static Encoding),
}

fn is_one_of(labels: &[&str], label: &str) -> bool {
    labels.iter().any(|it| label.eq_ignore_ascii_case(it))
}

fn layout(label: &str) -> Option<Layout> {
    if is_utf8(label) {
        return Some(Layout::Utf8);
    }
    let latin1 = ["iso-8859-1", "iso_8859-1", "iso8859-1", "latin1", "l1"];
    if is_one_of(&latin1, label) {
        return Some(Layout::Latin1);
    }
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    Some(if encoding == UTF_16BE {
        Layout::Utf16(true)
    } else if encoding == UTF_16LE {
        Layout::Utf16(false)
    } else {
        Layout::Other(encoding)
    })
}

/// Whether texts of a `charset` are UTF-8, as those in ASCII are.
pub fn is_utf8(label: &str) -> bool {
    is_one_of(&["utf-8", "utf8", "us-ascii"], label)
}

/// Whether texts of a `charset` can be read and written.
pub fn is_known(label: &str) -> bool {
    layout(label).is_some()
}

/// A text of a `charset`; `None` where it is no such text, or the charset is not known.
pub fn decode<'b>(label: &str, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
    match layout(label)? {
        Layout::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Layout::Latin1 => Some(mem::decode_latin1(bytes)),
        // A byte order mark goes before the label (RFC 2781, section 4.3).
        Layout::Utf16(is_big) => {
            let (encoding, rest) = match bytes {
                [0xFE, 0xFF, rest @ ..] => (UTF_16BE, rest),
                [0xFF, 0xFE, rest @ ..] => (UTF_16LE, rest),
                _ if is_big => (UTF_16BE, bytes),
                _ => (UTF_16LE, bytes),
            };
            encoding.decode_without_bom_handling_and_without_replacement(rest)
        }
        Layout::Other(it) => it.decode_without_bom_handling_and_without_replacement(bytes),
    }
}

/// A text in a `charset`; `None` where that lacks one of its characters, or is not known.
pub fn encode(label: &str, text: String) -> Option<Vec<u8>> {
    match layout(label)? {
        Layout::Utf8 if label.eq_ignore_ascii_case("us-ascii") && !text.is_ascii() => None,
        Layout::Utf8 => Some(text.into_bytes()),
        Layout::Latin1 => {
            let is_latin1 = mem::is_str_latin1(&text);
            is_latin1.then(|| mem::encode_latin1_lossy(&text).into_owned())
        }
        Layout::Utf16(is_big) => {
            // Which end comes first is left open by this label alone.
            let mark = label.eq_ignore_ascii_case("utf-16").then_some(0xFEFF);
            let units = mark.into_iter().chain(text.encode_utf16());
            let bytes = units.flat_map(|it: u16| match is_big {
                true => it.to_be_bytes(),
                false => it.to_le_bytes(),
            });
            Some(bytes.collect())
        }
        Layout::Other(it) => {
            let (bytes, _, is_unmappable) = it.encode(&text);
            (!is_unmappable).then(|| bytes.into_owned())
        }
    }
}
