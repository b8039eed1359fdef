import { expand } from "./expand.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

/** The opening of a heredoc: `<<EOF`, `<<-"EOF"`, `3<<EOF`. */
export interface HeredocStart {
  readonly name: string;
  readonly expand: boolean;
  /** Opened with `<<-`: leading tabs of body and terminator do not count. */
  readonly stripTabs: boolean;
}

const HEREDOC_WORD = /^\d*<<(-?)[\t\n\f\r ]*([^<]*)$/;
const QUOTE = /['"]/g;

/** The heredoc that a word opens, or null. An unclosed quote in the delimiter is a SyntaxProblem. */
function readHeredocWord(word: string): HeredocStart | null {
  const match = HEREDOC_WORD.exec(word);
  const delimiter = match?.[2] ?? "";
  if (match === null || delimiter === "") return null;
  const options = { escape: "\\", keepUnset: true } as const;
  const plain = expand(delimiter, nothing, options).words;
  const [name] = plain;
  if (name === undefined || plain.length !== 1) return null;
  const [quoted = ""] = expand(delimiter, nothing, { ...options, keepQuotes: true }).words;
  return { name, expand: countQuotes(name) === countQuotes(quoted), stripTabs: match[1] === "-" };
}

/** Whether a word of COPY or ADD stands for a heredoc. */
export function isHeredocWord(word: string): boolean {
  try {
    return readHeredocWord(word) !== null;
  } catch (error) {
    // A word whose quotes do not pair up is a path.
    if (error instanceof SyntaxProblem) return false;
    throw error;
  }
}

/** Every heredoc a logical line opens, in order. The escape directive has no say here: it is always the backslash. */
export function findHeredocs(line: string): readonly HeredocStart[] {
  if (!line.includes("<<")) return [];
  let words: readonly string[];
  try {
    words = expand(line, nothing, { escape: "\\", keepUnset: true, keepQuotes: true, keepEscapes: true }).words;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    // A line whose quotes do not pair up opens no heredoc; the shell that gets it will say so.
    return [];
  }
  return words.map(readHeredocWord).filter((heredoc) => heredoc !== null);
}

export function stripLeadingTabs(body: string): string {
  return body.replace(/(^|\n)\t+/g, "$1");
}

function nothing(): undefined {
  return undefined;
}

function countQuotes(text: string): number {
  return text.match(QUOTE)?.length ?? 0;
}
