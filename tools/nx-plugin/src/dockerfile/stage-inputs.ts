import type { TargetConfiguration } from "@nx/devkit";
import { createContextFilter, type IgnoreRules } from "@polystage/dockerfile";
import { followedSymlink, type StageReads } from "@polystage/stage-plan";
import { lockKey, stageLockPath } from "./root-dockerfile.ts";

/**
 * What a stage's target depends on, for Nx: the files it and its ancestors read, and its line of the stage lock. Everything,
 * where the plan rebuilds it whatever has changed.
 *
 * @param symlinks those of the paths that instructions name
 */
export function stageInputs(
  { name, reads, isUnknown }: StageReads,
  ignore: IgnoreRules,
  symlinks: readonly string[] = [],
): NonNullable<TargetConfiguration["inputs"]> {
  const followsLink = reads.some((read) => followedSymlink(read, symlinks) !== undefined);
  // Docker sends .git like any other directory, and every commit changes it.
  const readsGit =
    reads.some(({ matcher }) => matcher.matches(".git/HEAD")) && createContextFilter(ignore).includes(".git/HEAD");
  const globs = [...new Set(reads.flatMap(({ matcher }) => withoutStarts(matcher.globs)))];
  const inDoubt = isUnknown || followsLink || readsGit;
  return [
    ...(inDoubt ? ["{workspaceRoot}/**/*"] : globs.map((glob) => `{workspaceRoot}/${glob}`)),
    ...(inDoubt || globs.length === 0 ? [] : ignoredGlobs(ignore).map((glob) => `!{workspaceRoot}/${glob}`)),
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
 * What the ignore rules keep out of the context's root. Not what they keep out below it: where a directory comes or goes
 * with nothing but ignored files in it, Docker's client sends it empty, and Nx would see no change. Nor a rule with an
 * exception behind it, which Nx does not know, or with characters that mean something else to it. More is selected
 * then, never less.
 */
function ignoredGlobs({ patterns }: IgnoreRules): string[] {
  const lastException = patterns.findLastIndex(({ exception }) => exception);
  return patterns
    .slice(lastException + 1)
    .map(({ text }) => text.replace(/^(?:\*\*\/)+/, ""))
    .flatMap((text) => (/^[\w.*?@~ -]+$/.test(text) && !text.includes("**") ? [text, `${text}/**`] : []));
}
