//! Texts by the `charset` of their media type (RFC 9110, section 8.3.2). This document asks for UTF-8 alone.

use std::borrow::Cow;

/// Whether texts of a `charset` are UTF-8, as those in ASCII are.
pub fn is_utf8(label: &str) -> bool {
    let labels = ["utf-8", "utf8", "us-ascii"];
    labels.iter().any(|it| label.eq_ignore_ascii_case(it))
}

/// Whether texts of a `charset` can be read and written.
pub fn is_known(label: &str) -> bool {
    is_utf8(label)
}

/// A text of a `charset`; `None` where it is no such text, or the charset is not known.
pub fn decode<'b>(label: &str, bytes: &'b [u8]) -> Option<Cow<'b, str>> {
    let text = std::str::from_utf8(bytes).ok()?;
    is_known(label).then_some(Cow::Borrowed(text))
}

/// A text in a `charset`; `None` where that lacks one of its characters, or is not known.
pub fn encode(label: &str, text: String) -> Option<Vec<u8>> {
    is_known(label).then(|| text.into_bytes())
}
