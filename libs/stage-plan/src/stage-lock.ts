import { createHash } from "node:crypto";
import type { Dockerfile, IgnoreRules } from "@polystage/dockerfile";
import { describeRules } from "./context-changes.ts";
import type { BuildOptions } from "./action.ts";
import { evaluate, nameOf, type EvaluatedStage } from "./evaluate.ts";

/**
 * A hash for each stage of everything in the Dockerfile and the ignore file that decides it, its ancestors included, and of
 * nothing else: not of the files it reads, not of comments. Committed, so that a path-based tool can tell which stages an
 * edit of the Dockerfile is about.
 */
export function lockStages(dockerfile: Dockerfile, options: BuildOptions, ignore: IgnoreRules): Record<string, string> {
  const patterns = describeRules(ignore);
  const evaluated = evaluate(dockerfile, options, { read: () => patterns, unknown: (reason) => reason });
  return Object.fromEntries(evaluated.map((stage) => [nameOf(stage.stage), lockOf(stage)]).toSorted());
}

/** The lock as it is committed: one line per stage, sorted by name, so that merges meet in few places. */
export function formatStageLock(lock: Readonly<Record<string, string>>): string {
  return `${JSON.stringify(lock, null, 2)}\n`;
}

function lockOf({ stage, image }: EvaluatedStage): string {
  // A renamed stage is another target.
  return createHash("sha256")
    .update(`${nameOf(stage)} ${image}`)
    .digest("hex")
    .slice(0, 16);
}
