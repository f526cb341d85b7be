//! What holds for a whole page.

/// What the first use on a page decides for the rest of it.
#[derive(Debug, Default)]
pub struct Style {
    /// `*` or `_` (MD049).
    pub emphasis: Option<char>,
    /// `*` or `_` (MD050).
    pub strong: Option<char>,
    /// `-`, `*` or `+` (MD004).
    pub bullet: Option<char>,
    /// Whether headings keep the punctuation at their end, which MD026 takes away.
    pub keeps_punctuation: bool,
    /// Whether a blank line stands before a list whose marker is changed, too. markdownlint makes one change at a place, and so
    /// adds none there.
    pub blank_before_lists: bool,
    /// Whether what a blank keeps from being emphasis stays as it is, and so do `(text)[more]` and code that begins or ends with a
    /// blank. markdownlint takes them for mistakes (MD037, MD011, MD038).
    pub keeps_plain_text: bool,
}

/// What stands for a tab (MD010, `spaces_per_tab` 4).
pub const TAB: &str = "    ";
