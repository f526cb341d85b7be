//! A request → the parts of its body: whole where none is a file, one after the other where there are files.

mod form;

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::http::{HeaderMap, StatusCode};
use futures_core::Stream;

use self::form::{Form, OTHERS, Property, Spread, Tuple};
use self::form::{boundary, broken, media_type, pointer, text};
use crate::runtime::api;
use crate::runtime::items::Items;
use crate::runtime::json::{Tree, pointer};
use crate::runtime::multipart::reader::{Arriving, Content, disposition};
use crate::runtime::multipart::{Multipart, NextPart, Part, PartSource};
use crate::runtime::problem::{Problem, Rejection};
use crate::runtime::server::call::Call;
use crate::runtime::server::state::Endpoint;
use crate::runtime::style::REPEATED;
use crate::runtime::threads::BoxFuture;
use crate::runtime::types::Decode;
use crate::runtime::validator::{Fault, Id, NOT_ALLOWED, Place, UNKNOWN_PROPERTY, stream};

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
        Ok(Multipart::new(self.part_stream()?))
    }

    /// The body as parts that arrive one after the other, each of which is an item.
    pub fn part_items<T: Decode + Send + 'static>(&mut self) -> Result<Items<T>, Rejection> {
        Ok(Items::of_results(PartItems {
            parts: Some(self.part_stream()?),
            next: None,
        }))
    }

    fn part_stream(&mut self) -> Result<PartStream, Rejection> {
        let boundary = boundary(media_type(&self.context.head.headers)).map(str::to_owned);
        let boundary = boundary.map_err(|fault| self.refused(vec![fault]))?;
        let parts = Arriving::new(self.stream()?, &boundary);
        let parts = parts.map_err(|error| self.refused(vec![broken(error)]))?;
        let form = self.documented_parts();
        Ok(PartStream {
            parts,
            schema: self.schema(),
            media: self.media.unwrap_or_default(),
            spread: Spread::all(&form),
            tuples: form.tuples(),
            endpoint: Arc::clone(&self.endpoint),
            counts: BTreeMap::new(),
            count: 0,
        })
    }

    /// The body as parts, none of which is a file.
    pub fn parts<T: Decode>(&mut self) -> Result<T, Rejection> {
        self.typed(Self::parts_value)
    }

    /// Parts that are all here as an object, or an array.
    pub(crate) fn parts_value(&self) -> Result<Tree<'_>, Vec<Fault>> {
        let boundary = boundary(media_type(&self.context.head.headers));
        let boundary = boundary.map_err(|fault| vec![fault])?;
        self.documented_parts().value(boundary, &self.text)
    }

    fn documented_parts(&self) -> Form<'_> {
        Form {
            schemas: &self.state().schemas,
            schema: self.schema(),
            composition: self.documented().map(|it| &it.composition),
        }
    }
}

/// Parts on their way.
struct PartStream {
    parts: Arriving,
    schema: Option<Id>,
    /// Which of the media types the body has.
    media: usize,
    endpoint: Arc<Endpoint>,
    /// How many there were of each part that is listed.
    counts: BTreeMap<String, usize>,
    /// How many there were.
    count: usize,
    /// The objects whose properties are parts of their own, and what was given of them.
    spread: Vec<Spread>,
    /// The lists whose parts have places of their own, and what was given of them.
    tuples: Vec<Tuple>,
}

impl<P: FromPart> PartSource<P> for PartStream {
    fn next(&mut self) -> NextPart<'_, P> {
        Box::pin(async move {
            let refused = |it: Rejection| *it.0;
            match self.next_incoming().await.map_err(refused)? {
                Some(part) => P::from_part(part).await.map(Some).map_err(refused),
                None => Ok(None),
            }
        })
    }
}

impl PartStream {
    /// The next part that is handed out; faults of all of them come at the end.
    async fn next_incoming(&mut self) -> Result<Option<IncomingPart>, Rejection> {
        let next = match self.next_accepted().await? {
            Some(field) => Some(self.arriving(field)),
            None => self.gathered(),
        };
        let next = match next {
            Some(next) => next.map(Some),
            None => match self.faults_at_the_end() {
                faults if faults.is_empty() => Ok(None),
                faults => Err(faults),
            },
        };
        next.map_err(|faults| refused(&self.endpoint, faults))
    }

    /// Passes over parts that callers do not send, and keeps those of which only all together are a value for the end.
    async fn next_accepted(&mut self) -> Result<Option<Field>, Rejection> {
        let endpoint = Arc::clone(&self.endpoint);
        let mut spread = std::mem::take(&mut self.spread);
        let mut tuples = std::mem::take(&mut self.tuples);
        let result = loop {
            let (headers, content) = match self.parts.next().await {
                Ok(Some(next)) => next,
                Ok(None) => break Ok(None),
                Err(error) => break Err(refused(&endpoint, vec![broken(error)])),
            };
            let name = disposition(&headers, "name").unwrap_or_default();
            let field = Field {
                name,
                headers,
                content,
            };
            if self.form().positions().is_some() {
                break Ok(Some(field));
            }
            let kept = if let Some(owner) = self.form().owner(&mut spread, &field.name) {
                self.keep(field, owner).await
            } else if self.is_ignored(&field.name) {
                continue;
            } else if let Some(tuple) = tuples.iter_mut().find(|it| it.name == field.name) {
                self.keep_item(field, tuple).await
            } else {
                break Ok(Some(field));
            };
            if let Err(why) = kept {
                break Err(why);
            }
        };
        self.spread = spread;
        self.tuples = tuples;
        result
    }

    /// Keeps a part that is a property of an object.
    async fn keep(&self, field: Field, owner: &mut Spread) -> Result<(), Rejection> {
        let pointer = pointer(&owner.name);
        let part = self.form().part_of(&owner.name);
        let faults = self.form().faults_of_head(part, &pointer, &field.headers);
        if !faults.is_empty() {
            return Err(refused(&self.endpoint, faults));
        }
        let limit = self.endpoint.state.settings.body_limit;
        let left = limit.saturating_sub(owner.size + field.name.len());
        let bytes = whole(field.content, &self.endpoint, left).await?;
        match text(media_type(&field.headers), &bytes) {
            Ok(text) => {
                owner.add(field.name, text.into_owned());
                Ok(())
            }
            Err(detail) => {
                let fault = Place::BODY.fault(&pointer, detail);
                Err(refused(&self.endpoint, vec![fault]))
            }
        }
    }

    /// Keeps a part that is an item of a list.
    async fn keep_item(&self, field: Field, tuple: &mut Tuple) -> Result<(), Rejection> {
        let form = self.form();
        let at = tuple.items.len();
        let property = form.property(&tuple.name, at);
        let mut pointer = pointer(&tuple.name);
        let list = property.list;
        let schemas = &self.endpoint.state.schemas;
        if let Some(detail) = list.and_then(|id| schemas.length_fault(id, at + 1, false)) {
            let fault = Place::BODY.fault(&pointer, detail);
            return Err(refused(&self.endpoint, vec![fault]));
        }
        pointer::push(&mut pointer, at);
        let mut faults = form.faults_of_head(form.part_of(&tuple.name), &pointer, &field.headers);
        if faults.is_empty() {
            let limit = self.endpoint.state.settings.body_limit;
            // What an item takes beside its text.
            const EACH: usize = 64;
            let left = limit.saturating_sub(tuple.size + EACH * at);
            let bytes = whole(field.content, &self.endpoint, left).await?;
            tuple.size += bytes.len();
            match property.read(schemas, media_type(&field.headers), &bytes) {
                Ok(value) => {
                    tuple.items.push(value.into_owned());
                    return Ok(());
                }
                Err(more) => faults.extend(more.into_iter().map(|it| it.below(&pointer))),
            }
        }
        Err(refused(&self.endpoint, faults))
    }

    /// Whether callers do not send a property.
    fn is_ignored(&self, name: &str) -> bool {
        let schemas = &self.endpoint.state.schemas;
        self.schema
            .is_some_and(|id| schemas.has_read_only(id, name))
    }

    /// A value that several parts are, once all parts were there.
    fn gathered(&mut self) -> Option<Result<IncomingPart, Vec<Fault>>> {
        let (name, value, count) = loop {
            if let Some(at) = self.spread.iter().position(|it| !it.given.is_empty()) {
                let spread = self.spread.remove(at);
                if !self.is_ignored(&spread.name) {
                    let value = spread.read(&self.endpoint.state.schemas);
                    break (spread.name, value.map(|it| it.unwrap_or(Tree::Null)), 1);
                }
            } else {
                let at = self.tuples.iter().position(|it| !it.items.is_empty())?;
                let Tuple { name, items, .. } = self.tuples.remove(at);
                let count = items.len();
                break (name, Ok(Tree::Array(items)), count);
            }
        };
        self.counts.insert(name.clone(), count);
        let pointer = pointer(&name);
        Some(match value {
            Ok(value) => Ok(IncomingPart {
                property: self.form().property(&name, 0),
                content: Incoming::Value(value),
                endpoint: Arc::clone(&self.endpoint),
                name,
                pointer,
            }),
            Err(detail) => Err(vec![Place::BODY.fault(&pointer, detail)]),
        })
    }

    /// Counts a part in, unless there is one too many.
    fn arriving(&mut self, field: Field) -> Result<IncomingPart, Vec<Fault>> {
        let endpoint = Arc::clone(&self.endpoint);
        let form = form_of(&endpoint, self.schema, self.media);
        let schemas = &endpoint.state.schemas;
        let at = self.count;
        self.count += 1;
        let is_positional = form.positions().is_some();
        let (mut name, mut pointer) = (field.name.clone(), pointer(&field.name));
        let (property, part) = match is_positional {
            true => (form.property_at(at), form.part_at(at)),
            false => (form.property(&name, 0), form.part_of(&name)),
        };
        if is_positional {
            name = match at < form.places() {
                true => at.to_string(),
                false => OTHERS.to_owned(),
            };
            pointer.clear();
            pointer::push(&mut pointer, at);
            let long = self
                .schema
                .and_then(|id| schemas.length_fault(id, self.count, false));
            if let Some(detail) = long {
                return Err(vec![Place::BODY.fault("", detail)]);
            }
            if property.schema.is_some_and(|id| schemas.takes_nothing(id)) {
                return Err(vec![Place::BODY.fault(&pointer, NOT_ALLOWED)]);
            }
        } else if self.schema.is_some_and(|id| schemas.forbids(id, &name)) {
            return Err(vec![Place::BODY.fault(&pointer, UNKNOWN_PROPERTY)]);
        } else if property.is_listed {
            let count = self.counts.entry(name.clone()).or_default();
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
        let faults = form.faults_of_head(part, &pointer, &field.headers);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(IncomingPart {
            name,
            content: Incoming::Field(field),
            property,
            pointer,
            endpoint: Arc::clone(&endpoint),
        })
    }

    fn form(&self) -> Form<'_> {
        form_of(&self.endpoint, self.schema, self.media)
    }

    /// What is missing once all parts were there.
    fn faults_at_the_end(&self) -> Vec<Fault> {
        let Some(id) = self.schema else {
            return Vec::new();
        };
        let schemas = &self.endpoint.state.schemas;
        if self.form().positions().is_some() {
            let detail = schemas.length_fault(id, self.count, true);
            let few = detail.map(|it| Place::BODY.fault("", it));
            return few.into_iter().collect();
        }
        let required = schemas.required(id).into_iter();
        let missing = required.filter(|it| !self.counts.contains_key(*it));
        let missing = missing.map(|it| Place::BODY.fault(&pointer(it), "is required"));
        let few = self.counts.iter().filter_map(|(name, count)| {
            let list = self.form().property(name, 0).list?;
            let detail = schemas.length_fault(list, *count, true)?;
            Some(Place::BODY.fault(&pointer(name), detail))
        });
        missing.chain(few).collect()
    }
}

/// What the document says of the parts of a body.
fn form_of(endpoint: &Endpoint, schema: Option<Id>, media: usize) -> Form<'_> {
    let documented = endpoint.operation.documented(media);
    Form {
        schemas: &endpoint.state.schemas,
        schema,
        composition: documented.map(|it| &it.composition),
    }
}

/// A part as it arrives.
struct Field {
    /// What it calls itself.
    name: String,
    headers: HeaderMap,
    content: Content,
}

/// A part on its way.
pub struct IncomingPart {
    /// What the document calls it.
    name: String,
    content: Incoming,
    property: Property,
    /// Where it stands in the body.
    pointer: String,
    endpoint: Arc<Endpoint>,
}

/// What has arrived of a part.
enum Incoming {
    Field(Field),
    /// A value that several parts were.
    Value(Tree<'static>),
}

impl IncomingPart {
    /// What the document calls it: the name of a property, or its place in a list (`0`), which is `*` for those that have no place
    /// of their own.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The part as a stream.
    pub fn file(self) -> Part {
        match self.content {
            Incoming::Field(field) => {
                let file_name = disposition(&field.headers, "filename");
                let body = api::Body::from_stream(field.content);
                Part::arrived(field.name, file_name, field.headers, body)
            }
            // What consists of several parts is no file.
            Incoming::Value(_) => Part::named(self.name, Vec::new()),
        }
    }

    /// The part decoded and checked.
    pub async fn read<T: Decode>(self) -> Result<T, Rejection> {
        let schemas = &self.endpoint.state.schemas;
        let bytes;
        let (value, schema) = match self.content {
            Incoming::Field(Field {
                headers, content, ..
            }) => {
                let limit = self.endpoint.state.settings.body_limit;
                bytes = whole(content, &self.endpoint, limit).await?;
                let value = (self.property).read(schemas, media_type(&headers), &bytes);
                (value.map(Tree::into_owned), self.property.schema)
            }
            Incoming::Value(it) => (Ok(it), self.property.list.or(self.property.schema)),
        };
        let read = value.and_then(|it| stream::value(it, Place::FORM, schemas, schema));
        read.map_err(|faults| {
            let faults = faults.into_iter().map(|it| it.below(&self.pointer));
            refused(&self.endpoint, faults.collect())
        })
    }
}

/// Parts each of which is an item.
struct PartItems<T> {
    /// Where they come from, unless the next one is on its way, or there is none.
    parts: Option<PartStream>,
    next: Option<NextItem<T>>,
}

/// The next item, and what the others come from.
type NextItem<T> = BoxFuture<'static, (PartStream, Result<Option<T>, Problem>)>;

impl<T: Decode + Send + 'static> Stream for PartItems<T> {
    type Item = Result<T, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(mut parts) = this.parts.take() {
            this.next = Some(Box::pin(async move {
                let item = parts.next_item().await;
                (parts, item.map_err(|it| *it.0))
            }));
        }
        let Some(next) = &mut this.next else {
            return Poll::Ready(None);
        };
        let (parts, item) = ready!(next.as_mut().poll(context));
        this.next = None;
        // One with faults is the last one.
        if matches!(item, Ok(Some(_))) {
            this.parts = Some(parts);
        }
        Poll::Ready(item.transpose())
    }
}

impl<T> Unpin for PartItems<T> {}

impl PartStream {
    /// The next part as a value.
    async fn next_item<T: Decode>(&mut self) -> Result<Option<T>, Rejection> {
        match self.next_incoming().await? {
            Some(part) => part.read().await.map(Some),
            None => Ok(None),
        }
    }
}

fn refused(endpoint: &Endpoint, faults: Vec<Fault>) -> Rejection {
    endpoint.operation.refused(faults).into()
}

/// What stands in a part, if that is no more than `limit` bytes.
async fn whole(
    mut content: Content,
    endpoint: &Endpoint,
    limit: usize,
) -> Result<Vec<u8>, Rejection> {
    let mut whole = Vec::new();
    loop {
        let chunk = poll_fn(|context| Pin::new(&mut content).poll_next(context)).await;
        match chunk {
            None => return Ok(whole),
            Some(Ok(chunk)) if chunk.len() > limit - whole.len() => {
                let problem = Problem::new(StatusCode::PAYLOAD_TOO_LARGE);
                let limit = endpoint.state.settings.body_limit;
                let detail = format!("A part may have no more than {limit} bytes.");
                return Err(problem.detail(detail).into());
            }
            Some(Ok(chunk)) => whole.extend_from_slice(&chunk),
            Some(Err(error)) => {
                let fault = Place::BODY.fault("", error.to_string());
                return Err(refused(endpoint, vec![fault]));
            }
        }
    }
}
