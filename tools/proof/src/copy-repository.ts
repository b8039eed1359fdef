import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readlinkSync, lstatSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createScratchRepository, type ScratchRepository } from "@polystage/git/scratch-repository";

export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** This repository as it stands, uncommitted work included, as a commit of its own in a temporary directory. */
export function copyRepository(): ScratchRepository {
  const copy = createScratchRepository();
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  for (const path of listed.toString().split("\0").slice(0, -1)) {
    const from = join(root, path);
    const to = join(copy.directory, path);
    const stat = lstatSync(from, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    mkdirSync(dirname(to), { recursive: true });
    if (stat.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
    else copyFileSync(from, to);
  }
  // The packages are the ones of this repository: what they do is what is tested.
  symlinkSync(join(root, "node_modules"), join(copy.directory, "node_modules"));
  copy.commit("everything");
  return copy;
}
