import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable } from "node:stream";

export interface Start {
  /** Absolute path of the program. */
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Collects what the program writes and shows nothing. */
  readonly quiet?: boolean;
}

export interface Finish {
  /** 128 + the signal's number where a signal ended the program, as shells count. */
  readonly exitCode: number;
  /** What this process was told to stop with, if it was. */
  readonly stoppedBy: NodeJS.Signals | undefined;
  /** Both streams in the order in which they came. */
  readonly output: string;
}

export type Run = (start: Start) => Promise<Finish>;

const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** How long a program may take over its own end before it is made to. */
const graceMs = 5000;
/** How long the last output may take to arrive once the program has ended. */
const drainMs = 1000;

/**
 * Runs a program to its end, its output passed on as it comes. The program leads a process group of its own, so that a
 * signal reaches everything it has started and nothing outlives it: `cargo test` alone would leave its test binary behind.
 */
export const run: Run = ({ program, args, cwd, env, quiet = false }) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const chunks: Buffer[] = [];
    let stoppedBy: NodeJS.Signals | undefined;

    const signalGroup = (signal: NodeJS.Signals) => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, signal);
      } catch {
        // Everything in it has ended already.
      }
    };
    const stop = (signal: NodeJS.Signals) => {
      stoppedBy ??= signal;
      signalGroup(signal);
      setTimeout(() => signalGroup("SIGKILL"), graceMs).unref();
    };
    // Nx itself may be killed outright: then its channel to this process closes.
    const stopWithParent = () => stop("SIGTERM");

    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      from.on("data", (chunk: Buffer) => chunks.push(chunk));
      if (!quiet) passOn(from, to);
    }
    for (const signal of stopSignals) process.on(signal, stop);
    process.on("disconnect", stopWithParent);

    const letGo = () => {
      for (const signal of stopSignals) process.off(signal, stop);
      process.off("disconnect", stopWithParent);
    };
    child.on("error", (error) => {
      letGo();
      reject(error);
    });
    child.on("exit", () => {
      signalGroup("SIGKILL");
      // A daemon that left the group may hold the pipes open for ever.
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, drainMs).unref();
    });
    child.on("close", (code, signal) => {
      letGo();
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ exitCode, stoppedBy, output: Buffer.concat(chunks).toString("utf8") });
    });
  });

/**
 * A terminal gets everything at once. Elsewhere Nx ends each chunk with a line break of its own, so it gets whole lines.
 */
function passOn(from: Readable, to: NodeJS.WriteStream): void {
  if (to.isTTY) {
    from.on("data", (chunk: Buffer) => to.write(chunk));
    return;
  }
  let rest = Buffer.alloc(0);
  from.on("data", (chunk: Buffer) => {
    const pending = Buffer.concat([rest, chunk]);
    const end = pending.lastIndexOf("\n") + 1;
    if (end > 0) to.write(pending.subarray(0, end));
    rest = pending.subarray(end);
  });
  from.on("close", () => {
    if (rest.length > 0) to.write(rest);
  });
}
