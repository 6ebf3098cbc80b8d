//! Reading the folder.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::json;
use crate::workspace::Workspace;

use super::fields::{Fields, File};
use super::problem::{OracleError, Problem};
use super::{EXCHANGE_VERBS, Location, Oracle, Resource, exchange, properties, rules};

impl Oracle {
    /// Reads all of `tests/documented/`.
    pub fn read(workspace: &Workspace) -> Result<Self, OracleError> {
        let reading = Reading {
            workspace,
            problems: RefCell::default(),
        };
        let oracle = reading.oracle();
        reading.taken_ids(&oracle);
        match reading.problems.into_inner() {
            problems if problems.is_empty() => Ok(oracle),
            problems => Err(OracleError { problems }),
        }
    }
}

struct Reading<'a> {
    workspace: &'a Workspace,
    problems: RefCell<Vec<Problem>>,
}

impl Reading<'_> {
    fn oracle(&self) -> Oracle {
        let mut oracle = Oracle {
            resources: Vec::new(),
            common: Vec::new(),
        };
        for path in self.entries(&self.workspace.file("tests/documented")) {
            match name(&path).as_str() {
                _ if path.is_dir() => oracle.resources.push(self.resource(&path)),
                "common.json" => {
                    oracle.common = self
                        .file(&path)
                        .map(|file| self.rules(&file))
                        .unwrap_or_default()
                }
                "README.md" => {}
                _ => self.stray(
                    &path,
                    "here stand README.md, common.json and a folder a resource",
                ),
            }
        }
        oracle
    }

    fn resource(&self, folder: &Path) -> Resource {
        let name_of_folder = name(folder);
        let mut exchanges = Vec::new();
        for path in self.entries(folder) {
            let verb = EXCHANGE_VERBS
                .iter()
                .position(|verb| name(&path) == format!("{verb}.json"));
            match verb {
                Some(verb) => exchanges.extend(self.file(&path).map(|file| {
                    let fields = Fields::of_file(&file, &self.problems);
                    (
                        verb,
                        exchange::read(&fields, &name_of_folder, EXCHANGE_VERBS[verb]),
                    )
                })),
                None if ["properties.json", "rules.json"].contains(&name(&path).as_str()) => {}
                None => self.stray(
                    &path,
                    "call it properties.json, rules.json, or by the verb of its operation",
                ),
            }
        }
        exchanges.sort_by_key(|(verb, _)| *verb);
        let table = self.file(&folder.join("properties.json"));
        let rules = self.file(&folder.join("rules.json"));
        Resource {
            folder: name_of_folder,
            exchanges: exchanges
                .into_iter()
                .map(|(_, exchange)| exchange)
                .collect(),
            table: match table {
                Some(file) => properties::read(&Fields::of_file(&file, &self.problems)),
                None => super::PropertyTable {
                    resource: String::new(),
                    page: String::new(),
                    properties: Vec::new(),
                },
            },
            rules: rules.map(|file| self.rules(&file)).unwrap_or_default(),
        }
    }

    fn rules(&self, file: &File) -> Vec<super::Rule> {
        rules::read(&Fields::of_file(file, &self.problems))
    }

    fn entries(&self, folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
        let mut entries: Vec<PathBuf> = entries.unwrap_or_else(|source| {
            self.note(Problem::Read {
                file: self.workspace.shown(folder),
                source,
            });
            Vec::new()
        });
        entries.sort();
        entries
    }

    fn file(&self, path: &Path) -> Option<File> {
        let name = self.workspace.shown(path);
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(source) => {
                self.note(Problem::Read { file: name, source });
                return None;
            }
        };
        match json::parse(&text) {
            Ok(_) => Some(File { name, text }),
            Err(source) => {
                self.note(Problem::Json { file: name, source });
                None
            }
        }
    }

    fn stray(&self, path: &Path, mend: &str) {
        self.note(Problem::Stray {
            file: self.workspace.shown(path),
            mend: mend.to_owned(),
        });
    }

    fn note(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    /// Exchanges and rules share one space of ids: a report names both by nothing else.
    fn taken_ids(&self, oracle: &Oracle) {
        let exchanges = oracle
            .exchanges()
            .map(|exchange| (&exchange.id, &exchange.at));
        let rules = oracle.rules().map(|rule| (&rule.id, &rule.at));
        let mut first: HashMap<&String, &Location> = HashMap::new();
        for (id, at) in exchanges.chain(rules).filter(|(id, _)| !id.is_empty()) {
            if let Some(first) = first.insert(id, at) {
                self.note(Problem::Taken {
                    at: at.clone(),
                    id: id.clone(),
                    first: first.clone(),
                });
            }
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
