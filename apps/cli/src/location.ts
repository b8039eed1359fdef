import { realpathSync } from "node:fs";
import { posix, relative, resolve } from "node:path";
import { DiagnosticError } from "@polystage/diagnostics";
import { openRepository, pathInRepository, type Repository } from "@polystage/git";
import type { Input, Option } from "./command.ts";

/** Where a Dockerfile and its build context lie. */
export interface Location {
  readonly repository: Repository;
  /** Relative to the repository's root. */
  readonly dockerfile: string;
  /** Relative to the repository's root; "" is the root itself. */
  readonly context: string;
}

export const locationOptions: readonly Option[] = [
  { name: "repo", value: "DIR", help: "the repository, or a directory of it (default: the top of this one)" },
  { name: "dockerfile", value: "FILE", help: "the Dockerfile, relative to --repo (default: Dockerfile)" },
  { name: "context", value: "DIR", help: "the build context, relative to --repo (default: --repo itself)" },
];

/** Throws a DiagnosticError where there is no repository, or a path lies outside it. */
export function locate(input: Input): Location {
  const named = input.value("repo");
  const repository = openRepository(resolve(named ?? "."));
  const directory = named === null ? repository.root : realpathSync(named);
  const inside = (path: string, option: string) => {
    const found = pathInRepository(repository, resolve(directory, path));
    if (found !== null) return found;
    throw new DiagnosticError({
      code: "outside-repository",
      severity: "error",
      file: path,
      message: `--${option} lies outside the repository ${repository.root}`,
      fix: "paths are relative to --repo, by default the top of the repository; name another with --repo",
    });
  };
  return {
    repository,
    dockerfile: inside(input.value("dockerfile") ?? "Dockerfile", "dockerfile"),
    context: inside(input.value("context") ?? ".", "context"),
  };
}

/** A path of the repository relative to the build context, or null where it lies outside. */
export function pathInContext({ context }: Location, path: string): string | null {
  if (context === "") return path;
  return path.startsWith(`${context}/`) ? path.slice(context.length + 1) : null;
}

/** A path of the build context as a path of the repository. */
export function pathOfContext({ context }: Location, path: string): string {
  return posix.join(context, path);
}

/** The Dockerfile's path relative to the build context, as `docker build --file` is given it. */
export function dockerfileFromContext({ dockerfile, context }: Location): string {
  return relative(context === "" ? "." : context, dockerfile).replaceAll("\\", "/");
}
