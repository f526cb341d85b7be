//! A response's status → what it means, and where that is defined.

use crate::model::{Status, class_name, reason_phrase};

/// What the status means, as a link to its definition where there is one.
///
/// Quirk of the reference's tools, with `quirks`: they know the registry as it once was, so that some codes have
/// another phrase there, or none.
pub fn meaning(status: Status, quirks: bool) -> String {
    match status {
        Status::Default => "Default".to_owned(),
        Status::Range(class) => match class_name(class) {
            Some(name) => {
                let section = class + 1;
                format!("[**{name}**]({SCHEME}rfc7231#section-6.{section})")
            }
            None => "Unknown".to_owned(),
        },
        Status::Code(code) => {
            let phrase = if quirks {
                phrase_of_reference(code)
            } else {
                reason_phrase(code)
            };
            let address = ADDRESSES.binary_search_by_key(&code, |(code, _)| *code);
            match (phrase, address) {
                (None, _) => "Unknown".to_owned(),
                (Some(phrase), Err(_)) => phrase.to_owned(),
                (Some(phrase), Ok(at)) => format!("[{phrase}]({SCHEME}{})", ADDRESSES[at].1),
            }
        }
    }
}

/// The phrase of know-your-http-well, whose list widdershins ships.
fn phrase_of_reference(code: u16) -> Option<&'static str> {
    match code {
        208 | 425 | 508 | 510 => None,
        421 => Some("Misdirected request"),
        504 => Some("Gateway Time-out"),
        _ => reason_phrase(code),
    }
}

const SCHEME: &str = "https://tools.ietf.org/html/";

/// Where each registered status is defined, as know-your-http-well cites it.
const ADDRESSES: [(u16, &str); 62] = [
    (100, "rfc7231#section-6.2.1"),
    (101, "rfc7231#section-6.2.2"),
    (102, "rfc2518#section-10.1"),
    (103, "rfc8297#section-2"),
    (200, "rfc7231#section-6.3.1"),
    (201, "rfc7231#section-6.3.2"),
    (202, "rfc7231#section-6.3.3"),
    (203, "rfc7231#section-6.3.4"),
    (204, "rfc7231#section-6.3.5"),
    (205, "rfc7231#section-6.3.6"),
    (206, "rfc7233#section-4.1"),
    (207, "rfc2518#section-10.2"),
    (208, "rfc5842#section-7.1"),
    (226, "rfc3229#section-10.4.1"),
    (300, "rfc7231#section-6.4.1"),
    (301, "rfc7231#section-6.4.2"),
    (302, "rfc7231#section-6.4.3"),
    (303, "rfc7231#section-6.4.4"),
    (304, "rfc7232#section-4.1"),
    (305, "rfc7231#section-6.4.5"),
    (307, "rfc7231#section-6.4.7"),
    (308, "rfc7538"),
    (400, "rfc7231#section-6.5.1"),
    (401, "rfc7235#section-3.1"),
    (402, "rfc7231#section-6.5.2"),
    (403, "rfc7231#section-6.5.3"),
    (404, "rfc7231#section-6.5.4"),
    (405, "rfc7231#section-6.5.5"),
    (406, "rfc7231#section-6.5.6"),
    (407, "rfc7235#section-3.2"),
    (408, "rfc7231#section-6.5.7"),
    (409, "rfc7231#section-6.5.8"),
    (410, "rfc7231#section-6.5.9"),
    (411, "rfc7231#section-6.5.10"),
    (412, "rfc7232#section-4.2"),
    (413, "rfc7231#section-6.5.11"),
    (414, "rfc7231#section-6.5.12"),
    (415, "rfc7231#section-6.5.13"),
    (416, "rfc7233#section-4.4"),
    (417, "rfc7231#section-6.5.14"),
    (418, "rfc2324#section-2.3.1"),
    (421, "rfc7540#section-9.1.2"),
    (422, "rfc2518#section-10.3"),
    (423, "rfc2518#section-10.4"),
    (424, "rfc2518#section-10.5"),
    (425, "rfc8470#section-5.2"),
    (426, "rfc7231#section-6.5.15"),
    (428, "rfc6585#section-3"),
    (429, "rfc6585#section-4"),
    (431, "rfc6585#section-5"),
    (451, "draft-ietf-httpbis-legally-restricted-status"),
    (500, "rfc7231#section-6.6.1"),
    (501, "rfc7231#section-6.6.2"),
    (502, "rfc7231#section-6.6.3"),
    (503, "rfc7231#section-6.6.4"),
    (504, "rfc7231#section-6.6.5"),
    (505, "rfc7231#section-6.6.6"),
    (506, "rfc2295#section-8.1"),
    (507, "rfc2518#section-10.6"),
    (508, "rfc5842#section-7.2"),
    (510, "rfc2774#section-7"),
    (511, "rfc6585#section-6"),
];
