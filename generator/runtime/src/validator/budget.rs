//! How much may be spent on one value.

use std::cell::Cell;

/// More was asked for than there is. It is neither that a value satisfies its schema nor that it does not: whoever gets
/// this passes it on, so that no keyword around it makes the one of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exhausted;

/// What is left of the steps for one value. A step is a keyword that is looked at, or as much as sixteen bytes of a text
/// that a pattern runs over.
#[derive(Debug)]
pub struct Budget(Cell<u64>);

impl Budget {
    /// So many steps.
    pub fn new(steps: u64) -> Self {
        Self(Cell::new(steps))
    }

    /// Takes steps.
    ///
    /// # Errors
    /// There are not as many left.
    pub fn spend(&self, steps: u64) -> Result<(), Exhausted> {
        match self.0.get().checked_sub(steps) {
            Some(left) => {
                self.0.set(left);
                Ok(())
            }
            None => {
                self.0.set(0);
                Err(Exhausted)
            }
        }
    }

    /// How many steps are left.
    pub fn left(&self) -> u64 {
        self.0.get()
    }
}
