//! One call, from what the caller asked to what the server answered. Every operation goes through
//! [`Transport::execute`], the one place that knows all of a call.

mod attempts;
mod availability;
mod connect;
mod deletion;
mod echo;
mod endpoint;
mod history;
mod http;
mod options;
mod outgoing;
mod reply;
mod request;
mod response;
mod select;
mod transport;
mod undocumented;
pub mod verb;

#[cfg(fuzzing)]
pub(crate) use attempts::{Ended, asked_by, said};
pub use availability::Availability;
pub(crate) use connect::ConnectTimeout;
pub use deletion::Deletion;
pub(crate) use endpoint::Endpoint;
pub(crate) use history::History;
pub(crate) use http::Http;
pub(crate) use outgoing::Outgoing;
pub use reply::Headers;
pub(crate) use reply::Reply;
pub use request::Request;
pub use response::Response;
pub use select::Select;
pub(crate) use transport::{Care, Settings, Transport};
