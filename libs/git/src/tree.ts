import { lstatSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Repository } from "./repository.ts";
import { runGit, splitNul } from "./run-git.ts";

/** A commit by its object id, or the files as they lie on the disk. */
export type Snapshot = { readonly commit: string } | "working tree";

export interface TreeEntry {
  /** Relative to the repository's root. */
  readonly path: string;
  /** Octal, as git writes it: 100644, 100755, 120000 (symlink), 160000 (submodule). */
  readonly mode: string;
  /** Git's object id of the content; of the commit where `mode` is 160000. */
  readonly object: string;
}

/** The text of a file, or null where there is none. A symlink is followed once, as Docker's client does on opening it. */
export function readText(repository: Repository, snapshot: Snapshot, path: string): string | null {
  if (snapshot === "working tree") {
    try {
      return readFileSync(join(repository.root, path), "utf8");
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return null;
      throw error;
    }
  }
  const result = runGit(repository.root, ["cat-file", "blob", `${snapshot.commit}:${path}`]);
  return result.exitCode === 0 ? result.stdout.toString() : null;
}

/** Whether a path, "" for the root, is a directory of a snapshot. */
export function hasDirectory(repository: Repository, snapshot: Snapshot, path: string): boolean {
  if (path === "") return true;
  if (snapshot === "working tree") {
    return statSync(join(repository.root, path), { throwIfNoEntry: false })?.isDirectory() === true;
  }
  const { stdout } = runGit(repository.root, ["cat-file", "-t", `${snapshot.commit}:${path}`]);
  return stdout.toString().trim() === "tree";
}

/** Every file of a snapshot. In the working tree: what git tracks and what it neither tracks nor ignores. */
export function listTree(repository: Repository, snapshot: Snapshot): TreeEntry[] {
  return snapshot === "working tree" ? listWorkingTree(repository) : listCommit(repository, snapshot.commit);
}

/** Those of some paths that are symlinks. Paths that do not exist are none. */
export function findSymlinks(repository: Repository, snapshot: Snapshot, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  if (snapshot === "working tree") return paths.filter((path) => modeOnDisk(join(repository.root, path)) === "120000");
  // Exact names, whatever characters they hold.
  const exactly = ["--literal-pathspecs", "ls-tree", "-z", "--full-tree", snapshot.commit, "--"];
  const { stdout } = runGit(repository.root, [...exactly, ...paths]);
  return splitNul(stdout)
    .filter((line) => line.startsWith("120000 "))
    .map((line) => line.slice(line.indexOf("\t") + 1));
}

function listCommit(repository: Repository, commit: string): TreeEntry[] {
  const { stdout } = runGit(repository.root, ["ls-tree", "-r", "-z", "--full-tree", commit]);
  return splitNul(stdout).map((line) => {
    const tab = line.indexOf("\t");
    const [mode = "", , object = ""] = line.slice(0, tab).split(" ");
    return { path: line.slice(tab + 1), mode, object };
  });
}

function listWorkingTree(repository: Repository): TreeEntry[] {
  const listed = runGit(repository.root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  const entries: { path: string; mode: string }[] = [];
  for (const path of new Set(splitNul(listed.stdout))) {
    const mode = modeOnDisk(join(repository.root, path));
    if (mode !== null) entries.push({ path, mode });
  }
  const files = entries.filter(({ mode }) => mode.startsWith("100"));
  const hashed = runGit(
    repository.root,
    ["hash-object", "--stdin-paths"],
    files.map(({ path }) => `${path}\n`).join(""),
  );
  const objects = hashed.stdout.toString().split("\n");
  const objectOf = new Map(files.map(({ path }, index) => [path, objects[index] ?? ""]));
  return entries.map((entry) => ({
    ...entry,
    object: objectOf.get(entry.path) ?? objectOfLink(repository, entry.path, entry.mode),
  }));
}

function objectOfLink(repository: Repository, path: string, mode: string): string {
  if (mode !== "120000") return "";
  const target = readlinkSync(join(repository.root, path));
  return runGit(repository.root, ["hash-object", "--stdin"], target).stdout.toString().trim();
}

function modeOnDisk(file: string): string | null {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isSymbolicLink()) return "120000";
  if (stat.isDirectory()) return "160000";
  return (stat.mode & 0o111) === 0 ? "100644" : "100755";
}
