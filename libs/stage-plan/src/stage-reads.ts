import type { Dockerfile } from "@polystage/dockerfile";
import type { BuildOptions, ContextRead } from "./action.ts";
import { evaluate, nameOf } from "./evaluate.ts";

export interface StageReads {
  readonly name: string;
  /** The stages it is built FROM or reads directly. */
  readonly upstreams: readonly string[];
  /** What it and all its ancestors read of the build context. */
  readonly reads: readonly ContextRead[];
  /** Whether something that nobody can know from git, such as a remote ADD, decides it or an ancestor. */
  readonly isUnknown: boolean;
}

/** What each stage takes from where, in the order of the Dockerfile. */
export function listStageReads(dockerfile: Dockerfile, options: BuildOptions): StageReads[] {
  const evaluated = evaluate(dockerfile, options, { read: () => "", unknown: () => "" });
  const known: StageReads[] = [];
  for (const { stage, steps } of evaluated) {
    const indexes = new Set(steps.flatMap(({ upstreams }) => upstreams));
    if (stage.baseStage !== null) indexes.add(stage.baseStage);
    const upstreams = [...indexes].map((index) => known[index]).filter((each) => each !== undefined);
    const own = steps.flatMap(({ reads }) => (reads === null ? [] : [reads]));
    known.push({
      name: nameOf(stage),
      upstreams: upstreams.map(({ name }) => name),
      reads: [...new Set([...upstreams.flatMap(({ reads }) => reads), ...own])],
      isUnknown: upstreams.some(({ isUnknown }) => isUnknown) || steps.some(({ unknown }) => unknown !== null),
    });
  }
  return known;
}

/**
 * Where a symlink would be followed: every path that an instruction names and every directory on the way to it, up to the
 * first wildcard; with wildcards, anywhere.
 */
export function listSourcePaths(
  dockerfile: Dockerfile,
  options: BuildOptions,
): { readonly paths: readonly string[]; readonly hasWildcards: boolean } {
  const sources = listStageReads(dockerfile, options).flatMap(({ reads }) => reads.flatMap((read) => read.sources));
  return {
    paths: [...new Set(sources.flatMap(literalPrefixes))],
    hasWildcards: sources.some((source) => wildcard.test(source)),
  };
}

const wildcard = /[*?[\\]/;

function literalPrefixes(source: string): string[] {
  const parts = source.split("/").filter((part) => part !== "" && part !== ".");
  const firstWildcard = parts.findIndex((part) => wildcard.test(part));
  const literal = firstWildcard < 0 ? parts : parts.slice(0, firstWildcard);
  return literal.map((_, index) => literal.slice(0, index + 1).join("/"));
}
