//! `cargo xtask capture` as a process.

mod support;

use support::Scratch;

/// A folder with the pages of an API about pets.
fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch
        .run("gen --spec spec/members.yaml --out pets --emit docs")
        .expect(0);
    scratch
}

#[test]
fn pages_give_the_document_back_that_renders_them() {
    let scratch = scratch();
    let run = scratch
        .run("capture pets/docs --out captured.yaml")
        .expect(0);
    assert_eq!(run.err, "");
    assert!(
        run.out.starts_with(
            "Equal   pets/docs/index.md\nEqual   pets/docs/pets.md\nEqual   pets/docs/schemas.md\n"
        ),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("1 operation, 1 schema; 3 of 3 pages come back as they are\n"),
        "{}",
        run.out
    );
    assert!(run.out.contains("Wrote   captured.yaml\n"), "{}", run.out);
    assert!(run.out.contains("\n[docs]\n"), "{}", run.out);
    scratch
        .run("gen --spec captured.yaml --out again --emit docs")
        .expect(0);
    for page in ["pets.md", "schemas.md"] {
        let read = |folder: &str| scratch.read(&format!("{folder}/docs/{page}"));
        assert_eq!(read("again"), read("pets"));
    }
    scratch
        .run(
            "capture pets/docs/index.md pets/docs/pets.md pets/docs/schemas.md --out captured.yaml",
        )
        .expect(0);
}

#[test]
fn a_name_that_ends_with_json_asks_for_json() {
    let scratch = scratch();
    scratch
        .run("capture pets/docs --out captured.json")
        .expect(0);
    assert!(
        scratch
            .read("captured.json")
            .starts_with("{\n  \"openapi\": \"3.0.3\",\n")
    );
    scratch
        .run("gen --spec captured.json --out again --emit docs")
        .expect(0);
    assert_eq!(
        scratch.read("again/docs/pets.md"),
        scratch.read("pets/docs/pets.md")
    );
}

#[test]
fn a_page_that_does_not_come_back_keeps_the_document_from_being_written() {
    let scratch = scratch();
    let page = scratch.read("pets/docs/pets.md");
    scratch.write(
        "pets/docs/pets.md",
        page.replace("| The pet ", "| The  pet "),
    );
    let run = scratch
        .run("capture pets/docs --out captured.yaml")
        .expect(1)
        .says(&[
            "V0707",
            "| The pet",
            "nothing was written, --keep-going writes the document all the same",
        ]);
    assert!(
        run.out
            .contains("Differs pets/docs/pets.md\nEqual   pets/docs/schemas.md\n"),
        "{}",
        run.out
    );
    assert!(run.out.contains("2 of 3 pages come back"), "{}", run.out);
    assert!(!scratch.path("captured.yaml").exists());
    scratch
        .run("capture pets/docs --out captured.yaml --keep-going")
        .expect(1);
    assert!(scratch.read("captured.yaml").contains("/pets/{id}:"));
}

#[test]
fn a_document_that_is_there_is_not_replaced_unasked() {
    let scratch = scratch();
    scratch.write("captured.yaml", "# by hand\n");
    scratch
        .run("capture pets/docs --out captured.yaml")
        .expect(2)
        .says(&["captured.yaml is there and differs; nothing was written, --force replaces it"]);
    assert_eq!(scratch.read("captured.yaml"), "# by hand\n");
    scratch
        .run("capture pets/docs --out captured.yaml --force")
        .expect(0);
    assert!(scratch.read("captured.yaml").starts_with("openapi: "));
}

#[test]
fn what_is_no_page_is_told() {
    let scratch = scratch();
    scratch.write("README.md", "Read me.\n");
    scratch.write("empty/notes.txt", "");
    scratch
        .run("capture README.md --out a.yaml")
        .expect(1)
        .says(&["README.md:1:1", "V0701"]);
    scratch
        .run("capture empty --out a.yaml")
        .expect(2)
        .says(&["there is no page (*.md) in empty"]);
    scratch
        .run("capture nowhere.md --out a.yaml")
        .expect(1)
        .says(&["V0001"]);
    scratch.run("capture --out a.yaml").expect(2);
    scratch.run("capture pets/docs").expect(2);
    scratch.write("gen.toml", "[docs]\nnonsense = 1\n");
    scratch
        .run("capture pets/docs --out a.yaml --config gen.toml")
        .expect(1)
        .says(&["V0602"]);
}

#[test]
fn what_pages_cannot_say_is_told_without_pages() {
    let scratch = Scratch::new();
    let run = scratch.run("capture --explain-losses").expect(0);
    assert!(
        run.out
            .contains("| `version` | no | yes | on the page that leads to the others | `1.0` where there is no such page |\n"),
        "{}",
        run.out
    );
    scratch.run("capture").expect(2);
}

#[test]
fn what_is_assumed_for_pages_is_told() {
    let scratch = scratch();
    let capture = "capture pets/docs/pets.md --out captured.yaml";
    let run = scratch.run(capture).expect(0);
    let line = run.out.lines().find(|it| it.starts_with("Assumed"));
    let line = line.unwrap_or_else(|| panic!("{}", run.out));
    assert!(line.contains("version of the API (1.0); "), "{line}");
    let run = scratch
        .run(&format!("{capture} --force --list-assumptions"))
        .expect(0);
    assert!(
        run.out.contains("Assumed, since no page says it: operationId made of its summary\n  pets/docs/pets.md:3: "),
        "{}",
        run.out
    );
}
