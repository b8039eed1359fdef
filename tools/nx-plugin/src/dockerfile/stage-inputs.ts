import type { TargetConfiguration } from "@nx/devkit";
import type { IgnoreRules } from "@polystage/dockerfile";
import type { StageReads } from "@polystage/stage-plan";
import { lockKey, stageLockPath } from "./root-dockerfile.ts";

/** What a stage's target depends on, for Nx: the files it and its ancestors read, and its line of the stage lock. */
export function stageInputs(
  { name, reads }: StageReads,
  ignore: IgnoreRules,
): NonNullable<TargetConfiguration["inputs"]> {
  const globs = [...new Set(reads.flatMap(({ matcher }) => withoutStarts(matcher.globs)))];
  return [
    ...globs.map((glob) => `{workspaceRoot}/${glob}`),
    ...(globs.length === 0 ? [] : ignoredGlobs(ignore).map((glob) => `!{workspaceRoot}/${glob}`)),
    { json: `{workspaceRoot}/${stageLockPath}`, fields: [lockKey(name)] },
    // Without it Nx takes every edit of the root lock file for a change of every target.
    { externalDependencies: [] },
  ];
}

/**
 * To Nx a directory's path is all that lies in it, so the place where a COPY --parents starts would be all of it. It
 * counts by itself only where it is a file, and one that becomes a directory, or the other way round, changes what is below.
 */
function withoutStarts(globs: readonly string[]): string[] {
  return globs.filter((glob) => !globs.some((other) => other.startsWith(`${glob}/`) && other !== `${glob}/**/*`));
}

/**
 * The ignore rules that hold whatever comes after them. Nx knows no exceptions to an exclusion, so a pattern with a `!`
 * pattern behind it is left out: more is selected then, never less.
 */
function ignoredGlobs({ patterns }: IgnoreRules): string[] {
  const lastException = patterns.findLastIndex(({ exception }) => exception);
  return patterns.slice(lastException + 1).flatMap(({ text }) => [text, `${text}/**`]);
}
