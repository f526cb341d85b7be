//! What is emitted for the operations of a tag in a client: tables of what each sends, and of what it receives.

/// Declares the operations of a tag as statics: the id, the method and path, and the tags; then the media types of its
/// answers, its security, its answers where some are streamed, and those that are redirects.
#[macro_export]
macro_rules! client_routes {
    ($($name:ident = $id:literal $method:literal $path:literal $tags:tt
        $accept:literal [$([$($scheme:literal $scopes:tt),*]),*]
        $(streamed [$($media:literal $is_streamed:literal $($code:literal)? $([$class:literal])? $($all:ident)?),*])?
        $(redirects [$($redirect:literal),*])?;)*) => {
        $(
            #[doc = concat!("`", $method, " ", $path, "`")]
            pub static $name: $crate::runtime::client::Route = $crate::runtime::client::Route {
                operation: $crate::runtime::context::Operation::new($id, $method, $path, &$tags),
                accept: $accept,
                security: &[$(&[$(($scheme, &$scopes)),*]),*],
                streamed: &[$($((documented!($($code)? $([$class])? $($all)?), $media, $is_streamed)),*)?],
                redirects: &[$($($redirect),*)?],
            };
        )*
    };
}

/// The statuses of an answer: `404`, `[4]` for `4XX`; `any` where it holds the status, `only` where it does not.
#[macro_export]
macro_rules! documented {
    ($code:literal) => {
        $crate::runtime::client::Documented::Code($code)
    };
    ([$class:literal]) => {
        $crate::runtime::client::Documented::Class($class)
    };
    ($all:ident) => {
        $crate::runtime::client::Documented::Default
    };
}

/// Makes a call: of an operation with what it takes, and how its answers are read.
#[macro_export]
macro_rules! call {
    ($client:ident.$operation:ident($request:expr) -> $how:ident ($($argument:tt)*)
        $($code:literal)? $([$class:literal])? $($all:ident)?
    ) => {
        $client.0.call(
            &operations::$operation,
            $request,
            documented!($($code)? $([$class])? $($all)?),
            |it| received!(it $how ($($argument)*)),
        )
    };
    ($client:ident.$operation:ident($request:expr) -> $how:ident ($($argument:tt)*) $code:literal or failures) => {
        $client.0.call_or(
            &operations::$operation,
            $request,
            documented!($code),
            |it| received!(it $how ($($argument)*)),
        )
    };
    ($client:ident.$operation:ident($request:expr) -> $how:ident) => {
        $client.0.$how(&operations::$operation, $request)
    };
}

/// How the pages of an operation follow one another: by what leads to the next one, and where its answer says whether there
/// are more.
#[macro_export]
macro_rules! paging {
    ($page:ty => cursor $name:literal: |$it:ident| $next:expr, $(more: |$more_it:ident| $more:expr,)?) => {
        $crate::runtime::client::Paging::cursor(
            paging!(@rule $name),
            |$it: &$page| $crate::runtime::client::cursor($next),
        )
            $(.more(|$more_it: &$page| Some($more)))?
    };
    ($page:ty => offset $name:literal: |$it:ident| $count:expr, $(size $size:literal,)? $(more: |$more_it:ident| $more:expr,)?) => {
        $crate::runtime::client::Paging::offset(
            paging!(@rule $name),
            |$it: &$page| Some($count),
            paging!(@size $($size)?),
        )
            $(.more(|$more_it: &$page| Some($more)))?
    };
    ($page:ty => number $name:literal from $first:literal: |$it:ident| $count:expr, $(size $size:literal,)? $(more: |$more_it:ident| $more:expr,)?) => {
        $crate::runtime::client::Paging::number(
            paging!(@rule $name),
            $first,
            |$it: &$page| Some($count),
            paging!(@size $($size)?),
        )
            $(.more(|$more_it: &$page| Some($more)))?
    };
    ($page:ty => link, $(more: |$more_it:ident| $more:expr,)?) => {
        $crate::runtime::client::Paging::link(None)
            $(.more(|$more_it: &$page| Some($more)))?
    };
    ($page:ty => link: |$it:ident| $next:expr, $(more: |$more_it:ident| $more:expr,)?) => {
        $crate::runtime::client::Paging::link(Some(
            |$it: &$page| $crate::runtime::client::cursor($next),
        ))
            $(.more(|$more_it: &$page| Some($more)))?
    };
    (items: |$it:ident| $items:expr) => {
        |$it| $items
    };
    (@rule $name:literal) => {
        $crate::runtime::style::Rule { name: $name, ..$crate::runtime::client::QUERY }
    };
    (@size) => {
        None
    };
    (@size $size:literal) => {
        Some($size)
    };
}

/// How a body is laid out whose properties have encodings.
#[macro_export]
macro_rules! encodings {
    ($($name:literal $style:ident $explode:literal $($items:ident)?),*) => {
        &[$((
            $name,
            $crate::runtime::description::Encoding {
                style: $crate::runtime::description::Style::$style,
                explode: $explode,
                item_style: encodings!(@items $($items)?),
            },
        )),*]
    };
    (@items) => {
        None
    };
    (@items $style:ident) => {
        Some($crate::runtime::description::Style::$style)
    };
}

/// How the parts of a body are laid out.
#[macro_export]
macro_rules! layouts {
    ($($name:literal $media:literal $($style:ident $explode:literal $($items:ident)?)?
        $({ $($header:literal $value:literal),* })? $([ $($within:tt)* ])?),*
    ) => {
        &[$($crate::runtime::client::PartLayout {
            name: $name,
            media: $media,
            style: layouts!(@style $($style $explode $($items)?)?),
            headers: &[$($(($header, $value)),*)?],
            within: layouts!(@within $($($within)*)?),
        }),*]
    };
    (@within $($within:tt)*) => {
        layouts!($($within)*)
    };
    (@style) => {
        None
    };
    (@style $style:ident $explode:literal $($items:ident)?) => {
        Some($crate::runtime::description::Encoding {
            style: $crate::runtime::description::Style::$style,
            explode: $explode,
            item_style: encodings!(@items $($items)?),
        })
    };
}

/// Puts what operations take into requests: for each field where it travels, and how it is laid out.
#[macro_export]
macro_rules! sends {
    ($($name:ident { $($field:ident = $($how:ident)+ ($($argument:tt)*)),* $(,)? },)*) => {
        $(impl $crate::runtime::client::IntoRequest for $name {
            fn put(self, out: &mut $crate::runtime::client::Outgoing) {
                $(sent!(out, self.$field, $($how)+ ($($argument)*));)*
            }
        })*
    };
}

/// Puts one value into a request.
#[macro_export]
macro_rules! sent {
    ($out:ident, $value:expr, optional $how:ident ($($argument:tt)*)) => {
        if let Some(it) = $value {
            sent!($out, it, $how ($($argument)*));
        }
    };
    ($out:ident, $value:expr, nullable $how:ident ($($argument:tt)*)) => {
        if let Some(it) = $value {
            sent!($out, Some(it), $how ($($argument)*));
        }
    };
    ($out:ident, $value:expr, accept ()) => {
        $out.accept(&$value)
    };
    ($out:ident, $value:expr, choice ()) => {
        $out.choice($value)
    };
    ($out:ident, $value:expr, query_form ($name:literal $($encodings:tt)*)) => {
        $out.query_form($name, encodings!($($encodings)*), &$value)
    };
    ($out:ident, $value:expr, form ($media:literal $($encodings:tt)*)) => {
        $out.form($media, encodings!($($encodings)*), $value)
    };
    ($out:ident, $value:expr, parts ($media:literal $($layouts:tt)*)) => {
        $out.parts($media, layouts!($($layouts)*), $value)
    };
    ($out:ident, $value:expr, multipart ($media:literal $($layouts:tt)*)) => {
        $out.multipart($media, layouts!($($layouts)*), $value)
    };
    ($out:ident, $value:expr, positioned ($media:literal $($layouts:tt)*)) => {
        $out.positioned($media, layouts!($($layouts)*), $value)
    };
    ($out:ident, $value:expr, part_items ($media:literal $($layouts:tt)*)) => {
        $out.part_items($media, layouts!($($layouts)*), $value)
    };
    ($out:ident, $value:expr, parameter (PATH $name:literal)) => {
        $out.path_parameter($name, &$value)
    };
    ($out:ident, $value:expr, parameter (QUERY $name:literal)) => {
        $out.query_parameter($name, &$value)
    };
    ($out:ident, $value:expr, parameter ($location:ident $name:literal
        $(style $style:ident)? $(explode $explode:literal)? $(reserved $reserved:literal)? $(items $items:ident)?
    )) => {
        $out.parameter(
            &$crate::runtime::style::Rule {
                name: $name,
                $(style: $crate::runtime::description::Style::$style,)?
                $(explode: $explode,)?
                $(allow_reserved: $reserved,)?
                $(item_style: $crate::runtime::description::Style::$items,)?
                ..$crate::runtime::client::$location
            },
            &$value,
        )
    };
    ($out:ident, $value:expr, $how:ident ($media:literal)) => {
        $out.$how($media, $value)
    };
}

/// Puts a body of one of several kinds into a request.
#[macro_export]
macro_rules! sent_bodies {
    ($($name:ident { $($variant:ident = $how:ident ($($argument:tt)*)),* $(,)? },)*) => {
        $(impl $crate::runtime::client::IntoRequest for $name {
            fn put(self, out: &mut $crate::runtime::client::Outgoing) {
                match self {
                    $(Self::$variant(it) => sent!(out, it, $how ($($argument)*)),)*
                }
            }
        })*
    };
}

/// Makes parts of those of a document: each variant, whether it is a value or a file, and its name.
#[macro_export]
macro_rules! sent_parts {
    ($($name:ident { $($variant:ident = $how:ident $(($wire:literal))?),* $(,)? },)*) => {
        $(impl $crate::runtime::client::IntoPart for $name {
            fn into_part(self) -> $crate::runtime::client::SentPart {
                match self {
                    $(Self::$variant(it) => sent_parts!(@part it, $how $($wire)?),)*
                }
            }
        })*
    };
    (@part $it:ident, value $wire:literal) => {
        $crate::runtime::client::value_part($wire, &$it)
    };
    (@part $it:ident, values $wire:literal) => {
        $crate::runtime::client::value_parts($wire, &$it)
    };
    (@part $it:ident, file $wire:literal) => {
        $crate::runtime::client::SentPart::File(Some($wire), $it)
    };
    (@part $it:ident, other) => {
        $crate::runtime::client::SentPart::File(None, $it)
    };
}

/// Reads the body of an answer.
#[macro_export]
macro_rules! received {
    ($it:ident empty ()) => {
        $it.empty()
    };
    ($it:ident payload ()) => {
        $it.payload()
    };
    ($it:ident form ($media:literal $($encodings:tt)*)) => {
        $it.form($media, encodings!($($encodings)*))
    };
    ($it:ident $how:ident ($media:literal)) => {
        $it.$how($media)
    };
}

/// Reads answers: each variant with its headers, how its body is read, and its status; `any` where the variant holds one. An
/// enum of all answers of its operation is marked by `whole`.
#[macro_export]
macro_rules! receives {
    ($($($whole:ident)? : $name:ident $(<$never:ty>)? {
        $($variant:ident $({ $($header:ident = $wire:literal $style:ident $explode:literal),* $(,)? })?
            = $how:ident ($($argument:tt)*) $($code:literal)? $([$class:literal])? $($all:ident)?),*
        $(,)?
    },)*) => {
        $(impl $crate::runtime::client::Receive for $name $(<$never>)? {
            const ARMS: &'static [$crate::runtime::client::Arm<Self>] = &[
                $((documented!($($code)? $([$class])? $($all)?), |it| {
                    receives!(@status it status $($code)? $([$class])? $($all)?);
                    $($(let (it, $header) = match it.header(
                        $wire,
                        $crate::runtime::client::HeaderLayout($crate::runtime::description::Style::$style, $explode),
                    ) {
                        ::std::result::Result::Ok(it) => it,
                        ::std::result::Result::Err(it) => return ::std::result::Result::Err(it),
                    };)*)?
                    match received!(it $how ($($argument)*)) {
                        ::std::result::Result::Ok(body) => ::std::result::Result::Ok(receives!(@variant status, body, $variant $({ $($header)* })? $how
                            $($code)? $([$class])? $($all)?)),
                        ::std::result::Result::Err(it) => ::std::result::Result::Err(it),
                    }
                }),)*
            ];
        }

        $(receives!(@whole $whole $name);)?)*
    };
    (@whole $whole:ident $name:ident) => {
        impl $crate::runtime::client::Whole for $name {}
    };
    // The status is asked for where a variant holds it.
    (@status $it:ident $status:ident [$class:literal]) => {
        let $status = $it.status();
    };
    (@status $it:ident $status:ident any) => {
        let $status = $it.status();
    };
    (@status $it:ident $status:ident $($rest:tt)*) => {};
    (@variant $status:ident, $body:ident, $variant:ident empty [$class:literal]) => {
        { let () = $body; Self::$variant($status) }
    };
    (@variant $status:ident, $body:ident, $variant:ident empty any) => {
        { let () = $body; Self::$variant($status) }
    };
    (@variant $status:ident, $body:ident, $variant:ident empty $($rest:tt)*) => {
        { let () = $body; Self::$variant }
    };
    (@variant $status:ident, $body:ident, $variant:ident $how:ident [$class:literal]) => {
        Self::$variant($status, $body)
    };
    (@variant $status:ident, $body:ident, $variant:ident $how:ident any) => {
        Self::$variant($status, $body)
    };
    (@variant $status:ident, $body:ident, $variant:ident $how:ident $($rest:tt)*) => {
        Self::$variant($body)
    };
    (@variant $status:ident, $body:ident, $variant:ident { $($header:ident)* } empty [$class:literal]) => {
        { let () = $body; Self::$variant { status: $status, $($header,)* } }
    };
    (@variant $status:ident, $body:ident, $variant:ident { $($header:ident)* } empty any) => {
        { let () = $body; Self::$variant { status: $status, $($header,)* } }
    };
    (@variant $status:ident, $body:ident, $variant:ident { $($header:ident)* } empty $($rest:tt)*) => {
        { let () = $body; Self::$variant { $($header,)* } }
    };
    (@variant $status:ident, $body:ident, $variant:ident { $($header:ident)* } $how:ident [$class:literal]) => {
        Self::$variant { status: $status, $($header,)* body: $body }
    };
    (@variant $status:ident, $body:ident, $variant:ident { $($header:ident)* } $how:ident any) => {
        Self::$variant { status: $status, $($header,)* body: $body }
    };
    (@variant $status:ident, $body:ident, $variant:ident { $($header:ident)* } $how:ident $($rest:tt)*) => {
        Self::$variant { $($header,)* body: $body }
    };
}

/// Reads bodies of one of several kinds, by their media types.
#[macro_export]
macro_rules! received_bodies {
    ($($name:ident { $($variant:ident = $how:ident ($media:literal $($argument:tt)*)),* $(,)? },)*) => {
        $(impl $crate::runtime::client::ReceivePayload for $name {
            fn receive(
                it: $crate::runtime::client::Received,
            ) -> $crate::runtime::client::Reading<Self> {
                it.one_of(&[$(($media, |it| received!(it $how ($media $($argument)*)).map(Self::$variant))),*])
            }
        })*
    };
}

/// Reads responses that operations share: how the body is read, and the headers.
#[macro_export]
macro_rules! received_responses {
    ($($name:ident = $how:ident ($($argument:tt)*) {
        $($header:ident = $wire:literal $style:ident $explode:literal),*
        $(,)?
    },)*) => {
        $(impl $crate::runtime::client::ReceivePayload for $name {
            fn receive(
                it: $crate::runtime::client::Received,
            ) -> $crate::runtime::client::Reading<Self> {
                $(let (it, $header) = match it.header(
                    $wire,
                    $crate::runtime::client::HeaderLayout($crate::runtime::description::Style::$style, $explode),
                ) {
                    ::std::result::Result::Ok(it) => it,
                    ::std::result::Result::Err(it) => return ::std::result::Result::Err(it),
                };)*
                match received!(it $how ($($argument)*)) {
                    ::std::result::Result::Ok(body) => ::std::result::Result::Ok(received_responses!(@made body, $how { $($header)* })),
                    ::std::result::Result::Err(it) => ::std::result::Result::Err(it),
                }
            }
        })*
    };
    (@made $body:ident, empty { $($header:ident)* }) => {
        { let () = $body; Self { $($header,)* } }
    };
    (@made $body:ident, $how:ident {}) => {
        Self($body)
    };
    (@made $body:ident, $how:ident { $($header:ident)+ }) => {
        Self { $($header,)+ body: $body }
    };
}

/// The servers of the document: the address, what is said of it, and its variables with their defaults and values.
#[macro_export]
macro_rules! servers {
    ($($url:literal $description:literal [$($name:literal $default:literal $values:tt),*],)*) => {
        &[$($crate::runtime::client::Server {
            url: $url,
            description: $description,
            variables: &[$($crate::runtime::client::Variable {
                name: $name,
                default: $default,
                values: &$values,
            }),*],
        }),*]
    };
}

/// Declares the credentials of the document's security schemes: how each is sent.
#[macro_export]
macro_rules! credentials {
    ($($(#[$docs:meta])* $name:ident = $scheme:literal $kind:ident $(($($argument:tt)*))?;)*) => {
        $(
            $(#[$docs])*
            #[derive(Debug, Clone)]
            pub struct $name($crate::runtime::client::Credential);

            impl $name {
                /// The security scheme.
                pub const SCHEME: $crate::runtime::client::Scheme = $crate::runtime::client::Scheme {
                    name: $scheme,
                    kind: credentials!(@kind $kind $(($($argument)*))?),
                };

                credentials!(@new $kind);
            }

            impl From<$name> for $crate::runtime::client::Credential {
                fn from(it: $name) -> Self {
                    it.0
                }
            }
        )*
    };
    (@kind ApiKey ($location:ident $wire:literal)) => {
        $crate::runtime::client::Kind::ApiKey($crate::runtime::description::Location::$location, $wire)
    };
    (@kind Http ($scheme:literal)) => {
        $crate::runtime::client::Kind::Http($scheme)
    };
    (@kind $kind:ident) => {
        $crate::runtime::client::Kind::$kind
    };
    (@new Basic) => {
        /// A name and a password.
        pub fn new(name: &str, password: &str) -> Self {
            Self($crate::runtime::client::Credential::basic(Self::SCHEME, name, password))
        }
    };
    (@new Bearer) => {
        /// A token.
        pub fn new(token: impl Into<String>) -> Self {
            Self($crate::runtime::client::Credential::new(Self::SCHEME, token))
        }

        /// Tokens that a provider has.
        pub fn provided(provider: impl $crate::runtime::client::TokenProvider) -> Self {
            Self($crate::runtime::client::Credential::provided(Self::SCHEME, provider))
        }
    };
    (@new $kind:ident) => {
        /// What is sent for it.
        pub fn new(secret: impl Into<String>) -> Self {
            Self($crate::runtime::client::Credential::new(Self::SCHEME, secret))
        }
    };
}
