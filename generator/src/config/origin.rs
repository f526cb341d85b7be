//! Where in their file choices stand, for findings about what they name.

use std::collections::BTreeMap;

use crate::diagnostic::Report;
use crate::source::{FileId, Place, Source};

/// Where in their file choices stand.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    source: Option<Source>,
    places: BTreeMap<(String, String), Place>,
}

/// Choices are the same wherever they stand.
impl PartialEq for Origin {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Origin {
    pub(super) fn new(source: Source, places: BTreeMap<(String, String), Place>) -> Self {
        Self {
            source: Some(source),
            places,
        }
    }

    /// The place of a name in a list or table of names: of `Pet` in `types.replace`. The place of nothing, where the choices
    /// come from no file.
    pub fn place(&self, key: &str, name: &str) -> Place {
        let found = self.places.get(&(key.to_owned(), name.to_owned()));
        found.copied().unwrap_or_default()
    }

    /// Gives a report the file of choices among its sources, if a finding points into it.
    pub(crate) fn settle(&self, report: &mut Report) {
        self.settle_as(FileId::SETTINGS, report);
    }

    /// The same, where findings have another number for the file.
    pub(super) fn settle_as(&self, known_as: FileId, report: &mut Report) {
        let Some(source) = &self.source else { return };
        let Ok(file) = u16::try_from(report.sources.len()) else {
            return;
        };
        let mut points = false;
        for it in &mut report.findings {
            if it.place.file == known_as {
                it.place.file = FileId(file);
                points = true;
            }
        }
        if points {
            report.sources.push(source.clone());
        }
    }
}
