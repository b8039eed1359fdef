import { chmodSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { temporaryRepository } from "../../fixtures/workspace.ts";
import { run, type Start } from "../../process/run.ts";
import { runTool, toolCommand, type ToolOptions } from "./tool.ts";

test.each<[options: ToolOptions, command: string[], install: boolean]>([
  [{ toolchain: "bun", command: ["oxlint"] }, ["oxlint"], false],
  [
    { toolchain: "bun", command: ["tsc", "-p", "."], install: true, args: ["--watch"] },
    ["tsc", "-p", ".", "--watch"],
    true,
  ],
])("%j", (options, command, install) => {
  expect(toolCommand(options)).toEqual({ command, install });
});

/** Runs a stand-in for bun that writes the words it is called with and the directory; `words` decide its exit code. */
async function runStandIn(options: ToolOptions, script: string) {
  using repository = temporaryRepository({
    "services/bun.lock": "",
    "services/web/package.json": "{}",
    "node_modules/.bin/bun": `#!/bin/sh\n${script}\n`,
  });
  chmodSync(path.join(repository.root, "node_modules/.bin/bun"), 0o755);
  const starts: Start[] = [];
  const seen: string[] = [];
  const writes = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((chunk) => seen.push(String(chunk)) > 0),
  );
  try {
    const { success } = await runTool(options, repository.place("services/web"), (start) => {
      starts.push(start);
      return run(start);
    });
    return {
      success,
      text: seen.join("").trim(),
      starts: starts.map(({ args, cwd }) => `${path.relative(repository.root, cwd)}: ${args.join(" ")}`),
    };
  } finally {
    for (const write of writes) write.mockRestore();
  }
}

const build: ToolOptions = { toolchain: "bun", command: ["bun", "build", "a b"], install: true };

test.each<[what: string, script: string, outcome: Awaited<ReturnType<typeof runStandIn>>]>([
  [
    "installs at the workspace's root, silently, and runs in the project",
    "echo $1",
    { success: true, text: "build", starts: ["services: install --frozen-lockfile", "services/web: build a b"] },
  ],
  [
    "the command fails",
    '[ "$1" = install ] || exit 3',
    {
      success: false,
      text: 'error: `bun build "a b"` ended with exit code 3 [command-failed]',
      starts: ["services: install --frozen-lockfile", "services/web: build a b"],
    },
  ],
  [
    "the installation fails: what it said is shown",
    "echo no network; exit 1",
    {
      success: false,
      text: "no network\n\nerror: `bun install --frozen-lockfile` ended with exit code 1 in services [install-failed]",
      starts: ["services: install --frozen-lockfile"],
    },
  ],
])("%s", async (_what, script, outcome) => {
  expect(await runStandIn(build, script)).toEqual(outcome);
});

test("no lock at all: bun would take whatever versions there are", async () => {
  using repository = temporaryRepository({ "web/package.json": "{}" });
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    expect(await runTool(build, repository.place("web"), run)).toEqual({ success: false });
    expect(write.mock.calls.join("")).toContain(
      "error: there is no bun.lock in the project or above it [lock-out-of-date]",
    );
  } finally {
    write.mockRestore();
  }
});
