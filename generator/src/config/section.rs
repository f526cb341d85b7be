//! The tables of a file of choices: hands out their values, each of its type, and remembers where they stand.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::catalogue as code;
use crate::diagnostic::{Code, Diagnostic, Report, Sink};
use crate::nearest::nearest;
use crate::node::pointer;
use crate::source::{FileId, Place, Source};

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
    /// A table of rules of pages, which go by one of these.
    Pagination(&'static [&'static str]),
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

/// Whether a string can be used; a sentence that says what belongs there instead, if not.
pub(super) type Rule = fn(&str) -> Result<(), String>;

/// Any string.
pub(super) fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

pub(super) fn one_line(text: &str) -> Result<(), String> {
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err("write one line of text, or leave the key out".to_owned());
    }
    Ok(())
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
    pub(super) fn new(text: Arc<String>) -> Self {
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

    pub(super) fn report(
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

    pub(super) fn place(&self, byte: usize) -> Place {
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
    pub(super) fn root(reader: &'r mut SettingsReader, table: Option<&'t DeTable<'t>>) -> Self {
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
    pub(super) fn dependencies(&mut self, name: &'static str) -> IndexMap<String, String> {
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
    pub(super) fn section<T>(
        &mut self,
        name: &'static str,
        read: fn(&mut Section<'_, '_>) -> T,
    ) -> T {
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
    pub(super) fn one_of(
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
        self.remember(name, name, it.span());
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

    pub(super) fn strings_by(&mut self, name: &'static str, rule: Rule) -> Vec<String> {
        self.list(name, Form::Texts(&[]), rule)
    }

    pub(super) fn list(&mut self, name: &'static str, form: Form, rule: Rule) -> Vec<String> {
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
        self.map_by(name, |_, text| Ok(text.to_owned()))
    }

    /// A table of strings, each as `read` makes it of its key and what stands there, or says what to write instead.
    pub(super) fn map_by(
        &mut self,
        name: &'static str,
        read: fn(&str, &str) -> Result<String, String>,
    ) -> IndexMap<String, String> {
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
                match read(key, text) {
                    Ok(text) => drop(map.insert(key.to_owned(), text)),
                    Err(help) => {
                        let message = format!("`{}` cannot be {text:?}", self.name(&[name, key]));
                        self.report(
                            code::UNUSABLE_SETTING,
                            it.span(),
                            &[name, key],
                            message,
                            help,
                        );
                    }
                }
            }
        }
        map
    }

    /// Takes note of where this table stands, as a name of the one above it.
    pub(super) fn remember_itself(&mut self) {
        let [.., section, list, name] = self.path[..] else {
            return;
        };
        let first = self.table.and_then(|it| it.iter().next());
        let span = first.map(|(key, _)| key.span()).unwrap_or_default();
        let place = Place {
            file: FileId::SETTINGS,
            ..self.reader.place(span.start)
        };
        let key = format!("{section}.{list}");
        self.reader.places.insert((key, name.to_owned()), place);
    }

    /// Takes note of where a name of a list or table stands.
    pub(super) fn remember(&mut self, list: &str, name: &str, span: Range<usize>) {
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
    pub(super) fn asked_for(
        &mut self,
        name: &'static str,
        form: Form,
    ) -> Option<&'t Spanned<DeValue<'t>>> {
        let name_in_full = self.name(&[name]);
        self.reader.keys.push((name_in_full, form));
        self.value(name)
    }

    pub(super) fn value(&mut self, name: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(name);
        self.table?.get(name)
    }

    /// Passes a value on, or reports that it is of another type.
    pub(super) fn typed<T>(
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

    pub(super) fn report(
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

    pub(super) fn name(&self, name: &[&str]) -> String {
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
