//! Two manifests, the one that generated code begins with and the one that is there → what the latter lacks.

use std::collections::BTreeSet;
use std::ops::Range;

use semver::{Version, VersionReq};
use toml_edit::{Array, Document, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// One thing that a manifest lacks.
pub struct Lack {
    /// The bytes of the manifest that say it, or where it would be said.
    pub span: Range<usize>,
    /// What is missing.
    pub message: String,
    /// What to write.
    pub help: String,
    edit: Edit,
}

/// How a manifest gets what it lacks.
enum Edit {
    /// It cannot be read.
    None,
    /// A dependency that it has in no form.
    Add(String, Value),
    /// A dependency that it has: features that it lacks, a version in place of another, and whether it may be left out.
    Widen {
        name: String,
        features: Vec<String>,
        version: Option<String>,
        always: bool,
    },
    /// A cargo feature, and what it must switch on.
    Feature(String, Vec<String>),
    /// The name of the package.
    Name(String),
}

/// How a package is depended on.
#[derive(Debug, Default)]
struct Dependency {
    version: Option<String>,
    features: BTreeSet<String>,
    lacks_defaults: bool,
    optional: bool,
    inherits: bool,
}

impl Dependency {
    fn of(item: &Item) -> Self {
        if let Some(version) = item.as_str() {
            return Self {
                version: Some(version.to_owned()),
                ..Self::default()
            };
        }
        let flag = |key: &str| item.get(key).and_then(Item::as_bool);
        let features = item.get("features").and_then(Item::as_array);
        let features = features.into_iter().flat_map(|it| it.iter());
        Self {
            version: item
                .get("version")
                .and_then(Item::as_str)
                .map(str::to_owned),
            features: features
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            lacks_defaults: flag("default-features") == Some(false),
            optional: flag("optional") == Some(true),
            inherits: flag("workspace") == Some(true),
        }
    }

    /// What `workspace = true` stands for.
    fn resolved(mut self, name: &str, shared: Option<&Item>) -> Self {
        if self.inherits
            && let Some(it) = shared.and_then(|it| entry(it.as_table_like()?, name))
        {
            let it = Self::of(it.1);
            self.version = it.version;
            self.features.extend(it.features);
            self.lacks_defaults = it.lacks_defaults;
        }
        self
    }

    /// The features that are wanted and not there.
    fn missing(&self, wanted: &Self) -> Vec<String> {
        let mut missing: Vec<String> = wanted
            .features
            .difference(&self.features)
            .cloned()
            .collect();
        if self.lacks_defaults && !wanted.lacks_defaults && !self.features.contains("default") {
            missing.push("default".to_owned());
        }
        missing
    }

    fn has_version(&self, wanted: &Self) -> bool {
        match (&self.version, &wanted.version) {
            (Some(here), Some(wanted)) => overlap(here, wanted),
            _ => true,
        }
    }
}

/// The entry of a package, whether it is written with `-` or `_`, as crates are.
fn entry<'t>(table: &'t dyn TableLike, name: &str) -> Option<(&'t str, &'t Item)> {
    let same = |it: &str| it.replace('-', "_") == name.replace('-', "_");
    table.iter().find(|(key, _)| same(key))
}

/// Whether there may be a version that satisfies both requirements. What cannot be read is cargo's to tell.
fn overlap(here: &str, wanted: &str) -> bool {
    let (Ok(here), Ok(wanted)) = (VersionReq::parse(here), VersionReq::parse(wanted)) else {
        return true;
    };
    let lowest = |it: &semver::Comparator| {
        let (major, minor, patch) = (it.major, it.minor.unwrap_or(0), it.patch.unwrap_or(0));
        // The first version that may be meant, and the next ones: `>1.2` begins at 1.3.0.
        [
            Version::new(major, minor, patch),
            Version::new(major, minor, patch.saturating_add(1)),
            Version::new(major, minor.saturating_add(1), 0),
            Version::new(major.saturating_add(1), 0, 0),
        ]
    };
    let comparators = here.comparators.iter().chain(&wanted.comparators);
    let mut candidates = comparators.flat_map(lowest);
    let is_any = here.comparators.is_empty() || wanted.comparators.is_empty();
    is_any || candidates.any(|it| here.matches(&it) && wanted.matches(&it))
}

impl Lack {
    /// A manifest that cannot be read.
    pub fn unreadable(span: Range<usize>, why: &str) -> Self {
        Self {
            span,
            message: format!("this is no TOML: {why}"),
            help: "mend it, so that it can be compared with what the generated code needs"
                .to_owned(),
            edit: Edit::None,
        }
    }

    /// Adds what is missing. What else the manifest says stays as it is.
    pub fn mend(&self, document: &mut DocumentMut) {
        match &self.edit {
            Edit::None => {}
            Edit::Add(name, value) => {
                let table = table(document, "dependencies");
                table.insert(name, Item::Value(value.clone().decorated(" ", "")));
            }
            Edit::Widen {
                name,
                features,
                version,
                always,
            } => {
                let table = table(document, "dependencies");
                let Some(key) = entry(table, name).map(|it| it.0.to_owned()) else {
                    return;
                };
                let Some(item) = table.get_mut(&key) else {
                    return;
                };
                widen(item, features, version.as_deref(), *always);
            }
            Edit::Feature(name, entries) => {
                let table = table(document, "features");
                if !table.get(name).is_some_and(Item::is_array) {
                    table.insert(name, toml_edit::value(Array::new()));
                }
                if let Some(list) = table.get_mut(name).and_then(Item::as_array_mut) {
                    push_all(list, entries);
                }
            }
            Edit::Name(name) => {
                table(document, "package").insert("name", toml_edit::value(name));
            }
        }
    }
}

fn table<'d>(document: &'d mut DocumentMut, name: &str) -> &'d mut dyn TableLike {
    let item = document.entry(name).or_insert(Item::Table(Table::new()));
    if !item.is_table_like() {
        *item = Item::Table(Table::new());
    }
    item.as_table_like_mut().expect("it has just been made one")
}

/// A list goes on as it is laid out: a line for each, or all in one.
fn push_all(list: &mut Array, entries: &[String]) {
    let last = list
        .iter()
        .last()
        .and_then(|it| it.decor().prefix()?.as_str().map(str::to_owned));
    let breaks = last.filter(|it| it.contains('\n'));
    for entry in entries {
        match &breaks {
            Some(prefix) => {
                let mut value = Value::from(entry.as_str());
                value.decor_mut().set_prefix(prefix.as_str());
                list.push_formatted(value);
            }
            None => list.push(entry.as_str()),
        }
    }
}

fn widen(item: &mut Item, features: &[String], version: Option<&str>, always: bool) {
    if let Some(text) = item.as_str().map(str::to_owned) {
        let mut table = InlineTable::new();
        table.insert("version", text.into());
        *item = Item::Value(Value::InlineTable(table));
    }
    let Some(table) = item.as_table_like_mut() else {
        return;
    };
    if let Some(version) = version {
        table.insert("version", toml_edit::value(version));
        table.remove("workspace");
    }
    if always {
        table.remove("optional");
    }
    if !features.is_empty() {
        if !table.get("features").is_some_and(Item::is_array) {
            table.insert("features", toml_edit::value(Array::new()));
        }
        if let Some(list) = table.get_mut("features").and_then(Item::as_array_mut) {
            push_all(list, features);
        }
    }
}

/// What a manifest lacks of what generated code needs.
pub fn lacks(
    wanted: &DocumentMut,
    here: &Document<String>,
    shared: Option<&Item>,
    pages: bool,
    is_named: bool,
) -> Vec<Lack> {
    let mut found = Vec::new();
    if is_named {
        name(wanted, here, &mut found);
    }
    let wanted_dependencies = wanted.get("dependencies").and_then(Item::as_table_like);
    let header = span_of(here, "dependencies");
    for (name, item) in wanted_dependencies.into_iter().flat_map(|it| it.iter()) {
        let wanted = Dependency::of(item);
        match dependency(here, name) {
            None => {
                let value = inherited(name, item, shared);
                found.push(Lack {
                    span: header.clone(),
                    message: format!(
                        "the generated code needs the package `{name}`, which is no dependency"
                    ),
                    help: format!("add `{name} = {value}` to `[dependencies]`"),
                    edit: Edit::Add(name.to_owned(), value),
                });
            }
            Some((key, it)) => {
                let has = Dependency::of(it).resolved(key, shared);
                let span = it.span().unwrap_or_else(|| header.clone());
                found.extend(widened(key, &has, &wanted, span));
            }
        }
    }
    let features = wanted.get("features").and_then(Item::as_table_like);
    for (name, item) in features.into_iter().flat_map(|it| it.iter()) {
        let is_left_out = name == "default" || name == "docs" && !pages;
        if !is_left_out && let Some(it) = feature(here, name, item, shared) {
            found.push(it);
        }
    }
    found
}

fn name(wanted: &DocumentMut, here: &Document<String>, found: &mut Vec<Lack>) {
    fn named(it: &Table) -> Option<&Item> {
        it.get("package")?.get("name")
    }
    let Some(wanted) = named(wanted).and_then(Item::as_str) else {
        return;
    };
    let item = named(here);
    if item.and_then(Item::as_str) != Some(wanted) {
        found.push(Lack {
            span: item
                .and_then(Item::span)
                .unwrap_or_else(|| span_of(here, "package")),
            message: format!("the choices name the package `{wanted}`, and its manifest does not"),
            help: format!("write `name = {wanted:?}`, or take `package.name` out of the choices"),
            edit: Edit::Name(wanted.to_owned()),
        });
    }
}

fn dependency<'d>(here: &'d Document<String>, name: &str) -> Option<(&'d str, &'d Item)> {
    entry(here.get("dependencies")?.as_table_like()?, name)
}

fn span_of(here: &Document<String>, table: &str) -> Range<usize> {
    here.get(table).and_then(Item::span).unwrap_or_default()
}

fn widened(key: &str, has: &Dependency, wanted: &Dependency, span: Range<usize>) -> Option<Lack> {
    let features = has.missing(wanted);
    let version = (wanted.version.clone()).filter(|_| !has.has_version(wanted));
    let always = has.optional && !wanted.optional;
    let mut lacks = Vec::new();
    let mut help = Vec::new();
    if let Some(version) = &version {
        let here = has.version.as_deref().unwrap_or_default();
        lacks.push(format!("version {version:?}, not {here:?}"));
        help.push(format!("write `version = {version:?}`"));
    }
    if !features.is_empty() {
        let noun = if features.len() == 1 {
            "feature"
        } else {
            "features"
        };
        lacks.push(format!("its {noun} `{}`", features.join("`, `")));
        help.push(format!("add {features:?} to its `features`"));
    }
    if always {
        lacks.push("it always".to_owned());
        help.push("take `optional` away".to_owned());
    }
    if lacks.is_empty() {
        return None;
    }
    Some(Lack {
        span,
        message: format!(
            "the generated code needs of `{key}` {}",
            lacks.join(", and ")
        ),
        help: help.join(", and "),
        edit: Edit::Widen {
            name: key.to_owned(),
            features,
            version,
            always,
        },
    })
}

/// What a cargo feature of the generated code lacks.
fn feature(
    here: &Document<String>,
    name: &str,
    wanted: &Item,
    shared: Option<&Item>,
) -> Option<Lack> {
    let item = here.get("features").and_then(|it| it.get(name));
    let list = item.and_then(Item::as_array);
    let list: BTreeSet<&str> = (list.into_iter().flat_map(|it| it.iter()))
        .filter_map(Value::as_str)
        .collect();
    let is_met = |entry: &str| {
        if list.contains(entry) {
            return true;
        }
        let of = |package: &str| {
            let (key, item) = dependency(here, package)?;
            Some(Dependency::of(item).resolved(key, shared))
        };
        match (entry.strip_prefix("dep:"), entry.split_once('/')) {
            // `axum/json` and `axum` switch it on as well; what is not optional is there.
            (Some(package), _) => {
                let prefix = format!("{package}/");
                list.contains(package)
                    || list.iter().any(|it| it.starts_with(&prefix))
                    || of(package).is_some_and(|it| !it.optional)
            }
            (None, Some((package, feature))) => {
                of(package).is_some_and(|it| !it.optional && it.features.contains(feature))
            }
            (None, None) => false,
        }
    };
    let entries = wanted.as_array().into_iter().flat_map(|it| it.iter());
    let entries = entries.filter_map(Value::as_str);
    let missing: Vec<String> = entries
        .filter(|it| !is_met(it))
        .map(str::to_owned)
        .collect();
    if item.is_some() && missing.is_empty() {
        return None;
    }
    let (message, help) = match item {
        None => (
            format!("the generated code has the cargo feature `{name}`, which is not declared"),
            format!("add `{name} = {missing:?}` to `[features]`"),
        ),
        Some(_) => (
            format!(
                "the cargo feature `{name}` does not switch on `{}`",
                missing.join("`, `")
            ),
            format!("add {missing:?} to it"),
        ),
    };
    Some(Lack {
        span: item
            .and_then(Item::span)
            .unwrap_or_else(|| span_of(here, "features")),
        message,
        help,
        edit: Edit::Feature(name.to_owned(), missing),
    })
}

/// How a package is depended on that the manifest does not have: by the workspace, if that has it.
fn inherited(name: &str, wanted: &Item, shared: Option<&Item>) -> Value {
    let own = || wanted.as_value().cloned().unwrap_or_else(|| "*".into());
    let Some((_, item)) = shared.and_then(|it| entry(it.as_table_like()?, name)) else {
        return own().decorated("", "");
    };
    let (has, needs) = (Dependency::of(item), Dependency::of(wanted));
    if !has.has_version(&needs) {
        return own().decorated("", "");
    }
    let mut table = InlineTable::new();
    table.insert("workspace", true.into());
    let features = has.missing(&needs);
    if !features.is_empty() {
        table.insert(
            "features",
            features
                .iter()
                .map(String::as_str)
                .collect::<Array>()
                .into(),
        );
    }
    if needs.optional {
        table.insert("optional", true.into());
    }
    Value::InlineTable(table)
}

/// A manifest whose dependencies come from the workspace, as far as that has them.
pub fn inheriting(wanted: &DocumentMut, shared: &Item) -> String {
    let mut document = wanted.clone();
    if let Some(table) = document
        .get_mut("dependencies")
        .and_then(Item::as_table_like_mut)
    {
        for (key, item) in table.iter_mut() {
            let value = inherited(key.get(), item, Some(shared));
            if value
                .as_inline_table()
                .is_some_and(|it| it.contains_key("workspace"))
            {
                *item = Item::Value(value.decorated(" ", ""));
            }
        }
    }
    document.to_string()
}

#[cfg(test)]
mod tests {
    use toml_edit::{Document, DocumentMut, Item};

    use super::{lacks, overlap};

    const WANTED: &str = r#"[features]
default = []
docs = []
server = [
    "dep:axum",
    "dep:bytes",
    "serde/derive",
]

[dependencies]
axum = { version = "0.8", default-features = false, optional = true }
bytes = { version = "1", optional = true }
serde = "1"
uuid = { version = "1", features = ["serde"] }
"#;

    /// What is found, and the manifest that comes of it.
    fn mended(here: &str, shared: &str) -> (Vec<String>, String) {
        let wanted: DocumentMut = WANTED.parse().expect("TOML");
        let read = Document::parse(here.to_owned()).expect("TOML");
        let shared: DocumentMut = shared.parse().expect("TOML");
        let shared = (!shared.is_empty()).then(|| Item::Table(shared.as_table().clone()));
        let found = lacks(&wanted, &read, shared.as_ref(), false, false);
        let mut document: DocumentMut = here.parse().expect("TOML");
        found.iter().for_each(|it| it.mend(&mut document));
        let text = document.to_string();
        let read = Document::parse(text.clone()).expect("TOML");
        let left = lacks(&wanted, &read, shared.as_ref(), false, false);
        assert!(left.is_empty(), "{text}\n{}", left[0].message);
        (found.into_iter().map(|it| it.message).collect(), text)
    }

    #[test]
    fn what_is_there_in_another_form_is_enough() {
        for (here, shared) in [
            (WANTED, ""),
            (
                "[features]\nserver = ['axum/json', 'bytes']\n[dependencies]\naxum = { version = '0.8.4', optional = true }\n\
                 bytes = { version = '>=1.2', optional = true }\nserde = { version = '1.0.200', features = ['derive'] }\n\
                 [dependencies.uuid]\nversion = '*'\nfeatures = ['v4', 'serde']\n",
                "",
            ),
            (
                "[features]\nserver = ['serde/derive']\n[dependencies]\naxum = '0.8'\nbytes.workspace = true\n\
                 serde.workspace = true\nuuid = { workspace = true, features = ['serde'] }\n",
                "bytes = '1'\nserde = '1'\nuuid = '1.5'\n",
            ),
        ] {
            let (found, text) = mended(here, shared);
            assert_eq!((found, text.as_str()), (Vec::new(), here));
        }
    }

    #[test]
    fn what_is_missing_is_told_and_added_and_the_rest_stays() {
        let here = "# mine\n[package]\nname = \"x\" # mine too\n\n[dependencies]\nserde = \"0.9\" # old\nuuid = { version = \"1\" }\n\n[dev-dependencies]\na = \"1\"\n";
        let (found, text) = mended(here, "");
        assert_eq!(
            found,
            [
                "the generated code needs the package `axum`, which is no dependency",
                "the generated code needs the package `bytes`, which is no dependency",
                "the generated code needs of `serde` version \"1\", not \"0.9\"",
                "the generated code needs of `uuid` its feature `serde`",
                "the generated code has the cargo feature `server`, which is not declared",
            ]
        );
        assert!(
            text.starts_with("# mine\n[package]\nname = \"x\" # mine too\n\n[dependencies]\n"),
            "{text}"
        );
        assert!(
            text.contains("uuid = { version = \"1\" , features = [\"serde\"] }")
                || text.contains("uuid = { version = \"1\", features = [\"serde\"] }"),
            "{text}"
        );
        assert!(text.contains("[dev-dependencies]\na = \"1\"\n"), "{text}");
    }

    #[test]
    fn what_the_workspace_has_is_taken_from_there() {
        let (_, text) = mended(
            "[dependencies]\nserde = \"1\"\n",
            "axum = { version = \"0.8\", default-features = false }\nbytes = \"0.5\"\nuuid = { version = \"1\", default-features = false }\n",
        );
        assert!(
            text.contains("axum = { workspace = true, optional = true }\n"),
            "{text}"
        );
        assert!(
            text.contains("bytes = { version = \"1\", optional = true }\n"),
            "{text}"
        );
        assert!(
            text.contains("uuid = { workspace = true, features = [\"serde\", \"default\"] }\n"),
            "{text}"
        );
    }

    #[test]
    fn requirements_overlap_where_a_version_satisfies_both() {
        for (here, wanted, is) in [
            ("1", "1", true),
            ("=1.0.3", "1", true),
            (">=0.9, <2", "1", true),
            ("*", "0.8", true),
            ("0.8.4", "*", true),
            (">1.2", "1", true),
            ("0.7", "0.8", false),
            ("2", "1", false),
            ("no version", "1", true),
        ] {
            assert_eq!(overlap(here, wanted), is, "{here} and {wanted}");
        }
    }
}
