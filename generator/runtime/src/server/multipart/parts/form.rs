//! What the document says of the parts of a body, or of a part that consists of parts itself; and the values that stand in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use bytes::Bytes;

use crate::runtime::charset;
use crate::runtime::description::{Encoding, Location, Style};
use crate::runtime::json::{Tree, pointer};
use crate::runtime::media;
use crate::runtime::multipart::reader::{Found, Malformed, Reader, disposition};
use crate::runtime::server::form;
use crate::runtime::server::operation::{CompiledComposition, CompiledPart, CompiledPositions};
use crate::runtime::server::parameters::check_header;
use crate::runtime::style::{
    Declared, Decoding, REPEATED, Rule, Shape, StyleDecoder, bracketed, pairs, property_rule,
    scalar_of,
};
use crate::runtime::validator::{Fault, Id, MAX_FAULTS, Place, Schemas};

/// The name of the positions that have no place of their own.
pub(super) const OTHERS: &str = "*";

/// What the document says of the parts.
pub(super) struct Form<'a> {
    pub(super) schemas: &'a Schemas,
    pub(super) schema: Option<Id>,
    pub(super) composition: Option<&'a CompiledComposition>,
}

/// What the document says of a part.
pub(super) struct Property {
    /// Whether the property is listed: of others there may be any number.
    pub(super) is_listed: bool,
    /// The schema of a part: that of the items where the property is an array.
    pub(super) schema: Option<Id>,
    /// The schema of the array, each item of which is a part.
    pub(super) list: Option<Id>,
    /// What stands between the items of an array that is a part as a whole.
    joined: Option<Encoding>,
    /// What the document says that it is.
    media: Option<String>,
    /// Of what it consists itself, where it is a form or has parts.
    within: Option<Arc<CompiledComposition>>,
    shape: Shape,
}

/// A list whose parts have places of their own: it is one value, once all of them are there.
pub(super) struct Tuple {
    pub(super) name: String,
    pub(super) items: Vec<Tree<'static>>,
    /// How many bytes these had.
    pub(super) size: usize,
}

/// The boundary that a media type names.
pub(super) fn boundary(media: Option<&str>) -> Result<&str, Fault> {
    let boundary = media.and_then(|it| media::parameter(it, "boundary"));
    boundary.filter(|it| !it.is_empty()).ok_or_else(|| Fault {
        location: "header Content-Type".to_owned(),
        detail: "must name the boundary of the parts".to_owned(),
    })
}

impl<'a> Form<'a> {
    /// What it says of them by their positions, where it does so.
    pub(super) fn positions(&self) -> Option<&'a CompiledPositions> {
        self.composition?.positions.as_ref()
    }

    /// All parts as one value.
    pub(super) fn value(&self, boundary: &str, body: &[u8]) -> Result<Tree<'static>, Vec<Fault>> {
        let reader = Reader::whole(boundary, body).map_err(|it| vec![broken(it)])?;
        match self.positions() {
            Some(_) => self.items(reader),
            None => self.object(reader),
        }
    }

    /// Each part as an item.
    fn items(&self, mut reader: Reader) -> Result<Tree<'static>, Vec<Fault>> {
        let (mut items, mut faults) = (Vec::new(), Vec::new());
        // Those behind the last place of its own are all alike.
        let properties: Vec<_> = (0..=self.places()).map(|it| self.property_at(it)).collect();
        let mut count = 0;
        while let Some((headers, bytes)) = next(&mut reader)? {
            let mut pointer = String::new();
            pointer::push(&mut pointer, count);
            let of_head = self.faults_of_head(self.part_at(count), &pointer, &headers);
            let is_sound = of_head.is_empty();
            faults.extend(of_head);
            if is_sound {
                let property = &properties[count.min(self.places())];
                match property.read(self.schemas, media_type(&headers), &bytes) {
                    Ok(value) => items.push(value.into_owned()),
                    Err(more) => faults.extend(more.into_iter().map(|it| it.below(&pointer))),
                }
            }
            if faults.len() >= MAX_FAULTS {
                break;
            }
            count += 1;
        }
        match faults.is_empty() {
            true => Ok(Tree::Array(items)),
            false => Err(faults),
        }
    }

    /// Each part as a property, or a part of one.
    fn object(&self, mut reader: Reader) -> Result<Tree<'static>, Vec<Fault>> {
        let mut spread = Spread::all(self);
        let mut found: BTreeMap<String, Vec<Tree<'static>>> = BTreeMap::new();
        let mut faults = Vec::new();
        while let Some((headers, bytes)) = next(&mut reader)? {
            if faults.len() >= MAX_FAULTS {
                break;
            }
            let name = disposition(&headers, "name").unwrap_or_default();
            let owner = self.owner(&mut spread, &name);
            let property = owner.as_ref().map_or(&name, |it| &it.name);
            let of_head = self.faults_of_head(self.part_of(property), &pointer(property), &headers);
            if !of_head.is_empty() {
                faults.extend(of_head);
                continue;
            }
            let media = media_type(&headers);
            if let Some(owner) = owner {
                match text(media, &bytes) {
                    Ok(text) => owner.add(name, text.into_owned()),
                    Err(detail) => faults.push(Place::BODY.fault(&pointer(&owner.name), detail)),
                }
                continue;
            }
            let count = found.get(&name).map_or(0, Vec::len);
            let property = self.property(&name, count);
            let value = property.read(self.schemas, media, &bytes);
            let value = value.unwrap_or_else(|more| {
                let mut pointer = pointer(&name);
                if property.list.is_some() {
                    pointer::push(&mut pointer, count);
                }
                faults.extend(more.into_iter().map(|it| it.below(&pointer)));
                Tree::Null
            });
            found.entry(name).or_default().push(value.into_owned());
        }
        let mut members = Vec::new();
        for it in spread {
            match it.read(self.schemas) {
                Ok(Some(value)) => members.push((it.name.into(), value)),
                Ok(None) => {}
                Err(detail) => faults.push(Place::BODY.fault(&pointer(&it.name), detail)),
            }
        }
        for (name, mut values) in found {
            let property = self.property(&name, 0);
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
        match faults.is_empty() {
            true => Ok(Tree::Object(members)),
            false => Err(faults),
        }
    }

    /// How many positions have a place of their own.
    pub(super) fn places(&self) -> usize {
        let of_parts = self.positions().map_or(0, |it| it.prefix.len());
        let of_schema = self
            .schema
            .map_or(0, |id| Shape::of(self.schemas, id).places());
        of_parts.max(of_schema)
    }

    /// What it says of the part at a position beside its schema.
    pub(super) fn part_at(&self, at: usize) -> Option<&'a CompiledPart> {
        let positions = self.positions()?;
        Some(positions.prefix.get(at).unwrap_or(&positions.rest))
    }

    /// What it says of the parts of a property beside its schema.
    pub(super) fn part_of(&self, name: &str) -> Option<&'a CompiledPart> {
        self.composition?.parts.get(name)
    }

    /// What is wrong with the media type and the headers of a part. One that does not say its media type is taken to have
    /// the right one.
    pub(super) fn faults_of_head(
        &self,
        part: Option<&CompiledPart>,
        pointer: &str,
        headers: &HeaderMap,
    ) -> Vec<Fault> {
        let mut faults = Vec::new();
        let Some(part) = part else {
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
    pub(super) fn owner<'s>(&self, spread: &'s mut [Spread], part: &str) -> Option<&'s mut Spread> {
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

    /// The part at a position.
    pub(super) fn property_at(&self, at: usize) -> Property {
        let whole = self.schema.map(|id| Shape::of(self.schemas, id));
        let schema = whole.and_then(|it| it.place(at));
        let part = self.part_at(at);
        Property {
            is_listed: true,
            schema,
            list: None,
            joined: None,
            media: part.and_then(|it| it.types.first().cloned()),
            within: part.and_then(|it| it.within.clone()),
            shape: schema
                .map(|id| Shape::of(self.schemas, id))
                .unwrap_or_default(),
        }
    }

    /// The part of a property, before which there have been so many.
    pub(super) fn property(&self, name: &str, count: usize) -> Property {
        let schemas = self.schemas;
        let whole = self.schema.map(|id| Shape::of(schemas, id));
        let whole = whole.unwrap_or_default();
        let id = whole.property_id(schemas, name);
        let shape = id.map(|id| Shape::of(schemas, id)).unwrap_or_default();
        let encoding = self.composition.and_then(|it| it.encoding.get(name));
        let joined = encoding.filter(|it| it.is_joined()).copied();
        let is_list = shape.repeated().is_some() && joined.is_none();
        let schema = if is_list { shape.place(count) } else { id };
        let part = self.part_of(name);
        Property {
            is_listed: whole.lists(schemas, name),
            schema,
            list: id.filter(|_| is_list),
            joined,
            media: part.and_then(|it| it.types.first().cloned()),
            within: part.and_then(|it| it.within.clone()),
            shape: match is_list {
                true => schema.map(|id| Shape::of(schemas, id)).unwrap_or_default(),
                false => shape,
            },
        }
    }

    /// The properties that are lists whose parts have places of their own.
    pub(super) fn tuples(&self) -> Vec<Tuple> {
        let whole = self.schema.map(|id| Shape::of(self.schemas, id));
        let whole = whole.filter(|_| self.positions().is_none());
        let listed = whole.map(|it| it.properties(self.schemas));
        let tuples = listed.into_iter().flatten().filter_map(|(name, id)| {
            let shape = Shape::of(self.schemas, id);
            let encoding = self.composition.and_then(|it| it.encoding.get(name));
            let is_joined = encoding.is_some_and(Encoding::is_joined);
            let is_tuple = shape.is_array() && shape.places() > 0 && !is_joined;
            is_tuple.then(|| Tuple {
                name: name.to_owned(),
                items: Vec::new(),
                size: 0,
            })
        });
        tuples.collect()
    }
}

impl Property {
    /// The value that stands in a part: JSON where the part says so, or where nothing else could hold it; an object is a form
    /// where the part says that, or, if it says nothing, where the document does, and likewise of parts.
    pub(super) fn read<'t>(
        &self,
        schemas: &Schemas,
        media: Option<&str>,
        bytes: &'t [u8],
    ) -> Result<Tree<'t>, Vec<Fault>> {
        let fault = |detail: &str| vec![Place::FORM.fault("", detail)];
        let is_json = media.is_some_and(media::is_json);
        let is_array = self.shape.repeated().is_some();
        let media_or_own = media.or(self.media.as_deref()).filter(|_| !is_json);
        if let Some(within) = &self.within
            && media_or_own.is_some_and(media::is_multipart)
        {
            let form = Form {
                schemas,
                schema: self.schema,
                composition: Some(within),
            };
            let boundary = boundary(media).map_err(|it| vec![it])?;
            return form.value(boundary, bytes);
        }
        let is_form = media_or_own.is_some_and(media::is_form);
        let form = self
            .schema
            .filter(|_| is_form && self.joined.is_none() && self.shape.is_object());
        if let Some(id) = form {
            let text = text(media, bytes).map_err(fault)?;
            let none = HashMap::new();
            let encoding = self.within.as_ref().map_or(&none, |it| &it.encoding);
            let read = form::form(schemas, id, &pairs(&text), encoding, Place::FORM);
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

/// The next of parts that are all here: its headers, and what stands in it.
fn next(reader: &mut Reader) -> Result<Option<(HeaderMap, Bytes)>, Vec<Fault>> {
    let broken = |error| vec![broken(error)];
    let Found::Next(headers) = reader.head().map_err(broken)? else {
        return Ok(None);
    };
    let content = match reader.content().map_err(broken)? {
        Found::Next(content) => content,
        Found::More | Found::End => Bytes::new(),
    };
    Ok(Some((headers, content)))
}

/// The media type that a part says.
pub(super) fn media_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

pub(super) fn pointer(name: &str) -> String {
    let mut pointer = String::new();
    pointer::push(&mut pointer, name);
    pointer
}

pub(super) fn broken(error: Malformed) -> Fault {
    Place::BODY.fault("", error.to_string())
}

/// The text that stands in a part.
pub(super) fn text<'t>(media: Option<&str>, bytes: &'t [u8]) -> Result<Cow<'t, str>, &'static str> {
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
pub(super) struct Spread {
    pub(super) name: String,
    encoding: Encoding,
    shape: Shape,
    /// The parts that belong to it, with what stands in them.
    pub(super) given: Vec<(String, String)>,
    /// How many bytes these have.
    pub(super) size: usize,
}

impl Spread {
    /// Those of a body.
    pub(super) fn all(form: &Form<'_>) -> Vec<Self> {
        let (schemas, schema) = (form.schemas, form.schema);
        let encodings = form.composition.into_iter().flat_map(|it| &it.encoding);
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
    pub(super) fn add(&mut self, part: String, text: String) {
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
    pub(super) fn read(&self, schemas: &Schemas) -> Result<Option<Tree<'static>>, &'static str> {
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
