//! Findings → standard error, in the form that was asked for.

use verbatim_gen::{Report, Severity};

use crate::args::ReadingArgs;
use crate::say;

/// Tells every finding of a report. `true` if none of them keeps output from being written.
pub fn tell(report: &Report, args: &ReadingArgs) -> bool {
    say::err(&report.to_string());
    let warned = report
        .findings
        .iter()
        .any(|it| it.severity == Severity::Warning);
    !report.has_errors() && !(args.deny_warnings && warned)
}
