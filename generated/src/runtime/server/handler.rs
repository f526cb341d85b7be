//! A method of a trait of `api` → the handler of its operation.
//!
//! There is one body for all of them, in [`Handlers::add`]: an `async` block of its own for each operation is what
//! costs the compiler most of all that a server consists of.

use std::future::Future;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use super::call::{Call, FromCall};
use super::route::{Rejection, Routes};
use super::security::Authenticator;

/// The operations of a trait on their way into a router.
pub struct Handlers<'r, A, S> {
    routes: &'r mut Routes,
    implementer: Arc<Implementer<A, S>>,
}

/// What the implementer brings. A request at work holds on to both by one count.
struct Implementer<A, S> {
    api: Arc<A>,
    authenticator: Arc<S>,
}

impl<'r, A> Handlers<'r, A, ()> {
    /// For operations that ask for nobody.
    pub fn open(routes: &'r mut Routes, api: &Arc<A>) -> Self {
        Self::guarded(routes, api, &Arc::new(()))
    }
}

impl<'r, A, S> Handlers<'r, A, S> {
    /// For operations some of which ask who calls.
    pub fn guarded(routes: &'r mut Routes, api: &Arc<A>, authenticator: &Arc<S>) -> Self {
        let implementer = Arc::new(Implementer {
            api: Arc::clone(api),
            authenticator: Arc::clone(authenticator),
        });
        Self {
            routes,
            implementer,
        }
    }
}

impl<A, S> Handlers<'_, A, S>
where
    A: Send + Sync + 'static,
    S: Send + Sync + 'static,
{
    /// Adds an operation that takes something.
    pub fn on<C, R, T, E, M>(&mut self, _: C, route: &str, method: M, reply: fn(T) -> Response)
    where
        C: Caller<S>,
        R: FromCall + 'static,
        M: for<'a> Method<'a, A, C::Known, (R,), T, E>,
        T: 'static,
        E: IntoResponse + 'static,
    {
        self.add::<C, (R,), T, E, M>(route, method, reply);
    }

    /// Adds an operation that takes nothing.
    pub fn on_nothing<C, T, E, M>(&mut self, _: C, route: &str, method: M, reply: fn(T) -> Response)
    where
        C: Caller<S>,
        M: for<'a> Method<'a, A, C::Known, (), T, E>,
        T: 'static,
        E: IntoResponse + 'static,
    {
        self.add::<C, (), T, E, M>(route, method, reply);
    }

    fn add<C, R, T, E, M>(&mut self, route: &str, method: M, reply: fn(T) -> Response)
    where
        C: Caller<S>,
        R: Received + 'static,
        M: for<'a> Method<'a, A, C::Known, R, T, E>,
        T: 'static,
        E: IntoResponse + 'static,
    {
        let implementer = Arc::clone(&self.implementer);
        self.routes.on(route, move |mut call: Call| {
            let implementer = Arc::clone(&implementer);
            async move {
                let caller = C::know(&mut call, &implementer.authenticator).await?;
                let request = R::receive(&mut call).await?;
                Ok(match method.call(&implementer.api, caller, request).await {
                    Ok(answer) => reply(answer),
                    Err(error) => error.into_response(),
                })
            }
        });
    }
}

/// Whom a method has to know: `()`, or what stands for the caller.
pub trait Caller<S>: Send + Sync + 'static {
    /// What the method is given.
    type Known: Send;

    /// Finds out.
    fn know(
        call: &mut Call,
        authenticator: &S,
    ) -> impl Future<Output = Result<Self::Known, Rejection>> + Send;
}

/// Nobody.
pub struct Nobody;

impl<S: Sync> Caller<S> for Nobody {
    type Known = ();

    async fn know(_: &mut Call, _: &S) -> Result<(), Rejection> {
        Ok(())
    }
}

/// Its caller, if they say who they are.
pub struct Anybody;

impl<S: Authenticator> Caller<S> for Anybody {
    type Known = (Option<S::Principal>,);

    async fn know(call: &mut Call, authenticator: &S) -> Result<Self::Known, Rejection> {
        Ok((call.identify(authenticator).await?,))
    }
}

/// Its caller.
pub struct Somebody;

impl<S: Authenticator> Caller<S> for Somebody {
    type Known = (S::Principal,);

    async fn know(call: &mut Call, authenticator: &S) -> Result<Self::Known, Rejection> {
        Ok((call.authenticate(authenticator).await?,))
    }
}

/// What a method takes: `()`, or a request.
pub trait Received: Sized {
    /// Checks what came in, and takes it.
    fn receive(call: &mut Call) -> impl Future<Output = Result<Self, Rejection>> + Send;
}

impl Received for () {
    async fn receive(call: &mut Call) -> Result<Self, Rejection> {
        call.check_accept()
    }
}

impl<R: FromCall> Received for (R,) {
    async fn receive(call: &mut Call) -> Result<Self, Rejection> {
        Ok((call.request().await?,))
    }
}

/// A method of a trait of `api`, whatever it is given.
pub trait Method<'a, A, Known, Received, T, E>: Copy + Send + Sync + 'static {
    /// Calls it.
    fn call(
        self,
        api: &'a A,
        known: Known,
        received: Received,
    ) -> impl Future<Output = Result<T, E>> + Send;
}

/// Implements [`Method`] for methods with these arguments.
macro_rules! methods {
    ($(($($caller:ident)?) ($($request:ident)?))*) => {
        $(impl<'a, A, $($caller,)? $($request,)? T, E, M, F>
            Method<'a, A, ($($caller,)?), ($($request,)?), T, E> for M
        where
            A: 'a,
            M: Fn(&'a A $(, $caller)? $(, $request)?) -> F + Copy + Send + Sync + 'static,
            F: Future<Output = Result<T, E>> + Send,
        {
            #[allow(non_snake_case)]
            fn call(
                self,
                api: &'a A,
                ($($caller,)?): ($($caller,)?),
                ($($request,)?): ($($request,)?),
            ) -> impl Future<Output = Result<T, E>> + Send {
                self(api $(, $caller)? $(, $request)?)
            }
        })*
    };
}

methods! { () () () (Request) (Caller) () (Caller) (Request) }
