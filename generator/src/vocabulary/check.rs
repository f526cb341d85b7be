//! An object of a document → findings about the fields that it should not have, or that nobody follows yet.

use super::{Exclusion, Field, Handling, Lookup, Shape, SpecObject, Versions};
use crate::catalogue as code;
use crate::diagnostic::{Diagnostic, Sink, printable};
use crate::model::Dialect;
use crate::nearest::nearest_of;
use crate::node::{Key, Node, Object};
use crate::source::Place;

/// Reports the fields of an object that its version does not have, those that no version has, and those that are not
/// followed yet. `comparisons` is how many names may still be compared with misspelt ones in this document.
pub(crate) fn check_fields(
    object: &Object,
    what: SpecObject,
    dialect: Dialect,
    comparisons: &mut usize,
    sink: &mut Sink,
) {
    for it in what.exclusions() {
        excluded(object, it, dialect, sink);
    }
    let table = what.table();
    for (key, node) in object.iter() {
        let name = &*key.text;
        let found = match table.first_row(name) {
            Some(row) if table.is_plain(row, dialect) => continue,
            Some(row) => table.lookup_from(row, dialect),
            None => Lookup::Unknown,
        };
        match found {
            Lookup::Here(field) => here(field, what, key, node, dialect, sink),
            Lookup::Elsewhere(field) if field.handling == Handling::WithoutEffect => {}
            Lookup::Elsewhere(field) => {
                let found = format!("{} has `{name}` {}", what.with_article(), field.versions);
                report_other_version(&found, field, dialect, key.place, sink);
            }
            Lookup::Unknown if name.starts_with("x-") => {}
            Lookup::Unknown if name.starts_with('$') => {
                dollar(key, node, what, comparisons, sink);
            }
            Lookup::Unknown => unknown(key, what, dialect, comparisons, sink),
        }
    }
}

/// A field beside one that excludes it.
fn excluded(object: &Object, it: &Exclusion, dialect: Dialect, sink: &mut Sink) {
    if !it.versions.contains(dialect) || object.get(it.field).is_none() {
        return;
    }
    if let Some((key, _)) = object.entry(it.beside) {
        sink.push(exclusive(it.field, key, it.then));
    }
}

/// The finding of a field that must not stand beside another one, and what becomes of it.
pub(crate) fn exclusive(field: &str, beside: &Key, then: &str) -> Diagnostic {
    let message = format!("`{}` must not stand beside `{field}`; {then}", beside.text);
    Diagnostic::warning(code::EXCLUSIVE_FIELDS, beside.place, "", message)
        .with_help("take one of the two away")
}

/// A field that the version has: whether it is followed, and has a value of this version.
fn here(
    field: &'static Field,
    what: SpecObject,
    key: &Key,
    node: &Node,
    dialect: Dialect,
    sink: &mut Sink,
) {
    match field.handling {
        Handling::NotFollowed(what_happens) => {
            let message = format!("`{}` is not supported yet; {what_happens}", field.name);
            let finding = Diagnostic::note(code::UNSUPPORTED, key.place, "", message);
            sink.push(finding.with_help("nothing has to change"));
        }
        Handling::NotEnforced => {
            let message = format!(
                "`{}` is not supported yet; values are not checked against it",
                field.name
            );
            let help = "nothing has to change: more is accepted than it allows";
            sink.push(
                Diagnostic::warning(code::UNSUPPORTED, key.place, "", message).with_help(help),
            );
        }
        Handling::Annotation(of) => {
            let message = format!(
                "`{}` describes {of}, and is no rule for it: values are not checked against it",
                field.name
            );
            let finding = Diagnostic::note(code::UNSUPPORTED, key.place, "", message);
            let help = "nothing has to change: read it where the operation is implemented";
            sink.push(finding.with_help(help));
        }
        Handling::Followed | Handling::FollowedWhereKnown | Handling::WithoutEffect => {}
    }
    if field.name == "$ref" && node.as_str().is_none() {
        return ref_of_wrong_type(key, node, sink);
    }
    if let Shape::Words(words) = field.shape
        && let Some(text) = node.as_str()
        && let Some(word) = words.iter().find(|it| it.text == text)
        && word.is_followed_elsewhere
        && !word.versions.contains(dialect)
    {
        let found = format!("`{}` may be {text:?} {}", field.name, word.versions);
        let row = match what.lookup(field.name, word.versions.from) {
            Lookup::Here(row) => row,
            _ => field,
        };
        let other = Field {
            versions: word.versions,
            ..*row
        };
        report_other_version(&found, &other, dialect, key.place, sink);
    }
    if field.versions == Versions::ALL || field.shape.accepts(node) {
        return;
    }
    let other = what
        .rows(field.name)
        .iter()
        .find(|it| it.shape.accepts(node));
    if let Some(other) = other.filter(|it| it.versions != field.versions) {
        let found = format!("`{}` may be {} {}", field.name, node.kind(), other.versions);
        report_other_version(&found, other, dialect, key.place, sink);
    }
}

/// Reports what another version has: as a note where it has its effect nevertheless, as a warning where it has none.
/// `found` is the sentence up to there, with the versions.
fn report_other_version(
    found: &str,
    field: &Field,
    dialect: Dialect,
    place: Place,
    sink: &mut Sink,
) {
    let is_later = dialect < field.versions.from;
    let instead = if is_later { field.before } else { field.after };
    let help = match (instead, is_later) {
        ("", true) => format!(
            "declare `{}`, or take it away",
            field.versions.from.declaration()
        ),
        ("", false) => "take it away".to_owned(),
        (instead, _) => instead.to_owned(),
    };
    let finding = match field.handling {
        Handling::Followed | Handling::WithoutEffect => {
            let message = format!("{found}; it is followed nevertheless");
            Diagnostic::note(code::OTHER_VERSION, place, "", message)
        }
        Handling::FollowedWhereKnown
        | Handling::NotFollowed(_)
        | Handling::NotEnforced
        | Handling::Annotation(_) => {
            let message = format!("{found}; it is ignored");
            Diagnostic::warning(code::OTHER_VERSION, place, "", message)
        }
    };
    sink.push(finding.with_help(help));
}

/// What begins with `$` belongs to schemas; any tool may have words of its own that begin so.
fn dollar(key: &Key, node: &Node, what: SpecObject, comparisons: &mut usize, sink: &mut Sink) {
    if &*key.text == "$ref" && node.as_str().is_none() {
        return ref_of_wrong_type(key, node, sink);
    }
    let names = || {
        let fields = SpecObject::Schema.fields().iter().map(|it| it.name);
        fields.filter(|it| it.starts_with('$'))
    };
    if names().any(|it| it == &*key.text) {
        return;
    }
    if let Some(near) = nearest_of(&key.text, names(), comparisons) {
        report_unknown(key, what, Some(near), sink);
    }
}

/// A `$ref` that is no string.
fn ref_of_wrong_type(key: &Key, node: &Node, sink: &mut Sink) {
    let message = format!("`$ref` must be a string, found {}", node.kind());
    let help = "put it in quotes: in YAML, ` #` begins a comment";
    sink.push(Diagnostic::error(code::WRONG_TYPE, key.place, "", message).with_help(help));
}

/// A field that no version has.
fn unknown(
    key: &Key,
    what: SpecObject,
    dialect: Dialect,
    comparisons: &mut usize,
    sink: &mut Sink,
) {
    let names = what.fields_in(dialect).map(|it| it.name);
    let near = nearest_of(
        &key.text,
        names.filter(|it| !it.starts_with('$')),
        comparisons,
    );
    // JSON Schema allows any further keyword, so from 3.1 on only what looks like a slip is worth a word.
    if near.is_none() && what == SpecObject::Schema && dialect >= Dialect::OpenApi31 {
        return;
    }
    report_unknown(key, what, near, sink);
}

fn report_unknown(key: &Key, what: SpecObject, near: Option<&str>, sink: &mut Sink) {
    let message = format!(
        "{} has no field `{}`",
        what.with_article(),
        printable(&key.text)
    );
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "take it away, or begin its name with `x-`".to_owned(),
    };
    sink.push(Diagnostic::warning(code::UNKNOWN_FIELD, key.place, "", message).with_help(help));
}
