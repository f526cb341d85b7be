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
