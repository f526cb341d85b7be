//! A table, its cells in one list.

use super::inline::Inline;

/// A table: one header, any number of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<'a> {
    /// The names of the columns.
    columns: &'static [&'static str],
    /// What stands in the cells, one after the other.
    inlines: Vec<Inline<'a>>,
    /// Where each cell ends in it.
    ends: Vec<u32>,
}

impl<'a> Table<'a> {
    /// A table without rows.
    pub fn new(columns: &'static [&'static str]) -> Self {
        Self {
            columns,
            inlines: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// A table without rows, with room for so many.
    pub fn with_room_for(columns: &'static [&'static str], rows: usize) -> Self {
        Self {
            columns,
            inlines: Vec::with_capacity(rows * columns.len()),
            ends: Vec::with_capacity(rows * columns.len()),
        }
    }

    /// The names of the columns.
    pub fn columns(&self) -> &'static [&'static str] {
        self.columns
    }

    /// Adds to the cell that comes next.
    pub fn push(&mut self, it: impl Into<Inline<'a>>) {
        self.inlines.push(it.into());
    }

    /// Ends the cell. It may be empty.
    pub fn end_cell(&mut self) {
        let end = u32::try_from(self.inlines.len());
        self.ends
            .push(end.expect("the output budget allows far less than 2^32"));
    }

    /// Adds a cell of one inline.
    pub fn cell(&mut self, it: impl Into<Inline<'a>>) {
        self.push(it);
        self.end_cell();
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.ends.len() / self.columns.len()
    }

    /// The cells, row by row.
    pub fn cells(&self) -> impl Iterator<Item = &[Inline<'a>]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = *end as usize;
            let cell = &self.inlines[start..end];
            start = end;
            cell
        })
    }

    /// About how many bytes it becomes with its columns padded, if that is no more than `most` beyond its text.
    pub fn padded_size(&self, most: usize) -> usize {
        let width = self.columns.len();
        let mut widths: Vec<usize> = self.columns.iter().map(|it| it.len()).collect();
        for (at, cell) in self.cells().enumerate() {
            let size: usize = cell.iter().map(Inline::size).sum();
            let widest = &mut widths[at % width];
            *widest = size.max(*widest);
        }
        let line = widths.iter().map(|it| it + 3).sum::<usize>() + 2;
        line.saturating_mul(self.height() + 2)
            .min(self.size() + most)
    }

    /// About how many bytes it becomes, without padding.
    pub fn size(&self) -> usize {
        let inlines: usize = self.inlines.iter().map(Inline::size).sum();
        inlines + 3 * self.ends.len() + 64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_may_be_empty_or_of_several_inlines() {
        let mut table = Table::new(&["A", "B"]);
        table.push(Inline::plain("a"));
        table.push(Inline::code("b"));
        table.end_cell();
        table.end_cell();
        assert_eq!(table.height(), 1);
        let cells: Vec<usize> = table.cells().map(<[Inline<'_>]>::len).collect();
        assert_eq!(cells, [2, 0]);
    }
}
