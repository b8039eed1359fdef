//! Sends a request on to an upstream and its response back, both as streams.

use std::error::Error;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::uri::{PathAndQuery, Scheme};
use axum::http::{StatusCode, Uri, Version};
use axum::response::Response;
use http_body::{Frame, SizeHint};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tower::BoxError;
use tower::timeout::Timeout;
use tower::timeout::error::Elapsed;
use tower::util::BoxCloneSyncService;

use crate::answer::refusal;
use crate::forwarded_headers::{add_forwarded, strip_hop_by_hop};
use crate::upstream::Upstream;

/// Shorter than the 5 s after which uvicorn closes an idle connection, so that edge closes it first.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(3);

type Connector = BoxCloneSyncService<Uri, TokioIo<TcpStream>, BoxError>;

/// Forwards requests over a pool of connections.
pub struct Forwarder {
    client: Client<Connector, RequestBody>,
    connect_timeout: Duration,
    response_timeout: Duration,
}

impl Forwarder {
    /// A forwarder with an empty pool.
    #[must_use]
    pub fn new(connect_timeout: Duration, response_timeout: Duration) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        // Around the whole connector, because its own timeout leaves out the name look-up.
        let connector = Connector::new(Timeout::new(connector, connect_timeout));
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .build(connector);
        Self {
            client,
            connect_timeout,
            response_timeout,
        }
    }

    /// Asks `upstream` for `path_and_query` and gives its response; redirects are the client's to follow.
    ///
    /// 502 when the upstream cannot be reached or breaks off, 504 when it takes too long.
    pub async fn forward(
        &self,
        upstream: &Upstream,
        path_and_query: PathAndQuery,
        client: IpAddr,
        request: Request,
    ) -> Response {
        let (mut parts, body) = request.into_parts();
        strip_hop_by_hop(&mut parts.headers);
        add_forwarded(&mut parts.headers, client);

        let mut uri = axum::http::uri::Parts::default();
        uri.scheme = Some(Scheme::HTTP);
        uri.authority = Some(upstream.authority.clone());
        uri.path_and_query = Some(path_and_query);
        let Ok(uri) = Uri::from_parts(uri) else {
            return refusal(StatusCode::BAD_REQUEST, "path is not valid");
        };

        let (sent, was_sent) = oneshot::channel();
        let mut onward = Request::new(RequestBody { body, _sent: sent });
        *onward.method_mut() = parts.method;
        *onward.uri_mut() = uri;
        *onward.headers_mut() = parts.headers;

        // An upload may take its time: the upstream's time starts when it has the whole request.
        let too_late = async {
            let _ = was_sent.await;
            tokio::time::sleep(self.response_timeout).await;
        };
        tokio::select! {
            response = self.client.request(onward) => match response {
                Ok(response) => backward(response.map(Body::new)),
                Err(error) => self.failure(upstream, &error),
            },
            () = too_late => {
                let limit = self.response_timeout.as_millis();
                let reason = format!("{} at {upstream} did not answer within {limit} ms", upstream.service);
                refusal(StatusCode::GATEWAY_TIMEOUT, &reason)
            }
        }
    }

    fn failure(&self, upstream: &Upstream, error: &legacy::Error) -> Response {
        let service = upstream.service;
        if has_elapsed(error) {
            let limit = self.connect_timeout.as_millis();
            let reason = format!("{service} at {upstream} took no connection within {limit} ms");
            refusal(StatusCode::GATEWAY_TIMEOUT, &reason)
        } else if error.is_connect() {
            refusal(
                StatusCode::BAD_GATEWAY,
                &format!("{service} is not reachable at {upstream}"),
            )
        } else {
            refusal(
                StatusCode::BAD_GATEWAY,
                &format!("{service} at {upstream} gave no valid answer"),
            )
        }
    }
}

fn backward(mut response: Response) -> Response {
    strip_hop_by_hop(response.headers_mut());
    // The version is between two neighbours as well.
    *response.version_mut() = Version::HTTP_11;
    response
}

fn has_elapsed(error: &legacy::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<Elapsed>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// A request's body; the client drops it, and with it the sender, once it is sent.
struct RequestBody {
    body: Body,
    _sent: oneshot::Sender<()>,
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
