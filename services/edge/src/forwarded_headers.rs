//! What a gateway takes out of and puts into the headers it forwards.

use std::net::IpAddr;

use axum::http::header::{CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue};

/// Headers between two neighbours, not between the ends (RFC 9110, section 7.6.1).
const HOP_BY_HOP: [&str; 9] = [
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Takes out the hop-by-hop headers and those that `connection` names.
pub fn strip_hop_by_hop(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .filter_map(|name| HeaderName::from_bytes(name.trim_ascii()).ok())
        .collect();
    for name in named {
        headers.remove(name);
    }
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
}

/// Adds the client's address to `x-forwarded-for` and sets `x-forwarded-host` and `x-forwarded-proto`.
///
/// `host` is taken out, for the upstream has its own.
pub fn add_forwarded(headers: &mut HeaderMap, client: IpAddr) {
    let mut chain = Vec::new();
    for hop in headers.get_all(&FORWARDED_FOR) {
        chain.extend_from_slice(hop.as_bytes());
        chain.extend_from_slice(b", ");
    }
    chain.extend_from_slice(client.to_string().as_bytes());
    if let Ok(chain) = HeaderValue::from_bytes(&chain) {
        headers.insert(FORWARDED_FOR, chain);
    }
    match headers.remove(HOST) {
        Some(host) => headers.insert(FORWARDED_HOST, host),
        None => headers.remove(FORWARDED_HOST),
    };
    headers.insert(FORWARDED_PROTO, HeaderValue::from_static("http"));
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use axum::http::header::{HeaderMap, HeaderName, HeaderValue};

    use super::{add_forwarded, strip_hop_by_hop};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn strips_hop_by_hop_headers() {
        let cases: [(&[_], &[_]); 5] = [
            (
                &[("accept", "*/*"), ("te", "trailers")],
                &[("accept", "*/*")],
            ),
            (
                &[
                    ("connection", "keep-alive"),
                    ("keep-alive", "timeout=5"),
                    ("proxy-authenticate", "x"),
                    ("proxy-authorization", "x"),
                    ("proxy-connection", "x"),
                    ("trailer", "x"),
                    ("transfer-encoding", "chunked"),
                    ("upgrade", "websocket"),
                ],
                &[],
            ),
            (
                &[
                    ("connection", "close, X-One ,,x-two"),
                    ("x-one", "1"),
                    ("x-two", "2"),
                    ("x-three", "3"),
                ],
                &[("x-three", "3")],
            ),
            (
                &[
                    ("connection", "x-one"),
                    ("connection", "x-two"),
                    ("x-one", "1"),
                    ("x-two", "2"),
                ],
                &[],
            ),
            (&[("connection", "not a name, x-one"), ("x-one", "1")], &[]),
        ];
        for (given, expected) in cases {
            let mut left = headers(given);
            strip_hop_by_hop(&mut left);
            assert_eq!(left, headers(expected), "{given:?}");
        }
    }

    #[test]
    fn tells_the_upstream_who_asked_for_what() {
        let cases: [(&[_], &[_]); 3] = [
            (
                &[("host", "example.org")],
                &[
                    ("x-forwarded-for", "10.0.0.1"),
                    ("x-forwarded-host", "example.org"),
                    ("x-forwarded-proto", "http"),
                ],
            ),
            (
                &[
                    ("host", "example.org"),
                    ("x-forwarded-for", "1.1.1.1, 2.2.2.2"),
                    ("x-forwarded-for", "3.3.3.3"),
                    ("x-forwarded-host", "forged"),
                    ("x-forwarded-proto", "forged"),
                ],
                &[
                    ("x-forwarded-for", "1.1.1.1, 2.2.2.2, 3.3.3.3, 10.0.0.1"),
                    ("x-forwarded-host", "example.org"),
                    ("x-forwarded-proto", "http"),
                ],
            ),
            (
                &[("x-forwarded-host", "forged")],
                &[
                    ("x-forwarded-for", "10.0.0.1"),
                    ("x-forwarded-proto", "http"),
                ],
            ),
        ];
        for (given, expected) in cases {
            let mut sent = headers(given);
            add_forwarded(&mut sent, IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)));
            assert_eq!(sent, headers(expected), "{given:?}");
        }
    }
}
