//! The text of the catalogue: one entry a code, in the order of the codes.
//!
//! `wrong` and `right` of `V01..` to `V05..` are documents that are tried by a test; one that does not say which
//! version it is of is 3.0.

use super::code::*;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        code: UNREADABLE,
        title: "a file cannot be read",
        explanation: "The file is not there, is a folder, or its permissions keep it from being read.",
        wrong: "cargo xtask gen --spec no-such-file.yaml --out api",
        right: "cargo xtask gen --spec petstore.yaml --out api",
    },
    Entry {
        code: NOT_UTF8,
        title: "a file is not UTF-8 text",
        explanation: "YAML, JSON and TOML are read as UTF-8. The place is that of the first byte that is not. An editor's \
                      \"save with encoding\" or `iconv -t utf-8` mends it.",
        wrong: "title: Caf\\xe9        # one byte, Latin-1",
        right: "title: Café           # two bytes, UTF-8",
    },
    Entry {
        code: TOO_LONG,
        title: "a file is too large",
        explanation: "An input file may have 64 MiB. The largest published API descriptions have a fifth of that, so a larger \
                      file is most likely not one.",
        wrong: "cargo xtask gen --spec dump.json --out api        # 2 GB",
        right: "cargo xtask gen --spec openapi.json --out api     # 13 MB",
    },
    Entry {
        code: SYNTAX,
        title: "the text is neither YAML nor JSON",
        explanation: "The place is where the reader had to stop; the fault is often a little before it. Most frequent: a tab in YAML's indentation, a `: ` inside a text without quotes, a comma too many in JSON.\n\nWhat YAML can say and JSON cannot, such as a key that is a list, is refused in the same way.",
        wrong: r#"info:
  title: Pets: the API
  version: "1""#,
        right: r#"info:
  title: "Pets: the API"
  version: "1""#,
    },
    Entry {
        code: DUPLICATE_KEY,
        title: "a key stands twice in one mapping",
        explanation: "Parsers silently keep one of the two, and not all keep the same one. Here it is an error, placed at the one that would be lost.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        name: {type: integer}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        age: {type: integer}"#,
    },
    Entry {
        code: NOT_A_DOCUMENT,
        title: "this is no OpenAPI document of a known version",
        explanation: "The root is an object that says `swagger: \"2.0\"`, `openapi: 3.0.x`, `3.1.x` or `3.2.x`.",
        wrong: r#"openapi: 4.0.0
info: {title: Pets, version: "1"}
paths: {}"#,
        right: r#"openapi: 3.1.0
info: {title: Pets, version: "1"}
paths: {}"#,
    },
    Entry {
        code: WRONG_TYPE,
        title: "a value has another type than the specification gives it",
        explanation: "An error where what comes out depends on it, a warning where it can be taken for what was meant: `maxLength: \"5\"`, a version without quotes.",
        wrong: r#"paths:
  /pets:
    get:
      tags: pets
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      tags: [pets]
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: MISSING_FIELD,
        title: "a required field is missing",
        explanation: "The specification requires it. An error where nothing sound can be made without it, a warning where it can.",
        wrong: r#"paths:
  /pets:
    get:
      parameters:
        - in: query
          schema: {type: integer}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      parameters:
        - name: page
          in: query
          schema: {type: integer}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: UNKNOWN_FIELD,
        title: "a field that the specification does not know",
        explanation: "It is ignored, which is rarely what its author meant; most are misspelt, or stand one level too high or too low. Fields of one's own begin with `x-`. From OpenAPI 3.1 on a schema may have any further keyword, so that there only what looks misspelt is told.",
        wrong: r#"components:
  schemas:
    Pet:
      type: string
      desciption: a pet"#,
        right: r#"components:
  schemas:
    Pet:
      type: string
      description: a pet"#,
    },
    Entry {
        code: WRONG_VALUE,
        title: "a value that the specification does not list",
        explanation: "`type`, `in`, `style` and a few more take one of a handful of words.",
        wrong: r#"components:
  schemas:
    Pet:
      type: strin"#,
        right: r#"components:
  schemas:
    Pet:
      type: string"#,
    },
    Entry {
        code: OTHER_VERSION,
        title: "a field that another version of the specification has",
        explanation: "The document declares one version of the specification and uses a field, or a form of one, of another. Other tools ignore it or refuse the document. Here most such fields have their effect nevertheless, which a note says; a warning says where one is ignored.",
        wrong: r#"components:
  schemas:
    Pet:
      type: string
      const: cat"#,
        right: r#"components:
  schemas:
    Pet:
      type: string
      enum: [cat]"#,
    },
    Entry {
        code: EXCLUSIVE_FIELDS,
        title: "a field that must not stand beside another one",
        explanation: "The specification lets an object have one of these fields alone, since both speak of the same. \
                      The message says what becomes of the two.",
        wrong: r#"paths:
  /pets:
    get:
      parameters:
        - name: page
          in: query
          schema: {type: integer}
          example: 2
          examples: {second: {value: 2}}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      parameters:
        - name: page
          in: query
          schema: {type: integer}
          example: 2
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: SECOND_DOCUMENT,
        title: "a file holds another document behind the first",
        explanation: "A line `---` or `...` ends a document of YAML. An OpenAPI document is one file, or several that refer to \
                      each other, so what stands behind the first document of a file is not read.",
        wrong: r#"paths: {}
---
components:
  schemas:
    Pet: {type: object}"#,
        right: r#"paths: {}
components:
  schemas:
    Pet: {type: object}"#,
    },
    Entry {
        code: UNRESOLVED_REFERENCE,
        title: "a `$ref` leads nowhere",
        explanation: "There is nothing at the pointer. The first segment that is missing is named, and the one that comes nearest to it. `/` in a name is written `~1`, `~` is written `~0`.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        owner: {$ref: '#/components/schemas/Persn'}
    Person: {type: object}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        owner: {$ref: '#/components/schemas/Person'}
    Person: {type: object}"#,
    },
    Entry {
        code: CIRCULAR_REFERENCE,
        title: "a `$ref` leads back to itself",
        explanation: "References that stand for one another, and for nothing else, have no meaning. (A schema that contains itself in a property is fine.)",
        wrong: r#"components:
  schemas:
    Cat: {$ref: '#/components/schemas/Pet'}
    Pet: {$ref: '#/components/schemas/Cat'}"#,
        right: r#"components:
  schemas:
    Cat: {$ref: '#/components/schemas/Pet'}
    Pet: {type: object}"#,
    },
    Entry {
        code: WRONG_TARGET,
        title: "a `$ref` leads to something of another kind",
        explanation: "A parameter cannot stand where a schema is expected, nor a whole document where one of its parts is.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {$ref: '#/components/parameters/Name'}
  parameters:
    Name: {name: name, in: query, schema: {type: string}}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {$ref: '#/components/schemas/Name'}
    Name: {type: string}"#,
    },
    Entry {
        code: REFERENCE_SIBLINGS,
        title: "keywords beside a `$ref` that are ignored",
        explanation: "Before 3.1 what stands beside a `$ref` has no effect. Descriptions and the like are kept all the same, since everybody writes them; keywords that narrow the schema are not.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {$ref: '#/components/schemas/Name', maxLength: 5}
    Name: {type: string}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {maxLength: 5, allOf: [{$ref: '#/components/schemas/Name'}]}
    Name: {type: string}"#,
    },
    Entry {
        code: UNREADABLE_FILE,
        title: "a file that a `$ref` names cannot be read",
        explanation: "References lead to files beneath the folder of the root document, by a path relative to the file they stand in. Nothing is fetched from the network, and nothing is read outside of that folder.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {$ref: '../secret.yaml#/Name'}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {$ref: '#/components/schemas/Name'}
    Name: {type: string}"#,
    },
    Entry {
        code: REPEATED_IDENTITY,
        title: "two schemas have one `$id` or `$anchor`",
        explanation: "An `$id` is the URI of one schema, and an `$anchor` names one in the schema with the `$id` around it, or in the file. References lead to the first that is found.",
        wrong: r#"openapi: 3.1.1
components:
  schemas:
    Cat: {$id: https://example.com/pet, type: object}
    Dog: {$id: https://example.com/pet, type: object}"#,
        right: r#"openapi: 3.1.1
components:
  schemas:
    Cat: {$id: https://example.com/cat, type: object}
    Dog: {$id: https://example.com/dog, type: object}"#,
    },
    Entry {
        code: DUPLICATE_OPERATION_ID,
        title: "two operations have one `operationId`",
        explanation: "An id names one operation. The second gets another name in what is generated, which changes when the order does.",
        wrong: r#"paths:
  /pets:
    get:
      operationId: list
      responses:
        "200": {description: the pets}
  /owners:
    get:
      operationId: list
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200": {description: the pets}
  /owners:
    get:
      operationId: listOwners
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: DUPLICATE_PARAMETER,
        title: "an operation has a parameter twice",
        explanation: "A parameter is known by its name and by where it travels. An operation may override a parameter of its path, but no list has one twice.",
        wrong: r#"paths:
  /pets:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}}
        - {name: page, in: query, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: COLLIDING_PATHS,
        title: "two paths differ in the names of their parameters alone",
        explanation: "No request can tell them apart. A server would answer both by the first.",
        wrong: r#"paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: the pets}
  /pets/{name}:
    get:
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: the pets}
  /pets/by-name/{name}:
    get:
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: MISSING_PATH_PARAMETER,
        title: "a path names a parameter that nobody describes",
        explanation: "It is taken for a required text.",
        wrong: r#"paths:
  /pets/{id}:
    get:
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: UNUSED_PATH_PARAMETER,
        title: "a path parameter that the path does not name",
        explanation: "Nothing in the request could carry it.",
        wrong: r#"paths:
  /pets:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: OPTIONAL_PATH_PARAMETER,
        title: "a path parameter that is not required",
        explanation: "A path without the parameter is another path, so it is taken for required.",
        wrong: r#"paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: MISSING_DESCRIPTION,
        title: "a response without a description",
        explanation: "The specification requires one, if only an empty one; the reference has nothing to say about the response without it.",
        wrong: r#"paths:
  /pets:
    get:
      responses:
        "200": {}"#,
        right: r#"paths:
  /pets:
    get:
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: NO_RESPONSE,
        title: "an operation without responses",
        explanation: "Before 3.1 an operation has to say what it answers. Without that, the answer is taken for an empty one.",
        wrong: r#"paths:
  /pets:
    get:
      summary: list pets"#,
        right: r#"paths:
  /pets:
    get:
      summary: list pets
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: WRONG_STATUS,
        title: "the key of a response is no status",
        explanation: "It is one of `100` to `599`, a class such as `4XX`, or `default`.",
        wrong: r#"paths:
  /pets:
    get:
      responses:
        ok: {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: WRONG_PATH,
        title: "a path that is not a template",
        explanation: "A path begins with `/`; the address before it stands in `servers`.",
        wrong: r#"paths:
  pets:
    get:
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: BODY_NOT_EXPECTED,
        title: "a request body where HTTP expects none",
        explanation: "A server may ignore or refuse the body of GET, HEAD and DELETE, and caches and proxies drop it.",
        wrong: r#"paths:
  /pets:
    get:
      requestBody:
        content:
          application/json: {schema: {type: object}}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    post:
      requestBody:
        content:
          application/json: {schema: {type: object}}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: WRONG_MEDIA_TYPE,
        title: "the key of a content is no media type",
        explanation: "It is a type and a subtype with `/` between them: `application/json`, `image/*`.",
        wrong: r#"paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          content:
            json: {schema: {type: object}}"#,
        right: r#"paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          content:
            application/json: {schema: {type: object}}"#,
    },
    Entry {
        code: UNREAD_MEDIA_TYPE,
        title: "bodies of a media type are passed on as they are",
        explanation: "JSON, forms, multipart bodies and event streams are read and written as their schemas say. Bodies of other \
                      media types arrive as text or bytes: their schema stands in the reference, and is not applied. This is told once for each media type.",
        wrong: r#"paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          content:
            application/xml: {schema: {type: object}}"#,
        right: r#"paths:
  /pets:
    get:
      responses:
        "200":
          description: the pets
          content:
            application/json: {schema: {type: object}}"#,
    },
    Entry {
        code: REPEATED_QUERY,
        title: "a query string is described twice",
        explanation: "A parameter `in: querystring` is the whole query string, so an operation has no second one, and none `in: query` beside it.",
        wrong: r#"openapi: 3.2.0
paths:
  /pets:
    get:
      parameters:
        - name: filter
          in: querystring
          content: {application/json: {schema: {type: object}}}
        - {name: page, in: query, schema: {type: integer}}
      responses:
        "200": {description: the pets}"#,
        right: r#"openapi: 3.2.0
paths:
  /pets:
    get:
      parameters:
        - name: filter
          in: querystring
          content: {application/json: {schema: {type: object}}}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: WRONG_NAME,
        title: "a name that cannot stand where it travels",
        explanation: "The name of a header is a token: letters, digits and ``!#$%&'*+-.^_`|~`` (RFC 9110, section 5.6.2). \
                      So is that of a cookie. The name of a path parameter has no braces, which enclose it in the path.",
        wrong: r#"paths:
  /pets:
    get:
      parameters:
        - {name: "X Page:", in: header, schema: {type: integer}}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      parameters:
        - {name: X-Page, in: header, schema: {type: integer}}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: WRONG_PARENT,
        title: "a tag is nested under one that there is not",
        explanation: "The `parent` of a tag is the name of another one that is declared in `tags`, and no tag is nested under itself, \
                      however many stand between.",
        wrong: r#"openapi: 3.2.0
tags:
  - {name: cats, parent: pets}
paths: {}"#,
        right: r#"openapi: 3.2.0
tags:
  - {name: pets}
  - {name: cats, parent: pets}
paths: {}"#,
    },
    Entry {
        code: IGNORED_HEADER,
        title: "a header that is described elsewhere",
        explanation: "Parameters called `Accept`, `Content-Type` and `Authorization` are ignored by the letter of OpenAPI 3 \
                      (3.0.4, section 4.7.12.2), and so is a response header `Content-Type`: the media types in `content` and \
                      the security schemes say what they may be. In Swagger 2.0, `Authorization` may be a parameter.",
        wrong: r#"paths:
  /pets:
    get:
      parameters:
        - {name: Authorization, in: header, schema: {type: string}}
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      security: [{token: []}]
      responses:
        "200": {description: the pets}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}"#,
    },
    Entry {
        code: WRONG_COMPONENT_NAME,
        title: "a component with a name that it cannot have",
        explanation: "Names of components consist of letters, digits, `.`, `-` and `_` (OpenAPI 3.0.4, section 4.7.7), so that \
                      references need no escapes. One with another name is found by it all the same.",
        wrong: r#"components:
  schemas:
    "Page of pets": {type: object}"#,
        right: r#"components:
  schemas:
    PageOfPets: {type: object}"#,
    },
    Entry {
        code: UNDEFINED_REQUIRED,
        title: "a required property that nobody describes",
        explanation: "`required` asks for a property that neither the schema nor one it is combined with describes. Mostly misspelt, or left behind when the property was renamed.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      required: [nmae]
      properties:
        name: {type: string}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}"#,
    },
    Entry {
        code: WRONG_ENUM_VALUE,
        title: "a value of an `enum` or `const` is of another type than its schema, or rejected by what stands beside it",
        explanation: "No value can be both: a number in an enum of strings, `12:00` in one of `format: date`. In YAML, `on`, `yes` and `off` are texts, but `1`, `1.0`, `true` and `null` are none without quotes.",
        wrong: r#"components:
  schemas:
    Pet:
      type: string
      enum: [1, 2]"#,
        right: r#"components:
  schemas:
    Pet:
      type: string
      enum: ["1", "2"]"#,
    },
    Entry {
        code: WRONG_DEFAULT,
        title: "a default that its schema rejects",
        explanation: "Whoever leaves the value out would get one that may not be sent.",
        wrong: r#"components:
  schemas:
    Pet:
      type: integer
      maximum: 5
      default: 10"#,
        right: r#"components:
  schemas:
    Pet:
      type: integer
      maximum: 5
      default: 5"#,
    },
    Entry {
        code: WRONG_EXAMPLE,
        title: "an example that its schema rejects",
        explanation: "Readers copy examples. Each is compared with its schema, through references, `allOf`, `anyOf` and `oneOf`; the place is that of the part that does not fit. A required property that is read-only or write-only may be missing, as it would be in one of the two directions.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        age: {type: integer}
      example:
        age: three"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        age: {type: integer}
      example:
        age: 3"#,
    },
    Entry {
        code: EMPTY_RANGE,
        title: "a lower bound above its upper bound",
        explanation: "No value is within.",
        wrong: r#"components:
  schemas:
    Pet:
      type: string
      minLength: 10
      maxLength: 5"#,
        right: r#"components:
  schemas:
    Pet:
      type: string
      minLength: 5
      maxLength: 10"#,
    },
    Entry {
        code: WRONG_PATTERN,
        title: "a pattern that is no regular expression",
        explanation: "Patterns are those of ECMA 262 (JavaScript), without slashes around them and not anchored. What other languages write, such as `(?i)`, is let pass. A lookahead is valid, though not every engine can follow it.",
        wrong: r#"components:
  schemas:
    Pet:
      type: string
      pattern: '^[a-z+$'"#,
        right: r#"components:
  schemas:
    Pet:
      type: string
      pattern: '^[a-z]+$'"#,
    },
    Entry {
        code: DISCRIMINATOR_TARGET,
        title: "a discriminator's mapping leads nowhere",
        explanation: "A value of `mapping` is the name of a component schema, or a reference to a schema, and that schema is one of the branches.",
        wrong: r#"components:
  schemas:
    Pet:
      oneOf:
        - {$ref: '#/components/schemas/Cat'}
        - {$ref: '#/components/schemas/Dog'}
      discriminator:
        propertyName: kind
        mapping: {cat: Cat, dog: Dgo}
    Cat:
      type: object
      required: [kind]
      properties:
        kind: {type: string}
    Dog:
      type: object
      required: [kind]
      properties:
        kind: {type: string}"#,
        right: r#"components:
  schemas:
    Pet:
      oneOf:
        - {$ref: '#/components/schemas/Cat'}
        - {$ref: '#/components/schemas/Dog'}
      discriminator:
        propertyName: kind
        mapping: {cat: Cat, dog: Dog}
    Cat:
      type: object
      required: [kind]
      properties:
        kind: {type: string}
    Dog:
      type: object
      required: [kind]
      properties:
        kind: {type: string}"#,
    },
    Entry {
        code: DISCRIMINATOR_PROPERTY,
        title: "a branch lacks the discriminator's property",
        explanation: "The property tells which branch a value is of, so each branch has it, best as a required one. From OpenAPI 3.2 on, `defaultMapping` says which branch is meant where it need not be there.",
        wrong: r#"components:
  schemas:
    Pet:
      oneOf:
        - {$ref: '#/components/schemas/Cat'}
        - {$ref: '#/components/schemas/Dog'}
      discriminator: {propertyName: kind}
    Cat:
      type: object
      required: [kind]
      properties:
        kind: {type: string}
    Dog:
      type: object
      required: [name]
      properties:
        name: {type: string}"#,
        right: r#"components:
  schemas:
    Pet:
      oneOf:
        - {$ref: '#/components/schemas/Cat'}
        - {$ref: '#/components/schemas/Dog'}
      discriminator: {propertyName: kind}
    Cat:
      type: object
      required: [kind]
      properties:
        kind: {type: string}
    Dog:
      type: object
      required: [kind]
      properties:
        kind: {type: string}"#,
    },
    Entry {
        code: AMBIGUOUS_UNION,
        title: "one value fits two branches of a `oneOf`",
        explanation: "`oneOf` accepts what fits exactly one branch. The value that is shown fits two, so strictly it is invalid, and whoever reads it cannot tell what it is. The first branch that fits is taken.\n\nObjects accept properties they do not list, unless `additionalProperties` is `false`: branches differ by what they require.",
        wrong: r#"components:
  schemas:
    Pet:
      oneOf:
        - {$ref: '#/components/schemas/Cat'}
        - {$ref: '#/components/schemas/Dog'}
    Cat:
      type: object
      required: [name]
      properties:
        name: {type: string}
    Dog:
      type: object
      required: [name]
      properties:
        name: {type: string}"#,
        right: r#"components:
  schemas:
    Pet:
      oneOf:
        - {$ref: '#/components/schemas/Cat'}
        - {$ref: '#/components/schemas/Dog'}
    Cat:
      type: object
      required: [meows]
      properties:
        meows: {type: string}
    Dog:
      type: object
      required: [barks]
      properties:
        barks: {type: string}"#,
    },
    Entry {
        code: UNKNOWN_FORMAT,
        title: "a format that nothing is known about",
        explanation: "`format` is open: whoever does not know one reads the plain type. This is told once for each, since many are misspelt. The OpenAPI format registry and JSON Schema list those that are known everywhere; `[types.formats]` in gen.toml gives Rust types to others.",
        wrong: r#"components:
  schemas:
    Pet:
      type: string
      format: datetime"#,
        right: r#"components:
  schemas:
    Pet:
      type: string
      format: date-time"#,
    },
    Entry {
        code: CYCLIC_ALL_OF,
        title: "a schema is part of itself by `allOf`",
        explanation: "`allOf` joins schemas into one. Of a schema that is joined with itself nobody can say what it is.",
        wrong: r#"components:
  schemas:
    Pet:
      allOf: [{$ref: '#/components/schemas/Cat'}]
    Cat:
      allOf: [{$ref: '#/components/schemas/Pet'}]"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
    Cat:
      allOf: [{$ref: '#/components/schemas/Pet'}]"#,
    },
    Entry {
        code: DUPLICATE_ENUM_VALUE,
        title: "an enum lists a value twice",
        explanation: "The second says nothing; perhaps another one was meant.",
        wrong: r#"components:
  schemas:
    Pet:
      type: string
      enum: [cat, dog, cat]"#,
        right: r#"components:
  schemas:
    Pet:
      type: string
      enum: [cat, dog]"#,
    },
    Entry {
        code: IMPOSSIBLE_SCHEMA,
        title: "a schema that no value satisfies",
        explanation: "Its parts exclude one another, or each value would have to contain another one without end.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      required: [mother]
      properties:
        mother: {$ref: '#/components/schemas/Pet'}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        mother: {$ref: '#/components/schemas/Pet'}"#,
    },
    Entry {
        code: UNFOLLOWED_PATTERN,
        title: "a pattern that no engine of Rust can follow",
        explanation: "The pattern is valid, and other tools may follow it. The generated server cannot: it takes values that do not match. Halves of surrogate pairs are such a thing; lookaheads and back references are not, they are followed.",
        wrong: r#"components:
  schemas:
    Pet:
      type: string
      pattern: '[\uD800-\uDBFF]'"#,
        right: r#"components:
  schemas:
    Pet:
      type: string
      pattern: '\uD83D\uDE00'"#,
    },
    Entry {
        code: UNTYPED,
        title: "schemas that are read as objects or arrays and do not say so",
        explanation: "By JSON Schema, keywords such as `properties` or `items` say nothing about values that are no objects or arrays, and without `type` any other value is accepted. Hardly anybody means that, so the type in Rust is a struct, a map or a `Vec`, and other values are refused. One note tells of all such schemas, at the first.",
        wrong: r#"components:
  schemas:
    Pet:
      properties:
        name: {type: string}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}"#,
    },
    Entry {
        code: RENAMED,
        title: "a name had to be changed in Rust",
        explanation: "The name is no Rust identifier, is a keyword, or two names come to one in Rust's spelling. What is sent over \
                      the wire is not changed. `[names]` in gen.toml gives another one.",
        wrong: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        pet-name: {type: string}
        petName: {type: string}"#,
        right: r#"components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string}
        nickname: {type: string}"#,
    },
    Entry {
        code: BASE_PATH,
        title: "routers leave the base path of the document out",
        explanation: "The paths of a document stand beneath the path of its server, `/v1` of `https://example.com/v1`. A proxy in \
                      front of a server often takes that off, so routers have the paths as the document writes them. Where nothing \
                      takes it off, nest the router: `axum::Router::new().nest(server::BASE_PATH, server::router(..))`. Operations \
                      with servers of their own are told where their base path is another one: make their tags routers of their \
                      own, by `server::TAG::router(..)`, and nest each where it belongs.",
        wrong: r#"servers: [{url: "https://example.com/v1"}]
paths:
  /pets:
    get:
      responses:
        "200": {description: the pets}"#,
        right: r#"servers: [{url: "https://example.com"}]
paths:
  /v1/pets:
    get:
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: UNDEFINED_SECURITY,
        title: "a security requirement names a scheme that is not declared",
        explanation: "The operation stays protected, by a scheme about which nothing is known.",
        wrong: r#"paths:
  /pets:
    get:
      security: [{token: []}]
      responses:
        "200": {description: the pets}"#,
        right: r#"paths:
  /pets:
    get:
      security: [{token: []}]
      responses:
        "200": {description: the pets}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}"#,
    },
    Entry {
        code: SETTINGS_SYNTAX,
        title: "gen.toml is not TOML",
        explanation: "The file of choices is TOML 1.0; see <https://toml.io>.",
        wrong: "[docs]\nserver = http://localhost",
        right: "[docs]\nserver = \"http://localhost\"",
    },
    Entry {
        code: UNKNOWN_SETTING,
        title: "gen.toml has a key that means nothing",
        explanation: "Unknown keys are refused, so that a misspelt choice is not taken for a default. `spec/gen.toml` lists \
                      every key there is.",
        wrong: "[docs]\nshel-fence = \"sh\"",
        right: "[docs]\nshell-fence = \"sh\"",
    },
    Entry {
        code: WRONG_SETTING,
        title: "gen.toml has a value of the wrong type",
        explanation: "Each key takes values of one type: a string, a list of strings, a table.",
        wrong: "[names]\nstrip-prefixes = \"codersdk\"",
        right: "[names]\nstrip-prefixes = [\"codersdk\"]",
    },
    Entry {
        code: UNUSED_SETTING,
        title: "gen.toml names something the document does not have",
        explanation: "A schema or an operation that the choices speak of was renamed or taken away.",
        wrong: r#"[skip]
operations = ["GET /cats"]"#,
        right: r#"[names.operations]
"GET /pets" = "list_pets""#,
    },
    Entry {
        code: SKIPPED,
        title: "an operation was left out on request",
        explanation: "`[skip]` in gen.toml names it, or `[select]` does not. It stands here so that nobody wonders where it is.",
        wrong: r#"[skip]
operations = ["GET /pets"]"#,
        right: r#"[skip]
operations = []"#,
    },
    Entry {
        code: UNUSABLE_SETTING,
        title: "gen.toml has a value that cannot be used",
        explanation: "The value has the right type, but what is made from it would not work: a package name that cargo \
                      refuses, a fence word that ends the fence.",
        wrong: "[package]\nname = \"my api\"",
        right: "[package]\nname = \"my-api\"",
    },
    Entry {
        code: MANIFEST,
        title: "a Cargo.toml lacks what the generated code needs",
        explanation: "A manifest is written once and is the user's from then on. When the document or its choices change, the \
                      generated code may need a package, a feature of one, or a cargo feature that the manifest does not \
                      have. `--write-manifest` adds what is missing, and leaves everything else as it is. A dependency may \
                      come from the workspace (`workspace = true`), and may have more features than are needed.",
        wrong: "[dependencies]\nserde = \"1\"",
        right: "[dependencies]\nserde = \"1\"\nuuid = { version = \"1\", features = [\"serde\"] }",
    },
    Entry {
        code: OVERLAY,
        title: "an overlay cannot be applied",
        explanation: "An overlay (OpenAPI Overlay Specification 1.0 or 1.1) has `overlay`, `info` and `actions`. Each action has \
                      a `target`, a JSONPath (RFC 9535), and one of `update`, `copy` and `remove`. Objects merge with objects, \
                      arrays are joined, primitive values replace one another; other pairs do not go together.",
        wrong: r#"overlay: 1.1.0
info: {title: Mend the pets, version: 1.0.0}
actions:
- target: paths./pets.get
  update: {summary: List pets}"#,
        right: r#"overlay: 1.1.0
info: {title: Mend the pets, version: 1.0.0}
actions:
- target: $.paths['/pets'].get
  update: {summary: List pets}"#,
    },
    Entry {
        code: OVERLAY_MISSES,
        title: "an action of an overlay selects nothing",
        explanation: "The document has nothing at the target of the action, so that it changes nothing: perhaps the document \
                      changed, or the name is misspelt. The same code notes that an overlay says it extends another document.",
        wrong: r#"overlay: 1.1.0
info: {title: Mend the pets, version: 1.0.0}
actions:
- target: $.paths['/pests'].get
  remove: true"#,
        right: r#"overlay: 1.1.0
info: {title: Mend the pets, version: 1.0.0}
actions:
- target: $.paths['/pets'].get
  remove: true"#,
    },
    Entry {
        code: NAME_LOCK,
        title: "a lock of names says what cannot be, or is out of step",
        explanation: "The file that `[names] lock` names keeps what things are called in Rust: components, types that are written \
                      where they are used, operations, tags. Names in it are taken before anything new is named. Each stands \
                      for itself, so no two things can keep one name, and it has to be one that Rust can have. `gen` brings the \
                      lock in step with the document, and `--check` tells where that would change it.",
        wrong: r#"[schemas]
Pet = "Pet"
pet = "Pet""#,
        right: r#"[schemas]
Pet = "Pet"
pet = "Pet2""#,
    },
    Entry {
        code: NOT_A_PAGE,
        title: "a file is no page of a reference",
        explanation: "A page begins with its title, a heading of one `#`. Below it stand operations, each under a heading of two `#` and with its `### Code samples`, or schemas, each with an example. README files and pages of other tools are not read.",
        wrong: r##"Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
        right: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
    },
    Entry {
        code: UNREADABLE_SAMPLE,
        title: "a sample cannot be read",
        explanation: "Types and formats are told from the examples of bodies, responses and schemas, which are JSON or YAML, and the server and its tokens from the request with curl. The place is where the reader had to stop.",
        wrong: r##"# Schemas

## Pet

```json
{
  "name": string
}
```

### Properties

| Name   | Type   | Required | Restrictions | Description |
|--------|--------|----------|--------------|-------------|
| `name` | string | true     |              |             |"##,
        right: r##"# Schemas

## Pet

```json
{
  "name": "string"
}
```

### Properties

| Name   | Type   | Required | Restrictions | Description |
|--------|--------|----------|--------------|-------------|
| `name` | string | true     |              |             |"##,
    },
    Entry {
        code: WRONG_TABLE,
        title: "a table has other columns, or a row other cells",
        explanation: "The columns of each table are fixed, and each of its rows has a cell for every one of them, empty ones included. A `|` within a cell is written `\\|`, but for one within code.",
        wrong: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Parameters

| Name    | In    | Type    | Required | Description |
|---------|-------|---------|----------|-------------|
| `limit` | query | integer | false    |

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
        right: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Parameters

| Name    | In    | Type    | Required | Description |
|---------|-------|---------|----------|-------------|
| `limit` | query | integer | false    | How many    |

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
    },
    Entry {
        code: WRONG_CELL,
        title: "a cell does not say what its column is about",
        explanation: "Names stand between backticks; a type is a word such as `string(uuid)`, a link to a schema, or an array of these; `Required` is `true` or `false`.",
        wrong: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Parameters

| Name    | In    | Type    | Required | Description |
|---------|-------|---------|----------|-------------|
| `limit` | query | integer | maybe    | How many    |

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
        right: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Parameters

| Name    | In    | Type    | Required | Description |
|---------|-------|---------|----------|-------------|
| `limit` | query | integer | false    | How many    |

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
    },
    Entry {
        code: MISSING_PART,
        title: "a section lacks something it cannot do without",
        explanation: "An operation has its request with curl, and its method and path; a schema has the heading of its properties. A page that was cut off lacks what would follow.",
        wrong: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
        right: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
    },
    Entry {
        code: UNEXPECTED_BLOCK,
        title: "a block stands where none of its kind is expected",
        explanation: "Something was added to the page by hand, or by a tool that lays pages out differently. It is left out of the document.",
        wrong: r##"# Schemas

## Pet

```json
{
  "name": "string"
}
```

### Properties

| Name   | Type   | Required | Restrictions | Description |
|--------|--------|----------|--------------|-------------|
| `name` | string | true     |              |             |

Written by hand."##,
        right: r##"# Schemas

## Pet

```json
{
  "name": "string"
}
```

### Properties

| Name   | Type   | Required | Restrictions | Description |
|--------|--------|----------|--------------|-------------|
| `name` | string | true     |              |             |"##,
    },
    Entry {
        code: DIFFERENT_PAGE,
        title: "a page does not come back as it is",
        explanation: "The document that was captured is rendered at once and compared with the page. The place is that of the first line that differs. Something on the page follows from no document, such as an edit by hand, or the page was made with other settings: name them with `--config`. Only `--keep-going` writes the document all the same.",
        wrong: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK |        |"##,
        right: r##"# Pets

## List pets

### Code samples

```shell
# Example request using curl
curl -X GET http://localhost:8080/pets
```

`GET /pets`

### Responses

| Status | Meaning                                                 | Description | Schema |
|--------|---------------------------------------------------------|-------------|--------|
| 200    | [OK](https://tools.ietf.org/html/rfc7231#section-6.3.1) | OK          |        |"##,
    },
    Entry {
        code: OUT_OF_STEP,
        title: "the document and its reference say different things",
        explanation: "`capture --check` reads the pages that are given and the pages that the document renders by the same rules, and tells each difference in terms of the API, with its place in the document and on a page. What no page says is no difference. `capture --into` edits the document, touching only the lines that differ.",
        wrong: "cargo xtask capture members.md --check spec/members.yaml",
        right: "cargo xtask capture members.md --into spec/members.yaml",
    },
    Entry {
        code: NOT_EDITED,
        title: "the document cannot be edited here line by line",
        explanation: "`capture --into` leaves every line as it is that says the same. Where a value has an anchor, an alias or a tag, or is a collection in flow style over several lines, its lines are not its own. Documents of Swagger 2.0, several YAML documents in one file, and JSON that is not laid out as this generator writes it are not edited either. Nothing is written.",
        wrong: r#"Pet: {type: object,
  properties: {name: {type: string}}}"#,
        right: "Pet:\n  type: object\n  properties:\n    name: {type: string}",
    },
    Entry {
        code: NAME_MADE_UP,
        title: "a name of a value that no page says",
        explanation: "Extensions such as `x-enum-varnames` name the values of an `enum` one after the other. Where `capture --into` adds a value, its name is made of the value, as the others begin; pages do not say what the API calls it. Names of values that stay are kept.",
        wrong: "x-enum-varnames: [ResourceChat, ResourceAiSeat]   # made of ai_seat",
        right: "x-enum-varnames: [ResourceChat, ResourceAISeat]",
    },
    Entry {
        code: NOT_CAPTURED,
        title: "something that a page shows is not in the captured document",
        explanation: "Pages of widdershins' own templates are read as far as they go: nothing renders them again, so there is no proof. What is not read, such as a type with a name of its own or what a callback sends, is told at its place, and the document is written without it.",
        wrong: r##"# Pets

## listPets

> Code samples

```shell
# You can also use wget
curl -X GET https://example.com/pets
```

`GET /pets`

#### Responses

|Status|Meaning|Description|Schema|
|---|---|---|---|
|200|[OK](https://tools.ietf.org/html/rfc7231#section-6.3.1)|the pets|list of 12|

This operation does not require authentication"##,
        right: r##"# Pets

## listPets

> Code samples

```shell
# You can also use wget
curl -X GET https://example.com/pets
```

`GET /pets`

#### Responses

|Status|Meaning|Description|Schema|
|---|---|---|---|
|200|[OK](https://tools.ietf.org/html/rfc7231#section-6.3.1)|the pets|None|

This operation does not require authentication"##,
    },
    Entry {
        code: UNSUPPORTED,
        title: "something valid that is not supported yet",
        explanation: "The document is right; what is generated does not cover this part of it. The message says what happens to it. Nothing is left out without a word.",
        wrong: r#"openapi: 3.2.0
paths:
  /pets:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object}
            encoding: {photo: {contentType: image/png}}
      responses:
        "200": {description: the pets}"#,
        right: r#"openapi: 3.2.0
paths:
  /pets:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object}
      responses:
        "200": {description: the pets}"#,
    },
    Entry {
        code: TOO_DEEP,
        title: "the document nests too deep",
        explanation: "Values may nest 200 deep, aliases written out, and up to 64 references may stand for one another; the deepest real documents nest 40 deep. What goes deeper is made to exhaust its reader.",
        wrong: r#"x-a: &a [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
x-b: &b [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[*a]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
x-c: &c [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[*b]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
x-d: &d [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[*c]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"#,
        right: "x-a: &a [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    },
    Entry {
        code: TOO_LARGE,
        title: "the document is too large",
        explanation: "A file may have 4 million values and 256 MB of text once its aliases and its references are written out, and names on the way to a value may have 2,000 characters together. GitHub's API, the largest one that is published, has a tenth of that.",
        wrong: r#"x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
x-b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
x-c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
x-d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
x-e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
x-f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
x-g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
x-h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g, *g]"#,
        right: r#"x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
x-b: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]"#,
    },
    Entry {
        code: CUT_SHORT,
        title: "not every example was compared with its schema",
        explanation: "Comparing takes a bounded number of steps, so that a document with schemas made to be slow costs no more than a large one. What is generated does not depend on it.",
        wrong: "A document whose examples take more than 1.5 million steps to compare.",
        right: "A document whose examples take less.",
    },
    Entry {
        code: TOO_MUCH_OUTPUT,
        title: "the document would become too much",
        explanation: "What is shared (an answer, a schema, an alias) is written out again wherever it is referred to, so that a small document can stand for gigabytes. Output may have 16 MB, and 24 times the size of the document besides; of real documents none becomes more than ten times its size. Nothing is written beyond that. A union of unions counts too: ten `oneOf` of two branches in one `allOf` are a thousand types.",
        wrong: r#"components:
  schemas:
    Pet:
      allOf:
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]
        - oneOf: [{type: string}, {type: integer}]"#,
        right: r#"components:
  schemas:
    Pet:
      allOf:
        - oneOf: [{type: string}, {type: integer}]
        - {minimum: 1}"#,
    },
];
