//! Documents → a package that sends exchanges of each through two of its servers and clients.

use std::path::Path;

use verbatim_gen::{Config, Emit, Files, Source, generate};

use super::{exchanges, samples};
use crate::{proxy, root, text, write_if_changed};

/// A document and what it refers to.
pub struct Document<'f> {
    /// What its crate is called, by letters, digits and `_`.
    pub name: String,
    /// Its text.
    pub source: Source,
    /// What it may refer to.
    pub files: &'f dyn Files,
}

/// Writes the package: the crate of each document, its exchanges, and a driver. What could not be sent, and documents that
/// are refused.
///
/// # Panics
/// Files cannot be written.
pub fn write(folder: &Path, documents: &[Document<'_>], seed: u64, rounds: usize) -> Vec<String> {
    let mut left_out = Vec::new();
    let (mut modules, mut routers, mut dependencies) =
        (String::new(), String::new(), String::new());
    for Document {
        name,
        source,
        files,
    } in documents
    {
        let config = config(name);
        let made = match verbatim_gen::read(source.clone(), *files, &config) {
            Ok((api, _)) => exchanges(&api, seed, rounds),
            Err(report) => {
                left_out.push(format!("{name}: {report}"));
                continue;
            }
        };
        let emit = Emit {
            rust: true,
            docs: false,
            html: true,
        };
        let files = match generate(source.clone(), *files, &config, emit) {
            Ok(it) => it.files,
            Err(report) => {
                left_out.push(format!("{name}: {report}"));
                continue;
            }
        };
        if files.get("src/server.rs").is_none() {
            left_out.push(format!("{name}: it has no server"));
            continue;
        }
        left_out.extend(made.left_out.iter().map(|it| format!("{name} {it}")));
        let crate_folder = folder.join("crates").join(name);
        for (path, text) in files.iter().filter(|it| !it.0.starts_with("site/")) {
            write_if_changed(&crate_folder.join(path), text);
        }
        let samples = folder.join(format!("src/crates/samples_{name}.rs"));
        write_if_changed(&samples, &samples::source(&files));
        let text = serde_json::to_string(&made.all).expect("JSON");
        write_if_changed(&folder.join(format!("exchanges/{name}.json")), &text);
        let source = proxy::watched(name, &crate_folder);
        write_if_changed(&folder.join(format!("src/crates/proxy_{name}.rs")), &source);
        let guard = match source.contains("Authenticator for Proxy") {
            true => format!(", proxy_{name}::Proxy(client, seen)"),
            false => String::new(),
        };
        modules += &format!("mod proxy_{name};\nmod samples_{name};\n");
        routers += &format!(
            "    ({name:?}, |next, seen| {{\n        let client = ::{name}::client::Client::builder(\"http://localhost\");\n        \
             let client = client.transport(next).build().expect(\"a client\");\n        \
             ::{name}::server::router(proxy_{name}::Proxy(client.clone(), seen.clone()){guard})\n    }}),\n"
        );
        dependencies += &format!(
            "{name} = {{ path = \"crates/{name}\", features = [\"client-core\", \"server\"] }}\n"
        );
    }
    // The body of a request, which samples include.
    write_if_changed(&folder.join("src/crates/body.json"), "{}");
    let driver = |file: &str| text(&format!("tests/constructs/exchange/{file}"));
    write_if_changed(&folder.join("src/main.rs"), &driver("driver.rs"));
    write_if_changed(&folder.join("src/wire.rs"), &driver("wire.rs"));
    write_if_changed(
        &folder.join("src/crates.rs"),
        &format!(
            "{modules}\n/// Each crate's server that calls another one.\n\
             pub const ALL: &[(&str, fn(crate::Tap, crate::Seen) -> axum::Router)] = &[\n{routers}];\n"
        ),
    );
    let runtime = root().join("generator/runtime");
    write_if_changed(
        &folder.join("Cargo.toml"),
        &format!("{MANIFEST}verbatim-runtime = {{ path = {runtime:?} }}\n{dependencies}"),
    );
    left_out
}

/// Crates on the package of the run-time, so that it is compiled once.
fn config(name: &str) -> Config {
    let runtime = root().join("generator/runtime");
    let text =
        format!("[package]\nname = {name:?}\nruntime = 'crate'\nruntime-path = {runtime:?}\n");
    Config::parse(&Source::new("gen.toml", text)).expect("settings")
}

const MANIFEST: &str = r#"[package]
name = "exchanges"
version = "0.1.0"
edition = "2024"

[workspace]

[dependencies]
axum = { version = "0.8", default-features = false, features = ["http1", "json", "tokio"] }
chrono = { version = "0.4", default-features = false }
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt", "time"] }
tower = { version = "0.5", features = ["util"] }
uuid = "1"
"#;
