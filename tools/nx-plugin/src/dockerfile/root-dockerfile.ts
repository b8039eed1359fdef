import {
  ignoreFileNames,
  parseDockerfile,
  parseIgnore,
  type Dockerfile,
  type IgnoreRules,
} from "@polystage/dockerfile";
import type { BuildOptions } from "@polystage/stage-plan";

/** The Dockerfile whose stages are targets: the one at the workspace's root, its build context. Others are nobody's. */
export const dockerfilePath = "Dockerfile";

/**
 * The project of the stages that are named after none. It has a directory to itself: Nx takes every manifest in a project's
 * own directory, and at the root every Dockerfile, for a part of its configuration, and selects all its targets for an edit.
 */
export const dockerProject = { name: "docker", root: "docker" } as const;

/** Written by the sync generator, read by Nx as an input of the stages' targets. */
export const stageLockPath = `${dockerProject.root}/stages.json`;

/** A stage's key in the stage lock. Nx takes a dot in a field's name for a step into an object; no stage's name holds a "/". */
export function lockKey(stageName: string): string {
  return stageName.replaceAll(".", "/");
}

/** What targets are inferred for; a build for another platform reads the same files. */
export const buildOptions: BuildOptions = { buildArgs: {}, platform: "linux/amd64" };

export interface RootDockerfile {
  readonly dockerfile: Dockerfile;
  readonly ignore: IgnoreRules;
}

/**
 * Null where there is no Dockerfile. Throws a DiagnosticError for one that BuildKit would refuse.
 *
 * @param read the text of a file relative to the workspace's root, or null where there is none
 */
export function readRootDockerfile(read: (path: string) => string | null): RootDockerfile | null {
  const text = read(dockerfilePath);
  if (text === null) return null;
  const ignoreFile = ignoreFileNames(dockerfilePath).find((name) => read(name) !== null);
  return {
    dockerfile: parseDockerfile(text, { file: dockerfilePath, ...buildOptions }),
    ignore:
      ignoreFile === undefined ? parseIgnore("", ".dockerignore") : parseIgnore(read(ignoreFile) ?? "", ignoreFile),
  };
}
