import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DiagnosticError } from "@polystage/diagnostics";
import type { Place } from "../process/place.ts";
import { failure, runCommand, withoutColors, type Command } from "../process/run-command.ts";
import type { Run } from "../process/run.ts";
import { testResults } from "../toolchains/targets.ts";
import type { Toolchain } from "../toolchains/toolchain.ts";

export interface TestOptions {
  /** Runs only the tests whose name the tool matches with this. */
  readonly filter?: string;
  /** Handed to the tool as they are. */
  readonly args?: readonly string[];
  readonly passWithNoTests?: boolean;
}

/** One test tool. The command is made from the options alone, so that it is tested as data. */
export interface Tester<Options extends TestOptions> {
  readonly name: string;
  readonly toolchain: Toolchain;
  command(options: Options, context: { readonly color: boolean }): Command;
  /** File name below the project's results. */
  readonly report: string;
  /** Whether the tool writes the report itself; otherwise its output is the report. */
  readonly writesReport: boolean;
  /** How many tests ran, skipped ones left out. */
  countTests(report: string): number;
  /** The exit code for a run that found no test, where it is none of a failed one. */
  readonly exitCodeWithoutTests: number;
  /** Whether the run goes on until it is stopped. */
  watches?(options: Options): boolean;
}

/** Runs a project's tests and says in one message why they did not pass. */
export async function runTests<Options extends TestOptions>(
  tester: Tester<Options>,
  options: Options,
  place: Place,
  run: Run,
): Promise<{ success: boolean }> {
  const results = path.join(place.directory, testResults);
  const report = path.join(results, tester.report);
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  try {
    const { exitCode, output } = await runCommand(tester.toolchain, tester.command(options, place), place, run);
    if (!tester.writesReport) writeFileSync(report, withoutColors(output));
    if (tester.watches?.(options) !== true) judge(tester, options, exitCode, report);
    return { success: true };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return { success: false };
  }
}

function judge<Options extends TestOptions>(
  tester: Tester<Options>,
  options: Options,
  exitCode: number,
  report: string,
): void {
  if (exitCode !== 0 && exitCode !== tester.exitCodeWithoutTests) {
    throw failure({ code: "tests-failed", message: `${tester.name} ended with exit code ${exitCode}` });
  }
  if (options.passWithNoTests === true || tester.countTests(readOrEmpty(report)) > 0) return;
  throw failure({
    code: "no-tests",
    message:
      options.filter === undefined ? "no test ran" : `no test matches the filter ${JSON.stringify(options.filter)}`,
    why: "A run without tests looks like one in which all of them pass.",
    fix: "add a test, or set passWithNoTests",
  });
}

/** bun writes no report when it finds no test file. */
function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
