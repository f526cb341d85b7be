//! `verbatim`, the command where it is installed.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    xtask::main(xtask::Door::Verbatim)
}
