import { DiagnosticError } from "@polystage/diagnostics";

import { checkBuild } from "./build-checks.ts";
import { checkLintOptions, findDirective, findSyntax } from "./directives.ts";
import { type BuildArgs, ownValue, predefinedArgs, readGlobalArgs } from "./global-args.ts";
import { findHeredocs } from "./heredocs.ts";
import { checkInstruction } from "./instruction-checks.ts";
import { type InstructionText, placeInstruction, readInstruction, takesHeredocs } from "./instruction.ts";
import { readLogicalLines } from "./logical-lines.ts";
import type { Dockerfile, Instruction } from "./model.ts";
import { readPlatform } from "./platform.ts";
import { checkSourceDateEpoch } from "./source-date-epoch.ts";
import { checkReferences } from "./stage-references.ts";
import { readStages } from "./stages.ts";
import { locate, SyntaxProblem } from "./syntax-problem.ts";

export interface ParseOptions {
  /** As the user named it; used in diagnostics. */
  readonly file: string;
  readonly buildArgs?: BuildArgs;
  /** The target, such as linux/arm64; linux/amd64 where none is given. The build platform is linux/amd64. */
  readonly platform?: string;
}

const DEFAULT_PLATFORM = "linux/amd64";

/**
 * Reads a Dockerfile as BuildKit does: https://docs.docker.com/reference/dockerfile/
 * Raises DiagnosticError for what BuildKit refuses to build its last stage from.
 */
export function parseDockerfile(text: string, { file, buildArgs = {}, platform }: ParseOptions): Dockerfile {
  locate({ file, line: 1 }, () => checkLintOptions(findDirective(text, "check") ?? ""));
  const { instructions, escape } = readInstructions(file, text);
  const first = instructions.findIndex(({ keyword }) => keyword !== "ARG");
  for (const instruction of instructions) {
    locate({ file, line: instruction.startLine }, () => {
      checkInstruction(instruction, escape);
      if (instruction === instructions[first] && instruction.keyword !== "FROM")
        throw outsideStage(instruction.keyword);
    });
  }
  if (first < 0) throw noStages(file, text);

  const inStages = instructions.slice(first);
  const lastName = inStages.findLast(({ keyword }) => keyword === "FROM")?.words[2]?.toLowerCase();
  const predefined = locate({ file, line: 1 }, () =>
    predefinedArgs(readPlatform(platform ?? DEFAULT_PLATFORM), readPlatform(DEFAULT_PLATFORM), lastName ?? "default"),
  );
  const { globalArgs, lookup } = readGlobalArgs(instructions.slice(0, first), predefined, buildArgs, { file, escape });
  const stages = readStages(inStages, lookup, { file, escape });
  const syntax = findSyntax(text);
  locate({ file, line: globalArgs.findLast(({ name }) => name === "SOURCE_DATE_EPOCH")?.line ?? 1 }, () =>
    checkSourceDateEpoch(ownValue(buildArgs, "SOURCE_DATE_EPOCH") ?? lookup("SOURCE_DATE_EPOCH"), stages),
  );
  checkReferences({ file, escape, stages });
  const takesDevices = syntax?.includes("labs") === true;
  checkBuild({ file, escape, stages }, { buildArgs, globals: lookup, takesDevices });
  return { file, escape, syntax, globalArgs, stages };
}

function readInstructions(file: string, text: string): { instructions: readonly Instruction[]; escape: "\\" | "`" } {
  const read: InstructionText[] = [];
  const { lines, escape } = readLogicalLines(file, text, (line, lineEscape, place) =>
    locate(place, () => {
      const instruction = readInstruction(line, lineEscape);
      read.push(instruction);
      return takesHeredocs(instruction) ? findHeredocs(line) : [];
    }),
  );
  const instructions = lines.map(({ startLine, endLine, heredocs }, index) => {
    const instruction = read[index];
    if (instruction === undefined) throw new Error("a logical line was not read");
    return placeInstruction(instruction, { startLine, endLine }, heredocs);
  });
  return { instructions, escape };
}

function outsideStage(keyword: string): SyntaxProblem {
  return new SyntaxProblem(
    "instruction-outside-stage",
    `${keyword} stands before the first FROM.`,
    "Only ARG may; move it behind a FROM.",
  );
}

function noStages(file: string, text: string): DiagnosticError {
  const isEmpty = text.trim() === "";
  return new DiagnosticError({
    code: "no-stage",
    severity: "error",
    file,
    line: 1,
    message: isEmpty ? "The Dockerfile is empty." : "The Dockerfile has no FROM.",
    fix: "Begin a stage with FROM image.",
  });
}
