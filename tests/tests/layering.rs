//! Who may know whom: the table of ARCHITECTURE.md, held against every path in the generator's sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// Modules (`rust::names` stands for its submodules too), what they never name, and why.
const NEVER: &[(&[&str], &[&str], &str)] = &[
    (
        &[""],
        &[
            "std::fs",
            "std::env",
            "std::process",
            "std::net",
            "std::time",
            "std::io",
        ],
        "the generator is a pure function: text in, text out",
    ),
    (
        &["model", "node", "source", "vocabulary"],
        &[
            "openapiv3",
            "quote",
            "proc_macro2",
            "heck",
            "syn",
            "crate::load",
            "crate::resolve",
            "crate::rust",
            "crate::docs",
        ],
        "the model is facts, which know neither where they come from nor where they go",
    ),
    (
        &["analysis"],
        &[
            "openapiv3",
            "quote",
            "proc_macro2",
            "heck",
            "syn",
            "crate::budget",
            "crate::check",
            "crate::config",
            "crate::diagnostic",
            "crate::docs",
            "crate::load",
            "crate::resolve",
            "crate::rust",
        ],
        "what follows from the model is the same for whoever asks",
    ),
    (
        &["load", "resolve", "check"],
        &[
            "crate::rust",
            "crate::docs",
            "quote",
            "proc_macro2",
            "heck",
            "syn",
        ],
        "reading knows no target",
    ),
    (
        &["rust::names", "rust::lower", "rust::cycles", "rust::item"],
        &[
            "quote",
            "proc_macro2",
            "syn",
            "prettyplease",
            "openapiv3",
            "crate::docs",
        ],
        "deciding comes before printing",
    ),
    (
        &["rust::types", "rust::api", "rust::server", "rust::doc"],
        &[
            "heck",
            "openapiv3",
            "crate::load",
            "crate::resolve",
            "crate::docs",
        ],
        "printing decides no name",
    ),
    (
        &[
            "rust::types",
            "rust::api",
            "rust::server",
            "rust::paths",
            "rust::endpoints",
            "rust::manifest",
            "rust::pages",
            "rust::doc",
        ],
        &["crate::model", "crate::node", "crate::rust::lower"],
        "printers print what `lower` has decided, and see no API",
    ),
    (
        &["rust::layout"],
        &["crate::model", "crate::node", "heck", "openapiv3"],
        "layout knows lines, not APIs",
    ),
    (
        &["docs"],
        &[
            "crate::rust",
            "quote",
            "proc_macro2",
            "heck",
            "syn",
            "openapiv3",
            "crate::load",
            "crate::resolve",
        ],
        "the two targets do not know each other",
    ),
    (
        &["budget"],
        &[
            "crate::rust",
            "crate::docs",
            "crate::load",
            "crate::resolve",
        ],
        "what is spent is counted alike for every target",
    ),
    (
        &[
            "docs::block",
            "docs::table",
            "docs::inline",
            "docs::label",
            "docs::grammar",
            "docs::markdown",
        ],
        &[
            "crate::model",
            "crate::node",
            "crate::config",
            "crate::analysis",
        ],
        "what a page is made of, and how it is printed, knows no API",
    ),
];

/// Packages that stay in a few modules, so that an upgrade has a known reach.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("openapiv3", &["load", "resolve", "check"]),
    ("serde_yaml", &["load", "resolve", "check", "node"]),
    ("saphyr_parser", &["load"]),
    ("toml", &["config"]),
    ("heck", &["rust"]),
    ("quote", &["rust"]),
    ("proc_macro2", &["rust"]),
    ("prettyplease", &["rust"]),
];

#[test]
fn modules_know_only_whom_they_may() {
    let sources = sources();
    assert!(
        sources.len() > 10,
        "the sources are where this test looks for them"
    );
    let faults: Vec<String> = sources
        .iter()
        .flat_map(|(module, text)| faults(module, text))
        .collect();
    assert!(
        faults.is_empty(),
        "see the table in ARCHITECTURE.md\n{}",
        faults.join("\n")
    );
}

/// The check itself can fail.
#[test]
fn a_forbidden_path_is_found_however_it_is_written() {
    for (module, text) in [
        ("model", "use heck::ToSnakeCase;"),
        (
            "model::schema",
            "use crate::{config::Config, rust::names as n};",
        ),
        ("docs::table", "use super::super::model::Api;"),
        ("docs::table", "fn f(it: &crate::model::Api) {}"),
        ("load::yaml", "fn f() { let it = std::fs::read(\"x\"); }"),
        ("rust::names", "mod inner { use quote::quote; }"),
        ("rust::lower::view", "fn f() { quote::quote!(a) }"),
        ("docs", "use super::rust;"),
        ("resolve", "use toml::Value;"),
        ("manifest", "pub use prettyplease::unparse;"),
    ] {
        assert!(!faults(module, text).is_empty(), "{module}: {text}");
    }
    for (module, text) in [
        ("model", "use crate::node::Node; use super::source::Place;"),
        ("rust::names", "use heck::ToSnakeCase;"),
        ("docs::properties", "use super::block::Block;"),
        (
            "docs::rows",
            "#[cfg(test)] mod tests { use crate::load::load; use std::fs; }",
        ),
        ("config::parse", "use super::Config; use toml::de::DeTable;"),
    ] {
        assert_eq!(
            faults(module, text),
            Vec::<String>::new(),
            "{module}: {text}"
        );
    }
}

/// A rule about a module that is gone or renamed would hold nothing.
#[test]
fn every_module_of_the_table_exists() {
    let modules: BTreeSet<String> = sources().into_iter().map(|(module, _)| module).collect();
    let named = NEVER.iter().flat_map(|(modules, ..)| modules.iter());
    let named = named.chain(ONLY_IN.iter().flat_map(|(_, modules)| modules.iter()));
    for it in named {
        assert!(modules.contains(*it), "there is no module `{it}`");
    }
}

/// What is generated runs without its generator, and the command keeps to the generator's public face by itself, since
/// nothing else is public.
#[test]
fn packages_depend_in_one_direction() {
    let dependencies = |package: &str| {
        let manifest =
            fs::read_to_string(root().join(package).join("Cargo.toml")).expect("a manifest");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
        let tables = tables
            .iter()
            .filter_map(|it| manifest.get(*it)?.as_table().cloned());
        tables
            .flat_map(|it| it.into_iter().map(|(name, _)| name))
            .collect::<BTreeSet<String>>()
    };
    let ours = ["verbatim-gen", "xtask", "verbatim-tests", "members-api"];
    for (package, never) in [
        ("generator", &ours[..]),
        ("generator/runtime", &ours[..]),
        ("generated", &ours[..3]),
        ("xtask", &ours[2..]),
    ] {
        let dependencies = dependencies(package);
        for it in never {
            assert!(!dependencies.contains(*it), "{package} depends on {it}");
        }
    }
    let xtask = dependencies("xtask");
    for it in ["openapiv3", "quote", "heck", "syn", "prettyplease"] {
        assert!(
            !xtask.contains(it),
            "xtask depends on {it}, which is the generator's business"
        );
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every module of the generator by its path (`""` is the crate), and its text.
fn sources() -> Vec<(String, String)> {
    let src = root().join("generator/src");
    let mut found = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") {
                let relative = path
                    .strip_prefix(&src)
                    .expect("beneath src")
                    .with_extension("");
                let names = relative.iter().map(|it| it.to_string_lossy());
                let module = names.collect::<Vec<_>>().join("::");
                let module = if module == "lib" {
                    String::new()
                } else {
                    module
                };
                found.push((module, fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    found.sort();
    found
}

/// Each rule that a module breaks, as a sentence.
fn faults(module: &str, text: &str) -> Vec<String> {
    let file = syn::parse_file(text).unwrap_or_else(|why| panic!("{module}: {why}"));
    let mut paths = Paths {
        module: module
            .split("::")
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect(),
        found: BTreeSet::new(),
    };
    paths.visit_file(&file);
    let mut faults = Vec::new();
    for path in &paths.found {
        for (modules, never, why) in NEVER {
            let concerned = modules.iter().any(|it| begins(module, it));
            if concerned && let Some(it) = never.iter().find(|it| begins(path, it)) {
                faults.push(format!("{module}: names {path}, but never {it}: {why}"));
            }
        }
        for (package, only) in ONLY_IN {
            if begins(path, package) && !only.iter().any(|it| begins(module, it)) {
                faults.push(format!(
                    "{module}: names {path}; {package} is for {}",
                    only.join(", ")
                ));
            }
        }
    }
    faults
}

/// Whether a path is another one or goes on from it.
fn begins(path: &str, with: &str) -> bool {
    let rest = path.strip_prefix(with);
    with.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with("::"))
}

/// Collects the paths of a file, from `crate` or from a package on, outside of tests.
struct Paths {
    module: Vec<String>,
    found: BTreeSet<String>,
}

impl Paths {
    fn add(&mut self, segments: &[String]) {
        let mut at = self.module.clone();
        let mut rest = segments;
        let mut inside = false;
        while let Some((first, tail)) = rest.split_first() {
            match first.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => {
                    at.pop();
                }
                _ => break,
            }
            inside = true;
            rest = tail;
        }
        let mut path = rest.to_vec();
        if inside {
            path.splice(..0, ["crate".to_owned()].into_iter().chain(at));
        }
        self.found.insert(path.join("::"));
    }

    fn walk(&mut self, tree: &syn::UseTree, before: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(it) => {
                before.push(it.ident.to_string());
                self.walk(&it.tree, before);
                before.pop();
            }
            syn::UseTree::Name(syn::UseName { ident })
            | syn::UseTree::Rename(syn::UseRename { ident, .. }) => {
                before.push(ident.to_string());
                self.add(before);
                before.pop();
            }
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(it) => it.items.iter().for_each(|it| self.walk(it, before)),
        }
    }
}

impl Visit<'_> for Paths {
    fn visit_item_use(&mut self, it: &syn::ItemUse) {
        self.walk(&it.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, it: &syn::Path) {
        let segments: Vec<String> = it.segments.iter().map(|it| it.ident.to_string()).collect();
        if segments.len() > 1 {
            self.add(&segments);
        }
        syn::visit::visit_path(self, it);
    }

    fn visit_item_mod(&mut self, it: &syn::ItemMod) {
        let is_test = it.attrs.iter().any(|it| {
            it.path().is_ident("cfg")
                && matches!(&it.meta, syn::Meta::List(it) if it.tokens.to_string() == "test")
        });
        if !is_test {
            self.module.push(it.ident.to_string());
            syn::visit::visit_item_mod(self, it);
            self.module.pop();
        }
    }
}
