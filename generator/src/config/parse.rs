//! The text of a `gen.toml` → [`Config`], with every finding at its line and column.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{
    Config, Defaults, Docs, Names, Origin, Package, Runtime, Select, Server, Skip, Style, Types,
};
use crate::catalogue as code;
use crate::diagnostic::{Code, Diagnostic, Report, Sink};
use crate::nearest::nearest;
use crate::node::pointer;
use crate::source::{FileId, Place, Source};

impl Config {
    /// Reads a `gen.toml`. What it does not say keeps its default.
    ///
    /// # Errors
    /// Every finding: where the text is no TOML, keys that mean nothing, values of a wrong type.
    pub fn parse(source: &Source) -> Result<Self, Report> {
        let (mut config, places) = read_source(source, read)?;
        config.origin = Origin::new(source.clone(), places);
        Ok(config)
    }

    /// Every key a `gen.toml` may have, as `section.key`, in the order of [`Config`]'s fields.
    pub fn keys() -> Vec<String> {
        let keys = asked(|root| drop(config(root)));
        keys.into_iter().map(|(key, _)| key).collect()
    }
}

/// What the value of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A string, one of these if there are any.
    Text(&'static [&'static str]),
    /// `true` or `false`.
    Truth,
    /// A list of strings, of these if there are any.
    Texts(&'static [&'static str]),
    /// A table of strings.
    Table,
    /// A table of versions, or of tables as in a `Cargo.toml`.
    Dependencies,
}

/// The keys that `read` asks for, with sections before them, in order.
pub(super) fn asked(read: impl FnOnce(&mut Section<'_, '_>)) -> Vec<(String, Form)> {
    let mut reader = SettingsReader::new(Arc::default());
    read(&mut Section::root(&mut reader, None));
    reader.keys
}

/// The places of the names in lists and tables, by key and name.
pub(super) type Places = BTreeMap<(String, String), Place>;

/// Reads the text of a file of choices by its root.
///
/// # Errors
/// Every finding.
pub(super) fn read_source<T: Default>(
    source: &Source,
    read: impl FnOnce(&mut Section<'_, '_>) -> T,
) -> Result<(T, Places), Report> {
    let mut reader = SettingsReader::new(source.text.clone());
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    let found = if errors.is_empty() {
        read(&mut Section::root(&mut reader, Some(document.get_ref())))
    } else {
        // What is left of a broken document would give findings that are not the user's fault.
        T::default()
    };
    for it in errors {
        let span = it.span().unwrap_or_default();
        // The first line says what is wrong; others repeat the place.
        let message = it.message().lines().next().unwrap_or_default().to_owned();
        reader.report(code::SETTINGS_SYNTAX, span, &[], message, String::new());
    }
    let failed = reader.sink.has_errors();
    let places = reader.places;
    let report = reader
        .sink
        .into_report(vec![source.clone()], &BTreeMap::new());
    if failed {
        Err(report)
    } else {
        Ok((found, places))
    }
}

fn read(root: &mut Section<'_, '_>) -> Config {
    let config = config(root);
    root.finish();
    config
}

/// The sections that a file of choices has.
pub(super) const SECTIONS: [&str; 7] = [
    "package", "docs", "names", "types", "server", "select", "skip",
];

// Each struct is written out below, so a new field does not compile until it has a key.

pub(super) fn config(root: &mut Section<'_, '_>) -> Config {
    Config {
        origin: Origin::default(),
        lock: None,
        package: root.section("package", package),
        docs: root.section("docs", docs),
        names: root.section("names", names),
        types: root.section("types", types),
        server: root.section("server", server),
        select: root.section("select", select),
        skip: root.section("skip", skip),
    }
}

fn package(it: &mut Section<'_, '_>) -> Package {
    Package {
        name: it.string("name", package_name),
        version: it.string("version", version),
        runtime: runtime(it),
        library: None,
        dependencies: it.dependencies("dependencies"),
    }
}

fn runtime(it: &mut Section<'_, '_>) -> Runtime {
    let help = "write `vendored`, or `crate` to depend on the package `verbatim-runtime`";
    let is_crate = it.one_of("runtime", &["vendored", "crate"], help) == Some("crate");
    let rule: Rule = if is_crate { one_line } else { only_with_crate };
    let path = it.string("runtime-path", rule);
    let version = it.string("runtime-version", rule);
    match is_crate {
        true => Runtime::Crate { path, version },
        false => Runtime::Vendored,
    }
}

fn docs(it: &mut Section<'_, '_>) -> Docs {
    let default = Docs::default();
    Docs {
        server: it.string("server", one_line),
        token: it.string("token", one_line).unwrap_or(default.token),
        shell_fence: it
            .string("shell-fence", fence_word)
            .unwrap_or(default.shell_fence),
        authenticated: it
            .string("authenticated", anything)
            .unwrap_or(default.authenticated),
        skip_marker: it.string("skip-marker", one_line),
        notice_marker: it.string("notice-marker", one_line),
        extension: it.string("extension", one_line),
        authentication: it.string("authentication", anything),
        revisions: it.strings("revisions"),
        quirks: it.boolean("quirks").unwrap_or(default.quirks),
    }
}

fn names(it: &mut Section<'_, '_>) -> Names {
    Names {
        strip_prefixes: it.strings("strip-prefixes"),
        schemas: it.map("schemas"),
        operations: it.map("operations"),
        lock: it.string("lock", beneath),
    }
}

fn types(it: &mut Section<'_, '_>) -> Types {
    Types {
        formats: it.map("formats"),
        replace: it.map("replace"),
        derives: it.strings_by("derives", derive),
        style: style(it),
        closed_enums: it.boolean("closed-enums").unwrap_or_default(),
        defaults: match it.one_of(
            "defaults",
            &["applied", "except-patch", "kept-apart"],
            "write `applied`, `except-patch` or `kept-apart`",
        ) {
            Some("applied") => Defaults::Applied,
            Some("kept-apart") => Defaults::KeptApart,
            _ => Defaults::ExceptPatch,
        },
        unused: it.boolean("unused"),
    }
}

fn style(it: &mut Section<'_, '_>) -> Style {
    let non_exhaustive = it.boolean("non-exhaustive").unwrap_or_default();
    Style {
        // Nothing else would make a value of a struct that has to have something.
        constructors: it.boolean("constructors").unwrap_or_default() || non_exhaustive,
        setters: it.boolean("setters").unwrap_or_default(),
        non_exhaustive,
    }
}

/// Whether a derive can do with emitted types.
fn derive(text: &str) -> Result<(), String> {
    let name = text.rsplit("::").next().unwrap_or_default().trim();
    match name {
        "Serialize" | "Deserialize" => Err(
            "types have it already, by the names and rules of the document; leave it out"
                .to_owned(),
        ),
        // schemars, utoipa, ts-rs, specta, typeshare, apistos, async-graphql and poem read serde's attributes or have
        // their own.
        "JsonSchema" | "ToSchema" | "IntoParams" | "TS" | "Type" | "ApiComponent" => Err(format!(
            "{name} goes by attributes of serde, which types do not have: it would describe names and forms that are not those \
             on the wire; implement it by hand in a module of the crate"
        )),
        _ => Ok(()),
    }
}

fn server(it: &mut Section<'_, '_>) -> Server {
    Server {
        context: it.boolean("context").unwrap_or_default(),
        typed_errors: it.boolean("typed-errors").unwrap_or_default(),
        required_methods: it.boolean("required-methods").unwrap_or_default(),
    }
}

fn select(it: &mut Section<'_, '_>) -> Select {
    Select {
        tags: it.strings("tags"),
        paths: it.strings_by("paths", path_pattern),
        operations: it.strings("operations"),
    }
}

fn path_pattern(text: &str) -> Result<(), String> {
    let wrong = |why: glob::PatternError| {
        let why = why.msg;
        format!("{why}; write a path of the document, with `*` for any text: `/admin/*`")
    };
    glob::Pattern::new(text).map(drop).map_err(wrong)
}

fn skip(it: &mut Section<'_, '_>) -> Skip {
    Skip {
        operations: it.strings("operations"),
    }
}

/// Whether a string can be used; a sentence that says what belongs there instead, if not.
pub(super) type Rule = fn(&str) -> Result<(), String>;

fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

pub(super) fn one_line(text: &str) -> Result<(), String> {
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err("write one line of text, or leave the key out".to_owned());
    }
    Ok(())
}

/// A file in a folder, or beneath it.
fn beneath(text: &str) -> Result<(), String> {
    one_line(text)?;
    let is_beneath = !text.starts_with('/')
        && !text.contains([':', '\\'])
        && !text.split('/').any(|it| matches!(it, "" | "." | ".."));
    match is_beneath {
        true => Ok(()),
        false => Err(
            "name a file in the folder of the document or beneath it, as `verbatim.lock`"
                .to_owned(),
        ),
    }
}

fn only_with_crate(_: &str) -> Result<(), String> {
    Err("it says where to find a package, which takes `runtime = \"crate\"` beside it".to_owned())
}

/// What cargo accepts as a package name.
fn package_name(text: &str) -> Result<(), String> {
    let starts = text
        .chars()
        .next()
        .is_some_and(|it| it.is_ascii_alphabetic() || it == '_');
    let goes_on = text
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_'));
    if starts && goes_on {
        Ok(())
    } else {
        Err(
            "a package name begins with a letter and has ASCII letters, digits, `-` and `_`"
                .to_owned(),
        )
    }
}

/// `1.2.3`, with what semver allows behind it.
fn version(text: &str) -> Result<(), String> {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<&str> = core.split('.').collect();
    let number = |it: &&str| {
        it.parse::<u64>().is_ok()
            && (it.len() == 1 || !it.starts_with('0'))
            && it.bytes().all(|b| b.is_ascii_digit())
    };
    let tail = text[core.len()..]
        .chars()
        .all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '+' | '.'));
    if numbers.len() == 3 && numbers.iter().all(number) && tail {
        Ok(())
    } else {
        Err("a version is three numbers with dots between, as `0.1.0`".to_owned())
    }
}

/// Whether a word can stand behind the opening fence of a code block.
///
/// # Errors
/// A sentence that says what can.
pub fn fence_word(text: &str) -> Result<(), String> {
    let fine = !text.is_empty()
        && text
            .chars()
            .all(|it| !it.is_whitespace() && !it.is_control() && !matches!(it, '`' | '~'));
    if fine {
        Ok(())
    } else {
        Err("write one word without spaces and backticks, as `sh`".to_owned())
    }
}

/// What all sections share: the text, the findings, and which keys were asked for.
pub(super) struct SettingsReader {
    text: Arc<String>,
    /// The byte at which each line begins.
    lines: Vec<usize>,
    sink: Sink,
    keys: Vec<(String, Form)>,
    places: Places,
}

impl SettingsReader {
    fn new(text: Arc<String>) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, it)| *it == b'\n');
        Self {
            lines: std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect(),
            text,
            sink: Sink::default(),
            keys: Vec::new(),
            places: BTreeMap::new(),
        }
    }

    fn report(
        &mut self,
        code: Code,
        span: Range<usize>,
        path: &[&str],
        message: String,
        help: String,
    ) {
        let pointer = pointer(path.iter().copied());
        let mut it = Diagnostic::error(code, self.place(span.start), pointer, message);
        it.help = Some(help).filter(|it| !it.is_empty());
        self.sink.push(it);
    }

    fn place(&self, byte: usize) -> Place {
        let byte = byte.min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= byte);
        let before = self.text.get(self.lines[line - 1]..byte);
        let column = before.map_or(0, |it| it.chars().count()) + 1;
        Place {
            file: FileId(0),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

/// One table of the document: hands out its values, and in the end finds the keys that nobody asked for.
pub(super) struct Section<'r, 't> {
    reader: &'r mut SettingsReader,
    /// The keys that lead here.
    path: Vec<&'t str>,
    /// `None` where the document has no such table.
    table: Option<&'t DeTable<'t>>,
    asked: Vec<&'static str>,
}

impl<'r, 't> Section<'r, 't> {
    fn root(reader: &'r mut SettingsReader, table: Option<&'t DeTable<'t>>) -> Self {
        Self {
            reader,
            path: Vec::new(),
            table,
            asked: Vec::new(),
        }
    }

    /// The names and places of the tables in the table of that name.
    pub(super) fn tables<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&'t str, &mut Section<'_, '_>) -> T,
    ) -> Vec<T> {
        let table = match self.value(name) {
            None => None,
            Some(it) => self.typed(it, &[name], "a table of tables", it.get_ref().as_table()),
        };
        let mut found = Vec::new();
        for (key, it) in table.into_iter().flat_map(|it| it.iter()) {
            self.remember(name, key.get_ref().as_ref(), key.span());
            let key: &'t str = key.get_ref().as_ref();
            let Some(table) = self.typed(it, &[name, key], "a table", it.get_ref().as_table())
            else {
                continue;
            };
            let mut section = Section {
                path: [&self.path[..], &[name, key]].concat(),
                table: Some(table),
                asked: Vec::new(),
                reader: &mut *self.reader,
            };
            found.push(read(key, &mut section));
            section.finish();
        }
        found
    }

    /// The table that some names lead to, with what `read` makes of it. `None` where there is none.
    pub(super) fn within<T>(
        &mut self,
        names: &[&'static str],
        read: impl FnOnce(&mut Section<'_, '_>) -> T,
    ) -> Option<T> {
        let mut table = self.table;
        for name in names {
            table = table?.get(*name)?.get_ref().as_table();
        }
        let mut section = Section {
            path: names.to_vec(),
            table: Some(table?),
            asked: Vec::new(),
            reader: &mut *self.reader,
        };
        let found = read(&mut section);
        section.finish();
        Some(found)
    }

    /// Whether a key is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.table.is_some_and(|it| it.contains_key(name))
    }

    /// Whether a key is missing, or a table without keys.
    pub(super) fn is_empty(&self, name: &str) -> bool {
        let value = self.table.and_then(|it| it.get(name));
        let table = value.map(|it| it.get_ref().as_table());
        table.is_none_or(|it| it.is_some_and(|it| it.is_empty()))
    }

    /// Reports that a key of this table cannot stand here, or that a key is missing.
    pub(super) fn refuse(&mut self, name: &str, message: String, help: &str) {
        let key = self.table.and_then(|it| it.get_key_value(name));
        let first = self.table.and_then(|it| it.iter().next());
        let span = key.or(first).map(|(key, _)| key.span()).unwrap_or_default();
        self.report(code::UNUSABLE_SETTING, span, &[], message, help.to_owned());
    }

    /// How packages are depended on: a version, or a table.
    fn dependencies(&mut self, name: &'static str) -> IndexMap<String, String> {
        let Some(it) = self.asked_for(name, Form::Dependencies) else {
            return IndexMap::new();
        };
        let table = self.typed(it, &[name], "a table", it.get_ref().as_table());
        let mut map = IndexMap::new();
        for (key, it) in table.into_iter().flat_map(|it| it.iter()) {
            let key = key.get_ref().as_ref();
            let value = it.get_ref();
            let is_one = value.as_str().is_some() || value.as_table().is_some();
            let wanted = "a version, or a table as in Cargo.toml";
            if self
                .typed(it, &[name, key], wanted, is_one.then_some(()))
                .is_some()
            {
                map.insert(key.to_owned(), rendered(value));
            }
        }
        map
    }

    /// The table of that name, as `read` makes it.
    fn section<T>(&mut self, name: &'static str, read: fn(&mut Section<'_, '_>) -> T) -> T {
        let table = match self.value(name) {
            None => None,
            Some(it) => self.typed(it, &[name], "a table", it.get_ref().as_table()),
        };
        let mut section = Section {
            path: [&self.path[..], &[name]].concat(),
            table,
            asked: Vec::new(),
            reader: &mut *self.reader,
        };
        let it = read(&mut section);
        section.finish();
        it
    }

    /// A string that is one of a few.
    fn one_of(
        &mut self,
        name: &'static str,
        words: &'static [&'static str],
        help: &str,
    ) -> Option<&'static str> {
        let it = self.asked_for(name, Form::Text(words))?;
        let text = self.typed(it, &[name], "a string", it.get_ref().as_str())?;
        let found = words.iter().find(|word| **word == text).copied();
        if found.is_none() {
            let message = format!("`{}` cannot be {text:?}", self.name(&[name]));
            self.report(
                code::UNUSABLE_SETTING,
                it.span(),
                &[name],
                message,
                help.to_owned(),
            );
        }
        found
    }

    pub(super) fn string(&mut self, name: &'static str, rule: Rule) -> Option<String> {
        let it = self.asked_for(name, Form::Text(&[]))?;
        let text = self.typed(it, &[name], "a string", it.get_ref().as_str())?;
        if let Err(help) = rule(text) {
            let message = format!("`{}` cannot be {text:?}", self.name(&[name]));
            self.report(code::UNUSABLE_SETTING, it.span(), &[name], message, help);
            return None;
        }
        Some(text.to_owned())
    }

    pub(super) fn boolean(&mut self, name: &'static str) -> Option<bool> {
        let it = self.asked_for(name, Form::Truth)?;
        self.typed(it, &[name], "`true` or `false`", it.get_ref().as_bool())
    }

    pub(super) fn strings(&mut self, name: &'static str) -> Vec<String> {
        self.strings_by(name, anything)
    }

    /// A list of strings, each of which is to be one of a few: whoever asks refuses others.
    pub(super) fn strings_of(
        &mut self,
        name: &'static str,
        words: &'static [&'static str],
    ) -> Vec<String> {
        self.list(name, Form::Texts(words), anything)
    }

    fn strings_by(&mut self, name: &'static str, rule: Rule) -> Vec<String> {
        self.list(name, Form::Texts(&[]), rule)
    }

    fn list(&mut self, name: &'static str, form: Form, rule: Rule) -> Vec<String> {
        let Some(it) = self.asked_for(name, form) else {
            return Vec::new();
        };
        let items = self.typed(it, &[name], "a list of strings", it.get_ref().as_array());
        items
            .into_iter()
            .flat_map(|it| it.iter())
            .filter_map(|it| {
                let text = self.typed(it, &[name], "a string", it.get_ref().as_str())?;
                if let Err(help) = rule(text) {
                    let message = format!("`{}` cannot have {text:?}", self.name(&[name]));
                    self.report(code::UNUSABLE_SETTING, it.span(), &[name], message, help);
                    return None;
                }
                self.remember(name, text, it.span());
                Some(text.to_owned())
            })
            .collect()
    }

    pub(super) fn map(&mut self, name: &'static str) -> IndexMap<String, String> {
        let Some(it) = self.asked_for(name, Form::Table) else {
            return IndexMap::new();
        };
        let table = self.typed(it, &[name], "a table of strings", it.get_ref().as_table());
        let mut map = IndexMap::new();
        for (key, it) in table.into_iter().flat_map(|it| it.iter()) {
            let span = key.span();
            let key = key.get_ref().as_ref();
            self.remember(name, key, span);
            if let Some(text) = self.typed(it, &[name, key], "a string", it.get_ref().as_str()) {
                map.insert(key.to_owned(), text.to_owned());
            }
        }
        map
    }

    /// Takes note of where a name of a list or table stands.
    fn remember(&mut self, list: &str, name: &str, span: Range<usize>) {
        let place = Place {
            file: FileId::SETTINGS,
            ..self.reader.place(span.start)
        };
        // Within a target, keys are those of a file of its own.
        let section = self.path.last().copied().unwrap_or_default();
        let key = format!("{section}.{list}");
        self.reader.places.insert((key, name.to_owned()), place);
    }

    /// Reports every key that nobody asked for.
    pub(super) fn finish(&mut self) {
        for (key, _) in self.table.into_iter().flat_map(|it| it.iter()) {
            let written = key.get_ref().as_ref();
            if self.asked.contains(&written) {
                continue;
            }
            let message = match self.path.as_slice() {
                [] => format!("there is no section `{written}`"),
                path => format!("`[{}]` has no key `{written}`", path.join(".")),
            };
            let help = match nearest(written, self.asked.iter().copied()) {
                Some(it) => format!("did you mean `{it}`?"),
                None => format!("there are `{}`", self.asked.join("`, `")),
            };
            self.report(code::UNKNOWN_SETTING, key.span(), &[written], message, help);
        }
    }

    /// A value that is no section: its key is listed in [`Config::keys`].
    fn asked_for(&mut self, name: &'static str, form: Form) -> Option<&'t Spanned<DeValue<'t>>> {
        let name_in_full = self.name(&[name]);
        self.reader.keys.push((name_in_full, form));
        self.value(name)
    }

    fn value(&mut self, name: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(name);
        self.table?.get(name)
    }

    /// Passes a value on, or reports that it is of another type.
    fn typed<T>(
        &mut self,
        it: &Spanned<DeValue<'_>>,
        name: &[&str],
        wanted: &str,
        value: Option<T>,
    ) -> Option<T> {
        if value.is_none() {
            let found = kind(it.get_ref());
            let message = format!("`{}` must be {wanted}, found {found}", self.name(name));
            self.report(
                code::WRONG_SETTING,
                it.span(),
                name,
                message,
                format!("write {wanted}"),
            );
        }
        value
    }

    fn report(
        &mut self,
        code: Code,
        span: Range<usize>,
        name: &[&str],
        message: String,
        help: String,
    ) {
        let path: Vec<&str> = self.path.iter().chain(name).copied().collect();
        self.reader.report(code, span, &path, message, help);
    }

    fn name(&self, name: &[&str]) -> String {
        let path: Vec<&str> = self.path.iter().chain(name).copied().collect();
        path.join(".")
    }
}

/// A value in one line of TOML.
fn rendered(it: &DeValue<'_>) -> String {
    match it {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Boolean(it) => it.to_string(),
        DeValue::Array(items) => {
            let items: Vec<String> = items.iter().map(|it| rendered(it.get_ref())).collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(table) => {
            let rows: Vec<String> = (table.iter())
                .map(|(key, it)| format!("{} = {}", key.get_ref(), rendered(it.get_ref())))
                .collect();
            format!("{{ {} }}", rows.join(", "))
        }
        DeValue::Integer(it) => it.to_string(),
        DeValue::Float(it) => it.to_string(),
        DeValue::Datetime(it) => it.to_string(),
    }
}

fn kind(it: &DeValue<'_>) -> &'static str {
    match it {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests;
