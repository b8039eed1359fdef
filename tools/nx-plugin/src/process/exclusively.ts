import { createHash } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 20;
/** No install takes as long: a lock this old is left over, whoever has its process's number now. */
const staleAfterMs = 5 * 60_000;

/**
 * Lets one process at a time act on a directory. The lock lies in the system's temporary directory, so that it changes
 * nothing in the repository; one whose process is gone is taken over.
 */
export async function exclusively<T>(directory: string, act: () => Promise<T>): Promise<T> {
  const key = createHash("sha256").update(directory).digest("hex").slice(0, 16);
  const lock = path.join(tmpdir(), `polystage-${key}.lock`);
  while (!take(lock)) await sleep(pollMs);
  try {
    return await act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (isHeld(lock)) return false;
  // Renamed rather than removed: of several who see the stale lock, one succeeds.
  const stale = `${lock}.${process.pid}`;
  try {
    renameSync(lock, stale);
    rmSync(stale, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return false;
}

function isHeld(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > staleAfterMs) return false;
    const pid = Number(readFileSync(lock, "utf8"));
    // Written a moment after it is created: empty means that its owner is just about to.
    if (pid === 0) return true;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
