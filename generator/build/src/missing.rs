//! Two manifests → the packages that the one asks for and the other does not have.

use toml::{Table, Value};

/// The lines of the first manifest's dependencies that the second one lacks, by name. `features` are those of the first that are
/// wanted. How a package is depended on is not compared.
pub fn missing(wanted: &str, own: &str, features: &[&str]) -> Vec<String> {
    let (Ok(wanted), Ok(own)) = (wanted.parse::<Table>(), own.parse::<Table>()) else {
        return Vec::new();
    };
    let chosen = chosen(&wanted, features);
    let mut lines = Vec::new();
    for (name, value) in dependencies(&wanted).into_iter().flatten() {
        let is_optional = value.get("optional").and_then(Value::as_bool) == Some(true);
        if (is_optional && !chosen.contains(name)) || has(&own, name) {
            continue;
        }
        let mut value = value.clone();
        if let Some(table) = value.as_table_mut() {
            table.remove("optional");
        }
        lines.push(format!("{name} = {value}"));
    }
    lines
}

fn dependencies(manifest: &Table) -> Option<&Table> {
    manifest.get("dependencies")?.as_table()
}

/// The optional dependencies that some features bring along.
fn chosen(manifest: &Table, features: &[&str]) -> Vec<String> {
    let all = manifest.get("features").and_then(Value::as_table);
    let mut found: Vec<String> = Vec::new();
    let mut open: Vec<String> = features.iter().map(|it| (*it).to_owned()).collect();
    let mut seen: Vec<String> = Vec::new();
    while let Some(feature) = open.pop() {
        let brings = all
            .and_then(|it| it.get(&feature))
            .and_then(Value::as_array);
        for it in brings.into_iter().flatten().filter_map(Value::as_str) {
            match (it.strip_prefix("dep:"), it.split_once('/')) {
                (Some(name), _) => found.push(name.to_owned()),
                (None, Some((name, _))) => {
                    found.extend((!name.ends_with('?')).then(|| name.to_owned()))
                }
                (None, None) if !seen.iter().any(|other| other == it) => open.push(it.to_owned()),
                (None, None) => {}
            }
        }
        seen.push(feature);
    }
    found
}

/// Whether a manifest depends on a package, be it on some targets or for tests alone.
fn has(manifest: &Table, name: &str) -> bool {
    let targets = manifest.get("target").and_then(Value::as_table);
    let targets = targets.into_iter().flat_map(|it| it.values());
    let targets = targets.filter_map(Value::as_table);
    let same = |it: &str| it.replace('-', "_") == name.replace('-', "_");
    std::iter::once(manifest).chain(targets).any(|table| {
        let tables = ["dependencies", "dev-dependencies"].map(|it| table.get(it));
        let mut tables = tables.into_iter().flatten().filter_map(Value::as_table);
        tables.any(|it| it.keys().any(|it| same(it)))
    })
}

#[cfg(test)]
mod tests {
    use super::missing;

    const WANTED: &str = "[dependencies]\nserde = { version = '1', features = ['derive'] }\naxum = { version = '0.8', optional = true }\n\
                          http-body = { version = '1', optional = true }\n[features]\nserver = ['core', 'dep:axum']\n\
                          core = ['server', 'http-body/x']\n";

    #[test]
    fn what_features_need_has_to_be_there() {
        let lines = |own: &str, features: &[&str]| missing(WANTED, own, features);
        assert_eq!(
            lines("", &[]),
            ["serde = { version = \"1\", features = [\"derive\"] }"]
        );
        let serde = "[dependencies]\nserde = { workspace = true }\n";
        assert!(lines(serde, &[]).is_empty());
        assert_eq!(
            lines(serde, &["server"]),
            [
                "axum = { version = \"0.8\" }",
                "http-body = { version = \"1\" }"
            ]
        );
        let all = "[target.'cfg(unix)'.dependencies]\nhttp_body = '1'\naxum = '0.8'\nserde = '1'\n";
        assert!(lines(all, &["server"]).is_empty());
        assert!(lines("no = [toml", &["server"]).is_empty());
    }
}
