//! `verbatim.toml`: several documents, made and checked by one run.

mod support;

use support::{PETS, Scratch, broken, cats};

const TARGETS: &str = "[targets.pets]\nspec = \"api/pets.yaml\"\nout = \"made/pets\"\n\n[targets.cats]\nspec = \"api/cats.yaml\"\nout = \"made/cats\"\nemit = [\"docs\"]\n\n[targets.cats.docs]\nshell-fence = \"sh\"\n";

fn scratch() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("verbatim.toml", TARGETS);
    scratch.write("api/pets.yaml", PETS);
    scratch.write("api/cats.yaml", cats());
    scratch
}

#[test]
fn a_run_makes_every_target_with_its_choices() {
    let scratch = scratch();
    scratch.run("gen").expect(0);
    assert!(!scratch.path("generated").exists());
    assert!(scratch.path("made/pets/src/lib.rs").is_file());
    assert!(scratch.path("made/pets/docs").is_dir());
    assert!(!scratch.path("made/cats/src").exists());
    assert!(scratch.read("made/cats/docs/cats.md").contains("```sh\n"));
    scratch.run("gen --check").expect(0);

    // From a folder below, paths are the same.
    let mut command = scratch.command("gen --check");
    command.current_dir(scratch.path("api"));
    support::Run::of(command).expect(0);

    scratch.write("made/cats/docs/cats.md", "edited");
    let run = scratch.run("gen --check").expect(1);
    assert!(run.out.contains("made/pets/ is in step"), "{}", run.out);
    run.says(&["run `cargo xtask gen` to bring made/cats/ in step"]);
    scratch
        .run("gen --check cats")
        .expect(1)
        .says(&["run `cargo xtask gen cats` to bring"]);
    scratch.run("gen --check pets").expect(0);
    scratch.run("gen cats").expect(0);
    scratch.run("gen --check").expect(0);
}

#[test]
fn targets_are_chosen_by_name_and_arguments_go_before_the_file() {
    let scratch = scratch();
    for (args, says) in [
        (
            "gen pest",
            "there is no target `pest`; did you mean `pets`?",
        ),
        ("gen horses", "there are `pets`, `cats`"),
        (
            "gen --out elsewhere",
            "--out and --config are about one document",
        ),
        (
            "gen pets --spec api/pets.yaml --out x",
            "take `pets` or --spec away",
        ),
    ] {
        scratch.run(args).expect(2).says(&[says]);
    }
    scratch
        .run("gen pets --out elsewhere --emit docs")
        .expect(0);
    assert!(scratch.path("elsewhere/docs").is_dir());
    assert!(!scratch.path("elsewhere/src").exists() && !scratch.path("made").exists());
}

#[test]
fn where_one_target_cannot_be_made_none_is_written() {
    let scratch = scratch();
    scratch.write("api/cats.yaml", broken());
    scratch
        .run("gen")
        .expect(1)
        .says(&["api/cats.yaml:25:", "nothing was written"]);
    assert!(!scratch.path("made").exists());

    // Nor where a file by hand is in the way of one.
    scratch.write("api/cats.yaml", cats());
    scratch.write("made/cats/docs/cats.md", "by hand");
    scratch
        .run("gen")
        .expect(2)
        .says(&["made/cats/docs/cats.md would be overwritten"]);
    assert!(!scratch.path("made/pets").exists());
    scratch.run("gen --force").expect(0);
}

#[test]
fn targets_stand_in_a_manifest_as_well() {
    let scratch = scratch();
    std::fs::remove_file(scratch.path("verbatim.toml")).expect("it is there");
    let table = TARGETS.replace("[targets", "[workspace.metadata.verbatim.targets");
    scratch.write(
        "Cargo.toml",
        format!("[workspace]\nmembers = [\"made/*\"]\n{table}"),
    );
    scratch.run("gen").expect(0);
    scratch.run("gen --check").expect(0);
    assert!(scratch.path("made/pets/src/lib.rs").is_file());
}

/// A table is one in whatever form it is written.
#[test]
fn one_table_of_a_manifest_has_them() {
    let scratch = scratch();
    scratch.remove("verbatim.toml");
    let target = "verbatim.targets.pets = { spec = \"api/pets.yaml\", out = \"made\" }\n";
    let manifest = format!("[workspace]\n[workspace.metadata]\n{target}");
    scratch.write("Cargo.toml", &manifest);
    scratch.run("gen --emit docs").expect(0);
    assert!(scratch.path("made/docs").is_dir());
    scratch.write(
        "Cargo.toml",
        format!("{manifest}[package.metadata]\n{target}"),
    );
    scratch
        .run("gen")
        .expect(2)
        .says(&["Cargo.toml has targets in `package.metadata` and in `workspace.metadata`"]);
}

#[test]
fn stages_are_shown_of_the_one_target() {
    let scratch = scratch();
    scratch
        .run("show types")
        .expect(2)
        .says(&["there are the targets `pets`, `cats`; name a document by --spec"]);
    let target = "[targets.cats]\nspec = \"api/cats.yaml\"\nout = \"made\"\n[targets.cats.names.schemas]\nCat = \"Feline\"\n";
    scratch.write("verbatim.toml", target);
    let types = scratch.run("show types").expect(0).out;
    assert!(types.contains("Feline"), "{types}");
}

#[test]
fn what_is_wrong_in_the_file_is_told_where_it_stands() {
    let scratch = scratch();
    let wrong = TARGETS
        .replace("shell-fence", "shel-fence")
        .replace("spec = \"api/pets.yaml\"\n", "");
    scratch.write("verbatim.toml", wrong);
    scratch.run("gen").expect(1).says(&[
        "verbatim.toml:2:1: error[V0606]: the target `pets` has no `spec`",
        "verbatim.toml:10:1: error[V0602]: `[targets.cats.docs]` has no key `shel-fence`; did you mean `shell-fence`?",
    ]);
    scratch.write(
        "verbatim.toml",
        TARGETS.replace(
            "[targets.cats.docs]\nshell-fence = \"sh\"",
            "[targets.cats.names.schemas]\nKat = \"Katze\"",
        ),
    );
    scratch
        .run("gen cats")
        .expect(0)
        .says(&["verbatim.toml:11:1: warning[V0604]: the settings name the schema `Kat`"]);
}

/// What is selected is made, and what names nothing is told where it stands.
#[test]
fn a_target_selects_operations() {
    let scratch = Scratch::new();
    scratch.write(
        "verbatim.toml",
        "[targets.pets]\nspec = \"spec/members.yaml\"\nout = \"generated\"\n\n\
         [targets.pets.select]\noperations = [\"getPet\"]\ntags = [\"Cats\"]\npaths = [\"/a[\"]\n",
    );
    let wrong = scratch.run("gen").expect(1);
    wrong.says(&[
        "verbatim.toml:8:10: error[V0606]: `targets.pets.select.paths` cannot have \"/a[\"",
    ]);
    let text = scratch.read("verbatim.toml").replace("/a[", "/a*");
    scratch.write("verbatim.toml", text);
    let run = scratch.run("gen --message-format short").expect(0);
    run.says(&[
        "verbatim.toml:7:9: warning[V0604]: the settings select the tag `Cats`",
        "verbatim.toml:8:10: warning[V0604]: the settings select `/a*`",
    ]);
    assert!(
        scratch.read("generated/src/api.rs").contains("get_pet")
            || scratch.path("generated/src/api/pets.rs").exists()
    );
}

/// A saved document is made, a broken one told, and what it refers to is watched as well.
#[test]
fn what_is_watched_is_made_again() {
    let scratch = Scratch::new();
    let pet = "{type: object, properties: {name: {type: string}}}";
    scratch.write("spec/pet.yaml", pet);
    let text = support::PETS.replace("#/components/schemas/Pet", "pet.yaml");
    scratch.write("spec/members.yaml", text);
    let mut running = scratch.start("gen --watch");
    let types =
        || std::fs::read_to_string(scratch.path("generated/src/types.rs")).unwrap_or_default();
    let eventually = |what: &dyn Fn() -> bool| {
        for _ in 0..600 {
            if what() {
                return true;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        false
    };
    let mut seen = eventually(&|| types().contains("pub name:"));
    // Before the files are looked at for the first time, an edit is part of that.
    scratch.write("spec/pet.yaml", pet.replace("name", "title"));
    seen &= eventually(&|| types().contains("pub title:"));
    scratch.write(
        "spec/gen.toml",
        "[package]\nname = \"pets-api\"\n[names.schemas]\nPet = \"Animal\"\n",
    );
    seen &= eventually(&|| types().contains("pub struct Animal"));
    running.kill().expect("it runs");
    running.wait().expect("it ends");
    assert!(seen, "{}", types());
    scratch.run("gen --watch --check").expect(2);
    scratch
        .run("gen --watch --spec - --out x")
        .expect(2)
        .says(&["--watch takes a document in a file"]);
}
