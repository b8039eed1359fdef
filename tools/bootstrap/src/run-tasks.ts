import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { resolveCommit } from "@polystage/git";

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
 * @param options passed to Nx; with `--affected` among them, `nx affected` runs instead of `nx run-many`, unless its base
 *   is not in this clone: then everything is tested
 */
export async function runTasks(root: string, options: readonly string[]): Promise<TaskRun> {
  const runFile = join(root, ".nx/cache/run.json");
  await rm(runFile, { force: true });
  const synced = await runNx(root, ["sync:check"]);
  const { command, isAffected } = chooseCommand(root, options);
  const exitCode = await runNx(root, [...command, "--targets", targets.join(","), "--outputStyle", "stream"]);
  const tasks = await readRun(runFile);
  // A name that no project has is no error to Nx.
  const ranNothing = tasks.length === 0 && !isAffected;
  return {
    exitCode: ranNothing ? 1 : exitCode === 0 ? synced : exitCode,
    tasks: [{ id: "nx sync:check", ok: synced === 0, cached: false, durationMs: 0 }, ...tasks],
  };
}

export function chooseCommand(root: string, options: readonly string[]): { command: string[]; isAffected: boolean } {
  const { affected, base, head, rest } = readOptions(options);
  if (!affected) return { command: ["run-many", ...rest], isAffected: false };
  // A first push, a force push or a shallow clone: the commit before is not there.
  if (base !== null && resolveCommit({ root }, base) === null) {
    console.error(`The base ${base} is not in this clone, so everything is tested.`);
    return { command: ["run-many", ...rest], isAffected: false };
  }
  const range = [...(base === null ? [] : [`--base=${base}`]), ...(head === null ? [] : [`--head=${head}`])];
  return { command: ["affected", ...range, ...rest], isAffected: true };
}

/** Ours and the range are taken out; what is left is Nx's. */
function readOptions(options: readonly string[]) {
  const { tokens } = parseArgs({
    args: [...options],
    options: { affected: { type: "boolean" }, base: { type: "string" }, head: { type: "string" } },
    strict: false,
    tokens: true,
  });
  const own = new Set<number>();
  const values: Record<string, string | undefined> = {};
  for (const token of tokens) {
    if (token.kind !== "option" || !["affected", "base", "head"].includes(token.name)) continue;
    own.add(token.index);
    if (token.value !== undefined && token.inlineValue === false) own.add(token.index + 1);
    values[token.name] = token.value ?? "";
  }
  return {
    affected: values["affected"] !== undefined,
    base: values["base"] ?? null,
    head: values["head"] ?? null,
    rest: options.filter((_, index) => !own.has(index)),
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
