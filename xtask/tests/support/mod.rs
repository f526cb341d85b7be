//! A scratch folder in which `xtask` runs as a process, and what came of a run.

#![allow(dead_code, reason = "each test target uses a part of this")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

/// A small API with one tag. [`CATS`] differs from it in every output.
pub const PETS: &str = r#"openapi: 3.0.3
info:
  title: Pets
  version: 1.0.0
tags:
  - name: Pets
paths:
  /pets/{id}:
    get:
      operationId: getPet
      summary: Get a pet
      tags: [Pets]
      parameters:
        - name: id
          in: path
          required: true
          schema:
            type: integer
      responses:
        "200":
          description: The pet
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'
components:
  schemas:
    Pet:
      type: object
      properties:
        name:
          type: string
"#;

/// [`PETS`] about another animal.
pub fn cats() -> String {
    PETS.replace("Pet", "Cat").replace("pet", "cat")
}

/// A document whose reference leads nowhere, in line 25.
pub fn broken() -> String {
    PETS.replace("schemas/Pet'", "schemas/Pest'")
}

/// A folder of its own for a test, with a target: what `spec/` has becomes `generated/`.
pub struct Scratch {
    folder: TempDir,
}

impl Scratch {
    pub fn new() -> Self {
        let it = Self {
            folder: TempDir::new().expect("a temporary folder"),
        };
        it.write(
            "verbatim.toml",
            "[targets.pets]\nspec = \"spec/members.yaml\"\nout = \"generated\"\nconfig = \"spec/gen.toml\"\n",
        );
        it.write("spec/members.yaml", PETS);
        it.write("spec/gen.toml", "[package]\nname = \"pets-api\"\n");
        it
    }

    /// One without targets and documents.
    pub fn bare() -> Self {
        let it = Self::new();
        it.remove("verbatim.toml");
        fs::remove_dir_all(it.path("spec")).expect("it is there");
        it
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a text file")
    }

    /// Writes a file that an earlier run might have generated in `FOLDER/src` or `FOLDER/docs` and this one does not.
    pub fn write_stale(&self, folder: &str, path: &str, text: impl AsRef<[u8]>) {
        let marker = format!("{folder}/.verbatim-gen");
        self.write(&marker, format!("{}{path}\n", self.read(&marker)));
        self.write(&format!("{folder}/{path}"), text);
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).expect("files can be removed");
    }

    /// `xtask` with arguments that are separated by spaces, in this folder, with a plain environment.
    pub fn command(&self, args: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(args.split_whitespace())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("COLUMNS");
        command
    }

    /// Runs `xtask` to its end.
    pub fn run(&self, args: &str) -> Run {
        Run::of(self.command(args))
    }

    /// Starts `xtask` and lets it run.
    pub fn start(&self, args: &str) -> Child {
        let mut command = self.command(args);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("xtask starts")
    }

    /// Every file beneath a folder with its bytes and its time, and every empty folder.
    pub fn tree(&self, folder: &str) -> BTreeMap<PathBuf, Entry> {
        let mut found = BTreeMap::new();
        collect(&self.path(folder), Path::new(""), &mut found);
        found
    }

    /// The texts beneath a folder, without their times.
    pub fn texts(&self, folder: &str) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let tree = self.tree(folder).into_iter();
        tree.map(|(path, entry)| (path, entry.bytes)).collect()
    }

    /// Files and folders, here or in `folder`, that only a run in progress may have.
    pub fn leftovers(&self, folder: &str) -> Vec<String> {
        let names = fs::read_dir(self.path(folder))
            .into_iter()
            .flatten()
            .flatten();
        names
            .map(|it| it.file_name().to_string_lossy().into_owned())
            .filter(|it| it.starts_with(".verbatim-gen-"))
            .collect()
    }
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `None` for an empty folder.
    pub bytes: Option<Vec<u8>>,
    pub modified: SystemTime,
}

fn collect(root: &Path, path: &Path, found: &mut BTreeMap<PathBuf, Entry>) {
    let place = root.join(path);
    let Ok(metadata) = fs::symlink_metadata(&place) else {
        return;
    };
    let modified = metadata.modified().expect("files have times");
    if !metadata.is_dir() {
        let bytes = Some(fs::read(&place).unwrap_or_default());
        found.insert(path.to_owned(), Entry { bytes, modified });
        return;
    }
    let entries: Vec<_> = fs::read_dir(&place).expect("a folder").flatten().collect();
    if entries.is_empty() {
        found.insert(
            path.to_owned(),
            Entry {
                bytes: None,
                modified,
            },
        );
    }
    for entry in entries {
        collect(root, &path.join(entry.file_name()), found);
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    /// `None` if a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(mut command: Command) -> Self {
        let output = command.output().expect("xtask starts");
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    /// Asserts that standard error has each of the texts.
    #[track_caller]
    pub fn says(self, texts: &[&str]) -> Self {
        for it in texts {
            assert!(self.err.contains(it), "{it:?} is missing in\n{}", self.err);
        }
        self
    }
}
