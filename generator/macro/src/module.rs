//! The files of a module → one module with all others in it, since what a macro makes has no files.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};

/// The files of a module, by path.
type Files<'f> = BTreeMap<&'f str, &'f str>;

/// What stands in the module: `lib.rs` with every `mod NAME;` written out, and every text that is included.
///
/// # Errors
/// A file is no Rust.
pub fn nested(files: &[(String, String)]) -> Result<TokenStream, String> {
    let files = files.iter().map(|(path, text)| (&**path, &**text));
    file(&files.collect(), "lib.rs")
}

fn file(files: &Files<'_>, path: &str) -> Result<TokenStream, String> {
    let text = files.get(path).copied().unwrap_or_default();
    let tokens: TokenStream = text.parse().map_err(|why| format!("{path}: {why}"))?;
    within(files, path, tokens)
}

/// The tokens of a file, or of a group in it.
fn within(files: &Files<'_>, path: &str, tokens: TokenStream) -> Result<TokenStream, String> {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Punct(it) if it.as_char() == ';' => {
                let named = match &out[..] {
                    [.., TokenTree::Ident(word), TokenTree::Ident(name)] if *word == "mod" => {
                        beneath(files, path, name)
                    }
                    _ => None,
                };
                out.push(match named {
                    Some(inner) => Group::new(Delimiter::Brace, file(files, &inner)?).into(),
                    None => it.into(),
                });
            }
            TokenTree::Group(group) => {
                let included = match &out[..] {
                    [.., TokenTree::Ident(word), TokenTree::Punct(mark)]
                        if mark.as_char() == '!' =>
                    {
                        included(files, path, word, group.stream())
                    }
                    _ => None,
                };
                match included {
                    Some(text) => {
                        out.truncate(out.len() - 2);
                        out.push(text.into());
                    }
                    None => {
                        let inner = within(files, path, group.stream())?;
                        let mut written = Group::new(group.delimiter(), inner);
                        written.set_span(group.span());
                        out.push(written.into());
                    }
                }
            }
            it => out.push(it),
        }
    }
    Ok(out.into_iter().collect())
}

/// The file of a module that a file declares.
fn beneath(files: &Files<'_>, path: &str, name: &Ident) -> Option<String> {
    let name = name.to_string();
    let name = name.strip_prefix("r#").unwrap_or(&name);
    let folder = match path {
        "lib.rs" => "",
        it => it.strip_suffix("mod.rs").or(it.strip_suffix(".rs"))?,
    };
    let folder = match folder.is_empty() || folder.ends_with('/') {
        true => folder.to_owned(),
        false => format!("{folder}/"),
    };
    let candidates = [
        format!("{folder}{name}.rs"),
        format!("{folder}{name}/mod.rs"),
    ];
    candidates
        .into_iter()
        .find(|it| files.contains_key(it.as_str()))
}

/// The text that a file includes, which stands beside it or beneath.
fn included(files: &Files<'_>, path: &str, word: &Ident, inner: TokenStream) -> Option<Literal> {
    let is_text = *word == "include_str";
    if !is_text && *word != "include_bytes" {
        return None;
    }
    let written = inner.to_string();
    let name = written.trim_end_matches(',').trim().trim_matches('"');
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    let text = files.get(format!("{folder}{name}").as_str())?;
    Some(match is_text {
        true => Literal::string(text),
        false => Literal::byte_string(text.as_bytes()),
    })
}

#[cfg(test)]
mod tests {
    use super::nested;

    #[test]
    fn modules_and_texts_are_written_out() {
        let files = [
            (
                "lib.rs",
                "#[macro_use]\nmod a;\npub mod r#type;\nmod other { fn f() {} }\n",
            ),
            (
                "a.rs",
                "//! A.\nmod b;\nmod nowhere;\nconst T: &str = include_str!(\"a/t.json\");",
            ),
            ("a/b.rs", "const C: &[u8] = include_bytes!(\"t.json\");"),
            ("a/t.json", "{\"t\": 1}"),
            ("type/mod.rs", "pub struct T;"),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        let made = nested(&files).expect("it is Rust").to_string();
        let wanted = "# [macro_use] mod a { # ! [doc = \" A.\"] mod b { const C : & [u8] = b\"{\\\"t\\\": 1}\" ; } mod nowhere ; \
                      const T : & str = \"{\\\"t\\\": 1}\" ; } pub mod r#type { pub struct T ; } mod other { fn f () { } }";
        assert_eq!(made.replace("r\" A.\"", "\" A.\""), wanted);
    }
}
