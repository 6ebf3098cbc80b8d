//! A record in the making.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::DateTime;
use serde_json::Value;

use super::dates;
use crate::spec::Resource;
use crate::store::Record;

/// A record that is being created or changed, and what of it is new. What its resource has no property for does not get
/// in.
#[derive(Debug)]
pub(crate) struct Draft<'s> {
    resource: &'s Resource,
    pub(crate) record: Record,
    touched: HashSet<Arc<str>>,
}

impl<'s> Draft<'s> {
    pub(crate) fn new(resource: &'s Resource, record: Record) -> Self {
        Self {
            resource,
            record,
            touched: HashSet::new(),
        }
    }

    /// A record that is new as a whole.
    pub(crate) fn whole(resource: &'s Resource, record: Record) -> Self {
        let touched = record.iter().map(|(name, _)| name.clone()).collect();
        Self {
            resource,
            record,
            touched,
        }
    }

    pub(crate) fn resource(&self) -> &'s Resource {
        self.resource
    }

    /// Sets a property, if the resource has it.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        if let Some(name) = self.resource.property(name) {
            self.touched.insert(name.clone());
            self.record.set(name, value.into());
        }
    }

    pub(crate) fn unset(&mut self, name: &str) {
        if let Some(name) = self.resource.property(name) {
            self.touched.insert(name.clone());
            self.record.unset(name);
        }
    }

    /// Sets a property, or takes it away where there is nothing to set.
    pub(crate) fn set_or_unset(&mut self, name: &str, value: Option<Value>) {
        match value {
            Some(value) => self.set(name, value),
            None => self.unset(name),
        }
    }

    /// Whether the property was sent, or worked out.
    pub(crate) fn touched(&self, name: &str) -> bool {
        self.touched.contains(name)
    }

    pub(crate) fn date(&self, name: &str) -> Option<DateTime> {
        dates::parse(self.record.text(name)?)
    }
}
