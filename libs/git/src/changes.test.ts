import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listChanges } from "./changes.ts";
import { openRepository } from "./repository.ts";
import { createScratchRepository, type ScratchRepository } from "./scratch-repository.ts";

let scratch: ScratchRepository;

beforeEach(() => {
  scratch = createScratchRepository();
  scratch.write("kept.txt", "kept");
  scratch.write("src/a.txt", "a");
  scratch.write("src/deep/b.txt", "b");
  scratch.write("ünï côde/c d.txt", "c");
  scratch.write(".gitignore", "ignored\n");
});

afterEach(() => scratch.dispose());

const cases: readonly [string, (change: ScratchRepository) => void, readonly string[]][] = [
  ["nothing", () => {}, []],
  ["content", ({ write }) => write("src/a.txt", "A"), ["modified file src/a.txt"]],
  ["the same content written again", ({ write }) => write("src/a.txt", "a"), []],
  ["mode", ({ write }) => write("src/a.txt", "a", 0o755), ["modified file src/a.txt"]],
  ["a new file beside others", ({ write }) => write("src/n.txt", ""), ["added file src/n.txt"]],
  [
    "a new file in new directories",
    ({ write }) => write("src/x/y/n.txt", "n"),
    ["added directory src/x", "added directory src/x/y", "added file src/x/y/n.txt"],
  ],
  ["a deleted file", ({ remove }) => remove("src/a.txt"), ["deleted file src/a.txt"]],
  [
    "the last file of a directory deleted",
    ({ remove }) => remove("src/deep"),
    ["deleted directory src/deep", "deleted file src/deep/b.txt"],
  ],
  [
    "a rename",
    ({ write, remove }) => {
      remove("src/a.txt");
      write("src/z.txt", "a");
    },
    ["added file src/z.txt", "deleted file src/a.txt"],
  ],
  ["a file that becomes a symlink", ({ write }) => write("src/a.txt", "-> deep/b.txt"), ["modified file src/a.txt"]],
  [
    "names beyond ASCII, with a space",
    ({ write }) => write("ünï côde/c d.txt", "C"),
    ["modified file ünï côde/c d.txt"],
  ],
  ["a file that git ignores", ({ write }) => write("ignored", "x"), []],
];

describe.each(cases)("%s", (_, change, expected) => {
  test("in the working tree", () => {
    const base = scratch.commit();
    change(scratch);
    expect(describeChanges(base, "working tree")).toEqual(expected);
  });

  test("in the index", () => {
    const base = scratch.commit();
    change(scratch);
    scratch.git("add", "--all");
    expect(describeChanges(base, "working tree")).toEqual(expected);
  });

  test("between commits", () => {
    const base = scratch.commit();
    change(scratch);
    expect(describeChanges(base, { commit: scratch.commit() })).toEqual(expected);
  });
});

test("a file taken out of the index and still on the disk is not deleted", () => {
  const base = scratch.commit();
  scratch.git("rm", "--quiet", "--cached", "src/a.txt");
  scratch.write("src/a.txt", "A");
  expect(describeChanges(base, "working tree")).toEqual(["modified file src/a.txt"]);
});

test("a submodule is one path", () => {
  const base = scratch.commit();
  scratch.git("update-index", "--add", "--cacheinfo", `160000,${base},vendor/lib`);
  scratch.git("commit", "--quiet", "--message", "submodule");
  const head = scratch.git("rev-parse", "HEAD");
  expect(describeChanges(base, { commit: head })).toEqual(["added directory vendor", "added submodule vendor/lib"]);
});

function describeChanges(base: string, head: Parameters<typeof listChanges>[2]): string[] {
  return listChanges(openRepository(scratch.directory), base, head)
    .map(({ status, type, path }) => `${status} ${type} ${path}`)
    .toSorted();
}
