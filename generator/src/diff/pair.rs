//! The two documents of a comparison, and what is known of both.

use super::change::Side;
use super::prints::Prints;
use crate::analysis::facets::{Facets, Together};
use crate::model::{Api, SchemaId};
use crate::sample::Samples;
use crate::sample::draw::Document;

/// One of the documents.
#[derive(Clone, Copy)]
pub struct Half<'p> {
    /// Its model, and what its discriminators lead to.
    pub document: Document<'p>,
    /// Makes values, and judges them.
    pub samples: &'p Samples<'p>,
    /// What tells equal schemas.
    pub prints: &'p Prints,
}

impl<'p> Half<'p> {
    /// Its model.
    pub fn api(&self) -> &'p Api {
        self.document.api
    }
}

/// Both documents.
#[derive(Clone, Copy)]
pub struct Pair<'p> {
    /// The old one.
    pub old: Half<'p>,
    /// The new one.
    pub new: Half<'p>,
}

impl<'p> Pair<'p> {
    /// One of them.
    pub fn half(&self, side: Side) -> Half<'p> {
        match side {
            Side::Old => self.old,
            Side::New => self.new,
        }
    }

    /// What schemas of one of them say together.
    pub fn facets(&self, side: Side, schemas: &Together) -> Facets<'p> {
        self.half(side).document.facets(schemas)
    }

    /// Whether schemas of both say the same, whatever it is about.
    pub fn are_equal(&self, old: &Together, new: &Together) -> bool {
        let print = |half: Half<'_>, all: &[SchemaId]| {
            let mut all: Vec<u64> = all.iter().map(|it| half.prints.whole(*it)).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        print(self.old, &old.schemas) == print(self.new, &new.schemas)
    }

    /// Whether two schemas, each of one document, accept the same by the same words.
    pub fn mean_the_same(&self, side: Side, one: SchemaId, other: SchemaId) -> bool {
        self.half(side).prints.meaning(one) == self.half(side.other()).prints.meaning(other)
    }
}
