//! Whether futures, streams and what makes them may go to another thread.
//!
//! They do, unless the feature `client-local` is there, and neither a server nor `reqwest`, whose threads are many: then a
//! client takes what stays on one thread, such as the futures of a browser.

pub(crate) use self::kind::BoxStream;
pub use self::kind::{BoxFuture, MaybeSend, MaybeSync};

#[cfg(any(
    feature = "server",
    feature = "client-reqwest",
    not(feature = "client-local")
))]
mod kind {
    use std::future::Future;
    /// What may go to another thread; anything with `client-local`.
    pub use std::marker::{Send as MaybeSend, Sync as MaybeSync};
    use std::pin::Pin;

    use futures_core::Stream;

    /// A future that another thread may go on with, unless there is `client-local`.
    pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

    /// A stream, likewise.
    pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T> + Send>>;
}

#[cfg(not(any(
    feature = "server",
    feature = "client-reqwest",
    not(feature = "client-local")
)))]
mod kind {
    use std::future::Future;
    use std::pin::Pin;

    use futures_core::Stream;

    /// A future that stays on its thread.
    pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

    /// A stream, likewise.
    pub type BoxStream<T> = Pin<Box<dyn Stream<Item = T>>>;

    /// What may go to another thread without `client-local`: anything here.
    pub trait MaybeSend {}

    impl<T: ?Sized> MaybeSend for T {}

    /// What many threads may use at once without `client-local`: anything here.
    pub trait MaybeSync {}

    impl<T: ?Sized> MaybeSync for T {}
}
