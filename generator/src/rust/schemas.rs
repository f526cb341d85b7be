//! The schemas of types → `src/json_schema.json`, and `src/json_schema.rs`, which gives each type its own.

use super::description::Json;
use super::item::types::JsonSchemas;
use super::layout::Lines;
use crate::file_set::FileSet;

/// The two files.
pub fn emit(schemas: JsonSchemas) -> FileSet {
    let JsonSchemas { definitions, parts } = schemas;
    let mut lines = Lines::default();
    lines.line("//! What types tell `schemars` of themselves: the schemas of the document.");
    lines.line("");
    lines.line("use crate::types;");
    lines.line("");
    lines.open("json_schemas!(include_str!(\"json_schema.json\"), {");
    for name in definitions.keys() {
        let ty = match parts.binary_search(name) {
            Ok(at) => format!("Part{}", at + 1),
            Err(_) => format!("types::{name}"),
        };
        lines.line(format!("{name:?} = {ty},"));
    }
    lines.close("});");
    for at in 1..=parts.len() {
        lines.line("");
        lines.line(format!("struct Part{at};"));
    }
    let definitions = definitions.into_iter();
    let definitions = definitions.map(|(name, it)| (name.into(), it));
    let dialect = Json::text("https://json-schema.org/draft/2020-12/schema");
    let whole = Json::Object(vec![
        ("$schema".into(), dialect),
        ("$defs".into(), Json::Object(definitions.collect())),
    ]);
    let mut files = FileSet::default();
    files.insert("src/json_schema.rs", lines.finish());
    files.insert("src/json_schema.json", whole.render());
    files
}
