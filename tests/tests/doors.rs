//! The code that a build script makes: two documents as modules of one program, compiled and run.

use std::path::Path;

use verbatim_build::Builder;
use verbatim_gen::{Config, Emit, Source};
use verbatim_tests::{MapFiles, root, run_package, write_if_changed};

const PETS: &str = r##"openapi: 3.1.0
info: {title: Pets, version: '1'}
tags: [{name: pets}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}}
components:
  schemas:
    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    Pet:
      type: object
      required: [name, kind]
      properties: {name: {type: string}, kind: {enum: ["crate::types", cat]}, owner: {type: string, format: uuid}}
"##;

const MAIN: &str = r##"
pub mod apis {
    include!("../made/pets.rs");
}
include!("../made/pets_too.rs");
include!("../made/told.rs");

use apis::pets::types::{Pet, runtime};

struct Pets;

impl apis::pets::api::PetsApi for Pets {
    type Error = apis::pets::server::Problem;
}

fn main() {
    let pet: Pet = runtime::from_str(r#"{"name": "Ada", "kind": "crate::types"}"#).expect("a pet");
    assert_eq!(pet.name, "Ada");
    let too: pets_too::types::Pet = pets_too::types::runtime::from_str(r#"{"name": "Bo", "kind": "cat"}"#).expect("a pet");
    assert_eq!(too.name, "Bo");
    let _: axum::Router = apis::pets::server::router(Pets);
    // The schemas of the document, from a module and from a crate on the package of the run-time.
    for schema in [schemars::schema_for!(told::types::Pets), schemars::schema_for!(on_package::types::Pets)] {
        let schema = schema.to_value();
        assert_eq!(schema["items"]["$ref"], "#/$defs/Pet", "{schema}");
        let pet = &schema["$defs"]["Pet"];
        assert_eq!(pet["required"], serde_json::json!(["name", "kind"]), "{schema}");
        assert_eq!(pet["properties"]["owner"]["format"], "uuid", "{schema}");
    }
    let outer = schemars::schema_for!(Vec<on_package::types::Pet>).to_value();
    assert_eq!(outer["items"]["$ref"], "#/$defs/Pet", "{outer}");
}
"##;

#[test]
fn documents_are_modules_of_a_program() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let package = scratch.join("doors");
    let spec = package.join("pets.yaml");
    write_if_changed(&spec, PETS);
    let made = package.join("made");
    let builder = Builder::new(&spec).out_dir(&made);
    let with_server = builder
        .clone()
        .within("crate::apis")
        .server(true)
        .client(true);
    with_server.generate().expect("it is fine");
    (builder.clone().module("pets_too"))
        .generate()
        .expect("it is fine");
    let choices = package.join("gen.toml");
    write_if_changed(&choices, "[types]\njson-schema = true\n");
    (builder.module("told").config(&choices))
        .generate()
        .expect("it is fine");
    on_package(&package.join("on_package"));
    let listed = std::fs::read_to_string(made.join("pets/Cargo.toml")).expect("it is there");
    let (_, dependencies) = listed
        .split_once("[dependencies]\n")
        .expect("there are some");
    let dependencies = dependencies.replace(", optional = true", "").replace(
        "serde = \"1\"",
        "serde = { version = \"1\", features = [\"derive\"] }",
    );
    let manifest = format!(
        "[package]\nname = \"doors\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\non-package = {{ path = \"on_package\", features = [\"schemars\"] }}\nschemars = {{ version = \"1\", default-features = false }}\n{dependencies}"
    );
    write_if_changed(&package.join("Cargo.toml"), &manifest);
    write_if_changed(&package.join("src/main.rs"), MAIN);
    let told = run_package(&package, None, scratch);
    assert!(!told.contains("warning"), "{told}");
    assert!(root().join("generator/build").is_dir());
}

/// A crate that depends on the package of the run-time, and tells `schemars` of its types.
fn on_package(folder: &Path) {
    let runtime = root().join("generator/runtime");
    let choices = format!(
        "[package]\nname = \"on-package\"\nruntime = \"crate\"\nruntime-path = {runtime:?}\n[types]\njson-schema = true\n"
    );
    let config = Config::parse(&Source::new("gen.toml", choices)).expect("choices");
    let emit = Emit {
        rust: true,
        docs: false,
        html: false,
    };
    let made = verbatim_gen::generate(
        Source::new("pets.yaml", PETS),
        &MapFiles::default(),
        &config,
        emit,
    );
    for (path, text) in made.expect("it is fine").files {
        write_if_changed(&folder.join(path), &text);
    }
}
