//! The properties by which unions tell what a value is.

/// A property that a union owns, and the values of it that lead to what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// Its name in JSON.
    pub name: &'static str,
    /// Its values; the first is written where the value itself has none of them.
    pub values: &'static [&'static str],
    /// The values that lead to any type of the union, where what leads to none of them, and nothing at all, leads here, too.
    pub all: Option<&'static [&'static str]>,
}

impl Tag {
    /// What is written in place of what the value itself has there; `None` where that leads back.
    pub fn instead_of(&self, own: Option<&str>) -> Option<&'static str> {
        let leads_here = match (own, self.all) {
            (Some(own), Some(all)) if !all.contains(&own) => true,
            (Some(own), _) => self.values.contains(&own),
            (None, all) => all.is_some(),
        };
        match leads_here {
            true => None,
            false => self.values.first().copied(),
        }
    }
}

/// The properties that are owned by the unions a value stands in: mostly one, another where a union is an alternative of a
/// union.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tags {
    outer: Option<&'static Tag>,
    inner: Option<&'static Tag>,
}

impl Tags {
    /// No union: a value that is written by itself.
    pub const NONE: Self = Self {
        outer: None,
        inner: None,
    };

    /// The same within one more union. Where both go by one property, the inner one knows better.
    #[inline]
    #[must_use]
    pub fn with(self, tag: &'static Tag) -> Self {
        let is_same = |it: &Tag| it.name == tag.name;
        match (self.outer, self.inner) {
            (None, _) => Self {
                outer: Some(tag),
                inner: None,
            },
            (Some(outer), inner) if is_same(outer) => Self {
                outer: Some(tag),
                inner,
            },
            (outer, _) => Self {
                outer,
                inner: Some(tag),
            },
        }
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.outer.is_none()
    }

    /// Takes out the property of that name.
    #[inline]
    pub fn take(&mut self, name: &str) -> Option<&'static Tag> {
        for place in [&mut self.outer, &mut self.inner] {
            if place.is_some_and(|it| it.name == name) {
                return place.take();
            }
        }
        None
    }

    /// Takes out one that is left.
    #[inline]
    pub fn take_any(&mut self) -> Option<&'static Tag> {
        self.outer.take().or_else(|| self.inner.take())
    }
}
