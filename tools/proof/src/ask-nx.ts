import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./copy-repository.ts";

/** Runs Nx in a workspace and gives what it prints. Throws where it fails. */
export function nx(workspace: string, ...args: string[]): string {
  return execFileSync(process.execPath, [join(root, "node_modules/nx/dist/bin/nx.js"), ...args], {
    cwd: workspace,
    encoding: "utf8",
    // No daemon: every answer is made from the files as they are.
    env: { ...withoutNx(process.env), NX_DAEMON: "false" },
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
  });
}

/** The environment without what an outer Nx, which runs this test, has put into it for its own tasks. */
export function withoutNx(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("NX_")));
}
