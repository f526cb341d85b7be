//! The command as people and CI meet it: a process with arguments, output and an exit code.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use support::{PETS, Scratch, broken, cats};

/// A file that a run made in a folder: the last one by name.
fn a_file(scratch: &Scratch, folder: &str) -> String {
    let tree = scratch.tree(folder);
    let (path, _) = tree.last_key_value().expect("a run makes files");
    format!("{folder}/{}", path.display())
}

#[test]
fn a_run_brings_the_workspace_in_step_and_a_second_run_changes_nothing() {
    let scratch = Scratch::new();
    let run = scratch.run("gen").expect(0);
    assert_eq!(run.err, "");
    let before = scratch.tree("generated");
    let added = run
        .out
        .lines()
        .filter(|it| it.starts_with("Added   generated/"))
        .count();
    assert_eq!(added, before.len(), "{}", run.out);
    let last = run.out.lines().last().expect("a line that sums up");
    assert!(
        last.starts_with(&format!(
            "{added} added, 0 updated, 0 removed, 0 unchanged in "
        )),
        "{last}"
    );

    let run = scratch.run("gen").expect(0);
    assert!(
        run.out.starts_with("0 added, 0 updated, 0 removed, "),
        "{}",
        run.out
    );
    assert_eq!(scratch.tree("generated"), before, "times included");
    scratch.run("gen --check").expect(0);
}

#[test]
fn only_what_differs_is_written() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    scratch.write("generated/Cargo.toml", "# by hand");
    scratch.write("generated/examples/by_hand.rs", "fn main() {}");
    let before = scratch.tree("generated");
    let edited = a_file(&scratch, "generated/docs");
    let missing = a_file(&scratch, "generated/src");
    scratch.write(&edited, "edited");
    scratch.remove(&missing);
    scratch.write_stale("generated/src", "stale/old.rs", "// stale");
    scratch.write_stale("generated/docs", "stale.md", "stale");

    let run = scratch.run("gen").expect(0);
    let changes: Vec<&str> = run.out.lines().collect();
    let [changed @ .., _] = &changes[..] else {
        panic!("changes and a line that sums up: {}", run.out);
    };
    let mut sorted = changed.to_vec();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        [
            format!("Added   {missing}").as_str(),
            "Removed generated/docs/stale.md",
            "Removed generated/src/stale/old.rs",
            "Updated generated/docs/.verbatim-gen",
            format!("Updated {edited}").as_str(),
            "Updated generated/src/.verbatim-gen",
        ]
    );
    let after = scratch.tree("generated");
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>()
    );
    for (path, entry) in &before {
        assert_eq!(after[path].bytes, entry.bytes, "{}", path.display());
        let lists = [
            "generated/docs/.verbatim-gen",
            "generated/src/.verbatim-gen",
        ];
        let changed = (lists.into_iter())
            .chain([edited.as_str(), missing.as_str()])
            .any(|it| Path::new("generated").join(path) == Path::new(it));
        assert_eq!(
            after[path].modified != entry.modified,
            changed,
            "{}",
            path.display()
        );
    }
    assert_eq!(scratch.leftovers("generated"), Vec::<String>::new());
}

#[test]
fn check_shows_what_differs_and_touches_nothing() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    let edited = a_file(&scratch, "generated/docs");
    let missing = a_file(&scratch, "generated/src");
    let original = scratch.read(&edited);
    let first_line = original.lines().next().expect("a first line").to_owned();
    scratch.write(&edited, original.replacen(&first_line, "edited by hand", 1));
    scratch.remove(&missing);
    scratch.write_stale("generated/docs", "extra.md", "extra line\n");
    let before = scratch.tree("");

    let run = scratch
        .run("gen --check")
        .expect(1)
        .says(&["4 files differ", "run `cargo xtask gen`"]);
    for line in [
        format!("  edited  {edited} (+1 -1)"),
        format!("  missing {missing} (+"),
        "  extra   generated/docs/extra.md (+0 -1)".to_owned(),
        format!("--- {edited}\ton disk\n+++ {edited}\tgenerated\n@@ -1,"),
        format!("\n-edited by hand\n+{first_line}\n"),
        format!("--- /dev/null\ton disk\n+++ {missing}\tgenerated\n@@ -0,0 +1"),
        "--- generated/docs/extra.md\ton disk\n+++ /dev/null\tgenerated\n@@ -1 +0,0 @@\n-extra line\n".to_owned(),
    ] {
        assert!(run.out.contains(&line), "{line:?} is missing in\n{}", run.out);
    }
    assert_eq!(scratch.tree(""), before);

    scratch.run("gen --check --message-format github").expect(1).says(&[
        "::error file=generated/docs/extra.md,title=out of step::this file is extra; run `cargo xtask gen`\n",
    ]);

    scratch.run("gen").expect(0);
    scratch.run("gen --check").expect(0);
}

#[test]
fn check_reports_each_kind_of_drift_alone() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    let file = a_file(&scratch, "generated/docs");
    let text = scratch.read(&file);
    let drifts: [&dyn Fn(); 5] = [
        &|| scratch.write(&file, format!("{text} ")),
        &|| scratch.write(&file, text.replace('\n', "\r\n")),
        &|| scratch.remove(&file),
        &|| scratch.write_stale("generated/src", "deep/er/extra.bin", [0xFF, 0]),
        &|| fs::remove_dir_all(scratch.path("generated/src")).expect("folders can be removed"),
    ];
    for (i, drift) in drifts.iter().enumerate() {
        drift();
        scratch.run("gen --check").expect(1);
        scratch.run("gen").expect(0);
        let run = scratch.run("gen --check").expect(0);
        assert!(
            run.out.starts_with("generated/ is in step: "),
            "drift {i}: {}",
            run.out
        );
    }
}

#[test]
fn check_of_a_large_difference_sums_up_first_and_stops_somewhere() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    let line = "a long line of text that stands for very many others\n";
    for i in 0..30 {
        scratch.write_stale(
            "generated/docs",
            &format!("extra-{i:02}.md"),
            line.repeat(100),
        );
    }
    scratch.write_stale("generated/docs", "extra-30.md", "x".repeat(5_000_000));
    let run = scratch.run("gen --check").expect(1);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines.len() < 700, "{} lines", lines.len());
    assert!(lines[0].contains("would change 32 files"), "{}", lines[0]);
    assert_eq!(lines[31], "  extra   generated/docs/extra-29.md (+0 -100)");
    let last = lines.last().copied().unwrap_or_default();
    assert!(
        last.starts_with("... and ") && last.ends_with(" files"),
        "{last}"
    );
}

#[test]
fn any_document_becomes_a_crate_beside_what_is_there() {
    let scratch = Scratch::new();
    scratch.write("other.yaml", cats());
    scratch
        .run("gen --spec other.yaml --out deep/My_Cats --emit rust,docs")
        .expect(0);
    assert!(scratch.path("deep/My_Cats/src").is_dir());
    assert!(scratch.path("deep/My_Cats/docs").is_dir());
    let run = scratch
        .run("gen --check --spec other.yaml --out deep/My_Cats")
        .expect(0);
    assert_eq!(run.err, "");
    scratch.write_stale("deep/My_Cats/src", "extra.rs", "");
    scratch
        .run("gen --check --spec other.yaml --out deep/My_Cats")
        .expect(1)
        .says(&["run `cargo xtask gen --spec other.yaml --out deep/My_Cats`"]);
    scratch
        .run("gen --spec other.yaml --out deep/My_Cats")
        .expect(0);
    assert!(!scratch.path("deep/My_Cats/src/extra.rs").exists());
    assert!(!scratch.path("generated").exists());
}

#[test]
fn docs_alone_leave_the_sources_alone() {
    let scratch = Scratch::new();
    scratch.write("out/src/lib.rs", "// by hand");
    scratch.write("out/Cargo.toml", "# by hand");
    scratch
        .run("gen --spec spec/members.yaml --out out --emit docs")
        .expect(0);
    assert_eq!(scratch.read("out/src/lib.rs"), "// by hand");
    assert_eq!(scratch.read("out/Cargo.toml"), "# by hand");
    let fresh = scratch
        .run("gen --spec spec/members.yaml --out fresh --emit docs")
        .expect(0);
    assert!(!fresh.out.contains("src"), "{}", fresh.out);
    let names: Vec<_> = fs::read_dir(scratch.path("fresh"))
        .expect("a folder")
        .flatten()
        .map(|it| it.file_name())
        .collect();
    assert_eq!(names, ["docs"]);
}

#[test]
fn a_cargo_toml_is_written_once() {
    let scratch = Scratch::new();
    scratch
        .run("gen --spec spec/members.yaml --out My-Pets")
        .expect(0);
    let text = scratch.read("My-Pets/Cargo.toml");
    assert!(text.contains("name = \"my-pets\""), "{text}");
    let by_hand = format!("# by hand\n{text}");
    scratch.write("My-Pets/Cargo.toml", &by_hand);
    scratch
        .run("gen --spec spec/members.yaml --out My-Pets")
        .expect(0);
    scratch
        .run("gen --spec spec/members.yaml --out My-Pets --check")
        .expect(0);
    assert_eq!(scratch.read("My-Pets/Cargo.toml"), by_hand);
    scratch.remove("My-Pets/Cargo.toml");
    scratch
        .run("gen --spec spec/members.yaml --out My-Pets --check")
        .expect(1);

    scratch
        .run("gen --spec spec/members.yaml --out named --config spec/gen.toml")
        .expect(0);
    let text = scratch.read("named/Cargo.toml");
    assert!(text.contains("name = \"pets-api\""), "{text}");
}

#[test]
fn wrong_use_is_told_apart_from_wrong_input() {
    let scratch = Scratch::new();
    let before = scratch.tree("");
    for (args, says) in [
        ("", "Usage: cargo xtask <COMMAND>"),
        ("generate", "unrecognized subcommand 'generate'"),
        ("gen --chekc", "a similar argument exists: '--check'"),
        ("gen surplus", "there is no target `surplus`"),
        ("gen --spec spec/members.yaml", "--out <DIR>"),
        ("gen --emit pdf", "[possible values: rust, docs, html]"),
        ("gen --emit", "a value is required for '--emit <LIST>'"),
        ("gen --out", "a value is required for '--out <DIR>'"),
        (
            "gen --message-format xml",
            "[possible values: human, short, json, github]",
        ),
        ("gen --check --force", "cannot be used with"),
        ("gen --shell-fence a`b", "one word"),
        ("explain V9999", "there is no finding `V9999`"),
    ] {
        scratch.run(args).expect(2).says(&[says]);
    }
    assert_eq!(scratch.tree(""), before);

    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let mut command = scratch.command("gen");
    command.current_dir(elsewhere.path());
    support::Run::of(command)
        .expect(2)
        .says(&["no verbatim.toml here", "--spec FILE --out DIR"]);
}

#[test]
fn a_broken_document_is_told_with_its_place_and_nothing_is_touched() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    scratch.write("spec/members.yaml", broken());
    scratch.write("generated/src/edited.rs", "");
    let before = scratch.tree("");
    for args in [
        "gen",
        "gen --check",
        "gen --spec spec/members.yaml --out fresh/deep",
    ] {
        let run = scratch.run(args).expect(1).says(&[
            "spec/members.yaml:25:23: error[V0201]: ",
            "25 |                 $ref: '#/components/schemas/Pest'\n   |                       ^^^^",
            "did you mean `#/components/schemas/Pet`",
            "error: 1 error; nothing was written",
        ]);
        assert_eq!(run.out, "");
        assert_eq!(scratch.tree(""), before);
    }
    // From a folder further down, the workspace is found all the same.
    let mut command = scratch.command("gen");
    command.current_dir(scratch.path("generated/src"));
    support::Run::of(command)
        .expect(1)
        .says(&["spec/members.yaml:25:23: error[V0201]: "]);
}

#[test]
fn input_that_cannot_be_read_is_told_with_its_place() {
    let scratch = Scratch::new();
    scratch.write("latin1.yaml", b"openapi: 3.0.3\ninfo:\n  title: Caf\xE9\n");
    scratch.write("utf16.yaml", [0xFF, 0xFE, b'o', 0]);
    // Takes no room on the disk.
    fs::File::create(scratch.path("huge.json"))
        .and_then(|it| it.set_len(1 << 30))
        .expect("files may have holes");
    for (args, says) in [
        (
            "gen --out o --spec no.yaml",
            "no.yaml:1:1: error[V0001]: there is no such file",
        ),
        (
            "gen --out o --spec spec",
            "spec:1:1: error[V0001]: this is a folder",
        ),
        (
            "gen --out o --spec latin1.yaml",
            "latin1.yaml:3:13: error[V0002]: it is not UTF-8 text: byte 33 is 0xE9",
        ),
        (
            "gen --out o --spec utf16.yaml",
            "utf16.yaml:1:1: error[V0002]: it is UTF-16 text; save it as UTF-8",
        ),
        (
            "gen --out o --spec huge.json",
            "huge.json:1:1: error[V0003]: it is larger than 64 MiB",
        ),
        (
            "gen --config no.toml",
            "no.toml:1:1: error[V0001]: there is no such file",
        ),
    ] {
        scratch.run(args).expect(1).says(&[says]);
    }
    assert!(!scratch.path("o").exists());
}

#[test]
fn faults_of_both_files_are_told_at_once() {
    let scratch = Scratch::new();
    scratch.write(
        "spec/gen.toml",
        "[package]\nnaem = \"x\"\n\n[docs]\ntoken = 1\n",
    );
    scratch.remove("spec/members.yaml");
    scratch.write("spec/members.yaml/in-the-way", "");
    scratch
        .run("gen --spec spec/members.yaml --out out --config spec/gen.toml")
        .expect(1)
        .says(&[
            "spec/members.yaml:1:1: error[V0001]: this is a folder",
            "spec/gen.toml:2:1: error[V0602]: `[package]` has no key `naem`; did you mean `name`?",
            "spec/gen.toml:5:9: error[V0603]: `docs.token` must be a string, found a number; write a string",
        ]);
}

#[test]
fn a_document_is_read_through_a_pipe() {
    let scratch = Scratch::new();
    let mut command = scratch.command("gen --spec /dev/stdin --out out --emit docs");
    command.stdin(fs::File::open(scratch.path("spec/members.yaml")).expect("a file"));
    if cfg!(unix) {
        support::Run::of(command).expect(0);
        assert!(scratch.path("out/docs").is_dir());
    }
}

/// A document in `api/` that refers to a file.
fn refers_to(scratch: &Scratch, file: &str) {
    scratch.write(
        "api/openapi.yaml",
        PETS.replace("'#/components/schemas/Pet'", &format!("'{file}'")),
    );
}

#[test]
fn references_read_files_beneath_the_document_s_folder() {
    let scratch = Scratch::new();
    scratch.write("api/schemas/pet.yaml", "type: object\n");
    refers_to(&scratch, "schemas/pet.yaml");
    scratch
        .run("gen --spec api/openapi.yaml --out out")
        .expect(0);
    scratch.remove("api/schemas/pet.yaml");
    scratch
        .run("gen --spec api/openapi.yaml --out out")
        .expect(1)
        .says(&[
            "api/openapi.yaml:25:23: error[V0205]: ",
            "there is no such file",
        ]);
}

#[test]
fn references_outside_the_document_s_folder_are_refused_unless_allowed() {
    let scratch = Scratch::new();
    scratch.write("secret.yaml", "type: object\n");
    let absolute = scratch.path("secret.yaml").display().to_string();
    for file in ["../secret.yaml", "schemas/../../secret.yaml", &absolute] {
        scratch.write("api/schemas/pet.yaml", "type: object\n");
        refers_to(&scratch, file);
        scratch
            .run("gen --spec api/openapi.yaml --out out")
            .expect(1)
            .says(&[
                "api/openapi.yaml:25:23: error[V0205]: ",
                "outside",
                "--allow-outside",
            ]);
    }
    refers_to(&scratch, "../secret.yaml");
    scratch
        .run("gen --spec api/openapi.yaml --out out --allow-outside")
        .expect(0);

    refers_to(&scratch, "https://example.com/pet.yaml");
    for flag in ["", " --allow-outside"] {
        scratch
            .run(&format!("gen --spec api/openapi.yaml --out out{flag}"))
            .expect(1)
            .says(&["api/openapi.yaml:25:23: error[V0205]: "]);
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_does_not_lead_outside() {
    let scratch = Scratch::new();
    scratch.write("secret.yaml", "type: object\n");
    refers_to(&scratch, "pet.yaml");
    std::os::unix::fs::symlink(scratch.path("secret.yaml"), scratch.path("api/pet.yaml"))
        .expect("links can be made");
    scratch
        .run("gen --spec api/openapi.yaml --out out")
        .expect(1)
        .says(&["api/openapi.yaml:25:23: error[V0205]: ", "outside"]);
}

/// Nobody's link is followed, and nothing behind it is lost.
#[cfg(unix)]
#[test]
fn links_in_the_output_are_replaced_not_followed() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    let file = a_file(&scratch, "generated/docs");
    let text = scratch.read(&file);
    scratch.write("elsewhere/kept.md", &text);
    scratch.remove(&file);
    symlink(scratch.path("elsewhere/kept.md"), scratch.path(&file)).expect("links can be made");
    symlink(
        scratch.path("elsewhere"),
        scratch.path("generated/docs/folder"),
    )
    .expect("links can be made");
    let run = scratch.run("gen --check").expect(1);
    assert!(
        run.out.contains(&format!("  edited  {file}")),
        "{}",
        run.out
    );
    scratch.run("gen").expect(0);
    assert!(!scratch.path(&file).is_symlink());
    assert!(scratch.path("generated/docs/folder").is_symlink());
    assert_eq!(scratch.read(&file), text);
    assert_eq!(scratch.read("elsewhere/kept.md"), text);

    fs::remove_dir_all(scratch.path("generated/docs")).expect("folders can be removed");
    symlink(scratch.path("elsewhere"), scratch.path("generated/docs")).expect("links can be made");
    scratch
        .run("gen")
        .expect(1)
        .says(&["generated/docs is a symbolic link", "nothing was written"]);
    assert_eq!(scratch.read("elsewhere/kept.md"), text);
}

#[test]
fn pipes_and_no_color_get_no_escapes() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    let file = a_file(&scratch, "generated/docs");
    scratch.write(&file, "edited");
    scratch.write("broken.yaml", broken());
    for args in [
        "gen --check",
        "gen --spec broken.yaml --out o",
        "gen --help",
        "gen --nonsense",
        "explain V0602",
        "explain",
    ] {
        for (key, value) in [("NO_COLOR", "1"), ("TERM", "xterm-256color")] {
            let mut command = scratch.command(args);
            command.env(key, value);
            let run = support::Run::of(command);
            assert!(
                !run.out.contains('\x1b') && !run.err.contains('\x1b'),
                "{args}: {run:?}"
            );
        }
        let mut command = scratch.command(args);
        command
            .env("CLICOLOR_FORCE", "1")
            .env("TERM", "xterm-256color");
        let run = support::Run::of(command);
        assert!(
            run.out.contains('\x1b') || run.err.contains('\x1b'),
            "{args}: {run:?}"
        );
    }
}

#[test]
fn machines_read_findings_in_their_own_formats() {
    let scratch = Scratch::new();
    scratch.write("spec/members.yaml", broken());
    let run = scratch.run("gen --message-format json").expect(1);
    let found: Vec<serde_json::Value> = run
        .err
        .lines()
        .map(|it| serde_json::from_str(it).expect("JSON"))
        .collect();
    assert_eq!(found.len(), 1, "{}", run.err);
    assert_eq!(found[0]["file"], "spec/members.yaml");
    assert_eq!(
        (&found[0]["line"], &found[0]["column"]),
        (&25.into(), &23.into())
    );
    assert_eq!(found[0]["severity"], "error");
    assert_eq!(found[0]["code"], "V0201");
    let pointer = found[0]["pointer"].as_str().expect("a pointer");
    assert!(
        pointer.starts_with("/paths/~1pets~1{id}/get/responses/200/"),
        "{pointer}"
    );

    scratch.write("spec/members.yaml", PETS);
    scratch.run("gen").expect(0);
    let edited = a_file(&scratch, "generated/docs");
    scratch.write(&edited, "edited");
    let run = scratch.run("gen --check --message-format json").expect(1);
    let drift: Vec<serde_json::Value> = run
        .err
        .lines()
        .map(|it| serde_json::from_str(it).expect("JSON"))
        .collect();
    assert_eq!(drift.len(), 1, "{}", run.err);
    assert_eq!(
        (&drift[0]["file"], &drift[0]["code"]),
        (&edited.as_str().into(), &"drift".into())
    );
    assert_eq!(drift[0]["message"], "this file is edited");
    assert_eq!(drift[0]["help"], "run `cargo xtask gen`");
    let run = scratch.run("gen --check --message-format github").expect(1);
    let expected = format!("::error file={edited},title=out of step::this file is edited; ");
    assert!(run.err.starts_with(&expected), "{}", run.err);
    scratch.write("spec/members.yaml", broken());

    let run = scratch.run("gen --message-format github").expect(1);
    assert!(
        run.err
            .starts_with("::error file=spec/members.yaml,line=25,col=23,title=V0201::"),
        "{}",
        run.err
    );
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);

    let run = scratch.run("gen --message-format short").expect(1);
    assert_eq!(run.err.lines().count(), 2, "{}", run.err);
}

#[test]
fn warnings_pass_unless_they_are_denied() {
    let scratch = Scratch::new();
    scratch.write(
        "spec/members.yaml",
        PETS.replace("      summary: Get a pet", "      sumary: Get a pet"),
    );
    scratch.run("gen").expect(0).says(&[
        "spec/members.yaml:11:7: warning[V0106]: ",
        "did you mean `summary`?",
        "\n1 warning\n",
    ]);
    fs::remove_dir_all(scratch.path("generated")).expect("folders can be removed");
    scratch.run("gen --deny-warnings").expect(1).says(&[
        "warning[V0106]",
        "error: 1 warning; --deny-warnings turns warnings into errors; nothing was written",
    ]);
    assert!(!scratch.path("generated").exists());
}

#[test]
fn every_finding_is_told_up_to_a_limit() {
    let scratch = Scratch::new();
    let wrong: String = (0..70)
        .map(|i| format!("        p{i:02}:\n          $ref: '#/components/schemas/No{i:02}'\n"))
        .collect();
    scratch.write("spec/members.yaml", format!("{PETS}{wrong}"));
    let run = scratch
        .run("gen")
        .expect(1)
        .says(&["error[V0201]: 20 more of this kind", "error: 70 errors; "]);
    assert_eq!(run.err.matches(": error[V0201]: ").count(), 50);
    let run = scratch.run("gen --max-findings 0").expect(1);
    assert_eq!(run.err.matches(": error[V0201]: ").count(), 70);
    let run = scratch.run("gen --message-format json").expect(1);
    assert_eq!(run.err.lines().count(), 70);
}

#[test]
fn help_teaches() {
    let scratch = Scratch::new();
    let help = |args: &str| {
        let mut command = scratch.command(args);
        command.env("COLUMNS", "100");
        support::Run::of(command).expect(0).out
    };
    insta::assert_snapshot!("help", help("--help"));
    insta::assert_snapshot!("help-gen", help("gen --help"));
    insta::assert_snapshot!("help-explain", help("explain --help"));
    insta::assert_snapshot!("help-show", help("show --help"));
    insta::assert_snapshot!("help-capture", help("capture --help"));
}

#[test]
fn a_finding_is_explained() {
    let scratch = Scratch::new();
    let run = scratch.run("explain V0602").expect(0);
    insta::assert_snapshot!("explain", run.out);
    let list = scratch.run("explain").expect(0).out;
    assert!(
        list.lines()
            .any(|it| it == "V0602  gen.toml has a key that means nothing"),
        "{list}"
    );
}

#[test]
fn stages_are_shown() {
    let scratch = Scratch::new();
    let run = scratch.run("show api").expect(0);
    assert!(
        run.out
            .starts_with("Pets 1.0.0 (OpenApi30): 1 operation, 0 webhooks, "),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("operation\t10\tGET /pets/{id}\tgetPet\n"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("object\t/components/schemas/Pet\n"),
        "{}",
        run.out
    );
    for name in ["getPet", "/paths/~1pets~1{id}/get"] {
        let run = scratch.run(&format!("show api {name}")).expect(0);
        assert!(run.out.contains("summary: \"Get a pet\","), "{}", run.out);
    }
    let run = scratch.run("show document Pet").expect(0);
    assert_eq!(
        run.out,
        "type: object\nproperties:\n  name:\n    type: string\n"
    );
    let run = scratch.run("show types").expect(0);
    assert!(
        run.out
            .lines()
            .any(|it| it.starts_with("/components/schemas/Pet\t") && it.contains("types::Pet")),
        "{}",
        run.out
    );
    let run = scratch.run("show operations getPet").expect(0);
    let columns: Vec<&str> = run.out.trim_end().split('\t').collect();
    assert_eq!(
        columns[..4],
        ["getPet", "GET", "/pets/{id}", "PetsApi::get_pet"]
    );
    scratch
        .run("show types nothing")
        .expect(2)
        .says(&["there is nothing called `nothing`"]);
    scratch.run("show document /info/title").expect(0);
    scratch
        .run("show document /nowhere")
        .expect(2)
        .says(&["there is nothing at /nowhere"]);
    scratch
        .run("show api nothing")
        .expect(2)
        .says(&["`cargo xtask show api` lists them"]);
    scratch
        .run("show nonsense")
        .expect(2)
        .says(&["[possible values: document, api"]);
    scratch.write("broken.yaml", broken());
    scratch
        .run("show api --spec broken.yaml")
        .expect(1)
        .says(&["broken.yaml:25:23: error[V0201]: "]);
}

#[test]
fn operations_that_nobody_has_written_are_listed() {
    let scratch = Scratch::new();
    for (source, is_listed) in [
        ("impl PetsApi for Api { type Error = Problem; }", true),
        ("impl PetsApi for Api { async fn get_pet(&self) {} }", false),
    ] {
        scratch.write("server/src/pets.rs", source);
        scratch.write("server/target/CACHEDIR.TAG", "");
        scratch.write(
            "server/target/made.rs",
            "impl PetsApi for Api { fn get_pet() {} }",
        );
        let run = scratch.run("show operations --unimplemented server");
        let out = run.expect(0).out;
        assert_eq!(out.contains("PetsApi::get_pet"), is_listed, "{out}");
        let run = scratch.run("show operations getPet --unimplemented server");
        assert_eq!(run.expect(0).out.is_empty(), !is_listed);
    }
    scratch.write("server/src/pets.rs", "impl PetsApi for");
    scratch
        .run("show operations --unimplemented server/src/pets.rs")
        .expect(2)
        .says(&["server/src/pets.rs:1:"]);
    scratch
        .run("show operations --unimplemented nowhere")
        .expect(2)
        .says(&["nowhere: "]);
    scratch.write("empty/notes.txt", "");
    scratch
        .run("show operations --unimplemented empty")
        .expect(2)
        .says(&["there is no file of Rust"]);
    scratch
        .run("show api --unimplemented server")
        .expect(2)
        .says(&["goes with `show operations`"]);
}

#[test]
fn examples_call_the_crate_by_its_name() {
    let scratch = Scratch::new();
    let lib = |name: &str| {
        scratch
            .run("gen --spec spec/members.yaml --out my-api")
            .expect(0);
        let lib = scratch.read("my-api/src/lib.rs");
        assert!(lib.contains(&format!("use {name}::types;")), "{lib}");
    };
    lib("my_api");
    let manifest = scratch.read("my-api/Cargo.toml");
    scratch.write(
        "my-api/Cargo.toml",
        manifest.replace("\"my-api\"", "\"our-pets\""),
    );
    lib("our_pets");
    scratch.write(
        "my-api/Cargo.toml",
        format!("{manifest}\n[lib]\nname = \"pets\"\n"),
    );
    lib("pets");
}

#[test]
fn a_reader_that_has_gone_is_no_reason_to_panic() {
    let scratch = Scratch::new();
    let mut child = scratch.start("gen");
    drop(child.stdout.take());
    let status = child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
}

#[test]
fn paths_with_spaces_and_without_a_name_work() {
    let scratch = Scratch::new();
    scratch.write("My API/open api.yaml", PETS);
    let mut command = scratch.command("gen");
    command
        .args(["--spec", "open api.yaml", "--out", "."])
        .current_dir(scratch.path("My API"));
    support::Run::of(command).expect(0);
    assert!(scratch.path("My API/docs").is_dir());
    let mut command = scratch.command("gen --check");
    command
        .args(["--spec", "open api.yaml", "--out", "."])
        .current_dir(scratch.path("My API"));
    scratch.write_stale("My API/docs", "extra", "");
    support::Run::of(command)
        .expect(1)
        .says(&["`cargo xtask gen --spec 'open api.yaml' --out .`"]);
    let names: Vec<PathBuf> = scratch.tree("My API").into_keys().collect();
    assert!(names.contains(&PathBuf::from("open api.yaml")), "{names:?}");
}
