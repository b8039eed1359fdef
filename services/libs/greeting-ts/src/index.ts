// The greeting every service gives, and the rules for a name.
// greeting-py and greeting-rs hold the same rules, in the same order and in the same words.

/** The longest name that is greeted, in bytes of UTF-8. */
export const nameLimitBytes = 10_240;

/** Why a name is not greeted: its message is the sentence that the services answer with. */
export class NameRefusedError extends Error {
  override readonly name = "NameRefusedError";
}

/** Greets `name`. Throws `NameRefusedError` with the first rule that the name breaks. */
export function greet(name: string): string {
  const reason = reasonToRefuse(name);
  if (reason !== undefined) throw new NameRefusedError(reason);
  return `Hello, ${name}!`;
}

/** The package manager of the workspace this library belongs to. */
export function workspaceAnchor(): "bun" {
  return "bun";
}

function reasonToRefuse(name: string): string | undefined {
  if (name === "") return "name must not be empty";
  if (new TextEncoder().encode(name).length > nameLimitBytes) {
    return `name must not be longer than ${nameLimitBytes} bytes of UTF-8`;
  }
  if (/\p{Cc}/u.test(name)) return "name must not contain control characters";
  // Lossy decoding puts U+FFFD where bytes are not UTF-8.
  if (name.includes("\u{FFFD}") || !name.isWellFormed()) return "name must be valid UTF-8, without U+FFFD";
  if (/^\p{White_Space}+$/u.test(name)) return "name must not be only white space";
  return undefined;
}
