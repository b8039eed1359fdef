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
    env: { ...withoutRepository(process.env), GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
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

/** The output of a git command that must not fail. Throws a DiagnosticError with git's own words where it does. */
export function requireGit(directory: string, args: readonly string[], input?: string): Buffer {
  const { exitCode, stdout, stderr } = runGit(directory, args, input);
  if (exitCode === 0) return stdout;
  const command = args.find((word) => !word.startsWith("-")) ?? "";
  throw new DiagnosticError({
    code: "git-failed",
    severity: "error",
    message: `git ${command} failed: ${stderr.trim()}`,
    fix: "mend the repository: `git fsck` tells what is wrong with it; in a partial clone, fetch what is missing",
  });
}

/** In a hook git names its own repository by variables, which would win over the directory. */
function withoutRepository(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const {
    GIT_DIR: _directory,
    GIT_WORK_TREE: _workTree,
    GIT_INDEX_FILE: _index,
    GIT_PREFIX: _prefix,
    ...rest
  } = environment;
  return rest;
}

/** The fields of a NUL-separated listing. */
export function splitNul(output: Buffer): string[] {
  const fields = output.toString().split("\0");
  fields.pop();
  return fields;
}
