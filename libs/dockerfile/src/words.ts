import { isSpace, splitOnce, trimStart, WORD_SEPARATOR } from "./space.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

/** The JSON (exec) form of an argument; null where it is not one. An array of anything but strings is a SyntaxProblem. */
export function readJsonWords(text: string): readonly string[] | null {
  const array = trimStart(text);
  if (!array.startsWith("[")) return null;
  let value: unknown;
  try {
    value = JSON.parse(array);
  } catch {
    return null;
  }
  if (Array.isArray(value) && value.every((word) => typeof word === "string")) {
    return value.map((word) => word.replace(/\p{Surrogate}/gu, "\uFFFD"));
  }
  throw new SyntaxProblem(
    "invalid-json-words",
    "The JSON form holds something that is not a string.",
    "Put every word in double quotes.",
  );
}

export function splitWords(text: string): readonly string[] {
  return text === "" ? [] : text.split(WORD_SEPARATOR);
}

/** The words of ENV, LABEL and ARG: split at spaces outside quotes, quotes and escapes kept. */
export function splitQuotedWords(text: string, escape: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  let quote = "";
  let started = false;
  for (let position = 0; position < text.length; position += 1) {
    let character = text.charAt(position);
    if (quote === "" && isSpace(character)) {
      if (word !== "") words.push(word);
      word = "";
      started = false;
      continue;
    }
    started = true;
    if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character === escape && quote !== "'") {
      // An escape character at the very end is dropped.
      if (position + 1 === text.length) break;
      word += character;
      position += 1;
      character = text.charAt(position);
    }
    word += character;
  }
  if (started && word !== "") words.push(word);
  return words;
}

/** One name and value as ENV, LABEL or ARG gives it, not expanded. */
export interface Assignment {
  readonly name: string;
  /** Null for a bare `ARG NAME`. */
  readonly value: string | null;
}

/** The pairs of ENV or LABEL: `a=b c="d e"`, or the old `a b c` for one name. Raises SyntaxProblem. */
export function readPairs(keyword: string, text: string, escape: string): readonly Assignment[] {
  const words = splitQuotedWords(text, escape);
  const [first] = words;
  if (first === undefined) return [];
  if (!first.includes("=")) {
    const [name, value] = splitOnce(text);
    if (value !== undefined) return [{ name, value }];
    throw new SyntaxProblem("missing-value", `${keyword} gives ${name} no value.`, `Write ${keyword} ${name}=VALUE.`);
  }
  return words.map((word) => {
    const assignment = readAssignment(word);
    if (assignment.value !== null) return assignment;
    throw new SyntaxProblem(
      "missing-equals-sign",
      `${word} stands without = among the pairs of ${keyword}.`,
      "Write NAME=VALUE for each pair, and quote a value that holds spaces.",
    );
  });
}

export function readAssignment(word: string): Assignment {
  const equals = word.indexOf("=");
  return equals < 0 ? { name: word, value: null } : { name: word.slice(0, equals), value: word.slice(equals + 1) };
}
