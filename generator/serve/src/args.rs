//! What may be typed.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

const HELP: &str = "\
Examples:
  cargo xtask serve --spec petstore.yaml
      answers at a free port of this machine, and says which
  cargo xtask serve --spec petstore.yaml --port 4010 --watch
      the same at http://127.0.0.1:4010; a document that is saved is served at once
  curl -H 'Prefer: code=404' http://127.0.0.1:4010/pets/7
      the documented answer with that status
  curl -H 'Prefer: example=dog' http://127.0.0.1:4010/pets/7
      the example of that name

What is answered:
  A request that the document does not allow is refused as by an emitted server: with the answer
  that the document has for it (401, 400, 422, 4XX, default, ..), or else with problem+json.
  Any other gets the lowest success that is documented, in the media type that it accepts best:
  the first valid example, or else a value of the schema; by chance with --dynamic.
  `Prefer: code=.., example=.., dynamic=true` (RFC 7240) asks for another, and so do the query
  parameters __code, __example and __dynamic, where the API has none of that name.
  An example that its schema refuses is told at the start, and served only by its name.

  There is no state: what is created is not there afterwards.

Who may call:
  Programs of this machine, unless --host names another address; pages of other origins where
  --cors names them. A request whose Host is the name of another machine is refused.";

/// Answer as the API of an OpenAPI document would, without any code
#[derive(Debug, Clone, Parser)]
#[command(name = "verbatim-serve", version, after_long_help = HELP, max_term_width = 100)]
pub struct Args {
    /// The document to serve; - for standard input
    #[arg(long, value_name = "FILE")]
    pub spec: PathBuf,

    /// A file of choices, by which the document is read
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// The target of a verbatim.toml, which --config names, whose choices those are
    #[arg(long, value_name = "NAME", requires = "config")]
    pub target: Option<String>,

    /// An OpenAPI Overlay (1.0 or 1.1) to apply to the document; several are applied in order
    #[arg(long = "overlay", value_name = "FILE")]
    pub overlays: Vec<PathBuf>,

    /// Let `$ref` read files outside the document's folder
    #[arg(long)]
    pub allow_outside: bool,

    /// The port to listen at; 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub port: u16,

    /// The address to listen at, or a name of it; beyond this machine with a warning
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub host: String,

    /// How requests are answered.
    #[command(flatten)]
    pub answers: Answers,

    /// Serve the document anew whenever one of its files is saved
    #[arg(long)]
    pub watch: bool,
}

/// How requests are answered.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Answers {
    /// Make answers of schemas by chance, even where there are examples
    #[arg(long)]
    pub dynamic: bool,

    /// What chance begins with: the same seed gives the same answers to the same requests
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,

    /// How many milliseconds each answer of the API is held back
    #[arg(long, value_name = "MS", default_value = "0", value_parser = milliseconds)]
    pub delay: Duration,

    /// How many requests fail with a documented 5XX, or else 503
    #[arg(long, value_name = "P%", default_value = "0%", value_parser = share)]
    pub fail: Share,

    /// An origin whose pages may call, such as https://example.com; * for any
    #[arg(long = "cors", value_name = "ORIGIN", value_parser = origin)]
    pub origins: Vec<String>,

    /// Hold each answer against the document, as the tests of an emitted server do, and answer 500 where it is none
    #[arg(long)]
    pub check_answers: bool,
}

/// A share of all requests, in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share(pub u64);

impl Share {
    /// All of them.
    pub const WHOLE: u64 = 1_000_000;
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}%", self.0 as f64 / 10_000.0)
    }
}

fn milliseconds(text: &str) -> Result<Duration, String> {
    let count = text.parse().map(Duration::from_millis);
    count.map_err(|_| "a number of milliseconds, such as 200".to_owned())
}

fn share(text: &str) -> Result<Share, String> {
    let percent: Option<f64> = text.strip_suffix('%').unwrap_or(text).parse().ok();
    match percent.filter(|it| (0.0..=100.0).contains(it)) {
        Some(it) => Ok(Share((it * 10_000.0).round() as u64)),
        None => Err("a share of all requests, from 0% to 100%".to_owned()),
    }
}

fn origin(text: &str) -> Result<String, String> {
    let is_origin = text.split_once("://").is_some_and(|(scheme, rest)| {
        !scheme.is_empty() && !rest.is_empty() && !rest.contains(['/', '?', '#', '@', ' '])
    });
    match is_origin || text == "*" || text == "null" {
        true => Ok(text.to_owned()),
        false => Err(
            "an origin is a scheme, a host and perhaps a port: https://example.com:8080; or *"
                .to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{Share, origin, share};

    #[test]
    fn a_share_is_a_percentage() {
        assert_eq!(share("5%"), Ok(Share(50_000)));
        assert_eq!(share("0.1"), Ok(Share(1_000)));
        assert_eq!(Share(50_000).to_string(), "5%");
        for text in ["", "101%", "-1", "NaN", "x"] {
            assert!(share(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        for text in ["https://example.com", "http://localhost:3000", "*", "null"] {
            assert_eq!(origin(text).as_deref(), Ok(text));
        }
        for text in ["example.com", "https://", "https://example.com/a", ""] {
            assert!(origin(text).is_err(), "{text}");
        }
    }
}
