//! Looking ahead: what is passed over, what is read more than once, and how much of that there may be.

use super::{Kind, Name, Reader};
use crate::runtime::json::Error;

/// Arrays and objects of fewer bytes are passed over anew where they are passed over again.
const WORTH_NOTING: usize = 64;

/// A place in the text to come back to.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    at: usize,
    depth: usize,
    schema: usize,
    known: usize,
}

impl Reader<'_> {
    /// A place to come back to.
    pub fn mark(&self) -> Mark {
        Mark {
            at: self.at,
            depth: self.depth,
            schema: self.schema,
            known: self.known,
        }
    }

    /// Goes back, to read what has been read once more.
    ///
    /// # Errors
    /// That has been done too often.
    pub fn back_to(&mut self, mark: Mark) -> Result<(), Error> {
        let known = self.known.saturating_sub(mark.known);
        let read = self.at.saturating_sub(mark.at).saturating_sub(known);
        match self.looks.checked_sub(read) {
            Some(left) => self.looks = left,
            None => {
                // Nobody goes on from here, whatever becomes of this error.
                self.looks = 0;
                return Err(self.error("is too intricate to be read"));
            }
        }
        self.at = mark.at;
        self.depth = mark.depth;
        self.schema = mark.schema;
        self.known = mark.known;
        Ok(())
    }

    /// Passes over a value, which is held to be JSON, and to what is watched.
    pub fn skip(&mut self) -> Result<(), Error> {
        let kind = self.kind()?;
        if !matches!(kind, Kind::Array | Kind::Object) || self.watch.is_some() {
            return self.skip_anew(kind);
        }
        let start = self.at;
        if let Some(&end) = self.ends.get(&start) {
            self.known += end - start;
            self.at = end;
            return Ok(());
        }
        self.skip_anew(kind)?;
        self.note_end(start);
        Ok(())
    }

    /// Takes note of where a value ends that has been read ahead, if that is worth it.
    fn note_end(&mut self, start: usize) {
        if self.aheads > 0 && self.at - start >= WORTH_NOTING {
            self.ends.insert(start, self.at);
        }
    }

    fn skip_anew(&mut self, kind: Kind) -> Result<(), Error> {
        match kind {
            Kind::Null => self.null().map(|_| ()),
            Kind::Boolean => self.boolean().map(|_| ()),
            Kind::Number => self.number().map(|_| ()),
            Kind::String => self.string().map(|_| ()),
            Kind::Array => {
                let mut elements = self.array()?;
                let mut index = 0;
                while self.element(&mut elements)? {
                    self.skip().map_err(|error| error.within_index(index))?;
                    index += 1;
                }
                Ok(())
            }
            Kind::Object => {
                let mut members = self.object()?;
                while let Name::Other(name) = self.name(&mut members, None)? {
                    let inside = name.clone();
                    members.note(name, self.at)?;
                    self.skip().map_err(|error| error.within(&inside))?;
                }
                Ok(())
            }
        }
    }

    /// Looks ahead: nothing is watched, and what is read is read again.
    ///
    /// # Errors
    /// What stands there is not JSON, or has been looked at too often.
    pub fn ahead<T>(
        &mut self,
        look: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mark = self.mark();
        let watch = self.watch.take();
        self.aheads += 1;
        let found = look(self);
        self.aheads -= 1;
        self.watch = watch;
        let found = found?;
        self.back_to(mark)?;
        Ok(found)
    }

    /// Reads a value, and goes back to where it begins.
    ///
    /// # Errors
    /// Those of `read`, or it has been looked at too often.
    pub fn tried<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.offset();
        let mark = self.mark();
        self.aheads += 1;
        let found = read(self);
        // It is known now where the value ends; what is refused may have been left anywhere.
        if found.is_ok() {
            self.note_end(mark.at);
        }
        self.aheads -= 1;
        self.back_to(mark)?;
        found
    }

    /// Whether something reads the value that stands here, which has a number for itself. What has been found out is
    /// remembered.
    ///
    /// # Errors
    /// It has been looked at too often.
    pub fn is_read_by<T>(
        &mut self,
        number: usize,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<bool, Error> {
        let key = (self.offset(), number);
        if let Some(&known) = self.verdicts.get(&key) {
            return Ok(known);
        }
        let is_read = self.tried(read).is_ok();
        // Where it was too often, this is still not where the value begins.
        if self.at != key.0 {
            return Err(self.error("is too intricate to be read"));
        }
        self.verdicts.insert(key, is_read);
        Ok(is_read)
    }
}
