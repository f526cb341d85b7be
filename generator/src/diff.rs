//! Two models → what changed, and whom it breaks.
//!
//! ```text
//! (Api, Api) ─ operations, by method and path ┬ what came and went
//!                                             └ parameters, bodies, responses, security ─ schemas ▶ changes
//! ```
//!
//! Schemas are compared by the values that they accept: what is sent may become less, what is accepted may become more. That a
//! change breaks something is proved by a value that one document accepts and the other refuses, by the judge that servers
//! have; that it does not, from the keywords; what is neither is called risky.

mod change;
mod changelog;
mod comparison;
mod contents;
mod court;
mod crates;
mod decide;
mod inclusion;
mod life;
mod local;
mod notes;
mod operations;
mod pair;
mod parameters;
mod parts;
mod prints;
mod schema;
mod security;
mod service;
mod words;

pub use change::{Change, Class, InRust, OperationName, Options, Side, Verdict, Witness};
pub use changelog::{changelog, title};
pub use crates::with_crates;
pub use words::{Group, Told, groups, operation, proof, sentence};

use crate::model::Api;
use crate::sample::Samples;
use comparison::Comparison;
use pair::{Half, Pair};

/// Every change from one document to another, in the order of the new one: operation by operation, then what is about none.
pub fn diff(old: &Api, new: &Api, options: &Options) -> Vec<Change> {
    let samples = [Samples::of(old), Samples::of(new)];
    let [of_old, of_new] = &samples;
    let prints = prints::of_both((old, of_old.subtypes()), (new, of_new.subtypes()));
    let pair = Pair {
        old: Half {
            document: of_old.document(),
            samples: of_old,
            prints: &prints.0,
        },
        new: Half {
            document: of_new.document(),
            samples: of_new,
            prints: &prints.1,
        },
    };
    let mut comparison = Comparison::new(pair, options);
    comparison.operations();
    comparison.service();
    comparison.changes
}
