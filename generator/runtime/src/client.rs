//! What emitted clients are made of: a call an operation, over whatever carries requests.
//!
//! ```text
//! request struct ─outgoing▶ request ─sender▶ Transport ─▶ answer ─received▶ the type that the trait's method answers
//!                               └ address, credentials, layers, redirects, retries, limits
//! ```
//!
//! Nothing here needs a runtime of futures, sockets or files; `client-reqwest` adds what does. `client-blocking` waits for calls
//! where there is no such runtime, `client-testing` answers them without a server, `client-tracing` has a span for each.

#[cfg(feature = "client-blocking")]
pub mod blocking;
mod builder;
mod call;
pub mod credentials;
mod error;
mod head;
mod multipart;
mod outgoing;
mod pages;
mod received;
#[cfg(feature = "client-reqwest")]
pub mod reqwest;
mod resume;
mod retry;
mod sender;
mod shared;
#[macro_use]
mod table;
#[cfg(feature = "client-testing")]
pub mod testing;
mod text;
#[cfg(feature = "client-tracing")]
mod trace;
mod transport;

pub use self::builder::{BuildError, Builder, Server, Variable};
pub use self::call::{Call, Response, Sending};
pub use self::credentials::{
    Credential, Kind, MissingCredential, Requirement, Scheme, TokenProvider,
};
pub use self::error::Error;
pub use self::multipart::{IntoPart, PartLayout, SentPart, value_part, value_parts};
pub use self::outgoing::{COOKIE, HEADER, IntoRequest, Outgoing, PATH, QUERY, QUERYSTRING};
pub use self::pages::{PageItems, Pages, Paging, cursor};
pub use self::received::{
    Arm, Documented, HeaderLayout, Reading, Receive, ReceivePayload, Received, Unread, Whole,
};
#[cfg(feature = "client-reqwest")]
pub use self::reqwest::Reqwest;
pub use self::retry::{Reconnect, Retry};
pub use self::shared::{Core, Route};
pub use self::transport::{BoxFuture, Channel, Transport};
pub use super::api::{Body, BoxError};
pub use super::context::Operation;
pub use super::fault::Fault;
pub use super::types::Never;
