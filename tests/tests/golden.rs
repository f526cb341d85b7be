//! The documented reference: members.md of four revisions, byte for byte.

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};
use verbatim_tests::{MapFiles, REVISIONS, pages, revision, settings};

/// Length and SHA-256 of the page of each revision.
const PAGES: [(usize, &str); 4] = [
    (
        54_966,
        "259ab1ee7e39b5d72091f4603c693505ffe7fcfb81d0bac8c78424ff0b71a101",
    ),
    (
        56_945,
        "0dabfeae4d0631cd1bc279809d8a64e272f12f55bca3d500d267877976374910",
    ),
    (
        65_567,
        "3b3d4cee9a2b2f9707b1175fca681f4b698bc6a74c88e93320f1958556122fea",
    ),
    (
        67_484,
        "643e45b08c322b97555a486926393993d83d4611702c3b82c31db6975f691c2a",
    ),
];

#[test]
fn members_page_equals_the_documented_one() {
    for (spec, (length, hash)) in REVISIONS.into_iter().zip(PAGES) {
        let page = render(spec, "docs/members.md");
        let stem = spec.trim_end_matches(".yaml").replace('/', "_");
        let found = (page.len(), format!("{:x}", Sha256::digest(page.as_bytes())));
        if found == (length, hash.to_owned()) {
            insta::assert_snapshot!(stem, page);
        } else {
            panic!(
                "{spec}: {found:?} instead of ({length}, {hash})\n{}",
                difference(&stem, &page)
            );
        }
    }
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    for spec in REVISIONS {
        let pages = ["members", "schemas", "authentication"]
            .map(|it| (it, render(spec, &format!("docs/{it}.md"))));
        for (_, page) in &pages {
            for target in page
                .split("](")
                .skip(1)
                .filter_map(|it| it.split(')').next())
            {
                let Some((file, fragment)) = target
                    .split_once(".md")
                    .map(|(file, rest)| (file, rest.trim_start_matches('#')))
                else {
                    continue;
                };
                let Some((_, text)) = pages.iter().find(|(name, _)| *name == file) else {
                    panic!("{spec}: no page for {target}");
                };
                let headings = text.lines().filter_map(|it| it.strip_prefix("## "));
                let mut slugs = headings.map(|it| it.to_lowercase().replace('.', ""));
                assert!(
                    fragment.is_empty() || slugs.any(|it| it == fragment),
                    "{spec}: nothing at {target}"
                );
            }
        }
    }
}

/// A page as the settings of this repository make it.
fn render(spec: &str, page: &str) -> String {
    let pages = pages(&revision(spec), &MapFiles::default(), &settings());
    let page = pages.iter().find(|it| &*it.path == page);
    page.expect("the page is written").text.to_string()
}

/// Where a page and its snapshot part: heading, line, and both sides with their white space to be seen.
fn difference(stem: &str, page: &str) -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/golden__{stem}.snap"));
    let Ok(snapshot) = std::fs::read_to_string(path) else {
        return "there is no snapshot to compare with".to_owned();
    };
    let body = snapshot.splitn(3, "---\n").nth(2).unwrap_or_default();
    let (mut want, mut got) = (body.lines(), page.lines());
    let mut heading = "";
    for number in 1.. {
        let (want, got) = (want.next(), got.next());
        if want == got {
            match got {
                Some(line) if line.starts_with('#') => heading = line,
                Some(_) => {}
                None => return "the difference is in white space at the end".to_owned(),
            }
            continue;
        }
        let mut out = format!("line {number}, under {heading:?}\n");
        for (side, line) in [("want", want), ("got ", got)] {
            let line = line.map_or("(end)".to_owned(), visible);
            let _ = writeln!(out, "  {side} {line}");
        }
        return out;
    }
    unreachable!("both texts end")
}

fn visible(line: &str) -> String {
    line.replace(' ', "·").replace('\t', "→") + "¶"
}
