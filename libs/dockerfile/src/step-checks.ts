import { isDigest } from "./image-reference.ts";
import type { KnownEnvironment } from "./known-environment.ts";
import { readFlags } from "./flags.ts";
import type { Instruction, Mount } from "./model.ts";
import { checkMount } from "./mounts.ts";
import { cleanPath } from "./path-text.ts";
import { checkPort } from "./ports.ts";
import { sourceKind } from "./remote-source.ts";
import { localSources } from "./sources.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

/** What a stage has come to when a step is reached. */
export interface StepState {
  readonly environment: KnownEnvironment;
  /** Absolute; null where the base image or a variable has a say in it. */
  workdir: string | null;
  /** Whether the Dockerfile itself has set it. */
  hasWorkdir: boolean;
  /** Whether the frontend knows RUN --device. */
  readonly takesDevices: boolean;
}

const HIGHEST_MODE = 0o7777;
const SYMBOLIC_MODE = /^[augo]*(?:[-+=][rstwXxugo]*)+(?:,[augo]*(?:[-+=][rstwXxugo]*)+)*$/;
const SIGNALS = new Set(
  (
    "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP " +
    "TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX"
  ).split(" "),
);
const REALTIME_SIGNAL = /^(?:RTMIN\+(?:[1-9]|1[0-5])|RTMAX-(?:[1-9]|1[0-4]))$/;

/**
 * What BuildKit refuses once a step is reached, with its variables expanded. Only stages that are built get there.
 * Raises SyntaxProblem.
 */
export function checkStep(instruction: Instruction, state: StepState): void {
  const { keyword, text, words } = instruction;
  const { environment } = state;
  switch (keyword) {
    case "ARG":
    case "ENV":
    case "LABEL":
      environment.assign(instruction);
      return;
    case "WORKDIR":
      state.workdir = enter(state.workdir, environment.expand(text));
      state.hasWorkdir = true;
      return;
    case "USER":
      environment.expand(text);
      return;
    case "VOLUME":
      for (const word of words) if (environment.expand(word.trim()) === "") throw blankVolume();
      return;
    case "STOPSIGNAL":
      checkSignal(environment.expand(text));
      return;
    case "EXPOSE":
      for (const port of words.flatMap((word) => environment.expandWords(word) ?? [])) checkPort(port);
      return;
    case "RUN":
      checkRunStep(instruction, state);
      return;
    case "COPY":
    case "ADD":
      checkCopyStep(instruction, environment);
      return;
    default:
  }
}

function enter(workdir: string | null, path: string | null): string | null {
  if (path === null) return null;
  if (path.startsWith("/")) return cleanPath(path);
  return workdir === null ? null : cleanPath(`${workdir}/${path}`);
}

function checkRunStep({ keyword, flags, heredocs, words }: Instruction, state: StepState): void {
  const { environment, takesDevices } = state;
  if (heredocs.length > 0 && words.length !== 1) {
    throw new SyntaxProblem(
      "invalid-heredoc",
      "RUN has a heredoc but no command.",
      "Write the heredoc behind the flags.",
    );
  }
  const values = readFlags(keyword, flags);
  if (values.has("device") && !takesDevices) {
    throw new SyntaxProblem(
      "labs-only-flag",
      "RUN --device is known to the labs frontend only.",
      "Begin the file with `# syntax=docker/dockerfile:1-labs`.",
    );
  }
  for (const text of values.list("mount")) {
    const mount = checkMount(text, (value) => environment.expand(value));
    checkTarget(mount, state);
  }
}

function checkTarget({ type, source, target }: Mount, { workdir, hasWorkdir }: StepState): void {
  if (type === "ssh" && source !== null && source !== "") {
    throw new SyntaxProblem("invalid-mount", "An ssh mount has no source.", "Remove source.");
  }
  if (type === "ssh" || type === "secret" || type.includes("$") || target?.includes("$") === true) return;
  const path = enter(workdir, target ?? "");
  // A mount that names no target is meant to have one, even if the base image may bring a working directory.
  if (path === null ? target !== null || hasWorkdir : path !== "/") return;
  throw new SyntaxProblem(
    "missing-mount-target",
    target === null
      ? `A ${type} mount has no target.`
      : `A ${type} mount has ${JSON.stringify(target)} for its target.`,
    "Write target=/path.",
  );
}

function checkCopyStep(instruction: Instruction, environment: KnownEnvironment): void {
  const { keyword } = instruction;
  const unknown: string[] = [];
  const read = localSources(instruction, (word) => {
    const value = environment.expand(word);
    if (value === null) unknown.push(word);
    return value ?? word;
  });
  for (const { content, expand } of instruction.heredocs) {
    if (expand) environment.expand(content, { escape: "\\", plainQuotes: true });
  }
  if (read.chmod !== null && read.chmod !== "" && !unknown.includes(read.chmod)) checkMode(read.chmod);
  const [remote] = read.remote;
  if (keyword === "COPY" && remote !== undefined) {
    throw new SyntaxProblem(
      "remote-copy-source",
      `COPY cannot read ${remote}: it is a ${sourceKind(remote) === "git" ? "git repository" : "URL"}.`,
      "Use ADD.",
    );
  }
  if (read.checksum !== null && read.checksum !== "" && unknown.length === 0) checkChecksum(read.checksum, read);
}

function checkMode(mode: string): void {
  const isOctal = /^[0-7]+$/.test(mode) && Number.parseInt(mode, 8) <= HIGHEST_MODE;
  if (isOctal || SYMBOLIC_MODE.test(mode)) return;
  throw new SyntaxProblem(
    "invalid-mode",
    `--chmod is set to ${JSON.stringify(mode)}.`,
    "Write octal digits up to 07777, or a symbolic mode such as u=rwX,go=rX.",
  );
}

function checkChecksum(
  checksum: string,
  { sources, remote }: { sources: readonly string[]; remote: readonly string[] },
) {
  const [only] = remote;
  const isAlone = only !== undefined && remote.length === 1 && sources.length === 0;
  if (isAlone && (sourceKind(only) === "git" || isDigest(checksum))) return;
  throw new SyntaxProblem(
    "invalid-checksum",
    isAlone ? `--checksum=${checksum} is no digest.` : "--checksum needs one source, a URL or a git repository.",
    isAlone ? "Write sha256: and 64 hexadecimal digits." : "Add each source with its own checksum.",
  );
}

function checkSignal(signal: string | null): void {
  if (signal === null) return;
  const name = signal.toUpperCase().replace(/^SIG/, "");
  const isNumber = /^[-+]?\d+$/.test(signal);
  if (isNumber ? Number(signal) !== 0 : SIGNALS.has(name) || REALTIME_SIGNAL.test(name)) return;
  throw new SyntaxProblem(
    "invalid-signal",
    `STOPSIGNAL is ${JSON.stringify(signal)}.`,
    "Write a signal's name, such as SIGTERM, or its number.",
  );
}

function blankVolume(): SyntaxProblem {
  return new SyntaxProblem(
    "blank-volume",
    "VOLUME holds an empty path once its variables are expanded.",
    "Name a path, or remove it.",
  );
}
