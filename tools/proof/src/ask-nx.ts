import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./copy-repository.ts";

/** Runs Nx in a workspace and gives what it prints. Throws where it fails. */
export function nx(workspace: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(root, "node_modules/nx/dist/bin/nx.js"), ...args], {
    cwd: workspace,
    encoding: "utf8",
    // No daemon: every answer is made from the files as they are.
    env: { ...process.env, NX_DAEMON: "false", NX_TUI: "false", NX_VERBOSE_LOGGING: "false" },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
  });
}
