import { parseDockerfile, parseIgnore } from "@polystage/dockerfile";
import { describe, expect, test } from "vitest";
import { selectContextChanges, type PathChange } from "./context-changes.ts";
import type { Build } from "./build.ts";
import { planStages, type Plan } from "./plan.ts";

interface Side {
  readonly text: string;
  readonly ignore?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly platform?: string;
}

function build({ text, buildArgs = {}, platform = "linux/amd64" }: Side): Build {
  const options = { buildArgs, platform };
  return { dockerfile: parseDockerfile(text, { file: "Dockerfile", ...options }), options };
}

/** `+path`, `-path` and `path` are a file added, deleted and modified; a trailing slash makes it a directory. */
function readChange(written: string): PathChange {
  const status = written.startsWith("+") ? "added" : written.startsWith("-") ? "deleted" : "modified";
  const path = written.replace(/^[+-]/, "");
  return { status, path: path.replace(/\/$/, ""), type: path.endsWith("/") ? "directory" : "file" };
}

function plan(base: Side, head: Side, changes: readonly string[] = [], files: readonly string[] = []): Plan {
  const rules = (side: Side) => parseIgnore(side.ignore ?? "", ".dockerignore");
  return planStages(
    build(base),
    build(head),
    selectContextChanges(changes.map(readChange), rules(base), rules(head), () => files),
  );
}

function rebuilt({ stages }: Plan): string {
  return stages
    .filter(({ verdict }) => verdict === "rebuild")
    .map(({ name }) => name)
    .join(" ");
}

describe("a change of a file rebuilds what reads it, and what is made of that", () => {
  const text = `
FROM alpine AS deps
COPY lock /
RUN install
FROM deps AS app
COPY src /src
FROM scratch AS image
COPY --from=app /src /src
FROM alpine AS docs
RUN --mount=type=bind,source=docs,target=/docs make
FROM docs AS tool
RUN --mount=type=bind,from=deps,source=/,target=/deps true
FROM scratch AS alone
COPY *.txt notes[0-9]/ /
`;
  test.each([
    [["lock"], "deps app image tool"],
    [["src/a"], "app image"],
    [["+src/deep/er/a"], "app image"],
    [["docs/a"], "docs tool"],
    [["a.txt"], "alone"],
    [["sub/a.txt"], ""],
    [["notes1/x"], "alone"],
    [["notesx/x"], ""],
    [["other"], ""],
    [["src"], "app image"],
    [["+src/new/"], "app image"],
    [["lock", "docs/a"], "deps app image docs tool"],
  ])("%j", (changes, expected) => {
    expect(rebuilt(plan({ text }, { text }, changes))).toBe(expected);
  });
});

describe("what the ignore file keeps out rebuilds nothing", () => {
  const text = "FROM scratch AS a\nCOPY d /\nFROM scratch AS b\nCOPY . /\n";
  test.each([
    ["an ignored file changes", "d/*.log", "d/*.log", ["d/x.log"], [], ""],
    ["a file comes under the rules", "", "d/*.log", [], ["d/x.log", "e"], "a b"],
    ["a file comes from under them", "d/*.log", "", [], ["d/x.log", "e"], "a b"],
    ["the rules change and keep out the same", "d/*.log", "d/?.log", [], ["d/x.log", "e"], ""],
    ["only a comment changes", "d", "# why\nd", [], ["d/x.log", "e"], ""],
    [
      "an ignored file in a new directory: the empty directory is sent",
      "**/*.log",
      "**/*.log",
      ["+d/n/", "+d/n/x.log"],
      [],
      "a b",
    ],
    ["the new directory itself is ignored", "d/n", "d/n", ["+d/n/", "+d/n/x.log"], [], ""],
    ["the last ignored file of a directory goes", "**/*.log", "**/*.log", ["-d/n/", "-d/n/x.log"], [], "a b"],
    ["an exception lets one file back in", "*\n!d", "*\n!d", ["d/x", "e"], [], "a b"],
  ])("%s", (_, before, after, changes, files, expected) => {
    expect(rebuilt(plan({ text, ignore: before }, { text, ignore: after }, changes, files))).toBe(expected);
  });
});

/** What BuildKit v0.32 was seen to do with an edit of the Dockerfile. */
const edits: readonly (readonly [string, string, string, string])[] = [
  ["nothing", "FROM a AS s\nRUN x", "FROM a AS s\nRUN x", ""],
  ["a comment, blank lines, trailing space", "FROM a AS s\nRUN x", "# c\nFROM a AS s\n\nRUN x  ", ""],
  ["a comment within a continuation", "FROM a AS s\nRUN x \\\n  y", "FROM a AS s\nRUN x \\\n# c\n  y", ""],
  ["CRLF", "FROM a AS s\nRUN x\n", "FROM a AS s\r\nRUN x\r\n", ""],
  ["inner spaces of a command", "FROM a AS s\nRUN x y", "FROM a AS s\nRUN x  y", "s"],
  ["the JSON form of the same shell", "FROM a AS s\nRUN x", 'FROM a AS s\nRUN ["/bin/sh", "-c", "x"]', ""],
  ["another shell", "FROM a AS s\nRUN x", 'FROM a AS s\nSHELL ["/bin/bash", "-c"]\nRUN x', "s"],
  ["a heredoc's delimiter, of RUN", "FROM a AS s\nRUN <<A\nx\nA", "FROM a AS s\nRUN <<B\nx\nB", ""],
  ["a heredoc's delimiter, of COPY", "FROM a AS s\nCOPY <<A /f\nx\nA", "FROM a AS s\nCOPY <<B /f\nx\nB", "s"],
  ["a heredoc's body", "FROM a AS s\nRUN <<A\nx\nA", "FROM a AS s\nRUN <<A\n# c\nx\nA", "s"],
  ["a stage renamed", "FROM a AS s\nRUN x", "FROM a AS t\nRUN x", ""],
  [
    "a stage renamed, with those who name it",
    "FROM a AS s\nRUN x\nFROM s\nCOPY --from=s /a /b",
    "FROM a AS t\nRUN x\nFROM t\nCOPY --from=t /a /b",
    "",
  ],
  ["the base image", "FROM a AS s\nRUN x", "FROM b AS s\nRUN x", "s"],
  ["an ARG before a command, used or not", "FROM a AS s\nARG V=1\nRUN x", "FROM a AS s\nARG V=2\nRUN x", "s"],
  ["an empty ARG before a command", "FROM a AS s\nRUN x", "FROM a AS s\nARG V=\nRUN x", "s"],
  ["an ARG without a value", "FROM a AS s\nRUN x", "FROM a AS s\nARG V\nRUN x", ""],
  ["an ARG behind the last command", "FROM a AS s\nRUN x", "FROM a AS s\nRUN x\nARG V=1", ""],
  ["an ARG of the parent", "FROM a AS p\nARG V=1\nFROM p AS s\nRUN x", "FROM a AS p\nARG V=2\nFROM p AS s\nRUN x", "s"],
  ["a global ARG that nobody uses", "ARG V=1\nFROM a AS s\nRUN x", "ARG V=2\nFROM a AS s\nRUN x", ""],
  [
    "a global ARG that a base is made of",
    "ARG V=1\nFROM a:$V AS s\nFROM b AS t",
    "ARG V=2\nFROM a:$V AS s\nFROM b AS t",
    "s",
  ],
  ["a global ARG redeclared", "ARG V=1\nFROM a AS s\nARG V\nRUN x", "ARG V=2\nFROM a AS s\nARG V\nRUN x", "s"],
  ["ENV before a command", "FROM a AS s\nENV V=1\nRUN x", "FROM a AS s\nENV V=2\nRUN x", "s"],
  ["ENV behind the last command: another image", "FROM a AS s\nRUN x", "FROM a AS s\nRUN x\nENV V=1", "s"],
  [
    "ENV of a stage only copied from",
    "FROM a AS p\nENV V=1\nFROM b AS s\nCOPY --from=p /x /",
    "FROM a AS p\nENV V=2\nFROM b AS s\nCOPY --from=p /x /",
    "p",
  ],
  ["a LABEL", "FROM a AS s\nRUN x", "FROM a AS s\nLABEL l=1\nRUN x", "s"],
  [
    "a LABEL of the parent",
    "FROM a AS p\nLABEL l=1\nFROM p AS s\nRUN x",
    "FROM a AS p\nLABEL l=2\nFROM p AS s\nRUN x",
    "p s",
  ],
  ["LABELs in another order", "FROM a AS s\nLABEL a=1\nLABEL b=2", "FROM a AS s\nLABEL b=2\nLABEL a=1", ""],
  ["a LABEL that is overridden", "FROM a AS s\nLABEL a=2", "FROM a AS s\nLABEL a=1\nLABEL a=2", ""],
  ["EXPOSE with the protocol that it has anyway", "FROM a AS s\nEXPOSE 80", "FROM a AS s\nEXPOSE 80/tcp", ""],
  ["CMD", "FROM a AS s\nCMD x", "FROM a AS s\nCMD y", "s"],
  ["HEALTHCHECK", "FROM a AS s\nHEALTHCHECK CMD x", "FROM a AS s\nHEALTHCHECK --interval=5s CMD x", "s"],
  ["USER before a command", "FROM a AS s\nRUN x", "FROM a AS s\nUSER u\nRUN x", "s"],
  ["WORKDIR", "FROM a AS s\nWORKDIR /a\nRUN x", "FROM a AS s\nWORKDIR /b\nRUN x", "s"],
  ["spellings of a source", "FROM a AS s\nCOPY x y /", "FROM a AS s\nCOPY ./x /y /", ""],
  ["the JSON form of COPY", "FROM a AS s\nCOPY x /", 'FROM a AS s\nCOPY ["x", "/"]', ""],
  [
    "flags in another order",
    "FROM a AS s\nCOPY --chown=1 --chmod=644 x /",
    "FROM a AS s\nCOPY --chmod=644 --chown=1 x /",
    "",
  ],
  ["sources in another order", "FROM a AS s\nCOPY x y /", "FROM a AS s\nCOPY y x /", "s"],
  ["a destination", "FROM a AS s\nCOPY x /a", "FROM a AS s\nCOPY x /b", "s"],
  ["an owner", "FROM a AS s\nCOPY x /", "FROM a AS s\nCOPY --chown=0:0 x /", "s"],
  [
    "the id of a cache mount",
    "FROM a AS s\nRUN --mount=type=cache,id=a,target=/c x",
    "FROM a AS s\nRUN --mount=type=cache,id=b,target=/c x",
    "",
  ],
  [
    "the sharing of a cache mount",
    "FROM a AS s\nRUN --mount=type=cache,target=/c x",
    "FROM a AS s\nRUN --mount=type=cache,target=/c,sharing=locked x",
    "s",
  ],
  [
    "an instruction moved to another stage of the same parent",
    "FROM a AS s\nRUN x\nRUN y\nFROM a AS t\nRUN x",
    "FROM a AS s\nRUN x\nFROM a AS t\nRUN x\nRUN y",
    "",
  ],
  [
    "the owner of a cache mount",
    "FROM a AS s\nRUN --mount=type=cache,target=/c,uid=1 x",
    "FROM a AS s\nRUN --mount=type=cache,target=/c,uid=2 x",
    "s",
  ],
  [
    "a cache mount given an id",
    "FROM a AS s\nRUN --mount=type=cache,target=/c x",
    "FROM a AS s\nRUN --mount=type=cache,target=/c,id=i x",
    "s",
  ],
  [
    "the id of a secret",
    "FROM a AS s\nRUN --mount=type=secret,id=a x",
    "FROM a AS s\nRUN --mount=type=secret,id=b x",
    "s",
  ],
  [
    "the size of a tmpfs",
    "FROM a AS s\nRUN --mount=type=tmpfs,target=/t,size=1m x",
    "FROM a AS s\nRUN --mount=type=tmpfs,target=/t,size=2m x",
    "s",
  ],
  [
    "an ARG behind an ENV of its name",
    "FROM a AS s\nENV V=a\nARG V=b\nCOPY $V /x",
    "FROM a AS s\nENV V=a\nARG V=c\nCOPY $V /x",
    "s",
  ],
  [
    "the user that makes a WORKDIR",
    "FROM a AS s\nUSER a\nWORKDIR /w\nUSER root",
    "FROM a AS s\nUSER b\nWORKDIR /w\nUSER root",
    "s",
  ],
  [
    "the epoch",
    "ARG SOURCE_DATE_EPOCH=1\nFROM a AS s\nWORKDIR /w",
    "ARG SOURCE_DATE_EPOCH=2\nFROM a AS s\nWORKDIR /w",
    "s",
  ],
  [
    "a CMD that an ENTRYPOINT takes away",
    "FROM a AS p\nCMD a\nFROM p AS c\nENTRYPOINT b",
    "FROM a AS p\nFROM p AS c\nCMD a\nENTRYPOINT b",
    "p c",
  ],
  [
    "the CMD of a parent below an ENTRYPOINT",
    "FROM a AS p\nCMD a\nFROM p AS c\nENTRYPOINT b",
    "FROM a AS p\nCMD z\nFROM p AS c\nENTRYPOINT b",
    "p",
  ],
  [
    "the delimiter of a script with its own interpreter",
    "FROM a AS s\nRUN <<A\n#!/bin/sh\nx\nA",
    "FROM a AS s\nRUN <<B\n#!/bin/sh\nx\nB",
    "s",
  ],
  [
    "tabs in a heredoc that a command reads",
    "FROM a AS s\nRUN cat <<-A > /x\n\tf\nA",
    "FROM a AS s\nRUN cat <<-A > /x\n\t\tf\nA",
    "s",
  ],
  ["the heredoc of an ONBUILD", "FROM a AS s\nONBUILD RUN <<A\n1\nA", "FROM a AS s\nONBUILD RUN <<A\n2\nA", "s"],
  [
    "a bare ARG behind one with a value",
    "ARG V=1\nARG V\nFROM a AS s\nARG V\nRUN x",
    "ARG V=2\nARG V\nFROM a AS s\nARG V\nRUN x",
    "s",
  ],
  [
    "a name that objects have by nature",
    "FROM a AS s\nARG constructor=1\nRUN x",
    "FROM a AS s\nARG constructor=2\nRUN x",
    "s",
  ],
  ["the pivot of --parents", "FROM a AS s\nCOPY --parents x/. /d/", "FROM a AS s\nCOPY --parents x/./ /d/", "s"],
  [
    "the frontend",
    "# syntax=docker/dockerfile:1.4\nFROM a AS s\nRUN x",
    "# syntax=docker/dockerfile:1.7\nFROM a AS s\nRUN x",
    "s",
  ],
  ["ENVs in another order", "FROM a AS s\nENV A=1\nENV B=2", "FROM a AS s\nENV B=2\nENV A=1", "s"],
  ["a name with brackets", "ARG A[=1\nFROM a AS s\nARG A[\nRUN x", "ARG A[=2\nFROM a AS s\nARG A[\nRUN x", "s"],
  ["an unused stage added", "FROM a AS s\nRUN x", "FROM b AS u\nRUN y\nFROM a AS s\nRUN x", "u"],
  [
    "ONBUILD of the parent",
    "FROM a AS p\nONBUILD RUN x\nFROM p AS s",
    "FROM a AS p\nONBUILD RUN y\nFROM p AS s",
    "p s",
  ],
  ["the last step taken away: no step, another image", "FROM a AS s\nRUN x\nRUN y", "FROM a AS s\nRUN x", "s"],
];

describe("an edit of the Dockerfile", () => {
  test.each(edits)("%s", (_, before, after, expected) => {
    const result = plan({ text: before }, { text: after });
    expect(rebuilt(result)).toBe(expected);
    for (const { verdict, reasons } of result.stages) expect(reasons.length > 0).toBe(verdict === "rebuild");
  });

  test("the first step that runs is named; none where only the configuration differs", () => {
    const before = "FROM a AS s\nRUN x\nCOPY y /\nRUN z\nENV V=1\n";
    const text = { text: before };
    expect(plan(text, text, ["y"]).stages[0]?.firstStep).toEqual({ keyword: "COPY", startLine: 3, endLine: 3 });
    expect(plan(text, { text: before.replace("V=1", "V=2") }).stages[0]).toMatchObject({
      verdict: "rebuild",
      firstStep: null,
    });
  });

  test("the targets are the rebuilt stages that no other rebuilt stage reads", () => {
    const text = "FROM a AS deps\nCOPY lock /\nFROM deps AS app\nFROM deps AS test\nFROM b AS other\nCOPY o /\n";
    expect(plan({ text }, { text }, ["lock"]).targets).toEqual(["app", "test"]);
    expect(plan({ text }, { text }, ["o"]).targets).toEqual(["other"]);
    expect(plan({ text }, { text }, []).targets).toEqual([]);
  });
});

describe("arguments and platform", () => {
  test.each([
    ["a build argument overrides a default", { V: "1" }, { V: "2" }, "s"],
    ["the same value as the default", {}, { V: "0" }, ""],
    ["an argument that is not declared", {}, { W: "1" }, ""],
  ])("%s", (_, before, after, expected) => {
    const text = "ARG V=0\nFROM a AS s\nARG V\nRUN x\nFROM b AS t\nRUN x\n";
    expect(rebuilt(plan({ text, buildArgs: before }, { text, buildArgs: after }))).toBe(expected);
  });

  test("another platform is another build", () => {
    const text = "FROM a AS s\nRUN x\n";
    expect(rebuilt(plan({ text }, { text, platform: "linux/arm64" }))).toBe("s");
  });
});

describe("what git cannot know rebuilds, and says so", () => {
  test("a remote ADD without a checksum, and what is made of it", () => {
    const text = "FROM a AS s\nADD https://example.com/x.tar /\nFROM s AS t\nFROM b AS u\n";
    const result = plan({ text }, { text });
    expect(rebuilt(result)).toBe("s t");
    expect(result.stages[0]?.reasons).toMatchObject([{ kind: "unknown", line: 2 }]);
  });

  test("not where a checksum pins it", () => {
    const checksum = `sha256:${"0".repeat(64)}`;
    const text = `FROM a AS s\nADD --checksum=${checksum} https://example.com/x.tar /\n`;
    expect(rebuilt(plan({ text }, { text }))).toBe("");
  });
});

describe("reasons", () => {
  const reasonsOf = (result: Plan, name: string) =>
    result.stages
      .find((stage) => stage.name === name)
      ?.reasons.map(({ kind, path, line, stage }) => [kind, path, line, stage]);

  test("every path, with the line of each instruction that reads it", () => {
    const text = "FROM a AS s\nCOPY x /\nCOPY x y /\n";
    expect(reasonsOf(plan({ text }, { text }, ["x", "y"]), "s")).toEqual([
      ["file", "x", 2, null],
      ["file", "x", 3, null],
      ["file", "y", 3, null],
    ]);
  });

  test("each stage upstream, by the line that reads it", () => {
    const text = "FROM a AS p\nCOPY x /\nFROM a AS q\nCOPY x /\nFROM p AS s\nCOPY --from=q /x /\n";
    expect(reasonsOf(plan({ text }, { text }, ["x"]), "s")).toEqual([
      ["upstream", "Dockerfile", 5, "p"],
      ["upstream", "Dockerfile", 6, "q"],
    ]);
  });

  test("an instruction taken away is told with its line of the base", () => {
    const result = plan({ text: "FROM a AS s\nRUN x\nCMD y\n" }, { text: "FROM a AS s\nRUN x\n" });
    expect(reasonsOf(result, "s")).toEqual([["instruction", "Dockerfile", null, null]]);
    expect(result.stages[0]?.reasons[0]?.detail).toBe("CMD y is gone (line 3 of the base)");
  });

  test("an argument, by the line of its default", () => {
    const text = "ARG V=1\nFROM a:$V AS s\n";
    const result = plan({ text }, { text: text.replace("V=1", "V=2") });
    expect(result.stages[0]?.reasons).toEqual([
      { kind: "argument", path: "Dockerfile", line: 1, stage: null, detail: "V: 1 -> 2" },
    ]);
  });

  test("a new stage, and one whose instructions are in another order", () => {
    const base = { text: "FROM a AS s\nRUN x\nRUN y\n" };
    const head = { text: "FROM a AS s\nRUN y\nRUN x\nFROM s AS n\nRUN z\n" };
    expect(reasonsOf(plan(base, head), "s")).toEqual([["instruction", "Dockerfile", 1, null]]);
    expect(reasonsOf(plan(base, head), "n")).toEqual([
      ["upstream", "Dockerfile", 4, "s"],
      ["instruction", "Dockerfile", 4, null],
    ]);
  });
});
