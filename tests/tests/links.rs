//! No link of a reference is dead: each leads to a page that is there, and to a heading or an anchor on it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use verbatim_gen::{Config, Source};
use verbatim_tests::{MapFiles, REVISIONS, pages, revision, root, try_pages};

/// A page as a renderer of Markdown has it.
#[derive(Default)]
struct Rendered {
    /// What links may lead to.
    fragments: HashSet<String>,
    /// Where links lead.
    links: Vec<String>,
}

/// Reads a page. The fragments of headings are made as GitHub makes them: one that was there before has a number behind it.
fn rendered(page: &str) -> Rendered {
    let mut out = Rendered::default();
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let slug = slug(&heading.take().unwrap_or_default());
                let mut fragment = slug.clone();
                while !out.fragments.insert(fragment.clone()) {
                    let number = times.entry(slug.clone()).or_default();
                    *number += 1;
                    fragment = format!("{slug}-{number}");
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => out.links.push(dest_url.into_string()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let id = html
                    .strip_prefix("<a id=\"")
                    .and_then(|it| it.split_once('"'));
                out.fragments.extend(id.map(|it| it.0.to_owned()));
            }
            _ => {}
        }
    }
    out
}

fn slug(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let kept = lower
        .chars()
        .filter(|it| it.is_alphanumeric() || matches!(it, '-' | '_' | ' '));
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

/// How many links lead to a page or a part of one. Those to other sites are not followed.
fn check(name: &str, pages: &[Source]) -> usize {
    let (followed, dead) = followed(name, pages);
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    followed
}

/// How many links are followed, and what is said of those that lead nowhere.
fn followed(name: &str, pages: &[Source]) -> (usize, Vec<String>) {
    let pages: HashMap<&str, Rendered> = pages
        .iter()
        .filter_map(|it| {
            let file = it.path.strip_prefix("docs/")?;
            file.ends_with(".md").then(|| (file, rendered(&it.text)))
        })
        .collect();
    let (mut followed, mut dead) = (0, Vec::new());
    for (file, page) in &pages {
        for link in &page.links {
            let (target, fragment) = link.split_once('#').unwrap_or((link, ""));
            // Others are the document's own.
            if target.contains(['/', ':']) || !(target.is_empty() || target.ends_with(".md")) {
                continue;
            }
            let target = if target.is_empty() { file } else { target };
            followed += 1;
            match pages.get(target) {
                None => dead.push(format!(
                    "{name}: {file} has a link to {link}, and there is no {target}"
                )),
                Some(it) if !fragment.is_empty() && !it.fragments.contains(fragment) => {
                    dead.push(format!(
                        "{name}: {file} has a link to {link}, and {target} has no such heading"
                    ));
                }
                Some(_) => {}
            }
        }
    }
    (followed, dead)
}

/// Every document below a folder.
fn documents(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            documents(&path, out);
        } else if path
            .extension()
            .is_some_and(|it| it == "yaml" || it == "json")
        {
            out.push(path);
        }
    }
}

#[test]
fn no_link_of_the_test_documents_is_dead() {
    let mut followed = 0;
    for name in REVISIONS {
        followed += check(
            name,
            &pages(&revision(name), &MapFiles::default(), &Config::default()),
        );
    }
    let mut paths = Vec::new();
    for folder in ["tests/constructs", "tests/examples"] {
        documents(&root().join(folder), &mut paths);
    }
    paths.sort();
    let mut made = 0;
    for path in &paths {
        let text = fs::read_to_string(path).expect("it can be read");
        let is_whole = text.contains("openapi:") || text.contains("swagger:");
        let text = match is_whole {
            true => text,
            false => {
                let schemas: String = text.lines().map(|it| format!("    {it}\n")).collect();
                format!(
                    "openapi: 3.1.1\ninfo: {{title: T, version: '1'}}\ncomponents:\n  schemas:\n{schemas}"
                )
            }
        };
        // Those of several files are for other tests.
        if let Ok(pages) = try_pages(&text, &MapFiles::default(), &Config::default()) {
            made += 1;
            followed += check(&path.display().to_string(), &pages);
        }
    }
    assert!(
        made > 60 && followed > 500,
        "{made} documents, {followed} links"
    );
}

/// The same of all documents below a folder, which may have dead links in their own texts: those are printed, and do not fail.
#[test]
fn links_of_a_folder_are_told() {
    let Some(folder) = std::env::var_os("LINKS_DOCUMENTS") else {
        return;
    };
    let mut paths = Vec::new();
    documents(Path::new(&folder), &mut paths);
    paths.sort();
    let (mut made, mut all, mut own) = (0, 0, Vec::new());
    for path in paths {
        let text = fs::read_to_string(&path).expect("it can be read");
        let Ok(pages) = try_pages(&text, &MapFiles::default(), &Config::default()) else {
            continue;
        };
        let (followed, dead) = followed(&path.display().to_string(), &pages);
        (made, all) = (made + 1, all + followed);
        // What the document says itself is Markdown of its own.
        let is_own = |it: &String| {
            let link = it.split(" has a link to ").nth(1);
            let link = link.and_then(|it| it.split(", and ").next());
            link.is_some_and(|it| text.contains(&format!("]({it}")))
        };
        let (texts, ours): (Vec<_>, Vec<_>) = dead.into_iter().partition(is_own);
        assert!(ours.is_empty(), "{}", ours.join("\n"));
        own.extend(texts);
    }
    let dead = own.len();
    println!(
        "{}\n{made} documents, {all} links, {dead} dead in their own texts",
        own.join("\n")
    );
}

#[test]
fn schemas_whose_headings_come_to_one_fragment_stay_apart() {
    let names = [
        "Wow",
        "Wow!",
        "Wow-1",
        "wow-schema",
        "Cat",
        "cat",
        "Foo Bar",
        "foo-bar",
        "Properties",
        "properties-1",
        "Schemas",
        "Enumerated Values",
        "Page<Cat>",
        "Page«Cat»",
        "_links_",
        "a|b",
        "!",
        "{id}",
    ];
    let mut document = String::from(
        "swagger: '2.0'\ninfo: {title: Names, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n        200: {description: OK, schema: {$ref: '#/definitions/All'}}\ndefinitions:\n  All:\n    type: object\n    properties:\n",
    );
    for (i, name) in names.iter().enumerate() {
        let reference = name
            .replace('{', "%7B")
            .replace('}', "%7D")
            .replace('<', "%3C")
            .replace('>', "%3E");
        let reference = reference
            .replace('|', "%7C")
            .replace(' ', "%20")
            .replace('«', "%C2%AB")
            .replace('»', "%C2%BB");
        document.push_str(&format!(
            "      p{i}: {{$ref: '#/definitions/{reference}'}}\n"
        ));
    }
    for name in names {
        document.push_str(&format!(
            "  '{name}': {{type: object, properties: {{of: {{type: string, enum: [a, b]}}}}}}\n"
        ));
    }
    let pages = pages(&document, &MapFiles::default(), &Config::default());
    assert!(check("names", &pages) > names.len());
    // Each property leads to the section of its own schema.
    let schemas = pages
        .iter()
        .find(|it| &*it.path == "docs/schemas.md")
        .expect("there is such a page");
    let table = schemas.text.lines().filter(|it| it.starts_with("| `p"));
    let targets: HashSet<&str> = table
        .filter_map(|it| it.split_once("](")?.1.split_once(')'))
        .map(|it| it.0)
        .collect();
    assert_eq!(targets.len(), names.len(), "{}", schemas.text);
}
