//! Real depths → the number of `»`.

/// The `»` of a row. widdershins counts them apart from the real depth, since items of arrays have no row: behind arrays of
/// arrays it comes out too low.
#[derive(Debug, Default, Clone)]
pub struct Depth {
    /// The real depth of the last row.
    last: i64,
    /// The number shown.
    pub out: i64,
    /// By the depth a step down started from, how far it went, in the order of the steps.
    steps: Vec<(i64, i64)>,
}

impl Depth {
    /// Goes on to a row of that real depth.
    pub fn step(&mut self, depth: i64) {
        if depth > self.last {
            let went = depth - self.last;
            match self.steps.iter_mut().find(|(from, _)| *from == self.last) {
                Some(step) => step.1 = went,
                None => self.steps.push((self.last, went)),
            }
            self.out += 1;
        }
        if depth < self.last {
            let mut back = 0;
            self.steps.retain(|(from, went)| {
                let undone = *from >= depth;
                if undone {
                    back += if went % 2 == 0 { went / 2 } else { *went };
                }
                !undone
            });
            self.out = (self.out - back).max(0);
        }
        self.last = depth;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_down_through_an_array_counts_once() {
        let mut depth = Depth::default();
        // A property, one of its own, one of the items of that, and back.
        let shown: Vec<i64> = [1, 2, 4, 2, 1]
            .into_iter()
            .map(|it| {
                depth.step(it);
                depth.out
            })
            .collect();
        assert_eq!(shown, [1, 2, 3, 2, 1]);
    }

    #[test]
    fn no_step_leads_above_the_top() {
        let mut depth = Depth::default();
        for it in [3, 1, 0, 0] {
            depth.step(it);
            assert!(depth.out >= 0);
        }
        assert_eq!(depth.out, 0);
    }
}
