import { createDirectiveReader, readEscape } from "./directives.ts";
import type { HeredocStart } from "./heredocs.ts";
import { stripLeadingTabs } from "./heredocs.ts";
import type { Heredoc } from "./model.ts";
import { isSpace, trimStart } from "./space.ts";
import { locate, type Place, SyntaxProblem } from "./syntax-problem.ts";

/** One instruction's text: continuations joined, comment lines and heredoc bodies left out. */
interface LogicalLine {
  readonly text: string;
  /** 1-based. */
  readonly startLine: number;
  /** The last line taken: that of a heredoc's terminator, or of a comment that ends a dangling continuation. */
  readonly endLine: number;
  readonly heredocs: readonly Heredoc[];
}

interface LogicalLines {
  readonly escape: "\\" | "`";
  readonly lines: readonly LogicalLine[];
}

/** Bytes, without the line feed: BuildKit's line buffer. */
const LONGEST_LINE_BYTES = 65_535;
const CONTINUATION = { "\\": /(^|[^\\])\\[ \t]*$/, "`": /(^|[^`])`[ \t]*$/ } as const;

/**
 * Splits a Dockerfile into logical lines. `opens` says which heredocs a line opens.
 * Raises DiagnosticError for bad directives, overlong lines and heredocs without an end.
 */
export function readLogicalLines(
  file: string,
  text: string,
  opens: (line: string, escape: "\\" | "`", place: Place) => readonly HeredocStart[],
): LogicalLines {
  const physical = splitLines(text);
  const readDirective = createDirectiveReader();
  const lines: LogicalLine[] = [];
  let escape: "\\" | "`" = "\\";
  let next = 0;

  while (next < physical.length) {
    const first = readPhysical(trimStart(trimLineEnd(physical[next] ?? "")));
    next += 1;
    const startLine = next;
    let part = takeContinuation(isComment(first) ? "" : first, escape);
    if (!part.continues && part.text === "") continue;

    let line = part.text;
    while (part.continues && next < physical.length) {
      const raw = readPhysical(trimLineEnd(physical[next] ?? ""));
      next += 1;
      if (isComment(raw) || trimStart(raw) === "") continue;
      part = takeContinuation(raw, escape);
      line += part.text;
    }

    const place = { file, line: startLine };
    const heredocs = opens(line, escape, place).map((heredoc) => readBody(heredoc, place));
    lines.push({ text: line, startLine, endLine: next, heredocs });
  }
  return { escape, lines };

  function readPhysical(line: string): string {
    const place = { file, line: next + 1 };
    return locate(place, () => {
      checkLength(physical[next] ?? "");
      const directive = readDirective(line);
      if (directive?.name === "escape") escape = readEscape(directive.value);
      return line;
    });
  }

  function readBody(heredoc: HeredocStart, place: Place): Heredoc {
    let body = "";
    while (next < physical.length) {
      const raw = physical[next] ?? "";
      locate({ file, line: next + 1 }, () => checkLength(raw));
      next += 1;
      const line = trimLineEnd(raw);
      if ((heredoc.stripTabs ? line.replace(/^\t+/, "") : line) === heredoc.name) {
        const content = heredoc.stripTabs ? stripLeadingTabs(body) : body;
        return { name: heredoc.name, expand: heredoc.expand, content, raw: body };
      }
      body += raw;
    }
    return locate(place, () => {
      throw new SyntaxProblem(
        "unterminated-heredoc",
        `The heredoc ${heredoc.name} does not end.`,
        `Put ${heredoc.name} on a line of its own behind the body.`,
      );
    });
  }
}

/** Each with its line feed. */
function splitLines(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, "").match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function trimLineEnd(line: string): string {
  return line.replace(/[\r\n]+$/, "");
}

function isComment(line: string): boolean {
  let start = 0;
  while (start < line.length && isSpace(line.charAt(start))) start += 1;
  return line.charAt(start) === "#";
}

/** The line without the escape character that ends it. One that another escape character precedes does not count. */
function takeContinuation(line: string, escape: "\\" | "`"): { text: string; continues: boolean } {
  const text = line.replace(CONTINUATION[escape], "$1");
  return { text, continues: text !== line };
}

function checkLength(line: string): void {
  if (line.length <= LONGEST_LINE_BYTES / 3) return;
  if (new TextEncoder().encode(line.replace(/\n$/, "")).length <= LONGEST_LINE_BYTES) return;
  throw new SyntaxProblem(
    "line-too-long",
    `The line is longer than ${LONGEST_LINE_BYTES} bytes.`,
    "Break the line, or put what it holds into a file.",
  );
}
