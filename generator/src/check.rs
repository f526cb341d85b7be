//! [`Api`] → findings: what the parts of a document say about one another that cannot all be meant.
//!
//! `resolve` has told what is wrong in one place; here stands what takes the whole model to see: a default its schema
//! rejects, a union no value can be told apart in, a schema that is part of itself. Every check is bounded, so that a
//! document made to be slow costs no more than a large one.

mod composition;
mod discriminator;
mod operation;
mod pattern;
mod recursion;
mod sample;
mod schema;
mod union;

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use crate::catalogue as code;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Sink, printable};
use crate::judge::Judge;
use crate::model::{Api, Schema, SchemaId};
use crate::node::Node;
use crate::source::{FileId, Place};

/// How many steps comparing values with schemas may take in one document: a quarter of a second's work.
const MAX_STEPS: u64 = 1_500_000;

/// How many names are compared with misspelt ones.
const MAX_COMPARISONS: usize = 200_000;

/// Adds what is wrong with an API to `sink`.
pub fn check(api: &Api, config: &Config, sink: &mut Sink) {
    let context = OnceLock::new();
    let mut checker = Checker {
        api,
        config,
        sink,
        judge: Judge::new(api, &context, MAX_STEPS),
        compared: HashSet::new(),
        comparisons: MAX_COMPARISONS,
        unread: BTreeMap::new(),
    };
    checker.schemas();
    checker.recursion();
    checker.required();
    checker.discriminators();
    checker.operations();
    checker.unions();
    checker.formats();
    checker.names();
    checker.report_cut_short();
}

struct Checker<'a> {
    api: &'a Api,
    config: &'a Config,
    sink: &'a mut Sink,
    judge: Judge<'a>,
    /// Values that have been compared with a schema; operations share responses and parameters.
    compared: HashSet<(SchemaId, Place)>,
    /// How many more names are compared with misspelt ones.
    comparisons: usize,
    /// Media types whose schemas are not applied, whether bodies of them are read item by item, and where each stands first.
    unread: BTreeMap<(&'a str, bool), Place>,
}

impl<'a> Checker<'a> {
    fn warn(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.sink
            .push(Diagnostic::warning(code, place, "", message).with_help(help));
    }

    fn note(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.sink
            .push(Diagnostic::note(code, place, "", message).with_help(help));
    }

    /// Every schema with its id. (Not `self.api.schemas` alone, which would borrow the checker.)
    fn each_schema(&self) -> impl Iterator<Item = (SchemaId, &'a Schema)> + use<'a> {
        let api = self.api;
        api.schema_ids().map(move |id| (id, api.schema(id)))
    }

    /// Warns where a default or an example is not what its schema accepts.
    fn compare(&mut self, code: Code, schema: SchemaId, value: &Node) {
        if !self.compared.insert((schema, value.place)) {
            return;
        }
        let Some(violation) = self.judge.explain(schema, value) else {
            return;
        };
        let what = if code == code::WRONG_DEFAULT {
            "default"
        } else {
            "example"
        };
        let message = format!("the schema rejects this {what}: {}", violation.message);
        let help = match value.as_str() {
            Some(text) if text.trim_start().starts_with(['{', '[']) => {
                "write it as a value, not as a text that holds JSON"
            }
            _ => "mend the value or the schema",
        };
        let place = match violation.place.line {
            0 => value.place,
            _ => violation.place,
        };
        self.warn(code, place, message, help);
    }

    /// Warns of names in the settings that the document does not have.
    fn names(&mut self) {
        let config = self.config;
        let api = self.api;
        let place = |key: &str, name: &str| config.origin.place(key, name);
        for name in config.types.replace.keys() {
            if !api.components.contains_key(&**name) {
                let message = format!(
                    "the settings replace the type of `{}`, a schema the document does not have",
                    printable(name)
                );
                let help = "name a member of `components/schemas`, without what stands before it";
                self.warn(
                    code::UNUSED_SETTING,
                    place("types.replace", name),
                    message,
                    help,
                );
            }
        }
        let unused =
            |named: &str| !named.starts_with(['#', '/']) && !api.components.contains_key(named);
        for name in config.names.schemas.keys().filter(|it| unused(it)) {
            let message = format!(
                "the settings name the schema `{}`, which the document does not have",
                printable(name)
            );
            let help = "name a member of `components/schemas`, or give a JSON pointer";
            self.warn(
                code::UNUSED_SETTING,
                place("names.schemas", name),
                message,
                help,
            );
        }
        if config.names.operations.is_empty() {
            return;
        }
        let mut known = HashSet::new();
        for it in api.operations.iter().chain(&api.webhooks) {
            known.insert(format!("{} {}", it.method.as_upper(), it.path));
            known.extend(it.id.as_deref().map(str::to_owned));
        }
        for name in config.names.operations.keys() {
            if !known.contains(name) {
                let message = format!(
                    "the settings name the operation `{}`, which the document does not have",
                    printable(name)
                );
                let help = "name an operation by its operationId, or as `GET /path`";
                self.warn(
                    code::UNUSED_SETTING,
                    place("names.operations", name),
                    message,
                    help,
                );
            }
        }
    }

    fn report_cut_short(&mut self) {
        if self.judge.is_spent() {
            let message = "the examples and defaults are too many, or their schemas too entangled, to be compared to the last";
            let help = "the output is the same; mistakes in the others are not told";
            self.note(code::CUT_SHORT, Place::start_of(FileId(0)), message, help);
        }
    }
}
