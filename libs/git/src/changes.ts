import type { Repository } from "./repository.ts";
import { requireGit, splitNul } from "./run-git.ts";
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
// Whatever the repository or the user has configured, all is listed.
const raw = ["-z", "--raw", "--no-renames", "--ignore-submodules=none"];
const fileMode = process.platform === "win32" ? [] : ["-c", "core.fileMode=true"];

/**
 * What differs between a commit and a later snapshot: content, mode, or existence. A rename is a deletion and an addition.
 * A directory is listed where it came or went, never for a change inside it.
 */
export function listChanges(repository: Repository, base: string, head: Snapshot): Change[] {
  return head === "working tree" ? changesOnDisk(repository, base) : changesBetween(repository, base, head.commit);
}

function changesBetween(repository: Repository, base: string, head: string): Change[] {
  const output = requireGit(repository.root, ["diff-tree", "-r", "-t", ...raw, base, head]);
  return onePerPath(parseRaw(output).filter(({ type, status }) => type !== "directory" || status !== "modified"));
}

function changesOnDisk(repository: Repository, base: string): Change[] {
  // `diff`, not `diff-index`: it looks inside files whose timestamp alone has moved.
  const tracked = parseRaw(requireGit(repository.root, [...fileMode, "diff", "--no-ext-diff", ...raw, base]));
  const untracked = listPaths(repository, ["--others"]).map((path): Change => ({
    // A repository within this one is listed with a slash at its end.
    path: path.replace(/\/$/, ""),
    status: "added",
    type: path.endsWith("/") ? "submodule" : "file",
  }));
  const files = onePerPath([...tracked, ...untracked]);
  return onePerPath([...files, ...directoriesThatCameOrWent(repository, base, files)]);
}

/** What git lists twice was replaced: a file by a directory, or taken out of the index and left on the disk. */
function onePerPath(changes: readonly Change[]): Change[] {
  const byPath = new Map<string, Change>();
  for (const change of changes) {
    const { path } = change;
    byPath.set(path, byPath.has(path) ? { path, status: "modified", type: "file" } : change);
  }
  return [...byPath.values()];
}

function directoriesThatCameOrWent(repository: Repository, base: string, files: readonly Change[]): Change[] {
  const touched = new Set(files.filter(({ status }) => status !== "modified").flatMap(({ path }) => ancestors(path)));
  if (touched.size === 0) return [];
  const listed = requireGit(repository.root, ["ls-tree", "-r", "-d", "-z", "--name-only", "--full-tree", base]);
  const before = new Set(splitNul(listed));
  const deleted = new Set(files.filter(({ status }) => status === "deleted").map(({ path }) => path));
  const onDisk = listPaths(repository, ["--cached", "--others"]).filter((path) => !deleted.has(path));
  const after = new Set(onDisk.flatMap(ancestors));
  return [...touched]
    .filter((path) => before.has(path) !== after.has(path))
    .map((path) => ({ path, status: after.has(path) ? "added" : "deleted", type: "directory" }));
}

function listPaths(repository: Repository, kinds: readonly string[]): string[] {
  return splitNul(requireGit(repository.root, ["ls-files", "-z", "--exclude-standard", ...kinds]));
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
