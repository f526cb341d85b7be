//! The fields of all objects but schemas: Swagger 2.0, OpenAPI 3.0.4, 3.1.1 and 3.2.0, section 4 of each ("Schema").

use super::field::{Field, Shape, Word, field};
use super::table::Table;
use super::{SpecObject, Versions};

use Shape::{
    Any, Boolean, CommonMark, Count, List, Map, Number, Object, Referable, Text, Url, Words,
};
use Versions as V;

const TEXTS: Shape = List(&Text);
const SCHEMA: Shape = Object(SpecObject::Schema);
const DOCS: Shape = Object(SpecObject::ExternalDocs);
const SERVERS: Shape = List(&Object(SpecObject::Server));
const PARAMETERS: Shape = List(&Referable(SpecObject::Parameter));
const HEADERS: Shape = Map(&Referable(SpecObject::Header));
const EXAMPLES: Shape = Map(&Referable(SpecObject::Example));
const CONTENT: Shape = Map(&Referable(SpecObject::MediaType));
/// Each a map of the schemes' names to scopes.
const REQUIREMENTS: Shape = List(&Map(&TEXTS));
/// Each a map of expressions to path items.
const CALLBACKS: Shape = Map(&Map(&Object(SpecObject::PathItem)));
const OPERATION_OBJECT: Shape = Object(SpecObject::Operation);
const ENCODINGS: Shape = Map(&Object(SpecObject::Encoding));

const IN_CONTENT: &str = "write the media types below `content`";
const AS_SERVERS: &str = "write `servers:`, each with its `url`";

pub(super) static DOCUMENT: Table = Table::new(&[
    field("swagger", V::V2, Text)
        .required()
        .where_known()
        .after("take it away: `openapi` says the version"),
    field("openapi", V::V3, Text).required(),
    field("$self", V::V32, Url).where_known(),
    field("info", V::ALL, Object(SpecObject::Info)).required(),
    field("jsonSchemaDialect", V::V31, Url).without_effect(),
    field("host", V::V2, Text).where_known().after(AS_SERVERS),
    field("basePath", V::V2, Text)
        .where_known()
        .after(AS_SERVERS),
    field("schemes", V::V2, TEXTS)
        .where_known()
        .after(AS_SERVERS),
    field("consumes", V::V2, TEXTS)
        .where_known()
        .after(IN_CONTENT),
    field("produces", V::V2, TEXTS)
        .where_known()
        .after(IN_CONTENT),
    field("servers", V::V3, SERVERS).before("write `host`, `basePath` and `schemes`"),
    field("paths", V::UP_TO_30, Map(&Object(SpecObject::PathItem))).required(),
    field("paths", V::V31, Map(&Object(SpecObject::PathItem))),
    field("webhooks", V::V31, Map(&Referable(SpecObject::PathItem)))
        .before("declare `openapi: 3.1.1`, or write `x-webhooks`"),
    field("components", V::V3, Object(SpecObject::Components))
        .before("write `definitions`, `parameters`, `responses` and `securityDefinitions`"),
    field("definitions", V::V2, Map(&SCHEMA))
        .where_known()
        .after("write `schemas` in `components`"),
    field("parameters", V::V2, Map(&Object(SpecObject::Parameter)))
        .where_known()
        .after("write it in `components`"),
    field("responses", V::V2, Map(&Object(SpecObject::Response)))
        .where_known()
        .after("write it in `components`"),
    field(
        "securityDefinitions",
        V::V2,
        Map(&Object(SpecObject::SecurityScheme)),
    )
    .where_known()
    .after("write `securitySchemes` in `components`"),
    field("security", V::ALL, REQUIREMENTS),
    field("tags", V::ALL, List(&Object(SpecObject::Tag))),
    field("externalDocs", V::ALL, DOCS),
]);

pub(super) static INFO: Table = Table::new(&[
    field("title", V::ALL, Text).required(),
    field("summary", V::V31, Text).before("write it in `description`"),
    field("description", V::ALL, CommonMark),
    field("termsOfService", V::ALL, Url),
    field("contact", V::ALL, Object(SpecObject::Contact)),
    field("license", V::ALL, Object(SpecObject::License)),
    field("version", V::ALL, Text).required(),
]);

pub(super) static CONTACT: Table = Table::new(&[
    field("name", V::ALL, Text),
    field("url", V::ALL, Url),
    field("email", V::ALL, Text),
]);

pub(super) static LICENSE: Table = Table::new(&[
    field("name", V::ALL, Text).required(),
    field("identifier", V::V31, Text).before("write `url`"),
    field("url", V::ALL, Url),
]);

pub(super) static SERVER: Table = Table::new(&[
    field("url", V::V3, Url).required_as("`https://api.example.com`, or relative: `/v1`"),
    field("description", V::V3, CommonMark),
    field("name", V::V32, Text)
        .where_known()
        .before("write it in `description`"),
    field("variables", V::V3, Map(&Object(SpecObject::ServerVariable))),
]);

pub(super) static SERVER_VARIABLE: Table = Table::new(&[
    field("default", V::V3, Text)
        .required_as("what stands in the URL unless a user chooses otherwise"),
    field("description", V::V3, CommonMark),
    field("enum", V::V3, TEXTS),
]);

pub(super) static COMPONENTS: Table = Table::new(&[
    field("schemas", V::V3, Map(&SCHEMA)),
    field("responses", V::V3, Map(&Referable(SpecObject::Response))),
    field("parameters", V::V3, Map(&Referable(SpecObject::Parameter))),
    field("examples", V::V3, EXAMPLES),
    field(
        "requestBodies",
        V::V3,
        Map(&Referable(SpecObject::RequestBody)),
    ),
    field("headers", V::V3, HEADERS),
    field(
        "securitySchemes",
        V::V3,
        Map(&Referable(SpecObject::SecurityScheme)),
    ),
    field("links", V::V3, Map(&Referable(SpecObject::Link))),
    field("callbacks", V::V3, CALLBACKS),
    field("pathItems", V::V31, Map(&Object(SpecObject::PathItem))),
    field("mediaTypes", V::V32, CONTENT),
]);

pub(super) static PATH_ITEM: Table = Table::new(&[
    field("$ref", V::ALL, Url),
    field("summary", V::V3, Text).before("write it in each operation"),
    field("description", V::V3, CommonMark).before("write it in each operation"),
    field("get", V::ALL, OPERATION_OBJECT),
    field("put", V::ALL, OPERATION_OBJECT),
    field("post", V::ALL, OPERATION_OBJECT),
    field("delete", V::ALL, OPERATION_OBJECT),
    field("options", V::ALL, OPERATION_OBJECT),
    field("head", V::ALL, OPERATION_OBJECT),
    field("patch", V::ALL, OPERATION_OBJECT),
    field("trace", V::V3, OPERATION_OBJECT),
    field("query", V::V32, OPERATION_OBJECT).before("declare `openapi: 3.2.0`, or write `post`"),
    field("additionalOperations", V::V32, Map(&OPERATION_OBJECT))
        .before("declare `openapi: 3.2.0`"),
    field("servers", V::V3, SERVERS),
    field("parameters", V::ALL, PARAMETERS),
]);

pub(super) static OPERATION: Table = Table::new(&[
    field("tags", V::ALL, TEXTS),
    field("summary", V::ALL, Text),
    field("description", V::ALL, CommonMark),
    field("externalDocs", V::ALL, DOCS),
    field("operationId", V::ALL, Text),
    field("consumes", V::V2, TEXTS)
        .where_known()
        .after(IN_CONTENT),
    field("produces", V::V2, TEXTS)
        .where_known()
        .after(IN_CONTENT),
    field("parameters", V::ALL, PARAMETERS),
    field("requestBody", V::V3, Referable(SpecObject::RequestBody))
        .before("write a parameter `in: body`"),
    field(
        "responses",
        V::UP_TO_30,
        Map(&Referable(SpecObject::Response)),
    )
    .required(),
    field("responses", V::V31, Map(&Referable(SpecObject::Response))),
    field("callbacks", V::V3, CALLBACKS),
    field("deprecated", V::ALL, Boolean),
    field("schemes", V::V2, TEXTS)
        .where_known()
        .after(AS_SERVERS),
    field("security", V::ALL, REQUIREMENTS),
    field("servers", V::V3, SERVERS).before("write `schemes`"),
]);

pub(super) static EXTERNAL_DOCS: Table = Table::new(&[
    field("description", V::ALL, CommonMark),
    field("url", V::ALL, Url).required_as("where the documentation stands"),
]);

/// Where a parameter stands.
const LOCATIONS: &[Word] = &[
    location("query", V::ALL),
    location("header", V::ALL),
    location("path", V::ALL),
    location("formData", V::V2),
    location("body", V::V2),
    Word {
        text: "cookie",
        versions: V::V3,
        is_followed_elsewhere: true,
    },
    Word {
        text: "querystring",
        versions: V::V32,
        is_followed_elsewhere: true,
    },
];

/// A location that is known to all versions, or reported where parameters are read.
const fn location(text: &'static str, versions: Versions) -> Word {
    Word {
        text,
        versions,
        is_followed_elsewhere: false,
    }
}

const IN_SCHEMA: &str = "write it in `schema`";

/// A keyword that stands beside the name of a parameter or header of Swagger 2.0, and in its schema since.
const fn of_value(name: &'static str, shape: Shape) -> Field {
    field(name, V::V2, shape).where_known().after(IN_SCHEMA)
}

/// The rows of parameters and headers: their own, and those that describe their value in Swagger 2.0.
macro_rules! with_value_keywords {
    ($($row:expr),* $(,)?) => {
        Table::new(&[
            $($row,)*
            of_value("type", Text),
            of_value("format", Text),
            of_value("items", SCHEMA),
            of_value("default", Any),
            of_value("maximum", Number),
            of_value("exclusiveMaximum", Boolean),
            of_value("minimum", Number),
            of_value("exclusiveMinimum", Boolean),
            of_value("maxLength", Count),
            of_value("minLength", Count),
            of_value("pattern", Text),
            of_value("maxItems", Count),
            of_value("minItems", Count),
            of_value("uniqueItems", Boolean),
            of_value("enum", List(&Any)),
            of_value("multipleOf", Number),
        ])
    };
}

pub(super) static PARAMETER: Table = with_value_keywords![
    field("name", V::ALL, Text).required(),
    field("in", V::ALL, Words(LOCATIONS)).required(),
    field("description", V::ALL, CommonMark),
    field("required", V::ALL, Boolean),
    field("deprecated", V::V3, Boolean).before("write `x-deprecated`"),
    field("allowEmptyValue", V::ALL, Boolean),
    field("style", V::V3, Text).before("write `collectionFormat`"),
    field("explode", V::V3, Boolean).before("write `collectionFormat`"),
    field("allowReserved", V::V3, Boolean),
    field("schema", V::V3, SCHEMA).before("write its keywords beside `name`"),
    field("content", V::V3, CONTENT).where_known(),
    field("example", V::V3, Any).before("write `x-example`"),
    field("examples", V::V3, EXAMPLES).before("write `x-example`"),
    field("collectionFormat", V::V2, Text)
        .where_known()
        .after("write `style` and `explode`"),
];

pub(super) static BODY_PARAMETER: Table = Table::new(&[
    field("name", V::V2, Text).required(),
    field("in", V::V2, Words(LOCATIONS)).required(),
    field("description", V::V2, CommonMark),
    field("required", V::V2, Boolean),
    field("schema", V::V2, SCHEMA).required(),
]);

pub(super) static HEADER: Table = with_value_keywords![
    field("description", V::ALL, CommonMark),
    field("required", V::V3, Boolean),
    field("deprecated", V::V3, Boolean),
    field("style", V::V3, Text).before("write `collectionFormat`"),
    field("explode", V::V3, Boolean).before("write `collectionFormat`"),
    // What only parameters elsewhere have a use for, and the schema of 3.0 allows all the same.
    field("allowEmptyValue", V::V30, Boolean).without_effect(),
    field("allowReserved", V::V30, Boolean).without_effect(),
    field("schema", V::V3, SCHEMA).before("write its keywords beside `description`"),
    field("content", V::V3, CONTENT).where_known(),
    field("example", V::V3, Any),
    field("examples", V::V3, EXAMPLES),
    field("collectionFormat", V::V2, Text)
        .where_known()
        .after("take it away: a header is written in one way"),
];

pub(super) static REQUEST_BODY: Table = Table::new(&[
    field("description", V::V3, CommonMark),
    field("content", V::V3, CONTENT).required(),
    field("required", V::V3, Boolean),
]);

pub(super) static MEDIA_TYPE: Table = Table::new(&[
    field("schema", V::V3, SCHEMA),
    field("itemSchema", V::V32, SCHEMA),
    field("example", V::V3, Any),
    field("examples", V::V3, EXAMPLES),
    field("encoding", V::V3, ENCODINGS),
    field(
        "prefixEncoding",
        V::V32,
        List(&Object(SpecObject::Encoding)),
    )
    .not_followed("it is ignored"),
    field("itemEncoding", V::V32, Object(SpecObject::Encoding)).not_followed("it is ignored"),
    // Of the specification's JSON Schema; its text does not have it.
    field("description", V::V32, CommonMark)
        .not_followed("it is left out")
        .before("write it in the body, the response or the schema"),
]);

pub(super) static ENCODING: Table = Table::new(&[
    field("contentType", V::V3, Text),
    field("headers", V::V3, HEADERS),
    field("style", V::V3, Text),
    field("explode", V::V3, Boolean),
    field("allowReserved", V::V3, Boolean),
    field("encoding", V::V32, ENCODINGS).not_followed("it is ignored"),
    field(
        "prefixEncoding",
        V::V32,
        List(&Object(SpecObject::Encoding)),
    )
    .not_followed("it is ignored"),
    field("itemEncoding", V::V32, Object(SpecObject::Encoding)).not_followed("it is ignored"),
]);

pub(super) static RESPONSE: Table = Table::new(&[
    field("summary", V::V32, Text)
        .where_known()
        .before("write it in `description`"),
    field("description", V::UP_TO_31, CommonMark).required(),
    field("description", V::V32, CommonMark),
    field("headers", V::ALL, HEADERS),
    field("content", V::V3, CONTENT).before("write `schema`, and `produces` in the operation"),
    field("schema", V::V2, SCHEMA)
        .where_known()
        .after("write it below a media type of `content`"),
    field("examples", V::V2, Map(&Any))
        .where_known()
        .after("write them below a media type of `content`"),
    field("links", V::V3, Map(&Referable(SpecObject::Link))),
]);

pub(super) static EXAMPLE: Table = Table::new(&[
    field("summary", V::V3, Text),
    field("description", V::V3, CommonMark),
    field("dataValue", V::V32, Any)
        .where_known()
        .before("write `value`"),
    field("serializedValue", V::V32, Text)
        .where_known()
        .before("write it as a string in `value`"),
    field("externalValue", V::V3, Url),
    field("value", V::V3, Any),
]);

pub(super) static LINK: Table = Table::new(&[
    field("operationRef", V::V3, Url),
    field("operationId", V::V3, Text),
    field("parameters", V::V3, Map(&Any)),
    field("requestBody", V::V3, Any),
    field("description", V::V3, CommonMark),
    field("server", V::V3, Object(SpecObject::Server)),
]);

pub(super) static TAG: Table = Table::new(&[
    field("name", V::ALL, Text).required(),
    field("summary", V::V32, Text)
        .where_known()
        .before("write it in `description`"),
    field("description", V::ALL, CommonMark),
    field("externalDocs", V::ALL, DOCS),
    field("parent", V::V32, Text).where_known(),
    field("kind", V::V32, Text).where_known(),
]);

pub(super) static REFERENCE: Table = Table::new(&[
    field("$ref", V::ALL, Url).required(),
    field("summary", V::V31, Text).where_known(),
    field("description", V::V31, CommonMark).where_known(),
]);

pub(super) static DISCRIMINATOR: Table = Table::new(&[
    field("propertyName", V::V3, Text).required(),
    field("mapping", V::V3, Map(&Text)),
    field("defaultMapping", V::V32, Text).where_known(),
]);

/// Bodies in XML are passed on as they are, which is reported where they are described.
pub(super) static XML: Table = Table::new(&[
    field("nodeType", V::V32, Text).without_effect(),
    field("name", V::ALL, Text).without_effect(),
    field("namespace", V::ALL, Url).without_effect(),
    field("prefix", V::ALL, Text).without_effect(),
    field("attribute", V::ALL, Boolean).without_effect(),
    field("wrapped", V::ALL, Boolean).without_effect(),
]);

/// How a caller proves who they are.
const SCHEMES: &[Word] = &[
    Word {
        text: "basic",
        versions: V::V2,
        is_followed_elsewhere: false,
    },
    Word {
        text: "apiKey",
        versions: V::ALL,
        is_followed_elsewhere: true,
    },
    Word {
        text: "http",
        versions: V::V3,
        is_followed_elsewhere: true,
    },
    Word {
        text: "oauth2",
        versions: V::ALL,
        is_followed_elsewhere: true,
    },
    Word {
        text: "openIdConnect",
        versions: V::V3,
        is_followed_elsewhere: true,
    },
    Word {
        text: "mutualTLS",
        versions: V::V31,
        is_followed_elsewhere: true,
    },
];

pub(super) static SECURITY_SCHEME: Table = Table::new(&[
    field("type", V::ALL, Words(SCHEMES)).required(),
    field("description", V::ALL, CommonMark),
    field("name", V::ALL, Text),
    field("in", V::ALL, Text),
    field("scheme", V::V3, Text),
    field("bearerFormat", V::V3, Text),
    field("flow", V::V2, Text)
        .where_known()
        .after("write the flow's name below `flows`"),
    field("authorizationUrl", V::V2, Url)
        .where_known()
        .after("write it below a flow of `flows`"),
    field("tokenUrl", V::V2, Url)
        .where_known()
        .after("write it below a flow of `flows`"),
    field("scopes", V::V2, Map(&Text))
        .where_known()
        .after("write it below a flow of `flows`"),
    field("flows", V::V3, Object(SpecObject::OAuthFlows))
        .before("write `flow`, `authorizationUrl`, `tokenUrl` and `scopes`"),
    field("openIdConnectUrl", V::V3, Url),
    field("oauth2MetadataUrl", V::V32, Url),
    field("deprecated", V::V32, Boolean),
]);

pub(super) static OAUTH_FLOWS: Table = Table::new(&[
    field("implicit", V::V3, Object(SpecObject::OAuthFlow)),
    field("password", V::V3, Object(SpecObject::OAuthFlow)),
    field("clientCredentials", V::V3, Object(SpecObject::OAuthFlow)),
    field("authorizationCode", V::V3, Object(SpecObject::OAuthFlow)),
    field("deviceAuthorization", V::V32, Object(SpecObject::OAuthFlow)),
]);

pub(super) static OAUTH_FLOW: Table = Table::new(&[
    field("authorizationUrl", V::V3, Url),
    field("deviceAuthorizationUrl", V::V32, Url),
    field("tokenUrl", V::V3, Url),
    field("refreshUrl", V::V3, Url),
    field("scopes", V::V3, Map(&Text)).required(),
]);
