//! What a page is made of.

use std::borrow::Cow;

use super::inline::Inline;
use super::table::Table;

/// What stands on a page, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block<'a> {
    /// A heading.
    Heading {
        /// How deep it is, from 1 on.
        level: u8,
        /// One line.
        text: Inline<'a>,
        /// An id of its own, for which it has to be written as HTML.
        id: Option<String>,
    },
    /// Where links may lead that the heading below has no fragment of its own for.
    Anchor(Cow<'a, str>),
    /// One paragraph.
    Paragraph(Vec<Inline<'a>>),
    /// Blocks of the document's own.
    Markdown(Cow<'a, str>),
    /// Blocks of the configuration's own, which are for this page.
    Configured(Cow<'a, str>),
    /// Items, each on a line of its own.
    List(Vec<Vec<Inline<'a>>>),
    /// The title of an example.
    Quote(Inline<'a>),
    /// A fenced sample.
    Code {
        /// The word after the opening fence.
        language: Cow<'a, str>,
        /// The sample, without a final line break.
        text: String,
    },
    /// A table.
    Table(Table<'a>),
}

impl<'a> Block<'a> {
    /// A heading.
    pub fn heading(level: u8, text: Inline<'a>) -> Self {
        Block::Heading {
            level,
            text,
            id: None,
        }
    }

    /// A paragraph of one inline.
    pub fn paragraph(text: Inline<'a>) -> Self {
        Block::Paragraph(vec![text])
    }

    /// A fenced sample.
    pub fn code(language: impl Into<Cow<'a, str>>, text: String) -> Self {
        Block::Code {
            language: language.into(),
            text,
        }
    }

    /// About how many bytes it becomes.
    pub fn size(&self) -> usize {
        let line = |it: &Vec<Inline<'a>>| it.iter().map(Inline::size).sum::<usize>();
        match self {
            Block::Heading { text, .. } | Block::Quote(text) => text.size() + 8,
            Block::Paragraph(text) => line(text) + 8,
            Block::Anchor(id) => id.len() + 16,
            Block::Markdown(text) | Block::Configured(text) => text.len() + 8,
            Block::List(items) => items.iter().map(|it| line(it) + 3).sum::<usize>() + 8,
            Block::Code { text, .. } => text.len() + 16,
            Block::Table(table) => table.size(),
        }
    }
}
