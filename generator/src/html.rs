//! `Api` → the reference as a site: a page for each operation and schema, of the blocks that the Markdown is made of.
//!
//! ```text
//! Api ─docs/parts▶ blocks ─blocks, properties▶ HTML ─frame▶ site/operations/get-pet.html
//! ```
//!
//! Pages are read without script, refer to nothing elsewhere, and may be opened from a disk or served beneath any path. What
//! the document says is text wherever it goes.

mod address;
mod blocks;
mod call;
mod frame;
mod links;
mod markdown;
mod pages;
mod pieces;
mod properties;
mod samples;
mod search;
mod site;
mod text;
mod writer;

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use crate::budget::OutputBudget;
use crate::config::Config;
use crate::docs::context::Context;
use crate::docs::layout::Layout;
use crate::docs::reference::References;
use crate::docs::values::{Share, Values};
use crate::file_set::FileSet;
use crate::model::Api;
use crate::sample::Samples;
use pages::{Made, Pages};
use site::Site;

/// How many operations or schemas are made in one go. What is asked of schemas is asked once for all of these.
const PER_JOB: usize = 40;
/// As much as a main thread has on most systems.
const STACK_SIZE: usize = 8 << 20;

/// What is made in one go.
enum Job {
    Lists,
    Webhooks,
    Operations(usize, usize),
    Schemas(usize),
}

/// Renders the site, as `site/…`; as much of it as the budget allows. `calls` are samples of how the client in Rust calls each
/// operation, in document order; there may be none.
pub fn render(api: &Api, config: &Config, calls: &[String], budget: &OutputBudget) -> FileSet {
    let config = &config.docs;
    // What the oddities of the Markdown are for has no site.
    let layout = &Layout::PLAIN;
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
    let site = &Site::of(&cx, calls);
    let mut jobs = vec![Job::Lists, Job::Webhooks];
    for (group, it) in site.groups.iter().enumerate() {
        let starts = (0..it.operations.len()).step_by(PER_JOB);
        jobs.extend(starts.map(|from| Job::Operations(group, from)));
    }
    jobs.extend((0..site.schemas.len()).step_by(PER_JOB).map(Job::Schemas));
    let share = Share {
        pages: jobs.len(),
        all: jobs.len(),
        sections: 1,
    };
    let next = AtomicUsize::new(0);
    let run = |job: &Job, budget: &OutputBudget, made: &mut Made| {
        let values = Values::of(api, &samples, budget, share);
        let cx = Context {
            api,
            config,
            layout,
            references,
            budget,
            values: Some(&values),
        };
        run(&cx, site, job, made);
    };
    let work = |budget: OutputBudget| {
        let mut made = Made::default();
        while let Some(job) = jobs.get(next.fetch_add(1, Relaxed)) {
            run(job, &budget, &mut made);
        }
        made.files
    };
    let spent = budget.spent();
    let [here, there] = [budget.fork(), budget.fork()];
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
    if budget.is_exhausted() {
        // Where it ran out depends on the threads: one job after the other, it is always the same place.
        budget.rewind_to(spent);
        let mut made = Made::default();
        for job in &jobs {
            run(job, budget, &mut made);
        }
        return FileSet::default();
    }
    let mut out = FileSet::default();
    for (path, text) in done {
        out.insert(path, text);
    }
    for (name, text) in ASSETS {
        out.insert(format!("site/assets/{name}"), text.to_owned());
    }
    out.insert("site/assets/api.js", call::shared(&cx));
    out.insert("site/assets/search.js", search::index(site));
    out
}

/// What is the same for every API.
const ASSETS: [(&str, &str); 5] = [
    ("icon.svg", include_str!("html/assets/icon.svg")),
    ("site.css", include_str!("html/assets/site.css")),
    ("site.js", include_str!("html/assets/site.js")),
    ("theme.js", include_str!("html/assets/theme.js")),
    ("try.js", include_str!("html/assets/try.js")),
];

fn run<'a>(cx: &Context<'a>, site: &Site<'a>, job: &Job, made: &mut Made) {
    let mut pages = Pages::new(site, made);
    match job {
        Job::Lists => {
            pages.index(cx);
            if site.has_authentication {
                pages.authentication(cx);
            }
            if !site.schemas.is_empty() {
                pages.schemas(cx);
            }
            (0..site.groups.len()).for_each(|it| pages.group(cx, it));
        }
        Job::Webhooks if site.webhooks.is_empty() => {}
        Job::Webhooks => pages.webhooks(cx),
        Job::Operations(group, from) => {
            let all = &site.groups[*group].operations;
            for (at, it) in all.iter().enumerate().skip(*from).take(PER_JOB) {
                if cx.budget.is_exhausted() {
                    return;
                }
                cx.budget.enter(it.operation.place);
                pages.operation(cx, *group, at);
            }
        }
        Job::Schemas(from) => {
            for (at, it) in site.schemas.iter().enumerate().skip(*from).take(PER_JOB) {
                if cx.budget.is_exhausted() {
                    return;
                }
                cx.budget.enter(cx.api.schema(it.id).origin.place);
                pages.schema(cx, at);
            }
        }
    }
}
