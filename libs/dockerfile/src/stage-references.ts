import { expandWord } from "./expand.ts";
import { checkImageReference } from "./image-reference.ts";
import type { Dockerfile, Instruction, Stage } from "./model.ts";
import { readStageIndex, referredStage } from "./stages.ts";
import { locate, SyntaxProblem } from "./syntax-problem.ts";

/** A Dockerfile while it is being checked. */
export type Draft = Pick<Dockerfile, "file" | "escape" | "stages">;

/** The triggers that FROM an earlier stage brings into a stage, in order. */
export function triggersOf(stage: Stage, stages: readonly Stage[]): readonly Instruction[] {
  const base = stage.baseStage === null ? undefined : stages[stage.baseStage];
  return (base?.instructions ?? []).filter(({ keyword }) => keyword === "ONBUILD");
}

/** The stages that one instruction reads from, wherever they stand. */
export function referredStages(instruction: Instruction, stages: readonly Stage[]): readonly Stage[] {
  const { from, mounts } = instruction;
  return [
    ...(from === null ? [] : [referredStage(stages, "copy", from)]),
    ...mounts.map((mount) => referredStage(stages, "mount", mount.from ?? "scratch")),
  ].filter((stage) => stage !== null);
}

/**
 * What BuildKit refuses of the graph of stages, whichever stage is built: image names that are none, numbers of no stage,
 * variables in --from, stages that wait for each other. Raises DiagnosticError.
 */
export function checkReferences(draft: Draft): void {
  const { file, stages } = draft;
  // BuildKit numbers the images that instructions name behind the stages, and --from finds them there too.
  let known = stages.length;
  for (const stage of stages) {
    if (stage.baseStage === null && stage.image !== "scratch") {
      locate({ file, line: stage.startLine }, () => checkImageReference(stage.image));
    }
    for (const instruction of stage.instructions) {
      locate({ file, line: instruction.startLine }, () => {
        known += checkInstructionReferences(instruction, draft, known);
      });
    }
  }
  checkCycles(draft);
}

/**
 * Checks what one instruction reads from and returns how many images it names. `known` is one more than the highest number
 * that --from can name. Raises SyntaxProblem.
 */
export function checkInstructionReferences(
  instruction: Instruction,
  { stages, escape }: Omit<Draft, "file">,
  known: number,
): number {
  const { from, mounts } = instruction;
  const images = mounts
    .filter((mount) => referredStage(stages, "mount", mount.from ?? "scratch") === null)
    .map((mount) => mount.from ?? "scratch");
  if (from !== null) {
    if (expandWord(from, () => undefined, escape) !== from) {
      throw new SyntaxProblem(
        "variable-in-from",
        `--from=${from} holds a variable or a quote; BuildKit expands none there.`,
        "Name a stage with FROM ${VARIABLE} AS name and copy from that.",
      );
    }
    const index = readStageIndex(from);
    if (index !== null && (index < 0 || index >= known)) {
      throw new SyntaxProblem(
        "unknown-stage",
        `--from=${from} is the number of no stage.`,
        `Stages are numbered from 0 to ${stages.length - 1}; better, name the stage with AS and use its name.`,
      );
    }
    if (index === null && referredStage(stages, "copy", from) === null) images.push(from);
  }
  for (const image of images) if (image !== "scratch") checkImageReference(image);
  return images.length;
}

function checkCycles({ file, stages }: Draft): void {
  const open = new Set<number>();
  const done = new Set<number>();
  const visit = (stage: Stage): void => {
    if (done.has(stage.index)) return;
    done.add(stage.index);
    open.add(stage.index);
    for (const instruction of stage.instructions) {
      for (const next of referredStages(instruction, stages)) {
        if (open.has(next.index)) throwCycle({ file, line: instruction.startLine }, next);
        visit(next);
      }
    }
    open.delete(stage.index);
  };
  for (const stage of stages) visit(stage);
}

function throwCycle(place: { file: string; line: number }, stage: Stage): never {
  return locate(place, () => {
    throw new SyntaxProblem(
      "stage-cycle",
      `Stage ${stage.name ?? stage.index} waits for itself.`,
      "Read from a stage that stands above this one.",
    );
  });
}
