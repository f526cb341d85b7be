//! Overlays: applied to a document as it is read, with findings that point into them.

mod support;

use support::{PETS, Scratch};

const HEAD: &str = "overlay: 1.1.0\ninfo: {title: Mend the pets, version: 1.0.0}\nactions:\n";

#[test]
fn a_document_is_read_with_its_overlays() {
    let scratch = Scratch::new();
    scratch.write("a.yaml", format!("{HEAD}- target: $.components.schemas.Pet.properties\n  update: {{age: {{type: integer}}}}\n"));
    scratch.write(
        "b.yaml",
        format!("{HEAD}- target: $.paths['/pets/{{id}}'].get.operationId\n  update: findPet\n"),
    );
    scratch
        .run("gen --overlay a.yaml --overlay b.yaml")
        .expect(0);
    let types = scratch.read("generated/src/types.rs");
    assert!(types.contains("pub age: Option<"), "{types}");
    assert!(
        scratch
            .read("generated/src/api/pets.rs")
            .contains("fn find_pet(")
    );
    scratch
        .run("gen --check --overlay a.yaml")
        .expect(1)
        .says(&["run `cargo xtask gen --overlay a.yaml` to bring"]);

    scratch.write("verbatim.toml", "[targets.pets]\nspec = \"spec/members.yaml\"\nout = \"generated\"\noverlays = [\"a.yaml\", \"b.yaml\"]\npackage.name = \"pets-api\"\n");
    scratch.run("gen --check").expect(0);
    let shown = scratch
        .run("show document /components/schemas/Pet --overlay a.yaml")
        .expect(0);
    assert!(shown.out.contains("age:"), "{}", shown.out);
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let scratch = Scratch::new();
    scratch.write("a.yaml", format!("{HEAD}- target: $.paths['/pests']\n  remove: true\n- target: $.components.schemas.Pet.properties\n  update:\n    age: {{type: intger}}\n"));
    scratch.run("gen --overlay a.yaml").expect(1).says(&[
        "a.yaml:4:11: warning[V0609]: the target `$.paths['/pests']` selects nothing",
        "a.yaml:8:17: error[V0107]: unknown type \"intger\"",
        "8 |     age: {type: intger}",
    ]);
    for (text, says) in [
        (
            "paths: {}\n".to_owned(),
            "a.yaml:1:1: error[V0608]: this is no overlay",
        ),
        (
            format!("{HEAD}- target: info\n"),
            "a.yaml:4:11: error[V0608]: the target `info` does not begin with `$`",
        ),
        ("overlay: [\n".to_owned(), "a.yaml:2:1: error[V0101]: "),
    ] {
        scratch.write("a.yaml", text);
        scratch.run("gen --overlay a.yaml").expect(1).says(&[says]);
    }
    scratch
        .run("gen --overlay none.yaml")
        .expect(1)
        .says(&["none.yaml:1:1: error[V0001]: there is no such file"]);
    assert!(!scratch.path("generated").exists());
    assert_eq!(scratch.read("spec/members.yaml"), PETS);
}
