//! The file in each output folder that lists what was generated there, as text and read back.
//!
//! A folder is shared between the generator and whoever writes files into it by hand. What is listed belongs to the
//! generator: it is replaced by each run, and removed once it is no longer generated. What is not listed is never
//! touched. There is a line for each path, in order, and nothing else that changes, so that two branches which generate
//! different files merge.

use std::collections::BTreeSet;
use std::path::Path;

/// The name of the file.
pub const NAME: &str = ".verbatim-gen";

/// How a file with a list begins. Earlier versions wrote a sentence and no list.
const HEAD: &str = "# verbatim-gen";

const INTRODUCTION: &str = "\
# verbatim-gen generated the files that are listed here. A run replaces them, and removes those that are no longer made.
# Other files in this folder are yours: no run changes them.
";

/// What stands before the version in the line that has it.
const VERSION: &str = "# Made by version ";

/// The version of this generator.
pub const OWN_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a folder's marker says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marker {
    /// There is none: nothing has been generated here.
    Absent,
    /// It is of an earlier version, which kept no list: what is generated is not known.
    Unlisted,
    /// The files that were generated, by path relative to the folder, `/` between segments.
    Listed(BTreeSet<String>),
}

impl Marker {
    /// Reads the text of a marker.
    pub fn parse(text: &str) -> Self {
        if !text.starts_with(HEAD) {
            return Self::Unlisted;
        }
        let lines = text.lines().map(str::trim_end);
        let paths = lines.filter(|it| !it.is_empty() && !it.starts_with('#'));
        Self::Listed(paths.map(str::to_owned).collect())
    }

    /// Whether a file is known to have been generated. The marker itself always is.
    pub fn lists(&self, path: &Path) -> bool {
        if path == Path::new(NAME) {
            return true;
        }
        let Self::Listed(paths) = self else {
            return false;
        };
        let segments: Option<Vec<&str>> = path.iter().map(|it| it.to_str()).collect();
        segments.is_some_and(|it| paths.contains(&it.join("/")))
    }
}

/// The version of the generator that wrote a marker; `None` where it does not say so.
pub fn version(text: &str) -> Option<&str> {
    let mut lines = text.lines().map(str::trim_end);
    lines.find_map(|it| it.strip_prefix(VERSION))
}

/// The text of a marker for the files of a folder, by path relative to it, in order.
pub fn text<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let mut text = format!("{INTRODUCTION}{VERSION}{OWN_VERSION}\n");
    for path in paths {
        text += path;
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Marker, NAME, OWN_VERSION, text, version};

    #[test]
    fn what_is_written_is_read_back() {
        let marker = Marker::parse(&text(["api/größe.rs", "lib.rs"].into_iter()));
        for (path, listed) in [
            ("lib.rs", true),
            ("api/größe.rs", true),
            (NAME, true),
            ("api", false),
            ("api/lib.rs", false),
            ("# verbatim-gen", false),
        ] {
            assert_eq!(marker.lists(Path::new(path)), listed, "{path}");
        }
    }

    /// Git may give it the line endings of Windows, or leave the marks of a conflict in it.
    #[test]
    fn a_list_survives_what_git_does_to_it() {
        let written = text(["a.rs", "b.rs"].into_iter());
        assert_eq!(
            Marker::parse(&written.replace('\n', "\r\n")),
            Marker::parse(&written)
        );
        let conflict = format!("{written}<<<<<<< ours\nc.rs\n=======\nd.rs\n>>>>>>> theirs\n");
        for path in ["a.rs", "c.rs", "d.rs"] {
            assert!(Marker::parse(&conflict).lists(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn a_marker_says_which_version_wrote_it() {
        let written = text(["lib.rs"].into_iter());
        assert_eq!(version(&written), Some(OWN_VERSION));
        assert_eq!(version(&written.replace('\n', "\r\n")), Some(OWN_VERSION));
        assert_eq!(version("# verbatim-gen generated these\nlib.rs\n"), None);
    }

    #[test]
    fn a_marker_without_a_list_lists_nothing_but_itself() {
        let marker = Marker::parse(
            "This folder belongs to verbatim-gen: each run replaces what is in it.\nlib.rs\n",
        );
        assert_eq!(marker, Marker::Unlisted);
        assert!(marker.lists(Path::new(NAME)) && !marker.lists(Path::new("lib.rs")));
    }
}
