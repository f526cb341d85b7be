//! A path template and a request's path → the text of each parameter.

use std::fmt::Write;

use crate::runtime::style;

/// A path template: `/pets/{id}.json`.
#[derive(Debug)]
pub(crate) struct Template {
    segments: Vec<Vec<Piece>>,
    /// The names of the parameters, in order.
    pub(crate) names: Vec<String>,
    /// What the query has to hold, where the template goes on with `?action=list`.
    query: Vec<(String, String)>,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    /// An index into `names`.
    Name(usize),
}

impl Template {
    /// Reads a template as it stands in the document.
    pub(crate) fn new(path: &str) -> Self {
        let path = path.split('#').next().unwrap_or_default();
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut it = Self {
            segments: Vec::new(),
            names: Vec::new(),
            query: style::pairs(query)
                .into_iter()
                .map(|(name, value)| (name.into_owned(), value.to_owned()))
                .collect(),
        };
        for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
            let pieces = it.pieces(segment);
            it.segments.push(pieces);
        }
        it
    }

    fn pieces(&mut self, mut rest: &str) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let parts = rest.split_once('{');
            let parts = parts.and_then(|(text, tail)| Some((text, tail.split_once('}')?)));
            let Some((text, (name, tail))) = parts else {
                pieces.push(Piece::Text(rest.to_owned()));
                break;
            };
            if !text.is_empty() {
                pieces.push(Piece::Text(text.to_owned()));
            }
            pieces.push(Piece::Name(self.names.len()));
            self.names.push(name.to_owned());
            rest = tail;
        }
        pieces
    }

    /// The route that leads here, as `MatchedPath` has it. A segment with a parameter in it is one parameter of the router,
    /// which knows no finer pieces: `/things/{id}.json` is `/things/{id.json}`.
    pub(crate) fn route(&self) -> String {
        self.spelt(|at, pieces| {
            let mut name = String::new();
            for piece in pieces {
                name.push_str(match piece {
                    Piece::Text(text) => text,
                    Piece::Name(at) => &self.names[*at],
                });
            }
            // What the router would not have for a name is called by its number.
            let is_name = !name.is_empty() && !name.contains(['{', '}', '*']);
            if is_name { name } else { at.to_string() }
        })
    }

    /// What templates have in common that are one route: parameters are called by the number of their segment.
    pub(crate) fn shape(&self) -> String {
        self.spelt(|at, _| at.to_string())
    }

    fn spelt(&self, name: impl Fn(usize, &[Piece]) -> String) -> String {
        let mut route = String::new();
        for (at, pieces) in self.segments.iter().enumerate() {
            route.push('/');
            match pieces.as_slice() {
                [] => {}
                [Piece::Text(text)] if !is_refused(text) => push_text(&mut route, text),
                pieces => {
                    let _ = write!(route, "{{{}}}", name(at, pieces));
                }
            }
        }
        route
    }

    /// How specific the template is, by the length of its fixed text: concrete paths go before templated ones
    /// (OpenAPI 3.0.4, section 4.7.8.2).
    pub(crate) fn fixed(&self) -> usize {
        let pieces = self.segments.iter().flatten();
        let text = pieces.map(|it| match it {
            Piece::Text(text) => text.len(),
            Piece::Name(_) => 0,
        });
        text.sum::<usize>() + self.query.len()
    }

    /// Whether the route says less than the template.
    pub(crate) fn is_finer_than_route(&self) -> bool {
        let is_finer = |it: &Vec<Piece>| match &it[..] {
            [Piece::Text(text)] => is_refused(text),
            pieces => pieces.len() > 1,
        };
        !self.query.is_empty() || self.segments.iter().any(is_finer)
    }

    /// Whether a path fits the template from its beginning to its end, whichever of the fixed characters are escaped.
    /// `segments` is how many that has.
    pub(crate) fn fits_whole(&self, path: &str, segments: usize) -> bool {
        self.segments.len() == segments && self.fits(path)
    }

    /// Whether a path that the route fits fits the template too. What comes before the template is where the router is
    /// nested.
    pub(crate) fn fits(&self, path: &str) -> bool {
        let segments = self.segments.iter().rev();
        let mut found = path.rsplit('/');
        segments
            .zip(&mut found)
            .all(|(pieces, segment)| capture(pieces, segment, &mut |_, _| {}))
    }

    /// Hands out the text of each parameter of a path that fits, still percent-encoded.
    pub(crate) fn captures<'p>(&self, path: &'p str, mut found: impl FnMut(usize, &'p str)) {
        let mut rest = path;
        let mut left = self.names.len();
        for pieces in self.segments.iter().rev() {
            if left == 0 {
                return;
            }
            // Segments are short: looking at each byte takes less time than looking for the right way to look.
            let slash = rest.bytes().rposition(|it| it == b'/');
            let (before, segment) = match slash {
                Some(slash) => (&rest[..slash], &rest[slash + 1..]),
                None => ("", rest),
            };
            if !matches!(pieces[..], [] | [Piece::Text(_)]) {
                capture(pieces, segment, &mut |at, text| {
                    left -= 1;
                    found(at, text);
                });
            }
            rest = before;
        }
    }

    /// Whether a query holds what the template asks for.
    pub(crate) fn accepts_query(&self, query: &str) -> bool {
        self.query.is_empty() || {
            let given = style::pairs(query);
            let mut asked = self.query.iter();
            asked.all(|(name, value)| given.iter().any(|it| it.0 == *name && it.1 == value))
        }
    }
}

/// Whether axum takes a segment for a mistake, which older versions had parameters for, or clients do not agree on how it is
/// escaped (`|` has to be by RFC 3986, and is not by the URL standard of browsers): it goes by a parameter instead, and is
/// looked at when a request arrives.
fn is_refused(text: &str) -> bool {
    text.starts_with([':', '*']) || text.contains(['|', '^', '%'])
}

/// Matches the pieces of a segment, whichever of its characters are escaped; a parameter takes as much as it can.
fn capture<'p>(pieces: &[Piece], text: &'p str, found: &mut impl FnMut(usize, &'p str)) -> bool {
    match pieces {
        [] => text.is_empty(),
        [Piece::Text(fixed), rest @ ..] => match style::strip_prefix(text, fixed) {
            Some(text) => capture(rest, text, found),
            None => false,
        },
        [Piece::Name(at)] => {
            found(*at, text);
            !text.is_empty()
        }
        [Piece::Name(at), Piece::Text(fixed), rest @ ..] => {
            // The last place where the text goes on with what is fixed, and nothing follows that must not.
            let ends = text.char_indices().rev().map(|(end, _)| end);
            let mut ends =
                ends.filter_map(|end| Some((end, style::strip_prefix(&text[end..], fixed)?)));
            let last =
                ends.find(|(end, behind)| *end > 0 && (!rest.is_empty() || behind.is_empty()));
            let Some((end, behind)) = last else {
                return false;
            };
            found(*at, &text[..end]);
            capture(rest, behind, found)
        }
        // `{a}{b}`: nothing tells where one ends, so the first takes all but a character.
        [Piece::Name(at), rest @ ..] => match text.char_indices().next_back() {
            Some((end, _)) if end > 0 => {
                found(*at, &text[..end]);
                capture(rest, &text[end..], found)
            }
            _ => false,
        },
    }
}

/// Writes a fixed segment as clients send it, and as the router takes it.
fn push_text(route: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'{' => route.push_str("%7B"),
            b'}' => route.push_str("%7D"),
            b'!'..=b'~' if !b"\"<>^`\\".contains(&byte) => route.push(char::from(byte)),
            _ => {
                let _ = write!(route, "%{byte:02X}");
            }
        }
    }
}
