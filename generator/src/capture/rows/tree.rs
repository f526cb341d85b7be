//! The rows of a table → a tree of them.

use crate::capture::facts::Row;

/// A row and the rows below it.
#[derive(Debug)]
pub struct RowTree<'r, 'a> {
    /// The row.
    pub row: &'r Row<'a>,
    /// Those that are one level deeper.
    pub children: Vec<RowTree<'r, 'a>>,
}

/// The rows of a group as a tree; a row that skips a level counts for the level that is open.
pub fn tree<'r, 'a>(rows: &'r [Row<'a>]) -> Vec<RowTree<'r, 'a>> {
    let mut roots = Vec::new();
    let mut open: Vec<(usize, RowTree<'r, 'a>)> = Vec::new();
    let close = |open: &mut Vec<(usize, RowTree<'r, 'a>)>, roots: &mut Vec<RowTree<'r, 'a>>| {
        if let Some((_, done)) = open.pop() {
            match open.last_mut() {
                Some((_, parent)) => parent.children.push(done),
                None => roots.push(done),
            }
        }
    };
    for row in rows {
        while open.last().is_some_and(|(depth, _)| *depth >= row.depth) {
            close(&mut open, &mut roots);
        }
        // Deeper than documents nest: what is beyond stays on the level above.
        if open.len() < 120 {
            open.push((
                row.depth,
                RowTree {
                    row,
                    children: Vec::new(),
                },
            ));
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}
