//! Markdown → the same, tidied as markdownlint-cli2 0.16 `--fix` does it with Coder's settings.

mod blocks;
mod inline;
mod line;
mod style;

use std::borrow::Cow;

pub use blocks::{closes, fence_of, heading_level, is_item};
use line::{line_breaks, one_line, row};
pub use style::Style;
use style::TAB;

/// Tidies a heading.
pub fn heading(text: &str, style: &mut Style) -> String {
    line::heading(&one_line(text), style)
}

/// Tidies Markdown of one or more blocks.
pub fn blocks(text: &str, style: &mut Style) -> String {
    blocks::tidy(text, style)
}

/// Tidies what has to be one line.
pub fn line(text: &str, style: &mut Style) -> String {
    blocks::tidy_line(one_line(text).trim(), style)
}

/// Tidies a cell of a table, in which there is no line break.
pub fn cell<'a>(text: &'a str, style: &mut Style) -> Cow<'a, str> {
    if has_marker(text) {
        row(text, style)
    } else {
        text.into()
    }
}

/// Tidies a sample: no tabs, and no more than one empty line in a row.
pub fn code(text: &str) -> Cow<'_, str> {
    let text = line_breaks(text);
    if text.contains('\t') {
        text.replace('\t', TAB).into()
    } else {
        text
    }
}

/// Whether a rule may find something in a line: most cells are plain words.
pub fn has_marker(text: &str) -> bool {
    let marker = |it| {
        matches!(
            it,
            b'*' | b'_' | b'`' | b'\t' | b'[' | b'\n' | b'\\' | b'<' | b'$'
        )
    };
    text.bytes().any(marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_tidied() {
        let cases = [
            // Blanks inside a spoilt emphasis.
            ("*.a and *--b", "*.a and*--b"),
            // Code spans and links.
            ("` x `, ` y`", "` x `, `y`"),
            ("[ a ](b)", "[a](b)"),
            ("(a)[b]", "[a](b)"),
            // The first emphasis decides.
            (
                "_a_ and *b*, **c** and __d__",
                "_a_ and _b_, **c** and **d**",
            ),
            ("a\tb", "a    b"),
            ("end   ", "end"),
            ("a\n\n\n\nb", "a\n\nb"),
            ("a\r\nb", "a\nb"),
            // Lists, headings and fences stand alone.
            ("a:\n- x\n* y", "a:\n\n- x\n- y"),
            ("a\n# B.\nc", "a\n\n# B\n\nc"),
            ("a\n```\nx  \n```\nb", "a\n\n```\nx  \n```\n\nb"),
            ("a\n1. x\n1. y", "a\n\n1. x\n1. y"),
            // Not emphasis.
            ("a_b_c `*x *` <b a='* *'>", "a_b_c `*x *` <b a='* *'>"),
        ];
        for (input, output) in cases {
            assert_eq!(blocks(input, &mut Style::default()), output, "{input:?}");
        }
    }

    #[test]
    fn headings_lose_their_full_stop() {
        let cases = [
            ("Get it.", "Get it"),
            ("Why?", "Why?"),
            ("a &amp;", "a &amp;"),
            ("x :smile:", "x :smile:"),
        ];
        for (input, output) in cases {
            assert_eq!(heading(input, &mut Style::default()), output);
        }
    }

    #[test]
    fn a_page_keeps_to_its_first_markers() {
        let mut style = Style::default();
        assert_eq!(cell("_a_", &mut style), "_a_");
        assert_eq!(line("*b*", &mut style), "_b_");
        assert_eq!(blocks("* c", &mut style), "* c");
        assert_eq!(blocks("- *d*", &mut style), "* _d_");
    }
}
