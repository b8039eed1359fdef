import { parseArgs, type ParseArgsConfig } from "node:util";
import { DiagnosticError } from "@polystage/diagnostics";
import type { Command, Input } from "./command.ts";

export type CommandLine =
  | { readonly help: true; readonly command: Command | null }
  | { readonly help: false; readonly command: Command; readonly input: Input };

/** Throws a DiagnosticError for an unknown command or option, a missing value or a word too many. */
export function parseCommandLine(args: readonly string[], commands: readonly Command[]): CommandLine {
  const [first] = args;
  if (first === undefined || first === "help" || first === "--help" || first === "-h")
    return { help: true, command: null };
  const command = commands.find(({ name }) => name.split(" ").every((word, index) => args[index] === word));
  if (command === undefined) {
    throw misuse(`there is no command \`${first}\``, `one of: ${commands.map(({ name }) => name).join(", ")}`);
  }
  const options: NonNullable<ParseArgsConfig["options"]> = { help: { type: "boolean", short: "h" } };
  for (const { name, value, multiple } of command.options) {
    options[name] = { type: value === undefined ? "boolean" : "string", multiple: multiple === true };
  }
  const words = args.slice(command.name.split(" ").length);
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: words, options, allowPositionals: command.positional !== undefined });
  } catch (error) {
    // parseArgs has no other way of telling; its sentences name the option.
    if (!String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS")) throw error;
    throw misuse((error as Error).message, `see \`polystage ${command.name} --help\``);
  }
  const { values, positionals } = parsed;
  if (values["help"] === true) return { help: true, command };
  if (positionals.length > 1)
    throw misuse(`\`${positionals[1]}\` is one word too many`, `see \`polystage ${command.name} --help\``);
  return {
    help: false,
    command,
    input: {
      positional: positionals[0] ?? null,
      flag: (name) => values[name] === true,
      value: (name) => (values[name] as string | undefined) ?? null,
      values: (name) => (values[name] as string[] | undefined) ?? [],
    },
  };
}

function misuse(message: string, fix: string): DiagnosticError {
  return new DiagnosticError({ code: "command-line", severity: "error", message, fix });
}
