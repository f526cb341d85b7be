//! A package's sources → which module names what of which other.
//!
//! A module is a file. What is under `#[cfg(test)]` does not count, nor does `mod child;`, and a name that a module only
//! passes on (`pub use child::Name;`) counts where it is defined: so a file that does nothing but declare and re-export
//! neither uses anything nor is used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;

/// The modules of a package.
#[derive(Debug, Default)]
pub struct Package {
    /// By path, `rust::lower`; that of the crate's root is empty.
    modules: BTreeMap<String, Module>,
}

/// A file.
#[derive(Debug, Default)]
pub struct Module {
    /// The paths that are named in it, each from `crate` or from a package on.
    pub paths: BTreeSet<String>,
    /// What is brought into it, under which name, by `use`.
    imports: BTreeMap<String, String>,
    /// What is passed on by `pub use`, and modules of which everything is.
    passed_on: BTreeSet<String>,
    passed_on_whole: BTreeSet<String>,
    /// The names of what is defined in it.
    items: BTreeSet<String>,
    /// The files that are there for tests alone.
    tests: BTreeSet<String>,
}

impl Package {
    /// Reads the sources of a package. `alias` is a name by which it calls itself, beside `crate`.
    ///
    /// # Panics
    /// A file cannot be read, or is no Rust.
    pub fn read(src: &Path, alias: Option<&str>) -> Self {
        let mut texts = Vec::new();
        let mut folders = vec![src.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "rs") {
                    let text = fs::read_to_string(&path).expect("a text");
                    let relative = path.strip_prefix(src).expect("it is within");
                    texts.push((relative.to_owned(), text));
                }
            }
        }
        Self::of(&texts, alias)
    }

    /// The package of some files, by path relative to `src`.
    ///
    /// # Panics
    /// A file is no Rust.
    pub fn of(texts: &[(PathBuf, String)], alias: Option<&str>) -> Self {
        let mut modules = BTreeMap::new();
        for (path, text) in texts {
            let names: Vec<_> = path
                .with_extension("")
                .iter()
                .map(|it| it.to_string_lossy().into_owned())
                .collect();
            let name = match &names[..] {
                [root] if root == "lib" || root == "main" => String::new(),
                names => names.join("::"),
            };
            let module = Module::parse(&name, text, alias);
            modules.insert(name, module);
        }
        let tests: BTreeSet<String> = (modules.values())
            .flat_map(|it| it.tests.iter().cloned())
            .collect();
        modules.retain(|name, _| !tests.iter().any(|it| begins(name, it)));
        let names: BTreeSet<String> = modules.keys().cloned().collect();
        for (name, module) in &mut modules {
            module.resolve_children(name, &names);
        }
        Self { modules }
    }

    /// Every module that is not there for tests alone, by path.
    pub fn modules(&self) -> impl Iterator<Item = (&str, &Module)> {
        self.modules.iter().map(|(name, it)| (name.as_str(), it))
    }

    /// The modules whose items a module names, itself not among them.
    pub fn uses(&self, module: &str) -> BTreeSet<&str> {
        let paths = self.modules[module].paths.iter();
        paths
            .filter_map(|it| self.home(it))
            .filter(|it| *it != module)
            .collect()
    }

    /// The packages that a module names, `std` and its parts among them.
    pub fn packages(&self, module: &str) -> BTreeSet<&str> {
        let paths = self.modules[module].paths.iter();
        paths
            .filter_map(|it| it.split("::").next())
            .filter(|it| *it != "crate")
            .collect()
    }

    /// The module that defines what a path names, where that is within this package.
    pub fn home(&self, path: &str) -> Option<&str> {
        let mut path = path.to_owned();
        // A name may be passed on by several modules in turn.
        for _ in 0..16 {
            let inside = path
                .strip_prefix("crate")
                .map(|it| it.trim_start_matches("::"))?;
            let mut name = inside;
            let module = loop {
                if let Some((name, _)) = self.modules.get_key_value(name) {
                    break name;
                }
                name = name.rsplit_once("::").map_or("", |(before, _)| before);
            };
            let rest = inside[module.len()..].trim_start_matches("::");
            let item = rest.split("::").next().unwrap_or_default();
            let found = &self.modules[module];
            let whole = || {
                let defines = |it: &&String| {
                    let module = self.modules.get(it.trim_start_matches("crate::"));
                    module.is_none_or(|it| it.items.contains(item))
                };
                found.passed_on_whole.iter().find(defines)
            };
            path = match found.imports.get(item) {
                Some(target) => format!("{target}{}", &rest[item.len()..]),
                None if item.is_empty() || found.items.contains(item) => return Some(module),
                None => match whole() {
                    Some(target) => format!("{target}::{rest}"),
                    None => return Some(module),
                },
            };
        }
        None
    }

    /// Modules that use one another, directly or by way of others: every largest set of them, in order.
    pub fn circles(&self) -> Vec<BTreeSet<&str>> {
        let uses: BTreeMap<&str, BTreeSet<&str>> = (self.modules.keys())
            .map(|it| (it.as_str(), self.uses(it)))
            .collect();
        let reaches: BTreeMap<&str, BTreeSet<&str>> = (uses.keys())
            .map(|it| {
                let mut reached = BTreeSet::new();
                let mut next = vec![*it];
                while let Some(it) = next.pop() {
                    next.extend(uses[it].iter().filter(|it| reached.insert(**it)));
                }
                (*it, reached)
            })
            .collect();
        let circle = |it: &&str| -> BTreeSet<&str> {
            let reached = reaches[it].iter().copied();
            reached
                .filter(|other| reaches[other].contains(it))
                .collect()
        };
        let circles: BTreeSet<BTreeSet<&str>> = uses.keys().map(circle).collect();
        circles.into_iter().filter(|it| !it.is_empty()).collect()
    }
}

impl Module {
    fn parse(name: &str, text: &str, alias: Option<&str>) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|why| panic!("{name}: {why}"));
        let mut paths = Paths {
            module: segments(name),
            depth: 0,
            alias,
            found: Self::default(),
        };
        paths.visit_file(&file);
        paths.found
    }

    /// `child::f()` goes by the name of a module within this one, and `it::f()` by that of an import.
    fn resolve_children(&mut self, name: &str, modules: &BTreeSet<String>) {
        let absolute = |path: &String| {
            let (first, rest) = path.split_once("::").unwrap_or((path, ""));
            let rest = if rest.is_empty() {
                String::new()
            } else {
                format!("::{rest}")
            };
            if first == "crate" {
                return path.clone();
            }
            let child = if name.is_empty() {
                first.to_owned()
            } else {
                format!("{name}::{first}")
            };
            if modules.contains(&child) {
                return format!("crate::{child}{rest}");
            }
            path.clone()
        };
        self.imports = (self.imports.iter())
            .map(|(name, path)| (name.clone(), absolute(path)))
            .collect();
        self.passed_on_whole = self.passed_on_whole.iter().map(absolute).collect();
        // What comes from within is named where it is used; all else is named here.
        let own = format!("crate::{name}").trim_end_matches("::").to_owned();
        let passed_on = self
            .passed_on
            .iter()
            .chain(&self.passed_on_whole)
            .map(absolute);
        self.paths.extend(passed_on.filter(|it| !begins(it, &own)));
        let imports = &self.imports;
        let through_import = |path: &String| {
            let (first, rest) = path.split_once("::").unwrap_or((path, ""));
            match imports.get(first) {
                // `use serde_json::Value` and `Value::Null`; but not `use super::serde`, which would name itself.
                Some(target) if target != first => {
                    let rest = if rest.is_empty() {
                        String::new()
                    } else {
                        format!("::{rest}")
                    };
                    format!("{target}{rest}")
                }
                _ => path.clone(),
            }
        };
        self.paths = self
            .paths
            .iter()
            .map(absolute)
            .map(|it| through_import(&it))
            .collect();
    }
}

/// Whether a path is another one or goes on from it.
pub fn begins(path: &str, with: &str) -> bool {
    let rest = path.strip_prefix(with);
    with.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with("::"))
}

fn segments(path: &str) -> Vec<String> {
    path.split("::")
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Collects the paths of a file outside of tests.
struct Paths<'a> {
    module: Vec<String>,
    /// How many modules within the file this is in.
    depth: usize,
    alias: Option<&'a str>,
    found: Module,
}

impl Paths<'_> {
    /// A path from `crate`, from a package, or from a name that is known in the file.
    fn absolute(&self, segments: &[String]) -> String {
        let mut at = self.module.clone();
        let mut rest = segments;
        let mut inside = false;
        while let Some((first, tail)) = rest.split_first() {
            match first.as_str() {
                "crate" => at.clear(),
                it if Some(it) == self.alias && !inside => at.clear(),
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
        path.join("::")
    }

    fn add(&mut self, segments: &[String]) {
        let path = self.absolute(segments);
        self.found.paths.insert(path);
    }

    fn import(&mut self, segments: &[String], name: &str, is_public: bool) {
        let path = self.absolute(segments);
        if self.depth == 0 {
            self.found.imports.insert(name.to_owned(), path.clone());
        }
        match is_public {
            true => self.found.passed_on.insert(path),
            false => self.found.paths.insert(path),
        };
    }

    fn walk(&mut self, tree: &syn::UseTree, before: &mut Vec<String>, is_public: bool) {
        match tree {
            syn::UseTree::Path(it) => {
                before.push(it.ident.to_string());
                self.walk(&it.tree, before, is_public);
                before.pop();
            }
            syn::UseTree::Name(syn::UseName { ident }) if ident == "self" => {
                let name = before.last().cloned().unwrap_or_default();
                self.import(&before.clone(), &name, is_public);
            }
            syn::UseTree::Name(syn::UseName { ident }) => {
                before.push(ident.to_string());
                self.import(&before.clone(), &ident.to_string(), is_public);
                before.pop();
            }
            syn::UseTree::Rename(syn::UseRename { ident, rename, .. }) => {
                if ident != "self" {
                    before.push(ident.to_string());
                }
                self.import(&before.clone(), &rename.to_string(), is_public);
                if ident != "self" {
                    before.pop();
                }
            }
            syn::UseTree::Glob(_) => {
                let path = self.absolute(before);
                match is_public {
                    true => self.found.passed_on_whole.insert(path),
                    false => self.found.paths.insert(path),
                };
            }
            syn::UseTree::Group(it) => {
                for it in &it.items {
                    self.walk(it, before, is_public);
                }
            }
        }
    }

    /// The paths among the arguments of a macro, which syn does not read.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(it) => {
                    if colons != 2 {
                        self.path_in_tokens(&path);
                        path.clear();
                    }
                    path.push(it.to_string());
                    colons = 0;
                }
                TokenTree::Punct(it) if it.as_char() == ':' && !path.is_empty() => colons += 1,
                other => {
                    self.path_in_tokens(&path);
                    path.clear();
                    colons = 0;
                    if let TokenTree::Group(it) = other {
                        self.tokens(it.stream());
                    }
                }
            }
        }
        self.path_in_tokens(&path);
    }

    fn path_in_tokens(&mut self, path: &[String]) {
        if path.len() > 1 {
            self.add(path);
        }
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|it| {
        let syn::Meta::List(list) = &it.meta else {
            return false;
        };
        let words = list.tokens.to_string();
        it.path().is_ident("cfg") && words.contains("test") && !words.contains("not")
    })
}

/// What an item is called.
fn name_of(item: &syn::Item) -> Option<&syn::Ident> {
    match item {
        syn::Item::Const(it) => Some(&it.ident),
        syn::Item::Enum(it) => Some(&it.ident),
        syn::Item::Fn(it) => Some(&it.sig.ident),
        syn::Item::Mod(it) => Some(&it.ident),
        syn::Item::Static(it) => Some(&it.ident),
        syn::Item::Struct(it) => Some(&it.ident),
        syn::Item::Trait(it) => Some(&it.ident),
        syn::Item::Type(it) => Some(&it.ident),
        syn::Item::Macro(it) => it.ident.as_ref(),
        _ => None,
    }
}

impl Visit<'_> for Paths<'_> {
    fn visit_item(&mut self, it: &syn::Item) {
        if self.depth == 0 {
            let name = name_of(it).map(ToString::to_string);
            self.found.items.extend(name);
        }
        syn::visit::visit_item(self, it);
    }

    fn visit_item_use(&mut self, it: &syn::ItemUse) {
        if !is_test(&it.attrs) {
            let is_public = !matches!(it.vis, syn::Visibility::Inherited);
            self.walk(&it.tree, &mut Vec::new(), is_public);
        }
    }

    fn visit_path(&mut self, it: &syn::Path) {
        let segments: Vec<String> = it.segments.iter().map(|it| it.ident.to_string()).collect();
        if segments.len() > 1 {
            self.add(&segments);
        }
        syn::visit::visit_path(self, it);
    }

    fn visit_visibility(&mut self, _: &syn::Visibility) {
        // `pub(in crate::rust)` uses nothing.
    }

    fn visit_macro(&mut self, it: &syn::Macro) {
        let segments: Vec<String> = it
            .path
            .segments
            .iter()
            .map(|it| it.ident.to_string())
            .collect();
        // A macro of this package goes by the root's name wherever it is defined.
        let is_exported =
            self.absolute(&segments) == format!("crate::{}", segments[segments.len() - 1]);
        if segments.len() > 1 && !is_exported {
            self.add(&segments);
        }
        self.tokens(it.tokens.clone());
    }

    fn visit_item_macro(&mut self, it: &syn::ItemMacro) {
        // What a macro expands to belongs to whoever calls it.
        if it.ident.is_none() {
            self.visit_macro(&it.mac);
        }
    }

    fn visit_item_fn(&mut self, it: &syn::ItemFn) {
        if !is_test(&it.attrs) {
            syn::visit::visit_item_fn(self, it);
        }
    }

    fn visit_item_impl(&mut self, it: &syn::ItemImpl) {
        if !is_test(&it.attrs) {
            syn::visit::visit_item_impl(self, it);
        }
    }

    fn visit_impl_item_fn(&mut self, it: &syn::ImplItemFn) {
        if !is_test(&it.attrs) {
            syn::visit::visit_impl_item_fn(self, it);
        }
    }

    fn visit_item_mod(&mut self, it: &syn::ItemMod) {
        if is_test(&it.attrs) {
            let mut path = self.module.clone();
            path.push(it.ident.to_string());
            self.found.tests.insert(path.join("::"));
            return;
        }
        self.module.push(it.ident.to_string());
        self.depth += 1;
        syn::visit::visit_item_mod(self, it);
        self.depth -= 1;
        self.module.pop();
    }
}
