//! The calls of the suite, each with secrets wherever one fits, and what comes of them.

use std::time::Duration;

use planhat_api::verb::Verb;
use planhat_api::{
    Availability, Client, DeleteResult, Deletion, Error, LicenseCreate, LicenseUpdate,
    LicenseUpsert, Method, ObjectId, RecordRef, Request, Response,
};
use serde_json::{Value, json};

use crate::case::{Item, Op, Settings};
use crate::secrets::{MARK, OBJECT_ID, Watch};

/// What came of a call.
pub(crate) enum Outcome {
    Answered(Answer),
    Failed(Error),
}

impl Outcome {
    /// The attempts that the client tells of.
    pub(crate) fn attempts(&self) -> usize {
        let attempts = match self {
            Self::Answered(answer) => answer.attempts,
            Self::Failed(error) => error.attempts(),
        };
        usize::try_from(attempts).unwrap_or(usize::MAX)
    }
}

/// A success, without its type.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    pub(crate) after_unclear: bool,
    /// What a deletion did or an availability is.
    pub(crate) result: Option<String>,
}

/// What the server answers when it did what was asked.
pub(crate) fn success(op: Op) -> String {
    let record = json!({
        "_id": OBJECT_ID,
        "product": format!("{MARK} product"),
        "custom": { MARK: [MARK] },
    });
    match op {
        Op::Get | Op::Create | Op::Update | Op::UndocumentedGet | Op::UndocumentedPost => record,
        Op::List | Op::Availability => json!([record]),
        Op::Delete => json!({"n": 1, "ok": 1, "deletedCount": 1}),
        Op::BulkUpsert | Op::BulkUpsertUnkeyed => {
            json!({"created": 1, "createdErrors": [], "upsertedIds": [OBJECT_ID]})
        }
    }
    .to_string()
}

/// The path template that errors of an operation show.
pub(crate) fn template(op: Op) -> &'static str {
    match op {
        Op::Get | Op::Update | Op::Delete => "/licenses/{id}",
        Op::List | Op::Create | Op::BulkUpsert | Op::BulkUpsertUnkeyed | Op::Availability => {
            "/licenses"
        }
        Op::UndocumentedGet | Op::UndocumentedPost => "/companies/{id}",
    }
}

/// Makes a call of an operation, as a case has it.
pub(crate) async fn call(client: &Client, op: Op, settings: &Settings, per_call: bool) -> Outcome {
    let licenses = client.licenses();
    Watch::of_the_suite().debug("Collection", &licenses);
    let call = Call { settings, per_call };
    match op {
        Op::Get => call.send_and_tell(licenses.get(reference()), shown).await,
        Op::List => {
            call.send(
                licenses
                    .list()
                    .company_id(object_id())
                    .sort(MARK)
                    .select([MARK]),
            )
            .await
        }
        Op::Create => {
            let body = LicenseCreate::new(reference())
                .product(MARK)
                .external_id(MARK)
                .custom(MARK, [MARK]);
            Watch::of_the_suite().debug("LicenseCreate", &body);
            call.send_and_tell(licenses.create(body), shown).await
        }
        Op::Update => {
            let body = LicenseUpdate::new().product(MARK).custom(MARK, [MARK]);
            Watch::of_the_suite().debug("LicenseUpdate", &body);
            call.send_and_tell(licenses.update(reference(), body), shown)
                .await
        }
        Op::Delete => {
            call.send_and_tell(licenses.delete(object_id()), deletion)
                .await
        }
        Op::BulkUpsert => {
            call.send(licenses.bulk_upsert(call.items(&[Item::SourceId, Item::SourceId])))
                .await
        }
        Op::BulkUpsertUnkeyed => {
            call.send(licenses.bulk_upsert(call.items(&[Item::CompanyAlone])))
                .await
        }
        Op::UndocumentedGet => call.send(undocumented(client, Method::Get)).await,
        Op::UndocumentedPost => {
            let request = undocumented(client, Method::Post).json(&json!({ MARK: MARK }));
            call.send(request).await
        }
        Op::Availability => {
            call.send_and_tell(licenses.availability(), availability)
                .await
        }
    }
}

fn undocumented(
    client: &Client,
    method: Method,
) -> Request<planhat_api::verb::Undocumented<Value>> {
    client
        .request(method, "/companies/{id}")
        .path_param("id", format!("extid-{MARK}"))
}

fn reference() -> RecordRef {
    RecordRef::external(format!("lic-{MARK}")).expect("a plain id")
}

fn object_id() -> ObjectId {
    OBJECT_ID.parse().expect("24 digits")
}

/// How a call is made.
struct Call<'a> {
    settings: &'a Settings,
    per_call: bool,
}

impl Call<'_> {
    fn items(&self, usual: &[Item]) -> Vec<LicenseUpsert> {
        let items = self.settings.items.as_deref().unwrap_or(usual).iter();
        let items = items.map(|item| item_of(*item).product(MARK).custom(MARK, [MARK]));
        items
            .inspect(|item| Watch::of_the_suite().debug("LicenseUpsert", item))
            .collect()
    }

    async fn send<V: Verb>(&self, request: Request<V>) -> Outcome {
        self.send_and_tell(request, |_| None).await
    }

    async fn send_and_tell<V: Verb>(
        &self,
        request: Request<V>,
        tell: impl Fn(&Response<V::Output>) -> Option<String>,
    ) -> Outcome {
        let request = self.prepare(request);
        Watch::of_the_suite().debug("Request", &request);
        match request.send().await {
            Ok(response) => {
                Watch::of_the_suite().debug("Response", &response);
                Watch::of_the_suite().debug("Headers", &response.http_headers());
                Outcome::Answered(Answer {
                    status: response.http_status(),
                    headers: response
                        .http_headers()
                        .iter()
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                        .collect(),
                    body: response.http_body().into(),
                    attempts: response.http_attempts(),
                    elapsed: response.http_elapsed(),
                    after_unclear: response.after_unclear_attempt(),
                    result: tell(&response),
                })
            }
            Err(error) => {
                Watch::of_the_suite().error("Error", &error);
                if let Some(inner) = error.inner() {
                    Watch::of_the_suite().error("Error::inner", inner);
                }
                Outcome::Failed(error)
            }
        }
    }

    fn prepare<V>(&self, request: Request<V>) -> Request<V> {
        let mut request = request
            .query("note", format!("{MARK}-query"))
            .header("x-note", format!("{MARK}-header"));
        if let Some(idempotent) = self.settings.idempotent {
            request = request.idempotent(idempotent);
        }
        if self.per_call {
            if let Some(timeout) = self.settings.timeout_ms {
                request = request.timeout(Duration::from_millis(timeout));
            }
            if let Some(timeout) = self.settings.connect_timeout_ms {
                request = request.connect_timeout(Duration::from_millis(timeout));
            }
            if let Some(deadline) = self.settings.deadline_s {
                request = request.deadline(Duration::from_secs_f64(deadline));
            }
            if let Some(patience) = self.settings.patience_s {
                request = request.patience(Duration::from_secs_f64(patience));
            }
        }
        request
    }
}

fn item_of(item: Item) -> LicenseUpsert {
    let new = LicenseUpsert::new();
    match item {
        Item::SourceId => new.source_id(MARK),
        Item::ExternalIdAndCompany => new.external_id(MARK).company_id(reference()),
        Item::ExternalIdAlone => new.external_id(MARK),
        Item::ObjectIdAlone => new.id(object_id()),
        Item::ObjectIdAndCompany => new.id(object_id()).company_id(reference()),
        Item::CompanyAlone => new.company_id(reference()),
    }
}

/// Tells nothing; the record is looked at.
fn shown<T: std::fmt::Debug>(response: &Response<T>) -> Option<String> {
    Watch::of_the_suite().debug("License", &**response);
    None
}

fn deletion(response: &Response<DeleteResult>) -> Option<String> {
    Some(match response.deletion() {
        Deletion::Deleted(count) => format!("deleted {count}"),
        Deletion::Nothing => "nothing".to_owned(),
        Deletion::NothingLeft => "nothing left".to_owned(),
        Deletion::Untold => "untold".to_owned(),
        other => format!("{other:?}"),
    })
}

fn availability(response: &Response<Availability>) -> Option<String> {
    Some(match **response {
        Availability::Available => "available".to_owned(),
        Availability::Forbidden => "forbidden".to_owned(),
        Availability::Absent => "absent".to_owned(),
        ref other => format!("{other:?}"),
    })
}
