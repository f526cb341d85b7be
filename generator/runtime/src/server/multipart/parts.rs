//! A request → the parts of its body: whole where none is a file, one after the other where there are files.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use axum::http::{HeaderMap, StatusCode, header};

use crate::runtime::api;
use crate::runtime::charset;
use crate::runtime::description::Encoding;
use crate::runtime::json::{Tree, pointer};
use crate::runtime::media;
use crate::runtime::multipart::{Multipart, NextPart, Part, PartSource};
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::server::call::Call;
use crate::runtime::server::operation::CompiledMediaType;
use crate::runtime::server::parameters::check_header;
use crate::runtime::server::state::Endpoint;
use crate::runtime::style::{Decoding, Shape, StyleDecoder, property_rule, scalar_of};
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
        Ok(Multipart::new(PartStream {
            parts: multer::Multipart::new(body, boundary),
            schema: self.schema(),
            media: self.media.unwrap_or_default(),
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
            let of_head = form.faults_of_head(&name, &pointer(&name), field.headers());
            let media = field.content_type().map(ToString::to_string);
            let bytes = match at_once(field.bytes()) {
                Some(Ok(bytes)) => bytes,
                Some(Err(error)) => return Err(vec![broken(&error)]),
                None => return Err(vec![Place::BODY.fault("", "breaks off")]),
            };
            let property = form.property(&name);
            if !of_head.is_empty() {
                faults.extend(of_head);
                continue;
            }
            match property.read(form.schemas, media.as_deref(), &bytes) {
                Ok(value) => found.entry(name).or_default().push(value.into_owned()),
                Err(detail) => faults.push(Place::BODY.fault(&pointer(&name), detail)),
            }
        }
        let mut members = Vec::new();
        for (name, mut values) in found {
            let repeats = form.property(&name).list.is_some();
            let value = match (values.len(), repeats) {
                (_, true) => Tree::Array(values),
                (1, false) => values.swap_remove(0),
                (_, false) => {
                    let detail = REPEATED;
                    faults.push(Place::BODY.fault(&pointer(&name), detail));
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
}

impl<P: FromPart> PartSource<P> for PartStream {
    fn next(&mut self) -> NextPart<'_, P> {
        Box::pin(async move {
            let field = self.next_accepted().await;
            match field.map_err(|error| self.endpoint.operation.refused(vec![broken(&error)]))? {
                Some(field) => {
                    let arriving = self.arriving(field);
                    let arriving =
                        arriving.map_err(|faults| self.endpoint.operation.refused(faults))?;
                    let part = P::from_part(arriving).await;
                    part.map(Some).map_err(|Rejection(problem)| *problem)
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
    /// Passes over parts that callers do not send.
    async fn next_accepted(&mut self) -> multer::Result<Option<multer::Field<'static>>> {
        let schemas = &self.endpoint.state.schemas;
        let ignores = |name: &str| {
            self.schema
                .is_some_and(|id| schemas.has_read_only(id, name))
        };
        loop {
            let field = self.parts.next_field().await?;
            match field {
                Some(it) if it.name().is_some_and(ignores) => drop(it),
                field => return Ok(field),
            }
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
            field,
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
    field: multer::Field<'static>,
    property: Property,
    /// Where it stands in the body.
    pointer: String,
    endpoint: Arc<Endpoint>,
}

impl IncomingPart {
    /// What the document calls it.
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// The part as a stream.
    pub fn file(self) -> Part {
        let name = self.field.name().unwrap_or_default().to_owned();
        let file_name = self.field.file_name().map(str::to_owned);
        let headers = self.field.headers().clone();
        Part::arrived(name, file_name, headers, api::Body::from_stream(self.field))
    }

    /// The part decoded and checked.
    pub async fn read<T: Decode>(mut self) -> Result<T, Rejection> {
        let limit = self.endpoint.state.settings.body_limit;
        let mut whole = Vec::new();
        loop {
            match self.field.chunk().await {
                Ok(None) => break,
                Ok(Some(chunk)) if chunk.len() > limit - whole.len() => {
                    let problem = Problem::new(StatusCode::PAYLOAD_TOO_LARGE);
                    let detail = format!("A part may have no more than {limit} bytes.");
                    return Err(problem.detail(detail).into());
                }
                Ok(Some(chunk)) => whole.extend_from_slice(&chunk),
                Err(error) => {
                    return Err(self.endpoint.operation.refused(vec![broken(&error)]).into());
                }
            }
        }
        let schemas = &self.endpoint.state.schemas;
        let media = self.field.content_type().map(ToString::to_string);
        let value = self.property.read(schemas, media.as_deref(), &whole);
        let value = value.map_err(|detail| vec![Place::FORM.fault("", detail)]);
        let read = value
            .and_then(|value| stream::value(value, Place::FORM, schemas, self.property.schema));
        read.map_err(|faults| {
            let faults = faults.into_iter().map(|it| it.below(&self.pointer));
            self.endpoint.operation.refused(faults.collect()).into()
        })
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

    fn property(&self, name: &str) -> Property {
        let schemas = self.schemas;
        let whole = self.schema.map(|id| Shape::of(schemas, id));
        let whole = whole.unwrap_or_default();
        let id = whole.property_id(schemas, name);
        let is_listed = whole.lists(schemas, name);
        let shape = id.map(|id| Shape::of(schemas, id)).unwrap_or_default();
        let encoding = self.media.and_then(|it| it.encoding.get(name));
        let joined = encoding.filter(|it| !it.explode);
        let joined = joined.copied();
        match shape.repeated().filter(|_| joined.is_none()) {
            Some(item) => Property {
                is_listed,
                schema: item,
                list: id,
                joined,
                shape: item.map(|id| Shape::of(schemas, id)).unwrap_or_default(),
            },
            None => Property {
                is_listed,
                schema: id,
                list: None,
                joined,
                shape,
            },
        }
    }
}

impl Property {
    /// The value that stands in a part: JSON where the part says so, or where nothing else could hold it.
    fn read<'t>(
        &self,
        schemas: &Schemas,
        media: Option<&str>,
        bytes: &'t [u8],
    ) -> Result<Tree<'t>, &'static str> {
        let label = media.and_then(|it| media::parameter(it, "charset"));
        let media = media.map(media::essence).unwrap_or_default();
        let is_json = media::is_json(media);
        let is_array = self.shape.repeated().is_some();
        if is_json || self.joined.is_none() && (self.shape.is_object() || is_array) {
            return Tree::of_bytes(bytes).map_err(|_| "must be JSON");
        }
        let text = match label {
            Some(label) => charset::decode(label, bytes).ok_or("must be text of its charset")?,
            None => Cow::Borrowed(std::str::from_utf8(bytes).map_err(|_| "must be UTF-8")?),
        };
        if let Some(encoding) = &self.joined {
            let rule = property_rule("", Some(encoding), false);
            let decoder = StyleDecoder { schemas, rule };
            let value = decoder.delimited(&self.shape, &text, Decoding::Verbatim)?;
            return Ok(value.into_owned());
        }
        Ok(scalar_of(schemas, &self.shape, text))
    }
}

const REPEATED: &str = "must not be given more than once";

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
