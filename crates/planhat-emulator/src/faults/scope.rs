//! Which calls a fault may strike.

use super::{Fault, FaultError};
use crate::spec::{Spec, Verb};
use crate::tenant::Index;

/// Some or all of the calls.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    resource: Option<Index>,
    verbs: Vec<Verb>,
}

impl Scope {
    pub(super) fn check(fault: &Fault, spec: &Spec) -> Result<Self, FaultError> {
        let mut scope = Self {
            resource: None,
            verbs: fault.kind.verbs().to_vec(),
        };
        let named = [("resource", &fault.resource), ("verb", &fault.verb)];
        if let Some(id) = &fault.operation {
            if let Some((member, _)) = named.iter().find(|(_, named)| named.is_some()) {
                let problem = "goes not with `operation`, which says all";
                return Err(FaultError::at(member, problem));
            }
            let (resource, verb) = operation(spec, id)?;
            scope.resource = Some(resource);
            scope.narrow(fault, "operation", verb)?;
        }
        if let Some(name) = &fault.resource {
            scope.resource = Some(resource(spec, name)?);
        }
        if let Some(word) = &fault.verb {
            scope.narrow(fault, "verb", verb(word)?)?;
        }
        Ok(scope)
    }

    fn narrow(&mut self, fault: &Fault, member: &str, verb: Verb) -> Result<(), FaultError> {
        if !self.verbs.contains(&verb) {
            let could: Vec<_> = self.verbs.iter().map(|verb| verb.word()).collect();
            let problem = format!(
                "cannot have `{}`, which strikes `{}`",
                fault.kind,
                could.join("`, `")
            );
            return Err(FaultError::at(member, problem));
        }
        self.verbs = vec![verb];
        Ok(())
    }

    pub(super) fn has(&self, resource: Index, verb: Verb) -> bool {
        self.resource.is_none_or(|wanted| wanted == resource) && self.verbs.contains(&verb)
    }
}

fn operation(spec: &Spec, id: &str) -> Result<(Index, Verb), FaultError> {
    let mut all = spec
        .resources
        .iter()
        .enumerate()
        .flat_map(|(place, resource)| {
            Verb::ALL.into_iter().filter_map(move |verb| {
                let operation = resource.operation(verb)?;
                Some((operation.id.as_str(), (Index(place), verb)))
            })
        });
    let found = all.clone().find(|(known, _)| *known == id);
    found.map(|(_, found)| found).ok_or_else(|| {
        let known: Vec<_> = all.by_ref().map(|(id, _)| id).collect();
        let problem = format!(
            "there is no operation `{id}`; there are {}",
            known.join(", ")
        );
        FaultError::at("operation", problem)
    })
}

fn resource(spec: &Spec, name: &str) -> Result<Index, FaultError> {
    let found = spec.resource(name).map(Index);
    found.ok_or_else(|| FaultError::at("resource", crate::seed::no_resource(spec, name)))
}

fn verb(word: &str) -> Result<Verb, FaultError> {
    let found = Verb::ALL.into_iter().find(|verb| verb.word() == word);
    found.ok_or_else(|| {
        let known: Vec<_> = Verb::ALL.into_iter().map(Verb::word).collect();
        let problem = format!("there is no verb `{word}`; there are {}", known.join(", "));
        FaultError::at("verb", problem)
    })
}
