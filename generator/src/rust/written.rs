//! Rust that was written by hand → the methods of traits that it implements.

use std::collections::{BTreeMap, BTreeSet};

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, ItemFn, ItemImpl, ItemMod, ItemUse, Meta, Token, UseTree};

/// The methods that stand in `impl`s of traits. What a macro expands to is not seen, and what is compiled for tests alone is
/// left out.
#[derive(Debug, Default)]
pub struct WrittenMethods {
    /// Names of traits and of their methods, without `r#`.
    methods: BTreeSet<(String, String)>,
}

impl WrittenMethods {
    /// Reads the files of a crate: the path of each, with `/` between its parts, and its text.
    ///
    /// # Errors
    /// One of them is no Rust: `src/pets.rs:1:18: expected `{``.
    pub fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Self, String> {
        let mut of_files = BTreeMap::new();
        let mut for_tests = BTreeSet::new();
        for (path, text) in files {
            let file = syn::parse_file(text).map_err(|it| located(path, text, &it))?;
            let mut reader = Reader {
                names: BTreeMap::new(),
                folder: folder_of_modules(path),
                methods: BTreeSet::new(),
                for_tests: BTreeSet::new(),
            };
            Uses(&mut reader.names).visit_file(&file);
            reader.visit_file(&file);
            for_tests.append(&mut reader.for_tests);
            of_files.insert(path, reader.methods);
        }
        let is_for_tests = |path: &str| {
            let mut all = for_tests.iter();
            all.any(|it| {
                let rest = path.strip_prefix(it.as_str());
                rest.is_some_and(|it| it == ".rs" || it.starts_with('/'))
            })
        };
        of_files.retain(|path, _| !is_for_tests(path));
        let methods = of_files.into_values().flatten().collect();
        Ok(Self { methods })
    }

    /// Whether a method of a trait is among them.
    pub fn has(&self, trait_name: &str, method: &str) -> bool {
        let key = (bare(trait_name), bare(method));
        self.methods.contains(&key)
    }
}

/// An error with its place.
fn located(path: &str, text: &str, error: &syn::Error) -> String {
    let message = error.to_string();
    let (line, column) = if message.starts_with("unexpected end of input") {
        // It has no place of its own.
        let last = text.lines().last().unwrap_or_default();
        (text.lines().count().max(1), last.chars().count())
    } else {
        let start = error.span().start();
        (start.line, start.column)
    };
    format!("{path}:{line}:{}: {message}", column + 1)
}

/// A name without `r#`, which says no more than that it is one.
fn bare(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}

/// Where the files of the modules stand that a file declares: `src/pets` for `src/pets.rs`, `src` for `src/lib.rs`.
fn folder_of_modules(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.strip_suffix(".rs").unwrap_or(name);
    match stem {
        "lib" | "main" | "mod" => folder.to_owned(),
        stem => joined(folder, stem),
    }
}

fn joined(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

/// The names that a file gives to what it imports: `Pets` ▶ `PetsApi`.
struct Uses<'a>(&'a mut BTreeMap<String, String>);

impl Visit<'_> for Uses<'_> {
    fn visit_item_use(&mut self, it: &ItemUse) {
        let mut trees = vec![&it.tree];
        while let Some(tree) = trees.pop() {
            match tree {
                UseTree::Path(it) => trees.push(&it.tree),
                UseTree::Group(it) => trees.extend(&it.items),
                UseTree::Rename(it) => {
                    self.0.insert(it.rename.to_string(), it.ident.to_string());
                }
                UseTree::Name(_) | UseTree::Glob(_) => {}
            }
        }
    }
}

/// Reads a file.
struct Reader {
    /// What the file has imported by other names.
    names: BTreeMap<String, String>,
    /// Where the files of its modules stand.
    folder: String,
    methods: BTreeSet<(String, String)>,
    /// The paths of modules that are compiled for tests alone, without `.rs`.
    for_tests: BTreeSet<String>,
}

impl Visit<'_> for Reader {
    fn visit_item_mod(&mut self, it: &ItemMod) {
        let path = joined(&self.folder, &bare(&it.ident.to_string()));
        if is_for_tests(&it.attrs) {
            if it.content.is_none() {
                self.for_tests.insert(path);
            }
            return;
        }
        let folder = std::mem::replace(&mut self.folder, path);
        visit::visit_item_mod(self, it);
        self.folder = folder;
    }

    fn visit_item_fn(&mut self, it: &ItemFn) {
        if !is_for_tests(&it.attrs) {
            visit::visit_item_fn(self, it);
        }
    }

    fn visit_item_impl(&mut self, it: &ItemImpl) {
        if is_for_tests(&it.attrs) {
            return;
        }
        let named = it
            .trait_
            .as_ref()
            .and_then(|(path, _)| path.segments.last());
        if let Some(named) = named {
            let name = named.ident.to_string();
            let name = bare(self.names.get(&name).unwrap_or(&name));
            for item in &it.items {
                if let ImplItem::Fn(it) = item
                    && !is_for_tests(&it.attrs)
                {
                    let method = bare(&it.sig.ident.to_string());
                    self.methods.insert((name.clone(), method));
                }
            }
        }
        visit::visit_item_impl(self, it);
    }
}

/// Whether an item is compiled for tests alone: `#[test]`, `#[cfg(test)]`, `#[cfg(all(test, unix))]`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| match &it.meta {
        Meta::Path(it) => it.is_ident("test"),
        Meta::List(list) if list.path.is_ident("cfg") => {
            list.parse_args().is_ok_and(|it: Meta| demands_test(&it))
        }
        _ => false,
    })
}

fn demands_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(it) => it.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            parts.is_ok_and(|it| it.iter().any(demands_test))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::WrittenMethods;

    fn has(files: &[(&str, &str)]) -> bool {
        let read = WrittenMethods::read(files.iter().copied());
        read.expect("it is Rust").has("PetsApi", "r#type")
    }

    #[test]
    fn methods_of_traits_are_found_wherever_they_stand() {
        for (text, expected) in [
            ("impl PetsApi for Api { async fn r#type(&self) {} }", true),
            (
                "mod inner { impl crate::api::PetsApi for Api { fn r#type(&self) {} } }",
                true,
            ),
            (
                "fn main() { impl PetsApi for Api { fn r#type(&self) {} } }",
                true,
            ),
            (
                "const _: () = { impl<T> PetsApi for Api<T> { fn r#type(&self) {} } };",
                true,
            ),
            (
                "use api::{a::*, PetsApi as Pets}; impl Pets for Api { fn r#type(&self) {} }",
                true,
            ),
            (
                "#[cfg(any(test, unix))] impl PetsApi for Api { fn r#type(&self) {} }",
                true,
            ),
            (
                "use api::ShopsApi as PetsApi; impl PetsApi for Api { fn r#type(&self) {} }",
                false,
            ),
            (
                "impl PetsApi for Api { type Error = Problem; fn other(&self) {} }",
                false,
            ),
            ("impl Api { async fn r#type(&self) {} }", false),
            ("impl ShopsApi for Api { async fn r#type(&self) {} }", false),
            ("trait PetsApi { fn r#type(&self) {} }", false),
            (
                "#[cfg(test)] impl PetsApi for Api { fn r#type(&self) {} }",
                false,
            ),
            (
                "#[cfg(all(unix, test))] mod inner { impl PetsApi for Api { fn r#type(&self) {} } }",
                false,
            ),
            (
                "#[test] fn it() { impl PetsApi for Api { fn r#type(&self) {} } }",
                false,
            ),
        ] {
            assert_eq!(has(&[("src/main.rs", text)]), expected, "{text}");
        }
    }

    #[test]
    fn files_of_modules_for_tests_are_left_out() {
        let method = "impl PetsApi for Mock { fn r#type(&self) {} }";
        for (file, declared, path, expected) in [
            ("src/lib.rs", "mod mock;", "src/mock.rs", true),
            ("src/lib.rs", "#[cfg(test)] mod mock;", "src/mock.rs", false),
            (
                "src/lib.rs",
                "#[cfg(test)] mod mock;",
                "src/mock/mod.rs",
                false,
            ),
            (
                "src/lib.rs",
                "#[cfg(test)] mod mock;",
                "src/mock/inner.rs",
                false,
            ),
            (
                "src/lib.rs",
                "#[cfg(test)] mod mock;",
                "src/mockery.rs",
                true,
            ),
            (
                "src/pets.rs",
                "#[cfg(test)] mod mock;",
                "src/pets/mock.rs",
                false,
            ),
            ("src/pets.rs", "#[cfg(test)] mod mock;", "src/mock.rs", true),
            (
                "src/pets.rs",
                "mod deep { #[cfg(test)] mod mock; }",
                "src/pets/deep/mock.rs",
                false,
            ),
            ("main.rs", "#[cfg(test)] mod mock;", "mock.rs", false),
        ] {
            let files = [(file, declared), (path, method)];
            assert_eq!(has(&files), expected, "{files:?}");
        }
    }

    #[test]
    fn what_is_no_rust_is_told_with_its_place() {
        for (text, place) in [
            ("\nimpl PetsApi for\n", "2:17"),
            ("\nimpl PetsApi for ]\n", "2:18"),
            ("\nfn it() { 1 2 }", "2:13"),
        ] {
            let error = WrittenMethods::read([("src/pets.rs", text)]).unwrap_err();
            assert!(
                error.starts_with(&format!("src/pets.rs:{place}: ")),
                "{error}"
            );
        }
    }
}
