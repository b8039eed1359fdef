import { existsSync } from "node:fs";
import path from "node:path";
import { DiagnosticError } from "@polystage/diagnostics";
import { minimatch } from "minimatch";
import type { Dependency, Member, Table, Toolchain, Workspace } from "../toolchains/toolchain.ts";
import { brokenManifest, problem, readManifests, type ManifestFile } from "./manifest-files.ts";

export interface Members {
  readonly members: readonly Member[];
  /** Those of manifests that a workspace needs and that cannot be used, one each. */
  readonly problems: readonly Problem[];
  /** What all the manifests that can be read call their packages, members or not. */
  readonly packages: readonly Pick<Member, "directory" | "packageName">[];
}

export interface Problem {
  readonly toolchain: Toolchain;
  /** Relative to the repository's root. */
  readonly file: string;
  readonly directory: string;
  readonly error: DiagnosticError;
}

/** A manifest that can be read as the root of a workspace. */
interface Root {
  readonly file: string;
  readonly directory: string;
  readonly manifest: Table;
  readonly workspace: Workspace;
}

/**
 * The packages of every workspace of one language. A manifest that no workspace lists is nobody's business, broken or
 * not.
 * @param files of any kind, relative to `root`, which is absolute
 */
export async function findMembers(toolchain: Toolchain, files: readonly string[], root: string): Promise<Members> {
  const manifests = await readManifests(toolchain, files, root);
  const members = new Map<string, Member>();
  const problems = new Map<string, Problem>();
  const roots: Root[] = [];

  /** Runs what may find a manifest at fault, and keeps the fault instead of its result. */
  const attempt = <T>({ file, directory }: ManifestFile | Root, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      const diagnosed = error instanceof DiagnosticError ? error : brokenManifest(file, error);
      problems.set(file, { toolchain, file, directory, error: diagnosed });
      return undefined;
    }
  };
  for (const found of manifests) {
    if (members.has(found.directory)) continue;
    const own = attempt(found, () => readRoot(toolchain, found));
    if (own === undefined || (own.workspace.alone && roots.some((outer) => claims(outer, found.directory)))) continue;
    roots.push(own);
    attempt(own, () => requireListed(toolchain, own, root));
    const queue = manifests.filter(({ directory }) => lists(own, directory));
    for (const listed of queue) {
      if (members.has(listed.directory)) continue;
      const member = attempt(listed, () => readMember(toolchain, own, listed));
      if (member === undefined) continue;
      members.set(member.directory, member);
      if (!toolchain.adoptsPathDependencies) continue;
      const directories = pathDependencies(member);
      queue.push(...manifests.filter(({ directory }) => directories.has(directory) && belongsBelow(own, directory)));
    }
    if (!toolchain.adoptsPathDependencies || !queue.some(({ file }) => problems.has(file))) continue;
    // Nobody knows what a broken member depends on: whatever it may have adopted stays.
    for (const adoptable of manifests.filter(({ directory }) => belongsBelow(own, directory))) {
      if (members.has(adoptable.directory) || readPackage(toolchain, adoptable).length === 0) continue;
      const member = readMember(toolchain, own, adoptable);
      if (member !== undefined) members.set(member.directory, member);
    }
  }
  return {
    members: [...members.values()],
    problems: [...problems.values()],
    packages: manifests.flatMap((found) => readPackage(toolchain, found)),
  };
}

/** The directories of the packages that a member depends on, relative to the repository's root, each once. */
export function dependenciesOf(member: Member, members: readonly Member[]): readonly string[] {
  const { toolchain, manifest, workspaceManifest } = member;
  const peers = members.filter((peer) => peer.toolchain === toolchain);
  const directories = toolchain.readDependencies(manifest, workspaceManifest).flatMap((dependency) => {
    const directory = pathOf(dependency, member.directory, member.workspaceDirectory);
    const found = peers.find((peer) =>
      dependency.kind === "name"
        ? peer.packageName === dependency.name && peer.workspaceDirectory === member.workspaceDirectory
        : peer.directory === directory,
    );
    return found === undefined || found === member ? [] : [found.directory];
  });
  return [...new Set(directories)];
}

function readPackage(toolchain: Toolchain, { directory, manifest }: ManifestFile): Members["packages"] {
  const packageName = manifest instanceof Error ? undefined : toolchain.readPackageName(manifest);
  return packageName === undefined ? [] : [{ directory, packageName }];
}

function pathOf(dependency: Dependency, packageDirectory: string, rootDirectory: string): string | undefined {
  if (dependency.kind === "name") return undefined;
  return resolve(dependency.from === "root" ? rootDirectory : packageDirectory, dependency.path);
}

/** Relative to the repository's root, without a slash at the end. */
function resolve(directory: string, relative: string): string {
  return path.posix.join(directory, relative).replace(/(?<=.)\/$/, "");
}

/** @throws DiagnosticError or ManifestError */
function readRoot(toolchain: Toolchain, { file, directory, hasLock, manifest }: ManifestFile): Root | undefined {
  if (manifest instanceof Error) {
    // A lock beside it tells that it was meant as a root.
    if (hasLock) throw manifest;
    return undefined;
  }
  const workspace = toolchain.readWorkspace(manifest, hasLock);
  return workspace === undefined ? undefined : { file, directory, manifest, workspace };
}

/** @returns undefined for a root that is no package itself. @throws DiagnosticError */
function readMember(toolchain: Toolchain, root: Root, { file, directory, manifest }: ManifestFile): Member | undefined {
  if (manifest instanceof Error) throw manifest;
  const packageName = toolchain.readPackageName(manifest);
  if (packageName !== undefined) {
    const { directory: workspaceDirectory, manifest: workspaceManifest } = root;
    return { toolchain, directory, packageName, manifest, workspaceDirectory, workspaceManifest };
  }
  if (directory === root.directory) return undefined;
  throw problem({
    file,
    message: `is a member of the workspace in ${root.file}, but names no package`,
    fix: "name the package, or take it out of the workspace",
  });
}

/** A pattern may match nothing, a plain name may not. @throws DiagnosticError */
function requireListed(toolchain: Toolchain, { file, directory, workspace }: Root, repository: string): void {
  for (const name of workspace.members.filter((pattern) => !/[*?[{]/.test(pattern))) {
    // Looked for on disk: a manifest that git or Nx ignores is there all the same.
    if (existsSync(path.join(repository, directory, name, toolchain.manifest))) continue;
    throw problem({
      file,
      message: `lists the member \`${name}\`, which has no ${toolchain.manifest}`,
      fix: `create it, or take \`${name}\` out of the list`,
    });
  }
}

function lists(root: Root, directory: string): boolean {
  if (directory === root.directory) return true;
  const listed = root.workspace.members.some((pattern) => minimatch(directory, resolve(root.directory, pattern)));
  return listed && belongsBelow(root, directory);
}

function pathDependencies({ toolchain, manifest, directory, ...member }: Member): ReadonlySet<string | undefined> {
  const dependencies = toolchain.readDependencies(manifest, member.workspaceManifest);
  return new Set(dependencies.map((dependency) => pathOf(dependency, directory, member.workspaceDirectory)));
}

/** Whether a package in the directory would have to belong to the workspace. */
function claims(root: Root, directory: string): boolean {
  return !root.workspace.alone && belongsBelow(root, directory);
}

function belongsBelow({ directory: root, workspace }: Root, directory: string): boolean {
  const inside = root === "." || directory === root || directory.startsWith(`${root}/`);
  return inside && !workspace.exclude.some((pattern) => minimatch(directory, resolve(root, pattern)));
}
