//! The text of the catalogue on changes: one entry a code, in the order of the codes.
//!
//! `wrong` and `right` are two documents each, the old one and the new one, that are compared by a test: the first pair has a
//! change of the code, the second one is how the same is done without breaking anybody, or what is no change at all.

use super::code::*;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: OPERATION_REMOVED,
        title: "an operation was removed",
        explanation: "Clients that call it are answered `404` or `405`. What is deprecated, with a sunset that is over by `--today` (or without either), or marked as unstable by `x-stability-level`, may go: then it is risky and no more.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
  /cats:
    get:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
  /cats:
    get:
      deprecated: true
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: OPERATION_ADDED,
        title: "an operation was added",
        explanation: "No old client is touched. A client of the new document fails against a server of the old one.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
  /cats:
    get:
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      summary: All pets.
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: OPERATION_ID,
        title: "an operationId changed",
        explanation: "Nothing on the wire has it. The names of methods and types that are made of it change, so that code written against a generated crate has to follow.",
        wrong: r#"# old
paths:
  /pets:
    get:
      operationId: listPets
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      operationId: allPets
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      operationId: listPets
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      operationId: listPets
      summary: All pets.
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: TAGS,
        title: "tags changed",
        explanation: "Tags group operations: in the reference by page, in Rust by trait.",
        wrong: r#"# old
paths:
  /pets:
    get:
      tags: [pets]
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      tags: [animals]
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      tags: [pets, a]
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      tags: [a, pets]
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: SERVERS,
        title: "servers changed",
        explanation: "A client may have the URL of a server that is not named any more. Whether it still answers is not in the document, so this is risky.",
        wrong: r#"# old
servers: [{url: https://a.example}]
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
servers: [{url: https://b.example}]
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
servers: [{url: https://a.example}]
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
servers: [{url: https://a.example}, {url: https://b.example}]
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: CALL_REMOVED,
        title: "a webhook or callback was removed",
        explanation: "Consumers wait for it.",
        wrong: r#"# old
openapi: 3.1.0
webhooks:
  petSold:
    post:
      responses: {"200": {description: the pets}}
---
# new
openapi: 3.1.0
paths: {}"#,
        right: r#"# old
openapi: 3.1.0
webhooks:
  petSold:
    post:
      responses: {"200": {description: the pets}}
---
# new
openapi: 3.1.0
webhooks:
  petSold:
    post:
      responses: {"200": {description: the pets}}
  petBought:
    post:
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: CALL_ADDED,
        title: "a webhook or callback was added",
        explanation: "Old consumers are called where they registered for it, and never otherwise.",
        wrong: r#"# old
openapi: 3.1.0
paths: {}
---
# new
openapi: 3.1.0
webhooks:
  petSold:
    post:
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
openapi: 3.1.0
webhooks:
  petSold:
    post:
      responses: {"200": {description: the pets}}
---
# new
openapi: 3.1.0
webhooks:
  petSold:
    post:
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: PARAMETER_REMOVED,
        title: "a parameter was removed",
        explanation: "Requests that have it are served, most likely without regard to it.",
        wrong: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, deprecated: true, schema: {type: integer}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: PARAMETER_ADDED,
        title: "a parameter was added",
        explanation: "Old clients do not send it: a required one breaks them.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: PARAMETER_REQUIRED,
        title: "a parameter became required or optional",
        explanation: "Requests without it are refused where it is required.",
        wrong: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: LAYOUT,
        title: "a value is laid out in another way",
        explanation: "`style`, `explode` and `content` say how a value becomes text. The other side reads another value, or none. Where a value is one piece, `form` and `simple` look alike, and nothing is told.",
        wrong: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: ids, in: query, explode: false, schema: {type: array, items: {type: integer}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: ids, in: query, style: form, explode: true, schema: {type: array, items: {type: integer}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: BODY_REMOVED,
        title: "a request body was removed",
        explanation: "Clients send one, and what it said is not heard.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, description: A name.}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: BODY_ADDED,
        title: "a request body was added",
        explanation: "Old clients send none: a required one breaks them.",
        wrong: r#"# old
paths:
  /pets:
    post:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: false
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: BODY_REQUIRED,
        title: "a request body became required or optional",
        explanation: "Requests without one are refused where it is required.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: false
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: false
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: MEDIA_TYPE_REMOVED,
        title: "a media type was removed",
        explanation: "A client sends it, or asks for it.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {text/plain: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
      summary: A name."#,
    },
    Entry {
        code: MEDIA_TYPE_ADDED,
        title: "a media type was added",
        explanation: "No old client is touched.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}},
          text/plain: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {Application/Json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: MEDIA_TYPE,
        title: "a media type became wider or narrower",
        explanation: "Whoever receives is sent more by a range, whoever sends may send less by one media type.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {text/*: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {text/plain: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {text/plain: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {text/*: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: ENCODING,
        title: "the encoding of a part changed",
        explanation: "`encoding` says which media types a part may have, and how it is laid out.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {photo: {type: string, format: binary}}}
            encoding: {photo: {contentType: image/png}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {photo: {type: string, format: binary}}}
            encoding: {photo: {contentType: image/jpeg}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {photo: {type: string, format: binary}}}
            encoding: {photo: {contentType: image/png}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {photo: {type: string, format: binary}}}
            encoding: {photo: {contentType: image/png}}
      responses: {"200": {description: the pets}}
      summary: A photo."#,
    },
    Entry {
        code: STATUS_REMOVED,
        title: "a response was removed",
        explanation: "Clients wait for the success that they know. A failure that does not come any more breaks nobody.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses:
        "200": {description: it}
        "404": {description: it}
---
# new
paths:
  /pets:
    get:
      responses:
        "204": {description: it}
        "404": {description: it}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses:
        "200": {description: it}
        "404": {description: it}
---
# new
paths:
  /pets:
    get:
      responses:
        "200": {description: it}"#,
    },
    Entry {
        code: STATUS_ADDED,
        title: "a response was added",
        explanation: "A status that a client does not know is taken as the first of its class (RFC 9110, section 15).",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses:
        "200": {description: it}
---
# new
paths:
  /pets:
    get:
      responses:
        "200": {description: it}
        "404": {description: it}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses:
        "200": {description: it}
---
# new
paths:
  /pets:
    get:
      responses:
        "200": {description: it}
      summary: All pets."#,
    },
    Entry {
        code: HEADER_REMOVED,
        title: "a header of a response was removed",
        explanation: "A client that reads it finds nothing; one that was promised it breaks.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {required: true, schema: {type: integer}}}
---
# new
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {required: true, schema: {type: integer}}}
---
# new
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {x-total: {required: true, schema: {type: integer}}}"#,
    },
    Entry {
        code: HEADER_ADDED,
        title: "a header of a response was added",
        explanation: "No old client is touched.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {}
---
# new
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {schema: {type: integer}}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {schema: {type: integer}}}
---
# new
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {schema: {type: integer}}}
      summary: All pets."#,
    },
    Entry {
        code: HEADER_REQUIRED,
        title: "a header became required or optional",
        explanation: "A response may come without it, where it is optional.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {required: true, schema: {type: integer}}}
---
# new
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {schema: {type: integer}}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {schema: {type: integer}}}
---
# new
paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          headers: {X-Total: {required: true, schema: {type: integer}}}"#,
    },
    Entry {
        code: SECURITY,
        title: "security changed",
        explanation: "`security` is a list of alternatives. Whoever went one of the old ways has to be let in by one of the new ones: by the same proofs or fewer, with the same scopes or fewer. Schemes are one where callers do the same, whatever they are called.",
        wrong: r#"# old
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {"200": {description: the pets}}
---
# new
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
paths:
  /pets:
    get:
      security: [{basic: []}]
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {"200": {description: the pets}}
---
# new
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    basic: {type: http, scheme: basic}
paths:
  /pets:
    get:
      security: [{key: []}, {basic: []}]
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: SECURITY_SCHEME,
        title: "a security scheme changed",
        explanation: "Where a secret travels and how it is had.",
        wrong: r#"# old
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {"200": {description: the pets}}
---
# new
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Secret}
paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {"200": {description: the pets}}
---
# new
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: x-key}
paths:
  /pets:
    get:
      security: [{key: []}]
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: SCHEMA_TYPE,
        title: "the type of a value changed",
        explanation: "Decided by values: `integer` is part of `number`, so a request may go from the one to the other, and a response the other way round. A parameter is text, so that any string takes a number.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: number}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: integer}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: integer}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: number}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: ENUM_VALUES,
        title: "the values of an enum changed",
        explanation: "Requests may have more values than before, responses fewer. A `const` is an enum of one.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, enum: [cat, dog]}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, enum: [cat]}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, enum: [cat]}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, enum: [cat, dog]}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: NUMBER_RULES,
        title: "the bounds of a number changed",
        explanation: "`minimum`, `maximum`, `multipleOf`.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: integer, maximum: 100}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: integer, maximum: 50}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: integer, maximum: 50}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: integer, maximum: 100}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: TEXT_RULES,
        title: "the length or pattern of a string changed",
        explanation: "`minLength`, `maxLength`, `pattern`. Whether one pattern matches all that another one does is not decided in general: texts are tried.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, pattern: '^[a-z]+$'}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, pattern: '^[a-z]+$'}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: FORMAT,
        title: "a format changed",
        explanation: "Formats are held against values here, as servers do. One that nobody checks is a hint.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, format: uuid}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: integer, format: int32}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: integer, format: int64}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: NULLABLE,
        title: "a value became nullable, or is not any more",
        explanation: "`nullable: true`, `null` in a list of types and a branch `type: \"null\"` are one.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, nullable: true}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, nullable: true}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: PROPERTY_ADDED,
        title: "a property was added",
        explanation: "Old clients do not send it: a required one breaks them. Nobody sends what they do not know of, so an optional one breaks nobody, unless the other side refuses what it does not list.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}, age: {type: integer}}, required: [age]}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}, age: {type: integer}}}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: PROPERTY_REMOVED,
        title: "a property was removed",
        explanation: "A client that was promised it breaks; one that may do without is at risk. In a request, what it says is not heard any more.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses:
        "200": {description: the pets, content: {application/json: {schema: {type: object, properties: {name: {type: string}, age: {type: integer}}, required: [name, age]}}}}
---
# new
paths:
  /pets:
    get:
      responses:
        "200": {description: the pets, content: {application/json: {schema: {type: object, properties: {name: {type: string}}, required: [name]}}}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses:
        "200": {description: the pets, content: {application/json: {schema: {type: object, properties: {name: {type: string}, age: {type: integer}}, required: [name]}}}}
---
# new
paths:
  /pets:
    get:
      responses:
        "200": {description: the pets, content: {application/json: {schema: {type: object, properties: {name: {type: string}, age: {type: integer}}, required: [name, age]}}}}"#,
    },
    Entry {
        code: REQUIRED,
        title: "a property became required or optional",
        explanation: "Requests may ask for less than before, responses promise more. What is `readOnly` is not asked of requests, what is `writeOnly` not of responses.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}, required: [name]}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}, required: [name]}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: OTHER_PROPERTIES,
        title: "additionalProperties changed",
        explanation: "`additionalProperties`, `patternProperties`, `unevaluatedProperties`.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, additionalProperties: false}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, additionalProperties: false}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: ARRAY_RULES,
        title: "the rules of an array changed",
        explanation: "`minItems`, `maxItems`, `uniqueItems`, `prefixItems`, `contains`, `unevaluatedItems`.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {type: string}}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {type: string}, minItems: 1}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {type: string}, minItems: 1}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: array, items: {type: string}}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: OBJECT_RULES,
        title: "the rules of an object changed",
        explanation: "`minProperties`, `maxProperties`, `propertyNames`, `dependentRequired`, `dependentSchemas`.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, additionalProperties: {type: string}}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, additionalProperties: {type: string}, minProperties: 1}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, additionalProperties: {type: string}, minProperties: 1}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, additionalProperties: {type: string}}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: COMPOSITION,
        title: "a oneOf, anyOf or not changed",
        explanation: "Branches are paired by what they are, by name, then by order. What is accepted as a whole decides: a branch that comes to what another one accepts breaks nobody.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {oneOf: [{type: string}, {type: integer}, {type: boolean}]}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {oneOf: [{type: string}, {type: integer}]}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {oneOf: [{type: string}, {type: integer}]}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {oneOf: [{type: integer}, {type: string}, {type: boolean}]}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: DISCRIMINATOR,
        title: "a discriminator changed",
        explanation: "It says by the value of which property a branch is told, and which value leads where.",
        wrong: r#"# old
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}}}
      responses: {"200": {description: the pets}}
---
# new
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {tom: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}}}}
      responses: {"200": {description: the pets}}
---
# new
components:
  schemas:
    Cat: {type: object, required: [kind], properties: {kind: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string}}}
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {dog: '#/components/schemas/Dog', cat: '#/components/schemas/Cat'}}}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: CONDITION,
        title: "a condition changed",
        explanation: "`if`, `then`, `else` of OpenAPI 3.1.",
        wrong: r#"# old
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {a: {type: integer}}}}}
      responses: {"200": {description: the pets}}
---
# new
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {a: {type: integer}}, if: {required: [a]}, then: {required: [b]}}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {a: {type: integer}}, if: {required: [a]}, then: {required: [b]}}}}
      responses: {"200": {description: the pets}}
---
# new
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {a: {type: integer}}}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: ONE_WAY,
        title: "a property became readOnly or writeOnly, or is not any more",
        explanation: "What is `readOnly` is ignored in requests, what is `writeOnly` never comes in responses.",
        wrong: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {id: {type: string, readOnly: true}}}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, properties: {id: {type: string, description: It is unique.}}}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: CONTENT_CODING,
        title: "contentEncoding or contentMediaType changed",
        explanation: "`contentEncoding`, `contentMediaType`, `contentSchema`, `xml`: how a value is written within another one.",
        wrong: r#"# old
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, contentMediaType: image/png}}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string}}}
      responses: {"200": {description: the pets}}
---
# new
openapi: 3.1.0
paths:
  /pets:
    post:
      requestBody:
        required: true
        content: {application/json: {schema: {type: string, description: A picture.}}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: DEFAULT,
        title: "a default changed",
        explanation: "Who leaves a value out gets another one. No value is refused for it, so this is risky at most.",
        wrong: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: 20}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: 50}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, default: 20.0}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: DEPRECATED,
        title: "something was deprecated, or is not any more",
        explanation: "It works as before, and may go.",
        wrong: r#"# old
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      deprecated: true
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      deprecated: false
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: SUNSET,
        title: "a sunset changed",
        explanation: "`x-sunset` is the day from which on something may be gone. An earlier day, or none, takes time from those who counted on the old one.",
        wrong: r#"# old
paths:
  /pets:
    get:
      deprecated: true
      x-sunset: '2030-01-01'
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      deprecated: true
      x-sunset: '2029-01-01'
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      deprecated: true
      x-sunset: '2030-01-01'
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      x-sunset: '2030-01-01'
      deprecated: true
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: STABILITY,
        title: "a stability level changed",
        explanation: "By the extension `x-stability-level`: `draft`, `alpha`, `beta`, `stable`; what says nothing is stable.",
        wrong: r#"# old
paths:
  /pets:
    get:
      x-stability-level: stable
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      x-stability-level: beta
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      x-stability-level: beta
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      x-stability-level: beta
      responses: {"200": {description: the pets}}
      summary: All pets."#,
    },
    Entry {
        code: EXTENSION,
        title: "an extension changed",
        explanation: "What an `x-` field means is between the document and its readers.",
        wrong: r#"# old
paths:
  /pets:
    get:
      x-team: a
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      x-team: b
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      x-team: a
      x-b: 1
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      x-b: 1
      x-team: a
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: TEXTS,
        title: "a text changed",
        explanation: "Titles, summaries, descriptions, links.",
        wrong: r#"# old
paths:
  /pets:
    get:
      summary: All pets.
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      summary: Every pet.
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      summary: All pets.
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      summary: 'All pets.'
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: EXAMPLES,
        title: "examples changed",
        explanation: "What the reference shows.",
        wrong: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, example: 5, schema: {type: integer}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, example: 6, schema: {type: integer}}
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
paths:
  /pets:
    get:
      parameters:
        - {name: limit, in: query, example: 5, schema: {type: integer}}
      responses: {"200": {description: the pets}}
---
# new
paths:
  /pets:
    get:
      parameters:
        - {in: query, name: limit, example: 5, schema: {type: integer}}
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: API_VERSION,
        title: "the version of the API changed",
        explanation: "`info.version`.",
        wrong: r#"# old
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
info: {title: Pets, version: '2'}
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
info: {version: '1', title: Pets}
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
    },
    Entry {
        code: COMPONENTS,
        title: "an unused component came or went",
        explanation: "No value is of it; a type in Rust may be.",
        wrong: r#"# old
components: {schemas: {Pet: {type: string}}}
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
components: {schemas: {}}
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
        right: r#"# old
components: {schemas: {Pet: {type: string}}}
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}
---
# new
components: {schemas: {Animal: {type: string}}}
paths:
  /pets:
    get:
      responses: {"200": {description: the pets}}"#,
    },
];
