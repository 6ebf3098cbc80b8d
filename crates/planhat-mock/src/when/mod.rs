//! Which calls a mock answers.

mod conditions;
mod verbs;

use std::fmt;
use std::marker::PhantomData;

use httpmock::HttpMockRequest;
use planhat_api::Operation;
use planhat_api::verb::Verb;

pub(crate) use conditions::Conditions;

/// Which calls of an operation a mock answers: all of them, less those that a condition here rules out.
///
/// `V` is the kind of call, as in planhat-api's [`Request`](planhat_api::Request), and decides what can be asked for.
/// A condition that is set again takes the place of the earlier one.
pub struct When<V> {
    pub(crate) conditions: Conditions,
    verb: PhantomData<fn() -> V>,
}

impl<V: Verb> When<V> {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self {
            conditions: Conditions::new(operation),
            verb: PhantomData,
        }
    }

    /// Only calls with this query parameter, once and with this value.
    pub fn parameter(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        let (name, value) = (name.into(), value.into());
        let (subject, says) = (parameter(&name), format!("{name}={value}"));
        self.conditions
            .exactly(subject, says, value, move |request| {
                request.parameter(&name).map(<[u8]>::to_vec).collect()
            });
        self
    }

    /// Only calls without this query parameter.
    pub fn no_parameter(&mut self, name: impl Into<String>) -> &mut Self {
        let name = name.into();
        let (subject, says) = (parameter(&name), format!("no {name}"));
        let told = subject.clone();
        self.conditions.add(Some(subject), says, move |request| {
            match request.parameter(&name).next() {
                None => Ok(()),
                Some(value) => {
                    let value = String::from_utf8_lossy(value);
                    Err(format!("{told} is {value:?}, and should not be there"))
                }
            }
        });
        self
    }

    /// Only calls with this header, once and with this value. Its name does not heed the case.
    pub fn header(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        let (name, value) = (name.into().to_ascii_lowercase(), value.into());
        let (subject, says) = (format!("the header `{name}`"), format!("{name}: {value}"));
        self.conditions
            .exactly(subject, says, value, move |request| {
                request.header(&name).map(|value| value.into()).collect()
            });
        self
    }

    /// Only calls of which this holds. `says` is for messages, behind a "with", such as "a request id". Several of
    /// these stand side by side. The closure is called while the server waits for it, so it must not call the server.
    pub fn matches(
        &mut self,
        says: impl Into<String>,
        holds: impl Fn(&HttpMockRequest) -> bool + Send + Sync + 'static,
    ) -> &mut Self {
        let says = says.into();
        let misfit = format!("it is not one with {says}");
        self.conditions.add(None, says, move |request| {
            if holds(request.http) {
                Ok(())
            } else {
                Err(misfit.clone())
            }
        });
        self
    }
}

fn parameter(name: &str) -> String {
    format!("the query parameter `{name}`")
}

/// The operation and every condition.
impl<V> fmt::Debug for When<V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "When({})", self.conditions)
    }
}
