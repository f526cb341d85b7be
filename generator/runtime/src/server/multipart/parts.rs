//! A request → the parts of its body: whole where none is a file, one after the other where there are files.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use axum::http::{HeaderMap, StatusCode, header};

use crate::runtime::api;
use crate::runtime::charset;
use crate::runtime::description::{Encoding, Location, Style};
use crate::runtime::json::{Tree, pointer};
use crate::runtime::media;
use crate::runtime::multipart::{Multipart, NextPart, Part, PartSource};
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::server::call::Call;
use crate::runtime::server::form;
use crate::runtime::server::operation::CompiledMediaType;
use crate::runtime::server::parameters::check_header;
use crate::runtime::server::state::Endpoint;
use crate::runtime::style::{
    Declared, Decoding, REPEATED, Rule, Shape, StyleDecoder, bracketed, pairs, property_rule,
    scalar_of,
};
use crate::runtime::types::Decode;
use crate::runtime::validator::{Fault, Id, Place, Schemas, UNKNOWN_PROPERTY, stream};

/// A part that can be made of one that arrives: an enum of those that are documented.
pub trait FromPart: Sized + Send + 'static {
    /// Takes the part, by its name.
    fn from_part(part: IncomingPart) -> impl Future<Output = Result<Self, Rejection>> + Send;
}

impl FromPart for Part {
    async fn from_part(part: IncomingPart) -> Result<Self, Rejection> {
        Ok(part.file())
    }
}

impl Call {
    /// The body as parts that arrive one after the other.
    pub fn multipart<P: FromPart>(&mut self) -> Result<Multipart<P>, Rejection> {
        let boundary = self.boundary();
        let boundary = boundary.map_err(|fault| self.refused(vec![fault]))?;
        let body = self.stream()?;
        let media = self.media.unwrap_or_default();
        let schema = self.schema();
        let documented = self.endpoint.operation.documented(media);
        Ok(Multipart::new(PartStream {
            parts: multer::Multipart::new(body, boundary),
            schema,
            media,
            spread: Spread::all(&self.endpoint.state.schemas, schema, documented),
            endpoint: Arc::clone(&self.endpoint),
            counts: BTreeMap::new(),
        }))
    }

    /// The body as parts, none of which is a file.
    pub fn parts<T: Decode>(&mut self) -> Result<T, Rejection> {
        self.typed(Self::parts_value)
    }

    /// Parts that are all here as an object.
    pub(crate) fn parts_value(&self) -> Result<Tree<'_>, Vec<Fault>> {
        let boundary = self.boundary().map_err(|fault| vec![fault])?;
        let body = api::Body::from(self.text.clone());
        let mut reading = multer::Multipart::new(body, boundary);
        let form = Form {
            schemas: &self.state().schemas,
            schema: self.schema(),
            media: self.documented(),
        };
        let mut spread = Spread::all(form.schemas, form.schema, form.media);
        let mut found: BTreeMap<String, Vec<Tree<'_>>> = BTreeMap::new();
        let mut faults = Vec::new();
        loop {
            let field = match at_once(reading.next_field()) {
                Some(Ok(Some(field))) => field,
                Some(Ok(None)) => break,
                Some(Err(error)) => return Err(vec![broken(&error)]),
                None => return Err(vec![Place::BODY.fault("", "breaks off")]),
            };
            let name = field.name().unwrap_or_default().to_owned();
            let owner = form.owner(&mut spread, &name);
            let property = owner.as_ref().map_or(&name, |it| &it.name);
            let of_head = form.faults_of_head(property, &pointer(property), field.headers());
            let media = field.content_type().map(ToString::to_string);
            let bytes = match at_once(field.bytes()) {
                Some(Ok(bytes)) => bytes,
                Some(Err(error)) => return Err(vec![broken(&error)]),
                None => return Err(vec![Place::BODY.fault("", "breaks off")]),
            };
            if !of_head.is_empty() {
                faults.extend(of_head);
                continue;
            }
            if let Some(owner) = owner {
                match text(media.as_deref(), &bytes) {
                    Ok(text) => owner.add(name, text.into_owned()),
                    Err(detail) => faults.push(Place::BODY.fault(&pointer(&owner.name), detail)),
                }
                continue;
            }
            let property = form.property(&name);
            match property.read(form.schemas, media.as_deref(), &bytes) {
                Ok(value) => found.entry(name).or_default().push(value.into_owned()),
                Err(more) => {
                    let pointer = pointer(&name);
                    faults.extend(more.into_iter().map(|it| it.below(&pointer)));
                }
            }
        }
        let mut members = Vec::new();
        for it in spread {
            match it.read(form.schemas) {
                Ok(Some(value)) => members.push((it.name.into(), value)),
                Ok(None) => {}
                Err(detail) => faults.push(Place::BODY.fault(&pointer(&it.name), detail)),
            }
        }
        for (name, mut values) in found {
            let property = form.property(&name);
            let value = match values.len() {
                _ if property.list.is_some() => Tree::Array(values),
                1 => values.swap_remove(0),
                _ if property.shape.is_list_if_repeated() => Tree::Array(values),
                _ => {
                    faults.push(Place::BODY.fault(&pointer(&name), REPEATED));
                    continue;
                }
            };
            members.push((name.into(), value));
        }
        if faults.is_empty() {
            Ok(Tree::Object(members))
        } else {
            Err(faults)
        }
    }

    fn boundary(&self) -> Result<String, Fault> {
        let media = self.context.head.headers.get(header::CONTENT_TYPE);
        let media = media.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let boundary = media::parameter(media, "boundary").filter(|it| !it.is_empty());
        boundary.map(str::to_owned).ok_or_else(|| Fault {
            location: "header Content-Type".to_owned(),
            detail: "must name the boundary of the parts".to_owned(),
        })
    }
}

/// Parts on their way.
struct PartStream {
    parts: multer::Multipart<'static>,
    schema: Option<Id>,
    /// Which of the media types the body has.
    media: usize,
    endpoint: Arc<Endpoint>,
    /// How many there were of each part that is listed.
    counts: BTreeMap<String, usize>,
    /// The objects whose properties are parts of their own, and what was given of them.
    spread: Vec<Spread>,
}

impl<P: FromPart> PartSource<P> for PartStream {
    fn next(&mut self) -> NextPart<'_, P> {
        Box::pin(async move {
            let refused = |it: Rejection| *it.0;
            let field = self.next_accepted().await.map_err(refused)?;
            let arriving = match field {
                Some(field) => Some(self.arriving(field)),
                None => self.gathered().map(Ok),
            };
            match arriving {
                Some(arriving) => {
                    let arriving =
                        arriving.map_err(|faults| self.endpoint.operation.refused(faults))?;
                    P::from_part(arriving).await.map(Some).map_err(refused)
                }
                None => {
                    let faults = self.faults_at_the_end();
                    if faults.is_empty() {
                        return Ok(None);
                    }
                    Err(self.endpoint.operation.refused(faults))
                }
            }
        })
    }
}

impl PartStream {
    /// Passes over parts that callers do not send, and keeps those that are properties of an object for the end.
    async fn next_accepted(&mut self) -> Result<Option<multer::Field<'static>>, Rejection> {
        let endpoint = Arc::clone(&self.endpoint);
        let mut spread = std::mem::take(&mut self.spread);
        let result = loop {
            let field = match self.parts.next_field().await {
                Ok(field) => field,
                Err(error) => break Err(refused(&endpoint, vec![broken(&error)])),
            };
            let Some(field) = field else {
                break Ok(None);
            };
            let name = field.name().unwrap_or_default().to_owned();
            let Some(owner) = self.form().owner(&mut spread, &name) else {
                if self.is_ignored(&name) {
                    continue;
                }
                break Ok(Some(field));
            };
            let pointer = pointer(&owner.name);
            let faults = (self.form()).faults_of_head(&owner.name, &pointer, field.headers());
            if !faults.is_empty() {
                break Err(refused(&endpoint, faults));
            }
            let media = field.content_type().map(ToString::to_string);
            let limit = endpoint.state.settings.body_limit;
            let left = limit.saturating_sub(owner.size + name.len());
            let bytes = match whole(field, &endpoint, left).await {
                Ok(bytes) => bytes,
                Err(why) => break Err(why),
            };
            match text(media.as_deref(), &bytes) {
                Ok(text) => owner.add(name, text.into_owned()),
                Err(detail) => {
                    let fault = Place::BODY.fault(&pointer, detail);
                    break Err(refused(&endpoint, vec![fault]));
                }
            }
        };
        self.spread = spread;
        result
    }

    /// Whether callers do not send a property.
    fn is_ignored(&self, name: &str) -> bool {
        let schemas = &self.endpoint.state.schemas;
        self.schema
            .is_some_and(|id| schemas.has_read_only(id, name))
    }

    /// An object whose properties were parts of their own, once all parts were there.
    fn gathered(&mut self) -> Option<IncomingPart> {
        loop {
            let at = self.spread.iter().position(|it| !it.given.is_empty())?;
            let spread = self.spread.remove(at);
            if self.is_ignored(&spread.name) {
                continue;
            }
            *self.counts.entry(spread.name.clone()).or_default() += 1;
            return Some(IncomingPart {
                property: self.form().property(&spread.name),
                pointer: pointer(&spread.name),
                content: Incoming::Spread(spread),
                endpoint: Arc::clone(&self.endpoint),
            });
        }
    }

    /// Counts a part in, unless there is one too many.
    fn arriving(&mut self, field: multer::Field<'static>) -> Result<IncomingPart, Vec<Fault>> {
        let schemas = &self.endpoint.state.schemas;
        let name = field.name().unwrap_or_default();
        let property = self.form().property(name);
        let mut pointer = pointer(name);
        if self.schema.is_some_and(|id| schemas.forbids(id, name)) {
            return Err(vec![Place::BODY.fault(&pointer, UNKNOWN_PROPERTY)]);
        }
        if property.is_listed {
            let count = self.counts.entry(name.to_owned()).or_default();
            *count += 1;
            let fault = match property.list {
                Some(list) => schemas.length_fault(list, *count, false),
                None => (*count > 1).then(|| REPEATED.to_owned()),
            };
            if let Some(detail) = fault {
                return Err(vec![Place::BODY.fault(&pointer, detail)]);
            }
            if property.list.is_some() {
                pointer::push(&mut pointer, *count - 1);
            }
        }
        let faults = self.form().faults_of_head(name, &pointer, field.headers());
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(IncomingPart {
            content: Incoming::Field(field),
            property,
            pointer,
            endpoint: Arc::clone(&self.endpoint),
        })
    }

    fn form(&self) -> Form<'_> {
        Form {
            schemas: &self.endpoint.state.schemas,
            schema: self.schema,
            media: self.endpoint.operation.documented(self.media),
        }
    }

    /// What is missing once all parts were there.
    fn faults_at_the_end(&self) -> Vec<Fault> {
        let Some(id) = self.schema else {
            return Vec::new();
        };
        let schemas = &self.endpoint.state.schemas;
        let required = schemas.required(id).into_iter();
        let missing = required.filter(|it| !self.counts.contains_key(*it));
        let missing = missing.map(|it| Place::BODY.fault(&pointer(it), "is required"));
        let few = self.counts.iter().filter_map(|(name, count)| {
            let list = self.form().property(name).list?;
            let detail = schemas.length_fault(list, *count, true)?;
            Some(Place::BODY.fault(&pointer(name), detail))
        });
        missing.chain(few).collect()
    }
}

/// A part on its way.
pub struct IncomingPart {
    content: Incoming,
    property: Property,
    /// Where it stands in the body.
    pointer: String,
    endpoint: Arc<Endpoint>,
}

/// What has arrived of a part.
enum Incoming {
    Field(multer::Field<'static>),
    /// An object each of whose properties was a part.
    Spread(Spread),
}

impl IncomingPart {
    /// What the document calls it.
    pub fn name(&self) -> &str {
        match &self.content {
            Incoming::Field(field) => field.name().unwrap_or_default(),
            Incoming::Spread(it) => &it.name,
        }
    }

    /// The part as a stream.
    pub fn file(self) -> Part {
        let field = match self.content {
            Incoming::Field(field) => field,
            // An object is no file.
            Incoming::Spread(it) => return Part::named(it.name, Vec::new()),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let headers = field.headers().clone();
        Part::arrived(name, file_name, headers, api::Body::from_stream(field))
    }

    /// The part decoded and checked.
    pub async fn read<T: Decode>(self) -> Result<T, Rejection> {
        let schemas = &self.endpoint.state.schemas;
        let bytes;
        let value = match self.content {
            Incoming::Field(field) => {
                let media = field.content_type().map(ToString::to_string);
                let limit = self.endpoint.state.settings.body_limit;
                bytes = whole(field, &self.endpoint, limit).await?;
                self.property.read(schemas, media.as_deref(), &bytes)
            }
            Incoming::Spread(it) => match it.read(schemas) {
                Ok(value) => Ok(value.unwrap_or(Tree::Null)),
                Err(detail) => Err(vec![Place::FORM.fault("", detail)]),
            },
        };
        let read = value
            .and_then(|value| stream::value(value, Place::FORM, schemas, self.property.schema));
        read.map_err(|faults| {
            let faults = faults.into_iter().map(|it| it.below(&self.pointer));
            refused(&self.endpoint, faults.collect())
        })
    }
}

fn refused(endpoint: &Endpoint, faults: Vec<Fault>) -> Rejection {
    endpoint.operation.refused(faults).into()
}

/// What stands in a part, if that is no more than `limit` bytes.
async fn whole(
    mut field: multer::Field<'static>,
    endpoint: &Endpoint,
    limit: usize,
) -> Result<Vec<u8>, Rejection> {
    let mut whole = Vec::new();
    loop {
        match field.chunk().await {
            Ok(None) => return Ok(whole),
            Ok(Some(chunk)) if chunk.len() > limit - whole.len() => {
                let problem = Problem::new(StatusCode::PAYLOAD_TOO_LARGE);
                let limit = endpoint.state.settings.body_limit;
                let detail = format!("A part may have no more than {limit} bytes.");
                return Err(problem.detail(detail).into());
            }
            Ok(Some(chunk)) => whole.extend_from_slice(&chunk),
            Err(error) => return Err(refused(endpoint, vec![broken(&error)])),
        }
    }
}

/// The text that stands in a part.
fn text<'t>(media: Option<&str>, bytes: &'t [u8]) -> Result<Cow<'t, str>, &'static str> {
    match media.and_then(|it| media::parameter(it, "charset")) {
        Some(label) => charset::decode(label, bytes).ok_or("must be text of its charset"),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Err("must be UTF-8"),
        },
    }
}

/// An object each of whose properties is a part of its own, by the style that the document has for it (OpenAPI 3.1.1, section
/// 4.8.15.1.2): `place[x]`, or in the style `form` `x`.
struct Spread {
    name: String,
    encoding: Encoding,
    shape: Shape,
    /// The parts that belong to it, with what stands in them.
    given: Vec<(String, String)>,
    /// How many bytes these have.
    size: usize,
}

impl Spread {
    /// Those of a body.
    fn all(schemas: &Schemas, schema: Option<Id>, media: Option<&CompiledMediaType>) -> Vec<Self> {
        let encodings = media.into_iter().flat_map(|it| &it.encoding);
        let mut encodings = encodings.filter(|it| !it.1.is_joined()).peekable();
        let Some(id) = schema.filter(|_| encodings.peek().is_some()) else {
            return Vec::new();
        };
        let whole = Shape::of(schemas, id);
        let all = encodings.filter_map(|(name, encoding)| {
            let shape = whole.property(schemas, name)?;
            shape.is_object().then(|| Self {
                name: name.clone(),
                encoding: *encoding,
                shape,
                given: Vec::new(),
                size: 0,
            })
        });
        let mut all: Vec<Self> = all.collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// Adds a part that belongs to it.
    fn add(&mut self, part: String, text: String) {
        self.size += part.len() + text.len();
        self.given.push((part, text));
    }

    /// Whether a part belongs to it: one that it lists, or one that it takes where nothing else does.
    fn takes(&self, schemas: &Schemas, part: &str, is_unknown: bool) -> bool {
        match self.encoding.style {
            Style::DeepObject => {
                (part.strip_prefix(&*self.name)).is_some_and(|it| bracketed(it).is_some())
            }
            _ if is_unknown => {
                self.shape.property_id(schemas, part).is_some()
                    || self.shape.takes_unlisted(schemas)
            }
            _ => self.shape.lists(schemas, part),
        }
    }

    /// The object; `None` where nothing was given of it.
    fn read(&self, schemas: &Schemas) -> Result<Option<Tree<'static>>, &'static str> {
        let rule = Rule {
            location: Location::Header,
            ..property_rule(&self.name, Some(&self.encoding), true)
        };
        let pairs = self.given.iter();
        let pairs: Vec<_> = pairs.map(|(name, it)| (name.into(), &**it)).collect();
        let decoder = StyleDecoder { schemas, rule };
        let value = decoder.query(&self.shape, &pairs, &Declared::default())?;
        Ok(value.map(Tree::into_owned))
    }
}

/// What the document says of the parts.
struct Form<'a> {
    schemas: &'a Schemas,
    schema: Option<Id>,
    media: Option<&'a CompiledMediaType>,
}

/// What the document says of a part.
struct Property {
    /// Whether the property is listed: of others there may be any number.
    is_listed: bool,
    /// The schema of a part: that of the items where the property is an array.
    schema: Option<Id>,
    /// The schema of the array, each item of which is a part.
    list: Option<Id>,
    /// What stands between the items of an array that is a part as a whole.
    joined: Option<Encoding>,
    /// Whether an object is a form, where the part does not say what it is.
    is_form: bool,
    shape: Shape,
}

impl Form<'_> {
    /// What is wrong with the media type and the headers of a part. One that does not say its media type is taken to have
    /// the right one.
    fn faults_of_head(&self, name: &str, pointer: &str, headers: &HeaderMap) -> Vec<Fault> {
        let mut faults = Vec::new();
        let Some(part) = self.media.and_then(|it| it.parts.get(name)) else {
            return faults;
        };
        let sent = headers.get(header::CONTENT_TYPE);
        if let Some(sent) = sent.filter(|_| !part.types.is_empty()) {
            let sent = String::from_utf8_lossy(sent.as_bytes());
            if !part.types.iter().any(|it| media::fit(it, &sent).is_some()) {
                let detail = format!("must be {}, found {sent}", part.types.join(" or "));
                faults.push(Place::BODY.fault(pointer, detail));
            }
        }
        for it in &part.headers {
            let mut details = Vec::new();
            check_header(self.schemas, headers, it, it.place(), &mut details);
            faults.extend(details.into_iter().map(|fault| {
                let detail = format!("{}: {}", fault.location, fault.detail);
                Place::BODY.fault(pointer, detail)
            }));
        }
        faults
    }

    /// The object that a part is a property of.
    fn owner<'s>(&self, spread: &'s mut [Spread], part: &str) -> Option<&'s mut Spread> {
        if spread.is_empty() {
            return None;
        }
        let id = self.schema?;
        if Shape::of(self.schemas, id).lists(self.schemas, part) {
            return None;
        }
        let found = [false, true].into_iter().find_map(|is_unknown| {
            let mut all = spread.iter();
            all.position(|it| it.takes(self.schemas, part, is_unknown))
        });
        spread.get_mut(found?)
    }

    fn property(&self, name: &str) -> Property {
        let schemas = self.schemas;
        let whole = self.schema.map(|id| Shape::of(schemas, id));
        let whole = whole.unwrap_or_default();
        let id = whole.property_id(schemas, name);
        let is_listed = whole.lists(schemas, name);
        let shape = id.map(|id| Shape::of(schemas, id)).unwrap_or_default();
        let encoding = self.media.and_then(|it| it.encoding.get(name));
        let joined = encoding.filter(|it| it.is_joined()).copied();
        let media = self.media.and_then(|it| it.parts.get(name));
        let is_form = media.is_some_and(|it| it.types.first().is_some_and(|it| media::is_form(it)));
        match shape.repeated().filter(|_| joined.is_none()) {
            Some(item) => Property {
                is_listed,
                schema: item,
                list: id,
                joined,
                is_form,
                shape: item.map(|id| Shape::of(schemas, id)).unwrap_or_default(),
            },
            None => Property {
                is_listed,
                schema: id,
                list: None,
                joined,
                is_form,
                shape,
            },
        }
    }
}

impl Property {
    /// The value that stands in a part: JSON where the part says so, or where nothing else could hold it; an object is a form
    /// where the part says that, or, if it says nothing, where the document does.
    fn read<'t>(
        &self,
        schemas: &Schemas,
        media: Option<&str>,
        bytes: &'t [u8],
    ) -> Result<Tree<'t>, Vec<Fault>> {
        let fault = |detail: &str| vec![Place::FORM.fault("", detail)];
        let is_json = media.is_some_and(media::is_json);
        let is_array = self.shape.repeated().is_some();
        let is_form = media.map_or(self.is_form, media::is_form);
        let form = self
            .schema
            .filter(|_| !is_json && is_form && self.joined.is_none() && self.shape.is_object());
        if let Some(id) = form {
            let text = text(media, bytes).map_err(fault)?;
            let read = form::form(schemas, id, &pairs(&text), &HashMap::new(), Place::FORM);
            return read.map(Tree::into_owned);
        }
        if is_json || self.joined.is_none() && (self.shape.is_object() || is_array) {
            return Tree::of_bytes(bytes).map_err(|_| fault("must be JSON"));
        }
        let text = text(media, bytes).map_err(fault)?;
        if let Some(encoding) = &self.joined {
            let rule = property_rule("", Some(encoding), false);
            let decoder = StyleDecoder { schemas, rule };
            let value = decoder.delimited(&self.shape, &text, Decoding::Verbatim);
            return value.map(Tree::into_owned).map_err(fault);
        }
        Ok(scalar_of(schemas, &self.shape, text))
    }
}

fn pointer(name: &str) -> String {
    let mut pointer = String::new();
    pointer::push(&mut pointer, name);
    pointer
}

fn broken(error: &multer::Error) -> Fault {
    Place::BODY.fault("", format!("is not made of parts: {error}"))
}

/// The output of a future that has nothing to wait for.
fn at_once<F: Future>(future: F) -> Option<F::Output> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}
