// `bun src/main.ts`: reads its settings, listens, and stops gracefully.

import http from "node:http";
import { createApp } from "./app.ts";
import { readSettings, type Settings } from "./settings.ts";

/** How long requests may go on after a signal to stop. */
const gracePeriodMs = 1000;

// The default of 16 KiB would refuse a long name, which percent-encoding makes three times as long.
// Its type is read-only; bun gives it a setter.
Object.assign(http, { maxHeaderSize: 64 * 1024 });

function start(): void {
  const settings = readSettings(process.env);
  const shownHost = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  const server = listen(settings, shownHost);
  const stop = async () => {
    await Promise.race([server.stop(), Bun.sleep(gracePeriodMs)]);
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  console.log(`listening on http://${shownHost}:${server.port}`);
}

function listen(settings: Settings, shownHost: string) {
  const { fetch } = createApp(settings);
  try {
    return Bun.serve({ hostname: settings.host, port: settings.port, development: false, fetch });
  } catch (error) {
    throw new Error(`cannot listen on ${shownHost}:${settings.port}: ${messageOf(error)}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  start();
} catch (error) {
  console.error(`web: ${messageOf(error)}`);
  process.exit(2);
}
