//! The reference as a page: Swagger UI over the specification, with the emulator for its only server.

mod document;

use axum::Router;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, get_service};
use swagger_ui_dist::{ApiDefinition, OpenApiSource};

use crate::auth::Tokens;
use crate::emulator::Emulator;

const PAGE: &str = "/_emulator/docs";
const DOCUMENT: &str = "/_emulator/openapi.json";

/// The files of the viewer that the page loads, and those that a browser's tools ask for.
const VIEWER: [&str; 4] = [
    "/_emulator/docs/swagger-ui-bundle.js",
    "/_emulator/docs/swagger-ui-bundle.js.map",
    "/_emulator/docs/swagger-ui.css",
    "/_emulator/docs/swagger-ui.css.map",
];

/// The page loads from the emulator and sends to it, and nowhere else. Pictures in `data:` are the viewer's icons.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page, what it loads, and the specification. Nobody needs a token for them, so the only token that the page is
/// filled in with is the one that everybody knows.
pub(crate) fn router(tokens: &Tokens) -> Router {
    let token = tokens.all().find(|token| *token == Emulator::TOKEN);
    let page = include_str!("index.html").replace("{token}", token.unwrap_or_default());
    let page = get(([(CONTENT_TYPE, "text/html; charset=utf-8")], page));
    let script = ([(CONTENT_TYPE, "text/javascript")], include_str!("page.js"));
    let style = ([(CONTENT_TYPE, "text/css")], include_str!("page.css"));
    let mut router = Router::new()
        .route(PAGE, page.clone())
        .route("/_emulator/docs/", page)
        .route("/_emulator/docs/page.js", get(script))
        .route("/_emulator/docs/page.css", get(style))
        .route(DOCUMENT, get(|| async { document::reply() }));
    // The viewer comes as a router with a page of its own, which is passed by.
    let viewer = swagger_ui_dist::generate_routes(ApiDefinition {
        uri_prefix: PAGE,
        api_definition: OpenApiSource::Uri(DOCUMENT),
        title: None,
    });
    for file in VIEWER {
        router = router.route(file, get_service(viewer.clone()));
    }
    router.route_layer(map_response(|response: Response| async {
        let headers = [
            (CONTENT_SECURITY_POLICY, POLICY),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        (headers, response)
    }))
}
