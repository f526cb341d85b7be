//! The types of a [`RustApi`] → `src/types.rs` and what stands beneath it.
//!
//! A type stands at the top in plain Rust; how it is read and written is one table below it:
//!
//! ```text
//! /// A pet.
//! #[derive(Debug, Clone, PartialEq)]
//! pub struct Pet {
//!     pub id: i64,
//!     pub r#type: Option<String>,
//! }
//!
//! object!(Pet {
//!     required id, optional r#type = "type",
//! });
//! ```

mod files;
mod item;

use std::collections::{BTreeSet, HashSet};
use std::fmt::Write;

use verbatim_runtime::vendored::FOREIGN;

use super::item::RustApi;
use super::layout::{Lines, sort};
use super::paths::Imports;
use crate::file_set::FileSet;
use files::files;
use item::{Printed, print};

/// Types whose text is shorter than this together stand in one file.
const ONE_FILE: usize = 100_000;

/// Emits `src/types.rs`, and files beneath it where there is much to find.
pub fn emit(rust: &RustApi) -> FileSet {
    let mut output = FileSet::default();
    let names: HashSet<&str> = rust.types.iter().map(|it| &*it.name).collect();
    let mut printed: Vec<Printed> = Vec::with_capacity(rust.types.len());
    for item in rust.order.iter().map(|id| rust.item(*id)) {
        printed.push(print(rust, &names, item));
    }
    let long = printed.iter().map(|it| it.text.len()).sum::<usize>() > ONE_FILE;
    let mut root = Lines::default();
    root.line("//! The types of the API, each with how it is read and written as JSON.");
    root.line("");
    runtime_module(&mut root);
    if !long {
        let mut imports = Imports::default();
        for it in &printed {
            imports.extend(&it.imports);
        }
        imports.print(&mut root);
        root.line("");
        foreign(&mut root, rust);
        let mut text = root.finish();
        for it in &printed {
            text.push('\n');
            text.push_str(&it.text);
        }
        output.insert("src/types.rs", tidy(text));
        return output;
    }
    let lengths: Vec<(&str, usize)> = (printed.iter())
        .map(|it| (&*it.name, it.text.matches('\n').count() + 1))
        .collect();
    let files = files(&lengths, &taken(rust));
    let mut modules: Vec<&str> = files.iter().map(|it| &*it.name).collect();
    sort(&mut modules);
    for name in &modules {
        root.line(format!("mod {name};"));
    }
    root.line("");
    for name in &modules {
        root.line(format!("pub use {name}::*;"));
    }
    foreign(&mut root, rust);
    output.insert("src/types.rs", tidy(root.finish()));
    for file in &files {
        let items: Vec<&Printed> = file.types.iter().map(|it| &printed[*it]).collect();
        let mut imports = Imports::default();
        let mut inside: BTreeSet<&str> = BTreeSet::new();
        let mut others = false;
        for it in &items {
            inside.insert(&it.name);
            imports.extend(&it.imports);
        }
        for it in &items {
            others |= it.names.iter().any(|name| !inside.contains(&**name));
        }
        let mut lines = Lines::default();
        lines.line(format!("//! {}", file.about));
        lines.line("");
        imports.print(&mut lines);
        lines.line("");
        if others {
            lines.line("use super::*;");
        }
        let mut text = lines.finish();
        for it in items {
            text.push('\n');
            text.push_str(&it.text);
        }
        output.insert(format!("src/types/{}.rs", file.name), tidy(text));
    }
    output
}

/// Names that modules of `types` cannot have: those of packages and modules that paths within begin with.
fn taken(rust: &RustApi) -> HashSet<&str> {
    let mut taken = HashSet::from(["alloc", "core", "runtime", "serde", "std"]);
    let mut add = |path| {
        let words = str::split(path, |it: char| !it.is_alphanumeric() && it != '_');
        taken.extend(words.filter(|it| !it.is_empty()));
    };
    for item in &rust.types {
        item.each_foreign(&mut add);
        item.derives.custom.iter().for_each(|it| add(it));
    }
    taken
}

fn runtime_module(lines: &mut Lines) {
    lines.line("pub use crate::runtime::types as runtime;");
    lines.line("");
}

/// One blank line between items, none at the end.
fn tidy(text: String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines() {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push('\n');
        }
        blank = false;
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Types of other packages learn to be read.
fn foreign(lines: &mut Lines, rust: &RustApi) {
    let mut paths: BTreeSet<&str> = BTreeSet::new();
    for item in &rust.types {
        item.each_foreign(&mut |path| {
            paths.insert(path);
        });
    }
    foreign_lines(lines, rust, paths);
}

/// Types of other packages that no type of the crate is made of learn to be read.
pub fn foreign_of_operations(lines: &mut Lines, rust: &RustApi) {
    let paths = rust.features.foreign_of_operations.iter();
    foreign_lines(lines, rust, paths.map(String::as_str).collect());
}

fn foreign_lines(lines: &mut Lines, rust: &RustApi, mut paths: BTreeSet<&str>) {
    if rust.features.package.is_some() {
        paths.retain(|path| FOREIGN.iter().all(|it| it.0 != *path));
    }
    if !paths.is_empty() {
        lines.line("");
        for path in paths {
            lines.line(format!("foreign!({path});"));
        }
    }
}

/// A line a schema: JSON pointer, Rust path, kind; tab-separated.
pub fn listing(rust: &RustApi) -> String {
    let mut text = String::new();
    for item in rust.order.iter().map(|id| rust.item(*id)) {
        let _ = writeln!(
            text,
            "{}\ttypes::{}\t{}",
            item.pointer,
            item.name,
            item.kind.as_str()
        );
    }
    text
}
