//! What the packages depend on: under which licences, and nothing that is given up.

use std::process::Command;

use serde_json::Value;
use verbatim_tests::text;

/// The lists of `deny.toml`: the licences that are allowed, and the packages that are not to come in, each with the reason.
fn lists() -> (Vec<String>, Vec<(String, String)>) {
    let file: toml::Table = text("deny.toml").parse().expect("deny.toml is TOML");
    let strings = |it: &toml::Value| it.as_str().expect("a string").to_owned();
    let allowed = file["licenses"]["allow"].as_array().expect("a list");
    let banned = file["bans"]["deny"].as_array().expect("a list");
    let banned = banned
        .iter()
        .map(|it| (strings(&it["crate"]), strings(&it["reason"])));
    (allowed.iter().map(strings).collect(), banned.collect())
}

/// The packages that are built for this machine, with what cargo knows of them.
fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let host = Command::new(&cargo)
        .arg("-vV")
        .output()
        .expect("cargo says what it is");
    let host = String::from_utf8_lossy(&host.stdout).into_owned();
    let host = host
        .lines()
        .find_map(|it| it.strip_prefix("host: "))
        .expect("a host");
    let said = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            host,
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tells of packages");
    assert!(
        said.status.success(),
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
    let mut said: Value = serde_json::from_slice(&said.stdout).expect("JSON");
    match said["packages"].take() {
        Value::Array(it) => it,
        other => panic!("{other}"),
    }
}

/// Whether one of the choices that an SPDX expression gives is allowed. `A/B` is an old way to write `A OR B`.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let expression = expression.replace('/', " OR ");
    let choice = spdx::Expression::parse_mode(&expression, spdx::ParseMode::LAX)
        .unwrap_or_else(|why| panic!("{expression}: {why}"));
    choice.evaluate(|it| {
        let id = it.license.id();
        id.is_some_and(|id| allowed.iter().any(|it| it == id.name))
    })
}

#[test]
fn packages_have_licences_that_ask_for_nothing() {
    let packages = packages();
    let (allowed, banned) = lists();
    assert!(packages.len() > 100, "{}", packages.len());
    assert!(allowed.len() > 5 && banned.len() > 3);
    let word = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let found: Vec<String> = packages
        .iter()
        .filter(|it| !is_allowed(&word(it, "license"), &allowed))
        .map(|it| format!("{}: {}", word(it, "name"), word(it, "license")))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    let found: Vec<String> = packages
        .iter()
        .flat_map(|it| banned.iter().filter(move |(name, _)| it["name"] == **name))
        .map(|(name, why)| format!("{name}: {why}"))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
    for it in ["GPL-3.0-only", "MIT AND GPL-3.0-only"] {
        assert!(!is_allowed(it, &allowed), "{it}");
    }
}

/// What is published has what crates.io shows of it.
#[test]
fn packages_can_be_published() {
    let packages = packages();
    let own: Vec<&Value> = packages
        .iter()
        .filter(|it| it["source"].is_null() && it["publish"].is_null())
        .collect();
    assert!(own.len() >= 5, "{own:#?}");
    for it in own {
        let name = &it["name"];
        for key in ["description", "license", "readme", "rust_version"] {
            assert!(it[key].is_string(), "{name} has no {key}");
        }
        assert!(
            it["keywords"].as_array().is_some_and(|it| !it.is_empty()),
            "{name}"
        );
        assert!(
            it["categories"].as_array().is_some_and(|it| !it.is_empty()),
            "{name}"
        );
        let manifest = it["manifest_path"].as_str().expect("a path");
        let licence = std::path::Path::new(manifest).with_file_name("LICENSE");
        assert!(licence.is_file(), "{} is missing", licence.display());
        // Without a version, a path alone is no dependency that can be published.
        for dependency in it["dependencies"].as_array().into_iter().flatten() {
            let is_bare = dependency["req"] == "*" && dependency["path"].is_string();
            assert!(
                !is_bare || dependency["kind"] == "dev",
                "{name}: {}",
                dependency["name"]
            );
        }
    }
}
