import { compileGoRegExp } from "./go-regexp.ts";
import { cleanPath } from "./path-text.ts";
import { trimSpace } from "./space.ts";
import { SyntaxProblem } from "./syntax-problem.ts";
import { compileWildcards } from "./wildcards.ts";

/** One pattern of .dockerignore, of --exclude or of COPY --parents. */
export interface PathPattern {
  /** Cleaned, without the `!`. */
  readonly text: string;
  /** Whether it began with `!`: what it matches is taken back in. */
  readonly exception: boolean;
}

/** Whether a pattern matches this very path; what lies below a match is for the caller to say. */
type PathMatch = (path: string) => boolean;

/** Null for a blank pattern. Raises SyntaxProblem for one that BuildKit refuses at first sight. */
export function readPathPattern(written: string): PathPattern | null {
  const trimmed = trimSpace(written);
  if (trimmed === "") return null;
  const cleaned = cleanPath(trimmed);
  const exception = cleaned.startsWith("!");
  const text = exception ? cleaned.slice(1) : cleaned;
  if (text === "") {
    throw new SyntaxProblem("invalid-pattern", 'The pattern is a bare "!".', "Name behind it what to take back in.");
  }
  if (!isReadable(text)) throw unreadable(text);
  return { text, exception };
}

/** What BuildKit refuses only once a path is held against it: raises SyntaxProblem. */
export function compilePathPattern({ text }: Pick<PathPattern, "text">): PathMatch {
  const matches = compileMatch(text);
  if (matches === null) throw unreadable(text);
  return matches;
}

/**
 * BuildKit tries a pattern on "." and looks no further than the first part between two stars that does not match, so that
 * a mistake behind it is not seen.
 */
function isReadable(pattern: string): boolean {
  let name = ".";
  for (const { isStarred, text, isLast } of splitAtStars(pattern)) {
    if (isStarred && text === "") return true;
    const expression = compileWildcards(text, { wholePath: false });
    if (expression === null) return false;
    const rests = [name, ...(isStarred ? [name.slice(1)] : [])].map((rest) => {
      const match = expression.exec(rest);
      return match === null ? null : rest.slice(match[0].length);
    });
    const rest = rests.find((each) => each !== null && (each === "" || !isLast));
    if (rest === undefined || rest === null) return true;
    name = rest;
  }
  return true;
}

function splitAtStars(pattern: string): readonly { isStarred: boolean; text: string; isLast: boolean }[] {
  // A star in brackets is no wildcard; a bracket without its end takes the rest.
  const parts =
    pattern.match(/^(?:\\[^]?|\[(?:\\[^]?|[^\]\\])*\]?|[^*\\[])+|\*+(?:\\[^]?|\[(?:\\[^]?|[^\]\\])*\]?|[^*\\[])*/gu) ??
    [];
  return parts.map((part, index) => ({
    isStarred: part.startsWith("*"),
    text: part.replace(/^\*+/, ""),
    isLast: index === parts.length - 1,
  }));
}

function unreadable(text: string): SyntaxProblem {
  return new SyntaxProblem(
    "invalid-pattern",
    `${JSON.stringify(text)} is not a pattern.`,
    "Close every [ and end no pattern with a backslash.",
  );
}

type Kind = "exact" | "prefix" | "suffix" | "expression";

/**
 * `*` and `?` stay within a component, `**` spans any number of them. BuildKit builds a Go regular expression and does not
 * escape `|`, `{`, `}` and `^` in it, nor what follows a backslash: they mean there what they mean in an expression.
 */
function compileMatch(text: string): PathMatch | null {
  const characters = [...text];
  let source = "^";
  let kind: Kind = "exact";
  for (let index = 0; index < characters.length; index += 1) {
    const isFirst = index === 0;
    const character = characters[index] ?? "";
    if (character === "*" && characters[index + 1] === "*") {
      index += characters[index + 2] === "/" ? 2 : 1;
      if (index + 1 < characters.length) {
        source += "(.*/)?";
        kind = "expression";
      } else if (kind === "exact") kind = "prefix";
      else {
        source += ".*";
        kind = "expression";
      }
      if (isFirst) kind = "suffix";
    } else if (character === "*" || character === "?") {
      source += character === "*" ? "[^/]*" : "[^/]";
      kind = "expression";
    } else if (".+()$".includes(character)) source += `\\${character}`;
    else if (character === "\\") {
      index += 1;
      source += `\\${characters[index] ?? ""}`;
      kind = "expression";
    } else {
      source += character;
      if (character === "[" || character === "]") kind = "expression";
    }
  }
  return compileKind(kind, text, `${source}$`);
}

function compileKind(kind: Kind, text: string, source: string): PathMatch | null {
  switch (kind) {
    case "exact":
      return (path) => path === text;
    case "prefix": {
      const prefix = text.slice(0, -2);
      return (path) => path.startsWith(prefix);
    }
    case "suffix": {
      const suffix = text.slice(2);
      return (path) => path.endsWith(suffix) || (suffix.startsWith("/") && path === suffix.slice(1));
    }
    case "expression": {
      const expression = compileGoRegExp(source);
      return expression === null ? null : (path) => expression.test(path);
    }
  }
}
