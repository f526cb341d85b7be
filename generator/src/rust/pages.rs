//! The files of the reference → `src/docs.rs`, which carries and serves them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::format;
use crate::file_set::FileSet;

/// The module, for pages that stand beside `src/` in `docs/`, and a site in `site/`.
///
/// ```text
/// docs/members.md    ▶   GET /members.md
/// site/index.html    ▶   GET /index.html
/// ```
pub fn module(pages: &[&str], site: &FileSet, server: bool) -> String {
    let count = Literal::usize_unsuffixed(pages.len());
    let entries = pages.iter().map(|name| {
        let path = format!("../docs/{name}");
        quote! { Page { name: #name, text: include_str!(#path) } }
    });
    let has_site = site.iter().next().is_some();
    let files = has_site.then(|| files(site));
    let router = match (server, has_site) {
        (false, _) => None,
        (true, false) => Some(pages_router()),
        (true, true) => Some(site_router()),
    };
    format::file(quote! {
        //! The reference of the API, as it was when this crate was generated.

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

        #files

        #router
    })
}

fn pages_router() -> TokenStream {
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
}

/// What pages of a site may load: nothing from elsewhere, and no script of a page's own. What is tried goes to any server.
const SITE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src *; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// The files of the site.
fn files(site: &FileSet) -> TokenStream {
    let count = Literal::usize_unsuffixed(site.iter().count());
    let entries = site.iter().map(|(path, text)| {
        let name = path.strip_prefix("site/").unwrap_or(path);
        let from = format!("../{path}");
        let hash = hash(text);
        let tag = format!("\"{hash:016x}\"");
        let gzip = match site.is_compressed(path) {
            true => {
                let (tag, from) = (format!("\"{hash:016x}-gzip\""), format!("{from}.gz"));
                quote! { Some(Gzip { tag: #tag, bytes: include_bytes!(#from) }) }
            }
            false => quote! { None },
        };
        quote! { File { path: #name, tag: #tag, bytes: include_bytes!(#from), gzip: #gzip } }
    });
    quote! {
        /// A file of the site: a page, or what pages load.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct File {
            /// Its path, to which the links of others are relative: `operations/get-pet.html`.
            pub path: &'static str,
            /// What it is known by as long as it is the same, in quotes: an `ETag` (RFC 9110, section 8.8.3).
            pub tag: &'static str,
            /// What is in it.
            pub bytes: &'static [u8],
            /// The same compressed, where it is not short.
            pub gzip: Option<Gzip>,
        }

        /// A file of the site in gzip (RFC 1952).
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Gzip {
            /// Its `ETag`, in quotes: that of the file names other bytes.
            pub tag: &'static str,
            /// What is in it.
            pub bytes: &'static [u8],
        }

        impl File {
            /// Its media type.
            pub fn media(&self) -> &'static str {
                match self.path.rsplit('.').next() {
                    Some("html") => "text/html; charset=utf-8",
                    Some("css") => "text/css; charset=utf-8",
                    Some("js") => "text/javascript; charset=utf-8",
                    Some("svg") => "image/svg+xml",
                    _ => "application/json",
                }
            }
        }

        /// The files of the site, by path. `openapi.json` is the document as it was read.
        pub static SITE: [File; #count] = [#(#entries),*];

        /// The file of the site at that path.
        pub fn file(path: &str) -> Option<&'static File> {
            let found = SITE.binary_search_by(|it| it.path.cmp(path));
            found.ok().map(|at| &SITE[at])
        }

        /// What pages of the site may load, for whoever serves them by other means: nothing from elsewhere, and no script of a
        /// page's own. What is tried goes to any server.
        pub const CONTENT_SECURITY_POLICY: &str = #SITE_POLICY;
    }
}

fn site_router() -> TokenStream {
    quote! {
        /// A router that serves the site (`GET /index.html`, to which `GET /` leads), the document (`GET /openapi.json`) and the
        /// pages (`GET /members.md`). Links are relative, so it may stand anywhere: `.nest("/docs", docs::router())`.
        #[cfg(feature = "server")]
        pub fn router() -> axum::Router {
            use axum::extract::rejection::NestedPathRejection;
            use axum::extract::{NestedPath, Path};
            use axum::http::{HeaderMap, HeaderName, StatusCode, header};
            use axum::response::{IntoResponse, Response};
            use axum::routing::get;

            async fn index(nested: Result<NestedPath, NestedPathRejection>) -> Response {
                // From `/docs` on, links that begin at `/docs/` would lead elsewhere.
                let nested = nested.as_ref().map_or("", NestedPath::as_str);
                let last = nested.rsplit('/').next().unwrap_or_default();
                let slash = if last.is_empty() { "" } else { "/" };
                let location = format!("{last}{slash}index.html");
                (StatusCode::FOUND, [(header::LOCATION, location)]).into_response()
            }

            async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
                let Some(file) = file(&path) else {
                    let markdown = [(header::CONTENT_TYPE, "text/markdown; charset=utf-8")];
                    return match page(&path) {
                        Some(page) => (markdown, page.text).into_response(),
                        None => StatusCode::NOT_FOUND.into_response(),
                    };
                };
                let gzip = file.gzip.filter(|_| takes_gzip(&headers));
                let (tag, bytes) = gzip.map_or((file.tag, file.bytes), |it| (it.tag, it.bytes));
                let common = [
                    (header::ETAG, tag),
                    (header::CACHE_CONTROL, "no-cache"),
                    (header::VARY, "accept-encoding"),
                    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
                    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                ];
                if items(&headers, header::IF_NONE_MATCH).any(|it| it.trim_start_matches("W/") == tag || it == "*") {
                    return (StatusCode::NOT_MODIFIED, common).into_response();
                }
                let coding = gzip.map(|_| [(header::CONTENT_ENCODING, "gzip")]);
                (common, coding, [(header::CONTENT_TYPE, file.media())], bytes).into_response()
            }

            fn items(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
                let lines = headers.get_all(name).into_iter().filter_map(|it| it.to_str().ok());
                lines.flat_map(|it| it.split(',')).map(str::trim)
            }

            fn takes_gzip(headers: &HeaderMap) -> bool {
                let weight = |wanted: &str| {
                    let mut all = items(headers, header::ACCEPT_ENCODING).map(|it| it.split_once(';').unwrap_or((it, "")));
                    let (_, rest) = all.find(|it| it.0.trim().eq_ignore_ascii_case(wanted))?;
                    let weight = rest.trim().trim_start_matches(['q', 'Q']).trim_start().strip_prefix('=');
                    Some(weight.map_or(1.0, |it| it.trim().parse::<f32>().unwrap_or(0.0)))
                };
                let gzip = weight("gzip").or_else(|| weight("x-gzip")).or_else(|| weight("*"));
                gzip.is_some_and(|it| it > 0.0 && it >= weight("identity").unwrap_or(0.0))
            }

            axum::Router::new().route("/", get(index)).route("/{*path}", get(serve))
        }
    }
}

/// FNV-1a, which is the same on every system and for ever.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, it| {
        (hash ^ u64::from(it)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::module;
    use crate::file_set::FileSet;

    #[test]
    fn pages_are_included_and_served() {
        let none = FileSet::default();
        let text = module(&["authentication.md", "pets.md"], &none, true);
        assert!(
            text.contains(r#"text: include_str!("../docs/pets.md")"#),
            "{text}"
        );
        assert!(text.contains("pub fn router() -> axum::Router"), "{text}");
        assert!(!module(&["pets.md"], &none, false).contains("axum"));
    }

    #[test]
    fn the_files_of_a_site_are_known_by_what_is_in_them() {
        let site = |text: &str| {
            let mut files = FileSet::default();
            files.insert("site/index.html", text.to_owned());
            files.compress(2);
            module(&[], &files, true)
        };
        let text = site("a");
        assert!(
            text.contains(r#"include_bytes!("../site/index.html")"#),
            "{text}"
        );
        assert!(text.contains(r#"tag: "\"af63dc4c8601ec8c\"""#), "{text}");
        assert!(!text.contains(".html.gz"), "{text}");
        assert_ne!(site("b"), text);
        let text = site("ab");
        assert!(
            text.contains(r#"include_bytes!("../site/index.html.gz")"#),
            "{text}"
        );
    }
}
