// Ends the services when the test process ends without doing so, a SIGKILL included.

import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

let watcher: ChildProcess | undefined;

/** Has `child` killed when this process is gone and `child` is not. */
export function killWithThisProcess(child: ChildProcess): void {
  watcher ??= startWatcher();
  const { stdin } = watcher;
  stdin?.write(`+${child.pid}\n`);
  child.once("exit", () => stdin?.write(`-${child.pid}\n`));
}

function startWatcher(): ChildProcess {
  const script = fileURLToPath(new URL("kill-orphans.cjs", import.meta.url));
  // In a group of its own, so that the terminal's Ctrl-C does not reach it first.
  const started = spawn(process.execPath, [script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  started.unref();
  return started;
}
