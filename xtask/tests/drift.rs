//! What stands in `generated/` is what the generator gives, and it gives the same every time.

mod support;

use std::path::Path;

use support::{Run, Scratch};

#[test]
fn the_workspace_is_in_step() {
    let scratch = Scratch::new();
    let mut command = scratch.command("gen --check");
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    Run::of(command).expect(0);
}

/// The output depends on the document and the choices alone: not on the run, on the path that leads to the document,
/// or on who runs it where.
#[test]
fn generating_twice_is_identical() {
    let scratch = Scratch::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .expect("a workspace");
    let (spec, config) = (root.join("spec/members.yaml"), root.join("spec/gen.toml"));
    for (out, environment) in [
        ("a/crate", ("TZ", "UTC")),
        ("b/crate", ("TZ", "Asia/Tokyo")),
        ("c/crate", ("LC_ALL", "tr_TR.UTF-8")),
    ] {
        let mut command = scratch.command("gen");
        command
            .arg("--spec")
            .arg(&spec)
            .arg("--config")
            .arg(&config)
            .args(["--out", out])
            .env(environment.0, environment.1);
        Run::of(command).expect(0);
    }
    let mut command = scratch.command("gen");
    command.current_dir(&root).args([
        "--spec",
        "spec/members.yaml",
        "--config",
        "spec/gen.toml",
        "--out",
    ]);
    command.arg(scratch.path("d/crate"));
    Run::of(command).expect(0);
    let first = scratch.texts("a");
    assert!(first.len() > 5, "{first:?}");
    for other in ["b", "c", "d"] {
        assert!(scratch.texts(other) == first, "{other} differs from a");
    }
    let here = scratch.path("").display().to_string();
    for (path, text) in &first {
        let text = String::from_utf8_lossy(text.as_deref().unwrap_or_default());
        assert!(
            !text.contains(&here) && !text.contains(&*root.to_string_lossy()),
            "{} names a path of this machine",
            path.display()
        );
    }
}

fn git(scratch: &Scratch, args: &str) {
    let mut git = std::process::Command::new("git");
    git.args(["-c", "user.name=T", "-c", "user.email=t@example.com"]);
    git.args(["-c", "core.autocrlf=true", "-c", "core.safecrlf=false"]);
    Run::of({
        git.args(args.split(' ')).current_dir(scratch.path(""));
        git
    })
    .expect(0);
}

/// Git may be asked to write the line ends of Windows, and a file that has them is another file.
#[test]
fn line_ends_of_git_are_no_drift() {
    let scratch = Scratch::new();
    let args = "gen --spec api.yaml --out pets";
    scratch.write("api.yaml", support::PETS);
    scratch.write("notes.txt", "a\n");
    scratch.run(args).expect(0);
    git(&scratch, "init -q");
    git(&scratch, "add api.yaml notes.txt pets");
    git(&scratch, "commit -q -m all");
    std::fs::remove_dir_all(scratch.path("pets")).expect("it is there");
    scratch.remove("notes.txt");
    git(&scratch, "checkout -q -- .");
    assert_eq!(scratch.read("notes.txt"), "a\r\n", "git does as it is told");
    scratch.run(&format!("{args} --check")).expect(0);
}

#[test]
fn attributes_by_hand_stay() {
    let scratch = Scratch::new();
    let args = "gen --spec api.yaml --out pets";
    scratch.write("api.yaml", support::PETS);
    scratch.write("pets/src/.gitattributes", "*.rs -diff\n");
    scratch.run(args).expect(0);
    assert_eq!(scratch.read("pets/src/.gitattributes"), "*.rs -diff\n");
    let list = scratch.read("pets/src/.verbatim-gen");
    assert!(!list.contains(".gitattributes"), "{list}");
    scratch.run(&format!("{args} --check")).expect(0);
    // Those of the other folder are generated.
    let list = scratch.read("pets/docs/.verbatim-gen");
    assert!(list.contains("\n.gitattributes\n"), "{list}");
    let text = scratch.read("pets/docs/.gitattributes");
    scratch.write("pets/docs/.gitattributes", text.replace("eol=lf", ""));
    scratch.run(&format!("{args} --check")).expect(1);
    // Nor is one that replaces it.
    scratch.write("pets/docs/.gitattributes", "* text\n");
    scratch.run(args).expect(0);
    assert_eq!(scratch.read("pets/docs/.gitattributes"), "* text\n");
    scratch.run(&format!("{args} --check")).expect(0);
}

/// A format that somebody has chosen for their own code changes nothing of what is generated.
#[test]
fn a_format_of_ones_own_is_no_drift() {
    let scratch = Scratch::new();
    let args = "gen --spec api.yaml --out pets --emit rust";
    scratch.write("api.yaml", support::PETS);
    scratch.write("gen.toml", "[types.replace]\nPet = \"crate::pet::Pet\"\n");
    let args = format!("{args} --config gen.toml");
    scratch.write("pets/rustfmt.toml", "hard_tabs = true\nmax_width = 60\n");
    scratch.write("pets/src/pet.rs", "pub struct   Pet;\n");
    scratch.run(&args).expect(0);
    let mut rustfmt = std::process::Command::new("rustfmt");
    rustfmt.args(["--edition", "2024", "src/lib.rs"]);
    rustfmt.current_dir(scratch.path("pets"));
    Run::of(rustfmt).expect(0);
    assert_eq!(scratch.read("pets/src/pet.rs"), "pub struct Pet;\n");
    scratch.run(&format!("{args} --check")).expect(0);
    for (path, text) in scratch.texts("pets/src") {
        let text = String::from_utf8_lossy(text.as_deref().unwrap_or_default()).into_owned();
        let is_source = path.extension().is_some_and(|it| it == "rs") && !path.ends_with("pet.rs");
        let first = text.lines().next().unwrap_or_default();
        let is_said = first.starts_with("// @generated ") && first.contains("cargo xtask gen");
        assert_eq!(is_source, is_said, "{}: {first}", path.display());
    }
}

/// After an upgrade, what differs is not taken for an edit by hand.
#[test]
fn another_version_is_told_apart_from_an_edit() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    let own = format!("# Made by version {}\n", env!("CARGO_PKG_VERSION"));
    for folder in ["src", "docs"] {
        let marker = format!("generated/{folder}/.verbatim-gen");
        let text = scratch.read(&marker);
        assert!(text.contains(&own), "{text}");
        scratch.write(&marker, text.replace(&own, "# Made by version 0.0.1\n"));
    }
    let made = "generated/ was made by version 0.0.1, and this is ";
    scratch.run("gen --check").expect(1).says(&[made]);
    let json = scratch.run("gen --check --message-format json").expect(1);
    json.says(&["it was made by version 0.0.1"]);
    scratch
        .run("gen")
        .expect(0)
        .says(&["generated was made by version 0.0.1 before"]);
    scratch.run("gen --check").expect(0);
}
