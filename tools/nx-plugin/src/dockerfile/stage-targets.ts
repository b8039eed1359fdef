import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CreateNodesResultArray, ProjectConfiguration, TargetConfiguration } from "@nx/devkit";
import { DiagnosticError } from "@polystage/diagnostics";
import { ignoreFileNames } from "@polystage/dockerfile";
import { listSourcePaths, listStageReads, type StageReads } from "@polystage/stage-plan";
import type { Inference } from "../inference/inference.ts";
import { findAllMembers } from "../inference/language-projects.ts";
import { nameProjects } from "../inference/name-projects.ts";
import { brokenTarget } from "../inference/placeholder.ts";
import { toolchains } from "../toolchains/all.ts";
import {
  buildOptions,
  dockerfilePath,
  dockerProject,
  readRootDockerfile,
  type RootDockerfile,
} from "./root-dockerfile.ts";
import { stageInputs } from "./stage-inputs.ts";

/** Each stage as a target: `image` of the project it is named after, else of the project `docker` under its own name. */
export const dockerfileStages: Inference = {
  fileNames: [dockerfilePath, ...toolchains.map(({ manifest }) => manifest)],

  async infer(files, root): Promise<CreateNodesResultArray> {
    if (!files.includes(dockerfilePath)) return [];
    const names = nameProjects(await findAllMembers(files, root));
    const directories = new Map([...names].map(([directory, name]) => [name, directory]));
    try {
      const found = readRootDockerfile((path) => readOrNull(join(root, path)));
      if (found === null) return [];
      const { paths } = listSourcePaths(found.dockerfile, buildOptions);
      const symlinks = paths.filter((path) => isSymlink(join(root, path)));
      return [[dockerfilePath, { projects: createTargets(found, directories, symlinks) }]];
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return [[dockerfilePath, { projects: createPlaceholder(error) }]];
    }
  },
};

type Projects = Record<string, Omit<ProjectConfiguration, "root">>;

function createTargets(
  { dockerfile, ignore }: RootDockerfile,
  directories: ReadonlyMap<string, string>,
  symlinks: readonly string[],
): Projects {
  const projects: Projects = {};
  const ownTargets: Record<string, TargetConfiguration> = {};
  for (const stage of listStageReads(dockerfile, buildOptions)) {
    const target = { ...buildTarget(stage), inputs: stageInputs(stage, ignore, symlinks) };
    const directory = directories.get(stage.name);
    if (directory === undefined) ownTargets[stage.name] = target;
    else projects[directory] = { targets: { image: target } };
  }
  return { ...projects, [dockerProject.root]: { name: dockerProject.name, targets: ownTargets } };
}

/** Of a Dockerfile whose stages nobody knows: one target, for whoever builds images to run into. */
function createPlaceholder(error: DiagnosticError): Projects {
  const inputs = [dockerfilePath, ...ignoreFileNames(dockerfilePath)].map((file) => `{workspaceRoot}/${file}`);
  return {
    [dockerProject.root]: {
      name: dockerProject.name,
      metadata: { technologies: ["docker"], description: "Broken: the Dockerfile cannot be used. `image` says why." },
      targets: { image: brokenTarget([error], inputs) },
    },
  };
}

function buildTarget({ name, upstreams }: StageReads): TargetConfiguration {
  return {
    executor: "nx:run-commands",
    options: { command: `docker buildx build --file ${dockerfilePath} --target ${name} .`, cwd: "{workspaceRoot}" },
    // What is up to date is BuildKit's to say.
    cache: false,
    metadata: {
      technologies: ["docker"],
      description: `Docker stage ${name}${upstreams.length === 0 ? "" : `, made of ${upstreams.join(", ")}`}`,
    },
  };
}

function readOrNull(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

function isSymlink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
