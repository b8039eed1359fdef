import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ScratchRepository } from "@polystage/git/scratch-repository";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nx } from "./ask-nx.ts";
import { copyRepository } from "./copy-repository.ts";

let copy: ScratchRepository;
beforeAll(() => {
  copy = copyRepository();
});
afterAll(() => copy.dispose());

const has = (path: string) => existsSync(join(copy.directory, path));

test("@nx/workspace moves and removes a project of this house", () => {
  nx(
    copy.directory,
    "generate",
    "@nx/workspace:move",
    "--project",
    "@polystage/docs",
    "--destination",
    "tools/documents",
  );
  expect([has("tools/docs/package.json"), has("tools/documents/package.json")]).toEqual([false, true]);
  nx(copy.directory, "generate", "@nx/workspace:remove", "--projectName", "@polystage/docs", "--forceRemove");
  expect(has("tools/documents")).toBe(false);
});
