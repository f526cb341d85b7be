//! Text within a block, told apart by what it is; how each is written down is the printer's.

use std::borrow::Cow;
use std::fmt;

/// A stretch of text. It is as small as its text allows: a page has some ten thousands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline<'a> {
    /// Words of the reference's own, and names that stand among them: `path`, `true`, `array of `, `int64`.
    Plain(Cow<'a, str>),
    /// The name of a schema, which is a word nearly always.
    Name(Cow<'a, str>),
    /// Text of the document that is no Markdown: the summary of an operation, the name of a tag.
    Text(Cow<'a, str>),
    /// Text of the document that is Markdown.
    Markdown(Cow<'a, str>),
    /// Code.
    Code(Cow<'a, str>),
    /// Markdown with emphasis on it.
    Emphasis(Cow<'a, str>),
    /// Words with strong emphasis on them.
    Strong(Cow<'a, str>),
    /// A link.
    Link(Box<Link<'a>>),
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// What one reads: a name or a phrase as it is, or the title of a page, which is text of the document.
    pub text: Cow<'a, str>,
    /// Where it leads.
    pub target: Target<'a>,
    /// How it is written.
    pub form: LinkForm,
}

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkForm {
    /// `[text](target)`.
    #[default]
    Link,
    /// `[**text**](target)`.
    Strong,
    /// `<a href="target">text</a>`; the text is Markdown.
    Element,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'a> {
    /// The section of a component schema.
    Schema {
        /// On which page the link stands.
        from: Standing,
        /// The fragment of the section's heading: `codersdkuser`.
        fragment: Cow<'a, str>,
    },
    /// Another page of the reference, by its file without `.md`.
    Page(Cow<'a, str>),
    /// Another site.
    Url(Cow<'a, str>),
}

/// Where something stands that leads to schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// On the page of schemas.
    SchemaPage,
    /// On any other page.
    OtherPage,
}

impl<'a> Inline<'a> {
    /// Words of the reference's own.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Inline::Plain(text.into())
    }

    /// Markdown of the document.
    pub fn markdown(text: impl Into<Cow<'a, str>>) -> Self {
        Inline::Markdown(text.into())
    }

    /// Code.
    pub fn code(text: impl Into<Cow<'a, str>>) -> Self {
        Inline::Code(text.into())
    }

    /// About how many bytes it becomes.
    pub fn size(&self) -> usize {
        match self {
            Inline::Plain(text)
            | Inline::Name(text)
            | Inline::Text(text)
            | Inline::Markdown(text) => text.len(),
            Inline::Code(text) | Inline::Emphasis(text) => text.len() + 2,
            Inline::Strong(text) => text.len() + 4,
            Inline::Link(link) => {
                let target: usize = link.target.parts().map(str::len).iter().sum();
                link.text.len() + target + 4
            }
        }
    }
}

impl<'a> From<Link<'a>> for Inline<'a> {
    fn from(it: Link<'a>) -> Self {
        Inline::Link(Box::new(it))
    }
}

/// The file of the page of schemas.
const SCHEMAS: &str = "schemas.md";

impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().into_iter().try_for_each(|it| f.write_str(it))
    }
}

impl<'a> Target<'a> {
    /// Reads an address: the inverse of [`Display`](fmt::Display).
    pub fn parse(text: &'a str) -> Self {
        if let Some((from, fragment)) = Self::schema(text) {
            return Target::Schema {
                from,
                fragment: fragment.into(),
            };
        }
        match text.strip_suffix(".md") {
            Some(stem) if !stem.contains(['/', ':']) => Target::Page(stem.into()),
            _ => Target::Url(text.into()),
        }
    }

    /// The fragment of a schema, where the address leads to one.
    pub fn schema(text: &'a str) -> Option<(Standing, &'a str)> {
        let (file, fragment) = text.split_once('#')?;
        let from = match file {
            "" => Standing::SchemaPage,
            SCHEMAS => Standing::OtherPage,
            _ => return None,
        };
        Some((from, fragment))
    }

    /// The address, in parts that make it one after the other.
    pub fn parts(&self) -> [&str; 3] {
        match self {
            Target::Schema {
                from: Standing::SchemaPage,
                fragment,
            } => ["", "#", fragment],
            Target::Schema {
                from: Standing::OtherPage,
                fragment,
            } => [SCHEMAS, "#", fragment],
            Target::Page(stem) => [stem, ".md", ""],
            Target::Url(url) => [url, "", ""],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_it_was_written() {
        let schema = |from| Target::Schema {
            from,
            fragment: "user".into(),
        };
        for (target, text) in [
            (schema(Standing::SchemaPage), "#user"),
            (schema(Standing::OtherPage), "schemas.md#user"),
            (Target::Page("users".into()), "users.md"),
            (
                Target::Url("https://example.com/a.md".into()),
                "https://example.com/a.md",
            ),
        ] {
            assert_eq!(target.to_string(), text);
            assert_eq!(Target::parse(text), target);
        }
    }
}
