//! Calls one after another, each on what the ones before it left.

use crate::client::Input;
use crate::oracle::Evidence;
use crate::suite::material::Material;
use crate::suite::plan::{Planned, Played};
use crate::suite::reply::Judge;

use super::exchange::not_started;
use super::file::{Conversation, Step};
use super::look::{Expected, Looked, Wanted};
use super::stage::{Running, Stage};

pub(super) fn case<'a>(
    material: &'a Material<'a>,
    conversation: &'a Conversation,
) -> Planned<'a, Stage> {
    Planned {
        id: conversation.id.clone(),
        operation: "conversations".to_owned(),
        // No page shows one.
        evidence: Evidence::Inferred,
        at: conversation.at.clone(),
        play: Box::new(move |stage| Played::of_all(play(material, conversation, stage).checks())),
    }
}

fn play(material: &Material<'_>, conversation: &Conversation, stage: &Stage) -> Looked {
    let running = match stage.start(&conversation.state) {
        Ok(running) => running,
        Err(problem) => return Looked::failed(not_started(problem)),
    };
    let mut looked = Looked::default();
    for (index, step) in conversation.steps.iter().enumerate() {
        let name = format!("step {}, {}", index + 1, step.call);
        looked.add(take(material, step, &running), &name);
    }
    looked
}

fn take(material: &Material<'_>, step: &Step, running: &Running<'_>) -> Looked {
    let input = Input {
        id: step.id.clone(),
        query: step.query.clone(),
        body: step.body.as_ref(),
    };
    let came = running.call(step.token, &step.call, &input);
    let expected = Expected {
        status: step.status,
        reply: match (&step.equals, &step.reply) {
            (Some(whole), _) => Wanted::Whole(whole),
            (None, Some(part)) => Wanted::Part(part),
            (None, None) => Wanted::Anything,
        },
        violations: &step.violations,
        ..Expected::success()
    };
    let scene = material.request_of(&step.call);
    let answers = scene.and_then(|scene| scene.answers.as_ref());
    let judge = Judge::of(material, &step.call);
    Looked::at(judge, answers, &expected, &came, running)
}
