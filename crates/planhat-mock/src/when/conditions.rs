//! The conditions of one mock.

use std::fmt;

use planhat_api::Operation;

use crate::json::{Extent, Json};
use crate::request::Arrived;

/// All conditions of one mock.
pub(crate) struct Conditions {
    pub(crate) operation: &'static Operation,
    conditions: Vec<Condition>,
}

struct Condition {
    /// What it looks at, such as "the id"; none where several may stand side by side.
    subject: Option<String>,
    /// The condition, behind a "with".
    says: String,
    check: Box<Check>,
}

/// What of a request does not fit, if anything.
type Check = dyn Fn(&Arrived<'_>) -> Result<(), String> + Send + Sync;

impl Conditions {
    pub(super) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            conditions: Vec::new(),
        }
    }

    /// Whether the mock answers.
    pub(crate) fn fit(&self, request: &Arrived<'_>) -> bool {
        let mut conditions = self.conditions.iter();
        request.calls(self.operation) && conditions.all(|one| (one.check)(request).is_ok())
    }

    /// What does not fit of a call of the operation.
    pub(crate) fn misfits(&self, request: &Arrived<'_>) -> Vec<String> {
        let checked = self.conditions.iter().map(|one| (one.check)(request));
        checked.filter_map(Result::err).collect()
    }

    /// Adds a condition, in place of an earlier one on the same subject.
    pub(super) fn add(
        &mut self,
        subject: Option<String>,
        says: String,
        check: impl Fn(&Arrived<'_>) -> Result<(), String> + Send + Sync + 'static,
    ) {
        self.conditions
            .retain(|other| subject.is_none() || other.subject != subject);
        self.conditions.push(Condition {
            subject,
            says,
            check: Box::new(check),
        });
    }

    /// A value that has to be there once, and to be this.
    pub(super) fn exactly(
        &mut self,
        subject: String,
        says: String,
        expected: String,
        find: impl Fn(&Arrived<'_>) -> Vec<Vec<u8>> + Send + Sync + 'static,
    ) {
        let told = subject.clone();
        self.add(
            Some(subject),
            says,
            move |request| match &find(request)[..] {
                [value] if value == expected.as_bytes() => Ok(()),
                [value] => {
                    let value = String::from_utf8_lossy(value);
                    Err(format!("{told} is {value:?}, not {expected:?}"))
                }
                [] => Err(format!("{told} is missing")),
                values => Err(format!("{told} is there {} times", values.len())),
            },
        );
    }

    /// The record that the path names.
    pub(super) fn id(&mut self, id: &dyn fmt::Display) {
        let (operation, id) = (self.operation, id.to_string());
        let says = format!("the id {id:?}");
        self.exactly("the id".to_owned(), says, id, move |request| {
            request.id(operation).into_iter().collect()
        });
    }

    /// What is sent.
    pub(super) fn body(&mut self, expected: Json, extent: Extent) {
        let says = match extent {
            Extent::Whole => format!("the body {}", expected.text()),
            Extent::Part => format!("a body that includes {}", expected.text()),
        };
        self.add(Some("the body".to_owned()), says, move |request| {
            let Some(found) = Json::read(request.http.body_ref()) else {
                return Err("the body is no JSON".to_owned());
            };
            let differences = expected.differences(&found, extent);
            if differences.is_empty() {
                Ok(())
            } else {
                Err(differences.join(", "))
            }
        });
    }
}

/// The operation and every condition, for people.
impl fmt::Display for Conditions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.operation.id)?;
        for (position, condition) in self.conditions.iter().enumerate() {
            let word = if position == 0 { "with" } else { "and" };
            write!(formatter, " {word} {}", condition.says)?;
        }
        Ok(())
    }
}
