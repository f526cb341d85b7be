//! `cargo xtask gen --check`: an output and the disk → how they differ.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::json;
use similar::{ChangeTag, TextDiff};

use crate::args::Format;
use crate::content::Content;
use crate::findings;
use crate::lock;
use crate::marker::OWN_VERSION;
use crate::outcome::Outcome;
use crate::output::Output;
use crate::paths::shown;
use crate::plan::{Change, Plan};
use crate::progress::Progress;
use crate::terminal::{self, BOLD, CYAN, GREEN, RED};
use crate::write;

/// Lines of difference that are shown; the rest is counted.
const LINES_SHOWN: usize = 500;
/// Text beyond this is not compared line by line.
const LARGEST_COMPARED: usize = 4 * 1024 * 1024;
/// Characters of a line that are shown.
const WIDTH_SHOWN: usize = 400;

/// Reports how the disk differs from an output. Writes nothing. Where the manifest lacks something, that no file differs is
/// not told as if all were well.
pub fn run(output: &Output, mend: &str, format: Format, is_manifest_fine: bool) -> Outcome {
    let compared = || {
        let _lock = match output.root.exists() {
            true => lock::shared(&output.root)?,
            false => None,
        };
        let plan = Plan::compare(output)?;
        let force = match write::refused(output, &plan).is_some() {
            true => " --force",
            false => "",
        };
        let mend = format!("{mend}{force}");
        // Under the lock, since it reads the files again.
        let report = report(output, &plan, &mend);
        Ok((plan, mend, report))
    };
    let progress = Progress::start(&folder(output));
    progress.says("comparing");
    let compared = compared();
    drop(progress);
    let (plan, mend, report) = match compared {
        Ok(it) => it,
        Err::<_, String>(why) => {
            terminal::error(why);
            return Outcome::Failed;
        }
    };
    if plan.is_empty() && !is_manifest_fine {
        return Outcome::Done;
    }
    if plan.is_empty() {
        let files = terminal::count(plan.unchanged(), "file");
        terminal::out(&format!("{} is in step: {files}\n", folder(output)));
        return Outcome::Done;
    }
    terminal::out(&report);
    match format {
        Format::Github => terminal::err(&annotations(output, &plan, &mend)),
        // Nothing but JSON on this stream.
        Format::Json => {
            terminal::err(&json_lines(output, &plan, &mend));
            return Outcome::Failed;
        }
        _ => {}
    }
    let differ = match plan.changes().count() {
        1 => "1 file differs".to_owned(),
        it => format!("{} differ", terminal::count(it, "file")),
    };
    let folder = folder(output);
    let other = plan.other_version().map_or(String::new(), |it| {
        format!(" ({folder} was made by version {it}, and this is {OWN_VERSION}: CHANGELOG.md says what is different)")
    });
    terminal::error(format_args!(
        "{differ}; run `{mend}` to bring {folder} in step{other}"
    ));
    Outcome::Failed
}

/// A line for each file that makes GitHub show it among the failures of a pull request.
fn annotations(output: &Output, plan: &Plan, mend: &str) -> String {
    let line = |(path, change): (&Path, Change)| {
        let file = findings::github_property(&shown(&output.root.join(path)));
        let what =
            findings::github_data(&format!("{}; run `{mend}`", sentence(plan, path, change)));
        format!("::error file={file},title=out of step::{what}\n")
    };
    plan.changes().map(line).collect()
}

/// The same as a line of JSON each, in the form findings have.
fn json_lines(output: &Output, plan: &Plan, mend: &str) -> String {
    let line = |(path, change): (&Path, Change)| {
        let it = json!({
            "severity": "error",
            "code": "drift",
            "message": sentence(plan, path, change),
            "help": format!("run `{mend}`"),
            "file": shown(&output.root.join(path)),
            "line": 1,
            "column": 1,
            "pointer": "",
        });
        format!("{it}\n")
    };
    plan.changes().map(line).collect()
}

/// What is wrong with a file.
fn sentence(plan: &Plan, path: &Path, change: Change) -> String {
    match (word(plan, path, change), plan.other_version()) {
        (word, Some(version)) if word != FOREIGN => {
            format!(
                "this file is {word}; it was made by version {version}, and this is {OWN_VERSION}"
            )
        }
        (FOREIGN, _) => "this file was not generated and is in the way of one that is".to_owned(),
        (word, _) => format!("this file is {word}"),
    }
}

const FOREIGN: &str = "foreign";

fn word(plan: &Plan, path: &Path, change: Change) -> &'static str {
    match change {
        _ if plan.is_in_the_way(path) => FOREIGN,
        Change::Added => "missing",
        Change::Updated => "edited",
        Change::Removed => "extra",
    }
}

fn folder(output: &Output) -> String {
    let text = shown(&output.root);
    if text.ends_with('/') {
        text
    } else {
        text + "/"
    }
}

fn report(output: &Output, plan: &Plan, mend: &str) -> String {
    if plan.is_empty() {
        return String::new();
    }
    let diffs: Vec<FileDiff> = plan
        .changes()
        .map(|(path, change)| FileDiff::new(output, plan, path, change))
        .collect();
    let mut text = format!(
        "{BOLD}`{mend}` would change {}:{BOLD:#}\n",
        terminal::count(diffs.len(), "file")
    );
    for it in &diffs {
        let style = match it.change {
            Change::Added => GREEN,
            Change::Updated => CYAN,
            Change::Removed => RED,
        };
        let word = it.word;
        let (plus, minus) = (terminal::grouped(it.added), terminal::grouped(it.removed));
        text += &format!(
            "  {style}{word:<8}{style:#}{} ({GREEN}+{plus}{GREEN:#} {RED}-{minus}{RED:#})\n",
            it.path
        );
    }
    let mut left = LINES_SHOWN;
    let (mut lines, mut files) = (0, 0);
    for it in &diffs {
        let shown = it.lines.len().min(left);
        if shown > 0 {
            text.push('\n');
            text.extend(it.lines[..shown].iter().map(String::as_str));
            left -= shown;
        }
        lines += it.lines.len() - shown;
        files += usize::from(shown < it.lines.len());
    }
    if lines > 0 {
        let (lines, files) = (
            terminal::count(lines, "more line"),
            terminal::count(files, "file"),
        );
        text += &format!("\n... and {lines} of difference in {files}\n");
    }
    text
}

/// How one file differs: the disk on the left, what would be written on the right.
struct FileDiff {
    path: String,
    change: Change,
    word: &'static str,
    added: usize,
    removed: usize,
    /// Coloured, each with its line break.
    lines: Vec<String>,
}

impl FileDiff {
    fn new(output: &Output, plan: &Plan, path: &Path, change: Change) -> Self {
        let place = output.root.join(path);
        let mut it = Self {
            path: shown(&place),
            change,
            word: word(plan, path, change),
            added: 0,
            removed: 0,
            lines: Vec::new(),
        };
        let old = match change {
            Change::Added => Ok(String::new()),
            _ => legible(&place),
        };
        let content = output.content(path);
        let new = content.and_then(|it| it.text()).unwrap_or_default();
        match old {
            _ if matches!(content, Some(Content::Gzip(_))) => {
                it.say("compressed, and not what the file beside it says");
            }
            Ok(old) if old.len().max(new.len()) <= LARGEST_COMPARED => it.compare(&old, new),
            Ok(_) => it.say("too large to be compared line by line"),
            Err(why) => it.say(&why),
        }
        it
    }

    fn say(&mut self, why: &str) {
        self.lines.push(format!("{}: {why}\n", self.path));
    }

    fn compare(&mut self, old: &str, new: &str) {
        let path = &self.path;
        let (left, right) = match self.change {
            Change::Added => ("/dev/null", path.as_str()),
            Change::Updated => (path.as_str(), path.as_str()),
            Change::Removed => (path.as_str(), "/dev/null"),
        };
        self.lines
            .push(format!("{BOLD}--- {left}\ton disk{BOLD:#}\n"));
        self.lines
            .push(format!("{BOLD}+++ {right}\tgenerated{BOLD:#}\n"));
        let diff = TextDiff::configure()
            .timeout(Duration::from_millis(500))
            .diff_lines(old, new);
        for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
            self.lines
                .push(format!("{CYAN}{}{CYAN:#}\n", hunk.header()));
            for change in hunk.iter_changes() {
                let (sign, style) = match change.tag() {
                    ChangeTag::Delete => ('-', RED),
                    ChangeTag::Insert => ('+', GREEN),
                    ChangeTag::Equal => (' ', anstyle::Style::new()),
                };
                self.removed += usize::from(sign == '-');
                self.added += usize::from(sign == '+');
                let text = visible(change.value());
                self.lines.push(format!("{style}{sign}{text}{style:#}\n"));
                if change.missing_newline() {
                    self.lines.push("\\ No newline at end of file\n".to_owned());
                }
            }
        }
    }
}

/// A line without its break, cut where it is very long, with control characters made visible.
fn visible(line: &str) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let mut text: String = line
        .chars()
        .take(WIDTH_SHOWN)
        .flat_map(|it| match it {
            '\t' => vec![it],
            it if it.is_control() => it.escape_default().collect(),
            it => vec![it],
        })
        .collect();
    let cut = line.chars().count().saturating_sub(WIDTH_SHOWN);
    if cut > 0 {
        text += &format!(" ... ({} more)", terminal::count(cut, "character"));
    }
    text
}

/// The text of a file on disk, or why it has none.
fn legible(path: &Path) -> Result<String, String> {
    let it = fs::symlink_metadata(path).map_err(|why| why.to_string())?;
    if it.is_symlink() {
        return Err("a symbolic link".to_owned());
    }
    if !it.is_file() {
        return Err("no regular file".to_owned());
    }
    if it.len() > LARGEST_COMPARED as u64 {
        return Err(format!(
            "{} bytes",
            terminal::grouped(usize::try_from(it.len()).unwrap_or(usize::MAX))
        ));
    }
    let bytes = fs::read(path).map_err(|why| why.to_string())?;
    let length = bytes.len();
    String::from_utf8(bytes).map_err(|_| format!("binary, {} bytes", terminal::grouped(length)))
}
