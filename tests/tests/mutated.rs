//! Documents of the corpus, damaged at random: reading them never panics, and what has no error can be generated.
//!
//! A short run of what the targets under `generator/fuzz` do for hours.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use verbatim_gen::{Config, Emit, Source};
use verbatim_tests::MapFiles;

/// One damage to a text, at places that are given as parts of its length.
#[derive(Debug, Clone)]
enum Damage {
    Cut(f64, f64),
    Repeat(f64, f64, usize),
    /// Puts a part of another document somewhere.
    Graft(usize, f64, f64, f64),
    Swap(f64, f64, f64),
    Insert(f64, &'static str),
    Truncate(f64),
}

const PIECES: &[&str] = &[
    "\0",
    "\t",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{1f408}",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    "- ",
    "*a",
    "&a ",
    "<<: ",
    "!x ",
    "|\n",
    "~",
    "null",
    "$ref: '#/components/schemas/Pet'",
    "type: [string, \"null\"]",
    "allOf: ",
    "1e999",
    "-0",
    "*/",
    "x-",
    "#",
    "'#/'",
    "nullable: true",
];

fn damage() -> impl Strategy<Value = Damage> {
    let part = || 0.0..1.0_f64;
    prop_oneof![
        (part(), part()).prop_map(|(a, b)| Damage::Cut(a, b)),
        (part(), part(), 1..200_usize).prop_map(|(a, b, n)| Damage::Repeat(a, b, n)),
        (any::<usize>(), part(), part(), part()).prop_map(|(i, a, b, c)| Damage::Graft(i, a, b, c)),
        (part(), part(), part()).prop_map(|(a, b, c)| Damage::Swap(a, b, c)),
        (part(), prop::sample::select(PIECES)).prop_map(|(a, piece)| Damage::Insert(a, piece)),
        part().prop_map(Damage::Truncate),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_documents_are_read_or_refused(
        index in any::<usize>(),
        damages in prop::collection::vec(damage(), 1..6),
        json in any::<bool>(),
    ) {
        let corpus = corpus();
        let mut text = corpus[index % corpus.len()].clone();
        for it in damages {
            apply(it, &mut text, &corpus);
        }
        let path = if json { "openapi.json" } else { "openapi.yaml" };
        let emit = Emit { rust: true, docs: true, html: false };
        let source = Source::new(path, text.as_str());
        if let Err(report) = verbatim_gen::generate(source, &MapFiles::default(), &Config::default(), emit) {
            prop_assert!(report.has_errors());
        }
    }
}

fn apply(damage: Damage, text: &mut String, corpus: &[String]) {
    match damage {
        Damage::Cut(a, b) => text.replace_range(range(text, a, b), ""),
        Damage::Repeat(a, b, count) => {
            let range = range(text, a, b);
            let part = text[range.clone()].chars().take(400).collect::<String>();
            text.insert_str(
                range.start,
                &part.repeat(count.min(20_000 / (part.len() + 1) + 1)),
            );
        }
        Damage::Graft(index, a, b, at) => {
            let other = &corpus[index % corpus.len()];
            let part = other[range(other, a, b)].to_owned();
            text.insert_str(position(text, at), &part);
        }
        Damage::Swap(a, b, to) => {
            let range = range(text, a, b);
            let part: String = text[range.clone()].to_owned();
            text.replace_range(range, "");
            text.insert_str(position(text, to), &part);
        }
        Damage::Insert(at, piece) => text.insert_str(position(text, at), piece),
        Damage::Truncate(at) => text.truncate(position(text, at)),
    }
}

fn range(text: &str, a: f64, b: f64) -> std::ops::Range<usize> {
    let (a, b) = (position(text, a), position(text, b));
    a.min(b)..a.max(b)
}

/// The boundary of a character next to a part of the length.
fn position(text: &str, part: f64) -> usize {
    let mut at = (part * text.len() as f64) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn corpus() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics");
    let mut texts = Vec::new();
    for topic in fs::read_dir(root).unwrap() {
        for document in fs::read_dir(topic.unwrap().path()).unwrap() {
            texts.push(fs::read_to_string(document.unwrap().path()).unwrap());
        }
    }
    texts.sort();
    texts
}
