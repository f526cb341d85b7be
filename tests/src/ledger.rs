//! The smallest documents that use each field of the vocabulary.
//!
//! Most come from the table itself: the kind of an object leads to a document that has one, the form of a field to values
//! that it may have. What a field needs beside it (`minLength` a `type: string`) is read by [`Needs`].

use serde_json::{Value, json};
use verbatim_gen::model::Dialect;
use verbatim_gen::vocabulary::{Field, Shape, SpecObject};

/// A document with an object of some kind, and the pointer to that.
pub struct Skeleton {
    /// The document.
    pub document: Value,
    /// The pointer to the object.
    pub pointer: String,
}

/// The document that a version begins with.
fn document(dialect: Dialect) -> Value {
    let info = json!({"title": "Sample", "version": "1"});
    match dialect {
        Dialect::Swagger2 => json!({"swagger": "2.0", "info": info, "paths": {}}),
        Dialect::OpenApi30 => json!({"openapi": "3.0.4", "info": info, "paths": {}}),
        Dialect::OpenApi31 => json!({"openapi": "3.1.1", "info": info, "paths": {}}),
        Dialect::OpenApi32 => json!({"openapi": "3.2.0", "info": info, "paths": {}}),
    }
}

/// Puts a value where a pointer leads, with the objects on the way.
pub fn put(document: &mut Value, pointer: &str, value: Value) {
    let mut at = document;
    for segment in pointer.split('/').skip(1) {
        let name = segment.replace("~1", "/").replace("~0", "~");
        if let (true, Ok(index)) = (at.is_array(), name.parse::<usize>()) {
            let items = at.as_array_mut().expect("it is an array");
            while items.len() <= index {
                items.push(Value::Null);
            }
            at = &mut items[index];
        } else {
            if at.is_null() {
                *at = json!({});
            }
            let members = at.as_object_mut().expect("pointers lead through objects");
            at = members.entry(name).or_insert(Value::Null);
        }
    }
    *at = value;
}

/// Adds the members of an object to the one where a pointer leads.
pub fn add(document: &mut Value, pointer: &str, members: &Value) {
    for (name, value) in members.as_object().into_iter().flatten() {
        let name = name.replace('~', "~0").replace('/', "~1");
        put(document, &format!("{pointer}/{name}"), value.clone());
    }
}

/// The least that an object of a kind has.
pub fn least(kind: SpecObject, dialect: Dialect) -> Value {
    let is_2 = dialect == Dialect::Swagger2;
    match kind {
        SpecObject::Document => document(dialect),
        SpecObject::Info => json!({"title": "Sample", "version": "1"}),
        SpecObject::License => json!({"name": "Open"}),
        SpecObject::Server => json!({"url": "https://example.com/{place}",
            "variables": {"place": {"default": "alpha"}}}),
        SpecObject::ServerVariable => json!({"default": "alpha"}),
        SpecObject::PathItem => json!({"get": least(SpecObject::Operation, dialect)}),
        SpecObject::Operation => {
            json!({"responses": {"200": least(SpecObject::Response, dialect)}})
        }
        SpecObject::ExternalDocs => json!({"url": "https://example.com/more"}),
        SpecObject::Parameter if is_2 => json!({"name": "alpha", "in": "query", "type": "string"}),
        SpecObject::Parameter => {
            json!({"name": "alpha", "in": "query", "schema": {"type": "string"}})
        }
        SpecObject::BodyParameter => {
            json!({"name": "body", "in": "body", "schema": {"type": "string"}})
        }
        SpecObject::FormField => json!({"name": "alpha", "in": "formData", "type": "string"}),
        SpecObject::RequestBody => {
            json!({"content": {"application/json": {"schema": {"type": "string"}}}})
        }
        SpecObject::MediaType => json!({"schema": {"type": "string"}}),
        SpecObject::Response => json!({"description": "Done."}),
        SpecObject::Example => json!({"value": "alpha"}),
        SpecObject::Header if is_2 => json!({"type": "string"}),
        SpecObject::Header => json!({"schema": {"type": "string"}}),
        SpecObject::Tag => json!({"name": "alpha"}),
        SpecObject::Discriminator => json!({"propertyName": "kind"}),
        SpecObject::SecurityScheme if is_2 => {
            json!({"type": "oauth2", "flow": "implicit", "authorizationUrl": "https://example.com/a", "scopes": {}})
        }
        SpecObject::SecurityScheme => json!({"type": "http", "scheme": "bearer"}),
        SpecObject::OAuthFlows => json!({}),
        SpecObject::OAuthFlow => json!({"authorizationUrl": "https://example.com/a",
            "tokenUrl": "https://example.com/t", "scopes": {}}),
        SpecObject::Reference => json!({"$ref": "#/components/examples/Alpha"}),
        SpecObject::Contact
        | SpecObject::Components
        | SpecObject::Encoding
        | SpecObject::Link
        | SpecObject::Schema
        | SpecObject::Xml => json!({}),
    }
}

/// A document with an object of that kind, where it matters.
pub fn skeleton(kind: SpecObject, dialect: Dialect) -> Skeleton {
    let is_2 = dialect == Dialect::Swagger2;
    let mut document = document(dialect);
    let operation = "/paths/~1alpha/post";
    put(
        &mut document,
        operation,
        json!({"responses": {"200": {"description": "Done."}}}),
    );
    let in_components = |section: &str, name: &str| match (is_2, section) {
        (true, "schemas") => format!("/definitions/{name}"),
        (true, "securitySchemes") => format!("/securityDefinitions/{name}"),
        (true, other) => format!("/{other}/{name}"),
        (false, other) => format!("/components/{other}/{name}"),
    };
    let content = format!("{operation}/requestBody/content");
    let pointer = match kind {
        SpecObject::Document => String::new(),
        SpecObject::Info => "/info".to_owned(),
        SpecObject::Contact => "/info/contact".to_owned(),
        SpecObject::License => "/info/license".to_owned(),
        SpecObject::Server => {
            put(&mut document, "/servers", json!([null]));
            "/servers/0".to_owned()
        }
        SpecObject::ServerVariable => {
            put(
                &mut document,
                "/servers",
                json!([{"url": "https://example.com/{place}", "variables": {}}]),
            );
            "/servers/0/variables/place".to_owned()
        }
        SpecObject::Components => "/components".to_owned(),
        SpecObject::PathItem => "/paths/~1alpha".to_owned(),
        SpecObject::Operation => operation.to_owned(),
        SpecObject::ExternalDocs => "/externalDocs".to_owned(),
        SpecObject::Parameter | SpecObject::BodyParameter | SpecObject::FormField => {
            put(
                &mut document,
                &format!("{operation}/parameters"),
                json!([null]),
            );
            format!("{operation}/parameters/0")
        }
        SpecObject::RequestBody => format!("{operation}/requestBody"),
        SpecObject::MediaType => format!("{content}/application~1json"),
        SpecObject::Encoding => {
            put(
                &mut document,
                &format!("{content}/application~1x-www-form-urlencoded/schema"),
                json!({"type": "object", "properties": {"alpha": {"type": "array", "items": {"type": "string"}}}}),
            );
            format!("{content}/application~1x-www-form-urlencoded/encoding/alpha")
        }
        SpecObject::Response => format!("{operation}/responses/200"),
        SpecObject::Example => {
            put(
                &mut document,
                &content,
                json!({"application/json": {"schema": {}}}),
            );
            format!("{content}/application~1json/examples/alpha")
        }
        SpecObject::Link => format!("{operation}/responses/200/links/alpha"),
        SpecObject::Header => format!("{operation}/responses/200/headers/X-Alpha"),
        SpecObject::Tag => {
            put(
                &mut document,
                &format!("{operation}/tags"),
                json!(["alpha"]),
            );
            put(&mut document, "/tags", json!([null]));
            "/tags/0".to_owned()
        }
        SpecObject::Reference => {
            let content = format!("{operation}/responses/200/content");
            let examples = match is_2 {
                true => "/responses/Alpha",
                false => "/components/examples/Alpha",
            };
            put(
                &mut document,
                examples,
                match is_2 {
                    true => json!({"description": "Done."}),
                    false => json!({"summary": "alpha", "description": "", "value": {}}),
                },
            );
            let pointer = match is_2 {
                true => format!("{operation}/responses/200"),
                false => {
                    put(
                        &mut document,
                        &content,
                        json!({"application/json": {"schema": {"type": "object"}}}),
                    );
                    format!("{content}/application~1json/examples/alpha")
                }
            };
            put(
                &mut document,
                &pointer,
                json!({"$ref": format!("#{examples}")}),
            );
            return Skeleton { document, pointer };
        }
        SpecObject::Schema => in_components("schemas", "Alpha"),
        SpecObject::Discriminator => {
            let of = in_components("schemas", "");
            let branch = |kind: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, kind: {"type": "string"}}});
            put(&mut document, &format!("{of}Cat"), branch("lives"));
            put(&mut document, &format!("{of}Dog"), branch("bark"));
            put(
                &mut document,
                &format!("{of}Alpha"),
                json!({"oneOf": [{"$ref": format!("#{of}Cat")}, {"$ref": format!("#{of}Dog")}]}),
            );
            in_components("schemas", "Alpha/discriminator")
        }
        SpecObject::Xml => {
            match is_2 {
                true => put(&mut document, "/consumes", json!(["application/xml"])),
                false => put(
                    &mut document,
                    &content,
                    json!({"application/xml": {"schema": {"$ref": "#/components/schemas/Alpha"}}}),
                ),
            }
            put(
                &mut document,
                &in_components("schemas", "Alpha"),
                json!({"type": "object", "properties": {"beta": {"type": "string"}}}),
            );
            in_components("schemas", "Alpha/properties/beta/xml")
        }
        SpecObject::SecurityScheme => {
            put(&mut document, "/security", json!([{"Alpha": []}]));
            in_components("securitySchemes", "Alpha")
        }
        SpecObject::OAuthFlows => {
            put(&mut document, "/security", json!([{"Alpha": []}]));
            put(
                &mut document,
                "/components/securitySchemes/Alpha",
                json!({"type": "oauth2"}),
            );
            "/components/securitySchemes/Alpha/flows".to_owned()
        }
        SpecObject::OAuthFlow => {
            put(&mut document, "/security", json!([{"Alpha": []}]));
            put(
                &mut document,
                "/components/securitySchemes/Alpha",
                json!({"type": "oauth2"}),
            );
            "/components/securitySchemes/Alpha/flows/authorizationCode".to_owned()
        }
    };
    if kind != SpecObject::Document {
        put(&mut document, &pointer, least(kind, dialect));
    }
    if matches!(
        kind,
        SpecObject::Schema | SpecObject::Discriminator | SpecObject::Xml
    ) {
        let name = match is_2 {
            true => "#/definitions/Alpha",
            false => "#/components/schemas/Alpha",
        };
        // A body, so that the server has it as well.
        let reference = json!({"$ref": name});
        match is_2 {
            true => put(
                &mut document,
                &format!("{operation}/parameters"),
                json!([{"name": "body", "in": "body", "schema": reference}]),
            ),
            false if kind == SpecObject::Xml => {}
            false => put(
                &mut document,
                &content,
                json!({"application/json": {"schema": reference}}),
            ),
        }
    }
    Skeleton { document, pointer }
}

/// Two values that a field of that form may have, as far as there are two.
pub fn values(shape: Shape, dialect: Dialect) -> Vec<Value> {
    match shape {
        Shape::Text | Shape::CommonMark => vec![json!("beta"), json!("gamma")],
        Shape::Url => vec![
            json!("https://example.com/b"),
            json!("https://example.com/c"),
        ],
        Shape::Words(words) => words
            .iter()
            .filter(|it| it.versions.contains(dialect))
            .map(|it| json!(it.text))
            .collect(),
        Shape::Boolean => vec![json!(true), json!(false)],
        Shape::Number | Shape::Count => vec![json!(3), json!(5)],
        Shape::Any => vec![json!("beta"), json!("gamma")],
        Shape::Object(kind) | Shape::Referable(kind) => vec![least(kind, dialect)],
        Shape::List(it) => values(*it, dialect)
            .into_iter()
            .map(|it| json!([it]))
            .collect(),
        Shape::Map(it) => values(*it, dialect)
            .into_iter()
            .map(|it| json!({"beta": it}))
            .collect(),
        Shape::Either(one, other) => {
            let mut all = values(*one, dialect);
            all.extend(values(*other, dialect));
            all
        }
    }
}

/// A field in its smallest document.
pub struct Case {
    /// The document without it.
    pub document: Value,
    /// The pointer to it.
    pub pointer: String,
    /// The values that it is given.
    pub values: Vec<Value>,
}

/// What fields need to have an effect: the lines of `constructs/ledger.txt`, whose head says what they mean.
pub struct Needs<'t>(Vec<Need<'t>>);

struct Need<'t> {
    kind: &'t str,
    fields: Vec<&'t str>,
    versions: &'t str,
    verb: &'t str,
    at: &'t str,
    json: &'t str,
}

impl<'t> Needs<'t> {
    /// Reads the lines.
    ///
    /// # Panics
    /// A line is not as the head says.
    pub fn parse(text: &'t str) -> Self {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|it| !it.is_empty() && !it.starts_with('#'));
        Self(lines.map(Need::parse).collect())
    }

    /// The smallest document for a field of an object.
    pub fn case(&self, kind: SpecObject, field: &Field, dialect: Dialect) -> Case {
        let Skeleton {
            mut document,
            mut pointer,
        } = skeleton(kind, dialect);
        let name = format!("{kind:?}");
        let needs: Vec<&Need<'_>> = (self.0.iter())
            .filter(|it| it.is_of(&name, field.name, dialect))
            .collect();
        if let Some(place) = needs.iter().find(|it| it.verb == "place") {
            pointer = place.json.to_owned();
        }
        let mut found = values(field.shape, dialect);
        for need in needs {
            need.apply(&mut document, &pointer, kind, dialect, &mut found);
        }
        if document.pointer(&pointer).is_none_or(Value::is_null) {
            put(&mut document, &pointer, least(kind, dialect));
        }
        if let Some(object) = document
            .pointer_mut(&pointer)
            .and_then(Value::as_object_mut)
        {
            object.remove(field.name);
        }
        let segment = field.name.replace('~', "~0").replace('/', "~1");
        Case {
            document,
            pointer: format!("{pointer}/{segment}"),
            values: found,
        }
    }

    /// The lines that are of no field of the vocabulary.
    pub fn of_nothing(&self) -> Vec<String> {
        let is_known = |need: &Need<'_>| {
            let mut kinds = SpecObject::ALL.iter();
            let kind = kinds.find(|it| format!("{it:?}") == need.kind);
            kind.is_some_and(|kind| need.fields.iter().all(|it| !kind.rows(it).is_empty()))
        };
        let unknown = self.0.iter().filter(|it| !is_known(it));
        unknown
            .map(|it| format!("{} {:?}", it.kind, it.fields))
            .collect()
    }
}

impl<'t> Need<'t> {
    fn parse(line: &'t str) -> Self {
        let (head, rest) = line
            .split_once(" | ")
            .expect("what it is of, and what it needs");
        let mut words = head.split(' ');
        let kind = words.next().expect("an object");
        let fields = words.next().expect("its fields").split(',').collect();
        let versions = words.next().unwrap_or("2.0+");
        let (verb, rest) = rest.split_once(' ').expect("a verb");
        let (at, json) = match verb {
            "at" => rest.split_once(' ').expect("a pointer"),
            _ => ("", rest),
        };
        Self {
            kind,
            fields,
            versions,
            verb,
            at,
            json,
        }
    }

    fn is_of(&self, kind: &str, field: &str, dialect: Dialect) -> bool {
        let from = match self.versions.trim_end_matches('+') {
            "2.0" => Dialect::Swagger2,
            "3.0" => Dialect::OpenApi30,
            "3.1" => Dialect::OpenApi31,
            "3.2" => Dialect::OpenApi32,
            other => panic!("no version is called {other}"),
        };
        let is_there = dialect == from || self.versions.ends_with('+') && dialect > from;
        is_there && self.kind == kind && self.fields.contains(&field)
    }

    fn apply(
        &self,
        document: &mut Value,
        pointer: &str,
        kind: SpecObject,
        dialect: Dialect,
        values: &mut Vec<Value>,
    ) {
        if self.verb == "place" {
            return;
        }
        let (alpha, beta) = match dialect {
            Dialect::Swagger2 => ("/definitions/Alpha", "/definitions/Beta"),
            _ => ("/components/schemas/Alpha", "/components/schemas/Beta"),
        };
        let json = self.json.replace("{beta}", beta).replace("{alpha}", alpha);
        let json: Value = serde_json::from_str(&json).expect("JSON");
        match (self.verb, json) {
            ("beside", members) => add(document, pointer, &members),
            ("in", object) => put(document, pointer, object),
            ("at", value) => put(document, self.at, value),
            ("beta", schema) => put(document, beta, schema),
            ("with", members) => {
                put(document, pointer, least(kind, dialect));
                add(document, pointer, &members);
            }
            ("values", Value::Array(list)) => *values = list,
            (verb, json) => panic!("{verb} {json} says nothing"),
        }
    }
}
