//! The keywords of schemas: Swagger 2.0 and OpenAPI 3.0.4, section 4 ("Schema Object"); from 3.1 on JSON Schema 2020-12
//! (Core and Validation), and of earlier drafts what a `$schema` may ask for.

use super::field::{Shape, Word, field};
use super::table::Table;
use super::{SpecObject, Versions};

use Shape::{Any, Boolean, CommonMark, Count, Either, List, Map, Number, Object, Text, Url, Words};
use Versions as V;

const ONE: Shape = Object(SpecObject::Schema);
const ONE_OR_BOOLEAN: Shape = Either(&ONE, &Boolean);
const SCHEMAS: Shape = List(&ONE);
const NAMED: Shape = Map(&ONE);
const TEXTS: Shape = List(&Text);

const TYPES: &[Word] = &[
    of_all("string"),
    of_all("object"),
    of_all("integer"),
    of_all("array"),
    of_all("boolean"),
    of_all("number"),
    Word {
        text: "null",
        versions: V::V31,
        is_followed_elsewhere: true,
    },
    Word {
        text: "file",
        versions: V::V2,
        is_followed_elsewhere: true,
    },
];

const fn of_all(text: &'static str) -> Word {
    Word {
        text,
        versions: V::ALL,
        is_followed_elsewhere: true,
    }
}

pub(super) static SCHEMA: Table = Table::new(&[
    // Core.
    field("$ref", V::ALL, Url),
    field("$id", V::V31, Url),
    field("$schema", V::V31, Url).told_where_read(),
    field("$anchor", V::V31, Text),
    field("$dynamicRef", V::V31, Url),
    field("$dynamicAnchor", V::V31, Text),
    field("$vocabulary", V::V31, Map(&Boolean)).without_effect(
        "of metaschemas: it says what a dialect consists of, and nothing of values",
    ),
    field("$comment", V::V31, Text)
        .without_effect("it is for who maintains the schema, and shown to nobody"),
    field("$defs", V::V31, NAMED)
        .before("write each in the document's own place for schemas")
        .not_in_server(),
    // What it says of itself.
    field("title", V::ALL, Text).not_in_server(),
    field("description", V::ALL, CommonMark).not_in_server(),
    field("default", V::ALL, Any).not_in_types().not_in_server(),
    field("example", V::ALL, Any).not_in_types().not_in_server(),
    field("examples", V::V31, List(&Any))
        .before("write `example`")
        .not_in_types()
        .not_in_server(),
    field("readOnly", V::ALL, Boolean),
    field("writeOnly", V::V3, Boolean).not_in_types(),
    field("deprecated", V::V3, Boolean),
    field("externalDocs", V::ALL, Object(SpecObject::ExternalDocs))
        .not_in_types()
        .not_in_server(),
    field("xml", V::ALL, Object(SpecObject::Xml)).told_where_read(),
    // Any value.
    field("type", V::UP_TO_30, Words(TYPES)),
    field("type", V::V31, Either(&Words(TYPES), &List(&Words(TYPES))))
        .before("write one type, and `nullable: true` for `null`"),
    field("nullable", V::V30, Boolean)
        .before("write `x-nullable`")
        .after("write `type: [string, \"null\"]`, with the type that it has")
        .not_in_types(),
    field("enum", V::ALL, List(&Any)),
    field("const", V::V31, Any).before("write an `enum` of this one value"),
    field("format", V::ALL, Text),
    // Numbers.
    field("multipleOf", V::ALL, Number).not_in_types(),
    field("maximum", V::ALL, Number).not_in_types(),
    field("exclusiveMaximum", V::UP_TO_30, Boolean)
        .after("write the limit here, and no `maximum`")
        .not_in_types(),
    field("exclusiveMaximum", V::V31, Number)
        .before("write the limit as `maximum`, and `exclusiveMaximum: true`")
        .not_in_types(),
    field("minimum", V::ALL, Number).not_in_types(),
    field("exclusiveMinimum", V::UP_TO_30, Boolean)
        .after("write the limit here, and no `minimum`")
        .not_in_types(),
    field("exclusiveMinimum", V::V31, Number)
        .before("write the limit as `minimum`, and `exclusiveMinimum: true`")
        .not_in_types(),
    // Strings.
    field("maxLength", V::ALL, Count).not_in_types(),
    field("minLength", V::ALL, Count).not_in_types(),
    field("pattern", V::ALL, Text).not_in_types(),
    field("contentEncoding", V::V31, Text).before("write `format: byte` for Base64"),
    field("contentMediaType", V::V31, Text).not_in_types(),
    // JSON Schema 2020-12, section 8.2: a server that held texts against it would refuse what the schema accepts.
    field("contentSchema", V::V31, ONE).annotation("what stands in the text"),
    // Arrays.
    field("items", V::ALL, Either(&ONE_OR_BOOLEAN, &SCHEMAS)),
    field("prefixItems", V::V31, SCHEMAS).before("write `items`, the schema of all elements"),
    field("unevaluatedItems", V::V31, ONE_OR_BOOLEAN).not_in_types(),
    field("contains", V::V31, ONE_OR_BOOLEAN).not_in_types(),
    field("maxContains", V::V31, Count).not_in_types(),
    field("minContains", V::V31, Count).not_in_types(),
    field("maxItems", V::ALL, Count).not_in_types(),
    field("minItems", V::ALL, Count).not_in_types(),
    field("uniqueItems", V::ALL, Boolean).not_in_types(),
    // Of the Items Object: how an array in an array is laid out, which no later version says.
    field("collectionFormat", V::V2, Text)
        .not_in_types()
        .not_in_docs(),
    // Objects.
    field("maxProperties", V::ALL, Count).not_in_types(),
    field("minProperties", V::ALL, Count).not_in_types(),
    field("required", V::ALL, TEXTS),
    field("properties", V::ALL, NAMED),
    field("patternProperties", V::V31, NAMED).before("write `additionalProperties`"),
    field("additionalProperties", V::ALL, ONE_OR_BOOLEAN),
    field("unevaluatedProperties", V::V31, ONE_OR_BOOLEAN).before("write `additionalProperties`"),
    field("propertyNames", V::V31, ONE_OR_BOOLEAN).not_in_types(),
    field("dependentRequired", V::V31, Map(&TEXTS)).not_in_types(),
    field("dependentSchemas", V::V31, NAMED).not_in_types(),
    // Other schemas.
    field("allOf", V::ALL, SCHEMAS),
    field("anyOf", V::V3, SCHEMAS).before("write `x-anyOf`"),
    field("oneOf", V::V3, SCHEMAS).before("write `x-oneOf`"),
    field("not", V::V3, ONE)
        .before("write `x-not`")
        .not_in_types(),
    field("if", V::V31, ONE_OR_BOOLEAN).not_in_types(),
    field("then", V::V31, ONE_OR_BOOLEAN).not_in_types(),
    field("else", V::V31, ONE_OR_BOOLEAN).not_in_types(),
    field("discriminator", V::V2, Text)
        .after("write `propertyName:` below it, with the name of the property"),
    field("discriminator", V::V3, Object(SpecObject::Discriminator))
        .before("write the name of the property alone"),
    // Earlier drafts of JSON Schema.
    field("$recursiveRef", V::V31, Url),
    field("$recursiveAnchor", V::V31, Boolean),
    field("additionalItems", V::V31, ONE_OR_BOOLEAN),
    field("dependencies", V::V31, Map(&Either(&ONE, &TEXTS))).not_in_types(),
    field("definitions", V::V31, NAMED).not_in_server(),
    field("id", V::V31, Url).told_where_read(),
]);
