//! What the library's own tests share.

use crate::config::Config;
use crate::diagnostic::Severity;
use crate::model::Api;
use crate::source::Source;

/// Reads a document without references to other files, written in YAML or JSON; see [`api_of_files`].
///
/// # Panics
/// Where the document has an error, with what is wrong with it.
pub fn api(text: &str) -> Api {
    api_of_files(text, &[])
}

/// Reads a document with other files beside it, each a path and a text.
///
/// # Panics
/// Where there is an error, with what is wrong.
pub fn api_of_files(text: &str, files: &'static [(&'static str, &'static str)]) -> Api {
    struct Others(&'static [(&'static str, &'static str)]);
    impl crate::Files for Others {
        fn read(&self, path: &str) -> Result<String, String> {
            let found = self.0.iter().find(|it| it.0 == path);
            let text = found.map(|it| it.1.to_owned());
            text.ok_or_else(|| format!("{path}: there is no such file"))
        }
    }
    let source = Source::new("api.yaml", text);
    match crate::read(source, &Others(files), &Config::default()) {
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
