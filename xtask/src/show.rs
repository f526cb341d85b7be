//! `cargo xtask show`: a document → what a stage of the generator makes of it, to be read by people.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use verbatim_files::Folder;
use verbatim_gen::diagnostic::Sink;
use verbatim_gen::model::{Api, Operation, Schema};
use verbatim_gen::node::pointer;
use verbatim_gen::openapi;
use verbatim_gen::stages::{self, OutputBudget, RustApi, WrittenMethods};
use verbatim_gen::{Config, Source, nearest};

use crate::args::{ShowArgs, Stage};
use crate::door;
use crate::findings;
use crate::input::Described;
use crate::outcome::Outcome;
use crate::project;
use crate::terminal;
use crate::unimplemented;

/// Runs `cargo xtask show`.
pub fn run(args: &ShowArgs) -> Outcome {
    if args.stage != Stage::Operations && !args.unimplemented.is_empty() {
        terminal::error("--unimplemented goes with `show operations`");
        return Outcome::WrongUse;
    }
    let (config, reading) = (args.config.as_deref(), &args.reading);
    let described = match &args.spec {
        Some(spec) => Ok(Described::by_arguments(spec, config, reading)),
        None => project::only()
            .map(|(folder, it)| Described::of_target(&it, &folder).overridden(config, reading)),
    };
    let described = match described {
        Ok(it) => it,
        Err(why) => return why.told(reading),
    };
    let Some((source, config)) = described.read(reading) else {
        return Outcome::Failed;
    };
    let files = described.files();
    let bytes = source.text.len();
    let shown = match args.stage {
        Stage::Document => document(source, &files, args),
        stage => read(source, &files, &config, args).map(|api| {
            let name = args.name.as_deref();
            match stage {
                Stage::Types => lowered(&api, &config, bytes)
                    .and_then(|it| lines(&stages::types_listing(&it), name)),
                Stage::Operations => lowered(&api, &config, bytes)
                    .and_then(|it| operations(&it, name, &args.unimplemented)),
                _ => show_api(&api, name),
            }
        }),
    };
    match shown {
        None => Outcome::Failed,
        Some(Ok(text)) => {
            terminal::out(&text);
            Outcome::Done
        }
        Some(Err(why)) => {
            terminal::error(why);
            Outcome::WrongUse
        }
    }
}

/// The model of a document. Findings are told; `None` if one of them is in the way.
fn read(source: Source, files: &Folder, config: &Config, args: &ShowArgs) -> Option<Api> {
    match verbatim_gen::read(source, files, config) {
        // Who looks into a stage has seen the warnings.
        Ok((api, _)) => Some(api),
        Err(report) => {
            findings::tell(&report, &args.reading);
            None
        }
    }
}

/// The lines of a listing in which one of the columns is the name, or ends with it after `::` or `/`.
fn lines(listing: &str, name: Option<&str>) -> Shown {
    let Some(name) = name else {
        return Ok(listing.to_owned());
    };
    let is_named = |column: &str| {
        let before = column.strip_suffix(name);
        before.is_some_and(|it| it.is_empty() || it.ends_with("::") || it.ends_with('/'))
    };
    let found = listing.lines().filter(|it| it.split('\t').any(is_named));
    let text: String = found.map(|it| format!("{it}\n")).collect();
    if text.is_empty() {
        let columns = listing.lines().flat_map(|it| it.split('\t'));
        // What ends a path or a pointer is a name as well.
        let names = columns.flat_map(|it| [it, it.rsplit(['/', ':']).next().unwrap_or(it)]);
        return Err(format!(
            "there is nothing called `{name}`{}",
            meant(name, names)
        ));
    }
    Ok(text)
}

/// Operations by name; of those the ones that nobody has written, where there are sources.
fn operations(api: &RustApi, name: Option<&str>, sources: &[PathBuf]) -> Shown {
    let none = WrittenMethods::default();
    let all = lines(&stages::operations_listing(api, &none), name)?;
    if sources.is_empty() {
        return Ok(all);
    }
    let left = stages::operations_listing(api, &unimplemented::written(sources)?);
    let left: HashSet<&str> = left.lines().collect();
    let shown = all.lines().filter(|it| left.contains(it));
    Ok(shown.map(|it| format!("{it}\n")).collect())
}

/// A question, where one of the names is near.
fn meant<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let near = nearest(name, names);
    near.map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
}

/// What is shown, or why there is nothing of that name.
type Shown = Result<String, String>;

fn lowered(api: &Api, config: &Config, bytes: usize) -> Result<RustApi, String> {
    let budget = OutputBudget::for_input(bytes as u64);
    // The findings are those of `gen`, which tells them.
    let rust = stages::lower(api, config, &budget, &mut Sink::default());
    match budget.finding(api) {
        None => Ok(rust),
        Some(it) => Err(it.message),
    }
}

fn document(source: Source, files: &Folder, args: &ShowArgs) -> Option<Shown> {
    let mut sink = Sink::default();
    let document = stages::load(source, files, &mut sink);
    let root = document.root.clone();
    let pointers = document.pointers(sink.findings().iter().map(|it| (it.place, it.subject())));
    let report = sink.into_report(document.into_sources(), &pointers);
    if report.has_errors() {
        findings::tell(&report, &args.reading);
        return None;
    }
    let name = args.name.as_deref().unwrap_or_default();
    let pointer = match name {
        "" => String::new(),
        it if it.starts_with('/') => it.to_owned(),
        it => pointer(["components", "schemas", it]),
    };
    let Some(node) = root.at(&pointer) else {
        let (before, last) = pointer.rsplit_once('/').unwrap_or_default();
        let members = root.at(before).and_then(|it| it.as_object());
        let names = members.into_iter().flat_map(|it| it.iter());
        let near = meant(last, names.map(|(key, _)| &*key.text));
        return Some(Err(format!("there is nothing at {pointer}{near}")));
    };
    Some(Ok(openapi::yaml(node)))
}

fn show_api(api: &Api, name: Option<&str>) -> Shown {
    let Some(name) = name else {
        return Ok(summary(api));
    };
    let mut text = String::new();
    for it in api.operations.iter().chain(&api.webhooks) {
        if it.id.as_deref() == Some(name) || &*it.pointer == name || title(it) == name {
            let _ = writeln!(text, "{}", compact(&format!("{it:#?}")));
        }
    }
    for (i, it) in api.schemas.iter().enumerate() {
        if it.origin.name.as_deref() == Some(name) || &*it.origin.pointer == name {
            let _ = writeln!(text, "#{i} {}", compact(&format!("{it:#?}")));
        }
    }
    if text.is_empty() {
        let operations = api.operations.iter().filter_map(|it| it.id.as_deref());
        let schemas = api
            .schemas
            .iter()
            .filter_map(|it| it.origin.name.as_deref());
        let near = meant(name, operations.chain(schemas));
        return Err(format!(
            "there is no operation and no schema `{name}`{near}; `{} show api` lists them",
            door::command()
        ));
    }
    Ok(text)
}

/// A line for each operation and for each schema.
fn summary(api: &Api) -> String {
    let mut text = format!(
        "{} {} ({:?}): {}, {}, {}\n",
        api.info.title,
        api.info.version,
        api.dialect,
        terminal::count(api.operations.len(), "operation"),
        terminal::count(api.webhooks.len(), "webhook"),
        terminal::count(api.schemas.len(), "schema"),
    );
    for it in api.operations.iter().chain(&api.webhooks) {
        let id = it.id.as_deref().unwrap_or("-");
        let _ = writeln!(text, "operation\t{}\t{}\t{id}", it.place.line, title(it));
    }
    for (i, it) in api.schemas.iter().enumerate() {
        let (line, pointer) = (it.origin.place.line, &it.origin.pointer);
        let _ = writeln!(text, "schema\t{line}\t#{i}\t{}\t{pointer}", sort(it));
    }
    text
}

fn title(it: &Operation) -> String {
    format!("{} {}", it.method.as_upper(), it.path)
}

/// Which keywords a schema is made of, in a few words.
fn sort(it: &Schema) -> String {
    let groups = [
        (it.values.is_some(), "enum"),
        (!it.all_of.is_empty(), "allOf"),
        (!it.any_of.is_empty(), "anyOf"),
        (!it.one_of.is_empty(), "oneOf"),
        (it.not.is_some(), "not"),
        (it.never, "never"),
    ];
    let types = format!("{:?}", it.types)
        .replace("TypeSet", "")
        .to_lowercase();
    let mut words: Vec<&str> = vec![types.trim_matches(['(', ')', '[', ']'])];
    words.extend(groups.iter().filter(|(is, _)| *is).map(|(_, word)| *word));
    words.join(" ")
}

/// Debug output without the fields that say nothing, and with `Some(\n5,\n)` in one line.
fn compact(debug: &str) -> String {
    const NOTHING: [&str; 5] = ["None,", "[],", "{},", "\"\",", "false,"];
    let mut lines: Vec<String> = Vec::new();
    for line in debug.lines() {
        let value = line.split_once(": ").map(|(_, value)| value);
        if value.is_some_and(|it| NOTHING.contains(&it)) {
            continue;
        }
        let (closing, opening) = (line.trim_start(), ["(", "[", "{"]);
        let closes = closing.starts_with([')', ']', '}']);
        let opens = |it: &String| opening.iter().any(|end| it.ends_with(end));
        match lines.as_slice() {
            // A struct whose fields all say nothing.
            [.., last] if closes && last.ends_with(" {") => {
                lines.pop();
            }
            [.., before, only] if closes && opens(before) && !opens(only) && closing != "}" => {
                let only = only.trim().trim_end_matches(',');
                let joined = match before.strip_suffix("Some(") {
                    Some(before) => format!("{before}{only},"),
                    None => format!("{before}{only}{closing}"),
                };
                lines.truncate(lines.len() - 2);
                lines.push(joined);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[derive(Debug, Default)]
    #[allow(dead_code, reason = "read by Debug")]
    struct Outer {
        said: Option<u8>,
        unsaid: Option<u8>,
        one: Vec<u8>,
        two: Vec<u8>,
        inner: Inner,
        full: Option<Inner>,
    }

    #[derive(Debug, Default)]
    #[allow(dead_code, reason = "read by Debug")]
    struct Inner {
        flag: bool,
    }

    #[test]
    fn what_says_nothing_is_not_shown() {
        let it = Outer {
            said: Some(5),
            one: vec![1],
            two: vec![1, 2],
            full: Some(Inner { flag: true }),
            ..Outer::default()
        };
        let wanted = "\
Outer {
    said: 5,
    one: [1],
    two: [
        1,
        2,
    ],
    full: Inner {flag: true},
}";
        assert_eq!(compact(&format!("{it:#?}")), wanted);
    }
}
