//! Which request edge answers itself and which it forwards.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::get;

use crate::answer;
use crate::forward::Forwarder;
use crate::settings::Settings;
use crate::upstream::{Destination, Upstream, destination};

struct Gateway {
    api: Upstream,
    web: Upstream,
    forwarder: Forwarder,
}

/// The routes of edge; serve them with `ConnectInfo<SocketAddr>`.
pub fn router(settings: &Settings) -> Router {
    let gateway = Gateway {
        api: settings.api.clone(),
        web: settings.web.clone(),
        forwarder: Forwarder::new(settings.connect_timeout, settings.response_timeout),
    };
    Router::new()
        .route("/healthz", get(answer::health))
        .route("/edge/greet", get(answer::greeting))
        .method_not_allowed_fallback(answer::method_not_allowed)
        .fallback(forward)
        .with_state(Arc::new(gateway))
}

async fn forward(
    State(gateway): State<Arc<Gateway>>,
    ConnectInfo(client): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    if request.method() == Method::CONNECT {
        return answer::method_not_allowed().await;
    }
    let root = PathAndQuery::from_static("/");
    let asked = request.uri().path_and_query().unwrap_or(&root);
    let (upstream, path_and_query) = match destination(asked) {
        Ok(Destination::Api(path_and_query)) => (&gateway.api, path_and_query),
        Ok(Destination::Web(path_and_query)) => (&gateway.web, path_and_query),
        Err(_) => return answer::refusal(StatusCode::BAD_REQUEST, "path is not valid"),
    };
    let client = client.ip().to_canonical();
    gateway
        .forwarder
        .forward(upstream, path_and_query, client, request)
        .await
}
