import { chmodSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { temporaryRepository } from "../fixtures/workspace.ts";
import { findProgram } from "./find-program.ts";

test.each<[what: string, programs: string[], found: string | undefined]>([
  ["the set-up's", [".tools/uv/bin/uv", "a/b/node_modules/.bin/uv", "path/uv"], ".tools/uv/bin/uv"],
  ["the project's", ["a/b/node_modules/.bin/uv", "a/node_modules/.bin/uv", "path/uv"], "a/b/node_modules/.bin/uv"],
  ["a workspace's", ["a/node_modules/.bin/uv", "node_modules/.bin/uv", "path/uv"], "a/node_modules/.bin/uv"],
  ["the root's", ["node_modules/.bin/uv", "path/uv"], "node_modules/.bin/uv"],
  ["PATH", ["path/uv"], "path/uv"],
  ["none", ["path/other", "b/node_modules/.bin/uv"], undefined],
])("%s", (_what, programs, found) => {
  using repository = temporaryRepository(Object.fromEntries(programs.map((program) => [program, ""])));
  const { root } = repository;
  for (const program of programs) chmodSync(path.join(root, program), 0o755);
  // Neither a file that cannot be executed nor a directory is a program.
  repository.write({ "plain/uv": "", "folder/uv/file": "" });
  const searchPath = ["plain", "folder", "path"].map((directory) => path.join(root, directory)).join(path.delimiter);
  const expected = found === undefined ? undefined : path.join(root, found);
  expect(findProgram("uv", { root, cwd: path.join(root, "a/b"), searchPath })).toBe(expected);
});
