//! The verbs.

use std::fmt;
use std::marker::PhantomData;

use futures_core::Stream;

use super::Resource;
use crate::bulk::{BulkItem, BulkRun, Iterated};
use crate::call::verb::{BulkUpsert, CheckAvailability, Create, Delete, Get, List, Update, Verb};
use crate::call::{Outgoing, Request};
use crate::client::Client;
use crate::id::{ObjectId, RecordRef};

/// The records of one kind, as a client reaches them: `client.licenses()` and its like.
pub struct Collection<R> {
    client: Client,
    resource: PhantomData<fn() -> R>,
}

impl<R: Resource> Collection<R> {
    pub(crate) fn new(client: &Client) -> Self {
        Self {
            client: client.clone(),
            resource: PhantomData,
        }
    }

    /// Creates a record.
    pub fn create(&self, body: R::Create) -> Request<Create<R>> {
        let outgoing = Outgoing::new(R::OPERATIONS.create);
        self.request(self.writing(outgoing).body(&body))
    }

    /// Updates a record: what the body does not name stays as it is.
    pub fn update(&self, id: impl Into<RecordRef>, body: R::Update) -> Request<Update<R>> {
        let outgoing = Outgoing::on(R::OPERATIONS.update, &id.into().to_string());
        self.request(self.writing(outgoing).body(&body))
    }

    /// Reads a record.
    pub fn get(&self, id: impl Into<RecordRef>) -> Request<Get<R>> {
        self.request(Outgoing::on(R::OPERATIONS.get, &id.into().to_string()))
    }

    /// Reads a page of records.
    pub fn list(&self) -> Request<List<R>> {
        self.request(Outgoing::new(R::OPERATIONS.list))
    }

    /// Deletes a record. Only its object id is documented for this.
    pub fn delete(&self, id: ObjectId) -> Request<Delete<R>> {
        self.request(Outgoing::on(R::OPERATIONS.delete, id.as_str()))
    }

    /// Creates and updates up to 5,000 records in one request.
    ///
    /// Items may fail one by one: the statuses 206, 400 and 403 carry the same result as 200, and
    /// come back as such. Read [`BulkUpsertResult`](crate::BulkUpsertResult) before taking it for
    /// done.
    pub fn bulk_upsert(
        &self,
        items: impl IntoIterator<Item = R::Upsert>,
    ) -> Request<BulkUpsert<R>> {
        let outgoing = Outgoing::new(R::OPERATIONS.bulk_upsert);
        self.request(self.writing(outgoing).bodies(items))
    }

    /// Creates and updates any number of records, in requests that go out one after another. See
    /// [`bulk`](crate::bulk).
    pub fn bulk_upsert_all<I>(&self, items: I) -> BulkRun<R>
    where
        I: IntoIterator<Item = BulkItem<R>>,
        I::IntoIter: Send + 'static,
    {
        // In a box it can be moved, whatever it is.
        let items: Box<dyn Iterator<Item = BulkItem<R>> + Send> = Box::new(items.into_iter());
        self.bulk_upsert_stream(Iterated(items))
    }

    /// The same with items that come as a stream.
    pub fn bulk_upsert_stream(
        &self,
        items: impl Stream<Item = BulkItem<R>> + Send + 'static,
    ) -> BulkRun<R> {
        BulkRun::new(self.client.clone(), Box::pin(items))
    }

    /// Asks whether this tenant has such records and this token may read them, by a list of one.
    ///
    /// 403 and 404 are answers here (both observed where a tenant lacks a resource); a 401 is an
    /// error: it says nothing about the resource.
    pub fn availability(&self) -> Request<CheckAvailability<R>> {
        self.request(Outgoing::new(R::OPERATIONS.list))
            .parameter("limit", "1")
    }

    /// A call whose body may write the custom fields that the client may.
    fn writing(&self, outgoing: Outgoing) -> Outgoing {
        let settings = &self.client.transport().settings;
        outgoing.allow(settings.custom_fields.of(R::NAME))
    }

    fn request<V: Verb>(&self, outgoing: Outgoing) -> Request<V> {
        Request::new(self.client.clone(), outgoing)
    }
}

impl<R> Clone for Collection<R> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            resource: PhantomData,
        }
    }
}

impl<R: Resource> fmt::Debug for Collection<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Collection({})", R::NAME)
    }
}
