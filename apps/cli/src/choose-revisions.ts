import { DiagnosticError, type Diagnostic } from "@polystage/diagnostics";
import { isShallow, resolveCommit, type Repository, type Snapshot } from "@polystage/git";

export interface Revisions {
  /** The commit compared with, or why there is none. */
  readonly base: { readonly commit: string } | { readonly missing: Diagnostic };
  readonly head: Snapshot;
}

/**
 * What is compared with what. Without a head: the working tree. Without a base: the parent of the head.
 * A base that is not there is no error: everything is rebuilt, and that is said. Throws a DiagnosticError for an unknown head.
 */
export function chooseRevisions(repository: Repository, base: string | null, head: string | null): Revisions {
  const headCommit = head === null ? null : resolveCommit(repository, head);
  if (head !== null && headCommit === null) {
    throw new DiagnosticError({
      code: "unknown-head",
      severity: "error",
      message: `--head ${head} names no commit of this repository`,
      fix: isShallow(repository)
        ? "this clone is shallow: `git fetch --unshallow`"
        : "see `git log --oneline`, or leave --head out for the working tree",
    });
  }
  const wanted = base ?? (headCommit === null ? "HEAD" : `${headCommit}^`);
  const commit = resolveCommit(repository, wanted);
  return {
    base: commit === null ? { missing: missingBase(repository, base, headCommit) } : { commit },
    head: headCommit === null ? "working tree" : { commit: headCommit },
  };
}

function missingBase(repository: Repository, base: string | null, head: string | null): Diagnostic {
  const common = { code: "missing-base", severity: "warning" } as const;
  if (base === null && head === null) return { ...common, message: "there is no commit yet, so everything is rebuilt" };
  const shallow = isShallow(repository);
  if (base === null && !shallow)
    return { ...common, message: "the head is the first commit, so everything is rebuilt" };
  return {
    ...common,
    message: `the base ${base ?? "(the parent of the head)"} is not in this ${shallow ? "shallow clone" : "repository"}, so everything is rebuilt`,
    fix: shallow
      ? "`git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout"
      : `\`git fetch origin ${base ?? ""}\`, or name another --base`,
  };
}
