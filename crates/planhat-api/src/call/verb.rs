//! The kinds of calls, as types: what `V` is in a [`Request<V>`](crate::Request).

use std::marker::PhantomData;

use super::availability::Availability;
use crate::generated::{BulkUpsertResult, DeleteResult};
use crate::json::DecodeError;
use crate::json::{Value, read_whole, validate};
use crate::resource::Resource;

mod sealed {
    pub trait Sealed {}
}

/// A kind of call.
pub trait Verb: sealed::Sealed + Send + Sync + 'static {
    /// What the reply is read as.
    type Output: Send;

    #[doc(hidden)]
    fn decode(body: &[u8]) -> Result<Self::Output, DecodeError>;

    /// The result that a reply with an error status carries, where there can be one. `carriers` are
    /// the statuses of which the specification says so.
    #[doc(hidden)]
    fn result_in_error(_carriers: &[u16], _status: u16, _body: &[u8]) -> Option<Self::Output> {
        None
    }
}

macro_rules! verbs {
    ($($(#[$doc:meta])* $verb:ident;)*) => {$(
        $(#[$doc])*
        pub struct $verb<R>(PhantomData<fn() -> R>);

        impl<R> sealed::Sealed for $verb<R> {}
    )*};
}

verbs! {
    /// Creates a record.
    Create;
    /// Updates a record.
    Update;
    /// Reads a record.
    Get;
    /// Reads a page of records.
    List;
    /// Deletes a record.
    Delete;
    /// Creates and updates many records.
    BulkUpsert;
    /// Tells whether there are such records at all.
    CheckAvailability;
    /// A call that the specification does not have, whose reply is read as `R`.
    Undocumented;
}

macro_rules! gives_a_record {
    ($($verb:ident),*) => {$(
        impl<R: Resource> Verb for $verb<R> {
            type Output = R;

            fn decode(body: &[u8]) -> Result<R, DecodeError> {
                R::from_json(body)
            }
        }
    )*};
}
gives_a_record!(Create, Update, Get);

impl<R: Resource> Verb for List<R> {
    type Output = Vec<R>;

    fn decode(body: &[u8]) -> Result<Vec<R>, DecodeError> {
        read_whole(body, |reader| reader.elements(R::take)).ok_or_else(|| why_no_page::<R>(body))
    }
}

fn why_no_page<R: Resource>(body: &[u8]) -> DecodeError {
    let page = match validate(body) {
        Ok(page) => Value::new(page),
        Err(syntax) => return syntax,
    };
    let Some(elements) = page.elements() else {
        return DecodeError::unexpected("an array", page.kind());
    };
    let broken = elements.enumerate().find_map(|(position, element)| {
        let error = R::from_json(element.as_json().as_bytes()).err()?;
        Some(error.within(&format!("[{position}]")))
    });
    broken.unwrap_or_else(|| DecodeError::of_object(body))
}

impl<R: Resource> Verb for Delete<R> {
    type Output = DeleteResult;

    /// An empty body has been met (observed): it tells nothing, which is no failure.
    fn decode(body: &[u8]) -> Result<DeleteResult, DecodeError> {
        let body = if body.trim_ascii().is_empty() {
            b"{}"
        } else {
            body
        };
        DeleteResult::from_json(body)
    }
}

impl<R: Resource> Verb for BulkUpsert<R> {
    type Output = BulkUpsertResult;

    fn decode(body: &[u8]) -> Result<BulkUpsertResult, DecodeError> {
        BulkUpsertResult::from_json(body)
    }

    /// An envelope, told from another error object by what it holds.
    fn result_in_error(carriers: &[u16], status: u16, body: &[u8]) -> Option<BulkUpsertResult> {
        if !carriers.contains(&status) {
            return None;
        }
        BulkUpsertResult::from_json(body)
            .ok()
            .filter(BulkUpsertResult::is_envelope)
    }
}

impl<R: Resource> Verb for CheckAvailability<R> {
    type Output = Availability;

    fn decode(body: &[u8]) -> Result<Availability, DecodeError> {
        List::<R>::decode(body).map(|_| Availability::Available)
    }

    fn result_in_error(_: &[u16], status: u16, _: &[u8]) -> Option<Availability> {
        match status {
            403 => Some(Availability::Forbidden),
            404 => Some(Availability::Absent),
            _ => None,
        }
    }
}
