//! An answer → what the document says it is.

#[cfg(feature = "client-testing")]
use std::any::Any;
use std::fmt;
use std::pin::Pin;
#[cfg(feature = "client-testing")]
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode, Uri, header};
use serde_json::Value;

use super::error::Error as CallError;
use super::text::{Layout, from_fields, from_form, from_text};
use super::transport::BoxFuture;
use crate::runtime::api::{Body, BoxError, Event, EventStream, Signal};
use crate::runtime::charset;
use crate::runtime::description::{Coding, Encoding, Style};
use crate::runtime::items::Items;
use crate::runtime::json::Error;
use crate::runtime::media::{fit, is_json, parameter};
use crate::runtime::problem::Problem;
use crate::runtime::sequence::{EventFields, Texts, event_fields};
use crate::runtime::style::pairs;
use crate::runtime::threads::MaybeSend;
use crate::runtime::types::{Decode, from_slice};

/// An answer that has arrived. It goes from hand to hand, so that it stands in a box.
#[derive(Debug)]
pub struct Received(pub(crate) Box<Arrived>);

/// An answer that has arrived: whole, or its head where the body is streamed.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Held,
    /// The longest item of a body of items.
    pub(crate) limit: usize,
    /// The address that it is the answer of.
    pub(crate) uri: Uri,
    /// What asks for a stream again.
    pub(crate) again: Option<Box<dyn Again>>,
    /// What a test answers with in place of all that.
    #[cfg(feature = "client-testing")]
    pub(crate) ready: Option<Ready>,
}

/// What a test answers with, as it travels.
#[cfg(feature = "client-testing")]
#[derive(Clone)]
pub(crate) struct Ready(Arc<Mutex<Option<Box<dyn Any + Send>>>>);

#[cfg(feature = "client-testing")]
impl Ready {
    /// A value.
    pub(crate) fn new(value: impl Any + Send) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(value)))))
    }

    /// The value.
    pub(crate) fn take<T: 'static>(&self) -> Option<T> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.take()?.downcast::<T>().ok().map(|it| *it)
    }
}

#[cfg(feature = "client-testing")]
impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ready")
    }
}

/// What asks for a stream of events again where it breaks off.
pub(crate) trait Again: MaybeSend {
    /// Notes what an event says of itself.
    fn note(&mut self, text: &str);

    /// Asks again after a while; `None` where it has been asked for often enough.
    fn again(self: Box<Self>) -> Option<Resuming>;
}

impl fmt::Debug for dyn Again {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Again")
    }
}

/// A stream that is being asked for again: what asks, and the new body, if there is one.
pub(crate) type Resuming = BoxFuture<'static, (Box<dyn Again>, Result<Option<Body>, CallError>)>;

/// What comes of a request. Both stand in a box, since it goes through the hands of several futures.
pub(crate) type Outcome = Result<Received, Box<CallError>>;

/// Whether asking once more may bring what asking did not.
fn may_pass(why: &CallError) -> bool {
    match why {
        CallError::Transport(_) | CallError::Timeout(_) => true,
        CallError::Undocumented { status, .. } => {
            matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
        }
        _ => false,
    }
}

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum Held {
    Whole(Bytes),
    Stream(Body),
}

/// What an answer is not, with the answer.
#[derive(Debug)]
pub struct Unread {
    pub(crate) pointer: String,
    pub(crate) message: String,
    pub(crate) received: Received,
}

/// What was read of an answer.
pub type Reading<T> = Result<T, Box<Unread>>;

/// The statuses that an answer is documented for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Documented {
    /// One.
    Code(u16),
    /// Those that begin with a digit: `4XX`.
    Class(u16),
    /// All that are not documented otherwise.
    Default,
}

/// What reads an answer.
pub type ReadAnswer<T> = fn(Received) -> Reading<T>;

/// What reads the answer of some statuses.
pub type Arm<T> = (Documented, ReadAnswer<T>);

/// An enum of answers, or of some of them.
pub trait Receive: Sized + 'static {
    /// What reads each of its variants.
    const ARMS: &'static [Arm<Self>];
}

/// An enum of all answers of an operation, failures among them.
pub trait Whole: Receive {}

/// A body of one of several kinds, or a response that operations share.
pub trait ReceivePayload: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// It is none of the kinds.
    fn receive(it: Received) -> Reading<Self>;
}

impl Documented {
    /// How closely a status is documented so: by itself, by its class, by `default`; `None` where it is not.
    fn closeness(self, status: StatusCode) -> Option<u8> {
        match self {
            Self::Code(code) => (status.as_u16() == code).then_some(3),
            Self::Class(class) => (status.as_u16() / 100 == class).then_some(2),
            Self::Default => Some(1),
        }
    }
}

/// What reads the answer of a status, and how closely that is documented.
pub(crate) fn arm_of<T>(arms: &[Arm<T>], status: StatusCode) -> Option<(u8, ReadAnswer<T>)> {
    let fitting = arms
        .iter()
        .filter_map(|(documented, read)| Some((documented.closeness(status)?, *read)));
    // The first of equals.
    fitting.rev().max_by_key(|it| it.0)
}

/// Which of the documented answers of a status and media type are streamed.
pub(crate) fn is_streamed(
    answers: &[(Documented, &str, bool)],
    status: StatusCode,
    media: Option<&str>,
) -> bool {
    let closest = answers.iter().filter_map(|it| it.0.closeness(status)).max();
    let fitting = answers.iter().filter_map(|(documented, name, streamed)| {
        // An answer of a status that nothing documents is held, so that all of it can be told.
        let is_closest = closest.is_some() && documented.closeness(status) == closest;
        let fit = media.map_or(Some(0), |media| fit(name, media))?;
        is_closest.then_some((fit, *streamed))
    });
    fitting.rev().max_by_key(|it| it.0).is_some_and(|it| it.1)
}

impl Received {
    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What is said of an answer that the document does not have; what is streamed is let go.
    pub(crate) fn undocumented<E>(self) -> CallError<E> {
        let it = *self.0;
        CallError::Undocumented {
            status: it.status,
            headers: Box::new(it.headers),
            body: match it.body {
                Held::Whole(bytes) => bytes,
                Held::Stream(_) => Bytes::new(),
            },
        }
    }

    pub(crate) fn media_type(&self) -> Option<&str> {
        self.0.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }

    fn unread<T>(self, pointer: String, message: impl Into<String>) -> Reading<T> {
        Err(Box::new(Unread {
            pointer,
            message: message.into(),
            received: self,
        }))
    }

    /// Whether the body may be of a media type: it says nothing else.
    fn is_of(&self, media: &str) -> bool {
        self.media_type()
            .is_none_or(|sent| fit(media, sent).is_some() || is_json(media) && is_json(sent))
    }

    /// The octets of a body that is of a media type.
    fn whole(&self, media: &str) -> Result<&Bytes, String> {
        if !self.is_of(media) {
            let sent = self.media_type().unwrap_or_default();
            return Err(format!("must be {media}, found {sent}"));
        }
        match &self.0.body {
            Held::Whole(bytes) => Ok(bytes),
            Held::Stream(_) => Err("is streamed".to_owned()),
        }
    }

    fn read<T>(
        self,
        media: &str,
        read: impl FnOnce(&Self, &[u8]) -> Result<T, Error>,
    ) -> Reading<T> {
        let read = match self.whole(media) {
            Ok(bytes) => read(&self, bytes),
            Err(message) => Err(Error::new(message)),
        };
        match read {
            Ok(it) => Ok(it),
            Err(error) => {
                let message = error.message().to_owned();
                self.unread(error.pointer(), message)
            }
        }
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// It is none, or not of the type; the same holds for the others.
    pub fn json<T: Decode>(self, media: &'static str) -> Reading<T> {
        self.read(media, |_, bytes| from_slice(bytes))
    }

    /// The body as a form.
    pub fn form<T: Decode>(
        self,
        media: &'static str,
        encodings: &'static [(&'static str, Encoding)],
    ) -> Reading<T> {
        self.read(media, |_, bytes| {
            let text = std::str::from_utf8(bytes).map_err(|_| Error::new("must be UTF-8"))?;
            from_form(&pairs(text), encodings)
        })
    }

    /// The body as text, in the `charset` that it says, or else in the documented one.
    pub fn text<T: Decode>(self, media: &'static str) -> Reading<T> {
        self.read(media, |it, bytes| {
            let sent = it.media_type().and_then(|it| parameter(it, "charset"));
            let label = sent.or_else(|| parameter(media, "charset"));
            let label = label.unwrap_or("utf-8");
            let text = charset::decode(label, bytes);
            let text = text.ok_or_else(|| Error::new(format!("must be {label}")))?;
            from_text(&text, Layout::Plain)
        })
    }

    /// No body; what comes all the same is passed over.
    pub fn empty(self) -> Reading<()> {
        Ok(())
    }

    /// The body as bytes that arrive one after the other.
    pub fn stream(self, media: &'static str) -> Reading<Body> {
        if !self.is_of(media) {
            let message = format!(
                "must be {media}, found {}",
                self.media_type().unwrap_or_default()
            );
            return self.unread(String::new(), message);
        }
        let media = self.media_type().map(str::to_owned);
        let body = match self.0.body {
            Held::Whole(bytes) => Body::from(bytes),
            Held::Stream(body) => body,
        };
        Ok(match media {
            Some(media) => body.with_media_type(media),
            None => body,
        })
    }

    /// The body as events, whose payloads are of a type.
    pub fn events<T: Decode + MaybeSend + 'static>(
        mut self,
        media: &'static str,
    ) -> Reading<EventStream<T>> {
        let (limit, resume) = (self.0.limit, self.0.again.take());
        let body = self.stream(media)?;
        let mut arriving = Arriving::new(body, Coding::Events, limit, signals);
        arriving.resume = resume;
        Ok(EventStream::from_signals(arriving))
    }

    /// The body as JSON lines.
    pub fn lines<T: Decode + MaybeSend + 'static>(self, media: &'static str) -> Reading<Items<T>> {
        self.items(media, Coding::Lines)
    }

    /// The body as a JSON text sequence.
    pub fn sequence<T: Decode + MaybeSend + 'static>(
        self,
        media: &'static str,
    ) -> Reading<Items<T>> {
        self.items(media, Coding::Sequence)
    }

    /// The body as events, each an object of its fields.
    pub fn typed_events<T: Decode + MaybeSend + 'static>(
        self,
        media: &'static str,
    ) -> Reading<Items<T>> {
        self.items(media, Coding::Events)
    }

    fn items<T: Decode + MaybeSend + 'static>(
        mut self,
        media: &'static str,
        coding: Coding,
    ) -> Reading<Items<T>> {
        let (limit, resume) = (self.0.limit, self.0.again.take());
        let body = self.stream(media)?;
        let read: ReadItem<T> = match coding {
            Coding::Events => |text| event_object(text).map(|it| [it, None]),
            _ => |text| item(text).map(|it| [it, None]),
        };
        let mut arriving = Arriving::new(body, coding, limit, read);
        arriving.resume = resume.filter(|_| coding == Coding::Events);
        Ok(Items::of_results(Problems(arriving)))
    }

    /// The body by its kind.
    pub fn payload<T: ReceivePayload>(self) -> Reading<T> {
        T::receive(self)
    }

    /// The body by what reads its media type, of those that are documented.
    pub fn one_of<T>(self, kinds: &[(&'static str, ReadAnswer<T>)]) -> Reading<T> {
        let sent = self.media_type();
        let fitting = kinds.iter().filter_map(|(media, read)| {
            let fit = sent.map_or(Some(0), |sent| fit(media, sent))?;
            Some((fit, *read))
        });
        match fitting.rev().max_by_key(|it| it.0) {
            Some((_, read)) => read(self),
            None => {
                let names: Vec<&str> = kinds.iter().map(|it| it.0).collect();
                let message = format!(
                    "must be {}, found {}",
                    names.join(" or "),
                    sent.unwrap_or_default()
                );
                self.unread(String::new(), message)
            }
        }
    }

    /// A header, and the rest. A type that is an `Option` is `None` without one.
    pub fn header<T: Decode>(self, name: &'static str, layout: HeaderLayout) -> Reading<(Self, T)> {
        let lines = self.0.headers.get_all(name).iter();
        let lines = lines.map(|it| std::str::from_utf8(it.as_bytes()));
        let Ok(lines) = lines.collect::<Result<Vec<&str>, _>>() else {
            return self.unread(String::new(), format!("header {name}: must be UTF-8"));
        };
        let read = match (&lines[..], layout) {
            // Nothing that is there reads as `null` does.
            ([], _) => T::decode(crate::runtime::types::Source::Text(
                &mut crate::runtime::json::Reader::new("null"),
            ))
            .map_err(|_| Error::new("is missing")),
            // Cookies cannot share a line (RFC 9110, section 5.3), and have commas of their own.
            (lines, HeaderLayout(Style::Simple, false))
                if name.eq_ignore_ascii_case("set-cookie") =>
            {
                let text = Value::from(lines.to_vec()).to_string();
                from_text(&text, Layout::Json)
                    .or_else(|_| from_text(lines.first().unwrap_or(&""), Layout::Plain))
            }
            (lines, HeaderLayout(Style::Json, _)) => from_text(&lines.join(","), Layout::Json),
            (lines, HeaderLayout(style, explode)) => {
                from_text(&lines.join(","), Layout::Header(style, explode))
            }
        };
        match read {
            Ok(it) => Ok((self, it)),
            Err(error) => {
                let message = format!("header {name}: {}", error.message());
                self.unread(String::new(), message)
            }
        }
    }
}

/// How a header of an answer is laid out: by its style, and whether it explodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeaderLayout(pub Style, pub bool);

fn item<T: Decode>(text: &str) -> Result<Option<T>, Error> {
    match text.trim() {
        "" => Ok(None),
        text => from_slice(text.as_bytes()).map(Some),
    }
}

/// The fields of an event as an object; `None` where it has no data.
fn event_object<T: Decode>(text: &str) -> Result<Option<T>, Error> {
    let EventFields {
        data: Some(data),
        event,
        id,
        retry,
    } = event_fields(text)
    else {
        return Ok(None);
    };
    let retry = retry.map(|it| it.to_string());
    let others = [("event", &event), ("id", &id), ("retry", &retry)];
    let others = others.into_iter();
    let mut fields: Vec<(&str, &str)> = others
        .filter_map(|(name, it)| Some((name, it.as_deref()?)))
        .collect();
    fields.push(("data", &data));
    from_fields(&fields).map(Some)
}

/// How long to wait before coming back, and an event with its payload, which is JSON unless its type is text.
fn signals<T: Decode>(text: &str) -> Result<[Option<Signal<T>>; 2], Error> {
    let fields = event_fields(text);
    let retry = fields.retry.map(Duration::from_millis).map(Signal::Retry);
    let event = match fields.data {
        Some(data) => Some(Signal::Event(Event {
            event: fields.event,
            id: fields.id,
            data: from_text(&data, Layout::Plain)?,
        })),
        None => None,
    };
    Ok([retry, event])
}

/// What reads the items of a text, of which there may be none.
type ReadItem<T> = fn(&str) -> Result<[Option<T>; 2], Error>;

/// Items of an answer on their way.
struct Arriving<T> {
    body: Body,
    texts: Texts,
    limit: usize,
    read: ReadItem<T>,
    /// The second item of a text whose first one has been handed out.
    next: Option<T>,
    number: usize,
    is_done: bool,
    /// Whether an item of this body has been there.
    is_begun: bool,
    /// What asks for it again where it breaks off, or asks now.
    resume: Option<Box<dyn Again>>,
    resuming: Option<Resuming>,
}

impl<T> Arriving<T> {
    fn new(body: Body, coding: Coding, limit: usize, read: ReadItem<T>) -> Self {
        Self {
            body,
            texts: Texts::new(coding),
            limit,
            read,
            next: None,
            number: 0,
            is_done: false,
            is_begun: false,
            resume: None,
            resuming: None,
        }
    }

    fn decoded(&mut self, text: &[u8]) -> Result<Option<T>, BoxError> {
        let text = std::str::from_utf8(text)?;
        let text = match std::mem::replace(&mut self.is_begun, true) {
            false => text.strip_prefix('\u{feff}').unwrap_or(text),
            true => text,
        };
        if let Some(resume) = &mut self.resume {
            resume.note(text);
        }
        let [first, second] = (self.read)(text)
            .map_err(|error| format!("item {}: {}", self.number, error.detail()))?;
        self.number += usize::from(first.is_some()) + usize::from(second.is_some());
        Ok(match first {
            Some(first) => {
                self.next = second;
                Some(first)
            }
            None => second,
        })
    }
}

impl<T> Arriving<T> {
    /// Where the body ends or breaks off, asks for it again, if that is wanted.
    fn resume(&mut self) -> bool {
        self.resuming = self.resume.take().and_then(|it| it.again());
        self.resuming.is_some()
    }

    /// What came of asking again: whether the body goes on.
    fn resumed(
        &mut self,
        resume: Box<dyn Again>,
        body: Result<Option<Body>, CallError>,
    ) -> Result<bool, BoxError> {
        self.resume = Some(resume);
        match body {
            Ok(Some(body)) => {
                self.body = body;
                self.texts = Texts::new(Coding::Events);
                self.is_begun = false;
                Ok(true)
            }
            Ok(None) => Ok(false),
            Err(why) if may_pass(&why) && self.resume() => Ok(true),
            Err(why) => Err(why.into()),
        }
    }
}

// Nothing in it is pinned where it stands.
impl<T> Unpin for Arriving<T> {}

impl<T> Stream for Arriving<T> {
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(item) = this.next.take() {
            return Poll::Ready(Some(Ok(item)));
        }
        loop {
            if this.is_done {
                return Poll::Ready(None);
            }
            if let Some(resuming) = &mut this.resuming {
                let (resume, body) = ready!(resuming.as_mut().poll(context));
                this.resuming = None;
                match this.resumed(resume, body) {
                    Ok(true) => {}
                    Ok(false) => this.is_done = true,
                    Err(why) => {
                        this.is_done = true;
                        return Poll::Ready(Some(Err(why)));
                    }
                }
                continue;
            }
            if let Some(text) = this.texts.next() {
                let item = match text.len() > this.limit {
                    true => Err(format!("an item has more than {} bytes", this.limit).into()),
                    false => this.decoded(&text),
                };
                match item {
                    Ok(None) => continue,
                    Ok(Some(item)) => return Poll::Ready(Some(Ok(item))),
                    Err(why) => {
                        this.is_done = true;
                        return Poll::Ready(Some(Err(why)));
                    }
                }
            }
            if this.texts.is_over() {
                if this.resume() {
                    continue;
                }
                this.is_done = true;
                return Poll::Ready(None);
            }
            if this.texts.held() > this.limit {
                this.is_done = true;
                let why = format!("an item has more than {} bytes", this.limit);
                return Poll::Ready(Some(Err(why.into())));
            }
            match ready!(Pin::new(&mut this.body).poll_next(context)) {
                Some(Ok(chunk)) => this.texts.push(&chunk),
                Some(Err(_)) if this.resume() => {}
                Some(Err(why)) => {
                    this.is_done = true;
                    return Poll::Ready(Some(Err(why)));
                }
                None => this.texts.end(),
            }
        }
    }
}

/// Items whose failures are those of a server that this one depends on.
struct Problems<T>(Arriving<T>);

impl<T> Stream for Problems<T> {
    type Item = Result<T, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.0).poll_next(context);
        next.map(|it| {
            it.map(|it| {
                it.map_err(|why| Problem::new(StatusCode::BAD_GATEWAY).detail(why.to_string()))
            })
        })
    }
}
