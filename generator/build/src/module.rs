//! The sources of a crate → those of a module in another crate.
//!
//! Paths from the root of the crate lead to the module, and what cargo features would switch on is there or not. Only tokens
//! are looked at: texts and comments stay as they are.

/// The modules of a generated crate. Paths into others lead into the crate of whoever includes the module.
const OWN: [&str; 6] = ["api", "client", "docs", "runtime", "server", "types"];

/// A file. `features` are those that are switched on.
pub fn file(text: &str, place: &str, features: &[&str]) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            '"' => quoted(rest, '"'),
            '\'' => tick(rest),
            it if is_word(it) => {
                let word = word(rest);
                let length = word.len();
                let after = &rest[length..];
                if let Some(raw) = raw(word, after) {
                    out.push_str(&rest[..length + raw]);
                    rest = &rest[length + raw..];
                    continue;
                }
                if word == "crate"
                    && after
                        .strip_prefix("::")
                        .is_some_and(|it| OWN.contains(&self::word(it)))
                {
                    out.push_str(place);
                    rest = after;
                    continue;
                }
                if word == "feature"
                    && let Some((name, behind)) = feature(after)
                {
                    out.push_str(if features.contains(&name) {
                        "all()"
                    } else {
                        "any()"
                    });
                    rest = behind;
                    continue;
                }
                length
            }
            it => it.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// The file `lib.rs`, without what is said of a crate, and without modules that are written by hand: those are in the crate
/// of whoever includes this one. `files` has the paths of what is generated.
pub fn root(text: &str, place: &str, features: &[&str], files: &[String]) -> String {
    let is_made = |name: &str| {
        let paths = [format!("src/{name}.rs"), format!("src/{name}/mod.rs")];
        files.iter().any(|it| paths.contains(it))
    };
    let mut kept = String::with_capacity(text.len());
    for line in text.lines() {
        let declared = line
            .strip_prefix("pub mod ")
            .and_then(|it| it.strip_suffix(';'));
        // Examples in it name the crate, and the limit can be set in the root of a crate alone.
        let is_of_crate = line.starts_with("//!") || line.starts_with("#![recursion_limit");
        // Its attribute is before it.
        if declared.is_some_and(|it| !is_made(it)) {
            let last = kept.trim_end().rfind('\n').map_or(0, |at| at + 1);
            if kept[last..].starts_with("#[cfg(") {
                kept.truncate(last);
            }
        } else if !is_of_crate {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    // Nobody calls all of it.
    format!(
        "#![allow(dead_code, missing_docs, unused_imports, unused_macros)]\n{}",
        file(&kept, place, features)
    )
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

fn word(text: &str) -> &str {
    let end = text.find(|it| !is_word(it)).unwrap_or(text.len());
    &text[..end]
}

/// ` = "name"`, and what is behind it.
fn feature(text: &str) -> Option<(&str, &str)> {
    text.trim_start()
        .strip_prefix('=')?
        .trim_start()
        .strip_prefix('"')?
        .split_once('"')
}

/// The length of a comment; they nest.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match &bytes[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// The length of a literal up to the mark that ends it.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, it) in text.char_indices().skip(1) {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            it if it == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal, or of the tick of a lifetime.
fn tick(text: &str) -> usize {
    let mut chars = text.chars().skip(1);
    match (chars.next(), chars.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => quoted(text, '\''),
        _ => 1,
    }
}

/// The length of a raw string behind its prefix.
fn raw(prefix: &str, text: &str) -> Option<usize> {
    if !matches!(prefix, "r" | "br" | "cr") {
        return None;
    }
    let hashes = text.bytes().take_while(|it| *it == b'#').count();
    let inner = text[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(hashes + 1 + inner.find(&end).map_or(inner.len(), |at| at + end.len()))
}

#[cfg(test)]
mod tests {
    use super::{file, root};

    #[test]
    fn paths_lead_to_the_module_and_texts_stay() {
        for (text, wanted) in [
            ("use crate::types::Pet;", "use crate::a::b::types::Pet;"),
            ("$crate::runtime::f!()", "$crate::a::b::runtime::f!()"),
            ("crate::money::Money", "crate::money::Money"),
            ("my_crate::types::A", "my_crate::types::A"),
            (
                "\"crate::types\" // crate::types",
                "\"crate::types\" // crate::types",
            ),
            (
                "r#\"crate::types \"\"# + crate::api",
                "r#\"crate::types \"\"# + crate::a::b::api",
            ),
            (
                "'\"' crate::api '\\'' b'\"' <'a> crate::api",
                "'\"' crate::a::b::api '\\'' b'\"' <'a> crate::a::b::api",
            ),
            (
                "/* /* crate::api */ crate::api */ crate::api",
                "/* /* crate::api */ crate::api */ crate::a::b::api",
            ),
            (
                "\"\\\"crate::api\" r#type crate::api",
                "\"\\\"crate::api\" r#type crate::a::b::api",
            ),
            ("#[cfg(feature = \"server\")]", "#[cfg(all())]"),
            ("#[cfg(not(feature = \"docs\"))]", "#[cfg(not(any()))]"),
            (
                "\"größe\" crate::api /* ende",
                "\"größe\" crate::a::b::api /* ende",
            ),
        ] {
            assert_eq!(file(text, "crate::a::b", &["server"]), wanted);
        }
        assert_eq!(
            file("#[cfg(feature = \"server\")]", "crate::a", &[]),
            "#[cfg(any())]"
        );
    }

    #[test]
    fn what_is_said_of_a_crate_is_left_out() {
        let text = "//! A crate.\n#![recursion_limit = \"256\"]\n#![forbid(unsafe_code)]\n#[macro_use]\nmod runtime;\n#[cfg(feature = \"server\")]\npub mod money;\npub mod types;\n";
        let files = ["src/runtime.rs", "src/types.rs"].map(str::to_owned);
        let made = root(text, "crate::a", &[], &files);
        let (_, made) = made.split_once('\n').expect("a line of its own");
        assert_eq!(
            made,
            "#![forbid(unsafe_code)]\n#[macro_use]\nmod runtime;\npub mod types;\n"
        );
    }
}
