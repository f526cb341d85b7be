//! A body's text → its Rust type, checked against its schema in the same pass.
//!
//! [`Checking`] goes along with the reader and is told of every value that goes by, with the schema of that place. It says
//! no more than *that* something is wrong; what it is, and where, is found by a second look that valid requests never
//! need.

use super::direction::Stripped;
use super::schema::{Additional, Id, Schema, size_fault};
use super::schemas::Schemas;
use super::types::Types;
use crate::runtime::fault::{Fault, Place};
use crate::runtime::json::reader::{ANYTHING, Member, Watch};
use crate::runtime::json::{Error, Number, Reader, Tree};
use crate::runtime::types::judged::from_tree;
use crate::runtime::types::{Decode, Source};

/// Reads a JSON document as a `T` that satisfies a schema, or says everything that is wrong with it.
pub(crate) fn json<T: Decode>(
    text: &[u8],
    schemas: &Schemas,
    schema: Option<Id>,
) -> Result<T, Vec<Fault>> {
    let reader = || Reader::of_bytes(text).map_err(faults);
    let decode = |reader: Reader<'_>| reader.whole(|it| T::decode(Source::Text(it)));
    let Some(id) = schema else {
        return decode(reader()?).map_err(faults);
    };
    if !schemas.get(id).streams {
        let (mut tree, ignored) = judged(text, schemas, id)?;
        if ignored.is_empty() {
            // What it took is there for what is read.
            drop(tree);
            return decode(reader()?).map_err(faults);
        }
        ignored.remove_from(&mut tree);
        return decode(Reader::new(&tree.to_string())).map_err(faults);
    }
    match decode(reader()?.watched(&Checking(schemas), id)) {
        Ok(it) => Ok(it),
        // The second look, which knows where it is.
        Err(error) => {
            judged(text, schemas, id)?;
            Err(faults(error))
        }
    }
}

/// A document that satisfies a schema, and what callers do not send of it; or everything that is wrong with it. Numbers are
/// judged by their digits.
fn judged<'t>(
    text: &'t [u8],
    schemas: &Schemas,
    schema: Id,
) -> Result<(Tree<'t>, Stripped), Vec<Fault>> {
    let tree = tree(text)?;
    let found = schemas.faults(schema, &tree, Place::BODY);
    if !found.is_empty() {
        return Err(found);
    }
    let read_only = schemas.read_only_in(schema, &tree);
    Ok((tree, read_only))
}

/// Reads a JSON document to be judged: numbers keep their digits, and no object has a name twice.
pub(crate) fn tree(text: &[u8]) -> Result<Tree<'_>, Vec<Fault>> {
    Tree::of_bytes(text).map_err(faults)
}

/// Reads a value as a `T` that satisfies a schema, if there is one, without what callers do not send; or says everything that is
/// wrong with it.
pub(crate) fn value<T: Decode>(
    mut value: Tree<'_>,
    place: Place<'_>,
    schemas: &Schemas,
    schema: Option<Id>,
) -> Result<T, Vec<Fault>> {
    if let Some(id) = schema {
        let faults = schemas.faults(id, &value, place);
        if !faults.is_empty() {
            return Err(faults);
        }
        let read_only = schemas.read_only_in(id, &value);
        read_only.remove_from(&mut value);
    }
    from_tree(value).map_err(|error| vec![place.fault(&error.pointer(), error.detail())])
}

/// What is wrong with a body, found while it was read.
fn faults(error: Error) -> Vec<Fault> {
    vec![Place::BODY.fault(&error.pointer(), error.detail())]
}

/// Holds what goes by against its schema; the number of a schema is its id.
struct Checking<'a>(&'a Schemas);

impl Checking<'_> {
    fn accepts_array_or_object(&self, schema: Id, types: Types) -> Option<&Schema> {
        let schema = self.0.get(schema);
        let accepts = schema.types.accepts(types) && schema.values.is_empty();
        accepts.then_some(schema)
    }
}

impl Watch for Checking<'_> {
    fn null(&self, schema: Id) -> bool {
        self.0.get(schema).accepts_null()
    }

    fn boolean(&self, schema: Id, it: bool) -> bool {
        self.0.get(schema).accepts_bool(it)
    }

    fn integer(&self, schema: Id, it: i64) -> bool {
        self.0.get(schema).accepts_integer(it.into())
    }

    fn number(&self, schema: Id, digits: &str) -> bool {
        let number = Number::new(digits);
        number.is_some_and(|it| self.0.get(schema).accepts_number(&it))
    }

    fn string(&self, schema: Id, it: &str) -> bool {
        self.0.get(schema).accepts_string(it)
    }

    fn array(&self, schema: Id) -> Option<Id> {
        let schema = self.accepts_array_or_object(schema, Types::ARRAY)?;
        Some(schema.items.unwrap_or(ANYTHING))
    }

    fn end_of_array(&self, schema: Id, count: usize) -> bool {
        let schema = self.0.get(schema);
        size_fault(count, schema.min_items, schema.max_items, "item").is_none()
    }

    fn object(&self, schema: Id) -> bool {
        self.accepts_array_or_object(schema, Types::OBJECT)
            .is_some()
    }

    fn member(&self, schema: Id, name: &str, seen: &mut u64) -> Member {
        let schema = self.0.get(schema);
        let property = schema.property(name);
        if schema.has_read_only {
            let speaks = property.or(schema.additional.schema());
            if speaks.is_some_and(|id| self.0.get(id).read_only) {
                return Member::PassedOver;
            }
        }
        if let Some(at) = schema.required.iter().position(|it| it == name) {
            *seen |= 1 << at;
        }
        match (property, schema.additional) {
            (Some(id), _) | (None, Additional::Schema(id)) => Member::Schema(id),
            (None, Additional::Any) => Member::Schema(ANYTHING),
            (None, Additional::None) => Member::Refused,
        }
    }

    fn end_of_object(&self, schema: Id, count: usize, seen: u64) -> bool {
        let schema = self.0.get(schema);
        let (min, max) = (schema.min_properties, schema.max_properties);
        seen.count_ones() as usize == schema.required.len()
            && size_fault(count, min, max, "property").is_none()
    }
}
