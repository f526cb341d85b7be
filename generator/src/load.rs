//! Text → [`Document`]: one tree of nodes in the shape of OpenAPI 3, and the other files it refers to.

mod bundle;
mod convert;
mod json;
mod members;
mod yaml;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::catalogue as code;
use crate::diagnostic::{Code, Diagnostic, Sink, Subject, printable};
use crate::model::Dialect;
use crate::node::{Node, Value, pointer_segment};
use crate::source::{FileId, Files, Place, Source};

/// How deep values may nest. The deepest of the real documents this was tried with nests 39 deep.
pub const MAX_DEPTH: usize = 200;
/// How many values a file may have once its aliases are written out. GitHub's API, 13 MB, has 0.4 million.
pub const MAX_NODES: u64 = 4_000_000;
/// How many of them may come of aliases, each of which stands for as many as it likes.
pub const MAX_ALIASED: u64 = 1_000_000;
/// How many bytes of text may come of aliases.
pub const MAX_ALIASED_BYTES: u64 = 64 << 20;
/// How long the names on the way to a value may be together: half of a JSON pointer, which every schema keeps.
pub const MAX_POINTER: usize = 2_000;
/// How many files a document may be spread over.
pub const MAX_FILES: usize = 4_096;

/// A document in the shape of OpenAPI 3, whatever it was written in.
#[derive(Debug)]
pub struct Document {
    /// The root object, converted to OpenAPI 3 where it was Swagger 2.0. Each node keeps its place in the user's text.
    /// Empty where no document could be read.
    pub root: Node,
    /// What the user's document declares.
    pub dialect: Dialect,
    files: Vec<File>,
    by_path: BTreeMap<String, Result<FileId, String>>,
    /// What the components of a Swagger 2.0 document were called there.
    names: convert::ComponentNames,
}

/// One file of a document.
#[derive(Debug)]
struct File {
    source: Source,
    /// Relative to the root document's folder.
    path: String,
    /// As parsed, before anything is converted.
    tree: Node,
}

/// Reads a document and every file its references name. What cannot be read is in `sink`.
pub fn load(root: Source, files: &dyn Files, sink: &mut Sink) -> Document {
    let path = file_name(&root.path).to_owned();
    let tree = match parse(&root, FileId(0), sink) {
        Ok(tree) => tree,
        Err(error) => {
            sink.push(error.into_diagnostic());
            Node::object(
                Vec::new(),
                Place {
                    file: FileId(0),
                    line: 1,
                    column: 1,
                },
            )
        }
    };
    let dialect = dialect(&tree, sink);
    let root_node = match dialect {
        Some(_) => tree.clone(),
        None => Node::object(Vec::new(), tree.place),
    };
    let mut document = Document {
        root: root_node,
        dialect: dialect.unwrap_or_default(),
        files: vec![File {
            source: root,
            path: path.clone(),
            tree,
        }],
        by_path: BTreeMap::from([(path, Ok(FileId(0)))]),
        names: convert::ComponentNames::default(),
    };
    if dialect.is_some() {
        document.load_others(files, sink);
    }
    if dialect == Some(Dialect::Swagger2) {
        (document.root, document.names) = match &document.files[..] {
            [only] => convert::convert(&only.tree, sink),
            _ => convert::convert(&bundle::bundle(&document), sink),
        };
    }
    document
}

impl Document {
    /// The texts that were read.
    pub fn into_sources(self) -> Vec<Source> {
        self.files.into_iter().map(|it| it.source).collect()
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

    /// The file that a `$ref` standing in file `from` names by a relative path.
    ///
    /// # Errors
    /// A sentence that says why it could not be read.
    pub fn file(&self, from: FileId, reference: &str) -> Result<FileId, String> {
        let path = join(&self.files[usize::from(from.0)].path, reference)?;
        self.by_path
            .get(&path)
            .cloned()
            .unwrap_or_else(|| Err("it was not read".to_owned()))
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

    /// Reads the files that references name, and those that references in them name, until none is new.
    fn load_others(&mut self, files: &dyn Files, sink: &mut Sink) {
        let mut next = 0;
        while next < self.files.len() {
            let mut named = IndexMap::new();
            let tree = &self.files[next].tree;
            named_files(tree, false, &mut HashSet::new(), &mut named);
            for (reference, is_followed) in named {
                let Ok(path) = join(&self.files[next].path, &reference) else {
                    continue;
                };
                if self.by_path.contains_key(&path) {
                    continue;
                }
                let outcome = self.load_file(&path, is_followed, files, sink);
                self.by_path.insert(path, outcome);
            }
            next += 1;
        }
    }

    fn load_file(
        &mut self,
        path: &str,
        is_followed: bool,
        files: &dyn Files,
        sink: &mut Sink,
    ) -> Result<FileId, String> {
        if self.files.len() >= MAX_FILES {
            return Err(format!(
                "a document may be spread over {MAX_FILES} files at the most"
            ));
        }
        let text = files.read(path)?;
        let id = FileId(u16::try_from(self.files.len()).map_err(|error| error.to_string())?);
        let root = &self.files[0].source.path;
        let shown = match path.starts_with('/') {
            true => path.to_owned(),
            false => format!("{}{path}", &root[..root.len() - file_name(root).len()]),
        };
        let source = Source::new(shown, text);
        let mut discarded = Sink::default();
        let sink_of_file = if is_followed {
            &mut *sink
        } else {
            &mut discarded
        };
        let tree = match parse(&source, id, sink_of_file) {
            Ok(tree) => tree,
            // What extensions name may be a sample in any language.
            Err(error) if !is_followed => return Err(error.message),
            Err(error) => {
                // Known by its place only once the file is among those that messages can point into.
                sink.push(error.into_diagnostic());
                Node::new(
                    Value::Null,
                    Place {
                        file: id,
                        line: 1,
                        column: 1,
                    },
                )
            }
        };
        self.files.push(File {
            source,
            path: path.to_owned(),
            tree,
        });
        Ok(id)
    }
}

/// What keeps a text from being a tree.
struct TextError {
    code: Code,
    place: Place,
    message: String,
}

/// Reads a JSON value that is no document: where and why it cannot be read, if it cannot.
pub(crate) fn json_value(text: &str) -> Result<Node, (Place, String)> {
    json::parse(text, FileId(0), &mut Vec::new()).map_err(|it| (it.place, it.message))
}

/// Reads a YAML value that is no document: where and why it cannot be read, if it cannot.
pub(crate) fn yaml_value(text: &str) -> Result<Node, (Place, String)> {
    yaml::parse(text, FileId(0), &mut Vec::new()).map_err(|it| (it.place, it.message))
}

impl TextError {
    fn too_deep(place: Place) -> Self {
        let message = format!("values nest more than {MAX_DEPTH} deep here");
        Self {
            code: code::TOO_DEEP,
            place,
            message,
        }
    }

    fn too_long(place: Place) -> Self {
        let message = format!(
            "the names on the way to this value have more than {MAX_POINTER} bytes together"
        );
        Self {
            code: code::TOO_LARGE,
            place,
            message,
        }
    }

    fn into_diagnostic(self) -> Diagnostic {
        Diagnostic::error(self.code, self.place, "", self.message)
    }
}

/// How much is left to read before a file is refused as too large.
struct Budget {
    nodes: u64,
    aliased: u64,
    aliased_bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            nodes: MAX_NODES,
            aliased: MAX_ALIASED,
            aliased_bytes: MAX_ALIASED_BYTES,
        }
    }
}

impl Budget {
    fn spend(&mut self, nodes: u64, place: Place) -> Result<(), TextError> {
        self.nodes = self.nodes.checked_sub(nodes).ok_or_else(|| TextError {
            code: code::TOO_LARGE,
            place,
            message: format!("the file has more than {MAX_NODES} values"),
        })?;
        Ok(())
    }

    /// Spends what an alias stands for.
    fn spend_aliased(&mut self, nodes: u64, bytes: u64, place: Place) -> Result<(), TextError> {
        let left = (
            self.aliased.checked_sub(nodes),
            self.aliased_bytes.checked_sub(bytes),
        );
        let (Some(nodes), Some(bytes)) = left else {
            return Err(TextError {
                code: code::TOO_LARGE,
                place,
                message: format!(
                    "written out, the aliases up to here have more than {MAX_ALIASED} values, or {} MiB of text",
                    MAX_ALIASED_BYTES >> 20
                ),
            });
        };
        self.aliased = nodes;
        self.aliased_bytes = bytes;
        Ok(())
    }
}

/// Parses a file: as JSON where it begins like JSON, as YAML otherwise.
fn parse(source: &Source, file: FileId, sink: &mut Sink) -> Result<Node, TextError> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let mut repeated = Vec::new();
    let start = text.trim_start();
    if ["<!", "<?", "<html"].iter().any(|it| start.starts_with(it)) {
        let message = "this is a web page or XML; was it fetched in place of the document?";
        return Err(TextError {
            code: code::SYNTAX,
            place: Place {
                file,
                line: 1,
                column: 1,
            },
            message: message.to_owned(),
        });
    }
    let json_like = start.starts_with(['{', '[']);
    let tree = if source.path.ends_with(".json") || json_like {
        match json::parse(text, file, &mut repeated) {
            // YAML in flow style begins like JSON too.
            Err(error) if error.code == code::SYNTAX && !source.path.ends_with(".json") => {
                repeated.clear();
                yaml::parse(text, file, &mut repeated).map_err(|_| error)?
            }
            result => result?,
        }
    } else {
        yaml::parse(text, file, &mut repeated)?
    };
    for key in repeated {
        let message = format!(
            "the key {:?} stands here again further down, where it replaces this one",
            key.text
        );
        sink.push(
            Diagnostic::error(code::DUPLICATE_KEY, key.place, "", message)
                .with_help("take one of the two away"),
        );
    }
    Ok(tree)
}

/// What version of which specification the root object declares.
fn dialect(root: &Node, sink: &mut Sink) -> Option<Dialect> {
    if root.as_object().is_some_and(|it| it.is_empty()) && sink.has_errors() {
        return None;
    }
    let version = |name: &str| {
        let node = root.get(name)?;
        let text = node.as_str().or_else(|| node.as_number())?;
        Some((text.to_owned(), node.place))
    };
    let help = "write `openapi: 3.0.4` (or 3.1, 3.2, or `swagger: \"2.0\"`) at the top";
    let (found, place) = match (version("openapi"), version("swagger")) {
        (Some((text, place)), _) => match text.split('.').collect::<Vec<_>>()[..] {
            ["3", "0", ..] | ["3"] => return Some(Dialect::OpenApi30),
            ["3", "1", ..] => return Some(Dialect::OpenApi31),
            ["3", "2", ..] => return Some(Dialect::OpenApi32),
            _ => (
                format!(
                    "OpenAPI {} is not a version that is known here",
                    printable(&text)
                ),
                place,
            ),
        },
        (None, Some((text, place))) => match text.as_str() {
            "2.0" | "2" => return Some(Dialect::Swagger2),
            _ => (
                format!(
                    "Swagger {} is not a version that is known here",
                    printable(&text)
                ),
                place,
            ),
        },
        (None, None) => match root.value {
            Value::Object(_) => (
                "this is no OpenAPI document: it has neither `openapi` nor `swagger`".to_owned(),
                root.place,
            ),
            _ => (
                format!(
                    "an OpenAPI document must be an object, found {}",
                    root.kind()
                ),
                root.place,
            ),
        },
    };
    sink.push(Diagnostic::error(code::NOT_A_DOCUMENT, place, "", found).with_help(help));
    None
}

/// The relative paths that `$ref`s below a node name, each once, and whether one outside of extensions does. What aliases
/// may share is remembered and walked once.
fn named_files(
    node: &Node,
    in_extension: bool,
    walked: &mut HashSet<*const u8>,
    named: &mut IndexMap<String, bool>,
) {
    match &node.value {
        Value::Object(object) => {
            if Arc::strong_count(object) > 1 && !walked.insert(Arc::as_ptr(object).cast()) {
                return;
            }
            for (key, value) in object.iter() {
                if let ("$ref", Some(reference)) = (&*key.text, value.as_str()) {
                    let path = reference.split('#').next().unwrap_or_default();
                    if !path.is_empty() {
                        *named.entry(path.to_owned()).or_default() |= !in_extension;
                    }
                }
                let in_extension = in_extension || key.text.starts_with("x-");
                named_files(value, in_extension, walked, named);
            }
        }
        Value::Array(items)
            if Arc::strong_count(items) == 1 || walked.insert(items.as_ptr().cast()) =>
        {
            items
                .iter()
                .for_each(|item| named_files(item, in_extension, walked, named));
        }
        _ => {}
    }
}

/// The path, relative to the root document's folder, of what a file there calls `reference`.
fn join(from: &str, reference: &str) -> Result<String, String> {
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

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Decodes `%XX`; what is not such an escape stays.
pub(crate) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            // A sign is no digit, though numbers may begin with one.
            .filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit()));
        match escape.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
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
