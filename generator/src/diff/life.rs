//! What is said to go, when, and how stable it is → what changed about that.

use super::change::{Change, Options, Verdict};
use crate::catalogue as code;
use crate::model::Extensions;
use crate::node::{Node, Value};

/// The extension that names the day from which on something may be gone.
const SUNSET: &str = "x-sunset";

/// What is announced of an operation, a parameter or a property.
#[derive(Debug, Clone, Copy)]
pub struct Announced<'a> {
    /// `deprecated`.
    pub deprecated: bool,
    /// Its extensions.
    pub extensions: &'a Extensions,
}

impl<'a> Announced<'a> {
    fn sunset(self) -> Option<&'a Node> {
        self.extensions.get(SUNSET)
    }

    /// The day, where it is one.
    fn day(self) -> Option<&'a str> {
        day(self.sunset()?.as_str()?)
    }

    /// Whether it was said that it goes, and that is due.
    pub fn is_due(self, options: &Options) -> bool {
        let is_over = match (self.sunset(), &options.today) {
            (None, _) | (Some(_), None) => true,
            (Some(_), Some(today)) => self.day().is_some_and(|it| it <= today.as_str()),
        };
        self.deprecated && is_over
    }

    /// Whether it is of a level that promises nothing.
    pub fn is_unstable(self, options: &Options) -> bool {
        level(self.extensions, options).is_some_and(|it| it < options.unstable)
    }
}

/// The day that a text begins with: of a date, or of a date and time.
fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, of_month] = parts[..] else {
        return None;
    };
    let is_day = year.len() == 4 && digits(year) && digits(month) && digits(of_month);
    let month: u8 = month.parse().ok()?;
    let of_month: u8 = of_month.parse().ok()?;
    let rest = text.get(10..)?;
    let ends = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    (is_day && (1..=12).contains(&month) && (1..=31).contains(&of_month) && ends).then_some(day)
}

fn level(extensions: &Extensions, options: &Options) -> Option<usize> {
    let text = extensions.get(options.stability.as_str())?.as_str()?;
    options.levels.iter().position(|it| it == text)
}

/// What changed about what is announced of a thing that both documents have. `what` names it: `the operation`.
pub fn changes(what: &str, [old, new]: [Announced<'_>; 2], options: &Options) -> Vec<Change> {
    let mut all = Vec::new();
    if old.deprecated != new.deprecated {
        let message = match new.deprecated {
            true => format!("{what} is deprecated now"),
            false => format!("{what} is not deprecated any more"),
        };
        let change = Change::new(code::DEPRECATED, message);
        all.push(change.verdicts(Verdict::Compatible, Verdict::Compatible));
    }
    all.extend(sunset(what, old, new, options));
    all.extend(stability(what, old, new, options));
    for (name, was, is) in extensions(old.extensions, new.extensions) {
        if name == SUNSET || name == options.stability {
            continue;
        }
        let message = match (was, is) {
            (None, _) => format!("{what} has an extension `{name}` now"),
            (_, None) => format!("{what} has no extension `{name}` any more"),
            _ => format!("the extension `{name}` of {what} changed"),
        };
        let was = was.map(shown);
        let is = is.map(shown);
        all.push(Change::new(code::EXTENSION, message).from_to(was, is));
    }
    all
}

fn sunset(what: &str, old: Announced<'_>, new: Announced<'_>, options: &Options) -> Option<Change> {
    let (was, is) = (old.sunset(), new.sunset());
    if was == is {
        return None;
    }
    let message = match (was, is) {
        (_, Some(it)) if new.day().is_none() => {
            format!("the sunset of {what} is no date: {}", shown(it))
        }
        (None, Some(it)) => format!("the sunset of {what} is {}", shown(it)),
        (Some(_), None) => format!("the sunset of {what} is not said any more"),
        (Some(a), Some(b)) => format!(
            "the sunset of {what} moved from {} to {}",
            shown(a),
            shown(b)
        ),
        (None, None) => return None,
    };
    // Whoever counts on the old day has less time now.
    let is_sooner = match (old.day(), new.day()) {
        (Some(was), Some(is)) => is < was,
        (Some(_), None) => new.deprecated || is.is_some(),
        (None, Some(is)) => options.today.as_deref().is_some_and(|today| is <= today),
        (None, None) => true,
    };
    let change =
        Change::new(code::SUNSET, message).verdicts(Verdict::risky_if(is_sooner), Verdict::None);
    Some(change.from_to(was.map(shown), is.map(shown)))
}

fn stability(
    what: &str,
    old: Announced<'_>,
    new: Announced<'_>,
    options: &Options,
) -> Option<Change> {
    let name = options.stability.as_str();
    let (was, is) = (old.extensions.get(name), new.extensions.get(name));
    if was == is {
        return None;
    }
    // What says nothing is as stable as anything.
    let level = |it: Announced<'_>, value: Option<&Node>| match value {
        None => Some(options.levels.len()),
        Some(_) => level(it.extensions, options),
    };
    let (before, after) = (level(old, was), level(new, is));
    let said = |it: Option<&Node>| it.map_or_else(|| "not said".to_owned(), shown);
    let mut message = format!(
        "the stability of {what} changed from {} to {}",
        said(was),
        said(is)
    );
    if after.is_none() {
        message += &format!(", which is none of `{}`", options.levels.join("`, `"));
    }
    let verdict = match (before, after) {
        (Some(before), Some(after)) if after >= before => Verdict::Compatible,
        _ => Verdict::Risky,
    };
    let change = Change::new(code::STABILITY, message).verdicts(verdict, Verdict::None);
    Some(change.from_to(was.map(shown), is.map(shown)))
}

/// The extensions that differ, by name in the order of the old ones, then of the new ones.
pub fn extensions<'a>(
    old: &'a Extensions,
    new: &'a Extensions,
) -> impl Iterator<Item = (&'a str, Option<&'a Node>, Option<&'a Node>)> {
    let gone = old
        .iter()
        .map(|(name, it)| (&**name, Some(it), new.get(name)));
    let added = new.iter().filter(|(name, _)| !old.contains_key(*name));
    let added = added.map(|(name, it)| (&**name, None, Some(it)));
    gone.chain(added).filter(|(_, was, is)| was != is)
}

/// A value as a message shows it: in JSON, not all of a long one.
pub fn shown(node: &Node) -> String {
    let text = match &node.value {
        Value::String(text) if !text.contains('`') => format!("`{text}`"),
        _ => format!("`{}`", node.to_json()),
    };
    cut(&text, 80)
}

/// A text in one line, not all of a long one.
pub fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
