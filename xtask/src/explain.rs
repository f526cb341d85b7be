//! A code → its entry in the catalogue of findings.

use std::fmt::Write as _;

use verbatim_gen::catalogue::{Entry, catalogue};

use crate::args::ExplainArgs;
use crate::door;
use crate::outcome::Outcome;
use crate::terminal::{self, BOLD, GREEN, RED};

/// Runs `cargo xtask explain`.
pub fn run(args: &ExplainArgs) -> Outcome {
    let Some(code) = &args.code else {
        let lines = catalogue()
            .iter()
            .map(|it| format!("{BOLD}{}{BOLD:#}  {}\n", it.code, it.title));
        terminal::out(&lines.collect::<String>());
        return Outcome::Done;
    };
    match find(code) {
        Some(entry) => {
            terminal::out(&page(entry));
            Outcome::Done
        }
        None => {
            terminal::error(format_args!(
                "there is no finding `{code}`; `{} explain` lists them",
                door::command()
            ));
            Outcome::WrongUse
        }
    }
}

fn page(it: &Entry) -> String {
    let mut text = format!("{BOLD}{}: {}{BOLD:#}\n\n", it.code, it.title);
    for paragraph in it.explanation.trim().split("\n\n") {
        text += &wrapped(&door::named(paragraph), 96);
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "{RED}Wrong:{RED:#}\n\n{}",
        indented(&door::named(it.wrong))
    );
    let _ = write!(
        text,
        "{GREEN}Right:{GREEN:#}\n\n{}",
        indented(&door::named(it.right))
    );
    text
}

/// The entry of a code: `V0101`, `v0101` and `101` are one, `D101` and `d101` another one.
fn find(code: &str) -> Option<&'static Entry> {
    let (letter, digits) = match code.chars().next()? {
        it @ ('V' | 'v' | 'D' | 'd') => (it.to_ascii_uppercase(), &code[1..]),
        _ => ('V', code),
    };
    let number: u16 = digits.parse().ok()?;
    let numbered = |it: &&Entry| {
        it.code
            .as_str()
            .strip_prefix(letter)
            .and_then(|it| it.parse().ok())
            == Some(number)
    };
    catalogue().iter().find(numbered)
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
    use verbatim_gen::catalogue::{CODES, catalogue};

    use super::{find, wrapped};

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        for typed in ["V0602", "v0602", "0602", "602"] {
            assert_eq!(
                find(typed).map(|it| it.code.as_str()),
                Some("V0602"),
                "{typed}"
            );
        }
        for typed in ["D101", "d101"] {
            assert_eq!(
                find(typed).map(|it| it.code.as_str()),
                Some("D101"),
                "{typed}"
            );
        }
        for typed in ["V9999", "", "V", "é", "-1", "D0", "DV101"] {
            assert!(find(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn codes_ascend_and_entries_say_something() {
        for pair in CODES.windows(2) {
            assert!(pair[0] < pair[1], "{} is out of order", pair[1]);
        }
        for code in CODES {
            assert!(find(code.as_str()).is_some(), "{code} is not explained");
        }
        for it in catalogue() {
            assert!(CODES.contains(&it.code), "{} is no code", it.code);
            for text in [it.title, it.explanation, it.wrong, it.right] {
                assert!(!text.trim().is_empty(), "{} leaves a field empty", it.code);
            }
            assert_ne!(it.wrong, it.right, "{}", it.code);
        }
    }

    #[test]
    fn a_paragraph_is_broken_at_spaces() {
        assert_eq!(wrapped("one two  three", 7), "one two\nthree\n");
        assert_eq!(wrapped("unbreakable", 3), "unbreakable\n");
    }
}
