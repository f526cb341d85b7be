//! Which file the items of each operation stand in, where those of one tag are too much for one.

use std::collections::BTreeMap;

use super::layout::{Lines, sort};
use super::names::is_keyword;

/// How many lines a file has at the most, but for one operation that is longer, and for what cannot be told apart: a trait.
const LONGEST: usize = 4_800;

/// How many lines there have to be of one word before it has a file of its own.
const OWN_FILE: usize = 100;

/// What is printed of an operation.
pub struct Piece<'a> {
    /// Method and path: `GET /pets/{id}`.
    pub route: &'a str,
    /// How many lines that takes.
    pub lines: usize,
}

/// A file beneath that of a tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its module, and the stem of its name.
    pub name: String,
    /// The word of the paths that its operations have in common.
    pub word: String,
    /// Its operations, as indices into what was given, in order.
    pub pieces: Vec<usize>,
}

/// Words of a path after the first that files are told apart by.
const DEEPEST: usize = 6;

/// Puts operations into the file of their tag, which has a number of lines already, or, where that becomes long, into one for
/// the second word of their paths: those of `/repos/{owner}/{repo}/branches/{branch}` into `branches.rs`. Where that is long as
/// well, the third word goes with it.
pub fn parts(before: usize, pieces: &[Piece<'_>]) -> (Vec<usize>, Vec<Part>) {
    let all: Vec<usize> = (0..pieces.len()).collect();
    if before + length(&all, pieces) <= LONGEST {
        return (all, Vec::new());
    }
    let mut parts = Vec::new();
    let own = split("", 1, all, pieces, &mut parts);
    if before + length(&own, pieces) <= LONGEST {
        return (own, parts);
    }
    cut("others", own, pieces, &mut parts);
    (Vec::new(), parts)
}

fn length(of: &[usize], pieces: &[Piece<'_>]) -> usize {
    of.iter().map(|it| pieces[*it].lines).sum()
}

/// Makes files of the operations that have more than a few in common by the word at a place of their paths; the others remain.
fn split(
    prefix: &str,
    at: usize,
    all: Vec<usize>,
    pieces: &[Piece<'_>],
    parts: &mut Vec<Part>,
) -> Vec<usize> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for it in all {
        groups
            .entry(word(pieces[it].route, at))
            .or_default()
            .push(it);
    }
    let mut rest = Vec::new();
    for (word, group) in groups {
        let lines = length(&group, pieces);
        if word.is_empty() || lines < OWN_FILE {
            rest.extend(group);
            continue;
        }
        let word = match prefix {
            "" => word,
            prefix => format!("{prefix}_{word}"),
        };
        let group = match lines > LONGEST && at < DEEPEST {
            true => split(&word, at + 1, group, pieces, parts),
            false => group,
        };
        cut(&word, group, pieces, parts);
    }
    rest.sort_unstable();
    rest
}

/// One file, or as many as it takes.
fn cut(word: &str, group: Vec<usize>, pieces: &[Piece<'_>], parts: &mut Vec<Part>) {
    let mut length = 0;
    let mut number = 0;
    for it in group {
        length += pieces[it].lines;
        if number == 0 || length > LONGEST {
            number += 1;
            length = pieces[it].lines;
            parts.push(Part {
                name: match number {
                    1 => word.to_owned(),
                    _ => format!("{word}_{number}"),
                },
                word: word.to_owned(),
                pieces: Vec::new(),
            });
        }
        parts.last_mut().expect("one was added").pieces.push(it);
    }
}

/// The word at a place of a path, among those that stand there as they are, as a name; empty where there is none, or none of ASCII.
fn word(route: &str, at: usize) -> String {
    let path = route.split_once(' ').map_or(route, |it| it.1);
    let words = path.split('/').filter(|it| !it.is_empty());
    let found = words.filter(|it| !it.contains('{')).nth(at);
    let letters = found.unwrap_or_default().chars();
    let name: String = letters
        .map(|it| match it.is_ascii_alphanumeric() {
            true => it.to_ascii_lowercase(),
            false => '_',
        })
        .collect();
    match name.starts_with(|it: char| it.is_ascii_lowercase()) {
        true => name.trim_end_matches('_').to_owned(),
        false => String::new(),
    }
}

/// Declares the files beneath that of a tag, `folder` by name, and gives their names. A name that the file itself has another meaning
/// for (`text` is what stands in it) becomes another one.
pub fn declare(lines: &mut Lines, folder: &str, parts: &mut [Part], text: &str, visible: bool) {
    let stem = folder.trim_start_matches("r#");
    for it in parts.iter_mut() {
        while is_keyword(&it.name) || it.name == stem || is_taken(&it.name, text) {
            it.name.push_str("_operations");
        }
    }
    // Words may differ in letters that no name has, and a number may be a word.
    for at in 0..parts.len() {
        while parts[..at].iter().any(|it| it.name == parts[at].name) {
            parts[at].name.push_str("_more");
        }
    }
    let mut names: Vec<&str> = parts.iter().map(|it| &*it.name).collect();
    sort(&mut names);
    for name in &names {
        // A file that is found by a path looks for those beneath it beside itself.
        if !stem.is_ascii() {
            lines.line(format!("#[path = \"{stem}/{name}.rs\"]"));
        }
        lines.line(format!("mod {name};"));
    }
    if visible {
        lines.line("");
        for name in names {
            lines.line(format!("pub use self::{name}::*;"));
        }
    }
}

/// Whether a path of a text begins with a name, or something is imported or declared by it.
fn is_taken(name: &str, text: &str) -> bool {
    let is_letter = |it: char| it.is_alphanumeric() || it == '_';
    let code = text.lines().map(str::trim_start);
    code.filter(|it| !it.starts_with("//")).any(|line| {
        let declares = ["use ", "pub use ", "mod ", "pub mod "];
        let is_declared = declares.iter().any(|it| line.starts_with(it));
        line.match_indices(name).any(|(at, _)| {
            let (before, behind) = (&line[..at], &line[at + name.len()..]);
            let is_whole = !before.ends_with(is_letter) && !behind.starts_with(is_letter);
            let is_path = behind.starts_with("::");
            is_whole && (is_path && !before.ends_with("::") || is_declared && !is_path)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Part, Piece, is_taken, parts, word};

    #[test]
    fn operations_go_by_the_second_word_of_their_paths() {
        for (route, expected) in [
            ("GET /repos/{owner}/{repo}/branches/{branch}", "branches"),
            (
                "GET /repos/{owner}/{repo}/code-scanning/alerts",
                "code_scanning",
            ),
            ("GET /orgs/{org}/repos", "repos"),
            ("GET /repos/{owner}/{repo}", ""),
            ("GET /", ""),
            ("GET /a/1st", ""),
            ("GET /a/\u{540d}", ""),
            ("GET /a/type", "type"),
        ] {
            assert_eq!(word(route, 1), expected, "{route}");
        }
    }

    #[test]
    fn what_fits_stays_and_no_file_is_long() {
        let piece = |route, lines| Piece { route, lines };
        let short = [piece("GET /a/b", 400), piece("GET /a/c", 400)];
        assert_eq!(parts(100, &short), (vec![0, 1], vec![]));
        let (own, made) = parts(LONGEST - 500, &short);
        assert!(own.is_empty());
        let names: Vec<&str> = made.iter().map(|it| &*it.name).collect();
        assert_eq!(names, ["b", "c"]);
        // One word is too much, another one too little.
        let mut many: Vec<_> = (0..20).map(|_| piece("GET /a/b", 700)).collect();
        many.push(piece("GET /a", 10));
        many.push(piece("GET /a/rare", 10));
        let (own, made) = parts(100, &many);
        assert_eq!(own, [20, 21]);
        let length = |it: &Part| it.pieces.len() * 700;
        assert!(
            made.len() > 2 && made.iter().all(|it| length(it) <= LONGEST),
            "{made:?}"
        );
        assert_eq!(made.iter().map(|it| it.pieces.len()).sum::<usize>(), 20);
        assert_eq!(made[1].name, "b_2");
        // A third word tells them apart.
        let deep: Vec<_> = (0..20)
            .map(|it| piece(["GET /a/b/{x}/c", "GET /a/b/d"][it % 2], 400))
            .collect();
        let (own, made) = parts(100, &deep);
        let names: Vec<&str> = made.iter().map(|it| &*it.name).collect();
        assert_eq!((own.len(), &names[..]), (0, &["b_c", "b_d"][..]));
        // Many rare ones.
        let routes: Vec<String> = (0..100).map(|it| format!("GET /a/w{it}")).collect();
        let rare: Vec<_> = routes.iter().map(|it| piece(it, 90)).collect();
        let (own, made) = parts(100, &rare);
        assert_eq!(
            (
                own.len(),
                made.iter().map(|it| it.pieces.len()).sum::<usize>()
            ),
            (0, 100)
        );
    }

    #[test]
    fn a_name_that_means_something_is_taken() {
        let text = "use crate::api::responses;\nuse crate::api::pets::*;\nuse uuid::Uuid;\n/// tags::x\npub fn tags(&self) -> Call<models::Tag>;\n";
        for (name, expected) in [
            ("responses", true),
            ("uuid", true),
            ("models", true),
            ("pets", false),
            ("tags", false),
            ("response", false),
        ] {
            assert_eq!(is_taken(name, text), expected, "{name}");
        }
    }
}
