//! Files and folders of Rust → the methods of traits that are written there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use verbatim_gen::stages::WrittenMethods;

use crate::paths::shown;

/// Reads the files, and those of the folders.
///
/// # Errors
/// A file or folder cannot be read, is no Rust, or there are none.
pub fn written(sources: &[PathBuf]) -> Result<WrittenMethods, String> {
    let mut files = Vec::new();
    for source in sources {
        find(source, &mut files).map_err(|why| format!("{}: {why}", shown(source)))?;
    }
    if files.is_empty() {
        return Err("there is no file of Rust in what `--unimplemented` names".to_owned());
    }
    let files: Result<Vec<_>, _> = files.iter().map(|it| read(it)).collect();
    WrittenMethods::read(files?.iter().map(|(path, text)| (&**path, &**text)))
}

/// A file's path as it is shown, and its text.
fn read(path: &Path) -> Result<(String, String), String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok((shown(path), text)),
        Err(why) => Err(format!("{}: {why}", shown(path))),
    }
}

/// The files of Rust beneath a path. What cargo builds is left out.
fn find(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        // A file that is named is read, whatever it is called.
        fs::metadata(path)?;
        files.push(path.to_owned());
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        // A link may lead back to where it stands.
        let kind = entry.file_type()?;
        let is_built = path.join("CACHEDIR.TAG").exists();
        if kind.is_dir() && !is_built {
            find(&path, files)?;
        } else if kind.is_file() && path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    Ok(())
}
