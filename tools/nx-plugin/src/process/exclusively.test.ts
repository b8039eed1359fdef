import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { temporaryRepository } from "../fixtures/workspace.ts";
import { exclusively } from "./exclusively.ts";

function lockOf(directory: string): string {
  return path.join(tmpdir(), `polystage-${createHash("sha256").update(directory).digest("hex").slice(0, 16)}.lock`);
}

test("one at a time, and the lock is gone in the end, also after a failure", async () => {
  using repository = temporaryRepository({});
  let inside = 0;
  let most = 0;
  const visit = async (fails: boolean) => {
    most = Math.max(most, ++inside);
    await sleep(5);
    inside--;
    if (fails) throw new Error("visit failed");
  };
  const visits = [true, false, true, false].map((fails) => exclusively(repository.root, () => visit(fails)));
  const outcomes = await Promise.allSettled(visits);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "rejected", "fulfilled"]);
  expect(most).toBe(1);
  expect(existsSync(lockOf(repository.root))).toBe(false);
});

test("waits for another process, and takes over from one that is gone", async () => {
  using repository = temporaryRepository({});
  const holder = spawn("sleep", ["60"]);
  writeFileSync(lockOf(repository.root), String(holder.pid));
  let entered = false;
  const visit = exclusively(repository.root, async () => (entered = true));
  await sleep(100);
  expect(entered).toBe(false);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await visit).toBe(true);

  writeFileSync(lockOf(repository.root), String(spawnSync("true").pid));
  expect(await exclusively(repository.root, async () => "in")).toBe("in");
});
