//! Which tag an operation is grouped under.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{Api, Operation};

/// The tags that group no operations.
pub struct Groups<'a> {
    others: HashSet<&'a str>,
}

impl<'a> Groups<'a> {
    /// Those of an API: declared tags of another kind than `nav` (OpenAPI 3.2.0, section 4.22.1).
    pub fn of(api: &'a Api) -> Self {
        let is_other = |kind: &str| kind != "nav";
        let others = (api.tags.iter()).filter(|it| it.kind.as_deref().is_some_and(is_other));
        Self {
            others: others.map(|it| it.name.as_str()).collect(),
        }
    }

    /// The tag that an operation is grouped under: its first one for navigation, or else its first one.
    pub fn group<'o>(&self, operation: &'o Operation) -> Option<&'o Arc<str>> {
        let mut tags = operation.tags.iter();
        let found = tags.find(|it| !self.others.contains(&***it));
        found.or(operation.tags.first())
    }
}
