//! An emitted crate → code that uses every item of it as its documentation promises, for who compiles that against another one.
//!
//! Written from the crate's own text by `syn`, and so by other rules than those by which `diff` compares two crates.

use std::fmt::Write as _;

use quote::ToTokens;
use syn::{Fields, GenericArgument, Item, PathArguments, ReturnType, TraitItem, Type};
use verbatim_gen::FileSet;

/// What every probe begins with. The crate is called `subject`.
const HEAD: &str = r"#![allow(warnings)]

fn todo<T>() -> T {
    loop {}
}

struct Probe;
struct Guard;

mod derived {
    pub fn clone<T: Clone>() {}
    pub fn copy<T: Copy>() {}
    pub fn debug<T: std::fmt::Debug>() {}
    pub fn default<T: Default>() {}
    pub fn eq<T: Eq>() {}
    pub fn hash<T: std::hash::Hash>() {}
    pub fn ord<T: Ord>() {}
    pub fn partial_eq<T: PartialEq>() {}
    pub fn partial_ord<T: PartialOrd>() {}
    pub fn read<T: serde::de::DeserializeOwned + serde::Serialize>() {}
}
";

/// Who knows the caller, where routers ask for it.
const GUARD: &str = r"
impl subject::server::Authenticator for Guard {
    type Principal = String;
    async fn authenticate(
        &self,
        _: &[subject::server::Credential<'_>],
        _: &axum::http::request::Parts,
    ) -> Result<String, subject::server::Denied> {
        todo()
    }
}
";

/// The source of a library that uses a crate.
///
/// # Panics
/// The crate is no Rust.
pub fn probe(files: &FileSet) -> String {
    let mut text = HEAD.to_owned();
    for (path, source) in files.iter() {
        let Some(path) = path
            .strip_prefix("src/")
            .and_then(|it| it.strip_suffix(".rs"))
        else {
            continue;
        };
        let parts: Vec<&str> = path.split('/').collect();
        let file = || syn::parse_file(source).expect("what is emitted is Rust");
        match parts[..] {
            ["types", ..] => types(&mut text, &path.replace('/', "_"), &file()),
            ["api", module] => operations(&mut text, module, &file()),
            ["server"] => server(&mut text, "server", &file()),
            ["server", "responses"] => {}
            ["server", module] => {
                server(&mut text, &format!("server::{module}"), &file());
                statics(&mut text, module, source);
            }
            _ => {}
        }
    }
    text
}

fn shown(it: &impl ToTokens) -> String {
    it.to_token_stream().to_string()
}

/// The imports of a file, as another crate writes them.
fn imports(text: &mut String, file: &syn::File) {
    for item in &file.items {
        let Item::Use(it) = item else { continue };
        if !matches!(it.vis, syn::Visibility::Inherited) {
            continue;
        }
        let mut path = shown(&it.tree).replace(' ', "");
        if path.starts_with("super::") || path.contains("not_implemented") && !path.contains('{') {
            continue;
        }
        for (from, to) in [
            ("not_implemented,", ""),
            (",not_implemented", ""),
            ("crate::runtime::api::", "subject::api::runtime::"),
            ("crate::runtime::multipart::", "subject::api::multipart::"),
            ("crate::runtime::items::", "subject::api::"),
            ("crate::runtime::server::", "subject::server::"),
            ("crate::", "subject::"),
        ] {
            path = path.replace(from, to);
        }
        let _ = writeln!(text, "    use {};", path.replace("as", " as "));
    }
}

/// The names of the traits that are derived, or written below.
fn derives(file: &syn::File, item: &Item) -> Vec<String> {
    let (attributes, name) = match item {
        Item::Struct(it) => (&it.attrs, &it.ident),
        Item::Enum(it) => (&it.attrs, &it.ident),
        _ => return Vec::new(),
    };
    let mut all = Vec::new();
    for it in attributes.iter().filter(|it| it.path().is_ident("derive")) {
        let _ = it.parse_nested_meta(|meta| {
            all.extend(meta.path.segments.last().map(|it| it.ident.to_string()));
            Ok(())
        });
    }
    for other in &file.items {
        if let Item::Impl(it) = other
            && let Some((_, path, _)) = &it.trait_
            && *name == shown(&it.self_ty)
        {
            all.extend(path.segments.last().map(|it| it.ident.to_string()));
        }
    }
    all
}

fn is_derived(text: &mut String, name: &str, derives: &[String]) {
    let known = [
        ("Clone", "clone"),
        ("Copy", "copy"),
        ("Debug", "debug"),
        ("Default", "default"),
        ("Eq", "eq"),
        ("Hash", "hash"),
        ("Ord", "ord"),
        ("PartialEq", "partial_eq"),
        ("PartialOrd", "partial_ord"),
    ];
    let _ = writeln!(text, "    fn derived_{name}() {{");
    for (_, function) in known
        .iter()
        .filter(|it| derives.iter().any(|own| own == it.0))
    {
        let _ = writeln!(text, "        crate::derived::{function}::<{name}>();");
    }
    text.push_str("    }\n");
}

/// Each field is read and assigned, and is in a pattern.
fn fields(text: &mut String, name: &str, of: &Fields) {
    let all: Vec<(String, String)> = of
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let name = it
                .ident
                .as_ref()
                .map_or_else(|| at.to_string(), ToString::to_string);
            (name, shown(&it.ty))
        })
        .collect();
    let _ = writeln!(text, "    fn fields_{name}(it: &mut {name}) {{");
    for (field, ty) in &all {
        let _ = writeln!(
            text,
            "        let _: &{ty} = &it.{field};\n        it.{field} = todo::<{ty}>();"
        );
    }
    text.push_str("    }\n");
    if let Fields::Named(_) = of {
        let names: Vec<&str> = all.iter().map(|it| it.0.as_str()).collect();
        let _ = writeln!(
            text,
            "    fn pattern_{name}(it: {name}) {{ let {name} {{ {} .. }} = it; }}",
            names.iter().map(|it| format!("{it}, ")).collect::<String>()
        );
    }
}

/// A literal of all fields, or of those and of what `rest` makes.
fn literal(name: &str, of: &Fields, rest: &str) -> String {
    let named = of.iter().map(|it| {
        let field = it
            .ident
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        format!("{field}: todo::<{}>(), ", shown(&it.ty))
    });
    match of {
        Fields::Named(_) => format!("{name} {{ {}{rest} }}", named.collect::<String>()),
        Fields::Unnamed(_) => {
            let values = of.iter().map(|it| format!("todo::<{}>(), ", shown(&it.ty)));
            format!("{name}({})", values.collect::<String>())
        }
        Fields::Unit => name.to_owned(),
    }
}

/// Each variant is made, and is an arm beside `_`.
fn variants(text: &mut String, it: &syn::ItemEnum) {
    let generics = if it.generics.params.is_empty() {
        ""
    } else {
        "<E>"
    };
    let name = it.ident.to_string();
    let whole = format!("{name}{generics}");
    let _ = writeln!(text, "    fn made_{name}() {{");
    for variant in &it.variants {
        let path = format!("{name}::{}", variant.ident);
        let _ = writeln!(
            text,
            "        let _: {whole} = {};",
            literal(&path, &variant.fields, "")
        );
    }
    let _ = writeln!(
        text,
        "    }}\n    fn matched_{name}(it: {whole}) {{\n        match it {{"
    );
    for variant in &it.variants {
        let path = format!("{name}::{}", variant.ident);
        let types: Vec<String> = variant.fields.iter().map(|it| shown(&it.ty)).collect();
        let (pattern, values): (String, Vec<String>) = match &variant.fields {
            Fields::Unit => (path, Vec::new()),
            Fields::Unnamed(all) => {
                let values: Vec<String> =
                    (0..all.unnamed.len()).map(|it| format!("v{it}")).collect();
                (format!("{path}({})", values.join(", ")), values)
            }
            Fields::Named(all) => {
                let names = all.named.iter().filter_map(|it| it.ident.as_ref());
                let names: Vec<String> = names.map(ToString::to_string).collect();
                (format!("{path} {{ {}, .. }}", names.join(", ")), names)
            }
        };
        let lets = values.iter().zip(&types);
        let lets: String = lets
            .map(|(value, ty)| format!("let _: {ty} = {value}; "))
            .collect();
        let _ = writeln!(text, "            {pattern} => {{ {lets}}}");
    }
    text.push_str("            _ => {}\n        }\n    }\n");
}

/// The file, or one of the files, of the types.
fn types(text: &mut String, module: &str, file: &syn::File) {
    let _ = writeln!(
        text,
        "mod {module} {{\n    use crate::todo;\n    use subject::types::*;"
    );
    imports(text, file);
    for item in &file.items {
        let name = match item {
            Item::Struct(it) => &it.ident,
            Item::Enum(it) => &it.ident,
            Item::Type(it) => {
                let (name, ty) = (&it.ident, shown(&it.ty));
                let _ = writeln!(text, "    fn alias_{name}(it: {name}) -> {ty} {{ it }}");
                continue;
            }
            Item::Macro(it) => {
                listed(text, it);
                continue;
            }
            _ => continue,
        };
        let name = name.to_string();
        let derived = derives(file, item);
        is_derived(text, &name, &derived);
        let _ = writeln!(
            text,
            "    fn read_{name}() {{ crate::derived::read::<{name}>() }}"
        );
        match item {
            Item::Struct(it) => {
                fields(text, &name, &it.fields);
                if derived.iter().any(|it| it == "Default") && !it.fields.is_empty() {
                    let made = literal(&name, &it.fields, "..Default::default()");
                    let _ = writeln!(text, "    fn made_{name}() {{ let _ = {made}; }}");
                }
            }
            Item::Enum(it) => variants(text, it),
            _ => {}
        }
    }
    text.push_str("}\n");
}

/// What listed values can do.
fn listed(text: &mut String, it: &syn::ItemMacro) {
    let tokens = it.mac.tokens.to_string();
    let name = tokens.split_whitespace().next().unwrap_or_default();
    let _ = match it
        .mac
        .path
        .segments
        .last()
        .map(|it| it.ident.to_string())
        .as_deref()
    {
        Some("string_enum") => writeln!(
            text,
            "    fn listed_{name}(it: {name}) {{ let _: &str = it.as_str(); let _ = format!(\"{{it}}\"); let _: Result<{name}, _> = \"\".parse(); }}"
        ),
        Some("integer_enum") => {
            writeln!(
                text,
                "    fn listed_{name}(it: {name}) {{ let _: i64 = it.as_i64(); }}"
            )
        }
        _ => Ok(()),
    };
}

/// The file of a tag's operations, or of the responses that they share.
fn operations(text: &mut String, module: &str, file: &syn::File) {
    let _ = writeln!(
        text,
        "mod api_{module} {{\n    use crate::{{Probe, todo}};\n    use subject::api::{module}::*;\n    type E = ();"
    );
    imports(text, file);
    for item in &file.items {
        match item {
            Item::Struct(it) => {
                let name = it.ident.to_string();
                fields(text, &name, &it.fields);
                is_derived(text, &name, &derives(file, item));
                // Requests are made for handlers, answers by them.
                if module == "responses" {
                    let made = literal(&name, &it.fields, "");
                    let _ = writeln!(text, "    fn made_{name}() {{ let _ = {made}; }}");
                }
            }
            Item::Enum(it) => variants(text, it),
            Item::Trait(it) => implementation(text, it),
            _ => {}
        }
    }
    text.push_str("}\n");
}

/// An implementation of a trait, each method written.
fn implementation(text: &mut String, it: &syn::ItemTrait) {
    let name = &it.ident;
    let _ = writeln!(text, "    impl {name} for Probe {{");
    for item in &it.items {
        match item {
            TraitItem::Type(it) if it.ident == "Error" => {
                text.push_str("        type Error = subject::server::Problem;\n");
            }
            TraitItem::Type(it) => {
                let _ = writeln!(text, "        type {} = String;", it.ident);
            }
            TraitItem::Fn(it) => {
                let inputs: Vec<String> = it.sig.inputs.iter().map(shown).collect();
                let output = output(&it.sig.output);
                let _ = writeln!(
                    text,
                    "        async fn {}({}) -> {output} {{ todo() }}",
                    it.sig.ident,
                    inputs.join(", ")
                );
            }
            _ => {}
        }
    }
    text.push_str("    }\n");
}

/// `T` of `impl Future<Output = T> + Send`.
fn output(it: &ReturnType) -> String {
    let found = match it {
        ReturnType::Type(_, ty) => match &**ty {
            Type::ImplTrait(it) => it.bounds.iter().find_map(|it| match it {
                syn::TypeParamBound::Trait(it) => match &it.path.segments.last()?.arguments {
                    PathArguments::AngleBracketed(all) => all.args.iter().find_map(|it| match it {
                        GenericArgument::AssocType(it) => Some(shown(&it.ty)),
                        _ => None,
                    }),
                    _ => None,
                },
                _ => None,
            }),
            _ => None,
        },
        ReturnType::Default => None,
    };
    found.expect("methods return futures")
}

/// The routers and constants of a file.
fn server(text: &mut String, path: &str, file: &syn::File) {
    let name = path.replace("::", "_");
    for item in &file.items {
        match item {
            Item::Fn(it) if it.sig.ident == "router" => {
                let arguments = match it.sig.inputs.len() {
                    1 => "Probe",
                    _ => "Probe, Guard",
                };
                if path == "server" && it.sig.inputs.len() > 1 {
                    text.push_str(GUARD);
                }
                let _ = writeln!(
                    text,
                    "fn router_{name}() {{\n    let _: axum::Router = subject::{path}::router({arguments});\n    let _: axum::Router = subject::{path}::router_with({arguments}, subject::server::Settings::default());\n}}"
                );
            }
            Item::Const(it) if matches!(it.vis, syn::Visibility::Public(_)) => {
                let (name, ty) = (&it.ident, shown(&it.ty));
                let _ = writeln!(text, "const {name}_: {ty} = subject::{path}::{name};");
            }
            _ => {}
        }
    }
}

/// The statics of a tag's operations.
fn statics(text: &mut String, module: &str, source: &str) {
    let lines = source.lines().map(str::trim);
    let mut lines = lines.skip_while(|it| *it != "statics! {").skip(1);
    let _ = writeln!(text, "fn statics_{module}() {{");
    for line in lines.by_ref().take_while(|it| *it != "}") {
        let Some((name, _)) = line.split_once(" =") else {
            continue;
        };
        let is_name = name
            .chars()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_');
        if is_name {
            let _ = writeln!(
                text,
                "    let _ = &subject::server::{module}::operations::{name};"
            );
        }
    }
    text.push_str("}\n");
}
