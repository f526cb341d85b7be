//! A method of a trait of `api` → the handler of its operation.
//!
//! There is one body for all of them, in [`Handlers::add`]: an `async` block of its own for each operation is what
//! costs the compiler most of all that a server consists of.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use super::call::{Call, FromCall};
use super::route::Routes;
use super::security::Authenticator;
use crate::runtime::context::{Context, Operation};
use crate::runtime::problem::Rejection;

/// The operations of a trait on their way into a router.
///
/// `H` is what methods are given before all else: `()`, which is nothing, or a [`Context`].
pub struct Handlers<'r, A, S, H = ()> {
    routes: &'r mut Routes,
    implementer: Arc<Implementer<A, S>>,
    given: PhantomData<H>,
}

/// What the implementer brings. A request at work holds on to both by one count.
struct Implementer<A, S> {
    api: Arc<A>,
    authenticator: Arc<S>,
}

impl<'r, A> Handlers<'r, A, ()> {
    /// For operations without security requirements.
    pub fn open(routes: &'r mut Routes, api: &Arc<A>) -> Self {
        Self::guarded(routes, api, &Arc::new(()))
    }
}

impl<'r, A, S> Handlers<'r, A, S> {
    /// For operations some of which have security requirements.
    pub fn guarded(routes: &'r mut Routes, api: &Arc<A>, authenticator: &Arc<S>) -> Self {
        let implementer = Arc::new(Implementer {
            api: Arc::clone(api),
            authenticator: Arc::clone(authenticator),
        });
        Self {
            routes,
            implementer,
            given: PhantomData,
        }
    }

    /// For methods that take a [`Context`].
    pub fn with_context(self) -> Handlers<'r, A, S, Context> {
        Handlers {
            routes: self.routes,
            implementer: self.implementer,
            given: PhantomData,
        }
    }
}

impl<A, S, H> Handlers<'_, A, S, H>
where
    A: Send + Sync + 'static,
    S: Send + Sync + 'static,
    H: Given,
{
    /// Adds an operation that takes something.
    pub fn on<C, R, T, E, M>(
        &mut self,
        _: C,
        operation: &'static Operation,
        method: M,
        reply: fn(T) -> Response,
    ) where
        C: Auth<S>,
        R: FromCall + 'static,
        M: for<'a> Method<'a, A, H, C::Principal, (R,), T, E>,
        T: 'static,
        E: IntoResponse + 'static,
    {
        self.add::<C, (R,), T, E, M>(operation, method, reply);
    }

    /// Adds an operation that takes nothing.
    pub fn on_nothing<C, T, E, M>(
        &mut self,
        _: C,
        operation: &'static Operation,
        method: M,
        reply: fn(T) -> Response,
    ) where
        C: Auth<S>,
        M: for<'a> Method<'a, A, H, C::Principal, (), T, E>,
        T: 'static,
        E: IntoResponse + 'static,
    {
        self.add::<C, (), T, E, M>(operation, method, reply);
    }

    fn add<C, R, T, E, M>(
        &mut self,
        operation: &'static Operation,
        method: M,
        reply: fn(T) -> Response,
    ) where
        C: Auth<S>,
        R: Arguments + 'static,
        M: for<'a> Method<'a, A, H, C::Principal, R, T, E>,
        T: 'static,
        E: IntoResponse + 'static,
    {
        let implementer = Arc::clone(&self.implementer);
        self.routes.on(operation, move |mut call: Call| {
            let implementer = Arc::clone(&implementer);
            async move {
                let outcome = async {
                    let caller = C::authenticate(&mut call, &implementer.authenticator).await?;
                    let request = R::receive(&mut call).await?;
                    let given = H::of(&call);
                    let answer = method.call(&implementer.api, given, caller, request);
                    Ok(match answer.await {
                        Ok(answer) => reply(answer),
                        Err(error) => error.into_response(),
                    })
                };
                let outcome = outcome.await;
                call.respond(outcome).await
            }
        });
    }
}

/// What a method is given before all else.
pub trait Given: Sync + 'static {
    /// It, of a request.
    fn of(call: &Call) -> &Self;
}

impl Given for () {
    fn of(_: &Call) -> &Self {
        &()
    }
}

impl Given for Context {
    fn of(call: &Call) -> &Self {
        &call.context
    }
}

/// What an operation asks of its caller's authentication, and what its method is given of it.
pub trait Auth<S>: Send + Sync + 'static {
    /// What the method is given: `()`, or the principal.
    type Principal: Send;

    /// Authenticates the caller.
    fn authenticate(
        call: &mut Call,
        authenticator: &S,
    ) -> impl Future<Output = Result<Self::Principal, Rejection>> + Send;
}

/// No authentication.
pub struct NoAuth;

impl<S: Sync> Auth<S> for NoAuth {
    type Principal = ();

    async fn authenticate(_: &mut Call, _: &S) -> Result<(), Rejection> {
        Ok(())
    }
}

/// Anonymous callers are taken too.
pub struct OptionalAuth;

impl<S: Authenticator> Auth<S> for OptionalAuth {
    type Principal = (Option<S::Principal>,);

    async fn authenticate(
        call: &mut Call,
        authenticator: &S,
    ) -> Result<Self::Principal, Rejection> {
        Ok((call.identify(authenticator).await?,))
    }
}

/// The caller has to be authenticated.
pub struct RequiredAuth;

impl<S: Authenticator> Auth<S> for RequiredAuth {
    type Principal = (S::Principal,);

    async fn authenticate(
        call: &mut Call,
        authenticator: &S,
    ) -> Result<Self::Principal, Rejection> {
        Ok((call.authenticate(authenticator).await?,))
    }
}

/// What a method takes: `()`, or a request.
pub trait Arguments: Sized {
    /// Checks what came in, and takes it.
    fn receive(call: &mut Call) -> impl Future<Output = Result<Self, Rejection>> + Send;
}

impl Arguments for () {
    async fn receive(call: &mut Call) -> Result<Self, Rejection> {
        call.check_accept()
    }
}

impl<R: FromCall> Arguments for (R,) {
    async fn receive(call: &mut Call) -> Result<Self, Rejection> {
        Ok((call.request().await?,))
    }
}

/// A method of a trait of `api`, whatever it is given.
pub trait Method<'a, A, Given, Principal, Arguments, T, E>: Copy + Send + Sync + 'static {
    /// Calls it.
    fn call(
        self,
        api: &'a A,
        given: &'a Given,
        principal: Principal,
        arguments: Arguments,
    ) -> impl Future<Output = Result<T, E>> + Send;
}

/// Implements [`Method`] for methods with these arguments.
macro_rules! methods {
    ($($given:ty: ($($context:ident)?) ($($caller:ident)?) ($($request:ident)?);)*) => {
        $(impl<'a, A, $($caller,)? $($request,)? T, E, M, F>
            Method<'a, A, $given, ($($caller,)?), ($($request,)?), T, E> for M
        where
            A: 'a,
            M: Fn(&'a A $(, &'a $context)? $(, $caller)? $(, $request)?) -> F
                + Copy + Send + Sync + 'static,
            F: Future<Output = Result<T, E>> + Send,
        {
            #[allow(non_snake_case, unused_variables)]
            fn call(
                self,
                api: &'a A,
                given: &'a $given,
                ($($caller,)?): ($($caller,)?),
                ($($request,)?): ($($request,)?),
            ) -> impl Future<Output = Result<T, E>> + Send {
                $(let $context = given;)?
                self(api $(, $context)? $(, $caller)? $(, $request)?)
            }
        })*
    };
}

methods! {
    (): () () ();
    (): () () (Request);
    (): () (Caller) ();
    (): () (Caller) (Request);
    Context: (Context) () ();
    Context: (Context) () (Request);
    Context: (Context) (Caller) ();
    Context: (Context) (Caller) (Request);
}
