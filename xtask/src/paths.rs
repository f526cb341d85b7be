//! Paths → words: how messages show them, and why one cannot be read or written.

use std::io;
use std::path::Path;

pub use verbatim_files::shown;

/// `PATH cannot be read: WHY`.
pub fn unreadable(path: &Path, why: &io::Error) -> String {
    format!("{} cannot be read: {why}", shown(path))
}

/// `PATH cannot be written: WHY`.
pub fn unwritable(path: &Path, why: &io::Error) -> String {
    format!("{} cannot be written: {why}", shown(path))
}

/// `PATH is a file, where a folder belongs`.
pub fn not_a_folder(path: &Path) -> String {
    format!("{} is a file, where a folder belongs", shown(path))
}
