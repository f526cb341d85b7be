//! Modules use one another in one direction, and a file is about one thing.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use verbatim_tests::modules::Package;
use verbatim_tests::root;

/// The packages with their sources, and the name by which one calls itself.
const PACKAGES: &[(&str, Option<&str>)] = &[
    ("generator/src", None),
    ("generator/runtime/src", Some("runtime")),
    ("xtask/src", None),
];

/// The most lines a file of the product has. `catalogue/entries.rs` is a table, of which each row is read alone.
const LONGEST: usize = 800;
const TABLES: &[&str] = &["generator/src/catalogue/entries.rs"];

#[test]
fn no_modules_use_one_another() {
    let mut found = Vec::new();
    for (src, alias) in PACKAGES {
        let package = Package::read(&root().join(src), *alias);
        assert!(
            package.modules().count() > 10,
            "{src} is where the sources are"
        );
        let circles = package.circles().into_iter();
        found.extend(circles.map(|it| format!("in {src}: {}", described(&package, &it))));
    }
    assert!(
        found.is_empty(),
        "modules that use one another; move what both need into a module of its own\n{}",
        found.join("\n")
    );
}

/// Each module of a circle and which others it uses.
fn described(package: &Package, circle: &BTreeSet<&str>) -> String {
    let lines = circle.iter().map(|module| {
        let uses = package.uses(module);
        let uses: Vec<&str> = uses.intersection(circle).copied().collect();
        format!("\n  {module} uses {}", uses.join(", "))
    });
    lines.collect()
}

#[test]
fn no_file_is_longer_than_what_is_read_at_once() {
    let mut long = Vec::new();
    for (src, _) in PACKAGES {
        let mut folders = vec![root().join(src)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|it| it == "rs") {
                    let text = fs::read_to_string(&path).expect("a text");
                    let path = path.strip_prefix(root()).expect("it is within");
                    let path = path.to_string_lossy().replace('\\', "/");
                    if text.lines().count() > LONGEST && !TABLES.contains(&&*path) {
                        long.push(path);
                    }
                }
            }
        }
    }
    assert!(
        long.is_empty(),
        "files of more than {LONGEST} lines; split them: {long:?}"
    );
}

/// The check itself can fail, and sees a use however it is written.
#[test]
fn circles_are_found() {
    let circles = |files: &[(&str, &str)]| {
        let files: Vec<(PathBuf, String)> = (files.iter())
            .map(|(path, text)| (path.into(), (*text).to_owned()))
            .collect();
        let package = Package::of(&files, Some("this"));
        let circles = package.circles().into_iter();
        circles
            .map(|it| it.into_iter().collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let a = ("a.rs", "use crate::b::B; pub struct A(B);");
    for b in [
        "use crate::a::A; pub struct B;",
        "use super::a; pub struct B; fn f(it: a::A) {}",
        "pub struct B; fn f() -> crate::a::A { todo!() }",
        "pub struct B; fn f() { println!(\"{:?}\", [this::a::A]) }",
        "pub struct B; use crate::passed::A as Other;",
        "pub struct B; fn f() { use crate::a::*; }",
        "pub struct B; mod inner { use super::super::a::A; }",
    ] {
        let files = [a, ("b.rs", b), ("passed.rs", "pub use crate::a::A;")];
        assert_eq!(circles(&files), ["a b"], "{b}");
    }
    for (parent, child, circle) in [
        // Declares and passes on.
        ("mod child; pub use child::f;", "pub fn f() {}", false),
        (
            "mod child; pub use child::f;",
            "pub fn f() { crate::other::f() }",
            false,
        ),
        (
            "mod child; pub use child::*;",
            "pub fn f() { crate::other::g(super::f) }",
            false,
        ),
        (
            "mod child; pub use child::*; pub struct P;",
            "use super::P; pub fn f() { super::f() }",
            false,
        ),
        // The parent uses the child, or the child the parent.
        ("mod child; fn g() { child::f() }", "pub fn f() {}", false),
        (
            "mod child; pub struct P;",
            "use super::P; pub fn f(_: P) {}",
            false,
        ),
        (
            "mod child; pub struct P; fn g() { child::f(P) }",
            "use super::P; pub fn f(_: P) {}",
            true,
        ),
        (
            "mod child; use child::f; pub struct P; fn g() { f(P) }",
            "use super::P; pub fn f(_: P) {}",
            true,
        ),
        // Tests may look at whatever they like.
        (
            "mod child; pub struct P; fn g() { child::f() }",
            "pub fn f() {} #[cfg(test)] mod tests { use crate::p::P; }",
            false,
        ),
    ] {
        let files = [
            ("lib.rs", "mod p; mod other;"),
            ("p.rs", parent),
            ("p/child.rs", child),
            ("other.rs", "pub fn f() {}"),
        ];
        assert_eq!(
            circles(&files).len(),
            usize::from(circle),
            "{parent} {child}"
        );
    }
    let three = [
        ("a.rs", "use crate::b;"),
        ("b.rs", "use crate::c::C;"),
        ("c.rs", "use crate::a::A;"),
        ("d.rs", "use crate::a::A;"),
    ];
    assert_eq!(circles(&three), ["a b c"]);
}
