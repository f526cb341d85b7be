//! Why a call has no answer, or not the one that was hoped for.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::credentials::MissingCredential;
use crate::runtime::api::BoxError;
use crate::runtime::fault::Fault;
use crate::runtime::types::Never;

/// Why a call failed. `E` is what the document says of failures: the enum of the operation's answers, or of its errors
/// where the document's traits have `typed-errors`; [`Never`] where it has none.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E = Never> {
    /// The request did not go out, or no whole answer came back.
    Transport(BoxError),
    /// There was no answer within this time.
    Timeout(Duration),
    /// The operation asks for a credential that the client does not have; nothing was sent.
    Credential(MissingCredential),
    /// The request has a value that cannot be sent, at this place; nothing was sent.
    Request(Fault),
    /// The answer is a failure that the document describes.
    Documented(E),
    /// The document does not describe an answer of this status.
    Undocumented {
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: Box<HeaderMap>,
        /// The body, whatever it is.
        body: Bytes,
    },
    /// The answer is not as documented.
    Decode {
        /// A JSON pointer (RFC 6901) to the value that is not; empty for the whole, and for what is no JSON.
        pointer: String,
        /// What is wrong there.
        message: String,
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: Box<HeaderMap>,
        /// The body as it came; empty where it is streamed.
        body: Bytes,
    },
    /// The pages of a list lead back to one that was asked for already, by this cursor or address.
    Repeated {
        /// What would be asked for again.
        cursor: String,
    },
    /// A call was to be waited for where a runtime of futures runs, whose thread may not be blocked: `.await` it there.
    InsideRuntime,
    /// The answer has more bytes than are taken (`Builder::body_limit`).
    TooLarge {
        /// How many are taken.
        limit: usize,
    },
}

impl<E> Error<E> {
    /// The status of the answer, where there was one that the document does not describe or that was not as described.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Undocumented { status, .. } | Self::Decode { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The failure that the document describes, if it is one.
    pub fn documented(self) -> Option<E> {
        match self {
            Self::Documented(it) => Some(it),
            _ => None,
        }
    }

    /// The same error with something else in place of what is documented.
    pub fn map<F>(self, documented: impl FnOnce(E) -> F) -> Error<F> {
        match self {
            Self::Transport(it) => Error::Transport(it),
            Self::Timeout(it) => Error::Timeout(it),
            Self::Credential(it) => Error::Credential(it),
            Self::Request(it) => Error::Request(it),
            Self::Documented(it) => Error::Documented(documented(it)),
            Self::Undocumented {
                status,
                headers,
                body,
            } => Error::Undocumented {
                status,
                headers,
                body,
            },
            Self::Decode {
                pointer,
                message,
                status,
                headers,
                body,
            } => Error::Decode {
                pointer,
                message,
                status,
                headers,
                body,
            },
            Self::Repeated { cursor } => Error::Repeated { cursor },
            Self::InsideRuntime => Error::InsideRuntime,
            Self::TooLarge { limit } => Error::TooLarge { limit },
        }
    }
}

impl Error {
    /// An error of an operation whose failures are documented.
    pub fn widen<E>(self) -> Error<E> {
        self.map(|never| match never {})
    }
}

impl<E: fmt::Debug> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(why) => write!(f, "no answer came: {why}"),
            Self::Timeout(after) => write!(f, "no answer came within {after:?}"),
            Self::Credential(it) => it.fmt(f),
            Self::Request(it) => write!(f, "cannot be sent: {} {}", it.location, it.detail),
            Self::Documented(it) => write!(f, "the call failed as documented: {it:?}"),
            Self::Undocumented { status, .. } => {
                write!(f, "the answer is {status}, which is not documented")
            }
            Self::Decode {
                pointer, message, ..
            } => match pointer.is_empty() {
                true => write!(f, "the answer is not as documented: {message}"),
                false => write!(f, "the answer is not as documented: {pointer}: {message}"),
            },
            Self::Repeated { cursor } => {
                write!(f, "the pages lead back to one that was there: {cursor}")
            }
            Self::InsideRuntime => f.write_str(
                "a call cannot be waited for within a runtime of futures: await it there",
            ),
            Self::TooLarge { limit } => write!(f, "the answer has more than {limit} bytes"),
        }
    }
}

impl<E: fmt::Debug> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(why) => Some(&**why),
            _ => None,
        }
    }
}
