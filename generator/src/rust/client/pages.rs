//! Operations that answer page by page → the methods that give their pages, and the items of these.

use std::sync::Arc;

use super::super::item::client::{Access, Call, PageStep, Paging, VariantForm};
use super::super::item::operation::Endpoint;
use super::super::layout::Lines;
use super::super::names::bare;
use super::super::paths::TypePrinter;

/// The methods that call an operation page by page.
pub fn methods(
    lines: &mut Lines,
    types: &mut TypePrinter<'_>,
    (endpoint, call, it): (&Endpoint, &Call, &Paging),
    (answer, failure): (&str, Option<&str>),
) {
    types.imports.add("crate::runtime::client", "PageItems");
    types.imports.add("crate::runtime::client", "Pages");
    let item = types.text(&it.items.1);
    let request = endpoint.request.as_ref();
    let mut parameters = vec!["&self".to_owned()];
    parameters.extend(request.map(|it| format!("request: {}", it.name)));
    let argument = if request.is_some() { "request" } else { "" };
    let [pages, items] = &it.methods;
    let generics = |first: &[&str]| {
        let all: Vec<&str> = first.iter().copied().chain(failure).collect();
        all.join(", ")
    };
    let head = |lines: &mut Lines, what: &str, name: &str, returns: &str| {
        lines.line("");
        let function = bare(&call.function);
        let first = format!("{what} [`{function}`](Self::{function}), one after the other:");
        lines.docs(&[first, it.said.clone()]);
        if endpoint.deprecated {
            lines.line("#[deprecated]");
        }
        lines.method(&format!("pub fn {name}"), &parameters, returns);
    };
    head(
        lines,
        "The pages of",
        pages,
        &format!("Pages<{}>", generics(&[answer])),
    );
    let mut rows = Vec::new();
    let count = format!(
        "|it| {}",
        by_reference(&it.items.0, |place| format!("{place}.len()"))
    );
    let size = |it: &Option<Arc<str>>| it.as_ref().map(|it| format!("size {it:?},"));
    let at = |steps: &[Access]| {
        let ends = matches!(
            steps.last(),
            Some(Access::Option | Access::Nullable | Access::Last)
        );
        let whole = steps.is_empty();
        let value = |place: String| match ends || whole {
            true => place,
            false => format!("&{place}"),
        };
        format!("|it| {}", by_reference(steps, value))
    };
    match &it.step {
        PageStep::Cursor(name, next) => rows.push(format!("cursor {name:?}: {},", at(next))),
        PageStep::Offset(name, limit) => {
            rows.push(format!("offset {name:?}: {count},"));
            rows.extend(size(limit));
        }
        PageStep::Number(name, first, limit) => {
            rows.push(format!("number {name:?} from {first}: {count},"));
            rows.extend(size(limit));
        }
        PageStep::Link(None) => rows.push("link,".to_owned()),
        PageStep::Link(Some(next)) => rows.push(format!("link: {},", at(next))),
    }
    if let Some(more) = &it.more {
        let ends = matches!(more.last(), Some(Access::Option | Access::Nullable));
        let star = if ends { "*" } else { "" };
        let more = by_reference(more, |place| format!("{star}{place}"));
        rows.push(format!("more: |it| {more},"));
    }
    lines.line(format!("let call = self.{}({argument});", call.function));
    lines.open(format!("call.pages(paging! {{ {answer} =>"));
    for row in rows {
        lines.line(row);
    }
    lines.close("})");
    lines.close("}");
    let returns = format!("PageItems<{}>", generics(&[answer, &item]));
    head(lines, "The items of the pages of", items, &returns);
    lines.line(format!("let pages = self.{pages}({argument});"));
    let found = by_value(&it.items.0);
    let plain = match &*found {
        "Some(it)" => "pages.items(Some)".to_owned(),
        found => format!("pages.items(|it| {found})"),
    };
    match lines.fits(&plain) && !found.starts_with('{') {
        true => lines.line(plain),
        false => {
            lines.open("pages.items(paging! {");
            lines.line(format!("items: |it| {found}"));
            lines.close("})");
        }
    }
    lines.close("}");
}

/// A place in `it`, a reference to an answer: `it.meta.next.as_ref()?`.
fn by_reference(steps: &[Access], finish: impl FnOnce(String) -> String) -> String {
    let mut place = "it".to_owned();
    for step in steps {
        match step {
            Access::Variant { .. } => {}
            Access::Field(name) => place.push_str(&format!(".{name}")),
            Access::Option => place.push_str(".as_ref()?"),
            Access::Nullable => place.push_str(".as_option()?"),
            Access::Last => place.push_str(".last()?"),
        }
    }
    opened(steps, finish(place))
}

/// The same in `it`, an answer, which it is taken out of: `Some(it.meta?.data)`, or `it.data` where that may be absent.
fn by_value(steps: &[Access]) -> String {
    let mut place = "it".to_owned();
    for step in steps {
        match step {
            Access::Variant { .. } | Access::Last => {}
            Access::Field(name) => place.push_str(&format!(".{name}")),
            Access::Option => place.push('?'),
            Access::Nullable => place.push_str(".into_option()?"),
        }
    }
    // What would be taken out and wrapped again.
    let found = match place.strip_suffix('?') {
        Some(place) => place.to_owned(),
        None => format!("Some({place})"),
    };
    opened(steps, found)
}

/// An expression about what variants of `it` have: `{ let Found::Ok(it) = it else { return None }; it }`.
fn opened(steps: &[Access], expression: String) -> String {
    let mut out = String::new();
    let last_variant = steps
        .iter()
        .rposition(|it| matches!(it, Access::Variant { .. }));
    let Some(last) = last_variant else {
        return expression;
    };
    let mut place = "it".to_owned();
    for step in &steps[..=last] {
        match step {
            Access::Variant {
                of,
                name,
                form,
                is_only,
            } => {
                let pattern = match form {
                    VariantForm::Only => format!("{of}::{name}(it)"),
                    VariantForm::WithStatus => format!("{of}::{name}(_, it)"),
                    VariantForm::Body => format!("{of}::{name} {{ body: it, .. }}"),
                };
                let otherwise = if *is_only {
                    ""
                } else {
                    " else { return None }"
                };
                out.push_str(&format!("let {pattern} = {place}{otherwise}; "));
                place = "it".to_owned();
            }
            Access::Field(name) => place.push_str(&format!(".{name}")),
            Access::Option | Access::Nullable | Access::Last => {}
        }
    }
    format!("{{ {out}{expression} }}")
}
