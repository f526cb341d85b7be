//! Fields of an object → values of the type the specification gives them, or a finding.

use std::sync::Arc;

use indexmap::IndexMap;

use super::resolver::Resolver;
use crate::catalogue as code;
use crate::diagnostic::{Code, Diagnostic, shown};
use crate::model::{Dialect, Extensions};
use crate::node::{Node, Object, Value};
use crate::source::Place;
use crate::vocabulary::{Lookup, SpecObject, check_fields};

impl Resolver<'_> {
    pub(super) fn error(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (message, help) = (
            self.users_words(message.into()),
            self.users_words(help.into()),
        );
        self.sink
            .push(Diagnostic::error(code, place, "", message).with_help(help));
    }

    pub(super) fn warn(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let (message, help) = (
            self.users_words(message.into()),
            self.users_words(help.into()),
        );
        self.sink
            .push(Diagnostic::warning(code, place, "", message).with_help(help));
    }

    /// A message about a Swagger 2.0 document names its own sections, not those that they are converted to.
    fn users_words(&self, text: String) -> String {
        if self.document.dialect != Dialect::Swagger2 || !text.contains("components/") {
            return text;
        }
        text.replace("components/schemas", "definitions")
            .replace("components/securitySchemes", "securityDefinitions")
            .replace("components/parameters", "parameters")
            .replace("components/responses", "responses")
    }

    /// The object that `what` has to be.
    pub(super) fn object<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n Object> {
        let object = node.as_object();
        if object.is_none() {
            let message = format!("{what} must be an object, found {}", node.kind());
            self.error(
                code::WRONG_TYPE,
                node.place,
                message,
                "write `{…}`, or in YAML the fields below it, indented",
            );
        }
        object
    }

    /// A member that is a map or an object; none where it is missing or `null`.
    pub(super) fn map<'n>(&mut self, object: &'n Object, field: &str) -> Option<&'n Object> {
        let node = object.get(field).filter(|it| !it.is_null())?;
        match node.as_object() {
            None => self.object(node, &format!("`{field}`")),
            object => object,
        }
    }

    /// A member that is an array; empty where it is missing or `null`.
    pub(super) fn array<'n>(&mut self, object: &'n Object, field: &str) -> &'n [Node] {
        let Some(node) = object.get(field).filter(|it| !it.is_null()) else {
            return &[];
        };
        if node.as_array().is_none() {
            let message = format!("`{field}` must be an array, found {}", node.kind());
            self.error(
                code::WRONG_TYPE,
                node.place,
                message,
                "write `[…]`, or in YAML each element after `- ` on a line of its own",
            );
        }
        node.as_array().unwrap_or_default()
    }

    /// A string; a number or boolean is taken as its spelling, with a warning. What is none at all is left out, since no
    /// string of a description decides what comes out.
    pub(super) fn string(&mut self, object: &Object, field: &str) -> Option<String> {
        self.text(object.get(field)?, field)
    }

    /// The same of the value of a field.
    pub(super) fn text(&mut self, node: &Node, field: &str) -> Option<String> {
        match &node.value {
            Value::String(text) => return Some(text.as_ref().to_owned()),
            Value::Null => return None,
            _ => {}
        }
        let message = format!("`{field}` must be a string, found {}", node.kind());
        let help = match node.value {
            Value::Number(_) | Value::Bool(_) => "put it in quotes",
            _ => "write a string",
        };
        self.warn(code::WRONG_TYPE, node.place, message, help);
        if let Some(text) = self.lines.written(node) {
            return Some(text.as_ref().to_owned());
        }
        match &node.value {
            Value::Number(digits) => Some(digits.as_ref().to_owned()),
            Value::Bool(it) => Some(it.to_string()),
            _ => None,
        }
    }

    /// A string of a field that is read in documents of versions that have it.
    pub(super) fn known_string(
        &mut self,
        object: &Object,
        what: SpecObject,
        field: &str,
    ) -> Option<String> {
        self.knows(what, field)
            .then(|| self.string(object, field))
            .flatten()
    }

    /// A name or another string that decides what comes out, shared with the tree.
    pub(super) fn shared_string(&mut self, object: &Object, field: &str) -> Option<Arc<str>> {
        match object.get(field).map(|it| &it.value) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => self.string(object, field).map(Arc::from),
        }
    }

    /// A boolean, false where it is missing. `"true"` and `"false"` are taken for it, with a warning.
    pub(super) fn boolean(&mut self, object: &Object, field: &str) -> bool {
        let Some(node) = object.get(field).filter(|it| !it.is_null()) else {
            return false;
        };
        if let Some(it) = node.as_bool() {
            return it;
        }
        let message = format!("`{field}` must be `true` or `false`, found {}", node.kind());
        self.warn(
            code::WRONG_TYPE,
            node.place,
            message,
            "write it without quotes",
        );
        node.as_str() == Some("true")
    }

    /// A whole number that is not negative.
    pub(super) fn count(&mut self, object: &Object, field: &str) -> Option<u64> {
        let node = object.get(field).filter(|it| !it.is_null())?;
        let count = node.as_u64().or_else(|| node.as_str()?.parse().ok());
        if node.as_u64().is_none() {
            let message = format!(
                "`{field}` must be a whole number from 0 up, found {}",
                shown(node)
            );
            self.warn(
                code::WRONG_TYPE,
                node.place,
                message,
                "write a whole number without quotes",
            );
        }
        count
    }

    /// A number, as its digits.
    pub(super) fn number(&mut self, object: &Object, field: &str) -> Option<Arc<str>> {
        let node = object.get(field).filter(|it| !it.is_null())?;
        if let Some(Value::Number(digits)) = Some(&node.value) {
            return Some(digits.clone());
        }
        let message = format!("`{field}` must be a number, found {}", shown(node));
        self.warn(
            code::WRONG_TYPE,
            node.place,
            message,
            "write a number without quotes",
        );
        match &node.value {
            Value::String(text) if text.parse::<f64>().is_ok_and(f64::is_finite) => {
                Some(text.clone())
            }
            _ => None,
        }
    }

    /// The strings of an array.
    pub(super) fn strings(&mut self, object: &Object, field: &str) -> Vec<Arc<str>> {
        let mut words = Vec::new();
        for node in self.array(object, field) {
            match &node.value {
                Value::String(text) => words.push(text.clone()),
                Value::Number(digits) => words.push(digits.clone()),
                _ => {
                    let message = format!(
                        "`{field}` must be an array of strings, found {}",
                        node.kind()
                    );
                    self.error(code::WRONG_TYPE, node.place, message, "write a string");
                }
            }
        }
        words
    }

    /// Warns of `examples` that are neither named nor listed.
    pub(super) fn wrong_examples(&mut self, object: &Object) {
        if let Some(node) = object.get("examples") {
            let message = format!(
                "`examples` must be an object or an array, found {}",
                shown(node)
            );
            let help = "write `example:` for one alone";
            self.warn(code::WRONG_TYPE, node.place, message, help);
        }
    }

    /// A string that the specification requires. `message` says that it is missing, `example` what it may be.
    pub(super) fn required_string(
        &mut self,
        object: &Object,
        place: Place,
        message: &str,
        field: &str,
        example: &str,
    ) -> Option<String> {
        if object.get(field).is_none_or(Node::is_null) {
            let help = format!("write `{field}:`, {example}");
            self.warn(code::MISSING_FIELD, place, message, help);
            return None;
        }
        self.string(object, field)
    }

    /// A flat object as one of `openapiv3`'s types. It says nothing that output depends on, so one that does not fit is
    /// left out with a warning.
    pub(super) fn flat<'n, T: serde::Deserialize<'n>>(
        &mut self,
        node: &'n Node,
        what: SpecObject,
    ) -> Option<T> {
        if !self.is_flat(node, what) {
            return None;
        }
        match crate::node::de::from_node(node) {
            Ok(it) => Some(it),
            // What `is_flat` does not look for.
            Err(it) => {
                let place = it.place.unwrap_or(node.place);
                let message = format!("{} cannot be read: {}", what.with_article(), it.message);
                let help = format!("it has the fields {}", self.listed(what));
                self.warn(code::WRONG_TYPE, place, message, help);
                None
            }
        }
    }

    /// Whether a value is an object of these fields; what is not is told where it stands. (serde would say what is wrong
    /// first, in its own words.)
    pub(super) fn is_flat(&mut self, node: &Node, what: SpecObject) -> bool {
        let texts = || {
            what.fields_in(self.flat_dialect())
                .filter(|it| it.shape.is_text())
        };
        let needed = texts().find(|it| it.required);
        if node.is_null() && needed.is_none() {
            return false;
        }
        let Some(object) = node.as_object() else {
            let message = format!(
                "{} must be an object, found {}",
                what.with_article(),
                shown(node)
            );
            let help = match needed {
                Some(field) if node.as_str().is_some() => {
                    format!("write it as `{}: …`", field.name)
                }
                _ => format!("it has the fields {}", self.listed(what)),
            };
            self.warn(code::WRONG_TYPE, node.place, message, help);
            return false;
        };
        let dialect = self.flat_dialect();
        self.check_fields(object, what);
        let mut is_flat = true;
        if let Some(field) = needed {
            let message = format!("{} without `{}`", what.with_article(), field.name);
            is_flat &= self
                .required_string(object, node.place, &message, field.name, field.example)
                .is_some();
        }
        for field in what
            .fields_in(dialect)
            .filter(|it| it.shape.is_text() && !it.required)
        {
            let written = object.get(field.name).is_some_and(|it| !it.is_null());
            is_flat &= !written || self.string(object, field.name).is_some();
        }
        is_flat
    }

    /// Its fields, as a message lists them.
    fn listed(&self, what: SpecObject) -> String {
        let fields = what.fields_in(self.flat_dialect());
        let quoted: Vec<String> = fields.map(|it| format!("`{}`", it.name)).collect();
        quoted.join(", ")
    }

    /// The version whose flat objects are read: Swagger 2.0 has been converted.
    fn flat_dialect(&self) -> Dialect {
        self.document.dialect.max(Dialect::OpenApi30)
    }

    /// The members that begin with `x-`.
    pub(super) fn extensions(&self, object: &Object) -> Extensions {
        let members = object
            .iter()
            .filter(|(key, _)| key.text.starts_with("x-"))
            .map(|(key, node)| (key.text.clone(), node.clone()));
        members.collect::<IndexMap<_, _>>().into()
    }

    /// Reports the members of an object that its version does not have, or that are not followed yet.
    pub(super) fn check_fields(&mut self, object: &Object, what: SpecObject) {
        if let Some(dialect) = self.vocabulary_of(what) {
            check_fields(object, what, dialect, &mut self.comparisons, self.sink);
        }
    }

    /// Notes that something is of another version, and has its effect nevertheless. `found` says of which.
    pub(super) fn note_of_version(&mut self, place: Place, found: String, help: &str) {
        let message = format!("{found}; it is followed nevertheless");
        let finding = Diagnostic::note(code::OTHER_VERSION, place, "", message);
        self.sink.push(finding.with_help(help));
    }

    /// Whether the version of the document requires a field.
    pub(super) fn requires(&self, what: SpecObject, field: &str) -> bool {
        what.requires(field, self.document.dialect)
    }

    /// Whether the version of the document has a field.
    pub(super) fn knows(&self, what: SpecObject, field: &str) -> bool {
        matches!(what.lookup(field, self.document.dialect), Lookup::Here(_))
    }

    /// The version whose fields an object has; `None` where they have been looked at as the document was converted.
    fn vocabulary_of(&self, what: SpecObject) -> Option<Dialect> {
        match self.document.dialect {
            Dialect::Swagger2 if is_converted(what) => None,
            // What conversion makes of it.
            Dialect::Swagger2 if !what.exists_in(Dialect::Swagger2) => Some(Dialect::OpenApi30),
            dialect => Some(dialect),
        }
    }
}

/// Whether an object of Swagger 2.0 has another form since, so that conversion makes a new one of it.
fn is_converted(what: SpecObject) -> bool {
    matches!(
        what,
        SpecObject::Document
            | SpecObject::PathItem
            | SpecObject::Operation
            | SpecObject::Parameter
            | SpecObject::Header
            | SpecObject::Response
            | SpecObject::Schema
            | SpecObject::SecurityScheme
    )
}
