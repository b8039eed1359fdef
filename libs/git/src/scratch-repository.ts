import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface ScratchRepository {
  readonly directory: string;
  readonly git: (...args: string[]) => string;
  /** Writes a file; `-> target` as content makes a symlink, a mode of 0o755 an executable. */
  readonly write: (path: string, content: string, mode?: number) => void;
  readonly remove: (path: string) => void;
  /** Commits all there is and gives the object id. */
  readonly commit: (message?: string) => string;
  readonly dispose: () => void;
}

/** A real repository in a temporary directory, for tests. Its path has a space and a letter beyond ASCII in it. */
export function createScratchRepository(): ScratchRepository {
  const parent = mkdtempSync(join(tmpdir(), "polystage-"));
  const directory = join(parent, "a répo");
  mkdirSync(directory);
  const git = (...args: string[]) =>
    execFileSync(
      "git",
      ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", ...args],
      {
        cwd: directory,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      },
    ).trim();
  const remove = (path: string) => rmSync(join(directory, path), { recursive: true, force: true });
  git("init", "--quiet", "--initial-branch", "main");
  return {
    directory,
    git,
    remove,
    write: (path, content, mode) => {
      const file = join(directory, path);
      mkdirSync(dirname(file), { recursive: true });
      if (content.startsWith("-> ")) {
        remove(path);
        symlinkSync(content.slice(3), file);
        return;
      }
      writeFileSync(file, content);
      if (mode !== undefined) chmodSync(file, mode);
    },
    commit: (message = "change") => {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", message);
      return git("rev-parse", "HEAD");
    },
    dispose: () => rmSync(parent, { recursive: true, force: true }),
  };
}
