//! How long reading a document and rendering its reference take.
//!
//! Runs on `spec/members.yaml` and on a document made here. `VERBATIM_BENCH=FILE cargo bench -p verbatim-gen` adds one
//! of your own.

use std::fmt::Write as _;

use criterion::{Criterion, Throughput};
use verbatim_gen::diagnostic::Sink;
use verbatim_gen::stages::{self, OutputBudget};
use verbatim_gen::{Config, Emit, Files, Source};

/// That of the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &str) -> Result<String, String> {
        Err(format!("{path} is not there"))
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/members.yaml");
    let members = std::fs::read_to_string(folder).expect("spec/members.yaml");
    stages(
        &mut criterion,
        "members",
        &Source::new("members.yaml", members),
    );
    for copies in [10, 100] {
        let source = Source::new("made.json", made(copies));
        stages(&mut criterion, &format!("made-{copies}"), &source);
    }
    if let Ok(path) = std::env::var("VERBATIM_BENCH") {
        let text = std::fs::read_to_string(&path).expect("the file VERBATIM_BENCH names");
        stages(&mut criterion, "own", &Source::new(path, text));
    }
    criterion.final_summary();
}

fn stages(criterion: &mut Criterion, name: &str, source: &Source) {
    let config = Config::default();
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(source.text.len() as u64));
    group.bench_function("load", |it| {
        it.iter(|| stages::load(source.clone(), &NoFiles, &mut Sink::default()));
    });
    let document = stages::load(source.clone(), &NoFiles, &mut Sink::default());
    group.bench_function("resolve", |it| {
        it.iter(|| stages::resolve(&document, &config, &mut Sink::default()));
    });
    let api = stages::resolve(&document, &config, &mut Sink::default());
    group.bench_function("render", |it| {
        it.iter(|| stages::render(&api, &config, &OutputBudget::unlimited()));
    });
    let emit = Emit {
        rust: false,
        docs: true,
        html: false,
    };
    group.bench_function("whole", |it| {
        it.iter(|| verbatim_gen::generate(source.clone(), &NoFiles, &config, emit).is_ok());
    });
    group.finish();
}

/// A Swagger 2.0 document with so many groups of two operations and two schemas.
fn made(groups: usize) -> String {
    let (mut paths, mut definitions) = (Vec::new(), Vec::new());
    for i in 0..groups {
        paths.push(format!(
            r##""/things{i}/{{id}}":{{"get":{{"tags":["Things {}"],"summary":"Get thing {i}","produces":["application/json"],"parameters":[{{"name":"id","in":"path","type":"string","format":"uuid","required":true,"description":"ID of *the* thing"}}],"responses":{{"200":{{"description":"OK","schema":{{"type":"array","items":{{"$ref":"#/definitions/pkg.Thing{i}"}}}}}}}}}},"post":{{"tags":["Things {}"],"summary":"Make thing {i}","parameters":[{{"name":"id","in":"path","type":"string","required":true}},{{"name":"request","in":"body","schema":{{"$ref":"#/definitions/pkg.Thing{i}"}}}}],"responses":{{"204":{{"description":"No Content"}}}}}}}}"##,
            i / 10,
            i / 10,
        ));
        let mut properties = String::new();
        for j in 0..12 {
            let _ = write!(
                properties,
                r#""field_{j}":{{"type":"string","description":"Field {j} says `what` it is, in some words."}},"#
            );
        }
        definitions.push(format!(
            r##""pkg.Thing{i}":{{"type":"object","required":["id"],"properties":{{{properties}"id":{{"type":"string","format":"uuid"}},"kind":{{"$ref":"#/definitions/pkg.Kind{i}"}},"children":{{"type":"array","items":{{"$ref":"#/definitions/pkg.Thing{i}"}}}}}}}},"pkg.Kind{i}":{{"type":"string","enum":["b","a"]}}"##
        ));
    }
    format!(
        r#"{{"swagger":"2.0","info":{{"title":"Made","version":"1"}},"basePath":"/api","paths":{{{}}},"definitions":{{{}}}}}"#,
        paths.join(","),
        definitions.join(",")
    )
}
