//! Whether an item of a bulk upsert can be created twice.

use super::Draft;
use crate::json::is_blank;
use crate::operation::{Evidence, Keying};

impl Keying {
    /// Whether an item fits this rule. No evidence tells what the server makes of a key that is blank or
    /// no text, so that counts as none.
    pub(crate) fn covers(&self, item: &impl Draft) -> bool {
        self.covers_what(
            |key| has_text(item, key),
            |key| item.as_fields().value_of(key).is_some(),
        )
    }

    /// The same by what is known of the item: whether a key has a text that is not blank, and whether it is set.
    pub(crate) fn covers_what(
        &self,
        has_text: impl Fn(&str) -> bool,
        is_set: impl Fn(&str) -> bool,
    ) -> bool {
        self.has.iter().all(|key| has_text(key)) && !self.lacks.iter().any(|key| is_set(key))
    }
}

/// Whether a body sets a key to a text that is not blank.
pub(crate) fn has_text(item: &impl Draft, key: &str) -> bool {
    let text = item
        .as_fields()
        .value_of(key)
        .and_then(|value| value.as_str());
    text.is_some_and(|text| !is_blank(&text))
}

/// What is known of the items that were looked at so far.
pub(crate) struct Keyed {
    rules: &'static [Keying],
    /// The weakest evidence that an item had to rely on; none once an item can be created twice.
    weakest: Option<Evidence>,
}

impl Keyed {
    /// Nothing looked at yet.
    pub(crate) fn new(rules: &'static [Keying]) -> Self {
        Self {
            rules,
            weakest: Some(Evidence::Documented),
        }
    }

    /// Looks at one more item. Of the rules that it fits, the surest counts.
    pub(crate) fn add(&mut self, item: &impl Draft) {
        // One item that fits no rule decides it for all.
        let Some(weakest) = self.weakest else { return };
        let fitting = self.rules.iter().filter(|rule| rule.covers(item));
        let surest = fitting.map(|rule| rule.evidence).min();
        self.weakest = surest.map(|evidence| evidence.max(weakest));
    }

    /// How well it is known that none of the items can be created twice; none where one can.
    pub(crate) fn evidence(&self) -> Option<Evidence> {
        self.weakest
    }
}

#[cfg(test)]
mod tests {
    use Evidence::{Documented, Inferred, Observed};

    use super::*;
    use crate::{Deal, DealUpsert, License, LicenseUpsert, Product, ProductUpsert, Resource};

    /// An item that sets these members, through the setter that takes any.
    macro_rules! item {
        ($body:ident, $json:expr) => {{
            let members: std::collections::BTreeMap<String, serde_json::Value> =
                serde_json::from_str($json).unwrap();
            members
                .into_iter()
                .fold($body::new(), |item, (key, value)| item.property(key, value))
        }};
    }

    macro_rules! evidence {
        ($record:ident, $body:ident, $items:expr) => {{
            let items: &[&str] = $items;
            let mut keyed = Keyed::new($record::OPERATIONS.bulk_upsert.keyed_by);
            for json in items {
                keyed.add(&item!($body, json));
            }
            keyed.evidence()
        }};
    }

    const ID: &str = r#"{"_id":"61006bc89a3e0b702ed8ea49"}"#;

    #[test]
    fn an_item_is_keyed_by_the_surest_rule_that_it_fits() {
        for (json, expected) in [
            (r#"{}"#, None),
            (r#"{"name":"A","companyId":"c"}"#, None),
            (r#"{"sourceId":"s"}"#, Some(Documented)),
            (
                r#"{"sourceId":"s","companyId":"c","_id":"i"}"#,
                Some(Documented),
            ),
            (r#"{"sourceId":" "}"#, None),
            (r#"{"sourceId":""}"#, None),
            (r#"{"sourceId":"\t"}"#, None),
            (r#"{"sourceId":"\u00a0\u2003\ufeff\n"}"#, None),
            (r#"{"sourceId":"\u0000"}"#, None),
            (r#"{"sourceId":"\t7"}"#, Some(Documented)),
            (
                r#"{"sourceId":"\t","externalId":" ","companyId":"c"}"#,
                None,
            ),
            (r#"{"externalId":"e","companyId":"\t"}"#, None),
            (r#"{"sourceId":null}"#, None),
            (r#"{"sourceId":7}"#, None),
            (r#"{"sourceId":["s"]}"#, None),
            (r#"{"sourceid":"s"}"#, None),
            (r#"{"externalId":"e"}"#, None),
            (r#"{"externalId":"e","companyId":"c"}"#, Some(Inferred)),
            (r#"{"externalId":"e","companyId":""}"#, None),
            (r#"{"externalId":"e","companyId":null}"#, None),
            (
                r#"{"externalId":"e","companyId":"c","sourceId":"s"}"#,
                Some(Documented),
            ),
            (
                r#"{"externalId":"e","companyId":"c","sourceId":""}"#,
                Some(Inferred),
            ),
            (ID, Some(Documented)),
            (r#"{"_id":"i","externalId":"e"}"#, Some(Documented)),
            (r#"{"_id":"i","companyId":"c"}"#, None),
            (r#"{"_id":"i","companyId":null}"#, None),
            (r#"{"_id":"i","companyId":""}"#, None),
            (
                r#"{"_id":"i","companyId":"c","externalId":"e"}"#,
                Some(Inferred),
            ),
            (r#"{"_id":"","name":"A"}"#, None),
        ] {
            assert_eq!(evidence!(Deal, DealUpsert, &[json]), expected, "{json}");
            let of_license = evidence!(License, LicenseUpsert, &[json]);
            assert_eq!(of_license, expected, "{json}");
        }
    }

    #[test]
    fn a_product_has_no_company_and_is_created_by_its_name() {
        for (json, expected) in [
            (r#"{"name":"A"}"#, None),
            (r#"{"name":"A","sourceId":"s"}"#, Some(Documented)),
            (r#"{"name":"A","externalId":"e"}"#, Some(Inferred)),
            (r#"{"name":"A","externalId":""}"#, None),
            (ID, Some(Documented)),
            (r#"{"_id":"i","name":"A"}"#, None),
            (r#"{"_id":"i","name":null}"#, None),
        ] {
            assert_eq!(
                evidence!(Product, ProductUpsert, &[json]),
                expected,
                "{json}"
            );
        }
    }

    #[test]
    fn many_items_are_as_sure_as_the_least_sure_and_not_at_all_if_one_is_not() {
        const SOURCE: &str = r#"{"sourceId":"s","companyId":"c"}"#;
        const EXTERNAL: &str = r#"{"externalId":"e","companyId":"c"}"#;
        const NONE: &str = r#"{"name":"A","companyId":"c"}"#;
        for (items, expected) in [
            (&[SOURCE, ID][..], Some(Documented)),
            (&[SOURCE, EXTERNAL, ID], Some(Inferred)),
            (&[EXTERNAL, SOURCE], Some(Inferred)),
            (&[NONE, SOURCE], None),
            (&[SOURCE, EXTERNAL, NONE, ID], None),
        ] {
            assert_eq!(evidence!(Deal, DealUpsert, items), expected, "{items:?}");
        }
        assert!(Documented < Observed && Observed < Inferred);
    }

    #[test]
    fn setters_count_like_any_other_way_and_the_last_one_wins() {
        let item = || DealUpsert::new().source_id("s").external_id("e");
        let evidence = |item: DealUpsert| {
            let mut keyed = Keyed::new(Deal::OPERATIONS.bulk_upsert.keyed_by);
            keyed.add(&item);
            keyed.evidence()
        };
        assert_eq!(evidence(item()), Some(Documented));
        assert_eq!(evidence(item().clear_source_id()), None);
        assert_eq!(
            evidence(item().clear_source_id().source_id("t")),
            Some(Documented)
        );
        assert_eq!(evidence(DealUpsert::new().custom("sourceId", "s")), None);
    }

    #[test]
    fn without_a_rule_nothing_is_keyed() {
        let mut keyed = Keyed::new(Deal::OPERATIONS.create.keyed_by);
        keyed.add(&DealUpsert::new().source_id("s"));
        assert_eq!(keyed.evidence(), None);
    }
}
