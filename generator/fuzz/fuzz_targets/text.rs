//! Any text, as YAML or as JSON: load, resolve and check tell what is wrong with it, and never panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use verbatim_gen_fuzz::read;

fuzz_target!(|text: &str| {
    read("openapi.yaml", text);
    read("openapi.json", text);
});
