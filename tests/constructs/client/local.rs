//! A client whose futures stay on their thread, as those of a browser do: neither its transport, nor what that waits for, nor the
//! bodies that arrive are `Send`.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use pets::api::Signal;
use pets::api::pets::{GetPetRequest, ListPetsRequest, WatchPetsRequest};
use pets::client::testing::Mock;
use pets::client::{Body, BoxError, BoxFuture, Client, Error, Transport};

/// What was asked for, which no other thread may see.
#[derive(Clone, Default)]
struct Local(Rc<RefCell<Vec<String>>>);

/// A body that arrives in two pieces.
struct Halves(Rc<RefCell<Vec<&'static str>>>);

impl Stream for Halves {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.borrow_mut().pop().map(|it| Ok(it.into())))
    }
}

impl Transport for Local {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, BoxError>> {
        let asked = Rc::clone(&self.0);
        Box::pin(async move {
            tokio::task::yield_now().await;
            asked.borrow_mut().push(request.uri().to_string());
            let (media, halves) = match request.uri().path() {
                "/pets/events" => ("text/event-stream", vec!["\": \"Bob\"}\n\n", "data: {\"id\": 8, \"name"]),
                "/pets" => ("application/json", vec!["\"Ada\"}], \"meta\": {}}", "{\"data\": [{\"id\": 7, \"name\": "]),
                _ => ("application/json", vec!["\"Ada\"}", "{\"id\": 7, \"name\": "]),
            };
            let body = Body::from_stream(Halves(Rc::new(RefCell::new(halves))));
            Ok(http::Response::builder().header("content-type", media).body(body)?)
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let local = Local::default();
    let client = Client::builder("http://test").transport(local.clone()).build()?;
    assert_eq!(client.get_pet(GetPetRequest { id: 7 }).await?.name, "Ada");
    let mut pets = client.list_pets_items(ListPetsRequest { after: None, limit: Some(1) });
    assert_eq!(pets.next().await.expect("a pet")?.id, 7);
    assert!(pets.next().await.is_none());
    let mut events = client.watch_pets(WatchPetsRequest { since: None }).await?;
    match events.next().await? {
        Some(Signal::Event(event)) => assert_eq!(event.data.name, "Bob"),
        other => panic!("{other:?}"),
    }
    let asked = ["http://test/pets/7", "http://test/pets?limit=1", "http://test/pets/events"];
    assert_eq!(*local.0.borrow(), asked);

    let mock = Mock::new();
    let client = Client::builder("http://test").transport(mock.clone()).build()?;
    mock.on(client.get_pet(GetPetRequest { id: 1 })).answer(Err(Error::InsideRuntime));
    assert!(matches!(client.get_pet(GetPetRequest { id: 1 }).await, Err(Error::InsideRuntime)));
    Ok(())
}
