//! The name of a row of a tuple ↔ which elements it is of.

use crate::docs::grammar;

/// Which elements of a tuple a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    /// That at this index.
    At(usize),
    /// Those from this index on.
    From(usize),
}

impl Element {
    /// The index of the first of them.
    pub fn index(self) -> usize {
        match self {
            Element::At(it) | Element::From(it) => it,
        }
    }
}

/// Which elements a row is of by its name, if it is the name of some.
pub fn element(name: &str) -> Option<Element> {
    let index = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        text.parse().ok().filter(|_| is_number)
    };
    if let Some([from]) = grammar::FURTHER_ELEMENTS.read(name)
        && let Some(from) = index(from)
    {
        return Some(Element::From(from));
    }
    let [at] = grammar::ELEMENT.read(name)?;
    index(at).map(Element::At)
}
