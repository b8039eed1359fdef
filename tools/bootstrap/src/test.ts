import { performance } from "node:perf_hooks";
import { chalk } from "zx";
import { installToolchains } from "./install-toolchains.ts";
import { readReports, removeReports } from "./reports.ts";
import { runTasks } from "./run-tasks.ts";
import { formatSummary } from "./summary.ts";

const root = process.cwd();
const startMs = performance.now();
await installToolchains(root);
const setUpMs = performance.now() - startMs;
await removeReports(root);
const run = await runTasks(root, process.argv.slice(2));
const summary = formatSummary({
  run,
  reports: await readReports(root),
  setUpMs,
  totalMs: performance.now() - startMs,
});
console.log(summary.failed === 0 ? summary.text : chalk.red(summary.text));
process.exitCode = summary.failed === 0 ? 0 : 1;
