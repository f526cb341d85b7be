//! Bodies of `multipart/*`: parts that arrive one after the other, files among them as streams.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use bytes::Bytes;
use http::HeaderMap;
use serde::de::DeserializeOwned;

use super::api::BoxError;
use super::problem::Problem;

/// The parts of a body, in the order in which they arrive; no file is held whole.
///
/// Where the document describes the parts, `P` is the enum of them: what stands in a part is decoded and checked when
/// it arrives, one too many is refused then, and what is missing is missed at the end.
pub struct Multipart<P = Part>(Box<dyn PartSource<P>>);

/// A file, or a part the document does not describe: a stream.
pub struct Part(multer::Field<'static>);

/// Where parts come from.
pub(crate) trait PartSource<P>: Send {
    /// The next part.
    fn next(&mut self) -> NextPart<'_, P>;
}

pub(crate) type NextPart<'a, P> =
    Pin<Box<dyn Future<Output = Result<Option<P>, Problem>> + Send + 'a>>;

impl<P> Multipart<P> {
    pub(crate) fn new(parts: impl PartSource<P> + 'static) -> Self {
        Self(Box::new(parts))
    }

    /// The next part; `None` after the last one. The part before has to be dropped first.
    ///
    /// # Errors
    /// The body broke off, is not made of parts, or a part is not as documented: a problem that can be answered with.
    pub async fn next(&mut self) -> Result<Option<P>, Problem> {
        self.0.next().await
    }
}

impl Part {
    pub(crate) fn new(field: multer::Field<'static>) -> Self {
        Self(field)
    }

    /// The name of the property it stands for.
    pub fn name(&self) -> &str {
        self.0.name().unwrap_or_default()
    }

    /// The name of the file it was read from, where it was one.
    pub fn file_name(&self) -> Option<&str> {
        self.0.file_name()
    }

    /// Its media type.
    pub fn content_type(&self) -> Option<&str> {
        self.0.content_type().map(AsRef::as_ref)
    }

    /// Its headers.
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// The body broke off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        Ok(self.0.chunk().await?)
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
