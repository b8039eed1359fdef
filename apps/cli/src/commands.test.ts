import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createScratchRepository, type ScratchRepository } from "@polystage/git/scratch-repository";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commands } from "./commands.ts";
import { runCommand } from "./run-command.ts";

let scratch: ScratchRepository;
beforeEach(() => {
  scratch = createScratchRepository();
});
afterEach(() => scratch.dispose());

describe("stages", () => {
  test("the model as JSON, field by field", () => {
    scratch.write(
      "Dockerfile",
      [
        "# syntax=docker/dockerfile:1",
        "ARG TAG=3.22",
        "FROM --platform=linux/arm64 alpine:${TAG} AS Base",
        "RUN --mount=type=cache,id=c,target=/c,sharing=locked <<EOF",
        "true",
        "EOF",
        "FROM base",
        "COPY --from=base /a /b",
      ].join("\n"),
    );
    const file = join(scratch.directory, "Dockerfile");
    const { exitCode, stdout } = runCommand(["stages", file, "--json"]);
    expect(exitCode).toBe(0);
    const none = { flags: [], heredocs: [], from: null, mounts: [] };
    expect(JSON.parse(stdout)).toEqual({
      file,
      escape: "\\",
      syntax: "docker/dockerfile:1",
      globalArgs: [{ name: "TAG", default: "3.22" }],
      stages: [
        {
          name: "base",
          index: 0,
          base: "alpine:${TAG}",
          image: "alpine:3.22",
          baseStage: null,
          platform: "linux/arm64",
          startLine: 3,
          endLine: 6,
          instructions: [
            { ...none, keyword: "FROM", startLine: 3, endLine: 3, flags: ["--platform=linux/arm64"] },
            {
              ...none,
              keyword: "RUN",
              startLine: 4,
              endLine: 6,
              flags: ["--mount=type=cache,id=c,target=/c,sharing=locked"],
              heredocs: [{ name: "EOF", expand: true }],
              mounts: [
                expect.objectContaining({ type: "cache", id: "c", target: "/c", sharing: "locked", from: null }),
              ],
            },
          ],
        },
        {
          name: null,
          index: 1,
          base: "base",
          image: "base",
          baseStage: 0,
          platform: null,
          startLine: 7,
          endLine: 8,
          instructions: [
            { ...none, keyword: "FROM", startLine: 7, endLine: 7 },
            { ...none, keyword: "COPY", startLine: 8, endLine: 8, flags: ["--from=base"], from: "base" },
          ],
        },
      ],
    });
  });

  test("what BuildKit rejects: a diagnostic, no JSON, exit code 2", () => {
    scratch.write("Dockerfile", "RUN true\n");
    const { exitCode, stdout, stderr } = runCommand(["stages", join(scratch.directory, "Dockerfile"), "--json"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(/Dockerfile:1: error: /);
  });

  test("the Dockerfile of another place", () => {
    scratch.write("sub/D", "FROM scratch AS here\n");
    const { stdout } = runCommand(["stages", "--repo", scratch.directory, "--dockerfile", "sub/D", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ file: join(scratch.directory, "sub/D"), stages: [{ name: "here" }] });
  });

  test("a file that is not there", () => {
    const { exitCode, stderr } = runCommand(["stages", join(scratch.directory, "none")]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("there is no such file");
  });
});

test("context: the files that Docker would send, those that git ignores too", () => {
  const at = (path: string) => join(scratch.directory, path);
  scratch.write(".gitignore", "built\n");
  scratch.write(".dockerignore", "*\n!services\n**/*.md\nservices/secret\n!services/secret/keep\n");
  scratch.write("services/a.txt", "");
  scratch.write("services/README.md", "");
  scratch.write("services/secret/key", "");
  scratch.write("services/secret/keep", "");
  scratch.write("built/x", "");
  scratch.write("services/built", "");
  symlinkSync("nowhere", at("services/dangling"));
  mkdirSync(at("other"));
  writeFileSync(at("other/b.txt"), "");
  const { stdout } = runCommand(["context", "--repo", scratch.directory, "--json"]);
  expect(JSON.parse(stdout)).toEqual({
    files: ["services/a.txt", "services/built", "services/dangling", "services/secret/keep"],
  });
});

test("context: a pattern that Docker rejects is named with its line", () => {
  scratch.write(".dockerignore", "ok\n[a-\n");
  const { exitCode, stderr } = runCommand(["context", "--repo", scratch.directory]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^\.dockerignore:2: error: /);
});

test("doctor names each tool with its version, and the remedy for what is missing", () => {
  const { stdout } = runCommand(["doctor", "--repo", scratch.directory, "--json"]);
  const { tools } = JSON.parse(stdout) as {
    tools: { name: string; version: string | null; ok: boolean; install: string }[];
  };
  expect(tools.find(({ name }) => name === "node")).toMatchObject({ version: process.versions.node, ok: true });
  expect(tools.filter(({ install }) => install === "")).toEqual([]);
  expect(tools.filter(({ version, ok }) => version === null && ok)).toEqual([]);
});

test.each(commands.map((command) => [command.name, command] as const))(
  "%s has help with an example",
  (name, command) => {
    const { exitCode, stdout } = runCommand([...name.split(" "), "--help"]);
    expect(exitCode).toBe(0);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const { name: option } of command.options) expect(stdout).toContain(`--${option}`);
  },
);

test("help lists the commands; an unknown one is met with the list", () => {
  expect(runCommand([]).stdout).toContain("polystage plan");
  expect(runCommand(["plam"])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("plan, stages, context") });
});
