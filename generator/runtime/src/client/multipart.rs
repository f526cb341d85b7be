//! Bodies of `multipart/*` that are sent (RFC 7578): whole where none of the parts is a file, else part by part.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header;
use serde_json::Value;

use super::outgoing::{Outgoing, Payload, missing};
use super::transport::BoxFuture;
use crate::runtime::api::{Body, BoxError};
use crate::runtime::charset;
use crate::runtime::description::{Encoding, Location, Style};
use crate::runtime::media::{essence, is_form, is_json, parameter};
use crate::runtime::multipart::{Multipart, Part};
use crate::runtime::style::{Rule, finite_value, form_text};
use crate::runtime::threads::MaybeSend;
use crate::runtime::types::Decode;

/// What the document says of a part.
#[derive(Debug, Clone, Copy)]
pub struct PartLayout {
    /// Its name.
    pub name: &'static str,
    /// Its media type; empty where that is left open.
    pub media: &'static str,
    /// How arrays and objects are laid out, where the document says so.
    pub style: Option<Encoding>,
}

/// A part as it is sent.
pub enum SentPart {
    /// A value, by its name.
    Value(&'static str, Result<Value, serde_json::Error>),
    /// A file, by the name that the document has for it.
    File(Option<&'static str>, Part),
}

/// What can be sent as a part: an enum of those that are documented.
pub trait IntoPart {
    /// As it is sent.
    fn into_part(self) -> SentPart;
}

impl IntoPart for Part {
    fn into_part(self) -> SentPart {
        SentPart::File(None, self)
    }
}

/// A value as a part.
pub fn value_part<T: Decode>(name: &'static str, value: &T) -> SentPart {
    SentPart::Value(name, finite_value(value))
}

impl Outgoing {
    /// The body as parts, none of which is a file.
    pub fn parts<T: Decode>(
        &mut self,
        media: &'static str,
        layouts: &'static [PartLayout],
        value: T,
    ) {
        let boundary = boundary();
        let mut text = Vec::new();
        let value = match finite_value(&value) {
            Ok(value) => value,
            Err(why) => return self.refuse_body(why),
        };
        let style = |name: &str| {
            let layout = layouts.iter().find(|it| it.name == name);
            layout.and_then(|it| it.style)
        };
        let is_joined = |name: &str| style(name).is_some_and(|it| it.is_joined());
        let missing = missing::<T>(&value, |name, it| match style(name) {
            Some(encoding) => encoding.is_joined(),
            None => it.is_object(),
        });
        if let Err(why) = missing {
            return self.refuse_body(why.detail());
        }
        let Value::Object(members) = value else {
            return self.refuse_body("parts are the properties of an object");
        };
        for (name, value) in &members {
            let layout = layouts.iter().find(|it| it.name == name);
            let values = match value {
                Value::Null => &[],
                Value::Array(items) if !is_joined(name) => &items[..],
                value => std::slice::from_ref(value),
            };
            for value in values {
                if let Err(why) = put_value(&mut text, &boundary, name, layout, value) {
                    return self.refuse_body(format!("{name}: {why}"));
                }
            }
        }
        put_end(&mut text, &boundary);
        self.body(&format!("{}; boundary={boundary}", essence(media)), text);
    }

    /// The body as parts, files among them as streams.
    pub fn multipart<P: IntoPart + MaybeSend + 'static>(
        &mut self,
        media: &'static str,
        layouts: &'static [PartLayout],
        parts: Multipart<P>,
    ) {
        let boundary = boundary();
        let media = match media.contains('*') {
            true => "multipart/form-data",
            false => essence(media),
        };
        self.media(&format!("{media}; boundary={boundary}"));
        let writer = Writer {
            parts,
            layouts,
            boundary,
            file: None,
            is_over: false,
        };
        self.body = Payload::Stream(Body::from_stream(Written {
            next: None,
            writer: Some(writer),
        }));
    }
}

/// A boundary that no part has in it, but by a chance of one to 2^128.
fn boundary() -> String {
    let number = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", number(), number())
}

fn put_end(out: &mut Vec<u8>, boundary: &str) {
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
}

fn put_head(
    out: &mut Vec<u8>,
    boundary: &str,
    name: &str,
    file_name: Option<&str>,
    media: Option<&str>,
) {
    // As forms of browsers are sent (WHATWG HTML, section 4.10.22.8).
    let quoted = |it: &str| {
        let it = it.replace('\r', "%0D").replace('\n', "%0A");
        it.replace('"', "%22")
    };
    let mut head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
        quoted(name)
    );
    if let Some(file_name) = file_name {
        head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
    }
    head.push_str("\r\n");
    if let Some(media) = media {
        head.push_str(&format!("Content-Type: {media}\r\n"));
    }
    out.extend_from_slice(head.as_bytes());
}

/// Writes a value as a part: a scalar as text, anything else as JSON, unless the document says otherwise. An object by a style is as
/// many parts as it has properties.
fn put_value(
    out: &mut Vec<u8>,
    boundary: &str,
    name: &str,
    layout: Option<&PartLayout>,
    value: &Value,
) -> Result<(), BoxError> {
    let documented = layout.map_or("", |it| it.media);
    if let Some(encoding) = layout.and_then(|it| it.style) {
        let rule = Rule {
            name,
            location: Location::Header,
            style: encoding.style,
            explode: encoding.explode,
            item_style: encoding.item_style.unwrap_or(Style::Simple),
            ..Rule::default()
        };
        for (name, text) in rule.parts(value)? {
            put_part(out, boundary, &name, "", text.as_bytes());
        }
        return Ok(());
    }
    let (media, bytes) = match value {
        value if is_json(documented) => (documented, value.to_string().into_bytes()),
        Value::Object(_) if is_form(documented) => {
            (documented, form_text(value, |_| None)?.into_bytes())
        }
        Value::String(text) => {
            let label = parameter(documented, "charset").unwrap_or("utf-8");
            let bytes = charset::encode(label, text.clone());
            let bytes = bytes.ok_or_else(|| format!("cannot be written in {label}"))?;
            (documented, bytes)
        }
        Value::Array(_) | Value::Object(_) => {
            let media = if documented.is_empty() {
                "application/json"
            } else {
                documented
            };
            (media, value.to_string().into_bytes())
        }
        value => (documented, value.to_string().into_bytes()),
    };
    put_part(out, boundary, name, media, &bytes);
    Ok(())
}

fn put_part(out: &mut Vec<u8>, boundary: &str, name: &str, media: &str, bytes: &[u8]) {
    let media = Some(media).filter(|it| !it.is_empty());
    put_head(out, boundary, name, None, media);
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(bytes);
    out.extend_from_slice(b"\r\n");
}

/// Parts on their way out.
struct Writer<P> {
    parts: Multipart<P>,
    layouts: &'static [PartLayout],
    boundary: String,
    /// The file that is being sent.
    file: Option<Body>,
    is_over: bool,
}

impl<P: IntoPart> Writer<P> {
    async fn next(&mut self) -> Result<Option<Bytes>, BoxError> {
        if let Some(file) = &mut self.file {
            return Ok(Some(match file.chunk().await? {
                Some(chunk) => chunk,
                None => {
                    self.file = None;
                    Bytes::from_static(b"\r\n")
                }
            }));
        }
        if self.is_over {
            return Ok(None);
        }
        let mut out = Vec::new();
        let Some(part) = self.parts.next().await? else {
            self.is_over = true;
            put_end(&mut out, &self.boundary);
            return Ok(Some(out.into()));
        };
        match part.into_part() {
            SentPart::Value(name, value) => {
                let layout = self.layouts.iter().find(|it| it.name == name);
                put_value(&mut out, &self.boundary, name, layout, &value?)?;
            }
            SentPart::File(name, part) => {
                let name = name.unwrap_or_else(|| part.name()).to_owned();
                let layout = self.layouts.iter().find(|it| it.name == name);
                let documented = layout.map_or("", |it| it.media);
                let media = match part.content_type() {
                    Some(media) => media.to_owned(),
                    None if documented.is_empty() => "application/octet-stream".to_owned(),
                    None => documented.to_owned(),
                };
                let file_name = part.file_name().unwrap_or(&name);
                put_head(
                    &mut out,
                    &self.boundary,
                    &name,
                    Some(file_name),
                    Some(&media),
                );
                for (name, value) in part.headers() {
                    if *name != header::CONTENT_TYPE && *name != header::CONTENT_DISPOSITION {
                        out.extend_from_slice(name.as_str().as_bytes());
                        out.extend_from_slice(b": ");
                        out.extend_from_slice(value.as_bytes());
                        out.extend_from_slice(b"\r\n");
                    }
                }
                out.extend_from_slice(b"\r\n");
                self.file = Some(part.into_body());
            }
        }
        Ok(Some(out.into()))
    }
}

/// What a writer writes, chunk by chunk.
struct Written<P> {
    writer: Option<Writer<P>>,
    next: Option<Next<P>>,
}

/// The next chunk, and the writer back.
type Next<P> = BoxFuture<'static, (Writer<P>, Result<Option<Bytes>, BoxError>)>;

impl<P: IntoPart + MaybeSend + 'static> Stream for Written<P> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(mut writer) = this.writer.take() {
            this.next = Some(Box::pin(async move {
                let next = writer.next().await;
                (writer, next)
            }));
        }
        let Some(next) = &mut this.next else {
            return Poll::Ready(None);
        };
        let (writer, chunk) = ready!(next.as_mut().poll(context));
        this.next = None;
        Poll::Ready(match chunk {
            Ok(Some(chunk)) => {
                this.writer = Some(writer);
                Some(Ok(chunk))
            }
            Ok(None) => None,
            Err(why) => Some(Err(why)),
        })
    }
}

impl<P> Unpin for Written<P> {}
