//! A code → its entry in the catalogue of findings.

use std::fmt::Write as _;

use verbatim_gen::catalogue::{Entry, catalogue, find};

use crate::Outcome;
use crate::args::ExplainArgs;
use crate::say::{self, BOLD, GREEN, RED};

/// Runs `cargo xtask explain`.
pub fn run(args: &ExplainArgs) -> Outcome {
    let Some(code) = &args.code else {
        let lines = catalogue()
            .iter()
            .map(|it| format!("{BOLD}{}{BOLD:#}  {}\n", it.code, it.title));
        say::out(&lines.collect::<String>());
        return Outcome::Done;
    };
    match find(code) {
        Some(entry) => {
            say::out(&page(entry));
            Outcome::Done
        }
        None => {
            say::error(format_args!(
                "there is no finding `{code}`; `cargo xtask explain` lists them"
            ));
            Outcome::WrongUse
        }
    }
}

fn page(it: &Entry) -> String {
    let mut text = format!("{BOLD}{}: {}{BOLD:#}\n\n", it.code, it.title);
    for paragraph in it.explanation.trim().split("\n\n") {
        text += &wrapped(paragraph, 96);
        text.push('\n');
    }
    let _ = writeln!(text, "{RED}Wrong:{RED:#}\n\n{}", indented(it.wrong));
    let _ = write!(text, "{GREEN}Right:{GREEN:#}\n\n{}", indented(it.right));
    text
}

/// Breaks a paragraph at spaces.
fn wrapped(paragraph: &str, width: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text += word;
        column += length;
    }
    text + "\n"
}

fn indented(example: &str) -> String {
    let lines = example.trim_end().lines();
    lines
        .map(|it| format!("    {it}\n").replace("    \n", "\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_paragraph_is_broken_at_spaces() {
        assert_eq!(wrapped("one two  three", 7), "one two\nthree\n");
        assert_eq!(wrapped("unbreakable", 3), "unbreakable\n");
    }
}
