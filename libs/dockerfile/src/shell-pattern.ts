import { SyntaxProblem } from "./syntax-problem.ts";

/**
 * The patterns of ${name#pattern}, ${name%pattern} and ${name/pattern/text}: `*` any run, `?` any one character, neither
 * crossing a line; brackets are literal; a backslash may stand before `*`, `?`, `\`, `/` and `}` only.
 */
export function removePrefix(value: string, pattern: string, longest: boolean): string {
  const match = compile(pattern, { greedy: longest, flags: "uy" }).exec(value);
  return match === null ? value : value.slice(match[0].length);
}

export function removeSuffix(value: string, pattern: string, longest: boolean): string {
  // A regular expression finds the leftmost match, the shortest suffix wants the rightmost: mirror both.
  return reverse(removePrefix(reverse(value), reversePattern(pattern), longest));
}

export function replacePattern(value: string, pattern: string, replacement: string, all: boolean): string {
  const expression = compile(pattern, { greedy: true, flags: all ? "gu" : "u" });
  if (!all) return value.replace(expression, () => replacement);
  let end = -1;
  return value.replaceAll(expression, (match, ...rest: unknown[]) => {
    const offset = rest.find((part) => typeof part === "number") ?? 0;
    // An empty match right behind the one before it is none.
    if (match === "" && offset === end) return "";
    end = offset + match.length;
    return fillTemplate(replacement, match);
  });
}

/** With `//` the replacement is a template: `$0` is the match, any other `$name` nothing, `$$` a dollar sign. */
function fillTemplate(template: string, match: string): string {
  return template.replaceAll(/\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu, (_, dollar, braced, bare) => {
    if (dollar !== undefined) return "$";
    return /^0+$/.test(braced ?? bare) ? match : "";
  });
}

function compile(pattern: string, options: { greedy: boolean; flags: string }): RegExp {
  const characters = [...pattern];
  let source = "";
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? "";
    if (character === "*") source += options.greedy ? "[^\\n]*" : "[^\\n]*?";
    else if (character === "?") source += "[^\\n]";
    else if (character === "\\") {
      const next = characters[index + 1] ?? "";
      // Kept by the word's own reader so that it does not end there; no part of the pattern.
      if (next === "}" || next === "/") continue;
      if (next !== "*" && next !== "?" && next !== "\\") {
        throw new SyntaxProblem(
          "invalid-pattern",
          `The pattern ${JSON.stringify(pattern)} escapes ${JSON.stringify(next)}.`,
          "Only * ? \\ / and } can be escaped in a pattern.",
        );
      }
      source += `\\${next}`;
      index += 1;
    } else source += character.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  }
  return new RegExp(source, options.flags);
}

function reverse(text: string): string {
  return [...text].toReversed().join("");
}

function reversePattern(pattern: string): string {
  return (pattern.match(/\\[^]|[^]/gu) ?? []).toReversed().join("");
}
