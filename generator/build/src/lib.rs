//! Generates Rust from OpenAPI documents in a build script.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), verbatim_build::Error> {
//!     verbatim_build::Builder::new("api/petstore.yaml").server(true).generate()
//! }
//! ```
//!
//! ```ignore
//! // src/main.rs or src/lib.rs
//! include!(concat!(env!("OUT_DIR"), "/petstore.rs"));
//!
//! use petstore::types::Pet;
//! ```
//!
//! The module depends on what a crate of it would depend on: `OUT_DIR/petstore/Cargo.toml` lists it, with cargo features in
//! place of those that were chosen here. Findings are told by cargo with the line of the document, and every file that
//! was read is watched.

#![forbid(unsafe_code)]

mod missing;
mod module;

use std::cell::RefCell;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use verbatim_files::{Folder, read_lock};
use verbatim_gen::source::one_line;
use verbatim_gen::{Config, Emit, Files, Report, Severity, Source, is_keyword};

/// What is generated of a document, and how.
#[derive(Debug, Clone)]
pub struct Builder {
    spec: PathBuf,
    name: String,
    within: String,
    config: Option<PathBuf>,
    overlays: Vec<PathBuf>,
    features: Vec<&'static str>,
    allow_outside: bool,
    out: Option<PathBuf>,
}

/// Why nothing was generated: every finding on a line of its own, or what cannot be read or written.
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As it is displayed, since that is what `main` prints.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<Report> for Error {
    fn from(report: Report) -> Self {
        let errors = report
            .findings
            .iter()
            .filter(|it| it.severity == Severity::Error);
        let errors = match errors.count() {
            1 => "1 error".to_owned(),
            it => format!("{it} errors"),
        };
        Self(format!("{report}{errors}; nothing was generated"))
    }
}

impl Builder {
    /// Types of a document, in a module that is called by its file: `petstore` for `api/petstore.yaml`.
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        let spec = spec.into();
        let stem = spec.file_stem().map(|it| it.to_string_lossy().into_owned());
        Self {
            name: identifier(&stem.unwrap_or_default()),
            spec,
            within: "crate".to_owned(),
            config: None,
            overlays: Vec::new(),
            features: Vec::new(),
            allow_outside: false,
            out: None,
        }
    }

    /// What the module is called.
    #[must_use]
    pub fn module(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// The module in which `include!` stands: `crate::api`. The root of the crate unless given.
    #[must_use]
    pub fn within(mut self, path: &str) -> Self {
        path.clone_into(&mut self.within);
        self
    }

    /// The file of choices, a `gen.toml`.
    #[must_use]
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config = Some(path.into());
        self
    }

    /// An OpenAPI Overlay to apply to the document; several are applied in order.
    #[must_use]
    pub fn overlay(mut self, path: impl Into<PathBuf>) -> Self {
        self.overlays.push(path.into());
        self
    }

    /// Whether the traits of operations and the server over them are generated, too.
    #[must_use]
    pub fn server(self, is_wanted: bool) -> Self {
        self.with(&["server"], is_wanted)
    }

    /// Whether the client is generated, too, over HTTP by reqwest: with TLS, where the manifest gives reqwest a feature for it.
    #[must_use]
    pub fn client(self, is_wanted: bool) -> Self {
        self.with(&["client-core", "client-reqwest"], is_wanted)
    }

    fn with(mut self, features: &[&'static str], is_wanted: bool) -> Self {
        self.features.retain(|it| !features.contains(it));
        self.features.extend(features.iter().filter(|_| is_wanted));
        self
    }

    /// Whether `$ref` may lead out of the document's folder.
    #[must_use]
    pub fn allow_outside(mut self, may: bool) -> Self {
        self.allow_outside = may;
        self
    }

    /// The folder that is written to; `OUT_DIR` unless given.
    #[must_use]
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out = Some(path.into());
        self
    }

    /// Writes `NAME.rs`, which declares the module, and its files beside it. Tells cargo of warnings and of files to watch.
    ///
    /// # Errors
    /// The document or the choices have errors, or a file cannot be read or written. Nothing is written then.
    pub fn generate(&self) -> Result<(), Error> {
        let read = RefCell::default();
        let made = self.made(&read);
        read.borrow().iter().for_each(|it| watch(it));
        let made = made?;
        let out = match (&self.out, std::env::var_os("OUT_DIR")) {
            (Some(it), _) => it.clone(),
            (None, Some(it)) => PathBuf::from(it),
            (None, None) => {
                let why = "OUT_DIR is not set; call this in a build script, or name a folder by `out_dir`";
                return Err(Error(why.to_owned()));
            }
        };
        for it in &made.warnings {
            println!("cargo::warning={it}");
        }
        if let Some(crate_folder) = std::env::var_os("CARGO_MANIFEST_DIR") {
            for it in made.missing(Path::new(&crate_folder)) {
                println!(
                    "cargo::warning=the generated code depends on what Cargo.toml lacks: {it}"
                );
            }
        }
        if let Some((path, text)) = &made.lock {
            println!("cargo::rerun-if-env-changed={WRITE_LOCK}");
            if std::env::var_os(WRITE_LOCK).is_some() {
                write(path, text)?;
            }
        }
        let out = std::path::absolute(&out).map_err(|why| unwritable(&out, &why))?;
        let folder = out.join(&self.name);
        for (path, text) in &made.files {
            write(&folder.join(path), text)?;
        }
        let root = folder.join("lib.rs").display().to_string();
        let declared = format!("#[path = {root:?}]\npub mod {};\n", self.name);
        write(&out.join(format!("{}.rs", self.name)), &declared)
    }

    /// The files of the module. No disk is written to, and cargo is told nothing: this is for who has another use for them.
    ///
    /// # Errors
    /// The document or the choices have errors, or a file cannot be read.
    pub fn module_files(&self) -> Result<Module, Error> {
        self.made(&RefCell::default())
    }

    /// The files of the module. What is read on the way is listed.
    fn made(&self, read: &RefCell<Vec<PathBuf>>) -> Result<Module, Error> {
        if !is_identifier(&self.name) {
            return Err(Error(format!(
                "{:?} is no name for a module; choose another one by `module`",
                self.name
            )));
        }
        let mut segments = self.within.split("::");
        let is_path = segments.next() == Some("crate") && segments.all(is_path_segment);
        if !is_path {
            return Err(Error(format!(
                "{:?} is no path of a module, as `crate::api`",
                self.within
            )));
        }
        let read_source = |path: &Path| {
            read.borrow_mut().push(path.to_owned());
            verbatim_files::read_source(path)
        };
        let mut config = match &self.config {
            Some(path) => Config::parse(&read_source(path)?)?,
            None => Config::default(),
        };
        if config.package.runtime != verbatim_gen::config::Runtime::Vendored {
            let why = "`runtime = \"crate\"` is for crates; a module carries what it runs on";
            return Err(Error(why.to_owned()));
        }
        let overlays: Result<Vec<Source>, Report> =
            self.overlays.iter().map(|it| read_source(it)).collect();
        let source = read_source(&self.spec)?.with_overlays(overlays?);
        let folder = Folder::of(&self.spec, self.allow_outside, "`allow_outside`");
        let lock = read_lock(&mut config, &folder)?;
        // Cargo would run a script that watches what is not there each time.
        read.borrow_mut()
            .extend(lock.clone().filter(|it| it.exists()));
        let files = Listed(folder, read);
        let emit = Emit {
            rust: true,
            docs: false,
            html: false,
        };
        let made = verbatim_gen::generate(source, &files, &config, emit)?;
        let warnings = made.report.findings.iter();
        let warnings = warnings.filter(|it| it.severity == Severity::Warning);
        let mut warnings: Vec<String> =
            warnings.map(|it| one_line(&made.report.line(it))).collect();
        let lock = lock.zip(made.lock).filter(|(path, text)| {
            let before = fs::read_to_string(path).unwrap_or_default();
            before.replace("\r\n", "\n") != *text
        });
        if let Some((path, _)) = lock
            .as_ref()
            .filter(|_| std::env::var_os(WRITE_LOCK).is_none())
        {
            warnings.push(one_line(&format!(
                "{} does not have all names as they are now; `{WRITE_LOCK}=1 cargo build` brings it in step where a build script \
                 makes the module, and `verbatim gen` anywhere",
                path.display()
            )));
        }
        let place = format!("{}::{}", self.within, self.name);
        // A module has no cargo features of its own: what is chosen is there.
        let of_schemas = made.files.get("src/json_schema.rs").map(|_| "schemars");
        let features: Vec<&'static str> = self.features.iter().copied().chain(of_schemas).collect();
        let names: Vec<String> = made.files.iter().map(|it| it.0.to_owned()).collect();
        let files = made.files.into_iter().map(|(path, text)| {
            let path = path.strip_prefix("src/").unwrap_or(&path).to_owned();
            let text = match path.as_str() {
                "lib.rs" => module::root(&text, &place, &features, &names),
                it if it.ends_with(".rs") => module::file(&text, &place, &features),
                _ => text,
            };
            (path, text)
        });
        Ok(Module {
            name: self.name.clone(),
            files: files.collect(),
            warnings,
            read: read.borrow().clone(),
            lock,
            features,
        })
    }
}

/// What a document becomes: the files of a module, and what there is to know of them.
#[derive(Debug)]
pub struct Module {
    /// What the module is called.
    pub name: String,
    /// Its files by path, `lib.rs` first among those of Rust; `Cargo.toml` lists what a crate of them would depend on.
    pub files: Vec<(String, String)>,
    /// What is to be told of the document, a line each.
    pub warnings: Vec<String>,
    /// The files that were read, and those that could not be.
    pub read: Vec<PathBuf>,
    /// The lock of names and its new text, where that is another one.
    pub lock: Option<(PathBuf, String)>,
    features: Vec<&'static str>,
}

impl Module {
    /// The lines of dependencies that the manifest of a crate lacks: of packages that it does not depend on at all. Nothing where
    /// the manifest cannot be read, which cargo tells.
    pub fn missing(&self, crate_folder: &Path) -> Vec<String> {
        let wanted = self.files.iter().find(|it| it.0 == "Cargo.toml");
        let own = fs::read_to_string(crate_folder.join("Cargo.toml"));
        match (wanted, own) {
            (Some((_, wanted)), Ok(own)) => missing::missing(wanted, &own, &self.features),
            _ => Vec::new(),
        }
    }
}

/// A word as the name of a module.
fn identifier(word: &str) -> String {
    let mut name: String = (word.chars())
        .map(|it| {
            if it.is_alphanumeric() {
                it.to_ascii_lowercase()
            } else {
                '_'
            }
        })
        .collect();
    if !is_identifier(&name) {
        name.insert_str(0, "api_");
    }
    name
}

fn is_identifier(name: &str) -> bool {
    is_path_segment(name) && !is_keyword(name)
}

fn is_path_segment(name: &str) -> bool {
    let starts = name.starts_with(|it: char| it.is_alphabetic() || it == '_');
    starts && name.chars().all(|it| it.is_alphanumeric() || it == '_')
}

fn unwritable(path: &Path, why: &io::Error) -> Error {
    Error(format!("{} cannot be written: {why}", path.display()))
}

/// Writes a file if it would change, so that nothing is compiled twice.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read_to_string(path).is_ok_and(|it| it == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|why| unwritable(folder, &why))?;
    fs::write(path, text).map_err(|why| unwritable(path, &why))
}

/// What has a build write its lock of names. Builds write nothing beside `OUT_DIR` otherwise.
const WRITE_LOCK: &str = "VERBATIM_WRITE_LOCK";

/// Has cargo run the build script again when a file changes.
fn watch(path: &Path) {
    if let Some(line) = watching(path) {
        println!("{line}");
    }
}

/// What tells cargo of a file. A document may refer to any name: with a line break in it, the rest would be told as well.
fn watching(path: &Path) -> Option<String> {
    let path = path.display().to_string();
    let is_line = !path.contains(char::is_control);
    is_line.then(|| format!("cargo::rerun-if-changed={path}"))
}

/// The files beside a document, for its `$ref`s, each of which is listed.
struct Listed<'r>(Folder, &'r RefCell<Vec<PathBuf>>);

impl Files for Listed<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        self.1.borrow_mut().push(self.0.place(path));
        self.0.read(path)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Builder, watching};

    const PETS: &str = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    Pet: {$ref: 'more.yaml#/Pet'}\n";

    #[test]
    fn findings_have_the_line_of_the_document() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let spec = folder.path().join("pet-store.yaml");
        fs::write(&spec, PETS).expect("it can be written");
        fs::write(folder.path().join("more.yaml"), "Pet: {type: objct}\n")
            .expect("it can be written");
        let out = folder.path().join("out");
        let made = Builder::new(&spec).out_dir(&out).generate();
        let why = made.expect_err("it has an error").to_string();
        assert!(
            why.contains("more.yaml:1:13: error[V0107]: unknown type \"objct\""),
            "{why}"
        );
        assert!(!out.exists());

        fs::write(folder.path().join("more.yaml"), "Pet: {type: object}\n")
            .expect("it can be written");
        Builder::new(&spec)
            .out_dir(&out)
            .generate()
            .expect("it is fine");
        let declared = fs::read_to_string(out.join("pet_store.rs")).expect("it is there");
        assert!(declared.ends_with("pub mod pet_store;\n"), "{declared}");
        assert!(
            out.join("pet_store/types.rs").is_file() && out.join("pet_store/Cargo.toml").is_file()
        );
    }

    #[test]
    fn names_that_are_none_are_refused() {
        for (builder, told) in [
            (Builder::new("a.yaml").module("a b"), "\"a b\" is no name"),
            (Builder::new("a.yaml").module("type"), "\"type\" is no name"),
            (
                Builder::new("a.yaml").module("match"),
                "\"match\" is no name",
            ),
            (Builder::new("a.yaml").within("api"), "\"api\" is no path"),
            (
                Builder::new("a.yaml").within("crates::api"),
                "\"crates::api\" is no path",
            ),
            (
                Builder::new("none.yaml"),
                "none.yaml:1:1: error[V0001]: there is no such file",
            ),
        ] {
            let why = builder.generate().expect_err("it is refused").to_string();
            assert!(why.contains(told), "{why}");
        }
        assert_eq!(Builder::new("x/2-a.yaml").name, "api_2_a");
        assert_eq!(Builder::new("loop.yaml").name, "api_loop");
    }

    /// Each line of what a build script prints may tell cargo something.
    #[test]
    fn a_name_with_a_line_break_tells_cargo_nothing() {
        let told = |path: &str| watching(Path::new(path));
        assert_eq!(
            told("a/b.yaml").as_deref(),
            Some("cargo::rerun-if-changed=a/b.yaml")
        );
        assert_eq!(told("a\ncargo::rustc-cfg=mine"), None);
    }
}
