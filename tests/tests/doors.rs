//! The code that a build script makes: two documents as modules of one program, compiled and run.

use std::path::Path;

use verbatim_build::Builder;
use verbatim_tests::{root, run_package, write_if_changed};

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
    builder.module("pets_too").generate().expect("it is fine");
    let listed = std::fs::read_to_string(made.join("pets/Cargo.toml")).expect("it is there");
    let (_, dependencies) = listed
        .split_once("[dependencies]\n")
        .expect("there are some");
    let dependencies = dependencies.replace(", optional = true", "").replace(
        "serde = \"1\"",
        "serde = { version = \"1\", features = [\"derive\"] }",
    );
    let manifest = format!(
        "[package]\nname = \"doors\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}"
    );
    write_if_changed(&package.join("Cargo.toml"), &manifest);
    write_if_changed(&package.join("src/main.rs"), MAIN);
    let told = run_package(&package, None, scratch);
    assert!(!told.contains("warning"), "{told}");
    assert!(root().join("generator/build").is_dir());
}
