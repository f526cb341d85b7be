//! Text → [`Document`]: one tree of nodes in the shape of OpenAPI 3, and the other files it refers to.

mod bundle;
mod convert;
mod document;
mod json;
mod limits;
mod members;
#[cfg(feature = "overlays")]
mod overlay;
pub(crate) mod uri;
mod yaml;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::model::Dialect;
use crate::node::{Key, Node, Value};
use crate::source::{FileId, Files, Place, Source};

use document::{File, Named};
use limits::TextError;
#[cfg(feature = "overlays")]
use overlay::apply as overlaid;

pub use document::{Document, MAX_HOPS};

/// How many files a document may be spread over.
pub const MAX_FILES: usize = 4_096;

/// Reads a document and every file its references name. What cannot be read is in `sink`.
pub fn load(root: Source, files: &dyn Files, sink: &mut Sink) -> Document {
    let path = file_name(&root.path).to_owned();
    let (mut tree, is_json) = match parse(&root.parts()[0].0, FileId(0), sink) {
        Ok(parsed) => parsed,
        Err(error) => {
            sink.push(error.into_diagnostic());
            let place = Place::start_of(FileId(0));
            (Node::object(Vec::new(), place), false)
        }
    };
    for (source, lines_before) in root.parts().into_iter().skip(1) {
        if let Some(overlay) = parse_below(&source, lines_before, sink) {
            tree = overlaid(tree, &overlay, &path, sink);
        }
    }
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
            is_json,
            tree,
        }],
        by_path: BTreeMap::from([(path, Ok(FileId(0)))]),
        by_uri: BTreeMap::new(),
        names: convert::ComponentNames::default(),
    };
    document.remember_uri();
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

/// The root of a document as it was read, with its overlays, as JSON.
pub fn load_alone(root: &Source, sink: &mut Sink) -> String {
    let path = file_name(&root.path).to_owned();
    let parts = root.parts();
    let mut parts = parts.into_iter();
    let first = parts
        .next()
        .map(|(source, _)| parse(&source, FileId(0), sink));
    let Some(Ok((mut tree, _))) = first else {
        return "{}\n".to_owned();
    };
    for (source, lines_before) in parts {
        if let Some(overlay) = parse_below(&source, lines_before, sink) {
            tree = overlaid(tree, &overlay, &path, sink);
        }
    }
    document::to_json(&tree, root.text.len())
}

impl Document {
    /// Reads the files that references name, and those that references in them name, until none is new.
    fn load_others(&mut self, files: &dyn Files, sink: &mut Sink) {
        let mut next = 0;
        while next < self.files.len() {
            let mut named = IndexMap::new();
            let tree = &self.files[next].tree;
            named_files(tree, false, &mut HashSet::new(), &mut named);
            for (reference, is_followed) in named {
                let from = FileId(next as u16);
                let Ok(Named::Path(path)) = self.named(from, &reference) else {
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
        let (tree, is_json) = match parse(&source, id, sink_of_file) {
            Ok(parsed) => parsed,
            // What extensions name may be a sample in any language.
            Err(error) if !is_followed => return Err(error.message),
            Err(error) => {
                // Known by its place only once the file is among those that messages can point into.
                sink.push(error.into_diagnostic());
                (Node::new(Value::Null, Place::start_of(id)), false)
            }
        };
        self.files.push(File {
            source,
            path: path.to_owned(),
            is_json,
            tree,
        });
        self.remember_uri();
        Ok(id)
    }

    /// Takes note of the URI that the last file gives itself. Of two with one URI, the first has it.
    fn remember_uri(&mut self) {
        let file = FileId((self.files.len() - 1) as u16);
        if let Some(uri) = self.files.last().and_then(File::own_uri) {
            self.by_uri.entry(uri.to_owned()).or_insert(file);
        }
    }
}

/// Reads a JSON value that is no document: where and why it cannot be read, if it cannot.
#[cfg(feature = "capture")]
pub(crate) fn json_value(text: &str) -> Result<Node, (Place, String)> {
    json::parse(text, FileId(0), &mut Vec::new()).map_err(|it| (it.place, it.message))
}

/// Reads a YAML value that is no document: where and why it cannot be read, if it cannot.
#[cfg(feature = "capture")]
pub(crate) fn yaml_value(text: &str) -> Result<Node, (Place, String)> {
    yaml::parse(text, FileId(0), &mut Vec::new())
        .map(|it| it.root)
        .map_err(|it| (it.place, it.message))
}

/// What a plain scalar of YAML is that stands alone: `1.10` a number, `no` a string.
pub(crate) fn plain_scalar(text: &str) -> Value {
    yaml::plain(text)
}

/// Parses an overlay, whose lines are counted on from those of the document.
fn parse_below(source: &Source, lines_before: u32, sink: &mut Sink) -> Option<Node> {
    let mut own = Sink::default();
    let parsed = parse(source, FileId(0), &mut own);
    let below = |place: Place| Place {
        line: place.line.saturating_add(lines_before),
        ..place
    };
    let (tree, error) = match parsed {
        Ok((tree, _)) => (Some(moved(&tree, &below)), None),
        Err(error) => (None, Some(error.into_diagnostic())),
    };
    for it in own.findings().iter().cloned().chain(error) {
        sink.push(Diagnostic {
            place: below(it.place),
            ..it
        });
    }
    tree
}

/// Says that overlays are left out of this build.
#[cfg(not(feature = "overlays"))]
fn overlaid(document: Node, overlay: &Node, _: &str, sink: &mut Sink) -> Node {
    let message = "this was built without the feature `overlays` of `verbatim-gen`";
    let finding = Diagnostic::error(code::OVERLAY, overlay.place, "", message);
    sink.push(finding.with_help("build it with that feature, or edit the document itself"));
    document
}

/// A tree that stands elsewhere.
fn moved(node: &Node, to: &impl Fn(Place) -> Place) -> Node {
    match &node.value {
        Value::Object(object) => {
            let entries = object.iter().map(|(key, it)| {
                let key = Key::new(key.text.clone(), to(key.place));
                (key, moved(it, to))
            });
            Node::object(entries.collect(), to(node.place))
        }
        Value::Array(items) => {
            let items = items.iter().map(|it| moved(it, to));
            Node::array(items.collect(), to(node.place))
        }
        value => Node::new(value.clone(), to(node.place)),
    }
}

/// Parses a file: as JSON where it begins like JSON, as YAML otherwise; and whether it is JSON.
fn parse(source: &Source, file: FileId, sink: &mut Sink) -> Result<(Node, bool), TextError> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let mut repeated = Vec::new();
    let start = text.trim_start();
    if ["<!", "<?", "<html"].iter().any(|it| start.starts_with(it)) {
        let message = "this is a web page or XML; was it fetched in place of the document?";
        return Err(TextError {
            code: code::SYNTAX,
            place: Place::start_of(file),
            message: message.to_owned(),
        });
    }
    let json_like = start.starts_with(['{', '[']);
    let (parsed, is_json) = if source.path.ends_with(".json") || json_like {
        match json::parse(text, file, &mut repeated) {
            // YAML in flow style begins like JSON too.
            Err(error) if error.code == code::SYNTAX && !source.path.ends_with(".json") => {
                repeated.clear();
                let tree = yaml::parse(text, file, &mut repeated).map_err(|_| error)?;
                (tree, false)
            }
            result => {
                let parsed = yaml::Parsed {
                    root: result?,
                    next: None,
                };
                (parsed, true)
            }
        }
    } else {
        (yaml::parse(text, file, &mut repeated)?, false)
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
    if let Some(place) = parsed.next {
        let message = "another document stands here behind the first, and is not read";
        let help = "take it away, or keep it in a file of its own";
        sink.push(Diagnostic::warning(code::SECOND_DOCUMENT, place, "", message).with_help(help));
    }
    Ok((parsed.root, is_json))
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
        (Some((text, place)), _) => match Dialect::of_openapi(&text) {
            Some(dialect) => return Some(dialect),
            None => (
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

/// The files that `$ref`s, discriminators and security requirements below a node name, by paths or URIs, each once, and
/// whether a `$ref` outside of extensions does. What aliases may share is remembered and walked once.
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
                let mut name = |reference: &str, is_followed: bool| {
                    let path = reference.split('#').next().unwrap_or_default();
                    if !path.is_empty() {
                        *named.entry(path.to_owned()).or_default() |= is_followed;
                    }
                };
                match (&*key.text, &value.value) {
                    ("$ref", Value::String(reference)) => name(reference, !in_extension),
                    // OpenAPI 3.0.4, section 4.7.25: these may be references, or names of components.
                    ("discriminator", Value::Object(it)) => {
                        let mapping = it.get("mapping").and_then(Node::as_object);
                        let targets = mapping.into_iter().flat_map(|it| it.iter());
                        let targets = targets.map(|(_, it)| it).chain(it.get("defaultMapping"));
                        let targets = targets.filter_map(Node::as_str);
                        targets
                            .filter(|it| is_file_like(it))
                            .for_each(|it| name(it, false));
                    }
                    // OpenAPI 3.2.0, section 4.30: so may the keys of these.
                    ("security", Value::Array(alternatives)) => {
                        let schemes = alternatives.iter().filter_map(Node::as_object);
                        let schemes = schemes.flat_map(|it| it.iter());
                        schemes
                            .filter(|(key, _)| is_file_like(&key.text))
                            .for_each(|(key, _)| name(&key.text, false));
                    }
                    _ => {}
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

/// Whether a text that is a reference or the name of a component looks like a reference to a file.
pub(crate) fn is_file_like(text: &str) -> bool {
    let path = text.split('#').next().unwrap_or_default();
    let endings = [".json", ".yaml", ".yml"];
    path.contains('/') || endings.iter().any(|it| path.ends_with(it))
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
