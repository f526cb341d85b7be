//! The text of a `verbatim.lock` ↔ what the parts of a document are called in Rust, kept from one run to the next.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::Origin;
use super::section::{Section, one_line, read_source};
use crate::diagnostic::Report;
use crate::source::{FileId, Place, Source};

/// What has a name in Rust that another part of the document may want as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named {
    /// The type of a component, by its name, and of what another file keeps under a name, by its pointer.
    Schema,
    /// The type of what is written where it is used, by what it is written in and the words that lead there.
    Inline,
    /// The method of an operation, which is known by its operationId, or else by method and path.
    Function,
    /// What the names of its types begin with.
    Types,
    /// The struct of what it takes.
    Request,
    /// The enum of its answers.
    Response,
    /// The enum of its errors.
    Error,
    /// The method of the client.
    Call,
    /// The module of a tag; that of operations without one has none for its key.
    Tag,
    /// The type of a response of `components`, by its name.
    SharedResponse,
    /// The enum of a body, or of the parts of one: by the operation and `body`, `parts`, or the status; by `#` and the name where it
    /// is a response of `components`.
    Body,
    /// The method of the client that asks for one page after the other.
    Pages,
    /// The one that gives what is in them.
    Items,
}

impl Named {
    /// All parts.
    pub const ALL: [Self; 13] = [
        Self::Schema,
        Self::Inline,
        Self::Function,
        Self::Types,
        Self::Request,
        Self::Response,
        Self::Error,
        Self::Call,
        Self::Tag,
        Self::SharedResponse,
        Self::Body,
        Self::Pages,
        Self::Items,
    ];

    /// The table that has it.
    fn table(self) -> &'static str {
        match self {
            Self::Schema => "schemas",
            Self::Inline => "inline",
            Self::Tag => "tags",
            Self::SharedResponse => "responses",
            Self::Body => "bodies",
            _ => "operations",
        }
    }
}

/// The parts of an operation that stand in its table, by their keys there.
const OF_OPERATION: [(Named, &str); 8] = [
    (Named::Function, "function"),
    (Named::Types, "types"),
    (Named::Request, "request"),
    (Named::Response, "response"),
    (Named::Error, "error"),
    (Named::Call, "client"),
    (Named::Pages, "pages"),
    (Named::Items, "items"),
];

/// A name that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The Rust name.
    pub name: Arc<str>,
    /// Of what is inline, the digest of its members, by which it is known where it has moved.
    pub shape: Option<Arc<str>>,
    /// Where the lock says so.
    pub place: Place,
}

/// What the parts of a document are called in Rust.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NameLock {
    kept: [BTreeMap<Arc<str>, Kept>; Named::ALL.len()],
    origin: Origin,
}

impl NameLock {
    /// Reads the text that [`NameLock::text`] writes, and people may have changed.
    ///
    /// # Errors
    /// Every finding: where it is no TOML, or has keys that mean nothing.
    pub fn parse(source: &Source) -> Result<Self, Report> {
        let (mut lock, places) = read_source(source, |root| {
            let lock = read(root);
            root.finish();
            lock
        })?;
        for part in Named::ALL {
            for (key, kept) in &mut lock.kept[part as usize] {
                let place = places.get(&(format!(".{}", part.table()), key.to_string()));
                kept.place = Place {
                    file: FileId::LOCK,
                    ..place.copied().unwrap_or_default()
                };
            }
        }
        lock.origin = Origin::new(source.clone(), BTreeMap::new());
        Ok(lock)
    }

    /// The names of a part, by key.
    pub fn of(&self, part: Named) -> &BTreeMap<Arc<str>, Kept> {
        &self.kept[part as usize]
    }

    /// Keeps a name.
    pub fn keep(&mut self, part: Named, key: Arc<str>, kept: Kept) {
        self.kept[part as usize].insert(key, kept);
    }

    /// What a second look at a document has to keep, where `asked` is what the first one asked for; `None` where it would come to
    /// the same. What is gone gives its name free, and what is inline, was not there before, and has the members of something
    /// that is gone, is that: it has moved.
    pub fn after(&self, asked: &Self) -> Option<Self> {
        let is_gone = |part: Named, key: &str| !asked.of(part).contains_key(key);
        let mut gone = Named::ALL
            .into_iter()
            .flat_map(|part| self.of(part).keys().map(move |key| (part, key)));
        let mut new = Named::ALL
            .into_iter()
            .flat_map(|part| asked.of(part).keys().map(move |key| (part, key)));
        let is_known = |part: Named, key: &str| self.of(part).contains_key(key);
        if !gone.any(|(part, key)| is_gone(part, key))
            || !new.any(|(part, key)| !is_known(part, key))
        {
            return None;
        }
        let mut next = self.clone();
        for part in Named::ALL {
            next.kept[part as usize].retain(|key, _| !is_gone(part, key));
        }
        let mut moved: BTreeMap<&str, Vec<(&Arc<str>, &Kept)>> = BTreeMap::new();
        for (key, kept) in self.of(Named::Inline) {
            if let Some(shape) = kept
                .shape
                .as_deref()
                .filter(|_| is_gone(Named::Inline, key))
            {
                moved.entry(shape).or_default().push((key, kept));
            }
        }
        let last = |key: &str| key.rsplit('/').next().map(str::to_owned);
        // First those that are called alike where they are now.
        for is_alike in [true, false] {
            for (key, kept) in asked.of(Named::Inline) {
                let shape = kept.shape.as_deref();
                let candidates = shape.and_then(|it| moved.get_mut(it));
                if is_known(Named::Inline, key) || next.of(Named::Inline).contains_key(key) {
                    continue;
                }
                let Some(candidates) = candidates else {
                    continue;
                };
                let at = (candidates.iter())
                    .position(|(before, _)| !is_alike || last(before) == last(key));
                if let Some(at) = at {
                    let (_, kept) = candidates.remove(at);
                    next.keep(Named::Inline, key.clone(), kept.clone());
                }
            }
        }
        Some(next)
    }

    /// The text: a line for each name, sorted.
    pub fn text(&self) -> String {
        let mut out = String::from(HEAD);
        let table = |out: &mut String, name: &str| {
            let _ = write!(out, "\n[{name}]\n");
        };
        for part in [Named::Schema, Named::Inline] {
            table(&mut out, part.table());
            for (key, it) in self.of(part) {
                let (key, name) = (quoted_key(key), quoted(&it.name));
                let _ = match (&it.shape, part) {
                    (_, Named::Schema) => writeln!(out, "{key} = {name}"),
                    (None, _) => writeln!(out, "{key} = {{ name = {name} }}"),
                    (Some(shape), _) => {
                        let shape = quoted(shape);
                        writeln!(out, "{key} = {{ name = {name}, shape = {shape} }}")
                    }
                };
            }
        }
        table(&mut out, "operations");
        for key in self.of(Named::Function).keys() {
            let mut fields = Vec::new();
            for (part, field) in OF_OPERATION {
                let name = self.of(part).get(key).map(|it| it.name.clone());
                if let Some(name) = name.filter(|it| self.implied(part, key).as_ref() != Some(it)) {
                    fields.push(format!("{field} = {}", quoted(&name)));
                }
            }
            let (key, fields) = (quoted_key(key), fields.join(", "));
            let _ = writeln!(out, "{key} = {{ {fields} }}");
        }
        for part in [Named::Tag, Named::SharedResponse, Named::Body] {
            if !self.of(part).is_empty() {
                table(&mut out, part.table());
            }
            for (key, it) in self.of(part) {
                let _ = writeln!(out, "{} = {}", quoted_key(key), quoted(&it.name));
            }
        }
        out
    }

    /// What a name of an operation is unless it is written down.
    fn implied(&self, part: Named, key: &str) -> Option<Arc<str>> {
        let name = |part: Named| self.of(part).get(key).map(|it| &*it.name);
        let of_types = |word: &str| name(Named::Types).map(|it| format!("{it}{word}").into());
        match part {
            Named::Request => of_types("Request"),
            Named::Response => of_types("Response"),
            Named::Error => of_types("Error"),
            Named::Call => name(Named::Function).map(Arc::from),
            _ => None,
        }
    }

    /// Gives a report the text of the lock among its sources, if a finding points into it.
    pub(crate) fn settle(&self, report: &mut Report) {
        self.origin.settle_as(FileId::LOCK, report);
    }
}

const HEAD: &str = "\
# @generated by verbatim-gen: what the parts of a document are called in Rust. What is named here keeps its name when others
# come, go or move; names of what is gone are removed. Change a name to have it changed in Rust, or remove the line of what is to
# be named anew.
";

fn read(root: &mut Section<'_, '_>) -> NameLock {
    let mut lock = NameLock::default();
    let kept = |name: String, shape: Option<String>| Kept {
        name: name.into(),
        shape: shape.map(Into::into),
        place: Place::default(),
    };
    for part in [
        Named::Schema,
        Named::Tag,
        Named::SharedResponse,
        Named::Body,
    ] {
        for (key, name) in root.map(part.table()) {
            lock.keep(part, key.into(), kept(name, None));
        }
    }
    let inline = root.tables("inline", |key, it| {
        let name = it.string("name", one_line);
        (key.to_owned(), name, it.string("shape", one_line))
    });
    for (key, name, shape) in inline {
        if let Some(name) = name {
            lock.keep(Named::Inline, key.into(), kept(name, shape));
        }
    }
    let operations = root.tables("operations", |key, it| {
        let names = OF_OPERATION.map(|(part, field)| (part, it.string(field, one_line)));
        (Arc::<str>::from(key), names)
    });
    for (key, names) in operations {
        for (part, name) in names {
            let name = name.map(Arc::from).or_else(|| lock.implied(part, &key));
            if let Some(name) = name {
                lock.keep(part, key.clone(), kept(name.to_string(), None));
            }
        }
    }
    lock
}

fn quoted_key(key: &str) -> String {
    let is_bare = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    match !key.is_empty() && key.chars().all(is_bare) {
        true => key.to_owned(),
        false => quoted(key),
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for it in text.chars() {
        match it {
            '"' | '\\' => out.extend(['\\', it]),
            it if it.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{Kept, NameLock, Named};
    use crate::source::{Place, Source};

    fn kept(name: &str, shape: Option<&str>) -> Kept {
        Kept {
            name: name.into(),
            shape: shape.map(Into::into),
            place: Place::default(),
        }
    }

    fn lock(names: &[(Named, &str, &str)]) -> NameLock {
        let mut lock = NameLock::default();
        for (part, key, name) in names {
            let shape = (*part == Named::Inline).then_some("00ff");
            lock.keep(*part, (*key).into(), kept(name, shape));
        }
        lock
    }

    #[test]
    fn what_is_written_is_read() {
        let lock = lock(&[
            (Named::Schema, "a \"b\"\\\u{7}\n", "AB"),
            (Named::Schema, "Pet", "Pet"),
            (Named::Inline, "Pet/Owner", "PetOwner"),
            (Named::Function, "GET /pets", "get_pets"),
            (Named::Types, "GET /pets", "GetPets"),
            (Named::Request, "GET /pets", "GetPetsInput"),
            (Named::Response, "GET /pets", "GetPetsResponse"),
            (Named::Error, "GET /pets", "GetPetsError"),
            (Named::Call, "GET /pets", "pets_get_pets"),
            (Named::Tag, "", "default"),
        ]);
        let text = lock.text();
        assert!(
            text.ends_with(
                "[schemas]\nPet = \"Pet\"\n\"a \\\"b\\\"\\\\\\u0007\\u000A\" = \"AB\"\n\n[inline]\n\"Pet/Owner\" = { name = \
                 \"PetOwner\", shape = \"00ff\" }\n\n[operations]\n\"GET /pets\" = { function = \"get_pets\", types = \
                 \"GetPets\", request = \"GetPetsInput\", client = \"pets_get_pets\" }\n\n[tags]\n\"\" = \"default\"\n"
            ),
            "{text}"
        );
        let read =
            NameLock::parse(&Source::new("verbatim.lock", text.as_str())).expect("it is one");
        assert_eq!(read.text(), text);
        assert_eq!(read.of(Named::Schema)["Pet"].place.line, 6);
        assert_eq!(read.of(Named::Response)["GET /pets"].place.line, 13);
    }

    #[test]
    fn what_is_none_is_told_where_it_stands() {
        let text = "[schemas]\nPet = 1\n<<<<<<< HEAD\n";
        let report = NameLock::parse(&Source::new("verbatim.lock", text)).expect_err("it is none");
        assert!(
            report
                .to_string()
                .starts_with("verbatim.lock:3:1: error[V0601]"),
            "{report}"
        );
        let text = "[schemas]\nPet = 1\n[inlined]\n";
        let report = NameLock::parse(&Source::new("verbatim.lock", text)).expect_err("it is none");
        let lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
        assert!(
            lines[0].starts_with("verbatim.lock:2:7: error[V0603]"),
            "{lines:?}"
        );
        assert!(lines[1].contains("did you mean `inline`?"), "{lines:?}");
    }

    #[test]
    fn what_has_moved_is_known_by_its_members_and_last_word() {
        let before = lock(&[
            (Named::Schema, "Gone", "Gone"),
            (Named::Inline, "a/Sort", "ASort"),
            (Named::Inline, "a/Kind", "AKind"),
            (Named::Inline, "b/Sort", "BSort"),
        ]);
        let asked = lock(&[
            (Named::Inline, "b/Sort", "BSort"),
            (Named::Inline, "c/Sort", "CSort"),
            (Named::Inline, "c/Other", "COther"),
        ]);
        let next = before.after(&asked).expect("there is something new");
        let names: Vec<(&str, &str)> = (next.of(Named::Inline).iter())
            .map(|(key, it)| (&**key, &*it.name))
            .collect();
        assert_eq!(
            names,
            [
                ("b/Sort", "BSort"),
                ("c/Other", "AKind"),
                ("c/Sort", "ASort")
            ]
        );
        assert!(next.of(Named::Schema).is_empty());
        // Nothing is new, so that no name is free that anything else would have.
        assert!(
            before
                .after(&lock(&[(Named::Inline, "b/Sort", "BSort")]))
                .is_none()
        );
        assert!(asked.after(&asked).is_none());
    }
}
