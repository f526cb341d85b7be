//! Pages made to exhaust `capture`: each is refused with a place, and what is allocated grows with its length.
//!
//! Allocations are counted and not the time, which depends on what else the machine does; how long such pages take is for
//! `scripts/hostile-bounds --pages` to hold. `HOSTILE_PAGE_BYTES` asks for other lengths. There is one test, since all tests
//! of a process share the counts.

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use verbatim_gen::Source;
use verbatim_gen::capture::capture;
use verbatim_tests::hostile_pages::FAMILIES;
use verbatim_tests::number;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What all pages may take, however short they are.
const LEAST: usize = 1 << 20;

/// How many bytes are allocated in all for the page of a family.
fn allocated(name: &str, page: String) -> usize {
    let pages = [Source::new("page.md", page)];
    let region = Region::new(ALLOCATOR);
    let found = match capture(&pages, None) {
        Ok(captured) => captured.report,
        Err(report) => report,
    };
    let stats = region.change();
    assert!(found.has_errors(), "{name}");
    assert!(found.findings.iter().all(|it| it.place.line > 0), "{name}");
    stats.bytes_allocated + usize::try_from(stats.bytes_reallocated).unwrap_or(0)
}

#[test]
fn hostile_pages_take_memory_in_proportion() {
    let bytes = number("HOSTILE_PAGE_BYTES").unwrap_or(50_000);
    let mut out_of_proportion = Vec::new();
    for (name, page) in FAMILIES {
        let [short, long] = [bytes, 2 * bytes].map(|bytes| allocated(name, page(bytes)));
        println!("{name}: {short}, {long}");
        if long > 3 * short + LEAST {
            out_of_proportion.push((name, short, long));
        }
    }
    assert!(out_of_proportion.is_empty(), "{out_of_proportion:?}");
}
