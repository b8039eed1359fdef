//! The services behind edge, and which path goes to which.

use std::fmt;

use axum::http::uri::{Authority, InvalidUri, PathAndQuery};

/// A service behind edge.
#[derive(Debug, Clone)]
pub struct Upstream {
    /// Its name in messages.
    pub service: &'static str,
    /// Its host and port.
    pub authority: Authority,
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}", self.authority)
    }
}

/// What a path of the gateway is at the service behind it.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination {
    /// This path and query of api.
    Api(PathAndQuery),
    /// This path and query of web.
    Web(PathAndQuery),
}

/// Maps a path and query, percent-encoding untouched.
///
/// # Errors
///
/// When what is left without the prefix is no path.
pub fn destination(path_and_query: &PathAndQuery) -> Result<Destination, InvalidUri> {
    let Some(rest) = path_and_query.as_str().strip_prefix("/api") else {
        return Ok(Destination::Web(path_and_query.clone()));
    };
    if rest.starts_with('/') {
        Ok(Destination::Api(rest.parse()?))
    } else if rest.is_empty() || rest.starts_with('?') {
        Ok(Destination::Api(format!("/{rest}").parse()?))
    } else {
        Ok(Destination::Web(path_and_query.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Destination, destination};

    #[test]
    fn maps_paths() {
        let api = |path: &str| Destination::Api(path.parse().expect("a path"));
        let web = |path: &str| Destination::Web(path.parse().expect("a path"));
        for (path, expected) in [
            ("/api/greet?name=Ada", api("/greet?name=Ada")),
            (
                "/api/greet?name=%F0%9F%91%8B+%2B%zz",
                api("/greet?name=%F0%9F%91%8B+%2B%zz"),
            ),
            ("/api/a%2Fb/../c//d", api("/a%2Fb/../c//d")),
            ("/api//healthz", api("//healthz")),
            ("/api/api/x", api("/api/x")),
            ("/api/", api("/")),
            ("/api", api("/")),
            ("/api?x=/y", api("/?x=/y")),
            ("/apis/greet", web("/apis/greet")),
            ("/API/greet", web("/API/greet")),
            ("/%61pi/greet", web("/%61pi/greet")),
            ("//api/greet", web("//api/greet")),
            ("/", web("/")),
            ("/?name=Ada", web("/?name=Ada")),
            ("/edge", web("/edge")),
        ] {
            assert_eq!(
                destination(&path.parse().expect("a path")).ok(),
                Some(expected),
                "{path}"
            );
        }
    }
}
