import { describe, expect, it } from "vitest";

import { readFlags, takeFlags } from "./flags.ts";
import { SyntaxProblem } from "./syntax-problem.ts";

describe("takeFlags", () => {
  it.each<[string, string, string[], string]>([
    ["none", "a b", [], "a b"],
    ["one dash is a word", "-a b", [], "-a b"],
    ["several", "--a --b=c  d", ["--a", "--b=c"], "d"],
    ["behind words they are words", "a --b", [], "a --b"],
    ["quotes are taken off", `--a="b c" --d='e' f`, ["--a=b c", "--d=e"], "f"],
    ["quotes inside a value", `--a=b"c d"e f`, ["--a=bc de"], "f"],
    ["escapes are taken off", String.raw`--a=b\ c d`, ["--a=b c"], "d"],
    ["two dashes end them", "-- --a b", [], " --a b"],
    ["nothing behind", "--a", ["--a"], ""],
    ["an unclosed quote takes the rest", `--a="b c`, ["--a=b c"], ""],
    ["a flag beyond ASCII comes out byte by byte, as in BuildKit", "--a=é ü", ["--a=\u00c3\u00a9"], "ü"],
  ])("%s", (_name, text, flags, rest) => {
    expect(takeFlags(text, "\\")).toEqual({ flags, rest });
  });
});

describe("readFlags", () => {
  it("gives values by kind", () => {
    const flags = readFlags("COPY", ["--chown=a", "--link", "--parents=FALSE", "--exclude=a", "--exclude=b"]);
    expect([flags.text("chown"), flags.text("chmod"), flags.boolean("link"), flags.boolean("parents")]).toEqual([
      "a",
      null,
      true,
      false,
    ]);
    expect([flags.list("exclude"), flags.has("parents"), flags.has("from")]).toEqual([["a", "b"], true, false]);
  });

  it("passes over the flags of ARG and STOPSIGNAL", () => {
    expect(readFlags("ARG", ["--anything"]).has("anything")).toBe(false);
    expect(readFlags("STOPSIGNAL", ["--anything"]).has("anything")).toBe(false);
  });

  it.each<[string, string[], string]>([
    ["COPY", ["--checksum=a"], "unknown-flag"],
    ["ENV", ["--a"], "unknown-flag"],
    ["RUN", ["--toString"], "unknown-flag"],
    ["COPY", ["--from=a", "--from=b"], "duplicate-flag"],
    ["COPY", ["--from"], "missing-flag-value"],
    ["COPY", ["--link=yes"], "invalid-flag-value"],
    ["COPY", ["--link="], "invalid-flag-value"],
  ])("%s %j: %s", (keyword, flags, code) => {
    expect(() => readFlags(keyword, flags)).toThrow(expect.objectContaining({ code }) as SyntaxProblem);
  });
});
