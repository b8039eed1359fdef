import { readFlags, takeFlags } from "./flags.ts";
import type { Heredoc, Instruction, Mount } from "./model.ts";
import { readMount } from "./mounts.ts";
import { splitOnce, trimSpace } from "./space.ts";
import { SyntaxProblem } from "./syntax-problem.ts";
import { readJsonWords, readPairs, splitQuotedWords, splitWords } from "./words.ts";

/** An instruction without its place. */
export type InstructionText = Omit<Instruction, "startLine" | "endLine" | "heredocs" | "trigger"> & {
  readonly trigger: InstructionText | null;
};

type Reader = (text: string, escape: string, keyword: string) => Pick<Instruction, "words" | "json">;

const whole: Reader = (text) => ({ words: text === "" ? [] : [text], json: false });
const jsonOrWhole: Reader = (text) => {
  const json = readJsonWords(text);
  return json === null ? { words: text === "" ? [] : [text], json: false } : { words: json, json: true };
};
const jsonOrWords: Reader = (text) => {
  const json = readJsonWords(text);
  return json === null ? { words: splitWords(text), json: false } : { words: json, json: true };
};
const separateWords: Reader = (text) => ({ words: splitWords(text), json: false });
const quotedWords: Reader = (text, escape) => ({ words: splitQuotedWords(text, escape), json: false });
const pairs: Reader = (text, escape, keyword) => {
  readPairs(keyword, text, escape);
  return { words: splitQuotedWords(text, escape), json: false };
};
const typeThenCommand: Reader = (text) => {
  const match = /^([^\t\n\v\f\r ]+)[\t\n\v\f\r ]*([^]*)$/.exec(text);
  if (match === null) return { words: [], json: false };
  const [, type = "", command = ""] = match;
  const { words, json } = jsonOrWhole(command, "", "");
  return { words: [type, ...words], json };
};

const READERS: Readonly<Record<string, Reader>> = {
  ADD: jsonOrWords,
  ARG: quotedWords,
  CMD: jsonOrWhole,
  COPY: jsonOrWords,
  ENTRYPOINT: jsonOrWhole,
  ENV: pairs,
  EXPOSE: separateWords,
  FROM: separateWords,
  HEALTHCHECK: typeThenCommand,
  LABEL: pairs,
  MAINTAINER: whole,
  ONBUILD: separateWords,
  RUN: jsonOrWhole,
  SHELL: jsonOrWhole,
  STOPSIGNAL: whole,
  USER: whole,
  VOLUME: jsonOrWords,
  WORKDIR: whole,
};

export const KEYWORDS = Object.keys(READERS);

/** Reads a logical line as far as its own syntax goes; `checkInstruction` says whether it can stand. Raises SyntaxProblem. */
export function readInstruction(line: string, escape: "\\" | "`"): InstructionText {
  const [name, behind = ""] = splitOnce(trimSpace(line));
  const keyword = name.toLowerCase().toUpperCase();
  const { flags, rest } = takeFlags(behind, escape);
  const text = trimSpace(rest);
  const reader = Object.hasOwn(READERS, keyword) ? READERS[keyword] : undefined;
  const { words, json } = (reader ?? whole)(text, escape, keyword);
  return {
    keyword,
    flags,
    text,
    words,
    json,
    from: keyword === "COPY" ? fromOf(flags) : null,
    mounts: keyword === "RUN" ? mountsOf(flags) : [],
    trigger: keyword === "ONBUILD" && text !== "" ? readInstruction(text, escape) : null,
  };
}

/** Only these take heredocs, behind ONBUILD too, and not in their JSON form. */
export function takesHeredocs({ keyword, json, trigger }: InstructionText): boolean {
  if (trigger !== null) return trigger.trigger === null && takesHeredocs(trigger);
  return !json && (keyword === "RUN" || keyword === "COPY" || keyword === "ADD");
}

export function placeInstruction(
  instruction: InstructionText,
  lines: Pick<Instruction, "startLine" | "endLine">,
  heredocs: readonly Heredoc[],
): Instruction {
  const trigger = instruction.trigger === null ? null : placeInstruction(instruction.trigger, lines, heredocs);
  return { ...instruction, ...lines, heredocs, trigger };
}

function fromOf(flags: readonly string[]): string | null {
  // An empty --from is none.
  return tolerate(() => readFlags("COPY", flags).text("from")) || null;
}

function mountsOf(flags: readonly string[]): readonly Mount[] {
  return tolerate(() => readFlags("RUN", flags).list("mount").map(readMount)) ?? [];
}

/** What is wrong with flags is said when the instruction is checked; a trigger that no stage runs never is. */
function tolerate<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxProblem) return undefined;
    throw error;
  }
}
