//! What a crate has → `Cargo.toml` and `src/lib.rs`.

use std::collections::BTreeMap;

use verbatim_runtime::vendored::{Dependency, Feature};

use super::guide;
use super::item::RustApi;
use super::item::features::{Features, RuntimePackage};
use super::item::types::{TypeItem, TypeKind};
use super::layout::Lines;
use crate::config::Config;

/// A `Cargo.toml` to begin with. The package is named after the output folder unless the configuration names it;
/// `{name}` stands for that until the folder is known.
pub fn cargo_toml(rust: &RustApi, config: &Config) -> String {
    let mut lines = Lines::default();
    let name = config.package.name.as_deref().unwrap_or("{name}");
    let version = config.package.version.as_deref().unwrap_or("0.1.0");
    lines.line("[package]");
    lines.line(format!("name = {name:?}"));
    lines.line(format!("version = {version:?}"));
    lines.line("edition = \"2024\"");
    lines.line("");
    let Features {
        type_dependencies: types,
        server_dependencies: server,
        client_dependencies: client,
        package,
        ..
    } = &rust.features;
    let is_optional = |it: &&Dependency| types.iter().all(|own| own.0 != it.0);
    let optional: Vec<_> = server.iter().filter(is_optional).collect();
    let of_client: Vec<_> = client.iter().filter(is_optional).collect();
    lines.line("[features]");
    lines.line("default = []");
    if rust.features.has_server() {
        client_features(&mut lines, &of_client, package.as_ref());
    }
    lines.line("# The pages of the reference, as text; with `server`, a route that serves them.");
    lines.line("docs = []");
    let of_schemas: Vec<&Dependency> = (rust.features.has_schemas() && package.is_none())
        .then(|| Feature::JsonSchema.dependencies())
        .into_iter()
        .flatten()
        .filter(is_optional)
        .collect();
    if rust.features.has_schemas() {
        lines.line(
            "# `JsonSchema` of the crate `schemars` for all types, by the schemas of the document.",
        );
        let names = of_schemas.iter().map(|it| format!("dep:{}", it.0));
        let names: Vec<String> = match package {
            Some(_) => vec![format!("{RUNTIME}/schemars")],
            None => names.collect(),
        };
        lines.line(format!("schemars = {names:?}"));
    }
    if !server.is_empty() {
        lines.line("# The endpoint traits and the server over them.");
        lines.line("server = [");
        for (name, _) in &optional {
            lines.line(format!("    \"dep:{name}\","));
        }
        match package {
            Some(package) => {
                for name in &package.server_features {
                    lines.line(format!("    \"{RUNTIME}/{name}\","));
                }
            }
            None => lines.line("    \"serde/derive\","),
        }
        lines.line("]");
    }
    lines.line("");
    lines.line("[dependencies]");
    let mut rows: BTreeMap<&str, String> = (types.iter())
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    let of_features = [Feature::Reqwest, Feature::Tracing].into_iter();
    let of_features = of_features.filter(|_| rust.features.has_server() && package.is_none());
    let of_features = of_features.flat_map(|it| it.dependencies());
    let optional = of_client.into_iter().chain(of_features).chain(optional);
    for (name, value) in optional.chain(of_schemas) {
        rows.insert(name, as_optional(value));
    }
    for (name, value) in &rust.features.chosen_dependencies {
        let known = rows
            .keys()
            .any(|it| it.replace('-', "_") == name.replace('-', "_"));
        if !known || config.package.dependencies.contains_key(name) {
            rows.insert(name, value.clone());
        }
    }
    if let Some(package) = package {
        rows.insert(RUNTIME, dependency(package));
    }
    for (name, value) in rows {
        lines.line(format!("{name} = {value}"));
    }
    lines.finish()
}

/// The cargo features of the client: over any transport, over HTTP, and with which TLS.
fn client_features(
    lines: &mut Lines,
    dependencies: &[&Dependency],
    package: Option<&RuntimePackage>,
) {
    let of = match package {
        Some(_) => format!("{RUNTIME}/client"),
        None => "reqwest/".to_owned(),
    };
    let tls = |name: &str| match package {
        Some(_) => format!("{of}-{name}"),
        None => format!("{of}{name}"),
    };
    lines.line("# A client of the API, over HTTP with TLS by rustls.");
    lines.line(format!(
        "client = [\"client-reqwest\", \"{}\"]",
        tls("rustls")
    ));
    lines.line("# Calls that are waited for, where no runtime of futures runs.");
    lines.line(match package {
        Some(_) => {
            format!("client-blocking = [\"client-reqwest\", \"{RUNTIME}/client-blocking\"]")
        }
        None => "client-blocking = [\"client-reqwest\", \"tokio/rt\"]".to_owned(),
    });
    lines.line("# A client over any transport: a `tower` service, such as the server's router.");
    lines.line("client-core = [");
    for (name, _) in dependencies {
        lines.line(format!("    \"dep:{name}\","));
    }
    match package {
        Some(package) => {
            for name in &package.client_features {
                lines.line(format!("    \"{RUNTIME}/{name}\","));
            }
        }
        None => lines.line("    \"serde/derive\","),
    }
    lines.line("]");
    lines.line("# Answers that are compressed by gzip.");
    lines.line(format!(
        "client-gzip = [\"client-reqwest\", \"{}\"]",
        tls("gzip")
    ));
    lines.line("# Futures that need not be `Send`, where there is neither a server nor reqwest.");
    lines.line(match package {
        Some(_) => format!("client-local = [\"client-core\", \"{RUNTIME}/client-local\"]"),
        None => "client-local = [\"client-core\"]".to_owned(),
    });
    lines.line("# A client over HTTP with the TLS of the platform.");
    lines.line(format!(
        "client-native-tls = [\"client-reqwest\", \"{}\"]",
        tls("native-tls")
    ));
    lines.line("# A client over HTTP, without TLS.");
    lines.line(match package {
        Some(_) => format!("client-reqwest = [\"client-core\", \"{RUNTIME}/client-reqwest\"]"),
        None => "client-reqwest = [\"client-core\", \"dep:reqwest\", \"dep:tokio\"]".to_owned(),
    });
    lines.line("# Answers for tests of what calls the API, by operation.");
    lines.line(match package {
        Some(_) => format!("client-testing = [\"client-core\", \"{RUNTIME}/client-testing\"]"),
        None => "client-testing = [\"client-core\"]".to_owned(),
    });
    lines.line("# A span of `tracing` for each call.");
    lines.line(match package {
        Some(_) => format!("client-tracing = [\"client-core\", \"{RUNTIME}/client-tracing\"]"),
        None => "client-tracing = [\"client-core\", \"dep:tracing\"]".to_owned(),
    });
}

/// The package that a crate runs on where it does not carry it.
const RUNTIME: &str = "verbatim-runtime";

/// The dependency on that package.
fn dependency(package: &RuntimePackage) -> String {
    let source = [("path", &package.path), ("version", &package.version)];
    let source = source.iter().filter_map(|(key, value)| {
        let value = value.as_ref()?;
        Some(format!("{key} = {value:?}, "))
    });
    let features: Vec<&str> = package.type_features.iter().copied().collect();
    format!(
        "{{ {}default-features = false, features = {features:?} }}",
        source.collect::<String>()
    )
}

/// `"1"` or `{ version = "1" }` as an optional dependency.
fn as_optional(value: &str) -> String {
    match value.strip_suffix(" }") {
        Some(table) => format!("{table}, optional = true }}"),
        None => format!("{{ version = {value}, optional = true }}"),
    }
}

/// `src/lib.rs`.
pub fn lib(rust: &RustApi, config: &Config, pages: bool) -> String {
    let server = rust.features.has_server();
    let mut lines = Lines::default();
    lines.file_docs(&rust.title);
    lines.file_docs(&[String::new()]);
    lines.file_docs(&guide::page(rust, config, pages));
    lines.file_docs(&[String::new()]);
    lines.file_docs(&super::policy::lines(rust));
    if !rust.docs.is_empty() {
        lines.file_docs(&[String::new(), "# The API".to_owned(), String::new()]);
        lines.file_docs(&rust.docs);
    }
    lines.line("");
    lines.line("#![forbid(unsafe_code)]");
    lines.line("// The words, the texts and the shapes are those of the document.");
    lines.line("#![allow(");
    let mut allowed = vec![
        "clippy::disallowed_names",
        "clippy::doc_lazy_continuation",
        "clippy::doc_overindented_list_items",
        "clippy::enum_variant_names",
        "clippy::large_enum_variant",
        "clippy::len_without_is_empty",
        "clippy::module_inception",
        "clippy::too_long_first_doc_paragraph",
        "clippy::type_complexity",
        "clippy::wrong_self_convention",
    ];
    if rust.types.iter().any(|it| !it.name.is_ascii()) || has_exotic_names(rust) {
        allowed.extend([
            "confusable_idents",
            "mixed_script_confusables",
            "non_camel_case_types",
            "non_snake_case",
            "uncommon_codepoints",
        ]);
    }
    if rust.types.iter().any(has_deprecated) {
        allowed.push("deprecated");
    }
    for name in allowed {
        lines.line(format!("    {name},"));
    }
    let last = lines.finish();
    let last = format!(
        "{})]\n",
        last.strip_suffix(",\n")
            .map_or(last.clone(), |it| format!("{it}\n"))
    );
    let mut lines = Lines::default();
    let depth = super::cycles::depth(&rust.types);
    if depth > 60 {
        lines.line(format!(
            "#![recursion_limit = \"{}\"]",
            (depth * 4).next_power_of_two()
        ));
    }
    lines.line("");
    match &rust.features.package {
        Some(_) => {
            lines.line("#[macro_use]");
            lines.line("#[allow(unused_imports, reason = \"not every document needs a macro\")]");
            lines.line("extern crate verbatim_runtime as runtime;");
        }
        None => {
            lines.line("#[macro_use]");
            lines.line("mod runtime;");
        }
    }
    lines.line("");
    let mut modules = BTreeMap::from([("types", None)]);
    if server {
        modules.extend([
            (
                "api",
                Some("any(feature = \"client-core\", feature = \"server\")"),
            ),
            ("client", Some("feature = \"client-core\"")),
            ("server", Some("feature = \"server\"")),
        ]);
    }
    if pages {
        modules.insert("docs", Some("feature = \"docs\""));
    }
    if rust.features.has_schemas() {
        modules.insert("json_schema", Some("feature = \"schemars\""));
    }
    let by_hand = &rust.features.modules_by_hand;
    modules.extend(by_hand.iter().map(|it| (it.as_str(), None)));
    for (name, feature) in modules {
        if let Some(feature) = feature {
            lines.line(format!("#[cfg({feature})]"));
        }
        // What it has is of types, not of paths.
        let visibility = if name == "json_schema" { "" } else { "pub " };
        lines.line(format!("{visibility}mod {name};"));
    }
    format!("{last}{}", lines.finish())
}

fn has_deprecated(item: &TypeItem) -> bool {
    let fields = match &item.kind {
        TypeKind::Struct(it) => &it.fields[..],
        _ => &[],
    };
    item.deprecated || fields.iter().any(|it| it.deprecated)
}

fn has_exotic_names(rust: &RustApi) -> bool {
    let types = rust.types.iter().any(|it| match &it.kind {
        TypeKind::Struct(it) => it.fields.iter().any(|it| !it.name.is_ascii()),
        TypeKind::Enum(it) => it.variants.iter().any(|it| !it.name.is_ascii()),
        TypeKind::Union(it) => it.variants.iter().any(|it| !it.name.is_ascii()),
        TypeKind::Alias(_) | TypeKind::Newtype(_) => false,
    });
    types
        || rust.modules.iter().any(|it| !it.name.is_ascii())
        || (rust.modules.iter().flat_map(|it| &it.operations)).any(|it| !it.function.is_ascii())
}
