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
}

/// What stands for a tab (MD010, `spaces_per_tab` 4).
pub const TAB: &str = "    ";
