import { realpathSync, statSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { DiagnosticError } from "@polystage/diagnostics";
import { runGit } from "./run-git.ts";

export interface Repository {
  /** Absolute path of the top of the work tree. */
  readonly root: string;
}

/** The repository that holds a directory. Throws a DiagnosticError where there is none. */
export function openRepository(directory: string): Repository {
  let real: string;
  try {
    real = realpathSync(directory);
    if (!statSync(real).isDirectory()) throw new Error("not a directory");
  } catch {
    throw new DiagnosticError({
      code: "no-such-directory",
      severity: "error",
      file: directory,
      message: "there is no such directory",
      fix: "name an existing directory with --repo",
    });
  }
  const result = runGit(real, ["rev-parse", "--show-toplevel"]);
  if (result.exitCode === 0) return { root: resolve(result.stdout.toString().replace(/\r?\n$/, "")) };
  const dubious = result.stderr.includes("dubious ownership");
  throw new DiagnosticError({
    code: "not-a-repository",
    severity: "error",
    file: directory,
    message: dubious ? "git refuses this repository: it belongs to another user" : "this is not in a git work tree",
    fix: dubious
      ? `git config --global --add safe.directory ${real}`
      : "run `git init` and commit, or name one with --repo",
  });
}

/** `path` as git names it: relative to the root, with slashes; "" is the root. Null where it lies outside. */
export function pathInRepository(repository: Repository, path: string): string | null {
  const inside = relative(repository.root, withRealParent(path));
  if (inside === ".." || inside.startsWith(`..${sep}`) || resolve(inside) === inside) return null;
  return inside.split(sep).join("/");
}

/** The full object id of the commit that `revision` names, or null where this clone has none. */
export function resolveCommit(repository: Repository, revision: string): string | null {
  const result = runGit(repository.root, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${revision}^{commit}`,
  ]);
  return result.exitCode === 0 ? result.stdout.toString().trim() : null;
}

/** Whether history was cut off by `git clone --depth` or `git fetch --depth`. */
export function isShallow(repository: Repository): boolean {
  return runGit(repository.root, ["rev-parse", "--is-shallow-repository"]).stdout.toString().trim() === "true";
}

/** Git names real paths; the last part stays as it is, for it may be a symlink that git tracks, or not exist. */
function withRealParent(path: string): string {
  const absolute = resolve(path);
  try {
    return resolve(realpathSync(dirname(absolute)), basename(absolute));
  } catch {
    return absolute;
  }
}
