//! The greatest depth with which something fits.

/// What comes of the greatest of these depths with which it fits. The first mostly does; of the others every second
/// need not be tried, and each that does not fit costs as much as the budget allows.
pub fn deepest<D: Copy, T>(depths: &[D], attempt: impl Fn(D) -> Option<T>) -> Option<(D, T)> {
    let (first, rest) = depths.split_first()?;
    if let Some(it) = attempt(*first) {
        return Some((*first, it));
    }
    let (mut low, mut high, mut found) = (0, rest.len(), None);
    while low < high {
        let middle = (low + high) / 2;
        match attempt(rest[middle]) {
            Some(it) => {
                found = Some((rest[middle], it));
                high = middle;
            }
            None => low = middle + 1,
        }
    }
    found
}
