//! The gateway in front of api and web: it streams what it forwards and buffers nothing.
//!
//! `/healthz` and `/edge/greet` are its own; `/api/*` goes to api without the prefix; all else goes to web.

pub mod answer;
pub mod forward;
pub mod forwarded_headers;
pub mod gateway;
pub mod settings;
pub mod upstream;
