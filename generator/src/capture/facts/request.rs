//! A request with curl: its address, its headers, and which of them are secrets.

use super::{Name, Operation, Request};
use crate::docs::grammar;
use crate::node::percent_decode;

/// What stands for a token that a server hands out.
pub const BEARER: &str = "Bearer {access-token}";

/// What curl makes of a name and a password.
const BASIC: &str = "Basic {credentials}";

/// The header that has the parameters which travel in cookies.
const COOKIE: &str = "Cookie";

impl<'a> Operation<'a> {
    /// What the request sends for a cookie.
    pub fn cookie(&self, name: &str) -> Option<&'a str> {
        let headers = self.request.headers.iter().filter(|it| it.0 == COOKIE);
        let mut cookies = headers.flat_map(|it| it.1.split("; "));
        cookies.find_map(|it| it.strip_prefix(name)?.strip_prefix('='))
    }

    /// The names and values of all cookies that the request sends.
    pub fn cookies(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let headers = self.request.headers.iter().filter(|it| it.0 == COOKIE);
        let cookies = headers.flat_map(|it| it.1.split("; "));
        cookies.filter_map(|it| it.split_once('='))
    }

    /// The headers of the request that are no parameters and say nothing of the body or the answer.
    pub fn secrets(&self) -> impl Iterator<Item = &(&'a str, &'a str)> {
        self.request.headers.iter().filter(|(name, _)| {
            let is_parameter = self.parameters.iter().any(|it| {
                it.location == "header" && matches!(&it.name, Name::Property(it) if it == name)
            });
            !matches!(*name, "Content-Type" | "Accept" | COOKIE) && !is_parameter
        })
    }

    /// Whether a parameter is a cookie of that name.
    pub fn has_cookie_parameter(&self, name: &str) -> bool {
        let mut cookies = self.parameters.iter().filter(|it| it.location == "cookie");
        cookies.any(|it| matches!(&it.name, Name::Property(it) if it == name))
    }

    /// What the request sends for a key in the query.
    pub fn sends_key(&self, name: &str) -> bool {
        let query = self.request.url.split_once('?').map_or("", |it| it.1);
        let mut names = query.split('&').filter_map(|it| it.split_once('='));
        names.any(|it| percent_decode(it.0) == name)
            && self.parameters.iter().all(|it| {
                it.location != "query" || !matches!(&it.name, Name::Property(it) if it == name)
            })
    }

    /// The address of a request without its path and query.
    pub fn address(&self) -> Option<&'a str> {
        let url = self.request.url;
        let url = url.split_once('?').map_or(url, |it| it.0);
        let path = self.path.split_once('?').map_or(self.path, |it| it.0);
        url.strip_suffix(path)
    }
}

/// Reads a request with curl.
pub(super) fn request<'a>(fence: &'a str, text: &'a str) -> Option<Request<'a>> {
    let mut lines = text.lines();
    let mut first = lines.next()?;
    if first == grammar::CURL_COMMENT {
        first = lines.next()?;
    }
    let url = match first.strip_prefix("curl --head ") {
        Some(url) => url,
        None => first.strip_prefix("curl -X ")?.split_once(' ')?.1,
    };
    let url = url.strip_suffix('\\').unwrap_or(url).trim_end();
    let mut request = Request {
        fence,
        url: unquoted(url),
        ..Request::default()
    };
    for line in lines {
        let line = line.strip_suffix('\\').unwrap_or(line).trim();
        if let Some(header) = line.strip_prefix("-H ") {
            let header = unquoted(header);
            // One without a value ends with a semicolon.
            let empty = || header.strip_suffix(';').map(|it| (it, ""));
            let (name, value) = header.split_once(": ").or_else(empty)?;
            request.headers.push((name, value));
        } else if line == grammar::CURL_BASIC {
            request.headers.push(("Authorization", BASIC));
        } else if let Some(file) = line.strip_prefix("--data-binary ") {
            let file = unquoted(file);
            if matches!(file, "@FILE" | "@body.txt" | "@body.json") {
                request.sends_body = true;
            } else {
                request.file = file.strip_prefix('@');
            }
        } else if line.starts_with("-F ") || line.starts_with("--form-string ") {
            request.sends_body = true;
            request.multipart = true;
        } else if line.starts_with("-d ") || line.starts_with("--data-urlencode ") {
            request.sends_body = true;
        }
    }
    if !first.ends_with('\\') {
        request.loose_end = Some(text.ends_with('\n'));
    }
    request.form = first.ends_with('\\')
        && request
            .headers
            .first()
            .is_none_or(|it| it.0 != "Content-Type");
    Some(request)
}

/// A word of a shell without its quotes.
fn unquoted(word: &str) -> &str {
    let inner = word.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    inner.unwrap_or(word)
}
