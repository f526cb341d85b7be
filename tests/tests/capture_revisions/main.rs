//! Revisions of a document, made by random edits: the pages of each are captured, all together and each alone, and come
//! back as they are.
//!
//! `CAPTURE_REVISIONS` says how many, `CAPTURE_SEED` from which on, and `CAPTURE_DOCUMENTS` names other documents
//! (`:` between them) than the one that is kept here. `CAPTURE_KEEP` is a folder for what does not come back.
//! At least 995 of 1,000 pages have to come back; `CAPTURE_LOST` is how many need not, and what does not is printed.
//! `CAPTURE_CYCLES=1` also lets schemas hold themselves in random ways; of some of these a page alone does not say enough.

mod edits;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use verbatim_gen::capture::capture;
use verbatim_gen::{Config, Source};
use verbatim_tests::random::Rng;
use verbatim_tests::{MapFiles, number, try_pages};

fn settings(fence: &str) -> Config {
    let text = verbatim_tests::text("spec/gen.toml");
    let text = text.replace(
        "shell-fence = \"shell\"",
        &format!("shell-fence = \"{fence}\""),
    );
    Config::parse(&Source::new("gen.toml", text)).expect("the settings are fine")
}

/// What did not come back, by what is told of it.
#[derive(Default)]
struct Tally {
    revisions: u64,
    refused: u64,
    pages: u64,
    lost: BTreeMap<String, (u64, String)>,
    lost_pages: u64,
}

impl Tally {
    fn hold(&mut self, pages: &[Source], config: Option<&Config>, what: &str) {
        self.pages += pages.len() as u64;
        let (lost, report) = match capture(pages, config) {
            Ok(it) if it.is_exact() => return,
            Ok(it) => {
                let differs = it.proofs.iter().filter(|it| it.difference.is_some());
                // Something was not read, even where each page is rendered as it was.
                (differs.count().max(1), it.report)
            }
            Err(report) => (pages.len(), report),
        };
        self.lost_pages += lost as u64;
        for it in &report.findings {
            let path = &pages[usize::from(it.place.file.0)].path;
            let place = format!("{what} {path}:{}", it.place.line);
            let entry = self
                .lost
                .entry(format!("{} {}", it.code.as_str(), it.message))
                .or_insert((0, place));
            entry.0 += 1;
        }
    }
}

#[test]
fn the_pages_of_random_revisions_come_back() {
    let documents = std::env::var("CAPTURE_DOCUMENTS").unwrap_or_else(|_| {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/capture_revisions/swagger.json");
        path.display().to_string()
    });
    let documents: Vec<Value> = documents
        .split(':')
        .map(|path| {
            let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
        })
        .collect();
    let configs = ["shell", "sh"].map(settings);
    let first = number("CAPTURE_SEED").unwrap_or(1_u64);
    let with_cycles = number("CAPTURE_CYCLES").is_some_and(|it: u64| it > 0);
    let mut tally = Tally::default();
    for seed in first..first + number("CAPTURE_REVISIONS").unwrap_or(24) {
        let mut rng = Rng::new(seed);
        let mut document = documents[rng.below(documents.len())].clone();
        // So many that most of the document stays what it is.
        let size = document["definitions"].as_object().map_or(0, |it| it.len());
        let count = [1, 10, 40][rng.below(3)].min(size / 4);
        edits::revise(&mut document, &mut rng, count, with_cycles);
        let config = &configs[rng.below(2)];
        let text = document.to_string();
        let Ok(pages) = try_pages(&text, &MapFiles::default(), config) else {
            tally.refused += 1;
            continue;
        };
        // A page of nothing but its title leads to operations that are left out of the reference, but not out of the index.
        let is_bare = |it: &Source| it.text.lines().count() == 1;
        let has_index = !pages.iter().any(is_bare);
        let pages: Vec<Source> = pages
            .into_iter()
            .filter(|it| has_index || !it.path.ends_with("index.md"))
            .collect();
        tally.revisions += 1;
        let before = tally.lost_pages;
        tally.hold(
            &pages,
            rng.one_in(2).then_some(config),
            &format!("{seed} all"),
        );
        for page in &pages {
            let is_of_all = |it: &&str| page.path.ends_with(it);
            if !["index.md", "schemas.md", "authentication.md"]
                .iter()
                .any(is_of_all)
            {
                tally.hold(
                    std::slice::from_ref(page),
                    rng.one_in(2).then_some(config),
                    &format!("{seed} alone"),
                );
            }
        }
        if let (Ok(folder), true) = (std::env::var("CAPTURE_KEEP"), tally.lost_pages > before) {
            let folder = Path::new(&folder).join(seed.to_string());
            fs::create_dir_all(folder.join("docs")).expect("a folder");
            fs::write(
                folder.join("swagger.json"),
                serde_json::to_string_pretty(&document).expect("JSON"),
            )
            .expect("a file");
            for page in &pages {
                fs::write(folder.join(&*page.path), &*page.text).expect("a file");
            }
        }
    }
    let mut lost: Vec<_> = tally.lost.iter().collect();
    lost.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    let shown: Vec<String> = lost
        .iter()
        .take(60)
        .map(|(message, (count, place))| format!("{count}× {place}: {message}\n"))
        .collect();
    println!(
        "{} revisions, {} refused, {} pages, {} lost",
        tally.revisions, tally.refused, tally.pages, tally.lost_pages
    );
    assert!(
        tally.revisions > tally.refused,
        "{} of {} revisions have errors",
        tally.refused,
        tally.refused + tally.revisions
    );
    assert!(
        tally.lost_pages * 1000 <= tally.pages * number("CAPTURE_LOST").unwrap_or(5),
        "{} of {} pages did not come back\n{}",
        tally.lost_pages,
        tally.pages,
        shown.concat()
    );
    print!("{}", shown.concat());
}
