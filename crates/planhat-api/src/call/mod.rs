//! One call, from what the caller asked to what the server answered. Every operation goes through
//! [`Transport::execute`], the one place that knows all of a call.

mod outgoing;
mod reply;
mod request;
mod response;
mod select;
mod transport;
pub mod verb;

pub(crate) use outgoing::Outgoing;
pub use reply::Headers;
pub(crate) use reply::Reply;
pub use request::Request;
pub use response::Response;
pub use select::Select;
pub(crate) use transport::{Settings, Transport};
