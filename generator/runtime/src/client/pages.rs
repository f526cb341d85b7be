//! Operations that answer page by page: their pages, and the items of these, one after the other.

use std::collections::HashSet;
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use http::{HeaderMap, Uri, header};
use serde_json::Value;

use super::call::{Call, read};
use super::error::Error;
use super::head::resolved;
use super::received::Outcome;
use super::transport::BoxFuture;
use crate::runtime::fault::Fault;
use crate::runtime::style::Rule;
use crate::runtime::types::{Decode, Never};

/// What finds something in a page; `None` where the page does not have it.
type Find<T, V> = fn(&T) -> Option<V>;

/// How the pages of an operation follow one another.
///
/// ```
/// use verbatim_runtime::client::{Call, Error, Paging, QUERY, cursor};
/// use verbatim_runtime::style::Rule;
///
/// struct Page {
///     names: Vec<String>,
///     next: Option<String>,
/// }
///
/// async fn print(call: Call<Page>) -> Result<(), Error> {
///     let after = Rule { name: "after", ..QUERY };
///     let paging = Paging::cursor(after, |it: &Page| cursor(it.next.as_ref()?));
///     let mut names = call.pages(paging).items(|it| Some(it.names));
///     while let Some(name) = names.next().await {
///         println!("{}", name?);
///     }
///     Ok(())
/// }
/// # let _ = print;
/// ```
pub struct Paging<T: 'static> {
    step: Step<T>,
    /// Whether there are more, where a page says so.
    more: Option<Find<T, bool>>,
}

/// What leads from a page to the next one.
enum Step<T: 'static> {
    Cursor(Rule<'static>, Find<T, Value>),
    Offset(Rule<'static>, Find<T, usize>, Option<&'static str>),
    Number(Rule<'static>, u64, Find<T, usize>, Option<&'static str>),
    Link(Option<Find<T, Value>>),
}

impl<T: 'static> Paging<T> {
    fn new(step: Step<T>) -> Self {
        Self { step, more: None }
    }

    /// A parameter of the query takes what a page says that the next one begins at. A page without it, or with `null` or an
    /// empty text in its place, is the last one.
    pub fn cursor(parameter: Rule<'static>, next: Find<T, Value>) -> Self {
        Self::new(Step::Cursor(parameter, next))
    }

    /// A parameter of the query takes the number of items that have been there. A page without items is the last one, as is one
    /// of fewer than the parameter `size` asks for, if that is given.
    pub fn offset(
        parameter: Rule<'static>,
        count: Find<T, usize>,
        size: Option<&'static str>,
    ) -> Self {
        Self::new(Step::Offset(parameter, count, size))
    }

    /// A parameter of the query takes the number of the page; that of the first one is `first` unless the request has another.
    /// Pages end as by [`offset`](Self::offset).
    pub fn number(
        parameter: Rule<'static>,
        first: u64,
        count: Find<T, usize>,
        size: Option<&'static str>,
    ) -> Self {
        Self::new(Step::Number(parameter, first, count, size))
    }

    /// The address of the next page stands in a header `Link` with the relation `next` (RFC 8288), or else where `next` finds it
    /// in the page. Beyond the origin of the server, no credential goes along, nor any other header.
    pub fn link(next: Option<Find<T, Value>>) -> Self {
        Self::new(Step::Link(next))
    }

    /// A page that says `false` there is the last one, whatever else it has.
    #[must_use]
    pub fn more(mut self, more: Find<T, bool>) -> Self {
        self.more = Some(more);
        self
    }
}

/// What stands in a page, as a parameter takes it; `None` for what leads nowhere: `null`, and an empty text.
pub fn cursor<V: Decode>(value: &V) -> Option<Value> {
    let value = serde_json::to_value(value).ok();
    value.filter(|it| !it.is_null() && it.as_str() != Some(""))
}

/// What is asked for next.
enum Next {
    /// What the call asks for.
    First,
    /// The same with another value of a parameter.
    At(Value),
    /// An address.
    Link(Uri),
    /// It cannot be asked for.
    Fail(Error),
    /// Nothing.
    End,
}

/// The pages of an operation, one after the other: a stream. Each is asked for when the one before it has been taken.
///
/// After an error there are no more pages; what was there before it stays good.
#[must_use = "pages are asked for one by one: `next`, or as a stream"]
pub struct Pages<T: 'static, E: 'static = Never> {
    call: Call<T, E>,
    paging: Paging<T>,
    next: Next,
    /// Items that have been there, or the number of the page.
    position: u64,
    /// What has been asked for, each as a number.
    seen: HashSet<u64>,
    sending: Option<BoxFuture<'static, Outcome>>,
}

impl<T: 'static, E: 'static> Call<T, E> {
    /// What is answered page by page: this is the first one.
    pub fn pages(self, paging: Paging<T>) -> Pages<T, E> {
        let given = |rule: &Rule<'static>| number_in(&self.request.outgoing.query, rule.name);
        let position = match &paging.step {
            Step::Offset(rule, ..) => given(rule).unwrap_or(0),
            Step::Number(rule, first, ..) => given(rule).unwrap_or(*first),
            Step::Cursor(..) | Step::Link(_) => 0,
        };
        Pages {
            call: self,
            paging,
            next: Next::First,
            position,
            seen: HashSet::new(),
            sending: None,
        }
    }
}

impl<T: 'static, E: 'static> Pages<T, E> {
    /// Chooses for each of the calls what may be chosen for one: a timeout, a header, a credential.
    pub fn with(mut self, choose: impl FnOnce(Call<T, E>) -> Call<T, E>) -> Self {
        self.call = choose(self.call);
        self
    }

    /// The items of the pages, where `take` finds them in each.
    pub fn items<I>(self, take: fn(T) -> Option<Vec<I>>) -> PageItems<T, I, E> {
        PageItems {
            pages: self,
            take,
            held: Vec::new().into_iter(),
        }
    }

    /// The next page; `None` after the last one.
    ///
    /// # Errors
    /// As for the call itself; and where a page leads back to one that was there.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Asks for the next page.
    fn send(&self, next: Next) -> Option<Result<BoxFuture<'static, Outcome>, Error>> {
        let Some(mut request) = self.call.request.again() else {
            return Some(Err(Error::Request(Fault {
                location: "body".to_owned(),
                detail: "is streamed, and each page would take it once more".to_owned(),
            })));
        };
        match next {
            Next::First => {}
            Next::At(value) => match &self.paging.step {
                Step::Cursor(rule, _) | Step::Offset(rule, ..) | Step::Number(rule, ..) => {
                    request.outgoing.replace_query(rule, &value);
                }
                Step::Link(_) => {}
            },
            Next::Link(uri) => {
                // It has a query of its own.
                request.outgoing.query.clear();
                request.choose().link = Some(uri);
            }
            Next::Fail(error) => return Some(Err(error)),
            Next::End => return None,
        }
        Some(Ok(Box::pin(request.send())))
    }

    /// What a page leads to.
    fn after(&mut self, page: &T, links: &HeaderMap, at: &Uri) -> Next {
        if self.paging.more.and_then(|it| it(page)) == Some(false) {
            return Next::End;
        }
        let (count, size) = match &self.paging.step {
            Step::Cursor(_, next) => {
                return match next(page) {
                    None => Next::End,
                    Some(value) if self.is_new(&value) => Next::At(value),
                    Some(value) => Next::Fail(Error::Repeated {
                        cursor: value.as_str().map_or(value.to_string(), str::to_owned),
                    }),
                };
            }
            Step::Link(next) => {
                let linked = next_link(links);
                let found = || next.and_then(|it| it(page)).and_then(text_of);
                return match linked.or_else(found) {
                    None => Next::End,
                    Some(link) => self.linked_to(&link, at),
                };
            }
            Step::Offset(_, count, size) => (count(page).unwrap_or(0), *size),
            Step::Number(_, _, count, size) => (count(page).unwrap_or(0), *size),
        };
        let asked = size.and_then(|it| number_in(&self.call.request.outgoing.query, it));
        let count = count as u64;
        if count == 0 || asked.is_some_and(|it| count < it) {
            return Next::End;
        }
        let step = match &self.paging.step {
            Step::Offset(..) => count,
            _ => 1,
        };
        match self.position.checked_add(step) {
            Some(position) => {
                self.position = position;
                Next::At(position.into())
            }
            None => Next::End,
        }
    }

    fn linked_to(&mut self, link: &str, at: &Uri) -> Next {
        match resolved(at, link) {
            None => Next::Fail(Error::Request(Fault {
                location: "address of the next page".to_owned(),
                detail: format!("leads nowhere from {}: {link}", at.path()),
            })),
            Some(uri) if self.is_new(&uri) => Next::Link(uri),
            Some(uri) => Next::Fail(Error::Repeated {
                cursor: uri.to_string(),
            }),
        }
    }

    fn is_new(&mut self, it: &impl fmt::Display) -> bool {
        let mut hasher = DefaultHasher::new();
        it.to_string().hash(&mut hasher);
        self.seen.insert(hasher.finish())
    }
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

// Nothing in it is pinned where it stands.
impl<T, E> Unpin for Pages<T, E> {}

impl<T: 'static, E: 'static> Stream for Pages<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.sending.is_none() {
            let next = std::mem::replace(&mut this.next, Next::End);
            match this.send(next) {
                None => return Poll::Ready(None),
                Some(Err(why)) => return Poll::Ready(Some(Err(why.widen()))),
                Some(Ok(sending)) => this.sending = Some(sending),
            }
        }
        let Some(sending) = &mut this.sending else {
            return Poll::Ready(None);
        };
        let received = ready!(sending.as_mut().poll(context));
        this.sending = None;
        let received = match received {
            Ok(it) => it,
            Err(why) => return Poll::Ready(Some(Err(why.widen()))),
        };
        let at = received.0.uri.clone();
        let mut links = HeaderMap::new();
        if let Step::Link(_) = this.paging.step {
            for it in received.0.headers.get_all(header::LINK) {
                links.append(header::LINK, it.clone());
            }
        }
        let page = read(received, &this.call.answers, &this.call.failures);
        if let Ok(page) = &page {
            this.next = this.after(page, &links, &at);
        }
        Poll::Ready(Some(page))
    }
}

impl<T, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pages").field(&self.call).finish()
    }
}

/// The items of the pages of an operation, one after the other: a stream.
#[must_use = "items are asked for page by page: `next`, or as a stream"]
pub struct PageItems<T: 'static, I, E: 'static = Never> {
    pages: Pages<T, E>,
    take: fn(T) -> Option<Vec<I>>,
    held: vec::IntoIter<I>,
}

impl<T: 'static, I, E: 'static> PageItems<T, I, E> {
    /// Chooses for each of the calls what may be chosen for one: a timeout, a header, a credential.
    pub fn with(mut self, choose: impl FnOnce(Call<T, E>) -> Call<T, E>) -> Self {
        self.pages = self.pages.with(choose);
        self
    }

    /// The next item; `None` after the last one.
    ///
    /// # Errors
    /// As for the pages.
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T, I, E> Unpin for PageItems<T, I, E> {}

impl<T: 'static, I, E: 'static> Stream for PageItems<T, I, E> {
    type Item = Result<I, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.held.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let page = match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(why)) => return Poll::Ready(Some(Err(why))),
                Some(Ok(page)) => page,
            };
            this.held = (this.take)(page).unwrap_or_default().into_iter();
        }
    }
}

impl<T, I, E> fmt::Debug for PageItems<T, I, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PageItems").field(&self.pages.call).finish()
    }
}

/// The number that a parameter of a query has.
fn number_in(query: &str, name: &str) -> Option<u64> {
    let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
    pairs.find(|it| it.0 == name)?.1.parse().ok()
}

/// The address of the relation `next` in headers `Link` (RFC 8288, section 3).
fn next_link(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::LINK).iter();
    lines.filter_map(|it| it.to_str().ok()).find_map(|line| {
        let mut rest = line;
        loop {
            let (address, after) = rest
                .trim_start_matches([' ', '\t', ','])
                .strip_prefix('<')?
                .split_once('>')?;
            let (is_next, after) = parameters(after);
            if is_next {
                return Some(address.to_owned());
            }
            rest = after;
        }
    })
}

/// Whether the parameters of a link have the relation `next`, and what stands behind them.
fn parameters(mut rest: &str) -> (bool, &str) {
    let mut relation = None;
    loop {
        rest = rest.trim_start_matches([' ', '\t']);
        let Some(after) = rest.strip_prefix(';') else {
            let is_next = relation.is_some_and(|it: &str| {
                let mut words = it.split_ascii_whitespace();
                words.any(|it| it.eq_ignore_ascii_case("next"))
            });
            return (is_next, rest);
        };
        let end = after.find(['=', ';', ',']).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        let (value, after) = match after.strip_prefix('=').map(str::trim_start) {
            None => ("", after),
            Some(value) => match value.strip_prefix('"') {
                // A quoted text; what is escaped in it is no relation.
                Some(quoted) => {
                    let mut is_escaped = false;
                    let end = quoted.find(|it| {
                        let ends = it == '"' && !is_escaped;
                        is_escaped = it == '\\' && !is_escaped;
                        ends
                    });
                    let end = end.unwrap_or(quoted.len());
                    (&quoted[..end], quoted.get(end + 1..).unwrap_or_default())
                }
                None => value.split_at(value.find([';', ',']).unwrap_or(value.len())),
            },
        };
        // The first one holds (section 3.3).
        if name.trim().eq_ignore_ascii_case("rel") && relation.is_none() {
            relation = Some(value);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_link_is_found_among_others() {
        for (lines, expected) in [
            (&["</a?page=2>; rel=\"next\""][..], Some("/a?page=2")),
            (
                &[
                    "<https://x/1>; rel=prev, <https://x/3>; title=\"a, \\\"b\\\"; rel=x\"; rel=\"last next\"",
                ],
                Some("https://x/3"),
            ),
            (&["</1>; rel=prev", "</2>; REL=Next"], Some("/2")),
            (&["</1>; rel=prev; rel=next"], None),
            (&["</1>;rel"], None),
            (&["</1"], None),
            (&["rel=next"], None),
            (&["</1>; rel=\"nextish\""], None),
            (&["</1>; rel=\"next"], Some("/1")),
            (&["<>; rel=next"], Some("")),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::LINK, line.parse().expect("a header"));
            }
            assert_eq!(next_link(&headers).as_deref(), expected, "{lines:?}");
        }
    }
}
