import { expandWord, type Lookup } from "./expand.ts";
import { readFlags } from "./flags.ts";
import type { Dockerfile, Instruction, Stage } from "./model.ts";
import { readPlatform } from "./platform.ts";
import { locate, SyntaxProblem } from "./syntax-problem.ts";

/** Groups instructions, the first of them a FROM, into stages. Raises DiagnosticError for a FROM that names nothing. */
export function readStages(
  instructions: readonly Instruction[],
  lookup: Lookup,
  { file, escape }: { file: string; escape: "\\" | "`" },
): readonly Stage[] {
  const stages: Stage[] = [];
  for (const group of groupByFrom(instructions)) {
    const [from] = group;
    const last = group.at(-1);
    if (from === undefined || last === undefined) continue;
    const [base = "", , name] = from.words;
    const { image, platform } = locate({ file, line: from.startLine }, () => ({
      image: expandBase(base, lookup, escape),
      platform: expandPlatform(from, lookup, escape),
    }));
    stages.push({
      name: name?.toLowerCase() ?? null,
      index: stages.length,
      base,
      image,
      baseStage: stages.findLast((stage) => stage.name === image)?.index ?? null,
      platform,
      startLine: from.startLine,
      endLine: last.endLine,
      instructions: group,
    });
  }
  return stages;
}

export type StageReference =
  /** `COPY --from=` */
  | { readonly kind: "copy"; readonly from: string }
  /** `RUN --mount=from=` */
  | { readonly kind: "mount"; readonly from: string };

/**
 * The stage before `before` that a COPY's --from or a mount's from names; null where it names an image or named context.
 * Names are found whatever their case, the last of a name counts, and only COPY knows numbers.
 */
export function stageOf(
  dockerfile: Pick<Dockerfile, "stages">,
  { kind, from }: StageReference,
  before: number,
): Stage | null {
  const stage = referredStage(dockerfile.stages, kind, from);
  return stage !== null && stage.index < before ? stage : null;
}

/** The stage that a reference names, wherever it stands. */
export function referredStage(stages: readonly Stage[], kind: StageReference["kind"], from: string): Stage | null {
  const index = kind === "copy" ? readStageIndex(from) : null;
  if (index !== null) return stages[index] ?? null;
  const name = from.toLowerCase();
  return stages.findLast((stage) => stage.name === name) ?? null;
}

/** The number that a --from is, "+1" and "01" too; null for a name. */
export function readStageIndex(from: string): number | null {
  return /^[-+]?\d{1,18}$/.test(from) ? Number(from) : null;
}

function groupByFrom(instructions: readonly Instruction[]): readonly (readonly Instruction[])[] {
  const groups: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.keyword === "FROM") groups.push([]);
    groups.at(-1)?.push(instruction);
  }
  return groups;
}

function expandBase(base: string, lookup: Lookup, escape: "\\" | "`"): string {
  const image = expandWord(base, lookup, escape);
  if (image !== "") return image;
  throw new SyntaxProblem(
    "blank-base",
    `FROM ${base} names nothing once its arguments are expanded.`,
    "Give the argument a default in an ARG above the first FROM, or pass it with --build-arg.",
  );
}

function expandPlatform(from: Instruction, lookup: Lookup, escape: "\\" | "`"): string | null {
  const written = readFlags("FROM", from.flags).text("platform");
  if (written === null || written === "") return null;
  const platform = expandWord(written, lookup, escape);
  if (platform === "") {
    throw new SyntaxProblem(
      "blank-platform",
      `--platform=${written} is empty once its arguments are expanded.`,
      "Give the argument a default in an ARG above the first FROM.",
    );
  }
  readPlatform(platform);
  return platform;
}
