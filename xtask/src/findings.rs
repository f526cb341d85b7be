//! Findings → standard error, in the form that was asked for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use serde_json::json;
use verbatim_gen::diagnostic::Code;
use verbatim_gen::source::one_line;
use verbatim_gen::{Diagnostic, Report, Severity};

use crate::args::{Format, ListingArgs, ReadingArgs};
use crate::door;
use crate::terminal::{self, BOLD, ERROR};

/// Tells the findings of a report. `true` if none of them keeps output from being written.
pub fn tell(report: &Report, args: &ReadingArgs) -> bool {
    let counts = Counts::of(report);
    let is_denied = counts.errors == 0 && counts.warnings > 0 && args.deny_warnings;
    let failed = counts.errors > 0 || is_denied;
    list(report, &args.listing);
    if failed {
        let why = if is_denied {
            "; --deny-warnings turns warnings into errors"
        } else {
            ""
        };
        sum_up(
            report,
            &args.listing,
            Some(&format!("{why}; nothing was written")),
        );
    } else {
        sum_up(report, &args.listing, None);
    }
    !failed
}

/// Lists the findings of a report.
pub fn list(report: &Report, args: &ListingArgs) {
    let most = match args.max_findings {
        0 => usize::MAX,
        most => most,
    };
    match args.message_format {
        Format::Human => terminal::err(&human(report, most)),
        Format::Short => terminal::err(&short(report, most)),
        Format::Json => terminal::err(&each(report, json_line)),
        Format::Github => terminal::err(&each(report, github_line)),
    }
}

/// Tells people how many findings there are, and what follows where something is wrong.
pub fn sum_up(report: &Report, args: &ListingArgs, consequence: Option<&str>) {
    let counts = Counts::of(report);
    if !matches!(args.message_format, Format::Human | Format::Short) {
        return;
    }
    match consequence {
        Some(consequence) => terminal::error(format_args!("{counts}{consequence}")),
        None if counts.total() > 0 => terminal::err(&format!("{counts}\n")),
        None => {}
    }
}

/// How many findings of each severity there are.
struct Counts {
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Counts {
    fn of(report: &Report) -> Self {
        let of = |severity| {
            report
                .findings
                .iter()
                .filter(|it| it.severity == severity)
                .count()
        };
        Self {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
        }
    }

    fn total(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.notes, "note"),
        ];
        let parts = parts.into_iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> = parts
            .map(|(number, noun)| terminal::count(number, noun))
            .collect();
        f.write_str(&parts.join(", "))
    }
}

/// A headline and a listing for each. Of warnings and notes of one kind, which real documents have by the hundred, the
/// first few stand for all.
fn human(report: &Report, most: usize) -> String {
    let mut listings = Listings::default();
    let mut text = String::new();
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    let mut left_out: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    // A document with many warnings still shows each of its errors, up to the limit.
    let errors = report
        .findings
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .count();
    let (mut errors_left, mut others_left) = (errors.min(most), most.saturating_sub(errors));
    for it in &report.findings {
        let of_its_kind = seen.entry(it.code).or_default();
        *of_its_kind += 1;
        let (left, kind_is_shown) = match it.severity {
            Severity::Error => (&mut errors_left, true),
            Severity::Warning => (&mut others_left, *of_its_kind <= 3),
            Severity::Note => (&mut others_left, *of_its_kind <= 1),
        };
        if *left == 0 || !kind_is_shown {
            *left_out.entry((it.severity, it.code)).or_default() += 1;
            continue;
        }
        *left -= 1;
        text += &headline(report, it);
        if it.severity != Severity::Note {
            text += &listings.listing(report, it);
        }
    }
    for ((severity, code), number) in left_out {
        let (style, word) = (style(severity), severity.as_str());
        let _ = writeln!(
            text,
            "{style}{word}[{code}]{style:#}: {} more of this kind",
            terminal::grouped(number)
        );
    }
    if text.contains("more of this kind") {
        text += &format!(
            "`--message-format short --max-findings 0` lists every finding, `{} explain CODE` explains it\n",
            door::command()
        );
    }
    text
}

/// `spec/members.yaml:41:9: error[V0201]: what is wrong; what to write instead`
fn headline(report: &Report, it: &Diagnostic) -> String {
    let style = style(it.severity);
    let mut text = format!(
        "{BOLD}{}:{BOLD:#} {style}{}[{}]{style:#}{BOLD}: {}{BOLD:#}",
        location(report, it),
        it.severity.as_str(),
        it.code,
        one_line(&it.message)
    );
    if let Some(help) = &it.help {
        let _ = write!(text, "; {}", one_line(&door::named(help)));
    }
    text + "\n"
}

fn location(report: &Report, it: &Diagnostic) -> String {
    let at = report.location(it);
    // What has no place of its own stands somewhere in the file.
    format!("{}:{}:{}", at.path, at.line.max(1), at.column.max(1))
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => AnsiColor::BrightYellow.on_default().bold(),
        Severity::Note => AnsiColor::BrightGreen.on_default().bold(),
    }
}

/// The lines that findings point at.
#[derive(Default)]
struct Listings {
    /// For each source a line that was looked for last, and the byte at which it begins: the next one is further on.
    last: BTreeMap<u16, (usize, usize)>,
}

impl Listings {
    /// The line in question with the value underlined. Nothing where the finding has no place.
    fn listing(&mut self, report: &Report, it: &Diagnostic) -> String {
        let file = it.place.file.0;
        let Some(source) = report.sources.get(usize::from(file)) else {
            return String::new();
        };
        let number = it.place.line as usize;
        let Some(start) = self.start(file, &source.text, number) else {
            return String::new();
        };
        let line = source.text[start..].lines().next().unwrap_or_default();
        let line = line.trim_end_matches('\r');
        let (line, mark) = window(line, it.place.column.max(1) as usize);
        let level = match it.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let snippet = Snippet::source(line)
            .line_start(report.location(it).line as usize)
            .annotation(AnnotationKind::Primary.span(mark));
        let group = Group::with_level(level).element(snippet);
        Renderer::styled().render(&[group]) + "\n"
    }

    /// The byte at which a line begins.
    fn start(&mut self, file: u16, text: &str, line: usize) -> Option<usize> {
        let known = self.last.get(&file).filter(|(known, _)| *known <= line);
        let (known, mut start) = *known.unwrap_or(&(1, 0));
        if let Some(more) = line.checked_sub(known)?.checked_sub(1) {
            start += memchr::memchr_iter(b'\n', &text.as_bytes()[start..]).nth(more)? + 1;
        }
        self.last.insert(file, (line, start));
        Some(start)
    }
}

/// The part of a line around a column, and the bytes of it that are underlined.
///
/// A document may be one line of megabytes, so what lies farther away is cut off.
fn window(line: &str, column: usize) -> (String, std::ops::Range<usize>) {
    const BEFORE: usize = 60;
    const AFTER: usize = 80;
    let from = column - 1;
    let first = if from > BEFORE + 20 { from - BEFORE } else { 0 };
    let shown: Vec<char> = line
        .chars()
        .skip(first)
        .take(from - first + AFTER)
        .collect();
    let at = (from - first).min(shown.len());
    let length = marked(&shown[at..]);
    let mut text = if first > 0 {
        "...".to_owned()
    } else {
        String::new()
    };
    let mut bounds = (text.len(), text.len());
    for (i, it) in shown.iter().enumerate() {
        if i == at {
            bounds.0 = text.len();
        }
        text.push(if it.is_control() && *it != '\t' {
            '\u{FFFD}'
        } else {
            *it
        });
        if i < at + length {
            bounds.1 = text.len();
        }
    }
    if at == shown.len() {
        bounds = (text.len(), text.len());
    }
    if line.chars().nth(first + shown.len()).is_some() {
        text += "...";
    }
    (text, bounds.0..bounds.1)
}

/// How many characters of the rest of a line belong to the value that begins there.
fn marked(rest: &[char]) -> usize {
    // In `{a: [1,2]}` the value `2` ends at `]`; in `a: x]y` the bracket is part of the text.
    let ends = |it: Option<&char>| it.is_none_or(|it| it.is_whitespace() || ",]}".contains(*it));
    let end = match rest.first() {
        None => 0,
        Some(quote @ ('"' | '\'')) => {
            let mut escaped = false;
            let close = rest[1..].iter().position(|it| {
                let closes = it == quote && !escaped;
                escaped = *it == '\\' && !escaped && *quote == '"';
                closes
            });
            close.map_or(rest.len(), |it| it + 2)
        }
        Some('{' | '[') => 1,
        Some(_) => (1..rest.len())
            .find(|i| match rest[*i] {
                ':' | ',' | '}' | ']' => ends(rest.get(i + 1)),
                '#' => rest[i - 1].is_whitespace(),
                _ => false,
            })
            .unwrap_or(rest.len()),
    };
    let blanks = rest[..end]
        .iter()
        .rev()
        .take_while(|it| it.is_whitespace())
        .count();
    (end - blanks).max(1).min(rest.len())
}

/// One line each.
fn short(report: &Report, most: usize) -> String {
    let shown = report.findings.iter().take(most);
    let mut text: String = shown.map(|it| headline(report, it)).collect();
    let rest = report.findings.len().saturating_sub(most);
    if rest > 0 {
        let _ = writeln!(
            text,
            "... and {} more; `--max-findings 0` lists them all",
            terminal::grouped(rest)
        );
    }
    text
}

fn each(report: &Report, line: fn(&Report, &Diagnostic) -> String) -> String {
    report
        .findings
        .iter()
        .map(|it| line(report, it) + "\n")
        .collect()
}

fn json_line(report: &Report, it: &Diagnostic) -> String {
    let at = report.location(it);
    json!({
        "severity": it.severity.as_str(),
        "code": it.code.as_str(),
        "message": it.message,
        "help": it.help.as_deref().map(door::named),
        "file": &*at.path,
        "line": at.line.max(1),
        "column": at.column.max(1),
        "pointer": &*it.pointer,
    })
    .to_string()
}

/// `::error file=spec.yaml,line=3,col=9,title=V0201::what is wrong; what to write instead`
fn github_line(report: &Report, it: &Diagnostic) -> String {
    let at = report.location(it);
    let command = match it.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let help = it
        .help
        .as_ref()
        .map_or_else(String::new, |it| format!("; {}", door::named(it)));
    format!(
        "::{command} file={},line={},col={},title={}::{}",
        github_property(&at.path),
        at.line.max(1),
        at.column.max(1),
        it.code,
        github_data(&format!("{}{help}", it.message))
    )
}

/// Text as a workflow command takes it.
pub fn github_data(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as a property of a workflow command, which colons and commas would end.
pub fn github_property(text: &str) -> String {
    github_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use verbatim_gen::catalogue as code;
    use verbatim_gen::source::{FileId, Place};
    use verbatim_gen::{Diagnostic, Report, Source};

    use super::{github_line, human, json_line, short, window};

    fn report(text: &str, findings: impl IntoIterator<Item = (u32, u32, bool)>) -> Report {
        let finding = |(line, column, is_error): (u32, u32, bool)| {
            let file = FileId(0);
            let place = Place { file, line, column };
            let make = if is_error {
                Diagnostic::error
            } else {
                Diagnostic::warning
            };
            make(code::WRONG_TYPE, place, "/a", format!("finding {line}")).with_help("mend it")
        };
        Report {
            findings: findings.into_iter().map(finding).collect(),
            sources: vec![Source::new("a,b.yaml", text)],
        }
    }

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_finding_is_a_headline_and_its_line_underlined() {
        let report = report("one: 1\ntwo:   \"2\" # no\n", [(2, 8, true)]);
        let wanted = "\
a,b.yaml:2:8: error[V0104]: finding 2; mend it
  |
2 | two:   \"2\" # no
  |        ^^^
";
        assert_eq!(plain(&human(&report, 50)), wanted);
    }

    #[test]
    fn a_place_outside_the_text_gives_no_listing() {
        for place in [(0, 0), (9, 9)] {
            let report = report("one: 1", [(place.0, place.1, true)]);
            let text = plain(&human(&report, 50));
            assert_eq!(text.lines().count(), 1, "{text}");
        }
        // Behind the last character: where a parser misses something.
        let report = report("one:", [(1, 5, true)]);
        assert!(plain(&human(&report, 50)).ends_with("1 | one:\n  |     ^\n"));
    }

    #[test]
    fn the_value_is_underlined_to_its_end() {
        for (line, column, marked) in [
            ("key: value # comment", 6, "value"),
            ("key: value", 1, "key"),
            ("{\"a\": [1, 2]}", 8, "1"),
            ("{\"a\": [1,2]}", 10, "2"),
            ("{\"a\": \"x\\\"y\", \"b\": 1}", 7, "\"x\\\"y\""),
            ("- 'it''s'", 3, "'it'"),
            ("a: b:c, d", 4, "b:c"),
            ("ü: é", 4, "é"),
            ("x: {a: 1}", 4, "{"),
        ] {
            let (text, range) = window(line, column);
            assert_eq!(&text[range], marked, "{line}");
        }
    }

    #[test]
    fn a_document_of_one_long_line_is_shown_in_part() {
        let line = format!("{}\"here\"{}", "é".repeat(100_000), ",x".repeat(100_000));
        let (text, range) = window(&line, 100_001);
        assert_eq!(&text[range], "\"here\"");
        assert!(
            text.len() < 400 && text.starts_with("...") && text.ends_with("..."),
            "{text}"
        );
    }

    #[test]
    fn errors_come_before_the_limit_and_warnings_of_one_kind_are_counted() {
        let many = (1..=200).map(|line| (line, 1, line > 100));
        let text = plain(&human(&report(&"x\n".repeat(200), many), 50));
        assert_eq!(text.matches(": error[V0104]: ").count(), 50, "{text}");
        assert_eq!(text.matches(": warning[V0104]: ").count(), 0, "{text}");
        assert!(
            text.contains("error[V0104]: 50 more of this kind\n"),
            "{text}"
        );
        assert!(
            text.contains("warning[V0104]: 100 more of this kind\n"),
            "{text}"
        );

        let text = plain(&human(
            &report("x", (1..=40).map(|line| (line, 1, false))),
            50,
        ));
        assert_eq!(text.matches(": warning[V0104]: ").count(), 3, "{text}");
        assert!(
            text.contains("warning[V0104]: 37 more of this kind\n"),
            "{text}"
        );
    }

    #[test]
    fn the_short_form_is_a_line_each_and_counts_the_rest() {
        let text = plain(&short(
            &report("x", (1..=60).map(|line| (line, 1, false))),
            50,
        ));
        assert_eq!(text.lines().count(), 51);
        assert_eq!(
            text.lines().next(),
            Some("a,b.yaml:1:1: warning[V0104]: finding 1; mend it")
        );
        assert_eq!(
            text.lines().last(),
            Some("... and 10 more; `--max-findings 0` lists them all")
        );
    }

    #[test]
    fn escapes_in_a_message_stay_text() {
        let mut report = report("x", [(1, 1, true)]);
        report.findings[0].message = "a\x1b[31m\nb".to_owned();
        assert!(human(&report, 50).contains("a\\u{1b}[31m\\nb"));
        assert!(plain(&short(&report, 50)).contains("a\\u{1b}[31m\\nb"));
    }

    #[test]
    fn machines_get_one_line_a_finding() {
        let mut report = report("x", [(3, 9, true)]);
        report.findings[0].message = "50%\nof it".to_owned();
        let it = &report.findings[0];
        let parsed: serde_json::Value =
            serde_json::from_str(&json_line(&report, it)).expect("JSON");
        assert_eq!(
            parsed,
            serde_json::json!({"severity": "error", "code": "V0104", "message": "50%\nof it", "help": "mend it",
                "file": "a,b.yaml", "line": 3, "column": 9, "pointer": "/a"})
        );
        assert_eq!(
            github_line(&report, it),
            "::error file=a%2Cb.yaml,line=3,col=9,title=V0104::50%25%0Aof it; mend it"
        );
    }
}
