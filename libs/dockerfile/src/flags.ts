import { isSpace } from "./space.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

interface FlagText {
  /** Quotes and escapes removed. */
  readonly flags: readonly string[];
  readonly rest: string;
}

/** Takes the leading `--` words off a logical line; a bare `--` ends them. */
export function takeFlags(text: string, escape: string): FlagText {
  // BuildKit walks bytes here, so that a flag beyond ASCII comes out garbled; a flag is to be read as it is read there.
  const bytes = toBytes(text);
  const decode = bytes === text ? (rest: string) => rest : fromBytes;
  const flags: string[] = [];
  let position = 0;
  for (;;) {
    while (position < bytes.length && isSpace(bytes.charAt(position))) position += 1;
    if (!bytes.startsWith("--", position)) return { flags, rest: decode(bytes.slice(position)) };
    const word = readFlagWord(bytes, position, escape);
    position = word.end;
    if (word.text === "--") return { flags, rest: decode(bytes.slice(position)) };
    flags.push(word.text);
  }
}

function readFlagWord(text: string, start: number, escape: string): { text: string; end: number } {
  let word = "";
  let quote = "";
  let position = start;
  for (; position < text.length; position += 1) {
    const character = text.charAt(position);
    if (quote === "" && isSpace(character)) break;
    if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (character === escape) {
      // An escape character at the very end is dropped.
      position += 1;
      word += text.charAt(position);
    } else word += character;
  }
  return { text: word, end: Math.min(position, text.length) };
}

type FlagKind = "boolean" | "text" | "list";

export interface FlagValues {
  /** Whether the flag was given at all. */
  has(name: string): boolean;
  /** The value of a text flag; null where it was not given. */
  text(name: string): string | null;
  boolean(name: string): boolean;
  list(name: string): readonly string[];
}

const NO_FLAGS: Readonly<Record<string, FlagKind>> = {};

/** Which flags each instruction takes. Those that are missing here ignore their flags. */
const FLAGS: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  FROM: { platform: "text" },
  RUN: { mount: "list", network: "text", security: "text", device: "list" },
  COPY: { chown: "text", from: "text", chmod: "text", link: "boolean", exclude: "list", parents: "boolean" },
  ADD: {
    chown: "text",
    chmod: "text",
    link: "boolean",
    "keep-git-dir": "boolean",
    checksum: "text",
    unpack: "boolean",
    exclude: "list",
  },
  HEALTHCHECK: {
    interval: "text",
    timeout: "text",
    "start-period": "text",
    "start-interval": "text",
    retries: "text",
  },
  ENV: NO_FLAGS,
  LABEL: NO_FLAGS,
  MAINTAINER: NO_FLAGS,
  WORKDIR: NO_FLAGS,
  CMD: NO_FLAGS,
  ENTRYPOINT: NO_FLAGS,
  EXPOSE: NO_FLAGS,
  USER: NO_FLAGS,
  VOLUME: NO_FLAGS,
  SHELL: NO_FLAGS,
  ONBUILD: NO_FLAGS,
};

/** The flags of one instruction, checked against those it takes. Raises SyntaxProblem. */
export function readFlags(keyword: string, flags: readonly string[]): FlagValues {
  const kinds = FLAGS[keyword] ?? NO_FLAGS;
  const values = new Map<string, string[]>();
  for (const flag of FLAGS[keyword] === undefined ? [] : flags) {
    // Quotes can hide a bare `--` from the splitter.
    if (flag === "--") break;
    const equals = flag.indexOf("=");
    const name = flag.slice(2, equals < 0 ? undefined : equals);
    const value = equals < 0 ? null : flag.slice(equals + 1);
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) throw unknownFlag(keyword, name, Object.keys(kinds));
    if (values.has(name) && kind !== "list") {
      throw new SyntaxProblem("duplicate-flag", `${keyword} is given --${name} twice.`, "Keep one of the two.");
    }
    values.set(name, [
      ...(values.get(name) ?? []),
      kind === "boolean" ? readBoolean(name, value) : required(name, value),
    ]);
  }
  return {
    has: (name) => values.has(name),
    text: (name) => values.get(name)?.[0] ?? null,
    boolean: (name) => values.get(name)?.[0] === "true",
    list: (name) => values.get(name) ?? [],
  };
}

function readBoolean(name: string, value: string | null): string {
  if (value === null) return "true";
  const lowered = value.toLowerCase();
  if (lowered === "true" || lowered === "false") return lowered;
  throw new SyntaxProblem(
    "invalid-flag-value",
    `--${name} is set to ${JSON.stringify(value)}.`,
    `Write --${name}, --${name}=true or --${name}=false.`,
  );
}

function required(name: string, value: string | null): string {
  if (value !== null) return value;
  throw new SyntaxProblem("missing-flag-value", `--${name} has no value.`, `Write --${name}=VALUE, without a space.`);
}

function unknownFlag(keyword: string, name: string, known: readonly string[]): SyntaxProblem {
  const fix =
    known.length === 0
      ? `${keyword} takes no flags.`
      : `${keyword} takes ${known.map((flag) => `--${flag}`).join(" ")}.`;
  return new SyntaxProblem("unknown-flag", `${keyword} has no flag --${name}.`, fix);
}

function toBytes(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}

function fromBytes(bytes: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
