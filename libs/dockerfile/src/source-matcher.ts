import { pathAndParents, pathBelowRoot } from "./path-text.ts";
import { readPathPattern } from "./path-pattern.ts";
import { createPatternChain, type PatternChain } from "./pattern-chain.ts";
import { copyGlobs, parentsGlobs } from "./source-globs.ts";
import { compileWildcards, hasWildcards } from "./wildcards.ts";

export interface SourceMatcherOptions {
  /** Expanded, of one COPY, ADD or bind mount; paths below the root of the context, whatever they begin with. */
  readonly sources: readonly string[];
  /** COPY --parents. */
  readonly parents?: boolean;
  /** COPY and ADD --exclude. */
  readonly exclude?: readonly string[];
  /** Bind mounts take wildcards for ordinary characters. */
  readonly wildcards?: boolean;
}

/** Paths are "/"-separated and relative to the context, without a leading slash. */
export interface SourceMatcher {
  /** Whether a file or directory entry takes part in what is read. */
  matches(path: string): boolean;
  /** Whether a source lies below this path: it matters where it is a symlink. */
  leadsToSource(path: string): boolean;
  /** The same as globs, broader where globs cannot tell: a source may be a file or a directory, so both stand here. */
  readonly globs: readonly string[];
}

/** One source, split into the place its walk starts from and what is taken below that. */
interface Source {
  /** Matches the start of the walk, or the named file itself. */
  readonly isStart: (path: string) => boolean;
  readonly depth: number;
  /** Components before the first wildcard, for symlinks on the way. */
  readonly fixed: readonly string[];
  /** Of --parents: patterns for what lies below the start; null takes all. */
  readonly include: PatternChain | null;
}

/** Which paths a COPY, ADD or bind mount reads. Raises SyntaxProblem for a pattern BuildKit cannot read. */
export function createSourceMatcher(options: SourceMatcherOptions): SourceMatcher {
  const { sources: written, parents = false, exclude = [], wildcards = true } = options;
  const sources = written.map((source) => (parents ? readParentsSource(source) : readSource(source, wildcards)));
  const excluded = createChain(exclude);
  return {
    matches: (path) => sources.some((source) => takesPart(path, source, excluded)),
    leadsToSource: (path) => {
      const parts = path.split("/");
      return sources.some((source) => {
        const fixed = source?.fixed ?? [];
        return parts.length <= fixed.length && parts.every((part, at) => part === fixed[at]);
      });
    },
    globs: [...new Set(written.flatMap((source) => (parents ? parentsGlobs(source) : copyGlobs(source, wildcards))))],
  };
}

/** Null for a bracket that reaches across a slash, or has no end and fails the build: in doubt it reads everything. */
function readSource(written: string, wildcards: boolean): Source | null {
  const path = pathBelowRoot(written);
  const parts = path === "" ? [] : path.split("/");
  if (!wildcards || !hasWildcards(path)) {
    return { isStart: (start) => start === path, depth: parts.length, fixed: parts, include: null };
  }
  const expression = parts.some((part) => compileWildcards(part, { wholePath: true }) === null)
    ? null
    : compileWildcards(path, { wholePath: true });
  const fixed = parts.slice(0, parts.findIndex(hasWildcards));
  if (expression === null) return null;
  return { isStart: (start) => expression.test(start), depth: parts.length, fixed, include: null };
}

/** `from/./kept`: the walk starts at `from`, the root without a pivot, and `kept` is a pattern below it. */
function readParentsSource(written: string): Source | null {
  const pivot = written.indexOf("/./");
  const start = readSource(pivot < 0 ? "" : written.slice(0, pivot), true);
  if (start === null) return null;
  const kept = pathBelowRoot(pivot < 0 ? written : written.slice(pivot + 3));
  const keptParts = kept.split("/");
  const firstWildcard = keptParts.findIndex(hasWildcards);
  const isLiteral = start.fixed.length === start.depth;
  const fixedBelow = isLiteral ? keptParts.slice(0, firstWildcard < 0 ? undefined : firstWildcard) : [];
  return {
    ...start,
    fixed: kept === "" ? start.fixed : [...start.fixed, ...fixedBelow],
    include: kept === "" ? null : createChain([kept]),
  };
}

function takesPart(path: string, source: Source | null, excluded: PatternChain): boolean {
  if (source === null) return true;
  const { isStart, depth, include } = source;
  const start = depth === 0 ? "" : (pathAndParents(path)[depth - 1] ?? null);
  if (start === null || !isStart(start)) return false;
  // Neither --exclude nor a --parents pattern is held against the source itself: a file that is named is copied.
  if (start === path) return true;
  const below = start === "" ? path : path.slice(start.length + 1);
  return (include === null || include.matches(below)) && !excluded.matches(below);
}

function createChain(patterns: readonly string[]): PatternChain {
  return createPatternChain(patterns.map(readPathPattern).filter((pattern) => pattern !== null));
}
