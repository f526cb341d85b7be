//! Names → file names, fragments and links.

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
///
/// Like the reference's templates it takes away the first dot alone; a renderer of Markdown takes them all, so that
/// the link to `a.b.c` finds nothing there. `all_dots` does as renderers do.
pub fn fragment(schema: &str, all_dots: bool) -> String {
    if !all_dots {
        return schema.replacen('.', "", 1).to_lowercase();
    }
    schema
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
