import { describe, expect, it } from "vitest";

import { createContextFilter, ignoreFileNames, parseIgnore } from "./ignore.ts";

function filterOf(...lines: string[]) {
  return createContextFilter(parseIgnore(lines.join("\n"), ".dockerignore"));
}

describe("parseIgnore", () => {
  it("cleans patterns and keeps their order", () => {
    const text = "\uFEFF# c\r\n\r\n  /a/./b/../c/  \r\n! /d\r\n #e\n/\n!!f\n";
    expect(parseIgnore(text, ".dockerignore").patterns).toEqual([
      { text: "a/c", exception: false },
      { text: "d", exception: true },
      { text: "#e", exception: false },
      { text: "/", exception: false },
      { text: "!f", exception: true },
    ]);
  });

  it.each<[string, number]>([
    ["a\n[b", 2],
    ["a\\", 1],
    ["[]", 1],
    ["!", 1],
    ["a\n!/", 2],
    ["[b-a]", 1],
  ])("rejects %j on line %i", (text, line) => {
    expect(() => parseIgnore(text, "x/.dockerignore")).toThrow(`x/.dockerignore:${line}: error: `);
  });

  it("lets an exception be anything where nothing is excluded before it", () => {
    expect(filterOf("![b-a]", "b").includes("a")).toBe(true);
  });
});

describe("createContextFilter", () => {
  it.each<[string[], string, boolean]>([
    [[], "a", true],
    [["a"], "a", false],
    [["a"], "a/b", false],
    [["a"], "b/a", true],
    [["/a"], "a", false],
    [["*"], "a/b", false],
    [["*.md"], "a.md", false],
    [["*.md"], "b/a.md", true],
    [["**/*.md"], "a.md", false],
    [["**/*.md"], "b/c/a.md", false],
    [["**.md"], "b/a.md", false],
    [["a/**"], "a", true],
    [["a/**"], "a/b/c", false],
    [["a/**/c"], "a/c", false],
    [["a/**/c"], "a/b/b/c", false],
    [["a**"], "ab/c", false],
    [["a**b"], "a/x/b", false],
    [["a**b"], "axb", true],
    [["?"], "a", false],
    [["?"], "ab", true],
    [["[a-c]x"], "bx", false],
    [["[^a-c]x"], "bx", true],
    [["a.b"], "axb", true],
    [["a+(b)$"], "a+(b)$", false],
    [["a|b"], "a", true],
    [["a|b*"], "a", false],
    [["\\*"], "*", false],
    [["\\*"], "a", true],
    [["\\d"], "7", false],
    [["*", "!a"], "a", true],
    [["*", "!a"], "a/b", true],
    [["*", "!a"], "b", false],
    [["*", "!a/b"], "a/b", true],
    [["*", "!a/b"], "a/c", false],
    [["*", "!a", "a/b"], "a/b", false],
    [["*", "!a", "a/b"], "a/c", true],
    [["!a", "a"], "a", false],
    [["a", "!**/*.md"], "a/b/c.md", true],
    // A pattern that was not looked at for the directory does not count below it.
    [["a", "!**/*.md", "a/b"], "a/b/c.md", true],
    [["**/b", "!a"], "a/b", false],
    [["a", "!a/b", "**/c"], "a/b/c", false],
  ])("%j: %s is sent: %s", (lines, path, expected) => {
    expect(filterOf(...lines).includes(path)).toBe(expected);
  });

  it("answers alike in any order of asking", () => {
    const filter = filterOf("a", "!a/b", "a/b/c");
    expect(["a/b/c/d", "a/b", "a/b/d", "a"].map((path) => filter.includes(path))).toEqual([false, true, true, false]);
  });

  it("sends a directory whose files are all kept out", () => {
    const filter = filterOf("a/*");
    expect([filter.includesDirectory("a"), filter.includesDirectory("a/b")]).toEqual([true, false]);
  });

  it.each<[string[], string, boolean]>([
    [["a"], "a", true],
    [["a"], "b", false],
    [["a", "!a/b"], "a", false],
    [["*", "!a/b"], "a", false],
    [["*", "!a/b"], "a/b", false],
    [["*", "!a/b"], "a/c", true],
    [["*", "!a/b"], "c", true],
    [["*", "!**/b"], "c", false],
    [["*", "!a/*/b"], "c", true],
    [["*", "!a/*/b"], "a", false],
    [["*", "!a|b*"], "b", false],
  ])("%j: a walk can pass over %s: %s", (lines, directory, expected) => {
    expect(filterOf(...lines).canPrune(directory)).toBe(expected);
  });
});

it("names the ignore files in the order they are looked for", () => {
  expect(ignoreFileNames("images/api.Dockerfile")).toEqual(["images/api.Dockerfile.dockerignore", ".dockerignore"]);
});
