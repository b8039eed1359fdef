import { describe, expect, it } from "vitest";

import type { Stage } from "./model.ts";
import { parseDockerfile, type ParseOptions } from "./parse-dockerfile.ts";
import { stageOf } from "./stages.ts";

function read(text: string, options: Omit<ParseOptions, "file"> = {}) {
  return parseDockerfile(text, { file: "Dockerfile", ...options });
}

describe("stages", () => {
  it("holds its FROM and all behind it", () => {
    const { stages } = read("# c\nFROM a AS Build\nRUN x \\\n y\n\nFROM build\nRUN <<E\nE\n# c\n");
    expect(stages.map(({ instructions, ...rest }) => [rest, instructions.map(({ keyword }) => keyword)])).toEqual<
      [Omit<Stage, "instructions">, string[]][]
    >([
      [
        { name: "build", index: 0, base: "a", image: "a", baseStage: null, platform: null, startLine: 2, endLine: 4 },
        ["FROM", "RUN"],
      ],
      [
        { name: null, index: 1, base: "build", image: "build", baseStage: 0, platform: null, startLine: 6, endLine: 8 },
        ["FROM", "RUN"],
      ],
    ]);
  });

  it.each<[string, string, (number | null)[]]>([
    ["the last of a name counts", "FROM x AS a\nFROM y AS a\nFROM a\n", [null, null, 1]],
    ["no stage names itself", "FROM a AS a\nFROM a\n", [null, 0]],
    ["FROM is exact where AS is not", "FROM x AS Dev\nFROM dev\nFROM x AS dev.2\nFROM dev.2\n", [null, 0, null, 2]],
    ["a stage can be called scratch", "FROM x AS scratch\nFROM scratch\n", [null, 0]],
    ["a later stage is none", "FROM b\nFROM x AS b\n", [null, null]],
    ["arguments can name one", "ARG base=a\nFROM x AS a\nFROM ${base}\n", [null, 0]],
  ])("%s", (_name, text, expected) => {
    expect(read(text).stages.map(({ baseStage }) => baseStage)).toEqual(expected);
  });
});

describe("FROM's arguments", () => {
  it.each<[string, string, Omit<ParseOptions, "file">, string]>([
    ["default", "ARG v=1\nFROM a:$v\n", {}, "a:1"],
    ["build argument", "ARG v=1\nFROM a:$v\n", { buildArgs: { v: "2" } }, "a:2"],
    ["bare, given", "ARG v\nFROM a:$v\n", { buildArgs: { v: "2" } }, "a:2"],
    ["a build argument that no ARG declares is not seen", "FROM a:${v:-1}\n", { buildArgs: { v: "2" } }, "a:1"],
    ["built on each other", "ARG v=1\nARG w=${v}.2\nFROM a:$w\n", { buildArgs: { v: "3" } }, "a:3.2"],
    ["on one line", "ARG v=1 w=$v\nFROM a:$w\n", {}, "a:1"],
    ["declared again bare keeps its value", "ARG v=1\nARG v\nFROM a:$v\n", {}, "a:1"],
    ["quoted", "ARG v='1'\nFROM \"a:$v\"\n", {}, "a:1"],
    ["a stage's own is not seen", "FROM x\nARG v=1\nFROM a:${v:-2}\n", {}, "a:2"],
    ["platform", "FROM a:$TARGETARCH$TARGETVARIANT-$BUILDARCH\n", { platform: "linux/arm/v7" }, "a:armv7-amd64"],
    ["platform spelled the usual way", "FROM a:$TARGETARCH\n", { platform: "linux/aarch64" }, "a:arm64"],
    ["platform by default", "FROM a:$TARGETOS-$TARGETARCH\n", {}, "a:linux-amd64"],
    ["platform overridden", "FROM a:$TARGETARCH\n", { buildArgs: { TARGETARCH: "riscv64" } }, "a:riscv64"],
    ["the stage that is built", "FROM x\nFROM a:$TARGETSTAGE AS Last\n", {}, "a:last"],
    ["a default that is not used is not expanded", "ARG v=${\nFROM a:$v\n", { buildArgs: { v: "1" } }, "a:1"],
  ])("%s", (_name, text, options, expected) => {
    expect(read(text, options).stages.at(-1)?.image).toBe(expected);
  });

  it("lists the ARGs before the first FROM with their defaults", () => {
    const { globalArgs } = read("ARG a=1 b\nARG c=${a}2\nFROM x\nARG d\n", { buildArgs: { a: "9" } });
    expect(globalArgs).toEqual([
      { name: "a", default: "1", line: 1 },
      { name: "b", default: null, line: 1 },
      { name: "c", default: "92", line: 2 },
    ]);
  });

  it("expands --platform", () => {
    const text = "ARG p=linux/arm64\nFROM --platform=$p a\nFROM --platform=$BUILDPLATFORM a\nFROM --platform= a\n";
    expect(read(text).stages.map(({ platform }) => platform)).toEqual(["linux/arm64", "linux/amd64", null]);
  });
});

describe("stageOf", () => {
  const dockerfile = read("FROM x AS one\nFROM x\nFROM x AS one\nFROM x AS Two\n");

  it.each<["copy" | "mount", string, number, number | null]>([
    ["copy", "one", 3, 2],
    ["copy", "ONE", 3, 2],
    ["copy", "two", 4, 3],
    ["copy", "two", 3, null],
    ["copy", "0", 3, 0],
    ["copy", "+1", 3, 1],
    ["copy", "01", 3, 1],
    ["copy", "3", 3, null],
    ["copy", "9", 4, null],
    ["copy", "alpine", 4, null],
    ["mount", "ONE", 3, 2],
    ["mount", "0", 3, null],
  ])("%s from %s in stage %i is %s", (kind, from, before, expected) => {
    expect(stageOf(dockerfile, { kind, from }, before)?.index ?? null).toBe(expected);
  });
});
