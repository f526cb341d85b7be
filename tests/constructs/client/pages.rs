//! A server of seven things that answers page by page in each way, and the client of the same document. The module `readme` has
//! the examples of the README.

mod readme;

use std::sync::{Arc, Mutex};

use pets::api::pets::*;
use pets::client::{Client, Error};
use pets::server::{self, Problem};
use pets::types::{ListByAddressResponseBody, ListByCursorResponseBody, ListByCursorResponseMeta, ListByLastResponseBody, Thing};

/// How many things there are.
const ALL: i64 = 7;

/// What was asked for.
#[derive(Clone, Default)]
struct App(Arc<Mutex<Vec<String>>>);

impl App {
    fn note(&self, asked: String) {
        self.0.lock().expect("a list").push(asked);
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("a list"))
    }
}

fn things(from: i64, count: i64) -> Vec<Thing> {
    let ids = from.min(ALL)..(from + count).min(ALL);
    ids.map(|id| Thing { id, parts: None }).collect()
}

impl PetsApi for App {
    type Error = Problem;

    async fn list_by_cursor(&self, it: ListByCursorRequest) -> Result<ListByCursorResponse, Problem> {
        self.note(format!("{:?} {:?}", it.after, it.limit));
        let from = match it.after.as_deref().unwrap_or("=0").strip_prefix('=') {
            Some(it) => it.parse().expect("a number"),
            None => return Ok(ListByCursorResponse::NotFound("no cursor".to_owned())),
        };
        let next = from + it.limit.unwrap_or(3);
        let meta = ListByCursorResponseMeta { next: Some(format!("={next}")).into(), ..Default::default() };
        Ok(ListByCursorResponse::Ok(ListByCursorResponseBody {
            data: Some(things(from, next - from)),
            meta: (next < ALL).then_some(meta).into(),
            ..Default::default()
        }))
    }

    async fn list_by_last(&self, it: ListByLastRequest) -> Result<ListByLastResponseBody, Problem> {
        self.note(format!("{:?}", it.starting_after));
        let from = it.starting_after.map_or(0, |it| it + 1);
        Ok(ListByLastResponseBody { items: things(from, 4), has_more: from + 4 < ALL })
    }

    async fn list_by_offset(&self, it: ListByOffsetRequest) -> Result<ListByOffsetResponse, Problem> {
        self.note(format!("{} {:?}", it.offset, it.limit));
        Ok(ListByOffsetResponse::Ok(things(it.offset, it.limit.unwrap_or(4))))
    }

    async fn list_by_number(&self, it: ListByNumberRequest) -> Result<ListByNumberResponse, Problem> {
        self.note(format!("{:?}", it.page));
        let page = things(it.page.unwrap_or(0) * 4, 4);
        Ok(ListByNumberResponse::Success(axum::http::StatusCode::OK, page))
    }

    async fn list_by_link(&self, it: ListByLinkRequest) -> Result<ListByLinkResponse, Problem> {
        self.note(format!("{} {:?}", it.of, it.from));
        let from = it.from.unwrap_or(0);
        let next = format!("<?from={}>; rel=\"next\"", from + 3);
        Ok(ListByLinkResponse::Ok {
            link: (from + 3 < ALL).then_some(next),
            body: ListByLinkOkBody::Json(things(from, 3)),
        })
    }

    async fn list_by_address(&self, it: ListByAddressRequest) -> Result<ListByAddressResponseBody, Problem> {
        self.note(format!("{} {:?}", it.body, it.from));
        let next = it.from.is_none().then(|| "/address?from=1".to_owned());
        Ok(ListByAddressResponseBody { results: vec![format!("{:?}", it.from)], next })
    }
}

/// What a stream gives up to its end.
macro_rules! all {
    ($stream:expr) => {{
        let mut stream = $stream;
        let mut found = Vec::new();
        while let Some(next) = stream.next().await {
            found.push(next?);
        }
        found
    }};
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let app = App::default();
    let client = Client::builder("http://test").transport(server::router(app.clone())).build()?;
    let whole = things(0, ALL);

    let asked = |after: Option<&str>, limit| ListByCursorRequest { after: after.map(str::to_owned), limit };
    assert_eq!(all!(client.list_by_cursor_items(asked(None, None))), whole);
    assert_eq!(app.asked(), ["None None", "Some(\"=3\") None", "Some(\"=6\") None"]);
    assert_eq!(all!(client.list_by_cursor_pages(asked(Some("=2"), Some(4)))).len(), 2);
    assert_eq!(app.asked(), ["Some(\"=2\") Some(4)", "Some(\"=6\") Some(4)"]);
    let mut failing = client.list_by_cursor_items(asked(Some("x"), None));
    let error = failing.next().await.expect("an error").expect_err("there is no such cursor");
    assert!(matches!(error, Error::Documented(ListByCursorResponse::NotFound(_))), "{error:?}");
    assert!(failing.next().await.is_none());
    app.asked();

    let items = client.list_by_last_items(ListByLastRequest { starting_after: None });
    assert_eq!(all!(items), whole);
    assert_eq!(app.asked(), ["None", "Some(3)"]);

    let asked = |offset, limit| ListByOffsetRequest { offset, limit };
    assert_eq!(all!(client.list_by_offset_items(asked(0, Some(5)))), whole);
    assert_eq!(app.asked(), ["0 Some(5)", "5 Some(5)"]);
    assert_eq!(all!(client.list_by_offset_items(asked(2, None))), things(2, ALL));
    assert_eq!(app.asked(), ["2 None", "6 None", "7 None"]);

    #[allow(deprecated)]
    let items = client.list_by_number_items(ListByNumberRequest { page: None });
    assert_eq!(all!(items), whole);
    assert_eq!(app.asked(), ["None", "Some(1)", "Some(2)"]);

    let items = client.list_by_link_items(ListByLinkRequest { of: "a b".to_owned(), from: Some(1), accept: Default::default() });
    assert_eq!(all!(items), things(1, ALL));
    assert_eq!(app.asked(), ["a b Some(1)", "a b Some(4)"]);

    let items = client.list_by_address_items(ListByAddressRequest { body: "x".to_owned(), from: None });
    assert_eq!(all!(items), ["None", "Some(1)"]);
    assert_eq!(app.asked(), ["x None", "x Some(1)"]);

    // The last one is run as it stands.
    readme::last(client, pets::client::Body::from("")).await?;
    Ok(())
}
