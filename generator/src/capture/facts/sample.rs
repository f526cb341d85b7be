//! Examples, each with what stands around it.

use crate::docs::grammar;
use crate::model::Status;
use crate::node::Node;

/// An example.
#[derive(Debug, Default)]
pub struct Sample<'a> {
    /// What stands above it: `200 Response`, `Body parameter`, a description.
    pub title: &'a str,
    /// The word behind its opening fence; none where there is a title alone.
    pub language: Option<&'a str>,
    /// The value, where it could be read.
    pub value: Option<Node>,
    /// What stands between its fences.
    pub text: &'a str,
    /// The media type that its title says, where it is not the first.
    pub media_type: Option<&'a str>,
    /// The name that its title says behind what it is an example of.
    pub name: Option<&'a str>,
    /// The summary behind the name.
    pub summary: Option<&'a str>,
    /// What is said of it below its title.
    pub description: Option<&'a str>,
    /// Whether the page says that its schema refuses it.
    pub is_refused: bool,
    /// Whether the page says that none was found that its schema accepts.
    pub none_accepted: bool,
    /// Where it stands, if that is elsewhere.
    pub external: Option<&'a str>,
}

impl<'a> Sample<'a> {
    /// Whether there is no more of it than what stands above it.
    pub fn is_open(&self) -> bool {
        self.language.is_none() && self.external.is_none()
    }

    /// One of which no more is known than what stands above it.
    pub fn titled(text: &'a str) -> Self {
        Self::read_title(text).unwrap_or(Self {
            title: text,
            ..Self::default()
        })
    }

    /// A further one below the same title, without its name.
    pub fn another(&self) -> Self {
        Self {
            title: self.title,
            media_type: self.media_type,
            ..Self::default()
        }
    }

    /// A title that says more than what it is an example of: of which media type, and its name.
    fn read_title(text: &'a str) -> Option<Self> {
        let more = [grammar::EXAMPLE_OF_TYPE, grammar::NAMED_EXAMPLE].into_iter();
        let starts = more.filter_map(|it| text.find(it.start()));
        let (title, mut rest) = text.split_at(starts.min()?);
        let of_status = grammar::EXAMPLE_TITLE.read::<1>(title);
        let is_title =
            title == grammar::BODY_PARAMETER || of_status.is_some_and(|[it]| is_of_statuses(it));
        if !is_title {
            return None;
        }
        let mut out = Self {
            title,
            ..Self::default()
        };
        if let Some((media_type, behind)) = grammar::EXAMPLE_OF_TYPE.read_start(rest) {
            out.media_type = Some(media_type);
            rest = behind;
        }
        if rest.is_empty() {
            return Some(out);
        }
        let (name, behind) = grammar::NAMED_EXAMPLE.read_start(rest)?;
        out.name = Some(name);
        out.summary = match behind {
            "" => None,
            behind => Some(behind.strip_prefix(grammar::BEFORE_DESCRIPTION)?),
        };
        Some(out)
    }
}

/// Whether a text names the statuses of responses.
pub(super) fn is_of_statuses(text: &str) -> bool {
    text.split(grammar::BETWEEN_STATUSES)
        .all(|it| status(it).is_some())
}

/// A status by its text.
pub fn status(text: &str) -> Option<Status> {
    if text == "default" {
        return Some(Status::Default);
    }
    let is_code = text.len() == 3 && text.bytes().all(|it| it.is_ascii_digit());
    if is_code {
        return text.parse().ok().map(Status::Code);
    }
    let class = text
        .strip_suffix("XX")
        .or_else(|| text.strip_suffix("xx"))?;
    class.parse().ok().filter(|it| *it < 10).map(Status::Range)
}
