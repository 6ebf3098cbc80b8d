//! The items of a run, by its seed: parent and child make the same ones.

use std::time::{Duration, SystemTime};

use fastrand::Rng;
use planhat_api::bulk::BulkItem;
use planhat_api::{License, LicenseUpsert, ObjectId, RecordRef};
use planhat_emulator::{Company, Emulator, FixedClock};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// By object id and external id.
const COMPANIES: [(&str, &str); 2] = [
    ("61006bc89a3e0b702ed8ea49", "acme"),
    ("61006bc89a3e0b702ed8ea50", "globex"),
];

/// What a run is made of.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) items: u64,
    pub(crate) chunk: usize,
    pub(crate) manner: Manner,
}

/// How the items of one life differ from those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Manner {
    /// By their order.
    Shuffled,
    /// By their order, and some by what they set.
    Changing,
    /// Not at all. Several have one key, and the last of them counts.
    Twins,
    /// By their order. Some create a record each time they are sent, and some share an external id.
    Unrepeatable,
}

/// What has to come of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Its record is not there before it is sent.
    Fresh,
    /// Its record is there, with other values.
    Stale,
    /// Its record is there, with these values.
    Same,
    /// The server refuses it.
    Bad,
    /// It cannot be sent.
    Unsendable,
    /// Others have the same key.
    Twin,
    /// Sent twice, it creates twice.
    Unrepeatable,
}

/// One item.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) class: Class,
    /// Tells its record from all others.
    pub(crate) key: String,
    /// How often what it sets has changed since the first life.
    pub(crate) version: u32,
    pub(crate) item: BulkItem<License>,
}

impl Plan {
    /// The items of a life, in the order in which they come.
    pub(crate) fn samples(&self, life: u32) -> Vec<Sample> {
        let mut samples: Vec<_> = (0..self.items)
            .map(|number| self.sample(number, life))
            .collect();
        if self.manner != Manner::Twins {
            self.rng(u64::MAX, life).shuffle(&mut samples);
        }
        samples
    }

    /// A tenant with the records that are there before.
    pub(crate) async fn emulator(&self) -> Emulator {
        let clock = FixedClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(1_790_000_000));
        let mut builder = Emulator::builder().clock(clock).ids_of_seed(self.seed);
        for (id, external_id) in COMPANIES {
            builder = builder.company(Company::new(id).external_id(external_id));
        }
        let known = (0..self.items).filter_map(|number| {
            let mrr = match self.class(number) {
                Class::Stale => -1,
                Class::Same => mrr(number, 0),
                _ => return None,
            };
            let company = company(number).0;
            Some(json!({ "sourceId": format!("s{number}"), "companyId": company, "mrr": mrr }))
        });
        builder.records("licenses", known).start().await.unwrap()
    }

    fn rng(&self, number: u64, life: u32) -> Rng {
        let mut seeds = Rng::with_seed(self.seed);
        Rng::with_seed(seeds.u64(..) ^ number.rotate_left(32) ^ u64::from(life))
    }

    fn class(&self, number: u64) -> Class {
        let mut rng = self.rng(number, 0);
        // A few, as each keeps all of its chunk from being repeated.
        if self.manner == Manner::Unrepeatable && rng.u64(0..self.items) < 8 {
            return Class::Unrepeatable;
        }
        match (rng.u32(0..1000), self.manner) {
            (0..20, _) => Class::Bad,
            (20..25, _) => Class::Unsendable,
            (25..200, _) => Class::Stale,
            (200..260, _) => Class::Same,
            (260..400, Manner::Twins) => Class::Twin,
            _ => Class::Fresh,
        }
    }

    fn version(&self, number: u64, life: u32) -> u32 {
        let changes = |life: &u32| self.rng(number, *life).u8(0..10) == 0;
        let lives = (2..=life).filter(changes).count();
        u32::try_from(lives).unwrap()
    }

    fn sample(&self, number: u64, life: u32) -> Sample {
        let class = self.class(number);
        let changes = matches!(class, Class::Fresh | Class::Stale);
        let version = match self.manner {
            Manner::Changing if changes => self.version(number, life),
            _ => 0,
        };
        let mrr = mrr(number, version);
        let body = LicenseUpsert::new().mrr(mrr);
        let (id, reference) = company(number);
        let named = |body: LicenseUpsert| match number % 3 {
            0 => body.company_id(reference.clone()),
            _ => body.company_id(id),
        };
        let source_id = format!("s{number}");
        let (key, body, may_create) = match class {
            Class::Fresh if number % 8 < 2 => {
                // Where two companies have an external id, it alone finds no record; and only companies
                // that are named in one way are known to be two.
                let (external_id, body) = match self.manner {
                    Manner::Unrepeatable => (format!("e{}", number / 2), body.company_id(id)),
                    _ => (format!("e{number}"), named(body)),
                };
                let key = format!("{external_id} of {id}");
                (key, body.external_id(external_id), true)
            }
            Class::Fresh => {
                let body = body.product(format!("p{}", number % 5));
                let body = body.to_date("2027-03-01").custom("Tier", number % 3);
                (source_id.clone(), named(body.source_id(source_id)), true)
            }
            Class::Stale if number.is_multiple_of(2) => {
                (source_id.clone(), body.source_id(source_id), false)
            }
            Class::Stale | Class::Same => {
                let body = body.source_id(source_id.clone());
                (source_id, body.company_id(id), true)
            }
            // There is no such record, and the item is to create none.
            Class::Bad if number.is_multiple_of(2) => {
                (source_id.clone(), body.source_id(source_id), false)
            }
            Class::Bad => {
                let body = named(body.source_id(source_id.clone()));
                (source_id, body.property("mrr", "much"), true)
            }
            Class::Unsendable => {
                let body = body.source_id(source_id.clone()).mrr(f64::NAN);
                (source_id, named(body), true)
            }
            Class::Twin => {
                let key = format!("t{}", self.rng(number, 1).u64(0..=self.items / 30));
                let body = body.source_id(key.clone()).mrr(number % 3);
                // They are one record's, so of one company.
                (key, body.company_id(company(0).0), true)
            }
            Class::Unrepeatable => {
                let no_record: ObjectId = format!("{number:024x}").parse().unwrap();
                let key = format!("u{number}");
                let body = body.id(no_record).product(key.clone());
                (key, body.company_id(id), true)
            }
        };
        Sample {
            class,
            key,
            version,
            item: match may_create {
                true => BulkItem::upsert(body),
                false => BulkItem::update_only(body),
            },
        }
    }
}

/// The key of the item that a record has come of.
pub(crate) fn key_of(license: &License) -> String {
    match (
        license.source_id(),
        license.external_id(),
        license.company_id(),
    ) {
        (Some(source_id), _, _) => source_id.to_owned(),
        (None, Some(external_id), Some(company)) => {
            format!("{external_id} of {company}")
        }
        _ => license.product().unwrap().to_owned(),
    }
}

fn mrr(number: u64, version: u32) -> i64 {
    i64::try_from(number % 7).unwrap() + 10 * i64::from(version)
}

fn company(number: u64) -> (ObjectId, RecordRef) {
    let (id, external_id) = match number % 2 {
        0 => COMPANIES[0],
        _ => COMPANIES[1],
    };
    (
        id.parse().unwrap(),
        RecordRef::external(external_id).unwrap(),
    )
}
