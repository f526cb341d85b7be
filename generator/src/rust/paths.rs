//! Types where they are used → their text, and the imports that a file needs for it.
//!
//! ```text
//! Vec<Pet>, BTreeMap<String, Uuid>                in `types`, with `use std::collections::BTreeMap; use uuid::Uuid;`
//! Vec<types::Pet>, BTreeMap<String, Uuid>         in `api`, with `use crate::types;` besides
//! my_types::uuid::Uuid                            everywhere, if the configuration says so: never imported
//! ```

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use super::item::RustApi;
use super::item::operation::OperationType;
use super::item::types::{Field, Presence, Scalar, TypeRef};
use super::layout::Lines;
use crate::config::Style;

/// What a file imports: paths of modules, each with the names that it takes from there.
#[derive(Debug, Default, Clone)]
pub struct Imports(
    BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// Modules all of which is imported.
    Vec<String>,
);

impl Imports {
    /// Imports `path::name`.
    pub fn add(&mut self, path: &'static str, name: &'static str) {
        self.0.entry(path).or_default().insert(name);
    }

    /// The paths, each with its names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &BTreeSet<&'static str>)> {
        self.0.iter().map(|(path, names)| (*path, names))
    }

    /// Imports all of a module.
    pub fn add_all(&mut self, path: &str) {
        self.1.push(path.to_owned());
    }

    /// Whether there is nothing to import.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty() && self.1.is_empty()
    }

    /// Imports all of another's.
    pub fn extend(&mut self, other: &Self) {
        for (path, names) in &other.0 {
            self.0.entry(path).or_default().extend(names);
        }
    }

    /// Adds the `use` lines: those of `std`, of other packages and of the crate, with an empty line between.
    pub fn print(&self, lines: &mut Lines) {
        let group = |path: &str| match path.split("::").next() {
            Some("std") => 0,
            Some("crate" | "super" | "self") => 2,
            _ => 1,
        };
        let some = self.0.iter().map(|(path, names)| {
            let names: Vec<&str> = names.iter().copied().collect();
            (group(path), format!("{path}::{}", names[0]), *path, names)
        });
        let whole = self.1.iter().map(|path| {
            // As rustfmt sorts `*`: before any name.
            (group(path), format!("{path}::"), path.as_str(), vec!["*"])
        });
        let mut all: Vec<_> = some.chain(whole).collect();
        all.sort_unstable();
        let mut before = None;
        for (group, _, path, names) in all {
            if before.is_some_and(|it| it != group) {
                lines.line("");
            }
            before = Some(group);
            lines.import("use", path, &names);
        }
    }
}

/// Which file types are printed in.
#[derive(Debug, Clone, Copy)]
pub enum Site<'a> {
    /// `types.rs`, or a file beneath: types by their names alone. What has one of these names is not imported.
    Types(&'a HashSet<&'a str>),
    /// A file of `api`, none of whose items is called like what is imported: they end in `Api`, `Request`, `Response`,
    /// `Body` and the like.
    Api,
}

/// Prints the types of a file.
#[derive(Debug)]
pub struct TypePrinter<'a> {
    rust: &'a RustApi,
    site: Site<'a>,
    /// What the file has to import for what was printed.
    pub imports: Imports,
    /// What was printed of `types` itself: names of types, and `runtime`. Nothing where the file is not of `types`.
    pub named: Vec<Arc<str>>,
}

impl<'a> TypePrinter<'a> {
    /// A printer that has not printed anything.
    pub fn new(rust: &'a RustApi, site: Site<'a>) -> Self {
        Self {
            rust,
            site,
            imports: Imports::default(),
            named: Vec::new(),
        }
    }

    /// The text of a type.
    pub fn text(&mut self, ty: &TypeRef) -> String {
        let mut text = String::new();
        self.write(&mut text, ty);
        text
    }

    /// The text of the type of a parameter, a body or a header, in a file beside the operations.
    pub fn operation(&mut self, ty: &OperationType) -> String {
        match ty {
            OperationType::Ref(it) => self.text(it),
            OperationType::Optional(inner) => format!("Option<{}>", self.operation(inner)),
            OperationType::Local(name) => name.to_string(),
            OperationType::Accept => self.of_api("Accept").to_owned(),
            OperationType::Body => self.of_api("Body").to_owned(),
            OperationType::Multipart(parts) => {
                let multipart = self.of_api("Multipart");
                match parts {
                    Some(parts) => format!("{multipart}<{parts}>"),
                    None => multipart.to_owned(),
                }
            }
            OperationType::Events(item) => {
                let item = self.text(item);
                format!("{}<{item}>", self.of_api("EventStream"))
            }
            OperationType::Items(item) => {
                let item = self.text(item);
                format!("{}<{item}>", self.of_api("Items"))
            }
        }
    }

    /// An item of the run-time that operations are made of, by its name.
    pub fn of_api(&mut self, name: &'static str) -> &'static str {
        let module = match name {
            "Multipart" | "Part" => "crate::runtime::multipart",
            "Items" => "crate::runtime::items",
            "Context" => "crate::runtime::context",
            _ => "crate::runtime::api",
        };
        self.imports.add(module, name);
        name
    }

    /// What is to be written for each type.
    pub fn style(&self) -> Style {
        self.rust.style
    }

    /// The text of the type of a field: what its property is, or nothing.
    pub fn field(&mut self, it: &Field) -> String {
        let text = self.text(&it.ty);
        match it.presence {
            Presence::Required | Presence::Defaulted => text,
            Presence::Nullable | Presence::Optional => format!("Option<{text}>"),
            Presence::OptionalNullable => {
                let mut out = String::new();
                self.of_runtime(&mut out, "Nullable");
                format!("{out}<{text}>")
            }
        }
    }

    fn write(&mut self, out: &mut String, ty: &TypeRef) {
        match ty {
            TypeRef::Named(id) => {
                let rust = self.rust;
                let name = &rust.item(*id).name;
                self.of_types(out, || name.clone());
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
            TypeRef::Tuple(elements) => {
                out.push('(');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    self.write(out, element);
                }
                out.push_str(if elements.len() == 1 { ",)" } else { ")" });
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

    /// A path, by its name alone where that is imported.
    fn path(&mut self, out: &mut String, path: &'static str, name: &'static str) {
        let is_imported = match self.site {
            Site::Types(names) => !names.contains(name),
            // The others are rare in signatures, where the whole path reads well.
            Site::Api => matches!(name, "BTreeMap" | "DateTime" | "FixedOffset" | "Uuid"),
        };
        if is_imported {
            self.imports.add(path, name);
        } else {
            out.push_str(path);
            out.push_str("::");
        }
        out.push_str(name);
    }

    /// Something of the run-time's module, which `types` calls `runtime`.
    pub fn of_runtime(&mut self, out: &mut String, name: &str) {
        self.of_types(out, || "runtime".into());
        out.push_str("runtime::");
        out.push_str(name);
    }

    /// What stands before something of `types`.
    fn of_types(&mut self, out: &mut String, name: impl FnOnce() -> Arc<str>) {
        match self.site {
            Site::Types(_) => self.named.push(name()),
            Site::Api => {
                self.imports.add("crate", "types");
                out.push_str("types::");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Site, TypePrinter};
    use crate::rust::item::RustApi;
    use crate::rust::item::types::{Scalar, TypeRef};
    use crate::rust::layout::Lines;

    fn printed(site: Site<'_>, ty: &TypeRef) -> (String, String) {
        let rust = RustApi::default();
        let mut printer = TypePrinter::new(&rust, site);
        let text = printer.text(ty);
        let mut lines = Lines::default();
        printer.imports.print(&mut lines);
        (text, lines.finish())
    }

    #[test]
    fn what_is_short_is_imported() {
        let ty = TypeRef::Map(Box::new(TypeRef::Scalar(Scalar::DateTime)));
        let uses = "use std::collections::BTreeMap;\n\nuse chrono::{DateTime, FixedOffset};\n";
        let none = HashSet::new();
        for site in [Site::Api, Site::Types(&none)] {
            let (text, imports) = printed(site, &ty);
            assert_eq!(text, "BTreeMap<String, DateTime<FixedOffset>>");
            assert_eq!(imports, uses);
        }
        let taken = HashSet::from(["BTreeMap", "DateTime"]);
        let (text, imports) = printed(Site::Types(&taken), &ty);
        assert_eq!(
            text,
            "std::collections::BTreeMap<String, chrono::DateTime<FixedOffset>>"
        );
        assert_eq!(imports, "use chrono::FixedOffset;\n");
    }

    #[test]
    fn a_path_of_the_configuration_stands_as_it_is_written() {
        for path in ["my_types::uuid::Uuid", "crate::types::Own", "uuid::Uuid"] {
            let ty = TypeRef::Vec(Box::new(TypeRef::Path(path.into())));
            let (text, imports) = printed(Site::Api, &ty);
            assert_eq!((text, imports), (format!("Vec<{path}>"), String::new()));
        }
    }

    #[test]
    fn what_is_of_the_crate_comes_last() {
        let ty = TypeRef::Tuple(vec![TypeRef::Scalar(Scalar::Uuid), TypeRef::Never]);
        let (text, imports) = printed(Site::Api, &ty);
        assert_eq!(text, "(Uuid, types::runtime::Never)");
        assert_eq!(imports, "use uuid::Uuid;\n\nuse crate::types;\n");
    }
}
