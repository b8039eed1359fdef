/**
 * Go's path.Match: `*` and `?` stay within one path component, `[a-z]` and `[^a-z]` are classes, a backslash escapes.
 * https://pkg.go.dev/path#Match
 * Null where the pattern cannot be read. Without `wholePath` the start of a path is enough.
 */
export function compileWildcards(pattern: string, { wholePath }: { wholePath: boolean }): RegExp | null {
  const characters = [...pattern];
  let source = "";
  let index = 0;
  while (index < characters.length) {
    const character = characters[index] ?? "";
    index += 1;
    if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (character === "[") {
      const result = readClass(characters, index);
      if (result === null) return null;
      source += result.source;
      index = result.end;
    } else if (character === "\\") {
      const escaped = characters[index];
      if (escaped === undefined) return null;
      source += literal(escaped);
      index += 1;
    } else source += literal(character);
  }
  return new RegExp(`^(?:${source})${wholePath ? "$" : ""}`, "u");
}

/** Whether a path holds a wildcard that is not escaped. */
export function hasWildcards(path: string): boolean {
  return /^(?:[^\\*?[]|\\[^])*[*?[]/.test(path);
}

/** A character as a regular expression with the `u` flag takes it, inside and outside a class. */
export function literal(character: string): string {
  return /^[\p{L}\p{Nd}]$/u.test(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function readClass(characters: readonly string[], start: number): { source: string; end: number } | null {
  let index = start;
  const isNegated = characters[index] === "^";
  if (isNegated) index += 1;
  const ranges: string[] = [];
  while (characters[index] !== "]" || ranges.length === 0) {
    const low = readMember(characters, index);
    if (low === null) return null;
    index = low.end;
    let high = low;
    if (characters[index] === "-") {
      const end = readMember(characters, index + 1);
      if (end === null) return null;
      high = end;
      index = end.end;
    }
    // A range the wrong way round holds nothing.
    const isEmpty = (low.member.codePointAt(0) ?? 0) > (high.member.codePointAt(0) ?? 0);
    ranges.push(isEmpty ? "" : `${literal(low.member)}-${literal(high.member)}`);
  }
  return { source: `[${isNegated ? "^" : ""}${ranges.join("")}]`, end: index + 1 };
}

/** One end of a range. There is always something behind it: at least the closing bracket. */
function readMember(characters: readonly string[], start: number): { member: string; end: number } | null {
  const first = characters[start];
  const isEscape = first === "\\";
  const member = isEscape ? characters[start + 1] : first;
  if (member === undefined || (!isEscape && (member === "-" || member === "]"))) return null;
  const end = start + (isEscape ? 2 : 1);
  return characters[end] === undefined ? null : { member, end };
}
