//! The samples in Rust that pages of a site have → functions, for the compiler to look at.

use std::fmt::Write;

use verbatim_gen::FileSet;

/// A module with a function for each sample. What a sample leaves to its reader is given a type that fits.
pub fn source(files: &FileSet) -> String {
    let mut out = HEAD.to_owned();
    let pages = files
        .iter()
        .filter(|it| it.0.starts_with("site/operations/"));
    let samples = pages.flat_map(|(path, text)| samples(text).map(move |it| (path, it)));
    for (at, (path, sample)) in samples.enumerate() {
        let (imports, body): (Vec<_>, Vec<_>) =
            sample.lines().partition(|it| it.starts_with("use "));
        let _ = writeln!(
            out,
            "\n/// {path}\nasync fn sample_{at}(base_url: &str) -> Result<(), Box<dyn Error>> {{"
        );
        let declared = free(&body);
        let declared = declared.iter().map(String::as_str);
        for line in imports.into_iter().chain(declared).chain(body) {
            let _ = writeln!(out, "    {line}");
        }
        out += "    Ok(())\n}\n";
    }
    out
}

const HEAD: &str = "#![allow(dead_code, deprecated, unreachable_code)]

use std::error::Error;

/// What a password or bytes are made of.
struct Secret;

impl From<Secret> for verbatim_runtime::types::Password {
    fn from(_: Secret) -> Self {
        \"\".into()
    }
}

impl From<Secret> for verbatim_runtime::types::Base64 {
    fn from(_: Secret) -> Self {
        Vec::new().into()
    }
}

impl From<Secret> for verbatim_runtime::types::Binary {
    fn from(_: Secret) -> Self {
        Vec::new().into()
    }
}
";

/// The samples of a page, without what HTML has escaped.
fn samples(page: &str) -> impl Iterator<Item = String> {
    let parts = page.split("<code class=\"language-rust\">").skip(1);
    parts.filter_map(|it| {
        let (text, _) = it.split_once("</code>")?;
        let text = text.replace("&lt;", "<").replace("&gt;", ">");
        Some(text.replace("&quot;", "\"").replace("&amp;", "&"))
    })
}

/// Declarations of the values that a sample names and does not make.
fn free(lines: &[&str]) -> Vec<String> {
    let values = lines
        .iter()
        .filter_map(|it| it.strip_prefix("    ")?.strip_suffix(',')?.split_once(": "));
    let declared = values.filter_map(|(_, value)| {
        let name = value
            .trim_end_matches(".parse()?")
            .trim_end_matches(".into()");
        let is_name = name
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'_');
        let ty = match &value[name.len()..] {
            ".parse()?" => ": &str = \"\"",
            ".into()" => " = Secret",
            _ => " = todo!()",
        };
        let is_value =
            ["None", "true"].contains(&name) || name.starts_with(|it: char| it.is_ascii_digit());
        (is_name && !is_value).then(|| format!("let {name}{ty};"))
    });
    declared.collect()
}
