//! The names of an object that have been seen.

use std::borrow::Cow;
use std::collections::HashSet;

use super::error::Error;

/// As many names are compared one by one; more are hashed.
const FEW: usize = 12;

/// The names of an object that have been seen, so that none is there twice. Mostly there are none or one.
#[derive(Debug, Default)]
pub struct Names<'de> {
    first: Option<Cow<'de, str>>,
    few: Vec<Cow<'de, str>>,
    many: Option<HashSet<Cow<'de, str>>>,
}

impl<'de> Names<'de> {
    /// Notes a name.
    ///
    /// # Errors
    /// It has been noted before.
    pub fn note(&mut self, name: Cow<'de, str>) -> Result<(), Error> {
        if self.first.is_none() {
            self.first = Some(name);
            return Ok(());
        }
        let is_among_many = self.many.as_ref().is_some_and(|it| it.contains(&name));
        if self.first.as_ref() == Some(&name) || self.few.contains(&name) || is_among_many {
            return Err(Error::repeated(&name));
        }
        if self.few.len() < FEW {
            self.few.push(name);
        } else {
            self.many.get_or_insert_default().insert(name);
        }
        Ok(())
    }
}
