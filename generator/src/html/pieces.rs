//! What stands on a page, in pieces, of which those that are too many go to further pages.

/// How many bytes the pieces of a page may have, beside what stands around them.
const LONGEST: [usize; 2] = [300_000, 140_000];

/// What stands on a page.
#[derive(Debug, Default)]
pub struct Pieces {
    /// In the middle.
    pub content: Vec<String>,
    /// Beside that.
    pub samples: Vec<String>,
}

impl Pieces {
    /// Adds a piece to the middle.
    pub fn add(&mut self, fill: impl FnOnce(&mut String)) {
        add(&mut self.content, fill);
    }

    /// Adds a piece beside that.
    pub fn add_sample(&mut self, fill: impl FnOnce(&mut String)) {
        add(&mut self.samples, fill);
    }

    /// What each page has: the middle, and what is beside it. At least one.
    pub fn pages(self) -> Vec<[String; 2]> {
        let columns = [self.content, self.samples];
        let [content, samples] = [0, 1].map(|at| packed(&columns[at], LONGEST[at]));
        let count = content.len().max(samples.len()).max(1);
        let mut columns = [content.into_iter(), samples.into_iter()];
        (0..count)
            .map(|_| {
                let [content, samples] = &mut columns;
                [content, samples].map(|it| it.next().unwrap_or_default())
            })
            .collect()
    }
}

fn add(to: &mut Vec<String>, fill: impl FnOnce(&mut String)) {
    let mut piece = String::new();
    fill(&mut piece);
    if !piece.is_empty() {
        to.push(piece);
    }
}

fn packed(pieces: &[String], most: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for it in pieces {
        match out.last_mut() {
            Some(last) if last.len() + it.len() <= most => last.push_str(it),
            _ => out.push(it.clone()),
        }
    }
    out
}

/// The file of a page that goes on where another one ends, the first being number 1.
pub fn numbered(file: &str, number: usize) -> String {
    match number {
        1 => file.to_owned(),
        // A dot is in no name of a page.
        _ => format!("{file}.{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Pieces};

    #[test]
    fn what_is_too_much_goes_to_further_pages() {
        let mut pieces = Pieces::default();
        for _ in 0..3 {
            pieces.add(|out| *out = "x".repeat(LONGEST[0] / 2));
        }
        pieces.add_sample(|out| out.push('y'));
        pieces.add_sample(|_| {});
        let lengths: Vec<[usize; 2]> = (pieces.pages().iter())
            .map(|it| [it[0].len(), it[1].len()])
            .collect();
        assert_eq!(lengths, [[LONGEST[0], 1], [LONGEST[0] / 2, 0]]);
        assert_eq!(Pieces::default().pages().len(), 1);
    }
}
