//! The text of the catalogue on crates: what differs for code that is written against the crate of the old document.
//!
//! A difference that comes from a change of the document is told with that change; one that comes from none is told by itself,
//! under its own code. `wrong` and `right` are two documents each, as in the catalogue on changes.

use super::code::*;

/// The old document and the new one: an operation whose response is a schema, and the components.
macro_rules! schemas {
    ([$old:literal, $old_components:literal], [$new:literal, $new_components:literal]) => {
        concat!(
            "# old\ncomponents: {schemas: {",
            $old_components,
            "}}\npaths:\n  /pets:\n    get:\n      operationId: getPets\n      responses: {\"200\": {description: it, content: {application/json: {schema: ",
            $old,
            "}}}}\n---\n# new\ncomponents: {schemas: {",
            $new_components,
            "}}\npaths:\n  /pets:\n    get:\n      operationId: getPets\n      responses: {\"200\": {description: it, content: {application/json: {schema: ",
            $new,
            "}}}}"
        )
    };
}

/// The old document and the new one: `GET /pets` with lines of its own.
macro_rules! operations {
    ($old:literal, $new:literal) => {
        concat!(
            "# old\npaths:\n  /pets:\n    get:\n",
            $old,
            "      responses: {\"204\": {description: it}}\n---\n# new\npaths:\n  /pets:\n    get:\n",
            $new,
            "      responses: {\"204\": {description: it}}"
        )
    };
}

const RENAMED: &str = schemas!(
    [
        "{$ref: '#/components/schemas/Pet'}",
        "Pet: {type: object, properties: {name: {type: string}}}"
    ],
    [
        "{$ref: '#/components/schemas/Animal'}",
        "Animal: {type: object, properties: {name: {type: string}}}"
    ]
);

const REORDERED: &str = schemas!(
    [
        "{$ref: '#/components/schemas/Pet'}",
        "Pet: {type: object, properties: {name: {type: string}, age: {type: integer}}}"
    ],
    [
        "{$ref: '#/components/schemas/Pet'}",
        "Pet: {type: object, properties: {age: {type: integer}, name: {type: string}}}"
    ]
);

/// The catalogue.
pub const ENTRIES: &[Entry] = &[
    Entry {
        code: RUST_REMOVED,
        title: "an item of the crate is gone",
        explanation: "Code that names it does not compile. A component that no operation uses is a type all the same.",
        wrong: schemas!(
            ["{type: string}", "Pet: {type: object}"],
            ["{type: string}", ""]
        ),
        right: REORDERED,
    },
    Entry {
        code: RUST_ADDED,
        title: "the crate has a new item",
        explanation: "No code is touched, unless all methods have to be written (`required-methods`). A new tag is a new trait, which its router asks for: that is told under D908.",
        wrong: schemas!(
            ["{type: string}", ""],
            ["{type: string}", "Pet: {type: object}"]
        ),
        right: REORDERED,
    },
    Entry {
        code: RUST_NAME,
        title: "something of the crate has another name",
        explanation: "Nothing on the wire says what a schema, a title or an operation is called; types, fields, variants and methods are called after them.",
        wrong: RENAMED,
        right: REORDERED,
    },
    Entry {
        code: RUST_KIND,
        title: "a type became another kind of type",
        explanation: "A struct that becomes an enum, say, where a schema gets a second branch; or a name that stands for another type.",
        wrong: schemas!(
            [
                "{$ref: '#/components/schemas/Pet'}",
                "Pet: {type: object, properties: {name: {type: string}}}"
            ],
            ["{$ref: '#/components/schemas/Pet'}", "Pet: {type: string}"]
        ),
        right: REORDERED,
    },
    Entry {
        code: RUST_FIELD,
        title: "a field of the crate came, went or has another type",
        explanation: "Whoever reads or assigns it has to follow. An optional field that is new breaks nothing that keeps to `..` in literals and patterns; a required one has to be given where the struct is made.",
        wrong: schemas!(
            [
                "{$ref: '#/components/schemas/Pet'}",
                "Pet: {type: object, properties: {age: {type: integer}}}"
            ],
            [
                "{$ref: '#/components/schemas/Pet'}",
                "Pet: {type: object, properties: {age: {type: string}}}"
            ]
        ),
        right: REORDERED,
    },
    Entry {
        code: RUST_VARIANT,
        title: "a variant of the crate came, went or holds something else",
        explanation: "Whoever names it has to follow. One that is new breaks no `match` with a `_` arm.",
        wrong: schemas!(
            [
                "{$ref: '#/components/schemas/Kind'}",
                "Kind: {type: string, enum: [cat, dog]}"
            ],
            [
                "{$ref: '#/components/schemas/Kind'}",
                "Kind: {type: string, enum: [cat]}"
            ]
        ),
        right: REORDERED,
    },
    Entry {
        code: RUST_METHOD,
        title: "a method takes or returns something else",
        explanation: "Implementers and callers have to follow: where an operation gets its first parameter, authentication, or a second response; where required properties stand in another order, which `new` takes them in.",
        wrong: operations!(
            "",
            "      parameters: [{name: limit, in: query, schema: {type: integer}}]\n"
        ),
        right: operations!(
            "      parameters: [{name: limit, in: query, schema: {type: integer}}]\n",
            "      parameters: [{name: limit, in: query, schema: {type: integer}}, {name: after, in: query, schema: {type: string}}]\n"
        ),
    },
    Entry {
        code: RUST_TRAIT,
        title: "something else is asked of implementers",
        explanation: "The first operation of a tag is a trait that routers ask for; the first one that is authenticated gives its trait a type `Principal`, and routers take an `Authenticator`.",
        wrong: operations!("      tags: [pets]\n", "      tags: [animals]\n"),
        right: operations!(
            "      tags: [pets]\n",
            "      tags: [pets]\n      summary: All of them.\n"
        ),
    },
    Entry {
        code: RUST_DERIVE,
        title: "a type has lost a trait",
        explanation: "`Default` where a property became required, `Copy` where values that are not listed are kept, `Clone` of a request with a body that is streamed, `From` of a union that has another alternative of the same type.",
        wrong: schemas!(
            [
                "{$ref: '#/components/schemas/Pet'}",
                "Pet: {type: object, properties: {name: {type: string}}}"
            ],
            [
                "{$ref: '#/components/schemas/Pet'}",
                "Pet: {type: object, required: [name], properties: {name: {type: string}}}"
            ]
        ),
        right: REORDERED,
    },
];
