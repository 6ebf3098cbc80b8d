//! One request in the state that it needs: a documented exchange, one that the spec has examples of, or a request that sends
//! everything there is.

use crate::json::Node;
use crate::oracle::Evidence;
use crate::report::Failure;
use crate::suite::material::Material;
use crate::suite::plan::{Planned, Played};
use crate::suite::reply::Judge;
use crate::suite::scene::{Asked, Scene};
use crate::suite::writing;

use super::file::{Data, EXCHANGES, Token};
use super::look::{Expected, Looked, Wanted};
use super::stage::Stage;

/// An exchange.
pub(super) fn case<'a>(
    material: &'a Material<'a>,
    data: &'a Data,
    scene: &'a Scene,
) -> Planned<'a, Stage> {
    Planned {
        id: scene.id.clone(),
        operation: scene.operation.clone(),
        evidence: scene.evidence,
        at: scene.at.clone(),
        play: Box::new(move |stage| {
            let expected = Expected {
                reply: match &scene.reply {
                    Some(reply) => Wanted::Whole(&reply.node),
                    None => Wanted::Anything,
                },
                excepted: data.excepted(&scene.id),
                ..Expected::success()
            };
            let setting = Setting {
                material,
                data,
                case: &scene.id,
                scene,
            };
            Played::of_all(setting.play(stage, &scene.request, &expected).checks())
        }),
    }
}

/// Each property that an operation's body can have, unless it has none. What is sent comes back, under its own name at least.
pub(super) fn writing<'a>(
    material: &'a Material<'a>,
    data: &'a Data,
    operation: &'a str,
) -> Option<Planned<'a, Stage>> {
    let scene = material.request_of(operation)?;
    let requests = writing::requests(material, scene)?;
    let id = requests.id;
    requests.have_bodies.then(|| Planned {
        id: id.clone(),
        operation: operation.to_owned(),
        evidence: Evidence::Inferred,
        at: requests.at,
        play: Box::new(move |stage| {
            let setting = Setting {
                material,
                data,
                case: &id,
                scene,
            };
            let mut looked = Looked::default();
            for (name, asked) in &requests.asked {
                let expected = match &asked.body {
                    // The last item is all nulls, so that no record is found by it, and none can be made.
                    Some(Node::Array(_)) => Expected {
                        status: 206,
                        ..Expected::success()
                    },
                    body => Expected {
                        reply: body.as_ref().map_or(Wanted::Anything, Wanted::Keys),
                        ..Expected::success()
                    },
                };
                looked.add(setting.play(stage, asked, &expected), name);
            }
            Played::of_all(looked.checks())
        }),
    })
}

/// What a request is made in.
struct Setting<'a> {
    material: &'a Material<'a>,
    data: &'a Data,
    case: &'a str,
    scene: &'a Scene,
}

impl Setting<'_> {
    /// Sends a request to an emulator of its own.
    fn play(&self, stage: &Stage, asked: &Asked, expected: &Expected<'_>) -> Looked {
        let Some(state) = self.data.state(self.case) else {
            let wanted = format!("a state for {}", self.case);
            return Looked::failed(Failure::new("missing", EXCHANGES, wanted, "none"));
        };
        let running = match stage.start(state) {
            Ok(running) => running,
            Err(problem) => return Looked::failed(not_started(problem)),
        };
        let operation = &self.scene.operation;
        let came = running.call(Token::Full, operation, &asked.input());
        let judge = Judge::of(self.material, operation);
        let answers = self.scene.answers.as_ref();
        Looked::at(judge, answers, expected, &came, &running)
    }
}

/// A state in which no emulator starts.
pub(super) fn not_started(problem: String) -> Failure {
    let wanted = "an emulator in the state of the case";
    Failure::new("state", "state", wanted, problem)
}
