//! The gateway on a real socket, in front of upstreams on loopback that speak plain bytes.

use std::net::SocketAddr;
use std::time::Duration;

use edge::gateway::router;
use edge::settings::Settings;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

/// Starts a gateway that takes `upstream` for api and for web.
async fn start_gateway(upstream: SocketAddr, response_timeout_ms: u32) -> SocketAddr {
    let settings = Settings::read(|name| match name {
        "API_URL" | "WEB_URL" => Some(format!("http://{upstream}")),
        "CONNECT_TIMEOUT_MS" => Some("200".to_owned()),
        "RESPONSE_TIMEOUT_MS" => Some(response_timeout_ms.to_string()),
        _ => None,
    });
    let router = router(&settings.expect("good settings"));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        axum::serve(
            listener,
            router.into_make_service_with_connect_info::<SocketAddr>(),
        )
        .await
    });
    address
}

async fn listen() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

async fn accept(listener: &TcpListener) -> TcpStream {
    let accepted = tokio::time::timeout(Duration::from_secs(5), listener.accept()).await;
    accepted
        .expect("a connection in time")
        .expect("a connection")
        .0
}

async fn send(connection: &mut TcpStream, bytes: &str) {
    connection
        .write_all(bytes.as_bytes())
        .await
        .expect("an open connection");
}

/// Reads until what was read ends with `end`, for a few seconds at most.
async fn read_until(connection: &mut TcpStream, end: &str) -> String {
    let mut read = Vec::new();
    let reading = async {
        while !read.ends_with(end.as_bytes()) {
            match connection.read_u8().await {
                Ok(byte) => read.push(byte),
                Err(_) => break,
            }
        }
    };
    let in_time = tokio::time::timeout(Duration::from_secs(5), reading)
        .await
        .is_ok();
    let read = String::from_utf8_lossy(&read).into_owned();
    assert!(
        in_time && read.ends_with(end),
        "expected {end:?} at the end of {read:?}"
    );
    read
}

/// Answers one request with `response` and gives the request's head.
fn answer_once(listener: TcpListener, response: &'static str) -> JoinHandle<String> {
    tokio::spawn(async move {
        let mut connection = accept(&listener).await;
        let head = read_until(&mut connection, "\r\n\r\n").await;
        send(&mut connection, response).await;
        head
    })
}

/// Sends a request that ends its connection and gives the whole response.
async fn ask(gateway: SocketAddr, request_line: &str) -> String {
    let mut client = TcpStream::connect(gateway).await.expect("the gateway");
    send(
        &mut client,
        &format!("{request_line} HTTP/1.1\r\nhost: example.org\r\nconnection: close\r\n\r\n"),
    )
    .await;
    let mut response = String::new();
    client
        .read_to_string(&mut response)
        .await
        .expect("a response");
    response
}

#[tokio::test]
async fn streams_a_response() {
    let (listener, upstream) = listen().await;
    let gateway = start_gateway(upstream, 5000).await;
    let mut client = TcpStream::connect(gateway).await.expect("the gateway");
    send(
        &mut client,
        "GET /stream HTTP/1.1\r\nhost: example.org\r\n\r\n",
    )
    .await;

    let mut connection = accept(&listener).await;
    read_until(&mut connection, "\r\n\r\n").await;
    send(
        &mut connection,
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n",
    )
    .await;
    // The upstream has not finished, and does not before the client has its first chunk.
    read_until(&mut client, "3\r\none\r\n").await;
    send(&mut connection, "3\r\ntwo\r\n0\r\n\r\n").await;
    assert_eq!(
        read_until(&mut client, "0\r\n\r\n").await,
        "3\r\ntwo\r\n0\r\n\r\n"
    );
}

#[tokio::test]
async fn streams_a_request_whose_upload_may_outlast_the_response_timeout() {
    let (listener, upstream) = listen().await;
    let gateway = start_gateway(upstream, 100).await;
    let mut client = TcpStream::connect(gateway).await.expect("the gateway");
    let head =
        "POST /api/upload HTTP/1.1\r\nhost: example.org\r\ntransfer-encoding: chunked\r\n\r\n";
    send(&mut client, head).await;
    send(&mut client, "3\r\none\r\n").await;

    let mut connection = accept(&listener).await;
    let head = read_until(&mut connection, "\r\n\r\n").await;
    assert!(head.starts_with("POST /upload HTTP/1.1\r\n"), "{head}");
    read_until(&mut connection, "3\r\none\r\n").await;
    tokio::time::sleep(Duration::from_millis(250)).await;
    send(&mut client, "3\r\ntwo\r\n0\r\n\r\n").await;
    read_until(&mut connection, "3\r\ntwo\r\n0\r\n\r\n").await;
    send(&mut connection, "HTTP/1.1 204 No Content\r\n\r\n").await;
    let response = read_until(&mut client, "\r\n\r\n").await;
    assert!(
        response.starts_with("HTTP/1.1 204 No Content\r\n"),
        "{response}"
    );
}

#[tokio::test]
async fn changes_no_more_of_a_request_than_it_must() {
    let (listener, upstream) = listen().await;
    let gateway = start_gateway(upstream, 5000).await;
    let answer = answer_once(listener, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let mut client = TcpStream::connect(gateway).await.expect("the gateway");
    let request = "DELETE /api/a%2fb/../c?q=%zz+%F0&r='{} HTTP/1.1\r\nhost: example.org\r\n\
        connection: keep-alive, x-secret\r\nx-secret: 1\r\nx-forwarded-for: 10.1.1.1\r\nx-other: 2\r\n\r\n";
    send(&mut client, request).await;
    read_until(&mut client, "\r\n\r\n").await;

    let head = answer.await.expect("a request");
    let mut lines: Vec<&str> = head.trim_end().split("\r\n").collect();
    assert_eq!(
        lines.remove(0),
        "DELETE /a%2fb/../c?q=%zz+%F0&r='{} HTTP/1.1"
    );
    lines.sort_unstable();
    let host = format!("host: {upstream}");
    let mut expected = [
        host.as_str(),
        "x-forwarded-for: 10.1.1.1, 127.0.0.1",
        "x-forwarded-host: example.org",
        "x-forwarded-proto: http",
        "x-other: 2",
    ];
    expected.sort_unstable();
    assert_eq!(lines, expected);
}

#[tokio::test]
async fn changes_no_more_of_a_response_than_it_must() {
    let given = "HTTP/1.0 302 Found\r\nlocation: http://127.0.0.1:1/elsewhere\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n\
        connection: keep-alive, x-secret\r\nkeep-alive: timeout=5\r\nx-secret: 1\r\ncontent-length: 4\r\n\r\nbody";
    for (method, body) in [("GET", "body"), ("HEAD", "")] {
        let (listener, upstream) = listen().await;
        let gateway = start_gateway(upstream, 5000).await;
        let answer = answer_once(listener, given);
        let response = ask(gateway, &format!("{method} /old")).await;
        assert!(
            answer
                .await
                .expect("a request")
                .starts_with(&format!("{method} /old HTTP/1.1\r\n"))
        );

        let (head, received_body) = response.split_once("\r\n\r\n").expect("a head and a body");
        let lines: Vec<&str> = head
            .split("\r\n")
            .filter(|line| !line.starts_with("date: "))
            .collect();
        let expected = [
            "HTTP/1.1 302 Found",
            "location: http://127.0.0.1:1/elsewhere",
            "set-cookie: a=1",
            "set-cookie: b=2",
            "content-length: 4",
            "connection: close",
        ];
        assert_eq!(
            (lines.as_slice(), received_body),
            (expected.as_slice(), body),
            "{method}"
        );
    }
}

#[tokio::test]
async fn says_502_when_an_upstream_is_down_or_breaks_off() {
    let (listener, upstream) = listen().await;
    drop(listener);
    let gateway = start_gateway(upstream, 5000).await;
    for (path, service) in [("/api/greet", "api"), ("/", "web")] {
        let response = ask(gateway, &format!("GET {path}")).await;
        assert!(
            response.starts_with("HTTP/1.1 502 Bad Gateway\r\ncontent-type: application/json\r\n"),
            "{response}"
        );
        let body = format!("{{\"error\":\"{service} is not reachable at http://{upstream}\"}}");
        assert!(response.ends_with(&body), "{response}");
    }

    for answer in ["", "HTTP/1.1 two hundred\r\n\r\n"] {
        let (listener, upstream) = listen().await;
        let gateway = start_gateway(upstream, 5000).await;
        let answered = answer_once(listener, answer);
        let response = ask(gateway, "GET /api/greet").await;
        answered.await.expect("a request");
        assert!(
            response.starts_with("HTTP/1.1 502 Bad Gateway\r\n"),
            "{response}"
        );
        let body = format!("{{\"error\":\"api at http://{upstream} gave no valid answer\"}}");
        assert!(response.ends_with(&body), "{response}");
    }
}

#[tokio::test]
async fn says_504_when_an_upstream_does_not_answer() {
    let (_listener, upstream) = listen().await;
    let gateway = start_gateway(upstream, 50).await;
    let response = ask(gateway, "GET /api/greet").await;
    assert!(
        response.starts_with("HTTP/1.1 504 Gateway Timeout\r\n"),
        "{response}"
    );
    let body = format!("{{\"error\":\"api at http://{upstream} did not answer within 50 ms\"}}");
    assert!(response.ends_with(&body), "{response}");
}

#[tokio::test]
async fn says_504_when_an_upstream_takes_no_connection() {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket
        .bind("127.0.0.1:0".parse().expect("an address"))
        .expect("a free port");
    let listener = socket.listen(1).expect("a listener");
    let upstream = listener.local_addr().expect("an address");
    // With its queue full and nobody accepting, Linux leaves the next connection waiting.
    let mut queue = Vec::new();
    while let Ok(connection) =
        tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(upstream)).await
    {
        queue.push(connection);
    }
    let gateway = start_gateway(upstream, 5000).await;
    let response = ask(gateway, "GET /api/greet").await;
    assert!(
        response.starts_with("HTTP/1.1 504 Gateway Timeout\r\n"),
        "{response}"
    );
    let body =
        format!("{{\"error\":\"api at http://{upstream} took no connection within 200 ms\"}}");
    assert!(response.ends_with(&body), "{response}");
}

#[tokio::test]
async fn answers_its_own_routes() {
    let (listener, upstream) = listen().await;
    drop(listener);
    let gateway = start_gateway(upstream, 5000).await;
    for (request_line, status, body) in [
        ("GET /healthz", "200 OK", r#"{"status":"ok"}"#),
        ("HEAD /healthz", "200 OK", ""),
        (
            "POST /healthz",
            "405 Method Not Allowed",
            r#"{"error":"method not allowed"}"#,
        ),
        (
            "GET /edge/greet?name=Ada",
            "200 OK",
            r#"{"greeting":"Hello, Ada!","anchor":"cargo"}"#,
        ),
        (
            "GET /edge/greet",
            "400 Bad Request",
            r#"{"error":"name is missing"}"#,
        ),
        (
            "PUT /edge/greet",
            "405 Method Not Allowed",
            r#"{"error":"method not allowed"}"#,
        ),
        (
            "CONNECT example.org:443",
            "405 Method Not Allowed",
            r#"{"error":"method not allowed"}"#,
        ),
    ] {
        let response = ask(gateway, request_line).await;
        assert!(
            response.starts_with(&format!("HTTP/1.1 {status}\r\n")),
            "{request_line}: {response}"
        );
        let (_, received_body) = response.split_once("\r\n\r\n").expect("a head and a body");
        assert_eq!(received_body, body, "{request_line}");
    }
}
