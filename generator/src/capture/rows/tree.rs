//! The rows of all tables of a schema → one tree.
//!
//! A page says how deep a row is by its `»`, of which there are too few behind arrays of arrays, and leaves out tables whose
//! first row would be the schema itself. So each place where a row may stand is tried by the rule that counts the `»`, and the
//! example decides between those that fit.

use super::element::element;
use crate::capture::facts::{Branch, Group, Name, Row, branch};
use crate::capture::samples::ADDITIONAL;
use crate::docs::depth::Depth;
use crate::docs::grammar;
use crate::docs::label::TypeLabel;
use crate::node::{Node, Value};

/// Where rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// On the page of schemas, where components are links.
    Section,
    /// Below an operation, where the properties of components follow.
    Operation,
}

/// A row and the rows below it.
#[derive(Debug)]
pub struct RowTree<'r, 'a> {
    /// The row; none of what a page has no table for.
    pub row: Option<&'r Row<'a>>,
    /// Which kind of branch it is, if it is one.
    pub branch: Option<Branch>,
    /// What stands above it, where that begins a branch.
    pub title: Option<&'a str>,
    /// Its value in the example.
    pub sample: Option<&'r Node>,
    /// Those that are one level deeper.
    pub children: Vec<RowTree<'r, 'a>>,
}

impl RowTree<'_, '_> {
    /// Whether nothing is known of it but that it has to be there.
    pub fn is_hidden(&self) -> bool {
        self.row.is_none()
    }
}

/// What the rows are of.
#[derive(Debug, Clone, Copy)]
pub struct Root<'r> {
    /// The example of the schema.
    pub sample: Option<&'r Node>,
    /// How many arrays it is within one another, as far as its type says so.
    pub arrays: usize,
    /// Where the rows stand.
    pub standing: Standing,
    /// Whether they are rows of a body, where branches have no titles.
    pub of_body: bool,
    /// Whether the first row is the schema itself, called by its title.
    pub is_titled: bool,
}

/// Rows of a schema: that of the schema itself, if it has one, with all others below it.
pub fn tree<'r, 'a>(groups: &'r [Group<'a>], root: Root<'r>) -> RowTree<'r, 'a> {
    let mut reader = Reader {
        root,
        depth: Depth::default(),
        open: vec![Open {
            tree: RowTree {
                row: None,
                branch: None,
                title: None,
                sample: root.sample,
                children: Vec::new(),
            },
            real: 0,
            shown: 0,
            arrays: root.arrays,
            members: within_arrays(root.sample, root.arrays),
            family: None,
            takes: true,
        }],
        last_branch: 0,
    };
    for (index, group) in groups.iter().enumerate() {
        reader.group(index, group);
    }
    while reader.open.len() > 1 {
        reader.close();
    }
    reader.open.remove(0).tree
}

/// Deeper than documents nest: what is beyond is left out.
const DEEPEST: usize = 120;

/// How many levels without a row may lie between two rows.
const DEEPEST_HIDDEN: usize = 4;

/// A row below which others may stand.
struct Open<'r, 'a> {
    tree: RowTree<'r, 'a>,
    /// Its depth as schemas nest.
    real: i64,
    /// Its depth as the page has it.
    shown: usize,
    /// How many arrays within one another it is.
    arrays: usize,
    /// The example of what its children are parts of.
    members: Option<&'r Node>,
    /// The kind of the branches that were last below it.
    family: Option<Branch>,
    /// Whether its type may have anything below it.
    takes: bool,
}

/// How likely a row stands below another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Unlikely,
    Possible,
    Certain,
}

struct Reader<'r, 'a> {
    root: Root<'r>,
    depth: Depth,
    /// The schema itself, and the rows that are open, each within the one before.
    open: Vec<Open<'r, 'a>>,
    /// The real depth of the branch that opened the last table.
    last_branch: i64,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn group(&mut self, index: usize, group: &'r Group<'a>) {
        let kind = match index {
            0 => first_branch(group.title, self.root.standing),
            _ => group.title.and_then(branch),
        };
        let mut rows = group.rows.iter();
        // Rows within a table stand below its branch.
        let mut from = 0;
        match kind {
            Some(Branch::Beside) => {
                let limit = self.last_branch;
                if let Some(row) = rows.next() {
                    let below = |it: &Open<'_, '_>| it.real + 1 + (it.arrays as i64) < limit;
                    self.place(row, |it| below(it));
                }
            }
            Some(kind) => {
                let further = kind == Branch::Another || group.title == Some(grammar::AND);
                from = self.branch(kind, further, rows.next());
                self.open[from].tree.title = group.title;
                self.last_branch = self.open[from].real;
            }
            None => {
                if index == 0
                    && let Some(row) = group.rows.first()
                    && (row.name == Name::Anonymous || self.root.is_titled)
                    && row.depth == 0
                {
                    rows.next();
                    self.open[0].tree.row = Some(row);
                }
            }
        }
        for row in rows {
            let base = self.open.get(from).map_or(0, |it| it.real);
            self.place(row, |it| it.real >= base);
        }
    }

    /// The number of `»` of a row below one that is open.
    fn shown_below(&self, parent: &Open<'_, '_>) -> (i64, Depth, usize) {
        let real = parent.real + 1 + parent.arrays as i64;
        let mut depth = self.depth.clone();
        depth.step(real);
        // On the page of schemas they count from the properties.
        let offset = i64::from(self.root.standing == Standing::Section);
        let shown = usize::try_from(depth.out - offset).unwrap_or(0);
        (real, depth, shown)
    }

    /// Where a row of that depth fits best: the place of the row it stands below.
    fn parent(&self, shown: usize, fit: impl Fn(&Open<'r, 'a>) -> Option<Fit>) -> Option<usize> {
        let mut best: Option<(Fit, usize)> = None;
        for (at, it) in self.open.iter().enumerate().rev() {
            if best.is_some_and(|(fit, _)| fit == Fit::Certain) {
                break;
            }
            let Some(fit) = fit(it) else { continue };
            if best.is_none_or(|(best, _)| fit > best) && self.shown_below(it).2 == shown {
                best = Some((fit, at));
            }
        }
        best.map(|it| it.1)
    }

    /// The last row that is less deep, whatever else there is.
    fn by_depth(&self, shown: usize) -> usize {
        let less = |it: &Open<'_, '_>| it.shown < shown;
        self.open
            .iter()
            .skip(1)
            .rposition(less)
            .map_or(0, |it| it + 1)
    }

    /// Adds a row that is no branch of a table of its own.
    fn place(&mut self, row: &'r Row<'a>, may: impl Fn(&Open<'r, 'a>) -> bool) {
        let is_branch = row.name == Name::Anonymous;
        let fit = |it: &Open<'r, 'a>| {
            may(it).then(|| match is_branch {
                true if it.takes => Fit::Possible,
                true => Fit::Unlikely,
                false => it.fit(row),
            })
        };
        let found = self
            .parent(row.depth, fit)
            .or_else(|| self.hide(row.depth, |it| it.parent(row.depth, fit)));
        let at = found.unwrap_or_else(|| self.by_depth(row.depth));
        let members = self.open[at].members;
        let sample = match &row.name {
            Name::Property(name) => members.and_then(|it| member(it, name)),
            Name::AnyProperty => members.and_then(|it| it.get(ADDITIONAL[0])),
            Name::Pattern(_) => None,
            Name::Anonymous => members,
        };
        let branch = (is_branch && self.root.of_body).then_some(Branch::Another);
        self.push(at, Some(row), branch, sample);
    }

    /// Adds a branch, of which the page may have no row; says where it is open.
    fn branch(&mut self, kind: Branch, further: bool, row: Option<&'r Row<'a>>) -> usize {
        let shown = row.map_or(0, |it| it.depth);
        let fit = |it: &Open<'r, 'a>| {
            let continues = match kind {
                Branch::Another => matches!(it.family, Some(Branch::AnyOf | Branch::OneOf)),
                kind => it.family == Some(kind),
            };
            Some(match (further, continues) {
                (true, true) => Fit::Certain,
                (false, false) if it.takes => Fit::Possible,
                _ => Fit::Unlikely,
            })
        };
        let found = self.parent(shown, fit).or_else(|| match further {
            true => None,
            false => self.hide(shown, |it| it.parent(shown, fit)),
        });
        let at = found.unwrap_or_else(|| self.by_depth(shown));
        let parent = &mut self.open[at];
        let kind = match kind {
            Branch::Another => parent.family.unwrap_or(Branch::OneOf),
            kind => kind,
        };
        parent.family = Some(kind);
        let is_shown = kind == Branch::AllOf || !further;
        let sample = parent.members.filter(|_| is_shown && kind != Branch::Not);
        self.push(at, row, Some(kind), sample);
        self.open.len() - 1
    }

    /// Opens properties without rows below a branch that has none, until a row finds its place.
    fn hide(&mut self, shown: usize, find: impl Fn(&Self) -> Option<usize>) -> Option<usize> {
        let is_hidden = self.open.last().is_some_and(|it| it.tree.is_hidden());
        if !is_hidden || self.open.len() == 1 || self.root.standing == Standing::Operation {
            return None;
        }
        let (depth, length) = (self.depth.clone(), self.open.len());
        for _ in 0..DEEPEST_HIDDEN.min(shown) {
            self.push(self.open.len() - 1, None, None, None);
            if let Some(found) = find(self) {
                return Some(found);
            }
        }
        while self.open.len() > length {
            self.open.pop();
        }
        self.depth = depth;
        None
    }

    fn push(
        &mut self,
        at: usize,
        row: Option<&'r Row<'a>>,
        branch: Option<Branch>,
        sample: Option<&'r Node>,
    ) {
        while self.open.len() > at + 1 {
            self.close();
        }
        if self.open.len() >= DEEPEST {
            return;
        }
        let (real, depth, shown) = self.shown_below(&self.open[at]);
        self.depth = depth;
        let arrays = row.map_or(0, |it| arrays(&it.label, sample));
        self.open.push(Open {
            tree: RowTree {
                row,
                branch,
                title: None,
                sample,
                children: Vec::new(),
            },
            real,
            shown: row.map_or(shown, |it| it.depth),
            arrays,
            members: within_arrays(sample, arrays),
            family: None,
            takes: row.is_none_or(|it| may_have_parts(&it.label)),
        });
    }

    fn close(&mut self) {
        if let Some(done) = self.open.pop()
            && let Some(parent) = self.open.last_mut()
        {
            parent.tree.children.push(done.tree);
        }
    }
}

impl<'r, 'a> Open<'r, 'a> {
    /// Whether the rows below it are those of elements.
    fn is_tuple(&self) -> bool {
        self.tree.row.is_some_and(|it| is_of_tuples(&it.label))
    }

    /// How likely a property stands below this row.
    fn fit(&self, row: &Row<'_>) -> Fit {
        if !self.takes {
            return Fit::Unlikely;
        }
        let members = match self.members.map(|it| &it.value) {
            Some(Value::Object(members)) => members,
            Some(Value::Array(_)) if self.is_tuple() => {
                return match &row.name {
                    Name::Property(name) if element(name).is_some() => Fit::Certain,
                    _ => Fit::Unlikely,
                };
            }
            _ => return Fit::Possible,
        };
        if members.is_empty() {
            return Fit::Possible;
        }
        let is_there = match &row.name {
            Name::Property(name) => self.members.is_some_and(|it| member(it, name).is_some()),
            Name::AnyProperty => members.get(ADDITIONAL[0]).is_some(),
            Name::Pattern(_) => return Fit::Possible,
            Name::Anonymous => false,
        };
        match is_there {
            true => Fit::Certain,
            false if row.is_one_way() => Fit::Possible,
            false => Fit::Unlikely,
        }
    }
}

/// The branch that the first title begins. Below an operation it may be a description in the words of the tools, which have
/// a table above all branches.
pub fn first_branch(title: Option<&str>, standing: Standing) -> Option<Branch> {
    let may_be = |it: &&str| standing == Standing::Section || it.ends_with(':');
    title.filter(may_be).and_then(branch)
}

/// A member of an example by the name that a row has; a row may have it up to its first slash.
fn member<'n>(of: &'n Node, name: &str) -> Option<&'n Node> {
    if let Some(elements) = of.as_array() {
        return elements.get(element(name)?.index());
    }
    of.get(name).or_else(|| {
        let mut members = of.as_object()?.iter();
        let found = members.find(|(key, _)| key.text.split('/').next() == Some(name));
        found.map(|(_, it)| it)
    })
}

fn within_arrays(sample: Option<&Node>, arrays: usize) -> Option<&Node> {
    (0..arrays).try_fold(sample?, |it, _| it.as_array()?.first())
}

/// How many arrays are within one another, by what a type is called and its example.
fn arrays(label: &TypeLabel<'_>, sample: Option<&Node>) -> usize {
    let by_label = by_label(label);
    if is_of_tuples(label) {
        return by_label;
    }
    let may_be = match label {
        TypeLabel::Words { words, .. } => {
            by_label > 0 || words.split(',').any(|it| it == "array") || words == grammar::UNTYPED
        }
        _ => true,
    };
    if !may_be {
        return 0;
    }
    nesting(sample).max(by_label)
}

/// Whether what is in arrays is a tuple.
fn is_of_tuples(label: &TypeLabel<'_>) -> bool {
    match label {
        TypeLabel::ArrayOf(of) | TypeLabel::ArrayIn(of) | TypeLabel::Items { of, .. } => {
            is_of_tuples(of)
        }
        label => matches!(label, TypeLabel::Elements { .. }),
    }
}

/// How many arrays are within one another by what a type is called.
fn by_label(label: &TypeLabel<'_>) -> usize {
    match label {
        TypeLabel::Words { words, .. } => usize::from(words == "array"),
        // The elements of a tuple have rows of their own.
        TypeLabel::ArrayOf(of) | TypeLabel::ArrayIn(of) | TypeLabel::Items { of, .. } => match **of
        {
            TypeLabel::Elements { .. } => 0,
            _ => 1 + by_label(of),
        },
        TypeLabel::Schema { .. }
        | TypeLabel::OneOf(_)
        | TypeLabel::AllOf(_)
        | TypeLabel::Elements { .. } => 0,
    }
}

/// How many arrays are within one another in an example.
pub fn nesting(sample: Option<&Node>) -> usize {
    let mut found = 0;
    let mut next = sample;
    while let Some(Value::Array(items)) = next.map(|it| &it.value) {
        found += 1;
        next = items.first();
    }
    found
}

fn may_have_parts(label: &TypeLabel<'_>) -> bool {
    match label {
        TypeLabel::Words { words, .. } => words.split(',').any(|it| {
            !matches!(
                it,
                "string" | "integer" | "number" | "boolean" | "null" | "binary"
            )
        }),
        _ => true,
    }
}
