//! The documents of `tree` that have no error: what is generated from them is the same each time.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim_gen_fuzz::{document, generate};

fuzz_target!(|bytes: &[u8]| {
    generate(&document(bytes));
});
