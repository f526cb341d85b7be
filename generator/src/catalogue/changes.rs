//! The text of the catalogue on changes: one entry a code, in the order of the codes.
//!
//! `wrong` and `right` are two documents each, the old one and the new one, that are compared by a test: the first pair has a
//! change of the code, the second one is how the same is done without breaking anybody, or what is no change at all. An entry
//! says what differs, and macros the rest of both documents.

use super::code::*;

/// The old document and the new one.
macro_rules! from_to {
    ($old:expr, $new:expr) => {
        concat!("# old\n", $old, "\n---\n# new\n", $new)
    };
}

/// A document with lines before its paths.
macro_rules! after {
    ($($line:literal),*; $paths:expr) => {
        concat!($($line, "\n",)* $paths)
    };
}

/// The responses of operations that are about something else.
macro_rules! any_response {
    () => {
        r#"      responses: {"200": {description: the pets}}"#
    };
}

/// `GET /pets`, with lines of the operation.
macro_rules! get {
    ($($line:literal),*) => {
        concat!("paths:\n  /pets:\n    get:\n", $("      ", $line, "\n",)* any_response!())
    };
}

/// `GET /pets` and `GET /cats`, with lines of the latter.
macro_rules! pets_and_cats {
    ($($line:literal),*) => {
        concat!(get!(), "\n  /cats:\n    get:\n", $("      ", $line, "\n",)* any_response!())
    };
}

/// `GET /pets` with a parameter.
macro_rules! parameter {
    ($parameter:literal) => {
        concat!(
            "paths:\n  /pets:\n    get:\n      parameters:\n        - ",
            $parameter,
            "\n",
            any_response!()
        )
    };
}

/// `GET /pets` with its responses.
macro_rules! responses {
    ($($response:expr),*) => {
        concat!("paths:\n  /pets:\n    get:\n      responses:", $("\n        ", $response),*)
    };
}

/// `GET /pets` with the headers of its response.
macro_rules! headers {
    ($headers:literal) => {
        concat!(
            responses!(r#""200":"#),
            "\n          description: the pets\n          headers: ",
            $headers
        )
    };
}

/// `GET /pets` with the schema of its response.
macro_rules! answer {
    ($schema:literal) => {
        concat!(
            responses!(r#""200": {description: the pets, content: {application/json: {schema: "#),
            $schema,
            "}}}"
        )
    };
}

/// Lists in lists, deeper than they are followed.
macro_rules! deep {
    ($type:literal) => {
        responses!(concat!(
            r#""200": {description: it, content: {application/json: {schema: "#,
            times!("{items: "),
            concat!("{type: ", $type, "}"),
            times!("}"),
            "}}}"
        ))
    };
}

macro_rules! times {
    ($it:literal) => {
        times!(8, $it, $it, $it, $it, $it, $it, $it, $it)
    };
    (8, $($it:literal),*) => {
        concat!($($it, $it, $it, $it, $it, $it, $it, $it),*)
    };
}

/// `POST /pets`, with lines of the operation.
macro_rules! post {
    ($($line:expr),*) => {
        concat!("paths:\n  /pets:\n    post:\n", $("      ", $line, "\n",)* any_response!())
    };
}

/// `POST /pets` with what its body may be.
macro_rules! content {
    ($content:literal) => {
        body!("true", $content)
    };
}

/// `POST /pets` with the schema of its body.
macro_rules! body {
    ($schema:literal) => {
        body!("true", "{application/json: {schema: ", $schema, "}}")
    };
    ($required:literal, $($content:literal),*) => {
        concat!(
            "paths:\n  /pets:\n    post:\n      requestBody:\n        required: ",
            $required,
            "\n        content: ",
            $($content,)*
            "\n",
            any_response!()
        )
    };
}

/// The same, of a body that need not be there.
macro_rules! optional_body {
    ($schema:literal) => {
        body!("false", "{application/json: {schema: ", $schema, "}}")
    };
}

/// `POST /pets` with a form, the media type of a part of it, and lines of the operation.
macro_rules! photo {
    ($media_type:literal $(, $line:literal)*) => {
        post!(
            $($line,)*
            "requestBody:",
            "  content:",
            "    multipart/form-data:",
            "      schema: {type: object, properties: {photo: {type: string, format: binary}}}",
            concat!("      encoding: {photo: {contentType: ", $media_type, "}}")
        )
    };
}

/// Webhooks.
macro_rules! webhooks {
    ($($name:literal),*) => {
        concat!("openapi: 3.1.0\nwebhooks:", $("\n  ", $name, ":\n    post:\n", any_response!()),*)
    };
}

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: OPERATION_REMOVED,
        title: "an operation was removed",
        explanation: "Clients that call it are answered `404` or `405`. What is deprecated, with a sunset that is over by `--today` (or without either), or marked as unstable by `x-stability-level`, may go: then it is risky and no more.",
        wrong: from_to!(pets_and_cats!(), get!()),
        right: from_to!(pets_and_cats!("deprecated: true"), get!()),
    },
    Entry {
        code: OPERATION_ADDED,
        title: "an operation was added",
        explanation: "No old client is touched. A client of the new document fails against a server of the old one.",
        wrong: from_to!(get!(), pets_and_cats!()),
        right: from_to!(get!(), get!("summary: All pets.")),
    },
    Entry {
        code: OPERATION_ID,
        title: "an operationId changed",
        explanation: "Nothing on the wire has it. The names of methods and types that are made of it change, so that code written against a generated crate has to follow.",
        wrong: from_to!(get!("operationId: listPets"), get!("operationId: allPets")),
        right: from_to!(
            get!("operationId: listPets"),
            get!("operationId: listPets", "summary: All pets.")
        ),
    },
    Entry {
        code: TAGS,
        title: "tags changed",
        explanation: "Tags group operations: in the reference by page, in Rust by trait.",
        wrong: from_to!(get!("tags: [pets]"), get!("tags: [animals]")),
        right: from_to!(get!("tags: [pets, a]"), get!("tags: [a, pets]")),
    },
    Entry {
        code: SERVERS,
        title: "servers changed",
        explanation: "A client may have the URL of a server that is not named any more. Whether it still answers is not in the document, so this is risky.",
        wrong: from_to!(
            after!("servers: [{url: https://a.example}]"; get!()),
            after!("servers: [{url: https://b.example}]"; get!())
        ),
        right: from_to!(
            after!("servers: [{url: https://a.example}]"; get!()),
            after!("servers: [{url: https://a.example}, {url: https://b.example}]"; get!())
        ),
    },
    Entry {
        code: CALL_REMOVED,
        title: "a webhook or callback was removed",
        explanation: "Consumers wait for it.",
        wrong: from_to!(webhooks!("petSold"), after!("openapi: 3.1.0"; "paths: {}")),
        right: from_to!(webhooks!("petSold"), webhooks!("petSold", "petBought")),
    },
    Entry {
        code: CALL_ADDED,
        title: "a webhook or callback was added",
        explanation: "Old consumers are called where they registered for it, and never otherwise.",
        wrong: from_to!(after!("openapi: 3.1.0"; "paths: {}"), webhooks!("petSold")),
        right: from_to!(webhooks!("petSold"), webhooks!("petSold")),
    },
    Entry {
        code: PARAMETER_REMOVED,
        title: "a parameter was removed",
        explanation: "Requests that have it are served, most likely without regard to it.",
        wrong: from_to!(
            parameter!("{name: limit, in: query, schema: {type: integer}}"),
            get!()
        ),
        right: from_to!(
            parameter!("{name: limit, in: query, schema: {type: integer}}"),
            parameter!("{name: limit, in: query, deprecated: true, schema: {type: integer}}")
        ),
    },
    Entry {
        code: PARAMETER_ADDED,
        title: "a parameter was added",
        explanation: "Old clients do not send it: a required one breaks them.",
        wrong: from_to!(
            get!(),
            parameter!("{name: limit, in: query, required: true, schema: {type: integer}}")
        ),
        right: from_to!(
            get!(),
            parameter!("{name: limit, in: query, schema: {type: integer}}")
        ),
    },
    Entry {
        code: PARAMETER_REQUIRED,
        title: "a parameter became required or optional",
        explanation: "Requests without it are refused where it is required.",
        wrong: from_to!(
            parameter!("{name: limit, in: query, schema: {type: integer}}"),
            parameter!("{name: limit, in: query, required: true, schema: {type: integer}}")
        ),
        right: from_to!(
            parameter!("{name: limit, in: query, required: true, schema: {type: integer}}"),
            parameter!("{name: limit, in: query, schema: {type: integer}}")
        ),
    },
    Entry {
        code: LAYOUT,
        title: "a value is laid out in another way",
        explanation: "`style`, `explode` and `content` say how a value becomes text. The other side reads another value, or none. Where a value is one piece, `form` and `simple` look alike, and nothing is told.",
        wrong: from_to!(
            parameter!("{name: ids, in: query, schema: {type: array, items: {type: integer}}}"),
            parameter!(
                "{name: ids, in: query, explode: false, schema: {type: array, items: {type: integer}}}"
            )
        ),
        right: from_to!(
            parameter!("{name: ids, in: query, schema: {type: array, items: {type: integer}}}"),
            parameter!(
                "{name: ids, in: query, style: form, explode: true, schema: {type: array, items: {type: integer}}}"
            )
        ),
    },
    Entry {
        code: BODY_REMOVED,
        title: "a request body was removed",
        explanation: "Clients send one, and what it said is not heard.",
        wrong: from_to!(body!("{type: string}"), post!()),
        right: from_to!(
            body!("{type: string}"),
            body!("{type: string, description: A name.}")
        ),
    },
    Entry {
        code: BODY_ADDED,
        title: "a request body was added",
        explanation: "Old clients send none: a required one breaks them.",
        wrong: from_to!(post!(), body!("{type: string}")),
        right: from_to!(post!(), optional_body!("{type: string}")),
    },
    Entry {
        code: BODY_REQUIRED,
        title: "a request body became required or optional",
        explanation: "Requests without one are refused where it is required.",
        wrong: from_to!(optional_body!("{type: string}"), body!("{type: string}")),
        right: from_to!(body!("{type: string}"), optional_body!("{type: string}")),
    },
    Entry {
        code: MEDIA_TYPE_REMOVED,
        title: "a media type was removed",
        explanation: "A client sends it, or asks for it.",
        wrong: from_to!(
            body!("{type: string}"),
            content!("{text/plain: {schema: {type: string}}}")
        ),
        right: from_to!(
            body!("{type: string}"),
            body!("{type: string, description: A name.}")
        ),
    },
    Entry {
        code: MEDIA_TYPE_ADDED,
        title: "a media type was added",
        explanation: "No old client is touched.",
        wrong: from_to!(
            body!("{type: string}"),
            content!(
                "{application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}"
            )
        ),
        right: from_to!(
            body!("{type: string}"),
            content!("{Application/Json: {schema: {type: string}}}")
        ),
    },
    Entry {
        code: MEDIA_TYPE,
        title: "a media type became wider or narrower",
        explanation: "Whoever receives is sent more by a range, whoever sends may send less by one media type.",
        wrong: from_to!(
            content!("{text/*: {schema: {type: string}}}"),
            content!("{text/plain: {schema: {type: string}}}")
        ),
        right: from_to!(
            content!("{text/plain: {schema: {type: string}}}"),
            content!("{text/*: {schema: {type: string}}}")
        ),
    },
    Entry {
        code: ENCODING,
        title: "the encoding of a part changed",
        explanation: "`encoding` says which media types a part may have, and how it is laid out.",
        wrong: from_to!(photo!("image/png"), photo!("image/jpeg")),
        right: from_to!(
            photo!("image/png"),
            photo!("image/png", "summary: A photo.")
        ),
    },
    Entry {
        code: STATUS_REMOVED,
        title: "a response was removed",
        explanation: "Clients wait for the success that they know. A failure that does not come any more breaks nobody.",
        wrong: from_to!(
            responses!(r#""200": {description: it}"#, r#""404": {description: it}"#),
            responses!(r#""204": {description: it}"#, r#""404": {description: it}"#)
        ),
        right: from_to!(
            responses!(r#""200": {description: it}"#, r#""404": {description: it}"#),
            responses!(r#""200": {description: it}"#)
        ),
    },
    Entry {
        code: STATUS_ADDED,
        title: "a response was added",
        explanation: "A status that a client does not know is taken as the first of its class (RFC 9110, section 15).",
        wrong: from_to!(
            responses!(r#""200": {description: it}"#),
            responses!(r#""200": {description: it}"#, r#""404": {description: it}"#)
        ),
        right: from_to!(
            responses!(r#""200": {description: it}"#),
            responses!(r#""200": {description: all pets}"#)
        ),
    },
    Entry {
        code: HEADER_REMOVED,
        title: "a header of a response was removed",
        explanation: "A client that reads it finds nothing; one that was promised it breaks.",
        wrong: from_to!(
            headers!("{X-Total: {required: true, schema: {type: integer}}}"),
            headers!("{}")
        ),
        right: from_to!(
            headers!("{X-Total: {required: true, schema: {type: integer}}}"),
            headers!("{x-total: {required: true, schema: {type: integer}}}")
        ),
    },
    Entry {
        code: HEADER_ADDED,
        title: "a header of a response was added",
        explanation: "No old client is touched.",
        wrong: from_to!(
            headers!("{}"),
            headers!("{X-Total: {schema: {type: integer}}}")
        ),
        right: from_to!(
            headers!("{X-Total: {schema: {type: integer}}}"),
            headers!("{X-Total: {description: How many there are., schema: {type: integer}}}")
        ),
    },
    Entry {
        code: HEADER_REQUIRED,
        title: "a header became required or optional",
        explanation: "A response may come without it, where it is optional.",
        wrong: from_to!(
            headers!("{X-Total: {required: true, schema: {type: integer}}}"),
            headers!("{X-Total: {schema: {type: integer}}}")
        ),
        right: from_to!(
            headers!("{X-Total: {schema: {type: integer}}}"),
            headers!("{X-Total: {required: true, schema: {type: integer}}}")
        ),
    },
    Entry {
        code: SECURITY,
        title: "security changed",
        explanation: "`security` is a list of alternatives. Whoever went one of the old ways has to be let in by one of the new ones: by the same proofs or fewer, with the same scopes or fewer. Schemes are one where callers do the same, whatever they are called.",
        wrong: from_to!(
            after!("components:", "  securitySchemes:", "    key: {type: apiKey, in: header, name: X-Key}", "    basic: {type: http, scheme: basic}"; get!("security: [{key: []}]")),
            after!("components:", "  securitySchemes:", "    key: {type: apiKey, in: header, name: X-Key}", "    basic: {type: http, scheme: basic}"; get!("security: [{basic: []}]"))
        ),
        right: from_to!(
            after!("components:", "  securitySchemes:", "    key: {type: apiKey, in: header, name: X-Key}", "    basic: {type: http, scheme: basic}"; get!("security: [{key: []}]")),
            after!("components:", "  securitySchemes:", "    key: {type: apiKey, in: header, name: X-Key}", "    basic: {type: http, scheme: basic}"; get!("security: [{key: []}, {basic: []}]"))
        ),
    },
    Entry {
        code: SECURITY_SCHEME,
        title: "a security scheme changed",
        explanation: "Where a secret travels and how it is had.",
        wrong: from_to!(
            after!("components:", "  securitySchemes:", "    key: {type: apiKey, in: header, name: X-Key}"; get!("security: [{key: []}]")),
            after!("components:", "  securitySchemes:", "    key: {type: apiKey, in: header, name: X-Secret}"; get!("security: [{key: []}]"))
        ),
        right: from_to!(
            after!("components:", "  securitySchemes:", "    key: {type: apiKey, in: header, name: X-Key}"; get!("security: [{key: []}]")),
            after!("components:", "  securitySchemes:", "    key: {type: apiKey, in: header, name: x-key}"; get!("security: [{key: []}]"))
        ),
    },
    Entry {
        code: SCHEMA_TYPE,
        title: "the type of a value changed",
        explanation: "Decided by values: `integer` is part of `number`, so a request may go from the one to the other, and a response the other way round. A parameter is text, so that any string takes a number.",
        wrong: from_to!(body!("{type: number}"), body!("{type: integer}")),
        right: from_to!(body!("{type: integer}"), body!("{type: number}")),
    },
    Entry {
        code: ENUM_VALUES,
        title: "the values of an enum changed",
        explanation: "Requests may have more values than before, responses fewer. A `const` is an enum of one.",
        wrong: from_to!(
            body!("{type: string, enum: [cat, dog]}"),
            body!("{type: string, enum: [cat]}")
        ),
        right: from_to!(
            body!("{type: string, enum: [cat]}"),
            body!("{type: string, enum: [cat, dog]}")
        ),
    },
    Entry {
        code: NUMBER_RULES,
        title: "the bounds of a number changed",
        explanation: "`minimum`, `maximum`, `multipleOf`.",
        wrong: from_to!(
            body!("{type: integer, maximum: 100}"),
            body!("{type: integer, maximum: 50}")
        ),
        right: from_to!(
            body!("{type: integer, maximum: 50}"),
            body!("{type: integer, maximum: 100}")
        ),
    },
    Entry {
        code: TEXT_RULES,
        title: "the length or pattern of a string changed",
        explanation: "`minLength`, `maxLength`, `pattern`. Whether one pattern matches all that another one does is not decided in general: texts are tried.",
        wrong: from_to!(
            body!("{type: string}"),
            body!("{type: string, pattern: '^[a-z]+$'}")
        ),
        right: from_to!(
            body!("{type: string, pattern: '^[a-z]+$'}"),
            body!("{type: string}")
        ),
    },
    Entry {
        code: FORMAT,
        title: "a format changed",
        explanation: "Formats are held against values here, as servers do. One that nobody checks is a hint.",
        wrong: from_to!(
            body!("{type: string}"),
            body!("{type: string, format: uuid}")
        ),
        right: from_to!(
            body!("{type: integer, format: int32}"),
            body!("{type: integer, format: int64}")
        ),
    },
    Entry {
        code: NULLABLE,
        title: "a value became nullable, or is not any more",
        explanation: "`nullable: true`, `null` in a list of types and a branch `type: \"null\"` are one.",
        wrong: from_to!(
            body!("{type: string, nullable: true}"),
            body!("{type: string}")
        ),
        right: from_to!(
            body!("{type: string}"),
            body!("{type: string, nullable: true}")
        ),
    },
    Entry {
        code: PROPERTY_ADDED,
        title: "a property was added",
        explanation: "Old clients do not send it: a required one breaks them. Nobody sends what they do not know of, so an optional one breaks nobody, unless the other side refuses what it does not list.",
        wrong: from_to!(
            body!("{type: object, properties: {name: {type: string}}}"),
            body!(
                "{type: object, properties: {name: {type: string}, age: {type: integer}}, required: [age]}"
            )
        ),
        right: from_to!(
            body!("{type: object, properties: {name: {type: string}}}"),
            body!("{type: object, properties: {name: {type: string}, age: {type: integer}}}")
        ),
    },
    Entry {
        code: PROPERTY_REMOVED,
        title: "a property was removed",
        explanation: "A client that was promised it breaks; one that may do without is at risk. In a request, what it says is not heard any more.",
        wrong: from_to!(
            answer!(
                "{type: object, properties: {name: {type: string}, age: {type: integer}}, required: [name, age]}"
            ),
            answer!("{type: object, properties: {name: {type: string}}, required: [name]}")
        ),
        right: from_to!(
            answer!(
                "{type: object, properties: {name: {type: string}, age: {type: integer}}, required: [name]}"
            ),
            answer!(
                "{type: object, properties: {name: {type: string}, age: {type: integer}}, required: [name, age]}"
            )
        ),
    },
    Entry {
        code: REQUIRED,
        title: "a property became required or optional",
        explanation: "Requests may ask for less than before, responses promise more. What is `readOnly` is not asked of requests, what is `writeOnly` not of responses.",
        wrong: from_to!(
            body!("{type: object, properties: {name: {type: string}}}"),
            body!("{type: object, properties: {name: {type: string}}, required: [name]}")
        ),
        right: from_to!(
            body!("{type: object, properties: {name: {type: string}}, required: [name]}"),
            body!("{type: object, properties: {name: {type: string}}}")
        ),
    },
    Entry {
        code: OTHER_PROPERTIES,
        title: "additionalProperties changed",
        explanation: "`additionalProperties`, `patternProperties`, `unevaluatedProperties`.",
        wrong: from_to!(
            body!("{type: object}"),
            body!("{type: object, additionalProperties: false}")
        ),
        right: from_to!(
            body!("{type: object, additionalProperties: false}"),
            body!("{type: object}")
        ),
    },
    Entry {
        code: ARRAY_RULES,
        title: "the rules of an array changed",
        explanation: "`minItems`, `maxItems`, `uniqueItems`, `prefixItems`, `contains`, `unevaluatedItems`.",
        wrong: from_to!(
            body!("{type: array, items: {type: string}}"),
            body!("{type: array, items: {type: string}, minItems: 1}")
        ),
        right: from_to!(
            body!("{type: array, items: {type: string}, minItems: 1}"),
            body!("{type: array, items: {type: string}}")
        ),
    },
    Entry {
        code: OBJECT_RULES,
        title: "the rules of an object changed",
        explanation: "`minProperties`, `maxProperties`, `propertyNames`, `dependentRequired`, `dependentSchemas`.",
        wrong: from_to!(
            body!("{type: object, additionalProperties: {type: string}}"),
            body!("{type: object, additionalProperties: {type: string}, minProperties: 1}")
        ),
        right: from_to!(
            body!("{type: object, additionalProperties: {type: string}, minProperties: 1}"),
            body!("{type: object, additionalProperties: {type: string}}")
        ),
    },
    Entry {
        code: COMPOSITION,
        title: "a oneOf, anyOf or not changed",
        explanation: "Branches are paired by what they are, by name, then by order. What is accepted as a whole decides: a branch that comes to what another one accepts breaks nobody.",
        wrong: from_to!(
            body!("{oneOf: [{type: string}, {type: integer}, {type: boolean}]}"),
            body!("{oneOf: [{type: string}, {type: integer}]}")
        ),
        right: from_to!(
            body!("{oneOf: [{type: string}, {type: integer}]}"),
            body!("{oneOf: [{type: integer}, {type: string}, {type: boolean}]}")
        ),
    },
    Entry {
        code: DISCRIMINATOR,
        title: "a discriminator changed",
        explanation: "It says by the value of which property a branch is told, and which value leads where.",
        wrong: from_to!(
            after!("components:", "  schemas:", "    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}", "    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}"; body!("{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}")),
            after!("components:", "  schemas:", "    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}", "    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}"; body!("{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {tom: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}"))
        ),
        right: from_to!(
            after!("components:", "  schemas:", "    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}", "    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}"; body!("{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}")),
            after!("components:", "  schemas:", "    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}", "    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}"; body!("{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {dog: '#/components/schemas/Dog', cat: '#/components/schemas/Cat'}}}"))
        ),
    },
    Entry {
        code: CONDITION,
        title: "a condition changed",
        explanation: "`if`, `then`, `else` of OpenAPI 3.1.",
        wrong: from_to!(
            after!("openapi: 3.1.0"; body!("{type: object, properties: {a: {type: integer}}}")),
            after!("openapi: 3.1.0"; body!("{type: object, properties: {a: {type: integer}}, if: {required: [a]}, then: {required: [b]}}"))
        ),
        right: from_to!(
            after!("openapi: 3.1.0"; body!("{type: object, properties: {a: {type: integer}}, if: {required: [a]}, then: {required: [b]}}")),
            after!("openapi: 3.1.0"; body!("{type: object, properties: {a: {type: integer}}}"))
        ),
    },
    Entry {
        code: ONE_WAY,
        title: "a property became readOnly or writeOnly, or is not any more",
        explanation: "What is `readOnly` is ignored in requests, what is `writeOnly` never comes in responses.",
        wrong: from_to!(
            body!("{type: object, properties: {id: {type: string}}}"),
            body!("{type: object, properties: {id: {type: string, readOnly: true}}}")
        ),
        right: from_to!(
            body!("{type: object, properties: {id: {type: string}}}"),
            body!("{type: object, properties: {id: {type: string, description: It is unique.}}}")
        ),
    },
    Entry {
        code: CONTENT_CODING,
        title: "contentEncoding or contentMediaType changed",
        explanation: "`contentEncoding`, `contentMediaType`, `contentSchema`, `xml`: how a value is written within another one.",
        wrong: from_to!(
            after!("openapi: 3.1.0"; body!("{type: string}")),
            after!("openapi: 3.1.0"; body!("{type: string, contentMediaType: image/png}"))
        ),
        right: from_to!(
            after!("openapi: 3.1.0"; body!("{type: string}")),
            after!("openapi: 3.1.0"; body!("{type: string, description: A picture.}"))
        ),
    },
    Entry {
        code: DEFAULT,
        title: "a default changed",
        explanation: "Who leaves a value out gets another one. No value is refused for it, so this is risky at most.",
        wrong: from_to!(
            parameter!("{name: limit, in: query, schema: {type: integer, default: 20}}"),
            parameter!("{name: limit, in: query, schema: {type: integer, default: 50}}")
        ),
        right: from_to!(
            parameter!("{name: limit, in: query, schema: {type: integer}}"),
            parameter!("{name: limit, in: query, schema: {type: integer, default: 20.0}}")
        ),
    },
    Entry {
        code: NOT_COMPARED,
        title: "something was not compared to the end",
        explanation: "How deep schemas are followed, how many of them, and how many changes are told is limited. What lies beyond may have changed.",
        wrong: from_to!(deep!("string"), deep!("integer")),
        right: from_to!(answer!("{items: {}}"), answer!("{items: {title: A}}")),
    },
    Entry {
        code: DEPRECATED,
        title: "something was deprecated, or is not any more",
        explanation: "It works as before, and may go.",
        wrong: from_to!(get!(), get!("deprecated: true")),
        right: from_to!(get!(), get!("deprecated: false")),
    },
    Entry {
        code: SUNSET,
        title: "a sunset changed",
        explanation: "`x-sunset` is the day from which on something may be gone. An earlier day, or none, takes time from those who counted on the old one.",
        wrong: from_to!(
            get!("deprecated: true", "x-sunset: '2030-01-01'"),
            get!("deprecated: true", "x-sunset: '2029-01-01'")
        ),
        right: from_to!(
            get!("deprecated: true", "x-sunset: '2030-01-01'"),
            get!("x-sunset: '2030-01-01'", "deprecated: true")
        ),
    },
    Entry {
        code: STABILITY,
        title: "a stability level changed",
        explanation: "By the extension `x-stability-level`: `draft`, `alpha`, `beta`, `stable`; what says nothing is stable.",
        wrong: from_to!(
            get!("x-stability-level: stable"),
            get!("x-stability-level: beta")
        ),
        right: from_to!(
            get!("x-stability-level: beta"),
            get!("summary: All pets.", "x-stability-level: beta")
        ),
    },
    Entry {
        code: EXTENSION,
        title: "an extension changed",
        explanation: "What an `x-` field means is between the document and its readers.",
        wrong: from_to!(get!("x-team: a"), get!("x-team: b")),
        right: from_to!(get!("x-team: a", "x-b: 1"), get!("x-b: 1", "x-team: a")),
    },
    Entry {
        code: TEXTS,
        title: "a text changed",
        explanation: "Titles, summaries, descriptions, links.",
        wrong: from_to!(get!("summary: All pets."), get!("summary: Every pet.")),
        right: from_to!(get!("summary: All pets."), get!("summary: 'All pets.'")),
    },
    Entry {
        code: EXAMPLES,
        title: "examples changed",
        explanation: "What the reference shows.",
        wrong: from_to!(
            parameter!("{name: limit, in: query, example: 5, schema: {type: integer}}"),
            parameter!("{name: limit, in: query, example: 6, schema: {type: integer}}")
        ),
        right: from_to!(
            parameter!("{name: limit, in: query, example: 5, schema: {type: integer}}"),
            parameter!("{in: query, name: limit, example: 5, schema: {type: integer}}")
        ),
    },
    Entry {
        code: API_VERSION,
        title: "the version of the API changed",
        explanation: "`info.version`.",
        wrong: from_to!(
            after!("info: {title: Pets, version: '1'}"; get!()),
            after!("info: {title: Pets, version: '2'}"; get!())
        ),
        right: from_to!(
            after!("info: {title: Pets, version: '1'}"; get!()),
            after!("info: {version: '1', title: Pets}"; get!())
        ),
    },
    Entry {
        code: COMPONENTS,
        title: "an unused component came or went",
        explanation: "No value is of it; a type in Rust may be.",
        wrong: from_to!(
            after!("components: {schemas: {Pet: {type: string}}}"; get!()),
            after!("components: {schemas: {}}"; get!())
        ),
        right: from_to!(
            after!("components: {schemas: {Pet: {type: string}}}"; get!()),
            after!("components: {schemas: {Animal: {type: string}}}"; get!())
        ),
    },
];
