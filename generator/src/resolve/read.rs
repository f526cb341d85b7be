//! Fields of an object → values of the type the specification gives them, or a finding.

use std::sync::Arc;

use indexmap::IndexMap;

use super::Resolver;
use crate::catalogue as code;
use crate::diagnostic::{Code, Diagnostic};
pub(super) use crate::diagnostic::{printable, shown};
use crate::model::{Dialect, Extensions};
use crate::node::{Node, Object, Value};
use crate::source::Place;

/// What is known of an object that has texts alone, but for a few fields.
pub(super) struct Flat {
    /// What it is called in a message: `server`.
    pub what: &'static str,
    /// The fields that are texts.
    pub texts: &'static [&'static str],
    /// The fields that are not.
    pub others: &'static [&'static str],
    /// The text it cannot do without, and what one may say.
    pub needed: Option<(&'static str, &'static str)>,
}

impl Flat {
    /// Its fields, as a message lists them.
    fn listed(&self) -> String {
        let fields = self.texts.iter().chain(self.others);
        let quoted: Vec<String> = fields.map(|it| format!("`{it}`")).collect();
        quoted.join(", ")
    }
}

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

    /// A message about a Swagger 2.0 document speaks of its own sections, not of those they have been converted to.
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

    /// A member that is a list; empty where it is missing or `null`.
    pub(super) fn list<'n>(&mut self, object: &'n Object, field: &str) -> &'n [Node] {
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

    /// A text; a number or boolean is taken as its spelling, with a warning. What is no text at all is left out, since
    /// no text of a description decides what comes out.
    pub(super) fn text(&mut self, object: &Object, field: &str) -> Option<String> {
        let node = object.get(field)?;
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
        match &node.value {
            Value::Number(digits) => Some(digits.as_ref().to_owned()),
            Value::Bool(it) => Some(it.to_string()),
            _ => None,
        }
    }

    /// A name or another text that decides what comes out.
    pub(super) fn word(&mut self, object: &Object, field: &str) -> Option<Arc<str>> {
        match object.get(field).map(|it| &it.value) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => self.text(object, field).map(Arc::from),
        }
    }

    /// A truth value, false where it is missing. The words in quotes are taken for it, with a warning.
    pub(super) fn flag(&mut self, object: &Object, field: &str) -> bool {
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
    pub(super) fn digits(&mut self, object: &Object, field: &str) -> Option<Arc<str>> {
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

    /// The texts of a list.
    pub(super) fn words(&mut self, object: &Object, field: &str) -> Vec<Arc<str>> {
        let mut words = Vec::new();
        for node in self.list(object, field) {
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

    /// A text that the specification requires. `message` says that it is missing, `example` what it may be.
    pub(super) fn needed(
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
        self.text(object, field)
    }

    /// A flat object as one of `openapiv3`'s types. It says nothing that output depends on, so one that does not fit is
    /// left out with a warning.
    pub(super) fn flat<'n, T: serde::Deserialize<'n>>(
        &mut self,
        node: &'n Node,
        shape: &Flat,
    ) -> Option<T> {
        if !self.is_flat(node, shape) {
            return None;
        }
        match crate::node::de::from_node(node) {
            Ok(it) => Some(it),
            // What `is_flat` does not look for.
            Err(it) => {
                let place = it.place.unwrap_or(node.place);
                let message = format!(
                    "{} cannot be read: {}",
                    with_article(shape.what),
                    it.message
                );
                let help = format!("it has the fields {}", shape.listed());
                self.warn(code::WRONG_TYPE, place, message, help);
                None
            }
        }
    }

    /// Whether a value is an object of these fields; what is not is told where it stands. (serde would say what is wrong
    /// first, in its own words.)
    pub(super) fn is_flat(&mut self, node: &Node, shape: &Flat) -> bool {
        if node.is_null() && shape.needed.is_none() {
            return false;
        }
        let Some(object) = node.as_object() else {
            let what = with_article(shape.what);
            let message = format!("{what} must be an object, found {}", shown(node));
            let help = match shape.needed {
                Some((field, _)) if node.as_str().is_some() => {
                    format!("write it as `{field}: …`")
                }
                _ => format!("it has the fields {}", shape.listed()),
            };
            self.warn(code::WRONG_TYPE, node.place, message, help);
            return false;
        };
        let known: Vec<&str> = shape.texts.iter().chain(shape.others).copied().collect();
        self.only(object, shape.what, &known);
        let mut is_flat = true;
        if let Some((field, example)) = shape.needed {
            let message = format!("{} without `{field}`", with_article(shape.what));
            is_flat &= self
                .needed(object, node.place, &message, field, example)
                .is_some();
        }
        for field in shape.texts {
            let written = object.get(field).is_some_and(|it| !it.is_null());
            let is_needed = shape.needed.is_some_and(|(it, _)| it == *field);
            is_flat &= !written || is_needed || self.text(object, field).is_some();
        }
        is_flat
    }

    /// The fields of an object that Swagger 2.0 describes otherwise.
    pub(super) fn fields_of<'k>(
        &self,
        known: &'k [&'k str],
        known_2: &'k [&'k str],
    ) -> &'k [&'k str] {
        match self.document.dialect {
            Dialect::Swagger2 => known_2,
            Dialect::OpenApi30 | Dialect::OpenApi31 => known,
        }
    }

    /// The members that begin with `x-`.
    pub(super) fn extensions(&self, object: &Object) -> Extensions {
        let members = object
            .iter()
            .filter(|(key, _)| key.text.starts_with("x-"))
            .map(|(key, node)| (key.text.clone(), node.clone()));
        members.collect::<IndexMap<_, _>>().into()
    }

    /// Warns about members that are neither known nor begin with `x-`.
    pub(super) fn only(&mut self, object: &Object, what: &str, known: &[&str]) {
        for (key, node) in object.iter() {
            let name = &*key.text;
            if name.starts_with("x-") || known.contains(&name) {
                continue;
            }
            if name == "$ref" && node.as_str().is_none() {
                let message = format!("`$ref` must be a string, found {}", node.kind());
                let help = "put it in quotes: in YAML, ` #` begins a comment";
                self.error(code::WRONG_TYPE, key.place, message, help);
                continue;
            }
            let dollar = name.starts_with('$');
            if dollar && DOLLAR.contains(&name) {
                continue;
            }
            let known = if dollar { DOLLAR } else { known };
            let near = nearest_of(name, known.iter().copied(), &mut self.comparisons);
            // Any tool may have words of its own that begin so.
            if dollar && near.is_none() {
                continue;
            }
            // JSON Schema allows any further keyword, so from 3.1 on only what looks like a slip is worth a word.
            if near.is_none() && what == "schema" && self.document.dialect == Dialect::OpenApi31 {
                continue;
            }
            let message = format!("{} has no field `{}`", with_article(what), printable(name));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "take it away, or begin its name with `x-`".to_owned(),
            };
            self.warn(code::UNKNOWN_FIELD, key.place, message, help);
        }
    }
}

/// The keywords of every draft of JSON Schema that begin with `$`.
const DOLLAR: &[&str] = &[
    "$ref",
    "$id",
    "$schema",
    "$comment",
    "$defs",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
    "$vocabulary",
];

fn with_article(what: &str) -> String {
    let article = match what.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => "an",
        false => "a",
    };
    format!("{article} {what}")
}

/// The candidate that a name was most likely meant to be, among as many as may still be compared.
pub(super) fn nearest_of<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    left: &mut usize,
) -> Option<&'a str> {
    let may = *left;
    let counted = candidates.into_iter().take(may).inspect(|_| *left -= 1);
    crate::nearest::nearest(name, counted)
}
