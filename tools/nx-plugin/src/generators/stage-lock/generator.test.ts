import type { Tree } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import { DiagnosticError } from "@polystage/diagnostics";
import { beforeEach, describe, expect, test } from "vitest";
import syncStageLock from "./generator.ts";

const lockPath = "docker/stages.json";
const stale = { outOfSyncMessage: `${lockPath} does not say what the Dockerfile says.` };

describe("the stage lock", () => {
  let tree: Tree;
  beforeEach(() => {
    tree = createTreeWithEmptyWorkspace();
    tree.write("Dockerfile", "FROM scratch AS one\nCOPY a /\nFROM scratch AS v1.2\nFROM one AS two\n");
    tree.write(".dockerignore", "docs\n");
  });
  const readLock = () => JSON.parse(tree.read(lockPath, "utf8") ?? "null") as Record<string, string> | null;

  test("is written where it is missing", () => {
    expect(syncStageLock(tree)).toEqual(stale);
    const hash = expect.stringMatching(/^[0-9a-f]{16}$/);
    expect(readLock()).toEqual({ one: hash, two: hash, "v1/2": hash });
  });

  test("is left alone where it is right, and nothing is said", () => {
    syncStageLock(tree);
    const changes = tree.listChanges();
    expect(syncStageLock(tree)).toEqual({});
    expect(tree.listChanges()).toEqual(changes);
  });

  test.each<[what: string, file: string, text: string, changed: string[]]>([
    [
      "an instruction of one stage",
      "Dockerfile",
      "FROM scratch AS one\nCOPY a /\nFROM scratch AS v1.2\nLABEL a=b\nFROM one AS two\n",
      ["v1/2"],
    ],
    [
      "an ancestor's",
      "Dockerfile",
      "FROM scratch AS one\nCOPY b /\nFROM scratch AS v1.2\nFROM one AS two\n",
      ["one", "two"],
    ],
    ["the ignore file: what reads files", ".dockerignore", "docs\nbooks\n", ["one", "two"]],
    [
      "a stage more",
      "Dockerfile",
      "FROM scratch AS one\nCOPY a /\nFROM scratch AS v1.2\nFROM one AS two\nFROM one AS three\n",
      ["three"],
    ],
  ])("says what an edit is about: %s", (_what, file, text, changed) => {
    syncStageLock(tree);
    const before = readLock();
    tree.write(file, text);
    expect(syncStageLock(tree)).toEqual(stale);
    const after = readLock() ?? {};
    expect(Object.keys(after).filter((key) => after[key] !== before?.[key])).toEqual(changed);
  });

  test("does not heed a comment", () => {
    syncStageLock(tree);
    tree.write("Dockerfile", `# A comment.\n${tree.read("Dockerfile", "utf8")}`);
    expect(syncStageLock(tree)).toEqual({});
  });

  test("is deleted where the Dockerfile is gone", () => {
    syncStageLock(tree);
    tree.delete("Dockerfile");
    expect(syncStageLock(tree)).toEqual({ outOfSyncMessage: `${lockPath} is left over: there is no Dockerfile.` });
    expect(tree.exists(lockPath)).toBe(false);
    expect(syncStageLock(tree)).toEqual({});
  });

  test("stays as it is where the Dockerfile is broken, which is said", () => {
    syncStageLock(tree);
    const before = readLock();
    tree.write("Dockerfile", "FRM scratch\n");
    expect(() => syncStageLock(tree)).toThrow(DiagnosticError);
    expect(readLock()).toEqual(before);
  });
});
