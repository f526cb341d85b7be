//! What is written of a model is read as that model: the same document again, and the same pages.

use std::fs;

use verbatim_gen::model::{Api, Dialect};
use verbatim_gen::stages::{OutputBudget, render};
use verbatim_gen::{Config, FileSet, Source, openapi};
use verbatim_tests::{MapFiles, REVISIONS, root, text};

fn read(text: &str, config: &Config) -> Result<Api, String> {
    let source = Source::new("openapi.yaml", text);
    match verbatim_gen::read(source, &MapFiles::default(), config) {
        Ok((api, _)) => Ok(api),
        Err(report) => Err(report.to_string()),
    }
}

fn pages(api: &Api, config: &Config) -> FileSet {
    render(api, config, &OutputBudget::for_input(10_000_000))
}

/// Documents by name: the described API in each revision, the constructs of servers and those of types.
fn documents() -> Vec<(String, String)> {
    let revisions = REVISIONS.map(|it| format!("spec/{it}")).into_iter();
    let others = ["spec/members.yaml", "tests/constructs/server/openapi.yaml"].map(str::to_owned);
    let mut out: Vec<(String, String)> = (revisions.chain(others))
        .map(|path| (path.clone(), text(&path)))
        .collect();
    let constructs =
        fs::read_dir(root().join("tests/constructs/types")).expect("the constructs are there");
    for entry in constructs {
        let path = entry.expect("a file").path();
        let schemas = fs::read_to_string(&path).expect("the documents are there");
        let version = match schemas
            .lines()
            .next()
            .and_then(|it| it.strip_prefix("# openapi: "))
        {
            Some(version) => version.to_owned(),
            None => "3.0.4".to_owned(),
        };
        let schemas: String = schemas.lines().map(|it| format!("    {it}\n")).collect();
        let head = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n");
        let name = path.display().to_string();
        out.push((name, format!("{head}components:\n  schemas:\n{schemas}")));
    }
    out
}

#[test]
fn what_is_written_is_read_as_it_was() {
    let mut faults = Vec::new();
    let mut compared = 0;
    for (name, text) in documents() {
        for quirks in [true, false] {
            let mut config = Config::default();
            config.docs.quirks = quirks;
            let api = read(&text, &config).expect("the documents have no errors");
            let node = openapi::document(&api);
            let yaml = openapi::yaml(&node);
            let again = match read(&yaml, &config) {
                Ok(again) => again,
                Err(why) => {
                    faults.push(format!("{name}: {why}\n{yaml}"));
                    continue;
                }
            };
            let from_json =
                read(&openapi::json(&node), &config).expect("JSON says the same as YAML");
            for it in [&again, &from_json] {
                let more = openapi::yaml(&openapi::document(it));
                if more != yaml {
                    let mut lines = yaml.lines().zip(more.lines());
                    let differing = lines.find(|(a, b)| a != b);
                    faults.push(format!(
                        "{name}: written once more it is another document: {differing:?}\n{yaml}"
                    ));
                }
            }
            // 3.0 has no words for some of what the others say.
            if api.dialect == Dialect::OpenApi30 {
                compared += 1;
                if pages(&api, &config) != pages(&again, &config) {
                    faults.push(format!("{name}: other pages\n{yaml}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(compared > 60, "{compared}");
}

#[test]
fn what_an_additional_operation_shares_is_referred_to_where_it_stands() {
    let text = r##"
openapi: 3.2.0
info: {title: T, version: "1"}
paths:
  /a:
    additionalOperations:
      COPY:
        requestBody:
          content:
            application/json:
              schema: {type: object, properties: {to: {type: string, maxLength: 9}}}
        responses: {"200": {description: OK}}
  /b:
    put:
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/paths/~1a/additionalOperations/COPY/requestBody/content/application~1json/schema"}
      responses: {"200": {description: OK}}
"##;
    let config = Config::default();
    let api = read(text, &config).expect("it has no errors");
    let node = openapi::document(&api);
    let yaml = openapi::yaml(&node);
    let schema = node.at("/paths/~1b/put/requestBody/content/application~1json/schema/$ref");
    let reference = schema.and_then(|it| it.as_str()).expect("it is shared");
    let target = node.at(reference.trim_start_matches('#'));
    assert!(
        target.is_some_and(|it| it.get("properties").is_some()),
        "{yaml}"
    );
    // 3.0 has no such operations: the same text as one of 3.2.
    let again = yaml.replacen("openapi: 3.0.3", "openapi: 3.2.0", 1);
    let again = read(&again, &config).unwrap_or_else(|why| panic!("{why}\n{again}"));
    assert_eq!(openapi::yaml(&openapi::document(&again)), yaml);
    assert_eq!(pages(&again, &config), pages(&api, &config));
}
