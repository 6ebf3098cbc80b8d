// Made by progenitor 0.15.1 with `cargo run --manifest-path crates/planhat-bench/stock/Cargo.toml`. Do not edit.
// openapi/planhat.yaml, sha256 72300c0e43473aed4c3461dd1cbdd8053c5a16b1fc7f00fe0905fe587f56b365, of which the program there says what it changes.

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///What became of the items of a bulk upsert. Statuses 200 and 206 carry it, 400 and 403 may. No key is promised.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct BulkUpsertResult {
        ///Number of records created.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub created: ::std::option::Option<i64>,
        ///What went wrong with items to be created. The shape of an entry is documented nowhere; every printed list is empty.
        #[serde(
            rename = "createdErrors",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub created_errors: ::std::vec::Vec<::serde_json::Value>,
        ///Keys of the records created.
        #[serde(
            rename = "insertsKeys",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub inserts_keys: ::std::vec::Vec<UpsertKey>,
        ///Ids of records that were modified. Can be empty although records were updated.
        #[serde(default, skip_serializing_if = "::std::vec::Vec::is_empty")]
        pub modified: ::std::vec::Vec<ObjectId>,
        ///Number of items that matched a record and changed nothing.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub nonupdates: ::std::option::Option<i64>,
        ///Items that the service account may not create or update. The shape of an entry is documented nowhere, and older replies lack the list.
        #[serde(
            rename = "permissionErrors",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub permission_errors: ::std::vec::Vec<::serde_json::Value>,
        ///Number of records updated.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub updated: ::std::option::Option<i64>,
        ///What went wrong with items to be updated. The shape of an entry is documented nowhere; every printed list is empty.
        #[serde(
            rename = "updatedErrors",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub updated_errors: ::std::vec::Vec<::serde_json::Value>,
        ///Keys of the records updated.
        #[serde(
            rename = "updatesKeys",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub updates_keys: ::std::vec::Vec<UpsertKey>,
        ///Ids of the records created, not of those updated.
        #[serde(
            rename = "upsertedIds",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub upserted_ids: ::std::vec::Vec<ObjectId>,
        ///Items that broke a rule of the resource. Newer resources send it; the shape of an entry is documented nowhere.
        #[serde(
            rename = "validationErrors",
            default,
            skip_serializing_if = "::std::vec::Vec::is_empty"
        )]
        pub validation_errors: ::std::vec::Vec<::serde_json::Value>,
    }
    ///The company of a record, by object id, as replies and updates hold it.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct CompanyLink {
        ///Object id of the company that the record belongs to.
        #[serde(
            rename = "companyId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_id: ::std::option::Option<::std::string::String>,
    }
    ///The company of a record, in any form that creates and bulk items accept.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct CompanyReference {
        ///The company that the record is to belong to: its object id, `extid-` and its external id, or `srcid-` and its source id.
        #[serde(
            rename = "companyId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_id: ::std::option::Option<::std::string::String>,
    }
    ///The tenant's own properties. Keys are people's labels: case-sensitive, with spaces and punctuation. Values may be any JSON. An unknown key is stored in silence, and keys that are not sent stay as they are (both observed).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(transparent)]
    pub struct Custom(
        pub ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
    );
    impl ::std::ops::Deref for Custom {
        type Target = ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >;
        fn deref(
            &self,
        ) -> &::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        > {
            &self.0
        }
    }
    impl ::std::convert::From<Custom>
    for ::std::option::Option<
        ::serde_json::Map<::std::string::String, ::serde_json::Value>,
    > {
        fn from(value: Custom) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<
        ::std::option::Option<
            ::serde_json::Map<::std::string::String, ::serde_json::Value>,
        >,
    > for Custom {
        fn from(
            value: ::std::option::Option<
                ::serde_json::Map<::std::string::String, ::serde_json::Value>,
            >,
        ) -> Self {
            Self(value)
        }
    }
    ///`DateOrDateTime`
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug)]
    #[serde(transparent)]
    pub struct DateOrDateTime(
        pub ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    );
    impl ::std::ops::Deref for DateOrDateTime {
        type Target = ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>;
        fn deref(
            &self,
        ) -> &::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>> {
            &self.0
        }
    }
    impl ::std::convert::From<DateOrDateTime>
    for ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>> {
        fn from(value: DateOrDateTime) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<
        ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
    > for DateOrDateTime {
        fn from(
            value: ::std::option::Option<::chrono::DateTime<::chrono::offset::Utc>>,
        ) -> Self {
            Self(value)
        }
    }
    ///The id of a record, in replies and as the first keyable of a bulk item.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct Identity {
        #[serde(rename = "_id", skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<ObjectId>,
    }
    ///A license as replies hold it. Properties that are not set are left out or null, and selections answer with a part, so no key is promised.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct License {
        ///Value of one year, in the license's currency.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub arr: ::std::option::Option<f64>,
        ///Whether Planhat may renew the license once its notice period is over. Needs to be true for `noticePeriod` and `noticeUnit` to be filled in. Documented default false.
        #[serde(
            rename = "autoRenews",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub auto_renews: ::std::option::Option<bool>,
        ///Object id of the company that the record belongs to.
        #[serde(
            rename = "companyId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_id: ::std::option::Option<::std::string::String>,
        ///Name of the company that the license belongs to.
        #[serde(
            rename = "companyName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_name: ::std::option::Option<::std::string::String>,
        ///Currency of the license's amounts, by the code that the tenant's currency list uses, such as `USD`. Any string is accepted, listed or not. An object with `_id`, `symbol` and `rate` has been met in its place in replies (observed).
        #[serde(
            rename = "_currency",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub currency: ::std::option::Option<::std::string::String>,
        ///Custom properties that the tenant keeps on licenses.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub custom: ::std::option::Option<Custom>,
        ///Id of the license in the caller's own system, unique within one company. The third keyable of a bulk item.
        #[serde(
            rename = "externalId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub external_id: ::std::option::Option<::std::string::String>,
        ///Forecast of the annual value, in the license's currency.
        #[serde(
            rename = "fcNewArr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr: ::std::option::Option<f64>,
        ///Forecast of the annual value at best, in the license's currency.
        #[serde(
            rename = "fcNewArrOptimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr_optimistic: ::std::option::Option<f64>,
        ///Forecast of the annual value at worst, in the license's currency.
        #[serde(
            rename = "fcNewArrPessimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr_pessimistic: ::std::option::Option<f64>,
        ///Forecast of the monthly value, in the license's currency.
        #[serde(
            rename = "fcNewMrr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr: ::std::option::Option<f64>,
        ///Forecast of the monthly value at best, in the license's currency.
        #[serde(
            rename = "fcNewMrrOptimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr_optimistic: ::std::option::Option<f64>,
        ///Forecast of the monthly value at worst, in the license's currency.
        #[serde(
            rename = "fcNewMrrPessimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr_pessimistic: ::std::option::Option<f64>,
        ///Start of the forecast license period, by its name.
        #[serde(
            rename = "fcNewStartDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_start_date: ::std::option::Option<DateOrDateTime>,
        ///Whether the license has a fixed term; otherwise it is open-ended. A fixed term goes with `value` over the whole period, an open end needs `mrr`. Documented default false.
        #[serde(
            rename = "fixedPeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fixed_period: ::std::option::Option<bool>,
        ///Start of the license period.
        #[serde(
            rename = "fromDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub from_date: ::std::option::Option<DateOrDateTime>,
        #[serde(rename = "_id", skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<ObjectId>,
        ///How often the license is invoiced.
        #[serde(
            rename = "invoiceCycle",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_cycle: ::std::option::Option<::std::string::String>,
        ///Interval of a `custom` invoice cycle. No page names its unit.
        #[serde(
            rename = "invoiceCycleInterval",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_cycle_interval: ::std::option::Option<i64>,
        ///Set to true to keep Planhat from making invoices when the license renews. Documented default false.
        #[serde(
            rename = "invoiceMuted",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_muted: ::std::option::Option<bool>,
        ///Set to true to keep Planhat from making invoices when the license is created. Documented default false.
        #[serde(
            rename = "invoicesGenerated",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoices_generated: ::std::option::Option<bool>,
        ///Whether the license is overdue.
        #[serde(
            rename = "isOverdue",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub is_overdue: ::std::option::Option<bool>,
        ///Issues of the license. No page says what an entry is; it is empty or null where printed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub issues: ::std::option::Option<::std::vec::Vec<::serde_json::Value>>,
        ///Length of the license period, in months by the printed replies. An internal figure of Planhat.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub length: ::std::option::Option<f64>,
        ///Value of one month, in the license's currency. Needed when `fixedPeriod` is false, which it is unless set.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub mrr: ::std::option::Option<f64>,
        ///How long before its end the license must be cancelled so as not to renew, counted in `noticeUnit`. Of use only when `autoRenews` is true. Documented default 0.
        #[serde(
            rename = "noticePeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub notice_period: ::std::option::Option<i64>,
        ///What `noticePeriod` counts. The singular `day` has been met as well (observed).
        #[serde(
            rename = "noticeUnit",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub notice_unit: ::std::option::Option<::std::string::String>,
        ///Object id of the license at the top of the chain that this one descends from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parent: ::std::option::Option<::std::string::String>,
        ///Name of the product that the license is for. The vendor advises to give one, even where there is only one product.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub product: ::std::option::Option<::std::string::String>,
        ///Value of one year after the renewal, in the license's currency.
        #[serde(
            rename = "renewalArr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_arr: ::std::option::Option<f64>,
        ///When the license is to be renewed.
        #[serde(
            rename = "renewalDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_date: ::std::option::Option<DateOrDateTime>,
        ///Days until the next renewal, negative once it is past.
        #[serde(
            rename = "renewalDaysFromNow",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_days_from_now: ::std::option::Option<i64>,
        ///Value of one month after the renewal, in the license's currency.
        #[serde(
            rename = "renewalMrr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_mrr: ::std::option::Option<f64>,
        ///Length of the next period, in months unless `renewalUnit` says otherwise. Only a hint to people when the license does not renew by itself. Documented default 1.
        #[serde(
            rename = "renewalPeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_period: ::std::option::Option<i64>,
        ///Whether the license still runs, was renewed or was lost.
        #[serde(
            rename = "renewalStatus",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_status: ::std::option::Option<::std::string::String>,
        ///What `renewalPeriod` counts. Documented default `month`.
        #[serde(
            rename = "renewalUnit",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_unit: ::std::option::Option<::std::string::String>,
        ///When the license was sold.
        #[serde(
            rename = "salesDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sales_date: ::std::option::Option<DateOrDateTime>,
        ///Id of the license in an integration such as a CRM, unique among licenses. The second keyable of a bulk item.
        #[serde(
            rename = "sourceId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub source_id: ::std::option::Option<::std::string::String>,
        ///End of the license period. An open-ended license has none until it is lost.
        #[serde(
            rename = "toDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub to_date: ::std::option::Option<DateOrDateTime>,
        ///Said to be true when the license has a `toDate`. Do not rely on it; read `toDate`.
        #[serde(
            rename = "toDateIncluded",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub to_date_included: ::std::option::Option<bool>,
        ///Revision counter that the database keeps; of no use to callers.
        #[serde(rename = "__v", skip_serializing_if = "::std::option::Option::is_none")]
        pub v: ::std::option::Option<i64>,
        ///Value of the whole license period, in the license's currency; must be above zero. Needed when `fixedPeriod` is true and there is no `mrr`. In the examples it is `mrr` times `length`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub value: ::std::option::Option<f64>,
    }
    ///The properties of a license that come in replies only. Sent in an update, one that the server works out may answer 400 (observed).
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct LicenseGenerated {
        ///Name of the company that the license belongs to.
        #[serde(
            rename = "companyName",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_name: ::std::option::Option<::std::string::String>,
        ///Start of the forecast license period, by its name.
        #[serde(
            rename = "fcNewStartDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_start_date: ::std::option::Option<DateOrDateTime>,
        ///Whether the license is overdue.
        #[serde(
            rename = "isOverdue",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub is_overdue: ::std::option::Option<bool>,
        ///Issues of the license. No page says what an entry is; it is empty or null where printed.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub issues: ::std::option::Option<::std::vec::Vec<::serde_json::Value>>,
        ///Length of the license period, in months by the printed replies. An internal figure of Planhat.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub length: ::std::option::Option<f64>,
        ///When the license is to be renewed.
        #[serde(
            rename = "renewalDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_date: ::std::option::Option<DateOrDateTime>,
        ///Days until the next renewal, negative once it is past.
        #[serde(
            rename = "renewalDaysFromNow",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_days_from_now: ::std::option::Option<i64>,
        ///When the license was sold.
        #[serde(
            rename = "salesDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub sales_date: ::std::option::Option<DateOrDateTime>,
        ///Said to be true when the license has a `toDate`. Do not rely on it; read `toDate`.
        #[serde(
            rename = "toDateIncluded",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub to_date_included: ::std::option::Option<bool>,
        ///Revision counter that the database keeps; of no use to callers.
        #[serde(rename = "__v", skip_serializing_if = "::std::option::Option::is_none")]
        pub v: ::std::option::Option<i64>,
    }
    ///An item of a bulk upsert of licenses. Keyables in order: `_id`, `sourceId`, `externalId`. To create, it needs `companyId`; the vendor asks for `_currency` and `value` as well.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct LicenseUpsert {
        ///Value of one year, in the license's currency.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub arr: ::std::option::Option<f64>,
        ///Whether Planhat may renew the license once its notice period is over. Needs to be true for `noticePeriod` and `noticeUnit` to be filled in. Documented default false.
        #[serde(
            rename = "autoRenews",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub auto_renews: ::std::option::Option<bool>,
        ///The company that the record is to belong to: its object id, `extid-` and its external id, or `srcid-` and its source id.
        #[serde(
            rename = "companyId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub company_id: ::std::option::Option<::std::string::String>,
        ///Currency of the license's amounts, by the code that the tenant's currency list uses, such as `USD`. Any string is accepted, listed or not. An object with `_id`, `symbol` and `rate` has been met in its place in replies (observed).
        #[serde(
            rename = "_currency",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub currency: ::std::option::Option<::std::string::String>,
        ///Custom properties that the tenant keeps on licenses.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub custom: ::std::option::Option<Custom>,
        ///Id of the license in the caller's own system, unique within one company. The third keyable of a bulk item.
        #[serde(
            rename = "externalId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub external_id: ::std::option::Option<::std::string::String>,
        ///Forecast of the annual value, in the license's currency.
        #[serde(
            rename = "fcNewArr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr: ::std::option::Option<f64>,
        ///Forecast of the annual value at best, in the license's currency.
        #[serde(
            rename = "fcNewArrOptimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr_optimistic: ::std::option::Option<f64>,
        ///Forecast of the annual value at worst, in the license's currency.
        #[serde(
            rename = "fcNewArrPessimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr_pessimistic: ::std::option::Option<f64>,
        ///Forecast of the monthly value, in the license's currency.
        #[serde(
            rename = "fcNewMrr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr: ::std::option::Option<f64>,
        ///Forecast of the monthly value at best, in the license's currency.
        #[serde(
            rename = "fcNewMrrOptimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr_optimistic: ::std::option::Option<f64>,
        ///Forecast of the monthly value at worst, in the license's currency.
        #[serde(
            rename = "fcNewMrrPessimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr_pessimistic: ::std::option::Option<f64>,
        ///Whether the license has a fixed term; otherwise it is open-ended. A fixed term goes with `value` over the whole period, an open end needs `mrr`. Documented default false.
        #[serde(
            rename = "fixedPeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fixed_period: ::std::option::Option<bool>,
        ///Start of the license period.
        #[serde(
            rename = "fromDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub from_date: ::std::option::Option<DateOrDateTime>,
        #[serde(rename = "_id", skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<ObjectId>,
        ///How often the license is invoiced.
        #[serde(
            rename = "invoiceCycle",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_cycle: ::std::option::Option<::std::string::String>,
        ///Interval of a `custom` invoice cycle. No page names its unit.
        #[serde(
            rename = "invoiceCycleInterval",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_cycle_interval: ::std::option::Option<i64>,
        ///Set to true to keep Planhat from making invoices when the license renews. Documented default false.
        #[serde(
            rename = "invoiceMuted",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_muted: ::std::option::Option<bool>,
        ///Set to true to keep Planhat from making invoices when the license is created. Documented default false.
        #[serde(
            rename = "invoicesGenerated",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoices_generated: ::std::option::Option<bool>,
        ///Value of one month, in the license's currency. Needed when `fixedPeriod` is false, which it is unless set.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub mrr: ::std::option::Option<f64>,
        ///How long before its end the license must be cancelled so as not to renew, counted in `noticeUnit`. Of use only when `autoRenews` is true. Documented default 0.
        #[serde(
            rename = "noticePeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub notice_period: ::std::option::Option<i64>,
        ///What `noticePeriod` counts. The singular `day` has been met as well (observed).
        #[serde(
            rename = "noticeUnit",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub notice_unit: ::std::option::Option<::std::string::String>,
        ///Object id of the license at the top of the chain that this one descends from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parent: ::std::option::Option<::std::string::String>,
        ///Name of the product that the license is for. The vendor advises to give one, even where there is only one product.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub product: ::std::option::Option<::std::string::String>,
        ///Value of one year after the renewal, in the license's currency.
        #[serde(
            rename = "renewalArr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_arr: ::std::option::Option<f64>,
        ///Value of one month after the renewal, in the license's currency.
        #[serde(
            rename = "renewalMrr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_mrr: ::std::option::Option<f64>,
        ///Length of the next period, in months unless `renewalUnit` says otherwise. Only a hint to people when the license does not renew by itself. Documented default 1.
        #[serde(
            rename = "renewalPeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_period: ::std::option::Option<i64>,
        ///Whether the license still runs, was renewed or was lost.
        #[serde(
            rename = "renewalStatus",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_status: ::std::option::Option<::std::string::String>,
        ///What `renewalPeriod` counts. Documented default `month`.
        #[serde(
            rename = "renewalUnit",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_unit: ::std::option::Option<::std::string::String>,
        ///Id of the license in an integration such as a CRM, unique among licenses. The second keyable of a bulk item.
        #[serde(
            rename = "sourceId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub source_id: ::std::option::Option<::std::string::String>,
        ///End of the license period. An open-ended license has none until it is lost.
        #[serde(
            rename = "toDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub to_date: ::std::option::Option<DateOrDateTime>,
        ///Value of the whole license period, in the license's currency; must be above zero. Needed when `fixedPeriod` is true and there is no `mrr`. In the examples it is `mrr` times `length`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub value: ::std::option::Option<f64>,
    }
    ///The properties of a license that callers may set.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct LicenseWritable {
        ///Value of one year, in the license's currency.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub arr: ::std::option::Option<f64>,
        ///Whether Planhat may renew the license once its notice period is over. Needs to be true for `noticePeriod` and `noticeUnit` to be filled in. Documented default false.
        #[serde(
            rename = "autoRenews",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub auto_renews: ::std::option::Option<bool>,
        ///Currency of the license's amounts, by the code that the tenant's currency list uses, such as `USD`. Any string is accepted, listed or not. An object with `_id`, `symbol` and `rate` has been met in its place in replies (observed).
        #[serde(
            rename = "_currency",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub currency: ::std::option::Option<::std::string::String>,
        ///Custom properties that the tenant keeps on licenses.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub custom: ::std::option::Option<Custom>,
        ///Id of the license in the caller's own system, unique within one company. The third keyable of a bulk item.
        #[serde(
            rename = "externalId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub external_id: ::std::option::Option<::std::string::String>,
        ///Forecast of the annual value, in the license's currency.
        #[serde(
            rename = "fcNewArr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr: ::std::option::Option<f64>,
        ///Forecast of the annual value at best, in the license's currency.
        #[serde(
            rename = "fcNewArrOptimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr_optimistic: ::std::option::Option<f64>,
        ///Forecast of the annual value at worst, in the license's currency.
        #[serde(
            rename = "fcNewArrPessimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_arr_pessimistic: ::std::option::Option<f64>,
        ///Forecast of the monthly value, in the license's currency.
        #[serde(
            rename = "fcNewMrr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr: ::std::option::Option<f64>,
        ///Forecast of the monthly value at best, in the license's currency.
        #[serde(
            rename = "fcNewMrrOptimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr_optimistic: ::std::option::Option<f64>,
        ///Forecast of the monthly value at worst, in the license's currency.
        #[serde(
            rename = "fcNewMrrPessimistic",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fc_new_mrr_pessimistic: ::std::option::Option<f64>,
        ///Whether the license has a fixed term; otherwise it is open-ended. A fixed term goes with `value` over the whole period, an open end needs `mrr`. Documented default false.
        #[serde(
            rename = "fixedPeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub fixed_period: ::std::option::Option<bool>,
        ///Start of the license period.
        #[serde(
            rename = "fromDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub from_date: ::std::option::Option<DateOrDateTime>,
        ///How often the license is invoiced.
        #[serde(
            rename = "invoiceCycle",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_cycle: ::std::option::Option<::std::string::String>,
        ///Interval of a `custom` invoice cycle. No page names its unit.
        #[serde(
            rename = "invoiceCycleInterval",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_cycle_interval: ::std::option::Option<i64>,
        ///Set to true to keep Planhat from making invoices when the license renews. Documented default false.
        #[serde(
            rename = "invoiceMuted",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoice_muted: ::std::option::Option<bool>,
        ///Set to true to keep Planhat from making invoices when the license is created. Documented default false.
        #[serde(
            rename = "invoicesGenerated",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub invoices_generated: ::std::option::Option<bool>,
        ///Value of one month, in the license's currency. Needed when `fixedPeriod` is false, which it is unless set.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub mrr: ::std::option::Option<f64>,
        ///How long before its end the license must be cancelled so as not to renew, counted in `noticeUnit`. Of use only when `autoRenews` is true. Documented default 0.
        #[serde(
            rename = "noticePeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub notice_period: ::std::option::Option<i64>,
        ///What `noticePeriod` counts. The singular `day` has been met as well (observed).
        #[serde(
            rename = "noticeUnit",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub notice_unit: ::std::option::Option<::std::string::String>,
        ///Object id of the license at the top of the chain that this one descends from.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub parent: ::std::option::Option<::std::string::String>,
        ///Name of the product that the license is for. The vendor advises to give one, even where there is only one product.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub product: ::std::option::Option<::std::string::String>,
        ///Value of one year after the renewal, in the license's currency.
        #[serde(
            rename = "renewalArr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_arr: ::std::option::Option<f64>,
        ///Value of one month after the renewal, in the license's currency.
        #[serde(
            rename = "renewalMrr",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_mrr: ::std::option::Option<f64>,
        ///Length of the next period, in months unless `renewalUnit` says otherwise. Only a hint to people when the license does not renew by itself. Documented default 1.
        #[serde(
            rename = "renewalPeriod",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_period: ::std::option::Option<i64>,
        ///Whether the license still runs, was renewed or was lost.
        #[serde(
            rename = "renewalStatus",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_status: ::std::option::Option<::std::string::String>,
        ///What `renewalPeriod` counts. Documented default `month`.
        #[serde(
            rename = "renewalUnit",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub renewal_unit: ::std::option::Option<::std::string::String>,
        ///Id of the license in an integration such as a CRM, unique among licenses. The second keyable of a bulk item.
        #[serde(
            rename = "sourceId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub source_id: ::std::option::Option<::std::string::String>,
        ///End of the license period. An open-ended license has none until it is lost.
        #[serde(
            rename = "toDate",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub to_date: ::std::option::Option<DateOrDateTime>,
        ///Value of the whole license period, in the license's currency; must be above zero. Needed when `fixedPeriod` is true and there is no `mrr`. In the examples it is `mrr` times `length`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub value: ::std::option::Option<f64>,
    }
    ///Identifier that Planhat gives a record, 24 hexadecimal digits.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[serde(transparent)]
    pub struct ObjectId(pub ::std::string::String);
    impl ::std::ops::Deref for ObjectId {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<ObjectId> for ::std::string::String {
        fn from(value: ObjectId) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::string::String> for ObjectId {
        fn from(value: ::std::string::String) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for ObjectId {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for ObjectId {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.to_string()))
        }
    }
    ///Names a record by its object id (24 hexadecimal digits), by `extid-` and its external id, or by `srcid-` and its source id. A source id is unique within a resource. An external id is unique only within one company, so that `extid-` can be ambiguous for deals and licenses. In a path the whole text is percent-encoded.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[serde(transparent)]
    pub struct RecordRef(pub ::std::string::String);
    impl ::std::ops::Deref for RecordRef {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<RecordRef> for ::std::string::String {
        fn from(value: RecordRef) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::string::String> for RecordRef {
        fn from(value: ::std::string::String) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for RecordRef {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for RecordRef {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.to_string()))
        }
    }
    ///The stored id of a bulk item, with the keyable that the item was sent with.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default)]
    pub struct UpsertKey {
        ///External id that the item was sent with.
        #[serde(
            rename = "externalId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub external_id: ::std::option::Option<::std::string::String>,
        #[serde(rename = "_id", skip_serializing_if = "::std::option::Option::is_none")]
        pub id: ::std::option::Option<ObjectId>,
        ///Source id that the item was sent with.
        #[serde(
            rename = "sourceId",
            skip_serializing_if = "::std::option::Option::is_none"
        )]
        pub source_id: ::std::option::Option<::std::string::String>,
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for Planhat deals, products and licenses

Three revenue resources of the Planhat REST API. Licenses belong to the older revenue model; deals and products to the newer one, so a tenant may have only some of them and answer 403 or 404 for the rest.

Limits: 200 calls a minute (soft quota), 150 requests a second (hard limit), bursts of up to 50 in parallel, 32 MB a posted body, 5,000 items a bulk upsert, 2,000 records a list page. Bulk upserts are to be sent one after another.

A key that the API does not know is dropped in silence with status 200 (observed). A reply may hold keys that this document does not name.

Every statement carries its evidence: `documented` (a page of the vendor says or shows it), `observed` (reported from a live tenant) or `inferred` (our reading). A property, parameter or example without the word is documented. Where the vendor's pages contradict themselves, `x-decides` names the side taken and why.

Version: 0.1.0*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
}
impl Client {
    /// Create a new client.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new(baseurl: &str) -> Self {
        #[cfg(not(target_arch = "wasm32"))]
        let client = {
            let dur = ::std::time::Duration::from_secs(15u64);
            reqwest::ClientBuilder::new().connect_timeout(dur).timeout(dur)
        };
        #[cfg(target_arch = "wasm32")]
        let client = reqwest::ClientBuilder::new();
        Self::new_with_client(baseurl, client.build().unwrap())
    }
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(baseurl: &str, client: reqwest::Client) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
        }
    }
}
impl ClientInfo<()> for Client {
    fn api_version() -> &'static str {
        "0.1.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &() {
        &()
    }
}
impl ClientHooks<()> for &Client {}
#[allow(clippy::all)]
impl Client {
    /**List licenses

One page of licenses as a bare array, without a total or a cursor. Nothing is promised about the order between pages: sort by `_id` and drop repeated ids. Unknown filters are ignored, not refused (observed).

Sends a `GET` request to `/licenses`

Arguments:
- `company_id`: Only licenses of the company with this object id.
- `limit`: Most records on the page; 100 unless given, at most 2,000.
- `offset`: Number of records to skip before the page begins.
- `select`: Properties to return, as one string with commas between the names. A property that a record does not have is left out of it even when named here.
- `sort`: Property to sort by, case-sensitive; a leading `-` sorts in descending order.
*/
    pub async fn license_list<'a>(
        &'a self,
        company_id: Option<&'a str>,
        limit: Option<::std::num::NonZeroU64>,
        offset: Option<u64>,
        select: Option<&'a str>,
        sort: Option<&'a str>,
    ) -> Result<ResponseValue<::std::vec::Vec<types::License>>, Error<()>> {
        let url = format!("{}/licenses", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("companyId", &company_id))
            .query(&progenitor_client::QueryParam::new("limit", &limit))
            .query(&progenitor_client::QueryParam::new("offset", &offset))
            .query(&progenitor_client::QueryParam::new("select", &select))
            .query(&progenitor_client::QueryParam::new("sort", &sort))
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "license_list",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Create and update many licenses

Updates every item that matches a stored license and creates the others, up to 5,000 items a request. Matching goes by `_id`, then `sourceId`, then `externalId`. A license that is to be created needs `companyId`; the vendor asks for `_currency` and `value` as well. Items without a keyable are always created, so a repeat duplicates them. Send bulk requests one after another.

Sends a `PUT` request to `/licenses`

Arguments:
- `body`: The licenses to create or update, 5,000 at most.
*/
    pub async fn license_bulk_upsert<'a>(
        &'a self,
        body: &'a ::std::vec::Vec<types::LicenseUpsert>,
    ) -> Result<ResponseValue<types::BulkUpsertResult>, Error<()>> {
        let url = format!("{}/licenses", self.baseurl,);
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .put(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "license_bulk_upsert",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Get a license

One license with the properties that are set on it.

Sends a `GET` request to `/licenses/{id}`

Arguments:
- `id`: The license, by object id, external id or source id.
*/
    pub async fn license_get<'a>(
        &'a self,
        id: &'a types::RecordRef,
    ) -> Result<ResponseValue<types::License>, Error<()>> {
        let url = format!(
            "{}/licenses/{}", self.baseurl, encode_path(& id.to_string()),
        );
        let mut header_map = ::reqwest::header::HeaderMap::with_capacity(1usize);
        header_map
            .append(
                ::reqwest::header::HeaderName::from_static("api-version"),
                ::reqwest::header::HeaderValue::from_static(Self::api_version()),
            );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .headers(header_map)
            .build()?;
        let info = OperationInfo {
            operation_id: "license_get",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    #[allow(unused_imports)]
    pub use super::Client;
}
