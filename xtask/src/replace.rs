//! One file → the same with another text, by one call, so that nobody sees half of it.

use std::fs;
use std::path::Path;

use crate::paths::unwritable;

/// Writes a file, or replaces it, with the mode that it has. Folders that lead to it are made.
///
/// # Errors
/// A sentence.
pub fn replace(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(".".as_ref());
    let write = || {
        fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".verbatim-gen-");
        #[cfg(unix)]
        let readable = {
            use std::os::unix::fs::PermissionsExt;
            fs::Permissions::from_mode(0o666)
        };
        #[cfg(unix)]
        builder.permissions(readable);
        let file = builder.tempfile_in(folder)?;
        fs::write(file.path(), text)?;
        if let Ok(it) = fs::metadata(path) {
            fs::set_permissions(file.path(), it.permissions())?;
        }
        file.persist(path).map_err(|it| it.error)
    };
    write().map(drop).map_err(|why| unwritable(path, &why))
}
