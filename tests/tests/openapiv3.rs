//! What is read as a valid 3.0 document, `openapiv3` reads as one too: a reading that is not ours.

use std::fs;
use std::path::Path;

use verbatim_gen::diagnostic::Sink;
use verbatim_gen::model::Dialect;
use verbatim_gen::node::de::from_node;
use verbatim_gen::stages::{self, Document, load};
use verbatim_gen::{Config, Source};
use verbatim_tests::MapFiles;

#[test]
fn valid_documents_are_those_of_openapiv3() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("../spec/members.yaml")];
    paths.extend(
        fs::read_dir(root.join("diagnostics/good"))
            .unwrap()
            .map(|it| it.unwrap().path()),
    );
    let mut compared = 0;
    for path in paths {
        let source = Source::new("openapi.yaml", fs::read_to_string(&path).unwrap());
        let document = load(source, &MapFiles::default(), &mut Sink::default());
        // Swagger 2.0 has been converted to 3.0; 3.1 is beyond this reader.
        if document.dialect >= Dialect::OpenApi31 {
            continue;
        }
        compare(&document, &path);
        compared += 1;
    }
    assert!(compared >= 5, "only {compared} documents were compared");
}

/// Both count the same operations, parameters and schemas.
fn compare(document: &Document, path: &Path) {
    let theirs: openapiv3::OpenAPI =
        from_node(&document.root).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    let ours = stages::resolve(document, &Config::default(), &mut Sink::default());
    let operations: Vec<(&str, &str, Option<&str>)> = theirs
        .operations()
        .map(|(path, method, it)| (path, method, it.operation_id.as_deref()))
        .collect();
    let mut read: Vec<(&str, &str, Option<&str>)> = ours
        .operations
        .iter()
        .map(|it| (&*it.path, it.method.as_str(), it.id.as_deref()))
        .collect();
    let mut expected = operations.clone();
    expected.sort_unstable();
    read.sort_unstable();
    assert_eq!(read, expected, "{}", path.display());
    let schemas: Vec<&str> = theirs
        .components
        .iter()
        .flat_map(|it| it.schemas.keys())
        .map(String::as_str)
        .collect();
    let read: Vec<&str> = ours.components.keys().map(|it| &**it).collect();
    assert_eq!(read, schemas, "{}", path.display());
    assert_eq!(ours.info.title, theirs.info.title);
    assert_eq!(ours.info.version, theirs.info.version);
    for (path, method, it) in theirs.operations() {
        let own = ours
            .operations
            .iter()
            .find(|own| &*own.path == path && own.method.as_str() == method);
        let own = own.expect("both have the same operations");
        let statuses = it.responses.responses.len() + usize::from(it.responses.default.is_some());
        assert_eq!(own.responses.len(), statuses, "{method} {path}");
        assert!(
            own.parameters.len() >= it.parameters.len(),
            "{method} {path}"
        );
        assert_eq!(
            own.request_body.is_some(),
            it.request_body.is_some(),
            "{method} {path}"
        );
    }
}
