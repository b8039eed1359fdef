import type { TargetConfiguration } from "@nx/devkit";

/** A parsed manifest: whatever TOML or JSON held, not yet checked. */
export type Table = Readonly<Record<string, unknown>>;

/**
 * Everything that differs between the languages. Inference, executors and generators read it and know no language by
 * name, so that one more language is one more file, and one line in all.ts.
 */
export interface Toolchain {
  /** The package manager's name, also that of its program. */
  readonly name: string;
  readonly language: string;
  /** File name, the same in every package. */
  readonly manifest: string;
  /** File name, beside the workspace's root manifest. */
  readonly lock: string;
  /** Programs that the commands below start, each with how a person gets it. */
  readonly programs: Readonly<Record<string, string>>;
  /** What the programs say when something outside the project's sources is wrong. The first match counts. */
  readonly complaints: readonly Complaint[];
  /** Brings the workspace's dependencies in. Only for tools that do not see to it themselves at each start. */
  readonly install?: readonly [string, ...string[]];
  /** Whether a package at the end of a path dependency, below the workspace's root, belongs to the workspace unlisted. */
  readonly adoptsPathDependencies: boolean;
  /** Whether a project of the language may have a target `typecheck`, apart from `build`. */
  readonly hasTypecheck: boolean;
  /** Globs below a project, of files that no other project's result can depend on. */
  readonly testFiles: readonly string[];

  /** @throws ManifestError */
  parse(text: string): Promise<Table>;
  /** What the manifest says as the root of a workspace, undefined where it is none. @throws ManifestError */
  readWorkspace(manifest: Table, hasLock: boolean): Workspace | undefined;
  /** The package's name, undefined where the manifest describes no package. */
  readPackageName(manifest: Table): string | undefined;
  readDependencies(manifest: Table, rootManifest: Table): readonly Dependency[];
  /** Reads the member's directory, to offer no target that could not run. */
  createTargets(member: Member, repository: Repository): Readonly<Record<string, TargetConfiguration>>;
}

export interface Workspace {
  /** Globs of directories, relative to the manifest's. */
  readonly members: readonly string[];
  readonly exclude: readonly string[];
  /** A package on its own, which counts only outside every other workspace. */
  readonly alone: boolean;
}

/** What a package says it needs; whether that is a project here is decided by whoever knows all of them. */
export type Dependency =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "path"; readonly path: string; readonly from: "package" | "root" };

export interface Member {
  readonly toolchain: Toolchain;
  /** Relative to the repository's root, with forward slashes; "." is the root itself. */
  readonly directory: string;
  /** As the language spells it: not necessarily the project's name. */
  readonly packageName: string;
  readonly manifest: Table;
  readonly workspaceDirectory: string;
  readonly workspaceManifest: Table;
}

export interface Repository {
  /** Absolute. */
  readonly root: string;
  /** What the root package.json asks for, if Nx knows which versions came of it. */
  readonly npmPackages: readonly NpmPackage[];
}

interface NpmPackage {
  readonly table: "dependencies" | "devDependencies";
  readonly name: string;
  /** A version or a range of them, as written. */
  readonly version: string;
}

interface Complaint {
  readonly pattern: RegExp;
  readonly code: string;
  describe(match: RegExpExecArray): { readonly message: string; readonly why?: string; readonly fix: string };
}

/** Why a manifest cannot be read, without its name, which the reader of the file knows. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, line?: number, column?: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}
