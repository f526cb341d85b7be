//! Implements the operations whose requests and answers are about the wire alone.

use constructs::api::Body;
use constructs::api::wire::*;
use constructs::server::Problem;
use constructs::types::{PairsResponseBody, Place};
use serde_json::{Value, json};

impl WireApi for super::Api {
    type Error = Problem;

    async fn texts(&self, request: TextsRequest) -> Result<Value, Problem> {
        Ok(match request.body {
            TextsBody::Xml(it) => json!({ "xml": it }),
            TextsBody::Graphql(it) => json!({ "graphql": it }),
            TextsBody::Csv(it) => json!({ "csv": it }),
            TextsBody::Yaml(it) => json!({ "yaml": it }),
            TextsBody::Xml2(it) => json!({ "text": it }),
            TextsBody::Json(it) => json!({ "first": it }),
            TextsBody::Json2(it) => json!({ "second": it }),
        })
    }

    /// Sends back what it is sent, as what it is sent.
    async fn any_media(&self, request: AnyMediaRequest) -> Result<Body, Problem> {
        let media = request.body.media_type().unwrap_or_default().to_owned();
        let bytes = request.body.collect(100).await.unwrap_or_default();
        Ok(Body::from(bytes).with_media_type(media))
    }

    async fn json_file(&self, request: JsonFileRequest) -> Result<Body, Problem> {
        Ok(request.body)
    }

    async fn queried(&self, it: QueriedRequest) -> Result<Value, Problem> {
        let page = it.page.map(|it| it.tags);
        Ok(json!([it.flag, it.n, page, it.nick, it.rest]))
    }

    async fn headers(&self, it: HeadersRequest) -> Result<Value, Problem> {
        Ok(json!([it.x_nums, it.x_names, it.x_place, it.sid]))
    }

    async fn places_form(&self, it: PlacesFormRequest) -> Result<Value, Problem> {
        Ok(json!(it.body.list))
    }

    async fn wire_parts(&self, mut it: WirePartsRequest) -> Result<Value, Problem> {
        let mut found = Vec::new();
        while let Some(part) = it.body.next().await? {
            found.push(match part {
                WirePartsPart::Photo(it) => {
                    let header = it.headers().get("x-part");
                    json!([it.content_type(), header.and_then(|it| it.to_str().ok())])
                }
                WirePartsPart::Note(it) => json!(it),
                WirePartsPart::Other(it) => json!({ "other": it.name() }),
            });
        }
        Ok(json!(found))
    }

    async fn wire_file(&self, it: WireFileRequest) -> Result<Value, Problem> {
        Ok(json!([it.name, it.ext]))
    }

    async fn pairs(&self) -> Result<PairsResponseBody, Problem> {
        let texts = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect();
        Ok(PairsResponseBody {
            words: texts(&["a", "b"]),
            colors: texts(&["red", "light blue"]),
            place: Place { x: 1, y: 2 },
            plain: vec![1, 2],
        })
    }

    async fn boundary(&self, it: BoundaryRequest) -> Result<Body, Problem> {
        let body = Body::from("--B\r\n\r\nx\r\n--B--\r\n");
        Ok(match it.kind.as_str() {
            "named" => body.with_media_type("multipart/mixed; boundary=B"),
            _ => body,
        })
    }

    async fn sent(&self, it: SentRequest) -> Result<SentResponse, Problem> {
        let status = |code| axum::http::StatusCode::from_u16(code).expect("a status");
        let location = match it.kind.as_str() {
            "client-error" => return Ok(SentResponse::ClientError(status(418), "é".to_owned())),
            "no-client-error" => return Ok(SentResponse::ClientError(status(200), "ok".to_owned())),
            "undocumented" => return Err(Problem::new(status(301))),
            "broken" => "/a\nb".to_owned(),
            _ => "/a".to_owned(),
        };
        Ok(SentResponse::Ok {
            set_cookie: Some(vec!["a=1; Path=/".to_owned(), "b=2".to_owned()]),
            location,
            x_next: Some(7).filter(|_| it.kind != "no-next"),
            body: "é".to_owned(),
        })
    }
}
