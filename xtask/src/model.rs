//! What is generated from, free of YAML: the spec's truth, lowered to what a tolerant client needs.

/// Everything that the client and its proof are generated from.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The kinds of records that have operations, in the order of the file.
    pub resources: Vec<Resource>,
    /// Every object that replies hold, resources included, by name.
    pub objects: Vec<Object>,
    /// The listed values of objects that are no resources.
    pub enums: Vec<OpenEnum>,
}

/// A kind of record with its operations and request bodies.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// The schema of the record, such as `License`.
    pub name: String,
    /// The module of all that is generated for it, such as `license`.
    pub module: String,
    /// The collection on the client, such as `licenses`.
    pub collection: String,
    /// What the records are.
    pub doc: String,
    /// The operations, by verb.
    pub operations: Vec<Operation>,
    /// The request bodies, by role.
    pub drafts: Vec<Draft>,
    /// The listed values of its properties, request bodies included.
    pub enums: Vec<OpenEnum>,
    /// A record that the spec gives as an example, where it gives one.
    pub sample: Option<serde_json::Value>,
}

impl Resource {
    /// The operation of a verb; lowering makes sure that there is one.
    pub fn operation(&self, verb: Verb) -> Option<&Operation> {
        self.operations
            .iter()
            .find(|operation| operation.verb == verb)
    }

    /// The request body of a role.
    pub fn draft(&self, role: Role) -> Option<&Draft> {
        self.drafts.iter().find(|draft| draft.role == role)
    }
}

/// What an operation does to its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// `POST` on the collection.
    Create,
    /// `PUT` on a record.
    Update,
    /// `GET` on a record.
    Get,
    /// `GET` on the collection.
    List,
    /// `DELETE` on a record.
    Delete,
    /// `PUT` on the collection.
    BulkUpsert,
}

impl Verb {
    /// All verbs, each of which a resource has.
    pub const ALL: [Self; 6] = [
        Self::Create,
        Self::Update,
        Self::Get,
        Self::List,
        Self::Delete,
        Self::BulkUpsert,
    ];

    /// The end of an operation's id.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Get => "get",
            Self::List => "list",
            Self::Delete => "delete",
            Self::BulkUpsert => "bulk_upsert",
        }
    }
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Its id in the spec.
    pub id: String,
    /// What it does.
    pub verb: Verb,
    /// The method in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The spec's word for when it may be repeated.
    pub retry: String,
    /// By what its items cannot be created twice, where that decides it.
    pub keyed_by: Vec<Keying>,
    /// What an item needs to be created, where items may be.
    pub creates_with: Option<Minimum>,
    /// The spec's word for how well it is known.
    pub evidence: String,
    /// How many items its body may hold.
    pub max_items: Option<u64>,
    /// The error statuses that may carry its result.
    pub result_statuses: Vec<u16>,
    /// The query parameters.
    pub query: Vec<Query>,
}

/// A rule by which an item cannot be created twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keying {
    /// The keys that the item has.
    pub has: Vec<String>,
    /// The keys that it lacks.
    pub lacks: Vec<String>,
    /// The spec's word for how well it is known.
    pub evidence: String,
}

/// What an item has at least that is to be created.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Minimum {
    /// All of these keys.
    pub all: Vec<String>,
    /// One of these keys, where there are any.
    pub any: Vec<String>,
}

/// One query parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust.
    pub rust: String,
    /// What it does.
    pub doc: String,
    /// The spec's word for how well it is known.
    pub evidence: String,
    /// What it takes.
    pub kind: QueryKind,
}

/// What a query parameter takes.
#[derive(Debug, Clone, PartialEq)]
pub enum QueryKind {
    /// Any text.
    Text,
    /// Names with commas between them.
    Names,
    /// An object id.
    ObjectId,
    /// An integer within bounds.
    Integer {
        /// The least.
        minimum: u64,
        /// The most, if there is one.
        maximum: Option<u64>,
    },
}

/// An object that replies hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Its schema's name.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// Its properties.
    pub properties: Vec<Property>,
    /// Its JSON Schema in one piece, `$ref`s within this document left out.
    pub schema: serde_json::Value,
}

/// One property.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Its name on the wire.
    pub wire: String,
    /// Its name in Rust.
    pub rust: String,
    /// What it means.
    pub doc: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether the server works it out.
    pub autogenerated: bool,
    /// The spec's word for how well it is known.
    pub evidence: String,
}

impl Property {
    /// Whether request bodies set it field by field: the tenant's own fields, which stand under one key everywhere.
    pub fn is_set_by_label(&self) -> bool {
        self.kind == Kind::Custom && self.wire == "custom"
    }
}

/// What a property holds, when it holds what the spec says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// An object id.
    ObjectId,
    /// An object id, `extid-…` or `srcid-…`.
    RecordRef,
    /// A number.
    Number,
    /// An integer.
    Integer,
    /// A boolean.
    Boolean,
    /// A date or date-time.
    Timestamp,
    /// One of the listed values of this type, or another.
    Enum(String),
    /// A list.
    Array(Box<Kind>),
    /// An object with properties of its own.
    Object(String),
    /// A free object of the tenant's own keys.
    Custom,
    /// Anything.
    Json,
}

/// A request body.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its schema's name.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// What it is.
    pub doc: String,
    /// Its properties.
    pub properties: Vec<Property>,
    /// The names of those it cannot do without.
    pub required: Vec<String>,
    /// Its JSON Schema in one piece.
    pub schema: serde_json::Value,
}

impl Draft {
    /// The properties it cannot do without.
    pub fn required(&self) -> impl Iterator<Item = &Property> {
        self.properties
            .iter()
            .filter(|property| self.required.contains(&property.wire))
    }
}

/// What a request body is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Creating a record.
    Create,
    /// Updating one.
    Update,
    /// One item of a bulk upsert.
    Upsert,
}

/// Listed values that may grow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenEnum {
    /// The type's name.
    pub name: String,
    /// Where the property first stands, as a JSON pointer.
    pub pointer: String,
    /// The property it belongs to.
    pub property: String,
    /// What it means.
    pub doc: String,
    /// The values: on the wire, and in Rust.
    pub values: Vec<(String, String)>,
}
