import { cleanPath } from "./path-text.ts";
import { compilePathPattern, readPathPattern, type PathPattern } from "./path-pattern.ts";
import { createPatternChain } from "./pattern-chain.ts";
import { trimSpace } from "./space.ts";
import { locate } from "./syntax-problem.ts";

export interface IgnoreRules {
  /** In the file's order. */
  readonly patterns: readonly PathPattern[];
}

/** Paths are "/"-separated and relative to the context, without a leading slash. */
export interface ContextFilter {
  /** Whether a file, or a symlink as itself, is sent. */
  includes(path: string): boolean;
  /** Whether a directory is sent even when nothing in it is. */
  includesDirectory(path: string): boolean;
  /** Whether nothing below a directory can be sent, so that a walk can pass it over. */
  canPrune(directory: string): boolean;
}

/** Where BuildKit looks for ignore patterns, relative like `dockerfile` itself: the first that exists counts, empty or not. */
export function ignoreFileNames(dockerfile: string): readonly string[] {
  return [`${dockerfile}.dockerignore`, ".dockerignore"];
}

/** Reads a .dockerignore (https://docs.docker.com/build/concepts/context/#dockerignore-files). Raises DiagnosticError. */
export function parseIgnore(text: string, file: string): IgnoreRules {
  const patterns: PathPattern[] = [];
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.startsWith("#")) continue;
    const pattern = locate({ file, line: index + 1 }, () => {
      const read = readPathPattern(normalize(line));
      // An exception with nothing before it that excludes is never looked at.
      if (read !== null && (!read.exception || patterns.some(({ exception }) => !exception))) compilePathPattern(read);
      return read;
    });
    if (pattern !== null) patterns.push(pattern);
  }
  return { patterns };
}

export function createContextFilter({ patterns }: IgnoreRules): ContextFilter {
  const chain = createPatternChain(patterns);
  const exceptions = patterns.filter(({ exception }) => exception);
  return {
    includes: (path) => !chain.matches(path),
    includesDirectory: (path) => !chain.matches(path),
    canPrune: (directory) =>
      chain.matches(directory) && !exceptions.some((exception) => canMatchBelow(exception.text, directory)),
  };
}

/** A path from the root of the context and one relative to it are the same. */
function normalize(line: string): string {
  const trimmed = trimSpace(line);
  const isException = trimmed.startsWith("!");
  const path = isException ? trimSpace(trimmed.slice(1)) : trimmed;
  if (path === "") return trimmed;
  const cleaned = cleanPath(path);
  const relative = cleaned.length > 1 && cleaned.startsWith("/") ? cleaned.slice(1) : cleaned;
  return isException ? `!${relative}` : relative;
}

/** In doubt yes. */
function canMatchBelow(pattern: string, directory: string): boolean {
  const below = `${directory}/`;
  if (/[\\|^{}]/.test(pattern)) return true;
  const [prefix = ""] = pattern.split(/[*?[\]]/, 1);
  return prefix.startsWith(below) || (prefix !== pattern && below.startsWith(prefix));
}
