import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

export interface TaskResult {
  /** `project:target`. */
  readonly id: string;
  readonly ok: boolean;
  readonly cached: boolean;
  readonly durationMs: number;
}

export interface TaskRun {
  readonly exitCode: number;
  readonly tasks: readonly TaskResult[];
}

const targets = ["test", "lint", "format", "typecheck", "build", "knip"];

/**
 * Runs every check through Nx and tells how each task ended.
 *
 * @param options passed to Nx; where the first is `--affected`, `nx affected` runs instead of `nx run-many`
 */
export async function runTasks(root: string, options: readonly string[]): Promise<TaskRun> {
  const runFile = join(root, ".nx/cache/run.json");
  await rm(runFile, { force: true });
  const synced = await runNx(root, ["sync:check"]);
  const affected = options[0] === "--affected";
  const command = affected ? ["affected", ...options.slice(1)] : ["run-many", ...options];
  const exitCode = await runNx(root, [...command, "--targets", targets.join(","), "--outputStyle", "stream"]);
  const tasks = await readRun(runFile);
  return {
    exitCode: exitCode === 0 ? synced : exitCode,
    tasks: [{ id: "nx sync:check", ok: synced === 0, cached: false, durationMs: 0 }, ...tasks],
  };
}

async function runNx(root: string, args: readonly string[]): Promise<number> {
  const nx = join(root, "node_modules/nx/dist/bin/nx.js");
  // No daemon: it would outlive the run. No colours of Nx's own in a log.
  const child = spawn(process.execPath, [nx, ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NX_DAEMON: "false" },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

async function readRun(file: string): Promise<TaskResult[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    // Nx writes none where it ran no task, or could not start.
    return [];
  }
  const { tasks } = JSON.parse(text) as {
    tasks: { taskId: string; status: number; cacheStatus: string; startTime: string; endTime: string }[];
  };
  return tasks.map(({ taskId, status, cacheStatus, startTime, endTime }) => ({
    id: taskId,
    ok: status === 0,
    cached: cacheStatus !== "cache-miss",
    durationMs: Date.parse(endTime) - Date.parse(startTime),
  }));
}
