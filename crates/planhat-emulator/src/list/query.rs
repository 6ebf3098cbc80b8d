//! What a list is asked for.

use crate::identity::ObjectId;
use crate::refusal::Refusal;
use crate::spec::{Operation, Resource};

use super::select::Name;

/// The most records of a page where the specification states no number.
const DEFAULT_LIMIT: u64 = 100;

/// What a list is asked for.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pub(crate) company: Option<ObjectId>,
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    pub(crate) sort: Option<Sort>,
    pub(crate) select: Option<Vec<Name>>,
}

/// By what, and in which direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) name: Name,
    pub(crate) descending: bool,
}

impl Query {
    /// Reads a query string. What the operation does not take is ignored, as observed; of a name that comes twice the
    /// last value counts.
    pub(crate) fn parse(
        resource: &Resource,
        operation: &Operation,
        query: &str,
    ) -> Result<Self, Refusal> {
        let limit = operation.parameter("limit");
        let mut parsed = Self {
            limit: size(
                limit
                    .and_then(|limit| limit.default)
                    .unwrap_or(DEFAULT_LIMIT),
            ),
            ..Self::default()
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if operation.parameter(&name).is_none() {
                continue;
            }
            match &*name {
                "companyId" => parsed.company = Some(company(&value)?),
                "limit" => parsed.limit = number(operation, "limit", &value)?,
                "offset" => parsed.offset = number(operation, "offset", &value)?,
                "sort" => parsed.sort = sort(resource, &value)?,
                "select" => parsed.select = select(&value),
                _ => {}
            }
        }
        Ok(parsed)
    }
}

fn company(value: &str) -> Result<ObjectId, Refusal> {
    ObjectId::parse(value)
        .ok_or_else(|| Refusal::bad("companyId is no object id: 24 hexadecimal digits are one"))
}

fn number(operation: &Operation, name: &str, value: &str) -> Result<usize, Refusal> {
    let parameter = operation.parameter(name);
    let least = parameter.and_then(|parameter| parameter.minimum);
    let most = parameter.and_then(|parameter| parameter.maximum);
    let least = least.unwrap_or(0);
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    // A number beyond u64 is one, and more than any list holds.
    let given = is_number.then(|| value.parse::<u64>().unwrap_or(u64::MAX));
    let fits = given.filter(|given| *given >= least && most.is_none_or(|most| *given <= most));
    fits.map(size).ok_or_else(|| {
        let bound = most.map_or_else(
            || format!("{least} or more"),
            |most| format!("{least} to {most}"),
        );
        Refusal::bad(format!("{name} is to be a whole number, {bound}"))
    })
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn sort(resource: &Resource, value: &str) -> Result<Option<Sort>, Refusal> {
    let (name, descending) = match value.strip_prefix('-') {
        Some(name) => (name, true),
        None => (value, false),
    };
    if value.is_empty() {
        return Ok(None);
    }
    let name = Name::parse(name);
    if resource.property(name.property()).is_none() {
        return Err(Refusal::bad(format!(
            "sort: a {} has no property `{}`; names are case-sensitive",
            resource.name,
            name.property()
        )));
    }
    Ok(Some(Sort { name, descending }))
}

/// The names in their order, each once.
fn select(value: &str) -> Option<Vec<Name>> {
    let mut names = Vec::new();
    for name in value.split(',').map(str::trim) {
        let parsed = Name::parse(name);
        if !name.is_empty() && !names.contains(&parsed) {
            names.push(parsed);
        }
    }
    (!names.is_empty()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_names_each_property_once() {
        let selected = select("b, custom.a b,,a,b").unwrap();
        assert_eq!(selected, ["b", "custom.a b", "a"].map(Name::parse));
        assert_eq!(select(""), None);
        assert_eq!(select(" , "), None);
    }
}
