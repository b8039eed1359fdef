import { createContextFilter, type ContextFilter, type IgnoreRules } from "@polystage/dockerfile";

/** A path of the repository that differs between base and head, relative to the build context. */
export interface PathChange {
  readonly path: string;
  readonly status: "added" | "deleted" | "modified";
  readonly type: "file" | "directory" | "submodule";
}

/** A path that differs in the build context, as Docker would send it. */
export interface ContextChange extends PathChange {
  /** `file`: git has changed it. `ignore`: the ignore file lets it in or keeps it out since. */
  readonly kind: "file" | "ignore";
}

/**
 * Which changes reach the build context.
 *
 * @param listHead every file of the context's directory at head; called only where the ignore rules differ
 */
export function selectContextChanges(
  changes: readonly PathChange[],
  baseRules: IgnoreRules,
  headRules: IgnoreRules,
  listHead: () => readonly string[],
): ContextChange[] {
  const [base, head] = [createContextFilter(baseRules), createContextFilter(headRules)];
  const selected = changes
    .filter((change) => wasSent(change, base) || isSent(change, head))
    .map((change): ContextChange => ({ ...change, kind: "file" }));
  if (describeRules(baseRules) === describeRules(headRules)) return selected;
  const listed = listHead();
  const changed = new Set(changes.map(({ path }) => path));
  const before = sentPaths(listed, base);
  const after = sentPaths(listed, head);
  const flipped = [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.has(path) !== after.has(path) && !changed.has(path))
    .map((path): ContextChange => ({
      path,
      status: after.has(path) ? "added" : "deleted",
      type: after.get(path) ?? before.get(path) ?? "file",
      kind: "ignore",
    }));
  return [...selected, ...flipped];
}

/** Equal for rules that let the same paths through for the same reasons: comments, blank lines and spelling left out. */
export function describeRules({ patterns }: IgnoreRules): string {
  return JSON.stringify(patterns.map(({ text, exception }) => [exception, text]));
}

function wasSent({ path, status, type }: PathChange, base: ContextFilter): boolean {
  return status !== "added" && sends(base, path, type);
}

function isSent({ path, status, type }: PathChange, head: ContextFilter): boolean {
  return status !== "deleted" && sends(head, path, type);
}

/** A directory is sent even where everything in it is kept out. */
function sends(filter: ContextFilter, path: string, type: PathChange["type"]): boolean {
  return type === "file" ? filter.includes(path) : filter.includesDirectory(path);
}

function sentPaths(files: readonly string[], filter: ContextFilter): Map<string, "file" | "directory"> {
  const sent = new Map<string, "file" | "directory">();
  for (const file of files) {
    const included = filter.includes(file);
    if (included) sent.set(file, "file");
    for (let end = file.lastIndexOf("/"); end > 0; end = file.lastIndexOf("/", end - 1)) {
      const directory = file.slice(0, end);
      if (included || filter.includesDirectory(directory)) sent.set(directory, "directory");
    }
  }
  return sent;
}
