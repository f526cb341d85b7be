//! The types of a [`RustApi`] → `src/types.rs` and what stands beneath it.
//!
//! A type stands at the top in plain Rust; how it is read and written is one table below it:
//!
//! ```text
//! /// A pet.
//! #[derive(Debug, Clone, PartialEq)]
//! pub struct Pet {
//!     pub id: i64,
//!     pub r#type: Option<String>,
//! }
//!
//! object!(Pet {
//!     required id, optional r#type = "type",
//! });
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::item::{
    Enum, EnumRepr, Field, Kind, Literal, Presence, RustApi, Scalar, Struct, Tag, Test, TypeItem,
    TypeKind, TypeRef, Union,
};
use super::layout::Lines;
use crate::file_set::FileSet;

/// Types whose text is shorter than this together stand in one file.
const ONE_FILE: usize = 100_000;

/// rustfmt's width of a struct literal that stands on one line.
const SHORT_LITERAL: usize = 18;

/// rustfmt's width of a line.
const WIDTH: usize = 100;

/// Emits `src/types.rs`, and a file for each initial letter where there is much to find.
pub fn emit(rust: &RustApi) -> FileSet {
    let mut files = FileSet::default();
    let names = Names::of(rust);
    let mut printed: Vec<(String, Printed)> = Vec::with_capacity(rust.types.len());
    for item in rust.order.iter().map(|id| rust.item(*id)) {
        printed.push((initial(&item.name), print(rust, &names, item)));
    }
    let long = printed.iter().map(|(_, it)| it.text.len()).sum::<usize>() > ONE_FILE;
    let mut root = Lines::default();
    root.line("//! The types of the API, each with how it is read and written as JSON.");
    root.line("");
    if !long {
        let mut imports = BTreeSet::new();
        for (_, it) in &printed {
            imports.extend(it.imports.iter().copied());
        }
        runtime_module(&mut root);
        use_lines(&mut root, &imports);
        foreign(&mut root, rust);
        let mut text = root.finish();
        for (_, it) in &printed {
            text.push('\n');
            text.push_str(&it.text);
        }
        files.insert("src/types.rs", tidy(text));
        return files;
    }
    let mut by_letter: BTreeMap<String, Vec<Printed>> = BTreeMap::new();
    for (letter, it) in printed {
        by_letter.entry(letter).or_default().push(it);
    }
    runtime_module(&mut root);
    for letter in by_letter.keys() {
        root.line(format!("mod {letter};"));
    }
    root.line("");
    for letter in by_letter.keys() {
        root.line(format!("pub use {letter}::*;"));
    }
    foreign(&mut root, rust);
    files.insert("src/types.rs", tidy(root.finish()));
    for (letter, items) in by_letter {
        let mut imports = BTreeSet::new();
        let mut inside: BTreeSet<&str> = BTreeSet::new();
        let mut others = false;
        for it in &items {
            inside.insert(&it.name);
            imports.extend(it.imports.iter().copied());
        }
        for it in &items {
            others |= it.names.iter().any(|name| !inside.contains(name.as_str()));
        }
        let mut lines = Lines::default();
        lines.line(match letter.as_str() {
            "other" => "//! Types whose names begin with another letter.".to_owned(),
            letter => format!(
                "//! Types whose names begin with {}.",
                letter.to_uppercase()
            ),
        });
        lines.line("");
        use_lines(&mut lines, &imports);
        if others {
            lines.line("use super::*;");
        }
        let mut text = lines.finish();
        for it in &items {
            text.push('\n');
            text.push_str(&it.text);
        }
        files.insert(format!("src/types/{letter}.rs"), tidy(text));
    }
    files
}

fn runtime_module(lines: &mut Lines) {
    lines.line("pub use crate::runtime::types as runtime;");
    lines.line("");
}

/// A type as it stands in another module: `types::Pet`.
pub fn type_text(rust: &RustApi, ty: &TypeRef) -> String {
    let mut text = String::new();
    let mut printer = Paths {
        rust,
        within: None,
        imports: BTreeSet::new(),
        named: Vec::new(),
    };
    printer.write(&mut text, ty);
    text
}

/// The file a type stands in, by its initial.
fn initial(name: &str) -> String {
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => first.to_ascii_lowercase().to_string(),
        _ => "other".to_owned(),
    }
}

/// One blank line between items, none at the end.
fn tidy(text: String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines() {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if blank && !out.is_empty() {
            out.push('\n');
        }
        blank = false;
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// `use` lines for short paths.
fn use_lines(lines: &mut Lines, imports: &BTreeSet<(&'static str, &'static str)>) {
    let mut by_path: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, name) in imports {
        by_path.entry(path).or_default().push(name);
    }
    let (std, other): (Vec<_>, Vec<_>) = by_path
        .iter()
        .partition(|(path, _)| path.starts_with("std"));
    for group in [std, other] {
        for (path, names) in &group {
            lines.import("use", path, names);
        }
        if !group.is_empty() {
            lines.line("");
        }
    }
}

/// Types of other packages learn to be read.
fn foreign(lines: &mut Lines, rust: &RustApi) {
    let mut paths: BTreeSet<String> = BTreeSet::new();
    for ty in rust.types.iter().flat_map(each_type) {
        collect_foreign(ty, &mut paths);
    }
    if !paths.is_empty() {
        lines.line("");
        let all: Vec<String> = paths.into_iter().collect();
        for it in all {
            lines.line(format!("foreign!({it});"));
        }
    }
}

fn each_type(item: &TypeItem) -> Vec<&TypeRef> {
    match &item.kind {
        TypeKind::Struct(it) => {
            let rest = it.rest.iter().map(|it| &it.ty);
            it.fields.iter().map(|it| &it.ty).chain(rest).collect()
        }
        TypeKind::Union(it) => it.variants.iter().map(|it| &it.ty).collect(),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => vec![ty],
        TypeKind::Enum(it) if it.repr == EnumRepr::Json => vec![&TypeRef::Any],
        TypeKind::Enum(_) => Vec::new(),
    }
}

fn collect_foreign(ty: &TypeRef, paths: &mut BTreeSet<String>) {
    match ty {
        TypeRef::Option(it) | TypeRef::Boxed(it) | TypeRef::Vec(it) | TypeRef::Map(it) => {
            collect_foreign(it, paths);
        }
        TypeRef::Tuple(parts) => parts.iter().for_each(|it| collect_foreign(it, paths)),
        TypeRef::Path(path) => {
            paths.insert(path.to_string());
        }
        TypeRef::Any => {
            paths.insert("serde_json::Value".to_owned());
        }
        TypeRef::Scalar(scalar) => {
            let path = match scalar {
                Scalar::Uuid => "uuid::Uuid",
                Scalar::Date => "chrono::NaiveDate",
                Scalar::DateTime => "chrono::DateTime<chrono::FixedOffset>",
                _ => return,
            };
            paths.insert(path.to_owned());
        }
        TypeRef::Named(_) | TypeRef::Null | TypeRef::Never => {}
    }
}

/// The names of all types, which a short path must not be taken for.
struct Names<'a>(std::collections::HashSet<&'a str>);

impl<'a> Names<'a> {
    fn of(rust: &'a RustApi) -> Self {
        Self(rust.types.iter().map(|it| &*it.name).collect())
    }
}

/// A type's text, and what it needs.
struct Printed {
    name: String,
    text: String,
    imports: BTreeSet<(&'static str, &'static str)>,
    /// Names of this module and of `types` that it mentions.
    names: Vec<String>,
}

/// Writes types. Within `types`, paths are short.
struct Paths<'a> {
    rust: &'a RustApi,
    within: Option<&'a Names<'a>>,
    imports: BTreeSet<(&'static str, &'static str)>,
    named: Vec<String>,
}

impl Paths<'_> {
    fn text(&mut self, ty: &TypeRef) -> String {
        let mut text = String::new();
        self.write(&mut text, ty);
        text
    }

    fn write(&mut self, out: &mut String, ty: &TypeRef) {
        match ty {
            TypeRef::Named(id) => {
                let name = &self.rust.item(*id).name;
                if self.within.is_none() {
                    out.push_str("types::");
                } else {
                    self.named.push(name.to_string());
                }
                out.push_str(name);
            }
            TypeRef::Option(inner) => self.generic(out, "Option", inner),
            TypeRef::Boxed(inner) => self.generic(out, "Box", inner),
            TypeRef::Vec(inner) => self.generic(out, "Vec", inner),
            TypeRef::Map(inner) => {
                self.path(out, "std::collections", "BTreeMap");
                out.push_str("<String, ");
                self.write(out, inner);
                out.push('>');
            }
            TypeRef::Tuple(parts) => {
                out.push('(');
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    self.write(out, part);
                }
                out.push_str(if parts.len() == 1 { ",)" } else { ")" });
            }
            TypeRef::Scalar(scalar) => self.scalar(out, *scalar),
            TypeRef::Path(path) => out.push_str(path),
            // Never imported: `Value` is a name of many things.
            TypeRef::Any => out.push_str("serde_json::Value"),
            TypeRef::Null => out.push_str("()"),
            TypeRef::Never => self.of_runtime(out, "Never"),
        }
    }

    fn generic(&mut self, out: &mut String, name: &str, inner: &TypeRef) {
        out.push_str(name);
        out.push('<');
        self.write(out, inner);
        out.push('>');
    }

    fn scalar(&mut self, out: &mut String, scalar: Scalar) {
        let name = match scalar {
            Scalar::Bool => "bool",
            Scalar::I8 => "i8",
            Scalar::I16 => "i16",
            Scalar::I32 => "i32",
            Scalar::I64 => "i64",
            Scalar::U8 => "u8",
            Scalar::U16 => "u16",
            Scalar::U32 => "u32",
            Scalar::U64 => "u64",
            Scalar::I128 => "i128",
            Scalar::F32 => "f32",
            Scalar::F64 => "f64",
            Scalar::String => "String",
            Scalar::Uuid => return self.path(out, "uuid", "Uuid"),
            Scalar::Date => return self.path(out, "chrono", "NaiveDate"),
            Scalar::DateTime => {
                self.path(out, "chrono", "DateTime");
                out.push('<');
                self.path(out, "chrono", "FixedOffset");
                return out.push('>');
            }
            Scalar::Ip => return self.path(out, "std::net", "IpAddr"),
            Scalar::Ipv4 => return self.path(out, "std::net", "Ipv4Addr"),
            Scalar::Ipv6 => return self.path(out, "std::net", "Ipv6Addr"),
            Scalar::Base64 => return self.of_runtime(out, "Base64"),
            Scalar::Secret => return self.of_runtime(out, "Password"),
            Scalar::Binary => return self.of_runtime(out, "Binary"),
        };
        out.push_str(name);
    }

    /// A short path, if no type of the document goes by that name.
    fn path(&mut self, out: &mut String, path: &'static str, name: &'static str) {
        match self.within {
            Some(names) if !names.0.contains(name) => {
                self.imports.insert((path, name));
            }
            _ => {
                out.push_str(path);
                out.push_str("::");
            }
        }
        out.push_str(name);
    }

    fn of_runtime(&mut self, out: &mut String, name: &str) {
        if self.within.is_none() {
            out.push_str("types::");
        } else {
            self.named.push("runtime".to_owned());
        }
        out.push_str("runtime::");
        out.push_str(name);
    }
}

fn print(rust: &RustApi, names: &Names<'_>, item: &TypeItem) -> Printed {
    let mut paths = Paths {
        rust,
        within: Some(names),
        imports: BTreeSet::new(),
        named: Vec::new(),
    };
    let mut lines = Lines::default();
    lines.docs(&item.docs);
    if item.deprecated {
        lines.line("#[deprecated]");
    }
    match &item.kind {
        TypeKind::Struct(it) => structure(&mut lines, &mut paths, item, it),
        TypeKind::Enum(it) => enumeration(&mut lines, item, it),
        TypeKind::Union(it) => union(&mut lines, &mut paths, item, it),
        TypeKind::Alias(ty) => {
            let text = paths.text(ty);
            let line = format!("pub type {} = {text};", item.name);
            if line.chars().count() <= WIDTH {
                lines.line(line);
            } else {
                lines.open(format!("pub type {} =", item.name));
                lines.line(format!("{text};"));
                lines.end();
            }
        }
        TypeKind::Newtype(ty) => {
            let text = paths.text(ty);
            derives(&mut lines, item, &["Debug", "Clone", "PartialEq"], true);
            let line = format!("pub struct {}(pub {text});", item.name);
            if line.chars().count() <= WIDTH {
                lines.line(line);
            } else {
                lines.open(format!("pub struct {}(", item.name));
                lines.line(format!("pub {text},"));
                lines.close(");");
            }
            lines.line("");
            lines.line(format!("newtype!({});", item.name));
        }
    }
    Printed {
        name: item.name.to_string(),
        text: lines.finish(),
        imports: paths.imports,
        names: paths.named,
    }
}

fn derives(lines: &mut Lines, item: &TypeItem, built_in: &[&str], with_default: bool) {
    let mut all: Vec<&str> = built_in.to_vec();
    let wanted = [
        (item.derives.copy, "Copy"),
        (item.derives.hash, "Eq"),
        (item.derives.hash, "Hash"),
        (item.derives.default && with_default, "Default"),
    ];
    all.extend(wanted.iter().filter(|it| it.0).map(|it| it.1));
    let own = item.derives.custom.iter().map(|it| &**it);
    for it in own {
        if !all.contains(&it) {
            all.push(it);
        }
    }
    lines.line(format!("#[derive({})]", all.join(", ")));
}

fn structure(lines: &mut Lines, paths: &mut Paths<'_>, item: &TypeItem, it: &Struct) {
    let mut defaults = it.fields.iter().filter_map(|it| it.default.as_ref());
    let has_defaults = defaults.any(|it| !it.is_plain());
    derives(lines, item, &["Debug", "Clone", "PartialEq"], !has_defaults);
    if it.fields.is_empty() && it.rest.is_none() {
        lines.line(format!("pub struct {} {{}}", item.name));
    } else {
        head(lines, &format!("pub struct {}", item.name));
        for field in &it.fields {
            lines.docs(&field.docs);
            if field.deprecated {
                lines.line("#[deprecated]");
            }
            let ty = paths.text(&field.ty);
            let ty = match field.presence {
                Presence::Required | Presence::Defaulted => ty,
                Presence::Nullable | Presence::Optional => format!("Option<{ty}>"),
                Presence::OptionalNullable => format!("Option<Option<{ty}>>"),
            };
            lines.field(&format!("pub {}", field.name), &ty);
        }
        if let Some(rest) = &it.rest {
            lines.line("/// Properties that are not listed.");
            let ty = paths.text(&TypeRef::Map(Box::new(rest.ty.clone())));
            lines.field(&format!("pub {}", rest.name), &ty);
        }
        lines.close("}");
    }
    lines.line("");
    if item.derives.default && has_defaults {
        default_impl(lines, paths, item, it);
        lines.line("");
    }
    let mut entries: Vec<String> = it.fields.iter().map(|it| entry(paths, it)).collect();
    if let Some(rest) = &it.rest {
        entries.push(format!("rest {},", rest.name));
    }
    if it.closed {
        entries.push("; nothing_else".to_owned());
    }
    table(lines, &format!("object!({} {{", item.name), &entries);
}

/// The line above the members of a type; the brace goes below it where it does not fit.
fn head(lines: &mut Lines, text: &str) {
    if text.chars().count() + 2 <= WIDTH {
        return lines.open(format!("{text} {{"));
    }
    lines.line(text);
    lines.open("{");
}

/// What an object is whose properties are all absent.
fn default_impl(lines: &mut Lines, paths: &mut Paths<'_>, item: &TypeItem, it: &Struct) {
    lines.open(format!("impl Default for {} {{", item.name));
    lines.open("fn default() -> Self {");
    let mut fields: Vec<String> = Vec::with_capacity(it.fields.len());
    for field in &it.fields {
        let value = match &field.default {
            Some(default) => literal(paths, default),
            None => "None".to_owned(),
        };
        fields.push(format!("{}: {value}", field.name));
    }
    if let Some(rest) = &it.rest {
        fields.push(format!("{}: Default::default()", rest.name));
    }
    let all = fields.join(", ");
    if all.len() <= SHORT_LITERAL {
        lines.line(format!("Self {{ {all} }}"));
    } else {
        lines.open("Self {");
        for field in &fields {
            let (name, value) = field.split_once(": ").unwrap_or((field, ""));
            lines.field(name, value);
        }
        lines.close("}");
    }
    lines.close("}");
    lines.close("}");
}

/// How one field is read and written: `optional name,`.
fn entry(paths: &mut Paths<'_>, field: &Field) -> String {
    let how = match field.presence {
        Presence::Required | Presence::Nullable => "required",
        Presence::Optional | Presence::OptionalNullable => "optional",
        Presence::Defaulted => "defaulted",
    };
    let default = match &field.default {
        Some(default) => format!(" or {}", literal(paths, default)),
        None => String::new(),
    };
    if field.name == field.wire {
        return format!("{how} {}{default},", field.name);
    }
    format!("{how} {} = {:?}{default},", field.name, field.wire)
}

fn literal(paths: &mut Paths<'_>, it: &Literal) -> String {
    match it {
        Literal::Bool(it) => it.to_string(),
        Literal::Integer(it) => it.to_string(),
        Literal::Float(it) => format!("{it:?}"),
        Literal::String(it) if it.is_empty() => "String::new()".to_owned(),
        Literal::String(it) => format!("{it:?}.to_owned()"),
        Literal::Empty => "Default::default()".to_owned(),
        Literal::Variant(id, variant) => {
            let name = paths.text(&TypeRef::Named(*id));
            format!("{name}::{variant}")
        }
    }
}

/// A macro call over entries, as many to a line as fit.
fn table(lines: &mut Lines, head: &str, entries: &[String]) {
    let entries_text = entries.join(" ");
    let whole = match entries {
        [] => format!("{head}}});"),
        _ => format!(
            "{head} {} }});",
            entries_text.replace(", ;", ";").trim_end_matches(',')
        ),
    };
    if lines.fits(&whole) {
        return lines.line(whole);
    }
    lines.open(head);
    lines.fill(entries);
    lines.close("});");
}

fn enumeration(lines: &mut Lines, item: &TypeItem, it: &Enum) {
    derives(lines, item, &["Debug", "Clone", "PartialEq"], true);
    if it.variants.is_empty() && it.other.is_none() {
        lines.line(format!("pub enum {} {{}}", item.name));
    } else {
        head(lines, &format!("pub enum {}", item.name));
        for variant in &it.variants {
            lines.docs(&variant.docs);
            lines.line(format!("{},", variant.name));
        }
        if let Some(other) = &it.other {
            lines.line("/// A value that is not listed.");
            let ty = match it.repr {
                EnumRepr::String => "String",
                EnumRepr::Integer => "i64",
                EnumRepr::Json => "serde_json::Value",
            };
            lines.line(format!("{other}({ty}),"));
        }
        lines.close("}");
    }
    lines.line("");
    let mut entries: Vec<String> = it
        .variants
        .iter()
        .map(|variant| match it.repr {
            EnumRepr::String => format!("{} = {:?},", variant.name, variant.value),
            EnumRepr::Integer => format!("{} = {},", variant.name, variant.value),
            EnumRepr::Json => format!("{} = {},", variant.name, constant(&variant.value)),
        })
        .collect();
    entries.extend(it.other.as_ref().map(|other| format!("..{other}")));
    let name = match it.repr {
        EnumRepr::String => "string_enum",
        EnumRepr::Integer => "integer_enum",
        EnumRepr::Json => "mixed_enum",
    };
    table(lines, &format!("{name}!({} {{", item.name), &entries);
}

/// A JSON scalar as an expression of the run-time's `Constant`.
fn constant(json: &str) -> String {
    match json.as_bytes().first() {
        Some(b'"') => match serde_json_string(json) {
            Some(text) => format!("Constant::String({text:?})"),
            None => "Constant::Null".to_owned(),
        },
        Some(b't' | b'f') => format!("Constant::Bool({json})"),
        Some(b'n') | None => "Constant::Null".to_owned(),
        _ => match json.parse::<i64>() {
            Ok(number) => format!("Constant::Integer({number})"),
            Err(_) => {
                let number = json.parse::<f64>().unwrap_or(f64::NAN);
                if number.is_finite() {
                    format!("Constant::Float({number:?})")
                } else {
                    "Constant::Float(f64::INFINITY)".to_owned()
                }
            }
        },
    }
}

/// The text of a JSON string as `lower` writes it.
fn serde_json_string(json: &str) -> Option<String> {
    let inner = json.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next()? {
            'u' => {
                let digits: String = chars.by_ref().take(4).collect();
                text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
            }
            other => text.push(other),
        }
    }
    Some(text)
}

fn union(lines: &mut Lines, paths: &mut Paths<'_>, item: &TypeItem, it: &Union) {
    derives(lines, item, &["Debug", "Clone", "PartialEq"], true);
    if it.variants.is_empty() {
        lines.line(format!("pub enum {} {{}}", item.name));
    } else {
        head(lines, &format!("pub enum {}", item.name));
        for variant in &it.variants {
            lines.docs(&variant.docs);
            let ty = paths.text(&variant.ty);
            let line = format!("{}({ty}),", variant.name);
            if line.chars().count() + 4 <= WIDTH {
                lines.line(line);
            } else {
                lines.open(format!("{}(", variant.name));
                lines.line(format!("{ty},"));
                lines.close("),");
            }
        }
        lines.close("}");
    }
    lines.line("");
    match &it.tag {
        Tag::Property(property) => {
            let entries: Vec<String> = it
                .variants
                .iter()
                .map(|variant| {
                    let tags: Vec<String> =
                        variant.tags.iter().map(|it| format!("{it:?}")).collect();
                    if it.open && tags.is_empty() {
                        return format!("..{}", variant.name);
                    }
                    format!("{} = {},", variant.name, tags.join(" | "))
                })
                .collect();
            table(
                lines,
                &format!("tagged!({} by {property:?} {{", item.name),
                &entries,
            );
        }
        Tag::Untagged => {
            lines.open(format!("untagged!({} {{", item.name));
            for variant in &it.variants {
                test(lines, &variant.name, &variant.test);
            }
            lines.close("});");
        }
    }
}

/// `Cat = Test { required: &["lives"], ..Test::OBJECT },`
fn test(lines: &mut Lines, variant: &str, it: &Test) {
    let mut parts: Vec<String> = Vec::new();
    let strings = |all: &[std::sync::Arc<str>]| {
        let all: Vec<String> = all.iter().map(|it| format!("{it:?}")).collect();
        all.join(", ")
    };
    let constants = |all: &[std::sync::Arc<str>]| {
        let all: Vec<String> = all.iter().map(|it| constant(it)).collect();
        all.join(", ")
    };
    let base = match it.kinds[..] {
        [] => "ANY",
        [Kind::Null] => "NULL",
        [Kind::Bool] => "BOOL",
        [Kind::Integer] => "INTEGER",
        [Kind::Number] => "NUMBER",
        [Kind::String] => "STRING",
        [Kind::Array] => "ARRAY",
        [Kind::Object] => "OBJECT",
        _ => {
            let kinds: Vec<&str> = it.kinds.iter().map(|it| kind(*it)).collect();
            parts.push(format!("kinds: &[{}],", kinds.join(", ")));
            "ANY"
        }
    };
    if !it.values.is_empty() {
        parts.push(format!("values: &[{}],", constants(&it.values)));
    }
    if !it.required.is_empty() {
        parts.push(format!("required: &[{}],", strings(&it.required)));
    }
    if !it.known.is_empty() {
        parts.push(format!("known: &[{}],", strings(&it.known)));
    }
    if it.closed {
        parts.push("closed: true,".to_owned());
    }
    if !it.constants.is_empty() {
        let all: Vec<String> = it
            .constants
            .iter()
            .map(|(name, values)| format!("({name:?}, &[{}])", constants(values)))
            .collect();
        parts.push(format!("constants: &[{}],", all.join(", ")));
    }
    if parts.is_empty() {
        return lines.line(format!("{variant} = Test::{base},"));
    }
    parts.push(format!("..Test::{base}"));
    let short = format!("{variant} = Test {{ {} }},", parts.join(" "));
    if short.len() <= 96 {
        return lines.line(short);
    }
    lines.open(format!("{variant} = Test {{"));
    for part in parts {
        lines.fill(&split(&part));
    }
    lines.close("},");
}

/// Where a long list may be broken: after the commas between its elements.
fn split(list: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut escaped = false;
    for c in list.chars() {
        if c == ' ' && !quoted && word.ends_with(',') {
            words.push(std::mem::take(&mut word));
            continue;
        }
        word.push(c);
        if quoted && !escaped && c == '\\' {
            escaped = true;
            continue;
        }
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = false;
    }
    words.push(word);
    words
}

fn kind(it: Kind) -> &'static str {
    match it {
        Kind::Null => "Kind::Null",
        Kind::Bool => "Kind::Bool",
        Kind::Integer => "Kind::Integer",
        Kind::Number => "Kind::Number",
        Kind::String => "Kind::String",
        Kind::Array => "Kind::Array",
        Kind::Object => "Kind::Object",
    }
}

/// A line a schema: JSON pointer, Rust path, kind; tab-separated.
pub fn listing(rust: &RustApi) -> String {
    let mut text = String::new();
    for item in rust.order.iter().map(|id| rust.item(*id)) {
        let _ = writeln!(
            text,
            "{}\ttypes::{}\t{}",
            item.pointer,
            item.name,
            item.kind.as_str()
        );
    }
    text
}
