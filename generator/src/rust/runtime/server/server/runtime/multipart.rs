//! A request → the parts of its body.

use axum::http::header;

use crate::api::multipart::Multipart;

use super::call::Call;
use super::media;
use super::problem::{Fault, Problem};
use super::route::Rejection;

impl Call {
    /// The body as parts.
    pub(crate) fn multipart(&mut self) -> Result<Multipart, Rejection> {
        let media = self.head.headers.get(header::CONTENT_TYPE);
        let media = media.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let Some(boundary) = media::parameter(media, "boundary").map(str::to_owned) else {
            let fault = Fault {
                location: "header Content-Type".to_owned(),
                detail: "must name the boundary of the parts".to_owned(),
            };
            return Err(Problem::faults(vec![fault]).into());
        };
        Ok(Multipart::new(self.stream(), boundary))
    }
}
