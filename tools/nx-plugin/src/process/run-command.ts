import { existsSync } from "node:fs";
import path from "node:path";
import { DiagnosticError, type Diagnostic } from "@polystage/diagnostics";
import type { Toolchain } from "../toolchains/toolchain.ts";
import { exclusively } from "./exclusively.ts";
import { findProgram } from "./find-program.ts";
import type { Place } from "./place.ts";
import type { Finish, Run } from "./run.ts";

export interface Command {
  readonly command: readonly [string, ...string[]];
  /** Whether the workspace's dependencies have to be there, where the tool does not see to it itself. */
  readonly install?: boolean;
}

/**
 * Runs a command of a toolchain in a project's directory.
 * @throws DiagnosticError where something outside the project's sources is at fault: a missing program, a lock out of
 *   date, dependencies that cannot be installed, a signal
 */
export async function runCommand(
  toolchain: Toolchain,
  { command, install = false }: Command,
  place: Place,
  run: Run,
): Promise<Finish> {
  if (install) await installDependencies(toolchain, place, run);
  const finish = await start(toolchain, command, place.directory, place, run);
  if (finish.stoppedBy !== undefined) {
    throw failure({ code: "interrupted", message: `${quote(command)} was stopped by ${finish.stoppedBy}` });
  }
  if (finish.exitCode !== 0) throwComplaint(toolchain, finish.output);
  return finish;
}

/** How a person would type it. */
export function quote(command: readonly string[]): string {
  return `\`${command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : JSON.stringify(word))).join(" ")}\``;
}

export function failure(what: Omit<Diagnostic, "severity">): DiagnosticError {
  return new DiagnosticError({ severity: "error", ...what });
}

async function installDependencies(toolchain: Toolchain, place: Place, run: Run): Promise<void> {
  const { install, lock } = toolchain;
  if (install === undefined) return;
  const workspace = directoryHolding(lock, place);
  if (workspace === undefined) {
    // bun would go on, with whatever versions it finds.
    throw failure({
      code: "lock-out-of-date",
      message: `there is no ${lock} in the project or above it`,
      fix: `${toolchain.name} install, at the root of the workspace, and commit ${lock}`,
    });
  }
  const finish = await exclusively(workspace, () => start(toolchain, install, workspace, place, run, true));
  if (finish.exitCode === 0) return;
  throwComplaint(toolchain, finish.output);
  process.stderr.write(finish.output);
  throw failure({
    code: "install-failed",
    message: `${quote(install)} ended with exit code ${finish.exitCode} in ${path.relative(place.root, workspace) || "."}`,
  });
}

function start(
  toolchain: Toolchain,
  [name, ...args]: readonly [string, ...string[]],
  cwd: string,
  { root, directory, env, color }: Place,
  run: Run,
  quiet = false,
): Promise<Finish> {
  const program = findProgram(name, { root, cwd: directory, searchPath: env["PATH"] ?? "" });
  if (program === undefined) {
    const hint = toolchain.programs[name];
    throw failure({
      code: "tool-missing",
      message: `\`${name}\` is not installed`,
      ...(hint === undefined ? {} : { fix: hint }),
    });
  }
  return run({ program, args, cwd, env: { ...env, ...pipeSettings(color) }, quiet });
}

/** The output goes through a pipe, where programs leave their colours away and Python holds its lines back. */
function pipeSettings(color: boolean): NodeJS.ProcessEnv {
  return {
    PYTHONUNBUFFERED: "1",
    ...(color
      ? { FORCE_COLOR: "1", CARGO_TERM_COLOR: "always" }
      : { NO_COLOR: "1", FORCE_COLOR: undefined, CARGO_TERM_COLOR: "never" }),
  };
}

function throwComplaint(toolchain: Toolchain, output: string): void {
  const plain = withoutColors(output);
  for (const { pattern, code, describe } of toolchain.complaints) {
    const match = pattern.exec(plain);
    if (match !== null) throw failure({ code, ...describe(match) });
  }
}

/** Takes the escape sequences out that set colours and weights. */
export function withoutColors(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\u001B(?:\[[\d;]*[A-Za-z]|\(B)/g, "");
}

function directoryHolding(file: string, { root, directory }: Place): string | undefined {
  for (let current = directory; ; current = path.dirname(current)) {
    if (existsSync(path.join(current, file))) return current;
    if (current === root || current === path.dirname(current)) return undefined;
  }
}
