import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "@polystage/diagnostics";
import { findBuilder } from "@polystage/engine";
import { openRepository } from "@polystage/git";
import type { Command } from "../command.ts";

interface Tool {
  readonly name: string;
  /** Tried in order; the first that answers counts. */
  readonly commands: readonly (readonly [string, ...string[]])[];
  /** Compared part by part. */
  readonly atLeast?: string;
  readonly forWhat: string;
  readonly install: string;
}

const tools: readonly Tool[] = [
  {
    name: "git",
    commands: [["git", "--version"]],
    forWhat: "the plan",
    install: "apt-get install git, or https://git-scm.com/downloads",
  },
  {
    name: "node",
    commands: [[process.execPath, "--version"]],
    atLeast: "20.19",
    forWhat: "everything",
    install: "https://nodejs.org (24 is what this is made with)",
  },
  {
    name: "python3",
    commands: [["python3", "--version"]],
    atLeast: "3.11",
    forWhat: "the Python services",
    install: "apt-get install python3 python3-pip, or https://www.python.org/downloads",
  },
  {
    name: "uv",
    commands: [
      [".tools/uv/bin/uv", "--version"],
      ["uv", "--version"],
    ],
    forWhat: "the Python services",
    install: "npm test brings it",
  },
  {
    name: "bun",
    commands: [
      ["node_modules/.bin/bun", "--version"],
      ["bun", "--version"],
    ],
    forWhat: "the TypeScript services",
    install: "npm test brings it",
  },
  {
    name: "cargo",
    commands: [["cargo", "--version"]],
    atLeast: "1.85",
    forWhat: "the Rust services",
    install: "https://rustup.rs",
  },
  {
    name: "clippy",
    commands: [["cargo", "clippy", "--version"]],
    forWhat: "linting Rust",
    install: "rustup component add clippy, or apt-get install rust-clippy",
  },
  {
    name: "rustfmt",
    commands: [["rustfmt", "--version"]],
    forWhat: "formatting Rust",
    install: "rustup component add rustfmt, or apt-get install rustfmt",
  },
];

export const doctor: Command = {
  name: "doctor",
  summary: "what is installed, what is missing, how to get it",
  options: [
    { name: "repo", value: "DIR", help: "a directory of the repository (default: this one)" },
    { name: "json", help: "{ tools: [{ name, version, ok, install }], builder }" },
  ],
  examples: ["polystage doctor"],
  run: (input, streams) => {
    const root = rootOf(input.value("repo") ?? ".");
    const found = tools.map((tool) => examine(tool, root));
    const builder = findBuilder(streams.environment);
    if (input.flag("json")) {
      streams.out(`${JSON.stringify({ tools: found, builder }, null, 2)}\n`);
    } else {
      for (const { name, version, ok, forWhat, install } of found) {
        const remedy = ok ? "" : `  for ${forWhat}: ${install}`;
        streams.out(`${ok ? "ok     " : "missing"}  ${name.padEnd(8)} ${version ?? "-"}${remedy}\n`);
      }
      streams.out(
        `${builder === null ? "none   " : "ok     "}  builder  ${builder?.name ?? "-  needed to build images only"}\n`,
      );
    }
    return found.every(({ ok }) => ok) ? 0 : 1;
  },
};

function examine(tool: Tool, root: string) {
  const { name, forWhat, install, atLeast } = tool;
  const version = tool.commands.map((command) => askVersion(command, root)).find((answer) => answer !== null) ?? null;
  const ok = version !== null && (atLeast === undefined || isAtLeast(version, atLeast));
  return { name, version, ok, forWhat, install: atLeast === undefined ? install : `at least ${atLeast}: ${install}` };
}

function askVersion([program, ...args]: readonly [string, ...string[]], root: string): string | null {
  const inRoot = join(root, program);
  const { status, stdout } = spawnSync(existsSync(inRoot) ? inRoot : program, args, { encoding: "utf8" });
  return status === 0 ? (/\d+(\.\d+)+/.exec(stdout)?.[0] ?? null) : null;
}

function isAtLeast(version: string, minimum: string): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, wanted] of minimum.split(".").map(Number).entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

function rootOf(directory: string): string {
  try {
    return openRepository(directory).root;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return directory;
  }
}
