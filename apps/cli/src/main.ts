import { DiagnosticError, formatDiagnostic } from "@polystage/diagnostics";
import { commands } from "./commands.ts";
import { describeCommand, describeCommands } from "./help.ts";
import { parseCommandLine } from "./parse-command-line.ts";
import { standardStreams, type Streams } from "./streams.ts";

/**
 * Runs `polystage` with the arguments after its name and gives the exit code: 0 clean, 1 findings, 2 it could not be done.
 * JSON and nothing else goes to standard output where --json is given; what is for people goes to standard error.
 */
export function run(args: readonly string[], streams: Streams = standardStreams): number {
  try {
    const parsed = parseCommandLine(args, commands);
    if (parsed.help) {
      streams.out(parsed.command === null ? describeCommands(commands) : describeCommand(parsed.command));
      return 0;
    }
    return parsed.command.run(parsed.input, streams);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    for (const diagnostic of error.diagnostics) streams.error(`${formatDiagnostic(diagnostic)}\n`);
    return 2;
  }
}
