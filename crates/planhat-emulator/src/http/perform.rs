//! One request, from its head to its reply.

use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response};
use percent_encoding::percent_decode_str;

use super::router::Route;
use super::{Server, body, reply};
use crate::auth::Access;
use crate::faults::Twist;
use crate::identity::{ObjectId, Reference};
use crate::list::Query;
use crate::refusal::Refusal;
use crate::spec::Verb;
use crate::tenant::Tenant;

/// Answers a request to a path of the specification, on this tenant, with what faults make different about it.
pub(super) fn answer(
    server: &Server,
    tenant: &Mutex<Tenant>,
    twist: &Twist,
    route: Route,
    head: &Parts,
    sent: &Result<Vec<u8>, Refusal>,
) -> Result<Response<Body>, Refusal> {
    let method = head.method.as_str();
    let Some(verb) = route.verb(method) else {
        let allowed: Vec<_> = route.verbs().map(Verb::method).collect();
        let path = head.uri.path();
        return Ok(reply::not_allowed(method, path, &allowed.join(", ")));
    };
    let access = admit(server, route, verb, head)?;
    let tenant = twist.stale.as_deref().unwrap_or(tenant);
    let tenant = || tenant.lock().unwrap_or_else(PoisonError::into_inner);
    let index = route.index;
    let value = || match sent {
        Ok(bytes) => body::value(&head.headers, bytes),
        Err(refusal) => Err(refusal.clone()),
    };
    Ok(match verb {
        Verb::List => {
            let query = head.uri.query().unwrap_or_default();
            let tenant = tenant();
            let operation = tenant.operation(index, verb)?;
            let mut query = Query::parse(tenant.resource(index), operation, query)?;
            twist.bend(&mut query);
            let page = tenant.list(index, &query);
            drop(tenant);
            reply::json(200, &page)
        }
        Verb::Get => {
            let record = tenant().get(index, &reference(head)?)?;
            reply::json(200, &record)
        }
        Verb::Create => {
            let value = value()?;
            let record = tenant().create(index, &value)?;
            reply::json(200, &record)
        }
        Verb::Update => {
            let (reference, value) = (reference(head)?, value()?);
            let record = tenant().update(index, &reference, &value)?;
            reply::json(200, &record)
        }
        Verb::Delete => {
            let id = object_id(head)?;
            let counts = tenant().delete(index, &id);
            reply::json(200, &counts)
        }
        Verb::BulkUpsert => {
            let value = value()?;
            let (status, envelope) = match access {
                Access::Full => {
                    let failing = twist.failing.as_ref();
                    let envelope = tenant().bulk_upsert(index, &value, failing)?;
                    (envelope.status(), envelope)
                }
                Access::ReadOnly => (403, tenant().bulk_forbidden(index, &value)?),
            };
            reply::json(status, &envelope.into_json())
        }
    })
}

/// Whether whoever calls may do this at all.
fn admit(server: &Server, route: Route, verb: Verb, head: &Parts) -> Result<Access, Refusal> {
    let header = head.headers.get(AUTHORIZATION).map(HeaderValue::as_bytes);
    let access = server.tokens.access(header)?;
    if let Some(status) = server.absent.get(route.index.0).copied().flatten() {
        return Err(Refusal::new(
            status,
            "this tenant does not have the resource",
        ));
    }
    // A bulk upsert says it of each item.
    if access == Access::ReadOnly && verb.writes() && verb != Verb::BulkUpsert {
        return Err(Refusal::new(403, "this token may not write"));
    }
    Ok(access)
}

/// The last part of the path, decoded.
fn id(head: &Parts) -> Result<String, Refusal> {
    let segment = head.uri.path().rsplit('/').next().unwrap_or_default();
    let decoded = percent_decode_str(segment).decode_utf8();
    let decoded = decoded.map_err(|_| Refusal::bad("the id is no UTF-8 once it is decoded"))?;
    Ok(decoded.into_owned())
}

fn reference(head: &Parts) -> Result<Reference, Refusal> {
    Reference::parse(&id(head)?).ok_or_else(|| Refusal::bad(Reference::NONE))
}

/// Deletes take nothing else (documented).
fn object_id(head: &Parts) -> Result<ObjectId, Refusal> {
    ObjectId::parse(&id(head)?).ok_or_else(|| {
        Refusal::bad("a delete takes an object id, 24 hexadecimal digits, and nothing else")
    })
}
