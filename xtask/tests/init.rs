//! `init`: a repository gets a file of targets that works as it stands.

mod support;

use support::{PETS, Scratch, cats};

#[test]
fn a_repository_gets_its_targets_and_a_workflow() {
    let scratch = Scratch::bare();
    scratch.write("api/pets/openapi.yaml", PETS);
    scratch.write("api/cats.yml", cats());
    scratch.write("api/other.yaml", "a: openapi\n");
    scratch.write("target/copy.yaml", PETS);
    let run = scratch.run("init").expect(0);
    assert!(
        run.out
            .starts_with("Added   verbatim.toml\nAdded   .github/workflows/verbatim.yml\n"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("2 documents named.\nNext:\n  cargo xtask gen "),
        "{}",
        run.out
    );
    let text = scratch.read("verbatim.toml");
    for part in [
        "[targets.cats]\nspec = \"api/cats.yml\"\nout = \"cats\"\n",
        "[targets.pets]\nspec = \"api/pets/openapi.yaml\"\nout = \"pets\"\n",
        "# [targets.cats.types]\n",
        "# [targets.cats.types.formats]\n",
    ] {
        assert!(text.contains(part), "{part:?} is missing in\n{text}");
    }
    scratch.run("gen").expect(0);
    scratch.run("gen --check").expect(0);
    assert!(scratch.path("pets/src/lib.rs").is_file() && scratch.path("cats/docs").is_dir());
    assert!(
        scratch
            .read(".github/workflows/verbatim.yml")
            .contains("- run: cargo xtask gen --check --message-format github\n")
    );

    scratch
        .run("init")
        .expect(2)
        .says(&["there is a verbatim.toml already"]);
    assert_eq!(scratch.read("verbatim.toml"), text);
}

#[test]
fn a_repository_without_a_document_is_told() {
    let scratch = Scratch::bare();
    let run = scratch.run("init").expect(0);
    assert!(
        run.out.contains("No OpenAPI document was found"),
        "{}",
        run.out
    );
    scratch
        .run("gen")
        .expect(1)
        .says(&["openapi.yaml:1:1: error[V0001]"]);
}

#[test]
fn what_would_not_do_is_refused() {
    let scratch = Scratch::bare();
    scratch
        .run("init none.yaml")
        .expect(2)
        .says(&["there is no file none.yaml; nothing was written"]);
    let targets = "[package.metadata.verbatim.targets.pets]\nspec = \"a.yaml\"\nout = \"a\"\n";
    scratch.write("Cargo.toml", targets);
    scratch
        .run("init")
        .expect(2)
        .says(&["Cargo.toml has targets already"]);
    assert!(!scratch.path("verbatim.toml").exists() && !scratch.path(".github").exists());
}

/// What is printed is a file of choices, in which every key is documented, with examples that can be used.
#[test]
fn every_choice_is_printed() {
    let scratch = Scratch::new();
    let printed = scratch.run("gen --print-config").expect(0).out;
    assert!(!scratch.path("generated").exists());
    scratch.write("spec/gen.toml", &printed);
    scratch.run("gen").expect(0);
    let mut section = String::new();
    let mut documented = Vec::new();
    for line in printed.lines() {
        let bare = line.trim_start_matches("# ");
        if let Some(name) = bare.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            name.clone_into(&mut section);
            documented.push(section.clone());
        } else if let Some((key, _)) = bare.split_once(" = ") {
            documented.push(format!("{section}.{key}"));
        }
    }
    let missing: Vec<String> = verbatim_gen::Config::keys();
    let missing: Vec<&String> = missing
        .iter()
        .filter(|it| !documented.contains(it))
        .collect();
    assert!(
        missing.is_empty(),
        "in spec/gen.toml, not in xtask/src/choices.toml: {missing:?}"
    );
}
