import { DiagnosticError } from "@polystage/diagnostics";
import type { Place } from "../../process/place.ts";
import { failure, quote, runCommand, type Command } from "../../process/run-command.ts";
import type { Run } from "../../process/run.ts";
import { toolchainNamed } from "../../toolchains/all.ts";

export interface ToolOptions {
  /** Whose program it is: decides how dependencies are installed and how its complaints are read. */
  readonly toolchain: string;
  readonly command: readonly [string, ...string[]];
  readonly install?: boolean;
  /** Appended to the command. */
  readonly args?: readonly string[];
}

export function toolCommand({ command, install = false, args = [] }: ToolOptions): Command {
  return { command: [...command, ...args], install };
}

/** Runs a program and says in one message why it did not succeed. */
export async function runTool(options: ToolOptions, place: Place, run: Run): Promise<{ success: boolean }> {
  const command = toolCommand(options);
  try {
    const { exitCode } = await runCommand(toolchainNamed(options.toolchain), command, place, run);
    if (exitCode === 0) return { success: true };
    throw failure({ code: "command-failed", message: `${quote(command.command)} ended with exit code ${exitCode}` });
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return { success: false };
  }
}
