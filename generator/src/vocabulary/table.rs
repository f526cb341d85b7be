//! The rows of an object → the row of a name in a version, found without comparing it with each.

use super::field::{Field, equal};
use crate::model::Dialect;

/// How a field is known to a version.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lookup {
    /// The version has it.
    Here(&'static Field),
    /// Another version has it.
    Elsewhere(&'static Field),
    /// None has it.
    Unknown,
}

/// The fields of an object, and where each is found.
pub(super) struct Table {
    pub fields: &'static [Field],
    /// By [`slot_of`] and the slots that follow: 1 more than the index of the first row of a name, 0 where there is none.
    index: [u8; SLOTS],
    /// For each version, a bit for each row of which there is nothing to tell in it, whatever its value.
    plain: [u128; 4],
}

/// More than twice as many as any object has fields, so that few share one and some are empty.
const SLOTS: usize = 256;

impl Table {
    pub const fn new(fields: &'static [Field]) -> Self {
        assert!(fields.len() < SLOTS / 2);
        let mut index = [0; SLOTS];
        let mut plain = [0; 4];
        let mut row = 0;
        while row < fields.len() {
            let name = fields[row].name.as_bytes();
            if row == 0 || !equal(fields[row - 1].name.as_bytes(), name) {
                let mut slot = slot_of(name);
                while index[slot] != 0 {
                    slot = (slot + 1) % SLOTS;
                }
                index[slot] = row as u8 + 1;
            }
            let is_changed = row > 0 && equal(fields[row - 1].name.as_bytes(), name)
                || row + 1 < fields.len() && equal(fields[row + 1].name.as_bytes(), name);
            let mut version = fields[row].versions.from as usize;
            while version <= fields[row].versions.to as usize {
                plain[version] |= ((fields[row].is_plain() && !is_changed) as u128) << row;
                version += 1;
            }
            row += 1;
        }
        Self {
            fields,
            index,
            plain,
        }
    }

    /// The first row of a name.
    pub fn first_row(&self, name: &str) -> Option<usize> {
        let mut slot = slot_of(name.as_bytes());
        loop {
            let row = usize::from(self.index[slot]).checked_sub(1)?;
            if self.fields[row].name == name {
                return Some(row);
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// The rows of one name, from the first one.
    pub fn rows_from(&self, first: usize) -> &'static [Field] {
        let name = self.fields[first].name;
        let others = self.fields[first + 1..].iter();
        let others = others.take_while(|it| it.name == name).count();
        &self.fields[first..=first + others]
    }

    /// The field whose first row this is, in a version.
    pub fn lookup_from(&self, first: usize, dialect: Dialect) -> Lookup {
        let row = &self.fields[first];
        if row.versions.contains(dialect) {
            return Lookup::Here(row);
        }
        let rows = self.rows_from(first);
        if let Some(row) = rows.iter().find(|it| it.versions.contains(dialect)) {
            return Lookup::Here(row);
        }
        let later = rows.iter().find(|it| dialect < it.versions.from);
        later
            .or(rows.last())
            .map_or(Lookup::Unknown, Lookup::Elsewhere)
    }

    /// Whether there is nothing to tell of a row in a version, whatever its value.
    pub fn is_plain(&self, row: usize, dialect: Dialect) -> bool {
        self.plain[dialect as usize] >> row & 1 == 1
    }
}

/// The first slot of a name, by its length and three of its letters.
const fn slot_of(name: &[u8]) -> usize {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let (first, middle, last) = (name[0], name[length / 2], name[length - 1]);
    (length + 7 * first as usize + 31 * middle as usize + 16 * last as usize) % SLOTS
}
