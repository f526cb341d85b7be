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
    pub fn from<T: From<F>, F>() {}
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
            ["client"] => client(&mut text, &file(), source),
            ["client", "responses"] => {}
            ["client", module] => calls(&mut text, module, &file()),
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
        // Of the spaces between tokens, those around `as` alone mean something.
        let mut path = shown(&it.tree).replace(" as ", "\0").replace(' ', "");
        if path.starts_with("super::") || path.contains("not_implemented") && !path.contains('{') {
            continue;
        }
        for (from, to) in [
            ("not_implemented,", ""),
            (",not_implemented", ""),
            ("crate::runtime::api::", "subject::api::runtime::"),
            ("crate::runtime::client::", "subject::client::"),
            ("crate::runtime::multipart::", "subject::api::multipart::"),
            ("crate::runtime::items::", "subject::api::"),
            ("crate::runtime::server::", "subject::server::"),
            ("crate::", "subject::"),
        ] {
            path = path.replace(from, to);
        }
        let _ = writeln!(text, "    use {};", path.replace('\0', " as "));
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
            && let Some((path, _)) = &it.trait_
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
            Item::Impl(it) if it.trait_.is_none() => {
                functions(text, it);
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
                // Those that get more have no literals.
                let is_closed = it
                    .attrs
                    .iter()
                    .any(|it| it.path().is_ident("non_exhaustive"));
                let rest = match derived.iter().any(|it| it == "Default") {
                    true => Some("..Default::default()".to_owned()),
                    false => new_of(file, &name),
                };
                if let Some(rest) = rest.filter(|_| !is_closed && !it.fields.is_empty()) {
                    let made = literal(&name, &it.fields, &rest);
                    let _ = writeln!(text, "    fn made_{name}() {{ let _ = {made}; }}");
                }
            }
            Item::Enum(it) => variants(text, it),
            _ => {}
        }
    }
    text.push_str("}\n");
}

/// The values of a function's parameters, `self` aside.
fn arguments(it: &syn::Signature) -> String {
    let all = it.inputs.iter().filter_map(|it| match it {
        syn::FnArg::Typed(it) => Some(format!("todo::<{}>()", shown(&it.ty))),
        syn::FnArg::Receiver(_) => None,
    });
    all.collect::<Vec<_>>().join(", ")
}

/// `..Pet::new(..)`, where a type has that function.
fn new_of(file: &syn::File, name: &str) -> Option<String> {
    let of_type = file.items.iter().filter_map(|it| match it {
        Item::Impl(it) if it.trait_.is_none() && name == shown(&it.self_ty) => Some(it),
        _ => None,
    });
    let mut all = of_type.flat_map(|it| &it.items).filter_map(|it| match it {
        syn::ImplItem::Fn(it) => Some(&it.sig),
        _ => None,
    });
    let new = all.find(|it| it.ident == "new")?;
    Some(format!("..{name}::new({})", arguments(new)))
}

/// Each function of a type is called.
fn functions(text: &mut String, it: &syn::ItemImpl) {
    let name = shown(&it.self_ty);
    for item in &it.items {
        let syn::ImplItem::Fn(it) = item else {
            continue;
        };
        let of = match it.sig.receiver() {
            Some(_) => format!("todo::<{name}>()."),
            None => format!("{name}::"),
        };
        let function = &it.sig.ident;
        let _ = writeln!(
            text,
            "    fn calls_{function}_{name}() {{ let _: {name} = {of}{function}({}); }}",
            arguments(&it.sig)
        );
    }
}

/// What listed values can do, and what unions are made of.
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
            "    fn listed_{name}(it: {name}) {{ let _: &str = it.as_str(); let _ = format!(\"{{it}}\"); let _: Result<{name}, _> = \"\".parse(); let _: Result<{name}, _> = \"\".try_into(); let _: &[{name}] = {name}::VARIANTS; }}"
        ),
        Some("integer_enum") => {
            writeln!(
                text,
                "    fn listed_{name}(it: {name}) {{ let _: i64 = it.as_i64(); let _: &[{name}] = {name}::VARIANTS; }}"
            )
        }
        Some("mixed_enum") => {
            writeln!(
                text,
                "    fn listed_{name}() {{ let _: &[{name}] = {name}::VARIANTS; }}"
            )
        }
        Some("from") => {
            // `Pet { Cat(Cat), Dog(Box Dog) }`
            let inner = tokens.split_once('{').map_or("", |it| it.1);
            let types = inner
                .split('(')
                .skip(1)
                .filter_map(|it| it.split(')').next());
            let all = types.map(|it| {
                let ty = it.trim().trim_start_matches("Box ").trim();
                format!("crate::derived::from::<{name}, {ty}>(); ")
            });
            let all: String = all.collect();
            writeln!(text, "    fn from_{name}() {{ {all}}}")
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

/// The credentials, servers and constants of the client.
fn client(text: &mut String, file: &syn::File, source: &str) {
    text.push_str("mod client {\n    use crate::todo;\n    use subject::client::*;\n");
    for line in table(source, "credentials! {") {
        let Some((name, after)) = line.split_once(" = ") else {
            continue;
        };
        let kind = after.trim_end_matches(';').rsplit(['"', ' ']).next();
        let values = if kind == Some("Basic") {
            "\"\", \"\""
        } else {
            "\"\""
        };
        let _ = writeln!(
            text,
            "    fn made_{name}() -> Credential {{ {name}::new({values}).into() }}"
        );
        if kind == Some("Bearer") {
            let _ = writeln!(
                text,
                "    fn provided_{name}<P: TokenProvider>(it: P) -> Credential {{ {name}::provided(it).into() }}"
            );
        }
    }
    for item in &file.items {
        match item {
            Item::Const(it) if matches!(it.vis, syn::Visibility::Public(_)) => {
                let (name, ty) = (&it.ident, shown(&it.ty));
                let _ = writeln!(text, "    const {name}_: {ty} = {name};");
            }
            Item::Static(it) => {
                let (name, ty) = (&it.ident, shown(&it.ty));
                let _ = writeln!(text, "    fn static_{name}() {{ let _: {ty} = {name}; }}");
            }
            _ => {}
        }
    }
    text.push_str("}\n");
}

/// The methods of the client for a tag's operations.
fn calls(text: &mut String, module: &str, file: &syn::File) {
    let _ = writeln!(text, "mod client_{module} {{\n    use crate::todo;");
    imports(text, file);
    let all = file.items.iter().filter_map(|it| match it {
        Item::Impl(it) => Some(&it.items),
        _ => None,
    });
    for item in all.flatten() {
        let syn::ImplItem::Fn(it) = item else {
            continue;
        };
        let ReturnType::Type(_, returns) = &it.sig.output else {
            continue;
        };
        let function = &it.sig.ident;
        let _ = writeln!(
            text,
            "    fn called_{}(it: &Client) {{ let _: {} = it.{function}({}); }}",
            function.to_string().trim_start_matches("r#"),
            shown(returns),
            arguments(&it.sig)
        );
    }
    text.push_str("}\n");
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

/// The lines of a table that is no Rust, texts and comments aside.
fn table<'s>(source: &'s str, head: &str) -> impl Iterator<Item = &'s str> {
    let lines = source.lines().map(str::trim);
    let lines = lines.skip_while(move |it| *it != head).skip(1);
    lines
        .take_while(|it| *it != "}")
        .filter(|it| !it.starts_with("//"))
}

/// The statics of a tag's operations.
fn statics(text: &mut String, module: &str, source: &str) {
    let _ = writeln!(text, "fn statics_{module}() {{");
    for line in table(source, "statics! {") {
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
