import { spawnSync } from "node:child_process";
import { DiagnosticError } from "@polystage/diagnostics";

/** 1 GiB: a listing of some ten million paths. */
const maxOutputBytes = 2 ** 30;

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs git in a directory, without locks, colours, translations or a shell.
 * Throws a DiagnosticError where git is not installed; any exit code of git's own is returned.
 */
export function runGit(directory: string, args: readonly string[], input?: string): GitResult {
  const result = spawnSync("git", ["-c", "core.quotePath=false", ...args], {
    cwd: directory,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
    maxBuffer: maxOutputBytes,
    ...(input === undefined ? {} : { input }),
  });
  if (result.error !== undefined) {
    if ((result.error as NodeJS.ErrnoException).code !== "ENOENT") throw result.error;
    throw new DiagnosticError({
      code: "git-missing",
      severity: "error",
      message: "git is not on the PATH",
      fix: "install git: https://git-scm.com/downloads, or `apt-get install git`",
    });
  }
  return { exitCode: result.status ?? 1, stdout: result.stdout, stderr: result.stderr.toString() };
}

/** The fields of a NUL-separated listing. */
export function splitNul(output: Buffer): string[] {
  const fields = output.toString().split("\0");
  fields.pop();
  return fields;
}
