//! The key of a response: a status code, a class of them, or all that is left (RFC 9110, section 15).

use std::fmt;
use std::str::FromStr;

/// The key of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status code: `404`.
    Code(u16),
    /// A class of them, by its first digit: `4XX` is `Range(4)`.
    Range(u8),
    /// All that no other response is for.
    Default,
}

/// A text that is no key of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidStatus;

impl fmt::Display for InvalidStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a status is a code such as `404`, a class such as `4XX`, or `default`")
    }
}

impl std::error::Error for InvalidStatus {}

impl FromStr for Status {
    type Err = InvalidStatus;

    /// Reads a key as it stands in documents: three digits from 100 to 599, `1XX` to `5XX` (in either case), `default`.
    fn from_str(key: &str) -> Result<Self, InvalidStatus> {
        if key == "default" {
            return Ok(Status::Default);
        }
        if let Ok(code @ 100..=599) = key.parse()
            && key.len() == 3
        {
            return Ok(Status::Code(code));
        }
        let class = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx"));
        match class.and_then(|it| it.parse().ok()) {
            Some(it @ 1..=5) => Ok(Status::Range(it)),
            _ => Err(InvalidStatus),
        }
    }
}

impl fmt::Display for Status {
    /// The key as it stands in documents: `404`, `4XX`, `default`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Status::Code(code) => write!(f, "{code}"),
            Status::Range(class) => write!(f, "{class}XX"),
            Status::Default => f.write_str("default"),
        }
    }
}

impl Status {
    /// The first digit of the codes it is for; `None` where it is for those that are left.
    pub fn class(self) -> Option<u8> {
        match self {
            Status::Code(code) => Some((code / 100) as u8),
            Status::Range(class) => Some(class),
            Status::Default => None,
        }
    }

    /// Whether the request was received, understood and accepted (RFC 9110, section 15.3).
    pub fn is_success(self) -> bool {
        self.class() == Some(2)
    }

    /// What the status is called: the reason phrase of a code, the name of a class, `Default`; `None` for a code that is
    /// not registered.
    pub fn phrase(self) -> Option<&'static str> {
        match self {
            Status::Code(code) => reason_phrase(code),
            Status::Range(class) => class_name(class),
            Status::Default => Some("Default"),
        }
    }
}

/// The reason phrase of a status code; `None` where none is registered.
pub fn reason_phrase(code: u16) -> Option<&'static str> {
    let found = REASON_PHRASES.binary_search_by_key(&code, |(code, _)| *code);
    found.ok().map(|at| REASON_PHRASES[at].1)
}

/// What a class of status codes is called (RFC 9110, section 15).
pub fn class_name(class: u8) -> Option<&'static str> {
    Some(match class {
        1 => "Informational",
        2 => "Successful",
        3 => "Redirection",
        4 => "Client Error",
        5 => "Server Error",
        _ => return None,
    })
}

/// The reason phrases of the IANA registry of HTTP status codes, in the order of their codes. RFC 9110 renamed 413 (Content
/// Too Large) and 422 (Unprocessable Content) and gave 418 up; here they have the names of the `http` crate, which those
/// who use the emitted Rust know them by.
const REASON_PHRASES: [(u16, &str); 62] = [
    (100, "Continue"),
    (101, "Switching Protocols"),
    (102, "Processing"),
    (103, "Early Hints"),
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "Non-Authoritative Information"),
    (204, "No Content"),
    (205, "Reset Content"),
    (206, "Partial Content"),
    (207, "Multi-Status"),
    (208, "Already Reported"),
    (226, "IM Used"),
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (305, "Use Proxy"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Payload Too Large"),
    (414, "URI Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (417, "Expectation Failed"),
    (418, "I'm a teapot"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Entity"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Too Early"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (505, "HTTP Version Not Supported"),
    (506, "Variant Also Negotiates"),
    (507, "Insufficient Storage"),
    (508, "Loop Detected"),
    (510, "Not Extended"),
    (511, "Network Authentication Required"),
];

#[cfg(test)]
mod tests {
    use super::{InvalidStatus, REASON_PHRASES, Status, reason_phrase};

    #[test]
    fn a_key_is_read_and_written_alike() {
        for (key, status) in [
            ("404", Status::Code(404)),
            ("4XX", Status::Range(4)),
            ("default", Status::Default),
        ] {
            assert_eq!(key.parse(), Ok(status));
            assert_eq!(status.to_string(), key);
        }
        assert_eq!("5xx".parse(), Ok(Status::Range(5)));
        for key in [
            "", "99", "600", "0404", "+40", "6XX", "XX", "4Xx", "Default", "OK",
        ] {
            assert_eq!(key.parse::<Status>(), Err(InvalidStatus), "{key}");
        }
    }

    #[test]
    fn every_registered_code_has_its_phrase() {
        assert!(REASON_PHRASES.is_sorted_by_key(|(code, _)| code));
        for (code, phrase) in REASON_PHRASES {
            assert_eq!(Status::Code(code).phrase(), Some(phrase));
        }
        assert_eq!(reason_phrase(421), Some("Misdirected Request"));
        assert_eq!(reason_phrase(599), None);
        assert_eq!(Status::Range(4).phrase(), Some("Client Error"));
    }

    #[test]
    fn a_success_is_of_the_second_class() {
        assert!(Status::Code(204).is_success() && Status::Range(2).is_success());
        assert!(!Status::Code(304).is_success() && !Status::Default.is_success());
    }
}
