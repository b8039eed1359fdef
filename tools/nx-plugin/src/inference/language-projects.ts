import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { CreateNodesResultArray, ProjectConfiguration } from "@nx/devkit";
import { toolchains } from "../toolchains/all.ts";
import { isTable, tableAt } from "../toolchains/table.ts";
import type { Member, Repository, Table } from "../toolchains/toolchain.ts";
import { findMembers, type Members } from "./find-members.ts";
import type { Inference } from "./inference.ts";
import { nameProjects } from "./name-projects.ts";
import { createPlaceholder } from "./placeholder.ts";

export const languageProjects: Inference = {
  fileNames: toolchains.map(({ manifest }) => manifest),

  async infer(files, root) {
    const found = await findAllMembers(files, root);
    const names = nameProjects(found);
    const repository = readRepository(root);
    const placeholders = new Map<string, CreateNodesResultArray[number]>();
    for (const { directory, file } of found.problems) {
      const problems = found.problems.filter((other) => other.directory === directory);
      const project = createPlaceholder(names.get(directory) ?? directory, problems);
      placeholders.set(directory, [file, { projects: { [directory]: project } }]);
    }
    const nodes: CreateNodesResultArray = found.members
      .filter(({ directory }) => !placeholders.has(directory))
      .map((member) => {
        const { directory, toolchain, packageName } = member;
        const project = createProject(member, names.get(directory) ?? packageName, repository);
        return [path.posix.join(directory, toolchain.manifest), { projects: { [directory]: project } }];
      });
    return [...nodes, ...placeholders.values()];
  },
};

/** The members of every language's workspaces. */
export async function findAllMembers(files: readonly string[], root: string): Promise<Members> {
  const found = await Promise.all(toolchains.map((toolchain) => findMembers(toolchain, files, root)));
  return {
    members: found.flatMap(({ members }) => members),
    problems: found.flatMap(({ problems }) => problems),
    packages: found.flatMap(({ packages }) => packages),
  };
}

function createProject(member: Member, name: string, repository: Repository): Omit<ProjectConfiguration, "root"> {
  const { toolchain } = member;
  const targets = toolchain.createTargets(member, repository);
  return {
    name,
    projectType: "serve" in targets ? "application" : "library",
    metadata: { technologies: [toolchain.language, toolchain.name] },
    // The project's own `default`: what nx.json adds to it is meant for the languages of the repository's root.
    namedInputs: {
      default: ["{projectRoot}/**/*"],
      production: ["default", ...toolchain.testFiles.map((glob) => `!{projectRoot}/${glob}`)],
    },
    targets: { ...targets },
  };
}

/** Nx knows the npm packages of the root only through a lock file. */
const rootLocks = ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock"];

function readRepository(root: string): Repository {
  const hasLock = rootLocks.some((lock) => existsSync(path.join(root, lock)));
  const manifest = hasLock ? readRootManifest(root) : {};
  const npmPackages = (["dependencies", "devDependencies"] as const).flatMap((table) =>
    Object.entries(tableAt(manifest, table)).map(([name, version]) => ({ table, name, version: String(version) })),
  );
  return { root, npmPackages };
}

function readRootManifest(root: string): Table {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    return isTable(manifest) ? manifest : {};
  } catch {
    // Missing, or broken: then Nx itself says so.
    return {};
  }
}
