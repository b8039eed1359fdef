import { readBooleanText } from "./boolean-text.ts";
import { splitCsv } from "./csv.ts";
import { type FlagValues, readFlags } from "./flags.ts";
import { isHeredocWord } from "./heredocs.ts";
import { type InstructionText, KEYWORDS } from "./instruction.ts";
import type { Instruction } from "./model.ts";
import { checkMountSyntax } from "./mounts.ts";
import { trimSpace } from "./space.ts";
import { SyntaxProblem } from "./syntax-problem.ts";
import { readAssignment, readPairs } from "./words.ts";

type Checked = Pick<Instruction, "keyword" | "flags" | "text" | "words" | "json"> & {
  readonly trigger: InstructionText | Instruction | null;
};
type Check = (instruction: Checked, flags: FlagValues, escape: string) => void;

const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;
const NETWORKS = ["default", "none", "host"];
const SECURITIES = ["insecure", "sandbox"];
const HEALTHCHECK_DURATIONS = ["interval", "timeout", "start-period", "start-interval"];
const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const LONGEST_NANOSECONDS = 2 ** 63;
const NO_TRIGGERS = new Set(["ONBUILD", "MAINTAINER", "FROM"]);

const nothing: Check = () => {};

const CHECKS: Readonly<Record<string, Check>> = {
  ADD: checkCopy,
  ARG: checkArguments,
  CMD: nothing,
  COPY: checkCopy,
  ENTRYPOINT: nothing,
  ENV: checkPairs,
  EXPOSE: atLeastOne,
  FROM: checkFrom,
  HEALTHCHECK: checkHealthcheck,
  LABEL: checkPairs,
  MAINTAINER: exactlyOne,
  ONBUILD: checkOnbuild,
  RUN: checkRun,
  SHELL: checkShell,
  STOPSIGNAL: exactlyOne,
  USER: exactlyOne,
  VOLUME: checkVolume,
  WORKDIR: exactlyOne,
};

/** What BuildKit refuses of a single instruction, whichever stage it stands in. Raises SyntaxProblem. */
export function checkInstruction(instruction: Checked, escape: string): void {
  const { keyword } = instruction;
  const check = Object.hasOwn(CHECKS, keyword) ? CHECKS[keyword] : undefined;
  if (check === undefined) {
    const name = keyword === "" ? "A line that ends in nothing but a continuation" : keyword;
    throw new SyntaxProblem(
      "unknown-instruction",
      `${name} is not an instruction.`,
      `Use one of ${KEYWORDS.join(", ")}.`,
    );
  }
  const ignoresFlags = keyword === "HEALTHCHECK" && instruction.words[0]?.toUpperCase() === "NONE";
  check(instruction, readFlags(keyword, ignoresFlags ? [] : instruction.flags), escape);
}

function checkCopy({ keyword, words }: Checked): void {
  const destination = words.at(-1);
  if (destination === undefined || words.length < 2) {
    throw new SyntaxProblem(
      "missing-destination",
      `${keyword} has ${words.length === 0 ? "neither source nor destination" : "no destination"}.`,
      `Write ${keyword} SOURCE... DESTINATION.`,
    );
  }
  if (isHeredocWord(destination)) {
    throw new SyntaxProblem(
      "heredoc-as-destination",
      `${keyword} has a heredoc as its destination.`,
      "Name the path that the heredoc is written to behind it.",
    );
  }
}

function checkArguments({ keyword, words }: Checked): void {
  if (words.length === 0) throw missing(keyword);
  for (const word of words) checkName(keyword, readAssignment(word).name);
}

function checkPairs({ keyword, text }: Checked, _flags: FlagValues, escape: string): void {
  const pairs = readPairs(keyword, text, escape);
  if (pairs.length === 0) throw missing(keyword);
  for (const { name } of pairs) checkName(keyword, name);
}

function checkName(keyword: string, name: string): void {
  if (name !== "") return;
  throw new SyntaxProblem("blank-name", `${keyword} has a value without a name.`, "Write NAME=VALUE.");
}

function checkFrom({ words }: Checked): void {
  const [, as = "", name = ""] = words;
  if (words.length === 1) return;
  if (words.length !== 3 || !/^as$/iu.test(as)) {
    throw new SyntaxProblem(
      "invalid-from",
      "FROM takes an image, or an image, AS and a name.",
      "Write FROM image AS name.",
    );
  }
  if (!STAGE_NAME.test(name.toLowerCase())) {
    throw new SyntaxProblem(
      "invalid-stage-name",
      `${JSON.stringify(name)} cannot name a stage.`,
      "Begin with a letter; go on with letters, digits, - _ and . only.",
    );
  }
}

function checkHealthcheck({ keyword, words }: Checked, flags: FlagValues): void {
  const [type, ...command] = words;
  if (type === undefined) throw missing(keyword);
  switch (type.toUpperCase()) {
    case "NONE":
      if (command.length === 0) return;
      throw invalidHealthcheck("HEALTHCHECK NONE takes no arguments.", "Remove them.");
    case "CMD":
      if (command.length === 0)
        throw invalidHealthcheck("HEALTHCHECK CMD has no command.", "Write the command behind CMD.");
      break;
    default:
      throw invalidHealthcheck(
        `HEALTHCHECK ${type} is unknown.`,
        "Write HEALTHCHECK CMD command, or HEALTHCHECK NONE.",
      );
  }
  for (const name of HEALTHCHECK_DURATIONS) checkDuration(name, flags.text(name));
  const retries = flags.text("retries");
  if (retries === null || retries === "") return;
  if (!/^[-+]?\d+$/.test(retries) || Number(retries) < 0 || Number(retries) >= 2 ** 31) {
    throw invalidFlag("retries", retries, "Write a whole number, 0 or more.");
  }
}

function checkDuration(name: string, text: string | null): void {
  if (text === null || text === "") return;
  const nanoseconds = DURATION.test(text) ? readNanoseconds(text) : Number.NaN;
  // Zero stands for the default; anything else counts from a millisecond on.
  if (nanoseconds === 0 || (nanoseconds >= 1e6 && nanoseconds < LONGEST_NANOSECONDS)) return;
  throw invalidFlag(name, text, "Write a duration such as 30s or 1m30s, a millisecond or more.");
}

function readNanoseconds(text: string): number {
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    sum += Math.trunc(Number(count) * (NANOSECONDS[unit ?? ""] ?? 0));
  }
  return text.startsWith("-") ? -sum : sum;
}

function checkOnbuild({ keyword, trigger }: Checked): void {
  if (trigger === null) throw missing(keyword);
  if (!NO_TRIGGERS.has(trigger.keyword)) return;
  throw new SyntaxProblem(
    "invalid-trigger",
    `ONBUILD cannot hold ${trigger.keyword}.`,
    "Write an instruction that can stand in a stage behind ONBUILD.",
  );
}

function checkRun(_instruction: Checked, flags: FlagValues): void {
  for (const mount of flags.list("mount")) checkMountSyntax(mount);
  checkChoice("network", flags.text("network"), NETWORKS);
  checkChoice("security", flags.text("security"), SECURITIES);
  for (const device of flags.list("device")) checkDevice(device);
}

function checkChoice(flag: string, value: string | null, allowed: readonly string[]): void {
  if (value === null || allowed.includes(value)) return;
  throw invalidFlag(flag, value, `Use one of ${allowed.join(", ")}.`);
}

function checkDevice(text: string): void {
  let name = "";
  const fail = (fix: string): SyntaxProblem => invalidFlag("device", text, fix);
  for (const field of splitCsv(text)) {
    const { name: written, value } = readAssignment(field);
    const key = written.toLowerCase();
    if (key === "required") {
      if (value !== null && readBooleanText(value) === null) throw fail("Write required, or required=true|false.");
    } else if (key === "name" && value !== null) {
      if (name !== "") throw fail("Name one device.");
      name = value;
    } else if (name === "") name = field;
    else throw fail("Keys are name and required.");
  }
}

function checkShell({ keyword, words, json }: Checked): void {
  if (words.length === 0) throw missing(keyword);
  if (json) return;
  throw new SyntaxProblem(
    "json-required",
    "SHELL takes the JSON form only.",
    'Write SHELL ["executable", "parameter"].',
  );
}

function checkVolume({ keyword, words }: Checked): void {
  if (words.length === 0) throw missing(keyword);
  if (words.every((word) => trimSpace(word) !== "")) return;
  throw new SyntaxProblem("blank-volume", "VOLUME holds an empty path.", "Name a path, or remove it.");
}

function atLeastOne({ keyword, words }: Checked): void {
  if (words.length === 0) throw missing(keyword);
}

function exactlyOne({ keyword, words }: Checked): void {
  if (words.length !== 1) throw missing(keyword);
}

function missing(keyword: string): SyntaxProblem {
  return new SyntaxProblem("missing-argument", `${keyword} has no argument.`, `Write it behind ${keyword}.`);
}

function invalidHealthcheck(message: string, fix: string): SyntaxProblem {
  return new SyntaxProblem("invalid-healthcheck", message, fix);
}

function invalidFlag(flag: string, value: string, fix: string): SyntaxProblem {
  return new SyntaxProblem("invalid-flag-value", `--${flag} is set to ${JSON.stringify(value)}.`, fix);
}
