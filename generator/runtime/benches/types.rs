//! What emitted types cost beside serde's derives: reading them by the reader of the run-time and by serde_json, writing
//! them, and the memory that takes.
//!
//! ```sh
//! cargo bench -p verbatim-runtime --bench types
//! ```
//!
//! All ways are taken in turn, many times, and the best time of each counts: whatever else the machine does falls on
//! each of them alike. Where that is too noisy, one way after the other is taken a few times, for a tool that counts
//! instructions (0 to 5: read by the reader, by `from_str`, and write, by derives and by ours each):
//!
//! ```sh
//! TYPES_ONCE=drawings:5 valgrind --tool=callgrind --toggle-collect='*measured*' target/release/deps/types-HASH
//! ```

#[macro_use]
extern crate verbatim_runtime as runtime;

use std::alloc::System;
use std::hint::black_box;
use std::time::{Duration, Instant};

use runtime::types::{Decode, from_slice};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The types twice: by the macros of the run-time, and by serde's derives. Members that end in `?` may be missing, and
/// are left out then.
macro_rules! types {
    ($($name:ident { $($required:ident: $of:ty,)* ; $($optional:ident: $type:ty),* $(,)? })* $(@ $($more:tt)*)?) => {
        pub mod ours {
            use super::*;
            use super::by_hand::ours::*;

            $(
                #[derive(Debug, Clone, PartialEq)]
                pub struct $name { $(pub $required: $of,)* $(pub $optional: Option<$type>),* }

                object!($name { $(required $required,)* $(optional $optional),* });
            )*
        }

        pub mod derived {
            use serde::{Deserialize, Serialize};
            use super::*;
            use super::by_hand::derived::*;

            $(
                #[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
                pub struct $name {
                    $(pub $required: $of,)*
                    $(#[serde(skip_serializing_if = "Option::is_none")] pub $optional: Option<$type>),*
                }
            )*
        }
    };
}

/// A list of members: the API that this repository is tried with.
mod members {
    use chrono::{DateTime, FixedOffset};
    use uuid::Uuid;

    pub mod by_hand {
        pub mod ours {
            #[derive(Debug, Clone, PartialEq)]
            pub enum LoginType {
                Password,
                Github,
                Oidc,
            }

            string_enum!(LoginType {
                Password = "password", Github = "github", Oidc = "oidc",
            });
        }

        pub mod derived {
            #[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize)]
            #[serde(rename_all = "lowercase")]
            pub enum LoginType {
                Password,
                Github,
                Oidc,
            }
        }
    }

    types! {
        Role { ; display_name: String, name: String, organization_id: String }
        Member {
            ;
            avatar_url: String,
            created_at: DateTime<FixedOffset>,
            email: String,
            global_roles: Vec<Role>,
            has_ai_seat: bool,
            is_service_account: bool,
            last_seen_at: DateTime<FixedOffset>,
            login_type: LoginType,
            name: String,
            organization_id: Uuid,
            roles: Vec<Role>,
            updated_at: DateTime<FixedOffset>,
            user_created_at: DateTime<FixedOffset>,
            user_id: Uuid,
            user_updated_at: DateTime<FixedOffset>,
            username: String,
        }
        Page { ; count: i64, members: Vec<Member> }
    }

    pub fn text(count: usize) -> String {
        let member = |at: usize| {
            serde_json::json!({
                "avatar_url": format!("https://avatars.example.com/u/{at}?size=96"),
                "created_at": "2024-05-17T09:31:04.181529Z",
                "email": format!("member-{at}@example.com"),
                "global_roles": [{"display_name": "Owner", "name": "owner"}],
                "has_ai_seat": at.is_multiple_of(3),
                "is_service_account": false,
                "last_seen_at": "2025-11-02T17:04:55Z",
                "login_type": (["password", "github", "oidc"][at % 3]),
                "name": format!("Member Number {at}"),
                "organization_id": uuid::Uuid::from_u128(0x7c60_d51f_b44e_4682_87d6_4498_35ea_4de6),
                "roles": [
                    {"display_name": "Organization Admin", "name": "organization-admin", "organization_id": "7c60d51f"},
                    {"display_name": "Auditor", "name": "auditor", "organization_id": "7c60d51f"},
                ],
                "updated_at": "2025-01-31T23:59:59.5+02:00",
                "user_created_at": "2024-05-17T09:31:04Z",
                "user_id": uuid::Uuid::from_u128(at as u128),
                "user_updated_at": "2025-01-31T23:59:59Z",
                "username": format!("member-{at}"),
            })
        };
        let members: Vec<_> = (0..count).map(member).collect();
        serde_json::json!({"count": count, "members": members}).to_string()
    }
}

/// Unions, maps and numbers.
mod drawings {
    use std::collections::BTreeMap;

    pub mod by_hand {
        pub mod ours {
            use super::super::ours::{Circle, Path, Text};

            #[derive(Debug, Clone, PartialEq)]
            pub enum Shape {
                Circle(Circle),
                Path(Path),
                Text(Text),
            }

            tagged!(Shape by "kind" { Circle = "circle", Path = "path", Text = "text" });

            #[derive(Debug, Clone, PartialEq)]
            pub enum Measure {
                Number(f64),
                Name(String),
                All(Vec<f64>),
            }

            untagged!(Measure { Number = Test::NUMBER, Name = Test::STRING, All = Test::ARRAY });
        }

        pub mod derived {
            use super::super::derived::{Circle, Path, Text};

            #[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize)]
            #[serde(tag = "kind", rename_all = "lowercase")]
            pub enum Shape {
                Circle(Circle),
                Path(Path),
                Text(Text),
            }

            #[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize)]
            #[serde(untagged)]
            pub enum Measure {
                Number(f64),
                Name(String),
                All(Vec<f64>),
            }
        }
    }

    types! {
        Circle { x: f64, y: f64, radius: f64, ; fill: String }
        Path { points: Vec<Vec<f64>>, closed: bool, ; width: f64 }
        Text { text: String, size: u32, ; font: String }
        Layer { name: String, order: i64, shapes: Vec<Shape>, attributes: BTreeMap<String, Measure>, ; opacity: f64 }
        Drawing { version: u64, layers: Vec<Layer>, counts: BTreeMap<String, i64>, ; }
    }

    pub fn text(count: usize) -> String {
        let layer = |at: usize| {
            let x = at as f64 * 1.25;
            format!(
                r#"{{"name":"layer {at}","order":{at},"shapes":[
{{"kind":"circle","x":{x},"y":-{x},"radius":0.5,"fill":"rgb(10, 20, 30)"}},
{{"kind":"path","points":[[0,0],[{x},12.75],[3.0625,-{x}],[1e3,2.5e-3]],"closed":true,"width":1.5}},
{{"kind":"text","text":"Label \"{at}\" \u00e9\n","size":12,"font":"Serif"}}],
"attributes":{{"density":{x},"material":"steel","extent":[1.5,2.25,3],"height":180}},"opacity":0.85}}"#
            )
        };
        let layers: Vec<String> = (0..count).map(layer).collect();
        let counts: Vec<String> = (0..count)
            .map(|at| format!(r#""key {at}":{}"#, at * 7919))
            .collect();
        format!(
            r#"{{"version":3,"layers":[{}],"counts":{{{}}}}}"#,
            layers.join(",\n"),
            counts.join(",")
        )
    }
}

/// The best times of several ways to do the same.
fn best(ways: &mut [&mut dyn FnMut()]) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; ways.len()];
    let until = Instant::now() + Duration::from_secs(12);
    let mut rounds = 0;
    while Instant::now() < until || rounds < 10 {
        for (way, best) in ways.iter_mut().zip(&mut best) {
            let start = Instant::now();
            way();
            *best = start.elapsed().min(*best);
        }
        rounds += 1;
    }
    best
}

/// Has a name of its own, for tools that look at what is within.
#[inline(never)]
fn measured(way: &mut dyn FnMut()) {
    way();
}

/// Bytes that are allocated, and how often, to do it once.
fn allocated<T>(way: impl FnOnce() -> T) -> (usize, usize) {
    let region = Region::new(ALLOCATOR);
    black_box(way());
    let change = region.change();
    (
        change.bytes_allocated,
        change.allocations + change.reallocations,
    )
}

fn compare<Ours, Derived>(name: &str, text: &str)
where
    Ours: Decode + DeserializeOwned + Serialize,
    Derived: DeserializeOwned + Serialize,
{
    let ours: Ours = serde_json::from_str(text).expect("ours reads it by serde_json");
    let derived: Derived = serde_json::from_str(text).expect("derives read it");
    let read: Ours = from_slice(text.as_bytes()).expect("ours reads it");
    let written = serde_json::to_string(&ours).expect("ours is written");
    assert_eq!(serde_json::to_string(&read).ok().as_ref(), Some(&written));
    let bytes = text.as_bytes();
    let ways: &mut [&mut dyn FnMut()] = &mut [
        &mut || drop(black_box(serde_json::from_slice::<Derived>(bytes))),
        &mut || drop(black_box(from_slice::<Ours>(bytes))),
        &mut || drop(black_box(serde_json::from_str::<Derived>(text))),
        &mut || drop(black_box(serde_json::from_str::<Ours>(text))),
        &mut || drop(black_box(serde_json::to_vec(&derived))),
        &mut || drop(black_box(serde_json::to_vec(&ours))),
    ];
    if let Ok(once) = std::env::var("TYPES_ONCE") {
        let way = once.split_once(':').filter(|it| it.0 == name);
        let way = way.and_then(|it| ways.get_mut(it.1.parse::<usize>().ok()?));
        return way
            .into_iter()
            .for_each(|it| (0..4).for_each(|_| measured(it)));
    }
    let times = best(ways);
    let line = |what: &str, derived: Duration, ours: Duration| {
        let ratio = ours.as_secs_f64() / derived.as_secs_f64();
        println!("{name:10} {what:22} derives {derived:>10.2?}  ours {ours:>10.2?}  {ratio:.3}");
    };
    println!("{name:10} {} bytes", text.len());
    line("own reader", times[0], times[1]);
    line("serde_json::from_str", times[2], times[3]);
    line("serde_json::to_vec", times[4], times[5]);
    let by_derives = allocated(|| serde_json::from_slice::<Derived>(bytes));
    let by_ours = allocated(|| from_slice::<Ours>(bytes));
    let by_serde = allocated(|| serde_json::from_str::<Ours>(text));
    println!(
        "{name:10} allocated (bytes, times) derives {by_derives:?}  ours {by_ours:?}  serde_json::from_str {by_serde:?}"
    );
}

fn main() {
    compare::<members::ours::Page, members::derived::Page>("members", &members::text(5_000));
    compare::<drawings::ours::Drawing, drawings::derived::Drawing>(
        "drawings",
        &drawings::text(3_000),
    );
}
