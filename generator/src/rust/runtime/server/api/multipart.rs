//! Bodies of `multipart/*`: parts that arrive one after the other, each of them a stream.

use std::fmt;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::runtime::{Body, BoxError};

/// The parts of a body, in the order in which they arrive; none is held whole.
pub struct Multipart(multer::Multipart<'static>);

/// A part of a body.
pub struct Part(multer::Field<'static>);

impl Multipart {
    /// Reads parts from a body, by the boundary that its content type names.
    pub fn new(body: Body, boundary: String) -> Self {
        Self(multer::Multipart::new(body, boundary))
    }

    /// The next part; `None` after the last one. The part before has to be dropped first.
    ///
    /// # Errors
    /// The body broke off, or is not made of parts.
    pub async fn next(&mut self) -> Result<Option<Part>, BoxError> {
        Ok(self.0.next_field().await?.map(Part))
    }
}

impl Part {
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

impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Multipart")
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part").field("name", &self.name()).finish()
    }
}
