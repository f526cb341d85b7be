//! `cargo xtask`, the command within this repository.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    xtask::main(xtask::Door::Xtask)
}
