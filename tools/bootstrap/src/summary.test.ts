import { expect, test } from "vitest";
import type { Report } from "./reports.ts";
import type { TaskResult, TaskRun } from "./run-tasks.ts";
import { formatSummary } from "./summary.ts";

const passing: Report = { project: "services/api", runner: "pytest", passed: 3, failed: 0, skipped: 0 };
const failing: Report = { project: "services/edge", runner: "cargo test", passed: 2, failed: 2, skipped: 0 };
const task = (id: string, ok: boolean): TaskResult => ({ id, ok, cached: false, durationMs: 10 });
const ended = (exitCode: number, ...tasks: TaskResult[]): TaskRun => ({ exitCode, tasks });

test.each([
  ["all is well", [passing], ended(0, task("api:test", true)), "3 passed, 0 failed"],
  [
    "failing tests count themselves",
    [passing, failing],
    ended(1, task("api:test", true), task("edge:test", false)),
    "5 passed, 2 failed",
  ],
  [
    "a check that fails counts one",
    [passing],
    ended(1, task("api:test", true), task("api:lint", false)),
    "3 passed, 1 failed",
  ],
  [
    "a test run that broke before its report counts one",
    [passing],
    ended(1, task("edge:test", false)),
    "3 passed, 1 failed",
  ],
  [
    "failing tests beside a broken run",
    [failing],
    ended(1, task("edge:test", false), task("api:test", false)),
    "2 passed, 3 failed",
  ],
  ["an error of Nx itself counts one", [], ended(1), "0 passed, 1 failed"],
])("%s", (_, reports, run, closing) => {
  const { text, failed } = formatSummary({ run, reports, setUpMs: 1, totalMs: 2 });
  expect(text.split("\n").at(-1)).toBe(closing);
  expect(failed > 0).toBe(run.exitCode !== 0);
});
