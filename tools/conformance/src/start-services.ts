// Starts the real services on free loopback ports and stops them.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { killWithThisProcess } from "./orphan-watch.ts";

export const serviceNames = ["api", "web", "edge"] as const;
export type ServiceName = (typeof serviceNames)[number];

/** How a process ended; `durationMs` counts from the signal, or from the start where there was none. */
export type Ending = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly durationMs: number;
  readonly stdout: string;
  readonly stderr: string;
};

export type Service = {
  readonly name: ServiceName;
  /** The origin it says it listens on. */
  readonly url: string;
  stop(signal?: NodeJS.Signals): Promise<Ending>;
};

export type Services = Readonly<Record<ServiceName, Service>>;

type Environment = Readonly<Record<string, string>>;

type Command = {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  /** What makes the executable, when it is missing. */
  readonly madeBy: string;
};

const startTimeoutMs = 20_000;
const stopTimeoutMs = 10_000;

const root = fileURLToPath(new URL("../../../", import.meta.url));

const commands: Readonly<Record<ServiceName, Command>> = {
  api: {
    executable: `${root}services/.venv/bin/python`,
    arguments: ["-m", "api"],
    folder: `${root}services/api`,
    madeBy: "`uv sync` in services",
  },
  web: {
    executable: `${root}node_modules/.bin/bun`,
    arguments: ["src/main.ts"],
    folder: `${root}services/web`,
    madeBy: "`npm ci`",
  },
  edge: {
    executable: `${root}services/target/debug/edge`,
    arguments: [],
    folder: `${root}services/edge`,
    madeBy: "`cargo build` in services",
  },
};

/** Starts all three, each knowing the others; stops them again where one does not start. */
export async function startServices(): Promise<Services> {
  // web must know edge's address before edge, which must know web's, has started.
  const edgePort = await findFreePort();
  const started: Service[] = [];
  const start = async (name: ServiceName, environment: Environment): Promise<Service> => {
    const service = await startService(name, environment);
    started.push(service);
    return service;
  };
  try {
    const api = await start("api", {});
    const web = await start("web", { API_URL: api.url, EDGE_URL: `http://127.0.0.1:${edgePort}` });
    const edge = await start("edge", { PORT: String(edgePort), API_URL: api.url, WEB_URL: web.url });
    return { api, web, edge };
  } catch (error) {
    await Promise.all(started.map((service) => service.stop("SIGKILL")));
    throw error;
  }
}

export async function stopServices(services: Services): Promise<void> {
  await Promise.all(Object.values(services).map((service) => service.stop()));
}

/** Starts one service on a free port, unless `environment` names one. Throws with its stderr where it does not listen. */
export async function startService(name: ServiceName, environment: Environment): Promise<Service> {
  const run = spawnService(name, { PORT: "0", ...environment });
  const url = await run.listening;
  return {
    name,
    url,
    stop: async (signal = "SIGTERM") => {
      const startedAt = performance.now();
      run.child.kill(signal);
      const ending = await run.endWithin(stopTimeoutMs);
      return { ...ending, durationMs: performance.now() - startedAt };
    },
  };
}

/** Runs a service that is expected to end by itself. */
export async function runService(name: ServiceName, environment: Environment): Promise<Ending> {
  const run = spawnService(name, environment);
  run.listening.catch(() => {});
  const startedAt = performance.now();
  const ending = await run.endWithin(startTimeoutMs);
  return { ...ending, durationMs: performance.now() - startedAt };
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

type Run = {
  readonly child: ChildProcess;
  /** The announced URL. */
  readonly listening: Promise<string>;
  endWithin(timeoutMs: number): Promise<Omit<Ending, "durationMs">>;
};

function spawnService(name: ServiceName, environment: Environment): Run {
  const command = commands[name];
  const child = spawn(command.executable, command.arguments, {
    cwd: command.folder,
    // Nothing else of this process's environment: a PORT or a proxy in it would change the outcome.
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const report = () => `stdout: ${stdout || "(nothing)"}\nstderr: ${stderr || "(nothing)"}`;

  const ended = new Promise<Omit<Ending, "durationMs">>((resolve, reject) => {
    child.once("error", (cause) =>
      reject(new Error(`cannot start ${name} (${command.executable}); ${command.madeBy} makes it`, { cause })),
    );
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  if (child.pid !== undefined) killWithThisProcess(child);

  const listening = new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${name} did not listen within ${startTimeoutMs} ms\n${report()}`));
    }, startTimeoutMs);
    child.stdout.on("data", () => {
      const url = /^listening on (http:\/\/\S+)\n/.exec(stdout)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    ended
      .then(({ code, signal }) =>
        reject(new Error(`${name} ended with ${code ?? signal} and did not listen\n${report()}`)),
      )
      .catch(reject)
      .finally(() => clearTimeout(timer));
  });

  return {
    child,
    listening,
    endWithin: async (timeoutMs) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
      return ended.finally(() => clearTimeout(timer));
    },
  };
}
