//! `verbatim-serve`, which `cargo xtask serve` runs.

#![forbid(unsafe_code)]

/// Answers are many small values.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    verbatim_serve::run()
}
