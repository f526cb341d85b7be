//! Who may use whom: the table of ARCHITECTURE.md, held against every path in the generator's sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use verbatim_tests::modules::{Package, begins};
use verbatim_tests::root;

fn generator() -> Package {
    Package::read(&root().join("generator/src"), None)
}

fn architecture() -> String {
    fs::read_to_string(root().join("ARCHITECTURE.md")).expect("a text")
}

/// What stands in the table "Borders".
struct Borders {
    rows: Vec<Row>,
    /// Parts of the standard library that no module names.
    never: Vec<String>,
}

/// A row of it. Modules stand for those within them, unless these have a row.
struct Row {
    modules: Vec<String>,
    /// `None` for any.
    may_use: Option<Vec<String>>,
    packages: Option<Vec<String>>,
}

impl Borders {
    fn parse(text: &str) -> Self {
        let (_, section) = text.split_once("## Borders\n").expect("a section");
        let section = section.split("\n## ").next().expect("a text");
        let rows = section.lines().filter(|it| it.starts_with("| `"));
        let rows = rows.skip_while(|it| !it.starts_with("| `source`"));
        let rows = rows.map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [modules, may_use, packages, _] = cells[..] else {
                panic!("{line} has four cells");
            };
            let packages = match packages {
                "any" => None,
                it => Some(it.split(", ").map(|it| it.replace('-', "_")).collect()),
            };
            Row {
                modules: modules_of(modules),
                may_use: (may_use != "any").then(|| modules_of(may_use)),
                packages,
            }
        });
        let never = section
            .split("No module names ")
            .nth(1)
            .expect("a sentence");
        let never = never.split(", nor ").next().expect("its beginning");
        Self {
            rows: rows.collect(),
            never: quoted(never).map(str::to_owned).collect(),
        }
    }

    /// The row that is about a module: the one that names it, or else what it is in.
    fn row(&self, module: &str) -> Option<&Row> {
        let module = if module.is_empty() { "lib" } else { module };
        let length = |it: &&Row| {
            let modules = it.modules.iter().filter(|it| begins(module, it));
            modules.map(String::len).max()
        };
        self.rows
            .iter()
            .filter(|it| length(it).is_some())
            .max_by_key(length)
    }

    /// Each rule that a module breaks, as a sentence.
    fn faults(
        &self,
        package: &Package,
        module: &str,
        dependencies: &BTreeSet<String>,
    ) -> Vec<String> {
        let Some(row) = self.row(module) else {
            return vec![format!("{module} is in no row")];
        };
        let mut faults = Vec::new();
        for used in package.uses(module) {
            let is_own = row
                .modules
                .iter()
                .any(|it| begins(used, it) && begins(module, it));
            let may_use = row.may_use.as_ref();
            if !is_own && may_use.is_some_and(|all| !all.iter().any(|it| begins(used, it))) {
                let used = if used.is_empty() { "lib" } else { used };
                faults.push(format!("{module} uses {used}"));
            }
        }
        for used in package.packages(module) {
            let packages = row.packages.as_ref();
            let is_package = dependencies.contains(used);
            if is_package && packages.is_some_and(|all| !all.iter().any(|it| it == used)) {
                faults.push(format!("{module} uses the package {used}"));
            }
        }
        let (_, found) = package
            .modules()
            .find(|(it, _)| *it == module)
            .expect("a module");
        for path in &found.paths {
            if self.never.iter().any(|it| begins(path, it)) {
                faults.push(format!("{module} uses {path}"));
            }
        }
        faults
    }
}

/// The words between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// `rust/{a,b}` is two modules.
fn modules_of(cell: &str) -> Vec<String> {
    let modules = quoted(cell).flat_map(|it| match it.split_once("/{") {
        None => vec![it.replace('/', "::")],
        Some((before, names)) => (names.trim_end_matches('}').split(','))
            .map(|name| format!("{before}::{name}"))
            .collect(),
    });
    modules.collect()
}

/// One test, since the sources take a while to read.
#[test]
fn the_table_holds() {
    let (package, borders) = (generator(), Borders::parse(&architecture()));
    what_the_table_names_exists(&package, &borders);
    modules_use_only_whom_they_may(&package, &borders);
    what_the_table_allows_is_needed(&package, &borders);
}

fn modules_use_only_whom_they_may(package: &Package, borders: &Borders) {
    let dependencies: BTreeSet<String> = (dependencies("generator").iter())
        .map(|it| it.replace('-', "_"))
        .collect();
    let modules: Vec<&str> = package.modules().map(|(it, _)| it).collect();
    assert!(modules.len() > 50 && borders.rows.len() > 15, "{modules:?}");
    let faults: Vec<String> = (modules.iter())
        .flat_map(|it| borders.faults(package, it, &dependencies))
        .collect();
    assert!(
        faults.is_empty(),
        "not so in the table of ARCHITECTURE.md, \"Borders\":\n{}",
        faults.join("\n")
    );
}

/// A rule about a module that is gone or renamed would hold nothing, and a table with words nobody knows is wrong.
fn what_the_table_names_exists(package: &Package, borders: &Borders) {
    let dependencies = dependencies("generator");
    for row in &borders.rows {
        for it in row.modules.iter().chain(row.may_use.iter().flatten()) {
            let exists = it == "lib" || package.modules().any(|(name, _)| name == it);
            assert!(exists, "there is no module `{it}`");
        }
        for it in row.packages.iter().flatten().filter(|it| !it.is_empty()) {
            let same = |name: &String| name.replace('-', "_") == *it;
            let exists = dependencies.iter().any(same);
            assert!(exists, "the generator does not depend on {it}");
        }
    }
    assert!(borders.never.len() >= 6, "{:?}", borders.never);
}

/// A package in the table that no module of its row names is one that might come in again unseen.
fn what_the_table_allows_is_needed(package: &Package, borders: &Borders) {
    for row in &borders.rows {
        let modules = package.modules().map(|(it, _)| it);
        let modules: Vec<&str> = modules
            .filter(|it| borders.row(it).is_some_and(|it| std::ptr::eq(it, row)))
            .collect();
        for allowed in row.packages.iter().flatten().filter(|it| !it.is_empty()) {
            let is_used = modules
                .iter()
                .any(|it| package.packages(it).contains(allowed.as_str()));
            assert!(is_used, "{:?} need no {allowed}", row.modules);
        }
    }
}

/// The check itself can fail.
#[test]
fn a_forbidden_path_is_found_however_it_is_written() {
    let borders = Borders::parse(
        "## Borders\n| `source` | | | |\n| `model` | `node`, `source` | indexmap | |\n| `node` | `source` | | |\n\
         | `rust` | `model`, `rust` | | |\n| `rust/{names,lower}` | `model`, `rust/names` | heck | |\n\
         No module names `std::fs` or `std::env`, nor anything else.\n",
    );
    let dependencies = ["heck", "quote", "indexmap"].map(str::to_owned).into();
    let faults = |module: &str, text: &str| {
        let mut files: Vec<(PathBuf, String)> = [
            "lib",
            "source",
            "model",
            "node",
            "rust",
            "rust/names",
            "rust/lower",
        ]
        .map(|it| (format!("{it}.rs").into(), String::new()))
        .into();
        let path = PathBuf::from(format!("{}.rs", module.replace("::", "/")));
        files.retain(|(it, _)| *it != path);
        files.push((path, text.to_owned()));
        borders.faults(&Package::of(&files, None), module, &dependencies)
    };
    for (module, text) in [
        ("model", "use heck::ToSnakeCase;"),
        (
            "model::schema",
            "use crate::{node::Node, rust::names as n};",
        ),
        ("node", "use super::model::Api;"),
        ("node", "fn f(it: &crate::model::Api) {}"),
        ("node", "fn f() { println!(\"{}\", crate::model::f()); }"),
        ("model", "fn f() { let it = std::fs::read(\"x\"); }"),
        ("model", "use std::{env, fmt}; fn f() { env::args() }"),
        ("rust::names", "mod inner { use quote::quote; }"),
        ("rust::lower::view", "fn f() { quote::quote!(a) }"),
        ("rust::lower", "use crate::rust::emit;"),
        ("source", "pub use crate::model::Api;"),
        ("unknown", ""),
    ] {
        assert!(!faults(module, text).is_empty(), "{module}: {text}");
    }
    for (module, text) in [
        (
            "model",
            "use crate::node::Node; use super::source::Place; use indexmap::IndexMap;",
        ),
        ("rust::names", "use heck::ToSnakeCase;"),
        ("rust::lower", "use super::names::Names; mod shape;"),
        ("rust", "mod names; use names::Names; use crate::model;"),
        (
            "model",
            "#[cfg(test)] mod tests { use crate::rust::names; use std::fs; }",
        ),
    ] {
        assert_eq!(
            faults(module, text),
            Vec::<String>::new(),
            "{module}: {text}"
        );
    }
}

/// The dependencies of a package, for whatever they are.
fn dependencies(package: &str) -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join(package).join("Cargo.toml")).expect("a manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables = tables
        .iter()
        .filter_map(|it| manifest.get(*it)?.as_table().cloned());
    tables
        .flat_map(|it| it.into_iter().map(|(name, _)| name))
        .collect()
}

/// What is generated runs without its generator, and the command keeps to the generator's public face by itself, since
/// nothing else is public.
#[test]
fn packages_depend_in_one_direction() {
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
