//! `cargo verbatim`, the same as a subcommand of cargo.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    xtask::main(xtask::Door::CargoVerbatim)
}
