import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { DiagnosticError } from "@polystage/diagnostics";
import { parseDockerfile, type Dockerfile, type Instruction } from "@polystage/dockerfile";
import { nameOf } from "@polystage/stage-plan";
import type { Command } from "../command.ts";
import { locationOptions } from "../location.ts";
import { buildOptions, readBuildOptions } from "../read-build.ts";

export const stages: Command = {
  name: "stages",
  summary: "the stages of a Dockerfile, as BuildKit reads them",
  positional: "FILE",
  options: [...locationOptions, ...buildOptions, { name: "json", help: "the whole model instead of a list" }],
  examples: ["polystage stages", "polystage stages Dockerfile --json"],
  run: (input, streams) => {
    const dockerfile = input.value("dockerfile") ?? "Dockerfile";
    const named = isAbsolute(dockerfile) ? dockerfile : join(input.value("repo") ?? "", dockerfile);
    const file = input.positional ?? named;
    const model = parseDockerfile(readUserFile(file), { file, ...readBuildOptions(input, streams.environment) });
    streams.out(input.flag("json") ? `${JSON.stringify(describe(model), null, 2)}\n` : list(model));
    return 0;
  },
};

function readUserFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DiagnosticError({
      code: "no-dockerfile",
      severity: "error",
      file,
      message: code === "ENOENT" || code === "EISDIR" ? "there is no such file" : `it cannot be read (${code})`,
      fix: "name a Dockerfile: polystage stages FILE",
    });
  }
}

function list(model: Dockerfile): string {
  return model.stages
    .map((stage) => {
      const base = stage.baseStage === null ? stage.image : `stage ${nameOf(model.stages[stage.baseStage] ?? stage)}`;
      return `${nameOf(stage)}  lines ${stage.startLine}-${stage.endLine}  from ${base}\n`;
    })
    .join("");
}

function describe({ file, escape, syntax, globalArgs, stages: all }: Dockerfile): unknown {
  return {
    file,
    escape,
    syntax,
    globalArgs: globalArgs.map(({ name, default: value }) => ({ name, default: value })),
    stages: all.map((stage) => ({
      name: stage.name,
      index: stage.index,
      base: stage.base,
      image: stage.image,
      baseStage: stage.baseStage,
      platform: stage.platform,
      startLine: stage.startLine,
      endLine: stage.endLine,
      instructions: stage.instructions.map(describeInstruction),
    })),
  };
}

function describeInstruction({ keyword, startLine, endLine, flags, heredocs, from, mounts }: Instruction): unknown {
  return {
    keyword,
    startLine,
    endLine,
    flags,
    heredocs: heredocs.map(({ name, expand }) => ({ name, expand })),
    from,
    mounts,
  };
}
