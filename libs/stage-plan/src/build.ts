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
  /** Those of `listSourcePaths` that are symlinks: BuildKit follows them, and what they lead to is not compared here. */
  readonly symlinks?: readonly string[];
}

/**
 * Whether a change is seen by what an instruction reads: the path itself, or a link or submodule on the way to it, which
 * is one path to git and a directory to Docker.
 */
export function reaches({ path, type }: ContextChange, { matcher }: ContextRead): boolean {
  return matcher.matches(path) || (type !== "directory" && matcher.leadsToSource(path));
}

/** A symlink among or on the way to what an instruction names. */
export function symlinkOf({ matcher }: ContextRead, { symlinks = [] }: HeadBuild): string | undefined {
  return symlinks.find((path) => matcher.leadsToSource(path));
}
