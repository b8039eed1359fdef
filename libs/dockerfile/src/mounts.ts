import { readBooleanText } from "./boolean-text.ts";
import { splitCsv } from "./csv.ts";
import type { Mount } from "./model.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

const TYPES = ["bind", "cache", "tmpfs", "secret", "ssh"];
const SHARING = ["shared", "private", "locked"];
const WITH_OWNER = new Set(["secret", "ssh", "cache"]);
const CAN_BE_REQUIRED = new Set(["secret", "ssh"]);
const CAN_HAVE_SIZE = new Set(["tmpfs"]);
const FLAG_KEYS = new Set(["readonly", "ro", "readwrite", "rw", "required"]);
const SAME_KEY: Readonly<Record<string, string>> = {
  src: "source",
  dst: "target",
  destination: "target",
  ro: "readonly",
  rw: "readwrite",
};
const KEYS =
  "type from source src target dst destination readonly ro readwrite rw required size id sharing mode uid gid env".split(
    " ",
  );
const MEMORY_SIZE = /^\+?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)? ?(?:[kmgtp](?:i?b)?|b)?$/i;
const UINT32 = 2 ** 32;

interface MountFields {
  type: string;
  from: string | null;
  source: string | null;
  target: string | null;
  id: string | null;
  sharing: string | null;
  env: string | null;
  readOnly: boolean | null;
  required: boolean;
  ownership: string[];
}

/**
 * One `--mount` as written. What still holds a variable is taken as it stands, and a field that BuildKit refuses only when
 * the step is reached is passed over: `checkMount` is there for that.
 */
export function readMount(text: string): Mount {
  const fields = emptyFields();
  for (const field of splitCsv(text)) {
    try {
      setField(fields, field, (value) => value, true);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
    }
  }
  return toMount(fields);
}

/**
 * One `--mount` as a step gets it, variables expanded. Unknown keys and types, values out of range and combinations that
 * BuildKit refuses raise SyntaxProblem. A value that expands to null is not known and not judged.
 */
export function checkMount(text: string, expandValue: (value: string) => string | null): Mount {
  const fields = emptyFields();
  for (const field of splitCsv(text)) setField(fields, field, expandValue, false);
  checkCombination(fields);
  return toMount(fields);
}

/** What is refused before variables are known. */
export function checkMountSyntax(text: string): void {
  for (const field of splitCsv(text)) {
    const [key, value] = splitField(field);
    const dollar = key === "from" && value !== null ? value.indexOf("$") : -1;
    if (dollar >= 0 && dollar !== (value?.length ?? 0) - 1) {
      throw new SyntaxProblem(
        "variable-in-from",
        `from=${value} holds a variable; BuildKit expands none there.`,
        "Name a stage with FROM ${VARIABLE} AS name and mount from that.",
      );
    }
  }
}

function emptyFields(): MountFields {
  return {
    type: "bind",
    from: null,
    source: null,
    target: null,
    id: null,
    sharing: null,
    env: null,
    readOnly: null,
    required: false,
    ownership: [],
  };
}

function splitField(field: string): [key: string, value: string | null] {
  const equals = field.indexOf("=");
  if (equals < 0) return [field.toLowerCase(), null];
  return [field.slice(0, equals).toLowerCase(), field.slice(equals + 1)];
}

function setField(
  fields: MountFields,
  field: string,
  expandValue: (value: string) => string | null,
  keepVariables: boolean,
): void {
  const [name, written] = splitField(field);
  if (written === null && !FLAG_KEYS.has(name)) {
    throw new SyntaxProblem("invalid-mount", `${JSON.stringify(field)} has no value.`, `Write ${name}=VALUE.`);
  }
  const key = SAME_KEY[name] ?? name;
  const expanded = written === null ? "true" : expandValue(written);
  const value = expanded ?? written ?? "";
  const isOpen = expanded === null || (keepVariables && value.includes("$"));
  switch (key) {
    case "type":
      fields.type = isOpen ? value : oneOf(key, value, TYPES);
      return;
    case "from":
    case "source":
    case "target":
    case "id":
    case "env":
      fields[key] = value;
      return;
    case "sharing":
      fields.sharing = isOpen ? value : oneOf(key, value, SHARING);
      return;
    case "readonly":
      fields.readOnly = isOpen || readBoolean(key, value);
      return;
    case "readwrite":
      fields.readOnly = !isOpen && !readBoolean(key, value);
      return;
    case "required":
      requireType(fields, key, CAN_BE_REQUIRED);
      fields.required = isOpen || readBoolean(key, value);
      return;
    case "size":
      requireType(fields, key, CAN_HAVE_SIZE);
      if (!isOpen && !MEMORY_SIZE.test(value)) throw invalid(key, value, "Write a size such as 64m.");
      return;
    case "mode":
    case "uid":
    case "gid":
      if (!isOpen) checkNumber(key, value);
      fields.ownership.push(key);
      return;
    default:
      throw new SyntaxProblem("unknown-mount-key", `A mount has no key "${name}".`, `Keys are ${KEYS.join(", ")}.`);
  }
}

function checkCombination(mount: MountFields): void {
  const [owner] = mount.ownership;
  if (owner !== undefined && !WITH_OWNER.has(mount.type)) {
    throw combination(`${owner} is not allowed on a ${mount.type} mount`, "Only cache, secret and ssh mounts take it.");
  }
  if (mount.sharing !== null && mount.type !== "cache") {
    throw combination(`sharing is not allowed on a ${mount.type} mount`, "Only cache mounts take it.");
  }
  if (mount.type !== "secret") return;
  if (isGiven(mount.from)) throw combination("a secret mount has no from", "Remove from.");
  if (!isGiven(mount.source) && !isGiven(mount.target) && !isGiven(mount.id)) {
    throw combination("a secret mount needs an id or a target", "Write id=NAME.");
  }
  if (isGiven(mount.source) && isGiven(mount.id)) {
    throw combination("a secret mount takes id or source, not both", "Remove source.");
  }
}

function toMount(fields: MountFields): Mount {
  const { type, from, source, target, id, sharing, required } = fields;
  const readOnly = fields.readOnly ?? (type !== "cache" && type !== "tmpfs");
  return { type, from: isGiven(from) ? from : null, source, target, id, sharing, readOnly, required };
}

function isGiven(value: string | null): boolean {
  return value !== null && value !== "";
}

function requireType(fields: MountFields, key: string, types: ReadonlySet<string>): void {
  if (types.has(fields.type) || fields.type.includes("$")) return;
  throw new SyntaxProblem(
    "unknown-mount-key",
    `A ${fields.type} mount has no key "${key}".`,
    `Only ${[...types].join(" and ")} mounts have it, and type= comes before it.`,
  );
}

function oneOf(key: string, value: string, allowed: readonly string[]): string {
  const lowered = value.toLowerCase();
  if (allowed.includes(lowered)) return lowered;
  throw invalid(key, value, `Use one of ${allowed.join(", ")}.`);
}

function readBoolean(key: string, value: string): boolean {
  const known = readBooleanText(value);
  if (known === null) throw invalid(key, value, "Use true or false.");
  return known;
}

function checkNumber(key: string, value: string): void {
  const isMode = key === "mode";
  const digits = isMode ? /^[0-7]+$/ : /^\d+$/;
  if (digits.test(value) && Number.parseInt(value, isMode ? 8 : 10) < UINT32) return;
  throw invalid(key, value, isMode ? "Write octal digits, such as 0755." : "Write a number.");
}

function invalid(key: string, value: string, fix: string): SyntaxProblem {
  return new SyntaxProblem("invalid-mount-value", `${key} is ${JSON.stringify(value)}.`, fix);
}

function combination(message: string, fix: string): SyntaxProblem {
  return new SyntaxProblem("invalid-mount", `${message[0]?.toUpperCase()}${message.slice(1)}.`, fix);
}
