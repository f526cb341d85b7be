//! Which file each type stands in: one by which it is found from its name, and none that is long.

use std::collections::{BTreeMap, HashSet};

use crate::rust::names::{is_keyword, words};

/// How many lines a file has at the most, but for one type that is longer, and for what stands above the types.
const LONGEST: usize = 4_800;

/// How many lines there have to be of one word before it has a file of its own.
const OWN_FILE: usize = 400;

/// More files than this for words are not made: every one of them sees the names in all others.
const MOST_FILES: usize = 64;

/// A file of types.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// Its module, and the stem of its name.
    pub name: String,
    /// What its documentation says of it.
    pub about: String,
    /// The types, as indices into what was given, in order.
    pub types: Vec<usize>,
}

/// Puts types, each with its number of lines, into files: those whose names begin with one word into one, `payment.rs`, and
/// where that is long by one more word, `payment_intent.rs`. What begins with a rare word stands in a file for its first
/// letter. `taken` are names that no module can have.
pub fn files(types: &[(&str, usize)], taken: &HashSet<&str>) -> Vec<File> {
    let all: usize = types.iter().map(|it| it.1).sum();
    let names: Vec<Vec<String>> = types.iter().map(|it| words(it.0)).collect();
    let mut it = Files {
        lines: types.iter().map(|it| it.1).collect(),
        names,
        own_file: OWN_FILE.max(all / MOST_FILES),
        taken,
        files: Vec::new(),
    };
    let mut rare: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (word, types) in it.by_word(&(0..types.len()).collect::<Vec<_>>(), 0) {
        let is_own = word.len() > 1 && word.chars().all(|it| it.is_ascii_alphanumeric());
        match is_own && it.length(&types) >= it.own_file {
            true => it.split(vec![word], types),
            false => rare.entry(initial(&word)).or_default().extend(types),
        }
    }
    for (letter, mut types) in rare {
        types.sort_unstable();
        let about = match letter.as_str() {
            "other" => "Types whose names begin with another letter".to_owned(),
            letter => format!("Types whose names begin with {}", letter.to_uppercase()),
        };
        it.add(&letter, &about, types);
    }
    it.files.sort_by(|a, b| a.name.cmp(&b.name));
    it.files
}

struct Files<'a> {
    lines: Vec<usize>,
    names: Vec<Vec<String>>,
    own_file: usize,
    taken: &'a HashSet<&'a str>,
    files: Vec<File>,
}

impl Files<'_> {
    /// The types that begin with the same words, into one file, or by their next word.
    fn split(&mut self, prefix: Vec<String>, types: Vec<usize>) {
        let name = prefix.join("_");
        let said: String = prefix.iter().map(|it| capitalised(it)).collect();
        let about = format!("Types whose names begin with `{said}`");
        if self.length(&types) <= LONGEST {
            return self.add(&name, &about, types);
        }
        let mut rest = Vec::new();
        for (word, types) in self.by_word(&types, prefix.len()) {
            let is_own = !word.is_empty() && word.is_ascii();
            match is_own && self.length(&types) >= self.own_file {
                true => self.split([&prefix[..], &[word]].concat(), types),
                false => rest.extend(types),
            }
        }
        rest.sort_unstable();
        self.add(&name, &about, rest);
    }

    /// The types by one of their words; those that have no more come under none.
    fn by_word(&self, types: &[usize], at: usize) -> BTreeMap<String, Vec<usize>> {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for it in types {
            let word = self.names[*it].get(at).cloned().unwrap_or_default();
            groups.entry(word).or_default().push(*it);
        }
        groups
    }

    fn length(&self, types: &[usize]) -> usize {
        types.iter().map(|it| self.lines[*it]).sum()
    }

    /// One file, or as many as it takes.
    fn add(&mut self, name: &str, about: &str, types: Vec<usize>) {
        let name = match is_keyword(name) || self.taken.contains(name) {
            true => format!("{name}_types"),
            false => name.to_owned(),
        };
        let mut parts: Vec<Vec<usize>> = Vec::new();
        let mut length = 0;
        for it in types {
            length += self.lines[it];
            match parts.last_mut() {
                Some(part) if length <= LONGEST => part.push(it),
                _ => {
                    length = self.lines[it];
                    parts.push(vec![it]);
                }
            }
        }
        for (at, types) in parts.into_iter().enumerate() {
            let (name, about) = match at {
                0 => (name.clone(), format!("{about}.")),
                _ => (
                    format!("{name}_{}", at + 1),
                    format!("{about}, continued ({}).", at + 1),
                ),
            };
            self.files.push(File { name, about, types });
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|it| it.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The letter that a word begins with.
fn initial(word: &str) -> String {
    match word.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => first.to_string(),
        _ => "other".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{LONGEST, files};

    #[test]
    fn a_type_is_found_by_its_words() {
        let mut types = vec![
            ("PaymentIntent", 2_000),
            ("PaymentIntentCard", 2_000),
            ("PaymentMethod", 900),
            ("PaymentLink", 20),
            ("Payment", 30),
            ("Pet", 10),
            ("Plan", 10),
            ("Uuid", 600),
            ("Type", 600),
            ("\u{540d}\u{524d}", 600),
        ];
        let taken = HashSet::from(["uuid"]);
        let name = |types: &[(&str, usize)], wanted: &str| {
            let found = files(types, &taken);
            let is_in = |it: &&super::File| it.types.iter().any(|at| types[*at].0 == wanted);
            found.iter().find(is_in).map(|it| it.name.clone())
        };
        for (wanted, file) in [
            ("PaymentIntent", "payment_intent"),
            ("PaymentIntentCard", "payment_intent"),
            ("PaymentMethod", "payment_method"),
            ("PaymentLink", "payment"),
            ("Payment", "payment"),
            ("Pet", "p"),
            ("Plan", "p"),
            ("Uuid", "uuid_types"),
            ("Type", "type_types"),
            ("\u{540d}\u{524d}", "other"),
        ] {
            assert_eq!(name(&types, wanted).as_deref(), Some(file), "{wanted}");
        }
        // With less of them, one file does.
        types[0].1 = 20;
        assert_eq!(
            name(&types, "PaymentIntentCard").as_deref(),
            Some("payment")
        );
    }

    #[test]
    fn no_file_is_long() {
        for name in ["Same", "\u{540d}", "A"] {
            let types = vec![(name, 700); 40];
            let found = files(&types, &HashSet::new());
            assert_eq!(found.iter().map(|it| it.types.len()).sum::<usize>(), 40);
            let names: HashSet<&str> = found.iter().map(|it| &*it.name).collect();
            assert_eq!(names.len(), found.len());
            assert!(
                found.iter().all(|it| it.types.len() * 700 <= LONGEST),
                "{found:?}"
            );
        }
    }
}
