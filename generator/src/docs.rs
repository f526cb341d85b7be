//! `Api` → the pages of the Markdown reference.
//!
//! ```text
//! Api ─page▶ pages, each of blocks of inlines ─markdown▶ text
//! ```
//!
//! The layout is that of the reference Coder publishes with widdershins 4.0.1. With `quirks` in the configuration the
//! pages equal that tool chain's to the byte. Without, the same layout is kept and the oddities are not. Every
//! difference between the two is a decision of `layout::Layout`.

pub mod authentication;
mod blanks;
pub mod block;
mod body;
mod contents;
pub mod context;
pub mod curl;
pub mod depth;
mod discriminator;
mod enumerations;
mod examples;
pub mod grammar;
pub mod inline;
mod items;
pub mod json;
pub mod label;
mod labels;
pub mod layout;
mod levels;
mod markdown;
mod names;
pub mod notation;
pub mod operation;
pub mod overview;
pub mod page;
mod parameters;
pub mod parts;
mod properties;
pub mod reference;
mod responses;
pub mod restricted;
pub mod restrictions;
mod rows;
mod sample;
pub mod schemas;
mod shown;
mod status;
pub mod table;
pub mod values;
#[cfg(feature = "capture")]
pub mod widdershins;
pub mod wording;
mod yaml;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use crate::budget::OutputBudget;
use crate::config::Config;
use crate::file_set::FileSet;
use crate::model::Api;
use crate::sample::Samples;
#[cfg(feature = "capture")]
pub(crate) use json::Json;
#[cfg(feature = "capture")]
pub(crate) use markdown::in_cell;
#[cfg(feature = "capture")]
pub use sample::{number as sample_number, of_format as sample_text, string as sample_string};

pub use shown::Shown;

use context::Context;
use layout::Layout;
use page::Page;
use reference::References;
use values::{Share, Values};

/// Renders every page, as `docs/NAME.md`; as many as the budget allows.
pub fn render(api: &Api, config: &Config, budget: &OutputBudget) -> FileSet {
    let config = &config.docs;
    let layout = &Layout::of(config.quirks);
    let references = &References::new(api, layout.references);
    let cx = Context {
        api,
        config,
        layout,
        references,
        budget,
        values: None,
    };
    let samples = Samples::of(api);
    let pages = page::pages(&cx);
    let whole = Share {
        pages: pages.len(),
        all: pages.iter().map(|it| it.sections).sum(),
        sections: 0,
    };
    let render = |page: &Page<'_>, budget: &OutputBudget| {
        // What a page asks depends on no other page, which another thread may make.
        let share = Share {
            sections: page.sections,
            ..whole
        };
        let values = Values::of(api, &samples, budget, share);
        page.render(&Context {
            api,
            config,
            layout,
            references,
            budget,
            values: Some(&values).filter(|_| layout.samples.accepted),
        })
    };
    let spent = budget.spent();
    let budgets = [budget.fork(), budget.fork()];
    let files = on_two_threads(&pages, budgets, render);
    if budget.is_exhausted() {
        // Where it ran out depends on the threads: one page after the other, it is always the same place.
        budget.rewind_to(spent);
        for page in &pages {
            render(page, budget);
        }
        return FileSet::default();
    }
    files
}

/// Makes text of pages, the longest first.
fn on_two_threads(
    pages: &[Page<'_>],
    budgets: [OutputBudget; 2],
    render: impl Fn(&Page<'_>, &OutputBudget) -> String + Sync,
) -> FileSet {
    let mut pages: Vec<&Page> = pages.iter().collect();
    pages.sort_by_key(|it| Reverse(it.sections));
    let next = AtomicUsize::new(0);
    let work = |budget: OutputBudget| {
        let mut done = Vec::new();
        while let Some(page) = pages.get(next.fetch_add(1, Relaxed)) {
            done.push((&page.stem, render(page, &budget)));
        }
        done
    };
    let [here, there] = budgets;
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_SIZE);
        // Where no thread is to be had, this one does it all.
        let beside = thread.spawn_scoped(scope, || work(there)).ok();
        let mut done = work(here);
        if let Some(it) = beside {
            done.extend(it.join().unwrap_or_else(|it| resume_unwind(it)));
        }
        done
    });
    let mut out = FileSet::default();
    for (stem, text) in done {
        out.insert(format!("docs/{stem}.md"), text);
    }
    out
}

/// As much as a main thread has on most systems.
const STACK_SIZE: usize = 8 << 20;
