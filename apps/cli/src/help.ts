import type { Command, Option } from "./command.ts";

export function describeCommands(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    "polystage: which Docker stages a change rebuilds, and why",
    "",
    ...commands.map(({ name, summary }) => `  polystage ${name.padEnd(width)}  ${summary}`),
    "",
    "polystage COMMAND --help tells of its options. Exit codes: 0 clean, 1 findings, 2 it could not be done.",
    "",
  ].join("\n");
}

export function describeCommand({ name, summary, positional, options, examples }: Command): string {
  const rows = options.map((option) => [spell(option), option.help] as const);
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return [
    `polystage ${name}${positional === undefined ? "" : ` [${positional}]`}: ${summary}`,
    "",
    ...rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`),
    "",
    "Examples:",
    ...examples.map((example) => `  ${example}`),
    "",
  ].join("\n");
}

function spell({ name, value, multiple }: Option): string {
  return `--${name}${value === undefined ? "" : ` ${value}`}${multiple === true ? " ..." : ""}`;
}
