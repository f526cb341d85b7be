//! Bodies of `multipart/*` that are sent (RFC 7578): whole where none of the parts is a file, else part by part.

use std::borrow::Cow;
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
use crate::runtime::items::Items;
use crate::runtime::media::{essence, is_form, is_json, is_multipart, parameter};
use crate::runtime::multipart::{Multipart, NextPart, Part, PartSource};
use crate::runtime::style::{Rule, finite_value, form_text};
use crate::runtime::threads::MaybeSend;
use crate::runtime::types::Decode;

/// What the document says of a part.
#[derive(Debug, Clone, Copy)]
pub struct PartLayout {
    /// The name of its property, or its position: `0`; `*` for all that have none of their own.
    pub name: &'static str,
    /// Its media type; empty where that is left open.
    pub media: &'static str,
    /// How arrays and objects are laid out, where the document says so.
    pub style: Option<Encoding>,
    /// Its headers, as far as the document says what they are.
    pub headers: &'static [(&'static str, &'static str)],
    /// Its own properties or parts, where it is a form or consists of parts.
    pub within: &'static [PartLayout],
}

/// A part as it is sent.
pub enum SentPart {
    /// A value, by its name or position.
    Value(&'static str, Result<Value, serde_json::Error>),
    /// A list each item of which is a part, by its name.
    Values(&'static str, Result<Value, serde_json::Error>),
    /// A file, by the name or position that the document has for it.
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

/// A list each item of which is a part.
pub fn value_parts<T: Decode>(name: &'static str, value: &T) -> SentPart {
    SentPart::Values(name, finite_value(value))
}

impl Outgoing {
    /// The body as parts, none of which is a file.
    pub fn parts<T: Decode>(
        &mut self,
        media: &'static str,
        layouts: &'static [PartLayout],
        value: T,
    ) {
        let value = match finite_value(&value) {
            Ok(value) => value,
            Err(why) => return self.refuse_body(why),
        };
        let style = |name: &str| named(layouts, name).and_then(|it| it.style);
        let missing = missing::<T>(&value, |name, it| match style(name) {
            Some(encoding) => encoding.is_joined(),
            None => it.is_object(),
        });
        if let Err(why) = missing {
            return self.refuse_body(why.detail());
        }
        let media = sent_as(media);
        let mut body = PartsBody::new(media, layouts);
        match body.put_all(&value) {
            Ok(()) => {
                let (media, text) = body.finish(media);
                self.body(&media, text);
            }
            Err(why) => self.refuse_body(why),
        }
    }

    /// The body as parts, files among them as streams.
    pub fn multipart<P: IntoPart + MaybeSend + 'static>(
        &mut self,
        media: &'static str,
        layouts: &'static [PartLayout],
        parts: Multipart<P>,
    ) {
        self.written(media, layouts, false, parts);
    }

    /// The body as parts that have no names, files among them as streams.
    pub fn positioned<P: IntoPart + MaybeSend + 'static>(
        &mut self,
        media: &'static str,
        layouts: &'static [PartLayout],
        parts: Multipart<P>,
    ) {
        self.written(media, layouts, true, parts);
    }

    /// The body as parts, each of which is an item.
    pub fn part_items<T: Decode + MaybeSend + 'static>(
        &mut self,
        media: &'static str,
        layouts: &'static [PartLayout],
        items: Items<T>,
    ) {
        self.written(media, layouts, true, Multipart::new(ItemParts(items)));
    }

    fn written<P: IntoPart + MaybeSend + 'static>(
        &mut self,
        media: &'static str,
        layouts: &'static [PartLayout],
        is_positional: bool,
        parts: Multipart<P>,
    ) {
        let media = sent_as(media);
        let body = PartsBody::new(media, layouts);
        self.media(&format!("{media}; boundary={}", body.boundary));
        let writer = Writer {
            parts,
            body,
            position: is_positional.then_some(0),
            file: None,
            is_over: false,
        };
        self.body = Payload::Stream(Body::from_stream(Written {
            next: None,
            writer: Some(writer),
        }));
    }
}

/// The media type that a body of parts is sent as.
fn sent_as(media: &'static str) -> &'static str {
    match essence(media) {
        it if !it.contains('*') => it,
        "multipart/*" => "multipart/mixed",
        _ => "multipart/form-data",
    }
}

/// What the document says of a property.
fn named(layouts: &'static [PartLayout], name: &str) -> Option<&'static PartLayout> {
    layouts.iter().find(|it| it.name == name)
}

/// What the document says of the part at a position.
fn at(layouts: &'static [PartLayout], at: usize) -> Option<&'static PartLayout> {
    let own = layouts.iter().take_while(|it| it.name != OTHERS).nth(at);
    own.or_else(|| named(layouts, OTHERS))
}

/// The name of the positions that have no place of their own.
const OTHERS: &str = "*";

/// Items, each of which is a part.
struct ItemParts<T>(Items<T>);

/// An item as a part.
struct ItemPart<T>(T);

impl<T: Decode> IntoPart for ItemPart<T> {
    fn into_part(self) -> SentPart {
        value_part(OTHERS, &self.0)
    }
}

impl<T: MaybeSend> PartSource<ItemPart<T>> for ItemParts<T> {
    fn next(&mut self) -> NextPart<'_, ItemPart<T>> {
        Box::pin(async move { Ok(self.0.next().await?.map(ItemPart)) })
    }
}

/// How many characters a boundary may have (RFC 2046, section 5.1.1).
const LONGEST_BOUNDARY: usize = 70;

/// A boundary that no part has in it, but by a chance of one to 2^128.
fn boundary() -> String {
    let number = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", number(), number())
}

/// A body of parts that is being written: the parts that are all here one by one, and the heads of others.
struct PartsBody {
    boundary: String,
    layouts: &'static [PartLayout],
    /// Whether parts have names.
    is_form: bool,
    out: Vec<u8>,
}

impl PartsBody {
    fn new(media: &str, layouts: &'static [PartLayout]) -> Self {
        Self {
            boundary: boundary(),
            layouts,
            is_form: essence(media).eq_ignore_ascii_case("multipart/form-data"),
            out: Vec::new(),
        }
    }

    /// The media type with the boundary, and the whole text.
    fn finish(mut self, media: &str) -> (String, Vec<u8>) {
        self.end();
        let media = format!("{}; boundary={}", essence(media), self.boundary);
        (media, self.out)
    }

    fn end(&mut self) {
        (self.out).extend_from_slice(format!("--{}--\r\n", self.boundary).as_bytes());
    }

    /// Writes what a part is called, what it is, and its headers.
    fn head(
        &mut self,
        name: &str,
        file_name: Option<&str>,
        media: &str,
        layout: Option<&PartLayout>,
    ) {
        // As forms of browsers are sent (WHATWG HTML, section 4.10.22.8).
        let quoted = |it: &str| {
            let it = it.replace('\r', "%0D").replace('\n', "%0A");
            it.replace('"', "%22")
        };
        let headers = layout.map_or(&[][..], |it| it.headers);
        let mut head = format!("--{}\r\n", self.boundary);
        let is_said = headers.iter().any(|it| header::CONTENT_DISPOSITION == it.0);
        let file_name = file_name.map(|it| format!("; filename=\"{}\"", quoted(it)));
        match (is_said, self.is_form, file_name) {
            (false, true, file_name) => head.push_str(&format!(
                "Content-Disposition: form-data; name=\"{}\"{}\r\n",
                quoted(name),
                file_name.unwrap_or_default()
            )),
            (false, false, Some(file_name)) => {
                head.push_str(&format!("Content-Disposition: attachment{file_name}\r\n"))
            }
            _ => {}
        }
        if !media.is_empty() {
            head.push_str(&format!("Content-Type: {media}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        self.out.extend_from_slice(head.as_bytes());
    }

    /// Writes all properties of an object, or all items of an array.
    fn put_all(&mut self, value: &Value) -> Result<(), String> {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let layout = named(self.layouts, name);
                    self.put_values(name, layout, value)?;
                }
            }
            Value::Array(items) => {
                for (position, value) in items.iter().enumerate() {
                    let layout = at(self.layouts, position);
                    let put = self.put_value(&position.to_string(), layout, value);
                    put.map_err(|why| format!("{position}: {why}"))?;
                }
            }
            _ => return Err("parts are the properties of an object, or items".to_owned()),
        }
        Ok(())
    }

    /// Writes a property: each item of an array is a part.
    fn put_values(
        &mut self,
        name: &str,
        layout: Option<&'static PartLayout>,
        value: &Value,
    ) -> Result<(), String> {
        let is_joined = (layout.and_then(|it| it.style)).is_some_and(|it| it.is_joined());
        let values = match value {
            Value::Null => &[],
            Value::Array(items) if !is_joined => &items[..],
            value => std::slice::from_ref(value),
        };
        let mut values = values.iter();
        let put = values.try_for_each(|it| self.put_value(name, layout, it));
        put.map_err(|why| format!("{name}: {why}"))
    }

    /// Writes a value as a part: a scalar as text, anything else as JSON, unless the document says otherwise. An object by a style
    /// is as many parts as it has properties.
    fn put_value(
        &mut self,
        name: &str,
        layout: Option<&'static PartLayout>,
        value: &Value,
    ) -> Result<(), BoxError> {
        let documented = layout.map_or("", |it| it.media);
        let within = layout.map_or(&[][..], |it| it.within);
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
                self.put_part(&name, "", layout, text.as_bytes());
            }
            return Ok(());
        }
        let is_whole = value.is_array() || value.is_object();
        let (media, bytes) = match value {
            value if is_json(documented) => (documented.into(), value.to_string().into_bytes()),
            value if is_whole && is_multipart(documented) => {
                let mut body = PartsBody::new(documented, within);
                // Neither boundary is found where the other one stands.
                if self.boundary.len() < LONGEST_BOUNDARY {
                    body.boundary = format!("w{}", self.boundary);
                }
                body.put_all(value)?;
                let (media, text) = body.finish(documented);
                (media.into(), text)
            }
            Value::Object(_) if is_form(documented) => {
                let style = |name: &str| named(within, name)?.style.as_ref();
                (documented.into(), form_text(value, style)?.into_bytes())
            }
            Value::String(text) => {
                let label = parameter(documented, "charset").unwrap_or("utf-8");
                let bytes = charset::encode(label, text.clone());
                let bytes = bytes.ok_or_else(|| format!("cannot be written in {label}"))?;
                (documented.into(), bytes)
            }
            value => {
                let media = match is_whole && documented.is_empty() {
                    true => "application/json",
                    false => documented,
                };
                (Cow::Borrowed(media), value.to_string().into_bytes())
            }
        };
        self.put_part(name, &media, layout, &bytes);
        Ok(())
    }

    fn put_part(&mut self, name: &str, media: &str, layout: Option<&PartLayout>, bytes: &[u8]) {
        self.head(name, None, media, layout);
        self.out.extend_from_slice(b"\r\n");
        self.out.extend_from_slice(bytes);
        self.out.extend_from_slice(b"\r\n");
    }
}

/// Parts on their way out.
struct Writer<P> {
    parts: Multipart<P>,
    body: PartsBody,
    /// The position of the next part, where parts have no names.
    position: Option<usize>,
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
        match self.parts.next().await? {
            None => {
                self.is_over = true;
                self.body.end();
            }
            Some(part) => self.put(part.into_part())?,
        }
        Ok(Some(std::mem::take(&mut self.body.out).into()))
    }

    /// What the document says of a part, and what it is called.
    fn layout(
        &mut self,
        name: Option<&str>,
    ) -> Result<(Option<&'static PartLayout>, Option<String>), BoxError> {
        let layouts = self.body.layouts;
        let Some(position) = &mut self.position else {
            return Ok((name.and_then(|it| named(layouts, it)), None));
        };
        let layout = at(layouts, *position);
        if let (Some(given), Some(own)) = (name, layout)
            && given != own.name
        {
            let position = *position;
            return Err(format!("part {position} is that of another position, {given}").into());
        }
        *position += 1;
        Ok((layout, Some((*position - 1).to_string())))
    }

    fn put(&mut self, part: SentPart) -> Result<(), BoxError> {
        match part {
            SentPart::Value(name, value) => {
                let (layout, position) = self.layout(Some(name))?;
                let name = position.as_deref().unwrap_or(name);
                self.body.put_value(name, layout, &value?)
            }
            SentPart::Values(name, value) => {
                let (layout, _) = self.layout(Some(name))?;
                Ok(self.body.put_values(name, layout, &value?)?)
            }
            SentPart::File(given, part) => {
                let name = given.unwrap_or_else(|| part.name()).to_owned();
                let (layout, position) = match self.position {
                    Some(_) => self.layout(given)?,
                    None => self.layout(Some(&name))?,
                };
                let name = position.unwrap_or(name);
                let documented = layout.map_or("", |it| it.media);
                let media = match part.content_type() {
                    Some(media) => media.to_owned(),
                    None if documented.is_empty() => "application/octet-stream".to_owned(),
                    None => documented.to_owned(),
                };
                let file_name = part.file_name();
                let file_name = file_name.or(self.body.is_form.then_some(&*name));
                self.body.head(&name, file_name, &media, layout);
                let said = layout.map_or(&[][..], |it| it.headers);
                for (name, value) in part.headers() {
                    let is_said = said.iter().any(|it| *name == it.0);
                    if !is_said
                        && *name != header::CONTENT_TYPE
                        && *name != header::CONTENT_DISPOSITION
                    {
                        let out = &mut self.body.out;
                        out.extend_from_slice(name.as_str().as_bytes());
                        out.extend_from_slice(b": ");
                        out.extend_from_slice(value.as_bytes());
                        out.extend_from_slice(b"\r\n");
                    }
                }
                self.body.out.extend_from_slice(b"\r\n");
                self.file = Some(part.into_body());
                Ok(())
            }
        }
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
