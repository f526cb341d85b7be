//! Bodies of `multipart/*`: parts that come one after the other, files among them as streams.

pub(crate) mod reader;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::de::DeserializeOwned;

use super::api::{Body, BoxError};
use super::problem::Problem;
use super::threads::{BoxFuture, MaybeSend};

/// The parts of a body, in the order in which they arrive or are sent; no file is held whole.
///
/// Where the document describes the parts, `P` is the enum of them: what stands in a part is decoded and checked when
/// it arrives, one too many is refused then, and what is missing is missed at the end.
pub struct Multipart<P = Part>(Box<dyn PartSource<P>>);

/// A file, or a part the document does not describe: a stream.
///
/// ```
/// use verbatim_runtime::multipart::Part;
///
/// let part = Part::named("photo", vec![0xFF, 0xD8]).with_file_name("ada.jpg").with_content_type("image/jpeg");
/// assert_eq!(part.file_name(), Some("ada.jpg"));
/// ```
pub struct Part {
    name: String,
    file_name: Option<String>,
    headers: HeaderMap,
    body: Body,
}

/// Where parts come from.
pub(crate) trait PartSource<P>: MaybeSend {
    /// The next part.
    fn next(&mut self) -> NextPart<'_, P>;
}

pub(crate) type NextPart<'a, P> = BoxFuture<'a, Result<Option<P>, Problem>>;

impl<P> Multipart<P> {
    pub(crate) fn new(parts: impl PartSource<P> + 'static) -> Self {
        Self(Box::new(parts))
    }

    /// Sends what a stream yields, up to its first failure.
    pub fn from_stream<S, E>(parts: S) -> Self
    where
        S: Stream<Item = Result<P, E>> + MaybeSend + 'static,
        E: fmt::Display + 'static,
        P: 'static,
    {
        Self::new(Streamed(Box::pin(parts)))
    }

    /// The next part; `None` after the last one. The part before has to be dropped first.
    ///
    /// # Errors
    /// The body broke off, is not made of parts, or a part is not as documented: a problem that can be answered with.
    pub async fn next(&mut self) -> Result<Option<P>, Problem> {
        self.0.next().await
    }
}

impl<P: MaybeSend + 'static> From<Vec<P>> for Multipart<P> {
    fn from(parts: Vec<P>) -> Self {
        Self::new(Listed(parts.into_iter()))
    }
}

/// Parts that are all here.
struct Listed<P>(std::vec::IntoIter<P>);

impl<P: MaybeSend> PartSource<P> for Listed<P> {
    fn next(&mut self) -> NextPart<'_, P> {
        let next = self.0.next();
        Box::pin(async move { Ok(next) })
    }
}

/// Parts that a stream yields.
struct Streamed<S>(Pin<Box<S>>);

impl<S, P, E> PartSource<P> for Streamed<S>
where
    S: Stream<Item = Result<P, E>> + MaybeSend,
    E: fmt::Display + 'static,
{
    fn next(&mut self) -> NextPart<'_, P> {
        Box::pin(async move {
            let next = poll_fn(|context| self.0.as_mut().poll_next(context)).await;
            next.transpose().map_err(|error| {
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR).detail(error.to_string())
            })
        })
    }
}

impl Part {
    /// A part that is to be sent, for the property of that name. What is not known yet is streamed:
    /// [`Body::from_stream`].
    pub fn named(name: impl Into<String>, body: impl Into<Body>) -> Self {
        Self {
            name: name.into(),
            file_name: None,
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }

    /// A part that has arrived.
    pub(crate) fn arrived(
        name: String,
        file_name: Option<String>,
        headers: HeaderMap,
        body: Body,
    ) -> Self {
        Self {
            name,
            file_name,
            headers,
            body,
        }
    }

    /// Says the name of the file.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Says the media type; one that no header can hold is left out.
    #[must_use]
    pub fn with_content_type(self, media: &str) -> Self {
        match HeaderValue::from_str(media) {
            Ok(media) => self.with_header(header::CONTENT_TYPE, media),
            Err(_) => self,
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The name of the property it stands for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the file it was read from, where it was one.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Its media type.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// Its headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What stands in it.
    pub fn into_body(self) -> Body {
        self.body
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// The body broke off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        self.body.chunk().await
    }

    /// The whole part, if it is not longer than `limit`.
    ///
    /// # Errors
    /// It is longer, or the body broke off.
    pub async fn bytes(mut self, limit: usize) -> Result<Vec<u8>, BoxError> {
        let mut whole = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > limit - whole.len() {
                return Err(format!("the part is longer than {limit} bytes").into());
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole)
    }

    /// The whole part as text, if it is not longer than `limit`.
    ///
    /// # Errors
    /// It is longer, no UTF-8, or the body broke off.
    pub async fn text(self, limit: usize) -> Result<String, BoxError> {
        Ok(String::from_utf8(self.bytes(limit).await?)?)
    }

    /// The whole part as JSON, if it is not longer than `limit`.
    ///
    /// # Errors
    /// It is longer, no such JSON, or the body broke off.
    pub async fn json<T: DeserializeOwned>(self, limit: usize) -> Result<T, BoxError> {
        Ok(serde_json::from_slice(&self.bytes(limit).await?)?)
    }
}

impl<P> fmt::Debug for Multipart<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Multipart")
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("name", &self.name()).finish()
    }
}
