//! The client, as the proof uses it: through its public handles, setters and accessors only.
//!
//! The calls themselves are generated with the client (`generated/`); here is what they are made of.

mod codec;
mod documented;
mod input;
mod outcome;
mod said;

pub use codec::{Codec, Spoken};
pub use documented::Documented;
pub use input::{Input, Member, Members, Parameter, Unbuildable};
pub use outcome::{Decoded, Outcome, Replied};
pub use said::{AccessorMismatch, Said, Say};
