//! What callers can reach of a crate, and the foreign types it names.
//!
//! From the root, through public modules and re-exports, to whatever those signatures mention in turn: an alias or a
//! trait in a private module shows its types all the same. An implementation counts when callers can reach both its
//! type and its trait.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use super::description::{Description, Item, Mention};
use super::{Leak, PublicTypesError};

/// The public items of a crate, counted, and where they name what they should not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Surface {
    /// How many there are: modules, types, their public fields and functions, and so on.
    pub(super) items: usize,
    /// Sorted by place.
    pub(super) leaks: Vec<Leak>,
}

impl Surface {
    /// Lets an item name types of a crate; whether it did.
    pub(super) fn pardon(&mut self, item: &str, of: &str) -> bool {
        let found = self.leaks.len();
        self.leaks.retain(|leak| leak.item != item || leak.of != of);
        self.leaks.len() < found
    }
}

/// Reads a crate's description; types of `allowed` crates and of its own may be named.
pub(super) fn read(description: &Value, allowed: &[&str]) -> Result<Surface, PublicTypesError> {
    let description = Description::of(description)?;
    let root = description.root()?;
    let name = root.name.unwrap_or_default().to_owned();
    let mut walk = Walk {
        description: &description,
        allowed,
        exported: VecDeque::from([(root.id.clone(), name)]),
        mentioned: VecDeque::new(),
        reached: BTreeMap::new(),
        leaks: BTreeSet::new(),
        known: 0,
    };
    walk.all();
    if walk.reached.len() < 2 || walk.known == 0 {
        return Err(description.not_understood("it shows no public item that names any type"));
    }
    Ok(Surface {
        items: walk.reached.len(),
        leaks: walk.leaks.into_iter().collect(),
    })
}

struct Walk<'a> {
    description: &'a Description<'a>,
    allowed: &'a [&'a str],
    /// Items to look at, each with the name by which callers reach it. These go first: they have the better names.
    exported: VecDeque<(String, String)>,
    /// Items that others name.
    mentioned: VecDeque<(String, String)>,
    /// Items that were looked at, each with its name.
    reached: BTreeMap<String, String>,
    leaks: BTreeSet<Leak>,
    /// How many types were named rightly.
    known: usize,
}

impl Walk<'_> {
    fn all(&mut self) {
        let mut implementations = self.description.implementations();
        loop {
            while let Some((id, name)) = self
                .exported
                .pop_front()
                .or_else(|| self.mentioned.pop_front())
            {
                self.item(&id, &name);
            }
            let (reachable, rest): (Vec<Item<'_>>, Vec<Item<'_>>) = implementations
                .into_iter()
                .partition(|item| self.can_be_reached(item));
            if reachable.is_empty() {
                return;
            }
            for item in reachable {
                self.implementation(&item);
            }
            implementations = rest;
        }
    }

    fn item(&mut self, id: &str, name: &str) {
        let Some(item) = self.description.item(id) else {
            return;
        };
        match item.kind {
            // A re-export stands for what it names, under its own name.
            "use" => return self.export(&item, name),
            "extern_crate" => return self.whole_crate(&item, name),
            _ => {}
        }
        if self.reached.contains_key(id) {
            return;
        }
        self.reached.insert(id.to_owned(), name.to_owned());
        self.signature(&item, item.inner, name);
        self.parts(&item, name);
    }

    fn parts(&mut self, item: &Item<'_>, name: &str) {
        for id in item.parts() {
            let Some(part) = self.description.item(&id) else {
                continue;
            };
            if part.is_public() {
                let name = part
                    .name
                    .map_or_else(|| name.to_owned(), |own| format!("{name}::{own}"));
                self.exported.push_back((id, name));
            }
        }
    }

    /// `name` is the module's alone, for a re-export has no name of its own there.
    fn export(&mut self, item: &Item<'_>, name: &str) {
        let Some(target) = item.mention() else {
            return;
        };
        let all = item.inner["is_glob"].as_bool() == Some(true);
        let own = if all {
            "*"
        } else {
            item.inner["name"].as_str().unwrap_or_default()
        };
        match self
            .description
            .item(&target.id)
            .filter(|target| target.is_local)
        {
            Some(module) if all => self.parts(&module, name),
            Some(_) => self
                .exported
                .push_back((target.id, format!("{name}::{own}"))),
            None => self.mention(item, &format!("{name}::{own}"), &target),
        }
    }

    fn whole_crate(&mut self, item: &Item<'_>, name: &str) {
        let of = item.inner["name"].as_str().unwrap_or_default();
        if !self.allowed.contains(&of) {
            self.leak(item, name.to_owned(), of.to_owned(), of);
        }
    }

    /// Both its type and its trait, and the types that stand in the trait's brackets.
    fn can_be_reached(&self, item: &Item<'_>) -> bool {
        let mut named = Vec::new();
        Mention::collect(&item.inner["trait"], &mut named);
        Mention::collect(&item.inner["for"], &mut named);
        named
            .iter()
            .all(|named| !self.description.is_local(named) || self.reached.contains_key(&named.id))
    }

    fn implementation(&mut self, item: &Item<'_>) {
        let name = self.implementation_name(item);
        self.signature(item, item.inner, &name);
        if item.inner["trait"].is_null() {
            return self.parts(item, &name);
        }
        // Told once, as the implementation, not again for each of its functions.
        for part in item
            .parts()
            .iter()
            .filter_map(|id| self.description.item(id))
        {
            self.signature(item, part.inner, &name);
            self.reached.insert(part.id, name.clone());
        }
    }

    /// Whatever is found there is told of the item called `name`, which stands at `place`.
    fn signature(&mut self, place: &Item<'_>, signature: &Value, name: &str) {
        let mut named = Vec::new();
        Mention::collect(signature, &mut named);
        for mention in &named {
            self.mention(place, name, mention);
        }
    }

    fn mention(&mut self, place: &Item<'_>, name: &str, mention: &Mention<'_>) {
        if self.description.is_local(mention) {
            self.mentioned
                .push_back((mention.id.clone(), self.description.full_name(mention)));
            return;
        }
        let of = self.description.crate_of(mention);
        if self.allowed.contains(&of) {
            self.known += 1;
            return;
        }
        self.leak(
            place,
            name.to_owned(),
            self.description.full_name(mention),
            of,
        );
    }

    fn leak(&mut self, place: &Item<'_>, item: String, names: String, of: &str) {
        let (file, line) = (place.file.to_owned(), place.line);
        self.leaks.insert(Leak {
            file,
            line,
            item,
            names,
            of: of.to_owned(),
        });
    }

    fn implementation_name(&self, item: &Item<'_>) -> String {
        let mut named = Vec::new();
        Mention::collect(&item.inner["for"], &mut named);
        let of = named.first().map_or_else(
            || "_".to_owned(),
            |named| {
                self.reached
                    .get(&named.id)
                    .cloned()
                    .unwrap_or_else(|| self.description.full_name(named))
            },
        );
        match item.inner["trait"]["path"].as_str() {
            Some(of_trait) => format!("impl {of_trait} for {of}"),
            None => of,
        }
    }
}
