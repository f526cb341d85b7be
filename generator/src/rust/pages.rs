//! The names of the reference's pages → `src/docs.rs`, which carries the pages and serves them.

use proc_macro2::Literal;
use quote::quote;

use super::format;

/// The module, for pages that stand beside `src/` in `docs/`.
///
/// ```text
/// docs/members.md   ▶   GET /members.md
/// ```
pub fn module(pages: &[&str], server: bool) -> String {
    let count = Literal::usize_unsuffixed(pages.len());
    let entries = pages.iter().map(|name| {
        let path = format!("../docs/{name}");
        quote! { Page { name: #name, text: include_str!(#path) } }
    });
    let router = server.then(|| {
        quote! {
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
        }
    });
    format::file(quote! {
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
        pub const PAGES: [Page; #count] = [#(#entries),*];

        /// The page with that file name.
        pub fn page(name: &str) -> Option<&'static Page> {
            PAGES.iter().find(|page| page.name == name)
        }

        #router
    })
}

#[cfg(test)]
mod tests {
    use super::module;

    #[test]
    fn pages_are_included_and_served() {
        let text = module(&["authentication.md", "pets.md"], true);
        assert!(
            text.contains(r#"text: include_str!("../docs/pets.md")"#),
            "{text}"
        );
        assert!(text.contains("pub fn router() -> axum::Router"), "{text}");
        assert!(!module(&["pets.md"], false).contains("axum"));
    }
}
