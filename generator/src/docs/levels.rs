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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_depth_that_fits_is_found() {
        const DEPTHS: [usize; 6] = [100, 8, 5, 3, 2, 1];
        for limit in 0..=100 {
            let found = deepest(&DEPTHS, |depth| (depth <= limit).then_some(()));
            let wanted = DEPTHS.into_iter().find(|it| *it <= limit);
            assert_eq!(found.map(|(depth, ())| depth), wanted, "{limit}");
        }
        assert_eq!(deepest(&[], |_: usize| Some(())), None);
    }
}
