//! `Api` → the pages of the Markdown reference.
//!
//! ```text
//! Api ─page▶ pages of blocks ─lint▶ the same, tidied ─block▶ text
//! ```
//!
//! The layout is that of the reference Coder publishes with widdershins 4.0.1. With `quirks` in the configuration the
//! pages equal that tool chain's to the byte; each of its oddities is a function that is named for it. Without, the
//! same layout is kept and the oddities are not.

mod beyond;
mod block;
mod curl;
mod json;
mod link;
mod lint;
mod operation;
mod page;
mod prose;
mod reference;
mod rows;
mod sample;
mod schemas;
mod status;
mod table;
mod yaml;

#[cfg(test)]
mod tests;

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

use crate::config::{Config, Docs};
use crate::file_set::FileSet;
use crate::model::{Api, Dialect, SchemaId};
use crate::room::Room;
use page::Page;
use reference::References;

/// Renders every page, as `docs/NAME.md`; as many as there is room for.
pub fn render(api: &Api, config: &Config, room: &Room) -> FileSet {
    let config = &config.docs;
    let cx = Context {
        api,
        config,
        room,
        references: if config.quirks {
            References::pinned(api)
        } else {
            References::plain(api)
        },
    };
    let mut pages = page::pages(&cx);
    if pages.len() > 3 {
        pages.push(page::index(&cx, &pages));
    }
    if room.is_full() {
        return FileSet::default();
    }
    finish(pages)
}

/// Tidies pages and makes text of them, on two threads: it takes about as long as all that came before.
fn finish(mut pages: Vec<Page>) -> FileSet {
    pages.sort_by_key(|it| std::cmp::Reverse(it.blocks.len()));
    let queue = Mutex::new(pages.into_iter());
    let next = || queue.lock().ok()?.next();
    let work = || {
        let mut done = Vec::new();
        while let Some(mut page) = next() {
            lint::tidy(&mut page.blocks);
            done.push((page.stem, block::render(&page.blocks)));
        }
        done
    };
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_SIZE);
        // Where no thread is to be had, this one does it all.
        let beside = thread.spawn_scoped(scope, work).ok();
        let mut done = work();
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

/// What comes of the greatest of these depths with which it fits. The first mostly does; of the others every second
/// need not be tried, and each that does not fit costs as much as there is room for.
fn deepest<D: Copy, T>(depths: &[D], attempt: impl Fn(D) -> Option<T>) -> Option<(D, T)> {
    let (first, rest) = depths.split_first()?;
    if let Some(it) = attempt(*first) {
        return Some((*first, it));
    }
    let (mut low, mut high, mut found) = (0, rest.len(), None);
    while low < high {
        let middle = (low + high) / 2;
        match attempt(rest[middle]) {
            Some(it) => {
                found = Some((rest[middle], it));
                high = middle;
            }
            None => low = middle + 1,
        }
    }
    found
}

/// What every part of a page may look at.
struct Context<'a> {
    api: &'a Api,
    config: &'a Docs,
    room: &'a Room,
    references: References,
}

impl Context<'_> {
    /// Whether the oddities of the reference's tools are kept.
    fn quirks(&self) -> bool {
        self.config.quirks
    }

    /// The schema itself, or the target of a `$ref` whose siblings count for nothing.
    ///
    /// Quirk of reftools: it puts the target in the place of the whole object.
    fn target(&self, id: SchemaId) -> SchemaId {
        if self.quirks() {
            target_of_reference(self.api, id)
        } else {
            id
        }
    }

    /// Whether keywords beside a `$ref` count for nothing: swagger2openapi removes them.
    fn drops_siblings(&self) -> bool {
        self.quirks() && self.api.dialect == Dialect::Swagger2
    }
}

/// The target of a `$ref` that has keywords beside it; any other schema itself.
fn target_of_reference(api: &Api, id: SchemaId) -> SchemaId {
    let schema = api.schema(id);
    match schema.all_of[..] {
        [target] if schema.reference_with_siblings => target,
        _ => id,
    }
}
