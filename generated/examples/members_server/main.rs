//! The organization-members API over SQLite.
//!
//! ```text
//! cargo run -p members-api --example members_server -- --port 8080 --database members.db
//! ```
//!
//! Without `--database` the data is in memory, and gone with the process. With it, what was answered as done is done: a
//! transaction is on the disk before its answer goes out. Each request is a span of its operation, and told on standard
//! error (`--log debug` tells more, `--log off` nothing); Ctrl-C and `SIGTERM` let requests at work finish.
//!
//! | file              | what it shows                                                         |
//! |-------------------|-----------------------------------------------------------------------|
//! | `handlers.rs`     | the trait, implemented: each operation one transaction                |
//! | `directory.rs`    | what is asked of the database                                         |
//! | `database.rs`     | migrations, transactions, and errors of the database as a `500`       |
//! | `main.rs`         | mounting, tracing, shutting down, serving the reference at `/docs/members.md` and the document at `/openapi.yaml` |
//!
//! It listens on loopback (`--port 0` takes any free port) and prints its address, the token of the caller, and the
//! ids of what it begins with:
//!
//! | what         | called                                                                               |
//! |--------------|--------------------------------------------------------------------------------------|
//! | organization | `coder`, also `default`                                                              |
//! | members      | `ada` (the caller, `me`), `grace`, `alan`, `edsger`, `barbara`                       |
//! | not members  | `linus`, `margaret`                                                                  |
//! | custom roles | `string` (of the sample bodies; it may still be inserted, once) and `roleName`       |
//!
//! The curl samples of `docs/members.md` work as they are printed, once the address and the token are put in: a
//! placeholder that was left in the path (`{user}`, which curl sends as `user`) stands for one of these, and a body
//! that was left out for the one that is printed under the sample. Run anew, a sample that adds or removes something
//! finds that done.

mod database;
mod directory;
mod handlers;
mod samples;

use std::io::Write;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;

use axum::Router;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::from_fn;
use axum::routing::get;
use members_api::server::{self, Operation, Settings};
use tokio::net::TcpListener;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::level_filters::LevelFilter;
use tracing::{Level, info_span};

use crate::database::{Database, Failure};
use crate::handlers::{TOKEN, Tokens};

const DOCUMENT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/members.yaml"));

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(why) => {
            eprintln!("{why}\nusage: members_server [--port N] [--database FILE] [--log LEVEL]");
            return ExitCode::from(2);
        }
    };
    match serve(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What was asked for on the command line.
struct Arguments {
    port: u16,
    database: Option<PathBuf>,
    log: LevelFilter,
}

impl Arguments {
    fn read(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Self {
            port: 8080,
            database: None,
            log: LevelFilter::INFO,
        };
        while let Some(name) = given.next() {
            let value = given.next().ok_or(format!("{name} needs a value"))?;
            let wrong = |_| format!("{name} cannot be {value}");
            match name.as_str() {
                "--port" => arguments.port = value.parse().map_err(|_| wrong(()))?,
                "--database" => arguments.database = Some(value.into()),
                "--log" => arguments.log = value.parse().map_err(|_| wrong(()))?,
                other => return Err(format!("there is no {other}")),
            }
        }
        Ok(arguments)
    }
}

async fn serve(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(arguments.log)
        .init();
    let database = Database::open(arguments.database.as_deref())?;
    let begun = database.run(|it| {
        directory::seed(it)?;
        directory::listing(it)
    });
    let listing = begun.map_err(|failure| match failure {
        Failure::Refused(problem) => Box::<dyn std::error::Error>::from(problem),
        Failure::Database(error) => error.into(),
    })?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    let mut text = format!("listening on http://{}\n", listener.local_addr()?);
    text += &format!("Coder-Session-Token: {TOKEN}\n{listing}");
    // Whoever has read what they need may close the pipe.
    let _ = std::io::stdout().write_all(text.as_bytes());
    let app = app(database.clone());
    axum::serve(listener, app)
        .with_graceful_shutdown(stopped())
        .await?;
    database.close()?;
    Ok(())
}

/// The API, its reference, and its document.
fn app(database: Database) -> Router {
    let id = |it: &Request| it.extensions().get::<Operation>().map(|it| it.id);
    let trace = TraceLayer::new_for_http()
        .make_span_with(move |it: &Request| info_span!("request", operation = id(it)))
        .on_response(DefaultOnResponse::new().level(Level::INFO));
    let settings = Settings::default()
        .layer(trace)
        .failure(|message| tracing::error!("{message}"));
    let router = server::router_with(database, Tokens, settings);
    let document = ([(header::CONTENT_TYPE, "application/yaml")], DOCUMENT);
    // A layer of its own goes around the router as a whole: it changes where a request is routed.
    Router::new()
        .nest("/docs", members_api::docs::router())
        .route("/openapi.yaml", get(document))
        .fallback_service(router)
        .layer(from_fn(samples::as_printed))
}

/// Until Ctrl-C, or, where there is such a thing, `SIGTERM`.
async fn stopped() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C is not heard");
            std::future::pending().await
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut it) => drop(it.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
