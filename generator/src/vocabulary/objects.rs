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
    // Another dialect than those that are read is told where the document is.
    field("jsonSchemaDialect", V::V31, Url).told_where_read(),
    field("host", V::V2, Text)
        .where_known()
        .after(AS_SERVERS)
        .not_in_server(),
    field("basePath", V::V2, Text)
        .where_known()
        .after(AS_SERVERS),
    field("schemes", V::V2, TEXTS)
        .where_known()
        .after(AS_SERVERS)
        .not_in_server(),
    field("consumes", V::V2, TEXTS)
        .where_known()
        .after(IN_CONTENT)
        .not_in_types(),
    field("produces", V::V2, TEXTS)
        .where_known()
        .after(IN_CONTENT)
        .not_in_types(),
    field("servers", V::V3, SERVERS).before("write `host`, `basePath` and `schemes`"),
    field("paths", V::UP_TO_30, Map(&Object(SpecObject::PathItem))).required(),
    field("paths", V::V31, Map(&Object(SpecObject::PathItem))),
    field("webhooks", V::V31, Map(&Referable(SpecObject::PathItem)))
        .before("declare `openapi: 3.1.1`, or write `x-webhooks`")
        .not_in_types()
        .not_in_server(),
    field("components", V::V3, Object(SpecObject::Components))
        .before("write `definitions`, `parameters`, `responses` and `securityDefinitions`")
        .not_in_server(),
    field("definitions", V::V2, Map(&SCHEMA))
        .where_known()
        .after("write `schemas` in `components`")
        .not_in_server(),
    field("parameters", V::V2, Map(&Object(SpecObject::Parameter)))
        .where_known()
        .after("write it in `components`")
        .not_in_types(),
    field("responses", V::V2, Map(&Object(SpecObject::Response)))
        .where_known()
        .after("write it in `components`")
        .not_in_types(),
    field(
        "securityDefinitions",
        V::V2,
        Map(&Object(SpecObject::SecurityScheme)),
    )
    .where_known()
    .after("write `securitySchemes` in `components`")
    .not_in_types(),
    field("security", V::ALL, REQUIREMENTS).not_in_types(),
    field("tags", V::ALL, List(&Object(SpecObject::Tag))).not_in_types(),
    field("externalDocs", V::ALL, DOCS).not_in_server(),
]);

pub(super) static INFO: Table = Table::new(&[
    field("title", V::ALL, Text).required(),
    field("summary", V::V31, Text)
        .before("write it in `description`")
        .not_in_server(),
    field("description", V::ALL, CommonMark).not_in_server(),
    field("termsOfService", V::ALL, Url).not_in_server(),
    field("contact", V::ALL, Object(SpecObject::Contact)).not_in_server(),
    field("license", V::ALL, Object(SpecObject::License)).not_in_server(),
    field("version", V::ALL, Text).required().not_in_server(),
]);

pub(super) static CONTACT: Table = Table::new(&[
    field("name", V::ALL, Text).not_in_server(),
    field("url", V::ALL, Url).not_in_server(),
    field("email", V::ALL, Text).not_in_server(),
]);

pub(super) static LICENSE: Table = Table::new(&[
    field("name", V::ALL, Text).required().not_in_server(),
    field("identifier", V::V31, Text)
        .before("write `url`")
        .not_in_server(),
    field("url", V::ALL, Url).not_in_server(),
]);

pub(super) static SERVER: Table = Table::new(&[
    field("url", V::V3, Url).required_as("`https://api.example.com`, or relative: `/v1`"),
    field("description", V::V3, CommonMark).not_in_server(),
    field("name", V::V32, Text)
        .where_known()
        .before("write it in `description`")
        .not_in_server()
        .not_in_docs(),
    field("variables", V::V3, Map(&Object(SpecObject::ServerVariable))),
]);

pub(super) static SERVER_VARIABLE: Table = Table::new(&[
    field("default", V::V3, Text)
        .required_as("what stands in the URL unless a user chooses otherwise"),
    field("description", V::V3, CommonMark).not_in_server(),
    field("enum", V::V3, TEXTS).not_in_server(),
]);

pub(super) static COMPONENTS: Table = Table::new(&[
    field("schemas", V::V3, Map(&SCHEMA)).not_in_server(),
    field("responses", V::V3, Map(&Referable(SpecObject::Response))).not_in_types(),
    field("parameters", V::V3, Map(&Referable(SpecObject::Parameter))).not_in_types(),
    field("examples", V::V3, EXAMPLES)
        .not_in_types()
        .not_in_server(),
    field(
        "requestBodies",
        V::V3,
        Map(&Referable(SpecObject::RequestBody)),
    )
    .not_in_types(),
    field("headers", V::V3, HEADERS).not_in_types(),
    field(
        "securitySchemes",
        V::V3,
        Map(&Referable(SpecObject::SecurityScheme)),
    )
    .not_in_types(),
    field("links", V::V3, Map(&Referable(SpecObject::Link)))
        .not_in_types()
        .not_in_server(),
    field("callbacks", V::V3, CALLBACKS)
        .not_in_types()
        .not_in_server(),
    field("pathItems", V::V31, Map(&Object(SpecObject::PathItem))).not_in_types(),
    field("mediaTypes", V::V32, CONTENT).not_in_types(),
]);

pub(super) static PATH_ITEM: Table = Table::new(&[
    field("$ref", V::ALL, Url).not_in_types(),
    field("summary", V::V3, Text)
        .before("write it in each operation")
        .not_in_types(),
    field("description", V::V3, CommonMark)
        .before("write it in each operation")
        .not_in_types(),
    field("get", V::ALL, OPERATION_OBJECT),
    field("put", V::ALL, OPERATION_OBJECT).not_in_types(),
    field("post", V::ALL, OPERATION_OBJECT).not_in_types(),
    field("delete", V::ALL, OPERATION_OBJECT).not_in_types(),
    field("options", V::ALL, OPERATION_OBJECT).not_in_types(),
    field("head", V::ALL, OPERATION_OBJECT).not_in_types(),
    field("patch", V::ALL, OPERATION_OBJECT).not_in_types(),
    field("trace", V::V3, OPERATION_OBJECT).not_in_types(),
    field("query", V::V32, OPERATION_OBJECT)
        .before("declare `openapi: 3.2.0`, or write `post`")
        .not_in_types(),
    field("additionalOperations", V::V32, Map(&OPERATION_OBJECT))
        .before("declare `openapi: 3.2.0`")
        .not_in_types(),
    field("servers", V::V3, SERVERS).not_in_types(),
    field("parameters", V::ALL, PARAMETERS).not_in_types(),
]);

pub(super) static OPERATION: Table = Table::new(&[
    field("tags", V::ALL, TEXTS).not_in_types(),
    field("summary", V::ALL, Text).not_in_types(),
    field("description", V::ALL, CommonMark).not_in_types(),
    field("externalDocs", V::ALL, DOCS).not_in_types(),
    field("operationId", V::ALL, Text).not_in_types(),
    field("consumes", V::V2, TEXTS)
        .where_known()
        .after(IN_CONTENT)
        .not_in_types(),
    field("produces", V::V2, TEXTS)
        .where_known()
        .after(IN_CONTENT)
        .not_in_types(),
    field("parameters", V::ALL, PARAMETERS).not_in_types(),
    field("requestBody", V::V3, Referable(SpecObject::RequestBody))
        .before("write a parameter `in: body`")
        .not_in_types(),
    field(
        "responses",
        V::UP_TO_30,
        Map(&Referable(SpecObject::Response)),
    )
    .required()
    .not_in_types(),
    field("responses", V::V31, Map(&Referable(SpecObject::Response))).not_in_types(),
    field("callbacks", V::V3, CALLBACKS)
        .not_in_types()
        .not_in_server(),
    field("deprecated", V::ALL, Boolean).not_in_types(),
    field("schemes", V::V2, TEXTS)
        .where_known()
        .after(AS_SERVERS)
        .not_in_types(),
    field("security", V::ALL, REQUIREMENTS).not_in_types(),
    field("servers", V::V3, SERVERS)
        .before("write `schemes`")
        .not_in_types(),
]);

pub(super) static EXTERNAL_DOCS: Table = Table::new(&[
    field("description", V::ALL, CommonMark).not_in_server(),
    field("url", V::ALL, Url)
        .required_as("where the documentation stands")
        .not_in_server(),
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

/// A keyword that narrows the values of a parameter.
const fn rule(name: &'static str, shape: Shape) -> Field {
    of_value(name, shape).not_in_types()
}

/// A keyword that narrows the values of a header: answers are not held against it.
const fn rule_of_header(name: &'static str, shape: Shape) -> Field {
    of_value(name, shape).not_enforced()
}

/// The rows of parameters and headers: their own, those that say what their value is in Swagger 2.0, and those that narrow it.
macro_rules! with_value_keywords {
    ($rule:ident: $($row:expr),* $(,)?) => {
        Table::new(&[
            $($row,)*
            $rule("default", Any),
            $rule("maximum", Number),
            $rule("exclusiveMaximum", Boolean),
            $rule("minimum", Number),
            $rule("exclusiveMinimum", Boolean),
            $rule("maxLength", Count),
            $rule("minLength", Count),
            $rule("pattern", Text),
            $rule("maxItems", Count),
            $rule("minItems", Count),
            $rule("uniqueItems", Boolean),
            $rule("multipleOf", Number),
        ])
    };
}

pub(super) static PARAMETER: Table = with_value_keywords![
    rule:
    field("name", V::ALL, Text).required().not_in_types(),
    field("in", V::ALL, Words(LOCATIONS)).required().not_in_types(),
    field("description", V::ALL, CommonMark).not_in_types(),
    field("required", V::ALL, Boolean).not_in_types(),
    field("deprecated", V::V3, Boolean).before("write `x-deprecated`").not_in_types(),
    field("allowEmptyValue", V::ALL, Boolean).not_in_types(),
    field("style", V::V3, Text).before("write `collectionFormat`").not_in_types(),
    field("explode", V::V3, Boolean).before("write `collectionFormat`").not_in_types(),
    field("allowReserved", V::V3, Boolean).not_in_types(),
    field("schema", V::V3, SCHEMA).before("write its keywords beside `name`").not_in_types(),
    field("content", V::V3, CONTENT).where_known().not_in_types(),
    field("example", V::V3, Any).before("write `x-example`").not_in_types().not_in_server(),
    field("examples", V::V3, EXAMPLES).before("write `x-example`").not_in_types().not_in_server(),
    field("collectionFormat", V::V2, Text)
        .where_known()
        .after("write `style` and `explode`").not_in_types(),
    of_value("type", Text).not_in_types(),
    of_value("format", Text).not_in_types(),
    of_value("items", SCHEMA).not_in_types(),
    of_value("enum", List(&Any)),
];

pub(super) static BODY_PARAMETER: Table = Table::new(&[
    field("name", V::V2, Text)
        .required()
        .without_effect("a body has no name where it is sent"),
    field("in", V::V2, Words(LOCATIONS)).required(),
    field("description", V::V2, CommonMark).not_in_types(),
    field("required", V::V2, Boolean).not_in_types(),
    field("schema", V::V2, SCHEMA).required().not_in_types(),
]);

pub(super) static HEADER: Table = with_value_keywords![
    rule_of_header:
    field("description", V::ALL, CommonMark).not_in_types(),
    field("required", V::V3, Boolean).not_in_types(),
    field("deprecated", V::V3, Boolean).not_in_types(),
    field("style", V::V3, Text)
        .without_effect("headers have one style, whether or not it is written")
        .before("write `collectionFormat`"),
    field("explode", V::V3, Boolean).before("write `collectionFormat`").not_in_types().not_in_docs(),
    // What only parameters elsewhere have a use for, and the schema of 3.0 allows all the same.
    field("allowEmptyValue", V::V30, Boolean).not_followed("a header has no use for it"),
    field("allowReserved", V::V30, Boolean).not_followed("a header has no use for it"),
    field("schema", V::V3, SCHEMA).before("write its keywords beside `description`").not_in_types(),
    field("content", V::V3, CONTENT).where_known().not_in_types(),
    field("example", V::V3, Any).not_in_types().not_in_docs(),
    field("examples", V::V3, EXAMPLES).not_in_types().not_in_docs(),
    field("collectionFormat", V::V2, Text)
        .not_followed("values are divided by commas")
        .after("take it away: a header is written in one way"),
    of_value("type", Text).not_in_types(),
    of_value("format", Text).not_in_types(),
    of_value("items", SCHEMA).not_in_types(),
    of_value("enum", List(&Any)),
];

pub(super) static REQUEST_BODY: Table = Table::new(&[
    field("description", V::V3, CommonMark).not_in_types(),
    field("content", V::V3, CONTENT).required().not_in_types(),
    field("required", V::V3, Boolean).not_in_types(),
]);

pub(super) static MEDIA_TYPE: Table = Table::new(&[
    field("schema", V::V3, SCHEMA).not_in_types(),
    field("itemSchema", V::V32, SCHEMA).not_in_types(),
    field("example", V::V3, Any).not_in_types().not_in_server(),
    field("examples", V::V3, EXAMPLES)
        .not_in_types()
        .not_in_server(),
    field("encoding", V::V3, ENCODINGS)
        .not_in_types()
        .not_in_docs(),
    field(
        "prefixEncoding",
        V::V32,
        List(&Object(SpecObject::Encoding)),
    )
    .not_in_types()
    .not_in_docs(),
    field("itemEncoding", V::V32, Object(SpecObject::Encoding))
        .not_in_types()
        .not_in_docs(),
    // Of the specification's JSON Schema; its text does not have it.
    field("description", V::V32, CommonMark)
        .not_followed("it is left out")
        .before("write it in the body, the response or the schema"),
]);

pub(super) static ENCODING: Table = Table::new(&[
    field("contentType", V::V3, Text)
        .not_in_types()
        .not_in_docs(),
    field("headers", V::V3, HEADERS)
        .not_in_types()
        .not_in_docs(),
    field("style", V::V3, Text).not_in_types(),
    field("explode", V::V3, Boolean).not_in_types(),
    field("allowReserved", V::V3, Boolean).not_in_types(),
    field("encoding", V::V32, ENCODINGS)
        .not_in_types()
        .not_in_docs(),
    field(
        "prefixEncoding",
        V::V32,
        List(&Object(SpecObject::Encoding)),
    )
    .not_in_types()
    .not_in_docs(),
    field("itemEncoding", V::V32, Object(SpecObject::Encoding))
        .not_in_types()
        .not_in_docs(),
]);

pub(super) static RESPONSE: Table = Table::new(&[
    field("summary", V::V32, Text)
        .where_known()
        .before("write it in `description`")
        .not_in_types(),
    field("description", V::UP_TO_31, CommonMark)
        .required()
        .not_in_types(),
    field("description", V::V32, CommonMark).not_in_types(),
    field("headers", V::ALL, HEADERS).not_in_types(),
    field("content", V::V3, CONTENT)
        .before("write `schema`, and `produces` in the operation")
        .not_in_types(),
    field("schema", V::V2, SCHEMA)
        .where_known()
        .after("write it below a media type of `content`")
        .not_in_types(),
    field("examples", V::V2, Map(&Any))
        .where_known()
        .after("write them below a media type of `content`")
        .not_in_types(),
    field("links", V::V3, Map(&Referable(SpecObject::Link)))
        .not_in_types()
        .not_in_server(),
]);

pub(super) static EXAMPLE: Table = Table::new(&[
    field("summary", V::V3, Text).not_in_types().not_in_server(),
    field("description", V::V3, CommonMark)
        .not_in_types()
        .not_in_server(),
    field("dataValue", V::V32, Any)
        .where_known()
        .before("write `value`")
        .not_in_types()
        .not_in_server(),
    field("serializedValue", V::V32, Text)
        .where_known()
        .before("write it as a string in `value`")
        .not_in_types()
        .not_in_server(),
    field("externalValue", V::V3, Url)
        .not_in_types()
        .not_in_server(),
    field("value", V::V3, Any).not_in_types().not_in_server(),
]);

const ONLY_OPERATION: &str = "the reference names the operation alone";

pub(super) static LINK: Table = Table::new(&[
    field("operationRef", V::V3, Url)
        .not_in_types()
        .not_in_server(),
    field("operationId", V::V3, Text)
        .not_in_types()
        .not_in_server(),
    field("parameters", V::V3, Map(&Any)).not_followed(ONLY_OPERATION),
    field("requestBody", V::V3, Any).not_followed(ONLY_OPERATION),
    field("description", V::V3, CommonMark)
        .not_in_types()
        .not_in_server(),
    field("server", V::V3, Object(SpecObject::Server)).not_followed(ONLY_OPERATION),
]);

pub(super) static TAG: Table = Table::new(&[
    field("name", V::ALL, Text).required().not_in_types(),
    field("summary", V::V32, Text)
        .where_known()
        .before("write it in `description`")
        .not_in_types(),
    field("description", V::ALL, CommonMark).not_in_types(),
    field("externalDocs", V::ALL, DOCS).not_in_types(),
    field("parent", V::V32, Text)
        .where_known()
        .not_in_types()
        .not_in_server(),
    field("kind", V::V32, Text).where_known().not_in_types(),
]);

pub(super) static REFERENCE: Table = Table::new(&[
    field("$ref", V::ALL, Url).required().not_in_types(),
    field("summary", V::V31, Text)
        .where_known()
        .not_in_types()
        .not_in_server(),
    field("description", V::V31, CommonMark)
        .where_known()
        .not_in_types()
        .not_in_server(),
]);

pub(super) static DISCRIMINATOR: Table = Table::new(&[
    field("propertyName", V::V3, Text).required(),
    field("mapping", V::V3, Map(&Text)),
    field("defaultMapping", V::V32, Text).where_known(),
]);

/// Bodies in XML are passed on as they are, which is told once, at the first of these objects.
pub(super) static XML: Table = Table::new(&[
    field("nodeType", V::V32, Text).told_where_read(),
    field("name", V::ALL, Text).told_where_read(),
    field("namespace", V::ALL, Url).told_where_read(),
    field("prefix", V::ALL, Text).told_where_read(),
    field("attribute", V::ALL, Boolean).told_where_read(),
    field("wrapped", V::ALL, Boolean).told_where_read(),
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
    field("type", V::ALL, Words(SCHEMES))
        .required()
        .not_in_types(),
    field("description", V::ALL, CommonMark)
        .not_in_types()
        .not_in_server(),
    field("name", V::ALL, Text).not_in_types(),
    field("in", V::ALL, Text).not_in_types(),
    field("scheme", V::V3, Text).not_in_types(),
    field("bearerFormat", V::V3, Text)
        .not_in_types()
        .not_in_server(),
    field("flow", V::V2, Text)
        .where_known()
        .after("write the flow's name below `flows`")
        .not_in_types()
        .not_in_server(),
    field("authorizationUrl", V::V2, Url)
        .where_known()
        .after("write it below a flow of `flows`")
        .not_in_types()
        .not_in_server(),
    field("tokenUrl", V::V2, Url)
        .where_known()
        .after("write it below a flow of `flows`")
        .not_in_types()
        .not_in_server(),
    field("scopes", V::V2, Map(&Text))
        .where_known()
        .after("write it below a flow of `flows`")
        .not_in_types()
        .not_in_server(),
    field("flows", V::V3, Object(SpecObject::OAuthFlows))
        .before("write `flow`, `authorizationUrl`, `tokenUrl` and `scopes`")
        .not_in_types()
        .not_in_server(),
    field("openIdConnectUrl", V::V3, Url)
        .not_in_types()
        .not_in_server(),
    field("oauth2MetadataUrl", V::V32, Url)
        .not_in_types()
        .not_in_server(),
    field("deprecated", V::V32, Boolean)
        .not_in_types()
        .not_in_server(),
]);

pub(super) static OAUTH_FLOWS: Table = Table::new(&[
    field("implicit", V::V3, Object(SpecObject::OAuthFlow))
        .not_in_types()
        .not_in_server(),
    field("password", V::V3, Object(SpecObject::OAuthFlow))
        .not_in_types()
        .not_in_server(),
    field("clientCredentials", V::V3, Object(SpecObject::OAuthFlow))
        .not_in_types()
        .not_in_server(),
    field("authorizationCode", V::V3, Object(SpecObject::OAuthFlow))
        .not_in_types()
        .not_in_server(),
    field("deviceAuthorization", V::V32, Object(SpecObject::OAuthFlow))
        .not_in_types()
        .not_in_server(),
]);

pub(super) static OAUTH_FLOW: Table = Table::new(&[
    field("authorizationUrl", V::V3, Url)
        .not_in_types()
        .not_in_server(),
    field("deviceAuthorizationUrl", V::V32, Url)
        .not_in_types()
        .not_in_server(),
    field("tokenUrl", V::V3, Url).not_in_types().not_in_server(),
    field("refreshUrl", V::V3, Url)
        .not_in_types()
        .not_in_server(),
    field("scopes", V::V3, Map(&Text))
        .required()
        .not_in_types()
        .not_in_server(),
]);
