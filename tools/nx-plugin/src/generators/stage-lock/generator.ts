import type { Tree } from "@nx/devkit";
import { formatStageLock, lockStages } from "@polystage/stage-plan";
import { buildOptions, lockKey, readRootDockerfile, stageLockPath } from "../../dockerfile/root-dockerfile.ts";

/** Writes the stage lock where it is not what the Dockerfile and the ignore file make of it: `nx sync`. */
export default function syncStageLock(tree: Tree): { outOfSyncMessage?: string } {
  const found = readRootDockerfile((path) => tree.read(path, "utf8"));
  if (found === null) {
    if (!tree.exists(stageLockPath)) return {};
    tree.delete(stageLockPath);
    return { outOfSyncMessage: `${stageLockPath} is left over: there is no Dockerfile.` };
  }
  const hashes = Object.entries(lockStages(found.dockerfile, buildOptions, found.ignore));
  const lock = formatStageLock(Object.fromEntries(hashes.map(([name, hash]) => [lockKey(name), hash])));
  if (tree.read(stageLockPath, "utf8") === lock) return {};
  tree.write(stageLockPath, lock);
  return { outOfSyncMessage: `${stageLockPath} does not say what the Dockerfile says.` };
}
