//! The text of a `verbatim.toml` → what is made of which documents.

use super::parse::{SECTIONS, config};
use super::section::{Form, Section, asked, one_line, read_source};
use super::{Config, Emit, Origin};
use crate::diagnostic::Report;
use crate::source::Source;

/// What a repository has generated, by the name of each target.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// `[targets.NAME]`, in the order of the file.
    pub targets: Vec<Target>,
}

/// `[targets.NAME]`: a document, and what is made of it. Paths are relative to the file that says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// What the target is called.
    pub name: String,
    /// `spec`: the document.
    pub spec: String,
    /// `out`: the folder that becomes the crate.
    pub out: String,
    /// `emit`: what is made; the crate and the Markdown unless given.
    pub emit: Emit,
    /// `overlays`: OpenAPI Overlay documents, applied in order.
    pub overlays: Vec<String>,
    /// `allow-outside`: whether `$ref` may lead out of the document's folder.
    pub allow_outside: bool,
    /// `config`: the file of choices, if they do not stand here.
    pub config: Option<String>,
    /// The choices that stand here: `[targets.NAME.types]` and so on.
    pub choices: Config,
}

impl Project {
    /// The tables of a `Cargo.toml` that may have targets.
    pub const IN_MANIFEST: [[&'static str; 3]; 2] = [
        ["package", "metadata", "verbatim"],
        ["workspace", "metadata", "verbatim"],
    ];

    /// Every key that a target may have, and what its value is: `spec`, `docs.shell-fence`.
    pub fn keys() -> Vec<(String, Form)> {
        asked(|root| drop(target("", root)))
    }

    /// Reads the targets of a `verbatim.toml`, or those in a table of another file, to which `within` leads. `None` where
    /// there is no such table.
    ///
    /// # Errors
    /// Every finding: where the text is no TOML, keys that mean nothing, values of a wrong type, and targets that lack
    /// something or write where another one writes.
    pub fn parse(source: &Source, within: &[&'static str]) -> Result<Option<Self>, Report> {
        let (project, places) = read_source(source, |root| root.within(within, project))?;
        let origin = Origin::new(source.clone(), places);
        Ok(project.map(|mut it| {
            for target in &mut it.targets {
                target.choices.origin = origin.clone();
            }
            it
        }))
    }
}

fn project(root: &mut Section<'_, '_>) -> Project {
    let targets = root.tables("targets", target);
    let targets: Vec<Target> = targets.into_iter().flatten().collect();
    if root.is_empty("targets") {
        root.refuse(
            "targets",
            "there is no target".to_owned(),
            "write `[targets.NAME]` with `spec = \"openapi.yaml\"` and `out = \"api\"`",
        );
    }
    for (at, it) in targets.iter().enumerate() {
        if let Some(first) = targets[..at]
            .iter()
            .find(|other| same_folder(&other.out, &it.out))
        {
            let message = format!(
                "the targets `{}` and `{}` write to one folder, {:?}",
                first.name, it.name, it.out
            );
            root.refuse("targets", message, "give each an `out` of its own");
        }
    }
    Project { targets }
}

/// Whether two paths lead to one folder: `./api/` and `api`.
fn same_folder(a: &str, b: &str) -> bool {
    fn segments(path: &str) -> impl Iterator<Item = &str> {
        path.split('/').filter(|it| !matches!(*it, "" | "."))
    }
    a.starts_with('/') == b.starts_with('/') && segments(a).eq(segments(b))
}

/// The targets are emptied of what cannot be used, which is reported.
fn target(name: &str, it: &mut Section<'_, '_>) -> Option<Target> {
    let spec = required(
        it,
        name,
        "spec",
        "the document, as `spec = \"openapi.yaml\"`",
    );
    let out = required(
        it,
        name,
        "out",
        "the folder that becomes the crate, as `out = \"api\"`",
    );
    let emit = emit(it);
    let overlays = it.strings("overlays");
    let allow_outside = it.boolean("allow-outside").unwrap_or_default();
    let file = it.string("config", one_line);
    let choices = config(it);
    if file.is_some()
        && let Some(section) = SECTIONS.into_iter().find(|section| it.has(section))
    {
        let message = format!("the choices of `{name}` stand here and in a file, too");
        it.refuse(
            section,
            message,
            "move them into the file, or take `config` away",
        );
    }
    Some(Target {
        name: name.to_owned(),
        spec: spec?,
        out: out?,
        emit,
        overlays,
        allow_outside,
        config: file,
        choices,
    })
}

fn required(
    it: &mut Section<'_, '_>,
    target: &str,
    key: &'static str,
    help: &str,
) -> Option<String> {
    let found = it.string(key, one_line);
    if found.is_none() && !it.has(key) {
        let message = format!("the target `{target}` has no `{key}`");
        it.refuse(key, message, &format!("name {help}"));
    }
    found
}

fn emit(it: &mut Section<'_, '_>) -> Emit {
    const WORDS: [&str; 3] = ["rust", "docs", "html"];
    let words = it.strings_of("emit", &WORDS);
    if let Some(word) = words.iter().find(|it| !WORDS.contains(&it.as_str())) {
        let message = format!("`emit` cannot name {word:?}");
        it.refuse("emit", message, "there are \"rust\", \"docs\" and \"html\"");
    }
    let has = |word: &str| words.is_empty() || words.iter().any(|it| it == word);
    Emit {
        rust: has("rust"),
        docs: has("docs"),
        html: words.iter().any(|it| it == "html"),
    }
}

#[cfg(test)]
mod tests {
    use super::Project;
    use crate::{Emit, Source};

    fn parse(text: &str) -> Result<Option<Project>, Vec<String>> {
        let source = Source::new("verbatim.toml", text);
        let report = |it: crate::Report| it.to_string().lines().map(str::to_owned).collect();
        Project::parse(&source, &[]).map_err(report)
    }

    #[test]
    fn targets_have_their_choices() {
        let text = "[targets.pets]\nspec = 'pets.yaml'\nout = 'pets'\nemit = ['docs']\n\
                    [targets.pets.docs]\ntoken = 'T'\n[targets.cats]\nspec = 'c.yaml'\nout = 'c'\nconfig = 'c.toml'\n";
        let project = parse(text).expect("it is fine").expect("it is there");
        let [pets, cats] = &project.targets[..] else {
            panic!("two targets: {project:?}");
        };
        let (docs, rust) = (true, false);
        assert_eq!(
            (pets.emit, &*pets.choices.docs.token),
            (
                Emit {
                    rust,
                    docs,
                    html: false
                },
                "T"
            )
        );
        assert_eq!(
            (&*cats.name, cats.config.as_deref()),
            ("cats", Some("c.toml"))
        );
    }

    #[test]
    fn targets_stand_in_a_manifest() {
        let manifest =
            "[package]\nname = 'a'\n[package.metadata.verbatim.targets.a]\nspec = 'a'\nout = 'b'\n";
        let within = ["package", "metadata", "verbatim"];
        let read = |text: &str| {
            Project::parse(&Source::new("Cargo.toml", text), &within).expect("it is fine")
        };
        assert_eq!(read(manifest).expect("it is there").targets.len(), 1);
        assert_eq!(read("[package]\nname = 'a'\n"), None);
    }

    #[test]
    fn a_file_names_targets_and_each_has_its_folder() {
        for (text, told) in [
            ("", "there is no target"),
            ("[targets]\n", "there is no target"),
            (
                "targets.a = {spec = 'a', out = 'x/y'}\ntargets.b = {spec = 'b', out = './x//y/'}\n",
                "write to one folder",
            ),
        ] {
            let found = parse(text).expect_err("it has an error");
            assert!(found.len() == 1 && found[0].contains(told), "{found:?}");
        }
        let text = "targets.a = {spec = 'a', out = 'x'}\ntargets.b = {spec = 'b', out = '/x'}\n";
        assert!(parse(text).is_ok());
    }

    #[test]
    fn what_cannot_be_used_is_told_where_it_stands() {
        let text = "[targets.a]\nspc = 'a'\nout = 'x'\nemit = ['pdf']\n[targets.b]\nspec = 'a'\nout = 'x'\n\
                    config = 'c'\ntypes = {}\n[targets.c]\nspec = 'a'\nout = 'x'\n";
        assert_eq!(
            parse(text).expect_err("it has errors"),
            [
                "verbatim.toml:1:2: error[V0606]: the targets `b` and `c` write to one folder, \"x\"; give each an `out` of its \
                 own",
                "verbatim.toml:2:1: error[V0602]: `[targets.a]` has no key `spc`; did you mean `spec`?",
                "verbatim.toml:2:1: error[V0606]: the target `a` has no `spec`; name the document, as `spec = \
                 \"openapi.yaml\"`",
                "verbatim.toml:4:1: error[V0606]: `emit` cannot name \"pdf\"; there are \"rust\", \"docs\" and \"html\"",
                "verbatim.toml:9:1: error[V0606]: the choices of `b` stand here and in a file, too; move them into the file, \
                 or take `config` away",
            ]
        );
    }
}
