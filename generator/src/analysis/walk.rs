//! An operation → every schema that it reaches directly, and where; a schema → every schema that it refers to.
//!
//! ```yaml
//! post:
//!   parameters: [{name: id, in: path, schema: {…}}]              # a site: Parameter, sent
//!   requestBody: {content: {application/json: {schema: {…}}}}    # a site: RequestBody, sent
//!   responses: {"200": {content: {application/json: {schema:     # a site: Response, received
//!     {properties: {name: {…}}}}}}}                              # an edge of that schema: Property("name")
//! ```

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::model::{
    Additional, Api, ArrayRules, Condition, Encoding, EncodingKey, Encodings, Header, MediaType,
    ObjectRules, Operation, Parameter, ParameterShape, RequestBody, Response, Schema, SchemaId,
};

/// A schema that an operation reaches without going through another schema.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The schema.
    pub schema: SchemaId,
    /// The operation; of a callback, the operation that is called back.
    pub operation: &'a Operation,
    /// How that operation is reached.
    pub origin: OperationOrigin,
    /// Which way values travel.
    pub direction: Direction,
    /// Where in the operation the schema stands.
    pub location: Location<'a>,
    /// The Media Type Object it is the schema of; `None` where a `style` says how values are laid out.
    pub media_type: Option<&'a MediaType>,
    /// Whether it is the `itemSchema` of that Media Type Object, and not its `schema`.
    pub is_item: bool,
}

/// Where in an operation a schema stands.
#[derive(Debug, Clone, Copy)]
pub enum Location<'a> {
    /// Under `parameters`, in its `schema` or its `content`.
    Parameter(&'a Parameter),
    /// Under `requestBody/content`.
    RequestBody,
    /// Under `responses/STATUS/content`.
    Response(&'a Response),
    /// Under `responses/STATUS/headers`.
    ResponseHeader(&'a Response, &'a Header),
    /// Under `content/MEDIA TYPE/encoding/PROPERTY/headers` of whatever has that content: of a part of a body.
    EncodingHeader(&'a Header),
}

/// How an operation is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationOrigin {
    /// By its path: consumers of the API call it.
    Path,
    /// As a webhook: the provider calls it.
    Webhook,
    /// As a callback of another operation: the provider calls it.
    Callback,
}

/// Which way a value travels, as seen by consumers of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Consumers send it: requests to the API, and answers to its webhooks and callbacks.
    Sent,
    /// Consumers receive it: responses of the API, and requests of its webhooks and callbacks.
    Received,
}

impl Direction {
    /// The way of the answer, where this is the way of a request.
    pub fn reversed(self) -> Self {
        match self {
            Direction::Sent => Direction::Received,
            Direction::Received => Direction::Sent,
        }
    }
}

impl OperationOrigin {
    /// Which way a request of such an operation travels.
    pub fn request_direction(self) -> Direction {
        match self {
            OperationOrigin::Path => Direction::Sent,
            OperationOrigin::Webhook | OperationOrigin::Callback => Direction::Received,
        }
    }
}

/// Every operation under `paths`, then every webhook; callbacks stand within the operations that have them.
pub fn operations(api: &Api) -> impl Iterator<Item = (&Operation, OperationOrigin)> {
    let paths = (api.operations.iter()).map(|it| (it, OperationOrigin::Path));
    let webhooks = (api.webhooks.iter()).map(|it| (it, OperationOrigin::Webhook));
    paths.chain(webhooks)
}

/// Every site of every operation, webhook and callback, in document order.
pub fn api_sites(api: &Api) -> impl Iterator<Item = Site<'_>> {
    operations(api).flat_map(|(operation, origin)| sites(operation, origin))
}

/// The sites of an operation: of its parameters, its request body and its responses, then of its callbacks. Those of a
/// body come media type by media type: its `schema`, its `itemSchema`, the headers of its encodings.
pub fn sites(operation: &Operation, origin: OperationOrigin) -> Vec<Site<'_>> {
    let mut sites = Vec::new();
    let _ = elements(operation, origin, &mut |it| {
        if let Element::Schema(it) = it {
            sites.push(it);
        }
        ControlFlow::Continue(())
    });
    sites
}

/// An object that stands in an operation.
#[derive(Debug, Clone, Copy)]
pub enum Element<'a> {
    /// The Operation Object itself, or that of a callback.
    Operation(&'a Operation),
    /// A Parameter Object.
    Parameter(&'a Parameter),
    /// The Request Body Object.
    RequestBody(&'a RequestBody),
    /// A Response Object.
    Response(&'a Response),
    /// A Header Object, of a response or of an encoding.
    Header(&'a Header),
    /// A Media Type Object, of a body or of a parameter or header that has `content`.
    MediaType(&'a MediaType),
    /// An Encoding Object, by the property or position it is for.
    Encoding(EncodingKey<'a>, &'a Encoding),
    /// A schema, wherever one of the others has one.
    Schema(Site<'a>),
}

/// Visits every object that stands in an operation and its callbacks, each before what stands in it, until the visitor
/// breaks off.
pub fn elements<'a>(
    operation: &'a Operation,
    origin: OperationOrigin,
    visit: &mut impl FnMut(Element<'a>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let request = origin.request_direction();
    let mut walk = Walk {
        operation,
        origin,
        direction: request,
        visit,
    };
    (walk.visit)(Element::Operation(operation))?;
    for it in &operation.parameters {
        (walk.visit)(Element::Parameter(it))?;
        walk.shape(&it.shape, Location::Parameter(it))?;
    }
    if let Some(body) = &operation.request_body {
        (walk.visit)(Element::RequestBody(body))?;
        for it in &body.content {
            walk.media_type(it, Location::RequestBody)?;
        }
    }
    walk.direction = request.reversed();
    for response in &operation.responses {
        (walk.visit)(Element::Response(response))?;
        for it in &response.content {
            walk.media_type(it, Location::Response(response))?;
        }
        for it in &response.headers {
            (walk.visit)(Element::Header(it))?;
            walk.shape(&it.shape, Location::ResponseHeader(response, it))?;
        }
    }
    for it in operation.callbacks.iter().flat_map(|it| &it.operations) {
        elements(it, OperationOrigin::Callback, visit)?;
    }
    ControlFlow::Continue(())
}

struct Walk<'v, 'a, V> {
    operation: &'a Operation,
    origin: OperationOrigin,
    direction: Direction,
    visit: &'v mut V,
}

impl<'a, V: FnMut(Element<'a>) -> ControlFlow<()>> Walk<'_, 'a, V> {
    fn schema(
        &mut self,
        schema: SchemaId,
        location: Location<'a>,
        media_type: Option<&'a MediaType>,
        is_item: bool,
    ) -> ControlFlow<()> {
        (self.visit)(Element::Schema(Site {
            schema,
            operation: self.operation,
            origin: self.origin,
            direction: self.direction,
            location,
            media_type,
            is_item,
        }))
    }

    fn shape(&mut self, shape: &'a ParameterShape, location: Location<'a>) -> ControlFlow<()> {
        match shape {
            ParameterShape::Schema {
                style: _,
                explode: _,
                allow_reserved: _,
                schema,
            } => self.schema(*schema, location, None, false),
            ParameterShape::Content(it) => self.media_type(it, location),
        }
    }

    fn media_type(&mut self, it: &'a MediaType, location: Location<'a>) -> ControlFlow<()> {
        (self.visit)(Element::MediaType(it))?;
        let MediaType {
            name: _,
            schema,
            item_schema,
            examples: _,
            encodings,
            extensions: _,
            place: _,
        } = it;
        if let Some(schema) = schema {
            self.schema(*schema, location, Some(it), false)?;
        }
        if let Some(schema) = item_schema {
            self.schema(*schema, location, Some(it), true)?;
        }
        self.encodings(encodings)
    }

    fn encodings(&mut self, encodings: &'a Encodings) -> ControlFlow<()> {
        for (key, encoding) in encodings.iter() {
            (self.visit)(Element::Encoding(key, encoding))?;
            for it in &encoding.headers {
                (self.visit)(Element::Header(it))?;
                self.shape(&it.shape, Location::EncodingHeader(it))?;
            }
            self.encodings(&encoding.within)?;
        }
        ControlFlow::Continue(())
    }
}

/// A schema that another one refers to.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'a> {
    /// The schema that is referred to.
    pub target: SchemaId,
    /// The keyword it stands under.
    pub keyword: Keyword<'a>,
}

/// The keyword that a schema stands under, with its name or index there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword<'a> {
    /// A member of `properties`.
    Property(&'a Arc<str>),
    /// A member of `patternProperties`.
    PatternProperty(&'a Arc<str>),
    /// `additionalProperties`.
    AdditionalProperties,
    /// `unevaluatedProperties`.
    UnevaluatedProperties,
    /// `propertyNames`.
    PropertyNames,
    /// A member of `dependentSchemas`.
    DependentSchema(&'a Arc<str>),
    /// An element of `prefixItems`.
    PrefixItem(usize),
    /// `items`.
    Items,
    /// `contains`.
    Contains,
    /// `unevaluatedItems`.
    UnevaluatedItems,
    /// An element of `allOf`.
    AllOf(usize),
    /// An element of `anyOf`.
    AnyOf(usize),
    /// An element of `oneOf`.
    OneOf(usize),
    /// `not`.
    Not,
    /// `if`.
    If,
    /// `then`.
    Then,
    /// `else`.
    Else,
    /// A value of `discriminator/mapping`, which refers to a schema and is none.
    Mapping(&'a Arc<str>),
}

/// Every schema that a schema refers to, in the order of [`Keyword`].
pub fn edges(schema: &Schema) -> impl Iterator<Item = Edge<'_>> {
    let discriminator = schema.discriminator.iter();
    let mapping = discriminator.flat_map(|it| &it.mapping);
    let mapping = mapping.map(|(value, id)| Edge {
        target: *id,
        keyword: Keyword::Mapping(value),
    });
    subschema_edges(schema).chain(mapping)
}

/// Every schema that a schema is made of: its [`edges`] without what the mapping of a discriminator leads to.
pub fn subschemas(schema: &Schema) -> impl Iterator<Item = SchemaId> + '_ {
    subschema_edges(schema).map(|it| it.target)
}

/// Taken apart to the last field, so that a new keyword has to be decided here.
fn subschema_edges(schema: &Schema) -> impl Iterator<Item = Edge<'_>> {
    let Schema {
        origin: _,
        annotations: _,
        types: _,
        nullable: _,
        format: _,
        values: _,
        number: _,
        string: _,
        array,
        object,
        all_of,
        any_of,
        one_of,
        not,
        condition,
        discriminator: _,
        reference_with_siblings: _,
        never: _,
    } = schema;
    let ArrayRules {
        prefix,
        items,
        min_items: _,
        max_items: _,
        unique: _,
        contains,
        min_contains: _,
        max_contains: _,
        unevaluated: unevaluated_items,
    } = &**array;
    let ObjectRules {
        properties,
        required: _,
        additional,
        unevaluated,
        patterns,
        names,
        dependent_required: _,
        dependent_schemas,
        min_properties: _,
        max_properties: _,
    } = &**object;
    let Condition {
        when,
        then,
        otherwise,
    } = &**condition;
    let of_further = |it: &Additional| match it {
        Additional::Schema(id) => Some(*id),
        Additional::Unsaid | Additional::Any | Additional::None => None,
    };
    let (additional, unevaluated) = (of_further(additional), of_further(unevaluated));
    named(properties, Keyword::Property)
        .chain(named(patterns, Keyword::PatternProperty))
        .chain(one(additional, Keyword::AdditionalProperties))
        .chain(one(unevaluated, Keyword::UnevaluatedProperties))
        .chain(one(*names, Keyword::PropertyNames))
        .chain(named(dependent_schemas, Keyword::DependentSchema))
        .chain(listed(prefix, Keyword::PrefixItem))
        .chain(one(*items, Keyword::Items))
        .chain(one(*contains, Keyword::Contains))
        .chain(one(*unevaluated_items, Keyword::UnevaluatedItems))
        .chain(listed(all_of, Keyword::AllOf))
        .chain(listed(any_of, Keyword::AnyOf))
        .chain(listed(one_of, Keyword::OneOf))
        .chain(one(*not, Keyword::Not))
        .chain(one(*when, Keyword::If))
        .chain(one(*then, Keyword::Then))
        .chain(one(*otherwise, Keyword::Else))
}

fn named<'a>(
    members: &'a indexmap::IndexMap<Arc<str>, SchemaId>,
    keyword: impl Fn(&'a Arc<str>) -> Keyword<'a>,
) -> impl Iterator<Item = Edge<'a>> {
    members.iter().map(move |(name, id)| Edge {
        target: *id,
        keyword: keyword(name),
    })
}

fn listed<'a>(
    schemas: &'a [SchemaId],
    keyword: impl Fn(usize) -> Keyword<'a>,
) -> impl Iterator<Item = Edge<'a>> {
    schemas.iter().enumerate().map(move |(index, id)| Edge {
        target: *id,
        keyword: keyword(index),
    })
}

fn one(schema: Option<SchemaId>, keyword: Keyword<'_>) -> impl Iterator<Item = Edge<'_>> {
    schema
        .into_iter()
        .map(move |target| Edge { target, keyword })
}

#[cfg(test)]
mod tests {
    use super::{Direction, Keyword, Location, OperationOrigin, api_sites, edges, subschemas};
    use crate::testing::api;

    /// A document with a schema at every place an operation has for one; each is told by its title.
    const DOCUMENT: &str = "
openapi: 3.2.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      parameters:
        - {name: q, in: query, schema: {title: query}}
        - {name: h, in: header, content: {application/json: {schema: {title: header content}}}}
      requestBody:
        content:
          multipart/form-data:
            schema: {title: body, type: object, properties: {file: {title: file}}}
            encoding: {file: {headers: {X-Part: {schema: {title: part header}}}}}
      responses:
        '200':
          description: Done
          headers: {X-Count: {schema: {title: response header}}}
          content: {application/jsonl: {schema: {title: stream}, itemSchema: {title: item}}}
      callbacks:
        done:
          '{$request.body#/url}':
            post:
              requestBody: {content: {application/json: {schema: {title: callback body}}}}
              responses: {'200': {description: Taken, content: {application/json: {schema: {title: callback answer}}}}}
webhooks:
  news:
    post:
      requestBody: {content: {application/json: {schema: {title: webhook body}}}}
      responses: {'200': {description: Taken, content: {application/json: {schema: {title: webhook answer}}}}}
";

    #[test]
    fn every_place_of_an_operation_is_a_site() {
        let api = api(DOCUMENT);
        let found: Vec<(&str, &str, Direction, OperationOrigin, bool)> = api_sites(&api)
            .map(|it| {
                let location = match it.location {
                    Location::Parameter(_) => "parameter",
                    Location::RequestBody => "body",
                    Location::Response(_) => "response",
                    Location::ResponseHeader(..) => "response header",
                    Location::EncodingHeader(_) => "encoding header",
                };
                let title = api.schema(it.schema).annotations.title.as_deref();
                let title = title.expect("each schema of the document has a title");
                (title, location, it.direction, it.origin, it.is_item)
            })
            .collect();
        let (sent, received) = (Direction::Sent, Direction::Received);
        let (path, callback) = (OperationOrigin::Path, OperationOrigin::Callback);
        let webhook = OperationOrigin::Webhook;
        assert_eq!(
            found,
            [
                ("query", "parameter", sent, path, false),
                ("header content", "parameter", sent, path, false),
                ("body", "body", sent, path, false),
                ("part header", "encoding header", sent, path, false),
                ("stream", "response", received, path, false),
                ("item", "response", received, path, true),
                ("response header", "response header", received, path, false),
                ("callback body", "body", received, callback, false),
                ("callback answer", "response", sent, callback, false),
                ("webhook body", "body", received, webhook, false),
                ("webhook answer", "response", sent, webhook, false),
            ]
        );
    }

    #[test]
    fn a_site_knows_its_media_type_unless_a_style_lays_it_out() {
        let api = api(DOCUMENT);
        let names: Vec<Option<&str>> = api_sites(&api)
            .take(4)
            .map(|it| it.media_type.map(|it| &*it.name))
            .collect();
        let multipart = Some("multipart/form-data");
        assert_eq!(names, [None, Some("application/json"), multipart, None]);
    }

    #[test]
    fn every_keyword_with_a_schema_is_an_edge() {
        let api = api("
openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    All:
      properties: {a: {title: a}}
      patternProperties: {'^x': {title: pattern}}
      additionalProperties: {title: additional}
      unevaluatedProperties: {title: unevaluated}
      propertyNames: {title: names}
      dependentSchemas: {d: {title: dependent}}
      prefixItems: [{title: first}, {title: second}]
      items: {title: items}
      contains: {title: contains}
      unevaluatedItems: {title: unevaluated}
      allOf: [{title: all}]
      anyOf: [{title: any}]
      oneOf: [{$ref: '#/components/schemas/Cat'}]
      not: {title: not}
      if: {title: if}
      then: {title: then}
      else: {title: else}
      discriminator: {propertyName: a, mapping: {cat: '#/components/schemas/Cat'}}
    Cat: {title: Cat}
");
        let all = api.schema(api.components["All"]);
        let found: Vec<(String, &str)> = edges(all)
            .map(|it| {
                let title = api.schema(it.target).annotations.title.as_deref();
                (format!("{:?}", it.keyword), title.unwrap_or_default())
            })
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (&**a, *b)).collect();
        assert_eq!(
            found,
            [
                ("Property(\"a\")", "a"),
                ("PatternProperty(\"^x\")", "pattern"),
                ("AdditionalProperties", "additional"),
                ("UnevaluatedProperties", "unevaluated"),
                ("PropertyNames", "names"),
                ("DependentSchema(\"d\")", "dependent"),
                ("PrefixItem(0)", "first"),
                ("PrefixItem(1)", "second"),
                ("Items", "items"),
                ("Contains", "contains"),
                ("UnevaluatedItems", "unevaluated"),
                ("AllOf(0)", "all"),
                ("AnyOf(0)", "any"),
                ("OneOf(0)", "Cat"),
                ("Not", "not"),
                ("If", "if"),
                ("Then", "then"),
                ("Else", "else"),
                ("Mapping(\"cat\")", "Cat"),
            ]
        );
        let last = edges(all).last().expect("there are edges");
        assert!(matches!(last.keyword, Keyword::Mapping(_)));
        assert_eq!(subschemas(all).count(), edges(all).count() - 1);
    }
}
