//! What stands in `generated/` is what the generator gives, and it gives the same every time.

mod support;

use std::io::{Read, Write};
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

/// Beside the pages that a crate serves stand the same compressed, and what counts of those is what is in them.
#[test]
fn compressed_pages_are_known_by_what_is_in_them() {
    let scratch = Scratch::new();
    scratch.write("cats.yaml", support::cats());
    let words = "gen --spec cats.yaml --out cats --emit rust,docs,html";
    scratch.run(words).expect(0);
    let (page, gz) = ("cats/site/index.html", "cats/site/index.html.gz");
    let text = scratch.read(page);
    let written = std::fs::read(scratch.path(gz)).expect("it is there");
    let mut unpacked = String::new();
    let read = flate2::read::GzDecoder::new(&written[..]).read_to_string(&mut unpacked);
    assert!(read.is_ok() && unpacked == text);
    let attributes = scratch.read("cats/site/.gitattributes");
    assert!(
        attributes.contains("/index.html.gz binary") && attributes.contains("/index.html text"),
        "{attributes}"
    );
    assert!(
        scratch
            .read("cats/site/.verbatim-gen")
            .contains("index.html.gz")
    );

    // Another version of what compresses makes other bytes.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(text.as_bytes()).expect("a vector");
    let other = encoder.finish().expect("a vector");
    assert_ne!(other, written);
    scratch.write(gz, &other);
    let check = format!("{words} --check");
    scratch.run(&check).expect(0);
    scratch.run(words).expect(0);
    assert_eq!(std::fs::read(scratch.path(gz)).expect("it is there"), other);

    scratch.write(gz, &other[..other.len() - 1]);
    let told = "compressed, and not what the file beside it says";
    let run = scratch.run(&check).expect(1);
    assert!(run.out.contains(told), "{}", run.out);
    scratch.run(words).expect(0);
    assert_eq!(
        std::fs::read(scratch.path(gz)).expect("it is there"),
        written
    );

    // Nobody serves those of a site alone.
    scratch
        .run("gen --spec cats.yaml --out alone --emit html")
        .expect(0);
    assert!(scratch.path("alone/site/index.html").exists());
    assert!(!scratch.path("alone/site/index.html.gz").exists());
}
