import type { Instruction } from "@polystage/dockerfile";
import { followedSymlink, reaches, type Build, type HeadBuild } from "./build.ts";
import type { ContextChange } from "./context-changes.ts";
import { globalArguments, nameOf, type EvaluatedStage, type Step } from "./evaluate.ts";
import type { Reason } from "./reason.ts";

interface Comparison {
  readonly stage: EvaluatedStage;
  readonly base: Build;
  readonly head: HeadBuild;
  readonly before: readonly EvaluatedStage[];
  readonly after: readonly EvaluatedStage[];
  readonly changes: readonly ContextChange[];
  /** The file system keys that base had. */
  readonly cached: ReadonlySet<string>;
  readonly isRebuilt: (stage: EvaluatedStage) => boolean;
}

/** Every reason for which a stage is rebuilt, in the order of its instructions; at least one. */
export function explainStage(comparison: Comparison): Reason[] {
  const { stage, head } = comparison;
  const counterpart = counterpartOf(comparison);
  const reasons = [
    ...stage.steps.flatMap((step) => explainInputs(step, comparison)),
    ...(counterpart === undefined
      ? [reason("instruction", { line: stage.stage.startLine, detail: "the stage is new" }, head)]
      : [...explainDifferences(counterpart, comparison), ...explainArguments(counterpart, comparison)]),
  ];
  if (reasons.length > 0) return reasons;
  return [
    reason(
      "instruction",
      { line: stage.stage.startLine, detail: "its instructions are in another order, or moved" },
      head,
    ),
  ];
}

function counterpartOf({ stage, before }: Comparison): EvaluatedStage | undefined {
  const { name, index } = stage.stage;
  return before.find((other) => (name === null ? other.stage.index === index : other.stage.name === name));
}

/** What a step reads: changed files, stages that are rebuilt, things git cannot know. */
function explainInputs(step: Step, comparison: Comparison): Reason[] {
  const { head, after, changes, cached, isRebuilt, stage } = comparison;
  const line = step.instruction.startLine;
  const reasons: Reason[] = [];
  if (step.instruction.keyword === "FROM" && stage.stage.baseStage !== null) {
    const parent = after[stage.stage.baseStage];
    if (parent !== undefined && isRebuilt(parent)) reasons.push(upstream(parent, line, "is built FROM", head));
  }
  for (const index of new Set(step.upstreams)) {
    const source = after[index];
    if (source !== undefined && !cached.has(source.files)) reasons.push(upstream(source, line, "copies from", head));
  }
  const { reads } = step;
  if (reads !== null) {
    for (const change of changes.filter((each) => reaches(each, reads))) {
      reasons.push({ kind: change.kind, path: change.path, line, stage: null, detail: describeChange(change, step) });
    }
  }
  const symlink = reads === null ? undefined : followedSymlink(reads, head.symlinks ?? []);
  if (symlink !== undefined) {
    const detail = `${symlink} is a symlink, and what it leads to is not compared`;
    reasons.push({ kind: "unknown", path: symlink, line, stage: null, detail });
  }
  if (step.unknown !== null) reasons.push(reason("unknown", { line, detail: step.unknown }, head));
  return reasons;
}

/** Instructions that base did not have, and those that only base had. */
function explainDifferences(counterpart: EvaluatedStage, { stage, base, head }: Comparison): Reason[] {
  const added = without(stage.steps, counterpart.steps);
  const removed = without(counterpart.steps, stage.steps);
  return [
    ...added.map(({ instruction }) =>
      reason(
        kindOf(instruction),
        { line: instruction.startLine, detail: `${quote(instruction)} is not what it was` },
        head,
      ),
    ),
    ...removed
      .filter(({ instruction }) => !added.some((step) => step.instruction.keyword === instruction.keyword))
      .map(({ instruction }) =>
        reason(
          kindOf(instruction),
          { line: null, detail: `${quote(instruction)} is gone (line ${instruction.startLine} of the base)` },
          base,
        ),
      ),
  ];
}

/** Arguments declared before the first FROM that have another value, where the stage is different for them. */
function explainArguments(counterpart: EvaluatedStage, { stage, base, head }: Comparison): Reason[] {
  const before = globalArguments(base.dockerfile, base.options);
  const after = globalArguments(head.dockerfile, head.options);
  const differing = stage.steps.filter(
    (step) =>
      counterpart.steps.some((other) => sameText(other, step)) &&
      !counterpart.steps.some((other) => other.own === step.own),
  );
  return head.dockerfile.globalArgs
    .filter(({ name }) => before.get(name) !== after.get(name))
    .filter(({ name }) => differing.some(({ instruction }) => mentions(instruction, name)))
    .map(({ name, line }) =>
      reason(
        "argument",
        { line, detail: `${name}: ${before.get(name) ?? "unset"} -> ${after.get(name) ?? "unset"}` },
        head,
      ),
    );
}

/** The steps whose instruction does not stand in `others`, by its text: what an argument changes is explained by the argument. */
function without(steps: readonly Step[], others: readonly Step[]): Step[] {
  return steps.filter((step) => !others.some((other) => sameText(other, step) || other.own === step.own));
}

function sameText({ instruction: a }: Step, { instruction: b }: Step): boolean {
  return (
    a.keyword === b.keyword &&
    a.text === b.text &&
    a.flags.join(" ") === b.flags.join(" ") &&
    a.heredocs.map(({ content }) => content).join("") === b.heredocs.map(({ content }) => content).join("")
  );
}

function mentions({ text, flags }: Instruction, name: string): boolean {
  return [text, ...flags].join(" ").includes(name);
}

function kindOf({ keyword }: Instruction): Reason["kind"] {
  if (keyword === "FROM") return "base";
  return keyword === "ARG" ? "argument" : "instruction";
}

function upstream(source: EvaluatedStage, line: number, verb: string, { dockerfile }: Build): Reason {
  const stage = nameOf(source.stage);
  return { kind: "upstream", path: dockerfile.file, line, stage, detail: `it ${verb} ${stage}, which is rebuilt` };
}

function reason(kind: Reason["kind"], at: { line: number | null; detail: string }, { dockerfile }: Build): Reason {
  return { kind, path: dockerfile.file, stage: null, ...at };
}

function describeChange({ kind, status, path }: ContextChange, { instruction }: Step): string {
  const reads = `${instruction.keyword} on line ${instruction.startLine} reads it`;
  if (kind === "file") return `${path} was ${status}; ${reads}`;
  return `${path} is ${status === "added" ? "no longer" : "now"} kept out of the build context; ${reads}`;
}

/** Long instructions are cut: the line leads to the rest. */
function quote({ keyword, flags, text }: Instruction): string {
  const whole = [keyword, ...flags, text].join(" ").replaceAll(/\s+/g, " ").trim();
  return whole.length <= 60 ? whole : `${whole.slice(0, 57)}...`;
}
