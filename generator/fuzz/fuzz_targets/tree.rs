//! A document whose parts are those of OpenAPI and stand where they should not: load, resolve and check.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim_gen_fuzz::{document, read};

fuzz_target!(|bytes: &[u8]| {
    read("openapi.json", &document(bytes));
});
