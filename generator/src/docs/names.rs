//! Names → file names and fragments.

use super::layout::Fragments;

/// The page of a tag: `Git SSH` is `gitssh.md`, `a/b` is `a-b.md`.
pub fn file_stem(title: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for c in title.trim().to_lowercase().chars() {
        let fine = c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' ';
        if fine && c != ' ' {
            out.push(c);
        } else if !fine && !gap {
            out.push('-');
        }
        gap = !fine;
    }
    out
}

/// The fragment of an operation's heading in the ids the reference sets itself: `Get users` is `get-users`.
pub fn slug(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// The fragment of a schema's heading: `codersdk.User` is `codersdkuser`.
pub fn fragment(schema: &str, by: Fragments) -> String {
    match by {
        Fragments::WithoutFirstDot => schema.replacen('.', "", 1).to_lowercase(),
        Fragments::AsRendered => schema
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_files_and_fragments() {
        let cases = [
            ("AI Bridge", "aibridge"),
            ("a/b", "a-b"),
            ("Chats (beta)", "chats-beta-"),
            ("Über", "-ber"),
        ];
        for (title, stem) in cases {
            assert_eq!(file_stem(title), stem);
        }
        assert_eq!(slug("Get user by ID."), "get-user-by-id.");
        assert_eq!(fragment("a.B.c", Fragments::WithoutFirstDot), "ab.c");
        assert_eq!(fragment("a.B.c", Fragments::AsRendered), "abc");
    }
}
