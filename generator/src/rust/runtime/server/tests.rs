//! The run-time driven as emitted code drives it, with descriptions of one construct each.

mod parameters;
