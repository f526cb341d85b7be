//! `cargo xtask diff` as a process: where documents come from, how changes are told, how it ends.

mod support;

use std::io::Write as _;
use std::process::{Command, Stdio};

use support::{PETS, Run, Scratch, cats};

/// [`PETS`] with an id that is a text, and a name that is required.
fn changed() -> String {
    PETS.replace("type: integer", "type: string\n            maxLength: 5")
        .replace(
            "      type: object\n",
            "      type: object\n      required: [name]\n",
        )
}

fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("old.yaml", PETS);
    scratch.write("new.yaml", changed());
    scratch.write(
        "gone.yaml",
        PETS.split("paths:").next().expect("a head").to_owned() + "paths: {}\n",
    );
    scratch
}

#[test]
fn nothing_changed_is_0_and_what_breaks_is_1() {
    let scratch = scratch();
    let same = scratch.run("diff old.yaml old.yaml").expect(0);
    assert_eq!(same.out, "0 changes\n");
    let run = scratch.run("diff old.yaml gone.yaml").expect(1);
    assert!(
        run.out
            .starts_with("breaking[D101] GET /pets/{id}: the operation was removed\n"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("`GET /pets/{id}` works by the old document and fails by the new one"),
        "{}",
        run.out
    );
    // The other way round nothing breaks.
    let run = scratch.run("diff gone.yaml old.yaml").expect(0);
    assert!(run.out.contains("compatible[D102]"), "{}", run.out);
    scratch
        .run("diff gone.yaml old.yaml --fail-on any")
        .expect(1);
    scratch
        .run("diff gone.yaml old.yaml --fail-on risky")
        .expect(0);
    // A method is gone, too.
    let run = scratch
        .run("diff old.yaml gone.yaml --fail-on rust")
        .expect(1);
    assert!(
        run.out
            .contains("Rust: `api::pets::PetsApi::get_pet`: the method is gone (breaking)\n"),
        "{}",
        run.out
    );
    scratch
        .run("diff gone.yaml old.yaml --fail-on rust")
        .expect(0);
}

#[test]
fn a_value_proves_what_breaks() {
    let scratch = scratch();
    let run = scratch
        .run("diff old.yaml new.yaml --message-format json")
        .expect(1);
    let lines: Vec<serde_json::Value> = run
        .out
        .lines()
        .map(|it| serde_json::from_str(it).expect("JSON"))
        .collect();
    let of = |code: &str| {
        lines
            .iter()
            .find(|it| it["code"] == code)
            .unwrap_or_else(|| panic!("{code} in {}", run.out))
    };
    let length = of("D604");
    assert_eq!(
        (&length["wire"], &length["operation"], &length["path"]),
        (&"breaking".into(), &"GET".into(), &"/pets/{id}".into())
    );
    assert_eq!(length["subject"], "path parameter `id`");
    assert_eq!(length["witness"]["accepted_by"], "old");
    assert!(length["witness"]["value"].is_i64(), "{length}");
    assert_eq!(length["new"]["file"], "new.yaml");
    let required = of("D609");
    assert_eq!(
        (
            &required["wire"],
            &required["wire_reverse"],
            &required["rust"]
        ),
        (&"compatible".into(), &"breaking".into(), &"breaking".into())
    );
    assert_eq!(required["witness_reverse"]["value"], serde_json::json!({}));
}

#[test]
fn each_format_tells_each_change() {
    let scratch = scratch();
    let short = scratch
        .run("diff old.yaml new.yaml --message-format short")
        .expect(1);
    assert!(
        short.out.lines().any(|it| it.starts_with("new.yaml:")
            && it.contains(": breaking[D604]: GET /pets/{id}: path parameter `id`: ")),
        "{}",
        short.out
    );
    let github = scratch
        .run("diff old.yaml new.yaml --message-format github")
        .expect(1);
    assert!(
        github
            .out
            .lines()
            .any(|it| it.starts_with("::error file=new.yaml,line=") && it.contains("title=D604::")),
        "{}",
        github.out
    );
    let markdown = scratch
        .run("diff old.yaml new.yaml --message-format markdown")
        .expect(1);
    assert!(markdown.out.starts_with("# Pets: changes\n\nVersion 1.0.0.\n\n## Breaking changes\n\n### `GET /pets/{id}`\n\n- Path parameter `id`: "), "{}", markdown.out);
    let same = scratch
        .run("diff old.yaml old.yaml --message-format markdown")
        .expect(0);
    assert!(same.out.ends_with("\nNothing changed.\n"), "{}", same.out);
}

#[test]
fn a_document_comes_from_git_or_standard_input() {
    let scratch = scratch();
    let git = |args: &[&str]| {
        let done = Command::new("git")
            .args([
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.com",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .current_dir(scratch.path(""))
            .output()
            .expect("git runs");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    scratch.write(
        "api/openapi.yaml",
        PETS.replace("'#/components/schemas/Pet'", "'pet.yaml'"),
    );
    scratch.write(
        "api/pet.yaml",
        "type: object\nproperties: {name: {type: string}}\n",
    );
    git(&["init", "-q", "."]);
    git(&["add", "api"]);
    git(&["commit", "-q", "-m", "First"]);
    scratch.write(
        "api/pet.yaml",
        "type: object\nproperties: {name: {type: integer}}\n",
    );
    let run = scratch
        .run("diff HEAD:api/openapi.yaml api/openapi.yaml")
        .expect(1);
    assert!(
        run.out.contains("[D601]") && run.out.contains("`name`: the type changed"),
        "{}",
        run.out
    );
    // Neither is within the repository, though files of these names are.
    for path in ["../api/pet.yaml", "/api/pet.yaml"] {
        scratch.write(
            "openapi.yaml",
            PETS.replace("'#/components/schemas/Pet'", &format!("'{path}'")),
        );
        git(&["add", "openapi.yaml"]);
        git(&["commit", "-q", "-m", "Next"]);
        let run = scratch
            .run("diff HEAD:openapi.yaml HEAD:openapi.yaml --allow-outside")
            .expect(0);
        run.says(&["warning: HEAD:openapi.yaml has 1 error"]);
    }
    let run = scratch
        .run("diff HEAD:api/none.yaml api/openapi.yaml")
        .expect(2);
    run.says(&["error: `HEAD:api/none.yaml` is no file, and git has no such object: "]);
    let mut command = scratch.command("diff old.yaml -");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("xtask starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(cats().as_bytes())
        .expect("it reads");
    let done = child.wait_with_output().expect("it ends");
    assert_eq!(done.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&done.stdout).contains("GET /pets/{id}: the operation was removed")
    );
    scratch
        .run("diff - -")
        .expect(2)
        .says(&["standard input is one document"]);
}

#[test]
fn what_cannot_be_read_is_2_and_what_is_wrong_in_both_is_no_change() {
    let scratch = scratch();
    scratch.write("text.txt", "not: [an openapi document");
    scratch
        .run("diff old.yaml text.txt")
        .expect(2)
        .says(&["error[V0101]"]);
    scratch
        .run("diff old.yaml missing.yaml")
        .expect(2)
        .says(&["error[V0001]"]);
    scratch.write("broken.yaml", support::broken());
    let run = scratch.run("diff broken.yaml broken.yaml").expect(0);
    assert_eq!(run.out, "0 changes\n");
    run.says(&["warning: broken.yaml has 1 error, and is compared as far as it can be read"]);
}

#[test]
fn accepted_changes_do_not_fail_and_entries_for_nothing_are_told() {
    let scratch = scratch();
    scratch.write(
        "accept.toml",
        "[[accepted]]\ncode = \"D101\"\noperation = \"GET /pets/{id}\"\nreason = \"nobody called it\"\n\
         [[accepted]]\ncode = \"D202\"\nreason = \"never\"\n",
    );
    let run = scratch
        .run("diff old.yaml gone.yaml --accept accept.toml")
        .expect(0);
    assert!(
        run.out.contains("accepted[D101]") && run.out.contains("accepted: nobody called it"),
        "{}",
        run.out
    );
    run.says(&["warning: no change is accepted by the entry D202: take it out"]);
    scratch.write("accept.toml", "[[accepted]]\ncode = \"D101\"\n");
    let run = scratch
        .run("diff old.yaml gone.yaml --accept accept.toml")
        .expect(2);
    run.says(&["accept.toml: entry 1 has no `reason`"]);
}

#[test]
fn what_was_announced_may_go_when_it_is_due() {
    let scratch = scratch();
    let announced = PETS.replace(
        "      operationId",
        "      deprecated: true\n      x-sunset: '2030-01-01'\n      operationId",
    );
    scratch.write("old.yaml", announced);
    scratch
        .run("diff old.yaml gone.yaml --today 2029-12-31")
        .expect(1);
    let run = scratch
        .run("diff old.yaml gone.yaml --today 2030-01-01")
        .expect(0);
    assert!(
        run.out.contains("risky[D101]") && run.out.contains("as was announced"),
        "{}",
        run.out
    );
    scratch
        .run("diff old.yaml gone.yaml --today tomorrow")
        .expect(2);
    for no_day in [
        "2026-99-99",
        "2026-02-30",
        "2026-01-31T10:00:00",
        "2026-1-1",
    ] {
        let run = scratch.run(&format!("diff old.yaml gone.yaml --today {no_day}"));
        run.expect(2)
            .says(&["a day of the calendar is written as 2026-01-31"]);
    }
}

#[test]
fn help_teaches_and_codes_are_explained() {
    let scratch = Scratch::new();
    let help: Run = scratch.run("diff --help").expect(0);
    for it in [
        "REV:PATH",
        "--fail-on",
        "--accept",
        "wire_reverse",
        "Exit codes:",
    ] {
        assert!(help.out.contains(it), "{it} in {}", help.out);
    }
    let run = scratch.run("explain D604").expect(0);
    assert!(
        run.out
            .contains("D604: the length or pattern of a string changed")
            && run.out.contains("Wrong:"),
        "{}",
        run.out
    );
}

#[test]
fn a_changelog_is_kept_beside_the_reference() {
    let scratch = Scratch::new();
    scratch.write("old.yaml", PETS);
    let version = |it: &str, text: &str| text.replace("version: 1.0.0", &format!("version: {it}"));
    scratch.write("api/versions/1.yaml", version("1.0.0", PETS));
    // Its own files stand beside it.
    let moved =
        version("2.0.0", &changed()).replace("'#/components/schemas/Pet'", "'parts/pet.yaml'");
    scratch.write("api/versions/2.yaml", moved);
    scratch.write(
        "api/versions/parts/pet.yaml",
        "type: object\nrequired: [name]\nproperties: {name: {type: string}}\n",
    );
    scratch.write("api/pets.yaml", version("3.0.0", &changed()));
    let settings = |names: &str| format!("[docs]\nrevisions = [{names}]\n");
    scratch.write("gen.toml", settings("'versions/1.yaml', 'versions/2.yaml'"));
    let gen_ = "gen --spec api/pets.yaml --out pets --config gen.toml";
    scratch.run(gen_).expect(0);
    let text =
        std::fs::read_to_string(scratch.path("pets/docs/CHANGELOG.md")).expect("a changelog");
    let (head, rest) = text
        .split_once("\n## From version 2.0.0 to 3.0.0\n")
        .expect("the newest");
    assert_eq!(head, "# Pets: changes\n");
    let (newer, older) = rest
        .split_once("\n## From version 1.0.0 to 2.0.0\n")
        .expect("the older");
    assert!(!newer.contains("Breaking"), "{newer}");
    assert!(
        older.starts_with("\n### Breaking changes\n\n#### `GET /pets/{id}`\n\n- Path parameter `id`: `maxLength` 5 was added; "),
        "{older}"
    );
    let (_, of_code) = older
        .split_once("\n### For code written against the crate\n\n")
        .expect("a section");
    assert!(
        of_code
            .contains("- `types::Pet`: the field `name` is `String`, and was `Option<String>`.\n"),
        "{of_code}"
    );
    scratch.run(&format!("{gen_} --check")).expect(0);
    // It is no page.
    scratch.run("capture pets/docs --out back.yaml").expect(0);
    // Without earlier versions there is none, and one that cannot be read is told.
    scratch.write("gen.toml", settings(""));
    let run = scratch.run(gen_).expect(0);
    assert!(
        run.out.contains("Removed pets/docs/CHANGELOG.md\n"),
        "{}",
        run.out
    );
    for (name, why) in [
        ("versions/0.yaml", "there is no such file"),
        ("../old.yaml", "outside"),
        ("versions/parts/pet.yaml", "openapi"),
    ] {
        scratch.write("gen.toml", settings(&format!("'{name}'")));
        let run = scratch.run(gen_).expect(1);
        run.says(&[
            &format!(
                "api/pets.yaml:1:1: error[V0606]: an earlier version, `{name}`, cannot be read: "
            ),
            why,
        ]);
    }
    let tagged = version("3.0.0", PETS)
        .replace("[Pets]", "[Changelog]")
        .replace("name: Pets", "name: Changelog");
    scratch.write("api/pets.yaml", tagged);
    scratch.write("gen.toml", settings("'versions/1.yaml'"));
    scratch
        .run(gen_)
        .expect(1)
        .says(&["a tag has the page changelog.md"]);
}
