//! A stateful [Planhat](https://www.planhat.com) in memory, to develop and test against: deals, products and licenses
//! over HTTP, as the vendor's pages have them.
//!
//! ```
//! use planhat_emulator::{Company, Emulator};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::builder()
//!     .company(Company::new("61006bc89a3e0b702ed8ea49").name("Acme").external_id("acme-corp"))
//!     .start()
//!     .await?;
//! // Any client of Planhat works from here, with `emulator.url()` and `emulator.token()`.
//! # let _ = emulator;
//! # Ok(())
//! # }
//! ```
//!
//! Each emulator is a tenant of its own: many may run in one process, and none sees another. It ends when it is dropped.
//!
//! **It shares no code with any client.** Routes, parameters and schemas come from a copy of the specification that
//! `cargo xtask regen` writes into this crate, so that client and emulator cannot share a mistake.
//!
//! **It does as documented.** Updates are partial, keys of `custom` are merged one by one, figures such as `arr` and
//! `renewalDaysFromNow` are worked out by a [`Clock`], lists page, sort and select, and a bulk upsert matches, creates
//! and reports item by item. Where no page says what happens, [`inferred`] tells what this crate does, and why.
//!
//! **What does not fit changes nothing.** It is answered with a 4xx status and a body that names the place:
//!
//! ```json
//! { "status": 400, "message": "/mrr: is a string, and number or null is needed",
//!   "errors": [{ "pointer": "/mrr", "message": "is a string, and number or null is needed" }] }
//! ```
//!
//! # What it starts with, and what it keeps
//! It is empty unless it is given companies and records by its [`Builder`], as a [`Seed`], or from the file that its
//! [state](Builder::state_file) is kept in. [`Seed::documented`] has the records of the vendor's printed replies.
//!
//! # From outside
//! Beside Planhat's paths there are those of the emulator itself. They need no token, count against no limit, and can be
//! [switched off](Builder::control). A browser may call them for a page of the emulator's own alone, and an emulator that
//! listens on a loopback address only by an address or as `localhost`, so that no other site has them called.
//!
//! | | |
//! |---|---|
//! | `POST /_emulator/reset` | puts everything back as it started |
//! | `POST /_emulator/seed` | stores a [`Seed`], JSON or NDJSON, all of it or nothing |
//! | `GET /_emulator/requests` | what was called, as [`ReceivedRequest`]s; `DELETE` forgets them |
//! | `POST /_emulator/faults` | makes something go wrong: a [`Fault`], or an array of them; `GET` tells them, `DELETE` removes them |
//! | `DELETE /_emulator/faults/{id}` | removes one fault |
//! | `POST /_emulator/save` | saves the state to its file |
//! | `GET /_emulator/docs` | the reference, to read and to try out |
//! | `GET /_emulator/openapi.json` | the specification, with the emulator for its only server |
//!
//! # Reference
//! The page is Swagger UI, which comes with the crate: nothing is loaded from anywhere else, and what is tried out goes
//! to the emulator. [`Emulator::TOKEN`] is filled in where it is taken. A token of one's own is typed in by whoever looks,
//! since the page is shown to everybody. The feature `docs`, which is on by default, makes a program 4 MB larger.
//!
//! # Faults
//! A [`Fault`] is for tests of what a caller does when Planhat fails: statuses, delays, resets, replies that are cut off or
//! a gateway's page, **before or after the write has taken effect**; items of a bulk upsert that fail; lists that ignore
//! their filter or order, are stale, or have fewer records than they were asked for.
//!
//! ```
//! use planhat_emulator::{Emulator, Fault, Items};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::start().await?;
//! // The next two updates are done, and nobody is told.
//! let lost = emulator.inject(Fault::reset().after_write().on("license_update").times(2))?;
//! // Every tenth item of each bulk upsert fails.
//! emulator.inject(Fault::item_errors(Items::Every(10)).always())?;
//! // ... what is tested runs ...
//! for fault in emulator.faults() {
//!     println!("{} has struck {} calls", fault.id, fault.struck);
//! }
//! emulator.remove_fault(lost);
//! emulator.clear_faults();
//! # Ok(())
//! # }
//! ```
//!
//! The same in JSON, for `POST /_emulator/faults` and `--fault`: each kind by its word, with the members that it takes.
//!
//! | `fault` | members |
//! |---|---|
//! | `status` | `status`, `headers`, `body`, `when` |
//! | `html` | `status` (502 unless told), `headers`, `when` |
//! | `delay` | `milliseconds`, `when` |
//! | `reset` | `when` |
//! | `cut_off` | `bytes` or `part`, `when` |
//! | `item_errors` | `items` (`{"every":10}`, `{"at":[0]}`, `{"keys":["lic-7"]}` or `{"share":{"of":0.1,"seed":7}}`), `body` |
//! | `ignored_filter`, `ignored_sort`, `ignored_offset`, `stale_list`, `stale_get` | |
//! | `capped_page` | `limit` |
//!
//! `when` is `before_write` or `after_write`. Every kind takes `operation`, or `resource` and `verb`, and `skip`, `times`,
//! `always`, `share` and `seed`. How Planhat itself fails is documented nowhere: faults are this crate's, and no behaviour
//! of the vendor's.
//!
//! # As a command
//! `cargo run -p planhat-emulator -- --documented` serves one with records on `http://127.0.0.1:4010`; `--help` lists what
//! can be set. A library build without default features has neither command nor reference.

mod auth;
mod builder;
mod bulk;
mod clock;
mod control;
#[cfg(feature = "docs")]
mod docs;
mod emulator;
mod faults;
#[rustfmt::skip]
mod generated;
mod http;
mod identity;
#[doc = include_str!("inferred.md")]
pub mod inferred {}
mod limits;
mod list;
mod refusal;
mod requests;
mod seed;
mod semantics;
mod spec;
mod state;
mod store;
mod tenant;
mod validate;

pub use builder::{Absent, Builder, StartError};
pub use clock::{Clock, FixedClock, SystemClock};
pub use emulator::Emulator;
pub use faults::{Fault, FaultError, FaultId, InjectedFault, Items};
pub use identity::Company;
pub use limits::RateLimits;
pub use requests::ReceivedRequest;
pub use seed::{Seed, SeedError, SeedSyntax};
pub use semantics::Nulls;
pub use state::StateError;
