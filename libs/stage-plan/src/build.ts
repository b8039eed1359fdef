import type { Dockerfile } from "@polystage/dockerfile";
import type { BuildOptions, ContextRead } from "./action.ts";
import type { ContextChange } from "./context-changes.ts";

/** One side of the comparison. */
export interface Build {
  readonly dockerfile: Dockerfile;
  readonly options: BuildOptions;
}

/** The side that is to be built. */
export interface HeadBuild extends Build {
  /** Symlinks where `listSourcePaths` says: BuildKit follows them, and what they lead to is not compared here. */
  readonly symlinks?: readonly string[];
}

/**
 * Whether a change is seen by what an instruction reads: the path itself, or a link or submodule on the way to it, which
 * is one path to git and a directory to Docker.
 */
export function reaches({ path, type }: ContextChange, { matcher }: ContextRead): boolean {
  return matcher.matches(path) || (type !== "directory" && matcher.leadsToSource(path));
}

/** A symlink among or on the way to what an instruction names; not one in a directory that is copied, which is copied itself. */
export function followedSymlink({ matcher, sources }: ContextRead, symlinks: readonly string[]): string | undefined {
  const isCopied = (path: string) => {
    const slash = path.lastIndexOf("/");
    return slash < 0 ? sources.some((source) => /^[./]*$/.test(source)) : matcher.matches(path.slice(0, slash));
  };
  return symlinks.find((path) => matcher.leadsToSource(path) || (matcher.matches(path) && !isCopied(path)));
}
