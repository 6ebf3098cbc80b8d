//! Results of bulk upserts.

use planhat_api::{BulkUpsertResult, Draft};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::json::Json;
use crate::samples::object_id;

/// What became of one item of a bulk upsert.
#[derive(Clone)]
pub struct BulkItem(Became);

#[derive(Clone)]
enum Became {
    Created(Keyables),
    Updated(Keyables),
    Unchanged,
    /// An entry of one of the error lists.
    Failed(&'static str, Value),
}

/// The ids that an item names its record by.
type Keyables = Map<String, Value>;

impl BulkItem {
    /// The item made a new record. It has the item's keyables, and an id by its position among all items:
    /// [`object_id`].
    ///
    /// # Panics
    /// When the item holds a value that cannot be sent.
    #[track_caller]
    pub fn created(item: &impl Draft) -> Self {
        let mut keyables = keyables(item);
        keyables.remove("_id");
        Self(Became::Created(keyables))
    }

    /// The item changed the record that it names. Where it does not say the object id, the record has one by the
    /// item's position: [`object_id`].
    ///
    /// # Panics
    /// When the item holds a value that cannot be sent.
    #[track_caller]
    pub fn updated(item: &impl Draft) -> Self {
        Self(Became::Updated(keyables(item)))
    }

    /// The item says what the record that it names had been before.
    pub fn unchanged(_item: &impl Draft) -> Self {
        Self(Became::Unchanged)
    }

    /// The item made no record, for this reason: an entry of `createdErrors`. The shape of an entry is documented
    /// nowhere, so it is what the test says.
    ///
    /// # Panics
    /// When the entry has no JSON form.
    #[track_caller]
    pub fn not_created(entry: impl Serialize) -> Self {
        Self::failed("createdErrors", entry)
    }

    /// The item did not change its record, for this reason: an entry of `updatedErrors`. Its shape is what the test
    /// says.
    ///
    /// # Panics
    /// When the entry has no JSON form.
    #[track_caller]
    pub fn not_updated(entry: impl Serialize) -> Self {
        Self::failed("updatedErrors", entry)
    }

    /// The token may not do what the item asks: an entry of `permissionErrors`. Its shape is what the test says.
    ///
    /// # Panics
    /// When the entry has no JSON form.
    #[track_caller]
    pub fn forbidden(entry: impl Serialize) -> Self {
        Self::failed("permissionErrors", entry)
    }

    #[track_caller]
    fn failed(list: &'static str, entry: impl Serialize) -> Self {
        match serde_json::to_value(entry) {
            Ok(entry) => Self(Became::Failed(list, entry)),
            Err(error) => panic!("planhat-mock: the entry has no JSON form: {error}"),
        }
    }
}

/// The result of a bulk upsert whose items became this, with every key that the vendor prints.
///
/// ```
/// use planhat_api::LicenseUpsert;
/// use planhat_mock::{BulkItem, bulk_result};
///
/// let new = LicenseUpsert::new().source_id("s-1");
/// let result = bulk_result([BulkItem::created(&new), BulkItem::not_updated("no such license")]);
/// assert_eq!(result.created(), Some(1));
/// assert!(result.has_errors());
/// ```
pub fn bulk_result(items: impl IntoIterator<Item = BulkItem>) -> BulkUpsertResult {
    let (mut inserted, mut upserted) = (Vec::new(), Vec::new());
    let (mut updated, mut modified) = (Vec::new(), Vec::new());
    let mut unchanged = 0;
    let mut failed = Vec::new();
    for (position, BulkItem(became)) in items.into_iter().enumerate() {
        match became {
            Became::Created(keyables) => {
                let (id, key) = stored(keyables, position);
                upserted.push(id);
                inserted.push(key);
            }
            Became::Updated(keyables) => {
                let (id, key) = stored(keyables, position);
                modified.push(id);
                updated.push(key);
            }
            Became::Unchanged => unchanged += 1,
            Became::Failed(list, entry) => failed.push((list, entry)),
        }
    }
    let errors = |list: &str| -> Vec<&Value> {
        let of_list = failed.iter().filter(|(of, _)| *of == list);
        of_list.map(|(_, entry)| entry).collect()
    };
    let result = json!({
        "created": inserted.len(),
        "createdErrors": errors("createdErrors"),
        "insertsKeys": inserted,
        "updated": updated.len(),
        "updatedErrors": errors("updatedErrors"),
        "updatesKeys": updated,
        "nonupdates": unchanged,
        "modified": modified,
        "upsertedIds": upserted,
        "permissionErrors": errors("permissionErrors"),
    });
    match BulkUpsertResult::from_json(result.to_string().as_bytes()) {
        Ok(result) => result,
        // It is an object, and every object reads as one.
        Err(error) => panic!("planhat-mock: {error}"),
    }
}

/// The object id of an item's record, and its entry in a list of keys.
fn stored(mut keyables: Keyables, position: usize) -> (Value, Value) {
    let id = keyables
        .entry("_id")
        .or_insert_with(|| object_id(position).as_str().into())
        .clone();
    (id, keyables.into())
}

#[track_caller]
fn keyables(item: &impl Draft) -> Keyables {
    let item = Json::of(item);
    let text = |key: &str| {
        let value = item.value()?.get(key)?;
        Some((key.to_owned(), value.as_str()?.into_owned().into()))
    };
    ["_id", "sourceId", "externalId"]
        .into_iter()
        .filter_map(text)
        .collect()
}

/// What it became, without ids.
impl std::fmt::Debug for BulkItem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self.0 {
            Became::Created(_) => "BulkItem(created)",
            Became::Updated(_) => "BulkItem(updated)",
            Became::Unchanged => "BulkItem(unchanged)",
            Became::Failed(..) => "BulkItem(failed)",
        })
    }
}
