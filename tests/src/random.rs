//! What random documents are made of: numbers, names and values.

/// Numbers that look random and are the same for a seed.
pub struct Rng(u64);

impl Rng {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    /// The next number, by splitmix64.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// A number below another.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.number() % limit.max(1) as u64).unwrap_or(0)
    }

    /// Whether one of so many times it is so.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of a list.
    pub fn of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// Names of properties, the simplest first.
pub const WORDS: [&str; 21] = [
    "id",
    "name",
    "created_at",
    "kind",
    "size",
    "owner_id",
    "labels",
    "parts",
    "url",
    "avatar_url",
    "X-Odd",
    "items",
    "type",
    "UPPER",
    "status",
    "is_default",
    "x-odd",
    "$schema",
    "max_ms",
    "template_version_id",
    "a/b",
];

/// Values of texts that are limited to some, the simplest first.
pub const VALUES: [&str; 15] = [
    "one",
    "two",
    "three",
    "",
    "read:all",
    "a b",
    "*",
    "1",
    "true",
    "comma, inside",
    "UPPER",
    "with-dash",
    "1h",
    "x.y",
    "`tick`",
];

/// Formats of texts.
pub const FORMATS: [&str; 9] = [
    "uuid",
    "date-time",
    "uri",
    "email",
    "date",
    "password",
    "byte",
    "binary",
    "made-up",
];
