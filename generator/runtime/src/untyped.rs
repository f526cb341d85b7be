//! A document that is read while the program runs → a router that holds requests to it, as an emitted server does.
//!
//! What an emitted crate adds to the run-time is types. Where there are none, an operation is an [`Operation`], and its handler
//! is given each request after it was looked at: authenticated, negotiated, with its parameters and its body held against
//! their schemas. What an emitted server refuses because a Rust type is narrower than its schema is taken here.
//!
//! ```
//! use std::sync::Arc;
//!
//! use axum::response::{IntoResponse, Response};
//! use verbatim_runtime::server::route::Routes;
//! use verbatim_runtime::server::{Document, Operation, Settings};
//! use verbatim_runtime::untyped::{AnyCredential, Checked};
//!
//! let description = r#"{"operations": {"GET /pets": {}}, "schemas": {}, "security_schemes": {}}"#;
//! let document = Document::read(description.to_owned(), String::new());
//! let mut routes = Routes::new(Arc::new(document));
//! static PETS: Operation = Operation::new("pets", "GET", "/pets", &[]);
//! routes.on_untyped(&PETS, AnyCredential, Vec::new(), |request: Checked| async move {
//!     match request.refused {
//!         None => Ok("[]".into_response()),
//!         Some(problem) => Err(problem),
//!     }
//! });
//! let router: axum::Router = routes.into_whole_router(Settings::default());
//! # let _ = router;
//! ```

use std::borrow::Cow;
use std::future::Future;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::Response;
use serde_json::Value;

use crate::context::Operation;
use crate::description::Coding;
use crate::problem::{Problem, Rejection};
use crate::server::call::Call;
use crate::server::multipart::{FromPart, IncomingPart};
use crate::server::route::Routes;
use crate::server::{Authenticator, Credential, Denied, Document};

impl Document {
    /// The texts of a description and of the answers ([`crate::description`]), the latter empty where answers are not
    /// checked. They are read when the first request comes.
    pub fn read(description: String, answers: String) -> Self {
        let mut document = Self::new("", "");
        document.description = Cow::Owned(description);
        document.answers = Cow::Owned(answers);
        document
    }

    /// Reads them now, so that no request has to wait for it.
    pub fn prepare(&self) {
        self.described();
        self.documented();
    }
}

/// A request that was looked at.
#[derive(Debug)]
pub struct Checked {
    /// Its operation.
    pub operation: &'static Operation,
    /// Its head, with its extensions.
    pub head: Parts,
    /// Why an emitted server would refuse it; `None` where it would not.
    pub refused: Option<Problem>,
}

/// Takes whoever shows a credential of the right form.
#[derive(Debug, Clone, Copy)]
pub struct AnyCredential;

impl Authenticator for AnyCredential {
    type Principal = ();

    async fn authenticate(&self, _: &[Credential<'_>], _: &Parts) -> Result<(), Denied> {
        Ok(())
    }
}

impl Routes {
    /// Adds an operation whose handler is given every request that is for it, also one that is to be refused. What it answers
    /// or raises goes out as what methods of traits answer does. `files` names the properties of its multipart bodies that are files, and
    /// are passed over.
    ///
    /// # Panics
    /// The method of the operation is no token (RFC 9110, section 9.1).
    pub fn on_untyped<S, H, F>(
        &mut self,
        operation: &'static Operation,
        authenticator: S,
        files: Vec<String>,
        handler: H,
    ) where
        S: Authenticator,
        H: Fn(Checked) -> F + Send + Sync + 'static,
        F: Future<Output = Result<Response, Problem>> + Send + 'static,
    {
        let all = Arc::new((authenticator, files, handler));
        self.on(operation, move |mut call: Call| {
            let all = Arc::clone(&all);
            async move {
                let (authenticator, files, handler) = &*all;
                let looked_at = call.look_at(authenticator, files).await;
                let checked = Checked {
                    operation,
                    head: call.context.head.clone(),
                    refused: looked_at.err().map(|Rejection(problem)| *problem),
                };
                let outcome = handler(checked).await;
                call.respond(outcome.map_err(Rejection::from)).await
            }
        });
    }
}

impl FromPart for IncomingPart {
    async fn from_part(part: IncomingPart) -> Result<Self, Rejection> {
        Ok(part)
    }
}

impl Call {
    /// Looks at all of a request, in the order of an emitted server.
    async fn look_at<S: Authenticator>(
        &mut self,
        authenticator: &S,
        files: &[String],
    ) -> Result<(), Rejection> {
        if !self.operation().security.is_empty() {
            self.identify(authenticator).await?;
        }
        self.check().await?;
        match self.documented().map(|it| it.coding) {
            Some(Coding::Multipart | Coding::PartItems) => {
                let mut parts = self.multipart::<IncomingPart>()?;
                while let Some(part) = parts.next().await? {
                    if !files.iter().any(|it| it == part.name()) {
                        part.read::<Value>().await?;
                    }
                }
            }
            Some(Coding::Lines | Coding::Sequence | Coding::Events) => {
                let mut items = self.items::<Value>()?;
                while items.next().await?.is_some() {}
            }
            // What is streamed may be anything.
            Some(Coding::Stream) | None => {}
            Some(Coding::Json | Coding::Form | Coding::Parts | Coding::Text) => {
                let mut faults = Vec::new();
                self.check_body(&mut faults);
                if !faults.is_empty() {
                    return Err(self.refused(faults));
                }
            }
        }
        Ok(())
    }
}
