//! Objects and lists in block style: the lines of each member or item, put together anew.

use std::ops::Range;

use super::same::is_same;
use super::text::{blanks, indent, is_blank, is_comment, key_end, quoted_end, trailing_comment};
use super::{Patch, align, write};
use crate::node::{Key, Node, Object, Value};
use crate::source::Place;

/// Where a collection stands.
#[derive(Debug, Clone, Copy)]
struct Spot<'s> {
    /// The member of the root it belongs to.
    section: &'s str,
    /// How many collections it stands in.
    depth: usize,
    /// Before how many characters of a line its members or dashes stand.
    column: usize,
}

/// The lines of a member or an item.
#[derive(Debug, Clone)]
struct Chunk {
    /// Empty lines, and comments that an empty line divides from it.
    apart: Range<usize>,
    /// The comments right above.
    comments: Range<usize>,
    /// The lines of the member itself.
    body: Range<usize>,
}

/// One of the lines that a collection becomes.
struct Piece {
    /// Which chunk it was.
    was: Option<usize>,
    lines: Vec<String>,
}

impl Patch<'_> {
    /// The lines of the whole text; `None` where it is no object in block style.
    pub fn root(&mut self, old: &Node, new: &Node) -> Option<Vec<String>> {
        let (old, new) = (old.as_object()?, new.as_object()?);
        let first = old.iter().next()?.0;
        let line = self.lines.get(line_of(first.place)?)?;
        if first.place.column != 1 || key_end(line).is_none() || new.is_empty() {
            return None;
        }
        // Comments and empty lines at the end belong to no member.
        let content = |line: &&str| !(is_blank(line) || is_comment(line) && indent(line) == 0);
        let end = self.lines.iter().rposition(content)? + 1;
        let spot = Spot {
            section: "",
            depth: 0,
            column: 0,
        };
        let mut out = self.object(old, new, 0..end, spot);
        out.extend(self.lines[end..].iter().map(|it| (*it).to_owned()));
        if out.last().is_none_or(|it| !it.is_empty()) && self.lines.last() == Some(&"") {
            out.push(String::new());
        }
        Some(out)
    }

    /// The lines of an object whose members stand in these lines. Each line is given whole, the first as well where another
    /// thing stands before it.
    fn object(
        &mut self,
        old: &Object,
        new: &Object,
        region: Range<usize>,
        spot: Spot<'_>,
    ) -> Vec<String> {
        let starts: Option<Vec<usize>> = old.iter().map(|(key, _)| line_of(key.place)).collect();
        let in_column = |(key, _): (&Key, &Node)| key.place.column as usize == spot.column + 1;
        let starts = starts.filter(|it| {
            old.iter().all(in_column)
                && it.is_sorted_by(|a, b| a < b)
                && it.iter().all(|at| region.contains(at))
        });
        let Some(starts) = starts else {
            let place = old.iter().next().map(|(key, _)| key.place);
            self.refuse(
                place.unwrap_or_default(),
                "members of this object are merged into it from elsewhere, or share a line; write each in a line of its own",
            );
            return self.copied(region);
        };
        let chunks = self.chunks(&starts, &region, spot.column);
        let olds: Vec<(&Key, &Node)> = old.iter().collect();
        let found = align::members(old, new);
        let mut pieces = Vec::with_capacity(new.len());
        for ((key, node), was) in new.iter().zip(found) {
            let lines = match was {
                Some(was) => {
                    let (old_key, old_node) = olds[was];
                    let body = chunks[was].body.clone();
                    self.member((old_key, old_node), (key, node), body, spot)
                }
                None => {
                    let key = self.new_key(&key.text, &olds);
                    write::member(&self.style, &key, node, spot.column)
                }
            };
            pieces.push(Piece { was, lines });
        }
        let is_spaced = self.style.is_spaced(spot.section, spot.depth);
        self.joined(&chunks, pieces, spot.column, is_spaced)
    }

    /// The lines of a list whose items stand in these lines.
    fn list(
        &mut self,
        old: &[Node],
        new: &[Node],
        region: Range<usize>,
        spot: Spot<'_>,
    ) -> Vec<String> {
        let is_dash = |line: &str| {
            let rest = line.get(spot.column..).unwrap_or_default();
            rest == "-" || rest.starts_with("- ")
        };
        let mut starts = Vec::with_capacity(old.len());
        let mut from = region.start;
        for it in old {
            let at = line_of(it.place).filter(|at| (from..region.end).contains(at));
            let dash = at.and_then(|at| (from..=at).rev().find(|at| is_dash(self.lines[*at])));
            match dash {
                Some(dash) => {
                    starts.push(dash);
                    from = dash + 1;
                }
                None => {
                    self.refuse(
                        it.place,
                        "this item has no line of its own, so the list is not edited line by line",
                    );
                    return self.copied(region);
                }
            }
        }
        let chunks = self.chunks(&starts, &region, spot.column);
        let found = align::items(old, new);
        let mut pieces = Vec::with_capacity(new.len());
        for (node, was) in new.iter().zip(found) {
            let lines = match was {
                Some(was) => self.item(&old[was], node, chunks[was].body.clone(), spot),
                None => write::item(&self.style, node, spot.column),
            };
            pieces.push(Piece { was, lines });
        }
        let apart = chunks.iter().skip(1);
        let spaced = apart.filter(|it| self.has_blank(it)).count();
        let is_spaced = spaced * 2 > chunks.len().saturating_sub(1);
        self.joined(&chunks, pieces, spot.column, is_spaced)
    }

    fn has_blank(&self, chunk: &Chunk) -> bool {
        self.lines[chunk.apart.clone()]
            .iter()
            .any(|it| is_blank(it))
    }

    /// Takes the lines of a collection apart.
    fn chunks(&self, starts: &[usize], region: &Range<usize>, column: usize) -> Vec<Chunk> {
        let mut chunks: Vec<Chunk> = Vec::with_capacity(starts.len());
        for (i, start) in starts.iter().enumerate() {
            let floor = match i {
                0 => region.start,
                _ => starts[i - 1] + 1,
            };
            let own = |line: &str| is_comment(line) && indent(line) <= column;
            let mut comments = *start;
            while comments > floor && own(self.lines[comments - 1]) {
                comments -= 1;
            }
            let mut apart = comments;
            let belongs = |line: &str| is_blank(line) || own(line);
            while apart > floor && belongs(self.lines[apart - 1]) {
                apart -= 1;
            }
            if i == 0 {
                apart = floor;
            }
            if let Some(before) = chunks.last_mut() {
                before.body.end = apart;
            }
            chunks.push(Chunk {
                apart: apart..comments,
                comments: comments..*start,
                body: *start..region.end,
            });
        }
        chunks
    }

    /// Puts pieces together, with the comments and empty lines between them.
    fn joined(
        &self,
        chunks: &[Chunk],
        pieces: Vec<Piece>,
        column: usize,
        is_spaced: bool,
    ) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let kept: Vec<bool> = {
            let mut kept = vec![false; chunks.len()];
            pieces
                .iter()
                .filter_map(|it| it.was)
                .for_each(|it| kept[it] = true);
            kept
        };
        // Comments that stand apart stay where they are, also where the member below them does not.
        let detached = |at: usize| {
            self.lines[chunks[at].apart.clone()]
                .iter()
                .any(|it| is_comment(it))
        };
        let mut carried = 0;
        for (i, piece) in pieces.into_iter().enumerate() {
            match piece.was {
                Some(was) => {
                    while carried < was {
                        if !kept[carried] && detached(carried) {
                            out.extend(self.copied(chunks[carried].apart.clone()));
                        }
                        carried += 1;
                    }
                    carried = carried.max(was + 1);
                    match (i, was) {
                        (0, 0) => out.extend(self.copied(chunks[0].apart.clone())),
                        (0, was) if detached(was) => {
                            let apart = self.copied(chunks[was].apart.clone());
                            out.extend(apart.into_iter().skip_while(|it| is_blank(it)));
                        }
                        (0, _) => {}
                        (_, 0) => {
                            if is_spaced {
                                out.push(String::new());
                            }
                            if detached(0) {
                                out.extend(self.copied(chunks[0].apart.clone()));
                            }
                        }
                        (_, was) => out.extend(self.copied(chunks[was].apart.clone())),
                    }
                    out.extend(self.copied(chunks[was].comments.clone()));
                }
                None => {
                    if i > 0 && is_spaced {
                        out.push(String::new());
                    } else if i == 0 && chunks.first().is_some_and(|_| column == 0) {
                        out.extend(self.copied(chunks[0].apart.clone()));
                    }
                }
            }
            out.extend(piece.lines);
        }
        out
    }

    fn copied(&self, lines: Range<usize>) -> Vec<String> {
        self.lines[lines]
            .iter()
            .map(|it| (*it).to_owned())
            .collect()
    }

    /// The lines of a body, the first of which counts from a column on.
    fn body(&self, lines: Range<usize>, column: usize) -> Vec<String> {
        let mut out = self.copied(lines);
        if let Some(first) = out.first_mut() {
            let rest = first.get(column..).unwrap_or_default();
            *first = format!("{}{rest}", blanks(column));
        }
        out
    }

    /// A new key, written as those beside it.
    fn new_key(&self, text: &str, beside: &[(&Key, &Node)]) -> String {
        let digits = |it: &str| it.starts_with(|c: char| c.is_ascii_digit());
        let raw = beside
            .iter()
            .filter(|(key, _)| digits(&key.text))
            .find_map(|(key, _)| {
                let line = self.lines.get(line_of(key.place)?)?;
                line.get(key.place.column as usize - 1..)
            });
        match raw {
            Some(raw)
                if digits(text)
                    && digits(raw)
                    && text.bytes().all(|it| it.is_ascii_alphanumeric()) =>
            {
                text.to_owned()
            }
            Some(raw) if digits(text) && raw.starts_with('\'') => write::quoted(text, '\''),
            Some(raw) if digits(text) && raw.starts_with('"') => write::quoted(text, '"'),
            _ => write::key(&self.style, text),
        }
    }

    /// The lines of a member that was there, perhaps under another name.
    fn member(
        &mut self,
        (old_key, old): (&Key, &Node),
        (new_key, new): (&Key, &Node),
        lines: Range<usize>,
        spot: Spot<'_>,
    ) -> Vec<String> {
        let is_renamed = old_key.text != new_key.text;
        if !is_renamed && is_same(old, new) {
            return self.body(lines, spot.column);
        }
        let first = self.lines[lines.start];
        let text = first.get(spot.column..).unwrap_or_default();
        let Some((end_of_key, behind)) = key_end(text) else {
            self.refuse(old_key.place, "this key has an anchor, an alias or a tag, or is no word; the member is not edited line by line");
            return self.body(lines, spot.column);
        };
        let key = match is_renamed {
            false => text[..end_of_key].to_owned(),
            true => match text.chars().next() {
                Some(quote @ ('"' | '\'')) => write::quoted(&new_key.text, quote),
                _ => write::key(&self.style, &new_key.text),
            },
        };
        let head = format!("{}{key}{}", blanks(spot.column), &text[end_of_key..behind]);
        if is_same(old, new) {
            let mut out = self.copied(lines);
            out[0] = format!("{head}{}", &text[behind..]);
            return out;
        }
        let section = if spot.depth == 0 {
            &*old_key.text
        } else {
            spot.section
        };
        let place = Place {
            column: old_key.place.column + text[..behind].chars().count() as u32 + 1,
            ..old_key.place
        };
        let spot = Spot {
            section,
            depth: spot.depth + 1,
            column: spot.column,
        };
        self.value(&head, &text[behind..], (old, new), lines, spot, place)
    }

    /// The lines of an item that was there.
    fn item(&mut self, old: &Node, new: &Node, lines: Range<usize>, spot: Spot<'_>) -> Vec<String> {
        if is_same(old, new) {
            return self.body(lines, spot.column);
        }
        let first = self.lines[lines.start];
        let text = first.get(spot.column..).unwrap_or_default();
        let behind = &text[1..];
        let gap = behind.len() - behind.trim_start_matches(' ').len();
        let inner = Spot {
            depth: spot.depth + 2,
            column: spot.column + 1 + gap,
            ..spot
        };
        let is_beside = line_of(old.place) == Some(lines.start)
            && old.place.column as usize == inner.column + 1;
        let head = format!("{}-", blanks(spot.column));
        let content = &behind[gap..];
        let nested = match (&old.value, &new.value) {
            _ if !is_beside || content.starts_with(['{', '[', '&', '*', '!']) => None,
            (Value::Object(old), Value::Object(new)) if !old.is_empty() && !new.is_empty() => {
                Some(self.object(old, new, lines.clone(), inner))
            }
            (Value::Array(old), Value::Array(new)) if !old.is_empty() && !new.is_empty() => {
                Some(self.list(old, new, lines.clone(), inner))
            }
            _ => None,
        };
        if let Some(mut nested) = nested {
            if let Some(first) = nested.first_mut() {
                let rest = first.trim_start();
                *first = format!("{head}{}{rest}", blanks(gap));
            }
            return nested;
        }
        let place = Place {
            column: (spot.column + 2) as u32,
            line: (lines.start + 1) as u32,
            ..old.place
        };
        let spot = Spot {
            depth: spot.depth + 1,
            ..spot
        };
        self.value(&head, behind, (old, new), lines, spot, place)
    }

    /// The lines of a value behind a key or a dash; `rest` is what stands behind on the same line.
    fn value(
        &mut self,
        head: &str,
        rest: &str,
        (old, new): (&Node, &Node),
        lines: Range<usize>,
        spot: Spot<'_>,
        place: Place,
    ) -> Vec<String> {
        let content = rest.trim_start();
        let place = match content.is_empty() {
            true => place,
            false => Place {
                column: place.column + (rest.len() - content.len()) as u32 - 1,
                ..place
            },
        };
        let named = match content.chars().next() {
            Some('&') => Some("an anchor, which others refer to"),
            Some('*') => Some("an alias of what stands elsewhere"),
            Some('!') => Some("a tag"),
            _ => None,
        };
        if let Some(named) = named {
            self.refuse(place, format!("the value has {named}, so it is not edited line by line; write it out and try again"));
            let mut out = self.copied(lines);
            out[0] = format!("{head}{rest}");
            return out;
        }
        if content.is_empty() || content.starts_with('#') {
            let below = lines.start + 1..lines.end;
            let first = below
                .clone()
                .find(|at| !is_blank(self.lines[*at]) && !is_comment(self.lines[*at]));
            let edited = match (&old.value, &new.value, first) {
                (Value::Object(old), Value::Object(new), Some(first))
                    if !old.is_empty() && !new.is_empty() =>
                {
                    let inner = Spot {
                        column: indent(self.lines[first]),
                        ..spot
                    };
                    match self.lines[first]
                        .trim_start()
                        .starts_with(['{', '&', '*', '!'])
                    {
                        true => None,
                        false => Some(self.object(old, new, below, inner)),
                    }
                }
                (Value::Array(old), Value::Array(new), Some(first))
                    if !old.is_empty() && !new.is_empty() =>
                {
                    let inner = Spot {
                        column: indent(self.lines[first]),
                        ..spot
                    };
                    match self.lines[first].trim_start().starts_with('-') {
                        true => Some(self.list(old, new, below, inner)),
                        false => None,
                    }
                }
                _ => None,
            };
            if let Some(edited) = edited {
                let mut out = vec![format!("{head}{rest}")];
                out.extend(edited);
                return out;
            }
        }
        if content.starts_with(['[', '{']) {
            return match self.flow(content, (old, new)) {
                Some((edited, comment)) => vec![format!("{head} {edited}{comment}")],
                None => {
                    self.refuse(old.place, "this collection in flow style is written over several lines; write each member in a line of its own, without brackets");
                    let mut out = self.copied(lines);
                    out[0] = format!("{head}{rest}");
                    out
                }
            };
        }
        self.replaced(head, rest, new, lines, spot.column)
    }

    /// A value in place of another one.
    fn replaced(
        &mut self,
        head: &str,
        rest: &str,
        new: &Node,
        lines: Range<usize>,
        column: usize,
    ) -> Vec<String> {
        let content = rest.trim_start();
        let is_tail = |line: &str| is_blank(line) || (is_comment(line) && indent(line) <= column);
        let mut end = lines.end;
        while end > lines.start + 1 && is_tail(self.lines[end - 1]) {
            end -= 1;
        }
        let body: Vec<&str> = self.lines[lines.start + 1..end].to_vec();
        let mut out = match &new.value {
            Value::String(text) => {
                super::scalar::restyled(content, &body, text, head, column, &self.style)
            }
            _ => None,
        }
        .unwrap_or_else(|| write::value(&self.style, head, new, column));
        // A comment behind a value of one line stays, if there is one line again.
        let comment = match content.chars().next() {
            Some('|' | '>') | None => "",
            Some(quote @ ('"' | '\'')) => quoted_end(&content[1..], quote)
                .map_or("", |end| trailing_comment(&content[1 + end..])),
            Some('#') => "",
            _ => content.match_indices(" #").next().map_or("", |(at, _)| {
                let end = content[..at].trim_end().len();
                &content[end..]
            }),
        };
        if body.is_empty() && out.len() == 1 && !comment.is_empty() {
            out[0].push_str(comment);
        }
        out.extend(self.copied(end..lines.end));
        out
    }
}

fn line_of(place: Place) -> Option<usize> {
    (place.line as usize).checked_sub(1)
}
