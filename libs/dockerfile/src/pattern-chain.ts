import { compilePathPattern, type PathPattern } from "./path-pattern.ts";

/** Says of each path whether the patterns match it, given what they made of its parents. */
export interface PatternChain {
  /** `path` is "/"-separated and relative, without a leading slash. */
  matches(path: string): boolean;
}

/** Which patterns matched a path or one of its parents, and what that comes to. */
interface Result {
  readonly matched: boolean;
  readonly byPattern: readonly boolean[];
}

/**
 * The last pattern to match decides, and a pattern that matched a parent matches all below it. An exception is looked at
 * only where something before it matched, and one that was not looked at counts as no match for what lies below:
 * this is how the client that sends the build context walks it. Results of directories are kept, so that a path costs
 * its depth once. Raises SyntaxProblem for a pattern that BuildKit cannot read.
 */
export function createPatternChain(patterns: readonly PathPattern[]): PatternChain {
  const firstExcluding = patterns.findIndex(({ exception }) => !exception);
  const compiled = patterns.map((pattern, index) => ({
    ...pattern,
    // An exception with nothing before it that excludes is never looked at, and may be anything.
    matches: index < firstExcluding || firstExcluding < 0 ? () => false : compilePathPattern(pattern),
  }));
  const directories = new Map<string, Result>();
  const none: Result = { matched: false, byPattern: patterns.map(() => false) };

  return { matches: (path) => evaluate(path, resultOfParent(path)).matched };

  function resultOfParent(path: string): Result {
    const slash = path.lastIndexOf("/");
    if (slash < 0) return none;
    const parent = path.slice(0, slash);
    const known = directories.get(parent);
    if (known !== undefined) return known;
    const result = evaluate(parent, resultOfParent(parent));
    directories.set(parent, result);
    return result;
  }

  function evaluate(path: string, parent: Result): Result {
    let matched = false;
    const byPattern = compiled.map((pattern, index) => {
      const isOpen = parent.byPattern[index] !== true;
      if (isOpen && pattern.exception !== matched) return false;
      const isMatch = !isOpen || pattern.matches(path);
      if (isMatch) matched = !pattern.exception;
      return isMatch;
    });
    return { matched, byPattern };
  }
}
