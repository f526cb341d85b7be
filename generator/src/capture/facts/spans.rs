//! Code spans, and sentences that hold one.

use std::borrow::Cow;

use crate::docs::grammar;
use crate::docs::restrictions::{Restrictions, span};

/// What a sentence below rows says of the whole that they are of.
pub(super) fn whole(text: &str) -> Option<Restrictions<'_>> {
    if text == grammar::NO_OTHERS {
        return Some(Restrictions::no_others());
    }
    let of_the_whole = text.strip_prefix(grammar::OF_THE_WHOLE);
    if let Some(text) = of_the_whole.and_then(|it| it.strip_suffix(grammar::END_OF_THE_WHOLE)) {
        return Restrictions::parse(text, code_inside).filter(|it| !it.is_empty());
    }
    let [names] = grammar::REQUIRES.read::<1>(text)?;
    let is_code = span(names) == Some(names.len());
    is_code.then(|| Restrictions::requires(code_inside(names)))
}

/// What stands between the backticks of a code span.
pub(super) fn code_inside(span: &str) -> Cow<'_, str> {
    let inner = span.trim_start_matches('`');
    let ticks = (span.len() - inner.len()).min(span.len() / 2);
    let inner = span.get(ticks..span.len() - ticks).unwrap_or_default();
    if ticks == 3 && inner == " " {
        return "".into();
    }
    let inner = match inner.strip_prefix(' ').and_then(|it| it.strip_suffix(' ')) {
        Some(it) if it.starts_with('`') || it.ends_with('`') => it,
        Some(it) if it.starts_with(' ') && it.ends_with(' ') && !it.trim().is_empty() => it,
        _ => inner,
    };
    if inner.contains("\\|") {
        inner.replace("\\|", "|").into()
    } else {
        inner.into()
    }
}
