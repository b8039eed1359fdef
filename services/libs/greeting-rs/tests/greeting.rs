//! The same three tests as in `greeting-py` and `greeting-ts`.

use greeting_rs::{greet, workspace_anchor};

#[test]
fn greets_by_name() {
    let longest = "\u{1f44b}".repeat(2560);
    for name in ["Ada", " Ada ", "Zoë", "\u{65e5}\u{672c}", longest.as_str()] {
        assert_eq!(greet(name), Ok(format!("Hello, {name}!")));
    }
}

#[test]
fn names_its_package_manager() {
    assert_eq!(workspace_anchor(), "cargo");
}

#[test]
fn refuses_a_bad_name_with_the_reason() {
    let too_long = "a".repeat(10_241);
    let cases = [
        ("", "name must not be empty"),
        (
            too_long.as_str(),
            "name must not be longer than 10240 bytes of UTF-8",
        ),
        ("A\nda", "name must not contain control characters"),
        ("\u{85}", "name must not contain control characters"),
        ("A\u{fffd}da", "name must be valid UTF-8, without U+FFFD"),
        (" \u{3000}\u{2028}", "name must not be only white space"),
    ];
    for (name, reason) in cases {
        let refusal = greet(name).map_err(|error| error.to_string());
        assert_eq!(refusal, Err(reason.to_owned()), "{name:?}");
    }
}
