//! `edge`: reads its settings, listens, and stops gracefully.

use std::future::Future;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use axum::serve::ListenerExt;
use edge::gateway::router;
use edge::settings::Settings;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

/// How long requests may go on after a signal to stop.
const GRACE_PERIOD: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let variable = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into());
    let outcome = Settings::read(variable).and_then(|settings| {
        let runtime = Runtime::new().map_err(|error| format!("cannot start threads: {error}"))?;
        let outcome = runtime.block_on(serve(&settings));
        // A name look-up in the background must not hold the process up.
        runtime.shutdown_background();
        outcome
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("edge: {reason}");
            ExitCode::from(2)
        }
    }
}

async fn serve(settings: &Settings) -> Result<(), String> {
    let Settings { host, port, .. } = settings;
    let shown_host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.clone()
    };
    let refused = |error| format!("cannot listen on {shown_host}:{port}: {error}");
    let listener = TcpListener::bind((host.as_str(), *port))
        .await
        .map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let stop = stop_signal().map_err(|error| format!("cannot listen for signals: {error}"))?;

    let listener = listener.tap_io(|connection| {
        // Slower without, no worse.
        let _ = connection.set_nodelay(true);
    });
    let service = router(settings).into_make_service_with_connect_info::<SocketAddr>();
    let (stopping, was_stopped) = oneshot::channel();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        let _ = stopping.send(());
    });
    let deadline = async {
        let _ = was_stopped.await;
        tokio::time::sleep(GRACE_PERIOD).await;
    };

    println!("listening on http://{shown_host}:{port}");
    tokio::select! {
        outcome = server => outcome.map_err(|error| error.to_string()),
        () = deadline => Ok(()),
    }
}

fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
