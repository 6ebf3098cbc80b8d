//! Reading rules.

use super::Rule;
use super::fields::Fields;

pub(super) fn read(fields: &Fields<'_>) -> Vec<Rule> {
    fields.text("resource");
    let rules = fields.objects("rules").iter().map(rule).collect();
    fields.nothing_else();
    rules
}

fn rule(fields: &Fields<'_>) -> Rule {
    Rule {
        id: fields.text("id"),
        operations: fields.texts("operations"),
        kind: fields.text("kind"),
        says: fields.text("says"),
        source: fields.source(),
        evidence: fields.evidence(Some(fields.text("evidence"))),
        at: fields.at(),
        // Last: these are the members that nothing above has read.
        keys: fields.others(),
    }
}
