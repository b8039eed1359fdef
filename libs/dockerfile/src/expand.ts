import { removePrefix, removeSuffix, replacePattern } from "./shell-pattern.ts";
import { END, Scanner } from "./scanner.ts";
import { isSpace } from "./space.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

export type Lookup = (name: string) => string | undefined;

export interface ExpandOptions {
  /** The Dockerfile's escape character. */
  readonly escape: "\\" | "`";
  /** Leave quotes in the result. */
  readonly keepQuotes?: boolean;
  /** Leave escape characters in the result. */
  readonly keepEscapes?: boolean;
  /** Take quotes as ordinary characters: the body of a heredoc. */
  readonly plainQuotes?: boolean;
  /** Leave references to unset variables as they are. */
  readonly keepUnset?: boolean;
}

export interface Expansion {
  /** Quotes removed, variables expanded, spaces kept. */
  readonly value: string;
  /** The same split at unquoted spaces, those that an expansion brought in too. */
  readonly words: readonly string[];
  /** Names of variables that were looked up and set. */
  readonly used: readonly string[];
  /** Names of variables that were looked up and not set. */
  readonly unset: readonly string[];
}

/** `word` with quotes removed and variables expanded. Raises SyntaxProblem. */
export function expandWord(word: string, lookup: Lookup, escape: "\\" | "`"): string {
  return expand(word, lookup, { escape }).value;
}

/** The same, split into words after expansion. Raises SyntaxProblem. */
export function expandWords(word: string, lookup: Lookup, escape: "\\" | "`"): readonly string[] {
  return expand(word, lookup, { escape }).words;
}

const FIX_SUBSTITUTION = "Use ${name}, or one of :- - :+ + :? ? # ## % %% / // between name and value.";
const NAME_START = /^[\p{L}_]$/u;
const NAME_REST = /^[\p{L}\p{Nd}_]$/u;
const DIGIT = /^\p{Nd}$/u;
const SPECIAL_PARAMETER = /^[@*#?\-$!0]$/;
const UNEXPECTED_END = "unexpected-end";

/**
 * Expands one word the way BuildKit's shell lexer does: ${x:-y} and its kin, single and double quotes, escapes.
 * Raises SyntaxProblem for unclosed quotes and braces, unknown modifiers and ${x:?message} on an unset name.
 */
export function expand(word: string, lookup: Lookup, options: ExpandOptions): Expansion {
  const source = new Scanner(word.replace(/^\uFEFF/, ""));
  const used = new Set<string>();
  const unset = new Set<string>();
  // One buffer for the word being built, shared with nested expansions, which empty it: BuildKit's does, so that
  // splitting `x${a:-b}` loses the `x`.
  let current = "";

  return { ...readUntil(END, options.keepEscapes === true), used: [...used], unset: [...unset] };

  function valueOf(name: string): string | undefined {
    const found = lookup(name);
    (found === undefined ? unset : used).add(name);
    return found;
  }

  function readUntil(stop: string, keepEscapes: boolean): { value: string; words: string[] } {
    const words: string[] = [];
    let value = "";
    let inWord = false;
    current = "";

    const addRaw = (text: string): void => {
      current += text;
      inWord = true;
    };
    const add = (text: string): void => {
      for (const character of text) {
        if (!isSpace(character)) addRaw(character);
        else if (inWord && current !== "") {
          words.push(current);
          current = "";
          inWord = false;
        }
      }
    };
    const finish = (): { value: string; words: string[] } => {
      if (current !== "") words.push(current);
      current = "";
      return { value, words };
    };

    while (!source.atEnd()) {
      const character = source.peek();
      if (stop !== END && character === stop) {
        source.next();
        return finish();
      }
      if (character === "$") {
        const text = readDollar();
        value += text;
        add(text);
      } else if (character === "<") {
        const text = readAngle();
        value += text;
        addRaw(text);
      } else if (character === "'" && options.plainQuotes !== true) {
        const text = readSingleQuoted();
        value += text;
        addRaw(text);
      } else if (character === '"' && options.plainQuotes !== true) {
        const text = readDoubleQuoted(keepEscapes);
        value += text;
        addRaw(text);
      } else {
        source.next();
        if (character === options.escape) {
          if (keepEscapes) {
            addRaw(character);
            value += character;
          }
          const escaped = source.next();
          if (escaped === END) break;
          addRaw(escaped);
          value += escaped;
        } else {
          add(character);
          value += character;
        }
      }
    }
    if (stop !== END) throw new SyntaxProblem(UNEXPECTED_END, `"${stop}" is missing in ${word}.`, FIX_SUBSTITUTION);
    return finish();
  }

  /** `<<` and the blanks after it stay together, so that `<< EOF` is one word. */
  function readAngle(): string {
    source.next();
    if (source.peek() !== "<") return "<";
    source.next();
    let blanks = "";
    while (/^[\t\r ]$/.test(source.peek())) blanks += source.next();
    return `<<${blanks}`;
  }

  function readSingleQuoted(): string {
    const quote = options.keepQuotes === true ? source.peek() : "";
    source.next();
    let text = quote;
    for (;;) {
      const character = source.next();
      if (character === END) throw unclosedQuote("single");
      if (character === "'") return text + quote;
      text += character;
    }
  }

  function readDoubleQuoted(keepEscapes: boolean): string {
    const quote = options.keepQuotes === true ? source.peek() : "";
    source.next();
    let text = quote;
    for (;;) {
      const character = source.peek();
      if (character === END) throw unclosedQuote("double");
      if (character === "$") {
        text += readDollar();
        continue;
      }
      source.next();
      if (character === '"') return text + quote;
      if (character !== options.escape) {
        text += character;
        continue;
      }
      if (keepEscapes) text += character;
      const escaped = source.peek();
      if (escaped === END) continue;
      // Only these can be escaped in double quotes; before anything else the escape character is literal.
      text += escaped === '"' || escaped === "$" || escaped === options.escape ? source.next() : character;
    }
  }

  function readDollar(): string {
    source.next();
    if (source.peek() !== "{") {
      const name = readName();
      if (name === "") return "$";
      return valueOf(name) ?? (options.keepUnset === true ? `$${name}` : "");
    }
    source.next();
    const first = source.peek();
    if (first === END) throw missing("}");
    if (first === "{" || first === "}" || first === ":") {
      throw new SyntaxProblem("bad-substitution", `\${${first} names no variable in ${word}.`, FIX_SUBSTITUTION);
    }
    const name = readName();
    const modifier = source.next();
    switch (modifier) {
      case "}":
        return valueOf(name) ?? (options.keepUnset === true ? `\${${name}}` : "");
      case ":":
        return readConditional(name, source.next(), true);
      case "/":
        return readReplacement(name);
      default:
        return readConditional(name, modifier, false);
    }
  }

  function readConditional(name: string, operator: string, emptyIsUnset: boolean): string {
    const modifier = `${emptyIsUnset ? ":" : ""}${operator}`;
    const trims = operator === "#" || operator === "%";
    if (emptyIsUnset ? trims : !"+-?#%".includes(operator || "!")) throw unsupported(modifier);
    const argument = readPart("}", trims);
    const found = valueOf(name);
    if (found === undefined && options.keepUnset === true) return `\${${name}${modifier}${argument}}`;
    const isSet = found !== undefined && !(emptyIsUnset && found === "");
    switch (operator) {
      case "-":
        return isSet ? found : argument;
      case "+":
        return isSet ? argument : "";
      case "?":
        if (isSet) return found;
        throw new SyntaxProblem(
          "unset-variable",
          `${name}: ${argument || `is not allowed to be ${found === undefined ? "unset" : "empty"}`}`,
          `Give ${name} a value before this line, or pass one as a build argument.`,
        );
      case "#":
      case "%": {
        const greedy = argument.startsWith(operator);
        const pattern = greedy ? argument.slice(1) : argument;
        return (operator === "#" ? removePrefix : removeSuffix)(found ?? "", pattern, greedy);
      }
      default:
        throw unsupported(modifier);
    }
  }

  function readReplacement(name: string): string {
    const all = source.peek() === "/";
    if (all) source.next();
    const pattern = readPart("/", true);
    const replacement = readPart("}", true);
    const found = valueOf(name);
    if (found === undefined && options.keepUnset === true) return `\${${name}/${pattern}/${replacement}}`;
    return replacePattern(found ?? "", pattern, replacement, all);
  }

  function readPart(stop: string, keepEscapes: boolean): string {
    try {
      return readUntil(stop, keepEscapes).value;
    } catch (error) {
      throw error instanceof SyntaxProblem && source.atEnd() ? missing(stop) : error;
    }
  }

  function readName(): string {
    const first = source.peekCodePoint();
    let name = "";
    if (DIGIT.test(first)) {
      while (DIGIT.test(source.peekCodePoint())) name += source.nextCodePoint();
      return name;
    }
    if (SPECIAL_PARAMETER.test(first)) return source.next();
    if (!NAME_START.test(first)) return "";
    while (NAME_REST.test(source.peekCodePoint())) name += source.nextCodePoint();
    return name;
  }

  function missing(stop: string): SyntaxProblem {
    return new SyntaxProblem("bad-substitution", `"${stop}" is missing in ${word}.`, FIX_SUBSTITUTION);
  }

  function unsupported(modifier: string): SyntaxProblem {
    return new SyntaxProblem(
      "unsupported-modifier",
      `The modifier "${modifier}" in ${word} is not supported.`,
      FIX_SUBSTITUTION,
    );
  }

  function unclosedQuote(kind: string): SyntaxProblem {
    return new SyntaxProblem(
      "unclosed-quote",
      `A ${kind} quote is not closed in ${word}.`,
      "Close the quote, or escape it.",
    );
  }
}
