//! A graph → its vertices depth first, with the edges that close a cycle; the vertices that some of them reach.
//!
//! Nothing here recurses: a document may make a chain of any length.

use std::ops::ControlFlow;

use crate::model::SchemaId;

/// A vertex: one of a known number of things, each with its own index.
pub trait Vertex: Copy {
    /// Its index, from 0.
    fn index(self) -> usize;
}

impl Vertex for SchemaId {
    fn index(self) -> usize {
        SchemaId::index(self)
    }
}

impl Vertex for usize {
    fn index(self) -> usize {
        self
    }
}

/// A step of [`depth_first`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'p, V> {
    /// A vertex is seen for the first time.
    Enter(V),
    /// An edge leads back to a vertex that is not left yet. These are the vertices on the way from that one to where the
    /// edge begins: the cycle that it closes.
    Back(&'p [V]),
    /// An edge leads to a vertex that has been left: from, to.
    Again(V, V),
    /// All that a vertex leads to has been left. The second is the vertex it was entered from; none for a root.
    Leave(V, Option<V>),
}

/// How far the walk is with a vertex.
#[derive(Clone, Copy)]
enum State {
    New,
    /// It is on the way, at that position.
    Open(usize),
    Left,
}

/// Walks what the roots lead to, depth first, each vertex once and each edge once, in the order of the roots and
/// of the successors. `count` is one more than the greatest index.
///
/// Takes time and memory in proportion to vertices and edges.
pub fn depth_first<V: Vertex, S: IntoIterator<Item = V>>(
    count: usize,
    roots: impl IntoIterator<Item = V>,
    mut successors: impl FnMut(V) -> S,
    mut visit: impl FnMut(Step<'_, V>) -> ControlFlow<()>,
) {
    let mut states = vec![State::New; count];
    // The vertices that are open, and beside them the edges of each that are left to follow.
    let mut path: Vec<V> = Vec::new();
    let mut open: Vec<S::IntoIter> = Vec::new();
    let mut step = |it: Step<'_, V>| visit(it).is_break();
    for root in roots {
        let mut next = Some(root);
        loop {
            if let Some(to) = next.take() {
                match states[to.index()] {
                    State::New => {
                        states[to.index()] = State::Open(path.len());
                        path.push(to);
                        if step(Step::Enter(to)) {
                            return;
                        }
                        open.push(successors(to).into_iter());
                    }
                    State::Open(position) => {
                        if step(Step::Back(&path[position..])) {
                            return;
                        }
                    }
                    State::Left => {
                        if let Some(from) = path.last()
                            && step(Step::Again(*from, to))
                        {
                            return;
                        }
                    }
                }
            }
            let Some(left) = open.last_mut() else { break };
            next = left.next();
            if next.is_none() {
                open.pop();
                if let Some(done) = path.pop() {
                    states[done.index()] = State::Left;
                    if step(Step::Leave(done, path.last().copied())) {
                        return;
                    }
                }
            }
        }
    }
}

/// Marks, by index, what these vertices lead to, themselves included. What is marked before is not walked again, so
/// that several calls may share the marks.
pub fn mark_reachable<V: Vertex>(
    marks: &mut [bool],
    roots: impl IntoIterator<Item = V>,
    mut successors: impl FnMut(V, &mut Vec<V>),
) {
    let mut todo: Vec<V> = roots.into_iter().collect();
    while let Some(it) = todo.pop() {
        if !std::mem::replace(&mut marks[it.index()], true) {
            successors(it, &mut todo);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::{Step, depth_first, mark_reachable};

    fn steps(edges: &[&[usize]]) -> Vec<String> {
        let mut found = Vec::new();
        depth_first(
            edges.len(),
            0..edges.len(),
            |it| edges[it].iter().copied(),
            |step| {
                found.push(match step {
                    Step::Enter(it) => format!("+{it}"),
                    Step::Back(cycle) => format!("{cycle:?}"),
                    Step::Again(from, to) => format!("{from}>{to}"),
                    Step::Leave(it, Some(from)) => format!("-{it}<{from}"),
                    Step::Leave(it, None) => format!("-{it}"),
                });
                ControlFlow::Continue(())
            },
        );
        found
    }

    #[test]
    fn cycles_are_the_way_back() {
        let found = steps(&[&[1], &[2], &[1, 0, 2]]);
        assert_eq!(
            found,
            [
                "+0",
                "+1",
                "+2",
                "[1, 2]",
                "[0, 1, 2]",
                "[2]",
                "-2<1",
                "-1<0",
                "-0"
            ]
        );
    }

    #[test]
    fn a_vertex_of_two_ways_is_entered_once() {
        let found = steps(&[&[1, 2], &[2], &[]]);
        assert_eq!(found, ["+0", "+1", "+2", "-2<1", "-1<0", "0>2", "-0"]);
    }

    #[test]
    fn the_walk_ends_where_it_is_told_to() {
        let mut seen = 0;
        depth_first(
            3,
            [0],
            |it| [(it + 1) % 3],
            |_| {
                seen += 1;
                match seen {
                    2 => ControlFlow::Break(()),
                    _ => ControlFlow::Continue(()),
                }
            },
        );
        assert_eq!(seen, 2);
    }

    #[test]
    fn a_chain_of_any_length_is_no_recursion() {
        const LENGTH: usize = 1_000_000;
        let (mut deepest, mut depth) = (0, 0);
        depth_first(
            LENGTH,
            [0],
            |it| Some(it + 1).filter(|it| *it < LENGTH),
            |step| {
                match step {
                    Step::Enter(_) => depth += 1,
                    Step::Leave(..) => depth -= 1,
                    Step::Back(_) | Step::Again(..) => unreachable!("a chain has neither"),
                }
                deepest = deepest.max(depth);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(deepest, LENGTH);
    }

    #[test]
    fn what_is_reached_is_marked() {
        let edges: [&[usize]; 4] = [&[1], &[0], &[3], &[]];
        let mut marks = [false; 4];
        mark_reachable(&mut marks, [0], |it, todo| todo.extend(edges[it]));
        assert_eq!(marks, [true, true, false, false]);
    }
}
