//! The real binary: what it prints and how it ends.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

fn edge() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_edge"));
    for name in ["HOST", "PORT", "API_URL", "WEB_URL"] {
        command.env_remove(name);
    }
    command
}

#[test]
fn announces_itself_and_stops_on_a_signal() {
    for signal in ["-TERM", "-INT"] {
        let mut process = edge()
            .env("PORT", "0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("edge starts");
        let mut output = BufReader::new(process.stdout.take().expect("a pipe"));
        let mut announcement = String::new();
        output.read_line(&mut announcement).expect("a line");

        let killed = Command::new("kill")
            .args([signal, &process.id().to_string()])
            .status();
        assert!(killed.expect("kill runs").success());
        let mut rest = String::new();
        output.read_to_string(&mut rest).expect("the rest");
        assert_eq!(process.wait().expect("an end").code(), Some(0), "{signal}");
        assert!(announcement.starts_with("listening on http://127.0.0.1:"));
        assert_eq!(rest, "");
    }
}

#[test]
fn ends_with_2_where_it_cannot_start() {
    for (name, value, reason) in [
        (
            "PORT",
            "eighty",
            "edge: PORT must be a whole number from 0 to 65535, not \"eighty\"\n",
        ),
        (
            "HOST",
            "192.0.2.1",
            "edge: cannot listen on 192.0.2.1:8000: ",
        ),
    ] {
        let output = edge().env(name, value).output().expect("edge starts");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        assert!(errors.starts_with(reason), "{errors}");
        assert_eq!(errors.matches('\n').count(), 1, "{errors}");
    }
}
