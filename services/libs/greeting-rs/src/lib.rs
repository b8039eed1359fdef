//! The greeting every service gives, and the rules for a name.
//!
//! `greeting-py` and `greeting-ts` hold the same rules, in the same order and in the same words.

use std::error::Error;
use std::fmt;

/// The longest name that is greeted, in bytes of UTF-8.
pub const NAME_LIMIT_BYTES: usize = 10_240;

/// Why a name is not greeted. `Display` gives the sentence that the services answer with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// The name has no bytes.
    Empty,
    /// The name is longer than [`NAME_LIMIT_BYTES`].
    TooLong,
    /// The name has a character of the Unicode category Cc.
    ControlCharacter,
    /// The name has U+FFFD, which is what lossy decoding makes of bytes that are not UTF-8.
    NotUtf8,
    /// The name has only white space.
    Blank,
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "name must not be empty",
            Self::TooLong => "name must not be longer than 10240 bytes of UTF-8",
            Self::ControlCharacter => "name must not contain control characters",
            Self::NotUtf8 => "name must be valid UTF-8, without U+FFFD",
            Self::Blank => "name must not be only white space",
        })
    }
}

impl Error for NameError {}

/// Greets `name`.
///
/// # Errors
///
/// The first rule, in the order of [`NameError`], that the name breaks.
pub fn greet(name: &str) -> Result<String, NameError> {
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    if name.len() > NAME_LIMIT_BYTES {
        return Err(NameError::TooLong);
    }
    if name.chars().any(char::is_control) {
        return Err(NameError::ControlCharacter);
    }
    if name.contains(char::REPLACEMENT_CHARACTER) {
        return Err(NameError::NotUtf8);
    }
    if name.chars().all(char::is_whitespace) {
        return Err(NameError::Blank);
    }
    Ok(format!("Hello, {name}!"))
}

/// The package manager of the workspace this library belongs to.
#[must_use]
pub const fn workspace_anchor() -> &'static str {
    "cargo"
}
