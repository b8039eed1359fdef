import { readBooleanText } from "./boolean-text.ts";
import { trimStart } from "./space.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

interface Directive {
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
}

const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*([^\n]+?)[\t\n\f\r ]*$/;
const CHECK_OPTIONS = new Set(["skip", "experimental", "error"]);

/**
 * Reads parser directives (https://docs.docker.com/reference/dockerfile/#parser-directives) line by line: the first line
 * that is none ends them, an ordinary comment too. A directive given twice is a SyntaxProblem.
 */
export function createDirectiveReader(): (line: string) => Directive | null {
  const seen = new Set<string>();
  let done = false;
  return (line) => {
    if (done) return null;
    const match = line.startsWith("#") ? DIRECTIVE.exec(trimStart(line.slice(1))) : null;
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2];
    if (value === undefined || (name !== "syntax" && name !== "escape" && name !== "check")) {
      done = true;
      return null;
    }
    if (seen.has(name)) {
      throw new SyntaxProblem(
        "duplicate-directive",
        `The parser directive "${name}" is given twice.`,
        "Keep one of the two.",
      );
    }
    seen.add(name);
    return { name, value };
  };
}

/** The escape character that an `escape` directive asks for. */
export function readEscape(value: string): "\\" | "`" {
  if (value === "\\" || value === "`") return value;
  throw new SyntaxProblem(
    "invalid-escape",
    `The escape directive names ${JSON.stringify(value)}.`,
    "Write `# escape=\\` or `# escape=` followed by a backtick.",
  );
}

/** Rejects a `check` directive that BuildKit could not read; what it asks the linter for has no bearing here. */
export function checkLintOptions(value: string): void {
  const options = value.trim();
  if (options === "") return;
  for (const option of splitAtMost(options, ";", 3)) {
    const equals = option.indexOf("=");
    const name = equals < 0 ? null : option.slice(0, equals).trim();
    const isValid =
      name !== null &&
      CHECK_OPTIONS.has(name) &&
      (name !== "error" || readBooleanText(option.slice(equals + 1).trim()) !== null);
    if (!isValid) {
      throw new SyntaxProblem(
        "invalid-check-directive",
        `The check directive holds ${JSON.stringify(option)}.`,
        "Use skip=RULES, experimental=RULES and error=true|false, separated by semicolons.",
      );
    }
  }
}

/**
 * The frontend image a `syntax` directive names, as the first of BuildKit's readers takes it: a line that starts with
 * `#!` is passed over, leading white space hides a directive, and what follows a space is dropped.
 */
export function findSyntax(text: string): string | null {
  return findDirective(text, "syntax")?.split(" ", 1)[0] ?? null;
}

export function findDirective(text: string, wanted: Directive["name"]): string | null {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  if (lines[0]?.startsWith("#!")) lines.shift();
  const read = createDirectiveReader();
  for (const line of lines) {
    const directive = readOrNull(read, line.replace(/\r$/, ""));
    if (directive === null) return null;
    if (directive.name === wanted) return directive.value;
  }
  return null;
}

function readOrNull(read: (line: string) => Directive | null, line: string): Directive | null {
  try {
    return read(line);
  } catch {
    return null;
  }
}

function splitAtMost(text: string, separator: string, limit: number): string[] {
  const parts = text.split(separator);
  return [...parts.slice(0, limit - 1), ...(parts.length < limit ? [] : [parts.slice(limit - 1).join(separator)])];
}
