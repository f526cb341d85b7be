//! The text of a `gen.toml` → [`Config`], with every finding at its line and column.

use super::pagination;
use super::section::{Rule, Section, anything, asked, one_line, read_source};
use super::{
    Client, Config, Defaults, Docs, Names, Origin, Package, Runtime, Select, Server, Skip, Style,
    Types,
};
use crate::diagnostic::Report;
use crate::source::Source;

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

fn read(root: &mut Section<'_, '_>) -> Config {
    let config = config(root);
    root.finish();
    config
}

/// The sections that a file of choices has.
pub(super) const SECTIONS: [&str; 8] = [
    "package", "docs", "names", "types", "server", "client", "select", "skip",
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
        client: root.section("client", |it| Client {
            pagination: pagination::rules(it),
        }),
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
        formats: it.map_by("formats", type_of_format),
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
        json_schema: it.boolean("json-schema").unwrap_or_default(),
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

/// What `"typed"` stands for: the types of formats that are text unless a type is asked for.
const TYPED: [(&str, &str); 4] = [
    ("duration", "crate::runtime::formats::Duration"),
    ("time", "crate::runtime::formats::TimeOfDay"),
    ("uri", "url::Url"),
    ("url", "url::Url"),
];

/// The path of the type of a format.
fn type_of_format(format: &str, text: &str) -> Result<String, String> {
    if text != "typed" {
        return Ok(text.to_owned());
    }
    match TYPED.iter().find(|it| it.0 == format) {
        Some((_, path)) => Ok((*path).to_owned()),
        None => {
            let known: Vec<String> = TYPED.iter().map(|it| format!("`{}`", it.0)).collect();
            Err(format!(
                "there is a type for {}; for others, write the path of one, as `my_crate::Type`",
                known.join(", ")
            ))
        }
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
        "JsonSchema" => Err(
            "JsonSchema goes by attributes of serde, which types do not have: it would describe names and forms that are not those \
             on the wire; write `json-schema = true`, and types have the schemas of the document by the cargo feature `schemars`"
                .to_owned(),
        ),
        "ToSchema" | "IntoParams" | "TS" | "Type" | "ApiComponent" => Err(format!(
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

#[cfg(test)]
mod tests;
