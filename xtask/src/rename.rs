//! System calls that move files and folders in one go.

use std::fs;
use std::io;
use std::path::Path;

/// Two files or folders change places.
///
/// # Errors
/// [`is_unsupported`] tells those that say that there is no such call here.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Moves a file or folder to where nothing is.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`], or [`io::ErrorKind::DirectoryNotEmpty`], if something is there.
pub fn without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from) {
            Err(why) if is_unsupported(&why) => {}
            moved => return moved,
        }
    }
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

/// Whether folders could not be exchanged because this system or this file system has no such thing.
pub fn is_unsupported(why: &io::Error) -> bool {
    #[cfg(unix)]
    {
        use rustix::io::Errno;
        // INVAL: FAT, NFS. XDEV: a folder of a lower layer of an overlay. BUSY: a mount point.
        let it = why.raw_os_error().map(Errno::from_raw_os_error);
        matches!(
            it,
            Some(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::XDEV | Errno::BUSY)
        )
    }
    #[cfg(not(unix))]
    {
        why.kind() == io::ErrorKind::Unsupported
    }
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn a_missing_permission_is_not_a_missing_feature() {
        use rustix::io::Errno;
        for (errno, unsupported) in [
            (Errno::INVAL, true),
            (Errno::XDEV, true),
            (Errno::ACCESS, false),
            (Errno::NOSPC, false),
        ] {
            assert_eq!(
                super::is_unsupported(&errno.into()),
                unsupported,
                "{errno:?}"
            );
        }
    }
}
