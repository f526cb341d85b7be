//! The crate's own `Cargo.toml`: what the generated code needs is told, added, and taken from a workspace.

mod support;

use support::{PETS, Run, Scratch};

/// [`PETS`] with an id that is a UUID, which needs a package more.
fn with_uuid() -> String {
    PETS.replace("type: integer", "type: string\n            format: uuid")
}

#[test]
fn what_a_later_document_needs_is_told_and_added() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    scratch.run("gen --check").expect(0);
    let manifest = scratch.read("generated/Cargo.toml");
    let mine = manifest.replace("[dependencies]", "# mine\n[dependencies]");
    scratch.write("generated/Cargo.toml", &mine);

    scratch.write("spec/members.yaml", with_uuid());
    scratch.run("gen").expect(0).says(&[
        "generated/Cargo.toml:",
        "warning[V0607]: the generated code needs the package `uuid`, which is no dependency; add `uuid = { version = \
         \"1\", features = [\"serde\"] }` to `[dependencies]`",
    ]);
    let run = scratch.run("gen --check").expect(1);
    assert!(!run.out.contains("in step"), "{}", run.out);
    run.says(&[
        "error[V0607]: ",
        "`cargo xtask gen --write-manifest` adds what is missing",
    ]);
    let json = scratch.run("gen --check --message-format json").expect(1);
    for line in json.err.lines() {
        assert!(
            line.starts_with('{') && line.contains("\"V0607\""),
            "{line}"
        );
    }
    let before = scratch.read("generated/Cargo.toml");
    assert_eq!(before, mine, "nothing is added unless that is asked for");

    let run = scratch.run("gen --write-manifest").expect(0);
    assert!(
        run.out.contains("Updated generated/Cargo.toml\n"),
        "{}",
        run.out
    );
    let after = scratch.read("generated/Cargo.toml");
    let added = "uuid = { version = \"1\", features = [\"serde\"] }\n";
    assert!(
        after.contains("# mine\n[dependencies]\n") && after.contains(added),
        "{after}"
    );
    let run = scratch.run("gen --check").expect(0);
    assert_eq!(run.err, "");
    scratch.run("gen --write-manifest").expect(0);
    assert_eq!(scratch.read("generated/Cargo.toml"), after);
}

#[test]
fn what_is_missing_is_a_warning_that_can_be_denied() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    scratch.write("spec/members.yaml", with_uuid());
    let before = scratch.tree("generated");
    scratch
        .run("gen --deny-warnings")
        .expect(1)
        .says(&["warning[V0607]: ", "nothing was written"]);
    assert_eq!(scratch.tree("generated"), before);
    // The reference needs no package.
    scratch.run("gen --emit docs --deny-warnings").expect(0);
}

#[test]
fn choices_that_name_packages_need_them() {
    let scratch = Scratch::new();
    let choices = "[types]\nderives = [\"arbitrary::Arbitrary\"]\n[package.dependencies]\narbitrary = { version = \"1\", features = [\"derive\"] }\n";
    scratch.write("spec/gen.toml", "");
    scratch.run("gen").expect(0);
    scratch.write("spec/gen.toml", choices);
    scratch
        .run("gen --check")
        .expect(1)
        .says(&["the package `arbitrary`, which is no dependency; add `arbitrary = { version = \"1\", features = [\"derive\"] }`"]);
    scratch.run("gen --write-manifest").expect(0);
    scratch.run("gen --check").expect(0);

    // A type of a package that nothing else is said of is depended on in any version.
    let choices = "[types.formats]\nprice = \"shop_units::Price\"\n[package]\nname = \"renamed\"\n";
    scratch.write("spec/gen.toml", choices);
    let document = PETS.replace(
        "name:\n          type: string",
        "name:\n          type: string\n          format: price",
    );
    scratch.write("spec/members.yaml", document);
    scratch.run("gen --check").expect(1).says(&[
        "add `shop_units = \"*\"`",
        "the choices name the package `renamed`, and its manifest does not",
    ]);
}

#[test]
fn a_manifest_that_cannot_be_read_is_told_and_left() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    scratch.write("generated/Cargo.toml", "[package\n");
    scratch
        .run("gen --check")
        .expect(1)
        .says(&["generated/Cargo.toml:1:9: error[V0607]: this is no TOML"]);
    scratch
        .run("gen --write-manifest")
        .expect(1)
        .says(&["generated/Cargo.toml is no TOML"]);
    assert_eq!(scratch.read("generated/Cargo.toml"), "[package\n");
}

#[test]
fn a_crate_takes_its_place_in_a_workspace() {
    let scratch = Scratch::new();
    let root = "[workspace]\nmembers = [\"crates/*\"]\n\n[workspace.dependencies]\nserde = \"1.0.200\"\naxum = \"0.7\"\n";
    scratch.write("Cargo.toml", root);
    let run = scratch
        .run("gen --spec spec/members.yaml --out crates/pets")
        .expect(0);
    assert_eq!(run.err, "");
    let manifest = scratch.read("crates/pets/Cargo.toml");
    assert!(
        manifest.contains("serde = { workspace = true }\n"),
        "{manifest}"
    );
    assert!(
        manifest.contains("axum = { version = \"0.8\""),
        "{manifest}"
    );
    scratch
        .run("gen --check --spec spec/members.yaml --out crates/pets")
        .expect(0);

    // Beside them, cargo would refuse to build.
    scratch
        .run("gen --spec spec/members.yaml --out other")
        .expect(0)
        .says(&["note: other/ is within the workspace of Cargo.toml, and not a member of it: add \"other\" to its `members`"]);
    assert!(!scratch.read("other/Cargo.toml").contains("workspace"));
    assert_eq!(scratch.read("Cargo.toml"), root);
    scratch
        .run("gen --spec spec/members.yaml --out third --write-manifest")
        .expect(0);
    let members = "members = [\"crates/*\", \"third\"]\n";
    assert_eq!(
        scratch.read("Cargo.toml"),
        root.replace("members = [\"crates/*\"]\n", members)
    );
    assert!(
        scratch
            .read("third/Cargo.toml")
            .contains("serde = { workspace = true }\n")
    );

    let excluded = root.replace("members", "exclude = [\"alone\"]\nmembers");
    scratch.write("Cargo.toml", excluded);
    let run = scratch
        .run("gen --spec spec/members.yaml --out alone")
        .expect(0);
    assert_eq!(run.err, "");
}

/// Help and advice name the command as it was called.
#[test]
fn three_programs_are_one() {
    let scratch = Scratch::new();
    let called = |program: &str, args: &[&str]| {
        let mut command = std::process::Command::new(program);
        command.args(args).current_dir(scratch.path(""));
        Run::of(command)
    };
    let verbatim = env!("CARGO_BIN_EXE_verbatim");
    let cargo_verbatim = env!("CARGO_BIN_EXE_cargo-verbatim");
    for (program, first, name) in [
        (verbatim, &[][..], "verbatim"),
        (cargo_verbatim, &["verbatim"], "cargo verbatim"),
        (cargo_verbatim, &[], "cargo verbatim"),
    ] {
        for subcommand in ["gen", "explain", "show", "capture", "diff"] {
            let help = called(program, &[first, &[subcommand, "--help"]].concat())
                .expect(0)
                .out;
            assert!(
                help.contains(&format!("Usage: {name} {subcommand} ")),
                "{help}"
            );
            assert!(!help.contains("xtask"), "{help}");
        }
        called(program, &[first, &["gen", "--check"]].concat())
            .expect(1)
            .says(&[&format!("run `{name} gen` to bring generated/ in step")]);
        let page = called(program, &[first, &["explain", "V0001"]].concat())
            .expect(0)
            .out;
        assert!(page.contains(&format!("    {name} gen --spec")), "{page}");
    }
}

#[test]
fn a_document_comes_from_standard_input() {
    let scratch = Scratch::new();
    let mut command = scratch.command("gen --spec - --out piped");
    command.stdin(std::fs::File::open(scratch.path("spec/members.yaml")).expect("it is there"));
    Run::of(command).expect(0);
    assert!(scratch.path("piped/src/lib.rs").is_file());

    let address = "https://example.com/openapi.yaml";
    scratch
        .run(&format!("gen --spec {address} --out fetched"))
        .expect(1)
        .says(&["not from the network; fetch it: `curl -sSfL https://example.com/openapi.yaml | cargo xtask gen --spec - --out DIR`"]);
}

#[test]
fn what_was_meant_is_told() {
    let scratch = Scratch::new();
    for (args, says) in [
        (
            "gen petstore.yaml",
            "a document is named by --spec: `cargo xtask gen --spec petstore.yaml --out DIR`",
        ),
        ("show types Pett", "did you mean `Pet`?"),
        ("show api getPets", "did you mean `getPet`?"),
        ("show document Pett", "did you mean `Pet`?"),
    ] {
        scratch.run(args).expect(2).says(&[says]);
    }
    scratch.write(
        "spec/gen.toml",
        "[types.replace]\nPed = \"crate::a::B\"\n[skip]\noperations = [\n  \"getPets\",\n]\n",
    );
    scratch.run("gen").expect(0).says(&[
        "spec/gen.toml:2:1: warning[V0604]: the settings replace the type of `Ped`",
        "spec/gen.toml:5:3: warning[V0604]: the settings leave out `getPets`",
    ]);
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_says_that_nothing_was_changed() {
    use rustix::process::{Pid, Signal, kill_process};

    let scratch = Scratch::new();
    let mut command = scratch.command("gen --spec - --out piped");
    // It waits for its document.
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    // Waiting for a child closes its input, and then the document would end.
    let input = child.stdin.take();
    let listens = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()));
        let status = status.expect("it runs");
        let caught = status.lines().find_map(|it| it.strip_prefix("SigCgt:"));
        let caught = u64::from_str_radix(caught.unwrap_or_default().trim(), 16);
        caught.expect("a mask") & (1 << (Signal::INT.as_raw() - 1)) != 0
    };
    while !listens() {
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&child), Signal::INT).expect("it runs");
    let status = child.wait().expect("it ends");
    drop(input);
    let mut told = String::new();
    let mut err = child.stderr.take().expect("it is piped");
    std::io::Read::read_to_string(&mut err, &mut told).expect("UTF-8");
    assert_eq!(status.code(), None);
    assert_eq!(told, "interrupted; nothing was changed\n");
    assert!(!scratch.path("piped").exists());
}
