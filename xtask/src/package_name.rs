//! A folder → what the package in it is called, or is to be called.

use std::fs;
use std::path::Path;

use verbatim_gen::is_keyword;

/// What Rust calls the crate that is in a folder already, by its `Cargo.toml`.
pub fn library_name(folder: &Path) -> Option<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let manifest: toml::Table = manifest.parse().ok()?;
    let of = |section: &str| manifest.get(section)?.get("name")?.as_str();
    of("lib").or_else(|| of("package")).map(str::to_owned)
}

/// A package name that cargo accepts, made of the name of a folder.
pub fn package_name(folder: &Path) -> String {
    // `--out .` and `--out ..` have no name of their own.
    let absolute = folder
        .canonicalize()
        .or_else(|_| std::path::absolute(folder))
        .unwrap_or_default();
    package_called(&absolute.file_name().unwrap_or_default().to_string_lossy())
}

/// A package name that cargo accepts, made of a word: `My API (v2)` gives `my-api-v2`, and `Größe` gives `grosse`.
pub fn package_called(word: &str) -> String {
    let words: Vec<String> = deunicode::deunicode(word)
        .to_lowercase()
        .split(|it: char| !it.is_ascii_alphanumeric() && it != '_')
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect();
    let name = words.join("-");
    // What rustc or cargo would take for something else, or refuse.
    const TAKEN: [&str; 11] = [
        "",
        "alloc",
        "build",
        "core",
        "deps",
        "examples",
        "incremental",
        "proc_macro",
        "proc-macro",
        "std",
        "test",
    ];
    if TAKEN.contains(&name.as_str()) || is_keyword(&name) {
        format!("{name}-api")
            .trim_start_matches(['-', '_'])
            .to_owned()
    } else if name.starts_with(|it: char| it.is_ascii_digit()) {
        format!("api-{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::package_name;

    #[test]
    fn a_folder_gives_a_name_that_cargo_accepts() {
        for (folder, name) in [
            ("/x/petstore", "petstore"),
            ("/x/petstore-v2", "petstore-v2"),
            ("/x/My API (v2)", "my-api-v2"),
            ("/x/2ch", "api-2ch"),
            ("/x/test", "test-api"),
            ("/x/type", "type-api"),
            ("/x/Überblick", "uberblick"),
            ("/x/öut put", "out-put"),
            ("/x/日本", "ri-ben"),
            ("/", "api"),
        ] {
            assert_eq!(package_name(Path::new(folder)), name, "{folder}");
        }
    }
}
