//! What is emitted for the operations of a tag: tables of how each is routed, what it takes, and what it answers.

/// Declares the operations of a tag as statics: the id, the method and path, the tags, and the path that the route
/// goes by where that is another operation's.
#[macro_export]
macro_rules! statics {
    ($($name:ident = $id:literal $method:literal $path:literal $tags:tt $($route:literal)?;)*) => {
        $(
            #[doc = concat!("`", $method, " ", $path, "`")]
            pub static $name: $crate::runtime::server::Operation =
                $crate::runtime::server::Operation::new($id, $method, $path, &$tags)
                    $(.on_route($route))?;
        )*
    };
}

/// Adds operations to a router: a static of [`statics`], the method with what it is given, and how its answer is written
/// where that is no enum of [`answers`].
#[macro_export]
macro_rules! operations {
    ($handlers:ident: $api:ident {
        $($operation:ident => $method:ident $given:tt $(-> $how:ident $(($media:literal))? $status:literal)?,)*
    }) => {
        $(operations!(@on $handlers $given &operations::$operation, $api::$method,
            operations!(@reply $($how $(($media))? $status)?));)*
    };
    (@on $handlers:ident () $($operation:tt)*) => {
        $handlers.on_nothing($crate::runtime::server::handler::NoAuth, $($operation)*)
    };
    (@on $handlers:ident (request) $($operation:tt)*) => {
        $handlers.on($crate::runtime::server::handler::NoAuth, $($operation)*)
    };
    (@on $handlers:ident (caller?) $($operation:tt)*) => {
        $handlers.on_nothing($crate::runtime::server::handler::OptionalAuth, $($operation)*)
    };
    (@on $handlers:ident (caller?, request) $($operation:tt)*) => {
        $handlers.on($crate::runtime::server::handler::OptionalAuth, $($operation)*)
    };
    (@on $handlers:ident (caller) $($operation:tt)*) => {
        $handlers.on_nothing($crate::runtime::server::handler::RequiredAuth, $($operation)*)
    };
    (@on $handlers:ident (caller, request) $($operation:tt)*) => {
        $handlers.on($crate::runtime::server::handler::RequiredAuth, $($operation)*)
    };
    (@reply) => {
        $crate::runtime::server::reply::answer
    };
    (@reply empty $status:literal) => {
        |()| $crate::runtime::server::reply::empty($status)
    };
    (@reply $how:ident $(($media:literal))? $status:literal) => {
        |it| $crate::runtime::server::reply::$how($status, $($media,)? it)
    };
}

/// Makes requests of what came in: the parameters in the order of the operation, then the body and how it is read.
#[macro_export]
macro_rules! requests {
    ($($name:ident { $($field:ident $(= $($how:ident)+)?),* $(,)? },)*) => {
        $(impl $crate::runtime::server::call::FromCall for $name {
            fn from_call(
                call: &mut $crate::runtime::server::call::Call,
            ) -> Result<Self, $crate::runtime::problem::Rejection> {
                Ok(Self { $($field: requests!(@read call $($($how)+)?)?,)* })
            }
        })*
    };
    (@read $call:ident) => {
        $call.next_parameter()
    };
    (@read $call:ident optional $how:ident) => {
        $call.optional($crate::runtime::server::call::Call::$how)
    };
    (@read $call:ident nullable $how:ident) => {
        $call.nullable($crate::runtime::server::call::Call::$how)
    };
    (@read $call:ident $how:ident) => {
        $call.$how()
    };
}

/// Makes a body of one of several kinds, which are in the order of the operation.
#[macro_export]
macro_rules! bodies {
    ($($name:ident { $($variant:ident = $how:ident),* $(,)? },)*) => {
        $(impl $crate::runtime::server::call::FromCall for $name {
            fn from_call(
                call: &mut $crate::runtime::server::call::Call,
            ) -> Result<Self, $crate::runtime::problem::Rejection> {
                call.one_of(&[$(|call| call.$how().map(Self::$variant)),*])
            }
        })*
    };
}

/// Makes parts of those that arrive: each variant, whether it is read or streamed, and the name that leads to it.
#[macro_export]
macro_rules! parts {
    ($($name:ident { $($variant:ident = $how:ident $wire:pat),* $(,)? },)*) => {
        $(impl $crate::runtime::server::multipart::FromPart for $name {
            async fn from_part(
                part: $crate::runtime::server::multipart::IncomingPart,
            ) -> Result<Self, $crate::runtime::problem::Rejection> {
                Ok(match part.name() {
                    $($wire => Self::$variant(parts!(@take part $how)),)*
                })
            }
        })*
    };
    (@take $part:ident read) => {
        $part.read().await?
    };
    (@take $part:ident file) => {
        $part.file()
    };
}

/// Makes responses of answers: each variant with its headers, how its body is written, and its status; where the variant
/// holds one, the class it is in.
#[macro_export]
macro_rules! answers {
    ($($name:ident { $($arms:tt)* },)*) => {
        $(impl $crate::runtime::server::reply::Answer for $name {
            fn reply(self) -> ::axum::response::Response {
                answers!(@match self, {} $($arms)*)
            }
        })*
    };
    (@match $this:expr, { $($last:tt)* }
        $($variant:ident $({ $($header:ident = $($layout:ident)? $wire:literal),* })?
            = $how:ident $(($media:literal))? $($status:literal)? $(in $class:literal)?
            $(from $shared:path)?),*
        $(,)?
    ) => {
        match $this {
            $(answers!(@pattern status, it, $variant $({ $($header)* })? $how $($status)?) => {
                let response = answers!(@reply status, it, $how ($($media)?) $($status)?);
                $($(let response =
                    answers!(@header $($layout)?)(response, $wire, &$header);)*)?
                $(let response =
                    $crate::runtime::server::reply::within(response, $class);)?
                response
            })*
            $($last)*
        }
    };
    (@header) => {
        $crate::runtime::server::reply::header
    };
    (@header $layout:ident) => {
        $crate::runtime::server::reply::$layout
    };
    (@pattern $chosen:ident, $it:ident, $variant:ident empty $status:literal) => {
        Self::$variant
    };
    (@pattern $chosen:ident, $it:ident, $variant:ident empty) => {
        Self::$variant($chosen)
    };
    (@pattern $chosen:ident, $it:ident, $variant:ident $how:ident $status:literal) => {
        Self::$variant($it)
    };
    (@pattern $chosen:ident, $it:ident, $variant:ident $how:ident) => {
        Self::$variant($chosen, $it)
    };
    (@pattern $chosen:ident, $it:ident, $variant:ident { $($header:ident)* } empty $status:literal) => {
        Self::$variant { $($header,)* }
    };
    (@pattern $chosen:ident, $it:ident, $variant:ident { $($header:ident)* } empty) => {
        Self::$variant { status: $chosen, $($header,)* }
    };
    (@pattern $chosen:ident, $it:ident, $variant:ident { $($header:ident)* } $how:ident $status:literal) => {
        Self::$variant { $($header,)* body: $it }
    };
    (@pattern $chosen:ident, $it:ident, $variant:ident { $($header:ident)* } $how:ident) => {
        Self::$variant { status: $chosen, $($header,)* body: $it }
    };
    (@reply $chosen:ident, $it:ident, empty () $status:literal) => {
        $crate::runtime::server::reply::empty($status)
    };
    (@reply $chosen:ident, $it:ident, empty ()) => {
        $crate::runtime::server::reply::empty($chosen)
    };
    (@reply $chosen:ident, $it:ident, $how:ident ($($media:literal)?) $status:literal) => {
        $crate::runtime::server::reply::$how($status, $($media,)? $it)
    };
    (@reply $chosen:ident, $it:ident, $how:ident ($($media:literal)?)) => {
        $crate::runtime::server::reply::$how($chosen, $($media,)? $it)
    };
}

/// Makes responses of errors, as [`answers`] does; after the slash the variant of errors that are not documented. Whatever
/// the implementer's error is made of becomes that one by `?`, and a shared response the variant that is made `from` it.
#[macro_export]
macro_rules! errors {
    ($($name:ident / $other:ident { $($arms:tt)* },)*) => {
        $(impl<E: ::axum::response::IntoResponse> ::axum::response::IntoResponse for $name<E> {
            fn into_response(self) -> ::axum::response::Response {
                answers!(@match self, { Self::$other(it) => it.into_response(), } $($arms)*)
            }
        }

        impl<S: ::std::error::Error, E: From<S>> From<S> for $name<E> {
            fn from(source: S) -> Self {
                Self::$other(source.into())
            }
        }

        errors!(@from $name $($arms)*);)*
    };
    (@from $name:ident
        $($variant:ident $({ $($headers:tt)* })?
            = $how:ident $(($media:literal))? $($status:literal)? $(in $class:literal)?
            $(from $shared:path)?),*
        $(,)?
    ) => {
        $($(impl<E> From<$shared> for $name<E> {
            fn from(response: $shared) -> Self {
                Self::$variant(response)
            }
        })?)*
    };
}

/// Makes responses of those that operations share, to go with the status of the operation: how the body is written, and the
/// headers.
#[macro_export]
macro_rules! shared_responses {
    ($($name:ident $(= $how:ident $(($media:literal))?)? {
        $($header:ident = $($layout:ident)? $wire:literal),*
        $(,)?
    },)*) => {
        $(impl $crate::runtime::server::reply::Payload for $name {
            fn reply(self, status: ::axum::http::StatusCode) -> ::axum::response::Response {
                let this = self;
                let response =
                    shared_responses!(@body status, this, { $($header)* } $($how ($($media)?))?);
                $(let response = answers!(@header $($layout)?)(response, $wire, &this.$header);)*
                response
            }
        })*
    };
    (@body $status:ident, $this:ident, { $($header:ident)* }) => {{
        let _ = &$this;
        $crate::runtime::server::reply::empty($status)
    }};
    (@body $status:ident, $this:ident, {} $how:ident ($($media:literal)?)) => {
        $crate::runtime::server::reply::$how($status, $($media,)? $this.0)
    };
    (@body $status:ident, $this:ident, { $($header:ident)+ } $how:ident ($($media:literal)?)) => {
        $crate::runtime::server::reply::$how($status, $($media,)? $this.body)
    };
}

/// Makes responses of bodies of one of several kinds, to go with a status.
#[macro_export]
macro_rules! payloads {
    ($($name:ident { $($variant:ident = $how:ident $(($media:literal))?),* $(,)? },)*) => {
        $(impl $crate::runtime::server::reply::Payload for $name {
            fn reply(self, status: ::axum::http::StatusCode) -> ::axum::response::Response {
                match self {
                    $(Self::$variant(it) => {
                        $crate::runtime::server::reply::$how(status, $($media,)? it)
                    })*
                }
            }
        })*
    };
}
