//! What can be asked of each kind of call. Query parameters of lists are generated.

use std::fmt;

use planhat_api::Resource;
use planhat_api::verb::{BulkUpsert, Create, Delete, Get, Update};

use super::When;
use crate::json::{Extent, Json};

impl<R: Resource> When<Get<R>> {
    /// Only calls on the record that is named so: an [`ObjectId`](planhat_api::ObjectId), a
    /// [`RecordRef`](planhat_api::RecordRef), or the text of either, such as `extid-a/b`. Not percent-encoded; it is
    /// compared character by character with what the path says once it is decoded.
    pub fn id(&mut self, id: impl fmt::Display) -> &mut Self {
        self.conditions.id(&id);
        self
    }
}

impl<R: Resource> When<Update<R>> {
    /// Only calls on the record that is named so: an [`ObjectId`](planhat_api::ObjectId), a
    /// [`RecordRef`](planhat_api::RecordRef), or the text of either, such as `extid-a/b`. Not percent-encoded; it is
    /// compared character by character with what the path says once it is decoded.
    pub fn id(&mut self, id: impl fmt::Display) -> &mut Self {
        self.conditions.id(&id);
        self
    }

    /// Only calls that send this, and nothing else. Compared as JSON: keys in any order, `110` as `110.0`.
    ///
    /// # Panics
    /// When it holds a value that cannot be sent.
    #[track_caller]
    pub fn body(&mut self, body: &R::Update) -> &mut Self {
        self.conditions.body(Json::of(body), Extent::Whole);
        self
    }

    /// Only calls that send this, perhaps with more around it.
    ///
    /// # Panics
    /// When it holds a value that cannot be sent.
    #[track_caller]
    pub fn body_includes(&mut self, body: &R::Update) -> &mut Self {
        self.conditions.body(Json::of(body), Extent::Part);
        self
    }
}

impl<R: Resource> When<Delete<R>> {
    /// Only calls on the record with this [`ObjectId`](planhat_api::ObjectId), or its text. It is compared character
    /// by character with what the path says once it is decoded.
    pub fn id(&mut self, id: impl fmt::Display) -> &mut Self {
        self.conditions.id(&id);
        self
    }
}

impl<R: Resource> When<Create<R>> {
    /// Only calls that send this, and nothing else. Compared as JSON: keys in any order, `110` as `110.0`.
    ///
    /// # Panics
    /// When it holds a value that cannot be sent.
    #[track_caller]
    pub fn body(&mut self, body: &R::Create) -> &mut Self {
        self.conditions.body(Json::of(body), Extent::Whole);
        self
    }

    /// Only calls that send this, perhaps with more around it.
    ///
    /// # Panics
    /// When it holds a value that cannot be sent.
    #[track_caller]
    pub fn body_includes(&mut self, body: &R::Create) -> &mut Self {
        self.conditions.body(Json::of(body), Extent::Part);
        self
    }
}

impl<R: Resource> When<BulkUpsert<R>> {
    /// Only calls that send these items, in this order, and nothing else. Compared as JSON: keys in any order, `110`
    /// as `110.0`.
    ///
    /// # Panics
    /// When an item holds a value that cannot be sent.
    #[track_caller]
    pub fn items<'a>(&mut self, items: impl IntoIterator<Item = &'a R::Upsert>) -> &mut Self {
        let items: Vec<&R::Upsert> = items.into_iter().collect();
        self.conditions.body(Json::of(&items), Extent::Whole);
        self
    }
}
