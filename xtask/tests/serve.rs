//! `cargo xtask serve` hands over to a program of its own.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// What a package depends on, by `cargo tree`.
fn dependencies(package: &str) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(cargo)
        .args([
            "tree",
            "--locked",
            "--offline",
            "--prefix",
            "none",
            "--edges",
            "normal,build",
        ])
        .args(["--package", package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        tree.status.success(),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    String::from_utf8_lossy(&tree.stdout).into_owned()
}

#[test]
fn the_command_builds_no_server() {
    let _lock = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let of_command = dependencies("xtask");
    for name in ["axum", "tokio", "hyper", "verbatim-serve"] {
        let is_in = |text: &str| text.lines().any(|it| it.starts_with(&format!("{name} v")));
        assert!(!is_in(&of_command), "{name} is in {of_command}");
        assert!(is_in(&dependencies("verbatim-serve")), "{name}");
    }
}

/// A program that is written here cannot be run while another test starts one, which holds its file open for a moment.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The command, alone in a folder.
fn alone(folder: &Path) -> Command {
    let command = folder.join("xtask");
    if !command.exists() {
        fs::copy(env!("CARGO_BIN_EXE_xtask"), &command).expect("it can be copied");
    }
    Command::new(command)
}

#[test]
fn without_the_program_it_is_told_how_to_install_it() {
    let _lock = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().expect("a folder");
    let run = alone(folder.path())
        .args(["serve", "--spec", "a.yaml"])
        .output()
        .expect("it runs");
    assert_eq!(run.status.code(), Some(1));
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(
        said.contains("`cargo install --locked --path generator/serve`"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn the_program_beside_it_is_given_all_arguments() {
    use std::os::unix::fs::PermissionsExt as _;
    let _lock = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("verbatim-serve");
    fs::write(&program, "#!/bin/sh\nprintf '%s|' \"$@\"\nexit 7\n").expect("it can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let run = alone(folder.path())
        .args(["serve", "--spec", "a b", "--help", "--", "-x"])
        .output()
        .expect("it runs");
    assert_eq!(run.status.code(), Some(7));
    assert_eq!(
        String::from_utf8_lossy(&run.stdout),
        "--spec|a b|--help|--|-x|"
    );
}

#[cfg(unix)]
#[test]
fn a_program_of_another_version_is_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let _lock = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    for (version, is_told) in [("0.0.1", true), (env!("CARGO_PKG_VERSION"), false)] {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("verbatim-serve");
        let script = format!(
            "#!/bin/sh\n[ \"$1\" = --version ] && echo 'verbatim-serve {version}' || echo runs\n"
        );
        fs::write(&program, script).expect("it can be written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
        let run = alone(folder.path())
            .args(["serve", "--spec", "a.yaml"])
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(String::from_utf8_lossy(&run.stdout), "runs\n", "{said}");
        let told = "the verbatim-serve beside this command is of version 0.0.1, and this is ";
        assert_eq!(said.contains(told), is_told, "{said}");
    }
}

/// What is built beside the command may be older than its sources.
#[cfg(unix)]
#[test]
fn where_it_is_built_the_program_is_brought_in_step_first() {
    use std::os::unix::fs::PermissionsExt as _;
    let _lock = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("CACHEDIR.TAG"), "").expect("it can be written");
    let built = folder.path().join("debug");
    fs::create_dir(&built).expect("it can be made");
    // A cargo that builds what says what it was asked for.
    let cargo = folder.path().join("cargo");
    let program = built.join("verbatim-serve");
    let script = format!(
        "#!/bin/sh\nprintf '#!/bin/sh\\necho new' > '{0}'\nchmod +x '{0}'\necho \"$@\" >&2\n",
        program.display()
    );
    for (path, text) in [(&cargo, &*script), (&program, "#!/bin/sh\necho old\n")] {
        fs::write(path, text).expect("it can be written");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
    }
    let run = alone(&built)
        .args(["serve", "--spec", "a.yaml"])
        .env("CARGO", &cargo)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(String::from_utf8_lossy(&run.stdout), "new\n", "{said}");
    assert!(
        said.contains("build --package verbatim-serve --bin verbatim-serve --profile dev"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn a_target_is_served_by_its_name_or_as_the_only_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let _lock = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("verbatim-serve");
    fs::write(&program, "#!/bin/sh\nprintf '%s|' \"$@\"\n").expect("it can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let repository = folder.path().join("repository");
    fs::create_dir(&repository).expect("it can be made");
    let shop = "[targets.shop]\nspec = \"shop.yaml\"\nout = \"shop\"\noverlays = [\"a.yaml\"]\n";
    let bank = "[targets.bank]\nspec = \"bank.yaml\"\nout = \"bank\"\nconfig = \"bank.toml\"\nallow-outside = true\n";
    for (targets, arguments, code, expected) in [
        (
            shop.to_owned(),
            &["--port", "1"][..],
            0,
            "--spec|shop.yaml|--overlay|a.yaml|--config|verbatim.toml|--target|shop|--port|1|",
        ),
        (
            format!("{shop}{bank}"),
            &["bank"],
            0,
            "--spec|bank.yaml|--allow-outside|--config|bank.toml|",
        ),
        (format!("{shop}{bank}"), &[], 2, ""),
        (format!("{shop}{bank}"), &["bnk"], 2, ""),
        (String::from("targets = 1"), &[], 1, ""),
    ] {
        fs::write(repository.join("verbatim.toml"), &targets).expect("it can be written");
        let run = alone(folder.path())
            .arg("serve")
            .args(arguments)
            .current_dir(&repository)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{arguments:?}: {said}");
        assert_eq!(
            String::from_utf8_lossy(&run.stdout),
            expected,
            "{arguments:?}: {said}"
        );
    }
}
