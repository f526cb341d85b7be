//! What the types need → `Cargo.toml` and `src/lib.rs`.

use std::collections::{BTreeMap, BTreeSet};

use super::doc;
use super::item::{EnumRepr, RustApi, Scalar, TypeItem, TypeKind, TypeRef};
use super::layout::Lines;
use crate::config::Config;
use crate::model::Api;

/// The dependencies of the types alone: a crate, and the value of its key in `Cargo.toml`.
pub fn dependencies(rust: &RustApi) -> BTreeMap<&'static str, &'static str> {
    let mut needed = BTreeMap::from([("serde", "\"1\"")]);
    each_type(rust, &mut |ty| {
        let (name, version) = match ty {
            TypeRef::Any => ("serde_json", "\"1\""),
            TypeRef::Scalar(Scalar::Uuid) => {
                ("uuid", "{ version = \"1\", features = [\"serde\"] }")
            }
            TypeRef::Scalar(Scalar::Date | Scalar::DateTime) => (
                "chrono",
                "{ version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] }",
            ),
            _ => return,
        };
        needed.insert(name, version);
    });
    needed
}

/// The modules of the crate that are written by hand, since a configured path leads into them: `money` for
/// `crate::money::Money`.
fn modules_by_hand(rust: &RustApi) -> BTreeSet<String> {
    const GENERATED: [&str; 5] = ["api", "docs", "runtime", "server", "types"];
    let mut found = BTreeSet::new();
    each_type(rust, &mut |ty| {
        let TypeRef::Path(path) = ty else { return };
        // A path may have arguments: `Vec<crate::money::Money>`.
        for (start, _) in path.match_indices("crate::") {
            let is_name = |it: char| it.is_alphanumeric() || it == '_';
            let begins = !path[..start].ends_with(|it| is_name(it) || it == '$' || it == ':');
            let rest = &path[start + "crate::".len()..];
            let name = rest.split("::").next().unwrap_or_default();
            let is_module = name.len() < rest.len() && name.chars().all(is_name);
            if begins && is_module && !name.is_empty() && !GENERATED.contains(&name) {
                found.insert(name.to_owned());
            }
        }
    });
    found
}

/// Visits every type that is named anywhere, and those that it is made of.
fn each_type(rust: &RustApi, visit: &mut dyn FnMut(&TypeRef)) {
    let mut need = |ty: &TypeRef| each_part(ty, visit);
    for item in &rust.types {
        match &item.kind {
            TypeKind::Struct(it) => {
                it.fields.iter().for_each(|it| need(&it.ty));
                it.rest.iter().for_each(|it| need(&it.ty));
            }
            TypeKind::Union(it) => it.variants.iter().for_each(|it| need(&it.ty)),
            TypeKind::Alias(ty) | TypeKind::Newtype(ty) => need(ty),
            TypeKind::Enum(it) if it.repr == EnumRepr::Json => need(&TypeRef::Any),
            TypeKind::Enum(_) => {}
        }
    }
    // What operations name by themselves: a parameter that is a `Uuid`.
    rust.references.iter().for_each(need);
}

fn each_part(ty: &TypeRef, visit: &mut dyn FnMut(&TypeRef)) {
    visit(ty);
    match ty {
        TypeRef::Option(it) | TypeRef::Boxed(it) | TypeRef::Vec(it) | TypeRef::Map(it) => {
            each_part(it, visit);
        }
        TypeRef::Tuple(parts) => parts.iter().for_each(|it| each_part(it, visit)),
        _ => {}
    }
}

/// A `Cargo.toml` to begin with. The package is named after the output folder unless the configuration names it;
/// `{name}` stands for that until the folder is known.
pub fn cargo_toml(rust: &RustApi, config: &Config, server: &[(&str, &str)]) -> String {
    let mut lines = Lines::default();
    let name = config.package.name.as_deref().unwrap_or("{name}");
    let version = config.package.version.as_deref().unwrap_or("0.1.0");
    lines.line("[package]");
    lines.line(format!("name = {name:?}"));
    lines.line(format!("version = {version:?}"));
    lines.line("edition = \"2024\"");
    lines.line("");
    let types = dependencies(rust);
    let optional: Vec<_> = (server.iter())
        .filter(|(name, _)| !types.contains_key(name))
        .collect();
    lines.line("[features]");
    lines.line("default = []");
    lines.line("# The pages of the reference, as text; with `server`, a route that serves them.");
    lines.line("docs = []");
    if !server.is_empty() {
        lines.line("# The endpoint traits and the server over them.");
        lines.line("server = [");
        for (name, _) in &optional {
            lines.line(format!("    \"dep:{name}\","));
        }
        lines.line("    \"serde/derive\",");
        lines.line("]");
    }
    lines.line("");
    lines.line("[dependencies]");
    let mut rows: BTreeMap<&str, String> = (types.into_iter())
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    for (name, value) in optional {
        rows.insert(name, as_optional(value));
    }
    for (name, value) in rows {
        lines.line(format!("{name} = {value}"));
    }
    lines.finish()
}

/// `"1"` or `{ version = "1" }` as an optional dependency.
fn as_optional(value: &str) -> String {
    match value.strip_suffix(" }") {
        Some(table) => format!("{table}, optional = true }}"),
        None => format!("{{ version = {value}, optional = true }}"),
    }
}

/// `src/lib.rs`.
pub fn lib(api: &Api, rust: &RustApi, server: bool, pages: bool) -> String {
    let mut lines = Lines::default();
    let title = api.info.title.trim();
    let mut docs = doc::lines(if title.is_empty() { "An API" } else { title });
    docs.truncate(1);
    let text = (api.info.summary.iter().chain(&api.info.description)).map(|it| it.as_str());
    for text in text {
        docs.push(String::new());
        docs.extend(doc::lines(text));
    }
    lines.file_docs(&docs);
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
    lines.line("#[macro_use]");
    lines.line("mod runtime;");
    lines.line("");
    let mut modules = BTreeMap::from([("types", None)]);
    if server {
        modules.extend([("api", Some("server")), ("server", Some("server"))]);
    }
    if pages {
        modules.insert("docs", Some("docs"));
    }
    let by_hand = modules_by_hand(rust);
    modules.extend(by_hand.iter().map(|it| (it.as_str(), None)));
    for (name, feature) in modules {
        if let Some(feature) = feature {
            lines.line(format!("#[cfg(feature = {feature:?})]"));
        }
        lines.line(format!("pub mod {name};"));
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
        || rust.operations.iter().any(|it| !it.function.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::{RustApi, TypeRef, modules_by_hand};

    #[test]
    fn a_configured_path_into_the_crate_names_a_module() {
        for (path, modules) in [
            ("crate::money::Money", &["money"][..]),
            (
                "std::collections::BTreeMap<crate::a::Key, crate::b::c::Value>",
                &["a", "b"],
            ),
            ("crate::types::Pet", &[]),
            ("crate::Money", &[]),
            ("my_crate::money::Money", &[]),
            ("rust_decimal::Decimal", &[]),
        ] {
            let rust = RustApi {
                references: vec![TypeRef::Vec(Box::new(TypeRef::Path(path.into())))],
                ..RustApi::default()
            };
            let found: Vec<String> = modules_by_hand(&rust).into_iter().collect();
            assert_eq!(found, modules, "{path}");
        }
    }
}
