//! What git is told of the files that are generated into a folder: that they have the line ends that they are compared
//! with, on every system, and that those of `src` are not written by people.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::marker;

/// The name of the file.
pub const NAME: &str = ".gitattributes";

/// How a file begins that is generated.
const HEAD: &str = "# verbatim-gen";

const INTRODUCTION: &str = "\
# verbatim-gen generated the files that are listed here, and compares them byte for byte. Attributes of your own go into a
# file that replaces this one, without this comment: no run changes that.
";

/// Whether there is such a file in a folder that somebody has written.
pub fn is_by_hand(folder: &Path) -> bool {
    let path = folder.join(NAME);
    fs::symlink_metadata(&path).is_ok()
        && !fs::read_to_string(&path).is_ok_and(|it| it.starts_with(HEAD))
}

/// The text of the file for the files of `src` or `docs`, by path relative to it. Those of `docs` are there to be read, so
/// GitHub goes on showing how they change.
pub fn text<'a>(folder: &str, paths: impl Iterator<Item = &'a str>) -> String {
    let attributes = match folder {
        "src" => "text eol=lf linguist-generated",
        _ => "text eol=lf",
    };
    let mut text = INTRODUCTION.to_owned();
    for path in [NAME, marker::NAME].into_iter().chain(paths) {
        let attributes = match path.ends_with(".gz") {
            true => "binary linguist-generated",
            false => attributes,
        };
        let _ = writeln!(text, "{} {attributes}", pattern(path));
    }
    text
}

/// The pattern that a path alone matches.
fn pattern(path: &str) -> String {
    let mut pattern = String::from("/");
    for it in path.chars() {
        if "*?[]\\".contains(it) {
            pattern.push('\\');
        }
        pattern.push(it);
    }
    let plain = |it: char| !it.is_whitespace() && !it.is_control() && it != '"';
    match pattern.chars().all(plain) {
        true => pattern,
        false => format!("{pattern:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn a_pattern_matches_one_path() {
        for (path, expected) in [
            ("api/pets.rs", "/api/pets.rs"),
            ("größe.md", "/größe.md"),
            ("all [new].md", r#""/all \\[new\\].md""#),
            ("what?.md", r"/what\?.md"),
        ] {
            assert_eq!(pattern(path), expected);
        }
    }
}
