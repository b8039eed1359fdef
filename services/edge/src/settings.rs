//! Settings from the environment.

use std::time::Duration;

use axum::http::Uri;
use axum::http::uri::{Authority, Scheme};

use crate::upstream::Upstream;

/// Everything edge is told at its start.
#[derive(Debug)]
pub struct Settings {
    /// Address or host name to listen on.
    pub host: String,
    /// Port to listen on; 0 is any free one.
    pub port: u16,
    /// Where `/api/*` goes.
    pub api: Upstream,
    /// Where all that is not edge's own goes.
    pub web: Upstream,
    /// How long finding and connecting to an upstream may take.
    pub connect_timeout: Duration,
    /// How long an upstream may take for its response's head, once it has the whole request.
    pub response_timeout: Duration,
}

impl Settings {
    /// Reads the settings with `variable`, which gives an environment variable's value.
    ///
    /// # Errors
    ///
    /// A sentence naming the variable, what it must be, and what it is.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let value =
            |name: &str, default: &str| variable(name).unwrap_or_else(|| default.to_owned());
        Ok(Self {
            host: host(value("HOST", "127.0.0.1"))?,
            port: port(&value("PORT", "8000"))?,
            api: upstream("api", "API_URL", &value("API_URL", "http://127.0.0.1:8001"))?,
            web: upstream("web", "WEB_URL", &value("WEB_URL", "http://127.0.0.1:8002"))?,
            connect_timeout: milliseconds(
                "CONNECT_TIMEOUT_MS",
                &value("CONNECT_TIMEOUT_MS", "2000"),
            )?,
            response_timeout: milliseconds(
                "RESPONSE_TIMEOUT_MS",
                &value("RESPONSE_TIMEOUT_MS", "10000"),
            )?,
        })
    }
}

fn host(value: String) -> Result<String, String> {
    if value.is_empty() || value.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(format!(
            "HOST must be an address or a host name, not {value:?}"
        ));
    }
    Ok(value)
}

fn digits<T: std::str::FromStr>(value: &str) -> Option<T> {
    // `parse` alone would take "+80".
    value
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| value.parse().ok())?
}

fn port(value: &str) -> Result<u16, String> {
    digits(value)
        .ok_or_else(|| format!("PORT must be a whole number from 0 to 65535, not {value:?}"))
}

fn milliseconds(name: &str, value: &str) -> Result<Duration, String> {
    match digits::<u32>(value) {
        Some(count) if count > 0 => Ok(Duration::from_millis(count.into())),
        _ => Err(format!(
            "{name} must be a whole number of milliseconds, at least 1, not {value:?}"
        )),
    }
}

fn upstream(service: &'static str, name: &str, value: &str) -> Result<Upstream, String> {
    origin(value)
        .map(|authority| Upstream { service, authority })
        .ok_or_else(|| {
            format!("{name} must be an http:// origin such as http://127.0.0.1:8001, not {value:?}")
        })
}

fn origin(value: &str) -> Option<Authority> {
    // `Uri` would drop a fragment without a word.
    if value.contains(['#', '@', '?']) {
        return None;
    }
    let parts = value.parse::<Uri>().ok()?.into_parts();
    let path = parts.path_and_query?;
    let authority = parts.authority?;
    let is_origin =
        parts.scheme == Some(Scheme::HTTP) && path == "/" && !authority.host().is_empty();
    // An authority with a port that is no number still parses.
    let has_good_port = authority.as_str() == authority.host() || authority.port_u16().is_some();
    (is_origin && has_good_port).then_some(authority)
}

#[cfg(test)]
mod tests {
    use super::Settings;

    fn read(changes: &[(&str, &str)]) -> Result<Settings, String> {
        Settings::read(|name| {
            changes
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn has_defaults() {
        let settings = read(&[]).expect("the defaults are good");
        assert_eq!((settings.host.as_str(), settings.port), ("127.0.0.1", 8000));
        assert_eq!(settings.api.to_string(), "http://127.0.0.1:8001");
        assert_eq!(settings.web.to_string(), "http://127.0.0.1:8002");
        assert_eq!(settings.connect_timeout.as_millis(), 2000);
        assert_eq!(settings.response_timeout.as_millis(), 10_000);
    }

    #[test]
    fn takes_good_values() {
        for (name, value) in [
            ("HOST", "::1"),
            ("PORT", "0"),
            ("PORT", "65535"),
            ("API_URL", "http://api"),
            ("API_URL", "http://api:8001/"),
            ("WEB_URL", "http://[::1]:8002"),
            ("CONNECT_TIMEOUT_MS", "1"),
        ] {
            read(&[(name, value)]).unwrap_or_else(|reason| panic!("{name}={value}: {reason}"));
        }
    }

    #[test]
    fn refuses_bad_values_in_one_line() {
        for (name, value) in [
            ("HOST", ""),
            ("HOST", "a b"),
            ("PORT", ""),
            ("PORT", "+80"),
            ("PORT", " 80"),
            ("PORT", "65536"),
            ("PORT", "eighty"),
            ("PORT", "80\n"),
            ("API_URL", ""),
            ("API_URL", "api:8001"),
            ("API_URL", "https://api"),
            ("API_URL", "http://api/v1"),
            ("API_URL", "http://api/?a=b"),
            ("API_URL", "http://api#x"),
            ("API_URL", "http://me@api"),
            ("API_URL", "http://api:port"),
            ("API_URL", "http://api:99999"),
            ("WEB_URL", "http://"),
            ("CONNECT_TIMEOUT_MS", "0"),
            ("RESPONSE_TIMEOUT_MS", "-1"),
            ("RESPONSE_TIMEOUT_MS", "1.5"),
        ] {
            let reason = read(&[(name, value)]).expect_err(value);
            assert!(
                reason.starts_with(name) && reason.contains("not \""),
                "{reason}"
            );
            assert!(!reason.contains('\n'), "{reason}");
        }
    }
}
