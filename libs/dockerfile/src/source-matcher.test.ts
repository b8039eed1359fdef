import { describe, expect, it } from "vitest";

import { createSourceMatcher, type SourceMatcherOptions } from "./source-matcher.ts";

type Flags = Omit<SourceMatcherOptions, "sources">;
const PARENTS: Flags = { parents: true };

describe("matches", () => {
  it.each<[string, Flags, string[], string[]]>([
    ["a", {}, ["a", "a/b"], ["b", "ab", "b/a"]],
    ["./a/", {}, ["a", "a/b"], ["b"]],
    ["/../a/b/../c", {}, ["a/c", "a/c/d"], ["a", "a/b", "c"]],
    [".", {}, ["a", "a/b", ".c"], []],
    ["/", {}, ["a"], []],
    ["*.md", {}, ["a.md", "a.md/b"], ["b/a.md"]],
    ["*/x", {}, ["a/x", "a/x/y"], ["x", "a/b/x"]],
    ["**/x", {}, ["a/x"], ["x", "a/b/x"]],
    ["a/[bc]?", {}, ["a/bd", "a/cd/e"], ["a/b", "a/dd"]],
    ["a/[^b]", {}, ["a/c"], ["a/b"]],
    [String.raw`a\*`, {}, [String.raw`a\*`], ["ab"]],
    ["[", {}, ["anything"], []],
    ["a[b]", { wildcards: false }, ["a[b]", "a[b]/c"], ["ab"]],
    ["a/b", PARENTS, ["a/b", "a/b/c"], ["a/c"]],
    ["**/x", PARENTS, ["x", "a/x", "a/b/x", "a/x/y"], ["a/y"]],
    ["*/x", PARENTS, ["a/x"], ["x", "a/b/x"]],
    ["a/./b/*", PARENTS, ["a/b/c", "a/b/c/d"], ["b/c", "a/c"]],
    ["*/./b", PARENTS, ["a/b", "c/b/d", "a-file"], ["a/c"]],
    [".", PARENTS, ["a", "a/b"], []],
    ["a", { exclude: ["*.md"] }, ["a/b", "a/b/c.md"], ["a/c.md"]],
    ["a", { exclude: ["**/*.md"] }, ["a/b"], ["a/c.md", "a/b/c.md"]],
    ["a", { exclude: ["b", "!b/c"] }, ["a/c", "a/b/c"], ["a/b/d"]],
    ["a.md", { exclude: ["*.md"] }, ["a.md"], []],
    ["*.md", { exclude: ["*.md"] }, ["a.md"], []],
    [".", { exclude: ["*.md"] }, ["a", "b/c.md"], ["a.md"]],
    ["a", { parents: true, exclude: ["a/b"] }, ["a/c"], ["a/b", "a/b/c"]],
  ])("%s %j", (source, flags, inside, outside) => {
    const matcher = createSourceMatcher({ sources: [source], ...flags });
    expect(inside.filter((path) => !matcher.matches(path))).toEqual([]);
    expect(outside.filter((path) => matcher.matches(path))).toEqual([]);
  });

  it("takes what any source takes", () => {
    const matcher = createSourceMatcher({ sources: ["a", "b"] });
    expect(["a", "b", "c"].map((path) => matcher.matches(path))).toEqual([true, true, false]);
  });
});

it.each<[string, Flags, string[]]>([
  ["a/b/c", {}, ["a", "a/b", "a/b/c"]],
  ["a/*/c", {}, ["a"]],
  ["*/b", {}, []],
  ["a/./b/*.md", PARENTS, ["a", "a/b"]],
  [".", {}, []],
])("%s %j is led to through %j", (source, flags, expected) => {
  const matcher = createSourceMatcher({ sources: [source], ...flags });
  expect(["a", "a/b", "a/b/c", "b"].filter((path) => matcher.leadsToSource(path))).toEqual(expected);
});

describe("globs", () => {
  it.each<[string, Flags, string[]]>([
    ["services/api", {}, ["services/api", "services/api/**/*"]],
    ["./a/", {}, ["a", "a/**/*"]],
    [".", {}, ["**/*"]],
    ["*/**.md", {}, ["*/*.md", "*/*.md/**/*"]],
    ["a[0-9][^b]?", {}, ["a[0-9][!b]?", "a[0-9][!b]?/**/*"]],
    ["[[:alpha:]]/b", {}, ["**/*"]],
    ["a{b,c}", {}, ["a?b,c?", "a?b,c?/**/*"]],
    ["!a", {}, ["?a", "?a/**/*"]],
    ["a*", { wildcards: false }, ["a?", "a?/**/*"]],
    ["**/Cargo.toml", PARENTS, ["**/Cargo.toml", "**/Cargo.toml/**/*"]],
    ["a/**", PARENTS, ["a/**/*"]],
    ["a/./b", PARENTS, ["a", "a/b", "a/b/**/*"]],
    ["a**b/c", PARENTS, ["**/*"]],
    ["a/./b|c", PARENTS, ["a", "a/**/*"]],
  ])("%s %j", (source, flags, expected) => {
    expect(createSourceMatcher({ sources: [source], ...flags }).globs).toEqual(expected);
  });

  it("names each once", () => {
    expect(createSourceMatcher({ sources: ["a", "./a", "b"] }).globs).toEqual(["a", "a/**/*", "b", "b/**/*"]);
  });
});
