import { checkInstruction } from "./instruction-checks.ts";
import { placeInstruction, readInstruction } from "./instruction.ts";
import { createKnownEnvironment, type EnvironmentOptions } from "./known-environment.ts";
import type { Instruction, Stage } from "./model.ts";
import { checkInstructionReferences, type Draft, referredStages, triggersOf } from "./stage-references.ts";
import { checkStep, type StepState } from "./step-checks.ts";
import { locate, SyntaxProblem } from "./syntax-problem.ts";

interface BuildCheckOptions extends Omit<EnvironmentOptions, "escape" | "isEmpty"> {
  /** Whether the frontend is one of those that know RUN --device. */
  readonly takesDevices: boolean;
}

/**
 * What BuildKit refuses when it builds the last stage: it looks into that stage, into those that it needs, and into no
 * other. Raises DiagnosticError.
 */
export function checkBuild(draft: Draft, options: BuildCheckOptions): void {
  const { stages, escape } = draft;
  const steps = new Map<Stage, readonly Instruction[]>();
  const last = stages.at(-1);
  if (last !== undefined) collect(last, draft, steps);

  const states = new Map<number, StepState>();
  for (const stage of stages) {
    const instructions = steps.get(stage);
    if (instructions === undefined) continue;
    const base = stage.baseStage === null ? undefined : states.get(stage.baseStage);
    const isEmpty = stage.image === "scratch";
    const state: StepState =
      base === undefined
        ? {
            environment: createKnownEnvironment({ ...options, escape, isEmpty }),
            workdir: isEmpty ? "/" : null,
            hasWorkdir: false,
            takesDevices: options.takesDevices,
          }
        : { ...base, environment: base.environment.fork() };
    states.set(stage.index, state);
    for (const instruction of instructions) {
      locate({ file: draft.file, line: instruction.startLine }, () => {
        checkOrder(instruction, stage, stages);
        checkStep(instruction, state);
      });
    }
  }
}

/** Finds the steps of every stage that `stage` needs: those that its base's ONBUILD brings come first. */
function collect(stage: Stage, draft: Draft, steps: Map<Stage, readonly Instruction[]>): void {
  if (steps.has(stage)) return;
  const triggers = triggersOf(stage, draft.stages).map((onbuild) => readTrigger(onbuild, stage, draft));
  const instructions = [...triggers, ...stage.instructions.slice(1)];
  steps.set(stage, instructions);
  const base = stage.baseStage === null ? undefined : draft.stages[stage.baseStage];
  if (base !== undefined) collect(base, draft, steps);
  for (const instruction of instructions) {
    for (const next of referredStages(instruction, draft.stages)) collect(next, draft, steps);
  }
}

/** A trigger is read anew where it runs, and by then the escape directive is forgotten. */
function readTrigger(onbuild: Instruction, stage: Stage, draft: Draft): Instruction {
  const { startLine, endLine } = stage.instructions[0] ?? stage;
  return locate({ file: draft.file, line: startLine }, () => {
    const trigger = placeInstruction(readInstruction(onbuild.text, "\\"), { startLine, endLine }, onbuild.heredocs);
    checkInstruction(trigger, "\\");
    checkInstructionReferences(trigger, draft, Number.POSITIVE_INFINITY);
    return trigger;
  });
}

function checkOrder(instruction: Instruction, stage: Stage, stages: readonly Stage[]): void {
  for (const { index, name } of referredStages(instruction, stages)) {
    if (index < stage.index || !namesStage(instruction, index)) continue;
    throw new SyntaxProblem(
      "later-stage",
      `${instruction.keyword} reads from stage ${name ?? index}, which is not built by then.`,
      "Move that stage above this one.",
    );
  }

  /** A mount without a `from` reads no stage, even where one is called scratch. */
  function namesStage({ from, mounts }: Instruction, index: number): boolean {
    return from !== null || mounts.some((mount) => mount.from?.toLowerCase() === stages[index]?.name);
  }
}
