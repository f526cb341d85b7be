//! What stands in the output folder when a run is killed, fails or is not alone: the old output whole, or the new one.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use support::{PETS, Run, Scratch, broken, cats};

type Texts = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// A document with a page for each of many tags, about one thing or another. Every file of the two differs.
fn large(word: &str) -> String {
    let mut text = format!("openapi: 3.0.3\ninfo: {{title: {word}, version: '1'}}\npaths:\n");
    for i in 0..12 {
        let _ = write!(
            text,
            "  /{word}/{i}:\n    get:\n      operationId: get{word}{i}\n      summary: Get {word} {i}\n      tags: [Tag {i}]\n      \
             responses: {{'200': {{description: {word}}}}}\n"
        );
    }
    text
}

/// A workspace with two documents, and what each of them gives.
struct Two {
    scratch: Scratch,
    /// `src` and `docs` of each.
    whole: [[Texts; 2]; 2],
}

const TWO: [&str; 2] = ["one.yaml", "two.yaml"];

impl Two {
    fn new() -> Self {
        let scratch = Scratch::new();
        let whole = ["One", "Two"].map(|word| {
            let spec = format!("{}.yaml", word.to_lowercase());
            scratch.write(&spec, large(word));
            scratch
                .run(&format!("gen --spec {spec} --out whole/{word}/out"))
                .expect(0);
            ["src", "docs"].map(|folder| scratch.texts(&format!("whole/{word}/out/{folder}")))
        });
        for (one, two) in whole[0].iter().zip(&whole[1]) {
            assert!(one != two, "the two documents give different files");
        }
        scratch.run("gen --spec one.yaml --out out").expect(0);
        Self { scratch, whole }
    }

    fn folders(&self, out: &str) -> [Texts; 2] {
        ["src", "docs"].map(|folder| self.scratch.texts(&format!("{out}/{folder}")))
    }

    /// Asserts that each folder is that of one of the documents. Which, for `src` and for `docs`.
    #[track_caller]
    fn assert_whole(&self, out: &str, what: &str) -> [usize; 2] {
        let found = self.folders(out);
        [0, 1].map(|folder| {
            let of = |document: &usize| {
                without_name(&self.whole[*document][folder]) == without_name(&found[folder])
            };
            let document = (0..2).find(of);
            document.unwrap_or_else(|| {
                let names: Vec<_> = found[folder].keys().collect();
                panic!(
                    "{what}: {out}/{} is neither the old nor the new one: {names:?}",
                    ["src", "docs"][folder]
                )
            })
        })
    }
}

/// The texts less the lines of `lib.rs` that say what the crate is called, which follows from the folder.
fn without_name(texts: &Texts) -> Texts {
    let mut texts = texts.clone();
    if let Some(Some(lib)) = texts.get_mut(Path::new("lib.rs")) {
        let text = String::from_utf8_lossy(lib);
        let is_of_name = |it: &&str| it.starts_with("//! use ") || it.contains("path = \"../");
        let lines: Vec<&str> = text.lines().filter(|it| !is_of_name(it)).collect();
        *lib = lines.join("\n").into_bytes();
    }
    texts
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// How long a run takes from start to end.
fn duration(two: &Two) -> Duration {
    let started = Instant::now();
    two.scratch.run("gen --spec two.yaml --out timed").expect(0);
    started.elapsed()
}

/// Waits until a run has begun to put its files together, or has ended.
fn wait_for_stage(two: &Two, folder: &str, child: &mut Child) {
    while two.scratch.leftovers(folder).is_empty() && child.try_wait().expect("a child").is_none() {
        std::hint::spin_loop();
    }
}

#[test]
fn a_run_killed_at_any_moment_leaves_whole_folders() {
    let two = Two::new();
    let span = duration(&two);
    let mut random = Random(1);
    for round in 0..200 {
        let spec = TWO[(round + 1) % 2];
        let mut child = two.scratch.start(&format!("gen --spec {spec} --out out"));
        if round % 2 == 0 {
            // Anywhere in its life.
            let micros = u64::try_from(span.as_micros()).expect("a short run");
            thread::sleep(Duration::from_micros(random.below(micros * 11 / 10)));
        } else {
            // While it puts files in place, which is a small part of its life.
            wait_for_stage(&two, "", &mut child);
            thread::sleep(Duration::from_micros(random.below(3_000)));
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        // The process that exchanges the folders may still be at it.
        let turn = fs::File::open(two.scratch.path("out")).expect("a folder");
        turn.lock().expect("a lock");
        drop(turn);
        let [src, docs] = two.assert_whole("out", &format!("round {round}"));
        assert_eq!(
            two.scratch.leftovers("out"),
            Vec::<String>::new(),
            "round {round}"
        );
        assert_eq!(src, docs, "round {round}: one of the two folders is new");
    }
    // The next run completes what was begun and leaves nothing but the output.
    two.scratch.run("gen --spec two.yaml --out out").expect(0);
    assert_eq!(two.assert_whole("out", "afterwards"), [1, 1]);
    assert_eq!(two.scratch.leftovers("out"), Vec::<String>::new());
    assert_eq!(two.scratch.leftovers(""), Vec::<String>::new());
}

#[test]
fn a_first_run_killed_at_any_moment_leaves_all_or_nothing() {
    let two = Two::new();
    let span = duration(&two);
    let mut random = Random(2);
    for round in 0..60 {
        let mut child = two.scratch.start("gen --spec one.yaml --out fresh/er");
        if round % 2 == 0 {
            let micros = u64::try_from(span.as_micros()).expect("a short run");
            thread::sleep(Duration::from_micros(random.below(micros * 11 / 10)));
        } else {
            wait_for_stage(&two, "fresh", &mut child);
            thread::sleep(Duration::from_micros(random.below(3_000)));
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        if two.scratch.path("fresh/er").exists() {
            assert_eq!(
                two.assert_whole("fresh/er", &format!("round {round}")),
                [0, 0]
            );
            fs::remove_dir_all(two.scratch.path("fresh/er")).expect("folders can be removed");
        }
    }
    two.scratch
        .run("gen --spec one.yaml --out fresh/er")
        .expect(0);
    assert_eq!(two.scratch.leftovers("fresh"), Vec::<String>::new());
}

#[test]
fn runs_at_once_take_turns() {
    let two = Two::new();
    for out in ["out", "fresh"] {
        let start = |i: usize| {
            two.scratch
                .start(&format!("gen --spec {} --out {out}", TWO[i % 2]))
        };
        let children: Vec<Child> = (0..8).map(start).collect();
        for child in children {
            let output = child.wait_with_output().expect("it ends");
            let err = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(0), "{err}");
        }
        let [src, docs] = two.assert_whole(out, "afterwards");
        assert_eq!(src, docs, "both folders are of one document");
        assert_eq!(two.scratch.leftovers(out), Vec::<String>::new());
    }
    assert_eq!(two.scratch.leftovers(""), Vec::<String>::new());
}

#[test]
fn a_check_beside_a_run_never_sees_half_of_it() {
    let two = Two::new();
    for i in 0..20 {
        let mut child = two
            .scratch
            .start(&format!("gen --spec {} --out out", TWO[(i + 1) % 2]));
        wait_for_stage(&two, "", &mut child);
        let run = two.scratch.run("gen --check --spec one.yaml --out out");
        // Everything differs or nothing does.
        let files = two.whole[0][1].len() - 1;
        let edited = run
            .out
            .lines()
            .filter(|it| it.starts_with("  edited  out/docs/"))
            .count();
        assert!(
            edited == 0 || edited >= files / 2,
            "{edited} of {files}: {}",
            run.out
        );
        child.wait().expect("it ends");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_behind() {
    use rustix::process::{Pid, Signal, kill_process};
    let two = Two::new();
    let mut interrupted = 0;
    for round in 0..20 {
        let mut child = two
            .scratch
            .start(&format!("gen --spec {} --out out", TWO[(round + 1) % 2]));
        wait_for_stage(&two, "", &mut child);
        let pid =
            Pid::from_raw(i32::try_from(child.id()).expect("a process id")).expect("a process id");
        let signal = if round % 2 == 0 {
            Signal::INT
        } else {
            Signal::TERM
        };
        let _ = kill_process(pid, signal);
        interrupted += usize::from(child.wait().expect("it ends").code().is_none());
        let [src, docs] = two.assert_whole("out", &format!("round {round}"));
        assert_eq!(src, docs, "round {round}");
        assert_eq!(
            two.scratch.leftovers(""),
            Vec::<String>::new(),
            "round {round}"
        );
    }
    assert!(interrupted > 0, "a signal that waited is obeyed in the end");
}

#[test]
fn what_a_killed_run_left_is_removed_and_what_a_living_one_uses_is_not() {
    let scratch = Scratch::new();
    scratch.run("gen").expect(0);
    scratch.write("generated/.verbatim-gen-dead/src/half.rs", "// half");
    scratch.write(".verbatim-gen-dead/src/half.rs", "// half");
    scratch.write("generated/.verbatim-gen-living/src/half.rs", "// half");
    let living = fs::File::open(scratch.path("generated/.verbatim-gen-living")).expect("a folder");
    living.lock().expect("folders can be locked");
    scratch.run("gen").expect(0);
    assert_eq!(scratch.leftovers(""), Vec::<String>::new());
    assert_eq!(scratch.leftovers("generated"), [".verbatim-gen-living"]);
    drop(living);
    scratch.run("gen").expect(0);
    assert_eq!(scratch.leftovers("generated"), Vec::<String>::new());
}

#[test]
fn an_output_that_is_no_folder_is_refused() {
    let scratch = Scratch::new();
    scratch.write("file", "by hand");
    scratch.write("crate/docs", "by hand");
    let before = scratch.tree("");
    for (out, says) in [
        (
            "file",
            "error: file is a file, where a folder belongs; nothing was written",
        ),
        (
            "file/below",
            "error: file is a file, where a folder belongs; nothing was written",
        ),
        (
            "crate",
            "error: crate/docs is a file, where a folder belongs; nothing was written",
        ),
    ] {
        scratch
            .run(&format!("gen --spec spec/members.yaml --out {out}"))
            .expect(1)
            .says(&[says]);
        assert_eq!(scratch.tree(""), before);
    }
}

/// Runs a command as a user whom permissions hold. `None`, with a word on standard error, where that cannot be had.
#[cfg(unix)]
fn as_anyone(scratch: &Scratch, args: &str) -> Option<Command> {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let mut command = scratch.command(args);
    if !rustix::process::geteuid().is_root() {
        return Some(command);
    }
    // Root may write anywhere. The binary is copied, for another user may not reach the target folder.
    let binary = scratch.path("xtask-copy");
    if !binary.exists() {
        fs::copy(env!("CARGO_BIN_EXE_xtask"), &binary).expect("files can be copied");
    }
    fs::set_permissions(scratch.path(""), PermissionsExt::from_mode(0o755))
        .expect("modes can be set");
    let mut probe = Command::new(&binary);
    probe.arg("--help").uid(NOBODY).gid(NOBODY);
    if !probe.output().is_ok_and(|it| it.status.success()) {
        eprintln!("skipped: this user may write anywhere and cannot become another");
        return None;
    }
    let mut other = Command::new(&binary);
    other.args(command.get_args()).uid(NOBODY).gid(NOBODY);
    other.current_dir(command.get_current_dir().expect("a folder"));
    command = other;
    Some(command)
}

#[cfg(unix)]
#[test]
fn folders_that_may_not_be_written_stay_as_they_are() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::new();
    let set = |path: &str, mode| {
        fs::set_permissions(scratch.path(path), PermissionsExt::from_mode(mode))
            .expect("modes can be set")
    };
    scratch.write("other.yaml", cats());
    scratch
        .run("gen --spec spec/members.yaml --out locked/out")
        .expect(0);
    for (path, args) in [
        // The output's root.
        ("locked/out", "gen --spec other.yaml --out locked/out"),
        // The folder that a new output would stand in.
        ("locked", "gen --spec other.yaml --out locked/new"),
    ] {
        let before = scratch.texts("locked");
        set(path, 0o555);
        let Some(command) = as_anyone(&scratch, args) else {
            return;
        };
        let run = Run::of(command);
        set(path, 0o755);
        let run = run
            .expect(1)
            .says(&["cannot be written: ", "nothing was written"]);
        assert!(!run.err.contains(".verbatim-gen-"), "{}", run.err);
        assert_eq!(scratch.texts("locked"), before);
    }
}

/// A folder that cannot be exchanged, after the other one has been.
#[cfg(unix)]
#[test]
fn what_was_exchanged_is_taken_back_when_the_rest_fails() {
    use std::os::unix::fs::{PermissionsExt, chown};
    let scratch = Scratch::new();
    scratch.write("other.yaml", cats());
    scratch
        .run("gen --spec spec/members.yaml --out out")
        .expect(0);
    let Some(_) = as_anyone(&scratch, "gen") else {
        return;
    };
    let set = |path: &str, mode| {
        fs::set_permissions(scratch.path(path), PermissionsExt::from_mode(mode))
            .expect("modes can be set")
    };
    if rustix::process::geteuid().is_root() {
        for path in ["out", "out/src", "out/docs"] {
            chown(scratch.path(path), Some(65_534), Some(65_534)).expect("root may give away");
        }
    }
    let before = scratch.texts("out");
    // A folder that moves to another parent has to be writable itself.
    set("out/docs", 0o555);
    let run = Run::of(as_anyone(&scratch, "gen --spec other.yaml --out out").expect("as before"));
    set("out/docs", 0o755);
    run.expect(1)
        .says(&["out/docs cannot be written: ", "nothing was written"]);
    assert_eq!(scratch.texts("out"), before);
}

/// A limit on the size of files fails in the middle of a write, as a full disk does.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_output() {
    let two = Two::new();
    let large: String = (0..4_000)
        .map(|i| format!("Line {i} of a description that is long. "))
        .collect();
    two.scratch.write(
        "large.yaml",
        PETS.replace(
            "title: Pets",
            &format!("title: Pets\n  description: {large}"),
        )
        .replace(
            "summary: Get a pet",
            &format!("summary: Get a pet\n      description: {large}"),
        ),
    );
    for out in ["out", "fresh"] {
        let before = two.scratch.tree("");
        let mut command = Command::new("sh");
        command.current_dir(two.scratch.path("")).args([
            "-c",
            "trap '' XFSZ; ulimit -f 64; exec \"$0\" gen --spec large.yaml --out \"$1\"",
            env!("CARGO_BIN_EXE_xtask"),
            out,
        ]);
        Run::of(command)
            .expect(1)
            .says(&["cannot be written: ", "nothing was written"]);
        assert_eq!(two.scratch.tree(""), before);
    }
}

#[test]
fn a_document_with_errors_makes_no_folder() {
    let scratch = Scratch::new();
    scratch.write("broken.yaml", broken());
    let before = scratch.tree("");
    scratch.run("gen --spec broken.yaml --out a/b/c").expect(1);
    assert_eq!(scratch.tree(""), before);
}
