//! Modes of folders that are about to be filled or emptied.

use std::fs::{self, Metadata, Permissions};
use std::path::Path;

/// A mode that lets its owner fill and empty a folder.
pub fn with_owner(permissions: Permissions) -> Permissions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        PermissionsExt::from_mode(permissions.mode() | 0o700)
    }
    #[cfg(not(unix))]
    permissions
}

/// Gives a new folder the mode and the owner of the old one, as far as that is allowed.
pub fn imitate(new: &Path, old: &Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        let is_owner =
            fs::metadata(new).is_ok_and(|it| (it.uid(), it.gid()) == (old.uid(), old.gid()));
        if !is_owner {
            let _ = chown(new, Some(old.uid()), Some(old.gid()));
        }
    }
    // After the owner, since a change of owner takes bits away.
    let _ = fs::set_permissions(new, with_owner(old.permissions()));
}
