import { DiagnosticError, type Diagnostic } from "@polystage/diagnostics";
import { createContextFilter } from "@polystage/dockerfile";
import { findSymlinks, listChanges, listSymlinks, listTree, type Snapshot } from "@polystage/git";
import {
  fingerprintStages,
  listAssumptions,
  listSourcePaths,
  planEverything,
  planStages,
  selectContextChanges,
  type BuildOptions,
  type ContextChange,
  type Plan,
} from "@polystage/stage-plan";
import type { Revisions } from "./choose-revisions.ts";
import { pathInContext, pathOfContext, type Location } from "./location.ts";
import { readBuild, type ReadBuild } from "./read-build.ts";

/** What `polystage plan --json` prints. */
export interface PlanReport extends Plan {
  /** Object ids; null where there is no base. */
  readonly base: string | null;
  /** An object id, or `working tree`. */
  readonly head: string;
  /** Relative to the repository's root. */
  readonly dockerfile: string;
  /** Relative to the repository's root; `.` is the root. */
  readonly context: string;
  readonly assumptions: readonly string[];
  readonly fingerprints?: Readonly<Record<string, string>>;
}

export interface MadePlan {
  readonly report: PlanReport;
  readonly warnings: readonly Diagnostic[];
}

/** Reads both sides from git and compares them. Throws a DiagnosticError where the head cannot be read. */
export function makePlan(
  location: Location,
  revisions: Revisions,
  options: BuildOptions,
  withFingerprints: boolean,
): MadePlan {
  const head = readBuild(location, revisions.head, options);
  const { plan, warnings } = compare(location, revisions, head);
  return {
    report: {
      base: "commit" in revisions.base ? revisions.base.commit : null,
      head: nameOfSnapshot(revisions.head),
      dockerfile: location.dockerfile,
      context: location.context === "" ? "." : location.context,
      assumptions: assume(head, revisions.head),
      ...plan,
      ...(withFingerprints ? { fingerprints: fingerprint(location, revisions.head, head) } : {}),
    },
    warnings,
  };
}

function compare(location: Location, revisions: Revisions, head: ReadBuild): { plan: Plan; warnings: Diagnostic[] } {
  if ("missing" in revisions.base) {
    const { missing } = revisions.base;
    return { plan: planEverything(head, missing.message), warnings: [missing] };
  }
  const { commit } = revisions.base;
  let base: ReadBuild;
  try {
    base = readBuild(location, { commit }, head.options);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const message = `the base cannot be built (${error.diagnostics[0]?.message ?? "its Dockerfile is unreadable"}), so everything is rebuilt`;
    return {
      plan: planEverything(head, message),
      warnings: [{ code: "unreadable-base", severity: "warning", message }],
    };
  }
  const symlinks = findSourceSymlinks(location, revisions.head, head);
  return {
    plan: planStages(base, { ...head, symlinks }, contextChanges(location, commit, revisions.head, base, head)),
    warnings: [],
  };
}

function contextChanges(
  location: Location,
  base: string,
  head: Snapshot,
  baseBuild: ReadBuild,
  headBuild: ReadBuild,
): ContextChange[] {
  const changes = listChanges(location.repository, base, head).flatMap((change) => {
    const path = pathInContext(location, change.path);
    return path === null ? [] : [{ ...change, path }];
  });
  // Docker sends .git like any other directory, and every commit and every `git add` changes it.
  const isAtRoot = location.context === "";
  const isSameCommit = head !== "working tree" && head.commit === base;
  if (isAtRoot && !isSameCommit) changes.push({ path: ".git/HEAD", status: "modified", type: "file" });
  return selectContextChanges(changes, baseBuild.ignore, headBuild.ignore, () =>
    listContext(location, head).map(({ path }) => path),
  );
}

function findSourceSymlinks(location: Location, snapshot: Snapshot, head: ReadBuild): string[] {
  const { paths, hasWildcards } = listSourcePaths(head.dockerfile, head.options);
  const { repository } = location;
  const found = hasWildcards
    ? listSymlinks(repository, snapshot)
    : findSymlinks(
        repository,
        snapshot,
        paths.map((path) => pathOfContext(location, path)),
      );
  return found.flatMap((path) => pathInContext(location, path) ?? []);
}

function fingerprint(location: Location, snapshot: Snapshot, build: ReadBuild): Record<string, string> {
  const filter = createContextFilter(build.ignore);
  const files = listContext(location, snapshot).filter(({ path }) => filter.includes(path));
  return fingerprintStages(build.dockerfile, build.options, files);
}

function listContext(location: Location, snapshot: Snapshot) {
  return listTree(location.repository, snapshot).flatMap((entry) => {
    const path = pathInContext(location, entry.path);
    return path === null ? [] : [{ ...entry, path }];
  });
}

function assume(head: ReadBuild, snapshot: Snapshot): string[] {
  const assumptions = listAssumptions(head.dockerfile);
  if (snapshot !== "working tree") return assumptions;
  return [
    ...assumptions,
    "no stage reads a file that git ignores, or one marked assume-unchanged or skip-worktree",
    "files on the disk are as git would check them out: line ends, permission bits besides x, no empty directories",
  ];
}

function nameOfSnapshot(snapshot: Snapshot): string {
  return snapshot === "working tree" ? snapshot : snapshot.commit;
}
