//! Texts without white space at their ends, and runs of blanks and dashes.

/// White space as JavaScript trims it.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

const BLANKS: &str = "                                                                ";
const DASHES: &str = "----------------------------------------------------------------";

/// Appends so many blanks.
pub fn push_blanks(out: &mut String, count: usize) {
    push_run(out, BLANKS, count);
}

/// Appends so many dashes.
pub fn push_dashes(out: &mut String, count: usize) {
    push_run(out, DASHES, count);
}

/// Appends so many of the one character that `run` consists of.
fn push_run(out: &mut String, run: &str, count: usize) {
    let mut left = count;
    while left > 0 {
        let step = left.min(run.len());
        out.push_str(&run[..step]);
        left -= step;
    }
}
