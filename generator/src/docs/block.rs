//! A page as blocks, and blocks → text: the one place that decides blank lines.

use super::table::{self, Table};

/// What stands on a page, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// `## Text`.
    Heading {
        /// How many hashes.
        level: usize,
        /// One line.
        text: String,
    },
    /// Markdown, one or more lines.
    Text(String),
    /// `> Text`, one line.
    Quote(String),
    /// A fenced sample.
    Code {
        /// The word after the opening fence.
        language: String,
        /// The sample, without a final line break.
        text: String,
    },
    /// A table.
    Table(Table),
}

impl Block {
    /// A heading.
    pub fn heading(level: usize, text: impl Into<String>) -> Self {
        Block::Heading {
            level,
            text: text.into(),
        }
    }

    /// A fenced sample.
    pub fn code(language: impl Into<String>, text: impl Into<String>) -> Self {
        Block::Code {
            language: language.into(),
            text: text.into(),
        }
    }

    /// About how many bytes it becomes.
    pub fn size(&self) -> usize {
        match self {
            Block::Heading { text, .. } | Block::Text(text) | Block::Quote(text) => text.len() + 8,
            Block::Code { text, .. } => text.len() + 16,
            Block::Table(table) => table.size(),
        }
    }
}

/// The text of a page: one blank line between two blocks, one line break at the end.
pub fn render(blocks: &[Block]) -> String {
    let size = |it: &Block| match it {
        Block::Table(table) => table.size_aligned(),
        other => other.size(),
    };
    let mut out = String::with_capacity(blocks.iter().map(|it| size(it) + 1).sum());
    for block in blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        let start = out.len();
        write(&mut out, block);
        // No table reaches beyond a blank line, and most blocks have none, or are one that is padded by now.
        if !matches!(block, Block::Table(_)) && out[start..].contains('|') {
            let aligned = table::align(&out[start..]);
            out.truncate(start);
            out.push_str(&aligned);
        }
    }
    out
}

fn write(out: &mut String, block: &Block) {
    match block {
        Block::Heading { level, text } => {
            for _ in 0..*level {
                out.push('#');
            }
            out.push(' ');
            out.push_str(text);
            out.push('\n');
        }
        Block::Text(text) => {
            out.push_str(text);
            out.push('\n');
        }
        Block::Quote(text) => {
            out.push_str("> ");
            out.push_str(text);
            out.push('\n');
        }
        Block::Code { language, text } => {
            let fence = "`".repeat(fence_length(text));
            for part in [&fence, language, "\n", text, "\n", &fence, "\n"] {
                out.push_str(part);
            }
        }
        Block::Table(table) => table.write_aligned(out),
    }
}

/// A fence is longer than every run of backticks that opens a line of what it holds.
fn fence_length(text: &str) -> usize {
    if !text.contains('`') {
        return 3;
    }
    text.lines()
        .map(|line| {
            let line = line.trim_start();
            line.len() - line.trim_start_matches('`').len() + 1
        })
        .max()
        .unwrap_or(0)
        .max(3)
}
