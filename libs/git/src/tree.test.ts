import { afterEach, beforeEach, expect, test } from "vitest";
import { openRepository, pathInRepository, resolveCommit } from "./repository.ts";
import { createScratchRepository, type ScratchRepository } from "./scratch-repository.ts";
import { listTree, readText } from "./tree.ts";

let scratch: ScratchRepository;
beforeEach(() => {
  scratch = createScratchRepository();
});
afterEach(() => scratch.dispose());

test("a commit and the files it was made of are listed alike", () => {
  scratch.write("plain", "1");
  scratch.write("bin/tool", "2", 0o755);
  scratch.write("link", "-> plain");
  scratch.write("ünï/c d", "3");
  const repository = openRepository(scratch.directory);
  const onDisk = listTree(repository, "working tree");
  const committed = listTree(repository, { commit: scratch.commit() });
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
  expect(onDisk.toSorted(byPath)).toEqual(committed.toSorted(byPath));
  expect(committed.map(({ path, mode }) => `${mode} ${path}`).toSorted()).toEqual([
    "100644 plain",
    "100644 ünï/c d",
    "100755 bin/tool",
    "120000 link",
  ]);
});

test("a file's text at a commit, on the disk, and where there is none", () => {
  scratch.write("dir/file", "before\n");
  const commit = scratch.commit();
  scratch.write("dir/file", "after\n");
  const repository = openRepository(scratch.directory);
  expect(readText(repository, { commit }, "dir/file")).toBe("before\n");
  expect(readText(repository, "working tree", "dir/file")).toBe("after\n");
  for (const snapshot of ["working tree", { commit }] as const) {
    expect(readText(repository, snapshot, "dir/none")).toBeNull();
    expect(readText(repository, snapshot, "dir")).toBeNull();
  }
});

test("revisions that name no commit are null, options among them", () => {
  scratch.write("a", "a");
  const commit = scratch.commit();
  const repository = openRepository(scratch.directory);
  expect(resolveCommit(repository, "main")).toBe(commit);
  for (const revision of ["no-such-branch", "HEAD~1", "--all", "", "HEAD:a"]) {
    expect(resolveCommit(repository, revision), revision).toBeNull();
  }
});

test("a directory within is opened at the top; paths are relative to it", () => {
  scratch.write("sub/dir/a", "a");
  const repository = openRepository(`${scratch.directory}/sub/dir`);
  expect(repository.root.endsWith("a répo")).toBe(true);
  expect(pathInRepository(repository, `${scratch.directory}/sub`)).toBe("sub");
  expect(pathInRepository(repository, scratch.directory)).toBe("");
  expect(pathInRepository(repository, `${scratch.directory}/../other`)).toBeNull();
});

test("outside a repository there is one clear message", () => {
  expect(() => openRepository("/")).toThrow(/not in a git work tree.*git init/s);
  expect(() => openRepository(`${scratch.directory}/none`)).toThrow(/no such directory/);
});
