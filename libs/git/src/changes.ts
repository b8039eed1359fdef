import type { Repository } from "./repository.ts";
import { runGit, splitNul } from "./run-git.ts";
import type { Snapshot } from "./tree.ts";

export interface Change {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly status: "added" | "deleted" | "modified";
  /** `directory` for one that came or went; git knows no empty directories. */
  readonly type: "file" | "directory" | "submodule";
}

const statuses: Readonly<Record<string, Change["status"]>> = { A: "added", D: "deleted" };
const types: Readonly<Record<string, Change["type"]>> = { "040000": "directory", "160000": "submodule" };
const raw = ["-z", "--raw", "--no-renames"];

/**
 * What differs between a commit and a later snapshot: content, mode, or existence. A rename is a deletion and an addition.
 * A directory is listed where it came or went, never for a change inside it.
 */
export function listChanges(repository: Repository, base: string, head: Snapshot): Change[] {
  return head === "working tree" ? changesOnDisk(repository, base) : changesBetween(repository, base, head.commit);
}

function changesBetween(repository: Repository, base: string, head: string): Change[] {
  const { stdout } = runGit(repository.root, ["diff-tree", "-r", "-t", ...raw, base, head]);
  return parseRaw(stdout).filter(({ type, status }) => type !== "directory" || status !== "modified");
}

function changesOnDisk(repository: Repository, base: string): Change[] {
  // `diff`, not `diff-index`: it looks inside files whose timestamp alone has moved.
  const tracked = parseRaw(runGit(repository.root, ["diff", "--no-ext-diff", ...raw, base]).stdout);
  const untracked = listPaths(repository, ["--others"]).map((path): Change => ({
    path,
    status: "added",
    type: path.endsWith("/") ? "submodule" : "file",
  }));
  const files = new Map<string, Change>();
  for (const change of [...tracked, ...untracked]) {
    // Taken out of the index and still on the disk: git lists it as deleted and as untracked.
    files.set(change.path, files.has(change.path) ? { ...change, status: "modified" } : change);
  }
  return [...files.values(), ...directoriesThatCameOrWent(repository, base, [...files.values()])];
}

function directoriesThatCameOrWent(repository: Repository, base: string, files: readonly Change[]): Change[] {
  const touched = new Set(files.filter(({ status }) => status !== "modified").flatMap(({ path }) => ancestors(path)));
  if (touched.size === 0) return [];
  const listed = runGit(repository.root, ["ls-tree", "-r", "-d", "-z", "--name-only", "--full-tree", base]);
  const before = new Set(splitNul(listed.stdout));
  const deleted = new Set(files.filter(({ status }) => status === "deleted").map(({ path }) => path));
  const onDisk = listPaths(repository, ["--cached", "--others"]).filter((path) => !deleted.has(path));
  const after = new Set(onDisk.flatMap(ancestors));
  return [...touched]
    .filter((path) => before.has(path) !== after.has(path))
    .map((path) => ({ path, status: after.has(path) ? "added" : "deleted", type: "directory" }));
}

function listPaths(repository: Repository, kinds: readonly string[]): string[] {
  return splitNul(runGit(repository.root, ["ls-files", "-z", "--exclude-standard", ...kinds]).stdout);
}

function ancestors(path: string): string[] {
  const parts = path.replace(/\/$/, "").split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

function parseRaw(output: Buffer): Change[] {
  const fields = splitNul(output);
  const changes: Change[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [oldMode = "", newMode = "", , , status = ""] = (fields[index] ?? "").replace(/^:/, "").split(" ");
    const mode = newMode === "000000" ? oldMode : newMode;
    changes.push({
      path: fields[index + 1] ?? "",
      status: statuses[status] ?? "modified",
      type: types[mode] ?? "file",
    });
  }
  return changes;
}
