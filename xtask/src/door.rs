//! The name that the command was called by, which help and advice repeat.

use std::borrow::Cow;
use std::sync::OnceLock;

/// By which name the command was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// `cargo xtask`, within the repository of the generator.
    Xtask,
    /// `verbatim`.
    Verbatim,
    /// `cargo verbatim`: cargo runs `cargo-verbatim verbatim …`.
    CargoVerbatim,
}

static DOOR: OnceLock<Door> = OnceLock::new();

/// How texts of the generator call the command.
const WRITTEN: &str = "cargo xtask";

/// Says by which name the command was called. The first call counts.
pub fn enter(door: Door) {
    let _ = DOOR.set(door);
}

/// By which name the command was called.
pub fn entered() -> Door {
    *DOOR.get().unwrap_or(&Door::Xtask)
}

/// What to type before the name of a subcommand.
pub fn command() -> &'static str {
    match entered() {
        Door::Xtask => WRITTEN,
        Door::Verbatim => "verbatim",
        Door::CargoVerbatim => "cargo verbatim",
    }
}

/// A text that says `cargo xtask`, with the name that the command was called by.
pub fn named(text: &str) -> Cow<'_, str> {
    match entered() {
        Door::Xtask => text.into(),
        _ => text.replace(WRITTEN, command()).into(),
    }
}
