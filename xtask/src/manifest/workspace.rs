//! The workspace that a folder is in, by the rules of cargo.

use std::fs;
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, TableLike, Value};

use crate::paths::shown;

/// Whether a workspace has a folder among its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// It names it, or depends on it by path.
    Member,
    /// It leaves it out by name.
    Excluded,
    /// It says nothing of it, so that cargo refuses to build there.
    Neither,
}

/// A workspace around a folder.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Its manifest, as messages show it.
    pub path: PathBuf,
    /// What it is to the folder.
    pub membership: Membership,
    /// The folder, from the workspace's: `crates/pets`.
    pub relative: String,
    document: DocumentMut,
}

impl Workspace {
    /// The workspace that a folder is in, if it is in any. Manifests that are no TOML are cargo's to tell.
    ///
    /// # Errors
    /// A sentence: there is no current folder.
    pub fn around(folder: &Path) -> Result<Option<Self>, String> {
        let here =
            std::env::current_dir().map_err(|why| format!("there is no current folder: {why}"))?;
        let folder = plain(&here.join(folder));
        for (depth, root) in folder.ancestors().enumerate() {
            let Ok(text) = fs::read_to_string(root.join("Cargo.toml")) else {
                continue;
            };
            let Ok(document) = text.parse::<DocumentMut>() else {
                continue;
            };
            let Some(table) = document.get("workspace").and_then(Item::as_table_like) else {
                continue;
            };
            let Ok(relative) = folder.strip_prefix(root) else {
                continue;
            };
            let membership = match depth {
                0 => Membership::Member,
                _ => membership(&document, table, relative),
            };
            // Within the current folder, messages show short paths.
            let shown_root = root.strip_prefix(&here).unwrap_or(root);
            return Ok(Some(Self {
                path: shown_root.join("Cargo.toml"),
                membership,
                relative: shown(relative),
                document,
            }));
        }
        Ok(None)
    }

    /// `[workspace.dependencies]`.
    pub fn dependencies(&self) -> Option<Item> {
        self.document.get("workspace")?.get("dependencies").cloned()
    }

    /// The manifest with one more member.
    ///
    /// # Errors
    /// A sentence: `members` is no list.
    pub fn joined_by(&self, folder: &str) -> Result<String, String> {
        let mut document = self.document.clone();
        let members = &mut document["workspace"]["members"];
        if members.is_none() {
            *members = toml_edit::value(toml_edit::Array::new());
        }
        let Some(list) = members.as_array_mut() else {
            return Err(format!(
                "`workspace.members` of {} is no list",
                shown(&self.path)
            ));
        };
        // A list over several lines goes on so.
        let decor = list.iter().last().map(|it| it.decor().clone());
        let mut member = Value::from(folder);
        match (decor, list.is_empty()) {
            (Some(decor), false) => {
                if let Some(prefix) = decor.prefix().and_then(|it| it.as_str()) {
                    let prefix = if prefix.is_empty() { " " } else { prefix };
                    member.decor_mut().set_prefix(prefix);
                }
                list.push_formatted(member);
            }
            _ => list.push(member),
        }
        Ok(document.to_string())
    }
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for it in path.components() {
        match it {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => drop(plain.pop()),
            it => plain.push(it),
        }
    }
    plain
}

fn membership(document: &DocumentMut, workspace: &dyn TableLike, folder: &Path) -> Membership {
    let list = |key: &str| {
        let items = workspace.get(key).and_then(Item::as_array);
        let items = items.into_iter().flat_map(|it| it.iter());
        items
            .filter_map(Value::as_str)
            .map(|it| it.trim_matches('/').to_owned())
    };
    let is_named = list("members").any(|it| {
        let options = glob::MatchOptions {
            require_literal_separator: true,
            ..glob::MatchOptions::new()
        };
        Path::new(&it) == folder
            || glob::Pattern::new(&it).is_ok_and(|it| it.matches_path_with(folder, options))
    });
    let is_depended_on = ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|it| document.get(it)?.as_table_like())
        .flat_map(|it| it.iter())
        .filter_map(|(_, it)| it.get("path")?.as_str().map(|it| plain(Path::new(it))))
        .any(|it| it == folder);
    if is_named {
        Membership::Member
    } else if list("exclude").any(|it| folder.starts_with(it)) {
        Membership::Excluded
    } else if is_depended_on {
        Membership::Member
    } else {
        Membership::Neither
    }
}
