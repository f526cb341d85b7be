//! Text → standard output and standard error: coloured on a terminal alone, and calm when the reader has gone.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::Write;

use anstream::adapter::strip_str;
use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use crate::progress;

/// An addition, or all is well.
pub const GREEN: Style = AnsiColor::Green.on_default();
/// Something to look at.
pub const YELLOW: Style = AnsiColor::Yellow.on_default();
/// A removal.
pub const RED: Style = AnsiColor::Red.on_default();
/// A change.
pub const CYAN: Style = AnsiColor::Cyan.on_default();
/// An error.
pub const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
/// A headline.
pub const BOLD: Style = Style::new().bold();

/// Writes to standard output. Escapes are taken out where it is no terminal or `NO_COLOR` is set.
///
/// A reader that has gone (`cargo xtask gen --check | head`) is no reason to fail: the exit code still tells.
pub fn out(text: &str) {
    write(std::io::stdout(), text);
}

/// Writes to standard error, likewise.
pub fn err(text: &str) {
    write(std::io::stderr(), text);
}

/// Writes a text with escapes or without, as the stream takes it: all at once, where an [`AutoStream`] of its own choice
/// would make a write of each piece.
fn write(stream: impl RawStream + AsLockedWrite, text: &str) {
    progress::clear();
    let text: Cow<'_, str> = match AutoStream::choice(&stream) {
        ColorChoice::Never => strip_str(text).to_string().into(),
        _ => text.into(),
    };
    let mut stream = AutoStream::always(stream);
    let _ = stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush());
}

/// Writes one line `error: …` to standard error.
pub fn error(message: impl Display) {
    err(&format!("{ERROR}error{ERROR:#}{BOLD}:{BOLD:#} {message}\n"));
}

/// Writes one line `warning: …` to standard error.
pub fn warning(message: impl Display) {
    err(&format!(
        "{YELLOW}warning{YELLOW:#}{BOLD}:{BOLD:#} {message}\n"
    ));
}

/// A number of things: `1 file`, `2 files`, `12,345 files`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

/// A number with a comma at the thousands.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(count(0, "file"), "0 files");
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(999, "file"), "999 files");
        assert_eq!(count(1_000, "file"), "1,000 files");
        assert_eq!(count(1_234_567, "file"), "1,234,567 files");
    }
}
