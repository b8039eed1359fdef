import type { ContextRead } from "./action.ts";
import { followedSymlink, reaches, type Build, type HeadBuild } from "./build.ts";
import type { ContextChange } from "./context-changes.ts";
import { evaluate, nameOf, type EvaluatedStage } from "./evaluate.ts";
import { explainStage } from "./explain.ts";
import type { Reason } from "./reason.ts";

export interface FirstStep {
  readonly keyword: string;
  readonly startLine: number;
  readonly endLine: number;
}

export interface PlannedStage {
  readonly name: string;
  readonly verdict: "rebuild" | "reuse";
  /** The first instruction that BuildKit runs; null where none runs and the image's configuration alone differs. */
  readonly firstStep: FirstStep | null;
  /** Empty for `reuse`. */
  readonly reasons: readonly Reason[];
}

export interface Plan {
  readonly stages: readonly PlannedStage[];
  /** The rebuilt stages that no other rebuilt stage reads: building these builds them all. */
  readonly targets: readonly string[];
}

/**
 * Says for every stage of `head` whether BuildKit, having built all of `base`, would run a step of it or make another image.
 *
 * A step is taken from the cache where `base` had a step with the same key, in whichever stage. A step that reads what
 * changed gets a key that `base` cannot have, so that the cost is that of the change and not of the repository.
 */
export function planStages(base: Build, head: HeadBuild, changes: readonly ContextChange[]): Plan {
  const isChanged = (read: ContextRead) =>
    changes.some((change) => reaches(change, read)) || followedSymlink(read, head.symlinks ?? []) !== undefined;
  const before = evaluate(base.dockerfile, base.options, { read: () => "unchanged", unknown: () => "" });
  const after = evaluate(head.dockerfile, head.options, {
    read: (read) => (isChanged(read) ? "changed" : "unchanged"),
    unknown: (reason) => reason,
  });
  const cached = new Set(before.flatMap(({ steps }) => steps.map(({ files }) => files)));
  const images = new Set(before.map(({ image }) => image));
  const isRebuilt = (stage: EvaluatedStage) => !images.has(stage.image);
  const stages = after.map((stage): PlannedStage => {
    const name = nameOf(stage.stage);
    if (!isRebuilt(stage)) return { name, verdict: "reuse", firstStep: null, reasons: [] };
    const first = stage.steps.find(({ runs, files }) => runs && !cached.has(files));
    return {
      name,
      verdict: "rebuild",
      firstStep: first === undefined ? null : position(first.instruction),
      reasons: explainStage({ stage, base, head, before, after, changes, cached, isRebuilt }),
    };
  });
  return { stages, targets: outermost(after.filter(isRebuilt)) };
}

/** Every stage rebuilt for one reason: what is said where there is no base to compare with. */
export function planEverything(head: Build, detail: string): Plan {
  const after = evaluate(head.dockerfile, head.options, { read: () => "", unknown: () => "" });
  const reason: Reason = { kind: "unknown", path: null, line: null, stage: null, detail };
  return {
    stages: after.map((stage) => {
      const first = stage.steps.find(({ runs }) => runs);
      return {
        name: nameOf(stage.stage),
        verdict: "rebuild",
        firstStep: first === undefined ? null : position(first.instruction),
        reasons: [reason],
      };
    }),
    targets: outermost(after),
  };
}

function outermost(stages: readonly EvaluatedStage[]): string[] {
  const read = new Set(
    stages.flatMap(({ stage, steps }) => [stage.baseStage, ...steps.flatMap(({ upstreams }) => upstreams)]),
  );
  return stages.filter(({ stage }) => !read.has(stage.index)).map(({ stage }) => nameOf(stage));
}

function position({ keyword, startLine, endLine }: FirstStep): FirstStep {
  return { keyword, startLine, endLine };
}
