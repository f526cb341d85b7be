//! Types of other packages that emitted types are made of. An emitted crate that carries the run-time implements
//! [`Decode`](crate::types::Decode) for those it uses by itself; one that depends on this package may not.

#[cfg(feature = "formats")]
foreign!(
    crate::runtime::formats::Duration,
    crate::runtime::formats::TimeOfDay
);

#[cfg(feature = "json")]
foreign!(serde_json::Value);

#[cfg(feature = "chrono")]
foreign!(chrono::DateTime<chrono::FixedOffset>);
#[cfg(feature = "chrono")]
foreign!(chrono::NaiveDate);

#[cfg(feature = "uuid")]
foreign!(uuid::Uuid);
