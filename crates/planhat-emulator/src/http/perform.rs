//! One request, from its head to its reply.

use axum::body::Body;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response};
use percent_encoding::percent_decode_str;

use super::router::Route;
use super::{Server, body, reply};
use crate::auth::Access;
use crate::identity::{ObjectId, Reference};
use crate::list::Query;
use crate::refusal::Refusal;
use crate::spec::Verb;

/// Answers a request to a path of the specification.
pub(super) fn answer(
    server: &Server,
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
    let index = route.index;
    let value = || match sent {
        Ok(bytes) => body::value(&head.headers, bytes),
        Err(refusal) => Err(refusal.clone()),
    };
    Ok(match verb {
        Verb::List => {
            let query = head.uri.query().unwrap_or_default();
            let tenant = server.tenant();
            let operation = tenant.operation(index, verb)?;
            let query = Query::parse(tenant.resource(index), operation, query)?;
            let page = tenant.list(index, &query);
            drop(tenant);
            reply::json(200, &page)
        }
        Verb::Get => {
            let record = server.tenant().get(index, &reference(head)?)?;
            reply::json(200, &record)
        }
        Verb::Create => {
            let value = value()?;
            let record = server.tenant().create(index, &value)?;
            reply::json(200, &record)
        }
        Verb::Update => {
            let (reference, value) = (reference(head)?, value()?);
            let record = server.tenant().update(index, &reference, &value)?;
            reply::json(200, &record)
        }
        Verb::Delete => {
            let id = object_id(head)?;
            let counts = server.tenant().delete(index, &id);
            reply::json(200, &counts)
        }
        Verb::BulkUpsert => {
            let value = value()?;
            let (status, envelope) = match access {
                Access::Full => {
                    let envelope = server.tenant().bulk_upsert(index, &value)?;
                    (envelope.status(), envelope)
                }
                Access::ReadOnly => (403, server.tenant().bulk_forbidden(index, &value)?),
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
