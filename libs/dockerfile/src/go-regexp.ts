import { literal } from "./wildcards.ts";

const CLASSES: Readonly<Record<string, string>> = {
  d: "0-9",
  D: "\\u{0}-/:-\\u{10ffff}",
  s: "\\t\\n\\f\\r ",
  S: "\\u{0}-\\u{8}\\u{b}\\u{e}-\\u{1f}!-\\u{10ffff}",
  w: "0-9A-Za-z_",
  W: "\\u{0}-/:-@\\u{5b}-\\u{5e}`\\u{7b}-\\u{10ffff}",
};
const CONTROLS: Readonly<Record<string, string>> = { a: "\u0007", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
const ASSERTIONS: Readonly<Record<string, string>> = { A: "^", z: "$", b: "\\b", B: "\\B" };
const POSIX: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  ascii: "\\u{0}-\\u{7f}",
  blank: "\\t ",
  cntrl: "\\u{0}-\\u{1f}\\u{7f}",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-/:-@\\u{5b}-`\\u{7b}-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};
const MOST_REPEATS = 1000;

/**
 * A regular expression in Go's syntax (https://pkg.go.dev/regexp/syntax), as far as ignore patterns can bring one about.
 * Null where Go refuses it.
 */
export function compileGoRegExp(source: string): RegExp | null {
  const translated = translate([...source]);
  if (translated === null) return null;
  try {
    return new RegExp(translated, "u");
  } catch {
    return null;
  }
}

function translate(characters: readonly string[]): string | null {
  let out = "";
  let index = 0;
  while (index < characters.length) {
    const character = characters[index] ?? "";
    index += 1;
    if (character === "\\") {
      const escaped = translateEscape(characters[index] ?? "");
      if (escaped === null) return null;
      out += escaped;
      index += 1;
    } else if (character === "[") {
      const result = translateClass(characters, index);
      if (result === null) return null;
      out += result.source;
      index = result.end;
    } else if (character === "{") {
      const repeat = /^\{(\d+)(?:,(\d*))?\}/.exec(characters.slice(index - 1, index + 12).join(""));
      if (Math.max(Number(repeat?.[1] ?? 0), Number(repeat?.[2] ?? 0)) > MOST_REPEATS) return null;
      // Go lets an anchor be repeated, to no effect.
      if (repeat === null || !/(?:^|[(|])\^$/.test(out)) out += repeat?.[0] ?? literal(character);
      index += (repeat?.[0].length ?? 1) - 1;
    } else if (character === ".") out += "[^\\n]";
    else out += "*?()|^$".includes(character) ? character : literal(character);
  }
  return out;
}

function translateEscape(character: string): string | null {
  const inClass = CLASSES[character];
  if (inClass !== undefined) return `[${inClass}]`;
  return ASSERTIONS[character] ?? translateEscapedLiteral(character);
}

function translateEscapedLiteral(character: string): string | null {
  const control = CONTROLS[character];
  if (control !== undefined) return literal(control);
  // Go lets punctuation be escaped, and nothing else.
  return /^[!-/:-@[-`{-~]$/.test(character) ? literal(character) : null;
}

function translateClass(characters: readonly string[], start: number): { source: string; end: number } | null {
  let index = start;
  let members = "";
  const isNegated = characters[index] === "^";
  if (isNegated) index += 1;
  for (let isFirst = true; isFirst || characters[index] !== "]"; isFirst = false) {
    if (index >= characters.length) return null;
    const posix = /^\[:(\w+):\]/.exec(characters.slice(index, index + 10).join(""));
    if (posix !== null) {
      const named = POSIX[posix[1] ?? ""];
      if (named === undefined) return null;
      members += named;
      index += posix[0].length;
      continue;
    }
    const named = characters[index] === "\\" ? CLASSES[characters[index + 1] ?? ""] : undefined;
    if (named !== undefined) {
      members += named;
      index += 2;
      continue;
    }
    // A dash at either end of the class is a dash; anywhere else it wants both ends of a range.
    if (characters[index] === "-" && !isFirst && characters[index + 1] !== "]") return null;
    const low = readMember(characters, index);
    if (low === null) return null;
    index = low.end;
    if (characters[index] !== "-" || characters[index + 1] === "]" || index + 1 >= characters.length) {
      members += low.source;
      continue;
    }
    const high = readMember(characters, index + 1);
    if (high === null) return null;
    members += `${low.source}-${high.source}`;
    index = high.end;
  }
  return { source: `[${isNegated ? "^" : ""}${members}]`, end: index + 1 };
}

function readMember(characters: readonly string[], start: number): { source: string; end: number } | null {
  const first = characters[start];
  if (first === undefined) return null;
  if (first !== "\\") return { source: literal(first), end: start + 1 };
  const escaped = translateEscapedLiteral(characters[start + 1] ?? "");
  return escaped === null ? null : { source: escaped, end: start + 2 };
}
