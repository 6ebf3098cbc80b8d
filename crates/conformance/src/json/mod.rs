//! A JSON reader of the proof's own.
//!
//! The client is held against JSON text, so the reader must not share a mistake with it: nothing here comes from serde,
//! and a number is never anything but its text.

mod error;
mod node;
mod reader;
mod scan;
mod text;
mod write;

pub use error::{Problem, ReadError};
pub use node::{Kind, Node};
pub use reader::{MAX_DEPTH, parse, parse_bytes};
pub use scan::{Item, Member, items, line_of, members};
pub use text::Text;
