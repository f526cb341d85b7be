//! Arguments → a server that listens.

use std::io::Write as _;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::Request;
use clap::Parser as _;
use tower_service::Service;
use verbatim_files::Watched;
use verbatim_gen::{Report, Severity};

use crate::args::Args;
use crate::guard::Guard;
use crate::mock::Mock;
use crate::page::Findings;
use crate::read::{Inputs, Loaded};

/// How many findings of a document are told.
const MOST_TOLD: usize = 50;
/// What is said where a newer version is not served.
const KEPT: &str = "note: the last version is still served";

/// Runs the command with the arguments of this process.
pub fn run() -> ExitCode {
    match serve(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say(why.trim_end());
            ExitCode::FAILURE
        }
    }
}

/// A line on standard error, which may be closed.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn serve(args: Args) -> Result<(), String> {
    let inputs = Inputs {
        spec: args.spec.clone(),
        config: args.config.clone(),
        target: args.target.clone(),
        overlays: args.overlays.clone(),
        allow_outside: args.allow_outside,
    };
    if args.watch && inputs.is_stream() {
        return Err("error: standard input can be read once; --watch takes a file".to_owned());
    }
    let (address, name) = address(&args)?;
    let guard = Guard {
        names: name.into_iter().collect(),
        origins: args.answers.origins.clone(),
    };
    let mut files = Watched::default();
    let loaded = inputs.read(&mut files).map_err(|it| it.to_string())?;
    let errors = loaded.errors();
    tell(&loaded.report, errors);
    let make = move |loaded| Mock::new(loaded, &args.answers, guard.clone(), Arc::new(say));
    let mock = make(loaded)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|why| format!("error: {why}"))?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind(address));
    let listener =
        listener.map_err(|why| format!("error: {address} cannot be listened at: {why}"))?;
    let address = listener
        .local_addr()
        .map_err(|why| format!("error: {why}"))?;
    if !address.ip().is_loopback() {
        say(&format!(
            "warning: {address} can be called from other machines"
        ));
    }
    if mock.page != "/" {
        say(&format!(
            "note: the API has paths that the page would have, so it is at {}",
            mock.page
        ));
    }
    let current = Arc::new(RwLock::new(mock.router));
    if args.watch {
        let (current, make, findings) = (Arc::clone(&current), make, mock.findings);
        std::thread::spawn(move || follow(&inputs, files, errors, findings, &current, &make));
    }
    let _ = writeln!(std::io::stdout(), "listening on http://{address}");
    let _ = std::io::stdout().flush();
    let router = Router::new().fallback(move |request: Request| {
        let mut router = current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        async move { router.call(request).await }
    });
    runtime
        .block_on(async { axum::serve(listener, router).await })
        .map_err(|why| format!("error: {why}"))
}

/// Where to listen, and the name that it was called by if it was.
fn address(args: &Args) -> Result<(SocketAddr, Option<String>), String> {
    let host = args.host.trim_matches(['[', ']']);
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok((SocketAddr::new(ip, args.port), None));
    }
    let found = (host, args.port).to_socket_addrs();
    let found = found.map_err(|why| format!("error: --host {host}: {why}"))?;
    // A name of this machine leads to two addresses, and what calls it tries the older kind at least.
    let mut all: Vec<SocketAddr> = found.collect();
    all.sort_by_key(SocketAddr::is_ipv6);
    match all.first() {
        Some(it) => Ok((*it, Some(host.to_owned()))),
        None => Err(format!("error: --host {host}: it has no address")),
    }
}

/// Tells of the errors in a document, which is served all the same.
fn tell(report: &Report, errors: usize) {
    errors_of(report).iter().for_each(|it| say(it));
    if errors > MOST_TOLD {
        say(&format!("and {} errors more", errors - MOST_TOLD));
    }
    if errors > 0 {
        say("note: the document is served as far as it can be read");
    }
}

/// Serves each new version of a document that is read without more errors than the one before.
fn follow(
    inputs: &Inputs,
    mut watched: Watched,
    mut errors: usize,
    mut findings: Findings,
    current: &RwLock<Router>,
    make: &dyn Fn(Loaded) -> Result<Mock, String>,
) {
    let keep = |findings: &Findings, lines: Vec<String>| {
        lines.iter().for_each(|it| say(it));
        say(KEPT);
        findings.keep_newer(lines.into_iter().chain([KEPT.to_owned()]).collect());
    };
    loop {
        watched.wait();
        let before = std::time::Instant::now();
        let read = inputs.read(&mut watched);
        let loaded = match read {
            Ok(it) => it,
            Err(report) => {
                keep(&findings, errors_of(&report));
                continue;
            }
        };
        let found = loaded.errors();
        if found > 0 && errors == 0 {
            keep(&findings, errors_of(&loaded.report));
            continue;
        }
        tell(&loaded.report, found);
        match make(loaded) {
            Ok(mock) => {
                findings = mock.findings;
                *current.write().unwrap_or_else(PoisonError::into_inner) = mock.router;
                errors = found;
                say(&format!(
                    "serving the new version after {} ms",
                    before.elapsed().as_millis()
                ));
            }
            Err(why) => keep(&findings, vec![why]),
        }
    }
}

/// The errors of a report, a line each.
fn errors_of(report: &Report) -> Vec<String> {
    let all = report.findings.iter();
    let all = all.filter(|it| it.severity == Severity::Error);
    all.take(MOST_TOLD).map(|it| report.line(it)).collect()
}
