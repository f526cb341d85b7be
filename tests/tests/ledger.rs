//! Nothing is left out without a word: the vocabulary says of each field what becomes of it in types, server and reference,
//! and for each there is a document here, the smallest that uses it, by which that is found to be so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;
use verbatim_gen::model::Dialect;
use verbatim_gen::vocabulary::{Effect, Field, Handling, SpecObject};
use verbatim_gen::{Config, Emit, Report, Source, generate};
use verbatim_tests::MapFiles;
use verbatim_tests::ledger::{Case, Needs, put};

const DIALECTS: [Dialect; 4] = [
    Dialect::Swagger2,
    Dialect::OpenApi30,
    Dialect::OpenApi31,
    Dialect::OpenApi32,
];

/// What is made of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Types,
    Server,
    Docs,
}

/// The files of each target; none where the document is refused.
struct Made {
    files: Option<BTreeMap<Target, BTreeMap<String, String>>>,
    report: Report,
}

/// Crates that depend on the run-time: it is the same for all, and need not be emitted with each.
static SETTINGS: LazyLock<Config> = LazyLock::new(|| {
    let text = "[package]\nruntime = 'crate'\n";
    Config::parse(&Source::new("gen.toml", text)).unwrap_or_else(|report| panic!("{report}"))
});

fn made(document: &Value) -> Made {
    let text = serde_json::to_string_pretty(document).expect("a value is JSON");
    let emit = Emit {
        rust: true,
        docs: true,
        html: false,
    };
    let source = Source::new("openapi.json", text);
    match generate(source, &MapFiles::default(), &SETTINGS, emit) {
        Ok(made) => {
            let mut files: BTreeMap<Target, BTreeMap<String, String>> = BTreeMap::new();
            for (path, text) in made.files.iter() {
                let target = match path {
                    it if it.starts_with("docs/") => Target::Docs,
                    it if it.starts_with("src/api") || it.starts_with("src/server") => {
                        Target::Server
                    }
                    it if it.starts_with("src/types") || it == "src/lib.rs" => Target::Types,
                    // The run-time, and lists of what there is.
                    _ => continue,
                };
                let text = match path {
                    "src/lib.rs" => without_guide(text),
                    _ => text.to_owned(),
                };
                let files = files.entry(target).or_default();
                files.insert(path.to_owned(), text);
            }
            Made {
                files: Some(files),
                report: made.report,
            }
        }
        Err(report) => Made {
            files: None,
            report,
        },
    }
}

/// `lib.rs` less the sections that teach how the crate is used: they speak of operations.
fn without_guide(text: &str) -> String {
    let begins = text.find("//! # Features").expect("the page is there");
    let ends = text.find("//! # The API").or(text.find("#![forbid"));
    let rest = &text[ends.expect("something follows it")..];
    format!("{}{rest}", &text[..begins])
}

/// Whether an object is of a version, and has been no other one there.
fn exists(kind: SpecObject, dialect: Dialect) -> bool {
    let of_2 = matches!(kind, SpecObject::BodyParameter | SpecObject::FormField);
    kind.exists_in(dialect) && (!of_2 || dialect == Dialect::Swagger2)
}

/// What is found of a field in its smallest documents.
struct Found {
    differs: [bool; 3],
    told: bool,
    refused: String,
}

fn found(case: &Case, kind: SpecObject) -> Found {
    let mut all = vec![made(&case.document)];
    all.extend(case.values.iter().map(|value| {
        let mut document = case.document.clone();
        put(&mut document, &case.pointer, value.clone());
        made(&document)
    }));
    let differs = [Target::Types, Target::Server, Target::Docs].map(|target| {
        let files = all.iter().filter_map(|it| it.files.as_ref());
        let files: Vec<_> = files.map(|it| it.get(&target)).collect();
        match files[..] {
            // What the others are refused without makes all the difference.
            [only] => all.len() > 1 && only.is_some(),
            _ => files.windows(2).any(|pair| pair[0] != pair[1]),
        }
    });
    // What an XML Object says is told at the first one as a whole.
    let is_at = |pointer: &str| {
        pointer
            .strip_prefix(&*case.pointer)
            .is_some_and(|it| it.is_empty() || it.starts_with('/'))
            || kind == SpecObject::Xml
                && pointer.ends_with("/xml")
                && case.pointer.starts_with(pointer)
    };
    let told = all[1..].iter().any(|it| {
        let mut findings = it.report.findings.iter();
        findings.any(|finding| {
            let place = it.report.location(finding);
            is_at(&finding.pointer) && place.line > 0 && place.column > 0
        })
    });
    let reports = all.iter().filter(|it| it.files.is_none());
    Found {
        differs,
        told,
        refused: reports.map(|it| it.report.to_string()).collect(),
    }
}

#[test]
fn each_field_is_followed_or_told() {
    let needs = Needs::parse(include_str!("../constructs/ledger.txt"));
    let mut tasks: Vec<(SpecObject, Dialect, &Field)> = Vec::new();
    for &kind in SpecObject::ALL {
        for dialect in DIALECTS.into_iter().filter(|it| exists(kind, *it)) {
            tasks.extend(kind.fields_in(dialect).map(|it| (kind, dialect, it)));
        }
    }
    assert!(tasks.len() > 750, "only {} rows are tried", tasks.len());
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let share = tasks.len().div_ceil(THREADS);
        let threads = tasks.chunks(share).map(|tasks| {
            let needs = &needs;
            scope.spawn(move || tasks.iter().flat_map(|it| wrong(needs, *it)).collect())
        });
        let threads: Vec<_> = threads.collect();
        let found = threads.into_iter().map(|it| it.join().expect("no panic"));
        found.flat_map(|it: Vec<String>| it).collect()
    });
    let of_nothing = needs.of_nothing();
    assert!(of_nothing.is_empty(), "no such fields: {of_nothing:?}");
    assert!(
        wrong.is_empty(),
        "{} faults\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// How many rows are tried at once.
const THREADS: usize = 4;

/// What is not as the vocabulary says of a field in a version.
fn wrong(needs: &Needs<'_>, (kind, dialect, field): (SpecObject, Dialect, &Field)) -> Vec<String> {
    let case = needs.case(kind, field, dialect);
    let found = found(&case, kind);
    let is_followed = found.told || found.differs.contains(&true);
    // Fields of forms have the rows of parameters, and are shown as properties of a schema.
    if kind == SpecObject::FormField && is_followed {
        return Vec::new();
    }
    let name = format!("{kind:?}.{} in {}", field.name, dialect.name());
    let faults = faults(field, &found).into_iter();
    let faults = faults.map(|fault| format!("{name}: {fault}\n{}", found.refused));
    faults.collect()
}

/// What the columns of a field say and is not so.
fn faults(field: &Field, found: &Found) -> Vec<String> {
    let targets = field.targets;
    let effects = [
        ("types", targets.types),
        ("server", targets.server),
        ("docs", targets.docs),
    ];
    let mut faults = Vec::new();
    for ((name, effect), differs) in effects.into_iter().zip(found.differs) {
        match effect {
            Effect::Followed if !differs => faults.push(format!("{name} do not follow it")),
            Effect::Told if !found.told => faults.push(format!("{name}: it is not told")),
            Effect::Nothing(why) if differs => {
                faults.push(format!("{name} follow it, although {why}"));
            }
            _ => {}
        }
    }
    let is_left_out = effects.iter().all(|it| matches!(it.1, Effect::Nothing(_)));
    if is_left_out && field.handling != Handling::WithoutEffect {
        faults.push("no target follows it, and nothing tells".to_owned());
    }
    faults
}
