//! What `diff` says of Rust, held against the compiler: code that uses every item of the old crate as is promised compiles against
//! the new one where no change is called breaking for Rust, and does not where one is.

mod mutations;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use verbatim_gen::diff::{Change, Options, Verdict, diff, with_crates};
use verbatim_gen::stages::compare;
use verbatim_gen::{Config, Emit, FileSet, Source, crate_of, generate, read_leniently};
use verbatim_tests::probe::probe;
use verbatim_tests::{MapFiles, check_workspace, number, root, write_if_changed};

/// Two documents, and what the pair is called: a name of a package.
struct Pair {
    name: String,
    old: String,
    new: String,
}

/// Each change of the small document that is written down, and for a long run (`DIFF_RUST_PAIRS` says how many) as many random
/// ones of it, of the documents in `DIFF_RUST_DOCUMENTS`, and of the pairs in the folders of `DIFF_RUST_FOLDER`.
#[test]
fn the_compiler_agrees() {
    let mut pairs = written();
    let count = pairs.len();
    let random = number("DIFF_RUST_PAIRS").unwrap_or(0_u32);
    let documents = std::env::var("DIFF_RUST_DOCUMENTS").unwrap_or_default();
    let mut texts: Vec<String> = documents
        .split(':')
        .filter(|it| !it.is_empty())
        .map(|it| fs::read_to_string(it).expect("a document"))
        .map(|it| {
            serde_json::from_str::<Value>(&it)
                .expect("JSON")
                .to_string()
        })
        .collect();
    texts.push(mutations::old());
    for at in 0..random as u64 {
        let old = &texts[at as usize % texts.len()];
        let new = mutations::random(old, at + 1);
        pairs.push(Pair {
            name: format!("random_{at}"),
            old: old.clone(),
            new,
        });
    }
    if let Ok(folder) = std::env::var("DIFF_RUST_FOLDER") {
        pairs.extend(folders(Path::new(&folder)));
    }
    let config = on_package("constructors = true\nsetters = true");
    let found = compared(&pairs, "diff-rust", &config);
    let are_there = found
        .iter()
        .filter(|it| pairs[..count].iter().any(|own| own.name == it.0.name));
    assert_eq!(
        are_there.count(),
        count,
        "each change that is written down has its crates"
    );
    let mut wrong = String::new();
    let mut counts: BTreeMap<(bool, bool), usize> = BTreeMap::new();
    for (pair, changes, errors) in &found {
        let breaks = changes.iter().any(|it| it.rust == Verdict::Breaking);
        *counts.entry((breaks, !errors.is_empty())).or_default() += 1;
        if breaks == errors.is_empty() {
            let _ = writeln!(
                wrong,
                "{}: {}",
                pair.name,
                match breaks {
                    true => "it is called breaking, and all of it compiles",
                    false => "it is not called breaking, and does not compile",
                }
            );
            for it in changes.iter().filter(|it| it.rust != Verdict::None) {
                let _ = writeln!(
                    wrong,
                    "  {} {} {}: {}",
                    it.code, it.rust, it.subject, it.message
                );
                for it in &it.in_rust {
                    let _ = writeln!(wrong, "    {} {} {}", it.verdict, it.item, it.message);
                }
            }
            for it in errors.iter().take(5) {
                let _ = writeln!(wrong, "  compiler: {it}");
            }
        }
    }
    println!("(called breaking, does not compile): {counts:?}");
    assert!(wrong.is_empty(), "{wrong}");
    // Neither answer is given for all.
    assert!(
        counts.contains_key(&(true, true)) && counts.contains_key(&(false, false)),
        "{counts:?}"
    );
}

fn written() -> Vec<Pair> {
    let all = mutations::all().into_iter();
    all.map(|(name, new)| Pair {
        name: name.to_owned(),
        old: mutations::old(),
        new,
    })
    .collect()
}

/// What is promised where types get more without being made by literals.
#[test]
fn types_that_are_not_exhaustive_are_used_as_promised() {
    let text = mutations::old();
    let pair = Pair {
        name: "itself".to_owned(),
        old: text.clone(),
        new: text,
    };
    let config = on_package("non-exhaustive = true\nsetters = true");
    let pairs = [pair];
    let found = compared(&pairs, "not-exhaustive", &config);
    let [(_, changes, errors)] = &found[..] else {
        panic!("it has a crate");
    };
    assert!(
        changes.is_empty() && errors.is_empty(),
        "{changes:?}: {errors:?}"
    );
}

/// The pairs of a folder: in each of its folders a `base` and a `revision`.
fn folders(folder: &Path) -> Vec<Pair> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder")
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.is_dir())
        .collect();
    all.sort();
    let text = |folder: &Path, stem: &str| {
        let mut files = fs::read_dir(folder)
            .expect("a folder")
            .map(|it| it.expect("an entry").path());
        let file = files.find(|it| it.file_stem().is_some_and(|it| it == stem))?;
        fs::read_to_string(file).ok()
    };
    let pair = |(at, folder): (usize, &PathBuf)| {
        Some(Pair {
            name: format!(
                "pair_{at}_{}",
                folder
                    .file_name()?
                    .to_str()?
                    .to_lowercase()
                    .replace(|it: char| !it.is_ascii_alphanumeric(), "_")
            ),
            old: text(folder, "base")?,
            new: text(folder, "revision")?,
        })
    };
    all.iter().enumerate().filter_map(pair).collect()
}

/// Each pair of which there are crates, with what changed, and what the compiler says of the old crate's use of the new one.
fn compared<'p>(
    pairs: &'p [Pair],
    folder: &str,
    config: &Config,
) -> Vec<(&'p Pair, Vec<Change>, Vec<String>)> {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let _ = fs::remove_dir_all(&root);
    let mut members = BTreeSet::new();
    let mut found = Vec::new();
    let mut of_old: BTreeMap<&str, String> = BTreeMap::new();
    for pair in pairs {
        let (Some(old), Some(new)) = (emitted(&pair.old, config), emitted(&pair.new, config))
        else {
            println!("{}: there is no crate of one of the documents", pair.name);
            continue;
        };
        // The use of an old crate has to compile with itself.
        if !of_old.contains_key(pair.old.as_str()) {
            let name = format!("old_{}", of_old.len());
            write(&root, &name, &old, &old, &mut members);
            of_old.insert(&pair.old, name);
        }
        write(&root, &pair.name, &old, &new, &mut members);
        found.push((pair, changes(pair, config)));
    }
    let list: Vec<String> = members.iter().map(|it| format!("{it:?}")).collect();
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n",
        list.join(", ")
    );
    write_if_changed(&root.join("Cargo.toml"), &manifest);
    let errors = errors(&check_workspace(
        &root,
        Path::new(env!("CARGO_TARGET_TMPDIR")),
    ));
    for (name, all) in &errors {
        let is_probe = name.starts_with("probe_") && !name.starts_with("probe_old_");
        assert!(is_probe, "{name}: {all:?}");
    }
    let of = |pair: &Pair| {
        errors
            .get(&format!("probe_{}", pair.name))
            .cloned()
            .unwrap_or_default()
    };
    let _ = fs::remove_dir_all(&root);
    found
        .into_iter()
        .map(|(pair, changes)| (pair, changes, of(pair)))
        .collect()
}

/// A crate and a package that uses it as code uses the old one.
fn write(root: &Path, name: &str, old: &FileSet, new: &FileSet, members: &mut BTreeSet<String>) {
    for (path, text) in new.iter() {
        let text = text.replace("\"{name}\"", &format!("\"subject_{name}\""));
        write_if_changed(&root.join(name).join(path), &text);
    }
    let features = match new.get("src/server.rs") {
        Some(_) => "\"client-core\", \"server\"",
        None => "",
    };
    let manifest = format!(
        "[package]\nname = \"probe_{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         subject = {{ package = \"subject_{name}\", path = \"../{name}\", features = [{features}] }}\n\
         axum = {{ version = \"0.8\", default-features = false }}\nchrono = {{ version = \"0.4\", default-features = false }}\n\
         serde = \"1\"\nserde_json = \"1\"\nuuid = \"1\"\n"
    );
    let folder = root.join(format!("{name}-probe"));
    write_if_changed(&folder.join("Cargo.toml"), &manifest);
    write_if_changed(&folder.join("src/lib.rs"), &probe(old));
    members.insert(name.to_owned());
    members.insert(format!("{name}-probe"));
}

/// What the compiler calls an error, by package.
fn errors(messages: &str) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in messages.lines() {
        let it: Value = serde_json::from_str(line).expect("a message");
        if it["reason"] == "compiler-message" && it["message"]["level"] == "error" {
            let name = it["target"]["name"].as_str().unwrap_or_default().to_owned();
            let text = it["message"]["rendered"].as_str().unwrap_or_default();
            all.entry(name)
                .or_default()
                .push(text.lines().take(6).collect::<Vec<_>>().join(" | "));
        }
    }
    all
}

/// Crates on the package of the run-time, with choices of `[types]`.
fn on_package(types: &str) -> Config {
    let runtime = root().join("generator/runtime");
    let text =
        format!("[package]\nruntime = 'crate'\nruntime-path = {runtime:?}\n[types]\n{types}\n");
    Config::parse(&Source::new("gen.toml", text)).expect("settings")
}

fn emitted(text: &str, config: &Config) -> Option<FileSet> {
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    let made = generate(
        Source::new("api.yaml", text),
        &MapFiles::default(),
        config,
        emit,
    );
    made.ok().map(|it| it.files)
}

fn changes(pair: &Pair, config: &Config) -> Vec<Change> {
    let [old, new] = [&pair.old, &pair.new].map(|text| {
        let source = Source::new("api.yaml", text.as_str());
        read_leniently(source, &MapFiles::default(), config).unwrap_or_else(|it| panic!("{it}"))
    });
    let [of_old, of_new] =
        [&old, &new].map(|(api, report)| crate_of(api, report, config).expect("a crate"));
    let changes = diff(&old.0, &new.0, &Options::default());
    with_crates(changes, compare(&of_old, &of_new), [&old.0, &new.0])
}
