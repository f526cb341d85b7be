//! The files of this package that emitted crates carry, and the packages that those need.
//!
//! This is the only list of them: the generator asks here what it has to write for the [`Feature`]s that a document needs,
//! and what has to stand in the manifest.

/// A feature of the run-time that an emitted crate may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// What types are read and written with.
    Types,
    /// What servers are made of.
    Server,
    /// Texts in other encodings than UTF-8; goes with [`Feature::Server`] and [`Feature::Client`].
    Charset,
    /// Bodies of `multipart/*`; goes with [`Feature::Server`].
    Multipart,
    /// The address of the peer in a `Context`; goes with [`Feature::Server`].
    ConnectInfo,
    /// What clients are made of.
    Client,
    /// Requests of clients by `reqwest`; goes with [`Feature::Client`], whose files have it.
    Reqwest,
    /// Spans of `tracing` for calls; goes with [`Feature::Client`], whose files have it.
    Tracing,
    /// Types of formats that are text unless they are asked for; goes with [`Feature::Types`].
    Formats,
    /// The schemas of types, for `schemars`; goes with [`Feature::Types`].
    JsonSchema,
    /// The engine for regular expressions that an automaton can follow; goes with [`Feature::Server`].
    Regex,
    /// The engine for those that look around or refer back; in place of [`Feature::Regex`].
    FancyRegex,
}

/// The folder of an emitted crate in which the files are, and the file that declares them.
pub const FOLDER: &str = "src/runtime";

/// A file: its path below [`FOLDER`], and its text.
pub type File = (&'static str, &'static str);

/// A dependency: the package, and the value of its key in a manifest.
pub type Dependency = (&'static str, &'static str);

/// Files that have the same path here and there.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!($path))),*]
    };
}

const TYPES: &[File] = files![
    "json.rs",
    "json/error.rs",
    "json/names.rs",
    "json/number.rs",
    "json/pointer.rs",
    "json/reader.rs",
    "json/reader/ahead.rs",
    "json/tree.rs",
    "types.rs",
    "types/constant.rs",
    "types/decode.rs",
    "types/enums.rs",
    "types/erased.rs",
    "types/foreign.rs",
    "types/judged.rs",
    "types/look.rs",
    "types/nullable.rs",
    "types/object.rs",
    "types/scalars.rs",
    "types/source.rs",
    "types/tagging.rs",
    "types/tags.rs",
    "types/time.rs",
    "types/unions.rs",
    "types/value.rs",
    "types/variant.rs",
];

/// What servers and clients have in common.
const SHARED: &[File] = files![
    "api.rs",
    "context.rs",
    "description.rs",
    "fault.rs",
    "items.rs",
    "media.rs",
    "problem.rs",
    "sequence.rs",
    "style.rs",
    "style/encode.rs",
    "style/encoding.rs",
    "threads.rs",
];

const CLIENT: &[File] = files![
    "client.rs",
    "client/blocking.rs",
    "client/builder.rs",
    "client/call.rs",
    "client/credentials.rs",
    "client/error.rs",
    "client/head.rs",
    "client/multipart.rs",
    "client/outgoing.rs",
    "client/pages.rs",
    "client/received.rs",
    "client/reqwest.rs",
    "client/resume.rs",
    "client/retry.rs",
    "client/sender.rs",
    "client/shared.rs",
    "client/table.rs",
    "client/testing.rs",
    "client/text.rs",
    "client/trace.rs",
    "client/transport.rs",
];

const SERVER: &[File] = files![
    "description/read.rs",
    "server.rs",
    "server/call.rs",
    "server/document.rs",
    "server/events.rs",
    "server/form.rs",
    "server/handler.rs",
    "server/items.rs",
    "server/negotiation.rs",
    "server/operation.rs",
    "server/parameter.rs",
    "server/parameters.rs",
    "server/path.rs",
    "server/render.rs",
    "server/reply.rs",
    "server/response_checks.rs",
    "server/responses.rs",
    "server/route.rs",
    "server/security.rs",
    "server/settings.rs",
    "server/state.rs",
    "server/table.rs",
    "server/value.rs",
    "style/decode.rs",
    "style/shape.rs",
    "validator.rs",
    "validator/budget.rs",
    "validator/direction.rs",
    "validator/evaluated.rs",
    "validator/explain.rs",
    "validator/format.rs",
    "validator/format/date.rs",
    "validator/format/encoding.rs",
    "validator/format/http.rs",
    "validator/format/internet.rs",
    "validator/format/uri.rs",
    "validator/judge.rs",
    "validator/number.rs",
    "validator/pattern.rs",
    "validator/place_hasher.rs",
    "validator/schema.rs",
    "validator/schemas.rs",
    "validator/stream.rs",
    "validator/types.rs",
    "validator/wide.rs",
];

const CHARSET: &[File] = &[("charset.rs", include_str!("charset/labels.rs"))];

const NO_CHARSET: &[File] = &[("charset.rs", include_str!("charset/none.rs"))];

const FORMATS: &[File] = files!["formats.rs"];

const JSON_SCHEMA: &[File] = files!["json_schema.rs"];

const PARTS: &[File] = files!["multipart.rs", "multipart/reader.rs"];

const MULTIPART: &[File] = &[
    (
        "server/multipart.rs",
        include_str!("server/multipart/parts.rs"),
    ),
    (
        "server/multipart/form.rs",
        include_str!("server/multipart/parts/form.rs"),
    ),
];

const NO_MULTIPART: &[File] = &[(
    "server/multipart.rs",
    include_str!("server/multipart/none.rs"),
)];

const CONNECT_INFO: &[File] = &[(
    "server/peer.rs",
    include_str!("server/peer/connect_info.rs"),
)];

const NO_CONNECT_INFO: &[File] = &[("server/peer.rs", include_str!("server/peer/none.rs"))];

const REGEX: &[File] = &[
    ("ecma.rs", include_str!("ecma.rs")),
    (
        "validator/engine.rs",
        include_str!("validator/engine/regex.rs"),
    ),
];

const FANCY_REGEX: &[File] = &[
    ("ecma.rs", include_str!("ecma.rs")),
    (
        "validator/engine.rs",
        include_str!("validator/engine/fancy.rs"),
    ),
];

const NO_REGEX: &[File] = &[(
    "validator/engine.rs",
    include_str!("validator/engine/none.rs"),
)];

/// Files of this package's `src` that no emitted crate carries: they choose by feature what an emitted crate has in
/// their place, or are about this package.
#[cfg(test)]
const OWN: &[&str] = &[
    "charset.rs",
    "foreign.rs",
    "lib.rs",
    "server/multipart.rs",
    "server/peer.rs",
    "untyped.rs",
    "validator/engine.rs",
    "vendored.rs",
    "written.rs",
];

/// Types of other packages that this one reads, and the cargo feature of each.
pub const FOREIGN: &[(&str, &str)] = &[
    ("chrono::DateTime<chrono::FixedOffset>", "chrono"),
    ("chrono::NaiveDate", "chrono"),
    ("crate::runtime::formats::Duration", "formats"),
    ("crate::runtime::formats::TimeOfDay", "formats"),
    ("serde_json::Value", "json"),
    ("uuid::Uuid", "uuid"),
];

impl Feature {
    /// The cargo feature of this package.
    pub fn name(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Server => "server",
            Self::Charset => "charset",
            Self::Multipart => "multipart",
            Self::ConnectInfo => "connect-info",
            Self::Client => "client-core",
            Self::Reqwest => "client-reqwest",
            Self::Tracing => "client-tracing",
            Self::Formats => "formats",
            Self::JsonSchema => "schemars",
            Self::Regex => "regex",
            Self::FancyRegex => "fancy-regex",
        }
    }

    /// The packages it needs.
    pub fn dependencies(self) -> &'static [Dependency] {
        match self {
            Self::Types => &[("serde", "\"1\"")],
            Self::Server => &[
                ("axum", "{ version = \"0.8\", default-features = false }"),
                ("bytes", "\"1\""),
                ("futures-core", "\"0.3\""),
                ("http", "\"1\""),
                ("serde_json", "\"1\""),
                ("tower-layer", "\"0.3\""),
                ("tower-service", "\"0.3\""),
            ],
            Self::Charset => &[("encoding_rs", "\"0.8\"")],
            Self::Multipart => &[],
            Self::ConnectInfo => &[(
                "axum",
                "{ version = \"0.8\", default-features = false, features = [\"tokio\"] }",
            )],
            Self::Client => &[
                ("bytes", "\"1\""),
                ("futures-core", "\"0.3\""),
                ("http", "\"1\""),
                ("http-body", "\"1\""),
                ("httpdate", "\"1\""),
                ("serde_json", "\"1\""),
                ("tower-layer", "\"0.3\""),
                ("tower-service", "\"0.3\""),
            ],
            Self::Reqwest => &[
                (
                    "reqwest",
                    "{ version = \"0.13\", default-features = false, features = [\"stream\"] }",
                ),
                ("tokio", "{ version = \"1\", features = [\"time\"] }"),
            ],
            Self::Tracing => &[(
                "tracing",
                "{ version = \"0.1\", default-features = false, features = [\"std\"] }",
            )],
            Self::Formats => &[],
            Self::JsonSchema => &[
                (
                    "schemars",
                    "{ version = \"1\", default-features = false, features = [\"std\"] }",
                ),
                ("serde_json", "\"1\""),
            ],
            Self::Regex => &[("regex", "\"1\"")],
            Self::FancyRegex => &[("fancy-regex", "\"0.16\"")],
        }
    }
}

/// The files of these features, by path. Where one is left out that others call, there is a file in its place that does
/// nothing.
///
/// ```
/// use verbatim_runtime::vendored::{Feature, files};
///
/// let files = files(&[Feature::Types]);
/// assert!(files.iter().any(|(path, _)| *path == "types.rs"));
/// ```
pub fn files(features: &[Feature]) -> Vec<(&'static str, String)> {
    let has = |feature| features.contains(&feature);
    let mut lists = Vec::new();
    if has(Feature::Types) {
        lists.push(TYPES);
    }
    if has(Feature::Server) || has(Feature::Client) {
        lists.push(SHARED);
        lists.push(match has(Feature::Charset) {
            true => CHARSET,
            false => NO_CHARSET,
        });
    }
    if has(Feature::Formats) {
        lists.push(FORMATS);
    }
    if has(Feature::JsonSchema) {
        lists.push(JSON_SCHEMA);
    }
    if has(Feature::Client) || has(Feature::Multipart) {
        lists.push(PARTS);
    }
    if has(Feature::Client) {
        lists.push(CLIENT);
    }
    if has(Feature::Server) {
        lists.push(SERVER);
        lists.push(match has(Feature::Multipart) {
            true => MULTIPART,
            false => NO_MULTIPART,
        });
        lists.push(match has(Feature::ConnectInfo) {
            true => CONNECT_INFO,
            false => NO_CONNECT_INFO,
        });
        lists.push(match (has(Feature::FancyRegex), has(Feature::Regex)) {
            (true, _) => FANCY_REGEX,
            (false, true) => REGEX,
            (false, false) => NO_REGEX,
        });
    }
    let files = lists.into_iter().flatten();
    files.map(|(path, text)| (*path, emitted(text))).collect()
}

/// The text as it is emitted: the macros of an emitted crate are its own, while this package's are for others, and
/// examples, which are tried here, speak of the crate they stand in.
fn emitted(text: &str) -> String {
    text.replace("#[macro_export]\n", "")
        .replace("/// ```\n/// use ", "/// ```ignore\n/// use ")
        .replace("/// ```\n    /// use ", "/// ```ignore\n    /// use ")
        .replace("//! ```\n//! use ", "//! ```ignore\n//! use ")
        .replace("verbatim_runtime::", "crate::")
}

/// The file that declares the modules of these features: `src/runtime.rs`.
pub fn root(features: &[Feature]) -> String {
    let mut text = String::from(
        "//! What this crate runs on.\n\n\
         #![allow(\n    dead_code,\n    unused_imports,\n    unused_macros,\n    \
         reason = \"it is the same for every document\"\n)]\n\n",
    );
    let has = |feature| features.contains(&feature);
    let has_parts = has(Feature::Multipart) || has(Feature::Client);
    let has_ecma = has(Feature::Regex) || has(Feature::FancyRegex);
    let (server, client) = (&[SERVER_SIDE][..], &[CLIENT_SIDE][..]);
    let both = &[CLIENT_SIDE, SERVER_SIDE][..];
    let schemas = &[SCHEMAS][..];
    for (module, sides, is_there) in [
        ("api", both, true),
        ("charset", both, true),
        ("client", client, true),
        ("context", both, true),
        ("description", both, true),
        ("ecma", server, has_ecma),
        ("fault", both, true),
        ("formats", &[], has(Feature::Formats)),
        ("items", both, true),
        ("json", &[], has(Feature::Types)),
        ("json_schema", schemas, true),
        ("media", both, true),
        ("multipart", both, has_parts),
        ("problem", both, true),
        ("sequence", both, true),
        ("server", server, true),
        ("style", both, true),
        ("threads", both, true),
        ("types", &[], has(Feature::Types)),
        ("validator", server, true),
    ] {
        let sides_there: Vec<&Side> = sides.iter().filter(|it| has(it.0)).collect();
        if !is_there || sides_there.is_empty() && !sides.is_empty() {
            continue;
        }
        match &sides_there[..] {
            [] => {}
            [only] => text.push_str(&format!("#[cfg(feature = {:?})]\n", only.1)),
            [first, second, ..] => text.push_str(&format!(
                "#[cfg(any(feature = {:?}, feature = {:?}))]\n",
                first.1, second.1
            )),
        }
        if ["client", "json_schema", "server", "types"].contains(&module) {
            text.push_str("#[macro_use]\n");
        }
        text.push_str("pub mod ");
        text.push_str(module);
        text.push_str(";\n");
    }
    text
}

/// What calls or is called, and the cargo feature of an emitted crate that has it.
type Side = (Feature, &'static str);

const SERVER_SIDE: Side = (Feature::Server, "server");
const CLIENT_SIDE: Side = (Feature::Client, "client-core");
const SCHEMAS: Side = (Feature::JsonSchema, "schemars");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Every file below `src`, by its path from there.
    fn sources() -> Vec<String> {
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut folders = vec![src.clone()];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path: PathBuf = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let path = path.strip_prefix(&src).unwrap();
                    found.push(path.to_str().unwrap().replace('\\', "/"));
                }
            }
        }
        found
    }

    #[test]
    fn every_file_is_emitted_for_some_document() {
        let all = [
            TYPES,
            SHARED,
            SERVER,
            CLIENT,
            PARTS,
            CHARSET,
            NO_CHARSET,
            MULTIPART,
            NO_MULTIPART,
            CONNECT_INFO,
            NO_CONNECT_INFO,
            REGEX,
            FANCY_REGEX,
            NO_REGEX,
            FORMATS,
            JSON_SCHEMA,
        ];
        let listed: BTreeSet<&str> = all.into_iter().flatten().map(|it| it.1).collect();
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for path in sources() {
            let is_own = OWN.contains(&&*path) || path.starts_with("tests");
            let text = fs::read_to_string(src.join(&path)).unwrap();
            assert_eq!(listed.contains(&*text), !is_own, "{path}");
        }
    }

    #[test]
    fn each_path_is_there_once() {
        for features in [
            &[Feature::Types][..],
            &[Feature::Types, Feature::Server],
            &[Feature::Types, Feature::Client],
            &[Feature::Types, Feature::Formats, Feature::JsonSchema],
            &[
                Feature::Types,
                Feature::Server,
                Feature::Charset,
                Feature::Multipart,
                Feature::ConnectInfo,
                Feature::Client,
                Feature::Regex,
            ],
            &[Feature::Server, Feature::Regex, Feature::FancyRegex],
        ] {
            let files = files(features);
            let paths: BTreeSet<&str> = files.iter().map(|it| it.0).collect();
            assert_eq!(paths.len(), files.len());
            // Each is declared by the file above it.
            let root = root(features);
            for (path, _) in &files {
                let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
                let above = files.iter().find(|it| it.0 == format!("{above}.rs"));
                let above = above.map_or(&*root, |it| &it.1);
                let module = format!("mod {};", name.trim_end_matches(".rs"));
                assert!(above.contains(&module), "{path} is not declared");
            }
        }
    }

    #[test]
    fn each_feature_is_one_of_this_package() {
        let manifest = include_str!("../Cargo.toml");
        let all = [
            Feature::Types,
            Feature::Server,
            Feature::Charset,
            Feature::Multipart,
            Feature::ConnectInfo,
            Feature::Client,
            Feature::Reqwest,
            Feature::Formats,
            Feature::JsonSchema,
            Feature::Regex,
            Feature::FancyRegex,
        ];
        let names = all.into_iter().map(Feature::name);
        for name in names.chain(FOREIGN.iter().map(|it| it.1)) {
            assert!(manifest.contains(&format!("\n{name} = [")), "{name}");
        }
        let foreign = include_str!("foreign.rs");
        for (path, _) in FOREIGN {
            assert!(foreign.contains(path), "{path}");
        }
    }

    /// What an emitted manifest asks for is what this package is tested with.
    #[test]
    fn dependencies_are_those_of_this_package() {
        let manifest = include_str!("../Cargo.toml");
        let (_, manifest) = manifest.split_once("[dependencies]").unwrap();
        for feature in [
            Feature::Types,
            Feature::Server,
            Feature::Charset,
            Feature::Multipart,
            Feature::ConnectInfo,
            Feature::Client,
            Feature::Reqwest,
            Feature::Regex,
            Feature::FancyRegex,
        ] {
            for (name, value) in feature.dependencies() {
                let version = value.split('"').nth(1).unwrap();
                let mut lines = manifest.lines();
                let line = lines.find(|it| it.starts_with(&format!("{name} = ")));
                let line = line.unwrap_or_else(|| panic!("{name} is not a dependency"));
                assert!(
                    line.contains(&format!("version = \"{version}\"")),
                    "{name} = {value}, and here {line}"
                );
            }
        }
    }
}
