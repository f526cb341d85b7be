//! `cargo xtask capture --check` and `--into` as a process.

mod support;

use support::Scratch;

/// A document by hand, with comments, and the pages of a later one in `docs/`.
fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("pets.yaml", BEFORE);
    scratch.write("later.yaml", after());
    scratch
        .run("gen --spec later.yaml --out later --emit docs")
        .expect(0);
    scratch
        .run("gen --spec pets.yaml --out now --emit docs")
        .expect(0);
    scratch
}

/// Compares [`BEFORE`] with pages, and brings it in step with them: either fails and says all of this, and leaves the
/// document as it is. What both have written to standard error.
fn refused(scratch: &Scratch, pages: &str, says: &[&str]) -> [String; 2] {
    ["check", "into"].map(|how| {
        let run = scratch
            .run(&format!(
                "capture {pages} --{how} pets.yaml --message-format short"
            ))
            .expect(1)
            .says(says);
        assert_eq!(scratch.read("pets.yaml"), BEFORE);
        run.err
    })
}

const BEFORE: &str = r#"# Pets, by hand.
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
tags: [{name: Pets}]   # one
paths:
  /pets/{id}:
    get:
      tags: [Pets]
      summary: Get a pet
      operationId: getPet        # not what the title would give
      parameters:
        - $ref: '#/components/parameters/Id'
      responses:
        '200':
          description: The pet
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}

    # Gone for good.
    delete:
      tags: [Pets]
      summary: Delete a pet
      parameters:
        - $ref: '#/components/parameters/Id'
      responses:
        '204': {description: Gone}

components:
  parameters:
    Id:
      name: id
      in: path
      required: true
      schema: {type: integer}   # for now
  schemas:
    Pet:
      type: object
      properties:
        # What it is called.
        name:
          type: string
        kind:
          $ref: '#/components/schemas/Kind'
    Kind:
      type: string
      enum: [cat, dog]
      x-enum-varnames: [KindCat, KindDog]
"#;

fn after() -> String {
    BEFORE
        .replace("{type: integer}", "{type: string}")
        .replace("enum: [cat, dog]", "enum: [big_cat, cat, dog]")
        .replace("[KindCat, KindDog]", "[KindBigCat, KindCat, KindDog]")
        .replace(
            "        kind:\n",
            "        born:\n          type: string\n          format: date-time\n        kind:\n",
        )
}

#[test]
fn a_document_is_compared_with_pages() {
    let scratch = scratch();
    let run = scratch.run("capture now/docs --check pets.yaml").expect(0);
    assert_eq!(run.err, "");
    assert_eq!(
        run.out,
        "Equal   now/docs/index.md\nEqual   now/docs/pets.md\nEqual   now/docs/schemas.md\npets.yaml is in step\n"
    );
    let run = scratch
        .run("capture later/docs --check pets.yaml --message-format short")
        .expect(1);
    let found: Vec<&str> = run.err.lines().collect();
    assert_eq!(
        found,
        [
            "pets.yaml:35:22: error[V0708]: `DELETE /pets/{id}`: type of path parameter `id` changed from integer to string; see later/docs/pets.md:54",
            "pets.yaml:35:22: error[V0708]: `GET /pets/{id}`: type of path parameter `id` changed from integer to string; see later/docs/pets.md:19",
            "pets.yaml:39:7: error[V0708]: schema `Pet`: property `born` added: string(date-time); see later/docs/schemas.md:18",
            "pets.yaml:47:7: error[V0708]: schema `Kind`: value `big_cat` added; see later/docs/schemas.md:33",
            "error: 4 errors; `cargo xtask capture later/docs --into pets.yaml` brings the document in step",
        ]
    );
    assert_eq!(scratch.read("pets.yaml"), BEFORE);
}

#[test]
fn a_document_is_edited_where_it_differs() {
    let scratch = scratch();
    let run = scratch
        .run("capture later/docs --into pets.yaml --message-format short")
        .expect(0)
        .says(&["warning[V0710]: no page says what `big_cat` is called here"]);
    assert!(
        run.out
            .contains("schema `Pet`: property `born` added: string(date-time)\n"),
        "{}",
        run.out
    );
    assert!(run.out.ends_with("Edited  pets.yaml\n"), "{}", run.out);
    assert_eq!(scratch.read("pets.yaml"), after());
    let run = scratch.run("capture later/docs --into pets.yaml").expect(0);
    assert!(run.out.ends_with("pets.yaml is in step\n"), "{}", run.out);
    assert_eq!(scratch.read("pets.yaml"), after());
    // And back.
    scratch.run("capture now/docs --into pets.yaml").expect(0);
    assert_eq!(scratch.read("pets.yaml"), BEFORE);
}

#[test]
fn what_cannot_be_edited_is_told_and_nothing_is_written() {
    let scratch = scratch();
    for (from, to, place) in [
        (
            "schema: {type: integer}",
            "schema: &id {type: integer}",
            "pets.yaml:35:15: error[V0709]: ",
        ),
        (
            "enum: [cat, dog]",
            "enum: [cat,\n        dog]",
            "pets.yaml:47:13: error[V0709]: ",
        ),
    ] {
        let text = BEFORE.replace(from, to);
        scratch.write("pets.yaml", &text);
        scratch
            .run("capture later/docs --into pets.yaml --message-format short")
            .expect(1)
            .says(&[place, "nothing was written"]);
        assert_eq!(scratch.read("pets.yaml"), text);
    }
}

#[test]
fn what_no_document_says_is_told_where_the_page_differs() {
    let scratch = scratch();
    let page = scratch.read("now/docs/pets.md");
    scratch.write("now/docs/pets.md", page.replace("| [OK](", "| [Okay]("));
    refused(
        &scratch,
        "now/docs/pets.md",
        &["now/docs/pets.md:", "error[V0707]: the ", "renders "],
    );
}

#[test]
fn pages_of_other_templates_are_refused() {
    let scratch = scratch();
    let page = "# Pets\n\n<a id=\"opIdgetPet\"></a>\n\n`GET /pets/{id}`\n";
    scratch.write("other/a.md", page);
    scratch.write("other/b.md", page);
    let says = [
        "other/a.md:1:1: error[V0701]: ",
        "other/b.md:1:1: error[V0701]: ",
        "--out",
    ];
    for told in refused(&scratch, "other now/docs/pets.md", &says) {
        assert_eq!(told.matches("error[").count(), 2, "{told}");
    }
}

#[test]
fn the_advised_command_reads_the_same_files() {
    let scratch = scratch();
    scratch
        .run("capture later/docs --check pets.yaml --allow-outside")
        .expect(1)
        .says(&["`cargo xtask capture later/docs --into pets.yaml --allow-outside` brings"]);
}

#[test]
fn a_setting_that_the_pages_were_not_made_with_is_named() {
    let scratch = scratch();
    scratch.write("gen.toml", "[docs]\nshell-fence = \"sh\"\n");
    let says = [
        "another `shell-fence` than the settings have; write `shell-fence = \"shell\"` under `[docs]`",
    ];
    for told in refused(&scratch, "later/docs --config gen.toml", &says) {
        assert_eq!(told.matches("V0707").count(), 1, "{told}");
    }
}

#[test]
fn a_folder_is_the_whole_reference_and_a_page_is_not() {
    let scratch = scratch();
    let more = BEFORE.replace("components:\n", "  /toys:\n    get:\n      tags: [Toys]\n      summary: List toys\n      responses: {'200': {description: OK}}\n\ncomponents:\n");
    scratch.write("pets.yaml", &more);
    scratch
        .run("capture now/docs/pets.md now/docs/schemas.md --check pets.yaml")
        .expect(0);
    scratch
        .run("capture now/docs --check pets.yaml --message-format short")
        .expect(1)
        .says(&["`GET /toys`: operation removed, which was `List toys`"]);
    scratch.run("capture now/docs --into pets.yaml").expect(0);
    assert_eq!(scratch.read("pets.yaml"), BEFORE);
}

#[test]
fn a_page_without_operations_is_a_tag() {
    let scratch = scratch();
    let edited = BEFORE.replace("[{name: Pets}]", "[{name: Chats}, {name: Pets}]");
    scratch.write("chats.yaml", &edited);
    scratch
        .run("gen --spec chats.yaml --out now --emit docs")
        .expect(0);
    assert_eq!(
        scratch.read("now/docs/chats.md"),
        "# Chats\n\nNo operation has this tag.\n"
    );
    scratch
        .run("capture now/docs --check pets.yaml --message-format short")
        .expect(1)
        .says(&["tag `Chats` added"]);
    scratch.run("capture now/docs --into pets.yaml").expect(0);
    assert_eq!(scratch.read("pets.yaml"), edited);
    scratch.run("capture now/docs --check pets.yaml").expect(0);
}

#[test]
fn one_target_is_named() {
    let scratch = scratch();
    scratch.run("capture now/docs").expect(2);
    scratch
        .run("capture now/docs --check pets.yaml --into pets.yaml")
        .expect(2);
    scratch
        .run("capture now/docs --check nowhere.yaml")
        .expect(1)
        .says(&["V0001"]);
    scratch.write(
        "broken.yaml",
        BEFORE.replace("schemas/Kind'", "schemas/Kin'"),
    );
    scratch
        .run("capture now/docs --into broken.yaml")
        .expect(1)
        .says(&["V0201", "nothing was written"]);
    scratch.run("explain V0708").expect(0);
}
