import path from "node:path";
import type { TargetConfiguration } from "@nx/devkit";
import type { Member, Repository, Toolchain } from "./toolchain.ts";

type Inputs = NonNullable<TargetConfiguration["inputs"]>;

/** Where every test executor leaves its report. */
export const testResults = "test-results";

/** Sources of the project itself, and what others can see of the projects that it depends on. */
export const sourcesAndDependencies: Inputs = ["default", "^production"];

/** What others can see of the project, and of the projects that it depends on. */
export const production: Inputs = ["production", "^production"];

/** A target that starts one program in the project's directory and is done when that is. */
export function toolTarget(
  toolchain: Toolchain,
  command: readonly [string, ...string[]],
  rest: { readonly inputs: Inputs; readonly outputs?: string[]; readonly install?: boolean },
): TargetConfiguration {
  const { install = false, ...target } = rest;
  return {
    executor: "@polystage/nx:tool",
    options: { toolchain: toolchain.name, command, ...(install ? { install } : {}) },
    cache: true,
    ...target,
  };
}

/** A target that runs until it is stopped. */
export function serveTarget(
  toolchain: Toolchain,
  command: readonly [string, ...string[]],
  rest: { readonly inputs: Inputs; readonly install?: boolean },
): TargetConfiguration {
  return { ...toolTarget(toolchain, command, rest), cache: false, continuous: true };
}

export function testTarget(executor: string, inputs: Inputs): TargetConfiguration {
  return {
    executor: `@polystage/nx:${executor}`,
    options: {},
    cache: true,
    inputs,
    outputs: [`{projectRoot}/${testResults}`],
  };
}

/** Inputs for files of the workspace's root; one that does not exist counts for nothing. */
export function workspaceFiles(member: Member, ...names: readonly string[]): string[] {
  return names.map((name) => `{workspaceRoot}/${path.posix.join(member.workspaceDirectory, name)}`);
}

/** Inputs for configuration that a tool looks for in every directory from the project's up to the repository's root. */
export function filesAbove(member: Member, ...names: readonly string[]): string[] {
  const inputs: string[] = [];
  for (let directory = member.directory; directory !== ".";) {
    directory = path.posix.dirname(directory);
    inputs.push(...names.map((name) => `{workspaceRoot}/${path.posix.join(directory, name)}`));
  }
  return inputs;
}

/**
 * The npm packages that a result depends on, by the version that the root package.json pins. As an external dependency
 * Nx would take every edit of the root lock file for a change of it; only for a range is there no other way. Without
 * the empty list it would do so for all targets.
 */
export function npmPackages(repository: Repository, ...names: readonly string[]): Inputs {
  const wanted = repository.npmPackages.filter(({ name }) => names.includes(name));
  const pinned = wanted.filter(({ version }) => /^\d+\.\d+\.\d+[\w.+-]*$/.test(version));
  const ranges = wanted.filter((npmPackage) => !pinned.includes(npmPackage));
  const fields = pinned.map(({ table, name }) => `${table}.${name}`);
  return [
    ...(fields.length === 0 ? [] : [{ json: "{workspaceRoot}/package.json", fields }]),
    { externalDependencies: ranges.map(({ name }) => name) },
  ];
}
