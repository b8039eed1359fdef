import path from "node:path";
import type { CreateDependencies, CreateNodesV2 } from "@nx/devkit";
import { minimatch } from "minimatch";
import { dockerfileStages } from "./dockerfile/stage-targets.ts";
import type { Inference } from "./inference/inference.ts";
import { inferDependencies } from "./inference/language-dependencies.ts";
import { languageProjects } from "./inference/language-projects.ts";

const inferences: readonly Inference[] = [languageProjects, dockerfileStages];

export const name = "@polystage/nx";

export const createNodesV2: CreateNodesV2 = [
  `**/{${inferences.flatMap(({ fileNames }) => fileNames).join(",")}}`,
  async (files, _options, { workspaceRoot }) => {
    const nodes = await Promise.all(
      inferences.map((inference) => inference.infer(filesFor(inference, files), workspaceRoot)),
    );
    return nodes.flat();
  },
];

export const createDependencies: CreateDependencies = (_options, context) => inferDependencies(context);

function filesFor({ fileNames }: Inference, files: readonly string[]): readonly string[] {
  return files.filter((file) => fileNames.some((glob) => minimatch(path.posix.basename(file), glob, { dot: true })));
}
