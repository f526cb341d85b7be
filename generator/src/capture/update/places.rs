//! Where a change stands: in the document, and on the pages.

use std::collections::{HashMap, HashSet};

use super::change::{Aspect, Change, Edit, Part, Subject};
use crate::capture::facts;
use crate::model::{Api, MediaType, Operation, Parameter, ParameterShape, SchemaId};
use crate::node::Node;
use crate::source::{FileId, Place, Source};

/// Where in the document: the value that is about to change, or what it is a part of.
pub fn in_document(api: &Api, root: &Node, change: &Change) -> Place {
    let top = Place::start_of(FileId(0));
    match &change.subject {
        Subject::Api => {
            let name = match &change.aspect {
                Aspect::Servers => "servers",
                Aspect::Order("schemas") => "components",
                Aspect::Order(_) => "paths",
                Aspect::Field(name) => name,
                _ => "",
            };
            let member = root.as_object().and_then(|it| it.entry(name));
            member.map_or(top, |(key, _)| key.place)
        }
        Subject::Tag(name) => {
            let tag = api.tags.iter().find(|it| it.name == *name);
            tag.map_or(top, |it| it.place)
        }
        Subject::Schema(name) => {
            let last = api
                .components
                .values()
                .last()
                .map(|it| api.schema(*it).origin.place);
            match api.components.get(&**name) {
                Some(id) => in_schema(api, *id, &change.within, &change.aspect),
                None => last.unwrap_or(top),
            }
        }
        Subject::Operation(method, path) => {
            let of_path = |it: &&Operation| *it.path == **path;
            let is_it = |it: &&Operation| of_path(it) && it.method.as_upper() == method;
            match api.operations.iter().find(is_it) {
                Some(it) => in_operation(api, it, change),
                // One that is new stands where others of its path do.
                None => {
                    let beside = api
                        .operations
                        .iter()
                        .find(of_path)
                        .or(api.operations.last());
                    beside.map_or(top, |it| it.place)
                }
            }
        }
    }
}

fn in_operation(api: &Api, it: &Operation, change: &Change) -> Place {
    let [first, rest @ ..] = &change.within[..] else {
        return it.place;
    };
    let content = |content: &[MediaType], rest: &[Part], place: Place| match rest {
        [Part::MediaType(name), rest @ ..] => {
            let found = content.iter().find(|it| *it.name == **name);
            found.map_or(place, |it| in_media_type(api, it, rest, &change.aspect))
        }
        _ => {
            let found = content
                .first()
                .filter(|_| is_of_schema(rest, &change.aspect));
            found.map_or(place, |it| in_media_type(api, it, rest, &change.aspect))
        }
    };
    match first {
        Part::Parameter(location, name) => {
            let is_it = |it: &&Parameter| it.location.as_str() == location && *it.name == **name;
            match it.parameters.iter().find(is_it) {
                Some(it) => in_shape(api, &it.shape, rest, &change.aspect, it.place),
                None => it.parameters.last().map_or(it.place, |it| it.place),
            }
        }
        Part::Body => match &it.request_body {
            Some(body) => content(&body.content, rest, body.place),
            None => it.place,
        },
        Part::Response(status) => {
            let status = facts::status(status);
            let found = it.responses.iter().find(|it| Some(it.status) == status);
            let Some(response) = found.or(it.responses.last()) else {
                return it.place;
            };
            match rest {
                [Part::Header(name), rest @ ..] => {
                    let header = response.headers.iter().find(|it| *it.name == **name);
                    header.map_or(response.place, |it| {
                        in_shape(api, &it.shape, rest, &change.aspect, it.place)
                    })
                }
                _ if found.is_none() => response.place,
                _ => content(&response.content, rest, response.place),
            }
        }
        _ => it.place,
    }
}

/// Whether a change is about a schema, and not about what holds it.
fn is_of_schema(rest: &[Part], aspect: &Aspect) -> bool {
    !rest.is_empty() || matches!(aspect, Aspect::Type | Aspect::Value)
}

fn in_media_type(api: &Api, it: &MediaType, rest: &[Part], aspect: &Aspect) -> Place {
    match it.schema {
        Some(schema) if is_of_schema(rest, aspect) => in_schema(api, schema, rest, aspect),
        _ => it.place,
    }
}

fn in_shape(
    api: &Api,
    shape: &ParameterShape,
    rest: &[Part],
    aspect: &Aspect,
    place: Place,
) -> Place {
    match shape {
        ParameterShape::Schema { schema, .. } if is_of_schema(rest, aspect) => {
            in_schema(api, *schema, rest, aspect)
        }
        _ => place,
    }
}

fn in_schema(api: &Api, id: SchemaId, within: &[Part], aspect: &Aspect) -> Place {
    let mut id = id;
    let mut way = within.iter().peekable();
    while let Some(part) = way.next() {
        let schema = api.schema(id);
        if let (Part::Property(name), None) = (part, way.peek())
            && matches!(aspect, Aspect::Whole | Aspect::Required | Aspect::Type)
            && let Some(place) = property_name(api, id, name)
        {
            return place;
        }
        let next = match part {
            Part::Property(name) => property(api, id, name, 0).map(|(_, it)| it),
            Part::Items => schema.array.items,
            Part::Not => schema.not,
            Part::Branch(keyword, number) => {
                let branches = match *keyword {
                    "allOf" => &schema.all_of,
                    "anyOf" => &schema.any_of,
                    _ => &schema.one_of,
                };
                branches.get(number - 1).copied()
            }
            _ => None,
        };
        match next {
            Some(next) => id = next,
            None => {
                let keyword = match part {
                    Part::Property(_) => "properties",
                    Part::OtherProperties => "additionalProperties",
                    _ => "",
                };
                return schema.place_of_name(keyword);
            }
        }
    }
    let schema = api.schema(id);
    match aspect {
        Aspect::Type => schema.place_of("type"),
        Aspect::Value => schema.place_of_name("enum"),
        Aspect::Field(name) => schema.place_of(name),
        Aspect::Order("properties") => schema.place_of_name("properties"),
        _ => schema.origin.place,
    }
}

/// The schema that has a property, which may be a branch of `allOf`, and the one of the property.
fn property(api: &Api, id: SchemaId, name: &str, depth: usize) -> Option<(SchemaId, SchemaId)> {
    let schema = api.schema(id);
    let own = schema.object.properties.get(name).map(|it| (id, *it));
    own.or_else(|| {
        let mut branches = schema.all_of.iter().filter(|_| depth < 16);
        branches.find_map(|it| property(api, *it, name, depth + 1))
    })
}

/// Where the name of a property stands.
fn property_name(api: &Api, id: SchemaId, name: &str) -> Option<Place> {
    let (holder, _) = property(api, id, name, 0)?;
    let properties = api.schema(holder).keyword("properties")?.as_object()?;
    let (key, _) = properties.entry(name)?;
    Some(key.place).filter(|it| it.line > 0)
}

/// The pages, and which lines of them differ from what the document renders.
pub struct Lines<'a> {
    pages: Vec<Page<'a>>,
}

struct Page<'a> {
    lines: Vec<&'a str>,
    /// By its heading, where a section begins.
    sections: Vec<(&'a str, usize)>,
    /// By `GET /pets`, which section that is.
    operations: HashMap<&'a str, usize>,
    /// Whether a line is not among those of the same section as the document renders it.
    differs: Vec<bool>,
}

impl<'a> Lines<'a> {
    /// Pages, each with what the document renders of it.
    pub fn of(pages: &[(&'a Source, &'a str)]) -> Self {
        Self {
            pages: pages
                .iter()
                .map(|(page, rendered)| Page::of(&page.text, rendered))
                .collect(),
        }
    }

    /// Where on the pages; files are counted as the pages are.
    pub fn place(&self, change: &Change) -> Option<Place> {
        let needles = needles(change);
        let places = self.pages.iter().enumerate().filter_map(|(i, page)| {
            let (rank, line) = page.find(&change.subject, &needles)?;
            Some((rank, i, line))
        });
        let (_, page, line) = places.min_by_key(|(rank, ..)| *rank)?;
        Some(Place {
            file: FileId(u16::try_from(page).ok()?),
            line: u32::try_from(line + 1).ok()?,
            column: 1,
        })
    }
}

/// A line without what lines up a table.
fn squeezed(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    words.join(" ").replace(['-', ' '], "")
}

fn sections<'a>(lines: &[&'a str]) -> Vec<(&'a str, usize)> {
    let heads = lines.iter().enumerate();
    heads
        .filter_map(|(i, it)| Some((it.strip_prefix("## ")?, i)))
        .collect()
}

impl<'a> Page<'a> {
    fn of(text: &'a str, rendered: &'a str) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let heads = sections(&lines);
        let rendered: Vec<&str> = rendered.lines().collect();
        let rendered_heads = sections(&rendered);
        let end =
            |heads: &[(&str, usize)], i: usize, all: usize| heads.get(i + 1).map_or(all, |it| it.1);
        let mut known: HashMap<&str, HashSet<String>> = HashMap::new();
        for (i, (title, start)) in rendered_heads.iter().enumerate() {
            let body = &rendered[*start..end(&rendered_heads, i, rendered.len())];
            known
                .entry(title)
                .or_default()
                .extend(body.iter().map(|it| squeezed(it)));
        }
        let mut differs = vec![false; lines.len()];
        let mut operations = HashMap::new();
        for (i, (title, start)) in heads.iter().enumerate() {
            let known = known.get(title);
            for at in *start..end(&heads, i, lines.len()) {
                let line = lines[at];
                differs[at] = known.is_none_or(|it| !it.contains(&squeezed(line)));
                if let Some(it) = line.strip_prefix('`').and_then(|it| it.strip_suffix('`'))
                    && it.contains(" /")
                {
                    operations.entry(it).or_insert(i);
                }
            }
        }
        Self {
            lines,
            sections: heads,
            operations,
            differs,
        }
    }

    /// The best line for a change, and how good it is: the lower, the better.
    fn find(&self, subject: &Subject, needles: &[String]) -> Option<(usize, usize)> {
        let section = match subject {
            Subject::Operation(method, path) => {
                let known = self.operations.get(&*format!("{method} {path}"));
                let renamed = || {
                    let now = needles.iter().find(|it| it.starts_with('/'))?;
                    self.operations.get(&*format!("{method} {now}"))
                };
                Some(*known.or_else(renamed)?)
            }
            Subject::Schema(name) => self.sections.iter().position(|(title, _)| title == name),
            Subject::Tag(_) | Subject::Api => None,
        };
        let is_own = section.is_some();
        let range = match section {
            Some(i) => {
                self.sections[i].1..self.sections.get(i + 1).map_or(self.lines.len(), |it| it.1)
            }
            None => 0..self.lines.len(),
        };
        let has = |at: &usize| {
            needles
                .iter()
                .any(|it| self.lines[*at].contains(it.as_str()))
        };
        let differing = range.clone().filter(|at| self.differs[*at]);
        let first = differing.clone().next();
        // A row says it better than an example does.
        let said = differing.filter(has);
        let row = said.clone().find(|at| self.lines[*at].starts_with('|'));
        let said = row.or_else(|| said.clone().next());
        if is_own {
            let said = said.map(|at| (0, at));
            let otherwise = || range.clone().find(has).unwrap_or(range.start);
            return said
                .or(first.map(|at| (1, at)))
                .or_else(|| Some((2, otherwise())));
        }
        let is_about_all = matches!(subject, Subject::Tag(_) | Subject::Api);
        said.map(|at| (3, at))
            .or(first.filter(|_| is_about_all).map(|at| (4, at)))
    }
}

/// What a line says that is about a change.
fn needles(change: &Change) -> Vec<String> {
    let mut out = Vec::new();
    let word = |text: &str| {
        let text = text.trim_matches(['`', '…']);
        let text: String = text.chars().take(40).collect();
        text.trim().to_owned()
    };
    match (&change.aspect, &change.edit) {
        (Aspect::Value, Edit::Added(it) | Edit::Removed(it)) => out.push(it.clone()),
        (Aspect::Path, Edit::Changed(_, to)) => out.push(to.trim_matches('`').to_owned()),
        (Aspect::Field(_) | Aspect::Servers, Edit::Changed(_, to) | Edit::Added(to)) => {
            out.push(word(to));
        }
        _ => {}
    }
    for part in change.within.iter().rev() {
        match part {
            Part::Parameter(_, name) | Part::Property(name) | Part::Header(name) => {
                out.push(format!("{name}`"));
                out.push(format!("\"{name}\""));
            }
            Part::Response(status) => out.push(format!("| {status} ")),
            _ => continue,
        }
        break;
    }
    if let Subject::Schema(name) = &change.subject
        && out.is_empty()
    {
        out.push(name.clone());
    }
    out.retain(|it| !it.is_empty());
    out
}
