//! The database: a file of SQLite, or memory, its migrations, and transactions.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use members_api::api::NotImplemented;
use members_api::server::Problem;
use rusqlite::{Connection, Transaction, TransactionBehavior};

/// The latest version of the database.
const LATEST: u16 = 2;

/// What brings the database from one version to the next, in order. The version is its `user_version`.
const MIGRATIONS: [&str; LATEST as usize] = [
    include_str!("migrations/1_members.sql"),
    include_str!("migrations/2_roles.sql"),
];

/// What a handler fails with: a problem for the caller, or the database, which is nobody's business but the operator's.
#[derive(Debug)]
pub enum Failure {
    Refused(Problem),
    Database(rusqlite::Error),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<NotImplemented> for Failure {
    fn from(it: NotImplemented) -> Self {
        Self::Refused(it.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(problem) => problem.into_response(),
            Self::Database(error) => {
                // Within the span of the operation.
                tracing::error!(%error, "the database failed");
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
            }
        }
    }
}

/// One connection, which one request uses at a time: SQLite has one writer anyway.
#[derive(Clone)]
pub struct Database(Arc<Mutex<Connection>>);

impl Database {
    /// Opens a file, or memory that is gone with the process, and brings it to the latest version.
    pub fn open(file: Option<&Path>) -> Result<Self, Box<dyn std::error::Error>> {
        let mut connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        // A transaction that was committed is on the disk: neither a kill nor a power cut loses it.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate(&mut connection)?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Runs something as one transaction, on a thread that may wait: it is committed before this returns, or nothing of it
    /// has happened.
    pub async fn transaction<T: Send + 'static>(
        &self,
        run: impl FnOnce(&Transaction<'_>) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let database = self.clone();
        let span = tracing::Span::current();
        let task = tokio::task::spawn_blocking(move || span.in_scope(|| database.run(run)));
        match task.await {
            Ok(outcome) => outcome,
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    /// The same on this thread.
    pub fn run<T>(
        &self,
        run: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // A transaction that panicked was rolled back.
        let mut connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let behavior = TransactionBehavior::Immediate;
        let transaction = connection.transaction_with_behavior(behavior)?;
        let done = run(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Leaves one file behind, without the log beside it.
    pub fn close(self) -> Result<(), rusqlite::Error> {
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
    }
}

fn migrate(connection: &mut Connection) -> Result<(), Box<dyn std::error::Error>> {
    // Two servers that begin at once take turns.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u16 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let left = MIGRATIONS.get(usize::from(version)..);
    let left = left.ok_or_else(|| format!("the database is of version {version}, a later one"))?;
    for migration in left {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", LATEST)?;
    Ok(transaction.commit()?)
}
