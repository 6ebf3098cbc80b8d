//! A client of [Planhat](https://www.planhat.com)'s REST API for deals, products and licenses.
//!
//! ```no_run
//! use planhat_api::{Client, LicenseUpdate, RecordRef};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().token(std::env::var("PLANHAT_API_TOKEN")?).build()?;
//!
//! let license = client.licenses().get(RecordRef::external("lic-7")?).send().await?;
//! println!("{:?} a month until {:?}", license.mrr(), license.to_date());
//!
//! let update = LicenseUpdate::new().mrr(120).clear_to_date();
//! client.licenses().update(RecordRef::external("lic-7")?, update).send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! **Nothing is lost.** A record keeps the text it came as: unknown keys, `null` against absent,
//! `5000` against `5000.0`, every digit of a number, a value of an unexpected type. Typed
//! accessors read from it; see [`Field`], [`Number`], [`Timestamp`] and [`Custom`].
//!
//! **Only what was set is sent.** `mrr(…)` sends a value, `clear_mrr()` sends `null`, and what was
//! not named is not sent.
//!
//! Each statement about the API says how well it is known: *documented* by the vendor, *observed*
//! on a live tenant, or *inferred*.
//!
//! # Features
//! `rustls` (on by default) and `native-tls` choose the TLS backend, both with the system's root
//! certificates; `gzip` asks for compressed replies; `system-proxy` obeys the system's proxy
//! settings; `schemars` implements `JsonSchema` for records; `jiff`, `time` and `chrono` convert
//! [`Timestamp`].

mod auth;
pub mod bulk;
mod bulk_result;
mod call;
mod change;
mod client;
pub mod clock;
mod draft;
mod error;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
// One list of imports serves every generated file; not each uses all of it.
#[allow(unused_imports)]
#[rustfmt::skip]
mod generated;
mod id;
mod json;
pub mod limits;
mod observe;
mod open_enum;
mod operation;
pub mod paging;
mod private;
mod race;
mod record;
pub mod removal;
mod resource;
pub mod retry;
#[cfg(feature = "schemars")]
mod schema;
mod slots;
mod value;

pub use auth::{InvalidToken, Token, TokenFuture, TokenNeed, TokenProvider};
pub use call::{Availability, Deletion, Headers, Request, Response, Select, verb};
pub use change::{Change, Changes, Edit, Verified, VerifyError};
pub use client::{Builder, Client, InvalidBaseUrl, InvalidConfiguration};
pub use draft::{Draft, InvalidValue};
pub use error::{Effect, Error};
pub use generated::*;
pub use id::{InvalidObjectId, InvalidRecordRef, ObjectId, RecordRef};
pub use json::{DecodeError, Kind, Value};
pub use observe::{Attempt, Observer};
pub use open_enum::UnknownValue;
pub use operation::{Evidence, Keying, Method, Minimum, Operation, RetrySafety};
pub use record::{Custom, Field, Record};
pub use resource::{Collection, Operations, Resource};
pub use value::{Date, IntoTimestamp, Number, ParseNumberError, ParseTimestampError, Timestamp};
