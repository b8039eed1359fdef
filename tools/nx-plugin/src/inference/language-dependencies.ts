import path from "node:path";
import type { CreateDependenciesContext, DependencyType, RawProjectGraphDependency } from "@nx/devkit";
import { toolchains } from "../toolchains/all.ts";
import { dependenciesOf } from "./find-members.ts";
import { findAllMembers } from "./language-projects.ts";

/** Edges between the packages of the language workspaces. Projects are found by root: Nx may have renamed them since. */
export async function inferDependencies(
  context: Pick<CreateDependenciesContext, "projects" | "fileMap" | "workspaceRoot">,
): Promise<RawProjectGraphDependency[]> {
  const { members } = await findAllMembers(manifestFiles(context), context.workspaceRoot);
  const nameByRoot = new Map(Object.entries(context.projects).map(([name, { root }]) => [root, name]));
  return members.flatMap((member) => {
    const source = nameByRoot.get(member.directory);
    if (source === undefined) return [];
    const sourceFile = path.posix.join(member.directory, member.toolchain.manifest);
    return (
      dependenciesOf(member, members)
        .map((directory) => nameByRoot.get(directory))
        .filter((target) => target !== undefined)
        // The enum itself would load the whole devkit.
        .map((target) => ({ source, target, sourceFile, type: "static" as DependencyType.static }))
    );
  });
}

function manifestFiles({ fileMap }: Pick<CreateDependenciesContext, "fileMap">): readonly string[] {
  const names = new Set(toolchains.map(({ manifest }) => manifest));
  return [...Object.values(fileMap.projectFileMap), fileMap.nonProjectFiles]
    .flat()
    .map(({ file }) => file)
    .filter((file) => names.has(path.posix.basename(file)));
}
