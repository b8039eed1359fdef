import { parseDockerfile, parseIgnore } from "@polystage/dockerfile";
import { listStageReads } from "@polystage/stage-plan";
import { expect, test } from "vitest";
import { buildOptions } from "./root-dockerfile.ts";
import { stageInputs } from "./stage-inputs.ts";

/** The inputs of the last stage that are globs. */
function globsOf(dockerfile: readonly string[], ignore: readonly string[] = []): readonly unknown[] {
  return inputsOf(dockerfile, ignore).filter((input) => typeof input === "string");
}

function inputsOf(dockerfile: readonly string[], ignore: readonly string[] = [], symlinks: readonly string[] = []) {
  const parsed = parseDockerfile(dockerfile.join("\n"), { file: "Dockerfile", ...buildOptions });
  const last = listStageReads(parsed, buildOptions).at(-1);
  if (last === undefined) throw new Error("no stage");
  return stageInputs(last, parseIgnore(ignore.join("\n"), ".dockerignore"), symlinks);
}

test.each<[what: string, dockerfile: string[], globs: string[]]>([
  ["nothing is read", ["FROM scratch"], []],
  ["a source may be a file or a directory", ["FROM scratch", "COPY a/b /"], ["a/b", "a/b/**/*"]],
  ["each glob once", ["FROM scratch", "COPY a /", "COPY a /b", "RUN --mount=target=/a,source=a true"], ["a", "a/**/*"]],
  [
    "what ancestors and stages copied from read",
    ["FROM scratch AS one", "COPY a.txt /", "FROM scratch AS two", "COPY b.txt /", "FROM two", "COPY --from=one / /"],
    ["b.txt", "b.txt/**/*", "a.txt", "a.txt/**/*"],
  ],
  ["not what other stages read", ["FROM scratch", "COPY a /", "FROM scratch"], []],
])("%s", (_what, dockerfile, globs) => {
  expect(new Set(globsOf(dockerfile))).toEqual(new Set(globs.map((glob) => `{workspaceRoot}/${glob}`)));
});

test("a COPY --parents counts by what it finds, not by the directory that it starts from", () => {
  const globs = globsOf(["# syntax=docker/dockerfile:1", "FROM scratch", "COPY --parents s/./*/a.toml ./"]);
  expect(globs).toContain("{workspaceRoot}/s/*/a.toml");
  expect(globs).not.toContain("{workspaceRoot}/s");
  expect(globs).not.toContain("{workspaceRoot}/s/**/*");
});

test.each<[what: string, ignore: string[], excluded: string[]]>([
  ["no rules", [], []],
  ["a path and what is below it", ["docs"], ["docs", "docs/**"]],
  ["a pattern, at the root", ["**/*.md"], ["*.md", "*.md/**"]],
  ["spelt from the root", ["/docs/"], ["docs", "docs/**"]],
  ["none below the root: a directory may come with nothing but what is ignored", ["a/docs", "a/**/*.md"], []],
  ["none with characters that Nx reads otherwise", ["{a,b}", "a**b", "[ab]", "!(x)"], []],
  ["none with an exception behind it", ["docs", "!docs/keep"], []],
  ["those behind the last exception", ["*", "!a", "b", "!c", "d", "e"], ["d", "d/**", "e", "e/**"]],
])("ignored: %s", (_what, ignore, excluded) => {
  const globs = globsOf(["FROM scratch", "COPY a /"], ignore);
  expect(globs.slice(2)).toEqual(excluded.map((glob) => `!{workspaceRoot}/${glob}`));
});

test.each<[what: string, dockerfile: string[], symlinks: string[]]>([
  ["a remote ADD", ["FROM scratch", "ADD https://example.com/x /"], []],
  ["a remote ADD of an ancestor", ["FROM scratch AS a", "ADD https://example.com/x /", "FROM a", "COPY b /"], []],
  ["a source that is a symlink", ["FROM scratch", "COPY a/b /"], ["a/b"]],
  ["a source behind a symlink", ["FROM scratch", "COPY a/b /"], ["a"]],
])("whatever has changed: %s", (_what, dockerfile, symlinks) => {
  const globs = inputsOf(dockerfile, ["docs"], symlinks).filter((input) => typeof input === "string");
  expect(globs).toEqual(["{workspaceRoot}/**/*"]);
});

test("what is ignored says nothing where nothing is read: an exclusion alone would be everything else", () => {
  expect(globsOf(["FROM scratch"], ["docs"])).toEqual([]);
});

test.each([
  ["FROM scratch AS deps", "deps"],
  ["FROM scratch", "0"],
  ["FROM scratch AS v1.2", "v1/2"],
])("%s: its own line of the stage lock, and no package of npm", (from, field) => {
  expect(inputsOf([from])).toEqual([
    { json: "{workspaceRoot}/docker/stages.json", fields: [field] },
    { externalDependencies: [] },
  ]);
});
