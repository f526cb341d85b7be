//! A response's status → what it means, and where that is defined.

use super::inline::{Inline, Link, LinkForm, Target};
use super::layout::StatusPhrases;
use crate::model::{Operation, Response, Status, class_name, reason_phrase};

/// The responses in the order of JavaScript's objects: statuses in ascending order, then the rest as written.
pub fn in_order(operation: &Operation) -> Vec<&Response> {
    let mut out: Vec<&Response> = operation.responses.iter().collect();
    out.sort_by_key(|it| match it.status {
        Status::Code(code) => code,
        Status::Range(_) | Status::Default => u16::MAX,
    });
    out
}

/// What the status means, as a link to its definition where there is one.
pub fn meaning(status: Status, phrases: StatusPhrases) -> Inline<'static> {
    let link = |phrase: &'static str, form, section: &str| {
        Inline::from(Link {
            text: phrase.into(),
            target: Target::Url([RFCS, section].concat().into()),
            form,
        })
    };
    let known = match status {
        Status::Default => return Inline::plain("Default"),
        Status::Range(class) => class_name(class).map(|name| {
            let section = format!("rfc7231#section-6.{}", class + 1);
            link(name, LinkForm::Strong, &section)
        }),
        Status::Code(code) => {
            let phrase = match phrases {
                StatusPhrases::Registered => reason_phrase(code),
                StatusPhrases::KnowYourHttpWell => phrase_of_know_your_http_well(code),
            };
            let section = SECTIONS.binary_search_by_key(&code, |(code, _)| *code);
            phrase.map(|phrase| match section {
                Ok(at) => link(phrase, LinkForm::Link, SECTIONS[at].1),
                Err(_) => Inline::plain(phrase),
            })
        }
    };
    known.unwrap_or(Inline::plain("Unknown"))
}

/// The phrase of know-your-http-well, which widdershins ships: the registry as it once was.
fn phrase_of_know_your_http_well(code: u16) -> Option<&'static str> {
    match code {
        208 | 425 | 508 | 510 => None,
        421 => Some("Misdirected request"),
        504 => Some("Gateway Time-out"),
        _ => reason_phrase(code),
    }
}

/// Where the definitions stand.
const RFCS: &str = "https://tools.ietf.org/html/";

/// Where each registered status is defined, as know-your-http-well cites it.
const SECTIONS: [(u16, &str); 62] = [
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_explained() {
        let link = |text: &'static str, form, section: &str| {
            Inline::from(Link {
                text: text.into(),
                target: Target::Url(format!("https://tools.ietf.org/html/{section}").into()),
                form,
            })
        };
        let unknown = || Inline::plain("Unknown");
        let cases = [
            (
                Status::Code(204),
                link("No Content", LinkForm::Link, "rfc7231#section-6.3.5"),
                link("No Content", LinkForm::Link, "rfc7231#section-6.3.5"),
            ),
            (
                Status::Code(421),
                link(
                    "Misdirected Request",
                    LinkForm::Link,
                    "rfc7540#section-9.1.2",
                ),
                link(
                    "Misdirected request",
                    LinkForm::Link,
                    "rfc7540#section-9.1.2",
                ),
            ),
            (
                Status::Code(425),
                link("Too Early", LinkForm::Link, "rfc8470#section-5.2"),
                unknown(),
            ),
            (Status::Code(599), unknown(), unknown()),
            (
                Status::Range(4),
                link("Client Error", LinkForm::Strong, "rfc7231#section-6.5"),
                link("Client Error", LinkForm::Strong, "rfc7231#section-6.5"),
            ),
            (Status::Range(0), unknown(), unknown()),
            (
                Status::Default,
                Inline::plain("Default"),
                Inline::plain("Default"),
            ),
        ];
        for (status, registered, of_reference) in cases {
            assert_eq!(meaning(status, StatusPhrases::Registered), registered);
            assert_eq!(
                meaning(status, StatusPhrases::KnowYourHttpWell),
                of_reference
            );
        }
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(SECTIONS.is_sorted_by_key(|(code, _)| *code));
    }
}
