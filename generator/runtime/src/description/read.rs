//! The text of a description → the description.
//!
//! What is written is all that is read: a member that no description has is an error.

use super::{
    Additional, Answers, Coding, Composition, Content, Description, Discriminator, Encoding,
    Headers, JsonType, Location, Map, MediaType, Operation, Parameter, Part, Positions,
    RequestBody, Responses, Schema, SchemeRequirement, SecurityScheme, Style, Types,
};
use crate::runtime::json::reader::{Kind, Name};
use crate::runtime::json::{Error, Reader, Tree};

/// A free value of the document; its numbers have all of their digits.
pub type Free = Tree<'static>;

/// How deep a description nests: as deep as its document, which does so by two hundred levels at the most, and a little more.
const MAX_DEPTH: usize = 256;

impl Description<Operation<Free>, Schema<Free>> {
    /// Reads `description.json`.
    ///
    /// # Errors
    /// The text is no description.
    pub fn read(text: &str) -> Result<Self, Error> {
        Reader::new(text).deep(MAX_DEPTH).whole(description)
    }
}

/// Answers as they are read.
type FreeAnswers = Answers<Responses<Free>, Headers<Free>, Schema<Free>>;

impl FreeAnswers {
    /// Reads `answers.json`.
    ///
    /// # Errors
    /// The text is no such description.
    pub fn read(text: &str) -> Result<Self, Error> {
        Reader::new(text).deep(MAX_DEPTH).whole(answers)
    }
}

impl Schema<Free> {
    /// Reads a schema as it stands in a description.
    ///
    /// # Errors
    /// The text is none.
    pub fn read(text: &str) -> Result<Self, Error> {
        Reader::new(text).deep(MAX_DEPTH).whole(schema)
    }
}

/// What requests have to be.
fn description(
    reader: &mut Reader<'_>,
) -> Result<Description<Operation<Free>, Schema<Free>>, Error> {
    let mut it = Description {
        operations: Map::default(),
        schemas: Map::default(),
        security_schemes: Map::default(),
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "operations" => it.operations = map(reader, operation)?,
            "schemas" => it.schemas = map(reader, schema)?,
            "security_schemes" => it.security_schemes = map(reader, scheme)?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// What answers have to be.
fn answers(reader: &mut Reader<'_>) -> Result<FreeAnswers, Error> {
    let mut it = Answers {
        operations: Map::default(),
        headers: Map::default(),
        schemas: Map::default(),
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "operations" => it.operations = map(reader, responses)?,
            "headers" => it.headers = map(reader, headers)?,
            "schemas" => it.schemas = map(reader, schema)?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// An operation.
fn operation(reader: &mut Reader<'_>) -> Result<Operation<Free>, Error> {
    let mut it = Operation {
        parameters: Vec::new(),
        body: None,
        security: Vec::new(),
        refusal: None,
        produces: Vec::new(),
        answers: Map::default(),
        forms: Map::default(),
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "parameters" => it.parameters = list(reader, parameter)?,
            "body" => it.body = Some(request_body(reader)?),
            "security" => it.security = list(reader, requirements)?,
            "refusal" => it.refusal = Some(status(reader)?),
            "produces" => it.produces = texts(reader)?,
            "answers" => it.answers = responses(reader)?,
            "forms" => it.forms = map(reader, encodings_by_media)?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// A parameter, or a header of a part or an answer.
fn parameter(reader: &mut Reader<'_>) -> Result<Parameter<Free>, Error> {
    let mut it = Parameter {
        name: String::new(),
        location: Location::Query,
        required: false,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        item_style: None,
        allow_empty_value: false,
        default: None,
        encoding: Map::default(),
        schema: Schema::default(),
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "name" => it.name = text(reader)?,
            "in" => it.location = one_of(reader, Location::NAMES)?,
            "required" => it.required = reader.boolean()?,
            "style" => it.style = one_of(reader, Style::NAMES)?,
            "explode" => it.explode = reader.boolean()?,
            "allowReserved" => it.allow_reserved = reader.boolean()?,
            "itemStyle" => it.item_style = Some(one_of(reader, Style::NAMES)?),
            "allowEmptyValue" => it.allow_empty_value = reader.boolean()?,
            "default" => it.default = Some(free(reader)?),
            "encoding" => it.encoding = map(reader, encoding)?,
            "schema" => it.schema = schema(reader)?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// The body of a request.
fn request_body(reader: &mut Reader<'_>) -> Result<RequestBody<Free>, Error> {
    let mut it = RequestBody {
        required: false,
        content: Vec::new(),
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "required" => it.required = reader.boolean()?,
            "content" => it.content = list(reader, media_type)?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// A media type of a body.
fn media_type(reader: &mut Reader<'_>) -> Result<MediaType<Free>, Error> {
    let mut it = MediaType {
        name: String::new(),
        coding: Coding::Stream,
        schema: None,
        composition: Composition::default(),
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "type" => it.name = text(reader)?,
            "as" => it.coding = one_of(reader, Coding::NAMES)?,
            "schema" => it.schema = Some(schema(reader)?),
            _ => composed(reader, &name, &mut it.composition)?,
        }
    }
    Ok(it)
}

/// What is said of properties or parts.
fn composition(reader: &mut Reader<'_>) -> Result<Composition<Free>, Error> {
    let mut it = Composition::default();
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        composed(reader, &name, &mut it)?;
    }
    Ok(it)
}

fn composed(reader: &mut Reader<'_>, name: &str, it: &mut Composition<Free>) -> Result<(), Error> {
    match name {
        "encoding" => it.encoding = map(reader, encoding)?,
        "parts" => it.parts = map(reader, part)?,
        "positions" => it.positions = Some(positions(reader)?),
        _ => return Err(unknown(reader, name)),
    }
    Ok(())
}

/// What parts have to be by their positions.
fn positions(reader: &mut Reader<'_>) -> Result<Positions<Free>, Error> {
    let mut it = Positions {
        prefix: Vec::new(),
        rest: Part::default(),
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "prefix" => it.prefix = list(reader, part)?,
            "rest" => it.rest = part(reader)?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// What a part has to be beside its schema.
fn part(reader: &mut Reader<'_>) -> Result<Part<Free>, Error> {
    let mut it = Part::default();
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "types" => it.types = texts(reader)?,
            "headers" => it.headers = list(reader, parameter)?,
            "within" => it.within = Some(Box::new(composition(reader)?)),
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// How a property of a form is laid out.
fn encoding(reader: &mut Reader<'_>) -> Result<Encoding, Error> {
    let mut it = Encoding {
        style: Style::Form,
        explode: false,
        item_style: None,
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "style" => it.style = one_of(reader, Style::NAMES)?,
            "explode" => it.explode = reader.boolean()?,
            "item_style" => it.item_style = Some(one_of(reader, Style::NAMES)?),
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// A security scheme that has to be satisfied.
fn requirement(reader: &mut Reader<'_>) -> Result<SchemeRequirement, Error> {
    let mut it = SchemeRequirement {
        scheme: String::new(),
        scopes: Vec::new(),
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "scheme" => it.scheme = text(reader)?,
            "scopes" => it.scopes = texts(reader)?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// What tells the alternatives of a schema apart.
fn discriminator(reader: &mut Reader<'_>) -> Result<Discriminator, Error> {
    let mut it = Discriminator {
        property_name: String::new(),
        mapping: Map::default(),
        default: None,
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "propertyName" => it.property_name = text(reader)?,
            "mapping" => it.mapping = map(reader, text)?,
            "default" => it.default = Some(text(reader)?),
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// A schema.
fn schema(reader: &mut Reader<'_>) -> Result<Schema<Free>, Error> {
    let mut it = Schema::default();
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "$ref" => it.reference = Some(text(reader)?),
            "type" => it.types = types(reader)?,
            "enum" => it.values = list(reader, free)?,
            "format" => it.format = Some(text(reader)?),
            "minimum" => it.minimum = Some(free(reader)?),
            "exclusiveMinimum" => it.exclusive_minimum = Some(free(reader)?),
            "maximum" => it.maximum = Some(free(reader)?),
            "exclusiveMaximum" => it.exclusive_maximum = Some(free(reader)?),
            "multipleOf" => it.multiple_of = Some(free(reader)?),
            "minLength" => it.min_length = Some(whole(reader)?),
            "maxLength" => it.max_length = Some(whole(reader)?),
            "pattern" => it.pattern = Some(text(reader)?),
            "prefixItems" => it.prefix_items = list(reader, schema)?,
            "items" => it.items = Some(boxed(reader)?),
            "minItems" => it.min_items = Some(whole(reader)?),
            "maxItems" => it.max_items = Some(whole(reader)?),
            "uniqueItems" => it.unique_items = reader.boolean()?,
            "contains" => it.contains = Some(boxed(reader)?),
            "minContains" => it.min_contains = Some(whole(reader)?),
            "maxContains" => it.max_contains = Some(whole(reader)?),
            "unevaluatedItems" => it.unevaluated_items = Some(boxed(reader)?),
            "properties" => it.properties = map(reader, schema)?,
            "required" => it.required = texts(reader)?,
            "additionalProperties" => it.additional_properties = additional(reader)?,
            "patternProperties" => it.pattern_properties = map(reader, schema)?,
            "unevaluatedProperties" => it.unevaluated_properties = Some(boxed(reader)?),
            "propertyNames" => it.property_names = Some(boxed(reader)?),
            "dependentRequired" => it.dependent_required = map(reader, texts)?,
            "dependentSchemas" => it.dependent_schemas = map(reader, schema)?,
            "minProperties" => it.min_properties = Some(whole(reader)?),
            "maxProperties" => it.max_properties = Some(whole(reader)?),
            "allOf" => it.all_of = list(reader, schema)?,
            "anyOf" => it.any_of = list(reader, schema)?,
            "oneOf" => it.one_of = list(reader, schema)?,
            "not" => it.not = Some(boxed(reader)?),
            "if" => it.condition = Some(boxed(reader)?),
            "then" => it.then = Some(boxed(reader)?),
            "else" => it.otherwise = Some(boxed(reader)?),
            "discriminator" => it.discriminator = Some(discriminator(reader)?),
            "never" => it.never = reader.boolean()?,
            "readOnly" => it.read_only = reader.boolean()?,
            "writeOnly" => it.write_only = reader.boolean()?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

/// A schema within another one. It stands apart so that what is in the midst of being read is on the stack once a level.
fn boxed(reader: &mut Reader<'_>) -> Result<Box<Schema<Free>>, Error> {
    schema(reader).map(Box::new)
}

/// What a security scheme asks for: a word, or an object of which one member says what it is.
fn scheme(reader: &mut Reader<'_>) -> Result<SecurityScheme, Error> {
    const WORDS: &[(SecurityScheme, &str)] = &[
        (SecurityScheme::Basic, "basic"),
        (SecurityScheme::Bearer, "bearer"),
        (SecurityScheme::MutualTls, "mutualTls"),
        (SecurityScheme::Undeclared, "undeclared"),
    ];
    if reader.kind()? == Kind::String {
        return one_of(reader, WORDS);
    }
    let mut found = SecurityScheme::Undeclared;
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        found = match &*name {
            "apiKey" => api_key(reader)?,
            "http" => SecurityScheme::Http(text(reader)?),
            _ => return Err(unknown(reader, &name)),
        };
    }
    Ok(found)
}

/// Where a key travels.
fn api_key(reader: &mut Reader<'_>) -> Result<SecurityScheme, Error> {
    let mut location = Location::Header;
    let mut key = String::new();
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "in" => location = one_of(reader, Location::NAMES)?,
            "name" => key = text(reader)?,
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(SecurityScheme::ApiKey {
        location,
        name: key,
    })
}

/// One type, or a list of them.
fn types(reader: &mut Reader<'_>) -> Result<Types, Error> {
    if reader.kind()? == Kind::Array {
        let all = list(reader, |reader| one_of(reader, JsonType::NAMES))?;
        return Ok(Types(all));
    }
    Ok(Types(vec![one_of(reader, JsonType::NAMES)?]))
}

/// A schema, `true` or `false`.
fn additional(reader: &mut Reader<'_>) -> Result<Additional<Free>, Error> {
    if reader.kind()? != Kind::Boolean {
        return Ok(Additional::Schema(boxed(reader)?));
    }
    Ok(match reader.boolean()? {
        true => Additional::Any,
        false => Additional::None,
    })
}

/// Answers by status and media type.
fn responses(reader: &mut Reader<'_>) -> Result<Responses<Free>, Error> {
    map(reader, |reader| map(reader, content))
}

/// The body of an answer.
fn content(reader: &mut Reader<'_>) -> Result<Content<Free>, Error> {
    let mut it = Content {
        coding: Coding::Json,
        schema: None,
    };
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        match &*name {
            "as" => it.coding = one_of(reader, Coding::NAMES)?,
            "schema" => it.schema = Some(schema(reader)?),
            _ => return Err(unknown(reader, &name)),
        }
    }
    Ok(it)
}

fn encodings(reader: &mut Reader<'_>) -> Result<Map<Encoding>, Error> {
    map(reader, encoding)
}

fn encodings_by_media(reader: &mut Reader<'_>) -> Result<Map<Map<Encoding>>, Error> {
    map(reader, encodings)
}

fn headers(reader: &mut Reader<'_>) -> Result<Headers<Free>, Error> {
    map(reader, |reader| list(reader, parameter))
}

fn requirements(reader: &mut Reader<'_>) -> Result<Vec<SchemeRequirement>, Error> {
    list(reader, requirement)
}

fn texts(reader: &mut Reader<'_>) -> Result<Vec<String>, Error> {
    list(reader, text)
}

fn text(reader: &mut Reader<'_>) -> Result<String, Error> {
    reader.string().map(std::borrow::Cow::into_owned)
}

fn whole(reader: &mut Reader<'_>) -> Result<u64, Error> {
    let at = reader.offset();
    let digits = reader.number()?;
    let number = digits.parse();
    number.map_err(|_| Error::out_of_range(digits).at(at))
}

fn status(reader: &mut Reader<'_>) -> Result<u16, Error> {
    let at = reader.offset();
    let number = whole(reader)?;
    u16::try_from(number).map_err(|_| Error::out_of_range(number).at(at))
}

/// A value of the document.
fn free(reader: &mut Reader<'_>) -> Result<Free, Error> {
    Tree::read(reader).map(Tree::into_owned)
}

/// The value that goes by a name.
fn one_of<T: Clone>(reader: &mut Reader<'_>, names: &[(T, &str)]) -> Result<T, Error> {
    let at = reader.offset();
    let found = reader.string()?;
    match names.iter().find(|it| it.1 == found) {
        Some((it, _)) => Ok(it.clone()),
        None => Err(Error::new(format!("there is no `{found}`")).at(at)),
    }
}

/// An array of what can be read.
fn list<'de, T>(
    reader: &mut Reader<'de>,
    read: fn(&mut Reader<'de>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut found = Vec::new();
    let mut elements = reader.array()?;
    while reader.element(&mut elements)? {
        found.push(read(reader)?);
    }
    Ok(found)
}

/// An object with any names.
fn map<'de, T>(
    reader: &mut Reader<'de>,
    read: fn(&mut Reader<'de>) -> Result<T, Error>,
) -> Result<Map<T>, Error> {
    let mut found = Vec::new();
    let mut members = reader.object()?;
    while let Name::Other(name) = reader.name(&mut members, None)? {
        found.push((name.into_owned(), read(reader)?));
    }
    Ok(Map(found))
}

/// A member that no description has.
#[cold]
fn unknown(reader: &mut Reader<'_>, name: &str) -> Error {
    Error::new(format!("there is no member `{name}`")).at(reader.offset())
}
