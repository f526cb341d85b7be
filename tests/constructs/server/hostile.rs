//! Requests a server should expect → requests nobody should send: each with a few things wrong, at random, by a seed.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderName, HeaderValue, Method, Request, Uri};
use tower::Service;

/// A request to begin with.
#[derive(Clone)]
pub struct Sample {
    pub method: String,
    pub uri: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// No answer is longer, whatever was sent.
const MAX_ANSWER: usize = 128 << 10;

/// Sends that many requests to a router: each has to be answered, with no `5xx` but `501`, in few words, and with less
/// memory than `per_byte` times its length and a bit. `allocated` counts the bytes allocated so far. Comes back with
/// how often each status was answered.
pub async fn bombard(
    mut router: Router,
    samples: &[Sample],
    seed: u64,
    count: u64,
    allocated: impl Fn() -> usize,
) -> BTreeMap<u16, u64> {
    const PER_BYTE: usize = 400;
    const BIT: usize = 1 << 20;
    let mut statuses = BTreeMap::new();
    for number in seed..seed + count {
        let mut dice = Dice::new(number);
        let mut sample = dice.pick(samples).clone();
        for _ in 0..dice.below(4) {
            worsen(&mut sample, &mut dice);
        }
        let length = sample.uri.len()
            + sample.body.len()
            + sample.headers.iter().map(|it| it.1.len()).sum::<usize>();
        let Some(request) = request(&sample, &mut dice) else {
            // No HTTP parser lets it through.
            continue;
        };
        let shown = Shown {
            number,
            sample: &sample,
        };
        let before = allocated();
        let response = router.call(request).await.expect("routers do not fail");
        let status = response.status().as_u16();
        assert!(status < 500 || status == 501, "{status}: {shown}");
        let mut body = Box::pin(response.into_body());
        let mut answered = 0;
        while let Some(Ok(frame)) = std::future::poll_fn(|it| body.as_mut().poll_frame(it)).await {
            answered += frame.data_ref().map_or(0, Bytes::len);
        }
        assert!(answered <= MAX_ANSWER + length, "{answered} bytes: {shown}");
        let used = allocated() - before;
        assert!(
            used <= BIT + PER_BYTE * length,
            "{used} bytes of memory for {length}: {shown}"
        );
        *statuses.entry(status).or_default() += 1;
    }
    statuses
}

/// What a failure says of a request. The panic of a handler shows it too.
struct Shown<'a> {
    number: u64,
    sample: &'a Sample,
}

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Sample {
            method,
            uri,
            headers,
            body,
        } = self.sample;
        let body = String::from_utf8_lossy(&body[..body.len().min(2000)]).into_owned();
        write!(
            f,
            "seed {}: {method} {uri} {headers:?} {body:?}",
            self.number
        )
    }
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{self}");
        }
    }
}

/// Numbers that look random and are the same for the same seed (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut dice = Self((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        dice.roll();
        dice
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() >> 16).unwrap_or_default() % limit.max(1)
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// What stands badly in a path, a query, a header or a body.
const WORDS: &[&str] = &[
    "",
    " ",
    "%",
    "%00",
    "%ff%fe",
    "%2F",
    "%2e%2e",
    "..",
    ".",
    "//",
    ";",
    ",",
    ",,,,",
    "=",
    "&",
    "&&",
    "a=b=c",
    "[]",
    "[a][b][c]",
    "{}",
    "{id}",
    "null",
    "true",
    "-0",
    "-1",
    "1e400",
    "1e-400",
    "0x10",
    "NaN",
    "99999999999999999999999",
    "-9223372036854775809",
    "1.5",
    "\u{e4}\u{1f600}",
    "\"",
    "'",
    "\\",
    "<script>",
    "%25%32%35",
    "+",
    "%20%20",
    "\t",
    "00000000-0000-0000-0000-000000000000",
    "2024-02-30",
    "me",
    "x",
    "$ref",
    "__proto__",
    "*",
    "*/*",
    "q=0",
    "charset=",
];

/// Values that stand badly in JSON.
const VALUES: &[&str] = &[
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "0",
    "-1",
    "1e400",
    "1e-400",
    "1.0",
    "123456789012345678901234567890",
    "[[]]",
    "{\"\":{}}",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "{\"a\":1,\"a\":2}",
    "[null,null]",
    "\u{1f600}",
    "nul",
    "}",
    "]",
    ",",
    "\"",
];

fn worsen(sample: &mut Sample, dice: &mut Dice) {
    match dice.below(12) {
        0 => {
            let methods = [
                "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND",
                "x",
            ];
            sample.method = (*dice.pick(&methods)).to_owned();
        }
        1 => {
            // A segment of the path.
            let (path, query) = sample.uri.split_once('?').unwrap_or((&sample.uri, ""));
            let mut segments: Vec<&str> = path.split('/').collect();
            let at = dice.below(segments.len());
            match dice.below(3) {
                0 => segments.insert(at, *dice.pick::<&str>(WORDS)),
                1 if at > 0 => drop(segments.remove(at)),
                _ => segments[at] = *dice.pick::<&str>(WORDS),
            }
            sample.uri = format!("{}?{query}", segments.join("/"));
        }
        2 => {
            // More of the query.
            let join = if sample.uri.contains('?') { '&' } else { '?' };
            let (name, value) = (*dice.pick::<&str>(WORDS), *dice.pick::<&str>(WORDS));
            sample.uri += &format!("{join}{name}={value}").repeat(1 << dice.below(8));
        }
        3 => {
            // A character of the path or the query.
            let mut characters: Vec<char> = sample.uri.chars().collect();
            let at = dice.below(characters.len());
            characters[at] =
                *dice.pick(&['/', '%', '0', ',', '=', '&', 'z', '[', ';', '.', '\u{e9}']);
            sample.uri = characters.into_iter().collect();
        }
        4 => {
            let names = [
                "content-type",
                "accept",
                "authorization",
                "cookie",
                "content-length",
                "color",
                "x-key",
                "expect",
                "transfer-encoding",
                "content-encoding",
                "Coder-Session-Token",
                "host",
                "range",
            ];
            let name = (*dice.pick(&names)).to_owned();
            sample
                .headers
                .push((name, dice.pick(WORDS).repeat(1 + dice.below(3))));
        }
        5 => {
            let values = [
                "application/json",
                "application/json; charset=utf-16",
                "APPLICATION/JSON",
                "application/problem+json",
                "text/plain",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=B",
                "application/x-www-form-urlencoded",
                "*/*",
                "image/png",
                ";",
                "application/octet-stream",
                "x",
            ];
            let name = *dice.pick(&["content-type", "content-type", "accept"]);
            let value = (*dice.pick(&values)).to_owned();
            sample.headers.retain(|it| !it.0.eq_ignore_ascii_case(name));
            sample.headers.push((name.to_owned(), value));
        }
        6 if !sample.headers.is_empty() => {
            let at = dice.below(sample.headers.len());
            match dice.below(3) {
                0 => drop(sample.headers.remove(at)),
                1 => sample.headers.push(sample.headers[at].clone()),
                _ => sample.headers[at].1 = (*dice.pick(WORDS)).to_owned(),
            }
        }
        7 => {
            // A piece of the body.
            let end = dice.below(sample.body.len() + 1);
            let start = dice.below(end + 1);
            let value = *dice.pick(VALUES);
            sample.body.splice(start..end, value.bytes());
        }
        8 => {
            // An octet of the body.
            let at = dice.below(sample.body.len() + 1);
            let octet = dice.roll().to_le_bytes()[0];
            match sample.body.get_mut(at) {
                Some(it) => *it = octet,
                None => sample.body.push(octet),
            }
        }
        9 => sample.body.truncate(dice.below(sample.body.len() + 1)),
        10 => {
            // Deep, long, or often.
            let depth = 1 << dice.below(12);
            sample.body = match dice.below(4) {
                0 => "[".repeat(depth).into_bytes(),
                1 => format!("{}{}", "[".repeat(depth), "]".repeat(depth)).into_bytes(),
                2 => format!("{}1{}", "{\"friends\":[".repeat(depth), "]}".repeat(depth))
                    .into_bytes(),
                _ => format!("[{}0]", "0,".repeat(depth)).into_bytes(),
            };
        }
        _ => {
            // A value of JSON in place of another one.
            let text = String::from_utf8_lossy(&sample.body).into_owned();
            let places: Vec<usize> = text.match_indices(':').map(|(at, _)| at).collect();
            if !places.is_empty() {
                let at = *dice.pick(&places) + 1;
                let end = text[at..]
                    .find([',', '}', ']'])
                    .map_or(text.len(), |it| at + it);
                sample.body =
                    format!("{}{}{}", &text[..at], dice.pick(VALUES), &text[end..]).into_bytes();
            }
        }
    }
}

fn request(sample: &Sample, dice: &mut Dice) -> Option<Request<Body>> {
    let mut request = Request::new(body(sample.body.clone(), dice));
    *request.method_mut() = Method::from_bytes(sample.method.as_bytes()).ok()?;
    *request.uri_mut() = sample
        .uri
        .parse::<Uri>()
        .ok()
        .filter(|it| it.path().starts_with('/'))?;
    for (name, value) in &sample.headers {
        let name: HeaderName = name.parse().ok()?;
        request
            .headers_mut()
            .append(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    Some(request)
}

/// The body: at once, in small pieces, or broken off.
fn body(octets: Vec<u8>, dice: &mut Dice) -> Body {
    let size = 1 + dice.below(octets.len() + 1);
    match dice.below(3) {
        0 => Body::from(octets),
        how => Body::new(Pieces {
            octets: octets.into(),
            size,
            breaks: how == 2 && dice.below(4) == 0,
        }),
    }
}

struct Pieces {
    octets: Bytes,
    size: usize,
    breaks: bool,
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, std::io::Error>>> {
        if self.octets.is_empty() {
            let breaks = std::mem::take(&mut self.breaks);
            let broken = || std::io::Error::from(std::io::ErrorKind::ConnectionReset);
            return Poll::Ready(breaks.then(|| Err(broken())));
        }
        let size = self.size.min(self.octets.len());
        let piece = self.octets.split_to(size);
        Poll::Ready(Some(Ok(http_body::Frame::data(piece))))
    }
}
