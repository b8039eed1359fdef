/**
 * What BuildKit takes for white space. It differs from JavaScript's: U+0085 is in, the byte-order mark is not, and the
 * set that separates words is ASCII without line feed.
 */
const SPACE = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING = new RegExp(`^[${SPACE}]+`);
const ONE = new RegExp(`^[${SPACE}]$`);

/** Separates keyword, flags and words. */
export const WORD_SEPARATOR = /[\t\v\f\r ]+/;

export function isSpace(character: string): boolean {
  return ONE.test(character);
}

export function trimStart(text: string): string {
  return text.replace(LEADING, "");
}

export function trimSpace(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charAt(end - 1))) end -= 1;
  return trimStart(text.slice(0, end));
}

/** Splits at the first run of separators only: one or two parts. */
export function splitOnce(text: string): readonly [string] | readonly [string, string] {
  const match = WORD_SEPARATOR.exec(text);
  if (match === null) return [text];
  return [text.slice(0, match.index), text.slice(match.index + match[0].length)];
}
