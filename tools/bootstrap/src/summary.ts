import type { Report } from "./reports.ts";
import type { TaskRun } from "./run-tasks.ts";

export interface SummaryInput {
  readonly run: TaskRun;
  readonly reports: readonly Report[];
  readonly setUpMs: number;
  readonly totalMs: number;
}

const languages = {
  pytest: "Python",
  "bun test": "TypeScript on bun",
  "cargo test": "Rust",
  vitest: "TypeScript on Node",
};
const slowestShown = 8;

/**
 * The end of a run: where the time went, the tests by language, and `N passed, N failed`. Passed are tests; failed are tests
 * and, besides, every task that failed without a failing test of its own to show for it.
 */
export function formatSummary({ run, reports, setUpMs, totalMs }: SummaryInput): { text: string; failed: number } {
  const failedTasks = run.tasks.filter(({ ok }) => !ok);
  const failedTests = sum(reports.map(({ failed }) => failed));
  const projectsWithFailures = reports.filter(({ failed }) => failed > 0).length;
  const failedTestTasks = failedTasks.filter(({ id }) => id.endsWith(":test")).length;
  const unexplained = failedTasks.length - failedTestTasks + Math.max(0, failedTestTasks - projectsWithFailures);
  const beyond = run.exitCode !== 0 && failedTasks.length === 0 ? 1 : 0;
  const failed = failedTests + unexplained + beyond;
  const passed = sum(reports.map((report) => report.passed));
  const slowest = run.tasks
    .filter(({ cached, durationMs }) => !cached && durationMs > 0)
    .toSorted((a, b) => b.durationMs - a.durationMs);
  const lines = [
    "",
    `Time: ${seconds(totalMs)}, of which set-up ${seconds(setUpMs)}; ${run.tasks.filter(({ cached }) => cached).length} of ${run.tasks.length} tasks from the cache. Longest:`,
    ...slowest.slice(0, slowestShown).map(({ id, durationMs }) => `  ${seconds(durationMs).padStart(7)}  ${id}`),
    `Projects tested: ${reports.length}`,
    ...Object.entries(languages).map(([runner, language]) => {
      const own = reports.filter((report) => report.runner === runner);
      const skipped = sum(own.map((report) => report.skipped));
      return `  ${language.padEnd(18)} ${sum(own.map((report) => report.passed))} passed, ${sum(own.map((report) => report.failed))} failed${skipped === 0 ? "" : `, ${skipped} skipped`} in ${own.length} projects`;
    }),
    ...failedTasks.map(({ id }) => `Failed: ${id}`),
    ...(beyond === 0 ? [] : ["Failed: Nx ended with an error and told of no task; what it said stands above"]),
    `${passed} passed, ${failed} failed`,
  ];
  return { text: lines.join("\n"), failed };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
