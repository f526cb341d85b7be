//! A document as it was read, and what is asked of it: which file a reference names, where a pointer leads, the pointer to a
//! place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::convert::ComponentNames;
use super::uri;
use crate::diagnostic::Subject;
use crate::model::Dialect;
use crate::node::json::push_string;
use crate::node::{Node, Value, percent_decode, pointer_segment};
use crate::source::{FileId, Place, Source};

/// How many references may lead from one to the next.
pub const MAX_HOPS: usize = 64;

/// A document in the shape of OpenAPI 3, whatever it was written in.
#[derive(Debug)]
pub struct Document {
    /// The root object, converted to OpenAPI 3 where it was Swagger 2.0. Each node keeps its place in the user's text.
    /// Empty where no document could be read.
    pub root: Node,
    /// What the user's document declares.
    pub dialect: Dialect,
    pub(super) files: Vec<File>,
    pub(super) by_path: BTreeMap<String, Result<FileId, String>>,
    /// By the URIs that they give themselves.
    pub(super) by_uri: BTreeMap<String, FileId>,
    /// What the components of a Swagger 2.0 document were called there.
    pub(super) names: ComponentNames,
}

/// One file of a document.
#[derive(Debug)]
pub(super) struct File {
    pub source: Source,
    /// Relative to the root document's folder.
    pub path: String,
    /// Whether it is JSON, and not YAML.
    pub is_json: bool,
    /// As parsed, before anything is converted.
    pub tree: Node,
}

impl File {
    /// The URI that a document of OpenAPI 3.2 gives itself (section 4.1.1), where it is a base: absolute, without a fragment.
    pub fn own_uri(&self) -> Option<&str> {
        let version = self.tree.get("openapi")?;
        let version = version.as_str().or_else(|| version.as_number())?;
        let uri = self.tree.get("$self")?.as_str()?;
        let is_base = uri::is_absolute(uri) && !uri.contains('#');
        (is_base && Dialect::of_openapi(version) == Some(Dialect::OpenApi32)).then_some(uri)
    }
}

/// What a reference names.
pub(super) enum Named {
    /// A file that was read.
    Known(FileId),
    /// A path, relative to the root document's folder.
    Path(String),
}

impl Document {
    /// The texts that were read.
    pub fn into_sources(self) -> Vec<Source> {
        self.files.into_iter().map(|it| it.source).collect()
    }

    /// The document as it was read, with its overlays, as JSON. What stands in other files is not in it.
    pub fn to_json(&self) -> String {
        to_json(&self.files[0].tree, self.files[0].source.text.len())
    }

    /// How many bytes the texts have that were read.
    pub fn size(&self) -> usize {
        self.files.iter().map(|it| it.source.text.len()).sum()
    }

    /// The tree a file holds; for the root document, in the shape of OpenAPI 3.
    pub fn tree(&self, file: FileId) -> &Node {
        match file {
            FileId(0) => &self.root,
            FileId(index) => &self.files[usize::from(index)].tree,
        }
    }

    /// How many files there are.
    pub fn count(&self) -> u16 {
        u16::try_from(self.files.len()).unwrap_or(u16::MAX)
    }

    /// Whether a file is JSON, and not YAML.
    pub fn is_json(&self, file: FileId) -> bool {
        self.files[usize::from(file.0)].is_json
    }

    /// The text of a file.
    pub fn source(&self, file: FileId) -> &Source {
        &self.files[usize::from(file.0)].source
    }

    /// The URI that a file gives itself by `$self`, where it is a base for references.
    pub fn own_uri(&self, file: FileId) -> Option<&str> {
        self.files[usize::from(file.0)].own_uri()
    }

    /// The file that a reference standing in file `from` names, without its fragment: by a path, or by a URI.
    ///
    /// # Errors
    /// A sentence that says why it could not be read.
    pub fn file(&self, from: FileId, reference: &str) -> Result<FileId, String> {
        let path = match self.named(from, reference)? {
            Named::Known(file) => return Ok(file),
            Named::Path(path) => path,
        };
        self.by_path
            .get(&path)
            .cloned()
            .unwrap_or_else(|| Err("it was not read".to_owned()))
    }

    /// The file, JSON pointer and value that a `$ref` standing in file `from` leads to.
    pub fn find(&self, from: FileId, reference: &str) -> Option<(FileId, String, &Node)> {
        let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let file = match path {
            "" => from,
            path => self.file(from, path).ok()?,
        };
        let pointer = percent_decode(pointer);
        let node = self.tree(file).at(&pointer)?;
        Some((file, pointer, node))
    }

    /// What a `$ref` standing in file `from` names: the document that calls itself so, or else what stands there beside the
    /// file. An absolute URI in the folder of the root document's own is looked for in the root document's folder.
    pub(super) fn named(&self, from: FileId, reference: &str) -> Result<Named, String> {
        let file = &self.files[usize::from(from.0)];
        let own = file.own_uri();
        let target = match own {
            Some(base) => uri::resolve(base, reference),
            None => uri::is_absolute(reference).then(|| reference.to_owned()),
        };
        if let Some(target) = target {
            if let Some(file) = self.by_uri.get(&target) {
                return Ok(Named::Known(*file));
            }
            let root = &self.files[0];
            if let Some(path) = root.own_uri().and_then(|base| uri::beneath(base, &target)) {
                return join(&root.path, path).map(Named::Path);
            }
        }
        join(&file.path, reference).map(Named::Path)
    }

    /// Where what stood at a pointer of a file stands in its [`tree`](Self::tree): the components of a Swagger 2.0 document
    /// moved as it was converted, and some have other names.
    pub fn moved_pointer<'p>(&self, file: FileId, pointer: &'p str) -> Cow<'p, str> {
        let may_have_moved = file == FileId(0) && self.dialect == Dialect::Swagger2;
        let moved = may_have_moved.then(|| self.names.moved(pointer)).flatten();
        moved.map_or(Cow::Borrowed(pointer), Cow::Owned)
    }

    /// The path of a file, relative to the root document's folder.
    pub fn path(&self, file: FileId) -> &str {
        &self.files[usize::from(file.0)].path
    }

    /// JSON pointers, in the user's own files, to the values (or the members, see [`Subject`]) at these places.
    pub fn pointers(
        &self,
        places: impl IntoIterator<Item = (Place, Subject)>,
    ) -> BTreeMap<(Place, Subject), Arc<str>> {
        let mut wanted = Wanted {
            pointers: places.into_iter().map(|it| (it, Arc::from(""))).collect(),
            way: Vec::new(),
        };
        let places: Vec<Place> = wanted.pointers.keys().map(|(it, _)| *it).collect();
        for file in &self.files {
            let places = places.iter().filter(|it| it.file == file.tree.place.file);
            let places: Vec<Place> = places.copied().collect();
            if !places.is_empty() {
                wanted.find(&file.tree, &places);
            }
        }
        wanted.pointers
    }
}

/// The path, relative to the root document's folder, of what a file there calls `reference`.
pub(super) fn join(from: &str, reference: &str) -> Result<String, String> {
    if reference.contains("://") {
        return Err(
            "only files can be referred to; fetch it and keep it beside the document".to_owned(),
        );
    }
    let reference = percent_decode(reference);
    let (root, from) = match (reference.starts_with('/'), from.strip_prefix('/')) {
        (true, _) => ("/", ""),
        (false, Some(from)) => ("/", from),
        (false, None) => ("", from),
    };
    let mut segments: Vec<&str> = from.split('/').collect();
    segments.pop();
    for segment in reference.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            // Whether a path may lead out of the document's folder is for `Files` to say.
            ".." if segments.last().is_none_or(|it| *it == "..") => segments.push(".."),
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    Ok(format!("{root}{}", segments.join("/")))
}

/// Places whose pointers are looked for, and the way to the value at hand.
struct Wanted<'t> {
    pointers: BTreeMap<(Place, Subject), Arc<str>>,
    way: Vec<Step<'t>>,
}

/// One step down from a value.
enum Step<'t> {
    Member(&'t str),
    Item(usize),
}

impl<'t> Wanted<'t> {
    /// Looks in a value for these places, which are in order.
    ///
    /// Whatever stands within a member stands between its key and the next one, so most members are passed by with one
    /// look. What a YAML alias puts elsewhere is found where it was written, which is before.
    fn find(&mut self, node: &'t Node, places: &[Place]) {
        self.note(node.place, Subject::Value);
        self.note(node.place, Subject::Member);
        match &node.value {
            Value::Object(object) => {
                let mut members = object.iter().peekable();
                while let Some((key, value)) = members.next() {
                    let next = members.peek().map(|(key, _)| key.place);
                    let places = within(places, key.place, next);
                    if !places.is_empty() {
                        self.way.push(Step::Member(&key.text));
                        if key.place != node.place {
                            self.note(key.place, Subject::Value);
                        }
                        self.note(key.place, Subject::Member);
                        self.find(value, places);
                        self.way.pop();
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let next = items.get(index + 1).map(|it| it.place);
                    let places = within(places, item.place, next);
                    if !places.is_empty() {
                        self.way.push(Step::Item(index));
                        self.find(item, places);
                        self.way.pop();
                    }
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, place: Place, subject: Subject) {
        let Some(found) = self.pointers.get_mut(&(place, subject)) else {
            return;
        };
        let mut pointer = String::new();
        for step in &self.way {
            pointer.push('/');
            match step {
                Step::Member(name) => pointer.push_str(&pointer_segment(name)),
                Step::Item(index) => pointer.push_str(&index.to_string()),
            }
        }
        // A member may stand where its object begins, which has been taken for it until now.
        let inner = subject == Subject::Member
            && pointer
                .strip_prefix(&**found)
                .is_some_and(|it| it.starts_with('/'));
        if found.is_empty() || inner {
            *found = pointer.into();
        }
    }
}

/// Those of the places, which are in order, that stand from one place up to the next. Where that is no later, as it
/// may be among what YAML merges, it is no bound.
fn within(places: &[Place], from: Place, next: Option<Place>) -> &[Place] {
    let to = match next {
        Some(next) if next <= from => return places,
        Some(next) => places.partition_point(|it| *it < next),
        None => places.len(),
    };
    &places[places[..to].partition_point(|it| *it < from)..to]
}

/// A tree as JSON; about how many bytes that takes is known.
pub fn to_json(tree: &Node, bytes: usize) -> String {
    let mut out = String::with_capacity(bytes);
    push_pretty(&mut out, &tree.value, 0);
    out.push('\n');
    out
}

/// Appends a value as JSON, each member and item on a line of its own. It is nested as deep as readers allow.
fn push_pretty(out: &mut String, value: &Value, depth: usize) {
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(it) => out.push_str(if *it { "true" } else { "false" }),
        Value::Number(digits) if is_number(digits) => out.push_str(digits),
        // YAML has numbers that JSON has not: `.inf`, `0x1F`.
        Value::Number(digits) => push_string(out, digits),
        Value::String(text) => push_string(out, text),
        Value::Array(items) if items.is_empty() => out.push_str("[]"),
        Value::Array(items) => {
            for (i, it) in items.iter().enumerate() {
                out.push(if i == 0 { '[' } else { ',' });
                line(out, depth + 1);
                push_pretty(out, &it.value, depth + 1);
            }
            line(out, depth);
            out.push(']');
        }
        Value::Object(object) if object.is_empty() => out.push_str("{}"),
        Value::Object(object) => {
            for (i, (key, it)) in object.iter().enumerate() {
                out.push(if i == 0 { '{' } else { ',' });
                line(out, depth + 1);
                push_string(out, &key.text);
                out.push_str(": ");
                push_pretty(out, &it.value, depth + 1);
            }
            line(out, depth);
            out.push('}');
        }
    }
}

/// Whether a text is a number of JSON (RFC 8259, section 6).
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|it| digits(it.strip_prefix(['+', '-']).unwrap_or(it)))
}
