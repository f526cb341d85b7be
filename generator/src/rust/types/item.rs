//! A type → its declaration, and the table of how it is read and written.

use std::collections::HashSet;
use std::sync::Arc;

use crate::rust::item::RustApi;
use crate::rust::item::types::{
    Constant, Enum, EnumRepr, Field, JsonKind, Literal, Presence, Struct, Tag, Test, TypeItem,
    TypeKind, TypeRef, Union, UnionVariant,
};
use crate::rust::layout::Lines;
use crate::rust::names::bare;
use crate::rust::paths::{Imports, Site, TypePrinter};

/// rustfmt's width of a struct literal that stands on one line.
const SHORT_LITERAL: usize = 18;

/// rustfmt's width of a line.
const WIDTH: usize = 100;

/// A type's text, and what it needs.
pub struct Printed {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// What the file has to import for it.
    pub imports: Imports,
    /// Names of this module and of `types` that it mentions.
    pub names: Vec<Arc<str>>,
}

/// Prints a type. `names` has those of all types.
pub fn print(rust: &RustApi, names: &HashSet<&str>, item: &TypeItem) -> Printed {
    let mut paths = TypePrinter::new(rust, Site::Types(names));
    let mut lines = Lines::default();
    lines.docs(&item.docs);
    if item.deprecated {
        lines.line("#[deprecated]");
    }
    match &item.kind {
        TypeKind::Struct(it) => structure(&mut lines, &mut paths, item, it),
        TypeKind::Enum(it) => enumeration(&mut lines, &paths, item, it),
        TypeKind::Union(it) => union(&mut lines, &mut paths, rust, item, it),
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
            lines.tuple_struct(&item.name, &text);
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
        (item.derives.eq, "Eq"),
        (item.derives.hash, "Hash"),
        (item.derives.ord, "PartialOrd"),
        (item.derives.ord, "Ord"),
        (item.derives.default && with_default, "Default"),
    ];
    all.extend(wanted.iter().filter(|it| it.0).map(|it| it.1));
    let own = item.derives.custom.iter().map(|it| &**it);
    for it in own {
        if !all.contains(&it) {
            all.push(it);
        }
    }
    let line = format!("#[derive({})]", all.join(", "));
    if line.len() <= WIDTH {
        return lines.line(line);
    }
    lines.open("#[derive(");
    let last = all.len() - 1;
    let words = all.iter().enumerate();
    let words: Vec<String> = words
        .map(|(at, it)| {
            if at == last {
                (*it).to_owned()
            } else {
                format!("{it},")
            }
        })
        .collect();
    lines.fill(&words);
    lines.close(")]");
}

/// Other crates cannot name all there is of a type that may get more.
fn non_exhaustive(lines: &mut Lines, paths: &TypePrinter<'_>) {
    if paths.style().non_exhaustive {
        lines.line("#[non_exhaustive]");
    }
}

fn structure(lines: &mut Lines, paths: &mut TypePrinter<'_>, item: &TypeItem, it: &Struct) {
    let mut defaults = it.fields.iter().filter_map(|it| it.default.as_ref());
    let has_defaults = defaults.any(|it| !it.is_plain());
    derives(lines, item, &["Debug", "Clone", "PartialEq"], !has_defaults);
    if !it.any_of {
        non_exhaustive(lines, paths);
    }
    if it.fields.is_empty() && it.rest.is_none() {
        lines.line(format!("pub struct {} {{}}", item.name));
    } else {
        head(lines, &format!("pub struct {}", item.name));
        for field in &it.fields {
            lines.docs(&field.docs);
            if field.deprecated {
                lines.line("#[deprecated]");
            }
            let ty = paths.field(field);
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
    methods(lines, paths, item, it);
    if it.any_of {
        let entries: Vec<String> = it.fields.iter().map(|it| format!("{},", it.name)).collect();
        return table(lines, &format!("any_of!({} {{", item.name), &entries);
    }
    let mut entries: Vec<String> = it.fields.iter().map(|it| entry(paths, it)).collect();
    if let Some(rest) = &it.rest {
        entries.push(format!("; ..{}", rest.name));
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
fn default_impl(lines: &mut Lines, paths: &mut TypePrinter<'_>, item: &TypeItem, it: &Struct) {
    lines.open(format!("impl Default for {} {{", item.name));
    lines.open("fn default() -> Self {");
    let mut fields: Vec<String> = Vec::with_capacity(it.fields.len());
    for field in &it.fields {
        fields.push(format!("{}: {}", field.name, absent(paths, field)));
    }
    if let Some(rest) = &it.rest {
        fields.push(format!("{}: Default::default()", rest.name));
    }
    self_literal(lines, &fields);
    lines.close("}");
    lines.close("}");
}

/// What a field is whose property is absent.
fn absent(paths: &mut TypePrinter<'_>, field: &Field) -> String {
    match (&field.default, field.presence) {
        (Some(default), _) => literal(paths, default),
        (None, Presence::OptionalNullable) => {
            let mut text = String::new();
            paths.of_runtime(&mut text, "Nullable::Absent");
            text
        }
        (None, _) => "None".to_owned(),
    }
}

/// What makes a value of what has to be there, and what adds the rest.
fn methods(lines: &mut Lines, paths: &mut TypePrinter<'_>, item: &TypeItem, it: &Struct) {
    let style = paths.style();
    let makes = it.arguments(style).next().is_some();
    if !makes && it.settable(style).next().is_none() {
        return;
    }
    lines.open(format!("impl {} {{", item.name));
    if makes {
        lines.line("/// With what is required; the rest is absent, or has its default.");
        let mut parameters = Vec::new();
        let mut fields = Vec::with_capacity(it.fields.len());
        for field in &it.fields {
            if field.is_required() {
                let ty = paths.field(field);
                parameters.push(format!("{}: {ty}", field.name));
                fields.push(field.name.to_string());
            } else {
                fields.push(format!("{}: {}", field.name, absent(paths, field)));
            }
        }
        if let Some(rest) = &it.rest {
            fields.push(format!("{}: Default::default()", rest.name));
        }
        lines.function("pub fn new", &parameters, "Self", " {");
        lines.indent();
        self_literal(lines, &fields);
        lines.close("}");
    }
    for (at, field) in it.settable(style).enumerate() {
        if at > 0 || makes {
            lines.line("");
        }
        lines.line(format!("/// The same with `{}`.", bare(&field.name)));
        let (ty, name) = (paths.text(&field.ty), &field.name);
        let (ty, value) = match field.presence {
            Presence::Optional => (ty, format!("Some({name})")),
            Presence::OptionalNullable => (format!("Option<{ty}>"), format!("{name}.into()")),
            _ => (ty, name.to_string()),
        };
        let parameters = ["mut self".to_owned(), format!("{name}: {ty}")];
        lines.function(
            &format!("pub fn {}", field.setter()),
            &parameters,
            "Self",
            " {",
        );
        lines.indent();
        let line = format!("self.{name} = {value};");
        if lines.fits(&line) {
            lines.line(line);
        } else {
            lines.open(format!("self.{name} ="));
            lines.line(format!("{value};"));
            lines.end();
        }
        lines.line("self");
        lines.close("}");
    }
    lines.close("}");
    lines.line("");
}

/// `Self { name, tag: None }`.
fn self_literal(lines: &mut Lines, fields: &[String]) {
    let all = fields.join(", ");
    if all.len() <= SHORT_LITERAL {
        lines.line(format!("Self {{ {all} }}"));
    } else {
        lines.open("Self {");
        for field in fields {
            let Some((name, value)) = field.split_once(": ") else {
                lines.line(format!("{field},"));
                continue;
            };
            match value.strip_suffix(".unwrap_or_default()") {
                // rustfmt's width of a chain of calls.
                Some(first) if value.len() > 60 => {
                    lines.open(format!("{name}: {first}"));
                    lines.line(".unwrap_or_default(),");
                    lines.end();
                }
                _ => match value
                    .strip_prefix("runtime::")
                    .and_then(|it| it.strip_prefix(WRITTEN)?.strip_prefix('('))
                    .and_then(|it| it.strip_suffix(')'))
                {
                    // rustfmt's width of the arguments of a call.
                    Some(text) if text.chars().count() > 60 => {
                        lines.open(format!("{name}: runtime::{WRITTEN}("));
                        lines.line(format!("{text},"));
                        lines.close("),");
                    }
                    _ => lines.field(name, value),
                },
            }
        }
        lines.close("}");
    }
}

/// How one field is read and written: `optional name,`.
fn entry(paths: &mut TypePrinter<'_>, field: &Field) -> String {
    let how = match field.presence {
        Presence::Required | Presence::Nullable => "required",
        Presence::Optional => "optional",
        Presence::OptionalNullable => "nullable",
        Presence::Defaulted => "defaulted",
    };
    let default = match &field.default {
        Some(default) if !field.is_demanded() => format!(" or {}", literal(paths, default)),
        _ => String::new(),
    };
    if field.name == field.wire {
        return format!("{how} {}{default},", field.name);
    }
    format!("{how} {} = {:?}{default},", field.name, field.wire)
}

fn literal(paths: &mut TypePrinter<'_>, it: &Literal) -> String {
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
        Literal::Made(ty, rest) => {
            let name = paths.text(ty);
            let name = name.split('<').next().unwrap_or_default();
            format!("{name}{rest}")
        }
        Literal::Newtype(id, inner) => {
            let name = paths.text(&TypeRef::Named(*id));
            format!("{name}({})", literal(paths, inner))
        }
        Literal::Vec(items) => {
            let items: Vec<String> = items.iter().map(|it| literal(paths, it)).collect();
            format!("vec![{}]", items.join(", "))
        }
        Literal::Some(inner) => format!("Some({})", literal(paths, inner)),
        Literal::Json(text) => {
            let mut out = String::new();
            paths.of_runtime(&mut out, WRITTEN);
            format!("{out}({})", raw(text))
        }
        // None is left once all types are known.
        Literal::Written(_) => "Default::default()".to_owned(),
    }
}

/// The function of the run-time that reads a default from JSON.
const WRITTEN: &str = "written";

/// A string literal, as easy to read as can be.
fn raw(text: &str) -> String {
    let is_plain = !text.contains("\"#") && !text.contains(char::is_control);
    match is_plain && text.contains('"') {
        true => format!("r#\"{text}\"#"),
        false => format!("{text:?}"),
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

fn enumeration(lines: &mut Lines, paths: &TypePrinter<'_>, item: &TypeItem, it: &Enum) {
    derives(lines, item, &["Debug", "Clone", "PartialEq"], true);
    non_exhaustive(lines, paths);
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
        .map(|variant| match (it.repr, &variant.value) {
            (EnumRepr::String, Constant::String(text)) => format!("{} = {text:?},", variant.name),
            (EnumRepr::Integer, Constant::Integer(it)) => format!("{} = {it},", variant.name),
            (_, value) => format!("{} = {},", variant.name, constant(value)),
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

/// A constant as an expression of the run-time's `Constant`.
fn constant(it: &Constant) -> String {
    match it {
        Constant::Null => "Constant::Null".to_owned(),
        Constant::Bool(it) => format!("Constant::Bool({it})"),
        Constant::Integer(it) => format!("Constant::Integer({it})"),
        Constant::Number(digits) => match digits.parse::<f64>() {
            Ok(number) if number.is_finite() => format!("Constant::Float({number:?})"),
            _ => "Constant::Float(f64::INFINITY)".to_owned(),
        },
        Constant::String(text) => format!("Constant::String({text:?})"),
    }
}

fn union(
    lines: &mut Lines,
    paths: &mut TypePrinter<'_>,
    rust: &RustApi,
    item: &TypeItem,
    it: &Union,
) {
    derives(lines, item, &["Debug", "Clone", "PartialEq"], true);
    non_exhaustive(lines, paths);
    if it.variants.is_empty() {
        lines.line(format!("pub enum {} {{}}", item.name));
    } else {
        head(lines, &format!("pub enum {}", item.name));
        for variant in &it.variants {
            lines.docs(&variant.docs);
            let ty = paths.text(&variant.ty);
            lines.variant(&variant.name, &[ty]);
        }
        lines.close("}");
    }
    lines.line("");
    let entry = |it: &UnionVariant| {
        let (box_word, inner) = match &it.ty {
            TypeRef::Boxed(inner) => ("Box ", &**inner),
            ty => ("", ty),
        };
        format!("{}({box_word}{}),", it.name, paths.text(inner))
    };
    let made_of: Vec<String> = rust.made_of(it).map(entry).collect();
    if !made_of.is_empty() {
        table(lines, &format!("from!({} {{", item.name), &made_of);
        lines.line("");
    }
    match &it.tag {
        Tag::Property(property) => {
            let fallback = it.fallback.map(|at| &it.variants[at]);
            let default = fallback.filter(|it| !it.tags.is_empty());
            let default = default.map(|it| format!("=> {}", it.name));
            let entries: Vec<String> = (it.variants.iter().enumerate())
                .map(|(at, variant)| {
                    let tags: Vec<String> =
                        variant.tags.iter().map(|it| format!("{it:?}")).collect();
                    if tags.is_empty() && it.fallback == Some(at) {
                        return format!("..{}", variant.name);
                    }
                    format!("{} = {},", variant.name, tags.join(" | "))
                })
                .chain(default)
                .collect();
            let head = format!("tagged!({} by {property:?} {{", item.name);
            if it.formed {
                lines.open(head);
                entries.iter().for_each(|it| lines.line(it));
                lines.close("} else {");
                lines.indent();
                for variant in &it.variants {
                    test(lines, &variant.name, &variant.test);
                }
                lines.close("});");
            } else {
                table(lines, &head, &entries);
            }
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
    if it.any_of {
        return lines.line(format!("{variant} = Test::ANY_OF,"));
    }
    let mut parts: Vec<String> = Vec::new();
    let strings = |all: &[Arc<str>]| {
        let all: Vec<String> = all.iter().map(|it| format!("{it:?}")).collect();
        all.join(", ")
    };
    let constants = |all: &[Constant]| {
        let all: Vec<String> = all.iter().map(constant).collect();
        all.join(", ")
    };
    let base = match it.kinds[..] {
        [] => "ANY",
        [JsonKind::Null] => "NULL",
        [JsonKind::Bool] => "BOOL",
        [JsonKind::Integer] => "INTEGER",
        [JsonKind::Number] => "NUMBER",
        [JsonKind::String] => "STRING",
        [JsonKind::Array] => "ARRAY",
        [JsonKind::Object] => "OBJECT",
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

fn kind(it: JsonKind) -> &'static str {
    match it {
        JsonKind::Null => "Kind::Null",
        JsonKind::Bool => "Kind::Bool",
        JsonKind::Integer => "Kind::Integer",
        JsonKind::Number => "Kind::Number",
        JsonKind::String => "Kind::String",
        JsonKind::Array => "Kind::Array",
        JsonKind::Object => "Kind::Object",
    }
}
