//! The Markdown reference of the API, as it was when this crate was generated.

/// A page of the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Its file name, which other pages link to.
    pub name: &'static str,
    /// Its Markdown.
    pub text: &'static str,
}

/// Every page, by name.
pub const PAGES: [Page; 3] = [
    Page {
        name: "authentication.md",
        text: include_str!("../docs/authentication.md"),
    },
    Page {
        name: "members.md",
        text: include_str!("../docs/members.md"),
    },
    Page {
        name: "schemas.md",
        text: include_str!("../docs/schemas.md"),
    },
];

/// The page with that file name.
pub fn page(name: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.name == name)
}

/// A router that serves each page under its file name: `GET /{page}`.
#[cfg(feature = "server")]
pub fn router() -> axum::Router {
    use axum::extract::Path;
    use axum::http::{StatusCode, header};
    use axum::response::IntoResponse;
    async fn serve(Path(name): Path<String>) -> axum::response::Response {
        let markdown = [(header::CONTENT_TYPE, "text/markdown; charset=utf-8")];
        match page(&name) {
            Some(page) => (markdown, page.text).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
    axum::Router::new().route("/{page}", axum::routing::get(serve))
}
