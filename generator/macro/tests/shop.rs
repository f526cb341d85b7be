//! A module that a macro makes is used like any other.

verbatim_macro::api!("tests/shop.yaml", server = true);

use shop::api::ShopApi;
use shop::api::shop::{GetThingRequest, GetThingResponse};
use shop::server::{self, Problem};
use shop::types::{Thing, runtime};

struct Shop;

impl ShopApi for Shop {
    type Error = Problem;

    async fn get_thing(&self, request: GetThingRequest) -> Result<GetThingResponse, Problem> {
        Ok(match request.id {
            1 => GetThingResponse::Ok(Thing {
                name: "Kettle".to_owned(),
                r#type: None,
            }),
            _ => GetThingResponse::NotFound,
        })
    }
}

#[test]
fn types_are_read_and_a_router_is_made() {
    let thing: Thing =
        runtime::from_str(r#"{"name": "Kettle", "type": "small"}"#).expect("it is one");
    assert_eq!(thing.name, "Kettle");
    let _router: axum::Router = server::router(Shop);
}
