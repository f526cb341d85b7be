//! What the library's own tests share.

use crate::config::Config;
use crate::diagnostic::Severity;
use crate::model::Api;
use crate::source::Source;

/// Reads a document without references to other files, written in YAML or JSON.
///
/// # Panics
/// Where the document has an error, with what is wrong with it.
pub fn api(text: &str) -> Api {
    struct NoFiles;
    impl crate::Files for NoFiles {
        fn read(&self, path: &str) -> Result<String, String> {
            Err(format!("{path}: this document stands alone"))
        }
    }
    let source = Source::new("api.yaml", text);
    match crate::read(source, &NoFiles, &Config::default()) {
        Ok((api, _)) => api,
        Err(report) => {
            let errors = report.findings.iter();
            let errors = errors.filter(|it| it.severity == Severity::Error);
            panic!("{:#?}", errors.collect::<Vec<_>>())
        }
    }
}

/// An OpenAPI 3.1 document with these members of `components/schemas`, each a line of YAML.
pub fn schemas(lines: &str) -> Api {
    let lines: String = lines
        .lines()
        .map(|it| format!("    {}\n", it.trim()))
        .collect();
    api(&format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{lines}"
    ))
}
