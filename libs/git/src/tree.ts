import { lstatSync, readFileSync, readlinkSync, statSync, type Stats } from "node:fs";
import { join, posix } from "node:path";
import { DiagnosticError } from "@polystage/diagnostics";
import type { Repository } from "./repository.ts";
import { requireGit, runGit, splitNul } from "./run-git.ts";

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

/** As the kernel has it, more or less: a longer chain of links is taken for a circle. */
const maxLinks = 40;

/**
 * The text of a file, or null where there is none. Symlinks to a file are followed, as Docker's client does on opening it.
 * Throws a DiagnosticError for one that is there and cannot be read.
 */
export function readText(repository: Repository, snapshot: Snapshot, path: string): string | null {
  return snapshot === "working tree" ? readOnDisk(repository, path) : readCommitted(repository, snapshot.commit, path);
}

function readOnDisk(repository: Repository, path: string): string | null {
  try {
    return readFileSync(join(repository.root, path), "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "EISDIR"].includes(code)) return null;
    throw unreadable(path, code);
  }
}

function readCommitted(repository: Repository, commit: string, path: string): string | null {
  let place = posix.normalize(path);
  for (let links = 0; links < maxLinks; links++) {
    const [line] = listEntries(repository, commit, [place]);
    if (line === undefined || line.mode === "040000" || line.mode === "160000") return null;
    const text = requireGit(repository.root, ["cat-file", "blob", line.object]).toString();
    if (line.mode !== "120000") return text;
    place = posix.join(posix.dirname(place), text);
    if (place.startsWith("../") || posix.isAbsolute(text)) return null;
  }
  throw unreadable(path, "ELOOP");
}

function unreadable(file: string, code: string): DiagnosticError {
  return new DiagnosticError({
    code: "unreadable-file",
    severity: "error",
    file,
    message: `it cannot be read (${code})`,
    fix: "mend its permissions, or the link",
  });
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
  // No file of git's has such a name.
  const possible = paths.filter((path) => path !== "" && !path.includes("\0"));
  if (possible.length === 0) return [];
  if (snapshot === "working tree")
    return possible.filter((path) => modeOnDisk(join(repository.root, path)) === "120000");
  return listEntries(repository, snapshot.commit, possible).flatMap(({ mode, path }) =>
    mode === "120000" ? path : [],
  );
}

/** Every symlink of a snapshot. */
export function listSymlinks(repository: Repository, snapshot: Snapshot): string[] {
  const paths =
    snapshot === "working tree"
      ? listPathsOnDisk(repository).map((path) => ({ path, mode: modeOnDisk(join(repository.root, path)) }))
      : listCommit(repository, snapshot.commit);
  return paths.flatMap(({ path, mode }) => (mode === "120000" ? path : []));
}

function listEntries(repository: Repository, commit: string, paths: readonly string[]): TreeEntry[] {
  // Exact names, whatever characters they hold.
  const exactly = ["--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--"];
  return splitNul(requireGit(repository.root, [...exactly, ...paths])).map(parseEntry);
}

function listCommit(repository: Repository, commit: string): TreeEntry[] {
  return splitNul(requireGit(repository.root, ["ls-tree", "-r", "-z", "--full-tree", commit])).map(parseEntry);
}

function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf("\t");
  const [mode = "", , object = ""] = line.slice(0, tab).split(" ");
  return { path: line.slice(tab + 1), mode, object };
}

function listPathsOnDisk(repository: Repository): string[] {
  return [
    ...new Set(splitNul(requireGit(repository.root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))),
  ];
}

/** Paths of one call: a command line holds some two million bytes. */
const hashedAtOnce = 500;

function listWorkingTree(repository: Repository): TreeEntry[] {
  const entries: { path: string; mode: string }[] = [];
  for (const path of listPathsOnDisk(repository)) {
    const mode = modeOnDisk(join(repository.root, path));
    if (mode !== null) entries.push({ path, mode });
  }
  const files = entries.filter(({ mode }) => mode.startsWith("100"));
  const objects: string[] = [];
  for (let start = 0; start < files.length; start += hashedAtOnce) {
    // As arguments: on standard input a name with a line feed would be two.
    const names = files.slice(start, start + hashedAtOnce).map(({ path }) => path);
    objects.push(
      ...requireGit(repository.root, ["hash-object", "--", ...names])
        .toString()
        .trimEnd()
        .split("\n"),
    );
  }
  const objectOf = new Map(files.map(({ path }, index) => [path, objects[index] ?? ""]));
  return entries.map((entry) => ({
    ...entry,
    object: objectOf.get(entry.path) ?? objectOfOther(repository, entry.path, entry.mode),
  }));
}

function objectOfOther(repository: Repository, path: string, mode: string): string {
  if (mode === "120000") {
    const target = readlinkSync(join(repository.root, path));
    return requireGit(repository.root, ["hash-object", "--stdin"], target).toString().trim();
  }
  return requireGit(join(repository.root, path), ["rev-parse", "HEAD"]).toString().trim();
}

function modeOnDisk(file: string): string | null {
  const stat = statOrNull(file);
  if (stat === null) return null;
  if (stat.isSymbolicLink()) return "120000";
  if (stat.isDirectory()) return "160000";
  return (stat.mode & 0o111) === 0 ? "100644" : "100755";
}

function statOrNull(file: string): Stats | null {
  try {
    return lstatSync(file);
  } catch {
    // Not there, behind a file, a circle of links or a name too long: git would not list it either.
    return null;
  }
}
