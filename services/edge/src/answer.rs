//! What edge itself answers, in the words and bytes that api and web use too.

use axum::Json;
use axum::extract::RawQuery;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

#[derive(Serialize)]
struct Greeting {
    greeting: String,
    anchor: &'static str,
}

#[derive(Serialize)]
struct Refusal<'a> {
    error: &'a str,
}

/// `{"error": reason}` with `status`.
#[must_use]
pub fn refusal(status: StatusCode, reason: &str) -> Response {
    (status, Json(Refusal { error: reason })).into_response()
}

/// 200 `{"status": "ok"}`.
pub async fn health() -> Response {
    Json(Health { status: "ok" }).into_response()
}

/// 405, for the routes that only read.
pub async fn method_not_allowed() -> Response {
    let answer = refusal(StatusCode::METHOD_NOT_ALLOWED, "method not allowed");
    ([(header::ALLOW, "GET, HEAD")], answer).into_response()
}

/// 200 `{"greeting", "anchor"}`, or 400 with the reason.
pub async fn greeting(RawQuery(query): RawQuery) -> Response {
    let greeting = only_name(query.as_deref().unwrap_or_default())
        .and_then(|name| greeting_rs::greet(&name).map_err(|error| error.to_string()));
    match greeting {
        Ok(greeting) => Json(Greeting {
            greeting,
            anchor: greeting_rs::workspace_anchor(),
        })
        .into_response(),
        Err(reason) => refusal(StatusCode::BAD_REQUEST, &reason),
    }
}

fn only_name(query: &str) -> Result<String, String> {
    let mut names = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == "name");
    match (names.next(), names.next()) {
        (None, _) => Err("name is missing".to_owned()),
        (Some((_, name)), None) => Ok(name.into_owned()),
        (Some(_), Some(_)) => Err("name must be given once".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::only_name;

    #[test]
    fn reads_the_one_name_of_a_query() {
        let cases = [
            ("name=Ada", Ok("Ada")),
            ("x=1&name=A+d%20a&y", Ok("A d a")),
            ("n%61me=Ada", Ok("Ada")),
            ("name", Ok("")),
            ("name=%FF", Ok("\u{fffd}")),
            ("name=100%", Ok("100%")),
            ("", Err("name is missing")),
            ("Name=Ada", Err("name is missing")),
            ("name=Ada&name=Ada", Err("name must be given once")),
        ];
        for (query, expected) in cases {
            let name = only_name(query);
            assert_eq!(name.as_deref().map_err(String::as_str), expected, "{query}");
        }
    }
}
