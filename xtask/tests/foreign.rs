//! Files that are written by hand into the generator's folders: no run removes or changes them.

mod support;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use support::{PETS, Scratch, cats};

const MONEY: &str = "\
//! Written by hand.

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Money(pub u64);
";

/// A pet costs money.
fn priced() -> String {
    PETS.replace(
        "        name:\n",
        "        price:\n          $ref: '#/components/schemas/Money'\n        name:\n",
    ) + "    Money:\n      type: integer\n"
}

#[test]
fn a_module_that_a_setting_names_is_declared_and_stays() {
    let scratch = Scratch::new();
    scratch.write("api.yaml", priced());
    scratch.write(
        "gen.toml",
        "[types.replace]\nMoney = \"crate::money::Money\"\n",
    );
    let args = "gen --spec api.yaml --config gen.toml --out pets";
    scratch.run(args).expect(0);
    assert!(
        scratch
            .read("pets/src/lib.rs")
            .contains("\npub mod money;\n")
    );
    scratch.write("pets/src/money.rs", MONEY);
    let before = scratch.tree("pets/src")[&PathBuf::from("money.rs")].clone();
    scratch.run(&format!("{args} --check")).expect(0);
    scratch.run(args).expect(0);
    // A run that exchanges both folders.
    scratch.write(
        "api.yaml",
        priced().replace("title: Pets", "title: Priced pets"),
    );
    let run = scratch.run(args).expect(0);
    assert!(run.out.contains("Updated pets/src/lib.rs"), "{}", run.out);
    assert_eq!(
        scratch.tree("pets/src")[&PathBuf::from("money.rs")],
        before,
        "its time included"
    );
    scratch.run(&format!("{args} --check")).expect(0);
}

#[test]
fn what_was_not_generated_stays_as_it_is() {
    let scratch = Scratch::new();
    scratch.write("pets.yaml", PETS);
    scratch.write("cats.yaml", cats());
    scratch.run("gen --spec pets.yaml --out out").expect(0);
    for (path, text) in [
        ("out/src/money.rs", MONEY),
        ("out/src/deep/er/notes.txt", "by hand"),
        // Among files that come and go.
        ("out/src/types/extra.rs", "// by hand"),
        ("out/src/api/extra.rs", "// by hand"),
        ("out/docs/guide.md", "by hand"),
        ("out/docs/.hidden", ""),
    ] {
        scratch.write(path, text);
    }
    fs::create_dir(scratch.path("out/src/empty")).expect("folders can be made");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        for (path, mode) in [
            ("out/src/money.rs", 0o400),
            ("out/src/deep", 0o750),
            ("out/src/empty", 0o500),
        ] {
            fs::set_permissions(scratch.path(path), PermissionsExt::from_mode(mode))
                .expect("modes can be set");
        }
        symlink("../nowhere", scratch.path("out/docs/dangling")).expect("links can be made");
        symlink("..", scratch.path("out/src/deep/up")).expect("links can be made");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            scratch.path("out/src/deep/pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .expect("pipes can be made");
    }
    let by_hand = || by_hand(&scratch, "out");
    let before = by_hand();
    assert!(before.len() >= 6, "{before:?}");
    scratch
        .run("gen --check --spec pets.yaml --out out")
        .expect(0);
    for spec in ["cats", "pets", "cats"] {
        let run = scratch
            .run(&format!("gen --spec {spec}.yaml --out out"))
            .expect(0);
        assert_eq!(run.err, "");
        assert!(
            run.out.contains("Updated out/src/lib.rs") && run.out.contains("Removed out/docs/"),
            "{}",
            run.out
        );
        assert_eq!(by_hand(), before, "{spec}");
        scratch
            .run(&format!("gen --check --spec {spec}.yaml --out out"))
            .expect(0);
    }
    scratch
        .run("gen --spec pets.yaml --out out --force")
        .expect(0);
    assert_eq!(by_hand(), before, "--force is for what is in the way");
}

/// Everything that no list names, with what may not change.
fn by_hand(scratch: &Scratch, out: &str) -> Vec<String> {
    let mut found = Vec::new();
    for folder in ["src", "docs"] {
        let top = scratch.path(out).join(folder);
        let marker = fs::read_to_string(top.join(".verbatim-gen")).expect("a list");
        let listed: Vec<&str> = marker.lines().collect();
        let mut folders = vec![top.clone()];
        while let Some(it) = folders.pop() {
            for entry in fs::read_dir(it).expect("a folder").flatten() {
                let path = entry.path();
                let metadata = fs::symlink_metadata(&path).expect("it is there");
                let relative = path
                    .strip_prefix(&top)
                    .expect("it is within")
                    .to_string_lossy()
                    .replace('\\', "/");
                let is_parent = listed
                    .iter()
                    .any(|it| it.starts_with(&format!("{relative}/")));
                if !listed.contains(&&*relative) && !is_parent && relative != ".verbatim-gen" {
                    let modified = metadata.modified().expect("a time");
                    let mut line = format!(
                        "{folder}/{relative} {:?} {modified:?}",
                        metadata.permissions()
                    );
                    if !metadata.is_dir() {
                        line += &identity(&metadata);
                    }
                    if let Ok(target) = fs::read_link(&path) {
                        line += &format!(" to {}", target.display());
                    } else if metadata.is_file() {
                        line += &format!(" {:?}", fs::read(&path).expect("it can be read"));
                    }
                    found.push(line);
                }
                if metadata.is_dir() {
                    folders.push(path);
                }
            }
        }
    }
    found.sort();
    found
}

#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> String {
    format!(" inode {}", std::os::unix::fs::MetadataExt::ino(metadata))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> String {
    String::new()
}

#[test]
fn what_is_in_the_way_is_refused_unless_forced() {
    let scratch = Scratch::new();
    scratch.write("pets.yaml", PETS);
    scratch.write("cats.yaml", cats());
    for (path, force_keeps) in [
        // A file that another document would generate.
        ("out/docs/cats.md", false),
        ("out/src/api/cats.rs", false),
        // A folder where a file is to be, a file where a folder is to be.
        ("out/docs/cats.md/by/hand.md", false),
        ("out/src/api", false),
        ("out/docs/mine.md", true),
    ] {
        scratch.run("gen --spec pets.yaml --out out").expect(0);
        if path == "out/src/api" {
            fs::remove_dir_all(scratch.path(path)).expect("folders can be removed");
        }
        scratch.write(path, "by hand");
        let before = scratch.tree("out");
        let run = scratch.run("gen --spec cats.yaml --out out");
        if force_keeps {
            run.expect(0);
            assert_eq!(scratch.read(path), "by hand");
            continue;
        }
        run.expect(2).says(&[
            &format!(
                "error: {path} would be overwritten, and was not generated; nothing was written\n"
            ),
            "--force",
        ]);
        assert_eq!(scratch.tree("out"), before);
        let run = scratch
            .run("gen --check --spec cats.yaml --out out")
            .expect(1)
            .says(&["run `cargo xtask gen --spec cats.yaml --out out --force`"]);
        assert!(
            run.out.contains(&format!("  foreign {path} (")),
            "{}",
            run.out
        );
        scratch
            .run("gen --check --message-format github --spec cats.yaml --out out")
            .expect(1)
            .says(&[&format!(
                "::error file={path},title=out of step::this file was not generated and is in the way of one that is; "
            )]);
        scratch
            .run("gen --spec cats.yaml --out out --force")
            .expect(0);
        scratch
            .run("gen --check --spec cats.yaml --out out")
            .expect(0);
        fs::remove_dir_all(scratch.path("out")).expect("folders can be removed");
    }
}

#[test]
fn a_folder_that_was_never_generated_is_shared_from_the_first_run_on() {
    let scratch = Scratch::new();
    scratch.write("out/docs/guide.md", "by hand");
    scratch.write("out/src/lib.rs", "// by hand");
    let before = scratch.tree("out");
    scratch.run("gen --spec spec/members.yaml --out out").expect(2).says(&[
        "error: out/src/lib.rs would be overwritten, and was not generated; nothing was written\n",
        "--force",
    ]);
    assert_eq!(scratch.tree("out"), before);
    scratch
        .run("gen --spec spec/members.yaml --out out --check")
        .expect(1)
        .says(&["run `cargo xtask gen --spec spec/members.yaml --out out --force`"]);
    scratch
        .run("gen --spec spec/members.yaml --out out --emit docs")
        .expect(0);
    scratch
        .run("gen --spec spec/members.yaml --out out --force")
        .expect(0);
    assert_eq!(scratch.read("out/docs/guide.md"), "by hand");
    scratch
        .run("gen --spec spec/members.yaml --out out --check")
        .expect(0);
}

/// Earlier versions called the folder theirs whole, and kept no list.
#[test]
fn a_folder_of_an_earlier_version_is_taken_over_with_care() {
    const OLD: &str = "This folder belongs to verbatim-gen: each run replaces what is in it.\n";
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    for folder in ["src", "docs"] {
        scratch.write(&format!("generated/{folder}/.verbatim-gen"), OLD);
    }
    scratch.write(
        "generated/docs/older.md",
        "generated once, or written by hand",
    );
    scratch.write("generated/docs/guide.md", "by hand");
    let run = scratch.run("gen").expect(0).says(&[
        "kept generated/docs/guide.md and 1 other file: generated/docs/.verbatim-gen did not tell whether they were \
         generated; remove them if they were\n",
    ]);
    assert!(
        run.out.contains("0 added, 2 updated, 0 removed, "),
        "{}",
        run.out
    );
    assert_eq!(scratch.read("generated/docs/guide.md"), "by hand");
    let run = scratch.run("gen").expect(0);
    assert_eq!(run.err, "");

    // What differs may have been written by hand since.
    scratch.write("generated/src/.verbatim-gen", OLD);
    scratch.write("generated/src/lib.rs", "// by hand?");
    let before = scratch.tree("generated");
    scratch.run("gen").expect(2).says(&[
        "error: generated/src/lib.rs would be overwritten, and may not have been generated: generated/src/.verbatim-gen, of \
         an earlier version, does not list what was; nothing was written\n",
        "--force",
    ]);
    assert_eq!(scratch.tree("generated"), before);
    scratch.run("gen --force").expect(0);
    scratch.run("gen --check").expect(0);
}

#[test]
fn the_list_is_sorted_and_says_what_is_generated() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    for folder in ["generated/src", "generated/docs"] {
        let text = scratch.read(&format!("{folder}/.verbatim-gen"));
        let listed: Vec<PathBuf> = text
            .lines()
            .filter(|it| !it.starts_with('#'))
            .map(PathBuf::from)
            .collect();
        let mut found: Vec<PathBuf> = scratch.tree(folder).into_keys().collect();
        found.retain(|it| it.to_str() != Some(".verbatim-gen"));
        assert!(
            found.iter().all(|it| listed.contains(it)) && found.len() == listed.len(),
            "{text}"
        );
        let lines: Vec<&str> = text.lines().filter(|it| !it.starts_with('#')).collect();
        assert!(lines.is_sorted(), "{text}");
    }
}

/// A file is saved, over and over, in folders that are being exchanged: in place, and as editors do it, by a new file
/// that takes the name of the old one. The last one that was saved is there in the end, and so is every other file.
#[test]
fn nothing_that_is_saved_during_a_run_is_lost() {
    let scratch = Scratch::new();
    scratch.write("pets.yaml", PETS);
    scratch.write("cats.yaml", cats());
    scratch.run("gen --spec pets.yaml --out out").expect(0);
    let src = scratch.path("out/src");
    let done = AtomicBool::new(false);
    let saved = thread::scope(|scope| {
        let editor = scope.spawn(|| {
            let mut saved = 0_u32;
            while !done.load(Ordering::Relaxed) {
                let text = saved.to_string();
                let save = || {
                    fs::write(src.join("new.tmp"), &text)?;
                    fs::rename(src.join("new.tmp"), src.join("edited.rs"))?;
                    fs::write(src.join(format!("file{saved}.rs")), &text)
                };
                // The folder may change between two of the steps. Then it is saved again.
                if save().is_ok() {
                    saved += 1;
                }
                thread::sleep(Duration::from_micros(300));
            }
            saved
        });
        for round in 0..40 {
            let spec = ["cats", "pets"][round % 2];
            let mut child = scratch.start(&format!("gen --spec {spec}.yaml --out out"));
            if round % 3 == 0 {
                while scratch.leftovers("").is_empty()
                    && child.try_wait().expect("a child").is_none()
                {
                    std::hint::spin_loop();
                }
                child.kill().expect("it can be killed");
            }
            child.wait().expect("it ends");
        }
        done.store(true, Ordering::Relaxed);
        editor.join().expect("it ends")
    });
    scratch.run("gen --spec pets.yaml --out out").expect(0);
    assert!(saved > 100, "{saved} files were saved");
    for i in 0..saved {
        let text = fs::read_to_string(src.join(format!("file{i}.rs")));
        assert_eq!(text.ok(), Some(i.to_string()), "file{i}.rs of {saved}");
    }
    assert_eq!(
        fs::read_to_string(src.join("edited.rs")).ok(),
        Some((saved - 1).to_string())
    );
    assert_eq!(scratch.leftovers(""), Vec::<String>::new());
}

/// Between the exchange and the last look at the old folder every process is killed: the next run carries over what was
/// saved.
#[cfg(unix)]
#[test]
fn what_a_killed_run_left_in_an_old_folder_is_carried_over() {
    use std::os::unix::ffi::OsStrExt;
    let scratch = Scratch::new();
    scratch.write("pets.yaml", PETS);
    scratch.run("gen --spec pets.yaml --out out").expect(0);
    // The journal of a run that has exchanged `src`: the folder in the stage is not the one that was built there.
    let stage = ".verbatim-gen-killed";
    scratch.write(&format!("{stage}/src/saved.rs"), "by hand");
    scratch.write(&format!("{stage}/src/lib.rs"), "// generated before");
    let root = scratch.path("out").canonicalize().expect("it is there");
    let journal = |root: &[u8]| {
        [
            &b"root\0"[..],
            root,
            b"\0folder\x001\x001\x001\0src\0dropped\0src/lib.rs\0",
        ]
        .concat()
    };
    scratch.write(
        &format!("{stage}/.journal"),
        journal(root.as_os_str().as_bytes()),
    );
    // Another root's is left alone, for what was saved belongs there.
    scratch.write(".verbatim-gen-other/src/saved.rs", "by hand");
    scratch.write(".verbatim-gen-other/.journal", journal(b"/another/root"));
    let lib = scratch.read("out/src/lib.rs");
    scratch.run("gen --spec pets.yaml --out out").expect(0);
    assert_eq!(scratch.read("out/src/saved.rs"), "by hand");
    assert_eq!(scratch.read("out/src/lib.rs"), lib);
    assert_eq!(scratch.leftovers(""), [".verbatim-gen-other"]);
    assert_eq!(scratch.read(".verbatim-gen-other/src/saved.rs"), "by hand");
}
