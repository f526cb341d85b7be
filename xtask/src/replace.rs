//! Files → the same with other texts, each by one call, so that nobody sees half of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::paths::unwritable;

/// Writes a file, or replaces it, with the mode that it has. Folders that lead to it are made.
///
/// # Errors
/// A sentence.
pub fn replace(path: &Path, text: &str) -> Result<(), String> {
    fs::create_dir_all(folder_of(path)).map_err(|why| unwritable(path, &why))?;
    replace_all(&[(path.to_owned(), text)])
}

/// The same of several files in folders that are there: none is touched before the texts of all are on the disk. A link stays
/// one, and what it leads to is replaced.
///
/// # Errors
/// A sentence.
pub fn replace_all(texts: &[(PathBuf, &str)]) -> Result<(), String> {
    let staged = texts.iter().map(|(path, text)| {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
        let file = staged(&target, text).map_err(|why| unwritable(path, &why))?;
        Ok((path, target, file))
    });
    let staged: Vec<_> = staged.collect::<Result<_, String>>()?;
    staged.into_iter().try_for_each(|(path, target, file)| {
        let moved = file.persist(target).map(drop);
        moved.map_err(|it| unwritable(path, &it.error))
    })
}

/// A text in a file beside the one that it is to replace, with its mode. It goes when it is dropped.
fn staged(target: &Path, text: &str) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".verbatim-gen-");
    #[cfg(unix)]
    let readable = {
        use std::os::unix::fs::PermissionsExt;
        fs::Permissions::from_mode(0o666)
    };
    #[cfg(unix)]
    builder.permissions(readable);
    let file = builder.tempfile_in(folder_of(target))?;
    fs::write(file.path(), text)?;
    if let Ok(it) = fs::metadata(target) {
        fs::set_permissions(file.path(), it.permissions())?;
    }
    Ok(file)
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    folder.unwrap_or(".".as_ref())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{replace, replace_all};

    #[test]
    fn all_are_replaced_or_none() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (there, nowhere) = (folder.path().join("a"), folder.path().join("no/b"));
        fs::write(&there, "before").expect("files can be written");
        let refused = replace_all(&[(there.clone(), "after"), (nowhere.clone(), "new")]);
        assert!(refused.is_err_and(|it| it.contains("cannot be written")));
        assert_eq!(fs::read_to_string(&there).expect("it is there"), "before");
        let count = fs::read_dir(folder.path()).expect("a folder").count();
        assert_eq!(count, 1, "what was staged is gone");
        replace(&nowhere, "new").expect("folders are made");
        replace_all(&[(there.clone(), "after"), (nowhere.clone(), "newer")])
            .expect("both are there");
        assert_eq!(fs::read_to_string(&there).expect("it is there"), "after");
        assert_eq!(fs::read_to_string(&nowhere).expect("it is there"), "newer");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "before").expect("files can be written");
        std::os::unix::fs::symlink("file", &link).expect("links can be made");
        replace(&link, "after").expect("it can be replaced");
        assert!(
            fs::symlink_metadata(&link)
                .expect("it is there")
                .is_symlink()
        );
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "after");
    }
}
