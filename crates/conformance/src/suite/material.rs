//! All that cases are planned from.

use std::collections::HashMap;

use crate::client::Codec;
use crate::generated::records::codecs;
use crate::oracle::Oracle;
use crate::spec::{ObjectShape, Spec};

use super::SuiteError;
use super::ids::Ids;
use super::scene::{self, Scene};

/// All that cases are planned from.
pub(super) struct Material<'a> {
    pub(super) oracle: &'a Oracle,
    pub(super) spec: &'a Spec,
    pub(super) ids: Ids,
    pub(super) codecs: Vec<Codec>,
    pub(super) scenes: Vec<Scene>,
    shapes: HashMap<&'static str, ObjectShape>,
}

impl<'a> Material<'a> {
    pub(super) fn new(oracle: &'a Oracle, spec: &'a Spec) -> Result<Self, SuiteError> {
        let codecs = codecs();
        let shape = |codec: &Codec| Some((codec.name(), spec.object(codec.name()).ok()?));
        Ok(Self {
            oracle,
            spec,
            ids: Ids::read().map_err(SuiteError::Ids)?,
            shapes: codecs.iter().filter_map(shape).collect(),
            scenes: scene::all(oracle, spec),
            codecs,
        })
    }

    /// What the spec says of a type of the client.
    pub(super) fn shape(&self, schema: &str) -> Option<&ObjectShape> {
        self.shapes.get(schema)
    }

    /// The type of the client for a schema.
    pub(super) fn codec(&self, schema: &str) -> Option<&Codec> {
        self.codecs.iter().find(|codec| codec.name() == schema)
    }

    /// The scenes of an operation, the documented one first.
    pub(super) fn scenes_of(&self, operation: &str) -> impl Iterator<Item = &Scene> {
        self.scenes
            .iter()
            .filter(move |scene| scene.operation == operation)
    }

    /// The scene of an operation whose request cases start from.
    pub(super) fn request_of(&self, operation: &str) -> Option<&Scene> {
        self.scenes_of(operation).next()
    }

    /// The scene of an operation whose reply cases start from.
    pub(super) fn reply_of(&self, operation: &str) -> Option<&Scene> {
        self.scenes_of(operation)
            .find(|scene| scene.reply.is_some())
    }
}
