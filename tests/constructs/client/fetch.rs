//! A [`Transport`] over the `fetch` of a browser: what a client is built with where there are no sockets.
//!
//! ```toml
//! [dependencies]
//! pets = { path = "../pets", default-features = false, features = ["client-local"] }
//! js-sys = "0.3"
//! wasm-bindgen = "0.2"
//! wasm-bindgen-futures = "0.4"
//! web-sys = { version = "0.3", features = ["AbortController", "AbortSignal", "Headers", "ReadableStream",
//!     "ReadableStreamDefaultReader", "RequestInit", "RequestRedirect", "Response", "Window"] }
//! ```

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use js_sys::{Array, Reflect, Uint8Array};
use pets::client::{Body, BoxError, BoxFuture, Transport};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, ReadableStreamDefaultReader, RequestInit, Response, Window};

/// Sends requests by `fetch`.
pub struct Fetch(Window);

impl Fetch {
    /// That of a window.
    pub fn new(window: Window) -> Self {
        Self(window)
    }
}

impl Transport for Fetch {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, BoxError>> {
        let window = self.0.clone();
        Box::pin(async move {
            let (head, mut body) = request.into_parts();
            // Few browsers stream what goes up, so it is sent as a whole.
            let mut whole = Vec::new();
            while let Some(chunk) = body.chunk().await? {
                whole.extend_from_slice(&chunk);
            }
            let headers = Headers::new().map_err(failed)?;
            for (name, value) in &head.headers {
                headers.append(name.as_str(), value.to_str()?).map_err(failed)?;
            }
            let aborts = Aborts(AbortController::new().map_err(failed)?);
            let init = RequestInit::new();
            init.set_method(head.method.as_str());
            init.set_headers(&headers);
            init.set_signal(Some(&aborts.0.signal()));
            if !whole.is_empty() {
                init.set_body(&Uint8Array::from(&whole[..]));
            }
            let sent = window.fetch_with_str_and_init(&head.uri.to_string(), &init);
            let answer = JsFuture::from(sent).await.map_err(failed)?;
            answered(&answer.dyn_into().map_err(failed)?, aborts)
        })
    }
}

/// The answer whose head has come. Browsers follow redirects themselves, to other origins without `Authorization`, but with all other
/// headers that CORS lets through: where keys stand in one, `init.set_redirect(web_sys::RequestRedirect::Error)` keeps them at home.
fn answered(answer: &Response, aborts: Aborts) -> Result<http::Response<Body>, BoxError> {
    let mut out = http::Response::builder().status(answer.status());
    for entry in answer.headers().entries() {
        let pair: Array = entry.map_err(failed)?.dyn_into().map_err(failed)?;
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            out = out.header(name, value);
        }
    }
    let Some(stream) = answer.body() else {
        return Ok(out.body(Body::from(Bytes::new()))?);
    };
    let reader = stream.get_reader().dyn_into().map_err(failed)?;
    let chunks = Chunks { reader, next: None, _aborts: aborts };
    Ok(out.body(Body::from_stream(chunks))?)
}

/// What comes of an answer, as it comes.
struct Chunks {
    reader: ReadableStreamDefaultReader,
    next: Option<JsFuture>,
    _aborts: Aborts,
}

impl Stream for Chunks {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let next = this.next.get_or_insert_with(|| this.reader.read().into());
        let read = ready!(Pin::new(next).poll(context));
        this.next = None;
        Poll::Ready(read.and_then(|it| chunk(&it)).map_err(failed).transpose())
    }
}

/// The bytes of `{done, value}`; none at the end.
fn chunk(read: &JsValue) -> Result<Option<Bytes>, JsValue> {
    if Reflect::get(read, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    let value: Uint8Array = Reflect::get(read, &"value".into())?.dyn_into()?;
    Ok(Some(value.to_vec().into()))
}

/// Ends a request that nobody waits for any more.
struct Aborts(AbortController);

impl Drop for Aborts {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What a script has thrown.
fn failed(thrown: impl Into<JsValue>) -> BoxError {
    let thrown = thrown.into();
    let message = thrown.dyn_ref::<js_sys::Error>().map(|it| String::from(it.message()));
    message.unwrap_or_else(|| format!("{thrown:?}")).into()
}
