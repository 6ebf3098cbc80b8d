//! A saved state, read as it was written.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{StateError, VERSION};
use crate::identity::Company;
use crate::seed::no_resource;
use crate::store::Record;
use crate::tenant::{Index, Tenant};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    version: u64,
    companies: Vec<Company>,
    records: Map<String, Value>,
}

pub(super) fn load(path: &Path, tenant: &mut Tenant) -> Result<bool, StateError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return match path.parent() {
                Some(folder) if !folder.is_dir() => Err(nowhere(path)),
                _ => Ok(false),
            };
        }
        Err(error) => return Err(unread(path, error)),
    };
    let saved: Saved = match serde_json::from_reader(BufReader::new(file)) {
        Ok(saved) => saved,
        Err(error) if error.is_io() => return Err(unread(path, error.into())),
        Err(error) => return Err(unreadable(path, error.to_string())),
    };
    restore(saved, tenant).map_err(|problem| unreadable(path, problem))?;
    Ok(true)
}

fn restore(saved: Saved, tenant: &mut Tenant) -> Result<(), String> {
    if saved.version != VERSION {
        return Err(format!(
            "its version is {}, and {VERSION} is the one that is read",
            saved.version
        ));
    }
    for company in saved.companies {
        let added = tenant.companies.add(company);
        added.map_err(|error| error.to_string())?;
    }
    for (resource, records) in saved.records {
        let place = tenant.spec.resource(&resource);
        let index = Index(place.ok_or_else(|| no_resource(tenant.spec, &resource))?);
        let Value::Array(records) = records else {
            return Err(format!("records/{resource} is no array"));
        };
        for (place, record) in records.into_iter().enumerate() {
            let restored = put(tenant, index, record);
            restored.map_err(|problem| format!("records/{resource}/{place}: {problem}"))?;
        }
    }
    Ok(())
}

/// Nothing is worked out anew: the record was whole when it was saved.
fn put(tenant: &mut Tenant, index: Index, record: Value) -> Result<(), &'static str> {
    let Value::Object(members) = record else {
        return Err("it is no object");
    };
    let mut record = Record::new(&tenant.resource(index).names);
    for (name, value) in members {
        record.set(&name, value);
    }
    let id = record.id("_id").ok_or("its _id is no object id")?;
    let store = tenant.store(index);
    if store.contains(&id) || store.taken(None, &record).is_some() {
        return Err("another record has one of its ids");
    }
    tenant.stores[index.0].put(id, record);
    Ok(())
}

/// Told at the start, since at the end the state would be lost.
fn nowhere(path: &Path) -> StateError {
    StateError::Write {
        path: path.to_owned(),
        error: io::Error::new(io::ErrorKind::NotFound, "its folder is not there"),
    }
}

fn unread(path: &Path, error: io::Error) -> StateError {
    StateError::Read {
        path: path.to_owned(),
        error,
    }
}

fn unreadable(path: &Path, problem: String) -> StateError {
    StateError::Unreadable {
        path: path.to_owned(),
        problem,
    }
}
